//! What one new customer brings, and when.

use groundswell_diffusion::draw::{Hazard, Resistance};
use groundswell_graph::probability::Probability;

use crate::channel::Channel;
use crate::money::Money;

/// Days of a month of retention.
pub const MONTH: u32 = 30;

/// What one new customer brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Margin on the day of becoming one.
    pub margin: Money,
    /// What is taken in on that day, of which the margin is what stays.
    pub revenue: Money,
    /// Margin of one repeated purchase, won by a later touch.
    pub again: Money,
    /// Margin for as long as a customer stays.
    pub loyalty: Option<Loyalty>,
    /// Yearly rate at which later money counts less.
    pub discount: f64,
}

/// Customers stay, some longer than others, and bring a margin every month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loyalty {
    /// Margin after each month of 30 days that a customer stays.
    pub per_month: Money,
    /// Chance to leave in a month.
    pub churn: Probability,
    /// Days from becoming a customer after which nothing is counted.
    pub horizon: u32,
    /// Factor on the monthly margin of customers whom friends brought: sources
    /// disagree on whether it is above one.
    pub referred_margin: f64,
    /// Factor on the churn of customers whom friends brought.
    pub referred_churn: f64,
}

impl Default for Worth {
    fn default() -> Self {
        Self {
            margin: Money::ZERO,
            revenue: Money::ZERO,
            again: Money::ZERO,
            loyalty: None,
            discount: 0.0,
        }
    }
}

impl Worth {
    /// What money on that day is worth on day 0.
    pub fn discounted(&self, amount: Money, day: u32) -> Money {
        match self.discount {
            0.0 => amount,
            rate => amount.at_rate(libm::pow(1.0 + rate, -f64::from(day) / 365.0)),
        }
    }

    /// The most that one customer may bring without repeated purchases.
    pub fn most(&self) -> f64 {
        let monthly = self.loyalty.map_or(0.0, |loyalty| {
            let each = loyalty.per_month.units() * loyalty.referred_margin.max(1.0);
            each * f64::from(loyalty.horizon / MONTH)
        });
        self.margin.units().abs() + monthly
    }
}

impl Loyalty {
    /// Whole months that a customer stays whom `channel` won and who is that
    /// resistant to leaving, as far as the horizon reaches.
    pub fn months(&self, channel: Option<Channel>, resistance: Resistance) -> u32 {
        let factor = match channel.is_some_and(Channel::is_from_friends) {
            true => self.referred_churn,
            false => 1.0,
        };
        let monthly = Hazard::of(self.churn.times(factor));
        let most = self.horizon / MONTH;
        let mut left = Hazard::NONE;
        (0..most)
            .find(|_| {
                left = left.and(monthly);
                left.overcomes(resistance)
            })
            .unwrap_or(most)
    }

    /// What each of these months brings.
    pub fn monthly(&self, channel: Option<Channel>) -> Money {
        match channel.is_some_and(Channel::is_from_friends) {
            true => self.per_month.at_rate(self.referred_margin),
            false => self.per_month,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_diffusion::world::World;
    use groundswell_graph::id::NodeId;
    use groundswell_graph::name_key::NameKey;

    #[test]
    fn customers_stay_as_long_as_their_churn_says() {
        let loyalty = Loyalty {
            per_month: Money::of(9.0).unwrap(),
            churn: Probability::new(0.1).unwrap(),
            horizon: 360,
            referred_margin: 1.0,
            referred_churn: 0.5,
        };
        let people = 20_000;
        let luck = World::new(1, 0).people(NameKey::of("churn"));
        let stay = |channel, least| {
            let resistances = (0..people).map(|v| luck.person(NodeId(v)).resistance());
            let stays = resistances.map(|r| loyalty.months(channel, r));
            stays.filter(|&months| months >= least).count() as f64 / f64::from(people)
        };
        // Within 4.5 standard errors of 0.9ᵏ and, for the referred, of 0.95ᵏ.
        for (channel, stays) in [(None, 0.9f64), (Some(Channel::Invite), 0.95)] {
            for month in [1, 3, 12] {
                let share = stays.powi(month);
                let error = (share * (1.0 - share) / f64::from(people)).sqrt();
                let found = stay(channel, month as u32);
                assert!((found - share).abs() < 4.5 * error, "{month}: {found}");
            }
        }
    }

    #[test]
    fn later_money_counts_less() {
        let worth = Worth {
            discount: 0.1,
            ..Default::default()
        };
        let hundred = Money::of(110.0).unwrap();
        assert_eq!(worth.discounted(hundred, 365), Money::of(100.0).unwrap());
        assert_eq!(Worth::default().discounted(hundred, 365), hundred);
    }
}

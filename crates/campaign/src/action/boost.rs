//! Paid impressions.

use groundswell_graph::probability::Probability;

use crate::money::Money;

/// Paid impressions, spread evenly over the action's days, each on a person of
/// the catchment who is on the platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Boost {
    /// What is paid in all.
    pub budget: Spend,
    /// Price of a thousand impressions, as long as there are plenty; above 0.
    pub per_thousand: Money,
    /// Impressions that no money exceeds, where they run short.
    pub saturates_at: Option<f64>,
    /// How well it is aimed at people in the market: 0 at anybody, 1 at nobody else.
    pub targeting: Probability,
    /// The segment at which it is aimed, by its place; everybody where there is none.
    pub segment: Option<usize>,
}

impl Boost {
    /// Impressions for `budget` at that price, aimed at anybody.
    pub fn plain(budget: Spend, per_thousand: Money) -> Self {
        Self {
            budget,
            per_thousand,
            saturates_at: None,
            targeting: Probability::ZERO,
            segment: None,
        }
    }

    /// The impressions that `spend` buys, on average. Towards a limit S, where n
    /// would be bought without one, it is S (1 − e^(−n/S)): the first cost what was
    /// asked, and each further one more.
    pub fn impressions(&self, spend: Money) -> f64 {
        let plenty = 1000.0 * spend.units() / self.per_thousand.units();
        match self.saturates_at {
            Some(most) => most * -libm::expm1(-plenty / most),
            None => plenty,
        }
    }
}

/// An amount that may be left to the rest of the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spend {
    /// This much.
    Fixed(Money),
    /// What the strategy's other actions are expected to leave of the budget.
    Rest,
}

impl Spend {
    pub(crate) fn scaled(self, times: f64) -> Self {
        match self {
            Self::Fixed(money) => Self::Fixed(money.at_rate(times)),
            Self::Rest => Self::Rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paid_reach_bends_towards_its_limit() {
        let euros = |units| Money::of(units).unwrap();
        let boost = Boost {
            saturates_at: Some(10_000.0),
            ..Boost::plain(Spend::Rest, euros(8.0))
        };
        let bought = |units| boost.impressions(euros(units));
        // One euro buys 125 of plenty, and hardly fewer of ten thousand.
        assert!((bought(1.0) - 124.2).abs() < 0.1, "{}", bought(1.0));
        assert!((bought(80.0) - 10_000.0 * (1.0 - libm::exp(-1.0))).abs() < 1e-6);
        assert!(bought(1e6) <= 10_000.0 && bought(1e6) > 9_999.0);
        let gains: Vec<f64> = (1..50)
            .map(|i| bought(f64::from(i)) - bought(f64::from(i - 1)))
            .collect();
        assert!(gains.windows(2).all(|pair| pair[1] < pair[0]));
    }
}

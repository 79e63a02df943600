//! What an accepted invitation is rewarded with.

use crate::money::Money;

/// What is paid for an acceptance: to the one who invited, and to the one who
/// accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reward {
    /// To the one who invited.
    pub inviter: Pay,
    /// To the one who accepted.
    pub friend: Money,
}

/// How the one who invited is paid.
///
/// Source of the shapes: Biyalogorsky, Gerstner & Libai, *Marketing Science* 20(1),
/// 2001; linear payments with a bonus come near the optimum in Lobel, Sadler &
/// Varshney, *Management Science* 63(10), 2017.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pay {
    /// The same for each acceptance.
    Flat(Money),
    /// By the number of acceptances so far: from so many on, so much for each; in
    /// ascending order. Nothing before the first.
    Tiered(Vec<(u32, Money)>),
    /// The same for each, and once more when so many are reached.
    Bonus {
        /// For each acceptance.
        each: Money,
        /// The acceptance that brings the bonus, from 1.
        at: u32,
        /// The bonus.
        bonus: Money,
    },
}

impl Default for Pay {
    fn default() -> Self {
        Self::Flat(Money::ZERO)
    }
}

impl Pay {
    /// What the `nth` acceptance of one inviter's invitations brings, from 1.
    pub fn for_acceptance(&self, nth: u32) -> Money {
        match self {
            Self::Flat(amount) => *amount,
            Self::Tiered(tiers) => {
                let reached = tiers.iter().rev().find(|(from, _)| nth >= *from);
                reached.map_or(Money::ZERO, |(_, amount)| *amount)
            }
            Self::Bonus { each, at, bonus } => match nth == *at {
                true => *each + *bonus,
                false => *each,
            },
        }
    }

    /// The most that one acceptance may cost.
    pub fn most(&self) -> Money {
        match self {
            Self::Flat(amount) => *amount,
            Self::Tiered(tiers) => {
                let amounts = tiers.iter().map(|(_, amount)| *amount);
                amounts.max().unwrap_or_default()
            }
            Self::Bonus { each, bonus, .. } => *each + *bonus,
        }
    }
}

impl Reward {
    /// The same for each acceptance, to both sides.
    pub fn flat(inviter: Money, friend: Money) -> Self {
        Self {
            inviter: Pay::Flat(inviter),
            friend,
        }
    }

    /// What the `nth` acceptance of one inviter's invitations costs, from 1.
    pub fn for_acceptance(&self, nth: u32) -> Money {
        self.inviter.for_acceptance(nth) + self.friend
    }

    /// The most that one acceptance may cost.
    pub fn most(&self) -> Money {
        self.inviter.most() + self.friend
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payments_follow_their_shape() {
        let euros = |units: f64| Money::of(units).unwrap();
        let paid = |pay: &Pay| -> Vec<f64> {
            let each = (1..=5).map(|nth| pay.for_acceptance(nth).units());
            each.collect()
        };
        assert_eq!(paid(&Pay::default()), [0.0; 5]);
        assert_eq!(paid(&Pay::Flat(euros(2.0))), [2.0; 5]);
        let tiers = Pay::Tiered(vec![(2, euros(5.0)), (4, euros(8.0))]);
        assert_eq!(paid(&tiers), [0.0, 5.0, 5.0, 8.0, 8.0]);
        let bonus = Pay::Bonus {
            each: euros(1.0),
            at: 3,
            bonus: euros(10.0),
        };
        assert_eq!(paid(&bonus), [1.0, 1.0, 11.0, 1.0, 1.0]);
        assert_eq!((tiers.most(), bonus.most()), (euros(8.0), euros(11.0)));
        let two_sided = Reward::flat(euros(2.0), euros(3.0));
        assert_eq!(two_sided.for_acceptance(7), euros(5.0));
    }
}

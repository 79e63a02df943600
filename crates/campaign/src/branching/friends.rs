//! How many friends one person has.

use groundswell_diffusion::draw::Draw;

use crate::journey::messages::poisson_quantile;
use crate::plan::Error;

/// The most friends that one person may have on average, and the most that a Poisson mean
/// may be, whose probabilities would vanish beyond.
const MOST_MEAN: f64 = 500.0;

/// How many friends a person has whom nobody has met before: the same law for everybody.
///
/// More of a mean never takes a friend away. Where only some friends are invited, one more
/// may take the place of another, so that more friends need not mean more of everything.
#[derive(Debug, Clone, PartialEq)]
pub enum Friends {
    /// So many each.
    Each(u32),
    /// A Poisson number with this mean, at most 500.
    Mean(f64),
    /// As often as entry k says, k friends; entries are weights.
    Law(Vec<f64>),
}

impl Friends {
    /// Refuses what is no number of friends.
    ///
    /// # Errors
    ///
    /// [`Error::NotFriends`].
    pub(crate) fn check(&self, platform: &str) -> Result<(), Error> {
        let is_fine = match self {
            Self::Each(_) => true,
            Self::Mean(mean) => (0.0..=MOST_MEAN).contains(mean),
            Self::Law(weights) => {
                let sum: f64 = weights.iter().sum();
                weights.iter().all(|&weight| weight >= 0.0) && sum > 0.0 && sum.is_finite()
            }
        };
        match is_fine {
            true => Ok(()),
            false => Err(Error::NotFriends {
                platform: platform.to_owned(),
            }),
        }
    }

    /// How many on average.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Each(number) => (*number).into(),
            Self::Mean(mean) => *mean,
            Self::Law(weights) => {
                let of = |(k, weight): (u32, &f64)| f64::from(k) * weight;
                (0..).zip(weights).map(of).sum::<f64>() / weights.iter().sum::<f64>()
            }
        }
    }

    /// How many in a world, by a person's draw.
    pub(crate) fn number(&self, draw: Draw) -> u32 {
        match self {
            Self::Each(number) => *number,
            Self::Mean(mean) => poisson_quantile(*mean, draw.unit()),
            Self::Law(weights) => {
                let mut left = draw.unit() * weights.iter().sum::<f64>();
                let place = weights.iter().position(|&weight| {
                    left -= weight;
                    left < 0.0
                });
                // Rounding may leave a speck behind the last entry.
                place.unwrap_or(weights.len() - 1) as u32
            }
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
    fn people_have_as_many_friends_on_average_as_their_law_says() {
        let luck = World::new(1, 0).people(NameKey::of("friends"));
        let laws = [
            Friends::Each(7),
            Friends::Mean(3.5),
            Friends::Law(vec![3.0, 0.0, 2.0, 1.0]),
        ];
        let n = 40_000;
        for (law, variance) in laws.iter().zip([0.0, 3.5, 17.0 / 6.0 - 49.0 / 36.0]) {
            law.check("x").unwrap();
            let numbers = (0..n).map(|v| law.number(luck.person(NodeId(v))));
            let mean = numbers.map(f64::from).sum::<f64>() / f64::from(n);
            let bound = 4.5 * f64::sqrt(variance / f64::from(n)) + 1e-12;
            assert!((mean - law.mean()).abs() <= bound, "{law:?}: {mean}");
        }
    }

    #[test]
    fn what_is_no_number_of_friends_is_refused() {
        for law in [
            Friends::Mean(-1.0),
            Friends::Mean(f64::NAN),
            Friends::Mean(501.0),
            Friends::Law(Vec::new()),
            Friends::Law(vec![1.0, -0.5]),
        ] {
            assert!(law.check("x").is_err(), "{law:?}");
        }
    }
}

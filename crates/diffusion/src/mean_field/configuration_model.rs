//! Networks of which only the numbers of friends are known: thresholds and large outbreaks.
//!
//! Very many people, joined at random with the numbers of friends given: the configuration
//! model. Generating functions answer what bond percolation does on it, where each tie
//! transmits with probability T on its own:
//!
//! ```text
//! G₀(x) = Σ pₖ xᵏ,   G₁ = G₀′ / G₀′(1)
//! u = G₁(1 − T + T u),   S = 1 − G₀(1 − T + T u),   T_c = 1 / G₁′(1)
//! ```
//!
//! - **Source:** Newman, Strogatz & Watts, *Physical Review E* 64, 026118, 2001; with
//!   transmission, Newman, *Physical Review E* 66, 016128, 2002.

use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

use crate::error::Error;
use crate::mean_field::{fixed_point, not_negative};

/// How many friends people have: the share of people with 0, 1, 2, … friends.
#[derive(Debug, Clone, PartialEq)]
pub struct Degrees {
    /// One entry a number of friends; they add up to one.
    shares: Vec<f64>,
}

impl Degrees {
    /// Shares in proportion to `weights`, one a number of friends, from none on.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a weight that is negative or infinite,
    /// [`Error::Empty`] where they add up to zero.
    pub fn new(weights: Vec<f64>) -> Result<Self, Error> {
        for &weight in &weights {
            not_negative("share", weight)?;
        }
        let sum: f64 = weights.iter().sum();
        if sum == 0.0 {
            return Err(Error::Empty {
                name: "shares of people",
            });
        }
        not_negative("sum of shares", sum)?;
        let shares = weights.into_iter().map(|weight| weight / sum).collect();
        Ok(Self { shares })
    }

    /// Those of a graph that is there, counting the people who hear somebody.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] for a graph without people.
    pub fn of(ties: &Ties) -> Result<Self, Error> {
        let mut counts = Vec::new();
        for v in (0..ties.people()).map(NodeId) {
            let degree = ties.out_degree(v) as usize;
            if counts.len() <= degree {
                counts.resize(degree + 1, 0.0);
            }
            counts[degree] += 1.0;
        }
        Self::new(counts)
    }

    /// Everybody has `friends`.
    pub fn regular(friends: u32) -> Self {
        let mut shares = vec![0.0; friends as usize + 1];
        shares[friends as usize] = 1.0;
        Self { shares }
    }

    /// Poisson numbers of friends, `mean` on average: those of the Erdős–Rényi graph.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `mean` lies between 0 and a million.
    pub fn poisson(mean: f64) -> Result<Self, Error> {
        let mean = reasonable(mean)?;
        if mean == 0.0 {
            return Ok(Self::regular(0));
        }
        // What is left out beyond is below the last digit of one.
        let most = mean + 12.0 * libm::sqrt(mean) + 40.0;
        let weight = |k: u32| {
            let k = f64::from(k);
            libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0))
        };
        Self::new((0..=most as u32).map(weight).collect())
    }

    /// k friends with probability (1 − a) aᵏ, `mean` on average.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `mean` lies between 0 and a million.
    pub fn geometric(mean: f64) -> Result<Self, Error> {
        let mean = reasonable(mean)?;
        let stay = mean / (1.0 + mean);
        // As far as e^−45, below the last digit of one even where multiplied by k².
        let most = 45.0 * (1.0 + mean);
        let each = |weight: &f64| Some(weight * stay);
        let weights = std::iter::successors(Some(1.0), each);
        Self::new(weights.take(most as usize).collect())
    }

    /// k friends in proportion to k to the power of −`exponent`, from `least` to `most`,
    /// where `least` is 1 at least.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `exponent` is finite and not negative,
    /// [`Error::Empty`] where `least` is above `most`.
    pub fn power_law(exponent: f64, least: u32, most: u32) -> Result<Self, Error> {
        let exponent = not_negative("exponent", exponent)?;
        let weight = |k: u32| match k {
            0 => 0.0,
            k if k < least => 0.0,
            k => libm::pow(f64::from(k), -exponent),
        };
        if least > most {
            return Err(Error::Empty {
                name: "shares of people",
            });
        }
        Self::new((0..=most).map(weight).collect())
    }

    /// How many friends people have on average.
    pub fn mean(&self) -> f64 {
        self.generating(1.0).1
    }

    /// How many further friends a friend has on average: (⟨k²⟩ − ⟨k⟩) / ⟨k⟩, or 0 where
    /// nobody has a friend.
    pub fn excess(&self) -> f64 {
        self.reached(1.0).1
    }

    /// The chance T above which large outbreaks are possible; `None` where they never are,
    /// even if every tie transmits.
    pub fn critical_transmissibility(&self) -> Option<f64> {
        let excess = self.excess();
        (excess >= 1.0).then(|| 1.0 / excess)
    }

    /// The share of people in the giant component of the ties that transmit, each with
    /// `transmissibility` on its own: the size of a large outbreak, and the probability
    /// that one person at random starts one.
    ///
    /// For SIR this is the size of a large outbreak with T the chance of one tie,
    /// β / (β + γ) for Markov rates. Its probability is the same only where all are
    /// infectious for equally long.
    pub fn giant_component(&self, transmissibility: Probability) -> f64 {
        1.0 - self.generating(self.unreached(transmissibility).1).0
    }

    /// How many people the component of somebody outside the giant component has on
    /// average, themselves included; `None` at the threshold, where there is no bound.
    pub fn mean_small_component(&self, transmissibility: Probability) -> Option<f64> {
        let t = transmissibility.get();
        let (u, x) = self.unreached(transmissibility);
        let (outside, slope) = self.generating(x);
        let further = t * self.reached(x).1;
        (further < 1.0 && outside > 0.0).then(|| 1.0 + t * slope * u / (outside * (1.0 - further)))
    }

    /// u, the chance that a friend is not reached through others, and 1 − T + T u, the
    /// chance that a tie brings nothing.
    fn unreached(&self, transmissibility: Probability) -> (f64, f64) {
        let t = transmissibility.get();
        let nothing = |u: f64| 1.0 - t + t * u;
        let u = match t * self.excess() <= 1.0 {
            true => 1.0,
            false => fixed_point::smallest(|u| {
                let (value, slope) = self.reached(nothing(u));
                (value, t * slope)
            }),
        };
        (u, nothing(u))
    }

    /// G₀ and its slope: of the friends of a person.
    pub(super) fn generating(&self, x: f64) -> (f64, f64) {
        let (value, slope, _) = self.horner(x);
        (value, slope)
    }

    /// G₁ and its slope: of the further friends of a friend.
    pub(super) fn reached(&self, x: f64) -> (f64, f64) {
        let (_, slope, bend) = self.horner(x);
        match self.horner(1.0).1 {
            0.0 => (1.0, 0.0),
            mean => (slope / mean, bend / mean),
        }
    }

    /// Σ pₖ xᵏ and its first two derivatives.
    fn horner(&self, x: f64) -> (f64, f64, f64) {
        let start = (0.0, 0.0, 0.0);
        self.shares
            .iter()
            .rev()
            .fold(start, |(value, slope, bend), share| {
                (value * x + share, slope * x + value, bend * x + 2.0 * slope)
            })
    }
}

/// A mean number of friends for which a table can be held.
fn reasonable(mean: f64) -> Result<f64, Error> {
    let fits = (0.0..=1e6).contains(&mean);
    super::fitting("mean", mean, fits, "a number from 0 to 1000000")
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    fn t(value: f64) -> Probability {
        Probability::new(value).unwrap()
    }

    #[test]
    fn a_graph_has_the_degrees_that_are_counted() {
        let star = graph("0-1 0-2 0-3");
        let degrees = Degrees::of(&star.platforms()[0].ties).unwrap();
        assert_eq!(degrees, Degrees::new(vec![0.0, 3.0, 0.0, 1.0]).unwrap());
        assert_eq!((degrees.mean(), degrees.excess()), (1.5, 1.0));
    }

    #[test]
    fn where_nobody_has_two_friends_nothing_spreads_far() {
        let pairs = Degrees::regular(1);
        assert_eq!(pairs.critical_transmissibility(), None);
        assert_eq!(pairs.giant_component(Probability::ONE), 0.0);
        assert_eq!(pairs.mean_small_component(Probability::ONE), Some(2.0));
        assert_eq!(Degrees::regular(0).mean_small_component(t(0.5)), Some(1.0));
    }

    #[test]
    fn tables_of_endless_distributions_are_long_enough() {
        for mean in [0.3, 4.0, 300.0, 20_000.0] {
            let degrees = Degrees::poisson(mean).unwrap();
            assert!((degrees.mean() / mean - 1.0).abs() < 1e-9, "{mean}");
            assert!((degrees.excess() / mean - 1.0).abs() < 1e-9, "{mean}");
            let degrees = Degrees::geometric(mean).unwrap();
            assert!((degrees.mean() / mean - 1.0).abs() < 1e-12, "{mean}");
            assert!(
                (degrees.excess() / mean / 2.0 - 1.0).abs() < 1e-12,
                "{mean}"
            );
        }
    }

    #[test]
    fn shares_that_make_no_distribution_are_named() {
        assert_eq!(
            Degrees::new(vec![0.0, 0.0]),
            Err(Error::Empty {
                name: "shares of people"
            })
        );
        assert_eq!(
            Degrees::power_law(2.0, 5, 4),
            Err(Error::Empty {
                name: "shares of people"
            })
        );
        assert!(Degrees::new(vec![0.5, -0.5]).is_err());
        assert!(Degrees::poisson(f64::NAN).is_err());
    }
}

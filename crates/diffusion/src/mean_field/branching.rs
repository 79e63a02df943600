//! Branching: chains of invitations that never meet.
//!
//! Every person brings a random number of further people, alike and independently. With R
//! of them on average, N founders lead to N / (1 − R) people as long as R is below one; the
//! big seed of viral marketing. Above one the chain survives for ever with some
//! probability, and there is no mean.
//!
//! - **Source:** Harris, *The Theory of Branching Processes*, 1963, chapter I; Otter,
//!   *Annals of Mathematical Statistics* 20, 1949, and Dwass, *Journal of Applied
//!   Probability* 6, 1969, for the distribution of the total.

use groundswell_graph::probability::Probability;

use crate::error::Error;
use crate::mean_field::{fixed_point, not_negative};

/// A Galton–Watson process: how many people each person brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GaltonWatson(Offspring);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Offspring {
    Poisson { mean: f64 },
    Geometric { mean: f64 },
    Binomial { invites: u32, accept: f64 },
}

impl GaltonWatson {
    /// Everybody brings a Poisson number of people, `mean` on average.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `mean` is finite and not negative.
    pub fn poisson(mean: f64) -> Result<Self, Error> {
        let mean = not_negative("mean", mean)?;
        Ok(Self(Offspring::Poisson { mean }))
    }

    /// Everybody brings j people with probability (1 / (1 + R)) (R / (1 + R))^j, where R is
    /// `mean`: few bring many.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `mean` is finite and not negative.
    pub fn geometric(mean: f64) -> Result<Self, Error> {
        let mean = not_negative("mean", mean)?;
        Ok(Self(Offspring::Geometric { mean }))
    }

    /// Everybody invites `invites` people, each of whom comes with probability `accept`.
    pub fn binomial(invites: u32, accept: Probability) -> Self {
        let accept = accept.get();
        Self(Offspring::Binomial { invites, accept })
    }

    /// How many people one person brings on average: R.
    pub fn mean(&self) -> f64 {
        match self.0 {
            Offspring::Poisson { mean } | Offspring::Geometric { mean } => mean,
            Offspring::Binomial { invites, accept } => f64::from(invites) * accept,
        }
    }

    /// The variance of how many people one person brings.
    pub fn variance(&self) -> f64 {
        match self.0 {
            Offspring::Poisson { mean } => mean,
            Offspring::Geometric { mean } => mean * (1.0 + mean),
            Offspring::Binomial { accept, .. } => self.mean() * (1.0 - accept),
        }
    }

    /// People ever reached on average, founders included: N / (1 − R). `None` from R = 1
    /// on.
    pub fn total_mean(&self, founders: u32) -> Option<f64> {
        let rest = 1.0 - self.mean();
        (rest > 0.0).then(|| f64::from(founders) / rest)
    }

    /// The variance of how many people are ever reached: N σ² / (1 − R)³. `None` from R = 1
    /// on.
    pub fn total_variance(&self, founders: u32) -> Option<f64> {
        let rest = 1.0 - self.mean();
        (rest > 0.0).then(|| f64::from(founders) * self.variance() / (rest * rest * rest))
    }

    /// People reached on average in the first `generations` after the founders, founders
    /// included: N (1 + R + R² + …).
    pub fn mean_after(&self, founders: u32, generations: u32) -> f64 {
        let (founders, mean) = (f64::from(founders), self.mean());
        let longer = f64::from(generations) + 1.0;
        match mean {
            1.0 => founders * longer,
            r => founders * (1.0 - libm::pow(r, longer)) / (1.0 - r),
        }
    }

    /// Probability that the chain of one founder ends; that of N founders is its N-th
    /// power.
    pub fn extinction(&self) -> f64 {
        match self.0 {
            // Nobody fails to come: a chain of which nothing is ever lost.
            Offspring::Binomial { invites, accept } if invites > 0 && accept == 1.0 => 0.0,
            _ if self.mean() <= 1.0 => 1.0,
            Offspring::Poisson { mean } => fixed_point::smallest(|u| {
                let value = libm::exp(-mean * (1.0 - u));
                (value, mean * value)
            }),
            Offspring::Geometric { mean } => 1.0 / mean,
            Offspring::Binomial { invites, accept } => fixed_point::smallest(|u| {
                let one = 1.0 - accept + accept * u;
                let others = libm::pow(one, f64::from(invites) - 1.0);
                (others * one, f64::from(invites) * accept * others)
            }),
        }
    }

    /// Probability that `founders` lead to `total` people, founders included: N / j times
    /// the probability that j people bring j − N. For one founder with Poisson offspring
    /// this is the Borel distribution.
    ///
    /// No founders lead to nobody.
    pub fn total_probability(&self, founders: u32, total: u32) -> f64 {
        if founders == 0 || total < founders {
            return f64::from(u8::from(founders == total));
        }
        let (people, brought) = (f64::from(total), f64::from(total - founders));
        let log = match self.0 {
            Offspring::Poisson { mean } => {
                let mean = people * mean;
                times_log(brought, mean) - mean - log_factorial(brought)
            }
            Offspring::Geometric { mean } => {
                let ways = log_factorial(brought + people - 1.0)
                    - log_factorial(brought)
                    - log_factorial(people - 1.0);
                ways + times_log(brought, mean) - (brought + people) * libm::log1p(mean)
            }
            Offspring::Binomial { invites, accept } => {
                let invited = people * f64::from(invites);
                if brought > invited {
                    return 0.0;
                }
                let refused = invited - brought;
                let ways = log_factorial(invited) - log_factorial(brought) - log_factorial(refused);
                ways + times_log(brought, accept) + times_log(refused, 1.0 - accept)
            }
        };
        f64::from(founders) / people * libm::exp(log)
    }
}

fn log_factorial(n: f64) -> f64 {
    libm::lgamma(n + 1.0)
}

/// n · ln x, where no times anything is nothing.
fn times_log(n: f64, x: f64) -> f64 {
    if n == 0.0 { 0.0 } else { n * libm::log(x) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_brings_nobody_stays_alone() {
        let alone = GaltonWatson::poisson(0.0).unwrap();
        assert_eq!(alone.total_mean(3), Some(3.0));
        assert_eq!(alone.total_probability(3, 3), 1.0);
        assert_eq!(alone.total_probability(3, 4), 0.0);
        assert_eq!(alone.extinction(), 1.0);
    }

    #[test]
    fn probabilities_of_totals_add_up_to_one_and_have_the_mean_and_variance() {
        let accept = Probability::new(0.2).unwrap();
        let chains = [
            GaltonWatson::poisson(0.6).unwrap(),
            GaltonWatson::geometric(0.5).unwrap(),
            GaltonWatson::binomial(3, accept),
        ];
        for chain in chains {
            let moments = (0..2000).fold([0.0; 3], |[all, mean, square], total| {
                let (p, n) = (chain.total_probability(2, total), f64::from(total));
                [all + p, mean + p * n, square + p * n * n]
            });
            assert!((moments[0] - 1.0).abs() < 1e-11, "{chain:?}");
            assert!((moments[1] - chain.total_mean(2).unwrap()).abs() < 1e-9);
            let variance = moments[2] - moments[1] * moments[1];
            assert!((variance - chain.total_variance(2).unwrap()).abs() < 1e-7);
        }
    }

    #[test]
    fn from_one_on_there_is_no_mean() {
        let chain = GaltonWatson::poisson(1.0).unwrap();
        assert_eq!(chain.total_mean(1), None);
        assert_eq!(chain.total_variance(1), None);
        assert_eq!(chain.mean_after(2, 3), 8.0);
        assert_eq!(
            GaltonWatson::binomial(1, Probability::ONE).extinction(),
            0.0
        );
    }
}

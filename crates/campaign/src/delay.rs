//! How long something takes, in whole days.

use groundswell_estimate::distribution::normal_quantile;

/// A waiting time. Longer waits never become shorter when the mean or the median
/// grows: the draw is a fixed quantile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Delay {
    /// Always this many days.
    Fixed(u32),
    /// Every day it may happen with the same chance; 0, 1, 2, … days.
    Geometric {
        /// Mean number of days, not negative.
        mean: f64,
    },
    /// Most answer soon and some very late: a log-normal time, cut to whole days.
    ///
    /// Source: response times in an e-mail campaign, Iribarren & Moro, *Physical
    /// Review Letters* 103(3), 2009.
    LogNormal {
        /// Half wait less than this many days; above 0.
        median: f64,
        /// Standard deviation of the logarithm; above 0.
        spread: f64,
    },
}

impl Delay {
    /// A geometric delay of `mean` days; none where the mean is zero.
    pub fn of_mean(mean: f64) -> Self {
        match mean {
            0.0 => Self::Fixed(0),
            mean => Self::Geometric { mean },
        }
    }

    /// The delay at the quantile `u`, a uniform in [0, 1).
    ///
    /// The geometric one counts failures before the first success, so that a
    /// mean of m days goes with a daily chance of 1 / (1 + m).
    pub fn quantile(self, u: f64) -> u32 {
        match self {
            Self::Fixed(days) => days,
            Self::Geometric { mean } if mean > 0.0 => {
                let stay = libm::log1p(-1.0 / (1.0 + mean));
                // The cast cuts off, and holds at the largest whole number.
                (libm::log1p(-u) / stay) as u32
            }
            Self::Geometric { .. } => 0,
            Self::LogNormal { median, spread } => {
                // Half a step of the uniform's grid keeps zero out.
                let z = normal_quantile(u + 2f64.powi(-54));
                (median * libm::exp(spread * z)) as u32
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geometric_delay_has_its_mean_and_its_daily_chance() {
        let delay = Delay::Geometric { mean: 3.0 };
        let days = (0..100_000).map(|i| delay.quantile((f64::from(i) + 0.5) / 100_000.0));
        let (mut sum, mut today) = (0.0, 0.0);
        days.for_each(|d| {
            sum += f64::from(d);
            today += f64::from(u8::from(d == 0));
        });
        assert!((sum / 1e5 - 3.0).abs() < 1e-3, "{sum}");
        assert!((today / 1e5 - 0.25).abs() < 1e-4, "{today}");
    }

    #[test]
    fn half_of_a_log_normal_delay_is_shorter_than_its_median() {
        let delay = Delay::LogNormal {
            median: 10.0,
            spread: 1.5,
        };
        let days: Vec<u32> = (0..1000)
            .map(|i| delay.quantile((f64::from(i) + 0.5) / 1000.0))
            .collect();
        assert_eq!(days.iter().filter(|&&d| d < 10).count(), 500);
        // One in forty waits longer than e^(1.96 σ) medians.
        let late = 10.0 * libm::exp(1.5 * 1.959_964);
        let waiting = days.iter().filter(|&&d| f64::from(d) >= late.floor());
        assert_eq!(waiting.count(), 25);
        assert!(delay.quantile(0.0) == 0);
    }

    #[test]
    fn a_longer_mean_never_shortens_a_wait() {
        for i in 0..1000 {
            let u = f64::from(i) / 1000.0;
            let wait = |mean| Delay::Geometric { mean }.quantile(u);
            assert!(wait(2.0) <= wait(2.5) && wait(0.0) == 0);
            let wait = |median| {
                Delay::LogNormal {
                    median,
                    spread: 1.0,
                }
                .quantile(u)
            };
            assert!(wait(2.0) <= wait(2.5));
        }
    }
}

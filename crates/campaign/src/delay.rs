//! How long something takes, in whole days.

/// A waiting time. Longer waits never become shorter when the mean grows: the
/// draw is a fixed quantile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Delay {
    /// Always this many days.
    Fixed(u32),
    /// Every day it may happen with the same chance; 0, 1, 2, … days.
    Geometric {
        /// Mean number of days, not negative.
        mean: f64,
    },
}

impl Delay {
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
    fn a_longer_mean_never_shortens_a_wait() {
        for i in 0..1000 {
            let u = f64::from(i) / 1000.0;
            let wait = |mean| Delay::Geometric { mean }.quantile(u);
            assert!(wait(2.0) <= wait(2.5) && wait(0.0) == 0);
        }
    }
}

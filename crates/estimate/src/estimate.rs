//! A mean and how far to trust it.

use crate::Error;
use crate::distribution::t_quantile;
use crate::sample::Moments;

/// A mean with its standard error and interval. More worlds shrink both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The sample mean.
    pub mean: f64,
    /// Standard error of that mean.
    pub standard_error: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Number of worlds.
    pub worlds: usize,
    /// Standard deviation of one world: luck, which more worlds do not change.
    pub deviation: f64,
}

impl Estimate {
    pub(crate) fn from_moments(moments: Moments, level: f64) -> Result<Self, Error> {
        let freedom = (moments.worlds - 1) as f64;
        Ok(Self::reaching(moments, || {
            t_quantile(0.5 + level / 2.0, freedom)
        }))
    }

    /// With an interval that reaches `errors` standard errors to either side.
    pub(crate) fn reaching(moments: Moments, errors: impl FnOnce() -> f64) -> Self {
        let deviation = libm::sqrt(moments.variance());
        let standard_error = deviation / libm::sqrt(moments.worlds as f64);
        // A number that never varies is known, whatever the factor.
        let half = match standard_error {
            0.0 => 0.0,
            error => error * errors(),
        };
        Self {
            mean: moments.mean,
            standard_error,
            low: moments.mean - half,
            high: moments.mean + half,
            worlds: moments.worlds,
            deviation,
        }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

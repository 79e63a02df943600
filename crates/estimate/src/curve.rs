//! A number over days: its mean, how well that mean is known, and how far worlds
//! differ.

use crate::Error;
use crate::sample::{Sample, quantile_of_sorted};

/// A mean by day with two bands. All columns have one entry per day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curve {
    /// Mean over worlds.
    pub mean: Vec<f64>,
    /// Lower end of the interval of the mean: error.
    pub low: Vec<f64>,
    /// Upper end of the interval of the mean: error.
    pub high: Vec<f64>,
    /// A tenth of worlds lie below: luck.
    pub tenth: Vec<f64>,
    /// A tenth of worlds lie above: luck.
    pub ninetieth: Vec<f64>,
}

impl Curve {
    /// The curve over `days` days with intervals at `level`, where `at(day)` gives
    /// one value per world.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn over(days: usize, level: f64, at: impl Fn(usize) -> Vec<f64>) -> Result<Self, Error> {
        let mut curve = Self::default();
        for day in 0..days {
            let sample = Sample::new(at(day));
            let estimate = sample.estimate_at(level)?;
            let mut sorted = sample.values().to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            curve.mean.push(estimate.mean);
            curve.low.push(estimate.low);
            curve.high.push(estimate.high);
            curve.tenth.push(quantile_of_sorted(&sorted, 0.1)?);
            curve.ninetieth.push(quantile_of_sorted(&sorted, 0.9)?);
        }
        Ok(curve)
    }

    /// Number of days.
    pub fn days(&self) -> usize {
        self.mean.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_has_its_mean_within_both_bands() {
        let curve = Curve::over(3, 0.95, |day| {
            (0..11).map(|w| f64::from(w) * day as f64).collect()
        })
        .unwrap();
        assert_eq!(curve.mean, [0.0, 5.0, 10.0]);
        assert_eq!(curve.days(), 3);
        assert_eq!((curve.tenth[2], curve.ninetieth[2]), (2.0, 18.0));
        assert!(curve.low[1] < 5.0 && curve.high[1] > 5.0);
    }
}

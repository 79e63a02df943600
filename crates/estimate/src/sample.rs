//! One number per world.

use crate::Error;
use crate::estimate::Estimate;

/// One number per world, in world order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample(Vec<f64>);

impl Sample {
    /// The sample of these values, in world order.
    pub fn new(values: Vec<f64>) -> Self {
        Self(values)
    }

    /// The values, in world order.
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// Number of worlds.
    pub fn worlds(&self) -> usize {
        self.0.len()
    }

    /// The values less those of `other`, world by world.
    ///
    /// # Errors
    ///
    /// [`Error::Unpaired`] unless both come from as many worlds.
    pub fn minus(&self, other: &Self) -> Result<Self, Error> {
        self.paired_with(other)?;
        let pairs = self.0.iter().zip(&other.0);
        Ok(pairs.map(|(a, b)| a - b).collect())
    }

    /// Both come from as many worlds.
    pub(crate) fn paired_with(&self, other: &Self) -> Result<(), Error> {
        if self.worlds() == other.worlds() {
            return Ok(());
        }
        Err(Error::Unpaired {
            of: self.worlds(),
            against: other.worlds(),
        })
    }

    /// The mean with its standard error and 95 % interval.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn estimate(&self) -> Result<Estimate, Error> {
        self.estimate_at(0.95)
    }

    /// The mean with its standard error and the interval at `level`.
    ///
    /// The error is the sample standard deviation over √n, the interval Student's
    /// with n − 1 degrees of freedom.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    ///
    /// # Source
    ///
    /// Owen, *Monte Carlo Theory, Methods and Examples*, chapter 2.
    pub fn estimate_at(&self, level: f64) -> Result<Estimate, Error> {
        Estimate::from_moments(self.moments()?, level)
    }

    /// Number, mean and sum of squared deviations, in two passes in world order.
    pub(crate) fn moments(&self) -> Result<Moments, Error> {
        let worlds = self.worlds();
        if worlds < 2 {
            return Err(Error::TooFewWorlds { worlds });
        }
        let mean = mean(&self.0);
        let squares = self.0.iter().map(|x| (x - mean) * (x - mean)).sum();
        Ok(Moments {
            worlds,
            mean,
            squares,
        })
    }

    /// The quantile at `q`, 0 to 1: linear between order statistics.
    ///
    /// Source: type 7 of Hyndman & Fan, *The American Statistician* 50(4), 1996.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] without a world.
    pub fn quantile(&self, q: f64) -> Result<f64, Error> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        quantile_of_sorted(&sorted, q)
    }
}

/// The mean of `values`, of which there is one at least.
pub(crate) fn mean(values: &[f64]) -> f64 {
    // From the first value on, so that a number that never varies has no variance.
    let first = values[0];
    first + values.iter().map(|x| x - first).sum::<f64>() / values.len() as f64
}

pub(crate) fn quantile_of_sorted(sorted: &[f64], q: f64) -> Result<f64, Error> {
    let last = sorted
        .len()
        .checked_sub(1)
        .ok_or(Error::TooFewWorlds { worlds: 0 })?;
    let at = q.clamp(0.0, 1.0) * last as f64;
    let below = sorted[at as usize];
    let above = sorted[(at as usize + 1).min(last)];
    Ok(below + (above - below) * (at - at.floor()))
}

/// What an estimate is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) worlds: usize,
    pub(crate) mean: f64,
    pub(crate) squares: f64,
}

impl Moments {
    pub(crate) fn variance(&self) -> f64 {
        self.squares / (self.worlds - 1) as f64
    }
}

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_world_has_no_error() {
        assert_eq!(
            Sample::new(vec![3.0]).estimate(),
            Err(Error::TooFewWorlds { worlds: 1 })
        );
    }

    #[test]
    fn the_interval_of_four_numbers_is_students() {
        let estimate = Sample::new(vec![1.0, 2.0, 3.0, 4.0]).estimate().unwrap();
        assert_eq!(estimate.mean, 2.5);
        assert!((estimate.standard_error - (5.0f64 / 3.0 / 4.0).sqrt()).abs() < 1e-15);
        // 3.182446 is the 97.5 % point of t with three degrees of freedom.
        let half = 3.182_446_305 * estimate.standard_error;
        assert!((estimate.high - 2.5 - half).abs() < 1e-8);
    }

    #[test]
    fn a_number_that_never_varies_is_known_exactly() {
        let estimate = Sample::new(vec![257.6; 1000]).estimate().unwrap();
        assert_eq!((estimate.mean, estimate.standard_error), (257.6, 0.0));
    }

    #[test]
    fn quantiles_lie_between_order_statistics() {
        let sample = Sample::new(vec![4.0, 1.0, 3.0, 2.0]);
        assert_eq!(sample.quantile(0.0).unwrap(), 1.0);
        assert_eq!(sample.quantile(0.5).unwrap(), 2.5);
        assert_eq!(sample.quantile(1.0).unwrap(), 4.0);
    }
}

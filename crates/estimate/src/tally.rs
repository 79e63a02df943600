//! Whole numbers counted over worlds: sums that no order can change.

use crate::Error;
use crate::estimate::Estimate;
use crate::sample::Moments;

/// How many worlds were counted, what their numbers sum to, and their squares. Sums
/// of whole numbers are exact, so tallies of parts can be joined in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Worlds.
    pub worlds: u64,
    /// Sum of their numbers.
    pub sum: u64,
    /// Sum of the squares.
    pub squares: u128,
}

impl Tally {
    /// Counts one world's number.
    #[inline]
    pub fn add(&mut self, number: u32) {
        self.worlds += 1;
        self.sum += u64::from(number);
        self.squares += u128::from(u64::from(number) * u64::from(number));
    }

    /// Both tallies together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            worlds: self.worlds + other.worlds,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }

    /// Mean over worlds, with its standard error and interval at `level`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] with fewer than two.
    pub fn estimate(self, level: f64) -> Result<Estimate, Error> {
        let worlds = usize::try_from(self.worlds).unwrap_or(usize::MAX);
        if worlds < 2 {
            return Err(Error::TooFewWorlds { worlds });
        }
        // n Σx² − (Σx)² is exact; dividing comes last.
        let n = u128::from(self.worlds);
        let sum = u128::from(self.sum);
        let spread = n.saturating_mul(self.squares) - (sum * sum);
        let moments = Moments {
            worlds,
            mean: self.sum as f64 / self.worlds as f64,
            squares: spread as f64 / self.worlds as f64,
        };
        Estimate::from_moments(moments, level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    #[test]
    fn a_tally_estimates_what_a_sample_does() {
        let numbers = [3u32, 1, 4, 1, 5, 9, 2, 6];
        let mut parts = [Tally::default(); 2];
        for (i, number) in numbers.into_iter().enumerate() {
            parts[i % 2].add(number);
        }
        let tally = parts[1].and(parts[0]).estimate(0.95).unwrap();
        let sample: Sample = numbers.into_iter().map(f64::from).collect();
        let sample = sample.estimate().unwrap();
        assert_eq!(tally.mean, sample.mean);
        assert!((tally.standard_error - sample.standard_error).abs() < 1e-12);
        assert!((tally.high - sample.high).abs() < 1e-12);
        assert!(Tally::default().estimate(0.95).is_err());
    }

    #[test]
    fn counts_of_billions_of_people_are_exact() {
        let mut tally = Tally::default();
        tally.add(u32::MAX);
        tally.add(u32::MAX - 2);
        let estimate = tally.estimate(0.95).unwrap();
        assert_eq!(estimate.mean, f64::from(u32::MAX - 1));
        assert_eq!(estimate.standard_error, 1.0);
    }
}

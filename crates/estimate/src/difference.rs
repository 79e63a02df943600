//! What one arm has over another in the same worlds.

use crate::Error;
use crate::estimate::Estimate;
use crate::sample::Sample;

/// A paired difference: error, luck, and what the pairing was worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The expected difference. Its interval is the *error*.
    pub estimate: Estimate,
    /// Share of worlds in which the first is larger: *luck*, which more worlds do
    /// not change.
    pub better: f64,
    /// Share of worlds in which both are equal.
    pub equal: f64,
    /// Variance of the difference had the worlds been independent, over the
    /// variance it has. Not finite where the difference never varies.
    pub variance_gain: f64,
}

impl Difference {
    /// `of` minus `against`, world by world, with 95 % interval.
    ///
    /// # Errors
    ///
    /// [`Error::Unpaired`] unless both come from as many worlds,
    /// [`Error::TooFewWorlds`] below two.
    pub fn paired(of: &Sample, against: &Sample) -> Result<Self, Error> {
        Self::paired_at(of, against, 0.95)
    }

    /// `of` minus `against`, world by world, with the interval at `level`.
    ///
    /// # Errors
    ///
    /// As [`paired`](Self::paired).
    pub fn paired_at(of: &Sample, against: &Sample, level: f64) -> Result<Self, Error> {
        let gaps = of.minus(against)?;
        let estimate = gaps.estimate_at(level)?;
        let share = |holds: fn(&f64) -> bool| {
            gaps.values().iter().filter(|gap| holds(gap)).count() as f64 / gaps.worlds() as f64
        };
        let independent = of.moments()?.variance() + against.moments()?.variance();
        Ok(Self {
            estimate,
            better: share(|&gap| gap > 0.0),
            equal: share(|&gap| gap == 0.0),
            variance_gain: independent / (estimate.deviation * estimate.deviation),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_worlds_compare_better_than_strangers() {
        let base: Vec<f64> = (0..1000).map(|i| f64::from(i * 7919 % 1000)).collect();
        let more = base
            .iter()
            .enumerate()
            .map(|(i, x)| x + 1.0 + (i % 3) as f64)
            .collect();
        let gain = Difference::paired(&more, &Sample::new(base)).unwrap();
        assert!((gain.estimate.mean - 2.0).abs() < 0.01);
        assert_eq!((gain.better, gain.equal), (1.0, 0.0));
        assert!(gain.variance_gain > 1e4);
    }

    #[test]
    fn ties_are_nobodys_and_pairing_is_worth_what_it_saves() {
        let of = Sample::new(vec![6.0, 2.0, 4.0, 10.0, 8.0]);
        let against = Sample::new(vec![2.0, 2.0, 4.0, 12.0, 0.0]);
        let gap = Difference::paired(&of, &against).unwrap();
        assert_eq!((gap.better, gap.equal), (0.4, 0.4));
        // Variances of 10 and 22 apart, of 16 in pairs.
        assert!((gap.variance_gain - 2.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_minus_nothing_is_known_to_be_zero() {
        let nothing = Sample::new(vec![0.0; 10]);
        let gap = Difference::paired(&nothing, &nothing).unwrap();
        assert_eq!(
            (gap.estimate.low, gap.estimate.high, gap.equal),
            (0.0, 0.0, 1.0)
        );
    }

    #[test]
    fn other_worlds_are_no_pair() {
        let (two, three) = (Sample::new(vec![1.0; 2]), Sample::new(vec![1.0; 3]));
        let unpaired = Error::Unpaired { of: 2, against: 3 };
        assert_eq!(Difference::paired(&two, &three), Err(unpaired));
    }
}

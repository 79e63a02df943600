//! Worlds that share something: they are fewer than they seem.
//!
//! A thousand worlds on one drawn graph tell little about other graphs. Where
//! worlds come in units, each with a graph or a set of assumptions of its own, only
//! the units are independent, so that the error is theirs.

use crate::Error;
use crate::estimate::Estimate;
use crate::sample::{Sample, mean};

/// Fewer units than this tell their own spread badly.
pub const ENOUGH_UNITS: usize = 30;

/// Worlds in units: the outermost independent draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustered {
    means: Sample,
    worlds: usize,
}

/// A mean whose error is that of the units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusteredEstimate {
    /// Mean of the units' means: its `worlds` are units, its deviation is that of
    /// one unit's mean.
    pub estimate: Estimate,
    /// Worlds in all units together.
    pub worlds: usize,
    /// Whether there are fewer than [`ENOUGH_UNITS`]: a warning is due.
    pub few_units: bool,
}

impl Clustered {
    /// These units, each with the worlds that share its draw.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyUnit`] if one has no world.
    pub fn new(units: &[Sample]) -> Result<Self, Error> {
        if let Some(unit) = units.iter().position(|unit| unit.worlds() == 0) {
            return Err(Error::EmptyUnit { unit });
        }
        Ok(Self {
            means: units.iter().map(|unit| mean(unit.values())).collect(),
            worlds: units.iter().map(Sample::worlds).sum(),
        })
    }

    /// The worlds of `sample`, of which each run of `each` shares a draw. The last
    /// unit may have fewer. Of a paired difference, give the differences
    /// ([`Sample::minus`]).
    ///
    /// # Panics
    ///
    /// If `each` is zero.
    pub fn in_order(sample: &Sample, each: usize) -> Self {
        assert!(each > 0, "a unit has a world");
        Self {
            means: sample.values().chunks(each).map(mean).collect(),
            worlds: sample.worlds(),
        }
    }

    /// One mean per unit, in order.
    pub fn means(&self) -> &Sample {
        &self.means
    }

    /// The mean with its standard error and the interval at `level`: Student's
    /// with one degree of freedom less than there are units.
    ///
    /// Every unit counts the same, however many worlds it has.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewUnits`] below two.
    ///
    /// # Source
    ///
    /// Cochran, *Sampling Techniques*, chapter 10: two-stage sampling with units
    /// of equal size.
    pub fn estimate_at(&self, level: f64) -> Result<ClusteredEstimate, Error> {
        let units = self.means.worlds();
        if units < 2 {
            return Err(Error::TooFewUnits { units });
        }
        Ok(ClusteredEstimate {
            estimate: self.means.estimate_at(level)?,
            worlds: self.worlds,
            few_units: units < ENOUGH_UNITS,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_that_repeat_their_unit_add_nothing() {
        let units = Sample::new(vec![1.0, 2.0, 4.0, 9.0]);
        let repeated = units.values().iter().flat_map(|&x| [x; 50]).collect();
        let clustered = Clustered::in_order(&repeated, 50).estimate_at(0.95);
        let clustered = clustered.unwrap();
        assert_eq!(clustered.estimate, units.estimate().unwrap());
        assert_eq!(clustered.worlds, 200);
        let taken_for_independent = repeated.estimate().unwrap();
        assert!(clustered.estimate.half_width() > 5.0 * taken_for_independent.half_width());
    }

    #[test]
    fn units_of_one_world_are_a_sample() {
        let sample = Sample::new(vec![3.0, 1.0, 4.0, 1.0, 5.0]);
        let clustered = Clustered::in_order(&sample, 1).estimate_at(0.9).unwrap();
        assert_eq!(clustered.estimate, sample.estimate_at(0.9).unwrap());
    }

    #[test]
    fn every_unit_counts_the_same() {
        let units = [Sample::new(vec![1.0]), Sample::new(vec![2.0, 4.0])];
        let clustered = Clustered::new(&units).unwrap();
        assert_eq!(clustered.means().values(), [1.0, 3.0]);
        assert_eq!(clustered.estimate_at(0.95).unwrap().estimate.mean, 2.0);
        // A last unit that is cut short, too.
        let cut = Clustered::in_order(&Sample::new(vec![1.0, 3.0, 8.0]), 2);
        assert_eq!(cut.means().values(), [2.0, 8.0]);
    }

    #[test]
    fn fewer_than_thirty_units_are_few() {
        let few = |units: u32| {
            let sample: Sample = (0..units).map(f64::from).collect();
            let clustered = Clustered::in_order(&sample, 1).estimate_at(0.95);
            clustered.unwrap().few_units
        };
        assert!(few(29) && !few(30));
    }

    #[test]
    fn one_unit_has_no_error_and_none_may_be_empty() {
        let sample = Sample::new(vec![1.0, 2.0, 3.0]);
        let one = Clustered::in_order(&sample, 3).estimate_at(0.95);
        assert_eq!(one, Err(Error::TooFewUnits { units: 1 }));
        let empty = Clustered::new(&[sample, Sample::default()]);
        assert_eq!(empty, Err(Error::EmptyUnit { unit: 1 }));
    }
}

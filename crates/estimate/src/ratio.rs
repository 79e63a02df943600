//! Ratios of expectations, such as return over cost: never means of ratios.
//!
//! A ratio is not defined where its denominator might as well be zero: then no
//! interval of finite width holds it.

use crate::Error;
use crate::distribution::t_quantile;
use crate::sample::Sample;

/// A ratio of expectations, or the difference of two, with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The ratio of the totals.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval; the two ends need not be equally far from the
    /// value.
    pub high: f64,
    /// Number of worlds, or of outer units, that the error comes from.
    pub units: usize,
}

/// What is divided and by what, of the same worlds.
///
/// Worlds that share a graph or an assumption are not independent: give the total
/// of each outer unit instead of one number per world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts<'s> {
    /// One per world.
    pub numerator: &'s Sample,
    /// One per world.
    pub denominator: &'s Sample,
}

impl Parts<'_> {
    /// The ratio of both expectations with Fieller's interval at `level`; `None`
    /// where the denominator's own interval touches zero.
    ///
    /// The interval holds every ratio θ for which the mean of *numerator − θ ·
    /// denominator* does not differ from zero by Student's t with n − 1 degrees of
    /// freedom. The standard error is that of the delta method.
    ///
    /// # Errors
    ///
    /// [`Error::Unpaired`] unless both come from as many worlds,
    /// [`Error::TooFewWorlds`] below two.
    ///
    /// # Source
    ///
    /// Fieller, *Journal of the Royal Statistical Society* B 16(2), 1954; Owen,
    /// *Monte Carlo Theory, Methods and Examples*, chapter 2.
    pub fn ratio(self, level: f64) -> Result<Option<Ratio>, Error> {
        self.numerator.paired_with(self.denominator)?;
        let (above, below) = (self.numerator.moments()?, self.denominator.moments()?);
        let units = below.worlds;
        let value = above.mean / below.mean;
        let t = t_quantile(0.5 + level / 2.0, (units - 1) as f64);

        // With θ = value + δ the interval's ends are the roots of
        // (b² − t²·Var b)·δ² + 2·t²·Cov(rest, b)·δ − t²·Var rest, where the rest of
        // a unit is its numerator − value · denominator. Nothing large cancels.
        let square = below.mean * below.mean - t * t * below.variance() / units as f64;
        if square.is_nan() || square <= 0.0 {
            return Ok(None);
        }
        let (mut rest_squares, mut products) = (0.0, 0.0);
        for (x, y) in self.pairs() {
            let rest = (x - above.mean) - value * (y - below.mean);
            rest_squares += rest * rest;
            products += rest * (y - below.mean);
        }
        let of_means = (units * (units - 1)) as f64;
        let variance = rest_squares / of_means;
        let slope = t * t * products / of_means;
        let root = libm::sqrt(slope * slope + square * t * t * variance);
        Ok(Some(Ratio {
            value,
            standard_error: libm::sqrt(variance) / below.mean.abs(),
            low: value - (slope + root) / square,
            high: value + (root - slope) / square,
            units,
        }))
    }

    /// This ratio less that of `other`, of the same worlds, with the interval at
    /// `level`; `None` where one of the two is not defined.
    ///
    /// The error is that of the paired jackknife: both ratios are taken again
    /// without each world in turn. The interval is Student's with n − 1 degrees of
    /// freedom.
    ///
    /// # Errors
    ///
    /// [`Error::Unpaired`] unless all four come from as many worlds,
    /// [`Error::TooFewWorlds`] below two.
    ///
    /// # Source
    ///
    /// Efron & Tibshirani, *An Introduction to the Bootstrap*, chapter 11.
    pub fn minus(self, other: Self, level: f64) -> Result<Option<Ratio>, Error> {
        self.numerator.paired_with(other.numerator)?;
        let (Some(ours), Some(theirs)) = (self.ratio(level)?, other.ratio(level)?) else {
            return Ok(None);
        };
        let n = ours.units as f64;
        let without = self.without_each().zip(other.without_each());
        let differences: Sample = without.map(|(a, b)| a - b).collect();
        let standard_error = libm::sqrt((n - 1.0) / n * differences.moments()?.squares);
        // A denominator of nearly nothing can lose all of it with one world; no
        // level that anybody asks for comes here.
        if !standard_error.is_finite() {
            return Ok(None);
        }
        let value = ours.value - theirs.value;
        let half = standard_error * t_quantile(0.5 + level / 2.0, n - 1.0);
        Ok(Some(Ratio {
            value,
            standard_error,
            low: value - half,
            high: value + half,
            units: ours.units,
        }))
    }

    fn pairs(&self) -> impl Iterator<Item = (f64, f64)> {
        let numerator = self.numerator.values().iter().copied();
        numerator.zip(self.denominator.values().iter().copied())
    }

    /// The ratio of totals without each world in turn.
    fn without_each(&self) -> impl Iterator<Item = f64> {
        let numerator: f64 = self.numerator.values().iter().sum();
        let denominator: f64 = self.denominator.values().iter().sum();
        self.pairs()
            .map(move |(x, y)| (numerator - x) / (denominator - y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(values: &[f64]) -> Sample {
        Sample::new(values.to_vec())
    }

    fn ratio(numerator: &[f64], denominator: &[f64]) -> Option<Ratio> {
        let (numerator, denominator) = (&sample(numerator), &sample(denominator));
        let parts = Parts {
            numerator,
            denominator,
        };
        parts.ratio(0.95).unwrap()
    }

    #[test]
    fn a_ratio_is_that_of_the_totals_not_the_mean_of_ratios() {
        // The mean of the ratios is 2.
        let ratio = ratio(&[10.0, 36.0, 20.0], &[10.0, 12.0, 10.0]).unwrap();
        assert_eq!((ratio.value, ratio.units), (66.0 / 32.0, 3));
    }

    #[test]
    fn the_ends_are_where_the_rest_is_just_told_from_zero() {
        let (x, y) = ([3.0, 5.0, 4.0, 9.0, 6.0], [2.0, 3.0, 2.0, 4.0, 4.0]);
        let ratio = ratio(&x, &y).unwrap();
        for end in [ratio.low, ratio.high] {
            let rest: Sample = x.iter().zip(&y).map(|(x, y)| x - end * y).collect();
            let rest = rest.estimate().unwrap();
            assert!((rest.mean.abs() - rest.half_width()).abs() < 1e-9, "{end}");
        }
        assert!(ratio.low < ratio.value && ratio.value < ratio.high);
    }

    #[test]
    fn over_a_fixed_denominator_a_ratio_is_a_mean() {
        let values = [1.0, 2.0, 3.0, 4.0];
        let (ratio, mean) = (
            ratio(&values, &[2.0; 4]).unwrap(),
            sample(&values).estimate().unwrap(),
        );
        assert_eq!(ratio.value, 1.25);
        assert!((ratio.standard_error - mean.standard_error / 2.0).abs() < 1e-15);
        assert!((ratio.low - mean.low / 2.0).abs() < 1e-12);
        assert!((ratio.high - mean.high / 2.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_divided_by_what_may_be_zero() {
        assert_eq!(ratio(&[1.0, 2.0, 3.0], &[-1.0, 0.5, 2.0]), None);
        assert_eq!(ratio(&[1.0, 2.0], &[0.0, 0.0]), None);
        // Its sign does not matter, as long as it has one.
        let negative = ratio(&[1.0, 2.0, 3.0], &[-10.0, -11.0, -10.0]).unwrap();
        assert!(negative.low < negative.value && negative.value < negative.high);
    }

    #[test]
    fn a_ratio_less_itself_is_known_to_be_zero() {
        let (numerator, denominator) = (&sample(&[3.0, 5.0, 4.0]), &sample(&[2.0, 2.5, 2.0]));
        let parts = Parts {
            numerator,
            denominator,
        };
        let gap = parts.minus(parts, 0.95).unwrap().unwrap();
        assert_eq!((gap.value, gap.low, gap.high), (0.0, 0.0, 0.0));
    }

    #[test]
    fn over_fixed_denominators_the_jackknife_is_the_paired_difference() {
        let (ours, theirs) = (
            &sample(&[3.0, 5.0, 4.0, 8.0]),
            &sample(&[2.0, 4.5, 2.0, 5.0]),
        );
        let one = &sample(&[1.0; 4]);
        let parts = |numerator| Parts {
            numerator,
            denominator: one,
        };
        let gap = parts(ours).minus(parts(theirs), 0.9).unwrap().unwrap();
        let mean = ours.minus(theirs).unwrap().estimate_at(0.9).unwrap();
        assert!((gap.value - mean.mean).abs() < 1e-12);
        assert!((gap.standard_error - mean.standard_error).abs() < 1e-12);
        assert!((gap.high - mean.high).abs() < 1e-12);
    }

    #[test]
    fn ratios_of_other_worlds_are_no_pair() {
        let (two, three) = (&sample(&[1.0, 2.0]), &sample(&[1.0, 2.0, 3.0]));
        let parts = |numerator, denominator| Parts {
            numerator,
            denominator,
        };
        let unpaired = Err(Error::Unpaired { of: 2, against: 3 });
        assert_eq!(parts(two, three).ratio(0.95), unpaired);
        let unlike = parts(two, two).minus(parts(three, three), 0.95);
        assert_eq!(unlike, unpaired);
        let one = &sample(&[1.0]);
        let alone = parts(one, one).ratio(0.95);
        assert_eq!(alone, Err(Error::TooFewWorlds { worlds: 1 }));
    }
}

//! Where the variance comes from: levels of luck within each other, such as
//! assumptions, graphs and coins.
//!
//! If most of it comes from the outermost level, more worlds of the same graphs
//! help nobody.

use crate::Error;
use crate::sample::{Sample, mean};

/// The variance of one world, split among nested levels, outermost first.
#[derive(Debug, Clone, PartialEq)]
pub struct Components {
    levels: Vec<Component>,
}

/// What one level adds to the variance of one world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    /// Its variance, never below zero.
    pub variance: f64,
    /// Whether its estimate was negative and was cut to zero: too little to be
    /// seen under what lies within.
    pub cut: bool,
}

impl Components {
    /// The components of `sample`, whose worlds lie in nested levels: `shape` has
    /// the number of draws at each level within one of the level outside it,
    /// outermost first, and the innermost changes fastest. Thirty sets of
    /// assumptions with four graphs each and eight worlds on each of these are
    /// `[30, 4, 8]`.
    ///
    /// Each mean square expects its own component times the worlds below it, plus
    /// the mean square of the next level; the estimators solve that from within.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewUnits`] for a level with fewer than two draws or without a
    /// level, [`Error::Unbalanced`] unless the levels hold as many worlds as there
    /// are.
    ///
    /// # Source
    ///
    /// Searle, Casella & McCulloch, *Variance Components*, chapter 3: balanced
    /// nested analysis of variance. We cut negative estimates to zero.
    pub fn nested(sample: &Sample, shape: &[usize]) -> Result<Self, Error> {
        let fewest = shape.iter().copied().min().unwrap_or(0);
        if fewest < 2 {
            return Err(Error::TooFewUnits { units: fewest });
        }
        let (worlds, expected) = (sample.worlds(), product(shape));
        if worlds != expected {
            return Err(Error::Unbalanced { worlds, expected });
        }
        // From within: the means of each level's draws, and those one level out.
        let mut levels = Vec::with_capacity(shape.len());
        let mut means = sample.values().to_vec();
        let (mut below, mut within) = (1, 0.0);
        for &draws in shape.iter().rev() {
            let outer: Vec<f64> = means.chunks(draws).map(mean).collect();
            let squares: f64 = means
                .chunks(draws)
                .zip(&outer)
                .flat_map(|(chunk, mean)| chunk.iter().map(move |x| (x - mean) * (x - mean)))
                .sum();
            let freedom = outer.len() * (draws - 1);
            let mean_square = below as f64 * squares / freedom as f64;
            let variance = (mean_square - within) / below as f64;
            levels.push(Component {
                variance: variance.max(0.0),
                cut: variance < 0.0,
            });
            (within, means) = (mean_square, outer);
            below *= draws;
        }
        levels.reverse();
        Ok(Self { levels })
    }

    /// One per level, outermost first.
    pub fn levels(&self) -> &[Component] {
        &self.levels
    }

    /// The variance of one world: all components together.
    pub fn total(&self) -> f64 {
        self.levels.iter().map(|level| level.variance).sum()
    }

    /// Each level's share of the total, outermost first; they sum to one. `None`
    /// where nothing varies.
    pub fn shares(&self) -> Option<Vec<f64>> {
        let total = self.total();
        let shares = self.levels.iter().map(|level| level.variance / total);
        (total > 0.0).then(|| shares.collect())
    }
}

/// The product, or the largest number where it is beyond all numbers.
fn product(shape: &[usize]) -> usize {
    shape
        .iter()
        .fold(1, |all, &draws| all.saturating_mul(draws))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn components(values: &[f64], shape: &[usize]) -> Components {
        Components::nested(&Sample::new(values.to_vec()), shape).unwrap()
    }

    #[test]
    fn two_levels_are_the_textbooks_analysis_of_variance() {
        // Means 2 and 6 around 4; mean squares 2·8 = 16 between and 2 within.
        let found = components(&[1.0, 3.0, 5.0, 7.0], &[2, 2]);
        let [between, within] = found.levels() else {
            panic!("two levels")
        };
        assert_eq!((between.variance, within.variance), (7.0, 2.0));
        assert_eq!(found.total(), 9.0);
        assert_eq!(found.shares().unwrap(), [7.0 / 9.0, 2.0 / 9.0]);
    }

    #[test]
    fn three_levels_are_found_where_they_were_put() {
        // ±8 outside, ±4 in the middle, ±1 within; two draws of ±x have variance 2x².
        let mut values = Vec::new();
        for outer in [-8.0, 8.0] {
            for middle in [-4.0, 4.0] {
                values.extend([-1.0, 1.0].map(|coin| outer + middle + coin));
            }
        }
        let found = components(&values, &[2, 2, 2]);
        let variances: Vec<f64> = found.levels().iter().map(|c| c.variance).collect();
        // Mean squares 512, 64 and 2: (512 − 64)/4, (64 − 2)/2, 2.
        assert_eq!(variances, [112.0, 31.0, 2.0]);
        assert!((found.shares().unwrap().iter().sum::<f64>() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn one_level_is_the_samples_variance() {
        let found = components(&[1.0, 2.0, 3.0, 4.0], &[4]);
        assert!((found.total() - 5.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_negative_component_is_cut_and_says_so() {
        let found = components(&[0.0, 10.0, 0.0, 10.0], &[2, 2]);
        let (outer, inner) = (found.levels()[0], found.levels()[1]);
        assert_eq!((outer.variance, outer.cut), (0.0, true));
        assert_eq!((inner.variance, inner.cut), (50.0, false));
        assert_eq!(found.shares().unwrap(), [0.0, 1.0]);
    }

    #[test]
    fn what_never_varies_has_no_shares() {
        let found = components(&[0.1; 8], &[2, 2, 2]);
        assert_eq!((found.total(), found.shares()), (0.0, None));
        assert!(found.levels().iter().all(|level| !level.cut));
    }

    #[test]
    fn levels_hold_every_world_and_two_draws() {
        let seven = Sample::new(vec![1.0; 7]);
        let unbalanced = Err(Error::Unbalanced {
            worlds: 7,
            expected: 8,
        });
        assert_eq!(Components::nested(&seven, &[2, 4]), unbalanced);
        for shape in [&[7, 1][..], &[]] {
            let too_few = Components::nested(&seven, shape);
            assert!(matches!(too_few, Err(Error::TooFewUnits { .. })));
        }
        let beyond = Components::nested(&seven, &[usize::MAX, 2]);
        assert!(matches!(beyond, Err(Error::Unbalanced { .. })));
    }
}

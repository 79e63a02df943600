//! Elementary effects: what a step of one factor does to the answer, over many places.
//!
//! A factor whose mean absolute effect is next to nothing need not be known better. A
//! spread as large as the mean says that the effect is curved, or hangs on other factors.
//!
//! - **Source:** Morris, *Technometrics* 33(2), 1991; mean absolute effects after
//!   Campolongo, Cariboni & Saltelli, *Environmental Modelling & Software* 22(10), 2007.

use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;

use crate::design::Point;
use crate::sensitivity::{Error, groups};

/// What steps of one factor do.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The mean effect, per unit of the factor's range; its deviation is the spread of
    /// effects.
    pub mean: Estimate,
    /// The mean of the effects without their signs.
    pub absolute: Estimate,
}

/// The effects of each factor, from the answers at `points`, which are
/// [trajectories](crate::design::trajectories), in their order.
///
/// # Errors
///
/// [`Error`] where the answers are not those of at least two whole trajectories.
///
/// # Panics
///
/// If there are not as many points as answers, or none; if two points of a trajectory
/// that follow each other do not differ in one factor.
pub fn effects(points: &[Point], answers: &[f64], level: f64) -> Result<Vec<Effects>, Error> {
    assert_eq!(points.len(), answers.len(), "an answer for each point");
    let factors = points[0].len();
    let mut found: Vec<Vec<f64>> = vec![Vec::new(); factors];
    let walks = points.chunks_exact(factors + 1);
    for (points, answers) in walks.zip(groups(answers, factors + 1)?) {
        for (points, answers) in points.windows(2).zip(answers.windows(2)) {
            let moved = (0..factors).find(|&factor| points[0][factor] != points[1][factor]);
            let factor = moved.expect("one factor moves");
            let by = points[1][factor] - points[0][factor];
            found[factor].push((answers[1] - answers[0]) / by);
        }
    }
    let estimate = |effects: Vec<f64>| {
        let sample = Sample::new(effects);
        sample
            .estimate_at(level)
            .expect("two trajectories at least")
    };
    let effects = found.into_iter().map(|effects| Effects {
        absolute: estimate(effects.iter().map(|effect| effect.abs()).collect()),
        mean: estimate(effects),
    });
    Ok(effects.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::trajectories::{step, trajectories};
    use crate::sensitivity::variance::tests::g;

    #[test]
    fn a_straight_line_has_its_slopes_everywhere() {
        let points = trajectories(10, 3, 4, 1).unwrap();
        let answers: Vec<f64> = points.iter().map(|p| 2.0 * p[0] - 5.0 * p[1]).collect();
        let found = effects(&points, &answers, 0.95).unwrap();
        for (effects, slope) in found.iter().zip([2.0, -5.0, 0.0]) {
            assert!((effects.mean.mean - slope).abs() < 1e-12);
            assert!((effects.absolute.mean - slope.abs()).abs() < 1e-12);
            assert!(effects.mean.deviation < 1e-9);
        }
    }

    #[test]
    fn effects_are_those_of_the_whole_grid() {
        // Every step from every place of the grid, counted out.
        let a = [0.0, 1.0, 9.0];
        let f = |p: &[f64]| g(&a, p);
        let grid = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];
        let mut exact = [0.0; 3];
        for (factor, exact) in exact.iter_mut().enumerate() {
            for place in 0..64usize {
                let mut p = [place % 4, place / 4 % 4, place / 16].map(|level| grid[level]);
                let before = f(&p);
                let by = if p[factor] < 0.5 { step(4) } else { -step(4) };
                p[factor] += by;
                *exact += ((f(&p) - before) / by).abs() / 64.0;
            }
        }
        let points = trajectories(2000, 3, 4, 5).unwrap();
        let answers: Vec<f64> = points.iter().map(|p| f(p)).collect();
        let found = effects(&points, &answers, 0.95).unwrap();
        for (effects, exact) in found.iter().zip(exact) {
            let off = (effects.absolute.mean - exact).abs();
            assert!(
                off <= 4.5 * effects.absolute.standard_error,
                "{off} of {exact}"
            );
        }
        assert!(exact[0] > exact[1] && exact[1] > exact[2]);
    }

    #[test]
    fn walks_that_are_cut_short_are_refused() {
        let points = trajectories(3, 2, 4, 1).unwrap();
        let answers = vec![1.0; 9];
        for cut in [3, 8] {
            let refused = effects(&points[..cut], &answers[..cut], 0.95);
            let (answers, group) = (cut, 3);
            assert_eq!(refused, Err(Error::Answers { answers, group }));
        }
        let mut odd = answers;
        odd[4] = f64::NAN;
        let refused = effects(&points, &odd, 0.95);
        assert_eq!(refused, Err(Error::NotFinite { at: 4 }));
    }
}

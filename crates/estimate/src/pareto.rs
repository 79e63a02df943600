//! Which of several arms nobody needs, whatever matters to them.
//!
//! An arm is dominated if another is no worse in any respect and clearly better in
//! one. What is left is a matter of taste: more reach or less cost.

use crate::direction::Direction;

/// One respect in which arms are compared.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Criterion {
    /// Which way is better.
    pub direction: Direction,
    /// Better by more than this is clearly better, in the criterion's own unit.
    pub tolerance: f64,
}

impl Criterion {
    /// By how much `ours` is better than `theirs`.
    fn lead(self, ours: f64, theirs: f64) -> f64 {
        self.direction.upward(ours) - self.direction.upward(theirs)
    }
}

/// For each arm the first arm that dominates it, or `None`.
///
/// `arms` has a row per arm, with one mean per criterion. A number that is not
/// defined (NaN) is neither better nor worse than any, so that an arm with one is
/// not dominated and dominates none.
///
/// The tolerance never excuses being worse: if it did, three arms could dominate
/// each other in a circle, and none would be left.
///
/// # Panics
///
/// If a row has not one number per criterion.
pub fn dominators(arms: &[Vec<f64>], criteria: &[Criterion]) -> Vec<Option<usize>> {
    for arm in arms {
        assert_eq!(arm.len(), criteria.len(), "one mean per criterion");
    }
    let dominates = |ours: &[f64], theirs: &[f64]| {
        let leads = criteria.iter().zip(ours.iter().zip(theirs));
        let mut leads = leads.map(|(criterion, (&a, &b))| (criterion.lead(a, b), criterion));
        leads.clone().all(|(lead, _)| lead >= 0.0)
            && leads.any(|(lead, criterion)| lead > criterion.tolerance)
    };
    let first = |arm: &Vec<f64>| arms.iter().position(|other| dominates(other, arm));
    arms.iter().map(first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn criteria(tolerance: f64) -> [Criterion; 2] {
        [Direction::More, Direction::Less].map(|direction| Criterion {
            direction,
            tolerance,
        })
    }

    fn rows(rows: &[[f64; 2]]) -> Vec<Vec<f64>> {
        rows.iter().map(|row| row.to_vec()).collect()
    }

    #[test]
    fn less_reach_at_more_cost_is_for_nobody() {
        let arms = rows(&[[100.0, 10.0], [90.0, 11.0], [50.0, 1.0], [120.0, 30.0]]);
        let found = dominators(&arms, &criteria(0.0));
        assert_eq!(found, [None, Some(0), None, None]);
    }

    #[test]
    fn equals_do_not_dominate_each_other() {
        let arms = rows(&[[100.0, 10.0], [100.0, 10.0]]);
        assert_eq!(dominators(&arms, &criteria(0.0)), [None, None]);
    }

    #[test]
    fn a_little_better_does_not_dominate() {
        let arms = rows(&[[100.0, 10.0], [99.0, 10.0], [90.0, 10.0]]);
        assert_eq!(dominators(&arms, &criteria(5.0)), [None, None, Some(0)]);
    }

    #[test]
    fn a_little_worse_is_not_dominated() {
        let arms = rows(&[[100.0, 10.0], [1.0, 9.9]]);
        assert_eq!(dominators(&arms, &criteria(5.0)), [None, None]);
    }

    #[test]
    fn of_arms_that_surpass_each_other_in_a_circle_all_are_left() {
        let three = [Criterion {
            tolerance: 1.0,
            ..Default::default()
        }; 3];
        let circle = [[2.0, 1.0, 0.0], [0.0, 2.0, 1.0], [1.0, 0.0, 2.0]];
        let circle = circle.map(Vec::from);
        assert_eq!(dominators(&circle, &three), [None; 3]);
    }

    #[test]
    fn what_is_not_defined_is_not_compared() {
        let arms = rows(&[[f64::NAN, 1.0], [5.0, 10.0]]);
        assert_eq!(dominators(&arms, &criteria(0.0)), [None, None]);
    }
}

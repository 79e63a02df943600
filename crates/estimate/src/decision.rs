//! When it is settled which of several arms is best, so that no more worlds are
//! needed.

use crate::Error;
use crate::best::{Leads, is_ahead, leads};
use crate::direction::Direction;
use crate::estimate::Estimate;
use crate::sample::Sample;

/// What these worlds settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The arm at this position is better than every other.
    Best(usize),
    /// Several arms lead, and which of them is chosen does not matter.
    Equal,
    /// Not yet.
    Open,
}

/// What these worlds settle about the arms, of which each has a number in every one
/// of the same worlds.
///
/// An arm is [`Best`](Decision::Best) where the interval of its lead over every other
/// arm lies above zero. The arms are [`Equal`](Decision::Equal) where none is best and
/// each that the leader is not certainly ahead of lies within `matters` of it, in
/// units of the number itself, by its whole interval. `level` is that of the
/// intervals of all pairs of arms together, so that it also bounds from below the
/// probability that what is decided is true; at several looks, take the levels of
/// [`looks`](crate::looks::looks) or [`looks_of`](crate::looks::looks_of).
///
/// Arms that differ in no world so far are known to be equal, as a number that never
/// varies is known: look at so few worlds only if a difference is not rare.
///
/// # Errors
///
/// As [`standings`](crate::best::standings).
pub fn decide(
    arms: &[Sample],
    direction: Direction,
    level: f64,
    matters: f64,
) -> Result<Decision, Error> {
    let leads = leads(arms, direction, level, Sample::estimate_at)?;
    Ok(Decision::of(&leads, matters))
}

impl Decision {
    /// What these leads settle.
    pub(crate) fn of(leads: &Leads, matters: f64) -> Self {
        let near = |lead: &Estimate| lead.low >= -matters && lead.high <= matters;
        let mut rivals = leads.behind.iter().flatten().filter(|lead| !is_ahead(lead));
        let Some(first) = rivals.next() else {
            return Self::Best(leads.leader);
        };
        if near(first) && rivals.all(near) {
            Self::Equal
        } else {
            Self::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::best::standings;

    const LEVEL: f64 = 0.95;

    /// Arms that lie that far above one that swings, and swing a little themselves.
    fn arms(above: &[f64]) -> Vec<Sample> {
        let arm = |arm: usize| {
            let swing = move |world: usize| (world % 7) as f64 + (world * (arm + 1) % 5) as f64;
            (0..350).map(|world| above[arm] + swing(world)).collect()
        };
        (0..above.len()).map(arm).collect()
    }

    fn decided(above: &[f64], direction: Direction, matters: f64) -> Decision {
        decide(&arms(above), direction, LEVEL, matters).unwrap()
    }

    #[test]
    fn an_arm_is_best_when_it_is_certainly_ahead_of_all_others() {
        let above = [0.0, 5.0, 2.0];
        assert_eq!(decided(&above, Direction::More, 0.0), Decision::Best(1));
        assert_eq!(decided(&above, Direction::Less, 0.0), Decision::Best(0));
        // However little a lead matters: it is still one.
        assert_eq!(decided(&above, Direction::More, 100.0), Decision::Best(1));
        let found = standings(&arms(&above), Direction::More, LEVEL).unwrap();
        assert_eq!((found.leader, found.leader_is_best), (1, true));
    }

    #[test]
    fn arms_are_equal_when_whole_intervals_do_not_matter() {
        let above = [0.0, 0.0, 0.01];
        let widest = standings(&arms(&above), Direction::More, LEVEL).unwrap();
        let leads = widest.arms.iter().filter_map(|arm| arm.behind);
        let widest = leads
            .map(|lead| lead.high.max(-lead.low))
            .fold(0.0, f64::max);
        assert_eq!(decided(&above, Direction::More, widest), Decision::Equal);
        let less = widest * 0.99;
        assert_eq!(decided(&above, Direction::More, less), Decision::Open);
        assert_eq!(decided(&above, Direction::More, 0.0), Decision::Open);
    }

    #[test]
    fn who_is_certainly_behind_does_not_keep_the_leaders_from_being_equal() {
        let above = [5.0, -50.0, 5.01];
        assert_eq!(decided(&above, Direction::More, 1.0), Decision::Equal);
        assert_eq!(decided(&above, Direction::Less, 1.0), Decision::Best(1));
    }

    #[test]
    fn arms_that_never_differ_are_equal() {
        let same = vec![Sample::new(vec![1.0, 4.0, 2.0]); 3];
        let found = decide(&same, Direction::More, LEVEL, 0.0);
        assert_eq!(found, Ok(Decision::Equal));
    }

    #[test]
    fn a_decision_needs_two_arms_of_the_same_worlds() {
        let sample = Sample::new(vec![1.0, 2.0]);
        let alone = decide(std::slice::from_ref(&sample), Direction::More, LEVEL, 0.0);
        assert_eq!(alone, Err(Error::TooFewArms { arms: 1 }));
        let unlike = [sample, Sample::new(vec![1.0; 3])];
        let found = decide(&unlike, Direction::More, LEVEL, 0.0);
        assert_eq!(found, Err(Error::Unpaired { of: 2, against: 3 }));
    }
}

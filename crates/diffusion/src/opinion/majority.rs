//! Majority: think as more than half of those you hear.
//!
//! Where no opinion has more than half, one keeps one's own; with two opinions that
//! is a tie. Tight groups hold out against the rest for ever. Everyone at once, a
//! network may end up swapping between two states.
//!
//! - **Remembers:** nothing.
//! - **Draws:** nothing.
//! - **Cost:** two comparisons a tie and no memory, for any number of opinions.
//! - **Source:** Peleg, *Theoretical Computer Science* 282(2), 2002, which surveys
//!   the rule and its variants. The one candidate is found as in Boyer & Moore,
//!   "MJRTY: a fast majority vote algorithm", 1991.

use crate::opinion::Opinion;
use crate::opinion::listening::{Listener, Listening};
use crate::opinion::turn::Turn;

/// Think as more than half of those you hear.
#[derive(Debug, Clone, Copy, Default)]
pub struct Majority;

impl Majority {
    fn of<O: Opinion>(listener: Listener<'_, O>) -> Option<O> {
        let heard = || listener.heard().map(|(_, opinion)| opinion);
        // Everyone strikes out one who thinks otherwise; a majority is what is left.
        let mut candidate = heard().next()?;
        let mut lead = 0u32;
        for opinion in heard() {
            if lead == 0 {
                candidate = opinion;
            }
            match opinion == candidate {
                true => lead += 1,
                false => lead -= 1,
            }
        }
        let votes = heard().filter(|&opinion| opinion == candidate).count();
        (votes > listener.count() as usize / 2).then_some(candidate)
    }
}

impl<O: Opinion> Listening<O> for Majority {
    fn thinks(&self, listener: Listener<'_, O>, _: Turn) -> O {
        Self::of(listener).unwrap_or(listener.own())
    }

    fn rests(&self, listener: Listener<'_, O>, tolerance: f64) -> bool {
        let next = Self::of(listener).unwrap_or(listener.own());
        listener.own().distance(next) <= tolerance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinion::discussion::{Discussion, Stop};
    use crate::opinion::promises::keeps_opinion_promises;
    use crate::opinion::schedule::{OneAtATime, Synchronous};
    use crate::world::World;
    use groundswell_graph::builder::graph;

    /// What person 5, who thinks 9, thinks after hearing five others.
    fn hearing(heard: [u8; 5]) -> u8 {
        let fan = graph("0->5 1->5 2->5 3->5 4->5");
        let [a, b, c, d, e] = heard;
        let first = [a, b, c, d, e, 9];
        let mut discussion = Discussion::default();
        let (ties, world) = (&fan.platforms()[0].ties, World::new(1, 0));
        let ended = discussion.run(ties, &Synchronous(Majority), &first, world, Stop::default());
        ended.unwrap().opinions()[5]
    }

    #[test]
    fn more_than_half_convince() {
        assert_eq!(hearing([1, 2, 1, 2, 1]), 1);
        assert_eq!(hearing([2, 1, 1, 2, 2]), 2);
        assert_eq!(hearing([1, 1, 2, 2, 3]), 9);
        assert_eq!(hearing([3, 1, 3, 2, 3]), 3);
    }

    #[test]
    fn with_a_tie_one_keeps_ones_own() {
        let fan = graph("0->2 1->2");
        let mut discussion = Discussion::default();
        let (ties, world) = (&fan.platforms()[0].ties, World::new(1, 0));
        for own in [true, false] {
            let first = [true, false, own];
            let ended =
                discussion.run(ties, &Synchronous(Majority), &first, world, Stop::default());
            assert_eq!(ended.unwrap().rounds(), 0);
        }
    }

    #[test]
    fn it_keeps_the_promises_of_opinions() {
        keeps_opinion_promises([3, 200], |_, _| Synchronous(Majority));
        keeps_opinion_promises([3, 200], |_, _| OneAtATime::new(Majority));
    }
}

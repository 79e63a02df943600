//! The voter model: think as a random one of those you hear; and its mirror image,
//! the invasion process, where somebody makes a random listener think so too.
//!
//! One at a time, all end up with one opinion wherever word gets round to
//! everybody. Which one differs: among friends an opinion wins with probability
//! proportional to the number of ties of those who hold it in the voter model,
//! and to the sum of one over that number in the invasion process. In the first
//! the well connected are heard most; in the second they are talked over. Everyone
//! at once, a network of two sides such as a single pair may swap for ever.
//!
//! - **Remembers:** nothing.
//! - **Draws:** whom to ask. The invasion process: nothing besides who meets whom.
//! - **Cost:** one draw and one look a turn, whatever the number of ties.
//! - **Source:** Clifford & Sudbury, *Biometrika* 60(3), 1973; Holley & Liggett, *Annals
//!   of Probability* 3(4), 1975. Both processes on networks: Sood, Antal & Redner,
//!   *Physical Review E* 77, 041121, 2008.

use crate::opinion::Opinion;
use crate::opinion::listening::{Listener, Listening};
use crate::opinion::meeting::{Effect, Meeting, Partner};
use crate::opinion::turn::Turn;

/// Think as a random one of those you hear.
#[derive(Debug, Clone, Copy, Default)]
pub struct Voter;

impl<O: Opinion> Listening<O> for Voter {
    fn thinks(&self, listener: Listener<'_, O>, turn: Turn) -> O {
        listener.asks(turn).next().unwrap_or(listener.own())
    }

    fn rests(&self, listener: Listener<'_, O>, tolerance: f64) -> bool {
        listener.agrees_with_all(tolerance)
    }
}

/// Make a random one of those who hear you think as you do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Invasion;

impl<O: Opinion> Meeting<O> for Invasion {
    const PARTNER: Partner = Partner::Hearer;

    fn meet(&self, starter: O, _: O) -> Effect<O> {
        Effect::Pair {
            starter,
            partner: starter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinion::discussion::{Discussion, Stop};
    use crate::opinion::promises::keeps_opinion_promises;
    use crate::opinion::schedule::{Meetings, OneAtATime, Synchronous};
    use crate::world::World;
    use groundswell_graph::builder::graph;

    #[test]
    fn both_keep_the_promises_of_opinions() {
        keeps_opinion_promises([3, 200], |_, _| Synchronous(Voter));
        keeps_opinion_promises([3, 200], |_, _| OneAtATime::new(Voter));
        keeps_opinion_promises([3, 200], |_, _| Meetings::new(Invasion));
    }

    #[test]
    fn at_once_a_pair_swaps_for_ever_and_in_turn_it_agrees() {
        let pair = graph("0-1");
        let ties = &pair.platforms()[0].ties;
        let mut discussion = Discussion::default();
        let (first, world) = ([true, false], World::new(1, 0));
        let stop = Stop {
            max_rounds: 7,
            ..Stop::default()
        };
        let ended = discussion.run(ties, &Synchronous(Voter), &first, world, stop);
        assert_eq!(ended.unwrap().opinions(), [false, true]);
        let in_turn = OneAtATime::new(Voter);
        let ended = discussion.run(ties, &in_turn, &first, world, stop).unwrap();
        assert!(ended.agreed(0.0) && ended.rounds() == 1);
    }
}

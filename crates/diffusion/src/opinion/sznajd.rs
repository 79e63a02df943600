//! Sznajd: united we stand. Two who agree convince everybody who hears them.
//!
//! Whoever has the turn meets a random one of those it hears. If both think the
//! same, all who hear either of them take that up; if not, nothing happens. So word
//! flows outwards from pairs, where the voter's flows inwards.
//!
//! The paper has a chain, in which a pair that disagrees makes its neighbours
//! disagree too; on networks that half is left out, as in the second source, whose
//! pairs on a square lattice convince their six neighbours.
//!
//! - **Remembers:** nothing.
//! - **Draws:** nothing besides who meets whom.
//! - **Cost:** one look a meeting, and the ties of two people where they agree.
//! - **Source:** Sznajd-Weron & Sznajd, *International Journal of Modern Physics C*
//!   11(6), 2000; Stauffer, Sousa & Moss de Oliveira, the same volume.

use crate::opinion::Opinion;
use crate::opinion::meeting::{Effect, Meeting, Partner};

/// Convince everybody together with one who thinks the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sznajd;

impl<O: Opinion> Meeting<O> for Sznajd {
    const PARTNER: Partner = Partner::Heard;

    fn meet(&self, starter: O, partner: O) -> Effect<O> {
        match starter == partner {
            true => Effect::Convinces,
            false => Effect::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinion::discussion::{Discussion, Stop};
    use crate::opinion::promises::keeps_opinion_promises;
    use crate::opinion::schedule::Meetings;
    use crate::world::World;
    use groundswell_graph::builder::graph;

    fn ended(ties: &str, first: &[bool]) -> (Vec<bool>, bool) {
        let graph = graph(ties);
        let mut discussion = Discussion::default();
        let (ties, world) = (&graph.platforms()[0].ties, World::new(2, 0));
        let ended = discussion.run(ties, &Meetings::new(Sznajd), first, world, Stop::default());
        let ended = ended.unwrap();
        (ended.opinions().to_vec(), ended.settled())
    }

    #[test]
    fn it_keeps_the_promises_of_opinions() {
        keeps_opinion_promises([3, 200], |_, _| Meetings::new(Sznajd));
    }

    #[test]
    fn a_pair_convinces_a_path_of_people_who_all_disagree() {
        let (opinions, settled) = ended("0-1 1-2 2-3 3-4", &[true, true, false, true, false]);
        assert_eq!(opinions, [true; 5]);
        assert!(settled);
    }

    #[test]
    fn without_a_pair_that_agrees_nothing_ever_happens() {
        let first = [true, false, true, false];
        assert_eq!(ended("0-1 1-2 2-3", &first), (first.to_vec(), true));
    }

    #[test]
    fn a_pair_is_heard_along_one_way_ties_too() {
        let (opinions, settled) = ended("0->1 0->2 1->3", &[true, true, false, false]);
        assert_eq!(opinions, [true; 4]);
        assert!(settled);
    }
}

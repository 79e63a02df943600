//! The q-voter model: one voice convinces nobody, q that agree do.
//!
//! Two sides. Whoever has the turn asks q random people of those it hears, perhaps
//! one of them twice. If all think the same, it thinks so too; if not, it changes
//! its mind all the same with probability epsilon. With q = 1 this is the voter
//! model; with larger q, and small epsilon, minorities fade away.
//!
//! - **Remembers:** nothing.
//! - **Draws:** whom to ask, q times at most, and one coin where they disagree.
//! - **Cost:** at most q draws and looks a turn.
//! - **Source:** Castellano, Muñoz & Pastor-Satorras, *Physical Review E* 80, 041129,
//!   2009.

use groundswell_graph::probability::{Chance, Probability};

use crate::error::Error;
use crate::opinion::listening::{Listener, Listening};
use crate::opinion::turn::Turn;

/// Think as `q` random people do if they agree.
#[derive(Debug, Clone, Copy)]
pub struct QVoter {
    q: u32,
    epsilon: Chance,
}

impl QVoter {
    /// People who ask `q` others, one or more, and change their mind with probability
    /// `epsilon` (ε in the paper) where these disagree.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`].
    pub fn new(q: u32, epsilon: Probability) -> Result<Self, Error> {
        match q {
            0 => Err(Error::OutOfRange {
                name: "q",
                value: 0.0,
                range: "the number of people asked, 1 or more",
            }),
            q => Ok(Self {
                q,
                epsilon: epsilon.chance(),
            }),
        }
    }
}

impl Listening<bool> for QVoter {
    fn thinks(&self, listener: Listener<'_, bool>, turn: Turn) -> bool {
        let mut asked = listener.asks(turn).take(self.q as usize);
        match asked.next() {
            None => listener.own(),
            Some(first) if asked.all(|opinion| opinion == first) => first,
            Some(_) => listener.own() ^ turn.coin().under(self.epsilon),
        }
    }

    fn rests(&self, listener: Listener<'_, bool>, tolerance: f64) -> bool {
        // Whoever differs may be asked every time.
        listener.agrees_with_all(tolerance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinion::discussion::{Discussion, Stop};
    use crate::opinion::promises::keeps_opinion_promises;
    use crate::opinion::schedule::{OneAtATime, Synchronous};
    use crate::opinion::voter::Voter;
    use crate::world::World;
    use groundswell_graph::builder::graph;

    #[test]
    fn it_keeps_the_promises_of_opinions() {
        for (q, epsilon) in [(1, 0.0), (2, 0.1), (3, 1.0), (40, 0.5)] {
            let model = QVoter::new(q, Probability::new(epsilon).unwrap()).unwrap();
            keeps_opinion_promises([false, true], |_, _| Synchronous(model));
            keeps_opinion_promises([false, true], |_, _| OneAtATime::new(model));
        }
    }

    #[test]
    fn with_one_person_asked_it_is_the_voter_model_in_every_world() {
        let friends = graph("0-1 1-2 2-3 3-0 0-2 3-4 4-5 5->0");
        let ties = &friends.platforms()[0].ties;
        let first = [true, false, true, false, false, true];
        let asks_one = QVoter::new(1, Probability::new(0.5).unwrap()).unwrap();
        let (mut one, mut other) = (Discussion::default(), Discussion::default());
        for index in 0..100 {
            let (world, stop) = (World::new(6, index), Stop::default());
            let one = one.run(ties, &OneAtATime::new(asks_one), &first, world, stop);
            let voter = other.run(ties, &OneAtATime::new(Voter), &first, world, stop);
            let (one, voter) = (one.unwrap(), voter.unwrap());
            assert_eq!(one.opinions(), voter.opinions());
            assert_eq!(one.rounds(), voter.rounds());
        }
    }

    #[test]
    fn the_listener_of_three_conforms_and_flips_as_often_as_enumeration_has_it() {
        // Person 3 thinks `false` and hears two who think `true`, one who does not. With
        // q = 2 both asked say `true` with 4/9, disagree with 4/9 and then flip it with
        // epsilon.
        let fork = graph("0->3 1->3 2->3");
        let ties = &fork.platforms()[0].ties;
        let epsilon = 0.3;
        let model = QVoter::new(2, Probability::new(epsilon).unwrap()).unwrap();
        let mut discussion = Discussion::default();
        let (n, p) = (40_000, 4.0 / 9.0 * (1.0 + epsilon));
        let stop = Stop {
            max_rounds: 1,
            ..Stop::default()
        };
        let changed = (0..n).filter(|&index| {
            let (world, first) = (World::new(7, index), [true, true, false, false]);
            let ended = discussion.run(ties, &Synchronous(model), &first, world, stop);
            ended.unwrap().opinions()[3]
        });
        let share = changed.count() as f64 / n as f64;
        let error = (p * (1.0 - p) / n as f64).sqrt();
        assert!((share - p).abs() < 4.5 * error, "{share} for {p}");
    }

    #[test]
    fn somebody_is_asked() {
        let refused = QVoter::new(0, Probability::ZERO).unwrap_err();
        assert!(matches!(refused, Error::OutOfRange { name: "q", .. }));
    }
}

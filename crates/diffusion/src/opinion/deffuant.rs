//! Deffuant: two who meet draw nearer, unless they are too far apart.
//!
//! Whoever has the turn meets a random one of those it hears. If their opinions
//! differ by less than a confidence d, each moves by a share mu of the difference
//! towards the other; else nothing happens. With mutual ties the mean opinion never
//! moves. Along a one-way tie only the one who hears is moved.
//!
//! The paper draws a random pair; here a random person draws one of those it
//! hears, so that in a network friends of the well connected meet them more often.
//!
//! - **Remembers:** nothing.
//! - **Draws:** nothing besides who meets whom.
//! - **Cost:** a few arithmetic operations a meeting.
//! - **Source:** Deffuant, Neau, Amblard & Weisbuch, *Advances in Complex Systems*
//!   3, 2000.

use crate::error::Error;
use crate::opinion::Opinion;
use crate::opinion::meeting::{Effect, Meeting, Partner};

/// Move towards each other if less than `confidence` apart.
#[derive(Debug, Clone, Copy)]
pub struct Deffuant {
    confidence: f64,
    step: f64,
}

impl Deffuant {
    /// People who talk if they are less than `confidence` apart (d in the paper, 0
    /// or more), and then move by the share `step` of the difference (μ in the
    /// paper, above 0 and at most 0.5).
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`].
    pub fn new(confidence: f64, step: f64) -> Result<Self, Error> {
        if confidence.is_nan() || confidence < 0.0 {
            return Err(Error::OutOfRange {
                name: "confidence",
                value: confidence,
                range: "a distance of opinions, 0 or more",
            });
        }
        if !(step > 0.0 && step <= 0.5) {
            return Err(Error::OutOfRange {
                name: "step",
                value: step,
                range: "above 0 and at most 0.5, where both meet halfway",
            });
        }
        Ok(Self { confidence, step })
    }
}

impl Meeting<f64> for Deffuant {
    const PARTNER: Partner = Partner::Heard;

    fn meet(&self, starter: f64, partner: f64) -> Effect<f64> {
        if starter.distance(partner) >= self.confidence {
            return Effect::Nothing;
        }
        let move_by = self.step * (partner - starter);
        Effect::Pair {
            starter: starter + move_by,
            partner: partner - move_by,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinion::discussion::{Discussion, Stop};
    use crate::opinion::promises::{averages, keeps_opinion_promises};
    use crate::opinion::schedule::Meetings;
    use crate::opinion::summary::mean;
    use crate::world::World;
    use groundswell_graph::builder::graph;

    #[test]
    fn it_keeps_the_promises_of_opinions() {
        for (confidence, step) in [(0.0, 0.5), (0.3, 0.2), (9.0, 0.5), (f64::INFINITY, 0.01)] {
            let model = Deffuant::new(confidence, step).unwrap();
            keeps_opinion_promises([0.1, 0.7], |_, _| Meetings::new(model));
            averages(|_, _| Meetings::new(model));
        }
    }

    #[test]
    fn the_mean_opinion_never_moves_among_friends() {
        let friends = graph("0-1 1-2 2-3 3-0 0-2 3-4 4-5");
        let first = [0.0, 0.125, 0.25, 0.5, 1.0, 0.75];
        let model = Meetings::new(Deffuant::new(0.6, 0.3).unwrap());
        let mut discussion = Discussion::default();
        for index in 0..50 {
            let world = World::new(4, index);
            let ties = &friends.platforms()[0].ties;
            let stop = Stop::default();
            let watch = |_, opinions: &[f64]| {
                assert!((mean(opinions) - mean(&first)).abs() < 1e-14);
            };
            let ended = discussion.run_watched(ties, &model, &first, world, stop, watch);
            assert!(ended.unwrap().settled());
        }
    }

    #[test]
    fn only_the_one_who_hears_is_moved() {
        let follower = graph("0->1");
        let model = Meetings::new(Deffuant::new(2.0, 0.5).unwrap());
        let ties = &follower.platforms()[0].ties;
        let mut discussion = Discussion::default();
        let world = World::new(4, 0);
        let ended = discussion.run(ties, &model, &[0.0, 1.0], world, Stop::default());
        let opinions = ended.unwrap().opinions();
        assert!(opinions[0] == 0.0 && opinions[1] < 1e-8, "{opinions:?}");
    }

    #[test]
    fn a_step_goes_halfway_at_most() {
        for step in [0.0, -0.1, 0.6, f64::NAN] {
            assert!(Deffuant::new(0.5, step).is_err());
        }
        for confidence in [-0.1, f64::NAN] {
            assert!(Deffuant::new(confidence, 0.5).is_err());
        }
    }
}

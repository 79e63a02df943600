//! Friedkin–Johnsen: everybody listens, and nobody quite gives up their prejudice.
//!
//! A susceptible part of each person takes the weighted mean of what is heard, as
//! in DeGroot learning; the rest stays with the opinion held before anyone spoke.
//! So people draw nearer and may go on disagreeing.
//!
//! ```text
//! x(t+1) = s · W x(t) + (1 − s) · prejudice        one s per person
//! ```
//!
//! - **Remembers:** the prejudice of each person, for good.
//! - **Draws:** nothing.
//! - **Cost:** one multiplication and addition a tie.
//! - **Source:** Friedkin & Johnsen, *Journal of Mathematical Sociology* 15(3–4), 1990.

use groundswell_graph::id::PerNode;
use groundswell_graph::probability::Probability;

use crate::error::Error;
use crate::opinion::Opinion;
use crate::opinion::discussion::check_opinions;
use crate::opinion::listening::{Listener, Listening};
use crate::opinion::mean::Mean;
use crate::opinion::trust::Trust;
use crate::opinion::turn::Turn;

/// Think the weighted mean of what you hear, as far as you are susceptible.
#[derive(Debug, Clone)]
pub struct FriedkinJohnsen {
    trust: Trust,
    susceptibility: PerNode<Probability>,
    prejudices: PerNode<f64>,
}

impl FriedkinJohnsen {
    /// People who weigh what they hear by `trust`, are moved by it by their share of
    /// `susceptibility`, and else think as in `prejudices`: one entry per person
    /// each. A run begins with the prejudices as opinions, or with others.
    ///
    /// # Errors
    ///
    /// [`Error::NotOnePerPerson`], [`Error::NotAnOpinion`].
    pub fn new(
        trust: Trust,
        susceptibility: PerNode<Probability>,
        prejudices: &[f64],
    ) -> Result<Self, Error> {
        check_opinions(prejudices, susceptibility.len() as u32)?;
        Ok(Self {
            trust,
            susceptibility,
            prejudices: prejudices.to_vec().into(),
        })
    }

    fn mean(&self, listener: Listener<'_, f64>) -> f64 {
        let share = self.susceptibility[listener.person].get();
        Mean::EMPTY
            .with(self.trust.mean(listener), share)
            .with(self.prejudices[listener.person], 1.0 - share)
            .or(listener.own())
    }
}

impl Listening<f64> for FriedkinJohnsen {
    fn thinks(&self, listener: Listener<'_, f64>, _: Turn) -> f64 {
        self.mean(listener)
    }

    fn rests(&self, listener: Listener<'_, f64>, tolerance: f64) -> bool {
        listener.own().distance(self.mean(listener)) <= tolerance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinion::promises::{averages, keeps_opinion_promises};
    use crate::opinion::schedule::{OneAtATime, Synchronous};

    fn model(share: f64, prejudices: &[f64]) -> FriedkinJohnsen {
        let share = Probability::new(share).unwrap();
        let shares = PerNode::filled(share, prejudices.len() as u32);
        FriedkinJohnsen::new(Trust::one_voice_each(), shares, prejudices).unwrap()
    }

    #[test]
    fn it_keeps_the_promises_of_opinions() {
        for share in [0.0, 0.4, 1.0] {
            keeps_opinion_promises([0.1, 0.7], |_, first| Synchronous(model(share, first)));
            keeps_opinion_promises([0.1, 0.7], |_, first| OneAtATime::new(model(share, first)));
            averages(|_, first| Synchronous(model(share, first)));
        }
    }

    #[test]
    fn every_person_has_one_prejudice_and_one_susceptibility() {
        let shares = PerNode::filled(Probability::ONE, 3);
        let refused = FriedkinJohnsen::new(Trust::one_voice_each(), shares, &[0.0; 2]);
        let (entries, people) = (2, 3);
        assert_eq!(
            refused.unwrap_err(),
            Error::NotOnePerPerson { entries, people }
        );
    }
}

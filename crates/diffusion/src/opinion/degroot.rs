//! DeGroot learning: everybody takes the weighted mean of what they hear.
//!
//! Everyone trusts themselves and those they hear by fixed weights, and thinks next
//! what these weigh out to. Where word gets round to everybody, and not in step,
//! all come to agree; how much each person's first opinion then counts is their
//! share in the stationary distribution of the weights. Two who trust only each
//! other swap opinions for ever.
//!
//! - **Remembers:** nothing.
//! - **Draws:** nothing.
//! - **Cost:** one multiplication and addition a tie.
//! - **Source:** DeGroot, *Journal of the American Statistical Association* 69(345),
//!   1974.

use crate::opinion::Opinion;
use crate::opinion::listening::{Listener, Listening};
use crate::opinion::trust::Trust;
use crate::opinion::turn::Turn;

/// Think the weighted mean of what you hear and thought.
#[derive(Debug, Clone)]
pub struct DeGroot {
    trust: Trust,
}

impl DeGroot {
    /// Learning by those weights.
    pub fn new(trust: Trust) -> Self {
        Self { trust }
    }
}

impl Listening<f64> for DeGroot {
    fn thinks(&self, listener: Listener<'_, f64>, _: Turn) -> f64 {
        self.trust.mean(listener)
    }

    fn rests(&self, listener: Listener<'_, f64>, tolerance: f64) -> bool {
        listener.own().distance(self.trust.mean(listener)) <= tolerance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinion::promises::{averages, keeps_opinion_promises};
    use crate::opinion::schedule::{OneAtATime, Synchronous};
    use groundswell_graph::probability::Probability;

    #[test]
    fn it_keeps_the_promises_of_opinions() {
        for own in [0.0, 0.3, 1.0] {
            let trust = Trust::in_oneself(Probability::new(own).unwrap());
            let model = DeGroot::new(trust);
            keeps_opinion_promises([0.1, 0.7], |_, _| Synchronous(model.clone()));
            keeps_opinion_promises([0.1, 0.7], |_, _| OneAtATime::new(model.clone()));
            averages(|_, _| Synchronous(model.clone()));
        }
        averages(|_, _| Synchronous(DeGroot::new(Trust::one_voice_each())));
    }
}

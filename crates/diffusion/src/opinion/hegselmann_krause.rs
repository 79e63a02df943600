//! Hegselmann–Krause: everybody takes the mean of those who do not think too
//! differently.
//!
//! One's own opinion counts like any other, and so does whoever is heard and at
//! most epsilon away. Opinions fall into camps that no longer listen to each other;
//! the smaller epsilon, the more of them. In the paper everybody hears everybody;
//! here only those heard along ties count.
//!
//! - **Remembers:** nothing.
//! - **Draws:** nothing.
//! - **Cost:** one comparison and addition a tie.
//! - **Source:** Hegselmann & Krause, *Journal of Artificial Societies and Social
//!   Simulation* 5(3), 2002.

use crate::error::Error;
use crate::opinion::Opinion;
use crate::opinion::listening::{Listener, Listening};
use crate::opinion::mean::Mean;
use crate::opinion::turn::Turn;

/// Think the mean of yourself and of those at most `epsilon` away.
#[derive(Debug, Clone, Copy)]
pub struct HegselmannKrause {
    epsilon: f64,
}

impl HegselmannKrause {
    /// People who listen to whoever is at most `epsilon` away, 0 or more.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`].
    pub fn new(epsilon: f64) -> Result<Self, Error> {
        match epsilon >= 0.0 {
            true => Ok(Self { epsilon }),
            false => Err(Error::OutOfRange {
                name: "epsilon",
                value: epsilon,
                range: "a distance of opinions, 0 or more",
            }),
        }
    }

    fn mean(self, listener: Listener<'_, f64>) -> f64 {
        let own = listener.own();
        let heard = listener.heard().map(|(_, opinion)| opinion);
        heard
            .filter(|opinion| opinion.distance(own) <= self.epsilon)
            .fold(Mean::EMPTY.with(own, 1.0), |mean, opinion| {
                mean.with(opinion, 1.0)
            })
            .or(own)
    }
}

impl Listening<f64> for HegselmannKrause {
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

    #[test]
    fn it_keeps_the_promises_of_opinions() {
        for epsilon in [0.0, 0.3, 2.0, f64::INFINITY] {
            let model = HegselmannKrause::new(epsilon).unwrap();
            keeps_opinion_promises([0.1, 0.7], |_, _| Synchronous(model));
            keeps_opinion_promises([0.1, 0.7], |_, _| OneAtATime::new(model));
            averages(|_, _| Synchronous(model));
        }
    }

    #[test]
    fn confidence_is_a_distance() {
        for epsilon in [-0.1, f64::NAN] {
            assert!(HegselmannKrause::new(epsilon).is_err());
        }
    }
}

//! SI: whoever has it speaks of it for ever.
//!
//! Each person who has it contacts each neighbour at rate β, and each contact convinces
//! with the tie's activation probability. Everybody within reach gets it; the question is
//! when. First-passage percolation, where ties take exponential times.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one exponential a tie.
//! - **Cost:** one hash and one logarithm a contact, and its place in the queue.
//! - **Source:** Kiss, Miller & Simon, *Mathematics of Epidemics on Networks*, 2017,
//!   appendix A on event-driven simulation.

use groundswell_graph::id::NodeId;

use crate::contagion::Network;
use crate::continuous::rate::Rate;
use crate::continuous::time::Time;
use crate::continuous::{Course, Tie, TimedContagion, along};
use crate::error::Error;
use crate::world::{Draws, World};

/// Contacts at rate β along each tie, without an end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Si {
    beta: Rate,
}

impl Si {
    /// With `beta` contacts per tie and unit of time.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless it is finite and not negative.
    pub fn new(beta: f64) -> Result<Self, Error> {
        let beta = Rate::new("beta", beta)?;
        Ok(Self { beta })
    }
}

impl TimedContagion for Si {
    type Luck = Draws;

    fn luck(&self, network: &Network<'_>, world: World, nth: u32) -> Draws {
        world.events(along(network, "contact"), nth)
    }

    fn course(&self, _: &Draws, _: NodeId) -> Course {
        Course::FOREVER
    }

    fn contacts(&self, luck: &Draws, tie: Tie<'_>) -> impl Iterator<Item = Time> {
        let draws = luck.several(tie.source.0, tie.target.0);
        self.beta.thinned(tie.chance()).moments(draws)
    }
}

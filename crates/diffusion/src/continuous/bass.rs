//! Bass on a network: people adopt by themselves, and the more the more of those they hear
//! from have adopted.
//!
//! Whoever has not adopted does so at rate p + q × the share of the people they hear from
//! who have. So every adopter's word comes to a neighbour at rate q / in-degree of the
//! neighbour, and counts with the tie's activation probability. Where everybody hears
//! everybody and there are many, this is the Bass curve.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one exponential a person and one a tie.
//! - **Cost:** one logarithm for every person of the graph, adopter or not, and one a
//!   contact.
//! - **Source:** Bass, *Management Science* 15(5), 1969, for the two rates of a market.

use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;

use crate::contagion::Network;
use crate::continuous::rate::Rate;
use crate::continuous::time::Time;
use crate::continuous::{Course, Tie, TimedContagion, along};
use crate::error::Error;
use crate::world::{Draws, World};

/// Adopt at a rate of one's own, and at a rate that grows with the share of adopters among
/// the people one hears from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bass {
    innovation: Rate,
    imitation: Rate,
}

impl Bass {
    /// With `p`, the rate of adopting by oneself, and `q`, the rate of imitation once
    /// everybody one hears from has adopted.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless both are finite and not negative.
    pub fn new(p: f64, q: f64) -> Result<Self, Error> {
        Ok(Self {
            innovation: Rate::new("p", p)?,
            imitation: Rate::new("q", q)?,
        })
    }
}

/// When people come to it by themselves, and when word arrives.
#[derive(Debug, Clone, Copy)]
pub struct Luck {
    innovation: Draws,
    imitation: Draws,
}

impl TimedContagion for Bass {
    const SPONTANEOUS: bool = true;

    type Luck = Luck;

    fn luck(&self, network: &Network<'_>, world: World, nth: u32) -> Luck {
        Luck {
            innovation: world.events(NameKey::of("innovation"), nth),
            imitation: world.events(along(network, "imitation"), nth),
        }
    }

    fn course(&self, _: &Luck, _: NodeId) -> Course {
        Course::FOREVER
    }

    fn contacts(&self, luck: &Luck, tie: Tie<'_>) -> impl Iterator<Item = Time> {
        let heard = tie.network.ties.in_degree(tie.target);
        let rate = self.imitation.shared_by(heard).thinned(tie.chance());
        rate.moments(luck.imitation.several(tie.source.0, tie.target.0))
    }

    fn arrival(&self, luck: &Luck, person: NodeId) -> Time {
        let mut moments = self
            .innovation
            .moments(luck.innovation.several(person.0, 0));
        moments.next().unwrap_or(Time::NEVER)
    }
}

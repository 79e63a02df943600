//! Sentiment carried by adopters: the pleased pass on praise, the displeased blame.
//!
//! Whoever is convinced by praise tries for themselves, and is pleased with a
//! probability that is the quality of what is offered; the others are displeased and
//! pass that on. Whoever is convinced by blame is displeased at once. Of several
//! words in one round, one drawn at random was the first. Who adopts is the
//! independent cascade, whatever the quality.
//!
//! - **Remembers:** the sentiment, and the place of the word in the line.
//! - **Draws:** one uniform a tie, one place in line for each word that convinces, one
//!   uniform a person for being pleased.
//! - **Cost:** as the independent cascade, plus a draw for each success.
//! - **Source:** Chen, Collins, Cummings, Ke, Liu, Rincon, Sun, Wang, Wei & Yuan, SDM
//!   2011 (the IC-N model); there blame goes before praise, here the first word counts.

use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::contagion::{Contact, Contagion};
use crate::world::World;

/// Adopt as in the independent cascade, and be pleased or not.
#[derive(Debug, Clone, Copy)]
pub struct Sentiment {
    quality: Chance,
    pleased: NameKey,
    first: NameKey,
}

impl Sentiment {
    /// Whoever tries what is praised is pleased with probability `quality`.
    pub fn new(quality: Probability) -> Self {
        Self {
            quality: quality.chance(),
            pleased: NameKey::of("pleased"),
            first: NameKey::of("first word"),
        }
    }

    fn tries(&self, v: NodeId, world: World) -> bool {
        world.people(self.pleased).person(v).under(self.quality)
    }
}

/// How somebody feels, and the place in line of the word that made them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Feeling {
    place: u64,
    pleased: Option<bool>,
}

impl Feeling {
    /// Whether an adopter is pleased; `None` for whoever has not adopted.
    pub fn is_pleased(self) -> Option<bool> {
        self.pleased
    }
}

impl Contagion for Sentiment {
    type Memory = Feeling;
    const WAITS: bool = true;

    #[inline]
    fn convinces(
        &self,
        feeling: &mut Feeling,
        contact: Contact<'_, Feeling>,
        world: World,
    ) -> bool {
        let (Some(source), Some(said)) = (contact.source, contact.said) else {
            return false;
        };
        if !contact.luck.under(contact.chance) {
            return false;
        }
        let luck = world.events(self.first, contact.layer as u32);
        let place = luck.between(source, contact.target).bits();
        if feeling.pleased.is_none() || place < feeling.place {
            let praise = said.pleased == Some(true);
            *feeling = Feeling {
                place,
                pleased: Some(praise && self.tries(contact.target, world)),
            };
        }
        true
    }

    fn starts(&self, feeling: &mut Feeling, seed: NodeId, world: World) {
        feeling.pleased = Some(self.tries(seed, world));
    }
}

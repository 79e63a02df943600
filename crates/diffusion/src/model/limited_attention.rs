//! Limited attention: whoever hears many hears each of them less.
//!
//! People see a limited number of messages. Somebody who follows more people than
//! they have attention for sees each message with attention over their number, so
//! the well connected are the harder to reach.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one uniform a tie: the activation probability times the share seen.
//! - **Cost:** one multiplication and one draw a contact.
//! - **Source:** Hodas & Lerman, SocialCom 2012 ("How visibility and divided
//!   attention constrain social contagion"); the share seen as the inverse of the
//!   number followed is their model of divided attention, without its decay in time.

use groundswell_graph::id::{EdgeId, NodeId, PerNode};
use groundswell_graph::probability::{Chance, Probability};

use crate::contagion::{Contact, Contagion, LiveEdge, Network, people};
use crate::error::{Error, within};
use crate::world::{Between, World};

/// Adopt as soon as one contact is seen and succeeds.
#[derive(Debug, Clone)]
pub struct LimitedAttention {
    seen: PerNode<Chance>,
}

impl LimitedAttention {
    /// Everybody has attention for `attention` people of those they hear, on all
    /// networks together.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a negative number.
    pub fn new(networks: &[Network<'_>], attention: f64) -> Result<Self, Error> {
        within(
            "attention",
            attention,
            (0.0, f64::MAX),
            "a number of people",
        )?;
        let people = people(networks);
        let seen = |v| {
            let degree: u32 = networks
                .iter()
                .map(|network| network.ties.in_degree(v))
                .sum();
            Probability::clamped(attention / f64::from(degree.max(1))).chance()
        };
        Ok(Self {
            seen: (0..people).map(NodeId).map(seen).collect(),
        })
    }
}

impl Contagion for LimitedAttention {
    type Memory = ();

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, _: World) -> bool {
        contact
            .luck
            .under(contact.chance.and(self.seen[contact.target]))
    }
}

impl LiveEdge for LimitedAttention {
    #[inline(always)]
    fn between(&self, _layer: usize, _: EdgeId, target: NodeId, chance: Chance) -> Between {
        Between(Chance::NEVER, chance.and(self.seen[target]))
    }
}

//! Multiplex threshold: a threshold on every platform, and any of them or all count.
//!
//! On each platform a person adds up the weights of those heard there who have
//! adopted, and holds it against a threshold of their own for that platform. They
//! adopt, on all platforms at once, as soon as any of these is reached (OR) or once
//! all are on which they hear anybody (AND).
//!
//! - **Remembers:** the weight heard on each platform.
//! - **Draws:** one threshold a person and platform.
//! - **Cost:** one addition and one comparison of digits a contact; 72 bytes a person.
//! - **Source:** Brummitt, Lee & Goh, *Physical Review E* 85, 045102(R), 2012 (OR);
//!   Lee, Brummitt & Goh, *Physical Review E* 90, 062816, 2014 (AND). Thresholds are
//!   uniform here, as in Kempe, Kleinberg & Tardos, KDD 2003.

use groundswell_graph::id::PerNode;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;

use crate::contagion::{Contact, Contagion, Network, heard_on};
use crate::error::Error;
use crate::weights::sums;
use crate::world::World;

/// Which thresholds have to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// That of any platform.
    Any,
    /// Those of all platforms on which one hears anybody.
    All,
}

/// How many platforms the model can tell apart.
pub const MOST: usize = 8;

/// Adopt once the thresholds of any platform, or of all, are reached.
#[derive(Debug, Clone)]
pub struct MultiplexThreshold {
    rule: Rule,
    platforms: Vec<NameKey>,
    /// The networks in which each person hears somebody, one bit each.
    on: PerNode<u64>,
}

impl MultiplexThreshold {
    /// The model on these networks, whose activations are weights.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyNetworks`] for more than [`MOST`]; [`Error::WeightsAboveOne`]
    /// where the weights into somebody sum to more on one network.
    pub fn new(networks: &[Network<'_>], rule: Rule) -> Result<Self, Error> {
        if networks.len() > MOST {
            let networks = networks.len();
            return Err(Error::TooManyNetworks {
                networks,
                most: MOST,
            });
        }
        sums(networks, true, |_, _| ())?;
        Ok(Self {
            rule,
            platforms: networks.iter().map(|network| network.platform).collect(),
            on: heard_on(networks),
        })
    }
}

/// What was heard on each platform.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    weights: [Chance; MOST],
    reached: u64,
}

impl Default for Heard {
    fn default() -> Self {
        Self {
            weights: [Chance::NEVER; MOST],
            reached: 0,
        }
    }
}

impl Contagion for MultiplexThreshold {
    type Memory = Heard;

    #[inline]
    fn convinces(&self, heard: &mut Heard, contact: Contact<'_, Heard>, world: World) -> bool {
        let (layer, v) = (contact.layer, contact.target);
        heard.weights[layer] = heard.weights[layer].plus(contact.chance);
        let thresholds = world.thresholds(self.platforms[layer]);
        let reached = thresholds.person(v).under(heard.weights[layer]);
        heard.reached |= u64::from(reached) << layer;
        match self.rule {
            Rule::Any => heard.reached != 0,
            Rule::All => heard.reached == self.on[v],
        }
    }
}

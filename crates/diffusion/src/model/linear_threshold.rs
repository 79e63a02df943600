//! Linear threshold: adopt once the people heard weigh enough.
//!
//! Everybody has a threshold, uniform between 0 and 1, and adopts once the weights
//! of those they hear who have adopted reach it. The weights into a person sum to
//! at most one; the activation of the network holds them.
//!
//! The model has two faces. [`LinearThreshold`] adds up what a person heard, as the
//! rule says; more weight never means fewer adopters, in any world.
//! [`LiveThreshold`] lets each person listen to at most one other, chosen by weight
//! with the same draw: a live-edge model, of the same distribution round by round,
//! without memory, in 64 worlds at once and backwards. World by world they differ.
//!
//! - **Remembers:** the weight heard; nothing by the second face.
//! - **Draws:** one threshold a person.
//! - **Cost:** one addition and one comparison of digits a contact; the second face
//!   keeps 8 bytes a tie and compares twice.
//! - **Source:** Granovetter, *American Journal of Sociology* 83(6), 1978; Kempe,
//!   Kleinberg & Tardos, KDD 2003, section 2 and theorem 2.5.

use groundswell_graph::id::{EdgeId, NodeId};
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;

use crate::contagion::{Contact, Contagion, Decides, LiveEdge, Network};
use crate::error::Error;
use crate::weights::sums;
use crate::world::{Between, World};

/// Adopt once the weights heard reach one's threshold.
#[derive(Debug, Clone, Copy)]
pub struct LinearThreshold {
    platform: NameKey,
}

impl LinearThreshold {
    /// The model on these networks, whose activations are weights; those of several
    /// networks add up.
    ///
    /// # Errors
    ///
    /// [`Error::WeightsAboveOne`] for the first person into whom they sum to more.
    pub fn new(networks: &[Network<'_>]) -> Result<Self, Error> {
        sums(networks, false, |_, _| ())?;
        let platform = named(networks, 0);
        Ok(Self { platform })
    }
}

impl Contagion for LinearThreshold {
    type Memory = Weight;

    #[inline(always)]
    fn convinces(&self, heard: &mut Weight, contact: Contact<'_, Weight>, world: World) -> bool {
        heard.0 = heard.0.plus(contact.chance);
        let threshold = world.thresholds(self.platform).person(contact.target);
        threshold.under(heard.0)
    }
}

/// The sum of the weights heard, in multiples of 2⁻⁶⁴, so that their order cannot
/// matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight(Chance);

impl Default for Weight {
    fn default() -> Self {
        Self(Chance::NEVER)
    }
}

/// Adopt when the one person listened to in this world does.
#[derive(Debug, Clone)]
pub struct LiveThreshold {
    /// For each network, one entry per tie: the weights into its target before it,
    /// by network, then by source. The tie is live where the threshold falls between
    /// that and that with its own weight.
    before: Vec<Vec<Chance>>,
    /// Whose thresholds hold in each network. An array, so that what follows from an
    /// entry is worked out once for all ties of a person.
    platforms: [NameKey; MOST],
}

/// How many networks can have thresholds of their own.
const MOST: usize = 8;

impl LiveThreshold {
    /// The model on these networks, as [`LinearThreshold::new`].
    ///
    /// # Errors
    ///
    /// The same.
    pub fn new(networks: &[Network<'_>]) -> Result<Self, Error> {
        Self::with(networks, false)
    }

    /// The model with a threshold of its own for each network, in which the weights
    /// sum to at most one: for [`replicas`](crate::replicas).
    ///
    /// # Errors
    ///
    /// [`Error::WeightsAboveOne`] for the first person into whom those of one network
    /// sum to more; [`Error::TooManyNetworks`] for more than eight.
    pub fn apart(networks: &[Network<'_>]) -> Result<Self, Error> {
        Self::with(networks, true)
    }

    fn with(networks: &[Network<'_>], apart: bool) -> Result<Self, Error> {
        if apart && networks.len() > MOST {
            let networks = networks.len();
            return Err(Error::TooManyNetworks {
                networks,
                most: MOST,
            });
        }
        let empty = |network: &Network<'_>| Vec::with_capacity(network.ties.count() as usize);
        let mut before: Vec<Vec<Chance>> = networks.iter().map(empty).collect();
        sums(networks, apart, |layer, sum| before[layer].push(sum))?;
        let platform = |layer| named(networks, if apart { layer } else { 0 });
        let platforms = std::array::from_fn(platform);
        Ok(Self { before, platforms })
    }
}

impl Contagion for LiveThreshold {
    type Memory = ();

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, world: World) -> bool {
        let Some(edge) = contact.edge else {
            return false;
        };
        let before = self.before[contact.layer][edge.index()];
        let threshold = world
            .thresholds(self.platforms[contact.layer % MOST])
            .person(contact.target);
        threshold.within(before, before.plus(contact.chance))
    }
}

impl LiveEdge for LiveThreshold {
    #[inline(always)]
    fn decides(&self, layer: usize) -> Option<Decides> {
        Some(Decides::Threshold(self.platforms[layer % MOST]))
    }

    #[inline(always)]
    fn between(&self, layer: usize, edge: EdgeId, _target: NodeId, chance: Chance) -> Between {
        let before = self.before[layer][edge.index()];
        Between(before, before.plus(chance))
    }
}

fn named(networks: &[Network<'_>], layer: usize) -> NameKey {
    networks
        .get(layer)
        .map_or(NameKey::of(""), |network| network.platform)
}

//! Every platform: be convinced on each platform before adopting.
//!
//! The AND rule of multiplex cascades: one contact has to succeed on every platform
//! on which a person hears anybody. The OR rule is the independent cascade itself,
//! run on several networks.
//!
//! - **Remembers:** on which platforms one was convinced.
//! - **Draws:** one uniform a tie.
//! - **Cost:** as the independent cascade.
//! - **Source:** Lee, Brummitt & Goh, *Physical Review E* 90, 062816, 2014 (AND and OR
//!   rules, for threshold models; here for independent contacts).

use groundswell_graph::id::PerNode;

use crate::contagion::{Contact, Contagion, Network, heard_on};
use crate::error::Error;
use crate::world::World;

/// Adopt once one contact has succeeded on every platform.
#[derive(Debug, Clone)]
pub struct EveryPlatform {
    /// The networks in which each person hears somebody, one bit each.
    on: PerNode<u64>,
}

impl EveryPlatform {
    /// The model on these networks.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyNetworks`] for more than 64.
    pub fn new(networks: &[Network<'_>]) -> Result<Self, Error> {
        if networks.len() > 64 {
            let networks = networks.len();
            return Err(Error::TooManyNetworks { networks, most: 64 });
        }
        Ok(Self {
            on: heard_on(networks),
        })
    }
}

impl Contagion for EveryPlatform {
    type Memory = u64;

    #[inline(always)]
    fn convinces(&self, convinced: &mut u64, contact: Contact<'_, u64>, _: World) -> bool {
        *convinced |= u64::from(contact.luck.under(contact.chance)) << contact.layer;
        *convinced == self.on[contact.target]
    }
}

//! Complex contagion: adopt once enough of those one hears have.
//!
//! One keen friend is not enough, so the idea spreads through tight groups and
//! stalls on long ties.
//!
//! - **Remembers:** how many adopters a person has heard.
//! - **Draws:** nothing; the thresholds decide.
//! - **Cost:** one addition and one comparison a contact.
//! - **Source:** Centola & Macy, *American Journal of Sociology* 113(3), 2007, who
//!   count contacts; by fraction: Watts, *PNAS* 99(9), 2002. Activations play no
//!   part.

use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::probability::Probability;

use crate::contagion::{Contact, Contagion, Network, people};
use crate::world::World;

/// Adopt once as many contacts were heard as one needs.
#[derive(Debug, Clone)]
pub struct ComplexContagion {
    needed: PerNode<u32>,
}

impl ComplexContagion {
    /// Everybody of `people` people waits for `contacts` contacts; for none as for
    /// one.
    pub fn contacts(people: u32, contacts: u32) -> Self {
        Self {
            needed: PerNode::filled(contacts, people),
        }
    }

    /// Everybody waits for at least `fraction` of the people they hear, on all
    /// networks together.
    pub fn fraction(networks: &[Network<'_>], fraction: Probability) -> Self {
        let people = people(networks);
        let needed = |v| {
            let degree = networks.iter().map(|network| network.ties.in_degree(v));
            share(degree.sum(), fraction.get())
        };
        Self {
            needed: (0..people).map(NodeId).map(needed).collect(),
        }
    }
}

/// The least k for which k / degree is at least `fraction`, compared as written.
fn share(degree: u32, fraction: f64) -> u32 {
    let enough = |k: u32| f64::from(k) / f64::from(degree) >= fraction;
    let mut k = (f64::from(degree) * fraction) as u32;
    while !enough(k) && k < degree {
        k += 1;
    }
    while k > 0 && enough(k - 1) {
        k -= 1;
    }
    k
}

impl Contagion for ComplexContagion {
    type Memory = u32;

    #[inline(always)]
    fn convinces(&self, heard: &mut u32, contact: Contact<'_, u32>, _: World) -> bool {
        *heard += 1;
        *heard >= self.needed[contact.target]
    }
}

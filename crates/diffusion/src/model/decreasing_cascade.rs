//! Decreasing cascade: every attempt that failed leaves the next one weaker.
//!
//! The first contact to reach a person convinces with the activation probability,
//! each further one with a fixed share of the chance of the one before: people tire
//! of hearing the same. With a share of one it is the independent cascade.
//!
//! Attempts are told apart by their number alone, so all ties into a person need
//! the same chance. Then the order of attempts cannot matter, which the paper asks
//! for, and the model is a general threshold model: we let the chances work towards
//! one resistance a person, so that more contacts never mean fewer adopters.
//!
//! - **Remembers:** how many contacts were heard, and what they came to.
//! - **Draws:** one resistance a person.
//! - **Cost:** two logarithms a contact.
//! - **Source:** Kempe, Kleinberg & Tardos, ICALP 2005, section 2.

use groundswell_graph::activation::Activation;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

use crate::contagion::{Contact, Contagion, Network};
use crate::draw::Hazard;
use crate::error::Error;
use crate::world::World;

/// Adopt when one of ever weaker contacts succeeds.
#[derive(Debug, Clone, Copy)]
pub struct DecreasingCascade {
    /// The chance of a contact as a share of the chance of the one before.
    share: f64,
    matter: NameKey,
}

impl DecreasingCascade {
    /// Each contact has `share` of the chance of the one before.
    ///
    /// # Errors
    ///
    /// [`Error::UnevenChances`] unless the activation is uniform or that of the
    /// weighted cascade.
    pub fn new(networks: &[Network<'_>], share: Probability) -> Result<Self, Error> {
        let even = |network: &Network<'_>| {
            let activation = network.activation;
            matches!(
                activation,
                Activation::Uniform(_) | Activation::WeightedCascade(_)
            )
        };
        match networks {
            [network] if even(network) => Ok(Self {
                share: share.get(),
                matter: NameKey::of("decreasing cascade"),
            }),
            _ => Err(Error::UnevenChances),
        }
    }
}

/// What somebody has heard so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heard {
    hazard: Hazard,
    /// The next contact's chance as a share of the first one's, less one.
    weakened_by: f64,
}

impl Contagion for DecreasingCascade {
    type Memory = Heard;

    fn convinces(&self, heard: &mut Heard, contact: Contact<'_, Heard>, world: World) -> bool {
        let share = 1.0 - heard.weakened_by;
        heard.weakened_by = 1.0 - share * self.share;
        let p = Probability::from(contact.chance).get() * share;
        heard.hazard = heard.hazard.and(Hazard::of(Probability::clamped(p)));
        let resistance = world
            .people(self.matter)
            .person(contact.target)
            .resistance();
        heard.hazard.overcomes(resistance)
    }
}

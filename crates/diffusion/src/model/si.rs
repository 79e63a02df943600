//! SI: whoever is infected stays so, and infects for ever.
//!
//! In every round each infected person tries each susceptible neighbour anew, with
//! the activation probability. Everybody connected is reached; the question is when.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one uniform a tie and round since the infection.
//! - **Cost:** the ties of all infected who have a susceptible neighbour left, every
//!   round.
//! - **Source:** Newman, *Networks*, second edition, 2018, section 16.1; synchronous
//!   rounds as in NDlib.

use crate::contagion::{Adopter, Contact, Contagion, Phase};
use crate::world::World;

/// Infect for ever.
#[derive(Debug, Clone, Copy, Default)]
pub struct Si;

impl Contagion for Si {
    type Memory = ();

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, _: World) -> bool {
        contact.luck.under(contact.chance)
    }

    #[inline(always)]
    fn after_round(&self, _: Adopter, _: World) -> Phase {
        Phase::Speaking
    }

    fn is_lasting(&self) -> bool {
        true
    }
}

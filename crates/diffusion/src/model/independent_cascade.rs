//! Independent cascade: every new adopter tries once to convince each neighbour.
//!
//! One chance per tie and no memory: whoever was not convinced by one friend may
//! still be by the next. The live-edge model of textbooks: a tie is live with its
//! activation probability, and whoever is reached along live ties adopts.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one uniform a tie.
//! - **Cost:** one hash and about two digits a contact.
//! - **Source:** Goldenberg, Libai & Muller, *Marketing Letters* 12(3), 2001;
//!   Kempe, Kleinberg & Tardos, KDD 2003, section 2.

use crate::contagion::{Contact, Contagion, LiveEdge};
use crate::world::World;

/// Adopt as soon as one contact succeeds.
#[derive(Debug, Clone, Copy, Default)]
pub struct IndependentCascade;

impl Contagion for IndependentCascade {
    type Memory = ();

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, _: World) -> bool {
        contact.luck.under(contact.chance)
    }
}

impl LiveEdge for IndependentCascade {
    const EACH_FOR_ITSELF: bool = true;
}

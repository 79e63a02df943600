//! General threshold: adopt once what was heard moves one past one's threshold.
//!
//! Any rule that says, from how many people and how much weight somebody has heard,
//! how far that has brought them: a number from 0 to 1 that more contacts never
//! lower. They adopt once it exceeds their threshold, which is uniform. With the
//! weight itself as the rule it is the linear threshold model; with
//! 1 − (1 − p)^contacts it is the independent cascade in distribution.
//!
//! - **Remembers:** the number of contacts and their weight.
//! - **Draws:** one threshold a person.
//! - **Cost:** the rule, and one comparison of digits a contact.
//! - **Source:** Kempe, Kleinberg & Tardos, KDD 2003, section 3; Mossel & Roch,
//!   STOC 2007.

use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;

use crate::contagion::{Contact, Contagion};
use crate::world::World;

/// Adopt once `rule` exceeds one's threshold.
#[derive(Debug, Clone, Copy)]
pub struct GeneralThreshold<F> {
    /// Whose thresholds hold.
    pub platform: NameKey,
    /// How far what was heard brings somebody. More must never give less.
    pub rule: F,
}

/// What somebody has heard so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// From how many.
    pub contacts: u32,
    /// Their weights together: the activations of the ties.
    pub weight: Chance,
}

impl Default for Heard {
    fn default() -> Self {
        Self {
            contacts: 0,
            weight: Chance::NEVER,
        }
    }
}

impl<F: Fn(Heard) -> Chance + Sync> Contagion for GeneralThreshold<F> {
    type Memory = Heard;

    #[inline(always)]
    fn convinces(&self, heard: &mut Heard, contact: Contact<'_, Heard>, world: World) -> bool {
        heard.contacts += 1;
        heard.weight = heard.weight.plus(contact.chance);
        let moved = (self.rule)(*heard);
        let threshold = world.thresholds(self.platform).person(contact.target);
        threshold.under(moved)
    }
}

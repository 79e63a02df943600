//! Limited invitations: every new adopter invites only so many friends.
//!
//! Each adopter draws that many of its friends, without looking whether they have
//! adopted; an invitation to somebody who has is lost. Everybody invited adopts
//! with the activation probability of the tie. Without a limit it is the independent
//! cascade.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one place in line for each friend of an adopter, one uniform an
//!   invitation. More invitations go to the same friends and some more.
//! - **Cost:** two draws a tie, and a selection.
//! - **Source:** the invitation rule of referral programmes, as in Leskovec, Adamic &
//!   Huberman, *ACM Transactions on the Web* 1(1), 2007; no paper's rule exactly.

use groundswell_graph::id::NodeId;

use crate::contagion::{Contact, Contagion};
use crate::world::World;

/// Invite a few friends once.
#[derive(Debug, Clone, Copy)]
pub struct LimitedInvitations {
    /// How many friends an adopter invites in each network.
    pub invitations: u32,
}

impl Contagion for LimitedInvitations {
    type Memory = ();

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, _: World) -> bool {
        contact.luck.under(contact.chance)
    }

    #[inline(always)]
    fn tells(&self, _: NodeId, _: World) -> u32 {
        self.invitations
    }
}

//! SIR: the infected infect until they recover, for good.
//!
//! In every round each infected person tries each susceptible neighbour, with the
//! activation probability; at the end of the round whoever was infected at its
//! beginning recovers with a fixed chance. Where all recover after one round it is
//! the independent cascade.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one uniform a tie and one a person for each round since the
//!   infection, so that earlier infections meet the same luck.
//! - **Cost:** the ties of the infected, every round.
//! - **Source:** Kermack & McKendrick, *Proceedings of the Royal Society A* 115, 1927;
//!   on networks Pastor-Satorras, Castellano, Van Mieghem & Vespignani, *Reviews of
//!   Modern Physics* 87, 2015, section V. Synchronous rounds as in NDlib.

use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::contagion::{Adopter, Contact, Contagion, Phase};
use crate::world::World;

/// Infect until recovery.
#[derive(Debug, Clone, Copy)]
pub struct Sir {
    recovery: Chance,
    matter: NameKey,
}

impl Sir {
    /// The infected recover with probability `recovery` at the end of each round.
    pub fn new(recovery: Probability) -> Self {
        Self {
            recovery: recovery.chance(),
            matter: NameKey::of("recovery"),
        }
    }
}

impl Contagion for Sir {
    type Memory = ();

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, _: World) -> bool {
        contact.luck.under(contact.chance)
    }

    #[inline(always)]
    fn after_round(&self, infected: Adopter, world: World) -> Phase {
        let luck = world.events(self.matter, infected.age);
        match luck.person(infected.node).under(self.recovery) {
            true => Phase::Removed,
            false => Phase::Speaking,
        }
    }

    fn is_lasting(&self) -> bool {
        self.recovery == Chance::NEVER
    }
}

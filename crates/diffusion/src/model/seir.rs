//! SEIR: SIR with a time between being infected and infecting.
//!
//! Whoever is infected is exposed first. At the end of each later round the exposed
//! become infectious with one chance, the infectious recover with another.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one uniform a tie for each infectious round, one a person for each
//!   round since its phase began.
//! - **Cost:** the ties of the infectious, every round.
//! - **Source:** Newman, *Networks*, second edition, 2018, section 16.1; Hethcote,
//!   *SIAM Review* 42(4), 2000. Synchronous rounds as in NDlib.

use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::contagion::{Adopter, Contact, Contagion, Phase};
use crate::world::World;

/// Be exposed, infect, recover.
#[derive(Debug, Clone, Copy)]
pub struct Seir {
    onset: Chance,
    onset_matter: NameKey,
    recovery: Chance,
    recovery_matter: NameKey,
}

impl Seir {
    /// The exposed become infectious with probability `onset`, and the infectious
    /// recover with probability `recovery`, at the end of each round.
    pub fn new(onset: Probability, recovery: Probability) -> Self {
        Self {
            onset: onset.chance(),
            onset_matter: NameKey::of("onset"),
            recovery: recovery.chance(),
            recovery_matter: NameKey::of("recovery"),
        }
    }
}

impl Contagion for Seir {
    type Memory = ();

    #[inline(always)]
    fn convinces(&self, (): &mut (), contact: Contact<'_>, _: World) -> bool {
        contact.luck.under(contact.chance)
    }

    fn adopts_as(&self) -> Phase {
        Phase::Waiting
    }

    #[inline(always)]
    fn after_round(&self, adopter: Adopter, world: World) -> Phase {
        let (matter, chance, next) = match adopter.phase {
            Phase::Waiting => (self.onset_matter, self.onset, Phase::Speaking),
            _ => (self.recovery_matter, self.recovery, Phase::Removed),
        };
        let luck = world.events(matter, adopter.age);
        match luck.person(adopter.node).under(chance) {
            true => next,
            false => adopter.phase,
        }
    }
}

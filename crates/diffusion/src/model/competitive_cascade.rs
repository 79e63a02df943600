//! Competitive cascade: two or more brands, and everybody takes the first to arrive.
//!
//! Each brand has its own seeds. Whoever is convinced adopts the brand of the person
//! who convinced them and passes it on. Where several convince somebody in the same
//! round, one of their words, drawn at random, was the first; or brands go before
//! each other in a fixed order.
//!
//! Where all brands appeal alike, who adopts does not depend on which brand the
//! seeds have: it is the independent cascade from all seeds together, in every world.
//!
//! - **Remembers:** the brand, and the place of its word in the line.
//! - **Draws:** one uniform a tie, one place in line for each word that convinces.
//! - **Cost:** as the independent cascade, plus a draw for each success.
//! - **Source:** Bharathi, Kempe & Salek, WINE 2007 (random order of arrival); Carnes,
//!   Nagarajan, Wild & van Zuylen, ICEC 2007; a fixed order as in Chen et al., SDM
//!   2011, section 2 (negative before positive).

use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::contagion::{Contact, Contagion};
use crate::draw::Draw;
use crate::error::Error;
use crate::world::World;

/// A brand, by its place in the list of brands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Brand(pub u16);

/// What decides between words that convince in the same round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// The word that came first, in a random order.
    #[default]
    Random,
    /// The brand that stands first in the list.
    ListOrder,
}

/// One brand at the start.
#[derive(Debug, Clone)]
pub struct Rival {
    /// Who has it in round 0.
    pub seeds: Vec<NodeId>,
    /// The chance of its word, as a share of the activation probability.
    pub appeal: Probability,
}

/// Adopt the brand of the first word that convinces.
#[derive(Debug, Clone)]
pub struct CompetitiveCascade {
    /// Seeds and their brands, by seed; a seed of several brands stands once for each.
    seeds: Vec<(NodeId, Brand)>,
    appeals: Vec<Chance>,
    ties: Ties,
    matter: NameKey,
}

impl CompetitiveCascade {
    /// The brands of `rivals`, in this order.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a brand; [`Error::OutOfRange`] for more than 65,535.
    pub fn new(rivals: &[Rival], ties: Ties) -> Result<Self, Error> {
        if rivals.is_empty() {
            return Err(Error::Empty { name: "brands" });
        }
        let Ok(brands) = u16::try_from(rivals.len()) else {
            return Err(Error::OutOfRange {
                name: "number of brands",
                value: rivals.len() as f64,
                range: "at most 65535",
            });
        };
        let seeds = (0..brands).flat_map(|brand| {
            let seeds = rivals[usize::from(brand)].seeds.iter();
            seeds.map(move |&seed| (seed, Brand(brand)))
        });
        let mut seeds: Vec<_> = seeds.collect();
        seeds.sort_unstable();
        seeds.dedup();
        Ok(Self {
            seeds,
            appeals: rivals.iter().map(|rival| rival.appeal.chance()).collect(),
            ties,
            matter: NameKey::of("first word"),
        })
    }

    /// All seeds, for the engine, ascending.
    pub fn seeds(&self) -> Vec<NodeId> {
        let mut seeds: Vec<NodeId> = self.seeds.iter().map(|&(seed, _)| seed).collect();
        seeds.dedup();
        seeds
    }

    fn place(&self, brand: Brand, draw: Draw) -> (u64, Brand) {
        match self.ties {
            Ties::Random => (draw.bits(), brand),
            Ties::ListOrder => (0, brand),
        }
    }
}

/// The brand somebody has, and the place in line of the word that brought it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Adopted(Option<(u64, Brand)>);

impl Adopted {
    /// The brand, if any.
    pub fn brand(self) -> Option<Brand> {
        self.0.map(|(_, brand)| brand)
    }

    fn hears(&mut self, word: (u64, Brand)) {
        self.0 = Some(self.0.map_or(word, |first| first.min(word)));
    }
}

impl Contagion for CompetitiveCascade {
    type Memory = Adopted;
    const WAITS: bool = true;

    #[inline]
    fn convinces(
        &self,
        adopted: &mut Adopted,
        contact: Contact<'_, Adopted>,
        world: World,
    ) -> bool {
        let (Some(source), Some(said)) = (contact.source, contact.said) else {
            return false;
        };
        let Some(brand) = said.brand() else {
            return false;
        };
        let chance = contact.chance.and(self.appeals[usize::from(brand.0)]);
        if !contact.luck.under(chance) {
            return false;
        }
        let luck = world.events(self.matter, contact.layer as u32);
        adopted.hears(self.place(brand, luck.between(source, contact.target)));
        true
    }

    fn starts(&self, adopted: &mut Adopted, seed: NodeId, world: World) {
        let first = self.seeds.partition_point(|&(v, _)| v < seed);
        let own = self.seeds[first..].iter().take_while(|&&(v, _)| v == seed);
        for &(_, brand) in own {
            let luck = world.events(self.matter, u32::from(brand.0));
            adopted.hears(self.place(brand, luck.person(seed)));
        }
    }
}

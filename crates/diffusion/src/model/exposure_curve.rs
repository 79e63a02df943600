//! Exposure curve: the k-th exposure has a chance of its own.
//!
//! How likely somebody is to adopt after k exposures and not before is what studies
//! of real cascades measure. Chances that fall with k saturate: after a few, more of
//! the same brings little.
//!
//! A contact is an exposure with the activation probability of its tie; activation
//! one makes every contact one.
//!
//! - **Remembers:** the number of exposures.
//! - **Draws:** one uniform a tie, one resistance a person.
//! - **Cost:** one draw a contact, one logarithm an exposure.
//! - **Source:** Romero, Meeder & Kleinberg, WWW 2011, section 3 (curves p(k), their
//!   persistence); Leskovec, Adamic & Huberman, *ACM Transactions on the Web* 1(1),
//!   2007, section 4 (saturation).

use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

use crate::contagion::{Contact, Contagion};
use crate::draw::Hazard;
use crate::error::{Error, within};
use crate::world::World;

/// Adopt with p(k) at the k-th exposure.
#[derive(Debug, Clone)]
pub struct ExposureCurve {
    /// What the first k exposures come to, k from 1.
    reached: Vec<Hazard>,
    matter: NameKey,
}

/// From the exposure after this one on, a saturating curve counts as flat.
const FLAT: u32 = 200;

impl ExposureCurve {
    /// The k-th exposure convinces with entry k − 1 of `chances`; those after the
    /// last one never do.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a first entry.
    pub fn new(chances: &[Probability]) -> Result<Self, Error> {
        if chances.is_empty() {
            return Err(Error::Empty { name: "chances" });
        }
        let reached = chances.iter().scan(Hazard::NONE, |sum, &p| {
            *sum = sum.and(Hazard::of(p));
            Some(*sum)
        });
        Ok(Self {
            reached: reached.collect(),
            matter: NameKey::of("exposures"),
        })
    }

    /// After k exposures `limit` × (1 − e^(−k / scale)) have adopted.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a scale that is not above zero.
    pub fn saturating(limit: Probability, scale: f64) -> Result<Self, Error> {
        Self::new(&Self::saturating_chances(limit, scale)?)
    }

    /// The chances of the curve after k exposures of which `limit` × (1 − e^(−k / scale))
    /// have adopted: entry k − 1 is that of the k-th exposure.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a scale that is not above zero.
    pub fn saturating_chances(limit: Probability, scale: f64) -> Result<Vec<Probability>, Error> {
        within("scale", scale, (1e-3, 1e6), "a number of exposures above 0")?;
        let adopted = |k: u32| limit.get() * -libm::expm1(-f64::from(k) / scale);
        let chance = |k| match adopted(k - 1) {
            // Nobody is left to be convinced.
            1.0 => Probability::ZERO,
            before => Probability::clamped((adopted(k) - before) / (1.0 - before)),
        };
        Ok((1..=FLAT).map(chance).collect())
    }
}

impl Contagion for ExposureCurve {
    type Memory = u32;

    #[inline]
    fn convinces(&self, exposures: &mut u32, contact: Contact<'_, u32>, world: World) -> bool {
        if !contact.luck.under(contact.chance) {
            return false;
        }
        let at = (*exposures as usize).min(self.reached.len() - 1);
        *exposures += 1;
        let resistance = world
            .people(self.matter)
            .person(contact.target)
            .resistance();
        self.reached[at].overcomes(resistance)
    }
}

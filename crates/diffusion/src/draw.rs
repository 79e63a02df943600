//! One draw: a uniform of 64 bits, and what can be asked of it.

use groundswell_graph::probability::{Chance, Probability};

/// A uniform of 64 bits that decides one thing in one world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draw(u64);

impl Draw {
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The 64 bits, the most significant first after the binary point.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// Whether the uniform is below `chance`.
    #[inline(always)]
    pub fn under(self, chance: Chance) -> bool {
        self.0 < chance.digits() || chance.is_certain()
    }

    /// The uniform as a number in [0, 1), with 53 bits.
    #[inline]
    pub fn unit(self) -> f64 {
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of `0..count`, all alike but for a share of 2⁻³² at most.
    pub(crate) fn one_of(self, count: u32) -> u32 {
        ((u128::from(self.0) * u128::from(count)) >> 64) as u32
    }

    /// How much it takes to bring about what this draw decides: exponential with
    /// mean one.
    pub fn resistance(self) -> Resistance {
        // The half keeps zero out, so that no hazard at all never suffices.
        let u = ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        Resistance(fixed(-libm::log1p(-u)).max(1))
    }
}

/// Binary places of hazards and resistances.
const PLACES: f64 = (1u64 << 48) as f64;

fn fixed(x: f64) -> u64 {
    // At most 37.5·2⁴⁸ for a resistance; casts of larger values stop at the end.
    libm::round(x * PLACES) as u64
}

/// What has to be overcome before something happens for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resistance(u64);

/// What works towards something happening: −ln(1 − p) for a chance of p, added up
/// over occasions.
///
/// A fixed-point number, so that the order of occasions cannot matter. After
/// chances p₁ … pₙ the thing has happened with probability 1 − ∏(1 − pᵢ), and
/// more chances never undo it in any world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hazard(u64);

impl Hazard {
    /// Nothing yet.
    pub const NONE: Self = Self(0);

    /// The hazard of one occasion on which it happens with probability `p`.
    pub fn of(p: Probability) -> Self {
        match p.get() {
            1.0 => Self(u64::MAX),
            p => Self(fixed(-libm::log1p(-p))),
        }
    }

    /// Both occasions together.
    #[inline]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Whether it suffices.
    #[inline]
    pub fn overcomes(self, resistance: Resistance) -> bool {
        self.0 >= resistance.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(value: f64) -> Probability {
        Probability::new(value).unwrap()
    }

    #[test]
    fn two_occasions_are_as_good_as_one_with_the_joint_chance() {
        let twice = Hazard::of(p(0.3)).and(Hazard::of(p(0.2)));
        let once = Hazard::of(p(1.0 - 0.7 * 0.8));
        assert!(twice.0.abs_diff(once.0) <= 2, "{twice:?} {once:?}");
    }

    #[test]
    fn no_chance_never_suffices_and_certainty_always_does() {
        for bits in [0, 1, u64::MAX / 3, u64::MAX] {
            let resistance = Draw::from_bits(bits).resistance();
            assert!(!Hazard::of(Probability::ZERO).overcomes(resistance));
            assert!(Hazard::of(Probability::ONE).overcomes(resistance));
        }
    }

    #[test]
    fn a_chance_is_overcome_by_its_share_of_uniforms() {
        for chance in [1e-6, 0.01, 0.5, 0.99] {
            let hazard = Hazard::of(p(chance));
            let edge = (chance * 18_446_744_073_709_551_616.0) as u64;
            let near = (chance * 1e-6 * 18_446_744_073_709_551_616.0) as u64;
            assert!(
                hazard.overcomes(Draw::from_bits(edge - near).resistance()),
                "{chance}"
            );
            assert!(
                !hazard.overcomes(Draw::from_bits(edge + near).resistance()),
                "{chance}"
            );
        }
    }
}

//! Chances: checked once where they enter, compared as integers ever after.

use std::fmt;

/// A number between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Probability(f64);

impl Probability {
    /// It never happens.
    pub const ZERO: Self = Self(0.0);
    /// It always happens.
    pub const ONE: Self = Self(1.0);

    /// `value` as a probability, or `None` unless it lies between 0 and 1.
    pub fn new(value: f64) -> Option<Self> {
        // NaN is in no range; adding zero turns -0.0 into 0.0.
        (0.0..=1.0).contains(&value).then_some(Self(value + 0.0))
    }

    /// The nearest probability to `value`; zero for NaN.
    pub fn clamped(value: f64) -> Self {
        if value.is_nan() {
            Self::ZERO
        } else {
            Self(value.clamp(0.0, 1.0))
        }
    }

    /// The number itself, 0 to 1.
    #[inline]
    pub fn get(self) -> f64 {
        self.0
    }

    /// `factor` times as likely, at most certain.
    pub fn times(self, factor: f64) -> Self {
        Self::clamped(self.0 * factor)
    }

    /// Both happen, where they are independent.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }

    /// The chance in the form that luck compares with.
    #[inline]
    pub fn chance(self) -> Chance {
        Chance::from(self)
    }
}

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A probability as every engine compares it: round(p·2⁶⁴), certainty being a
/// case of its own.
///
/// A uniform of 64 bits falls under it exactly when it is smaller, so raising a
/// probability never turns a success into a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Chance(u64);

impl Chance {
    /// It always happens.
    pub const CERTAIN: Self = Self(u64::MAX);
    /// It never happens.
    pub const NEVER: Self = Self(0);

    /// Whether it always happens.
    #[inline]
    pub fn is_certain(self) -> bool {
        // The largest f64 below 1 gives 2⁶⁴ − 2¹¹, so this value stands for 1 only.
        self.0 == u64::MAX
    }

    /// The binary digits of the probability after the point, the first in the
    /// highest bit. All ones stand for certainty.
    #[inline]
    pub fn digits(self) -> u64 {
        self.0
    }

    /// The chance with these digits; all ones stand for certainty.
    #[inline]
    pub fn from_digits(digits: u64) -> Self {
        Self(digits)
    }

    /// Both happen, where they are independent; rounded down to a multiple of 2⁻⁶⁴.
    #[inline]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::CERTAIN, chance) | (chance, Self::CERTAIN) => chance,
            (Self(a), Self(b)) => Self(((u128::from(a) * u128::from(b)) >> 64) as u64),
        }
    }

    /// The chances of two things that exclude each other, or two weights, added up;
    /// certain from one on. The order of additions cannot matter.
    #[inline]
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl From<Chance> for Probability {
    /// The probability, rounded to an f64.
    fn from(chance: Chance) -> Self {
        match chance {
            Chance::CERTAIN => Self::ONE,
            // Chances close to one may round to it.
            Chance(digits) => Self::clamped(digits as f64 / 18_446_744_073_709_551_616.0),
        }
    }
}

impl From<Probability> for Chance {
    #[inline]
    fn from(p: Probability) -> Self {
        if p.0 >= 1.0 {
            return Self::CERTAIN;
        }
        // Scaling by a power of two is exact; only chances below 2⁻¹² have
        // anything to round.
        Self((p.0 * 18_446_744_073_709_551_616.0).round() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_between_0_and_1_are_probabilities() {
        for p in [0.0, 0.5, 1.0, f64::MIN_POSITIVE] {
            assert_eq!(Probability::new(p).map(Probability::get), Some(p));
        }
        for p in [-0.1, 1.1, f64::NAN, f64::INFINITY, -f64::INFINITY] {
            assert_eq!(Probability::new(p), None);
        }
    }

    #[test]
    fn chances_multiply_and_add_up_as_integers() {
        let chance = |p: f64| Probability::clamped(p).chance();
        assert_eq!(chance(0.5).and(chance(0.25)), chance(0.125));
        assert_eq!(chance(0.3).and(Chance::CERTAIN), chance(0.3));
        assert_eq!(chance(0.3).and(Chance::NEVER), Chance::NEVER);
        assert_eq!(chance(0.5).plus(chance(0.25)), chance(0.75));
        assert!(chance(0.5).plus(chance(0.5)).is_certain());
    }

    #[test]
    fn a_chance_is_the_rounded_multiple_of_two_to_the_64() {
        let chance = |p: f64| Probability::clamped(p).chance();
        assert_eq!(chance(0.0), Chance::NEVER);
        assert_eq!(chance(1.0), Chance::CERTAIN);
        assert_eq!(chance(0.5).digits(), 1 << 63);
        assert_eq!(chance(0.75).digits(), 3 << 62);
        assert_eq!(chance(1.0 - f64::EPSILON / 2.0).digits(), u64::MAX - 2047);
        let one = 1.0 / 18_446_744_073_709_551_616.0;
        for (least, digits) in [(0.4, 0), (0.6, 1), (1.0, 1), (6.4, 6), (6.5, 7), (6.6, 7)] {
            assert_eq!(chance(least * one).digits(), digits, "{least}");
        }
    }
}

//! Money: whole millionths of the currency unit, so that sums are exact and the
//! order of adding changes nothing.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// An amount in millionths of the currency unit.
///
/// Arithmetic is checked: amounts beyond nine million million units end the
/// program rather than wrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

/// Millionths in one unit.
const MILLIONTHS: f64 = 1_000_000.0;
const OVERFLOW: &str = "amounts stay below nine million million units";

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `units` of the currency, rounded half to even to the millionth; `None`
    /// unless it is finite and below nine million million.
    pub fn of(units: f64) -> Option<Self> {
        let millionths = (units * MILLIONTHS).round_ties_even();
        (millionths.abs() < 9.0e18).then_some(Self(millionths as i64))
    }

    /// `millionths` of the unit.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// The amount in millionths of the unit.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The amount in units, for statistics and display.
    pub fn units(self) -> f64 {
        self.0 as f64 / MILLIONTHS
    }

    /// `rate` times the amount, rounded half to even: the one place where money
    /// is rounded.
    ///
    /// # Panics
    ///
    /// If the product is not finite or beyond the range of money.
    pub fn at_rate(self, rate: f64) -> Self {
        Self::of(self.units() * rate).expect(OVERFLOW)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.checked_add(other.0).expect(OVERFLOW))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.checked_sub(other.0).expect(OVERFLOW))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<u32> for Money {
    type Output = Self;
    fn mul(self, times: u32) -> Self {
        Self(self.0.checked_mul(times.into()).expect(OVERFLOW))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.units())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_to_the_millionth() {
        let cent = Money::of(0.01).unwrap();
        assert_eq!(
            (0..100).map(|_| cent).sum::<Money>(),
            Money::of(1.0).unwrap()
        );
        assert_eq!(Money::of(0.000_000_5), Some(Money(0)));
        assert_eq!(Money::of(0.000_001_5), Some(Money(2)));
        assert_eq!(Money::of(f64::NAN), None);
        assert_eq!(Money::of(1e30), None);
    }

    #[test]
    #[should_panic(expected = "nine million million")]
    fn overflow_is_no_small_number() {
        let _ = Money(i64::MAX) + Money(1);
    }
}

//! Moments and spans of continuous time.

use std::cmp::Ordering;
use std::ops::Add;

/// A moment counted from the seeds, or a span: not negative, perhaps never, in the unit
/// that the rates are in.
///
/// Times are ordered in full and added up along one chain of events at a time, so that the
/// order of processing cannot matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Time(f64);

impl Time {
    /// When the seeds begin; as a span, no time at all.
    pub const START: Self = Self(0.0);
    /// Later than every moment; as a span, for ever.
    pub const NEVER: Self = Self(f64::INFINITY);

    /// `value` as a time; `None` for negative numbers and for what is no number. Infinity
    /// is [`NEVER`](Self::NEVER).
    pub fn new(value: f64) -> Option<Self> {
        // Adding zero turns the negative zero into the one zero there is.
        (value >= 0.0).then_some(Self(value + 0.0))
    }

    /// The time as a number.
    pub fn get(self) -> f64 {
        self.0
    }

    /// Of a computed number that is never negative; what is no number becomes never.
    pub(crate) fn computed(value: f64) -> Self {
        Self::new(value).unwrap_or(Self::NEVER)
    }
}

impl Add for Time {
    type Output = Self;

    #[inline]
    fn add(self, span: Self) -> Self {
        Self(self.0 + span.0)
    }
}

impl Eq for Time {}

impl Ord for Time {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Time {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_from_zero_on_are_times() {
        assert_eq!(
            Time::new(-0.0).map(|t| t.cmp(&Time::START)),
            Some(Ordering::Equal)
        );
        assert_eq!(Time::new(f64::INFINITY), Some(Time::NEVER));
        assert_eq!(Time::new(-1e-300), None);
        assert_eq!(Time::new(f64::NAN), None);
    }

    #[test]
    fn never_is_later_than_every_moment_and_stays_never() {
        let moment = Time::new(f64::MAX).unwrap();
        assert!(Time::START < moment && moment < Time::NEVER);
        assert_eq!(Time::NEVER + moment, Time::NEVER);
    }
}

//! What was asked of an audience, and what came out.

use std::fmt;

use crate::known::{Known, listed};

/// One number that was asked for, beside the one that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Which number.
    pub known: Known,
    /// What was asked for, in the number's own unit.
    pub asked: f64,
    /// What the graph has.
    pub got: f64,
    /// How far the two may be apart.
    pub within: f64,
    /// Where it was missed: the other numbers with which it does not go together.
    pub against: Vec<Known>,
}

impl Target {
    /// Whether the graph has what was asked for, within the tolerance.
    pub fn is_met(&self) -> bool {
        (self.got - self.asked).abs() <= self.within
    }

    /// How far off it is, in tolerances: at most 1 where it is met.
    pub(crate) fn miss(&self) -> f64 {
        (self.got - self.asked).abs() / self.within
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (asked, got) = (rounded(self.asked), rounded(self.got));
        write!(f, "{}: asked {asked}, got {got}", self.known)?;
        if self.is_met() {
            return Ok(());
        }
        write!(f, ", not met")?;
        match self.against.is_empty() {
            true => Ok(()),
            false => write!(
                f,
                "; it does not go together with {}",
                listed(&self.against)
            ),
        }
    }
}

/// Four digits, or all of a whole number.
fn rounded(value: f64) -> String {
    let places = match value.abs() {
        x if x == x.trunc() || x >= 1000.0 => 0,
        x if x >= 100.0 => 1,
        x if x >= 10.0 => 2,
        _ => 3,
    };
    format!("{value:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_target_names_what_speaks_against_it() {
        let mut target = Target {
            known: Known::Clustering("x".to_owned()),
            asked: 0.6,
            got: 0.3123,
            within: 0.06,
            against: vec![Known::FriendsSpread("x".to_owned()), Known::People],
        };
        assert!(!target.is_met());
        assert_eq!(
            target.to_string(),
            "clustering (x): asked 0.600, got 0.312, not met; it does not go together with \
             friends_spread (x) and people"
        );
        target.got = 0.61;
        assert!(target.is_met());
        assert_eq!(target.to_string(), "clustering (x): asked 0.600, got 0.610");
    }
}

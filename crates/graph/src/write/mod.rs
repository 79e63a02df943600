//! Graphs written into files that other programs read: edge lists, tables (CSV)
//! and GraphML. All of them go through the graph once and hold no copy of it.
//!
//! Numbers are written in the shortest form that reads back to the same bits. A
//! friendship stands once, unless what is said of it differs between its two
//! ways. What a format has no way to write is an error, never a quiet change.
//!
//! Groups are in none of them; they are kept by the binary file alone.

pub mod csv;
pub mod edge_list;
pub mod graphml;

use std::fmt;
use std::io;

use crate::Error;
use crate::fan_graph::Platform;
use crate::id::{EdgeId, NodeId};

/// What the system said.
fn write_error(error: io::Error) -> Error {
    Error::Write {
        reason: error.to_string(),
    }
}

/// A number in the shortest form that reads back to the same bits.
struct Number(f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Up to here a whole number needs neither a point nor an exponent to be
        // told from one that is too large to be exact.
        let exact = 9_007_199_254_740_992.0;
        match self.0 == libm::trunc(self.0) && libm::fabs(self.0) < exact {
            true => write!(f, "{}", self.0),
            false => write!(f, "{:?}", self.0),
        }
    }
}

/// Whether each tie of `platform` is one of two that say the same, so that it is
/// enough to write one of them.
fn stands_once(platform: &Platform) -> bool {
    let ties = &platform.ties;
    let plain =
        platform.weights.is_none() && platform.times.is_none() && platform.multiplicity.is_none();
    let same = |one: EdgeId, other: EdgeId| {
        let bits = |column: &Option<Vec<f64>>, at: EdgeId| {
            column.as_ref().map(|column| column[at.index()].to_bits())
        };
        let count = |at: EdgeId| platform.multiplicity.as_ref().map(|m| m[at.index()]);
        bits(&platform.weights, one) == bits(&platform.weights, other)
            && bits(&platform.times, one) == bits(&platform.times, other)
            && count(one) == count(other)
    };
    let agrees = |(one, a, b): (EdgeId, NodeId, NodeId)| {
        a > b || ties.edge(b, a).is_some_and(|other| same(one, other))
    };
    ties.is_mutual() && (plain || ties.iter().all(agrees))
}

/// The ties to write of `platform`: all, or each friendship once.
fn written(platform: &Platform, once: bool) -> impl Iterator<Item = (EdgeId, NodeId, NodeId)> + '_ {
    let ties = platform.ties.iter();
    ties.filter(move |(_, a, b)| !once || a < b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_to_the_same_bits() {
        for (x, text) in [
            (0.1, "0.1"),
            (5.0, "5"),
            (-0.0, "-0"),
            (1e300, "1e300"),
            (-5e-324, "-5e-324"),
            (9007199254740992.0, "9007199254740992.0"),
            (1.0 / 3.0, "0.3333333333333333"),
        ] {
            assert_eq!(Number(x).to_string(), text);
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), x.to_bits());
        }
    }
}

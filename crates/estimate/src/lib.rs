//! How sure are we: samples, estimates, intervals and paired differences.
//!
//! A [`Sample`](sample::Sample) holds one number per world. Its
//! [`Estimate`](estimate::Estimate) is the mean with its standard error and
//! interval; a [`Difference`](difference::Difference) compares two samples of the
//! same worlds; a [`Curve`](curve::Curve) follows a number over days. A
//! [`Ratio`](ratio::Ratio) is one expectation over another, a
//! [`Clustered`](cluster::Clustered) sample has worlds that share a graph or an
//! assumption, and [`Components`](components::Components) say which of these the
//! variance comes from. [`standings`](best::standings) ranks several arms,
//! [`decide`](decision::decide) says whether it is settled which is best, and
//! [`dominators`](pareto::dominators) finds those that nobody needs. Intervals are
//! for one look, for a few planned [`looks`](looks::looks), or for
//! [any time](anytime) at all. Nothing here knows a graph.
//!
//! ```
//! use groundswell_estimate::{difference::Difference, sample::Sample};
//!
//! let invited = Sample::new(vec![12.0, 15.0, 11.0, 14.0]);
//! let broadcast = Sample::new(vec![10.0, 14.0, 10.0, 11.0]);
//! let gain = Difference::paired(&invited, &broadcast)?;
//! assert_eq!(gain.estimate.mean, 1.75);
//! assert!(gain.estimate.low > 0.0);
//! assert_eq!(gain.better, 1.0);
//! # Ok::<(), groundswell_estimate::Error>(())
//! ```

pub mod anytime;
pub mod best;
pub mod cluster;
pub mod components;
pub mod curve;
pub mod decision;
pub mod difference;
pub mod direction;
pub mod distribution;
pub mod estimate;
pub mod looks;
pub mod pareto;
pub mod ratio;
pub mod sample;
pub mod tally;

use std::fmt;

/// Why there is no estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// An error needs two worlds at least.
    TooFewWorlds {
        /// How many there were.
        worlds: usize,
    },
    /// Intervals for any time begin at [`anytime::LEAST`] worlds.
    TooEarly {
        /// How many there were.
        worlds: usize,
    },
    /// Paired samples come from the same worlds.
    Unpaired {
        /// Worlds of the one.
        of: usize,
        /// Worlds of the other.
        against: usize,
    },
    /// An error needs two independent draws at least of whatever may differ.
    TooFewUnits {
        /// How many there were.
        units: usize,
    },
    /// A unit without a world says nothing.
    EmptyUnit {
        /// Its position.
        unit: usize,
    },
    /// Nested levels of the same size everywhere hold this many worlds, no others.
    Unbalanced {
        /// How many worlds there were.
        worlds: usize,
        /// How many the levels hold.
        expected: usize,
    },
    /// Ranking needs two arms at least.
    TooFewArms {
        /// How many there were.
        arms: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewWorlds { worlds } => {
                write!(f, "{worlds} worlds; an error needs two at least")
            }
            Self::TooEarly { worlds } => {
                let least = anytime::LEAST;
                write!(
                    f,
                    "{worlds} worlds; an interval for any time needs {least} at least"
                )
            }
            Self::Unpaired { of, against } => {
                write!(
                    f,
                    "{of} worlds against {against}; a pair comes from the same worlds"
                )
            }
            Self::TooFewUnits { units } => {
                write!(f, "{units} independent draws; an error needs two at least")
            }
            Self::EmptyUnit { unit } => {
                write!(f, "unit {unit} has no worlds; each needs one at least")
            }
            Self::Unbalanced { worlds, expected } => {
                write!(f, "{worlds} worlds; the levels hold {expected}")
            }
            Self::TooFewArms { arms } => {
                write!(f, "{arms} arms; a ranking needs two at least")
            }
        }
    }
}

impl std::error::Error for Error {}

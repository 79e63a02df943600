//! How sure are we: samples, estimates, intervals and paired differences.
//!
//! A [`Sample`](sample::Sample) holds one number per world. Its
//! [`Estimate`](estimate::Estimate) is the mean with its standard error and
//! interval; a [`Difference`](difference::Difference) compares two samples of the
//! same worlds; a [`Curve`](curve::Curve) follows a number over days. Nothing here
//! knows a graph.
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

pub mod curve;
pub mod difference;
pub mod distribution;
pub mod estimate;
pub mod looks;
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
    /// Paired samples come from the same worlds.
    Unpaired {
        /// Worlds of the one.
        of: usize,
        /// Worlds of the other.
        against: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewWorlds { worlds } => {
                write!(f, "{worlds} worlds; an error needs two at least")
            }
            Self::Unpaired { of, against } => {
                write!(
                    f,
                    "{of} worlds against {against}; a pair comes from the same worlds"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

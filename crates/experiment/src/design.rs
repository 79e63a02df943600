//! Designs: at which points of the space of assumptions a study is carried out.
//!
//! A point has one coordinate for each factor, in [0, 1]; what a coordinate means is for
//! whoever varies the factor to say. All designs are pure functions of their numbers and
//! a seed, and a longer design of the same kind begins with the shorter one, except that a
//! Latin hypercube has to be as long as it was planned.

pub mod latin_hypercube;
pub mod saltelli;
pub mod sobol;
pub mod trajectories;

use std::fmt;

/// The most factors of a design.
pub const MOST_FACTORS: usize = 128;

/// The most points of a design, or sets of points that belong together.
pub const MOST_POINTS: u32 = 1 << 16;

/// One coordinate for each factor, in [0, 1].
pub type Point = Vec<f64>;

/// A design that cannot be laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// No factors, or more than [`MOST_FACTORS`].
    Factors {
        /// How many.
        factors: usize,
    },
    /// No points, or more than [`MOST_POINTS`].
    Points {
        /// How many.
        points: u32,
    },
    /// Trajectories need an even number of levels, 2 to 64.
    Levels {
        /// How many.
        levels: u32,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Factors { factors } => {
                write!(f, "{factors} factors; 1 to {MOST_FACTORS} can be varied")
            }
            Self::Points { points } => {
                write!(f, "{points} points; a design has 1 to {MOST_POINTS}")
            }
            Self::Levels { levels } => {
                write!(f, "{levels} levels; trajectories step over 2, 4, … 64")
            }
        }
    }
}

impl std::error::Error for Error {}

fn check(points: u32, factors: usize) -> Result<(), Error> {
    if factors == 0 || factors > MOST_FACTORS {
        return Err(Error::Factors { factors });
    }
    if points == 0 || points > MOST_POINTS {
        return Err(Error::Points { points });
    }
    Ok(())
}

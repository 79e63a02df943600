//! What is wrong with a model's numbers.

use std::fmt;

use groundswell_graph::id::NodeId;

/// What makes a model impossible on a graph, with the values that do.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// The weights of those whom somebody hears sum to more than one.
    WeightsAboveOne {
        /// Who hears them.
        person: NodeId,
        /// Their sum.
        sum: f64,
    },
    /// Ties into the same person differ where they may not.
    UnevenChances,
    /// A number lies outside its range.
    OutOfRange {
        /// What it is for.
        name: &'static str,
        /// What stands there.
        value: f64,
        /// What would do.
        range: &'static str,
    },
    /// A list that may not be empty is.
    Empty {
        /// What it is for.
        name: &'static str,
    },
    /// There are more networks than a model can tell apart.
    TooManyNetworks {
        /// How many there are.
        networks: usize,
        /// How many there may be.
        most: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WeightsAboveOne { person, sum } => write!(
                f,
                "the weights into person {} sum to {sum}; thresholds need at most 1",
                person.0
            ),
            Self::UnevenChances => write!(
                f,
                "ties into the same person need the same chance; uniform and weighted-cascade would do"
            ),
            Self::OutOfRange { name, value, range } => {
                write!(f, "{name} is {value}; it is {range}")
            }
            Self::Empty { name } => write!(f, "{name} is empty; it needs at least one entry"),
            Self::TooManyNetworks { networks, most } => {
                write!(f, "{networks} platforms; this model knows at most {most}")
            }
        }
    }
}

impl std::error::Error for Error {}

/// `value` where it lies between `least` and `most`.
pub(crate) fn within(
    name: &'static str,
    value: f64,
    (least, most): (f64, f64),
    range: &'static str,
) -> Result<f64, Error> {
    match (least..=most).contains(&value) {
        true => Ok(value),
        false => Err(Error::OutOfRange { name, value, range }),
    }
}

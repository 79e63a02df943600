//! Sensitivity: which assumptions an answer hangs on, from its values at the points of a
//! design.

pub mod elementary;
pub mod variance;

use std::fmt;

/// Answers from which nothing can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The answers are not as many as the points of whole groups, or the groups are
    /// fewer than two.
    Answers {
        /// How many.
        answers: usize,
        /// Points that belong together.
        group: usize,
    },
    /// An answer is not a finite number.
    NotFinite {
        /// Its place.
        at: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answers { answers, group } => write!(
                f,
                "{answers} answers; there must be two groups of {group} at least, and none cut short"
            ),
            Self::NotFinite { at } => write!(f, "answer {at} is not a finite number"),
        }
    }
}

impl std::error::Error for Error {}

/// The answers in groups of that many.
fn groups(answers: &[f64], group: usize) -> Result<std::slice::ChunksExact<'_, f64>, Error> {
    let whole = answers.len().is_multiple_of(group) && answers.len() >= 2 * group;
    if !whole {
        let answers = answers.len();
        return Err(Error::Answers { answers, group });
    }
    match answers.iter().position(|answer| !answer.is_finite()) {
        Some(at) => Err(Error::NotFinite { at }),
        None => Ok(answers.chunks_exact(group)),
    }
}

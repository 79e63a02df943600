//! Why nobody can be chosen as asked.

use std::fmt;

use groundswell_graph::id::NodeId;

/// Why nobody can be chosen as asked, with the values that are in the way.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// Nobody may be chosen, or nobody can be paid for.
    NobodyToChoose,
    /// Somebody is named who is nobody.
    NoSuchPerson {
        /// Who was named.
        person: NodeId,
        /// How many people there are.
        people: u32,
    },
    /// A list that has one entry per person has another number of them.
    NotOnePerPerson {
        /// What it is for.
        name: &'static str,
        /// Entries given.
        entries: usize,
        /// People there are.
        people: u32,
    },
    /// A number lies outside its range.
    OutOfRange {
        /// What it is for.
        name: &'static str,
        /// What stands there.
        value: f64,
        /// What would do.
        range: &'static str,
    },
    /// Not one RR set fits the memory that may be used.
    TooLittleMemory {
        /// Bytes that may be used.
        most: u64,
        /// Bytes without which nothing can be done.
        least: u64,
    },
    /// Somebody asked the search to stop before there was anything to choose by.
    Stopped,
    /// The engine refuses.
    Diffusion(groundswell_diffusion::error::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NobodyToChoose => write!(
                f,
                "nobody may be chosen; there must be a candidate who is neither excluded nor seeded already and costs no more than the budget"
            ),
            Self::NoSuchPerson { person, people } => write!(
                f,
                "person {} is named among {people} people; ids are below their number",
                person.0
            ),
            Self::NotOnePerPerson {
                name,
                entries,
                people,
            } => write!(
                f,
                "{name}: {entries} entries for {people} people; give one per person"
            ),
            Self::OutOfRange { name, value, range } => {
                write!(f, "{name} is {value}; it is {range}")
            }
            Self::TooLittleMemory { most, least } => write!(
                f,
                "{most} bytes may be used, and at least {least} are needed; allow more memory"
            ),
            Self::Stopped => write!(f, "stopped before there was anybody to choose"),
            Self::Diffusion(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<groundswell_diffusion::error::Error> for Error {
    fn from(error: groundswell_diffusion::error::Error) -> Self {
        Self::Diffusion(error)
    }
}

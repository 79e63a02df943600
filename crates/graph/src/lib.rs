//! Who knows whom, and where: people, platforms, ties and fans.
//!
//! A [`FanGraph`](fan_graph::FanGraph) holds people `0..n` and, for each
//! [`Platform`](fan_graph::Platform), who hears whom on it and who is a fan of
//! the brand there. It is made by a [`GraphBuilder`](builder::GraphBuilder), read from
//! files of any format ([`open`], [`read`], [`import`], [`binary`]), drawn from a
//! textbook model ([`generate`]) or synthesised from the numbers a page owner knows
//! ([`aggregates`]). [`save`] writes it, whole or not at all ([`whole_file`]), [`measure`] says what it is like, and
//! [`activation`] how likely word is to pass along its ties. petgraph's algorithms
//! are reached through [`petgraph_bridge`].
//!
//! ```
//! use groundswell_graph::builder::{GraphBuilder, Direction};
//! use groundswell_graph::id::NodeId;
//!
//! // Ana and Ben are friends, Ben and Cleo are friends; Ana is a fan.
//! let (ana, ben, cleo) = (NodeId(0), NodeId(1), NodeId(2));
//! let mut builder = GraphBuilder::new(3);
//! builder.platform("facebook", &[(ana, ben), (ben, cleo)], Direction::Mutual)?;
//! builder.fans("facebook", [ana])?;
//! let graph = builder.build();
//!
//! assert_eq!(graph.platforms()[0].ties.heard_by(ben), [ana, cleo]);
//! assert_eq!(graph.platforms()[0].friends_of_fans().members(), [ben]);
//! # Ok::<(), groundswell_graph::Error>(())
//! ```
//!
//! From a file to a graph; [`open::open`] takes the path of one:
//!
//! ```
//! use groundswell_graph::builder::Direction;
//! use groundswell_graph::import::Import;
//! use groundswell_graph::read::{Reading, read};
//!
//! let file = "source,target\nana,ben\nben,cleo\n";
//! let draft = read("friends.csv", file.as_bytes(), &Reading::default())?;
//! let mutual = Import {
//!     direction: Some(Direction::Mutual),
//!     ..Import::default()
//! };
//! let (graph, summary) = draft.import(&mutual)?;
//!
//! assert_eq!((graph.people(), graph.platforms()[0].ties.count()), (3, 4));
//! assert_eq!(summary.header, Some(1));
//! let names: Vec<String> = graph.nodes().map(|v| graph.original_id(v)).collect();
//! assert_eq!(names, ["ana", "ben", "cleo"]);
//! # Ok::<(), groundswell_graph::Error>(())
//! ```

mod acquaintance;
pub mod activation;
pub mod aggregates;
pub mod attributes;
pub mod binary;
pub mod builder;
mod clustering;
pub mod community;
pub mod contradiction;
pub mod draft;
pub mod fan_graph;
mod freeze;
pub mod generate;
pub mod groups;
pub mod id;
pub mod ids;
pub mod import;
pub mod known;
pub mod layout;
pub mod marks;
pub mod measure;
pub mod name_key;
pub mod open;
pub mod order;
mod overlap;
pub mod people;
pub mod petgraph_bridge;
pub mod probability;
pub mod read;
pub mod save;
mod strangers;
mod synthesis;
pub mod target;
pub mod ties;
pub mod whole_file;
pub mod write;

use std::fmt;

use crate::contradiction::Bound;
use crate::known::Known;

/// What can be wrong with a graph or with a file that should hold one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A platform would have 2³² ties or more.
    TooManyTies {
        /// How many there were.
        ties: u64,
    },
    /// There would be 2³² people or more.
    TooManyPeople,
    /// A number that others rule out, whatever the graph.
    Contradiction {
        /// The number.
        asked: Box<Known>,
        /// How many people, or friends, it asks for.
        people: u64,
        /// How many there can be.
        bound: Bound,
        /// The numbers from which that follows.
        because: Vec<Known>,
    },
    /// An id that nobody has.
    NoSuchPerson {
        /// The id.
        id: u64,
        /// How many people there are.
        people: u32,
    },
    /// A group that was never declared.
    NoSuchGroup {
        /// Its number.
        group: u32,
        /// How many groups there are.
        groups: u32,
    },
    /// A platform that was never declared.
    NoSuchPlatform {
        /// Its name.
        name: String,
    },
    /// A platform that was declared before.
    PlatformTwice {
        /// Its name.
        name: String,
    },
    /// Lines of a data file that cannot be read: the first few, and how many.
    BadLines {
        /// At most five, in file order.
        first: Vec<BadLine>,
        /// How many there are in all.
        count: u64,
    },
    /// A column that the file does not have.
    NoSuchColumn {
        /// The column asked for.
        column: String,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// The system refused to read.
    Read {
        /// What the system said.
        reason: String,
    },
    /// A tie that names somebody who is not among the people.
    Stranger {
        /// Whom the first such tie names.
        id: String,
        /// Its line, where it can be told.
        line: Option<u64>,
        /// How many such ties there are.
        count: u64,
    },
    /// A file that should be a binary graph file and is none, or a damaged one.
    NotAGraphFile {
        /// What is wrong with it.
        what: String,
    },
    /// The system refused to write.
    Write {
        /// What the system said.
        reason: String,
    },
    /// A text that cannot be written as what it should be.
    NotWritable {
        /// The text.
        text: String,
        /// What it should be.
        format: &'static str,
    },
    /// A file that would take more memory than it may.
    TooMuchMemory {
        /// Bytes that may be held.
        most: u64,
    },
    /// A graph that would take more memory than it may.
    TooLarge {
        /// Bytes that it would take, about.
        bytes: u64,
        /// Bytes that may be used.
        most: u64,
    },
    /// Pairs of one person with itself, where they are refused.
    SelfLoops {
        /// How many there are.
        count: u64,
    },
    /// A weight that is to be a probability and is none.
    NotAProbability {
        /// The weight.
        value: String,
    },
    /// A kind of generated graph that there is not.
    NoSuchGenerator {
        /// The kind asked for.
        kind: String,
        /// The kinds there are.
        kinds: Vec<&'static str>,
    },
    /// Something set for a generated graph that it does not have.
    NoSuchParameter {
        /// The kind of graph.
        kind: &'static str,
        /// The parameter asked for.
        parameter: String,
        /// The parameters there are.
        parameters: Vec<&'static str>,
    },
    /// A parameter of a generated graph that is set twice.
    ParameterTwice {
        /// The kind of graph.
        kind: &'static str,
        /// The parameter.
        parameter: &'static str,
    },
    /// A parameter of a generated graph with a value that will not do.
    BadParameter {
        /// The kind of graph.
        kind: &'static str,
        /// The parameter.
        parameter: &'static str,
        /// What stands there.
        value: String,
        /// What would do.
        expected: String,
    },
    /// Numbers from which no graph can be made.
    Impossible {
        /// Which, and why.
        what: &'static str,
    },
}

/// One line of a data file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Line number, from 1.
    pub line: u64,
    /// The line's text, shortened.
    pub text: String,
    /// What would do.
    pub expected: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}: \"{}\"; {}",
            self.line, self.text, self.expected
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyTies { ties } => {
                write!(f, "{ties} ties; a platform holds at most {}", u32::MAX)
            }
            Self::TooManyPeople => write!(f, "more than {} people", u32::MAX),
            Self::Contradiction {
                asked,
                people,
                bound,
                because,
            } => {
                let (side, limit) = match bound {
                    Bound::AtLeast(least) => ("at least", least),
                    Bound::AtMost(most) => ("at most", most),
                };
                write!(
                    f,
                    "{asked} asks for {people}; {side} {limit} follows from {}",
                    known::listed(because)
                )
            }
            Self::NoSuchPerson { id, people } => {
                write!(
                    f,
                    "person {id} does not exist; ids run from 0 to {}",
                    people.saturating_sub(1)
                )
            }
            Self::NoSuchGroup { group, groups } => {
                write!(f, "group {group} does not exist; there are {groups}")
            }
            Self::NoSuchPlatform { name } => write!(f, "platform \"{name}\" was never declared"),
            Self::PlatformTwice { name } => write!(f, "platform \"{name}\" is declared twice"),
            Self::BadLines { first, count } => {
                for (i, line) in first.iter().enumerate() {
                    write!(f, "{}{line}", if i == 0 { "" } else { "\n" })?;
                }
                match count - first.len() as u64 {
                    0 => Ok(()),
                    more => write!(f, "\nand {more} more"),
                }
            }
            Self::NoSuchColumn { column, columns } => {
                write!(
                    f,
                    "no column \"{column}\"; the columns are {}",
                    columns.join(", ")
                )
            }
            Self::Stranger { id, count, .. } => {
                write!(f, "\"{id}\" is not among the people")?;
                match count - 1 {
                    0 => Ok(()),
                    more => write!(f, "; nor are people in {more} more ties"),
                }
            }
            Self::NotAGraphFile { what } => write!(f, "{what}"),
            Self::Read { reason } | Self::Write { reason } => write!(f, "{reason}"),
            Self::NotWritable { text, format } => {
                write!(f, "\"{}\" cannot be {format}", text.escape_debug())
            }
            Self::TooMuchMemory { most } => {
                write!(f, "needs more than the {} MiB that may be used", most >> 20)
            }
            Self::TooLarge { bytes, most } => write!(
                f,
                "takes about {} MiB of memory, and {} MiB may be used",
                bytes.div_ceil(1 << 20),
                most >> 20
            ),
            Self::SelfLoops { count } => {
                write!(
                    f,
                    "{count} pairs of one person with itself; none are allowed here"
                )
            }
            Self::NotAProbability { value } => {
                write!(f, "weight {value}; a probability lies between 0 and 1")
            }
            Self::NoSuchGenerator { kind, kinds } => {
                write!(f, "no generator \"{kind}\"; there are {}", kinds.join(", "))
            }
            Self::NoSuchParameter {
                kind,
                parameter,
                parameters,
            } => write!(
                f,
                "{kind} has no parameter \"{parameter}\"; it has {}",
                parameters.join(", ")
            ),
            Self::ParameterTwice { kind, parameter } => {
                write!(f, "{kind}: {parameter} is set twice")
            }
            Self::BadParameter {
                kind,
                parameter,
                value,
                expected,
            } => write!(f, "{kind}: {parameter} is {value}; {expected}"),
            Self::Impossible { what } => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for Error {}

//! From an audience to its graph: aggregates are drawn, files are read.

use std::fmt;
use std::path::Path;

use groundswell_graph::Error;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::import::{Import, PlatformSummary};
use groundswell_graph::read::Reading;
use groundswell_graph::target::Target;

use crate::audience::Audience;
use crate::document::choices;
use crate::effective;
use crate::from_files::{choose, from_files};

/// What keeps an audience from becoming a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AudienceError {
    /// The system refused to read a file.
    Unreadable {
        /// The file, as the scenario names it.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// A file holds something else than it should.
    Content {
        /// The file, as the scenario names it.
        file: String,
        /// What is wrong.
        error: Error,
    },
    /// A tie names somebody who is not in the file of people.
    NoRow {
        /// The file of ties.
        file: String,
        /// Line of the first such tie, where it can be told.
        line: Option<u64>,
        /// Whom it names.
        id: String,
        /// The file of people.
        people: String,
        /// How many such ties there are.
        count: u64,
    },
    /// A file of ties names platforms, and nobody said which are meant.
    Layered {
        /// The file of ties.
        file: String,
        /// The platforms it names.
        platforms: Vec<String>,
    },
    /// A platform is named that a file of ties does not have.
    NoSuchPlatform {
        /// The file of ties.
        file: String,
        /// The platform.
        platform: String,
        /// The platforms there are.
        platforms: Vec<String>,
    },
    /// A fan is named who is not in the graph.
    NoSuchFan {
        /// The id.
        id: String,
    },
    /// Somebody is in a group who is not in the graph.
    NoSuchMember {
        /// The file of groups.
        file: String,
        /// The line, where it was found again.
        line: Option<u64>,
        /// The id.
        id: String,
    },
    /// More fans are asked for than there are people.
    TooManyFans {
        /// How many were asked for.
        fans: u32,
        /// How many people there are.
        people: u32,
    },
    /// There is no graph, only fans of whom it is not known whom they know.
    NoGraph,
    /// Numbers from which no graph can be made.
    Graph(Error),
}

impl fmt::Display for AudienceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { file, reason } => write!(f, "{file}: {reason}"),
            Self::Content {
                file,
                error: Error::BadLines { first, count },
            } => {
                for (i, line) in first.iter().enumerate() {
                    write!(f, "{}{file}, {line}", if i == 0 { "" } else { "\n" })?;
                }
                match count.saturating_sub(first.len() as u64) {
                    0 => Ok(()),
                    more => write!(f, "\nand {more} more"),
                }
            }
            Self::Content { file, error } => write!(f, "{file}: {error}"),
            Self::NoRow {
                file,
                line,
                id,
                people,
                count,
            } => {
                write!(f, "{file}")?;
                if let Some(line) = line {
                    write!(f, ", line {line}")?;
                }
                write!(f, ": \"{id}\" has no row in {people}")?;
                match count - 1 {
                    0 => Ok(()),
                    more => write!(f, "; nor do people in {more} more ties"),
                }
            }
            Self::Layered { file, platforms } => write!(
                f,
                "{file}: its lines are of platforms; audience.platforms has to say which are \
                 meant, out of {}",
                platforms.join(", ")
            ),
            Self::NoSuchPlatform {
                file,
                platform,
                platforms,
            } => {
                write!(f, "{file}: no line is of the platform \"{platform}\"")?;
                match platforms.is_empty() {
                    true => Ok(()),
                    false => {
                        let names = platforms.iter().map(String::as_str);
                        write!(f, "; {} would do", choices(names))
                    }
                }
            }
            Self::NoSuchFan { id } => {
                write!(f, "audience.fans names \"{id}\", who is not in the graph")
            }
            Self::NoSuchMember { file, line, id } => {
                f.write_str(file)?;
                if let Some(line) = line {
                    write!(f, ", line {line}")?;
                }
                write!(f, ": \"{id}\" is in a group, but not in the graph")
            }
            Self::TooManyFans { fans, people } => {
                write!(
                    f,
                    "audience.fans asks for {fans}; there are {people} people"
                )
            }
            Self::NoGraph => write!(
                f,
                "audience.kind is \"branching\", which has no graph; another kind would do"
            ),
            Self::Graph(error) => write!(f, "audience: {error}"),
        }
    }
}

impl std::error::Error for AudienceError {}

impl AudienceError {
    /// Whether it is that memory does not suffice.
    pub fn is_want_of_memory(&self) -> bool {
        let (Self::Content { error, .. } | Self::Graph(error)) = self else {
            return false;
        };
        matches!(error, Error::TooMuchMemory { .. } | Error::TooLarge { .. })
    }
}

impl From<Error> for AudienceError {
    fn from(error: Error) -> Self {
        Self::Graph(error)
    }
}

impl Audience {
    /// Bytes that making the graph takes at the peak, about, besides those of the program;
    /// nothing where it is read from files, whose reading is bounded as it goes.
    ///
    /// # Errors
    ///
    /// [`AudienceError::Graph`] for numbers from which no graph can be made.
    pub fn bytes(&self) -> Result<u64, AudienceError> {
        Ok(match self {
            Self::FromAggregates(known) => known.bytes(),
            Self::Generated(generated) => generated.drawing()?.bytes()?,
            Self::File(_) | Self::BuiltIn { .. } | Self::Branching(_) => 0,
        })
    }

    /// The same as [`graph`](Self::graph), unless making it would take more than so many
    /// bytes.
    ///
    /// # Errors
    ///
    /// As there; [`Error::TooLarge`] and, for files, [`Error::TooMuchMemory`].
    pub fn graph_within(
        &self,
        most: u64,
        folder: &Path,
        seed: u64,
    ) -> Result<(FanGraph, Vec<String>), AudienceError> {
        let bytes = self.bytes()?;
        if bytes > most {
            return Err(Error::TooLarge { bytes, most }.into());
        }
        match self {
            Self::File(files) => from_files(files, folder, seed, most),
            other => other.graph(folder, seed),
        }
    }

    /// The graph, the same for the same `seed`, and what to tell about it, one
    /// line each. Paths of files start from `folder`.
    ///
    /// # Errors
    ///
    /// Whatever is wrong with the files, or with numbers that contradict each
    /// other; [`AudienceError::NoGraph`] where there is none.
    pub fn graph(
        &self,
        folder: &Path,
        seed: u64,
    ) -> Result<(FanGraph, Vec<String>), AudienceError> {
        match self {
            Self::FromAggregates(known) => {
                let (graph, targets) = known.drawn(seed)?;
                let summary = vec![format!(
                    "{} people drawn from aggregates, {} of them nearby",
                    grouped(graph.people().into()),
                    grouped(known.people.into())
                )];
                let (graph, mut summary) = with_platforms(graph, summary);
                summary.extend(targets.iter().map(Target::to_string));
                Ok((graph, summary))
            }
            Self::File(files) => from_files(files, folder, seed, Reading::default().most_bytes),
            Self::Generated(generated) => {
                let mut graph = generated.drawing()?.graph(seed)?;
                let names: Vec<String> = graph.platforms().iter().map(|p| p.name.clone()).collect();
                for name in &names {
                    if let Some(platform) = graph.platform(name) {
                        let chosen = choose(&generated.fans, &graph, platform, None, seed)?;
                        graph.set_fans(name, chosen)?;
                    }
                }
                let people = grouped(graph.people().into());
                let summary = vec![format!("{people} people drawn by {}", generated.model)];
                Ok(with_platforms(graph, summary))
            }
            Self::BuiltIn {
                graph,
                platform,
                fans,
            } => {
                let import = Import {
                    platform: platform.clone(),
                    ..Import::default()
                };
                let (mut people, imported) = graph.graph(&import)?;
                let mut summary = Vec::new();
                for platform in &imported.platforms {
                    if let Some(found) = people.platform(&platform.name) {
                        let chosen = choose(fans, &people, found, None, seed)?;
                        people.set_fans(&platform.name, chosen)?;
                    }
                    summary.push(told(graph.name(), platform));
                }
                Ok(with_platforms(people, summary))
            }
            Self::Branching(_) => Err(AudienceError::NoGraph),
        }
    }
}

/// A count as people read it: 16,268.
pub(crate) fn grouped(count: i64) -> String {
    effective::grouped(count).replace('_', ",")
}

/// What became of the pairs of a file.
pub(crate) fn told(file: &str, platform: &PlatformSummary) -> String {
    let imported = &platform.imported;
    format!(
        "{file}: {} pairs, {} directed ties ({}); left out: {} self-loops, {} duplicates",
        grouped(imported.pairs as i64),
        grouped(imported.ties.into()),
        platform.direction,
        grouped(imported.self_loops as i64),
        grouped(imported.duplicates as i64)
    )
}

/// The graph, with a line for each of its platforms.
pub(crate) fn with_platforms(graph: FanGraph, mut summary: Vec<String>) -> (FanGraph, Vec<String>) {
    for platform in graph.platforms() {
        summary.push(format!(
            "{}: {} people, {} fans, {} directed ties",
            platform.name,
            grouped(
                platform
                    .members
                    .as_ref()
                    .map_or(graph.people(), |m| m.len())
                    .into()
            ),
            grouped(platform.fans.len().into()),
            grouped(platform.ties.count().into())
        ));
    }
    (graph, summary)
}

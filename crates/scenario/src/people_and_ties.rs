//! From an audience to its graph: aggregates are drawn, files are read.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use groundswell_graph::Error;
use groundswell_graph::builder::{Direction, GraphBuilder, Imported};
use groundswell_graph::edge_list::EdgeList;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::ids::{Ids, by_id};
use groundswell_graph::people_file::{PeopleFile, says_yes};
use groundswell_seeding::Seeder;
use groundswell_seeding::degree::Degree;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::audience::{Audience, FanChoice, Files};
use crate::effective;

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
    /// A fan is named who is not in the graph.
    NoSuchFan {
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
            Self::NoSuchFan { id } => {
                write!(f, "audience.fans names \"{id}\", who is not in the graph")
            }
            Self::TooManyFans { fans, people } => {
                write!(
                    f,
                    "audience.fans asks for {fans}; there are {people} people"
                )
            }
            Self::Graph(error) => write!(f, "audience: {error}"),
        }
    }
}

impl std::error::Error for AudienceError {}

impl From<Error> for AudienceError {
    fn from(error: Error) -> Self {
        Self::Graph(error)
    }
}

impl Audience {
    /// The graph, the same for the same `seed`, and what to tell about it, one
    /// line each. Paths of files start from `folder`.
    ///
    /// # Errors
    ///
    /// Whatever is wrong with the files, or with numbers that contradict each
    /// other.
    pub fn graph(
        &self,
        folder: &Path,
        seed: u64,
    ) -> Result<(FanGraph, Vec<String>), AudienceError> {
        match self {
            Self::FromAggregates(known) => {
                let graph = known.graph(seed)?;
                let summary = vec![format!(
                    "{} people drawn from aggregates, {} of them nearby",
                    grouped(graph.people().into()),
                    grouped(known.people.into())
                )];
                Ok(with_platforms(graph, summary))
            }
            Self::File(files) => from_files(files, folder, seed),
            Self::BuiltIn {
                graph,
                platform,
                fans,
            } => {
                let list = EdgeList::read(graph.ties().as_bytes())?;
                let people = Names::of_ties(&list);
                let mut builder = GraphBuilder::new(people.count()?);
                let imported = builder.platform(platform, &list.pairs, Direction::Mutual)?;
                let fans = choose(fans, &builder, &people, None, seed)?;
                builder.fans(platform, fans)?;
                builder.original_ids(people.ids()?);
                let summary = vec![told(graph.name(), Direction::Mutual, &imported)];
                Ok(with_platforms(builder.build(), summary))
            }
        }
    }
}

fn from_files(
    files: &Files,
    folder: &Path,
    seed: u64,
) -> Result<(FanGraph, Vec<String>), AudienceError> {
    let mut list = read(folder, &files.ties, EdgeList::read)?;
    let table = match &files.people {
        Some(file) => Some((file.as_str(), read(folder, file, PeopleFile::read)?)),
        None => None,
    };
    let people = match &table {
        Some((file, table)) => {
            let people = Names::of_people(table);
            renumber(&mut list, &people, table, files, file, folder)?;
            people
        }
        None => Names::of_ties(&list),
    };
    let mut builder = GraphBuilder::new(people.count()?);
    let imported = builder.platform(&files.platform, &list.pairs, files.direction)?;
    let fans = choose(&files.fans, &builder, &people, table.as_ref(), seed)?;
    builder.fans(&files.platform, fans)?;
    if let (Some(column), Some((file, table))) = (&files.nearby, &table) {
        let nearby = table
            .ids_where(column, says_yes)
            .map_err(|error| content(file, error))?;
        builder.catchment(nearby.into_iter().filter_map(|id| people.number(id)))?;
    }
    builder.original_ids(people.ids()?);
    let summary = vec![told(&files.ties, files.direction, &imported)];
    Ok(with_platforms(builder.build(), summary))
}

/// Numbers the ends of all pairs by `people`, all of whom must be among them.
fn renumber(
    list: &mut EdgeList,
    people: &Names,
    table: &PeopleFile,
    files: &Files,
    people_file: &str,
    folder: &Path,
) -> Result<(), AudienceError> {
    let strangers = |pair: &(NodeId, NodeId)| {
        [pair.0, pair.1]
            .into_iter()
            .find(|end| !table.contains(&list.ids[end.index()]))
    };
    let first = list
        .pairs
        .iter()
        .enumerate()
        .find_map(|(at, pair)| Some((at, strangers(pair)?)));
    if let Some((at, stranger)) = first {
        return Err(AudienceError::NoRow {
            file: files.ties.clone(),
            line: line_of_pair(&folder.join(&files.ties), at, list.header.is_some()),
            id: list.ids[stranger.index()].clone(),
            people: people_file.to_owned(),
            count: list
                .pairs
                .iter()
                .filter(|pair| strangers(pair).is_some())
                .count() as u64,
        });
    }
    let numbers: Vec<NodeId> = list.ids.iter().filter_map(|id| people.number(id)).collect();
    for (a, b) in &mut list.pairs {
        (*a, *b) = (numbers[a.index()], numbers[b.index()]);
    }
    Ok(())
}

/// The ids of all people, in the order by which they are numbered.
struct Names {
    ids: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn of_ties(list: &EdgeList) -> Self {
        Self::in_order(list.ids.clone())
    }

    /// Whole numbers by size, then texts by bytes, as for files of ties.
    fn of_people(table: &PeopleFile) -> Self {
        let mut ids: Vec<String> = table.ids().map(str::to_owned).collect();
        ids.sort_unstable_by(|a, b| by_id(a, b));
        Self::in_order(ids)
    }

    fn in_order(ids: Vec<String>) -> Self {
        let numbers = ids.iter().cloned().zip(0..).collect();
        Self { ids, numbers }
    }

    fn number(&self, id: &str) -> Option<NodeId> {
        self.numbers.get(id).copied().map(NodeId)
    }

    fn ids(&self) -> Result<Ids, Error> {
        Ids::of(self.ids.iter().map(String::as_str))
    }

    fn count(&self) -> Result<u32, Error> {
        u32::try_from(self.ids.len()).map_err(|_| Error::TooManyPeople)
    }
}

/// Those who are fans.
fn choose(
    choice: &FanChoice,
    builder: &GraphBuilder,
    people: &Names,
    table: Option<&(&str, PeopleFile)>,
    seed: u64,
) -> Result<Vec<NodeId>, AudienceError> {
    let everybody = builder.graph().people();
    let enough = |fans: u32| match fans > everybody {
        true => Err(AudienceError::TooManyFans {
            fans,
            people: everybody,
        }),
        false => Ok(fans as usize),
    };
    match choice {
        FanChoice::Column { column, is } => {
            let Some((file, table)) = table else {
                return Ok(Vec::new());
            };
            let fans = match is {
                Some(is) => table.ids_where(column, |cell| cell == is),
                None => table.ids_where(column, says_yes),
            };
            let fans = fans.map_err(|error| content(file, error))?;
            Ok(fans
                .into_iter()
                .filter_map(|id| people.number(id))
                .collect())
        }
        FanChoice::RandomShare(share) => {
            let fans = (share.get() * f64::from(everybody)).round() as usize;
            Ok(at_random(fans, people, seed))
        }
        FanChoice::Random(fans) => Ok(at_random(enough(*fans)?, people, seed)),
        FanChoice::MostConnected(fans) => {
            let fans = enough(*fans)?;
            let platform = &builder.graph().platforms()[0];
            let all: Vec<NodeId> = builder.graph().nodes().collect();
            Ok(Degree.choose(platform, &all, fans))
        }
        FanChoice::Ids(ids) => {
            let number = |id: &String| {
                people
                    .number(id)
                    .ok_or_else(|| AudienceError::NoSuchFan { id: id.clone() })
            };
            ids.iter().map(number).collect()
        }
    }
}

/// `count` people at random. Everybody has a place in line that depends on the
/// seed and their id only: a larger choice holds every smaller one, and people
/// who join or leave change nobody else's place.
fn at_random(count: usize, people: &Names, seed: u64) -> Vec<NodeId> {
    let mut line: Vec<(u64, NodeId)> = people
        .ids
        .iter()
        .zip(0..)
        .map(|(id, v)| (xxh3_64_with_seed(id.as_bytes(), seed), NodeId(v)))
        .collect();
    line.sort_unstable();
    line.into_iter().take(count).map(|(_, v)| v).collect()
}

fn read<T>(
    folder: &Path,
    file: &str,
    read: impl FnOnce(BufReader<File>) -> Result<T, Error>,
) -> Result<T, AudienceError> {
    let unreadable = |reason: String| AudienceError::Unreadable {
        file: file.to_owned(),
        reason,
    };
    let source = File::open(folder.join(file)).map_err(|error| unreadable(error.to_string()))?;
    read(BufReader::new(source)).map_err(|error| match error {
        Error::Read { reason } => unreadable(reason),
        error => content(file, error),
    })
}

fn content(file: &str, error: Error) -> AudienceError {
    AudienceError::Content {
        file: file.to_owned(),
        error,
    }
}

/// The line of the pair at position `at`, for files of plain text: every line
/// that is no comment and no header holds a pair.
fn line_of_pair(file: &Path, at: usize, header: bool) -> Option<u64> {
    let mut bytes = Vec::new();
    File::open(file).ok()?.read_to_end(&mut bytes).ok()?;
    let text = std::str::from_utf8(&bytes)
        .ok()?
        .trim_start_matches('\u{feff}');
    let data = |line: &str| !line.trim().is_empty() && !line.starts_with(['#', '%']);
    let lines = text.lines().zip(1u64..).filter(|(line, _)| data(line));
    lines
        .map(|(_, number)| number)
        .nth(at + usize::from(header))
}

/// A count as people read it: 16,268.
fn grouped(count: i64) -> String {
    effective::grouped(count).replace('_', ",")
}

/// What became of the pairs of a file.
fn told(file: &str, direction: Direction, imported: &Imported) -> String {
    let direction = match direction {
        Direction::Mutual => "mutual: both of a pair hear each other",
        Direction::SourceToTarget => "source-to-target: the second of a pair hears the first",
        Direction::TargetToSource => "target-to-source: the first of a pair hears the second",
    };
    format!(
        "{file}: {} pairs, {} directed ties ({direction}); left out: {} self-loops, {} duplicates",
        grouped(imported.pairs as i64),
        grouped(imported.ties.into()),
        grouped(imported.self_loops as i64),
        grouped(imported.duplicates as i64)
    )
}

/// The graph, with a line for each of its platforms.
fn with_platforms(graph: FanGraph, mut summary: Vec<String>) -> (FanGraph, Vec<String>) {
    for platform in graph.platforms() {
        summary.push(format!(
            "{}: {} people, {} fans, {} directed ties",
            platform.name,
            grouped(graph.people().into()),
            grouped(platform.fans.len().into()),
            grouped(platform.ties.count().into())
        ));
    }
    (graph, summary)
}

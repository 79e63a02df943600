//! From a file of any format to a graph, with everything that was chosen on the
//! way.

use std::fmt;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::Error;
use crate::attributes::Column;
use crate::binary::map::map;
use crate::binary::{MAGIC, read as binary};
use crate::draft::{Draft, Strangers};
use crate::fan_graph::FanGraph;
use crate::ids::Ids;
use crate::import::{Import, Summary};
use crate::marks::restore;
use crate::read::people::PeopleFile;
use crate::read::steady::Steady;
use crate::read::unpack::{read_error, unpacked};
use crate::read::{Format, Reading, edge_list, read};

/// How a graph file is to be opened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Opening {
    /// How it is read; not for binary graph files.
    pub reading: Reading,
    /// What becomes of its pairs; not for binary graph files.
    pub import: Import,
    /// Who there is besides those who have ties; not for binary graph files.
    pub people: Option<People>,
    /// Leaves the ties of a binary graph file on the disk until they are asked for.
    pub mapped: bool,
}

/// Everybody there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum People {
    /// Those with a row in this file, which may also say things about them.
    File(PathBuf),
    /// The whole numbers below this one.
    Count(u32),
}

/// A graph out of a file.
#[derive(Debug)]
pub struct Opened {
    /// The graph.
    pub graph: FanGraph,
    /// What an import chose and did; `None` for binary graph files.
    pub summary: Option<Summary>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong.
    pub error: Error,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match &self.error {
            Error::BadLines { first, count } => {
                for (i, line) in first.iter().enumerate() {
                    write!(f, "{}{file}, {line}", if i == 0 { "" } else { "\n" })?;
                }
                match count.saturating_sub(first.len() as u64) {
                    0 => Ok(()),
                    more => write!(f, "\nand {more} more"),
                }
            }
            Error::Stranger {
                line: Some(line), ..
            } => write!(f, "{file}, line {line}: {}", self.error),
            error => write!(f, "{file}: {error}"),
        }
    }
}

impl std::error::Error for FileError {}

impl FileError {
    pub(crate) fn of(file: &Path) -> impl Fn(Error) -> Self + use<> {
        let file = file.to_owned();
        move |error| Self {
            file: file.clone(),
            error,
        }
    }
}

/// The graph in the file at `path`. A binary graph file is told by its first
/// bytes, everything else by its name or its first bytes.
///
/// # Errors
///
/// What is wrong, with the file in which it is.
pub fn open(path: &Path, opening: &Opening) -> Result<Opened, FileError> {
    let wrong = FileError::of(path);
    let mut file = File::open(path).map_err(read_error).map_err(&wrong)?;
    let mut start = [0; MAGIC.len()];
    let is_binary = file.read_exact(&mut start).is_ok() && start == MAGIC;
    file.seek(SeekFrom::Start(0))
        .map_err(read_error)
        .map_err(&wrong)?;
    if is_binary {
        let reading = Reading {
            most_bytes: opening.reading.most_bytes,
            ..Reading::default()
        };
        if opening.import != Import::default()
            || opening.people.is_some()
            || opening.reading != reading
        {
            return Err(wrong(Error::Impossible {
                what: "a binary graph file says itself how it is to be read; options that say it \
                       belong where it is imported",
            }));
        }
        let graph = match opening.mapped {
            true => map(file),
            false => binary::read(file, opening.reading.most_bytes),
        };
        return Ok(Opened {
            graph: graph.map_err(wrong)?,
            summary: None,
        });
    }
    if opening.mapped {
        return Err(wrong(Error::NotAGraphFile {
            what: "only binary graph files (.gsw) are mapped".to_owned(),
        }));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = Steady::of(file).map_err(read_error).map_err(&wrong)?;
    let mut draft = read(&name, file, &opening.reading).map_err(&wrong)?;
    let mut rows = None;
    if let Some(people) = &opening.people {
        let ids = match people {
            People::Count(people) => Ids::counted((*people).into()).map_err(&wrong)?,
            People::File(people) => {
                let wrong = FileError::of(people);
                let file = File::open(people).and_then(Steady::of);
                let file = file.map_err(read_error).map_err(&wrong)?;
                let table =
                    unpacked(file).and_then(|file| PeopleFile::read(file, &opening.reading));
                let table = table.map_err(&wrong)?;
                let ids = table.ids().map_err(&wrong)?;
                rows = Some(table);
                ids
            }
        };
        held_to(opening.reading.most_bytes, &draft, ids.people()).map_err(&wrong)?;
        draft = draft.among(ids).map_err(|strangers| {
            let line = line_of(path, &opening.reading, &strangers);
            wrong(Error::Stranger {
                id: strangers.id,
                line,
                count: strangers.count,
            })
        })?;
        if let Some(rows) = &rows {
            // What the people file says stands before what the other one does.
            let said = rows.attributes(&draft.ids);
            let also = |old: &Column| said.iter().all(|column| column.name != old.name);
            draft.attributes.retain(also);
            draft.attributes.splice(..0, said);
            draft.skipped += rows.skipped();
        }
    }
    held_to(opening.reading.most_bytes, &draft, draft.ids.people()).map_err(&wrong)?;
    let (graph, summary) = draft.import(&opening.import).map_err(&wrong)?;
    Ok(Opened {
        graph: restore(graph).map_err(wrong)?,
        summary: Some(summary),
    })
}

/// Refuses more people than `most` bytes hold: everybody has a place on every platform and
/// in every column, whatever the file says of them.
fn held_to(most: u64, draft: &Draft, people: u32) -> Result<(), Error> {
    let place = 8 + 5 * draft.layers.len() + 8 * draft.attributes.len();
    match u64::from(people) * place as u64 > most {
        true => Err(Error::TooMuchMemory { most }),
        false => Ok(()),
    }
}

/// The line of the first pair that names a stranger, in formats that are lines.
fn line_of(path: &Path, reading: &Reading, strangers: &Strangers) -> Option<u64> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let source = || unpacked(File::open(path).ok()?).ok();
    match reading.format.or_else(|| Format::of_name(&name)) {
        Some(Format::GraphMl | Format::Gml | Format::Pajek) => None,
        None if Format::of_first_bytes(&mut source()?).ok()? != Format::EdgeList => None,
        None | Some(Format::EdgeList) => {
            edge_list::line_of_pair(source()?, reading, &strangers.layer, strangers.pair)
        }
    }
}

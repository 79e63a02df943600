//! Files of people and ties, read into a [draft](crate::draft).
//!
//! [`read()`] takes the format from the options, from the file's name, or from the
//! first bytes. Each format has a file of its own; all place their mistakes by
//! line and hold no more memory than they are allowed. Packed files are unpacked
//! on the way.

pub mod edge_list;
pub mod gml;
pub mod graphml;
mod layers;
pub(crate) mod lines;
mod nodes;
pub mod pajek;
pub mod people;
mod said;
pub mod steady;
pub mod unpack;
mod watched;

use std::io::{BufRead, Cursor, Read};

use crate::Error;
use crate::binary::MAGIC;
use crate::draft::Draft;
use unpack::{read_error, unpacked};

/// Reads the people and ties of `source`, a file called `name`; packed or not.
///
/// # Errors
///
/// Those of the format's own reader, such as [`Error::BadLines`];
/// [`Error::Read`] if the system refuses.
///
/// # Examples
///
/// ```
/// use groundswell_graph::import::Import;
/// use groundswell_graph::read::{Reading, read};
///
/// let file = "graph [ node [ id 1 ] node [ id 7 ] edge [ source 1 target 7 ] ]";
/// let draft = read("friends.gml", file.as_bytes(), &Reading::default())?;
/// let (graph, summary) = draft.import(&Import::default())?;
/// assert_eq!(graph.platforms()[0].ties.count(), 2);
/// assert!(summary.platforms[0].said_by_file);
/// # Ok::<(), groundswell_graph::Error>(())
/// ```
pub fn read(name: &str, source: impl Read + Send, reading: &Reading) -> Result<Draft, Error> {
    let mut source = unpacked(source)?;
    if source.fill_buf().map_err(read_error)?.starts_with(&MAGIC) {
        return Err(Error::NotAGraphFile {
            what: "it is a binary graph file, which is not read here; \
                   `groundswell graph convert` makes a text file of it"
                .to_owned(),
        });
    }
    match reading.format.or_else(|| Format::of_name(name)) {
        Some(format) => read_as(format, source, reading),
        None => {
            let start = first_bytes(&mut source)?;
            let format = Format::of_start(&start);
            read_as(format, Cursor::new(start).chain(source), reading)
        }
    }
}

fn read_as(format: Format, source: impl BufRead + Send, reading: &Reading) -> Result<Draft, Error> {
    match format {
        Format::EdgeList => edge_list::read(source, reading),
        Format::GraphMl => graphml::read(source, reading),
        Format::Gml => gml::read(source, reading),
        Format::Pajek => pajek::read(source, reading),
    }
}

fn first_bytes(source: &mut impl BufRead) -> Result<Vec<u8>, Error> {
    let mut start = Vec::new();
    let read = source.take(LONGEST_START).read_to_end(&mut start);
    read.map_err(read_error)?;
    Ok(start)
}

/// Bytes at the start of a file by which its format is told.
const LONGEST_START: u64 = 1 << 12;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One pair of people a line, any delimiter, columns for weight, time, layer.
    EdgeList,
    /// GraphML, an XML format.
    GraphMl,
    /// GML, nested lists of keys and values.
    Gml,
    /// Pajek's `.net`.
    Pajek,
}

impl Format {
    /// The format of a file of that name, where the name tells: `.graphml` and
    /// `.xml`, `.gml`, `.net` and `.paj`, with or without `.gz`, in any case.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let (_, ending) = name.rsplit_once('.')?;
        match ending {
            "graphml" | "xml" => Some(Self::GraphMl),
            "gml" => Some(Self::Gml),
            "net" | "paj" => Some(Self::Pajek),
            _ => None,
        }
    }

    /// The format of `source`, unpacked, by its first bytes, which are read.
    pub(crate) fn of_first_bytes(source: &mut impl BufRead) -> Result<Self, Error> {
        Ok(Self::of_start(&first_bytes(source)?))
    }

    /// The format of a file that begins with those bytes, unpacked: GraphML with
    /// `<`, GML with `graph [`, Pajek with `*Vertices` or `*Network`, after
    /// comments and, in GML, what says who wrote it; anything else is an edge list.
    pub fn of_start(start: &[u8]) -> Self {
        let start = String::from_utf8_lossy(start);
        let mut rest = start.trim_start_matches('\u{feff}').trim_start();
        if rest.starts_with('<') {
            return Self::GraphMl;
        }
        loop {
            let lower: String = rest.chars().take(10).collect::<String>().to_lowercase();
            if lower.starts_with("*vertices") || lower.starts_with("*network") {
                return Self::Pajek;
            }
            let after = rest.strip_prefix("graph").map(str::trim_start);
            if after.is_some_and(|after| after.starts_with('[')) {
                return Self::Gml;
            }
            let passed = ["#", "%", "creator", "version", "comment"];
            match rest.split_once('\n') {
                Some((_, next)) if passed.iter().any(|word| lower.starts_with(word)) => {
                    rest = next.trim_start();
                }
                _ => return Self::EdgeList,
            }
        }
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// How it is written; `None` to tell by name or first bytes.
    pub format: Option<Format>,
    /// The column or attribute that holds the first of a pair (edge lists).
    pub source: Option<String>,
    /// The column or attribute that holds the second of a pair (edge lists).
    pub target: Option<String>,
    /// The column or attribute that holds weights; `None` for one called `weight`,
    /// where there is one.
    pub weight: Option<String>,
    /// The column or attribute that holds times; `None` for one called `time`.
    pub time: Option<String>,
    /// The column or attribute that names the platform; `None` for one called
    /// `layer`.
    pub layer: Option<String>,
    /// Passes over lines that cannot be read, and counts them.
    pub lenient: bool,
    /// Bytes that may be held while reading.
    pub most_bytes: u64,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            format: None,
            source: None,
            target: None,
            weight: None,
            time: None,
            layer: None,
            lenient: false,
            most_bytes: 16 << 30,
        }
    }
}

/// Counts what is held while reading, and refuses what is too much.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    held: u64,
    most: u64,
}

impl Allowance {
    /// Nothing held yet, out of `most` bytes.
    pub(crate) fn of(most: u64) -> Self {
        Self { held: 0, most }
    }

    /// Counts `bytes` more.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuchMemory`].
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Error> {
        self.held = self.held.saturating_add(bytes as u64);
        match self.held > self.most {
            true => Err(Error::TooMuchMemory { most: self.most }),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_or_the_first_bytes_tell_the_format() {
        for (name, format) in [
            ("a/friends.GraphML", Some(Format::GraphMl)),
            ("friends.xml.gz", Some(Format::GraphMl)),
            ("friends.gml", Some(Format::Gml)),
            ("friends.net", Some(Format::Pajek)),
            ("friends.paj.gz", Some(Format::Pajek)),
            ("friends.csv", None),
            ("friends", None),
        ] {
            assert_eq!(Format::of_name(name), format, "{name}");
        }
        for (start, format) in [
            ("\u{feff}<?xml", Format::GraphMl),
            ("Creator \"x\"\nVersion 1\ngraph\n[", Format::Gml),
            ("# a comment\ngraph [", Format::Gml),
            ("% a comment\n*vertices 3", Format::Pajek),
            ("# a comment\n0 1\n", Format::EdgeList),
            ("graph theory\n", Format::EdgeList),
            ("", Format::EdgeList),
        ] {
            assert_eq!(Format::of_start(start.as_bytes()), format, "{start}");
        }
    }
}

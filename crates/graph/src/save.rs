//! From a graph to a file of the format that its name asks for.
//!
//! A file is whole or not there, see [`whole_file`](crate::whole_file).

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::binary;
use crate::builder::Direction;
use crate::fan_graph::FanGraph;
use crate::open::FileError;
use crate::whole_file::WholeFile;
use crate::write::csv::Cells;
use crate::write::{csv, edge_list, graphml};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The files.
    pub files: Vec<PathBuf>,
    /// How the pairs of each platform are to be read, for formats that do not say
    /// it themselves.
    pub directions: Vec<(String, Direction)>,
}

/// Writes the graph to `path`: a binary graph file for `.gsw`, GraphML for
/// `.graphml` and `.xml`, tables of ties and, in `NAME-people.csv` beside it, of
/// people for `.csv`, and an edge list for everything else. Formats that are only
/// read (GML, Pajek, anything packed) are refused.
///
/// # Errors
///
/// What is wrong, with the file.
pub fn save(graph: &FanGraph, path: &Path) -> Result<Saved, FileError> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let mut saved = Saved {
        files: vec![path.to_owned()],
        directions: Vec::new(),
    };
    match ending.to_ascii_lowercase().as_str() {
        "gml" | "net" | "paj" | "gz" => {
            return Err(FileError::of(path)(Error::Impossible {
                what: "this format is read but not written; .gsw, .graphml, .csv or .tsv would do",
            }));
        }
        "gsw" => publish(path, |file| {
            binary::write::write(graph, file).map_err(write_error)
        })?,
        "graphml" | "xml" => publish(path, |file| graphml::write(graph, file))?,
        "csv" => {
            publish(path, |file| {
                saved.directions = csv::ties(graph, file, Cells::AsTheyAre)?;
                Ok(())
            })?;
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let people = path.with_file_name(format!("{stem}-people.csv"));
            publish(&people, |file| csv::people(graph, file, Cells::AsTheyAre))?;
            saved.files.push(people);
        }
        _ => publish(path, |file| {
            saved.directions = edge_list::write(graph, file)?;
            Ok(())
        })?,
    }
    Ok(saved)
}

fn write_error(error: std::io::Error) -> Error {
    Error::Write {
        reason: error.to_string(),
    }
}

/// Puts what `write` writes in the place of the file at `path`.
fn publish(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<(), Error>,
) -> Result<(), FileError> {
    let wrong = FileError::of(path);
    let refused = |error| wrong(write_error(error));
    let mut whole = WholeFile::begin(path).map_err(refused)?;
    write(whole.file()).map_err(&wrong)?;
    whole.put().map_err(refused)
}

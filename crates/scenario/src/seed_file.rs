//! Files of seeds: an id a line. Empty lines and those that begin with `#` are passed over.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;

use crate::mistake::Mistake;
use crate::seed_set::find;

/// Bytes of a line, at most.
const LONGEST: u64 = 1 << 16;

/// The people in `file`, which is sought from `folder`, in the order of lines.
///
/// # Errors
///
/// [`Mistake::SeedFile`] where the system refuses, [`Mistake::SeedLine`] with the line that
/// is none, [`Mistake::PersonLine`] with that of an id that nobody has.
pub(crate) fn read(graph: &FanGraph, folder: &Path, file: &str) -> Result<Vec<NodeId>, Mistake> {
    let refused = |error: std::io::Error| Mistake::SeedFile {
        file: file.to_owned(),
        reason: error.to_string(),
    };
    let mut reader = BufReader::new(File::open(folder.join(file)).map_err(refused)?);
    let mut people = Vec::new();
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let mut part = (&mut reader).take(LONGEST);
        if part.read_until(b'\n', &mut bytes).map_err(refused)? == 0 {
            break;
        }
        let wrong = |reason| Mistake::SeedLine {
            file: file.to_owned(),
            line,
            reason,
        };
        if bytes.len() as u64 == LONGEST {
            return Err(wrong("the line has more than 65,536 bytes"));
        }
        let text = str::from_utf8(&bytes).map_err(|_| wrong("this is no text in UTF-8"))?;
        let id = text.trim_start_matches('\u{feff}').trim();
        if id.is_empty() || id.starts_with('#') {
            continue;
        }
        people.push(find(graph, id).map_err(|mistake| match mistake {
            Mistake::NoSuchSeed { id, first } => Mistake::PersonLine {
                file: file.to_owned(),
                line,
                id,
                first,
            },
            other => other,
        })?);
    }
    Ok(people)
}

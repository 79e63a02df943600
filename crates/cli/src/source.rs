//! Scenario files as they are read from disk.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use groundswell_scenario::scenario::{Parsed, Scenario};

use crate::exit::{Exit, Failure};
use crate::presets;

/// Bytes that a scenario file may have.
const MOST_BYTES: u64 = 1 << 20;

/// A scenario with the file it came from.
#[derive(Debug)]
pub(crate) struct Source {
    /// The name by which messages call it.
    pub(crate) name: String,
    pub(crate) text: String,
    /// Where paths in it start from.
    pub(crate) folder: PathBuf,
    pub(crate) parsed: Parsed,
}

impl Source {
    /// The scenario in `path`, or the preset that it stands for.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        if let Some(preset) = presets::at(path) {
            return Self::of(name, preset?.text.to_owned(), PathBuf::new());
        }
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(Failure::file(path))?;
        file.take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(Failure::file(path))?;
        let wrong = |words: &str| Failure::Other {
            exit: Exit::Usage,
            words: format!("{name}: {words}"),
        };
        if bytes.len() as u64 > MOST_BYTES {
            return Err(wrong("a scenario file has at most 1 MiB"));
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| wrong("this is no text in UTF-8; a scenario is a TOML file"))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Self::of(name, text, folder)
    }

    /// The scenario that `text` describes, called `name`.
    pub(crate) fn of(name: String, text: String, folder: PathBuf) -> Result<Self, Failure> {
        match Scenario::parse(&text) {
            Ok(parsed) => Ok(Self {
                name,
                text,
                folder,
                parsed,
            }),
            Err(found) => Err(Failure::Mistakes {
                found,
                text,
                file: name,
            }),
        }
    }
}

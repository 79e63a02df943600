//! Scenario files as they are read from disk.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use groundswell_scenario::named_files::NamedFile;
use groundswell_scenario::scenario::{Parsed, Scenario};

use crate::exit::{Exit, Failure};
use crate::presets;

/// Bytes that a scenario file may have.
const MOST_BYTES: u64 = 1 << 20;

/// Whether scenarios may name files outside their folders, which the whole command line
/// says once.
static FILES_ANYWHERE: OnceLock<()> = OnceLock::new();

/// Lets scenarios name files outside their folders from now on.
pub(crate) fn allow_files_anywhere() {
    FILES_ANYWHERE.get_or_init(|| ());
}

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

    /// The scenario that `text` describes, called `name`. All files that it names lie in
    /// `folder` or below, unless they [may be anywhere](allow_files_anywhere).
    pub(crate) fn of(name: String, text: String, folder: PathBuf) -> Result<Self, Failure> {
        let parsed = match Scenario::parse(&text) {
            Ok(parsed) => parsed,
            Err(found) => {
                return Err(Failure::Mistakes {
                    found,
                    text,
                    file: name,
                });
            }
        };
        hold_within(&folder, &parsed.scenario, &name)?;
        Ok(Self {
            name,
            text,
            folder,
            parsed,
        })
    }
}

/// Refuses the scenario called `name` where it names a file outside `folder`, unless files
/// [may be anywhere](allow_files_anywhere).
pub(crate) fn hold_within(folder: &Path, scenario: &Scenario, name: &str) -> Result<(), Failure> {
    if FILES_ANYWHERE.get().is_some() {
        return Ok(());
    }
    match scenario.outside(folder) {
        None => Ok(()),
        Some(NamedFile { key, file }) => Err(Failure::Other {
            exit: Exit::Usage,
            words: format!(
                "{name}: {key} names {file:?}, which lies outside the folder of the scenario; a \
                 file within it would do, or --files-anywhere, where you trust whoever wrote it"
            ),
        }),
    }
}

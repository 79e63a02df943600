//! How the program ends: exit codes, and what is said about a failure.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use groundswell_experiment::{store, study};
use groundswell_scenario::diagnostic::{Diagnostic, render};
use groundswell_scenario::people_and_ties::AudienceError;

/// The exit codes, as the help states them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All done.
    Done = 0,
    /// It failed, or was refused for want of memory.
    Failed = 1,
    /// The command line, the scenario, or the content of a data file is wrong.
    Usage = 2,
    /// Some cells of a sweep cannot be carried out; the others are done.
    SomeCells = 3,
    /// The result is not what the scenario expects.
    Unmet = 4,
    /// The system refused to read or write a file.
    File = 74,
    /// Interrupted; what was finished is kept.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a verb could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Mistakes in a scenario, with its text and name.
    Mistakes {
        found: Vec<Diagnostic>,
        text: String,
        file: String,
    },
    /// A scenario that is fine in itself but cannot be carried out.
    Study {
        error: Box<study::Error>,
        file: String,
    },
    /// The system refused to read or write.
    File { path: PathBuf, cause: io::Error },
    /// Anything else, in words, with its exit code.
    Other { exit: Exit, words: String },
}

impl Failure {
    /// The system refused to read or write `path`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }

    /// The same for a file that is made of parts which are kept.
    pub(crate) fn kept(self) -> Self {
        match self {
            Self::File { path, cause } if cause.kind() == ErrorKind::StorageFull => Self::Other {
                exit: Exit::File,
                words: format!("{}: {cause}; {}", path.display(), store::KEPT),
            },
            other => other,
        }
    }

    /// How the program ends with it.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Mistakes { .. } => Exit::Usage,
            Self::Study { error, .. } => match &**error {
                study::Error::Audience(AudienceError::Unreadable { .. }) => Exit::File,
                study::Error::Audience(error) if error.is_want_of_memory() => Exit::Failed,
                study::Error::Estimate(_) | study::Error::TooManyWorlds { .. } => Exit::Failed,
                _ => Exit::Usage,
            },
            // A reader who has seen enough is no failure.
            Self::File { cause, .. } if cause.kind() == ErrorKind::BrokenPipe => Exit::Done,
            Self::File { .. } => Exit::File,
            Self::Other { exit, .. } => *exit,
        }
    }

    /// Says on stderr what is wrong, and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Mistakes { found, text, file } => tell(render(found, text, file, true)),
            Self::Study { error, file } => say(format_args!("{file}: {error}")),
            Self::File { .. } if self.exit() == Exit::Done => {}
            Self::File { path, cause } => say(format_args!("{}: {cause}", path.display())),
            Self::Other { words, .. } => say(words),
        }
        self.exit().into()
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Other {
            exit: Exit::File,
            words: error.to_string(),
        }
    }
}

impl From<groundswell_report::error::Error> for Failure {
    fn from(error: groundswell_report::error::Error) -> Self {
        match error {
            groundswell_report::error::Error::File { path, cause } => Self::File { path, cause },
            groundswell_report::error::Error::Read { ref cause, .. } => Self::Other {
                exit: match cause.kind() {
                    ErrorKind::InvalidData => Exit::Usage,
                    _ => Exit::File,
                },
                words: error.to_string(),
            },
            other => Self::Other {
                exit: Exit::Failed,
                words: other.to_string(),
            },
        }
    }
}

fn say(words: impl Display) {
    tell(format_args!("\u{1b}[1;31merror\u{1b}[0m: {words}"));
}

/// Says something on stderr. Who cannot be told of it, say because stderr is a file on a
/// disk that is full, goes without.
pub(crate) fn tell(words: impl Display) {
    let _ = writeln!(anstream::stderr(), "{words}");
}

//! What a long run has finished stays on the disk, so that the same command goes on.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use groundswell_experiment::kept::Kept;

use crate::exit::{Failure, tell};

/// How often what is finished is put on the disk. A shorter run leaves nothing there.
const OFTEN: Duration = Duration::from_secs(10);

/// What a run keeps in its folder.
#[derive(Debug)]
pub(crate) struct Keeping {
    kept: Kept,
    folder: PathBuf,
}

impl Keeping {
    /// What is kept in `folder` of the run whose results that number decides; says so,
    /// unless `quiet`.
    pub(crate) fn new(folder: &Path, run: u128, quiet: bool) -> Result<Self, Failure> {
        let kept = Kept::new(folder, run)?;
        let worlds = kept.worlds();
        if worlds > 0 && !quiet {
            let folder = folder.display();
            tell(format_args!(
                "going on behind {worlds} worlds that are kept in {folder}"
            ));
        }
        let folder = folder.to_owned();
        Ok(Self { kept, folder })
    }

    /// How many worlds an earlier run left.
    pub(crate) fn worlds(&self) -> u64 {
        self.kept.worlds()
    }

    /// Does `work`, which keeps what is finished every few seconds.
    pub(crate) fn through<T>(&mut self, work: impl FnOnce(&mut Kept) -> T) -> T {
        let due = self.kept.due();
        thread::scope(|scope| {
            let (finished, waiting) = channel::<()>();
            scope.spawn(move || {
                while waiting.recv_timeout(OFTEN) == Err(RecvTimeoutError::Timeout) {
                    due.store(true, Ordering::Relaxed);
                }
            });
            let result = work(&mut self.kept);
            drop(finished);
            result
        })
    }

    /// Gives what became of the results: where they are written, and nobody stopped
    /// the run, what was kept goes.
    pub(crate) fn ended<T>(
        mut self,
        stopped: bool,
        written: Result<T, Failure>,
    ) -> Result<T, Failure> {
        if stopped || written.is_err() {
            self.kept.keep();
        }
        if let Some(fault) = self.kept.fault() {
            tell(format_args!("what is finished could not be kept: {fault}"));
        }
        let written = written?;
        if !stopped {
            // Parts that stay are in nobody's way.
            if let Err(error) = self.kept.forget() {
                tell(format_args!("{}: {error}", self.folder.display()));
            }
        }
        Ok(written)
    }
}

/// The command as it was given, to be given again.
pub(crate) fn again() -> String {
    let arguments = std::env::args_os().skip(1);
    let quoted = arguments.map(|argument| quoted(&argument.to_string_lossy()));
    std::iter::once("groundswell".to_owned())
        .chain(quoted)
        .collect::<Vec<_>>()
        .join(" ")
}

/// `argument` as a shell takes it for one.
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,%@+".contains(c);
    match !argument.is_empty() && argument.chars().all(plain) {
        true => argument.to_owned(),
        false => format!("'{}'", argument.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_what_is_quoted_for_one_argument() {
        assert_eq!(quoted("--worlds"), "--worlds");
        assert_eq!(quoted("my campaign.toml"), "'my campaign.toml'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("$(x)"), "'$(x)'");
    }
}

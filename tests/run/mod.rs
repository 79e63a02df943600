//! Running the program as people and scripts do, and what it said.

#![allow(dead_code, reason = "no test uses all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What one run printed, and how it ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Run {
    /// Fails unless it ended with `code`; gives itself back.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        let Self { out, err, .. } = &self;
        assert_eq!(self.code, Some(code), "\nout: {out}\nerr: {err}");
        assert!(!err.contains("panicked"), "{err}");
        self
    }

    /// Fails unless stderr has all of `parts`.
    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "{part} in\n{}", self.err);
        }
        self
    }
}

/// A new empty folder, named after the test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The program, about to be run in a folder.
pub(crate) fn program(within: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_groundswell"));
    program.args(arguments).current_dir(within);
    program.env("NO_COLOR", "1").stdin(Stdio::null());
    program
}

/// Runs the program in a folder.
pub(crate) fn run(within: &Path, arguments: &[&str]) -> Run {
    program(within, arguments).output().unwrap().into()
}

/// What a text that is JSON says.
#[track_caller]
pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

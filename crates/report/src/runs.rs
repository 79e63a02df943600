//! The sweeps in folders, and how two of them differ, as JSON documents.

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;
use crate::json::written;
use crate::schema::{Named, Published};

/// The version of the keys of a list.
pub const LIST_SCHEMA: &str = "groundswell-runs-1";

/// The version of the keys of a difference.
pub const DIFF_SCHEMA: &str = "groundswell-runs-diff-1";

/// One folder that holds a sweep.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Folder {
    /// Cells that have as many blocks as a first look takes.
    pub begun: usize,
    /// Bytes of its parts.
    pub bytes: u64,
    /// All cells.
    pub cells: usize,
    /// What the cells' points are chosen by.
    pub design: &'static str,
    /// The folder.
    pub folder: String,
    /// The seed of all luck.
    pub seed: u64,
    /// The scenario's name.
    pub title: String,
}

/// The sweeps in a folder and below it, as `runs list` prints them.
#[derive(Serialize, JsonSchema)]
struct List<'a> {
    runs: &'a [Folder],
}

/// How two sweeps differ, as `runs diff` prints it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Diff<'a> {
    /// Lines of the effective scenarios that only one of them has, after "-" or "+".
    pub asked: &'a [String],
    /// Cells of either.
    pub cells: [u64; 2],
    /// Cells of the first that came to something else.
    pub differing: &'a [usize],
    /// Cells that both have.
    pub in_both: u64,
    /// Of these, those that came to the same.
    pub same: u64,
}

/// The document of the sweeps that were found; ends with a line break.
///
/// # Errors
///
/// [`Error::Json`], which would be our mistake.
pub fn list(runs: &[Folder]) -> Result<String, Error> {
    written(&Named::new(LIST_SCHEMA, &List { runs }))
}

impl Diff<'_> {
    /// The document; ends with a line break.
    ///
    /// # Errors
    ///
    /// [`Error::Json`], which would be our mistake.
    pub fn document(&self) -> Result<String, Error> {
        written(&Named::new(DIFF_SCHEMA, self))
    }
}

/// What the document of a list looks like.
pub(crate) fn list_schema() -> Published {
    Published::of::<List<'_>>(LIST_SCHEMA)
}

/// What the document of a difference looks like.
pub(crate) fn diff_schema() -> Published {
    Published::of::<Diff<'_>>(DIFF_SCHEMA)
}

//! How a sweep ended, as one JSON document.

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;
use crate::json::written;
use crate::schema::{Named, Published};
use crate::sweep::Standing;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-sweep-run-1";

/// What became of a sweep, or of a part of it, as `sweep` and `merge` print it.
#[derive(Serialize, JsonSchema)]
struct Ended<'a> {
    /// All cells.
    cells: usize,
    /// Whether every cell has its worlds, or cannot be carried out.
    complete: bool,
    /// Cells that have their worlds.
    done: usize,
    /// Cells that cannot be carried out.
    failed: usize,
    /// Why they cannot; told of whole sweeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    failures: Option<Vec<Failure<'a>>>,
    /// The files that were written.
    files: &'a [String],
    /// Cells whose worlds are missing.
    missing: usize,
    /// Which part this is, as in "1/4".
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<&'a str>,
    /// Worlds of the cells that are done; told of whole sweeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<u64>,
}

/// A cell that cannot be carried out.
#[derive(Serialize, JsonSchema)]
pub(super) struct Failure<'a> {
    /// Its number.
    cell: usize,
    /// Why not.
    reason: &'a str,
}

/// The document of a part of a sweep, such as "1/4"; ends with a line break.
///
/// # Errors
///
/// [`Error::Json`], which would be our mistake.
pub fn of_shard(standing: &Standing, shard: &str) -> Result<String, Error> {
    let ended = Ended {
        cells: standing.cells(),
        complete: false,
        done: standing.done,
        failed: standing.refused.len(),
        failures: None,
        files: &[],
        missing: standing.missing,
        shard: Some(shard),
        worlds: None,
    };
    written(&Named::new(SCHEMA, &ended))
}

/// The document of a whole sweep with the `files` that were written; ends with a line
/// break.
///
/// # Errors
///
/// [`Error::Json`], which would be our mistake.
pub fn of_whole(standing: &Standing, files: &[String]) -> Result<String, Error> {
    let ended = Ended {
        cells: standing.cells(),
        complete: standing.is_complete(),
        done: standing.done,
        failed: standing.refused.len(),
        failures: Some(failures(standing)),
        files,
        missing: standing.missing,
        shard: None,
        worlds: Some(standing.worlds),
    };
    written(&Named::new(SCHEMA, &ended))
}

/// The cells that cannot be carried out.
pub(super) fn failures(standing: &Standing) -> Vec<Failure<'_>> {
    let failures = standing.refused.iter().map(|(cell, reason)| Failure {
        cell: *cell,
        reason,
    });
    failures.collect()
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Ended<'_>>(SCHEMA)
}

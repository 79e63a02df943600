//! What carrying out a scenario takes, as one JSON document.

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;
use crate::json::written;
use crate::schema::{Named, Published};

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-plan-1";

/// What a scenario or a sweep takes, as `plan` prints it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Plan<'a> {
    /// Blocks of worlds of all cells.
    pub blocks: u64,
    /// Of these, those that are in the folder already.
    pub blocks_done: u64,
    /// Points at which the scenario is carried out.
    pub cells: u64,
    /// Bytes on the disk at the utmost; `null` where nothing was tried.
    pub disk_bytes: Option<u64>,
    /// Bytes of memory at the peak, where the system tells.
    pub memory_bytes: Option<u64>,
    /// Cells that there may be where a map is refined on the way.
    pub most_cells: usize,
    /// Why cells that were tried cannot be carried out.
    pub refused: Option<&'a [String]>,
    /// Time that it takes, in seconds; `null` where nothing was tried.
    pub seconds: Option<Span<f64>>,
    /// The scenario's name.
    pub title: &'a str,
    /// Worlds of a cell.
    pub worlds_per_cell: Span<u64>,
}

/// At least and at most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Span<T> {
    /// At most.
    pub high: T,
    /// At least.
    pub low: T,
}

impl Plan<'_> {
    /// The document; ends with a line break.
    ///
    /// # Errors
    ///
    /// [`Error::Json`], which would be our mistake.
    pub fn document(&self) -> Result<String, Error> {
        written(&Named::new(SCHEMA, self))
    }
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Plan<'_>>(SCHEMA)
}

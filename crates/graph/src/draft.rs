//! What a file says of people and ties, before it becomes a graph: what every
//! reader gives.
//!
//! A draft holds pairs as they stand in the file. [`import`](crate::import)
//! decides which way word passes along them and what becomes of repeats.

use crate::attributes::Column;
use crate::id::NodeId;
use crate::ids::Ids;

/// People and pairs of people, as a file has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The ids, in the order by which people are numbered.
    pub ids: Ids,
    /// What the file says of people, one entry per person.
    pub attributes: Vec<Column>,
    /// At least one; platforms in the order in which the file first names them.
    pub layers: Vec<Layer>,
    /// Lines that were passed over because they could not be read.
    pub skipped: u64,
}

/// The pairs of one platform.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layer {
    /// The platform's name; empty where the file gives none.
    pub name: String,
    /// Pairs in file order, in blocks of any length.
    pub blocks: Vec<Vec<(NodeId, NodeId)>>,
    /// One entry per pair, in the order of the blocks.
    pub weights: Option<Vec<f64>>,
    /// One entry per pair, in the order of the blocks.
    pub times: Option<Vec<f64>>,
    /// Whether the file itself says that its pairs have a direction.
    pub directed: Option<bool>,
}

impl Layer {
    /// Number of pairs.
    pub fn pairs(&self) -> usize {
        self.blocks.iter().map(Vec::len).sum()
    }
}

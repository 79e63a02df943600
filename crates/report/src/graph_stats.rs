//! A graph in numbers: in words for the terminal, as one JSON document, and as a
//! picture of how many friends people have.
//!
//! [`summary`], [`document`] and [`picture`] tell the same [`GraphFindings`], which
//! somebody else has measured; [`write()`] files document and picture.
//!
//! ```
//! use groundswell_graph::builder::graph;
//! use groundswell_graph::measure::stats::{Options, Stats};
//! use groundswell_report::graph_stats::{GraphFindings, document::document, summary::summary};
//!
//! let graph = graph("0-1 1-2 2-0 2-3");
//! let stats = Stats::of(&graph, &Options::default())?;
//! let findings =
//!     GraphFindings { title: "Four friends", graph: &graph, stats: &stats, imported: &[] };
//! assert!(summary(&findings).contains("triangles"));
//! assert!(document(&findings)?.contains("\"triangles\": 1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod document;
pub mod picture;
pub mod summary;

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_graph::builder::Imported;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::measure::stats::Stats;
use groundswell_graph::whole_file::settle;

use crate::error::Error;
use crate::folder::{drawn, publish, refused};

/// The document's file.
pub const DOCUMENT: &str = "graph-stats.json";

/// What was found of a graph.
#[derive(Debug, Clone, Copy)]
pub struct GraphFindings<'a> {
    /// What the graph is called.
    pub title: &'a str,
    /// The graph, for the ids that people had before.
    pub graph: &'a FanGraph,
    /// Its measures.
    pub stats: &'a Stats,
    /// What became of the pairs of each platform; empty for a graph that was not
    /// imported.
    pub imported: &'a [Imported],
}

impl GraphFindings<'_> {
    /// Pairs left out because both ends were the same person; `None` for a graph
    /// that was not imported.
    fn self_loops(&self) -> Option<u64> {
        self.of_all(|imported| imported.self_loops)
    }

    /// Directed ties left out because they stood before.
    fn duplicates(&self) -> Option<u64> {
        self.of_all(|imported| imported.duplicates)
    }

    fn of_all(&self, count: impl Fn(&Imported) -> u64) -> Option<u64> {
        (!self.imported.is_empty()).then(|| self.imported.iter().map(count).sum())
    }
}

/// Writes the document, and the picture with its numbers where anybody has a
/// friend, into `folder`, which is made if it is not there; gives the paths, the
/// document first.
///
/// # Errors
///
/// [`Error::File`] with the path and the system's reason if a file cannot be
/// written.
pub fn write(findings: &GraphFindings<'_>, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let document = document::document(findings)?;
    fs::create_dir_all(folder).map_err(refused(folder))?;
    let mut written = vec![publish(folder, DOCUMENT, document.as_bytes())?];
    if let Some(named) = picture::picture(findings) {
        written.extend(drawn(folder, &named)?);
    }
    settle(folder).map_err(refused(folder))?;
    Ok(written)
}

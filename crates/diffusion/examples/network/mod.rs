//! The network of the examples: the friendships in the file named on the command line,
//! else those of Zachary's karate club.

use std::env;
use std::path::Path;

use groundswell_graph::builder::Direction;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::import::Import;
use groundswell_graph::open::{FileError, Opening, open};

const KARATE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../scenarios/data/karate-ties.csv"
);

/// People and friendships, on one platform.
pub(crate) fn friends() -> Result<FanGraph, FileError> {
    let file = env::args().nth(1).unwrap_or(KARATE.to_owned());
    let opening = Opening {
        import: Import {
            direction: Some(Direction::Mutual),
            ..Import::default()
        },
        ..Opening::default()
    };
    Ok(open(Path::new(&file), &opening)?.graph)
}

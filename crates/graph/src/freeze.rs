//! From pairs in any order to frozen ties.

use crate::Error;
use crate::builder::{Direction, Imported};
use crate::id::NodeId;
use crate::ties::Ties;

/// The ties of `pairs` among `people` people, and what was left out: pairs of
/// one person with itself, and ties that stood before.
///
/// # Errors
///
/// [`Error::TooManyTies`] from 2³² ties on, [`Error::NoSuchPerson`] for an id
/// outside `0..people`.
pub(crate) fn freeze(
    people: u32,
    blocks: Vec<Vec<(NodeId, NodeId)>>,
    direction: Direction,
) -> Result<(Ties, Imported), Error> {
    let pairs: usize = blocks.iter().map(Vec::len).sum();
    let mut arcs: Vec<(NodeId, NodeId)> = Vec::with_capacity(match direction {
        Direction::Mutual => pairs * 2,
        _ => pairs,
    });
    let mut self_loops = 0;
    for (a, b) in blocks.into_iter().flatten() {
        match direction {
            _ if a == b => self_loops += 1,
            Direction::SourceToTarget => arcs.push((a, b)),
            Direction::TargetToSource => arcs.push((b, a)),
            Direction::Mutual => arcs.extend([(a, b), (b, a)]),
        }
    }
    let given = arcs.len();
    arcs.sort_unstable();
    arcs.dedup();
    let mutual = direction == Direction::Mutual;
    let ties = Ties::from_sorted_unique(people, &arcs, mutual)?;
    let imported = Imported {
        pairs: pairs as u64,
        ties: ties.count(),
        self_loops,
        duplicates: (given - arcs.len()) as u64,
    };
    Ok((ties, imported))
}

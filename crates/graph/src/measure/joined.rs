//! All platforms laid over each other: the ties that people have anywhere.
//!
//! Somebody hears somebody here if they do on at least one platform; the pair
//! counts once.
//!
//! - **Cost:** each platform's ties are passed once for each platform after it.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::Error;
use crate::fan_graph::FanGraph;
use crate::id::NodeId;
use crate::measure::friendships::union;
use crate::ties::Ties;

/// People to a unit of work.
const BLOCK: u32 = 4096;

/// The ties of all platforms of `graph`, each pair once; borrowed where there is
/// one platform only.
///
/// # Errors
///
/// [`Error::TooManyTies`] from 2³² ties on.
pub fn joined(graph: &FanGraph) -> Result<Cow<'_, Ties>, Error> {
    let platforms = graph.platforms();
    if let [only] = platforms {
        return Ok(Cow::Borrowed(&only.ties));
    }
    let people = graph.people();
    let blocks: Vec<(Vec<u32>, Vec<NodeId>)> = (0..people.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let first = block * BLOCK;
            let (mut counts, mut targets) = (Vec::new(), Vec::new());
            let (mut row, mut wider) = (Vec::new(), Vec::new());
            for source in (first..first.saturating_add(BLOCK).min(people)).map(NodeId) {
                row.clear();
                for platform in platforms {
                    wider.clear();
                    union(&row, platform.ties.heard_by(source), |v| wider.push(v));
                    std::mem::swap(&mut row, &mut wider);
                }
                counts.push(row.len() as u32);
                targets.extend_from_slice(&row);
            }
            (counts, targets)
        })
        .collect();
    let all: u64 = blocks.iter().map(|(_, targets)| targets.len() as u64).sum();
    if all > u64::from(u32::MAX) {
        return Err(Error::TooManyTies { ties: all });
    }
    let mut end = 0;
    let mut offsets = Vec::with_capacity(people as usize + 1);
    offsets.push(end);
    for count in blocks.iter().flat_map(|(counts, _)| counts) {
        end += count;
        offsets.push(end);
    }
    let mut targets = Vec::with_capacity(all as usize);
    for (_, block) in blocks {
        targets.extend(block);
    }
    let mutual = platforms.iter().all(|p| p.ties.is_mutual());
    Ok(Cow::Owned(Ties::from_rows(offsets, targets, mutual)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Direction, GraphBuilder};

    #[test]
    fn a_tie_on_two_platforms_is_one_tie() {
        let (a, b, c) = (NodeId(0), NodeId(1), NodeId(2));
        let mut builder = GraphBuilder::new(4);
        builder.platform("x", &[(a, b)], Direction::Mutual).unwrap();
        builder
            .platform("y", &[(b, a), (c, a)], Direction::SourceToTarget)
            .unwrap();
        let graph = builder.build();
        let ties = joined(&graph).unwrap();
        let pairs: Vec<_> = ties.iter().map(|(_, s, t)| (s.0, t.0)).collect();
        assert_eq!(pairs, [(0, 1), (1, 0), (2, 0)]);
        assert!(!ties.is_mutual());
        assert_eq!(ties.people(), 4);
    }

    #[test]
    fn without_platforms_nobody_hears_anybody() {
        let graph = GraphBuilder::new(3).build();
        assert_eq!(joined(&graph).unwrap().count(), 0);
    }
}

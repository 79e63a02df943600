//! One after the other, each time whoever gains most.
//!
//! Where no gain grows while others are chosen, an old gain is a bound of today's: only
//! those at the top are counted again, and whoever stays on top after that is chosen.
//!
//! - **Holds:** a heap with one entry a candidate.
//! - **Source:** the accelerated greedy algorithm of Minoux, *Optimization Techniques*,
//!   Lecture Notes in Control and Information Sciences 7, 1978.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use groundswell_graph::id::NodeId;

/// What choosing somebody brings, after those chosen before; never more than earlier.
pub(crate) trait Gains {
    /// What `v` may bring now at most; cheaper than [`gain`](Self::gain).
    fn bound(&self, v: NodeId) -> u64;

    /// What `v` brings now.
    fn gain(&mut self, v: NodeId) -> u64;

    /// `v` is chosen.
    fn take(&mut self, v: NodeId);
}

/// `count` of `candidates`, each the one that gains most after those before; of equals
/// the one with the smaller id.
pub(crate) fn lazy_greedy(
    gains: &mut impl Gains,
    candidates: &[NodeId],
    count: usize,
) -> Vec<NodeId> {
    let chosen = with_gains(gains, candidates, count, 0).into_iter();
    chosen.map(|(v, _)| v).collect()
}

/// The same, each with what they gain; fewer where nobody gains `least` any more.
pub(crate) fn with_gains(
    gains: &mut impl Gains,
    candidates: &[NodeId],
    count: usize,
    least: u64,
) -> Vec<(NodeId, u64)> {
    let first = candidates.iter();
    // What somebody may bring, and how many were chosen when it was counted; none for
    // a bound.
    let first = first.map(|&v| (gains.bound(v), Reverse(v), None));
    let mut heap: BinaryHeap<(u64, Reverse<NodeId>, Option<usize>)> = first.collect();
    let mut chosen = Vec::with_capacity(count.min(candidates.len()));
    while chosen.len() < count
        && let Some((most, Reverse(v), counted)) = heap.pop()
    {
        if most < least {
            break;
        }
        if counted == Some(chosen.len()) {
            gains.take(v);
            chosen.push((v, most));
            continue;
        }
        let bound = gains.bound(v);
        heap.push(match bound < most {
            true => (bound, Reverse(v), None),
            false => (gains.gain(v), Reverse(v), Some(chosen.len())),
        });
    }
    chosen
}

//! The most central first.
//!
//! - **Cost:** power iteration over all ties, then one sort of the candidates.
//! - **Source:** Brin & Page, *Computer Networks* 30, 1998, read backwards: somebody
//!   is central whom central people hear, so that rank flows from those who hear to
//!   those who are heard.

use std::cmp::Ordering;

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::{NodeId, PerNode};

use crate::Seeder;

/// Those with the highest PageRank along ties turned round; of equals the one with
/// the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct Central;

/// Chance to follow a tie rather than start anew.
const FOLLOWS: f64 = 0.85;

/// Rounds of the power iteration; what is left of the start is below 1e-7.
const ROUNDS: u32 = 100;

/// The share of a random walker's time that is spent with each person, who goes from
/// whoever hears to one of those heard.
fn ranks(platform: &Platform) -> PerNode<f64> {
    let ties = &platform.ties;
    let people = ties.people();
    let even = 1.0 / f64::from(people.max(1));
    let mut rank = PerNode::filled(even, people);
    for _ in 0..ROUNDS {
        let (mut lost, mut next) = (0.0, PerNode::filled(0.0, people));
        for v in (0..people).map(NodeId) {
            let heard = ties.hears(v);
            match heard.len() {
                0 => lost += rank[v],
                n => heard.iter().for_each(|&u| next[u] += rank[v] / n as f64),
            }
        }
        let anew = (1.0 - FOLLOWS) * even + FOLLOWS * lost * even;
        for v in (0..people).map(NodeId) {
            next[v] = anew + FOLLOWS * next[v];
        }
        rank = next;
    }
    rank
}

impl Seeder for Central {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let rank = ranks(platform);
        let mut ranked = candidates.to_vec();
        let order = |a: &NodeId, b: &NodeId| match rank[*b].total_cmp(&rank[*a]) {
            Ordering::Equal => a.cmp(b),
            different => different,
        };
        ranked.sort_unstable_by(order);
        ranked.truncate(count);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    #[test]
    fn whom_the_heard_hear_is_more_central_than_whom_many_hear() {
        // 0 is heard by three people whom nobody hears; 4 is heard by one, whom five
        // hear.
        let people = graph("0->1 0->2 0->3 4->5 5->6 5->7 5->8 5->9 5->10");
        let all: Vec<NodeId> = people.nodes().collect();
        let chosen = Central.choose(&people.platforms()[0], &all, 2);
        assert_eq!(chosen, [NodeId(4), NodeId(5)]);
        let rank = ranks(&people.platforms()[0]);
        let sum: f64 = all.iter().map(|&v| rank[v]).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
}

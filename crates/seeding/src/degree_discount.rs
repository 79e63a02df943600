//! The best connected first, with a discount for what those chosen bring about already.
//!
//! Of somebody with d listeners of whom t are chosen, t ties are lost, and each of the t may
//! convince them anyhow. To first order in the activation chance p somebody more then
//! brings, in units of p and less a constant, d − 2t − (d − t) t p.
//!
//! Where ties run one way, the a chosen whom one hears and the b chosen who hear one are
//! different: (1 − p)^a (1 + (d − b) p) is, to the same order,
//! d − a − b − (d − b) a p, which is the formula above where a = b = t.
//!
//! - **Cost:** a heap of the candidates, with one entry more for each tie of a chosen one.
//! - **Source:** DegreeDiscountIC of Chen, Wang & Yang, KDD 2009, algorithm 4, for the
//!   independent cascade with a small chance that is the same for all ties.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::probability::Probability;

use crate::Seeder;

/// Those with most listeners after the discount, one after the other; of equals the one
/// with the smaller id.
#[derive(Debug, Clone, Copy)]
pub struct DegreeDiscount {
    /// The chance that a contact succeeds, p in the paper.
    pub chance: Probability,
}

impl Seeder for DegreeDiscount {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let ties = &platform.ties;
        let mut state = PerNode::filled(State::default(), ties.people());
        let worth = |v: NodeId, state: &State| {
            let [d, a, b] = [ties.out_degree(v), state.hears, state.heard_by].map(f64::from);
            d - a - b - (d - b) * a * self.chance.get()
        };
        let mut heap = BinaryHeap::with_capacity(candidates.len());
        for &v in candidates {
            state[v].is_open = true;
            let worth = worth(v, &state[v]);
            heap.push(Entry {
                worth,
                v,
                chosen: 0,
            });
        }
        let mut chosen = Vec::with_capacity(count.min(candidates.len()));
        while chosen.len() < count
            && let Some(Entry { v, chosen: at, .. }) = heap.pop()
        {
            // Whoever's worth has changed since has another entry.
            if !state[v].is_open || at != state[v].hears + state[v].heard_by {
                continue;
            }
            state[v].is_open = false;
            chosen.push(v);
            for &w in ties.heard_by(v) {
                state[w].hears += 1;
            }
            for &w in ties.hears(v) {
                state[w].heard_by += 1;
            }
            let touched = ties.heard_by(v).iter();
            let touched = touched.chain(ties.hears(v).iter().filter(|_| !ties.is_mutual()));
            for &w in touched.filter(|w| state[**w].is_open) {
                let worth = worth(w, &state[w]);
                let chosen = state[w].hears + state[w].heard_by;
                heap.push(Entry {
                    worth,
                    v: w,
                    chosen,
                });
            }
        }
        chosen
    }
}

/// How somebody stands to those who are chosen.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    /// Of the chosen, whom they hear; a above.
    hears: u32,
    /// Of the chosen, who hear them; b above.
    heard_by: u32,
    /// May be chosen still.
    is_open: bool,
}

/// What somebody was worth when that many ties led to those chosen.
#[derive(Debug, Clone, Copy)]
struct Entry {
    worth: f64,
    v: NodeId,
    chosen: u32,
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        let worth = self.worth.total_cmp(&other.worth);
        let id = other.v.cmp(&self.v);
        worth.then(id).then(self.chosen.cmp(&other.chosen))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    fn chosen(text: &str, chance: f64, count: usize) -> Vec<u32> {
        let graph = graph(text);
        let all: Vec<NodeId> = graph.nodes().collect();
        let chance = Probability::clamped(chance);
        let chosen = DegreeDiscount { chance }.choose(&graph.platforms()[0], &all, count);
        chosen.iter().map(|v| v.0).collect()
    }

    #[test]
    fn friends_of_the_chosen_are_worth_less_the_likelier_they_are_convinced() {
        // After 0, person 1 with d = 5 and t = 1 is worth 3 − 4p, and 8 is worth 3.
        let text = "0-1 0-2 0-3 0-4 0-5 0-6 1-10 1-11 1-12 1-13 8-14 8-15 8-16";
        assert_eq!(chosen(text, 0.0, 3), [0, 1, 8]);
        assert_eq!(chosen(text, 0.1, 3), [0, 8, 1]);
    }

    #[test]
    fn ties_that_run_one_way_have_discounts_of_their_own() {
        // After 0: 1 hears 0 and is worth 3 − 1 − 3p, 7 is heard by 0 and worth 3 − 1,
        // and so is 12, whose id is larger.
        let text = "0->1 0->2 0->3 0->4 1->5 1->6 1->8 7->0 7->9 7->10 12->13 12->14";
        assert_eq!(chosen(text, 0.1, 4), [0, 7, 12, 1]);
        assert_eq!(chosen(text, 0.0, 4), [0, 1, 7, 12]);
    }
}

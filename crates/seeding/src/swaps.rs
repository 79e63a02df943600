//! Polish: whoever of the chosen is missed least makes room for whoever is missed most.
//!
//! Greedy never takes anybody back. Here each of the chosen, from the one without whom
//! fewest sets are lost, is exchanged for the candidate who meets most in their place, if
//! that is more; until a round changes nothing.
//!
//! - **Cost:** a round looks at everybody in the sets that are met, once or twice.
//! - **Source:** the interchange heuristic of Nemhauser, Wolsey & Fisher, *Mathematical
//!   Programming* 14, 1978, section 5.

use groundswell_graph::id::{NodeId, PerNode};

use crate::coverage::{Coverage, Within};

/// Rounds after which exchanging ends.
const ROUNDS: usize = 8;

/// `seeds`, exchanged one by one within the limits until no exchange of one meets more of
/// the sets.
pub fn polished(coverage: &Coverage<'_>, within: &Within<'_>, seeds: &[NodeId]) -> Vec<NodeId> {
    let mut polish = Polish::new(coverage, within, seeds);
    for _ in 0..ROUNDS {
        if !polish.round() {
            break;
        }
    }
    polish.seeds
}

struct Polish<'p, 's> {
    coverage: &'p Coverage<'s>,
    within: &'p Within<'p>,
    seeds: Vec<NodeId>,
    /// How many of the seeds are in each set.
    times: Vec<u32>,
    /// How many sets without a seed each person is in.
    gains: PerNode<u32>,
    chosen: PerNode<bool>,
    spent: f64,
}

impl<'p, 's> Polish<'p, 's> {
    fn new(coverage: &'p Coverage<'s>, within: &'p Within<'p>, seeds: &[NodeId]) -> Self {
        let gains = coverage.counts();
        let mut polish = Self {
            coverage,
            within,
            seeds: Vec::new(),
            times: vec![0; coverage.sets().len()],
            chosen: PerNode::filled(false, gains.len() as u32),
            gains,
            spent: 0.0,
        };
        for &v in seeds {
            polish.add(v);
        }
        polish.seeds = seeds.to_vec();
        polish
    }

    fn add(&mut self, v: NodeId) {
        self.chosen[v] = true;
        self.spent += self.within.cost(v);
        for &at in self.coverage.sets_of(v) {
            let times = &mut self.times[at as usize];
            *times += 1;
            if *times == 1 {
                for &u in self.coverage.sets().set(at as usize) {
                    self.gains[u] -= 1;
                }
            }
        }
    }

    fn remove(&mut self, v: NodeId) {
        self.chosen[v] = false;
        self.spent -= self.within.cost(v);
        for &at in self.coverage.sets_of(v) {
            let times = &mut self.times[at as usize];
            *times -= 1;
            if *times == 0 {
                for &u in self.coverage.sets().set(at as usize) {
                    self.gains[u] += 1;
                }
            }
        }
    }

    /// Sets of which `v` is the only seed.
    fn missed(&self, v: NodeId) -> u32 {
        let sets = self.coverage.sets_of(v).iter();
        let only = sets.filter(|&&at| self.times[at as usize] == 1).count();
        only as u32 + self.coverage.sets().alone()[v]
    }

    /// Whether somebody was exchanged.
    fn round(&mut self) -> bool {
        let mut order: Vec<(u32, usize)> = self
            .seeds
            .iter()
            .enumerate()
            .map(|(at, &v)| (self.missed(v), at))
            .collect();
        order.sort_unstable();
        let mut is_changed = false;
        for (_, at) in order {
            let old = self.seeds[at];
            self.remove(old);
            let left = self.within.budget - self.spent;
            let may = |v: &NodeId| !self.chosen[*v] && self.within.cost(*v) <= left;
            let candidates = self.within.candidates.iter().copied().filter(may);
            let best = candidates.max_by_key(|&v| (self.gains[v], v == old, std::cmp::Reverse(v)));
            let new = best.unwrap_or(old);
            is_changed |= new != old;
            self.seeds[at] = new;
            self.add(new);
        }
        is_changed
    }
}

//! Which RR sets each person is in, and whom to choose so as to meet most of them.
//!
//! - **Greedy:** always whoever meets most sets that nobody chosen meets yet, for each unit
//!   of cost; of equals the one with the smaller id. A person's number is counted down
//!   whenever a set is met, and looked at again only when the person comes up.
//! - **Bound:** no choice within the budget meets more sets than greedy had met at any of
//!   its steps, and besides the most that the numbers of that step allow.
//! - **Cost:** each set that is met once, and at each bound those who come up.
//! - **Source:** the bound is that of Tang, Tang, Xiao & Yuan, SIGMOD 2018, section 5
//!   (OPIM-C); with costs, the knapsack that may be cut in fractions. Looking again only
//!   at who comes up: Minoux, *Optimization Techniques*, 1978.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use groundswell_diffusion::rr_sets::RrSets;
use groundswell_graph::id::{NodeId, PerNode};

/// RR sets by person.
#[derive(Debug)]
pub struct Coverage<'s> {
    sets: &'s RrSets,
    /// Where each person's sets begin, one entry more than people.
    offsets: Vec<u64>,
    of: Vec<u32>,
}

/// Within what one may choose.
#[derive(Debug, Clone, Copy)]
pub struct Within<'t> {
    /// Who may be chosen.
    pub candidates: &'t [NodeId],
    /// What each person costs; one where there are none.
    pub costs: Option<&'t [f64]>,
    /// What those chosen may cost together.
    pub budget: f64,
}

impl Within<'_> {
    /// What `v` costs.
    pub fn cost(&self, v: NodeId) -> f64 {
        self.costs.map_or(1.0, |costs| costs[v.index()])
    }
}

/// Who was chosen, how many more sets each of them meets, and how many any choice could.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chosen {
    /// In the order in which they were chosen.
    pub seeds: Vec<NodeId>,
    /// One entry per seed: sets that those before it do not meet.
    pub gains: Vec<u64>,
    /// No choice meets more sets.
    pub most: f64,
}

impl Chosen {
    /// Sets that they meet together.
    pub fn met(&self) -> u64 {
        self.gains.iter().sum()
    }
}

impl<'s> Coverage<'s> {
    /// Bytes that the index of `sets` takes, with what is held of each set while people are
    /// chosen and exchanged.
    pub fn bytes(sets: &RrSets) -> u64 {
        let (members, people) = (sets.members().len(), sets.alone().len());
        (4 * members + 5 * sets.len() + 8 * people) as u64
    }

    /// The index of `sets`. Cost: everybody in them twice.
    pub fn new(sets: &'s RrSets) -> Self {
        let people = sets.alone().len();
        let mut offsets = vec![0u64; people + 1];
        for v in sets.members() {
            offsets[v.index() + 1] += 1;
        }
        for v in 0..people {
            offsets[v + 1] += offsets[v];
        }
        // Filled from each row's end, which turns the ends into beginnings.
        let mut ends: Vec<u64> = offsets[1..].to_vec();
        let mut of = vec![0u32; sets.members().len()];
        for at in (0..sets.len()).rev() {
            for v in sets.set(at) {
                let end = &mut ends[v.index()];
                *end -= 1;
                of[*end as usize] = at as u32;
            }
        }
        Self { sets, offsets, of }
    }

    /// The sets of two people and more that `v` is in, ascending.
    pub fn sets_of(&self, v: NodeId) -> &[u32] {
        &self.of[self.offsets[v.index()] as usize..self.offsets[v.index() + 1] as usize]
    }

    /// The sets themselves.
    pub fn sets(&self) -> &'s RrSets {
        self.sets
    }

    /// How many sets each person is in.
    pub fn counts(&self) -> PerNode<u32> {
        let rows = self.offsets.windows(2).zip(self.sets.alone().as_slice());
        rows.map(|(row, &alone)| (row[1] - row[0]) as u32 + alone)
            .collect()
    }

    /// How many sets each of `seeds` meets that those before it do not.
    pub fn gains(&self, seeds: &[NodeId]) -> Vec<u64> {
        let mut met = vec![false; self.sets.len()];
        let mut gain = |&v: &NodeId| {
            let mut gain = u64::from(self.sets.alone()[v]);
            for &at in self.sets_of(v) {
                gain += u64::from(!std::mem::replace(&mut met[at as usize], true));
            }
            gain
        };
        seeds.iter().map(&mut gain).collect()
    }

    /// Who meets most sets, chosen one after the other. Where people cost different
    /// amounts, the better of two: by sets for each unit of cost from the beginning, and
    /// after whoever meets most alone.
    pub fn greedy(&self, within: &Within<'_>) -> Chosen {
        let chosen = Greedy::new(self, within).run(None);
        let Some(costs) = within.costs else {
            return chosen;
        };
        let counts = self.counts();
        let affordable = within.candidates.iter().copied();
        let affordable = affordable.filter(|v| costs[v.index()] <= within.budget);
        let best = affordable.max_by(|&v, &w| counts[v].cmp(&counts[w]).then(w.cmp(&v)));
        let other = Greedy::new(self, within).run(best);
        let most = chosen.most.min(other.most);
        let best = if other.met() > chosen.met() {
            other
        } else {
            chosen
        };
        Chosen { most, ..best }
    }
}

/// Somebody who may be chosen, by the sets they would meet for each unit of cost.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ranked {
    worth: f64,
    count: u32,
    who: NodeId,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_worth = self.worth.total_cmp(&other.worth);
        by_worth.then(other.who.cmp(&self.who))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Steps after each of which the bound is looked at; later ones are looked at seldom.
const STEPS: usize = 128;

struct Greedy<'g, 's> {
    coverage: &'g Coverage<'s>,
    within: &'g Within<'g>,
    /// How many sets that nobody chosen meets each person is in.
    counts: PerNode<u32>,
    met: Vec<bool>,
    /// Candidates as they stood at the beginning, best first.
    ranked: Vec<Ranked>,
    left: f64,
    chosen: Chosen,
}

impl<'g, 's> Greedy<'g, 's> {
    fn new(coverage: &'g Coverage<'s>, within: &'g Within<'g>) -> Self {
        let counts = coverage.counts();
        let affordable = within.candidates.iter().copied();
        let affordable = affordable.filter(|&v| within.cost(v) <= within.budget);
        let ranked = affordable.map(|v| ranked(v, counts[v], within.cost(v)));
        // Of few sets nearly nobody is in one; the others stand by id already, mostly.
        let (mut ranked, mut others): (Vec<_>, Vec<_>) = ranked.partition(|one| one.count > 0);
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        others.sort_unstable_by_key(|one| one.who);
        ranked.append(&mut others);
        Self {
            coverage,
            within,
            counts,
            met: vec![false; coverage.sets.len()],
            ranked,
            left: within.budget,
            chosen: Chosen {
                most: f64::INFINITY,
                ..Chosen::default()
            },
        }
    }

    fn run(mut self, first: Option<NodeId>) -> Chosen {
        self.bound();
        if let Some(first) = first {
            self.choose(first);
            self.bound();
        }
        let mut open = BinaryHeap::from(self.ranked.clone());
        while let Some(best) = open.pop() {
            let v = best.who;
            let cost = self.within.cost(v);
            if cost > self.left || Some(v) == first {
                continue;
            }
            if self.counts[v] < best.count {
                open.push(ranked(v, self.counts[v], cost));
                continue;
            }
            self.choose(v);
            let steps = self.chosen.seeds.len();
            if steps <= STEPS || steps.is_multiple_of(STEPS) {
                self.bound();
            }
        }
        self.bound();
        self.chosen
    }

    fn choose(&mut self, v: NodeId) {
        self.left -= self.within.cost(v);
        self.chosen.seeds.push(v);
        self.chosen.gains.push(self.counts[v].into());
        for &at in self.coverage.sets_of(v) {
            let met = &mut self.met[at as usize];
            if *met {
                continue;
            }
            *met = true;
            for &u in self.coverage.sets.set(at as usize) {
                self.counts[u] -= 1;
            }
        }
        self.counts[v] = 0;
    }

    /// Lowers what any choice could meet to what the numbers of this step allow.
    fn bound(&mut self) {
        let budget = self.within.budget;
        // Those who meet most for their cost, as few as use the budget up, the worst on top.
        let mut best = BinaryHeap::new();
        let mut spent = 0.0;
        for first in &self.ranked {
            let is_full = spent >= budget;
            let worst = best
                .peek()
                .map_or(0.0, |&Reverse(Ranked { worth, .. })| worth);
            // Numbers only fall, so that nobody behind this one can come before.
            if is_full && first.worth <= worst || first.count == 0 {
                break;
            }
            let cost = self.within.cost(first.who);
            let now = ranked(first.who, self.counts[first.who], cost);
            if now.count == 0 || is_full && now.worth <= worst {
                continue;
            }
            spent += cost;
            best.push(Reverse(now));
            while let Some(&Reverse(worst)) = best.peek() {
                let without = spent - self.within.cost(worst.who);
                if without < budget {
                    break;
                }
                spent = without;
                best.pop();
            }
        }
        let above = (spent - budget).max(0.0);
        let mut sum: f64 = best.iter().map(|now| f64::from(now.0.count)).sum();
        if let Some(&Reverse(worst)) = best.peek() {
            sum -= above * worst.worth;
        }
        let most = self.chosen.met() as f64 + sum;
        self.chosen.most = self.chosen.most.min(most);
    }
}

fn ranked(who: NodeId, count: u32, cost: f64) -> Ranked {
    let worth = match count {
        0 => 0.0,
        count => f64::from(count) / cost,
    };
    Ranked { worth, count, who }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_diffusion::contagion::Network;
    use groundswell_diffusion::model::independent_cascade::IndependentCascade;
    use groundswell_diffusion::rr_sets::{Asked, RrSampler, roots::Roots, stream::RrLuck};
    use groundswell_diffusion::worlds::{Crew, Watch};
    use groundswell_graph::activation::Activation;
    use groundswell_graph::builder::graph;
    use groundswell_graph::name_key::NameKey;
    use groundswell_graph::probability::Probability;

    fn sets(edges: &str, p: f64) -> RrSets {
        let graph = graph(edges);
        let activation = Activation::uniform(Probability::clamped(p));
        let networks = [Network::new(&graph.platforms()[0], &activation)];
        let sampler = RrSampler::new(&networks, &IndependentCascade);
        let roots = Roots::anybody(graph.people());
        let asked = Asked::new(RrLuck::new(1, NameKey::of("test")), &roots);
        let mut sets = RrSets::new(graph.people());
        assert!(sampler.gather(&Crew::of(1), &Watch::default(), &asked, &mut sets, 3000));
        sets
    }

    const EDGES: &str = "0->1 0->2 0->3 4->3 4->5 4->6 7->6 7->8 9->0 9->4 2->8 5->8 3->9";

    /// Sets that `seeds` meet, one by one.
    fn met(sets: &RrSets, seeds: &[NodeId]) -> u64 {
        let meets = |at: &usize| sets.set(*at).iter().any(|v| seeds.contains(v));
        let alone: u32 = seeds.iter().map(|&v| sets.alone()[v]).sum();
        (0..sets.len()).filter(meets).count() as u64 + u64::from(alone)
    }

    #[test]
    fn the_first_meets_most_and_gains_add_up() {
        let sets = sets(EDGES, 0.4);
        let everybody: Vec<NodeId> = (0..10).map(NodeId).collect();
        let within = Within {
            candidates: &everybody,
            costs: None,
            budget: 4.0,
        };
        let coverage = Coverage::new(&sets);
        let chosen = coverage.greedy(&within);
        assert_eq!(coverage.gains(&chosen.seeds), chosen.gains);
        for length in 1..=4 {
            let prefix = &chosen.seeds[..length];
            assert_eq!(
                chosen.gains[..length].iter().sum::<u64>(),
                met(&sets, prefix)
            );
            // Nobody else in the last one's place would have met more.
            let mut other = prefix.to_vec();
            for &v in everybody.iter().filter(|v| !prefix.contains(v)) {
                other[length - 1] = v;
                assert!(met(&sets, &other) <= met(&sets, prefix));
            }
        }
    }

    #[test]
    fn no_choice_within_the_budget_meets_more_than_the_bound() {
        let sets = sets(EDGES, 0.4);
        let coverage = Coverage::new(&sets);
        let candidates: Vec<NodeId> = (1..10).map(NodeId).collect();
        let dear = [1.0, 2.5, 0.5, 1.0, 3.0, 1.0, 1.0, 0.25, 2.0, 1.5];
        for (costs, budget) in [
            (None, 1.0),
            (None, 3.0),
            (Some(&dear[..]), 2.0),
            (Some(&dear[..]), 3.75),
        ] {
            let within = Within {
                candidates: &candidates,
                costs,
                budget,
            };
            let chosen = coverage.greedy(&within);
            let cost = |seeds: &[NodeId]| seeds.iter().map(|&v| within.cost(v)).sum::<f64>();
            assert!(cost(&chosen.seeds) <= budget);
            let mut best = 0;
            for bits in 0u32..1 << 10 {
                let seeds: Vec<NodeId> = candidates
                    .iter()
                    .copied()
                    .filter(|v| bits >> v.0 & 1 == 1)
                    .collect();
                if cost(&seeds) <= budget {
                    best = best.max(met(&sets, &seeds));
                }
            }
            assert!(chosen.most >= best as f64, "{chosen:?} {best}");
            assert!(
                chosen.met() as f64 >= 0.8 * best as f64,
                "{chosen:?} {best}"
            );
            assert_eq!(chosen.met(), met(&sets, &chosen.seeds));
        }
    }

    #[test]
    fn equals_are_chosen_by_id_and_those_who_meet_nobody_too() {
        let sets = sets("0->1 2->3 4->5", 1.0);
        let coverage = Coverage::new(&sets);
        let turned: Vec<NodeId> = (0..6).rev().map(NodeId).collect();
        let within = Within {
            candidates: &turned[1..],
            costs: None,
            budget: 9.0,
        };
        let chosen = coverage.greedy(&within);
        assert_eq!(chosen.seeds.len(), 5);
        assert_eq!(chosen.gains[3..], [0, 0]);
        assert_eq!(chosen.seeds[3..], [1, 3].map(NodeId));
        assert_eq!(chosen.most, 3000.0);
    }
}

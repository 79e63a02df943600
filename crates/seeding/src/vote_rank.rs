//! Those for whom most people vote, who then have less to say.
//!
//! Everybody votes for those whom they hear, with a vote of one at first. Whoever is
//! elected votes no more, and the votes of those who hear them weaken by 1 / ⟨k⟩ each time,
//! with ⟨k⟩ the mean number of listeners, down to nothing. So the elected lie apart.
//!
//! Votes are counted in units of 1 / ties, which makes them whole numbers.
//!
//! - **Cost:** a heap of the candidates; to count somebody again costs their ties.
//! - **Source:** Zhang, Chen, Dong & Zhao, *Scientific Reports* 6, 27823, 2016. Where all
//!   that is left has no votes, the paper ends; here those with the smaller ids follow.

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::ties::Ties;

use crate::Seeder;
use crate::lazy_greedy::{Gains, lazy_greedy};

/// Those with most votes, one after the other; of equals the one with the smaller id.
#[derive(Debug, Clone, Copy, Default)]
pub struct VoteRank;

impl Seeder for VoteRank {
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId> {
        let ties = &platform.ties;
        let members = platform.members.as_ref().map(|members| members.len());
        let mut election = Election {
            ties,
            votes: PerNode::filled(u64::from(ties.count()), ties.people()),
            weakening: members.unwrap_or(ties.people()).into(),
        };
        lazy_greedy(&mut election, candidates, count)
    }
}

struct Election<'g> {
    ties: &'g Ties,
    /// What everybody's vote counts, of as many units as there are ties.
    votes: PerNode<u64>,
    /// Units that an elected one takes from those who hear them: as many as people, for
    /// 1 / ⟨k⟩ is people / ties.
    weakening: u64,
}

impl Gains for Election<'_> {
    fn bound(&self, v: NodeId) -> u64 {
        u64::from(self.ties.out_degree(v)) * u64::from(self.ties.count())
    }

    fn gain(&mut self, v: NodeId) -> u64 {
        let voters = self.ties.heard_by(v).iter();
        voters.map(|&w| self.votes[w]).sum()
    }

    fn take(&mut self, v: NodeId) {
        self.votes[v] = 0;
        for &w in self.ties.heard_by(v) {
            self.votes[w] = self.votes[w].saturating_sub(self.weakening);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::graph;

    fn chosen(text: &str, count: usize) -> Vec<u32> {
        let graph = graph(text);
        let all: Vec<NodeId> = graph.nodes().collect();
        let chosen = VoteRank.choose(&graph.platforms()[0], &all, count);
        chosen.iter().map(|v| v.0).collect()
    }

    #[test]
    fn whoever_voted_once_has_less_to_say() {
        // 0 and 1 share their listeners 2, 3 and 4; 5 has two of its own. Ten ties
        // among eight people: each vote weakens by 0.8, so 1 is left with 3 × 0.2.
        let text = "0->2 0->3 0->4 1->2 1->3 1->4 5->6 5->7 6->7 7->6";
        assert_eq!(chosen(text, 3), [0, 5, 1]);
    }

    #[test]
    fn the_elected_do_not_vote() {
        // A path 0-1-2-3-4, ⟨k⟩ = 8/5: 1, 2 and 3 have two votes each and 1 is elected.
        // 2 then has the vote of 3 alone, as has 4; 3 has 1 from 4 and 1 − 5/8 from 2.
        assert_eq!(chosen("0-1 1-2 2-3 3-4", 3), [1, 3, 0]);
    }

    #[test]
    fn without_votes_the_smaller_ids_follow() {
        assert_eq!(chosen("2->3 0->1", 4), [0, 2, 1, 3]);
    }
}

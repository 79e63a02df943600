//! Who is heard by those who are heard: PageRank.
//!
//! A walker follows a tie at random, or, with one chance in seven or so, jumps to
//! anybody. A person's rank is the share of time that the walker spends there.
//! Who has no tie to follow jumps as well.
//!
//! - **Cost:** one pass over the ties a step, on all threads; about 140 steps at
//!   the default.
//! - **Source:** Brin & Page, *Computer Networks* 30, 1998, with the ranks
//!   divided by the number of people; the bound on the error from Langville &
//!   Meyer, *Google's PageRank and Beyond*, 2006, section 4.6.

use rayon::prelude::*;

use crate::Error;
use crate::id::{NodeId, PerNode};
use crate::measure::steady;
use crate::ties::Ties;

/// People to a unit of work.
const BLOCK: usize = 1024;
/// Steps after which the ranks are given as they stand.
const MOST_STEPS: u32 = 10_000;

/// Which way the walker goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Walk {
    /// From a person to somebody whom they hear: high ranks for those whose word
    /// is heard by people who are heard themselves.
    #[default]
    AgainstTheWord,
    /// From a person to somebody who hears them: the textbook's direction where
    /// ties are links; high ranks for those who hear much.
    WithTheWord,
}

/// How PageRank is computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageRank {
    /// The chance that the walker follows a tie, at least 0 and below 1.
    pub damping: f64,
    /// The errors of all ranks together are at most this, unless even 10,000
    /// steps are too few, which only a damping near one can bring about.
    pub tolerance: f64,
    /// Which way the walker goes; without bearing where all ties are mutual.
    pub walk: Walk,
}

impl Default for PageRank {
    fn default() -> Self {
        Self {
            damping: 0.85,
            tolerance: 1e-9,
            walk: Walk::default(),
        }
    }
}

impl PageRank {
    /// Everybody's rank; together they are one.
    ///
    /// # Errors
    ///
    /// [`Error::Impossible`] for a damping outside of 0 to 1 or a tolerance that
    /// is not positive; a tolerance below what rounding allows is taken as 1e-14.
    pub fn of(&self, ties: &Ties) -> Result<PerNode<f64>, Error> {
        if !(0.0..1.0).contains(&self.damping) {
            return Err(Error::Impossible {
                what: "PageRank's damping is at least 0 and below 1",
            });
        }
        if self.tolerance.is_nan() || self.tolerance <= 0.0 {
            return Err(Error::Impossible {
                what: "PageRank's tolerance is above 0",
            });
        }
        let people = ties.people() as usize;
        if people == 0 {
            return Ok(Vec::new().into());
        }
        let even = 1.0 / people as f64;
        let onward = |v: NodeId| match self.walk {
            Walk::AgainstTheWord => ties.in_degree(v),
            Walk::WithTheWord => ties.out_degree(v),
        };
        let arriving = |v: NodeId| match self.walk {
            Walk::AgainstTheWord => ties.heard_by(v),
            Walk::WithTheWord => ties.hears(v),
        };
        let degrees: Vec<u32> = (0..people as u32).map(|v| onward(NodeId(v))).collect();
        let mut ranks = vec![even; people];
        let mut next = vec![0.0; people];
        // What each person passes along each of their ties.
        let mut passed = vec![0.0; people];
        for _ in 0..MOST_STEPS {
            passed
                .par_chunks_mut(BLOCK)
                .enumerate()
                .for_each(|(block, passed)| {
                    for (v, passed) in (block * BLOCK..).zip(passed) {
                        *passed = ranks[v] / f64::from(degrees[v].max(1));
                    }
                });
            let stuck = steady::sum(people, |v| if degrees[v] == 0 { ranks[v] } else { 0.0 });
            let jumped = (1.0 - self.damping + self.damping * stuck) * even;
            next.par_chunks_mut(BLOCK)
                .enumerate()
                .for_each(|(block, next)| {
                    for (v, next) in (block * BLOCK..).zip(next) {
                        let row = arriving(NodeId(v as u32));
                        let sum: f64 = row.iter().map(|w| passed[w.index()]).sum();
                        *next = jumped + self.damping * sum;
                    }
                });
            let moved = steady::sum(people, |v| (next[v] - ranks[v]).abs());
            std::mem::swap(&mut ranks, &mut next);
            // What is still to come is a geometric series of what has moved.
            let error = moved * self.damping / (1.0 - self.damping);
            if error <= self.tolerance.max(1e-14) {
                break;
            }
        }
        Ok(ranks.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    #[test]
    fn who_is_heard_ranks_high_and_the_other_way_round_who_hears() {
        let graph = graph("0->1 0->2 0->3");
        let ties = &graph.platforms()[0].ties;
        let ranks = PageRank::default().of(ties).unwrap();
        // Three are met by jumps only, with chance j; the fourth also from each of them.
        let j = 1.0 / (4.0 + 3.0 * 0.85);
        assert!((ranks[NodeId(1)] - j).abs() < 1e-9);
        assert!((ranks[NodeId(0)] - j * (1.0 + 3.0 * 0.85)).abs() < 1e-9);
        let with = PageRank {
            walk: Walk::WithTheWord,
            ..Default::default()
        };
        let ranks = with.of(ties).unwrap();
        assert!(ranks[NodeId(1)] > ranks[NodeId(0)]);
    }

    #[test]
    fn ranks_are_shares_of_one() {
        let graph = graph("0->1 1->2 2->0 2-3 4->1");
        let ranks = PageRank::default().of(&graph.platforms()[0].ties).unwrap();
        assert!((ranks.as_slice().iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn impossible_settings_are_refused() {
        let graph = graph("0-1");
        let ties = &graph.platforms()[0].ties;
        for (damping, tolerance) in [(1.0, 1e-9), (-0.1, 1e-9), (f64::NAN, 1e-9), (0.5, 0.0)] {
            let odd = PageRank {
                damping,
                tolerance,
                ..Default::default()
            };
            assert!(odd.of(ties).is_err(), "{odd:?}");
        }
    }
}

//! Friends of a person who know each other: triangles and clustering, exact.
//!
//! - **Cost:** at most m^(3/2) steps for m friendships, on all threads. Each
//!   friendship is followed from the end with fewer friends only.
//! - **Source:** Latapy, *Theoretical Computer Science* 407, 2008, algorithm
//!   "compact-forward"; clustering after Watts & Strogatz, *Nature* 393, 1998.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::id::{NodeId, PerNode};
use crate::measure::friendships::{Friendships, wedges_of};

/// Triangles, in all and through each person.
#[derive(Debug, Clone, PartialEq)]
pub struct Triangles {
    through: PerNode<u64>,
    degrees: PerNode<u32>,
    total: u64,
    wedges: u64,
}

impl Triangles {
    /// All triangles of `friends`, counted.
    pub fn of(friends: &Friendships) -> Self {
        let ranked = Ranked::of(friends);
        let people = friends.people();
        let through: Vec<AtomicU64> = (0..people).map(|_| AtomicU64::new(0)).collect();
        // Additions of whole numbers meet in any order and give the same sum.
        let add = |rank: u32, count: u64| {
            through[rank as usize].fetch_add(count, Ordering::Relaxed);
        };
        let nobody = || vec![false; people as usize];
        (0..people)
            .into_par_iter()
            .with_min_len(512)
            .for_each_init(nobody, |marked, v| {
                let above = ranked.above(v);
                for &w in above {
                    marked[w as usize] = true;
                }
                let mut of_v = 0;
                for &w in above {
                    let mut of_w = 0;
                    for &x in ranked.above(w) {
                        if marked[x as usize] {
                            of_w += 1;
                            add(x, 1);
                        }
                    }
                    if of_w > 0 {
                        add(w, of_w);
                        of_v += of_w;
                    }
                }
                if of_v > 0 {
                    add(v, of_v);
                }
                for &w in above {
                    marked[w as usize] = false;
                }
            });
        let at = |v: NodeId| through[ranked.rank[v] as usize].load(Ordering::Relaxed);
        let through: PerNode<u64> = friends.nodes().map(at).collect();
        Self {
            total: through.as_slice().iter().sum::<u64>() / 3,
            through,
            degrees: friends.degrees(),
            wedges: friends.wedges(),
        }
    }

    /// Number of triangles.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Triangles that each person is in.
    pub fn through(&self) -> &PerNode<u64> {
        &self.through
    }

    /// The share of paths of two steps that are closed to a triangle, 0 to 1; zero
    /// where there is no such path.
    pub fn transitivity(&self) -> f64 {
        (3 * self.total) as f64 / self.wedges.max(1) as f64
    }

    /// The share of pairs of `v`'s friends who are friends of each other, 0 to 1;
    /// zero below two friends.
    pub fn clustering_of(&self, v: NodeId) -> f64 {
        self.through[v] as f64 / wedges_of(self.degrees[v]).max(1) as f64
    }

    /// That share for everybody.
    pub fn clustering(&self) -> PerNode<f64> {
        (0..self.degrees.len() as u32)
            .map(|v| self.clustering_of(NodeId(v)))
            .collect()
    }

    /// The mean of that share over all people, those below two friends counting
    /// as zero; zero without people.
    pub fn average_clustering(&self) -> f64 {
        let sum: f64 = self.clustering().as_slice().iter().sum();
        sum / self.degrees.len().max(1) as f64
    }
}

/// People renumbered by their number of friends, each with those friends only
/// who come later: rows stay short however large the hubs.
struct Ranked {
    rank: PerNode<u32>,
    offsets: Vec<u64>,
    above: Vec<u32>,
}

impl Ranked {
    fn of(friends: &Friendships) -> Self {
        let mut order: Vec<NodeId> = friends.nodes().collect();
        order.par_sort_unstable_by_key(|&v| (friends.degree(v), v));
        let mut rank = PerNode::filled(0, friends.people());
        for (place, &v) in (0u32..).zip(&order) {
            rank[v] = place;
        }
        let mut offsets = Vec::with_capacity(order.len() + 1);
        let mut above = Vec::with_capacity(friends.count() as usize);
        offsets.push(0);
        for (place, &v) in (0u32..).zip(&order) {
            let later = friends.friends_of(v).iter().map(|&w| rank[w]);
            above.extend(later.filter(|&w| w > place));
            offsets.push(above.len() as u64);
        }
        Self {
            rank,
            offsets,
            above,
        }
    }

    fn above(&self, rank: u32) -> &[u32] {
        let rank = rank as usize;
        &self.above[self.offsets[rank] as usize..self.offsets[rank + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    #[test]
    fn two_triangles_on_one_edge_are_counted_at_every_corner() {
        let graph = graph("0-1 1-2 2-0 1-3 2-3 3-4");
        let triangles = Triangles::of(&Friendships::of(&graph.platforms()[0].ties));
        assert_eq!(triangles.total(), 2);
        assert_eq!(triangles.through().as_slice(), [1, 2, 2, 1, 0]);
        assert_eq!(triangles.transitivity(), 6.0 / 10.0);
        assert_eq!(triangles.clustering_of(NodeId(3)), 1.0 / 3.0);
        assert_eq!(triangles.clustering_of(NodeId(4)), 0.0);
    }

    #[test]
    fn without_people_nothing_is_clustered() {
        let triangles = Triangles::of(&Friendships::of(&graph("").platforms()[0].ties));
        assert_eq!(
            (triangles.transitivity(), triangles.average_clustering()),
            (0.0, 0.0)
        );
    }
}

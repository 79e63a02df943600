//! Triangles and clustering from a sample, for graphs too large to count them out.
//!
//! Two friends of one person are drawn, and asked whether they know each other:
//! of a person drawn in proportion to their pairs of friends for transitivity,
//! of one drawn evenly for average clustering.
//!
//! - **Draws:** ChaCha8, one stream per 4,096 draws and kind.
//! - **Cost:** one pass over the people, then a few binary searches a draw,
//!   whatever the size of the graph.
//! - **Source:** Schank & Wagner, *Journal of Graph Algorithms and Applications*
//!   9(2), 2005, algorithms 1 and 2; we count people below two friends as zero.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::Error;
use crate::community::{below, stream};
use crate::id::NodeId;
use crate::measure::friendships::{Friendships, wedges_of};
use crate::measure::measured::Measured;

/// Draws per stream of random numbers.
const BLOCK: u32 = 4096;

/// Estimates of what [`Triangles`](crate::measure::triangles::Triangles) counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusteringSample {
    /// The number of triangles.
    pub triangles: Measured,
    /// The share of paths of two steps that are closed, 0 to 1.
    pub transitivity: Measured,
    /// The mean over people of the share of their pairs of friends who know each
    /// other, 0 to 1.
    pub average_clustering: Measured,
}

impl ClusteringSample {
    /// Estimates from `draws` draws of each kind, the same for the same `seed`.
    ///
    /// # Errors
    ///
    /// [`Error::Impossible`] without a draw.
    pub fn of(friends: &Friendships, draws: u32, seed: u64) -> Result<Self, Error> {
        if draws == 0 {
            return Err(Error::Impossible {
                what: "a sample has at least one draw",
            });
        }
        let mut wedges = 0;
        // Up to and with each person, so that a path belongs to the first whose
        // sum is larger than its number.
        let sums: Vec<u64> = friends
            .nodes()
            .map(|v| {
                wedges += wedges_of(friends.degree(v));
                wedges
            })
            .collect();
        if wedges == 0 {
            return Ok(Self {
                triangles: Measured::exact(0.0),
                transitivity: Measured::exact(0.0),
                average_clustering: Measured::exact(0.0),
            });
        }
        let closed = hits(
            draws,
            |block| stream(seed, 2 * block),
            |random| {
                let path = ((u128::from(random.next_u64()) * u128::from(wedges)) >> 64) as u64;
                let middle = NodeId(sums.partition_point(|&sum| sum <= path) as u32);
                friends_know_each_other(friends, middle, random)
            },
        );
        let clustered = hits(
            draws,
            |block| stream(seed, 2 * block + 1),
            |random| {
                let v = NodeId(below(random, friends.people()));
                friends.degree(v) >= 2 && friends_know_each_other(friends, v, random)
            },
        );
        let transitivity = Measured::share(closed, draws.into());
        Ok(Self {
            triangles: transitivity.times(wedges as f64 / 3.0),
            transitivity,
            average_clustering: Measured::share(clustered, draws.into()),
        })
    }
}

/// How many of `draws` draws hit, block by block.
fn hits(
    draws: u32,
    stream: impl Fn(u64) -> ChaCha8Rng + Sync,
    hit: impl Fn(&mut ChaCha8Rng) -> bool + Sync,
) -> u64 {
    (0..draws.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let mut random = stream(block.into());
            let here = BLOCK.min(draws - block * BLOCK);
            (0..here).filter(|_| hit(&mut random)).count() as u64
        })
        .sum()
}

/// Whether two of `v`'s friends, who are at least two, are friends of each other;
/// every pair is drawn with the same chance.
fn friends_know_each_other(friends: &Friendships, v: NodeId, random: &mut ChaCha8Rng) -> bool {
    let row = friends.friends_of(v);
    let first = below(random, row.len() as u32);
    let second = below(random, row.len() as u32 - 1);
    let second = second + u32::from(second >= first);
    friends.are_friends(row[first as usize], row[second as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;
    use crate::community::Community;
    use crate::measure::triangles::Triangles;

    #[test]
    fn estimates_lie_within_four_standard_errors_of_the_count() {
        let ties = Community {
            community: 60,
            ..Default::default()
        }
        .ties(1)
        .unwrap();
        let friends = Friendships::of(&ties);
        let exact = Triangles::of(&friends);
        let sample = ClusteringSample::of(&friends, 20_000, 7).unwrap();
        for (sampled, exact) in [
            (sample.triangles, exact.total() as f64),
            (sample.transitivity, exact.transitivity()),
            (sample.average_clustering, exact.average_clustering()),
        ] {
            let error = sampled.standard_error.unwrap();
            assert!(
                (sampled.value - exact).abs() < 4.0 * error,
                "{sampled:?} for {exact}"
            );
            assert!(error < 0.1 * exact, "{sampled:?}");
        }
    }

    #[test]
    fn where_nobody_has_two_friends_zero_is_exact() {
        let friends = Friendships::of(&graph("0-1 2-3").platforms()[0].ties);
        let sample = ClusteringSample::of(&friends, 10, 1).unwrap();
        assert_eq!(sample.transitivity, Measured::exact(0.0));
        assert!(ClusteringSample::of(&friends, 0, 1).is_err());
    }
}

//! Open ends joined to friendships without loops, repeats or forbidden pairs.
//!
//! Ends are joined in the order in which they come. A pair that must not be
//! swaps partners with pairs picked at random until both may be; degrees stay as
//! given. Where the search fails, as it may among few people who all know each
//! other, the pair is left as it is.
//!
//! - **Cost:** sorting the pairs; a few look-ups for each pair that must not be.
//! - **Source:** the repair of McKay & Wormald, *Journal of Algorithms* 11(1),
//!   1990, without their correction for exact uniformity.

use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::community::below;
use crate::id::NodeId;

/// Partners tried for each pair that must not be.
const TRIES: u32 = 400;

type Pair = (NodeId, NodeId);

/// Both orders of a pair as one number.
fn key((a, b): Pair) -> u64 {
    let (low, high) = (a.min(b), a.max(b));
    u64::from(low.0) << 32 | u64::from(high.0)
}

/// The pairs that may stand: as they were joined, and what swaps changed.
struct Standing {
    joined: Vec<u64>,
    added: FxHashSet<u64>,
    removed: FxHashSet<u64>,
}

impl Standing {
    fn contains(&self, key: u64) -> bool {
        self.added.contains(&key)
            || self.joined.binary_search(&key).is_ok() && !self.removed.contains(&key)
    }

    fn insert(&mut self, key: u64) {
        if !self.removed.remove(&key) {
            self.added.insert(key);
        }
    }

    fn remove(&mut self, key: u64) {
        if !self.added.remove(&key) {
            self.removed.insert(key);
        }
    }
}

/// The friendships of `ends`, which are in random order; with an odd number of
/// them the last stays open.
pub(super) fn joined(
    ends: &[NodeId],
    random: &mut ChaCha8Rng,
    may_be: impl Fn(NodeId, NodeId) -> bool + Sync,
) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = ends.chunks_exact(2).map(|p| (p[0], p[1])).collect();
    let may_be = |(a, b): Pair| a != b && may_be(a, b);
    let mut keys: Vec<(u64, u32)> = (0..).zip(&pairs).map(|(i, &p)| (key(p), i)).collect();
    keys.par_sort_unstable();
    let mut bad = Vec::new();
    let mut good = Vec::with_capacity(keys.len());
    for (nth, &(key, at)) in keys.iter().enumerate() {
        let repeated = nth > 0 && keys[nth - 1].0 == key;
        if repeated || !may_be(pairs[at as usize]) {
            bad.push(at);
        } else {
            good.push(key);
        }
    }
    drop(keys);
    bad.sort_unstable();
    let mut standing = Standing {
        joined: good,
        added: FxHashSet::default(),
        removed: FxHashSet::default(),
    };
    let mut is_bad: FxHashSet<u32> = bad.iter().copied().collect();
    for at in bad {
        for _ in 0..TRIES {
            if !is_bad.contains(&at) {
                break;
            }
            let other = below(random, pairs.len() as u32);
            let ((a, b), (mut c, mut d)) = (pairs[at as usize], pairs[other as usize]);
            if below(random, 2) == 0 {
                (c, d) = (d, c);
            }
            let new = [(a, c), (b, d)];
            let fine = |pair| may_be(pair) && !standing.contains(key(pair));
            if other == at || key(new[0]) == key(new[1]) || !new.into_iter().all(fine) {
                continue;
            }
            if !is_bad.remove(&other) {
                standing.remove(key((c, d)));
            }
            is_bad.remove(&at);
            for (place, pair) in [at, other].into_iter().zip(new) {
                pairs[place as usize] = pair;
                standing.insert(key(pair));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::community::stream;
    use crate::generate::shuffle::in_random_order;

    #[test]
    fn friendships_are_simple_and_keep_every_degree() {
        // Twenty people with eleven friends each, of whom the even ones do not
        // get on with the very next.
        let may_be = |a: NodeId, b: NodeId| a.0 / 2 != b.0 / 2;
        for seed in 0..50 {
            let mut random = stream(seed, 0);
            let mut ends: Vec<NodeId> = (0..220).map(|i| NodeId(i % 20)).collect();
            in_random_order(&mut ends, &mut random);
            let pairs = joined(&ends, &mut random, may_be);
            let mut degrees = [0; 20];
            let mut seen = std::collections::BTreeSet::new();
            for (a, b) in pairs {
                assert!(a != b && may_be(a, b) && seen.insert(key((a, b))));
                degrees[a.index()] += 1;
                degrees[b.index()] += 1;
            }
            assert_eq!(degrees, [11; 20]);
        }
    }

    #[test]
    fn what_can_not_be_ends_all_the_same() {
        let ends = [0, 0, 0, 0].map(NodeId);
        let pairs = joined(&ends, &mut stream(1, 0), |_, _| true);
        assert_eq!(pairs.len(), 2);
    }
}

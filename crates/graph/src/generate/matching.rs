//! Open ends joined to friendships without loops, repeats or forbidden pairs.
//!
//! Ends are joined in the order in which they come. A pair that must not be
//! swaps partners with pairs picked at random until both may be; degrees stay as
//! given. Where the search fails, as it must where few people want too many
//! friends among them, the pair is left over.
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
const TRIES: u32 = 4000;

/// Tries after which other pairs swap among themselves in between.
const SHAKE_AFTER: u32 = 40;

/// The search ends when so many pairs in a row had to be given up.
const PATIENCE: u32 = 64;

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

/// Friendships, and pairs that must not be and could not be mended.
pub(super) struct Joined {
    pub(super) pairs: Vec<Pair>,
    pub(super) left: Vec<Pair>,
}

/// The friendships of `ends`, which are in random order; with an odd number of
/// them the last stays open.
pub(super) fn joined(
    ends: &[NodeId],
    random: &mut ChaCha8Rng,
    may_be: impl Fn(NodeId, NodeId) -> bool + Sync,
) -> Joined {
    let pairs: Vec<Pair> = ends.chunks_exact(2).map(|p| (p[0], p[1])).collect();
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
    let mut table = Table {
        pairs,
        bad: bad.iter().copied().collect(),
        standing: Standing {
            joined: good,
            added: FxHashSet::default(),
            removed: FxHashSet::default(),
        },
    };
    let mut given_up = 0;
    for at in bad {
        // Where next to nothing can be mended, the search is not drawn out.
        if given_up > PATIENCE {
            break;
        }
        for tried in 0..TRIES {
            if !table.bad.contains(&at) {
                break;
            }
            let other = below(random, table.pairs.len() as u32);
            let swapped = table.swap(at, other, below(random, 2) == 0, may_be);
            // Whom nobody may swap with needs others around: pairs that may
            // stand swap among themselves.
            if !swapped && tried >= SHAKE_AFTER {
                let one = below(random, table.pairs.len() as u32);
                let two = below(random, table.pairs.len() as u32);
                if !table.bad.contains(&one) && !table.bad.contains(&two) {
                    table.swap(one, two, below(random, 2) == 0, may_be);
                }
            }
        }
        given_up = if table.bad.contains(&at) {
            given_up + 1
        } else {
            0
        };
    }
    let (mut pairs, bad) = (table.pairs, table.bad);
    let mut left: Vec<u32> = bad.into_iter().collect();
    left.sort_unstable();
    let left = left.into_iter().rev();
    let left = left.map(|at| pairs.swap_remove(at as usize)).collect();
    Joined { pairs, left }
}

/// All pairs, and which of them must not be.
struct Table {
    pairs: Vec<Pair>,
    bad: FxHashSet<u32>,
    standing: Standing,
}

impl Table {
    /// Swaps partners between two pairs, if both new pairs may stand.
    fn swap(&mut self, at: u32, other: u32, turned: bool, may_be: impl Fn(Pair) -> bool) -> bool {
        let ((a, b), (mut c, mut d)) = (self.pairs[at as usize], self.pairs[other as usize]);
        if turned {
            (c, d) = (d, c);
        }
        let new = [(a, c), (b, d)];
        let fine = |pair| may_be(pair) && !self.standing.contains(key(pair));
        if at == other || key(new[0]) == key(new[1]) || !new.into_iter().all(fine) {
            return false;
        }
        for (place, old, new) in [(at, (a, b), new[0]), (other, (c, d), new[1])] {
            if !self.bad.remove(&place) {
                self.standing.remove(key(old));
            }
            self.pairs[place as usize] = new;
            self.standing.insert(key(new));
        }
        true
    }
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
            let Joined { pairs, left } = joined(&ends, &mut random, may_be);
            assert!(left.is_empty());
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
        let joined = joined(&ends, &mut stream(1, 0), |_, _| true);
        assert_eq!((joined.pairs.len(), joined.left.len()), (0, 2));
    }
}

//! A list in uniformly random order, on all threads.
//!
//! Blocks of the list throw their entries into buckets, each at random; every
//! bucket is then put into random order by itself. How many blocks and buckets
//! there are follows from the length alone.
//!
//! - **Draws:** one stream a block and one a bucket, at most 512.
//! - **Cost:** linear; the list is copied twice.
//! - **Source:** Sanders, *Information Processing Letters* 67(6), 1998, after
//!   Rao and Sandelius; Fisher & Yates within a bucket.

use rayon::prelude::*;

use crate::community::{below, stream};
use crate::generate::PAIRS_PER_STREAM;
use crate::id::NodeId;

/// How many streams [`shuffled`] may use.
pub(super) const STREAMS: u64 = 512;

/// The entries of `list` in random order, with the streams from `first_stream` on.
pub(super) fn shuffled(list: Vec<NodeId>, seed: u64, first_stream: u64) -> Vec<NodeId> {
    let parts = (list.len() / PAIRS_PER_STREAM).clamp(1, STREAMS as usize / 2);
    let thrown: Vec<Vec<Vec<NodeId>>> = list
        .par_chunks(list.len().div_ceil(parts).max(1))
        .enumerate()
        .map(|(block, entries)| {
            let mut random = stream(seed, first_stream + block as u64);
            let mut buckets = vec![Vec::new(); parts];
            for &entry in entries {
                buckets[below(&mut random, parts as u32) as usize].push(entry);
            }
            buckets
        })
        .collect();
    drop(list);
    let buckets: Vec<Vec<NodeId>> = (0..parts)
        .into_par_iter()
        .map(|bucket| {
            let mut random = stream(seed, first_stream + STREAMS / 2 + bucket as u64);
            let pieces: Vec<&[NodeId]> = thrown.iter().map(|b| b[bucket].as_slice()).collect();
            let mut entries = pieces.concat();
            in_random_order(&mut entries, &mut random);
            entries
        })
        .collect();
    drop(thrown);
    buckets.concat()
}

/// Puts a list into random order: Fisher and Yates.
pub(super) fn in_random_order<T>(list: &mut [T], random: &mut rand_chacha::ChaCha8Rng) {
    for last in (1..list.len()).rev() {
        list.swap(last, below(random, last as u32 + 1) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffled_list_holds_the_same_entries() {
        let list: Vec<NodeId> = (0..200_000).map(NodeId).collect();
        let mut mixed = shuffled(list.clone(), 1, 0);
        assert_ne!(mixed, list);
        mixed.sort_unstable();
        assert_eq!(mixed, list);
        assert!(shuffled(Vec::new(), 1, 0).is_empty());
    }

    #[test]
    fn every_order_of_four_is_as_likely_as_any_other() {
        // Chi-square with 23 degrees of freedom; above 58.6 once in 10,000 seeds.
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..4800 {
            let list = (0..4).map(NodeId).collect();
            *counts.entry(shuffled(list, seed, 0)).or_insert(0u32) += 1;
        }
        assert_eq!(counts.len(), 24);
        let square = |&count: &u32| (f64::from(count) - 200.0) * (f64::from(count) - 200.0) / 200.0;
        let chi: f64 = counts.values().map(square).sum();
        assert!(chi < 58.6, "{chi}");
    }
}

//! Floating-point sums that are the same for any number of threads.
//!
//! The terms are cut into blocks of a fixed size; each block is added up in
//! order, and so are the blocks.

use rayon::prelude::*;

/// Terms to a block. Part of every result: another size rounds differently.
pub(crate) const BLOCK: usize = 4096;

/// The sum of `term(0)` to `term(count − 1)`.
pub(crate) fn sum(count: usize, term: impl Fn(usize) -> f64 + Sync) -> f64 {
    let blocks: Vec<f64> = (0..count.div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| {
            let first = block * BLOCK;
            (first..(first + BLOCK).min(count)).map(&term).sum()
        })
        .collect();
    blocks.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_the_same_to_the_bit_for_any_number_of_threads() {
        let term = |i: usize| 1.0 / (i as f64 + 0.1);
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().unwrap().install(|| sum(100_000, term))
        };
        assert_eq!(with(1).to_bits(), with(3).to_bits());
        assert_eq!(sum(0, term), 0.0);
    }
}

//! Saltelli's design: for each pair of points A and B, the mixtures that are A but for one
//! factor, which is B's.
//!
//! It is what [variance-based indices](crate::sensitivity::variance) are worked out from.
//!
//! - **Source:** Saltelli et al., *Computer Physics Communications* 181(2), 2010,
//!   section 3; Sobol points of twice as many dimensions.

use crate::design::{Error, Point, check, sobol};

/// `pairs` groups of `factors` + 2 points: A, B, and A with factor 0, 1, … of B.
///
/// # Errors
///
/// [`Error::Factors`], [`Error::Points`].
pub fn saltelli(pairs: u32, factors: usize, seed: u64) -> Result<Vec<Point>, Error> {
    check(pairs, factors)?;
    let mut all = Vec::with_capacity(pairs as usize * (factors + 2));
    for pair in 0..pairs {
        let both = sobol::point(pair, 2 * factors, seed);
        let (a, b) = both.split_at(factors);
        all.push(a.to_vec());
        all.push(b.to_vec());
        for factor in 0..factors {
            let mut mixed = a.to_vec();
            mixed[factor] = b[factor];
            all.push(mixed);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixtures_differ_from_a_in_one_factor_which_is_bs() {
        let all = saltelli(16, 3, 2).unwrap();
        assert_eq!(all.len(), 16 * 5);
        for group in all.chunks(5) {
            for (factor, mixed) in group[2..].iter().enumerate() {
                for at in 0..3 {
                    let of = if at == factor { &group[1] } else { &group[0] };
                    assert_eq!(mixed[at], of[at]);
                }
            }
        }
    }
}

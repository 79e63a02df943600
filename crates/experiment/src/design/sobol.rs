//! Sobol points: each point falls where the others are not.
//!
//! A low-discrepancy sequence, scrambled by the seed so that several are independent.
//!
//! - **Draws:** one word, by which the sequence is scrambled.
//! - **Source:** Sobol', *USSR Computational Mathematics and Mathematical Physics* 7(4),
//!   1967; scrambling after Owen, *Monte Carlo and Quasi-Monte Carlo Methods*, 1995, as
//!   hashed by Burley, *Journal of Computer Graphics Techniques* 9(4), 2020.

use groundswell_diffusion::world::World;
use groundswell_graph::name_key::NameKey;

use crate::design::{Error, Point, check};

/// The first `points` points of the sequence that `seed` names. Powers of two cover
/// the cube most evenly.
///
/// # Errors
///
/// [`Error::Factors`], [`Error::Points`].
pub fn sobol(points: u32, factors: usize, seed: u64) -> Result<Vec<Point>, Error> {
    check(points, factors)?;
    Ok((0..points).map(|i| point(i, factors, seed)).collect())
}

/// Point number `i`, in up to twice the factors of a design.
pub(super) fn point(i: u32, dimensions: usize, seed: u64) -> Point {
    // The scramble takes 32 bits, on which every bit of the seed has its say.
    let scramble = World::new(seed, 0).people(NameKey::of("sobol")).of(0, 0);
    let scramble = (scramble.bits() >> 32) as u32;
    let coordinate = |dimension| f64::from(sobol_burley::sample(i, dimension, scramble));
    (0..dimensions as u32).map(coordinate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_factor_is_covered_evenly_at_powers_of_two() {
        let all = sobol(64, 128, 9).unwrap();
        for factor in 0..128 {
            let mut slices: Vec<u32> = all.iter().map(|p| (p[factor] * 64.0) as u32).collect();
            slices.sort_unstable();
            assert!(slices.into_iter().eq(0..64), "factor {factor}");
        }
    }

    #[test]
    fn a_mean_is_nearer_than_by_luck() {
        // The product of 1 + (x − ½)/2 has mean 1; by luck the error of 4,096 points is
        // about 0.004.
        let all = sobol(4096, 3, 1).unwrap();
        let value = |p: &Point| p.iter().map(|x| 1.0 + (x - 0.5) / 2.0).product::<f64>();
        let mean = all.iter().map(value).sum::<f64>() / 4096.0;
        assert!((mean - 1.0).abs() < 2e-4, "{mean}");
    }

    #[test]
    fn more_points_begin_with_the_fewer_and_seeds_scramble() {
        let few = sobol(10, 2, 7).unwrap();
        assert_eq!(few, sobol(50, 2, 7).unwrap()[..10]);
        assert_ne!(few, sobol(10, 2, 8).unwrap());
        assert_ne!(few, sobol(10, 2, 7 << 32).unwrap());
        assert_eq!(sobol(10, 0, 1), Err(Error::Factors { factors: 0 }));
        assert_eq!(sobol(0, 1, 1), Err(Error::Points { points: 0 }));
    }
}

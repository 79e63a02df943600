//! Latin hypercube: so many points that each factor is covered evenly.
//!
//! - **Draws:** a place in a random order and a place within its slice, for each point
//!   and factor.
//! - **Source:** McKay, Beckman & Conover, *Technometrics* 21(2), 1979.

use groundswell_diffusion::world::World;
use groundswell_graph::name_key::NameKey;

use crate::design::{Error, Point, check};

/// `points` points. Of each factor's range, cut into as many equal slices, every slice has
/// one point.
///
/// # Errors
///
/// [`Error::Factors`], [`Error::Points`].
pub fn latin_hypercube(points: u32, factors: usize, seed: u64) -> Result<Vec<Point>, Error> {
    check(points, factors)?;
    let draws = |what| World::new(seed, 0).people(NameKey::of(what));
    let (order, within) = (draws("latin hypercube"), draws("latin hypercube/within"));
    let mut all = vec![Point::with_capacity(factors); points as usize];
    for factor in 0..factors as u32 {
        let mut slices: Vec<u32> = (0..points).collect();
        slices.sort_by_key(|&slice| (order.of(slice, factor).bits(), slice));
        for (point, slice) in all.iter_mut().zip(slices) {
            let place = f64::from(slice) + within.of(slice, factor).unit();
            point.push(place / f64::from(points));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_of_every_factor_has_one_point() {
        for (points, factors) in [(1, 1), (7, 3), (100, 5)] {
            let all = latin_hypercube(points, factors, 3).unwrap();
            for factor in 0..factors {
                let slice = |point: &Point| (point[factor] * f64::from(points)) as u32;
                let mut slices: Vec<u32> = all.iter().map(slice).collect();
                slices.sort_unstable();
                assert!(slices.into_iter().eq(0..points));
            }
        }
    }

    #[test]
    fn factors_are_in_orders_of_their_own() {
        // Correlations of a thousand points, within 4.5 standard errors of none.
        let all = latin_hypercube(1000, 3, 4).unwrap();
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            let products = all.iter().map(|p| (p[a] - 0.5) * (p[b] - 0.5) * 12.0);
            let correlation = products.sum::<f64>() / 1000.0;
            assert!(correlation.abs() < 4.5 / 1000f64.sqrt(), "{correlation}");
        }
        assert_ne!(all, latin_hypercube(1000, 3, 5).unwrap());
    }
}

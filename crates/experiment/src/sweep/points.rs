//! The points of a design, as values of its factors.

use groundswell_scenario::sweep::{Design, Factor, Values};

use crate::design::{self, latin_hypercube, saltelli, sobol, trajectories};

/// The most points of a sweep.
pub const MOST_POINTS: usize = 1_000_000;

/// Why there are no points.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// More points than [`MOST_POINTS`].
    TooMany {
        /// How many, at least.
        points: u128,
    },
    /// A design of points that cannot be laid out.
    Design(design::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooMany { points } => write!(
                f,
                "the sweep has {points} points; at most {MOST_POINTS} would do"
            ),
            Self::Design(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

/// The points of `design` over `factors`, one value for each factor, in their order; those
/// of a list are its `rows`. `seed` names the luck of designs that have any.
///
/// # Errors
///
/// [`Error`].
pub fn points(
    design: &Design,
    factors: &[Factor],
    rows: &[Vec<f64>],
    seed: u64,
) -> Result<Vec<Vec<f64>>, Error> {
    let count = factors.len();
    let coordinates = match *design {
        Design::List { .. } => return Ok(rows.to_vec()),
        Design::Grid | Design::Map { .. } => return grid(factors),
        Design::Zip => return Ok(zip(factors)),
        Design::LatinHypercube { points } => latin_hypercube::latin_hypercube(points, count, seed),
        Design::Sobol { points } => sobol::sobol(points, count, seed),
        Design::Saltelli { points } => saltelli::saltelli(points, count, seed),
        Design::Trajectories {
            trajectories,
            levels,
        } => trajectories::trajectories(trajectories, count, levels, seed),
    };
    let coordinates = coordinates.map_err(Error::Design)?;
    too_many(coordinates.len() as u128)?;
    let at = |point: Vec<f64>| {
        let values = factors.iter().zip(point);
        let value = |(factor, x): (&Factor, f64)| match factor.whole {
            // As the scenario would round it.
            true => factor.values.at(x).round(),
            false => factor.values.at(x),
        };
        values.map(value).collect()
    };
    Ok(coordinates.into_iter().map(at).collect())
}

fn too_many(points: u128) -> Result<(), Error> {
    match points > MOST_POINTS as u128 {
        true => Err(Error::TooMany { points }),
        false => Ok(()),
    }
}

/// The values of a factor that has some; without any of its own, its two ends.
pub(crate) fn values(factor: &Factor) -> Vec<f64> {
    match &factor.values {
        Values::These { values, .. } => values.clone(),
        Values::Between { low, high, .. } => vec![*low, *high],
    }
}

/// Every value with every other, the last factor's changing fastest.
fn grid(factors: &[Factor]) -> Result<Vec<Vec<f64>>, Error> {
    let values: Vec<Vec<f64>> = factors.iter().map(values).collect();
    let count = values.iter().try_fold(1u128, |product, values| {
        product.checked_mul(values.len() as u128)
    });
    too_many(count.unwrap_or(u128::MAX))?;
    let mut points = vec![Vec::new()];
    for values in &values {
        let longer = points.iter().flat_map(|point: &Vec<f64>| {
            let with = |value: &f64| [&point[..], &[*value]].concat();
            values.iter().map(with)
        });
        points = longer.collect();
    }
    Ok(points)
}

fn zip(factors: &[Factor]) -> Vec<Vec<f64>> {
    let values: Vec<Vec<f64>> = factors.iter().map(values).collect();
    let shortest = values.iter().map(Vec::len).min().unwrap_or(0);
    let point = |row: usize| values.iter().map(|values| values[row]).collect();
    (0..shortest).map(point).collect()
}

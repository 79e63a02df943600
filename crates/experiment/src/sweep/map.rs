//! Maps: the plane of two factors, refined where the winner changes.
//!
//! The file's grid is the first stage. Each further stage divides every rectangle of the
//! last one that is in doubt, by its middle, in four: one whose corners are not all certain
//! to have the same winner. What a stage consists of is a function of what the stages
//! before it came to, so that whoever goes on comes to the same map.
//!
//! A rectangle is left alone when the leads at its corners are certain, all of them
//! together, over as many points as the map could have (Bonferroni). That nothing changes
//! within a rectangle whose corners agree is taken for granted.

use std::collections::HashMap;

use groundswell_diffusion::worlds::Crew;
use groundswell_scenario::sweep::{Design, Factor, Values};

use crate::contour::{Lead, Leaf};
use crate::store::{self, Store};
use crate::sweep::analysis::{Answer, answers};
use crate::sweep::layout::Layout;
use crate::sweep::points::values;

/// A place of the finest grid.
type Place = (usize, usize);

/// A square of it: its lowest place and its side.
#[derive(Debug, Clone, Copy)]
struct Square {
    at: Place,
    side: usize,
}

impl Square {
    /// Its corners, anticlockwise from the lowest.
    fn corners(self) -> [Place; 4] {
        let Self { at: (i, j), side } = self;
        [(i, j), (i + side, j), (i + side, j + side), (i, j + side)]
    }

    fn quarters(self) -> [Self; 4] {
        let side = self.side / 2;
        let (i, j) = self.at;
        [(i, j), (i + side, j), (i + side, j + side), (i, j + side)].map(|at| Self { at, side })
    }
}

/// The finest grid of a map: its two axes.
struct Lattice {
    axes: [Vec<f64>; 2],
    /// How often a square of the first stage is divided.
    refine: u32,
    places: HashMap<[u64; 2], usize>,
}

impl Lattice {
    /// That of a layout whose design is a plane; `None` for others.
    fn of(layout: &Layout) -> Option<Self> {
        let refine = match layout.sweep().design {
            Design::Map { refine } => refine,
            Design::Grid => 0,
            _ => return None,
        };
        let [x, y] = layout.factors() else {
            return None;
        };
        let axes = [axis(x, refine), axis(y, refine)];
        if axes.iter().any(|axis| axis.len() < 2) {
            return None;
        }
        let bits =
            |(point, values): (usize, &Vec<f64>)| ([values[0], values[1]].map(f64::to_bits), point);
        Some(Self {
            axes,
            refine,
            places: layout.points().iter().enumerate().map(bits).collect(),
        })
    }

    fn values(&self, (i, j): Place) -> [f64; 2] {
        [self.axes[0][i], self.axes[1][j]]
    }

    /// The number of the point at a place, if it is in the layout.
    fn point(&self, place: Place) -> Option<usize> {
        let bits = self.values(place).map(f64::to_bits);
        self.places.get(&bits).copied()
    }

    /// The squares of the first stage.
    fn first(&self) -> Vec<Square> {
        let side = 1 << self.refine;
        let along = |axis: &Vec<f64>| (0..axis.len() - 1).step_by(side);
        let rows = along(&self.axes[0]);
        let square = |i| along(&self.axes[1]).map(move |j| Square { at: (i, j), side });
        rows.flat_map(square).collect()
    }

    /// The squares of the map as far as its points are there, and the points that the next
    /// stage asks for.
    fn squares(&self, answers: &[Answer]) -> (Vec<Square>, Vec<Vec<f64>>) {
        let mut squares = self.first();
        for stage in 0..self.refine {
            let side = 1 << (self.refine - stage);
            let (mut next, mut missing) = (Vec::new(), Vec::new());
            for &square in &squares {
                if square.side < side || !self.in_doubt(square, answers) {
                    next.push(square);
                    continue;
                }
                let quarters = square.quarters();
                let corners = quarters.iter().flat_map(|quarter| quarter.corners());
                missing.extend(corners.filter(|&place| self.point(place).is_none()));
                next.extend(quarters);
            }
            if !missing.is_empty() {
                missing.sort_unstable();
                missing.dedup();
                let values = |place| self.values(place).to_vec();
                return (squares, missing.into_iter().map(values).collect());
            }
            squares = next;
        }
        (squares, Vec::new())
    }

    /// Whether the winner may change within a square; not where it cannot be told.
    fn in_doubt(&self, square: Square, answers: &[Answer]) -> bool {
        answers.iter().any(|answer| {
            let leads = square.corners().map(|place| {
                let point = self.point(place)?;
                answer.leads[point]
            });
            let sides = leads.map(|lead| lead.map(side));
            sides.iter().all(Option::is_some)
                && sides
                    .iter()
                    .any(|&side| side == Some(0) || side != sides[0])
        })
    }
}

/// Which side of zero a lead certainly lies on; zero for neither.
fn side(lead: Lead) -> i8 {
    match lead {
        Lead { mean, half } if mean - half > 0.0 => 1,
        Lead { mean, half } if mean + half < 0.0 => -1,
        _ => 0,
    }
}

/// The values of a factor on the finest grid, ascending.
fn axis(factor: &Factor, refine: u32) -> Vec<f64> {
    let mut coarse = values(factor);
    coarse.sort_unstable_by(f64::total_cmp);
    coarse.dedup();
    let logarithmic = factor.values.is_logarithmic();
    let parts = 1usize << refine;
    let mut fine = Vec::with_capacity((coarse.len().max(1) - 1) * parts + 1);
    for pair in coarse.windows(2) {
        let between = Values::Between {
            low: pair[0],
            high: pair[1],
            logarithmic,
        };
        fine.extend((0..parts).map(|part| match part {
            0 => pair[0],
            part => between.at(part as f64 / parts as f64),
        }));
    }
    fine.extend(coarse.last());
    fine
}

/// The most points that the plane of a layout can have; as many as there are for designs
/// that are no planes.
pub(crate) fn most_points(layout: &Layout) -> usize {
    match (&layout.sweep().design, layout.factors()) {
        (&Design::Map { refine }, [x, y]) => {
            let [x, y] = [axis(x, refine).len(), axis(y, refine).len()];
            x.saturating_mul(y)
        }
        _ => layout.points().len(),
    }
}

/// The points that the next stage of a map asks for; none where it is complete, or where
/// the design is no map.
///
/// # Errors
///
/// [`store::Error`] where the store cannot be read.
pub(crate) fn refined(
    layout: &Layout,
    store: &Store,
    crew: &Crew,
) -> Result<Vec<Vec<f64>>, store::Error> {
    if !matches!(layout.sweep().design, Design::Map { .. }) {
        return Ok(Vec::new());
    }
    let Some(lattice) = Lattice::of(layout) else {
        return Ok(Vec::new());
    };
    Ok(lattice.squares(&answers(layout, store, crew)?).1)
}

/// The rectangles of the plane of a layout's two factors, with the leads of `answer` at
/// their corners, in the factors' own units or their logarithms; `None` for other layouts.
pub(crate) fn leaves(layout: &Layout, all: &[Answer], answer: &Answer) -> Option<Vec<Leaf>> {
    let lattice = Lattice::of(layout)?;
    let told = |at: usize, value: f64| match layout.factors()[at].values.is_logarithmic() {
        true => libm::log(value),
        false => value,
    };
    let (squares, _) = lattice.squares(all);
    let leaf = |square: Square| {
        let [low, _, high, _] = square.corners().map(|place| lattice.values(place));
        let lead = |place| answer.leads[lattice.point(place)?];
        Leaf {
            x: (told(0, low[0]), told(0, high[0])),
            y: (told(1, low[1]), told(1, high[1])),
            corners: square.corners().map(lead),
        }
    };
    Some(squares.into_iter().map(leaf).collect())
}

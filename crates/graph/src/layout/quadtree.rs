//! Masses in nested squares, so that what is far away pushes as one.

use crate::layout::Place;

/// A square seen under a smaller ratio of width to distance pushes as one.
const OPENING: f64 = 1.0;

/// Squares within squares, at most; masses that still share one are one mass.
const DEEPEST: u32 = 40;

/// No square.
const NONE: u32 = u32::MAX;

/// Squares with the masses in them, the largest first.
pub(super) struct Quadtree {
    squares: Vec<Square>,
}

struct Square {
    /// Its middle.
    middle: Place,
    width: f64,
    mass: f64,
    /// The sum of mass times place.
    weighted: Place,
    /// The place of its first mass. A leaf's average would be this but for rounding,
    /// and whoever stands there would be pushed by themselves.
    first: Place,
    /// The quarters, or none.
    quarters: [u32; 4],
    /// Whether one mass, or several in one place, is all it holds.
    is_leaf: bool,
}

impl Square {
    fn new(middle: Place, width: f64) -> Self {
        Self {
            middle,
            width,
            mass: 0.0,
            weighted: Place::default(),
            first: Place::default(),
            quarters: [NONE; 4],
            is_leaf: true,
        }
    }

    fn takes(&mut self, place: Place, mass: f64) {
        if self.mass == 0.0 {
            self.first = place;
        }
        self.mass += mass;
        self.weighted.x += mass * place.x;
        self.weighted.y += mass * place.y;
    }

    /// Where its mass lies on average.
    fn centre(&self) -> Place {
        if self.is_leaf {
            return self.first;
        }
        Place {
            x: self.weighted.x / self.mass,
            y: self.weighted.y / self.mass,
        }
    }
}

impl Quadtree {
    /// The masses at these places, one each.
    pub(super) fn of(places: &[Place], mass: &[f64]) -> Self {
        let reach = |low: f64, place: &Place| low.max(place.x.abs()).max(place.y.abs());
        let reach = places.iter().fold(1e-9, reach);
        let mut tree = Self {
            squares: vec![Square::new(Place::default(), 2.0 * reach)],
        };
        for (&place, &mass) in places.iter().zip(mass) {
            tree.insert(place, mass);
        }
        tree
    }

    fn insert(&mut self, place: Place, mass: f64) {
        let mut at = 0;
        for depth in 0.. {
            let square = &mut self.squares[at];
            if square.mass == 0.0 || depth == DEEPEST {
                square.takes(place, mass);
                return;
            }
            if square.is_leaf {
                let (other, its_mass) = (square.first, square.mass);
                square.is_leaf = false;
                let quarter = self.quarter(at, other);
                self.squares[quarter].takes(other, its_mass);
            }
            self.squares[at].takes(place, mass);
            at = self.quarter(at, place);
        }
    }

    /// The quarter of a square in which `place` lies, made if there is none yet.
    fn quarter(&mut self, at: usize, place: Place) -> usize {
        let next = self.squares.len();
        let square = &mut self.squares[at];
        let (right, below) = (place.x >= square.middle.x, place.y >= square.middle.y);
        let quarter = &mut square.quarters[usize::from(right) + 2 * usize::from(below)];
        if *quarter != NONE {
            return *quarter as usize;
        }
        *quarter = next as u32;
        let (middle, width) = (square.middle, square.width / 2.0);
        let side = |low: f64, above: bool| low + width / if above { 2.0 } else { -2.0 };
        let middle = Place {
            x: side(middle.x, right),
            y: side(middle.y, below),
        };
        self.squares.push(Square::new(middle, width));
        next
    }

    /// How all masses push a unit of mass at `here` that is one of them.
    pub(super) fn push(&self, here: Place) -> Place {
        let mut push = Place::default();
        let mut open = vec![0u32];
        while let Some(at) = open.pop() {
            let square = &self.squares[at as usize];
            let centre = square.centre();
            let (x, y) = (here.x - centre.x, here.y - centre.y);
            let squared = x * x + y * y;
            if square.is_leaf || square.width * square.width < OPENING * OPENING * squared {
                // Its own mass is in the same place and pushes nowhere.
                if squared > 0.0 {
                    push.x += square.mass * x / squared;
                    push.y += square.mass * y / squared;
                }
                continue;
            }
            open.extend(square.quarters.iter().filter(|&&quarter| quarter != NONE));
        }
        push
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points on a spiral, with masses from 1 to 7.
    fn points() -> (Vec<Place>, Vec<f64>) {
        let places = (0..300).map(|i| Place::on_disc(f64::from(i), 0.1));
        (
            places.collect(),
            (0..300).map(|i| f64::from(1 + i % 7)).collect(),
        )
    }

    #[test]
    fn the_tree_pushes_nearly_as_all_masses_one_by_one() {
        let (places, masses) = points();
        let tree = Quadtree::of(&places, &masses);
        let (mut error, mut size) = (0.0, 0.0);
        for &here in &places {
            let mut exact = Place::default();
            for (there, mass) in places.iter().zip(&masses) {
                let (x, y) = (here.x - there.x, here.y - there.y);
                let squared = x * x + y * y;
                if squared > 0.0 {
                    exact.x += mass * x / squared;
                    exact.y += mass * y / squared;
                }
            }
            error += exact.distance(tree.push(here));
            size += exact.distance(Place::default());
        }
        assert!(error < 0.03 * size, "{error} of {size}");
    }

    #[test]
    fn masses_in_one_place_are_one_mass() {
        let here = Place { x: 0.25, y: 0.5 };
        let there = Place { x: 0.75, y: 0.5 };
        let tree = Quadtree::of(&[here, here, there], &[1.0, 2.0, 4.0]);
        assert_eq!(tree.push(there), Place { x: 6.0, y: 0.0 });
        assert_eq!(tree.push(here), Place { x: -8.0, y: 0.0 });
    }
}

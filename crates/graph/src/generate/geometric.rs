//! Random geometric graph: people live on a map and know who lives near.
//!
//! Places are uniform on the unit square; two people are friends if they live
//! within a radius. Everybody knows somebody only near by, so clustering is high
//! (0.59 far from the edge), ways are long, and there are no hubs.
//!
//! - **Draws:** one stream per 4,096 people, for their places.
//! - **Cost:** linear in people and friendships: only people of neighbouring cells
//!   of a grid are compared, on all threads.
//! - **Source:** Gilbert, *Journal of the SIAM* 9(4), 1961; Dall & Christensen,
//!   *Physical Review E* 66, 016121 (2002).

use std::f64::consts::PI;

use rayon::prelude::*;

use crate::Error;
use crate::builder::Direction;
use crate::community::{stream, unit};
use crate::generate::kind::{FLAG, Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::{Drawn, Generator, blocks_of, can_be_held};
use crate::id::NodeId;

/// A graph of who lives near whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Geometric {
    /// How many people there are, 1 to 2³⁰.
    pub people: u32,
    /// Who lives at most this far apart is befriended; the map is 1 wide. 0 to 0.5.
    pub radius: f64,
    /// Whether the map has no edge: who leaves it on one side enters on the other.
    pub torus: bool,
}

impl Default for Geometric {
    fn default() -> Self {
        Self {
            people: 1000,
            radius: 0.06,
            torus: false,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "geometric",
    makes: "people live on a map and know who lives near",
    source: "Gilbert, Journal of the SIAM 9, 1961; Dall & Christensen, Physical Review E 66, 2002",
    takes: Takes {
        person: 44,
        tie: 12,
    },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people there are",
            default: "1000",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "radius",
            meaning: "who lives within this is befriended; the map is 1 wide",
            default: "0.06",
            range: Range::Number(0.0, 0.5),
        },
        Parameter {
            key: "torus",
            meaning: "whether the map has no edge",
            default: "no",
            range: Range::Word(FLAG),
        },
    ],
    read: |settings| {
        Ok(Box::new(Geometric {
            people: settings.count("people")?,
            radius: settings.number("radius")?,
            torus: settings.flag("torus")?,
        }))
    },
};

/// Where somebody lives.
#[derive(Debug, Clone, Copy)]
struct Place {
    x: f64,
    y: f64,
}

impl Geometric {
    /// The chance that two people are befriended.
    fn chance(&self) -> f64 {
        let r = self.radius;
        if self.torus {
            PI * r * r
        } else {
            PI * r * r - 8.0 / 3.0 * r * r * r + r * r * r * r / 2.0
        }
    }

    fn places(&self, seed: u64) -> Vec<Place> {
        let blocks: Vec<Vec<Place>> = blocks_of(self.people, 0)
            .into_par_iter()
            .map(|(number, people)| {
                let mut random = stream(seed, number);
                let place = |_| Place {
                    x: unit(&mut random),
                    y: unit(&mut random),
                };
                people.map(place).collect()
            })
            .collect();
        blocks.concat()
    }

    fn are_near(&self, a: Place, b: Place) -> bool {
        let apart = |u: f64, v: f64| {
            let straight = (u - v).abs();
            if self.torus {
                straight.min(1.0 - straight)
            } else {
                straight
            }
        };
        let (x, y) = (apart(a.x, b.x), apart(a.y, b.y));
        x * x + y * y <= self.radius * self.radius
    }

    /// Cells along each side of the grid: none narrower than the radius, and not
    /// more than there are people.
    fn cells(&self) -> usize {
        let fine = libm::sqrt(f64::from(self.people)).max(1.0);
        // A little wider than the radius, so that rounding hides nobody.
        let narrow = 1.0 / (self.radius * (1.0 + 1e-9));
        narrow.min(fine) as usize
    }
}

impl Generator for Geometric {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[("people", self.people.into()), ("radius", self.radius)])?;
        let people = f64::from(self.people);
        can_be_held(
            people * (people - 1.0) / 2.0 * self.chance(),
            Direction::Mutual,
        )
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let places = self.places(seed);
        let side = self.cells();
        let along = |u: f64| ((u * side as f64) as usize).min(side - 1);
        let cell_of = |p: Place| along(p.y) * side + along(p.x);
        // People by cell, in id order within each: a counting sort.
        let mut starts = vec![0u32; side * side + 1];
        for &place in &places {
            starts[cell_of(place) + 1] += 1;
        }
        for cell in 0..side * side {
            starts[cell + 1] += starts[cell];
        }
        let mut next = starts.clone();
        let mut lives = vec![(NodeId(0), Place { x: 0.0, y: 0.0 }); places.len()];
        for (v, &place) in (0..).map(NodeId).zip(&places) {
            let at = &mut next[cell_of(place)];
            lives[*at as usize] = (v, place);
            *at += 1;
        }
        drop((next, places));
        let within = |x: usize, y: usize| {
            let cell = y * side + x;
            &lives[starts[cell] as usize..starts[cell + 1] as usize]
        };
        let blocks = (0..side)
            .into_par_iter()
            .map(|y| {
                let mut pairs = Vec::new();
                for x in 0..side {
                    let here = within(x, y);
                    for (nth, &(v, place)) in here.iter().enumerate() {
                        for &(w, other) in &here[nth + 1..] {
                            if self.are_near(place, other) {
                                pairs.push((v, w));
                            }
                        }
                    }
                    for (x, y) in self.later_neighbours(x, y, side) {
                        for &(v, place) in here {
                            for &(w, other) in within(x, y) {
                                if self.are_near(place, other) {
                                    pairs.push((v, w));
                                }
                            }
                        }
                    }
                }
                pairs
            })
            .collect();
        Drawn::of(self.people, blocks, Direction::Mutual)
    }
}

impl Geometric {
    /// Those of the cells around (x, y) that come later than it in the grid, so
    /// that each two neighbours are met once.
    fn later_neighbours(&self, x: usize, y: usize, side: usize) -> Vec<(usize, usize)> {
        let mut around = Vec::with_capacity(8);
        for (dx, dy) in STEPS {
            let (x, y) = (x as isize + dx, y as isize + dy);
            let inside = |u: isize| (0..side as isize).contains(&u);
            if self.torus {
                let wrap = |u: isize| u.rem_euclid(side as isize) as usize;
                around.push((wrap(x), wrap(y)));
            } else if inside(x) && inside(y) {
                around.push((x as usize, y as usize));
            }
        }
        // On a narrow torus the same cell lies on both sides.
        around.sort_unstable();
        around.dedup();
        around.retain(|&(u, v)| (v, u) > (y, x));
        around
    }
}

/// Steps to the eight cells around one.
const STEPS: [(isize, isize); 8] = [
    (-1, -1),
    (0, -1),
    (1, -1),
    (-1, 0),
    (1, 0),
    (-1, 1),
    (0, 1),
    (1, 1),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_finds_exactly_those_who_live_near() {
        for torus in [false, true] {
            for radius in [0.0, 0.003, 0.05, 0.2, 0.34, 0.5] {
                let model = Geometric {
                    people: 300,
                    radius,
                    torus,
                };
                let ties = model.draw(1).unwrap().ties;
                let places = model.places(1);
                for v in 0..300usize {
                    for w in (0..300usize).filter(|&w| w != v) {
                        let tied = ties.edge(NodeId(v as u32), NodeId(w as u32)).is_some();
                        assert_eq!(tied, model.are_near(places[v], places[w]));
                    }
                }
            }
        }
    }

    #[test]
    fn as_many_are_befriended_as_the_area_says() {
        for torus in [false, true] {
            let model = Geometric {
                people: 5000,
                radius: 0.03,
                torus,
            };
            let pairs = 5000.0 * 4999.0 / 2.0;
            let chance = model.chance();
            let found = f64::from(model.draw(2).unwrap().ties.count()) / 2.0;
            // On the torus each two pairs are independent: 4.5 binomial standard
            // errors. On the square, the 4r of people near the edge have fewer
            // friends, and two pairs that share such a person fare alike: there
            // are n(n − 1)(n − 2) pairs of pairs with one person in both.
            let mut variance = pairs * chance * (1.0 - chance);
            if !torus {
                variance += 2.0 * pairs * 4998.0 * chance * chance * 4.0 * model.radius;
            }
            let gap = found - pairs * chance;
            assert!(gap.abs() < 4.5 * libm::sqrt(variance), "{torus}: {gap}");
        }
    }

    #[test]
    fn friends_of_friends_are_friends_as_often_as_in_the_plane() {
        use crate::generate::promises::clustering;
        let model = Geometric {
            people: 4000,
            radius: 0.04,
            torus: true,
        };
        // 1 − 3√3/4π (Dall & Christensen, section IV); within 0.02.
        let theory = 1.0 - 3.0 * libm::sqrt(3.0) / (4.0 * PI);
        let found = clustering(&model.draw(3).unwrap().ties);
        assert!((found - theory).abs() < 0.02, "{found}");
    }
}

//! Random hyperbolic graph: people live on a disk of the hyperbolic plane and
//! know who lives near.
//!
//! How far in somebody lives stands for being popular, the angle for taste. Hubs,
//! high clustering and short ways come from this geometry alone: numbers of
//! friends follow a power law whose exponent can be chosen.
//!
//! People are kept in rings, sorted by angle. Who may be near a person is, in
//! each ring, an arc whose width the ring's inner edge bounds.
//!
//! - **Draws:** one stream per 4,096 people, for their places.
//! - **Cost:** near to linear in people and friendships, on all threads.
//! - **Source:** Krioukov, Papadopoulos, Kitsak, Vahdat & Boguñá, *Physical Review
//!   E* 82, 036106 (2010), section III, at zero temperature; rings after von Looz,
//!   Meyerhenke & Prutkin, *ISAAC* 2015. The radius of the disk is not the paper's
//!   limit for large graphs: it is the one at which the expected mean number of
//!   friends, integrated over all places, is the one asked for.

use std::f64::consts::{LN_2, PI, TAU};

use rayon::prelude::*;

use crate::Error;
use crate::builder::Direction;
use crate::community::{stream, unit};
use crate::generate::kind::{Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::{Drawn, Generator, PEOPLE_PER_STREAM, blocks_of, can_be_held};
use crate::id::NodeId;

/// A graph of who lives near whom on a hyperbolic disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Hyperbolic {
    /// How many people there are, 3 to 2³⁰.
    pub people: u32,
    /// Mean number of friends to be expected, above 0 and at most half of
    /// all others.
    pub mean_friends: f64,
    /// Exponent of the numbers of friends, γ = 2α + 1 in the paper, 2.05 to 10.
    pub exponent: f64,
}

impl Default for Hyperbolic {
    fn default() -> Self {
        Self {
            people: 1000,
            mean_friends: 10.0,
            exponent: 2.5,
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "hyperbolic",
    makes: "people live on a hyperbolic disk: hubs, triangles and short ways at once",
    source: "Krioukov et al., Physical Review E 82, 2010",
    takes: Takes {
        person: 68,
        tie: 12,
    },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people there are",
            default: "1000",
            range: Range::Whole(3, MOST_PEOPLE),
        },
        Parameter {
            key: "mean_friends",
            meaning: "mean number of friends, at most half of all others",
            default: "10",
            range: Range::Number(0.01, MOST_PEOPLE as f64),
        },
        Parameter {
            key: "exponent",
            meaning: "how fast large numbers of friends get rare",
            default: "2.5",
            range: Range::Number(2.05, 10.0),
        },
    ],
    read: |settings| {
        Ok(Box::new(Hyperbolic {
            people: settings.count("people")?,
            mean_friends: settings.number("mean_friends")?,
            exponent: settings.number("exponent")?,
        }))
    },
};

/// The disk on which people live.
#[derive(Debug, Clone, Copy)]
struct Disk {
    /// How fast people get denser outwards, α in the paper.
    alpha: f64,
    /// Its radius, and the distance up to which people are befriended.
    radius: f64,
}

impl Disk {
    /// Share of people who live further in than `r`.
    fn share_within(self, r: f64) -> f64 {
        // (cosh αr − 1) / (cosh αR − 1), written so that nothing overflows.
        let (inner, outer) = (self.alpha * r, self.alpha * self.radius);
        let ratio = libm::expm1(-inner) / libm::expm1(-outer);
        libm::exp(inner - outer) * ratio * ratio
    }

    /// Density of people at distance `r` from the centre.
    fn density(self, r: f64) -> f64 {
        let (here, edge) = (self.alpha * r, self.alpha * self.radius);
        let rim = libm::expm1(-edge);
        -self.alpha * libm::exp(here - edge) * libm::expm1(-2.0 * here) / (rim * rim)
    }

    /// The distance from the centre within which a share `u` lives.
    fn quantile(self, u: f64) -> f64 {
        let edge = self.alpha * self.radius;
        let r = libm::acosh(1.0 + (libm::cosh(edge) - 1.0) * u) / self.alpha;
        r.min(self.radius)
    }

    /// The widest angle under which people at distances `a` and `b` from the
    /// centre are befriended, 0 to π. It shrinks as either grows.
    fn angle(self, a: f64, b: f64) -> f64 {
        if a + b <= self.radius {
            return PI;
        }
        // cosh d = cosh(a − b) + 2 sinh a sinh b sin²(θ/2) without cancellation.
        let room = libm::cosh(self.radius) - libm::cosh(a - b);
        let square = room / (2.0 * libm::sinh(a) * libm::sinh(b));
        2.0 * libm::asin(libm::sqrt(square.clamp(0.0, 1.0)))
    }

    /// The chance that somebody at distance `a` from the centre knows a stranger.
    fn reach(self, a: f64) -> f64 {
        // Beyond R − a the angle falls off like the square root of the distance;
        // in terms of that root it is smooth.
        let all = self.share_within(self.radius - a);
        let seen = integral(0.0, libm::sqrt(a), 32, |root| {
            let b = self.radius - a + root * root;
            2.0 * root * self.density(b) * self.angle(a, b) / PI
        });
        all + seen
    }

    /// The chance that two people are befriended.
    fn chance(self) -> f64 {
        integral(0.0, self.radius, 64, |a| self.density(a) * self.reach(a))
    }
}

/// Simpson's rule with an even number of `steps`.
fn integral(from: f64, to: f64, steps: u32, of: impl Fn(f64) -> f64) -> f64 {
    let step = (to - from) / f64::from(steps);
    let mut sum = of(from) + of(to);
    for i in 1..steps {
        let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
        sum += weight * of(from + f64::from(i) * step);
    }
    sum * step / 3.0
}

/// Where somebody lives, with what comparing needs.
#[derive(Debug, Clone, Copy)]
struct Place {
    person: NodeId,
    ring: u32,
    angle: f64,
    radius: f64,
    /// The unit vector of the angle.
    x: f64,
    y: f64,
    /// e to the power of the radius, and one over it.
    grown: f64,
    shrunk: f64,
}

impl Place {
    /// cosh of the distance to another.
    fn cosh_distance(&self, other: &Self) -> f64 {
        let sinh = |p: &Self| (p.grown - p.shrunk) / 2.0;
        let radial = (self.grown * other.shrunk + self.shrunk * other.grown) / 2.0;
        let (x, y) = (self.x - other.x, self.y - other.y);
        // The chord's square is 4 sin²(θ/2).
        radial + sinh(self) * sinh(other) * (x * x + y * y) / 2.0
    }
}

impl Hyperbolic {
    /// The disk that gives the mean number of friends, by bisection.
    fn disk(&self) -> Disk {
        let alpha = (self.exponent - 1.0) / 2.0;
        let wanted = self.mean_friends / f64::from(self.people - 1);
        let (mut small, mut large) = (1e-3, 100.0);
        for _ in 0..40 {
            let radius = (small + large) / 2.0;
            if (Disk { alpha, radius }).chance() > wanted {
                small = radius;
            } else {
                large = radius;
            }
        }
        let radius = (small + large) / 2.0;
        Disk { alpha, radius }
    }

    /// Everybody's place, in id order.
    fn places(&self, disk: Disk, rings: &[f64], seed: u64) -> Vec<Place> {
        let blocks: Vec<Vec<Place>> = blocks_of(self.people, 0)
            .into_par_iter()
            .map(|(number, people)| {
                let mut random = stream(seed, number);
                let place = |v| {
                    let angle = TAU * unit(&mut random);
                    let radius = disk.quantile(unit(&mut random));
                    let grown = libm::exp(radius);
                    Place {
                        person: NodeId(v),
                        ring: (rings.partition_point(|&edge| edge <= radius) - 1) as u32,
                        angle,
                        radius,
                        x: libm::cos(angle),
                        y: libm::sin(angle),
                        grown,
                        shrunk: 1.0 / grown,
                    }
                };
                people.map(place).collect()
            })
            .collect();
        blocks.concat()
    }
}

/// Inner edges of the rings, from the centre outwards: half of the disk, then
/// steps in which an arc's width falls by three tenths.
fn rings(disk: Disk) -> Vec<f64> {
    let mut edges = vec![0.0];
    let mut edge = disk.radius / 2.0;
    while edge < disk.radius {
        edges.push(edge);
        edge += LN_2;
    }
    edges
}

impl Generator for Hyperbolic {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[
            ("people", self.people.into()),
            ("mean_friends", self.mean_friends),
            ("exponent", self.exponent),
        ])?;
        let half = f64::from(self.people - 1) / 2.0;
        if self.mean_friends > half {
            let expected = format!("at most half of the others, {half}");
            return Err(KIND.bad("mean_friends", self.mean_friends, expected));
        }
        can_be_held(
            f64::from(self.people) * self.mean_friends / 2.0,
            Direction::Mutual,
        )
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        self.draw_on(self.disk(), seed)
    }
}

impl Hyperbolic {
    fn draw_on(&self, disk: Disk, seed: u64) -> Result<Drawn, Error> {
        let rings = rings(disk);
        let near = libm::cosh(disk.radius);
        let mut places = self.places(disk, &rings, seed);
        // By ring, then angle; of two at one angle the smaller id comes first.
        places.par_sort_unstable_by(|a, b| {
            let order = a.ring.cmp(&b.ring).then(a.angle.total_cmp(&b.angle));
            order.then(a.person.cmp(&b.person))
        });
        let spans: Vec<_> = (0..rings.len() as u32)
            .map(|ring| {
                let first = places.partition_point(|p| p.ring < ring);
                first..places.partition_point(|p| p.ring <= ring)
            })
            .collect();
        let angles: Vec<f64> = places.iter().map(|p| p.angle).collect();
        let blocks = places
            .par_chunks(PEOPLE_PER_STREAM as usize)
            .enumerate()
            .map(|(block, people)| {
                let mut pairs = Vec::new();
                for (at, me) in (block * PEOPLE_PER_STREAM as usize..).zip(people) {
                    // Those in rings further out, and the later ones in one's own.
                    for ring in me.ring as usize..rings.len() {
                        let widest = disk.angle(me.radius, rings[ring]);
                        // Rounding must not hide anybody at the arc's end.
                        let arc = widest * (1.0 + 1e-9) + 1e-12;
                        let (low, high) = (me.angle - arc, me.angle + arc);
                        let span = spans[ring].clone();
                        let part = |from: f64, to: f64| {
                            let angles = &angles[span.clone()];
                            span.start + angles.partition_point(|&angle| angle < from)
                                ..span.start + angles.partition_point(|&angle| angle <= to)
                        };
                        // The circle is cut open at 0.
                        let parts = if arc >= PI {
                            [part(0.0, TAU), 0..0]
                        } else if low < 0.0 {
                            [part(0.0, high), part(low + TAU, TAU)]
                        } else if high > TAU {
                            [part(low, TAU), part(0.0, high - TAU)]
                        } else {
                            [part(low, high), 0..0]
                        };
                        for other in parts.into_iter().flatten().filter(|&other| other > at) {
                            if me.cosh_distance(&places[other]) <= near {
                                pairs.push((me.person, places[other].person));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::promises::clustering;

    #[test]
    fn the_rings_find_exactly_those_who_live_near() {
        for (mean_friends, exponent) in [(4.0, 2.1), (12.0, 2.5), (100.0, 3.5), (6.0, 9.0)] {
            let model = Hyperbolic {
                people: 300,
                mean_friends,
                exponent,
            };
            let ties = model.draw(1).unwrap().ties;
            let disk = model.disk();
            let places = model.places(disk, &rings(disk), 1);
            for a in &places {
                for b in places.iter().filter(|b| b.person != a.person) {
                    // The textbook's law of cosines, at these sizes exact enough.
                    let turn = libm::cos(a.angle - b.angle);
                    let cosh = libm::cosh(a.radius) * libm::cosh(b.radius)
                        - libm::sinh(a.radius) * libm::sinh(b.radius) * turn;
                    let near = libm::acosh(cosh.max(1.0)) <= disk.radius;
                    assert_eq!(ties.edge(a.person, b.person).is_some(), near);
                }
            }
        }
    }

    #[test]
    fn the_mean_number_of_friends_is_the_one_asked_for() {
        for exponent in [2.2, 2.7, 3.5, 6.0] {
            let model = Hyperbolic {
                people: 2000,
                mean_friends: 12.0,
                exponent,
            };
            let disk = model.disk();
            let mean = |seed| f64::from(model.draw_on(disk, seed).unwrap().ties.count()) / 2000.0;
            let means: Vec<f64> = (0..24).map(mean).collect();
            let mean = means.iter().sum::<f64>() / 24.0;
            let squares: f64 = means.iter().map(|m| (m - mean) * (m - mean)).sum();
            let error = libm::sqrt(squares / 23.0 / 24.0);
            // 4.5 standard errors as found, and a hundredth for the integral.
            assert!(
                (mean - 12.0).abs() < 4.5 * error + 0.12,
                "{exponent}: {mean}"
            );
        }
    }

    #[test]
    fn there_are_hubs_and_triangles() {
        let model = Hyperbolic {
            people: 10_000,
            mean_friends: 10.0,
            exponent: 2.5,
        };
        let ties = model.draw(4).unwrap().ties;
        assert!(clustering(&ties) > 0.6, "{}", clustering(&ties));
        // Maximum likelihood from 20 friends on (Clauset, Shalizi & Newman, SIAM
        // Review 51, 2009, equation 3.7): within three tenths.
        let degrees = (0..10_000).map(|v| ties.out_degree(NodeId(v)));
        let tail: Vec<f64> = degrees.filter(|&d| d >= 20).map(f64::from).collect();
        let logs: f64 = tail.iter().map(|d| libm::log(d / 19.5)).sum();
        let exponent = 1.0 + tail.len() as f64 / logs;
        assert!((exponent - 2.5).abs() < 0.3, "{exponent}");
    }
}

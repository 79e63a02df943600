//! Where to draw people: friends near each other, communities apart.
//!
//! Everybody pushes everybody else away, friendships pull together, and a weak pull
//! to the middle keeps those without friends in the picture. Communities are laid out
//! first, each as one heavy point; then their people start from there. Forces alone
//! would leave large graphs tangled.
//!
//! - **Draws:** the angle at which each community is unrolled.
//! - **Cost:** a fixed number of rounds, each linear in friendships and n log n in
//!   people, on all threads. The result does not depend on their number.
//! - **Source:** Jacomy, Venturini, Heymann & Bastian, "ForceAtlas2", *PLoS ONE* 9(6),
//!   e98679 (2014), with gravity that grows with distance; pushes by Barnes & Hut,
//!   *Nature* 324 (1986).
//!
//! ```
//! use groundswell_graph::builder::graph;
//! use groundswell_graph::id::NodeId;
//! use groundswell_graph::layout::Layout;
//! use groundswell_graph::measure::friendships::Friendships;
//!
//! // Two triangles with one friendship between them.
//! let graph = graph("0-1 1-2 2-0 2-3 3-4 4-5 5-3");
//! let layout = Layout::of(&Friendships::of(&graph.platforms()[0].ties), 1);
//! let [a, b, far] = [0, 1, 4].map(|v| layout.place(NodeId(v)));
//! assert!(a.distance(b) < a.distance(far) / 2.0);
//! ```

mod forces;
mod quadtree;

use std::f64::consts::PI;

use crate::community::{stream, unit};
use crate::id::{NodeId, PerNode};
use crate::measure::communities::Communities;
use crate::measure::friendships::Friendships;
use forces::Springs;

/// Rounds in which forces move communities, and then people.
const ROUNDS: [u32; 2] = [150, 150];

/// The angle, in turns, that spreads points evenly over a disc: Vogel, *Mathematical
/// Biosciences* 44 (1979).
const GOLDEN: f64 = 0.381_966_011_250_105_1;

/// A place in the plane.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Place {
    /// How far apart two places are.
    pub fn distance(self, other: Self) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }

    /// Point number `at` of an even disc around the origin, one point to the unit of
    /// area over π, turned by so many turns.
    fn on_disc(at: f64, turns: f64) -> Self {
        let angle = 2.0 * PI * (turns + at * GOLDEN).fract();
        let radius = (at + 0.5).sqrt();
        Self {
            x: radius * libm::cos(angle),
            y: radius * libm::sin(angle),
        }
    }
}

/// Where everybody stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    places: PerNode<Place>,
}

impl Layout {
    /// A layout of `friends`; the same seed gives the same layout.
    ///
    /// It lies within the square from 0 to 1, is widest from left to right, and fills
    /// that width. Person 0 is on the left.
    pub fn of(friends: &Friendships, seed: u64) -> Self {
        let communities = Communities::of(friends);
        let groups = Springs::between(friends, &communities);
        let mut centres: Vec<Place> = (0..communities.count())
            .map(|at| {
                let middle = Place::on_disc(at.into(), 0.0);
                let spacing = groups.total_mass().sqrt();
                scaled(middle, spacing / f64::from(communities.count()).sqrt())
            })
            .collect();
        groups.settle(&mut centres, ROUNDS[0]);

        let springs = Springs::of(friends);
        let mut met = vec![0.0; centres.len()];
        let mut random = stream(seed, 0);
        let turns: Vec<f64> = centres.iter().map(|_| unit(&mut random)).collect();
        let unrolled = friends.nodes().map(|v| {
            let group = communities.community_of(v) as usize;
            let size = f64::from(communities.sizes()[group]);
            let step = Place::on_disc(met[group], turns[group]);
            met[group] += 1.0;
            // As wide as the push between its people would make it.
            let step = scaled(step, (groups.mass(group) / size).sqrt() / 2.0);
            let centre = centres[group];
            Place {
                x: centre.x + step.x,
                y: centre.y + step.y,
            }
        });
        let mut places: Vec<Place> = unrolled.collect();
        springs.settle(&mut places, ROUNDS[1]);
        lay_wide(&mut places);
        fit(&mut places);
        Self {
            places: places.into(),
        }
    }

    /// Where `v` stands.
    pub fn place(&self, v: NodeId) -> Place {
        self.places[v]
    }

    /// One place per person, in id order.
    pub fn places(&self) -> &[Place] {
        self.places.as_slice()
    }
}

fn scaled(place: Place, by: f64) -> Place {
    Place {
        x: place.x * by,
        y: place.y * by,
    }
}

/// Turns the places so that they spread most from left to right, with the first on the
/// left and the second not above it.
fn lay_wide(places: &mut [Place]) {
    let n = places.len() as f64;
    let (mut x, mut y) = (0.0, 0.0);
    for place in places.iter() {
        (x, y) = (x + place.x, y + place.y);
    }
    let (x, y) = (x / n, y / n);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for place in places.iter_mut() {
        *place = Place {
            x: place.x - x,
            y: place.y - y,
        };
        xx += place.x * place.x;
        xy += place.x * place.y;
        yy += place.y * place.y;
    }
    // The eigenvector of the larger eigenvalue of the covariance.
    let half = (xx - yy) / 2.0;
    let gap = (half * half + xy * xy).sqrt();
    let (along, across) = match half >= 0.0 {
        true => (half + gap, xy),
        false => (xy, gap - half),
    };
    let length = (along * along + across * across).sqrt();
    if length == 0.0 {
        return;
    }
    let (cos, sin) = (along / length, across / length);
    let turned = |place: Place| Place {
        x: place.x * cos + place.y * sin,
        y: place.y * cos - place.x * sin,
    };
    let first = turned(places[0]);
    let flip_x = if first.x > 0.0 { -1.0 } else { 1.0 };
    let second = places.get(1).map_or(first, |&second| turned(second));
    let flip_y = if second.y < first.y { -1.0 } else { 1.0 };
    for place in places {
        let there = turned(*place);
        *place = Place {
            x: there.x * flip_x,
            y: there.y * flip_y,
        };
    }
}

/// Moves and scales the places into the square from 0 to 1, in the middle of it.
fn fit(places: &mut [Place]) {
    let ends = |of: fn(&Place) -> f64| {
        let low = places.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = places.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (low, high)
    };
    let ((left, right), (top, bottom)) = (ends(|p| p.x), ends(|p| p.y));
    let width = (right - left).max(bottom - top);
    let scale = if width > 0.0 { 1.0 / width } else { 0.0 };
    let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    for place in places {
        *place = Place {
            x: (0.5 + (place.x - x) * scale).clamp(0.0, 1.0),
            y: (0.5 + (place.y - y) * scale).clamp(0.0, 1.0),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;
    use crate::generate::Generator;
    use crate::generate::barabasi_albert::BarabasiAlbert;

    fn karate() -> Friendships {
        let file = include_str!("../../../scenarios/data/karate-ties.csv");
        let ties = file.lines().skip(2).map(|line| line.replace(',', "-"));
        let ties = ties.collect::<Vec<_>>().join(" ");
        Friendships::of(&graph(&ties).platforms()[0].ties)
    }

    /// Five circles of 40 people in which everybody knows the eight nearest, each with
    /// three friendships to the next circle.
    fn circles() -> Friendships {
        let mut ties = Vec::new();
        for circle in 0..5 {
            let at = |i: u32| circle * 40 + i % 40;
            for i in 0..40 {
                ties.extend((1..5).map(|step| format!("{}-{}", at(i), at(i + step))));
            }
            let next = (circle + 1) % 5 * 40;
            ties.extend((0..3).map(|i| format!("{}-{}", at(7 * i), next + 11 * i)));
        }
        Friendships::of(&graph(&ties.join(" ")).platforms()[0].ties)
    }

    fn mean_distance(layout: &Layout, people: u32, counts: impl Fn(NodeId, NodeId) -> bool) -> f64 {
        let (mut sum, mut pairs) = (0.0, 0.0);
        for v in (0..people).map(NodeId) {
            for w in (0..v.0).map(NodeId) {
                if counts(v, w) {
                    sum += layout.place(v).distance(layout.place(w));
                    pairs += 1.0;
                }
            }
        }
        sum / pairs
    }

    #[test]
    fn everybody_stands_within_the_square_and_nobody_on_another() {
        for friends in [karate(), circles()] {
            let layout = Layout::of(&friends, 1);
            for place in layout.places() {
                assert!((0.0..=1.0).contains(&place.x), "{place:?}");
                assert!((0.0..=1.0).contains(&place.y), "{place:?}");
            }
            let nearest = mean_distance(&layout, friends.people(), |_, _| true) / 100.0;
            for v in friends.nodes() {
                for w in (0..v.0).map(NodeId) {
                    let apart = layout.place(v).distance(layout.place(w));
                    assert!(apart > nearest / 10.0, "{v:?} and {w:?}: {apart}");
                }
            }
        }
    }

    #[test]
    fn planted_communities_stand_apart() {
        let layout = Layout::of(&circles(), 3);
        let within = mean_distance(&layout, 200, |v, w| v.0 / 40 == w.0 / 40);
        let between = mean_distance(&layout, 200, |v, w| v.0 / 40 != w.0 / 40);
        assert!(within < between / 2.0, "{within} and {between}");
    }

    #[test]
    fn the_two_camps_of_the_karate_club_stand_apart() {
        let friends = karate();
        let layout = Layout::of(&friends, 1);
        let near = mean_distance(&layout, 34, |v, w| friends.are_friends(v, w));
        let far = mean_distance(&layout, 34, |v, w| !friends.are_friends(v, w));
        assert!(near < 0.75 * far, "{near} and {far}");
        // The instructor's friends who know the administrator's not, and the reverse.
        let left = [4, 5, 6, 10, 16].map(|v| layout.place(NodeId(v)).x);
        let right = [14, 15, 18, 20, 22, 26].map(|v| layout.place(NodeId(v)).x);
        let last = left.into_iter().fold(0.0, f64::max);
        assert!(right.into_iter().all(|x| x > last), "{left:?} {right:?}");
    }

    #[test]
    fn a_layout_is_the_same_to_the_bit_for_any_number_of_threads() {
        let model = BarabasiAlbert {
            people: 700,
            links: 3,
        };
        let friends = Friendships::of(&model.draw(5).unwrap().ties);
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let pool = pool.build().unwrap();
            pool.install(|| Layout::of(&friends, 9))
        };
        let bits = |layout: &Layout| {
            let places = layout.places().iter();
            let bits: Vec<_> = places.map(|p| (p.x.to_bits(), p.y.to_bits())).collect();
            bits
        };
        let one = with(1);
        assert_eq!(bits(&one), bits(&with(3)));
        assert_eq!(bits(&one), bits(&with(1)));
        assert_ne!(bits(&one), bits(&Layout::of(&friends, 10)));
    }

    #[test]
    fn people_without_friends_have_places_too() {
        for text in ["", "0-1", "0-1 5-6"] {
            let friends = Friendships::of(&graph(text).platforms()[0].ties);
            let layout = Layout::of(&friends, 1);
            assert_eq!(layout.places().len() as u32, friends.people());
            assert!(layout.places().iter().all(|p| p.x.is_finite()));
        }
    }
}

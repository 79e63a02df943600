//! Points that push each other away and are tied by springs, until they rest.

use rayon::prelude::*;

use crate::id::NodeId;
use crate::layout::Place;
use crate::layout::quadtree::Quadtree;
use crate::measure::communities::Communities;
use crate::measure::friendships::Friendships;

/// How strongly everything is pulled to the middle; a friendship pulls with 1.
const GRAVITY: f64 = 0.1;

/// How much a point may tremble before it is slowed down.
const TOLERANCE: f64 = 1.0;

/// Masses with springs between them.
///
/// Two masses push each other apart with their product over their distance; a spring
/// pulls with its strength times its length.
pub(super) struct Springs {
    mass: Vec<f64>,
    /// One entry more than points; row `v` is `offsets[v]..offsets[v + 1]`.
    offsets: Vec<usize>,
    /// The point at the other end, and the strength.
    springs: Vec<(u32, f64)>,
}

impl Springs {
    /// Everybody, as heavy as they have friends and one more.
    pub(super) fn of(friends: &Friendships) -> Self {
        let mut offsets = vec![0];
        let mut springs = Vec::with_capacity(2 * friends.count() as usize);
        for v in friends.nodes() {
            springs.extend(friends.friends_of(v).iter().map(|w| (w.0, 1.0)));
            offsets.push(springs.len());
        }
        let mass = friends.nodes().map(|v| 1.0 + f64::from(friends.degree(v)));
        Self {
            mass: mass.collect(),
            offsets,
            springs,
        }
    }

    /// Communities, as heavy as their people, with a spring for each friendship
    /// between two of them.
    pub(super) fn between(friends: &Friendships, communities: &Communities) -> Self {
        let count = communities.count() as usize;
        let group = |v: NodeId| communities.community_of(v);
        let mut mass = vec![0.0; count];
        for v in friends.nodes() {
            mass[group(v) as usize] += 1.0 + f64::from(friends.degree(v));
        }
        let mut ties: Vec<(u32, u32)> = Vec::new();
        for (v, w) in friends.pairs() {
            let (a, b) = (group(v), group(w));
            if a != b {
                ties.extend([(a, b), (b, a)]);
            }
        }
        ties.sort_unstable();
        let (mut offsets, mut springs) = (Vec::with_capacity(count + 1), Vec::new());
        let mut rest = &ties[..];
        for v in 0..count as u32 {
            offsets.push(springs.len());
            let (own, others) = rest.split_at(rest.partition_point(|tie| tie.0 == v));
            for same in own.chunk_by(|a, b| a == b) {
                springs.push((same[0].1, same.len() as f64));
            }
            rest = others;
        }
        offsets.push(springs.len());
        Self {
            mass,
            offsets,
            springs,
        }
    }

    pub(super) fn mass(&self, point: usize) -> f64 {
        self.mass[point]
    }

    pub(super) fn total_mass(&self) -> f64 {
        self.mass.iter().sum()
    }

    /// Lets the forces move the points for so many rounds.
    pub(super) fn settle(&self, places: &mut [Place], rounds: u32) {
        let mut before = vec![Place::default(); places.len()];
        let mut speed = 1.0;
        for _ in 0..rounds {
            let tree = Quadtree::of(places, &self.mass);
            let points = 0..places.len();
            let force = |v| self.force(v, places, &tree);
            let forces: Vec<Place> = points.into_par_iter().map(force).collect();
            speed = self.next_speed(speed, &before, &forces);
            for (v, place) in places.iter_mut().enumerate() {
                let force = forces[v];
                let swing = self.mass[v] * before[v].distance(force);
                let own = speed / (1.0 + (speed * swing).sqrt());
                place.x += own * force.x;
                place.y += own * force.y;
            }
            before = forces;
        }
    }

    /// What pulls and pushes at a point.
    fn force(&self, v: usize, places: &[Place], tree: &Quadtree) -> Place {
        let here = places[v];
        let push = tree.push(here);
        let (mut x, mut y) = (self.mass[v] * push.x, self.mass[v] * push.y);
        for &(w, strength) in &self.springs[self.offsets[v]..self.offsets[v + 1]] {
            let there = places[w as usize];
            x += strength * (there.x - here.x);
            y += strength * (there.y - here.y);
        }
        let gravity = GRAVITY * self.mass[v];
        Place {
            x: x - gravity * here.x,
            y: y - gravity * here.y,
        }
    }

    /// The speed at which as much is won by moving on as is lost by trembling; it grows
    /// by half at most.
    fn next_speed(&self, speed: f64, before: &[Place], forces: &[Place]) -> f64 {
        let (mut swinging, mut going) = (0.0, 0.0);
        for ((before, now), mass) in before.iter().zip(forces).zip(&self.mass) {
            let back = Place {
                x: -before.x,
                y: -before.y,
            };
            swinging += mass * before.distance(*now);
            going += mass * back.distance(*now) / 2.0;
        }
        match swinging > 0.0 {
            true => (TOLERANCE * going / swinging).min(1.5 * speed),
            false => speed,
        }
    }
}

//! The divide: where over a plane an expected lead is zero, and where that is in doubt.
//!
//! The plane is laid out in rectangles, the leaves of a grid that may be finer in places,
//! and the lead is known at their corners. A leaf is a fan of triangles around its middle,
//! where the lead is the mean of its four corners; corners of finer neighbours on its sides
//! take part. On each triangle the lead and its half-width are linear. So both are
//! continuous, the same triangles tell the line, the doubt around it and what lies in it,
//! and lines go on from leaf to leaf however fine these are.
//!
//! Along the sides and in the middle of a leaf without finer neighbours this is bilinear
//! interpolation; elsewhere in it they differ by at most a sixteenth of how much the
//! corners depart from a plane, |a - b + c - d|. A saddle goes as its middle does.
//!
//! All is linear in the coordinates as they are given: for logarithmic axes, give
//! logarithms.
//!
//! - **Source:** Lorensen & Cline, *SIGGRAPH* 1987, in two dimensions and on triangles, where
//!   no case is ambiguous; polygons are cut as in Sutherland & Hodgman, *Communications of
//!   the ACM* 17(1), 1974.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::Excluded;

/// A place in the plane: x, y.
pub type Point = (f64, f64);

/// What one has over another, by expectation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lead {
    /// The expected lead; positive where the first is better.
    pub mean: f64,
    /// Half the width of its interval, 0 or more. For all leads together if the divide is
    /// to be told with the confidence of the interval.
    pub half: f64,
}

/// One rectangle of the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaf {
    /// Its lower and its upper end.
    pub x: (f64, f64),
    /// Its lower and its upper end.
    pub y: (f64, f64),
    /// The leads at low x and low y, high x and low y, high x and high y, low x and high y:
    /// anticlockwise. None where it is not known.
    pub corners: [Option<Lead>; 4],
}

/// Where a lead is zero, and where that is in doubt.
#[derive(Debug, Clone, PartialEq)]
pub struct Divide {
    /// Lines along which the lead is zero. Whoever walks one has the positive side on the
    /// left; equally good counts as not yet better. Each ends where the known leaves do, or
    /// with the point it began with.
    pub contours: Vec<Vec<Point>>,
    /// Convex polygons, anticlockwise, the last point joined to the first: together they
    /// are where the interval includes zero. They do not overlap. What is no more than a
    /// point or a line is left out.
    pub doubtful: Vec<Vec<Point>>,
    fans: Vec<Fan>,
}

/// A leaf as triangles.
#[derive(Debug, Clone, PartialEq)]
struct Fan {
    x: (f64, f64),
    y: (f64, f64),
    middle: Spot,
    /// Corners of its own and of its neighbours, anticlockwise.
    rim: Vec<Spot>,
}

/// A place with what is known there.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spot {
    at: Point,
    lead: Lead,
}

/// The bits of coordinates, in the order of the numbers.
type Rank = [i64; 2];

/// A side of a triangle, by its ends in ascending order.
type Side = [Rank; 2];

impl Divide {
    /// The divide over `leaves`, which may touch but not overlap, and agree on the leads at
    /// corners that they share.
    ///
    /// A leaf with an unknown corner is left out, and one with a lead that is not finite or a
    /// half-width below zero.
    ///
    /// # Panics
    ///
    /// If a leaf's ends are not finite, or the lower one is not below the upper.
    pub fn of(leaves: &[Leaf]) -> Self {
        let fans = fans(leaves);
        Self {
            contours: contours(&fans),
            doubtful: fans.iter().flat_map(Fan::doubtful).collect(),
            fans,
        }
    }

    /// Whether the interval at this place includes zero; not where nothing is known.
    ///
    /// Looks at each leaf.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        let mut leads = self.fans.iter().filter_map(|fan| fan.lead((x, y)));
        leads.any(Lead::is_doubtful)
    }
}

impl Lead {
    fn is_known(&self) -> bool {
        self.mean.is_finite() && self.half.is_finite() && self.half >= 0.0
    }

    /// Not below zero unless the lead is surely negative.
    fn most(self) -> f64 {
        self.mean + self.half
    }

    /// Not below zero unless the lead is surely positive.
    fn most_of_other(self) -> f64 {
        self.half - self.mean
    }

    fn is_doubtful(self) -> bool {
        self.most() >= 0.0 && self.most_of_other() >= 0.0
    }

    /// The sum of leads, each times its weight.
    fn weighted<const N: usize>(leads: [Self; N], weights: [f64; N]) -> Self {
        let sum = |of: fn(&Self) -> f64| {
            let terms = leads.iter().zip(weights);
            terms.map(|(lead, weight)| of(lead) * weight).sum()
        };
        Self {
            mean: sum(|lead| lead.mean),
            half: sum(|lead| lead.half),
        }
    }
}

/// The leaves of which all corners are known.
fn fans(leaves: &[Leaf]) -> Vec<Fan> {
    let mut known = Vec::new();
    // All corners, in the order of rows and in that of columns.
    let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
    for leaf in leaves {
        for (low, high) in [leaf.x, leaf.y] {
            let sorted = low.is_finite() && high.is_finite() && low < high;
            assert!(
                sorted,
                "a leaf reaches from {low} to {high}; the lower end comes first"
            );
        }
        let [Some(a), Some(b), Some(c), Some(d)] = leaf.corners else {
            continue;
        };
        if ![a, b, c, d].iter().all(Lead::is_known) {
            continue;
        }
        let corners = [
            (leaf.x.0, leaf.y.0, a),
            (leaf.x.1, leaf.y.0, b),
            (leaf.x.1, leaf.y.1, c),
            (leaf.x.0, leaf.y.1, d),
        ];
        let corners = corners.map(|(x, y, lead)| {
            let spot = Spot { at: (x, y), lead };
            let [x, y] = rank(spot.at);
            // Whoever comes first is believed, by rows and by columns.
            rows.entry([y, x]).or_insert(spot);
            *columns.entry([x, y]).or_insert(spot)
        });
        known.push((leaf, corners));
    }
    let fan = |(leaf, corners): (&Leaf, [Spot; 4])| Fan {
        x: leaf.x,
        y: leaf.y,
        middle: Spot {
            at: (
                f64::midpoint(leaf.x.0, leaf.x.1),
                f64::midpoint(leaf.y.0, leaf.y.1),
            ),
            lead: Lead::weighted(corners.map(|corner| corner.lead), [0.25; 4]),
        },
        rim: rim(corners, &rows, &columns),
    };
    known.into_iter().map(fan).collect()
}

/// The corners, and what lies between them on the sides.
fn rim(
    corners: [Spot; 4],
    rows: &BTreeMap<Rank, Spot>,
    columns: &BTreeMap<Rank, Spot>,
) -> Vec<Spot> {
    let [a, b, c, d] = corners;
    let between = |line: &BTreeMap<Rank, Spot>, low: Rank, high: Rank| -> Vec<Spot> {
        let inside = line.range((Excluded(low), Excluded(high)));
        inside.map(|(_, &spot)| spot).collect()
    };
    let row = |from: Spot, to: Spot| {
        let ([x, y], [end, _]) = (rank(from.at), rank(to.at));
        between(rows, [y, x], [y, end])
    };
    let column = |from: Spot, to: Spot| between(columns, rank(from.at), rank(to.at));
    let mut rim = vec![a];
    rim.extend(row(a, b));
    rim.push(b);
    rim.extend(column(b, c));
    rim.push(c);
    rim.extend(row(d, c).into_iter().rev());
    rim.push(d);
    rim.extend(column(a, d).into_iter().rev());
    rim
}

impl Fan {
    /// Its triangles, anticlockwise.
    fn triangles(&self) -> impl Iterator<Item = [Spot; 3]> {
        let next = self.rim.iter().cycle().skip(1);
        let sides = self.rim.iter().zip(next);
        sides.map(|(&from, &to)| [self.middle, from, to])
    }

    /// The lead at a place; none outside.
    fn lead(&self, at: Point) -> Option<Lead> {
        let within = |(low, high): (f64, f64), value: f64| low <= value && value <= high;
        if !within(self.x, at.0) || !within(self.y, at.1) {
            return None;
        }
        let weights = self.triangles().map(|corners| {
            let [a, b, c] = corners.map(|corner| corner.at);
            let areas = [area(at, b, c), area(a, at, c), area(a, b, at)];
            let whole = area(a, b, c);
            (corners, areas.map(|part| part / whole))
        });
        // By rounding, a place on the side of two triangles may lie in neither.
        let least = |weights: &[f64; 3]| weights[0].min(weights[1]).min(weights[2]);
        let (corners, weights) = weights.max_by(|(_, a), (_, b)| least(a).total_cmp(&least(b)))?;
        let leads = corners.map(|corner| corner.lead);
        Some(Lead::weighted(leads, weights))
    }

    /// Where the interval includes zero.
    fn doubtful(&self) -> Vec<Vec<Point>> {
        let whole = |spots: &[Spot]| spots.iter().map(|spot| spot.at).collect();
        if self.rim.iter().all(|spot| spot.lead.is_doubtful()) {
            return vec![whole(&self.rim)];
        }
        let cut = self.triangles().map(|triangle| {
            let positive = cut(&triangle, Lead::most);
            let mut polygon: Vec<Point> = whole(&cut(&positive, Lead::most_of_other));
            polygon.dedup();
            if polygon.first() == polygon.last() {
                polygon.pop();
            }
            polygon
        });
        cut.filter(|polygon| polygon.len() > 2).collect()
    }
}

/// Twice the area of a triangle, negative if it runs clockwise.
fn area(a: Point, b: Point, c: Point) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)
}

/// What of a convex polygon has a `height` of zero or more.
fn cut(polygon: &[Spot], height: fn(Lead) -> f64) -> Vec<Spot> {
    let stays = |spot: &Spot| height(spot.lead) >= 0.0;
    let mut left = Vec::with_capacity(polygon.len() + 1);
    let next = polygon.iter().cycle().skip(1);
    for (from, to) in polygon.iter().zip(next) {
        if stays(from) {
            left.push(*from);
        }
        if stays(from) != stays(to) {
            left.push(crossing(*from, *to, height));
        }
    }
    left
}

/// Where on the way from one spot to the other the `height`, of differing sign at the ends,
/// is zero. The way back has it at the same place, to the bit.
fn crossing(from: Spot, to: Spot, height: fn(Lead) -> f64) -> Spot {
    let [a, b] = if rank(from.at) < rank(to.at) {
        [from, to]
    } else {
        [to, from]
    };
    let (at_a, at_b) = (height(a.lead), height(b.lead));
    if at_a == 0.0 || at_b == 0.0 {
        return if at_a == 0.0 { a } else { b };
    }
    let share = at_a / (at_a - at_b);
    // Rounding may not carry it beyond an end, out of its leaf.
    let part = |a: f64, b: f64| (a + (b - a) * share).clamp(a.min(b), a.max(b));
    Spot {
        at: (part(a.at.0, b.at.0), part(a.at.1, b.at.1)),
        lead: Lead::weighted([a.lead, b.lead], [1.0 - share, share]),
    }
}

/// Lines through the zeros of the lead.
fn contours(fans: &[Fan]) -> Vec<Vec<Point>> {
    // With the positive side always on the left, each crossing is left towards one other.
    let mut begins: Vec<Side> = Vec::new();
    let mut ends: BTreeSet<Side> = BTreeSet::new();
    let mut onwards: BTreeMap<Side, Side> = BTreeMap::new();
    let mut places: BTreeMap<Side, Point> = BTreeMap::new();
    for triangle in fans.iter().flat_map(Fan::triangles) {
        let [a, b, c] = triangle;
        let mut piece = [None; 2];
        for [from, to] in [[a, b], [b, c], [c, a]] {
            // Equally good counts as not yet better.
            let better = [from, to].map(|spot| spot.lead.mean > 0.0);
            if better[0] != better[1] {
                let side = side(from, to);
                places.insert(side, crossing(from, to, |lead| lead.mean).at);
                piece[usize::from(better[1])] = Some(side);
            }
        }
        if let [Some(begin), Some(end)] = piece {
            begins.push(begin);
            ends.insert(end);
            onwards.insert(begin, end);
        }
    }
    // First what begins at a border; what is left then are rings.
    let borders = begins.iter().filter(|begin| !ends.contains(*begin));
    let mut lines = Vec::new();
    for begin in borders.chain(&begins) {
        let mut line = vec![places[begin]];
        let mut side = *begin;
        while let Some(end) = onwards.remove(&side) {
            line.push(places[&end]);
            side = end;
        }
        // Around a corner at which the lead is zero, many crossings are one point.
        line.dedup();
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

fn side(from: Spot, to: Spot) -> Side {
    let mut side = [rank(from.at), rank(to.at)];
    side.sort_unstable();
    side
}

fn rank(at: Point) -> Rank {
    [at.0, at.1].map(|value| {
        // The one zero has the sign of neither.
        let bits = (value + 0.0).to_bits().cast_signed();
        if bits < 0 { bits ^ i64::MAX } else { bits }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is measured at a place: the mean and the half-width.
    type Surface<'s> = &'s dyn Fn(Point) -> (f64, f64);

    fn leaf(x: (f64, f64), y: (f64, f64), surface: Surface<'_>) -> Leaf {
        let corners = [(x.0, y.0), (x.1, y.0), (x.1, y.1), (x.0, y.1)];
        Leaf {
            x,
            y,
            corners: corners.map(|at| {
                let (mean, half) = surface(at);
                Some(Lead { mean, half })
            }),
        }
    }

    /// The rectangle from `low` to `high` in both directions, in `parts` by `parts` leaves.
    fn grid(low: f64, high: f64, parts: u32, surface: Surface<'_>) -> Vec<Leaf> {
        let line = |i: u32| low + (high - low) * f64::from(i) / f64::from(parts);
        let ends = |i| (line(i), line(i + 1));
        let places = (0..parts).flat_map(|i| (0..parts).map(move |j| (i, j)));
        places
            .map(|(i, j)| leaf(ends(i), ends(j), surface))
            .collect()
    }

    fn quarters(whole: &Leaf, surface: Surface<'_>) -> [Leaf; 4] {
        let halves = |(low, high): (f64, f64)| {
            let middle = f64::midpoint(low, high);
            [(low, middle), (middle, high)]
        };
        let ([west, east], [south, north]) = (halves(whole.x), halves(whole.y));
        [(west, south), (east, south), (east, north), (west, north)]
            .map(|(x, y)| leaf(x, y, surface))
    }

    fn is_ring(line: &[Point]) -> bool {
        line.first() == line.last()
    }

    fn size(polygon: &[Point]) -> f64 {
        let triangles = polygon.windows(2).skip(1);
        let areas = triangles.map(|pair| area(polygon[0], pair[0], pair[1]) / 2.0);
        areas.sum()
    }

    fn holds(polygon: &[Point], at: Point, tolerance: f64) -> bool {
        let next = polygon.iter().cycle().skip(1);
        let mut sides = polygon.iter().zip(next);
        sides.all(|(&from, &to)| area(from, to, at) >= -tolerance)
    }

    /// A number from 0 to 1 that belongs to a place and a purpose.
    fn luck(seed: u64, purpose: u64, at: Point) -> f64 {
        let mut hash = seed ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for bits in [at.0.to_bits(), at.1.to_bits()] {
            hash = (hash ^ bits).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            hash ^= hash >> 29;
            hash = hash.wrapping_mul(0x94d0_49bb_1331_11eb);
            hash ^= hash >> 32;
        }
        (hash >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Every eighth mean is zero, the others lie between -1 and 1.
    fn rough(seed: u64, at: Point) -> (f64, f64) {
        let mean = match luck(seed, 1, at) < 0.125 {
            true => 0.0,
            false => 2.0 * luck(seed, 2, at) - 1.0,
        };
        (mean, 0.01 + 0.4 * luck(seed, 3, at))
    }

    /// Three leaves by three over [0, 3] squared, some cut into quarters up to three times.
    fn rough_grid(seed: u64) -> Vec<Leaf> {
        let surface = |at| rough(seed, at);
        let mut leaves = grid(0.0, 3.0, 3, &surface);
        for round in 0..3 {
            let cut = |whole: Leaf| match luck(seed, 10 + round, (whole.x.0, whole.y.0)) < 0.35 {
                true => quarters(&whole, &surface).to_vec(),
                false => vec![whole],
            };
            leaves = leaves.into_iter().flat_map(cut).collect();
        }
        leaves
    }

    #[test]
    fn a_plane_is_zero_on_a_straight_line() {
        let leaves = grid(0.0, 1.0, 4, &|(x, y)| (x + y - 1.0, 0.125));
        let divide = Divide::of(&leaves);
        let [line] = &divide.contours[..] else {
            panic!("one line, not {}", divide.contours.len());
        };
        assert_eq!(line.first(), Some(&(0.0, 1.0)));
        assert_eq!(line.last(), Some(&(1.0, 0.0)));
        assert!(line.iter().all(|(x, y)| (x + y - 1.0).abs() < 1e-15));
        // A strip between two lines, each an eighth away along both axes.
        let doubt: f64 = divide.doubtful.iter().map(|polygon| size(polygon)).sum();
        assert!((doubt - (1.0 - 0.875 * 0.875)).abs() < 1e-12, "{doubt}");
        assert!(divide.contains(0.5, 0.5) && divide.contains(0.3, 0.8));
        assert!(!divide.contains(0.3, 0.84) && !divide.contains(0.3, 0.56));
        assert!(!divide.contains(1.2, -0.2), "outside");
    }

    #[test]
    fn the_positive_side_is_on_the_left() {
        let divide = Divide::of(&grid(0.0, 1.0, 1, &|(_, y)| (0.25 - y, 0.0)));
        assert_eq!(
            divide.contours,
            [[(1.0, 0.25), (0.75, 0.25), (0.25, 0.25), (0.0, 0.25)]]
        );
    }

    #[test]
    fn a_circle_closes_and_is_as_long_as_it_should_be() {
        let round = |(x, y): Point| (1.0 - x * x - y * y, 0.1);
        let divide = Divide::of(&grid(-1.5, 1.5, 60, &round));
        let [line] = &divide.contours[..] else {
            panic!("one line, not {}", divide.contours.len());
        };
        assert!(is_ring(line));
        for (x, y) in line {
            assert!((libm::hypot(*x, *y) - 1.0).abs() < 1e-3, "{x}, {y}");
        }
        let steps = line.windows(2);
        let length: f64 = steps
            .map(|step| libm::hypot(step[1].0 - step[0].0, step[1].1 - step[0].1))
            .sum();
        assert!((length - std::f64::consts::TAU).abs() < 0.01, "{length}");
        assert!(size(line) > 3.13, "anticlockwise around the positive side");
        // Between the circles where 1 - r² is a tenth and minus a tenth.
        let doubt: f64 = divide.doubtful.iter().map(|polygon| size(polygon)).sum();
        assert!((doubt - 0.2 * std::f64::consts::PI).abs() < 0.01, "{doubt}");
        assert!(divide.contains(0.0, 1.04) && !divide.contains(0.0, 1.06));
        assert!(divide.contains(0.96, 0.0) && !divide.contains(0.94, 0.0));
    }

    #[test]
    fn a_saddle_goes_as_its_middle_does() {
        let saddle = |means: [f64; 4]| {
            let corners = means.map(|mean| Some(Lead { mean, half: 0.0 }));
            let (x, y) = ((0.0, 1.0), (0.0, 1.0));
            Divide::of(&[Leaf { x, y, corners }]).contours
        };
        // Each line cuts off one corner: a negative one where the middle is positive.
        let cuts_off = |line: &[Point], (x, y): Point| {
            line.iter()
                .all(|at| (at.0 - x).abs() + (at.1 - y).abs() < 1.0)
        };
        let lines = saddle([3.0, -1.0, 3.0, -1.0]);
        assert_eq!(lines.len(), 2);
        assert!(cuts_off(&lines[0], (1.0, 0.0)) && cuts_off(&lines[1], (0.0, 1.0)));
        let lines = saddle([1.0, -3.0, 1.0, -3.0]);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().any(|line| cuts_off(line, (0.0, 0.0))));
        assert!(lines.iter().any(|line| cuts_off(line, (1.0, 1.0))));
        // A middle of zero counts as not yet better.
        let lines = saddle([1.0, -1.0, 1.0, -1.0]);
        assert_eq!(lines.len(), 2);
        assert!(
            lines
                .iter()
                .any(|line| line.contains(&(0.0, 0.5)) && line.contains(&(0.5, 0.0)))
        );
    }

    #[test]
    fn a_line_goes_on_into_finer_leaves() {
        // Curved, so that the fine side does not cross where the coarse one would.
        let bend = |(x, y): Point| (y - 0.5 - 0.9 * (x - 1.0) * (x - 1.0) * y, 0.02);
        let mut leaves = grid(0.0, 2.0, 2, &bend);
        let fine = leaves.swap_remove(0);
        leaves.extend(quarters(&fine, &bend));
        let divide = Divide::of(&leaves);
        assert_eq!(divide.contours.len(), 1, "{:?}", divide.contours);
        let line = &divide.contours[0];
        for at in [line[0], line[line.len() - 1]] {
            assert!([0.0, 2.0].contains(&at.0) || [0.0, 2.0].contains(&at.1));
        }
    }

    #[test]
    fn a_dent_seen_by_the_finer_side_only_is_a_ring_across_both() {
        // Negative at one place only, in the middle of a side of the coarse leaf.
        let dent = |at: Point| (if at == (1.0, 0.5) { -1.0 } else { 1.0 }, 0.1);
        let coarse = leaf((0.0, 1.0), (0.0, 1.0), &dent);
        let fine = quarters(&leaf((1.0, 2.0), (0.0, 1.0), &dent), &dent);
        let divide = Divide::of(&[&[coarse][..], &fine].concat());
        assert_eq!(divide.contours.len(), 1);
        let ring = &divide.contours[0];
        assert!(is_ring(ring));
        let (west, east) = (
            ring.iter().any(|at| at.0 < 1.0),
            ring.iter().any(|at| at.0 > 1.0),
        );
        assert!(west && east);
        assert!(!divide.contains(1.0, 0.5) && divide.contains(1.0, 0.25));
    }

    #[test]
    fn zero_counts_as_not_yet_better() {
        // Zero along a line of corners: the line runs through them, once.
        let divide = Divide::of(&grid(0.0, 2.0, 2, &|(x, _)| (x - 1.0, 0.0)));
        assert_eq!(divide.contours.len(), 1);
        assert!(divide.contours[0].iter().all(|at| at.0 == 1.0));
        let beginning = divide.contours[0][0];
        assert_eq!(
            (beginning, divide.contours[0].last()),
            ((1.0, 2.0), Some(&(1.0, 0.0)))
        );
        // The same from below is no line: nothing is better.
        let divide = Divide::of(&grid(0.0, 2.0, 2, &|(x, _)| (-(x - 1.0).abs(), 0.0)));
        assert!(divide.contours.is_empty());
        // A touch in one point is no line either.
        let divide = Divide::of(&grid(0.0, 2.0, 2, &|(x, y)| {
            ((x - 1.0).abs() + (y - 1.0).abs(), 0.0)
        }));
        assert!(divide.contours.is_empty());
        assert!(divide.doubtful.is_empty() && divide.contains(1.0, 1.0));
        // Equally good everywhere is doubtful everywhere, and nowhere better.
        let divide = Divide::of(&grid(0.0, 1.0, 1, &|_| (0.0, 0.0)));
        assert!(divide.contours.is_empty());
        assert_eq!(
            divide.doubtful,
            [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]]
        );
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut leaves = grid(0.0, 3.0, 3, &|(x, y)| (x + y - 2.9, 0.5));
        let lead = leaves[4].corners[2].expect("a corner");
        let unknown = [
            None,
            Some(Lead {
                mean: f64::NAN,
                ..lead
            }),
            Some(Lead {
                half: f64::INFINITY,
                ..lead
            }),
            Some(Lead { half: -0.5, ..lead }),
        ];
        for corner in unknown {
            leaves[4].corners[2] = corner;
            let divide = Divide::of(&leaves);
            assert!(!divide.contains(1.45, 1.45) && divide.contains(0.95, 1.95));
            assert_eq!(divide.contours.len(), 2, "a line ends at the gap");
        }
        let nothing = Divide::of(&[]);
        assert!(nothing.contours.is_empty() && nothing.doubtful.is_empty());
        assert!(!nothing.contains(0.0, 0.0));
    }

    #[test]
    #[should_panic(expected = "a leaf reaches from 1 to 0; the lower end comes first")]
    fn a_leaf_upside_down_is_refused() {
        Divide::of(&[leaf((0.0, 1.0), (1.0, 0.0), &|_| (1.0, 0.0))]);
    }

    #[test]
    fn both_zeros_are_one_place() {
        let surface = |(x, _): Point| (x + 0.5, 0.0);
        let mut leaves = grid(-1.0, 1.0, 2, &surface);
        for leaf in &mut leaves {
            if leaf.y.0 == 0.0 {
                leaf.y.0 = -0.0;
            }
        }
        assert_eq!(Divide::of(&leaves).contours.len(), 1);
    }

    #[test]
    fn every_line_ends_at_the_border_or_where_it_began() {
        for seed in 0..300 {
            let mut leaves = rough_grid(seed);
            let gap = leaves.len() / 2;
            leaves[gap].corners[0] = None;
            let (x, y) = (leaves[gap].x, leaves[gap].y);
            for line in Divide::of(&leaves).contours {
                assert!(line.len() > 1);
                if is_ring(&line) {
                    continue;
                }
                for at in [line[0], line[line.len() - 1]] {
                    let border = [at.0, at.1].iter().any(|place| [0.0, 3.0].contains(place));
                    let inside = |(low, high): (f64, f64), at: f64| low <= at && at <= high;
                    let gap = inside(x, at.0) && inside(y, at.1);
                    assert!(border || gap, "seed {seed}: ends at {at:?}");
                }
            }
        }
    }

    #[test]
    fn a_line_passes_between_neighbours_of_differing_sign() {
        for seed in 0..300 {
            let divide = Divide::of(&rough_grid(seed));
            let points: Vec<Point> = divide.contours.iter().flatten().copied().collect();
            for fan in &divide.fans {
                let next = fan.rim.iter().cycle().skip(1);
                for (from, to) in fan.rim.iter().zip(next) {
                    let passes = |at: &Point| {
                        let along = [(at.0, from.at.0, to.at.0), (at.1, from.at.1, to.at.1)];
                        let between =
                            |(at, a, b): (f64, f64, f64)| a.min(b) <= at && at <= a.max(b);
                        along.into_iter().all(between)
                    };
                    let differ = from.lead.mean * to.lead.mean < 0.0;
                    assert!(
                        !differ || points.iter().any(passes),
                        "seed {seed}: {from:?}, {to:?}"
                    );
                    let strictly = |at: &Point| passes(at) && *at != from.at && *at != to.at;
                    let both = from.lead.mean > 0.0 && to.lead.mean > 0.0;
                    assert!(
                        !both || !points.iter().any(strictly),
                        "seed {seed}: {from:?}, {to:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_line_lies_in_the_doubtful_set() {
        for seed in 0..300 {
            let divide = Divide::of(&rough_grid(seed));
            for piece in divide.contours.iter().flat_map(|line| line.windows(2)) {
                for share in [0.0, 0.3, 0.5, 1.0] {
                    let part = |a: f64, b: f64| (a + (b - a) * share).clamp(a.min(b), a.max(b));
                    let at = (part(piece[0].0, piece[1].0), part(piece[0].1, piece[1].1));
                    assert!(divide.contains(at.0, at.1), "seed {seed}: {at:?}");
                    let held = divide
                        .doubtful
                        .iter()
                        .any(|polygon| holds(polygon, at, 1e-12));
                    assert!(held, "seed {seed}: {at:?}");
                }
            }
        }
    }

    #[test]
    fn the_polygons_are_the_doubtful_set() {
        for seed in 0..100 {
            let divide = Divide::of(&rough_grid(seed));
            for polygon in &divide.doubtful {
                assert!(
                    polygon.iter().all(|&at| holds(polygon, at, 1e-12)),
                    "seed {seed}: not convex"
                );
            }
            for i in 0..500 {
                let at = (f64::from(i), 0.5);
                let at = (3.0 * luck(seed, 20, at), 3.0 * luck(seed, 21, at));
                let told = divide.contains(at.0, at.1);
                let held = |tolerance| {
                    divide
                        .doubtful
                        .iter()
                        .filter(|p| holds(p, at, tolerance))
                        .count()
                };
                if told {
                    assert!(held(1e-12) > 0, "seed {seed}: {at:?}");
                }
                let deep = held(-1e-12);
                assert!(deep <= 1, "seed {seed}: {at:?} in {deep} polygons");
                assert!(deep == 0 || told, "seed {seed}: {at:?}");
            }
        }
    }

    #[test]
    fn a_leaf_is_bilinear_at_its_corners_along_its_sides_and_in_its_middle() {
        let twist = |(x, y): Point| (1.0 - 2.0 * x + 3.0 * y + 4.0 * x * y, 1.0 + x * y);
        let divide = Divide::of(&grid(0.0, 1.0, 1, &twist));
        for i in 0..=16 {
            for j in 0..=16 {
                let at = (f64::from(i) / 16.0, f64::from(j) / 16.0);
                let lead = divide.fans[0].lead(at).expect("inside");
                let (mean, half) = twist(at);
                let rim = [0, 16].contains(&i) || [0, 16].contains(&j) || (i, j) == (8, 8);
                let most = if rim { 1e-15 } else { 1.0 / 16.0 + 1e-15 };
                assert!((lead.mean - mean).abs() <= 4.0 * most, "{at:?}");
                assert!((lead.half - half).abs() <= most, "{at:?}");
            }
        }
    }
}

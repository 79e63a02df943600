//! The shapes by which states and words are told apart, as outlines.

use std::fmt::Write as _;

use groundswell_experiment::film::State;

/// A point of the picture.
pub(super) type Point = (f64, f64);

/// Adds a dot: a line without length, whose round ends are drawn.
pub(super) fn dot(outline: &mut String, at: Point) {
    let _ = write!(outline, "M{} {}h0", tenth(at.0), tenth(at.1));
}

/// Adds a line.
pub(super) fn line(outline: &mut String, from: Point, to: Point) {
    let [x, y] = [from.0, from.1].map(tenth);
    let _ = write!(outline, "M{x} {y}L{} {}", tenth(to.0), tenth(to.1));
}

/// Adds a circle.
pub(super) fn circle(outline: &mut String, at: Point, radius: f64) {
    let (r, d) = (tenth(radius), tenth(2.0 * radius));
    let [x, y] = [at.0 - radius, at.1].map(tenth);
    let _ = write!(outline, "M{x} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0");
}

/// Adds the mark of a state for dots of that radius.
///
/// Where nothing has come: a small dot. Reached: a dot. A visitor: a triangle. A lead:
/// a diamond. A customer: a star of four points. Waiting: a square. Speaking: a large
/// dot. Silent: a ring.
pub(super) fn mark(outline: &mut String, state: State, at: Point, radius: f64) {
    let around: &[(f64, f64)] = match state {
        State::Untouched | State::Reached | State::Speaking => return dot(outline, at),
        State::Silent => return circle(outline, at, radius),
        State::Visitor => &[(0.0, -1.6), (1.45, 1.0), (-1.45, 1.0)],
        State::Lead => &[(0.0, -1.7), (1.7, 0.0), (0.0, 1.7), (-1.7, 0.0)],
        State::Waiting => &[(-1.2, -1.2), (1.2, -1.2), (1.2, 1.2), (-1.2, 1.2)],
        State::Customer => &[
            (0.0, -2.5),
            (0.7, -0.7),
            (2.5, 0.0),
            (0.7, 0.7),
            (0.0, 2.5),
            (-0.7, 0.7),
            (-2.5, 0.0),
            (-0.7, -0.7),
        ],
    };
    for (i, (x, y)) in around.iter().enumerate() {
        let [x, y] = [at.0 + x * radius, at.1 + y * radius].map(tenth);
        let _ = write!(outline, "{}{x} {y}", if i == 0 { 'M' } else { 'L' });
    }
    outline.push('Z');
}

/// A number to a tenth of a unit, as short as it can be written.
pub(super) fn tenth(value: f64) -> f64 {
    // Adding zero turns a negative zero into a plain one.
    (value * 10.0).round() / 10.0 + 0.0
}

//! Where a generating function crosses the diagonal for the first time.

/// The smallest fixed point in [0, 1] of an increasing convex function that begins at or
/// above zero and has one there; `f` gives its value and its slope.
///
/// Newton's steps from zero come to it from below without passing it, doubling the correct
/// digits each time.
pub(super) fn smallest(f: impl Fn(f64) -> (f64, f64)) -> f64 {
    let mut u = 0.0;
    loop {
        let (value, slope) = f(u);
        let next = u + (value - u) / (1.0 - slope);
        // Rounding ends the climb; a slope of one does where the curve touches.
        if next.is_nan() || next <= u || next >= 1.0 {
            return if next >= 1.0 { 1.0 } else { u };
        }
        u = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_crossing_is_found() {
        // Zero, one or two of the next generation with chances 1/4, 1/4, 1/2.
        let f = |u: f64| (0.25 + 0.25 * u + 0.5 * u * u, 0.25 + u);
        assert!((smallest(f) - 0.5).abs() < 1e-15);
        assert_eq!(smallest(|u| (u * u, 2.0 * u)), 0.0);
        assert!((smallest(|u| (0.5 + 0.5 * u * u, u)) - 1.0).abs() < 1e-7);
    }
}

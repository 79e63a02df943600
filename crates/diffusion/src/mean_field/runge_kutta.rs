//! Differential equations, one fixed step after the other.

/// The states at times 0, `every`, 2 · `every`, …, `points` of them.
///
/// The classical method of fourth order. `fastest` bounds the rate at which differences
/// between two states can change; steps are a 64th of its inverse at most.
pub(super) fn trajectory<const N: usize>(
    start: [f64; N],
    every: f64,
    points: usize,
    fastest: f64,
    change: impl Fn(&[f64; N]) -> [f64; N],
) -> Vec<[f64; N]> {
    let steps = (every * fastest * 64.0).ceil().max(1.0);
    let h = every / steps;
    let mut state = start;
    let mut states = Vec::with_capacity(points);
    for _ in 0..points {
        states.push(state);
        for _ in 0..steps as u64 {
            let ahead = |by: f64, slope: &[f64; N]| -> [f64; N] {
                std::array::from_fn(|i| state[i] + by * slope[i])
            };
            let a = change(&state);
            let b = change(&ahead(h / 2.0, &a));
            let c = change(&ahead(h / 2.0, &b));
            let d = change(&ahead(h, &c));
            for i in 0..N {
                state[i] += h / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * c[i] + d[i]);
            }
        }
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decay_is_exponential() {
        let states = trajectory([1.0], 0.5, 5, 2.0, |[x]| [-2.0 * x]);
        for (i, [x]) in states.into_iter().enumerate() {
            assert!((x - libm::exp(-(i as f64))).abs() < 1e-9, "{i}: {x}");
        }
    }
}

//! How likely it is to be as far off as this, or farther.

/// The p-value of counts over cells of these chances, by Pearson's χ².
///
/// Cells in which fewer than ten are expected are joined with the next, so that the
/// distribution holds. Two-sided: what fits too well is as suspicious as what does not fit.
pub(crate) fn of_counts(counts: &[u64], chances: &[f64]) -> f64 {
    assert_eq!(counts.len(), chances.len());
    let total: u64 = counts.iter().sum();
    let sum: f64 = chances.iter().sum();
    assert!((sum - 1.0).abs() < 1e-9, "chances sum to {sum}");
    let mut cells: Vec<(f64, f64)> = Vec::new();
    let mut open = (0.0, 0.0);
    for (&count, chance) in counts.iter().zip(chances) {
        open = (open.0 + count as f64, open.1 + chance * total as f64);
        if open.1 >= 10.0 {
            cells.push(std::mem::take(&mut open));
        }
    }
    let last = cells.last_mut().expect("enough in one cell");
    *last = (last.0 + open.0, last.1 + open.1);
    assert!(cells.len() > 1, "{counts:?}");
    let off = |(count, expected): &(f64, f64)| (count - expected) * (count - expected) / expected;
    of_chi_square(cells.iter().map(off).sum(), (cells.len() - 1) as f64)
}

/// The two-sided p-value of χ² with so many degrees of freedom.
pub(crate) fn of_chi_square(chi_square: f64, freedom: f64) -> f64 {
    let below = gamma_cdf(freedom / 2.0, chi_square / 2.0);
    two_sided(below, 1.0 - below)
}

/// The two-sided p-value of a Poisson count.
pub(crate) fn of_poisson(count: u64, mean: f64) -> f64 {
    let at_most = 1.0 - gamma_cdf(count as f64 + 1.0, mean);
    let at_least = match count {
        0 => 1.0,
        _ => gamma_cdf(count as f64, mean),
    };
    two_sided(at_most, at_least)
}

fn two_sided(low: f64, high: f64) -> f64 {
    (2.0 * low.min(high)).min(1.0)
}

/// The distribution function of the gamma distribution of shape `a` at `x`: its series below
/// `a` + 1, Legendre's continued fraction above (DLMF 8.11.4 and 8.9.2).
fn gamma_cdf(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut k) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-16 {
            k += 1.0;
            term *= x / k;
            sum += term;
        }
        return front * sum;
    }
    // Lentz's way of working the fraction out from its front.
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut fraction = d;
    for i in 1..10_000 {
        let numerator = -f64::from(i) * (f64::from(i) - a);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    1.0 - front * fraction
}

#[test]
fn p_values_are_those_of_tables() {
    // Abramowitz & Stegun, table 26.8: upper percentage points of chi square.
    for (freedom, chi_square, above) in [
        (1.0, 3.841_46, 0.05),
        (10.0, 18.307_0, 0.05),
        (100.0, 135.807, 0.01),
        (10.0, 2.558_21, 0.99),
    ] {
        let below = 1.0 - above;
        let expected = 2.0 * f64::min(above, below);
        let found = of_chi_square(chi_square, freedom);
        assert!((found / expected - 1.0).abs() < 1e-4, "{found} {expected}");
    }
    // e^-2 (1 + 2 + 2), both ways.
    let at_most_two = 5.0 * libm::exp(-2.0);
    let at_least_three = 1.0 - at_most_two;
    assert!((of_poisson(3, 2.0) - 2.0 * at_least_three).abs() < 1e-12);
    assert!((of_poisson(0, 2.0) - 2.0 * libm::exp(-2.0)).abs() < 1e-12);
}

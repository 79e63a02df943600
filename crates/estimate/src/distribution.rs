//! Quantiles of the normal and Student's t, and Wilson's interval, with the same
//! bits on every processor.

use std::cell::Cell;

/// The standard normal distribution function.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The quantile of the standard normal at `p`, 0 < p < 1.
///
/// Bisection on [`normal_cdf`] to the last bit: fifty evaluations, and no table
/// of coefficients to trust.
pub fn normal_quantile(p: f64) -> f64 {
    bisect(p, normal_cdf)
}

/// The distribution function of Student's t with `freedom` degrees of freedom.
///
/// By the regularised incomplete beta function; see [`beta_cdf`].
pub fn t_cdf(t: f64, freedom: f64) -> f64 {
    let tail = 0.5 * beta_cdf(freedom / (freedom + t * t), freedom / 2.0, 0.5);
    if t < 0.0 { tail } else { 1.0 - tail }
}

/// The quantile of Student's t with `freedom` degrees of freedom at `p`,
/// 0 < p < 1.
///
/// A report asks for thousands of intervals of as many worlds at one level: what was
/// asked last is remembered, since finding it takes hundreds of microseconds.
pub fn t_quantile(p: f64, freedom: f64) -> f64 {
    thread_local! {
        static LAST: Cell<(f64, f64, f64)> = const { Cell::new((f64::NAN, 0.0, 0.0)) };
    }
    // The lower half is resolved better than the upper one, where 1 − p is lost.
    if p > 0.5 {
        return -t_quantile(1.0 - p, freedom);
    }
    let (last_p, last_freedom, last) = LAST.get();
    if (last_p, last_freedom) == (p, freedom) {
        return last;
    }
    let found = bisect(p, |t| t_cdf(t, freedom));
    LAST.set((p, freedom, found));
    found
}

/// Finds where the increasing function `cdf` passes `p`.
fn bisect(p: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (-1.0, 1.0);
    while cdf(low) > p && low > -1e15 {
        low *= 2.0;
    }
    while cdf(high) < p && high < 1e15 {
        high *= 2.0;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if cdf(middle) < p {
            low = middle
        } else {
            high = middle
        }
    }
}

/// The regularised incomplete beta function I(x; a, b): the distribution function
/// of the beta distribution.
///
/// Source: Press et al., *Numerical Recipes*, section 6.4: Lentz's evaluation of
/// the continued fraction of DLMF 8.17.22.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges quickly on one side of the mean only.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_cdf(1.0 - x, b, a);
    }
    let log_front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
        + a * libm::log(x)
        + b * libm::log1p(-x);
    let away_from_zero = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (libm::exp(log_front) * fraction / a).clamp(0.0, 1.0)
}

/// The interval of a proportion of which `successes` out of `trials` were seen, at
/// `level` (such as 0.95).
///
/// Source: Wilson, *Journal of the American Statistical Association* 22, 1927.
///
/// # Panics
///
/// If there were no trials.
pub fn wilson(successes: u64, trials: u64, level: f64) -> (f64, f64) {
    assert!(trials > 0, "a proportion needs a trial");
    let n = trials as f64;
    let p = successes as f64 / n;
    let z = normal_quantile(0.5 + level / 2.0);
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * libm::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of printed tables (Abramowitz & Stegun 26.2, 26.10).
    #[test]
    fn quantiles_are_those_of_the_tables() {
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((normal_quantile(0.5)).abs() < 1e-12);
        for (freedom, t) in [
            (1.0, 12.706_204_736),
            (2.0, 4.302_652_730),
            (10.0, 2.228_138_852),
        ] {
            assert!((t_quantile(0.975, freedom) - t).abs() < 1e-8, "{freedom}");
        }
        assert!((t_quantile(0.975, 1e6) - 1.959_966_356).abs() < 1e-7);
        assert!((t_cdf(2.228_138_852, 10.0) - 0.975).abs() < 1e-9);
        assert!((t_quantile(0.025, 5.0) + t_quantile(0.975, 5.0)).abs() < 1e-12);
    }

    /// Reference values to sixteen digits, by the incomplete beta function in
    /// arithmetic of sixty.
    #[test]
    fn quantiles_stay_true_far_into_the_tail() {
        for (freedom, tail, t) in [
            (1.0, 1e-8, 31_830_988.618_379_06),
            (1.0, 1e-12, 318_309_886_183.790_7),
            (5.0, 1e-8, 62.404_506_110_967_29),
            (29.0, 1e-6, 5.917_105_540_459_562),
            (29.0, 1e-12, 11.613_158_011_561_41),
            (255.0, 1e-4, 3.773_802_433_771_831),
            (255.0, 1e-8, 5.795_800_656_173_15),
            (255.0, 1e-12, 7.397_805_972_085_089),
            (1023.0, 1e-10, 6.426_367_336_865_488),
            (32_767.0, 1e-6, 4.754_280_161_390_689),
            (32_767.0, 1e-8, 5.613_392_876_883_077),
            (32_767.0, 1e-12, 7.037_194_214_362_477),
            (1e6, 1e-10, 6.361_406_848_876_743),
        ] {
            let low = -t_quantile(tail, freedom);
            assert!((low / t - 1.0).abs() < 1e-10, "{freedom}, {tail}: {low}");
            // From above, the tail itself is known to 2⁻⁵³ only.
            let high = t_quantile(1.0 - tail, freedom);
            let known = 1e-10 + f64::EPSILON / tail;
            assert!((high / t - 1.0).abs() < known, "{freedom}, {tail}: {high}");
        }
    }

    #[test]
    fn the_beta_function_has_its_symmetries() {
        for (x, a, b) in [(0.3, 2.0, 5.0), (0.9, 0.5, 0.5), (0.01, 40.0, 3.0)] {
            let sum = beta_cdf(x, a, b) + beta_cdf(1.0 - x, b, a);
            assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        }
        // I(x; 1, n) = 1 − (1 − x)ⁿ.
        assert!((beta_cdf(0.2, 1.0, 3.0) - (1.0 - 0.512)).abs() < 1e-13);
    }

    #[test]
    fn wilson_is_newcombes_example() {
        // Newcombe, Statistics in Medicine 17, 1998, table I: 81 of 263.
        let (low, high) = wilson(81, 263, 0.95);
        assert!(
            (low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5,
            "{low} {high}"
        );
        assert_eq!(wilson(0, 10, 0.95).0, 0.0);
    }
}

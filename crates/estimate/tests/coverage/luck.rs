//! Made-up worlds whose truth is known, and how often something holds in them.

use groundswell_estimate::sample::Sample;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub(crate) const FEW: u64 = 1_000;
pub(crate) const MANY: u64 = 10_000;

/// The luck of one repetition of one claim.
pub(crate) struct Luck(ChaCha8Rng);

impl Luck {
    pub(crate) fn new(claim: u64, repetition: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(claim);
        random.set_stream(repetition);
        Self(random)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    pub(crate) fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Failures before the first success: mean (1 − p)/p, skewed to the right.
    pub(crate) fn geometric(&mut self, p: f64) -> f64 {
        let mut failures = 0.0;
        while self.uniform() >= p {
            failures += 1.0;
        }
        failures
    }

    pub(crate) fn poisson(&mut self, mean: f64) -> f64 {
        let (none, mut chance, mut count) = (libm::exp(-mean), self.uniform(), 0.0);
        while chance > none {
            chance *= self.uniform();
            count += 1.0;
        }
        count
    }

    /// Everybody in a branching process of one seed: mean 1/(1 − r), long right
    /// tail.
    pub(crate) fn cascade(&mut self, r: f64) -> f64 {
        let (mut waiting, mut size) = (1.0, 0.0);
        while waiting > 0.0 {
            waiting += self.poisson(r) - 1.0;
            size += 1.0;
        }
        size
    }

    /// What two arms do in one world: a common part, then a cascade here and a
    /// geometric number there. The first is ahead by one in expectation.
    pub(crate) fn two_arms(&mut self) -> (f64, f64) {
        let common = self.poisson(6.0);
        (common + self.cascade(0.5), common + self.geometric(0.5))
    }
}

pub(crate) const AHEAD: f64 = 1.0;

pub(crate) fn samples<const N: usize>(
    worlds: usize,
    mut world: impl FnMut() -> [f64; N],
) -> [Sample; N] {
    let rows: Vec<[f64; N]> = (0..worlds).map(|_| world()).collect();
    std::array::from_fn(|arm| rows.iter().map(|row| row[arm]).collect())
}

/// The share of repetitions in which `holds` is true.
pub(crate) fn share(claim: u64, repetitions: u64, mut holds: impl FnMut(&mut Luck) -> bool) -> f64 {
    let held = (0..repetitions).filter(|&repetition| holds(&mut Luck::new(claim, repetition)));
    held.count() as f64 / repetitions as f64
}

/// How far a share may lie from what was promised.
pub(crate) fn allowance(repetitions: u64) -> f64 {
    0.01 * libm::sqrt(MANY as f64 / repetitions as f64)
}

pub(crate) fn covers_as_promised(coverage: f64, repetitions: u64) {
    println!("covers {coverage}");
    let off = (coverage - 0.95).abs();
    assert!(off <= allowance(repetitions), "covers {coverage}, not 0.95");
}

pub(crate) fn fails_at_most_once_in_twenty(failures: f64, repetitions: u64) {
    println!("fails {failures}");
    let most = 0.05 + allowance(repetitions);
    assert!(failures <= most, "fails {failures}, not 0.05 at most");
}

pub(crate) fn within(truth: f64, low: f64, high: f64) -> bool {
    (low..=high).contains(&truth)
}

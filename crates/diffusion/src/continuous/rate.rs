//! A rate: how often something happens that keeps no memory.

use groundswell_graph::probability::Chance;

use crate::continuous::time::Time;
use crate::draw::Draw;
use crate::error::Error;

/// How often something happens per unit of time: finite and not negative; at rate zero it
/// never does.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Rate(f64);

impl Rate {
    /// The rate `value`, which an error calls `parameter`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for negative and for infinite numbers.
    pub fn new(parameter: &'static str, value: f64) -> Result<Self, Error> {
        if value >= 0.0 && value.is_finite() {
            return Ok(Self(value));
        }
        Err(Error::OutOfRange {
            name: parameter,
            value,
            range: "a rate, a finite number from 0 on",
        })
    }

    /// The rate as a number per unit of time.
    pub fn get(self) -> f64 {
        self.0
    }

    /// The rate of those occasions that succeed, each with `chance`.
    #[must_use]
    pub fn thinned(self, chance: Chance) -> Self {
        if chance.is_certain() {
            return self;
        }
        Self(self.0 * (chance.digits() as f64 / 18_446_744_073_709_551_616.0))
    }

    /// The rate of one of `parts` equal parts.
    #[must_use]
    pub fn shared_by(self, parts: u32) -> Self {
        Self(self.0 / f64::from(parts.max(1)))
    }

    /// The moments at which it happens, from `START` on without end: a Poisson process, one
    /// draw a moment. A higher rate brings each of them forward.
    pub fn moments(self, draws: impl Iterator<Item = Draw>) -> impl Iterator<Item = Time> {
        draws.scan(0.0, move |spent, draw| {
            *spent += exponential(draw);
            Some(Time::computed(*spent / self.0))
        })
    }
}

/// The draw as a quantile of the exponential distribution with mean one; never zero, at
/// most 37.
pub(crate) fn exponential(draw: Draw) -> f64 {
    // 52 bits and a half keep both ends out.
    let u = ((draw.bits() >> 12) as f64 + 0.5) / (1u64 << 52) as f64;
    -libm::log1p(-u)
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::probability::Probability;

    #[test]
    fn only_finite_numbers_from_zero_on_are_rates() {
        for rate in [-0.1, f64::INFINITY, f64::NAN] {
            let error = Rate::new("beta", rate).unwrap_err();
            assert!(error.to_string().starts_with(&format!("beta is {rate}; ")));
        }
    }

    #[test]
    fn a_quantile_is_neither_zero_nor_infinite() {
        let [low, high] = [0, u64::MAX].map(|bits| exponential(Draw::from_bits(bits)));
        assert!(low > 0.0 && low < 1e-15);
        assert!((36.0..37.5).contains(&high));
    }

    #[test]
    fn at_rate_zero_nothing_ever_happens() {
        let never = Rate::new("beta", 0.0).unwrap();
        let draws = std::iter::repeat(Draw::from_bits(1 << 63));
        assert_eq!(never.moments(draws).next(), Some(Time::NEVER));
    }

    #[test]
    fn half_of_the_occasions_are_half_the_rate() {
        let rate = Rate::new("beta", 3.0).unwrap();
        let half = Probability::new(0.5).unwrap().chance();
        assert_eq!(rate.thinned(half).get(), 1.5);
        assert_eq!(rate.thinned(Chance::CERTAIN).get(), 3.0);
        assert_eq!(rate.shared_by(6).get(), 0.5);
    }
}

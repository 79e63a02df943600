//! How long something takes: delays as quantiles of draws.
//!
//! A delay looks its draws up in order, one for most distributions, several for some; the
//! same draws give the same delay. A higher rate or chance gives an earlier time, a longer
//! scale a later one, in every world.

use groundswell_graph::probability::Probability;

use crate::continuous::rate::{Rate, exponential};
use crate::continuous::time::Time;
use crate::draw::Draw;
use crate::error::Error;

/// A distribution of waiting times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delay(Law);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Law {
    Fixed(f64),
    Exponential(Rate),
    Erlang { stages: u32, rate: Rate },
    Weibull { shape: f64, scale: f64 },
    LogNormal { median: f64, spread: f64 },
    Geometric(Probability),
}

/// Stages of an Erlang delay at most; each is one draw.
pub const MOST_STAGES: u32 = 1000;

impl Delay {
    /// No waiting at all.
    pub const NONE: Self = Self(Law::Fixed(0.0));

    /// It never happens; as the length of a spell, for ever.
    pub const NEVER: Self = Self(Law::Fixed(f64::INFINITY));

    /// Always `span`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `span` is finite and not negative.
    pub fn fixed(span: f64) -> Result<Self, Error> {
        let fits = span >= 0.0 && span.is_finite();
        check("delay", span, fits, "a finite number from 0 on")?;
        Ok(Self(Law::Fixed(span)))
    }

    /// Without memory, at `rate`: mean 1 / rate.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `rate` is finite and not negative; at rate zero it
    /// never happens.
    pub fn exponential(rate: f64) -> Result<Self, Error> {
        Ok(Self::at(Rate::new("rate", rate)?))
    }

    /// Without memory, at a rate that was checked before.
    pub fn at(rate: Rate) -> Self {
        Self(Law::Exponential(rate))
    }

    /// The sum of `stages` exponential delays of `rate` each, the gamma distribution of
    /// whole shape: mean stages / rate, and the less scattered the more stages there are.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless there are 1 to [`MOST_STAGES`] stages and `rate` is
    /// finite and not negative.
    pub fn erlang(stages: u32, rate: f64) -> Result<Self, Error> {
        let fits = (1..=MOST_STAGES).contains(&stages);
        check(
            "stages",
            stages.into(),
            fits,
            "a whole number from 1 to 1000",
        )?;
        let rate = Rate::new("rate", rate)?;
        Ok(Self(Law::Erlang { stages, rate }))
    }

    /// The Weibull distribution: exceeds t with probability exp(−(t / scale)^shape). Shapes
    /// above one wear out, shapes below one have long tails.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless both are finite and above zero.
    pub fn weibull(shape: f64, scale: f64) -> Result<Self, Error> {
        let positive = "a finite number above 0";
        check("shape", shape, above_zero(shape), positive)?;
        check("scale", scale, above_zero(scale), positive)?;
        Ok(Self(Law::Weibull { shape, scale }))
    }

    /// The log-normal distribution: `median` times e to the power of `spread` standard
    /// normals.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `median` is finite and above zero, and `spread`
    /// finite and not negative.
    pub fn log_normal(median: f64, spread: f64) -> Result<Self, Error> {
        check(
            "median",
            median,
            above_zero(median),
            "a finite number above 0",
        )?;
        let fits = spread >= 0.0 && spread.is_finite();
        check("spread", spread, fits, "a finite number from 0 on")?;
        Ok(Self(Law::LogNormal { median, spread }))
    }

    /// Whole steps: at each of the moments 1, 2, 3, … it happens with probability `each`,
    /// if it has not before.
    pub fn geometric(each: Probability) -> Self {
        Self(Law::Geometric(each))
    }

    /// The delay that `draws` decide: two for a log-normal, one a stage for an Erlang
    /// delay, one for the others, none where it is fixed.
    ///
    /// # Panics
    ///
    /// If there are fewer draws than that.
    pub fn after(self, mut draws: impl Iterator<Item = Draw>) -> Time {
        let mut draw = || draws.next().expect("as many draws as the delay needs");
        let span = match self.0 {
            Law::Fixed(span) => span,
            Law::Exponential(rate) => exponential(draw()) / rate.get(),
            Law::Erlang { stages, rate } => {
                (0..stages).fold(0.0, |sum, _| sum + exponential(draw())) / rate.get()
            }
            Law::Weibull { shape, scale } => scale * libm::pow(exponential(draw()), 1.0 / shape),
            Law::LogNormal { median, spread } => {
                // Box & Muller, Annals of Mathematical Statistics 29, 1958.
                let radius = libm::sqrt(2.0 * exponential(draw()));
                let normal = radius * libm::cos(std::f64::consts::TAU * draw().unit());
                median * libm::exp(spread * normal)
            }
            Law::Geometric(each) => {
                // More than k steps have the probability (1 − each)^k.
                let hazard = -libm::log1p(-each.get());
                (exponential(draw()) / hazard).ceil().max(1.0)
            }
        };
        Time::computed(span)
    }

    /// The mean delay; infinite where it may never happen.
    pub fn mean(self) -> f64 {
        match self.0 {
            Law::Fixed(span) => span,
            Law::Exponential(rate) => 1.0 / rate.get(),
            Law::Erlang { stages, rate } => f64::from(stages) / rate.get(),
            Law::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Law::LogNormal { median, spread } => median * libm::exp(spread * spread / 2.0),
            Law::Geometric(each) => 1.0 / each.get(),
        }
    }
}

fn above_zero(value: f64) -> bool {
    value > 0.0 && value.is_finite()
}

fn check(
    parameter: &'static str,
    value: f64,
    fits: bool,
    range: &'static str,
) -> Result<(), Error> {
    if fits {
        return Ok(());
    }
    Err(Error::OutOfRange {
        name: parameter,
        value,
        range,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::World;
    use groundswell_graph::name_key::NameKey;

    fn draws(i: u32) -> impl Iterator<Item = Draw> {
        World::new(3, 0).people(NameKey::of("delay")).several(i, 0)
    }

    fn p(value: f64) -> Probability {
        Probability::new(value).unwrap()
    }

    #[test]
    fn each_distribution_has_its_mean() {
        let delays = [
            Delay::exponential(0.25),
            Delay::erlang(4, 2.0),
            Delay::weibull(1.5, 3.0),
            Delay::weibull(0.8, 1.0),
            Delay::log_normal(2.0, 0.5),
            Ok(Delay::geometric(p(0.2))),
        ];
        let n = 40_000;
        for delay in delays.map(Result::unwrap) {
            let spans = || (0..n).map(|i| delay.after(draws(i)).get());
            let mean = spans().sum::<f64>() / f64::from(n);
            let variance = spans().map(|t| (t - mean) * (t - mean)).sum::<f64>() / f64::from(n);
            let bound = 4.5 * (variance / f64::from(n)).sqrt();
            assert!((mean - delay.mean()).abs() < bound, "{delay:?}: {mean}");
        }
    }

    #[test]
    fn each_distribution_has_its_median() {
        let delays = [
            (Delay::exponential(0.5), 2.0 * std::f64::consts::LN_2),
            (Delay::weibull(2.0, 3.0), 3.0 * 0.832_554_611_157_697_7),
            (Delay::log_normal(2.5, 1.5), 2.5),
            // The root of e^−x (1 + x) = 1/2.
            (Delay::erlang(2, 1.0), 1.678_346_990_016_661),
        ];
        let n = 40_000;
        for (delay, median) in delays {
            let delay = delay.unwrap();
            let below = (0..n).filter(|&i| delay.after(draws(i)).get() < median);
            let share = below.count() as f64 / f64::from(n);
            assert!(
                (share - 0.5).abs() < 4.5 * 0.5 / f64::from(n).sqrt(),
                "{delay:?}"
            );
        }
    }

    #[test]
    fn a_higher_rate_is_earlier_in_every_world() {
        for i in 0..2000 {
            let at = |rate| Delay::exponential(rate).unwrap().after(draws(i));
            assert!(at(2.0) < at(1.0) && at(1.0) < at(0.0));
            let steps = |each| Delay::geometric(p(each)).after(draws(i));
            assert!(steps(0.6) <= steps(0.5) && steps(0.5) < steps(0.0));
        }
    }

    #[test]
    fn geometric_delays_are_whole_steps_from_one_on() {
        let n = 40_000;
        let delay = |each: f64, i| Delay::geometric(p(each)).after(draws(i)).get();
        for steps in 1..4 {
            let met = (0..n)
                .filter(|&i| delay(0.3, i) == f64::from(steps))
                .count();
            let expected = 0.3 * [1.0, 0.7, 0.49][steps as usize - 1];
            let bound = 4.5 * (expected * (1.0 - expected) / f64::from(n)).sqrt();
            assert!(
                (met as f64 / f64::from(n) - expected).abs() < bound,
                "{steps}"
            );
        }
        assert!((0..100).all(|i| delay(1.0, i) == 1.0));
    }

    #[test]
    fn what_cannot_be_a_delay_is_named() {
        let message = Delay::weibull(0.0, 1.0).unwrap_err().to_string();
        assert_eq!(message, "shape is 0; it is a finite number above 0");
        assert!(Delay::fixed(-1.0).is_err() && Delay::fixed(f64::INFINITY).is_err());
        assert!(Delay::erlang(0, 1.0).is_err() && Delay::exponential(-1.0).is_err());
        assert!(Delay::log_normal(1.0, f64::NAN).is_err());
        assert_eq!(Delay::NEVER.after(std::iter::empty()), Time::NEVER);
    }
}

//! The Bass curve: how a product spreads in a market where everybody hears everybody.
//!
//! ```text
//! F' = (p + q F)(1 − F),   F(t) = (1 − e^−(p+q)t) / (1 + (q/p) e^−(p+q)t)
//! ```
//!
//! F is the share of the market that has adopted, p the rate of innovation and q that of
//! imitation, per period.
//!
//! - **Source:** Bass, *Management Science* 15(5), 1969.

use crate::error::Error;
use crate::mean_field::not_negative;

/// The market of very many people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bass {
    p: f64,
    q: f64,
}

/// Where adoption is fastest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// When, in periods.
    pub time: f64,
    /// Share of the market that adopts per period then.
    pub rate: f64,
    /// Share of the market that has adopted by then.
    pub adopted: f64,
}

impl Bass {
    /// With innovation `p` and imitation `q`, per period.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless both are finite and not negative.
    pub fn new(p: f64, q: f64) -> Result<Self, Error> {
        Ok(Self {
            p: not_negative("p", p)?,
            q: not_negative("q", q)?,
        })
    }

    /// Share of the market that has adopted by `time`; before the start nobody has.
    pub fn adopted_by(&self, time: f64) -> f64 {
        let Self { p, q } = *self;
        if p == 0.0 || time.is_nan() || time <= 0.0 {
            return 0.0;
        }
        let exponent = -(p + q) * time;
        -p * libm::expm1(exponent) / (p + q * libm::exp(exponent))
    }

    /// Share of the market that adopts per period at `time`.
    pub fn rate_at(&self, time: f64) -> f64 {
        let adopted = self.adopted_by(time);
        (self.p + self.q * adopted) * (1.0 - adopted)
    }

    /// Where adoption is fastest; `None` where that is at the very start, or nobody ever
    /// starts: unless 0 < p < q.
    pub fn peak(&self) -> Option<Peak> {
        let Self { p, q } = *self;
        (0.0 < p && p < q).then(|| Peak {
            time: libm::log(q / p) / (p + q),
            rate: (p + q) * (p + q) / (4.0 * q),
            adopted: 0.5 - p / (2.0 * q),
        })
    }

    /// Shares that have adopted after periods 1, 2, 3, …, where everybody looks round once
    /// a period: F ← F + (p + q F)(1 − F). Beyond p + q = 1 it may overshoot.
    pub fn by_period(&self) -> impl Iterator<Item = f64> + use<> {
        let Self { p, q } = *self;
        let step = move |adopted: &f64| Some(adopted + (p + q * adopted) * (1.0 - adopted));
        std::iter::successors(Some(0.0), step).skip(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_imitation_every_period_takes_the_same_share_of_the_rest() {
        let bass = Bass::new(0.1, 0.0).unwrap();
        assert!((bass.adopted_by(5.0) - (1.0 - libm::exp(-0.5))).abs() < 1e-15);
        assert!((bass.by_period().nth(1).unwrap() - (1.0 - 0.9 * 0.9)).abs() < 1e-15);
        assert_eq!(bass.peak(), None);
    }

    #[test]
    fn without_innovation_nobody_starts() {
        let bass = Bass::new(0.0, 0.5).unwrap();
        assert_eq!(bass.adopted_by(1e9), 0.0);
        assert_eq!(bass.peak(), None);
    }
}

//! Epidemics among very many people who all meet alike.
//!
//! ```text
//! SIR   s' = −β s i,   i' = β s i − γ i,   r' = γ i
//! SIS   i' = β (1 − i) i − γ i
//! ```
//!
//! s, i, r are shares of people; β counts the contacts of one person per unit of time with
//! people of any state, so that one infectious person among susceptible ones infects
//! R₀ = β / γ.
//!
//! - **Source:** Kermack & McKendrick, *Proceedings of the Royal Society A* 115, 1927, for
//!   SIR and its final size.

use crate::error::Error;
use crate::mean_field::{Shares, fixed_point, not_negative, positive, runge_kutta, share};

/// People who all meet alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WellMixed {
    beta: f64,
    gamma: f64,
}

impl WellMixed {
    /// With `beta` contacts per person and unit of time, and recovery at rate `gamma`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `beta` is finite and not negative, and `gamma` finite
    /// and above zero.
    pub fn new(beta: f64, gamma: f64) -> Result<Self, Error> {
        Ok(Self {
            beta: not_negative("beta", beta)?,
            gamma: positive("gamma", gamma)?,
        })
    }

    /// With R₀ = `reproduction`, and time counted in mean infectious times.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless it is finite and not negative.
    pub fn reproducing(reproduction: f64) -> Result<Self, Error> {
        Ok(Self {
            beta: not_negative("reproduction", reproduction)?,
            gamma: 1.0,
        })
    }

    /// How many people one infectious person infects where all others are susceptible: R₀.
    pub fn reproduction(&self) -> f64 {
        self.beta / self.gamma
    }

    /// SIR from next to nobody: the share of people ever infected, the larger solution of
    /// z = 1 − e^−R₀z; 0 up to R₀ = 1.
    pub fn final_size(&self) -> f64 {
        match self.reproduction() {
            r if r <= 1.0 => 0.0,
            r => 1.0 - escaping(r, 1.0),
        }
    }

    /// SIR in which the share `susceptible` is open to it at the start and all others have
    /// it: the share that never gets it.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `susceptible` lies between 0 and 1.
    pub fn never_infected(&self, susceptible: f64) -> Result<f64, Error> {
        let susceptible = share("susceptible", susceptible)?;
        Ok(match susceptible {
            1.0 => 1.0 - self.final_size(),
            _ => escaping(self.reproduction(), susceptible),
        })
    }

    /// SIR from next to nobody: the largest share of people infectious at once,
    /// 1 − (1 + ln R₀) / R₀; 0 up to R₀ = 1.
    pub fn peak_prevalence(&self) -> f64 {
        match self.reproduction() {
            r if r <= 1.0 => 0.0,
            r => 1.0 - (1.0 + libm::log(r)) / r,
        }
    }

    /// SIS: the share of people infectious in the long run, 1 − 1 / R₀; 0 up to R₀ = 1.
    pub fn endemic_level(&self) -> f64 {
        match self.reproduction() {
            r if r <= 1.0 => 0.0,
            r => 1.0 - 1.0 / r,
        }
    }

    /// SIR in which the share `infectious` has it at the start and all others are open to
    /// it: the shares at times 0, `every`, 2 · `every`, …, `points` of them.
    ///
    /// Cost: 64 (β + γ) steps per unit of time.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `infectious` lies between 0 and 1, and `every` is
    /// finite and above zero.
    pub fn sir_curve(
        &self,
        infectious: f64,
        every: f64,
        points: usize,
    ) -> Result<Vec<Shares>, Error> {
        let Self { beta, gamma } = *self;
        let start = [1.0 - share("infectious", infectious)?, infectious];
        let every = positive("every", every)?;
        let states = runge_kutta::trajectory(start, every, points, beta + gamma, |[s, i]| {
            let infections = beta * s * i;
            [-infections, infections - gamma * i]
        });
        let shares = states.into_iter().map(|[susceptible, infectious]| Shares {
            susceptible,
            infectious,
            removed: 1.0 - susceptible - infectious,
        });
        Ok(shares.collect())
    }

    /// SIS in which the share `infectious` has it at the start: the share at `time`, by the
    /// closed form of the logistic equation.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `infectious` lies between 0 and 1, and `time` is
    /// finite and not negative.
    pub fn sis_at(&self, infectious: f64, time: f64) -> Result<f64, Error> {
        let Self { beta, gamma } = *self;
        let start = share("infectious", infectious)?;
        let time = not_negative("time", time)?;
        let growth = beta - gamma;
        // i(t) = i₀ / (e^−gt + β i₀ (1 − e^−gt) / g), whose limit at g = 0 is βt.
        let crowding = match growth {
            0.0 => beta * time,
            g => beta * -libm::expm1(-g * time) / g,
        };
        let kept = libm::exp(-growth * time);
        // Long after extinction both are infinite.
        Ok(if kept.is_infinite() {
            0.0
        } else {
            start / (kept + start * crowding)
        })
    }
}

/// The smaller solution of s = s₀ e^−R(1 − s).
fn escaping(reproduction: f64, susceptible: f64) -> f64 {
    fixed_point::smallest(|s| {
        let value = susceptible * libm::exp(-reproduction * (1.0 - s));
        (value, reproduction * value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_ends_at_the_final_size_and_passes_the_peak() {
        let epidemic = WellMixed::new(0.8, 0.4).unwrap();
        let curve = epidemic.sir_curve(1e-6, 0.05, 4000).unwrap();
        let end = curve.last().unwrap();
        let never = epidemic.never_infected(1.0 - 1e-6).unwrap();
        assert!((end.susceptible - never).abs() < 1e-8);
        let highest = curve
            .iter()
            .map(|shares| shares.infectious)
            .fold(0.0, f64::max);
        assert!((highest - epidemic.peak_prevalence()).abs() < 1e-5);
    }

    #[test]
    fn what_recurs_settles_at_the_endemic_level_or_dies_out() {
        let spreading = WellMixed::reproducing(1.5).unwrap();
        assert!((spreading.sis_at(0.01, 100.0).unwrap() - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(spreading.sis_at(0.2, 0.0), Ok(0.2));
        let critical = WellMixed::reproducing(1.0).unwrap();
        assert_eq!(critical.sis_at(0.5, 2.0), Ok(0.25));
        let dying = WellMixed::reproducing(0.5).unwrap();
        assert!(dying.sis_at(0.9, 20.0).unwrap() < 1e-4);
        assert_eq!(dying.sis_at(0.9, 1e9), Ok(0.0));
    }
}

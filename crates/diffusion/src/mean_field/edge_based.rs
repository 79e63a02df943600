//! SIR on networks of which only the numbers of friends are known, over time.
//!
//! One equation suffices. With θ the chance that one friend has not yet transmitted to a
//! person chosen at random, the share ρ infected at the start, and ψ = G₀,
//!
//! ```text
//! θ′ = −βθ + β (1 − ρ) ψ′(θ) / ψ′(1) + γ (1 − θ),
//! S = (1 − ρ) ψ(θ),   R′ = γ I,   I = 1 − S − R
//! ```
//!
//! - **Source:** Miller, *Journal of Mathematical Biology* 62, 2011, after Volz, *Journal of
//!   Mathematical Biology* 56, 2008.

use crate::error::Error;
use crate::mean_field::configuration_model::Degrees;
use crate::mean_field::{Shares, not_negative, positive, runge_kutta, share};

/// Markov SIR on the configuration model: rate β a tie, rate γ a person.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeBased {
    degrees: Degrees,
    beta: f64,
    gamma: f64,
}

impl EdgeBased {
    /// With `beta` contacts per tie and unit of time, and recovery at rate `gamma`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless both are finite and not negative.
    pub fn new(degrees: Degrees, beta: f64, gamma: f64) -> Result<Self, Error> {
        Ok(Self {
            degrees,
            beta: not_negative("beta", beta)?,
            gamma: not_negative("gamma", gamma)?,
        })
    }

    /// The shares at times 0, `every`, 2 · `every`, …, `points` of them, where the share
    /// `infectious`, chosen at random, has it at the start.
    ///
    /// Cost: 64 (β (1 + excess degree) + γ) steps per unit of time, each four passes over
    /// the numbers of friends.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `infectious` lies between 0 and 1, and `every` is
    /// finite and above zero.
    pub fn curve(&self, infectious: f64, every: f64, points: usize) -> Result<Vec<Shares>, Error> {
        let open = 1.0 - share("infectious", infectious)?;
        let every = positive("every", every)?;
        let (beta, gamma) = (self.beta, self.gamma);
        let susceptible = |theta: f64| open * self.degrees.generating(theta).0;
        let fastest = beta * (1.0 + self.degrees.excess()) + gamma;
        let states = runge_kutta::trajectory([1.0, 0.0], every, points, fastest, |&[theta, r]| {
            let friends = open * self.degrees.reached(theta).0;
            let transmitted = gamma * (1.0 - theta);
            [
                beta * (friends - theta) + transmitted,
                gamma * (1.0 - susceptible(theta) - r),
            ]
        });
        let shares = states.into_iter().map(|[theta, removed]| {
            let susceptible = susceptible(theta);
            Shares {
                susceptible,
                infectious: 1.0 - susceptible - removed,
                removed,
            }
        });
        Ok(shares.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::probability::Probability;

    #[test]
    fn a_large_outbreak_ends_at_the_giant_component() {
        let degrees = Degrees::poisson(4.0).unwrap();
        let transmissibility = Probability::new(0.6 / 1.6).unwrap();
        let giant = degrees.giant_component(transmissibility);
        let curve = EdgeBased::new(degrees, 0.6, 1.0)
            .unwrap()
            .curve(1e-9, 1.0, 100)
            .unwrap();
        let end = curve.last().unwrap();
        assert!((end.removed - giant).abs() < 1e-7, "{end:?} for {giant}");
        assert!(end.infectious.abs() < 1e-9);
    }

    #[test]
    fn a_pair_is_reached_as_its_closed_form_has_it() {
        // Everybody has one friend; half of them begin. Somebody susceptible whose friend
        // began is reached by t with probability β / (β + γ) (1 − e^−(β+γ)t).
        let model = EdgeBased::new(Degrees::regular(1), 0.7, 0.3).unwrap();
        for (i, shares) in model.curve(0.5, 0.5, 8).unwrap().into_iter().enumerate() {
            let reached = 0.7 * (1.0 - libm::exp(-0.5 * i as f64));
            let expected = 0.5 * (1.0 - 0.5 * reached);
            assert!((shares.susceptible - expected).abs() < 1e-9, "{i}");
        }
    }
}

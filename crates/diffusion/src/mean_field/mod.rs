//! What happens on average among very many people: companions of the models, without luck.
//!
//! Equations and closed forms that large runs are compared with, and that answer at once
//! what would otherwise take many worlds: [`bass`] for a market in which everybody hears
//! everybody, [`epidemic`] for well-mixed SIR and SIS, [`configuration_model`] and
//! [`edge_based`] for networks of which only the numbers of friends are known, and
//! [`branching`] for chains of invitations that never meet.
//!
//! ```
//! use groundswell_diffusion::mean_field::branching::GaltonWatson;
//!
//! // Each of 7,064 people who were reached at first brings 0.7692 more on average.
//! let chain = GaltonWatson::poisson(0.7692)?;
//! assert_eq!(chain.total_mean(7064).map(f64::round), Some(30_607.0));
//! assert_eq!(GaltonWatson::poisson(1.2)?.total_mean(7064), None);
//! # Ok::<(), groundswell_diffusion::error::Error>(())
//! ```

pub mod bass;
pub mod branching;
pub mod configuration_model;
pub mod edge_based;
pub mod epidemic;
mod fixed_point;
mod runge_kutta;

use crate::error::Error;

/// The shares of people in the three states of an epidemic, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// May still catch it.
    pub susceptible: f64,
    /// Has it and passes it on.
    pub infectious: f64,
    /// Is done with it for good.
    pub removed: f64,
}

/// `value`, if it is finite and not negative.
fn not_negative(parameter: &'static str, value: f64) -> Result<f64, Error> {
    let fits = value >= 0.0 && value.is_finite();
    fitting(parameter, value, fits, "a finite number from 0 on")
}

/// `value`, if it is finite and above zero.
fn positive(parameter: &'static str, value: f64) -> Result<f64, Error> {
    let fits = value > 0.0 && value.is_finite();
    fitting(parameter, value, fits, "a finite number above 0")
}

/// `value`, if it is a share of people.
fn share(parameter: &'static str, value: f64) -> Result<f64, Error> {
    let fits = (0.0..=1.0).contains(&value);
    fitting(parameter, value, fits, "a number from 0 to 1")
}

fn fitting(
    parameter: &'static str,
    value: f64,
    fits: bool,
    range: &'static str,
) -> Result<f64, Error> {
    if fits {
        return Ok(value);
    }
    Err(Error::OutOfRange {
        name: parameter,
        value,
        range,
    })
}

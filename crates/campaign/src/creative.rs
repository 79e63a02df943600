//! One message, presented differently.

use crate::money::Money;

/// A way to present the message: who likes it better, and what making it costs.
///
/// Everybody meets the message as it is by default; a creative multiplies how
/// readily people engage with it and share it.
#[derive(Debug, Clone, PartialEq)]
pub struct Creative {
    /// Its name; a strategy pays for each name once.
    pub name: String,
    /// What making it costs.
    pub cost: Money,
    /// Factor on engaging.
    pub engage: f64,
    /// Factor on sharing.
    pub share: f64,
    /// Factor on engaging by segment, in the order of the campaign's segments.
    pub by_segment: Vec<f64>,
}

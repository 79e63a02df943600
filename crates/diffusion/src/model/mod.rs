//! The models of contagion, one file each.
//!
//! | in the textbook | here | kind |
//! | --- | --- | --- |
//! | independent cascade | [`independent_cascade`] | live edge |
//! | decreasing cascade | [`decreasing_cascade`] | |
//! | linear threshold | [`linear_threshold`] | both faces; one is live edge |
//! | general threshold | [`general_threshold`] | |
//! | triggering | [`triggering`] | live edge |
//! | complex contagion, fractional threshold | [`complex_contagion`] | draws nothing |
//! | exposure curve | [`exposure_curve`] | |
//! | structural diversity | [`structural_diversity`] | waits for the end of a round |
//! | limited invitations | [`limited_invitations`] | |
//! | divided attention | [`limited_attention`] | live edge |
//! | SI, SIS, SIR, SEIR in rounds | [`si`], [`sis`], [`sir`], [`seir`] | speak for many rounds |
//! | competitive cascade | [`competitive_cascade`] | waits |
//! | sentiment of adopters (IC-N) | [`sentiment`] | waits |
//! | multiplex cascade: OR, AND | [`independent_cascade`], [`every_platform`] | |
//! | multiplex threshold: OR, AND | [`multiplex_threshold`] | |
//!
//! Weighted cascade and trivalency are ways to fill in the activation
//! probabilities, not models. Coupled replicas have an engine:
//! [`replicas`](crate::replicas).

pub mod competitive_cascade;
pub mod complex_contagion;
pub mod decreasing_cascade;
pub mod every_platform;
pub mod exposure_curve;
pub mod general_threshold;
pub mod independent_cascade;
pub mod limited_attention;
pub mod limited_invitations;
pub mod linear_threshold;
pub mod multiplex_threshold;
pub mod seir;
pub mod sentiment;
pub mod si;
pub mod sir;
pub mod sis;
pub mod structural_diversity;
pub mod triggering;

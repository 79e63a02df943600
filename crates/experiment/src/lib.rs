//! What if it were otherwise: one scenario carried out, and where its winner flips.
//!
//! [`study::Study`] takes a scenario from its file to a verdict; [`flip`] varies one
//! assumption and looks for the value at which the winner changes;
//! [`knowledge`](mod@knowledge) draws all of them and counts how often the winner stays.

pub mod flip;
pub mod knowledge;
pub mod study;

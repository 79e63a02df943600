//! What if it were otherwise: break-even points.

pub mod flip;

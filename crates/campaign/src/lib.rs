//! Who is asked to do what, and what it costs and earns.

pub mod action;
pub mod channel;
pub mod delay;
pub mod money;
pub mod response;
pub mod strategy;

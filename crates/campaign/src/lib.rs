//! Who is asked to do what, and what it costs and earns.

pub mod action;
pub mod channel;
pub mod compare;
pub mod comparison;
pub mod delay;
pub mod ground;
pub mod journey;
pub mod ledger;
pub mod metric;
pub mod money;
pub mod plan;
pub mod response;
pub mod strategy;
pub mod verdict;

//! Who is asked to do what, and what it costs and earns.
//!
//! A [`Strategy`](strategy::Strategy) is a named list of [`Action`](action::Action)s.
//! On the [`Ground`](ground::Ground) of a graph and a [`Campaign`](strategy::Campaign) it
//! becomes a [`Plan`](plan::Plan); a [`Journey`](journey::Journey) plays it through in
//! one world and keeps a [`Ledger`](ledger::Ledger); [`compare`](mod@compare) does so for
//! several plans in the same worlds, and a [`Verdict`](verdict::Verdict) says who wins.

pub mod action;
pub mod channel;
pub mod compare;
pub mod comparison;
pub mod delay;
pub mod ground;
mod impressions;
pub mod journey;
pub mod ledger;
pub mod metric;
pub mod money;
pub mod plan;
pub mod response;
pub mod strategy;
pub mod verdict;

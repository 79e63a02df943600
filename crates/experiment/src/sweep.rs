//! Sweeps: one scenario at many points, which are resumable, shared out and merged.
//!
//! A *cell* is the scenario at one point, with one seed and one graph; a *block* is a range
//! of its worlds. What a block comes to is a pure function of both, so that work can be
//! done in any order, by any number of processes, and again.
//!
//! [`layout`] says which cells there are, [`work`] runs their blocks and keeps them in a
//! [store](crate::store), [`mod@held`] lists what a store has of them, [`cell`] reads what
//! a cell came to, [`mod@map`] refines the plane of two factors where the winner changes,
//! and [`analysis`] tells what it all means.

pub mod analysis;
pub mod cell;
mod graphs;
pub mod held;
pub mod layout;
pub mod map;
pub mod merge;
pub mod part;
pub mod points;
pub mod probe;
mod queue;
pub mod record;
pub mod work;

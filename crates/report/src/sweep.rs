//! What a sweep came to: tables, document, pictures, and words for the terminal.

mod cells;
pub mod document;
pub mod ended;
pub mod files;
mod page;
mod pictures;
pub mod summary;
pub mod table;

use groundswell_experiment::sweep::analysis::Told;
use groundswell_experiment::sweep::layout::Layout;
use groundswell_scenario::scenario::Scenario;

use crate::chart::Unit;
use crate::findings::unit_of;

/// What is known of a sweep, complete or not.
#[derive(Debug, Clone, Copy)]
pub struct SweepFindings<'a> {
    /// What it consists of.
    pub layout: &'a Layout,
    /// How its cells stand.
    pub standing: &'a Standing,
    /// What it means, one entry for each strategy whose lead is told.
    pub told: &'a [Told],
    /// The program's version.
    pub program: &'a str,
}

/// How the cells of a sweep stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Cells that have their worlds.
    pub done: usize,
    /// Cells that cannot be carried out, and why.
    pub refused: Vec<(usize, String)>,
    /// Cells whose blocks are missing.
    pub missing: usize,
    /// Worlds of the cells that are done.
    pub worlds: u64,
    /// Of these cells, how many worlds one has at least and at most.
    pub fewest: u64,
    /// At most.
    pub most: u64,
    /// Cells of which it is not certain which strategy is best.
    pub open: usize,
    /// How many cells each strategy wins, by its mean, in the order of the scenario.
    pub wins: Vec<(String, usize)>,
}

impl Standing {
    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.missing == 0
    }

    /// All cells.
    pub fn cells(&self) -> usize {
        self.done + self.refused.len() + self.missing
    }
}

impl SweepFindings<'_> {
    /// What the answers are counted in.
    pub(crate) fn unit(&self) -> Unit {
        unit(self.layout.scenario())
    }

    /// The scenario's currency.
    pub(crate) fn currency(&self) -> &str {
        &self.layout.scenario().terms.currency
    }
}

/// What the answers of a sweep are counted in.
fn unit(scenario: &Scenario) -> Unit {
    match scenario.diffusion {
        Some(_) => Unit::People,
        None => unit_of(scenario.objective, &scenario.terms.currency),
    }
}

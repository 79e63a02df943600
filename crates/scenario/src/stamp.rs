//! What a result can be traced by.

use crate::scenario::Scenario;

/// The version of results: raised with every change that moves any of them.
pub const VALUES_VERSION: u32 = 1;

/// Everything on which a result depends, and nothing else: no time, no path, no
/// machine.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The program's version.
    pub program: String,
    /// [`VALUES_VERSION`].
    pub values_version: u32,
    /// The seed of all luck.
    pub seed: u64,
    /// The identity of the scenario or of the question about diffusion: 32 hexadecimal
    /// digits.
    pub scenario_hash: String,
    /// The graph's: 32 hexadecimal digits.
    pub graph_fingerprint: String,
    /// How many worlds were run.
    pub worlds: u32,
    /// The definition of luck: `tie`, or `skip` where cascades skip.
    pub luck: &'static str,
}

impl Stamp {
    /// The stamp of a run of `scenario`.
    pub fn new(
        program: &str,
        scenario: &Scenario,
        graph_fingerprint: u128,
        seed: u64,
        worlds: u32,
    ) -> Self {
        Self::of(program, scenario.hash(), graph_fingerprint, seed, worlds)
    }

    /// The stamp of an answer to the question about diffusion of that
    /// [identity](crate::diffusion::Diffusion::hash), the same whether it stood in a
    /// file or on the command line.
    pub fn of_diffusion(
        program: &str,
        question: u128,
        graph_fingerprint: u128,
        seed: u64,
        worlds: u32,
    ) -> Self {
        Self::of(program, question, graph_fingerprint, seed, worlds)
    }

    /// The same stamp of a run that had this definition of luck.
    #[must_use]
    pub fn with_luck(self, luck: &'static str) -> Self {
        Self { luck, ..self }
    }

    fn of(program: &str, asked: u128, graph_fingerprint: u128, seed: u64, worlds: u32) -> Self {
        Self {
            program: program.to_owned(),
            values_version: VALUES_VERSION,
            seed,
            scenario_hash: format!("{asked:032x}"),
            graph_fingerprint: format!("{graph_fingerprint:032x}"),
            worlds,
            luck: "tie",
        }
    }
}

//! `[run]`: how long, how often, against what.

use crate::diagnostic::{CONTRADICTION, Diagnostic};
use crate::document::{Section, if_default};
use crate::effective::{Line, grouped};
use crate::quantity::{Absent, Ask, FRACTION, Unit};

const DAYS: Ask = Ask::new(Unit::Days, 1.0, 3650.0);
const SILENT_DAYS: Ask = Ask::new(Unit::Days, 0.0, 3650.0);
const PRECISION: Ask = FRACTION.above();

/// Worlds, where nothing is said.
const WORLDS: u32 = 1000;

/// When enough worlds have been run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stop {
    /// After this many.
    Worlds(u32),
    /// When the error of the difference is this small, as a share of the
    /// reference's headline; of the spread, as a share of it.
    Precision(f64),
}

/// What is drawn anew besides luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncertain {
    /// Assumptions, within their bounds.
    Assumptions,
    /// The graph, from another seed.
    Graph,
}

/// How the comparison is run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The strategy against which the others are held; `do-nothing` is one, too.
    /// Empty for a question about diffusion.
    pub reference: String,
    /// When enough worlds have been run.
    pub stop: Stop,
    /// What is drawn anew besides luck.
    pub uncertain: Vec<Uncertain>,
    /// The seed, where the file chooses one.
    pub seed: Option<u64>,
}

/// The days that are simulated.
pub(crate) fn days(section: &mut Section<'_>) -> u32 {
    section.count("days", DAYS, Absent::Default(56.0))
}

/// The days after them on which what was begun runs on.
pub(crate) fn silent_days(section: &mut Section<'_>) -> u32 {
    section.count("silent_days", SILENT_DAYS, Absent::Neutral(0.0))
}

/// `[run]`, but for the days. `first` is the strategy that is the reference
/// where none is named.
pub(crate) fn read(mut section: Section<'_>, first: &str) -> Run {
    let reference = section.name_or("reference", first);
    let stop = stop(&mut section);
    let kinds = [
        ("assumptions", Uncertain::Assumptions),
        ("graph", Uncertain::Graph),
    ];
    let uncertain = section.words("uncertain", &kinds);
    let seed = seed(&mut section);
    section.end();
    Run {
        reference,
        stop,
        uncertain,
        seed,
    }
}

/// `[run]` of a question about diffusion: how many worlds, and which.
pub(crate) fn read_plain(mut section: Section<'_>) -> Run {
    let stop = stop(&mut section);
    let seed = seed(&mut section);
    section.end();
    Run {
        reference: String::new(),
        stop,
        uncertain: Vec::new(),
        seed,
    }
}

fn seed(section: &mut Section<'_>) -> Option<u64> {
    let seed = section.integer("seed", 0..i64::MAX);
    section.note(match seed {
        Some(seed) => Line::new("seed", seed.to_string()).aside(),
        None => Line {
            value: None,
            ..Line::new("seed", String::new())
                .comment("1, where the command line chooses none")
                .aside()
        },
    });
    seed.map(|seed| seed as u64)
}

fn stop(section: &mut Section<'_>) -> Stop {
    if section.has("worlds") && section.has("precision") {
        let message = "run.worlds and run.precision both say when to stop; one of them would do";
        section.report(Diagnostic::new(CONTRADICTION, message).at(section.place_of("precision")));
    }
    if section.has("precision") {
        section.value("worlds");
        let precision = section.number("precision", PRECISION, Absent::Error);
        // How many worlds it took is in the stamp, as if they had been asked for.
        section.last_aside();
        return Stop::Precision(precision);
    }
    let worlds = section
        .integer("worlds", 2..10_000_001)
        .map_or(WORLDS, |worlds| worlds as u32);
    section.value("precision");
    let is_default = if_default(worlds == WORLDS);
    section.note(
        Line::new("worlds", grouped(worlds.into()))
            .comment(is_default)
            .aside(),
    );
    Stop::Worlds(worlds)
}

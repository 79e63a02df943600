//! What a sweep came to as one JSON document.
//!
//! It says nothing about how long it took or who ran it: the same sweep has the same bytes.

use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::sensitivity::elementary::Effects;
use groundswell_experiment::sensitivity::variance::{Index, Indices};
use groundswell_experiment::sweep::analysis::{Level, Told};
use groundswell_scenario::stamp::VALUES_VERSION;
use schemars::JsonSchema;
use serde::Serialize;

use crate::dossier::unit_of_input;
use crate::error::Error;
use crate::json::written;
use crate::schema::Published;
use crate::sweep::SweepFindings;
use crate::sweep::ended::{Failure, failures};

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-sweep-1";

/// What a sweep came to, as `runs show` prints it and `sweep.json` holds it.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    schema: &'static str,
    title: &'a str,
    /// Whether cells are missing.
    partial: bool,
    /// What the points are chosen by.
    design: &'static str,
    /// All cells.
    cells: usize,
    done: usize,
    failed: usize,
    missing: usize,
    /// Worlds of all cells that are done.
    worlds: u64,
    effort: EffortOut,
    /// Cells of which it is not certain which strategy is best.
    undecided: usize,
    /// What is compared; `null` where the spread of a model is told.
    objective: Option<&'static str>,
    unit: &'a str,
    reference: &'a str,
    factors: Vec<FactorOut<'a>>,
    /// How many cells each strategy wins.
    wins: Vec<WinsOut<'a>>,
    answers: Vec<AnswerOut<'a>>,
    failures: Vec<Failure<'a>>,
    stamp: StampOut<'a>,
}

/// How many worlds a cell runs.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum EffortOut {
    /// Until it is decided which strategy is best.
    Decided {
        until: &'static str,
        most_worlds: u64,
    },
    /// So many.
    Worlds { worlds: u64 },
    /// Until the answer is known to this share of it.
    Precision { precision: f64, most_worlds: u64 },
}

/// A number that is varied.
#[derive(Serialize, JsonSchema)]
struct FactorOut<'a> {
    path: &'a str,
    /// Numbers that are always the same.
    also: &'a [String],
    unit: String,
    /// What it is in the file.
    now: f64,
}

#[derive(Serialize, JsonSchema)]
struct WinsOut<'a> {
    strategy: &'a str,
    cells: usize,
}

/// How a strategy's lead over the reference, or the spread, goes with what is varied.
#[derive(Serialize, JsonSchema)]
struct AnswerOut<'a> {
    /// The strategy; empty for the spread.
    of: &'a str,
    /// One to a factor, in their order.
    factors: Vec<ResponseOut>,
    /// Sobol's indices, one to a factor.
    indices: Option<Vec<IndicesOut>>,
    /// Morris's effects, one to a factor.
    elementary_effects: Option<Vec<EffectsOut>>,
    variance: Option<VarianceOut>,
    break_even: Option<BreakEvenOut<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct ResponseOut {
    /// The share of the answers' variance that the factor explains by itself.
    share_of_variance: Option<f64>,
    levels: Vec<LevelOut>,
}

/// The mean answer where the factor lies between two values.
#[derive(Serialize, JsonSchema)]
struct LevelOut {
    from: f64,
    to: f64,
    #[serde(flatten)]
    answer: EstimateOut,
}

#[derive(Serialize, JsonSchema)]
struct EstimateOut {
    mean: f64,
    standard_error: f64,
    low: f64,
    high: f64,
}

#[derive(Serialize, JsonSchema)]
struct IndicesOut {
    first: IndexOut,
    total: IndexOut,
}

#[derive(Serialize, JsonSchema)]
struct IndexOut {
    value: f64,
    standard_error: f64,
    low: f64,
    high: f64,
}

#[derive(Serialize, JsonSchema)]
struct EffectsOut {
    mean: EstimateOut,
    absolute: EstimateOut,
}

/// Where the variance of the answer in one world comes from.
#[derive(Serialize, JsonSchema)]
struct VarianceOut {
    factors: f64,
    graphs: Option<f64>,
    worlds: f64,
}

/// Where the lead is zero.
#[derive(Serialize, JsonSchema)]
struct BreakEvenOut<'a> {
    /// Lines of points: the values of both factors.
    lines: &'a [Vec<(f64, f64)>],
    /// Regions in which it is in doubt.
    doubtful: usize,
}

#[derive(Serialize, JsonSchema)]
struct StampOut<'a> {
    program: &'a str,
    values_version: u32,
    seed: u64,
    scenario_hash: String,
    files_fingerprint: Option<String>,
    luck: &'static str,
}

/// The document; ends with a line break.
///
/// # Errors
///
/// [`Error::Json`].
pub fn document(findings: &SweepFindings<'_>) -> Result<String, Error> {
    let layout = findings.layout;
    let scenario = layout.scenario();
    let standing = findings.standing;
    let (unit, currency) = (findings.unit(), findings.currency());
    let factors = layout.factors().iter().map(|factor| FactorOut {
        path: &factor.path,
        also: &factor.also,
        unit: unit_of_input(factor.unit, currency).name().to_owned(),
        now: factor.now,
    });
    let wins = standing.wins.iter().map(|(strategy, cells)| WinsOut {
        strategy,
        cells: *cells,
    });
    let most_worlds = layout.most_worlds();
    written(&Document {
        schema: SCHEMA,
        title: &scenario.name,
        partial: !standing.is_complete(),
        design: layout.sweep().design.name(),
        cells: standing.cells(),
        done: standing.done,
        failed: standing.refused.len(),
        missing: standing.missing,
        worlds: standing.worlds,
        effort: match (layout.sweep().decided, layout.precision()) {
            (Some(_), _) => EffortOut::Decided {
                until: "decided",
                most_worlds,
            },
            (None, None) => EffortOut::Worlds {
                worlds: most_worlds,
            },
            (None, Some(precision)) => EffortOut::Precision {
                precision,
                most_worlds,
            },
        },
        undecided: standing.open,
        objective: match scenario.diffusion {
            Some(_) => None,
            None => Some(scenario.objective.name()),
        },
        unit: unit.name(),
        reference: &scenario.run.reference,
        factors: factors.collect(),
        wins: wins.collect(),
        answers: findings.told.iter().map(answer).collect(),
        failures: failures(standing),
        stamp: StampOut {
            program: findings.program,
            values_version: VALUES_VERSION,
            seed: layout.seed(),
            scenario_hash: format!("{:032x}", scenario.hash()),
            files_fingerprint: layout.fingerprint().map(|print| format!("{print:032x}")),
            luck: "tie",
        },
    })
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Document<'_>>(SCHEMA)
}

fn answer(told: &Told) -> AnswerOut<'_> {
    let responses = told.responses.iter().map(|response| ResponseOut {
        share_of_variance: response.share,
        levels: response.levels.iter().map(level).collect(),
    });
    let both = |indices: &Indices| IndicesOut {
        first: index(&indices.first),
        total: index(&indices.total),
    };
    let elementary = |effects: &Effects| EffectsOut {
        mean: estimate(&effects.mean),
        absolute: estimate(&effects.absolute),
    };
    let indices = told.indices.as_ref();
    let effects = told.effects.as_ref();
    let divide = told.plane.as_ref().and_then(|plane| plane.divide.as_ref());
    AnswerOut {
        of: &told.of,
        factors: responses.collect(),
        indices: indices.map(|all| all.iter().map(both).collect()),
        elementary_effects: effects.map(|all| all.iter().map(elementary).collect()),
        variance: told.variance.map(|variance| VarianceOut {
            factors: variance.factors,
            graphs: variance.graphs,
            worlds: variance.worlds,
        }),
        break_even: divide.map(|divide| BreakEvenOut {
            lines: &divide.contours,
            doubtful: divide.doubtful.len(),
        }),
    }
}

/// Numbers that are not finite are `null`.
fn estimate(estimate: &Estimate) -> EstimateOut {
    EstimateOut {
        mean: estimate.mean,
        standard_error: estimate.standard_error,
        low: estimate.low,
        high: estimate.high,
    }
}

fn level(level: &Level) -> LevelOut {
    LevelOut {
        from: level.low,
        to: level.high,
        answer: estimate(&level.answer),
    }
}

fn index(index: &Index) -> IndexOut {
    IndexOut {
        value: index.value,
        standard_error: index.standard_error,
        low: index.low,
        high: index.high,
    }
}

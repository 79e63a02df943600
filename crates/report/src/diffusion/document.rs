//! How far word spread, as one JSON document.
//!
//! Keys stand in a fixed order, and equal findings give equal bytes. `ties` counts
//! directed ties, so that a friendship is two. What was not asked for is not there.

use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::diffusion_study::Round;
use groundswell_experiment::expectation::{Finding, Found};
use groundswell_scenario::diffusion::Diffusion;
use groundswell_scenario::expect::Trust;
use groundswell_scenario::model::Model;
use groundswell_scenario::setting::Value;
use schemars::JsonSchema;
use serde::Serialize;

use crate::diffusion::SpreadFindings;
use crate::error::Error;
use crate::json::{Pairs, written};
use crate::recipe::Recipe;
use crate::schema::Published;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-run-1";

/// Shares of worlds whose spread is told.
const QUANTILES: [(&str, f64); 5] = [
    ("tenth", 0.1),
    ("lower_quartile", 0.25),
    ("median", 0.5),
    ("upper_quartile", 0.75),
    ("ninetieth", 0.9),
];

/// How far word spreads by one model, as `run` prints it.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    schema: &'static str,
    title: &'a str,
    partial: bool,
    model: &'static str,
    settings: Pairs<&'static str, SettingOut<'a>>,
    weights: String,
    rounds: Option<u32>,
    assumed: &'a [String],
    graph: GraphOut<'a>,
    seeds: SeedsOut,
    level: f64,
    spread: EstimateOut,
    by_round: Vec<RoundOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    brands: Option<Vec<KindOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pleased: Option<EstimateOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    displeased: Option<EstimateOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opinions: Option<OpinionsOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean_field: Option<MeanFieldOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sizes: Option<Vec<SizeOut>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantiles: Option<Pairs<&'static str, f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activation: Option<Vec<ActivationOut>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trees: Option<TreesOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expectations: Option<Vec<ExpectationOut<'a>>>,
    engine: &'static str,
    stamp: Pairs<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'a Recipe>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timing: Option<TimingOut>,
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Document<'_>>(SCHEMA)
}

#[derive(Serialize, JsonSchema)]
struct ExpectationOut<'a> {
    of: String,
    expected: String,
    found: Option<f64>,
    standard_error: Option<f64>,
    met: bool,
    source: Option<&'a str>,
    date: Option<&'a str>,
    trust: Option<&'static str>,
}

impl<'a> From<&'a Finding> for ExpectationOut<'a> {
    fn from(finding: &'a Finding) -> Self {
        let expectation = &finding.expectation;
        let (found, standard_error) = match finding.found {
            Found::Mean {
                mean,
                standard_error,
            } => (Some(mean), Some(standard_error)),
            Found::Never { .. } | Found::Nothing => (None, None),
        };
        Self {
            of: expectation.of.to_string(),
            expected: expectation.band.to_string(),
            found,
            standard_error,
            met: finding.is_met(),
            source: expectation.source.as_deref(),
            date: expectation.date.as_deref(),
            trust: expectation.trust.map(Trust::words),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct GraphOut<'a> {
    people: u32,
    ties: u64,
    platforms: Vec<PlatformOut<'a>>,
    fingerprint: String,
}

#[derive(Serialize, JsonSchema)]
struct PlatformOut<'a> {
    name: &'a str,
    ties: u32,
    weights: String,
}

/// The seeds' ids, or how they were asked for and how many they are.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum SeedsOut {
    Ids(Vec<String>),
    Many {
        description: String,
        count: usize,
        by_chance: usize,
    },
}

/// What a setting is.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum SettingOut<'a> {
    Number(f64),
    Numbers(&'a [f64]),
    Word(&'static str),
}

/// A mean with its error.
#[derive(Serialize, JsonSchema)]
pub(crate) struct EstimateOut {
    mean: f64,
    standard_error: f64,
    low: f64,
    high: f64,
    worlds: usize,
}

#[derive(Serialize, JsonSchema)]
struct RoundOut {
    round: usize,
    spread: f64,
    standard_error: f64,
    low: f64,
    high: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaking: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<f64>,
}

/// What people think in the end.
#[derive(Serialize, JsonSchema)]
struct OpinionsOut {
    mean: EstimateOut,
    width: EstimateOut,
    camps: EstimateOut,
    settled: f64,
}

/// A course by equations, one entry a round.
#[derive(Serialize, JsonSchema)]
struct MeanFieldOut<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<&'a [f64]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaking: Option<&'a [f64]>,
}

#[derive(Serialize, JsonSchema)]
struct KindOut<'a> {
    name: &'a str,
    spread: EstimateOut,
}

#[derive(Serialize, JsonSchema)]
struct SizeOut {
    spread: u32,
    worlds: u64,
}

#[derive(Serialize, JsonSchema)]
struct ActivationOut {
    id: String,
    mean: f64,
}

#[derive(Serialize, JsonSchema)]
struct TreesOut<'a> {
    worlds: usize,
    generations: EstimateOut,
    largest: EstimateOut,
    structural_virality: EstimateOut,
    people_by_generation: &'a [f64],
}

#[derive(Serialize, JsonSchema)]
struct TimingOut {
    seconds: f64,
    worlds_per_second: f64,
}

impl From<&Estimate> for EstimateOut {
    fn from(estimate: &Estimate) -> Self {
        Self {
            mean: estimate.mean,
            standard_error: estimate.standard_error,
            low: estimate.low,
            high: estimate.high,
            worlds: estimate.worlds,
        }
    }
}

/// The document, ending with a line break. `seconds` are what the worlds took: they
/// belong on a terminal, never in a file.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds, [`Error::Json`] if it cannot be written.
pub fn document(findings: &SpreadFindings<'_>, seconds: Option<f64>) -> Result<String, Error> {
    let (study, outcome) = (findings.study, findings.outcome);
    let (question, graph) = (study.diffusion(), study.graph());
    let kind = |name: &str| {
        let found = outcome.kinds.iter().find(|(kind, _)| kind == name);
        found.map(|(_, estimate)| EstimateOut::from(estimate))
    };
    let has_brands = question.model.has_brands();
    let quantile = |(name, share)| Ok((name, outcome.quantile(share)?));
    let quantiles = QUANTILES.map(quantile).into_iter();
    let quantiles: Vec<_> = quantiles.collect::<Result<_, groundswell_estimate::Error>>()?;
    let document = Document {
        schema: SCHEMA,
        title: findings.title,
        partial: outcome.partial,
        model: question.name,
        settings: Pairs(settings(question)),
        weights: question.weights.to_string(),
        rounds: question.rounds,
        assumed: &question.assumed,
        graph: GraphOut {
            people: graph.people(),
            ties: graph
                .platforms()
                .iter()
                .map(|platform| u64::from(platform.ties.count()))
                .sum(),
            platforms: graph
                .platforms()
                .iter()
                .map(|platform| PlatformOut {
                    name: &platform.name,
                    ties: platform.ties.count(),
                    weights: question.weights.of(&platform.name).to_string(),
                })
                .collect(),
            fingerprint: format!("{:032x}", graph.fingerprint()),
        },
        seeds: seeds(findings),
        level: outcome.level,
        spread: (&outcome.spread).into(),
        by_round: by_round(findings),
        brands: has_brands.then(|| {
            let kinds = outcome.kinds.iter();
            kinds
                .map(|(name, estimate)| KindOut {
                    name,
                    spread: estimate.into(),
                })
                .collect()
        }),
        pleased: (!has_brands).then(|| kind("pleased")).flatten(),
        displeased: (!has_brands).then(|| kind("displeased")).flatten(),
        opinions: outcome.opinions.as_ref().map(|thoughts| OpinionsOut {
            mean: (&thoughts.mean).into(),
            width: (&thoughts.width).into(),
            camps: (&thoughts.camps).into(),
            settled: thoughts.settled,
        }),
        mean_field: outcome.companion.as_ref().map(|companion| MeanFieldOut {
            name: companion.name,
            spread: companion.spread.as_deref(),
            speaking: companion.speaking.as_deref(),
        }),
        sizes: findings.sizes.then(|| {
            let sizes = outcome.distribution.iter();
            sizes
                .map(|&(spread, worlds)| SizeOut { spread, worlds })
                .collect()
        }),
        quantiles: findings.sizes.then_some(Pairs(quantiles)),
        activation: activation(findings),
        trees: findings.trees.map(|trees| TreesOut {
            worlds: trees.generations.worlds,
            generations: (&trees.generations).into(),
            largest: (&trees.largest).into(),
            structural_virality: (&trees.virality).into(),
            people_by_generation: &trees.by_generation,
        }),
        expectations: (!findings.expected.is_empty())
            .then(|| findings.expected.iter().map(Into::into).collect()),
        engine: match question.model {
            Model::InTime(_) => "event by event",
            Model::Looking(_) => "market",
            Model::Opinions(_) => "discussion",
            _ => outcome.engine_name(),
        },
        stamp: Pairs(
            findings
                .stamp
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .collect(),
        ),
        recipe: findings.recipe.as_ref(),
        timing: seconds.map(|seconds| TimingOut {
            seconds,
            worlds_per_second: findings.worlds() as f64 / seconds.max(1e-9),
        }),
    };
    written(&document)
}

/// The settings of a question's model, by their keys.
pub(crate) fn settings<'a>(question: &'a Diffusion) -> Vec<(&'static str, SettingOut<'a>)> {
    let values = question.settings.values();
    let out = |(key, value): (&'static str, &'a Value)| {
        let value = match value {
            Value::Number(number) => SettingOut::Number(*number),
            Value::Chances(chances) => SettingOut::Numbers(chances),
            Value::Word(word) => SettingOut::Word(word),
        };
        (key, value)
    };
    values.map(out).collect()
}

fn seeds(findings: &SpreadFindings<'_>) -> SeedsOut {
    let seeds = findings.study.seeds();
    findings.seeds().map_or_else(
        || SeedsOut::Many {
            description: written_seeds(findings),
            count: seeds.always.len(),
            by_chance: seeds.perhaps.len(),
        },
        SeedsOut::Ids,
    )
}

/// The seeds as they were asked for.
pub(super) fn written_seeds(findings: &SpreadFindings<'_>) -> String {
    let sets = findings.study.diffusion().seeds.iter();
    let told = sets.map(|set| match set.brand.as_str() {
        "" => set.seeds.to_string(),
        brand => format!("{brand}={}", set.seeds),
    });
    told.collect::<Vec<_>>().join(" ")
}

fn by_round(findings: &SpreadFindings<'_>) -> Vec<RoundOut> {
    let model = &findings.study.diffusion().model;
    let rounds = findings.outcome.by_round.iter().enumerate();
    let out = |(round, stage): (usize, &Round)| RoundOut {
        round,
        spread: stage.spread.mean,
        standard_error: stage.spread.standard_error,
        low: stage.spread.low,
        high: stage.spread.high,
        waiting: model.has_waiting().then_some(stage.waiting),
        speaking: model.has_speaking().then_some(stage.speaking),
        removed: model.has_removed().then_some(stage.removed),
    };
    rounds.map(out).collect()
}

/// Everybody, in the order of ids.
fn activation(findings: &SpreadFindings<'_>) -> Option<Vec<ActivationOut>> {
    let activation = findings.outcome.activation.as_ref()?;
    let people = findings.study.graph().nodes().zip(activation);
    let out = |(v, &mean)| ActivationOut {
        id: findings.id(v),
        mean,
    };
    Some(people.map(out).collect())
}

//! Whom to start with, as one JSON document.
//!
//! Keys stand in a fixed order, and equal findings give equal bytes.

use groundswell_estimate::difference::Difference;
use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::choice::{Aim, Amount, Choice, End};
use schemars::JsonSchema;
use serde::Serialize;

use crate::choice::{ChoiceFindings, Offer};
use crate::diffusion::document::{EstimateOut, SettingOut, settings};
use crate::error::Error;
use crate::json::{Pairs, written};
use crate::recipe::Recipe;
use crate::schema::Published;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-maximize-1";

/// Whom to start with, as `maximize` prints it.
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
    graph: GraphOut,
    method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    k: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<f64>,
    epsilon: f64,
    seeds: Vec<String>,
    /// What each of the seeds is offered, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    offers: Vec<OfferOut>,
    level: f64,
    spread: EstimateOut,
    #[serde(skip_serializing_if = "Option::is_none")]
    already: Option<EstimateOut>,
    certificate: Option<CertificateOut>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<GroupOut>,
    by_count: Vec<CountOut>,
    beside: Vec<BesideOut>,
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
struct GraphOut {
    people: u32,
    ties: u64,
    fingerprint: String,
}

#[derive(Serialize, JsonSchema)]
struct OfferOut {
    cost: f64,
    chance: f64,
}

/// The share of a group that adopts.
#[derive(Serialize, JsonSchema)]
struct GroupOut {
    group: String,
    least: f64,
    reached: EstimateOut,
}

/// Bounds of what the seeds reach, above those who are seeds already, and of the best.
#[derive(Serialize, JsonSchema)]
struct CertificateOut {
    lower: f64,
    upper: f64,
    ratio: f64,
    confidence: f64,
    rr_sets: u64,
    bytes: u64,
    ended: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct CountOut {
    seeds: u32,
    spread: EstimateOut,
}

#[derive(Serialize, JsonSchema)]
struct BesideOut {
    method: &'static str,
    seeds: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    offers: Vec<OfferOut>,
    spread: EstimateOut,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<GroupOut>,
    /// What the way that was asked for has over this one, in the same worlds.
    difference: Option<DifferenceOut>,
    by_count: Vec<CountOut>,
}

#[derive(Serialize, JsonSchema)]
struct DifferenceOut {
    mean: f64,
    standard_error: f64,
    low: f64,
    high: f64,
    better: f64,
    equal: f64,
}

#[derive(Serialize, JsonSchema)]
struct TimingOut {
    seconds: f64,
}

impl From<&Difference> for DifferenceOut {
    fn from(difference: &Difference) -> Self {
        let estimate = difference.estimate;
        Self {
            mean: estimate.mean,
            standard_error: estimate.standard_error,
            low: estimate.low,
            high: estimate.high,
            better: difference.better,
            equal: difference.equal,
        }
    }
}

/// The document, ending with a line break. `seconds` are what choosing and trying took:
/// they belong on a terminal, never in a file.
///
/// # Errors
///
/// [`Error::Json`] if it cannot be written.
pub fn document(findings: &ChoiceFindings<'_>, seconds: Option<f64>) -> Result<String, Error> {
    let (study, choices) = (findings.study, findings.choices);
    let (question, graph) = (study.diffusion(), study.graph());
    let chosen = findings.chosen();
    let (k, budget) = match findings.wanted.amount() {
        Amount::People(count) => (Some(count), None),
        Amount::Budget(budget) => (None, Some(budget)),
    };
    let platforms = graph.platforms().iter();
    let document = Document {
        schema: SCHEMA,
        title: findings.title,
        partial: choices.partial,
        model: question.name,
        settings: Pairs(settings(question)),
        weights: question.weights.to_string(),
        rounds: question.rounds,
        assumed: &question.assumed,
        graph: GraphOut {
            people: graph.people(),
            ties: platforms.map(|on| u64::from(on.ties.count())).sum(),
            fingerprint: format!("{:032x}", graph.fingerprint()),
        },
        method: chosen.by.name(),
        k,
        budget,
        epsilon: findings.wanted.epsilon,
        seeds: ids(findings, chosen),
        offers: offers(findings, chosen),
        level: choices.level,
        spread: (&chosen.spread).into(),
        already: choices.already.as_ref().map(Into::into),
        certificate: chosen.proof.as_ref().map(|proof| CertificateOut {
            lower: proof.certificate.lower,
            upper: proof.certificate.upper,
            ratio: proof.certificate.ratio,
            confidence: proof.certificate.confidence,
            rr_sets: proof.rr_sets,
            bytes: proof.bytes,
            ended: match proof.ended {
                End::Certified => "certified",
                End::Stalled => "stalled",
                End::Limited => "limited",
                End::Stopped => "stopped",
            },
        }),
        groups: groups(findings, chosen),
        by_count: by_count(chosen),
        beside: choices.all[1..]
            .iter()
            .map(|other| BesideOut {
                method: other.by.name(),
                seeds: ids(findings, other),
                offers: offers(findings, other),
                groups: groups(findings, other),
                spread: (&other.spread).into(),
                difference: other.behind.as_ref().map(Into::into),
                by_count: by_count(other),
            })
            .collect(),
        stamp: Pairs(
            findings
                .stamp
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .collect(),
        ),
        recipe: findings.recipe.as_ref(),
        timing: seconds.map(|seconds| TimingOut { seconds }),
    };
    written(&document)
}

fn ids(findings: &ChoiceFindings<'_>, choice: &Choice) -> Vec<String> {
    choice.seeds.iter().map(|&v| findings.id(v)).collect()
}

fn offers(findings: &ChoiceFindings<'_>, choice: &Choice) -> Vec<OfferOut> {
    let made = choice.offers.iter().filter_map(|&at| findings.offer(at));
    let out = |offer: Offer| OfferOut {
        cost: offer.cost,
        chance: offer.chance,
    };
    made.map(out).collect()
}

fn groups(findings: &ChoiceFindings<'_>, choice: &Choice) -> Vec<GroupOut> {
    let Aim::Groups { names, least, .. } = findings.wanted.aim else {
        return Vec::new();
    };
    let out = |(name, reached): (&String, &Estimate)| GroupOut {
        group: name.clone(),
        least,
        reached: reached.into(),
    };
    names.iter().zip(&choice.groups).map(out).collect()
}

fn by_count(choice: &Choice) -> Vec<CountOut> {
    let counts = choice.by_count.iter();
    let out = |(seeds, spread): &(u32, Estimate)| CountOut {
        seeds: *seeds,
        spread: spread.into(),
    };
    counts.map(out).collect()
}

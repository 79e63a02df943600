//! The findings as one JSON document.
//!
//! Keys stand in a fixed order and equal findings give equal bytes. Numbers that
//! are not finite are `null`. Names are kept as they are, with what a terminal
//! might obey written as `\u` escapes.

use std::borrow::Cow;

use groundswell_campaign::metric::Metric;
use groundswell_campaign::ratio::Ratio;
use groundswell_campaign::verdict::{Decision, Spending};
use groundswell_estimate::difference::Difference;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::ratio::Ratio as Known;
use groundswell_experiment::credit::Credited;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::error::Error;
use crate::findings::{Assumption, Findings};
use crate::recipe::Recipe;
use crate::schema::Published;
use crate::sentence;
use crate::svg::turns;
use crate::trade_off::trade_off;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-report-1";

/// The document: verdict, strategies, differences, what flips the winner, the
/// assumptions, and the stamp; ends with a line break.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn document(findings: &Findings<'_>) -> Result<String, Error> {
    written(&Document::of(findings)?)
}

/// A comparison of strategies, as `compare`, `demo` and `break-even` print it and `report.json` holds it.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    schema: &'static str,
    title: &'a str,
    partial: bool,
    worlds: usize,
    days: u32,
    level: f64,
    currency: &'a str,
    budget: Option<f64>,
    verdict: VerdictOut<'a>,
    strategies: Vec<StrategyOut<'a>>,
    differences: Vec<DifferenceOut<'a>>,
    ratio_differences: Vec<RatioDifferenceOut<'a>>,
    standings: StandingsOut<'a>,
    pareto: ParetoOut<'a>,
    credit: Vec<CreditOut<'a>>,
    reversal: Option<String>,
    reversals: Vec<ReversalOut<'a>>,
    flips: Vec<FlipOut<'a>>,
    swings: Vec<SwingOut<'a>>,
    measure_next: Option<String>,
    rests_on: Option<String>,
    assumptions: Vec<AssumptionOut<'a>>,
    audience: &'a [String],
    warnings: &'a [String],
    stamp: Pairs<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'a Recipe>,
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Document<'_>>(SCHEMA)
}

#[derive(Serialize, JsonSchema)]
struct VerdictOut<'a> {
    sentence: String,
    decision: &'static str,
    objective: &'static str,
    best: &'a str,
    against: &'a str,
    difference: DifferenceOut<'a>,
    matters: f64,
    confidence: f64,
    knowledge: Option<KnowledgeOut>,
    spending: SpendingOut,
}

#[derive(Serialize, JsonSchema)]
struct KnowledgeOut {
    share: f64,
    wins: u32,
    sets: u32,
    audience_held: bool,
    variance: Option<VarianceOut>,
}

#[derive(Serialize, JsonSchema)]
struct VarianceOut {
    assumptions: f64,
    graph: Option<f64>,
    luck: f64,
}

#[derive(Serialize, JsonSchema)]
struct SpendingOut {
    kind: &'static str,
    gap: f64,
    unit: String,
}

#[derive(Serialize, JsonSchema)]
struct StrategyOut<'a> {
    name: &'a str,
    reference: bool,
    metrics: Pairs<&'static str, EstimateOut>,
    ratios: Pairs<&'static str, Option<RatioOut>>,
    split: Pairs<&'static str, EstimateOut>,
    platforms: Vec<PlatformOut>,
}

#[derive(Serialize, JsonSchema)]
struct RatioOut {
    value: f64,
    standard_error: f64,
    low: f64,
    high: f64,
    unit: String,
}

#[derive(Serialize, JsonSchema)]
struct RatioDifferenceOut<'a> {
    of: &'a str,
    against: &'a str,
    ratio: &'static str,
    #[serde(flatten)]
    difference: RatioOut,
}

/// What happens on one platform; without a name, away from all of them.
#[derive(Serialize, JsonSchema)]
struct PlatformOut {
    name: Option<String>,
    metrics: Pairs<&'static str, EstimateOut>,
}

#[derive(Serialize, JsonSchema)]
struct StandingsOut<'a> {
    best: &'a str,
    best_is_sure: bool,
    strategies: Vec<StandingOut<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct StandingOut<'a> {
    name: &'a str,
    probability_best: f64,
    probability_tied: f64,
    expected_regret: f64,
    hindsight_regret: f64,
    behind: Option<EstimateOut>,
}

#[derive(Serialize, JsonSchema)]
struct ParetoOut<'a> {
    criteria: Vec<&'static str>,
    strategies: Vec<DominatedOut<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct DominatedOut<'a> {
    name: &'a str,
    dominated_by: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct CreditOut<'a> {
    strategy: &'a str,
    worlds: usize,
    levers: Vec<LeverOut<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct LeverOut<'a> {
    name: &'a str,
    metrics: Pairs<&'static str, CreditedOut>,
    break_even_hours: Option<EstimateOut>,
}

#[derive(Serialize, JsonSchema)]
struct CreditedOut {
    removal: EstimateOut,
    shapley: Option<EstimateOut>,
}

#[derive(Serialize, JsonSchema)]
struct EstimateOut {
    mean: f64,
    standard_error: f64,
    low: f64,
    high: f64,
    unit: String,
}

#[derive(Serialize, JsonSchema)]
struct DifferenceOut<'a> {
    of: &'a str,
    against: &'a str,
    metric: &'static str,
    mean: f64,
    standard_error: f64,
    low: f64,
    high: f64,
    unit: String,
    probability_better: f64,
    probability_equal: f64,
    variance_gain: f64,
}

#[derive(Serialize, JsonSchema)]
struct ReversalOut<'a> {
    metric: &'static str,
    best: &'a str,
    mean: f64,
    against: &'a str,
    against_mean: f64,
    sentence: String,
}

#[derive(Serialize, JsonSchema)]
struct FlipOut<'a> {
    path: &'a str,
    now: f64,
    from: f64,
    to: f64,
    crossings: Vec<CrossingOut<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct SwingOut<'a> {
    path: &'a str,
    low: f64,
    high: f64,
    lead_at_low: f64,
    lead_at_high: f64,
    flips: bool,
}

#[derive(Serialize, JsonSchema)]
struct CrossingOut<'a> {
    value: f64,
    low: f64,
    high: f64,
    below: &'a str,
    above: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct AssumptionOut<'a> {
    path: &'a str,
    shown: &'a str,
    provenance: &'static str,
    source: &'a str,
    date: &'a str,
    low: Option<f64>,
    high: Option<f64>,
}

/// Keys with their values, in this order.
pub(crate) struct Pairs<K, V>(pub(crate) Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Pairs<K, V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<K, V: JsonSchema> JsonSchema for Pairs<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("PairsOf{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "additionalProperties": generator.subschema_for::<V>(),
        })
    }
}

impl<'a> Document<'a> {
    fn of(findings: &'a Findings<'_>) -> Result<Self, Error> {
        let comparison = findings.comparison;
        let name = |arm: usize| comparison.arms[arm].name.as_str();
        let mut strategies = Vec::new();
        for arm in findings.arms() {
            let mut metrics = Vec::new();
            for metric in Metric::ALL {
                let estimate = comparison.estimate(arm, metric)?;
                metrics.push((metric.name(), EstimateOut::of(findings, metric, &estimate)));
            }
            strategies.push(StrategyOut {
                name: name(arm),
                reference: arm == comparison.reference,
                metrics: Pairs(metrics),
                ratios: Pairs(ratios_of(findings, arm)?),
                split: Pairs(split_of(findings, arm)?),
                platforms: platforms_of(findings, arm)?,
            });
        }
        let mut differences = Vec::new();
        for (of, against) in findings.pairs() {
            for metric in Metric::ALL {
                let difference = comparison.difference(of, against, metric)?;
                let pair = (of, against);
                differences.push(DifferenceOut::of(findings, pair, metric, &difference)?);
            }
        }
        let mut ratio_differences = Vec::new();
        for (of, against) in findings.pairs() {
            for ratio in Ratio::ALL {
                let known = comparison.ratio_difference(of, against, ratio)?;
                ratio_differences.extend(known.map(|known| RatioDifferenceOut {
                    of: name(of),
                    against: name(against),
                    ratio: ratio.name(),
                    difference: RatioOut::of(findings, ratio, &known),
                }));
            }
        }
        let reversals: Vec<_> = sentence::reversals(findings)?
            .into_iter()
            .map(|reversal| ReversalOut {
                metric: reversal.metric.name(),
                best: name(reversal.best),
                mean: reversal.has.mean,
                against: name(findings.verdict.best),
                against_mean: reversal.against.mean,
                sentence: reversal.sentence(findings),
            })
            .collect();
        Ok(Self {
            schema: SCHEMA,
            title: findings.title,
            partial: findings.partial,
            worlds: comparison.worlds(),
            days: comparison.days,
            level: comparison.level,
            currency: findings.currency,
            budget: findings.budget.map(|budget| budget.units()),
            verdict: VerdictOut::of(findings)?,
            strategies,
            differences,
            ratio_differences,
            standings: StandingsOut::of(findings)?,
            pareto: ParetoOut::of(findings)?,
            credit: findings
                .credits
                .iter()
                .map(|credited| CreditOut::of(findings, credited))
                .collect(),
            reversal: reversals.first().map(|first| first.sentence.clone()),
            reversals,
            flips: findings.flips.iter().map(flip).collect(),
            swings: findings.swings.iter().map(swing).collect(),
            measure_next: sentence::measure_next(findings),
            rests_on: sentence::rests_on(findings),
            assumptions: findings
                .by_provenance()
                .into_iter()
                .map(assumption)
                .collect(),
            audience: findings.audience,
            warnings: findings.warnings,
            stamp: Pairs(
                findings
                    .stamp
                    .iter()
                    .map(|(key, value)| (key.as_str(), value.as_str()))
                    .collect(),
            ),
            recipe: findings.recipe,
        })
    }
}

impl<'a> VerdictOut<'a> {
    fn of(findings: &'a Findings<'_>) -> Result<Self, Error> {
        let verdict = &findings.verdict;
        let (kind, gap) = match findings.spending {
            Spending::Equal => ("equal", 0.0),
            Spending::BestSpendsLess(gap) => ("best_spends_less", gap.units()),
            Spending::BestSpendsMore(gap) => ("best_spends_more", gap.units()),
        };
        let pair = (verdict.best, verdict.rival);
        Ok(Self {
            sentence: sentence::decision(findings),
            decision: match verdict.decision {
                Decision::Better => "better",
                Decision::BetterByLittle => "better_by_little",
                Decision::Equivalent => "equivalent",
                Decision::Undecided => "undecided",
            },
            objective: verdict.objective.name(),
            best: &findings.comparison.arms[verdict.best].name,
            against: &findings.comparison.arms[verdict.rival].name,
            difference: DifferenceOut::of(findings, pair, verdict.objective, &verdict.difference)?,
            matters: verdict.matters,
            confidence: verdict.confidence(),
            knowledge: findings.knowledge.map(|known| KnowledgeOut {
                share: known.share(),
                wins: known.wins,
                sets: known.sets,
                audience_held: known.audience_held,
                variance: known.variance.map(|variance| VarianceOut {
                    assumptions: variance.assumptions,
                    graph: variance.graph,
                    luck: variance.luck,
                }),
            }),
            spending: SpendingOut {
                kind,
                gap,
                unit: findings.unit(Metric::Cost).name().to_owned(),
            },
        })
    }
}

fn ratios_of(
    findings: &Findings<'_>,
    arm: usize,
) -> Result<Vec<(&'static str, Option<RatioOut>)>, Error> {
    let ratios = Ratio::ALL.into_iter().map(|ratio| {
        let known = findings.comparison.ratio(arm, ratio)?;
        let out = known.map(|known| RatioOut::of(findings, ratio, &known));
        Ok((ratio.name(), out))
    });
    ratios.collect()
}

/// The customers against those of doing nothing.
fn split_of(
    findings: &Findings<'_>,
    arm: usize,
) -> Result<Vec<(&'static str, EstimateOut)>, Error> {
    let kinds = [
        Metric::New,
        Metric::Earlier,
        Metric::SameDay,
        Metric::Later,
        Metric::Lost,
    ];
    let kinds = kinds.into_iter().map(|metric| {
        let estimate = findings.comparison.estimate(arm, metric)?;
        let out = EstimateOut::of(findings, metric, &estimate);
        Ok((metric.name(), out))
    });
    kinds.collect()
}

fn platforms_of(findings: &Findings<'_>, arm: usize) -> Result<Vec<PlatformOut>, Error> {
    let comparison = findings.comparison;
    let names = comparison.platforms.iter().cloned().map(Some).chain([None]);
    let mut platforms = Vec::new();
    for (at, name) in names.enumerate() {
        let mut metrics = Vec::new();
        for metric in std::iter::once(Metric::Reach).chain(Metric::BY_PLATFORM) {
            if let Some(sample) = comparison.sample_on(arm, at, metric) {
                let estimate = sample.estimate_at(comparison.level)?;
                metrics.push((metric.name(), EstimateOut::of(findings, metric, &estimate)));
            }
        }
        platforms.push(PlatformOut {
            name,
            metrics: Pairs(metrics),
        });
    }
    Ok(platforms)
}

impl RatioOut {
    fn of(findings: &Findings<'_>, ratio: Ratio, known: &Known) -> Self {
        Self {
            value: known.value,
            standard_error: known.standard_error,
            low: known.low,
            high: known.high,
            unit: findings.unit_of_ratio(ratio).name().to_owned(),
        }
    }
}

impl<'a> StandingsOut<'a> {
    fn of(findings: &'a Findings<'_>) -> Result<Self, Error> {
        let objective = findings.verdict.objective;
        let standings = findings.comparison.standings(objective)?;
        let arms = &findings.comparison.arms;
        let all = arms.iter().zip(&standings.arms);
        let all = all.map(|(arm, standing)| StandingOut {
            name: &arm.name,
            probability_best: standing.first,
            probability_tied: standing.tied,
            expected_regret: standing.choice_regret,
            hindsight_regret: standing.hindsight_regret,
            behind: standing
                .behind
                .map(|behind| EstimateOut::of(findings, objective, &behind)),
        });
        Ok(Self {
            best: &arms[standings.leader].name,
            best_is_sure: standings.leader_is_best,
            strategies: all.collect(),
        })
    }
}

impl<'a> ParetoOut<'a> {
    fn of(findings: &'a Findings<'_>) -> Result<Self, Error> {
        let found = trade_off(findings)?;
        let name = |arm: usize| findings.comparison.arms[arm].name.as_str();
        let strategies = findings.arms().map(|arm| DominatedOut {
            name: name(arm),
            dominated_by: found.dominated_by[arm].map(name),
        });
        Ok(Self {
            criteria: found.criteria.iter().map(|metric| metric.name()).collect(),
            strategies: strategies.collect(),
        })
    }
}

impl<'a> CreditOut<'a> {
    fn of(findings: &'a Findings<'_>, credited: &'a Credited) -> Self {
        let levers = credited.levers.iter().map(|lever| {
            let metrics = credited.metrics.iter().zip(&lever.credit);
            let metrics = metrics.map(|(&metric, credit)| {
                let out = |estimate: &Estimate| EstimateOut::of(findings, metric, estimate);
                let credited = CreditedOut {
                    removal: out(&credit.removal),
                    shapley: credit.shapley.as_ref().map(out),
                };
                (metric.name(), credited)
            });
            LeverOut {
                name: &lever.name,
                metrics: Pairs(metrics.collect()),
                break_even_hours: lever.break_even_hours.map(|hours| EstimateOut {
                    unit: "hours".to_owned(),
                    ..EstimateOut::of(findings, Metric::Profit, &hours)
                }),
            }
        });
        Self {
            strategy: &findings.comparison.arms[credited.arm].name,
            worlds: credited.worlds,
            levers: levers.collect(),
        }
    }
}

impl EstimateOut {
    fn of(findings: &Findings<'_>, metric: Metric, estimate: &Estimate) -> Self {
        Self {
            mean: estimate.mean,
            standard_error: estimate.standard_error,
            low: estimate.low,
            high: estimate.high,
            unit: findings.unit(metric).name().to_owned(),
        }
    }
}

impl<'a> DifferenceOut<'a> {
    fn of(
        findings: &'a Findings<'_>,
        (of, against): (usize, usize),
        metric: Metric,
        difference: &Difference,
    ) -> Result<Self, Error> {
        let estimate = EstimateOut::of(findings, metric, &difference.estimate);
        Ok(Self {
            of: &findings.comparison.arms[of].name,
            against: &findings.comparison.arms[against].name,
            metric: metric.name(),
            mean: estimate.mean,
            standard_error: estimate.standard_error,
            low: estimate.low,
            high: estimate.high,
            unit: estimate.unit,
            probability_better: findings.probability_better(of, against, metric)?,
            probability_equal: difference.equal,
            variance_gain: difference.variance_gain,
        })
    }
}

fn flip(flip: &groundswell_experiment::flip::Flip) -> FlipOut<'_> {
    let crossings = flip.crossings.iter().map(|crossing| CrossingOut {
        value: crossing.value,
        low: crossing.low,
        high: crossing.high,
        below: &crossing.below,
        above: &crossing.above,
    });
    FlipOut {
        path: &flip.path,
        now: flip.now,
        from: flip.range.0,
        to: flip.range.1,
        crossings: crossings.collect(),
    }
}

fn swing(swing: &groundswell_experiment::tornado::Swing) -> SwingOut<'_> {
    SwingOut {
        path: &swing.path,
        low: swing.low,
        high: swing.high,
        lead_at_low: swing.lead_at_low,
        lead_at_high: swing.lead_at_high,
        flips: swing.flips(),
    }
}

fn assumption(assumption: &Assumption) -> AssumptionOut<'_> {
    AssumptionOut {
        path: &assumption.path,
        shown: &assumption.shown,
        provenance: assumption.provenance.name(),
        source: &assumption.source,
        date: &assumption.date,
        low: assumption.low,
        high: assumption.high,
    }
}

/// `document` as text; ends with a line break.
pub(crate) fn written(document: &impl Serialize) -> Result<String, Error> {
    let mut json = serde_json::to_string_pretty(document).map_err(Error::Json)?;
    json.push('\n');
    Ok(tame(&json))
}

/// `json` with every character that no reader sees but a terminal may obey as a
/// `\u` escape.
///
/// Outside of strings there is none; those below the space are escaped already,
/// and all others lie in the plane that one escape can name.
pub(crate) fn tame(json: &str) -> String {
    let mut text = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        match c {
            _ if c >= ' ' && (c.is_control() || turns(c)) => {
                text.push_str(&format!("\\u{:04x}", c as u32));
            }
            _ => text.push(c),
        }
    }
    text
}

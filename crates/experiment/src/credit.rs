//! Which lever of the best strategy brought it about, and which of its rival's.
//!
//! Levers are credited in fresh worlds, for the ones that were reported also picked
//! the best.

use groundswell_campaign::action::ActionKind;
use groundswell_campaign::credit::{Credit, Credits, credits};
use groundswell_campaign::metric::Metric;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;

use crate::knowledge::is_large;
use crate::study::{Error, Outcome, Study};

/// The first of the worlds in which levers are credited: beyond those of reports,
/// budgets, flips and knowledge.
const FRESH: u64 = 1 << 43;

/// The least and the most of these worlds. Among many people luck evens out within
/// each of them, and the least will do.
const WORLDS: (u64, u64) = (20, 100);

/// What the levers of one strategy are credited with.
#[derive(Debug, Clone, PartialEq)]
pub struct Credited {
    /// Position of the strategy among the arms.
    pub arm: usize,
    /// In how many worlds.
    pub worlds: usize,
    /// Level of the intervals.
    pub level: f64,
    /// Of what: the objective, reach, customers, profit and cost, each once.
    pub metrics: Vec<Metric>,
    /// The levers, by name.
    pub levers: Vec<Lever>,
}

/// What one lever is credited with.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// Its name.
    pub name: String,
    /// One entry per metric, in their order.
    pub credit: Vec<Credit>,
    /// Of a professional: the hours, at the scenario's price of one's own, that what
    /// the lever earns before its own cost would pay. `None` for other levers, where
    /// an hour costs nothing, and where there are too many levers for Shapley values.
    pub break_even_hours: Option<Estimate>,
}

/// Credits the levers of the verdict's best and of its rival, as far as each has two
/// at least, in a tenth of the reported worlds. Nothing where `watch` is asked to stop.
///
/// # Errors
///
/// [`Error::Plan`]; [`Error::Estimate`] below two worlds.
pub fn credit(
    study: &Study,
    outcome: &Outcome,
    crew: &Crew,
    watch: &Watch,
) -> Result<Vec<Credited>, Error> {
    let strategies = &study.scenario().strategies;
    let two = [outcome.verdict.best, outcome.verdict.rival];
    let two = two.into_iter().filter(|&arm| {
        let strategy = strategies.get(arm);
        strategy.is_some_and(|strategy| strategy.actions.len() > 1)
    });
    let two: Vec<usize> = two.collect();
    if two.is_empty() {
        return Ok(Vec::new());
    }
    let ground = study.ground(&study.scenario().campaign)?;
    let reported = outcome.comparison.worlds() as u64;
    let most = if is_large(study) { WORLDS.0 } else { WORLDS.1 };
    let worlds = (reported / 10).clamp(WORLDS.0, most);
    let worlds = Worlds::new(study.seed(), FRESH..FRESH + worlds);
    let mut all = Vec::new();
    for arm in two {
        let found = credits(&ground, &outcome.plans[arm], &worlds, crew, watch);
        if watch.stopped() {
            return Ok(Vec::new());
        }
        all.push(Credited::of(&found, arm, study, outcome)?);
    }
    Ok(all)
}

impl Credited {
    fn of(found: &Credits, arm: usize, study: &Study, outcome: &Outcome) -> Result<Self, Error> {
        let level = outcome.comparison.level;
        let mut metrics = vec![outcome.verdict.objective];
        for metric in [
            Metric::Reach,
            Metric::Customers,
            Metric::Profit,
            Metric::Cost,
        ] {
            if !metrics.contains(&metric) {
                metrics.push(metric);
            }
        }
        let by_metric = metrics.iter().map(|&metric| found.of(metric, level));
        let by_metric: Vec<Vec<Credit>> = by_metric.collect::<Result<_, _>>()?;
        let names = found.levers().iter().enumerate();
        let levers = names.map(|(at, name)| {
            let hours = hours(found, at, arm, study);
            Ok(Lever {
                name: name.clone(),
                credit: by_metric.iter().map(|levers| levers[at].clone()).collect(),
                break_even_hours: hours.map(|hours| hours.estimate_at(level)).transpose()?,
            })
        });
        Ok(Self {
            arm,
            worlds: found.removal(0, Metric::Cost).worlds(),
            level,
            levers: levers.collect::<Result<_, Error>>()?,
            metrics,
        })
    }
}

/// The hours that the lever at that place would pay, one entry per world.
fn hours(found: &Credits, at: usize, arm: usize, study: &Study) -> Option<Sample> {
    let name = &found.levers()[at];
    let mut actions = study.scenario().strategies[arm].actions.iter();
    let action = actions.find(|action| action.name == *name)?;
    let price = study.scenario().campaign.hour.units();
    if !matches!(action.kind, ActionKind::Professional(_)) || price <= 0.0 {
        return None;
    }
    let profit = found.shapley(at, Metric::Profit)?;
    let cost = found.alone(at, Metric::Cost)?;
    let before = profit.values().iter().zip(cost.values());
    Some(
        before
            .map(|(profit, cost)| (profit + cost) / price)
            .collect(),
    )
}

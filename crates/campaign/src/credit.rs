//! Which lever brought it about: what is missing without it, and its fair share.
//!
//! A strategy is played without one of its levers, or with only some of them, in the
//! same worlds. Levers keep the volume they have in the strategy: nothing that is
//! taken away is spent on something else.
//!
//! - **Removal credit:** the strategy less the strategy without the lever. Levers that
//!   help each other are credited twice for it, so that removals need not add up.
//! - **Shapley value:** what the lever adds, on average over all orders in which levers
//!   could be added. Values sum to the strategy less doing nothing, in every world.
//! - **Source:** Shapley, *Contributions to the Theory of Games* II, 1953.

use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::Error;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;
use groundswell_graph::fan_graph::FanGraph;

use crate::compare::play;
use crate::comparison::readable;
use crate::ground::Ground;
use crate::ledger::Ledger;
use crate::metric::{METRICS, Metric};
use crate::plan::Plan;

/// Levers for which Shapley values are worked out at most: beyond it there are too
/// many sets of levers.
pub const MOST_LEVERS: usize = 8;

/// What one lever is credited with, of one metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit {
    /// The lever: an action's name.
    pub lever: String,
    /// What is missing without it.
    pub removal: Estimate,
    /// Its fair share; `None` where there are too many levers.
    pub shapley: Option<Estimate>,
}

/// What all levers of a strategy brought, in the same worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Credits {
    levers: Vec<String>,
    /// By world: totals with all levers, without each of them, and with each set of
    /// levers where there are few. Sets by their bits.
    worlds: Vec<Vec<[i64; METRICS]>>,
}

impl Plan {
    /// The levers, by name, in an order that does not depend on the file's.
    pub fn levers(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|step| step.action.name.as_str())
    }

    /// The plan with only those levers for which `keeps` holds, each at its volume.
    pub fn only(&self, graph: &FanGraph, keeps: impl Fn(usize) -> bool) -> Self {
        let steps = self.steps.iter().enumerate();
        let steps = steps.filter(|(at, _)| keeps(*at));
        let steps = steps.map(|(_, step)| step.clone()).collect();
        Self::of_steps(self.name.clone(), steps, graph)
    }
}

/// Plays `plan` without each of its levers and, where they are at most
/// [`MOST_LEVERS`], with each set of them. Where `watch` is asked to stop, the first
/// worlds.
pub fn credits(
    ground: &Ground<'_>,
    plan: &Plan,
    worlds: &Worlds,
    crew: &Crew,
    watch: &Watch,
) -> Credits {
    let levers: Vec<String> = plan.levers().map(str::to_owned).collect();
    let (n, graph) = (levers.len(), ground.graph());
    let plans: Vec<Plan> = match n <= MOST_LEVERS {
        true => (0..1usize << n)
            .map(|set| plan.only(graph, |at| set >> at & 1 == 1))
            .collect(),
        false => (0..=n)
            .map(|left_out| plan.only(graph, |at| at != left_out))
            .collect(),
    };
    Credits {
        levers,
        worlds: play(ground, &plans, worlds, crew, watch, Ledger::totals),
    }
}

impl Credits {
    /// The levers in the order of all results.
    pub fn levers(&self) -> &[String] {
        &self.levers
    }

    /// What each lever is credited with of `metric`, with intervals at `level`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn of(&self, metric: Metric, level: f64) -> Result<Vec<Credit>, Error> {
        let credit = |(at, lever): (usize, &String)| {
            let removal = self.removal(at, metric).estimate_at(level)?;
            let shapley = self.shapley(at, metric);
            Ok(Credit {
                lever: lever.clone(),
                removal,
                shapley: shapley.map(|share| share.estimate_at(level)).transpose()?,
            })
        };
        self.levers.iter().enumerate().map(credit).collect()
    }

    /// What is missing of `metric` without the lever at that place, one entry per world.
    pub fn removal(&self, lever: usize, metric: Metric) -> Sample {
        let n = self.levers.len();
        let (all, without) = match n <= MOST_LEVERS {
            true => ((1 << n) - 1, ((1 << n) - 1) ^ (1 << lever)),
            false => (n, lever),
        };
        let totals = self.worlds.iter().map(|world| {
            readable(
                metric,
                world[all][metric.index()] - world[without][metric.index()],
            )
        });
        totals.collect()
    }

    /// The fair share of the lever at that place of `metric`, one entry per world;
    /// `None` where there are too many levers.
    pub fn shapley(&self, lever: usize, metric: Metric) -> Option<Sample> {
        let parts = (0..self.worlds.len()).map(|world| self.shapley_parts(world, lever, metric));
        let parts: Option<Vec<i128>> = parts.collect();
        let whole = factorial(self.levers.len()) as f64;
        // Money is in millionths, as everywhere.
        let unit = readable(metric, 1_000_000) / 1e6;
        Some(
            parts?
                .into_iter()
                .map(|part| part as f64 / whole * unit)
                .collect(),
        )
    }

    /// What the lever at that place has of `metric` by itself, above no lever at all,
    /// one entry per world; `None` where there are too many levers.
    pub fn alone(&self, lever: usize, metric: Metric) -> Option<Sample> {
        let at = metric.index();
        let above = |world: &Vec<[i64; METRICS]>| world[1 << lever][at] - world[0][at];
        let totals = self.worlds.iter().map(above);
        (self.levers.len() <= MOST_LEVERS).then(|| totals.map(|t| readable(metric, t)).collect())
    }

    /// The fair share of a lever in one world, in parts of which the factorial of the
    /// number of levers makes one: whole numbers, which sum exactly.
    pub fn shapley_parts(&self, world: usize, lever: usize, metric: Metric) -> Option<i128> {
        let n = self.levers.len();
        if n > MOST_LEVERS {
            return None;
        }
        let value = |set: usize| i128::from(self.worlds[world][set][metric.index()]);
        let without = (0..1usize << n).filter(|set| set >> lever & 1 == 0);
        let part = without.map(|set| {
            let before = set.count_ones() as usize;
            let orders = factorial(before) * factorial(n - before - 1);
            orders * (value(set | 1 << lever) - value(set))
        });
        Some(part.sum())
    }
}

fn factorial(n: usize) -> i128 {
    (1..=n as i128).product()
}

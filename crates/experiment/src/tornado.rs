//! Which assumption matters: what the winner's lead becomes when each of them, alone,
//! is as low or as high as is plausible.
//!
//! All runs meet the same worlds, which no report has seen, so that little luck is left
//! in how two leads differ. The assumption whose plausible values move the lead most is
//! the one to measure next; where some of them turn the winner into the loser, the one
//! that turns it furthest.

use groundswell_campaign::compare::play;
use groundswell_campaign::comparison::readable;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::plan::Plan;
use groundswell_campaign::settle::settle;
use groundswell_campaign::strategy::Campaign;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::quantity::Quantity;

use crate::knowledge::{is_held, is_large};
use crate::people::People;
use crate::study::{Outcome, Study};

/// The first of the worlds in which leads are compared: beyond those of all others.
const FRESH: u64 = 1 << 44;

/// Worlds for each lead.
const WORLDS: u64 = 8;

/// What one assumption does to the winner's lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The assumption, by its path in the scenario file.
    pub path: String,
    /// Its least plausible value.
    pub low: f64,
    /// Its greatest plausible value.
    pub high: f64,
    /// The winner's expected lead at the least plausible value, in the objective's
    /// unit; better is above zero.
    pub lead_at_low: f64,
    /// The same at the greatest.
    pub lead_at_high: f64,
}

impl Swing {
    /// By how much the lead moves.
    pub fn width(&self) -> f64 {
        (self.lead_at_high - self.lead_at_low).abs()
    }

    /// Whether another wins at one of its ends.
    pub fn flips(&self) -> bool {
        self.lead_at_low < 0.0 || self.lead_at_high < 0.0
    }
}

/// The swings of all uncertain assumptions of the study's scenario, those first that
/// turn the winner, and else the widest first. Assumptions with which a strategy cannot
/// be run or paid are left out, and so are those that move nothing, and the audience's
/// where it is read from files. Empty for large graphs, which nobody waits for that often,
/// and where `watch` is asked to stop.
pub fn tornado(study: &Study, outcome: &Outcome, crew: &Crew, watch: &Watch) -> Vec<Swing> {
    if is_large(study) {
        return Vec::new();
    }
    let held = is_held(study);
    let varies = |q: &&Quantity| q.is_uncertain() && !(held && q.path.starts_with("audience."));
    let uncertain: Vec<&Quantity> = study.scenario().assumptions().filter(varies).collect();
    let Some(leads) = Leads::new(study, outcome, crew, watch) else {
        return Vec::new();
    };
    // Each assumption is a task of its own, and is run by the thread that takes it.
    let tasks = Worlds::new(study.seed(), 0..uncertain.len() as u64);
    let by_one = Crew::of(crew.threads()).with_block(1);
    let swings = tasks.map(
        &by_one,
        watch,
        || Crew::of(1),
        |alone, task| {
            let quantity = uncertain[task.index() as usize];
            let (low, high) = quantity.range();
            let lead = |value| leads.at(&quantity.path, value, alone, watch);
            Some(Swing {
                path: quantity.path.clone(),
                low,
                high,
                lead_at_low: lead(low)?,
                lead_at_high: lead(high)?,
            })
        },
    );
    if watch.stopped() {
        return Vec::new();
    }
    let moves = |swing: &Swing| swing.width() > 0.0;
    let mut swings: Vec<Swing> = swings.into_iter().flatten().filter(moves).collect();
    // Of equals the one that stands first in the scenario.
    swings.sort_by(|a, b| {
        let turned = b.flips().cmp(&a.flips());
        turned.then(b.width().total_cmp(&a.width()))
    });
    swings
}

/// The winner's lead over its rival with other values than the scenario's.
struct Leads<'s> {
    study: &'s Study,
    /// The verdict's best and its rival, with the scenario's own values.
    sides: [Side; 2],
}

/// One side of the verdict.
struct Side {
    plan: Plan,
    /// The campaign as far as it matters to it.
    relevant: Campaign,
    /// Its objective, summed over worlds.
    sum: i64,
}

impl<'s> Leads<'s> {
    fn new(study: &'s Study, outcome: &Outcome, crew: &Crew, watch: &Watch) -> Option<Self> {
        let campaign = &study.scenario().campaign;
        let ground = study.ground(campaign).ok()?;
        let arms = [outcome.verdict.best, outcome.verdict.rival];
        let sides = arms.map(|arm| {
            let plan = &outcome.plans[arm];
            Side {
                plan: plan.clone(),
                relevant: plan.relevant(campaign),
                sum: sum(study, &ground, plan, crew, watch),
            }
        });
        (!watch.stopped()).then_some(Self { study, sides })
    }

    /// What the verdict's best has over its rival of the objective, on average, with
    /// another value at `path`; above zero is better. A side for which that value does
    /// not matter is not played again.
    fn at(&self, path: &str, value: f64, alone: &Crew, watch: &Watch) -> Option<f64> {
        let study = self.study;
        let overrides = Overrides::none().with(path, value);
        let scenario = study.scenario().with(&overrides).ok()?;
        let redrawn = match scenario.audience != study.scenario().audience {
            true => Some(People::from_numbers(&scenario.audience, study.seed())?),
            false => None,
        };
        let people = redrawn.as_ref().unwrap_or(study.people());
        let ground = people.ground(&scenario.campaign).ok()?;
        let plans = settle(&ground, &scenario.strategies, study.seed(), alone, watch).ok()?;
        let mut sums = [0; 2];
        for (sum_of, side) in sums.iter_mut().zip(&self.sides) {
            let plan = plans.iter().find(|plan| plan.name == side.plan.name)?;
            let unchanged = redrawn.is_none()
                && *plan == side.plan
                && plan.relevant(&scenario.campaign) == side.relevant;
            *sum_of = match unchanged {
                true => side.sum,
                false => sum(study, &ground, plan, alone, watch),
            };
        }
        let objective = scenario.objective;
        let mean = readable(objective, sums[0] - sums[1]) / WORLDS as f64;
        Some(match objective.more_is_better() {
            true => mean,
            false => -mean,
        })
    }
}

/// The study's objective under `plan`, summed over the worlds in which leads are
/// compared.
fn sum(study: &Study, ground: &Ground<'_>, plan: &Plan, crew: &Crew, watch: &Watch) -> i64 {
    let worlds = Worlds::new(study.seed(), FRESH..FRESH + WORLDS);
    let objective = study.scenario().objective.index();
    let plan = std::slice::from_ref(plan);
    let totals = play(ground, plan, &worlds, crew, watch, |ledger| {
        ledger.totals()[objective]
    });
    totals.into_iter().flatten().sum()
}

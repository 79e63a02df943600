//! Which assumption matters: what the winner's lead becomes when each of them, alone,
//! is as low or as high as is plausible.
//!
//! All runs meet the same worlds, which no report has seen, so that little luck is left
//! in how two leads differ. The assumption whose plausible values move the lead most is
//! the one to measure next; where some of them turn the winner into the loser, the one
//! that turns it furthest.

use groundswell_campaign::compare::play;
use groundswell_campaign::comparison::readable;
use groundswell_campaign::settle::settle;
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
            let lead = |value| lead(study, outcome, (&quantity.path, value), alone, watch);
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

/// What the verdict's best has over its rival of the objective, on average, with
/// another value at `path`; above zero is better.
fn lead(
    study: &Study,
    outcome: &Outcome,
    (path, value): (&str, f64),
    alone: &Crew,
    watch: &Watch,
) -> Option<f64> {
    let overrides = Overrides::none().with(path, value);
    let scenario = study.scenario().with(&overrides).ok()?;
    let redrawn = match scenario.audience != study.scenario().audience {
        true => Some(People::from_numbers(&scenario.audience, study.seed())?),
        false => None,
    };
    let people = redrawn.as_ref().unwrap_or(study.people());
    let ground = people.ground(&scenario.campaign).ok()?;
    let plans = settle(&ground, &scenario.strategies, study.seed(), alone, watch).ok()?;
    let name = |arm: usize| outcome.comparison.arms[arm].name.as_str();
    let named = |arm: usize| plans.iter().find(|plan| plan.name == name(arm)).cloned();
    let pair = [named(outcome.verdict.best)?, named(outcome.verdict.rival)?];
    let worlds = Worlds::new(study.seed(), FRESH..FRESH + WORLDS);
    let objective = scenario.objective;
    let leads = play(&ground, &pair, &worlds, alone, watch, |ledger| {
        ledger.totals()[objective.index()]
    });
    let sum: i64 = leads.iter().map(|pair| pair[0] - pair[1]).sum();
    let mean = readable(objective, sum) / leads.len().max(1) as f64;
    Some(match objective.more_is_better() {
        true => mean,
        false => -mean,
    })
}

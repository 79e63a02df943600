//! Would the winner still win if the assumptions were others?
//!
//! Every uncertain number of the scenario is drawn between its bounds, evenly on
//! the logarithm; all strategies meet the same numbers and the same worlds. The
//! share of such draws in which the verdict's best has the best expected objective
//! is *knowledge*: more worlds do not change it, better numbers do.
//!
//! A draw is keyed by the number's path, so that adding a number redraws no other.

use groundswell_campaign::compare::play;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::settle::settle;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::name_key::NameKey;
use groundswell_scenario::audience::Audience;
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::quantity::Quantity;
use groundswell_scenario::run::Uncertain;

use crate::study::{Outcome, Study};

/// The first of the worlds whose luck draws assumptions, and in which the
/// strategies then meet: beyond those of reports, budgets and flips.
const DRAWN: u64 = 1 << 42;

/// Sets of assumptions.
const SETS: u64 = 32;

/// Worlds per set: enough to tell expected results apart that differ by more than
/// a world's luck.
const WORLDS: u64 = 8;

/// A graph with more ties than this is not drawn anew for every set.
const LARGE: u64 = 5_000_000;

/// How far the winner depends on what is assumed.
#[derive(Debug, Clone, PartialEq)]
pub struct Knowledge {
    /// Sets of assumptions that were drawn and could be run.
    pub sets: u32,
    /// Of these, how many have the verdict's best as their best.
    pub wins: u32,
    /// Whether what is assumed of the audience was left alone, its graph being
    /// large or read from files.
    pub audience_held: bool,
}

impl Knowledge {
    /// The share of sets in which the verdict's best wins.
    pub fn share(&self) -> f64 {
        f64::from(self.wins) / f64::from(self.sets)
    }
}

/// Draws assumptions and graphs as the scenario's `run.uncertain` asks. Gives
/// `None` where it does not, where nothing is uncertain, or where `watch` is asked
/// to stop. Sets with which a strategy cannot be run or paid are left out.
pub fn knowledge(
    study: &Study,
    outcome: &Outcome,
    crew: &Crew,
    watch: &Watch,
) -> Option<Knowledge> {
    let scenario = study.scenario();
    let asked = |what| scenario.run.uncertain.contains(&what);
    let ties = study
        .graph()
        .platforms()
        .iter()
        .map(|p| u64::from(p.ties.count()));
    let drawn = matches!(scenario.audience, Audience::FromAggregates(_));
    let audience_held = !drawn || ties.sum::<u64>() > LARGE;
    let varies =
        |q: &&Quantity| q.is_uncertain() && !(audience_held && q.path.starts_with("audience."));
    let uncertain: Vec<&Quantity> = match asked(Uncertain::Assumptions) {
        true => scenario.assumptions().filter(varies).collect(),
        false => Vec::new(),
    };
    if uncertain.is_empty() && (audience_held || !asked(Uncertain::Graph)) {
        return None;
    }
    // Sets are few and long: they are handed out one by one, and each is run by the
    // thread that takes it.
    let crew = Crew::of(crew.threads()).with_block(1);
    let sets = Worlds::new(study.seed(), DRAWN..DRAWN + SETS);
    let best = &outcome.comparison.arms[outcome.verdict.best].name;
    let winners = sets.map(
        &crew,
        watch,
        || Crew::of(1),
        |alone, set| winner(study, &uncertain, audience_held, alone, watch, set),
    );
    let sets = winners.iter().flatten().count() as u32;
    let wins = winners
        .iter()
        .flatten()
        .filter(|winner| *winner == best)
        .count() as u32;
    (sets > 0 && !watch.stopped()).then_some(Knowledge {
        sets,
        wins,
        audience_held,
    })
}

/// The strategy with the best expected objective under the assumptions that the
/// luck of `set` draws; `None` where these cannot be run.
fn winner(
    study: &Study,
    uncertain: &[&Quantity],
    audience_held: bool,
    alone: &Crew,
    watch: &Watch,
    set: World,
) -> Option<String> {
    let overrides: Overrides = uncertain
        .iter()
        .map(|quantity| (quantity.path.clone(), drawn(quantity, set)))
        .collect();
    let scenario = study.scenario().with(&overrides).ok()?;
    let redrawn = match &scenario.audience {
        Audience::FromAggregates(known) if !audience_held => {
            let another = scenario.run.uncertain.contains(&Uncertain::Graph);
            let seed = if another {
                study.seed() ^ set.index()
            } else {
                study.seed()
            };
            Some(known.graph(seed).ok()?)
        }
        _ => None,
    };
    let ground = Ground::new(
        redrawn.as_ref().unwrap_or(study.graph()),
        &scenario.campaign,
    );
    let plans = settle(&ground, &scenario.strategies, study.seed(), alone, watch).ok()?;
    let first = DRAWN + SETS + (set.index() - DRAWN) * WORLDS;
    let worlds = Worlds::new(study.seed(), first..first + WORLDS);
    let objective = scenario.objective.index();
    let totals = play(&ground, &plans, &worlds, alone, watch, |ledger| {
        ledger.totals()[objective]
    });
    let mut expected = vec![0; plans.len()];
    for world in totals {
        for (sum, total) in expected.iter_mut().zip(world) {
            *sum += total;
        }
    }
    // Every objective is better when there is more of it; of equals the first wins.
    let best = (0..plans.len()).rev().max_by_key(|&arm| expected[arm])?;
    Some(plans[best].name.clone())
}

/// A plausible value: evenly on the logarithm between the bounds, or evenly where
/// they reach down to zero.
fn drawn(quantity: &Quantity, set: World) -> f64 {
    let (low, high) = quantity.range();
    let u = set.people(NameKey::of(&quantity.path)).of(0, 0).unit();
    let value = match low > 0.0 {
        true => low * libm::exp(u * libm::log(high / low)),
        false => low + u * (high - low),
    };
    value.clamp(low, high)
}

//! Would the winner still win if the assumptions were others?
//!
//! Every uncertain number of the scenario is drawn between its bounds, evenly on
//! the logarithm; all strategies meet the same numbers and the same worlds. The
//! share of such draws in which the verdict's best has the best expected objective
//! is *knowledge*: more worlds do not change it, better numbers do.
//!
//! A draw is keyed by the number's path, so that adding a number redraws no other.

use groundswell_campaign::compare::play;
use groundswell_campaign::comparison::readable;
use groundswell_campaign::settle::settle;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::components::Components;
use groundswell_estimate::sample::Sample;
use groundswell_graph::name_key::NameKey;
use groundswell_scenario::audience::Audience;
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::quantity::Quantity;
use groundswell_scenario::run::Uncertain;

use crate::people::People;
use crate::study::{Outcome, Study};

/// The first of the worlds whose luck draws assumptions, and in which the
/// strategies then meet: beyond those of reports, budgets and flips.
const DRAWN: u64 = 1 << 42;

/// Sets of assumptions.
const SETS: u64 = 32;

/// Worlds per set: enough to tell expected results apart that differ by more than
/// a world's luck.
const WORLDS: u64 = 8;

/// The same in a large graph, where luck evens out within each world.
const WORLDS_OF_MANY: u64 = 4;

/// Graphs for each of the first sets, where graphs are drawn: without a second one
/// nobody could tell what comes from the graph. All others have one.
const GRAPHS: u64 = 2;

/// How many are the first sets.
const FIRST_SETS: u64 = SETS / 2;

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
    /// Where the variance of the winner's lead in one world comes from; `None` where it
    /// does not vary, or too few sets could be run.
    pub variance: Option<Variance>,
}

/// Shares of the variance of the winner's lead in one world; they sum to one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variance {
    /// What is assumed.
    pub assumptions: f64,
    /// Which graph is drawn; `None` where it was not drawn anew, or only with the
    /// assumptions.
    pub graph: Option<f64>,
    /// Luck.
    pub luck: f64,
}

impl Knowledge {
    /// The share of sets in which the verdict's best wins.
    pub fn share(&self) -> f64 {
        f64::from(self.wins) / f64::from(self.sets)
    }
}

/// Whether what a study's scenario assumes of its audience is left alone when
/// assumptions are drawn: its graph is large, or read from files.
pub(crate) fn is_held(study: &Study) -> bool {
    let from_numbers = matches!(
        study.scenario().audience,
        Audience::FromAggregates(_) | Audience::Branching(_)
    );
    !from_numbers || is_large(study)
}

/// Whether a study's graph is too large to be gone through again and again.
pub(crate) fn is_large(study: &Study) -> bool {
    let platforms = study.graph().platforms().iter();
    platforms.map(|p| u64::from(p.ties.count())).sum::<u64>() > LARGE
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
    let audience_held = is_held(study);
    let varies =
        |q: &&Quantity| q.is_uncertain() && !(audience_held && q.path.starts_with("audience."));
    let uncertain: Vec<&Quantity> = match asked(Uncertain::Assumptions) {
        true => scenario.assumptions().filter(varies).collect(),
        false => Vec::new(),
    };
    // Where no graph is known there is none to draw anew.
    let has_graph = matches!(study.people(), People::Graph(_));
    let draws_graphs = asked(Uncertain::Graph) && has_graph && !audience_held;
    if uncertain.is_empty() && !draws_graphs {
        return None;
    }
    let drawn = Drawn {
        study,
        outcome,
        uncertain,
        audience_held,
        draws_graphs,
        worlds: match is_large(study) {
            true => WORLDS_OF_MANY,
            false => WORLDS,
        },
    };
    // Sets are few and long: they are handed out one by one, and each is run by the
    // thread that takes it.
    let crew = Crew::of(crew.threads()).with_block(1);
    let sets = Worlds::new(study.seed(), DRAWN..DRAWN + SETS);
    let scratch = || Crew::of(1);
    let results = sets.map(&crew, watch, scratch, |alone, set| {
        drawn.play(alone, watch, set)
    });
    if watch.stopped() {
        return None;
    }
    let results: Vec<SetResult> = results.into_iter().flatten().collect();
    (!results.is_empty()).then(|| Knowledge {
        sets: results.len() as u32,
        wins: results.iter().filter(|set| set.best_wins).count() as u32,
        audience_held,
        variance: drawn.variance(&results),
    })
}

/// What is drawn anew, and for whom.
struct Drawn<'s> {
    study: &'s Study,
    outcome: &'s Outcome,
    uncertain: Vec<&'s Quantity>,
    audience_held: bool,
    /// Whether each set has graphs of its own.
    draws_graphs: bool,
    /// Worlds per set.
    worlds: u64,
}

/// What one set of assumptions comes to.
struct SetResult {
    /// Whether the verdict's best has the best expected objective.
    best_wins: bool,
    /// How many graphs it was run on.
    graphs: u64,
    /// The best's lead over its rival, graph by graph and within it world by world.
    leads: Vec<f64>,
}

impl Drawn<'_> {
    /// The strategies under the assumptions that the luck of `set` draws; `None` where
    /// these cannot be run.
    fn play(&self, alone: &Crew, watch: &Watch, set: World) -> Option<SetResult> {
        let study = self.study;
        let overrides: Overrides = self
            .uncertain
            .iter()
            .map(|quantity| (quantity.path.clone(), drawn(quantity, set)))
            .collect();
        let scenario = study.scenario().with(&overrides).ok()?;
        let number = set.index() - DRAWN;
        let graphs = match self.draws_graphs && number < FIRST_SETS {
            true => GRAPHS,
            false => 1,
        };
        let (objective, worlds) = (scenario.objective, self.worlds / graphs);
        let mut totals = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for graph in 0..graphs {
            let redrawn = match self.audience_held {
                true => None,
                false => {
                    // Graphs have numbers of their own, from one on.
                    let another = match self.draws_graphs {
                        true => study.seed() ^ (DRAWN + 1 + number * GRAPHS + graph),
                        false => study.seed(),
                    };
                    Some(People::from_numbers(&scenario.audience, another)?)
                }
            };
            let people = redrawn.as_ref().unwrap_or(study.people());
            let ground = people.ground(&scenario.campaign).ok()?;
            let plans = settle(&ground, &scenario.strategies, study.seed(), alone, watch).ok()?;
            let first = DRAWN + SETS + number * self.worlds + graph * worlds;
            let these = Worlds::new(study.seed(), first..first + worlds);
            totals.extend(play(&ground, &plans, &these, alone, watch, |ledger| {
                ledger.totals()[objective.index()]
            }));
            names = plans.into_iter().map(|plan| plan.name).collect();
        }
        let mut expected = vec![0; names.len()];
        for world in &totals {
            for (sum, total) in expected.iter_mut().zip(world) {
                *sum += total;
            }
        }
        // Every objective is better when there is more of it; of equals the first wins.
        let best = (0..names.len()).rev().max_by_key(|&arm| expected[arm])?;
        let arms = &self.outcome.comparison.arms;
        let place = |arm: usize| names.iter().position(|name| *name == arms[arm].name);
        let (winner, rival) = (
            place(self.outcome.verdict.best)?,
            place(self.outcome.verdict.rival)?,
        );
        let lead = |world: &Vec<i64>| readable(objective, world[winner] - world[rival]);
        Some(SetResult {
            best_wins: best == winner,
            graphs,
            leads: totals.iter().map(lead).collect(),
        })
    }

    /// The variance of leads, taken apart.
    fn variance(&self, sets: &[SetResult]) -> Option<Variance> {
        // Of sets with one graph and sets with two, those with two tell more.
        let graphs = sets.iter().map(|set| set.graphs).max()?;
        let sets: Vec<&SetResult> = sets.iter().filter(|set| set.graphs == graphs).collect();
        let leads = sets.iter().flat_map(|set| set.leads.iter().copied());
        let leads: Sample = leads.collect();
        let (sets, graphs) = (sets.len(), graphs as usize);
        let worlds = self.worlds as usize / graphs;
        let shape: &[usize] = match graphs {
            1 => &[sets, worlds],
            _ => &[sets, graphs, worlds],
        };
        let shares = Components::nested(&leads, shape).ok()?.shares()?;
        Some(match shares[..] {
            [assumptions, luck] => Variance {
                assumptions,
                graph: None,
                luck,
            },
            [assumptions, graph, luck] => Variance {
                assumptions,
                graph: Some(graph),
                luck,
            },
            _ => return None,
        })
    }
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

//! Which of several seed sets reaches most, tried in the same worlds.
//!
//! Word that spreads forward tells much more of a seed set than RR sets that may or may not
//! meet it: on NetHEPT with chances of 0.01, fifty seeds meet one RR set in two hundred, and
//! to know their spread to a thousandth takes 200 million of them, or 6,500 worlds. Worlds
//! are also the same for all, so that differences are known better than spreads.
//!
//! Where people are worth different amounts, RR sets are met as before: worlds count heads.

use groundswell_diffusion::contagion::LiveEdge;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Engine, Question, spread_live};
use groundswell_diffusion::worlds::Worlds;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;

use crate::maximize::{Purpose, Run};

/// How seed sets are tried.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Trial {
    /// In so many worlds, in which so many people are reached without them on average.
    Worlds { worlds: u64, without: f64 },
    /// On so many RR sets.
    Sets { count: u64 },
}

/// What a seed set came to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tried {
    /// The spread; where some were seeded before, what is added.
    pub(crate) spread: f64,
    pub(crate) standard_error: f64,
}

/// Worlds at least and at most.
const WORLDS: (u64, u64) = (256, 1 << 16);
/// There are more as long as the standard error is above this share of the spread,
const PRECISION: f64 = 0.001;
/// and fewer people than this were reached in all of them.
const REACHED: f64 = (1u64 << 24) as f64;
/// RR sets are so many that the seeds meet about this number of them, within bounds.
const MEETINGS: f64 = 60_000.0;
const SETS: (f64, f64) = (65_536.0, 4_194_304.0);

impl Trial {
    /// A trial that is fine enough for sets about as good as `seeds`, which meet this share
    /// of RR sets; and what they come to.
    pub(crate) fn new<C: LiveEdge>(
        run: &Run<'_, '_, C>,
        seeds: &[NodeId],
        share: f64,
    ) -> (Self, Tried) {
        if run.problem.values.is_some() {
            let count = (MEETINGS / share).clamp(SETS.0, SETS.1) as u64;
            let trial = Self::Sets { count };
            return (trial, trial.of(run, seeds));
        }
        let mut worlds = WORLDS.0;
        loop {
            let trial = Self::Worlds {
                worlds,
                without: 0.0,
            };
            let tried = trial.of(run, seeds);
            let is_fine = tried.standard_error <= PRECISION * tried.spread;
            let reached = tried.spread * worlds as f64;
            if is_fine || reached >= REACHED || worlds >= WORLDS.1 || run.watch.stopped() {
                let without = match run.problem.seeded.is_empty() {
                    true => 0.0,
                    false => trial.of(run, &[]).spread,
                };
                let spread = tried.spread - without;
                return (Self::Worlds { worlds, without }, Tried { spread, ..tried });
            }
            worlds *= 2;
        }
    }

    /// What `seeds` come to.
    pub(crate) fn of<C: LiveEdge>(self, run: &Run<'_, '_, C>, seeds: &[NodeId]) -> Tried {
        match self {
            Self::Worlds { worlds, without } => {
                let all = Seeds::these(run.problem.seeded.iter().chain(seeds).copied());
                let seed = run.setting.seed ^ NameKey::of("trial").0;
                let question = Question::new(&all, Worlds::new(seed, 0..worlds));
                let (networks, model) = (run.sampler.networks(), run.sampler.model());
                let (crew, watch) = (run.crew, run.watch);
                let (found, _) =
                    spread_live(crew, watch, networks, model, &question, Engine::Fastest);
                let estimate = found.estimate(0.95).ok();
                let mean = estimate.map_or(0.0, |estimate| estimate.mean);
                Tried {
                    spread: mean - without,
                    standard_error: estimate.map_or(0.0, |estimate| estimate.standard_error),
                }
            }
            Self::Sets { count } => {
                let met = run.met(Purpose::Validation, seeds, count);
                let share = met.sets / count as f64;
                Tried {
                    spread: met.spread(),
                    standard_error: (share * (1.0 - share) / count as f64).sqrt() * met.worth,
                }
            }
        }
    }
}

//! One question about diffusion, carried out: from its words to what many worlds
//! come to.
//!
//! ```
//! use std::path::Path;
//!
//! use groundswell_campaign::compare::Effort;
//! use groundswell_diffusion::worlds::{Crew, Watch};
//! use groundswell_experiment::diffusion_study::{DiffusionStudy, Wish};
//! use groundswell_graph::builder::graph;
//! use groundswell_scenario::diffusion::{Diffusion, Written};
//!
//! let question = Diffusion::parse(&Written {
//!     model: "independent-cascade".into(),
//!     weights: vec!["uniform:0.5".into()],
//!     seeds: vec!["0".into()],
//!     ..Written::default()
//! })?;
//! let path = graph("0->1 1->2");
//! let effort = Effort::Worlds(10_000);
//! let study = DiffusionStudy::new(question, path, Path::new(""), 1, effort)?;
//! let outcome = study.run(&Wish::default(), &Crew::of(2), &Watch::default())?;
//! // One person, a half and a quarter.
//! assert!((outcome.spread.mean - 1.75).abs() < 4.5 * outcome.spread.standard_error);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::cascade::{Cascade, Count};
use groundswell_diffusion::contagion::{Contagion, LiveEdge, Network};
use groundswell_diffusion::continuous::TimedContagion;
use groundswell_diffusion::continuous::outbreak::Outbreak;
use groundswell_diffusion::continuous::time::Time;
use groundswell_diffusion::error::Error as Impossible;
use groundswell_diffusion::looking::market::Market;
use groundswell_diffusion::looking::{Looking, Order};
use groundswell_diffusion::model::competitive_cascade::Rival;
use groundswell_diffusion::opinion::discussion::{Discussion, Stop};
use groundswell_diffusion::opinion::schedule::Schedule;
use groundswell_diffusion::opinion::summary;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::skipping::Skippable;
use groundswell_diffusion::spread::{
    Counting, Engine, Question, Spread, Stage, fastest, observe, spread, spread_live, to_precision,
};
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::looks::looks;
use groundswell_estimate::sample::Sample;
use groundswell_estimate::tally::Tally;
use groundswell_graph::activation::Activation;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use groundswell_scenario::diffusion::Diffusion;
use groundswell_scenario::mistake::Mistake;
use groundswell_scenario::model::Model;
use groundswell_scenario::opinions::Start;
use groundswell_scenario::stamp::VALUES_VERSION;
use groundswell_scenario::weights::RULES;
use xxhash_rust::xxh3::xxh3_128;

use crate::companion::{Companion, companion};
use crate::dispatch::{FirstOpinion, Visitor, visit};
use crate::found::{End, Found};
use crate::kept::Kept;
use crate::trees::{self, Look, Trees};

/// The level of intervals, where no precision is asked for.
const LEVEL: f64 = 0.95;

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// It does not fit the graph.
    Mistake(Mistake),
    /// The weights of a platform are no activation probabilities.
    Weights {
        /// The platform.
        platform: String,
        /// The rule that was asked for.
        rule: String,
        /// What is wrong with them.
        error: Box<groundswell_graph::Error>,
    },
    /// The weights of those whom somebody hears sum to more than one.
    WeightsAboveOne {
        /// The original id of who hears them.
        person: String,
        /// Their sum.
        sum: f64,
    },
    /// The graph has no platform along which word could spread.
    NoPlatform,
    /// The model is impossible on the graph.
    Impossible(Impossible),
    /// Trees were asked for, and the model has none to tell.
    NoTrees {
        /// The model.
        model: &'static str,
    },
    /// A film was asked for, and the model does not spread word in rounds.
    NoFilm {
        /// The model.
        model: &'static str,
    },
    /// A search for seeds needs ties that are live or not by themselves.
    NotLive {
        /// The way of choosing.
        by: &'static str,
        /// The model.
        model: &'static str,
    },
    /// A way of choosing takes a number of seeds and no budget.
    OnlyCounts {
        /// The way.
        by: &'static str,
    },
    /// Nobody can be chosen as asked.
    Seeding(groundswell_seeding::error::Error),
    /// Too few worlds were finished for an estimate.
    Estimate(groundswell_estimate::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mistake(mistake) => mistake.fmt(f),
            Self::Weights {
                platform,
                rule,
                error,
            } => match &**error {
                groundswell_graph::Error::NoSuchColumn { .. } => write!(
                    f,
                    "weights are {rule}, but {platform} has no column of weights; a file with one \
                     would do, or a rule: {}",
                    RULES[1..].join(", ")
                ),
                groundswell_graph::Error::NotAProbability { value } => write!(
                    f,
                    "weights are {rule}, but one on {platform} is {value}; a probability lies \
                     between 0 and 1"
                ),
                error => write!(f, "weights on {platform}: {error}"),
            },
            Self::WeightsAboveOne { person, sum } => write!(
                f,
                "the weights into \"{person}\" sum to {sum}; thresholds need at most 1, as \
                 weighted-cascade gives on one platform; on several, multiplex-threshold keeps \
                 them apart"
            ),
            Self::NoPlatform => write!(f, "the graph has no ties along which word could spread"),
            Self::Impossible(Impossible::TooManyNetworks { networks, most: 1 }) => write!(
                f,
                "the graph has {networks} platforms; this model runs on one, such as a file \
                 with one layer"
            ),
            Self::Impossible(error) => error.fmt(f),
            Self::NoTrees { model } => write!(
                f,
                "{model} tells no trees; models in rounds do, such as independent-cascade or sir"
            ),
            Self::NoFilm { model } => write!(
                f,
                "{model} cannot be shown, as no word passes from one person to another in rounds; \
                 models in which it does can, such as independent-cascade or sir"
            ),
            Self::NotLive { by, model } => write!(
                f,
                "{by} is not for {model}; it is for independent-cascade, linear-threshold and \
                 limited-attention, and rules of thumb such as degree-discount are for all \
                 models in rounds"
            ),
            Self::OnlyCounts { by } => write!(
                f,
                "{by} takes a number of seeds, and neither a budget nor offers nor groups; maximize does"
            ),
            Self::Seeding(error) => error.fmt(f),
            Self::Estimate(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<groundswell_seeding::error::Error> for Error {
    fn from(error: groundswell_seeding::error::Error) -> Self {
        Self::Seeding(error)
    }
}

impl From<Mistake> for Error {
    fn from(mistake: Mistake) -> Self {
        Self::Mistake(mistake)
    }
}

impl From<groundswell_estimate::Error> for Error {
    fn from(error: groundswell_estimate::Error) -> Self {
        Self::Estimate(error)
    }
}

/// What is wanted besides the spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    /// How likely each person is to adopt.
    pub per_person: bool,
    /// The engine of live-edge models; no result depends on it, but for [`Engine::Skip`],
    /// which has luck of its own and refuses what it is not for.
    pub engine: Engine,
}

/// A question with its graph: what stands before the first world.
#[derive(Debug)]
pub struct DiffusionStudy {
    diffusion: Diffusion,
    hash: u128,
    graph: Arc<FanGraph>,
    seed: u64,
    effort: Effort,
    activations: Vec<Activation>,
    seeds: Seeds,
    rivals: Vec<Rival>,
    milestones: Vec<u32>,
}

/// What a question came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// People who ever adopted.
    pub spread: Estimate,
    /// The level of its interval.
    pub level: f64,
    /// One entry a round, round 0 first.
    pub by_round: Vec<Round>,
    /// People who ever adopted: one entry per world, in world order.
    pub sizes: Vec<u32>,
    /// How many worlds had each spread, ascending, those with none left out.
    pub distribution: Vec<(u32, u64)>,
    /// The share of worlds in which each person adopted, in the order of people, if
    /// that was wished.
    pub activation: Option<Vec<f64>>,
    /// Adopters of each kind: of each brand by its name, or `pleased` and
    /// `displeased`. Empty for models whose adopters are all alike.
    pub kinds: Vec<(String, Estimate)>,
    /// When each of the [milestones](DiffusionStudy::with_milestones) was reached.
    pub milestones: Vec<Milestone>,
    /// What people think in the end, for models of opinions.
    pub opinions: Option<Thoughts>,
    /// What the textbook's equations say, where there are any for this model, these
    /// weights and this graph.
    pub companion: Option<Companion>,
    /// Which engine ran.
    pub engine: Engine,
    /// Whether the run was stopped before it had its worlds.
    pub partial: bool,
}

/// When so many people had adopted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Milestone {
    /// How many.
    pub people: u32,
    /// The first round with as many adopters, over the worlds that came so far; `None`
    /// below two of them.
    pub round: Option<Estimate>,
    /// Worlds that ended with fewer.
    pub missed: u64,
}

/// What people are at the end of a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round {
    /// Ever adopted.
    pub spread: Estimate,
    /// Mean number who have adopted and do not speak yet.
    pub waiting: f64,
    /// Mean number who speak in the next round.
    pub speaking: f64,
    /// Mean number who have fallen silent for good.
    pub removed: f64,
}

/// What people think in the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Thoughts {
    /// The mean opinion, 0 to 1.
    pub mean: Estimate,
    /// The distance between the most distant opinions.
    pub width: Estimate,
    /// Groups of opinions with a gap of more than 0.01 between.
    pub camps: Estimate,
    /// The share of worlds in which minds came to rest.
    pub settled: f64,
    /// The opinions of world 0 after each round, round 0 first: the lowest, those that
    /// a quarter, half and three quarters do not exceed, the highest. Nothing where
    /// there are two sides only.
    pub course: Vec<[f64; 5]>,
}

impl DiffusionStudy {
    /// Makes `graph` ready for the question. Files of seeds are sought from
    /// `folder`.
    ///
    /// # Errors
    ///
    /// [`Error::Mistake`] where the question does not fit the graph,
    /// [`Error::Weights`], [`Error::NoPlatform`].
    pub fn new(
        diffusion: Diffusion,
        graph: impl Into<Arc<FanGraph>>,
        folder: &Path,
        seed: u64,
        effort: Effort,
    ) -> Result<Self, Error> {
        let study = Self::with_any_seeds(diffusion, graph, folder, seed, effort)?;
        let Seeds { always, perhaps } = &study.seeds;
        let nobody = always.is_empty() && perhaps.is_empty();
        if nobody && !study.diffusion.model.runs_without_seeds() {
            return Err(Mistake::NoSeeds.into());
        }
        Ok(study)
    }

    /// The same where seeds are still to be [chosen](Self::choose).
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), but for a lack of seeds.
    pub fn with_any_seeds(
        diffusion: Diffusion,
        graph: impl Into<Arc<FanGraph>>,
        folder: &Path,
        seed: u64,
        effort: Effort,
    ) -> Result<Self, Error> {
        let graph = graph.into();
        if graph.platforms().is_empty() {
            return Err(Error::NoPlatform);
        }
        diffusion.weights.fits(&graph)?;
        let mut activations = Vec::new();
        for platform in graph.platforms() {
            let rule = diffusion.weights.of(&platform.name);
            let activation = rule.activation(platform, seed);
            activations.push(activation.map_err(|error| Error::Weights {
                platform: platform.name.clone(),
                rule: rule.to_string(),
                error: Box::new(error),
            })?);
        }
        let mut sets = Vec::new();
        for starters in &diffusion.seeds {
            let people = starters.seeds.people(&graph, &activations, folder, seed)?;
            if diffusion.model.has_brands() && !people.perhaps.is_empty() {
                let brand = starters.brand.clone();
                return Err(Mistake::BrandByChance { brand }.into());
            }
            sets.push(people);
        }
        let rivals = rivals(&diffusion.model, &sets);
        let seeds = match (&sets[..], rivals.is_empty()) {
            ([one], true) => one.clone(),
            _ => together(&sets),
        };
        Ok(Self {
            hash: diffusion.hash(&sets),
            diffusion,
            graph,
            seed,
            effort,
            activations,
            seeds,
            rivals,
            milestones: Vec::new(),
        })
    }

    /// The same study, which also tells when so many people had adopted, for each of
    /// these numbers.
    #[must_use]
    pub fn with_milestones(self, milestones: Vec<u32>) -> Self {
        Self { milestones, ..self }
    }

    /// Whether the model is possible on the graph, which is found out without running a
    /// world.
    ///
    /// # Errors
    ///
    /// [`Error::WeightsAboveOne`], [`Error::Impossible`].
    pub fn check(&self) -> Result<(), Error> {
        self.visit(&self.networks(), Trial)
    }

    /// The identity of the question.
    pub fn hash(&self) -> u128 {
        self.hash
    }

    /// The question.
    pub fn diffusion(&self) -> &Diffusion {
        &self.diffusion
    }

    /// The people and their ties.
    pub fn graph(&self) -> &FanGraph {
        &self.graph
    }

    /// Who adopts in round 0, in any brand.
    pub fn seeds(&self) -> &Seeds {
        &self.seeds
    }

    /// How likely each tie is to carry word, one entry a platform.
    pub(crate) fn activations(&self) -> &[Activation] {
        &self.activations
    }

    /// The seed of all luck.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The most worlds that the study will run.
    pub fn most_worlds(&self) -> u64 {
        match self.effort {
            Effort::Worlds(worlds) => worlds,
            Effort::Precision { most, .. } => most,
        }
    }

    /// Runs the worlds. Where `watch` is asked to stop, what was finished counts.
    ///
    /// # Errors
    ///
    /// What [`check`](Self::check) refuses; [`Error::Impossible`] if skipping is wished and
    /// not possible; [`Error::Estimate`] if fewer than two worlds were finished.
    pub fn run(&self, wish: &Wish, crew: &Crew, watch: &Watch) -> Result<Outcome, Error> {
        self.run_perhaps_keeping(wish, crew, watch, None)
    }

    /// The same, going on from what is kept, and keeping what is finished. `tell` hears
    /// of the spread as far as it is known, whenever something is kept.
    ///
    /// # Errors
    ///
    /// Those of [`run`](Self::run).
    pub fn run_keeping(
        &self,
        wish: &Wish,
        crew: &Crew,
        watch: &Watch,
        kept: &mut Kept,
        tell: &dyn Fn(&Estimate),
    ) -> Result<Outcome, Error> {
        self.run_perhaps_keeping(wish, crew, watch, Some((kept, tell)))
    }

    /// What decides everything that worlds come to, as one number: runs that have it in
    /// common have their worlds in common.
    pub fn identity(&self, wish: &Wish) -> u128 {
        let mut bytes = Vec::from(self.hash.to_le_bytes());
        bytes.extend(VALUES_VERSION.to_le_bytes());
        bytes.extend(self.graph.fingerprint().to_le_bytes());
        bytes.extend(self.seed.to_le_bytes());
        bytes.extend(self.effort.identity());
        bytes.extend([wish.per_person, wish.engine == Engine::Skip].map(u8::from));
        for people in &self.milestones {
            bytes.extend(people.to_le_bytes());
        }
        xxh3_128(&bytes)
    }

    fn run_perhaps_keeping(
        &self,
        wish: &Wish,
        crew: &Crew,
        watch: &Watch,
        kept: Option<Keeping<'_>>,
    ) -> Result<Outcome, Error> {
        let networks = self.networks();
        if wish.engine == Engine::Skip {
            let model = self.diffusion.name;
            let networks = &networks;
            self.visit(networks, MaySkip { model, networks })?
                .map_err(Error::Impossible)?;
        }
        let answer = self.visit(
            &networks,
            Worldwide {
                study: self,
                wish,
                crew,
                watch,
                networks: &networks,
                worlds: None,
                kept,
            },
        )??;
        self.outcome(answer, watch)
    }

    /// People who ever adopted in each of `worlds`, in world order. Where `watch` is asked
    /// to stop, the first of them.
    ///
    /// # Errors
    ///
    /// What [`check`](Self::check) refuses; [`Error::Estimate`] if nearly nothing was
    /// finished.
    pub fn sizes(&self, worlds: Range<u64>, crew: &Crew, watch: &Watch) -> Result<Vec<u32>, Error> {
        let networks = self.networks();
        let asked = worlds.end.saturating_sub(worlds.start) as usize;
        // Below two worlds there is no estimate, which is made on the way.
        let worlds = worlds.start..worlds.end.max(worlds.start + 2);
        let worldwide = Worldwide {
            study: self,
            wish: &Wish::default(),
            crew,
            watch,
            networks: &networks,
            worlds: Some(worlds),
            kept: None,
        };
        let mut sizes = self.visit(&networks, worldwide)??.found.spread.sizes;
        sizes.truncate(asked);
        Ok(sizes)
    }

    /// The trees of the first worlds of `outcome`, at most [`trees::WORLDS`].
    ///
    /// # Errors
    ///
    /// [`Error::Estimate`] if fewer than two worlds were finished, [`Error::NoTrees`] for
    /// models in continuous time and of opinions, [`Error::Impossible`] for what was found
    /// by skipping.
    pub fn trees(&self, outcome: &Outcome, crew: &Crew, watch: &Watch) -> Result<Trees, Error> {
        if outcome.engine == Engine::Skip {
            let what = "who convinced whom";
            return Err(Error::Impossible(Impossible::NotSkippable { what }));
        }
        let networks = self.networks();
        let worlds = trees::WORLDS.min(outcome.sizes.len() as u64);
        let look = Look {
            crew,
            watch,
            networks: &networks,
            seeds: &self.seeds,
            worlds: Worlds::new(self.seed, 0..worlds),
            max_rounds: self.max_rounds(),
            people: self.graph.people(),
        };
        let model = self.diffusion.name;
        self.visit(&networks, look)??
            .ok_or(Error::NoTrees { model })
    }

    pub(crate) fn networks(&self) -> Vec<Network<'_>> {
        let platforms = self.graph.platforms().iter().zip(&self.activations);
        let network = |(platform, activation)| {
            Network::new(platform, activation).with_coins(self.diffusion.coins)
        };
        platforms.map(network).collect()
    }

    pub(crate) fn max_rounds(&self) -> u32 {
        self.diffusion.rounds.unwrap_or(u32::MAX)
    }

    pub(crate) fn visit<V: Visitor>(
        &self,
        networks: &[Network<'_>],
        visitor: V,
    ) -> Result<V::Answer, Error> {
        self.visit_as(&self.diffusion.model, networks, visitor)
    }

    /// The same with another model in place of the question's.
    pub(crate) fn visit_as<V: Visitor>(
        &self,
        model: &Model,
        networks: &[Network<'_>],
        visitor: V,
    ) -> Result<V::Answer, Error> {
        let answer = visit(model, networks, &self.rivals, visitor);
        answer.map_err(|error| match error {
            Impossible::WeightsAboveOne { person, sum } => Error::WeightsAboveOne {
                person: self.graph.original_id(person),
                sum,
            },
            error => Error::Impossible(error),
        })
    }

    fn outcome(&self, answer: Answer, watch: &Watch) -> Result<Outcome, Error> {
        let Answer {
            found,
            spread,
            level,
            engine,
        } = answer;
        let thoughts = match found.ends.is_empty() {
            true => None,
            false => Some(thoughts(&found, level)?),
        };
        let (kinds, found) = (found.kinds, found.spread);
        let round = |stage: &Stage| {
            Ok(Round {
                spread: stage.spread.estimate(level)?,
                waiting: mean(stage.waiting),
                speaking: mean(stage.speaking),
                removed: mean(stage.removed),
            })
        };
        let names = match self.diffusion.model {
            Model::Sentiment { .. } => vec!["pleased".to_owned(), "displeased".to_owned()],
            _ => {
                let brands = self.diffusion.seeds.iter();
                brands.map(|starters| starters.brand.clone()).collect()
            }
        };
        let kinds = names.into_iter().zip(kinds);
        let kinds = kinds.map(|(name, tally)| Ok((name, tally.estimate(level)?)));
        let rounds = found.course.iter().map(round);
        Ok(Outcome {
            spread,
            level,
            by_round: rounds.collect::<Result<_, groundswell_estimate::Error>>()?,
            distribution: found.distribution(),
            activation: found.activated.as_ref().map(|_| {
                let people = self.graph.nodes();
                let share = |v| found.activation(v).unwrap_or(0.0);
                people.map(share).collect()
            }),
            kinds: kinds.collect::<Result<_, groundswell_estimate::Error>>()?,
            milestones: self.milestones_of(&found, level),
            opinions: thoughts,
            companion: companion(
                &self.diffusion.model,
                &self.networks(),
                &self.seeds,
                found.course.len(),
            ),
            engine,
            partial: watch.stopped() && (found.sizes.len() as u64) < self.most_worlds(),
            sizes: found.sizes,
        })
    }
}

impl DiffusionStudy {
    fn milestones_of(&self, found: &Spread, level: f64) -> Vec<Milestone> {
        let worlds = found.sizes.len() as u64;
        let milestones = self.milestones.iter().zip(&found.reached);
        let told = milestones.map(|(&people, reached)| Milestone {
            people,
            round: reached.estimate(level).ok(),
            missed: worlds - reached.worlds,
        });
        told.collect()
    }
}

fn mean(tally: Tally) -> f64 {
    tally.sum as f64 / tally.worlds.max(1) as f64
}

/// The brands of a competition with their seeds; none for other models.
fn rivals(model: &Model, sets: &[Seeds]) -> Vec<Rival> {
    let Model::CompetitiveCascade { appeals, .. } = model else {
        return Vec::new();
    };
    let all = appeals
        .iter()
        .copied()
        .chain(std::iter::repeat(Probability::ONE));
    let rival = |(seeds, appeal): (&Seeds, Probability)| Rival {
        seeds: seeds.always.clone(),
        appeal,
    };
    sets.iter().zip(all).map(rival).collect()
}

/// The seeds of all brands, each person once.
fn together(sets: &[Seeds]) -> Seeds {
    let mut all: Vec<NodeId> = sets.iter().flat_map(|set| set.always.clone()).collect();
    all.sort_unstable();
    all.dedup();
    Seeds::these(all)
}

/// Does nothing: for what making a model finds out.
struct Trial;

impl Visitor for Trial {
    type Answer = ();

    fn any<C: Contagion>(self, _: &C) {}

    fn in_time<C: TimedContagion>(self, _: &C) {}

    fn looking<L: Looking>(self, _: &L, _: Order) {}

    fn opinions<O: FirstOpinion, S: Schedule<O>>(self, _: Start, _: impl Fn(&[O]) -> S + Sync) {}
}

/// Finds out whether cascades of a model can skip on these networks.
struct MaySkip<'a> {
    model: &'static str,
    networks: &'a [Network<'a>],
}

impl MaySkip<'_> {
    fn no(&self) -> Result<(), Impossible> {
        Err(Impossible::NotSkippable { what: self.model })
    }
}

impl Visitor for MaySkip<'_> {
    type Answer = Result<(), Impossible>;

    fn any<C: Contagion>(self, _: &C) -> Self::Answer {
        self.no()
    }

    fn live<C: LiveEdge>(self, model: &C) -> Self::Answer {
        match C::EACH_FOR_ITSELF {
            true => Skippable::all(self.networks, model).map(|_| ()),
            false => self.no(),
        }
    }

    fn in_time<C: TimedContagion>(self, _: &C) -> Self::Answer {
        self.no()
    }

    fn looking<L: Looking>(self, _: &L, _: Order) -> Self::Answer {
        self.no()
    }

    fn opinions<O: FirstOpinion, S: Schedule<O>>(
        self,
        _: Start,
        _: impl Fn(&[O]) -> S + Sync,
    ) -> Self::Answer {
        self.no()
    }
}

/// What the worlds of a study come to.
struct Answer {
    found: Found,
    spread: Estimate,
    level: f64,
    engine: Engine,
}

/// Where worlds are kept, and who hears of the spread.
type Keeping<'a> = (&'a mut Kept, &'a dyn Fn(&Estimate));

/// Runs the worlds of a study.
struct Worldwide<'a> {
    study: &'a DiffusionStudy,
    wish: &'a Wish,
    crew: &'a Crew,
    watch: &'a Watch,
    networks: &'a [Network<'a>],
    /// Which worlds, where others than those that the effort asks for.
    worlds: Option<Range<u64>>,
    kept: Option<Keeping<'a>>,
}

impl Worldwide<'_> {
    fn question(&self, worlds: Worlds) -> Question<'_> {
        Question {
            max_rounds: self.study.max_rounds(),
            per_person: self.wish.per_person,
            milestones: &self.study.milestones,
            ..Question::new(&self.study.seeds, worlds)
        }
    }

    /// What as many worlds as the effort asks for come to, answered for by `ask`, which
    /// is given some of them and the watch.
    fn worlds(&mut self, ask: impl Fn(&Self, Worlds, &Watch) -> Found) -> Result<Answer, Error> {
        let mut kept = self.kept.take();
        let people = self.study.graph.people();
        let so_far = RefCell::new(Tally::default());
        let ask = |worlds: Worlds| match &mut kept {
            None => ask(self, worlds, self.watch),
            Some((kept, tell)) => {
                let heard = |found: &Found| {
                    let mut so_far = so_far.borrow_mut();
                    found.spread.sizes.iter().for_each(|&size| so_far.add(size));
                    if let Ok(estimate) = so_far.estimate(LEVEL) {
                        tell(&estimate);
                    }
                };
                let of_bytes = |bytes: &[u8], _| Found::of_bytes(bytes, people).inspect(heard);
                kept.in_stretches(&worlds, self.watch, of_bytes, |worlds, watch| {
                    let found = ask(self, worlds, watch);
                    heard(&found);
                    found
                })
            }
        };
        let seed = self.study.seed;
        let fixed = match (&self.worlds, self.study.effort) {
            (Some(worlds), _) => Ok(worlds.clone()),
            (None, Effort::Worlds(worlds)) => Ok(0..worlds),
            (None, Effort::Precision { fraction, most }) => Err((fraction, most)),
        };
        let (found, spread, level) = match fixed {
            Ok(worlds) => {
                let found = { ask }(Worlds::new(seed, worlds));
                let estimate = found.spread.estimate(LEVEL)?;
                (found, estimate, LEVEL)
            }
            Err((fraction, most)) => to_precision(seed, most, fraction, self.watch, ask)?,
        };
        Ok(Answer {
            found,
            spread,
            level,
            engine: Engine::OneWorld,
        })
    }

    /// How many worlds are asked for first.
    fn first_request(&self) -> u64 {
        match (&self.worlds, self.study.effort) {
            (Some(worlds), _) => worlds.end - worlds.start,
            (None, Effort::Worlds(worlds)) => worlds,
            (None, Effort::Precision { most, .. }) => looks(most)[0].worlds,
        }
    }
}

impl Visitor for Worldwide<'_> {
    type Answer = Result<Answer, Error>;

    fn any<C: Contagion>(mut self, model: &C) -> Self::Answer {
        self.worlds(|this, worlds, watch| {
            let question = this.question(worlds);
            spread(this.crew, watch, this.networks, model, &question).into()
        })
    }

    fn live<C: LiveEdge>(mut self, model: &C) -> Self::Answer {
        let engine = match self.wish.engine {
            Engine::Fastest => fastest(self.study.graph.people(), self.first_request()),
            engine => engine,
        };
        let answer = self.worlds(|this, worlds, watch| {
            let question = this.question(worlds);
            let (networks, crew) = (this.networks, this.crew);
            let (found, _) = spread_live(crew, watch, networks, model, &question, engine);
            found.into()
        })?;
        Ok(Answer { engine, ..answer })
    }

    fn sorted<C: Contagion>(
        mut self,
        model: &C,
        kinds: usize,
        which: impl Fn(&C::Memory) -> Option<usize> + Sync,
    ) -> Self::Answer {
        let people = self.study.graph.people();
        self.worlds(|this, worlds, watch| {
            // Sums of whole numbers: the order in which threads come by does not matter.
            let tallies = Mutex::new(vec![Tally::default(); kinds]);
            let question = this.question(worlds);
            let scratch = || {
                let cascade = Cascade::<C::Memory>::new(people);
                (
                    cascade.stopping_after(question.max_rounds),
                    Vec::new(),
                    vec![0u32; kinds],
                )
            };
            let spread = observe(
                this.crew,
                watch,
                people,
                &question,
                scratch,
                |(cascade, seeds, counts), world, counting| {
                    question.seeds.of_world(world, seeds);
                    let outcome = cascade.run_on(this.networks, model, seeds, world);
                    counts.fill(0);
                    for &v in outcome.adopters() {
                        if let Some(kind) = which(outcome.memory(v)) {
                            counts[kind] += 1;
                        }
                    }
                    let mut tallies = tallies.lock().expect(UNHARMED);
                    for (tally, &count) in tallies.iter_mut().zip(&*counts) {
                        tally.add(count);
                    }
                    let among = counting.world(outcome.counts(), outcome.adopters());
                    (outcome.spread(), among)
                },
            );
            Found {
                kinds: tallies.into_inner().expect(UNHARMED),
                ..spread.into()
            }
        })
    }

    fn in_time<C: TimedContagion>(mut self, model: &C) -> Self::Answer {
        let people = self.study.graph.people();
        let units = self.study.max_rounds();
        let until = Time::new(units.into()).expect("a whole number is a time");
        self.worlds(|this, worlds, watch| {
            let question = this.question(worlds);
            let scratch = || (Outbreak::new(people).stopping_after(until), Vec::new());
            let job = |(outbreak, seeds): &mut (Outbreak, Vec<NodeId>),
                       world: World,
                       counting: &mut Counting<'_>| {
                question.seeds.of_world(world, seeds);
                let outcome = outbreak.run(&this.networks[0], model, seeds, world);
                let among = counting.world(&by_time(outcome, units), &reached(outcome));
                (outcome.spread(), among)
            };
            observe(this.crew, watch, people, &question, scratch, job).into()
        })
    }

    fn looking<L: Looking>(mut self, model: &L, order: Order) -> Self::Answer {
        let people = self.study.graph.people();
        self.worlds(|this, worlds, watch| {
            let question = this.question(worlds);
            let scratch = || {
                let market = Market::new(people);
                (market.stopping_after(question.max_rounds), Vec::new())
            };
            let job = |(market, seeds): &mut (Market, Vec<NodeId>),
                       world: World,
                       counting: &mut Counting<'_>| {
                question.seeds.of_world(world, seeds);
                let ties = this.networks[0].ties;
                let filled = market.run(ties, model, order, seeds, world);
                let among = counting.world(filled.counts(), filled.adopters());
                (filled.spread(), among)
            };
            observe(this.crew, watch, people, &question, scratch, job).into()
        })
    }

    fn opinions<O: FirstOpinion, S: Schedule<O>>(
        mut self,
        start: Start,
        schedule: impl Fn(&[O]) -> S + Sync,
    ) -> Self::Answer {
        let people = self.study.graph.people();
        let stop = Stop {
            max_rounds: self.study.max_rounds(),
            ..Stop::default()
        };
        self.worlds(|this, worlds, watch| {
            let ends = Mutex::new(Vec::new());
            let course = Mutex::new(Vec::new());
            let question = this.question(worlds);
            let scratch = || (Discussion::<O>::default(), Vec::new());
            let job = |(discussion, seeds): &mut (Discussion<O>, Vec<NodeId>),
                       world: World,
                       counting: &mut Counting<'_>| {
                question.seeds.of_world(world, seeds);
                let first = first_opinions::<O>(people, start, seeds, world);
                let mut counts = Vec::new();
                let watch = |_, opinions: &[O]| {
                    let leaning = opinions.iter().filter(|opinion| leans(**opinion));
                    counts.push(Count {
                        spread: leaning.count() as u32,
                        ..Count::default()
                    });
                    if O::HAS_SHADES && world.index() == 0 {
                        course.lock().expect(UNHARMED).push(quarters(opinions));
                    }
                };
                let (ties, schedule) = (this.networks[0].ties, schedule(&first));
                let ended = discussion
                    .run_watched(ties, &schedule, &first, world, stop, watch)
                    .expect("first opinions lie between 0 and 1, one each");
                let thoughts = ended.opinions().iter().map(|opinion| opinion.number());
                let thoughts: Vec<f64> = thoughts.collect();
                let end = End {
                    mean: summary::mean(&thoughts),
                    width: summary::width(&thoughts),
                    camps: summary::camps(&thoughts, GAP) as f64,
                    settled: ended.settled(),
                };
                ends.lock().expect(UNHARMED).push((world.index(), end));
                let everybody = (0..people).map(NodeId).zip(ended.opinions());
                let leaning = everybody.filter(|(_, opinion)| leans(**opinion));
                let leaning: Vec<NodeId> = leaning.map(|(v, _)| v).collect();
                let among = counting.world(&counts, &leaning);
                (leaning.len() as u32, among)
            };
            let spread = observe(this.crew, watch, people, &question, scratch, job);
            let mut ends = ends.into_inner().expect(UNHARMED);
            // Sums of fractions are made in the order of worlds.
            ends.sort_unstable_by_key(|&(index, _)| index);
            Found {
                ends: ends.into_iter().map(|(_, end)| end).collect(),
                course: course.into_inner().expect(UNHARMED),
                ..spread.into()
            }
        })
    }
}

const UNHARMED: &str = "no thread panics holding it";

/// What people think in the end, at that level of intervals.
fn thoughts(found: &Found, level: f64) -> Result<Thoughts, Error> {
    let of = |value: fn(&End) -> f64| {
        let sample: Sample = found.ends.iter().map(value).collect();
        sample.estimate_at(level)
    };
    let settled = found.ends.iter().filter(|end| end.settled).count();
    Ok(Thoughts {
        mean: of(|end| end.mean)?,
        width: of(|end| end.width)?,
        camps: of(|end| end.camps)?,
        settled: settled as f64 / found.ends.len() as f64,
        course: found.course.clone(),
    })
}

/// A gap between two camps of opinions.
const GAP: f64 = 0.01;

/// The lowest opinion, the quarters, the highest.
fn quarters<O: FirstOpinion>(opinions: &[O]) -> [f64; 5] {
    let mut sorted: Vec<f64> = opinions.iter().map(|opinion| opinion.number()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    [0, 1, 2, 3, 4].map(|quarter| sorted.get(last * quarter / 4).copied().unwrap_or(0.0))
}

/// Whether somebody is nearer to what seeds think at first than to the opposite.
fn leans<O: FirstOpinion>(opinion: O) -> bool {
    opinion.number() > 0.5
}

/// What everybody thinks at first in `world`.
fn first_opinions<O: FirstOpinion>(
    people: u32,
    start: Start,
    seeds: &[NodeId],
    world: World,
) -> Vec<O> {
    let luck = world.people(NameKey::of("first opinion"));
    let other = |v| match start {
        Start::Seeds => O::of(false),
        Start::Random => O::drawn(luck.person(NodeId(v))),
    };
    let mut first: Vec<O> = (0..people).map(other).collect();
    seeds.iter().for_each(|v| first[v.index()] = O::of(true));
    first
}

/// How many people are what at times 0, 1, 2, …, up to and including `units`.
fn by_time(outcome: &Outbreak, units: u32) -> Vec<Count> {
    // Counted up where a state begins and down where it ends, in one pass.
    let mut changes = vec![[0i64; 4]; units as usize + 2];
    let mut change = |time: Time, state: usize, by: i64| {
        // What happens at a moment shows in the first count that is not before it.
        let at = libm::ceil(time.get()).min(f64::from(units) + 1.0);
        changes[at as usize][state] += by;
    };
    for spell in outcome.spells() {
        if spell.nth == 0 {
            change(spell.at, 0, 1);
        }
        change(spell.at, 1, 1);
        change(spell.speaks_from(), 1, -1);
        change(spell.speaks_from(), 2, 1);
        change(spell.ends(), 2, -1);
        change(spell.ends(), 3, 1);
    }
    let mut now = [0i64; 4];
    let counts = changes[..=units as usize].iter().map(|changes| {
        now.iter_mut()
            .zip(changes)
            .for_each(|(now, change)| *now += change);
        let [spread, waiting, speaking, removed] = now.map(|count| count as u32);
        Count {
            spread,
            waiting,
            speaking,
            removed,
        }
    });
    counts.collect()
}

/// Everybody who ever took it up, each once.
fn reached(outcome: &Outbreak) -> Vec<NodeId> {
    let first = outcome.spells().iter().filter(|spell| spell.nth == 0);
    first.map(|spell| spell.person).collect()
}

impl Outcome {
    /// The spread that a share `q` of worlds does not exceed.
    ///
    /// # Errors
    ///
    /// [`groundswell_estimate::Error::TooFewWorlds`] below two worlds.
    pub fn quantile(&self, q: f64) -> Result<f64, groundswell_estimate::Error> {
        let sample: Sample = self.sizes.iter().map(|&size| f64::from(size)).collect();
        sample.quantile(q)
    }

    /// What the engine is called that ran.
    pub fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::SixtyFour => "64 worlds at once",
            Engine::Skip => "skipping",
            Engine::Lanes256 => "256 worlds at once",
            Engine::Lanes512 => "512 worlds at once",
            _ => "one world",
        }
    }

    /// The definition of luck that the engine has.
    pub fn luck(&self) -> &'static str {
        match self.engine {
            Engine::Skip => "skip",
            _ => "tie",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trees::Event;
    use groundswell_graph::builder::graph;
    use groundswell_scenario::diffusion::Written;

    fn study(
        model: &str,
        weights: &str,
        seeds: &[&str],
        ties: &str,
    ) -> Result<DiffusionStudy, Error> {
        let diffusion = Diffusion::parse(&Written {
            model: model.to_owned(),
            weights: vec![weights.to_owned()],
            seeds: seeds.iter().map(|&seeds| seeds.to_owned()).collect(),
            ..Written::default()
        })?;
        let effort = Effort::Worlds(4000);
        DiffusionStudy::new(diffusion, graph(ties), Path::new(""), 1, effort)
    }

    fn run(study: &DiffusionStudy, threads: usize) -> Outcome {
        let wish = Wish {
            per_person: true,
            ..Wish::default()
        };
        study
            .run(&wish, &Crew::of(threads), &Watch::default())
            .unwrap()
    }

    #[test]
    fn brands_share_the_spread_and_the_certain_one_is_first() {
        let seeds = ["A=0", "B=3"];
        let study = study(
            "competitive-cascade",
            "uniform:1",
            &seeds,
            "0-1 1-2 2-3 3-4",
        )
        .unwrap();
        let outcome = run(&study, 2);
        let means: Vec<f64> = outcome.kinds.iter().map(|(_, kind)| kind.mean).collect();
        assert_eq!((outcome.spread.mean, &means[..]), (5.0, &[2.0, 3.0][..]));
        assert_eq!(outcome.kinds[1].0, "B");
    }

    #[test]
    fn of_those_who_try_the_share_of_the_quality_is_pleased() {
        let study = study("sentiment", "uniform:1", &["0"], "0->1 0->2").unwrap();
        let outcome = run(&study, 2);
        let (name, pleased) = &outcome.kinds[0];
        assert_eq!(name, "pleased");
        // The seed is pleased with 0.8; then each of two who heard praise is too.
        let error = (pleased.mean - 0.8 * (1.0 + 2.0 * 0.8)).abs();
        assert!(error < 4.5 * pleased.standard_error, "{pleased:?}");
    }

    #[test]
    fn trees_tell_who_convinced_whom() {
        let study = study("ic", "uniform:1", &["0"], "0->1 1->2 2->3").unwrap();
        let (crew, watch) = (Crew::of(2), Watch::default());
        let outcome = run(&study, 2);
        let trees = study.trees(&outcome, &crew, &watch).unwrap();
        assert_eq!((trees.generations.mean, trees.largest.mean), (3.0, 4.0));
        // A path of n has (n + 1) / 3.
        assert!((trees.virality.mean - 5.0 / 3.0).abs() < 1e-12);
        assert_eq!(trees.by_generation, [1.0; 4]);
        let last = Event {
            round: 3,
            person: NodeId(3),
            from: Some((NodeId(2), 0)),
        };
        assert_eq!(trees.events.last(), Some(&last));
        assert_eq!(trees.events[0].from, None);
    }

    #[test]
    fn the_same_to_the_bit_on_any_number_of_threads_and_by_either_engine() {
        let ties = "0-1 1-2 2-3 3-0 1-3 3-4";
        for model in ["ic", "lt", "sir", "sentiment"] {
            let weights = if model == "lt" {
                "weighted-cascade"
            } else {
                "uniform:0.3"
            };
            let study = study(model, weights, &["0"], ties).unwrap();
            let one = run(&study, 1);
            for engine in [Engine::OneWorld, Engine::SixtyFour] {
                let wish = Wish {
                    per_person: true,
                    engine,
                };
                let mut other = study.run(&wish, &Crew::of(3), &Watch::default()).unwrap();
                other.engine = one.engine;
                assert_eq!(other, one, "{model}");
            }
        }
    }

    #[test]
    fn skipping_is_another_luck_of_the_same_mean_and_refuses_what_it_is_not_for() {
        let wish = Wish {
            engine: Engine::Skip,
            ..Wish::default()
        };
        let skip = |study: &DiffusionStudy| study.run(&wish, &Crew::of(2), &Watch::default());
        let ties = "0-1 1-2 2-3 3-0 1-3 3-4";
        let ic = study("ic", "uniform:0.3", &["0"], ties).unwrap();
        let (plain, skipping) = (run(&ic, 2), skip(&ic).unwrap());
        assert_eq!((plain.luck(), skipping.luck()), ("tie", "skip"));
        assert_ne!(plain.sizes, skipping.sizes);
        let error = plain
            .spread
            .standard_error
            .hypot(skipping.spread.standard_error);
        assert!((plain.spread.mean - skipping.spread.mean).abs() < 4.5 * error);
        let (crew, watch) = (Crew::of(2), Watch::default());
        let refused = ic.trees(&skipping, &crew, &watch).unwrap_err().to_string();
        assert!(refused.contains("not for who convinced whom"));
        for (model, weights, what) in [
            ("ic", "weighted-cascade", "weights by which ties differ"),
            ("lt", "weighted-cascade", "linear-threshold"),
            ("sir", "uniform:0.3", "sir"),
            ("sentiment", "uniform:0.3", "sentiment"),
        ] {
            let study = study(model, weights, &["0"], ties).unwrap();
            let refused = skip(&study).unwrap_err().to_string();
            assert!(refused.contains(&format!("not for {what};")), "{refused}");
        }
    }

    #[test]
    fn what_does_not_fit_the_graph_is_refused_before_the_first_world() {
        let refused = |model, weights, seeds| {
            let study = study(model, weights, &[seeds], "0->2 1->2");
            let error = study.and_then(|study| study.check());
            error.unwrap_err().to_string()
        };
        assert!(refused("lt", "uniform:0.6", "0").contains("into \"2\" sum to 1.2"));
        assert!(refused("ic", "given", "0").contains("no column of weights"));
        assert!(refused("ic", "uniform:0.1", "9").contains("\"9\" is not in the graph"));
        assert!(refused("ic", "x=trivalency", "0").contains("weights are given for \"x\""));
    }
}

//! Whom to start with: ways of choosing carried out, and what they come to in worlds that
//! no choice has seen.
//!
//! ```text
//! a way of choosing  ──►  seeds, best first  ──►  the same fresh worlds for all ways
//!                                                   │
//!                       spread, its course over the number of seeds, paired differences
//! ```

use groundswell_diffusion::contagion::{Contagion, LiveEdge, Network};
use groundswell_diffusion::continuous::TimedContagion;
use groundswell_diffusion::kept_worlds::KeptWorlds;
use groundswell_diffusion::looking::{Looking, Order};
use groundswell_diffusion::opinion::schedule::Schedule;
use groundswell_diffusion::rr_sets::roots::Roots;
use groundswell_diffusion::rr_sets::stream::RrLuck;
use groundswell_diffusion::rr_sets::{Asked, RrSampler, RrSets};
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Engine, Question, Spread, spread, spread_live, to_precision};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::difference::Difference;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::name_key::NameKey;
use groundswell_scenario::model::{Face, Model};
use groundswell_scenario::opinions::Start;
use groundswell_scenario::seed_set::{chosen_by, usual_chance};
use groundswell_seeding::celf;
use groundswell_seeding::certificate::Certificate;
use groundswell_seeding::coverage::Coverage;
use groundswell_seeding::error::Error as Unchoosable;
use groundswell_seeding::fair::{self, Groups};
use groundswell_seeding::maximize::{self, Ended, Setting, maximize};
use groundswell_seeding::method::{Method, Terms};
use groundswell_seeding::offers::{self, Offer};
use groundswell_seeding::problem::{Limit, Problem};
use xxhash_rust::xxh3::xxh3_128;

use crate::diffusion_study::{DiffusionStudy, Error};
use crate::dispatch::{FirstOpinion, Visitor};

/// A way of choosing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// RR sets with a certificate, on and on until it pays no more, polished.
    Maximize,
    /// The same with as many RR sets as IMM's bound asks for, and no more.
    Imm,
    /// Greedy on worlds that are kept.
    Celf,
    /// A rule of thumb.
    Rule(Method),
}

impl By {
    /// Those that look at the model, each with its word.
    const SEARCHES: [(&str, Self); 3] = [
        ("maximize", Self::Maximize),
        ("imm", Self::Imm),
        ("celf", Self::Celf),
    ];

    /// Every word for a way of choosing.
    pub fn words() -> impl Iterator<Item = &'static str> {
        let searches = Self::SEARCHES.into_iter().map(|(word, _)| word);
        searches.chain(Method::words().map(|(word, _)| word))
    }

    /// The way of that name; `None` where there is none.
    pub fn parse(word: &str) -> Option<Self> {
        let search = Self::SEARCHES.into_iter().find(|(name, _)| *name == word);
        let rule = |method| match method {
            // Here the model is known.
            Method::Maximized => Self::Maximize,
            method => Self::Rule(method),
        };
        search
            .map(|(_, by)| by)
            .or_else(|| Method::parse(word).map(rule))
    }

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule(method) => method.name(),
            search => {
                let known = Self::SEARCHES.into_iter().find(|(_, by)| *by == search);
                known.map_or("", |(word, _)| word)
            }
        }
    }

    /// Whom it chooses, in one line.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Maximize => "as much spread as possible by RR sets, with a certificate",
            Self::Imm => "the same with as many RR sets as a worst case asks for",
            Self::Celf => "whoever adds most in many worlds, one after the other",
            Self::Rule(method) => method.summary(),
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Wanted<'w> {
    /// How to choose.
    pub by: By,
    /// Other ways to set beside it; they choose as many, and know of no costs and values.
    pub beside: &'w [By],
    /// Who may be chosen and for how much. Seeds of the study's question are there already.
    pub problem: Problem<'w>,
    /// What is wanted besides as much spread as possible.
    pub aim: Aim<'w>,
    /// How far the certificate may stay below 1 − 1/e.
    pub epsilon: f64,
    /// Probability with which the certificate holds.
    pub confidence: f64,
    /// Bytes that a search may hold.
    pub most_bytes: u64,
    /// Worlds in which all of them are tried; until the spread is known to half a percent
    /// where it is `None`.
    pub worlds: Option<u64>,
}

/// What is wanted besides as much spread as possible.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Aim<'w> {
    /// Nothing.
    #[default]
    Most,
    /// Offers that make somebody a seed by chance, for this money, in place of sure seeds;
    /// the problem's own limit does not count.
    Offers {
        /// Those that may be made.
        offers: &'w [Offer],
        /// What they may cost together.
        budget: f64,
    },
    /// At least this share of each group is reached, as far as that can be had.
    Groups {
        /// What the groups are called.
        names: &'w [String],
        /// The group of each person.
        of: &'w [Option<u32>],
        /// The share, 0 to 1.
        least: f64,
    },
}

/// What a way of choosing came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The way.
    pub by: By,
    /// Whom it chose, best first.
    pub seeds: Vec<NodeId>,
    /// The offer that each of them gets, by its place; empty where seeds are sure.
    pub offers: Vec<usize>,
    /// For each group the share of its people who adopt; empty where nobody asked.
    pub groups: Vec<Estimate>,
    /// People who ever adopt, those who were seeds already included.
    pub spread: Estimate,
    /// The same for the first so many of the seeds.
    pub by_count: Vec<(u32, Estimate)>,
    /// What the way that was asked for has over this one; nothing for itself.
    pub behind: Option<Difference>,
    /// What the search by RR sets knows of it.
    pub proof: Option<Proof>,
}

/// What a search by RR sets knows of its seeds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proof {
    /// What is certain of them; above what those reach who are seeds already.
    pub certificate: Certificate,
    /// RR sets by which they were chosen.
    pub rr_sets: u64,
    /// Bytes that the search held at most, the graph left out.
    pub bytes: u64,
    /// Why it ended.
    pub ended: End,
}

/// Why a search by RR sets ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The certificate was as good as it was asked to be.
    Certified,
    /// More sets found nothing better.
    Stalled,
    /// More memory would have been needed.
    Limited,
    /// Somebody asked it to stop.
    Stopped,
}

impl From<Ended> for End {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Certified => Self::Certified,
            Ended::Stalled => Self::Stalled,
            Ended::Limited => Self::Limited,
            Ended::Stopped => Self::Stopped,
        }
    }
}

/// How much is to be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// So many people.
    People(usize),
    /// People who cost no more than this together.
    Budget(f64),
}

impl Wanted<'_> {
    /// How much is to be chosen.
    pub fn amount(&self) -> Amount {
        match (self.aim, self.problem.limit) {
            (Aim::Offers { budget, .. }, _) => Amount::Budget(budget),
            (_, Limit::Count(count)) => Amount::People(count),
            (_, Limit::Budget { budget, .. }) => Amount::Budget(budget),
        }
    }
}

/// What all ways came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    /// The way that was asked for, and those beside it, in order.
    pub all: Vec<Choice>,
    /// The spread of those who are seeds already; `None` where nobody is.
    pub already: Option<Estimate>,
    /// The level of intervals.
    pub level: f64,
    /// Worlds in which they were tried.
    pub worlds: u64,
    /// Whether it was stopped before all of it was done.
    pub partial: bool,
}

/// Worlds in which they are tried, at most, where nobody says how many.
const MOST_WORLDS: u64 = 1 << 17;

/// The precision of the spread, where nobody says how many worlds.
const PRECISION: f64 = 0.005;

/// Worlds in which those are tried who were chosen before a stop.
const LATE: u64 = 256;

/// Worlds in which the course over the number of seeds is followed, at most.
const COURSE: u64 = 2048;

/// The level of intervals, where the number of worlds is given.
const LEVEL: f64 = 0.95;

/// Bytes that kept worlds may hold, and how many of them there are at least and at most.
const KEPT: u64 = 1 << 28;
const LEAST_KEPT: u64 = 64;
const MOST_KEPT: u64 = 2048;

/// RR sets by which offers are made and groups are reached.
const SETS: u64 = 1 << 20;

impl DiffusionStudy {
    /// The identity of a choice: of the question and all that is asked of it.
    pub fn choice_hash(&self, wanted: &Wanted<'_>) -> u128 {
        let Wanted {
            by,
            beside,
            problem,
            aim,
            epsilon,
            confidence,
            most_bytes,
            worlds,
        } = wanted;
        let names = |by: &By| by.name();
        let beside: Vec<&str> = beside.iter().map(names).collect();
        let said = format!(
            "{:032x} {} {beside:?} {problem:?} {aim:?} {epsilon} {confidence} {most_bytes} {worlds:?}",
            self.hash(),
            by.name()
        );
        xxh3_128(said.as_bytes())
    }

    /// Chooses, and tries what was chosen. Where `watch` is asked to stop, what was
    /// finished counts. Searches know of no last round, rules and trials do.
    ///
    /// # Errors
    ///
    /// What [`check`](Self::check) refuses; [`Error::NotLive`] for a search where ties are
    /// not live or dead by themselves, [`Error::Seeding`]; [`Error::Estimate`] if fewer than
    /// two worlds were finished.
    pub fn choose(
        &self,
        wanted: &Wanted<'_>,
        crew: &Crew,
        watch: &Watch,
    ) -> Result<Choices, Error> {
        let networks = self.networks();
        // Both faces have the same spread, and one of them can be asked backwards.
        let live = Model::LinearThreshold { face: Face::Live };
        let model = match &self.diffusion().model {
            Model::LinearThreshold { .. } => &live,
            model => model,
        };
        self.visit_as(
            model,
            &networks,
            Choosing {
                study: self,
                wanted,
                crew,
                watch,
                networks: &networks,
            },
        )?
    }
}

/// Numbers of seeds at which the course is told, up to `count`: all of few, else about ten
/// a power of ten.
fn told(count: u32) -> Vec<u32> {
    let mut numbers: Vec<u32> = (1..=count.min(10)).collect();
    let mut step = 5;
    let mut next = 15;
    while next < count {
        numbers.push(next);
        if next >= 10 * step {
            step *= 5;
        }
        next += step;
    }
    if numbers.last() != Some(&count) {
        numbers.push(count);
    }
    numbers
}

/// Whom a way chose, and what a search by RR sets knows of it.
struct Found {
    seeds: Vec<NodeId>,
    offers: Vec<usize>,
    proof: Option<Proof>,
}

impl From<Vec<NodeId>> for Found {
    fn from(seeds: Vec<NodeId>) -> Self {
        Self {
            seeds,
            offers: Vec::new(),
            proof: None,
        }
    }
}

struct Choosing<'a> {
    study: &'a DiffusionStudy,
    wanted: &'a Wanted<'a>,
    crew: &'a Crew,
    watch: &'a Watch,
    networks: &'a [Network<'a>],
}

impl Choosing<'_> {
    /// Everything but what depends on the model: `search` chooses by it, `ask` runs it as
    /// long as it is not asked to stop, and counts adopters among some.
    fn carry_out(
        &self,
        mut search: impl FnMut(By) -> Result<Found, Error>,
        mut ask: impl FnMut(&Watch, &Seeds, Worlds, Option<&PerNode<bool>>) -> Spread,
    ) -> Result<Choices, Error> {
        let Wanted { by, beside, .. } = self.wanted;
        let first = self.found(*by, &mut search)?;
        let count = first.seeds.len();
        let mut found = vec![(*by, first)];
        for &other in beside.iter().filter(|other| *other != by) {
            if self.watch.stopped() {
                break;
            }
            let mut theirs = self.found(other, &mut search)?;
            if theirs.offers.is_empty() {
                theirs.seeds.truncate(count);
            }
            found.push((other, theirs));
        }

        // Luck of its own: a choice must not be tried where it was made.
        let seed = self.study.seed() ^ NameKey::of("trying a choice").0;
        let seeds = self.with(&found[0].1, count);
        // Whoever was chosen before a stop is worth a few worlds.
        let (late, stopped) = (Watch::default(), self.watch.stopped());
        let watch = if stopped { &late } else { self.watch };
        let mut ask_first = |worlds: Worlds| ask(watch, &seeds, worlds, None);
        let asked = if stopped {
            Some(LATE)
        } else {
            self.wanted.worlds
        };
        let (sizes, estimate, level) = match asked {
            Some(worlds) => {
                let spread = ask_first(Worlds::new(seed, 0..worlds));
                let estimate = spread.estimate(LEVEL)?;
                (spread.sizes, estimate, LEVEL)
            }
            None => {
                let (spread, estimate, level) =
                    to_precision(seed, MOST_WORLDS, PRECISION, watch, ask_first)?;
                (spread.sizes, estimate, level)
            }
        };
        let worlds = sizes.len() as u64;
        let mut all = Vec::new();
        let ours = sample(&sizes);
        let some_worlds = Worlds::new(seed, 0..worlds.min(COURSE));
        let all_worlds = Worlds::new(seed, 0..worlds);
        for (at, (by, found)) in found.into_iter().enumerate() {
            let number = found.seeds.len();
            let seeds = self.with(&found, number);
            let (spread, behind) = match at {
                0 => (estimate, None),
                _ => {
                    let theirs = sample(&ask(self.watch, &seeds, all_worlds.clone(), None).sizes);
                    if self.watch.stopped() {
                        break;
                    }
                    let behind = Difference::paired_at(&ours, &theirs, level)?;
                    (theirs.estimate_at(level)?, Some(behind))
                }
            };
            let mut by_count = Vec::new();
            for number in told(number as u32) {
                let part = self.with(&found, number as usize);
                let part = sample(&ask(self.watch, &part, some_worlds.clone(), None).sizes);
                if self.watch.stopped() {
                    break;
                }
                by_count.push((number, part.estimate_at(LEVEL)?));
            }
            let mut groups = Vec::new();
            for (among, people) in self.groups() {
                let found = ask(self.watch, &seeds, some_worlds.clone(), Some(&among));
                if self.watch.stopped() {
                    break;
                }
                let adopters = found.among.unwrap_or_default();
                let share = |&n: &u32| f64::from(n) / f64::from(people.max(1));
                let shares: Sample = adopters.iter().map(share).collect();
                groups.push(shares.estimate_at(LEVEL)?);
            }
            all.push(Choice {
                by,
                seeds: found.seeds,
                offers: found.offers,
                groups,
                spread,
                by_count,
                behind,
                proof: found.proof,
            });
        }
        let already = match self.study.seeds().always.is_empty() {
            true => None,
            false => {
                let nobody = ask(watch, self.study.seeds(), all_worlds, None);
                Some(sample(&nobody.sizes).estimate_at(level)?)
            }
        };
        Ok(Choices {
            all,
            already,
            level,
            worlds,
            partial: self.watch.stopped(),
        })
    }

    /// The first so many of those found, beside who is a seed already.
    fn with(&self, found: &Found, number: usize) -> Seeds {
        let mut seeds = self.study.seeds().clone();
        let chosen = &found.seeds[..number];
        match self.wanted.aim {
            Aim::Offers { offers, .. } => {
                let made = chosen.iter().zip(&found.offers);
                let made = made.map(|(&v, &at)| (v, offers[at].chance));
                seeds.perhaps.extend(made);
            }
            Aim::Most | Aim::Groups { .. } => seeds.always.extend(chosen),
        }
        seeds
    }

    /// Who is in each group, and how many they are.
    fn groups(&self) -> impl Iterator<Item = (PerNode<bool>, u32)> + use<'_> {
        let (names, of) = match self.wanted.aim {
            Aim::Groups { names, of, .. } => (names, of),
            Aim::Most | Aim::Offers { .. } => (&[][..], &[][..]),
        };
        (0..names.len() as u32).map(move |group| {
            let members = of.iter().map(|&other| other == Some(group));
            let size = members.clone().filter(|is_member| *is_member).count();
            (members.collect(), size as u32)
        })
    }

    fn found(
        &self,
        by: By,
        search: &mut impl FnMut(By) -> Result<Found, Error>,
    ) -> Result<Found, Error> {
        match by {
            By::Rule(method) => self.rule(method),
            by => search(by),
        }
    }

    fn rule(&self, method: Method) -> Result<Found, Error> {
        let graph = self.study.graph();
        let problem = self.problem();
        let candidates = problem.choosable(graph.people())?;
        let usual = Terms::default();
        let terms = Terms {
            chance: match method.takes_chance() {
                true => usual_chance(graph, self.study.activations()),
                false => usual.chance,
            },
            seed: self.study.seed() ^ NameKey::of("random seeds").0,
            ..usual
        };
        if let Aim::Offers { offers, budget } = self.wanted.aim {
            // The offer with most chance for the money, to as many as can be paid.
            let rate = |offer: &Offer| offer.chance.get() / offer.cost;
            let payable = (0..offers.len()).filter(|&at| offers[at].cost <= budget);
            let best = payable.max_by(|&a, &b| rate(&offers[a]).total_cmp(&rate(&offers[b])));
            let Some(best) = best else {
                return Err(Unchoosable::NobodyToChoose.into());
            };
            let many = (budget / offers[best].cost).min(candidates.len() as f64) as usize;
            let seeds = chosen_by(graph, method, terms, &candidates, many)?;
            return Ok(Found {
                offers: vec![best; seeds.len()],
                seeds,
                proof: None,
            });
        }
        let count = match problem.limit {
            Limit::Count(count) => count,
            Limit::Budget { .. } => candidates.len(),
        };
        let ranked = chosen_by(graph, method, terms, &candidates, count)?;
        Ok(problem.first_of(ranked).into())
    }

    fn problem(&self) -> Problem<'_> {
        Problem {
            seeded: &self.study.seeds().always,
            ..self.wanted.problem
        }
    }

    /// Whoever adds most in kept worlds.
    fn greedy<C: LiveEdge>(&self, model: &C) -> Result<Found, Error> {
        let problem = self.problem();
        let (Limit::Count(count), Aim::Most) = (problem.limit, self.wanted.aim) else {
            return Err(Error::OnlyCounts {
                by: By::Celf.name(),
            });
        };
        let people = self.study.graph().people();
        let candidates = problem.choosable(people)?;
        let ties: u64 = self
            .networks
            .iter()
            .map(|on| u64::from(on.ties.count()))
            .sum();
        let worlds = KEPT / (16 * u64::from(people) + ties).max(1);
        let seed = self.study.seed() ^ NameKey::of("kept worlds").0;
        let worlds = Worlds::new(seed, 0..worlds.clamp(LEAST_KEPT, MOST_KEPT));
        let kept = KeptWorlds::new(self.crew, self.watch, self.networks, model, &worlds);
        let mut kept = kept.map_err(Error::Impossible)?;
        for &v in problem.seeded {
            kept.take(self.crew, v);
        }
        let chosen = celf::greedy(&mut kept, self.crew, &candidates, count);
        let seeds: Vec<NodeId> = chosen.into_iter().map(|(v, _)| v).collect();
        Ok(seeds.into())
    }

    /// As much spread as possible, by RR sets.
    fn certified<C: LiveEdge>(&self, by: By, model: &C) -> Result<Found, Error> {
        let (method, improve) = match by {
            By::Imm => (maximize::Method::Imm, false),
            _ => (maximize::Method::Opim, true),
        };
        let sampler = RrSampler::new(self.networks, model);
        let problem = self.problem();
        if self.wanted.aim != Aim::Most {
            return self.aimed(&sampler);
        }
        // What is cheap to try is tried as well.
        let cheap = match (improve, problem.limit) {
            (true, Limit::Count(_)) => vec![self.rule(Method::DegreeDiscount)?.seeds],
            _ => Vec::new(),
        };
        let setting = Setting {
            method,
            improve,
            epsilon: self.wanted.epsilon,
            confidence: self.wanted.confidence,
            seed: self.study.seed(),
            beside: &cheap,
            most_bytes: self.wanted.most_bytes,
            ..Setting::default()
        };
        let answer = maximize(self.crew, self.watch, &sampler, &problem, &setting)?;
        let proof = Proof {
            certificate: answer.certificate,
            rr_sets: answer.sets,
            bytes: answer.bytes,
            ended: answer.ended.into(),
        };
        Ok(Found {
            proof: Some(proof),
            ..answer.seeds.into()
        })
    }

    /// Offers, or groups that are all to be reached.
    fn aimed<C: LiveEdge>(&self, sampler: &RrSampler<'_, C>) -> Result<Found, Error> {
        let people = sampler.people();
        let problem = self.problem();
        let candidates = problem.choosable(people)?;
        let roots = match problem.values {
            None => Roots::anybody(people),
            Some(values) => Roots::by_value(values).map_err(Error::Impossible)?,
        };
        let luck = RrLuck::new(self.study.seed(), NameKey::of("offers and groups"));
        let asked = Asked {
            stops: problem.seeded,
            // Each member stands in a set and in the index.
            most_bytes: self.wanted.most_bytes / 2,
            ..Asked::new(luck, &roots)
        };
        let mut sets = RrSets::new(people);
        let all = sampler.gather(self.crew, self.watch, &asked, &mut sets, SETS);
        if !all && sets.count() == 0 {
            let most = self.wanted.most_bytes;
            let least = most.saturating_add(1);
            return Err(Unchoosable::TooLittleMemory { most, least }.into());
        }
        let coverage = Coverage::new(&sets);
        match (self.wanted.aim, problem.limit) {
            (Aim::Offers { offers, budget }, _) => {
                let plan = offers::greedy(&coverage, &candidates, offers, budget)?;
                Ok(Found {
                    seeds: plan.offered.iter().map(|offered| offered.person).collect(),
                    offers: plan.offered.iter().map(|offered| offered.offer).collect(),
                    proof: None,
                })
            }
            (Aim::Groups { names, of, least }, Limit::Count(count)) => {
                let least = &vec![least; names.len()];
                let fair = fair::greedy(&coverage, &candidates, count, &Groups { of, least })?;
                Ok(fair.seeds.into())
            }
            (Aim::Most | Aim::Groups { .. }, _) => Err(Error::OnlyCounts {
                by: "a share of each group",
            }),
        }
    }

    fn not_in_rounds(&self) -> Result<Choices, Error> {
        let model = self.study.diffusion().name;
        Err(Error::NotLive {
            by: "a choice of seeds",
            model,
        })
    }
}

fn sample(sizes: &[u32]) -> Sample {
    sizes.iter().map(|&size| f64::from(size)).collect()
}

impl Visitor for Choosing<'_> {
    type Answer = Result<Choices, Error>;

    fn any<C: Contagion>(self, model: &C) -> Self::Answer {
        let name = self.study.diffusion().name;
        let no = |by: By| {
            Err(Error::NotLive {
                by: by.name(),
                model: name,
            })
        };
        let ask = |watch: &Watch, seeds: &Seeds, worlds, among: Option<&PerNode<bool>>| {
            let question = Question {
                max_rounds: self.study.max_rounds(),
                among,
                ..Question::new(seeds, worlds)
            };
            spread(self.crew, watch, self.networks, model, &question)
        };
        self.carry_out(no, ask)
    }

    fn live<C: LiveEdge>(self, model: &C) -> Self::Answer {
        let ask = |watch: &Watch, seeds: &Seeds, worlds, among: Option<&PerNode<bool>>| {
            let question = Question {
                max_rounds: self.study.max_rounds(),
                among,
                ..Question::new(seeds, worlds)
            };
            let crew = self.crew;
            spread_live(
                crew,
                watch,
                self.networks,
                model,
                &question,
                Engine::Fastest,
            )
            .0
        };
        let search = |by| match by {
            By::Celf => self.greedy(model),
            _ => self.certified(by, model),
        };
        self.carry_out(search, ask)
    }

    fn in_time<C: TimedContagion>(self, _: &C) -> Self::Answer {
        self.not_in_rounds()
    }

    fn looking<L: Looking>(self, _: &L, _: Order) -> Self::Answer {
        self.not_in_rounds()
    }

    fn opinions<O: FirstOpinion, S: Schedule<O>>(
        self,
        _: Start,
        _: impl Fn(&[O]) -> S + Sync,
    ) -> Self::Answer {
        self.not_in_rounds()
    }
}

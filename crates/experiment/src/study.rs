//! One scenario, carried out: from the audience to the verdict.

use std::cell::RefCell;
use std::fmt;
use std::path::Path;

use groundswell_campaign::compare::{self, Effort, Question};
use groundswell_campaign::comparison::{Comparison, Row, readable};
use groundswell_campaign::ground::Ground;
use groundswell_campaign::ledger::Ledger;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::plan::{self, Plan};
use groundswell_campaign::settle::settle;
use groundswell_campaign::strategy::Campaign;
use groundswell_campaign::verdict::{Spending, Verdict};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::looks;
use groundswell_estimate::sample::Sample;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_scenario::people_and_ties::AudienceError;
use groundswell_scenario::run::Stop;
use groundswell_scenario::scenario::Scenario;
use groundswell_scenario::stamp::VALUES_VERSION;
use xxhash_rust::xxh3::xxh3_128;

use crate::kept::{Kept, Stretch};
use crate::people::People;
use crate::sweep::part::{self, Part, Size};

/// Bytes that the worlds of a comparison may take, where nobody says.
pub const MEMORY: u64 = 8 << 30;

/// Why a scenario cannot be carried out.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// It asks about diffusion, and has no strategies.
    NoStrategies,
    /// It has no strategy of that name.
    NoSuchStrategy {
        /// The name.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// Its audience is no graph.
    Audience(AudienceError),
    /// A strategy does not fit the audience or the budget.
    Plan(plan::Error),
    /// The worlds asked for would not fit into memory.
    TooManyWorlds {
        /// How many were asked for.
        worlds: u64,
        /// How many fit.
        most: u64,
        /// Into how many bytes.
        bytes: u64,
    },
    /// Too few worlds were finished for an estimate.
    Estimate(groundswell_estimate::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStrategies => write!(
                f,
                "this asks how far word spreads, and has no strategies to compare; groundswell run \
                 answers it"
            ),
            Self::NoSuchStrategy { name, known } => write!(
                f,
                "there is no strategy \"{name}\"; {} would do",
                known.join(", ")
            ),
            Self::Audience(error) => error.fmt(f),
            Self::Plan(error) => error.fmt(f),
            Self::Estimate(error) => error.fmt(f),
            Self::TooManyWorlds {
                worlds,
                most,
                bytes,
            } => write!(
                f,
                "{worlds} worlds would take more than {:.1} GiB; at most {most} fit, with so many \
                 days and strategies",
                *bytes as f64 / f64::from(1 << 30)
            ),
        }
    }
}

impl std::error::Error for Error {}

impl From<AudienceError> for Error {
    fn from(error: AudienceError) -> Self {
        Self::Audience(error)
    }
}

impl From<plan::Error> for Error {
    fn from(error: plan::Error) -> Self {
        Self::Plan(error)
    }
}

impl From<groundswell_estimate::Error> for Error {
    fn from(error: groundswell_estimate::Error) -> Self {
        Self::Estimate(error)
    }
}

/// A scenario with its people: what stands before the first world.
#[derive(Debug)]
pub struct Study {
    scenario: Scenario,
    seed: u64,
    effort: Effort,
    people: People,
    audience: Vec<String>,
}

/// What a study came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// All arms in all worlds.
    pub comparison: Comparison,
    /// Who wins.
    pub verdict: Verdict,
    /// How equally the two sides of the verdict spend.
    pub spending: Spending,
    /// The strategies as they were played, `do-nothing` last.
    pub plans: Vec<Plan>,
    /// Whether the run was stopped before it had its worlds.
    pub partial: bool,
}

impl Study {
    /// Makes the people of `scenario` ready, on all threads of `crew`. Paths in the
    /// scenario start from `folder`.
    ///
    /// # Errors
    ///
    /// [`Error::NoStrategies`], [`Error::Audience`], [`Error::TooManyWorlds`];
    /// [`Error::Plan`] where the campaign needs a graph and none is known.
    pub fn new(
        scenario: Scenario,
        folder: &Path,
        seed: u64,
        effort: Effort,
        crew: &Crew,
    ) -> Result<Self, Error> {
        Self::within(MEMORY, scenario, folder, seed, effort, crew)
    }

    /// The same where worlds may take so many bytes.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new).
    pub fn within(
        bytes: u64,
        scenario: Scenario,
        folder: &Path,
        seed: u64,
        effort: Effort,
        crew: &Crew,
    ) -> Result<Self, Error> {
        if scenario.diffusion.is_some() {
            return Err(Error::NoStrategies);
        }
        let (days, strategies) = (scenario.campaign.all_days(), scenario.strategies.len() + 1);
        let platforms = scenario.audience.platforms().len();
        let objective = scenario.objective;
        let most = bytes / compare::bytes_per_world(objective, days, platforms, strategies);
        let worlds = most_worlds(effort);
        if worlds > most {
            return Err(Error::TooManyWorlds {
                worlds,
                most,
                bytes,
            });
        }
        let (people, audience) =
            crew.run(|| People::of(bytes, &scenario.audience, folder, seed))?;
        people.ground(&scenario.campaign)?;
        Ok(Self {
            scenario,
            seed,
            effort,
            people,
            audience,
        })
    }

    /// The effort that the scenario's file asks for.
    pub fn effort_of(scenario: &Scenario) -> Effort {
        match scenario.run.stop {
            Stop::Worlds(worlds) => Effort::Worlds(worlds.into()),
            Stop::Precision(fraction) => Effort::Precision {
                fraction,
                most: looks::MOST_WORLDS,
            },
        }
    }

    /// The most worlds that the study will run.
    pub fn most_worlds(&self) -> u64 {
        most_worlds(self.effort)
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The seed of all luck.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The people and their ties; where no graph is known, the fans, who know nobody.
    pub fn graph(&self) -> &FanGraph {
        self.people.graph()
    }

    /// The people among whom it is played.
    pub(crate) fn people(&self) -> &People {
        &self.people
    }

    /// The ground for `campaign`, that of the scenario or one like it, among the people.
    ///
    /// # Errors
    ///
    /// [`plan::Error::NeedsGraph`] where no graph is known.
    pub(crate) fn ground<'g>(&'g self, campaign: &'g Campaign) -> Result<Ground<'g>, plan::Error> {
        self.people.ground(campaign)
    }

    /// What there is to tell about the people, one line each.
    pub fn audience(&self) -> &[String] {
        &self.audience
    }

    /// The strategies made ready, `do-nothing` last.
    ///
    /// # Errors
    ///
    /// [`Error::Plan`].
    pub fn plans(&self, crew: &Crew, watch: &Watch) -> Result<Vec<Plan>, Error> {
        let ground = self.ground(&self.scenario.campaign)?;
        let strategies = &self.scenario.strategies;
        Ok(settle(&ground, strategies, self.seed, crew, watch)?)
    }

    /// Runs all strategies in the same worlds and judges them. Where `watch` is
    /// asked to stop, what was finished is judged.
    ///
    /// # Errors
    ///
    /// [`Error::Plan`]; [`Error::Estimate`] if fewer than two worlds were finished.
    pub fn run(&self, crew: &Crew, watch: &Watch) -> Result<Outcome, Error> {
        self.run_by(crew, watch, |ground, plans, question| {
            compare::compare(ground, plans, question, crew, watch)
        })
    }

    /// The same, going on from what is kept, and keeping what is finished. `tell` hears
    /// of what is known, whenever something is kept: who is ahead, and by how much of the
    /// objective.
    ///
    /// # Errors
    ///
    /// Those of [`run`](Self::run).
    pub fn run_keeping(
        &self,
        crew: &Crew,
        watch: &Watch,
        kept: &mut Kept,
        tell: &dyn Fn(&str, &Estimate),
    ) -> Result<Outcome, Error> {
        self.run_by(crew, watch, |ground, plans, question| {
            let shape = Shape {
                arms: plans.len(),
                days: ground.campaign().all_days(),
                followed: compare::followed(question.objective),
                platforms: ground.graph().platforms().len(),
            };
            let row = |ledger: &Ledger| Row::of(ledger, &shape.followed);
            // The objective of every strategy in the worlds so far.
            let so_far = RefCell::new(vec![Vec::new(); plans.len()]);
            let heard = |rows: &Rows| {
                let mut so_far = so_far.borrow_mut();
                for world in &rows.0 {
                    for (numbers, row) in so_far.iter_mut().zip(world) {
                        numbers.push(readable(question.objective, row.total(question.objective)));
                    }
                }
                if let Some((best, lead)) = lead(&so_far) {
                    tell(&plans[best].name, &lead);
                }
            };
            let of_bytes = |bytes: &[u8], count| shape.rows(bytes, count).inspect(heard);
            compare::compare_by(ground, plans, question, watch, |worlds| {
                let ask = |worlds: Worlds, watch: &Watch| {
                    let rows = Rows(compare::play(ground, plans, &worlds, crew, watch, row));
                    heard(&rows);
                    rows
                };
                kept.in_stretches(&worlds, watch, of_bytes, ask).0
            })
        })
    }

    /// What decides every row of the comparison, as one number: runs that have it in
    /// common have their worlds in common.
    pub fn identity(&self) -> u128 {
        let mut bytes = Vec::from(self.scenario.hash().to_le_bytes());
        bytes.extend(VALUES_VERSION.to_le_bytes());
        bytes.extend(self.graph().fingerprint().to_le_bytes());
        bytes.extend(self.seed.to_le_bytes());
        bytes.extend(self.effort.identity());
        xxh3_128(&bytes)
    }

    fn run_by(
        &self,
        crew: &Crew,
        watch: &Watch,
        compare: impl FnOnce(&Ground<'_>, &[Plan], &Question) -> Comparison,
    ) -> Result<Outcome, Error> {
        let ground = self.ground(&self.scenario.campaign)?;
        let plans = self.plans(crew, watch)?;
        if watch.stopped() {
            // Pilot worlds were left out, so that these are not the plans.
            return Err(groundswell_estimate::Error::TooFewWorlds { worlds: 0 }.into());
        }
        let question = Question {
            objective: self.scenario.objective,
            reference: self.scenario.run.reference.clone(),
            effort: self.effort,
            seed: self.seed,
        };
        let comparison = compare(&ground, &plans, &question);
        let matters = self.scenario.matters.unwrap_or(0.0);
        let verdict = Verdict::of(&comparison, question.objective, matters)?;
        let spending = Spending::of(&comparison, &verdict)?;
        Ok(Outcome {
            comparison,
            verdict,
            spending,
            plans,
            partial: watch.stopped(),
        })
    }
}

/// Whose mean is highest, and what it has over the next, given one list of numbers for
/// each, of the same worlds.
fn lead(numbers: &[Vec<f64>]) -> Option<(usize, Estimate)> {
    let samples: Vec<Sample> = numbers.iter().cloned().map(Sample::new).collect();
    let mut ranked = Vec::new();
    for (arm, sample) in samples.iter().enumerate() {
        ranked.push((sample.estimate_at(0.95).ok()?.mean, arm));
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let [(_, best), (_, next), ..] = ranked[..] else {
        return None;
    };
    let gaps = samples[best].minus(&samples[next]).ok()?;
    Some((best, gaps.estimate_at(0.95).ok()?))
}

/// What a row has entries for.
struct Shape {
    arms: usize,
    days: u32,
    followed: Vec<Metric>,
    platforms: usize,
}

impl Shape {
    /// The rows of so many worlds that were written so; `None` where they have another
    /// shape.
    fn rows(&self, bytes: &[u8], count: u64) -> Option<Rows> {
        let columns = Row::length(self.days, self.followed.len(), self.platforms);
        let fits = |size: Size| {
            (size.worlds as u64, size.arms, size.columns) == (count, self.arms, columns)
        };
        let Part::Worlds(worlds) = Part::of_bytes(bytes, fits)? else {
            return None;
        };
        let row = |world: usize, columns: &Vec<Vec<i64>>| {
            let numbers: Vec<i64> = columns.iter().map(|column| column[world]).collect();
            Row::of_numbers(&numbers, self.days, self.followed.len(), self.platforms)
        };
        let rows = |world| worlds.arms.iter().map(|arm| row(world, arm)).collect();
        let rows: Option<Vec<Vec<Row>>> = (0..worlds.count()).map(rows).collect();
        rows.map(Rows)
    }
}

/// The rows of consecutive worlds, one entry a world and in it one an arm.
struct Rows(Vec<Vec<Row>>);

impl Stretch for Rows {
    fn worlds(&self) -> u64 {
        self.0.len() as u64
    }

    fn followed_by(mut self, later: Self) -> Self {
        self.0.extend(later.0);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let arms = self.0.first().map_or(0, Vec::len);
        let columns = |arm: usize| {
            let rows: Vec<Vec<i64>> = self.0.iter().map(|world| world[arm].numbers()).collect();
            let length = rows.first().map_or(0, Vec::len);
            let column = |at: usize| rows.iter().map(|row| row[at]).collect();
            (0..length).map(column).collect()
        };
        let part = Part::Worlds(part::Worlds {
            fingerprint: 0,
            arms: (0..arms).map(columns).collect(),
        });
        part.bytes()
    }
}

fn most_worlds(effort: Effort) -> u64 {
    match effort {
        Effort::Worlds(worlds) => worlds,
        Effort::Precision { most, .. } => most,
    }
}

//! How far word spreads: what many worlds come to.
//!
//! A [`Question`] says from whom, in which worlds and what to count besides the
//! spread; [`spread`] answers it for any model, [`spread_live`] for live-edge models
//! with whichever engine is faster. The answer is the same to the bit for any number
//! of threads and either engine of the same luck: it is made of whole numbers.

use groundswell_estimate::Error;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::looks::looks;
use groundswell_estimate::sample::Sample;
use groundswell_estimate::tally::Tally;
use groundswell_graph::id::{NodeId, PerNode};

use crate::cascade::{Cascade, Count};
use crate::contagion::{Contagion, LiveEdge, Network, people};
use crate::lanes::Lanes;
use crate::seeds::Seeds;
use crate::simd::Instructions;
use crate::sixty_four::Cascade64;
use crate::skipping::{Skippable, SkippingCascade};
use crate::wide::Wide;
use crate::world::{LANES, WideBlock, World};
use crate::worlds::{Crew, Watch, Worlds};

/// What is asked of many worlds.
#[derive(Debug, Clone)]
pub struct Question<'q> {
    /// Who adopts in round 0.
    pub seeds: &'q Seeds,
    /// The worlds.
    pub worlds: Worlds,
    /// Rounds after which everybody falls silent.
    pub max_rounds: u32,
    /// Whether to count in how many worlds each person adopts.
    pub per_person: bool,
    /// People among whom adopters are counted besides, such as the friends of fans.
    pub among: Option<&'q PerNode<bool>>,
    /// Numbers of adopters of whom it is told in which round they are reached.
    pub milestones: &'q [u32],
}

impl<'q> Question<'q> {
    /// How far word spreads from `seeds` in `worlds`.
    pub fn new(seeds: &'q Seeds, worlds: Worlds) -> Self {
        Self {
            seeds,
            worlds,
            max_rounds: u32::MAX,
            per_person: false,
            among: None,
            milestones: &[],
        }
    }
}

/// What the worlds come to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spread {
    /// People who ever adopted: one entry per world, in world order.
    pub sizes: Vec<u32>,
    /// How many people were what at the end of each round, round 0 first. Worlds that
    /// were silent by then count with their last numbers.
    pub course: Vec<Stage>,
    /// In how many worlds each person adopted, if that was asked.
    pub activated: Option<PerNode<u64>>,
    /// Adopters among the people asked for: one entry per world.
    pub among: Option<Vec<u32>>,
    /// The first round with as many adopters as each milestone has, over the worlds
    /// that came so far; in the order of the milestones.
    pub reached: Vec<Tally>,
}

/// The counts of one round over all worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stage {
    /// Ever adopted.
    pub spread: Tally,
    /// Adopted and not speaking yet.
    pub waiting: Tally,
    /// Speaking in the next round.
    pub speaking: Tally,
    /// Fallen silent for good.
    pub removed: Tally,
}

impl Stage {
    fn add(&mut self, count: Count) {
        self.spread.add(count.spread);
        self.waiting.add(count.waiting);
        self.speaking.add(count.speaking);
        self.removed.add(count.removed);
    }

    fn and(self, other: Self) -> Self {
        Self {
            spread: self.spread.and(other.spread),
            waiting: self.waiting.and(other.waiting),
            speaking: self.speaking.and(other.speaking),
            removed: self.removed.and(other.removed),
        }
    }
}

impl Spread {
    /// Mean spread, with its standard error and interval at `level`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] with fewer than two worlds.
    pub fn estimate(&self, level: f64) -> Result<Estimate, Error> {
        let sample: Sample = self.sizes.iter().map(|&size| f64::from(size)).collect();
        sample.estimate_at(level)
    }

    /// The share of worlds in which `v` adopted, if that was asked.
    pub fn activation(&self, v: NodeId) -> Option<f64> {
        let activated = self.activated.as_ref()?;
        Some(activated[v] as f64 / self.sizes.len() as f64)
    }

    /// How many worlds had each spread, ascending, those with none left out.
    pub fn distribution(&self) -> Vec<(u32, u64)> {
        let mut sizes = self.sizes.clone();
        sizes.sort_unstable();
        let runs = sizes.chunk_by(|a, b| a == b);
        runs.map(|run| (run[0], run.len() as u64)).collect()
    }

    /// These worlds and those of `later`, which follow them.
    #[must_use]
    pub fn followed_by(mut self, later: Self) -> Self {
        self.course = joined(self.course, &self.sizes, later.course, &later.sizes);
        self.sizes.extend(later.sizes);
        self.activated = match (self.activated, later.activated) {
            (Some(a), Some(b)) => {
                let sums = a.as_slice().iter().zip(b.as_slice());
                Some(sums.map(|(a, b)| a + b).collect())
            }
            (a, b) => a.or(b),
        };
        self.among = match (self.among, later.among) {
            (Some(mut a), Some(b)) => {
                a.extend(b);
                Some(a)
            }
            (a, b) => a.or(b),
        };
        self.reached = match self.reached.is_empty() {
            true => later.reached,
            false => {
                let both = self.reached.iter().zip(later.reached);
                both.map(|(earlier, later)| earlier.and(later)).collect()
            }
        };
        self
    }
}

/// Two courses over different worlds as one; the shorter goes on as it ended.
fn joined(a: Vec<Stage>, of_a: &[u32], b: Vec<Stage>, of_b: &[u32]) -> Vec<Stage> {
    match (of_a.is_empty(), of_b.is_empty()) {
        (true, _) => return b,
        (_, true) => return a,
        _ => (),
    }
    let at = |course: &[Stage], round: usize| course[round.min(course.len() - 1)];
    let rounds = a.len().max(b.len());
    (0..rounds)
        .map(|round| at(&a, round).and(at(&b, round)))
        .collect()
}

/// What one thread counts while worlds pass.
#[derive(Debug, Clone)]
pub struct Counting<'q> {
    /// Of worlds that were still counted in each round.
    course: Vec<Stage>,
    /// Of worlds by their last round: what they ended with.
    ended: Vec<Stage>,
    activated: Option<PerNode<u64>>,
    among: Option<&'q PerNode<bool>>,
    milestones: &'q [u32],
    reached: Vec<Tally>,
}

impl<'q> Counting<'q> {
    /// Nothing yet, for a graph of `people` people.
    fn new(question: &Question<'q>, people: u32) -> Self {
        Self {
            course: Vec::new(),
            ended: Vec::new(),
            activated: question.per_person.then(|| PerNode::filled(0, people)),
            among: question.among,
            milestones: question.milestones,
            reached: vec![Tally::default(); question.milestones.len()],
        }
    }

    /// Counts one world: what people were after each round, and who adopted. Gives
    /// the adopters among the people asked for.
    pub fn world(&mut self, counts: &[Count], adopters: &[NodeId]) -> u32 {
        self.times(counts.iter().map(|count| count.spread));
        self.rounds(counts.iter().copied());
        if let Some(activated) = &mut self.activated {
            adopters.iter().for_each(|&v| activated[v] += 1);
        }
        let among = |among: &PerNode<bool>| adopters.iter().filter(|&&v| among[v]).count();
        self.among.map_or(0, |people| among(people) as u32)
    }

    /// Counts when one world reached each milestone.
    fn times(&mut self, spreads: impl Iterator<Item = u32> + Clone) {
        for (&milestone, tally) in self.milestones.iter().zip(&mut self.reached) {
            if let Some(round) = spreads.clone().position(|spread| spread >= milestone) {
                tally.add(round as u32);
            }
        }
    }

    fn rounds(&mut self, counts: impl ExactSizeIterator<Item = Count>) {
        let rounds = counts.len();
        if self.course.len() < rounds {
            self.course.resize(rounds, Stage::default());
            self.ended.resize(rounds, Stage::default());
        }
        let mut last = Count::default();
        for (stage, count) in self.course.iter_mut().zip(counts) {
            stage.add(count);
            last = count;
        }
        if let Some(ended) = rounds.checked_sub(1) {
            self.ended[ended].add(last);
        }
    }

    /// The course of all worlds counted, in which those that ended go on as they did.
    fn course(&self) -> Vec<Stage> {
        let mut silent = Stage::default();
        let stages = self.course.iter().zip(&self.ended);
        let course = stages.map(|(stage, ended)| {
            let all = stage.and(silent);
            silent = silent.and(*ended);
            all
        });
        course.collect()
    }
}

/// How far word spreads by `model`, by the one-world engine.
pub fn spread<C: Contagion>(
    crew: &Crew,
    watch: &Watch,
    networks: &[Network<'_>],
    model: &C,
    question: &Question<'_>,
) -> Spread {
    let people = people(networks);
    let scratch = || {
        let cascade = Cascade::<C::Memory>::new(people);
        (cascade.stopping_after(question.max_rounds), Vec::new())
    };
    observe(
        crew,
        watch,
        people,
        question,
        scratch,
        |(cascade, seeds), world, counting| {
            question.seeds.of_world(world, seeds);
            let outcome = cascade.run_on(networks, model, seeds, world);
            let among = counting.world(outcome.counts(), outcome.adopters());
            (outcome.spread(), among)
        },
    )
}

/// What `job` counts in each world: the spread, and the adopters among the people
/// asked for, as [`Counting::world`] gives them. For engines of any kind.
pub fn observe<'q, S: Send>(
    crew: &Crew,
    watch: &Watch,
    people: u32,
    question: &Question<'q>,
    scratch: impl Fn() -> S + Sync,
    job: impl Fn(&mut S, World, &mut Counting<'q>) -> (u32, u32) + Sync,
) -> Spread {
    let scratch = || (scratch(), Counting::new(question, people));
    let each =
        |(scratch, counting): &mut (S, Counting<'q>), world: World| job(scratch, world, counting);
    let (worlds, counted) = question.worlds.map_keeping(crew, watch, scratch, each);
    answer(
        question,
        worlds,
        counted.into_iter().map(|(_, counting)| counting),
    )
}

/// What all threads counted together.
fn answer<'q>(
    question: &Question<'q>,
    worlds: Vec<(u32, u32)>,
    counted: impl Iterator<Item = Counting<'q>>,
) -> Spread {
    let mut answer = Spread::default();
    for counting in counted {
        let seen = counting
            .course
            .first()
            .map_or(0, |stage| stage.spread.worlds);
        let part = Spread {
            // Only how many there are matters here.
            sizes: vec![0; seen as usize],
            course: counting.course(),
            activated: counting.activated,
            among: None,
            reached: counting.reached,
        };
        answer = answer.followed_by(part);
    }
    answer.sizes = worlds.iter().map(|&(size, _)| size).collect();
    answer.among = question
        .among
        .map(|_| worlds.iter().map(|&(_, among)| among).collect());
    answer
}

/// Which engine runs a live-edge model. No result depends on it, but for [`Skip`],
/// which has luck of its own.
///
/// [`Skip`]: Self::Skip
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// The one that [`fastest`] names.
    #[default]
    Fastest,
    /// One world after the other.
    OneWorld,
    /// 64 worlds at once.
    SixtyFour,
    /// 256 worlds at once.
    Lanes256,
    /// 512 worlds at once.
    Lanes512,
    /// One world after the other, jumping from live tie to live tie, on
    /// [skip luck](crate::skip): other worlds, of the same distribution. Runs only where
    /// it is asked for, and only what is [skippable](Skippable::all).
    Skip,
}

/// The engine that [`Engine::Fastest`] stands for: a function of the numbers of people
/// and of worlds, never of the machine.
///
/// More worlds at once were faster on every graph and model of `cargo bench --bench
/// engines`. What speaks against them is memory, 128, 64 or 16 bytes a person and
/// thread, and that few blocks of worlds keep few threads busy.
pub fn fastest(people: u32, worlds: u64) -> Engine {
    const LARGE: u32 = 1 << 22;
    const HUGE: u32 = 1 << 26;
    match (worlds, people) {
        (0..LANES, _) => Engine::OneWorld,
        (512.., 0..=LARGE) => Engine::Lanes512,
        (_, 0..=HUGE) => Engine::Lanes256,
        _ => Engine::SixtyFour,
    }
}

/// How far word spreads by a live-edge model, by the given engine; and which one ran.
///
/// # Panics
///
/// With [`Engine::Skip`] where [`Skippable::all`] refuses the networks or the model.
pub fn spread_live<C: LiveEdge>(
    crew: &Crew,
    watch: &Watch,
    networks: &[Network<'_>],
    model: &C,
    question: &Question<'_>,
    engine: Engine,
) -> (Spread, Engine) {
    let engine = match engine {
        Engine::Fastest => fastest(people(networks), question.worlds.count()),
        engine => engine,
    };
    let answer = match engine {
        Engine::Lanes256 => spread_wide::<8, C>(crew, watch, networks, model, question),
        Engine::Lanes512 => spread_wide::<16, C>(crew, watch, networks, model, question),
        Engine::SixtyFour => spread_64(crew, watch, networks, model, question),
        Engine::Skip => {
            let skippable = Skippable::all(networks, model);
            let networks = skippable.expect("whoever asks for skipping knows that it is possible");
            skipping(crew, watch, &networks, question)
        }
        Engine::OneWorld | Engine::Fastest => spread(crew, watch, networks, model, question),
    };
    (answer, engine)
}

/// The same in blocks of 64 worlds.
fn spread_64<C: LiveEdge>(
    crew: &Crew,
    watch: &Watch,
    networks: &[Network<'_>],
    model: &C,
    question: &Question<'_>,
) -> Spread {
    let people = people(networks);
    let scratch = || {
        let cascade = Cascade64::new(people).stopping_after(question.max_rounds);
        (cascade, Counting::new(question, people))
    };
    let job = |(cascade, counting): &mut (Cascade64, Counting<'_>), block, asked: u64| {
        let seeds = question.seeds.of_block(block, asked);
        let outcome = cascade.run_on(networks, model, seeds, block);
        counting.block(outcome, asked)
    };
    let (blocks, counted) = question.worlds.map_blocks(crew, watch, scratch, job);
    let worlds = blocks.into_iter().flatten().collect();
    let counted = counted.into_iter().map(|(_, counting)| counting);
    answer(question, worlds, counted)
}

/// The same in blocks of `32·N` worlds.
fn spread_wide<const N: usize, C: LiveEdge>(
    crew: &Crew,
    watch: &Watch,
    networks: &[Network<'_>],
    model: &C,
    question: &Question<'_>,
) -> Spread {
    let people = people(networks);
    let scratch = || {
        let cascade = Wide::<N>::new(people).stopping_after(question.max_rounds);
        (cascade, Counting::new(question, people))
    };
    let job = |(cascade, counting): &mut (Wide<N>, Counting<'_>),
               block: &WideBlock<N>,
               asked: Lanes<N>| {
        let seeds = (0..Lanes::<N>::WORDS).flat_map(|word| {
            let seeds = question.seeds.of_block(block.block(word), asked.word(word));
            seeds.map(move |(seed, worlds)| (seed, Lanes::only(word, worlds)))
        });
        let outcome = cascade.run_on(networks, model, seeds, block);
        let words = 0..Lanes::<N>::WORDS;
        let each = words.flat_map(|word| counting.block(&outcome.word(word), asked.word(word)));
        each.collect::<Vec<_>>()
    };
    let (blocks, counted) = question.worlds.map_wide(crew, watch, scratch, job);
    let worlds = blocks.into_iter().flatten().collect();
    let counted = counted.into_iter().map(|(_, counting)| counting);
    answer(question, worlds, counted)
}

/// What became of 64 worlds that ran at once.
pub(crate) trait SixtyFour {
    /// The worlds in which `v` adopted, one bit each.
    fn reached(&self, v: NodeId) -> u64;
    /// Everybody who adopted in at least one of them, and perhaps others.
    fn reached_anywhere(&self) -> &[NodeId];
    /// Adopters up to and including `round`, one entry per world.
    fn spreads_by(&self, round: u32) -> [u32; LANES as usize];
    /// How many rounds passed until all of them were silent, at least.
    fn rounds(&self) -> u32;
}

fn skipping(
    crew: &Crew,
    watch: &Watch,
    networks: &[Skippable<'_>],
    question: &Question<'_>,
) -> Spread {
    let people = networks.first().map_or(0, Skippable::people);
    let scratch = || {
        let cascade = SkippingCascade::new(people).stopping_after(question.max_rounds);
        (cascade, Vec::new())
    };
    observe(
        crew,
        watch,
        people,
        question,
        scratch,
        |(cascade, seeds), world, counting| {
            question.seeds.of_world(world, seeds);
            let outcome = cascade.run_on(networks, seeds, world);
            let among = counting.world(outcome.counts(), outcome.adopters());
            (outcome.spread(), among)
        },
    )
}

impl Counting<'_> {
    /// Counts the worlds `asked` of a block; gives spread and adopters among the people
    /// asked for of each of them.
    fn block(&mut self, outcome: &impl SixtyFour, asked: u64) -> Vec<(u32, u32)> {
        let lanes: Vec<usize> = (0..64).filter(|lane| asked >> lane & 1 == 1).collect();
        let rounds: Vec<_> = (0..=outcome.rounds())
            .map(|r| outcome.spreads_by(r))
            .collect();
        for &lane in &lanes {
            let spread = rounds.iter().map(|spreads| spreads[lane]);
            let spread: Vec<u32> = spread.collect();
            self.times(spread.iter().copied());
            let last = spread[spread.len() - 1];
            // A world is silent one round after its last adoption, as when it runs alone.
            let silent = spread.partition_point(|&s| s < last) + 1;
            let before = std::iter::once(0).chain(spread.iter().copied());
            let each = before.zip(&spread).map(|(before, &spread)| Count {
                spread,
                waiting: 0,
                speaking: spread - before,
                removed: before,
            });
            let each: Vec<Count> = each.take((silent + 1).min(spread.len())).collect();
            self.rounds(each.into_iter());
        }
        if let Some(activated) = &mut self.activated {
            for &v in outcome.reached_anywhere() {
                activated[v] += u64::from((outcome.reached(v) & asked).count_ones());
            }
        }
        let mut among = [0u32; 64];
        if let Some(people) = self.among {
            for &v in outcome.reached_anywhere().iter().filter(|&&v| people[v]) {
                for &lane in &lanes {
                    among[lane] += (outcome.reached(v) >> lane & 1) as u32;
                }
            }
        }
        let spreads = outcome.spreads_by(u32::MAX);
        lanes
            .iter()
            .map(|&lane| (spreads[lane], among[lane]))
            .collect()
    }
}

/// The registers in which many people and worlds are worked off at once, on this
/// processor. No result depends on it.
pub fn registers() -> &'static str {
    match Instructions::widest() {
        Instructions::Portable => "portable",
        Instructions::Avx2 => "AVX2",
        Instructions::Avx512 => "AVX-512",
    }
}

/// What worlds come to, their spread among it; what follows joins what was before.
pub trait Joined: Default {
    /// The spread.
    fn spread(&self) -> &Spread;

    /// These worlds and those of `later`, which follow them.
    #[must_use]
    fn followed_by(self, later: Self) -> Self;
}

impl Joined for Spread {
    fn spread(&self) -> &Spread {
        self
    }

    fn followed_by(self, later: Self) -> Self {
        Spread::followed_by(self, later)
    }
}

/// Asks for ever more worlds until the interval of the mean spread is as narrow as
/// `precision`, a share of that mean, or `most` worlds have run. `ask` answers for a
/// range of worlds. Gives what they came to, the last estimate, and the level of its
/// interval.
///
/// Looks at doubling numbers of worlds; see [`looks`].
///
/// # Errors
///
/// [`Error::TooFewWorlds`] where fewer than two worlds ran.
pub fn to_precision<T: Joined>(
    seed: u64,
    most: u64,
    precision: f64,
    watch: &Watch,
    mut ask: impl FnMut(Worlds) -> T,
) -> Result<(T, Estimate, f64), Error> {
    let mut so_far = T::default();
    let looks = looks(most);
    for (at, look) in looks.iter().enumerate() {
        let more = Worlds::new(seed, so_far.spread().sizes.len() as u64..look.worlds);
        so_far = so_far.followed_by(ask(more));
        let estimate = so_far.spread().estimate(look.level)?;
        let narrow = estimate.half_width() <= precision * estimate.mean;
        if narrow || watch.stopped() || at + 1 == looks.len() {
            return Ok((so_far, estimate, look.level));
        }
    }
    unreachable!("there is a last look")
}

/// What each candidate adds to the spread of `seeds`, in the same worlds: mean
/// difference with its standard error, one entry a candidate. A candidate who is a
/// seed adds nothing.
///
/// # Errors
///
/// [`Error::TooFewWorlds`] with fewer than two worlds.
pub fn marginal_gains<C: Contagion>(
    crew: &Crew,
    watch: &Watch,
    networks: &[Network<'_>],
    model: &C,
    question: &Question<'_>,
    candidates: &[NodeId],
) -> Result<Vec<Estimate>, Error> {
    let people = people(networks);
    let scratch = || {
        let cascade = Cascade::<C::Memory>::new(people);
        (cascade.stopping_after(question.max_rounds), Vec::new())
    };
    let gains = question
        .worlds
        .map(crew, watch, scratch, |(cascade, seeds), world| {
            question.seeds.of_world(world, seeds);
            let without = cascade.run_on(networks, model, seeds, world).spread();
            let gain = |&candidate: &NodeId| {
                seeds.push(candidate);
                let with = cascade.run_on(networks, model, seeds, world).spread();
                seeds.pop();
                f64::from(with) - f64::from(without)
            };
            candidates.iter().map(gain).collect::<Vec<f64>>()
        });
    let of = |at: usize| gains.iter().map(move |gains| gains[at]);
    let estimate = |at| of(at).collect::<Sample>().estimate();
    (0..candidates.len()).map(estimate).collect()
}

//! What a cascade costs by each engine, beside a plain loop and beside what memory
//! allows: rows for the table of `docs/performance.md`.
//!
//! ```text
//! cargo bench --bench engines                     all rows, as a table
//! cargo bench --bench engines -- nethept ic-0.1   rows of such names only
//! cargo bench --bench engines -- --files FOLDER   graphs and seeds for others to run on
//! ENGINE="512 worlds" cargo bench --bench engines     one engine, to look at with a profiler
//! ```
//!
//! One thread; all engines of a row by turns, so that a slow minute of the machine
//! strikes all of them; medians of five turns in microseconds a cascade. Engines of one
//! luck must give the same spread in every world, and others the same on average.

use std::fmt;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Coins, Contagion, LiveEdge, Network};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::linear_threshold::{LinearThreshold, LiveThreshold};
use groundswell_diffusion::sixty_four::Cascade64;
use groundswell_diffusion::skipping::{Skippable, SkippingCascade};
use groundswell_diffusion::wide::{Cascade256, Cascade512};
use groundswell_diffusion::world::{WideBlock, World, WorldBlock};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::Direction;
use groundswell_graph::generate::Generator;
use groundswell_graph::generate::r_mat::RMat;
use groundswell_graph::id::NodeId;
use groundswell_graph::import::Import;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::open::{Opening, open};
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

/// Seeds: so many of those with the most ties out of them.
const SEEDS: usize = 50;
const TURNS: usize = 5;
/// An engine's turn takes about so many microseconds.
const TURN: f64 = 200_000.0;

fn main() {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    words.retain(|word| word != "--bench");
    let files = words.iter().position(|word| word == "--files").map(|at| {
        let folder = words.drain(at..).nth(1);
        PathBuf::from(folder.expect("--files names a folder"))
    });
    println!("graph\tmodel\tengine\tmicroseconds\tworlds\tspread\terror");
    for (graph, ties) in GRAPHS {
        let wanted = |word: &str| {
            !words.iter().any(|w| is_like(w, word)) || words.contains(&word.to_owned())
        };
        if !wanted(graph) {
            continue;
        }
        let Some(ties) = ties() else {
            eprintln!("skipped: there is no {graph}");
            continue;
        };
        let seeds = best_connected(&ties);
        if let Some(folder) = &files {
            write(&folder.join(graph), &ties, &seeds);
            continue;
        }
        for model in MODELS.into_iter().filter(|model| wanted(model)) {
            row(graph, model, &ties, &seeds);
        }
    }
}

type Graph = fn() -> Option<Ties>;

const GRAPHS: [(&str, Graph); 3] = [
    ("nethept", || shared("nethept", Direction::Mutual)),
    ("soc-epinions1", || {
        shared("soc-epinions1", Direction::SourceToTarget)
    }),
    ("r-mat-20", r_mat),
];

const MODELS: [&str; 4] = ["ic-0.01", "ic-0.1", "wc", "lt"];

/// Whether both name graphs, or both models.
fn is_like(a: &str, b: &str) -> bool {
    let is_model = |word| MODELS.contains(&word);
    is_model(a) == is_model(b)
}

/// The ties of a file of the shared data; nothing where it is missing.
fn shared(name: &str, direction: Direction) -> Option<Ties> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join(format!("../shared/data/{name}/edges.tsv.gz"));
    let opening = Opening {
        import: Import {
            direction: Some(direction),
            ..Import::default()
        },
        ..Opening::default()
    };
    let opened = open(&file, &opening).ok()?;
    Some(opened.graph.platforms()[0].ties.clone())
}

fn r_mat() -> Option<Ties> {
    let model = RMat {
        scale: 20,
        ..RMat::default()
    };
    Some(model.draw(1).expect("the numbers are fine").ties)
}

fn best_connected(ties: &Ties) -> Vec<NodeId> {
    let mut people: Vec<NodeId> = (0..ties.people()).map(NodeId).collect();
    people.sort_by_key(|&v| (std::cmp::Reverse(ties.out_degree(v)), v));
    people.truncate(SEEDS);
    people
}

/// Edges and seeds as text, for programs that are not ours.
fn write(folder: &Path, ties: &Ties, seeds: &[NodeId]) {
    let mut edges = String::new();
    for (_, source, target) in ties.iter() {
        writeln!(edges, "{}\t{}", source.0, target.0).expect("text can be written");
    }
    let seeds: String = seeds.iter().map(|v| format!("{}\n", v.0)).collect();
    let put = |name, text: &str| std::fs::write(folder.join(name), text);
    std::fs::create_dir_all(folder)
        .and_then(|()| put("edges.tsv", &edges))
        .and_then(|()| put("seeds.txt", &seeds))
        .expect("the folder can be written to");
}

/// All engines on one graph and model.
fn row(graph: &str, model: &str, ties: &Ties, seeds: &[NodeId]) {
    let activation = match model.strip_prefix("ic-") {
        Some(p) => Activation::uniform(Probability::clamped(p.parse().expect("a number"))),
        None => Activation::weighted_cascade(ties),
    };
    let network = Network {
        ties,
        platform: NameKey::of("facebook"),
        channel: NameKey::of("tie"),
        activation: &activation,
        coins: Coins::PerDirection,
    };
    let row = Row {
        ties,
        network,
        seeds,
    };
    let mut engines = match model {
        "lt" => {
            let sums = LinearThreshold::new(&[network]).expect("the weights sum to one");
            let live = LiveThreshold::new(&[network]).expect("the weights sum to one");
            let mut engines = vec![row.plain_thresholds(), row.one_world(sums)];
            engines.extend(row.live(live));
            engines
        }
        _ => {
            let mut engines = vec![row.plain_coins(), row.one_world(IndependentCascade)];
            engines.extend(row.live(IndependentCascade));
            engines.extend(row.skipping());
            engines
        }
    };
    if let Some(only) = std::env::var_os("ENGINE") {
        engines.retain(|engine| *engine.name == *only);
    }
    for _ in 0..TURNS {
        engines.iter_mut().for_each(Timed::turn);
    }
    let (bound, access) = row.bound();
    for engine in &engines {
        println!("{graph}\t{model}\t{engine}");
    }
    println!("{graph}\t{model}\tbound of one world\t{bound:.2}\t\t{access}\t");
    let Some((first, others)) = engines.split_first() else {
        return;
    };
    // Sums and live ties are two faces of linear threshold, the same on average.
    let ours =
        |e: &&Timed<'_>| e.name.ends_with("worlds") || e.name == "one world" && model != "lt";
    let ours: Vec<&Timed<'_>> = others.iter().filter(ours).collect();
    for pair in ours.windows(2) {
        let shared = pair[0].spreads.len().min(pair[1].spreads.len());
        let same = pair[0].spreads[..shared] == pair[1].spreads[..shared];
        assert!(same, "{} and {} differ", pair[0].name, pair[1].name);
    }
    for engine in others {
        let ((a, x), (b, y)) = (first.mean(), engine.mean());
        let z = (a - b) / x.hypot(y).max(1e-9);
        assert!(z.abs() < 5.0, "{} beside the plain loop: {z}", engine.name);
    }
}

/// Puts down the spreads in the worlds of one call, which begin with the one given.
type Run<'r> = Box<dyn FnMut(u64, &mut Vec<u32>) + 'r>;

/// An engine and what was found.
struct Timed<'r> {
    name: &'static str,
    run: Run<'r>,
    /// Microseconds a cascade, turn by turn.
    times: Vec<f64>,
    spreads: Vec<u32>,
}

impl<'r> Timed<'r> {
    fn new(name: &'static str, run: impl FnMut(u64, &mut Vec<u32>) + 'r) -> Self {
        Self {
            name,
            run: Box::new(run),
            times: Vec::new(),
            spreads: Vec::new(),
        }
    }

    /// As many calls as fit a turn, but for the first of all, which warms up.
    fn turn(&mut self) {
        if self.spreads.is_empty() {
            (self.run)(0, &mut self.spreads);
            self.spreads.clear();
        }
        let begun = Instant::now();
        let before = self.spreads.len();
        while (begun.elapsed().as_micros() as f64) < TURN {
            (self.run)(self.spreads.len() as u64, &mut self.spreads);
        }
        let took = begun.elapsed().as_secs_f64() * 1e6;
        self.times.push(took / (self.spreads.len() - before) as f64);
    }

    fn mean(&self) -> (f64, f64) {
        let n = self.spreads.len() as f64;
        let mean = self.spreads.iter().map(|&x| f64::from(x)).sum::<f64>() / n;
        let squares = self.spreads.iter().map(|&x| (f64::from(x) - mean).powi(2));
        (mean, (squares.sum::<f64>() / (n - 1.0) / n).sqrt())
    }
}

impl fmt::Display for Timed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        let (mean, error) = self.mean();
        let (median, worlds) = (times[times.len() / 2], self.spreads.len());
        write!(
            f,
            "{}\t{median:.2}\t{worlds}\t{mean:.2}\t{error:.2}",
            self.name
        )
    }
}

/// What a row is about.
#[derive(Clone, Copy)]
struct Row<'r> {
    ties: &'r Ties,
    network: Network<'r>,
    seeds: &'r [NodeId],
}

impl<'r> Row<'r> {
    fn one_world<C: Contagion + 'r>(self, model: C) -> Timed<'r> {
        let mut cascade = Cascade::new(self.ties.people());
        Timed::new("one world", move |world, spreads| {
            let world = World::new(1, world);
            spreads.push(
                cascade
                    .run(&self.network, &model, self.seeds, world)
                    .spread(),
            );
        })
    }

    /// The engines that run live-edge models on the luck of ties.
    fn live<C: LiveEdge + Clone + 'r>(self, model: C) -> Vec<Timed<'r>> {
        let mut by_64 = Cascade64::new(self.ties.people());
        let mut by_256 = Cascade256::new(self.ties.people());
        let mut by_512 = Cascade512::new(self.ties.people());
        let (same, once_more) = (model.clone(), model.clone());
        vec![
            Timed::new("64 worlds", move |world, spreads| {
                let block = WorldBlock::new(1, world / 64);
                spreads.extend(
                    by_64
                        .run(&self.network, &model, self.seeds, block)
                        .spreads(),
                );
            }),
            Timed::new("256 worlds", move |world, spreads| {
                let block = WideBlock::new(1, world / 64);
                let outcome = by_256.run(&self.network, &same, self.seeds, &block);
                spreads.extend((0..4).flat_map(|word| outcome.word(word).spreads()));
            }),
            Timed::new("512 worlds", move |world, spreads| {
                let block = WideBlock::new(1, world / 64);
                let outcome = by_512.run(&self.network, &once_more, self.seeds, &block);
                spreads.extend((0..8).flat_map(|word| outcome.word(word).spreads()));
            }),
        ]
    }

    /// Where all ties have one chance.
    fn skipping(self) -> Option<Timed<'r>> {
        let networks = Skippable::all(&[self.network], &IndependentCascade).ok()?;
        let mut cascade = SkippingCascade::new(self.ties.people());
        Some(Timed::new("skipping", move |world, spreads| {
            let world = World::new(1, world);
            spreads.push(cascade.run_on(&networks, self.seeds, world).spread());
        }))
    }

    /// As one would write it by hand: one number a tie, coin first, stamps.
    fn plain_coins(self) -> Timed<'r> {
        let chances: Vec<f32> = self.chances();
        let mut stamps = vec![0u32; self.ties.people() as usize];
        let (mut queue, mut random, mut stamp) = (Vec::new(), Xoshiro::new(), 0);
        Timed::new("plain loop", move |_, spreads| {
            stamp += 1;
            queue.clear();
            for &seed in self.seeds {
                stamps[seed.index()] = stamp;
                queue.push(seed);
            }
            let mut next = 0;
            while next < queue.len() {
                for (edge, target) in self.ties.edges_of(queue[next]) {
                    if random.unit() < chances[edge.index()] && stamps[target.index()] != stamp {
                        stamps[target.index()] = stamp;
                        queue.push(target);
                    }
                }
                next += 1;
            }
            spreads.push(queue.len() as u32);
        })
    }

    /// As one would write it by hand: a threshold is drawn when somebody first hears.
    fn plain_thresholds(self) -> Timed<'r> {
        let weights: Vec<f32> = self.chances();
        let people = self.ties.people() as usize;
        let (mut stamps, mut left) = (vec![0u32; people], vec![0f32; people]);
        let mut adopted = vec![0u32; people];
        let (mut queue, mut random, mut stamp) = (Vec::new(), Xoshiro::new(), 0);
        Timed::new("plain loop", move |_, spreads| {
            stamp += 1;
            queue.clear();
            for &seed in self.seeds {
                adopted[seed.index()] = stamp;
                queue.push(seed);
            }
            let mut next = 0;
            while next < queue.len() {
                for (edge, target) in self.ties.edges_of(queue[next]) {
                    let v = target.index();
                    if adopted[v] == stamp {
                        continue;
                    }
                    if stamps[v] != stamp {
                        stamps[v] = stamp;
                        left[v] = random.unit();
                    }
                    left[v] -= weights[edge.index()];
                    if left[v] <= 0.0 {
                        adopted[v] = stamp;
                        queue.push(target);
                    }
                }
                next += 1;
            }
            spreads.push(queue.len() as u32);
        })
    }

    /// One entry a tie.
    fn chances(&self) -> Vec<f32> {
        let chance = |(edge, source, target)| {
            let chance = self.network.activation.chance(edge, source, target);
            chance.digits() as f32 / 18_446_744_073_709_551_616.0
        };
        self.ties.iter().map(chance).collect()
    }

    /// Microseconds that one world takes at least, whose live ties are known: live ties
    /// times (a tie and whether somebody has adopted), adopters times where their ties
    /// stand; and what was counted, for the reader.
    fn bound(&self) -> (f64, String) {
        let mut cascade = Cascade::new(self.ties.people());
        let (mut adopters, mut live) = (0.0, 0.0);
        let chance = |edge, source, target| {
            let chance = self.network.activation.chance(edge, source, target);
            chance.digits() as f64 / 18_446_744_073_709_551_616.0
        };
        // Weights are the chances of live ties in both models.
        const WORLDS: u64 = 8;
        for world in 0..WORLDS {
            let outcome = cascade.run(
                &self.network,
                &IndependentCascade,
                self.seeds,
                World::new(2, world),
            );
            for &v in outcome.adopters() {
                adopters += 1.0;
                let of = self
                    .ties
                    .edges_of(v)
                    .map(|(edge, target)| chance(edge, v, target));
                live += of.sum::<f64>();
            }
        }
        let (adopters, live) = (adopters / WORLDS as f64, live / WORLDS as f64);
        let people = self.ties.people() as usize;
        let (tie, mark, row) = (
            access(4 * self.ties.count() as usize),
            access(people.div_ceil(8)),
            access(4 * people),
        );
        let bound = live * (tie + mark) + adopters * row;
        (
            bound / 1000.0,
            format!("{adopters:.0} adopters, {live:.0} live ties"),
        )
    }
}

/// Nanoseconds of one of many reads, none of which waits for another, from anywhere in
/// so many bytes.
fn access(bytes: usize) -> f64 {
    const READS: u32 = 4_000_000;
    let array = vec![1u32; (bytes / 4).max(1)];
    let mut random = Xoshiro::new();
    let mut places = vec![0u32; 4096];
    let (mut sum, mut took) = (0u32, f64::MAX);
    for _ in 0..3 {
        let mut clock = 0.0;
        for _ in 0..READS / 4096 {
            for place in &mut places {
                *place = (((random.next() >> 32) * array.len() as u64) >> 32) as u32;
            }
            let begun = Instant::now();
            for &place in &places {
                sum = sum.wrapping_add(array[place as usize]);
            }
            black_box(sum);
            clock += begun.elapsed().as_secs_f64();
        }
        took = took.min(clock * 1e9 / f64::from(READS / 4096 * 4096));
    }
    took
}

/// Xoshiro256++, by Blackman & Vigna (2019): what a plain loop would draw from.
struct Xoshiro([u64; 4]);

impl Xoshiro {
    fn new() -> Self {
        Self([1, 2, 3, 4].map(|i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    #[inline(always)]
    fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let t = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= t;
        *d = d.rotate_left(45);
        result
    }

    /// A number in [0, 1) with 24 bits.
    #[inline(always)]
    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / 16_777_216.0
    }
}

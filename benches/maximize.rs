//! What RR sets and influence maximization cost, beside a plain loop.
//!
//! ```text
//! cargo bench --bench maximize                       all rows, as a table
//! cargo bench --bench maximize -- nethept ic-0.01    rows of such names only
//! ```
//!
//! RR sets on one thread, both programs by turns, the best of seven turns in nanoseconds
//! for each person in a set, which is the same on average for both. Then the whole search
//! for 50 seeds with ε = 0.1 on all threads: until the certificate will do, and with all
//! that follows by default. The index is asked for the spread of fifty people, and for who
//! comes next. The peak is that of the process so far, so that rows to compare are best
//! asked for one by one.

use std::path::Path;
use std::time::Instant;

use groundswell_diffusion::contagion::{Coins, LiveEdge, Network};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::linear_threshold::LiveThreshold;
use groundswell_diffusion::rr_sets::{Asked, RrSampler, RrSets, roots::Roots, stream::RrLuck};
use groundswell_diffusion::worlds::{Crew, Watch};
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
use groundswell_seeding::index::{Asking, Index};
use groundswell_seeding::maximize::{Setting, maximize};
use groundswell_seeding::problem::Problem;

/// RR sets of the influence index, and how often it is asked.
const INDEXED: u64 = 1 << 17;
const ANSWERS: u32 = 50;
const TURNS: usize = 7;
/// People in the sets of a turn, about.
const MEMBERS: f64 = 2_000_000.0;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<String> = words.into_iter().filter(|word| word != "--bench").collect();
    println!("graph\tmodel\twhat\tresult");
    for (graph, ties) in GRAPHS {
        let wanted = |word: &str, among: &[&str]| {
            let like = words.iter().filter(|word| among.contains(&word.as_str()));
            like.clone().count() == 0 || like.clone().any(|w| w == word)
        };
        if !wanted(graph, &GRAPHS.map(|graph| graph.0)) {
            continue;
        }
        let Some(ties) = ties() else {
            eprintln!("skipped: there is no {graph}");
            continue;
        };
        for model in MODELS.into_iter().filter(|model| wanted(model, &MODELS)) {
            let activation = match model.strip_prefix("ic-") {
                Some(p) => Activation::uniform(Probability::clamped(p.parse().expect("a number"))),
                None => Activation::weighted_cascade(&ties),
            };
            let networks = [Network {
                ties: &ties,
                platform: NameKey::of("facebook"),
                channel: NameKey::of("tie"),
                activation: &activation,
                coins: Coins::PerDirection,
            }];
            let name = format!("{graph}\t{model}");
            match model {
                "lt" => {
                    let model = LiveThreshold::new(&networks).expect("the weights sum to one");
                    rows(&name, &networks, &model, |plain, v| plain.at_most_one(v));
                }
                _ => rows(&name, &networks, &IndependentCascade, |plain, v| {
                    plain.each(v)
                }),
            }
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

const MODELS: [&str; 4] = ["wc", "ic-0.01", "ic-0.1", "lt"];

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

/// All that is timed of one graph and model.
fn rows<C: LiveEdge>(name: &str, networks: &[Network<'_>], model: &C, live: Live) {
    let sampler = RrSampler::new(networks, model);
    let people = sampler.people();
    let (crew, watch, roots) = (Crew::of(1), Watch::default(), Roots::anybody(people));
    let asked = Asked::new(RrLuck::new(1, NameKey::of("bench")), &roots);
    let gathered = |count: u64| {
        let mut sets = RrSets::new(people);
        assert!(sampler.gather(&crew, &watch, &asked, &mut sets, count));
        sets
    };
    let count = 1000.0 * MEMBERS / gathered(1000).people_in_sets() as f64;
    let count = count as u64 + 1;
    let mut plain = Plain::new(&networks[0]);
    let (mut ours, mut theirs) = (f64::MAX, f64::MAX);
    let mut means = (0.0, 0.0);
    for _ in 0..TURNS {
        let begun = Instant::now();
        let sets = gathered(count);
        let members = sets.people_in_sets() as f64;
        ours = ours.min(begun.elapsed().as_secs_f64() * 1e9 / members);
        means.0 = members / count as f64;
        let begun = Instant::now();
        let members = plain.gather(count, live) as f64;
        theirs = theirs.min(begun.elapsed().as_secs_f64() * 1e9 / members);
        means.1 = members / count as f64;
    }
    println!(
        "{name}\tRR sets\t{ours:.1} ns a member, {:.2} in a set",
        means.0
    );
    println!(
        "{name}\tplain loop\t{theirs:.1} ns a member, {:.2} in a set",
        means.1
    );
    let crew = Crew::of(0);
    let begun = Instant::now();
    let index = Index::new(&crew, &watch, &sampler, 1, INDEXED, 1 << 32);
    let index = index.expect("they fit");
    let built = begun.elapsed().as_secs_f64();
    let mut asking = Asking::new(&index);
    let seeds: Vec<NodeId> = (0..50).map(|i| NodeId(i * 7919 % people)).collect();
    let mut answers = [0.0; 2];
    for (took, next) in answers.iter_mut().zip([false, true]) {
        let begun = Instant::now();
        for _ in 0..ANSWERS {
            let seeds = std::hint::black_box(&seeds);
            match next {
                false => drop(std::hint::black_box(asking.spread(seeds))),
                true => drop(std::hint::black_box(asking.best_next(seeds, |_| true))),
            }
        }
        *took = begun.elapsed().as_secs_f64() * 1e6 / f64::from(ANSWERS);
    }
    let [spread, next] = answers;
    let known = asking.spread(&seeds).expect("they are people");
    println!(
        "{name}\tindex\t{INDEXED} sets in {built:.2} s and {} MB: {:.1} ± {:.1} in {spread:.0} µs, the best next seed in {next:.0} µs",
        index.bytes() / 1_000_000,
        known.spread,
        known.standard_error
    );
    for improve in [false, true] {
        let begun = Instant::now();
        let setting = Setting {
            improve,
            ..Setting::default()
        };
        let best = Problem::best(50);
        let answer = maximize(
            &crew,
            &watch,
            &RrSampler::new(networks, model),
            &best,
            &setting,
        );
        let answer = answer.expect("there is somebody to choose");
        let took = begun.elapsed().as_secs_f64();
        println!(
            "{name}\t{}\t{took:.3} s, {} sets, {} MB announced, peak {} MB, spread {:.1} ± {:.1}",
            if improve { "default" } else { "certified" },
            answer.sets,
            answer.bytes / 1_000_000,
            peak(),
            answer.spread,
            answer.standard_error
        );
    }
}

/// The most memory that the process ever held, in MB; zero where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or(0) / 1000
}

/// Meets those along the live ties into a person.
type Live = fn(&mut Plain<'_>, NodeId);

/// RR sets as one would write them by hand: one number a tie, stamps, one set after the
/// other.
struct Plain<'p> {
    network: &'p Network<'p>,
    stamps: Vec<u32>,
    stamp: u32,
    queue: Vec<NodeId>,
    random: Xoshiro,
    /// Of each tie into a person, the same for all of them.
    chances: Vec<f32>,
}

impl<'p> Plain<'p> {
    fn new(network: &'p Network<'p>) -> Self {
        let people = network.ties.people();
        let chance = |v: u32| {
            let v = NodeId(v);
            let source = network.ties.hears(v).first().copied().unwrap_or(v);
            let edge = network.ties.edge(source, v).unwrap_or_default();
            let chance = network.activation.chance(edge, source, v);
            chance.digits() as f32 / 18_446_744_073_709_551_616.0
        };
        Self {
            network,
            stamps: vec![0; people as usize],
            stamp: 0,
            queue: Vec::new(),
            random: Xoshiro([1, 2, 3, 4].map(|i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15))),
            chances: (0..people).map(chance).collect(),
        }
    }

    /// People in so many sets, which are kept until all are there.
    fn gather(&mut self, count: u64, live: Live) -> u64 {
        let (mut members, mut ends) = (Vec::new(), Vec::new());
        for _ in 0..count {
            self.stamp += 1;
            self.queue.clear();
            let people = self.stamps.len() as u64;
            let root = (u128::from(self.random.next()) * u128::from(people)) >> 64;
            self.meet(NodeId(root as u32));
            let mut next = 0;
            while next < self.queue.len() {
                live(self, self.queue[next]);
                next += 1;
            }
            members.extend_from_slice(&self.queue);
            ends.push(members.len());
        }
        std::hint::black_box((&members, &ends));
        members.len() as u64
    }

    fn each(&mut self, v: NodeId) {
        let chance = self.chances[v.index()];
        for &source in self.network.ties.hears(v) {
            if self.random.unit() < chance {
                self.meet(source);
            }
        }
    }

    fn at_most_one(&mut self, v: NodeId) {
        let sources = self.network.ties.hears(v);
        let at = self.random.unit() / self.chances[v.index()];
        if let Some(&source) = sources.get(at as usize) {
            self.meet(source);
        }
    }

    fn meet(&mut self, v: NodeId) {
        if self.stamps[v.index()] != self.stamp {
            self.stamps[v.index()] = self.stamp;
            self.queue.push(v);
        }
    }
}

/// Xoshiro256++, by Blackman & Vigna (2019): what a plain loop would draw from.
struct Xoshiro([u64; 4]);

impl Xoshiro {
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

//! What a cascade costs: the engines beside plain loops with the same luck, as one
//! would write them by hand.

use divan::{Bencher, counter::ItemsCount};
use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Coins, Contagion, LiveEdge, Network};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::linear_threshold::{LinearThreshold, LiveThreshold};
use groundswell_diffusion::model::sir::Sir;
use groundswell_diffusion::sixty_four::Cascade64;
use groundswell_diffusion::skipping::{Skippable, SkippingCascade};
use groundswell_diffusion::wide::Cascade256;
use groundswell_diffusion::world::{WideBlock, World, WorldBlock};
use groundswell_graph::activation::Activation;
use groundswell_graph::community::Community;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};
use groundswell_graph::ties::Ties;

fn main() {
    divan::main();
}

/// Twenty thousand people with about forty friends each.
fn town() -> Ties {
    let community = Community {
        people: 20_000,
        median_friends: 39.0,
        community: 230,
        ..Default::default()
    };
    community.ties(1).expect("the numbers are fine")
}

const SEEDS: u32 = 50;
const WORLDS: u64 = 64;

fn network<'g>(ties: &'g Ties, activation: &'g Activation) -> Network<'g> {
    let (platform, channel) = (NameKey::of("facebook"), NameKey::of("tie"));
    Network {
        ties,
        platform,
        channel,
        activation,
        coins: Coins::PerDirection,
    }
}

fn seeds() -> Vec<NodeId> {
    (0..SEEDS).map(|i| NodeId(i * 397)).collect()
}

fn p(p: f64) -> Probability {
    Probability::clamped(p)
}

/// Sixty-four cascades, one after the other, by the engine.
fn one_by_one<C: Contagion>(bencher: Bencher, network: &Network<'_>, model: &C) {
    let seeds = &seeds();
    let mut cascade = Cascade::new(network.ties.people());
    bencher.counter(ItemsCount::new(WORLDS)).bench_local(|| {
        let spread = |i| {
            cascade
                .run(network, model, seeds, World::new(1, i))
                .spread()
        };
        (0..WORLDS).map(spread).sum::<u32>()
    });
}

/// The same cascades, 64 worlds at once.
fn at_once<C: LiveEdge>(bencher: Bencher, network: &Network<'_>, model: &C) {
    let seeds = &seeds();
    let mut cascade = Cascade64::new(network.ties.people());
    bencher.counter(ItemsCount::new(WORLDS)).bench_local(|| {
        let outcome = cascade.run(network, model, seeds, WorldBlock::new(1, 0));
        outcome.spreads().iter().sum::<u32>()
    });
}

/// As many cascades by skipping, in other worlds of the same distribution.
fn skipping(bencher: Bencher, network: &Network<'_>) {
    let seeds = &seeds();
    let networks = Skippable::all(std::slice::from_ref(network), &IndependentCascade);
    let networks = networks.expect("all ties have one chance");
    let mut cascade = SkippingCascade::new(network.ties.people());
    bencher.counter(ItemsCount::new(WORLDS)).bench_local(|| {
        let spread = |i| cascade.run_on(&networks, seeds, World::new(1, i)).spread();
        (0..WORLDS).map(spread).sum::<u32>()
    });
}

/// The same by a plain loop, which `world` runs from the seeds in its queue.
fn plainly(bencher: Bencher, people: u32, mut world: impl FnMut(&[NodeId], &mut Plain, World)) {
    let seeds = &seeds();
    let mut plain = Plain {
        adopted: vec![false; people as usize],
        queue: Vec::new(),
    };
    bencher.counter(ItemsCount::new(WORLDS)).bench_local(|| {
        let mut sum = 0;
        for i in 0..WORLDS {
            plain.queue.clear();
            for &seed in seeds {
                plain.adopts(seed);
            }
            world(seeds, &mut plain, World::new(1, i));
            sum += plain.queue.len();
            plain
                .queue
                .iter()
                .for_each(|v| plain.adopted[v.index()] = false);
        }
        sum
    });
}

/// What a plain loop keeps.
struct Plain {
    adopted: Vec<bool>,
    queue: Vec<NodeId>,
}

impl Plain {
    fn adopts(&mut self, v: NodeId) {
        self.adopted[v.index()] = true;
        self.queue.push(v);
    }
}

#[divan::bench(args = [0.01, 0.05])]
fn ic_engine(bencher: Bencher, chance: f64) {
    let (ties, activation) = (town(), Activation::uniform(p(chance)));
    one_by_one(bencher, &network(&ties, &activation), &IndependentCascade);
}

#[divan::bench(args = [0.01, 0.05])]
fn ic_plain_loop(bencher: Bencher, chance: f64) {
    let (ties, chance) = (town(), p(chance).chance());
    plainly(bencher, ties.people(), |_, plain, world| {
        let luck = world.ties(NameKey::of("facebook"));
        let mut next = 0;
        while next < plain.queue.len() {
            let source = plain.queue[next];
            next += 1;
            for &target in ties.heard_by(source) {
                if !plain.adopted[target.index()] && luck.between(source, target).under(chance) {
                    plain.adopts(target);
                }
            }
        }
    });
}

#[divan::bench(args = [0.01, 0.05])]
fn ic_64(bencher: Bencher, chance: f64) {
    let (ties, activation) = (town(), Activation::uniform(p(chance)));
    at_once(bencher, &network(&ties, &activation), &IndependentCascade);
}

#[divan::bench(args = [0.01, 0.05])]
fn ic_skipping(bencher: Bencher, chance: f64) {
    let (ties, activation) = (town(), Activation::uniform(p(chance)));
    skipping(bencher, &network(&ties, &activation));
}

/// Four times as many worlds at once, told per world as the others are.
#[divan::bench(args = [0.01, 0.05])]
fn ic_256(bencher: Bencher, chance: f64) {
    let (ties, activation) = (town(), Activation::uniform(p(chance)));
    let (network, seeds) = (network(&ties, &activation), seeds());
    let mut cascade = Cascade256::new(ties.people());
    let block = WideBlock::new(1, 0);
    bencher.counter(ItemsCount::new(256u64)).bench_local(|| {
        let outcome = cascade.run(&network, &IndependentCascade, &seeds, &block);
        let each = (0..4).flat_map(|word| outcome.word(word).spreads());
        each.sum::<u32>()
    });
}

#[divan::bench]
fn lt_engine(bencher: Bencher) {
    let ties = town();
    let activation = Activation::weighted_cascade(&ties);
    let network = network(&ties, &activation);
    let model = LinearThreshold::new(&[network]).expect("the weights sum to one");
    one_by_one(bencher, &network, &model);
}

#[divan::bench]
fn lt_plain_loop(bencher: Bencher) {
    let ties = town();
    let weight = |v| p(1.0 / f64::from(ties.in_degree(NodeId(v)).max(1))).chance();
    let weights: Vec<Chance> = (0..ties.people()).map(weight).collect();
    let mut heard = vec![Chance::NEVER; weights.len()];
    let mut touched: Vec<NodeId> = Vec::new();
    plainly(bencher, ties.people(), |_, plain, world| {
        let thresholds = world.thresholds(NameKey::of("facebook"));
        let mut next = 0;
        while next < plain.queue.len() {
            let source = plain.queue[next];
            next += 1;
            for &target in ties.heard_by(source) {
                if plain.adopted[target.index()] {
                    continue;
                }
                let heard = &mut heard[target.index()];
                if *heard == Chance::NEVER {
                    touched.push(target);
                }
                *heard = heard.plus(weights[target.index()]);
                if thresholds.person(target).under(*heard) {
                    plain.adopts(target);
                }
            }
        }
        touched
            .drain(..)
            .for_each(|v| heard[v.index()] = Chance::NEVER);
    });
}

/// The other face, which remembers nothing.
#[divan::bench]
fn lt_live_engine(bencher: Bencher) {
    let ties = town();
    let activation = Activation::weighted_cascade(&ties);
    let network = network(&ties, &activation);
    let model = LiveThreshold::new(&[network]).expect("the weights sum to one");
    one_by_one(bencher, &network, &model);
}

#[divan::bench]
fn lt_live_64(bencher: Bencher) {
    let ties = town();
    let activation = Activation::weighted_cascade(&ties);
    let network = network(&ties, &activation);
    let model = LiveThreshold::new(&[network]).expect("the weights sum to one");
    at_once(bencher, &network, &model);
}

const RECOVERY: f64 = 0.3;

#[divan::bench(args = [0.004, 0.02])]
fn sir_engine(bencher: Bencher, chance: f64) {
    let (ties, activation) = (town(), Activation::uniform(p(chance)));
    one_by_one(
        bencher,
        &network(&ties, &activation),
        &Sir::new(p(RECOVERY)),
    );
}

#[divan::bench(args = [0.004, 0.02])]
fn sir_plain_loop(bencher: Bencher, chance: f64) {
    let (ties, chance, recovery) = (town(), p(chance).chance(), p(RECOVERY).chance());
    let (platform, channel) = (NameKey::of("facebook"), NameKey::of("tie"));
    let mut infected: Vec<(NodeId, u32)> = Vec::new();
    plainly(bencher, ties.people(), |seeds, plain, world| {
        infected.clear();
        infected.extend(seeds.iter().map(|&seed| (seed, 0)));
        let mut luck = Vec::new();
        while !infected.is_empty() {
            let first = plain.queue.len();
            for (source, age) in &mut infected {
                while luck.len() <= *age as usize {
                    luck.push(world.touches(platform, channel, luck.len() as u32));
                }
                let luck = luck[*age as usize];
                for &target in ties.heard_by(*source) {
                    if plain.adopted[target.index()] {
                        continue;
                    }
                    if luck.between(*source, target).under(chance) {
                        plain.adopts(target);
                    }
                }
            }
            infected.retain_mut(|(v, age)| {
                let luck = world.events(NameKey::of("recovery"), *age);
                *age += 1;
                !luck.person(*v).under(recovery)
            });
            infected.extend(plain.queue[first..].iter().map(|&v| (v, 0)));
        }
    });
}

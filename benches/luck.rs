//! What a draw and a cascade cost: the engines beside a plain loop with the same
//! luck.

use divan::{Bencher, black_box, counter::ItemsCount};
use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Coins, Network};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::sixty_four::Cascade64;
use groundswell_diffusion::world::{World, WorldBlock};
use groundswell_graph::activation::Activation;
use groundswell_graph::community::Community;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

fn main() {
    divan::main();
}

const DRAWS: u32 = 10_000;

fn chance(p: f64) -> groundswell_graph::probability::Chance {
    Probability::clamped(p).chance()
}

/// One tie decided in one world.
#[divan::bench(args = [0.01, 0.1, 0.5])]
fn tie_draw(bencher: Bencher, p: f64) {
    let luck = World::new(1, 5).ties(NameKey::of("facebook"));
    let chance = chance(p);
    bencher.counter(ItemsCount::new(DRAWS)).bench(|| {
        let live = |v| luck.between(NodeId(3), NodeId(black_box(v))).under(chance);
        (0..DRAWS).filter(|&v| live(v)).count()
    });
}

/// One tie decided in 64 worlds.
#[divan::bench(args = [0.01, 0.1, 0.5])]
fn tie_draw_in_64_worlds(bencher: Bencher, p: f64) {
    let luck = WorldBlock::new(1, 5).ties(NameKey::of("facebook"));
    let chance = chance(p);
    bencher.counter(ItemsCount::new(64 * DRAWS)).bench(|| {
        let live = |v| luck.under(NodeId(3), NodeId(black_box(v)), chance, u64::MAX);
        (0..DRAWS).map(|v| live(v).count_ones()).sum::<u32>()
    });
}

/// One step of one person.
#[divan::bench]
fn person_draw(bencher: Bencher) {
    let luck = World::new(1, 5).people(NameKey::of("customer"));
    let chance = chance(0.1);
    bencher.counter(ItemsCount::new(DRAWS)).bench(|| {
        let yes = |v| luck.person(NodeId(black_box(v))).under(chance);
        (0..DRAWS).filter(|&v| yes(v)).count()
    });
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

/// Sixty-four cascades, one after the other, by the engine.
#[divan::bench(args = [0.01, 0.05])]
fn cascade_engine(bencher: Bencher, p: f64) {
    let (ties, activation) = (town(), Activation::uniform(Probability::clamped(p)));
    let (network, seeds) = (network(&ties, &activation), seeds());
    let mut cascade = Cascade::new(ties.people());
    bencher.counter(ItemsCount::new(WORLDS)).bench_local(|| {
        let spread = |i| {
            cascade
                .run(&network, &IndependentCascade, &seeds, World::new(1, i))
                .spread()
        };
        (0..WORLDS).map(spread).sum::<u32>()
    });
}

/// The same by a plain loop with the same luck, as one would write it by hand.
#[divan::bench(args = [0.01, 0.05])]
fn cascade_plain_loop(bencher: Bencher, p: f64) {
    let (ties, chance) = (town(), chance(p));
    let seeds = seeds();
    let mut adopted = vec![false; ties.people() as usize];
    let mut queue: Vec<NodeId> = Vec::new();
    bencher.counter(ItemsCount::new(WORLDS)).bench_local(|| {
        let mut sum = 0;
        for i in 0..WORLDS {
            let luck = World::new(1, i).ties(NameKey::of("facebook"));
            queue.clear();
            for &seed in &seeds {
                adopted[seed.index()] = true;
                queue.push(seed);
            }
            let mut next = 0;
            while next < queue.len() {
                let source = queue[next];
                next += 1;
                for &target in ties.heard_by(source) {
                    if !adopted[target.index()] && luck.between(source, target).under(chance) {
                        adopted[target.index()] = true;
                        queue.push(target);
                    }
                }
            }
            sum += queue.len();
            queue.iter().for_each(|v| adopted[v.index()] = false);
        }
        sum
    });
}

/// The same cascades, 64 worlds at once.
#[divan::bench(args = [0.01, 0.05])]
fn cascade_64(bencher: Bencher, p: f64) {
    let (ties, activation) = (town(), Activation::uniform(Probability::clamped(p)));
    let (network, seeds) = (network(&ties, &activation), seeds());
    let mut cascade = Cascade64::new(ties.people());
    bencher.counter(ItemsCount::new(WORLDS)).bench_local(|| {
        cascade
            .run(&network, &IndependentCascade, &seeds, WorldBlock::new(1, 0))
            .spreads()
            .iter()
            .sum::<u32>()
    });
}

//! Snapshots against the one-world engine in every world, and against full enumeration.

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Coins, LiveEdge, Network, people};
use groundswell_diffusion::live_ties::{Candidates, LiveTies64};
use groundswell_diffusion::many_seeds::spreads;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::limited_attention::LimitedAttention;
use groundswell_diffusion::model::linear_threshold::LiveThreshold;
use groundswell_diffusion::model::triggering::{Tie, Triggering};
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::snapshot::Snapshot;
use groundswell_diffusion::spread::{Question, spread};
use groundswell_diffusion::world::{LANES, World, WorldBlock};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::sample::Sample;
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::{Direction, GraphBuilder, graph};
use groundswell_graph::community::Community;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::generate::Generator;
use groundswell_graph::generate::r_mat::RMat;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

const SEED: u64 = 20_261_122;

fn uniform(p: f64) -> Activation {
    Activation::uniform(Probability::new(p).unwrap())
}

fn on<'g>(ties: &'g Ties, activation: &'g Activation, coins: Coins) -> Network<'g> {
    Network {
        ties,
        platform: NameKey::of("facebook"),
        channel: NameKey::of("tie"),
        activation,
        coins,
    }
}

/// Zachary's karate club, as it comes along.
fn karate() -> FanGraph {
    let lines = include_str!("../../../scenarios/data/karate-ties.csv").lines();
    let pairs = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    let pairs: Vec<String> = pairs.map(|line| line.replace(',', "-")).collect();
    graph(&pairs.join(" "))
}

/// Friendships among 500 people.
fn town(seed: u64) -> Ties {
    let community = Community {
        people: 500,
        median_friends: 6.0,
        community: 25,
        ..Default::default()
    };
    community.ties(seed).unwrap()
}

/// One-way ties among 512 people, some of whom have very many.
fn web() -> Ties {
    let model = RMat {
        scale: 9,
        ..RMat::default()
    };
    model.draw(1).unwrap().ties
}

/// Nobody, somebody, somebody twice, a few, everybody.
fn seed_sets(people: u32) -> Vec<Vec<NodeId>> {
    let random =
        |i: u32| NodeId((NameKey::of(&format!("snapshots {i}")).0 % u64::from(people)) as u32);
    let twice = random(0);
    vec![
        vec![],
        vec![NodeId(0)],
        vec![twice, random(1), twice],
        (2..12).map(random).collect(),
        (12..40).map(random).collect(),
        (0..people).map(NodeId).collect(),
    ]
}

/// Asserts that snapshots give the adopters of the one-world engine in 128 worlds, and
/// says whether ties were live both ways.
fn agrees<C: LiveEdge>(networks: &[Network<'_>], model: &C) -> bool {
    let people = people(networks);
    let candidates = Candidates::new(networks, model).unwrap();
    let mut live = LiveTies64::new(&candidates);
    let mut snapshot = Snapshot::new(people);
    let mut cascade = Cascade::new(people);
    let mut spreads = Vec::new();
    for block in [0, 5] {
        let block = WorldBlock::new(SEED, block);
        live.toss(block, u64::MAX);
        for lane in 0..LANES {
            snapshot.take(&live, lane as usize);
            for seeds in seed_sets(people) {
                let outcome = cascade.run_on(networks, model, &seeds, block.world(lane));
                assert_eq!(snapshot.spread(&seeds), outcome.spread());
                let mut adopters = outcome.adopters().to_vec();
                adopters.sort_unstable();
                assert!(snapshot.adopters().eq(adopters));
                spreads.push(outcome.spread());
            }
            gains_are_what_one_more_seed_adds(&mut snapshot, people);
        }
    }
    spreads.sort_unstable();
    spreads.dedup();
    assert!(spreads.len() > 5, "there is something to find");
    candidates.are_both_ways()
}

fn gains_are_what_one_more_seed_adds(snapshot: &mut Snapshot, people: u32) {
    let mut fresh = snapshot.clone();
    let mut seeds = vec![];
    let mut reached = 0;
    for next in [NodeId(people / 2), NodeId(3), NodeId(3)] {
        let some = (0..people).step_by(people as usize / 7).map(NodeId);
        let mut gains = vec![0; people as usize];
        snapshot.gains(|v, gain| gains[v.index()] = gain);
        for v in some {
            let with = fresh.spread(&[&seeds[..], &[v]].concat());
            assert_eq!(snapshot.gain(v), with - reached);
            assert_eq!(gains[v.index()], with - reached);
        }
        seeds.push(next);
        let with = fresh.spread(&seeds);
        assert_eq!(snapshot.keep(next), with - reached);
        reached = with;
    }
    assert_eq!(snapshot.spread(&[NodeId(3)]), 0, "it is kept");
}

#[test]
fn friendships_with_one_coin_spread_as_cascades_do() {
    let karate = karate();
    let karate = &karate.platforms()[0].ties;
    let towns = [1, 2, 3].map(town);
    for ties in std::iter::once(karate).chain(&towns) {
        for p in [0.02, 0.1, 0.3, 0.7] {
            let activation = uniform(p);
            let network = on(ties, &activation, Coins::PerFriendship);
            assert!(agrees(&[network], &IndependentCascade));
        }
    }
}

#[test]
fn directed_ties_spread_as_cascades_do() {
    let karate = karate();
    let karate = &karate.platforms()[0].ties;
    for ties in [karate, &town(1), &web()] {
        for p in [0.02, 0.1, 0.3, 0.7] {
            let activation = uniform(p);
            let network = on(ties, &activation, Coins::PerDirection);
            assert!(!agrees(&[network], &IndependentCascade));
        }
    }
}

#[test]
fn one_coin_with_weights_by_direction_spreads_as_cascades_do() {
    let ties = town(1);
    let activation = Activation::weighted_cascade(&ties);
    let network = on(&ties, &activation, Coins::PerFriendship);
    assert!(!agrees(&[network], &IndependentCascade));
}

#[test]
fn every_live_edge_model_spreads_as_its_cascades_do() {
    let ties = town(2);
    let weights = Activation::weighted_cascade(&ties);
    let even = uniform(0.4);
    for coins in [Coins::PerDirection, Coins::PerFriendship] {
        let weighted = [on(&ties, &weights, coins)];
        assert!(!agrees(&weighted, &LiveThreshold::new(&weighted).unwrap()));
        let uniform = [on(&ties, &even, coins)];
        let busy = LimitedAttention::new(&uniform, 3.0).unwrap();
        assert!(!agrees(&uniform, &busy));
        let rule = |tie: Tie, world: World| {
            let trusts = world.people(NameKey::of("trust")).person(tie.target);
            trusts.under(tie.chance) && !(tie.source.0 + tie.target.0).is_multiple_of(3)
        };
        assert!(!agrees(&uniform, &Triggering { rule }));
    }
}

#[test]
fn ties_of_several_networks_are_live_together() {
    let (friends, colleagues) = (town(1), town(2));
    let (often, seldom) = (uniform(0.15), uniform(0.05));
    let network = |ties, activation, platform, coins| Network {
        platform: NameKey::of(platform),
        ..on(ties, activation, coins)
    };
    let one = Coins::PerFriendship;
    let mut networks = vec![
        network(&friends, &often, "facebook", one),
        network(&colleagues, &seldom, "linkedin", one),
        // The same people, on luck of its own.
        network(&friends, &seldom, "twitter", one),
    ];
    assert!(agrees(&networks, &IndependentCascade));
    networks[1].coins = Coins::PerDirection;
    assert!(!agrees(&networks, &IndependentCascade));
}

/// The chance that word reaches everybody from a set of people, by going through all
/// worlds of `ties`: pairs, and whether word passes both ways.
fn exact(people: usize, ties: &[(u32, u32)], both_ways: bool, seeds: &[NodeId], p: f64) -> f64 {
    let mut mean = 0.0;
    for world in 0u32..1 << ties.len() {
        let live = world.count_ones() as i32;
        let chance = p.powi(live) * (1.0 - p).powi(ties.len() as i32 - live);
        let mut reached = seeds.iter().fold(0u32, |mask, v| mask | 1 << v.0);
        for _ in 0..people {
            for (at, &(u, v)) in ties.iter().enumerate() {
                if world >> at & 1 == 1 {
                    reached |= (reached >> u & 1) << v;
                    reached |= (reached >> v & 1 & u32::from(both_ways)) << u;
                }
            }
        }
        mean += chance * f64::from(reached.count_ones());
    }
    mean
}

#[test]
fn mean_spreads_are_those_of_all_worlds_gone_through() {
    let pairs = [
        (0, 1),
        (1, 2),
        (0, 2),
        (2, 3),
        (3, 4),
        (4, 5),
        (3, 5),
        (5, 6),
    ];
    let ids: Vec<_> = pairs.iter().map(|&(u, v)| (NodeId(u), NodeId(v))).collect();
    let sets = [vec![0], vec![2], vec![6], vec![0, 6], vec![1, 4, 5]];
    let sets = sets.map(|set| set.into_iter().map(NodeId).collect::<Vec<_>>());
    for (direction, coins) in [
        (Direction::Mutual, Coins::PerFriendship),
        (Direction::SourceToTarget, Coins::PerDirection),
    ] {
        let mut builder = GraphBuilder::new(7);
        builder.platform("facebook", &ids, direction).unwrap();
        let graph = builder.build();
        for p in [0.2, 0.5, 0.8] {
            let activation = uniform(p);
            let network = on(&graph.platforms()[0].ties, &activation, coins);
            let answers = spreads(
                &Crew::of(2),
                &Watch::default(),
                &[network],
                &IndependentCascade,
                &Worlds::new(SEED, 0..20_000),
                &sets.clone().map(Seeds::these),
            );
            for (seeds, spreads) in sets.iter().zip(answers.unwrap()) {
                let sample: Sample = spreads.into_iter().map(f64::from).collect();
                let found = sample.estimate().unwrap();
                let mean = exact(7, &pairs, direction == Direction::Mutual, seeds, p);
                // One comparison in 150,000 fails by chance.
                assert!(
                    (found.mean - mean).abs() <= 4.5 * found.standard_error + 1e-9,
                    "{direction:?} {p} {seeds:?}: {} for {mean}",
                    found.mean
                );
            }
        }
    }
}

#[test]
fn many_seed_sets_are_as_one_by_one_for_any_number_of_threads() {
    let ties = town(3);
    let activation = uniform(0.12);
    // Neither end falls on a block of 64.
    let worlds = Worlds::new(7, 70..333);
    let mut sets: Vec<Seeds> = seed_sets(500).into_iter().map(Seeds::these).collect();
    sets.push(Seeds {
        always: vec![NodeId(3)],
        perhaps: (100..140)
            .map(|v| (NodeId(v), Probability::clamped(0.2)))
            .collect(),
    });
    for coins in [Coins::PerFriendship, Coins::PerDirection] {
        let networks = [on(&ties, &activation, coins)];
        let model = IndependentCascade;
        let watch = Watch::default();
        let one_by_one = |seeds| {
            let question = Question::new(seeds, worlds.clone());
            spread(&Crew::of(1), &watch, &networks, &model, &question).sizes
        };
        let one_by_one: Vec<Vec<u32>> = sets.iter().map(one_by_one).collect();
        for threads in [1, 2, 7] {
            let crew = Crew::of(threads).with_block(threads as u64);
            let watch = Watch::default();
            let together = spreads(&crew, &watch, &networks, &model, &worlds, &sets);
            assert_eq!(together.unwrap(), one_by_one);
            assert_eq!(watch.done(), 263);
        }
    }
}

#[test]
fn a_seed_who_is_nobody_is_refused() {
    let graph = graph("0->1");
    let activation = uniform(0.5);
    let networks = [Network::new(&graph.platforms()[0], &activation)];
    let ask = |sets: &[Seeds]| {
        let worlds = Worlds::new(1, 0..3);
        let watch = Watch::default();
        spreads(
            &Crew::of(1),
            &watch,
            &networks,
            &IndependentCascade,
            &worlds,
            sets,
        )
    };
    let refused = ask(&[Seeds::these([NodeId(1)]), Seeds::these([NodeId(2)])]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "person 2 is a seed among 2 people; ids are below their number"
    );
    assert_eq!(ask(&[Seeds::default()]).unwrap(), [[0, 0, 0]]);
    assert!(ask(&[]).unwrap().is_empty());
}

#[test]
fn a_stopped_run_has_as_many_worlds_for_each_seed_set() {
    let ties = town(1);
    let activation = uniform(0.1);
    let networks = [on(&ties, &activation, Coins::PerFriendship)];
    let watch = Watch::default();
    watch.stop();
    let sets = [Seeds::default(), Seeds::these([NodeId(1)])];
    let worlds = Worlds::new(1, 0..1000);
    let none = spreads(
        &Crew::of(2),
        &watch,
        &networks,
        &IndependentCascade,
        &worlds,
        &sets,
    );
    assert_eq!(none.unwrap(), [[0u32; 0], []]);
}

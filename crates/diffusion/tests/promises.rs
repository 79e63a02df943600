//! What every model of contagion promises, on random graphs and in many worlds.

use groundswell_diffusion::cascade::{Cascade, Count};
use groundswell_diffusion::cascade_tree::CascadeTree;
use groundswell_diffusion::contagion::{Coins, Contagion, LiveEdge, Network};
use groundswell_diffusion::lanes::Lanes;
use groundswell_diffusion::model::competitive_cascade::{self, CompetitiveCascade, Rival};
use groundswell_diffusion::model::complex_contagion::ComplexContagion;
use groundswell_diffusion::model::decreasing_cascade::DecreasingCascade;
use groundswell_diffusion::model::every_platform::EveryPlatform;
use groundswell_diffusion::model::exposure_curve::ExposureCurve;
use groundswell_diffusion::model::general_threshold::GeneralThreshold;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::limited_attention::LimitedAttention;
use groundswell_diffusion::model::limited_invitations::LimitedInvitations;
use groundswell_diffusion::model::linear_threshold::{LinearThreshold, LiveThreshold};
use groundswell_diffusion::model::multiplex_threshold::{MultiplexThreshold, Rule};
use groundswell_diffusion::model::seir::Seir;
use groundswell_diffusion::model::sentiment::Sentiment;
use groundswell_diffusion::model::si::Si;
use groundswell_diffusion::model::sir::Sir;
use groundswell_diffusion::model::sis::Sis;
use groundswell_diffusion::model::structural_diversity::StructuralDiversity;
use groundswell_diffusion::model::triggering::Triggering;
use groundswell_diffusion::replicas::{Layer, Replicas};
use groundswell_diffusion::reverse::Reverse;
use groundswell_diffusion::sixty_four::Cascade64;
use groundswell_diffusion::wide::Wide;
use groundswell_diffusion::world::{LANES, WideBlock, World, WorldBlock};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::Direction;
use groundswell_graph::builder::GraphBuilder;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

/// A number that looks random, the same for ever.
fn random(x: u32, y: u32) -> u64 {
    NameKey::of(&format!("{x} {y}")).0
}

/// People on two platforms, with the ways in which ties may be active.
struct Town {
    graph: FanGraph,
    activations: [Activation; 2],
    weights: [Activation; 2],
    seeds: Vec<NodeId>,
}

impl Town {
    fn new(number: u32) -> Self {
        let people = 2 + (random(number, 0) % 30) as u32;
        let mut builder = GraphBuilder::new(people);
        for (layer, name) in ["facebook", "twitter"].into_iter().enumerate() {
            let count = random(number, 1 + layer as u32) % 90;
            let tie = |i| {
                let x = random(number, 1000 * (layer as u32 + 1) + i as u32);
                (NodeId(x as u32 % people), NodeId((x >> 32) as u32 % people))
            };
            let ties: Vec<_> = (0..count).map(tie).collect();
            builder
                .platform(name, &ties, Direction::SourceToTarget)
                .unwrap();
        }
        let graph = builder.build();
        let p = [0.05, 0.2, 0.5, 0.9, 1.0][number as usize % 5];
        let uniform = Activation::uniform(Probability::new(p).unwrap());
        let cascade = |layer: usize| Activation::weighted_cascade(&graph.platforms()[layer].ties);
        // Half of the weighted cascade on each, so that those of both may be added.
        let half = |layer: usize| {
            let ties = &graph.platforms()[layer].ties;
            let weight = |v| Probability::clamped(0.5 / f64::from(ties.in_degree(v).max(1)));
            Activation::per_tie(ties.iter().map(|(_, _, target)| weight(target)))
        };
        Self {
            activations: [uniform, cascade(1)],
            weights: [half(0), half(1)],
            seeds: vec![NodeId(0), NodeId(people / 2), NodeId(people - 1)],
            graph,
        }
    }

    fn networks<'t>(&'t self, activations: &'t [Activation; 2]) -> Vec<Network<'t>> {
        let platforms = self.graph.platforms().iter();
        let networks = platforms.zip(activations);
        networks
            .map(|(platform, a)| Network::new(platform, a))
            .collect()
    }

    /// Everybody to whom a path leads from the seeds.
    fn within_reach(&self, networks: &[Network<'_>]) -> Vec<bool> {
        let mut reached = vec![false; self.graph.people() as usize];
        let mut open = self.seeds.clone();
        while let Some(v) = open.pop() {
            if !std::mem::replace(&mut reached[v.index()], true) {
                for network in networks {
                    open.extend(network.ties.heard_by(v));
                }
            }
        }
        reached
    }
}

const ROUNDS: u32 = 40;

/// Who adopted, and how many were what after each round.
fn outcome<C: Contagion>(
    town: &Town,
    cascade: &mut Cascade<C::Memory>,
    networks: &[Network<'_>],
    model: &C,
    seeds: &[NodeId],
    world: World,
) -> (Vec<bool>, Vec<Count>) {
    let outcome = cascade.run_on(networks, model, seeds, world);
    let reached = town.graph.nodes().map(|v| outcome.reached(v)).collect();
    (reached, outcome.counts().to_vec())
}

/// What holds for any model: seeds adopt, nobody out of reach does, the same world
/// is the same cascade whatever ran before, the order of seeds and of ties to
/// speakers does not matter, onlookers change nothing, and the counts add up.
fn keeps_contagion_promises<C: Contagion>(
    name: &str,
    town: &Town,
    networks: &[Network<'_>],
    model: &C,
) {
    let people = town.graph.people();
    let mut cascade = Cascade::new(people).stopping_after(ROUNDS);
    let mut tree = CascadeTree::new(people);
    let reach = town.within_reach(networks);
    let turned: Vec<NodeId> = town.seeds.iter().rev().copied().collect();
    for index in 0..10 {
        let world = World::new(3, index);
        let mut run = |seeds: &[NodeId]| outcome(town, &mut cascade, networks, model, seeds, world);
        let (reached, counts) = run(&town.seeds);
        for v in town.graph.nodes() {
            assert!(!reached[v.index()] || reach[v.index()], "{name}: {v:?}");
        }
        assert!(town.seeds.iter().all(|v| reached[v.index()]), "{name}");
        assert_eq!(run(&turned), (reached.clone(), counts.clone()), "{name}");
        let fresh = &mut Cascade::new(people).stopping_after(ROUNDS);
        let again = outcome(town, fresh, networks, model, &town.seeds, world);
        assert_eq!(again, (reached.clone(), counts.clone()), "{name}");

        tree.begin(world);
        let seen = cascade.run_seen_by(networks, model, &town.seeds, world, &mut tree);
        assert_eq!(seen.counts(), counts, "{name}: seen");
        for v in town.graph.nodes() {
            assert_eq!(tree.round(v).is_some(), reached[v.index()], "{name}: {v:?}");
            if let Some(parent) = tree.parent(v) {
                assert!(
                    tree.round(parent) < tree.round(v),
                    "{name}: {parent:?} {v:?}"
                );
                assert!(networks.iter().any(|n| n.ties.edge(parent, v).is_some()));
            } else if reached[v.index()] {
                assert!(town.seeds.contains(&v), "{name}: {v:?} from nobody");
            }
        }
        let last = counts.last().unwrap();
        assert_eq!(last.spread as usize, reached.iter().filter(|&&r| r).count());
        let spreads: Vec<u32> = counts.iter().map(|count| count.spread).collect();
        assert!(spreads.is_sorted(), "{name}: {spreads:?}");
        let now = |count: &Count| count.waiting + count.speaking + count.removed;
        assert!(
            C::RETURNS || counts.iter().all(|c| now(c) == c.spread),
            "{name}"
        );
    }
}

/// More seeds never mean fewer adopters, in any world and round.
fn more_seeds_only_add<C: Contagion>(name: &str, town: &Town, networks: &[Network<'_>], model: &C) {
    let mut cascade = Cascade::new(town.graph.people()).stopping_after(ROUNDS);
    for index in 0..10 {
        let world = World::new(4, index);
        let mut run = |seeds: &[NodeId]| outcome(town, &mut cascade, networks, model, seeds, world);
        let (few, few_counts) = run(&town.seeds[..1]);
        let (many, many_counts) = run(&town.seeds);
        assert!(
            few.iter().zip(&many).all(|(few, many)| few <= many),
            "{name}"
        );
        let spread = |counts: &[Count], round: usize| counts[round.min(counts.len() - 1)].spread;
        for round in 0..few_counts.len().max(many_counts.len()) {
            assert!(
                spread(&few_counts, round) <= spread(&many_counts, round),
                "{name}"
            );
        }
    }
}

/// What a live-edge model promises besides: 64 worlds at once are the same worlds,
/// and asking backwards gives the same answer as running forwards.
fn keeps_live_edge_promises<C: LiveEdge>(
    name: &str,
    town: &Town,
    networks: &[Network<'_>],
    model: &C,
) {
    let people = town.graph.people();
    let (mut one, mut many) = (Cascade::new(people), Cascade64::new(people));
    let mut backwards = Reverse::new(people);
    let seeds = || town.seeds.iter().map(|&seed| (seed, u64::MAX));
    for number in [0, 5] {
        let all = many.run_on(networks, model, seeds(), WorldBlock::new(9, number));
        for lane in (0..LANES).step_by(5) {
            let world = WorldBlock::new(9, number).world(lane);
            let alone = one.run_on(networks, model, &town.seeds, world);
            for v in town.graph.nodes() {
                let reached = all.reached(v) >> lane & 1 == 1;
                assert_eq!(alone.reached(v), reached, "{name}: {v:?}");
                let rr = backwards.run(networks, model, v, world);
                let meets = rr.iter().any(|u| town.seeds.contains(u));
                assert_eq!(meets, reached, "{name}: backwards from {v:?}");
            }
            for round in 0..all.rounds() + 2 {
                let spread = all.spreads_by(round)[lane as usize];
                assert_eq!(alone.spread_by(round), spread, "{name}: round {round}");
            }
        }
        is_wide::<8, C>(name, town, networks, model, number);
        is_wide::<16, C>(name, town, networks, model, number);
    }
}

/// Holds the blocks from `number` on, run at once, to each of them alone.
fn is_wide<const N: usize, C: LiveEdge>(
    name: &str,
    town: &Town,
    networks: &[Network<'_>],
    model: &C,
    number: u64,
) {
    let people = town.graph.people();
    let (mut many, mut wide) = (Cascade64::new(people), Wide::<N>::new(people));
    let seeds = || town.seeds.iter().map(|&seed| (seed, u64::MAX));
    let everywhere = town.seeds.iter().map(|&seed| (seed, Lanes::ALL));
    let outcome = wide.run_on(networks, model, everywhere, &WideBlock::new(9, number));
    for word in 0..Lanes::<N>::WORDS {
        let block = WorldBlock::new(9, number + word as u64);
        let (alone, ours) = (
            many.run_on(networks, model, seeds(), block),
            outcome.word(word),
        );
        for v in town.graph.nodes() {
            assert_eq!(alone.reached(v), ours.reached(v), "{name}: {word} {v:?}");
        }
        for round in 0..outcome.rounds() + 2 {
            assert_eq!(
                alone.spreads_by(round),
                ours.spreads_by(round),
                "{name}: {round}"
            );
        }
    }
}

#[test]
fn every_model_keeps_the_promises() {
    let p = |p| Probability::new(p).unwrap();
    for number in 0..60 {
        let town = Town::new(number);
        let ties = town.networks(&town.activations);
        let weights = town.networks(&town.weights);
        let two = &ties[..];
        let one = &ties[..1];

        macro_rules! promises {
            ($name:expr, $networks:expr, $model:expr) => {
                keeps_contagion_promises($name, &town, $networks, $model)
            };
        }
        macro_rules! more_seeds {
            ($name:expr, $networks:expr, $model:expr) => {
                promises!($name, $networks, $model);
                more_seeds_only_add($name, &town, $networks, $model)
            };
        }
        macro_rules! live_edge {
            ($name:expr, $networks:expr, $model:expr) => {
                more_seeds!($name, $networks, $model);
                keeps_live_edge_promises($name, &town, $networks, $model)
            };
        }

        live_edge!("independent cascade", two, &IndependentCascade);
        live_edge!(
            "live threshold",
            &weights,
            &LiveThreshold::new(&weights).unwrap()
        );
        live_edge!("attention", two, &LimitedAttention::new(two, 3.0).unwrap());
        let triggering = Triggering {
            rule: |tie: groundswell_diffusion::model::triggering::Tie, world: World| {
                // Everybody listens to those whose id has the parity of a coin.
                let parity = world.people(NameKey::of("parity")).person(tie.target);
                (parity.bits() & 1) as u32 == tie.source.0 & 1
            },
        };
        live_edge!("triggering", two, &triggering);
        more_seeds!(
            "linear threshold",
            &weights,
            &LinearThreshold::new(&weights).unwrap()
        );
        more_seeds!(
            "decreasing",
            one,
            &DecreasingCascade::new(one, p(0.5)).unwrap()
        );
        let general = GeneralThreshold {
            platform: NameKey::of("facebook"),
            rule: |heard: groundswell_diffusion::model::general_threshold::Heard| {
                Probability::clamped(f64::from(heard.contacts) / 4.0).chance()
            },
        };
        more_seeds!("general threshold", two, &general);
        more_seeds!(
            "two contacts",
            two,
            &ComplexContagion::contacts(town.graph.people(), 2)
        );
        more_seeds!(
            "a third",
            two,
            &ComplexContagion::fraction(two, p(1.0 / 3.0))
        );
        more_seeds!(
            "exposures",
            two,
            &ExposureCurve::saturating(p(0.8), 2.0).unwrap()
        );
        let groups = [p(0.1), p(0.4), p(0.9)];
        promises!(
            "groups",
            two,
            &StructuralDiversity::new(two, &groups).unwrap()
        );
        more_seeds!("invitations", two, &LimitedInvitations { invitations: 2 });
        more_seeds!("no invitation", two, &LimitedInvitations { invitations: 0 });
        more_seeds!("SI", two, &Si);
        more_seeds!("SIR", two, &Sir::new(p(0.3)));
        promises!("SIS", two, &Sis::new(p(0.3)));
        more_seeds!("SEIR", two, &Seir::new(p(0.5), p(0.3)));
        let rival = |seeds: &[NodeId], appeal| Rival {
            seeds: seeds.to_vec(),
            appeal: p(appeal),
        };
        let rivals = [rival(&town.seeds[..2], 1.0), rival(&town.seeds[1..], 0.6)];
        for ties in [
            competitive_cascade::Ties::Random,
            competitive_cascade::Ties::ListOrder,
        ] {
            promises!(
                "competition",
                two,
                &CompetitiveCascade::new(&rivals, ties).unwrap()
            );
        }
        more_seeds!("sentiment", two, &Sentiment::new(p(0.7)));
        more_seeds!("every platform", two, &EveryPlatform::new(two).unwrap());
        for rule in [Rule::Any, Rule::All] {
            let model = MultiplexThreshold::new(&weights, rule).unwrap();
            more_seeds!("multiplex threshold", &weights, &model);
        }
    }
}

#[test]
fn both_engines_agree_on_a_thousand_random_graphs() {
    for number in 0..1000 {
        let town = Town::new(10_000 + number);
        // Every other town has one coin for both directions of a friendship.
        let coins = [Coins::PerDirection, Coins::PerFriendship][number as usize % 2];
        let ties = town.networks(&town.activations).into_iter();
        let ties: Vec<_> = ties.map(|ties| ties.with_coins(coins)).collect();
        keeps_live_edge_promises("independent cascade", &town, &ties, &IndependentCascade);
    }
}

#[test]
fn brands_that_appeal_alike_share_the_independent_cascade() {
    for number in 0..40 {
        let town = Town::new(number);
        let networks = town.networks(&town.activations);
        let appeal = Probability::ONE;
        let rivals = town.seeds.iter().map(|&seed| Rival {
            seeds: vec![seed],
            appeal,
        });
        let rivals: Vec<_> = rivals.collect();
        let model = CompetitiveCascade::new(&rivals, competitive_cascade::Ties::Random).unwrap();
        let quality = Sentiment::new(Probability::new(0.5).unwrap());
        let people = town.graph.people();
        let (mut a, mut b, mut c) = (
            Cascade::new(people),
            Cascade::new(people),
            Cascade::new(people),
        );
        for index in 0..20 {
            let world = World::new(8, index);
            let competing = a.run_on(&networks, &model, &model.seeds(), world).counts();
            let plain = b
                .run_on(&networks, &IndependentCascade, &town.seeds, world)
                .counts();
            assert_eq!(competing, plain);
            assert_eq!(
                c.run_on(&networks, &quality, &town.seeds, world).counts(),
                plain
            );
            let branded = |v: &NodeId| a.memory(*v).brand().is_some();
            assert!(a.adopters().iter().all(branded));
        }
    }
}

#[test]
fn replicas_that_always_carry_word_across_adopt_where_one_state_does() {
    for number in 0..40 {
        let town = Town::new(number);
        let networks = town.networks(&town.activations);
        let layer = |&network| Layer {
            network,
            members: None,
            carries: vec![Chance::CERTAIN; 2],
        };
        let layers: Vec<Layer<'_>> = networks.iter().map(layer).collect();
        let seeds: Vec<(usize, NodeId)> = town.seeds.iter().map(|&seed| (1, seed)).collect();
        let people = town.graph.people();
        let (mut replicas, mut one) = (Replicas::new(people), Cascade::new(people));
        for index in 0..20 {
            let world = World::new(6, index);
            let apart = replicas.run(&layers, &IndependentCascade, &seeds, world);
            let together = one.run_on(&networks, &IndependentCascade, &town.seeds, world);
            for v in town.graph.nodes() {
                assert_eq!(apart.reached(v), together.reached(v), "{number}: {v:?}");
                assert_eq!(apart.reached_in(0, v), apart.reached_in(1, v));
            }
            assert_eq!(apart.spread(), together.spread());
        }
    }
}

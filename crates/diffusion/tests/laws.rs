//! Laws that tie one cascade to another: whatever the answer is, it changes as it must when the
//! question does.
//!
//! Couplings hold world by world, over a hundred thousand pairs of worlds: raised chances,
//! further ties and further seeds never cost anybody, seeds reach together whom each
//! reaches alone, and what the unreached would say does not matter. New labels for people move
//! their luck, so that spread is compared over a thousand relabellings: with labels that do not
//! matter each comparison is a standard normal. Seeds are fixed; a correct engine fails once in
//! 100,000 of them.

use std::cell::Cell;

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Contagion, Network};
use groundswell_diffusion::model::complex_contagion::ComplexContagion;
use groundswell_diffusion::model::exposure_curve::ExposureCurve;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::linear_threshold::LinearThreshold;
use groundswell_diffusion::model::seir::Seir;
use groundswell_diffusion::model::si::Si;
use groundswell_diffusion::model::sir::Sir;
use groundswell_diffusion::sixty_four::Cascade64;
use groundswell_diffusion::world::{LANES, World, WorldBlock};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

const COUPLINGS: u64 = 100_000;
const RELABELLINGS: u32 = 1_000;

/// A number that looks random, the same for ever.
fn random(x: u32, y: u32) -> u64 {
    NameKey::of(&format!("law {x} {y}")).0
}

fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

/// People with ties among them.
struct Circle {
    graph: FanGraph,
    pairs: Vec<(NodeId, NodeId)>,
}

impl Circle {
    fn of(people: u32, mut pairs: Vec<(NodeId, NodeId)>) -> Self {
        pairs.retain(|(source, target)| source != target);
        pairs.sort_unstable();
        pairs.dedup();
        let mut builder = GraphBuilder::new(people);
        builder
            .platform("ties", &pairs, Direction::SourceToTarget)
            .unwrap();
        let graph = builder.build();
        Self { graph, pairs }
    }

    /// Number `number`: up to thirty people, with up to three ties each on the mean.
    fn drawn(number: u32) -> Self {
        let people = 4 + (random(number, 0) % 27) as u32;
        let ties = random(number, 1) % u64::from(3 * people);
        let tie = |i| {
            let x = random(number, 2 + i as u32);
            (NodeId(x as u32 % people), NodeId((x >> 32) as u32 % people))
        };
        Self::of(people, (0..ties).map(tie).collect())
    }

    fn people(&self) -> u32 {
        self.graph.people()
    }

    /// The chance that each tie has.
    fn chances(&self, of: impl Fn(NodeId, NodeId) -> f64) -> Activation {
        let ties = &self.graph.platforms()[0].ties;
        Activation::per_tie(ties.iter().map(|(_, u, v)| Probability::clamped(of(u, v))))
    }

    fn network<'c>(&'c self, activation: &'c Activation) -> Network<'c> {
        Network::new(&self.graph.platforms()[0], activation)
    }

    /// With the ties of another number besides.
    fn with_more(&self, number: u32) -> Self {
        let (people, more) = (self.people(), Self::drawn(number).pairs);
        let within = |v: NodeId| NodeId(v.0 % people);
        let more = more.into_iter().map(|(u, v)| (within(u), within(v)));
        Self::of(people, self.pairs.iter().copied().chain(more).collect())
    }

    /// With other labels: person v is `labels[v]`.
    fn relabelled(&self, labels: &[NodeId]) -> Self {
        let pairs = self.pairs.iter();
        let renamed = pairs.map(|(u, v)| (labels[u.index()], labels[v.index()]));
        Self::of(self.people(), renamed.collect())
    }
}

/// The chance of a tie: its own, whatever other ties there are.
fn chance(number: u32) -> impl Fn(NodeId, NodeId) -> f64 {
    move |u, v| (random(number, 1_000_000 + 1_000 * u.0 + v.0) % 1000) as f64 / 1500.0
}

/// The same, and higher.
fn raised(number: u32) -> impl Fn(NodeId, NodeId) -> f64 {
    let before = chance(number);
    move |u, v| {
        let up = (random(number, 3_000_000 + 1_000 * u.0 + v.0) % 1000) as f64 / 1000.0;
        let before = before(u, v);
        before + up * up * (1.0 - before)
    }
}

/// What was compared: how many pairs of worlds, and in how many of them something changed.
#[derive(Default)]
struct Compared {
    pairs: Cell<u64>,
    different: Cell<u64>,
}

impl Compared {
    fn add(&self, pairs: u64, different: u64) {
        self.pairs.set(self.pairs.get() + pairs);
        self.different.set(self.different.get() + different);
    }

    /// Fails unless so many pairs were compared, and a hundredth of them differ.
    #[track_caller]
    fn are_enough(&self, least: u64) {
        let (pairs, different) = (self.pairs.get(), self.different.get());
        assert!(pairs >= least, "{pairs} couplings");
        assert!(different * 100 >= pairs, "{different} of {pairs} differ");
    }
}

/// Who is reached in each of 64 worlds, by person.
fn reached_in_64(circle: &Circle, chances: &Activation, seeds: &[NodeId], block: u64) -> Vec<u64> {
    let mut cascade = Cascade64::new(circle.people());
    let seeds = seeds.iter().map(|&seed| (seed, u64::MAX));
    let network = [circle.network(chances)];
    let block = WorldBlock::new(21, block);
    let outcome = cascade.run_on(&network, &IndependentCascade, seeds, block);
    circle.graph.nodes().map(|v| outcome.reached(v)).collect()
}

/// In how many of 64 worlds somebody is reached after, and not before; fails if anybody is lost.
#[track_caller]
fn gained(before: &[u64], after: &[u64]) -> u64 {
    let (mut lost, mut gained) = (0, 0);
    for (before, after) in before.iter().zip(after) {
        lost |= before & !after;
        gained |= after & !before;
    }
    assert_eq!(lost, 0, "worlds in which somebody is lost");
    u64::from(gained.count_ones())
}

#[test]
fn in_an_independent_cascade_more_of_anything_costs_nobody() {
    let lanes = LANES;
    let [chances, ties, seeds] = std::array::from_fn(|_| Compared::default());
    for number in 0..600 {
        let circle = Circle::drawn(number);
        let more = circle.with_more(number + 7_000);
        let (low, high) = (
            circle.chances(chance(number)),
            circle.chances(raised(number)),
        );
        let wider = more.chances(chance(number));
        let (one, all) = ([NodeId(1)], [NodeId(1), NodeId(3), NodeId(0)]);
        for block in 0..2 {
            let before = reached_in_64(&circle, &low, &one, block);
            let after = reached_in_64(&circle, &high, &one, block);
            chances.add(lanes, gained(&before, &after));
            let after = reached_in_64(&more, &wider, &one, block);
            ties.add(lanes, gained(&before, &after));
            let after = reached_in_64(&circle, &low, &all, block);
            seeds.add(lanes, gained(&before, &after));
        }
    }
    for compared in [chances, ties, seeds] {
        compared.are_enough(COUPLINGS / 2);
    }
}

#[test]
fn seeds_reach_together_whom_each_reaches_alone() {
    let compared = Compared::default();
    for number in 0..600 {
        let circle = Circle::drawn(number);
        let chances = circle.chances(chance(number));
        let (one, other) = (&[NodeId(2)][..], &[NodeId(0), NodeId(3)][..]);
        let both = [one, other].concat();
        for block in 0..2 {
            let reached = |seeds: &[NodeId]| reached_in_64(&circle, &chances, seeds, block);
            let (ours, theirs, together) = (reached(one), reached(other), reached(&both));
            let mut differ = 0;
            for ((ours, theirs), together) in ours.iter().zip(&theirs).zip(&together) {
                assert_eq!(ours | theirs, *together, "circle {number}");
                differ |= ours ^ theirs;
            }
            compared.add(LANES, u64::from(differ.count_ones()));
        }
    }
    compared.are_enough(COUPLINGS / 2);
}

const ROUNDS: u32 = 12;

/// Who is reached in one world of any model.
fn reached<C: Contagion>(
    circle: &Circle,
    chances: &Activation,
    model: &C,
    seeds: &[NodeId],
    world: World,
) -> Vec<bool> {
    let mut cascade = Cascade::<C::Memory>::new(circle.people()).stopping_after(ROUNDS);
    let outcome = cascade.run(&circle.network(chances), model, seeds, world);
    circle.graph.nodes().map(|v| outcome.reached(v)).collect()
}

/// Fails if anybody is lost.
#[track_caller]
fn costs_nobody(name: &str, compared: &Compared, before: &[bool], after: &[bool]) {
    let lost = before
        .iter()
        .zip(after)
        .any(|(before, after)| before > after);
    assert!(!lost, "{name}: {before:?} before, {after:?} after");
    compared.add(1, u64::from(before != after));
}

/// Raised chances and further ties cost nobody; ties of the unreached are never heard of.
fn keeps_the_laws<C: Contagion>(
    name: &str,
    [chances, ties, unheard]: &[Compared; 3],
    number: u32,
    model: impl Fn(u32) -> C,
) {
    let circle = Circle::drawn(number);
    let more = circle.with_more(number + 7_000);
    let (low, high) = (
        circle.chances(chance(number)),
        circle.chances(raised(number)),
    );
    let wider = more.chances(chance(number));
    let seeds = [NodeId(1), NodeId(2)];
    let model = model(circle.people());
    for index in 0..10 {
        let world = World::new(22, index);
        let before = reached(&circle, &low, &model, &seeds, world);
        let after = reached(&circle, &high, &model, &seeds, world);
        costs_nobody(name, chances, &before, &after);
        let after = reached(&more, &wider, &model, &seeds, world);
        costs_nobody(name, ties, &before, &after);

        let heard = more.pairs.iter().copied();
        let heard = heard.filter(|(source, _)| after[source.index()]);
        let left = Circle::of(circle.people(), heard.collect());
        let same = reached(&left, &left.chances(chance(number)), &model, &seeds, world);
        assert_eq!(same, after, "{name}: the unreached were heard");
        unheard.add(1, u64::from(left.pairs.len() < more.pairs.len()));
    }
}

#[test]
fn models_that_promise_it_lose_nobody_by_chances_or_ties() {
    let compared = std::array::from_fn(|_| Compared::default());
    for number in 0..200 {
        macro_rules! laws {
            ($name:expr, $model:expr) => {
                keeps_the_laws($name, &compared, number, $model)
            };
        }
        laws!("independent cascade", |_| IndependentCascade);
        laws!("two contacts", |people| ComplexContagion::contacts(
            people, 2
        ));
        laws!("exposures", |_| ExposureCurve::saturating(p(0.8), 2.0)
            .unwrap());
        laws!("SI", |_| Si);
        laws!("SIR", |_| Sir::new(p(0.3)));
        laws!("SEIR", |_| Seir::new(p(0.5), p(0.3)));
    }
    for compared in compared {
        compared.are_enough(10_000);
    }
}

#[test]
fn heavier_ties_of_a_linear_threshold_lose_nobody() {
    let compared = Compared::default();
    for number in 0..600 {
        let circle = Circle::drawn(number);
        let ties = &circle.graph.platforms()[0].ties;
        // Weights on everybody sum to one at most, before and after.
        let weight = |share: f64| {
            let each = move |v| share / f64::from(ties.in_degree(v).max(1));
            circle.chances(move |_, v| each(v))
        };
        let (light, heavy) = (weight(0.6), weight(0.9));
        let seeds = [NodeId(1), NodeId(2)];
        for index in 0..10 {
            let world = World::new(23, index);
            let [before, after] = [&light, &heavy].map(|weights| {
                let model = LinearThreshold::new(&[circle.network(weights)]).unwrap();
                reached(&circle, weights, &model, &seeds, world)
            });
            costs_nobody("linear threshold", &compared, &before, &after);
        }
    }
    compared.are_enough(6_000);
}

/// An order of the people of a circle that a number decides.
fn labels(people: u32, number: u32) -> Vec<NodeId> {
    let mut labels: Vec<NodeId> = (0..people).map(NodeId).collect();
    labels.sort_by_key(|v| random(number, 5_000_000 + v.0));
    labels
}

#[test]
fn where_nothing_is_left_to_luck_labels_change_nothing() {
    let certain = Activation::uniform(Probability::ONE);
    for number in 0..RELABELLINGS {
        let circle = Circle::drawn(number);
        let labels = labels(circle.people(), number);
        let renamed = circle.relabelled(&labels);
        let seeds = [NodeId(0), NodeId(1), NodeId(2)];
        let there = seeds.map(|v| labels[v.index()]);
        let model = ComplexContagion::contacts(circle.people(), 2);
        let world = World::new(24, u64::from(number));
        let here = reached(&circle, &certain, &model, &seeds, world);
        let there = reached(&renamed, &certain, &model, &there, world);
        for (v, label) in circle.graph.nodes().zip(&labels) {
            assert_eq!(here[v.index()], there[label.index()], "circle {number}");
        }
    }
}

#[test]
fn spread_does_not_hang_on_labels() {
    const BLOCKS: u64 = 4;
    let uniform = Activation::uniform(p(0.35));
    let mut scores = Vec::new();
    for number in 0..RELABELLINGS {
        let circle = Circle::drawn(number);
        let labels = labels(circle.people(), number);
        let renamed = circle.relabelled(&labels);
        // Luck is of the label: whoever keeps theirs keeps their coins, so that other worlds
        // are taken there.
        let spreads = |circle: &Circle, seed: NodeId, first: u64| -> Vec<f64> {
            let blocks = first..first + BLOCKS;
            let of_block = |block| {
                let reached = reached_in_64(circle, &uniform, &[seed], block);
                let in_lane = move |lane| reached.iter().map(|r| (r >> lane & 1) as f64).sum();
                (0..LANES).map(in_lane).collect::<Vec<f64>>()
            };
            blocks.flat_map(of_block).collect()
        };
        let here = spreads(&circle, NodeId(1), 0);
        let there = spreads(&renamed, labels[1], BLOCKS);
        let [(a, error_a), (b, error_b)] = [here, there].map(|spreads: Vec<f64>| {
            let n = spreads.len() as f64;
            let mean = spreads.iter().sum::<f64>() / n;
            let squares: f64 = spreads.iter().map(|x| (x - mean) * (x - mean)).sum();
            (mean, squares / (n - 1.0) / n)
        });
        if error_a + error_b > 0.0 {
            scores.push((a - b) / (error_a + error_b).sqrt());
        }
    }
    assert!(scores.len() > 600, "{}", scores.len());
    let n = scores.len() as f64;
    let sum: f64 = scores.iter().sum();
    let squares: f64 = scores.iter().map(|z| z * z).sum();
    assert!(sum.abs() < 4.5 * n.sqrt(), "{sum} of {n}");
    // Skewed worlds widen the scores a little.
    let off = (squares - n) / (2.0 * n).sqrt();
    assert!(off.abs() < 5.5, "{squares} of {n}");
}

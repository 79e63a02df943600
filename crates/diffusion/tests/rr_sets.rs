//! RR sets in bulk against full enumeration, against the search tie by tie, and against
//! themselves: whatever is searched beside a set changes nothing.

use std::collections::BTreeMap;

use groundswell_diffusion::contagion::{LiveEdge, Network};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::linear_threshold::LiveThreshold;
use groundswell_diffusion::model::triggering::{Tie, Triggering};
use groundswell_diffusion::reverse::Reverse;
use groundswell_diffusion::rr_sets::{Asked, RrSampler, RrSets, roots::Roots, stream::RrLuck};
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

/// A number that looks random, the same for ever.
fn random(x: u32, y: u32) -> u64 {
    NameKey::of(&format!("rr sets {x} {y}")).0
}

/// Who is drawn for a person, one bit each, and with which probability.
type Ways = Vec<(u32, f64)>;

/// A small graph, and for each person the ways in which the ties into them may be live.
struct Small {
    graph: FanGraph,
    activations: Vec<Activation>,
    ways: Vec<Ways>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Chances of their own for each tie.
    Unlike,
    /// The same for all ties into a person.
    Alike,
    /// Weights of which at most one is drawn; all of a person alike, or not.
    Weights(bool),
}

impl Small {
    /// Graph `number`, of up to 12 ties on up to two platforms.
    fn new(number: u32, kind: Kind, layers: usize) -> Self {
        let people = 3 + (random(number, 0) % 4) as usize;
        let mut builder = GraphBuilder::new(people as u32);
        let mut arcs: Vec<(usize, usize, usize)> = Vec::new();
        for i in 0..(5 + random(number, 1) % 8) as u32 {
            let x = random(number, 100 + i);
            let (u, v) = (x as usize % people, (x >> 16) as usize % people);
            let arc = ((x >> 48) as usize % layers, u, v);
            if u != v && !arcs.contains(&arc) {
                arcs.push(arc);
            }
        }
        arcs.sort_unstable();
        let chances = [0.0, 0.1, 0.2, 0.45, 0.7, 1.0];
        let chance = |i: usize, v: usize| {
            let into = arcs.iter().filter(|&&(_, _, w)| w == v).count() as f64;
            match kind {
                Kind::Unlike => chances[random(number, 200 + i as u32) as usize % 6],
                Kind::Alike => chances[random(number, 300 + v as u32) as usize % 6],
                Kind::Weights(true) => [1.0, 0.5][v % 2] / into,
                Kind::Weights(false) => {
                    [0.2, 0.6, 1.0][random(number, 400 + i as u32) as usize % 3] / into
                }
            }
        };
        let chances: Vec<f64> = (0..arcs.len()).map(|i| chance(i, arcs[i].2)).collect();
        for layer in 0..layers {
            let ties: Vec<_> = arcs
                .iter()
                .zip(&chances)
                .filter(|((l, ..), _)| *l == layer)
                .map(|(&(_, u, v), &p)| (NodeId(u as u32), NodeId(v as u32), p))
                .collect();
            builder
                .weighted_platform(&format!("layer {layer}"), &ties)
                .unwrap();
        }
        let graph = builder.build();
        let into = |v: usize| {
            let ties = arcs.iter().zip(&chances);
            ties.filter(move |((_, _, w), _)| *w == v)
                .map(|(&(_, u, _), &p)| (1 << u, p))
        };
        let ways = (0..people).map(|v| match kind {
            Kind::Weights(_) => {
                let mut ways: Ways = into(v).collect();
                ways.push((0, 1.0 - ways.iter().map(|way| way.1).sum::<f64>()));
                ways
            }
            _ => into(v).fold(vec![(0, 1.0)], |ways, (who, p)| {
                let each = ways.into_iter();
                each.flat_map(|(set, q)| [(set, q * (1.0 - p)), (set | who, q * p)])
                    .collect()
            }),
        });
        Self {
            ways: ways.collect(),
            activations: graph
                .platforms()
                .iter()
                .map(|platform| Activation::of_weights(platform).unwrap())
                .collect(),
            graph,
        }
    }

    fn networks(&self) -> Vec<Network<'_>> {
        let platforms = self.graph.platforms().iter().zip(&self.activations);
        platforms
            .map(|(platform, activation)| Network::new(platform, activation))
            .collect()
    }

    /// The probability of each RR set of a root drawn by `share`.
    fn exactly(&self, share: &[f64]) -> BTreeMap<u32, f64> {
        let mut exact = BTreeMap::new();
        let mut drawn = vec![0; self.ways.len()];
        self.each(0, 1.0, &mut drawn, &mut |drawn, p| {
            for (root, share) in share.iter().enumerate() {
                let mut set = 1 << root;
                for _ in 0..drawn.len() {
                    let members = (0..drawn.len()).filter(|v| set >> v & 1 == 1);
                    set = members.fold(set, |set, v| set | drawn[v]);
                }
                *exact.entry(set).or_default() += share * p;
            }
        });
        exact
    }

    fn each(&self, v: usize, p: f64, drawn: &mut Vec<u32>, see: &mut impl FnMut(&[u32], f64)) {
        match self.ways.get(v) {
            None => see(drawn, p),
            Some(ways) => {
                for &(set, q) in ways.iter().filter(|way| way.1 > 1e-12) {
                    drawn[v] = set;
                    self.each(v + 1, p * q, drawn, see);
                }
            }
        }
    }
}

fn luck(seed: u64) -> RrLuck {
    RrLuck::new(seed, NameKey::of("test"))
}

fn gathered<C: LiveEdge>(sampler: &RrSampler<'_, C>, asked: &Asked<'_>, count: u64) -> RrSets {
    let mut sets = RrSets::new(sampler.people());
    assert!(sampler.gather(&Crew::of(2), &Watch::default(), asked, &mut sets, count));
    sets
}

/// How often each set was drawn, as bits.
fn frequencies(sets: &RrSets) -> BTreeMap<u32, u64> {
    let mut counts = BTreeMap::new();
    for at in 0..sets.len() {
        let set = sets.set(at).iter().fold(0, |set, v| set | 1 << v.0);
        *counts.entry(set).or_default() += 1;
    }
    let alone = sets.alone().as_slice().iter().enumerate();
    for (v, &n) in alone.filter(|alone| *alone.1 > 0) {
        *counts.entry(1 << v).or_default() += u64::from(n);
    }
    counts
}

const SETS: u64 = 20_000;

/// The chi-square of what was drawn against what is exact, and its degrees of freedom;
/// what is expected less than ten times is one cell.
fn chi_square(counts: &BTreeMap<u32, u64>, exact: &BTreeMap<u32, f64>) -> (f64, f64) {
    let n: u64 = counts.values().sum();
    assert!(
        counts.keys().all(|set| exact.contains_key(set)),
        "impossible"
    );
    let (mut chi, mut cells, mut rest) = (0.0, 0.0, (0.0, 0.0));
    for (set, p) in exact {
        let (expected, seen) = (p * n as f64, *counts.get(set).unwrap_or(&0) as f64);
        if expected < 10.0 {
            rest = (rest.0 + expected, rest.1 + seen);
            continue;
        }
        chi += (seen - expected).powi(2) / expected;
        cells += 1.0;
    }
    if rest.0 >= 10.0 {
        chi += (rest.1 - rest.0).powi(2) / rest.0;
        cells += 1.0;
    }
    (chi, cells - 1.0)
}

/// Sixty graphs of a kind: the sum of their chi-squares is 4.5 standard deviations off
/// once in 100,000 runs of a correct sampler.
fn agrees(kind: Kind, layers: usize, sample: impl Fn(&Small, u32, &Roots) -> RrSets) {
    let (mut chi, mut free) = (0.0, 0.0);
    for number in 0..60 {
        let small = Small::new(number, kind, layers);
        let people = small.graph.people();
        let values: Vec<f64> = (0..people).map(|v| f64::from(1 + v % 3)).collect();
        let (roots, worth) = match number % 2 {
            0 => (Roots::anybody(people), vec![1.0; people as usize]),
            _ => (Roots::by_value(&values).unwrap(), values),
        };
        let total: f64 = worth.iter().sum();
        let shares: Vec<f64> = worth.iter().map(|value| value / total).collect();
        let sets = sample(&small, number, &roots);
        assert_eq!((sets.count(), sets.stopped()), (SETS, 0));
        let (more, cells) = chi_square(&frequencies(&sets), &small.exactly(&shares));
        chi += more;
        free += cells;
    }
    let z = (chi - free) / (2.0 * free).sqrt();
    assert!(z.abs() < 4.5, "{chi} with {free}: {z}");
}

#[test]
fn sets_of_independent_cascades_are_as_likely_as_enumeration_has_it() {
    for kind in [Kind::Unlike, Kind::Alike] {
        for layers in [1, 2] {
            agrees(kind, layers, |small, number, roots| {
                let networks = small.networks();
                let sampler = RrSampler::new(&networks, &IndependentCascade);
                gathered(&sampler, &Asked::new(luck(number.into()), roots), SETS)
            });
        }
    }
}

#[test]
fn sets_of_thresholds_are_as_likely_as_enumeration_has_it() {
    for alike in [true, false] {
        for layers in [1, 2] {
            agrees(Kind::Weights(alike), layers, |small, number, roots| {
                let networks = small.networks();
                let model = LiveThreshold::new(&networks).unwrap();
                let sampler = RrSampler::new(&networks, &model);
                gathered(&sampler, &Asked::new(luck(number.into()), roots), SETS)
            });
        }
    }
}

#[test]
fn sets_of_any_other_model_are_as_likely_as_enumeration_has_it() {
    // Independent cascade in other words, of which only the rule knows.
    let rule = |tie: Tie, world: World| {
        let platform = NameKey(tie.layer as u64);
        world
            .tie(platform, tie.source, tie.target)
            .under(tie.chance)
    };
    agrees(Kind::Unlike, 2, |small, number, roots| {
        let networks = small.networks();
        let model = Triggering { rule };
        let sampler = RrSampler::new(&networks, &model);
        gathered(&sampler, &Asked::new(luck(number.into()), roots), SETS)
    });
}

/// A graph with rows long enough for every way of drawing, and its two activations.
fn hubs() -> (FanGraph, [Activation; 3]) {
    let mut builder = GraphBuilder::new(400);
    let mut pairs = Vec::new();
    for i in 0..6000 {
        let x = random(7, i);
        // Half of the ties lead to the first ten.
        let target = (x >> 32) as u32 % [10, 400][(x >> 60) as usize % 2];
        pairs.push((NodeId(x as u32 % 400), NodeId(target)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|(u, v)| u != v);
    builder
        .platform("x", &pairs, Direction::SourceToTarget)
        .unwrap();
    let graph = builder.build();
    let ties = &graph.platforms()[0].ties;
    let uniform = |p| Activation::uniform(Probability::new(p).unwrap());
    let activations = [
        Activation::weighted_cascade(ties),
        uniform(0.12),
        uniform(0.03),
    ];
    (graph, activations)
}

#[test]
fn sizes_of_large_sets_are_those_that_a_search_tie_by_tie_finds() {
    // Numbers of sets by size, eight sizes: chi-square of two samples, 4.5 standard
    // deviations for each of three activations, one false alarm in 30,000.
    let (graph, activations) = hubs();
    for activation in &activations {
        let networks = [Network::new(&graph.platforms()[0], activation)];
        let sampler = RrSampler::new(&networks, &IndependentCascade);
        let roots = Roots::anybody(graph.people());
        let sets = gathered(&sampler, &Asked::new(luck(1), &roots), SETS);
        let cell = |size: usize| (size.ilog2() as usize).min(7);
        let (mut bulk, mut slow) = ([0.0f64; 8], [0.0f64; 8]);
        bulk[0] += (sets.count() - sets.len() as u64) as f64;
        (0..sets.len()).for_each(|at| bulk[cell(sets.set(at).len())] += 1.0);
        let mut reverse = Reverse::new(graph.people());
        for index in 0..SETS {
            let root = NodeId(random(9, index as u32) as u32 % 400);
            let set = reverse.run(&networks, &IndependentCascade, root, World::new(5, index));
            slow[cell(set.len())] += 1.0;
        }
        let cells: Vec<(f64, f64)> = bulk
            .into_iter()
            .zip(slow)
            .filter(|(a, b)| a + b > 20.0)
            .collect();
        let chi: f64 = cells.iter().map(|(a, b)| (a - b).powi(2) / (a + b)).sum();
        let free = cells.len() as f64 - 1.0;
        assert!(chi - free < 4.5 * (2.0 * free).sqrt(), "{bulk:?} {slow:?}");
        // Members by id: the same in both on average.
        assert!(sets.members().iter().any(|v| v.0 > 350));
    }
}

#[test]
fn a_set_is_the_same_for_any_crew_and_whatever_is_gathered_with_it() {
    let (graph, activations) = hubs();
    for activation in &activations {
        let networks = [Network::new(&graph.platforms()[0], activation)];
        let sampler = RrSampler::new(&networks, &IndependentCascade);
        let roots = Roots::anybody(graph.people());
        let asked = Asked::new(luck(3), &roots);
        let all = |crew: &Crew, steps: &[u64]| {
            let mut sets = RrSets::new(graph.people());
            for &count in steps {
                sampler.gather(crew, &Watch::default(), &asked, &mut sets, count);
            }
            let each: Vec<Vec<NodeId>> = (0..sets.len()).map(|at| sets.set(at).to_vec()).collect();
            (each, sets.alone().clone(), sets.count())
        };
        let one = all(&Crew::of(1), &[5000]);
        assert_eq!(one, all(&Crew::of(2), &[1, 77, 1000, 5000]));
        assert_eq!(one, all(&Crew::of(5), &[2500, 5000]));
    }
}

#[test]
fn searches_that_stop_are_those_whose_sets_hold_somebody_who_stops_them() {
    let (graph, activations) = hubs();
    for activation in &activations {
        let networks = [Network::new(&graph.platforms()[0], activation)];
        let sampler = RrSampler::new(&networks, &IndependentCascade);
        let roots = Roots::anybody(graph.people());
        let asked = Asked::new(luck(3), &roots);
        let these = [NodeId(3), NodeId(99)];
        let all = gathered(&sampler, &asked, 3000);
        let meets = |set: &[NodeId]| set.iter().any(|v| these.contains(v));
        let kept: Vec<&[NodeId]> = (0..all.len())
            .map(|at| all.set(at))
            .filter(|set| !meets(set))
            .collect();
        let stops = Asked {
            stops: &these,
            ..asked
        };
        let some = gathered(&sampler, &stops, 3000);
        assert!((0..some.len()).map(|at| some.set(at)).eq(kept));
        let alone: u32 = these.iter().map(|&v| all.alone()[v]).sum();
        let met = (all.len() - some.len()) as u64 + u64::from(alone);
        assert_eq!(some.stopped(), met);
        let (crew, watch) = (Crew::of(2), Watch::default());
        assert_eq!(sampler.hits(&crew, &watch, &asked, &these, 0..3000), met);
        let one = Asked {
            stops: &these[..1],
            ..asked
        };
        assert_eq!(sampler.hits(&crew, &watch, &one, &these[1..], 0..3000), met);
        assert_eq!(watch.done(), 6000);
    }
}

#[test]
fn gathering_ends_where_bytes_do_at_the_same_place_for_any_crew() {
    let (graph, activations) = hubs();
    let networks = [Network::new(&graph.platforms()[0], &activations[1])];
    let sampler = RrSampler::new(&networks, &IndependentCascade);
    let roots = Roots::anybody(graph.people());
    let asked = Asked {
        most_bytes: 100_000,
        ..Asked::new(luck(3), &roots)
    };
    let counts = [1, 2, 5].map(|threads| {
        let mut sets = RrSets::new(graph.people());
        let crew = Crew::of(threads);
        assert!(!sampler.gather(&crew, &Watch::default(), &asked, &mut sets, u64::MAX));
        (sets.count(), sets.bytes())
    });
    assert!(counts[0].1 >= 100_000 && counts[0].1 < 10_000_000);
    assert_eq!([counts[0]; 3], counts);
}

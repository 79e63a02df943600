//! Engines against full enumeration on two hundred random graphs of up to 16 ties.
//!
//! For each graph and model every world that matters is gone through, which gives
//! each person's exact chance to adopt. Each estimate is held to Bernstein's bound,
//! which for a correct engine fails once in 10⁹ comparisons, and all graphs together
//! to the chi-square of their mean spreads: 200 ± 4.5 standard deviations.

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Contagion, LiveEdge, Network};
use groundswell_diffusion::model::competitive_cascade::{Brand, CompetitiveCascade, Rival, Ties};
use groundswell_diffusion::model::every_platform::EveryPlatform;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::linear_threshold::{LinearThreshold, LiveThreshold};
use groundswell_diffusion::model::multiplex_threshold::{MultiplexThreshold, Rule};
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Engine, Question, Spread, spread, spread_live};
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::GraphBuilder;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

const GRAPHS: u32 = 200;
const WORLDS: u64 = 10_000;

/// A number that looks random, the same for ever.
fn random(x: u32, y: u32) -> u64 {
    NameKey::of(&format!("enumeration {x} {y}")).0
}

/// A tie: layer, source, target, and chance or weight.
type Arc = (usize, usize, usize, f64);

/// A random graph of one or two layers, small enough to enumerate.
struct Small {
    people: usize,
    arcs: Vec<Arc>,
    layers: usize,
    seeds: Vec<usize>,
    graph: FanGraph,
    activations: Vec<Activation>,
}

impl Small {
    /// Graph `number`, with chances for each tie; with `weights` those into a person
    /// sum to at most one in each layer.
    fn new(number: u32, layers: usize, weights: bool) -> Self {
        let people = 3 + (random(number, 0) % 5) as usize;
        let most = 3 + (random(number, 1) % 14) as usize;
        let mut arcs: Vec<Arc> = Vec::new();
        for i in 0..most as u32 {
            let x = random(number, 100 + i);
            let layer = (x >> 48) as usize % layers;
            let (u, v) = (x as usize % people, (x >> 16) as usize % people);
            let known = arcs.iter().any(|&(l, s, t, _)| (l, s, t) == (layer, u, v));
            if u != v && !known {
                let p = [0.0, 0.1, 0.25, 0.5, 0.7, 1.0][(x >> 32) as usize % 6];
                arcs.push((layer, u, v, p));
            }
        }
        if weights {
            for layer in 0..layers {
                for v in 0..people {
                    let into = |arc: &Arc| arc.0 == layer && arc.2 == v;
                    let sum: f64 = arcs.iter().filter(|a| into(a)).map(|a| a.3).sum();
                    let scale = sum.max(1.0);
                    arcs.iter_mut()
                        .filter(|a| into(a))
                        .for_each(|a| a.3 /= scale);
                }
            }
        }
        let mut builder = GraphBuilder::new(people as u32);
        for layer in 0..layers {
            let id = |v: usize| NodeId(v as u32);
            let own = arcs.iter().filter(|arc| arc.0 == layer);
            let own: Vec<_> = own.map(|&(_, u, v, p)| (id(u), id(v), p)).collect();
            builder
                .weighted_platform(["one", "two"][layer], &own)
                .unwrap();
        }
        let graph = builder.build();
        let platforms = graph.platforms().iter();
        let activations = platforms.map(|p| Activation::of_weights(p).unwrap());
        Self {
            people,
            arcs,
            layers,
            seeds: if number.is_multiple_of(3) {
                vec![0, 1]
            } else {
                vec![0]
            },
            activations: activations.collect(),
            graph,
        }
    }

    /// The same graph with one chance for all ties of a layer.
    fn with_chances(mut self, chances: [f64; 2]) -> Self {
        self.arcs.iter_mut().for_each(|arc| arc.3 = chances[arc.0]);
        let uniform = |&p| Activation::uniform(Probability::new(p).unwrap());
        self.activations = chances[..self.layers].iter().map(uniform).collect();
        self
    }

    fn networks(&self) -> Vec<Network<'_>> {
        let platforms = self.graph.platforms().iter().zip(&self.activations);
        platforms
            .map(|(platform, a)| Network::new(platform, a))
            .collect()
    }

    fn seeds(&self) -> Seeds {
        Seeds::these(self.seeds.iter().map(|&v| NodeId(v as u32)))
    }

    fn seed_mask(&self) -> u32 {
        self.seeds.iter().fold(0, |mask, v| mask | 1 << v)
    }

    /// Calls `each` with every set of live ties and its probability.
    fn live_worlds(&self, mut each: impl FnMut(&[bool], f64)) {
        let open: Vec<usize> = (0..self.arcs.len()).collect();
        let mut live = vec![false; self.arcs.len()];
        for world in 0u32..1 << open.len() {
            let mut probability = 1.0;
            for &arc in &open {
                live[arc] = world >> arc & 1 == 1;
                let p = self.arcs[arc].3;
                probability *= if live[arc] { p } else { 1.0 - p };
            }
            if probability > 0.0 {
                each(&live, probability);
            }
        }
    }

    /// Calls `each` with every choice of at most one tie into each person, in each of
    /// the layers or in all together, and its probability.
    fn choices(&self, apart: bool, each: &mut impl FnMut(&[bool], f64)) {
        let mut slots: Vec<Vec<usize>> = Vec::new();
        for layer in 0..if apart { self.layers } else { 1 } {
            for v in 0..self.people {
                let own = |arc: &&usize| {
                    let (l, _, target, _) = self.arcs[**arc];
                    target == v && (!apart || l == layer)
                };
                let all: Vec<usize> = (0..self.arcs.len()).collect();
                slots.push(all.iter().filter(own).copied().collect());
            }
        }
        self.choose(&slots, &mut vec![false; self.arcs.len()], 1.0, each);
    }

    fn choose(
        &self,
        slots: &[Vec<usize>],
        live: &mut Vec<bool>,
        probability: f64,
        each: &mut impl FnMut(&[bool], f64),
    ) {
        let Some((slot, rest)) = slots.split_first() else {
            each(live, probability);
            return;
        };
        let mut none = 1.0;
        for &arc in slot {
            let p = self.arcs[arc].3;
            none -= p;
            if p > 0.0 {
                live[arc] = true;
                self.choose(rest, live, probability * p, each);
                live[arc] = false;
            }
        }
        if none > 1e-12 {
            self.choose(rest, live, probability * none, each);
        }
    }

    /// Who adopts where any live tie from an adopter suffices.
    fn reached(&self, live: &[bool]) -> u32 {
        self.closure(|adopted, v| {
            let word =
                |(arc, &live): (&Arc, &bool)| live && arc.2 == v && adopted >> arc.1 & 1 == 1;
            self.arcs.iter().zip(live).any(word)
        })
    }

    /// Who adopts where a live tie is needed in every layer with a tie into oneself.
    fn reached_everywhere(&self, live: &[bool]) -> u32 {
        self.closure(|adopted, v| {
            let mut layers = (0, 0);
            for (&(layer, u, target, _), &live) in self.arcs.iter().zip(live) {
                if target == v {
                    layers.0 |= 1 << layer;
                    layers.1 |= i32::from(live && adopted >> u & 1 == 1) << layer;
                }
            }
            layers.0 != 0 && layers.0 == layers.1
        })
    }

    fn closure(&self, adopts: impl Fn(u32, usize) -> bool) -> u32 {
        let mut adopted = self.seed_mask();
        loop {
            let before = adopted;
            for v in 0..self.people {
                if before >> v & 1 == 0 && adopts(before, v) {
                    adopted |= 1 << v;
                }
            }
            if adopted == before {
                return adopted;
            }
        }
    }
}

/// Each person's exact chance, and mean and variance of the spread.
#[derive(Default)]
struct Exact {
    chances: Vec<f64>,
    mean: f64,
    squares: f64,
}

impl Exact {
    fn add(&mut self, people: usize, adopted: u32, probability: f64) {
        self.chances.resize(people, 0.0);
        for v in 0..people {
            self.chances[v] += f64::from(adopted >> v & 1) * probability;
        }
        let size = f64::from(adopted.count_ones());
        self.mean += size * probability;
        self.squares += size * size * probability;
    }

    fn variance(&self) -> f64 {
        (self.squares - self.mean * self.mean).max(0.0)
    }
}

/// How far a mean of `WORLDS` numbers in [0, 1] of this variance may lie from its
/// expectation: further in one of 10⁹ cases at most.
///
/// Source: Bernstein's inequality, as in Boucheron, Lugosi & Massart, *Concentration
/// Inequalities*, 2013, corollary 2.11.
fn bernstein(variance: f64) -> f64 {
    let log = libm::log(2.0 / 1e-9);
    let n = WORLDS as f64;
    let linear = log / (3.0 * n);
    linear + (linear * linear + 2.0 * variance * log / n).sqrt()
}

/// Collects how far the estimates of many graphs are from the truth.
struct Verdict {
    name: &'static str,
    scores: Vec<f64>,
}

impl Verdict {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            scores: Vec::new(),
        }
    }

    fn chance(&self, what: &str, share: f64, exact: f64) {
        let bound = bernstein(exact * (1.0 - exact)) + 1e-9;
        let name = self.name;
        assert!(
            (share - exact).abs() <= bound,
            "{name}, {what}: {share} for {exact} ± {bound}"
        );
    }

    fn graph(&mut self, number: u32, answer: &Spread, exact: &Exact) {
        for (v, &chance) in exact.chances.iter().enumerate() {
            let share = answer.activation(NodeId(v as u32)).unwrap();
            self.chance(&format!("graph {number}, person {v}"), share, chance);
        }
        let error = (exact.variance() / WORLDS as f64).sqrt();
        if error > 1e-6 {
            let mean = answer.estimate(0.95).unwrap().mean;
            self.scores.push((mean - exact.mean) / error);
        }
    }

    fn end(self) {
        let (name, n) = (self.name, self.scores.len() as f64);
        assert!(n > 100.0, "{name}: only {n} graphs have any luck in them");
        let sum: f64 = self.scores.iter().sum();
        assert!(sum.abs() < 4.5 * n.sqrt(), "{name}: scores sum to {sum}");
        let chi: f64 = self.scores.iter().map(|z| z * z).sum();
        assert!(
            (chi - n).abs() < 4.5 * (2.0 * n).sqrt(),
            "{name}: {chi} of {n} graphs"
        );
    }
}

fn question(seeds: &Seeds) -> Question<'_> {
    Question {
        per_person: true,
        ..Question::new(seeds, Worlds::new(20_261_122, 0..WORLDS))
    }
}

fn ask<C: Contagion>(small: &Small, model: &C) -> Spread {
    let crew = Crew::of(2).with_block(500);
    let seeds = small.seeds();
    spread(
        &crew,
        &Watch::default(),
        &small.networks(),
        model,
        &question(&seeds),
    )
}

fn ask_64<C: LiveEdge>(small: &Small, model: &C) -> Spread {
    let answer = ask_by(Engine::SixtyFour, small, model, 0);
    for engine in [Engine::Lanes256, Engine::Lanes512] {
        assert_eq!(ask_by(engine, small, model, 0), answer, "{engine:?}");
    }
    answer
}

/// `apart` names worlds that the answers for other graphs do not share.
fn ask_by<C: LiveEdge>(engine: Engine, small: &Small, model: &C, apart: u32) -> Spread {
    let seeds = small.seeds();
    let first = u64::from(apart) * WORLDS;
    let (crew, watch, question) = (Crew::of(2), Watch::default(), question(&seeds));
    let question = Question {
        worlds: Worlds::new(question.worlds.seed(), first..first + WORLDS),
        ..question
    };
    spread_live(&crew, &watch, &small.networks(), model, &question, engine).0
}

fn every_graph(layers: usize, weights: bool, mut each: impl FnMut(u32, &Small)) {
    for number in 0..GRAPHS {
        each(number, &Small::new(number, layers, weights));
    }
}

#[test]
fn independent_cascade_is_exact() {
    for layers in [1, 2] {
        let mut verdict = Verdict::new("independent cascade");
        every_graph(layers, false, |number, small| {
            let mut exact = Exact::default();
            small.live_worlds(|live, p| exact.add(small.people, small.reached(live), p));
            let answer = ask_64(small, &IndependentCascade);
            verdict.graph(number, &answer, &exact);
            assert_eq!(answer, ask(small, &IndependentCascade));
        });
        verdict.end();
    }
}

#[test]
fn skipping_is_exact() {
    for layers in [1, 2] {
        let mut verdict = Verdict::new("skipping");
        for number in 0..GRAPHS {
            let chance =
                |i: u32| [0.05, 0.1, 0.25, 0.5, 0.7][(random(number, 50 + i) % 5) as usize];
            let small = Small::new(number, layers, false).with_chances([chance(0), chance(1)]);
            let mut exact = Exact::default();
            small.live_worlds(|live, p| exact.add(small.people, small.reached(live), p));
            // Skip luck knows a tie by its place in its row, so that in one world the same
            // person's first tie is live in nearly all graphs or in none.
            let answer = ask_by(Engine::Skip, &small, &IndependentCascade, number);
            verdict.graph(number, &answer, &exact);
        }
        verdict.end();
    }
}

#[test]
fn both_faces_of_linear_threshold_are_exact() {
    let mut live_face = Verdict::new("live threshold");
    let mut thresholds = Verdict::new("linear threshold");
    every_graph(1, true, |number, small| {
        let mut exact = Exact::default();
        small.choices(false, &mut |live, p| {
            exact.add(small.people, small.reached(live), p)
        });
        let model = LiveThreshold::new(&small.networks()).unwrap();
        let answer = ask_64(small, &model);
        live_face.graph(number, &answer, &exact);
        assert_eq!(answer, ask(small, &model));
        let model = LinearThreshold::new(&small.networks()).unwrap();
        thresholds.graph(number, &ask(small, &model), &exact);
    });
    live_face.end();
    thresholds.end();
}

#[test]
fn the_and_rule_of_cascades_is_exact() {
    let mut verdict = Verdict::new("every platform");
    every_graph(2, false, |number, small| {
        let mut exact = Exact::default();
        small.live_worlds(|live, p| exact.add(small.people, small.reached_everywhere(live), p));
        let model = EveryPlatform::new(&small.networks()).unwrap();
        verdict.graph(number, &ask(small, &model), &exact);
    });
    verdict.end();
}

#[test]
fn multiplex_thresholds_are_exact() {
    let mut any = Verdict::new("any threshold");
    let mut all = Verdict::new("all thresholds");
    let mut live = Verdict::new("live thresholds apart");
    every_graph(2, true, |number, small| {
        let (mut either, mut both) = (Exact::default(), Exact::default());
        small.choices(true, &mut |live, p| {
            either.add(small.people, small.reached(live), p);
            both.add(small.people, small.reached_everywhere(live), p);
        });
        let networks = small.networks();
        let model = LiveThreshold::apart(&networks).unwrap();
        live.graph(number, &ask_64(small, &model), &either);
        let model = MultiplexThreshold::new(&networks, Rule::Any).unwrap();
        any.graph(number, &ask(small, &model), &either);
        let model = MultiplexThreshold::new(&networks, Rule::All).unwrap();
        all.graph(number, &ask(small, &model), &both);
    });
    any.end();
    all.end();
    live.end();
}

/// Each person's chance to have the first brand in one set of live ties: by rounds,
/// from those of the round before from whom a live tie leads.
fn first_brand(small: &Small, live: &[bool], seeds: [&[usize]; 2], ties: Ties) -> Vec<f64> {
    let mut chance: Vec<Option<f64>> = vec![None; small.people];
    for (v, chance) in chance.iter_mut().enumerate() {
        let has = seeds.map(|seeds| seeds.contains(&v));
        *chance = match (has, ties) {
            ([true, true], Ties::Random) => Some(0.5),
            ([true, _], _) => Some(1.0),
            ([_, true], _) => Some(0.0),
            _ => None,
        };
    }
    let mut frontier: Vec<usize> = (0..small.people).filter(|&v| chance[v].is_some()).collect();
    while !frontier.is_empty() {
        let mut next = Vec::new();
        for v in (0..small.people).filter(|&v| chance[v].is_none()) {
            let word = |(arc, &live): (&Arc, &bool)| {
                (live && arc.2 == v && frontier.contains(&arc.1)).then(|| chance[arc.1].unwrap())
            };
            let words: Vec<f64> = small.arcs.iter().zip(live).filter_map(word).collect();
            if !words.is_empty() {
                let first = match ties {
                    Ties::Random => words.iter().sum::<f64>() / words.len() as f64,
                    // Seeds of both brands have the first here, so chances are 0 or 1.
                    Ties::ListOrder => words.iter().copied().fold(0.0, f64::max),
                };
                next.push((v, first));
            }
        }
        frontier = next.iter().map(|&(v, _)| v).collect();
        next.into_iter()
            .for_each(|(v, first)| chance[v] = Some(first));
    }
    chance
        .into_iter()
        .map(|chance| chance.unwrap_or(0.0))
        .collect()
}

#[test]
fn competition_is_exact() {
    for ties in [Ties::Random, Ties::ListOrder] {
        let verdict = Verdict::new("competitive cascade");
        every_graph(1, false, |number, small| {
            // One person is a seed of both in a third of the graphs.
            let seeds: [&[usize]; 2] = [&small.seeds, &[1, 2]];
            let mut exact = vec![0.0; small.people];
            small.live_worlds(|live, p| {
                let first = first_brand(small, live, seeds, ties);
                exact
                    .iter_mut()
                    .zip(first)
                    .for_each(|(sum, chance)| *sum += chance * p);
            });
            let rival = |seeds: &[usize]| Rival {
                seeds: seeds.iter().map(|&v| NodeId(v as u32)).collect(),
                appeal: Probability::ONE,
            };
            let model = CompetitiveCascade::new(&seeds.map(rival), ties).unwrap();
            let mut cascade = Cascade::new(small.people as u32);
            let mut counts = vec![0u32; small.people];
            let (networks, all) = (small.networks(), model.seeds());
            for index in 0..WORLDS {
                let world = World::new(99, index);
                let outcome = cascade.run_on(&networks, &model, &all, world);
                for &v in outcome.adopters() {
                    let first = outcome.memory(v).brand() == Some(Brand(0));
                    counts[v.index()] += u32::from(first);
                }
            }
            for (v, (count, exact)) in counts.into_iter().zip(exact).enumerate() {
                let share = f64::from(count) / WORLDS as f64;
                verdict.chance(&format!("graph {number}, person {v}"), share, exact);
            }
        });
    }
}

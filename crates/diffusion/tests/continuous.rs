//! Contagion in continuous time against closed forms, the oracles and plain definitions.
//!
//! Every statistical bound is four and a half standard errors, under a fixed seed: of the
//! exact distribution where it is known, of the sample otherwise.

use std::path::{Path, PathBuf};

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Coins, Network};
use groundswell_diffusion::continuous::bass::Bass;
use groundswell_diffusion::continuous::cascade_in_time::CascadeInTime;
use groundswell_diffusion::continuous::delay::Delay;
use groundswell_diffusion::continuous::outbreak::Outbreak;
use groundswell_diffusion::continuous::seir::Seir;
use groundswell_diffusion::continuous::si::Si;
use groundswell_diffusion::continuous::sir::Sir;
use groundswell_diffusion::continuous::sis::Sis;
use groundswell_diffusion::continuous::time::Time;
use groundswell_diffusion::continuous::time_critical::TimeCritical;
use groundswell_diffusion::continuous::{Tie, TimedContagion};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::World;
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use serde_json::Value;

const SEED: u64 = 20_261_122;

fn shared(path: &str) -> PathBuf {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    shared.join(path)
}

/// The cases of one file whose `key` is `wanted`; none, with a word, where there is no such
/// file.
fn oracles(file: &str, key: &str, wanted: &str) -> Vec<Value> {
    let path = shared("oracles").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no oracles at {}", path.display());
        return Vec::new();
    };
    let mut oracles: Value = serde_json::from_str(&text).unwrap();
    let Value::Array(mut cases) = oracles["cases"].take() else {
        panic!("{file} has no cases");
    };
    cases.retain(|case| case[key] == wanted);
    assert!(!cases.is_empty(), "{file} has no {key} {wanted}");
    cases
}

/// The cases of one family of closed forms.
fn family(name: &str) -> Vec<Value> {
    oracles("closed-forms.json", "family", name)
}

fn numbers(value: &Value) -> Vec<f64> {
    let all = value.as_array().expect("a list of numbers");
    all.iter().map(|x| x.as_f64().unwrap()).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn people(value: &Value) -> Vec<NodeId> {
    numbers(value).iter().map(|&v| NodeId(v as u32)).collect()
}

fn time(value: f64) -> Time {
    Time::new(value).unwrap()
}

fn times(values: &[f64]) -> Vec<Time> {
    values.iter().map(|&t| time(t)).collect()
}

fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

fn of_pairs(people: u32, pairs: &[(NodeId, NodeId)], direction: Direction) -> FanGraph {
    let mut builder = GraphBuilder::new(people);
    builder.platform("ties", pairs, direction).unwrap();
    builder.build()
}

fn complete(people: u32) -> FanGraph {
    let pairs: Vec<_> = (0..people)
        .flat_map(|u| (0..u).map(move |v| (NodeId(u), NodeId(v))))
        .collect();
    of_pairs(people, &pairs, Direction::Mutual)
}

fn path(people: u32) -> FanGraph {
    let pairs: Vec<_> = (1..people).map(|v| (NodeId(v - 1), NodeId(v))).collect();
    of_pairs(people, &pairs, Direction::SourceToTarget)
}

/// A friendship graph of the data folder.
fn data_set(name: &str) -> Option<FanGraph> {
    let file = shared("data").join(name).join("edges.tsv");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: no data at {}", file.display());
        return None;
    };
    let id = |field: Option<&str>| NodeId(field.unwrap().parse().unwrap());
    let pairs = text.lines().skip(1).map(|line| {
        let mut fields = line.split('\t');
        (id(fields.next()), id(fields.next()))
    });
    let pairs: Vec<_> = pairs.collect();
    let people = pairs.iter().map(|(u, v)| u.0.max(v.0) + 1).max().unwrap();
    Some(of_pairs(people, &pairs, Direction::Mutual))
}

/// Mean and standard error of something counted over many worlds.
#[derive(Clone, Copy, Default)]
struct Mean {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Mean {
    fn add(&mut self, x: f64) {
        self.n += 1.0;
        self.sum += x;
        self.squares += x * x;
    }

    fn mean(self) -> f64 {
        self.sum / self.n
    }

    fn error(self) -> f64 {
        let variance = self.squares / self.n - self.mean() * self.mean();
        (variance.max(0.0) / (self.n - 1.0)).sqrt()
    }

    /// Whether the mean is `expected`, which has a standard error of its own.
    fn assert_is(self, name: &str, expected: f64, error: f64) {
        let bound = 4.5 * (self.error() * self.error() + error * error).sqrt() + 1e-9;
        let mean = self.mean();
        assert!(
            (mean - expected).abs() <= bound,
            "{name}: {mean} for {expected} ± {bound}"
        );
    }
}

/// Runs `model` in `n` worlds, on ties that all carry, and calls `each` with the outcome.
fn worlds<M: TimedContagion>(
    graph: &FanGraph,
    model: &M,
    seeds: &[NodeId],
    until: Time,
    n: u64,
    mut each: impl FnMut(&Outbreak),
) {
    let activation = Activation::uniform(Probability::ONE);
    let network = Network::new(&graph.platforms()[0], &activation);
    let mut outbreak = Outbreak::new(graph.people()).stopping_after(until);
    for index in 0..n {
        each(outbreak.run(&network, model, seeds, World::new(SEED, index)));
    }
}

fn mean_of<M: TimedContagion>(
    graph: &FanGraph,
    model: &M,
    seeds: &[NodeId],
    n: u64,
    of: impl Fn(&Outbreak) -> f64,
) -> Mean {
    let mut mean = Mean::default();
    worlds(graph, model, seeds, Time::NEVER, n, |o| mean.add(of(o)));
    mean
}

fn spread(outbreak: &Outbreak) -> f64 {
    outbreak.spread().into()
}

#[test]
fn sir_meets_the_exact_distributions() {
    for case in oracles("exact-spread.json", "model", "sir-continuous") {
        let name = case["id"].as_str().unwrap();
        let n = number(&case["n"]) as u32;
        let pairs: Vec<_> = case["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(people)
            .collect();
        let pairs: Vec<_> = pairs.iter().map(|pair| (pair[0], pair[1])).collect();
        let direction = match case["directed"] == true {
            true => Direction::SourceToTarget,
            false => Direction::Mutual,
        };
        let graph = of_pairs(n, &pairs, direction);
        let params = &case["params"];
        let sir = Sir::new(number(&params["beta"]), number(&params["gamma"])).unwrap();
        let runs = 40_000;
        let mut sizes = vec![0u32; n as usize + 1];
        let mut reached = vec![0u32; n as usize];
        worlds(
            &graph,
            &sir,
            &people(&case["seeds"]),
            Time::NEVER,
            runs,
            |o| {
                sizes[o.spread() as usize] += 1;
                graph
                    .nodes()
                    .for_each(|v| reached[v.index()] += u32::from(o.reached(v)));
            },
        );
        let runs = runs as f64;
        let check = |what: &str, mean: f64, expected: f64, variance: f64| {
            let bound = 4.5 * (variance / runs).sqrt() + 1e-9;
            assert!(
                (mean - expected).abs() <= bound,
                "{name}, {what}: {mean} for {expected}"
            );
        };
        let expected = &case["expected"];
        let total: f64 = sizes
            .iter()
            .enumerate()
            .map(|(s, &k)| s as f64 * f64::from(k))
            .sum();
        let variance = number(&expected["variance"]);
        check(
            "spread",
            total / runs,
            number(&expected["expected_spread"]),
            variance,
        );
        for (v, a) in numbers(&expected["activation"]).into_iter().enumerate() {
            check(
                "activation",
                f64::from(reached[v]) / runs,
                a,
                (a * (1.0 - a)).max(0.0),
            );
        }
        for (size, a) in expected["size_distribution"].as_object().unwrap() {
            let (count, a) = (sizes[size.parse::<usize>().unwrap()], number(a));
            check("size", f64::from(count) / runs, a, a * (1.0 - a));
        }
    }
}

#[test]
fn sir_and_sis_agree_with_another_program() {
    let of_model = |model| oracles("epidemic-reference.json", "model", model);
    for case in [of_model("sir-continuous"), of_model("sis-continuous")].concat() {
        let name = case["id"].as_str().unwrap();
        let Some(graph) = data_set(case["dataset"].as_str().unwrap()) else {
            continue;
        };
        let (beta, gamma) = (number(&case["beta"]), number(&case["gamma"]));
        let (seeds, reference) = (people(&case["seeds"]), &case["reference"]);
        let sir = Sir::new(beta, gamma).unwrap();
        if reference["mean"].is_number() {
            let ours = mean_of(&graph, &sir, &seeds, 20_000, spread);
            ours.assert_is(name, number(&reference["mean"]), number(&reference["se"]));
            continue;
        }
        let at = times(&numbers(&case["times"]));
        let last = *at.last().unwrap();
        let mut ours = vec![Mean::default(); at.len()];
        let mut add = |outbreak: &Outbreak| {
            let counts = outbreak.prevalence_at(&at);
            ours.iter_mut()
                .zip(counts)
                .for_each(|(mean, count)| mean.add(count.into()));
        };
        match case["model"] == "sis-continuous" {
            true => {
                let sis = Sis::new(beta, gamma).unwrap();
                worlds(&graph, &sis, &seeds, last, 8_000, &mut add);
            }
            false => worlds(&graph, &sir, &seeds, last, 20_000, &mut add),
        }
        let reference = numbers(&reference["mean"])
            .into_iter()
            .zip(numbers(&reference["se"]));
        for (ours, (mean, error)) in ours.into_iter().zip(reference) {
            ours.assert_is(name, mean, error);
        }
    }
}

#[test]
fn sir_agrees_with_a_reference_simulator_on_real_graphs() {
    for case in oracles("monte-carlo-reference.json", "model", "sir-continuous") {
        let Some(graph) = data_set(case["dataset"].as_str().unwrap()) else {
            continue;
        };
        let sir = Sir::new(number(&case["beta"]), number(&case["gamma"])).unwrap();
        let ours = mean_of(&graph, &sir, &people(&case["seeds"]), 10_000, spread);
        let reference = &case["reference"];
        let name = case["id"].as_str().unwrap();
        ours.assert_is(name, number(&reference["mean"]), number(&reference["se"]));
    }
}

#[test]
fn a_tie_transmits_before_recovery_with_beta_over_beta_and_gamma() {
    for case in family("sir-transmissibility") {
        let params = &case["params"];
        let sir = Sir::new(number(&params["beta"]), number(&params["gamma"])).unwrap();
        let ours = mean_of(&path(2), &sir, &[NodeId(0)], 40_000, |o| spread(o) - 1.0);
        ours.assert_is("transmissibility", number(&case["value"]), 0.0);
    }
}

#[test]
fn si_fills_a_complete_graph_in_the_time_of_the_closed_form() {
    for case in family("si-complete-graph") {
        let params = &case["params"];
        let si = Si::new(number(&params["rate_per_contact"])).unwrap();
        let graph = complete(number(&params["n"]) as u32);
        let last = |o: &Outbreak| o.spells().last().unwrap().at.get();
        let ours = mean_of(&graph, &si, &[NodeId(0)], 6_000, last);
        ours.assert_is("time until all have it", number(&case["value"]), 0.0);
    }
}

#[test]
fn sis_on_a_complete_graph_is_a_birth_and_death_process() {
    for case in family("sis-complete-graph") {
        let params = &case["params"];
        let n = number(&params["n"]) as u32;
        let beta = number(&params["beta_per_contact"]);
        let sis = Sis::new(beta, number(&params["gamma"])).unwrap();
        let (graph, expected) = (complete(n), numbers(&case["value"]));
        if case["quantity"]
            .as_str()
            .unwrap()
            .starts_with("mean extinction")
        {
            let all: Vec<NodeId> = graph.nodes().collect();
            for (seeds, expected) in [&all[..1], &all].into_iter().zip(expected) {
                let end = |o: &Outbreak| o.extinction().unwrap().get();
                let ours = mean_of(&graph, &sis, seeds, 6_000, end);
                ours.assert_is("extinction", expected, 0.0);
            }
            continue;
        }
        for (at, expected) in [1.0, 2.0, 5.0].map(time).into_iter().zip(expected) {
            let mut ours = Mean::default();
            worlds(&graph, &sis, &[NodeId(0)], at, 10_000, |o| {
                ours.add(o.prevalence_at(&[at])[0].into());
            });
            ours.assert_is("prevalence", expected, 0.0);
        }
    }
}

#[test]
fn a_cascade_in_time_follows_a_path_as_the_closed_form_has_it() {
    for case in family("ctic-path") {
        let params = &case["params"];
        let graph = path(number(&params["n"]) as u32);
        let activation = Activation::uniform(p(number(&params["p"])));
        let network = Network::new(&graph.platforms()[0], &activation);
        let model = CascadeInTime {
            delay: Delay::exponential(number(&params["delay_rate"])).unwrap(),
            deadline: time(number(&params["deadline"])),
        };
        let (mut ours, mut outbreak) = (Mean::default(), Outbreak::new(graph.people()));
        for index in 0..40_000 {
            let world = World::new(SEED, index);
            ours.add(spread(outbreak.run(&network, &model, &[NodeId(0)], world)));
        }
        ours.assert_is("ctic-path", number(&case["value"]), 0.0);
    }
}

#[test]
fn bass_on_a_complete_graph_follows_the_kolmogorov_equations() {
    for case in family("bass-individuals-complete-graph") {
        let params = &case["params"];
        let bass = Bass::new(number(&params["p"]), number(&params["q"])).unwrap();
        let (graph, at) = (
            complete(number(&params["n"]) as u32),
            times(&[1.0, 5.0, 10.0]),
        );
        let mut ours = [Mean::default(); 3];
        worlds(&graph, &bass, &[], time(10.0), 6_000, |o| {
            let counts = o.ever_by(&at).into_iter();
            ours.iter_mut()
                .zip(counts)
                .for_each(|(mean, count)| mean.add(count.into()));
        });
        for (ours, expected) in ours.into_iter().zip(numbers(&case["value"])) {
            ours.assert_is("adopters", expected, 0.0);
        }
    }
}

#[test]
fn without_word_people_adopt_by_themselves() {
    for case in family("broadcast-only") {
        let params = &case["params"];
        let graph = of_pairs(number(&params["n"]) as u32, &[], Direction::Mutual);
        let bass = Bass::new(number(&params["rate"]), 0.4).unwrap();
        let mut ours = Mean::default();
        worlds(&graph, &bass, &[], time(number(&params["t"])), 2_000, |o| {
            ours.add(spread(o))
        });
        ours.assert_is("adopters", number(&case["value"]), 0.0);
    }
}

#[test]
fn an_infectious_time_that_is_the_same_for_all_makes_ties_independent() {
    // A hub with two leaves: both are reached with the square of the chance of one, which
    // is 1 − e^−βd; with recovery at a rate they would be reached together more often.
    let graph = of_pairs(
        3,
        &[(NodeId(0), NodeId(1)), (NodeId(0), NodeId(2))],
        Direction::Mutual,
    );
    let one = 1.0 - libm::exp(-0.6 * 1.5);
    let sir = Sir::lasting(0.6, Delay::fixed(1.5).unwrap()).unwrap();
    let both = |o: &Outbreak| f64::from(u8::from(o.spread() == 3));
    mean_of(&graph, &sir, &[NodeId(0)], 40_000, both).assert_is("both", one * one, 0.0);
    // ∫ γ e^−γt (1 − e^−βt)² dt = 1 − 2γ/(β + γ) + γ/(2β + γ).
    let together = 1.0 - 2.0 / 1.6 + 1.0 / 2.2;
    let sir = Sir::new(0.6, 1.0).unwrap();
    mean_of(&graph, &sir, &[NodeId(0)], 40_000, both).assert_is("together", together, 0.0);
}

#[test]
fn contacts_that_seldom_convince_are_contacts_at_a_lower_rate() {
    let graph = path(2);
    let activation = Activation::uniform(p(0.3));
    let network = Network::new(&graph.platforms()[0], &activation);
    let (sir, mut outbreak) = (Sir::new(2.0, 1.0).unwrap(), Outbreak::new(2));
    let mut ours = Mean::default();
    for index in 0..40_000 {
        let world = World::new(SEED, index);
        ours.add(spread(outbreak.run(&network, &sir, &[NodeId(0)], world)));
    }
    ours.assert_is("spread", 1.0 + 0.6 / 1.6, 0.0);
}

#[test]
fn an_exposed_pair_waits_for_the_latent_time_and_then_for_the_contact() {
    let seir = Seir::new(0.5, 2.0, 0.0).unwrap();
    let second = |o: &Outbreak| o.spells()[1].at.get();
    let ours = mean_of(&path(2), &seir, &[NodeId(0)], 40_000, second);
    ours.assert_is("mean time", 1.0 / 2.0 + 1.0 / 0.5, 0.0);
}

#[test]
fn meetings_along_a_path_are_negative_binomial() {
    // The second neighbour is convinced by round 4 if two first meetings take 4 rounds at
    // most: 1 − (1−m)^4 − 4 m (1−m)^3, times the chance that both ties are live.
    let (m, live) = (0.4, 0.7);
    let graph = path(3);
    let activation = Activation::uniform(p(live));
    let network = Network::new(&graph.platforms()[0], &activation);
    let model = TimeCritical {
        meeting: p(m),
        deadline: 4,
    };
    let mut outbreak = Outbreak::new(3);
    let (mut first, mut second) = (Mean::default(), Mean::default());
    for index in 0..40_000 {
        let world = World::new(SEED, index);
        let outcome = outbreak.run(&network, &model, &[NodeId(0)], world);
        first.add(u8::from(outcome.reached(NodeId(1))).into());
        second.add(u8::from(outcome.reached(NodeId(2))).into());
    }
    let miss = 1.0 - m;
    let none = miss * miss * miss * miss;
    first.assert_is("first", live * (1.0 - none), 0.0);
    let two = 1.0 - none - 4.0 * m * miss * miss * miss;
    second.assert_is("second", live * live * two, 0.0);
}

/// A small random graph with activation probabilities of its own, and seeds.
struct Sketch {
    graph: FanGraph,
    activation: Activation,
    seeds: Vec<NodeId>,
}

fn sketch(number: u32) -> Sketch {
    let random = |x: u32| NameKey::of(&format!("{number} {x}")).0;
    let people = 2 + (random(0) % 30) as u32;
    let arcs: Vec<_> = (0..random(1) as u32 % 100)
        .map(|i| {
            let x = random(i + 2);
            let chance = [0.0, 0.2, 0.5, 0.9, 1.0][(x >> 40) as usize % 5];
            let (u, v) = ((x as u32) % people, ((x >> 20) as u32) % people);
            (NodeId(u), NodeId(v), chance)
        })
        .collect();
    let mut builder = GraphBuilder::new(people);
    builder.weighted_platform("ties", &arcs).unwrap();
    let graph = builder.build();
    let weights = graph.platforms()[0].weights.as_ref().unwrap();
    let activation = Activation::per_tie(weights.iter().map(|&w| p(w)));
    let seeds = vec![NodeId(people - 1), NodeId(0), NodeId(people - 1)];
    Sketch {
        graph,
        activation,
        seeds,
    }
}

impl Sketch {
    fn network(&self) -> Network<'_> {
        Network::new(&self.graph.platforms()[0], &self.activation)
    }

    /// When everybody takes it up, in id order.
    fn begins<M: TimedContagion>(&self, model: &M, seeds: &[NodeId], world: World) -> Vec<Time> {
        let mut outbreak = Outbreak::new(self.graph.people());
        let mut begins = vec![Time::NEVER; self.graph.people() as usize];
        for spell in outbreak.run(&self.network(), model, seeds, world).spells() {
            assert_eq!(spell.nth, 0);
            begins[spell.person.index()] = spell.at;
        }
        begins
    }
}

/// When everybody takes it up, by asking every tie again and again until nothing changes.
fn by_relaxation<M: TimedContagion>(sketch: &Sketch, model: &M, world: World) -> Vec<Time> {
    let network = sketch.network();
    let luck = model.luck(&network, world, 0);
    let mut begins: Vec<Time> = sketch
        .graph
        .nodes()
        .map(|v| model.arrival(&luck, v))
        .collect();
    for seed in &sketch.seeds {
        begins[seed.index()] = Time::START;
    }
    loop {
        let before = begins.clone();
        for (edge, source, target) in network.ties.iter() {
            let tie = Tie {
                network: &network,
                edge,
                source,
                target,
            };
            let course = model.course(&luck, source);
            let contact = model.contacts(&luck, tie).next();
            let contact = contact
                .filter(|&c| c <= course.infectious)
                .unwrap_or(Time::NEVER);
            let at = begins[source.index()] + course.latent + contact;
            begins[target.index()] = begins[target.index()].min(at);
        }
        if begins == before {
            let late = |t: Time| {
                if t <= model.deadline() {
                    t
                } else {
                    Time::NEVER
                }
            };
            return begins.into_iter().map(late).collect();
        }
    }
}

#[test]
fn people_take_it_up_along_the_quickest_path() {
    fn check<M: TimedContagion>(model: &M) {
        for number in 0..150 {
            let (sketch, world) = (sketch(number), World::new(5, number.into()));
            let begins = sketch.begins(model, &sketch.seeds, world);
            assert_eq!(begins, by_relaxation(&sketch, model, world), "{number}");
        }
    }
    check(&Si::new(0.7).unwrap());
    check(&Sir::new(1.5, 0.5).unwrap());
    check(&Sir::lasting(1.0, Delay::weibull(2.0, 1.0).unwrap()).unwrap());
    check(&Seir::new(1.5, 1.0, 0.5).unwrap());
    let latent = Delay::erlang(3, 2.0).unwrap();
    check(&Seir::lasting(1.0, latent, Delay::log_normal(2.0, 0.4).unwrap()).unwrap());
    check(&Bass::new(0.1, 0.9).unwrap());
    check(&TimeCritical {
        meeting: p(0.5),
        deadline: 4,
    });
    let deadline = time(2.5);
    for delay in [
        Delay::exponential(1.0).unwrap(),
        Delay::fixed(1.0).unwrap(),
        Delay::NONE,
    ] {
        check(&CascadeInTime { delay, deadline });
    }
}

#[test]
fn a_cascade_in_time_without_a_deadline_reaches_whom_a_plain_cascade_reaches() {
    let model = CascadeInTime {
        delay: Delay::weibull(0.7, 2.0).unwrap(),
        deadline: Time::NEVER,
    };
    for number in 0..200 {
        let (sketch, world) = (sketch(number), World::new(9, number.into()));
        for coins in [Coins::PerDirection, Coins::PerFriendship] {
            let network = sketch.network().with_coins(coins);
            let mut outbreak = Outbreak::new(sketch.graph.people());
            let mut cascade = Cascade::new(sketch.graph.people());
            let timed = outbreak.run(&network, &model, &sketch.seeds, world);
            let plain = cascade.run(&network, &IndependentCascade, &sketch.seeds, world);
            for v in sketch.graph.nodes() {
                assert_eq!(timed.reached(v), plain.reached(v), "{number} {v:?}");
            }
        }
    }
}

#[test]
fn where_friends_meet_in_every_round_the_deadline_cuts_a_plain_cascade_off() {
    for number in 0..200 {
        let (sketch, world) = (sketch(number), World::new(3, number.into()));
        let (network, deadline) = (sketch.network(), number % 4);
        let model = TimeCritical {
            meeting: Probability::ONE,
            deadline,
        };
        let mut outbreak = Outbreak::new(sketch.graph.people());
        let mut cascade = Cascade::new(sketch.graph.people()).stopping_after(deadline);
        let timed = outbreak.run(&network, &model, &sketch.seeds, world);
        let plain = cascade.run(&network, &IndependentCascade, &sketch.seeds, world);
        let rounds = || (0..=deadline).map(|round| time(round.into()));
        let by_round: Vec<u32> = (0..=deadline).map(|round| plain.spread_by(round)).collect();
        assert_eq!(
            timed.ever_by(&rounds().collect::<Vec<_>>()),
            by_round,
            "{number}"
        );
    }
}

fn never_later(what: &str, before: &[Time], after: &[Time]) {
    assert!(before.iter().zip(after).all(|(b, a)| a <= b), "{what}");
}

#[test]
fn higher_rates_more_seeds_and_stronger_ties_never_delay_anybody() {
    fn check<M: TimedContagion>(model: impl Fn(f64) -> M) {
        for number in 0..150 {
            let (mut sketch, world) = (sketch(number), World::new(6, number.into()));
            let before = sketch.begins(&model(0.8), &sketch.seeds, world);
            let after = sketch.begins(&model(1.1), &sketch.seeds, world);
            never_later("a higher rate", &before, &after);
            let more: Vec<NodeId> = (0..sketch.graph.people()).step_by(7).map(NodeId).collect();
            let more = [&sketch.seeds[..], &more].concat();
            never_later(
                "more seeds",
                &before,
                &sketch.begins(&model(0.8), &more, world),
            );
            let weights = sketch.graph.platforms()[0].weights.as_ref().unwrap();
            sketch.activation = Activation::per_tie(weights.iter().map(|&w| p(w.max(0.6))));
            let after = sketch.begins(&model(0.8), &sketch.seeds, world);
            never_later("stronger ties", &before, &after);
        }
    }
    check(|beta| Si::new(beta).unwrap());
    check(|beta| Sir::new(beta, 0.5).unwrap());
    check(|beta| Seir::new(beta, 2.0, 0.5).unwrap());
    check(|q| Bass::new(0.1, q).unwrap());
    check(|p| Bass::new(p / 10.0, 0.5).unwrap());
    check(|rate| CascadeInTime {
        delay: Delay::exponential(rate).unwrap(),
        deadline: time(4.0),
    });
    check(|x| TimeCritical {
        meeting: p(x / 2.0),
        deadline: 6,
    });
}

#[test]
fn si_sir_and_seir_tell_one_story() {
    let si = Si::new(0.9).unwrap();
    let sir = Sir::new(0.9, 0.6).unwrap();
    let seir = Seir::new(0.9, 1.5, 0.6).unwrap();
    for number in 0..150 {
        let (sketch, world) = (sketch(number), World::new(4, number.into()));
        let si = sketch.begins(&si, &sketch.seeds, world);
        let sir = sketch.begins(&sir, &sketch.seeds, world);
        let seir = sketch.begins(&seir, &sketch.seeds, world);
        never_later("recovery", &sir, &si);
        never_later("silence", &seir, &sir);
        let reached =
            |begins: &[Time]| -> Vec<bool> { begins.iter().map(|&t| t < Time::NEVER).collect() };
        assert_eq!(reached(&sir), reached(&seir), "{number}");
    }
}

#[test]
fn who_passes_it_on_is_speaking_and_spells_of_one_person_do_not_overlap() {
    fn check<M: TimedContagion>(model: &M) {
        let mut again = 0;
        for number in 0..150 {
            let (sketch, world) = (sketch(number), World::new(8, number.into()));
            let mut outbreak = Outbreak::new(sketch.graph.people()).stopping_after(time(15.0));
            let spells = outbreak
                .run(&sketch.network(), model, &sketch.seeds, world)
                .spells();
            assert!(spells.is_sorted_by_key(|spell| (spell.at, spell.person)));
            for (i, spell) in spells.iter().enumerate() {
                assert!(spell.at <= time(15.0));
                let earlier = || spells[..i].iter().rev();
                if let Some(source) = spell.source {
                    let theirs = earlier().find(|s| s.person == source).unwrap();
                    assert!(theirs.speaks_from() <= spell.at && spell.at <= theirs.ends());
                    assert!(sketch.network().ties.edge(source, spell.person).is_some());
                }
                if let Some(last) = earlier().find(|s| s.person == spell.person) {
                    assert!(M::RECURS && last.ends() <= spell.at && last.nth + 1 == spell.nth);
                    again += 1;
                }
            }
        }
        assert_eq!(again > 100, M::RECURS);
    }
    check(&Sir::new(1.0, 0.5).unwrap());
    check(&Seir::new(1.0, 0.5, 0.5).unwrap());
    check(&Sis::new(1.0, 0.8).unwrap());
    check(&Sis::lasting(1.0, Delay::erlang(3, 3.0).unwrap()).unwrap());
}

#[test]
fn the_order_of_seeds_and_what_ran_before_change_nothing() {
    let sis = Sis::new(0.8, 0.9).unwrap();
    for number in 0..100 {
        let (sketch, world) = (sketch(number), World::new(2, number.into()));
        let turned: Vec<NodeId> = sketch.seeds.iter().rev().copied().collect();
        let mut fresh = Outbreak::new(sketch.graph.people()).stopping_after(time(10.0));
        let mut used = fresh.clone();
        used.run(&sketch.network(), &sis, &[NodeId(1)], World::new(2, 99_999));
        let fresh = fresh.run(&sketch.network(), &sis, &sketch.seeds, world);
        let used = used.run(&sketch.network(), &sis, &turned, world);
        assert_eq!(fresh.spells(), used.spells(), "{number}");
    }
}

#[test]
fn the_times_of_an_outbreak_never_move() {
    let (graph, sis) = (complete(3), Sis::new(1.0, 1.0).unwrap());
    let mut begins = Vec::new();
    worlds(&graph, &sis, &[NodeId(0)], time(4.0), 3, |outbreak| {
        let spells = outbreak.spells().iter();
        begins.extend(spells.map(|spell| (spell.person.0, spell.at.get().to_bits())));
    });
    assert_eq!(begins, PINNED);
}

/// Who, and the bits of when, over three worlds.
const PINNED: [(u32, u64); 13] = [
    (0, 0),
    (1, 4_603_503_167_601_242_642),
    (2, 4_603_970_245_163_406_465),
    (0, 4_609_635_834_162_181_276),
    (0, 4_615_072_057_236_547_296),
    (0, 4_615_384_218_446_228_236),
    (0, 0),
    (2, 4_590_082_511_072_851_948),
    (2, 4_599_631_141_351_754_102),
    (1, 4_607_723_502_825_028_334),
    (0, 0),
    (2, 4_585_528_237_985_533_199),
    (1, 4_597_849_225_804_287_898),
];

//! The reference values of others: exact cascades, large simulations by other
//! programs, deterministic thresholds.
//!
//! `just validate`, which is
//!
//! ```text
//! cargo test -p groundswell-diffusion --test oracles --test continuous --test mean_field --test opinions -- --nocapture
//! ```
//!
//! compares with all of them, and says how many cases of which kind agree; a test
//! below accounts for every case of every file, by the test that holds it or by the
//! reason why it does not apply.

use std::collections::BTreeMap;
use std::path::PathBuf;

use groundswell_diffusion::cascade::{Cascade, Count};
use groundswell_diffusion::contagion::{Contagion, LiveEdge, Network};
use groundswell_diffusion::model::complex_contagion::ComplexContagion;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::limited_invitations::LimitedInvitations;
use groundswell_diffusion::model::linear_threshold::{LinearThreshold, LiveThreshold};
use groundswell_diffusion::model::sir::Sir;
use groundswell_diffusion::model::sis::Sis;
use groundswell_diffusion::replicas::{Layer, Replicas};
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Engine, Question, Spread, spread, spread_live};
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::tally::Tally;
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::import::{Duplicates, Import};
use groundswell_graph::open::{Opening, People, open};
use groundswell_graph::probability::Probability;
use serde_json::Value;

const SEED: u64 = 20_261_122;

fn shared() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

/// The cases of an oracle file; nothing, with a message, where it is missing.
fn cases(file: &str) -> Vec<Value> {
    let path = shared().join("oracles").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no oracles at {}", path.display());
        return Vec::new();
    };
    let mut oracles: Value = serde_json::from_str(&text).unwrap();
    match oracles["cases"].take() {
        Value::Array(cases) => cases,
        other => panic!("{file}: {other}"),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    let numbers = value.as_array().into_iter().flatten();
    numbers.map(|x| x.as_f64().unwrap()).collect()
}

fn people_of(value: &Value) -> Vec<NodeId> {
    numbers(value)
        .into_iter()
        .map(|v| NodeId(v as u32))
        .collect()
}

fn p(p: f64) -> Probability {
    Probability::new(p).unwrap()
}

/// `mean` of `n` numbers of this variance is at most 4.5 standard errors off; one
/// comparison in 150,000 fails by chance.
#[track_caller]
fn assert_mean(name: &str, mean: f64, expected: f64, variance: f64, n: u64) {
    // A chance written as a hair above one has a variance below zero.
    let bound = 4.5 * (variance.max(0.0) / n as f64).sqrt() + 1e-9;
    let off = (mean - expected).abs();
    assert!(off <= bound, "{name}: {mean} for {expected} ± {bound}");
}

/// Both means have an error.
#[track_caller]
fn assert_agree(name: &str, ours: Tally, mean: f64, error: f64) {
    let estimate = ours.estimate(0.95).unwrap();
    let bound = 4.5 * (estimate.standard_error.powi(2) + error * error).sqrt() + 1e-9;
    let off = (estimate.mean - mean).abs();
    assert!(
        off <= bound,
        "{name}: {} for {mean} ± {bound}",
        estimate.mean
    );
}

/// A graph of `layers` of pairs, each with a chance or weight.
fn graph_of(people: u32, layers: &[(String, Vec<Value>)], directed: bool) -> FanGraph {
    let mut builder = GraphBuilder::new(people);
    for (name, edges) in layers {
        let mut arcs = Vec::new();
        for edge in edges {
            let edge = numbers(edge);
            let (u, v) = (NodeId(edge[0] as u32), NodeId(edge[1] as u32));
            let p = edge.get(2).copied().unwrap_or(1.0);
            arcs.push((u, v, p));
            if !directed {
                arcs.push((v, u, p));
            }
        }
        builder.weighted_platform(name, &arcs).unwrap();
    }
    builder.build()
}

/// A small case: its graph, activations and question.
struct Small {
    graph: FanGraph,
    activations: Vec<Activation>,
    seeds: Seeds,
    max_rounds: u32,
}

impl Small {
    fn new(case: &Value) -> Self {
        let people = case["n"].as_u64().unwrap() as u32;
        let directed = case["directed"] == true;
        let edges = |value: &Value| value.as_array().unwrap().clone();
        let layers = match case["layers"].as_array() {
            Some(layers) => {
                let name = |layer: &Value| layer["name"].as_str().unwrap().to_owned();
                let layers = layers
                    .iter()
                    .map(|layer| (name(layer), edges(&layer["edges"])));
                layers.collect()
            }
            None => vec![("ties".to_owned(), edges(&case["edges"]))],
        };
        let graph = graph_of(people, &layers, directed);
        let of_weights = |p| Activation::of_weights(p).unwrap();
        let chances = numbers(&case["seed_probabilities"]).into_iter().map(p);
        Self {
            activations: graph.platforms().iter().map(of_weights).collect(),
            seeds: Seeds {
                always: people_of(&case["seeds"]),
                perhaps: (0..people).map(NodeId).zip(chances).collect(),
            },
            max_rounds: case["params"]["max_rounds"]
                .as_u64()
                .unwrap_or(u64::MAX)
                .min(u32::MAX.into()) as u32,
            graph,
        }
    }

    fn networks(&self) -> Vec<Network<'_>> {
        let platforms = self.graph.platforms().iter().zip(&self.activations);
        platforms
            .map(|(platform, a)| Network::new(platform, a))
            .collect()
    }

    fn question(&self, n: u64) -> Question<'_> {
        Question {
            max_rounds: self.max_rounds,
            per_person: true,
            ..Question::new(&self.seeds, Worlds::new(SEED, 0..n))
        }
    }

    fn ask<C: Contagion>(&self, model: &C, n: u64) -> Spread {
        let (crew, watch) = (Crew::of(2), Watch::default());
        spread(&crew, &watch, &self.networks(), model, &self.question(n))
    }

    fn ask_live<C: LiveEdge>(&self, model: &C, n: u64) -> Spread {
        let (crew, watch) = (Crew::of(2), Watch::default());
        let (networks, question) = (self.networks(), self.question(n));
        spread_live(&crew, &watch, &networks, model, &question, Engine::Lanes512).0
    }
}

/// Spread, variance by distribution, activation and course against the exact ones.
fn agrees_exactly(name: &str, expected: &Value, answer: &Spread, n: u64) {
    let mean = answer.estimate(0.95).unwrap().mean;
    let variance = expected["variance"].as_f64().unwrap();
    assert_mean(
        name,
        mean,
        expected["expected_spread"].as_f64().unwrap(),
        variance,
        n,
    );
    for (v, p) in numbers(&expected["activation"]).into_iter().enumerate() {
        let share = answer.activation(NodeId(v as u32)).unwrap();
        assert_mean(name, share, p, p * (1.0 - p), n);
    }
    let sizes: BTreeMap<u32, u64> = answer.distribution().into_iter().collect();
    for (size, p) in expected["size_distribution"].as_object().unwrap() {
        let p = p.as_f64().unwrap();
        let count = sizes.get(&size.parse().unwrap()).copied().unwrap_or(0);
        assert_mean(name, count as f64 / n as f64, p, p * (1.0 - p), n);
    }
    for (round, spread) in numbers(&expected["spread_by_round"])
        .into_iter()
        .enumerate()
    {
        let stage = answer.course[round.min(answer.course.len() - 1)];
        assert_agree(name, stage.spread, spread, 0.0);
    }
}

const WORLDS: u64 = 40_000;

#[test]
fn exact_oracles_of_cascades_in_rounds_agree() {
    let mut held = BTreeMap::<String, u32>::new();
    for case in cases("exact-spread.json") {
        let (name, model) = (
            case["id"].as_str().unwrap(),
            case["model"].as_str().unwrap(),
        );
        let expected = &case["expected"];
        match model {
            "ic" | "multiplex-ic-shared-state" => {
                let small = Small::new(&case);
                let answer = small.ask_live(&IndependentCascade, WORLDS);
                agrees_exactly(name, expected, &answer, WORLDS);
                assert_eq!(answer, small.ask(&IndependentCascade, WORLDS), "{name}");
            }
            "lt" => {
                let small = Small::new(&case);
                let model = LiveThreshold::new(&small.networks()).unwrap();
                agrees_exactly(name, expected, &small.ask_live(&model, WORLDS), WORLDS);
                let model = LinearThreshold::new(&small.networks()).unwrap();
                agrees_exactly(name, expected, &small.ask(&model, WORLDS), WORLDS);
            }
            "invite" => {
                // Chances stand in a list of their own; the edges are the friendships.
                let mut case = case.clone();
                case["edges"] = case["accept"].take();
                case["directed"] = true.into();
                let invitations = case["params"]["max_invites"].as_u64().unwrap() as u32;
                let answer = Small::new(&case).ask(&LimitedInvitations { invitations }, WORLDS);
                agrees_exactly(name, expected, &answer, WORLDS);
            }
            "sir-discrete" => {
                let mut small = Small::new(&case);
                let params = &case["params"];
                let beta = p(params["beta"].as_f64().unwrap());
                small.activations = vec![Activation::uniform(beta)];
                let answer = small.ask(&Sir::new(p(params["mu"].as_f64().unwrap())), WORLDS);
                agrees_exactly(name, expected, &answer, WORLDS);
                sir_series(name, &expected["series"], &answer, small.graph.people());
            }
            "multiplex-ic-coupled" => coupled(name, &case),
            _ => continue,
        }
        *held.entry(model.to_owned()).or_default() += 1;
    }
    println!("exact-spread.json: {held:?} agree");
}

/// S, I and R after each step.
fn sir_series(name: &str, series: &Value, answer: &Spread, people: u32) {
    let steps = series.as_array().unwrap();
    assert!(steps.len() > 3, "{name}");
    for (round, step) in steps.iter().enumerate() {
        let stage = answer.course[round.min(answer.course.len() - 1)];
        let expected = |state: &str| step[state].as_f64().unwrap();
        assert_agree(name, stage.spread, f64::from(people) - expected("s"), 0.0);
        assert_agree(name, stage.speaking, expected("i"), 0.0);
        assert_agree(name, stage.removed, expected("r"), 0.0);
    }
}

fn coupled(name: &str, case: &Value) {
    let small = Small::new(case);
    let people = small.graph.people();
    let layers = case["layers"]
        .as_array()
        .unwrap()
        .iter()
        .zip(small.networks());
    let layers: Vec<Layer<'_>> = layers
        .zip(case["coupling"].as_array().unwrap())
        .map(|((layer, network), carries)| {
            let mut members = PerNode::filled(false, people);
            people_of(&layer["members"])
                .into_iter()
                .for_each(|v| members[v] = true);
            Layer {
                network,
                members: Some(members),
                carries: numbers(carries)
                    .into_iter()
                    .map(|c| p(c).chance())
                    .collect(),
            }
        })
        .collect();
    let seeds = case["seeds_by_layer"].as_array().unwrap();
    let seeds: Vec<(usize, NodeId)> = seeds
        .iter()
        .map(|seed| {
            (
                seed[0].as_u64().unwrap() as usize,
                NodeId(seed[1].as_u64().unwrap() as u32),
            )
        })
        .collect();
    let mut engine = Replicas::new(people);
    let mut sizes = vec![0u32; people as usize + 1];
    let mut activated = vec![0u32; people as usize];
    let mut by_layer = vec![vec![0u32; people as usize]; layers.len()];
    let (mut spreads, mut replicas) = (Tally::default(), Tally::default());
    for index in 0..WORLDS {
        let outcome = engine.run(
            &layers,
            &IndependentCascade,
            &seeds,
            World::new(SEED, index),
        );
        spreads.add(outcome.spread());
        replicas.add(outcome.adopters().len() as u32);
        sizes[outcome.spread() as usize] += 1;
        for v in (0..people).map(NodeId) {
            activated[v.index()] += u32::from(outcome.reached(v));
            for (layer, counts) in by_layer.iter_mut().enumerate() {
                counts[v.index()] += u32::from(outcome.reached_in(layer, v));
            }
        }
    }
    let expected = &case["expected"];
    assert_agree(
        name,
        spreads,
        expected["expected_spread"].as_f64().unwrap(),
        0.0,
    );
    assert_agree(
        name,
        replicas,
        expected["expected_replicas"].as_f64().unwrap(),
        0.0,
    );
    let share = |count: u32, p: f64| {
        assert_mean(
            name,
            f64::from(count) / WORLDS as f64,
            p,
            p * (1.0 - p),
            WORLDS,
        );
    };
    let activations = numbers(&expected["activation"]).into_iter();
    activated
        .iter()
        .zip(activations)
        .for_each(|(&count, p)| share(count, p));
    for (counts, expected) in by_layer
        .iter()
        .zip(expected["activation_by_layer"].as_array().unwrap())
    {
        counts
            .iter()
            .zip(numbers(expected))
            .for_each(|(&count, p)| share(count, p));
    }
    for (size, p) in expected["size_distribution"].as_object().unwrap() {
        share(sizes[size.parse::<usize>().unwrap()], p.as_f64().unwrap());
    }
}

/// A data set as an influence graph.
fn data_set(case: &Value, direction: Direction) -> Option<FanGraph> {
    let name = case["dataset"].as_str().unwrap();
    let folder = shared().join("data").join(name);
    let files = ["edges.tsv", "edges.tsv.gz"].map(|file| folder.join(file));
    let path = files.into_iter().find(|path| path.is_file())?;
    let opening = Opening {
        import: Import {
            direction: Some(direction),
            duplicates: Duplicates::Count,
            ..Import::default()
        },
        people: case["nodes"].as_u64().map(|n| People::Count(n as u32)),
        ..Opening::default()
    };
    Some(open(&path, &opening).unwrap().graph)
}

/// Whether a data set's pairs stand once for both directions, by its README.
fn is_undirected(name: &str) -> bool {
    let directed = [
        "ckm-physicians",
        "wiki-vote",
        "soc-epinions1",
        "email-eu-core",
        "higgs-twitter",
        "moscow-athletics-2013",
        "nethept-weighted",
    ];
    !directed.contains(&name)
}

#[test]
fn monte_carlo_oracles_on_real_graphs_agree() {
    let mut held = 0;
    for case in cases("monte-carlo-reference.json") {
        let name = case["id"].as_str().unwrap();
        let (model, weights) = (
            case["model"].as_str().unwrap(),
            case["weights"].as_str().unwrap(),
        );
        if model == "sir-continuous" {
            continue;
        }
        let direction = match (
            is_undirected(case["dataset"].as_str().unwrap()),
            &case["reverse_arcs"],
        ) {
            (true, _) => Direction::Mutual,
            (false, Value::Bool(true)) => Direction::TargetToSource,
            (false, _) => Direction::SourceToTarget,
        };
        let Some(graph) = data_set(&case, direction) else {
            println!("skipped: {name}, no data");
            continue;
        };
        let chance = || p(case["p"].as_f64().unwrap());
        let activations: Vec<Activation> = graph
            .platforms()
            .iter()
            .map(|platform| match weights {
                "uniform" | "invite" => Activation::uniform(chance()),
                "uniform-mult" => Activation::by_multiplicity(platform, chance()),
                "wc" | "lt" => Activation::weighted_cascade(&platform.ties),
                "wc-mult" | "lt-mult" => Activation::weighted_cascade_by_multiplicity(platform),
                "tri-hash" => {
                    let ties = platform.ties.iter();
                    let hash = |u: NodeId, v: NodeId| (u.0 + 2 * v.0) as usize % 3;
                    Activation::per_tie(ties.map(|(_, u, v)| p([0.1, 0.01, 0.001][hash(u, v)])))
                }
                "layers" => {
                    let chance = p(case["layer_p"][&platform.name].as_f64().unwrap());
                    Activation::by_multiplicity(platform, chance)
                }
                other => panic!("{name}: weights {other}"),
            })
            .collect();
        let platforms = graph.platforms().iter().zip(&activations);
        let networks: Vec<Network<'_>> = platforms
            .map(|(platform, a)| Network::new(platform, a))
            .collect();
        let chance = case["seed_probability"].as_f64().map(p);
        let seeds = Seeds {
            always: people_of(&case["seeds"]),
            perhaps: chance.map_or(Vec::new(), |p| graph.nodes().map(|v| (v, p)).collect()),
        };
        let reference = &case["reference"];
        let number = |key: &str| reference[key].as_f64().unwrap();
        // A few hundred worlds of large cascades, many of small ones.
        let n = (400_000.0 / number("mean")).clamp(150.0, 20_000.0) as u64;
        let question = Question {
            max_rounds: case["max_rounds"].as_u64().unwrap_or(u32::MAX.into()) as u32,
            ..Question::new(&seeds, Worlds::new(SEED, 0..n))
        };
        let (crew, watch) = (Crew::of(0), Watch::default());
        let answer = match model {
            "ic" => {
                let model = &IndependentCascade;
                spread_live(&crew, &watch, &networks, model, &question, Engine::Fastest).0
            }
            "lt" => {
                let model = LiveThreshold::new(&networks).unwrap();
                spread_live(&crew, &watch, &networks, &model, &question, Engine::Fastest).0
            }
            "invite" => {
                let invitations = case["max_invites"].as_u64().unwrap() as u32;
                spread(
                    &crew,
                    &watch,
                    &networks,
                    &LimitedInvitations { invitations },
                    &question,
                )
            }
            other => panic!("{name}: model {other}"),
        };
        let last = answer.course.len() - 1;
        assert_agree(
            name,
            answer.course[last].spread,
            number("mean"),
            number("se"),
        );
        // The reference gives no error by round; that of the whole is the larger, once
        // most have adopted, and ours stands for both before.
        for (round, mean) in numbers(&reference["mean_by_round"]).into_iter().enumerate() {
            let stage = answer.course[round.min(last)];
            assert_agree(
                &format!("{name}, round {round}"),
                stage.spread,
                mean,
                number("se"),
            );
        }
        held += 1;
    }
    println!("monte-carlo-reference.json: {held} cases of cascades in rounds agree");
}

#[test]
fn epidemic_oracles_in_rounds_agree() {
    let mut held = 0;
    for case in cases("epidemic-reference.json") {
        let (name, model) = (
            case["id"].as_str().unwrap(),
            case["model"].as_str().unwrap(),
        );
        if model.ends_with("continuous") {
            continue;
        }
        let Some(graph) = data_set(&case, Direction::Mutual) else {
            println!("skipped: {name}, no data");
            continue;
        };
        let params = &case["params"];
        let number = |value: &Value| value.as_f64().map(p);
        let beta = number(&params["beta"]).or(number(&case["edge_threshold"]));
        let activation = Activation::uniform(beta.unwrap_or(Probability::ONE));
        let networks = [Network::new(&graph.platforms()[0], &activation)];
        let seeds = Seeds::these(people_of(&case["seeds"]));
        let n = if model == "ThresholdModel" { 1 } else { 20_000 };
        let means = case["reference"]["mean"].as_array().unwrap();
        let question = Question {
            max_rounds: means.len() as u32 - 1,
            ..Question::new(&seeds, Worlds::new(SEED, 0..n))
        };
        let (crew, watch) = (Crew::of(2), Watch::default());
        fn ask<C: Contagion>(
            (crew, watch): (&Crew, &Watch),
            networks: &[Network<'_>],
            model: &C,
            question: &Question<'_>,
        ) -> Spread {
            spread(crew, watch, networks, model, question)
        }
        let with = (&crew, &watch);
        let answer = match model {
            "SIRModel" => {
                let model = Sir::new(number(&params["gamma"]).unwrap());
                ask(with, &networks, &model, &question)
            }
            "SISModel" => {
                let model = Sis::new(number(&params["lambda"]).unwrap());
                ask(with, &networks, &model, &question)
            }
            "IndependentCascadesModel" => ask(with, &networks, &IndependentCascade, &question),
            "ThresholdModel" => {
                let fraction = number(&case["node_threshold"]).unwrap();
                let model = ComplexContagion::fraction(&networks, fraction);
                ask(with, &networks, &model, &question)
            }
            other => panic!("{name}: model {other}"),
        };
        let errors = case["reference"]["se"].as_array().unwrap();
        let people = f64::from(graph.people());
        for (round, (mean, error)) in means.iter().zip(errors).enumerate() {
            let stage = answer.course[round.min(answer.course.len() - 1)];
            let (mean, error) = (numbers(mean), numbers(error));
            let place = format!("{name}, round {round}");
            if model == "ThresholdModel" {
                assert_eq!(stage.spread.sum as f64, mean[1], "{place}");
                continue;
            }
            assert_agree(&place, stage.speaking, mean[1], error[1]);
            if model != "SISModel" {
                assert_agree(&place, stage.removed, mean[2], error[2]);
                assert_agree(&place, stage.spread, people - mean[0], error[0]);
            }
        }
        held += 1;
    }
    println!("epidemic-reference.json: {held} cases in rounds agree");
}

#[test]
fn deterministic_threshold_oracles_agree() {
    let mut held = 0;
    for case in cases("deterministic-heuristics.json") {
        let name = case["dataset"].as_str().unwrap();
        let Some(graph) = data_set(&case, Direction::Mutual) else {
            println!("skipped: {name}, no data");
            continue;
        };
        let Some(graph) = pooled(&graph) else {
            continue;
        };
        assert_eq!(
            graph.platforms()[0].ties.count() as u64 / 2,
            case["edges"].as_u64().unwrap(),
            "{name}"
        );
        let activation = Activation::uniform(Probability::ONE);
        let networks = [Network::new(&graph.platforms()[0], &activation)];
        // Most ties first, then the smaller id.
        let mut degrees: Vec<NodeId> = graph.nodes().collect();
        degrees.sort_by_key(|&v| std::cmp::Reverse(networks[0].ties.out_degree(v)));
        assert_eq!(degrees[..10], people_of(&case["degree_top10"]), "{name}");
        for row in case["threshold_cascades"].as_array().unwrap() {
            let seeds = &degrees[..row["k"].as_u64().unwrap() as usize];
            let threshold = row["threshold"].as_f64().unwrap();
            let model = ComplexContagion::fraction(&networks, p(threshold));
            let mut cascade = Cascade::new(graph.people());
            let outcome = cascade.run_on(&networks, &model, seeds, World::new(0, 0));
            let active: Vec<u32> = numbers(&row["active_by_round"])
                .into_iter()
                .map(|a| a as u32)
                .collect();
            // The last round that brings nobody new is not always told.
            let ours: Vec<u32> = outcome
                .counts()
                .iter()
                .map(|count: &Count| count.spread)
                .collect();
            let told = ours.len().min(active.len());
            assert_eq!(ours[..told], active[..told], "{name} at {threshold}");
            assert_eq!(ours.last(), active.last(), "{name} at {threshold}");
            held += 1;
        }
    }
    println!("deterministic-heuristics.json: {held} threshold cascades agree");
}

/// All layers as one, undirected.
fn pooled(graph: &FanGraph) -> Option<FanGraph> {
    let mut builder = GraphBuilder::new(graph.people());
    let platforms = graph.platforms().iter();
    let ties = platforms.flat_map(|platform| platform.ties.iter());
    let ties: Vec<_> = ties.map(|(_, u, v)| (u, v)).collect();
    builder.platform("all", &ties, Direction::Mutual).ok()?;
    Some(builder.build())
}

/// The graph of a closed form, its seed and its weights.
fn closed_form(case: &Value) -> (u32, Vec<(u32, u32)>, u32, f64) {
    let [family, quantity] = ["family", "quantity"].map(|key| case[key].as_str().unwrap());
    let params = &case["params"];
    let whole = |key: &str| params[key].as_u64().unwrap() as u32;
    let chance = || params["p"].as_f64().unwrap();
    let path = |n: u32| (1..n).map(|v| (v - 1, v)).collect::<Vec<_>>();
    let both = |pairs: Vec<(u32, u32)>| -> Vec<(u32, u32)> {
        pairs
            .into_iter()
            .flat_map(|(u, v)| [(u, v), (v, u)])
            .collect()
    };
    let complete = |n: u32| -> Vec<(u32, u32)> {
        (0..n)
            .flat_map(|u| (0..n).map(move |v| (u, v)))
            .filter(|(u, v)| u != v)
            .collect()
    };
    match family {
        "ic-path-directed" => (whole("n"), path(whole("n")), 0, chance()),
        "ic-path-undirected" => (whole("n"), both(path(whole("n"))), whole("seed"), chance()),
        "ic-star" => {
            let leaves = whole("leaves");
            let pairs = both((1..=leaves).map(|v| (0, v)).collect());
            (
                leaves + 1,
                pairs,
                u32::from(quantity.contains("one leaf")),
                chance(),
            )
        }
        "ic-cycle-undirected" => {
            let n = whole("n");
            (
                n,
                both((0..n).map(|v| (v, (v + 1) % n)).collect()),
                0,
                chance(),
            )
        }
        "ic-tree" => {
            let (b, depth) = (whole("branching"), whole("depth"));
            let people: u32 = (0..=depth).map(|d| b.pow(d)).sum();
            (
                people,
                (1..people).map(|v| ((v - 1) / b, v)).collect(),
                0,
                chance(),
            )
        }
        "ic-complete-graph" => (whole("n"), complete(whole("n")), 0, chance()),
        "lt-path-directed" => (
            whole("n"),
            path(whole("n")),
            0,
            params["weight"].as_f64().unwrap(),
        ),
        _ => (
            whole("n"),
            complete(whole("n")),
            0,
            1.0 / f64::from(whole("n") - 1),
        ),
    }
}

#[test]
fn closed_form_oracles_of_cascades_agree() {
    let mut held = BTreeMap::<String, u32>::new();
    for case in cases("closed-forms.json") {
        let family = case["family"].as_str().unwrap();
        let name = case["id"].as_str().unwrap();
        if !(family.starts_with("ic-") || family.starts_with("lt-")) {
            continue;
        }
        let (people, pairs, seed, chance) = closed_form(&case);
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|(u, v)| (NodeId(u), NodeId(v)))
            .collect();
        let mut builder = GraphBuilder::new(people);
        builder
            .platform("ties", &pairs, Direction::SourceToTarget)
            .unwrap();
        let graph = builder.build();
        let activation = Activation::uniform(p(chance));
        let networks = [Network::new(&graph.platforms()[0], &activation)];
        let seeds = Seeds::these([NodeId(seed)]);
        let question = Question::new(&seeds, Worlds::new(SEED, 0..WORLDS));
        let (crew, watch) = (Crew::of(2), Watch::default());
        let answer = match family.starts_with("lt-") {
            false => {
                spread_live(
                    &crew,
                    &watch,
                    &networks,
                    &IndependentCascade,
                    &question,
                    Engine::Fastest,
                )
                .0
            }
            true => {
                let model = LiveThreshold::new(&networks).unwrap();
                spread_live(&crew, &watch, &networks, &model, &question, Engine::Fastest).0
            }
        };
        let shares = |size: u32| {
            let sizes = answer.sizes.iter().filter(|&&s| s == size);
            sizes.count() as f64 / WORLDS as f64
        };
        let (value, quantity) = (&case["value"], case["quantity"].as_str().unwrap());
        if quantity.starts_with("P(all") {
            let p = value.as_f64().unwrap();
            assert_mean(name, shares(people), p, p * (1.0 - p), WORLDS);
        } else if quantity.starts_with("P(size=k)") {
            for (size, p) in (1..).zip(numbers(value)) {
                assert_mean(name, shares(size), p, p * (1.0 - p), WORLDS);
            }
        } else if quantity.starts_with("variance") {
            let mean = answer.estimate(0.95).unwrap().mean;
            let off = |power: i32| {
                let each = answer
                    .sizes
                    .iter()
                    .map(|&s| (f64::from(s) - mean).powi(power));
                each.sum::<f64>() / WORLDS as f64
            };
            // The variance of a squared distance is E x⁴ − (E x²)².
            let expected = value.as_f64().unwrap();
            assert_mean(name, off(2), expected, off(4) - off(2).powi(2), WORLDS);
        } else {
            assert!(
                quantity.starts_with("expected spread"),
                "{name}: {quantity}"
            );
            let last = answer.course.last().unwrap();
            assert_agree(name, last.spread, value.as_f64().unwrap(), 0.0);
        }
        *held.entry(family.to_owned()).or_default() += 1;
    }
    println!("closed-forms.json: {held:?} agree");
}

/// Where each kind of case is held, or why it is not: file, key, value, place.
const ACCOUNT: &[(&str, &str, &str, &str)] = &[
    ("exact-spread.json", "model", "ic", "here"),
    ("exact-spread.json", "model", "lt", "here"),
    ("exact-spread.json", "model", "invite", "here"),
    ("exact-spread.json", "model", "sir-discrete", "here"),
    (
        "exact-spread.json",
        "model",
        "sir-continuous",
        "tests/continuous.rs",
    ),
    (
        "exact-spread.json",
        "model",
        "multiplex-ic-shared-state",
        "here",
    ),
    ("exact-spread.json", "model", "multiplex-ic-coupled", "here"),
    ("monte-carlo-reference.json", "model", "ic", "here"),
    ("monte-carlo-reference.json", "model", "lt", "here"),
    ("monte-carlo-reference.json", "model", "invite", "here"),
    (
        "monte-carlo-reference.json",
        "model",
        "sir-continuous",
        "tests/continuous.rs",
    ),
    ("epidemic-reference.json", "model", "SIRModel", "here"),
    ("epidemic-reference.json", "model", "SISModel", "here"),
    (
        "epidemic-reference.json",
        "model",
        "IndependentCascadesModel",
        "here",
    ),
    ("epidemic-reference.json", "model", "ThresholdModel", "here"),
    (
        "epidemic-reference.json",
        "model",
        "sir-continuous",
        "tests/continuous.rs",
    ),
    (
        "epidemic-reference.json",
        "model",
        "sis-continuous",
        "tests/continuous.rs",
    ),
    ("closed-forms.json", "family", "ic-path-directed", "here"),
    ("closed-forms.json", "family", "ic-path-undirected", "here"),
    ("closed-forms.json", "family", "ic-star", "here"),
    ("closed-forms.json", "family", "ic-cycle-undirected", "here"),
    ("closed-forms.json", "family", "ic-tree", "here"),
    ("closed-forms.json", "family", "ic-complete-graph", "here"),
    ("closed-forms.json", "family", "lt-path-directed", "here"),
    ("closed-forms.json", "family", "lt-complete-graph", "here"),
    (
        "closed-forms.json",
        "family",
        "er-giant-component",
        "tests/mean_field.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "er-mean-component",
        "tests/mean_field.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "configuration-model-percolation",
        "tests/mean_field.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "configuration-model-threshold",
        "tests/mean_field.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "sir-transmissibility",
        "tests/continuous.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "sir-final-size",
        "tests/mean_field.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "sir-peak",
        "tests/mean_field.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "galton-watson",
        "tests/mean_field.rs",
    ),
    ("closed-forms.json", "family", "bass", "tests/mean_field.rs"),
    (
        "closed-forms.json",
        "family",
        "bass-discrete",
        "tests/mean_field.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "bass-individuals-complete-graph",
        "tests/continuous.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "broadcast-only",
        "tests/continuous.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "si-complete-graph",
        "tests/continuous.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "ctic-path",
        "tests/continuous.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "sis-mean-field",
        "tests/mean_field.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "sis-complete-graph",
        "tests/continuous.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "voter-complete-graph",
        "tests/opinions.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "voter-network",
        "tests/opinions.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "degroot",
        "tests/opinions.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "friedkin-johnsen",
        "tests/opinions.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "hegselmann-krause",
        "tests/opinions.rs",
    ),
    (
        "closed-forms.json",
        "family",
        "imm-constants",
        "no model: constants of influence maximization",
    ),
    (
        "closed-forms.json",
        "family",
        "tim-constants",
        "no model: constants of influence maximization",
    ),
    (
        "closed-forms.json",
        "family",
        "hoeffding",
        "no model: an interval",
    ),
    (
        "closed-forms.json",
        "family",
        "wilson-interval",
        "no model: the estimate crate's tests hold it",
    ),
];

#[test]
fn every_oracle_case_is_held_by_a_test_or_has_a_reason() {
    let sources = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for file in [
        "exact-spread.json",
        "monte-carlo-reference.json",
        "epidemic-reference.json",
        "closed-forms.json",
    ] {
        for case in cases(file) {
            let kind = |key: &str| case[key].as_str().unwrap_or("").to_owned();
            let row = ACCOUNT
                .iter()
                .find(|row| row.0 == file && kind(row.1) == row.2);
            let Some((_, _, value, place)) = row else {
                panic!("{file}: {} is held nowhere", case["id"]);
            };
            if place.starts_with("no model") {
                println!(
                    "{file}: {} does not apply; {place}",
                    case["id"].as_str().unwrap()
                );
            } else if place.starts_with("tests/") {
                let source = std::fs::read_to_string(sources.join(place)).unwrap();
                assert!(
                    source.contains(&format!("\"{value}\"")),
                    "{place} names no {value}"
                );
            }
        }
    }
}

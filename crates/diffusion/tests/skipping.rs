//! Skipping against the engine that asks every tie: other worlds, the same distribution.

use std::path::PathBuf;

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::spread::{Engine, Question, Spread, spread_live};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::Direction;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::import::Import;
use groundswell_graph::open::{Opening, open};
use groundswell_graph::probability::Probability;

const WORLDS: u64 = 20_000;

fn data_set(file: &str, direction: Direction) -> Option<FanGraph> {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = data.join(file);
    if !path.is_file() {
        println!("skipped: there is no {}", path.display());
        return None;
    }
    let opening = Opening {
        import: Import {
            direction: Some(direction),
            ..Import::default()
        },
        ..Opening::default()
    };
    Some(open(&path, &opening).unwrap().graph)
}

fn answer(graph: &FanGraph, p: f64, seeds: &Seeds, engine: Engine) -> Spread {
    let activation = Activation::uniform(Probability::new(p).unwrap());
    let networks = [Network::new(&graph.platforms()[0], &activation)];
    let question = Question {
        per_person: true,
        ..Question::new(seeds, Worlds::new(20_261_122, 0..WORLDS))
    };
    let (crew, watch) = (Crew::of(2), Watch::default());
    spread_live(
        &crew,
        &watch,
        &networks,
        &IndependentCascade,
        &question,
        engine,
    )
    .0
}

/// How far two samples of as many worlds differ in distribution: chi-square over
/// neighbouring sizes, taken together until 100 worlds have them, in standard deviations
/// from its mean.
fn difference(a: &Spread, b: &Spread) -> f64 {
    let mut all: Vec<(u32, bool)> = a.sizes.iter().map(|&size| (size, true)).collect();
    all.extend(b.sizes.iter().map(|&size| (size, false)));
    all.sort_unstable();
    let (mut chi, mut cells) = (0.0, -1.0);
    let mut cell = [0.0, 0.0];
    let mut left = all.len();
    for same in all.chunk_by(|x, y| x.0 == y.0) {
        left -= same.len();
        for &(_, first) in same {
            cell[usize::from(first)] += 1.0;
        }
        let sum: f64 = cell.iter().sum();
        if sum >= 100.0 && (left >= 100 || left == 0) {
            chi += (cell[0] - cell[1]) * (cell[0] - cell[1]) / sum;
            (cells, cell) = (cells + 1.0, [0.0, 0.0]);
        }
    }
    assert!(cells >= 1.0, "there is only one size");
    (chi - cells) / f64::sqrt(2.0 * cells)
}

/// Bounds are 4.5 standard deviations.
fn agree(name: &str, graph: &FanGraph, p: f64, seeds: &[u32]) {
    let seeds = Seeds::these(seeds.iter().map(|&v| NodeId(v)));
    let [plain, skipping] =
        [Engine::OneWorld, Engine::Skip].map(|engine| answer(graph, p, &seeds, engine));
    assert_ne!(plain.sizes, skipping.sizes, "{name}: it is the same luck");
    let z = difference(&plain, &skipping);
    assert!(z < 4.5, "{name}, {p}: {z}");
    let [a, b] = [&plain, &skipping].map(|answer| answer.estimate(0.95).unwrap());
    let error = a.standard_error.hypot(b.standard_error);
    let z = (a.mean - b.mean) / error;
    assert!(z.abs() < 4.5, "{name}, {p}: means differ by {z}");
    for v in graph.nodes() {
        let [a, b] = [&plain, &skipping].map(|answer| answer.activation(v).unwrap());
        let share = (a + b) / 2.0;
        let error = (2.0 * share * (1.0 - share) / WORLDS as f64).sqrt();
        // 7,000 people are compared in all, and chances near zero are skew: 6 standard
        // errors and three worlds.
        let bound = 6.0 * error + 3.0 / WORLDS as f64;
        assert!((a - b).abs() <= bound, "{name}, {p}, {v:?}: {a} and {b}");
    }
}

#[test]
fn skipping_has_the_distribution_of_the_plain_engine_on_the_karate_club() {
    if let Some(graph) = data_set("karate/edges.tsv", Direction::Mutual) {
        for p in [0.05, 0.15, 0.4] {
            agree("karate", &graph, p, &[0, 33]);
        }
    }
}

#[test]
fn skipping_has_the_distribution_of_the_plain_engine_on_wiki_vote() {
    if let Some(graph) = data_set("wiki-vote/edges.tsv.gz", Direction::TargetToSource) {
        for p in [0.005, 0.03] {
            agree("wiki-vote", &graph, p, &[5, 50, 500]);
        }
    }
}

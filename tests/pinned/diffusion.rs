//! Every model as its scenario asks, every preset about diffusion, and live-edge models by
//! every engine, on several graphs, with several weights.

use std::fs;
use std::path::Path;

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::spread::Engine;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::choice::{Aim, By, Wanted};
use groundswell_experiment::diffusion_study::{DiffusionStudy, Outcome, Wish};
use groundswell_scenario::presets::PRESETS;
use groundswell_scenario::scenario::Scenario;
use groundswell_seeding::method::Method;
use groundswell_seeding::problem::Problem;

use crate::{Results, file};

/// The worlds of models: enough for an estimate, and not a whole number of blocks.
const WORLDS: u64 = 100;

/// The worlds of a preset, whose graphs are large.
const OF_PRESETS: u64 = 2;

pub(crate) fn add(results: &mut Results, crew: &Crew) {
    let folder = file("scenarios/models");
    let mut models: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    models.sort();
    for path in models {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let outcome = asked(&text, WORLDS, Wish::default(), crew);
        tell(results, &format!("model {name}"), &outcome);
    }
    for preset in PRESETS {
        if scenario(preset.text).diffusion.is_some() {
            let outcome = asked(preset.text, OF_PRESETS, Wish::default(), crew);
            results.number(
                format!("preset {}: spread", preset.name),
                outcome.spread.mean,
            );
        }
    }
    engines(results, crew);
    seeds(results);
    searches(results, crew);
}

pub(crate) fn scenario(text: &str) -> Scenario {
    let parsed = Scenario::parse(text).unwrap_or_else(|found| panic!("{found:?}\n{text}"));
    parsed.scenario
}

fn study(text: &str, worlds: u64) -> DiffusionStudy {
    let scenario = scenario(text);
    let seed = scenario.run.seed.unwrap_or(1);
    let (graph, _) = scenario.audience.graph(Path::new(""), seed).unwrap();
    let (question, effort) = (scenario.diffusion.unwrap(), Effort::Worlds(worlds));
    DiffusionStudy::new(question, graph, Path::new(""), seed, effort).unwrap()
}

fn asked(text: &str, worlds: u64, wish: Wish, crew: &Crew) -> Outcome {
    let study = study(text, worlds);
    study.run(&wish, crew, &Watch::default()).unwrap()
}

/// The spread, its interval and its course, and what there is besides.
fn tell(results: &mut Results, name: &str, outcome: &Outcome) {
    results.number(format!("{name}: spread"), outcome.spread.mean);
    results.number(format!("{name}: low"), outcome.spread.low);
    let rounds = outcome.by_round.iter();
    let course: f64 = rounds.map(|round| round.spread.mean + round.speaking).sum();
    results.number(format!("{name}: sum over rounds"), course);
    for (kind, estimate) in &outcome.kinds {
        results.number(format!("{name}: {kind}"), estimate.mean);
    }
    if let Some(thoughts) = &outcome.opinions {
        results.number(format!("{name}: opinion"), thoughts.mean.mean);
        results.number(format!("{name}: width"), thoughts.width.mean);
        results.number(format!("{name}: settled"), thoughts.settled);
    }
}

/// A question about a graph that comes along.
fn question(graph: &str, model: &str, weights: &str, seeds: &str) -> String {
    format!(
        "format = 1\nname = \"{graph}\"\n[audience]\nkind = \"built-in\"\ngraph = \"{graph}\"\n\
         [diffusion]\nmodel = \"{model}\"\n{weights}seeds = \"{seeds}\"\n"
    )
}

const GRAPHS: [&str; 3] = ["karate", "florentine", "les-miserables"];

fn engines(results: &mut Results, crew: &Crew) {
    let engines = [
        ("one world", Engine::OneWorld),
        ("64 worlds", Engine::SixtyFour),
        ("256 worlds", Engine::Lanes256),
        ("512 worlds", Engine::Lanes512),
    ];
    let rules = [
        ("independent-cascade", "uniform:0.15"),
        ("independent-cascade", "weighted-cascade"),
        ("independent-cascade", "trivalency"),
        ("limited-attention", "uniform:0.4"),
    ];
    for graph in GRAPHS {
        for (model, weights) in rules {
            let line = format!("weights = \"{weights}\"\n");
            let text = question(graph, model, &line, "0,3");
            let mut sizes: Vec<Vec<u32>> = Vec::new();
            for (engine, chosen) in engines {
                let wish = Wish {
                    per_person: true,
                    engine: chosen,
                };
                let outcome = asked(&text, 300, wish, crew);
                let name = format!("engine {engine}, {model}, {weights}, {graph}");
                results.number(format!("{name}: spread"), outcome.spread.mean);
                let likely = outcome.activation.unwrap();
                let squares = likely.iter().map(|share| share * share).sum();
                results.number(format!("{name}: squares of shares"), squares);
                sizes.push(outcome.sizes);
            }
            let alike = sizes.iter().all(|of_engine| *of_engine == sizes[0]);
            assert!(alike, "engines differ: {model}, {weights}, {graph}");
        }
        let text = question(
            graph,
            "independent-cascade",
            "weights = \"uniform:0.15\"\n",
            "0,3",
        );
        let wish = Wish {
            engine: Engine::Skip,
            ..Wish::default()
        };
        let outcome = asked(&text, 300, wish, crew);
        tell(results, &format!("engine skip, {graph}"), &outcome);
    }
}

/// Whom each rule chooses.
fn seeds(results: &mut Results) {
    for graph in GRAPHS {
        for rule in Method::ALL.map(Method::name) {
            let text = question(graph, "independent-cascade", "", &format!("{rule}:4"));
            let chosen = ids(&study(&text, 2).seeds().always);
            results.word(format!("seeds {rule}, {graph}"), chosen);
        }
    }
}

fn ids(people: &[groundswell_graph::id::NodeId]) -> String {
    let ids: Vec<String> = people.iter().map(|v| v.0.to_string()).collect();
    ids.join(" ")
}

/// Whom each search chooses, how far they reach and what is certain of them.
fn searches(results: &mut Results, crew: &Crew) {
    for graph in ["karate", "les-miserables"] {
        let weights = "weights = \"uniform:0.1\"\n";
        let text = question(graph, "independent-cascade", weights, "none");
        let scenario = scenario(&text);
        let (drawn, _) = scenario.audience.graph(Path::new(""), 1).unwrap();
        let question = scenario.diffusion.unwrap();
        let effort = Effort::Worlds(200);
        let study = DiffusionStudy::with_any_seeds(question, drawn, Path::new(""), 1, effort);
        let study = study.unwrap();
        for by in [By::Maximize, By::Imm, By::Celf] {
            let wanted = Wanted {
                by,
                beside: &[],
                problem: Problem::best(3),
                aim: Aim::Most,
                epsilon: 0.2,
                confidence: 0.99,
                most_bytes: 1 << 28,
                worlds: Some(200),
            };
            let found = study.choose(&wanted, crew, &Watch::default()).unwrap();
            let choice = &found.all[0];
            let name = format!("search {}, {graph}", by.name());
            results.word(format!("{name}: seeds"), ids(&choice.seeds));
            results.number(format!("{name}: spread"), choice.spread.mean);
            if let Some(proof) = choice.proof {
                results.number(format!("{name}: at least"), proof.certificate.lower);
                results.number(format!("{name}: RR sets"), proof.rr_sets as f64);
            }
        }
    }
}

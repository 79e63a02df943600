//! Seed lists of real graphs that others found with programs of their own.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;
use groundswell_graph::read::unpack::unpacked;
use groundswell_seeding::method::{Method, Terms};
use serde_json::Value;

/// A data set whose ids are its people's numbers, as friendships on one platform.
fn friendships(folder: &Path, people: u32) -> FanGraph {
    let plain = folder.join("edges.tsv");
    let packed = folder.join("edges.tsv.gz");
    let path = if plain.is_file() { plain } else { packed };
    let mut text = String::new();
    let mut file = unpacked(File::open(path).unwrap()).unwrap();
    file.read_to_string(&mut text).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split('\t').collect();
    let column = |name: &str| header.iter().position(|&c| c == name).unwrap();
    let (source, target) = (column("source"), column("target"));
    let pairs = text.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let id = |at: usize| NodeId(fields[at].parse().unwrap());
        (id(source), id(target))
    });
    let pairs: Vec<_> = pairs.filter(|(v, w)| v != w).collect();
    let mut builder = GraphBuilder::new(people);
    builder.platform("ties", &pairs, Direction::Mutual).unwrap();
    builder.build()
}

fn ids(list: &Value) -> Vec<u32> {
    let list = list.as_array().unwrap().iter();
    list.map(|id| id.as_u64().unwrap() as u32).collect()
}

#[test]
fn every_reference_list_of_seeds_is_reproduced() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let oracle = shared.join("oracles/deterministic-heuristics.json");
    if !oracle.is_file() || !shared.join("data").is_dir() {
        println!("skipped: no reference data beside the repository");
        return;
    }
    let oracle: Value = serde_json::from_str(&std::fs::read_to_string(oracle).unwrap()).unwrap();
    let mut lists = 0;
    for case in oracle["cases"].as_array().unwrap() {
        let name = case["dataset"].as_str().unwrap();
        let people = case["nodes"].as_u64().unwrap() as u32;
        let graph = friendships(&shared.join("data").join(name), people);
        let mut reproduces = |method: Method, chance: f64, list: &Value| {
            let list = ids(list);
            let everybody: Vec<NodeId> = graph.nodes().collect();
            let seeder = method.seeder(Terms {
                chance: Probability::clamped(chance),
                ..Terms::default()
            });
            let chosen = seeder.choose(&graph.platforms()[0], &everybody, list.len());
            let chosen: Vec<u32> = chosen.iter().map(|v| v.0).collect();
            assert_eq!(chosen, list, "{name}: {method:?} {chance}");
            lists += 1;
        };
        reproduces(Method::Degree, 0.0, &case["degree_top10"]);
        reproduces(Method::SingleDiscount, 0.0, &case["single_discount_10"]);
        for (chance, list) in case["degree_discount_10"].as_object().unwrap() {
            reproduces(Method::DegreeDiscount, chance.parse().unwrap(), list);
        }
        // The ranks themselves, and core numbers, are compared where they are measured.
        if let Some(ranked) = case["pagerank_top10"].as_array() {
            let ranked: Value = ranked.iter().map(|pair| pair[0].clone()).collect();
            reproduces(Method::PageRank, 0.0, &ranked);
        }
    }
    assert_eq!(lists, 33);
}

//! Any bytes as what an interrupted run kept: the run goes on from them or does not, and
//! has as many worlds as it was asked for.

use std::fs;
use std::path::Path;

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::diffusion_study::{DiffusionStudy, Wish};
use groundswell_experiment::kept::Kept;
use groundswell_experiment::store::{Key, Store};
use groundswell_graph::builder::graph;
use groundswell_scenario::diffusion::{Diffusion, Written};

use super::scratch::scratch;

/// Worlds of the run.
const WORLDS: u64 = 20;

/// Of parts that a run kept.
pub fn kept(bytes: &[u8]) {
    let written = Written {
        model: "sir".to_owned(),
        weights: vec!["uniform:0.3".to_owned()],
        seeds: vec!["0".to_owned()],
        ..Written::default()
    };
    let question = Diffusion::parse(&written).expect("it is a question");
    let friends = graph("0-1 1-2 2-3 3-0");
    let effort = Effort::Worlds(WORLDS);
    let study = DiffusionStudy::new(question, friends, Path::new(""), 1, effort);
    let study = study.expect("it is possible");
    let wish = Wish {
        per_person: bytes.len() % 2 == 1,
        ..Wish::default()
    };
    let cell = study.identity(&wish);
    let folder = scratch();
    let store = Store::open(&folder).expect("the folder can be written");
    // A byte says where the first part ends.
    let (first, second) = match bytes.split_first() {
        Some((&at, rest)) => rest.split_at(rest.len().min(usize::from(at) * 4)),
        None => (bytes, bytes),
    };
    for (block, contents) in (0..).zip([first, second]) {
        let published = store.publish(Key { cell, block }, contents);
        published.expect("the folder can be written");
    }
    let mut kept = Kept::new(&folder, cell).expect("the folder can be read");
    let _ = kept.worlds();
    let (crew, watch) = (Crew::of(1), Watch::default());
    let outcome = study.run_keeping(&wish, &crew, &watch, &mut kept, &|_| ());
    let outcome = outcome.expect("it runs");
    assert_eq!(outcome.sizes.len() as u64, WORLDS);
    fs::remove_dir_all(&folder).expect("the folder can be written");
}

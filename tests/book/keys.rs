//! The page of the scenario file names every key that the program reads.
//!
//! The program says which keys a section has when it meets one that it has not. So a
//! key that nobody knows is put into every section and every inline table of all
//! scenarios that come along.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use groundswell_scenario::scenario::Scenario;

use crate::{read, root};

/// A key that nobody knows.
const UNKNOWN: &str = "nobody_knows";

/// The designs of sweeps, as the page has them.
const DESIGNS: [&str; 8] = [
    "grid",
    "zip",
    "list",
    "latin-hypercube",
    "sobol",
    "trajectories",
    "saltelli",
    "map",
];

/// Sections that a scenario may have besides.
const SURROUNDINGS: &str =
    "[market]\n[[segment]]\n[ties]\n[integration]\n[word]\n[media]\n[search]\n";

/// The text with the unknown key at the top, in every section and every inline table.
fn spoilt(text: &str) -> String {
    let mut spoilt = format!("{UNKNOWN} = 1\n");
    for line in text.lines() {
        let (said, comment) = line.split_once('#').unwrap_or((line, ""));
        if said.contains('"') && comment.contains('"') {
            // A sign within a text: the line stays as it is.
            spoilt += line;
        } else {
            spoilt += &said.replace("{ ", &format!("{{ {UNKNOWN} = 1, "));
        }
        spoilt += "\n";
        if said.starts_with('[') {
            spoilt += &format!("{UNKNOWN} = 1\n");
        }
    }
    spoilt
}

/// The keys of all sections in which the program misses none of its own.
fn keys_told(text: &str) -> BTreeSet<String> {
    let mistakes = match Scenario::parse(&spoilt(text)) {
        Ok(_) => panic!("an unknown key is a mistake"),
        Err(mistakes) => mistakes,
    };
    let told = mistakes.iter().filter_map(|mistake| {
        let (said, keys) = mistake.message.split_once("; the keys are ")?;
        said.ends_with(&format!("has no key `{UNKNOWN}`"))
            .then_some(keys)
    });
    told.flat_map(|keys| keys.split(", ").map(str::to_owned))
        .collect()
}

#[test]
fn the_page_of_the_scenario_file_names_every_key_that_the_program_reads() {
    let mut folders = vec![root().join("scenarios")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                None => folders.push(path),
                Some(ending) if ending == "toml" => files.push(path),
                Some(_) => {}
            }
        }
    }
    let mut texts: Vec<String> = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    // A sweep has the keys of its design.
    let campaign = fs::read_to_string(root().join("scenarios/neighbourhood-bakery.toml")).unwrap();
    texts.extend(DESIGNS.map(|design| format!("{campaign}\n[sweep]\ndesign = \"{design}\"\n")));
    for talk in ["friedkin-johnsen", "bounded-confidence"] {
        let opinions = format!("[opinions]\ntalk = \"{talk}\"\n");
        texts.push(format!("{campaign}\n{SURROUNDINGS}{opinions}"));
    }
    let keys: BTreeSet<String> = texts.iter().flat_map(|text| keys_told(text)).collect();
    for key in [
        "take_part",
        "equal_budget",
        "trajectories",
        "fans_in_common",
        "bad_word",
        "per_mention",
        "horizon",
        "tolerance",
    ] {
        assert!(keys.contains(key), "{key} was not told: {keys:?}");
    }
    let page = read("docs/scenario.md");
    let named: BTreeSet<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|span| {
            span.split(|sign: char| !sign.is_ascii_alphanumeric() && !"_-".contains(sign))
        })
        .collect();
    let missing: Vec<_> = keys.iter().filter(|key| !named.contains(&***key)).collect();
    assert!(
        missing.is_empty(),
        "docs/scenario.md does not name {missing:?}"
    );
}

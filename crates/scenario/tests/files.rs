//! Every file in `scenarios/` is read, builds its graph, and says what it means.

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_scenario::scenario::{Parsed, Scenario};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

fn parse(name: &str) -> Parsed {
    let text = fs::read_to_string(folder().join(name)).unwrap();
    Scenario::parse(&text).unwrap_or_else(|mistakes| panic!("{name}: {mistakes:#?}"))
}

fn all() -> Vec<String> {
    let files = fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = files.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".toml"));
    names.sort();
    names
}

#[test]
fn every_file_parses() {
    assert!(all().len() >= 3);
    for name in all() {
        parse(&name);
    }
}

#[test]
fn the_effective_scenario_is_a_file_that_says_the_same() {
    for name in all() {
        let scenario = parse(&name).scenario;
        let effective = scenario.effective();
        let again = Scenario::parse(&effective)
            .unwrap_or_else(|mistakes| panic!("{name}: {mistakes:#?}\n{effective}"))
            .scenario;
        assert_eq!(again.effective(), effective, "{name}");
        assert_eq!(again.hash(), scenario.hash());
        assert_eq!(again.campaign, scenario.campaign);
        assert_eq!(again.strategies, scenario.strategies);
        assert_eq!(again.audience, scenario.audience);
        assert_eq!(again.run, scenario.run);
        let ranges = |scenario: &Scenario| -> Vec<_> {
            let ranges = scenario.assumptions().map(|q| (q.path.clone(), q.range()));
            ranges.collect()
        };
        assert_eq!(ranges(&again), ranges(&scenario));
    }
}

#[test]
fn the_karate_club_is_read_from_its_file_and_comes_along_as_well() {
    let (graph, summary) = parse("karate-club.toml")
        .scenario
        .audience
        .graph(&folder(), 1)
        .unwrap();
    assert_eq!(
        (graph.people(), graph.platforms()[0].ties.count()),
        (34, 156)
    );
    let fans = graph.platforms()[0].fans.members();
    let ids: Vec<String> = fans.iter().map(|&v| graph.original_id(v)).collect();
    assert_eq!(ids, ["0", "33"]);
    assert!(
        summary[0].starts_with("data/karate-ties.csv: 78 pairs, 156 directed ties"),
        "{summary:?}"
    );
    let shipped = groundswell_scenario::built_in::BuiltIn::Karate.ties();
    assert_eq!(
        shipped,
        fs::read_to_string(folder().join("data/karate-ties.csv")).unwrap()
    );
}

#[test]
fn the_bakery_has_no_warning_but_for_borrowed_figures() {
    for name in all() {
        let ids: Vec<_> = parse(&name)
            .warnings
            .into_iter()
            .map(|w| (w.id, w.message))
            .collect();
        assert!(
            ids.iter().all(|(id, _)| *id == "GS0201"),
            "{name}: {ids:#?}"
        );
    }
}

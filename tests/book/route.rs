//! The newcomer's route: from the sources to a verdict on lists of one's own.

use crate::block::{Deed, blocks};
use crate::read;
use crate::shown::Terminal;

/// Commands that the route may take.
const MOST: usize = 6;

#[test]
fn at_most_six_commands_lead_from_the_sources_to_a_verdict_on_lists_of_ones_own() {
    let page = read("docs/strategist.md");
    let (_, route) = page.split_once("\n## The short way").unwrap();
    let (_, install) = page.split_once("```sh,no-run=builds\n").unwrap();
    let (install, _) = install.split_once("```").unwrap();
    let blocks = blocks(route).unwrap();
    let commands = blocks
        .iter()
        .filter(|block| block.deed == Deed::Run)
        .map(|block| block.lines.len());
    let commands = install.lines().count() + commands.sum::<usize>();
    assert!(commands <= MOST, "{commands} commands");

    let terminal = Terminal::new("route");
    for block in &blocks {
        let outcome = terminal.carry_out(block);
        assert!(
            outcome.mistakes.is_empty(),
            "{}",
            outcome.mistakes.join("\n")
        );
    }
    let report = |name: &str| {
        let file = terminal.folder().join("my-page/campaign-report").join(name);
        std::fs::read_to_string(file).unwrap()
    };
    assert!(report("report.html").starts_with("<!DOCTYPE html>"));
    let document: serde_json::Value = serde_json::from_str(&report("report.json")).unwrap();
    let verdict = document["verdict"].to_string();
    assert!(
        verdict.contains("broadcast-only") && verdict.contains("invite-friends"),
        "{verdict}"
    );
    // Ten people of the lists on the page, and none of those that came along.
    let reached = document["strategies"][0]["metrics"]["reach"]["high"]
        .as_f64()
        .unwrap();
    assert!(reached > 0.0 && reached <= 10.0, "{reached}");
}

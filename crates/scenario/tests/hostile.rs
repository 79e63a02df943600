//! Whatever stands in a file, reading it ends in values or in messages.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use groundswell_scenario::diagnostic::{one_line, render};
use groundswell_scenario::scenario::Scenario;
use proptest::prelude::*;

fn bakery() -> String {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    fs::read_to_string(scenarios.join("neighbourhood-bakery.toml")).unwrap()
}

/// Every way to say values, for a file whose last section this can be.
const SWEEP: &str = r#"
[sweep]
design = "grid"
seeds = [3, 1, 2]
graphs = 2
of = ["do-nothing"]
metrics = ["reach", "profit"]
per_world = true
block = 64
until = "decided"
most_worlds = 512
vary."response.invite.customer" = { range = { from = "5%", to = 0.4, step = 0.05 } }
vary."money.budget" = { range = { from = 100, to = 900, count = 5 }, also = ["money.hour"] }
vary."money.margin_per_customer" = { log = { from = 1, to = 100, count = 4 } }
vary."response.invite.fan" = [0.1, "20%"]
vary."audience.nearby" = { plausible = 3 }
"#;

/// The bakery with a sweep, or a file that says everything there is to say.
fn one_of_two(every_lever: bool) -> String {
    match every_lever {
        true => include_str!("every_lever.toml").to_owned(),
        false => bakery() + SWEEP,
    }
}

/// Reads and shows everything there is to show.
fn survives(text: &str) {
    match Scenario::parse(text) {
        Ok(parsed) => {
            render(&parsed.warnings, text, "x.toml", true);
            let effective = parsed.scenario.effective();
            let again = Scenario::parse(&effective)
                .unwrap_or_else(|mistakes| panic!("{mistakes:#?}\n{effective}"));
            assert_eq!(again.scenario.effective(), effective);
            assert_eq!(again.scenario.hash(), parsed.scenario.hash());
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty() && mistakes.len() <= 100);
            render(&mistakes, text, "x.toml", true);
            for mistake in &mistakes {
                assert!(
                    !one_line(mistake, text, "x.toml").contains('\n'),
                    "{mistake:?}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_toml_like_text_is_no_panic(text in r#"([a-z_]{1,8} ?= ?[\[{"0-9.%e-]{0,6}[\]}"]{0,2}\n|\[{1,2}[a-z.]{0,9}\]{1,2}\n){0,30}"#) {
        survives(&text);
    }

    #[test]
    fn a_mutated_file_is_no_panic(
        every_lever in any::<bool>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, "[-0-9a-z\"\\[\\]{}=.,%#\n é]{0,6}"), 1..6)
    ) {
        let mut text = one_of_two(every_lever);
        for (at, length, with) in cuts {
            let start = text.floor_char_boundary(at.index(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end.max(start), &with);
        }
        survives(&text);
    }

    #[test]
    fn odd_values_in_place_of_good_ones_are_no_panic(
        every_lever in any::<bool>(),
        at in any::<prop::sample::Index>(),
        odd in prop::sample::select(vec![
            "-1", "1e308", "nan", "-inf", "9223372036854775807", "0xffffffffffffffffff", "\"\"",
            "\"\\u0000\"", "[]", "{}", "[[], [{}]]", "{ value = {} }", "{ guess = [] }", "true",
            "1979-05-27T07:32:00Z", "{ value = 1, low = nan, high = -1 }", "\"rest\"", "0.5", "1",
        ]),
    ) {
        let text = one_of_two(every_lever);
        let keys: Vec<usize> = text.match_indices(" = ").map(|(at, _)| at + 3).collect();
        let start = keys[at.index(keys.len())];
        let length = text[start..].find([',', '\n', '}']).unwrap_or(0);
        let mut text = text.clone();
        text.replace_range(start..start + length, odd);
        survives(&text);
    }
}

#[test]
fn deep_nesting_and_many_mistakes_end_soon() {
    survives(&"[".repeat(200_000));
    survives(&format!("a = {}", "[".repeat(500_000)));
    survives(&format!("a = {}", "{b=".repeat(300_000)));
    survives(&"a.".repeat(400_000));
    survives(
        &(0..60_000)
            .map(|i| format!("k{i} = {i}\n"))
            .collect::<String>(),
    );
    survives(&format!(
        "{}\n{}",
        bakery(),
        "[[strategy]]\n".repeat(50_000)
    ));
    survives(&format!("{} = 1", "k".repeat(900_000)));
    survives(&format!("name = \"{}\"", "é".repeat(400_000)));
}

#[test]
fn a_strategy_without_actions_has_an_effective_scenario_too() {
    let text = bakery();
    let actions = text.find("actions = [").unwrap();
    let next = actions + text[actions..].find("[[strategy]]").unwrap();
    let empty = format!("{}actions = []\n{}", &text[..actions], &text[next..]);
    assert!(Scenario::parse(&empty).is_ok());
    survives(&empty);
}

#[test]
fn the_sweep_is_one_without_mistakes() {
    let scenario = Scenario::parse(&(bakery() + SWEEP)).unwrap().scenario;
    assert_eq!(scenario.sweep.unwrap().factors.len(), 5);
}

#[test]
fn huge_sweeps_end_soon_and_take_no_room() {
    let started = Instant::now();
    let sweep = |rest: &str| survives(&format!("{}\n[sweep]\n{rest}\n", bakery()));
    let budget = |values: &str| sweep(&format!("vary.\"money.budget\" = {values}"));
    for design in ["grid", "map", "sobol", "trajectories", "list"] {
        let design = |rest: &str| sweep(&format!("design = \"{design}\"\n{rest}"));
        for number in [
            "1_000_000_000",
            "1e9",
            "-1",
            "9223372036854775807",
            "1e999",
            "nan",
            "{}",
        ] {
            for key in [
                "points",
                "trajectories",
                "levels",
                "refine",
                "file",
                "seeds",
                "graphs",
            ] {
                design(&format!("{key} = {number}"));
            }
            for values in [
                format!("{{ range = {{ from = 0, to = 1e9, count = {number} }} }}"),
                format!("{{ range = {{ from = 0, to = 1e9, step = {number} }} }}"),
                format!("{{ range = {{ from = {number}, to = 1e9, count = 3 }} }}"),
                format!("{{ log = {{ from = 1, to = 1e9, count = {number} }} }}"),
                format!("{{ log = {{ from = 5e-324, to = {number}, count = 3 }} }}"),
                format!("{{ plausible = {number} }}"),
                format!("[{number}]"),
                number.to_owned(),
            ] {
                design(&format!("vary.\"money.budget\" = {values}"));
            }
        }
    }
    budget("{ range = { from = 0, to = 1e9, step = 5e-324 } }");
    budget(&format!("[{}]", "1,".repeat(400_000)));
    budget(&format!("{}1{}", "[".repeat(70), "]".repeat(70)));
    budget(&format!(
        "{{ values = [1], also = [{}] }}",
        "\"money.hour\",".repeat(60_000)
    ));
    sweep(&format!("vary{} = 1", ".a".repeat(70)));
    sweep(&format!("vary{} = 1", ".a".repeat(300_000)));
    sweep(&format!("vary.\"{}\" = [1]", "k".repeat(900_000)));
    sweep(&format!("vary.\"{}\" = [1]", "é".repeat(100)));
    let many = |count: usize, key: &str| -> String {
        let each = |i| format!("vary.\"{key}{i}\" = [1]\n");
        (0..count).map(each).collect()
    };
    sweep(&many(30_000, "x"));
    sweep(&many(1_000, "response.invite.customer"));
    let wide =
        |i| format!("vary.\"x{i}\" = {{ range = {{ from = 0, to = 1, count = 10_000 }} }}\n");
    sweep(&(0..900).map(wide).collect::<String>());
    sweep(&format!("seeds = [{}]", "1,".repeat(400_000)));
    sweep(&format!("of = [{}]", "\"x\",".repeat(200_000)));
    sweep(&format!("metrics = [{}]", "\"x\",".repeat(200_000)));
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
}

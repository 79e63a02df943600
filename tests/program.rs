//! The program from end to end, as people and scripts meet it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use run::{Run, folder, json, program, run};

mod run;

const BAKERY: &str = include_str!("../scenarios/neighbourhood-bakery.toml");

/// The names of the files in `folder`, sorted.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A folder with the starter scenario as `campaign.toml`.
fn starter(name: &str) -> PathBuf {
    let folder = folder(name);
    run(&folder, &["init", "."]).ends(0);
    folder
}

fn append(file: &Path, line: &str) {
    let text = fs::read_to_string(file).unwrap();
    fs::write(file, text + line + "\n").unwrap();
}

#[test]
fn the_bare_command_says_what_it_is_and_what_to_try_in_about_twelve_lines() {
    let said = run(&folder("bare"), &[]).ends(0).out;
    assert!((8..=14).contains(&said.lines().count()), "{said}");
    for verb in ["demo", "init", "compare"] {
        assert!(said.contains(&format!("groundswell {verb}")), "{said}");
    }
}

#[test]
fn the_help_of_every_verb_fits_forty_lines_and_has_an_example() {
    let folder = folder("help");
    let all = run(&folder, &["--help"]).ends(0).out;
    assert!(all.contains("Exit codes") && all.contains("130"), "{all}");
    let listed = all.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let verbs: Vec<&str> = listed
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .collect();
    assert!(verbs.len() >= 5, "{verbs:?}");
    for verb in verbs {
        let help = run(&folder, &[verb, "--help"]).ends(0).out;
        let lines = help.lines().count();
        assert!(lines <= 40, "{lines} lines: {verb} --help");
        assert!(
            help.contains(&format!("Example: groundswell {verb}")),
            "{help}"
        );
    }
}

#[test]
fn the_demo_writes_the_report_and_says_who_wins_what_says_otherwise_and_what_flips_it() {
    let folder = folder("demo");
    let said = run(&folder, &["demo", "--worlds", "20", "--out", "report"])
        .ends(0)
        .out;
    for part in [
        "invite-friends wins",
        "interval",
        "Reach says otherwise: broadcast-only",
        "The winner flips where response.invite.customer",
        "report.html",
        "Next: groundswell ",
    ] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    let written = files(&folder.join("report"));
    for name in [
        "report.html",
        "report.json",
        "summary.csv",
        "reach.svg",
        "reach.png",
    ] {
        assert!(
            written.iter().any(|file| file == name),
            "{name} in {written:?}"
        );
    }
    for picture in written.iter().filter_map(|file| file.strip_suffix(".svg")) {
        for ending in ["png", "csv"] {
            let beside = format!("{picture}.{ending}");
            assert!(written.contains(&beside), "{beside} in {written:?}");
        }
    }
    for name in written {
        let bytes = fs::read(folder.join("report").join(&name)).unwrap();
        let opens: &[u8] = match name.rsplit('.').next().unwrap() {
            "html" => b"<!DOCTYPE html>",
            "json" => b"{",
            "svg" => b"<svg",
            "png" => b"\x89PNG",
            "csv" => b"",
            "xlsx" => b"PK",
            _ => panic!("{name} was left behind"),
        };
        assert!(bytes.starts_with(opens) && bytes.len() > 100, "{name}");
    }
}

#[test]
fn json_is_one_document_with_the_promised_keys_and_nothing_else() {
    let arguments = [
        "demo",
        "--worlds",
        "20",
        "--json",
        "--out",
        "report",
        "--progress",
        "none",
    ];
    let folder = folder("json");
    let run = run(&folder, &arguments).ends(0);
    assert_eq!(run.err, "");
    let document = json(&run.out);
    let written = fs::read_to_string(folder.join("report/report.json")).unwrap();
    assert_eq!(run.out, written, "the file holds what was printed");

    let all = |value: &Value, keys: &[&str]| {
        for key in keys {
            assert!(value.get(key).is_some(), "{key} in {value}");
        }
    };
    all(
        &document,
        &["schema", "verdict", "strategies", "differences", "stamp"],
    );
    all(
        &document["stamp"],
        &[
            "program",
            "values_version",
            "seed",
            "scenario_hash",
            "worlds",
        ],
    );
    let estimate = ["mean", "standard_error", "low", "high"];
    let strategies = document["strategies"].as_array().unwrap();
    assert_eq!(strategies.len(), 3);
    for strategy in strategies {
        all(strategy, &["name"]);
        let metrics = strategy["metrics"].as_object().unwrap();
        assert!(metrics.contains_key("reach") && metrics.contains_key("customers"));
        for metric in metrics.values() {
            all(metric, &estimate);
            all(metric, &["unit"]);
        }
    }
    let differences = document["differences"].as_array().unwrap();
    assert!(!differences.is_empty());
    for difference in differences {
        all(difference, &estimate);
        all(
            difference,
            &[
                "of",
                "against",
                "metric",
                "probability_better",
                "variance_gain",
            ],
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = folder("threads");
    let read = |name: &str, file: &str| fs::read(folder.join(name).join(file)).unwrap();
    let demo = |name: &str, threads: &str, seed: &str| {
        let arguments = [
            "demo",
            "--worlds",
            "30",
            "--threads",
            threads,
            "--seed",
            seed,
        ];
        run(&folder, &[&arguments[..], &["--out", name]].concat()).ends(0);
    };
    demo("1", "1", "5");
    let written = files(&folder.join("1"));
    assert!(written.len() > 10, "{written:?}");
    for threads in ["2", "7"] {
        demo(threads, threads, "5");
        assert_eq!(files(&folder.join(threads)), written);
        for file in &written {
            assert!(
                read("1", file) == read(threads, file),
                "{file}, {threads} threads"
            );
        }
    }
    demo("other", "2", "6");
    for file in [
        "report.json",
        "report.html",
        "summary.csv",
        "worlds.csv",
        "reach.svg",
    ] {
        assert!(
            read("1", file) != read("other", file),
            "{file} knows no seed"
        );
    }
}

#[test]
fn wrong_arguments_end_with_two() {
    let folder = folder("arguments");
    for arguments in [
        &["demo", "--worlds", "1"][..],
        &["demo", "--worlds", "many"],
        &["demo", "--worlds", "20", "--precision", "2%"],
        &["demo", "--precision", "0"],
        &["compare"],
        &["conquer"],
        &["demo", "--wolrds", "20"],
    ] {
        let run = run(&folder, arguments).ends(2);
        assert!(
            run.out.is_empty() && run.err.contains("error:"),
            "{}",
            run.err
        );
    }
    assert!(files(&folder).is_empty());
}

#[test]
fn quiet_leaves_the_verdict_and_quieter_nothing() {
    let folder = folder("quiet");
    let demo = |extra: &[&str]| {
        let arguments = ["demo", "--worlds", "20", "--out", "report"];
        run(&folder, &[&arguments[..], extra].concat()).ends(0)
    };
    let loud = demo(&[]).out;
    let verdict = loud.split("\n\n").next().unwrap();
    assert!(verdict.contains("wins"), "{verdict}");
    let quiet = demo(&["-q"]);
    assert_eq!((quiet.out.trim_end(), &*quiet.err), (verdict, ""));
    let quieter = demo(&["-qq"]);
    assert_eq!((&*quieter.out, &*quieter.err), ("", ""));
}

#[test]
fn what_init_makes_passes_check_and_runs_as_it_is() {
    for template in ["starter", "bakery", "karate"] {
        let folder = folder(&format!("init-{template}"));
        let made = run(&folder, &["init", "mine", "--template", template]).ends(0);
        for line in made.out.lines().take_while(|line| !line.is_empty()) {
            let (file, purpose) = line.split_once(": ").expect("a file and what it is for");
            assert!(folder.join(file).exists() && !purpose.is_empty(), "{line}");
        }
        run(&folder, &["check", "mine/campaign.toml"]).ends(0);
        let compared = run(
            &folder,
            &["compare", "mine/campaign.toml", "--worlds", "20"],
        )
        .ends(0);
        assert!(compared.out.contains("customers") || compared.out.contains("reach"));
        // Beside the scenario, where nothing else is said.
        let report = folder.join("mine/campaign-report/report.html");
        assert!(report.exists(), "{}", compared.out);
    }
}

#[test]
fn the_big_brand_of_init_passes_check() {
    let folder = folder("init-big-brand");
    run(&folder, &["init", "mine", "--template", "big-brand"]).ends(0);
    run(&folder, &["check", "mine/campaign.toml"]).ends(0);
}

#[test]
fn init_never_overwrites_unless_told() {
    let folder = starter("force");
    let [scenario, ties] = ["campaign.toml", "ties.csv"].map(|name| folder.join(name));
    let original = fs::read_to_string(&scenario).unwrap();
    fs::write(&scenario, "mine").unwrap();
    fs::remove_file(&ties).unwrap();
    run(&folder, &["init", "."])
        .ends(2)
        .says(&["campaign.toml", "--force"]);
    assert_eq!(fs::read_to_string(&scenario).unwrap(), "mine");
    assert!(!ties.exists(), "nothing is written beside it either");
    run(&folder, &["init", ".", "--force"]).ends(0);
    assert_eq!(fs::read_to_string(&scenario).unwrap(), original);
    assert!(ties.exists());
}

#[test]
fn all_mistakes_of_a_scenario_are_shown_at_once_each_with_its_place() {
    let folder = folder("mistakes");
    let mistakes = [
        ("\nmatters = \"10%\"", "\nmaters = \"10%\""),
        (
            "seen = { guess = \"8%\", low = \"3%\", high = \"15%\" }",
            "seen = 1.3",
        ),
        ("{ kind = \"boost\"", "{ kind = \"bosst\""),
        ("\npeople = 20_000 ", "\n# people = 20_000 "),
        (
            "\nreference = \"broadcast-only\"",
            "\nreference = \"broadcast\"",
        ),
    ];
    let mut text = BAKERY.to_owned();
    for (right, wrong) in mistakes {
        assert_eq!(text.matches(right).count(), 1, "{right}");
        text = text.replace(right, wrong);
    }
    fs::write(folder.join("five.toml"), &text).unwrap();
    let line_of = |part: &str| 1 + text.lines().position(|line| line.contains(part)).unwrap();
    let places = [
        (line_of("maters ="), 1),
        (line_of("[audience]"), 1),
        (line_of("seen = 1.3"), 8),
        (line_of("bosst"), 12),
        (line_of("reference ="), 13),
    ];
    for verb in ["compare", "check"] {
        let run = run(&folder, &[verb, "five.toml"]).ends(2);
        assert_eq!(run.err.matches("error[GS").count(), 5, "{}", run.err);
        for (line, column) in places {
            let place = format!("five.toml:{line}:{column}\n");
            assert!(run.err.contains(&place), "{place} in\n{}", run.err);
        }
        run.says(&[
            "did you mean `matters`?",
            "did you mean `boost`?",
            "1.3",
            "`people`",
        ]);
    }
    assert_eq!(files(&folder), ["five.toml"]);
}

#[test]
fn messages_end_with_a_line_break() {
    let folder = folder("line-break");
    fs::write(folder.join("bad.toml"), BAKERY.replace("matters", "maters")).unwrap();
    fs::write(folder.join("doubtful.toml"), BAKERY).unwrap();
    for file in ["bad.toml", "doubtful.toml", "missing.toml"] {
        let said = run(&folder, &["check", file]).err;
        assert!(said.ends_with('\n'), "{file}: {said:?}");
    }
}

#[test]
fn a_bad_line_of_ties_is_named_with_its_file_number_and_text() {
    let folder = starter("bad-line");
    let ties = folder.join("ties.csv");
    append(&ties, "nobody-else-here");
    let line = fs::read_to_string(&ties).unwrap().lines().count();
    for verb in ["compare", "check"] {
        let run = run(&folder, &[verb, "campaign.toml"]).ends(2);
        run.says(&["ties.csv", &format!("line {line}"), "nobody-else-here"]);
    }
}

#[test]
fn a_tie_of_somebody_without_a_row_is_named_with_its_file_line_and_id() {
    let folder = starter("no-row");
    let ties = folder.join("ties.csv");
    append(&ties, "p01,maria");
    let line = fs::read_to_string(&ties).unwrap().lines().count();
    let line = format!("ties.csv, line {line}");
    run(&folder, &["compare", "campaign.toml"])
        .ends(2)
        .says(&[&line, "\"maria\"", "people.csv"]);
}

#[test]
fn what_the_system_refuses_ends_with_seventy_four() {
    let folder = starter("refused");
    run(&folder, &["compare", "missing.toml"])
        .ends(74)
        .says(&["missing.toml"]);
    run(&folder, &["check", "missing.toml"])
        .ends(74)
        .says(&["missing.toml"]);

    let taken = folder.join("taken");
    fs::write(&taken, "a file").unwrap();
    let arguments = ["compare", "campaign.toml", "--worlds", "20", "--out"];
    for out in ["taken", "taken/below"] {
        let run = run(&folder, &[&arguments[..], &[out]].concat()).ends(74);
        assert!(run.out.is_empty(), "{}", run.out);
        run.says(&["taken"]);
    }
    assert_eq!(fs::read_to_string(&taken).unwrap(), "a file");

    fs::remove_file(folder.join("people.csv")).unwrap();
    run(&folder, &["compare", "campaign.toml"])
        .ends(74)
        .says(&["people.csv"]);
}

#[test]
fn more_worlds_than_fit_into_memory_are_refused_before_the_first() {
    let folder = folder("memory");
    let arguments = ["demo", "--worlds", "10000000", "--out", "report"];
    run(&folder, &arguments)
        .ends(1)
        .says(&["10000000 worlds", "at most"]);
    assert!(files(&folder).is_empty());
}

#[test]
fn a_reader_who_has_seen_enough_ends_it_quietly() {
    let folder = folder("pipe");
    let demo = [
        "demo",
        "--worlds",
        "20",
        "--out",
        "report",
        "--progress",
        "none",
    ];
    for arguments in [
        &demo[..],
        &[&demo[..], &["--json"]].concat(),
        &[],
        &["--help"],
    ] {
        let mut program = program(&folder, arguments);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run: Run = program.stdout(writer).output().unwrap().into();
        assert_eq!(run.ends(0).err, "");
    }
}

#[cfg(unix)]
mod interrupted {
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    use super::*;

    /// Runs the program and presses Ctrl-C after `patience`; gives how it ended and
    /// how long that took.
    fn stopped(within: &Path, arguments: &[&str], patience: Duration) -> (Run, Duration) {
        let mut program = program(within, arguments);
        program.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = program.spawn().unwrap();
        sleep(patience);
        let id = child.id().to_string();
        let told = Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(told.success(), "the program ended by itself");
        let since = Instant::now();
        (child.wait_with_output().unwrap().into(), since.elapsed())
    }

    #[test]
    fn a_long_run_keeps_what_is_finished_and_marks_it_partial() {
        let folder = folder("interrupted");
        fs::write(folder.join("bakery.toml"), BAKERY).unwrap();
        let arguments = [
            "compare",
            "bakery.toml",
            "--worlds",
            "1000000",
            "--out",
            "report",
        ];
        let (run, took) = stopped(&folder, &arguments, Duration::from_secs(4));
        let said = run.ends(130).out;
        assert!(took < Duration::from_secs(20), "it took {took:?} to end");
        assert!(said.contains("Interrupted"), "{said}");
        let document = fs::read_to_string(folder.join("report/report.json")).unwrap();
        let document = json(&document);
        assert_eq!(document["partial"], true);
        let worlds = document["worlds"].as_u64().unwrap();
        assert!((2..1_000_000).contains(&worlds), "{worlds} worlds");
        let page = fs::read_to_string(folder.join("report/report.html")).unwrap();
        assert!(page.contains("Interrupted"));
    }

    #[test]
    fn run_keeps_the_worlds_that_are_finished_and_says_so() {
        let folder = folder("run-interrupted");
        let arguments = [
            "run",
            "--graph",
            "les-miserables",
            "--model",
            "sis",
            "--seeds",
            "0",
            "--rounds",
            "2000",
            "--worlds",
            "10000000",
            "--out",
            "out",
        ];
        let (run, took) = stopped(&folder, &arguments, Duration::from_secs(3));
        let said = run.ends(130).out;
        assert!(took < Duration::from_secs(20), "it took {took:?} to end");
        assert!(said.contains("Interrupted"), "{said}");
        let document = json(&fs::read_to_string(folder.join("out/run.json")).unwrap());
        assert_eq!(document["partial"], true);
        let worlds = document["spread"]["worlds"].as_u64().unwrap();
        assert!((2..10_000_000).contains(&worlds), "{worlds} worlds");
    }

    #[test]
    fn a_run_without_a_finished_world_is_interrupted_all_the_same() {
        let folder = folder("interrupted-early");
        run(&folder, &["init", ".", "--template", "big-brand"]).ends(0);
        // A million people take longer than that to be drawn.
        let arguments = ["compare", "campaign.toml"];
        let (run, _) = stopped(&folder, &arguments, Duration::from_millis(700));
        run.ends(130);
    }
}

#[test]
fn a_world_that_is_replayed_has_the_hash_that_the_comparison_wrote() {
    let folder = folder("replay");
    fs::write(folder.join("bakery.toml"), BAKERY).unwrap();
    let compare = [
        "compare",
        "bakery.toml",
        "--worlds",
        "20",
        "--out",
        "report",
    ];
    run(&folder, &compare).ends(0);
    let worlds = fs::read_to_string(folder.join("report/worlds.csv")).unwrap();
    let mut rows = worlds.lines();
    let row = rows.find(|row| row.starts_with("invite-friends,13,"));
    let hash = row.unwrap().rsplit(',').next().unwrap();

    let replay = ["replay", "bakery.toml", "--world", "13", "--strategy"];
    let with = |more: &[&str]| run(&folder, &[&replay[..], more].concat());
    let more = ["invite-friends", "--trees", "--log", "log.csv"];
    let said = with(&more).ends(0).out;
    assert!(
        said.contains(&format!("Hash of the totals: {hash}\n")),
        "{said}"
    );
    assert!(said.contains("structural virality"), "{said}");
    assert!(
        said.lines().all(|line| line.chars().count() <= 80),
        "{said}"
    );

    let document = json(&with(&["invite-friends", "--trees", "--json"]).ends(0).out);
    assert_eq!(document["hash"], hash);
    let customers = document["totals"]["customers"].as_f64().unwrap();
    let days = document["days"].as_array().unwrap();
    let by_day = days.iter().map(|day| day["customers"].as_f64().unwrap());
    assert_eq!(by_day.sum::<f64>(), customers);
    assert!(document["trees"]["largest"]["depth"].is_number());

    let log = fs::read_to_string(folder.join("log.csv")).unwrap();
    assert!(log.starts_with("day,what,person,channel,platform,from\n"));
    assert_eq!(log.matches(",customer,").count() as f64, customers);

    with(&["invite"])
        .ends(2)
        .says(&["invite-friends", "do-nothing"]);
    let refused = with(&["invite-friends", "--log", "missing/log.csv"]);
    refused.ends(74).says(&["missing/log.csv"]);
}

/// Compares `found` with the copy kept under `tests/expected`, or refreshes it.
#[track_caller]
fn matches_copy(found: &str, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected");
    let copy = folder.join(name);
    if std::env::var_os("GROUNDSWELL_EXPECT").is_some_and(|wish| wish == "write") {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&copy, found).unwrap();
        return;
    }
    let kept = fs::read_to_string(&copy)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    let mut lines = found.lines().zip(kept.lines()).enumerate();
    let first = lines.find(|(_, (found, kept))| found != kept);
    let (line, (now, before)) = first.unwrap_or((0, ("more or fewer lines", "")));
    assert!(
        found == kept,
        "the demo says something else than tests/expected/{name}, first in line {}:\n\
         before: {before}\n   now: {now}\n\
         A moved value is a decision: raise VALUES_VERSION, write it under **Values** in the \
         changelog, then `just expect` refreshes the copies. If only words or keys changed, \
         `just expect` is enough.",
        line + 1,
    );
}

#[test]
fn the_demo_says_what_it_said_before() {
    let folder = folder("expected");
    let arguments = [
        "demo", "--worlds", "64", "--seed", "1", "--json", "--out", "report",
    ];
    let said = run(&folder, &arguments).ends(0).out;
    // Another version with the same values says the same.
    let version = format!("\"program\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert_eq!(said.matches(&version).count(), 1);
    matches_copy(&said.replace(&version, "\"program\": \"any\""), "demo.json");
    let summary = fs::read_to_string(folder.join("report/summary.csv")).unwrap();
    matches_copy(&summary, "demo-summary.csv");
}

#[test]
fn the_readme_shows_what_the_demo_prints() {
    let readme = include_str!("../README.md");
    let shown = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let said = run(&folder("readme"), &["demo"]).ends(0).out;
    let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
    let wanted = shown.expect("the README shows the demo's output").lines();
    for line in wanted.filter(|line| line.trim() != "…") {
        assert!(
            lines.contains(&line.trim_end()),
            "the demo no longer prints: {line}"
        );
    }
}

/// The arguments of the textbook's question: two leaders of the karate club.
const CLUB: [&str; 9] = [
    "run",
    "--graph",
    "karate",
    "--model",
    "ic",
    "--weights",
    "uniform:0.1",
    "--seeds",
    "0,33",
];

fn run_club(folder: &Path, more: &[&str]) -> Run {
    run(folder, &[&CLUB[..], more].concat())
}

#[test]
fn run_tells_no_trees_of_models_that_have_none_and_says_so_first() {
    let folder = folder("run_no_trees");
    let question = [
        "run", "--graph", "karate", "--model", "voter", "--seeds", "0",
    ];
    let run = run(&folder, &[&question[..], &["--trees"]].concat());
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("voter tells no trees"), "{}", run.err);
    assert!(!folder.join("karate-run").exists());
}

#[test]
fn run_gives_one_document_with_the_promised_keys_and_the_known_spread() {
    let folder = folder("run_json");
    let wishes = ["--json", "--per-person", "--sizes", "--trees"];
    let more = [&wishes[..], &["--worlds", "20000"]].concat();
    let said = json(&run_club(&folder, &more).ends(0).out);
    assert_eq!(said["schema"], "groundswell-run-1");
    assert_eq!(said["model"], "independent-cascade");
    assert_eq!(said["weights"], "uniform:0.1");
    assert_eq!(said["seeds"], serde_json::json!(["0", "33"]));
    assert_eq!(said["graph"]["people"], 34);
    let number = |value: &Value| value.as_f64().unwrap();
    let spread = &said["spread"];
    // By every live-edge world, see the oracle of the karate club.
    let off = (number(&spread["mean"]) - 6.426).abs();
    assert!(off < 4.5 * number(&spread["standard_error"]), "{spread}");
    assert_eq!(spread["worlds"], 20_000);
    assert!(spread["low"].is_number() && spread["high"].is_number());
    let rounds = said["by_round"].as_array().unwrap();
    assert_eq!(rounds[0]["spread"], 2.0);
    assert_eq!(rounds.last().unwrap()["spread"], spread["mean"]);
    for key in [
        "round",
        "standard_error",
        "low",
        "high",
        "speaking",
        "removed",
    ] {
        assert!(rounds[1][key].is_number(), "{key}");
    }
    let people = said["activation"].as_array().unwrap();
    assert_eq!(people.len(), 34);
    let sum: f64 = people.iter().map(|person| number(&person["mean"])).sum();
    assert!((sum - number(&spread["mean"])).abs() < 1e-9);
    let sizes = said["sizes"].as_array().unwrap();
    let worlds: u64 = sizes
        .iter()
        .map(|size| size["worlds"].as_u64().unwrap())
        .sum();
    assert_eq!(worlds, 20_000);
    assert!(said["quantiles"]["median"].is_number());
    assert_eq!(said["trees"]["worlds"], 1000);
    assert!(said["trees"]["structural_virality"]["mean"].is_number());
    assert!(said["timing"]["seconds"].is_number());
    assert!(said["engine"].as_str().unwrap().contains("world"));
    assert_eq!(said["stamp"]["seed"], "1");
    assert!(files(&folder).is_empty());
}

#[test]
fn run_gives_the_same_bytes_on_any_number_of_threads_and_the_same_spread_by_either_engine() {
    let folder = folder("run_threads");
    let out = |threads: &str| {
        let name = format!("out{threads}");
        let more = [
            "--threads",
            threads,
            "--out",
            &name,
            "--trees",
            "--per-person",
            "-qq",
        ];
        run_club(&folder, &more).ends(0);
        let folder = folder.join(name);
        let read = |name: &String| fs::read(folder.join(name)).unwrap();
        let names = files(&folder);
        let all: Vec<Vec<u8>> = names.iter().map(read).collect();
        (names, all)
    };
    let one = out("1");
    assert_eq!(
        one.0,
        [
            "activation.csv",
            "depth.csv",
            "depth.png",
            "depth.svg",
            "events.csv",
            "run.json",
            "sizes.csv",
            "sizes.png",
            "sizes.svg",
            "spread.csv",
            "spread.png",
            "spread.svg"
        ]
    );
    assert!(one == out("2") && one == out("7"));
    let by = |engine| {
        json(
            &run_club(&folder, &["--json", "--engine", engine])
                .ends(0)
                .out,
        )
    };
    let (slow, fast) = (by("one-world"), by("64-worlds"));
    assert_eq!(slow["engine"], "one world");
    assert_eq!(fast["engine"], "64 worlds at once");
    for key in ["spread", "by_round", "stamp"] {
        assert_eq!(slow[key], fast[key], "{key}");
    }
}

#[test]
fn run_by_skipping_says_so_in_its_stamp_and_refuses_what_it_is_not_for() {
    let folder = folder("run_skipping");
    let skip = |more: &[&str]| run_club(&folder, &[&["--engine", "skip"], more].concat());
    let said = json(&skip(&["--json"]).ends(0).out);
    assert_eq!(said["engine"], "skipping");
    assert_eq!(said["stamp"]["luck"], "skip");
    let trees = skip(&["--trees"]).ends(2);
    assert!(trees.err.contains("who convinced whom"), "{}", trees.err);
    let mut question = CLUB
        .map(|word| word.replace("uniform:0.1", "weighted-cascade"))
        .to_vec();
    question.extend(["--engine", "skip"].map(str::to_owned));
    let question: Vec<&str> = question.iter().map(String::as_str).collect();
    let uneven = run(&folder, &question).ends(2);
    assert!(uneven.err.contains("not for weights by which ties differ"));
    assert!(files(&folder).is_empty());
}

#[test]
fn run_says_what_would_do_where_a_word_is_misspelt_or_a_number_is_none() {
    let folder = folder("run_mistakes");
    let ask = |more: &[&str]| run(&folder, &[&["run", "--graph", "karate"][..], more].concat());
    let seeds = ["--seeds", "0"];
    let with = |more: &[&str]| ask(&[more, &seeds[..]].concat()).ends(2);
    with(&["--model", "independant-cascade"]).says(&["did you mean `independent-cascade`?"]);
    let set = "recvery=0.2";
    with(&["--model", "sir", "--set", set]).says(&["did you mean `recovery`?"]);
    with(&["--model", "sir", "--set", "recovery=10"]).says(&["recovery is 10", "0 to 1"]);
    let slip = "wieghted-cascade";
    with(&["--model", "ic", "--weights", slip]).says(&["did you mean `weighted-cascade`?"]);
    with(&["--model", "ic", "--weights", "uniform:10"]).says(&["uniform:10", "from 0 to 1"]);
    with(&["--model", "competitive-cascade"]).says(&["BRAND=0,33"]);
    let stranger = ask(&["--model", "ic", "--seeds", "0,99"]).ends(2);
    stranger.says(&["\"99\" is not in the graph"]);
    ask(&["--model", "ic"]).ends(2).says(&["--seeds"]);
    run(&folder, &["run"]).ends(2).says(&["--list"]);
    assert!(files(&folder).is_empty());
}

#[test]
fn run_takes_weights_from_a_column_and_refuses_those_that_are_too_heavy() {
    let folder = folder("run_weights");
    let ties = "source,target,weight,trust\na,c,0.7,0.5\nb,c,0.7,0.5\nc,d,0.7,1\n";
    fs::write(folder.join("ties.csv"), ties).unwrap();
    let ask = |model: &str, weights: &str| {
        let start = ["run", "--graph", "ties.csv", "--model", model, "--json"];
        run(
            &folder,
            &[&start[..], &["--seeds", "a,b", "--weights", weights]].concat(),
        )
    };
    ask("linear-threshold", "given")
        .ends(2)
        .says(&["into \"c\" sum to 1.4"]);
    let said = json(&ask("linear-threshold", "trust").ends(0).out);
    // Both who are heard have adopted, so everybody does.
    assert_eq!(said["spread"]["mean"], 4.0);
    ask("ic", "turst").ends(2).says(&["turst"]);
}

#[test]
fn run_lists_the_models_and_what_can_be_set() {
    let folder = folder("run_list");
    let all = run(&folder, &["run", "--list"]).ends(0).out;
    for model in [
        "independent-cascade (ic)",
        "linear-threshold (lt)",
        "sir",
        "sentiment",
        "degree-discount",
        "voterank",
    ] {
        assert!(all.contains(model), "{model} in\n{all}");
    }
    let one = run(&folder, &["run", "--list", "--model", "sir"])
        .ends(0)
        .out;
    assert!(
        one.contains("recovery 0.2") && one.contains("0 to 1"),
        "{one}"
    );
}

#[test]
fn run_answers_a_scenario_as_its_one_line_and_compares_one_with_strategies() {
    let folder = starter("run_scenario");
    let text = "format = 1\nname = \"Club\"\n[audience]\nkind = \"built-in\"\n\
                graph = \"karate\"\n[diffusion]\nmodel = \"ic\"\n\
                weights = \"uniform:0.1\"\nseeds = \"0,33\"\n[run]\nworlds = 500\n";
    fs::write(folder.join("club.toml"), text).unwrap();
    let file = json(&run(&folder, &["run", "club.toml", "--json"]).ends(0).out);
    let line = json(
        &run_club(&folder, &["--json", "--worlds", "500"])
            .ends(0)
            .out,
    );
    for key in ["spread", "by_round", "stamp"] {
        assert_eq!(file[key], line[key], "{key}");
    }
    run(&folder, &["check", "club.toml"]).ends(0);
    let shown = run(&folder, &["show", "club.toml", "--effective"])
        .ends(0)
        .out;
    assert!(
        shown.contains("coins = \"per-direction\"  # default"),
        "{shown}"
    );
    let refused = run(&folder, &["compare", "club.toml"]).ends(2);
    refused.says(&["groundswell run"]);
    let few = ["--json", "--worlds", "20"];
    let compared = run(&folder, &[&["run", "campaign.toml"][..], &few].concat()).ends(0);
    assert!(json(&compared.out)["verdict"].is_object());
    let text = run(&folder, &["run", "club.toml"]).ends(0).out;
    assert!(text.starts_with("On average 6."), "{text}");
    assert!(folder.join("club-run/run.json").exists());
}

#[test]
fn run_agrees_with_an_independent_simulator_where_its_numbers_are() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let reference = shared.join("oracles/monte-carlo-reference.json");
    let Ok(reference) = fs::read_to_string(&reference) else {
        println!("skipped: there is no {}", reference.display());
        return;
    };
    let reference = json(&reference);
    let folder = folder("run_reference");
    let cases = [
        ("karate-uniform-p0.1-s2", "ic --weights uniform:0.1"),
        ("karate-lt-s2", "lt --weights weighted-cascade"),
        ("karate-lt-s2", "lt --set face=live"),
        (
            "karate-invite-p0.5-s1-cap2",
            "limited-invitations --set invitations=2 --weights uniform:0.5",
        ),
        (
            "karate-uniform-p0.1-s0-broadcast0.05",
            "ic --seeds chance:0.05",
        ),
        ("les-miserables-uniform-p0.1-s3", "ic --weights uniform:0.1"),
        ("ca-grqc-wc-s50", "ic --weights weighted-cascade"),
        (
            "ego-facebook-uniform-p0.05-s10-r3",
            "ic --weights uniform:0.05 --rounds 3",
        ),
        (
            "nethept-uniform-mult-p0.01-s50",
            "ic --duplicates count --weights uniform-multiplicity:0.01",
        ),
        (
            "nethept-wc-mult-s50",
            "ic --duplicates count --weights weighted-cascade-multiplicity",
        ),
        (
            "florentine-families-layers-s1",
            "ic --weights marriage=uniform:0.2 --weights business=uniform:0.3",
        ),
    ];
    let number = |value: &Value| value.as_f64().unwrap();
    for (id, asked) in cases {
        let all = reference["cases"].as_array().unwrap();
        let case = all.iter().find(|case| case["id"] == id).unwrap();
        let data = shared.join("data").join(case["dataset"].as_str().unwrap());
        let files = ["edges.tsv", "edges.tsv.gz"].map(|name| data.join(name));
        let Some(file) = files.iter().find(|file| file.exists()) else {
            println!("skipped: there is no {}", files[0].display());
            continue;
        };
        let seeds = case["seeds"].as_array().unwrap();
        let seeds: Vec<String> = seeds.iter().map(Value::to_string).collect();
        let seeds = seeds.join(",");
        let mut arguments = vec![
            "run",
            "--graph",
            file.to_str().unwrap(),
            "--undirected",
            "--json",
            "--model",
        ];
        arguments.extend(asked.split(' '));
        if !seeds.is_empty() {
            arguments.extend(["--seeds", &seeds]);
        }
        let said = json(&run(&folder, &arguments).ends(0).out);
        // They count a pair of people once, whatever layers it has ties on.
        let layered = case["weights"] == "layers";
        assert!(layered || said["graph"]["ties"] == case["arcs"], "{id}");
        let (ours, theirs) = (&said["spread"], &case["reference"]);
        let errors = [&ours["standard_error"], &theirs["se"]].map(number);
        let error = errors[0].hypot(errors[1]);
        let off = number(&ours["mean"]) - number(&theirs["mean"]);
        assert!(off.abs() < 4.5 * error, "{id}: {off} with error {error}");
    }
}

#[test]
fn presets_are_listed_shown_and_copied_and_nothing_is_overwritten() {
    let here = folder("presets");
    let listed = run(&here, &["presets", "list"]).ends(0).out;
    assert!(listed.contains("goldenberg-2001\n"), "{listed}");
    assert!(listed.contains("Marketing Letters") && listed.contains("computed"));
    let listed = run(&here, &["presets", "list", "--json"]).ends(0).out;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["schema"], "groundswell-presets-1");
    let presets = listed["presets"].as_array().unwrap();
    for key in ["name", "shows", "source", "date", "trust", "question"] {
        let told = |preset: &Value| !preset[key].as_str().unwrap().is_empty();
        assert!(presets.iter().all(told), "{key}");
    }

    let shown = run(&here, &["presets", "show", "goldenberg-2001"]).ends(0);
    let copy = ["presets", "copy", "goldenberg-2001", "--to", "mine.toml"];
    run(&here, &copy).ends(0);
    let copied = fs::read_to_string(here.join("mine.toml")).unwrap();
    assert_eq!(copied, shown.out);
    fs::write(here.join("mine.toml"), "mine").unwrap();
    run(&here, &copy)
        .ends(2)
        .says(&["mine.toml is there already", "--force"]);
    assert_eq!(fs::read_to_string(here.join("mine.toml")).unwrap(), "mine");
    run(&here, &[&copy[..], &["--force"]].concat()).ends(0);
    assert_eq!(fs::read_to_string(here.join("mine.toml")).unwrap(), copied);
    run(&here, &["presets", "copy", "goldenberg-2001"]).ends(0);
    assert!(here.join("goldenberg-2001.toml").is_file());
    let slip = run(&here, &["presets", "show", "goldenberg-2011"]);
    slip.ends(2).says(&["did you mean `goldenberg-2001`?"]);
}

#[test]
fn a_preset_stands_for_a_scenario_and_its_expectations_are_judged() {
    let here = folder("expected");
    let name = "preset:watts-dodds-2007-easily";
    let met = run(&here, &["run", name]).ends(0);
    assert!(met.out.contains("as expected: above 0.9"), "{}", met.out);
    assert!(here.join("watts-dodds-2007-easily-run/run.json").is_file());
    run(&here, &["check", name]).ends(0);
    run(&here, &["run", "preset:watts-dods-2007-easily"])
        .ends(2)
        .says(&["did you mean `watts-dodds-2007-easily`?"]);

    let scenario = run(&here, &["presets", "show", name]).ends(0).out;
    let other = scenario.replace("above = \"90%\"", "below = \"90%\"");
    fs::write(here.join("other.toml"), other).unwrap();
    let unmet = run(&here, &["run", "other.toml", "--json"]).ends(4);
    let document: Value = serde_json::from_str(&unmet.out).unwrap();
    let [expectation] = &document["expectations"].as_array().unwrap()[..] else {
        panic!("one expectation");
    };
    assert_eq!(expectation["met"], false);
    assert_eq!(expectation["expected"], "below 0.9");
    assert!(expectation["found"].as_f64().unwrap() > 0.9);
    unmet.says(&["other.toml: share of people who adopted", "not as expected"]);
}

#[test]
fn a_comparison_is_judged_too() {
    let here = folder("expected-comparison");
    let expects = |than: &str| {
        format!(
            "{BAKERY}\n[[expect]]\nmetric = \"customers\"\nstrategy = \"invite-friends\"\n\
             against = \"broadcast-only\"\n{than} = 0\nsource = \"what we found before\"\n"
        )
    };
    fs::write(here.join("met.toml"), expects("above")).unwrap();
    fs::write(here.join("unmet.toml"), expects("below")).unwrap();
    let met = run(&here, &["compare", "met.toml", "--worlds", "60"]).ends(0);
    assert!(met.out.contains("as expected: above 0"), "{}", met.out);
    run(&here, &["compare", "unmet.toml", "--worlds", "60", "-q"])
        .ends(4)
        .says(&["unmet.toml: ", "not as expected: below 0"]);
}

#[test]
fn a_word_is_explained_and_a_misspelt_one_has_a_suggestion() {
    let folder = folder("explain");
    let all = run(&folder, &["explain"]).ends(0).out;
    assert!(
        all.contains("linear-threshold") && all.contains("GS0101"),
        "{all}"
    );
    for (word, part) in [
        ("gs0202", "chain never dies out"),
        ("linear-threshold", "Kempe"),
        ("k_factor", "accepted_by_invited / invitations_accepted"),
        ("customers-by-invite", "an invitation won"),
        ("voterank", "seeds"),
        ("r-mat", "graphs"),
        ("74", "Exit codes"),
        ("friend of a fan", "hears one"),
    ] {
        let words: Vec<&str> = word.split(' ').collect();
        let told = run(&folder, &[&["explain"], &words[..]].concat())
            .ends(0)
            .out;
        assert!(told.contains(part), "{word}: {part} in\n{told}");
    }
    let near = run(&folder, &["explain", "linear-treshold"]).ends(2);
    near.says(&["did you mean `linear-threshold`?"]);
}

#[test]
fn the_doctor_finds_nothing_wrong() {
    let folder = folder("doctor");
    let told = run(&folder, &["doctor"]).ends(0).out;
    assert!(
        told.contains("All is well") && !told.contains("BAD"),
        "{told}"
    );
    let document = json(&run(&folder, &["doctor", "--json"]).ends(0).out);
    assert_eq!(document["fine"], true);
    assert!(document["checks"].as_array().unwrap().len() > 5);
}

#[test]
fn shells_and_manuals_know_every_verb() {
    let folder = folder("manual");
    run(&folder, &["man", "--out", "pages"]).ends(0);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&folder, &["completions", shell]).ends(0).out;
        for verb in ["compare", "break-even", "reproduce"] {
            assert!(script.contains(verb), "{verb} for {shell}");
            let page = folder.join(format!("pages/groundswell-{verb}.1"));
            assert!(fs::read_to_string(page).unwrap().starts_with(".ie"));
        }
    }
    let page = run(&folder, &["man"]).ends(0).out;
    assert!(
        page.contains(".SH NAME") && page.contains("Exit codes"),
        "{page}"
    );
    run(&folder, &["completions", "cmd"]).ends(2);
}

#[test]
fn colours_are_there_where_they_are_asked_for_and_progress_is_json_where_it_is() {
    let folder = folder("colours");
    let always = run(&folder, &["explain", "nonsense", "--color", "always"]).ends(2);
    assert!(always.err.contains("\u{1b}[1;31merror"), "{}", always.err);
    let never = run(&folder, &["explain", "nonsense", "--color", "never"]).ends(2);
    assert!(!never.err.contains('\u{1b}'), "{}", never.err);
    fs::write(folder.join("bakery.toml"), BAKERY).unwrap();
    let asked = [
        "compare",
        "bakery.toml",
        "--worlds",
        "2000",
        "--progress",
        "json",
    ];
    let said = run(&folder, &asked).ends(0).err;
    let lines = said.lines().filter(|line| line.starts_with('{'));
    for line in lines {
        let line = json(line);
        assert_eq!(line["schema"], "groundswell-progress-1");
        assert!(line["worlds_per_second"].is_number());
    }
}

#[test]
fn more_memory_than_is_allowed_is_refused_before_anything_is_made() {
    let folder = starter("max-memory");
    let asked = [
        "compare",
        "campaign.toml",
        "--worlds",
        "100000",
        "--max-memory",
        "1M",
    ];
    let refused = run(&folder, &asked).ends(1);
    refused.says(&["100000 worlds", "at most"]);
    assert!(!folder.join("campaign-report").exists());
    let most = [
        "compare",
        "campaign.toml",
        "--precision",
        "0.0001",
        "--max-worlds",
        "300",
        "--json",
    ];
    let document = json(&run(&folder, &most).ends(0).out);
    assert_eq!(document["worlds"], 300);
}

#[test]
fn pictures_are_drawn_in_the_formats_that_are_asked_for() {
    let folder = starter("formats");
    let asked = ["--worlds", "20", "-qq", "--pictures"];
    let compare = [&["compare", "campaign.toml"], &asked[..], &["paper,dark"]].concat();
    run(&folder, &compare).ends(0);
    let drawn = files(&folder.join("campaign-report/pictures"));
    for name in [
        "customers-dark.svg",
        "customers-paper.png",
        "customers-paper-dark.svg",
    ] {
        assert!(drawn.iter().any(|file| file == name), "{name} in {drawn:?}");
    }
    let line = [
        "run", "--graph", "karate", "--model", "sir", "--seeds", "0", "--out", "out",
    ];
    run(&folder, &[&line[..], &asked, &["social"]].concat()).ends(0);
    assert!(folder.join("out/pictures/spread-social.png").is_file());
    let wrong = [&["compare", "campaign.toml"], &asked[..], &["papre"]].concat();
    run(&folder, &wrong)
        .ends(2)
        .says(&["papre", "did you mean `paper`?"]);
}

#[test]
fn the_version_says_how_it_was_built_when_it_is_asked() {
    let folder = folder("version");
    let short = run(&folder, &["--version"]).ends(0).out;
    assert_eq!(
        short,
        format!("groundswell {}\n", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(run(&folder, &["-V"]).ends(0).out, short);
    let long = run(&folder, &["--version", "--verbose"]).ends(0).out;
    let rest = long.strip_prefix(&short).unwrap();
    let told: Vec<_> = rest
        .lines()
        .map(|line| line.split_once(": ").unwrap().0)
        .collect();
    let all = [
        "commit",
        "values version",
        "luck",
        "features",
        "build",
        "target",
        "registers",
    ];
    assert_eq!(told, all);
    run(&folder, &["--verbose"]).ends(2);
}

//! The first five minutes of somebody who has never seen the program, step by step.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use run::{Run, folder, json, program, run};

mod run;

/// Runs the program on a pseudo-terminal, where there is something to make one;
/// what it says on both streams comes out as one.
fn on_a_terminal(within: &Path, arguments: &str) -> Option<Run> {
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_groundswell"));
    let mut script = Command::new("script");
    script.args(["-q", "-e", "-c", &line, "/dev/null"]);
    script.current_dir(within).stdin(Stdio::null());
    script.env("TERM", "xterm-256color").env_remove("NO_COLOR");
    match script.output() {
        Ok(output) => Some(output.into()),
        Err(_) => {
            eprintln!("skipped: there is no `script` to make a terminal with");
            None
        }
    }
}

/// Whether every line fits a terminal of 80 columns.
#[track_caller]
fn fits(said: &str) {
    for line in said.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn first_the_bare_command_and_the_demo() {
    let folder = folder("five-minutes-demo");
    let bare = run(&folder, &[]).ends(0).out;
    assert!(bare.lines().count() <= 14, "{bare}");
    assert_eq!(bare.matches("  groundswell ").count(), 3, "{bare}");

    let said = run(&folder, &["demo"]).ends(0).out;
    fits(&said);
    // The verdict with its interval comes first, then what speaks against it.
    let verdict = said.split("\n\n").next().unwrap().replace('\n', " ");
    assert!(
        verdict.starts_with("invite-friends wins: it brings "),
        "{verdict}"
    );
    assert!(verdict.contains("(95% interval "), "{verdict}");
    assert!(said.contains("Reach says otherwise"), "{said}");
    assert!(said.contains("The winner flips where"), "{said}");
    for ending in [".html", ".svg", ".png", ".csv"] {
        let named = said.lines().find(|line| line.ends_with(ending));
        let path = folder.join(named.unwrap_or_else(|| panic!("no {ending} in\n{said}")));
        assert!(path.metadata().unwrap().len() > 100, "{}", path.display());
    }
    let next = said.lines().last().unwrap();
    assert!(next.starts_with("Next: groundswell init "), "{next}");
}

#[test]
fn on_a_terminal_the_demo_says_the_same() {
    let folder = folder("five-minutes-terminal");
    let Some(told) = on_a_terminal(&folder, "demo --worlds 100 --out there") else {
        return;
    };
    let told = told.ends(0).out.replace("\r\n", "\n");
    let piped = run(&folder, &["demo", "--worlds", "100", "--out", "there"]);
    let piped = piped.ends(0).out;
    // A bar may have been there and gone before.
    assert!(told.ends_with(&piped), "{told}\n\nand piped\n\n{piped}");
}

#[test]
fn then_a_scenario_of_ones_own_its_mistakes_and_its_plan() {
    let folder = folder("five-minutes-own");
    let made = run(&folder, &["init", "my-campaign"]).ends(0).out;
    for file in ["campaign.toml", "people.csv", "ties.csv"] {
        let told = made
            .lines()
            .filter(|line| line.contains(&format!("{file}: ")));
        assert_eq!(told.count(), 1, "{file} in\n{made}");
    }
    let scenario = folder.join("my-campaign/campaign.toml");
    let text = fs::read_to_string(&scenario).unwrap();
    run(&folder, &["init", "my-campaign"])
        .ends(2)
        .says(&["--force"]);
    assert_eq!(fs::read_to_string(&scenario).unwrap(), text);

    // Two mistakes at once: a misspelt key, and a chance that is none.
    let wrong = text
        .replace("fans = {", "fnas = {")
        .replace("\"10%\", low = \"5%\"", "10, low = \"5%\"");
    assert_ne!(wrong, text);
    fs::write(&scenario, &wrong).unwrap();
    let file = "my-campaign/campaign.toml";
    let line_of = |part: &str| 1 + wrong[..wrong.find(part).unwrap()].matches('\n').count();
    let said = run(&folder, &["check", file]).ends(2).err;
    for (id, part) in [("GS0101", "fnas"), ("GS0103", "= { guess = 10,")] {
        let place = format!("{file}:{}:", line_of(part));
        assert!(
            said.contains(id) && said.contains(&place),
            "{id} {place}\n{said}"
        );
    }
    assert!(
        said.contains("^^^^") && said.contains("did you mean"),
        "{said}"
    );
    run(&folder, &["compare", file]).ends(2).says(&["GS0101"]);
    run(&folder, &["explain", "gs0101"]).ends(0);

    fs::write(&scenario, &text).unwrap();
    let plan = run(&folder, &["plan", file]).ends(0).out;
    for row in ["cells", "worlds", "time", "memory", "disk", "done"] {
        assert!(plan.contains(row), "{row} in\n{plan}");
    }
}

/// Presses Ctrl-C `patience` after the program began; gives how it ended, and how long
/// that took.
#[cfg(unix)]
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

/// The files of two folders are the same, to the last byte.
#[track_caller]
fn same_files(one: &Path, other: &Path) {
    let names = |folder: &Path| {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(one), names(other));
    for name in names(one) {
        let same = fs::read(one.join(&name)).unwrap() == fs::read(other.join(&name)).unwrap();
        assert!(same, "{} differs", name.display());
    }
}

/// Runs `command` with so many worlds that a quarter of them are done when Ctrl-C is
/// pressed, again to its end, and once without a stop; gives what the stop left to say.
/// So many as `most` take longer than that.
#[cfg(unix)]
fn stopped_and_gone_on(within: &Path, command: &[&str], most: u64, document: &str) -> String {
    let with = |worlds: u64, out: &str| {
        let more = ["--worlds", &worlds.to_string(), "--out", out].map(str::to_owned);
        let command = command.iter().map(|word| (*word).to_owned());
        command.chain(more).collect::<Vec<String>>()
    };
    let patience = Duration::from_millis(1200);
    let stop = |arguments: Vec<String>| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (run, took) = stopped(within, &arguments, patience);
        assert!(took < Duration::from_secs(20), "it took {took:?} to end");
        run.ends(130).out
    };
    let done = |out: &str| {
        let path = within.join(out).join(document);
        let document = json(&fs::read_to_string(path).unwrap());
        assert_eq!(document["partial"], true);
        document["stamp"]["worlds"]
            .as_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
    };
    stop(with(most, "trial"));
    let worlds = 4 * done("trial");
    let said = stop(with(worlds, "again"));
    let kept = done("again");
    assert!((2..worlds).contains(&kept), "{kept} of {worlds} worlds");
    let again = with(worlds, "again");
    let again: Vec<&str> = again.iter().map(String::as_str).collect();
    let going_on = format!("going on behind {kept} worlds");
    run(within, &again).ends(0).says(&[&going_on]);
    let whole = with(worlds, "whole");
    let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
    run(within, &whole).ends(0);
    same_files(&within.join("whole"), &within.join("again"));
    said
}

#[test]
#[cfg(unix)]
fn then_ctrl_c_half_way_and_the_same_command_again() {
    let folder = folder("five-minutes-stop");
    run(&folder, &["init", "shop"]).ends(0);
    let compare = ["compare", "shop/campaign.toml"];
    let said = stopped_and_gone_on(&folder, &compare, 1_000_000, "report.json");
    assert!(said.contains("Interrupted: these are the "), "{said}");
    let resumes = said.lines().last().unwrap();
    let command = "Next: groundswell compare shop/campaign.toml --worlds ";
    assert!(resumes.starts_with(command), "{said}");
    assert!(resumes.ends_with(" --out again"), "{said}");
}

#[test]
#[cfg(unix)]
fn a_question_about_diffusion_goes_on_where_it_was_stopped_too() {
    for (model, more) in [
        ("sis", "--per-person"),
        ("sentiment", "--sizes"),
        ("independent-cascade", "--per-person"),
    ] {
        let folder = folder(&format!("five-minutes-{model}"));
        // Among the few of a novel a million worlds take no time.
        let town = [
            "graph",
            "generate",
            "watts-strogatz",
            "--set",
            "people=2000",
        ];
        run(&folder, &[&town[..], &["-o", "town.gsw"]].concat()).ends(0);
        let line = ["run", "--graph", "town.gsw", "--model", model];
        let line = [&line[..], &["--weights", "uniform:0.3"]].concat();
        let line = [&line[..], &["--seeds", "0", "--rounds", "300", more]].concat();
        let said = stopped_and_gone_on(&folder, &line, 9_999_999, "run.json");
        assert!(said.contains("Interrupted"), "{model}: {said}");
    }
    let folder = folder("five-minutes-deffuant");
    let line = ["run", "--graph", "les-miserables", "--model", "deffuant"];
    let line = [&line[..], &["--seeds", "0", "--sizes"]].concat();
    stopped_and_gone_on(&folder, &line, 9_999_999, "run.json");
}

#[test]
fn last_the_verdict_and_a_page_that_stands_alone() {
    let folder = folder("five-minutes-compare");
    run(&folder, &["init", "shop"]).ends(0);
    let said = run(
        &folder,
        &["compare", "shop/campaign.toml", "--worlds", "300"],
    );
    let said = said.ends(0).out;
    fits(&said);
    let page = folder.join("shop/campaign-report/report.html");
    let page = fs::read_to_string(page).unwrap();
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    for loads in [
        "src=\"http",
        "href=\"http",
        "url(http",
        "src=\"/",
        "@import",
    ] {
        assert!(!page.contains(loads), "it has {loads}");
    }
    // The first sentence of the terminal is the first of the page.
    let verdict = said.split("\n\n").next().unwrap().replace('\n', " ");
    assert!(page.contains(&verdict.replace('\'', "&#39;")), "{verdict}");
}

#[test]
fn every_template_that_is_made_passes_check() {
    let folder = folder("five-minutes-templates");
    for template in ["starter", "bakery", "big-brand", "karate"] {
        run(&folder, &["init", template, "--template", template]).ends(0);
        run(&folder, &["check", &format!("{template}/campaign.toml")]).ends(0);
    }
}

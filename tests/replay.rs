//! `groundswell replay` as people use it: one world as pictures that move.

use std::fs;
use std::path::Path;

use run::{folder, run};

mod run;

const FILES: [&str; 4] = [
    "replay-still.png",
    "replay.html",
    "replay.png",
    "replay.svg",
];

/// The names of all files in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<_> = entries.map(|e| name(e).into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn two_strategies_are_shown_side_by_side_in_the_same_world() {
    let folder = folder("replay/campaign");
    run(&folder, &["init", ".", "--template", "karate"]).ends(0);
    let replay = ["replay", "campaign.toml", "--world", "3", "--out"];
    let with = |out: &str, more: &[&str]| {
        let all = [&replay[..], &[out], more].concat();
        run(&folder, &all).ends(0).out
    };
    let said = with("shown", &["--threads", "1"]);
    assert!(said.contains("World 3 of seed"), "{said}");
    assert!(said.contains("replay.html"), "{said}");
    assert_eq!(names(&folder.join("shown")), FILES);

    // The same bytes for any threads, and over what stood there.
    with("again", &["--threads", "2"]);
    with("again", &["--threads", "2"]);
    for file in FILES {
        let [one, two] = ["shown", "again"].map(|out| fs::read(folder.join(out).join(file)));
        assert!(one.unwrap() == two.unwrap(), "{file}");
    }
    let svg = fs::read_to_string(folder.join("shown/replay.svg")).unwrap();
    let document = run(
        &folder,
        &["replay", "campaign.toml", "--world", "3", "--json"],
    );
    let document = run::json(&document.ends(0).out);
    let reach = document["totals"]["reach"].as_f64().unwrap();
    let strategy = document["strategy"].as_str().unwrap();
    assert!(
        svg.contains(&format!("{strategy}: {reach} reached")),
        "{strategy}: {reach}"
    );

    let one = with("one", &["--strategy", "do-nothing"]);
    assert!(one.contains("do-nothing"), "{one}");
}

#[test]
fn what_cannot_be_shown_is_refused_and_leaves_nothing() {
    let folder = folder("replay/refused");
    run(&folder, &["init", ".", "--template", "karate"]).ends(0);
    let shown = |arguments: &[&str]| {
        let all = [&["replay"], arguments, &["--world", "0", "--out", "shown"]].concat();
        run(&folder, &all)
    };
    // No graph is known.
    shown(&["preset:big-seed-tide"]).ends(2);
    shown(&["campaign.toml", "--strategy", "a"])
        .ends(2)
        .says(&["\"a\""]);
    let two = [
        "campaign.toml",
        "--strategy",
        "do-nothing",
        "--strategy",
        "do-nothing",
    ];
    shown(&[&two[..], &["--json"]].concat())
        .ends(2)
        .says(&["one strategy"]);
    shown(&[&two[..], &["--strategy", "do-nothing"]].concat()).ends(2);
    shown(&["preset:goldenberg-2001", "--trees"])
        .ends(2)
        .says(&["--trees"]);
    assert!(!folder.join("shown").exists());

    fs::write(folder.join("shown"), "in the way").unwrap();
    shown(&["campaign.toml"]).ends(74).says(&["shown"]);
    assert_eq!(
        fs::read_to_string(folder.join("shown")).unwrap(),
        "in the way"
    );
}

#[test]
fn a_cascade_is_shown_round_by_round() {
    let folder = folder("replay/cascade");
    let line = |model: &str, more: &[&str]| {
        let first = [
            "run", "--graph", "karate", "--model", model, "--seeds", "0,33",
        ];
        let last = ["--worlds", "10", "--replay", "2", "--out", "shown"];
        run(&folder, &[&first[..], more, &last].concat())
    };
    line("ic", &["--weights", "uniform:0.3"]).ends(0);
    let svg = fs::read_to_string(folder.join("shown/replay.svg")).unwrap();
    assert!(svg.contains(">Round 1<") && svg.contains("World 2 of seed 1"));
    for file in FILES {
        assert!(folder.join("shown").join(file).exists(), "{file}");
    }

    fs::remove_dir_all(folder.join("shown")).unwrap();
    line("voter", &[]).ends(2).says(&["cannot be shown"]);
    assert!(!folder.join("shown").exists());
    let compared = ["run", "preset:kumar-2007-funnel", "--replay", "2"];
    run(&folder, &compared)
        .ends(2)
        .says(&["groundswell replay"]);
}

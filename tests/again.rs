//! Results that are made again: from a document, a picture or a table of them.

use std::fs;
use std::path::Path;

use run::{folder, json, run};

mod run;

const PAIR: &str = "a b\nb c\nc d\nd a\na c\n";

/// A comparison, a question about diffusion and a choice of seeds, made in `within`.
fn results(within: &Path) -> [&'static str; 3] {
    run(within, &["init", "shop"]).ends(0);
    fs::write(within.join("ties.txt"), PAIR).unwrap();
    let compare = [
        "compare",
        "shop/campaign.toml",
        "--worlds",
        "60",
        "--seed",
        "9",
        "-q",
    ];
    run(within, &compare).ends(0);
    let line = [
        "--graph",
        "ties.txt",
        "--undirected",
        "--model",
        "ic",
        "--weights",
        "uniform:0.3",
    ];
    let more = ["--seeds", "a", "--worlds", "200", "--per-person", "-q"];
    run(within, &[&["run"], &line[..], &more].concat()).ends(0);
    let more = [
        "--k",
        "2",
        "--beside",
        "degree,random",
        "--worlds",
        "300",
        "-q",
    ];
    run(within, &[&["maximize"], &line[..], &more].concat()).ends(0);
    [
        "shop/campaign-report/report.json",
        "ties-run/run.json",
        "ties-maximize/maximize.json",
    ]
}

#[test]
fn every_document_is_made_again_to_the_last_byte() {
    let folder = folder("again");
    for document in results(&folder) {
        let said = run(&folder, &["reproduce", document, "--threads", "1"]);
        let said = said.ends(0).out.replace('\n', " ");
        assert!(
            said.contains("made again, and the same to the last byte; so are "),
            "{said}"
        );
    }
    for part in [
        "report.html",
        "customers.svg",
        "customers.png",
        "worlds.csv",
    ] {
        let part = format!("shop/campaign-report/{part}");
        run(&folder, &["reproduce", &part]).ends(0);
    }
}

#[test]
fn what_is_not_the_same_is_named() {
    let folder = folder("again-changed");
    let [report, spread, _] = results(&folder);
    // Somebody touched up a number of the table, and a tie was lost.
    let table = folder.join("shop/campaign-report/summary.csv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replacen("customers,", "customers ,", 1)).unwrap();
    run(&folder, &["reproduce", report])
        .ends(1)
        .says(&["summary.csv differ"]);
    fs::write(folder.join("ties.txt"), &PAIR[4..]).unwrap();
    let differs = ["graph_fingerprint was ", "the documents"];
    run(&folder, &["reproduce", spread]).ends(1).says(&differs);
    fs::remove_file(folder.join("ties.txt")).unwrap();
    run(&folder, &["reproduce", spread])
        .ends(74)
        .says(&["ties.txt"]);
}

#[test]
fn a_sweep_is_made_again_cell_by_cell() {
    let folder = folder("again-sweep");
    fs::write(folder.join("ties.txt"), PAIR).unwrap();
    let scenario = r#"
format = 1
name = "From few ties to more"

[audience]
kind = "file"
ties = "ties.txt"
direction = "mutual"

[diffusion]
model = "independent-cascade"
weights = "uniform:0.1"
seeds = "a"

[run]
worlds = 40
seed = 3

[sweep]
vary."diffusion.weights" = [0.1, 0.3, 0.5]
"#;
    fs::write(folder.join("ties.toml"), scenario).unwrap();
    run(&folder, &["sweep", "ties.toml", "-q", "--out", "swept"]).ends(0);
    for part in ["sweep.json", "cells.csv", "plan.json", "report.html"] {
        let said = run(&folder, &["reproduce", &format!("swept/{part}")]);
        let said = said.ends(0).out.replace('\n', " ");
        assert!(
            said.contains("the same to the last byte; so are "),
            "{said}"
        );
    }
    let table = folder.join("swept/cells.csv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replacen("0.3", "0.4", 1)).unwrap();
    run(&folder, &["reproduce", "swept/sweep.json"])
        .ends(1)
        .says(&["cells.csv differ"]);
    let document = folder.join("swept/sweep.json");
    let text = fs::read_to_string(&document).unwrap();
    let partial = text.replacen("\"partial\": false", "\"partial\": true", 1);
    assert_ne!(partial, text);
    fs::write(&document, partial).unwrap();
    run(&folder, &["reproduce", "swept/cells.csv"])
        .ends(2)
        .says(&["the sweep is not complete"]);
}

#[test]
fn what_was_printed_is_made_again_as_what_was_written() {
    let folder = folder("again-printed");
    let line = [
        "run", "--graph", "karate", "--model", "sir", "--seeds", "0", "--json",
    ];
    let printed = run(&folder, &line).ends(0).out;
    assert!(json(&printed)["timing"]["seconds"].is_number());
    fs::write(folder.join("printed.json"), printed).unwrap();
    run(&folder, &["reproduce", "printed.json"]).ends(0);
}

#[test]
fn the_order_of_options_and_the_folder_of_files_are_no_part_of_a_result() {
    let folder = folder("again-order");
    fs::create_dir(folder.join("deep")).unwrap();
    fs::write(folder.join("deep/four-friends.txt"), PAIR).unwrap();
    let one = [
        "run",
        "--graph",
        "deep/four-friends.txt",
        "--model",
        "sir",
        "--seeds",
        "a",
        "--worlds",
        "50",
    ];
    let other = [
        "run",
        "--worlds",
        "50",
        "--seeds",
        "a",
        "--model",
        "sir",
        "--graph",
        "four-friends.txt",
    ];
    run(&folder, &[&one[..], &["--out", "one"]].concat()).ends(0);
    run(
        &folder.join("deep"),
        &[&other[..], &["--out", "../other"]].concat(),
    )
    .ends(0);
    let document = |of: &str| fs::read_to_string(folder.join(of).join("run.json")).unwrap();
    assert!(document("one") == document("other"), "the documents differ");
}

#[test]
fn what_cannot_be_made_again_says_why() {
    let folder = folder("again-refused");
    fs::write(folder.join("mine.json"), "{\"a\": 1}").unwrap();
    fs::write(folder.join("mine.png"), "no picture").unwrap();
    fs::write(folder.join("broken.json"), "{").unwrap();
    let refused = |file| run(&folder, &["reproduce", file]);
    refused("mine.json")
        .ends(2)
        .says(&["does not say how it is made"]);
    refused("broken.json")
        .ends(2)
        .says(&["does not say how it is made"]);
    refused("mine.png").ends(2).says(&["report.json"]);
    refused("missing.json").ends(74).says(&["missing.json"]);
    // A document of another version of results, and one that asks for something odd.
    let [report, ..] = results(&folder);
    let text = fs::read_to_string(folder.join(report)).unwrap();
    let old = text.replace("\"values_version\": \"1\"", "\"values_version\": \"0\"");
    assert_ne!(old, text);
    fs::write(folder.join("old.json"), old).unwrap();
    refused("old.json").ends(2).says(&["version 0"]);
    let odd = text.replace("\"--worlds=60\"", "\"--force=all\"");
    assert_ne!(odd, text);
    fs::write(folder.join("odd.json"), odd).unwrap();
    refused("odd.json").ends(2).says(&["--force=all"]);
}

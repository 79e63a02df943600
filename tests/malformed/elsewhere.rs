//! Files outside the scenario's folder: nothing of them is read, unless whoever runs the
//! program says so.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Run, folder, run};

/// Stands in the file that nobody may read, and would be told in a message.
const SECRET: &str = "hush-hush";

/// A folder with a secret beside the folder of a scenario, and that folder.
fn place(name: &str) -> (PathBuf, PathBuf) {
    let outside = folder(name);
    fs::write(outside.join("secret.txt"), format!("{SECRET}\n")).unwrap();
    let inside = outside.join("inside");
    fs::create_dir(&inside).unwrap();
    fs::write(inside.join("ties.csv"), "a,b\nb,c\n").unwrap();
    (outside, inside)
}

/// A question whose scenario names `ties` and `seeds`.
fn question(ties: &str, seeds: &str) -> String {
    format!(
        "format = 1\nname = \"Files\"\n\n[audience]\nkind = \"file\"\ndirection = \"mutual\"\nties = {ties:?}\n\n\
         [diffusion]\nmodel = \"independent-cascade\"\nweights = \"uniform:0.1\"\nseeds = {seeds:?}\n\n[run]\nworlds = 2\n"
    )
}

fn refused(run: Run, file: &str) {
    let run = run
        .ends(2)
        .says(&["outside the folder", file, "--files-anywhere"]);
    assert!(
        !run.err.contains(SECRET) && !run.out.contains(SECRET),
        "{}",
        run.err
    );
}

fn asked(within: &Path, text: &str, arguments: &[&str]) -> Run {
    fs::write(within.join("q.toml"), text).unwrap();
    run(within, arguments)
}

#[test]
fn a_file_outside_the_folder_is_refused_by_every_verb() {
    let (outside, inside) = place("elsewhere");
    let root = outside.join("secret.txt").display().to_string();
    for path in [
        "../secret.txt",
        "x/../../secret.txt",
        &root,
        "/etc/passwd",
        "../not-there",
        "/",
    ] {
        for text in [
            question(path, "a"),
            question("ties.csv", &format!("a+@{path}")),
        ] {
            for verb in ["check", "run", "plan", "sweep", "show"] {
                refused(asked(&inside, &text, &[verb, "q.toml"]), path);
            }
            // Wherever the program is called from.
            refused(run(&outside, &["check", "inside/q.toml"]), path);
        }
    }
}

#[test]
fn whoever_runs_it_may_allow_it() {
    let (_, inside) = place("elsewhere-allowed");
    fs::write(inside.join("../more.csv"), "a,b\nb,c\n").unwrap();
    let text = question("../more.csv", "a");
    asked(&inside, &text, &["run", "q.toml", "--files-anywhere"]).ends(0);
    asked(&inside, &question("./ties.csv", "a"), &["run", "q.toml"]).ends(0);
    let whole = inside.join("ties.csv").canonicalize().unwrap();
    asked(
        &inside,
        &question(whole.to_str().unwrap(), "a"),
        &["run", "q.toml"],
    )
    .ends(0);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_refused_and_one_within_is_not() {
    use std::os::unix::fs::symlink;
    let (_, inside) = place("elsewhere-links");
    symlink("../secret.txt", inside.join("out.csv")).unwrap();
    symlink("..", inside.join("up")).unwrap();
    symlink("../not-there", inside.join("dangling.csv")).unwrap();
    symlink("ties.csv", inside.join("within.csv")).unwrap();
    for path in ["out.csv", "up/secret.txt", "up/not-there", "dangling.csv"] {
        refused(
            asked(&inside, &question(path, "a"), &["check", "q.toml"]),
            path,
        );
        refused(
            asked(
                &inside,
                &question("ties.csv", &format!("@{path}")),
                &["run", "q.toml"],
            ),
            path,
        );
    }
    asked(&inside, &question("within.csv", "a"), &["run", "q.toml"]).ends(0);
}

#[test]
fn entities_of_graphml_read_no_file_and_do_not_multiply() {
    let (outside, inside) = place("elsewhere-entities");
    let root = outside.join("secret.txt").display().to_string();
    for declared in [
        format!("<!ENTITY e SYSTEM \"file://{root}\">"),
        "<!ENTITY e SYSTEM \"../secret.txt\">".to_owned(),
        "<!ENTITY % p SYSTEM \"../secret.txt\"> %p;".to_owned(),
        "<!ENTITY a \"ha\"><!ENTITY e \"&a;&a;&a;&a;&a;&a;&a;&a;\">".to_owned(),
    ] {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE graphml [{declared}]>\n<graphml><graph edgedefault=\"directed\">\
             <node id=\"&e;\"/></graph></graphml>"
        );
        fs::write(inside.join("ties.graphml"), text).unwrap();
        let run = run(&inside, &["graph", "stats", "ties.graphml"]).ends(2);
        let run = run.says(&["ties.graphml, line 2"]);
        assert!(!run.err.contains(SECRET), "{}", run.err);
    }
}

#[test]
fn a_document_of_somebody_else_writes_and_reads_nowhere() {
    let (outside, inside) = place("elsewhere-recipes");
    let line = "run --graph ties.csv --undirected --model ic --weights uniform:0.1 --worlds 4 --out made --seeds a";
    let line: Vec<&str> = line.split(' ').collect();
    run(&inside, &line).ends(0);
    let good = fs::read_to_string(inside.join("made/run.json")).unwrap();
    run(&inside, &["reproduce", "made/run.json"]).ends(0);
    for other in [
        "--out=../written",
        "--seeds=@../secret.txt",
        "--seeds=b+@../secret.txt",
        "--files-anywhere",
    ] {
        let text = good.replace("\"--worlds=4\"", &format!("\"{other}\""));
        assert_ne!(text, good);
        fs::write(inside.join("made/run.json"), text).unwrap();
        let run = run(&inside, &["reproduce", "made/run.json"]).ends(2);
        assert!(!run.err.contains(SECRET), "{}", run.err);
        assert!(!outside.join("written").exists() && !inside.join("../written").exists());
    }
    // A scenario in a document is held to the folder of the data, too.
    fs::write(inside.join("q.toml"), question("ties.csv", "a")).unwrap();
    run(&inside, &["run", "q.toml", "--out", "asked"]).ends(0);
    let good = fs::read_to_string(inside.join("asked/run.json")).unwrap();
    let text = good.replace("ties = \\\"ties.csv\\\"", "ties = \\\"../secret.txt\\\"");
    assert_ne!(text, good);
    fs::write(inside.join("asked/run.json"), text).unwrap();
    refused(
        run(&inside, &["reproduce", "asked/run.json"]),
        "../secret.txt",
    );
}

#[test]
fn a_sweep_of_somebody_else_is_held_to_the_folder_too() {
    let (_, inside) = place("elsewhere-sweeps");
    let text = question("ties.csv", "a") + "\n[sweep]\nvary.\"diffusion.weights\" = [0.1, 0.2]\n";
    asked(&inside, &text, &["sweep", "q.toml", "--out", "swept"]).ends(0);
    run(&inside, &["reproduce", "swept/sweep.json"]).ends(0);
    let record = inside.join("swept/plan.json");
    let good = fs::read_to_string(&record).unwrap();
    let text = good.replace("ties = \\\"ties.csv\\\"", "ties = \\\"../secret.txt\\\"");
    assert_ne!(text, good);
    fs::write(&record, text).unwrap();
    refused(
        run(&inside, &["reproduce", "swept/sweep.json"]),
        "../secret.txt",
    );
}

//! `groundswell graph`, from end to end: every data set with one command, and
//! what people get wrong.

use std::fs;
use std::path::Path;

use serde_json::Value;

use run::{folder, json, run};

mod run;

/// What it printed, if it ended well.
#[track_caller]
fn done(within: &Path, arguments: &[&str]) -> String {
    run(within, arguments).ends(0).out
}

/// The first of `names` that is in `folder`.
fn file_in(folder: &Path, names: [&str; 2]) -> Option<String> {
    let there = names
        .map(|name| folder.join(name))
        .into_iter()
        .find(|path| path.is_file());
    there.map(|path| path.display().to_string())
}

#[test]
fn every_data_set_imports_with_one_command_and_its_counts_come_out() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let Ok(oracle) = fs::read_to_string(shared.join("oracles/graph-metrics.json")) else {
        println!("skipped: there is no {}", shared.display());
        return;
    };
    let here = folder("graph/data-sets");
    let cases = json(&oracle)["cases"].as_array().unwrap().clone();
    assert!(cases.len() > 20);
    for case in cases {
        let name = case["dataset"].as_str().unwrap();
        let data = shared.join("data").join(name);
        let ties = file_in(&data, ["edges.tsv", "edges.tsv.gz"]).unwrap();
        let people = file_in(&data, ["nodes.tsv", "nodes.tsv.gz"]);
        let people = people.unwrap_or_else(|| case["nodes"].to_string());
        let graph = format!("{name}.gsw");
        let mut import = vec![
            "graph", "import", &ties, "--people", &people, "-o", &graph, "--json",
        ];
        if case["directed"] == false {
            import.push("--undirected");
        }
        let imported = json(&done(&here, &import));
        let platforms = imported["imported"]["platforms"].as_array().unwrap();
        let pairs = |platform: &Value| platform["pairs"].as_u64().unwrap();
        let all: u64 = platforms.iter().map(pairs).sum();
        assert_eq!(all, case["edge_lines"].as_u64().unwrap(), "{name}");
        for platform in platforms {
            let layer = &case["layers"][platform["name"].as_str().unwrap()];
            if let Some(lines) = layer["edge_lines"].as_u64() {
                assert_eq!(pairs(platform), lines, "{name}");
            }
        }
        let stats = json(&done(&here, &["graph", "stats", &graph, "--json"]));
        let degree = &stats["degree"];
        for (ours, theirs) in [
            (&stats["people"], "nodes"),
            (&stats["ties"], "undirected_simple_edges"),
            (&degree["isolated"], "isolated_nodes"),
            (&degree["max"], "max_degree"),
            (&degree["mean"], "mean_degree"),
            (&stats["components"], "weak_components"),
            (&stats["largest_component"], "largest_weak_component"),
            (&stats["triangles"], "triangles"),
            (&stats["transitivity"], "transitivity"),
            (
                &stats["clustering"],
                "average_clustering_zero_for_low_degree",
            ),
            (&stats["degeneracy"], "degeneracy"),
            (&stats["degree_assortativity"], "degree_assortativity"),
            (&stats["spectral_radius"], "spectral_radius_undirected"),
            (
                &stats["largest_strong_component"],
                "largest_strong_component",
            ),
            (&stats["reciprocity"], "reciprocity"),
            (&stats["arcs"], "distinct_arcs"),
            (&degree["max_out"], "max_out_degree"),
            (&degree["max_in"], "max_in_degree"),
        ] {
            let Some(expected) = case[theirs].as_f64() else {
                continue;
            };
            let ours = ours.as_f64().unwrap_or(f64::NAN);
            let fine = match case[theirs].is_u64() {
                true => ours == expected,
                false => (ours - expected).abs() <= 1e-6 * expected.abs().max(1.0),
            };
            assert!(fine, "{name}, {theirs}: {ours}, not {expected}");
        }
    }
}

#[test]
fn built_in_graphs_stand_for_files() {
    let here = folder("graph/built-in");
    for (name, people, ties) in [
        ("karate", 34, 78),
        ("florentine", 15, 27),
        ("les-miserables", 77, 254),
    ] {
        let stats = json(&done(&here, &["graph", "stats", name, "--json"]));
        assert_eq!(
            (stats["people"].as_u64(), stats["ties"].as_u64()),
            (Some(people), Some(ties))
        );
    }
}

#[test]
fn stats_say_what_was_assumed_and_leave_a_picture() {
    let here = folder("graph/stats");
    fs::write(here.join("follows.csv"), "who,whom\n1,2\n2,3\n3,3\n1,2\n").unwrap();
    let told = done(
        &here,
        &[
            "graph",
            "stats",
            "follows.csv",
            "--source",
            "who",
            "--target",
            "whom",
        ],
    );
    assert!(
        told.contains("source-to-target: the second of a pair hears the first"),
        "{told}"
    );
    assert!(
        told.contains("left out: 1 self-loops, 1 duplicates"),
        "{told}"
    );
    let svg = fs::read_to_string(here.join("follows-stats/degree-distribution.svg")).unwrap();
    assert!(
        svg.contains("<title") || svg.contains("aria-label"),
        "alt text"
    );
    let reversed = done(
        &here,
        &[
            "graph",
            "stats",
            "follows.csv",
            "--source",
            "1",
            "--target",
            "2",
            "--reverse",
            "--lenient",
        ],
    );
    assert!(reversed.contains("target-to-source"), "{reversed}");
}

#[test]
fn people_are_numbered_by_degree_only_where_it_is_asked_for() {
    let here = folder("graph/by-degree");
    let import = |file: &str, more: &[&str]| {
        let told = done(
            &here,
            &[&["graph", "import", file, "--json"], more].concat(),
        );
        json(&told)
    };
    let found = import("karate", &["-o", "found.gsw"]);
    let moved = import("karate", &["-o", "moved.gsw", "--by-degree"]);
    assert_eq!(found["imported"]["order"], "as-found");
    assert_eq!(moved["imported"]["order"], "by-degree");
    assert_ne!(found["fingerprint"], moved["fingerprint"]);
    let told = done(&here, &["graph", "import", "karate", "--by-degree"]);
    assert!(told.contains("people are numbered by degree"), "{told}");

    // The binary file keeps the order, and 33 and 0 have the most friends.
    done(&here, &["graph", "convert", "moved.gsw", "moved.csv"]);
    let people = fs::read_to_string(here.join("moved-people.csv")).unwrap();
    let ids: Vec<_> = people
        .lines()
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(ids[..3], ["id", "33", "0"]);
    assert_eq!(ids.len(), 35);
    let again = import("moved.gsw", &["-o", "again.gsw"]);
    assert_eq!(again["fingerprint"], moved["fingerprint"]);
    run(
        &here,
        &["graph", "convert", "moved.gsw", "x.gsw", "--by-degree"],
    )
    .ends(2)
    .says(&["a binary graph file says itself how it is to be read"]);
    // A text is numbered anew by whoever reads it.
    let anew = import("moved.csv", &["-o", "anew.gsw", "--undirected"]);
    assert_eq!(anew["fingerprint"], found["fingerprint"]);
}

#[test]
fn a_graph_goes_through_every_format_and_comes_back_the_same() {
    let here = folder("graph/formats");
    let set = [
        "--set",
        "people=300",
        "--set",
        "layers=2",
        "--set",
        "members=0.5",
    ];
    let mut generate = vec![
        "graph", "generate", "lfr", "--seed", "5", "-o", "a.gsw", "--json",
    ];
    generate.extend(set);
    let first = json(&done(&here, &generate));
    assert_eq!(first["platforms"].as_array().unwrap().len(), 2);
    let convert = |from: &str, to: &str, more: &[&str]| {
        let mut all = vec!["graph", "convert", from, to, "--json"];
        all.extend(more);
        json(&done(&here, &all))["fingerprint"].clone()
    };
    let print = &first["fingerprint"];
    assert_eq!(convert("a.gsw", "b.graphml", &[]), *print);
    assert_eq!(convert("b.graphml", "c.csv", &[]), *print);
    let people = ["--people", "c-people.csv", "--undirected"];
    assert_eq!(convert("c.csv", "d.gsw", &people), *print);
    assert_eq!(
        fs::read(here.join("a.gsw")).unwrap(),
        fs::read(here.join("d.gsw")).unwrap()
    );
    // Another seed, another graph; the same, the same, on any number of threads.
    generate.extend(["--threads", "1"]);
    assert_eq!(json(&done(&here, &generate))["fingerprint"], *print);
    generate[4] = "6";
    assert_ne!(json(&done(&here, &generate))["fingerprint"], *print);
}

#[test]
fn measures_are_the_same_bytes_on_any_number_of_threads() {
    let here = folder("graph/measures-of-threads");
    done(&here, &["graph", "generate", "lfr", "-o", "a.gsw"]);
    let measured = |threads: &str| {
        let options = ["--json", "--out", threads, "--threads", threads];
        done(
            &here,
            &[&["graph", "stats", "a.gsw"][..], &options].concat(),
        )
    };
    let one = measured("1");
    for threads in ["2", "7"] {
        assert_eq!(measured(threads), one, "{threads} threads");
    }
}

#[test]
fn directions_of_single_platforms_are_asked_for_as_they_were_told() {
    let here = folder("graph/directions");
    fs::write(here.join("l.csv"), "layer,source,target\nf,1,2\nt,2,3\n").unwrap();
    let mixed = [
        "--direction",
        "f=mutual",
        "--direction",
        "t=target-to-source",
        "--json",
    ];
    let import = |from: &str, to: &str| {
        let mut all = vec!["graph", "convert", from, to];
        all.extend(mixed);
        json(&done(&here, &all))
    };
    let first = import("l.csv", "l.gsw");
    assert_eq!(first["ties"], 3);
    let told = done(&here, &["graph", "convert", "l.gsw", "m.tsv"]);
    assert!(told.contains("--direction f=mutual"), "{told}");
    let options: Vec<&str> = told
        .lines()
        .filter_map(|line| line.strip_prefix("to read it: "))
        .flat_map(str::split_whitespace)
        .collect();
    let mut back = vec!["graph", "convert", "m.tsv", "n.gsw", "--json"];
    back.extend(options);
    assert_eq!(
        json(&done(&here, &back))["fingerprint"],
        first["fingerprint"]
    );
}

#[test]
fn a_mapped_graph_measures_the_same() {
    let here = folder("graph/mapped");
    done(
        &here,
        &["graph", "generate", "watts-strogatz", "-o", "w.gsw"],
    );
    let read = done(&here, &["graph", "stats", "w.gsw", "--json"]);
    assert_eq!(
        done(&here, &["graph", "stats", "w.gsw", "--json", "--map"]),
        read
    );
    let mut bytes = fs::read(here.join("w.gsw")).unwrap();
    let at = bytes.len() - 200;
    bytes[at..at + 4].copy_from_slice(&[0xff, 0xff, 0xff, 0x7f]);
    fs::write(here.join("bad.gsw"), &bytes).unwrap();
    run(&here, &["graph", "stats", "bad.gsw"])
        .ends(2)
        .says(&["bad.gsw: its ", "damaged"]);
    run(&here, &["graph", "stats", "bad.gsw", "--map"])
        .ends(2)
        .says(&["bad.gsw: its ties are damaged"]);
    run(&here, &["graph", "convert", "bad.gsw", "c.gsw", "--map"]).ends(2);
    assert!(!here.join("c.gsw").exists());
}

#[test]
fn mistakes_name_file_and_line_and_what_would_do() {
    let here = folder("graph/mistakes");
    fs::write(here.join("t.csv"), "source,target\n1,2\n\n3\n").unwrap();
    fs::write(here.join("ok.csv"), "source,target\n1,2\n9,2\n").unwrap();
    fs::write(here.join("p.csv"), "id\n1\n2\n").unwrap();
    run(&here, &["graph", "stats", "t.csv"])
        .ends(2)
        .says(&["t.csv, line 4: \"3\"; two ids"]);
    run(&here, &["graph", "stats", "ok.csv", "--people", "p.csv"])
        .ends(2)
        .says(&["ok.csv, line 3: \"9\" is not among the people"]);
    run(&here, &["graph", "stats", "ok.csv", "--weight", "p"])
        .ends(2)
        .says(&["no column \"p\""]);
    run(&here, &["graph", "stats", "nobody.csv"])
        .ends(74)
        .says(&["nobody.csv"]);
    run(&here, &["graph", "stats", "."]).ends(74);
    run(&here, &["graph", "generate", "watts-strogats"])
        .ends(2)
        .says(&["did you mean `watts-strogatz`?"]);
    run(&here, &["graph", "generate", "lfr", "--set", "mixng=1"])
        .ends(2)
        .says(&["did you mean `mixing`?"]);
    let wide = "1 2\n".repeat(400_000);
    fs::write(here.join("wide.txt"), wide).unwrap();
    run(&here, &["graph", "stats", "wide.txt", "--max-memory", "1M"])
        .ends(1)
        .says(&["needs more than the 1 MiB"]);
    run(
        &here,
        &["graph", "stats", "wide.txt", "--people", "5000000000"],
    )
    .ends(2)
    .says(&["a number from 0 to 4294967294 would do"]);
    run(
        &here,
        &[
            "graph",
            "stats",
            "ok.csv",
            "--people",
            "3000000000",
            "--max-memory",
            "1G",
        ],
    )
    .ends(1)
    .says(&["1024 MiB"]);
    run(&here, &["graph", "convert", "ok.csv", "ok.gml"])
        .ends(2)
        .says(&["read but not written"]);
    done(&here, &["graph", "import", "ok.csv"]);
    run(&here, &["graph", "stats", "ok.gsw", "--undirected"])
        .ends(2)
        .says(&["says itself how it is to be read"]);
    run(&here, &["graph", "stats", "karate", "--map"])
        .ends(2)
        .says(&["are for files"]);
    // Nothing half done stands around.
    run(&here, &["graph", "import", "t.csv"])
        .ends(2)
        .says(&["line 4"]);
    assert!(!here.join("t.gsw").exists());
}

//! Every document that the program prints is what its published schema says.

mod run;
mod validator;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use groundswell_report::schema::published;
use run::{folder, json, run};
use serde_json::{Value, json};
use validator::faults;

/// Where the published copies lie.
fn copies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas")
}

/// The schema of a document, by the name that it gives.
#[track_caller]
fn schema_of(document: &Value) -> Value {
    let name = document["schema"].as_str().unwrap_or_default();
    let all = published().into_iter();
    let mut named = all.filter(|one| one.name == name);
    let one = named.next();
    one.unwrap_or_else(|| panic!("no schema is called {name:?}"))
        .schema
}

/// Fails unless the document is what its schema says; gives its schema's name.
#[track_caller]
fn fits(document: &Value) -> String {
    let schema = schema_of(document);
    let found = faults(&schema, document);
    let name = document["schema"].as_str().unwrap().to_owned();
    assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
    name
}

/// A scenario that is small in everything.
const CAMPAIGN: &str = r#"format = 1
name = "Small"
objective = "customers"

[audience]
kind = "from-aggregates"
people = 300
fans = { facebook = 40, instagram = 30 }
friends = 12
nearby = "50%"

[platform.facebook]
preset = "facebook-2014"

[platform.instagram]
preset = "facebook-2014"

[response]
post = { engage = "2%", buy = "5%" }
invite = { customer = { guess = "14%", low = "5%", high = "20%" } }

[money]
currency = "EUR"
hour = 15
margin_per_customer = 45

[[strategy]]
name = "posts"
actions = [{ kind = "post", platform = "facebook", per_week = 3 }]

[[strategy]]
name = "invite"
actions = [{ kind = "prompt", platform = "facebook", via = "counter", seen = "60%",
  take_part = "33%", invitations = 2 }]

[run]
days = 10
reference = "posts"
worlds = 40
"#;

/// What of a campaign makes it a sweep.
const SWEEP: &str = "\n[sweep]\nvary.\"response.invite.customer\" = { values = [0.05, 0.2] }\n\
                     vary.\"money.margin_per_customer\" = { values = [20, 80] }\n";

/// Every document of a small walk through the program, by the words that asked for it.
fn documents(within: &Path) -> Vec<(String, Value)> {
    fs::write(within.join("small.toml"), CAMPAIGN).unwrap();
    fs::write(within.join("swept.toml"), format!("{CAMPAIGN}{SWEEP}")).unwrap();
    let club = ["--graph", "karate", "--model", "ic", "--seeds", "0,33"];
    let with = |first: &[&'static str], more: &[&'static str]| {
        let words = first.iter().chain(more).copied();
        words.chain(["--json"]).collect::<Vec<_>>()
    };
    let asked: Vec<Vec<&str>> = vec![
        with(&["compare", "small.toml"], &["--out", "compared"]),
        with(
            &["break-even", "small.toml"],
            &["response.invite.customer", "--worlds", "20"],
        ),
        with(&["run"], &club),
        with(
            &["run"],
            &[&club[..], &["--sizes", "--per-person", "--trees"]].concat(),
        ),
        with(
            &["run", "--graph", "karate", "--model", "sir"],
            &["--seeds", "degree:3", "--worlds", "50"],
        ),
        with(
            &["run", "preset:goldenberg-2001"],
            &["--worlds", "20", "--out", "preset"],
        ),
        with(
            &["maximize", "--graph", "karate", "--model", "ic"],
            &["--weights", "uniform:0.1", "--k", "3", "--beside", "degree"],
        ),
        with(
            &["sweep", "swept.toml"],
            &["--out", "part", "--shard", "1/2"],
        ),
        with(&["sweep", "swept.toml"], &["--out", "swept"]),
        with(&["sweep", "swept.toml"], &["--out", "other", "--seed", "2"]),
        with(&["merge", "swept"], &[]),
        with(&["plan", "swept.toml"], &["--out", "swept"]),
        with(&["plan", "small.toml"], &["--no-probe"]),
        with(&["runs", "list"], &[]),
        with(&["runs", "show", "swept"], &[]),
        with(&["runs", "diff", "swept", "other"], &[]),
        with(
            &["replay", "small.toml", "--world", "3"],
            &["--strategy", "invite", "--trees"],
        ),
        with(&["graph", "stats", "karate"], &[]),
        with(
            &["graph", "generate", "erdos-renyi", "--set", "people=50"],
            &["--seed", "1", "-o", "drawn.csv"],
        ),
        with(&["graph", "convert", "drawn.csv", "drawn.graphml"], &[]),
        with(&["graph", "import", "drawn.csv", "-o", "drawn.gsw"], &[]),
        with(&["presets", "list"], &[]),
    ];
    let mut found = Vec::new();
    for words in asked {
        let said = run(within, &words);
        assert!(
            said.code == Some(0) || said.code == Some(4),
            "{words:?}: {}",
            said.err
        );
        found.push((words.join(" "), json(&said.out)));
    }
    for file in [
        "compared/report.json",
        "swept/sweep.json",
        "preset/run.json",
    ] {
        let text = fs::read_to_string(within.join(file));
        let text = text.unwrap_or_else(|error| panic!("{file}: {error}"));
        found.push((file.to_owned(), json(&text)));
    }
    found
}

#[test]
fn every_document_is_what_its_schema_says() {
    let within = folder("schemas");
    let mut seen = Vec::new();
    let all = documents(&within);
    for (asked, document) in &all {
        println!("{asked}");
        seen.push(fits(document));
    }
    for one in published() {
        assert!(
            seen.iter().any(|name| name == one.name),
            "no document is a {}",
            one.name
        );
    }
    by_another_judge(&within, &all);
}

/// Where Python's `jsonschema` is, it has to say the same.
fn by_another_judge(within: &Path, all: &[(String, Value)]) {
    let pairs: Vec<Value> = all
        .iter()
        .map(|(asked, document)| json!([asked, schema_of(document), document]))
        .collect();
    let file = within.join("pairs.json");
    fs::write(&file, Value::from(pairs).to_string()).unwrap();
    let judge = "import json, sys\n\
                 try:\n    from jsonschema import Draft202012Validator as V\n\
                 except ImportError:\n    sys.exit(77)\n\
                 for asked, schema, document in json.load(open(sys.argv[1])):\n    \
                 V.check_schema(schema)\n    \
                 faults = [e.message for e in V(schema).iter_errors(document)]\n    \
                 assert not faults, (asked, faults[:3])\n";
    let python = std::env::var_os("GROUNDSWELL_PYTHON").unwrap_or_else(|| "python3".into());
    let judged = Command::new(python)
        .args(["-c", judge])
        .arg(&file)
        .stdin(Stdio::null())
        .output();
    match judged {
        Ok(judged) if judged.status.success() => {}
        Ok(judged) if judged.status.code() != Some(77) => {
            panic!("{}", String::from_utf8_lossy(&judged.stderr))
        }
        _ => println!("skipped: there is no Python with jsonschema; GROUNDSWELL_PYTHON names one"),
    }
}

#[test]
fn a_document_that_lacks_a_key_or_has_another_does_not_fit() {
    let within = folder("schemas-strict");
    let said = run(&within, &["graph", "stats", "karate", "--json"]).ends(0);
    let good = json(&said.out);
    let schema = schema_of(&good);
    let spoilt = |spoil: &dyn Fn(&mut Value)| {
        let mut document = good.clone();
        spoil(&mut document);
        faults(&schema, &document)
    };
    assert!(spoilt(&|_| ()).is_empty());
    let cases: [&dyn Fn(&mut Value); 6] = [
        &|document| {
            document.as_object_mut().unwrap().remove("people");
        },
        &|document| document["peoples"] = json!(1),
        &|document| document["people"] = json!("34"),
        &|document| document["people"] = json!(-1),
        &|document| document["degree"]["bins"][0]["low"] = json!(0.5),
        &|document| document["schema"] = json!("groundswell-graph-stats-2"),
    ];
    for (number, spoil) in cases.into_iter().enumerate() {
        assert!(!spoilt(spoil).is_empty(), "case {number}");
    }
    let unknown = json!({ "type": "object", "pattern": "a" });
    assert!(!faults(&unknown, &json!({})).is_empty());
}

#[test]
fn the_published_copies_are_what_the_program_prints() {
    let within = folder("schemas-copies");
    let listed = run(&within, &["schema"]).ends(0).out;
    let write = std::env::var_os("GROUNDSWELL_EXPECT").is_some_and(|wish| wish == "write");
    let mut names = Vec::new();
    for one in published() {
        assert!(listed.contains(one.name));
        let printed = run(&within, &["schema", one.name]).ends(0).out;
        assert_eq!(printed, one.text().unwrap());
        let name = format!("{}.json", one.name);
        let copy = copies().join(&name);
        if write {
            fs::create_dir_all(copies()).unwrap();
            fs::write(&copy, &printed).unwrap();
        }
        let kept = fs::read_to_string(&copy).unwrap_or_default();
        assert!(
            kept.replace("\r\n", "\n") == printed,
            "docs/schemas/{name} is another; if keys only came, `just expect` writes it anew; if \
             one went or changed, the name's number rises first"
        );
        names.push(name);
    }
    let there = fs::read_dir(copies()).unwrap();
    let there = there.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut there: Vec<String> = there.collect();
    there.sort_unstable();
    names.sort_unstable();
    assert_eq!(there, names);
}

#[test]
fn a_schema_is_found_by_its_short_name_and_a_misspelt_one_gets_a_hint() {
    let within = folder("schemas-names");
    let whole = run(&within, &["schema", "groundswell-run-1"]).ends(0).out;
    assert_eq!(run(&within, &["schema", "run"]).ends(0).out, whole);
    run(&within, &["schema", "rum"])
        .ends(2)
        .says(&["there is no schema \"rum\"", "did you mean"]);
}

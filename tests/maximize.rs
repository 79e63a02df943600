//! `groundswell maximize` as people use it: on the karate club, by one line.

use std::fs;

use serde_json::Value;

use run::{folder, json, run};

mod run;

/// The karate club with chances of 0.1, and what else is asked.
fn asked<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let first = [
        "maximize",
        "--graph",
        "karate",
        "--model",
        "ic",
        "--weights",
        "uniform:0.1",
    ];
    first.into_iter().chain(more.iter().copied()).collect()
}

fn answer(test: &str, more: &[&str]) -> Value {
    let within = folder(test);
    let more = [&["--json"], more].concat();
    json(&run(&within, &asked(&more)).ends(0).out)
}

fn number(of: &Value) -> f64 {
    of.as_f64().expect("a number")
}

fn ids(seeds: &Value) -> Vec<String> {
    let seeds = seeds.as_array().expect("a list").iter();
    seeds.map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_document_tells_seeds_spread_and_certificate() {
    let told = answer(
        "maximize/document",
        &["--k", "3", "--beside", "degree,celf,random"],
    );
    assert_eq!(told["schema"], "groundswell-maximize-1");
    // The reference spread of the best three is 8.084 (see ../shared/oracles); people 0, 32 and 33.
    let mut seeds = ids(&told["seeds"]);
    seeds.sort_unstable();
    assert_eq!(seeds, ["0", "32", "33"]);
    let spread = &told["spread"];
    let error = number(&spread["standard_error"]);
    assert!(
        (number(&spread["mean"]) - 8.0841).abs() < 4.5 * error.hypot(0.004),
        "{spread}"
    );
    let certificate = &told["certificate"];
    let [lower, upper] = ["lower", "upper"].map(|end| number(&certificate[end]));
    assert!(lower < 8.1 && upper > 8.07, "{certificate}");
    assert!((number(&certificate["ratio"]) - lower / upper).abs() < 1e-9);
    let beside = told["beside"].as_array().unwrap();
    assert_eq!(beside.len(), 3);
    for other in beside {
        let gap = number(&other["difference"]["mean"]);
        let other_spread = number(&other["spread"]["mean"]);
        assert!((number(&spread["mean"]) - other_spread - gap).abs() < 1e-9);
        let course = other["by_count"].as_array().unwrap();
        assert_eq!(course.len(), 3);
    }
    assert!(
        number(&beside[2]["difference"]["low"]) > 0.0,
        "better than by chance"
    );
}

#[test]
fn answers_are_the_same_for_any_threads() {
    let answers = ["1", "2", "5"].map(|threads| {
        let mut told = answer(
            "maximize/threads",
            &["--k", "4", "--beside", "celf", "--threads", threads],
        );
        told.as_object_mut().unwrap().remove("timing");
        told
    });
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[test]
fn limits_are_kept() {
    let already = answer(
        "maximize/limits",
        &["--k", "2", "--already", "33,0", "--exclude", "32"],
    );
    let seeds = ids(&already["seeds"]);
    assert!(
        !seeds
            .iter()
            .any(|id| ["33", "0", "32"].contains(&id.as_str()))
    );
    let gain = number(&already["spread"]["mean"]) - number(&already["already"]["mean"]);
    assert!(gain > 1.0 && gain < 8.0, "{already}");

    let some = answer("maximize/limits", &["--k", "2", "--candidates", "4,5,6"]);
    assert!(
        ids(&some["seeds"])
            .iter()
            .all(|id| ["4", "5", "6"].contains(&id.as_str()))
    );

    let within = folder("maximize/costs");
    fs::write(within.join("costs.csv"), "id,cost\n33,100\n0,2\n1,1\n5,1\n").unwrap();
    fs::write(within.join("values.csv"), "5 1\n6 1\n16 1\n").unwrap();
    let budget = ["--budget", "3", "--costs", "costs.csv", "--json"];
    let told = json(&run(&within, &asked(&budget)).ends(0).out);
    let seeds = ids(&told["seeds"]);
    let cost = |id: &String| if id == "0" { 2 } else { 1 };
    assert!(seeds.iter().map(cost).sum::<i32>() <= 3, "{seeds:?}");
    assert!(!seeds.contains(&"33".to_owned()));
    let values = ["--k", "1", "--values", "values.csv", "--json"];
    let told = json(&run(&within, &asked(&values)).ends(0).out);
    // Three who know each other, and nobody else counts.
    assert!(
        ["5", "6", "16"].contains(&ids(&told["seeds"])[0].as_str()),
        "{told}"
    );
}

#[test]
fn offers_cost_no_more_than_the_budget_and_beat_the_same_offer_to_the_best_connected() {
    let budget = [
        "--budget", "12", "--offer", "1:20%", "--offer", "4:60%", "--beside", "degree",
    ];
    let told = answer("maximize/offers", &budget);
    let offers = told["offers"].as_array().unwrap();
    let spent: f64 = offers.iter().map(|offer| number(&offer["cost"])).sum();
    assert!(spent <= 12.0 && spent > 8.0, "{told}");
    assert_eq!(offers.len(), ids(&told["seeds"]).len());
    let beside = &told["beside"][0];
    assert_eq!(beside["offers"].as_array().unwrap().len(), 12);
    // The best connected are a good choice here; ours must not be worse.
    assert!(number(&beside["difference"]["high"]) > 0.0, "{beside}");
}

#[test]
fn every_group_is_reached_where_it_is_asked_for() {
    let within = folder("maximize/groups");
    // Two villages that do not know each other, the second with few ties.
    let mut ties = String::from("source,target\n");
    for v in 1..12 {
        ties += &format!("a0,a{v}\n");
    }
    ties += "b0,b1\nb0,b2\nb1,b2\n";
    let mut people = String::from("id,village\n");
    (0..12).for_each(|v| people += &format!("a{v},upper\n"));
    (0..3).for_each(|v| people += &format!("b{v},lower\n"));
    fs::write(within.join("ties.csv"), ties).unwrap();
    fs::write(within.join("people.csv"), people).unwrap();
    let first = [
        "maximize",
        "--graph",
        "ties.csv",
        "--people",
        "people.csv",
        "--undirected",
        "--model",
        "ic",
        "--weights",
        "uniform:0.2",
        "--k",
        "2",
        "--json",
    ];
    let free = json(&run(&within, &first).ends(0).out);
    let fair = [&first[..], &["--group-by", "village", "--reach", "25%"]].concat();
    let fair = json(&run(&within, &fair).ends(0).out);
    let groups = fair["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 2);
    for group in groups {
        assert!(number(&group["reached"]["high"]) > 0.25, "{group}");
    }
    assert!(
        ids(&fair["seeds"]).iter().any(|id| id.starts_with('b')),
        "{fair}"
    );
    assert!(free.get("groups").is_none());
    let slip = [&first[..], &["--group-by", "vilage", "--reach", "25%"]].concat();
    let _ = run(&within, &slip)
        .ends(2)
        .says(&["vilage", "did you mean `village`?"]);
}

#[test]
fn files_and_words_say_the_same() {
    let within = folder("maximize/files");
    let done = run(
        &within,
        &asked(&["--k", "3", "--beside", "degree", "--out", "here"]),
    );
    let done = done.ends(0);
    for word in [
        "3 people by maximize reach",
        "degree",
        "RR sets",
        "seeds, best first",
    ] {
        assert!(done.out.contains(word), "{}", done.out);
    }
    let here = within.join("here");
    let told = json(&fs::read_to_string(here.join("maximize.json")).unwrap());
    assert!(told.get("timing").is_none());
    let seeds = fs::read_to_string(here.join("seeds.csv")).unwrap();
    let first = format!(
        "method,rank,id,offer,chance\nmaximize,1,{},,\n",
        ids(&told["seeds"])[0]
    );
    assert!(seeds.starts_with(&first), "{seeds}");
    assert_eq!(seeds.lines().count(), 7);
    let course = fs::read_to_string(here.join("spread-over-seeds.csv")).unwrap();
    assert!(course.contains("degree,"), "{course}");
    assert!(here.join("spread-over-seeds.svg").is_file());
    assert!(here.join("spread-over-seeds.png").is_file());
}

#[test]
fn mistakes_are_told_with_what_would_do() {
    let within = folder("maximize/mistakes");
    let ends = |more: &[&str], parts: &[&str]| {
        let _ = run(&within, &asked(more)).ends(2).says(parts);
    };
    ends(
        &["--k", "3", "--method", "degre"],
        &["degre", "did you mean `degree`?"],
    );
    ends(
        &["--k", "3", "--beside", "celff"],
        &["did you mean `celf`?"],
    );
    ends(&["--k", "3", "--candidates", "99"], &["99"]);
    ends(
        &["--k", "3", "--already", "chance:0.1"],
        &["--already names people"],
    );
    ends(&[], &["--k"]);
    fs::write(within.join("costs.csv"), "0,1\n1,much\n").unwrap();
    let costs = ["--budget", "3", "--costs", "costs.csv"];
    ends(&costs, &["costs.csv, line 2", "1,much"]);
    ends(&["--budget", "3"], &["--budget needs --costs or --offer"]);
    ends(&["--budget", "3", "--offer", "5"], &["as in 5:10%"]);
    let missing = ["--budget", "3", "--costs", "nowhere.csv"];
    let _ = run(&within, &asked(&missing))
        .ends(74)
        .says(&["nowhere.csv"]);
    let sir = [
        "maximize", "--graph", "karate", "--model", "sir", "--k", "2",
    ];
    let _ = run(&within, &sir)
        .ends(2)
        .says(&["maximize is not for sir", "degree-discount"]);
    let threshold = [
        "maximize", "--graph", "karate", "--model", "lt", "--k", "2", "--json",
    ];
    let told = json(&run(&within, &threshold).ends(0).out);
    assert!(number(&told["certificate"]["ratio"]) > 0.5, "{told}");
    let rule = [&sir[..], &["--method", "degree", "--json"]].concat();
    let told = json(&run(&within, &rule).ends(0).out);
    assert_eq!(told["certificate"], Value::Null);
}

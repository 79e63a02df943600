//! What the report writes: CSV, JSON, pictures and the page.

mod sample;

use std::path::{Path, PathBuf};

use groundswell_campaign::comparison::Comparison;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::ratio::Ratio;
use groundswell_campaign::verdict::{Spending, Verdict};
use groundswell_report::error::Error;
use groundswell_report::findings::Findings;
use groundswell_report::formats::Formats;
use groundswell_report::policy::policy;
use groundswell_report::{folder, json, page, pictures, rows, tidy};
use sample::{BROADCAST, INVITE, NOTHING};
use serde_json::Value;

const HOSTILE: [&str; 4] = [
    "<script>alert(1)</script>",
    "=1+1",
    "\"quoted\", 'twice'",
    "\u{202e}desrever\u{7}\u{9b}31m\u{0}",
];

/// Strategies, and everything around them, with names that mean harm.
fn hostile() -> (Comparison, sample::Surroundings) {
    let mut arms: Vec<_> = HOSTILE.iter().map(|name| (*name, INVITE)).collect();
    arms[0].1 = BROADCAST;
    arms.push(("do-nothing", NOTHING));
    let comparison = sample::comparison(&arms, 20);
    let mut around = sample::surroundings();
    let all: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    around.audience = all.clone();
    around.warnings = all.clone();
    around.stamp = all
        .iter()
        .map(|text| (text.clone(), text.clone()))
        .collect();
    for (assumption, text) in around.assumptions.iter_mut().zip(&all) {
        assumption.path.clone_from(text);
        assumption.shown.clone_from(text);
        assumption.source.clone_from(text);
        assumption.date.clone_from(text);
    }
    around.credits[0].levers[0].name = all[0].clone();
    around.credits[0].levers[1].name = all[1].clone();
    around.flips[0].path = all[0].clone();
    around.flips[0].crossings[0].below = all[3].clone();
    (comparison, around)
}

fn findings<'a>(comparison: &'a Comparison, around: &'a sample::Surroundings) -> Findings<'a> {
    sample::findings(comparison, Metric::Customers, around)
}

fn csv(write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>) -> Vec<Vec<String>> {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(&bytes[..])
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn numbers_in_csv_read_back_unchanged() {
    let comparison = sample::bakery(40);
    let around = sample::surroundings();
    let findings = findings(&comparison, &around);

    let summary = csv(|to| tidy::summary(&findings, to));
    assert_eq!(summary.len(), 1 + 3 * Metric::ALL.len());
    let row = summary
        .iter()
        .find(|row| row[0] == "invite-friends" && row[1] == "profit")
        .unwrap();
    let profit = comparison.estimate(1, Metric::Profit).unwrap();
    assert_eq!(row[2], "EUR");
    assert_eq!(row[3].parse::<f64>().unwrap(), profit.mean);
    assert_eq!(row[4].parse::<f64>().unwrap(), profit.standard_error);
    assert_eq!(row[7..], ["40", "0.95"]);

    let worlds = csv(|to| tidy::worlds(&findings, to));
    assert_eq!(worlds.len(), 1 + 3 * 40);
    assert_eq!(worlds[0][2], "reach (people)");
    let reach = comparison.sample(2, Metric::Reach);
    assert_eq!(worlds[120][2].parse::<f64>().unwrap(), reach.values()[39]);

    let last = worlds[0].len() - 1;
    assert_eq!(worlds[0][last], "hash");
    let hash = comparison.arms[2].rows[39].hash();
    assert_eq!(worlds[120][last], format!("{hash:016x}"));

    let by_day = csv(|to| tidy::by_day(&findings, to));
    assert_eq!(by_day.len(), 1 + 3 * 3 * 56);

    let differences = csv(|to| tidy::differences(&findings, to));
    let pairs: Vec<_> = differences[1..]
        .iter()
        .filter(|row| row[2] == "reach")
        .map(|row| (row[0].as_str(), row[1].as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("invite-friends", "broadcast-only"),
            ("do-nothing", "broadcast-only"),
            ("broadcast-only", "do-nothing"),
            ("invite-friends", "do-nothing"),
        ]
    );
}

#[test]
fn ratios_platforms_and_credit_have_a_row_each_and_no_number_where_there_is_none() {
    let comparison = sample::bakery(40);
    let around = sample::surroundings();
    let findings = findings(&comparison, &around);

    let ratios = csv(|to| tidy::ratios(&findings, to));
    assert_eq!(ratios.len(), 1 + (3 + 4) * Ratio::ALL.len());
    let row = |strategy: &str, against: &str, ratio: &str| {
        let mut rows = ratios.iter();
        let row = rows.find(|row| row[..3] == [strategy, against, ratio]);
        row.unwrap()[4].parse::<f64>().ok()
    };
    let known = comparison.ratio(1, Ratio::CostPerCustomer).unwrap();
    let cost = row("invite-friends", "", "cost_per_customer");
    assert_eq!(cost, known.map(|known| known.value));
    assert!(row("invite-friends", "broadcast-only", "cost_per_customer").unwrap() < 0.0);
    // Nobody speaks here, and doing nothing costs nothing.
    assert_eq!(row("invite-friends", "", "net_sentiment"), None);
    assert_eq!(row("do-nothing", "", "programme_return"), None);

    let platforms = csv(|to| tidy::platforms(&findings, to));
    assert_eq!(platforms.len(), 1 + 3 * 2 * (1 + Metric::BY_PLATFORM.len()));
    assert_eq!(platforms[1][..3], ["broadcast-only", "facebook", "reach"]);

    let credit = csv(|to| tidy::credit(&findings, to));
    assert_eq!(credit.len(), 1 + 2 * 2 * 4 + 1);
    let hours = credit.iter().find(|row| row[2] == "break_even_hours");
    assert_eq!(hours.unwrap()[1], "agency");
}

#[test]
fn json_tells_ratios_platforms_split_credit_standings_and_who_is_surpassed() {
    let comparison = sample::bakery(40);
    let around = sample::surroundings();
    let findings = findings(&comparison, &around);
    let document: Value = serde_json::from_str(&json::document(&findings).unwrap()).unwrap();
    let invite = &document["strategies"][1];
    assert_eq!(invite["ratios"]["net_sentiment"], Value::Null);
    let cost = &invite["ratios"]["cost_per_customer"];
    let [low, value, high] = ["low", "value", "high"].map(|key| cost[key].as_f64().unwrap());
    assert!(low < value && value < high && cost["unit"] == "EUR");
    assert_eq!(invite["platforms"][0]["name"], "facebook");
    assert_eq!(invite["platforms"][1]["name"], Value::Null);
    assert!(invite["platforms"][0]["metrics"]["reach"]["mean"].as_f64() > Some(0.0));
    assert!(invite["split"].get("earlier").is_some());
    let difference = &document["ratio_differences"][0];
    assert!(difference["ratio"].is_string() && difference["value"].is_number());

    let standings = &document["standings"];
    assert_eq!(standings["best"], "invite-friends");
    let first = standings["strategies"].as_array().unwrap();
    let first = first
        .iter()
        .map(|arm| arm["probability_best"].as_f64().unwrap());
    assert!((first.sum::<f64>() - 1.0).abs() < 1e-12);
    assert_eq!(standings["strategies"][1]["behind"], Value::Null);

    let credit = &document["credit"][0];
    assert_eq!(credit["strategy"], "invite-friends");
    let agency = &credit["levers"][0];
    assert_eq!(agency["metrics"]["profit"]["removal"]["mean"], 6.0);
    assert_eq!(agency["break_even_hours"]["unit"], "hours");

    assert_eq!(document["pareto"]["criteria"][0], "customers");
    for arm in document["pareto"]["strategies"].as_array().unwrap() {
        assert_eq!(arm["dominated_by"], Value::Null);
    }
}

#[test]
fn cheaper_is_better_and_what_never_varies_has_no_gain() {
    let comparison = sample::bakery(40);
    let around = sample::surroundings();
    let findings = findings(&comparison, &around);
    let differences = csv(|to| tidy::differences(&findings, to));
    let media = differences
        .iter()
        .find(|row| row[0] == "invite-friends" && row[2] == "media")
        .unwrap();
    assert!(media[4].starts_with('-') && media[8] == "1", "{media:?}");
    let labour = differences
        .iter()
        .find(|row| row[0] == "invite-friends" && row[2] == "labour")
        .unwrap();
    assert_eq!(labour[8..], ["0", "1", ""]);
}

#[test]
fn json_has_the_keys_that_scripts_rely_on() {
    let comparison = sample::bakery(40);
    let around = sample::surroundings();
    let mut findings = findings(&comparison, &around);
    findings.verdict.matters = f64::NAN;
    let text = json::document(&findings).unwrap();
    assert_eq!(text, json::document(&findings).unwrap());
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["schema"], "groundswell-report-1");
    let keys = [
        "verdict",
        "strategies",
        "differences",
        "flips",
        "reversal",
        "assumptions",
        "audience",
        "warnings",
        "worlds",
        "partial",
        "stamp",
    ];
    for key in keys {
        assert!(document.get(key).is_some(), "{key}");
    }
    let verdict = &document["verdict"];
    assert_eq!(verdict["decision"], "better");
    assert_eq!(verdict["objective"], "customers");
    assert_eq!(verdict["best"], "invite-friends");
    assert_eq!(verdict["against"], "broadcast-only");
    assert_eq!(verdict["matters"], Value::Null);
    assert_eq!(verdict["spending"]["kind"], "best_spends_less");
    let metrics = &document["strategies"][1]["metrics"];
    let customers = comparison.estimate(1, Metric::Customers).unwrap();
    assert_eq!(metrics["customers"]["mean"], customers.mean);
    assert_eq!(metrics["profit"]["unit"], "EUR");
    for key in ["mean", "standard_error", "low", "high", "unit"] {
        assert!(metrics["reach"].get(key).is_some(), "{key}");
    }
    for key in [
        "of",
        "against",
        "metric",
        "mean",
        "standard_error",
        "low",
        "high",
        "probability_better",
        "variance_gain",
    ] {
        assert!(document["differences"][0].get(key).is_some(), "{key}");
    }
    // Both strategies work as long in every world: the difference never varies.
    let differences = document["differences"].as_array().unwrap();
    let labour = differences.iter().find(|d| d["metric"] == "labour");
    assert_eq!(labour.unwrap()["variance_gain"], Value::Null);
    let order: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("  \""))
        .map(|line| line.split('"').nth(1).unwrap())
        .collect();
    assert_eq!(order[..3], ["schema", "title", "partial"]);
    assert_eq!(order.last(), Some(&"stamp"));
}

#[test]
fn hostile_names_are_words_in_every_output() {
    let (comparison, around) = hostile();
    let mut findings = findings(&comparison, &around);
    findings.title = HOSTILE[0];
    let unseen = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';

    let html = page::html(&findings).unwrap();
    // The numbers and the page's own two, and no label's.
    assert_eq!(html.matches("<script").count(), 3);
    assert_eq!(html.matches("</script").count(), 3);
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!html.contains(unseen));
    assert!(!html.contains("\"quoted\""));

    let document = json::document(&findings).unwrap();
    assert!(!document.contains(unseen));
    let document: Value = serde_json::from_str(&document).unwrap();
    for (arm, name) in HOSTILE.iter().enumerate() {
        assert_eq!(document["strategies"][arm]["name"], *name);
    }

    for rows in [
        csv(|to| tidy::summary(&findings, to)),
        csv(|to| tidy::differences(&findings, to)),
        csv(|to| tidy::ratios(&findings, to)),
        csv(|to| tidy::platforms(&findings, to)),
        csv(|to| tidy::credit(&findings, to)),
        csv(|to| tidy::by_day(&findings, to)),
        csv(|to| tidy::worlds(&findings, to)),
    ] {
        let mut cells = rows.iter().flatten();
        assert!(cells.clone().any(|cell| cell == "'=1+1"));
        assert!(!cells.any(|cell| cell == "=1+1" || cell.contains(unseen)));
    }
}

#[test]
fn the_page_stands_alone() {
    let around = sample::surroundings();
    let arms = [
        ("broadcast-only", BROADCAST),
        ("invite-friends", INVITE),
        ("vouchers", INVITE),
        ("ambassadors", BROADCAST),
        ("both", INVITE),
        ("do-nothing", NOTHING),
    ];
    for arms in [&arms[4..], &arms[..]] {
        let comparison = sample::comparison(arms, 40);
        for objective in Metric::OBJECTIVES {
            let findings = sample::findings(&comparison, objective, &around);
            let html = page::html(&findings).unwrap();
            assert!(html.len() < 1_000_000, "{}", html.len());
            let outside = html
                .replace("http://www.w3.org/2000/svg", "")
                .replace("http-equiv", "");
            let outside: String = outside
                .split("base64,")
                .map(|part| part.split_once(") format(").map_or(part, |(_, rest)| rest))
                .collect();
            assert!(!outside.contains("http") && !outside.contains("//"));
            assert!(!outside.contains("<script src") && !outside.contains("@import"));
            let scripts: Vec<&str> = html
                .split("<script>")
                .skip(1)
                .filter_map(|rest| Some(rest.split_once("</script>")?.0))
                .collect();
            assert_eq!(scripts.len(), 2);
            assert!(html.contains(&policy(&scripts)));
            assert!(!html.contains("NaN") && !html.contains(">inf"));
        }
    }
}

#[test]
fn every_picture_has_a_name_of_its_own() {
    let comparison = sample::bakery(20);
    let around = sample::surroundings();
    let stems = |objective| -> Vec<String> {
        let findings = sample::findings(&comparison, objective, &around);
        let pictures = pictures::pictures(&findings).unwrap();
        pictures
            .iter()
            .map(|named| named.stem.to_string())
            .collect()
    };
    let bars = ["reach-origin", "customer-channels"];
    assert_eq!(
        stems(Metric::Customers),
        [&["customers", "reach"][..], &bars].concat()
    );
    assert_eq!(
        stems(Metric::Reach),
        [&["reach", "customers"][..], &bars].concat()
    );
    assert_eq!(
        stems(Metric::Profit),
        [&["profit", "reach", "customers"][..], &bars].concat()
    );
    // Fans were not followed by day.
    assert_eq!(
        stems(Metric::Fans),
        [&["reach", "customers"][..], &bars].concat()
    );
}

#[test]
fn awareness_has_a_picture_where_reach_and_visitors_disagree() {
    let comparison = sample::bakery(20);
    let around = sample::surroundings();
    let stems = |comparison: &Comparison| -> Vec<String> {
        let findings = sample::findings(comparison, Metric::Customers, &around);
        let further = pictures::further(&findings).unwrap();
        assert!(
            further
                .iter()
                .all(|named| !rows::csv(&named.picture).unwrap().contains("NaN"))
        );
        further.iter().map(|named| named.stem.to_string()).collect()
    };
    let behind = ["funnel", "cost-and-return", "over-worlds"];
    let last = ["extra-reach", "frontier", "tornado"];
    assert_eq!(stems(&comparison), [behind, last].concat());
    let keen = sample::Plan {
        visitors: 90.0,
        ..INVITE
    };
    let arms = [
        ("broadcast-only", BROADCAST),
        ("invite-friends", keen),
        ("do-nothing", NOTHING),
    ];
    let comparison = sample::comparison(&arms, 20);
    let all = [&behind[..], &["awareness"], &last].concat();
    assert_eq!(stems(&comparison), all);
}

#[test]
fn one_world_is_an_error_and_no_panic() {
    let two = sample::bakery(2);
    let one = sample::bakery(1);
    let around = sample::surroundings();
    let verdict = Verdict::of(&two, Metric::Customers, 0.1).unwrap();
    let mut findings = findings(&two, &around);
    findings.comparison = &one;
    findings.verdict = verdict;
    findings.spending = Spending::Equal;
    let folder = Folder::new("one-world");
    assert!(matches!(page::html(&findings), Err(Error::Estimate(_))));
    assert!(matches!(json::document(&findings), Err(Error::Estimate(_))));
    assert!(matches!(
        tidy::summary(&findings, Vec::new()),
        Err(Error::Estimate(_))
    ));
    assert!(matches!(
        folder::write(&findings, Formats::default(), &folder.0),
        Err(Error::Estimate(_))
    ));
    assert!(!folder.0.exists());
}

/// A folder of this test's own, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_folder_holds_what_is_said_to_be_written_and_nothing_else() {
    let comparison = sample::bakery(20);
    let around = sample::surroundings();
    let findings = findings(&comparison, &around);
    let folder = Folder::new("whole");
    let mut written = folder::write(&findings, Formats::default(), &folder.0).unwrap();
    assert_eq!(written[0], folder.0.join("report.html"));
    let read = |path: &PathBuf| std::fs::read(path).unwrap();
    let before: Vec<_> = written.iter().map(read).collect();
    // The same findings again are the same bytes.
    assert_eq!(
        folder::write(&findings, Formats::default(), &folder.0).unwrap(),
        written
    );
    assert!(before == written.iter().map(read).collect::<Vec<_>>());

    let mut found: Vec<_> = std::fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    written.sort();
    assert_eq!(found, written);

    // Every link of the page leads to one of them, or to a place of the page.
    let html = String::from_utf8(read(&folder.0.join("report.html"))).unwrap();
    let links: Vec<_> = html
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(links.len() > 10);
    for link in links {
        let is_there = match link.strip_prefix('#') {
            Some(id) => html.contains(&format!("id=\"{id}\"")),
            None => folder.0.join(link).exists(),
        };
        assert!(is_there, "{link}");
    }
}

#[test]
fn a_refusal_names_the_path_and_keeps_the_reason() {
    let comparison = sample::bakery(20);
    let around = sample::surroundings();
    let findings = findings(&comparison, &around);
    let folder = Folder::new("refused");
    std::fs::create_dir_all(folder.0.join("summary.csv")).unwrap();
    let Err(Error::File { path, cause }) = folder::write(&findings, Formats::default(), &folder.0)
    else {
        panic!("a folder stands where the file should");
    };
    assert_eq!(path, folder.0.join("summary.csv"));
    assert_eq!(cause.kind(), std::io::ErrorKind::IsADirectory);
    let left = std::fs::read_dir(&folder.0).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().ends_with(".partial")),
        "{left:?}"
    );
}

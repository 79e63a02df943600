//! Labels of whatever kind stay labels in everything that the program writes.

mod hostile;
mod markup;
mod run;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use groundswell_campaign::comparison::{Arm, Comparison, Row};
use groundswell_campaign::credit::Credit;
use groundswell_campaign::ledger::{Entry, Ledger};
use groundswell_campaign::metric::Metric;
use groundswell_campaign::verdict::{Spending, Verdict};
use groundswell_estimate::sample::Sample;
use groundswell_experiment::credit::{Credited, Lever};
use groundswell_experiment::flip::{Crossing, Flip};
use groundswell_experiment::tornado::Swing;
use groundswell_report::chart::Unit;
use groundswell_report::findings::{Assumption, Findings, Provenance};
use groundswell_report::folder;
use groundswell_report::formats::Formats;
use hostile::{MARKS, RAN, STARTS, csv, is_name, is_unseen, labels, toml};
use markup::Inventory;
use run::{json, run};

/// Strategies of one scenario: as many as stay quick to draw.
const TOGETHER: usize = 24;

/// A scenario with these names; they are taken in turns wherever a name or a text may stand.
fn scenario(names: &[String]) -> String {
    let at = |place: usize| toml(&names[place % names.len()]);
    let mut text = format!(
        "format = 1\nname = {}\nobjective = \"customers\"\n\n\
         [audience]\nkind = \"from-aggregates\"\npeople = 200\nfans = {{ {} = 30, {} = 20 }}\n\
         friends = {{ value = 8, source = {}, date = \"2014\" }}\nnearby = \"50%\"\n\n\
         [platform.{}]\norganic_reach = \"20%\"\n\
         [platform.{}]\norganic_reach = \"20%\"\n\n",
        at(0),
        at(1),
        at(2),
        at(3),
        at(1),
        at(2),
    );
    text += &format!(
        "[[segment]]\nname = {}\nshare = \"30%\"\nfit = {{ {} = 1.2 }}\n\n\
         [response]\npost = {{ engage = \"5%\", buy = \"20%\" }}\n\
         share = {{ seen = \"10%\", engage = \"5%\" }}\n\n\
         [money]\ncurrency = \"EUR\"\nhour = 15\nmargin_per_customer = 45\n\n",
        at(4),
        at(1),
    );
    for name in names {
        text += &format!(
            "[[strategy]]\nname = {}\n\
             actions = [{{ kind = \"post\", platform = {}, per_week = 3 }}]\n\n",
            toml(name),
            at(1)
        );
    }
    text += &format!(
        "[run]\ndays = 4\nreference = {}\nworlds = 10\nseed = 1\n",
        at(0)
    );
    text
}

/// The labels in groups that make a scenario each.
fn groups() -> Vec<Vec<String>> {
    let names: Vec<String> = labels()
        .into_iter()
        .filter(|label| is_name(label))
        .collect();
    names.chunks(TOGETHER).map(<[String]>::to_vec).collect()
}

/// Names like any other, as many.
fn harmless(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("plan {at}")).collect()
}

/// The files of a folder that end like this, in order.
fn ending(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let paths = entries.map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|found| found == end))
        .collect();
    paths.sort_unstable();
    assert!(!paths.is_empty(), "no {end} in {}", folder.display());
    paths
}

fn text(path: &Path) -> String {
    let text = fs::read_to_string(path);
    text.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The label as it is shown: on one line, without what no reader sees.
fn shown(label: &str) -> String {
    let seen = label.chars().filter(|&c| {
        let nothing = MARKS.contains(&c) || c == '\u{feff}' || (c as u32) & 0xfffe == 0xfffe;
        !nothing && (c.is_whitespace() || !c.is_control())
    });
    let spaced: String = seen
        .map(|c| match c.is_whitespace() && c != '\u{a0}' {
            true => ' ',
            false => c,
        })
        .collect();
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_end().to_owned()
}

/// The label as a table has it: shown, and no formula.
fn defused(label: &str) -> String {
    match shown(label) {
        shown if shown.starts_with(STARTS) => format!("'{shown}"),
        shown => shown,
    }
}

#[test]
fn there_are_two_hundred_labels_and_most_are_names() {
    let all = labels();
    assert!(all.len() >= 200, "{}", all.len());
    let names = all.iter().filter(|label| is_name(label)).count();
    assert!(names >= 150 && all.len() - names >= 50, "{names}");
}

#[test]
fn what_is_no_name_is_refused_with_its_place_and_what_would_do() {
    let within = run::folder("labels-refused");
    for label in labels().iter().filter(|label| !is_name(label)) {
        let mut names = harmless(2);
        names.push(label.clone());
        fs::write(within.join("s.toml"), scenario(&names)).unwrap();
        let said = run(&within, &["check", "s.toml"]).ends(2);
        let said = said.says(&["GS0107", "would do", "s.toml:"]);
        assert!(!said.err.contains(is_unseen), "{:?}", said.err);
        assert!(said.err.len() < 5000, "{label:?}: {}", said.err);
    }
}

/// Everything that surrounds a comparison, in words that are taken in turns from `names`.
struct Around {
    comparison: Comparison,
    assumptions: Vec<Assumption>,
    flips: Vec<Flip>,
    swings: Vec<Swing>,
    credits: Vec<Credited>,
    lines: Vec<String>,
    stamp: Vec<(String, String)>,
}

impl Around {
    fn new(names: &[String]) -> Self {
        let at = |place: usize| names[place % names.len()].clone();
        let row = |arm: u32, world: u32| {
            let day = |won: u32| Entry {
                on_their_own: won,
                visitors: [won, 0, 0],
                reached: [won, 1, 0],
                reached_here: won + 1,
                ..Entry::default()
            };
            let days = [arm, world, 2].map(|more| vec![day(1 + more), day(more), day(1)]);
            Row::of(
                &Ledger::of(2, days.concat()),
                &[Metric::Customers, Metric::Reach],
            )
        };
        let arm = |(arm, name): (u32, String)| Arm {
            name,
            rows: (0..3).map(|world| row(arm, world)).collect(),
        };
        let all = names.iter().cloned().chain(["do-nothing".to_owned()]);
        let comparison = Comparison {
            days: 3,
            platforms: vec![at(1), at(2)],
            rival_mentions: 0.0,
            loyalty: false,
            arms: (0..).zip(all).map(arm).collect(),
            reference: 0,
            followed: vec![Metric::Customers, Metric::Reach],
            level: 0.95,
        };
        let assumption = |place: usize| Assumption {
            path: at(place),
            shown: at(place + 1),
            value: None,
            unit: Unit::Other(at(place + 2)),
            provenance: Provenance::Guess,
            source: at(place + 3),
            date: at(place + 4),
            low: Some(0.0),
            high: Some(1.0),
        };
        let swing = |place: usize| Swing {
            path: at(place),
            low: 0.0,
            high: 1.0,
            lead_at_low: -1.0,
            lead_at_high: 2.0,
        };
        let flip = |place: usize| Flip {
            path: at(place),
            now: 0.5,
            range: (0.0, 1.0),
            crossings: vec![Crossing {
                value: 0.4,
                low: 0.3,
                high: 0.45,
                below: at(place + 1),
                above: at(place + 2),
            }],
        };
        let estimate = Sample::new(vec![1.0, 2.0, 3.0]).estimate().unwrap();
        let lever = |place: usize| Lever {
            name: at(place),
            credit: vec![Credit {
                lever: at(place),
                removal: estimate,
                shapley: Some(estimate),
            }],
            break_even_hours: None,
        };
        let places = || 0..names.len();
        Self {
            comparison,
            assumptions: places().map(assumption).collect(),
            flips: places().map(flip).collect(),
            swings: places().map(swing).collect(),
            credits: vec![Credited {
                arm: 0,
                worlds: 3,
                level: 0.95,
                levers: places().map(lever).collect(),
                metrics: vec![Metric::Customers],
            }],
            lines: names.to_vec(),
            stamp: names
                .iter()
                .map(|name| (name.clone(), name.clone()))
                .collect(),
        }
    }

    fn findings(&self) -> Findings<'_> {
        let verdict = Verdict::of(&self.comparison, Metric::Customers, 0.1).unwrap();
        Findings {
            title: &self.lines[0],
            comparison: &self.comparison,
            verdict,
            spending: Spending::of(&self.comparison, &verdict).unwrap(),
            currency: &self.lines[1],
            budget: None,
            knowledge: None,
            audience: &self.lines,
            assumptions: &self.assumptions,
            flips: &self.flips,
            swings: &self.swings,
            credits: &self.credits,
            film: None,
            warnings: &self.lines,
            stamp: &self.stamp,
            partial: false,
            recipe: None,
        }
    }
}

/// What is in the pages and pictures of a report.
fn inventories(report: &Path) -> (Inventory, Inventory) {
    let page = text(&report.join("report.html"));
    assert!(!page.contains(is_unseen));
    let pictures = ending(report, "svg").into_iter().flat_map(|path| {
        let picture = text(&path);
        assert!(!picture.contains(is_unseen), "{}", path.display());
        markup::xml(&picture)
    });
    (markup::html(&page), pictures.collect())
}

#[test]
fn a_report_of_whatever_names_holds_the_same_elements_and_gives_the_names_back() {
    let within = run::folder("labels-report");
    let all = labels();
    let plain = within.join("plain");
    folder::write(
        &Around::new(&harmless(TOGETHER)).findings(),
        Formats::default(),
        &plain,
    )
    .unwrap();
    let (page, pictures) = inventories(&plain);
    for first in (0..all.len()).step_by(TOGETHER) {
        let names = all.iter().cycle().skip(first).take(TOGETHER).cloned();
        let names: Vec<String> = names.collect();
        let report = within.join(first.to_string());
        let around = Around::new(&names);
        folder::write(&around.findings(), Formats::default(), &report).unwrap();
        let (on_page, in_pictures) = inventories(&report);
        let more: Vec<_> = on_page.difference(&page).collect();
        assert!(more.is_empty(), "{first}: {more:?}");
        let more: Vec<_> = in_pictures.difference(&pictures).collect();
        assert!(more.is_empty(), "{first}: {more:?}");

        let document = text(&report.join("report.json"));
        assert!(!document.contains(is_unseen));
        let document = json(&document);
        let strategies = document["strategies"].as_array().unwrap();
        let told = strategies.iter().map(|strategy| &strategy["name"]);
        assert!(told.take(names.len()).eq(names.iter()), "{first}");
        assert_eq!(document["title"], *names[0]);

        no_formulas(&report);
        let summary = cells(&report.join("summary.csv"));
        for name in names.iter().filter(|name| !shown(name).is_empty()) {
            assert!(summary.contains(&defused(name)), "{name:?}");
        }
        for path in ending(&report, "png") {
            let bytes = fs::read(&path).unwrap();
            assert!(
                bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
                "{}",
                path.display()
            );
        }
        a_workbook(&report.join("report.xlsx"), &names);
    }
}

/// No cell of any table would be run, and none holds what nobody sees.
fn no_formulas(report: &Path) {
    for path in ending(report, "csv") {
        for cell in cells(&path) {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(STARTS), "{cell:?}");
            assert!(!cell.contains(is_unseen), "{}: {cell:?}", path.display());
        }
    }
}

/// All cells of a CSV file; every row has as many.
fn cells(path: &Path) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)
        .unwrap();
    let rows = reader.records().map(|row| row.unwrap());
    rows.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The parts of a packed file that are XML, by name.
fn parts(packed: &[u8]) -> Vec<(String, String)> {
    let word = |at: usize| u16::from_le_bytes([packed[at], packed[at + 1]]) as usize;
    let long = |at: usize| word(at) + (word(at + 2) << 16);
    let end = (0..packed.len() - 21)
        .rev()
        .find(|&at| packed[at..].starts_with(b"PK\x05\x06"))
        .expect("a packed file ends with its table");
    let (count, mut at) = (word(end + 10), long(end + 16));
    let mut parts = Vec::new();
    for _ in 0..count {
        assert!(packed[at..].starts_with(b"PK\x01\x02"));
        let (method, size, own) = (word(at + 10), long(at + 20), long(at + 42));
        let length = word(at + 28);
        let name = String::from_utf8(packed[at + 46..at + 46 + length].to_vec()).unwrap();
        let start = own + 30 + word(own + 26) + word(own + 28);
        let bytes = &packed[start..start + size];
        let mut text = String::new();
        match method {
            0 => text.push_str(std::str::from_utf8(bytes).unwrap()),
            _ => {
                let mut inflated = flate2::read::DeflateDecoder::new(bytes);
                inflated.read_to_string(&mut text).unwrap();
            }
        }
        parts.push((name, text));
        at += 46 + length + word(at + 30) + word(at + 32);
    }
    parts
}

/// Every part is XML, no cell is a formula, and the names are there as words.
fn a_workbook(path: &Path, names: &[String]) {
    let parts = parts(&fs::read(path).unwrap());
    assert!(parts.len() > 10);
    let mut words = BTreeSet::new();
    for (name, text) in &parts {
        let elements = markup::xml(text);
        assert!(!text.contains(is_unseen), "{name}");
        if name.starts_with("xl/worksheets/") {
            assert!(
                !elements.iter().any(|(element, _)| element == "f"),
                "{name}"
            );
        }
        if name == "xl/sharedStrings.xml" {
            words = markup::words(text);
        }
    }
    for name in names.iter().map(|name| shown(name)) {
        // A word that looks like the escape of a character is escaped itself.
        let name = name.replace("_x", "_x005F_x");
        assert!(name.is_empty() || words.contains(&name), "{name:?}");
    }
}

#[test]
fn nothing_in_a_page_of_hostile_names_runs_and_nothing_unseen_is_printed() {
    let within = run::folder("labels-page");
    let all = labels().into_iter().filter(|label| is_name(label));
    let (running, mut turning): (Vec<_>, Vec<_>) = all.partition(|label| label.contains(RAN));
    assert!(running.len() > 20);
    turning.retain(|label| label.contains(MARKS) || label.starts_with(STARTS));
    assert!(turning.len() > 20);
    // The program plays a few of them through; the page below has all others as well.
    let names = [&running[..2], &turning[..2]].concat();
    fs::write(within.join("s.toml"), scenario(&names)).unwrap();
    let words = [
        "compare",
        "s.toml",
        "--worlds",
        "2",
        "--threads",
        "1",
        "--out",
        "few",
    ];
    let said = run(&within, &words).ends(0);
    assert!(!said.err.contains(is_unseen), "{:?}", said.err);
    assert!(!said.out.contains(is_unseen), "{:?}", said.out);
    no_formulas(&within.join("few"));
    let page = within.join("page");
    let all: Vec<String> = labels()
        .into_iter()
        .filter(|label| label.contains(RAN))
        .collect();
    folder::write(&Around::new(&all).findings(), Formats::default(), &page).unwrap();
    let page = page.join("report.html");
    let browser = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!(
            "--user-data-dir={}",
            within.join("profile").display()
        ))
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .output();
    let Ok(seen) = browser else {
        println!("skipped: there is no chromium");
        return;
    };
    let seen = String::from_utf8_lossy(&seen.stdout);
    assert!(seen.contains("</html>"), "{seen}");
    assert!(!seen.contains(&format!("id=\"{RAN}\"")));
}

#[test]
fn a_replay_tells_whatever_names_and_its_log_holds_no_formula() {
    let within = run::folder("labels-replay");
    for (number, names) in groups().iter().enumerate() {
        let file = format!("{number}.toml");
        fs::write(within.join(&file), scenario(names)).unwrap();
        let log = format!("{number}.csv");
        // Names may begin with a hyphen.
        let strategy = format!("--strategy={}", names[0]);
        let said = run(
            &within,
            &[
                "replay",
                &file,
                "--world=1",
                &strategy,
                "--trees",
                "--log",
                &log,
            ],
        )
        .ends(0);
        assert!(!said.out.contains(is_unseen), "{:?}", said.out);
        for cell in cells(&within.join(&log)) {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(STARTS), "{cell:?}");
        }
        let said = run(
            &within,
            &["replay", &file, "--world=1", &strategy, "--json"],
        )
        .ends(0);
        assert!(!said.out.contains(is_unseen));
        assert_eq!(json(&said.out)["strategy"], *names[0]);
    }
}

/// Writes a file of ties among people of these ids, each with the next.
fn tied(file: &Path, ids: &[String]) {
    let mut ties = String::from("from,to\n");
    for (at, id) in ids.iter().enumerate() {
        let next = &ids[(at + 1) % ids.len()];
        ties += &format!("{},{}\n", csv(id), csv(next));
    }
    fs::write(file, ties).unwrap();
}

#[test]
fn people_of_whatever_ids_come_back_from_every_format_or_are_refused_by_it() {
    let within = run::folder("labels-people");
    // What a line of a table can hold; an id of nothing is none.
    let is_id = |label: &String| !label.trim().is_empty() && !label.contains(['\n', '\r']);
    let ids: Vec<String> = labels().into_iter().filter(is_id).collect();
    let in_xml = |c: char| matches!(c, '\t' | ' '..='\u{fffd}' | '\u{10000}'..);
    let (in_xml, others): (Vec<_>, Vec<_>) =
        ids.iter().cloned().partition(|id| id.chars().all(in_xml));
    assert!(in_xml.len() > 200 && others.len() > 20);
    for (ids, formats) in [
        (&ids, &["a.csv", "a.tsv", "a.gsw"][..]),
        (&in_xml, &["b.graphml", "b.csv", "b.gsw"]),
    ] {
        tied(&within.join("ties.csv"), ids);
        let mut fingerprints = BTreeSet::new();
        let mut from = "ties.csv";
        for &to in formats {
            let said = run(&within, &["graph", "convert", from, to, "--json"]).ends(0);
            assert!(!said.out.contains(is_unseen), "{to}: {:?}", said.out);
            assert!(!said.err.contains(is_unseen), "{to}: {:?}", said.err);
            fingerprints.insert(json(&said.out)["fingerprint"].to_string());
            from = to;
        }
        let said = run(&within, &["graph", "stats", from, "--json"]).ends(0);
        assert!(!said.out.contains(is_unseen));
        assert_eq!(json(&said.out)["people"], ids.len());
        assert_eq!(fingerprints.len(), 1, "{fingerprints:?}");
    }
    markup::xml(&text(&within.join("b.graphml")));
    for id in others {
        tied(&within.join("ties.csv"), &["a".to_owned(), id]);
        let said = run(&within, &["graph", "convert", "ties.csv", "c.graphml"]).ends(2);
        let said = said.says(&["c.graphml", "cannot be text in XML"]);
        assert!(!said.err.contains(is_unseen), "{:?}", said.err);
        assert!(!within.join("c.graphml").exists());
    }
}

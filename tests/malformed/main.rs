//! Files with one mistake each, brought to the program as people bring them: it ends soon,
//! with an error that names the file, and the line in nearly all cases that have one.

#[path = "../run/mod.rs"]
mod run;

mod binaries;
mod documents;
mod elsewhere;
#[path = "../../crates/graph/tests/hostile/mistakes.rs"]
mod graph_files;
mod graphs;
mod scenarios;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use run::folder;

/// A file with a mistake.
struct Case {
    /// What kind of file it is.
    kind: &'static str,
    /// What is asked of the program, which names the file.
    arguments: Vec<String>,
    /// The file, by its path from the folder of all.
    file: &'static str,
    contents: Vec<u8>,
    /// The line of the mistake, if it has one.
    line: Option<u64>,
}

impl Case {
    fn new(
        kind: &'static str,
        arguments: &str,
        file: &'static str,
        contents: impl Into<Vec<u8>>,
        line: impl Into<Option<u64>>,
    ) -> Self {
        Self {
            kind,
            arguments: arguments.split(' ').map(str::to_owned).collect(),
            file,
            contents: contents.into(),
            line: line.into(),
        }
    }
}

/// Kilobytes of memory that the program may ask the system for.
const MOST_MEMORY: u64 = 4 << 20;

/// What the program says of `case`, and how it ends.
fn outcome(within: &Path, case: &Case) -> (Option<i32>, String) {
    let path = within.join(case.file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, &case.contents).unwrap();
    // The shell bounds the memory; what it may not have, the program is refused.
    let bounded = format!("ulimit -v {MOST_MEMORY} && exec \"$0\" \"$@\"");
    let started = Instant::now();
    let output = Command::new("sh")
        .args(["-c", &bounded, env!("CARGO_BIN_EXE_groundswell")])
        .args(&case.arguments)
        .current_dir(within)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let took = started.elapsed();
    assert!(
        took < Duration::from_secs(5),
        "{took:?}: {:?}",
        case.arguments
    );
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

/// Whether `said` names that line of that file: as `FILE, line 7`, `FILE:7:` or, for JSON,
/// `line 7 column 3`.
fn names_line(said: &str, file: &str, line: u64) -> bool {
    let name = Path::new(file).file_name().unwrap().to_str().unwrap();
    [
        format!("{name}, line {line}:"),
        format!("{name}:{line}:"),
        format!("at line {line} column"),
    ]
    .iter()
    .any(|place| said.contains(place.as_str()))
}

#[test]
fn what_is_malformed_is_refused_by_name_and_line() {
    let within = folder("malformed");
    let mut cases = graphs::cases();
    cases.extend(tables::cases(&within));
    cases.extend(scenarios::cases());
    cases.extend(documents::cases(&within));
    cases.extend(binaries::cases(&within));
    let mut wrong = Vec::new();
    let mut unplaced = Vec::new();
    let (mut placed, mut kinds) = (0, BTreeMap::new());
    for case in &cases {
        *kinds.entry(case.kind).or_insert(0) += 1;
        let (code, said) = outcome(&within, case);
        let text: String = String::from_utf8_lossy(&case.contents)
            .chars()
            .take(300)
            .collect();
        let shown = format!(
            "{}: {:?}\n{text}\n--> {code:?} {said}",
            case.kind, case.arguments
        );
        let name = Path::new(case.file).file_name().unwrap().to_str().unwrap();
        let is_clean = !said.chars().any(|c| c.is_control() && c != '\n');
        if !matches!(code, Some(1 | 2))
            || said.contains("panicked")
            || !said.contains(name)
            || !is_clean
        {
            wrong.push(shown);
        } else if let Some(line) = case.line {
            placed += 1;
            if !names_line(&said, case.file, line) {
                unplaced.push(format!("line {line} of {shown}"));
            }
        }
    }
    let found = placed - unplaced.len();
    println!(
        "{} malformed files, {kinds:?}: all refused by name; of {placed} with a line, {found} by it: {:.1} %",
        cases.len(),
        100.0 * found as f64 / placed as f64
    );
    println!("without it:\n\n{}", unplaced.join("\n\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(100 * found >= 98 * placed, "{found} of {placed}");
    assert!(cases.len() >= 300, "only {}", cases.len());
}

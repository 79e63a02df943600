//! The house stands as it was drawn: who may know whom, and what may be named where.
//!
//! The manifests and the paths in all sources are read, tests and
//! development dependencies left out. Each wall is a function from a house to
//! complaints, and is tried on a sample that breaks it.

use std::fs;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

/// The crates from the ground up; each may use those before it.
const FLOORS: [&str; 9] = [
    "estimate",
    "graph",
    "diffusion",
    "seeding",
    "campaign",
    "scenario",
    "experiment",
    "report",
    "cli",
];

/// Packages of others, and the only crates that may name them.
const KEPT: [(&str, &[&str]); 9] = [
    (
        "rayon",
        &["graph", "diffusion", "seeding", "campaign", "experiment"],
    ),
    ("rand", &["graph", "seeding", "experiment", "estimate"]),
    (
        "rand_chacha",
        &["graph", "seeding", "experiment", "estimate"],
    ),
    ("rand_core", &["graph", "seeding", "experiment", "estimate"]),
    ("toml", &["scenario"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    ("anstream", &["cli"]),
];

/// What runs something, by its path: nothing of it is for `report`.
const RUNS: [&str; 11] = [
    "groundswell_diffusion",
    "groundswell_seeding",
    "groundswell_campaign::compare",
    "groundswell_campaign::journey",
    "groundswell_experiment::flip::flip",
    "groundswell_experiment::flip::flips",
    "groundswell_experiment::knowledge::knowledge",
    "groundswell_experiment::study::Study::new",
    "groundswell_experiment::diffusion_study::DiffusionStudy::new",
    "groundswell_experiment::sweep::work::work",
    "groundswell_experiment::sweep::probe",
];

/// Names that say nothing about what is behind them.
const EMPTY_NAMES: [&str; 6] = ["core", "common", "util", "utils", "helpers", "prelude"];

const MOST_PACKAGES: usize = 250;

/// Something that breaks a wall, in words.
type Complaint = String;

/// A crate of ours as it is on disk.
struct Room {
    name: String,
    /// Packages that the built crate depends on; those of tests are exempt.
    dependencies: Vec<String>,
    /// Whether it takes the lints of the workspace.
    linted: bool,
    sources: Vec<Source>,
}

/// One file of a room.
struct Source {
    /// Seen from the folder `src`, such as `draw/bars.rs`.
    path: String,
    text: String,
    tokens: Vec<String>,
    paths: Vec<String>,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let tokens = without_tests(&tokens(text));
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            paths: paths(&tokens),
            tokens,
        }
    }

    fn has(&self, sequence: &[&str]) -> bool {
        self.tokens.windows(sequence.len()).any(|w| w == sequence)
    }

    /// Its paths that are `prefix` or begin with it.
    fn under(&self, prefix: &str) -> impl Iterator<Item = &String> {
        self.paths.iter().filter(move |path| {
            let rest = path.strip_prefix(prefix);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        })
    }
}

impl Room {
    fn new(name: &str, manifest: &str, sources: Vec<Source>) -> Self {
        let manifest = DeTable::parse(manifest).unwrap().into_inner();
        let manifest = DeValue::Table(manifest);
        let lints = get(&manifest, "lints").and_then(|lints| get(lints, "workspace"));
        Self {
            name: name.to_owned(),
            dependencies: dependencies(&manifest),
            linted: lints.and_then(DeValue::as_bool) == Some(true),
            sources,
        }
    }

    /// A room for trying a wall: one manifest, one file.
    fn sample(name: &str, manifest: &str, path: &str, text: &str) -> Self {
        Self::new(name, manifest, vec![Source::new(path, text)])
    }

    /// The file at the front, `lib.rs` or `main.rs`.
    fn front(&self) -> Option<&Source> {
        let is_front = |source: &&Source| ["lib.rs", "main.rs"].contains(&source.path.as_str());
        self.sources.iter().find(is_front)
    }

    /// Whether the package `name` is named, in the manifest or in a path.
    fn names(&self, name: &str) -> Vec<Complaint> {
        let package = name.replace('_', "-");
        let mut found = Vec::new();
        if self.dependencies.contains(&package) {
            found.push(format!("{}: its manifest names {name}", self.name));
        }
        for source in &self.sources {
            if let Some(path) = source.under(name).next() {
                found.push(format!("{}/{} names {path}", self.name, source.path));
            }
        }
        found
    }
}

// Reading the house.

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every room, in the order of its name; the program's manifest is the root's.
fn house() -> Vec<Room> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|folder| folder.unwrap().path())
        .filter(|folder| folder.join("src").is_dir())
        .collect();
    folders.sort();
    let room = |folder: &PathBuf| {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let manifest = match folder.join("Cargo.toml") {
            own if own.exists() => own,
            _ => root().join("Cargo.toml"),
        };
        let manifest = fs::read_to_string(manifest).unwrap();
        Room::new(name, &manifest, sources(&folder.join("src")))
    };
    folders.iter().map(room).collect()
}

fn get<'v, 'i>(value: &'v DeValue<'i>, key: &str) -> Option<&'v DeValue<'i>> {
    value.get(key).map(|value| value.get_ref())
}

/// The packages in a manifest, whatever they are called there.
fn dependencies(manifest: &DeValue<'_>) -> Vec<String> {
    let mut tables = vec![manifest];
    let targets = get(manifest, "target").and_then(DeValue::as_table);
    tables.extend(
        targets
            .into_iter()
            .flatten()
            .map(|(_, target)| target.get_ref()),
    );
    let mut names = Vec::new();
    for table in tables {
        for kind in ["dependencies", "build-dependencies"] {
            let packages = get(table, kind).and_then(DeValue::as_table);
            for (key, value) in packages.into_iter().flatten() {
                let renamed = get(value.get_ref(), "package").and_then(DeValue::as_str);
                names.push(renamed.unwrap_or(key.get_ref()).replace('_', "-"));
            }
        }
    }
    names
}

/// The Rust files in `folder` and in those within it.
fn sources(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(folder).unwrap();
                let inside = inside.to_str().unwrap().replace('\\', "/");
                found.push(Source::new(&inside, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The tokens of `text`: names, numbers, `::` and single signs. Comments,
/// strings, characters and lifetimes are left out.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        match (at(i), at(i + 1)) {
            ('/', '/') => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
            }
            ('"', _) => i = after_string(&chars, i + 1),
            // A character, or a lifetime.
            ('\'', '\\') => {
                i += 3;
                while i < chars.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
            }
            ('\'', _) if at(i + 2) == '\'' => i += 3,
            ('\'', _) => {
                i += 1;
                while is_word(at(i)) {
                    i += 1;
                }
            }
            (':', ':') => {
                tokens.push("::".to_owned());
                i += 2;
            }
            (c, _) if is_word(c) => {
                let start = i;
                while is_word(at(i)) {
                    i += 1;
                }
                let word: String = chars[start..i].iter().collect();
                let hashes = chars[i..].iter().take_while(|&&c| c == '#').count();
                if ["r", "br", "cr"].contains(&word.as_str()) && at(i + hashes) == '"' {
                    let mut end: Vec<char> = vec!['"'];
                    end.extend(std::iter::repeat_n('#', hashes));
                    i += hashes + 1;
                    while i < chars.len() && !chars[i..].starts_with(&end) {
                        i += 1;
                    }
                    i += end.len();
                } else {
                    tokens.push(word);
                }
            }
            (c, _) => {
                if !c.is_whitespace() {
                    tokens.push(c.to_string());
                }
                i += 1;
            }
        }
    }
    tokens
}

fn after_string(chars: &[char], mut i: usize) -> usize {
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

/// `tokens` without the items that are there for tests only.
fn without_tests(tokens: &[String]) -> Vec<String> {
    let mut kept = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
        if !tokens[i..].iter().take(mark.len()).eq(mark.iter()) {
            kept.push(tokens[i].clone());
            i += 1;
            continue;
        }
        // The item ends with its outermost brace, or a semicolon before any.
        let mut depth = 0;
        i += mark.len();
        while i < tokens.len() {
            match tokens[i].as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            let over = depth == 0 && ["}", ";"].contains(&tokens[i].as_str());
            i += 1;
            if over {
                break;
            }
        }
    }
    kept
}

/// All paths: what is imported, in full, and what is named in place.
fn paths(tokens: &[String]) -> Vec<String> {
    let mut paths = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        // What a returned type captures is written `use<…>` and imports nothing.
        if tokens[i] == "use" && tokens.get(i + 1).is_some_and(|next| next != "<") {
            i = imports(tokens, i + 1, "", &mut paths);
            continue;
        }
        let start = i;
        while tokens.get(i + 1).is_some_and(|sign| sign == "::")
            && tokens.get(i + 2).is_some_and(|next| is_name(next))
            && is_name(&tokens[i])
        {
            i += 2;
        }
        if i > start {
            paths.push(tokens[start..=i].concat());
        }
        i += 1;
    }
    paths
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The imports of one tree, which begins at `i` within `prefix`; gives where it
/// ends.
fn imports(tokens: &[String], mut i: usize, prefix: &str, paths: &mut Vec<String>) -> usize {
    let mut path = prefix.to_owned();
    while i < tokens.len() {
        match tokens[i].as_str() {
            "{" => {
                i += 1;
                while i < tokens.len() && !["}", ";"].contains(&tokens[i].as_str()) {
                    i = imports(tokens, i, &path, paths);
                    i += usize::from(tokens.get(i).is_some_and(|sign| sign == ","));
                }
                return i + 1;
            }
            "," | "}" | ";" => break,
            "as" => i += 2,
            "::" => i += 1,
            "self" if !path.is_empty() => i += 1,
            part => {
                let joint = if path.is_empty() { "" } else { "::" };
                path = format!("{path}{joint}{part}");
                i += 1;
            }
        }
    }
    if !path.is_empty() {
        paths.push(path);
    }
    i
}

// The walls.

fn one_direction(house: &[Room]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for room in house {
        let Some(floor) = FLOORS.iter().position(|&name| name == room.name) else {
            complaints.push(format!("{}: no place is known for it", room.name));
            continue;
        };
        for above in &FLOORS[floor..] {
            if *above != room.name {
                complaints.extend(room.names(&format!("groundswell_{above}")));
            }
        }
        complaints.extend(room.names("groundswell"));
    }
    complaints
}

fn kept_in_their_rooms(house: &[Room]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (package, rooms) in KEPT {
        for room in house {
            if !rooms.contains(&room.name.as_str()) {
                complaints.extend(room.names(package));
            }
        }
    }
    complaints
}

/// A report tells what others have counted.
fn nothing_runs(room: &Room) -> Vec<Complaint> {
    let mut complaints: Vec<_> = RUNS.iter().flat_map(|path| room.names(path)).collect();
    for source in &room.sources {
        if source.has(&[".", "run", "("]) || source.has(&["Study", "::", "new"]) {
            complaints.push(format!("{}/{} runs something", room.name, source.path));
        }
    }
    complaints
}

/// What `room` names of files and folders.
fn files(room: &Room) -> Vec<Complaint> {
    let mut complaints = room.names("std::fs");
    for source in &room.sources {
        let files = source.paths.iter().filter(|path| path.ends_with("::File"));
        let name = |path| format!("{}/{} names {path}", room.name, source.path);
        complaints.extend(files.map(name));
    }
    complaints
}

/// What `room` names of clocks.
fn clocks(room: &Room) -> Vec<Complaint> {
    let mut complaints = room.names("std::time");
    for source in &room.sources {
        for clock in ["Instant", "SystemTime"] {
            if source.has(&[clock]) {
                complaints.push(format!("{}/{} names {clock}", room.name, source.path));
            }
        }
    }
    complaints
}

fn empty_names(house: &[Room]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut see = |place: String, name: &str| {
        if EMPTY_NAMES.contains(&name) {
            complaints.push(format!("{place}: {name} says nothing"));
        }
    };
    for room in house {
        see(format!("crates/{}", room.name), &room.name);
        for source in &room.sources {
            let place = format!("{}/{}", room.name, source.path);
            for part in source.path.trim_end_matches(".rs").split('/') {
                see(place.clone(), part);
            }
            for pair in source.tokens.windows(2).filter(|pair| pair[0] == "mod") {
                see(place.clone(), &pair[1]);
            }
        }
    }
    complaints
}

/// What models implement: of contagion in rounds and in time, of people who
/// look round, and of opinions.
const RULES: [&str; 5] = [
    "Contagion",
    "TimedContagion",
    "Looking",
    "Listening",
    "Meeting",
];

/// The models that a file defines.
fn models_of(source: &Source) -> Vec<String> {
    let mut models = Vec::new();
    for (at, _) in source
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| RULES.contains(&token.as_str()))
    {
        // As in `impl Listening<f64> for DeGroot`.
        let rest = &source.tokens[at + 1..];
        let rest = match rest.first().map(String::as_str) {
            Some("<") => rest
                .iter()
                .position(|token| token == ">")
                .map_or(rest, |end| &rest[end + 1..]),
            _ => rest,
        };
        if let [word, name, ..] = rest
            && word == "for"
            && is_name(name)
        {
            models.push(name.clone());
        }
    }
    models
}

/// Models are files that implement a rule. None knows another of its kind, a thread
/// or a generator of random numbers.
fn models_alone(room: &Room) -> Vec<Complaint> {
    let of = models_of;
    let models: Vec<(&Source, Vec<String>)> = room.sources.iter().map(|s| (s, of(s))).collect();
    let mut complaints = Vec::new();
    for (source, own) in models.iter().filter(|(_, own)| !own.is_empty()) {
        let place = format!("{}/{}", room.name, source.path);
        for package in ["rayon", "rand", "rand_chacha", "rand_core"] {
            let named = source.under(package);
            complaints.extend(named.map(|path| format!("{place} names {path}")));
        }
        for (other, _) in models.iter().filter(|(_, names)| !names.is_empty()) {
            let module = other.path.trim_end_matches(".rs").replace('/', "::");
            let module = format!("crate::{module}");
            let known = source.under(&module);
            if other.path != source.path {
                complaints.extend(known.map(|path| format!("{place} knows the model {path}")));
            }
        }
        // Continuous time has a `Sir` of its own, so that between folders only the path
        // tells who is meant; within one the name does.
        let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let here = models
            .iter()
            .filter(|(other, _)| folder(&other.path) == folder(&source.path));
        for other in here.flat_map(|(_, names)| names) {
            if !own.contains(other) && source.has(&[other]) {
                complaints.push(format!("{place} knows the model {other}"));
            }
        }
    }
    complaints
}

/// Files that map memory or use SIMD; each block says why it is sound.
const UNSAFE: [(&str, &str); 2] = [("graph", "binary/map.rs"), ("diffusion", "simd.rs")];

fn unsafe_places(house: &[Room]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for room in house {
        if !room.linted {
            let name = &room.name;
            complaints.push(format!("{name}: it does not take the workspace's lints"));
        }
        for source in room.sources.iter().filter(|s| s.has(&["unsafe"])) {
            let place = format!("{}/{}", room.name, source.path);
            let blocks = source.tokens.iter().filter(|token| *token == "unsafe");
            let reasons = source.text.matches("// SAFETY: ").count();
            if !UNSAFE.contains(&(room.name.as_str(), source.path.as_str())) {
                complaints.push(format!("{place}: unsafe"));
            } else if reasons < blocks.count() {
                complaints.push(format!("{place}: unsafe without a reason"));
            }
        }
    }
    complaints
}

/// The page that tells of every place that is unsafe.
const INVENTORY: &str = "docs/unsafe.md";

const MOST_UNSAFE: usize = 30;

/// What `page` has wrong of what is unsafe in the house: it has a row for each file, with the
/// number of places, and names tests that are among `tests`.
fn untold(house: &[Room], page: &str, tests: &str) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let rows: Vec<Vec<&str>> = rows
        .map(|row| row.split('|').map(str::trim).collect())
        .collect();
    let mut known = Vec::new();
    for room in house {
        for source in &room.sources {
            let places = source.tokens.iter().filter(|token| *token == "unsafe");
            let places = places.count();
            if places > 0 {
                known.push((format!("`{}/{}`", room.name, source.path), places));
            }
        }
    }
    for row in &rows {
        let is_known =
            |(file, places): &(String, usize)| file == row[1] && row[2].parse() == Ok(*places);
        if !known.iter().any(is_known) {
            complaints.push(format!("{INVENTORY}: {} is not so", row[1]));
        }
        let named: Vec<_> = row[4].split('`').skip(1).step_by(2).collect();
        if named.is_empty() {
            complaints.push(format!("{INVENTORY}: nothing tries {}", row[1]));
        }
        for name in named {
            if !tests.contains(&format!("fn {name}()")) {
                complaints.push(format!("{INVENTORY}: there is no {name}"));
            }
        }
    }
    for (file, _) in &known {
        if !rows.iter().any(|row| row[1] == file) {
            complaints.push(format!("{INVENTORY}: nothing of {file}"));
        }
    }
    let all: usize = known.iter().map(|(_, places)| places).sum();
    if all > MOST_UNSAFE {
        complaints.push(format!("{all} places are unsafe"));
    }
    complaints
}

/// A thing is imported from the module that defines it: nothing is exported twice,
/// and what is taken from the front page is defined there.
fn detours(house: &[Room]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for room in house {
        let place = |source: &Source| format!("{}/{}", room.name, source.path);
        for source in &room.sources {
            if source.has(&["pub", "use"]) || source.has(&["pub", "(", "crate", ")", "use"]) {
                complaints.push(format!("{} exports what it does not define", place(source)));
            }
        }
        let Some(front) = room.front() else {
            complaints.push(format!("{}: no front page", room.name));
            continue;
        };
        for source in &room.sources {
            let own = source.under("crate");
            let names = own.filter_map(|path| Some((path, path.split("::").nth(1)?)));
            let foreign = names.filter(|(_, name)| !defines(front, name));
            let words = |(path, _)| format!("{}: {path} is defined elsewhere", place(source));
            complaints.extend(foreign.map(words));
        }
    }
    complaints
}

fn defines(source: &Source, name: &str) -> bool {
    const KINDS: [&str; 8] = [
        "mod", "struct", "enum", "trait", "type", "fn", "const", "static",
    ];
    let mut pairs = source.tokens.windows(2);
    pairs.any(|pair| KINDS.contains(&pair[0].as_str()) && pair[1] == name)
}

fn unexplained(place: &str, sources: &[Source]) -> Vec<Complaint> {
    let silent = sources.iter().filter(|s| !s.text.starts_with("//! "));
    silent
        .map(|s| format!("{place}/{} does not open with what it is", s.path))
        .collect()
}

fn packages(lock: &str) -> usize {
    lock.lines().filter(|line| *line == "[[package]]").count()
}

#[track_caller]
fn none(complaints: Vec<Complaint>) {
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Fails unless each sample is complained about.
#[track_caller]
fn breaks<const N: usize>(wall: impl Fn(&Room) -> Vec<Complaint>, samples: [Room; N]) {
    for sample in samples {
        assert!(!wall(&sample).is_empty(), "{}", sample.sources[0].text);
    }
}

fn wall(check: impl Fn(&[Room]) -> Vec<Complaint>) -> impl Fn(&Room) -> Vec<Complaint> {
    move |room| check(std::slice::from_ref(room))
}

fn room(name: &str) -> Room {
    let mut house = house();
    let place = house.iter().position(|room| room.name == name);
    house.swap_remove(place.unwrap_or_else(|| panic!("no crate {name}")))
}

#[test]
fn every_crate_has_its_floor() {
    let mut names: Vec<String> = house().into_iter().map(|room| room.name).collect();
    let mut floors = FLOORS.map(str::to_owned).to_vec();
    floors.sort();
    names.sort();
    assert_eq!(names, floors);
}

#[test]
fn imports_run_in_one_direction() {
    none(one_direction(&house()));
    let sample = |name, manifest, text| Room::sample(name, manifest, "a.rs", text);
    breaks(
        wall(one_direction),
        [
            sample(
                "graph",
                "[dependencies]\ngroundswell-diffusion.workspace = true",
                "",
            ),
            sample(
                "graph",
                "[target.'cfg(unix)'.dependencies]\nx = { package = \"groundswell-cli\" }",
                "",
            ),
            sample("estimate", "", "use groundswell_graph::id::NodeId;"),
            sample(
                "campaign",
                "",
                "fn f() { groundswell_scenario::stamp::a() }",
            ),
            sample("experiment", "", "use {std::fmt, groundswell_report as r};"),
            sample("report", "", "use groundswell::arguments;"),
            sample("influence", "", ""),
        ],
    );
    let allowed = "[dependencies]\ngroundswell-estimate.workspace = true\n\
                   [dev-dependencies]\ngroundswell-diffusion.workspace = true";
    none(one_direction(&[sample(
        "graph",
        allowed,
        "use groundswell_estimate::sample::Sample;",
    )]));
}

#[test]
fn threads_generators_toml_and_the_terminal_are_named_in_their_rooms_only() {
    none(kept_in_their_rooms(&house()));
    let sample = |name, manifest, text| Room::sample(name, manifest, "a.rs", text);
    breaks(
        wall(kept_in_their_rooms),
        [
            sample("report", "", "use rayon::prelude::*;"),
            sample("scenario", "[dependencies]\nrayon = \"1\"", ""),
            sample("diffusion", "[dependencies]\nrand-chacha = \"1\"", ""),
            sample("campaign", "", "fn f() { rand::random() }"),
            sample("report", "", "use toml::Spanned;"),
            sample("experiment", "", "use clap::{Args, Parser};"),
            sample("scenario", "", "fn f() { anstream::print!(\"\") }"),
        ],
    );
    let test = "#[cfg(test)]\nmod tests { use rand_chacha::ChaCha8Rng; }";
    let luck = sample("diffusion", "[dev-dependencies]\nrand_chacha = \"1\"", test);
    none(kept_in_their_rooms(&[luck]));
}

#[test]
fn a_report_never_runs_anything() {
    none(nothing_runs(&room("report")));
    let sample = |text| Room::sample("report", "", "a.rs", text);
    breaks(
        nothing_runs,
        [
            sample("use groundswell_campaign::compare::Effort;"),
            sample("use groundswell_campaign::{journey, ledger};"),
            sample("use groundswell_experiment::flip::{Flip, flips};"),
            sample("fn f() { groundswell_diffusion::world::World::new(1, 2) }"),
            sample("fn f(study: &Study) { study.run(crew, watch) }"),
            sample("fn f() { Study::new(scenario) }"),
            Room::sample(
                "report",
                "[dependencies]\ngroundswell-diffusion.workspace = true",
                "a.rs",
                "",
            ),
        ],
    );
    none(nothing_runs(&sample(
        "use groundswell_campaign::comparison::Arm; use groundswell_experiment::flip::Flip;",
    )));
}

#[test]
fn diffusion_estimates_seeds_and_campaigns_read_no_file() {
    for name in ["diffusion", "estimate", "campaign", "seeding"] {
        none(files(&room(name)));
    }
    let sample = |text| Room::sample("campaign", "", "a.rs", text);
    breaks(
        files,
        [
            sample("use std::{fmt, fs};"),
            sample("use std::fs::File;"),
            sample("fn f() { std::fs::read(\"x\") }"),
        ],
    );
}

#[test]
fn only_the_program_sees_a_clock() {
    for room in house().iter().filter(|room| room.name != "cli") {
        none(clocks(room));
    }
    let sample = |text| Room::sample("experiment", "", "a.rs", text);
    breaks(
        clocks,
        [
            sample("use std::time::Duration;"),
            sample("use std::{fmt, time::Instant};"),
            sample("fn f(at: SystemTime) {}"),
        ],
    );
}

#[test]
fn no_crate_or_module_is_called_core_common_utils_helpers_or_prelude() {
    none(empty_names(&house()));
    let sample = |name, path, text| Room::sample(name, "", path, text);
    breaks(
        wall(empty_names),
        [
            sample("core", "lib.rs", ""),
            sample("graph", "utils.rs", ""),
            sample("graph", "common/mod.rs", ""),
            sample("graph", "lib.rs", "mod helpers {}"),
            sample("graph", "lib.rs", "pub mod prelude;"),
        ],
    );
}

#[test]
fn a_model_knows_no_other_model_no_thread_and_no_generator() {
    let diffusion = room("diffusion");
    let is_model = |source: &&Source| !models_of(source).is_empty();
    assert!(diffusion.sources.iter().filter(is_model).count() >= 30);
    for room in house() {
        none(models_alone(&room));
    }
    let model = "impl Contagion for Threshold { type Memory = u32; }";
    let sample = |text: &str| {
        let mut room = Room::sample("diffusion", "", "threshold.rs", model);
        let other = format!("{text}\nimpl Contagion for Complex {{}}");
        room.sources.insert(0, Source::new("complex.rs", &other));
        room
    };
    breaks(
        models_alone,
        [
            sample("use rayon::prelude::*;"),
            sample("use rand::Rng;"),
            sample("use crate::threshold::Threshold;"),
        ],
    );
    none(models_alone(&sample("use crate::world::World;")));
    let between_folders = |text: &str| {
        let mut room = Room::sample("diffusion", "", "model/sir.rs", "impl Contagion for Sir {}");
        let other = format!("{text}\nimpl TimedContagion for Sir {{}}");
        room.sources.push(Source::new("continuous/sir.rs", &other));
        room
    };
    breaks(
        models_alone,
        [between_folders("use crate::model::sir::Sir;")],
    );
    none(models_alone(&between_folders("use crate::world::World;")));
}

#[test]
fn only_what_maps_memory_is_unsafe_and_says_why() {
    none(unsafe_places(&house()));
    let lints = "[lints]\nworkspace = true";
    let sample = |manifest, text| Room::sample("graph", manifest, "a.rs", text);
    breaks(
        wall(unsafe_places),
        [
            sample(lints, "fn f() { unsafe { g() } }"),
            sample("[lints]\nworkspace = false", ""),
            sample("", ""),
            Room::sample("graph", lints, "binary/map.rs", "fn f() { unsafe { g() } }"),
        ],
    );
    none(unsafe_places(&[Room::sample(
        "graph",
        lints,
        "binary/map.rs",
        "fn f() {\n// SAFETY: g is fine\nunsafe { g() } }",
    )]));
    none(unsafe_places(&[sample(
        lints,
        "// unsafe\nconst A: &str = \"unsafe\";",
    )]));
}

#[test]
fn a_page_tells_of_every_unsafe_place_and_what_tries_it() {
    let mut tests = String::new();
    for name in FLOORS.into_iter().filter(|name| *name != "cli") {
        for folder in ["src", "tests"] {
            let folder = root().join("crates").join(name).join(folder);
            if folder.is_dir() {
                tests.extend(sources(&folder).into_iter().map(|source| source.text));
            }
        }
    }
    tests.extend(sources(&root().join("tests")).into_iter().map(|s| s.text));
    let page = fs::read_to_string(root().join(INVENTORY)).unwrap();
    none(untold(&house(), &page, &tests));
    let row = |places, test| format!("| `graph/a.rs` | {places} | b | `{test}` |");
    let house = [Room::sample(
        "graph",
        "",
        "a.rs",
        "fn f() { unsafe { g() } }",
    )];
    none(untold(&house, &row(1, "it_holds"), "fn it_holds() {}"));
    for (page, tests) in [
        (row(2, "it_holds"), "fn it_holds() {}"),
        (row(1, "it_holds"), ""),
        (row(1, ""), ""),
        (String::new(), ""),
        (
            row(1, "it_holds").replace("a.rs", "b.rs"),
            "fn it_holds() {}",
        ),
    ] {
        assert!(!untold(&house, &page, tests).is_empty(), "{page}");
    }
}

#[test]
fn a_thing_is_imported_from_the_module_that_defines_it() {
    none(detours(&house()));
    let sample = |text| Room::sample("graph", "", "lib.rs", text);
    breaks(
        wall(detours),
        [
            sample("mod id; pub use id::NodeId;"),
            sample("mod id; pub(crate) use id::NodeId;"),
            sample("mod id; use id::NodeId; mod ties { use crate::NodeId; }"),
            Room::sample("graph", "", "id.rs", ""),
        ],
    );
    none(detours(&[sample(
        "mod id; pub enum Error {} mod ties { use crate::{Error, id::NodeId}; }",
    )]));
}

#[test]
fn every_file_opens_with_what_it_is() {
    for room in house() {
        none(unexplained(&room.name, &room.sources));
    }
    for folder in ["tests", "benches"] {
        none(unexplained(folder, &sources(&root().join(folder))));
    }
    let silent = Source::new("a.rs", "use std::fmt;\n//! Too late.");
    assert_eq!(unexplained("graph", &[silent]).len(), 1);
}

#[test]
fn the_house_stands_on_few_packages() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let count = packages(&lock);
    assert!((1..=MOST_PACKAGES).contains(&count), "{count} packages");
    let long = "[[package]]\nname = \"a\"\n\n".repeat(MOST_PACKAGES + 1);
    assert_eq!(packages(&long), MOST_PACKAGES + 1);
}

#[test]
fn comments_strings_and_tests_name_nothing() {
    let text = r##"
        //! use a::b;
        /* use a::b; /* nested */ a::b */
        const S: &str = "a::b \" a::b";
        const R: &str = r#"a::b " a::b"#;
        const C: [char; 3] = ['"', '\'', '\u{1b}'];
        fn f<'a>(x: &'a str) -> c::d { e::<u32>::f }
        #[cfg(test)]
        mod tests { fn g() { a::b } }
        use h::{self, i::{j, k as l}, m::*};
        #[cfg(test)]
        use a::b;
        fn q() -> impl Fn() + use<> { n::o::p!() }
    "##;
    let found = Source::new("a.rs", text).paths;
    assert_eq!(
        found,
        ["c::d", "h", "h::i::j", "h::i::k", "h::m::*", "n::o::p"]
    );
}

//! Results that never move unnoticed: every model, preset and scenario, engines, drawn
//! graphs, chosen seeds and cells of a sweep, held to the last bit.
//!
//! `results.txt` has a line for each: its name, the bits of the number, the number. The line
//! at its head names the values version and a digest of the others, and an entry under
//! **Values** in the changelog names that digest, so that neither moves without the other.
//!
//! `GROUNDSWELL_EXPECT=write cargo test --test pinned` writes the file anew;
//! `GROUNDSWELL_THREADS=7` asks for another number of threads, `GROUNDSWELL_BLOCK=64` for other
//! blocks of worlds; `tests/same_bits.sh` runs it so, and on other processors.

mod campaigns;
mod diffusion;
mod drawn;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use groundswell_diffusion::worlds::Crew;
use groundswell_graph::name_key::NameKey;
use groundswell_scenario::stamp::VALUES_VERSION;

/// What a line holds.
enum Held {
    Number(f64),
    Word(String),
}

/// The results by their names.
struct Results(BTreeMap<String, Held>);

impl Results {
    fn add(&mut self, name: String, held: Held) {
        let before = self.0.insert(name.clone(), held);
        assert!(before.is_none(), "{name} stands for two results");
    }

    fn number(&mut self, name: impl Into<String>, number: f64) {
        self.add(name.into(), Held::Number(number));
    }

    fn word(&mut self, name: impl Into<String>, word: impl Into<String>) {
        self.add(name.into(), Held::Word(word.into()));
    }

    fn lines(&self) -> String {
        let mut lines = String::new();
        for (name, held) in &self.0 {
            let _ = match held {
                Held::Number(x) => writeln!(lines, "{name} = {:016x} {x}", x.to_bits()),
                Held::Word(word) => writeln!(lines, "{name} = {word}"),
            };
        }
        lines
    }
}

/// Who does all of it: a thread per processor and the usual blocks, unless it is said.
fn crew() -> Crew {
    let said = |name| {
        std::env::var(name)
            .ok()
            .map(|number| number.parse().unwrap())
    };
    let crew = Crew::of(said("GROUNDSWELL_THREADS").unwrap_or(0) as usize);
    match said("GROUNDSWELL_BLOCK") {
        Some(block) => crew.with_block(block),
        None => crew,
    }
}

fn all() -> Results {
    let mut results = Results(BTreeMap::new());
    let crew = crew();
    diffusion::add(&mut results, &crew);
    campaigns::add(&mut results, &crew);
    drawn::add(&mut results, &crew);
    results
}

/// A file of the project.
fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.replace("\r\n", "\n")
}

const RESULTS: &str = "tests/pinned/results.txt";

/// The line at the head of a file with these results.
fn head(lines: &str, version: u32) -> String {
    // XXH3-64 under the name that the program has for it.
    let digest = NameKey::of(lines).0;
    format!("# values version {version}, digest {digest:016x}")
}

/// What a file of results holds.
struct Kept {
    head: String,
    lines: String,
}

impl Kept {
    fn of(text: &str) -> Self {
        let (head, lines) = text.split_once('\n').unwrap_or_default();
        Self {
            head: head.to_owned(),
            lines: lines.to_owned(),
        }
    }

    fn version(&self) -> Option<u32> {
        let rest = self.head.strip_prefix("# values version ")?;
        rest.split_once(',')?.0.parse().ok()
    }

    /// The digest that its head names.
    fn digest(&self) -> &str {
        self.head.rsplit(' ').next().unwrap_or_default()
    }
}

/// Lines of `before` that `now` has otherwise or not at all, each with what stands now.
fn moved(before: &str, now: &str) -> Vec<String> {
    let by_name = |text: &str| -> BTreeMap<String, String> {
        let parts = text.lines().filter_map(|line| line.split_once(" = "));
        parts
            .map(|(name, held)| (name.to_owned(), held.to_owned()))
            .collect()
    };
    let now = by_name(now);
    let changed = by_name(before).into_iter().filter_map(|(name, held)| {
        let is = now.get(&name).map_or("gone", |held| held);
        (is != held).then(|| format!("{name}: {held} before, {is} now"))
    });
    changed.collect()
}

#[test]
fn results_are_what_they_were_to_the_last_bit() {
    let now = all().lines();
    let writes = std::env::var_os("GROUNDSWELL_EXPECT").is_some_and(|wish| wish == "write");
    let kept = Kept::of(&fs::read_to_string(file(RESULTS)).unwrap_or_default());
    let moved = moved(&kept.lines, &now);
    let list = moved.join("\n");
    if writes {
        assert!(
            moved.is_empty() || kept.version() < Some(VALUES_VERSION),
            "{} results moved, and the values version is {VALUES_VERSION} as before:\n{list}\n\
             If that is meant, raise VALUES_VERSION in crates/scenario/src/stamp.rs, then write \
             again; CONTRIBUTING.md has the other steps. Nothing was written.",
            moved.len()
        );
        let head = head(&now, VALUES_VERSION);
        fs::write(file(RESULTS), format!("{head}\n{now}")).unwrap();
        return;
    }
    assert!(
        moved.is_empty(),
        "{} results moved:\n{list}\nIf that is meant, follow \"How a value change is made\" in \
         CONTRIBUTING.md, and write {RESULTS} anew with GROUNDSWELL_EXPECT=write.",
        moved.len()
    );
    assert!(
        kept.lines == now,
        "there are new results; GROUNDSWELL_EXPECT=write cargo test --test pinned adds them to {RESULTS}"
    );
}

/// The lines of the changelog under headings **Values**.
fn values_of(changelog: &str) -> String {
    let mut is_values = false;
    let lines = changelog.lines().filter(|line| {
        if line.starts_with('#') {
            is_values = *line == "### Values";
        }
        is_values
    });
    lines.fold(String::new(), |all, line| all + line + "\n")
}

#[test]
fn results_that_are_kept_and_the_changelog_tell_of_each_other() {
    let kept = Kept::of(&read(RESULTS));
    assert_eq!(
        kept.head,
        head(&kept.lines, VALUES_VERSION),
        "{RESULTS} is not as it was written: it is changed by GROUNDSWELL_EXPECT=write cargo test \
         --test pinned and never by hand"
    );
    let digest = kept.digest();
    assert!(
        values_of(&read("CHANGELOG.md")).contains(digest),
        "{RESULTS} is at digest {digest}, of which CHANGELOG.md does not tell.\nIf results moved: \
         write an entry under **Values** that says what moved, in which runs and by how much, and \
         that ends with \"Pinned results: `{digest}`\".\nIf some were added and none moved: put \
         `{digest}` in place of the digest in the last entry that has one."
    );
}

#[test]
fn at_least_two_hundred_results_are_kept() {
    let kept = Kept::of(&read(RESULTS));
    assert!(kept.lines.lines().count() >= 200);
}

#[test]
fn what_moved_is_told_and_what_is_new_is_not() {
    let before = "a = 1\nb = 2\nc = 3\n";
    let now = "a = 1\nb = 4\nd = 5\n";
    assert_eq!(
        moved(before, now),
        ["b: 2 before, 4 now", "c: 3 before, gone now"]
    );
    assert!(moved("", now).is_empty());
}

#[test]
fn only_what_stands_under_values_counts_as_told() {
    let changelog = "## 2\n\n### Added\n\n- abc\n\n### Values\n\n- def\n\n## 1\n\n- ghi\n";
    let told = values_of(changelog);
    assert!(told.contains("def"), "{told}");
    assert!(!told.contains("abc") && !told.contains("ghi"), "{told}");
}

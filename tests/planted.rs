//! Bugs that are planted on purpose, each a patch in `tests/planted`, still fit the code.
//!
//! `tests/planted/run.sh` plants one after the other in a copy, and a test of the package has
//! to see each. What keeps that possible is read here, with no compiler and no git.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const FEWEST: usize = 40;

/// Where the tests of a file begin.
const TESTS: &str = "\n#[cfg(test)]\nmod tests";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.replace("\r\n", "\n")
}

/// All patches, by name.
fn patches() -> Vec<(String, Patch)> {
    let entries = fs::read_dir(root().join("tests/planted")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "patch"))
        .collect();
    paths.sort();
    let named = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, Patch::of(&read(&path)))
    };
    paths.into_iter().map(named).collect()
}

/// A bug: what is wrong, whose tests have to see it, and how it is planted in one file.
#[derive(Debug)]
struct Patch {
    says: String,
    package: String,
    file: String,
    hunks: Vec<Hunk>,
}

/// Lines that stand in the file, and those that take their place.
#[derive(Debug, Default)]
struct Hunk {
    before: Vec<String>,
    after: Vec<String>,
}

impl Patch {
    fn of(text: &str) -> Self {
        let (head, diff) = text
            .split_once("\ndiff --git ")
            .expect("a head, then a diff");
        let (says, package) = head
            .trim_end()
            .split_once("\nPackage: ")
            .expect("a line `Package:`");
        let mut file = String::new();
        let mut hunks: Vec<Hunk> = Vec::new();
        for line in diff.lines().skip(1) {
            if let Some(path) = line.strip_prefix("+++ b/") {
                file = path.to_owned();
            } else if line.starts_with("--- ") {
                continue;
            } else if line.starts_with("@@") {
                hunks.push(Hunk::default());
            } else if let Some(hunk) = hunks.last_mut() {
                hunk.add(line);
            }
        }
        Self {
            says: says.to_owned(),
            package: package.to_owned(),
            file,
            hunks,
        }
    }

    /// The file with the bug in it; `None` where the lines it changes are not there, or
    /// stand more than once.
    fn planted_in(&self, text: &str) -> Option<String> {
        let mut lines: Vec<&str> = text.lines().collect();
        for Hunk { before, after } in &self.hunks {
            let stands = |at: &usize| lines[*at..*at + before.len()].iter().eq(before);
            let mut places = (0..=lines.len().checked_sub(before.len())?).filter(stands);
            let at = places.next()?;
            if places.next().is_some() {
                return None;
            }
            lines.splice(at..at + before.len(), after.iter().map(String::as_str));
        }
        Some(lines.join("\n"))
    }
}

impl Hunk {
    fn add(&mut self, line: &str) {
        let (sign, rest) = line.split_at(usize::from(!line.is_empty()));
        if sign != "+" {
            self.before.push(rest.to_owned());
        }
        if sign != "-" {
            self.after.push(rest.to_owned());
        }
    }
}

#[test]
fn every_planted_bug_still_fits_the_code_it_was_made_for() {
    let mut unfit = Vec::new();
    for (name, patch) in patches() {
        let text = read(&root().join(&patch.file));
        match patch.planted_in(&text) {
            Some(planted) if planted != text.trim_end() => (),
            _ => unfit.push(format!("{name}: {}", patch.file)),
        }
    }
    assert!(
        unfit.is_empty(),
        "these planted bugs no longer apply; make each anew against the code as it is:\n{}",
        unfit.join("\n")
    );
}

#[test]
fn there_are_forty_planted_bugs_and_each_says_what_is_wrong_and_who_has_to_see_it() {
    let patches = patches();
    assert!(patches.len() >= FEWEST, "{}", patches.len());
    for (name, patch) in &patches {
        assert!(patch.says.ends_with('.'), "{name}: {}", patch.says);
        let crate_of = patch.package.strip_prefix("groundswell-").unwrap();
        let sources = format!("crates/{crate_of}/src/");
        assert!(patch.file.starts_with(&sources), "{name}: {}", patch.file);
        assert!(!patch.hunks.is_empty(), "{name}");
    }
    let spread: BTreeSet<&str> = patches.iter().map(|(_, patch)| &*patch.package).collect();
    for package in [
        "estimate",
        "graph",
        "diffusion",
        "seeding",
        "campaign",
        "experiment",
    ] {
        let package = format!("groundswell-{package}");
        assert!(spread.contains(&*package), "no bug is planted in {package}");
    }
}

#[test]
fn no_bug_is_planted_where_tests_are() {
    for (name, patch) in patches() {
        let text = read(&root().join(&patch.file));
        let code = text.split(TESTS).next().unwrap();
        let planted = patch.planted_in(&text).unwrap();
        let without = planted.split(TESTS).next().unwrap();
        assert_ne!(
            code.trim_end(),
            without.trim_end(),
            "{name} changes no code"
        );
    }
}

#[test]
fn a_patch_that_no_longer_fits_is_seen() {
    let text = "Adds where it should take.\nPackage: groundswell-x\n\ndiff --git a/f b/f\n\
                --- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n one\n-a - b\n+a + b\n two\n";
    let patch = Patch::of(text);
    assert_eq!(
        patch.planted_in("one\na - b\ntwo\n").unwrap(),
        "one\na + b\ntwo"
    );
    assert!(patch.planted_in("one\na * b\ntwo\n").is_none());
    let twice = "one\na - b\ntwo\none\na - b\ntwo\n";
    assert!(patch.planted_in(twice).is_none());
}

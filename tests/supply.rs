//! What comes from others: where packages are fetched from, which of them there are twice,
//! and that whatever is compiled into the program is named with its terms.
//!
//! `cargo deny check bans licenses sources` holds the licences of packages, too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use toml::de::{DeTable, DeValue};

/// Where packages may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// A package as `Cargo.lock` has it.
#[derive(Default)]
struct Package {
    name: String,
    source: Option<String>,
    checksum: Option<String>,
}

fn packages(lock: &str) -> Vec<Package> {
    let blocks = lock.split("[[package]]").skip(1);
    let package = |block: &str| {
        let mut package = Package::default();
        for line in block.lines() {
            let Some((key, value)) = line.split_once(" = ") else {
                continue;
            };
            let value = value.trim_matches('"').to_owned();
            match key {
                "name" => package.name = value,
                "source" => package.source = Some(value),
                "checksum" => package.checksum = Some(value),
                _ => {}
            }
        }
        package
    };
    blocks.map(package).collect()
}

/// Packages that are neither ours nor from where they may come from, with a checksum.
fn strangers(lock: &str) -> Vec<String> {
    let is_fine = |package: &Package| match &package.source {
        None => package.name.starts_with("groundswell"),
        Some(source) => source == REGISTRY && package.checksum.is_some(),
    };
    let all = packages(lock).into_iter();
    all.filter(|package| !is_fine(package))
        .map(|package| package.name)
        .collect()
}

/// Packages of which there are several versions.
fn repeated(lock: &str) -> BTreeSet<String> {
    let mut versions: BTreeMap<String, u32> = BTreeMap::new();
    for package in packages(lock) {
        *versions.entry(package.name).or_default() += 1;
    }
    let several = versions.into_iter().filter(|(_, count)| *count > 1);
    several.map(|(name, _)| name).collect()
}

/// The packages of which `deny.toml` lets there be several versions.
fn skipped(deny: &str) -> BTreeSet<String> {
    let deny = DeTable::parse(deny).unwrap().into_inner();
    let within = |value: &DeValue<'_>, key: &str| {
        let value = value.get(key).unwrap().as_ref();
        value.as_str().unwrap().to_owned()
    };
    let skip = deny.get("bans").unwrap().as_ref().get("skip").unwrap();
    let crates = skip.as_ref().as_array().unwrap().iter();
    crates
        .map(|entry| within(entry.as_ref(), "crate"))
        .collect()
}

#[test]
fn packages_come_from_the_registry_with_their_checksums() {
    let lock = read("Cargo.lock");
    assert!(packages(&lock).len() > 100);
    assert_eq!(strangers(&lock), Vec::<String>::new());
    let theirs = "[[package]]\nname = \"a\"\nsource = \"git+https://example.org/a\"\n";
    assert_eq!(strangers(theirs), ["a"]);
    assert_eq!(strangers("[[package]]\nname = \"b\"\n"), ["b"]);
}

#[test]
fn there_are_two_versions_of_a_package_only_where_it_is_said() {
    let said = skipped(&read("deny.toml"));
    assert_eq!(repeated(&read("Cargo.lock")), said);
    let twice = "[[package]]\nname = \"a\"\n\n[[package]]\nname = \"a\"\n";
    assert_eq!(repeated(twice), BTreeSet::from(["a".to_owned()]));
}

/// All files under a folder of the repository, by their paths in it.
fn files(folder: &str) -> Vec<String> {
    let mut all = Vec::new();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        match entry.path().is_dir() {
            true => all.extend(files(&name)),
            false => all.push(name),
        }
    }
    all
}

/// What stands beside the code of crates and is not ours by its kind: scripts, styles and
/// templates are, and so is what a crate is measured or held against.
fn brought_along() -> Vec<String> {
    let crates = files("crates").into_iter().filter(|file| {
        let ours = ["rs", "toml", "css", "js", "md"];
        let (_, kind) = file.rsplit_once('.').unwrap_or_default();
        let parts: Vec<&str> = file.split('/').collect();
        !ours.contains(&kind) && !["tests", "benches", "examples"].contains(&parts[2])
    });
    crates.collect()
}

#[test]
fn whatever_others_made_is_named_with_its_terms() {
    let page = read("THIRD-PARTY.md");
    let files = brought_along();
    assert!(files.iter().any(|file| file.ends_with(".ttf")), "{files:?}");
    for file in files {
        let folder = &file[..=file.rfind('/').unwrap()];
        // A folder of fonts is named as a whole, with its licence; data by its files.
        let is_named = page.contains(&format!("`{file}`")) || page.contains(&format!("`{folder}`"));
        assert!(is_named, "{file} is not in THIRD-PARTY.md");
    }
    for path in page.split('`').filter(|part| part.starts_with("crates/")) {
        let there = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        assert!(there.exists(), "{path} is in THIRD-PARTY.md, and not there");
    }
    let terms = read("crates/report/fonts/OFL.txt");
    assert!(terms.contains("SIL OPEN FONT LICENSE Version 1.1"));
}

/// Scripts and styles say nothing of another's rights, and fetch nothing.
#[test]
fn scripts_and_styles_of_pages_are_our_own() {
    let all = files("crates/report/src").into_iter();
    let pages: Vec<_> = all
        .filter(|file| file.ends_with(".js") || file.ends_with(".css"))
        .collect();
    assert!(pages.len() >= 4, "{pages:?}");
    for file in pages {
        let text = read(&file).to_lowercase();
        for word in [
            "copyright",
            "@license",
            "licensed under",
            "@import",
            "src=\"http",
        ] {
            assert!(!text.contains(word), "{file} has {word}");
        }
    }
}

//! The documents do what they say: every command in them runs, every file in
//! them is used, every link leads somewhere.
//!
//! A page's fenced blocks say what is to be done with them:
//!
//! - `console` holds commands behind `$ `, each followed by what it prints. A line
//!   `…` stands for any lines, `[..]` for anything within a line. A command that
//!   shows nothing only has to succeed, and one that ends in `# exit 2` has to end
//!   with that code; what it says on stderr then follows.
//! - `sh` holds commands that only have to succeed; `sh,no-run=REASON` is not run.
//! - `toml,file=NAME`, and `csv` and `text` likewise, is written to that file first.
//!
//! All blocks of a page share one folder, in the order in which they stand.
//! `GROUNDSWELL_EXPECT=write` puts into the pages what the commands print now.

use std::fs;
use std::path::{Path, PathBuf};

use block::blocks;
use shown::Terminal;

mod block;
mod keys;
mod links;
mod route;
mod shown;
mod tables;

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All pages, by their paths from the root, sorted.
fn pages() -> Vec<String> {
    let mut pages = vec!["CONTRIBUTING.md".to_owned(), "README.md".to_owned()];
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    pages.sort();
    pages
}

fn read(page: &str) -> String {
    let text = fs::read_to_string(root().join(page));
    text.unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// Carries a page out, and fails where something else comes out.
fn holds(page: &str) {
    let text = read(page);
    let blocks = blocks(&text).unwrap_or_else(|mistake| panic!("{page}:{mistake}"));
    let terminal = Terminal::new(page);
    let mut wrong = Vec::new();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut moved = 0;
    for block in &blocks {
        let outcome = terminal.carry_out(block);
        for mistake in outcome.mistakes {
            wrong.push(format!("{page}:{mistake}"));
        }
        if let Some(now) = outcome.now {
            let first = block.first_line.checked_add_signed(moved).unwrap();
            moved += now.len() as isize - block.lines.len() as isize;
            lines.splice(first..first + block.lines.len(), now);
        }
    }
    if std::env::var_os("GROUNDSWELL_EXPECT").is_some_and(|wish| wish == "write") {
        let now = lines.join("\n") + "\n";
        if now != text {
            fs::write(root().join(page), now).unwrap();
        }
        return;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// A test for each page, so that one of them can be asked for by its name.
macro_rules! carried_out {
    ($($name:ident: $page:literal,)*) => {
        mod what_stands_there_happens_in {
            $(#[test] fn $name() { super::holds($page); })*
        }
        const CARRIED_OUT: &[&str] = &[$($page),*];
    };
}

carried_out! {
    contributing: "CONTRIBUTING.md",
    readme: "README.md",
    contents: "docs/SUMMARY.md",
    front: "docs/README.md",
    architecture: "docs/ARCHITECTURE.md",
    adding_a_model: "docs/adding-a-model.md",
    campaigns: "docs/campaigns.md",
    generators: "docs/generators.md",
    glossary: "docs/glossary.md",
    graph_files: "docs/graph-files.md",
    lesson_readme: "docs/lessons/README.md",
    lesson_big_seed: "docs/lessons/big-seed.md",
    lesson_complex_contagion: "docs/lessons/complex-contagion.md",
    lesson_hubs: "docs/lessons/hubs.md",
    lesson_luck_and_pairing: "docs/lessons/luck-and-pairing.md",
    lesson_r_and_k: "docs/lessons/r-and-k.md",
    lesson_saturation: "docs/lessons/saturation.md",
    lesson_sensitivity: "docs/lessons/sensitivity.md",
    lesson_thresholds: "docs/lessons/thresholds.md",
    lesson_weak_ties: "docs/lessons/weak-ties.md",
    lesson_why_inviting_can_lose: "docs/lessons/why-inviting-can-lose.md",
    models: "docs/models.md",
    performance: "docs/performance.md",
    presets: "docs/presets.md",
    exit_codes: "docs/reference/exit-codes.md",
    explain: "docs/reference/explain.md",
    files: "docs/reference/files.md",
    metrics: "docs/reference/metrics.md",
    replay: "docs/replay.md",
    scenario: "docs/scenario.md",
    strategist: "docs/strategist.md",
    researcher: "docs/researcher.md",
    trust: "docs/trust.md",
    unsafe_code: "docs/unsafe.md",
    sweeps: "docs/sweeps.md",
    whom_to_start_with: "docs/whom-to-start-with.md",
}

#[test]
fn every_page_is_carried_out() {
    let mut carried_out = CARRIED_OUT.to_vec();
    carried_out.sort_unstable();
    assert_eq!(pages(), carried_out);
}

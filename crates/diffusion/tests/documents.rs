//! The pages on models and the code say the same.

use std::path::{Path, PathBuf};

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(house().join(path)).unwrap()
}

/// The names of the files in a folder of the sources that hold a `marker`, ascending.
fn files_with(folder: &str, marker: &str) -> Vec<String> {
    let folder = format!("crates/diffusion/src/{folder}");
    let entries = house().join(&folder).read_dir().unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let holds = |name: &String| text(&format!("{folder}/{name}")).contains(marker);
    let mut found: Vec<String> = names.filter(holds).collect();
    found.sort_unstable();
    assert!(found.len() > 1, "{found:?}");
    found
}

#[test]
fn every_model_has_a_section_that_names_its_file() {
    let page = text("docs/models.md");
    let models = [
        ("model", " Contagion for "),
        ("continuous", " TimedContagion for "),
        ("looking", " Looking for "),
        ("opinion", "//! - **Source:**"),
        ("mean_field", "//! - **Source:**"),
    ];
    for (folder, marker) in models {
        for file in files_with(folder, marker) {
            let module = file.trim_end_matches(".rs");
            let named = page.contains(&format!("`{folder}::{module}::"));
            assert!(
                named,
                "docs/models.md does not name `{folder}::{module}::…`"
            );
        }
    }
}

#[test]
fn the_page_on_adding_a_model_shows_the_example() {
    let page = text("docs/adding-a-model.md");
    let (_, shown) = page.split_once("```rust\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let example = text("crates/diffusion/examples/own_model.rs");
    assert!(example.contains(shown), "the page shows\n{shown}");
}

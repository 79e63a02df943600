//! The examples run and say what they should.
//!
//! `cargo test` builds them beside the tests; where a narrower command did not, they are
//! passed over with a word.

use std::path::Path;
use std::process::Command;

/// What the example says on Zachary's karate club; nothing where it was not built.
fn says(example: &str) -> Option<String> {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent()?.parent()?.join("examples");
    let file = built.join(format!("{example}{}", std::env::consts::EXE_SUFFIX));
    if !file.exists() {
        eprintln!("skipped: no example at {}", file.display());
        return None;
    }
    let output = Command::new(file).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{example}: {error}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn every_example_runs_and_answers_its_question() {
    let answers = [
        ("spread_of_seeds", "of 34 people in 20000 worlds"),
        ("two_seed_sets", "difference 1."),
        ("sir_beside_its_mean_field", "equation"),
        ("asking_backwards", "mean spread alone"),
        ("who_convinced_whom", "virality"),
        ("bounded_confidence", "camps"),
        ("own_model", "exactly 0.550"),
    ];
    for (example, answer) in answers {
        if let Some(text) = says(example) {
            assert!(text.contains(answer), "{example}: {text}");
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let asks = text.lines().next().unwrap().contains('?');
            let name = path.file_stem().unwrap().to_str().unwrap();
            let answered = answers.iter().any(|(example, _)| *example == name);
            assert_eq!(asks, answered, "{name}");
        }
    }
}

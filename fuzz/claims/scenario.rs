//! Any text as a scenario: values or mistakes, all of them at once, and what is understood
//! can be written down, read again, and is the same scenario.

use groundswell_scenario::diagnostic::{one_line, render};
use groundswell_scenario::scenario::Scenario;

/// Of scenario files.
pub fn scenario(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Scenario::parse(&text) {
        Ok(parsed) => {
            render(&parsed.warnings, &text, "x.toml", true);
            let effective = parsed.scenario.effective();
            let again = Scenario::parse(&effective);
            let again = again.unwrap_or_else(|mistakes| panic!("{mistakes:#?}\n{effective}"));
            assert_eq!(again.scenario.effective(), effective);
            assert_eq!(again.scenario.hash(), parsed.scenario.hash());
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty() && mistakes.len() <= 100);
            render(&mistakes, &text, "x.toml", true);
            for mistake in &mistakes {
                let line = one_line(mistake, &text, "x.toml");
                assert!(line.starts_with("x.toml") && !line.contains('\n'), "{line}");
            }
        }
    }
}

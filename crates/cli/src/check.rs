//! `check`: everything that is wrong or doubtful in scenario files.

use std::path::PathBuf;

use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::study::{MEMORY, Study};
use groundswell_scenario::diagnostic::render;

use crate::Done;
use crate::exit::{Exit, Failure, tell};
use crate::memory::may_use;
use crate::run::{of_scenario, refused};
use crate::source::Source;
use crate::welcome::print_out;

/// Checks every file, and its data; the worst decides the exit code.
pub(crate) fn files(paths: &[PathBuf]) -> Done {
    let mut wrong = None;
    for path in paths {
        match Source::read(path).and_then(check) {
            Ok(()) => {}
            Err(failure) => {
                failure.report();
                wrong.get_or_insert(failure.exit());
            }
        }
    }
    Ok(wrong.unwrap_or(Exit::Done))
}

fn check(source: Source) -> Result<(), Failure> {
    let Source {
        name,
        text,
        folder,
        parsed,
    } = source;
    let warnings = parsed.warnings.len();
    if warnings > 0 {
        tell(render(&parsed.warnings, &text, &name, true));
    }
    let crew = Crew::of(0);
    if let Some(question) = parsed.scenario.diffusion.clone() {
        let asked = of_scenario(&name, &parsed.scenario, question, &folder, None, &crew)?;
        let (study, told) = asked;
        let failed = |error| refused(&name, &error);
        study.check().map_err(failed)?;
        let model = study.diffusion().name;
        let mut said = format!("{name}: fine, {model}");
        for line in told.iter().chain(&study.diffusion().assumed) {
            said += &format!("\n  {line}");
        }
        return print_out(&(said + "\n"));
    }
    let effort = Study::effort_of(&parsed.scenario);
    let seed = parsed.scenario.run.seed.unwrap_or(1);
    let monotone = parsed.scenario.monotone();
    let asides = parsed.scenario.asides();
    let failed = |error| Failure::Study {
        error: Box::new(error),
        file: name.clone(),
    };
    let study = Study::within(
        may_use(None, MEMORY),
        parsed.scenario,
        &folder,
        seed,
        effort,
        &crew,
    )
    .map_err(failed)?;
    study.plans(&crew, &Watch::default()).map_err(failed)?;
    let mut said = format!("{name}: fine");
    if warnings > 0 {
        said += &format!(
            ", with {warnings} {}",
            if warnings == 1 { "doubt" } else { "doubts" }
        );
    }
    for line in study.audience().iter().chain(&monotone).chain(&asides) {
        said += &format!("\n  {line}");
    }
    print_out(&(said + "\n"))
}

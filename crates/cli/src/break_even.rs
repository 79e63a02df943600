//! `break-even`: at what value of an assumption the verdict flips.

use std::path::Path;

use groundswell_experiment::flip::{along, break_evens, smallest_change};
use groundswell_report::dossier::{Dossier, WhatIf};
use groundswell_report::{json, sentence};
use groundswell_scenario::suggestion::suggestion;

use crate::Done;
use crate::arguments::Options;
use crate::compare::{self, failed_or_stopped, wrapped};
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::progress;
use crate::source::Source;
use crate::welcome::print_out;

/// Looks for the values of `paths` at which the winner of the scenario in `file` flips;
/// without any, along everything that usually decides.
pub(crate) fn verb(file: &Path, paths: &[String], options: &Options) -> Done {
    let source = Source::read(file)?;
    for path in paths {
        if source.parsed.scenario.assumption(path).is_none() {
            let known = source.parsed.scenario.assumptions();
            let known: Vec<&str> = known.map(|quantity| quantity.path.as_str()).collect();
            let hint = suggestion(path, known);
            let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            return Err(Failure::Other {
                exit: Exit::Usage,
                words: format!(
                    "{}: no number of the scenario is called {path}{hint}; groundswell show {} \
                     --effective names all",
                    source.name,
                    file.display()
                ),
            });
        }
    }
    let crew = compare::crew(options);
    let study = compare::study(&source, options, &crew)?;
    let watch = interrupt::watch();
    let run = || study.run(&crew, &watch);
    let outcome = progress::shown(
        options.progress.unless(options.quiet),
        Ok(study.most_worlds()),
        &watch,
        run,
    )
    .map_err(failed_or_stopped(&source, &watch))?;
    let aside = watch.aside();
    let search = || match paths {
        [] => break_evens(&study, &outcome, &crew, &aside),
        paths => along(&study, &outcome, paths, &crew, &aside),
    };
    let purpose = Err("where the verdict flips");
    let flips = progress::shown(
        options.progress.unless(options.quiet),
        purpose,
        &aside,
        search,
    );
    let smallest = smallest_change(&flips)
        .map(|(flip, crossing)| (flip.path.clone(), crossing.value / flip.now));
    let version = env!("CARGO_PKG_VERSION");
    let what_if = WhatIf {
        flips,
        ..WhatIf::default()
    };
    let dossier = Dossier::new(&study, &outcome, what_if, Vec::new(), version);
    let findings = dossier.findings();
    if options.json {
        print_out(&json::document(&findings)?)?;
    } else if options.quiet < 2 {
        let mut told = wrapped(&sentence::decision(&findings));
        told.push('\n');
        for flip in sentence::flips(&findings) {
            told.push_str(&wrapped(&flip));
        }
        told.push('\n');
        told.push_str(&wrapped(&match smallest {
            Some((path, times)) => format!(
                "The smallest change that flips the winner: {path} at {times:.2} times what it is."
            ),
            None => "Nothing that was varied flips the winner.".to_owned(),
        }));
        print_out(&told)?;
    }
    Ok(match watch.stopped() {
        true => Exit::Interrupted,
        false => Exit::Done,
    })
}

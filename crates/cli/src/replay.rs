//! `replay`: one world of a comparison once more, in detail.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::worlds::Crew;
use groundswell_experiment::study::Study;
use groundswell_report::error::Error;
use groundswell_report::replay::ReplayFindings;

use crate::Done;
use crate::arguments::{Progress, ReplayOptions};
use crate::compare::{SEED, interruptible};
use crate::exit::{Exit, Failure};
use crate::progress;
use crate::source::Source;
use crate::welcome::print_out;

/// Plays one world of the scenario as a comparison does.
pub(crate) fn file(path: &Path, options: &ReplayOptions) -> Done {
    let Source {
        name,
        folder,
        parsed,
        ..
    } = Source::read(path)?;
    let seed = options.seed.or(parsed.scenario.run.seed).unwrap_or(SEED);
    let crew = Crew::of(options.threads.into());
    let watch = interruptible();
    let failed = |error| Failure::Study {
        error: Box::new(error),
        file: name.clone(),
    };
    let effort = Effort::Worlds(1);
    let study = Study::new(parsed.scenario, &folder, seed, effort, &crew).map_err(failed)?;
    let play = || study.replay(options.strategy.as_deref(), options.world, &crew, &watch);
    let shown = match options.json {
        true => Progress::None,
        false => Progress::Auto,
    };
    let replay = progress::shown(shown, Err("one world"), &watch, play).map_err(failed)?;
    if watch.stopped() {
        return Err(Failure::Other {
            exit: Exit::Interrupted,
            words: format!("{name}: interrupted before the world was played"),
        });
    }
    let scenario = study.scenario();
    let findings = ReplayFindings {
        title: &scenario.name,
        seed,
        currency: &scenario.terms.currency,
        graph: study.graph(),
        replay: &replay,
        trees: options.trees,
    };
    if let Some(log) = &options.log {
        let to = File::create(log).map_err(Failure::file(log))?;
        findings
            .log(BufWriter::new(to))
            .map_err(|error| match error {
                Error::Csv(cause) => Failure::File {
                    path: log.clone(),
                    cause: cause.into(),
                },
                other => other.into(),
            })?;
    }
    print_out(&match options.json {
        true => findings.document()?,
        false => findings.text(),
    })?;
    Ok(Exit::Done)
}

//! `replay`: one world once more, told day by day or shown as a moving picture.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::worlds::Crew;
use groundswell_experiment::film::{Film, Frame};
use groundswell_experiment::study::{MEMORY, Study};
use groundswell_graph::whole_file::WholeFile;
use groundswell_report::error::Error;
use groundswell_report::film::Screening;
use groundswell_report::replay::ReplayFindings;
use groundswell_scenario::diffusion::Diffusion;

use crate::Done;
use crate::arguments::{Progress, ReplayOptions};
use crate::compare::SEED;
use crate::exit::{Exit, Failure};
use crate::graph::wrong;
use crate::interrupt;
use crate::memory::may_use;
use crate::presets;
use crate::progress;
use crate::run;
use crate::source::Source;
use crate::welcome::print_out;

/// Plays one world of the scenario as a comparison does, or as `run` does.
pub(crate) fn file(path: &Path, options: &ReplayOptions) -> Done {
    let source = Source::read(path)?;
    match source.parsed.scenario.diffusion.clone() {
        Some(question) => cascade(path, source, question, options),
        None => campaign(source, options),
    }
}

/// Strategies in one world.
fn campaign(source: Source, options: &ReplayOptions) -> Done {
    let Source {
        name,
        folder,
        parsed,
        ..
    } = source;
    let one = options.out.is_none() || options.json || options.log.is_some();
    if one && options.strategy.len() > 1 {
        return Err(wrong(format!(
            "{name}: the log, the document and what is told are of one strategy; two are shown by \
             --out alone"
        )));
    }
    if options.strategy.len() > 2 {
        return Err(wrong(format!(
            "{name}: two strategies stand side by side, not {}",
            options.strategy.len()
        )));
    }
    let seed = options.seed.or(parsed.scenario.run.seed).unwrap_or(SEED);
    let crew = Crew::of(options.threads.into());
    let failed = |error| Failure::Study {
        error: Box::new(error),
        file: name.clone(),
    };
    let effort = Effort::Worlds(1);
    let study = Study::within(
        may_use(None, MEMORY),
        parsed.scenario,
        &folder,
        seed,
        effort,
        &crew,
    )
    .map_err(failed)?;
    let watch = interrupt::watch();
    let chosen = chosen(&study, options);
    let play = || study.replays(&chosen, options.world, &crew, &watch);
    let shown = match options.json {
        true => Progress::None,
        false => Progress::Auto,
    };
    let replays = progress::shown(shown, Err("one world"), &watch, play).map_err(failed)?;
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
        replay: &replays[0],
        trees: options.trees,
    };
    if let Some(log) = &options.log {
        write_log(&findings, log)?;
    }
    let shown = match &options.out {
        None => None,
        Some(out) => {
            let film = crew.run(|| study.film(&replays, Frame::WIDE));
            Some(show(&scenario.name, &film, out)?)
        }
    };
    print_out(&match (options.json, shown) {
        (true, _) => findings.document()?,
        (false, None) => findings.text(),
        (false, Some(shown)) => shown,
    })?;
    Ok(Exit::Done)
}

/// Writes everything that happened into a file, or into a pipe that somebody reads.
fn write_log(findings: &ReplayFindings<'_>, log: &Path) -> Result<(), Failure> {
    let told = |to: BufWriter<File>| {
        findings.log(to).map_err(|error| match error {
            Error::Csv(cause) => Failure::file(log)(cause.into()),
            other => other.into(),
        })
    };
    if fs::metadata(log).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return told(BufWriter::new(
            File::create(log).map_err(Failure::file(log))?,
        ));
    }
    let whole = WholeFile::begin(log).map_err(Failure::file(log))?;
    told(whole.writer().map_err(Failure::file(log))?)?;
    whole.put().map_err(Failure::file(log))
}

/// The strategies that are played: those that were named; otherwise the first, and where
/// they are shown the second beside it.
fn chosen<'a>(study: &'a Study, options: &'a ReplayOptions) -> Vec<&'a str> {
    if !options.strategy.is_empty() {
        return options.strategy.iter().map(String::as_str).collect();
    }
    let most = if options.out.is_some() { 2 } else { 1 };
    let strategies = study.scenario().strategies.iter();
    strategies.take(most).map(|s| s.name.as_str()).collect()
}

/// The cascade of one world.
fn cascade(path: &Path, source: Source, question: Diffusion, options: &ReplayOptions) -> Done {
    let name = &source.name;
    let for_campaigns = [
        (!options.strategy.is_empty(), "--strategy"),
        (options.log.is_some(), "--log"),
        (options.trees, "--trees"),
        (options.json, "--json"),
    ];
    if let Some((_, option)) = for_campaigns.iter().find(|(asked, _)| *asked) {
        return Err(wrong(format!(
            "{option} is for scenarios with strategies; {name} asks how far word spreads, and \
             groundswell run tells that"
        )));
    }
    let mut scenario = source.parsed.scenario.clone();
    scenario.run.seed = options.seed.or(scenario.run.seed);
    let crew = Crew::of(options.threads.into());
    let study = run::of_scenario(name, &scenario, question, &source.folder, None, &crew)?.0;
    let film = crew.run(|| study.film(options.world));
    let film = film.map_err(|error| run::refused(name, &error))?;
    let beside = source
        .folder
        .join(format!("{}-replay", presets::stem(path)));
    let out = options.out.as_deref().unwrap_or(&beside);
    print_out(&show(&scenario.name, &film, out)?)?;
    Ok(Exit::Done)
}

/// Writes a film, and tells how it ends and where it is.
fn show(title: &str, film: &Film, out: &Path) -> Result<String, Failure> {
    let screening = Screening { title, film };
    let written = screening.write(out)?;
    let mut text = screening.text();
    text.push('\n');
    for file in written {
        text.push_str(&format!("{}\n", file.display()));
    }
    Ok(text)
}

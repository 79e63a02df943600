//! `compare` and `demo`: from a scenario to the verdict and the report.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use groundswell_campaign::compare::Effort;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::plan;
use groundswell_campaign::verdict::Verdict;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::looks::MOST_WORLDS;
use groundswell_experiment::credit::credit;
use groundswell_experiment::expectation;
use groundswell_experiment::film::{Film, Frame};
use groundswell_experiment::flip::flips;
use groundswell_experiment::knowledge::knowledge;
use groundswell_experiment::study::{Error, MEMORY, Outcome, Study};
use groundswell_experiment::tornado::tornado;
use groundswell_report::dossier::{Dossier, WhatIf};
use groundswell_report::findings::Findings;
use groundswell_report::recipe::Recipe;
use groundswell_report::sweep::summary;
use groundswell_report::{folder, json, sentence, table};

use crate::Done;
use crate::arguments::Options;
use crate::exit::{Exit, Failure, tell};
use crate::init::BAKERY;
use crate::interrupt;
use crate::keeping::{Keeping, again};
use crate::memory::may_use;
use crate::presets;
use crate::progress;
use crate::run::judged;
use crate::source::Source;
use crate::welcome::print_out;

/// The seed where nobody chose one.
pub(crate) const SEED: u64 = 1;

/// Touches up to which a report shows one of its worlds: two strategies of so many are
/// written down in a tenth of a GiB.
const MOST_FILMED: i64 = 1_000_000;

/// Compares the strategies of the scenario in `path`.
pub(crate) fn file(path: &Path, options: &Options, recipe: Recipe) -> Done {
    let source = Source::read(path)?;
    let doubts = source.parsed.warnings.len();
    if doubts > 0 && options.quiet == 0 && !options.json {
        let doubts = if doubts == 1 {
            "1 doubt".to_owned()
        } else {
            format!("{doubts} doubts")
        };
        tell(format_args!(
            "{doubts}; groundswell check {} tells more",
            path.display()
        ));
    }
    let stem = presets::stem(path);
    let out = source.folder.join(format!("{stem}-report"));
    let again = format!("groundswell compare {}", path.display());
    run(source, options, recipe, &out, &again)
}

/// Compares the strategies of the bakery that the program brings along.
pub(crate) fn demo(options: &Options, recipe: Recipe) -> Done {
    let name = "neighbourhood-bakery.toml".to_owned();
    let source = Source::of(name, BAKERY.to_owned(), PathBuf::new())?;
    let next = "groundswell init my-campaign --template bakery";
    run(source, options, recipe, Path::new("groundswell-demo"), next)
}

/// The threads that `options` ask for.
pub(crate) fn crew(options: &Options) -> Crew {
    Crew::of(options.threads.into())
}

/// So many worlds, or as many as a precision takes; `otherwise` where neither is asked for.
pub(crate) fn effort(
    worlds: Option<u64>,
    precision: Option<f64>,
    max_worlds: Option<u64>,
    otherwise: Effort,
) -> Effort {
    let asked = match (worlds, precision) {
        (Some(worlds), _) => Effort::Worlds(worlds),
        (None, Some(fraction)) => Effort::Precision {
            fraction,
            most: MOST_WORLDS,
        },
        (None, None) => otherwise,
    };
    match (asked, max_worlds) {
        (Effort::Precision { fraction, .. }, Some(most)) => Effort::Precision { fraction, most },
        (asked, _) => asked,
    }
}

/// The study of a scenario.
pub(crate) fn study(source: &Source, options: &Options, crew: &Crew) -> Result<Study, Failure> {
    let scenario = source.parsed.scenario.clone();
    let otherwise = Study::effort_of(&scenario);
    let effort = effort(
        options.worlds,
        options.precision,
        options.max_worlds,
        otherwise,
    );
    let seed = options.seed.or(scenario.run.seed).unwrap_or(SEED);
    let bytes = may_use(options.max_memory, MEMORY);
    Study::within(bytes, scenario, &source.folder, seed, effort, crew).map_err(failed(source))
}

/// What makes an error of `source`'s study a failure.
fn failed(source: &Source) -> impl Fn(Error) -> Failure + use<> {
    let file = source.name.clone();
    move |error| Failure::Study {
        error: Box::new(error),
        file: file.clone(),
    }
}

/// What makes an error a failure, or says that the run was stopped before it came to
/// anything.
pub(crate) fn failed_or_stopped(
    source: &Source,
    watch: &Watch,
) -> impl Fn(Error) -> Failure + use<> {
    let (failed, stopped) = (failed(source), watch.stopped());
    let name = source.name.clone();
    move |error| match stopped && matches!(error, Error::Estimate(_)) {
        true => Failure::Other {
            exit: Exit::Interrupted,
            words: format!("{name}: interrupted before two worlds were done; no report"),
        },
        false => failed(error),
    }
}

/// Compares the strategies of `source` and writes the report into `out`, unless options
/// name another folder.
pub(crate) fn run(
    source: Source,
    options: &Options,
    recipe: Recipe,
    out: &Path,
    next: &str,
) -> Done {
    let out = options.out.as_deref().unwrap_or(out);
    let doubts = source.parsed.warnings.iter();
    let mut warnings: Vec<String> = doubts.map(|w| w.message.clone()).collect();
    let crew = crew(options);
    let study = study(&source, options, &crew)?;
    let watch = interrupt::watch();
    let mut kept = Keeping::new(out, study.identity(), options.quiet > 0 || options.json)?;
    let total = Ok(study.most_worlds().saturating_sub(kept.worlds()));
    let news = Mutex::new(String::new());
    let tell = |best: &str, lead: &Estimate| {
        let lead = summary::on_the_way(study.scenario(), lead);
        progress::tell(&news, format!("; so far {best} is ahead: {lead}"));
    };
    let outcome = kept.through(|kept| {
        let run = || study.run_keeping(&crew, &watch, kept, &tell);
        progress::shown_with(
            options.progress.unless(options.quiet),
            total,
            &watch,
            &news,
            run,
        )
    });
    let outcome = outcome.map_err(failed_or_stopped(&source, &watch))?;
    let aside = watch.aside();
    let what_if = || {
        let flips = flips(&study, &outcome, &crew, &aside);
        let known = knowledge(&study, &outcome, &crew, &aside);
        let swings = tornado(&study, &outcome, &crew, &aside);
        let credits = credit(&study, &outcome, &crew, &aside)?;
        Ok(WhatIf {
            flips,
            knowledge: known,
            swings,
            credits,
        })
    };
    let purpose = Err("what would change the verdict");
    let what_if = progress::shown(
        options.progress.unless(options.quiet),
        purpose,
        &aside,
        what_if,
    );
    if watch.stopped() && !outcome.partial {
        warnings.push("interrupted before it was known what would change the verdict".to_owned());
    }

    let what_if = what_if.map_err(failed(&source))?;
    let version = env!("CARGO_PKG_VERSION");
    let recipe = Recipe {
        // Whatever it was called.
        verb: "compare".to_owned(),
        ..recipe.of_scenario(&source.text)
    };
    let film = filmed(&study, &outcome, &crew).map_err(failed(&source))?;
    let dossier = Dossier::new(&study, &outcome, what_if, warnings, version)
        .made_by(recipe)
        .showing(film);
    let findings = dossier.findings();
    let again = again();
    let next = if watch.stopped() { &again } else { next };
    let formats = options.pictures.unwrap_or_default();
    let written = folder::write(&findings, formats, out);
    let written = kept.ended(watch.stopped(), written.map_err(Failure::from))?;
    if options.json {
        print_out(&json::document(&findings)?)?;
    } else if options.quiet < 2 {
        print_out(&told(&findings, options, &written, next)?)?;
    }
    if watch.stopped() {
        return Ok(Exit::Interrupted);
    }
    let expectations = &study.scenario().expectations;
    let expected = expectation::of_comparison(expectations, &outcome.comparison);
    if !options.json && options.quiet == 0 && !expected.is_empty() {
        let lines = expected.iter().map(|finding| format!("{finding}\n"));
        print_out(&format!("\n{}", lines.collect::<String>()))?;
    }
    Ok(judged(&source.name, &expected))
}

/// The first world, as it goes under the best strategy and the one it is measured by; nothing
/// where no people are known, and where so much happens that it would be felt.
fn filmed(study: &Study, outcome: &Outcome, crew: &Crew) -> Result<Option<Film>, Error> {
    let Verdict { best, rival, .. } = outcome.verdict;
    let shown = [rival, best];
    let touches = shown.map(|arm| outcome.comparison.arms[arm].rows[0].total(Metric::Impressions));
    if touches.into_iter().sum::<i64>() > MOST_FILMED {
        return Ok(None);
    }
    match study.replays_of(&outcome.plans, &shown, 0) {
        Ok(replays) => Ok(Some(crew.run(|| study.film(&replays, Frame::SMALL)))),
        Err(Error::Plan(plan::Error::NeedsGraph { .. })) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is printed for people: the verdict, and unless quiet all else.
fn told(
    findings: &Findings<'_>,
    options: &Options,
    written: &[PathBuf],
    next: &str,
) -> Result<String, Failure> {
    let mut told = String::new();
    let mut paragraph = |text: &str| {
        if !text.is_empty() {
            told.push_str(&wrapped(text));
            if options.quiet == 0 {
                told.push('\n');
            }
        }
    };
    if let Some(interrupted) = sentence::interrupted(findings) {
        paragraph(&interrupted);
    }
    paragraph(&sentence::decision(findings));
    if options.quiet > 0 {
        return Ok(told);
    }
    for reversal in sentence::reversals(findings)? {
        paragraph(&reversal.sentence(findings));
    }
    for flip in sentence::flips(findings) {
        paragraph(&flip);
    }
    paragraph(&sentence::knowledge(findings));
    if let Some(next) = sentence::measure_next(findings) {
        paragraph(&next);
    }
    if let Some(rests_on) = sentence::rests_on(findings) {
        paragraph(&rests_on);
    }
    told.push('\n');
    told.push_str(&table::table(findings)?.text(80));
    told.push('\n');
    if let Some(platforms) = table::platforms::table(findings)? {
        told.push_str(&platforms.text(80));
        told.push('\n');
    }
    for path in headline_files(written) {
        told.push_str(&format!("{}\n", path.display()));
    }
    told.push_str(&format!("\nNext: {next}\n"));
    Ok(told)
}

/// The page, the first chart and the summary; the other files stand beside them.
fn headline_files(written: &[PathBuf]) -> Vec<&PathBuf> {
    let first = |ending: &str| {
        written
            .iter()
            .find(|path| path.extension().is_some_and(|e| e == ending))
    };
    ["html", "svg", "png", "csv"]
        .into_iter()
        .filter_map(first)
        .collect()
}

/// `text` in lines of at most 80 characters.
pub(crate) fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 80 {
            lines.push('\n');
            width = 0;
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += length;
    }
    lines + "\n"
}

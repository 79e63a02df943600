//! `run`: how far word spreads by one model on one graph, from a scenario or from one
//! line; a scenario with strategies is compared.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::worlds::Crew;
use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::diffusion_study::{DiffusionStudy, Error, Outcome, Wish};
use groundswell_experiment::expectation::{self, Finding};
use groundswell_experiment::study::{MEMORY, Study};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_report::diffusion::{SpreadFindings, document, summary, write};
use groundswell_report::film::Screening;
use groundswell_report::imported;
use groundswell_report::recipe::Recipe;
use groundswell_scenario::diffusion::{Diffusion, Written};
use groundswell_scenario::expect::Expectation;
use groundswell_scenario::mistake::Mistake;
use groundswell_scenario::model::{self, Kind, MODELS};
use groundswell_scenario::scenario::Scenario;
use groundswell_scenario::setting::Parameter;
use groundswell_seeding::method::Method;

use crate::Done;
use crate::arguments::{Engine, LineOptions, OpeningOptions, Options, RunOptions, SweepOptions};
use crate::compare::{self, SEED, wrapped};
use crate::exit::{Exit, Failure, tell};
use crate::graph::{opened, stem, title, wrong};
use crate::interrupt;
use crate::keeping::{Keeping, again};
use crate::memory::may_use;
use crate::presets;
use crate::progress;
use crate::source::Source;
use crate::sweep;
use crate::welcome::print_out;

/// Worlds, where nobody says how many.
const WORLDS: u64 = 1000;

/// A question ready to be answered.
struct Asked {
    /// What messages call it.
    name: String,
    /// What the graph is called.
    title: String,
    study: DiffusionStudy,
    /// What the scenario expects.
    expectations: Vec<Expectation>,
    /// Where files go, unless another folder is named.
    beside: PathBuf,
    /// What to try next.
    next: String,
}

/// Carries out what `run` was asked.
pub(crate) fn verb(options: &RunOptions, recipe: Recipe) -> Done {
    if options.list {
        return match &options.line.model {
            None => models(),
            Some(name) => {
                print_out(&settings_of(model::kind(name).map_err(mistaken)?))?;
                Ok(Exit::Done)
            }
        };
    }
    match (&options.scenario, &options.line.graph, &options.line.model) {
        (Some(scenario), ..) => of_source(Source::read(scenario)?, scenario, options, recipe),
        (None, Some(graph), _) => {
            let crew = Crew::of(options.opening.threads.into());
            let asked = of_line(graph, &crew, options)?;
            answer(asked, &crew, options, recipe)
        }
        (None, None, Some(name)) => {
            let kind = model::kind(name).map_err(mistaken)?;
            Err(wrong(format!(
                "run --model needs --graph too, as in run --graph karate --model {} --seeds 0,33",
                kind.name
            )))
        }
        (None, None, None) => Err(wrong(
            "run needs a scenario, or --graph, --model and --seeds; --list shows the models"
                .to_owned(),
        )),
    }
}

/// What the scenario of `source`, which is in `path`, asks: what it comes to at many
/// points, about diffusion, or which strategy wins.
pub(crate) fn of_source(source: Source, path: &Path, options: &RunOptions, recipe: Recipe) -> Done {
    let asked = &source.parsed.scenario;
    let sweeps = asked.sweep.is_some() || options.shard.is_some();
    if options.engine == Engine::Skip && (sweeps || asked.diffusion.is_none()) {
        return Err(wrong(format!(
            "{}: --engine skip is for one question about diffusion; campaigns and sweeps choose for themselves",
            source.name
        )));
    }
    if sweeps || asked.diffusion.is_none() {
        refuse_what_is_for_diffusion(&source.name, options)?;
    }
    if sweeps {
        return sweep::verb(&SweepOptions {
            scenario: path.to_owned(),
            shard: options.shard,
            fail_fast: false,
            retry: false,
            options: as_compared(options),
        });
    }
    let Source {
        name,
        text,
        folder,
        parsed,
    } = source;
    let scenario = parsed.scenario;
    let Some(question) = scenario.diffusion.clone() else {
        return compare::file(path, &as_compared(options), recipe);
    };
    let crew = Crew::of(options.opening.threads.into());
    let (study, told) = of_scenario(&name, &scenario, question, &folder, Some(options), &crew)?;
    if options.quiet == 0 {
        told.iter().for_each(tell);
    }
    let trees = match study.diffusion().model.tells_trees() {
        true => " --trees",
        false => "",
    };
    let next = format!("groundswell run {name} --per-person --sizes{trees}");
    let asked = Asked {
        title: scenario.name,
        study,
        expectations: scenario.expectations,
        beside: folder.join(format!("{}-run", presets::stem(path))),
        next,
        name,
    };
    answer(asked, &crew, options, recipe.of_scenario(&text))
}

/// The question of a scenario that messages call `name`, made ready, and what there is
/// to tell about its people. Without options those of the scenario hold.
pub(crate) fn of_scenario(
    name: &str,
    scenario: &Scenario,
    question: Diffusion,
    folder: &Path,
    options: Option<&RunOptions>,
    crew: &Crew,
) -> Result<(DiffusionStudy, Vec<String>), Failure> {
    let seed = options.and_then(|options| options.seed);
    let seed = seed.or(scenario.run.seed).unwrap_or(SEED);
    let asked = options.and_then(|options| options.opening.max_memory);
    let most = may_use(asked, MEMORY);
    let graph = crew.run(|| scenario.audience.graph_within(most, folder, seed));
    let (graph, told) = graph.map_err(|error| Failure::Study {
        error: Box::new(error.into()),
        file: name.to_owned(),
    })?;
    let otherwise = Study::effort_of(scenario);
    let effort = options.map_or(otherwise, |options| effort(options, otherwise));
    let milestones = expectation::milestones(&scenario.expectations, graph.people());
    let study = DiffusionStudy::new(question, graph, folder, seed, effort);
    let study = study.map_err(|error| refused(name, &error))?;
    Ok((study.with_milestones(milestones), told))
}

/// The effort that `options` ask for; `otherwise` where they do not.
fn effort(options: &RunOptions, otherwise: Effort) -> Effort {
    let RunOptions {
        worlds,
        precision,
        max_worlds,
        ..
    } = *options;
    compare::effort(worlds, precision, max_worlds, otherwise)
}

/// Refuses options that only a question about diffusion takes.
fn refuse_what_is_for_diffusion(name: &str, options: &RunOptions) -> Result<(), Failure> {
    let only = [
        (options.per_person, "--per-person"),
        (options.sizes, "--sizes"),
        (options.trees, "--trees"),
    ];
    if let Some((_, option)) = only.iter().find(|(asked, _)| *asked) {
        return Err(wrong(format!(
            "{option} is for one question about diffusion, which {name} does not ask"
        )));
    }
    match options.replay {
        None => Ok(()),
        Some(world) => Err(wrong(format!(
            "--replay is for one question about diffusion; groundswell replay {name} --world \
             {world} --out DIR shows a world of a comparison"
        ))),
    }
}

/// The options that comparisons and sweeps take, too.
fn as_compared(options: &RunOptions) -> Options {
    Options {
        out: options.out.clone(),
        pictures: options.pictures,
        seed: options.seed,
        threads: options.opening.threads,
        worlds: options.worlds,
        precision: options.precision,
        max_worlds: options.max_worlds,
        max_memory: options.opening.max_memory,
        json: options.opening.json,
        quiet: options.quiet,
        progress: options.progress,
    }
}

/// What the command line itself asks.
fn of_line(file: &Path, crew: &Crew, options: &RunOptions) -> Result<Asked, Failure> {
    if options.seeds.is_empty() && options.line.model.is_some() {
        return Err(missing("run", "--seeds", "0,33"));
    }
    let (seeds, quiet) = (options.seeds.clone(), options.quiet);
    let (question, graph) = asked(
        "run",
        (&options.line, options.rounds),
        seeds,
        &options.opening,
        crew,
        quiet,
    )?;
    let name = file.display().to_string();
    let model = question.name;
    let seed = options.seed.unwrap_or(SEED);
    let otherwise = Effort::Worlds(WORLDS);
    let effort = effort(options, otherwise);
    let study = DiffusionStudy::new(question, graph, Path::new(""), seed, effort);
    Ok(Asked {
        title: title(file),
        study: study.map_err(|error| refused(&name, &error))?,
        expectations: Vec::new(),
        beside: file.with_file_name(format!("{}-run", stem(file))),
        next: format!("groundswell run --list --model {model}"),
        name,
    })
}

/// Says that `verb` needs another option.
fn missing(verb: &str, option: &str, example: &str) -> Failure {
    wrong(format!(
        "{verb} --graph needs {option} too, as in {option} {example}"
    ))
}

/// The question that the command line asks about its graph, and the graph.
pub(crate) fn asked(
    verb: &str,
    (line, rounds): (&LineOptions, Option<u32>),
    seeds: Vec<String>,
    opening: &OpeningOptions,
    crew: &Crew,
    quiet: u8,
) -> Result<(Diffusion, FanGraph), Failure> {
    let Some(file) = &line.graph else {
        return Err(wrong(format!(
            "{verb} needs --graph, as in --graph karate or --graph ties.csv"
        )));
    };
    let Some(model) = &line.model else {
        return Err(missing(verb, "--model", "independent-cascade"));
    };
    let pair = |pair: &String| {
        let split = pair.split_once('=');
        let (key, value) =
            split.ok_or_else(|| wrong(format!("--set {pair}; key=value would do")))?;
        Ok((key.trim().to_owned(), value.trim().to_owned()))
    };
    let question = Diffusion::parse(&Written {
        model: model.clone(),
        settings: line.set.iter().map(pair).collect::<Result<_, Failure>>()?,
        weights: line.weights.clone(),
        seeds,
        rounds,
    })
    .map_err(mistaken)?;
    let mut opening = opening.clone();
    if let Some(column) = question.weights.column() {
        if opening
            .weight
            .as_deref()
            .is_some_and(|other| other != column)
        {
            return Err(wrong(format!(
                "--weights names the column {column} and --weight another; one would do"
            )));
        }
        opening.weight = Some(column.to_owned());
    }
    let opened = crew.run(|| opened(file, &opening))?;
    if quiet == 0
        && let Some(told) = &opened.summary
    {
        tell(imported::summary(told).trim_end());
    }
    Ok((question, opened.graph))
}

fn answer(asked: Asked, crew: &Crew, options: &RunOptions, recipe: Recipe) -> Done {
    let Asked {
        name,
        title,
        study,
        expectations,
        beside,
        next,
    } = asked;
    let json = options.opening.json;
    if options.quiet == 0 {
        for assumed in &study.diffusion().assumed {
            tell(format_args!("assumed: {assumed}"));
        }
    }
    let question = study.diffusion();
    if options.trees && !question.model.tells_trees() {
        let model = question.name;
        return Err(refused(&name, &Error::NoTrees { model }));
    }
    let wants_trees = options.trees || expectation::asks_for_trees(&expectations);
    if wants_trees && options.engine == Engine::Skip {
        let why = "--engine skip does not know who convinced whom; choose another engine";
        return Err(wrong(format!("{name}: {why}")));
    }
    let film = match (options.replay, &options.out) {
        (Some(_), None) if json => {
            return Err(wrong("--replay with --json needs --out DIR".to_owned()));
        }
        (world, _) => world.map(|world| crew.run(|| study.film(world))),
    };
    let film = film.transpose().map_err(|error| refused(&name, &error))?;
    let watch = interrupt::watch();
    let wish = Wish {
        per_person: options.per_person,
        engine: options.engine.into(),
    };
    let out = match (&options.out, json) {
        (None, true) => None,
        (out, _) => Some(out.as_deref().unwrap_or(&beside)),
    };
    let mut kept = match out {
        Some(out) => Some(Keeping::new(
            out,
            study.identity(&wish),
            options.quiet > 0 || json,
        )?),
        None => None,
    };
    let there = kept.as_ref().map_or(0, Keeping::worlds);
    let total = Ok(study.most_worlds().saturating_sub(there));
    let start = Instant::now();
    let news = Mutex::new(String::new());
    let tell_spread = |spread: &Estimate| {
        let (mean, half) = (spread.mean, spread.half_width());
        progress::tell(
            &news,
            format!("; so far {mean:.2} ± {half:.2} people adopt"),
        );
    };
    let shown = |run: &mut dyn FnMut() -> Result<Outcome, Error>| {
        progress::shown_with(
            options.progress.unless(options.quiet),
            total,
            &watch,
            &news,
            run,
        )
    };
    let outcome = match &mut kept {
        None => shown(&mut || study.run(&wish, crew, &watch)),
        Some(kept) => kept.through(|kept| {
            shown(&mut || study.run_keeping(&wish, crew, &watch, kept, &tell_spread))
        }),
    };
    let seconds = start.elapsed().as_secs_f64();
    let outcome = outcome.map_err(|error| match (watch.stopped(), &error) {
        (true, Error::Estimate(_)) => Failure::Other {
            exit: Exit::Interrupted,
            words: format!("{name}: interrupted before two worlds were done"),
        },
        _ => refused(&name, &error),
    })?;
    let trees = match wants_trees && !watch.stopped() {
        false => None,
        true => {
            let aside = watch.aside();
            let purpose = Err("who convinced whom");
            let look = || study.trees(&outcome, crew, &aside);
            progress::shown(
                options.progress.unless(options.quiet),
                purpose,
                &aside,
                look,
            )
            .ok()
        }
    };
    if wants_trees && trees.is_none() && watch.stopped() {
        tell("interrupted before it was known who convinced whom");
    }

    let version = env!("CARGO_PKG_VERSION");
    let trees = trees.as_ref();
    let people = study.graph().people();
    let expected = expectation::of_diffusion(&expectations, &outcome, trees, people);
    let findings = SpreadFindings::new(&title, &study, &outcome, trees, options.sizes, version);
    let findings = findings.expecting(&expected).made_by(recipe);
    let screen = |out: &Path| match &film {
        None => Ok(Vec::new()),
        Some(film) => Screening {
            title: &title,
            film,
        }
        .write(out),
    };
    let formats = options.pictures.unwrap_or_default();
    let written = match out {
        None => Ok(Vec::new()),
        Some(out) => {
            write(&findings, formats, out).and_then(|written| Ok([written, screen(out)?].concat()))
        }
    };
    let written = written.map_err(Failure::from);
    let written = match kept {
        None => written?,
        Some(kept) => kept.ended(watch.stopped(), written)?,
    };
    let next = if watch.stopped() { again() } else { next };
    if json {
        print_out(&document::document(&findings, Some(seconds))?)?;
    } else if options.quiet < 2 {
        let mut text = wrapped(&summary::sentence(&findings));
        if options.quiet == 0 {
            text.push('\n');
            text.push_str(&summary::summary(&findings));
            text.push('\n');
            for file in &written {
                text.push_str(&format!("{}\n", file.display()));
            }
            text.push_str(&format!("\nNext: {next}\n"));
        }
        print_out(&text)?;
    }
    Ok(match watch.stopped() {
        true => Exit::Interrupted,
        false => judged(&name, &expected),
    })
}

/// Says what is not as expected of the scenario that messages call `name`, and gives
/// the exit code.
pub(crate) fn judged(name: &str, expected: &[Finding]) -> Exit {
    let unmet = expected.iter().filter(|finding| !finding.is_met());
    let mut exit = Exit::Done;
    for finding in unmet {
        tell(format_args!("{name}: {finding}"));
        exit = Exit::Unmet;
    }
    exit
}

/// Lists the models, and the methods of choosing seeds.
fn models() -> Done {
    let names = || MODELS.iter().map(|kind| (kind, called(kind)));
    let width = names().map(|(_, name)| name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (kind, name) in names() {
        text.push_str(&format!("{name:width$}  adopts {}\n", kind.adopts));
        let own = kind.parameters.iter().filter(|p| p.key != "coins");
        for Parameter {
            key,
            default,
            range,
            ..
        } in own
        {
            let default = if default.is_empty() { "–" } else { default };
            text.push_str(&format!("{:width$}    {key} {default} ({range})\n", ""));
        }
    }
    text.push_str("\nThe seeds METHOD:N are N people, chosen so:\n\n");
    for by in Method::ALL {
        text.push_str(&format!("{:width$}  {}\n", by.name(), by.summary()));
    }
    text.push_str("\ngroundswell run --list --model NAME says what the settings of one mean.\n");
    print_out(&text)?;
    Ok(Exit::Done)
}

/// What a model is, and what can be set for it.
pub(crate) fn settings_of(kind: &Kind) -> String {
    let mut text = format!(
        "{}: adopts {}\n{}\n\n",
        called(kind),
        kind.adopts,
        kind.source
    );
    text.push_str(&format!("weights {} where none are named\n", kind.weights));
    for parameter in kind.parameters {
        text.push_str(&told(parameter));
        text.push('\n');
    }
    text
}

fn called(kind: &Kind) -> String {
    match kind.alias {
        "" => kind.name.to_owned(),
        alias => format!("{} ({alias})", kind.name),
    }
}

/// A parameter in one line.
fn told(parameter: &Parameter) -> String {
    let Parameter {
        key,
        meaning,
        default,
        range,
    } = parameter;
    let default = match *default {
        "" => String::new(),
        default => format!(" {default}"),
    };
    format!("{key}{default}: {meaning} ({range})")
}

/// What a mistake in the question comes to.
pub(crate) fn mistaken(mistake: Mistake) -> Failure {
    wrong(match mistake.suggestion() {
        Some(near) => format!("{mistake}; {near}"),
        None => mistake.to_string(),
    })
}

/// Why a question cannot be answered, called by the name of its file.
pub(crate) fn refused(name: &str, error: &Error) -> Failure {
    let near = match error {
        Error::Mistake(mistake) => mistake.suggestion(),
        _ => None,
    };
    let exit = match error {
        Error::Mistake(Mistake::SeedFile { .. }) => Exit::File,
        Error::Estimate(_) => Exit::Failed,
        _ => Exit::Usage,
    };
    let near = near.map_or(String::new(), |near| format!("; {near}"));
    Failure::Other {
        exit,
        words: format!("{name}: {error}{near}"),
    }
}

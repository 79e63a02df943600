//! `maximize`: whom to start with, by a way of choosing beside others.

use std::path::Path;
use std::time::Instant;

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::worlds::Crew;
use groundswell_experiment::choice::{Aim, By, Wanted};
use groundswell_experiment::diffusion_study::{DiffusionStudy, Error};
use groundswell_graph::attributes::Values;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_report::choice::{ChoiceFindings, document, summary, write};
use groundswell_report::recipe::Recipe;
use groundswell_scenario::mistake::Mistake;
use groundswell_scenario::per_person;
use groundswell_scenario::seed_set::SeedSet;
use groundswell_scenario::suggestion::suggestion;
use groundswell_seeding::problem::{Limit, Problem};

use crate::Done;
use crate::arguments::MaximizeOptions;
use crate::compare::{SEED, wrapped};
use crate::exit::{Exit, Failure, tell};
use crate::graph::{stem, title, wrong};
use crate::interrupt;
use crate::progress;
use crate::run::{asked, mistaken, refused};
use crate::welcome::print_out;

/// Carries out what `maximize` was asked.
pub(crate) fn verb(options: &MaximizeOptions, recipe: Recipe) -> Done {
    let by = way(&options.method)?;
    let beside = options.beside.iter().map(|word| way(word));
    let beside = beside.collect::<Result<Vec<By>, Failure>>()?;
    let crew = Crew::of(options.opening.threads.into());
    let already = options.already.clone();
    let seeds = vec![already.unwrap_or_else(|| "none".to_owned())];
    let (line, opening) = (&options.line, &options.opening);
    let (question, graph) = asked(
        "maximize",
        (line, None),
        seeds,
        opening,
        &crew,
        options.quiet,
    )?;
    let file = line.graph.as_deref().unwrap_or(Path::new(""));
    let name = file.display().to_string();
    let seed = options.seed.unwrap_or(SEED);
    let effort = Effort::Worlds(2);
    let study = DiffusionStudy::with_any_seeds(question, graph, Path::new(""), seed, effort);
    let study = study.map_err(|error| refused(&name, &error))?;
    if !study.seeds().perhaps.is_empty() {
        return Err(wrong(
            "--already names people; a chance for everybody is none of them, and @FILE or degree:50 would do"
                .to_owned(),
        ));
    }
    if options.quiet == 0 {
        for assumed in &study.diffusion().assumed {
            tell(format_args!("assumed: {assumed}"));
        }
    }

    let people = People::of(study.graph(), options, seed)?;
    let (limit, aim) = match (&people.costs, options.budget, options.k) {
        (Some(costs), Some(budget), _) => (Limit::Budget { costs, budget }, Aim::Most),
        (None, Some(budget), _) => {
            let offers = &options.offer[..];
            if offers.is_empty() {
                return Err(wrong(
                    "--budget needs --costs or --offer too, as in --offer 5:10%".to_owned(),
                ));
            }
            // How many can be made is a matter of money.
            (Limit::Count(1), Aim::Offers { offers, budget })
        }
        (_, None, k) => (Limit::Count(k.unwrap_or(0) as usize), people.aim(options)),
    };
    let wanted = Wanted {
        by,
        beside: &beside,
        problem: Problem {
            limit,
            candidates: people.candidates.as_deref(),
            exclusions: &people.exclusions,
            seeded: &[],
            values: people.values.as_deref(),
        },
        aim,
        epsilon: options.epsilon,
        confidence: CONFIDENCE,
        most_bytes: opening.max_memory.unwrap_or(MEMORY),
        worlds: options.worlds,
    };
    if options.quiet == 0 && by != By::Celf && !matches!(by, By::Rule(_)) {
        let gib = wanted.most_bytes as f64 / f64::from(1 << 30);
        tell(format_args!(
            "the search may hold up to {gib:.1} GiB besides the graph (--max-memory)"
        ));
    }
    let watch = interrupt::watch();
    let start = Instant::now();
    let purpose = Err("whom to start with");
    let choose = || study.choose(&wanted, &crew, &watch);
    let choices = progress::shown(
        options.progress.unless(options.quiet),
        purpose,
        &watch,
        choose,
    );
    let seconds = start.elapsed().as_secs_f64();
    let choices = choices.map_err(|error| match (watch.stopped(), &error) {
        (true, Error::Estimate(_)) => Failure::Other {
            exit: Exit::Interrupted,
            words: format!("{name}: interrupted before the choice was tried in two worlds"),
        },
        _ => refused(&name, &error),
    })?;

    let called = title(file);
    let version = env!("CARGO_PKG_VERSION");
    let findings = ChoiceFindings::new(&called, &study, &wanted, &choices, version);
    let findings = findings.made_by(recipe);
    let json = opening.json;
    let folder = file.with_file_name(format!("{}-maximize", stem(file)));
    let written = match (&options.out, json) {
        (None, true) => Vec::new(),
        (out, _) => {
            let formats = options.pictures.unwrap_or_default();
            write(&findings, formats, out.as_deref().unwrap_or(&folder))?
        }
    };
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
            text.push_str(&format!("\nNext: {}\n", next(options, &name)));
        }
        print_out(&text)?;
    }
    Ok(match watch.stopped() {
        true => Exit::Interrupted,
        false => Exit::Done,
    })
}

/// Probability with which a certificate holds.
const CONFIDENCE: f64 = 0.99;

/// Bytes that a search may hold where nobody says; not what the machine has to spare, since
/// where memory ends a search, it decides the answer.
const MEMORY: u64 = 2 << 30;

/// The way of choosing of that name.
fn way(word: &str) -> Result<By, Failure> {
    By::parse(word.trim()).ok_or_else(|| {
        let words: Vec<&str> = By::words().collect();
        let near = suggestion(word, words.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; {near}"));
        wrong(format!(
            "there is no way of choosing called {word}{near}; there are {}",
            words.join(", ")
        ))
    })
}

/// What to try next.
fn next(options: &MaximizeOptions, name: &str) -> String {
    if options.beside.is_empty() {
        return "the same with --beside degree,degree-discount,random shows what choosing is worth"
            .to_owned();
    }
    let model = options.line.model.as_deref().unwrap_or_default();
    format!("groundswell run --graph {name} --model {model} --seeds degree:50")
}

/// Who may be chosen, for how much, and who counts.
struct People {
    candidates: Option<Vec<NodeId>>,
    exclusions: Vec<NodeId>,
    costs: Option<Vec<f64>>,
    values: Option<Vec<f64>>,
    /// What groups are called, and the group of each person.
    groups: Option<(Vec<String>, Vec<Option<u32>>)>,
}

/// Groups, at most: each is looked at in worlds of its own.
const GROUPS: usize = 32;

impl People {
    fn of(graph: &FanGraph, options: &MaximizeOptions, seed: u64) -> Result<Self, Failure> {
        let named = |text: &String| -> Result<Vec<NodeId>, Failure> {
            let set = SeedSet::parse(text).map_err(mistaken)?;
            let people = set.people(graph, &[], Path::new(""), seed);
            Ok(people.map_err(mistaken)?.always)
        };
        let numbers = |file: &std::path::PathBuf| {
            per_person::read(file, graph).map_err(|mistake| Failure::Other {
                exit: match mistake {
                    Mistake::SeedFile { .. } => Exit::File,
                    _ => Exit::Usage,
                },
                words: mistake.to_string(),
            })
        };
        let mut candidates = options.candidates.as_ref().map(named).transpose()?;
        let costs = options.costs.as_ref().map(numbers).transpose()?;
        if let Some(costs) = &costs {
            // Nobody is chosen whose cost is not known.
            let known = |v: &NodeId| costs[v.index()].is_some();
            let some = candidates.unwrap_or_else(|| graph.nodes().collect());
            candidates = Some(some.into_iter().filter(known).collect());
        }
        let values = options.values.as_ref().map(numbers).transpose()?;
        let or = |numbers: Vec<Option<f64>>, other: f64| -> Vec<f64> {
            numbers.into_iter().map(|n| n.unwrap_or(other)).collect()
        };
        Ok(Self {
            candidates,
            exclusions: options
                .exclude
                .as_ref()
                .map(named)
                .transpose()?
                .unwrap_or_default(),
            costs: costs.map(|costs| or(costs, 1.0)),
            values: values.map(|values| or(values, 0.0)),
            groups: match &options.group_by {
                None => None,
                Some(column) => Some(grouped(graph, column)?),
            },
        })
    }

    fn aim(&self, options: &MaximizeOptions) -> Aim<'_> {
        match (&self.groups, options.reach) {
            (Some((names, of)), Some(least)) => Aim::Groups { names, of, least },
            _ => Aim::Most,
        }
    }
}

/// The groups into which a column of people divides them, and the group of each person.
fn grouped(graph: &FanGraph, column: &str) -> Result<(Vec<String>, Vec<Option<u32>>), Failure> {
    let known = || graph.attributes().iter().map(|known| known.name.as_str());
    let Some(found) = graph.attribute(column) else {
        let near = suggestion(column, known());
        let near = near.map_or(String::new(), |near| format!("; {near}"));
        let known: Vec<&str> = known().collect();
        let there = match known.is_empty() {
            true => "people have none; --people names a file that has".to_owned(),
            false => format!("there are {}", known.join(", ")),
        };
        return Err(wrong(format!(
            "people have no column {column}{near}; {there}"
        )));
    };
    let (names, of): (Vec<String>, Vec<Option<u32>>) = match &found.values {
        Values::Words(words) => (
            words.words().to_vec(),
            graph.nodes().map(|v| words.number(v)).collect(),
        ),
        Values::Numbers(numbers) => {
            let mut values: Vec<f64> = numbers.iter().copied().filter(|x| !x.is_nan()).collect();
            values.sort_by(f64::total_cmp);
            values.dedup();
            let place = |x: &f64| values.iter().position(|value| value == x);
            let of = match values.len() <= GROUPS {
                true => numbers
                    .iter()
                    .map(|x| place(x).map(|at| at as u32))
                    .collect(),
                false => Vec::new(),
            };
            (values.iter().map(f64::to_string).collect(), of)
        }
    };
    match names.len() {
        1..=GROUPS => Ok((names, of)),
        groups => Err(wrong(format!(
            "column {column} divides people into {groups} groups; from 1 to {GROUPS} would do"
        ))),
    }
}

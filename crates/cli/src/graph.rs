//! `graph`: files of people and ties imported, generated, measured, converted.

use std::path::{Path, PathBuf};

use groundswell_diffusion::worlds::Crew;
use groundswell_graph::Error;
use groundswell_graph::builder::Direction;
use groundswell_graph::generate::kind::Parameter;
use groundswell_graph::generate::registry;
use groundswell_graph::import::Import;
use groundswell_graph::measure::stats::{Options, Stats};
use groundswell_graph::open::{FileError, Opened, Opening, People, open};
use groundswell_graph::order::Order;
use groundswell_graph::read::Reading;
use groundswell_graph::save::{Saved, save};
use groundswell_report::graph_stats::{self, GraphFindings, document, summary};
use groundswell_report::imported;
use groundswell_scenario::built_in::BuiltIn;
use groundswell_scenario::suggestion::suggestion;

use crate::Done;
use crate::arguments::{GraphVerb, OpeningOptions, SelfLoops};
use crate::exit::{Exit, Failure};
use crate::memory;
use crate::welcome::print_out;

/// Carries out a verb of `graph`.
pub(crate) fn verb(verb: &GraphVerb) -> Done {
    match verb {
        GraphVerb::Import {
            file,
            output,
            opening,
        } => {
            let beside = file.with_file_name(format!("{}.gsw", stem(file)));
            convert(file, output.as_deref().unwrap_or(&beside), opening)
        }
        GraphVerb::Convert {
            input,
            output,
            opening,
        } => convert(input, output, opening),
        GraphVerb::Stats { file, out, opening } => stats(file, out.as_deref(), opening),
        GraphVerb::Generate { kind: None, .. } => kinds(),
        GraphVerb::Generate {
            kind: Some(kind),
            list: true,
            ..
        } => parameters(kind),
        GraphVerb::Generate {
            kind: Some(kind),
            set,
            seed,
            output,
            threads,
            max_memory,
            json,
            ..
        } => {
            let default = PathBuf::from(format!("{kind}.gsw"));
            let output = output.as_deref().unwrap_or(&default);
            let crew = Crew::of((*threads).into());
            let most = memory::may_use(*max_memory, u64::MAX);
            crew.run(|| generate((kind, set), *seed, most, output, *json))
        }
    }
}

fn convert(input: &Path, output: &Path, options: &OpeningOptions) -> Done {
    let crew = Crew::of(options.threads.into());
    crew.run(|| {
        let opened = opened(input, options)?;
        opened
            .graph
            .check_mapped()
            .map_err(|error| of_file(input, error))?;
        let saved = save(&opened.graph, output).map_err(failed)?;
        let told = opened.summary.as_ref().map(imported::summary);
        tell(&opened, &saved, &told.unwrap_or_default(), options.json)
    })
}

/// Says what is in the graph and which files it went to.
fn tell(opened: &Opened, saved: &Saved, told: &str, json: bool) -> Done {
    let files: Vec<String> = saved
        .files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    if json {
        let summary = opened.summary.as_ref();
        print_out(&imported::document(&opened.graph, summary, &files)?)?;
        return Ok(Exit::Done);
    }
    let mut text = format!("{told}{}\n\n", imported::contents(&opened.graph));
    for file in &files {
        text.push_str(file);
        text.push('\n');
    }
    // A format that cannot say it itself has to be read as it was written.
    for (platform, direction) in &saved.directions {
        text.push_str(&format!(
            "to read it: --direction {platform}={}\n",
            direction.name()
        ));
    }
    print_out(&text)?;
    Ok(Exit::Done)
}

fn stats(file: &Path, out: Option<&Path>, options: &OpeningOptions) -> Done {
    let crew = Crew::of(options.threads.into());
    crew.run(|| {
        let opened = opened(file, options)?;
        let stats = Stats::of(&opened.graph, &Options::default());
        let stats = stats.map_err(|error| of_file(file, error))?;
        let pairs: Vec<_> = opened
            .summary
            .iter()
            .flat_map(|summary| summary.platforms.iter().map(|platform| platform.imported))
            .collect();
        let title = title(file);
        let findings = GraphFindings {
            title: &title,
            graph: &opened.graph,
            stats: &stats,
            imported: &pairs,
        };
        let beside = file.with_file_name(format!("{}-stats", stem(file)));
        let written = match (out, options.json) {
            (None, true) => Vec::new(),
            (out, _) => graph_stats::write(&findings, out.unwrap_or(&beside))?,
        };
        if options.json {
            print_out(&document::document(&findings)?)?;
            return Ok(Exit::Done);
        }
        let mut text = opened
            .summary
            .as_ref()
            .map(imported::summary)
            .unwrap_or_default();
        text.push('\n');
        text.push_str(&summary::summary(&findings));
        text.push('\n');
        for file in written {
            text.push_str(&format!("{}\n", file.display()));
        }
        print_out(&text)?;
        Ok(Exit::Done)
    })
}

fn generate(
    (kind, set): (&str, &[String]),
    seed: u64,
    most: u64,
    output: &Path,
    json: bool,
) -> Done {
    let settings = set.iter().map(|pair| {
        let split = pair.split_once('=');
        let (key, value) =
            split.ok_or_else(|| wrong(format!("--set {pair}; key=value would do")))?;
        Ok((key.trim().to_owned(), value.trim().to_owned()))
    });
    let settings = settings.collect::<Result<Vec<_>, Failure>>()?;
    let model = registry::from_settings(kind, &settings).map_err(wished)?;
    let bytes = model.bytes().map_err(wished)?;
    if bytes > most {
        let error = Error::TooLarge { bytes, most };
        return Err(Failure::Other {
            exit: Exit::Failed,
            words: format!("{kind}: {error}"),
        });
    }
    let drawn = model.graph(seed).map_err(wished)?;
    let opened = Opened {
        graph: drawn,
        summary: None,
    };
    let saved = save(&opened.graph, output).map_err(failed)?;
    let told = format!("{kind}, seed {seed}\n");
    tell(&opened, &saved, &told, json)
}

/// Lists the models of which graphs can be drawn.
fn kinds() -> Done {
    let width = registry::KINDS.iter().map(|kind| kind.name.len()).max();
    let width = width.unwrap_or(0);
    let mut text = String::new();
    for kind in registry::KINDS {
        text.push_str(&format!("{:width$}  {}\n", kind.name, kind.makes));
    }
    text.push_str("\ngroundswell graph generate KIND --list shows what can be set.\n");
    print_out(&text)?;
    Ok(Exit::Done)
}

/// Lists what can be set for a kind of graph.
fn parameters(kind: &str) -> Done {
    let kind = registry::kind(kind).map_err(wished)?;
    let all = || kind.parameters.iter().chain(&registry::LAYER_PARAMETERS);
    let width = |text: fn(&Parameter) -> &str| all().map(|p| text(p).len()).max().unwrap_or(0);
    let (keys, defaults) = (width(|p| p.key), width(|p| p.default));
    let mut text = format!("{}: {}\n{}\n\n", kind.name, kind.makes, kind.source);
    for parameter in all() {
        text.push_str(&format!(
            "{:keys$}  {:defaults$}  {} ({})\n",
            parameter.key, parameter.default, parameter.meaning, parameter.range
        ));
    }
    print_out(&text)?;
    Ok(Exit::Done)
}

/// The graph in a file, or one that the program brings along.
pub(crate) fn opened(path: &Path, options: &OpeningOptions) -> Result<Opened, Failure> {
    let direction = match (options.undirected, options.reverse) {
        (true, _) => Some(Direction::Mutual),
        (_, true) => Some(Direction::TargetToSource),
        _ => None,
    };
    let most_bytes = memory::may_use(options.max_memory, u64::MAX);
    let opening = Opening {
        reading: Reading {
            format: options.format.map(Into::into),
            source: options.source.clone(),
            target: options.target.clone(),
            weight: options.weight.clone(),
            time: options.time.clone(),
            layer: options.layer.clone(),
            lenient: options.lenient,
            most_bytes,
        },
        import: Import {
            direction,
            duplicates: options.duplicates.into(),
            refuse_self_loops: options.self_loops == SelfLoops::Refuse,
            platform: options.platform.clone().unwrap_or_default(),
            by_platform: directions(options)?,
            order: match options.by_degree {
                true => Order::ByDegree,
                false => Order::AsFound,
            },
        },
        people: people(options)?,
        mapped: options.map,
    };
    let name = path.to_string_lossy();
    let built_in = BuiltIn::ALL.iter().find(|(known, _)| *known == name);
    match built_in {
        Some(_) if !path.exists() && (options.people.is_some() || options.map) => Err(wrong(
            format!("{name}: comes along with the program; --people and --map are for files"),
        )),
        Some((_, graph)) if !path.exists() => {
            let (graph, summary) = graph
                .graph(&opening.import)
                .map_err(|error| of_file(path, error))?;
            Ok(Opened {
                graph,
                summary: Some(summary),
            })
        }
        _ => open(path, &opening).map_err(failed),
    }
}

/// Who there is besides those who have ties: a number or a file.
fn people(options: &OpeningOptions) -> Result<Option<People>, Failure> {
    let Some(people) = &options.people else {
        return Ok(None);
    };
    let digits = people.trim_start_matches('-');
    match people.parse() {
        Ok(count) => Ok(Some(People::Count(count))),
        Err(_) if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            let most = u32::MAX - 1;
            Err(wrong(format!(
                "--people {people}; a file, or a number from 0 to {most} would do"
            )))
        }
        Err(_) => Ok(Some(People::File(people.into()))),
    }
}

/// Directions of single platforms.
fn directions(options: &OpeningOptions) -> Result<Vec<(String, Direction)>, Failure> {
    let all = [
        Direction::Mutual,
        Direction::SourceToTarget,
        Direction::TargetToSource,
    ];
    let one = |said: &String| {
        let found = said.rsplit_once('=').and_then(|(platform, word)| {
            let direction = all.into_iter().find(|direction| direction.name() == word)?;
            Some((platform.to_owned(), direction))
        });
        found.ok_or_else(|| {
            wrong(format!(
                "--direction {said}; PLATFORM=mutual, PLATFORM=source-to-target or \
                 PLATFORM=target-to-source would do"
            ))
        })
    };
    options.direction.iter().map(one).collect()
}

/// What a mistake in that file comes to.
fn of_file(file: &Path, error: Error) -> Failure {
    failed(FileError {
        file: file.to_owned(),
        error,
    })
}

/// What a file's mistake comes to.
pub(crate) fn failed(error: FileError) -> Failure {
    let exit = match error.error {
        Error::Read { .. } | Error::Write { .. } => Exit::File,
        Error::TooMuchMemory { .. } => Exit::Failed,
        _ => Exit::Usage,
    };
    Failure::Other {
        exit,
        words: error.to_string(),
    }
}

/// What a wish for a generated graph comes to that cannot be met.
fn wished(error: Error) -> Failure {
    let near = match &error {
        Error::NoSuchGenerator { kind, kinds } => suggestion(kind, kinds.iter().copied()),
        Error::NoSuchParameter {
            parameter,
            parameters,
            ..
        } => suggestion(parameter, parameters.iter().copied()),
        _ => None,
    };
    wrong(match near {
        Some(near) => format!("{error}; {near}"),
        None => error.to_string(),
    })
}

pub(crate) fn wrong(words: String) -> Failure {
    Failure::Other {
        exit: Exit::Usage,
        words,
    }
}

/// What a graph is called after its file, or after the folder of a file whose own
/// name says nothing.
pub(crate) fn title(file: &Path) -> String {
    let stem = stem(file);
    let folder = file.parent().and_then(Path::file_name);
    match folder {
        Some(folder) if ["edges", "ties", "graph"].contains(&stem.as_str()) => {
            folder.to_string_lossy().into_owned()
        }
        _ => stem,
    }
}

/// The name of a file without folder and endings.
pub(crate) fn stem(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => name.to_owned(),
    }
}

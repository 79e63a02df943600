//! `runs`: what there is in folders of sweeps.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, IsTerminal, stdin};
use std::path::{Path, PathBuf};

use groundswell_diffusion::worlds::Crew;
use groundswell_experiment::store::Store;
use groundswell_experiment::sweep::analysis::Gathering;
use groundswell_experiment::sweep::cell::{result, results};
use groundswell_experiment::sweep::held::held;
use groundswell_experiment::sweep::layout::{Cell, Layout};
use groundswell_experiment::sweep::merge::missing;
use groundswell_experiment::sweep::record::{self, Record};
use groundswell_experiment::sweep::work::Shard;
use groundswell_report::number;
use groundswell_report::runs;
use groundswell_report::sheet::describe::{describe, describe_file};
use groundswell_report::sweep::files::{Tally, all_names};
use groundswell_report::sweep::table::{columns, world_columns};
use groundswell_report::sweep::{SweepFindings, document, summary};

use crate::Done;
use crate::arguments::RunsVerb;
use crate::compare::wrapped;
use crate::exit::{Exit, Failure, tell};
use crate::welcome::print_out;

/// How deep sweeps are sought below a folder.
const DEPTH: usize = 3;

/// Differences that are told of.
const TOLD: usize = 10;

/// Does what is asked with folders of sweeps.
pub(crate) fn verb(verb: &RunsVerb) -> Done {
    match verb {
        RunsVerb::List { folder, json } => list(folder.as_deref().unwrap_or(Path::new(".")), *json),
        RunsVerb::Show { folder, json } => show(folder, *json),
        RunsVerb::Diff { one, other, json } => diff(one, other, *json),
        RunsVerb::Rm { folder, yes } => remove(folder, *yes),
        RunsVerb::Describe { table } => tell_columns(table),
    }
}

/// A sweep in a folder.
struct Run {
    record: Record,
    layout: Layout,
    store: Store,
}

fn open(folder: &Path) -> Result<Run, Failure> {
    let wrong = |error: record::Error| Failure::Other {
        exit: match error {
            record::Error::Store(_) => Exit::File,
            _ => Exit::Usage,
        },
        words: format!("{}: {error}", folder.display()),
    };
    let store = Store::there(folder).ok_or_else(|| wrong(record::Error::Missing))?;
    let record = Record::read(&store).map_err(wrong)?;
    let layout = record.layout(folder).map_err(wrong)?;
    Ok(Run {
        record,
        layout,
        store,
    })
}

/// The folders at and below `folder` that hold a sweep.
fn found(folder: &Path, depth: usize, all: &mut Vec<PathBuf>) {
    if folder.join(record::FILE).is_file() {
        all.push(folder.to_owned());
        return;
    }
    if depth == 0 {
        return;
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    folders.sort_unstable();
    for folder in folders {
        found(&folder, depth - 1, all);
    }
}

fn list(folder: &Path, as_json: bool) -> Done {
    let mut folders = Vec::new();
    found(folder, DEPTH, &mut folders);
    let mut told = Vec::new();
    let mut text = String::new();
    for folder in &folders {
        match open(folder) {
            Ok(run) => {
                let mut cells = BTreeMap::new();
                for key in held(&run.layout, &run.store, Shard::WHOLE)? {
                    *cells.entry(key.cell).or_insert(0u32) += 1;
                }
                let blocks = run.layout.blocks(run.layout.looks()[0].worlds).end;
                let whole =
                    |cell: &&Cell| cells.get(&cell.key).is_some_and(|&there| there >= blocks);
                let begun = run.layout.cells().iter().filter(whole).count();
                let bytes = run.store.bytes()?;
                let all = run.layout.cells().len();
                told.push(runs::Folder {
                    folder: folder.display().to_string(),
                    title: run.record.name.clone(),
                    design: run.layout.sweep().design.name(),
                    seed: run.record.seed,
                    cells: all,
                    begun,
                    bytes,
                });
                text += &format!(
                    "{}: {}, {} of {} cells, {} MB\n",
                    folder.display(),
                    run.record.name,
                    number::count(begun as u64),
                    number::count(all as u64),
                    bytes / 1_000_000
                );
            }
            Err(Failure::Other { words, .. }) => text += &format!("{words}\n"),
            Err(other) => return Err(other),
        }
    }
    if as_json {
        text = runs::list(&told)?;
    } else if folders.is_empty() {
        text = format!("There are no sweeps in {}.\n", folder.display());
    }
    print_out(&text)?;
    Ok(Exit::Done)
}

fn show(folder: &Path, as_json: bool) -> Done {
    let Run {
        mut layout, store, ..
    } = open(folder)?;
    let crew = Crew::of(0);
    // As far as a map has been refined.
    missing(&mut layout, &store, &crew)?;
    let mut gathering = Gathering::new(&layout);
    let mut tally = Tally::new(&layout);
    for (cell, result) in results(&layout, &store, &crew) {
        let result = result?;
        tally.add(&layout, cell, &result)?;
        gathering.add(&result);
    }
    let (standing, told) = (tally.standing(), gathering.told());
    let findings = SweepFindings {
        layout: &layout,
        standing: &standing,
        told: &told,
        program: env!("CARGO_PKG_VERSION"),
    };
    match as_json {
        true => print_out(&document::document(&findings)?)?,
        false => {
            print_out(&(wrapped(&summary::sentence(&findings)) + &summary::summary(&findings)))?
        }
    }
    Ok(Exit::Done)
}

fn diff(one: &Path, other: &Path, as_json: bool) -> Done {
    let crew = Crew::of(0);
    let mut runs = [open(one)?, open(other)?];
    for Run { layout, store, .. } in &mut runs {
        // As far as a map has been refined.
        missing(layout, store, &crew)?;
    }
    let [cells, others] = runs.each_ref().map(|run| {
        let cells = run.layout.cells().iter().map(|cell| (cell.key, cell));
        cells.collect::<BTreeMap<_, _>>()
    });
    let mut told = Vec::new();
    let (mut both, mut same, mut differing) = (0u64, 0u64, Vec::new());
    for (key, cell) in cells {
        let Some(other) = others.get(&key) else {
            continue;
        };
        both += 1;
        // One cell at a time: all worlds of two sweeps can be more than memory holds.
        let first = result(&runs[0].layout, &runs[0].store, cell)?;
        let second = result(&runs[1].layout, &runs[1].store, other)?;
        match first == second {
            true => same += 1,
            false => differing.push(cell.index),
        }
    }
    let scenarios: Vec<String> = runs
        .iter()
        .map(|run| run.layout.scenario().effective())
        .collect();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (first, second) = (lines(&scenarios[0]), lines(&scenarios[1]));
    for line in first.iter().filter(|line| !second.contains(line)) {
        told.push(format!("- {line}"));
    }
    for line in second.iter().filter(|line| !first.contains(line)) {
        told.push(format!("+ {line}"));
    }
    if runs[0].record.seed != runs[1].record.seed {
        told.push(format!("- seed {}", runs[0].record.seed));
        told.push(format!("+ seed {}", runs[1].record.seed));
    }
    let counts = runs.each_ref().map(|run| run.layout.cells().len() as u64);
    if as_json {
        let diff = runs::Diff {
            asked: &told,
            cells: counts,
            in_both: both,
            same,
            differing: &differing,
        };
        print_out(&diff.document()?)?;
        return Ok(Exit::Done);
    }
    let mut text = String::new();
    if told.is_empty() {
        text += "The same was asked.\n";
    }
    for line in &told {
        text += &format!("{line}\n");
    }
    text += &format!(
        "\n{} and {} cells, {} of them in both; {} of these came to the same",
        number::count(counts[0]),
        number::count(counts[1]),
        number::count(both),
        number::count(same)
    );
    match differing.is_empty() {
        true => text += ".\n",
        false => {
            let cells = differing.iter().take(TOLD).map(usize::to_string);
            let cells = cells.collect::<Vec<_>>().join(", ");
            text += &format!(", not cells {cells} and so on; one of the two may be incomplete.\n");
        }
    }
    print_out(&text)?;
    Ok(Exit::Done)
}

fn remove(folder: &Path, yes: bool) -> Done {
    let Run { store, layout, .. } = open(folder)?;
    let files = all_names(folder);
    if !yes {
        tell(format_args!(
            "{}: {} cells, {} MB of parts and {} files go for good. Type yes to remove them:",
            folder.display(),
            layout.cells().len(),
            store.bytes()? / 1_000_000,
            files.len() + 1
        ));
        let mut answer = String::new();
        let read = stdin().lock().read_line(&mut answer);
        if read.is_err() || answer.trim() != "yes" {
            let hint = if stdin().is_terminal() {
                ""
            } else {
                "; --yes removes without asking"
            };
            return Err(Failure::Other {
                exit: Exit::Usage,
                words: format!("{}: nothing was removed{hint}", folder.display()),
            });
        }
    }
    let mut names: Vec<&str> = files.iter().map(String::as_str).collect();
    names.push(record::FILE);
    store.remove(&names)?;
    // A folder in which nothing is left has nobody who misses it.
    let _ = fs::remove_dir(folder);
    Ok(Exit::Done)
}

fn tell_columns(table: &Path) -> Done {
    // A table of a sweep stands beside what says what its factors are.
    let folder = table.parent().unwrap_or(Path::new(""));
    let known = open(folder).map(|run| {
        let mut known = columns(&run.layout);
        known.extend(world_columns(&run.layout));
        known
    });
    let described = describe_file(table, &known.unwrap_or_default())?;
    print_out(&describe(&described))?;
    Ok(Exit::Done)
}

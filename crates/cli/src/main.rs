//! The program: what did you ask?
//!
//! Arguments, progress and exit codes; everything else is in the crates below, so
//! that another front would find it there.

mod arguments;
mod break_even;
mod check;
mod compare;
mod doctor;
mod exit;
mod explain;
mod graph;
mod init;
mod interrupt;
mod keeping;
mod manual;
mod maximize;
mod memory;
mod merge;
mod plan;
mod presets;
mod progress;
mod replay;
mod reproduce;
mod run;
mod runs;
mod schema;
mod show;
mod source;
mod sweep;
mod version;
mod welcome;

use std::path::Path;
use std::process::ExitCode;

use anstream::ColorChoice;

use crate::arguments::{Arguments, Color, Verb};
use crate::exit::{Exit, Failure};

fn main() -> ExitCode {
    let (arguments, recipe) = match Arguments::read() {
        Ok(read) => read,
        Err(error) => {
            // Help is an answer, not a mistake.
            let exit = if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
            return match error.print() {
                Err(cause) if exit == Exit::Done => {
                    Failure::file(Path::new("standard output"))(cause).report()
                }
                _ => exit.into(),
            };
        }
    };
    let choice = match arguments.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    choice.write_global();
    if arguments.files_anywhere {
        source::allow_files_anywhere();
    }
    interrupt::heed();
    let done = match arguments.verb {
        _ if arguments.version => version::print(arguments.verbose),
        None => welcome::print(),
        Some(Verb::Demo(options)) => compare::demo(&options, recipe),
        Some(Verb::Compare { scenario, options }) => compare::file(&scenario, &options, recipe),
        Some(Verb::BreakEven {
            scenario,
            paths,
            options,
        }) => break_even::verb(&scenario, &paths, &options),
        Some(Verb::Run(options)) => run::verb(&options, recipe),
        Some(Verb::Maximize(options)) => maximize::verb(&options, recipe),
        Some(Verb::Sweep(options)) => sweep::verb(&options),
        Some(Verb::Plan(options)) => plan::verb(&options),
        Some(Verb::Merge(options)) => merge::verb(&options),
        Some(Verb::Runs { verb }) => runs::verb(&verb),
        Some(Verb::Replay { scenario, options }) => replay::file(&scenario, &options),
        Some(Verb::Check { scenarios }) => check::files(&scenarios),
        Some(Verb::Show {
            scenario,
            effective,
        }) => show::file(&scenario, effective),
        Some(Verb::Graph { verb }) => graph::verb(&verb),
        Some(Verb::Schema { name }) => schema::verb(name.as_deref()),
        Some(Verb::Presets { verb }) => presets::verb(&verb),
        Some(Verb::Reproduce {
            file,
            folder,
            threads,
        }) => reproduce::verb(&file, folder.as_deref(), threads),
        Some(Verb::Explain { word }) => explain::verb(&word),
        Some(Verb::Doctor { json }) => doctor::verb(json),
        Some(Verb::Completions { shell }) => manual::completions(shell),
        Some(Verb::Man { out }) => manual::man(out.as_deref()),
        Some(Verb::Init {
            folder,
            template,
            force,
        }) => init::make(&folder, template, force),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(),
    }
}

/// What a verb comes to.
type Done = Result<Exit, Failure>;

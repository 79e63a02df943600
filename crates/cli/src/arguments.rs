//! The command line.

use std::ffi::OsString;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{
    ArgMatches, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum,
};
use groundswell_experiment::sweep::work::Shard;
use groundswell_graph::probability::Probability;
use groundswell_report::formats::{Formats, WORDS};
use groundswell_report::recipe::Recipe;
use groundswell_scenario::suggestion::suggestion;
use groundswell_seeding::offers::Offer;

pub(crate) const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 failed, or refused for want of memory; 2 the command line,
the scenario or a data file is wrong; 3 some cells of a sweep cannot be carried out,
the others are done; 4 the result is not what the scenario expects; 74 the
system refused to read or write a file; 130 interrupted.";

/// Would inviting friends beat broadcasting? Campaigns compared in the same
/// thousands of possible worlds.
#[derive(Debug, Parser)]
#[command(name = "groundswell", version, disable_version_flag = true, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
    /// Colours on the terminal: auto, always or never
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN",
          hide_possible_values = true, hide_default_value = true, hide = true)]
    pub(crate) color: Color,
    /// Let a scenario name files outside its folder
    #[arg(long, global = true, hide = true)]
    pub(crate) files_anywhere: bool,
    /// Print version; with --verbose also how it was built
    #[arg(short = 'V', long)]
    pub(crate) version: bool,
    /// With --version: how it was built and where it runs
    #[arg(long, requires = "version", hide = true)]
    pub(crate) verbose: bool,
}

/// When to write in colours. They never carry a meaning alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Compare broadcasting and inviting for a neighbourhood bakery, at once
    #[command(after_help = "Example: groundswell demo --out my-first-report")]
    Demo(Options),
    /// Compare a scenario's strategies in the same worlds, and write the report
    #[command(after_help = "Example: groundswell compare campaign.toml --worlds 2000")]
    Compare {
        /// The scenario file, or preset:NAME
        scenario: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// Say at what value of an assumption the winner flips
    #[command(after_help = "Example: groundswell break-even campaign.toml")]
    BreakEven {
        /// The scenario file
        scenario: PathBuf,
        /// Numbers to vary, by their paths [default: acceptance, taking part, rewards,
        /// organic reach, prices and margins]
        #[arg(value_name = "PATH")]
        paths: Vec<String>,
        #[command(flatten)]
        options: Options,
    },
    /// Carry out a scenario, or ask how far word spreads by one model on one graph
    #[command(
        after_help = "How a file is read is told as for `groundswell graph stats`.\n\
        Example: groundswell run --graph karate --model ic --seeds 0,33"
    )]
    Run(Box<RunOptions>),
    /// Choose whom to start with, and say how far that is from the best
    #[command(
        after_help = "How a file is read is told as for `groundswell graph stats`.\n\
        Example: groundswell maximize --graph karate --model ic --weights uniform:0.1 --k 3 --beside degree"
    )]
    Maximize(Box<MaximizeOptions>),
    /// Carry out a scenario at many points; the same command goes on after a stop
    #[command(after_help = "Example: groundswell sweep campaign.toml --out results --shard 1/4")]
    Sweep(SweepOptions),
    /// Say what a scenario or sweep takes: cells, worlds, time, memory, disk
    #[command(after_help = "Example: groundswell plan campaign.toml")]
    Plan(PlanOptions),
    /// Put together what several folders hold of one sweep
    #[command(after_help = "Example: groundswell merge part-1 part-2 part-3 --out results")]
    Merge(MergeOptions),
    /// List, show, compare and remove folders of sweeps
    #[command(after_help = "Example: groundswell runs show campaign-sweep")]
    Runs {
        #[command(subcommand)]
        verb: RunsVerb,
    },
    /// Play one world once more: told day by day, or shown as a moving picture
    #[command(after_help = "A cascade by one line is shown by run --replay.\n\
        Example: groundswell replay campaign.toml --world 3 --out replay")]
    Replay {
        /// The scenario file
        scenario: PathBuf,
        #[command(flatten)]
        options: ReplayOptions,
    },
    /// Say everything that is wrong or doubtful in scenario files
    #[command(after_help = "Example: groundswell check campaign.toml")]
    Check {
        /// The scenario files
        #[arg(required = true)]
        scenarios: Vec<PathBuf>,
    },
    /// Print a scenario as it is understood
    #[command(after_help = "Example: groundswell show campaign.toml --effective")]
    Show {
        /// The scenario file
        scenario: PathBuf,
        /// With every default visible
        #[arg(long)]
        effective: bool,
    },
    /// Import, generate, measure and convert files of people and ties
    #[command(after_help = "Example: groundswell graph stats karate")]
    Graph {
        #[command(subcommand)]
        verb: GraphVerb,
    },
    /// Scenarios of published results, each with what it should come to
    #[command(
        after_help = "Example: groundswell presets list; groundswell run preset:goldenberg-2001"
    )]
    Presets {
        #[command(subcommand)]
        verb: PresetsVerb,
    },
    /// Make a result again from what its document says, and compare the two
    #[command(after_help = "Example: groundswell reproduce campaign-report/report.json")]
    Reproduce {
        /// A document, page, picture or table that groundswell wrote
        file: PathBuf,
        /// Where the files of people and ties are [default: beside the file's folder]
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Threads to use; no result depends on it [default: one per processor]
        #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
              value_parser = clap::value_parser!(u16).range(..=1024))]
        threads: u16,
    },
    /// Explain an error id, a model, a metric, a method or another word
    #[command(after_help = "Example: groundswell explain linear-threshold")]
    Explain {
        /// The word; without one, what can be explained
        word: Vec<String>,
    },
    /// Say whether everything works on this machine, and how fast
    #[command(after_help = "Example: groundswell doctor")]
    Doctor {
        /// As one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Print what makes a shell complete groundswell's verbs and options
    #[command(
        after_help = "Example: groundswell completions bash > ~/.local/share/bash-completion/completions/groundswell"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write the pages of all verbs into a folder
    #[command(after_help = "Example: groundswell man --out man1")]
    Man {
        /// Folder for groundswell.1 and a page for each verb
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Say what the documents look like that --json prints, as JSON Schema
    #[command(after_help = "Example: groundswell schema run")]
    Schema {
        /// The document, such as run or groundswell-run-1; without one, all are listed
        name: Option<String>,
    },
    /// Make a folder with a scenario to start from
    #[command(after_help = "Example: groundswell init my-campaign")]
    Init {
        /// The folder to make
        folder: PathBuf,
        /// What to start from
        #[arg(long, value_enum, default_value_t = Template::Starter)]
        template: Template,
        /// Replace files that are there already
        #[arg(long)]
        force: bool,
    },
}

/// What to do with presets.
#[derive(Debug, Subcommand)]
pub(crate) enum PresetsVerb {
    /// List all presets with what they show, their sources, and how far to trust them
    List {
        /// As one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Print a preset's file
    Show {
        /// The preset
        name: String,
    },
    /// Write a preset's file, to change it
    #[command(after_help = "Example: groundswell presets copy goldenberg-2001 --to mine.toml")]
    Copy {
        /// The preset
        name: String,
        /// Where it goes [default: NAME.toml here]
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// Replace a file that is there already
        #[arg(long)]
        force: bool,
    },
}

/// A graph and how word spreads on it.
#[derive(Debug, Args)]
pub(crate) struct LineOptions {
    /// A file of people and ties, or karate, florentine, les-miserables
    #[arg(long, value_name = "FILE")]
    pub(crate) graph: Option<PathBuf>,
    /// The model, such as independent-cascade, linear-threshold, sir; --list shows all
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// A setting of the model
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// given, weighted-cascade, uniform:P, trivalency or a column; PLATFORM=RULE for one platform
    #[arg(long, value_name = "RULE")]
    pub(crate) weights: Vec<String>,
}

/// What `run` takes.
#[derive(Debug, Args)]
pub(crate) struct RunOptions {
    /// The scenario file, or preset:NAME; without one, --graph, --model and --seeds ask
    #[arg(conflicts_with_all = ["graph", "model", "set", "weights", "seeds", "rounds", "undirected",
        "reverse"], conflicts_with_all = TOLD_ELSEWHERE)]
    pub(crate) scenario: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) line: LineOptions,
    /// 0,33 or @FILE, fans, chance:P, or METHOD:N such as degree:50 or voterank:50, see --list; + joins them; BRAND=… in a competition
    #[arg(long, value_name = "SEEDS")]
    pub(crate) seeds: Vec<String>,
    /// Rounds after which everybody falls silent
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(groundswell_scenario::diffusion::MOST_ROUNDS)))]
    pub(crate) rounds: Option<u32>,
    /// Show the models and the methods of choosing seeds, or the settings of one
    #[arg(long)]
    pub(crate) list: bool,
    /// Tell how likely each person is to adopt
    #[arg(long)]
    pub(crate) per_person: bool,
    /// Tell in how many worlds how many people adopt
    #[arg(long)]
    pub(crate) sizes: bool,
    /// Tell who convinced whom
    #[arg(long)]
    pub(crate) trees: bool,
    /// Show the cascade of this world, as a page and as pictures
    #[arg(long, value_name = "WORLD")]
    pub(crate) replay: Option<u64>,
    /// Worlds to run [default: the scenario's, or 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub(crate) worlds: Option<u64>,
    /// Run until the spread is known to this share of it, as in 0.02 or 2%
    #[arg(long, value_name = "P", value_parser = fraction, conflicts_with = "worlds")]
    pub(crate) precision: Option<f64>,
    /// Worlds at the utmost, with a precision
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=10_000_000),
          conflicts_with = "worlds")]
    pub(crate) max_worlds: Option<u64>,
    /// What names the luck [default: the scenario's, or 1]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Draw pictures also as paper, social or dark, with commas between
    #[arg(long, value_name = "FORMATS", value_parser = formats)]
    pub(crate) pictures: Option<Formats>,
    /// Folder for document, pictures and tables [default: NAME-run beside it; none with --json]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print the answer only; twice: nothing
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) quiet: u8,
    /// How to show progress: auto, bar, plain, json or none
    #[arg(long, value_enum, default_value_t = Progress::Auto, hide_possible_values = true,
          hide_default_value = true, hide = true)]
    pub(crate) progress: Progress,
    /// Of a sweep, do one of so many equal parts of the work, as in 2/8
    #[arg(long, value_name = "I/N", value_parser = shard, requires = "scenario")]
    pub(crate) shard: Option<Shard>,
    /// Which engine runs live-edge models; no result depends on it, but that of skip
    #[arg(long, value_enum, default_value_t = Engine::Fastest, hide = true)]
    pub(crate) engine: Engine,
    #[command(flatten)]
    pub(crate) opening: OpeningOptions,
}

/// What `maximize` takes.
#[derive(Debug, Args)]
pub(crate) struct MaximizeOptions {
    #[command(flatten)]
    pub(crate) line: LineOptions,
    /// How many to choose
    #[arg(long, short, value_name = "N", required_unless_present = "budget",
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) k: Option<u32>,
    /// What they may cost together, by --costs or --offer
    #[arg(long, value_name = "AMOUNT", conflicts_with = "k", value_parser = above_zero)]
    pub(crate) budget: Option<f64>,
    /// A file of ids with costs, one pair a line; nobody else is chosen
    #[arg(long, value_name = "FILE", requires = "budget")]
    pub(crate) costs: Option<PathBuf>,
    /// An offer that makes a seed by chance, as in 5:10%; or several
    #[arg(long, value_name = "COST:CHANCE", requires = "budget", conflicts_with = "costs", value_parser = offer)]
    pub(crate) offer: Vec<Offer>,
    /// A column of people that puts them into groups, see --reach
    #[arg(long, value_name = "COLUMN", requires = "k", requires = "reach",
          conflicts_with_all = ["already", "values"])]
    pub(crate) group_by: Option<String>,
    /// The share of each group that is to be reached, as in 5%
    #[arg(long, value_name = "SHARE", requires = "group_by", value_parser = fraction)]
    pub(crate) reach: Option<f64>,
    /// A file of ids with what they are worth; others are worth nothing
    #[arg(long, value_name = "FILE")]
    pub(crate) values: Option<PathBuf>,
    /// How to choose: maximize, imm, celf, or a rule such as degree-discount
    #[arg(
        long,
        value_name = "NAME",
        default_value = "maximize",
        hide_default_value = true
    )]
    pub(crate) method: String,
    /// Other ways to set beside it, with commas between
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) beside: Vec<String>,
    /// How far the certificate may stay below 1 - 1/e [default: 0.1]
    #[arg(long, value_name = "E", default_value_t = 0.1, hide_default_value = true, value_parser = share)]
    pub(crate) epsilon: f64,
    /// Only these may be chosen: ids, @FILE, fans, degree:1000
    #[arg(long, value_name = "PEOPLE")]
    pub(crate) candidates: Option<String>,
    /// These may not
    #[arg(long, value_name = "PEOPLE")]
    pub(crate) exclude: Option<String>,
    /// These are seeds already; what is asked for is whom they do not reach
    #[arg(long, value_name = "PEOPLE")]
    pub(crate) already: Option<String>,
    /// Worlds to try it in [default: until the spread is known to 0.5%]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub(crate) worlds: Option<u64>,
    /// What names the luck [default: 1]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Draw pictures also as paper, social or dark, with commas between
    #[arg(long, value_name = "FORMATS", value_parser = formats)]
    pub(crate) pictures: Option<Formats>,
    /// Folder for document, picture and tables [default: NAME-maximize beside it; none with --json]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print the answer only; twice: nothing
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) quiet: u8,
    /// How to show progress: auto, bar, plain, json or none
    #[arg(long, value_enum, default_value_t = Progress::Auto, hide_possible_values = true,
          hide_default_value = true, hide = true)]
    pub(crate) progress: Progress,
    #[command(flatten)]
    pub(crate) opening: OpeningOptions,
}

/// What `sweep` takes.
#[derive(Debug, Args)]
pub(crate) struct SweepOptions {
    /// The scenario file, which says what is varied
    pub(crate) scenario: PathBuf,
    /// Do one of so many equal parts of the work, as in 2/8; merge puts them together
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<Shard>,
    /// Stop at the first cell that cannot be carried out
    #[arg(long)]
    pub(crate) fail_fast: bool,
    /// Try cells anew that could not be carried out
    #[arg(long)]
    pub(crate) retry: bool,
    #[command(flatten)]
    pub(crate) options: Options,
}

/// What `plan` takes.
#[derive(Debug, Args)]
pub(crate) struct PlanOptions {
    /// The scenario file
    pub(crate) scenario: PathBuf,
    /// Only count; try no world
    #[arg(long)]
    pub(crate) no_probe: bool,
    /// List the cells, one a line
    #[arg(long)]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) options: Options,
}

/// What `merge` takes.
#[derive(Debug, Args)]
pub(crate) struct MergeOptions {
    /// Folders that shards of the sweep were run in
    #[arg(required = true, value_name = "DIR")]
    pub(crate) folders: Vec<PathBuf>,
    /// Where all of it goes [default: the first folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Threads to use; no result depends on it [default: one per processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(..=1024))]
    pub(crate) threads: u16,
    /// Print one JSON document on stdout and nothing else
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the finding only; twice: nothing
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) quiet: u8,
}

/// What to do with folders of sweeps.
#[derive(Debug, Subcommand)]
pub(crate) enum RunsVerb {
    /// List the sweeps in a folder and the folders in it
    List {
        /// Where to look [default: here]
        folder: Option<PathBuf>,
        /// As one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Tell how far a sweep is and what it says so far, also while it runs
    Show {
        /// Its folder
        folder: PathBuf,
        /// As one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Tell in what two sweeps differ: what was asked, and what came out
    Diff {
        /// One folder
        one: PathBuf,
        /// The other
        other: PathBuf,
        /// As one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Remove what a sweep wrote into its folder, and nothing else
    Rm {
        /// Its folder
        folder: PathBuf,
        /// Without asking
        #[arg(long)]
        yes: bool,
    },
    /// Say what the columns of a table are
    Describe {
        /// The table: cells.csv, cells.parquet, worlds.csv, …
        table: PathBuf,
    },
}

/// What `replay` takes.
#[derive(Debug, Args)]
pub(crate) struct ReplayOptions {
    /// The world's number, as in worlds.csv
    #[arg(long, value_name = "N")]
    pub(crate) world: u64,
    /// The strategy, or do-nothing; two are shown side by side [default: the scenario's
    /// first, or with --out its first two]
    #[arg(long, value_name = "NAME")]
    pub(crate) strategy: Vec<String>,
    /// Folder for a page that plays the world, a moving SVG and PNG, and a still
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write everything that happened to this CSV file
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
    /// Tell who convinced whom: how many, how deep, in what shape
    #[arg(long)]
    pub(crate) trees: bool,
    /// What names the luck [default: the scenario's, or 1]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Threads to use; no result depends on it [default: one per processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(..=1024))]
    pub(crate) threads: u16,
    /// Print one JSON document on stdout and nothing else
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which engine runs live-edge models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// As many worlds at once as is fast for so many people and worlds
    Fastest,
    /// One world after the other
    OneWorld,
    /// 64 worlds at once
    #[value(name = "64-worlds")]
    SixtyFour,
    /// 256 worlds at once
    #[value(name = "256-worlds")]
    Lanes256,
    /// 512 worlds at once
    #[value(name = "512-worlds")]
    Lanes512,
    /// By skipping dead ties, on luck of its own: other worlds, of the same distribution
    Skip,
}

impl From<Engine> for groundswell_diffusion::spread::Engine {
    fn from(engine: Engine) -> Self {
        match engine {
            Engine::Fastest => Self::Fastest,
            Engine::OneWorld => Self::OneWorld,
            Engine::SixtyFour => Self::SixtyFour,
            Engine::Lanes256 => Self::Lanes256,
            Engine::Lanes512 => Self::Lanes512,
            Engine::Skip => Self::Skip,
        }
    }
}

/// Options of reading that the help of `run` and `maximize` leaves to that of `graph stats`.
const TOLD_ELSEWHERE: [&str; 15] = [
    "direction",
    "people",
    "format",
    "source",
    "target",
    "weight",
    "time",
    "layer",
    "duplicates",
    "self_loops",
    "platform",
    "by_degree",
    "lenient",
    "map",
    "max_memory",
];

/// Options on which no result depends, or that say where it goes.
const NOT_ASKED: [&str; 12] = [
    "out",
    "pictures",
    "threads",
    "json",
    "quiet",
    "progress",
    "color",
    "files_anywhere",
    "max_memory",
    "map",
    "shard",
    "scenario",
];

/// Options that name a file.
const FILES: [&str; 4] = ["graph", "people", "costs", "values"];

/// Options that name people, some of whom may stand in files.
const PEOPLE: [&str; 4] = ["seeds", "candidates", "exclude", "already"];

impl Arguments {
    /// What the command line says, and what of it decides a result.
    pub(crate) fn read() -> Result<(Self, Recipe), clap::Error> {
        Self::of(std::env::args_os())
    }

    /// The same for these words, of which the first is the program's name.
    pub(crate) fn of<T: Into<OsString> + Clone>(
        words: impl IntoIterator<Item = T>,
    ) -> Result<(Self, Recipe), clap::Error> {
        let command = Self::described();
        let matches: ArgMatches = command.clone().try_get_matches_from(words)?;
        let recipe = recipe(&command, &matches);
        Ok((Self::from_arg_matches(&matches)?, recipe))
    }

    /// The command line as help, manual and completions tell it.
    pub(crate) fn described() -> Command {
        let hidden =
            |argument: clap::Arg| match TOLD_ELSEWHERE.contains(&argument.get_id().as_str()) {
                true => argument.hide(true),
                false => argument,
            };
        let of_sweep = |out: clap::Arg| {
            out.help("Folder for its files [default: NAME-sweep beside the scenario]")
        };
        Self::command()
            .mut_subcommand("run", |run| run.mut_args(hidden))
            .mut_subcommand("maximize", |maximize| maximize.mut_args(hidden))
            .mut_subcommand("sweep", |sweep| sweep.mut_arg("out", of_sweep))
            .mut_subcommand("plan", |plan| plan.mut_arg("out", of_sweep))
    }
}

/// What of `matches` decides a result: the verb and its options, in the order of the help.
fn recipe(command: &Command, matches: &ArgMatches) -> Recipe {
    let Some((verb, given)) = matches.subcommand() else {
        return Recipe::default();
    };
    let known = command.find_subcommand(verb).into_iter();
    let mut arguments = Vec::new();
    // Where memory ends a search, it decides the answer.
    let not_asked =
        |id: &str| NOT_ASKED.contains(&id) && !(verb == "maximize" && id == "max_memory");
    for argument in known.flat_map(Command::get_arguments) {
        let id = argument.get_id().as_str();
        let said = given.value_source(id) == Some(ValueSource::CommandLine);
        let Some(long) = argument.get_long().filter(|_| said && !not_asked(id)) else {
            continue;
        };
        let values: Vec<String> = given
            .get_raw(id)
            .into_iter()
            .flatten()
            .map(|value| value.to_string_lossy().into_owned())
            .collect();
        match argument.get_action().takes_values() {
            false => arguments.push(format!("--{long}")),
            true => {
                let named = values.iter().map(|value| without_folder(id, value));
                arguments.extend(named.map(|value| format!("--{long}={value}")));
            }
        }
    }
    Recipe {
        verb: verb.to_owned(),
        arguments,
        scenario: None,
    }
}

/// The value of an option; where it names files, without their folders.
fn without_folder(id: &str, value: &str) -> String {
    if FILES.contains(&id) {
        return name_of(value);
    }
    if !PEOPLE.contains(&id) {
        return value.to_owned();
    }
    let part = |part: &str| match part.split_once('@') {
        Some((before, path)) if is_before_file(before) => format!("{before}@{}", name_of(path)),
        _ => part.to_owned(),
    };
    let parts: Vec<String> = value.split('+').map(part).collect();
    parts.join("+")
}

/// Whether what stands before an `@` makes it the sign of a file: nothing, or a brand.
fn is_before_file(before: &str) -> bool {
    let before = before.trim();
    before.is_empty() || before.ends_with('=')
}

/// A path without its folder. Where nothing is left of it, it is no path of a file.
fn name_of(path: &str) -> String {
    let name = Path::new(path).file_name();
    name.map_or(String::new(), |name| name.to_string_lossy().into_owned())
}

/// What to do with files of people and ties.
#[derive(Debug, Subcommand)]
pub(crate) enum GraphVerb {
    /// Read a file of any format, say what is in it, and keep it as a binary graph file
    #[command(after_help = "Example: groundswell graph import follows.csv.gz --reverse")]
    Import {
        /// An edge list, GraphML, GML or Pajek file, packed or not
        file: PathBuf,
        /// Where it goes [default: FILE.gsw beside it]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        opening: OpeningOptions,
    },
    /// Draw a graph from a textbook model; without KIND, list the models
    #[command(
        after_help = "Example: groundswell graph generate watts-strogatz --set people=1000 --seed 7 -o small-world.gsw"
    )]
    Generate {
        /// The model
        kind: Option<String>,
        /// A parameter of the model; --list shows which there are
        #[arg(long, value_name = "KEY=VALUE")]
        set: Vec<String>,
        /// What names the luck
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
        /// Where it goes; the ending tells the format [default: KIND.gsw]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Show what can be set for the model
        #[arg(long)]
        list: bool,
        /// Memory that drawing may take, as in 512M or 8G [default: three quarters of what is free]
        #[arg(long, value_name = "SIZE", value_parser = crate::memory::bytes)]
        max_memory: Option<u64>,
        /// Threads to use; no result depends on it [default: one per processor]
        #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
              value_parser = clap::value_parser!(u16).range(..=1024))]
        threads: u16,
        /// Print one JSON document on stdout and nothing else
        #[arg(long)]
        json: bool,
    },
    /// Measure a graph: degrees, components, clustering, cores, communities and more
    #[command(after_help = "Example: groundswell graph stats friends.csv --undirected")]
    Stats {
        /// A file of any format, or karate, florentine, les-miserables
        file: PathBuf,
        /// Folder for document and picture [default: FILE-stats beside it; none with --json]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        #[command(flatten)]
        opening: OpeningOptions,
    },
    /// Write a graph in another format; the ending tells which
    #[command(
        after_help = "Example: groundswell graph convert friends.gml friends.gsw\n\n\
        Endings: .gsw binary graph file; .graphml and .xml GraphML; .csv tables of ties and people;\n\
        anything else an edge list with tabs."
    )]
    Convert {
        /// A file of any format
        input: PathBuf,
        /// Where it goes
        output: PathBuf,
        #[command(flatten)]
        opening: OpeningOptions,
    },
}

/// How a file of people and ties is read. Nothing is assumed in silence: what was
/// chosen is printed.
#[derive(Debug, Clone, Args)]
pub(crate) struct OpeningOptions {
    /// Ties run both ways
    #[arg(long, conflicts_with = "reverse")]
    pub(crate) undirected: bool,
    /// The first of a pair hears the second, as in "first follows second"
    #[arg(long)]
    pub(crate) reverse: bool,
    /// Which way word passes on one platform: mutual, source-to-target or target-to-source
    #[arg(long, value_name = "PLATFORM=WORD")]
    pub(crate) direction: Vec<String>,
    /// A file of people with a header, one a line, or a number: ids run from 0 to below it
    #[arg(long, value_name = "FILE|N")]
    pub(crate) people: Option<String>,
    /// How the file is written [default: told by its name or its first bytes]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// The column of the first of a pair, by name or number
    #[arg(long, value_name = "COLUMN")]
    pub(crate) source: Option<String>,
    /// The column of the second of a pair
    #[arg(long, value_name = "COLUMN")]
    pub(crate) target: Option<String>,
    /// The column of weights [default: weight, if there is one]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) weight: Option<String>,
    /// The column of times [default: time, if there is one]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) time: Option<String>,
    /// The column that names the platform [default: layer, if there is one]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) layer: Option<String>,
    /// What becomes of ties that stand more than once
    #[arg(long, value_enum, default_value_t = Duplicates::First)]
    pub(crate) duplicates: Duplicates,
    /// What becomes of ties of one person with itself
    #[arg(long, value_enum, default_value_t = SelfLoops::Drop)]
    pub(crate) self_loops: SelfLoops,
    /// What the ties are called where the file does not say [default: ties]
    #[arg(long, value_name = "NAME")]
    pub(crate) platform: Option<String>,
    /// Number people by falling degree and not by id, so that the well-connected share memory;
    /// luck knows people by number, so results move
    #[arg(long)]
    pub(crate) by_degree: bool,
    /// Pass over lines that cannot be read, and count them
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Leave the ties of a .gsw file on the disk; it must not be changed meanwhile
    #[arg(long)]
    pub(crate) map: bool,
    /// Memory that reading may take, as in 512M or 8G [default: three quarters of what is free]
    #[arg(long, value_name = "SIZE", value_parser = crate::memory::bytes)]
    pub(crate) max_memory: Option<u64>,
    /// Threads to use; no result depends on it [default: one per processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(..=1024))]
    pub(crate) threads: u16,
    /// Print one JSON document on stdout and nothing else
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One pair of people a line
    EdgeList,
    /// GraphML
    Graphml,
    /// GML
    Gml,
    /// Pajek's .net
    Pajek,
}

impl From<Format> for groundswell_graph::read::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::EdgeList => Self::EdgeList,
            Format::Graphml => Self::GraphMl,
            Format::Gml => Self::Gml,
            Format::Pajek => Self::Pajek,
        }
    }
}

/// What becomes of ties that stand more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Duplicates {
    /// The first stands
    First,
    /// Their weights are added
    Sum,
    /// Their weights are combined as independent chances
    Any,
    /// The first stands, and how many there were is kept as multiplicity
    Count,
}

impl From<Duplicates> for groundswell_graph::import::Duplicates {
    fn from(duplicates: Duplicates) -> Self {
        match duplicates {
            Duplicates::First => Self::First,
            Duplicates::Sum => Self::Sum,
            Duplicates::Any => Self::Any,
            Duplicates::Count => Self::Count,
        }
    }
}

/// What becomes of ties of one person with itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SelfLoops {
    /// They are left out and counted
    Drop,
    /// They are an error
    Refuse,
}

/// What `init` starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Template {
    /// A shop with a list of people and their ties
    Starter,
    /// A neighbourhood bakery, from a few numbers
    Bakery,
    /// A regional brand with a million people
    BigBrand,
    /// Zachary's karate club
    Karate,
}

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Folder for the report [default: NAME-report beside the scenario; groundswell-demo]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// What names the luck [default: the scenario's, or 1]
    #[arg(long, value_name = "S")]
    pub(crate) seed: Option<u64>,
    /// Draw pictures also as paper, social or dark, with commas between
    #[arg(long, value_name = "FORMATS", value_parser = formats)]
    pub(crate) pictures: Option<Formats>,
    /// Threads to use; no result depends on it [default: one per processor]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(..=1024))]
    pub(crate) threads: u16,
    /// Worlds to run
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=10_000_000))]
    pub(crate) worlds: Option<u64>,
    /// Run until the difference is known to this fraction of the headline, as in 0.02 or 2%
    #[arg(long, value_name = "P", value_parser = fraction, conflicts_with = "worlds")]
    pub(crate) precision: Option<f64>,
    /// Worlds at the utmost, with a precision
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=10_000_000),
          conflicts_with = "worlds")]
    pub(crate) max_worlds: Option<u64>,
    /// Memory that worlds may take, as in 512M or 8G; more is refused [default: 8G]
    #[arg(long, value_name = "SIZE", value_parser = crate::memory::bytes)]
    pub(crate) max_memory: Option<u64>,
    /// Print one JSON document on stdout and nothing else
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the verdict only; twice: nothing
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) quiet: u8,
    /// How to show progress: auto, bar, plain, json or none
    #[arg(long, value_enum, default_value_t = Progress::Auto, hide_possible_values = true,
          hide_default_value = true)]
    pub(crate) progress: Progress,
}

impl Progress {
    /// The same for who asked for quiet: nothing is shown unless they said how.
    pub(crate) fn unless(self, quiet: u8) -> Self {
        match (self, quiet) {
            (Self::Auto, 1..) => Self::None,
            (asked, _) => asked,
        }
    }
}

/// How progress is shown, on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Progress {
    /// A bar on a terminal, plain lines elsewhere
    Auto,
    /// A bar
    Bar,
    /// A line every ten seconds
    Plain,
    /// A JSON document a line, every second
    Json,
    /// Not at all
    None,
}

/// A part of the work, as `2/8`.
fn shard(text: &str) -> Result<Shard, String> {
    let wrong = || "a part and how many there are would do, as in 2/8".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(wrong)?;
    let number: NonZeroU32 = number.trim().parse().map_err(|_| wrong())?;
    let of: NonZeroU32 = of.trim().parse().map_err(|_| wrong())?;
    match number <= of {
        true => Ok(Shard { number, of }),
        false => Err(format!(
            "there is no part {number} of {of}; the last is {of}/{of}"
        )),
    }
}

/// A number above 0.
fn above_zero(text: &str) -> Result<f64, String> {
    let value = text.trim().replace('_', "").parse::<f64>().ok();
    value
        .filter(|&x| x > 0.0 && x.is_finite())
        .ok_or_else(|| "a number above 0 would do, as in 250 or 12.5".to_owned())
}

/// In which formats pictures are drawn besides, as `paper,dark`.
fn formats(words: &str) -> Result<Formats, String> {
    words.parse().map_err(|word: String| {
        let near = suggestion(&word, WORDS).map_or(String::new(), |near| format!("; {near}"));
        format!(
            "\"{word}\" is no format; {} would do{near}",
            WORDS.join(", ")
        )
    })
}

/// What an offer costs, and the chance that it is taken up, as `5:10%`.
fn offer(text: &str) -> Result<Offer, String> {
    let wrong =
        || "what it costs and the chance that it is taken up would do, as in 5:10%".to_owned();
    let (cost, chance) = text.split_once(':').ok_or_else(wrong)?;
    let cost = above_zero(cost).map_err(|_| wrong())?;
    let chance = fraction(chance).map_err(|_| wrong())?;
    let chance = Probability::new(chance).ok_or_else(wrong)?;
    Ok(Offer { cost, chance })
}

/// A number between 0 and 1.
fn share(text: &str) -> Result<f64, String> {
    let value = text.trim().parse::<f64>().ok();
    value
        .filter(|&x| x > 0.0 && x < 1.0)
        .ok_or_else(|| "a number between 0 and 1 would do, as in 0.1".to_owned())
}

/// A fraction above 0 and at most 1, as a number or a percentage.
fn fraction(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let value = match text.strip_suffix('%') {
        Some(percent) => number(percent).map(|p| p / 100.0),
        None => number(text),
    };
    value
        .filter(|&p| p > 0.0 && p <= 1.0)
        .ok_or_else(|| "a precision lies above 0 and is at most 1, as in 0.02 or 2%".to_owned())
}

//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 failed, or refused for want of memory; 2 the command line,
the scenario or a data file is wrong; 74 the system refused to read or write a
file; 130 interrupted.";

/// Would inviting friends beat broadcasting? Campaigns compared in the same
/// thousands of possible worlds.
#[derive(Debug, Parser)]
#[command(name = "groundswell", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Compare broadcasting and inviting for a neighbourhood bakery, at once
    #[command(after_help = "Example: groundswell demo --out my-first-report")]
    Demo(Options),
    /// Compare a scenario's strategies in the same worlds, and write the report
    #[command(after_help = "Example: groundswell compare campaign.toml --worlds 2000")]
    Compare {
        /// The scenario file
        scenario: PathBuf,
        #[command(flatten)]
        options: Options,
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
    /// Print one JSON document on stdout and nothing else
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the verdict only; twice: nothing
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) quiet: u8,
    /// How to show progress: auto, bar, plain or none
    #[arg(long, value_enum, default_value_t = Progress::Auto, hide_possible_values = true,
          hide_default_value = true)]
    pub(crate) progress: Progress,
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
    /// Not at all
    None,
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

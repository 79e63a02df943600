//! `--version`: what the program is, and with `--verbose` how it was built and where it runs.

use std::env::consts::{ARCH, OS};

use groundswell_diffusion::spread;
use groundswell_scenario::stamp::VALUES_VERSION;

use crate::Done;
use crate::exit::Exit;
use crate::welcome::print_out;

/// The version of the package.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that was built, where whoever built it said so in the environment: nothing is
/// asked of the machine, so that the same sources make the same program.
const COMMIT: Option<&str> = option_env!("GROUNDSWELL_COMMIT");

/// Definitions of luck that results may be stamped with.
const LUCK: &str = "tie, skip";

/// Prints the version, and all else where it is asked for.
pub(crate) fn print(verbose: bool) -> Done {
    let mut text = format!("groundswell {VERSION}\n");
    if verbose {
        for (name, told) in [
            ("commit", COMMIT.unwrap_or("not said").to_owned()),
            ("values version", VALUES_VERSION.to_string()),
            ("luck", LUCK.to_owned()),
            ("features", features()),
            ("build", build().to_owned()),
            ("target", format!("{ARCH}-{OS}")),
            ("registers", spread::registers().to_string()),
        ] {
            text.push_str(&format!("{name}: {told}\n"));
        }
    }
    print_out(&text)?;
    Ok(Exit::Done)
}

/// What it was built for.
pub(crate) fn build() -> &'static str {
    match cfg!(debug_assertions) {
        true => "built for tests; cargo build --release is many times faster",
        false => "built for use",
    }
}

/// What was built into it and what was left out.
pub(crate) fn features() -> String {
    let all = [
        ("parquet", cfg!(feature = "parquet")),
        ("xlsx", cfg!(feature = "xlsx")),
        ("zstd", cfg!(feature = "zstd")),
    ];
    let told = all.map(|(feature, there)| match there {
        true => feature.to_owned(),
        false => format!("no {feature}"),
    });
    told.join(", ")
}

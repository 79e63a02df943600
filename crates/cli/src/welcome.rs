//! What the bare command says.

use std::io::{self, Write};
use std::path::Path;

use crate::Done;
use crate::exit::{Exit, Failure};

const WELCOME: &str = "\
groundswell: would inviting friends beat broadcasting?

It plays a brand's strategies through in the same thousands of possible worlds
and tells which one wins, by how much, how sure that is, and what would change it.

  groundswell demo                    a bakery's answer at once
  groundswell init my-campaign        a scenario of your own to start from
  groundswell compare my-campaign/campaign.toml

groundswell --help lists everything.
";

/// Prints the welcome.
pub(crate) fn print() -> Done {
    print_out(WELCOME)?;
    Ok(Exit::Done)
}

/// Prints `text` on stdout.
pub(crate) fn print_out(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(Failure::file(Path::new("standard output")))
}

//! `show`: a scenario as it is understood.

use std::path::Path;

use crate::Done;
use crate::exit::{Exit, tell};
use crate::source::Source;
use crate::welcome::print_out;

/// Prints the scenario in `path`, as it stands or with every default visible.
pub(crate) fn file(path: &Path, effective: bool) -> Done {
    let source = Source::read(path)?;
    match effective {
        true => print_out(&source.parsed.scenario.effective())?,
        false => print_out(&source.text)?,
    }
    // The scenario is data; what is said of it is not.
    if let Some(monotone) = source.parsed.scenario.monotone() {
        tell(format_args!("{}: {monotone}", source.name));
    }
    Ok(Exit::Done)
}

//! `merge`: what several folders hold of one sweep, put together.

use groundswell_diffusion::worlds::Crew;
use groundswell_experiment::sweep::merge::{Error, merge, missing};

use crate::Done;
use crate::arguments::MergeOptions;
use crate::exit::{Exit, Failure};
use crate::sweep::Told;

/// Missing cells that are told of.
const TOLD: usize = 5;

/// Merges the folders, and writes what the sweep came to if nothing is missing.
pub(crate) fn verb(options: &MergeOptions) -> Done {
    let crew = Crew::of(options.threads.into());
    let out = options.out.as_ref().unwrap_or(&options.folders[0]);
    let (mut layout, store) = merge(&options.folders, out).map_err(|error| Failure::Other {
        exit: match error {
            Error::Store(_) => Exit::File,
            _ => Exit::Usage,
        },
        words: error.to_string(),
    })?;
    let gaps = missing(&mut layout, &store, &crew)?;
    if !gaps.is_empty() {
        let cells: Vec<String> = gaps
            .iter()
            .take(TOLD)
            .map(|(cell, blocks)| match &blocks[..] {
                [one] => format!("cell {cell}, block {one}"),
                [first, .., last] => format!("cell {cell}, blocks {first} to {last}"),
                [] => format!("cell {cell}"),
            })
            .collect();
        let more = match gaps.len().saturating_sub(TOLD) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        return Err(Failure::Other {
            exit: Exit::Failed,
            words: format!(
                "{} of {} cells are not there yet: {}{more}\nWhat there is has been put into {}; \
                 groundswell sweep SCENARIO --out {} does the rest.",
                gaps.len(),
                layout.cells().len(),
                cells.join("; "),
                out.display(),
                out.display()
            ),
        });
    }
    let told = Told {
        out,
        quiet: options.quiet,
        json: options.json,
        resumes: &format!("groundswell sweep SCENARIO --out {}", out.display()),
    };
    let standing = told.write(&layout, &store, &crew).map_err(Failure::kept)?;
    Ok(match standing.refused.is_empty() {
        true => Exit::Done,
        false => Exit::SomeCells,
    })
}

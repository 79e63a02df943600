//! `init`: a folder with a scenario to start from.

use std::fs;
use std::path::Path;

use groundswell_graph::whole_file::{write, write_new};

use crate::Done;
use crate::arguments::Template;
use crate::exit::{Exit, Failure};
use crate::welcome::print_out;

/// The bakery: what `demo` runs.
pub(crate) const BAKERY: &str = include_str!("../../../scenarios/neighbourhood-bakery.toml");

/// One file of a template: its name, what it is for, what it holds.
type Piece = (&'static str, &'static str, &'static str);

impl Template {
    fn pieces(self) -> &'static [Piece] {
        const SCENARIO: &str = "the scenario: who, what, at which price; every line explained";
        match self {
            Self::Starter => &[
                (
                    "campaign.toml",
                    SCENARIO,
                    include_str!("../../../scenarios/starter/campaign.toml"),
                ),
                (
                    "people.csv",
                    "one person a line, and who is a fan",
                    include_str!("../../../scenarios/starter/people.csv"),
                ),
                (
                    "ties.csv",
                    "one friendship a line",
                    include_str!("../../../scenarios/starter/ties.csv"),
                ),
            ],
            Self::Bakery => &[("campaign.toml", SCENARIO, BAKERY)],
            Self::BigBrand => &[(
                "campaign.toml",
                SCENARIO,
                include_str!("../../../scenarios/big-brand.toml"),
            )],
            Self::Karate => &[
                (
                    "campaign.toml",
                    SCENARIO,
                    include_str!("../../../scenarios/karate-club.toml"),
                ),
                (
                    "data/karate-ties.csv",
                    "who meets whom outside the club",
                    include_str!("../../../scenarios/data/karate-ties.csv"),
                ),
            ],
        }
    }
}

/// Makes `folder` from `template`. Nothing is written if a file is there already,
/// unless `force` says so.
pub(crate) fn make(folder: &Path, template: Template, force: bool) -> Done {
    let pieces = template.pieces();
    if !force && let Some((name, ..)) = pieces.iter().find(|(name, ..)| folder.join(name).exists())
    {
        return Err(Failure::Other {
            exit: Exit::Usage,
            words: format!(
                "{} is there already; choose another folder, or --force to replace it",
                folder.join(name).display()
            ),
        });
    }
    let mut said = String::new();
    for (name, purpose, content) in pieces {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(Failure::file(parent))?;
        // Between the look above and now somebody may have put a file there.
        let written = match force {
            true => write(&path, content.as_bytes()),
            false => write_new(&path, content.as_bytes()),
        };
        written.map_err(Failure::file(&path))?;
        said += &format!("{}: {purpose}\n", path.display());
    }
    let next = folder.join("campaign.toml");
    said += &format!("\nNext: groundswell compare {}\n", next.display());
    print_out(&said)?;
    Ok(Exit::Done)
}

//! `schema`: what the documents look like that `--json` prints.

use groundswell_report::schema::{Published, published};
use groundswell_scenario::suggestion::suggestion;

use crate::Done;
use crate::compare::wrapped;
use crate::exit::{Exit, Failure};
use crate::graph::wrong;
use crate::welcome::print_out;

/// Lists the schemas, or prints the one called `name`.
pub(crate) fn verb(name: Option<&str>) -> Done {
    let all = published();
    match name {
        None => print_out(&list(&all))?,
        Some(name) => print_out(&called(&all, name)?.text()?)?,
    }
    Ok(Exit::Done)
}

fn list(all: &[Published]) -> String {
    let mut text = String::new();
    for one in all {
        text += &format!("{}\n", one.name);
        for line in wrapped(&one.about).lines() {
            text += &format!("  {line}\n");
        }
    }
    text += "\nNext: groundswell schema NAME prints one\n";
    text
}

/// The schema called `name`, with or without what all names have in common.
fn called<'a>(all: &'a [Published], name: &str) -> Result<&'a Published, Failure> {
    let is_it = |one: &&Published| one.name == name || short(one.name) == name;
    all.iter().find(is_it).ok_or_else(|| {
        let names = all.iter().map(|one| one.name);
        let names = names.chain(all.iter().map(|one| short(one.name)));
        let near = suggestion(name, names);
        let near = near.unwrap_or_else(|| "groundswell schema shows all".to_owned());
        wrong(format!("there is no schema \"{name}\"; {near}"))
    })
}

/// A name without the program's and the version: "run" of "groundswell-run-1".
fn short(name: &str) -> &str {
    let name = name.strip_prefix("groundswell-").unwrap_or(name);
    name.rsplit_once('-').map_or(name, |(short, _)| short)
}

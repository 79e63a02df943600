//! `presets`: scenarios of published results that come along.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use groundswell_graph::whole_file::{write, write_new};
use groundswell_report::presets;
use groundswell_scenario::presets::{PRESETS, Preset};

use crate::Done;
use crate::arguments::PresetsVerb;
use crate::compare::wrapped;
use crate::exit::{Exit, Failure};
use crate::graph::wrong;
use crate::welcome::print_out;

/// What a path to a preset begins with.
const PREFIX: &str = "preset:";

/// Carries out what `presets` was asked.
pub(crate) fn verb(verb: &PresetsVerb) -> Done {
    match verb {
        PresetsVerb::List { json: true } => print_out(&presets::document()?),
        PresetsVerb::List { json: false } => list(),
        PresetsVerb::Show { name } => print_out(named(name)?.text),
        PresetsVerb::Copy { name, to, force } => copy(named(name)?, to.as_deref(), *force),
    }?;
    Ok(Exit::Done)
}

/// The preset that `path` stands for, as in `preset:NAME`; `None` for other paths.
pub(crate) fn at(path: &Path) -> Option<Result<&'static Preset, Failure>> {
    let name = path.to_str()?.strip_prefix(PREFIX)?;
    Some(named(name))
}

/// The name of `path` without folders and ending; of a preset its own.
pub(crate) fn stem(path: &Path) -> String {
    let stem = crate::graph::stem(path);
    stem.strip_prefix(PREFIX).unwrap_or(&stem).to_owned()
}

/// The preset called `name`, with or without `preset:` before it.
fn named(name: &str) -> Result<&'static Preset, Failure> {
    let name = name.strip_prefix(PREFIX).unwrap_or(name);
    Preset::named(name).ok_or_else(|| {
        let near = Preset::near(name);
        let near = near.unwrap_or_else(|| "groundswell presets list shows all".to_owned());
        wrong(format!("there is no preset \"{name}\"; {near}"))
    })
}

fn list() -> Result<(), Failure> {
    let mut text = String::new();
    for preset in PRESETS {
        let head = preset.head();
        text += &format!("{}\n", preset.name);
        let told = format!("{} ({}; {})", head.shows, head.source, head.trust);
        for line in wrapped(&told).lines() {
            text += &format!("  {line}\n");
        }
    }
    text += "\nNext: groundswell run preset:NAME, or presets copy NAME to change it\n";
    print_out(&text)
}

/// Writes the preset to `to`, or to a file of its name here.
fn copy(preset: &Preset, to: Option<&Path>, force: bool) -> Result<(), Failure> {
    let here = PathBuf::from(format!("{}.toml", preset.name));
    let to = to.unwrap_or(&here);
    let bytes = preset.text.as_bytes();
    let written = match force {
        true => write(to, bytes),
        false => write_new(to, bytes),
    };
    written.map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists => wrong(format!(
            "{} is there already; --to another file, or --force to replace it",
            to.display()
        )),
        _ => Failure::file(to)(cause),
    })?;
    let to = to.display();
    print_out(&format!("{to}\n\nNext: groundswell run {to}\n"))
}

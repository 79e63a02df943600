//! `man` and `completions`: the command line told to a manual and to shells.

use std::fs;
use std::path::Path;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use groundswell_graph::whole_file::write;

use crate::Done;
use crate::arguments::Arguments;
use crate::exit::{Exit, Failure};
use crate::welcome::print_out;

/// Prints the manual page; with a folder, writes that of each verb into it.
pub(crate) fn man(out: Option<&Path>) -> Done {
    let command = Arguments::described();
    let Some(folder) = out else {
        print_out(&page(command)?)?;
        return Ok(Exit::Done);
    };
    fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    let mut told = String::new();
    for page_of in pages(command, "") {
        let path = folder.join(format!("{}.1", page_of.get_name()));
        write(&path, page(page_of)?.as_bytes()).map_err(Failure::file(&path))?;
        told.push_str(&format!("{}\n", path.display()));
    }
    print_out(&told)?;
    Ok(Exit::Done)
}

/// `command` and all verbs below it, each by its whole name: `groundswell-graph-stats`.
fn pages(command: Command, above: &str) -> Vec<Command> {
    let name = format!("{above}{}", command.get_name());
    let below: Vec<Command> = command
        .get_subcommands()
        .filter(|verb| !verb.is_hide_set())
        .flat_map(|verb| pages(verb.clone(), &format!("{name}-")))
        .collect();
    // A manual page is told by a name that lasts as long as the program.
    let named: &'static str = name.clone().leak();
    let mut pages = vec![command.name(named).display_name(name)];
    pages.extend(below);
    pages
}

fn page(command: Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    let written = Man::new(command).date("").render(&mut page);
    written.map_err(Failure::file(Path::new("the manual page")))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// Prints what makes `shell` complete verbs and options.
pub(crate) fn completions(shell: Shell) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(
        shell,
        &mut Arguments::described(),
        "groundswell",
        &mut script,
    );
    print_out(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

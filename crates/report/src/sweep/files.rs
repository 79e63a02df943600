//! The files of a sweep, each of them whole or absent: tables that are filled cell by cell,
//! then what is told of all cells.

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_campaign::strategy::DO_NOTHING;
use groundswell_estimate::decision::Decision;
use groundswell_experiment::sweep::cell::Result as CellResult;
use groundswell_experiment::sweep::layout::{Cell as Place, Layout};
use groundswell_graph::whole_file::{settle, whose};

use crate::error::Error;
use crate::folder::{Unfinished, drawn_with, publish, refused};
use crate::rows;
use crate::sheet::{Cell, Column, Kind, Sheet};
use crate::sweep::table::{self, Row, columns, world_columns};
use crate::sweep::{Standing, SweepFindings, document, page, pictures};

/// The page's file.
pub const PAGE: &str = "report.html";

/// The document's file.
pub const DOCUMENT: &str = "sweep.json";

/// The tables of cells: stem.
pub const CELLS: &str = "cells";

/// The tables of worlds: stem.
pub const WORLDS: &str = "worlds";

/// What a sweep's folder may hold besides its parts and its record; `runs rm` takes these.
pub fn all_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| is_ours(name)).collect();
    names.sort_unstable();
    names
}

/// Whether a sweep writes a file of that name.
fn is_ours(name: &str) -> bool {
    let known = [PAGE, DOCUMENT, "failures.csv"];
    let stems = [CELLS, WORLDS];
    let ends = [".csv", ".parquet"];
    let is_table = stems
        .iter()
        .any(|stem| ends.iter().any(|end| name == format!("{stem}{end}")));
    let is_picture = [".svg", ".png", ".csv"].iter().any(|end| {
        let stem = name.strip_suffix(end);
        stem.is_some_and(pictures::is_stem)
    });
    known.contains(&name) || is_table || is_picture || whose(name).is_some_and(is_ours)
}

/// Counts how cells stand while they go by.
#[derive(Debug)]
pub struct Tally(Standing);

impl Tally {
    /// Nothing yet.
    pub fn new(layout: &Layout) -> Self {
        let names = layout.scenario().strategies.iter();
        let names = names.map(|strategy| strategy.name.clone());
        Self(Standing {
            wins: match layout.scenario().diffusion {
                Some(_) => Vec::new(),
                None => {
                    let all = names.chain([DO_NOTHING.to_owned()]);
                    all.map(|name| (name, 0)).collect()
                }
            },
            ..Standing::default()
        })
    }

    /// Adds what the next cell came to.
    ///
    /// # Errors
    ///
    /// [`Error::Estimate`] below two worlds.
    pub fn add(&mut self, layout: &Layout, cell: &Place, result: &CellResult) -> Result<(), Error> {
        let Self(standing) = self;
        let done = match result {
            CellResult::Done(done) => done,
            CellResult::Missing(_) => {
                standing.missing += 1;
                return Ok(());
            }
            CellResult::Refused(reason) => {
                standing.refused.push((cell.index, reason.clone()));
                return Ok(());
            }
        };
        standing.fewest = match standing.done {
            0 => done.worlds,
            _ => standing.fewest.min(done.worlds),
        };
        standing.done += 1;
        standing.most = standing.most.max(done.worlds);
        standing.worlds += done.worlds;
        if done.decision == Some(Decision::Open) {
            standing.open += 1;
        }
        let objectives = table::objectives(layout, done)?;
        let best = (0..objectives.len())
            .rev()
            .max_by(|&a, &b| objectives[a].total_cmp(&objectives[b]));
        if let Some(wins) = best.and_then(|best| standing.wins.get_mut(best)) {
            wins.1 += 1;
        }
        Ok(())
    }

    /// How they stand.
    pub fn standing(self) -> Standing {
        self.0
    }
}

/// The tables of a sweep while its cells go by.
pub struct Tables<'a> {
    layout: &'a Layout,
    program: &'a str,
    folder: PathBuf,
    cells: Vec<(Sheet<'a>, Unfinished)>,
    worlds: Vec<(Sheet<'a>, Unfinished)>,
    failures: (Sheet<'a>, Unfinished),
    tally: Tally,
}

impl<'a> Tables<'a> {
    /// Tables that will stand in `folder`, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if a file cannot be written.
    pub fn new(layout: &'a Layout, program: &'a str, folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(refused(folder))?;
        let worlds = match layout.sweep().per_world {
            true => sheets(folder, WORLDS, &world_columns(layout))?,
            false => Vec::new(),
        };
        let failures = Unfinished::new(folder, "failures.csv")?;
        let failing = [
            ("cell", "number of the cell", Kind::Whole),
            ("reason", "why it cannot be carried out", Kind::Text),
        ]
        .map(|(name, meaning, kind)| Column {
            name: name.to_owned(),
            unit: String::new(),
            meaning: meaning.to_owned(),
            kind,
        });
        let sheet = Sheet::csv(&failing, failures.writer()?);
        let sheet = sheet.map_err(|error| failures.named(error))?;
        Ok(Self {
            layout,
            program,
            folder: folder.to_owned(),
            cells: sheets(folder, CELLS, &columns(layout))?,
            worlds,
            failures: (sheet, failures),
            tally: Tally::new(layout),
        })
    }

    /// Adds what the next cell came to.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if a file takes no more; [`Error::Estimate`] below two worlds.
    pub fn add(&mut self, cell: &Place, result: &CellResult) -> Result<(), Error> {
        self.tally.add(self.layout, cell, result)?;
        let done = match result {
            CellResult::Done(done) => done,
            CellResult::Missing(_) => return Ok(()),
            CellResult::Refused(reason) => {
                let (sheet, file) = &mut self.failures;
                let row = [Cell::Whole(cell.index as i64), Cell::Text(reason)];
                return sheet.row(&row).map_err(|error| file.named(error));
            }
        };
        let row = Row {
            layout: self.layout,
            cell,
            done,
            program: self.program,
        };
        for (sheet, file) in &mut self.cells {
            row.estimates(sheet).map_err(|error| file.named(error))?;
        }
        for (sheet, file) in &mut self.worlds {
            row.worlds(sheet).map_err(|error| file.named(error))?;
        }
        Ok(())
    }

    /// Puts the tables into their places; gives their paths, and how all cells stand.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if a file takes no more.
    pub fn end(self) -> Result<(Vec<PathBuf>, Standing), Error> {
        let mut written = Vec::new();
        for (sheet, file) in self.cells.into_iter().chain(self.worlds) {
            sheet.end().map_err(|error| file.named(error))?;
            written.push(file.put()?);
        }
        let (sheet, file) = self.failures;
        let standing = self.tally.standing();
        if standing.refused.is_empty() {
            // An old one would tell of cells that are done now.
            let _ = fs::remove_file(self.folder.join("failures.csv"));
        } else {
            sheet.end().map_err(|error| file.named(error))?;
            written.push(file.put()?);
        }
        Ok((written, standing))
    }
}

/// The same table as CSV and, where that is built in, as Parquet.
fn sheets<'a>(
    folder: &Path,
    stem: &str,
    columns: &[Column],
) -> Result<Vec<(Sheet<'a>, Unfinished)>, Error> {
    let csv = Unfinished::new(folder, &format!("{stem}.csv"))?;
    let sheet = Sheet::csv(columns, csv.writer()?).map_err(|error| csv.named(error))?;
    let mut sheets = vec![(sheet, csv)];
    #[cfg(feature = "parquet")]
    {
        let parquet = Unfinished::new(folder, &format!("{stem}.parquet"))?;
        let sheet = Sheet::parquet(columns, parquet.writer()?);
        let sheet = sheet.map_err(|error| parquet.named(error))?;
        sheets.push((sheet, parquet));
    }
    Ok(sheets)
}

/// Writes page, document and pictures into `folder`, where the `tables` stand already; gives the
/// paths of all. What a sweep before this one left there and this one does not have goes,
/// so that all files are of one sweep.
///
/// # Errors
///
/// [`Error::File`] if a file cannot be written.
pub fn write(
    findings: &SweepFindings<'_>,
    tables: Vec<PathBuf>,
    folder: &Path,
) -> Result<Vec<PathBuf>, Error> {
    let document = document::document(findings)?;
    let pictures = pictures::pictures(findings);
    let mut beside: Vec<_> = tables.iter().filter_map(|path| told(path)).collect();
    beside.push((DOCUMENT.to_owned(), "everything"));
    let page = page::html(findings, &pictures, &beside)?;
    let mut written = vec![publish(folder, PAGE, page.as_bytes())?];
    written.extend(tables);
    written.push(publish(folder, DOCUMENT, document.as_bytes())?);
    for named in &pictures {
        let numbers = rows::csv(&named.picture)?;
        written.extend(drawn_with(folder, named, &numbers)?);
    }
    for name in all_names(folder) {
        let path = folder.join(&name);
        // Another process may be writing what is unfinished.
        if !written.contains(&path) && !name.ends_with(".partial") {
            fs::remove_file(&path).map_err(refused(&path))?;
        }
    }
    settle(folder).map_err(refused(folder))?;
    Ok(written)
}

/// What is told of a table on the page: its file and what it holds.
fn told(path: &Path) -> Option<(String, &'static str)> {
    let name = path.file_name()?.to_str()?;
    let holds = match path.file_stem()?.to_str()? {
        CELLS => "every cell, strategy and metric",
        WORLDS => "every world of every cell",
        _ => "what cannot be carried out, and why",
    };
    Some((name.to_owned(), holds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_sweep_are_told_from_those_of_others() {
        for ours in [
            "report.html",
            "sweep.json",
            "cells.csv",
            "worlds.parquet",
            "failures.csv",
            "map.svg",
            "response-2.png",
            "effects-12.csv",
            ".cells.csv.77.0.partial",
            ".response-2.png.1.3.partial",
        ] {
            assert!(is_ours(ours), "{ours}");
        }
        for theirs in [
            "plan.json",
            "cells.xlsx",
            "mapping.png",
            "map-of-town.csv",
            "map-1.png",
            "map-0.png",
            "map-02.png",
            "map-.png",
            "film.mp4.partial",
            ".notes.txt.77.0.partial",
        ] {
            assert!(!is_ours(theirs), "{theirs}");
        }
    }
}

//! What the columns of a table are: as text, and read back from a file.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use comfy_table::{Table as Grid, presets};

use crate::error::Error;
use crate::sheet::csv::header;
use crate::sheet::{Column, Kind};
use crate::svg::clean;

/// What every Parquet file begins with.
const PARQUET: [u8; 4] = *b"PAR1";

/// The columns with their units and meanings, one to a line.
pub fn describe(columns: &[Column]) -> String {
    let mut grid = Grid::new();
    grid.load_style(presets::NOTHING);
    grid.set_header(["column", "unit", "meaning"]);
    for column in columns {
        grid.add_row([&column.name, &column.unit, &column.meaning].map(|text| clean(text)));
    }
    let mut text = grid.trim_fmt();
    text.push('\n');
    text
}

/// The columns of the table in the file at `path`.
///
/// Parquet is known by its first bytes, whatever the file is called, and tells its own; those
/// that others wrote have neither units nor meanings.
/// CSV tells names and units only: its columns are those of `known` that are headed the same
/// or have the name; what heads none of them is text without a unit and meaning.
///
/// # Errors
///
/// [`Error::Read`] if the file cannot be read or is no table.
pub fn describe_file(path: &Path, known: &[Column]) -> Result<Vec<Column>, Error> {
    read(path, known).map_err(|cause| Error::Read {
        path: path.to_owned(),
        cause,
    })
}

fn read(path: &Path, known: &[Column]) -> io::Result<Vec<Column>> {
    let mut file = File::open(path)?;
    let mut first = Vec::with_capacity(PARQUET.len());
    file.by_ref()
        .take(PARQUET.len() as u64)
        .read_to_end(&mut first)?;
    file.rewind()?;
    match first == PARQUET {
        true => of_parquet(&file),
        false => of_csv(BufReader::new(file), known),
    }
}

#[cfg(feature = "parquet")]
fn of_parquet(file: &File) -> io::Result<Vec<Column>> {
    crate::sheet::parquet::columns(file)
}

#[cfg(not(feature = "parquet"))]
fn of_parquet(_: &File) -> io::Result<Vec<Column>> {
    let told = "it is Parquet, which this program is built without";
    Err(io::Error::new(io::ErrorKind::Unsupported, told))
}

/// The columns that the header of a CSV file names.
fn of_csv(file: impl Read, known: &[Column]) -> io::Result<Vec<Column>> {
    let mut file = csv::Reader::from_reader(file);
    let columns = file.headers()?.iter().map(|heading| {
        let found = known
            .iter()
            .find(|column| heading == header(column))
            .or_else(|| known.iter().find(|column| heading == column.name));
        found.cloned().unwrap_or_else(|| Column {
            name: heading.to_owned(),
            unit: String::new(),
            meaning: String::new(),
            kind: Kind::Text,
        })
    });
    Ok(columns.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Sheet;

    fn columns() -> Vec<Column> {
        let column = |name: &str, unit: &str, meaning: &str, kind| Column {
            name: name.to_owned(),
            unit: unit.to_owned(),
            meaning: meaning.to_owned(),
            kind,
        };
        vec![
            column("=strategy", "", "as the scenario calls it", Kind::Text),
            column("spread", "people", "who ever\nadopted", Kind::Number),
        ]
    }

    #[test]
    fn a_description_is_one_line_to_a_column() {
        let text = describe(&columns());
        let lines: Vec<Vec<&str>> = text
            .lines()
            .map(|line| {
                line.split("  ")
                    .map(str::trim)
                    .filter(|t| !t.is_empty())
                    .collect()
            })
            .collect();
        assert_eq!(
            lines,
            [
                vec!["column", "unit", "meaning"],
                vec!["=strategy", "as the scenario calls it"],
                vec!["spread", "people", "who ever adopted"],
            ]
        );
    }

    #[test]
    fn the_header_of_csv_is_known_again() {
        let mut file = Vec::new();
        Sheet::csv(&columns(), &mut file).unwrap().end().unwrap();
        assert_eq!(of_csv(&file[..], &columns()).unwrap(), columns());
        let read = of_csv("\u{feff}spread,other\n".as_bytes(), &columns()).unwrap();
        assert_eq!(read[0], columns()[1]);
        assert_eq!(
            (read[1].name.as_str(), read[1].meaning.as_str()),
            ("other", "")
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let error = describe_file(Path::new("nowhere.parquet"), &[]).unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("nowhere.parquet cannot be read: "),
            "{text}"
        );
    }
}

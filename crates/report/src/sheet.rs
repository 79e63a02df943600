//! Tidy tables, written row by row to CSV or Parquet from one description.
//!
//! One row to an observation. What is missing, and what is not a finite number, is an empty
//! cell. The description, [`Column`], goes into the file: as its header, and in Parquet with
//! units and meanings; [`describe`](mod@describe) reads it back.
//!
//! ```
//! use groundswell_report::sheet::{Cell, Column, Kind, Sheet};
//!
//! let columns = [
//!     Column {
//!         name: "strategy".to_owned(),
//!         unit: String::new(),
//!         meaning: "as the scenario calls it".to_owned(),
//!         kind: Kind::Text,
//!     },
//!     Column {
//!         name: "spread".to_owned(),
//!         unit: "people".to_owned(),
//!         meaning: "who ever adopted".to_owned(),
//!         kind: Kind::Number,
//!     },
//! ];
//! let mut file = Vec::new();
//! let mut sheet = Sheet::csv(&columns, &mut file)?;
//! sheet.row(&[Cell::Text("invite"), Cell::Number(12.5)])?;
//! sheet.row(&[Cell::Text("=broadcast"), Cell::Empty])?;
//! sheet.end()?;
//! assert_eq!(file, b"strategy,spread (people)\ninvite,12.5\n'=broadcast,\n");
//! # Ok::<(), groundswell_report::error::Error>(())
//! ```

pub mod describe;

mod csv;
#[cfg(feature = "parquet")]
mod parquet;

use std::collections::BTreeSet;
use std::io::Write;

use crate::error::Error;
use crate::sheet::csv::Csv;
#[cfg(feature = "parquet")]
use crate::sheet::parquet::Parquet;

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is called, and no other column of the table.
    pub name: String,
    /// In what it is counted, such as "people"; empty where nothing is.
    pub unit: String,
    /// What it means, in a few words.
    pub meaning: String,
    /// What stands in it.
    pub kind: Kind,
}

/// What stands in a column, where a cell is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
}

/// One cell of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Words.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// A number; one that is not finite leaves the cell empty.
    Number(f64),
    /// Nothing.
    Empty,
}

/// A table being written. Whatever the form, it takes the same rows.
///
/// Where a row or the end meets an error, the file is not whole.
pub struct Sheet<'a> {
    kinds: Vec<Kind>,
    form: Box<dyn Form + 'a>,
}

/// How rows become bytes; they fit the columns, and their numbers are finite.
trait Form {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error>;

    fn end(self: Box<Self>) -> Result<(), Error>;
}

impl Column {
    /// What heads it in CSV, before it is defused: its name, and its unit in brackets.
    fn header(&self) -> String {
        match self.unit.as_str() {
            "" => self.name.clone(),
            unit => format!("{} ({unit})", self.name),
        }
    }
}

impl Cell<'_> {
    fn fits(&self, kind: Kind) -> bool {
        match self {
            Self::Text(_) => kind == Kind::Text,
            Self::Whole(_) => kind == Kind::Whole,
            Self::Number(_) => kind == Kind::Number,
            Self::Empty => true,
        }
    }

    /// Itself, or nothing if it is not a finite number.
    fn tame(self) -> Self {
        match self {
            Self::Number(value) if !value.is_finite() => Self::Empty,
            cell => cell,
        }
    }
}

impl<'a> Sheet<'a> {
    /// A table as CSV: names with units as the header, numbers in as many digits as it takes
    /// to read the same bits back, text defused. Empty text is as good as an empty cell.
    ///
    /// # Errors
    ///
    /// [`Error::Column`] if a column has no name or that of another, [`Error::Csv`] if `to`
    /// takes no more.
    ///
    /// # Panics
    ///
    /// Without columns.
    pub fn csv(columns: &[Column], to: impl Write + 'a) -> Result<Self, Error> {
        Self::new(columns, Csv::new(columns, to))
    }

    /// A table as Parquet: every column may be empty, words are UTF-8 in a dictionary, units
    /// and meanings stand beside the names. At most 65,536 rows are kept in memory.
    ///
    /// # Errors
    ///
    /// [`Error::Column`] if a column has no name or that of another, [`Error::Write`] if
    /// `to` takes no more.
    ///
    /// # Panics
    ///
    /// Without columns.
    #[cfg(feature = "parquet")]
    pub fn parquet(columns: &[Column], to: impl Write + Send + 'a) -> Result<Self, Error> {
        Self::new(columns, Parquet::new(columns, to))
    }

    fn new(columns: &[Column], form: Result<impl Form + 'a, Error>) -> Result<Self, Error> {
        Ok(Self {
            kinds: columns.iter().map(|column| column.kind).collect(),
            form: Box::new(form?),
        })
    }

    /// Adds a row, one cell to a column.
    ///
    /// # Errors
    ///
    /// [`Error::Csv`] or [`Error::Write`] if the file takes no more.
    ///
    /// # Panics
    ///
    /// If the cells are not as many as the columns, or not of their kinds.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let (columns, given) = (self.kinds.len(), cells.len());
        assert_eq!(columns, given, "a row has one cell to a column");
        for (cell, kind) in cells.iter().zip(&self.kinds) {
            assert!(cell.fits(*kind), "{cell:?} in a column of kind {kind:?}");
        }
        let tame: Vec<Cell<'_>> = cells.iter().map(|cell| cell.tame()).collect();
        self.form.row(&tame)
    }

    /// Adds rows, in their order.
    ///
    /// # Errors
    ///
    /// As [`row`](Self::row).
    ///
    /// # Panics
    ///
    /// As [`row`](Self::row).
    pub fn rows<'c>(
        &mut self,
        rows: impl IntoIterator<Item = impl AsRef<[Cell<'c>]>>,
    ) -> Result<(), Error> {
        rows.into_iter().try_for_each(|row| self.row(row.as_ref()))
    }

    /// Writes what is left; without this the file is not whole.
    ///
    /// # Errors
    ///
    /// As [`row`](Self::row).
    pub fn end(self) -> Result<(), Error> {
        self.form.end()
    }
}

/// Whether each column can be told from the others.
fn check(columns: &[Column]) -> Result<(), Error> {
    assert!(!columns.is_empty(), "a table has columns");
    let (mut names, mut headers) = (BTreeSet::new(), BTreeSet::new());
    for column in columns {
        let own = names.insert(&column.name) && headers.insert(column.header());
        if column.name.is_empty() || !own {
            let name = column.name.clone();
            return Err(Error::Column { name });
        }
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A column whose meaning has to be escaped here and there.
    pub(crate) fn column(name: &str, unit: &str, kind: Kind) -> Column {
        Column {
            name: name.to_owned(),
            unit: unit.to_owned(),
            meaning: format!("what \"{name}\" means"),
            kind,
        }
    }

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let refused = |names: [(&str, &str); 2]| {
            let columns = names.map(|(name, unit)| column(name, unit, Kind::Text));
            match Sheet::csv(&columns, Vec::new()) {
                Err(Error::Column { name }) => Some(name),
                _ => None,
            }
        };
        assert_eq!(refused([("a", ""), ("a", "people")]), Some("a".to_owned()));
        assert_eq!(
            refused([("a", "b"), ("a (b)", "")]),
            Some("a (b)".to_owned())
        );
        assert_eq!(refused([("a", ""), ("", "b")]), Some(String::new()));
        assert_eq!(refused([("a", "people"), ("b", "people")]), None);
    }

    #[test]
    #[should_panic(expected = "Text(\"1\") in a column of kind Whole")]
    fn a_cell_is_of_the_kind_of_its_column() {
        let columns = [column("a", "", Kind::Whole)];
        let mut sheet = Sheet::csv(&columns, Vec::new()).unwrap();
        let _ = sheet.row(&[Cell::Text("1")]);
    }

    #[test]
    #[should_panic(expected = "a row has one cell to a column")]
    fn a_row_is_as_long_as_the_table_is_wide() {
        let columns = [column("a", "", Kind::Whole)];
        let mut sheet = Sheet::csv(&columns, Vec::new()).unwrap();
        let _ = sheet.row(&[Cell::Whole(1), Cell::Whole(2)]);
    }

    #[test]
    fn rows_come_singly_or_together() {
        let columns = [column("a", "", Kind::Whole)];
        let mut file = Vec::new();
        let mut sheet = Sheet::csv(&columns, &mut file).unwrap();
        sheet.row(&[Cell::Whole(1)]).unwrap();
        sheet.rows([[Cell::Whole(2)], [Cell::Empty]]).unwrap();
        sheet.rows(vec![vec![Cell::Whole(i64::MIN)]]).unwrap();
        sheet.end().unwrap();
        let text = String::from_utf8(file).unwrap();
        assert_eq!(text, "a\n1\n2\n\"\"\n-9223372036854775808\n");
    }
}

//! People from a text file with a header and one person a line.
//!
//! The first column, or the one called `id`, holds the id by which the file of
//! ties knows the person; every other column is kept as text.

use std::io::Read;

use rustc_hash::FxHashMap;

use crate::Error;
use crate::rows::{BadLines, for_each_row};

/// A table of people: named columns, one row each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleFile {
    columns: Vec<String>,
    id_column: usize,
    rows: Vec<Vec<String>>,
    row_of: FxHashMap<String, usize>,
}

impl PeopleFile {
    /// Reads all people of `source`.
    ///
    /// # Errors
    ///
    /// [`Error::BadLines`] where a line has too few fields or an id stands twice,
    /// [`Error::Read`] if the system refuses.
    pub fn read(source: impl Read) -> Result<Self, Error> {
        let mut file = Self::default();
        let mut bad = BadLines::default();
        for_each_row(source, &mut bad, |row, bad| {
            if file.columns.is_empty() {
                let is_id = |name: &String| name.eq_ignore_ascii_case("id");
                file.id_column = row.fields.iter().position(is_id).unwrap_or(0);
                file.columns = row.fields;
            } else if row.fields.len() != file.columns.len() {
                bad.add(
                    row.line,
                    &row.text,
                    format!("{} fields, as in the header", file.columns.len()),
                );
            } else {
                let id = row.fields[file.id_column].clone();
                if file.row_of.insert(id, file.rows.len()).is_some() {
                    bad.add(row.line, &row.text, "an id that no line before has");
                }
                file.rows.push(row.fields);
            }
        })?;
        bad.check()?;
        Ok(file)
    }

    /// The names of the columns, in file order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The ids, in file order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row[self.id_column].as_str())
    }

    /// The ids of those for whom `holds` is true of the text in `column`.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchColumn`].
    pub fn ids_where(
        &self,
        column: &str,
        holds: impl Fn(&str) -> bool,
    ) -> Result<Vec<&str>, Error> {
        let at = self
            .columns
            .iter()
            .position(|name| name == column)
            .ok_or_else(|| Error::NoSuchColumn {
                column: column.to_owned(),
                columns: self.columns.clone(),
            })?;
        let chosen = self.rows.iter().filter(|row| holds(&row[at]));
        Ok(chosen.map(|row| row[self.id_column].as_str()).collect())
    }

    /// Whether somebody has that id.
    pub fn contains(&self, id: &str) -> bool {
        self.row_of.contains_key(id)
    }
}

/// Whether a cell says yes: `1`, `true`, `yes`, `y` or `x`, in any case.
pub fn says_yes(cell: &str) -> bool {
    ["1", "true", "yes", "y", "x"]
        .iter()
        .any(|yes| cell.eq_ignore_ascii_case(yes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fans_are_those_whose_column_says_so() {
        let people = PeopleFile::read("name,id,fan\nAna,a,yes\nBen,b,no\n".as_bytes()).unwrap();
        assert_eq!(people.ids_where("fan", says_yes).unwrap(), ["a"]);
        let missing = people.ids_where("fans", says_yes);
        assert!(matches!(missing, Err(Error::NoSuchColumn { .. })));
    }

    #[test]
    fn an_id_that_stands_twice_is_a_bad_line() {
        let twice = PeopleFile::read("id,fan\na,1\na,0\n".as_bytes());
        assert!(
            matches!(twice, Err(Error::BadLines { count: 1, .. })),
            "{twice:?}"
        );
    }
}

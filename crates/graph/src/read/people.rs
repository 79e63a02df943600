//! People from a text file with a header and one person a line.
//!
//! The first column, or the one called `id`, holds the id by which files of ties
//! know the person; every other column says something of people.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use crate::Error;
use crate::attributes::Column;
use crate::ids::{Ids, Texts};
use crate::read::edge_list::line::Delimiter;
use crate::read::lines::{BadLines, Blocks, is_data, without_end};
use crate::read::{Allowance, Reading};

/// A table of people: named columns, one row each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleFile {
    columns: Vec<String>,
    id_column: usize,
    /// Row by row, each with as many cells as there are columns.
    cells: Texts,
    row_of: HashMap<String, usize>,
    skipped: u64,
}

impl PeopleFile {
    /// Reads all people of `source`, which is unpacked already.
    ///
    /// # Errors
    ///
    /// [`Error::BadLines`] where a line has too few fields or an id stands twice,
    /// [`Error::Read`] if the system refuses, [`Error::TooMuchMemory`].
    pub fn read(source: impl BufRead, reading: &Reading) -> Result<Self, Error> {
        let mut allowance = Allowance::of(reading.most_bytes);
        let (head, mut blocks) = Blocks::open(source)?;
        let mut file = Self::default();
        let mut bad = BadLines::default();
        let delimiter = head.line.as_deref().map(Delimiter::of);
        let (mut number, mut buffer) = (head.before, Vec::new());
        while let (Some(delimiter), Some(_)) = (delimiter, blocks.next(&mut buffer)?) {
            let before = file.cells.bytes() + file.row_of.capacity() * 56;
            for line in buffer.split_inclusive(|&byte| byte == b'\n') {
                number += 1;
                if is_data(line) {
                    file.add(number, line, delimiter, &mut bad);
                }
            }
            let after = file.cells.bytes() + file.row_of.capacity() * 56;
            allowance.take(after.saturating_sub(before))?;
        }
        file.skipped = bad.count();
        if let Some(text) = blocks.too_long() {
            bad.add(number + 1, text, "a line of at most 1 MiB");
            bad.check()?;
        } else if !reading.lenient {
            bad.check()?;
        }
        Ok(file)
    }

    fn add(&mut self, number: u64, line: &[u8], delimiter: Delimiter, bad: &mut BadLines) {
        let line = without_end(line);
        let mut wrong = |expected: &str| bad.add(number, &String::from_utf8_lossy(line), expected);
        if line.contains(&b'\r') && !line.contains(&b'"') {
            return wrong("lines that end in LF or CRLF");
        }
        let Ok(text) = std::str::from_utf8(line) else {
            return wrong("text in UTF-8");
        };
        let Ok(fields) = delimiter.split(text).collect::<Result<Vec<_>, _>>() else {
            return wrong("quotes that close before the next delimiter");
        };
        if self.columns.is_empty() {
            let is_id = |name: &String| name.eq_ignore_ascii_case("id");
            self.columns = fields.into_iter().map(Into::into).collect();
            self.id_column = self.columns.iter().position(is_id).unwrap_or(0);
            let names: HashSet<&String> = self.columns.iter().collect();
            if names.len() < self.columns.len() {
                return wrong("a header whose columns have different names");
            }
            return;
        }
        if fields.len() != self.columns.len() {
            let expected = format!("{} fields, as in the header", self.columns.len());
            return wrong(&expected);
        }
        let id = fields[self.id_column].as_ref();
        if id.is_empty() {
            return wrong("an id");
        }
        if self.row_of.contains_key(id) {
            return wrong("an id that no line before has");
        }
        self.row_of.insert(id.to_owned(), self.row_of.len());
        fields.iter().for_each(|field| self.cells.push(field));
    }

    /// The names of the columns, in file order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Lines that were passed over because they could not be read.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        self.row_of.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.row_of.is_empty()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.cells.get(row * self.columns.len() + column)
    }

    /// The ids, in the order by which people are numbered.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyPeople`].
    pub fn ids(&self) -> Result<Ids, Error> {
        Ids::of((0..self.len()).map(|row| self.cell(row, self.id_column)))
    }

    /// The ids of those for whom `holds` is true of the text in `column`, in file
    /// order.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchColumn`].
    pub fn ids_where(
        &self,
        column: &str,
        holds: impl Fn(&str) -> bool,
    ) -> Result<Vec<&str>, Error> {
        let column = self.column(column)?;
        let chosen = (0..self.len()).filter(|&row| holds(self.cell(row, column)));
        Ok(chosen.map(|row| self.cell(row, self.id_column)).collect())
    }

    fn column(&self, name: &str) -> Result<usize, Error> {
        let found = self.columns.iter().position(|column| column == name);
        found.ok_or_else(|| Error::NoSuchColumn {
            column: name.to_owned(),
            columns: self.columns.clone(),
        })
    }

    /// What the columns beside the id say, one entry per person of `ids`; unknown
    /// for those who have no row.
    pub fn attributes(&self, ids: &Ids) -> Vec<Column> {
        let rows: Vec<Option<usize>> = ids
            .iter()
            .map(|id| self.row_of.get(id.as_ref()).copied())
            .collect();
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|&(at, _)| at != self.id_column)
            .map(|(at, name)| {
                let cell = |row: &Option<usize>| row.map_or("", |row| self.cell(row, at));
                Column::of_cells(name, rows.iter().map(cell))
            })
            .collect()
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
    use crate::attributes::Values;
    use crate::id::NodeId;

    fn read(text: &str) -> Result<PeopleFile, Error> {
        PeopleFile::read(text.as_bytes(), &Reading::default())
    }

    #[test]
    fn fans_are_those_whose_column_says_so() {
        let people = read("name,id,fan\nAna,a,yes\nBen,b,no\n").unwrap();
        assert_eq!(people.ids_where("fan", says_yes).unwrap(), ["a"]);
        let missing = people.ids_where("fans", says_yes);
        assert!(matches!(missing, Err(Error::NoSuchColumn { .. })));
    }

    #[test]
    fn an_id_that_stands_twice_is_a_bad_line() {
        let twice = read("id,fan\na,1\na,0\n");
        assert!(
            matches!(twice, Err(Error::BadLines { count: 1, .. })),
            "{twice:?}"
        );
    }

    #[test]
    fn columns_become_attributes_in_the_order_of_people() {
        let people = read("id\tage\ttown\n10\t40\tUlm\n9\t\t\n").unwrap();
        let ids = people.ids().unwrap();
        let columns = people.attributes(&ids);
        let Values::Numbers(ages) = &columns[0].values else {
            panic!("ages are numbers")
        };
        assert!(ages[0].is_nan() && ages[1] == 40.0);
        assert_eq!(columns[1].cell(NodeId(1)), "Ulm");
        assert_eq!(columns[1].cell(NodeId(0)), "");
    }
}

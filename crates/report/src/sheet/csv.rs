//! A table as CSV.

use std::borrow::Cow;
use std::io::Write;

use crate::defuse::defuse;
use crate::error::Error;
use crate::sheet::{Cell, Column, Form, check};

/// A CSV file being written.
pub(super) struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Csv<W> {
    pub(super) fn new(columns: &[Column], to: W) -> Result<Self, Error> {
        check(columns)?;
        let mut file = csv::Writer::from_writer(to);
        file.write_record(columns.iter().map(header))
            .map_err(Error::Csv)?;
        Ok(Self(file))
    }
}

impl<W: Write> Form for Csv<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for cell in cells {
            let text = match cell {
                Cell::Text(text) => defuse(text),
                Cell::Whole(value) => Cow::Owned(value.to_string()),
                Cell::Number(value) => Cow::Owned(digits(*value)),
                Cell::Empty => Cow::Borrowed(""),
            };
            self.0.write_field(text.as_bytes()).map_err(Error::Csv)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(Error::Csv)
    }

    fn end(mut self: Box<Self>) -> Result<(), Error> {
        self.0.flush().map_err(|cause| Error::Csv(cause.into()))
    }
}

/// What heads a column in the file.
pub(super) fn header(column: &Column) -> String {
    defuse(&column.header()).into_owned()
}

/// The fewest digits from which the same bits are read back; with an exponent where many
/// zeros would stand.
fn digits(value: f64) -> String {
    match value.abs() {
        size if size == 0.0 || (1e-5..1e16).contains(&size) => value.to_string(),
        _ => format!("{value:e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Kind, Sheet};

    fn written(columns: &[(&str, &str, Kind)], rows: &[&[Cell<'_>]]) -> String {
        let column = |&(name, unit, kind): &(&str, &str, Kind)| Column {
            name: name.to_owned(),
            unit: unit.to_owned(),
            meaning: String::new(),
            kind,
        };
        let columns: Vec<Column> = columns.iter().map(column).collect();
        let mut file = Vec::new();
        let mut sheet = Sheet::csv(&columns, &mut file).unwrap();
        sheet.rows(rows).unwrap();
        sheet.end().unwrap();
        String::from_utf8(file).unwrap()
    }

    #[test]
    fn numbers_are_read_back_to_the_same_bits() {
        let values = [
            0.0,
            -0.0,
            0.1,
            1.0 / 3.0,
            -2.5e-7,
            1e-5,
            123_456_789.25,
            1e16,
            -1e300,
            f64::MAX,
            f64::MIN_POSITIVE,
            f64::from_bits(1),
        ];
        let rows = values.map(|value| [Cell::Number(value)]);
        let rows: Vec<&[Cell<'_>]> = rows.iter().map(|row| &row[..]).collect();
        let text = written(&[("a", "", Kind::Number)], &rows);
        let mut longest = 0;
        for (line, value) in text.lines().skip(1).zip(values) {
            assert_eq!(line.parse::<f64>().unwrap().to_bits(), value.to_bits());
            longest = longest.max(line.len());
        }
        assert_eq!(text.lines().count(), 1 + values.len());
        assert!(longest <= 24, "{longest}");
        assert!(text.starts_with("a\n0\n-0\n0.1\n"), "{text}");
    }

    #[test]
    fn what_is_not_a_number_is_an_empty_cell() {
        let columns = [("a", "", Kind::Number), ("b", "", Kind::Text)];
        let rest = Cell::Text("b");
        let values = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        let rows = values.map(|value| [Cell::Number(value), rest]);
        let rows: Vec<&[Cell<'_>]> = rows.iter().map(|row| &row[..]).collect();
        assert_eq!(written(&columns, &rows), "a,b\n,b\n,b\n,b\n");
    }

    #[test]
    fn names_and_words_are_no_formulas_and_break_no_line() {
        let columns = [
            ("=cmd|x", "people", Kind::Text),
            ("a,\"b\"\nc", "@unit", Kind::Whole),
        ];
        let rows: [&[Cell<'_>]; 2] = [
            &[Cell::Text("+1"), Cell::Whole(-1)],
            &[Cell::Text("a\r\nb"), Cell::Empty],
        ];
        assert_eq!(
            written(&columns, &rows),
            "'=cmd|x (people),\"a,\"\"b\"\"\nc (@unit)\"\n'+1,-1\n\"a\r\nb\",\n"
        );
    }

    #[test]
    fn who_takes_no_more_is_an_error() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let columns = [Column {
            name: "a".to_owned(),
            unit: String::new(),
            meaning: String::new(),
            kind: Kind::Whole,
        }];
        let sheet = Sheet::csv(&columns, Full).unwrap();
        assert!(matches!(sheet.end(), Err(Error::Csv(_))));
    }
}

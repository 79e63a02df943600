//! One table on a worksheet: words above it, a frozen header, and rows of words and numbers.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, IgnoreError, Worksheet, XlsxError};

use crate::chart::Unit;
use crate::svg::clean;

/// Rows that a sheet has.
pub(super) const ROWS: usize = 1_048_576;

/// Units of UTF-16 that a cell holds.
const LONGEST: usize = 32_767;

/// Height of a line of text, in points.
const LINE: f64 = 15.0;

/// A table with what stands above it.
pub(super) struct Grid {
    /// Paragraphs above the table, the first of them its title; each over its whole width.
    pub(super) above: Vec<String>,
    /// What the columns are called, and how many digits wide they are.
    pub(super) columns: Vec<(&'static str, f64)>,
    /// One cell to a column.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Where the rows stand that do not fit.
    pub(super) elsewhere: &'static str,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number and how it is shown; not finite: nothing.
    Number(f64, &'static str),
    /// Nothing.
    Empty,
}

impl Grid {
    /// Row of the header, from 0.
    pub(super) fn header(&self) -> u32 {
        match self.above.len() {
            0 => 0,
            paragraphs => paragraphs as u32 + 1,
        }
    }

    /// Puts it on an empty sheet.
    pub(super) fn put(self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.put_within(sheet, ROWS)?;
        Ok(())
    }

    /// Puts it on an empty sheet of so many rows, and gives the last that is in use; where
    /// the rows do not fit, it says what is left out.
    fn put_within(self, sheet: &mut Worksheet, most: usize) -> Result<u32, XlsxError> {
        let header = self.header();
        let wide: f64 = self.columns.iter().map(|(_, width)| width).sum();
        let last = (self.columns.len() - 1) as u16;
        for (row, words) in (0..).zip(&self.above) {
            let first = row == 0;
            let size = if first { 14.0 } else { 11.0 };
            let format = Format::new()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_font_size(size)
                .set_quote_prefix();
            let format = if first { format.set_bold() } else { format };
            let words = legible(words);
            sheet.merge_range(row, 0, row, last, &words, &format)?;
            let lines = (words.chars().count() as f64 * size / 11.0 / wide).ceil();
            sheet.set_row_height(row, lines.clamp(1.0, 20.0) * LINE * size / 11.0)?;
        }
        let mut beside_numbers = false;
        for (column, (name, width)) in (0..).zip(&self.columns) {
            let numbers = self
                .rows
                .iter()
                .any(|row| matches!(row[usize::from(column)], Cell::Number(..)));
            let format = Format::new()
                .set_bold()
                .set_border_bottom(FormatBorder::Thin);
            let format = match (numbers, beside_numbers) {
                (true, _) => format.set_align(FormatAlign::Right),
                (false, true) => format.set_align(FormatAlign::Left).set_indent(1),
                (false, false) => format.set_align(FormatAlign::Left),
            };
            beside_numbers = numbers;
            sheet.write_string_with_format(header, column, *name, &format)?;
            sheet.set_column_width(column, *width)?;
        }
        let room = most - header as usize - 1;
        let fit = match self.rows.len() <= room {
            true => self.rows.len(),
            false => room - 1,
        };
        for (row, cells) in (header + 1..).zip(&self.rows[..fit]) {
            let mut after_number = false;
            for (column, cell) in (0..).zip(cells) {
                put(sheet, row, column, cell, after_number)?;
                after_number = matches!(cell, Cell::Number(..));
            }
        }
        let end = header + fit as u32;
        let mut in_use = end;
        if fit < self.rows.len() {
            let left_out = self.rows.len() - fit;
            let words = format!(
                "a sheet has no more rows; {left_out} more stand in {}",
                self.elsewhere
            );
            in_use = end + 1;
            sheet.write_string(in_use, 0, words)?;
        }
        sheet.set_freeze_panes(header + 1, 0)?;
        if fit > 0 {
            sheet.autofilter(header, 0, end, last)?;
            sheet.ignore_error_range(header + 1, 0, end, last, IgnoreError::NumberStoredAsText)?;
        }
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(header, header)?;
        Ok(in_use)
    }
}

/// Puts a cell into its place; words beside a number keep their distance.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    after_number: bool,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) => {
            // Words that look like a formula stay words when somebody edits them.
            let format = Format::new().set_quote_prefix();
            let format = match after_number {
                true => format.set_indent(1),
                false => format,
            };
            sheet.write_string_with_format(row, column, legible(words), &format)?;
        }
        Cell::Number(value, shown) if value.is_finite() => {
            let format = Format::new().set_num_format(*shown);
            sheet.write_number_with_format(row, column, *value, &format)?;
        }
        Cell::Number(..) | Cell::Empty => {}
    }
    Ok(())
}

/// `words` as a cell holds them: on one line, without what no reader sees, and cut where a
/// cell is full.
pub(super) fn legible(words: &str) -> String {
    let mut words = clean(words);
    if words.encode_utf16().count() > LONGEST {
        let mut room = LONGEST - 1;
        let fits = |c: &char| {
            let fits = room.checked_sub(c.len_utf16());
            room = fits.unwrap_or(0);
            fits.is_some()
        };
        words = words.chars().take_while(fits).chain(['…']).collect();
    }
    words
}

/// How numbers of `unit` are shown of which `largest` is the largest in size: as many
/// decimals as tell something.
pub(super) fn shown(unit: &Unit, largest: f64) -> &'static str {
    match unit {
        Unit::Share => "0.0%",
        Unit::Money(_) => "#,##0.00",
        Unit::People | Unit::Other(_) => match largest.abs() {
            size if size < 1.0 => "0.000",
            size if size < 10.0 => "0.00",
            size if size < 1000.0 => "0.0",
            _ => "#,##0",
        },
    }
}

/// How a number is shown whose digits all were put in.
pub(super) fn exactly(unit: &Unit) -> &'static str {
    match unit {
        Unit::Share => "0.0###%",
        Unit::People => "#,##0",
        Unit::Money(_) => "#,##0.00##",
        Unit::Other(_) => "#,##0.######",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_that_is_full_says_what_is_left_out_and_where_it_stands() {
        let grid = |rows: usize| Grid {
            above: vec!["=title".to_owned()],
            columns: vec![("name", 12.0), ("number", 9.0)],
            rows: (0..rows)
                .map(|row| vec![Cell::Text("a".to_owned()), Cell::Number(row as f64, "0")])
                .collect(),
            elsewhere: "by_day.csv",
        };
        // Title, a gap and the header leave five of eight rows.
        for (rows, last) in [(0, 2), (5, 7), (6, 7), (900, 7)] {
            let mut sheet = Worksheet::new();
            let grid = grid(rows);
            assert_eq!(grid.header(), 2);
            let in_use = grid.put_within(&mut sheet, 8).unwrap();
            assert_eq!(in_use, last, "{rows} rows");
        }
    }

    #[test]
    fn a_cell_holds_no_more_than_it_may_and_nothing_unseen() {
        let long = "🧁".repeat(20_000);
        let cut = legible(&long);
        assert_eq!(cut.encode_utf16().count(), LONGEST);
        assert!(cut.ends_with('…'));
        let whole = "a".repeat(LONGEST);
        assert_eq!(legible(&whole), whole);
        assert_eq!(legible("=1\u{0}\u{202e}+\n1"), "=1+ 1");
    }
}

//! The comparison as a workbook, for whoever goes on reckoning in a spreadsheet.
//!
//! Sheets: *Summary* with the verdict, the strategies and a chart; *Per day*; *Per platform*
//! where there are several; *Differences*; *Assumptions*; *Stamp*. Numbers are numbers, with
//! their units in a column of their own; words are words, whatever they look like. Equal
//! findings give equal bytes.

mod course;
mod grid;
mod tables;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::error::Error;
use crate::findings::Findings;
use crate::workbook::grid::legible;

/// The workbook, as the bytes of an XLSX file.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds; [`Error::Workbook`] if it cannot be packed.
pub fn workbook(findings: &Findings<'_>) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    // A workbook tells when it was made; this one is made of the findings alone.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
    let properties = DocProperties::new()
        .set_title(legible(findings.title))
        .set_creation_datetime(&made);
    book.set_properties(&properties);

    let days = tables::per_day(findings)?;
    let summary = book.add_worksheet().set_name("Summary").map_err(refused)?;
    tables::summary(findings)?.put(summary).map_err(refused)?;
    if let Some(chart) = course::chart(findings)? {
        let (row, column) = (course::ROW, course::COLUMN);
        summary.insert_chart(row, column, &chart).map_err(refused)?;
    }
    let platforms = match findings.comparison.platforms.len() {
        0 | 1 => None,
        _ => Some(("Per platform", tables::per_platform(findings)?)),
    };
    let rest = [
        Some((course::SHEET, days)),
        platforms,
        Some(("Differences", tables::differences(findings)?)),
        Some(("Assumptions", tables::assumptions(findings))),
        Some(("Stamp", tables::stamp(findings))),
    ];
    for (name, grid) in rest.into_iter().flatten() {
        let sheet = book.add_worksheet().set_name(name).map_err(refused)?;
        grid.put(sheet).map_err(refused)?;
    }
    book.save_to_buffer().map_err(refused)
}

fn refused(error: XlsxError) -> Error {
    Error::Workbook(error.to_string())
}

//! The objective over the days, as a chart that the spreadsheet draws.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartType, Color,
};

use crate::error::Error;
use crate::findings::Findings;
use crate::sentence::noun;
use crate::theme::{Colour, Role, Theme};
use crate::workbook::grid::ROWS;
use crate::workbook::tables;

/// The sheet that holds the days.
pub(super) const SHEET: &str = "Per day";

/// Where the chart stands on its sheet: row and column of its corner, from 0.
pub(super) const ROW: u32 = 3;
pub(super) const COLUMN: u16 = 7;

/// The chart of the objective, one line to a strategy; `None` where the comparison did not
/// follow the objective from day to day.
///
/// It shows the cells of the sheet [`SHEET`], so that it moves with them.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub(super) fn chart(findings: &Findings<'_>) -> Result<Option<Chart>, Error> {
    let objective = findings.verdict.objective;
    let unit = findings.unit(objective);
    let mut chart = Chart::new(ChartType::Line);
    let mut lines = 0;
    for course in tables::courses(findings)? {
        let (first, last) = (course.first_row, course.last_row());
        if course.metric != objective || last as usize >= ROWS {
            continue;
        }
        let role = match course.arm == findings.do_nothing() {
            true => Role::Baseline,
            false => Role::Strategy(course.arm),
        };
        let mut line = ChartLine::new();
        line.set_color(colour(Theme::Light.line(role)))
            .set_width(2.25);
        let mut format = ChartFormat::new();
        format.set_line(&line);
        chart
            .add_series()
            .set_name((SHEET, first, tables::STRATEGY))
            .set_categories((SHEET, first, tables::DAY, last, tables::DAY))
            .set_values((SHEET, first, tables::MEAN, last, tables::MEAN))
            .set_format(&mut format);
        lines += 1;
        let every = (course.curve.days() / 8).clamp(1, 1000) as u16;
        chart.x_axis().set_label_interval(every);
    }
    if lines == 0 {
        return Ok(None);
    }
    let title = format!("{} over the days, mean of all worlds", noun(objective));
    let mut font = ChartFont::new();
    font.set_size(12);
    chart.title().set_name(&capitalised(&title)).set_font(&font);
    chart.x_axis().set_name("day");
    let mut grid = ChartLine::new();
    grid.set_color(colour(Theme::Light.grid()));
    let y_axis = chart.y_axis();
    y_axis.set_name(unit.name()).set_num_format("#,##0");
    y_axis.set_major_gridlines_line(&grid);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(720).set_height(380);
    chart.set_alt_text(title);
    Ok(Some(chart))
}

fn colour(colour: Colour) -> Color {
    Color::from(colour.code().as_str())
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

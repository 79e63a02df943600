//! What is written at the ends of lines: names, and the last values.

use plotters::element::PathElement;

use super::lines::{NAME, stroke};
use super::{LINE, MIDDLE, Sheet, fine, put};
use crate::chart::Unit;
use crate::font::{self, Weight};
use crate::label;
use crate::number;
use crate::svg::{Side, Text, clean};
use crate::theme::Role;

/// From the end of a line to its name, in points on a slide: room for a leader.
pub(super) const GAP: f64 = 22.0;

/// The last values of lines, as they stand at their ends.
pub(super) fn told(values: &[Option<f64>], unit: &Unit, signed: bool) -> Vec<String> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let mut texts = unit.alike(&known).into_iter();
    let text = |value: &Option<f64>| match value {
        None => "no data".to_owned(),
        Some(value) if signed => number::with_plus(*value, texts.next().unwrap_or_default()),
        Some(_) => texts.next().unwrap_or_default(),
    };
    values.iter().map(text).collect()
}

/// The end of a line, and what may be written there.
pub(super) struct End {
    /// Place and value of the last point; none if the line has none.
    point: Option<(f64, f64)>,
    role: Role,
    /// The name on one line, or broken into two.
    name: String,
    rows: Vec<String>,
    value: String,
    /// What tells a page to which line this belongs.
    marks: Vec<(&'static str, String)>,
}

impl End {
    pub(super) fn new(
        sheet: &Sheet,
        name: &str,
        role: Role,
        point: Option<(f64, f64)>,
        value: &str,
        marks: Vec<(&'static str, String)>,
    ) -> Self {
        let room = f64::from(sheet.size.width()) * 0.22;
        let size = sheet.points(NAME);
        let name = clean(name);
        Self {
            point,
            role,
            rows: font::wrap(&name, room, 2, size, Weight::Semibold),
            name,
            value: font::fit(&clean(value), room, size, Weight::Regular),
            marks,
        }
    }

    pub(super) fn width(&self, sheet: &Sheet) -> f64 {
        let size = sheet.points(NAME);
        let rows = self
            .rows
            .iter()
            .map(|row| font::width(row, size, Weight::Semibold));
        rows.fold(font::width(&self.value, size, Weight::Regular), f64::max)
    }
}

/// Where names stand, beside the plot.
pub(super) struct Column {
    /// Where the plot ends on the right.
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// How much further down names may stand when there is room for nothing else.
    pub(super) beyond: f64,
    /// A line that ends before this is led to its name.
    pub(super) last: f64,
}

/// How much is written at the ends of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// The name, on two lines if it is long, and the last value.
    Full,
    /// The name on one line, and the last value.
    Brief,
    /// The name on one line.
    Name,
}

/// Writes every line's name and last value beside its end, pushed apart where
/// they would meet; `at` gives where a point stands on the picture.
///
/// Where there is no room for all, the values go; where there is none for all
/// the names, those told last.
pub(super) fn write(
    sheet: &mut Sheet,
    mut ends: Vec<End>,
    column: &Column,
    at: impl Fn((f64, f64)) -> (f64, f64),
) {
    let size = sheet.points(NAME);
    let line = size * LINE;
    let x = column.left + sheet.points(GAP);
    let room = sheet.right() - x;
    let (from, to) = (column.top - line, column.bottom + line * 0.4);
    let rows = |end: &End, detail: Detail| {
        let ink = sheet.theme.ink(end.role);
        let name = match detail {
            Detail::Full => end.rows.clone(),
            _ => vec![font::fit(&end.name, room, size, Weight::Semibold)],
        };
        let mut rows: Vec<_> = name
            .into_iter()
            .map(|row| (row, Weight::Semibold, ink))
            .collect();
        if detail != Detail::Name {
            rows.push((end.value.clone(), Weight::Regular, sheet.theme.text()));
        }
        rows
    };
    let placed = |ends: &[End], detail, to| {
        let told: Vec<_> = ends.iter().map(|end| rows(end, detail)).collect();
        let air = if detail == Detail::Name { 0.0 } else { 0.2 };
        let heights: Vec<_> = told
            .iter()
            .map(|rows| line * (rows.len() as f64 + air))
            .collect();
        let wanted: Vec<_> = ends
            .iter()
            .map(|end| end.point.map_or(column.bottom, |point| at(point).1))
            .collect();
        label::apart(&wanted, &heights, from, to).map(|centres| (told, centres))
    };
    let found = [Detail::Full, Detail::Brief].into_iter();
    let found = found
        .map(|detail| placed(&ends, detail, to))
        .find(Option::is_some)
        .flatten();
    let found = found.or_else(|| {
        let to = to + column.beyond;
        ends.truncate(((to - from) / line) as usize);
        placed(&ends, Detail::Name, to)
    });
    let Some((told, centres)) = found else { return };

    let leader = stroke(sheet.theme.axis(), sheet.points(1.0));
    for ((end, rows), centre) in ends.iter().zip(told).zip(centres) {
        if let Some(point) = end.point {
            let (dot_x, dot_y) = at(point);
            let dot_x = dot_x + sheet.points(8.0);
            let moved = (centre - dot_y).abs() > sheet.points(2.0);
            if moved || point.0 < column.last {
                let ends = [fine(dot_x, dot_y), fine(x - sheet.points(4.0), centre)];
                sheet.document.shapes(&end.marks, |canvas| {
                    put(canvas.draw(&PathElement::new(ends, leader)));
                });
            }
        }
        let mut middle = centre - (rows.len() as f64 - 1.0) * line / 2.0;
        for (words, weight, colour) in rows {
            let (y, side) = (middle + size * MIDDLE, Side::Start);
            sheet.document.text_with(
                &Text {
                    words,
                    x,
                    y,
                    side,
                    size,
                    weight,
                    colour,
                },
                &end.marks,
            );
            middle += line;
        }
    }
}

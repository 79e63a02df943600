//! Dots and ranges, row by row over one axis.

use plotters::element::{Circle, PathElement, Rectangle};
use plotters::style::Color as _;

use super::lines::{TICK, stroke};
use super::{MIDDLE, Sheet, fine, foot, put, rgb};
use crate::chart::{DotChart, DotGroup, DotRow, there};
use crate::font::{self, Weight};
use crate::scale::{Powers, Values};
use crate::size::Size;
use crate::svg::{FINE, Side, Text, clean};
use crate::theme::Theme;

/// Sizes of type, in points on a slide.
const NAME: f64 = 14.0;

/// How far below the rows the figures stand, and what they are figures of, in sizes of type.
const DROPS: [f64; 2] = [1.5, 2.8];

/// The most height that one row takes, in points on a slide.
const PITCH: f64 = 92.0;

/// Height of a line of a name on two lines, in sizes of its type.
const CLOSE: f64 = 1.16;

/// Room between groups, in rows.
const BETWEEN: f64 = 0.55;

pub(super) fn draw(chart: &DotChart, size: Size, theme: Theme) -> String {
    let mut sheet = Sheet::new(size, theme, &chart.title, &chart.alt);
    let top = sheet.heading(&chart.title, &chart.subtitle) + sheet.points(16.0);
    let bottom = sheet.notes([chart.note.as_str()].into_iter());
    let rows: usize = chart.groups.iter().map(|group| group.rows.len()).sum();
    if rows == 0 {
        return sheet.document.finish();
    }
    let frame = Frame::of(&sheet, chart, rows, top, bottom);
    grid(&mut sheet, chart, &frame);
    let mut above = 0.0;
    for group in &chart.groups {
        let height = group.rows.len() as f64;
        let first = frame.top + above * frame.pitch;
        let centre = first + height * frame.pitch / 2.0;
        group_name(&mut sheet, group, &frame, centre, height * frame.pitch);
        for (place, row) in group.rows.iter().enumerate() {
            let middle = first + (place as f64 + 0.5) * frame.pitch;
            mark(&mut sheet, chart, row, &frame, middle);
        }
        above += height + frame.between;
    }
    sheet.document.finish()
}

/// Where the numbers stand on the picture.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    pitch: f64,
    /// Room between groups, in rows.
    between: f64,
    axis: Across,
    /// Size of type of names and of what stands beside dots.
    text: f64,
}

/// Where values stand across, as shares of the room.
enum Across {
    Even(Values),
    Powers(Powers),
}

impl Across {
    fn share(&self, value: f64) -> Option<f64> {
        let value = there(&[value], 0)?;
        match self {
            Self::Even(axis) => Some((value - axis.low) / (axis.high - axis.low)),
            Self::Powers(axis) => (value > 1e-300).then(|| axis.share(value)),
        }
    }

    fn ticks(&self) -> &[(f64, String)] {
        match self {
            Self::Even(axis) => &axis.ticks,
            Self::Powers(axis) => &axis.ticks,
        }
    }
}

impl Frame {
    fn of(sheet: &Sheet, chart: &DotChart, rows: usize, top: f64, bottom: f64) -> Self {
        let tick = sheet.points(TICK);
        let label = if chart.x.label.is_empty() { 1.9 } else { 3.1 };
        let bottom = (bottom - tick * label).round();
        let between = if rows > chart.groups.len() {
            BETWEEN
        } else {
            0.0
        };
        let all = rows as f64 + between * (chart.groups.len() - 1) as f64;
        let pitch = ((bottom - top) / all).min(sheet.points(PITCH));
        // A few rows stand a little above the middle, rather than under the title.
        let top = top + (bottom - top - pitch * all) * 0.3;
        let bottom = (top + pitch * all).round();
        let text = sheet.points(NAME).min(pitch * 0.78);
        let room = f64::from(sheet.size.width()) * 0.26;
        let width = |words: &str| font::width(&clean(words), text, Weight::Semibold);
        let names = chart
            .groups
            .iter()
            .map(|group| width(&group.name).min(room));
        let left = (sheet.margin() + names.fold(0.0, f64::max) + sheet.points(14.0)).ceil();
        let all_rows = || chart.groups.iter().flat_map(|group| &group.rows);
        // What stands beside the dots finds room on one side or the other, if dots
        // leave the right quarter free; beside bars it stands on theirs.
        let free = if chart.from_zero { 0.45 } else { 0.25 };
        let beside = all_rows().map(|row| width(&row.told)).fold(0.0, f64::max);
        let most = sheet.right() - (sheet.right() - left) * free;
        let right = (sheet.right() - beside - sheet.points(16.0))
            .max(most)
            .floor();
        let values = || all_rows().flat_map(seen);
        let ticks = ((right - left) / sheet.points(70.0)) as usize;
        let axis = match chart.logarithmic {
            true => Across::Powers(Powers::over(values().filter(|&v| v > 1e-300), ticks)),
            false => {
                let bounds = values().fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
                let steps = (ticks.clamp(2, 5), ticks.clamp(3, 8));
                Across::Even(Values::over(bounds, steps, &chart.x.unit, false))
            }
        };
        Self {
            left,
            right,
            top,
            bottom,
            pitch,
            between,
            axis,
            text,
        }
    }

    fn x(&self, value: f64) -> Option<f64> {
        let share = self.axis.share(value)?;
        Some(self.left + share * (self.right - self.left))
    }
}

/// The numbers of a row that a picture can show.
fn seen(row: &DotRow) -> impl Iterator<Item = f64> + '_ {
    let ends = row.ranges.iter().flat_map(|&(low, high)| [low, high]);
    let all = std::iter::once(row.value).chain(ends);
    all.filter_map(|value| there(&[value], 0))
}

/// Draws the gridlines with their figures, and what the axis is called.
fn grid(sheet: &mut Sheet, chart: &DotChart, frame: &Frame) {
    let (light, dark) = (sheet.theme.grid(), sheet.theme.axis());
    let thin = sheet.points(1.0);
    sheet.document.shapes(&[], |canvas| {
        for (value, _) in frame.axis.ticks() {
            let Some(x) = frame.x(*value) else {
                continue;
            };
            let ends = [fine(x, frame.top), fine(x, frame.bottom)];
            let colour = if *value == 0.0 { dark } else { light };
            put(canvas.draw(&PathElement::new(ends, stroke(colour, thin))));
        }
    });
    let ticks = frame.axis.ticks().iter();
    let figures = ticks.filter_map(|(value, words)| Some((frame.x(*value)?, words.clone())));
    let edges = (frame.left, frame.right);
    let (label, bottom) = (&chart.x.label, frame.bottom);
    foot::figures_and_label(sheet, figures, label, edges, bottom, DROPS);
}

/// Writes what rows are called, on two lines if one is too short and two find room.
fn group_name(sheet: &mut Sheet, group: &DotGroup, frame: &Frame, centre: f64, height: f64) {
    let (size, weight) = (frame.text, Weight::Semibold);
    let room = frame.left - sheet.margin() - sheet.points(14.0) + 0.01;
    let name = clean(&group.name);
    let line = size * CLOSE;
    let rows = match (name.contains(' '), height >= 2.0 * line) {
        (true, true) => font::wrap(&name, room, 2, size, weight),
        (true, false) => vec![font::fit(&name, room, size, weight)],
        // What tells one path from another stands at its end.
        (false, _) => vec![font::fit_path(&name, room, size, weight)],
    };
    let mut middle = centre - (rows.len() as f64 - 1.0) * line / 2.0;
    for words in rows {
        sheet.document.text(&Text {
            words,
            x: frame.left - sheet.points(14.0),
            y: middle + size * MIDDLE,
            side: Side::End,
            size,
            weight,
            colour: sheet.theme.text(),
        });
        middle += line;
    }
}

/// Draws a dot with its ranges, the narrower the heavier, and writes what stands
/// beside it.
fn mark(sheet: &mut Sheet, chart: &DotChart, row: &DotRow, frame: &Frame, middle: f64) {
    let colour = sheet.theme.line(row.role);
    let ground = sheet.theme.ground();
    let half = (frame.pitch * 0.3).min(sheet.points(13.0));
    let radius = (frame.pitch * 0.3).min(sheet.points(5.5));
    let shape = |(low, high): (f64, f64)| Some((frame.x(low)?, frame.x(high)?));
    let ranges: Vec<_> = row.ranges.iter().copied().filter_map(shape).collect();
    let at = frame.x(row.value);
    let zero = frame.x(0.0).filter(|_| chart.from_zero);
    let thin = stroke(sheet.theme.text(), sheet.points(1.5));
    sheet.document.shapes(&[], |canvas| {
        if let (Some(zero), Some(at)) = (zero, at) {
            let (from, to) = (zero.min(at), zero.max(at));
            let corners = [fine(from, middle - half), fine(to, middle + half)];
            put(canvas.draw(&Rectangle::new(corners, rgb(colour).filled())));
            for &(low, high) in &ranges {
                let ends = [fine(low, middle), fine(high, middle)];
                put(canvas.draw(&PathElement::new(ends, thin)));
            }
            return;
        }
        for (place, &(low, high)) in ranges.iter().enumerate() {
            let depth = 0.22 + 0.28 * place as f64;
            let corners = [fine(low, middle - half), fine(high, middle + half)];
            let style = rgb(colour).mix(depth.min(1.0)).filled();
            put(canvas.draw(&Rectangle::new(corners, style)));
        }
        if let Some(x) = at {
            let dot = |radius: f64, colour| {
                let shape = Circle::new(
                    fine(x, middle),
                    (radius * FINE) as i32,
                    rgb(colour).filled(),
                );
                put(canvas.draw(&shape));
            };
            dot(radius * 1.3, ground);
            dot(radius, colour);
        }
    });
    let ends = ranges.iter().flat_map(|&(low, high)| [low, high]);
    let places: Vec<f64> = ends.chain(at).chain(zero).collect();
    let size = frame.text;
    let words = clean(&row.told);
    let width = font::width(&words, size, Weight::Semibold);
    let gap = radius * 1.3 + sheet.points(6.0);
    let first = places.iter().copied().fold(f64::INFINITY, f64::min);
    let last = places.iter().copied().fold(frame.left - gap, f64::max);
    let right = last + gap;
    // Beside the end of a bar, rather than beyond the zero that it begins at.
    let is_left = zero.zip(at).is_some_and(|(zero, at)| at < zero);
    let is_over = right + width > sheet.right();
    let (x, side) = match (is_left || is_over) && first - gap - width > frame.left {
        true => (first - gap, Side::End),
        false => (right, Side::Start),
    };
    let room = sheet.right() - right;
    let words = match side {
        Side::Start => font::fit(&words, room, size, Weight::Semibold),
        _ => words,
    };
    sheet.document.text(&Text {
        words,
        x,
        y: middle + size * MIDDLE,
        side,
        size,
        weight: Weight::Semibold,
        colour: sheet.theme.ink(row.role),
    });
}

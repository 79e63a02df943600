//! A tornado: what each assumption alone does to a lead.

use plotters::element::{PathElement, Rectangle};
use plotters::style::Color as _;

use super::lines::{TICK, no_data, stroke};
use super::{MIDDLE, Sheet, fine, foot, put, rgb};
use crate::chart::{SwingChart, SwingEnd, SwingRow, there};
use crate::font::{self, Weight};
use crate::scale::Values;
use crate::size::Size;
use crate::svg::{Side, Text, clean};
use crate::theme::{Role, Theme};

/// Size of type of what assumptions are called, in points on a slide.
const NAME: f64 = 14.0;

/// Size of type of what is put in, beside the bars.
const INPUT: f64 = 12.5;

/// The most height that one row takes, in points on a slide.
const PITCH: f64 = 64.0;

/// From a bar to what is put in at its end, in points on a slide.
const GAP: f64 = 7.0;

/// How far below the rows the figures stand, and what they are figures of, in sizes of type.
const DROPS: [f64; 2] = [1.5, 2.8];

pub(super) fn draw(chart: &SwingChart, size: Size, theme: Theme) -> String {
    let mut sheet = Sheet::new(size, theme, &chart.title, &chart.alt);
    let top = sheet.heading(&chart.title, &chart.subtitle) + sheet.points(14.0);
    let bottom = sheet.notes([chart.note.as_str()].into_iter());
    if chart.rows.is_empty() {
        let middle = f64::from(size.width()) / 2.0;
        no_data(&mut sheet, middle, (top + bottom) / 2.0);
        return sheet.document.finish();
    }
    let frame = Frame::of(&sheet, chart, top, bottom);
    grid(&mut sheet, chart, &frame);
    side_names(&mut sheet, chart, &frame);
    for (place, row) in chart.rows.iter().enumerate() {
        let middle = frame.top + (place as f64 + 0.5) * frame.pitch;
        name(&mut sheet, row, &frame, middle);
        bar(&mut sheet, chart, row, &frame, middle);
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
    axis: Values,
    /// Size of type of what assumptions are called.
    name: f64,
    /// Size of type of what is put in.
    input: f64,
}

impl Frame {
    fn of(sheet: &Sheet, chart: &SwingChart, top: f64, bottom: f64) -> Self {
        let tick = sheet.points(TICK);
        let label = if chart.x.label.is_empty() { 1.9 } else { 3.1 };
        let bottom = (bottom - tick * label).round();
        let head = match chart.sides {
            Some(_) => sheet.points(INPUT) * 2.0,
            None => 0.0,
        };
        let rows = chart.rows.len() as f64;
        let pitch = ((bottom - top - head) / rows).min(sheet.points(PITCH));
        let top = (top + head + (bottom - top - head - pitch * rows) * 0.3).round();
        let bottom = (top + pitch * rows).round();
        let name = sheet.points(NAME).min(pitch * 0.72);
        let input = sheet.points(INPUT).min(pitch * 0.72);
        let room = f64::from(sheet.size.width()) * 0.3;
        let names = chart
            .rows
            .iter()
            .map(|row| width(&row.name, name).min(room));
        let told = |row: &SwingRow| width(&row.low.told, input).max(width(&row.high.told, input));
        // Whichever end what is put in stands at, it finds room beyond the axis.
        let beside = chart.rows.iter().map(told).fold(0.0, f64::max) + sheet.points(GAP * 2.0);
        let left = sheet.margin() + names.fold(0.0, f64::max) + sheet.points(14.0) + beside;
        let right = sheet.right() - beside;
        let leads = chart
            .rows
            .iter()
            .flat_map(|row| [row.low.lead, row.high.lead]);
        let bounds = foot::bounds(leads).unwrap_or((0.0, 0.0));
        let ticks = ((right - left) / sheet.points(70.0)) as usize;
        let steps = (ticks.clamp(2, 7), ticks.clamp(3, 8));
        Self {
            left: left.ceil(),
            right: right.floor(),
            top,
            bottom,
            pitch,
            axis: Values::over(bounds, steps, &chart.x.unit, true),
            name,
            input,
        }
    }

    fn x(&self, lead: f64) -> f64 {
        let share = (lead - self.axis.low) / (self.axis.high - self.axis.low);
        self.left + share * (self.right - self.left)
    }
}

fn width(words: &str, size: f64) -> f64 {
    font::width(&clean(words), size, Weight::Semibold)
}

/// Draws the gridlines with their figures, that of zero the darkest, and what the axis is
/// called.
fn grid(sheet: &mut Sheet, chart: &SwingChart, frame: &Frame) {
    let (light, dark) = (sheet.theme.grid(), sheet.theme.axis());
    let thin = sheet.points(1.0);
    sheet.document.shapes(&[], |canvas| {
        for (value, _) in &frame.axis.ticks {
            let x = frame.x(*value);
            let ends = [fine(x, frame.top), fine(x, frame.bottom)];
            let colour = if *value == 0.0 { dark } else { light };
            put(canvas.draw(&PathElement::new(ends, stroke(colour, thin))));
        }
    });
    let ticks = frame.axis.ticks.iter();
    let figures = ticks.map(|(value, words)| (frame.x(*value), words.clone()));
    let edges = (frame.left, frame.right);
    foot::figures_and_label(sheet, figures, &chart.x.label, edges, frame.bottom, DROPS);
}

/// Writes who is ahead, over either side of zero that has room for it.
fn side_names(sheet: &mut Sheet, chart: &SwingChart, frame: &Frame) {
    let Some([above, below]) = &chart.sides else {
        return;
    };
    let (size, weight) = (sheet.points(INPUT), Weight::Semibold);
    let (zero, gap) = (frame.x(0.0), sheet.points(GAP));
    let ways = [
        (above, zero + gap, Side::Start, sheet.right() - zero - gap),
        (below, zero - gap, Side::End, zero - gap - sheet.margin()),
    ];
    for (side, x, anchor, room) in ways {
        let has_bar = match anchor {
            Side::Start => frame.axis.high > 0.0,
            _ => frame.axis.low < 0.0,
        };
        if has_bar && room > size * 6.0 {
            let words = format!("{} ahead", clean(&side.name));
            sheet.document.text(&Text {
                words: font::fit(&words, room, size, weight),
                x,
                y: frame.top - size * 0.7,
                side: anchor,
                size,
                weight,
                colour: sheet.theme.ink(side.role),
            });
        }
    }
}

/// Writes what an assumption is called.
fn name(sheet: &mut Sheet, row: &SwingRow, frame: &Frame, middle: f64) {
    let (size, weight) = (frame.name, Weight::Semibold);
    let x = frame.left - sheet.points(14.0) - widest_input(sheet, frame);
    let room = x - sheet.margin() + 0.01;
    let name = clean(&row.name);
    let words = match name.contains(' ') {
        true => font::fit(&name, room, size, weight),
        // What tells one path from another stands at its end.
        false => font::fit_path(&name, room, size, weight),
    };
    sheet.document.text(&Text {
        words,
        x,
        y: middle + size * MIDDLE,
        side: Side::End,
        size,
        weight,
        colour: sheet.theme.text(),
    });
}

/// The room that is kept for what is put in, on either side of the axis.
fn widest_input(sheet: &Sheet, frame: &Frame) -> f64 {
    sheet.right() - frame.right
}

/// Draws the bar from one end to the other, each side of zero in the colour of who is
/// ahead, and writes at its ends what is put in there.
fn bar(sheet: &mut Sheet, chart: &SwingChart, row: &SwingRow, frame: &Frame, middle: f64) {
    let lead = |end: &SwingEnd| there(&[end.lead], 0);
    let (Some(low), Some(high)) = (lead(&row.low), lead(&row.high)) else {
        let words = "no data".to_owned();
        return input(sheet, words, frame.x(0.0), Side::Start, frame, middle);
    };
    let half = (frame.pitch * 0.32).min(sheet.points(12.0));
    let (least, most) = (low.min(high), low.max(high));
    let roles = match &chart.sides {
        Some([above, below]) => [above.role, below.role],
        None => [Role::Difference; 2],
    };
    let parts = [
        (least.max(0.0), most.max(0.0), roles[0]),
        (least.min(0.0), most.min(0.0), roles[1]),
    ];
    for (from, to, role) in parts.into_iter().filter(|(from, to, _)| from < to) {
        let style = rgb(sheet.theme.line(role)).filled();
        let corners = [
            fine(frame.x(from), middle - half),
            fine(frame.x(to), middle + half),
        ];
        sheet.document.shapes(&[], |canvas| {
            put(canvas.draw(&Rectangle::new(corners, style)));
        });
    }
    let (left, right) = match low <= high {
        true => (&row.low, &row.high),
        false => (&row.high, &row.low),
    };
    input(
        sheet,
        clean(&left.told),
        frame.x(least),
        Side::End,
        frame,
        middle,
    );
    input(
        sheet,
        clean(&right.told),
        frame.x(most),
        Side::Start,
        frame,
        middle,
    );
}

/// Writes what is put in beside the end of a bar.
fn input(sheet: &mut Sheet, words: String, x: f64, side: Side, frame: &Frame, middle: f64) {
    let gap = sheet.points(GAP);
    sheet.document.text(&Text {
        words,
        x: if side == Side::End { x - gap } else { x + gap },
        y: middle + frame.input * MIDDLE,
        side,
        size: frame.input,
        weight: Weight::Regular,
        colour: sheet.theme.quiet(),
    });
}

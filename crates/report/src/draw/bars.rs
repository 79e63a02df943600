//! Horizontal bars of what wholes are made of.

use plotters::element::{PathElement, Rectangle};
use plotters::style::Color as _;

use super::{LINE, MIDDLE, Sheet, fine, put, rgb};
use crate::chart::BarChart;
use crate::font::{self, Weight};
use crate::label;
use crate::size::Size;
use crate::svg::{FINE, Side, Text, clean};
use crate::theme::Theme;

/// Size of type of names and values, in points on a slide.
const NAME: f64 = 14.0;

/// Size of type of the segments' names.
const SEGMENT: f64 = 12.5;

/// The most height that a bar and the space under it take.
const PITCH: f64 = 124.0;

pub(super) fn draw(chart: &BarChart, size: Size, theme: Theme) -> String {
    let mut sheet = Sheet::new(size, theme, &chart.title, &chart.alt);
    let top = sheet.heading(&chart.title, &chart.subtitle) + sheet.points(18.0);
    let bottom = sheet.notes([chart.note.as_str()].into_iter());
    if chart.bars.is_empty() {
        return sheet.document.finish();
    }

    let head = sheet.points(SEGMENT) * LINE + sheet.points(18.0);
    let pitch = ((bottom - top - head) / chart.bars.len() as f64).min(sheet.points(PITCH));
    // A few bars stand a little above the middle, rather than under the title.
    let spare = (bottom - top - head - pitch * chart.bars.len() as f64).max(0.0);
    let frame = Frame::of(&sheet, chart, top + head + spare * 0.3, pitch);
    // A single source without a name is what the title says.
    if chart
        .segments
        .iter()
        .any(|segment| !segment.name.is_empty())
    {
        segment_names(&mut sheet, chart, &frame);
    }
    for (place, _) in chart.bars.iter().enumerate() {
        bar(&mut sheet, chart, &frame, place);
    }
    sheet.document.finish()
}

/// Where the bars stand.
struct Frame {
    left: f64,
    top: f64,
    /// From the top of one bar to that of the next.
    pitch: f64,
    /// Height of a bar.
    height: f64,
    /// Length of one unit of value.
    scale: f64,
    /// Size of type beside and upon the bars.
    text: f64,
}

impl Frame {
    fn of(sheet: &Sheet, chart: &BarChart, top: f64, pitch: f64) -> Self {
        let height = pitch * 0.62;
        let text = sheet.points(NAME).min(pitch * 0.68);
        let room = f64::from(sheet.size.width()) * 0.26;
        let names = chart
            .bars
            .iter()
            .map(|bar| font::width(&clean(&bar.name), text, Weight::Semibold).min(room));
        let count = chart.segments.len();
        let totals = chart
            .bars
            .iter()
            .map(|bar| font::width(&chart.unit.value(bar.total(count)), text, Weight::Semibold));
        let left = sheet.margin() + names.fold(0.0, f64::max) + sheet.points(14.0);
        let right = sheet.right() - totals.fold(0.0, f64::max) - sheet.points(10.0);
        let longest = chart
            .bars
            .iter()
            .map(|bar| bar.total(count))
            .fold(0.0, f64::max);
        let scale = if longest > 0.0 {
            (right - left) / longest
        } else {
            0.0
        };
        Self {
            left,
            top,
            pitch,
            height,
            scale,
            text,
        }
    }

    /// Where a segment of a bar begins and ends.
    fn segment(&self, chart: &BarChart, bar: usize, segment: usize) -> (f64, f64) {
        let bar = &chart.bars[bar];
        let from = self.left + bar.total(segment) * self.scale;
        (from, from + bar.value(segment) * self.scale)
    }
}

/// Writes the segments' names over the first bar, each led to its segment; where that
/// bar has not all of them, each beside its colour.
fn segment_names(sheet: &mut Sheet, chart: &BarChart, frame: &Frame) {
    let size = sheet.points(SEGMENT);
    let count = chart.segments.len();
    let first = &chart.bars[0];
    let led = (0..count).all(|segment| first.value(segment) > 0.0);
    let square = if led { 0.0 } else { size * 0.8 };
    let gap = size * 1.4 + square * 1.5;
    let (from, to) = (frame.left - gap / 2.0, sheet.right() + gap / 2.0);
    let room = (to - from) / count.max(1) as f64 - gap;
    let clean_names = || chart.segments.iter().map(|segment| clean(&segment.name));
    let mut names: Vec<String> = clean_names().collect();
    let width = |name: &String| font::width(name, size, Weight::Regular) + gap;
    if names.iter().map(width).sum::<f64>() > to - from {
        names = clean_names()
            .map(|name| font::fit(&name, room, size, Weight::Regular))
            .collect();
    }
    let sizes: Vec<f64> = names.iter().map(width).collect();
    let wanted: Vec<f64> = (0..count)
        .map(|s| {
            let (from, to) = frame.segment(chart, 0, s);
            (from + to) / 2.0
        })
        .collect();
    let Some(centres) = label::apart(&wanted, &sizes, from, to) else {
        return;
    };
    let quiet = sheet.theme.quiet();
    let y = frame.top - sheet.points(18.0);
    let roles = chart.segments.iter().map(|segment| segment.role);
    for (((words, centre), wanted), role) in names.into_iter().zip(centres).zip(wanted).zip(roles) {
        if led {
            let style = rgb(sheet.theme.axis()).stroke_width((sheet.points(1.0) * FINE) as u32);
            let ends = [
                fine(centre, y + sheet.points(5.0)),
                fine(wanted, frame.top - sheet.points(3.0)),
            ];
            sheet.document.shapes(&[], |canvas| {
                put(canvas.draw(&PathElement::new(ends, style)));
            });
        } else {
            let right = centre - font::width(&words, size, Weight::Regular) / 2.0 - square * 0.5;
            let (top, bottom) = (y - square, y);
            let corners = [fine(right - square, top), fine(right, bottom)];
            let style = rgb(sheet.theme.line(role)).filled();
            sheet.document.shapes(&[], |canvas| {
                put(canvas.draw(&Rectangle::new(corners, style)));
            });
        }
        let (side, weight) = (Side::Middle, Weight::Regular);
        sheet.document.text(&Text {
            words,
            x: centre,
            y,
            side,
            size,
            weight,
            colour: quiet,
        });
    }
}

/// Draws one bar with its name, the values that find room in it, and its total.
fn bar(sheet: &mut Sheet, chart: &BarChart, frame: &Frame, place: usize) {
    let top = frame.top + frame.pitch * place as f64;
    let middle = top + frame.height / 2.0;
    let y = middle + frame.text * MIDDLE;
    let bar = &chart.bars[place];
    let count = chart.segments.len();
    // Of a single source the total says it all.
    let sources = (0..count).filter(|&s| bar.value(s) > 0.0).count();
    let size = frame.text;

    let name_room = frame.left - sheet.margin() - sheet.points(14.0);
    sheet.document.text(&Text {
        words: font::fit(&clean(&bar.name), name_room + 0.01, size, Weight::Semibold),
        x: frame.left - sheet.points(14.0),
        y,
        side: Side::End,
        size,
        weight: Weight::Semibold,
        colour: sheet.theme.text(),
    });
    for (s, segment) in chart.segments.iter().enumerate() {
        let (from, to) = frame.segment(chart, place, s);
        if to <= from {
            continue;
        }
        // A hair of ground between segments tells them apart without colour.
        let hair = if s + 1 < count {
            sheet.points(1.5).min((to - from) / 2.0)
        } else {
            0.0
        };
        let corners = [fine(from, top), fine(to - hair, top + frame.height)];
        let style = rgb(sheet.theme.line(segment.role)).filled();
        let marks = [
            ("data-bar", place.to_string()),
            ("data-segment", s.to_string()),
        ];
        sheet.document.shapes(&marks, |canvas| {
            put(canvas.draw(&Rectangle::new(corners, style)));
        });
        let words = clean(&chart.unit.value(bar.value(s)));
        let fits = font::width(&words, size, Weight::Regular) + size * 0.6 <= to - from - hair;
        if fits && size * 1.2 <= frame.height && sources > 1 {
            sheet.document.text(&Text {
                words,
                x: (from + to - hair) / 2.0,
                y,
                side: Side::Middle,
                size,
                weight: Weight::Regular,
                colour: sheet.theme.upon(segment.role),
            });
        }
    }
    let (_, end) = frame.segment(chart, place, count);
    sheet.document.text(&Text {
        words: clean(&chart.unit.value(bar.total(count))),
        x: end + sheet.points(10.0),
        y,
        side: Side::Start,
        size,
        weight: Weight::Semibold,
        colour: sheet.theme.text(),
    });
}

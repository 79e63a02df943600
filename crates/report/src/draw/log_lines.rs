//! Points and lines over two logarithmic axes.

use plotters::element::{Circle, PathElement};
use plotters::style::Color as _;

use super::lines::{TICK, drawn, stroke};
use super::{LINE, MIDDLE, Sheet, fine, foot, put, rgb};
use crate::chart::{LogChart, LogSeries};
use crate::font::{self, Weight};
use crate::label;
use crate::scale::Powers;
use crate::size::Size;
use crate::svg::{Canvas, FINE, Side, Text, clean};
use crate::theme::Theme;

/// Sizes of type, in points on a slide.
const NAME: f64 = 13.5;

/// From the right edge to the names, in points on a slide: room for a leader.
const GAP: f64 = 22.0;

pub(super) fn draw(chart: &LogChart, size: Size, theme: Theme) -> String {
    let mut sheet = Sheet::new(size, theme, &chart.title, &chart.alt);
    let top = sheet.heading(&chart.title, &chart.subtitle);
    let bottom = sheet.notes([chart.note.as_str()].into_iter());
    let frame = frame(&sheet, chart, top, bottom);
    grid(&mut sheet, chart, &frame);
    for (place, series) in chart.series.iter().enumerate() {
        marks(&mut sheet, series, &frame, place);
    }
    names(&mut sheet, chart, &frame);
    sheet.document.finish()
}

/// Where the numbers stand on the picture.
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    across: Powers,
    up: Powers,
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        self.left + self.across.share(value) * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - self.up.share(value) * (self.bottom - self.top)
    }
}

fn frame(sheet: &Sheet, chart: &LogChart, top: f64, bottom: f64) -> Frame {
    let tick = sheet.points(TICK);
    let top = (top + sheet.points(16.0) + tick * 1.6).round();
    let bottom = (bottom - tick * foot::HEIGHT).round();
    let points = || chart.series.iter().flat_map(LogSeries::shown);
    let most = (bottom - top) / (tick * 1.8);
    let up = Powers::over(points().map(|(_, y)| y), most as usize);
    let figures = up.ticks.iter().map(|(_, text)| text);
    let widest = figures
        .map(|text| font::width(text, tick, Weight::Regular))
        .fold(0.0, f64::max);
    let left = (sheet.margin() + widest + sheet.points(10.0)).round();
    let names = chart.series.iter().flat_map(|series| rows(sheet, series));
    let name = sheet.points(NAME);
    let right = names
        .map(|row| font::width(&row, name, Weight::Semibold))
        .fold(0.0, f64::max);
    let right = (sheet.right() - right - sheet.points(GAP)).floor();
    let most = (right - left) / sheet.points(60.0);
    let across = Powers::over(points().map(|(x, _)| x), most as usize);
    Frame {
        left,
        top,
        right,
        bottom,
        across,
        up,
    }
}

/// Draws gridlines with their figures, and what the axes are called.
fn grid(sheet: &mut Sheet, chart: &LogChart, frame: &Frame) {
    let (light, dark) = (sheet.theme.grid(), sheet.theme.axis());
    let thin = sheet.points(1.0);
    sheet.document.shapes(&[], |canvas| {
        let rule = |from: (f64, f64), to: (f64, f64), colour| {
            let ends = [fine(from.0, from.1), fine(to.0, to.1)];
            put(canvas.draw(&PathElement::new(ends, stroke(colour, thin))));
        };
        for (value, _) in &frame.up.ticks {
            let y = frame.y(*value);
            rule((frame.left, y), (frame.right, y), light);
        }
        for (value, _) in &frame.across.ticks {
            let x = frame.x(*value);
            rule((x, frame.top), (x, frame.bottom), light);
        }
        rule(
            (frame.left, frame.bottom),
            (frame.right, frame.bottom),
            dark,
        );
    });
    let size = sheet.points(TICK);
    let (colour, weight) = (sheet.theme.quiet(), Weight::Regular);
    for (value, words) in &frame.up.ticks {
        sheet.document.text(&Text {
            words: words.clone(),
            x: frame.left - size * 0.8,
            y: frame.y(*value) + size * MIDDLE,
            side: Side::End,
            size,
            weight,
            colour,
        });
    }
    let ticks = frame.across.ticks.iter();
    let figures = ticks.map(|(value, words)| (frame.x(*value), words.clone()));
    let edges = (frame.left, frame.right);
    let (label, bottom) = (&chart.x.label, frame.bottom);
    foot::figures_and_label(sheet, figures, label, edges, bottom, foot::DROPS);
    let margin = sheet.margin();
    sheet.document.text(&Text {
        words: font::fit(&clean(&chart.y.label), sheet.right() - margin, size, weight),
        x: margin,
        y: frame.top - size * 0.95,
        side: Side::Start,
        size,
        weight,
        colour,
    });
}

/// Draws one series: a line where its points are joined, dots where they are not.
fn marks(sheet: &mut Sheet, series: &LogSeries, frame: &Frame, place: usize) {
    let colour = sheet.theme.line(series.role);
    let ground = sheet.theme.ground();
    let thick = sheet.points(2.5);
    let attributes = drawn(0, place, &[], thick);
    let points: Vec<_> = series
        .shown()
        .map(|(x, y)| fine(frame.x(x), frame.y(y)))
        .collect();
    sheet.document.shapes(&attributes, |canvas: &Canvas<'_>| {
        let dot = |at, radius: f64, colour| {
            put(canvas.draw(&Circle::new(
                at,
                (radius * FINE) as i32,
                rgb(colour).filled(),
            )));
        };
        if series.joined {
            put(canvas.draw(&PathElement::new(points.clone(), stroke(colour, thick))));
            if let Some(&last) = points.last() {
                dot(last, thick * 1.5, colour);
            }
        } else {
            for &at in &points {
                dot(at, thick * 2.0, ground);
                dot(at, thick * 1.5, colour);
            }
        }
    });
}

/// The name of a series as it is written, on up to three lines.
fn rows(sheet: &Sheet, series: &LogSeries) -> Vec<String> {
    let room = f64::from(sheet.size.width()) * 0.2;
    font::wrap(
        &clean(&series.name),
        room,
        3,
        sheet.points(NAME),
        Weight::Semibold,
    )
}

/// Writes every series' name beside its last point, pushed apart where they would
/// meet.
fn names(sheet: &mut Sheet, chart: &LogChart, frame: &Frame) {
    let size = sheet.points(NAME);
    let line = size * LINE;
    let named: Vec<_> = chart
        .series
        .iter()
        .filter_map(|series| Some((series, series.shown().last()?, rows(sheet, series))))
        .collect();
    let wanted: Vec<_> = named.iter().map(|(_, (_, y), _)| frame.y(*y)).collect();
    let heights: Vec<_> = named
        .iter()
        .map(|(.., rows)| line * (rows.len() as f64 + 0.3))
        .collect();
    let (from, to) = (frame.top - line, frame.bottom + line * 0.4);
    let Some(centres) = label::apart(&wanted, &heights, from, to) else {
        return;
    };
    let x = frame.right + sheet.points(GAP);
    let leader = stroke(sheet.theme.axis(), sheet.points(1.0));
    for ((series, (last, value), rows), centre) in named.into_iter().zip(centres) {
        let colour = sheet.theme.ink(series.role);
        let from = fine(frame.x(last) + sheet.points(8.0), frame.y(value));
        let to = fine(x - sheet.points(4.0), centre);
        sheet.document.shapes(&[], |canvas| {
            put(canvas.draw(&PathElement::new([from, to], leader)));
        });
        let mut middle = centre - (rows.len() as f64 - 1.0) * line / 2.0;
        for words in rows {
            let (y, side, weight) = (middle + size * MIDDLE, Side::Start, Weight::Semibold);
            sheet.document.text(&Text {
                words,
                x,
                y,
                side,
                size,
                weight,
                colour,
            });
            middle += line;
        }
    }
}

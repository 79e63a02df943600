//! Panels of lines over days, under one another.

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, PathElement, Polygon};
use plotters::prelude::SVGBackend;
use plotters::series::LineSeries;
use plotters::style::{Color as _, RGBColor, ShapeStyle};

use super::{LINE, MIDDLE, Sheet};
use crate::chart::{LineChart, Series, there};
use crate::font::{self, Weight};
use crate::label;
use crate::scale::{self, Values};
use crate::size::Size;
use crate::svg::{Canvas, FINE, Side, Text, clean};
use crate::theme::{Colour, Theme};

/// Sizes of type, in points on a slide.
const TICK: f64 = 12.5;
const NAME: f64 = 13.5;
const PANEL: f64 = 15.0;

/// How much of the line's colour a band has.
const BAND: f64 = 0.16;

pub(super) fn draw(panels: &[LineChart], size: Size, theme: Theme) -> String {
    let title = panels.first().map_or("", |panel| panel.title.as_str());
    let alt: Vec<&str> = panels.iter().map(|panel| panel.alt.as_str()).collect();
    let mut sheet = Sheet::new(size, theme, title, &alt.join(" "));
    let subtitle = panels.first().map_or("", |panel| panel.subtitle.as_str());
    let top = sheet.heading(title, subtitle);
    let bottom = sheet.notes(panels.iter().map(|panel| panel.note.as_str()));

    let days = Span::of(panels);
    let frames = frames(&mut sheet, panels, days, top, bottom);
    for (place, (panel, frame)) in panels.iter().zip(&frames).enumerate() {
        grid(&mut sheet, panel, frame);
        if place + 1 == panels.len() {
            name_days(&mut sheet, panel, frame, days);
        }
        lines(&mut sheet, panel, frame, place);
        name_lines(&mut sheet, panel, frame, place);
    }
    sheet.document.finish()
}

/// The days that a picture shows.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: u32,
    last: u32,
}

impl Span {
    fn of(panels: &[LineChart]) -> Self {
        let first = panels.iter().map(|panel| panel.x.first).min().unwrap_or(0);
        let last = panels
            .iter()
            .flat_map(|panel| panel.series.iter().map(|s| (panel.x.first, s.mean.len())))
            .map(|(first, days)| {
                first.saturating_add(u32::try_from(days.saturating_sub(1)).unwrap_or(u32::MAX))
            })
            .max();
        Self {
            first,
            last: last.unwrap_or(first).max(first),
        }
    }
}

/// Where a panel's numbers stand on the picture.
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    /// The days at the left and at the right edge.
    days: (f64, f64),
    values: Values,
}

impl Frame {
    fn x(&self, day: f64) -> f64 {
        let (from, to) = self.days;
        self.left + (day - from) / (to - from) * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.values.low, self.values.high);
        self.bottom - (value - low) / (high - low) * (self.bottom - self.top)
    }

    /// plotters' coordinates within this frame.
    fn on<'b>(&self, canvas: &Canvas<'b>) -> Plot<'b> {
        let fine = |length: f64| (length * FINE).round() as i32;
        let (left, top) = (fine(self.left), fine(self.top));
        let area = canvas.clone().shrink(
            (left, top),
            (fine(self.right) - left, fine(self.bottom) - top),
        );
        ChartBuilder::on(&area)
            .build_cartesian_2d(self.days.0..self.days.1, self.values.low..self.values.high)
            .expect("a string takes every shape")
    }
}

/// plotters' view of a frame: days across, values up.
type Plot<'b> = ChartContext<'b, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Shares out the picture among the panels, writes the headings of all but the
/// first, and gives each its frame.
fn frames(
    sheet: &mut Sheet,
    panels: &[LineChart],
    days: Span,
    top: f64,
    bottom: f64,
) -> Vec<Frame> {
    let tick = sheet.points(TICK);
    // Under the last panel stand the days and what they are called.
    let foot = tick * 2.9;
    let between = sheet.points(26.0);
    let room = bottom - foot - top - between * (panels.len() as f64 - 1.0);
    let share = room / (panels.len() as f64 + 0.6);

    let mut frames = Vec::new();
    let mut from = top;
    for (place, panel) in panels.iter().enumerate() {
        let to = from + if place == 0 { share * 1.6 } else { share };
        let mut plot_top = from + sheet.points(12.0);
        if place > 0 {
            plot_top = from;
            for (words, points, weight, colour) in [
                (&panel.title, PANEL, Weight::Semibold, sheet.theme.text()),
                (&panel.subtitle, TICK, Weight::Regular, sheet.theme.quiet()),
            ] {
                plot_top = sheet.paragraph(words, plot_top, points, weight, colour);
            }
            plot_top += sheet.points(6.0);
        }
        plot_top += tick * if panel.y.label.is_empty() { 0.4 } else { 1.5 };
        // What is told over a panel may not squeeze the panel itself away.
        let plot_top = plot_top.min(to - sheet.points(24.0)).round();
        frames.push(Frame {
            left: 0.0,
            top: plot_top,
            right: 0.0,
            bottom: to.round(),
            days: edges(days),
            values: values(panel, (to - plot_top) / sheet.points(44.0)),
        });
        from = to + between;
    }

    let figures = frames.iter().flat_map(|frame| &frame.values.ticks);
    let left = figures
        .map(|(_, text)| font::width(text, tick, Weight::Regular))
        .fold(0.0, f64::max);
    let names = panels.iter().flat_map(|panel| ends(sheet, panel));
    let right = names.map(|end| end.width(sheet)).fold(0.0, f64::max);
    let (left, right) = (
        (sheet.margin() + left + sheet.points(10.0)).round(),
        (sheet.right()
            - if right > 0.0 {
                right + sheet.points(GAP)
            } else {
                0.0
            })
        .round(),
    );
    for frame in &mut frames {
        (frame.left, frame.right) = (left, right);
    }
    frames
}

/// From the end of a line to its name, in points on a slide: room for a leader.
const GAP: f64 = 22.0;

/// The days at the edges of a frame; around a single day there is half a day.
fn edges(days: Span) -> (f64, f64) {
    let (first, last) = (f64::from(days.first), f64::from(days.last));
    if first < last {
        (first, last)
    } else {
        (first - 0.5, last + 0.5)
    }
}

/// The axis that holds everything a panel draws.
fn values(panel: &LineChart, steps: f64) -> Values {
    let drawn = panel.series.iter().flat_map(|series| {
        let band = (0..series.mean.len()).filter_map(|day| series.band.as_ref()?.at(day));
        series
            .mean
            .iter()
            .copied()
            .chain(band.flat_map(|(low, high)| [low, high]))
    });
    let (mut min, mut max) = (0.0_f64, 0.0_f64);
    for value in drawn.filter_map(|value| there(&[value], 0)) {
        (min, max) = (min.min(value), max.max(value));
    }
    Values::over(
        min,
        max,
        steps.clamp(2.0, 6.0) as usize,
        &panel.y.unit,
        panel.zero_line,
    )
}

/// Draws gridlines with their figures, and what the values are called.
fn grid(sheet: &mut Sheet, panel: &LineChart, frame: &Frame) {
    let (from, to) = frame.days;
    let (light, dark) = (sheet.theme.grid(), sheet.theme.axis());
    let thin = sheet.points(1.0);
    sheet.document.shapes(&[], |canvas| {
        let mut plot = frame.on(canvas);
        let rule = |value: f64, colour| {
            PathElement::new([(from, value), (to, value)], stroke(colour, thin))
        };
        let ticks = frame.values.ticks.iter().map(|(value, _)| *value);
        put(plot.draw_series(ticks.filter(|v| *v != 0.0).map(|v| rule(v, light))));
        // Zero last, so that nothing lies over it.
        put(plot.draw_series([rule(0.0, dark)]));
    });
    let size = sheet.points(TICK);
    let colour = sheet.theme.quiet();
    for (value, words) in &frame.values.ticks {
        sheet.document.text(&Text {
            words: words.clone(),
            x: frame.left - sheet.points(10.0),
            y: frame.y(*value) + size * MIDDLE,
            side: Side::End,
            size,
            weight: Weight::Regular,
            colour,
        });
    }
    let room = sheet.right() - sheet.margin();
    sheet.document.text(&Text {
        words: font::fit(&clean(&panel.y.label), room, size, Weight::Regular),
        x: sheet.margin(),
        y: frame.top - size * 0.95,
        side: Side::Start,
        size,
        weight: Weight::Regular,
        colour,
    });
}

/// Writes the days under a panel.
fn name_days(sheet: &mut Sheet, panel: &LineChart, frame: &Frame, days: Span) {
    let size = sheet.points(TICK);
    let colour = sheet.theme.quiet();
    let widest = font::width(&days.last.to_string(), size, Weight::Regular) + size * 3.0;
    let most = ((frame.right - frame.left) / widest).clamp(1.0, 12.0) as usize + 1;
    let mut line = |words: String, x, y| {
        let weight = Weight::Regular;
        sheet.document.text(&Text {
            words,
            x,
            y,
            side: Side::Middle,
            size,
            weight,
            colour,
        });
    };
    for day in scale::days(days.first, days.last, most) {
        line(
            day.to_string(),
            frame.x(f64::from(day)),
            frame.bottom + size * 1.55,
        );
    }
    let middle = (frame.left + frame.right) / 2.0;
    let room = frame.right - frame.left;
    let words = font::fit(&clean(&panel.x.label), room, size, Weight::Regular);
    line(words, middle, frame.bottom + size * 2.95);
}

/// Draws the bands, then the lines over them.
fn lines(sheet: &mut Sheet, panel: &LineChart, frame: &Frame, place: usize) {
    let first = f64::from(panel.x.first);
    for (s, series) in panel.series.iter().enumerate() {
        let Some(band) = &series.band else { continue };
        let edges: Vec<_> = (0..series.mean.len()).map(|day| band.at(day)).collect();
        let colour = sheet.theme.line(series.role);
        let thin = sheet.points(2.0);
        sheet.document.shapes(&marks(place, s), |canvas| {
            let mut plot = frame.on(canvas);
            for (start, run) in runs(&edges) {
                let at = |i: usize| first + (start + i) as f64;
                let low = run.iter().enumerate().map(|(i, (low, _))| (at(i), *low));
                let high = run.iter().enumerate().map(|(i, (_, high))| (at(i), *high));
                if run.len() == 1 {
                    let ends: Vec<_> = low.chain(high).collect();
                    let style = ShapeStyle {
                        color: rgb(colour).mix(BAND * 2.0),
                        filled: false,
                        stroke_width: (thin * 3.0 * FINE) as u32,
                    };
                    put(plot.draw_series([PathElement::new(ends, style)]));
                } else {
                    let outline: Vec<_> = high.chain(low.rev()).collect();
                    put(plot.draw_series([Polygon::new(outline, rgb(colour).mix(BAND))]));
                }
            }
        });
    }
    for (s, series) in panel.series.iter().enumerate() {
        let colour = sheet.theme.line(series.role);
        let ground = sheet.theme.ground();
        let thick = sheet.points(2.5);
        let means: Vec<_> = (0..series.mean.len())
            .map(|day| there(&series.mean, day))
            .collect();
        let mut attributes = marks(place, s);
        attributes.push(("stroke-linejoin", "round".to_owned()));
        attributes.push(("stroke-linecap", "round".to_owned()));
        let dashes = series.role.dashes(series.dashed).iter();
        let dashes: Vec<_> = dashes
            .map(|length| (length * thick * FINE).round().to_string())
            .collect();
        if !dashes.is_empty() {
            attributes.push(("stroke-dasharray", dashes.join(" ")));
        }
        sheet.document.shapes(&attributes, |canvas| {
            let mut plot = frame.on(canvas);
            let dot = |point, radius: f64, colour| {
                Circle::new(point, (radius * FINE) as i32, rgb(colour).filled())
            };
            let mut last = None;
            for (start, run) in runs(&means) {
                let points: Vec<_> = (start..)
                    .zip(run)
                    .map(|(i, v)| (first + i as f64, v))
                    .collect();
                if points.len() == 1 {
                    put(plot.draw_series([dot(points[0], thick * 1.2, colour)]));
                }
                last = points.last().copied();
                put(plot.draw_series(LineSeries::new(points, stroke(colour, thick))));
            }
            if let Some(point) = last {
                let rings = [
                    dot(point, thick * 2.2, ground),
                    dot(point, thick * 1.5, colour),
                ];
                put(plot.draw_series(rings));
            }
        });
    }
}

/// The end of a line, and what is written there.
struct End {
    series: usize,
    /// Day and value of the last point; none if the line has none.
    point: Option<(f64, f64)>,
    name: String,
    value: String,
}

impl End {
    fn width(&self, sheet: &Sheet) -> f64 {
        let size = sheet.points(NAME);
        font::width(&self.name, size, Weight::Semibold).max(font::width(
            &self.value,
            size,
            Weight::Regular,
        ))
    }
}

/// What is to be written at the ends of a panel's lines.
fn ends(sheet: &Sheet, panel: &LineChart) -> Vec<End> {
    let room = f64::from(sheet.size.width()) * 0.26;
    let size = sheet.points(NAME);
    let end = |(place, series): (usize, &Series)| {
        let last = (0..series.mean.len())
            .rev()
            .find_map(|day| Some((day, there(&series.mean, day)?)));
        let value = match last {
            None => "no data".to_owned(),
            Some((_, value)) if panel.zero_line => panel.y.unit.signed(value),
            Some((_, value)) => panel.y.unit.value(value),
        };
        End {
            series: place,
            point: last.map(|(day, value)| (f64::from(panel.x.first) + day as f64, value)),
            name: font::fit(&clean(&series.name), room, size, Weight::Semibold),
            value: font::fit(&clean(&value), room, size, Weight::Regular),
        }
    };
    panel.series.iter().enumerate().map(end).collect()
}

/// Writes every line's name and last value beside its end, pushed apart where
/// they would meet.
///
/// Where there is no room for both, the values go; where there is none for all
/// the names, those told last.
fn name_lines(sheet: &mut Sheet, panel: &LineChart, frame: &Frame, place: usize) {
    let size = sheet.points(NAME);
    let line = size * LINE;
    let mut ends = ends(sheet, panel);
    let (from, to) = (frame.top - line, frame.bottom + line * 0.4);
    let wanted: Vec<f64> = ends
        .iter()
        .map(|end| end.point.map_or(frame.bottom, |(_, value)| frame.y(value)))
        .collect();
    let both = label::apart(&wanted, &vec![line * 2.15; ends.len()], from, to);
    let rows = if both.is_some() { 2.0 } else { 1.0 };
    let fitting = (((to - from) / line) as usize).min(ends.len());
    ends.truncate(fitting);
    let Some(centres) =
        both.or_else(|| label::apart(&wanted[..fitting], &vec![line; fitting], from, to))
    else {
        return;
    };

    let x = frame.right + sheet.points(GAP);
    let leader = stroke(sheet.theme.axis(), sheet.points(1.0));
    for (end, centre) in ends.iter().zip(centres) {
        let role = panel.series[end.series].role;
        if let Some((day, value)) = end.point {
            let (dot_x, dot_y) = (frame.x(day) + sheet.points(8.0), frame.y(value));
            let moved = (centre - dot_y).abs() > sheet.points(2.0);
            if moved || day < frame.days.1.floor() {
                let fine = |x: f64, y: f64| ((x * FINE).round() as i32, (y * FINE).round() as i32);
                let ends = [fine(dot_x, dot_y), fine(x - sheet.points(4.0), centre)];
                sheet.document.shapes(&marks(place, end.series), |canvas| {
                    put(canvas.draw(&PathElement::new(ends, leader)));
                });
            }
        }
        let mut middle = centre - (rows - 1.0) * line / 2.0;
        for (words, weight, colour) in [
            (&end.name, Weight::Semibold, sheet.theme.ink(role)),
            (&end.value, Weight::Regular, sheet.theme.text()),
        ]
        .into_iter()
        .take(rows as usize)
        {
            let (words, y) = (words.clone(), middle + size * MIDDLE);
            let text = Text {
                words,
                x,
                y,
                side: Side::Start,
                size,
                weight,
                colour,
            };
            sheet.document.text_with(&text, &marks(place, end.series));
            middle += line;
        }
    }
}

/// What tells a page to which panel and series a group belongs.
fn marks(panel: usize, series: usize) -> Vec<(&'static str, String)> {
    vec![
        ("data-panel", panel.to_string()),
        ("data-series", series.to_string()),
    ]
}

/// The unbroken runs of what is there, each with where it starts.
fn runs<T: Copy>(values: &[Option<T>]) -> Vec<(usize, Vec<T>)> {
    let mut runs: Vec<(usize, Vec<T>)> = Vec::new();
    for (place, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() == place => run.push(*value),
            _ => runs.push((place, vec![*value])),
        }
    }
    runs
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// A line of this colour and width, in units of the picture.
fn stroke(colour: Colour, width: f64) -> ShapeStyle {
    rgb(colour).stroke_width((width * FINE).round() as u32)
}

/// What plotters gives back from drawing into text.
fn put<T, E>(drawn: Result<T, E>) {
    assert!(drawn.is_ok(), "a string takes every shape");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_breaks_a_line_in_two() {
        let values = [None, Some(1), Some(2), None, Some(3)];
        assert_eq!(runs(&values), [(1, vec![1, 2]), (4, vec![3])]);
        assert_eq!(runs::<u8>(&[]), []);
    }
}

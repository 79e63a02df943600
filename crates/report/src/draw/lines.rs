//! Panels of lines over days, under one another.

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, PathElement, Polygon};
use plotters::prelude::SVGBackend;
use plotters::series::LineSeries;
use plotters::style::{Color as _, ShapeStyle};

use super::ends::{self, Column, End};
use super::{LINE, MIDDLE, Sheet, fine, foot, put, rgb};
use crate::chart::{LineChart, Series, there};
use crate::font::{self, Weight};
use crate::scale::{self, Values};
use crate::size::Size;
use crate::svg::{Canvas, FINE, Side, Text, clean};
use crate::theme::{Colour, Theme};

/// Sizes of type, in points on a slide.
pub(super) const TICK: f64 = 12.5;
pub(super) const NAME: f64 = 13.5;
const PANEL: f64 = 15.0;

/// How much of the line's colour a band has.
pub(super) const BAND: f64 = 0.16;

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
        grid(&mut sheet, panel, frame, place);
        if place + 1 == panels.len() {
            name_days(&mut sheet, panel, frame, days);
        }
        lines(&mut sheet, panel, frame, place);
        name_lines(&mut sheet, panel, frame, place);
        nothing(&mut sheet, panel, frame);
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
        let (left, top) = fine(self.left, self.top);
        let (right, bottom) = fine(self.right, self.bottom);
        let area = canvas
            .clone()
            .shrink((left, top), (right - left, bottom - top));
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
    let foot = tick * foot::HEIGHT;
    let between = sheet.points(24.0);
    let over = |place: usize, panel: &LineChart| {
        let rows = match place {
            0 => sheet.points(16.0),
            _ => (sheet.points(PANEL) + tick) * LINE + sheet.points(6.0),
        };
        rows + tick * if panel.y.label.is_empty() { 0.4 } else { 1.6 }
    };
    let told: Vec<f64> = panels
        .iter()
        .enumerate()
        .map(|(i, panel)| over(i, panel))
        .collect();
    let count = panels.len() as f64;
    let room = bottom - foot - top - between * (count - 1.0) - told.iter().sum::<f64>();
    let share = (room / (count + 0.6)).max(sheet.points(20.0));

    let mut frames = Vec::new();
    let mut from = top;
    for (place, (panel, told)) in panels.iter().zip(told).enumerate() {
        let text = sheet.theme.text();
        let quiet = sheet.theme.quiet();
        if place > 0 {
            let y = sheet.paragraph(&panel.title, from, 1, PANEL, Weight::Semibold, text);
            sheet.paragraph(&panel.subtitle, y, 1, TICK, Weight::Regular, quiet);
        }
        let plot_top = from + told;
        let to = plot_top + if place == 0 { share * 1.6 } else { share };
        let steps = (to - plot_top) / sheet.points(46.0);
        let most = (to - plot_top) / (tick * 1.4);
        frames.push(Frame {
            left: 0.0,
            top: plot_top.round(),
            right: 0.0,
            bottom: to.round(),
            days: edges(days),
            values: values(panel, (steps.clamp(2.0, 6.0) as usize, most as usize)),
        });
        from = to + between;
    }

    let figures = frames.iter().flat_map(|frame| &frame.values.ticks);
    let left = figures
        .map(|(_, text)| font::width(text, tick, Weight::Regular))
        .fold(0.0, f64::max);
    let names = panels.iter().flat_map(|panel| ends(sheet, panel, 0));
    let right = names.map(|end| end.width(sheet)).fold(0.0, f64::max);
    let left = (sheet.margin() + left + sheet.points(10.0)).round();
    let gap = if right > 0.0 {
        sheet.points(ends::GAP)
    } else {
        0.0
    };
    // Down, not to the nearest: the widest name needs all of its room.
    let right = (sheet.right() - right - gap).floor();
    for frame in &mut frames {
        (frame.left, frame.right) = (left, right);
    }
    frames
}

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
fn values(panel: &LineChart, steps: (usize, usize)) -> Values {
    let drawn = panel.series.iter().flat_map(|series| {
        let band = (0..series.mean.len()).filter_map(|day| series.band_at(day));
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
    Values::over((min, max), steps, &panel.y.unit, panel.zero_line)
}

/// Draws gridlines with their figures, and what the values are called.
fn grid(sheet: &mut Sheet, panel: &LineChart, frame: &Frame, place: usize) {
    let (from, to) = frame.days;
    let (light, dark) = (sheet.theme.grid(), sheet.theme.axis());
    let thin = sheet.points(1.0);
    sheet.document.shapes(&axes(frame, place), |canvas| {
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
    let widest = font::width(&days.last.to_string(), size, Weight::Regular) + size * 3.0;
    let most = ((frame.right - frame.left) / widest).clamp(1.0, 12.0) as usize + 1;
    let named = match panel.x.weeks {
        true => scale::days(days.first, days.last, most),
        false => scale::rounds(days.first, days.last, most),
    };
    let figures = named.into_iter();
    let figures = figures.map(|day| (frame.x(f64::from(day)), day.to_string()));
    let edges = (frame.left, frame.right);
    let (label, bottom) = (&panel.x.label, frame.bottom);
    foot::figures_and_label(sheet, figures, label, edges, bottom, foot::DROPS);
}

/// Draws the bands, then the lines over them.
fn lines(sheet: &mut Sheet, panel: &LineChart, frame: &Frame, place: usize) {
    let first = f64::from(panel.x.first);
    for (s, series) in panel.series.iter().enumerate() {
        let edges: Vec<_> = (0..series.mean.len())
            .map(|day| series.band_at(day))
            .collect();
        if edges.iter().all(Option::is_none) {
            continue;
        }
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
        let attributes = drawn(place, s, series.role.dashes(series.dashed), thick);
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

/// What is to be written at the ends of a panel's lines.
fn ends(sheet: &Sheet, panel: &LineChart, place: usize) -> Vec<End> {
    let end = |(s, series): (usize, &Series)| {
        let last = (0..series.mean.len())
            .rev()
            .find_map(|day| Some((day, there(&series.mean, day)?)));
        let value = match last {
            None => "no data".to_owned(),
            Some((_, value)) if panel.zero_line => panel.y.unit.signed(value),
            Some((_, value)) => panel.y.unit.value(value),
        };
        let point = last.map(|(day, value)| (f64::from(panel.x.first) + day as f64, value));
        End::new(
            sheet,
            &series.name,
            series.role,
            point,
            &value,
            marks(place, s),
        )
    };
    panel.series.iter().enumerate().map(end).collect()
}

/// Writes every line's name and last value beside its end.
fn name_lines(sheet: &mut Sheet, panel: &LineChart, frame: &Frame, place: usize) {
    let line = sheet.points(NAME) * LINE;
    let column = Column {
        left: frame.right,
        top: frame.top,
        bottom: frame.bottom,
        // Names alone may also stand beside the days.
        beyond: line * 0.8,
        last: frame.days.1.floor(),
    };
    let ends = ends(sheet, panel, place);
    ends::write(sheet, ends, &column, |(day, value)| {
        (frame.x(day), frame.y(value))
    });
}

/// Says so in the middle of a panel that has nothing to draw.
fn nothing(sheet: &mut Sheet, panel: &LineChart, frame: &Frame) {
    let mut values = panel.series.iter().flat_map(|series| &series.mean);
    if values.all(|value| there(&[*value], 0).is_none()) {
        let middle = (frame.left + frame.right) / 2.0;
        no_data(sheet, middle, (frame.top + frame.bottom) / 2.0);
    }
}

/// Says that there is nothing to draw.
pub(super) fn no_data(sheet: &mut Sheet, x: f64, middle: f64) {
    let size = sheet.points(NAME);
    sheet.document.text(&Text {
        words: "No data".to_owned(),
        x,
        y: middle + size * MIDDLE,
        side: Side::Middle,
        size,
        weight: Weight::Regular,
        colour: sheet.theme.quiet(),
    });
}

/// What tells a page where a panel's numbers stand: its left, top, right and bottom edge in
/// units of the picture, and the days and values at these edges.
fn axes(frame: &Frame, panel: usize) -> Vec<(&'static str, String)> {
    let told = |numbers: [f64; 4]| numbers.map(|number| number.to_string()).join(" ");
    let Frame {
        left,
        top,
        right,
        bottom,
        days,
        values,
    } = frame;
    vec![
        ("data-panel", panel.to_string()),
        ("data-frame", told([*left, *top, *right, *bottom])),
        ("data-axes", told([days.0, days.1, values.low, values.high])),
    ]
}

/// What tells a page to which panel and series a group belongs.
pub(super) fn marks(panel: usize, series: usize) -> Vec<(&'static str, String)> {
    vec![
        ("data-panel", panel.to_string()),
        ("data-series", series.to_string()),
    ]
}

/// The same for a line that is drawn round, in dashes where there are lengths of them, in
/// sizes of its thickness.
pub(super) fn drawn(
    panel: usize,
    series: usize,
    dashes: &[f64],
    thick: f64,
) -> Vec<(&'static str, String)> {
    let mut attributes = marks(panel, series);
    attributes.push(("stroke-linejoin", "round".to_owned()));
    attributes.push(("stroke-linecap", "round".to_owned()));
    let lengths = dashes.iter().map(|length| length * thick * FINE);
    let lengths: Vec<_> = lengths.map(|length| length.round().to_string()).collect();
    if !lengths.is_empty() {
        attributes.push(("stroke-dasharray", lengths.join(" ")));
    }
    attributes
}

/// The unbroken runs of what is there, each with where it starts.
pub(super) fn runs<T: Copy>(values: &[Option<T>]) -> Vec<(usize, Vec<T>)> {
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

/// A line of this colour and width, in units of the picture.
pub(super) fn stroke(colour: Colour, width: f64) -> ShapeStyle {
    rgb(colour).stroke_width((width * FINE).round() as u32)
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

//! Curves over a number that was varied.

use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::{Color as _, ShapeStyle};

use super::ends::{self, Column, End, told};
use super::lines::{BAND, TICK, drawn, marks, no_data, runs, stroke};
use super::{MIDDLE, Sheet, fine, foot, put, rgb};
use crate::chart::{Curve, CurveChart, CurvePoint};
use crate::font::{self, Weight};
use crate::scale::Values;
use crate::scale::varied::Varied;
use crate::size::Size;
use crate::svg::{FINE, Side, Text, clean};
use crate::theme::Theme;

/// So far apart must points be for each to have its dot, in points on a slide.
const APART: f64 = 16.0;

pub(super) fn draw(chart: &CurveChart, size: Size, theme: Theme) -> String {
    let mut sheet = Sheet::new(size, theme, &chart.title, &chart.alt);
    let top = sheet.heading(&chart.title, &chart.subtitle);
    let bottom = sheet.notes([chart.note.as_str()].into_iter());
    let frame = Frame::of(&sheet, chart, top, bottom);
    grid(&mut sheet, chart, &frame);
    let edges = (frame.left, frame.right);
    foot::write(&mut sheet, &chart.x, &frame.across, edges, frame.bottom);
    for (place, curve) in chart.series.iter().enumerate() {
        band(&mut sheet, chart, curve, &frame, place);
    }
    for (place, curve) in chart.series.iter().enumerate() {
        line(&mut sheet, chart, curve, &frame, place);
    }
    let column = Column {
        left: frame.right,
        top: frame.top,
        bottom: frame.bottom,
        beyond: 0.0,
        last: frame.last,
    };
    let ends = ends(&sheet, chart);
    ends::write(&mut sheet, ends, &column, |(x, y)| (frame.x(x), frame.y(y)));
    if points(chart).next().is_none() {
        let middle = (frame.left + frame.right) / 2.0;
        no_data(&mut sheet, middle, (frame.top + frame.bottom) / 2.0);
    }
    sheet.document.finish()
}

/// Where the numbers stand on the picture.
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    across: Varied,
    values: Values,
    /// The last value of what was varied.
    last: f64,
}

impl Frame {
    fn of(sheet: &Sheet, chart: &CurveChart, top: f64, bottom: f64) -> Self {
        let tick = sheet.points(TICK);
        let over = if chart.y.label.is_empty() { 0.4 } else { 1.6 };
        let top = (top + sheet.points(16.0) + tick * over).round();
        let bottom = (bottom - tick * foot::HEIGHT).round();
        let steps = ((bottom - top) / sheet.points(46.0)).clamp(2.0, 6.0) as usize;
        let most = ((bottom - top) / (tick * 1.4)) as usize;
        let drawn = points(chart).flat_map(|point| {
            let (low, high) = point.band().unwrap_or((0.0, 0.0));
            [point.mean, low, high]
        });
        let bounds = foot::bounds(drawn).unwrap_or((0.0, 0.0));
        let values = Values::over(bounds, (steps, most), &chart.y.unit, chart.zero_line);
        let figures = values.ticks.iter();
        let figures = figures
            .map(|(_, text)| font::width(text, tick, Weight::Regular))
            .fold(0.0, f64::max);
        let left = (sheet.margin() + figures + sheet.points(10.0)).round();
        let names = ends(sheet, chart).into_iter().map(|end| end.width(sheet));
        let names = names.fold(0.0, f64::max);
        let right = (sheet.right() - names - sheet.points(ends::GAP)).floor();
        let varied = || points(chart).map(|point| point.x);
        Self {
            left,
            top,
            right,
            bottom,
            across: foot::axis(sheet, &chart.x, varied(), (left, right)),
            values,
            last: varied().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    fn x(&self, value: f64) -> f64 {
        self.left + self.across.share(value) * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.values.low, self.values.high);
        self.bottom - (value - low) / (high - low) * (self.bottom - self.top)
    }
}

/// The points of a curve that have a place across, whether or not they have one
/// upwards.
fn placed<'a>(chart: &'a CurveChart, curve: &'a Curve) -> impl Iterator<Item = CurvePoint> + 'a {
    let points = curve.points.iter().copied();
    points.filter(|point| chart.x.placed(point.x).is_some())
}

/// All points that have a place on the picture.
fn points(chart: &CurveChart) -> impl Iterator<Item = CurvePoint> + '_ {
    let all = chart.series.iter().flat_map(|curve| placed(chart, curve));
    all.filter(|point| point.mean().is_some())
}

/// Draws gridlines with their figures, and what the values are called.
fn grid(sheet: &mut Sheet, chart: &CurveChart, frame: &Frame) {
    let (light, dark) = (sheet.theme.grid(), sheet.theme.axis());
    let thin = sheet.points(1.0);
    sheet.document.shapes(&[], |canvas| {
        let rule = |value: f64, colour| {
            let y = frame.y(value);
            let ends = [fine(frame.left, y), fine(frame.right, y)];
            put(canvas.draw(&PathElement::new(ends, stroke(colour, thin))));
        };
        let ticks = frame.values.ticks.iter().map(|(value, _)| *value);
        ticks.filter(|v| *v != 0.0).for_each(|v| rule(v, light));
        rule(0.0, dark);
    });
    let size = sheet.points(TICK);
    let (weight, colour) = (Weight::Regular, sheet.theme.quiet());
    for (value, words) in &frame.values.ticks {
        sheet.document.text(&Text {
            words: words.clone(),
            x: frame.left - sheet.points(10.0),
            y: frame.y(*value) + size * MIDDLE,
            side: Side::End,
            size,
            weight,
            colour,
        });
    }
    let room = sheet.right() - sheet.margin();
    sheet.document.text(&Text {
        words: font::fit(&clean(&chart.y.label), room, size, weight),
        x: sheet.margin(),
        y: frame.top - size * 0.95,
        side: Side::Start,
        size,
        weight,
        colour,
    });
}

/// Draws where a curve lies in most worlds.
fn band(sheet: &mut Sheet, chart: &CurveChart, curve: &Curve, frame: &Frame, place: usize) {
    let edges: Vec<_> = placed(chart, curve)
        .map(|point| {
            let (low, high) = point.band()?;
            Some((frame.x(point.x), frame.y(low), frame.y(high)))
        })
        .collect();
    let colour = sheet.theme.line(curve.role);
    let wide = (sheet.points(6.0) * FINE) as u32;
    sheet.document.shapes(&marks(0, place), |canvas| {
        for (_, run) in runs(&edges) {
            let low = run.iter().map(|&(x, low, _)| fine(x, low));
            let high = run.iter().map(|&(x, _, high)| fine(x, high));
            let outline: Vec<_> = high.chain(low.rev()).collect();
            if run.len() == 1 {
                let style = ShapeStyle {
                    color: rgb(colour).mix(BAND * 2.0),
                    filled: false,
                    stroke_width: wide,
                };
                put(canvas.draw(&PathElement::new(outline, style)));
            } else {
                put(canvas.draw(&Polygon::new(outline, rgb(colour).mix(BAND))));
            }
        }
    });
}

/// Draws a curve, with a dot at each of its points where there is room, and at the
/// last.
fn line(sheet: &mut Sheet, chart: &CurveChart, curve: &Curve, frame: &Frame, place: usize) {
    let at: Vec<_> = placed(chart, curve)
        .map(|point| Some((frame.x(point.x), frame.y(point.mean()?))))
        .collect();
    let colour = sheet.theme.line(curve.role);
    let ground = sheet.theme.ground();
    let thick = sheet.points(2.5);
    let attributes = drawn(0, place, curve.role.dashes(curve.dashed), thick);
    let shown: Vec<_> = at.iter().flatten().copied().collect();
    let room = sheet.points(APART) * shown.len() as f64;
    let each = room <= frame.right - frame.left;
    sheet.document.shapes(&attributes, |canvas| {
        let dot = |(x, y): (f64, f64), radius: f64, colour| {
            let style = rgb(colour).filled();
            put(canvas.draw(&Circle::new(fine(x, y), (radius * FINE) as i32, style)));
        };
        for (_, run) in runs(&at) {
            let path: Vec<_> = run.iter().map(|&(x, y)| fine(x, y)).collect();
            if let [_] = path[..] {
                dot(run[0], thick * 1.2, colour);
            }
            put(canvas.draw(&PathElement::new(path, stroke(colour, thick))));
        }
        if each {
            shown.iter().for_each(|&point| dot(point, thick, colour));
        }
        if let Some(&last) = shown.last() {
            // A point alone is all there is to see.
            let radius = thick * if shown.len() == 1 { 2.4 } else { 1.5 };
            dot(last, radius + thick * 0.7, ground);
            dot(last, radius, colour);
        }
    });
}

/// What is to be written at the ends of the curves that have a name.
fn ends(sheet: &Sheet, chart: &CurveChart) -> Vec<End> {
    let last = |curve: &Curve| {
        let points = placed(chart, curve);
        points.filter(|point| point.mean().is_some()).last()
    };
    let named = || {
        let curves = chart.series.iter().enumerate();
        curves.filter(|(_, curve)| !clean(&curve.name).is_empty())
    };
    let lasts = named().map(|(_, curve)| last(curve));
    let values: Vec<_> = lasts.map(|last| Some(last?.mean)).collect();
    let mut values = told(&values, &chart.y.unit, chart.zero_line).into_iter();
    let end = |(place, curve): (usize, &Curve)| {
        let last = last(curve);
        let value = values.next().unwrap_or_default();
        let point = last.map(|point| (point.x, point.mean));
        End::new(
            sheet,
            &curve.name,
            curve.role,
            point,
            &value,
            marks(0, place),
        )
    };
    named().map(end).collect()
}

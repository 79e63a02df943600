//! What came out over a plane of two numbers that were varied, in colours.
//!
//! Colour is never the only carrier: the contour parts the sides, and words in
//! each side's largest area say what is better there.

mod hatch;
mod key;
mod room;
mod tints;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use plotters::element::{Circle, PathElement};
use plotters::style::Color as _;

use self::key::Key;
use self::room::{Box4, Room, Square};
use self::tints::Tints;
use super::ends::GAP;
use super::lines::{NAME, TICK, no_data, runs, stroke};
use super::{LINE, MIDDLE, Sheet, fine, foot, put, rgb};
use crate::chart::{HeatChart, HeatSide, there};
use crate::font::{self, Weight};
use crate::scale::varied::Varied;
use crate::size::Size;
use crate::svg::{FINE, Side, Text, clean};
use crate::theme::{Colour, Theme};

/// Size of type of what is better where, in points on a slide.
const WORDS: f64 = 15.0;

/// From one line of the hatching to the next, and their width, in points on a slide.
const APART: f64 = 9.0;
const HATCH: f64 = 1.0;

/// The side of the squares in which room is sought, in points on a slide.
const SQUARE: f64 = 4.0;

pub(super) fn draw(chart: &HeatChart, size: Size, theme: Theme) -> String {
    let mut sheet = Sheet::new(size, theme, &chart.title, &chart.alt);
    let top = sheet.heading(&chart.title, &chart.subtitle);
    let bottom = sheet.notes([chart.note.as_str()].into_iter());
    let tick = sheet.points(TICK);
    let top = (top + sheet.points(16.0) + tick * 1.6).round();
    let foot = (bottom - tick * foot::HEIGHT).round();
    let tints = Tints::of(chart, theme);
    let key = tints.clone().map(|tints| {
        let heights = (top - tick * 1.93, foot, bottom);
        Key::of(&sheet, chart, tints, heights)
    });
    let beside = key.as_ref().map_or(0.0, |key| key.width(&sheet));
    let plane = Plane::of(&sheet, chart, (top, foot), beside);

    let mut room = Room::new(plane.edges(), sheet.points(SQUARE));
    if let Some(tints) = &tints {
        tiles(&mut sheet, chart, &plane, tints, &mut room);
    }
    let doubtful: Vec<_> = chart
        .doubtful
        .iter()
        .map(|polygon| plane.polygon(chart, polygon))
        .collect();
    doubtful.iter().for_each(|polygon| room.doubt(polygon));
    hatch(&mut sheet, &doubtful);
    let contours: Vec<_> = chart
        .contours
        .iter()
        .flat_map(|line| plane.line(chart, line))
        .collect();
    contours.iter().for_each(|line| room.line(line));
    contour(&mut sheet, &contours);
    frame(&mut sheet, chart, &plane);
    mark(&mut sheet, chart, &plane, &mut room);
    for (place, side) in chart.sides.iter().flatten().enumerate() {
        words(&mut sheet, side, place, &plane, &mut room);
    }
    match key {
        Some(key) => {
            let x = plane.right + sheet.points(GAP);
            key.draw(&mut sheet, x);
        }
        None => {
            let middle = (plane.left + plane.right) / 2.0;
            no_data(&mut sheet, middle, (plane.top + plane.bottom) / 2.0);
        }
    }
    sheet.document.finish()
}

/// Where the plane stands on the picture.
struct Plane {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    across: Varied,
    up: Varied,
}

impl Plane {
    /// The plane between these heights, with so much room beside it for the key.
    fn of(sheet: &Sheet, chart: &HeatChart, (top, bottom): (f64, f64), beside: f64) -> Self {
        let size = sheet.points(TICK);
        let bounds = |pick: fn(&(f64, f64)) -> f64, other: fn(&(f64, f64)) -> f64| {
            let tiles = chart.tiles.iter();
            let edges = tiles.flat_map(move |tile| [pick(&tile.y), other(&tile.y)]);
            foot::bounds(edges.filter_map(|value| chart.y.placed(value)))
        };
        let length = (bottom - top).max(1.0);
        let extent = |_: &str| size * 1.9;
        let up = Varied::over(
            bounds(|edges| edges.0, |edges| edges.1),
            chart.y.logarithmic,
            &chart.y.unit,
            8,
            (length, extent),
        )
        .only_whole(chart.y.whole);
        let figures = up.ticks.iter();
        let figures = figures
            .map(|(_, text)| font::width(text, size, Weight::Regular))
            .fold(0.0, f64::max);
        let left = (sheet.margin() + figures + sheet.points(10.0)).round();
        let gap = if beside > 0.0 { GAP } else { 0.0 };
        let right = (sheet.right() - beside - sheet.points(gap)).floor();
        let tiles = chart.tiles.iter();
        let edges = tiles.flat_map(|tile| [tile.x.0, tile.x.1]);
        Self {
            left,
            top,
            right,
            bottom,
            across: foot::axis(sheet, &chart.x, edges, (left, right)),
            up,
        }
    }

    fn edges(&self) -> Box4 {
        [self.left, self.top, self.right, self.bottom]
    }

    /// Where a point stands; none if it has no place on the axes.
    fn point(&self, chart: &HeatChart, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        let across = self.across.share(chart.x.placed(x)?);
        let up = self.up.share(chart.y.placed(y)?);
        Some((
            self.left + across * (self.right - self.left),
            self.bottom - up * (self.bottom - self.top),
        ))
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        let slack = 0.01;
        let across = self.left - slack..=self.right + slack;
        let down = self.top - slack..=self.bottom + slack;
        across.contains(&x) && down.contains(&y)
    }

    /// The parts of a line whose points lie on the plane.
    fn line(&self, chart: &HeatChart, line: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let points = line.iter().map(|&point| self.point(chart, point));
        let held: Vec<_> = points
            .map(|point| point.filter(|&at| self.holds(at)))
            .collect();
        runs(&held).into_iter().map(|(_, run)| run).collect()
    }

    /// A polygon, its points beyond the plane brought to its edge.
    fn polygon(&self, chart: &HeatChart, polygon: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let points = polygon.iter().filter_map(|&point| self.point(chart, point));
        let held = points.map(|(x, y)| {
            (
                x.clamp(self.left, self.right.max(self.left)),
                y.clamp(self.top, self.bottom.max(self.top)),
            )
        });
        held.collect()
    }
}

/// An outline of many parts, in units of plotters' finer canvas.
#[derive(Debug, Clone, Default)]
struct Outline(String);

impl Outline {
    fn rectangle(&mut self, (left, top): (i32, i32), (right, bottom): (i32, i32)) {
        let (width, height) = (right - left, bottom - top);
        let _ = write!(self.0, "M{left} {top}h{width}v{height}h-{width}z");
    }

    fn line(&mut self, from: (i32, i32), to: (i32, i32)) {
        let _ = write!(self.0, "M{} {}L{} {}", from.0, from.1, to.0, to.1);
    }
}

/// Fills a shape so that every pixel has the one colour that lies at its middle:
/// nothing shines through where two shapes meet.
fn fill(sheet: &mut Sheet, colour: Colour, shape: &Outline) {
    let crisp = ("shape-rendering", "crispEdges".to_owned());
    sheet
        .document
        .path(&shape.0, &[("fill", colour.code()), crisp]);
}

/// A tile on plotters' finer canvas: top and bottom, left and right.
type Fine = (i32, i32, i32, i32);

/// Draws the tiles, neighbours of one colour as one, and notes where the sides lie.
fn tiles(sheet: &mut Sheet, chart: &HeatChart, plane: &Plane, tints: &Tints, room: &mut Room) {
    let mut drawn: Vec<(Fine, Colour)> = Vec::new();
    for tile in &chart.tiles {
        let Some(value) = there(&[tile.value], 0) else {
            continue;
        };
        let corner = |x, y| plane.point(chart, (x, y));
        let (Some(a), Some(b)) = (corner(tile.x.0, tile.y.0), corner(tile.x.1, tile.y.1)) else {
            continue;
        };
        let (left, right) = (a.0.min(b.0), a.0.max(b.0));
        let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
        let side = match value {
            v if v > 0.0 => Some(0),
            v if v < 0.0 => Some(1),
            _ => None,
        };
        room.change([left, top, right, bottom], |square| square.side = side);
        let ((left, top), (right, bottom)) = (fine(left, top), fine(right, bottom));
        if left < right && top < bottom {
            drawn.push(((top, bottom, left, right), tints.colour(value)));
        }
    }
    drawn.sort_by_key(|(at, _)| *at);
    let mut shapes: BTreeMap<String, (Colour, Outline)> = BTreeMap::new();
    let mut rest = drawn.into_iter().peekable();
    while let Some(((top, bottom, left, mut right), colour)) = rest.next() {
        while let Some((next, _)) = rest.next_if(|&((above, below, from, _), same)| {
            (above, below, from, same) == (top, bottom, right, colour)
        }) {
            right = next.3;
        }
        let (_, shape) = shapes
            .entry(colour.code())
            .or_insert_with(|| (colour, Outline::default()));
        shape.rectangle((left, top), (right, bottom));
    }
    for (colour, shape) in shapes.into_values() {
        fill(sheet, colour, &shape);
    }
}

/// Draws slanting lines over these polygons of the picture.
fn hatch(sheet: &mut Sheet, polygons: &[Vec<(f64, f64)>]) {
    let mut outline = Outline::default();
    for [from, to] in hatch::lines(polygons, sheet.points(APART)) {
        outline.line(fine(from.0, from.1), fine(to.0, to.1));
    }
    let wide = (sheet.points(HATCH) * FINE).round();
    let attributes = [
        ("fill", "none".to_owned()),
        ("stroke", sheet.theme.text().code()),
        ("stroke-opacity", "0.4".to_owned()),
        ("stroke-width", wide.to_string()),
    ];
    sheet.document.path(&outline.0, &attributes);
}

/// Draws lines over the tiles, on a lighter ground of their own.
fn contour(sheet: &mut Sheet, lines: &[Vec<(f64, f64)>]) {
    let (ground, text) = (sheet.theme.ground(), sheet.theme.text());
    let thick = sheet.points(2.0);
    let attributes = [
        ("stroke-linejoin", "round".to_owned()),
        ("stroke-linecap", "round".to_owned()),
    ];
    sheet.document.shapes(&attributes, |canvas| {
        for (width, colour) in [(thick * 2.2, ground), (thick, text)] {
            for line in lines {
                let path: Vec<_> = line.iter().map(|&(x, y)| fine(x, y)).collect();
                put(canvas.draw(&PathElement::new(path, stroke(colour, width))));
            }
        }
    });
}

/// Draws the edge of the plane, and what its axes tell.
fn frame(sheet: &mut Sheet, chart: &HeatChart, plane: &Plane) {
    let [left, top, right, bottom] = plane.edges();
    let style = stroke(sheet.theme.axis(), sheet.points(1.0));
    let short = sheet.points(4.0);
    let up = |value: f64| bottom - plane.up.share(value) * (bottom - top);
    sheet.document.shapes(&[], |canvas| {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        let around = corners.iter().chain(&corners[..1]);
        let around: Vec<_> = around.map(|&(x, y)| fine(x, y)).collect();
        put(canvas.draw(&PathElement::new(around, style)));
        for (value, _) in &plane.up.ticks {
            let y = up(*value);
            put(canvas.draw(&PathElement::new(
                [fine(left - short, y), fine(left, y)],
                style,
            )));
        }
    });
    let size = sheet.points(TICK);
    let (weight, colour) = (Weight::Regular, sheet.theme.quiet());
    for (value, words) in &plane.up.ticks {
        sheet.document.text(&Text {
            words: words.clone(),
            x: left - sheet.points(8.0),
            y: up(*value) + size * MIDDLE,
            side: Side::End,
            size,
            weight,
            colour,
        });
    }
    sheet.document.text(&Text {
        words: font::fit(&clean(&chart.y.label), right - sheet.margin(), size, weight),
        x: sheet.margin(),
        y: top - size * 0.95,
        side: Side::Start,
        size,
        weight,
        colour,
    });
    foot::write(sheet, &chart.x, &plane.across, (left, right), bottom);
}

/// Draws the marked point and its name, on the side of it where the fewest lines
/// are crossed.
fn mark(sheet: &mut Sheet, chart: &HeatChart, plane: &Plane, room: &mut Room) {
    let Some((x, y, name)) = &chart.mark else {
        return;
    };
    let Some(at) = plane.point(chart, (*x, *y)).filter(|&at| plane.holds(at)) else {
        return;
    };
    let (ground, text) = (sheet.theme.ground(), sheet.theme.text());
    let radius = sheet.points(6.0);
    sheet.document.shapes(&[], |canvas| {
        for (share, colour) in [(1.4, ground), (1.0, text), (0.55, ground)] {
            let radius = (radius * share * FINE) as i32;
            let style = rgb(colour).filled();
            put(canvas.draw(&Circle::new(fine(at.0, at.1), radius, style)));
        }
    });
    let off = radius * 1.4 + sheet.points(3.0);
    room.change(around(at, off, off), |square| square.taken = true);

    let size = sheet.points(NAME);
    let weight = Weight::Semibold;
    let most = (plane.right - plane.left) * 0.5;
    let words = font::fit(&clean(name), most, size, weight);
    let (wide, high) = (font::width(&words, size, weight), size * LINE);
    let (beside, over) = (off + wide / 2.0, off + high / 2.0);
    let places = [
        (at.0 + beside, at.1),
        (at.0 - beside, at.1),
        (at.0, at.1 - over),
        (at.0, at.1 + over),
        (at.0 + beside, at.1 - over * 0.7),
        (at.0 - beside, at.1 - over * 0.7),
        (at.0 + beside, at.1 + over * 0.7),
        (at.0 - beside, at.1 + over * 0.7),
    ];
    let inset = sheet.points(3.0);
    let inside = places.into_iter().filter(|&place| {
        let [left, top, right, bottom] = around(place, wide / 2.0 + inset, high / 2.0);
        plane.holds((left, top)) && plane.holds((right, bottom))
    });
    let best = inside.min_by_key(|&place| {
        let area = around(place, wide / 2.0, high / 2.0);
        let crossed = room.count(area, |square| square.taken);
        (crossed, room.count(area, |square| square.doubtful))
    });
    let Some(place) = best else { return };
    haloed(sheet, words, place, size);
    let area = around(place, wide / 2.0 + inset, high / 2.0);
    room.change(area, |square| square.taken = true);
}

/// A box around a middle, by half its width and height.
fn around((x, y): (f64, f64), across: f64, down: f64) -> Box4 {
    [x - across, y - down, x + across, y + down]
}

/// Says in the largest area of a side that it is better there; says nothing where
/// no area has room for it.
fn words(sheet: &mut Sheet, side: &HeatSide, place: usize, plane: &Plane, room: &mut Room) {
    let name = clean(&side.name);
    if name.is_empty() {
        return;
    }
    let weight = Weight::Semibold;
    let width = plane.right - plane.left;
    let here = |rows: Vec<String>| rows.into_iter().chain(["better here".to_owned()]).collect();
    let rows = |points: f64, share: f64, lines: usize| -> (f64, Vec<String>) {
        let size = sheet.points(points);
        (
            size,
            here(font::balance(&name, width * share, lines, size, weight)),
        )
    };
    let mut told = vec![rows(WORDS, 0.45, 1), rows(WORDS, 0.35, 2)];
    told.push(rows(NAME, 0.3, 2));
    let line = format!("{name} better here");
    told.push((sheet.points(TICK), vec![line]));
    told.push(rows(TICK, 0.2, 3));
    told.push((sheet.points(TICK), vec![name.clone()]));
    // Whole names first.
    told.sort_by_key(|(_, rows)| rows.iter().any(|row| row.ends_with('…')));
    let certain = |square: Square| square.side == Some(place) && !square.taken && !square.doubtful;
    let likely = |square: Square| square.side == Some(place) && !square.taken;
    let inset = sheet.points(10.0);
    let measure = |(size, rows): &(f64, Vec<String>)| {
        let widths = rows.iter().map(|row| font::width(row, *size, weight));
        let wide = widths.fold(0.0, f64::max);
        (wide + inset, size * LINE * rows.len() as f64 + inset * 0.6)
    };
    let clear = told
        .iter()
        .find_map(|told| Some((told, room.find(measure(told), certain)?)));
    let found = clear.or_else(|| {
        told.iter()
            .find_map(|told| Some((told, room.find(measure(told), likely)?)))
    });
    let Some((told, middle)) = found else { return };
    let (wide, high) = measure(told);
    let (size, rows) = told;
    let line = size * LINE;
    let mut y = middle.1 - (rows.len() as f64 - 1.0) * line / 2.0;
    for words in rows {
        haloed(sheet, words.clone(), (middle.0, y), *size);
        y += line;
    }
    let area = around(middle, wide / 2.0, high / 2.0);
    room.change(area, |square| square.taken = true);
}

/// Writes words around a middle, on a ground of their own.
fn haloed(sheet: &mut Sheet, words: String, (x, middle): (f64, f64), size: f64) {
    let text = Text {
        words,
        x,
        y: middle + size * MIDDLE,
        side: Side::Middle,
        size,
        weight: Weight::Semibold,
        colour: sheet.theme.text(),
    };
    let wide = (size * 0.26 * 100.0).round() / 100.0;
    let halo = [
        ("stroke", sheet.theme.ground().code()),
        ("stroke-width", wide.to_string()),
        ("stroke-opacity", "0.7".to_owned()),
        ("stroke-linejoin", "round".to_owned()),
        ("paint-order", "stroke".to_owned()),
    ];
    sheet.document.text_with(&text, &halo);
}

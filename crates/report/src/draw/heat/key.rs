//! Beside the plane: which colour tells which value, and what the lines mean.

use plotters::element::PathElement;

use super::tints::Tints;
use super::{Outline, contour, hatch};
use crate::chart::HeatChart;
use crate::draw::lines::{NAME, TICK, stroke};
use crate::draw::{DESCENT, LINE, MIDDLE, Sheet, fine, put};
use crate::font::{self, Weight};
use crate::scale::varied::Varied;
use crate::svg::{Side, Text, clean};
use crate::theme::Colour;

/// Width of the bar, and of the samples of lines, in points on a slide.
const BAR: f64 = 16.0;
const SAMPLE: f64 = 20.0;

/// The least height of the bar, in points on a slide.
const LEAST: f64 = 64.0;

/// What stands over an area in which the sides cannot be told apart.
const DOUBT: &str = "not certain";

/// The key, before it is known how far from the left it stands.
pub(super) struct Key {
    tints: Tints,
    /// What the colours tell, over everything else.
    label: Vec<String>,
    /// What wins at the upper and at the lower end of the bar.
    sides: [(Vec<String>, Colour); 2],
    /// What the contour is called, and what the hatched area is.
    contour: Vec<String>,
    doubt: Vec<String>,
    axis: Varied,
    from: f64,
    /// Upper and lower end of the bar.
    bar: (f64, f64),
}

impl Key {
    /// The key between these heights, its bar ending at `foot` if it can.
    pub(super) fn of(
        sheet: &Sheet,
        chart: &HeatChart,
        tints: Tints,
        (from, foot, to): (f64, f64, f64),
    ) -> Self {
        let mut key = Self {
            tints,
            label: Vec::new(),
            sides: [0, 1].map(|_| (Vec::new(), sheet.theme.text())),
            contour: Vec::new(),
            doubt: Vec::new(),
            axis: Varied::over(None, false, &chart.value.unit, 2, (1.0, |_| 0.0)),
            from,
            bar: (from, foot),
        };
        // Beside the plane if there is room, else down to the note.
        let rooms = [
            (3, 2, foot),
            (2, 2, foot),
            (3, 2, to),
            (2, 1, to),
            (1, 1, to),
        ];
        for (label, name, lowest) in rooms {
            key.fill(sheet, chart, (label, name));
            let lower = foot.min(lowest - key.below(sheet));
            key.bar = (from + key.above(sheet), lower);
            if key.bar.1 - key.bar.0 >= sheet.points(LEAST) {
                break;
            }
        }
        key.figures(sheet, chart);
        key
    }

    /// Finds the figures beside the bar.
    fn figures(&mut self, sheet: &Sheet, chart: &HeatChart) {
        let (low, high) = (self.tints.low, self.tints.high);
        let unit = &chart.value.unit;
        let length = (self.bar.1 - self.bar.0).max(1.0);
        let extent = |_: &str| sheet.points(TICK) * 1.6;
        let mut axis = Varied::over(Some((low, high)), false, unit, 5, (length, extent));
        // A single value needs no scale around it.
        if low >= high {
            axis.ticks = vec![(low, unit.value(low))];
        }
        self.axis = match chart.sides {
            Some(_) => axis.signed(),
            None => axis,
        };
    }

    /// Breaks all words into at most so many rows.
    fn fill(&mut self, sheet: &Sheet, chart: &HeatChart, (label, name): (usize, usize)) {
        let room = f64::from(sheet.size.width()) * 0.2;
        let (tick, text) = (sheet.points(TICK), sheet.points(NAME));
        let words = clean(&chart.value.label);
        self.label = font::wrap(&words, room, label, tick, Weight::Regular);
        if let Some(sides) = &chart.sides {
            let told = [self.tints.high > 0.0, self.tints.low < 0.0];
            for (place, side) in sides.iter().enumerate() {
                let words = if told[place] {
                    clean(&side.name)
                } else {
                    String::new()
                };
                let rows = font::wrap(&words, room, name, text, Weight::Semibold);
                self.sides[place] = (rows, sheet.theme.ink(side.role));
            }
        }
        let room = room - sheet.points(SAMPLE + 6.0);
        let rows = |words: &str| font::wrap(&clean(words), room, name, tick, Weight::Regular);
        self.contour = match chart.contours.is_empty() {
            true => Vec::new(),
            false => rows(&chart.contour_name),
        };
        self.doubt = match chart.doubtful.is_empty() {
            true => Vec::new(),
            false => rows(DOUBT),
        };
    }

    /// The height of what stands over the bar.
    fn above(&self, sheet: &Sheet) -> f64 {
        let (tick, name) = (sheet.points(TICK), sheet.points(NAME));
        let label = self.label.len() as f64 * tick * LINE;
        let side = self.sides[0].0.len() as f64 * name * LINE;
        label + self.gap(sheet) + side + sheet.points(9.0)
    }

    /// From what the colours tell to what wins at the upper end.
    fn gap(&self, sheet: &Sheet) -> f64 {
        match self.label.is_empty() || self.sides[0].0.is_empty() {
            true => 0.0,
            false => sheet.points(4.0),
        }
    }

    /// The height of what stands under it.
    fn below(&self, sheet: &Sheet) -> f64 {
        let (tick, name) = (sheet.points(TICK), sheet.points(NAME));
        let side = self.sides[1].0.len() as f64 * name * LINE;
        let samples = (self.contour.len() + self.doubt.len()) as f64 * tick * LINE;
        let gap = if samples > 0.0 {
            sheet.points(5.0)
        } else {
            0.0
        };
        sheet.points(7.0) + side + gap + samples
    }

    pub(super) fn width(&self, sheet: &Sheet) -> f64 {
        let (tick, name) = (sheet.points(TICK), sheet.points(NAME));
        let widest = |rows: &[String], size, weight| {
            let widths = rows.iter().map(|row| font::width(row, size, weight));
            widths.fold(0.0, f64::max)
        };
        let figures: Vec<_> = self
            .axis
            .ticks
            .iter()
            .map(|(_, text)| text.clone())
            .collect();
        let beside = |rows: &[String], by: f64| match rows {
            [] => 0.0,
            rows => widest(rows, tick, Weight::Regular) + sheet.points(by),
        };
        [
            widest(&self.label, tick, Weight::Regular),
            widest(&self.sides[0].0, name, Weight::Semibold),
            widest(&self.sides[1].0, name, Weight::Semibold),
            beside(&figures, BAR + 10.0),
            beside(&self.contour, SAMPLE + 6.0),
            beside(&self.doubt, SAMPLE + 6.0),
            sheet.points(BAR),
        ]
        .into_iter()
        .fold(0.0, f64::max)
    }

    pub(super) fn draw(&self, sheet: &mut Sheet, x: f64) {
        let (tick, name) = (sheet.points(TICK), sheet.points(NAME));
        let (quiet, text) = (sheet.theme.quiet(), sheet.theme.text());
        let regular = (tick, Weight::Regular);
        let after = rows(sheet, &self.label, (x, self.from), regular, quiet) + self.gap(sheet);
        let (upper, ink) = &self.sides[0];
        rows(sheet, upper, (x, after), (name, Weight::Semibold), *ink);
        self.bar(sheet, x);
        let mut after = self.bar.1 + sheet.points(7.0);
        let (lower, ink) = &self.sides[1];
        after = rows(sheet, lower, (x, after), (name, Weight::Semibold), *ink);
        after += sheet.points(5.0);

        let beside = x + sheet.points(SAMPLE + 6.0);
        let end = x + sheet.points(SAMPLE);
        if !self.contour.is_empty() {
            let middle = after + tick * LINE / 2.0;
            contour(sheet, &[vec![(x, middle), (end, middle)]]);
            after = rows(sheet, &self.contour, (beside, after), regular, text);
        }
        if !self.doubt.is_empty() {
            let (top, bottom) = (after + tick * 0.16, after + tick * (LINE - 0.16));
            let area = vec![(x, top), (end, top), (end, bottom), (x, bottom)];
            let mut ground = Outline::default();
            ground.rectangle(fine(x, top), fine(end, bottom));
            let fill = ("fill", sheet.theme.neutral().code());
            sheet.document.path(&ground.0, &[fill]);
            hatch(sheet, &[area]);
            rows(sheet, &self.doubt, (beside, after), regular, text);
        }
    }

    fn bar(&self, sheet: &mut Sheet, x: f64) {
        let (top, bottom) = self.bar;
        let wide = sheet.points(BAR);
        // One slice to a tint at least.
        let slices = 120;
        let (low, high) = (self.tints.low, self.tints.high);
        let at = |slice: f64| bottom + (top - bottom) * slice / f64::from(slices);
        let mut shapes: Vec<(Colour, Outline)> = Vec::new();
        for slice in (0..slices).map(f64::from) {
            let share = (slice + 0.5) / f64::from(slices);
            let colour = self.tints.colour(low + share * high - share * low);
            let corners = (fine(x, at(slice + 1.0)), fine(x + wide, at(slice)));
            match shapes.last_mut() {
                Some((last, shape)) if *last == colour => shape.rectangle(corners.0, corners.1),
                _ => {
                    let mut shape = Outline::default();
                    shape.rectangle(corners.0, corners.1);
                    shapes.push((colour, shape));
                }
            }
        }
        for (colour, shape) in shapes {
            super::fill(sheet, colour, &shape);
        }
        let size = sheet.points(TICK);
        let (colour, thin) = (sheet.theme.quiet(), sheet.points(1.0));
        for (value, words) in &self.axis.ticks {
            let y = bottom + self.axis.share(*value) * (top - bottom);
            let ends = [fine(x + wide, y), fine(x + wide + sheet.points(4.0), y)];
            let style = stroke(sheet.theme.axis(), thin);
            sheet.document.shapes(&[], |canvas| {
                put(canvas.draw(&PathElement::new(ends, style)));
            });
            sheet.document.text(&Text {
                words: words.clone(),
                x: x + wide + sheet.points(8.0),
                y: y + size * MIDDLE,
                side: Side::Start,
                size,
                weight: Weight::Regular,
                colour,
            });
        }
    }
}

/// Writes rows from a place on; gives the height at which they end.
fn rows(
    sheet: &mut Sheet,
    rows: &[String],
    (x, top): (f64, f64),
    (size, weight): (f64, Weight),
    colour: Colour,
) -> f64 {
    let mut bottom = top;
    for words in rows {
        sheet.document.text(&Text {
            words: words.clone(),
            x,
            y: bottom + size * (LINE - DESCENT),
            side: Side::Start,
            size,
            weight,
            colour,
        });
        bottom += size * LINE;
    }
    bottom
}

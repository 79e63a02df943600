//! Pictures as SVG.
//!
//! Every picture is laid out alike: the finding in bold, what is measured in
//! grey, the numbers with light gridlines and no boxes, names where the lines
//! end, a note at the foot. All text is measured in the embedded typeface before
//! it is placed, so that no label meets another or leaves the canvas.

mod bars;
mod curves;
mod dots;
mod ends;
mod foot;
mod heat;
mod lines;
mod log_lines;

use std::slice;

use plotters::style::RGBColor;

use crate::chart::Picture;
use crate::font::{self, Weight};
use crate::size::Size;
use crate::svg::{Document, FINE, Side, Text, clean};
use crate::theme::{Colour, Theme};

/// The picture as an SVG document; equal pictures give equal bytes.
///
/// The document carries the picture's title and its alternative text, needs
/// neither script nor style sheet, and names no id, so that several may stand in
/// one page. Every series' lines, band and label carry `data-panel` and
/// `data-series`, their places counted from 0, for a page to show or hide. The grid of
/// a panel over days carries `data-frame`, its left, top, right and bottom edge in
/// units of the picture, and `data-axes`, the first and last day and the lowest and
/// highest value at these edges, for a page to point at a day.
pub fn svg(picture: &Picture, size: Size, theme: Theme) -> String {
    match picture {
        Picture::Lines(chart) => lines::draw(slice::from_ref(chart), size, theme),
        Picture::Stack(panels) => lines::draw(panels, size, theme),
        Picture::Log(chart) => log_lines::draw(chart, size, theme),
        Picture::Bars(chart) => bars::draw(chart, size, theme),
        Picture::Dots(chart) => dots::draw(chart, size, theme),
        Picture::Curves(chart) => curves::draw(chart, size, theme),
        Picture::Heat(chart) => heat::draw(chart, size, theme),
    }
}

/// A picture under way: its document and what is common to all kinds.
struct Sheet {
    document: Document,
    size: Size,
    theme: Theme,
}

impl Sheet {
    fn new(size: Size, theme: Theme, title: &str, alt: &str) -> Self {
        Self {
            document: Document::new(size, theme, title, alt),
            size,
            theme,
        }
    }

    /// Where the picture begins on the left; as far from the right it ends.
    fn margin(&self) -> f64 {
        self.points(32.0)
    }

    /// Where the picture ends on the right.
    fn right(&self) -> f64 {
        f64::from(self.size.width()) - self.margin()
    }

    /// A length on a slide, at this picture's size of type.
    fn points(&self, points: f64) -> f64 {
        self.size.type_size(points)
    }

    /// Writes the title and the subtitle; gives the height at which they end.
    fn heading(&mut self, title: &str, subtitle: &str) -> f64 {
        let (text, quiet) = (self.theme.text(), self.theme.quiet());
        let top = self.paragraph(title, self.points(24.0), 2, 23.0, Weight::Semibold, text);
        self.paragraph(
            subtitle,
            top + self.points(3.0),
            2,
            14.5,
            Weight::Regular,
            quiet,
        )
    }

    /// Writes the notes at the foot, each once; gives the height at which they
    /// begin.
    fn notes<'a>(&mut self, notes: impl Iterator<Item = &'a str>) -> f64 {
        let bottom = f64::from(self.size.height()) - self.points(20.0);
        let mut told: Vec<String> = Vec::new();
        for note in notes.map(clean) {
            if !note.is_empty() && !told.contains(&note) {
                told.push(note);
            }
        }
        let note = told.join(" ");
        let size = self.points(NOTE);
        let rows = font::wrap(
            &note,
            self.right() - self.margin(),
            2,
            size,
            Weight::Regular,
        )
        .len();
        if rows == 0 {
            return bottom;
        }
        let top = bottom - rows as f64 * size * LINE;
        self.paragraph(&note, top, 2, NOTE, Weight::Regular, self.theme.quiet());
        top - self.points(10.0)
    }

    /// Writes at most so many `lines` from `top` on, over the width of the
    /// picture; gives the height at which they end.
    fn paragraph(
        &mut self,
        words: &str,
        top: f64,
        lines: usize,
        points: f64,
        weight: Weight,
        colour: Colour,
    ) -> f64 {
        let size = self.points(points);
        let room = self.right() - self.margin();
        let mut bottom = top;
        for words in font::balance(&clean(words), room, lines, size, weight) {
            let y = bottom + size * (LINE - DESCENT);
            let (x, side) = (self.margin(), Side::Start);
            self.document.text(&Text {
                words,
                x,
                y,
                side,
                size,
                weight,
                colour,
            });
            bottom += size * LINE;
        }
        bottom
    }
}

/// Size of type of notes, in points on a slide.
const NOTE: f64 = 11.5;

/// Height of a line of text, in sizes of its type.
const LINE: f64 = 1.28;

/// How far the line reaches below the height on which its letters stand.
const DESCENT: f64 = 0.3;

/// How far that height lies below the middle of a figure.
const MIDDLE: f64 = 0.364;

/// A colour as plotters has it.
fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// A place of the picture on plotters' finer canvas.
fn fine(x: f64, y: f64) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

/// Takes what plotters answers when it has drawn into text.
fn put<T, E>(drawn: Result<T, E>) {
    assert!(drawn.is_ok(), "a string takes every shape");
}

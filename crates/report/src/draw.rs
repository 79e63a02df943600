//! Pictures as SVG.
//!
//! Every picture is laid out alike: the finding in bold, what is measured in
//! grey, the numbers with light gridlines and no boxes, names where the lines
//! end, a note at the foot. All text is measured in the embedded typeface before
//! it is placed, so that no label meets another or leaves the canvas.

mod bars;
mod lines;

use std::slice;

use crate::chart::Picture;
use crate::font::{self, Weight};
use crate::size::Size;
use crate::svg::{Document, Side, Text, clean};
use crate::theme::{Colour, Theme};

/// The picture as an SVG document; equal pictures give equal bytes.
///
/// The document carries the picture's title and its alternative text, needs
/// neither script nor style sheet, and names no id, so that several may stand in
/// one page. Every series' lines, band and label carry `data-panel` and
/// `data-series`, their places counted from 0, for a page to show or hide.
pub fn svg(picture: &Picture, size: Size, theme: Theme) -> String {
    match picture {
        Picture::Lines(chart) => lines::draw(slice::from_ref(chart), size, theme),
        Picture::Stack(panels) => lines::draw(panels, size, theme),
        Picture::Bars(chart) => bars::draw(chart, size, theme),
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
        let top = self.points(24.0);
        let top = self.paragraph(title, top, 23.0, Weight::Semibold, self.theme.text());
        self.paragraph(
            subtitle,
            top + self.points(3.0),
            14.5,
            Weight::Regular,
            self.theme.quiet(),
        )
    }

    /// Writes the notes at the foot; gives the height at which they begin.
    fn notes<'a>(&mut self, notes: impl Iterator<Item = &'a str>) -> f64 {
        let bottom = f64::from(self.size.height()) - self.points(20.0);
        let mut told: Vec<String> = Vec::new();
        for note in notes.map(clean) {
            if !note.is_empty() && !told.contains(&note) {
                told.push(note);
            }
        }
        let points = self.points(11.5);
        let room = self.right() - self.margin();
        let rows = font::wrap(&told.join(" "), room, 2, points, Weight::Regular);
        if rows.is_empty() {
            return bottom;
        }
        let top = bottom - rows.len() as f64 * points * LINE;
        self.paragraph(
            &told.join(" "),
            top,
            11.5,
            Weight::Regular,
            self.theme.quiet(),
        );
        top - self.points(10.0)
    }

    /// Writes at most two lines from `top` on, over the width of the picture;
    /// gives the height at which they end.
    fn paragraph(
        &mut self,
        words: &str,
        top: f64,
        points: f64,
        weight: Weight,
        colour: Colour,
    ) -> f64 {
        let size = self.points(points);
        let room = self.right() - self.margin();
        let mut bottom = top;
        for words in font::wrap(&clean(words), room, 2, size, weight) {
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

/// Height of a line of text, in sizes of its type.
const LINE: f64 = 1.28;

/// How far the line reaches below the height on which its letters stand.
const DESCENT: f64 = 0.3;

/// How far that height lies below the middle of a figure.
const MIDDLE: f64 = 0.364;

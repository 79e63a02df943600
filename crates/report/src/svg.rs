//! An SVG document: shapes from plotters, text of our own.
//!
//! plotters places shapes on whole pixels, so it draws on a canvas eight times
//! as fine as the picture, and the document scales it back. Text is written in
//! the picture's own units.
//!
//! The document names no id, no style sheet and no script: several of them may
//! stand in one page, under the strictest content-security policy. Equal
//! pictures give equal bytes.

use std::fmt::Write as _;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::prelude::SVGBackend;

use crate::font::{self, Weight};
use crate::size::Size;
use crate::theme::{Colour, Theme};

/// Canvas pixels to one unit of the picture.
pub(crate) const FINE: f64 = 8.0;

/// plotters' canvas for one group of shapes.
pub(crate) type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A document being written.
pub(crate) struct Document {
    size: Size,
    body: String,
}

/// A line of text.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) words: String,
    pub(crate) x: f64,
    /// The height on which the letters stand.
    pub(crate) y: f64,
    pub(crate) side: Side,
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) colour: Colour,
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Start,
    Middle,
    End,
}

impl Document {
    /// An empty picture with its title and its description in words.
    pub(crate) fn new(size: Size, theme: Theme, title: &str, description: &str) -> Self {
        let (width, height) = (size.width(), size.height());
        let mut body = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{}\">\n",
            font::FAMILY
        );
        for (tag, words) in [("title", title), ("desc", description)] {
            let words = escaped(&clean(words));
            if !words.is_empty() {
                let _ = writeln!(body, "<{tag}>{words}</{tag}>");
            }
        }
        let ground = theme.ground().code();
        let _ = writeln!(
            body,
            "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>"
        );
        Self { size, body }
    }

    /// Adds what `draw` puts on the canvas, as one group with these attributes.
    pub(crate) fn shapes(&mut self, attributes: &[(&str, String)], draw: impl FnOnce(&Canvas<'_>)) {
        let mut drawn = String::new();
        let canvas = SVGBackend::with_string(&mut drawn, self.size.canvas()).into_drawing_area();
        draw(&canvas);
        canvas.present().expect("a string takes every shape");
        drop(canvas);
        // plotters writes a whole document; only what it encloses is wanted.
        let start = drawn.find(">\n").map_or(0, |at| at + 2);
        let end = drawn.rfind("</svg>").unwrap_or(drawn.len());
        if start < end {
            let _ = write!(self.body, "<g transform=\"scale({})\"", 1.0 / FINE);
            for (name, value) in attributes {
                let _ = write!(self.body, " {name}=\"{}\"", escaped(value));
            }
            let _ = writeln!(self.body, ">\n{}</g>", &drawn[start..end]);
        }
    }

    /// Adds one shape, its outline told in units of plotters' finer canvas.
    ///
    /// For what plotters would draw as very many: rectangles of one colour are one
    /// shape, in a fifth of the bytes, and without a seam where they touch.
    pub(crate) fn path(&mut self, outline: &str, attributes: &[(&str, String)]) {
        if outline.is_empty() {
            return;
        }
        let _ = write!(self.body, "<path transform=\"scale({})\"", 1.0 / FINE);
        for (name, value) in attributes {
            let _ = write!(self.body, " {name}=\"{}\"", escaped(value));
        }
        let _ = writeln!(self.body, " d=\"{outline}\"/>");
    }

    /// Adds a line of text; its words must be [`clean`].
    pub(crate) fn text(&mut self, text: &Text) {
        self.text_with(text, &[]);
    }

    /// Adds a line of text that carries these attributes.
    pub(crate) fn text_with(&mut self, text: &Text, attributes: &[(&str, String)]) {
        if text.words.is_empty() {
            return;
        }
        let anchor = match text.side {
            Side::Start => "",
            Side::Middle => " text-anchor=\"middle\"",
            Side::End => " text-anchor=\"end\"",
        };
        let weight = match text.weight {
            Weight::Regular => String::new(),
            Weight::Semibold => format!(" font-weight=\"{}\"", text.weight.number()),
        };
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\"{anchor} font-size=\"{}\"{weight} fill=\"{}\"",
            rounded(text.x),
            rounded(text.y),
            rounded(text.size),
            text.colour.code(),
        );
        for (name, value) in attributes {
            let _ = write!(self.body, " {name}=\"{}\"", escaped(value));
        }
        let _ = writeln!(self.body, ">{}</text>", escaped(&text.words));
    }

    /// The document, whole.
    pub(crate) fn finish(mut self) -> String {
        self.body.push_str("</svg>\n");
        self.body
    }
}

/// `words` on one line, without what has no place in a label: control
/// characters, and marks that would turn the direction of what follows.
pub(crate) fn clean(words: &str) -> String {
    let kept = words.chars().filter_map(|c| match c {
        _ if c.is_whitespace() && c != '\u{a0}' => Some(' '),
        _ if turns(c) || c == '\u{feff}' => None,
        _ if c.is_control() || (c as u32) & 0xfffe == 0xfffe => None,
        _ => Some(c),
    });
    let mut text = String::with_capacity(words.len());
    for c in kept {
        if c != ' ' || !(text.is_empty() || text.ends_with(' ')) {
            text.push(c);
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Whether `c` is an unseen mark that turns the direction of what follows.
pub(crate) fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `words` as they stand between tags or quotes.
pub(crate) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            other => text.push(other),
        }
    }
    text
}

/// A coordinate to a hundredth of a unit.
fn rounded(value: f64) -> f64 {
    // Adding zero turns a negative zero into a plain one.
    (value * 100.0).round() / 100.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_words_are_harmless() {
        let words = "a\u{0}<script>alert('x')</script>\u{202e}\n\t & \"b\"\u{ffff}";
        assert_eq!(clean(words), "a<script>alert('x')</script> & \"b\"");
        assert_eq!(
            escaped(&clean(words)),
            "a&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;b&quot;"
        );
    }

    #[test]
    fn a_document_without_shapes_is_still_a_picture() {
        let svg = Document::new(Size::PAPER, Theme::Light, "t & u", "").finish();
        assert!(svg.contains("role=\"img\"") && svg.contains("<title>t &amp; u</title>"));
        assert!(resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).is_ok());
    }
}

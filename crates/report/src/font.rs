//! The one typeface of the report, carried along, and how wide text is in it.
//!
//! Inter (SIL Open Font License, see `fonts/OFL.txt`), two weights, Latin, Greek
//! and Cyrillic letters. No font of the machine is ever looked for, so a chart
//! looks the same everywhere.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb;
use skrifa::MetadataProvider as _;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;

/// What an SVG names as its typeface; a viewer without Inter takes its own.
pub const FAMILY: &str = "Inter, system-ui, sans-serif";

/// Inter Regular, a TrueType file.
pub const REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");

/// Inter SemiBold, a TrueType file.
pub const SEMIBOLD: &[u8] = include_bytes!("../fonts/Inter-SemiBold.ttf");

/// A character that Inter lacks, in widths of the type size: as wide as the
/// widest scripts, so that what another font draws there still fits.
const FOREIGN: f64 = 1.0;

/// How heavy the strokes of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Semibold,
}

impl Weight {
    /// The weight as CSS and SVG number it.
    pub(crate) fn number(self) -> u32 {
        match self {
            Self::Regular => 400,
            Self::Semibold => 600,
        }
    }
}

/// The embedded typeface and no other, for the rasteriser.
pub(crate) fn embedded() -> Arc<fontdb::Database> {
    static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(SEMIBOLD.to_vec());
        fonts.set_sans_serif_family("Inter");
        Arc::new(fonts)
    });
    FONTS.clone()
}

/// Width of `text` at `size`, in the units of `size`.
///
/// The sum of the letters' own widths; kerning, which mostly draws letters
/// together, is left out.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = Face::of(weight);
    text.chars().map(|c| face.advance(c)).sum::<f64>() * size
}

/// `text`, or as much of its beginning as fits into `room` with an ellipsis.
pub(crate) fn fit(text: &str, room: f64, size: f64, weight: Weight) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let face = Face::of(weight);
    let mut used = face.advance('…') * size;
    let mut kept = String::new();
    for c in text.chars() {
        used += face.advance(c) * size;
        if used > room {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// `text`, or as many of its parts between dots, the last ones, as fit into `room` behind
/// an ellipsis; where not even the last does, as [`fit`] would have it.
pub(crate) fn fit_path(text: &str, room: f64, size: f64, weight: Weight) -> String {
    let ends = text.match_indices('.');
    let ends = ends.map(|(dot, _)| format!("…{}", &text[dot + 1..]));
    std::iter::once(text.to_owned())
        .chain(ends)
        .find(|words| width(words, size, weight) <= room)
        .unwrap_or_else(|| fit(text, room, size, weight))
}

/// `text` broken between words into at most `lines` lines of at most `room`;
/// what does not fit ends in an ellipsis.
pub(crate) fn wrap(text: &str, room: f64, lines: usize, size: f64, weight: Weight) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && rows.len() < lines {
        if rows.len() + 1 == lines {
            rows.push(fit(rest, room, size, weight));
            break;
        }
        let end = line_end(rest, room, size, weight);
        rows.push(fit(rest[..end].trim_end(), room, size, weight));
        rest = rest[end..].trim_start();
    }
    rows
}

/// [`wrap`], with lines about equally long: no single word left on the last.
pub(crate) fn balance(
    text: &str,
    room: f64,
    lines: usize,
    size: f64,
    weight: Weight,
) -> Vec<String> {
    let mut best = wrap(text, room, lines, size, weight);
    for share in (10..20).rev() {
        let tried = wrap(text, room * f64::from(share) / 20.0, lines, size, weight);
        if tried.len() > best.len() || tried.iter().any(|row| row.ends_with('…')) {
            break;
        }
        best = tried;
    }
    best
}

/// Where the first line of `text` ends: after the last word that fits, or after
/// the first if none does.
fn line_end(text: &str, room: f64, size: f64, weight: Weight) -> usize {
    let face = Face::of(weight);
    let mut used = 0.0;
    let mut end = None;
    for (at, c) in text.char_indices() {
        if c == ' ' {
            if used > room {
                return end.unwrap_or(at);
            }
            end = Some(at);
        }
        used += face.advance(c) * size;
    }
    if used > room {
        end.unwrap_or(text.len())
    } else {
        text.len()
    }
}

/// The widths of one weight's letters.
struct Face {
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
}

impl Face {
    fn of(weight: Weight) -> &'static Self {
        static FACES: LazyLock<[Face; 2]> =
            LazyLock::new(|| [Face::read(REGULAR), Face::read(SEMIBOLD)]);
        match weight {
            Weight::Regular => &FACES[0],
            Weight::Semibold => &FACES[1],
        }
    }

    fn read(bytes: &'static [u8]) -> Self {
        let font = skrifa::FontRef::new(bytes).expect("the embedded font is a font");
        // A size of one makes every width a share of the type size.
        Self {
            letters: font.charmap(),
            widths: font.glyph_metrics(Size::new(1.0), LocationRef::default()),
        }
    }

    /// Width of one character, in widths of the type size.
    fn advance(&self, c: char) -> f64 {
        self.letters
            .map(c)
            .and_then(|glyph| self.widths.advance_width(glyph))
            .map_or(FOREIGN, f64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_letter_is_wider_than_a_narrow_one() {
        assert!(width("W", 10.0, Weight::Regular) > 2.0 * width("i", 10.0, Weight::Regular));
        assert!(width("Invite", 10.0, Weight::Semibold) > width("Invite", 10.0, Weight::Regular));
    }

    #[test]
    fn names_from_across_europe_are_in_the_font() {
        for c in "ÄÖÜßñçÅøŁśčřžğİőțЖщΩλ€£−–…’“".chars() {
            assert!(Face::of(Weight::Regular).letters.map(c).is_some(), "{c}");
        }
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let text = "Broadcast and invite friends of friends";
        let room = 100.0;
        let cut = fit(text, room, 14.0, Weight::Regular);
        assert!(cut.ends_with('…') && width(&cut, 14.0, Weight::Regular) <= room);
        assert_eq!(fit("short", room, 14.0, Weight::Regular), "short");
    }

    #[test]
    fn a_path_keeps_its_end() {
        let path = "strategy.invite.prompt.take_part";
        let cut = |room| fit_path(path, room, 14.0, Weight::Regular);
        assert_eq!(cut(1000.0), path);
        assert_eq!(cut(130.0), "…prompt.take_part");
        assert!(cut(30.0).starts_with('s') && cut(30.0).ends_with('…'));
    }

    #[test]
    fn balanced_lines_are_about_equally_long() {
        let rows = balance("one two three four", 85.0, 2, 14.0, Weight::Regular);
        assert_eq!(
            wrap("one two three four", 95.0, 2, 14.0, Weight::Regular)[1],
            "four"
        );
        assert_eq!(rows, ["one two", "three four"]);
    }

    #[test]
    fn lines_break_between_words() {
        let rows = wrap("one two three four", 60.0, 3, 14.0, Weight::Regular);
        assert_eq!(rows, ["one two", "three", "four"]);
        assert_eq!(
            wrap("", 60.0, 2, 14.0, Weight::Regular),
            Vec::<String>::new()
        );
        let one = wrap(
            "Donaudampfschifffahrtsgesellschaft is long",
            80.0,
            2,
            14.0,
            Weight::Regular,
        );
        assert!(one[0].ends_with('…') && one[1] == "is long", "{one:?}");
    }
}

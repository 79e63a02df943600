//! A film as an animated PNG, for where moving SVG is not taken.
//!
//! A film has few colours, and what lies between two of them where edges are smooth:
//! its pixels name one of 256. A frame holds the rectangle in which anything changed
//! since the one before, and in it only what did.

use std::collections::BTreeMap;

use png::{BitDepth, BlendOp, ColorType, Compression, DisposeOp, Encoder};

use crate::error::Error;
use crate::film::frames::{self, Frame};
use crate::film::stage::Stage;
use crate::film::{Screening, style};
use crate::theme::{Colour, Theme};

/// The palette's number of what lets the frame before be seen.
const CLEAR: u8 = 0;

/// Colours that a palette holds.
const PALETTE: usize = 256;

/// The film as one file, in its nominal size; it goes round for ever.
///
/// # Errors
///
/// [`Error::Svg`], [`Error::Canvas`], [`Error::Png`].
pub fn apng(screening: &Screening<'_>, theme: Theme) -> Result<Vec<u8>, Error> {
    let (width, height) = frames::size(&Stage::of(screening));
    let mut palette = Palette::of(theme);
    let packed = |error: png::EncodingError| Error::Png(error.to_string());

    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    encoder.set_palette(palette.bytes());
    encoder.set_trns(vec![CLEAR]);
    let count = frames::count(screening) as u32;
    encoder.set_animated(count, 0).map_err(packed)?;
    encoder.set_blend_op(BlendOp::Source).map_err(packed)?;
    encoder.set_dispose_op(DisposeOp::None).map_err(packed)?;
    let mut writer = encoder.write_header().map_err(packed)?;

    let mut before: Option<Frame> = None;
    frames::each(screening, theme, |frame| {
        let old = before.as_ref().map(|frame| frame.pixels.data());
        let change = Change::of(old, frame.pixels.data(), width, height);
        let delay = (frame.milliseconds.round() as u32).min(u32::from(u16::MAX)) as u16;
        writer.set_frame_delay(delay, 1000).map_err(packed)?;
        if old.is_some() {
            writer.set_blend_op(BlendOp::Over).map_err(packed)?;
            let (width, height) = (change.right - change.left, change.bottom - change.top);
            writer.set_frame_dimension(width, height).map_err(packed)?;
            writer
                .set_frame_position(change.left, change.top)
                .map_err(packed)?;
        }
        let pixels = change.pixels(old, frame.pixels.data(), width, &mut palette);
        writer.write_image_data(&pixels).map_err(packed)?;
        before = Some(frame);
        Ok(())
    })?;
    writer.finish().map_err(packed)?;
    Ok(file)
}

/// The rectangle in which two pictures differ; one pixel where they do not.
struct Change {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Change {
    /// Pixels of both pictures are four bytes each, row by row.
    fn of(old: Option<&[u8]>, new: &[u8], width: u32, height: u32) -> Self {
        let whole = Self {
            left: 0,
            top: 0,
            right: width,
            bottom: height,
        };
        let Some(old) = old else {
            return whole;
        };
        let row = width as usize * 4;
        let mut change: Option<Self> = None;
        for (y, (old, new)) in old.chunks_exact(row).zip(new.chunks_exact(row)).enumerate() {
            if old == new {
                continue;
            }
            let differs = |(a, b): (&[u8], &[u8])| a != b;
            let mut pixels = old.chunks_exact(4).zip(new.chunks_exact(4));
            let first = pixels.position(differs).unwrap_or(0) as u32;
            let mut pixels = old.chunks_exact(4).zip(new.chunks_exact(4));
            let last = pixels.rposition(differs).unwrap_or(0) as u32;
            let so_far = change.get_or_insert(Self {
                left: first,
                top: y as u32,
                right: last + 1,
                bottom: y as u32 + 1,
            });
            so_far.left = so_far.left.min(first);
            so_far.right = so_far.right.max(last + 1);
            so_far.bottom = y as u32 + 1;
        }
        change.unwrap_or(Self {
            right: 1,
            bottom: 1,
            ..whole
        })
    }

    /// Its pixels as numbers of the palette; clear where nothing changed.
    fn pixels(&self, old: Option<&[u8]>, new: &[u8], width: u32, palette: &mut Palette) -> Vec<u8> {
        let mut numbers = Vec::new();
        for y in self.top..self.bottom {
            for x in self.left..self.right {
                let at = (y as usize * width as usize + x as usize) * 4;
                let colour = &new[at..at + 4];
                numbers.push(match old {
                    Some(old) if old[at..at + 4] == *colour => CLEAR,
                    _ => palette.number([colour[0], colour[1], colour[2]]),
                });
            }
        }
        numbers
    }
}

/// The colours of a film and what lies between them and the ground.
struct Palette {
    colours: Vec<Colour>,
    known: BTreeMap<[u8; 3], u8>,
}

impl Palette {
    fn of(theme: Theme) -> Self {
        let ground = theme.ground();
        let own = style::colours(theme);
        // The clear one has a place and no colour; the ground stands once.
        let shades = (PALETTE - 2) / own.len();
        let mut colours = vec![ground, ground];
        for colour in own {
            let shade = |k: usize| colour.mixed(ground, k as f64 / shades as f64);
            colours.extend((0..shades).map(shade));
        }
        Self {
            colours,
            known: BTreeMap::new(),
        }
    }

    /// Red, green and blue of each, one after the other.
    fn bytes(&self) -> Vec<u8> {
        let colours = self.colours.iter();
        colours
            .flat_map(|colour| [colour.0, colour.1, colour.2])
            .collect()
    }

    /// The number of the nearest colour, that of the clear one excepted.
    fn number(&mut self, [red, green, blue]: [u8; 3]) -> u8 {
        let apart = |colour: &Colour| {
            let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
            3 * square(colour.0, red) + 4 * square(colour.1, green) + 2 * square(colour.2, blue)
        };
        let colours = &self.colours;
        *self.known.entry([red, green, blue]).or_insert_with(|| {
            let numbered = colours.iter().enumerate().skip(1);
            let nearest = numbered.min_by_key(|(_, colour)| apart(colour));
            nearest.map_or(CLEAR, |(number, _)| number as u8)
        })
    }
}

//! A picture as pixels, for where SVG is not taken.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::error::Error;
use crate::font;

/// Pixels to one unit of the picture, each way.
const SHARPNESS: f32 = 2.0;

/// The SVG picture as a PNG file, at twice its nominal size.
///
/// Text is set in the embedded typeface only; no font of the machine is read,
/// nor any file or address that the picture may name.
///
/// # Errors
///
/// [`Error::Svg`] if `svg` cannot be read, [`Error::Canvas`] if there is no
/// room for that many pixels, [`Error::Png`] if they cannot be packed.
pub fn rasterise(svg: &str) -> Result<Vec<u8>, Error> {
    let tree = Tree::from_str(svg, &options()).map_err(Error::Svg)?;
    let size = tree.size().to_int_size();
    let size = size.scale_by(SHARPNESS).unwrap_or(size);
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(Error::Canvas {
        width: size.width(),
        height: size.height(),
    })?;
    resvg::render(
        &tree,
        Transform::from_scale(SHARPNESS, SHARPNESS),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|cause| Error::Png(cause.to_string()))
}

/// How SVG is read here: the embedded typeface, no pictures within pictures.
pub(crate) fn options() -> Options<'static> {
    Options {
        fontdb: font::embedded(),
        font_family: "Inter".to_owned(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_becomes_twice_as_many_pixels_each_way() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'/>";
        let png = rasterise(svg).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(png[16..24], [0, 0, 0, 60, 0, 0, 0, 40]);
    }

    #[test]
    fn what_is_not_svg_is_refused() {
        assert!(matches!(rasterise("reach"), Err(Error::Svg(_))));
    }
}

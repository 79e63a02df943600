//! The page's typeface, carried within it.

use crate::font;
use crate::policy::base64;

/// The page's typeface, carried within it.
pub(crate) fn typeface() -> String {
    let face = |bytes, weight| {
        format!(
            "@font-face{{font-family:Inter;font-weight:{weight};\
             src:url(data:font/ttf;base64,{}) format(\"truetype\")}}\n",
            base64(bytes)
        )
    };
    face(font::REGULAR, 400) + &face(font::SEMIBOLD, 600)
}

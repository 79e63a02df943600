//! What can go wrong while a report is made.

use std::fmt;

/// Why a piece of the report could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The picture is not an SVG document that can be read.
    Svg(resvg::usvg::Error),
    /// No canvas of this many pixels can be had.
    Canvas {
        /// Width, in pixels.
        width: u32,
        /// Height, in pixels.
        height: u32,
    },
    /// The pixels could not be packed as PNG; the reason is the encoder's.
    Png(String),
    /// The rows could not be written as CSV.
    Csv(csv::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Svg(cause) => write!(f, "the picture is not readable SVG: {cause}"),
            Self::Canvas { width, height } => {
                write!(
                    f,
                    "a picture of {width} by {height} pixels is too large; make it smaller"
                )
            }
            Self::Png(cause) => write!(f, "the picture cannot be packed as PNG: {cause}"),
            Self::Csv(cause) => write!(f, "the rows cannot be written as CSV: {cause}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Svg(cause) => Some(cause),
            Self::Csv(cause) => Some(cause),
            Self::Canvas { .. } | Self::Png(_) => None,
        }
    }
}

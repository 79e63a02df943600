//! What can go wrong while a report is made.

use std::path::PathBuf;
use std::{fmt, io};

/// Why a piece of the report could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There are too few worlds to say anything.
    Estimate(groundswell_estimate::Error),
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
    /// The rows could not be written as Parquet; the reason is the encoder's.
    Parquet(String),
    /// The workbook could not be packed; the reason is the encoder's.
    Workbook(String),
    /// What a table is written to takes no more.
    Write(io::Error),
    /// A column of a table has no name, or that of another.
    Column {
        /// Its name.
        name: String,
    },
    /// The document could not be written as JSON.
    Json(serde_json::Error),
    /// A table in a file could not be read.
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason, or what is wrong with the contents.
        cause: io::Error,
    },
    /// The system refused to write a file.
    File {
        /// The file that was to be written, or the folder it was to stand in.
        path: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Estimate(cause) => cause.fmt(f),
            Self::Svg(cause) => write!(f, "the picture is not readable SVG: {cause}"),
            Self::Canvas { width, height } => {
                write!(
                    f,
                    "a picture of {width} by {height} pixels is too large; make it smaller"
                )
            }
            Self::Png(cause) => write!(f, "the picture cannot be packed as PNG: {cause}"),
            Self::Csv(cause) => write!(f, "the rows cannot be written as CSV: {cause}"),
            Self::Parquet(cause) => write!(f, "the rows cannot be written as Parquet: {cause}"),
            Self::Workbook(cause) => write!(f, "the workbook cannot be packed: {cause}"),
            Self::Write(cause) => write!(f, "the rows cannot be written: {cause}"),
            Self::Column { name } => write!(
                f,
                "a table cannot have a column \"{name}\" as well; each has a name of its own"
            ),
            Self::Json(cause) => write!(f, "the report cannot be written as JSON: {cause}"),
            Self::Read { path, cause } => write!(f, "{} cannot be read: {cause}", path.display()),
            Self::File { path, cause } => {
                write!(f, "{} cannot be written: {cause}", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Estimate(cause) => Some(cause),
            Self::Svg(cause) => Some(cause),
            Self::Csv(cause) => Some(cause),
            Self::Json(cause) => Some(cause),
            Self::Write(cause) | Self::Read { cause, .. } | Self::File { cause, .. } => Some(cause),
            Self::Canvas { .. }
            | Self::Png(_)
            | Self::Parquet(_)
            | Self::Workbook(_)
            | Self::Column { .. } => None,
        }
    }
}

impl From<groundswell_estimate::Error> for Error {
    fn from(cause: groundswell_estimate::Error) -> Self {
        Self::Estimate(cause)
    }
}

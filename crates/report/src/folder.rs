//! The report as files in a folder, each of them whole or absent.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use groundswell_graph::whole_file::{WholeFile, settle};

use crate::error::Error;
use crate::findings::Findings;
use crate::formats::{self, Formats};
use crate::pictures::{Named, further, pictures};
use crate::size::Size;
use crate::theme::Theme;
#[cfg(feature = "xlsx")]
use crate::workbook;
use crate::{draw, json, page, png, rows, tidy};

/// Threads that draw pictures beside the one that writes the words.
const DRAWERS: usize = 2;

/// The page's file.
pub const PAGE: &str = "report.html";

/// The document's file.
pub const DOCUMENT: &str = "report.json";

/// The workbook's file.
#[cfg(feature = "xlsx")]
pub const WORKBOOK: &str = "report.xlsx";

/// The tables' files and what each holds.
pub const TABLES: [(&str, &str); 7] = [
    ("summary.csv", "every strategy and metric"),
    ("differences.csv", "every paired difference"),
    (
        "ratios.csv",
        "every ratio and what one strategy has over another",
    ),
    ("platforms.csv", "every strategy by platform"),
    ("credit.csv", "what every lever is credited with"),
    ("by_day.csv", "the course over the days"),
    ("worlds.csv", "every world"),
];

/// Writes page, document, workbook, tables and pictures into `folder`, which is made if it
/// is not there; the pictures also in these formats. Gives the paths, the page first.
///
/// A file that was there is replaced in one step: at any moment it is either the
/// old one or the new one.
///
/// # Errors
///
/// [`Error::File`] with the path and the system's reason if a file cannot be
/// written; [`Error::Estimate`] below two worlds.
pub fn write(
    findings: &Findings<'_>,
    formats: Formats,
    folder: &Path,
) -> Result<Vec<PathBuf>, Error> {
    let pictures = pictures(findings)?;
    let further = further(findings)?;
    // Drawing takes longer than all else.
    let all: Vec<&Named> = pictures.iter().chain(&further).collect();
    let shares = all.chunks(all.len().div_ceil(DRAWERS).max(1));
    let (written, drawings) = thread::scope(|scope| {
        let drawers: Vec<_> = shares
            .map(|share| scope.spawn(|| drawings(share)))
            .collect();
        let written = words(findings, &pictures, &further, folder);
        let drawings = drawers.into_iter().map(|drawer| drawer.join());
        let drawings: Vec<_> = drawings
            .map(|drawings| drawings.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect();
        (written, drawings)
    });
    let mut written = written?;
    for drawings in drawings {
        for drawing in drawings? {
            written.extend(drawing.publish(folder)?);
        }
    }
    written.extend(formats::write(&pictures, formats, folder)?);
    written.extend(formats::write(&further, formats, folder)?);
    settle(folder).map_err(refused(folder))?;
    Ok(written)
}

/// Writes page, document, workbook and tables.
fn words(
    findings: &Findings<'_>,
    pictures: &[Named],
    further: &[Named],
    folder: &Path,
) -> Result<Vec<PathBuf>, Error> {
    // Whatever cannot be made is found out before anything is written.
    let page = page::with(findings, pictures, further)?;
    let document = json::document(findings)?;
    #[cfg(feature = "xlsx")]
    let workbook = workbook::workbook(findings)?;

    fs::create_dir_all(folder).map_err(refused(folder))?;
    let mut written = vec![
        publish(folder, PAGE, page.as_bytes())?,
        publish(folder, DOCUMENT, document.as_bytes())?,
        #[cfg(feature = "xlsx")]
        publish(folder, WORKBOOK, &workbook)?,
    ];
    for (name, _) in TABLES {
        written.push(whole(folder, name, |file| match name {
            "summary.csv" => tidy::summary(findings, file),
            "differences.csv" => tidy::differences(findings, file),
            "ratios.csv" => tidy::ratios(findings, file),
            "platforms.csv" => tidy::platforms(findings, file),
            "credit.csv" => tidy::credit(findings, file),
            "by_day.csv" => tidy::by_day(findings, file),
            _ => tidy::worlds(findings, file),
        })?);
    }
    Ok(written)
}

/// A picture in its files.
struct Drawing<'a> {
    stem: &'a str,
    svg: String,
    png: Vec<u8>,
    numbers: String,
}

impl<'a> Drawing<'a> {
    /// With the numbers that it tells.
    fn of(named: &'a Named) -> Result<Self, Error> {
        Self::with(named, rows::csv(&named.picture)?)
    }

    /// With these numbers beside it.
    fn with(named: &'a Named, numbers: String) -> Result<Self, Error> {
        let svg = draw::svg(&named.picture, Size::SLIDE, Theme::Light);
        Ok(Self {
            stem: &named.stem,
            png: png::rasterise(&svg)?,
            svg,
            numbers,
        })
    }

    fn publish(&self, folder: &Path) -> Result<[PathBuf; 3], Error> {
        let Self { stem, svg, png, .. } = self;
        Ok([
            publish(folder, &format!("{stem}.svg"), svg.as_bytes())?,
            publish(folder, &format!("{stem}.png"), png)?,
            publish(folder, &format!("{stem}.csv"), self.numbers.as_bytes())?,
        ])
    }
}

/// All of them drawn.
fn drawings<'n>(all: &[&'n Named]) -> Result<Vec<Drawing<'n>>, Error> {
    all.iter().copied().map(Drawing::of).collect()
}

/// Writes a picture as SVG and PNG, and its numbers as CSV.
pub(crate) fn drawn(folder: &Path, named: &Named) -> Result<[PathBuf; 3], Error> {
    Drawing::of(named)?.publish(folder)
}

/// Writes a picture as SVG and PNG, and beside it the numbers that it tells.
pub(crate) fn drawn_with(
    folder: &Path,
    named: &Named,
    numbers: &str,
) -> Result<[PathBuf; 3], Error> {
    Drawing::with(named, numbers.to_owned())?.publish(folder)
}

/// Writes `bytes` as the file `name`.
pub(crate) fn publish(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    whole(folder, name, |file| {
        file.write_all(bytes).map_err(refused(&folder.join(name)))
    })
}

/// Has `fill` write the file `name` beside its place, and puts it there when it
/// is complete and on the disk.
fn whole(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut BufWriter<fs::File>) -> Result<(), Error>,
) -> Result<PathBuf, Error> {
    let unfinished = Unfinished::new(folder, name)?;
    let mut file = unfinished.writer()?;
    fill(&mut file).map_err(|error| named(error, &unfinished.path))?;
    file.flush().map_err(refused(&unfinished.path))?;
    unfinished.put()
}

/// A file of a report that is being written; it goes unless it is put into its place.
#[derive(Debug)]
pub(crate) struct Unfinished {
    path: PathBuf,
    whole: WholeFile,
}

impl Unfinished {
    /// A file that will be `name` in `folder`.
    pub(crate) fn new(folder: &Path, name: &str) -> Result<Self, Error> {
        let path = folder.join(name);
        let whole = WholeFile::begin(&path).map_err(refused(&path))?;
        Ok(Self { path, whole })
    }

    /// Something to write it with.
    pub(crate) fn writer(&self) -> Result<BufWriter<fs::File>, Error> {
        self.whole.writer().map_err(refused(&self.path))
    }

    /// What went wrong while it was written, with its place.
    pub(crate) fn named(&self, error: Error) -> Error {
        named(error, &self.path)
    }

    /// Puts the file into its place, once all of it has been written and flushed.
    pub(crate) fn put(self) -> Result<PathBuf, Error> {
        self.whole.put_among().map_err(refused(&self.path))?;
        Ok(self.path)
    }
}

/// The error of a writer that ran out of room, with the path it was to fill.
fn named(error: Error, path: &Path) -> Error {
    match error {
        Error::Write(cause) => refused(path)(cause),
        Error::Csv(cause) if cause.is_io_error() => match cause.into_kind() {
            csv::ErrorKind::Io(cause) => refused(path)(cause),
            _ => unreachable!("an error of input and output holds one"),
        },
        other => other,
    }
}

pub(crate) fn refused(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |cause| Error::File { path, cause }
}

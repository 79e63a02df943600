//! The report as files in a folder, each of them whole or absent.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use crate::error::Error;
use crate::findings::Findings;
use crate::formats::{self, Formats};
use crate::pictures::{Named, further, pictures};
use crate::size::Size;
use crate::theme::Theme;
#[cfg(feature = "xlsx")]
use crate::workbook;
use crate::{draw, json, page, png, rows, tidy};

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
    // Drawing takes as long as all else.
    let (written, drawings) = thread::scope(|scope| {
        let drawings = scope.spawn(|| {
            let all = pictures.iter().chain(&further);
            all.map(Drawing::of).collect::<Result<Vec<_>, Error>>()
        });
        let written = words(findings, &pictures, &further, folder);
        let drawings = drawings.join();
        (
            written,
            drawings.unwrap_or_else(|panic| resume_unwind(panic)),
        )
    });
    let mut written = written?;
    for drawing in drawings? {
        written.extend(drawing.publish(folder)?);
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

/// A file that is being written beside its place; it goes unless it is put there.
///
/// It is locked as long as it is written. The system takes the lock off a process that is
/// killed, so that whoever writes the same file next knows what nobody writes any more, and
/// clears it away.
#[derive(Debug)]
pub(crate) struct Unfinished {
    path: PathBuf,
    beside: PathBuf,
    file: fs::File,
}

impl Unfinished {
    /// A file that will be `name` in `folder`.
    pub(crate) fn new(folder: &Path, name: &str) -> Result<Self, Error> {
        let path = folder.join(name);
        clear_abandoned(folder, name);
        for number in 0u32.. {
            // Processes in several boxes may share a folder and have the same id.
            let own = format!(".{name}.{}.{number}.partial", std::process::id());
            let beside = folder.join(own);
            // Never through a link that somebody else may have put there.
            let file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&beside);
            if let Err(error) = &file
                && error.kind() == io::ErrorKind::AlreadyExists
            {
                continue;
            }
            let file = file.map_err(refused(&path))?;
            // Where the system has no locks, nothing is cleared away either.
            let _ = file.lock();
            // Somebody may have taken it for abandoned before it was locked.
            if beside.exists() {
                return Ok(Self { path, beside, file });
            }
        }
        unreachable!("nobody writes four billion files beside one")
    }

    /// Something to write it with.
    pub(crate) fn writer(&self) -> Result<BufWriter<fs::File>, Error> {
        let file = self.file.try_clone().map_err(refused(&self.path))?;
        Ok(BufWriter::new(file))
    }

    /// What went wrong while it was written, with its place.
    pub(crate) fn named(&self, error: Error) -> Error {
        named(error, &self.path)
    }

    /// Puts the file into its place, once all of it has been written and flushed.
    pub(crate) fn put(self) -> Result<PathBuf, Error> {
        self.file.sync_all().map_err(refused(&self.path))?;
        fs::rename(&self.beside, &self.path).map_err(refused(&self.path))?;
        Ok(self.path.clone())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // In its place it has another name.
        let _ = fs::remove_file(&self.beside);
    }
}

/// Clears away what processes that were killed left beside the file `name`.
fn clear_abandoned(folder: &Path, name: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_beside = |other: &str| whose(other) == Some(name);
        if !entry.file_name().to_str().is_some_and(is_beside) {
            continue;
        }
        let file = OpenOptions::new().write(true).open(entry.path());
        if let Ok(file) = file
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The file beside whose place one of that name is written, if it is such a file.
pub(crate) fn whose(beside: &str) -> Option<&str> {
    let stem = beside.strip_prefix('.')?.strip_suffix(".partial")?;
    let numbers = |text: &str| text.parse::<u32>().is_ok();
    let (stem, number) = stem.rsplit_once('.')?;
    let (name, process) = stem.rsplit_once('.')?;
    (numbers(number) && numbers(process)).then_some(name)
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

/// Makes the names in `folder` as lasting as the files.
pub(crate) fn settle(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_writes_any_more_goes_and_what_somebody_writes_stays() {
        let name = format!("groundswell-folder-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        for left in [
            ".cells.csv.1.0.partial",
            ".cells.csv.77.3.partial",
            ".cells.csv.gz.1.0.partial",
            ".cells.csv.partial",
        ] {
            fs::write(folder.join(left), b"half").unwrap();
        }
        let theirs = Unfinished::new(&folder, "cells.csv").unwrap();
        let mut ours = Unfinished::new(&folder, "cells.csv").unwrap();
        assert!(theirs.beside.exists() && theirs.beside != ours.beside);
        assert!(!folder.join(".cells.csv.1.0.partial").exists());
        assert!(!folder.join(".cells.csv.77.3.partial").exists());
        assert!(folder.join(".cells.csv.gz.1.0.partial").exists());
        assert!(folder.join(".cells.csv.partial").exists());
        ours.file.write_all(b"whole").unwrap();
        let path = ours.put().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        drop(theirs);
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);
        fs::remove_dir_all(&folder).unwrap();
    }
}

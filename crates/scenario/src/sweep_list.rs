//! A list of points: a CSV file whose columns are numbers of the scenario and whose rows
//! are the values that they take together.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::effective::from_percent;
use crate::quantity::Unit;
use crate::scenario::Scenario;
use crate::suggestion::suggestion;
use crate::sweep::{Factor, Values};

/// Bytes that the file may have.
const LARGEST: u64 = 256 << 20;

/// Points that the file may have.
const MOST_POINTS: usize = 1_000_000;

/// What is wrong with a list of points.
#[derive(Debug, Clone, PartialEq)]
pub struct ListError {
    /// The file, as the scenario names it.
    pub file: String,
    /// The line, where it is one's fault.
    pub line: Option<u64>,
    /// What stands there, and what would do.
    pub reason: String,
    /// Whether the system refused to read it.
    pub unreadable: bool,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for ListError {}

/// The factors and the points of the list in `file`, which is sought from `folder`.
///
/// # Errors
///
/// [`ListError`] with the first line that is wrong.
pub fn points(
    scenario: &Scenario,
    file: &str,
    folder: &Path,
) -> Result<(Vec<Factor>, Vec<Vec<f64>>), ListError> {
    let error = |line: Option<u64>, reason: String| ListError {
        file: file.to_owned(),
        line,
        reason,
        unreadable: false,
    };
    let refused = |cause: &io::Error| ListError {
        unreadable: true,
        ..error(None, cause.to_string())
    };
    let path = folder.join(file);
    let opened = File::open(&path).map_err(|cause| refused(&cause))?;
    let size = opened.metadata().map_err(|cause| refused(&cause))?.len();
    if size > LARGEST {
        let reason = format!("the file has {size} bytes; a list has at most {LARGEST}");
        return Err(error(None, reason));
    }
    let mut bytes = Vec::new();
    let read = opened.take(LARGEST).read_to_end(&mut bytes);
    read.map_err(|cause| refused(&cause))?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(&bytes[..]);
    // A row's position is where the one before it ended; empty lines lie between.
    let line_at = |position: &csv::Position| {
        let rest = bytes.get(position.byte() as usize..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| b"\r\n".contains(byte));
        position.line() + ends.filter(|&&byte| byte == b'\n').count() as u64
    };
    let wrong = |cause: csv::Error| {
        let line = cause.position().map(line_at);
        match cause.kind() {
            csv::ErrorKind::Io(cause) => refused(cause),
            csv::ErrorKind::UnequalLengths {
                expected_len, len, ..
            } => error(
                line,
                format!("{len} values in a row; {expected_len}, one for each column, would do"),
            ),
            csv::ErrorKind::Utf8 { .. } => error(line, "this is no text in UTF-8".to_owned()),
            other => error(line, format!("{other:?}")),
        }
    };
    let header = reader.headers().map_err(wrong)?.clone();
    let at_header = header.position().map(line_at);
    let mut factors = Vec::new();
    for path in &header {
        let Some(quantity) = scenario.assumption(path) else {
            let paths = scenario.assumptions();
            let hint = suggestion(path, paths.map(|quantity| quantity.path.as_str()));
            let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            let reason = format!("no number of the scenario is called \"{path}\"{hint}");
            return Err(error(at_header, reason));
        };
        factors.push((
            quantity.ask(),
            Factor {
                path: path.to_owned(),
                also: Vec::new(),
                unit: quantity.unit,
                whole: quantity.is_whole(),
                now: quantity.value,
                values: Values::These {
                    values: Vec::new(),
                    logarithmic: false,
                },
            },
        ));
    }
    let mut sorted: Vec<&str> = header.iter().collect();
    sorted.sort_unstable();
    if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        let reason = format!("there are two columns {}", twice[0]);
        return Err(error(at_header, reason));
    }
    let mut points = Vec::new();
    let mut last = at_header;
    for row in reader.records() {
        let row = row.map_err(wrong)?;
        let line = row.position().map(line_at);
        last = line;
        let mut point = Vec::with_capacity(factors.len());
        for (text, (ask, factor)) in row.iter().zip(&factors) {
            let number = match text.ends_with('%') && factor.unit == Unit::Fraction {
                true => from_percent(text),
                false => text.parse().ok(),
            };
            match number.filter(|&number| ask.admits(number)) {
                Some(number) => point.push(number + 0.0),
                None => {
                    let would_do = ask.range();
                    let reason = format!("{} is \"{text}\"; {would_do}", factor.path);
                    return Err(error(line, reason));
                }
            }
        }
        points.push(point);
        if points.len() > MOST_POINTS {
            return Err(error(
                line,
                format!("a list has at most {MOST_POINTS} rows"),
            ));
        }
    }
    // The end of a file closes a quote, as if nothing were missing.
    if bytes.iter().filter(|&&byte| byte == b'"').count() % 2 == 1 {
        return Err(error(last, "a quote is not closed".to_owned()));
    }
    if points.is_empty() || factors.is_empty() {
        return Err(error(None, "there are no rows under the header".to_owned()));
    }
    let mut factors: Vec<Factor> = factors.into_iter().map(|(_, factor)| factor).collect();
    for (at, factor) in factors.iter_mut().enumerate() {
        let mut values: Vec<f64> = points.iter().map(|point| point[at]).collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
        factor.values = Values::These {
            values,
            logarithmic: false,
        };
    }
    Ok((factors, points))
}

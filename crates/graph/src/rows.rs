//! Lines of a delimited text file, cut into fields: what the readers of ties
//! and of people share.
//!
//! Plain or gzip-compressed, told apart by the first bytes. Empty lines and
//! lines that begin with `#` or `%` are passed over. A line longer than
//! [`LONGEST_LINE`] is an error, so that memory is bounded by the file's shape
//! and never by one line of it.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::{BadLine, Error};

/// Bytes that one line may have.
pub(crate) const LONGEST_LINE: u64 = 1 << 20;

/// What stands between the fields of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delimiter {
    Byte(u8),
    Whitespace,
}

impl Delimiter {
    /// The delimiter of a file by its first line: a tab, a semicolon, a comma, or
    /// runs of white space.
    fn of(line: &str) -> Self {
        let found = [b'\t', b';', b',']
            .into_iter()
            .find(|&d| line.as_bytes().contains(&d));
        found.map_or(Self::Whitespace, Self::Byte)
    }

    /// The fields of `line`, without surrounding blanks. A field in double quotes
    /// may hold the delimiter, and a doubled quote for a quote.
    ///
    /// Gives `None` where a quote is left open or followed by something else.
    fn split(self, line: &str) -> Option<Vec<String>> {
        let delimiter = match self {
            Self::Whitespace => return Some(line.split_whitespace().map(str::to_owned).collect()),
            Self::Byte(byte) => byte as char,
        };
        let mut fields = Vec::new();
        let mut rest = line;
        loop {
            let trimmed = rest.trim_start_matches(' ');
            if let Some(quoted) = trimmed.strip_prefix('"') {
                let (field, after) = unquote(quoted)?;
                fields.push(field);
                let after = after.trim_start_matches(' ');
                match after.strip_prefix(delimiter) {
                    Some(next) => rest = next,
                    None if after.is_empty() => return Some(fields),
                    None => return None,
                }
            } else {
                match rest.split_once(delimiter) {
                    Some((field, next)) => {
                        fields.push(field.trim().to_owned());
                        rest = next;
                    }
                    None => {
                        fields.push(rest.trim().to_owned());
                        return Some(fields);
                    }
                }
            }
        }
    }
}

/// The text up to the closing quote, and what follows it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"')?;
        field.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Some((field, after)),
        }
    }
}

/// One line of data.
pub(crate) struct Row {
    /// Line number in the file, from 1.
    pub(crate) line: u64,
    pub(crate) text: String,
    pub(crate) fields: Vec<String>,
}

/// Collects the lines that cannot be read, keeping the first five.
#[derive(Default)]
pub(crate) struct BadLines {
    first: Vec<BadLine>,
    count: u64,
}

impl BadLines {
    pub(crate) fn add(&mut self, line: u64, text: &str, expected: impl Into<String>) {
        self.count += 1;
        if self.first.len() < 5 {
            // What a terminal would obey is shown as a mark.
            let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
            let mut short: String = text.chars().take(80).map(shown).collect();
            if text.chars().nth(80).is_some() {
                short.push('…');
            }
            self.first.push(BadLine {
                line,
                text: short,
                expected: expected.into(),
            });
        }
    }

    /// An error if there were any.
    pub(crate) fn check(self) -> Result<(), Error> {
        match self.count {
            0 => Ok(()),
            count => Err(Error::BadLines {
                first: self.first,
                count,
            }),
        }
    }
}

/// Calls `each` with every line of data of `source`, in order.
pub(crate) fn for_each_row(
    source: impl Read,
    bad: &mut BadLines,
    mut each: impl FnMut(Row, &mut BadLines),
) -> Result<(), Error> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let start = source.fill_buf().map_err(read_error)?;
    if start.starts_with(&[0x1f, 0x8b]) {
        lines(
            BufReader::with_capacity(1 << 16, MultiGzDecoder::new(source)),
            bad,
            &mut each,
        )
    } else {
        lines(source, bad, &mut each)
    }
}

fn lines(
    mut source: impl BufRead,
    bad: &mut BadLines,
    each: &mut impl FnMut(Row, &mut BadLines),
) -> Result<(), Error> {
    let mut delimiter = None;
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let read = (&mut source)
            .take(LONGEST_LINE + 1)
            .read_until(b'\n', &mut bytes);
        match read.map_err(read_error)? {
            0 => break,
            length if length as u64 > LONGEST_LINE => {
                bad.add(
                    line,
                    &String::from_utf8_lossy(&bytes[..80]),
                    "a line of at most 1 MiB",
                );
                return Ok(());
            }
            _ => {}
        }
        let Ok(text) = std::str::from_utf8(&bytes) else {
            bad.add(line, &String::from_utf8_lossy(&bytes), "text in UTF-8");
            continue;
        };
        // A byte-order mark is what some spreadsheets put first.
        let text = text
            .trim_start_matches('\u{feff}')
            .trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() || text.starts_with(['#', '%']) {
            continue;
        }
        let delimiter = *delimiter.get_or_insert_with(|| Delimiter::of(text));
        match delimiter.split(text) {
            Some(fields) => each(
                Row {
                    line,
                    text: text.to_owned(),
                    fields,
                },
                bad,
            ),
            None => bad.add(line, text, "quotes that close before the next delimiter"),
        }
    }
    Ok(())
}

fn read_error(error: std::io::Error) -> Error {
    Error::Read {
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_cannot_speak_to_the_terminal() {
        let mut bad = BadLines::default();
        bad.add(3, "a\u{1b}[31mb\r", "two ids");
        let Err(Error::BadLines { first, .. }) = bad.check() else {
            panic!("it is an error")
        };
        assert_eq!(first[0].text, "a\u{fffd}[31mb\u{fffd}");
    }

    #[test]
    fn the_first_line_tells_the_delimiter() {
        assert_eq!(Delimiter::of("a\tb, c"), Delimiter::Byte(b'\t'));
        assert_eq!(Delimiter::of("a;b"), Delimiter::Byte(b';'));
        assert_eq!(Delimiter::of("a,b"), Delimiter::Byte(b','));
        assert_eq!(Delimiter::of("a   b"), Delimiter::Whitespace);
    }

    #[test]
    fn quotes_may_hold_the_delimiter() {
        let split = |line| Delimiter::Byte(b',').split(line);
        assert_eq!(
            split(r#"1, "Maria, ""the"" baker",x"#).unwrap()[1],
            r#"Maria, "the" baker"#
        );
        assert_eq!(split("a,,b").unwrap(), ["a", "", "b"]);
        assert_eq!(split(r#"a,"b"#), None);
        assert_eq!(split(r#"a,"b"c"#), None);
    }
}

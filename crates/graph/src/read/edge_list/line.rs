//! What stands where in a line.

use std::borrow::Cow;

use crate::Error;
use crate::ids::whole_number;
use crate::read::Reading;
use crate::read::lines::{Head, without_end};

/// What stands between the fields of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delimiter {
    Byte(u8),
    Whitespace,
}

impl Delimiter {
    /// The delimiter of a file by its first line: a tab, a semicolon, a comma, or
    /// runs of white space.
    pub(crate) fn of(line: &[u8]) -> Self {
        // What stands in quotes separates nothing.
        let outside = |delimiter: u8| {
            let mut quoted = false;
            line.iter().any(|&byte| {
                quoted ^= byte == b'"';
                !quoted && byte == delimiter
            })
        };
        let all = [b'\t', b';', b','];
        let found = all.into_iter().find(|&delimiter| outside(delimiter));
        let found = found.or_else(|| all.into_iter().find(|d| line.contains(d)));
        found.map_or(Self::Whitespace, Self::Byte)
    }

    /// The fields of `line`, without surrounding blanks. A field in double quotes
    /// may hold the delimiter, and a doubled quote for a quote.
    pub(crate) fn split(self, line: &str) -> Split<'_> {
        Split {
            rest: Some(line),
            delimiter: self,
        }
    }
}

/// A quote that is left open or followed by something else than a delimiter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OpenQuote;

/// Goes through the fields of a line.
pub(crate) struct Split<'a> {
    rest: Option<&'a str>,
    delimiter: Delimiter,
}

impl<'a> Iterator for Split<'a> {
    type Item = Result<Cow<'a, str>, OpenQuote>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest?;
        let byte = match self.delimiter {
            Delimiter::Whitespace => {
                let rest = rest.trim_start();
                if rest.is_empty() {
                    self.rest = None;
                    return None;
                }
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                self.rest = Some(&rest[end..]);
                return Some(Ok(rest[..end].into()));
            }
            Delimiter::Byte(byte) => byte as char,
        };
        if let Some(quoted) = rest.trim_start_matches(' ').strip_prefix('"') {
            let Some((field, after)) = unquote(quoted) else {
                self.rest = None;
                return Some(Err(OpenQuote));
            };
            let after = after.trim_start_matches(' ');
            self.rest = after.strip_prefix(byte);
            return match self.rest.is_some() || after.is_empty() {
                true => Some(Ok(field)),
                false => Some(Err(OpenQuote)),
            };
        }
        let (field, after) = match rest.split_once(byte) {
            Some((field, after)) => (field, Some(after)),
            None => (rest, None),
        };
        self.rest = after;
        Some(Ok(field.trim().into()))
    }
}

/// The text up to the closing quote, and what follows it.
fn unquote(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let (before, after) = text.split_once('"')?;
    let Some(mut rest) = after.strip_prefix('"') else {
        return Some((before.into(), after));
    };
    let mut field = format!("{before}\"");
    loop {
        let (before, after) = rest.split_once('"')?;
        field.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Some((field.into(), after)),
        }
    }
}

/// Column names by which a header gives itself away.
const SOURCES: [&str; 7] = ["source", "from", "src", "i", "u", "ego", "person"];
const TARGETS: [&str; 7] = ["target", "to", "dst", "j", "v", "alter", "friend"];
/// Names of columns that are taken without being asked for.
const WEIGHT: &str = "weight";
const TIME: &str = "time";
const LAYER: &str = "layer";
const MULTIPLICITY: &str = "multiplicity";

/// How the lines of a file are built.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) delimiter: Delimiter,
    /// The number of the header within the first block; 0 where there is none.
    pub(super) header_line: u64,
    source: usize,
    target: usize,
    pub(super) weight: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) layer: Option<usize>,
    pub(super) multiplicity: Option<usize>,
    /// The last field that is looked at.
    last: usize,
}

impl Shape {
    /// The shape of a file by its first line of data, and by what is asked for.
    /// Gives `None` for a file without data.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchColumn`].
    pub(super) fn of(head: &Head, reading: &Reading) -> Result<Option<Self>, Error> {
        let Some(line) = &head.line else {
            return Ok(None);
        };
        let delimiter = Delimiter::of(line);
        let text = String::from_utf8_lossy(line);
        let fields: Vec<String> = delimiter
            .split(&text)
            .map(|field| field.unwrap_or_default().into_owned())
            .collect();
        let named = |name: &str| fields.iter().position(|f| f.eq_ignore_ascii_case(name));
        let any = |names: &[&str]| {
            let known = |f: &String| names.contains(&f.to_lowercase().as_str());
            fields.iter().position(known)
        };
        let found = any(&SOURCES).zip(any(&TARGETS)).filter(|(a, b)| a != b);
        let asked = [
            &reading.source,
            &reading.target,
            &reading.weight,
            &reading.time,
            &reading.layer,
        ];
        // A column may be asked for by number; that makes no header.
        let by_name = |name: &String| name.parse::<usize>().is_err() && named(name).is_some();
        // Words above numbers are names of columns, whatever they say.
        let are_numbers = |mut pair: Split<'_>| {
            let mut number = || whole_number(&pair.next()?.ok()?);
            number().is_some() && number().is_some()
        };
        let next = head
            .next
            .as_deref()
            .and_then(|next| std::str::from_utf8(next).ok());
        let words = fields.len() > 1 && fields[..2].iter().all(|f| is_word(f));
        let above_numbers = words && next.is_some_and(|next| are_numbers(delimiter.split(next)));
        let named_columns = asked.into_iter().flatten().any(by_name);
        let header = found.is_some() || named_columns || above_numbers;
        let column = |name: &String| {
            let number = || name.parse::<usize>().ok()?.checked_sub(1);
            let at = match header {
                true => named(name).or_else(number),
                false => number(),
            };
            at.filter(|&at| at < fields.len())
                .ok_or_else(|| Error::NoSuchColumn {
                    column: name.clone(),
                    columns: match header {
                        true => fields.clone(),
                        false => (1..=fields.len()).map(|at| at.to_string()).collect(),
                    },
                })
        };
        let or_usual = |asked: &Option<String>, usual: &str| match asked {
            Some(name) => column(name).map(Some),
            None if header => Ok(named(usual)),
            None => Ok(None),
        };
        let (source, target) = found.unwrap_or((0, 1));
        let source = reading.source.as_ref().map_or(Ok(source), column)?;
        let target = reading.target.as_ref().map_or(Ok(target), column)?;
        let shape = Self {
            delimiter,
            header_line: if header { head.number } else { 0 },
            source,
            target,
            weight: or_usual(&reading.weight, WEIGHT)?,
            time: or_usual(&reading.time, TIME)?,
            layer: or_usual(&reading.layer, LAYER)?,
            multiplicity: or_usual(&None, MULTIPLICITY)?,
            last: 0,
        };
        let all = [
            Some(source),
            Some(target),
            shape.weight,
            shape.time,
            shape.layer,
            shape.multiplicity,
        ];
        let last = all.into_iter().flatten().max().unwrap_or(0);
        Ok(Some(Self { last, ..shape }))
    }

    /// Whether a line is nothing but a pair, or begins with one, and neither of the two is
    /// something else as well.
    pub(super) fn is_plain(&self) -> bool {
        let along = [self.weight, self.time, self.layer, self.multiplicity];
        (self.source, self.target) == (0, 1) && along.iter().all(Option::is_none)
    }

    /// What stands in `line`; otherwise what would do.
    pub(super) fn fields<'a>(&self, line: &'a [u8]) -> Result<Fields<'a>, &'static str> {
        let line = without_end(line);
        let text = std::str::from_utf8(line).map_err(|_| "text in UTF-8")?;
        // Such lines end where nobody else would end them.
        if line.contains(&b'\r') && !line.contains(&b'"') {
            return Err("lines that end in LF or CRLF");
        }
        let mut fields = Fields::default();
        let mut met = 0;
        for (at, field) in self.delimiter.split(text).enumerate() {
            let field = field.map_err(|OpenQuote| "quotes that close before the next delimiter")?;
            let here = |column: Option<usize>| column == Some(at);
            if here(self.weight) {
                fields.weight = finite(&field).ok_or("a finite number as weight")?;
            }
            if here(self.time) {
                fields.time = finite(&field).ok_or("a finite number as time")?;
            }
            if here(self.multiplicity) {
                let times = field.parse().ok().filter(|&times| times > 0);
                fields.multiplicity = times.ok_or("a whole number from 1 on as multiplicity")?;
            }
            met = at + 1;
            if at == self.source {
                fields.source = field;
            } else if at == self.target {
                fields.target = field;
            } else if here(self.layer) {
                fields.layer = field;
            }
            if at == self.last {
                break;
            }
        }
        if fields.source.is_empty() || fields.target.is_empty() {
            return Err("two ids, as in \"ana,ben\"");
        }
        if met <= self.last {
            return Err("as many fields as there are columns in use");
        }
        if self.layer.is_some() && fields.layer.is_empty() {
            return Err("the name of a platform");
        }
        Ok(fields)
    }
}

/// What stands in one line.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    pub(super) source: Cow<'a, str>,
    pub(super) target: Cow<'a, str>,
    pub(super) weight: f64,
    pub(super) time: f64,
    pub(super) layer: Cow<'a, str>,
    pub(super) multiplicity: u32,
}

/// Whether a field is neither empty nor a number of any kind.
fn is_word(field: &str) -> bool {
    !field.is_empty() && field.parse::<f64>().is_err()
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_the_delimiter() {
        assert_eq!(Delimiter::of(b"a\tb, c"), Delimiter::Byte(b'\t'));
        assert_eq!(Delimiter::of(b"a;b"), Delimiter::Byte(b';'));
        assert_eq!(Delimiter::of(b"a,b"), Delimiter::Byte(b','));
        assert_eq!(Delimiter::of(b"id,\"a;b\""), Delimiter::Byte(b','));
        assert_eq!(Delimiter::of(b"a   b"), Delimiter::Whitespace);
    }

    #[test]
    fn quotes_may_hold_the_delimiter() {
        let split = |line| {
            let fields = Delimiter::Byte(b',').split(line);
            fields.collect::<Result<Vec<_>, _>>()
        };
        assert_eq!(
            split(r#"1, "Maria, ""the"" baker",x"#).unwrap()[1],
            r#"Maria, "the" baker"#
        );
        assert_eq!(split("a,,b").unwrap(), ["a", "", "b"]);
        assert_eq!(split("a,").unwrap(), ["a", ""]);
        assert_eq!(split(r#"a,"b"#), Err(OpenQuote));
        assert_eq!(split(r#"a,"b"c"#), Err(OpenQuote));
    }
}

//! What a model is called, where it is from, and which settings it takes.
//!
//! A [`Kind`] says once, as data, what the command line lists, what the readers
//! of settings accept and what a model checks before it draws.

use std::fmt;

use crate::Error;
use crate::builder::Direction;
use crate::generate::Generator;

/// The most people that a model draws.
pub const MOST_PEOPLE: u64 = 1 << 30;

/// The most entries of a list.
const MOST_ENTRIES: u64 = 1 << 24;

/// How a [`Direction`] is written.
pub(super) const DIRECTIONS: &[&str] = &["mutual", "source-to-target", "target-to-source"];

/// One textbook model.
pub struct Kind {
    /// Its textbook name, in lower case with hyphens.
    pub name: &'static str,
    /// What it makes, in one line.
    pub makes: &'static str,
    /// Authors, journal and year of the paper it follows.
    pub source: &'static str,
    /// Bytes that drawing it takes.
    pub takes: Takes,
    /// What can be set, in the order in which one would explain it.
    pub parameters: &'static [Parameter],
    pub(super) read: fn(&Settings<'_>) -> Result<Box<dyn Generator>, Error>,
}

/// Bytes of memory at the peak of drawing, as measured; `tests/resources.rs` of the program
/// holds them against what is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takes {
    /// For each person.
    pub person: u32,
    /// For each tie that is to be expected; a friendship is two.
    pub tie: u32,
}

/// One thing that can be set.
pub struct Parameter {
    /// The key by which it is set.
    pub key: &'static str,
    /// What it is, with its unit.
    pub meaning: &'static str,
    /// What holds where it is not set, as one would write it; empty where nothing does.
    pub default: &'static str,
    /// What may stand there.
    pub range: Range,
}

/// What may stand for a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// A whole number between two, both included.
    Whole(u64, u64),
    /// A number between two, both included.
    Number(f64, f64),
    /// At most 2²⁴ whole numbers from 0 to 2³⁰ with commas between; `3x50` is three
    /// times 50.
    List,
    /// Rows of numbers from 0 to 1: commas within a row, semicolons between rows.
    Matrix,
    /// One of these words.
    Word(&'static [&'static str]),
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(least, most) => write!(f, "a whole number from {least} to {most}"),
            Self::Number(least, most) => write!(f, "a number from {least} to {most}"),
            Self::List => write!(
                f,
                "whole numbers with commas between, such as 50,50 or 2x50"
            ),
            Self::Matrix => write!(f, "rows of numbers from 0 to 1, such as 0.1,0.02;0.02,0.1"),
            Self::Word(words) => write!(f, "one of {}", words.join(", ")),
        }
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kind({})", self.name)
    }
}

impl Kind {
    /// The error that says what stands for `key` and what would do.
    pub(super) fn bad(
        &'static self,
        key: &'static str,
        value: impl fmt::Display,
        expected: impl fmt::Display,
    ) -> Error {
        Error::BadParameter {
            kind: self.name,
            parameter: key,
            value: value.to_string(),
            expected: expected.to_string(),
        }
    }

    /// Whether numbers lie within the ranges of their parameters.
    ///
    /// # Panics
    ///
    /// If the model has no such parameter.
    pub(super) fn check(&'static self, values: &[(&'static str, f64)]) -> Result<(), Error> {
        for &(key, value) in values {
            let parameter = self.parameters.iter().find(|p| p.key == key);
            let range = parameter.expect("a model checks its own parameters").range;
            let fine = match range {
                Range::Whole(least, most) => (least as f64..=most as f64).contains(&value),
                Range::Number(least, most) => (least..=most).contains(&value),
                Range::List | Range::Matrix | Range::Word(_) => true,
            };
            if !fine {
                return Err(self.bad(key, value, range));
            }
        }
        Ok(())
    }
}

/// What was set for a model, by key.
pub(super) struct Settings<'a> {
    kind: &'static Kind,
    /// What every model takes besides its own.
    shared: &'static [Parameter],
    given: Vec<(&'static Parameter, &'a str)>,
}

impl<'a> Settings<'a> {
    /// `settings` as pairs of key and value.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchParameter`], [`Error::ParameterTwice`].
    pub(super) fn of(
        kind: &'static Kind,
        shared: &'static [Parameter],
        settings: &'a [(String, String)],
    ) -> Result<Self, Error> {
        let mut given: Vec<(&'static Parameter, &str)> = Vec::new();
        for (key, value) in settings {
            let known = || kind.parameters.iter().chain(shared);
            let parameter = known().find(|p| p.key == key).ok_or_else(|| {
                let parameter = key.clone();
                let parameters = known().map(|p| p.key).collect();
                Error::NoSuchParameter {
                    kind: kind.name,
                    parameter,
                    parameters,
                }
            })?;
            if given.iter().any(|(earlier, _)| earlier.key == key) {
                return Err(Error::ParameterTwice {
                    kind: kind.name,
                    parameter: parameter.key,
                });
            }
            given.push((parameter, value.trim()));
        }
        Ok(Self {
            kind,
            shared,
            given,
        })
    }

    /// What stands for `key`, which may be its default.
    fn find(&self, key: &str) -> (&'static Parameter, &'a str) {
        let given = self.given.iter().find(|(p, _)| p.key == key).copied();
        given.unwrap_or_else(|| {
            let mut known = self.kind.parameters.iter().chain(self.shared);
            let parameter = known.find(|p| p.key == key);
            let parameter = parameter.expect("a model reads its own parameters");
            (parameter, parameter.default)
        })
    }

    /// Whether `key` was set.
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.given.iter().any(|(parameter, _)| parameter.key == key)
    }

    /// Refuses any of `others` beside `key`.
    pub(super) fn not_together(
        &self,
        key: &'static str,
        others: &[&'static str],
    ) -> Result<(), Error> {
        let other = others.iter().find(|other| self.is_set(other));
        other.map_or(Ok(()), |other| {
            let (_, text) = self.find(other);
            let expected = format!("either {other} or {key}, not both");
            Err(self.kind.bad(other, text, expected))
        })
    }

    /// Whether `key` has a value, set or by default.
    pub(super) fn has(&self, key: &str) -> bool {
        !self.find(key).1.is_empty()
    }

    fn bad(&self, parameter: &'static Parameter, value: &str) -> Error {
        self.kind.bad(parameter.key, value, parameter.range)
    }

    /// A number within the parameter's range.
    pub(super) fn number(&self, key: &str) -> Result<f64, Error> {
        let (parameter, text) = self.find(key);
        let Range::Number(least, most) = parameter.range else {
            panic!("{key} is no number")
        };
        let number = plain(text).parse().ok();
        let number = number.filter(|x: &f64| (least..=most).contains(x));
        number.ok_or_else(|| self.bad(parameter, text))
    }

    /// A whole number within the parameter's range.
    pub(super) fn whole(&self, key: &str) -> Result<u64, Error> {
        let (parameter, text) = self.find(key);
        let Range::Whole(least, most) = parameter.range else {
            panic!("{key} is no whole number")
        };
        let number = plain(text).parse().ok();
        let number = number.filter(|x: &u64| (least..=most).contains(x));
        number.ok_or_else(|| self.bad(parameter, text))
    }

    /// A whole number of a range that ends below 2³².
    pub(super) fn count(&self, key: &str) -> Result<u32, Error> {
        let number = self.whole(key)?;
        Ok(u32::try_from(number).expect("the range ends below 2³²"))
    }

    /// A list of whole numbers, empty where nothing is set.
    pub(super) fn list(&self, key: &str) -> Result<Vec<u32>, Error> {
        let (parameter, text) = self.find(key);
        let mut list = Vec::new();
        for item in text.split(',').filter(|_| !text.is_empty()) {
            let (times, number) = item.split_once('x').unwrap_or(("1", item));
            let times: Option<u32> = plain(times).parse().ok();
            let number: Option<u32> = plain(number).parse().ok();
            match (times, number) {
                (Some(times), Some(number))
                    if list.len() as u64 + u64::from(times) <= MOST_ENTRIES
                        && u64::from(number) <= MOST_PEOPLE =>
                {
                    list.extend(std::iter::repeat_n(number, times as usize));
                }
                _ => return Err(self.bad(parameter, item)),
            }
        }
        Ok(list)
    }

    /// Rows of numbers from 0 to 1, empty where nothing is set.
    pub(super) fn matrix(&self, key: &str) -> Result<Vec<Vec<f64>>, Error> {
        let (parameter, text) = self.find(key);
        let chance = |item: &str| {
            let chance = plain(item).parse().ok();
            let chance = chance.filter(|x| (0.0..=1.0).contains(x));
            chance.ok_or_else(|| self.bad(parameter, item))
        };
        let rows = text.split(';').filter(|_| !text.is_empty());
        rows.map(|row| row.split(',').map(chance).collect())
            .collect()
    }

    /// One of the parameter's words, by its place among them.
    fn word(&self, key: &str) -> Result<usize, Error> {
        let (parameter, text) = self.find(key);
        let Range::Word(words) = parameter.range else {
            panic!("{key} is no word")
        };
        let at = words.iter().position(|word| *word == text);
        at.ok_or_else(|| self.bad(parameter, text))
    }

    /// One of [`DIRECTIONS`].
    pub(super) fn direction(&self, key: &str) -> Result<Direction, Error> {
        Ok(match self.word(key)? {
            0 => Direction::Mutual,
            1 => Direction::SourceToTarget,
            _ => Direction::TargetToSource,
        })
    }

    /// `yes` or `no`.
    pub(super) fn flag(&self, key: &str) -> Result<bool, Error> {
        Ok(self.word(key)? == 0)
    }
}

/// The words of a flag, in the order that [`Settings::flag`] reads.
pub(super) const FLAG: &[&str] = &["yes", "no"];

/// A number as Rust reads it: `1_000_000` without its marks.
fn plain(text: &str) -> String {
    text.trim().replace('_', "")
}

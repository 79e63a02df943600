//! Numbers with their provenance: what is assumed, on whose word, and within
//! which bounds.
//!
//! In the file a number is plain (`0.02`, `"2%"`, `20_000`) or a table:
//! `{ value = "14%", source = "…", date = 2014-02-01 }` for something somebody
//! measured, `{ guess = 3, low = 1, high = 8 }` for something nobody did.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{BOUNDS, CONTRADICTION, Diagnostic, MISSING_KEY, OUT_OF_RANGE, WRONG_TYPE};
use crate::document::{Reading, join, shortened, unknown_keys};
use crate::effective::{self, Line, quoted};

/// On whose word a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provenance {
    /// Measured: given as `value`.
    Value,
    /// Given as `guess`, or a default that is no more than that.
    Guess,
    /// A bare number, or one given by an override: unsourced.
    Plain,
    /// Not in the file, or the same as if it were not.
    Default,
    /// From a dated preset.
    Preset,
}

impl Provenance {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Guess => "guess",
            Self::Plain => "plain",
            Self::Default => "default",
            Self::Preset => "preset",
        }
    }
}

/// What a number counts or measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A share or a probability, 0 to 1.
    Fraction,
    /// People.
    People,
    /// Friends of one person, or fans that one friend knows.
    Friends,
    /// Invitations by one person.
    Invitations,
    /// Units of the scenario's currency.
    Money,
    /// Days.
    Days,
    /// Working hours.
    Hours,
    /// Times a week.
    PerWeek,
    /// Standard deviation of a logarithm.
    LogDeviation,
    /// How many times as much.
    Factor,
    /// A bare number.
    Number,
}

impl Unit {
    /// The word for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fraction => "fraction",
            Self::People => "people",
            Self::Friends => "friends",
            Self::Invitations => "invitations",
            Self::Money => "money",
            Self::Days => "days",
            Self::Hours => "hours",
            Self::PerWeek => "per week",
            Self::LogDeviation => "log deviation",
            Self::Factor => "factor",
            Self::Number => "number",
        }
    }

    /// How a sentence about its range begins.
    fn subject(self) -> &'static str {
        match self {
            Self::Fraction => "a probability",
            Self::People => "a number of people",
            Self::Friends => "a number of friends",
            Self::Invitations => "a number of invitations",
            Self::Money => "an amount",
            Self::Days => "a number of days",
            Self::Hours => "a number of hours",
            Self::PerWeek => "a number of times a week",
            Self::LogDeviation => "the standard deviation of a logarithm",
            Self::Factor => "a factor",
            Self::Number => "this number",
        }
    }
}

/// Which numbers a key takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ask {
    unit: Unit,
    least: f64,
    most: f64,
    /// Whether `least` itself is too little.
    above: bool,
    whole: bool,
}

impl Ask {
    /// A number between `least` and `most`.
    pub(crate) const fn new(unit: Unit, least: f64, most: f64) -> Self {
        Self {
            unit,
            least,
            most,
            above: false,
            whole: false,
        }
    }

    /// The same, without the least.
    pub(crate) const fn above(mut self) -> Self {
        self.above = true;
        self
    }

    /// The same, whole numbers only.
    pub(crate) const fn whole(mut self) -> Self {
        self.whole = true;
        self
    }

    /// What the number counts.
    pub(crate) fn unit(&self) -> Unit {
        self.unit
    }

    /// Whether it takes whole numbers only.
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    pub(crate) fn admits(&self, value: f64) -> bool {
        (self.least..=self.most).contains(&value)
            && !(self.above && value <= self.least)
            && !(self.whole && value != value.trunc())
    }

    /// A number to go on with after a mistake.
    fn some_number(&self) -> f64 {
        if self.above { self.most } else { self.least }
    }

    /// What would do.
    pub(crate) fn range(&self) -> String {
        let subject = self.unit.subject();
        let (least, most) = (effective::number(self.least), effective::number(self.most));
        let whole = if self.whole {
            "is a whole number that "
        } else {
            ""
        };
        match (self.unit, self.above) {
            (Unit::Fraction, false) => {
                format!("{subject} lies between 0 and 1, or \"0%\" and \"100%\"")
            }
            (Unit::Fraction, true) => {
                "a share lies above 0 and is at most 1, or \"100%\"".to_owned()
            }
            (_, false) => format!("{subject} {whole}lies between {least} and {most}"),
            (_, true) => format!("{subject} {whole}lies above {least} and is at most {most}"),
        }
    }
}

/// A chance or a share.
pub(crate) const FRACTION: Ask = Ask::new(Unit::Fraction, 0.0, 1.0);
/// An amount that is spent at most a few times.
pub(crate) const AMOUNT: Ask = Ask::new(Unit::Money, 0.0, 1e9);
/// An amount that may be spent on everybody.
pub(crate) const AMOUNT_EACH: Ask = Ask::new(Unit::Money, 0.0, 1e6);
/// A waiting time.
pub(crate) const DAYS: Ask = Ask::new(Unit::Days, 0.0, 3650.0);
/// A factor, 1 where it changes nothing.
pub(crate) const TIMES: Ask = Ask::new(Unit::Factor, 0.0, 1000.0);
/// Working hours for one deed.
pub(crate) const HOURS: Ask = Ask::new(Unit::Hours, 0.0, 1000.0);

/// What holds where a key is absent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Absent {
    /// The key is required.
    Error,
    /// There is no such number; the text says what that means.
    Nothing(&'static str),
    /// There is no such number, and nothing is said about it.
    Unset,
    /// This number.
    Default(f64),
    /// This number, which changes nothing: it is only shown where another holds.
    Neutral(f64),
    /// This number, and it is a guess.
    Guess(f64),
    /// A preset's number.
    Preset(Figure),
}

/// A dated number of a preset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The preset's name.
    pub preset: &'static str,
    /// The number.
    pub value: f64,
    /// Where it comes from.
    pub source: &'static str,
    /// When it was measured.
    pub date: &'static str,
}

/// A number of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Its dotted path, by which it may be varied: `response.invite.customer`,
    /// `strategy.invite-friends.prompt.take_part`.
    pub path: String,
    /// The number itself, in its unit.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
    /// On whose word it stands.
    pub provenance: Provenance,
    /// Where it comes from.
    pub source: Option<String>,
    /// When it was measured, as written.
    pub date: Option<String>,
    /// The least plausible value, where one was given.
    pub low: Option<f64>,
    /// The greatest plausible value, where one was given.
    pub high: Option<f64>,
    /// Where it stands in the file, or where its preset is named; `None` for what
    /// is not there.
    pub span: Option<Range<usize>>,
    ask: Ask,
}

/// How far a preset's figure may be off, where its bounds are unknown.
pub const PRESET_FACTOR: f64 = 1.5;
/// How far a guess may be off, where its bounds are unknown.
pub const GUESS_FACTOR: f64 = 3.0;

impl Quantity {
    /// Between which values it is varied when assumptions are.
    ///
    /// The bounds that were given; otherwise a factor of 1.5 either way for
    /// presets and of 3 for guesses, cut to the valid range. Everything else is
    /// fixed: both ends are the value.
    pub fn range(&self) -> (f64, f64) {
        let factor = match self.provenance {
            Provenance::Preset => PRESET_FACTOR,
            Provenance::Guess => GUESS_FACTOR,
            Provenance::Value | Provenance::Plain | Provenance::Default => 1.0,
        };
        let low = self
            .low
            .unwrap_or((self.value / factor).max(self.ask.least));
        let high = self
            .high
            .unwrap_or((self.value * factor).min(self.ask.most));
        (low, high)
    }

    /// Whether it varies when assumptions do.
    pub fn is_uncertain(&self) -> bool {
        let (low, high) = self.range();
        low < high
    }

    /// The valid values, whatever is plausible.
    pub fn valid(&self) -> (f64, f64) {
        (self.ask.least, self.ask.most)
    }

    /// Whether only whole numbers may stand in its place.
    pub fn is_whole(&self) -> bool {
        self.ask.is_whole()
    }

    /// Which numbers may stand in its place.
    pub(crate) fn ask(&self) -> Ask {
        self.ask
    }

    /// The value as the file would write it, without quotes.
    pub fn shown(&self) -> String {
        number(self.unit, self.value).trim_matches('"').to_owned()
    }

    fn new(path: &str, value: f64, provenance: Provenance, ask: Ask) -> Self {
        Self {
            path: path.to_owned(),
            value,
            unit: ask.unit,
            provenance,
            source: None,
            date: None,
            low: None,
            high: None,
            span: None,
            ask,
        }
    }

    /// As TOML, with or without what only people read.
    pub(crate) fn toml(&self, with_words: bool) -> String {
        let mut parts = Vec::new();
        let kind = match self.provenance {
            Provenance::Value => "value",
            Provenance::Guess => "guess",
            _ => return number(self.unit, self.value),
        };
        parts.push(format!("{kind} = {}", number(self.unit, self.value)));
        let bounds = [("low", self.low), ("high", self.high)];
        for (key, bound) in bounds.into_iter().filter_map(|(k, b)| Some((k, b?))) {
            parts.push(format!("{key} = {}", number(self.unit, bound)));
        }
        if with_words {
            let words = [("source", &self.source), ("date", &self.date)];
            for (key, word) in words
                .into_iter()
                .filter_map(|(k, w)| Some((k, w.as_ref()?)))
            {
                parts.push(format!("{key} = {}", quoted(word)));
            }
        }
        format!("{{ {} }}", parts.join(", "))
    }

    /// As a line of the effective scenario.
    pub(crate) fn line(self, key: &str, absent: Absent) -> Line {
        let mut line = Line::new(key, self.toml(true)).comment(self.comment(absent));
        line.identity = Some(self.toml(false));
        let changes_nothing =
            matches!(absent, Absent::Neutral(_)) && self.provenance == Provenance::Default;
        line.quantities.push(self);
        match changes_nothing {
            true => line.hidden(),
            false => line,
        }
    }

    fn comment(&self, absent: Absent) -> String {
        let as_if_absent = match absent {
            Absent::Guess(value) => {
                *self
                    == Self {
                        span: self.span.clone(),
                        ..Self::new(&self.path, value, Provenance::Guess, self.ask)
                    }
            }
            _ => false,
        };
        match (self.provenance, absent) {
            (Provenance::Preset, Absent::Preset(figure)) => format!("preset {}", figure.preset),
            (Provenance::Default, _) => "default".to_owned(),
            _ if as_if_absent => "default".to_owned(),
            _ => String::new(),
        }
    }
}

fn number(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Fraction => effective::fraction(value),
        _ => effective::number(value),
    }
}

impl<'t> Reading<'t> {
    /// The number at `path`: what an override says, or `value`, or what holds
    /// where there is none. After a mistake some number, so that reading goes on.
    pub(crate) fn quantity(
        &self,
        path: &str,
        value: Option<&Spanned<DeValue<'t>>>,
        ask: Ask,
        absent: Absent,
    ) -> Option<Quantity> {
        let mut quantity =
            match value {
                Some(value) => Some(self.stated(path, value, ask).unwrap_or_else(|| {
                    Quantity::new(path, ask.some_number(), Provenance::Plain, ask)
                })),
                None => match absent {
                    Absent::Error => Some(Quantity::new(
                        path,
                        ask.some_number(),
                        Provenance::Plain,
                        ask,
                    )),
                    Absent::Nothing(_) | Absent::Unset => None,
                    Absent::Default(x) | Absent::Neutral(x) => {
                        Some(Quantity::new(path, x, Provenance::Default, ask))
                    }
                    Absent::Guess(x) => Some(Quantity::new(path, x, Provenance::Guess, ask)),
                    Absent::Preset(figure) => {
                        Some(Quantity::new(path, figure.value, Provenance::Plain, ask))
                    }
                },
            };
        if let Some(given) = self.override_of(path) {
            let span = value.map(Spanned::span);
            let given = if ask.whole { given.round() } else { given };
            if !ask.admits(given) {
                let message = format!("{path} is varied to {given}; {}", ask.range());
                self.report(Diagnostic::new(OUT_OF_RANGE, message).at(span.clone()));
            }
            quantity = Some(Quantity {
                span,
                ..Quantity::new(path, given, Provenance::Plain, ask)
            });
        }
        // A bare number that says what would hold without it changes nothing.
        if let Some(q) = &mut quantity
            && q.provenance == Provenance::Plain
        {
            match absent {
                Absent::Default(x) | Absent::Neutral(x) if x == q.value => {
                    q.provenance = Provenance::Default
                }
                Absent::Preset(figure) if figure.value == q.value => {
                    q.provenance = Provenance::Preset;
                    q.source = Some(figure.source.to_owned());
                    q.date = Some(figure.date.to_owned());
                }
                _ => {}
            }
        }
        quantity
    }

    /// The plain number `stated` at `path`, or what an override says; `None` where it is
    /// none of those asked for.
    pub(crate) fn number_at(&self, path: &str, stated: f64, ask: Ask) -> Option<Quantity> {
        let given = self.override_of(path);
        let value = match given {
            Some(given) if ask.whole => given.round(),
            Some(given) => given,
            None => stated,
        };
        if given.is_some() && !ask.admits(value) {
            let message = format!("{path} is varied to {value}; {}", ask.range());
            self.report(Diagnostic::new(OUT_OF_RANGE, message));
        }
        ask.admits(value)
            .then(|| Quantity::new(path, value, Provenance::Plain, ask))
    }

    /// The number that stands in the file, plain or as a table.
    fn stated(&self, path: &str, value: &Spanned<DeValue<'t>>, ask: Ask) -> Option<Quantity> {
        let span = Some(value.span());
        let DeValue::Table(table) = value.get_ref() else {
            let number = self.plain_number(path, value, ask)?;
            return Some(Quantity {
                span,
                ..Quantity::new(path, number, Provenance::Plain, ask)
            });
        };
        self.report_all(unknown_keys(
            table,
            path,
            &["value", "guess", "low", "high", "source", "date"],
        ));
        let (provenance, main) = match (table.get("value"), table.get("guess")) {
            (Some(main), None) => (Provenance::Value, main),
            (None, Some(main)) => (Provenance::Guess, main),
            (found, _) => {
                let (cause, message) = match found {
                    Some(_) => (
                        CONTRADICTION,
                        format!("{path} has a `value` and a `guess`; one of them would do"),
                    ),
                    None => (
                        MISSING_KEY,
                        format!("{path} has neither `value` nor `guess`"),
                    ),
                };
                self.report(Diagnostic::new(cause, message).at(value.span()));
                return None;
            }
        };
        let bound = |key: &str| {
            let bound = table.get(key)?;
            self.plain_number(&join(path, key), bound, ask)
        };
        let (low, high) = (bound("low"), bound("high"));
        let mut quantity = Quantity {
            low,
            high,
            span,
            source: self.words(path, table, "source"),
            date: self.words(path, table, "date"),
            ..Quantity::new(path, 0.0, provenance, ask)
        };
        quantity.value = self.plain_number(path, main, ask)?;
        let (below, beyond) = (
            low.filter(|&low| low > quantity.value),
            high.filter(|&high| high < quantity.value),
        );
        for (key, bound, side) in [("low", below, "above"), ("high", beyond, "below")] {
            if let (Some(bound), Some(place)) = (bound, table.get(key)) {
                let message = format!(
                    "{path}.{key} is {}, {side} the value {}; low ≤ value ≤ high would do",
                    number(ask.unit, bound),
                    number(ask.unit, quantity.value)
                );
                self.report(Diagnostic::new(BOUNDS, message).at(place.span()));
            }
        }
        Some(quantity)
    }

    /// What people read beside a number: a text, a date or a year.
    fn words(&self, path: &str, table: &DeTable<'t>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Datetime(date) if key == "date" => Some(date.to_string()),
            DeValue::Integer(year) if key == "date" => Some(year.to_string()),
            _ => {
                let message = format!(
                    "{path}.{key} is {}; a text in quotes would do",
                    self.found(value)
                );
                self.report(Diagnostic::new(WRONG_TYPE, message).at(value.span()));
                None
            }
        }
    }

    /// A plain number or a percentage, within its range.
    pub(crate) fn plain_number(
        &self,
        path: &str,
        value: &Spanned<DeValue<'_>>,
        ask: Ask,
    ) -> Option<f64> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) => {
                match i64::from_str_radix(integer.as_str(), integer.radix()) {
                    Ok(integer) => Some(integer as f64),
                    // Too long for a whole number, and for every range.
                    Err(_) => Some(f64::INFINITY),
                }
            }
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::String(text) if ask.unit == Unit::Fraction => {
                effective::from_percent(text.trim())
            }
            _ => None,
        };
        let found = self.found(value);
        let Some(number) = number else {
            let expected = match ask.unit {
                Unit::Fraction => "a number or a percentage such as 0.02 or \"2%\"",
                _ => "a number",
            };
            let message = format!("{path} is {found}; {expected} would do");
            let quoted_number = match value.get_ref() {
                DeValue::String(text) if text.trim().parse::<f64>().is_ok() => {
                    Some(format!("write {} without quotes", shortened(text.trim())))
                }
                _ => None,
            };
            self.report(
                Diagnostic::new(WRONG_TYPE, message)
                    .at(value.span())
                    .help(quoted_number),
            );
            return None;
        };
        if ask.admits(number) {
            // Adding zero turns -0.0 into 0.0.
            return Some(number + 0.0);
        }
        let meant = (ask.unit == Unit::Fraction
            && number > 1.0
            && number <= 100.0
            && !matches!(value.get_ref(), DeValue::String(_)))
        .then(|| effective::from_percent(&format!("{number}%")))
        .flatten()
        .map(|fraction| format!("write \"{number}%\" or {fraction}"));
        let message = format!("{path} is {found}; {}", ask.range());
        self.report(
            Diagnostic::new(OUT_OF_RANGE, message)
                .at(value.span())
                .help(meant),
        );
        None
    }
}

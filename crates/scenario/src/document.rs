//! The scenario file as sections of keys that know where they stand.
//!
//! [`Section`] is the one way to read: each of its methods names a key, says what
//! may stand there and what holds where it is absent, and gives a value. On the
//! way it notes mistakes, the numbers and the line of the effective scenario, so
//! that a new key is one line in the section that owns it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use groundswell_campaign::money::Money;
use groundswell_graph::probability::Probability;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{
    CONTRADICTION, Diagnostic, MISSING_KEY, NAME, NO_SUCH_NAME, NO_SUCH_NUMBER, OUT_OF_RANGE,
    SYNTAX, Severity, TOO_LARGE, UNKNOWN_KEY, UNKNOWN_WORD, WRONG_TYPE,
};
use crate::effective::{Block, Line, bare, grouped, list, quoted};
use crate::overrides::Overrides;
use crate::quantity::{Absent, Ask, FRACTION, Quantity};
use crate::suggestion::suggestion;

/// Bytes that a scenario file may have.
pub(crate) const LARGEST_FILE: usize = 1 << 20;

/// Diagnostics that are kept; more would help nobody.
const MOST_DIAGNOSTICS: usize = 100;

/// Characters that a name may have.
const LONGEST_NAME: usize = 100;

/// A value of the file, with its place.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// The file as a table, as far as it is one, and what is wrong with its syntax.
pub(crate) fn parse(text: &str) -> Result<(Spanned<DeTable<'_>>, Vec<Diagnostic>), Diagnostic> {
    if text.len() > LARGEST_FILE {
        let message = format!(
            "the file has {} bytes; a scenario has at most {}",
            grouped(text.len() as i64),
            grouped(LARGEST_FILE as i64)
        );
        return Err(Diagnostic::new(TOO_LARGE, message));
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mistakes = errors.into_iter().map(|error| {
        let message = error.message().replace('\n', "; ");
        let help = match message.as_str() {
            m if m.starts_with("invalid date") => {
                Some("a date without a day stands in quotes: \"2014-02\"")
            }
            m if m.starts_with("invalid boolean") || m.starts_with("string values") => {
                Some("texts and percentages stand in quotes: \"like this\", \"2%\"")
            }
            _ => None,
        };
        let help = help.map(str::to_owned);
        Diagnostic::new(SYNTAX, message)
            .at(error.span().unwrap_or(0..0))
            .help(help)
    });
    Ok((table, mistakes.collect()))
}

/// Which of `others` are certain although the syntax of the file is broken at
/// `broken`: numbers, words and keys that are wrong wherever they stand, on other
/// lines. A broken header leaves no doubt only about syntax.
pub(crate) fn certain(
    others: Vec<Diagnostic>,
    broken: &[Diagnostic],
    text: &str,
) -> Vec<Diagnostic> {
    let line = |diagnostic: &Diagnostic| {
        let start = diagnostic.span.as_ref().map_or(0, |span| span.start);
        let before = &text[..text.floor_char_boundary(start)];
        before.rfind('\n').map_or(0, |newline| newline + 1)
    };
    let lines: BTreeSet<usize> = broken.iter().map(line).collect();
    if lines
        .iter()
        .any(|&start| text[start..].trim_start().starts_with('['))
    {
        return Vec::new();
    }
    let causes = [UNKNOWN_KEY, UNKNOWN_WORD, OUT_OF_RANGE].map(|cause| cause.id);
    let mut others = others;
    others.retain(|other| causes.contains(&other.id) && !lines.contains(&line(other)));
    others
}

/// By place in the file, errors before warnings, and not too many.
pub(crate) fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|d| (d.severity, d.span.as_ref().map(|span| span.start)));
    diagnostics.dedup();
    let more = diagnostics.len().saturating_sub(MOST_DIAGNOSTICS);
    if more > 0 {
        diagnostics.truncate(MOST_DIAGNOSTICS);
        if let Some(last) = diagnostics.last_mut() {
            last.message += &format!(" (and {more} more mistakes)");
        }
    }
    diagnostics
}

/// What one pass over the file gathers.
pub(crate) struct Reading<'t> {
    text: &'t str,
    overrides: &'t Overrides,
    diagnostics: RefCell<Vec<Diagnostic>>,
    blocks: RefCell<Vec<Block>>,
    /// The overrides that some number took.
    taken: RefCell<BTreeSet<String>>,
}

impl<'t> Reading<'t> {
    pub(crate) fn new(text: &'t str, overrides: &'t Overrides) -> Self {
        Self {
            text,
            overrides,
            diagnostics: RefCell::default(),
            blocks: RefCell::default(),
            taken: RefCell::default(),
        }
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    pub(crate) fn report_all(&self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.borrow_mut().extend(diagnostics);
    }

    /// How many mistakes there are so far. Where there are, some numbers are only
    /// there to go on with, and comparing them would raise false alarms.
    pub(crate) fn mistakes(&self) -> usize {
        let diagnostics = self.diagnostics.borrow();
        diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .count()
    }

    /// The value that an override gives to `path`.
    pub(crate) fn override_of(&self, path: &str) -> Option<f64> {
        let value = self.overrides.get(path)?;
        self.taken.borrow_mut().insert(path.to_owned());
        Some(value)
    }

    /// Whether some numbers are others than the file says.
    pub(crate) fn is_varied(&self) -> bool {
        self.overrides.iter().next().is_some()
    }

    /// The numbers that were read so far, in the order of the effective scenario.
    pub(crate) fn quantities(&self) -> Vec<Quantity> {
        let mut blocks = self.blocks.borrow().clone();
        crate::effective::sort(&mut blocks);
        let lines = blocks.iter().flat_map(|block| &block.lines);
        lines.flat_map(|line| line.quantities.clone()).collect()
    }

    /// What stands in the file, in one short line.
    pub(crate) fn found(&self, value: &Value<'_>) -> String {
        match value.get_ref() {
            DeValue::Table(_) => "a table".to_owned(),
            DeValue::Array(_) => "a list".to_owned(),
            _ => shortened(self.text.get(value.span()).unwrap_or("this")),
        }
    }

    /// The effective scenario and the warnings, or all mistakes.
    pub(crate) fn finish(self) -> Result<(Vec<Block>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut blocks = self.blocks.into_inner();
        crate::effective::sort(&mut blocks);
        let mut diagnostics = self.diagnostics.into_inner();
        let taken = self.taken.into_inner();
        let mistaken = diagnostics.iter().any(|d| d.severity == Severity::Error);
        // After a mistake some numbers were never asked for.
        if !mistaken {
            let paths: Vec<&str> = blocks
                .iter()
                .flat_map(|block| &block.lines)
                .flat_map(|line| &line.quantities)
                .map(|quantity| quantity.path.as_str())
                .collect();
            for (path, _) in self
                .overrides
                .iter()
                .filter(|(path, _)| !taken.contains(*path))
            {
                let message = format!("no number of the scenario is called {}", shortened(path));
                let help = suggestion(path, paths.iter().copied());
                diagnostics.push(Diagnostic::new(NO_SUCH_NUMBER, message).help(help));
            }
        }
        let diagnostics = in_order(diagnostics);
        match diagnostics.iter().any(|d| d.severity == Severity::Error) {
            true => Err(diagnostics),
            false => Ok((blocks, diagnostics)),
        }
    }
}

/// A table of the file, or the defaults where there is none.
pub(crate) struct Section<'t> {
    reading: &'t Reading<'t>,
    table: Option<&'t DeTable<'t>>,
    path: String,
    place: Option<Range<usize>>,
    known: Vec<&'static str>,
    block: usize,
    /// Something else stands where the table should: that has been said, and
    /// what is missing in it need not be.
    broken: bool,
}

impl<'t> Section<'t> {
    /// The whole file.
    pub(crate) fn top(reading: &'t Reading<'t>, table: &'t DeTable<'t>) -> Self {
        Self::open(reading, String::new(), String::new(), Some(table), None)
    }

    fn open(
        reading: &'t Reading<'t>,
        path: String,
        header: String,
        table: Option<&'t DeTable<'t>>,
        place: Option<Range<usize>>,
    ) -> Self {
        let mut blocks = reading.blocks.borrow_mut();
        blocks.push(Block {
            header,
            lines: Vec::new(),
        });
        Self {
            reading,
            table,
            path,
            place,
            known: Vec::new(),
            block: blocks.len() - 1,
            broken: false,
        }
    }

    /// The dotted path.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The dotted path of `key`.
    pub(crate) fn path_of(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// Calls the section by another path, once its name is known.
    pub(crate) fn called(&mut self, path: String) {
        self.path = path;
    }

    /// Whether something else stands where the section should, or nothing where it
    /// must: that has been said.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Where the section begins, if it is in the file.
    pub(crate) fn place(&self) -> Option<Range<usize>> {
        self.place.clone()
    }

    /// Where `key` has its value, or else where the section begins.
    pub(crate) fn place_of(&self, key: &str) -> Option<Range<usize>> {
        let value = self.table.and_then(|table| table.get(key));
        value.map(Spanned::span).or_else(|| self.place())
    }

    /// Where item `at` of the list at `key` stands.
    pub(crate) fn place_of_item(&self, key: &str, at: usize) -> Option<Range<usize>> {
        let items = self.table?.get(key)?.get_ref().as_array()?;
        items.get(at).map(Spanned::span)
    }

    /// Whether the file says something about `key`.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    /// The keys, in file order: for tables whose keys are names.
    pub(crate) fn names(&self) -> Vec<(String, Range<usize>)> {
        self.table
            .map(entries)
            .unwrap_or_default()
            .into_iter()
            .map(|(name, place, _)| (name.to_owned(), place))
            .collect()
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.reading.report(diagnostic);
    }

    pub(crate) fn reading(&self) -> &'t Reading<'t> {
        self.reading
    }

    /// Notes a line of the effective scenario.
    pub(crate) fn note(&self, line: Line) {
        self.reading.blocks.borrow_mut()[self.block]
            .lines
            .push(line);
    }

    /// What was noted last is no part of the scenario's identity.
    pub(crate) fn last_aside(&self) {
        let blocks = &mut self.reading.blocks.borrow_mut();
        if let Some(line) = blocks[self.block].lines.last_mut() {
            line.identity = None;
        }
    }

    /// Nothing of what stands here is an assumption or part of the scenario's identity.
    pub(crate) fn set_aside(&self) {
        for line in &mut self.reading.blocks.borrow_mut()[self.block].lines {
            line.identity = None;
            line.quantities.clear();
        }
    }

    /// Says that `key` may stand here, and gives its value.
    pub(crate) fn value(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.table?.get(key)
    }

    fn required(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        let value = self.value(key);
        if value.is_none() {
            self.missing(key);
        }
        value
    }

    /// Says that `key` is missing.
    pub(crate) fn missing(&self, key: &str) {
        if self.broken {
            return;
        }
        let place = if self.path.is_empty() {
            "the file".to_owned()
        } else {
            self.path.clone()
        };
        let message = format!("{place} has no `{key}`, which it needs");
        self.report(Diagnostic::new(MISSING_KEY, message).at(self.place()));
    }

    /// Says that something else than `expected` stands at `path`.
    pub(crate) fn wrong_type(&self, path: &str, value: &Value<'_>, expected: &str) {
        let message = format!(
            "{path} is {}; {expected} would do",
            self.reading.found(value)
        );
        self.report(Diagnostic::new(WRONG_TYPE, message).at(value.span()));
    }

    /// The number at `key`, if there is one.
    pub(crate) fn optional(
        &mut self,
        key: &'static str,
        ask: Ask,
        otherwise: &'static str,
    ) -> Option<f64> {
        self.number_or_nothing(key, ask, Absent::Nothing(otherwise))
    }

    /// The number at `key`.
    pub(crate) fn number(&mut self, key: &'static str, ask: Ask, absent: Absent) -> f64 {
        self.number_or_nothing(key, ask, absent).unwrap_or_default()
    }

    fn number_or_nothing(&mut self, key: &'static str, ask: Ask, absent: Absent) -> Option<f64> {
        let value = match absent {
            Absent::Error => self.required(key),
            _ => self.value(key),
        };
        self.number_called(key, value, ask, absent)
    }

    /// The number `value` of a key that is a name of its own.
    pub(crate) fn number_called(
        &self,
        key: &str,
        value: Option<&'t Value<'t>>,
        ask: Ask,
        absent: Absent,
    ) -> Option<f64> {
        let quantity = self
            .reading
            .quantity(&self.path_of(&bare(key)), value, ask, absent);
        let number = quantity.as_ref().map(|quantity| quantity.value);
        match (quantity, absent) {
            (Some(quantity), _) => self.note(quantity.line(key, absent)),
            (None, Absent::Nothing(otherwise)) => {
                let line = Line::new(key, String::new()).comment(otherwise).aside();
                self.note(Line {
                    value: None,
                    ..line
                });
            }
            (None, _) => {}
        }
        number
    }

    /// The number at `key`, if there is one; nothing is shown where there is none.
    pub(crate) fn if_said(&mut self, key: &'static str, ask: Ask) -> Option<f64> {
        self.number_or_nothing(key, ask, Absent::Unset)
    }

    /// The numbers of the list at `key`, 1 to `most` of them. Each has a path of its
    /// own: `key.1`, `key.2`, …
    pub(crate) fn numbers(&mut self, key: &'static str, ask: Ask, most: usize) -> Vec<f64> {
        let path = self.path_of(key);
        let value = self.required(key);
        let items = value
            .map(|value| self.list_of(&path, value))
            .unwrap_or_default();
        if let Some(value) =
            value.filter(|value| value.get_ref().is_array() && !(1..=most).contains(&items.len()))
        {
            let message = format!("{path} has {} entries; 1 to {most} would do", items.len());
            self.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
        }
        let items = items.into_iter().take(most).zip(1u32..);
        let quantities: Vec<Quantity> = items
            .filter_map(|(item, number)| {
                let path = join(&path, &number.to_string());
                self.reading.quantity(&path, Some(item), ask, Absent::Error)
            })
            .collect();
        let numbers = quantities.iter().map(|quantity| quantity.value).collect();
        let written = |with_words| {
            let all: Vec<String> = quantities.iter().map(|q| q.toml(with_words)).collect();
            format!("[{}]", all.join(", "))
        };
        self.note(
            Line {
                identity: Some(written(false)),
                ..Line::new(key, written(true))
            }
            .with(quantities.clone()),
        );
        numbers
    }

    /// The probability at `key`.
    pub(crate) fn probability(&mut self, key: &'static str, absent: Absent) -> Probability {
        Probability::clamped(self.number(key, FRACTION, absent))
    }

    /// The amount at `key`.
    pub(crate) fn money(&mut self, key: &'static str, ask: Ask, absent: Absent) -> Money {
        // What `ask` admits is in the range of money; the rest has been reported.
        Money::of(self.number(key, ask, absent)).unwrap_or_default()
    }

    /// The whole number at `key`.
    pub(crate) fn count(&mut self, key: &'static str, ask: Ask, absent: Absent) -> u32 {
        self.number(key, ask.whole(), absent) as u32
    }

    /// The whole number at `key`, which no assumption varies.
    pub(crate) fn integer(&mut self, key: &'static str, range: Range<i64>) -> Option<i64> {
        let value = self.value(key)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(&self.path_of(key), value, "a whole number");
            return None;
        };
        let integer = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let fine = integer.filter(|integer| range.contains(integer));
        if fine.is_none() {
            let message = format!(
                "{} is {}; a whole number between {} and {} would do",
                self.path_of(key),
                self.reading.found(value),
                range.start,
                range.end - 1
            );
            self.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
        }
        fine
    }

    /// The text at `key`, if there is one, at most `longest` characters of one line.
    pub(crate) fn optional_text(&mut self, key: &'static str, longest: usize) -> Option<String> {
        let value = self.value(key)?;
        let path = self.path_of(key);
        self.text_of(&path, value, longest)
    }

    /// The text that `value` should be.
    pub(crate) fn text_of(&self, path: &str, value: &Value<'t>, longest: usize) -> Option<String> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(path, value, "a text in quotes");
            return None;
        };
        let fine = !text.trim().is_empty()
            && text.chars().count() <= longest
            && !text.chars().any(char::is_control);
        if !fine {
            let found = self.reading.found(value);
            let message =
                format!("{path} is {found}; one line of 1 to {longest} characters would do");
            self.report(Diagnostic::new(NAME, message).at(value.span()));
        }
        fine.then(|| text.to_string())
    }

    /// The text at `key`; `default` without one.
    pub(crate) fn text(&mut self, key: &'static str, longest: usize, default: &str) -> String {
        let text = self
            .optional_text(key, longest)
            .unwrap_or_else(|| default.to_owned());
        self.note(Line::new(key, quoted(&text)).comment(if_default(text == default)));
        text
    }

    /// The required name at `key`.
    pub(crate) fn name(&mut self, key: &'static str) -> String {
        let value = self.required(key);
        let path = self.path_of(key);
        let name = value.and_then(|value| self.text_of(&path, value, LONGEST_NAME));
        let name = name.unwrap_or_default();
        self.note(Line::new(key, quoted(&name)));
        name
    }

    /// The name at `key`; `default` without one.
    pub(crate) fn name_or(&mut self, key: &'static str, default: &str) -> String {
        self.text(key, LONGEST_NAME, default)
    }

    /// A path of a file at `key`, if there is one.
    pub(crate) fn file(&mut self, key: &'static str) -> Option<String> {
        let file = self.optional_text(key, 4096)?;
        self.note(Line::new(key, quoted(&file)).aside());
        Some(file)
    }

    /// What the word at `key` stands for. Without `default` the key is required.
    pub(crate) fn word<T: Copy + PartialEq>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        default: Option<T>,
    ) -> Option<T> {
        let value = match default {
            None => self.required(key),
            Some(_) => self.value(key),
        };
        let path = self.path_of(key);
        let chosen = match value {
            Some(value) => self.word_of(&path, value, words).or(default),
            None => default,
        }?;
        let word = words
            .iter()
            .find(|(_, meaning)| *meaning == chosen)
            .map(|(word, _)| word)?;
        self.note(Line::new(key, quoted(word)).comment(if_default(Some(chosen) == default)));
        Some(chosen)
    }

    /// Whether the key says `true`; without it, it does not.
    pub(crate) fn says_yes(&mut self, key: &'static str) -> bool {
        let yes = match self.value(key).map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Boolean(yes))) => *yes,
            Some((value, _)) => {
                self.wrong_type(&self.path_of(key), value, "true or false");
                false
            }
            None => false,
        };
        if yes {
            self.note(Line::new(key, "true".to_owned()));
        }
        yes
    }

    /// The place in `known` of the name at `key`, if there is one; `what` says of what
    /// it is a name.
    pub(crate) fn one_of_names<'k>(
        &mut self,
        key: &'static str,
        known: impl Iterator<Item = &'k str> + Clone,
        what: &str,
    ) -> Option<usize> {
        let name = self.optional_text(key, LONGEST_NAME)?;
        self.note(Line::new(key, quoted(&name)));
        let place = known.clone().position(|other| other == name);
        if place.is_none() {
            let path = self.path_of(key);
            let would_do = or_none(known.clone(), what);
            let message = format!("{path} is \"{name}\", which is no {what}; {would_do}");
            let help = suggestion(&name, known);
            let place = self.place_of(key);
            self.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
        }
        place
    }

    /// Complains about keys that are none of the names in `known`; `what` says of what
    /// they should be names.
    pub(crate) fn no_strangers<'k>(
        &self,
        known: impl Iterator<Item = &'k str> + Clone,
        what: &str,
    ) {
        for (name, place) in self.names() {
            if known.clone().all(|other| other != name) {
                let path = self.path_of(&bare(&shortened(&name)));
                let would_do = or_none(known.clone(), what);
                let message = format!("{path} is no {what}; {would_do}");
                let help = suggestion(&name, known.clone());
                self.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
            }
        }
    }

    /// The one of `keys` that the section has; it has to have exactly one.
    pub(crate) fn only_one_of(&mut self, keys: &[&'static str]) -> Option<&'static str> {
        let said: Vec<&str> = keys.iter().copied().filter(|key| self.has(key)).collect();
        for key in keys {
            self.value(key);
        }
        if let [key] = said[..] {
            return keys.iter().copied().find(|other| *other == key);
        }
        if !self.broken {
            let keys = keys.join(", ");
            let (cause, message) = match said.is_empty() {
                true => (
                    MISSING_KEY,
                    format!("{} has none of {keys}; one of them is needed", self.path),
                ),
                false => (
                    CONTRADICTION,
                    format!(
                        "{} says {}; one of {keys} would do",
                        self.path,
                        said.join(" and ")
                    ),
                ),
            };
            self.report(Diagnostic::new(cause, message).at(self.place()));
        }
        None
    }

    /// Whether a table stands at `key`.
    pub(crate) fn has_table(&self, key: &str) -> bool {
        let value = self.named(key);
        value.is_some_and(|value| value.get_ref().is_table())
    }

    /// What `read` makes of the table at `key`, which has one line in the effective
    /// scenario, or none if it says nothing.
    pub(crate) fn on_one_line<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Section<'t>) -> T,
    ) -> T {
        let inner = self.section(key);
        let block = inner.block;
        let read = read(inner);
        let lines = std::mem::take(&mut self.reading.blocks.borrow_mut()[block].lines);
        let (hidden, said): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| line.is_hidden);
        for line in hidden {
            self.note(line);
        }
        if said.iter().any(|line| line.value.is_some()) {
            self.note(Line::of_table(key, said));
        }
        read
    }

    /// What the word at a key that is a name of its own stands for; it is required.
    pub(crate) fn word_called<T: Copy + PartialEq>(
        &mut self,
        name: &str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let Some(value) = self.named(name) else {
            let message = format!("{} has no {}", self.path, bare(name));
            if !self.broken {
                self.report(Diagnostic::new(MISSING_KEY, message).at(self.place()));
            }
            return None;
        };
        let path = self.path_of(&bare(name));
        let chosen = self.word_of(&path, value, words)?;
        let word = words.iter().find(|(_, meaning)| *meaning == chosen);
        self.note(Line::new(
            &bare(name),
            quoted(word.map_or("", |(word, _)| word)),
        ));
        Some(chosen)
    }

    fn word_of<T: Copy>(
        &self,
        path: &str,
        value: &Value<'t>,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let DeValue::String(text) = value.get_ref() else {
            let choices = choices(words.iter().map(|(word, _)| *word));
            self.wrong_type(path, value, &choices);
            return None;
        };
        let found = words.iter().find(|(word, _)| word == text);
        if found.is_none() {
            let names = || words.iter().map(|(word, _)| *word);
            let message = format!(
                "{path} is {}; {} would do",
                self.reading.found(value),
                choices(names())
            );
            let help = suggestion(text, names());
            self.report(
                Diagnostic::new(UNKNOWN_WORD, message)
                    .at(value.span())
                    .help(help),
            );
        }
        found.map(|(_, meaning)| *meaning)
    }

    /// What the words of the list at `key` stand for; none without one.
    pub(crate) fn words<T: Copy + PartialEq>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Vec<T> {
        let path = self.path_of(key);
        let value = self.value(key);
        let mut chosen = Vec::new();
        for item in value
            .map(|value| self.list_of(&path, value))
            .unwrap_or_default()
        {
            let word = self.word_of(&path, item, words);
            chosen.extend(word.filter(|word| !chosen.contains(word)));
        }
        let said = |meaning: &T| {
            words
                .iter()
                .find(|(_, m)| m == meaning)
                .map(|(word, _)| *word)
        };
        let names: Vec<&str> = chosen.iter().filter_map(said).collect();
        self.note(Line::new(key, list(&names)).comment(if_default(names.is_empty())));
        chosen
    }

    /// The items of the list that `value` should be.
    pub(crate) fn list_of(&self, path: &str, value: &'t Value<'t>) -> Vec<&'t Value<'t>> {
        match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => {
                self.wrong_type(path, value, "a list in [brackets]");
                Vec::new()
            }
        }
    }

    /// The table at `key`; the defaults where there is none.
    pub(crate) fn section(&mut self, key: &'static str) -> Section<'t> {
        let value = self.value(key);
        self.section_called(key, value)
    }

    /// The table at `key`, if it is there.
    pub(crate) fn section_if_there(&mut self, key: &'static str) -> Option<Section<'t>> {
        let value = self.value(key)?;
        Some(self.section_called(key, Some(value)))
    }

    /// The table at `key`, which must be there.
    pub(crate) fn required_section(&mut self, key: &'static str) -> Section<'t> {
        let value = self.required(key);
        let mut section = self.section_called(key, value);
        section.broken |= value.is_none();
        section
    }

    /// The table `value` of a key that is a name of its own.
    pub(crate) fn section_called(&self, key: &str, value: Option<&'t Value<'t>>) -> Section<'t> {
        let path = self.path_of(&bare(key));
        let header = format!("[{path}]");
        match value {
            Some(value) => Self::open_value(self.reading, path, header, value),
            None => {
                let mut section = Self::open(self.reading, path, header, None, self.place());
                section.broken = self.broken;
                section
            }
        }
    }

    /// The table that `value` should be.
    fn open_value(
        reading: &'t Reading<'t>,
        path: String,
        header: String,
        value: &'t Value<'t>,
    ) -> Section<'t> {
        let table = value.get_ref().as_table();
        let mut section = Self::open(reading, path, header, table, Some(value.span()));
        section.broken = table.is_none();
        if section.broken {
            section.wrong_type(&section.path, value, "a table");
        }
        section
    }

    /// The tables of the list at `key`, at most `most`, each opened when it is its
    /// turn. In the effective scenario they stand under `header`.
    pub(crate) fn sections(
        &mut self,
        key: &'static str,
        header: &'static str,
        most: usize,
    ) -> impl Iterator<Item = Section<'t>> + use<'t> {
        let path = self.path_of(key);
        let value = self.required(key);
        let items = value
            .map(|value| self.list_of(&path, value))
            .unwrap_or_default();
        if let Some(value) = value.filter(|_| items.len() > most) {
            let message = format!(
                "{path} has {} entries; at most {most} would do",
                items.len()
            );
            self.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
        }
        let reading = self.reading;
        items
            .into_iter()
            .take(most)
            .map(move |item| Self::open_value(reading, path.clone(), header.to_owned(), item))
    }

    /// The section has been read: whatever else stands in it is a mistake.
    pub(crate) fn end(self) {
        if let Some(table) = self.table {
            self.reading
                .report_all(unknown_keys(table, &self.path, &self.known));
        }
    }

    /// The value of a key that is a name of its own.
    pub(crate) fn named(&self, name: &str) -> Option<&'t Value<'t>> {
        self.table?.get(name)
    }
}

/// The keys of `table` by their place in the file.
fn entries<'a, 't>(table: &'a DeTable<'t>) -> Vec<(&'a str, Range<usize>, &'a Value<'t>)> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
        .collect();
    entries.sort_by_key(|(_, place, _)| place.start);
    entries
}

/// A mistake for each key of `table` that is not `known`.
pub(crate) fn unknown_keys(
    table: &DeTable<'_>,
    path: &str,
    known: &[&'static str],
) -> Vec<Diagnostic> {
    entries(table)
        .into_iter()
        .filter(|(key, _, _)| !known.contains(key))
        .take(MOST_DIAGNOSTICS + 1)
        .map(|(key, place, _)| {
            let section = if path.is_empty() { "the file" } else { path };
            let message = format!(
                "{section} has no key `{}`; the keys are {}",
                shortened(key),
                known.join(", ")
            );
            let help = suggestion(key, known.iter().copied());
            Diagnostic::new(UNKNOWN_KEY, message).at(place).help(help)
        })
        .collect()
}

/// `"a", "b" or "c"`.
pub(crate) fn choices<'k>(words: impl IntoIterator<Item = &'k str>) -> String {
    let quoted: Vec<String> = words
        .into_iter()
        .map(|word| format!("\"{word}\""))
        .collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// What would do where a name is asked for.
fn or_none<'k>(known: impl Iterator<Item = &'k str>, what: &str) -> String {
    let known = choices(known);
    match known.is_empty() {
        true => format!("the file has no {what}"),
        false => format!("{known} would do"),
    }
}

/// The comment of a line that says what would hold without it.
pub(crate) fn if_default(is_default: bool) -> &'static str {
    if is_default { "default" } else { "" }
}

/// `path.key`; just the key at the top.
pub(crate) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// The text's first line, cut after 60 characters.
pub(crate) fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

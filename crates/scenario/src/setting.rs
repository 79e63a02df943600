//! What can be set for a model, as data, and what was set.
//!
//! A [`Parameter`] says once what the command line lists, what scenario files and
//! `--set` accept, and what the page on scenarios shows.

use std::fmt;

use groundswell_graph::probability::Probability;

use crate::mistake::Mistake;

/// The most entries of a list.
const MOST_ENTRIES: usize = 1000;

/// One thing that can be set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// The key by which it is set.
    pub key: &'static str,
    /// What it is.
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
    Whole(u32, u32),
    /// A number between two, both included.
    Number(f64, f64),
    /// Numbers from 0 to 1 with commas between.
    Chances,
    /// One of these words.
    Word(&'static [&'static str]),
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(least, most) => write!(f, "a whole number from {least} to {most}"),
            Self::Number(least, most) => write!(f, "a number from {least} to {most}"),
            Self::Chances => write!(f, "numbers from 0 to 1 with commas between"),
            Self::Word(words) => write!(f, "{}", words.join(" or ")),
        }
    }
}

/// What stands for a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number, whole or not.
    Number(f64),
    /// Numbers from 0 to 1.
    Chances(Vec<f64>),
    /// A word of the parameter's range.
    Word(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Chances(chances) => {
                let texts: Vec<String> = chances.iter().map(f64::to_string).collect();
                f.write_str(&texts.join(","))
            }
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl Parameter {
    /// The value that `text` stands for.
    ///
    /// # Errors
    ///
    /// [`Mistake::BadSetting`].
    pub fn value(&self, text: &str) -> Result<Value, Mistake> {
        let number = |text: &str| text.trim().replace('_', "").parse::<f64>().ok();
        let value = match self.range {
            Range::Whole(least, most) => number(text)
                .filter(|x| (f64::from(least)..=f64::from(most)).contains(x) && x.fract() == 0.0)
                .map(Value::Number),
            Range::Number(least, most) => number(text)
                .filter(|x| (least..=most).contains(x))
                .map(Value::Number),
            Range::Chances => {
                let items = text.split(',').take(MOST_ENTRIES + 1);
                let chance = |item| number(item).filter(|x| (0.0..=1.0).contains(x));
                let chances: Option<Vec<f64>> = items.map(chance).collect();
                chances
                    .filter(|chances| chances.len() <= MOST_ENTRIES)
                    .map(Value::Chances)
            }
            Range::Word(words) => {
                let found = words.iter().find(|word| **word == text.trim());
                found.map(|word| Value::Word(word))
            }
        };
        value.ok_or_else(|| Mistake::BadSetting {
            key: self.key,
            value: text.to_owned(),
            range: self.range,
        })
    }
}

/// What holds for a model: what was set, and the defaults of all else.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// In the order of the parameters; what has no value is not there.
    values: Vec<(&'static str, Value)>,
    /// The keys that somebody set.
    given: Vec<&'static str>,
}

impl Settings {
    /// `given` as pairs of key and value, for the model called `model`.
    ///
    /// # Errors
    ///
    /// [`Mistake::NoSuchSetting`], [`Mistake::SettingTwice`],
    /// [`Mistake::BadSetting`].
    pub fn of(
        model: &'static str,
        parameters: &'static [Parameter],
        given: &[(String, String)],
    ) -> Result<Self, Mistake> {
        let mut texts: Vec<(&'static str, &str)> = Vec::new();
        for (key, text) in given {
            let known = parameters.iter().find(|parameter| parameter.key == key);
            let known = known.ok_or_else(|| Mistake::NoSuchSetting {
                model,
                key: key.clone(),
                keys: parameters.iter().map(|p| p.key).collect(),
            })?;
            if texts.iter().any(|(earlier, _)| *earlier == known.key) {
                return Err(Mistake::SettingTwice { key: known.key });
            }
            texts.push((known.key, text));
        }
        let mut values = Vec::new();
        for parameter in parameters {
            let said = texts.iter().find(|(key, _)| *key == parameter.key);
            let text = said.map_or(parameter.default, |(_, text)| text);
            if said.is_some() || !text.is_empty() {
                values.push((parameter.key, parameter.value(text)?));
            }
        }
        let given = texts.into_iter().map(|(key, _)| key).collect();
        Ok(Self { values, given })
    }

    /// Every key with its value, in the order of the parameters.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.values.iter().map(|(key, value)| (*key, value))
    }

    /// Whether somebody set `key`.
    pub(crate) fn is_given(&self, key: &str) -> bool {
        self.given.contains(&key)
    }

    /// The same without `key`.
    pub(crate) fn without(mut self, key: &str) -> Self {
        self.values.retain(|(known, _)| *known != key);
        self
    }

    fn find(&self, key: &str) -> Option<&Value> {
        let found = self.values.iter().find(|(known, _)| *known == key);
        found.map(|(_, value)| value)
    }

    /// The number at `key`, if there is one.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        match self.find(key)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The number at `key`, which has a default, as a chance.
    pub(crate) fn chance(&self, key: &str) -> Probability {
        Probability::clamped(self.number(key).unwrap_or_default())
    }

    /// The whole number at `key`, which has a default.
    pub(crate) fn count(&self, key: &str) -> u32 {
        self.number(key).unwrap_or_default() as u32
    }

    /// The chances at `key`; none where nothing stands there.
    pub(crate) fn chances(&self, key: &str) -> Vec<Probability> {
        match self.find(key) {
            Some(Value::Chances(chances)) => {
                chances.iter().map(|&p| Probability::clamped(p)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The word at `key`; empty where there is none.
    pub(crate) fn word(&self, key: &str) -> &'static str {
        match self.find(key) {
            Some(Value::Word(word)) => word,
            _ => "",
        }
    }
}

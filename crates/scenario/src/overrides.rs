//! Numbers given by their path instead of by the file: what sweeps, break-even
//! searches and sensitivity analyses vary.

use std::collections::BTreeMap;

/// A value for each of some paths, such as `response.invite.customer`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overrides(BTreeMap<String, f64>);

impl Overrides {
    /// Everything as the file says.
    pub fn none() -> Self {
        Self::default()
    }

    /// The same, with `value` at `path`; a later one replaces an earlier one.
    pub fn with(mut self, path: impl Into<String>, value: f64) -> Self {
        self.0.insert(path.into(), value);
        self
    }

    /// These and `others`; where both give a value, that of `others`.
    pub fn and(mut self, others: &Self) -> Self {
        self.0
            .extend(others.0.iter().map(|(path, &value)| (path.clone(), value)));
        self
    }

    /// The value at `path`, if there is one.
    pub fn get(&self, path: &str) -> Option<f64> {
        self.0.get(path).copied()
    }

    /// All of them, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(path, &value)| (path.as_str(), value))
    }
}

impl<P: Into<String>> FromIterator<(P, f64)> for Overrides {
    fn from_iter<I: IntoIterator<Item = (P, f64)>>(values: I) -> Self {
        let values = values.into_iter().map(|(path, value)| (path.into(), value));
        Self(values.collect())
    }
}

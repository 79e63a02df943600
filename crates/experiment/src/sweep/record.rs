//! What a sweep's folder says of itself: enough to tell what its parts are, to merge and
//! to analyse them, without the scenario's file and what belongs to it.

use std::path::Path;

use groundswell_campaign::compare::Effort;
use groundswell_scenario::scenario::Scenario;
use groundswell_scenario::stamp::VALUES_VERSION;
use groundswell_scenario::sweep::{Design, Factor, Values};
use serde::{Deserialize, Serialize};

use crate::store::{self, Store};
use crate::sweep::layout::{Error as LayoutError, Layout};

/// The file's name.
pub const FILE: &str = "plan.json";

/// The version of its keys.
const SCHEMA: &str = "groundswell-sweep-plan-1";

/// The most bytes of a record that is read.
const MOST_BYTES: u64 = 512 << 20;

/// A sweep in a folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    schema: String,
    /// What the scenario is called.
    pub name: String,
    /// The version of results that its parts have.
    pub values_version: u32,
    /// The seed of all luck.
    pub seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<Precision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<List>,
    /// The scenario's text.
    scenario: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Precision {
    fraction: f64,
    most: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct List {
    columns: Vec<String>,
    rows: Vec<Vec<f64>>,
}

/// Why a folder's record is of no use.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The folder has none.
    Missing,
    /// It is none, or not whole.
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
    /// Another version of the program made it, whose results are others.
    OtherValues {
        /// Its version of values.
        version: u32,
    },
    /// What it says cannot be laid out.
    Layout(LayoutError),
    /// It cannot be read or written.
    Store(store::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => write!(f, "there is no sweep: no {FILE}"),
            Self::Damaged { reason } => write!(f, "{FILE} is damaged: {reason}"),
            Self::OtherValues { version } => write!(
                f,
                "{FILE} is of a program whose results have version {version}; this one's have \
                 {VALUES_VERSION}, and the two do not mix"
            ),
            Self::Layout(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl Record {
    /// The record of a sweep.
    pub fn of(layout: &Layout) -> Self {
        let (worlds, precision) = match layout.effort() {
            Effort::Worlds(worlds) => (Some(worlds), None),
            Effort::Precision { fraction, most } => (None, Some(Precision { fraction, most })),
        };
        let list = match layout.sweep().design {
            Design::List { .. } => Some(List {
                columns: layout
                    .factors()
                    .iter()
                    .map(|factor| factor.path.clone())
                    .collect(),
                rows: layout.points().to_vec(),
            }),
            _ => None,
        };
        Self {
            schema: SCHEMA.to_owned(),
            name: layout.scenario().name.clone(),
            values_version: VALUES_VERSION,
            seed: layout.seed(),
            worlds,
            precision,
            files: layout.fingerprint().map(|print| format!("{print:032x}")),
            list,
            scenario: layout.scenario().text().to_owned(),
        }
    }

    /// As the bytes of its file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("numbers and texts are JSON");
        json.push(b'\n');
        json
    }

    /// The record in a store's folder.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], [`Error::Damaged`], [`Error::OtherValues`], [`Error::Store`].
    pub fn read(store: &Store) -> Result<Self, Error> {
        let bytes = store.read_file(FILE, MOST_BYTES)?.ok_or(Error::Missing)?;
        let damaged = |reason: String| Error::Damaged { reason };
        let record: Self =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if record.schema != SCHEMA {
            return Err(damaged(format!("its schema is {:?}", record.schema)));
        }
        match record.values_version {
            VALUES_VERSION => Ok(record),
            version => Err(Error::OtherValues { version }),
        }
    }

    /// Puts it into a store's folder, unless it is there.
    ///
    /// # Errors
    ///
    /// [`store::Error`] where that fails.
    pub fn publish(&self, store: &Store) -> Result<(), store::Error> {
        let bytes = self.bytes();
        let there = store.read_file(FILE, MOST_BYTES);
        match there {
            Ok(Some(there)) if there == bytes => Ok(()),
            _ => store.publish_file(FILE, &bytes),
        }
    }

    /// The layout of the sweep, as far as the first stage of a map. Paths of its scenario
    /// start from `folder`, which matters only to whoever runs blocks.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`], [`Error::Layout`].
    pub fn layout(&self, folder: &Path) -> Result<Layout, Error> {
        let damaged = |reason: &str| Error::Damaged {
            reason: reason.to_owned(),
        };
        let parsed = Scenario::parse(&self.scenario);
        let scenario = parsed
            .map_err(|_| damaged("its scenario is none"))?
            .scenario;
        let effort = match (self.worlds, &self.precision) {
            (Some(worlds), _) => Effort::Worlds(worlds),
            (None, Some(precision)) => Effort::Precision {
                fraction: precision.fraction,
                most: precision.most,
            },
            (None, None) => return Err(damaged("it has neither worlds nor a precision")),
        };
        let files = self.files.as_ref().map(|hex| u128::from_str_radix(hex, 16));
        let files = files
            .transpose()
            .map_err(|_| damaged("its files are no number"))?;
        let list = self.list.as_ref().map(|list| list.points(&scenario));
        let list = match list {
            Some(None) => return Err(damaged("its list does not fit its scenario")),
            Some(list) => list,
            None => None,
        };
        Layout::known(scenario, folder, self.seed, effort, list, files).map_err(Error::Layout)
    }
}

impl List {
    fn points(&self, scenario: &Scenario) -> Option<(Vec<Factor>, Vec<Vec<f64>>)> {
        let width = self.columns.len();
        if width == 0 || self.rows.is_empty() || self.rows.iter().any(|row| row.len() != width) {
            return None;
        }
        let factor = |(at, path): (usize, &String)| {
            let quantity = scenario.assumption(path)?;
            let mut values: Vec<f64> = self.rows.iter().map(|row| row[at]).collect();
            values.sort_unstable_by(f64::total_cmp);
            values.dedup();
            Some(Factor {
                path: path.clone(),
                also: Vec::new(),
                unit: quantity.unit,
                whole: quantity.is_whole(),
                now: quantity.value,
                values: Values::These {
                    values,
                    logarithmic: false,
                },
            })
        };
        let factors: Option<Vec<Factor>> = self.columns.iter().enumerate().map(factor).collect();
        Some((factors?, self.rows.clone()))
    }
}

//! Files of people and ties, read into a [`Draft`](crate::draft::Draft).
//!
//! [`Reading`] takes the format from the options or from the first bytes. Each format has a
//! file of its own; all unpack gzip by themselves, place their mistakes by line,
//! and hold no more memory than they are allowed.

pub mod edge_list;
pub(crate) mod lines;
pub mod people;
pub mod unpack;

use crate::Error;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One pair of people a line, any delimiter, columns for weight, time, layer.
    EdgeList,
    /// GraphML, an XML format.
    GraphMl,
    /// GML, nested lists of keys and values.
    Gml,
    /// Pajek's `.net`.
    Pajek,
}

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// How it is written; `None` to tell by name or first bytes.
    pub format: Option<Format>,
    /// The column or attribute that holds the first of a pair (edge lists).
    pub source: Option<String>,
    /// The column or attribute that holds the second of a pair (edge lists).
    pub target: Option<String>,
    /// The column or attribute that holds weights; `None` for one called `weight`,
    /// where there is one.
    pub weight: Option<String>,
    /// The column or attribute that holds times; `None` for one called `time`.
    pub time: Option<String>,
    /// The column or attribute that names the platform; `None` for one called
    /// `layer`.
    pub layer: Option<String>,
    /// Passes over lines that cannot be read, and counts them.
    pub lenient: bool,
    /// Bytes that may be held while reading.
    pub most_bytes: u64,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            format: None,
            source: None,
            target: None,
            weight: None,
            time: None,
            layer: None,
            lenient: false,
            most_bytes: 16 << 30,
        }
    }
}

/// Counts what is held while reading, and refuses what is too much.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    held: u64,
    most: u64,
}

impl Allowance {
    /// Nothing held yet, out of `most` bytes.
    pub(crate) fn of(most: u64) -> Self {
        Self { held: 0, most }
    }

    /// Counts `bytes` more.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuchMemory`].
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Error> {
        self.held = self.held.saturating_add(bytes as u64);
        match self.held > self.most {
            true => Err(Error::TooMuchMemory { most: self.most }),
            false => Ok(()),
        }
    }
}

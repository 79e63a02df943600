//! Merging what several folders hold of one sweep.

use std::path::{Path, PathBuf};

use groundswell_diffusion::worlds::Crew;

use crate::store::{self, Key, Part, Store};
use crate::sweep::cell::State;
use crate::sweep::layout::Layout;
use crate::sweep::map;
use crate::sweep::record::{self, Record};
use crate::sweep::work::states;

/// Why folders cannot be merged.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A folder holds no sweep, or one that cannot be read.
    Record {
        /// Which.
        folder: PathBuf,
        /// What is wrong.
        error: Box<record::Error>,
    },
    /// A folder holds another sweep than the first.
    Other {
        /// Which.
        folder: PathBuf,
        /// The first.
        first: PathBuf,
    },
    /// Two folders hold different results of one block.
    Differ {
        /// The second of them.
        folder: PathBuf,
        /// Which block.
        key: Key,
    },
    /// Nothing to merge.
    Nothing,
    /// The system refused to read or write.
    Store(store::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Record { folder, error } => write!(f, "{}: {error}", folder.display()),
            Self::Other { folder, first } => write!(
                f,
                "{} holds another sweep than {}; their results do not mix",
                folder.display(),
                first.display()
            ),
            Self::Differ { folder, key } => write!(
                f,
                "{} holds other results of block {} of cell {:032x} than a folder before it; one \
                 of them is of another program",
                folder.display(),
                key.block,
                key.cell
            ),
            Self::Nothing => f.write_str("there are no folders to merge"),
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

/// Puts the whole parts of `folders` into `out`, and gives its store with the layout of
/// the sweep.
///
/// # Errors
///
/// [`Error`]: folders of different sweeps, or with different results, do not mix.
pub fn merge(folders: &[PathBuf], out: &Path) -> Result<(Layout, Store), Error> {
    let mut first: Option<(&PathBuf, Record)> = None;
    let mut stores = Vec::new();
    for folder in folders {
        let wrong = |error| Error::Record {
            folder: folder.clone(),
            error: Box::new(error),
        };
        let store = Store::there(folder).ok_or_else(|| wrong(record::Error::Missing))?;
        let record = Record::read(&store).map_err(wrong)?;
        match &first {
            None => first = Some((folder, record)),
            Some((_, same)) if *same == record => {}
            Some((before, _)) => {
                return Err(Error::Other {
                    folder: folder.clone(),
                    first: (*before).clone(),
                });
            }
        }
        stores.push((folder, store));
    }
    let (folder, record) = first.ok_or(Error::Nothing)?;
    let layout = record.layout(folder).map_err(|error| Error::Record {
        folder: folder.clone(),
        error: Box::new(error),
    })?;
    let merged = Store::open(out)?;
    record.publish(&merged)?;
    for (folder, store) in stores {
        for key in store.keys()? {
            // A damaged part is as good as none: it is missing in the end.
            let Part::Whole(contents) = store.read(key)? else {
                continue;
            };
            match merged.read(key)? {
                Part::Whole(there) if there == contents => {}
                Part::Whole(_) => {
                    let folder = folder.clone();
                    return Err(Error::Differ { folder, key });
                }
                Part::Missing | Part::Damaged => merged.publish(key, &contents)?,
            }
        }
    }
    merged.clear(&[record::FILE])?;
    Ok((layout, merged))
}

/// What is missing of a sweep: the numbers of cells, with their blocks. Adds the further
/// stages of a map to its layout as far as they are known.
///
/// # Errors
///
/// [`store::Error`] where the store cannot be read.
pub fn missing(
    layout: &mut Layout,
    store: &Store,
    crew: &Crew,
) -> Result<Vec<(usize, Vec<u32>)>, store::Error> {
    loop {
        let mut missing = Vec::new();
        let all: Vec<usize> = (0..layout.cells().len()).collect();
        for (cell, state) in all.iter().zip(states(layout, store, &all, crew)?) {
            if let State::Needs(blocks) = state {
                missing.push((*cell, blocks));
            }
        }
        if !missing.is_empty() {
            return Ok(missing);
        }
        let more = map::refined(layout, store, crew)?;
        if more.is_empty() {
            return Ok(missing);
        }
        layout.add(more);
    }
}

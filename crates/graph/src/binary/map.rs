//! Ties that stay on the disk, and are looked at when they are asked for.
//!
//! The only place of this crate where `unsafe` is allowed: mapping a file, and
//! telling that a [`NodeId`] is nothing but a `u32`.
#![allow(unsafe_code)]

use std::fs::File;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use memmap2::Mmap;
use xxhash_rust::xxh3::xxh3_64;

use crate::Error;
use crate::binary::layout::{Kind, Section, wrong};
use crate::binary::read::{Loader, layout, length_of};
use crate::fan_graph::FanGraph;
use crate::id::NodeId;
use crate::read::unpack::read_error;

// SAFETY: `NodeId` is `repr(transparent)` over `u32`, for which zero and every
// other pattern of bits is a value, and which has no padding.
unsafe impl bytemuck::Zeroable for NodeId {}
// SAFETY: as above; it is `Copy` and has no lifetime.
unsafe impl bytemuck::Pod for NodeId {}

/// The graph in `file`, of which header, table and everything but the ties are
/// checked now, and each row of ties when it is asked for.
///
/// The file must not be changed while the graph is in use.
///
/// # Errors
///
/// As [`read`](crate::binary::read::read); [`Error::NotAGraphFile`] also where columns
/// go along with ties, and on processors that are not little-endian.
pub fn map(mut file: File) -> Result<FanGraph, Error> {
    if cfg!(target_endian = "big") {
        return Err(wrong(
            "it cannot be mapped on a big-endian processor, but read",
        ));
    }
    let length = length_of(&mut file)?;
    let layout = layout(&mut file, length)?;
    // SAFETY: what is mapped is only ever read, as plain numbers of which every
    // pattern of bits is one. Should another program change the file meanwhile,
    // wrong numbers are what comes of it: every use of one is checked. A file that
    // is cut short meanwhile ends the program; the documents say so.
    let map = Arc::new(unsafe { Mmap::map(&file) }.map_err(read_error)?);
    if map.len() as u64 != length {
        return Err(wrong("it was changed while it was opened"));
    }
    let people = layout.people;
    let mapping = |offsets: Section, targets: Section| {
        let range = |section: Section| {
            let end = section.at + section.bytes;
            section.at as usize..end as usize
        };
        let rows = MappedRows {
            map: Arc::clone(&map),
            offsets: range(offsets),
            targets: range(targets),
            checksums: [offsets.checksum, targets.checksum],
            people,
            fault: AtomicU64::new(NO_FAULT),
        };
        rows.check()?;
        Ok(rows)
    };
    Loader {
        source: file,
        people,
    }
    .graph(&layout, Some(&mapping))
}

/// Stands where no row was wrong so far.
const NO_FAULT: u64 = u64::MAX;

/// Rows of neighbours in a mapped file.
#[derive(Debug)]
pub(crate) struct MappedRows {
    map: Arc<Mmap>,
    /// Bytes of the file.
    offsets: Range<usize>,
    /// Bytes of the file.
    targets: Range<usize>,
    /// Of offsets and targets.
    checksums: [u64; 2],
    people: u32,
    /// The first person whose row was found to be wrong.
    fault: AtomicU64,
}

impl MappedRows {
    /// Whether the numbers lie where numbers can lie.
    fn check(&self) -> Result<(), Error> {
        let aligned = |range: &Range<usize>| {
            bytemuck::try_cast_slice::<u8, u32>(&self.map[range.clone()]).is_ok()
        };
        let ends = aligned(&self.offsets) && aligned(&self.targets);
        let all = ends
            && self.numbers(&self.offsets).first() == Some(&0)
            && self.numbers(&self.offsets).last() == Some(&self.count());
        match all {
            true => Ok(()),
            false => Err(wrong(format!("its {} do not fit its ties", Kind::Offsets))),
        }
    }

    /// Whether all bytes are those that were written. Cost: reads all of them.
    pub(crate) fn check_bytes(&self) -> Result<(), Error> {
        let found = [&self.offsets, &self.targets].map(|range| xxh3_64(&self.map[range.clone()]));
        match found == self.checksums {
            true => Ok(()),
            false => Err(wrong("its ties are damaged")),
        }
    }

    fn numbers(&self, range: &Range<usize>) -> &[u32] {
        bytemuck::cast_slice(&self.map[range.clone()])
    }

    pub(crate) fn people(&self) -> u32 {
        self.people
    }

    pub(crate) fn count(&self) -> u32 {
        (self.targets.len() / 4) as u32
    }

    /// Where the row of `v` lies; nowhere if the file does not tell.
    pub(crate) fn range(&self, v: NodeId) -> Range<usize> {
        let offsets = self.numbers(&self.offsets);
        let (start, end) = (offsets[v.index()] as usize, offsets[v.index() + 1] as usize);
        if start <= end && end <= self.count() as usize {
            start..end
        } else {
            self.note(v);
            0..0
        }
    }

    /// The row of `v`; empty if it is wrong, which [`fault`](Self::fault) tells.
    pub(crate) fn row(&self, v: NodeId) -> &[NodeId] {
        let row: &[NodeId] = bytemuck::cast_slice(&self.map[self.targets.clone()]);
        let row = &row[self.range(v)];
        // Looked at anyway by whoever asked. The last is the largest if they ascend.
        let ascending = row.windows(2).all(|pair| pair[0] < pair[1]);
        let fine = ascending && row.last().is_none_or(|last| last.0 < self.people);
        if fine {
            row
        } else {
            self.note(v);
            &[]
        }
    }

    fn note(&self, v: NodeId) {
        let _ =
            self.fault
                .compare_exchange(NO_FAULT, v.0.into(), Ordering::Relaxed, Ordering::Relaxed);
    }

    pub(crate) fn fault(&self) -> Option<Error> {
        match self.fault.load(Ordering::Relaxed) {
            NO_FAULT => None,
            v => Some(wrong(format!("the ties of person number {v} are damaged"))),
        }
    }
}

//! The influence index as a file.
//!
//! ```text
//! magic, version, people, sets, sets of several     32 bytes
//! what it is of: whatever the writer names it by     32 bytes
//! where rows begin       8 bytes a person and one more
//! sets of one person     4 bytes a person
//! sets of everybody      4 bytes each
//! checksum of all that   8 bytes, XXH3-64
//! ```
//!
//! Numbers begin with their lowest byte. What is read is checked before it is believed, and
//! nothing is reserved that the file does not hold.

use std::fmt;
use std::io::{self, Read, Write};

use xxhash_rust::xxh3::Xxh3Default;

use crate::index::Index;

const MAGIC: &[u8; 8] = b"GSWINDEX";
const VERSION: u32 = 1;

/// What an index is of: the question and the graph, by their hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Of {
    /// Names model, settings, weights and luck.
    pub question: u128,
    /// The graph's fingerprint.
    pub graph: u128,
}

/// Why an index cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unreadable {
    /// The system refused.
    System(io::Error),
    /// It is no index.
    NoIndex,
    /// It was written by another version.
    OtherVersion {
        /// Which.
        version: u32,
    },
    /// It is of another question or graph.
    OfSomethingElse,
    /// It is cut short, longer than it says, or some of its bytes are not what they were.
    Damaged {
        /// What is wrong.
        what: &'static str,
    },
    /// It is larger than what may be held.
    TooLarge {
        /// Bytes that it would take.
        bytes: u64,
        /// Bytes that may be used.
        most: u64,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(error) => error.fmt(f),
            Self::NoIndex => write!(f, "this is no influence index"),
            Self::OtherVersion { version } => write!(
                f,
                "this index is of version {version}; this program reads version {VERSION}"
            ),
            Self::OfSomethingElse => write!(
                f,
                "this index is of another graph or question; build it anew"
            ),
            Self::Damaged { what } => write!(f, "this index is damaged: {what}"),
            Self::TooLarge { bytes, most } => write!(
                f,
                "this index takes {bytes} bytes, and {most} may be used; allow more memory"
            ),
        }
    }
}

impl std::error::Error for Unreadable {}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged {
                what: "it ends too early",
            },
            _ => Self::System(error),
        }
    }
}

/// Writes `index`, which is `of` that, with its checksum.
///
/// # Errors
///
/// The system's, where it refuses.
pub fn write(index: &Index, of: Of, to: impl Write) -> io::Result<()> {
    let mut to = Summed::new(to);
    to.put(MAGIC)?;
    to.put(&VERSION.to_le_bytes())?;
    to.put(&index.people().to_le_bytes())?;
    to.put(&index.count.to_le_bytes())?;
    to.put(&u64::from(index.several).to_le_bytes())?;
    to.put(&of.question.to_le_bytes())?;
    to.put(&of.graph.to_le_bytes())?;
    for offset in &index.offsets {
        to.put(&offset.to_le_bytes())?;
    }
    for number in index.alone.iter().chain(&index.of) {
        to.put(&number.to_le_bytes())?;
    }
    let sum = to.sum.digest();
    to.inner.write_all(&sum.to_le_bytes())?;
    to.inner.flush()
}

/// Reads an index that is `of` that and takes no more than `most` bytes.
///
/// # Errors
///
/// [`Unreadable`].
pub fn read(from: impl Read, of: Of, most: u64) -> Result<Index, Unreadable> {
    let mut from = Summed::new(from);
    if from.bytes::<8>().map_err(|_| Unreadable::NoIndex)? != *MAGIC {
        return Err(Unreadable::NoIndex);
    }
    let version = u32::from_le_bytes(from.bytes()?);
    if version != VERSION {
        return Err(Unreadable::OtherVersion { version });
    }
    let people = u32::from_le_bytes(from.bytes()?);
    let count = u64::from_le_bytes(from.bytes()?);
    let several = u64::from_le_bytes(from.bytes()?);
    let found = Of {
        question: u128::from_le_bytes(from.bytes()?),
        graph: u128::from_le_bytes(from.bytes()?),
    };
    if found != of {
        return Err(Unreadable::OfSomethingElse);
    }
    let damaged = |what| Unreadable::Damaged { what };
    let several = u32::try_from(several).map_err(|_| damaged("it tells of too many sets"))?;
    let too_large = |bytes| Unreadable::TooLarge { bytes, most };
    let fixed = 12 * u64::from(people) + 8;
    if fixed > most {
        return Err(too_large(fixed));
    }
    let offsets = from.numbers(u64::from(people) + 1, u64::from_le_bytes)?;
    let rises = offsets.first() == Some(&0) && offsets.is_sorted();
    let Some(&members) = offsets.last().filter(|_| rises) else {
        return Err(damaged("its rows do not follow each other"));
    };
    let bytes = members.saturating_mul(4).saturating_add(fixed);
    if bytes > most {
        return Err(too_large(bytes));
    }
    let alone = from.numbers(people.into(), u32::from_le_bytes)?;
    let of = from.numbers(members, u32::from_le_bytes)?;
    let sum = from.sum.digest();
    let mut told = [0; 8];
    from.inner.read_exact(&mut told)?;
    if u64::from_le_bytes(told) != sum {
        return Err(damaged("its checksum is another"));
    }
    if from.inner.read(&mut [0])? != 0 {
        return Err(damaged("there is more behind its end"));
    }
    // Against whoever writes checksums of his own.
    let single: u64 = alone.iter().map(|&sets| u64::from(sets)).sum();
    let rows = offsets
        .array_windows()
        .map(|&[from, to]| &of[from as usize..to as usize]);
    let ascends = |row: &[u32]| row.is_sorted_by(|a, b| a < b);
    if of.iter().any(|&set| set >= several)
        || 2 * u64::from(several) > members
        || count == 0
        || single.checked_add(several.into()) != Some(count)
        || !rows.into_iter().all(ascends)
    {
        return Err(damaged("it tells of sets that there are not"));
    }
    Ok(Index {
        count,
        several,
        offsets,
        of,
        alone,
    })
}

/// Something that is written or read, with the checksum of what went by.
struct Summed<T> {
    inner: T,
    sum: Box<Xxh3Default>,
}

impl<T> Summed<T> {
    fn new(inner: T) -> Self {
        Self {
            inner,
            sum: Box::new(Xxh3Default::new()),
        }
    }
}

impl<T: Write> Summed<T> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum.update(bytes);
        self.inner.write_all(bytes)
    }
}

/// Numbers that are read together.
const TOGETHER: usize = 1 << 16;

impl<T: Read> Summed<T> {
    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.inner.read_exact(&mut bytes)?;
        self.sum.update(&bytes);
        Ok(bytes)
    }

    /// So many numbers; room is made as they come.
    fn numbers<const N: usize, X>(
        &mut self,
        count: u64,
        of: impl Fn([u8; N]) -> X,
    ) -> Result<Vec<X>, Unreadable> {
        let mut numbers = Vec::new();
        let mut bytes = vec![0; TOGETHER * N];
        let mut left = count;
        while left > 0 {
            let some = left.min(TOGETHER as u64);
            let part = &mut bytes[..some as usize * N];
            self.inner.read_exact(part)?;
            self.sum.update(part);
            let no_room = |_| Unreadable::TooLarge {
                bytes: count * N as u64,
                most: 0,
            };
            numbers.try_reserve(some as usize).map_err(no_room)?;
            let (each, _) = part.as_chunks::<N>();
            numbers.extend(each.iter().map(|&bytes| of(bytes)));
            left -= some;
        }
        Ok(numbers)
    }
}

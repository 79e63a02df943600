//! Where things stand in the file.

use std::fmt;

use xxhash_rust::xxh3::xxh3_64;

use crate::Error;
use crate::binary::{MAGIC, VERSION};

/// Bytes of the header: magic, version, byte order, sections, people, length,
/// checksum; the rest is zero.
pub(super) const HEADER: usize = 64;
/// Bytes of an entry of the table.
pub(super) const ENTRY: usize = 32;
/// Sections begin at multiples of this.
pub(super) const ALIGNED: u64 = 64;
/// A number whose bytes tell the byte order.
const ORDER: u32 = 0x0102_0304;
/// Sections that a file may have.
const MOST_SECTIONS: u32 = 1 << 16;

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Kind {
    /// Texts: the platform's name, and `mutual` or `directed`.
    Platform = 1,
    /// One u32 more than people: where rows begin.
    Offsets = 2,
    /// u32 per tie.
    Targets = 3,
    /// f64 per tie.
    Weights = 4,
    /// f64 per tie.
    Times = 5,
    /// u32 per tie.
    Multiplicity = 6,
    /// u32 per fan, ascending.
    Fans = 7,
    /// u32 per member, ascending.
    Members = 8,
    /// Texts: the names of the groups.
    GroupNames = 9,
    /// Two u32 per membership: person, group.
    Joined = 10,
    /// u32 per person of the catchment, ascending.
    Catchment = 11,
    /// u64 per person.
    NumberIds = 12,
    /// Texts, one per person.
    TextIds = 13,
    /// Texts: the name of an attribute, and its words if it has words.
    Attribute = 14,
    /// f64 per person, of the attribute before.
    Numbers = 15,
    /// u32 per person, of the attribute before.
    Words = 16,
    /// u32 per person: the place of their id among the ids.
    Places = 17,
}

impl Kind {
    const ALL: [Self; 17] = [
        Self::Platform,
        Self::Offsets,
        Self::Targets,
        Self::Weights,
        Self::Times,
        Self::Multiplicity,
        Self::Fans,
        Self::Members,
        Self::GroupNames,
        Self::Joined,
        Self::Catchment,
        Self::NumberIds,
        Self::TextIds,
        Self::Attribute,
        Self::Numbers,
        Self::Words,
        Self::Places,
    ];

    fn of(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u32 == number)
    }

    /// Whether it belongs to a platform, after its head.
    pub(super) fn is_of_platform(self) -> bool {
        (Self::Offsets as u32..=Self::Joined as u32).contains(&(self as u32))
    }

    /// Bytes of one number; one for texts.
    pub(super) fn width(self) -> u64 {
        match self {
            Self::Platform | Self::GroupNames | Self::TextIds | Self::Attribute => 1,
            Self::Weights | Self::Times | Self::NumberIds | Self::Numbers => 8,
            _ => 4,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Platform => "platform",
            Self::Offsets => "offsets",
            Self::Targets => "targets",
            Self::Weights => "weights",
            Self::Times => "times",
            Self::Multiplicity => "multiplicity",
            Self::Fans => "fans",
            Self::Members => "members",
            Self::GroupNames => "group names",
            Self::Joined => "group members",
            Self::Catchment => "catchment",
            Self::NumberIds | Self::TextIds => "ids",
            Self::Attribute => "attribute",
            Self::Numbers | Self::Words => "attribute values",
            Self::Places => "order of people",
        })
    }
}

/// One section: an entry of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) kind: Kind,
    /// The number of the platform or attribute it belongs to.
    pub(super) of: u32,
    /// Its first byte.
    pub(super) at: u64,
    /// Its bytes.
    pub(super) bytes: u64,
    pub(super) checksum: u64,
}

/// Header and table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) people: u32,
    pub(super) sections: Vec<Section>,
}

impl Layout {
    /// Bytes of header and table, with room to the first section.
    pub(super) fn bytes(sections: usize) -> u64 {
        aligned((HEADER + ENTRY * sections) as u64)
    }

    /// Header and table as they stand in a file of `length` bytes.
    pub(super) fn to_bytes(&self, length: u64) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + ENTRY * self.sections.len());
        bytes.extend_from_slice(&MAGIC);
        for word in [VERSION, ORDER, self.sections.len() as u32, self.people] {
            bytes.extend_from_slice(&word.to_le_bytes());
        }
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.resize(HEADER, 0);
        for section in &self.sections {
            bytes.extend_from_slice(&(section.kind as u32).to_le_bytes());
            bytes.extend_from_slice(&section.of.to_le_bytes());
            for word in [section.at, section.bytes, section.checksum] {
                bytes.extend_from_slice(&word.to_le_bytes());
            }
        }
        let checksum = xxh3_64(&bytes);
        bytes[HEADER - 8..HEADER].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// How many sections a file of `length` bytes has that begins with `header`.
    pub(super) fn count(header: &[u8; HEADER], length: u64) -> Result<usize, Error> {
        if header[..8] != MAGIC {
            return Err(wrong("it does not begin as a graph file does"));
        }
        let version = u32_at(header, 8);
        if version != VERSION {
            return Err(wrong(format!(
                "its format has version {version}; this program reads version {VERSION}"
            )));
        }
        if u32_at(header, 12) != ORDER {
            return Err(wrong("its byte order is not little-endian"));
        }
        let said = u64_at(header, 24);
        if said != length {
            return Err(wrong(format!(
                "it has {length} bytes where {said} were written; it was cut or changed"
            )));
        }
        let sections = u32_at(header, 16);
        if sections > MOST_SECTIONS || Self::bytes(sections as usize) > length {
            return Err(wrong(format!("it cannot have {sections} sections")));
        }
        Ok(sections as usize)
    }

    /// Header and table out of their `bytes`, in a file of `length` bytes.
    pub(super) fn of(bytes: &[u8], length: u64) -> Result<Self, Error> {
        let mut unsigned = bytes.to_vec();
        unsigned[HEADER - 8..HEADER].fill(0);
        if xxh3_64(&unsigned) != u64_at(bytes, HEADER - 8) {
            return Err(wrong("its header is damaged"));
        }
        let mut sections = Vec::new();
        let mut free = Self::bytes((bytes.len() - HEADER) / ENTRY);
        for (number, entry) in bytes[HEADER..].chunks_exact(ENTRY).enumerate() {
            let kind = u32_at(entry, 0);
            let kind = Kind::of(kind)
                .ok_or_else(|| wrong(format!("section {number} is of an unknown kind {kind}")))?;
            let section = Section {
                kind,
                of: u32_at(entry, 4),
                at: u64_at(entry, 8),
                bytes: u64_at(entry, 16),
                checksum: u64_at(entry, 24),
            };
            let end = section.at.checked_add(section.bytes);
            let fits = section.at == free && end.is_some_and(|end| end <= length);
            if !fits || !section.bytes.is_multiple_of(kind.width()) {
                return Err(wrong(format!(
                    "section {number} ({kind}) does not lie where it could"
                )));
            }
            free = aligned(section.at + section.bytes);
            sections.push(section);
        }
        Ok(Self {
            people: u32_at(bytes, 20),
            sections,
        })
    }
}

/// The next place where a section may begin.
pub(super) fn aligned(at: u64) -> u64 {
    at.next_multiple_of(ALIGNED)
}

pub(super) fn wrong(what: impl Into<String>) -> Error {
    Error::NotAGraphFile { what: what.into() }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}

/// Texts as a section: each with its length before it.
pub(super) fn texts<'a>(all: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for text in all {
        bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

/// The texts of a section; `None` where it holds something else.
pub(super) fn texts_of(mut bytes: &[u8]) -> Option<Vec<&str>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_at_checked(4)?;
        let (text, rest) = rest.split_at_checked(u32_at(length, 0) as usize)?;
        all.push(std::str::from_utf8(text).ok()?);
        bytes = rest;
    }
    Some(all)
}

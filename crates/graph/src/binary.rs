//! The binary graph file, `.gsw`: everything a [`FanGraph`](crate::fan_graph::FanGraph) holds, checked, at
//! the speed of the disk.
//!
//! ```text
//! header     "GSWGRAPH"  version  byte order  sections  people  file length  checksum of header and table
//! table      per section: kind, platform, offset, length, checksum
//! sections   each at a multiple of 64 bytes: arrays of little-endian numbers, or texts
//! ```
//!
//! [`read`](read::read) checks all of it: lengths against the file before anything is
//! allocated, checksums (XXH3-64), and what a checksum cannot know: rows ascend,
//! ids exist, friendships stand on both sides. [`map`](map::map) checks header, table and
//! the small sections only, and leaves the ties on the disk until they are asked
//! for; a row that is wrong is then an error of
//! [`Ties::fault`](crate::ties::Ties::fault).

pub(crate) mod check;
mod layout;
pub mod map;
pub mod read;
pub mod write;

/// The bytes with which a file begins.
pub const MAGIC: [u8; 8] = *b"GSWGRAPH";
/// The version of the format that is written, and the only one that is read.
pub const VERSION: u32 = 1;

//! What holds whatever the bytes are: one claim a target, each a function that panics where
//! it does not hold.
//!
//! The fuzz targets bring bytes that nobody thought of, and `tests/fuzz_seeds.rs` brings
//! those that are kept in `seeds`.

pub mod engines;
pub mod graphs;
pub mod index;
pub mod kept;
pub mod people;
pub mod recipe;
pub mod round_trip;
pub mod scenario;
mod scratch;
pub mod stored;
pub mod tables;

/// A claim about any bytes.
pub type Claim = fn(&[u8]);

/// The targets, and what they claim.
pub const CLAIMS: [(&str, Claim); 18] = [
    ("edge_list", graphs::edge_list),
    ("graphml", graphs::graphml),
    ("gml", graphs::gml),
    ("pajek", graphs::pajek),
    ("gsw", graphs::gsw),
    ("people", people::people),
    ("groups", tables::groups),
    ("seed_file", tables::seed_file),
    ("numbers", tables::numbers),
    ("points", tables::points),
    ("round_trip", round_trip::round_trip),
    ("scenario", scenario::scenario),
    ("engines", engines::engines),
    ("part", stored::part),
    ("record", stored::record),
    ("kept", kept::kept),
    ("index", index::index),
    ("recipe", recipe::recipe),
];

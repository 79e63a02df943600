//! Stable keys of names: a platform, a channel or an action keeps its luck
//! wherever it stands in a list.

use xxhash_rust::xxh3::xxh3_64;

/// A name as luck knows it: the XXH3-64 hash of its UTF-8 bytes.
///
/// Results depend on this value, so it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(pub u64);

impl NameKey {
    /// The key of `name`.
    pub fn of(name: &str) -> Self {
        Self(xxh3_64(name.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_key() {
        assert_eq!(NameKey::of(""), NameKey(0x2d06_8005_38d3_94c2));
        assert_eq!(NameKey::of("facebook"), NameKey::of("facebook"));
        assert_ne!(NameKey::of("facebook"), NameKey::of("twitter"));
    }
}

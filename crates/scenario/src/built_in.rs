//! Graphs that the program brings along.

/// A well-known graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BuiltIn {
    /// Zachary's karate club: 34 members, 78 friendships.
    ///
    /// Zachary, *Journal of Anthropological Research* 33, 452–473 (1977).
    Karate,
}

impl BuiltIn {
    /// All of them, by their words in the scenario file.
    pub const ALL: [(&'static str, Self); 1] = [("karate", Self::Karate)];

    /// The friendships, as a file of ties would hold them.
    pub fn ties(self) -> &'static str {
        match self {
            Self::Karate => include_str!("../data/karate-ties.csv"),
        }
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, one)| *one == self)
            .map_or("", |(name, _)| name)
    }
}

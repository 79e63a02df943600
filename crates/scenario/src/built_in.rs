//! Graphs that the program brings along.

use groundswell_graph::Error;
use groundswell_graph::builder::Direction;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::import::{Import, Summary};
use groundswell_graph::read::{Reading, edge_list};

/// A well-known graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BuiltIn {
    /// Zachary's karate club: 34 members, 78 friendships.
    ///
    /// Zachary, *Journal of Anthropological Research* 33, 452–473 (1977).
    Karate,
    /// Florentine families: 15 of them, 20 marriages and 15 business ties.
    ///
    /// Padgett & Ansell, *American Journal of Sociology* 98, 1259–1319 (1993).
    Florentine,
    /// The characters of Les Misérables: 77 of them, 254 pairs who appear together.
    ///
    /// Knuth, *The Stanford GraphBase*, ACM Press (1993).
    LesMiserables,
}

impl BuiltIn {
    /// All of them, by their words in the scenario file.
    pub const ALL: [(&'static str, Self); 3] = [
        ("karate", Self::Karate),
        ("florentine", Self::Florentine),
        ("les-miserables", Self::LesMiserables),
    ];

    /// The friendships, as a file of ties would hold them.
    pub fn ties(self) -> &'static str {
        match self {
            Self::Karate => include_str!("../data/karate-ties.csv"),
            Self::Florentine => include_str!("../data/florentine-ties.csv"),
            Self::LesMiserables => include_str!("../data/les-miserables-ties.csv"),
        }
    }

    /// The platforms that it has of its own; none where its ties may be called
    /// anything.
    pub fn platforms(self) -> &'static [&'static str] {
        match self {
            Self::Florentine => &["marriage", "business"],
            Self::Karate | Self::LesMiserables => &[],
        }
    }

    /// The graph, with friendships that run both ways unless `import` says
    /// otherwise.
    ///
    /// # Errors
    ///
    /// What the import refuses.
    pub fn graph(self, import: &Import) -> Result<(FanGraph, Summary), Error> {
        let draft = edge_list::read(self.ties().as_bytes(), &Reading::default())?;
        draft.import(&Import {
            direction: import.direction.or(Some(Direction::Mutual)),
            ..import.clone()
        })
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, one)| *one == self)
            .map_or("", |(name, _)| name)
    }
}

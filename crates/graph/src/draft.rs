//! What a file says of people and ties, before it becomes a graph: what every
//! reader gives.
//!
//! A draft holds pairs as they stand in the file. [`import`](crate::import)
//! decides which way word passes along them and what becomes of repeats.

use rayon::prelude::*;

use crate::Error;
use crate::attributes::Column;
use crate::id::NodeId;
use crate::ids::Ids;

/// People and pairs of people, as a file has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The ids, in the order by which people are numbered.
    pub ids: Ids,
    /// What the file says of people, one entry per person.
    pub attributes: Vec<Column>,
    /// At least one; platforms in the order in which the file first names them.
    pub layers: Vec<Layer>,
    /// Lines that were passed over because they could not be read.
    pub skipped: u64,
    /// The number of the line that was taken for a header, in files of ties.
    pub header: Option<u64>,
}

/// The pairs of one platform.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layer {
    /// The platform's name; empty where the file gives none.
    pub name: String,
    /// Pairs in file order, in blocks of any length.
    pub blocks: Vec<Vec<(NodeId, NodeId)>>,
    /// One entry per pair, in the order of the blocks.
    pub weights: Option<Vec<f64>>,
    /// One entry per pair, in the order of the blocks.
    pub times: Option<Vec<f64>>,
    /// How many lines of an earlier file each pair stands for; one entry per pair,
    /// in the order of the blocks.
    pub multiplicity: Option<Vec<u32>>,
    /// Whether the file itself says that its pairs have a direction.
    pub directed: Option<bool>,
}

impl Layer {
    /// Number of pairs.
    pub fn pairs(&self) -> usize {
        self.blocks.iter().map(Vec::len).sum()
    }
}

/// Pairs that name somebody who is not among the people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strangers {
    /// The first of them.
    pub id: String,
    /// The position of the first such pair in its layer.
    pub pair: usize,
    /// The name of that layer.
    pub layer: String,
    /// How many pairs name a stranger.
    pub count: u64,
}

impl Draft {
    /// The same pairs among the people of `ids`, some of whom may have none.
    /// Attributes are kept.
    ///
    /// # Errors
    ///
    /// [`Strangers`] if somebody is not among them.
    pub fn among(self, ids: Ids) -> Result<Self, Strangers> {
        let numbers: Vec<Option<NodeId>> = match (&self.ids, &ids) {
            (Ids::Counted(some), Ids::Counted(all)) if some <= all => {
                return Ok(self.widened(ids));
            }
            _ => self.ids.iter().map(|id| ids.find(&id)).collect(),
        };
        let knows = |v: NodeId| numbers[v.index()].is_some();
        for layer in &self.layers {
            let pairs = || layer.blocks.iter().flatten();
            let strange = |&&(a, b): &&(NodeId, NodeId)| !(knows(a) && knows(b));
            if let Some((pair, &(a, b))) = pairs().enumerate().find(|(_, pair)| strange(pair)) {
                let stranger = if knows(a) { b } else { a };
                return Err(Strangers {
                    id: self.ids.of_person(stranger).into_owned(),
                    pair,
                    layer: layer.name.clone(),
                    count: pairs().filter(strange).count() as u64,
                });
            }
        }
        let mut draft = self;
        let number = |v: NodeId| numbers[v.index()].unwrap_or_default();
        for layer in &mut draft.layers {
            layer.blocks.par_iter_mut().for_each(|block| {
                for (a, b) in block {
                    (*a, *b) = (number(*a), number(*b));
                }
            });
        }
        let mut from = vec![None; ids.people() as usize];
        for (old, new) in (0..).map(NodeId).zip(&numbers) {
            if let Some(new) = new {
                from[new.index()] = Some(old);
            }
        }
        draft.rearrange(ids, |v| from[v.index()]);
        Ok(draft)
    }

    /// The same among more people, with nobody's number changed.
    fn widened(mut self, ids: Ids) -> Self {
        let known = self.ids.people();
        self.rearrange(ids, |v| (v.0 < known).then_some(v));
        self
    }

    fn rearrange(&mut self, ids: Ids, from: impl Fn(NodeId) -> Option<NodeId>) {
        let people = ids.people();
        let moved = |column: &Column| column.rearranged(people, &from);
        self.attributes = self.attributes.iter().map(moved).collect();
        self.ids = ids;
    }

    /// Several drafts as one, with everybody of whom one of them knows. A layer
    /// without a name takes that of its draft; attributes of the first draft that
    /// has them stand.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyPeople`].
    pub fn joined(drafts: Vec<(String, Self)>) -> Result<Self, Error> {
        let largest = drafts.iter().map(|(_, draft)| draft.ids.people()).max();
        let counted = drafts
            .iter()
            .all(|(_, draft)| matches!(draft.ids, Ids::Counted(_)));
        let ids = if counted {
            Ids::Counted(largest.unwrap_or(0))
        } else {
            let all: Vec<_> = drafts
                .iter()
                .flat_map(|(_, draft)| draft.ids.iter())
                .collect();
            Ids::of(all.iter().map(AsRef::as_ref))?
        };
        let mut joined = Self {
            ids: ids.clone(),
            attributes: Vec::new(),
            layers: Vec::new(),
            skipped: 0,
            header: None,
        };
        for (name, draft) in drafts {
            let draft = draft.among(ids.clone()).expect("everybody is among all");
            joined.skipped += draft.skipped;
            for mut layer in draft.layers {
                if layer.name.is_empty() {
                    layer.name.clone_from(&name);
                }
                joined.layers.push(layer);
            }
            for column in draft.attributes {
                if joined
                    .attributes
                    .iter()
                    .all(|known| known.name != column.name)
                {
                    joined.attributes.push(column);
                }
            }
        }
        Ok(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Reading, edge_list};

    fn draft(text: &str) -> Draft {
        edge_list::read(text.as_bytes(), &Reading::default()).unwrap()
    }

    fn pairs(draft: &Draft, layer: usize) -> Vec<(String, String)> {
        let name = |v: NodeId| draft.ids.of_person(v).into_owned();
        let pairs = draft.layers[layer].blocks.iter().flatten();
        pairs.map(|&(a, b)| (name(a), name(b))).collect()
    }

    #[test]
    fn pairs_mean_the_same_people_among_more_of_them() {
        for (text, all) in [
            ("0 1\n2 1\n", vec!["0", "1", "2", "3"]),
            ("7 1\nx 1\n", vec!["0", "1", "7", "a", "x"]),
        ] {
            let before = draft(text);
            let after = before.clone().among(Ids::of(all).unwrap()).unwrap();
            assert_eq!(pairs(&before, 0), pairs(&after, 0));
        }
    }

    #[test]
    fn a_stranger_is_named_with_the_pair() {
        let strangers = draft("0 1\n1 9\n9 0\n").among(Ids::Counted(3)).unwrap_err();
        let expected = Strangers {
            id: "9".into(),
            pair: 1,
            layer: String::new(),
            count: 2,
        };
        assert_eq!(strangers, expected);
    }

    #[test]
    fn drafts_of_several_files_share_their_people() {
        let both = [("a", "0 1\n"), ("b", "1 ana\n")];
        let drafts = both
            .map(|(name, text)| (name.to_owned(), draft(text)))
            .into();
        let joined = Draft::joined(drafts).unwrap();
        assert_eq!(joined.ids.people(), 3);
        assert_eq!(pairs(&joined, 0), [("0".into(), "1".into())]);
        assert_eq!(pairs(&joined, 1), [("1".into(), "ana".into())]);
        assert_eq!(joined.layers[1].name, "b");
    }
}

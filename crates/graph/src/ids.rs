//! The ids that people had before they were numbered.
//!
//! People are numbered in the order of their ids: whole numbers by size, before
//! texts by bytes. So an id is found by a binary search, and the order of lines
//! in a file changes nothing. Where an import numbers people otherwise, the ids
//! stay in this order beside the numbers.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::Error;
use crate::id::NodeId;

/// One id per person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ids {
    /// 0, 1, 2, … up to this many people. Costs nothing.
    Counted(u32),
    /// Whole numbers, ascending, each once. Eight bytes a person.
    Numbers(Vec<u64>),
    /// Anything else, each once. Its length and eight bytes a person.
    Texts(Texts),
    /// Any of these, of people who are numbered otherwise. Eight bytes a person
    /// more.
    Renumbered(Renumbered),
}

/// Ids in their order, and who has which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbered {
    ids: Box<Ids>,
    /// The place of each person's id.
    places: Vec<u32>,
    /// The person of the id at each place.
    people: Vec<NodeId>,
}

impl Renumbered {
    /// The ids, in order.
    pub(crate) fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The place of each person's id among them.
    pub(crate) fn places(&self) -> &[u32] {
        &self.places
    }

    /// The place of the id of `v`.
    fn at(&self, v: NodeId) -> NodeId {
        NodeId(self.places[v.index()])
    }

    /// The person of the id at a place.
    fn person(&self, place: NodeId) -> NodeId {
        self.people[place.index()]
    }
}

/// Texts in one piece of memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    text: String,
    ends: Vec<u64>,
}

impl Texts {
    /// Those texts, in their order.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        texts.into_iter().for_each(|text| all.push(text));
        all
    }

    /// One more, at the end.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u64);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes that are held.
    pub(crate) fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 8
    }

    /// The one at position `at`.
    pub fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// All, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }
}

impl Ids {
    /// Those ids in order, each once, whichever way they take the least memory.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyPeople`].
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        let mut ids: Vec<&str> = ids.into_iter().collect();
        let numbers: Option<Vec<u64>> = ids.iter().map(|id| whole_number(id)).collect();
        match numbers {
            Some(numbers) => Self::of_numbers(numbers),
            None => {
                ids.sort_unstable_by(|a, b| by_id(a, b));
                ids.dedup();
                count(ids.len())?;
                Ok(Self::Texts(Texts::of(ids)))
            }
        }
    }

    /// Those whole numbers in order, each once.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyPeople`].
    pub fn of_numbers(mut numbers: Vec<u64>) -> Result<Self, Error> {
        numbers.sort_unstable();
        numbers.dedup();
        let people = count(numbers.len())?;
        match numbers.last() {
            Some(&last) if last != u64::from(people) - 1 => Ok(Self::Numbers(numbers)),
            _ => Ok(Self::Counted(people)),
        }
    }

    /// 0, 1, 2, … up to so many people.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyPeople`].
    pub(crate) fn counted(people: u64) -> Result<Self, Error> {
        count(people as usize).map(Self::Counted)
    }

    /// The same ids of people who are numbered otherwise: the one with the number
    /// v had `old[v]`.
    ///
    /// # Panics
    ///
    /// If `old` does not hold each person once.
    pub(crate) fn renumbered(self, old: &[NodeId]) -> Self {
        let (ids, places) = match self {
            Self::Renumbered(all) => {
                let places = old.iter().map(|&v| all.places[v.index()]).collect();
                (*all.ids, places)
            }
            ids => (ids, old.iter().map(|v| v.0).collect()),
        };
        Self::in_places(ids, places).expect("each person once")
    }

    /// Those ids, of which each person has the one at their place; `None` where
    /// not every place is somebody's.
    pub(crate) fn in_places(ids: Self, places: Vec<u32>) -> Option<Self> {
        let all = ids.people() as usize;
        let mut people = vec![None; all];
        for (v, &place) in (0..).map(NodeId).zip(&places) {
            *people.get_mut(place as usize)? = Some(v);
        }
        let people: Option<Vec<NodeId>> = people.into_iter().collect();
        let people = people.filter(|_| places.len() == all)?;
        if places.is_sorted() {
            return Some(ids);
        }
        Some(Self::Renumbered(Renumbered {
            ids: Box::new(ids),
            places,
            people,
        }))
    }

    /// The person whose id is that whole number.
    pub(crate) fn find_number(&self, id: u64) -> Option<NodeId> {
        let at = match self {
            Self::Counted(people) => return (id < u64::from(*people)).then_some(NodeId(id as u32)),
            Self::Numbers(numbers) => numbers.binary_search(&id).ok()?,
            Self::Texts(_) => return self.find(&id.to_string()),
            Self::Renumbered(all) => return all.ids.find_number(id).map(|at| all.person(at)),
        };
        Some(NodeId(at as u32))
    }

    /// Number of people.
    pub fn people(&self) -> u32 {
        match self {
            Self::Counted(people) => *people,
            Self::Numbers(numbers) => numbers.len() as u32,
            Self::Texts(texts) => texts.len() as u32,
            Self::Renumbered(all) => all.places.len() as u32,
        }
    }

    /// The id of `v`.
    ///
    /// # Panics
    ///
    /// If there are not so many people.
    pub fn of_person(&self, v: NodeId) -> Cow<'_, str> {
        match self {
            Self::Counted(people) => {
                assert!(v.0 < *people, "person {} of {people}", v.0);
                Cow::Owned(v.0.to_string())
            }
            Self::Numbers(numbers) => Cow::Owned(numbers[v.index()].to_string()),
            Self::Texts(texts) => Cow::Borrowed(texts.get(v.index())),
            Self::Renumbered(all) => all.ids.of_person(all.at(v)),
        }
    }

    /// The person of that id. Cost: a binary search.
    pub fn find(&self, id: &str) -> Option<NodeId> {
        let at = match self {
            Self::Counted(people) => {
                let number = whole_number(id)?;
                return (number < u64::from(*people)).then_some(NodeId(number as u32));
            }
            Self::Numbers(numbers) => numbers.binary_search(&whole_number(id)?).ok()?,
            Self::Texts(texts) => {
                let (mut low, mut high) = (0, texts.len());
                loop {
                    if low == high {
                        return None;
                    }
                    let middle = low + (high - low) / 2;
                    match by_id(texts.get(middle), id) {
                        Ordering::Less => low = middle + 1,
                        Ordering::Greater => high = middle,
                        Ordering::Equal => break middle,
                    }
                }
            }
            Self::Renumbered(all) => return all.ids.find(id).map(|at| all.person(at)),
        };
        Some(NodeId(at as u32))
    }

    /// All ids, by number of the person.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Cow<'_, str>> {
        (0..self.people()).map(|v| self.of_person(NodeId(v)))
    }
}

/// As many people as a graph can number.
fn count(ids: usize) -> Result<u32, Error> {
    // The largest number is the brand's, which is nobody's id.
    u32::try_from(ids)
        .ok()
        .filter(|&people| people < u32::MAX)
        .ok_or(Error::TooManyPeople)
}

/// The whole number that `text` writes in the one usual way: no sign, no blanks,
/// no zeros in front.
pub(crate) fn whole_number(text: &str) -> Option<u64> {
    let digits = text.as_bytes();
    let usual = digits.iter().all(u8::is_ascii_digit)
        && (digits.len() == 1 || digits.first() != Some(&b'0'));
    if usual { text.parse().ok() } else { None }
}

/// Whole numbers by size, then everything else by bytes.
pub fn by_id(a: &str, b: &str) -> Ordering {
    match (whole_number(a), whole_number(b)) {
        (Some(x), Some(y)) => x.cmp(&y),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_count_from_zero_cost_nothing() {
        assert_eq!(Ids::of(["2", "0", "1", "1"]).unwrap(), Ids::Counted(3));
        assert_eq!(Ids::of(["2", "0"]).unwrap(), Ids::Numbers(vec![0, 2]));
        assert_eq!(Ids::of([]).unwrap(), Ids::Counted(0));
    }

    #[test]
    fn every_id_is_found_where_it_stands() {
        for ids in [
            Ids::Counted(4),
            Ids::of(["10", "9", "18446744073709551615"]).unwrap(),
            Ids::of(["zoe", "10", "9", "ana", "007", ""]).unwrap(),
        ] {
            for v in 0..ids.people() {
                assert_eq!(ids.find(&ids.of_person(NodeId(v))), Some(NodeId(v)));
            }
            for stranger in ["nobody", "11", "01", "-1", "99999999999999999999"] {
                assert_eq!(ids.find(stranger), None, "{stranger}");
            }
        }
    }

    #[test]
    fn people_who_are_renumbered_keep_their_ids() {
        let cycle = [2, 0, 3, 1].map(NodeId);
        for ids in [
            Ids::Counted(4),
            Ids::of(["10", "9", "18446744073709551615", "0"]).unwrap(),
            Ids::of(["zoe", "10", "9", "ana"]).unwrap(),
        ] {
            let moved = ids.clone().renumbered(&cycle);
            assert_eq!(moved.people(), 4);
            for (v, old) in (0..).map(NodeId).zip(cycle) {
                let id = moved.of_person(v);
                assert_eq!(id, ids.of_person(old));
                assert_eq!(moved.find(&id), Some(v));
                let number = whole_number(&id);
                assert!(number.is_none_or(|id| moved.find_number(id) == Some(v)));
            }
            assert_eq!(moved.find("nobody"), None);
            // Four times round the cycle everybody is where they were.
            let round = (0..3).fold(moved, |ids, _| ids.renumbered(&cycle));
            assert_eq!(round, ids);
        }
        for lies in [vec![0, 0], vec![0, 2], vec![0], vec![0, 1, 0]] {
            assert_eq!(Ids::in_places(Ids::Counted(2), lies), None);
        }
    }

    #[test]
    fn numbers_stand_before_texts_and_by_size() {
        let ids = Ids::of(["zoe", "10", "9", "ana", "007"]).unwrap();
        assert_eq!(
            ids.iter().collect::<Vec<_>>(),
            ["9", "10", "007", "ana", "zoe"]
        );
    }
}

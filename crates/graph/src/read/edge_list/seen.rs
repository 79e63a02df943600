//! Which whole numbers occur as ids, and how many of them are smaller.

use crate::Error;
use crate::id::NodeId;
use crate::ids::Ids;

/// Numbers below 2³² that occur, a bit each; gives up where they lie too far
/// apart.
#[derive(Debug, Default)]
pub(super) struct Seen {
    bits: Vec<u64>,
    /// Numbers that were noted, each as often as it was.
    noted: usize,
    sparse: bool,
}

/// Words that are always worth it: numbers below 8 million.
const FREE: usize = 1 << 17;

impl Seen {
    /// Notes the ends of `pairs`.
    pub(super) fn note(&mut self, pairs: &[(NodeId, NodeId)]) {
        self.noted += 2 * pairs.len();
        let largest = pairs.iter().map(|(a, b)| a.0.max(b.0)).max();
        let words = largest.map_or(0, |largest| largest as usize / 64 + 1);
        if words > self.bits.len() {
            // Few people with far-off ids do not deserve a bit for each between.
            if self.sparse || words > self.noted.max(FREE) {
                self.sparse = true;
                return;
            }
            self.bits.resize(words.next_power_of_two(), 0);
        }
        for &(a, b) in pairs {
            for id in [a.0, b.0] {
                self.bits[id as usize / 64] |= 1 << (id % 64);
            }
        }
    }

    /// Adds what another has seen.
    pub(super) fn join(mut self, mut other: Self) -> Self {
        if self.bits.len() < other.bits.len() {
            std::mem::swap(&mut self, &mut other);
        }
        for (word, also) in self.bits.iter_mut().zip(&other.bits) {
            *word |= also;
        }
        self.sparse |= other.sparse;
        self
    }

    /// The places of all numbers; `None` if it gave up.
    pub(super) fn places(self) -> Option<Places> {
        if self.sparse {
            return None;
        }
        let mut people = 0u64;
        let word = |bits: u64| {
            let before = people as u32;
            people += u64::from(bits.count_ones());
            Word { bits, before }
        };
        let words = self.bits.into_iter().map(word).collect();
        Some(Places { words, people })
    }
}

/// For each number that occurs, how many smaller ones do.
#[derive(Debug)]
pub(super) struct Places {
    words: Vec<Word>,
    people: u64,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    bits: u64,
    /// Numbers that occur before these 64.
    before: u32,
}

impl Places {
    /// Whether each number is its own place.
    pub(super) fn are_numbers(&self) -> bool {
        let full = self.people as usize / 64;
        let rest = (1u64 << (self.people % 64)) - 1;
        self.words[..full].iter().all(|word| word.bits == u64::MAX)
            && self.words.get(full).is_none_or(|word| word.bits == rest)
    }

    /// The place of `id`, which occurs.
    #[inline]
    pub(super) fn of(&self, id: NodeId) -> NodeId {
        let word = self.words[id.index() / 64];
        let smaller = word.bits & ((1 << (id.0 % 64)) - 1);
        NodeId(word.before + smaller.count_ones())
    }

    /// The numbers, ascending.
    pub(super) fn ids(&self) -> Result<Ids, Error> {
        if self.are_numbers() {
            return Ids::counted(self.people);
        }
        let each = self.words.iter().enumerate().flat_map(|(at, word)| {
            let bits = (0..64).filter(move |bit| word.bits >> bit & 1 == 1);
            bits.map(move |bit| at as u64 * 64 + bit)
        });
        Ids::of_numbers(each.collect())
    }
}

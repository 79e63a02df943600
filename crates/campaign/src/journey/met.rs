//! To whom something has happened: a bit for each person.
//!
//! Most touches of a campaign are somebody's first, and a bit for each of a million
//! people stays in a processor's cache where a number for each does not. So it is asked
//! first, and the number is looked up for those only whom it knows.

use groundswell_graph::id::NodeId;

/// A set of people that is cleared after those it holds.
#[derive(Debug, Clone)]
pub(super) struct Met {
    words: Vec<u64>,
}

impl Met {
    /// Nobody of so many people.
    pub(super) fn nobody(people: u32) -> Self {
        Self {
            words: vec![0; people.div_ceil(64) as usize],
        }
    }

    #[inline(always)]
    fn bit(v: NodeId) -> (usize, u64) {
        (v.index() / 64, 1 << (v.0 % 64))
    }

    /// Whether `v` is among them.
    #[inline(always)]
    pub(super) fn has(&self, v: NodeId) -> bool {
        let (word, bit) = Self::bit(v);
        self.words[word] & bit != 0
    }

    /// Takes `v` in; whether it was not among them before.
    #[inline(always)]
    pub(super) fn meets(&mut self, v: NodeId) -> bool {
        let (word, bit) = Self::bit(v);
        let before = self.words[word];
        self.words[word] = before | bit;
        before & bit == 0
    }

    /// Forgets everybody, who are `all` of them.
    pub(super) fn forget(&mut self, all: impl ExactSizeIterator<Item = NodeId>) {
        if all.len() >= self.words.len() {
            self.words.fill(0);
            return;
        }
        for v in all {
            self.words[v.index() / 64] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_met_once() {
        let mut met = Met::nobody(130);
        let [a, b] = [NodeId(0), NodeId(129)];
        assert!(met.meets(a) && !met.meets(a) && met.meets(b));
        assert!(met.has(a) && met.has(b) && !met.has(NodeId(64)));
        met.forget([a, b].into_iter());
        assert!(!met.has(a) && met.meets(b));
    }
}

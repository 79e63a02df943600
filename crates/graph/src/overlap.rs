//! Sets of people with asked sizes and asked overlaps.
//!
//! Everybody has a place in line. The first in line are taken; then, for each
//! other set in turn, people within it take the places of people outside it, or
//! the reverse, who stand alike towards all the other sets. So each overlap comes
//! out exactly and disturbs none before it, as long as there are such people.
//!
//! - **Cost:** a sort of the people.

use std::collections::BTreeMap;

use crate::id::NodeId;
use crate::people::PeopleSet;

/// Another set, and how many people are to be in both.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Common<'s> {
    pub(crate) with: &'s PeopleSet,
    pub(crate) people: u32,
}

/// People who stand alike towards the other sets.
#[derive(Debug, Clone, Copy, Default)]
struct Alike {
    people: u32,
    chosen: u32,
}

impl Alike {
    fn left(self) -> u32 {
        self.people - self.chosen
    }
}

/// `size` of the people in `line`, first come, first in, but for what `common`
/// asks; at most 64 sets. Where not all of it can be had, what can.
pub(crate) fn choose(people: u32, line: &[NodeId], size: u32, common: &[Common<'_>]) -> PeopleSet {
    debug_assert!(common.len() <= 64, "one bit per set");
    let kind_of = |v: NodeId| {
        let sets = common.iter().enumerate();
        sets.fold(0u64, |kind, (bit, other)| {
            kind | u64::from(other.with.contains(v)) << bit
        })
    };
    let kinds: Vec<u64> = line.iter().map(|&v| kind_of(v)).collect();
    let mut alike: BTreeMap<u64, Alike> = BTreeMap::new();
    for (at, &kind) in kinds.iter().enumerate() {
        let class = alike.entry(kind).or_default();
        class.people += 1;
        class.chosen += u32::from(at < size as usize);
    }
    for (bit, other) in common.iter().enumerate() {
        exchange(&mut alike, 1 << bit, other.people);
    }
    let chosen = line.iter().zip(&kinds).filter(|(_, kind)| {
        let class = alike.get_mut(kind);
        class.is_some_and(|class| {
            let taken = class.chosen > 0;
            class.chosen -= u32::from(taken);
            taken
        })
    });
    PeopleSet::of(people, chosen.map(|(&v, _)| v))
}

/// Exchanges the chosen with and without `bit` for each other until `asked` of
/// them have it.
fn exchange(alike: &mut BTreeMap<u64, Alike>, bit: u64, asked: u32) {
    let with = alike.iter().filter(|(kind, _)| *kind & bit != 0);
    let now: u32 = with.map(|(_, class)| class.chosen).sum();
    // From which kinds to which, and how many could change.
    let flip = |kind: u64| if now < asked { kind | bit } else { kind & !bit };
    let pairs: Vec<(u64, u64, u32)> = alike
        .iter()
        .map(|(&kind, &class)| (kind, flip(kind), class.chosen))
        .filter(|(from, to, _)| from != to)
        .map(|(from, to, chosen)| {
            let left = alike.get(&to).copied().unwrap_or_default().left();
            (from, to, chosen.min(left))
        })
        .collect();
    let possible: u64 = pairs.iter().map(|&(.., most)| u64::from(most)).sum();
    let needed = u64::from(now.abs_diff(asked)).min(possible);
    let mut left = needed;
    // Each kind gives its share, and the first ones what rounding left.
    let share = |most: u32| u64::from(most) * needed / possible.max(1);
    let mut shares: Vec<u64> = pairs.iter().map(|&(.., most)| share(most)).collect();
    left -= shares.iter().sum::<u64>();
    for (given, &(.., most)) in shares.iter_mut().zip(&pairs) {
        let more = left.min(u64::from(most) - *given);
        *given += more;
        left -= more;
    }
    for ((from, to, _), given) in pairs.into_iter().zip(shares) {
        alike.entry(from).or_default().chosen -= given as u32;
        alike.entry(to).or_default().chosen += given as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(of: impl IntoIterator<Item = u32>) -> PeopleSet {
        PeopleSet::of(100, of.into_iter().map(NodeId))
    }

    fn both(a: &PeopleSet, b: &PeopleSet) -> usize {
        a.members().iter().filter(|&&v| b.contains(v)).count()
    }

    #[test]
    fn overlaps_come_out_exactly_and_do_not_disturb_each_other() {
        let (low, even) = (set(0..40), set((0..100).filter(|v| v % 2 == 0)));
        let line: Vec<NodeId> = (0..100).rev().map(NodeId).collect();
        for (first, second) in [(0, 30), (20, 0), (12, 12), (20, 20), (7, 25)] {
            let common = [
                Common {
                    with: &low,
                    people: first,
                },
                Common {
                    with: &even,
                    people: second,
                },
            ];
            let chosen = choose(100, &line, 30, &common);
            assert_eq!(chosen.len(), 30);
            assert_eq!(both(&chosen, &low), first as usize);
            assert_eq!(both(&chosen, &even), second as usize);
        }
    }

    #[test]
    fn what_cannot_be_had_is_come_near() {
        let low = set(0..10);
        let line: Vec<NodeId> = (0..100).rev().map(NodeId).collect();
        let common = [Common {
            with: &low,
            people: 20,
        }];
        let chosen = choose(100, &line, 30, &common);
        assert_eq!((chosen.len(), both(&chosen, &low)), (30, 10));
    }

    #[test]
    fn without_others_the_first_in_line_are_in() {
        let line = [5, 3, 8].map(NodeId);
        let chosen = choose(10, &line, 2, &[]);
        assert_eq!(chosen.members(), [NodeId(3), NodeId(5)]);
    }
}

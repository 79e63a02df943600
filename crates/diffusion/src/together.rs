//! Draws of many people side by side: what [`Draws`](crate::world::Draws) and
//! [`TieLuck`](crate::world::TieLuck) give one by one, to the same bits.
//!
//! ```text
//! people   16 × id
//!   │ hash    sixteen side by side
//!   ▼
//! digits   half of a uniform at once, or digit by digit until nobody is undecided
//!   │ compare with the chance
//!   ▼
//! under    a bit a person
//! ```
//!
//! - **Bound:** the hashes. With registers of 512 bits a person's draw takes 0.5 ns and a
//!   message's 1.0 to 1.6 ns; one by one 6 and 10 ns (`cargo bench --bench luck`).

use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Chance;

use crate::draw::Draw;
use crate::luck::{Key, KeyOf, Keys, KeysOf, NEIGHBOURS};
use crate::simd::{Instructions, Vector, WIDTH, Work};

/// Everybody's own draw, or the draw of everybody with one person.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose {
    Own,
    With(NodeId),
}

impl Whose {
    /// The two numbers by which luck knows the draw of `v`.
    #[inline(always)]
    fn pair(self, v: u32) -> (u32, u32) {
        match self {
            Self::Own => (v, 0),
            Self::With(source) => (source.0, v),
        }
    }

    #[inline(always)]
    fn pairs<V: Vector>(self, people: V) -> (V, V) {
        match self {
            Self::Own => (people, V::splat(0)),
            Self::With(source) => (V::splat(source.0), people),
        }
    }
}

/// Those of `people` whose draw is below `chance`, in order.
pub(crate) fn those_under(
    instructions: Instructions,
    (key, whose): (Key, Whose),
    people: &[NodeId],
    chance: Chance,
) -> Vec<NodeId> {
    let mut under = Vec::new();
    instructions.run(Those {
        key,
        whose,
        people,
        chance,
        under: &mut under,
    });
    under
}

struct Those<'a> {
    key: Key,
    whose: Whose,
    people: &'a [NodeId],
    chance: Chance,
    under: &'a mut Vec<NodeId>,
}

/// So many are gathered before they are put with the others.
const GATHERED: usize = 16 * WIDTH;

impl Work for Those<'_> {
    #[inline(always)]
    fn work<V: Vector>(self) {
        let Self {
            key,
            whose,
            people,
            chance,
            under,
        } = self;
        // Half of the digits decide all but one in four billion.
        let wanted = (chance.digits() >> 32) as u32;
        let (keys, wanted) = (KeyOf::<V>::splat(key), V::splat(wanted));
        let (mut gathered, mut count) = ([0; GATHERED + WIDTH], 0);
        for some in people.chunks(WIDTH) {
            let people = ids::<V>(some);
            let (first, second) = whose.pairs(people);
            let halves = keys.pair(V::splat(1), first, second).words()();
            let mut below = halves.below(wanted);
            let mut unsure = !(below | wanted.below(halves)) & all(some.len());
            while unsure != 0 {
                let at = unsure.trailing_zeros();
                unsure &= unsure - 1;
                let (first, second) = whose.pair(some[at as usize].0);
                let draw = Draw::from_bits(key.pair(first, second).word(0));
                below |= u32::from(draw.under(chance)) << at;
            }
            below &= all(some.len());
            let room = gathered[count..].first_chunk_mut();
            people.keep(below, room.expect("it is emptied in time"));
            count += below.count_ones() as usize;
            if count >= GATHERED {
                under.extend(gathered[..count].iter().map(|&v| NodeId(v)));
                count = 0;
            }
        }
        under.extend(gathered[..count].iter().map(|&v| NodeId(v)));
    }
}

/// The ids of up to sixteen people, and zeros behind them.
#[inline(always)]
fn ids<V: Vector>(people: &[NodeId]) -> V {
    let mut ids = [0; WIDTH];
    for (id, v) in ids.iter_mut().zip(people) {
        *id = v.0;
    }
    V::load(&ids)
}

/// A bit for each of so many.
#[inline(always)]
fn all(count: usize) -> u32 {
    (1 << count) - 1
}

/// The keys of the first of several messages, and the world that is meant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByMessage {
    pub(crate) keys: Keys,
    /// Its place among the 64 of its block.
    pub(crate) lane: u32,
    /// Who speaks.
    pub(crate) source: u32,
}

/// One bit for each of up to 64 people: whether the draw of the message that stands beside
/// each, one of the first [`NEIGHBOURS`], is below `chance`.
pub(crate) fn are_under(
    instructions: Instructions,
    messages: &ByMessage,
    (people, numbers): (&[u32; 64], &[u32; 64]),
    asked: u64,
    chance: Chance,
) -> u64 {
    let mut under = 0;
    instructions.run(Are {
        messages,
        people,
        numbers,
        asked,
        chance,
        under: &mut under,
    });
    under
}

struct Are<'a> {
    messages: &'a ByMessage,
    people: &'a [u32; 64],
    numbers: &'a [u32; 64],
    asked: u64,
    chance: Chance,
    under: &'a mut u64,
}

impl Work for Are<'_> {
    #[inline(always)]
    fn work<V: Vector>(self) {
        let keys = KeysOf::<V>::load(&self.messages.keys);
        let source = V::splat(self.messages.source);
        let half = V::splat(self.messages.lane / 32);
        let ours = V::splat(1 << (self.messages.lane % 32));
        let (people, _) = self.people.as_chunks::<WIDTH>();
        let (numbers, _) = self.numbers.as_chunks::<WIDTH>();
        for (at, (people, numbers)) in people.iter().zip(numbers).enumerate() {
            let asked = (self.asked >> (at * WIDTH)) as u32 & all(WIDTH);
            let number = V::load(numbers).and(V::splat(NEIGHBOURS as u32 - 1));
            let hash = keys.pair(number, half, source, V::load(people));
            let mut words = hash.words();
            let (mut undecided, mut under) = (asked, 0);
            let mut digits = self.chance.digits();
            // Once the chance has no ones left, an undecided uniform cannot be smaller.
            while undecided != 0 && digits != 0 {
                let digit = words().and(ours).nonzero();
                if digits >> 63 == 1 {
                    under |= undecided & !digit;
                    undecided &= digit;
                } else {
                    undecided &= !digit;
                }
                digits <<= 1;
            }
            *self.under |= u64::from(under) << (at * WIDTH);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::probability::Probability;

    const EACH: [Instructions; 3] = [
        Instructions::Portable,
        Instructions::Avx2,
        Instructions::Avx512,
    ];

    const CHANCES: [f64; 7] = [0.0, 1e-12, 0.02, 0.3, 0.5, 0.97, 1.0];

    fn key(number: u64) -> Key {
        Key::of_seed(5).with(number)
    }

    #[test]
    fn those_below_are_the_same_one_by_one_and_by_any_instructions() {
        for count in [0, 1, 15, 16, 17, 700] {
            let people: Vec<NodeId> = (0..count).map(|i| NodeId(i * 7_919)).collect();
            for p in CHANCES {
                let chance = Probability::clamped(p).chance();
                for whose in [Whose::Own, Whose::With(NodeId(3))] {
                    let is_under = |v: &NodeId| {
                        let (first, second) = whose.pair(v.0);
                        Draw::from_bits(key(1).pair(first, second).word(0)).under(chance)
                    };
                    let alone: Vec<NodeId> = people.iter().copied().filter(is_under).collect();
                    for instructions in EACH {
                        let under = those_under(instructions, (key(1), whose), &people, chance);
                        assert_eq!(under, alone, "{count} people, {p}, {instructions:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_draw_whose_first_half_is_the_chances_own_is_decided_by_the_other_half() {
        let people: Vec<NodeId> = (0..20).map(NodeId).collect();
        for v in &people {
            let bits = key(1).pair(v.0, 0).word(0);
            for (digits, is_under) in [(bits, false), (bits + 1, true), (bits - 1, false)] {
                let chance = Chance::from_digits(digits);
                for instructions in EACH {
                    let who = (key(1), Whose::Own);
                    let under = those_under(instructions, who, &people, chance);
                    assert_eq!(under.contains(v), is_under, "{v:?}, {instructions:?}");
                }
            }
        }
    }

    #[test]
    fn messages_convince_whom_they_convince_one_by_one() {
        let people: [u32; 64] = std::array::from_fn(|at| at as u32 * 31);
        let numbers: [u32; 64] = std::array::from_fn(|at| at as u32 * 5 % 8);
        for lane in [0, 31, 32, 63] {
            let messages = ByMessage {
                keys: Keys::of(key),
                lane,
                source: u32::MAX,
            };
            for p in CHANCES {
                let chance = Probability::clamped(p).chance();
                if chance.is_certain() {
                    continue;
                }
                let is_under = |at: usize| {
                    let hash = key(numbers[at].into()).pair(u32::MAX, people[at]);
                    let uniform = (0..64).fold(0, |u, k| u << 1 | hash.word(k) >> lane & 1);
                    uniform < chance.digits()
                };
                for asked in [u64::MAX, 0x00f3_0000_0000_ffff, 0] {
                    let alone = (0..64).filter(|&at| asked >> at & 1 == 1 && is_under(at));
                    let alone = alone.fold(0, |under, at| under | 1 << at);
                    for instructions in EACH {
                        let told = (&people, &numbers);
                        let under = are_under(instructions, &messages, told, asked, chance);
                        assert_eq!(under, alone, "lane {lane}, {p}, {instructions:?}");
                    }
                }
            }
        }
    }
}

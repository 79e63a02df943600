//! Worlds: all the luck of one replicate, fixed before it runs.
//!
//! A coin belongs to the thing it decides, not to the moment it is tossed. Every
//! draw is a pure function of (seed, world, purpose, ids): asking twice gives the
//! same answer, in any order, on any thread, on any machine. Worlds hand out
//! draws; whoever holds the probability decides with `under`, so that raising a
//! probability only ever adds successes, in every world.
//!
//! Ties have a definition of their own, by which 64 worlds can be decided at
//! once: the k-th binary digit of a tie's uniform in world w is bit (w mod 64) of
//! word k of the hash of (seed, purpose, w div 64, tie).

use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;

use crate::draw::Draw;
use crate::luck::{Hash, Key, Keys, NEIGHBOURS};
use crate::simd::Instructions;
use crate::together::{ByMessage, Whose, are_under, those_under};

/// What a draw decides. The numbers are part of every result and never change.
#[derive(Clone, Copy)]
enum Purpose {
    Tie = 1,
    Person = 2,
    Event = 3,
    Common = 4,
    Threshold = 5,
    Skip = 6,
}

/// How many worlds share the words of a tie.
pub const LANES: u64 = 64;

/// The id by which luck knows the brand as a source.
const BRAND: u32 = u32::MAX;

/// All the luck of one replicate: looked up, never drawn from.
#[derive(Debug, Clone, Copy)]
pub struct World {
    index: u64,
    /// Of (seed, index): for draws of one world.
    own: Key,
    block: WorldBlock,
}

impl World {
    /// World number `index` of those that `seed` names.
    pub const fn new(seed: u64, index: u64) -> Self {
        Self {
            index,
            own: Key::of_seed(seed).with(index),
            block: WorldBlock::new(seed, index / LANES),
        }
    }

    /// Its number.
    pub const fn index(self) -> u64 {
        self.index
    }

    /// The draw that decides whether `source`'s word convinces `target`.
    #[inline]
    pub fn tie(self, platform: NameKey, source: NodeId, target: NodeId) -> TieDraw {
        self.ties(platform).between(source, target)
    }

    /// The luck of all ties of one platform.
    #[inline]
    pub fn ties(self, platform: NameKey) -> TieLuck {
        self.touches(platform, NameKey::of("tie"), 0)
    }

    /// The luck of the `nth` message on one platform and channel, between any two
    /// people. Counted per source, target and channel, never by day: somebody who
    /// hears earlier must meet the same luck.
    #[inline]
    pub fn touches(self, platform: NameKey, channel: NameKey, nth: u32) -> TieLuck {
        TieLuck {
            block: self.block.touches(platform, channel, nth),
            lane: (self.index % LANES) as u32,
        }
    }

    /// What decides how much somebody must hear on a platform before they adopt: a
    /// threshold in [0, 1) for each person, of which 64 worlds are decided at once.
    #[inline]
    pub fn thresholds(self, platform: NameKey) -> TieLuck {
        TieLuck {
            block: self.block.thresholds(platform),
            lane: (self.index % LANES) as u32,
        }
    }

    /// What decides where the live ties of a person stand, for whoever finds them by
    /// [skipping](crate::skip): another luck than that of [`ties`](Self::ties).
    #[inline]
    pub fn skips(self, platform: NameKey, channel: NameKey) -> SkipLuck {
        SkipLuck(
            self.own
                .with(Purpose::Skip as u64)
                .with(platform.0)
                .with(channel.0),
        )
    }

    /// The luck of each person in one matter, such as becoming a customer.
    #[inline]
    pub fn people(self, matter: NameKey) -> Draws {
        Draws(self.own.with(Purpose::Person as u64).with(matter.0))
    }

    /// The luck of one occurrence of something that can happen again, between any
    /// two people.
    #[inline]
    pub fn events(self, matter: NameKey, occurrence: u32) -> Draws {
        Draws(
            self.own
                .with(Purpose::Event as u64)
                .with(matter.0)
                .with(occurrence.into()),
        )
    }

    /// The luck that everybody shares in one occurrence of something.
    #[inline]
    pub fn common(self, matter: NameKey, occurrence: u32) -> Draws {
        Draws(
            self.own
                .with(Purpose::Common as u64)
                .with(matter.0)
                .with(occurrence.into()),
        )
    }
}

/// Sixty-four neighbouring worlds, whose ties are decided by the same words.
#[derive(Debug, Clone, Copy)]
pub struct WorldBlock {
    seed: u64,
    index: u64,
    key: Key,
}

impl WorldBlock {
    /// Worlds `64·index .. 64·index + 64` of those that `seed` names.
    pub const fn new(seed: u64, index: u64) -> Self {
        Self {
            seed,
            index,
            // The complement keeps blocks apart from worlds of the same number.
            key: Key::of_seed(seed).with(!index),
        }
    }

    /// Its world number `lane`, 0 to 63.
    pub const fn world(self, lane: u64) -> World {
        World::new(self.seed, self.index * LANES + lane)
    }

    /// The luck of all ties of one platform, as [`World::ties`] in each world.
    pub fn ties(self, platform: NameKey) -> TieLuck64 {
        self.touches(platform, NameKey::of("tie"), 0)
    }

    /// As [`World::thresholds`] in each world.
    #[inline]
    pub fn thresholds(self, platform: NameKey) -> TieLuck64 {
        TieLuck64(self.key.with(Purpose::Threshold as u64).with(platform.0))
    }

    /// As [`World::touches`] in each world.
    #[inline]
    pub fn touches(self, platform: NameKey, channel: NameKey, nth: u32) -> TieLuck64 {
        let family = self
            .key
            .with(Purpose::Tie as u64)
            .with(platform.0)
            .with(channel.0);
        // First messages are the many; they are spared a turn.
        TieLuck64(if nth == 0 {
            family
        } else {
            family.with(nth.into())
        })
    }
}

/// Up to eight neighbouring blocks: `32·N` worlds, of which each word of 64 is decided by
/// words of its own.
#[derive(Debug, Clone, Copy)]
pub struct WideBlock<const N: usize> {
    first: WorldBlock,
    keys: Keys,
}

impl<const N: usize> WideBlock<N> {
    /// Worlds `64·index .. 64·index + 32·N` of those that `seed` names.
    pub fn new(seed: u64, index: u64) -> Self {
        const { assert!(N.is_multiple_of(2) && N <= 2 * NEIGHBOURS) };
        Self {
            first: WorldBlock::new(seed, index),
            // Numbers go round at the end, where nobody asks for worlds.
            keys: Keys::of(|word| WorldBlock::new(seed, index.wrapping_add(word)).key),
        }
    }

    /// The 64 worlds of word `word`.
    #[inline]
    pub fn block(&self, word: usize) -> WorldBlock {
        WorldBlock {
            seed: self.first.seed,
            index: self.first.index.wrapping_add(word as u64),
            key: self.keys.key(word),
        }
    }

    /// The keys of the luck that `luck` gives in each block of 64.
    pub(crate) fn keys(&self, luck: impl Fn(WorldBlock) -> TieLuck64) -> Keys {
        Keys::of(|word| luck(self.block(word as usize)).0)
    }
}

/// The luck of one kind of touch in one world, between any two people.
#[derive(Debug, Clone, Copy)]
pub struct TieLuck {
    block: TieLuck64,
    lane: u32,
}

impl TieLuck {
    /// The draw for a touch from `source` to `target`.
    #[inline(always)]
    pub fn between(self, source: NodeId, target: NodeId) -> TieDraw {
        TieDraw {
            hash: self.block.0.pair(source.0, target.0),
            lane: self.lane,
        }
    }

    /// The draw for one person, where it is about people rather than touches.
    #[inline(always)]
    pub fn person(self, v: NodeId) -> TieDraw {
        self.between(NodeId(0), v)
    }

    /// The draw for a touch from the brand to `target`.
    #[inline(always)]
    pub fn from_brand(self, target: NodeId) -> TieDraw {
        self.between(NodeId(BRAND), target)
    }
}

/// The luck of several messages of the brand in one world, to many people at once.
#[derive(Debug, Clone)]
pub struct TieLucks<'l> {
    lucks: &'l [TieLuck],
    messages: ByMessage,
}

impl<'l> TieLucks<'l> {
    /// The most people who are asked at once.
    pub const TOGETHER: usize = 64;

    /// That of messages 0, 1, 2, … of one world.
    pub fn new(lucks: &'l [TieLuck]) -> Self {
        let key = |number: u64| lucks.get(number as usize).or(lucks.last());
        let nobody = Key::of_seed(0);
        Self {
            lucks,
            messages: ByMessage {
                keys: Keys::of(|number| key(number).map_or(nobody, |luck| luck.block.0)),
                lane: lucks.first().map_or(0, |luck| luck.lane),
                source: BRAND,
            },
        }
    }

    /// The luck of one message.
    #[inline(always)]
    pub fn message(&self, number: u32) -> TieLuck {
        self.lucks[number as usize]
    }

    /// One bit for each of `told`, at most 64 people with the number of a message each:
    /// whether the draw for the brand's touch is below `chance`.
    pub fn from_brand_under(
        &self,
        told: impl ExactSizeIterator<Item = (NodeId, u32)>,
        chance: Chance,
    ) -> u64 {
        let (mut people, mut numbers) = ([0; Self::TOGETHER], [0; Self::TOGETHER]);
        let (mut asked, mut rare) = (0, 0);
        for (at, (v, number)) in told.take(Self::TOGETHER).enumerate() {
            (people[at], numbers[at]) = (v.0, number);
            asked |= 1 << at;
            rare |= u64::from(number >= NEIGHBOURS as u32) << at;
        }
        if chance.is_certain() {
            return asked;
        }
        let (widest, told) = (Instructions::widest(), (&people, &numbers));
        let mut under = are_under(widest, &self.messages, told, asked & !rare, chance);
        while rare != 0 {
            let at = rare.trailing_zeros() as usize;
            rare &= rare - 1;
            let draw = self.message(numbers[at]).from_brand(NodeId(people[at]));
            under |= u64::from(draw.under(chance)) << at;
        }
        under
    }
}

/// The luck of one kind of touch in 64 worlds at once.
#[derive(Debug, Clone, Copy)]
pub struct TieLuck64(Key);

impl TieLuck64 {
    /// In which of the worlds of `asked` the draw for one person lies there.
    #[inline(always)]
    pub fn person_within(self, v: NodeId, between: Between, asked: u64) -> u64 {
        self.within(NodeId(0), v, between, asked)
    }

    /// In which of the worlds of `asked` the draw for a touch lies there.
    #[inline(always)]
    pub fn within(
        self,
        source: NodeId,
        target: NodeId,
        Between(least, below): Between,
        asked: u64,
    ) -> u64 {
        let live = self.under(source, target, below, asked);
        match least == Chance::NEVER {
            true => live,
            false => live & !self.under(source, target, least, live),
        }
    }

    /// Digit `k` of the uniform of a touch from `source` to `target`, in 64 worlds:
    /// bit w is world w's, as [`TieDraw::digits`] has it at 2⁶³⁻ᵏ.
    ///
    /// For whoever examines the luck itself; `under` is what decides. A uniform has
    /// 64 digits, and there are words for any `k` below 2³¹.
    #[inline(always)]
    pub fn word(self, source: NodeId, target: NodeId, k: u32) -> u64 {
        self.0.pair(source.0, target.0).word(k)
    }

    /// In which of the worlds of `asked` (one bit each) a touch from `source` to
    /// `target` succeeds.
    ///
    /// Reads about log₂(worlds asked) + 2 words: digits are compared until no
    /// world is undecided.
    #[inline(always)]
    pub fn under(self, source: NodeId, target: NodeId, chance: Chance, asked: u64) -> u64 {
        if chance.is_certain() {
            return asked;
        }
        let hash = self.0.pair(source.0, target.0);
        let (mut undecided, mut live) = (asked, 0);
        let (mut digits, mut k) = (chance.digits(), 0);
        // Once the chance has no ones left, an undecided uniform cannot be smaller.
        while undecided != 0 && digits != 0 {
            let word = hash.word(k);
            if digits >> 63 == 1 {
                live |= undecided & !word;
                undecided &= word;
            } else {
                undecided &= !word;
            }
            digits <<= 1;
            k += 1;
        }
        live
    }
}

/// Between which numbers a draw has to be: at least the first, and below the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between(pub Chance, pub Chance);

/// The uniform of one touch in one world, whose digits are looked up as needed.
#[derive(Debug, Clone, Copy)]
pub struct TieDraw {
    hash: Hash,
    lane: u32,
}

impl TieDraw {
    /// Whether the uniform is below `chance`.
    #[inline(always)]
    pub fn under(self, chance: Chance) -> bool {
        if chance.is_certain() {
            return true;
        }
        let first = self.first();
        let wanted = chance.digits() >> 60;
        if first != wanted {
            return first < wanted;
        }
        let (mut digits, mut k) = (chance.digits() << 4, 4);
        while digits != 0 {
            let (ours, wanted) = (self.digit(k), digits >> 63);
            if ours != wanted {
                return ours < wanted;
            }
            digits <<= 1;
            k += 1;
        }
        false
    }

    /// Whether the uniform is at least `low` and below `high`.
    #[inline(always)]
    pub fn within(self, low: Chance, high: Chance) -> bool {
        let first = self.first();
        let (least, most) = (low.digits() >> 60, high.digits() >> 60);
        if first < least || first > most {
            return false;
        }
        least < first && first < most || self.under(high) && !self.under(low)
    }

    #[inline(always)]
    fn digit(self, k: u32) -> u64 {
        let (half, bit) = (self.lane / 32, self.lane % 32);
        u64::from(self.hash.lane(2 * k + half) >> bit & 1)
    }

    /// Four digits at once: they do not wait for each other, and decide fifteen times
    /// of sixteen, where two in a row would leave the processor guessing.
    #[inline(always)]
    fn first(self) -> u64 {
        self.digit(0) << 3 | self.digit(1) << 2 | self.digit(2) << 1 | self.digit(3)
    }

    /// All 64 digits of the uniform at once.
    pub fn digits(self) -> u64 {
        (0..64).fold(0, |u, k| u << 1 | self.hash.word(k) >> self.lane & 1)
    }
}

/// What decides where live ties stand in one world, for any person.
#[derive(Debug, Clone, Copy)]
pub struct SkipLuck(Key);

impl SkipLuck {
    /// Word `k` of a person, below 2³¹: the k-th step along their ties.
    #[inline(always)]
    pub fn word(self, person: NodeId, k: u32) -> u64 {
        self.hash(person).word(k)
    }

    #[inline(always)]
    pub(crate) fn hash(self, person: NodeId) -> Hash {
        self.0.pair(person.0, 0)
    }
}

/// The luck of one matter in one world, for any person or pair.
#[derive(Debug, Clone, Copy)]
pub struct Draws(Key);

impl Draws {
    /// The draw for one person.
    #[inline(always)]
    pub fn person(self, v: NodeId) -> Draw {
        self.of(v.0, 0)
    }

    /// The draw for a pair of people.
    #[inline(always)]
    pub fn between(self, source: NodeId, target: NodeId) -> Draw {
        self.of(source.0, target.0)
    }

    /// As many unrelated draws for two numbers as are asked for, at little more
    /// than the price of one.
    #[inline(always)]
    pub fn several(self, first: u32, second: u32) -> impl Iterator<Item = Draw> {
        let hash = self.0.pair(first, second);
        (0..).map(move |k| Draw::from_bits(hash.word(k)))
    }

    /// Whether the draw for two numbers is below `chance`: what `of` gives, reading
    /// its second half only where the first does not decide.
    #[inline(always)]
    pub fn under(self, first: u32, second: u32, chance: Chance) -> bool {
        let hash = self.0.pair(first, second);
        let (ours, wanted) = (hash.lane(1), (chance.digits() >> 32) as u32);
        if ours != wanted {
            return ours < wanted;
        }
        Draw::from_bits(hash.word(0)).under(chance)
    }

    /// Those of `people` whose own draw is below `chance`, in order.
    #[inline]
    pub fn people_under(self, people: &[NodeId], chance: Chance) -> Vec<NodeId> {
        those_under(Instructions::widest(), (self.0, Whose::Own), people, chance)
    }

    /// Those of `friends` whose draw with `source` is below `chance`, in order.
    #[inline]
    pub fn friends_under(self, source: NodeId, friends: &[NodeId], chance: Chance) -> Vec<NodeId> {
        let whose = Whose::With(source);
        those_under(Instructions::widest(), (self.0, whose), friends, chance)
    }

    /// A standard normal.
    ///
    /// Source: Box & Muller, *Annals of Mathematical Statistics* 29, 1958.
    pub fn normal(self) -> f64 {
        let hash = self.0.pair(0, 0);
        let [radius, angle] = [0, 1].map(|k| Draw::from_bits(hash.word(k)).unit());
        let radius = libm::sqrt(-2.0 * libm::log1p(-radius));
        radius * libm::cos(std::f64::consts::TAU * angle)
    }

    /// The draw for two numbers.
    #[inline(always)]
    pub fn of(self, first: u32, second: u32) -> Draw {
        Draw::from_bits(self.0.pair(first, second).word(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::probability::Probability;

    const A: NodeId = NodeId(3);
    const B: NodeId = NodeId(4);

    fn facebook() -> NameKey {
        NameKey::of("facebook")
    }

    #[test]
    fn the_draws_never_move() {
        let world = World::new(1, 70);
        let invite = NameKey::of("invite");
        assert_eq!(
            [
                world.tie(facebook(), A, B).digits(),
                world.tie(facebook(), B, A).digits(),
                world.touches(facebook(), invite, 2).from_brand(B).digits(),
                world.people(invite).person(A).bits(),
                world.events(invite, 5).between(A, B).bits(),
                world.common(invite, 5).of(0, 0).bits(),
                world.thresholds(facebook()).person(A).digits(),
            ],
            PINNED
        );
    }

    #[test]
    fn comparing_digit_by_digit_is_comparing_the_uniform() {
        for index in 0..2000 {
            let draw = World::new(5, index).tie(facebook(), A, B);
            for p in [0.0, 1e-9, 0.1, 0.25, 0.5, 0.7, 1.0 - 1e-16] {
                let chance = Probability::clamped(p).chance();
                assert_eq!(
                    draw.under(chance),
                    draw.digits() < chance.digits(),
                    "{index} {p}"
                );
            }
            assert!(draw.under(Chance::CERTAIN) && !draw.under(Chance::NEVER));
        }
    }

    #[test]
    fn a_uniform_lies_within_what_it_is_above_and_below() {
        let chance = |p: f64| Probability::clamped(p).chance();
        for index in 0..500 {
            let draw = World::new(5, index).tie(facebook(), A, B);
            for (low, high) in [(0.0, 0.3), (0.3, 0.32), (0.2, 0.9), (0.5, 1.0), (0.7, 0.7)] {
                let (low, high) = (chance(low), chance(high));
                let within = draw.under(high) && !draw.under(low);
                assert_eq!(draw.within(low, high), within);
            }
        }
    }

    #[test]
    fn a_uniform_is_not_below_itself() {
        let draw = World::new(5, 9).tie(facebook(), A, B);
        // A probability whose digits are the first 40 of the uniform.
        let p = (draw.digits() >> 24) as f64 / (1u64 << 40) as f64;
        assert!(!draw.under(Probability::clamped(p).chance()));
        let above = Probability::clamped(p + 1.0 / (1u64 << 40) as f64);
        assert!(draw.under(above.chance()));
    }

    #[test]
    fn sixty_four_worlds_at_once_are_the_worlds_one_by_one() {
        for (block, source) in [(0, 1), (0, 2), (7, 1), (1 << 40, 5)] {
            let luck = WorldBlock::new(11, block).ties(facebook());
            for p in [0.0, 0.003, 0.1, 0.5, 0.9, 1.0] {
                let chance = Probability::clamped(p).chance();
                let asked = 0xffff_0f0f_3333_ffff;
                let live = luck.under(NodeId(source), B, chance, asked);
                for lane in 0..LANES {
                    let world = World::new(11, block * LANES + lane);
                    let one = world.tie(facebook(), NodeId(source), B).under(chance);
                    assert_eq!(live >> lane & 1 == 1, one && asked >> lane & 1 == 1);
                }
            }
        }
    }

    #[test]
    fn a_word_is_one_digit_of_sixty_four_worlds() {
        let block = WorldBlock::new(11, 7);
        let luck = block.ties(facebook());
        for lane in 0..LANES {
            let digits = block.world(lane).tie(facebook(), A, B).digits();
            let read = (0..64).fold(0, |u, k| u << 1 | luck.word(A, B, k) >> lane & 1);
            assert_eq!(read, digits, "{lane}");
        }
    }

    #[test]
    fn raising_a_probability_only_adds_live_ties() {
        for index in 0..5000 {
            let draw = World::new(2, index).tie(facebook(), A, B);
            let live: Vec<bool> = (0..=20)
                .map(|i| draw.under(Probability::clamped(f64::from(i) / 20.0).chance()))
                .collect();
            assert!(live.windows(2).all(|w| w[0] <= w[1]));
        }
    }

    #[test]
    fn a_probability_is_the_share_of_worlds_in_which_it_happens() {
        // 40,000 worlds, bound 4.5 standard errors, nine comparisons: a false alarm
        // in 16,000 for a perfect function.
        let n = 40_000;
        for p in [0.01, 0.3, 0.875] {
            let chance = Probability::clamped(p).chance();
            let matter = NameKey::of("customer");
            let counts = (0..n)
                .map(|i| World::new(8, i))
                .fold([0u32; 3], |[t, d, e], w| {
                    let tie = w.tie(facebook(), A, B).under(chance);
                    let person = w.people(matter).person(A).under(chance);
                    let events = w.events(matter, 3);
                    let event = events.between(A, B).under(chance);
                    assert_eq!(event, events.under(A.0, B.0, chance));
                    [
                        t + u32::from(tie),
                        d + u32::from(person),
                        e + u32::from(event),
                    ]
                });
            let error = (p * (1.0 - p) * n as f64).sqrt();
            for count in counts {
                assert!(
                    (f64::from(count) - p * n as f64).abs() < 4.5 * error,
                    "{p}: {count}"
                );
            }
        }
    }

    /// Fails if two coins that fall well with probability `p` each, tossed as `pair`
    /// says for 0, 1, 2 …, hang together: each of the four counts of their outcomes
    /// is held to 4.5 standard errors of what independence gives.
    #[track_caller]
    fn independent(name: &str, p: f64, pair: impl Fn(u32) -> [bool; 2]) {
        const PAIRS: u32 = 1 << 16;
        let mut counts = [[0u32; 2]; 2];
        for i in 0..PAIRS {
            let [first, second] = pair(i);
            counts[usize::from(first)][usize::from(second)] += 1;
        }
        for (first, second) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let share = |outcome| if outcome == 1 { p } else { 1.0 - p };
            let (n, share) = (f64::from(PAIRS), share(first) * share(second));
            let z =
                (f64::from(counts[first][second]) - n * share) / (n * share * (1.0 - share)).sqrt();
            assert!(z.abs() < 4.5, "{name} at {p}: {counts:?}, {z}");
        }
    }

    #[test]
    fn two_coins_of_different_things_are_independent() {
        // 2¹⁶ pairs for each of eight pairings and three chances: 96 counts, bound
        // 4.5 standard errors, one false alarm in 1,500 for perfect coins.
        let customer = NameKey::of("customer");
        let first = World::new(8, 6);
        for p in [0.1, 0.3, 0.5] {
            let chance = Probability::clamped(p).chance();
            let ties = first.ties(facebook());
            let tie = |u, v| ties.between(NodeId(u), NodeId(v)).under(chance);
            let people = first.people(customer);
            let person = |v| people.person(NodeId(v)).under(chance);
            independent("one tie in two worlds of a block", p, |i| {
                // Worlds 64i + 5 and 64i + 6.
                [5, 6].map(|lane| {
                    let world = WorldBlock::new(8, i.into()).world(lane);
                    world.tie(facebook(), A, B).under(chance)
                })
            });
            independent("one tie in two blocks", p, |i| {
                [0, 1 << 16].map(|block| {
                    let world = WorldBlock::new(8, block + u64::from(i)).world(5);
                    world.tie(facebook(), A, B).under(chance)
                })
            });
            independent("two ties from one person", p, |i| {
                [tie(3, 2 * i), tie(3, 2 * i + 1)]
            });
            independent("two ties to one person", p, |i| {
                [tie(2 * i, 3), tie(2 * i + 1, 3)]
            });
            independent("a tie and its turned one", p, |i| {
                [tie(i, i + 9), tie(i + 9, i)]
            });
            independent("a tie and its target's own draw", p, |i| {
                [tie(3, i), person(i)]
            });
            independent("a tie and its target's threshold", p, |i| {
                let threshold = first.thresholds(facebook()).person(NodeId(i));
                [tie(0, i), threshold.under(chance)]
            });
            independent("two occurrences between one pair", p, |i| {
                let event = |nth| first.events(customer, nth).between(A, B).under(chance);
                [event(2 * i), event(2 * i + 1)]
            });
        }
    }

    #[test]
    fn stars_are_as_large_as_a_strong_generator_makes_them() {
        // How many of 16 ties from one person are live, in 2¹⁴ worlds under each of
        // the two lucks: chi-square of two samples, whose rare sizes count as the
        // nearest of `sizes`. A perfect function exceeds each bound, that of 6 and of
        // 10 degrees of freedom, once in 100,000 times.
        use rand_chacha::ChaCha8Rng;
        use rand_chacha::rand_core::{Rng, SeedableRng};
        const TIES: u32 = 16;
        let mut strong = ChaCha8Rng::seed_from_u64(3);
        for (p, sizes, bound) in [(0.1, 0..=6, 33.11), (0.5, 3..=13, 41.30)] {
            let chance = Probability::clamped(p).chance();
            let class = |live: usize| live.clamp(*sizes.start(), *sizes.end()) - sizes.start();
            let mut counts = vec![[0.0; 2]; class(TIES as usize) + 1];
            for index in 0..1 << 14 {
                let ties = World::new(4, index).ties(facebook());
                let ours = |v: &u32| ties.between(A, NodeId(*v)).under(chance);
                counts[class((0..TIES).filter(ours).count())][0] += 1.0;
                let theirs = |_: &u32| Draw::from_bits(strong.next_u64()).under(chance);
                counts[class((0..TIES).filter(theirs).count())][1] += 1.0;
            }
            let chi: f64 = counts
                .iter()
                .map(|[a, b]| (a - b) * (a - b) / (a + b))
                .sum();
            assert!(chi < bound, "{p}: {chi}, {counts:?}");
        }
    }

    #[test]
    fn asking_many_is_asking_one_by_one() {
        let people: Vec<NodeId> = (0..500).map(|v| NodeId(v * 7)).collect();
        let luck = World::new(3, 4).people(facebook());
        for p in [0.0, 1e-12, 0.2, 0.9, 1.0] {
            let chance = Probability::clamped(p).chance();
            let each = |under: &dyn Fn(NodeId) -> bool| -> Vec<NodeId> {
                people.iter().copied().filter(|&v| under(v)).collect()
            };
            let one_by_one = each(&|v| luck.person(v).under(chance));
            assert_eq!(luck.people_under(&people, chance), one_by_one, "{p}");
            let one_by_one = each(&|v| luck.between(A, v).under(chance));
            assert_eq!(luck.friends_under(A, &people, chance), one_by_one, "{p}");
        }
    }

    const PINNED: [u64; 7] = [
        15011332946999857690,
        1755614187937898653,
        7038236882040644717,
        3309333528480916775,
        679641724976542835,
        75447516198917301,
        8536703416078795748,
    ];
}

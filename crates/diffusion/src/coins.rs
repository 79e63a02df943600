//! The coins of many ties in many worlds, sixteen at a time.
//!
//! A tie that is asked about in 512 worlds is asked about in 16 lanes of 32, and most of
//! its lanes are empty: by then its target has adopted, or its source has not. So lanes
//! are gathered from many ties until there are some hundreds, and worked off sixteen by
//! sixteen, with no empty ones between:
//!
//! ```text
//! asked    │ worlds, one bit each │ …      one entry a lane that is not empty
//! lane     │ which 32 worlds      │ …
//! first    │ by which luck        │ …
//! second   │ knows the tie        │ …
//! ```
//!
//! Digit after digit of sixteen times 32 uniforms is held against that of the chance,
//! until all are decided: about log₂(worlds asked) + 1 of them, each of which takes the
//! twelve instructions of a [hash](crate::luck) and two or three to compare.

use groundswell_graph::id::{EdgeId, NodeId};
use groundswell_graph::probability::Chance;

use crate::luck::{HashOf, Keys, KeysOf};
use crate::simd::{Instructions, NUMBERS, Vector, WIDTH, Work};

/// Lanes that are gathered before they are worked off; no result depends on it.
const ROOM: usize = 512;

/// What the draws of a network's ties are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Odds {
    /// All ties have this chance.
    Same(Chance),
    /// Each has its own.
    Below,
    /// Each has its own two, between which its target's threshold has to be.
    Between,
}

/// The tie that a lane is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tie {
    /// Its source and target, the other way round where luck knows it so.
    pub(crate) known_by: (NodeId, NodeId),
    /// Who hears.
    pub(crate) target: NodeId,
    /// Its number.
    pub(crate) edge: EdgeId,
}

/// Up to sixteen ties side by side.
#[derive(Clone, Copy)]
pub(crate) struct TieRow<V> {
    /// How many.
    pub(crate) count: usize,
    /// As [`Tie::known_by`].
    pub(crate) known_by: (V, V),
    /// Who hears.
    pub(crate) target: V,
    /// Their numbers, and the first digits of the bounds, where each has its own.
    pub(crate) own: Option<(V, [V; 2])>,
}

type Column = [u32; ROOM + WIDTH];

const EMPTY: Column = [0; ROOM + WIDTH];

/// Lanes to be worked off: one entry each in every column.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    count: usize,
    asked: Column,
    lane: Column,
    first: Column,
    second: Column,
    target: Column,
    /// These are filled only where each tie has its own bounds.
    edge: Column,
    bounds: Bounds,
    slow: Slow,
    live: Live,
    /// Where what is not decided stands, and in which worlds.
    rest: Vec<(u32, u32)>,
}

/// The first digits of what draws are held against.
#[derive(Debug, Clone)]
struct Bounds {
    least: Column,
    below: Column,
}

/// Lanes that are open after the first digits, a few of sixteen: they are put together
/// and begin anew.
#[derive(Debug, Clone)]
struct Slow {
    count: usize,
    asked: Column,
    /// Where they stand in the batch.
    at: Column,
    a: Column,
    b: Column,
    bounds: Bounds,
}

/// Lanes that are live: where they stand in the batch, and in which worlds.
#[derive(Debug, Clone)]
struct Live {
    count: usize,
    at: [u32; 2 * ROOM + WIDTH],
    worlds: [u32; 2 * ROOM + WIDTH],
}

/// Sixteen entries from `at` on.
#[inline(always)]
fn part<const N: usize>(column: &mut [u32; N], at: usize) -> &mut [u32; WIDTH] {
    let part = &mut column[at..at + WIDTH];
    part.try_into().expect("there are as many")
}

/// No bounds yet.
const NO_BOUNDS: Bounds = Bounds {
    least: EMPTY,
    below: EMPTY,
};

impl Batch {
    pub(crate) const fn new() -> Self {
        Self {
            count: 0,
            asked: EMPTY,
            lane: EMPTY,
            first: EMPTY,
            second: EMPTY,
            target: EMPTY,
            edge: EMPTY,
            bounds: NO_BOUNDS,
            slow: Slow {
                count: 0,
                asked: EMPTY,
                at: EMPTY,
                a: EMPTY,
                b: EMPTY,
                bounds: NO_BOUNDS,
            },
            live: Live {
                count: 0,
                at: [0; 2 * ROOM + WIDTH],
                worlds: [0; 2 * ROOM + WIDTH],
            },
            rest: Vec::new(),
        }
    }

    /// Whether the lanes of one more tie might not fit.
    #[inline(always)]
    pub(crate) fn is_full(&self) -> bool {
        self.count > ROOM - WIDTH
    }

    /// The lanes of `asked` that are not empty, `numbers` being 0, 1, 2 …
    #[inline(always)]
    pub(crate) fn add<V: Vector>(
        &mut self,
        asked: V,
        numbers: V,
        tie: Tie,
        odds: Odds,
        [least, below]: [Chance; 2],
    ) {
        let (at, mask) = (self.count, asked.nonzero());
        asked.keep(mask, part(&mut self.asked, at));
        numbers.keep(mask, part(&mut self.lane, at));
        V::splat(tie.known_by.0.0).store(part(&mut self.first, at));
        V::splat(tie.known_by.1.0).store(part(&mut self.second, at));
        V::splat(tie.target.0).store(part(&mut self.target, at));
        if !matches!(odds, Odds::Same(_)) {
            V::splat(tie.edge.0).store(part(&mut self.edge, at));
            V::splat(leading(below)).store(part(&mut self.bounds.below, at));
            if odds == Odds::Between {
                V::splat(leading(least)).store(part(&mut self.bounds.least, at));
            }
        }
        self.count += mask.count_ones() as usize;
    }

    /// One lane of each of some ties, whether or not their targets have adopted.
    #[inline(always)]
    pub(crate) fn add_ties<V: Vector>(&mut self, ties: &TieRow<V>, lane: u32, asked: u32) {
        let at = self.count;
        V::splat(asked).store(part(&mut self.asked, at));
        V::splat(lane).store(part(&mut self.lane, at));
        ties.known_by.0.store(part(&mut self.first, at));
        ties.known_by.1.store(part(&mut self.second, at));
        ties.target.store(part(&mut self.target, at));
        if let Some((edge, [least, below])) = ties.own {
            edge.store(part(&mut self.edge, at));
            least.store(part(&mut self.bounds.least, at));
            below.store(part(&mut self.bounds.below, at));
        }
        self.count += ties.count;
    }

    /// Works all lanes off; then [`live`](Self::live) has those that are live, and
    /// [`rest`](Self::rest) what 32 digits leave open.
    pub(crate) fn toss(&mut self, odds: Odds, keys: &Keys, instructions: Instructions) {
        instructions.run(Toss {
            batch: self,
            odds,
            keys,
        });
    }

    #[inline(always)]
    fn toss_by<V: Vector, T: Trial<V>>(&mut self, same: Option<Chance>, keys: &KeysOf<V>) {
        let numbers = V::load(&NUMBERS);
        self.rest.clear();
        let count = std::mem::take(&mut self.count);
        self.live.count = 0;
        self.slow.count = 0;
        // What stands behind the last lane is asked about in no world.
        V::splat(0).store(part(&mut self.asked, count));
        for at in (0..count).step_by(WIDTH) {
            let asked = V::load(part(&mut self.asked, at));
            let lane = V::load(part(&mut self.lane, at));
            let first = match T::OF_PEOPLE {
                true => V::splat(0),
                false => V::load(part(&mut self.first, at)),
            };
            let second = V::load(part(&mut self.second, at));
            let hashes = keys.pair(lane.shr::<1>(), lane.and(V::splat(1)), first, second);
            let mut words = hashes.words();
            let mut trial = T::new(same, &mut self.bounds, at, asked);
            for _ in 0..FIRST {
                trial.compare(words());
            }
            let (open, places) = (trial.open(), V::splat(at as u32).add(numbers));
            match open.nonzero().count_ones() {
                0 => (),
                1..=FEW => {
                    let (slow, mask) = (&mut self.slow, open.nonzero());
                    let end = slow.count;
                    open.keep(mask, part(&mut slow.asked, end));
                    places.keep(mask, part(&mut slow.at, end));
                    hashes.a.keep(mask, part(&mut slow.a, end));
                    hashes.b.keep(mask, part(&mut slow.b, end));
                    trial.keep(mask, &mut self.bounds, at, &mut slow.bounds, end);
                    slow.count += mask.count_ones() as usize;
                }
                _ => {
                    finish(&mut trial, words, FIRST);
                    self.leave(trial.open(), places);
                }
            }
            self.live.keep(trial.live().but(trial.open()), places);
        }
        let count = self.slow.count;
        V::splat(0).store(part(&mut self.slow.asked, count));
        for at in (0..count).step_by(WIDTH) {
            let slow = &mut self.slow;
            let asked = V::load(part(&mut slow.asked, at));
            let hashes = HashOf {
                a: V::load(part(&mut slow.a, at)),
                b: V::load(part(&mut slow.b, at)),
            };
            let mut trial = T::new(same, &mut slow.bounds, at, asked);
            finish(&mut trial, hashes.words(), 0);
            let places = V::load(part(&mut slow.at, at));
            self.leave(trial.open(), places);
            self.live.keep(trial.live().but(trial.open()), places);
        }
    }

    /// What is left open of sixteen lanes after so many digits: as good as never.
    #[inline(always)]
    fn leave<V: Vector>(&mut self, open: V, places: V) {
        if open.nonzero() != 0 {
            let (mut asked, mut at) = ([0; WIDTH], [0; WIDTH]);
            open.store(&mut asked);
            places.store(&mut at);
            let left = at.into_iter().zip(asked).filter(|&(_, asked)| asked != 0);
            self.rest.extend(left);
        }
    }

    /// Lanes that are not decided yet: the tie, the lane, and in which of its worlds.
    pub(crate) fn rest(&self) -> impl Iterator<Item = (Tie, u32, u32)> {
        let rest = self.rest.iter();
        rest.map(|&(at, asked)| (self.tie(at as usize), self.lane[at as usize], asked))
    }

    /// Lanes that are live: who hears, the lane, and in which of its worlds.
    #[inline(always)]
    pub(crate) fn live(&self) -> impl Iterator<Item = (NodeId, u32, u32)> {
        let live = self.live.at.iter().zip(&self.live.worlds);
        live.take(self.live.count).map(|(&at, &worlds)| {
            let at = at as usize;
            (NodeId(self.target[at]), self.lane[at], worlds)
        })
    }

    #[cold]
    fn tie(&self, at: usize) -> Tie {
        Tie {
            known_by: (NodeId(self.first[at]), NodeId(self.second[at])),
            target: NodeId(self.target[at]),
            edge: EdgeId(self.edge[at]),
        }
    }
}

/// The first 32 digits.
#[inline(always)]
pub(crate) fn leading(chance: Chance) -> u32 {
    (chance.digits() >> 32) as u32
}

/// Digits that every lane is held against at once, before it is asked who is open.
const FIRST: u32 = 4;

/// Where no more of sixteen lanes are open by then, they are put aside.
const FEW: u32 = 6;

/// Digits between two looks at who is open.
const STRIDE: u32 = 2;

/// The comparison of the draws of sixteen lanes, digit by digit.
trait Trial<V: Vector>: Sized {
    /// Whether the draws are those of people, not of ties.
    const OF_PEOPLE: bool = false;

    /// Nothing is known of the worlds `asked`.
    fn new(same: Option<Chance>, bounds: &mut Bounds, at: usize, asked: V) -> Self;

    /// The next digit of all draws.
    fn compare(&mut self, word: V);

    /// Where it is not known yet.
    fn open(&self) -> V;

    /// Where ties are live, as far as it is known.
    fn live(&self) -> V;

    /// Puts down the bounds of some of sixteen that stand at `at`.
    fn keep(&self, mask: u32, from: &mut Bounds, at: usize, to: &mut Bounds, end: usize);
}

/// Goes on until all is known, or 32 digits were looked at.
#[inline(always)]
fn finish<V: Vector, T: Trial<V>>(trial: &mut T, mut word: impl FnMut() -> V, seen: u32) {
    for _ in 0..(32 - seen) / STRIDE {
        for _ in 0..STRIDE {
            trial.compare(word());
        }
        if trial.open().nonzero() == 0 {
            break;
        }
    }
}

/// All have one chance: its digits not yet compared.
struct SameChance<V> {
    digits: u64,
    open: V,
    live: V,
}

impl<V: Vector> Trial<V> for SameChance<V> {
    #[inline(always)]
    fn new(same: Option<Chance>, _: &mut Bounds, _: usize, asked: V) -> Self {
        Self {
            digits: same.map_or(0, Chance::digits),
            open: asked,
            live: V::splat(0),
        }
    }

    #[inline(always)]
    fn compare(&mut self, word: V) {
        if self.digits >> 63 == 1 {
            self.live = self.live.or(self.open.but(word));
            self.open = self.open.and(word);
        } else {
            self.open = self.open.but(word);
        }
        self.digits <<= 1;
    }

    #[inline(always)]
    fn open(&self) -> V {
        self.open
    }

    #[inline(always)]
    fn live(&self) -> V {
        self.live
    }

    #[inline(always)]
    fn keep(&self, _: u32, _: &mut Bounds, _: usize, _: &mut Bounds, _: usize) {}
}

/// Each has its own.
struct OwnChance<V> {
    digits: V,
    open: V,
    live: V,
}

impl<V: Vector> OwnChance<V> {
    #[inline(always)]
    fn than(digits: V, asked: V) -> Self {
        Self {
            digits,
            open: asked,
            live: V::splat(0),
        }
    }
}

impl<V: Vector> Trial<V> for OwnChance<V> {
    #[inline(always)]
    fn new(_: Option<Chance>, bounds: &mut Bounds, at: usize, asked: V) -> Self {
        Self::than(V::load(part(&mut bounds.below, at)), asked)
    }

    #[inline(always)]
    fn compare(&mut self, word: V) {
        let wanted = self.digits.first_digit();
        self.digits = self.digits.up();
        self.live = self.live.or(self.open.and(wanted).but(word));
        self.open = self.open.but(word.xor(wanted));
    }

    #[inline(always)]
    fn open(&self) -> V {
        self.open
    }

    #[inline(always)]
    fn live(&self) -> V {
        self.live
    }

    #[inline(always)]
    fn keep(&self, mask: u32, from: &mut Bounds, at: usize, to: &mut Bounds, end: usize) {
        V::load(part(&mut from.below, at)).keep(mask, part(&mut to.below, end));
    }
}

/// Each has its own two.
struct OwnInterval<V> {
    least: OwnChance<V>,
    below: OwnChance<V>,
}

impl<V: Vector> Trial<V> for OwnInterval<V> {
    const OF_PEOPLE: bool = true;

    #[inline(always)]
    fn new(_: Option<Chance>, bounds: &mut Bounds, at: usize, asked: V) -> Self {
        Self {
            least: OwnChance::than(V::load(part(&mut bounds.least, at)), asked),
            below: OwnChance::than(V::load(part(&mut bounds.below, at)), asked),
        }
    }

    #[inline(always)]
    fn compare(&mut self, word: V) {
        self.least.compare(word);
        self.below.compare(word);
    }

    #[inline(always)]
    fn open(&self) -> V {
        self.least.open.or(self.below.open)
    }

    #[inline(always)]
    fn live(&self) -> V {
        self.below.live.but(self.least.live)
    }

    #[inline(always)]
    fn keep(&self, mask: u32, from: &mut Bounds, at: usize, to: &mut Bounds, end: usize) {
        V::load(part(&mut from.below, at)).keep(mask, part(&mut to.below, end));
        V::load(part(&mut from.least, at)).keep(mask, part(&mut to.least, end));
    }
}

/// The work of [`Batch::toss`].
struct Toss<'b> {
    batch: &'b mut Batch,
    odds: Odds,
    keys: &'b Keys,
}

impl Work for Toss<'_> {
    #[inline(always)]
    fn work<V: Vector>(self) {
        let keys = KeysOf::<V>::load(self.keys);
        match self.odds {
            Odds::Same(chance) => self.batch.toss_by::<V, SameChance<V>>(Some(chance), &keys),
            Odds::Below => self.batch.toss_by::<V, OwnChance<V>>(None, &keys),
            Odds::Between => self.batch.toss_by::<V, OwnInterval<V>>(None, &keys),
        }
    }
}

impl Live {
    /// Those of sixteen that are live somewhere.
    #[inline(always)]
    fn keep<V: Vector>(&mut self, worlds: V, places: V) {
        let mask = worlds.nonzero();
        worlds.keep(mask, part(&mut self.worlds, self.count));
        places.keep(mask, part(&mut self.at, self.count));
        self.count += mask.count_ones() as usize;
    }
}

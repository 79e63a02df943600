//! The search for RR sets, several under way at once.
//!
//! ```text
//! draw      for up to 64 people, of all sets under way: which ties into them are live
//! look up   who is heard along those ties
//! meet      who of them is new in its set; they are asked about in their turn
//! ```
//!
//! What one step reads was asked for in the step before, so that a processor has many
//! reads in flight, and the steps have little in them that it would have to guess. A set's
//! own steps are the same whatever is searched beside it.

use std::ops::Range;

use groundswell_graph::id::NodeId;

use super::roots::Roots;
use super::stream::{RrLuck, Stream};
use super::ties_in::{Found, TiesIn};
use crate::simd::soon;

/// Sets under way at once: each has a bit of a byte, and those who stop a search the last.
type Bits = u16;
const SLOTS: usize = 15;
const STOPS: Bits = 1 << SLOTS;

/// People who are asked about in one turn.
const TURN: usize = 64;

/// The search, with its scratch: one byte per person.
#[derive(Debug)]
pub(crate) struct Search<'s, 'g> {
    ties: &'s TiesIn<'g>,
    slots: [Slot; SLOTS],
    met: Vec<Bits>,
    found: Found,
    /// Who is heard along the ties found, each with the slot of its set.
    heard: Vec<(NodeId, u32)>,
    /// Who is to be asked about, in order, each with the slot of its set; and room.
    open: Vec<(NodeId, u32)>,
    /// The first of them who was not asked about yet, and the end.
    next: usize,
    last: usize,
}

/// One set under way.
#[derive(Debug, Clone, Default)]
struct Slot {
    /// Its number in the block.
    number: usize,
    stream: Stream,
    /// Those met, and room behind them.
    set: Vec<NodeId>,
    length: usize,
    /// How many of them are still to be asked about.
    open: u32,
    hit: bool,
    active: bool,
}

/// Some sets, in the order of their numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub(crate) members: Vec<NodeId>,
    /// Each set's place among the members and its length; none for those that were
    /// stopped. Sets of one hold the root itself in place of its place.
    pub(crate) spans: Vec<(u32, u32)>,
}

impl Block {
    /// Puts a set that is complete down.
    pub(crate) fn put(&mut self, number: usize, set: &[NodeId]) {
        self.spans[number] = match set {
            &[root] => (root.0, 1),
            set => {
                let at = self.members.len() as u32;
                self.members.extend_from_slice(set);
                (at, set.len() as u32)
            }
        };
    }
}

impl<'s, 'g> Search<'s, 'g> {
    /// A search that stops a set as soon as it meets one of `stops`.
    pub(crate) fn new(ties: &'s TiesIn<'g>, people: u32, stops: &[NodeId]) -> Self {
        let mut met = vec![0; people as usize];
        for v in stops {
            met[v.index()] = STOPS;
        }
        Self {
            ties,
            slots: Default::default(),
            met,
            found: Found::default(),
            heard: Vec::new(),
            open: Vec::new(),
            next: 0,
            last: 0,
        }
    }

    /// The sets `numbers`; with `keep` unset only which of them were stopped.
    pub(crate) fn run(
        &mut self,
        luck: RrLuck,
        roots: &Roots,
        numbers: Range<u64>,
        keep: bool,
    ) -> Block {
        let count = (numbers.end - numbers.start) as usize;
        let mut block = Block {
            members: Vec::new(),
            spans: vec![(0, 0); count],
        };
        let mut left = numbers.clone().zip(0..);
        let mut active = 0;
        for at in 0..SLOTS {
            let next = left.next();
            active += usize::from(next.is_some());
            self.begin(at, luck, roots, next);
        }
        while active > 0 {
            self.draw();
            self.look_up();
            self.meet();
            let mut done = self.done();
            while done != 0 {
                let at = done.trailing_zeros() as usize;
                done &= done - 1;
                let slot = &self.slots[at];
                let set = &slot.set[..slot.length];
                match slot.hit {
                    true => (),
                    false if keep => block.put(slot.number, set),
                    false => block.spans[slot.number] = (0, 1),
                }
                let others = !(1 << at);
                for v in set {
                    self.met[v.index()] &= others;
                }
                let next = left.next();
                active -= usize::from(next.is_none());
                self.begin(at, luck, roots, next);
            }
        }
        block
    }

    /// The slots whose sets are complete or were stopped, one bit each.
    #[inline(always)]
    fn done(&self) -> u32 {
        let each = self.slots.iter().enumerate();
        each.fold(0, |done, (at, slot)| {
            done | u32::from(slot.active & (slot.open == 0)) << at
        })
    }

    /// Begins a set in a slot, if there is one to begin.
    #[inline(always)]
    fn begin(&mut self, at: usize, luck: RrLuck, roots: &Roots, next: Option<(u64, usize)>) {
        let slot = &mut self.slots[at];
        slot.length = 0;
        slot.hit = false;
        slot.active = next.is_some();
        if let Some((number, place)) = next {
            slot.number = place;
            slot.stream = luck.stream(number);
            let root = roots.draw(&mut slot.stream);
            self.ties.soon(root);
            self.make_room(1);
            self.add(root, at as u32);
        }
    }

    /// Room for so many more who are to be asked about.
    #[inline(always)]
    fn make_room(&mut self, count: usize) {
        if self.next == self.last {
            (self.next, self.last) = (0, 0);
        }
        if self.last + count > self.open.len() {
            self.open.copy_within(self.next..self.last, 0);
            (self.next, self.last) = (0, self.last - self.next);
            let length = 2 * (self.last + count) + 1024;
            self.open
                .resize(length.max(self.open.len()), (NodeId(0), 0));
        }
    }

    /// Meets `v` in the set of a slot, where there is room for one more to be asked about.
    #[inline(always)]
    fn add(&mut self, v: NodeId, at: u32) {
        let slot = &mut self.slots[at as usize];
        let met = &mut self.met[v.index()];
        let own: Bits = 1 << at;
        let is_new = *met & (own | STOPS) == 0;
        slot.hit |= *met & STOPS != 0;
        *met |= own * Bits::from(is_new);
        if slot.length == slot.set.len() {
            slot.set.resize(2 * slot.length + 64, NodeId(0));
        }
        slot.set[slot.length] = v;
        slot.length += usize::from(is_new);
        slot.open += u32::from(is_new);
        self.open[self.last] = (v, at);
        self.last += usize::from(is_new);
    }

    #[inline(always)]
    fn draw(&mut self) {
        self.found.clear();
        let end = self.last.min(self.next + TURN);
        for &(v, at) in &self.open[self.next..end] {
            let slot = &mut self.slots[at as usize];
            slot.open -= 1;
            if !slot.hit {
                self.ties.live(v, at, &mut slot.stream, &mut self.found);
            }
        }
        self.next = end;
        for &(place, _) in self.found.places() {
            self.ties.source_soon(place);
        }
    }

    #[inline(always)]
    fn look_up(&mut self) {
        self.heard.clear();
        for &(place, at) in self.found.places() {
            let source = self.ties.source(place);
            soon(&self.met[source.index()]);
            self.ties.soon(source);
            self.heard.push((source, at));
        }
    }

    #[inline(always)]
    fn meet(&mut self) {
        self.make_room(self.heard.len());
        for at in 0..self.heard.len() {
            let (v, slot) = self.heard[at];
            self.add(v, slot);
        }
    }
}

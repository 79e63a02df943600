//! One world of a live-edge model, looked up for any seed set.
//!
//! A world's live ties are the same whoever the seeds are. A snapshot goes through them
//! once and keeps who reaches whom; then it says for seed set after seed set what
//! [`Cascade`](crate::cascade::Cascade) would in that world, once it is silent. In which
//! round somebody adopts is not kept.
//!
//! - Where ties are live both ways, people fall into components, and the spread is the
//!   size of those that hold a seed: two reads a seed.
//! - Otherwise people who reach each other are one component, and from one to the next
//!   word passes one way only. The spread is searched from component to component.
//!
//! Source: Chen, Wang & Yang, KDD 2009, share a world among seed sets in this way;
//! components that are reached both ways are found as in Tarjan, *SIAM Journal on
//! Computing* 1(2), 1972, with a stack of our own for his recursion.

use std::hint::select_unpredictable;
use std::ops::Range;

use groundswell_graph::id::NodeId;

use crate::contagion::LiveEdge;
use crate::live_ties::LiveTies64;

/// Who reaches whom in one world, with its scratch: 12 bytes per person, and where ties
/// are not live both ways up to 52 more, and up to 8 for each live tie.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// One entry per person: whose place in `components`.
    component: Vec<u32>,
    components: Vec<Component>,
    /// Which components are reached by one live tie from which.
    next: Rows,
    /// Components that are reached and not searched yet.
    open: Vec<u32>,
    both_ways: bool,
    /// What marks the components that the last seed set reached.
    now: u32,
    search: Search,
}

/// People each of whom reaches all of them.
#[derive(Debug, Clone, Copy)]
struct Component {
    size: u32,
    mark: u32,
}

impl Snapshot {
    /// A snapshot of nothing yet: `people` people, none of whom has a live tie.
    pub fn new(people: u32) -> Self {
        let mut snapshot = Self {
            component: (0..people).collect(),
            components: Vec::new(),
            next: Rows::default(),
            open: Vec::new(),
            both_ways: true,
            now: 1,
            search: Search::default(),
        };
        snapshot.part();
        snapshot
    }

    /// Takes world `lane` of the block whose coins `live` has tossed, 0 to 63.
    ///
    /// Cost: everybody, and the live ties twice.
    ///
    /// # Panics
    ///
    /// If the coins of that world were not asked for, or `live` is of another number of
    /// people.
    pub fn take<C: LiveEdge>(&mut self, live: &LiveTies64<'_, C>, lane: usize) {
        let candidates = live.candidates();
        let people = self.component.len();
        assert_eq!(
            people,
            candidates.people() as usize,
            "a snapshot is of the people it was made for"
        );
        self.both_ways = candidates.are_both_ways();
        match self.both_ways {
            true => {
                self.part();
                live.of_world(lane).for_each(|(u, v)| self.join(u, v));
                // Whoever has no live tie is right already.
                for (u, v) in live.of_world(lane) {
                    for v in [u, v] {
                        self.component[v.index()] = self.root(v.0);
                    }
                }
                self.now = 1;
            }
            false => {
                self.search.live.fill(people, || live.of_world(lane));
                self.condense();
            }
        }
    }

    /// Gives back the memory that only taking another world would need.
    pub(crate) fn lets_go(&mut self) {
        self.search = Search::default();
        self.components.shrink_to_fit();
        self.next.starts.shrink_to_fit();
        self.next.neighbours.shrink_to_fit();
    }

    /// People who ever adopt where these are seeds, besides those whom [kept](Self::keep)
    /// seeds reach. A seed named twice counts once.
    ///
    /// # Panics
    ///
    /// If a seed is nobody.
    pub fn spread(&mut self, seeds: &[NodeId]) -> u32 {
        self.mark_anew();
        let now = self.now;
        let mut spread = 0;
        if self.both_ways {
            let (component, components) = (&self.component[..], &mut self.components[..]);
            for &seed in seeds {
                let Component { size, mark } = &mut components[component[seed.index()] as usize];
                // Nobody can guess where two seeds meet.
                let known = *mark == now || *mark == KEPT;
                spread += select_unpredictable(known, 0, *size);
                *mark = select_unpredictable(known, *mark, now);
            }
            return spread;
        }
        for &seed in seeds {
            spread += self.search(self.component[seed.index()], now, |_| false);
        }
        spread
    }

    /// People whom one more seed adds to those that the [kept](Self::keep) ones reach.
    ///
    /// # Panics
    ///
    /// If `v` is nobody.
    pub fn gain(&mut self, v: NodeId) -> u32 {
        self.mark_anew();
        self.search(self.component[v.index()], self.now, |_| false)
    }

    /// `v` is a seed from now on; gives the people that this adds.
    ///
    /// # Panics
    ///
    /// If `v` is nobody.
    pub fn keep(&mut self, v: NodeId) -> u32 {
        self.search(self.component[v.index()], KEPT, |_| false)
    }

    /// The [`gain`](Self::gain) of everybody, told to `each` by id.
    ///
    /// Cost: everybody and all ways between components, and for each component a search
    /// which the reach of the largest one bounds: most who reach many reach it, and what it
    /// reaches is searched once.
    pub fn gains(&mut self, mut each: impl FnMut(NodeId, u32)) {
        let gains = match self.both_ways {
            true => None,
            false => Some(self.gains_by_component()),
        };
        for (v, &at) in (0..).zip(&self.component) {
            let gain = match &gains {
                Some(gains) => gains[at as usize],
                None => {
                    let Component { size, mark } = self.components[at as usize];
                    size * u32::from(mark != KEPT)
                }
            };
            each(NodeId(v), gain);
        }
    }

    /// What a seed in each component adds to the kept ones.
    ///
    /// Source: Ohsaka, Akiba, Yoshida & Kawarabayashi, AAAI 2014, section 4, prune by what
    /// a hub reaches.
    fn gains_by_component(&mut self) -> Vec<u32> {
        let mut gains = vec![0; self.components.len()];
        let free = |at: &usize| self.components[*at].mark != KEPT;
        let hub = (0..self.components.len()).filter(free);
        let Some(hub) = hub.max_by_key(|&at| self.components[at].size) else {
            return gains;
        };
        self.mark_anew();
        let of_hub = self.search(hub as u32, self.now, |_| false);
        let marks = self.components.iter().map(|component| component.mark);
        let below: Vec<bool> = marks.map(|mark| mark == self.now).collect();
        let mut leads = vec![false; self.components.len()];
        // Components come after those that they reach.
        for at in 0..self.components.len() {
            let mut next = self.next.range(at).map(|tie| self.next.neighbours[tie]);
            leads[at] = at == hub || next.any(|next| leads[next as usize]);
            self.mark_anew();
            gains[at] = match (self.components[at].mark, leads[at]) {
                (KEPT, _) => 0,
                (_, true) => {
                    let beside = self.search(at as u32, self.now, |at| below[at as usize]);
                    of_hub + beside
                }
                (_, false) => self.search(at as u32, self.now, |_| false),
            };
        }
        gains
    }

    /// Whether `v` adopts where the seeds are those of the last
    /// [`spread`](Self::spread) in this world; nobody does before the first, nor by kept
    /// seeds.
    pub fn reached(&self, v: NodeId) -> bool {
        self.components[self.component[v.index()] as usize].mark == self.now
    }

    /// All of whom [`reached`](Self::reached) is true, by id. Cost: everybody.
    pub fn adopters(&self) -> impl Iterator<Item = NodeId> {
        let everybody = (0..self.component.len() as u32).map(NodeId);
        everybody.filter(|&v| self.reached(v))
    }

    /// Marks all components that one reaches and that have neither this mark nor that of
    /// the kept, but for those that are skipped; gives the people in them.
    fn search(&mut self, from: u32, mark: u32, skips: impl Fn(u32) -> bool) -> u32 {
        let mut found = self.reach(from, mark, &skips);
        while let Some(component) = self.open.pop() {
            // Where word passes both ways, none is next to another.
            if self.both_ways {
                continue;
            }
            for at in self.next.range(component as usize) {
                found += self.reach(self.next.neighbours[at], mark, &skips);
            }
        }
        found
    }

    /// Reaches a component, to be searched later; gives the people that this adds.
    #[inline(always)]
    fn reach(&mut self, at: u32, mark: u32, skips: impl Fn(u32) -> bool) -> u32 {
        let component = &mut self.components[at as usize];
        if component.mark == mark || component.mark == KEPT || skips(at) {
            return 0;
        }
        component.mark = mark;
        self.open.push(at);
        component.size
    }

    /// No component is marked any more.
    fn mark_anew(&mut self) {
        self.now += 1;
        if self.now == KEPT {
            let marks = self.components.iter_mut().map(|c| &mut c.mark);
            marks
                .filter(|mark| **mark != KEPT)
                .for_each(|mark| *mark = 0);
            self.now = 1;
        }
    }

    /// Everybody is alone, and a component of their own number.
    fn part(&mut self) {
        let everybody = 0..self.component.len() as u32;
        self.component.clear();
        self.component.extend(everybody);
        let alone = Component { size: 1, mark: 0 };
        self.components.clear();
        self.components.resize(self.component.len(), alone);
    }

    /// The components of two people become one, that of the larger.
    #[inline(always)]
    fn join(&mut self, u: NodeId, v: NodeId) {
        let (mut large, mut small) = (self.root(u.0), self.root(v.0));
        if large == small {
            return;
        }
        let size = |root: u32| self.components[root as usize].size;
        if size(large) < size(small) {
            (large, small) = (small, large);
        }
        let grown = size(large) + size(small);
        self.components[large as usize].size = grown;
        self.component[small as usize] = large;
    }

    /// Whose component somebody is in, while they are joined; the way there is halved.
    #[inline(always)]
    fn root(&mut self, mut v: u32) -> u32 {
        loop {
            let above = self.component[v as usize];
            if above == v {
                return v;
            }
            let further = self.component[above as usize];
            self.component[v as usize] = further;
            v = further;
        }
    }

    /// Finds the components of the live ties, and which are next to which.
    fn condense(&mut self) {
        self.components.clear();
        self.next.clear();
        self.search.met = UNMET;
        self.search.low.clear();
        self.search.low.resize(self.component.len(), UNMET);
        for start in 0..self.component.len() as u32 {
            if self.search.low[start as usize] == UNMET {
                self.meet(start);
            }
            while let Some(step) = self.search.way.last_mut() {
                let person = step.person as usize;
                if let Some(tie) = step.ties.next() {
                    let target = self.search.live.neighbours[tie];
                    match self.search.low[target as usize] {
                        UNMET => self.meet(target),
                        known => self.search.lower(person, known),
                    }
                    continue;
                }
                let met = step.met;
                self.search.way.pop();
                let low = self.search.low[person];
                if let Some(step) = self.search.way.last() {
                    let before = step.person as usize;
                    self.search.lower(before, low);
                }
                if low == met {
                    self.complete(person);
                }
            }
        }
        // Marks were numbers of components and one.
        self.now = self.components.len() as u32;
        self.mark_anew();
    }

    /// The search goes on with `person`, whom it meets for the first time.
    #[inline(always)]
    fn meet(&mut self, person: u32) {
        let search = &mut self.search;
        let ties = search.live.range(person as usize);
        // Most people convince nobody in most worlds.
        if ties.is_empty() {
            search.low[person as usize] = FOUND;
            self.component[person as usize] = self.components.len() as u32;
            self.components.push(Component { size: 1, mark: 0 });
            self.next.end_row();
            return;
        }
        search.met += 1;
        let met = search.met;
        search.low[person as usize] = met;
        search.held.push(person);
        search.way.push(Step { person, met, ties });
    }

    /// `person` and everybody held since are a component: they do not reach anybody held
    /// before. Components that they reach are complete, or would be held with them.
    #[inline(always)]
    fn complete(&mut self, person: usize) {
        let Search {
            live, low, held, ..
        } = &mut self.search;
        let first = held.iter().rposition(|&member| member as usize == person);
        let first = first.expect("whoever was met is held until their component is found");
        let number = self.components.len() as u32;
        for &member in &held[first..] {
            self.component[member as usize] = number;
            low[member as usize] = FOUND;
        }
        // Marked itself, so that it is not next to itself.
        let mark = number + 1;
        let size = (held.len() - first) as u32;
        self.components.push(Component { size, mark });
        for member in held.drain(first..) {
            for tie in live.range(member as usize) {
                let other = self.component[live.neighbours[tie] as usize];
                let component = &mut self.components[other as usize];
                if component.mark != mark {
                    component.mark = mark;
                    self.next.neighbours.push(other);
                }
            }
        }
        self.next.end_row();
    }
}

/// Marks what kept seeds reach.
const KEPT: u32 = u32::MAX;

/// Not met by the search: below all numbers of those who are.
const UNMET: u32 = 0;

/// Of a component that was found: above all numbers of those who are held.
const FOUND: u32 = u32::MAX;

/// The depth-first search for components.
#[derive(Debug, Clone, Default)]
struct Search {
    /// Live ties.
    live: Rows,
    /// How many people were met who have any.
    met: u32,
    /// One entry per person: the earliest met who is known to be reached, by number.
    low: Vec<u32>,
    /// From where the search started to where it is.
    way: Vec<Step>,
    /// Everybody who was met and whose component is not found, in the order of meeting.
    held: Vec<u32>,
}

impl Search {
    /// `person` is known to reach whoever was met as number `known`.
    #[inline(always)]
    fn lower(&mut self, person: usize, known: u32) {
        self.low[person] = self.low[person].min(known);
    }
}

/// A person on the way of the search.
#[derive(Debug, Clone)]
struct Step {
    person: u32,
    /// How many had been met with this one.
    met: u32,
    /// Those of their live ties that were not followed yet.
    ties: Range<usize>,
}

/// Rows of neighbours: row v is `starts[v]..starts[v + 1]` of them.
#[derive(Debug, Clone)]
struct Rows {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            starts: vec![0],
            neighbours: Vec::new(),
        }
    }
}

impl Rows {
    fn clear(&mut self) {
        self.starts.truncate(1);
        self.neighbours.clear();
    }

    #[inline(always)]
    fn range(&self, row: usize) -> Range<usize> {
        self.starts[row]..self.starts[row + 1]
    }

    fn end_row(&mut self) {
        self.starts.push(self.neighbours.len());
    }

    /// The targets of `ties`, a row for each of `people` sources: a counting sort.
    fn fill<I: Iterator<Item = (NodeId, NodeId)>>(&mut self, people: usize, ties: impl Fn() -> I) {
        self.starts.clear();
        // One place further on, a row's end becomes its start while it is filled.
        self.starts.resize(people + 2, 0);
        ties().for_each(|(source, _)| self.starts[source.index() + 2] += 1);
        for row in 2..people + 2 {
            self.starts[row] += self.starts[row - 1];
        }
        self.neighbours.clear();
        self.neighbours.resize(self.starts[people + 1], 0);
        for (source, target) in ties() {
            let at = &mut self.starts[source.index() + 1];
            self.neighbours[*at] = target.0;
            *at += 1;
        }
        self.starts.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contagion::Network;
    use crate::live_ties::Candidates;
    use crate::model::independent_cascade::IndependentCascade;
    use crate::world::WorldBlock;
    use groundswell_graph::activation::Activation;
    use groundswell_graph::builder::graph;
    use groundswell_graph::probability::Probability;

    /// The snapshot of a world in which all ties are live.
    fn of(ties: &str) -> Snapshot {
        let graph = graph(ties);
        let certain = Activation::uniform(Probability::clamped(1.0));
        let networks = [Network::new(&graph.platforms()[0], &certain)];
        let candidates = Candidates::new(&networks, &IndependentCascade).unwrap();
        let mut live = LiveTies64::new(&candidates);
        live.toss(WorldBlock::new(1, 0), 1);
        let mut snapshot = Snapshot::new(graph.people());
        snapshot.take(&live, 0);
        snapshot
    }

    #[test]
    fn a_circle_is_one_component_and_what_follows_is_not() {
        let mut snapshot = of("0->1 1->2 2->0 2->3 1->3 4->0");
        let sizes: Vec<u32> = snapshot.components.iter().map(|c| c.size).collect();
        assert_eq!(sizes, [1, 3, 1]);
        assert_eq!(snapshot.next.neighbours, [0, 1]);
        assert_eq!(snapshot.spread(&[NodeId(1)]), 4);
        assert_eq!(snapshot.spread(&[NodeId(4)]), 5);
        assert_eq!(snapshot.spread(&[NodeId(3), NodeId(3)]), 1);
        assert!(snapshot.adopters().eq([NodeId(3)]));
    }

    #[test]
    fn a_path_of_a_hundred_thousand_is_searched_without_recursion() {
        let path: Vec<String> = (0..100_000).map(|v| format!("{v}->{}", v + 1)).collect();
        let mut snapshot = of(&path.join(" "));
        assert_eq!(snapshot.spread(&[NodeId(1)]), 100_000);
    }

    #[test]
    fn nobody_is_reached_before_there_are_seeds() {
        let mut snapshot = of("0->1 1->2 2->0");
        assert_eq!(snapshot.adopters().count(), 0);
        assert_eq!(snapshot.spread(&[]), 0);
        assert_eq!(snapshot.adopters().count(), 0);
    }

    #[test]
    fn marks_may_run_out() {
        let mut snapshot = of("0->1 1->2");
        snapshot.now = u32::MAX - 1;
        for _ in 0..4 {
            assert_eq!(snapshot.spread(&[NodeId(1)]), 2);
            assert!(!snapshot.reached(NodeId(0)));
        }
    }
}

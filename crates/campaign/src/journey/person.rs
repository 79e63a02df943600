//! What one person has done so far in one world.

use groundswell_graph::id::NodeId;

use crate::channel::Channel;
use crate::journey::visit::Visit;

/// What a person has done, one bit each.
pub(crate) mod did {
    pub(crate) const SEE: u16 = 1;
    pub(crate) const ENGAGE: u16 = 2;
    pub(crate) const ACCEPT: u16 = 4;
    pub(crate) const BUY: u16 = 8;
    pub(crate) const SHARE: u16 = 16;
    pub(crate) const LEAD: u16 = 32;
    pub(crate) const OPT_OUT: u16 = 64;
    /// Was put off by a friend's bad word.
    pub(crate) const DETERRED: u16 = 128;
    /// Got a reply.
    pub(crate) const ANSWERED: u16 = 256;
    /// Convinced somebody.
    pub(crate) const CONVINCE: u16 = 512;
}

/// Somebody to whom something has happened.
#[derive(Debug, Clone)]
pub(super) struct Person<M> {
    pub(super) node: NodeId,
    pub(super) did: u16,
    /// Touches seen.
    pub(super) seen: u16,
    /// Platforms that reached this person, one bit each; the last bit stands for all
    /// from the 31st on and for what is no platform.
    pub(super) platforms: u32,
    /// How far from the brand: 0 for those it convinced itself.
    pub(super) generation: u16,
    /// The channel of the first visit.
    channel: Channel,
    /// The day of the first visit.
    day: u32,
    /// Place of the one who convinced this person, counted from one; zero for the
    /// brand.
    by: u32,
    /// What the model remembers.
    pub(super) memory: M,
}

impl<M: Default> Person<M> {
    pub(super) fn new(node: NodeId) -> Self {
        Self {
            node,
            did: 0,
            seen: 0,
            platforms: 0,
            generation: 0,
            channel: Channel::Post,
            day: 0,
            by: 0,
            memory: M::default(),
        }
    }
}

impl<M: Default> Person<M> {
    /// Somebody who has seen one touch, on the platform of that bit.
    pub(super) fn who_saw(node: NodeId, platform: u32) -> Self {
        let mut person = Self::new(node);
        person.sees(platform);
        person
    }
}

impl<M> Person<M> {
    /// Takes note of a touch on the platform of that bit; the platforms before.
    pub(super) fn sees(&mut self, platform: u32) -> u32 {
        self.did |= did::SEE;
        self.seen = self.seen.saturating_add(1);
        let before = self.platforms;
        self.platforms |= platform;
        before
    }

    pub(super) fn has(&self, did: u16) -> bool {
        self.did & did != 0
    }

    /// Takes note of the first visit.
    pub(super) fn visits(&mut self, day: u32, channel: Channel, by: u32, generation: u16) {
        self.did |= did::ENGAGE;
        (self.day, self.channel, self.by) = (day, channel, by);
        self.generation = generation;
    }

    /// The first visit, if there was one.
    pub(super) fn visit(&self, people: &[Self]) -> Option<Visit> {
        let by = (self.by as usize).checked_sub(1);
        self.has(did::ENGAGE).then(|| Visit {
            visitor: self.node,
            day: self.day,
            channel: self.channel,
            by: by.map(|place| people[place].node),
            generation: self.generation.into(),
        })
    }
}

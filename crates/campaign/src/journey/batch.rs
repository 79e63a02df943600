//! One message of the brand to many people.

use groundswell_diffusion::contagion::Contagion;
use groundswell_diffusion::world::TieLuck;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Chance;

use crate::channel::Channel;
use crate::journey::Run;
use crate::journey::answers::bit;
use crate::journey::messages::Touch;
use crate::journey::person::{Person, did};

/// Touches taken together.
const BATCH: usize = 64;

/// One touch of a message: whom it reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) target: NodeId,
    /// Number of the message, as luck knows it.
    pub(super) nth: u32,
}

/// What all touches of a batch share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message {
    pub(super) day: u32,
    pub(super) channel: Channel,
    /// Place of the platform.
    pub(super) platform: usize,
    /// The step that made it.
    pub(super) step: u32,
    pub(super) key: NameKey,
    /// The number to which the first luck belongs.
    pub(super) first: u32,
    /// Whether it is for fans only: those who left do not see it.
    pub(super) to_fans: bool,
}

impl Message {
    fn luck(&self, lucks: &[TieLuck], nth: u32) -> TieLuck {
        lucks[(nth - self.first) as usize]
    }

    fn touch(&self, lucks: &[TieLuck], told: Told) -> Touch {
        Touch {
            day: self.day,
            channel: self.channel,
            platform: self.platform,
            source: None,
            target: told.target,
            luck: self.luck(lucks, told.nth).from_brand(told.target),
            key: self.key,
            nth: told.nth,
            step: Some(self.step),
        }
    }

    /// Which of `told` are convinced by `chance`, one bit each.
    fn convinces(&self, lucks: &[TieLuck], told: &[Told], chance: Chance) -> u64 {
        let exactly = |told: Told| {
            let luck = self.luck(lucks, told.nth);
            luck.from_brand(told.target).under(chance)
        };
        let mut perhaps = [true; BATCH];
        // Four digits decide nearly all; asked of everybody side by side, compilers turn
        // them into wide arithmetic.
        let four = chance.digits() >> 60;
        if let (Some(&luck), 0..15) = (lucks.first(), four) {
            let above = Chance::from_digits((four + 1) << 60);
            for (perhaps, told) in perhaps.iter_mut().zip(told) {
                let draw = luck.from_brand(told.target);
                *perhaps = (told.nth != self.first) | draw.under(above);
            }
        }
        let mut convinced = 0;
        for (at, (&told, &perhaps)) in told.iter().zip(&perhaps).enumerate() {
            if perhaps && exactly(told) {
                convinced |= 1 << at;
            }
        }
        convinced
    }
}

impl<C: Contagion> Run<'_, '_, C> {
    /// The brand's message reaches `told`, one after the other.
    pub(super) fn tells(&mut self, message: &Message, lucks: &[TieLuck], told: &[Told]) {
        for told in told.chunks(BATCH) {
            if self.is_plain(message.channel) {
                self.tells_plainly(message, lucks, told);
                continue;
            }
            self.looks_ahead(told.iter().map(|told| told.target));
            for &told in told {
                if !(message.to_fans && self.has_left(message.platform, told.target)) {
                    self.touch(message.touch(lucks, told));
                }
            }
        }
    }

    /// Whether nothing but its chance decides what a touch of the brand does, and nobody
    /// turns away from it: then no touch of a batch changes what the others meet.
    fn is_plain(&self, channel: Channel) -> bool {
        let varies = self.varies || self.ground.strains || !self.journey.trust.is_empty();
        !varies && !self.ground.answer(channel).puts_off && self.journey.log.is_none()
    }

    fn tells_plainly(&mut self, message: &Message, lucks: &[TieLuck], told: &[Told]) {
        let chance = self.ground.answer(message.channel).engage;
        let mut convinced = message.convinces(lucks, told, chance);
        let unseen = self.are_seen(message, told);
        convinced &= !unseen;
        while convinced != 0 {
            let at = convinced.trailing_zeros() as usize;
            convinced &= convinced - 1;
            self.answers(&message.touch(lucks, told[at]));
        }
    }

    /// Counts those of `told` who see the message; which do not, one bit each.
    fn are_seen(&mut self, message: &Message, told: &[Told]) -> u64 {
        let rings = &self.ground.rings;
        let often = self.ground.campaign.integration.often;
        let here = bit(message.platform);
        let journey = &mut *self.journey;
        let left = message.to_fans && !journey.left[message.platform].is_empty();
        let mut unseen = 0;
        let mut reached = [0; 3];
        let (mut here_first, mut on_two, mut reached_often) = (0, 0, 0);
        for (at, told) in told.iter().enumerate() {
            let v = told.target;
            if left && journey.left[message.platform].contains(&v) {
                unseen |= 1 << at;
                continue;
            }
            if journey.met.meets(v) {
                journey.place[v] = journey.people.len() as u32;
                journey.people.push(Person::who_saw(v, here));
                reached[rings[v] as usize] += 1;
                here_first += 1;
                reached_often += u32::from(often == 1);
                continue;
            }
            let person = &mut journey.people[journey.place[v] as usize];
            if person.has(did::OPT_OUT) {
                unseen |= 1 << at;
                continue;
            }
            reached[rings[v] as usize] += u32::from(!person.has(did::SEE));
            let before = person.sees(here);
            here_first += u32::from(before & here == 0);
            on_two += u32::from(before & here == 0 && before.count_ones() == 1);
            reached_often += u32::from(u32::from(person.seen) == often);
        }
        let channel = message.channel.index();
        let seen = told.len() as u32 - u64::count_ones(unseen);
        let entry = journey.ledger.at(message.day, message.platform);
        entry.impressions[channel] += seen;
        for (sum, reached) in entry.reached.iter_mut().zip(reached) {
            *sum += reached;
            entry.reached_by[channel] += reached;
        }
        entry.reached_here += here_first;
        entry.reached_on_two += on_two;
        entry.reached_often += reached_often;
        unseen
    }
}

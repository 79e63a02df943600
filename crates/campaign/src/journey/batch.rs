//! One message of the brand to many people: the inner loop of most campaigns.
//!
//! A post or a day's impressions reach thousands of people, and where nothing but its
//! chance decides what a touch does, no touch changes what the others meet. So each step
//! is taken for 64 of them before the next one: first all draws, side by side, then
//! everybody's state; and last the few answer whom it convinced. What comes out, and in
//! which order, is what one touch after the other gives; campaigns in which people tire,
//! turn away or differ are told one after the other.
//!
//! ```text
//! told     64 × (who, number)          8 bytes a touch, by step and day, in order
//!   │ draw    sixteen side by side, digit by digit until all are decided
//!   ▼
//! met      a bit a person              fits a cache
//! ring     a byte a person             read where somebody is new
//! place    four bytes a person    ──►  people: 24 bytes each, for those who were met
//!   │ count   in registers, into the day's entry once
//!   ▼
//! convinced: a bit a touch        ──►  answers, one by one
//! ```
//!
//! - **Bound:** the draws that a touch needs (for an impression its word, for a post one
//!   a fan; one whether it convinces; what the convinced do) and a visit of its reader's
//!   byte. `cargo bench --bench campaign` runs nothing but these as `bound`, as wide as the
//!   engine does; the engine takes about twice as long (`docs/performance.md`).

use groundswell_diffusion::contagion::Contagion;
use groundswell_diffusion::world::{TieLuck, TieLucks};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;

use crate::channel::Channel;
use crate::journey::answers::bit;
use crate::journey::messages::Touch;
use crate::journey::person::{Person, did};
use crate::journey::{AHEAD, Journey, Run};
use crate::ledger::Ring;

/// Touches taken together.
const BATCH: usize = TieLucks::TOGETHER;

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
    fn touch(&self, lucks: &TieLucks<'_>, told: Told) -> Touch {
        let luck = lucks.message(told.nth - self.first);
        Touch {
            day: self.day,
            channel: self.channel,
            platform: self.platform,
            source: None,
            target: told.target,
            luck: luck.from_brand(told.target),
            key: self.key,
            nth: told.nth,
            step: Some(self.step),
        }
    }
}

impl<C: Contagion> Run<'_, '_, C> {
    /// The brand's message reaches `told`, one after the other.
    pub(super) fn tells(&mut self, message: &Message, lucks: &[TieLuck], told: &[Told]) {
        let lucks = &TieLucks::new(lucks);
        if self.is_plain(message) {
            for told in told.chunks(BATCH) {
                self.tells_plainly(message, lucks, told);
            }
            return;
        }
        for told in told.chunks(AHEAD) {
            self.looks_ahead(told.iter().map(|told| told.target));
            for &told in told {
                if !(message.to_fans && self.has_left(message.platform, told.target)) {
                    self.touch(message.touch(lucks, told));
                }
            }
        }
    }

    /// Whether nothing but its chance decides what a touch of the brand does, and nobody
    /// turns away: then no touch of a batch changes what the others meet.
    fn is_plain(&self, message: &Message) -> bool {
        let varies = self.varies || self.ground.strains || !self.journey.trust.is_empty();
        let left = message.to_fans && !self.journey.left[message.platform].is_empty();
        let puts_off = self.ground.answer(message.channel).puts_off;
        !(varies || left || puts_off || self.journey.log.is_some())
    }

    fn tells_plainly(&mut self, message: &Message, lucks: &TieLucks<'_>, told: &[Told]) {
        let chance = self.ground.answer(message.channel).engage;
        let numbered = told
            .iter()
            .map(|told| (told.target, told.nth - message.first));
        let convinced = lucks.from_brand_under(numbered, chance);
        let mut convinced = convinced & !self.are_seen(message, told);
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
        let Journey {
            met,
            place,
            people,
            ledger,
            ..
        } = &mut *self.journey;
        let [mut fans, mut friends] = [0; 2];
        let mut others = 0u64;
        let before = people.len();
        people.reserve(BATCH);
        for (at, told) in told.iter().enumerate() {
            let v = told.target;
            if met.meets(v) {
                // Written and not read: nothing waits for memory.
                place[v] = people.len() as u32;
                people.push(Person::who_saw(v, here));
                fans += u32::from(rings[v] == Ring::Fan);
                friends += u32::from(rings[v] == Ring::Friend);
            } else {
                others |= 1 << at;
            }
        }
        let new = (people.len() - before) as u32;
        let mut reached = [fans, friends, new - fans - friends];
        let (mut reached_here, mut on_two) = (new, 0);
        let mut reached_often = if often == 1 { new } else { 0 };
        let mut unseen = 0;
        while others != 0 {
            let at = others.trailing_zeros();
            others &= others - 1;
            let v = told[at as usize].target;
            let person = &mut people[place[v] as usize];
            if person.has(did::OPT_OUT) {
                unseen |= 1 << at;
                continue;
            }
            reached[rings[v] as usize] += u32::from(!person.has(did::SEE));
            let before = person.sees(here);
            reached_here += u32::from(before & here == 0);
            on_two += u32::from(before & here == 0 && before.count_ones() == 1);
            reached_often += u32::from(u32::from(person.seen) == often);
        }
        let channel = message.channel.index();
        let entry = ledger.at(message.day, message.platform);
        entry.impressions[channel] += told.len() as u32 - u64::count_ones(unseen);
        for (sum, reached) in entry.reached.iter_mut().zip(reached) {
            *sum += reached;
            entry.reached_by[channel] += reached;
        }
        entry.reached_here += reached_here;
        entry.reached_on_two += on_two;
        entry.reached_often += reached_often;
        unseen
    }
}

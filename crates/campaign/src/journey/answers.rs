//! People answer touches: seen, engaged, lead, customer, fan; sharing, unfollowing,
//! opting out.

use groundswell_diffusion::contagion::{Contact, Contagion};
use groundswell_diffusion::draw::{Draw, Hazard};
use groundswell_diffusion::world::Draws;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::action::ActionKind;
use crate::action::listen::Listen;
use crate::action::prompt::Delivery;
use crate::booking::NewCustomer;
use crate::channel::Channel;
use crate::fatigue::Strain;
use crate::journey::event::Event;
use crate::journey::log::{Happening, What};
use crate::journey::messages::{Touch, wait};
use crate::journey::person::{Person, did};
use crate::journey::{Run, Stage};
use crate::ledger::Ring;

/// The last bit of a person's platforms.
const LAST_BIT: usize = 31;

impl<C: Contagion> Run<'_, '_, C> {
    /// Takes note of something, if a log is kept.
    pub(super) fn logs(
        &mut self,
        day: u32,
        what: What,
        person: NodeId,
        channel: Option<Channel>,
        platform: usize,
        from: Option<NodeId>,
    ) {
        if let Some(log) = &mut self.journey.log {
            log.push(Happening {
                day,
                what,
                person,
                channel,
                platform,
                from,
            });
        }
    }

    fn logs_touch(&mut self, what: What, touch: &Touch) {
        let channel = Some(touch.channel);
        self.logs(
            touch.day,
            what,
            touch.target,
            channel,
            touch.platform,
            touch.source,
        );
    }

    /// The place of `v` among those to whom something has happened.
    pub(super) fn place_of(&mut self, v: NodeId) -> usize {
        let place = &mut self.journey.place[v];
        if self.journey.met.meets(v) {
            // Written and not read: nothing waits for memory.
            *place = self.journey.people.len() as u32;
            self.journey.people.push(Person::new(v));
            return self.journey.people.len() - 1;
        }
        *place as usize
    }

    pub(super) fn person(&mut self, v: NodeId) -> &mut Person<C::Memory> {
        let place = self.place_of(v);
        &mut self.journey.people[place]
    }

    /// Whether something of `did` is known of `v`.
    fn has(&self, v: NodeId, did: u16) -> bool {
        let person = || &self.journey.people[self.journey.place[v] as usize];
        self.journey.met.has(v) && person().has(did)
    }

    /// Whether what works on `v` towards `stage` has sufficed before.
    pub(super) fn has_overcome(&self, v: NodeId, stage: Stage, luck: Draws) -> bool {
        let sum = self.journey.hazards.get(&(v, stage));
        sum.is_some_and(|sum| sum.overcomes(luck.person(v).resistance()))
    }

    /// A message comes by: it is seen, unless there is no attention left for it, and
    /// answered.
    pub(super) fn touch(&mut self, touch: Touch) {
        let place = self.place_of(touch.target);
        if self.journey.people[place].has(did::OPT_OUT) {
            return;
        }
        let mut times = 1.0;
        if self.ground.strains {
            let Some(left) = self.bears(place, touch.day) else {
                return;
            };
            times = left;
        }
        if self.varies || !self.journey.trust.is_empty() {
            times *= self.times(&touch, place);
        }
        self.is_seen(&touch, place);
        let answer = self.ground.answer(touch.channel);
        if answer.puts_off {
            self.perhaps_leaves(&touch);
        }
        let chance = match times {
            1.0 => answer.engage,
            times => answer.engages.times(times).chance(),
        };
        let contact = Contact {
            source: touch.source,
            target: touch.target,
            edge: None,
            layer: 0,
            chance,
            luck: touch.luck,
            step: touch.day,
            said: None,
        };
        // The brand's own word convinces by its chance, whatever the rule for friends.
        let convinced = match touch.source {
            Some(_) if touch.channel.is_from_friends() => {
                let memory = &mut self.journey.people[place].memory;
                self.model.convinces(memory, contact, self.world)
            }
            _ => touch.luck.under(chance),
        };
        match convinced {
            true if C::WAITS && touch.channel.is_from_friends() => {
                self.journey.undecided.push(touch);
            }
            true => self.answers(&touch),
            false => {}
        }
    }

    /// Those whom a word convinced today have heard the whole day, and decide.
    pub(super) fn decide(&mut self) {
        let mut undecided = std::mem::take(&mut self.journey.undecided);
        // One decision a person, by the first of the words.
        undecided.sort_by_key(|touch| touch.target);
        undecided.dedup_by_key(|touch| touch.target);
        for touch in undecided {
            let place = self.place_of(touch.target);
            let memory = &mut self.journey.people[place].memory;
            if self.model.settles(memory, touch.target, self.world) {
                self.answers(&touch);
            }
        }
    }

    /// The factor that earlier touches leave of one more today; `None` where there is
    /// no attention left for it.
    fn bears(&mut self, place: usize, day: u32) -> Option<f64> {
        let campaign = self.ground.campaign;
        if self.journey.strain.len() <= place {
            self.journey.strain.resize(place + 1, Strain::default());
        }
        let strain = &mut self.journey.strain[place];
        let attention = campaign.attention.unwrap_or(u32::MAX);
        strain
            .has_attention(day, attention)
            .then(|| strain.bears(day, campaign.fatigue.as_ref()))
    }

    /// Everything that makes this touch more or less convincing than others of its
    /// channel, but for tiring.
    fn times(&self, touch: &Touch, place: usize) -> f64 {
        let (ground, v) = (self.ground, touch.target);
        let mut times = 1.0;
        if let Some(at) = touch.step {
            let step = self.step(at);
            match touch.channel {
                Channel::Invite => {
                    let prompt = step.prompt();
                    if prompt.reward.most().millionths() > 0 {
                        times *= prompt.trust;
                    }
                }
                _ => times *= self.plan.craft(touch.platform, touch.day).quality,
            }
            if let Some(creative) = &step.action.creative {
                times *= creative.engage;
                let segment = ground.segment(v);
                let liked = segment.and_then(|segment| creative.by_segment.get(segment));
                times *= liked.copied().unwrap_or(1.0);
            }
        }
        if !self.journey.trust.is_empty()
            && let Some(trust) = self.journey.trust.get(&v)
        {
            times *= trust;
        }
        if ground.varies {
            let campaign = ground.campaign;
            let is_platform = touch.platform < self.away();
            if let (Some(segment), true) = (ground.segment(v), is_platform) {
                times *= campaign.segments[segment].fit[touch.platform];
            }
            if let (Some(friend), true) = (touch.source, touch.channel.is_from_friends()) {
                let along = if is_platform {
                    Some(touch.platform)
                } else {
                    ground.word
                };
                times *= along.map_or(1.0, |at| ground.strength(at, friend, v));
            }
            let elsewhere = self.journey.people[place].platforms & !bit(touch.platform);
            if elsewhere != 0 {
                times *= campaign.integration.times();
            }
        }
        times
    }

    /// Counts a touch that is seen.
    #[inline]
    fn is_seen(&mut self, touch: &Touch, place: usize) {
        let (v, channel) = (touch.target, touch.channel.index());
        let ring = self.ground.rings[v] as usize;
        let often = self.ground.campaign.integration.often;
        let person = &mut self.journey.people[place];
        let is_first = !person.has(did::SEE);
        let here = bit(touch.platform);
        let before = person.sees(here);
        let is_often = u32::from(person.seen) == often;
        let entry = self.entry(touch.day, touch.platform);
        entry.impressions[channel] += 1;
        if is_first {
            entry.reached[ring] += 1;
            entry.reached_by[channel] += 1;
        }
        if before & here == 0 {
            entry.reached_here += 1;
            entry.reached_on_two += u32::from(before.count_ones() == 1);
        }
        if is_often {
            entry.reached_often += 1;
        }
        if self.journey.log.is_some() {
            self.logs_touch(What::Sees, touch);
        }
    }

    /// What is left of a reason to turn away, for somebody who may have been answered.
    fn reason(&self, v: NodeId, chance: Probability) -> Hazard {
        let calmed = match self.has(v, did::ANSWERED) {
            true => 1.0 - self.calms(),
            false => 1.0,
        };
        Hazard::of(chance.times(calmed))
    }

    /// How far replies calm, by the best of the plan's listening.
    fn calms(&self) -> f64 {
        let calms = self.plan.steps.iter().map(|step| match &step.action.kind {
            ActionKind::Listen(Listen { calms, .. }) => calms.get(),
            _ => 0.0,
        });
        calms.fold(0.0, f64::max)
    }

    /// Somebody who sees a touch may have enough of it.
    fn perhaps_leaves(&mut self, touch: &Touch) {
        let (v, at) = (touch.target, touch.platform);
        let answer = self.ground.answer(touch.channel);
        let (unfollow, opt_out) = (answer.unfollow, answer.opt_out);
        if unfollow > Probability::ZERO && at < self.away() && self.is_fan(at, v) {
            let hazard = self.reason(v, unfollow);
            if self.enters(
                v,
                Stage::Unfollow(at as u32),
                hazard,
                self.luck.unfollow[at],
            ) {
                self.journey.left[at].insert(v);
                self.entry(touch.day, at).fans_lost += 1;
                self.logs_touch(What::Unfollows, touch);
            }
        }
        if opt_out > Probability::ZERO {
            let hazard = self.reason(v, opt_out);
            if self.enters(v, Stage::OptOut, hazard, self.luck.opt_out) {
                // This touch is the last one.
                self.person(v).did |= did::OPT_OUT;
                self.entry(touch.day, at).opted_out += 1;
                self.logs_touch(What::OptsOut, touch);
            }
        }
    }

    /// A convincing touch is answered. An invitation is accepted, and rewarded, unless
    /// its reader has adopted already; even then the word may be welcome.
    pub(super) fn answers(&mut self, touch: &Touch) {
        let v = touch.target;
        if let (Channel::Invite, Some(at), Some(inviter)) =
            (touch.channel, touch.step, touch.source)
        {
            let adopted = self.has(v, did::ACCEPT | did::BUY) || self.is_customer_on_day_0(v);
            if !adopted {
                self.accepts(touch, at, inviter);
            }
        }
        self.engages(touch);
    }

    /// An invitation is accepted for the first time.
    fn accepts(&mut self, touch: &Touch, at: u32, inviter: NodeId) {
        let reward = &self.step(at).prompt().reward;
        let accepted = self.journey.accepted.entry((at, inviter)).or_insert(0);
        *accepted += 1;
        let reward = reward.for_acceptance(*accepted);
        // What was promised is paid, also where it goes beyond a cap.
        self.purse.owes(reward);
        self.pays(touch.day, touch.platform, reward, |entry| {
            &mut entry.rewards
        });
        let passed_on = u32::from(self.has(inviter, did::ACCEPT));
        self.person(touch.target).did |= did::ACCEPT;
        let entry = self.entry(touch.day, touch.platform);
        entry.invitations_accepted += 1;
        entry.accepted_by_invited += passed_on;
        self.logs_touch(What::Accepts, touch);
    }

    /// Somebody engages: a visit, and perhaps more.
    fn engages(&mut self, touch: &Touch) {
        let v = touch.target;
        if !self.has(v, did::ENGAGE) {
            self.visits(touch);
        }
        self.logs_touch(What::Engages, touch);
        let answer = *self.ground.answer(touch.channel);
        if self.is_customer(v) {
            self.perhaps_buys_again(touch);
        } else {
            if self.enters_as_lead(v, answer.lead) {
                self.becomes_lead(touch);
            }
            self.perhaps_buys(touch.day, v, touch.channel, touch.platform, answer.buy);
        }
        self.perhaps_shares(touch);
        self.perhaps_joins(touch, answer.fan);
        self.perhaps_speaks(touch);
    }

    /// The first visit: who convinced whom.
    fn visits(&mut self, touch: &Touch) {
        let by = match touch.source {
            Some(friend) if touch.channel.is_from_friends() => self.place_of(friend) as u32 + 1,
            _ => 0,
        };
        let mut generation = 0;
        let mut is_first_of_root = false;
        if by > 0 {
            // Somebody who brings friends without having come is where word begins.
            let friend = &mut self.journey.people[by as usize - 1];
            generation = friend.generation.saturating_add(1);
            is_first_of_root =
                friend.generation == 0 && friend.has(did::ENGAGE) && !friend.has(did::CONVINCE);
            friend.did |= did::CONVINCE;
        }
        let person = self.person(touch.target);
        person.visits(touch.day, touch.channel, by, generation);
        let depth = &mut self.journey.ledger.depth;
        *depth = (*depth).max(generation.into());
        let entry = self.entry(touch.day, touch.platform);
        entry.visitors[usize::from(generation.min(2))] += 1;
        entry.roots_that_spread += u32::from(is_first_of_root);
    }

    /// Whether a day-0 fan has been a customer all along.
    pub(super) fn is_customer_on_day_0(&self, v: NodeId) -> bool {
        let share = self.ground.campaign.customers_among_fans.chance();
        share != Chance::NEVER
            && self.ground.rings[v] == Ring::Fan
            && self.luck.already_customer.person(v).under(share)
    }

    fn is_customer(&self, v: NodeId) -> bool {
        self.has(v, did::BUY) || self.is_customer_on_day_0(v)
    }

    /// Whether `v` could become a customer at all: lives near, is in the market, and is
    /// not put off.
    fn could_buy(&self, v: NodeId) -> bool {
        let in_market = || {
            let chance = self.ground.in_market(v).chance();
            chance.is_certain() || self.luck.in_market.person(v).under(chance)
        };
        self.ground.graph.is_nearby(v) && !self.has(v, did::DETERRED) && in_market()
    }

    fn enters_as_lead(&mut self, v: NodeId, hazard: Hazard) -> bool {
        hazard != Hazard::NONE
            && !self.has(v, did::LEAD)
            && self.could_buy(v)
            && self.enters(v, Stage::Lead, hazard, self.luck.lead)
    }

    fn becomes_lead(&mut self, touch: &Touch) {
        let v = touch.target;
        self.person(v).did |= did::LEAD;
        self.entry(touch.day, touch.platform).leads += 1;
        self.logs_touch(What::Lead, touch);
        let delay = self.ground.campaign.response.close_delay;
        let days = delay.quantile(self.luck.close_delay.person(v).unit());
        let event = Event::Close {
            lead: v,
            channel: touch.channel,
            column: touch.platform as u32,
        };
        self.schedule(touch.day, days, event);
    }

    /// A lead makes up its mind.
    pub(super) fn close(&mut self, day: u32, v: NodeId, channel: Channel, platform: usize) {
        if !self.is_customer(v) {
            let hazard = Hazard::of(self.ground.campaign.response.close);
            self.perhaps_buys(day, v, channel, platform, hazard);
        }
    }

    fn perhaps_buys(
        &mut self,
        day: u32,
        v: NodeId,
        channel: Channel,
        platform: usize,
        hazard: Hazard,
    ) {
        if hazard != Hazard::NONE
            && self.could_buy(v)
            && self.enters(v, Stage::Customer, hazard, self.luck.customer)
        {
            self.becomes_customer(day, v, Some(channel), platform);
        }
    }

    /// Somebody comes without being touched.
    pub(super) fn comes(&mut self, day: u32, v: NodeId) {
        if !self.is_customer(v) && self.could_buy(v) {
            self.becomes_customer(day, v, None, self.away());
        }
    }

    /// A new customer, won by `channel` or come by itself: what it brings is booked on
    /// the days on which it comes in.
    fn becomes_customer(&mut self, day: u32, v: NodeId, channel: Option<Channel>, platform: usize) {
        self.person(v).did |= did::BUY;
        self.journey.won.push((v, day));
        self.logs(day, What::Customer, v, channel, platform, None);
        let campaign = self.ground.campaign;
        let segment = self.ground.segment(v);
        let customer = NewCustomer {
            day,
            platform,
            channel,
            value: segment.map_or(1.0, |segment| campaign.segments[segment].value),
            leaves: self.luck.churn.person(v).resistance(),
        };
        self.journey.ledger.wins(campaign, customer);
        self.tells_friends(day, v);
    }

    fn perhaps_buys_again(&mut self, touch: &Touch) {
        let again = self.ground.answer(touch.channel).again;
        if again == Chance::NEVER || !self.event_of("again", touch, 0).under(again) {
            return;
        }
        let (campaign, place) = (self.ground.campaign, (touch.day, touch.platform));
        self.journey.ledger.sells_again(campaign, place);
        self.logs_touch(What::BuysAgain, touch);
    }

    /// The draw for something that a touch may lead to each time.
    pub(super) fn event_of(&self, what: &str, touch: &Touch, number: u32) -> Draw {
        // The message's own key, so that no two actions share what follows.
        let matter = NameKey(NameKey::of(what).0 ^ touch.key.0.rotate_left(1));
        let source = touch.source.unwrap_or(NodeId(u32::MAX - number));
        let draws = self.world.events(matter, touch.nth);
        draws.between(source, touch.target)
    }

    /// The platform on which `v` does what was not begun on one.
    fn home(&self, v: NodeId, platform: usize) -> Option<usize> {
        if platform < self.away() {
            return Some(platform);
        }
        let platforms = self.ground.graph.platforms();
        let member = |&at: &usize| platforms[at].is_member(v);
        let mut places: Vec<usize> = (0..platforms.len()).filter(member).collect();
        places.sort_by_key(|&at| platforms[at].key);
        places.first().copied()
    }

    fn perhaps_shares(&mut self, touch: &Touch) {
        let v = touch.target;
        let answer = self.ground.answer(touch.channel);
        let creative = touch
            .step
            .and_then(|at| self.step(at).action.creative.as_ref());
        let hazard = match creative.map_or(1.0, |creative| creative.share) {
            1.0 => answer.share,
            times => Hazard::of(answer.shares.times(times)),
        };
        if self.has(v, did::SHARE) || !self.enters(v, Stage::Share, hazard, self.luck.sharing) {
            return;
        }
        let Some(at) = self.home(v, touch.platform) else {
            return;
        };
        self.person(v).did |= did::SHARE;
        self.logs_touch(What::Shares, touch);
        let answer = *self.ground.answer(Channel::Share);
        let (platform, _) = self.ground.platform(at);
        let sees = self.luck.share_seen;
        let friends = platform.ties.heard_by(v);
        for friend in sees.friends_under(v, friends, answer.seen) {
            if self.may_leave(at, v, friend) {
                let wait = wait(answer.delay, self.luck.share_delay, v, friend);
                let event = Event::Share {
                    platform: at as u32,
                    source: v,
                    target: friend,
                };
                self.schedule(touch.day, wait, event);
            }
        }
    }

    fn perhaps_joins(&mut self, touch: &Touch, hazard: Hazard) {
        let v = touch.target;
        if hazard == Hazard::NONE {
            return;
        }
        let Some(at) = self.home(v, touch.platform) else {
            return;
        };
        let (platform, _) = self.ground.platform(at);
        if platform.fans.contains(v)
            || self.journey.joined[at].contains_key(&v)
            || !self.enters(v, Stage::Fan(at as u32), hazard, self.luck.fan[at])
        {
            return;
        }
        self.journey.joined[at].insert(v, touch.day);
        self.journey.newcomers[at].push(v);
        self.entry(touch.day, at).fans += 1;
        self.logs_touch(What::Fan, touch);
        let plan = self.plan;
        for (number, step) in plan.steps.iter().enumerate() {
            if let ActionKind::Prompt(prompt) = &step.action.kind
                && step.platform == at
                && !matches!(prompt.via, Delivery::Post { .. })
            {
                // From the next day on, and not before the action starts.
                let from = (touch.day + 1).max(step.action.start);
                self.ask(number as u32, step, prompt, v, from);
            }
        }
    }
}

/// The bit of a platform among those that reached somebody.
pub(crate) fn bit(platform: usize) -> u32 {
    1 << platform.min(LAST_BIT)
}

//! People answer touches: seen, engaged, lead, customer, fan; sharing, unfollowing,
//! opting out.

use groundswell_diffusion::draw::{Draw, Hazard};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

use crate::action::ActionKind;
use crate::action::listen::Listen;
use crate::action::prompt::Delivery;
use crate::booking::NewCustomer;
use crate::branching::chains::{Event, Place, Run, Touch, halves, of};
use crate::branching::messages::wait;
use crate::channel::Channel;
use crate::fatigue::Strain;
use crate::journey::Stage;
use crate::journey::answers::bit;
use crate::journey::person::did;
use crate::ledger::Ring;
use crate::market::TieStrength;

impl Run<'_, '_> {
    /// A message comes by: it is seen, unless there is no attention left for it, and
    /// answered.
    pub(super) fn touch(&mut self, touch: Touch) {
        if self.has(touch.who, did::OPT_OUT) {
            return;
        }
        let Some(left) = self.bears(touch.who, touch.day) else {
            return;
        };
        let times = left * self.times(&touch);
        self.is_seen(&touch);
        self.perhaps_leaves(&touch);
        let answer = self.ground.answer(touch.channel);
        let chance = match times {
            1.0 => answer.engage,
            times => answer.engages.times(times).chance(),
        };
        if touch.luck.under(chance) {
            self.answers(&touch);
        }
    }

    /// The factor that earlier touches leave of one more today; `None` where there is
    /// no attention left for it.
    fn bears(&mut self, who: Place, day: u32) -> Option<f64> {
        let campaign = self.ground.campaign;
        if campaign.fatigue.is_none() && campaign.attention.is_none() {
            return Some(1.0);
        }
        let place = who as usize;
        if self.chains.strain.len() <= place {
            self.chains.strain.resize(place + 1, Strain::default());
        }
        let strain = &mut self.chains.strain[place];
        let attention = campaign.attention.unwrap_or(u32::MAX);
        strain
            .has_attention(day, attention)
            .then(|| strain.bears(day, campaign.fatigue.as_ref()))
    }

    /// Everything that makes this touch more or less convincing than others of its
    /// channel, but for tiring.
    fn times(&self, touch: &Touch) -> f64 {
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
            }
        }
        if let Some(trust) = self.chains.trust.get(&touch.who) {
            times *= trust;
        }
        if touch.channel.is_from_friends() {
            times *= self.strength(touch.who);
        }
        let elsewhere = self.chains.people[touch.who as usize].platforms & !bit(touch.platform);
        if elsewhere != 0 {
            times *= self.ground.campaign.integration.times();
        }
        times
    }

    /// Factor on the word of the friend through whom somebody was met.
    fn strength(&self, who: Place) -> f64 {
        let Some(TieStrength::Strong {
            share,
            strong_times,
            weak_times,
        }) = self.ground.campaign.strength
        else {
            return 1.0;
        };
        match self.draw(self.paths.strong, who).under(share.chance()) {
            true => strong_times,
            false => weak_times,
        }
    }

    /// Counts a touch that is seen.
    fn is_seen(&mut self, touch: &Touch) {
        let channel = touch.channel.index();
        let often = self.ground.campaign.integration.often;
        let here = bit(touch.platform);
        let person = self.person(touch.who);
        let ring = person.ring as usize;
        let is_first = person.did & did::SEE == 0;
        person.did |= did::SEE;
        person.seen = person.seen.saturating_add(1);
        let is_often = u32::from(person.seen) == often;
        let before = person.platforms;
        person.platforms |= here;
        let entry = self.entry(touch.day, touch.platform);
        entry.impressions[channel] += 1;
        if is_first {
            entry.reached[ring] += 1;
            entry.reached_by[channel] += 1;
        }
        entry.reached_here += u32::from(before & here == 0);
        entry.reached_on_two += u32::from(before.count_ones() == 1 && before & here == 0);
        entry.reached_often += u32::from(is_often);
    }

    /// What is left of a reason to turn away, for somebody who may have been answered.
    fn reason(&self, who: Place, chance: Probability) -> Hazard {
        let calmed = match self.has(who, did::ANSWERED) {
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
        let (who, at) = (touch.who, touch.platform);
        let answer = self.ground.answer(touch.channel);
        let (unfollow, opt_out) = (answer.unfollow, answer.opt_out);
        if unfollow > Probability::ZERO && at < self.away() && self.is_fan(at, who) {
            let hazard = self.reason(who, unfollow);
            let luck = self.luck.unfollow[at];
            if self.enters(who, Stage::Unfollow(at as u32), hazard, luck) {
                self.person(who).left = true;
                self.entry(touch.day, at).fans_lost += 1;
            }
        }
        if opt_out > Probability::ZERO {
            let hazard = self.reason(who, opt_out);
            if self.enters(who, Stage::OptOut, hazard, self.luck.opt_out) {
                // This touch is the last one.
                self.person(who).did |= did::OPT_OUT;
                self.entry(touch.day, at).opted_out += 1;
            }
        }
    }

    /// A convincing touch is answered. An invitation is accepted, and rewarded, unless
    /// its reader has adopted already; even then the word may be welcome.
    fn answers(&mut self, touch: &Touch) {
        let friend = self.person(touch.who).friend;
        if let (Channel::Invite, Some(at), Some(inviter)) = (touch.channel, touch.step, friend)
            && !self.has(touch.who, did::ACCEPT | did::BUY)
        {
            self.accepts(touch, at, inviter);
        }
        self.engages(touch);
    }

    /// An invitation is accepted for the first time.
    fn accepts(&mut self, touch: &Touch, at: u32, inviter: Place) {
        let reward = &self.step(at).prompt().reward;
        let accepted = self.chains.accepted.entry((at, inviter)).or_insert(0);
        *accepted += 1;
        let reward = reward.for_acceptance(*accepted);
        // What was promised is paid, also where it goes beyond a cap.
        self.purse.owes(reward);
        self.pays(touch.day, touch.platform, reward, |entry| {
            &mut entry.rewards
        });
        let passed_on = u32::from(self.has(inviter, did::ACCEPT));
        self.person(touch.who).did |= did::ACCEPT;
        let entry = self.entry(touch.day, touch.platform);
        entry.invitations_accepted += 1;
        entry.accepted_by_invited += passed_on;
    }

    /// Somebody engages: a visit, and perhaps more.
    fn engages(&mut self, touch: &Touch) {
        let who = touch.who;
        if !self.has(who, did::ENGAGE) {
            self.visits(touch);
        }
        let answer = *self.ground.answer(touch.channel);
        if self.is_customer(who) {
            self.perhaps_buys_again(touch);
        } else {
            if self.enters_as_lead(who, answer.lead) {
                self.becomes_lead(touch);
            }
            self.perhaps_buys(touch.day, who, touch.channel, touch.platform, answer.buy);
        }
        self.perhaps_shares(touch);
        self.perhaps_joins(touch, answer.fan);
        self.perhaps_speaks(touch);
    }

    /// The first visit: who convinced whom.
    fn visits(&mut self, touch: &Touch) {
        let friend = self.person(touch.who).friend;
        let by = friend.filter(|_| touch.channel.is_from_friends());
        let mut generation = 0;
        let mut is_first_of_root = false;
        if let Some(friend) = by {
            // Somebody who brings friends without having come is where word begins.
            let friend = self.person(friend);
            generation = friend.generation.saturating_add(1);
            is_first_of_root = friend.generation == 0
                && friend.did & did::ENGAGE != 0
                && friend.did & did::CONVINCE == 0;
            friend.did |= did::CONVINCE;
        }
        let person = self.person(touch.who);
        person.did |= did::ENGAGE;
        person.generation = generation;
        let depth = &mut self.chains.ledger.depth;
        *depth = (*depth).max(generation.into());
        let entry = self.entry(touch.day, touch.platform);
        entry.visitors[usize::from(generation.min(2))] += 1;
        entry.roots_that_spread += u32::from(is_first_of_root);
    }

    /// Whether the day-0 fan of that draw has been a customer all along.
    pub(super) fn is_customer_by(&self, draw: Draw) -> bool {
        draw.under(self.ground.campaign.customers_among_fans.chance())
    }

    fn is_customer(&self, who: Place) -> bool {
        let ring = self.chains.people[who as usize].ring;
        let draw = || self.draw(self.luck.already_customer, who);
        self.has(who, did::BUY) || ring == Ring::Fan && self.is_customer_by(draw())
    }

    /// Whether somebody could become a customer at all: lives near, is in the market,
    /// and is not put off.
    fn could_buy(&self, who: Place) -> bool {
        let ring = self.chains.people[who as usize].ring;
        let in_market = self.in_market(ring).chance();
        self.is_nearby(who)
            && !self.has(who, did::DETERRED)
            && self.draw(self.luck.in_market, who).under(in_market)
    }

    fn enters_as_lead(&mut self, who: Place, hazard: Hazard) -> bool {
        hazard != Hazard::NONE
            && !self.has(who, did::LEAD)
            && self.could_buy(who)
            && self.enters(who, Stage::Lead, hazard, self.luck.lead)
    }

    fn becomes_lead(&mut self, touch: &Touch) {
        let who = touch.who;
        self.person(who).did |= did::LEAD;
        self.entry(touch.day, touch.platform).leads += 1;
        let delay = self.ground.campaign.response.close_delay;
        let days = delay.quantile(self.draw(self.luck.close_delay, who).unit());
        if let Some(day) = self.later(touch.day, days) {
            let event = Event::Close {
                who,
                channel: touch.channel,
                column: touch.platform as u32,
            };
            self.schedule(day, event);
        }
    }

    /// A lead makes up its mind.
    pub(super) fn close(&mut self, day: u32, who: Place, channel: Channel, platform: usize) {
        if !self.is_customer(who) {
            let hazard = Hazard::of(self.ground.campaign.response.close);
            self.perhaps_buys(day, who, channel, platform, hazard);
        }
    }

    fn perhaps_buys(
        &mut self,
        day: u32,
        who: Place,
        channel: Channel,
        platform: usize,
        hazard: Hazard,
    ) {
        if hazard != Hazard::NONE
            && self.could_buy(who)
            && self.enters(who, Stage::Customer, hazard, self.luck.customer)
        {
            self.becomes_customer(day, who, channel, platform);
        }
    }

    /// A new customer, won by `channel`: what it brings is booked on the days on which it
    /// comes in.
    fn becomes_customer(&mut self, day: u32, who: Place, channel: Channel, platform: usize) {
        self.person(who).did |= did::BUY;
        let key = self.key(who);
        self.chains.won.push((key, day));
        let customer = NewCustomer {
            day,
            platform,
            channel: Some(channel),
            value: 1.0,
            leaves: of(self.luck.churn, key).resistance(),
        };
        self.chains.ledger.wins(self.ground.campaign, customer);
        self.tells_friends(day, who);
    }

    fn perhaps_buys_again(&mut self, touch: &Touch) {
        let again = self.ground.answer(touch.channel).again;
        if !self.event_of("again", touch).under(again) {
            return;
        }
        let (campaign, place) = (self.ground.campaign, (touch.day, touch.platform));
        self.chains.ledger.sells_again(campaign, place);
    }

    /// The draw for something that a touch may lead to each time.
    pub(super) fn event_of(&self, what: &str, touch: &Touch) -> Draw {
        // The message's own key, so that no two actions share what follows.
        let matter = NameKey(NameKey::of(what).0 ^ touch.key.0.rotate_left(1));
        let draws = self.world.events(matter, touch.nth);
        let (high, low) = halves(self.key(touch.who));
        match self.chains.people[touch.who as usize].ring {
            Ring::Fan => draws.between(NodeId(u32::MAX), NodeId(high)),
            Ring::Friend | Ring::Further => draws.of(high, low),
        }
    }

    /// The platform on which somebody does what was begun there or away from all.
    fn home(&self, who: Place, platform: usize) -> usize {
        match platform < self.away() {
            true => platform,
            false => self.chains.people[who as usize].home as usize,
        }
    }

    fn perhaps_shares(&mut self, touch: &Touch) {
        let who = touch.who;
        let answer = self.ground.answer(touch.channel);
        let creative = touch
            .step
            .and_then(|at| self.step(at).action.creative.as_ref());
        let hazard = match creative.map_or(1.0, |creative| creative.share) {
            1.0 => answer.share,
            times => Hazard::of(answer.shares.times(times)),
        };
        if self.has(who, did::SHARE) || !self.enters(who, Stage::Share, hazard, self.luck.sharing) {
            return;
        }
        let at = self.home(who, touch.platform);
        self.person(who).did |= did::SHARE;
        let answer = *self.ground.answer(Channel::Share);
        for key in self.friends(at, who) {
            let wait = wait(answer.delay, self.luck.share_delay, key);
            if of(self.luck.share_seen, key).under(answer.seen)
                && let Some(day) = self.later(touch.day, wait)
                && let Some(friend) = self.meets_friend(at, who, key)
            {
                let event = Event::Share {
                    platform: at as u32,
                    who: friend,
                };
                self.schedule(day, event);
            }
        }
    }

    fn perhaps_joins(&mut self, touch: &Touch, hazard: Hazard) {
        let who = touch.who;
        if hazard == Hazard::NONE {
            return;
        }
        let at = self.home(who, touch.platform);
        let stage = Stage::Fan(at as u32);
        if self.person(who).has_been_fan() || !self.enters(who, stage, hazard, self.luck.fan[at]) {
            return;
        }
        self.person(who).joined = Some(touch.day);
        self.chains.newcomers[at].push(who);
        self.entry(touch.day, at).fans += 1;
        let plan = self.plan;
        for (number, step) in plan.steps.iter().enumerate() {
            if let ActionKind::Prompt(prompt) = &step.action.kind
                && step.platform == at
                && !matches!(prompt.via, Delivery::Post { .. })
            {
                // From the next day on, and not before the action starts.
                let from = (touch.day + 1).max(step.action.start);
                let (at, key) = (number as u32, self.key(who));
                if let Some(day) = self.ask(at, step, prompt, key, from) {
                    self.schedule(day, Event::TakePart { step: at, who });
                }
            }
        }
    }
}

//! Actions make touches: posts, paid impressions, requests to invite, invitations.

use groundswell_diffusion::world::Draws;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Chance;

use crate::action::boost::Boost;
use crate::action::prompt::{Delivery, Invitations, Prompt, Who};
use crate::action::{self, ActionKind};
use crate::branching::chains::{Event, Key, Place, Run, Touch, halves, key_of_fan, of};
use crate::channel::Channel;
use crate::delay::Delay;
use crate::ground::post_seen;
use crate::impressions::{BLOCK, Impression};
use crate::journey::Stage;
use crate::journey::luck::events_of;
use crate::journey::messages::{first, fortune, poisson_quantile};
use crate::ledger::Ring;
use crate::plan::Step;

impl Run<'_, '_> {
    /// What of an action can be laid out before the first day.
    pub(super) fn prepare(&mut self, at: u32, step: &Step) {
        let (start, end) = (step.action.start, step.action.end.min(self.days()));
        if start >= end {
            return;
        }
        match &step.action.kind {
            ActionKind::Post(post) => {
                let taken = self.plan.days_taken(step.platform, self.days());
                let mut taken = taken.iter().copied().peekable();
                for (number, day) in (0..).zip(action::days(post.per_week, start, end)) {
                    // A post that asks fans to invite takes the place of the next one.
                    if taken.next_if(|&asks| asks <= day).is_none() {
                        self.schedule(day, Event::Post { step: at, number });
                    }
                }
            }
            ActionKind::Boost(boost) => self.buy_impressions(at, step, boost, start, end),
            ActionKind::Prompt(prompt) => self.announce(at, step, prompt, start, end),
            ActionKind::FakeFans(fakes) => {
                self.entry(start, step.platform).fake_fans += fakes.count;
            }
            // They work on other levers.
            ActionKind::Listen(_) | ActionKind::Professional(_) => {}
            ActionKind::GroupPost(_) => unreachable!("without a graph there are no groups"),
        }
    }

    /// Lays out a request to fans.
    fn announce(&mut self, at: u32, step: &Step, prompt: &Prompt, start: u32, end: u32) {
        if let Delivery::Post { per_week } = prompt.via {
            for (number, day) in (0..).zip(action::days(per_week, start, end)) {
                self.schedule(day, Event::AskingPost { step: at, number });
            }
            return;
        }
        let fans = self.ground.graph.platforms()[step.platform].fans.members();
        for &fan in step.chosen.as_deref().unwrap_or(fans) {
            let asked = self.ask(at, step, prompt, key_of_fan(fan), start);
            if let Some(day) = asked
                && let Some(who) = self.meets_fan(step.platform, fan)
            {
                self.schedule(day, Event::TakePart { step: at, who });
            }
        }
    }

    /// Lays out all paid impressions, each on somebody new.
    fn buy_impressions(&mut self, at: u32, step: &Step, boost: &Boost, start: u32, end: u32) {
        let days = end - start;
        // Aimed well, those in the market meet more of them, and all others fewer.
        let accuracy = match self.ground.campaign.market {
            Some(_) => boost.targeting.get(),
            None => 0.0,
        };
        let in_market = self.in_market(Ring::Further);
        let bought = boost.impressions(step.spend);
        let inside = bought * (1.0 + accuracy * (1.0 / in_market.get().max(1e-9) - 1.0));
        let outside = bought * (1.0 - accuracy);
        let strangers = self.world.people(step.matter("strangers"));
        let draws = self.luck.steps[at as usize].impressions;
        self.each_stranger(inside.max(outside), (draws, strangers), |run, met| {
            let aimed = match of(run.luck.in_market, met.key).under(in_market.chance()) {
                true => inside,
                false => outside,
            };
            if met.from < aimed {
                let day = start + ((u64::from(met.when) * u64::from(days)) >> 32) as u32;
                if let Some(who) = run.meets_stranger(step.platform, met.key) {
                    run.schedule(day, Event::Impression { step: at, who });
                }
            }
        });
    }

    /// Calls `each` with a Poisson number of strangers, `mean` on average; more of the
    /// mean adds some and takes none away.
    pub(super) fn each_stranger(
        &mut self,
        mean: f64,
        (draws, keys): (Draws, Draws),
        mut each: impl FnMut(&mut Self, Stranger),
    ) {
        // One block of the impressions of a graph holds them all: who is hit and for
        // which time names a stranger.
        let ground = self.ground;
        let per_id = mean / f64::from(BLOCK);
        ground.impressions.up_to(per_id, draws, &[0], |impression| {
            let Impression {
                target, nth, when, ..
            } = impression;
            let stranger = Stranger {
                key: keys.of(target.0, nth).bits(),
                from: impression.from() * f64::from(BLOCK),
                when,
            };
            each(self, stranger);
        });
    }

    /// Something on the calendar comes due.
    pub(super) fn happens(&mut self, day: u32, event: Event) {
        match event {
            Event::Post { step, number } => self.post(day, step, number),
            Event::AskingPost { step, number } => self.asking_post(day, step, number),
            Event::Impression { step, who } => {
                self.touch_by_brand(day, Channel::Boost, step, 0, who);
            }
            Event::Share { platform, who } => {
                let luck = self.luck.share[platform as usize];
                self.touch(Touch {
                    day,
                    channel: Channel::Share,
                    platform: platform as usize,
                    who,
                    luck: self.luck_of(luck, who),
                    key: Channel::Share.key(),
                    nth: 0,
                    step: None,
                });
            }
            Event::TakePart { step, who } => self.invite_friends(day, step, who),
            Event::Invite { step, who, nth } => {
                let at = self.step(step).platform;
                let platform = self.ground.graph.platforms()[at].key;
                let luck = match nth {
                    0 => self.luck.invite[at],
                    _ => self.world.touches(platform, Channel::Invite.key(), nth),
                };
                self.touch(Touch {
                    day,
                    channel: Channel::Invite,
                    platform: at,
                    who,
                    luck: self.luck_of(luck, who),
                    key: Channel::Invite.key(),
                    nth,
                    step: Some(step),
                });
            }
            Event::BadWord { platform, who } => self.bad_word(day, platform as usize, who),
            Event::Word { who } => self.touch_away(day, Channel::Word, who),
            Event::Story { who } => self.touch_away(day, Channel::Media, who),
            Event::Search { who } => self.touch_away(day, Channel::Search, who),
            Event::Close {
                who,
                channel,
                column,
            } => self.close(day, who, channel, column as usize),
        }
    }

    /// What the brand says on a platform by the step at `at`, its message number `number`.
    pub(super) fn touch_by_brand(
        &mut self,
        day: u32,
        channel: Channel,
        at: u32,
        number: u32,
        who: Place,
    ) {
        let step = self.step(at);
        let platform = self.ground.graph.platforms()[step.platform].key;
        let luck = self.world.touches(platform, step.key, number);
        self.touch(Touch {
            day,
            channel,
            platform: step.platform,
            who,
            luck: self.luck_of(luck, who),
            key: step.key,
            nth: number,
            step: Some(at),
        });
    }

    /// What reaches somebody away from all platforms.
    fn touch_away(&mut self, day: u32, channel: Channel, who: Place) {
        let key = channel.key();
        let along = match (channel, self.ground.word) {
            (Channel::Word, Some(at)) => self.ground.graph.platforms()[at].key,
            _ => key,
        };
        self.touch(Touch {
            day,
            channel,
            platform: self.away(),
            who,
            luck: self.luck_of(self.world.touches(along, key, 0), who),
            key,
            nth: 0,
            step: None,
        });
    }

    /// Chance that a fan sees post `number` of `step`, which has a share of its own of
    /// what is usual.
    fn seen_by_fans(&self, day: u32, step: &Step, number: u32, of_usual: f64) -> Chance {
        let (_, habits) = self.ground.platform(step.platform);
        let craft = self.plan.craft(step.platform, day);
        let luck = fortune(habits.fortune, self.world, step.matter("fortune"), number);
        let seen = self.ground.campaign.response.post.seen;
        post_seen(habits, luck * craft.reach * of_usual, seen)
    }

    /// Calls `each` with every fan of that day who meets something that fans meet by
    /// `chance`.
    fn each_fan(
        &mut self,
        (platform, day): (usize, u32),
        (luck, chance): (Draws, Chance),
        mut each: impl FnMut(&mut Self, Place),
    ) {
        let (on, _) = self.ground.platform(platform);
        for fan in luck.people_under(on.fans.members(), chance) {
            if let Some(who) = self.meets_fan(platform, fan)
                && self.is_fan(platform, who)
            {
                each(self, who);
            }
        }
        for place in 0..self.chains.newcomers[platform].len() {
            let who = self.chains.newcomers[platform][place];
            let (high, low) = halves(self.key(who));
            let is_newer = self.person(who).joined.is_none_or(|joined| joined >= day);
            if !is_newer && self.is_fan(platform, who) && luck.under(high, low, chance) {
                each(self, who);
            }
        }
    }

    /// Pays for making a post of so many hours, if there is money for it.
    fn makes(&mut self, day: u32, platform: usize, hours: f64) -> bool {
        let price = self.price_of(hours);
        let makes = self.purse.affords(price);
        if makes {
            self.pays(day, platform, price, |entry| &mut entry.labour);
        }
        makes
    }

    /// One post, to all who are fans by now.
    fn post(&mut self, day: u32, at: u32, number: u32) {
        let step = self.step(at);
        let ActionKind::Post(post) = &step.action.kind else {
            unreachable!("only posts are posted");
        };
        if !self.makes(day, step.platform, post.hours) {
            return;
        }
        let chance = self.seen_by_fans(day, step, number, 1.0);
        let sees = self.world.events(step.matter("seen"), number);
        self.each_fan((step.platform, day), (sees, chance), |run, who| {
            run.touch_by_brand(day, Channel::Post, at, number, who);
        });
    }

    /// One post that asks fans to invite: whoever sees it is asked.
    fn asking_post(&mut self, day: u32, at: u32, number: u32) {
        let step = self.step(at);
        let prompt = step.prompt();
        if !self.makes(day, step.platform, prompt.hours) {
            return;
        }
        let chance = self.seen_by_fans(day, step, number, prompt.seen.get());
        let sees = self.world.events(step.matter("seen"), number);
        self.each_fan((step.platform, day), (sees, chance), |run, who| {
            run.touch_by_brand(day, Channel::Post, at, number, who);
            if run.is_among_asked(at, step, prompt, run.key(who)) {
                run.entry(day, step.platform).asked += 1;
                let luck = run.luck.steps[at as usize].take_part;
                let stage = Stage::TakePart(at);
                let before = run.has_overcome(who, stage, luck);
                if !before && run.enters(who, stage, step.take_part, luck) {
                    run.schedule(day, Event::TakePart { step: at, who });
                }
            }
        });
    }

    /// Whether `prompt` is meant for the fan of that key.
    fn is_among_asked(&self, at: u32, step: &Step, prompt: &Prompt, fan: Key) -> bool {
        let meant = match prompt.who {
            Who::Everybody => true,
            Who::Best { .. } => {
                let chosen = step.chosen.as_deref().unwrap_or_default();
                let (high, low) = halves(fan);
                low == 0 && chosen.binary_search(&NodeId(high)).is_ok()
            }
            Who::Segment(_) => unreachable!("without a graph there are no segments"),
        };
        let luck = &self.luck.steps[at as usize];
        meant && of(luck.is_asked, fan).under(prompt.share.chance())
    }

    /// Asks the fan of that key, some days after `from`, to invite friends; the day, if he
    /// or she takes part.
    pub(super) fn ask(
        &mut self,
        at: u32,
        step: &Step,
        prompt: &Prompt,
        fan: Key,
        from: u32,
    ) -> Option<u32> {
        if !self.is_among_asked(at, step, prompt, fan) {
            return None;
        }
        let luck = &self.luck.steps[at as usize];
        let delay = prompt.delay.quantile(of(luck.asked_delay, fan).unit());
        let day = from.saturating_add(delay);
        if day >= step.action.end.min(self.days()) {
            return None;
        }
        let sees = of(luck.asked_seen, fan).under(prompt.seen.chance());
        let resistance = of(luck.take_part, fan).resistance();
        let takes_part = sees && step.take_part.overcomes(resistance);
        let price = self.price_of(prompt.hours);
        if !self.purse.affords(price) {
            return None;
        }
        self.pays(day, step.platform, price, |entry| &mut entry.labour);
        self.entry(day, step.platform).asked += 1;
        takes_part.then_some(day)
    }

    /// A fan takes part: the first friends of the fan's ranking get an invitation.
    fn invite_friends(&mut self, day: u32, at: u32, who: Place) {
        let step = self.step(at);
        let (platform, prompt) = (step.platform, step.prompt());
        if !self.purse.affords(prompt.incentive.amount) {
            return;
        }
        self.pays(day, platform, prompt.incentive.amount, |entry| {
            &mut entry.rewards
        });
        self.entry(day, platform).took_part += 1;
        let luck = &self.luck.steps[at as usize];
        let wanted = match prompt.invitations {
            Invitations::Mean(mean) => poisson_quantile(mean, self.draw(luck.how_many, who).unit()),
            Invitations::Each(number) => number,
        };
        if wanted == 0 {
            return;
        }
        let is_known_fan = |key: Key| {
            let place = self.place_of(key);
            place.is_some_and(|place| self.is_fan(platform, place))
        };
        let is_meant = |&key: &Key| {
            (!prompt.nearby_only || self.is_friend_nearby(key))
                && !(prompt.skip_fans && is_known_fan(key))
        };
        let friends = self.friends(platform, who).filter(is_meant);
        let friends = first(friends, wanted, |key| of(luck.whom, key).bits());
        let answer = *self.ground.answer(Channel::Invite);
        for key in friends {
            let price = prompt.per_invitation;
            if !self.purse.affords(price) {
                return;
            }
            self.pays(day, platform, price, |entry| &mut entry.rewards);
            self.entry(day, platform).invitations_sent += 1;
            let sent = self.chains.invited.entry(key).or_insert(0);
            let nth = *sent;
            *sent += 1;
            let [sees, delays] = match nth {
                0 => [self.luck.invite_seen, self.luck.invite_delay],
                _ => {
                    ["seen", "delay"].map(|what| events_of(self.world, Channel::Invite, what, nth))
                }
            };
            let wait = wait(answer.delay, delays, key);
            if of(sees, key).under(answer.seen)
                && let Some(later) = self.later(day, wait)
                && let Some(who) = self.meets_friend(platform, who, key)
            {
                self.schedule(later, Event::Invite { step: at, who, nth });
            }
        }
    }
}

/// Somebody whom nobody knows, met by chance.
pub(super) struct Stranger {
    pub(super) key: Key,
    /// The mean number of strangers from which on this one is met.
    from: f64,
    /// When, in 2⁻³² of the time.
    when: u32,
}

impl Stranger {
    /// When, as a part of the time, from 0 to below 1.
    pub(super) fn uniform(&self) -> f64 {
        f64::from(self.when) / f64::from(1u32 << 31) / 2.0
    }
}

/// Days until a message to the person of that key is seen.
pub(super) fn wait(delay: Delay, luck: Draws, key: Key) -> u32 {
    match delay {
        Delay::Fixed(days) => days,
        random => random.quantile(of(luck, key).unit()),
    }
}

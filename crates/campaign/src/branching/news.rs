//! What people say of the brand in public, and what comes of it: replies, bad words,
//! stories, searches; and word of mouth.

use groundswell_diffusion::draw::Draw;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

use crate::action::ActionKind;
use crate::branching::chains::{Event, Key, Mention, Place, Run, Touch, halves, key_of_fan, of};
use crate::branching::messages::wait;
use crate::channel::Channel;
use crate::journey::luck::events_of;
use crate::journey::messages::{first, poisson_quantile};
use crate::journey::news::threshold;
use crate::journey::person::did;

impl Run<'_, '_> {
    /// What the first day's customers tell, before any action.
    pub(super) fn customers_tell(&mut self) {
        if self.ground.word.is_none() {
            return;
        }
        let is_customer = |run: &Self, fan: NodeId| {
            run.is_customer_by(of(run.luck.already_customer, key_of_fan(fan)))
        };
        for (at, platform) in self.ground.graph.platforms().iter().enumerate() {
            for &fan in platform.fans.members() {
                if is_customer(self, fan)
                    && let Some(who) = self.meets_fan(at, fan)
                {
                    self.tells_friends(0, who);
                }
            }
        }
    }

    /// A customer tells friends, away from platforms.
    pub(super) fn tells_friends(&mut self, day: u32, who: Place) {
        let (Some(at), Some(word)) = (self.ground.word, &self.ground.campaign.word) else {
            return;
        };
        let people = |what: &str| self.world.people(NameKey::of(what));
        let wanted = self.draw(people("word/how many"), who).unit();
        let wanted = poisson_quantile(word.told, wanted);
        let whom = people("word/whom");
        let friends = self.friends(at, who);
        let friends = first(friends, wanted, |key| of(whom, key).bits());
        let delays = events_of(self.world, Channel::Word, "delay", 0);
        for key in friends {
            if let Some(day) = self.later(day, wait(word.delay, delays, key))
                && let Some(friend) = self.meets_friend(at, who, key)
            {
                self.schedule(day, Event::Word { who: friend });
            }
        }
    }

    /// Somebody who engages may speak about it.
    pub(super) fn perhaps_speaks(&mut self, touch: &Touch) {
        let answer = *self.ground.answer(touch.channel);
        if !self.event_of("mention", touch).under(answer.mention) {
            return;
        }
        let positive = self.event_of("positive", touch).under(answer.positive);
        let entry = self.entry(touch.day, touch.platform);
        match positive {
            true => entry.positive_mentions += 1,
            false => entry.negative_mentions += 1,
        }
        // By what it is about, never by how many others there were before.
        let nth = (touch.key.0 >> 32) as u32 ^ touch.nth;
        self.mentions += 1;
        if !positive {
            self.puts_friends_off(touch);
        }
        self.asks_for_reply(touch, positive, nth);
        self.perhaps_makes_news(touch.day);
        self.makes_search(touch.day, touch.who, nth);
    }

    /// A bad word goes to those friends who see what a friend does.
    fn puts_friends_off(&mut self, touch: &Touch) {
        let (who, at) = (touch.who, touch.platform);
        let deters = self.ground.campaign.response.deters;
        if deters == Probability::ZERO || at >= self.away() {
            return;
        }
        let answer = *self.ground.answer(Channel::Share);
        let events = |what: &str| self.world.events(NameKey::of(what), 0);
        let (sees, delays) = (events("bad word/seen"), events("bad word/delay"));
        for key in self.friends(at, who) {
            if of(sees, key).under(answer.seen)
                && let Some(day) = self.later(touch.day, wait(answer.delay, delays, key))
                && let Some(friend) = self.meets_friend(at, who, key)
            {
                let event = Event::BadWord {
                    platform: at as u32,
                    who: friend,
                };
                self.schedule(day, event);
            }
        }
    }

    pub(super) fn bad_word(&mut self, day: u32, at: usize, who: Place) {
        let deters = self.ground.campaign.response.deters.chance();
        let luck = self.world.events(NameKey::of("bad word"), 0);
        if self.draw(luck, who).under(deters) {
            let is_first = !self.has(who, did::DETERRED);
            self.person(who).did |= did::DETERRED;
            self.entry(day, at).deterred += u32::from(is_first);
        }
    }

    /// A mention waits for each of the plan's listeners on that platform.
    fn asks_for_reply(&mut self, touch: &Touch, positive: bool, nth: u32) {
        let plan = self.plan;
        for (waiting, step) in self.chains.waiting.iter_mut().zip(&plan.steps) {
            let within = (step.action.start..step.action.end).contains(&touch.day);
            let listens = matches!(step.action.kind, ActionKind::Listen(_));
            if listens && within && step.platform == touch.platform {
                waiting.push_back(Mention {
                    who: touch.who,
                    day: touch.day,
                    positive,
                    nth,
                });
            }
        }
    }

    /// The brand answers those who wait, as far as its hours of the day go.
    pub(super) fn replies_of(&mut self, day: u32) {
        let plan = self.plan;
        for (at, step) in plan.steps.iter().enumerate() {
            let ActionKind::Listen(listen) = &step.action.kind else {
                continue;
            };
            let waiting = &mut self.chains.waiting[at];
            let before = waiting.len();
            waiting.retain(|mention| day <= mention.day.saturating_add(listen.patience));
            let dropped = (before - waiting.len()) as u32;
            self.entry(day, step.platform).replies_dropped += dropped;
            if !(step.action.start..step.action.end).contains(&day) {
                continue;
            }
            let craft = plan.craft(step.platform, day);
            let hours = &mut self.chains.hours[at];
            // Hours that nobody needs are not saved up, but for one reply begun.
            let one = listen.minutes / 60.0;
            *hours = hours.min(one) + listen.hours_per_week / 7.0 * craft.replies;
            while self.chains.hours[at] >= one {
                let Some(mention) = self.chains.waiting[at].pop_front() else {
                    break;
                };
                self.chains.hours[at] -= one;
                self.replies_to(day, at as u32, mention);
            }
        }
    }

    fn replies_to(&mut self, day: u32, at: u32, mention: Mention) {
        let step = self.step(at);
        let ActionKind::Listen(listen) = &step.action.kind else {
            unreachable!("only listeners reply");
        };
        let (who, platform) = (mention.who, step.platform);
        self.entry(day, platform).replies += 1;
        self.person(who).did |= did::ANSWERED;
        if listen.trust != 0.0 {
            self.chains.trust.insert(who, 1.0 + listen.trust);
        }
        let mends = self.world.events(step.matter("mends"), mention.nth);
        if !mention.positive && self.draw(mends, who).under(listen.mends.chance()) {
            self.entry(day, platform).mended += 1;
        }
        self.touch_by_brand(day, Channel::Reply, at, mention.nth, who);
    }

    /// Where so many have spoken, the media take it up.
    fn perhaps_makes_news(&mut self, day: u32) {
        while f64::from(self.mentions) >= self.next_story {
            let story = self.stories;
            self.stories += 1;
            self.next_story += threshold(self.ground.campaign, self.stories, self.world);
            let away = self.away();
            self.entry(day, away).stories += 1;
            self.spread_story(day, story);
        }
    }

    /// A story falls on people whom nobody knows.
    fn spread_story(&mut self, day: u32, story: u32) {
        let Some(media) = self.ground.campaign.media else {
            return;
        };
        let people = |what: &str| {
            self.world
                .people(NameKey::of(&format!("story {story}{what}")))
        };
        let draws = (people(""), people("/who"));
        let home = self.first_platform();
        self.each_stranger(media.impressions, draws, |run, met| {
            let days = media.delay.quantile(met.uniform());
            if let Some(day) = run.later(day, days)
                && let Some(who) = run.meets_stranger(home, met.key)
            {
                run.schedule(day, Event::Story { who });
            }
        });
    }

    /// The platform of those who are met away from all: the first by its key, wherever it
    /// stands in a list.
    fn first_platform(&self) -> usize {
        let platforms = self.ground.graph.platforms().iter().enumerate();
        let first = platforms.min_by_key(|(_, platform)| platform.key);
        first.map_or(0, |(at, _)| at)
    }

    /// A mention makes people look for the brand, wherever they are.
    fn makes_search(&mut self, day: u32, mentioner: Place, nth: u32) {
        let Some(search) = self.ground.campaign.search else {
            return;
        };
        let events = |what: &str| self.world.events(NameKey::of(what), nth);
        let number = self.draw(events("search/how many"), mentioner).unit();
        let number = poisson_quantile(search.per_mention, number);
        let (high, low) = halves(self.key(mentioner));
        let delays = events("search/delay");
        let keys = events("search/whom").several(high, low).map(Draw::bits);
        let home = self.first_platform();
        for key in keys.take(number as usize).collect::<Vec<Key>>() {
            if let Some(day) = self.later(day, wait(search.delay, delays, key))
                && let Some(who) = self.meets_stranger(home, key)
            {
                self.schedule(day, Event::Search { who });
            }
        }
    }
}

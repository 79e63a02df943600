//! What people say of the brand in public, and what comes of it: replies, bad words,
//! stories, searches; word of mouth, and people who come by themselves.

use groundswell_diffusion::contagion::Contagion;
use groundswell_diffusion::world::{Draws, World};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::action::ActionKind;
use crate::channel::Channel;
use crate::impressions::Impression;
use crate::journey::Run;
use crate::journey::event::Event;
use crate::journey::log::What;
use crate::journey::luck::events_of;
use crate::journey::messages::{Touch, first, poisson_quantile, wait};
use crate::journey::person::did;
use crate::strategy::Campaign;

/// A mention that waits for a reply.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    who: NodeId,
    day: u32,
    positive: bool,
    /// What luck knows it by, among those of this person.
    nth: u32,
}

/// How the brand stands in a group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Standing {
    /// Posts so far.
    pub(super) posts: u32,
    /// Whether the group has shut it out.
    pub(super) shut: bool,
}

/// Impressions of one story that one person may meet; a part of luck, never changed.
const PER_STORY: u32 = 1 << 16;

/// Draws of somebody nearby for one search.
const TRIES: u32 = 64;

impl<C: Contagion> Run<'_, '_, C> {
    /// What is laid out before any action: who comes by themselves, and what the
    /// first day's customers tell.
    pub(super) fn begin(&mut self) {
        self.next_story = threshold(self.ground.campaign, 0, self.world);
        self.lay_out_comers();
        if self.ground.word.is_some() {
            let fans = self.ground.graph.platforms().iter();
            let fans = fans.flat_map(|platform| platform.fans.members());
            let mut customers: Vec<NodeId> = fans
                .copied()
                .filter(|&v| self.is_customer_on_day_0(v))
                .collect();
            customers.sort_unstable();
            customers.dedup();
            for v in customers {
                self.tells_friends(0, v);
            }
        }
    }

    /// Everybody of the catchment is met by a stream of occasions to come, at a rate
    /// that lets the share asked for come within all the days.
    fn lay_out_comers(&mut self) {
        let share = self.ground.campaign.on_their_own;
        if share == Probability::ZERO {
            return;
        }
        let ground = self.ground;
        let days = ground.campaign.all_days();
        // A certain coming would be one at once; this is as near as it gets.
        let rate = -libm::log1p(-share.get().min(1.0 - 1e-12));
        let draws = self.world.people(NameKey::of("on their own"));
        let calendar = &mut self.journey.calendar;
        let each = |impression: Impression| {
            let v = impression.target;
            if v.0 < ground.graph.people() && ground.graph.is_nearby(v) {
                let day = (u64::from(impression.when) * u64::from(days)) >> 32;
                calendar[day as usize].push(Event::Comes { person: v });
            }
        };
        ground
            .impressions
            .up_to(rate, draws, &ground.everybody.blocks, each);
    }

    /// A customer tells friends, away from platforms.
    pub(super) fn tells_friends(&mut self, day: u32, v: NodeId) {
        let (Some(at), Some(word)) = (self.ground.word, &self.ground.campaign.word) else {
            return;
        };
        let of = |what: &str| self.world.people(NameKey::of(what));
        let wanted = poisson_quantile(word.told, of("word/how many").person(v).unit());
        let whom = of("word/whom");
        let (platform, _) = self.ground.platform(at);
        let friends = platform.ties.heard_by(v).iter().copied();
        let friends = first(friends, wanted, |friend| whom.between(v, friend).bits());
        let delays = events_of(self.world, Channel::Word, "delay", 0);
        for friend in friends {
            let days = wait(word.delay, delays, v, friend);
            let event = Event::Word {
                source: v,
                target: friend,
            };
            self.schedule(day, days, event);
        }
    }

    pub(super) fn word(&mut self, day: u32, source: NodeId, target: NodeId) {
        let Some(at) = self.ground.word else {
            return;
        };
        let (platform, _) = self.ground.platform(at);
        let luck = self.world.touches(platform.key, Channel::Word.key(), 0);
        self.touch(Touch {
            day,
            channel: Channel::Word,
            platform: self.away(),
            source: Some(source),
            target,
            luck: luck.between(source, target),
            key: Channel::Word.key(),
            nth: 0,
            step: None,
        });
    }

    /// Somebody who engages may speak about it.
    pub(super) fn perhaps_speaks(&mut self, touch: &Touch) {
        let answer = *self.ground.answer(touch.channel);
        if answer.mention == Chance::NEVER
            || !self.event_of("mention", touch, 0).under(answer.mention)
        {
            return;
        }
        let positive = self.event_of("positive", touch, 0).under(answer.positive);
        let (day, v) = (touch.day, touch.target);
        let entry = self.entry(day, touch.platform);
        match positive {
            true => entry.positive_mentions += 1,
            false => entry.negative_mentions += 1,
        }
        let what = if positive {
            What::SpeaksWell
        } else {
            What::SpeaksBadly
        };
        self.logs(
            day,
            what,
            v,
            Some(touch.channel),
            touch.platform,
            touch.source,
        );
        // By what it is about, never by how many others there were before.
        let nth = (touch.key.0 >> 32) as u32 ^ touch.nth;
        self.mentions += 1;
        if !positive {
            self.puts_friends_off(touch);
        }
        self.asks_for_reply(touch, positive, nth);
        self.perhaps_makes_news(day);
        self.makes_search(day, v, nth);
    }

    /// A bad word goes to those friends who see what a friend does.
    fn puts_friends_off(&mut self, touch: &Touch) {
        let (v, at) = (touch.target, touch.platform);
        let deters = self.ground.campaign.response.deters;
        if deters == Probability::ZERO || at >= self.away() {
            return;
        }
        let answer = *self.ground.answer(Channel::Share);
        let of = |what: &str| self.world.events(NameKey::of(what), 0);
        let (sees, delays) = (of("bad word/seen"), of("bad word/delay"));
        let (platform, _) = self.ground.platform(at);
        for &friend in platform.ties.heard_by(v) {
            if sees.under(v.0, friend.0, answer.seen) && self.may_leave(at, v, friend) {
                let event = Event::BadWord {
                    platform: at as u32,
                    source: v,
                    target: friend,
                };
                self.schedule(touch.day, wait(answer.delay, delays, v, friend), event);
            }
        }
    }

    pub(super) fn bad_word(&mut self, day: u32, at: usize, source: NodeId, target: NodeId) {
        let deters = self.ground.campaign.response.deters.chance();
        let luck: Draws = self.world.events(NameKey::of("bad word"), 0);
        if luck.under(source.0, target.0, deters) {
            let person = self.person(target);
            let is_first = !person.has(did::DETERRED);
            person.did |= did::DETERRED;
            if is_first {
                self.entry(day, at).deterred += 1;
                self.logs(day, What::Deterred, target, None, at, Some(source));
            }
        }
    }

    /// A mention waits for each of the plan's listeners on that platform.
    fn asks_for_reply(&mut self, touch: &Touch, positive: bool, nth: u32) {
        let plan = self.plan;
        for (waiting, step) in self.journey.waiting.iter_mut().zip(&plan.steps) {
            let within = (step.action.start..step.action.end).contains(&touch.day);
            let listens = matches!(step.action.kind, ActionKind::Listen(_));
            if listens && within && step.platform == touch.platform {
                let mention = Mention {
                    who: touch.target,
                    day: touch.day,
                    positive,
                    nth,
                };
                waiting.push_back(mention);
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
            let waiting = &mut self.journey.waiting[at];
            let before = waiting.len();
            waiting.retain(|mention| day <= mention.day.saturating_add(listen.patience));
            let dropped = (before - waiting.len()) as u32;
            self.entry(day, step.platform).replies_dropped += dropped;
            if !(step.action.start..step.action.end).contains(&day) {
                continue;
            }
            let craft = self.plan.craft(step.platform, day);
            let hours = &mut self.journey.hours[at];
            // Hours that nobody needs are not saved up, but for one reply begun.
            let one = listen.minutes / 60.0;
            *hours = hours.min(one) + listen.hours_per_week / 7.0 * craft.replies;
            while self.journey.hours[at] >= one {
                let Some(mention) = self.journey.waiting[at].pop_front() else {
                    break;
                };
                self.journey.hours[at] -= one;
                self.replies_to(day, at as u32, mention);
            }
        }
    }

    fn replies_to(&mut self, day: u32, at: u32, mention: Mention) {
        let step = self.step(at);
        let ActionKind::Listen(listen) = &step.action.kind else {
            unreachable!("only listeners reply");
        };
        let (v, platform) = (mention.who, step.platform);
        self.replies += 1;
        self.entry(day, platform).replies += 1;
        self.person(v).did |= did::ANSWERED;
        if listen.trust != 0.0 {
            self.journey.trust.insert(v, 1.0 + listen.trust);
        }
        let mends = self.world.events(step.matter("mends"), mention.nth);
        if !mention.positive && mends.under(v.0, 0, listen.mends.chance()) {
            self.entry(day, platform).mended += 1;
        }
        self.logs(day, What::Answered, v, Some(Channel::Reply), platform, None);
        let (on, _) = self.ground.platform(platform);
        let luck = self.world.touches(on.key, step.key, mention.nth);
        self.touch(Touch {
            day,
            channel: Channel::Reply,
            platform,
            source: None,
            target: v,
            luck: luck.from_brand(v),
            key: step.key,
            nth: mention.nth,
            step: Some(at),
        });
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

    /// A story falls on people of the catchment.
    fn spread_story(&mut self, day: u32, story: u32) {
        let ground = self.ground;
        let Some(media) = ground.campaign.media else {
            return;
        };
        let per_person = media.impressions / f64::from(ground.everybody.people.max(1));
        let draws = self.world.people(NameKey::of(&format!("story {story}")));
        let calendar = &mut self.journey.calendar;
        let each = |impression: Impression| {
            let v = impression.target;
            if v.0 >= ground.graph.people() || !ground.graph.is_nearby(v) {
                return;
            }
            let u = f64::from(impression.when) / f64::from(1u32 << 31) / 2.0;
            let later = day.saturating_add(media.delay.quantile(u));
            if let Some(events) = calendar.get_mut(later as usize) {
                events.push(Event::Story {
                    target: v,
                    nth: story * PER_STORY + impression.nth,
                });
            }
        };
        ground
            .impressions
            .up_to(per_person, draws, &ground.everybody.blocks, each);
    }

    pub(super) fn story(&mut self, day: u32, target: NodeId, nth: u32) {
        let key = Channel::Media.key();
        let luck = self.world.touches(key, key, nth);
        self.touch(Touch {
            day,
            channel: Channel::Media,
            platform: self.away(),
            source: None,
            target,
            luck: luck.from_brand(target),
            key,
            nth,
            step: None,
        });
    }

    /// A mention makes people look for the brand, wherever they are.
    fn makes_search(&mut self, day: u32, mentioner: NodeId, nth: u32) {
        let Some(search) = self.ground.campaign.search else {
            return;
        };
        let of = |what: &str| self.world.events(NameKey::of(what), nth);
        let (number, whom) = (of("search/how many"), of("search/whom"));
        let delays = of("search/delay");
        let graph = self.ground.graph;
        let many = poisson_quantile(search.per_mention, number.person(mentioner).unit());
        for one in 0..many {
            let tries = (0..TRIES).map(|i| whom.of(mentioner.0, one * TRIES + i));
            let people = u128::from(graph.people());
            let mut drawn = tries.map(|d| NodeId(((u128::from(d.bits()) * people) >> 64) as u32));
            if let Some(target) = drawn.find(|&v| graph.is_nearby(v)) {
                let days = search.delay.quantile(delays.of(mentioner.0, one).unit());
                let event = Event::Search {
                    mentioner,
                    target,
                    nth,
                };
                self.schedule(day, days, event);
            }
        }
    }

    pub(super) fn search(&mut self, day: u32, mentioner: NodeId, target: NodeId, nth: u32) {
        let key = Channel::Search.key();
        let luck = self.world.touches(key, key, nth);
        self.touch(Touch {
            day,
            channel: Channel::Search,
            platform: self.away(),
            source: Some(mentioner),
            target,
            luck: luck.between(mentioner, target),
            key,
            nth,
            step: None,
        });
    }
}

/// Mentions for story number `story`, beyond those for the one before.
pub(crate) fn threshold(campaign: &Campaign, story: u32, world: World) -> f64 {
    match campaign.media {
        Some(media) if story < media.most => {
            let normal = || world.common(NameKey::of("story"), story).normal();
            let factor = match media.spread {
                0.0 => 1.0,
                spread => libm::exp(spread * normal() - spread * spread / 2.0),
            };
            media.threshold * factor
        }
        _ => f64::INFINITY,
    }
}

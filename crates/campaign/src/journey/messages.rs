//! Actions make touches: posts, paid impressions, requests to invite, invitations.

use groundswell_diffusion::contagion::Contagion;
use groundswell_diffusion::world::{Draws, TieDraw, World};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::action::boost::Boost;
use crate::action::group_post::GroupPost;
use crate::action::prompt::{Delivery, Invitations, Prompt, Who};
use crate::action::{self, ActionKind};
use crate::channel::Channel;
use crate::delay::Delay;
use crate::ground::post_seen;
use crate::impressions::Impression;
use crate::journey::batch::{Message, Told};
use crate::journey::event::Event;
use crate::journey::log::What;
use crate::journey::luck::events_of;
use crate::journey::{AHEAD, Run, Stage};
use crate::plan::Step;

/// One message on its way to somebody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touch {
    pub(super) day: u32,
    pub(super) channel: Channel,
    /// Place of the platform; that after the last one for what happens away from all.
    pub(super) platform: usize,
    /// The brand where it is nobody.
    pub(super) source: Option<NodeId>,
    pub(super) target: NodeId,
    pub(super) luck: TieDraw,
    /// The action, or the channel of what friends say, by which luck knows it.
    pub(super) key: NameKey,
    /// Number of the message.
    pub(super) nth: u32,
    /// The step that made it, or that asked for it.
    pub(super) step: Option<u32>,
}

impl<'r, C: Contagion> Run<'r, '_, C> {
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
                        let event = Event::Post { step: at, number };
                        self.schedule(day, 0, event);
                    }
                }
            }
            ActionKind::GroupPost(post) => {
                for (number, day) in (0..).zip(action::days(post.per_week, start, end)) {
                    self.schedule(day, 0, Event::GroupPost { step: at, number });
                }
            }
            ActionKind::Boost(boost) => self.buy_impressions(at, step, boost, start, end),
            ActionKind::Prompt(prompt) => self.announce(at, step, prompt, start, end),
            ActionKind::FakeFans(fakes) => {
                self.entry(start, step.platform).fake_fans += fakes.count;
            }
            // They work on other levers.
            ActionKind::Listen(_) | ActionKind::Professional(_) => {}
        }
    }

    /// Lays out a request to fans.
    fn announce(&mut self, at: u32, step: &Step, prompt: &Prompt, start: u32, end: u32) {
        if let Delivery::Post { per_week } = prompt.via {
            for (number, day) in (0..).zip(action::days(per_week, start, end)) {
                self.schedule(day, 0, Event::AskingPost { step: at, number });
            }
            return;
        }
        let (platform, _) = self.ground.platform(step.platform);
        let fans = step.chosen.as_deref().unwrap_or(platform.fans.members());
        for &fan in fans {
            self.ask(at, step, prompt, fan, start);
        }
    }

    /// Lays out all paid impressions. Those on people outside the catchment, or not
    /// on the platform, are nobody's.
    fn buy_impressions(&mut self, at: u32, step: &Step, boost: &Boost, start: u32, end: u32) {
        let days = end - start;
        let ground = self.ground;
        let (platform, _) = ground.platform(step.platform);
        let crowd = ground.crowd(step.platform);
        let aimed_at = match boost.segment {
            Some(segment) => ground.crowd_of(step.platform, segment),
            None => crowd.people,
        };
        let per_person = boost.impressions(step.spend) / f64::from(aimed_at.max(1));
        // Aimed well, those in the market meet more of them, and all others less.
        let accuracy = match ground.campaign.market {
            Some(_) => boost.targeting.get(),
            None => 0.0,
        };
        let share_in_market = ground.share_in_market(step.platform).max(1e-9);
        let [inside, outside] = [
            per_person * (1.0 + accuracy * (1.0 / share_in_market - 1.0)),
            per_person * (1.0 - accuracy),
        ];
        let in_market = self.luck.in_market;
        let luck = &mut self.luck.steps[at as usize];
        let bought = &mut self.journey.bought[at as usize];
        bought.resize_with(days as usize, Vec::new);
        let mut most = 0;
        let draws = luck.impressions;
        let each = |impression: Impression| {
            let Impression {
                target, nth, when, ..
            } = impression;
            let here = target.0 < ground.graph.people()
                && ground.graph.is_nearby(target)
                && platform.is_member(target)
                && boost
                    .segment
                    .is_none_or(|s| ground.segment(target) == Some(s));
            if !here {
                return;
            }
            let aimed = || match in_market
                .person(target)
                .under(ground.in_market(target).chance())
            {
                true => inside,
                false => outside,
            };
            if accuracy > 0.0 && impression.from() >= aimed() {
                return;
            }
            let day = (u64::from(when) * u64::from(days)) >> 32;
            bought[day as usize].push(Told { target, nth });
            most = most.max(nth + 1);
        };
        let most_intense = inside.max(outside);
        ground
            .impressions
            .up_to(most_intense, draws, &crowd.blocks, each);
        let touches = (0..most).map(|nth| self.world.touches(platform.key, step.key, nth));
        luck.touches = touches.collect();
        for day in start..end {
            self.schedule(day, 0, Event::Impressions { step: at });
        }
    }

    /// Something on the calendar comes due.
    pub(super) fn happens(&mut self, day: u32, event: Event) {
        match event {
            Event::Post { step, number } => self.post(day, step, number),
            Event::GroupPost { step, number } => self.group_post(day, step, number),
            Event::AskingPost { step, number } => self.asking_post(day, step, number),
            Event::Impressions { step } => self.impressions(day, step),
            Event::Share {
                platform,
                source,
                target,
            } => self.touch(Touch {
                day,
                channel: Channel::Share,
                platform: platform as usize,
                source: Some(source),
                target,
                luck: self.luck.share[platform as usize].between(source, target),
                key: Channel::Share.key(),
                nth: 0,
                step: None,
            }),
            Event::TakePart { step, fan } => self.invite_friends(day, step, fan),
            Event::Invite {
                step,
                source,
                target,
                nth,
            } => {
                let at = self.step(step).platform;
                let (platform, _) = self.ground.platform(at);
                let luck = match nth {
                    0 => self.luck.invite[at],
                    _ => self.world.touches(platform.key, Channel::Invite.key(), nth),
                };
                self.touch(Touch {
                    day,
                    channel: Channel::Invite,
                    platform: at,
                    source: Some(source),
                    target,
                    luck: luck.between(source, target),
                    key: Channel::Invite.key(),
                    nth,
                    step: Some(step),
                });
            }
            Event::BadWord {
                platform,
                source,
                target,
            } => self.bad_word(day, platform as usize, source, target),
            Event::Word { source, target } => self.word(day, source, target),
            Event::Story { target, nth } => self.story(day, target, nth),
            Event::Search {
                mentioner,
                target,
                nth,
            } => self.search(day, mentioner, target, nth),
            Event::Close {
                lead,
                channel,
                column,
            } => self.close(day, lead, channel, column as usize),
            Event::Comes { person } => self.comes(day, person),
        }
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

    /// The day's impressions of a boost.
    fn impressions(&mut self, day: u32, at: u32) {
        let step = self.step(at);
        let message = Message {
            day,
            channel: Channel::Boost,
            platform: step.platform,
            step: at,
            key: step.key,
            first: 0,
            to_fans: false,
        };
        let since = (day - step.action.start) as usize;
        let lucks = std::mem::take(&mut self.luck.steps[at as usize].touches);
        let told = std::mem::take(&mut self.journey.bought[at as usize][since]);
        self.tells(&message, &lucks, &told);
        self.journey.bought[at as usize][since] = told;
        self.luck.steps[at as usize].touches = lucks;
    }

    /// Every fan of that day who meets something that fans meet by `chance`; some may
    /// have left.
    fn fans_who_meet(
        &self,
        (platform, day): (usize, u32),
        (luck, chance): (Draws, Chance),
    ) -> Vec<NodeId> {
        let (on, _) = self.ground.platform(platform);
        let joined = &self.journey.joined[platform];
        // They stand in the order of joining.
        let newcomers = &self.journey.newcomers[platform];
        let newcomers = &newcomers[..newcomers.partition_point(|v| joined[v] < day)];
        let mut meet = luck.people_under(on.fans.members(), chance);
        meet.extend(luck.people_under(newcomers, chance));
        meet
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

    /// The touch that post `number` of the step at `at` is, without its target.
    fn touch_of_post(
        &self,
        day: u32,
        at: u32,
        number: u32,
        channel: Channel,
    ) -> impl Fn(NodeId) -> Touch + use<C> {
        let step = self.step(at);
        let (platform, _) = self.ground.platform(step.platform);
        let (place, key) = (step.platform, step.key);
        let luck = self.world.touches(platform.key, key, number);
        move |target| Touch {
            day,
            channel,
            platform: place,
            source: None,
            target,
            luck: luck.from_brand(target),
            key,
            nth: number,
            step: Some(at),
        }
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
        let fans = self.fans_who_meet((step.platform, day), (sees, chance));
        let told = |&target| Told {
            target,
            nth: number,
        };
        let told: Vec<Told> = fans.iter().map(told).collect();
        let (platform, _) = self.ground.platform(step.platform);
        let luck = self.world.touches(platform.key, step.key, number);
        let message = Message {
            day,
            channel: Channel::Post,
            platform: step.platform,
            step: at,
            key: step.key,
            first: number,
            to_fans: true,
        };
        self.tells(&message, &[luck], &told);
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
        let touch = self.touch_of_post(day, at, number, Channel::Post);
        for fans in self
            .fans_who_meet((step.platform, day), (sees, chance))
            .chunks(AHEAD)
        {
            self.looks_ahead(fans.iter().copied());
            for &fan in fans {
                if self.has_left(step.platform, fan) {
                    continue;
                }
                self.touch(touch(fan));
                if self.is_among_asked(at, step, prompt, fan) {
                    self.asks(day, step, fan);
                    let luck = self.luck.steps[at as usize].take_part;
                    let stage = Stage::TakePart(at);
                    let before = self.has_overcome(fan, stage, luck);
                    if !before && self.enters(fan, stage, step.take_part, luck) {
                        self.schedule(day, 0, Event::TakePart { step: at, fan });
                    }
                }
            }
        }
    }

    /// One post in all groups of a step, to those of their members who see it.
    fn group_post(&mut self, day: u32, at: u32, number: u32) {
        let step = self.step(at);
        let ActionKind::GroupPost(post) = &step.action.kind else {
            unreachable!("only posts in groups are posted there");
        };
        if !self.makes(day, step.platform, post.hours) {
            return;
        }
        let (platform, _) = self.ground.platform(step.platform);
        let Some(groups) = &platform.groups else {
            return;
        };
        // Somebody in two groups meets it once.
        let mut members: Vec<NodeId> = Vec::new();
        for &(group, key) in &step.groups {
            if self.moderators_admit(day, at, post, (group, key), number) {
                members.extend(groups.members(group));
            }
        }
        members.sort_unstable();
        members.dedup();
        let seen = self.ground.answer(Channel::Group).seen;
        let sees = self.world.events(step.matter("seen"), number);
        let touch = self.touch_of_post(day, at, number, Channel::Group);
        for member in sees.people_under(&members, seen) {
            self.touch(touch(member));
        }
    }

    /// Whether the moderators of a group let a post stand.
    fn moderators_admit(
        &mut self,
        day: u32,
        at: u32,
        post: &GroupPost,
        (group, key): (u32, NameKey),
        number: u32,
    ) -> bool {
        let replies = f64::from(self.replies);
        let admits = self.world.common(key, number).of(0, 0);
        let shuts = self.world.common(key, number).of(0, 1);
        let platform = self.step(at).platform;
        let standing = self.journey.in_groups.entry((at, group)).or_default();
        if standing.shut {
            return false;
        }
        standing.posts += 1;
        let borne = post.tolerance.map(|tolerance| tolerance * (1.0 + replies));
        let is_borne = borne.is_none_or(|borne| f64::from(standing.posts) <= borne);
        if is_borne && admits.under(post.admission.chance()) {
            return true;
        }
        standing.shut = shuts.under(post.backlash.chance());
        self.entry(day, platform).posts_removed += 1;
        false
    }

    /// Whether `prompt` is meant for `fan`.
    fn is_among_asked(&self, at: u32, step: &Step, prompt: &Prompt, fan: NodeId) -> bool {
        let meant = match prompt.who {
            Who::Everybody => true,
            Who::Segment(segment) => self.ground.segment(fan) == Some(segment),
            Who::Best { .. } => {
                let chosen = step.chosen.as_deref().unwrap_or_default();
                chosen.binary_search(&fan).is_ok()
            }
        };
        let luck = &self.luck.steps[at as usize];
        meant && luck.is_asked.person(fan).under(prompt.share.chance())
    }

    fn asks(&mut self, day: u32, step: &Step, fan: NodeId) {
        self.entry(day, step.platform).asked += 1;
        self.logs(day, What::Asked, fan, None, step.platform, None);
    }

    /// Asks a fan, some days after `from`, to invite friends.
    pub(super) fn ask(&mut self, at: u32, step: &Step, prompt: &Prompt, fan: NodeId, from: u32) {
        if !self.is_among_asked(at, step, prompt, fan) {
            return;
        }
        let luck = &self.luck.steps[at as usize];
        let delay = prompt.delay.quantile(luck.asked_delay.person(fan).unit());
        let day = from.saturating_add(delay);
        if day >= step.action.end.min(self.days()) {
            return;
        }
        let sees = luck.asked_seen.person(fan).under(prompt.seen.chance());
        let resistance = || luck.take_part.person(fan).resistance();
        let takes_part = sees && step.take_part.overcomes(resistance());
        let price = self.price_of(prompt.hours);
        if !self.purse.affords(price) {
            return;
        }
        self.pays(day, step.platform, price, |entry| &mut entry.labour);
        self.asks(day, step, fan);
        if takes_part {
            self.schedule(day, 0, Event::TakePart { step: at, fan });
        }
    }

    /// A fan takes part: the first friends of the fan's ranking get an invitation.
    fn invite_friends(&mut self, day: u32, at: u32, fan: NodeId) {
        let step = self.step(at);
        let prompt = step.prompt();
        let incentive = prompt.incentive.amount;
        if !self.purse.affords(incentive) {
            return;
        }
        self.pays(day, step.platform, incentive, |entry| &mut entry.rewards);
        self.logs(day, What::TakesPart, fan, None, step.platform, None);
        let luck = &self.luck.steps[at as usize];
        let wanted = match prompt.invitations {
            Invitations::Mean(mean) => poisson_quantile(mean, luck.how_many.person(fan).unit()),
            Invitations::Each(number) => number,
        };
        let (platform, _) = self.ground.platform(step.platform);
        let is_meant = |&friend: &NodeId| {
            (!prompt.nearby_only || self.ground.graph.is_nearby(friend))
                && !(prompt.skip_fans && self.is_fan(step.platform, friend))
        };
        let friends = platform.ties.heard_by(fan).iter().copied();
        let friends = foremost(luck.whom, fan, friends.filter(is_meant).collect(), wanted);
        self.entry(day, step.platform).took_part += 1;
        let answer = *self.ground.answer(Channel::Invite);
        for friend in friends {
            let price = prompt.per_invitation;
            if !self.purse.affords(price) {
                return;
            }
            self.pays(day, step.platform, price, |entry| &mut entry.rewards);
            self.entry(day, step.platform).invitations_sent += 1;
            self.logs(
                day,
                What::Invited,
                friend,
                Some(Channel::Invite),
                step.platform,
                Some(fan),
            );
            let nth = match self.invites_again {
                true => {
                    let sent = self.journey.invited.entry((fan, friend)).or_insert(0);
                    std::mem::replace(sent, *sent + 1)
                }
                false => 0,
            };
            let event = Event::Invite {
                step: at,
                source: fan,
                target: friend,
                nth,
            };
            let [sees, delays] = match nth {
                0 => [self.luck.invite_seen, self.luck.invite_delay],
                _ => {
                    ["seen", "delay"].map(|what| events_of(self.world, Channel::Invite, what, nth))
                }
            };
            let leaves = self.may_leave(step.platform, fan, friend);
            if leaves && sees.under(fan.0, friend.0, answer.seen) {
                self.schedule(day, wait(answer.delay, delays, fan, friend), event);
            }
        }
    }

    /// Whether what `source` says comes to `target`, as far as groups are concerned.
    pub(super) fn may_leave(&self, platform: usize, source: NodeId, target: NodeId) -> bool {
        let (_, habits) = self.ground.platform(platform);
        let permeability = habits.permeability;
        permeability == Probability::ONE
            || !self.ground.leaves_groups(platform, source, target)
            || self
                .luck
                .leaves
                .between(source, target)
                .under(permeability.chance())
    }
}

/// The `wanted` of `friends` whose draws with `fan` are smallest, in that order.
fn foremost(whom: Draws, fan: NodeId, friends: Vec<NodeId>, wanted: u32) -> Vec<NodeId> {
    let rank = |friend: NodeId| whom.between(fan, friend).bits();
    // Draws are compared with a bound many at once: so many are below it that the
    // foremost are hardly ever missed, and then all are ranked.
    let expected = f64::from(wanted) + 3.0 * libm::sqrt(f64::from(wanted)) + 3.0;
    let bound = Probability::clamped(expected / friends.len() as f64);
    if bound.get() < 0.5 {
        let likely = whom.friends_under(fan, &friends, bound.chance());
        if likely.len() >= wanted as usize {
            return first(likely.into_iter(), wanted, rank);
        }
    }
    first(friends.into_iter(), wanted, rank)
}

/// The `wanted` of `friends` who come first by `rank`, in that order.
pub(crate) fn first<T: Ord + Copy>(
    friends: impl Iterator<Item = T>,
    wanted: u32,
    rank: impl Fn(T) -> u64,
) -> Vec<T> {
    let wanted = wanted as usize;
    let mut first: Vec<(u64, T)> = Vec::with_capacity(wanted.min(64) + 1);
    for friend in friends {
        let place = (rank(friend), friend);
        if first.len() < wanted || first.last().is_some_and(|last| place < *last) {
            let at = first.partition_point(|other| *other < place);
            first.insert(at, place);
            first.truncate(wanted);
        }
    }
    first.into_iter().map(|(_, friend)| friend).collect()
}

/// Days until a friend's message is seen.
pub(super) fn wait(delay: Delay, luck: Draws, source: NodeId, target: NodeId) -> u32 {
    match delay {
        Delay::Fixed(days) => days,
        random => random.quantile(luck.between(source, target).unit()),
    }
}

/// The factor on one post's reach: log-normal with mean one.
pub(crate) fn fortune(spread: f64, world: World, action: NameKey, number: u32) -> f64 {
    if spread == 0.0 {
        return 1.0;
    }
    libm::exp(spread * world.common(action, number).normal() - spread * spread / 2.0)
}

/// The quantile `u` of a Poisson number with that mean: never smaller for a larger
/// mean.
pub(crate) fn poisson_quantile(mean: f64, u: f64) -> u32 {
    let mut term = libm::exp(-mean);
    let mut sum = term;
    let mut k = 0;
    // Beyond this the terms have vanished.
    let most = (mean + 40.0 * libm::sqrt(mean + 1.0)) as u32;
    while sum <= u && k < most {
        k += 1;
        term *= mean / f64::from(k);
        sum += term;
    }
    k
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foremost_are_found_among_many_as_among_few() {
        for index in 0..200 {
            let whom = World::new(1, index).people(NameKey::of("invite/whom"));
            let (fan, many, wanted) = (NodeId(7), 1 + index as u32 * 3, index as u32 % 9);
            let friends: Vec<NodeId> = (0..many).map(|v| NodeId(10 + 3 * v)).collect();
            let mut ranked = friends.clone();
            ranked.sort_by_key(|&friend| whom.between(fan, friend).bits());
            ranked.truncate(wanted as usize);
            assert_eq!(foremost(whom, fan, friends, wanted), ranked, "{index}");
        }
    }
}

//! What happens in one world under one strategy: day by day, touches reach people
//! and people answer.
//!
//! Actions make touches, a response rule answers them, and answers make more
//! touches. The response from seen to engaged is a [`Contagion`]: the journey
//! works out the chance and asks the model once a touch. All other steps are
//! draws keyed by what they decide:
//!
//! | decision | key | rule |
//! | --- | --- | --- |
//! | engaged by a post or an impression | touch: action, brand, target, number in the schedule or of the impression | the model's |
//! | engaged by a friend | touch: channel, source, target, nth | the model's |
//! | customer, fan, sharing | person, stage (and platform) | one resistance, hazards add up |
//! | seen, delay | action or channel, occurrence, from, to | one draw |
//! | taking part | person, action | one resistance |
//! | whom to invite | inviter, action | a fixed ranking of all friends; the first m, m a keyed quantile |
//! | paid impressions | action, block of 256 ids, cell of intensity | Poisson arrivals at unit rate per person, live below the bought intensity |
//! | fortune of a post | action, occurrence | a factor that everybody shares |
//!
//! None of them knows a day or a position in a list: somebody who joins earlier
//! meets the same luck, and removing an action renumbers nothing.
//!
//! Cost follows the touches, and the fans of each post and prompt.

use groundswell_diffusion::contagion::{Contact, Contagion};
use groundswell_diffusion::draw::Hazard;
use groundswell_diffusion::world::{Draws, TieDraw, TieLuck, World};
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::name_key::NameKey;
use rustc_hash::FxHashMap;

use crate::action::{ActionKind, Boost, Prompt};
use crate::channel::Channel;
use crate::delay::Delay;
use crate::ground::{Ground, post_seen};
use crate::impressions::Impression;
use crate::ledger::{Day, Ledger, Ring};
use crate::money::Money;
use crate::plan::{Plan, Step};

/// What a person has done so far, one bit each.
mod did {
    pub(super) const SEE: u8 = 1;
    pub(super) const ENGAGE: u8 = 2;
    pub(super) const ACCEPT: u8 = 4;
    pub(super) const BUY: u8 = 8;
    pub(super) const SHARE: u8 = 16;
}

/// Something that will happen on a day.
#[derive(Debug, Clone, Copy)]
enum Event {
    /// Post number `number` of an action.
    Post { step: u32, number: u32 },
    /// Impression number `nth` of a boost on a person.
    Impression { step: u32, target: NodeId, nth: u32 },
    /// A friend's activity comes by.
    Share {
        platform: u32,
        source: NodeId,
        target: NodeId,
    },
    /// A fan who was asked decides to take part.
    TakePart { step: u32, fan: NodeId },
    /// A friend's invitation is read.
    Invite {
        step: u32,
        source: NodeId,
        target: NodeId,
        nth: u32,
    },
}

/// The steps that people take once, as far as they have come in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Stage {
    Customer,
    Share,
    /// Fan of the platform at this place.
    Fan(u32),
}

/// The engine, with its scratch: cleared after what the last world touched.
#[derive(Debug)]
pub struct Journey<M = ()> {
    did: PerNode<u8>,
    memory: PerNode<M>,
    touched: Vec<NodeId>,
    hazards: FxHashMap<(NodeId, Stage), Hazard>,
    /// By platform: who became a fan, and on which day.
    joined: Vec<FxHashMap<NodeId, u32>>,
    /// The same in the order of joining.
    newcomers: Vec<Vec<NodeId>>,
    /// Invitations sent so far from one person to another.
    invited: FxHashMap<(NodeId, NodeId), u32>,
    calendar: Vec<Vec<Event>>,
    ledger: Ledger,
}

impl<M: Clone + Default + Send> Journey<M> {
    /// An engine for campaigns on `ground`.
    pub fn new(ground: &Ground<'_>) -> Self {
        let platforms = ground.graph.platforms().len();
        Self {
            did: PerNode::filled(0, ground.graph.people()),
            memory: PerNode::filled(M::default(), ground.graph.people()),
            touched: Vec::new(),
            hazards: FxHashMap::default(),
            joined: vec![FxHashMap::default(); platforms],
            newcomers: vec![Vec::new(); platforms],
            invited: FxHashMap::default(),
            calendar: vec![Vec::new(); ground.campaign.days as usize],
            ledger: Ledger::default(),
        }
    }

    /// Runs `plan` in `world`, where `model` answers touches.
    pub fn run<C: Contagion<Memory = M>>(
        &mut self,
        ground: &Ground<'_>,
        plan: &Plan,
        model: &C,
        world: World,
    ) -> &Ledger {
        self.clear(ground.campaign.days);
        let mut run = Run {
            ground,
            plan,
            model,
            world,
            luck: Luck::new(ground, plan, world),
            journey: self,
        };
        for (at, step) in plan.steps.iter().enumerate() {
            run.prepare(at as u32, step);
        }
        for day in 0..ground.campaign.days {
            run.events_of(day);
        }
        &self.ledger
    }

    /// People who engaged at least once in the last run, in the order of their
    /// first touch.
    pub fn engaged(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.touched
            .iter()
            .copied()
            .filter(|&v| self.did[v] & did::ENGAGE != 0)
    }

    /// People who saw at least one touch in the last run, in the order of their
    /// first touch.
    pub fn reached(&self) -> &[NodeId] {
        &self.touched
    }

    /// People who became customers in the last run.
    pub fn customers(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.touched
            .iter()
            .copied()
            .filter(|&v| self.did[v] & did::BUY != 0)
    }

    fn clear(&mut self, days: u32) {
        for v in self.touched.drain(..) {
            self.did[v] = 0;
            self.memory[v] = M::default();
        }
        self.hazards.clear();
        self.joined.iter_mut().for_each(FxHashMap::clear);
        self.newcomers.iter_mut().for_each(Vec::clear);
        self.invited.clear();
        self.calendar.iter_mut().for_each(Vec::clear);
        self.ledger.days.clear();
        self.ledger.days.resize(days as usize, Day::default());
    }
}

/// The families of draws that one world needs again and again.
struct Luck {
    /// By platform.
    share: Vec<TieLuck>,
    invite: Vec<TieLuck>,
    share_seen: Draws,
    share_delay: Draws,
    invite_seen: Draws,
    invite_delay: Draws,
    customer: Draws,
    sharing: Draws,
    already_customer: Draws,
    /// By platform.
    fan: Vec<Draws>,
    /// By step of the plan.
    steps: Vec<StepLuck>,
}

/// The draws of one action.
struct StepLuck {
    /// By number of the impression, as far as impressions have been numbered.
    touches: Vec<TieLuck>,
    asked_seen: Draws,
    asked_delay: Draws,
    take_part: Draws,
    how_many: Draws,
    whom: Draws,
    impressions: Draws,
}

impl Luck {
    fn new(ground: &Ground<'_>, plan: &Plan, world: World) -> Self {
        let platforms = ground.graph.platforms();
        let touches = |channel: Channel| {
            platforms
                .iter()
                .map(|p| world.touches(p.key, channel.key(), 0))
                .collect()
        };
        let people = |matter: &str| world.people(NameKey::of(matter));
        let step = |step: &Step| {
            let of =
                |what: &str| world.people(NameKey::of(&format!("{}/{what}", step.action.name)));
            StepLuck {
                touches: Vec::new(),
                asked_seen: of("asked"),
                asked_delay: of("delay"),
                take_part: of("take part"),
                how_many: of("how many"),
                whom: of("whom"),
                impressions: of("impressions"),
            }
        };
        Self {
            share: touches(Channel::Share),
            invite: touches(Channel::Invite),
            share_seen: events_of(world, Channel::Share, "seen", 0),
            share_delay: events_of(world, Channel::Share, "delay", 0),
            invite_seen: events_of(world, Channel::Invite, "seen", 0),
            invite_delay: events_of(world, Channel::Invite, "delay", 0),
            customer: people("customer"),
            sharing: people("share"),
            already_customer: people("customer on day 0"),
            fan: platforms
                .iter()
                .map(|p| people(&format!("fan of {}", p.name)))
                .collect(),
            steps: plan.steps.iter().map(step).collect(),
        }
    }
}

/// One touch on its way to the response.
struct Touch {
    day: u32,
    channel: Channel,
    platform: usize,
    source: Option<NodeId>,
    target: NodeId,
    luck: TieDraw,
}

/// One world under one plan, while it runs.
struct Run<'r, 'g, C: Contagion> {
    ground: &'r Ground<'g>,
    plan: &'r Plan,
    model: &'r C,
    world: World,
    luck: Luck,
    journey: &'r mut Journey<C::Memory>,
}

impl<C: Contagion> Run<'_, '_, C> {
    fn day(&mut self, day: u32) -> &mut Day {
        &mut self.journey.ledger.days[day as usize]
    }

    fn days(&self) -> u32 {
        self.ground.campaign.days
    }

    fn price_of(&self, hours: f64) -> Money {
        self.ground.campaign.hour.at_rate(hours)
    }

    /// What of an action can be laid out before the first day.
    fn prepare(&mut self, at: u32, step: &Step) {
        let (start, end) = (step.action.start, step.action.end.min(self.days()));
        if start >= end {
            return;
        }
        self.day(start).fees += step.action.fee;
        match &step.action.kind {
            ActionKind::Post(post) => {
                for (number, day) in (0..).zip(post.days(start, end)) {
                    self.journey.calendar[day as usize].push(Event::Post { step: at, number });
                }
            }
            ActionKind::Boost(boost) => self.buy_impressions(at, step, boost, start, end),
            ActionKind::Prompt(prompt) => {
                let (platform, _) = self.ground.platform(step.platform);
                for &fan in platform.fans.members() {
                    self.ask(at, step, prompt, fan, start);
                }
            }
        }
    }

    /// Lays out all paid impressions. Those on people outside the catchment, or not
    /// on the platform, are nobody's.
    fn buy_impressions(&mut self, at: u32, step: &Step, boost: &Boost, start: u32, end: u32) {
        let days = end - start;
        // Every day pays its share, and the last one what rounding left.
        let share = step.spend.at_rate(1.0 / f64::from(days));
        for day in start..end {
            self.day(day).media += share;
        }
        self.day(end - 1).media += step.spend - share * days;
        let ground = self.ground;
        let (platform, _) = ground.platform(step.platform);
        let crowd = ground.crowd(step.platform);
        let per_person = boost.impressions(step.spend) / f64::from(crowd.people.max(1));
        let luck = &mut self.luck.steps[at as usize];
        let calendar = &mut self.journey.calendar[start as usize..end as usize];
        let mut most = 0;
        ground
            .impressions
            .up_to(per_person, luck.impressions, &crowd.blocks, |impression| {
                let Impression { target, nth, when } = impression;
                let here = target.0 < ground.graph.people()
                    && ground.graph.is_nearby(target)
                    && platform.is_member(target);
                if here {
                    let day = (u64::from(when) * u64::from(days)) >> 32;
                    calendar[day as usize].push(Event::Impression {
                        step: at,
                        target,
                        nth,
                    });
                    most = most.max(nth + 1);
                }
            });
        let touches = (0..most).map(|nth| self.world.touches(platform.key, step.key, nth));
        luck.touches = touches.collect();
    }

    /// One post, to all who are fans by now.
    fn post(&mut self, day: u32, at: u32, number: u32) {
        let plan = self.plan;
        let step = &plan.steps[at as usize];
        let ActionKind::Post(post) = &step.action.kind else {
            unreachable!("only posts are posted");
        };
        let price = self.price_of(post.hours);
        self.day(day).labour += price;
        let (platform, habits) = self.ground.platform(step.platform);
        let seen = self.ground.campaign.response.post.seen;
        let chance = post_seen(
            habits,
            fortune(habits.fortune, self.world, step.matter("fortune"), number),
            seen,
        );
        let sees = self.world.events(step.matter("seen"), number);
        let joined = &self.journey.joined[step.platform];
        let newcomers = self.journey.newcomers[step.platform].iter();
        let newcomers: Vec<NodeId> = newcomers.copied().filter(|v| joined[v] < day).collect();
        let touches = self.world.touches(platform.key, step.key, number);
        let mut touch = |target| {
            self.touch(&Touch {
                day,
                channel: Channel::Post,
                platform: step.platform,
                source: None,
                target,
                luck: touches.from_brand(target),
            });
        };
        sees.each_under(platform.fans.members(), chance, &mut touch);
        sees.each_under(&newcomers, chance, touch);
    }

    /// Everything on the calendar of one day, including what the day itself adds.
    fn events_of(&mut self, day: u32) {
        let mut next = 0;
        while let Some(&event) = self.journey.calendar[day as usize].get(next) {
            next += 1;
            match event {
                Event::Post { step, number } => self.post(day, step, number),
                Event::Impression { step, target, nth } => {
                    let luck = self.luck.steps[step as usize].touches[nth as usize];
                    self.touch(&Touch {
                        day,
                        channel: Channel::Boost,
                        platform: self.plan.steps[step as usize].platform,
                        source: None,
                        target,
                        luck: luck.from_brand(target),
                    });
                }
                Event::Share {
                    platform,
                    source,
                    target,
                } => {
                    let luck = self.luck.share[platform as usize].between(source, target);
                    self.touch(&Touch {
                        day,
                        channel: Channel::Share,
                        platform: platform as usize,
                        source: Some(source),
                        target,
                        luck,
                    });
                }
                Event::TakePart { step, fan } => self.invite_friends(day, step, fan),
                Event::Invite {
                    step,
                    source,
                    target,
                    nth,
                } => {
                    let at = self.plan.steps[step as usize].platform;
                    let (platform, _) = self.ground.platform(at);
                    let luck = match nth {
                        0 => self.luck.invite[at],
                        _ => self.world.touches(platform.key, Channel::Invite.key(), nth),
                    };
                    self.invitation(
                        step,
                        &Touch {
                            day,
                            channel: Channel::Invite,
                            platform: at,
                            source: Some(source),
                            target,
                            luck: luck.between(source, target),
                        },
                    );
                }
            }
        }
    }

    /// Asks a fan, some days after `from`, to invite friends.
    fn ask(&mut self, at: u32, step: &Step, prompt: &Prompt, fan: NodeId, from: u32) {
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
        let today = self.day(day);
        today.asked += 1;
        today.labour += price;
        if takes_part {
            self.journey.calendar[day as usize].push(Event::TakePart { step: at, fan });
        }
    }

    /// A fan takes part: the first friends of the fan's ranking get an invitation.
    fn invite_friends(&mut self, day: u32, at: u32, fan: NodeId) {
        let step = &self.plan.steps[at as usize];
        let ActionKind::Prompt(prompt) = &step.action.kind else {
            unreachable!("only prompts make fans take part");
        };
        let luck = &self.luck.steps[at as usize];
        let wanted = poisson_quantile(prompt.invitations, luck.how_many.person(fan).unit());
        let (platform, _) = self.ground.platform(step.platform);
        let mut first: Vec<(u64, NodeId)> = Vec::with_capacity(wanted as usize + 1);
        for &friend in platform.ties.heard_by(fan) {
            if prompt.nearby_only && !self.ground.graph.is_nearby(friend) {
                continue;
            }
            let rank = (luck.whom.between(fan, friend).bits(), friend);
            if first.len() < wanted as usize || first.last().is_some_and(|last| rank < *last) {
                let at = first.partition_point(|other| *other < rank);
                first.insert(at, rank);
                first.truncate(wanted as usize);
            }
        }
        let price = prompt.per_invitation * first.len() as u32;
        let today = self.day(day);
        today.took_part += 1;
        today.invitations_sent += first.len() as u32;
        today.rewards += price;
        let answer = *self.ground.answer(Channel::Invite);
        for (_, friend) in first {
            let sent = self.journey.invited.entry((fan, friend)).or_insert(0);
            let nth = *sent;
            *sent += 1;
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
            if sees.under(fan.0, friend.0, answer.seen) {
                self.schedule(day, wait(answer.delay, delays, fan, friend), event);
            }
        }
    }

    fn schedule(&mut self, day: u32, wait: u32, event: Event) {
        let day = day.saturating_add(wait);
        if let Some(events) = self.journey.calendar.get_mut(day as usize) {
            events.push(event);
        }
    }

    /// An invitation is read. It is accepted, and rewarded, unless its reader has
    /// adopted already; even then the word may be welcome.
    fn invitation(&mut self, at: u32, touch: &Touch) {
        let adopted = self.journey.did[touch.target] & (did::ACCEPT | did::BUY) != 0
            || self.is_customer_on_day_0(touch.target);
        if !self.is_seen_and_convincing(touch) {
            return;
        }
        if !adopted {
            let ActionKind::Prompt(prompt) = &self.plan.steps[at as usize].action.kind else {
                unreachable!("only prompts lead to invitations");
            };
            let reward = prompt.reward.total();
            self.journey.did[touch.target] |= did::ACCEPT;
            let today = self.day(touch.day);
            today.invitations_accepted += 1;
            today.rewards += reward;
        }
        self.engaged(touch);
    }

    /// A message is seen, and answered.
    fn touch(&mut self, touch: &Touch) {
        if self.is_seen_and_convincing(touch) {
            self.engaged(touch);
        }
    }

    fn is_seen_and_convincing(&mut self, touch: &Touch) -> bool {
        let (v, channel) = (touch.target, touch.channel.index());
        let ring = self.ground.rings[v] as usize;
        let before = self.journey.did[v];
        let today = self.day(touch.day);
        today.impressions[channel] += 1;
        if before & did::SEE == 0 {
            today.reached[ring] += 1;
            today.reached_by[channel] += 1;
            self.journey.did[v] = before | did::SEE;
            self.journey.touched.push(v);
        }
        let contact = Contact {
            source: touch.source,
            target: v,
            edge: None,
            layer: 0,
            chance: self.ground.answers[channel].engage,
            luck: touch.luck,
            step: touch.day,
            said: None,
        };
        self.model
            .convinces(&mut self.journey.memory[v], contact, self.world)
    }

    /// Somebody engages: a visit, and perhaps more.
    fn engaged(&mut self, touch: &Touch) {
        let v = touch.target;
        if self.journey.did[v] & did::ENGAGE == 0 {
            self.journey.did[v] |= did::ENGAGE;
            self.day(touch.day).visitors += 1;
        }
        let answer = *self.ground.answer(touch.channel);
        self.perhaps_buy(touch, answer.buy);
        self.perhaps_share(touch, answer.share);
        self.perhaps_join(touch, answer.fan);
    }

    /// Adds to what works on `v` towards `stage`; whether that suffices now.
    fn enters(&mut self, v: NodeId, stage: Stage, hazard: Hazard, luck: Draws) -> bool {
        if hazard == Hazard::NONE {
            return false;
        }
        let sum = self.journey.hazards.entry((v, stage)).or_default();
        *sum = sum.and(hazard);
        sum.overcomes(luck.person(v).resistance())
    }

    /// Whether a day-0 fan has been a customer all along.
    fn is_customer_on_day_0(&self, v: NodeId) -> bool {
        let share = self.ground.campaign.customers_among_fans.chance();
        self.ground.rings[v] == Ring::Fan && self.luck.already_customer.person(v).under(share)
    }

    fn perhaps_buy(&mut self, touch: &Touch, hazard: Hazard) {
        let v = touch.target;
        if self.journey.did[v] & did::BUY != 0 || !self.ground.graph.is_nearby(v) {
            return;
        }
        if self.is_customer_on_day_0(v) {
            return;
        }
        if self.enters(v, Stage::Customer, hazard, self.luck.customer) {
            self.journey.did[v] |= did::BUY;
            let margin = self.ground.campaign.margin_per_customer;
            let today = self.day(touch.day);
            today.customers[touch.channel.index()] += 1;
            today.margin += margin;
        }
    }

    fn perhaps_share(&mut self, touch: &Touch, hazard: Hazard) {
        let v = touch.target;
        if self.journey.did[v] & did::SHARE != 0
            || !self.enters(v, Stage::Share, hazard, self.luck.sharing)
        {
            return;
        }
        self.journey.did[v] |= did::SHARE;
        let answer = *self.ground.answer(Channel::Share);
        let (platform, _) = self.ground.platform(touch.platform);
        for &friend in platform.ties.heard_by(v) {
            if self.luck.share_seen.under(v.0, friend.0, answer.seen) {
                let wait = wait(answer.delay, self.luck.share_delay, v, friend);
                let platform = touch.platform as u32;
                self.schedule(
                    touch.day,
                    wait,
                    Event::Share {
                        platform,
                        source: v,
                        target: friend,
                    },
                );
            }
        }
    }

    fn perhaps_join(&mut self, touch: &Touch, hazard: Hazard) {
        let (v, at) = (touch.target, touch.platform);
        let (platform, _) = self.ground.platform(at);
        if platform.fans.contains(v)
            || self.journey.joined[at].contains_key(&v)
            || !self.enters(v, Stage::Fan(at as u32), hazard, self.luck.fan[at])
        {
            return;
        }
        self.journey.joined[at].insert(v, touch.day);
        self.journey.newcomers[at].push(v);
        self.day(touch.day).fans += 1;
        let plan = self.plan;
        for (number, step) in plan.steps.iter().enumerate() {
            if let ActionKind::Prompt(prompt) = &step.action.kind
                && step.platform == at
            {
                // From the next day on, and not before the action starts.
                let from = (touch.day + 1).max(step.action.start);
                self.ask(number as u32, step, prompt, v, from);
            }
        }
    }
}

/// The luck of what happens to the `nth` message between two people on a channel.
fn events_of(world: World, channel: Channel, what: &str, nth: u32) -> Draws {
    world.events(NameKey::of(&format!("{}/{what}", channel.name())), nth)
}

/// Days until a friend's message is seen.
fn wait(delay: Delay, luck: Draws, source: NodeId, target: NodeId) -> u32 {
    match delay {
        Delay::Fixed(days) => days,
        random => random.quantile(luck.between(source, target).unit()),
    }
}

/// The factor on one post's reach: log-normal with mean one.
fn fortune(spread: f64, world: World, action: NameKey, number: u32) -> f64 {
    if spread == 0.0 {
        return 1.0;
    }
    libm::exp(spread * world.common(action, number).normal() - spread * spread / 2.0)
}

/// The quantile `u` of a Poisson number with that mean: never smaller for a larger
/// mean.
fn poisson_quantile(mean: f64, u: f64) -> u32 {
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

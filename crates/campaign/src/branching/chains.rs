//! What happens in one world under one strategy, where everybody met is somebody new.

use std::collections::VecDeque;

use groundswell_diffusion::draw::{Draw, Hazard};
use groundswell_diffusion::world::{Draws, TieDraw, TieLuck, World};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use rustc_hash::FxHashMap;

use crate::booking::{Kind, Purse};
use crate::branching::Branching;
use crate::channel::Channel;
use crate::fatigue::Strain;
use crate::ground::Ground;
use crate::journey::Stage;
use crate::journey::luck::Luck;
use crate::journey::news::threshold;
use crate::ledger::{Entry, Ledger, Ring};
use crate::money::Money;
use crate::plan::{Plan, Step};

/// What luck knows somebody by: a fan's number in the upper half, mixed bits for others.
pub(super) type Key = u64;

/// The place of somebody among those met so far.
pub(super) type Place = u32;

/// The engine, with its scratch: the counterpart of a journey where no graph is known.
#[derive(Debug)]
pub struct Chains {
    pub(super) people: Vec<Person>,
    /// Where each of them is.
    places: FxHashMap<Key, Place>,
    /// What the same people carry, where they tire or have only so much attention.
    pub(super) strain: Vec<Strain>,
    hazards: FxHashMap<(Place, Stage), Hazard>,
    /// How much readier people are who were answered.
    pub(super) trust: FxHashMap<Place, f64>,
    /// By platform: new fans in the order of joining.
    pub(super) newcomers: Vec<Vec<Place>>,
    /// Invitations sent so far to somebody, all of them by the same friend.
    pub(super) invited: FxHashMap<Key, u32>,
    /// Acceptances so far, by the step that asked and the inviter.
    pub(super) accepted: FxHashMap<(u32, Place), u32>,
    /// By step: who waits for a reply.
    pub(super) waiting: Vec<VecDeque<Mention>>,
    /// By step: hours not used up yet.
    pub(super) hours: Vec<f64>,
    /// New customers with their days, in the order of winning.
    pub(super) won: Vec<(Key, u32)>,
    pub(super) calendar: Vec<Vec<Event>>,
    pub(super) ledger: Ledger,
}

/// Somebody who has been met.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) key: Key,
    pub(super) did: u16,
    /// Touches seen.
    pub(super) seen: u16,
    /// Platforms that reached this person, one bit each.
    pub(super) platforms: u32,
    /// How far from the brand: 0 for those it convinced itself.
    pub(super) generation: u16,
    pub(super) ring: Ring,
    /// The platform on which they were met.
    pub(super) home: u32,
    /// The friend through whom; nobody for fans and strangers.
    pub(super) friend: Option<Place>,
    /// The day of becoming a fan there.
    pub(super) joined: Option<u32>,
    /// Is a fan no more.
    pub(super) left: bool,
}

/// A mention that waits for a reply.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    pub(super) who: Place,
    pub(super) day: u32,
    pub(super) positive: bool,
    pub(super) nth: u32,
}

/// One message on its way to somebody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touch {
    pub(super) day: u32,
    pub(super) channel: Channel,
    /// Place of the platform; that after the last one for what happens away from all.
    pub(super) platform: usize,
    pub(super) who: Place,
    pub(super) luck: TieDraw,
    /// The action, or the channel of what friends say, by which luck knows it.
    pub(super) key: NameKey,
    /// Number of the message.
    pub(super) nth: u32,
    /// The step that made it, or that asked for it.
    pub(super) step: Option<u32>,
}

/// Something that will happen on a day.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    Post {
        step: u32,
        number: u32,
    },
    AskingPost {
        step: u32,
        number: u32,
    },
    Impression {
        step: u32,
        who: Place,
    },
    Share {
        platform: u32,
        who: Place,
    },
    TakePart {
        step: u32,
        who: Place,
    },
    Invite {
        step: u32,
        who: Place,
        nth: u32,
    },
    BadWord {
        platform: u32,
        who: Place,
    },
    Word {
        who: Place,
    },
    Story {
        who: Place,
    },
    Search {
        who: Place,
    },
    Close {
        who: Place,
        channel: Channel,
        column: u32,
    },
}

impl Chains {
    /// An engine for campaigns on `ground`, which knows no graph.
    ///
    /// # Panics
    ///
    /// If the ground has a graph.
    pub fn new(ground: &Ground<'_>) -> Self {
        let platforms = audience(ground).fans.platforms().len();
        Self {
            people: Vec::new(),
            places: FxHashMap::default(),
            strain: Vec::new(),
            hazards: FxHashMap::default(),
            trust: FxHashMap::default(),
            newcomers: vec![Vec::new(); platforms],
            invited: FxHashMap::default(),
            accepted: FxHashMap::default(),
            waiting: Vec::new(),
            hours: Vec::new(),
            won: Vec::new(),
            calendar: vec![Vec::new(); ground.campaign.all_days() as usize],
            ledger: Ledger::default(),
        }
    }

    /// Runs `plan` in `world`.
    ///
    /// The ledger [`was_cut`](Ledger::was_cut) where more people would have been met than the
    /// audience allows: from then on nobody new is met, and those who were go on.
    ///
    /// # Panics
    ///
    /// If the ground has a graph, or the plan does what the audience would have
    /// [refused](Branching::plan).
    pub fn run(&mut self, ground: &Ground<'_>, plan: &Plan, world: World) -> &Ledger {
        self.clear(ground, plan);
        let commitments = plan.commitments(ground.campaign);
        self.ledger.pays_all(ground.campaign, &commitments);
        let mut run = Run {
            ground,
            audience: audience(ground),
            plan,
            world,
            luck: Luck::new(ground, plan, world),
            paths: Paths::new(ground, world),
            purse: Purse::new(ground.campaign, &commitments),
            mentions: 0,
            stories: 0,
            next_story: threshold(ground.campaign, 0, world),
            chains: self,
        };
        run.customers_tell();
        for (at, step) in plan.steps.iter().enumerate() {
            run.prepare(at as u32, step);
        }
        for day in 0..ground.campaign.all_days() {
            run.day(day);
        }
        &self.ledger
    }

    /// The ledger of the last run.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The ledger of the last run, to set it against doing nothing.
    pub fn ledger_mut(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// People met in the last run: those whom a message was on its way to.
    pub fn met(&self) -> u32 {
        self.people.len() as u32
    }

    /// People who became customers in the last run with their days, by what luck knows
    /// them by: the same person has the same key under every plan.
    pub fn customers_by_key(&self) -> Vec<(u64, u32)> {
        let mut won = self.won.clone();
        won.sort_unstable();
        won
    }

    fn clear(&mut self, ground: &Ground<'_>, plan: &Plan) {
        self.people.clear();
        self.places.clear();
        self.strain.clear();
        self.hazards.clear();
        self.trust.clear();
        self.newcomers.iter_mut().for_each(Vec::clear);
        self.invited.clear();
        self.accepted.clear();
        self.waiting.iter_mut().for_each(VecDeque::clear);
        self.waiting.resize_with(plan.steps.len(), VecDeque::new);
        self.hours.clear();
        self.hours.resize(plan.steps.len(), 0.0);
        self.won.clear();
        self.calendar.iter_mut().for_each(Vec::clear);
        let platforms = ground.graph.platforms().len();
        self.ledger.clear(ground.campaign.all_days(), platforms);
    }
}

fn audience<'g>(ground: &Ground<'g>) -> &'g Branching {
    ground
        .branching
        .expect("chains are for where no graph is known")
}

/// The draws that say who is met.
pub(super) struct Paths {
    /// By platform: the keys of somebody's friends.
    friends: Vec<Draws>,
    /// By platform: how many there are.
    how_many: Vec<Draws>,
    nearby: Draws,
    pub(super) strong: Draws,
}

impl Paths {
    fn new(ground: &Ground<'_>, world: World) -> Self {
        let on_each = |what: &str| {
            let platforms = ground.graph.platforms().iter();
            let matters = platforms.map(|p| NameKey::of(&format!("{what} on {}", p.name)));
            matters.map(|matter| world.people(matter)).collect()
        };
        Self {
            friends: on_each("friends"),
            how_many: on_each("number of friends"),
            nearby: world.people(NameKey::of("nearby")),
            strong: world.people(NameKey::of("strong tie")),
        }
    }
}

/// The halves of a key, by which draws are looked up.
pub(super) fn halves(key: Key) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

/// The key of a fan: then draws are those that a journey gives to this id.
pub(super) fn key_of_fan(fan: NodeId) -> Key {
    u64::from(fan.0) << 32
}

/// Somebody's draw in one matter.
pub(super) fn of(luck: Draws, key: Key) -> Draw {
    let (high, low) = halves(key);
    luck.of(high, low)
}

/// One world under one plan, while it runs.
pub(super) struct Run<'r, 'g> {
    pub(super) ground: &'r Ground<'g>,
    pub(super) audience: &'r Branching,
    pub(super) plan: &'r Plan,
    pub(super) world: World,
    pub(super) luck: Luck,
    pub(super) paths: Paths,
    pub(super) purse: Purse,
    /// Mentions so far.
    pub(super) mentions: u32,
    /// Stories taken up so far.
    pub(super) stories: u32,
    /// Mentions from which on the next story is taken up.
    pub(super) next_story: f64,
    pub(super) chains: &'r mut Chains,
}

impl<'r> Run<'r, '_> {
    pub(super) fn entry(&mut self, day: u32, column: usize) -> &mut Entry {
        self.chains.ledger.at(day, column)
    }

    /// The column of what happens away from all platforms.
    pub(super) fn away(&self) -> usize {
        self.ground.graph.platforms().len()
    }

    /// Days on which actions act.
    pub(super) fn days(&self) -> u32 {
        self.ground.campaign.days
    }

    pub(super) fn price_of(&self, hours: f64) -> Money {
        self.ground.campaign.hour.at_rate(hours)
    }

    /// A cost of that kind on that day and column.
    pub(super) fn pays(&mut self, day: u32, column: usize, amount: Money, kind: Kind) {
        let campaign = self.ground.campaign;
        let ledger = &mut self.chains.ledger;
        ledger.pays(campaign, (day, column), amount, kind);
    }

    /// Everything on the calendar of one day, including what the day itself adds.
    fn day(&mut self, day: u32) {
        self.replies_of(day);
        let mut next = 0;
        while let Some(&event) = self.chains.calendar[day as usize].get(next) {
            next += 1;
            self.happens(day, event);
        }
    }

    /// The day `wait` days later, if there is one.
    pub(super) fn later(&self, day: u32, wait: u32) -> Option<u32> {
        let day = day.saturating_add(wait);
        (day < self.ground.campaign.all_days()).then_some(day)
    }

    pub(super) fn schedule(&mut self, day: u32, event: Event) {
        self.chains.calendar[day as usize].push(event);
    }

    /// The step of the plan at `at`.
    pub(super) fn step(&self, at: u32) -> &'r Step {
        &self.plan.steps[at as usize]
    }

    pub(super) fn person(&mut self, who: Place) -> &mut Person {
        &mut self.chains.people[who as usize]
    }

    pub(super) fn key(&self, who: Place) -> Key {
        self.chains.people[who as usize].key
    }

    /// Whether something of `did` is known of somebody.
    pub(super) fn has(&self, who: Place, did: u16) -> bool {
        self.chains.people[who as usize].did & did != 0
    }

    /// Somebody's draw in one matter.
    pub(super) fn draw(&self, luck: Draws, who: Place) -> Draw {
        of(luck, self.key(who))
    }

    /// The draw for a message to somebody, who hears a friend, if any, always the same one.
    pub(super) fn luck_of(&self, luck: TieLuck, who: Place) -> TieDraw {
        let person = &self.chains.people[who as usize];
        let (high, low) = halves(person.key);
        match person.ring {
            Ring::Fan => luck.from_brand(NodeId(high)),
            Ring::Friend | Ring::Further => luck.between(NodeId(high), NodeId(low)),
        }
    }

    /// Adds to what works on somebody towards `stage`; whether that suffices now.
    pub(super) fn enters(&mut self, who: Place, stage: Stage, hazard: Hazard, luck: Draws) -> bool {
        if hazard == Hazard::NONE {
            return false;
        }
        let resistance = self.draw(luck, who).resistance();
        let sum = self.chains.hazards.entry((who, stage)).or_default();
        *sum = sum.and(hazard);
        sum.overcomes(resistance)
    }

    /// Whether what works on somebody towards `stage` has sufficed before.
    pub(super) fn has_overcome(&self, who: Place, stage: Stage, luck: Draws) -> bool {
        let sum = self.chains.hazards.get(&(who, stage));
        sum.is_some_and(|sum| sum.overcomes(self.draw(luck, who).resistance()))
    }

    /// Where the person of that key is, who is met now if not before; `None` where
    /// nobody may be met any more.
    fn meets(&mut self, key: Key, newly: impl FnOnce() -> Person) -> Option<Place> {
        if let Some(&place) = self.chains.places.get(&key) {
            return Some(place);
        }
        let place = self.chains.people.len() as Place;
        if place >= self.audience.most_people {
            self.chains.ledger.cut = true;
            return None;
        }
        self.chains.people.push(newly());
        self.chains.places.insert(key, place);
        Some(place)
    }

    /// A fan of day 0, on the platform at `at`.
    pub(super) fn meets_fan(&mut self, at: usize, fan: NodeId) -> Option<Place> {
        let key = key_of_fan(fan);
        self.meets(key, || Person::new(key, at, Ring::Fan, None))
    }

    /// A friend of `who` on the platform at `at`.
    pub(super) fn meets_friend(&mut self, at: usize, who: Place, key: Key) -> Option<Place> {
        let ring = match self.chains.people[who as usize].ring {
            Ring::Fan => Ring::Friend,
            Ring::Friend | Ring::Further => Ring::Further,
        };
        self.meets(key, || Person::new(key, at, ring, Some(who)))
    }

    /// Somebody whom nobody knows.
    pub(super) fn meets_stranger(&mut self, at: usize, key: Key) -> Option<Place> {
        self.meets(key, || Person::new(key, at, Ring::Further, None))
    }

    /// Where the person of that key is, if met before.
    pub(super) fn place_of(&self, key: Key) -> Option<Place> {
        self.chains.places.get(&key).copied()
    }

    /// The keys of the friends of `who` on the platform at `at`, met or not.
    pub(super) fn friends(&self, at: usize, who: Place) -> impl Iterator<Item = Key> + use<> {
        let (high, low) = halves(self.key(who));
        let number = self.paths.how_many[at].of(high, low);
        let number = self.audience.friends[at].number(number);
        let keys = self.paths.friends[at].several(high, low);
        keys.take(number as usize).map(Draw::bits)
    }

    /// Whether a friend of that key lives in the catchment.
    pub(super) fn is_friend_nearby(&self, key: Key) -> bool {
        of(self.paths.nearby, key).under(self.audience.nearby.chance())
    }

    /// Whether somebody lives in the catchment: fans and strangers do.
    pub(super) fn is_nearby(&self, who: Place) -> bool {
        let person = &self.chains.people[who as usize];
        person.friend.is_none() || self.is_friend_nearby(person.key)
    }

    /// The chance that somebody of that ring is in the market.
    pub(super) fn in_market(&self, ring: Ring) -> Probability {
        let market = self.ground.campaign.market;
        market.map_or(Probability::ONE, |market| market.within(ring))
    }

    /// Whether somebody is a fan of the platform at `at` by now.
    pub(super) fn is_fan(&self, at: usize, who: Place) -> bool {
        let person = &self.chains.people[who as usize];
        person.home == at as u32 && person.has_been_fan() && !person.left
    }
}

impl Person {
    fn new(key: Key, home: usize, ring: Ring, friend: Option<Place>) -> Self {
        Self {
            key,
            did: 0,
            seen: 0,
            platforms: 0,
            generation: 0,
            ring,
            home: home as u32,
            friend,
            joined: None,
            left: false,
        }
    }

    /// Whether this person is or was a fan of the platform on which they were met.
    pub(super) fn has_been_fan(&self) -> bool {
        self.ring == Ring::Fan || self.joined.is_some()
    }
}

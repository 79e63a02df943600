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
//! | engaged by a post or an impression | touch: action, brand, target, number in the schedule or of the impression | its chance |
//! | engaged by a friend | touch: channel, source, target, nth | the model's |
//! | lead, customer, fan, sharing, unfollowing, opting out, leaving | person, stage (and platform) | one resistance, hazards add up |
//! | seen, delay, mention, buying again | action or channel, occurrence, from, to | one draw |
//! | taking part | person, action | one resistance |
//! | whom to invite, whom to tell | person, action or word | a fixed ranking of all friends; the first m, m a keyed quantile |
//! | paid impressions, stories, coming by oneself | action or matter, block of 256 ids, cell of intensity | Poisson arrivals at unit rate per person, live below the intensity |
//! | fortune of a post, admission to a group, a story's threshold | action or matter, occurrence | a draw that everybody shares |
//! | in the market, on day 0 a customer | person | one draw |
//!
//! None of them knows a day or a position in a list: somebody who joins earlier
//! meets the same luck, and removing an action renumbers nothing.
//!
//! Cost follows the touches, and the fans of each post and prompt.

pub(crate) mod answers;
mod batch;
mod event;
pub mod log;
pub(crate) mod luck;
pub(crate) mod messages;
mod met;
pub(crate) mod news;
pub(crate) mod person;
pub mod visit;

use std::collections::VecDeque;

use groundswell_diffusion::contagion::Contagion;
use groundswell_diffusion::draw::Hazard;
use groundswell_diffusion::world::{Draws, World};
use groundswell_graph::id::{NodeId, PerNode};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::booking::{Kind, Purse};
use crate::fatigue::Strain;
use crate::ground::Ground;
use crate::ledger::{Entry, Ledger};
use crate::money::Money;
use crate::plan::{Plan, Step};
use batch::Told;
use event::Event;
use log::Happening;
use luck::Luck;
use messages::Touch;
use met::Met;
use news::Mention;
use person::{Person, did};
use visit::Visit;

/// The steps that people take once, as far as they have come in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Stage {
    Lead,
    Customer,
    Share,
    OptOut,
    /// Fan of the platform at this place.
    Fan(u32),
    /// No fan any more of the platform at this place.
    Unfollow(u32),
    /// Taking part in the prompt at this place of the plan.
    TakePart(u32),
}

/// The engine, with its scratch: cleared after what the last world touched.
#[derive(Debug)]
pub struct Journey<M = ()> {
    /// To whom something has happened.
    met: Met,
    /// Place of each of them among `people`; for all others whatever it was before.
    place: PerNode<u32>,
    people: Vec<Person<M>>,
    /// What the same people carry, where they tire or have only so much attention.
    strain: Vec<Strain>,
    hazards: FxHashMap<(NodeId, Stage), Hazard>,
    /// How much readier people are who were answered.
    trust: FxHashMap<NodeId, f64>,
    /// By platform: who became a fan, and on which day.
    joined: Vec<FxHashMap<NodeId, u32>>,
    /// The same in the order of joining.
    newcomers: Vec<Vec<NodeId>>,
    /// By platform: fans who left.
    left: Vec<FxHashSet<NodeId>>,
    /// Invitations sent so far from one person to another, where there may be a second.
    invited: FxHashMap<(NodeId, NodeId), u32>,
    /// Acceptances so far, by the step that asked and the inviter.
    accepted: FxHashMap<(u32, NodeId), u32>,
    /// Posts so far in each group, and whether it is shut, by step.
    in_groups: FxHashMap<(u32, u32), news::Standing>,
    /// By step: who waits for a reply.
    waiting: Vec<VecDeque<Mention>>,
    /// By step: hours not used up yet.
    hours: Vec<f64>,
    /// New customers with their days, in the order of winning.
    won: Vec<(NodeId, u32)>,
    calendar: Vec<Vec<Event>>,
    /// By step and day: on whom paid impressions fall.
    bought: Vec<Vec<Vec<Told>>>,
    /// Words that convinced today, of models that hear the whole day first.
    undecided: Vec<Touch>,
    ledger: Ledger,
    /// What happened, where it is asked for.
    log: Option<Vec<Happening>>,
}

impl<M: Clone + Default + Send> Journey<M> {
    /// An engine for campaigns on `ground`.
    pub fn new(ground: &Ground<'_>) -> Self {
        let platforms = ground.graph.platforms().len();
        Self {
            met: Met::nobody(ground.graph.people()),
            place: PerNode::filled(0, ground.graph.people()),
            people: Vec::new(),
            strain: Vec::new(),
            hazards: FxHashMap::default(),
            trust: FxHashMap::default(),
            joined: vec![FxHashMap::default(); platforms],
            newcomers: vec![Vec::new(); platforms],
            left: vec![FxHashSet::default(); platforms],
            invited: FxHashMap::default(),
            accepted: FxHashMap::default(),
            in_groups: FxHashMap::default(),
            waiting: Vec::new(),
            hours: Vec::new(),
            won: Vec::new(),
            calendar: vec![Vec::new(); ground.campaign.all_days() as usize],
            bought: Vec::new(),
            undecided: Vec::new(),
            ledger: Ledger::default(),
            log: None,
        }
    }

    /// Keeps a log of each run from now on.
    #[must_use]
    pub fn with_log(mut self) -> Self {
        self.log = Some(Vec::new());
        self
    }

    /// Runs `plan` in `world`, where `model` answers what friends say.
    pub fn run<C: Contagion<Memory = M>>(
        &mut self,
        ground: &Ground<'_>,
        plan: &Plan,
        model: &C,
        world: World,
    ) -> &Ledger {
        self.clear(ground, plan);
        let commitments = plan.commitments(ground.campaign);
        self.ledger.pays_all(ground.campaign, &commitments);
        let mut run = Run {
            ground,
            plan,
            model,
            world,
            luck: Luck::new(ground, plan, world),
            purse: Purse::new(ground.campaign, &commitments),
            mentions: 0,
            stories: 0,
            next_story: f64::INFINITY,
            replies: 0,
            varies: ground.varies || plan.varies(),
            invites_again: plan.invites_again(),
            journey: self,
        };
        run.begin();
        for (at, step) in plan.steps.iter().enumerate() {
            run.prepare(at as u32, step);
        }
        for day in 0..ground.campaign.all_days() {
            run.day(day);
        }
        let (visitors, deterred) = (self.engaged(), self.those_who(did::DETERRED));
        self.ledger.opinion = ground.opinion(visitors, deterred, world);
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

    /// People who engaged at least once in the last run, in the order of their
    /// first touch.
    pub fn engaged(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.those_who(did::ENGAGE)
    }

    /// People who saw at least one touch in the last run, in the order of their
    /// first touch.
    pub fn reached(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.those_who(did::SEE)
    }

    /// People who became customers in the last run.
    pub fn customers(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.those_who(did::BUY)
    }

    /// People who became customers in the last run with their days, by id.
    pub fn customers_by_id(&self) -> Vec<(NodeId, u32)> {
        let mut won = self.won.clone();
        won.sort_unstable();
        won
    }

    /// The first visits of the last run, in the order in which these people were met.
    pub fn visits(&self) -> impl Iterator<Item = Visit> + '_ {
        let people = self.people.iter();
        people.filter_map(|person| person.visit(&self.people))
    }

    /// What happened in the last run, in order; empty unless a log is kept.
    pub fn log(&self) -> &[Happening] {
        self.log.as_deref().unwrap_or_default()
    }

    fn those_who(&self, did: u16) -> impl Iterator<Item = NodeId> + '_ {
        let people = self.people.iter();
        people
            .filter(move |person| person.did & did != 0)
            .map(|person| person.node)
    }

    fn clear(&mut self, ground: &Ground<'_>, plan: &Plan) {
        self.met
            .forget(self.people.iter().map(|person| person.node));
        self.people.clear();
        self.strain.clear();
        self.hazards.clear();
        self.trust.clear();
        self.joined.iter_mut().for_each(FxHashMap::clear);
        self.newcomers.iter_mut().for_each(Vec::clear);
        self.left.iter_mut().for_each(FxHashSet::clear);
        self.invited.clear();
        self.accepted.clear();
        self.in_groups.clear();
        self.waiting.iter_mut().for_each(VecDeque::clear);
        self.waiting.resize_with(plan.steps.len(), VecDeque::new);
        self.hours.clear();
        self.hours.resize(plan.steps.len(), 0.0);
        self.won.clear();
        self.calendar.iter_mut().for_each(Vec::clear);
        self.bought.iter_mut().flatten().for_each(Vec::clear);
        self.bought.resize_with(plan.steps.len(), Vec::new);
        self.undecided.clear();
        let platforms = ground.graph.platforms().len();
        self.ledger.clear(ground.campaign.all_days(), platforms);
        if let Some(log) = &mut self.log {
            log.clear();
        }
    }
}

/// How many messages are looked at ahead of time.
const AHEAD: usize = 32;

/// One world under one plan, while it runs.
struct Run<'r, 'g, C: Contagion> {
    ground: &'r Ground<'g>,
    plan: &'r Plan,
    model: &'r C,
    world: World,
    luck: Luck,
    purse: Purse,
    /// Mentions so far.
    mentions: u32,
    /// Stories taken up so far.
    stories: u32,
    /// Mentions from which on the next story is taken up.
    next_story: f64,
    /// Replies given so far.
    replies: u32,
    /// Whether anything makes one touch of a channel more convincing than another.
    varies: bool,
    /// Whether somebody may invite the same friend twice.
    invites_again: bool,
    journey: &'r mut Journey<C::Memory>,
}

impl<'r, C: Contagion> Run<'r, '_, C> {
    /// The ledger's entry of that day and column.
    #[inline]
    fn entry(&mut self, day: u32, column: usize) -> &mut Entry {
        self.journey.ledger.at(day, column)
    }

    /// The column of what happens away from all platforms.
    fn away(&self) -> usize {
        self.ground.graph.platforms().len()
    }

    /// Days on which actions act.
    fn days(&self) -> u32 {
        self.ground.campaign.days
    }

    fn price_of(&self, hours: f64) -> Money {
        self.ground.campaign.hour.at_rate(hours)
    }

    /// A cost of that kind on that day and column.
    fn pays(&mut self, day: u32, column: usize, amount: Money, kind: Kind) {
        let campaign = self.ground.campaign;
        let ledger = &mut self.journey.ledger;
        ledger.pays(campaign, (day, column), amount, kind);
    }

    /// Everything on the calendar of one day, including what the day itself adds.
    fn day(&mut self, day: u32) {
        self.replies_of(day);
        let mut next = 0;
        loop {
            while let Some(&event) = self.journey.calendar[day as usize].get(next) {
                if next.is_multiple_of(AHEAD) {
                    let events = self.journey.calendar[day as usize][next..].iter();
                    self.looks_ahead(events.take(AHEAD).filter_map(Event::target));
                }
                next += 1;
                self.happens(day, event);
            }
            if self.journey.undecided.is_empty() {
                break;
            }
            // The whole day has been heard; what people make of it may add to the day.
            self.decide();
        }
    }

    /// Reads what the next messages will need of their readers. Alone, each of these
    /// reads waits for memory; together they wait once.
    #[inline]
    fn looks_ahead(&self, readers: impl Iterator<Item = NodeId>) {
        let (place, rings) = (&self.journey.place, &self.ground.rings);
        let read = readers.fold(0, |read, v| read ^ place[v] ^ rings[v] as u32);
        std::hint::black_box(read);
    }

    fn schedule(&mut self, day: u32, wait: u32, event: Event) {
        let day = day.saturating_add(wait);
        if let Some(events) = self.journey.calendar.get_mut(day as usize) {
            events.push(event);
        }
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

    /// The step of the plan at `at`.
    fn step(&self, at: u32) -> &'r Step {
        &self.plan.steps[at as usize]
    }

    /// Whether `v` was a fan of the platform at `at`, and left.
    fn has_left(&self, at: usize, v: NodeId) -> bool {
        let left = &self.journey.left[at];
        !left.is_empty() && left.contains(&v)
    }

    /// Whether `v` is a fan of the platform at `at` on that day.
    fn is_fan(&self, at: usize, v: NodeId) -> bool {
        let (platform, _) = self.ground.platform(at);
        let joined = platform.fans.contains(v) || self.journey.joined[at].contains_key(&v);
        joined && !self.journey.left[at].contains(&v)
    }
}

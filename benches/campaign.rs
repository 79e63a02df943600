//! A campaign of paid impressions, posts and friends' activity, beside a plain loop
//! over the same touches.
//!
//! `cargo bench --bench campaign` prints both, on one thread: a million people with
//! ten million ties, 2 % of them fans, sixty days. The plain loop is written for this
//! one campaign: it lays out impressions and posts, keeps a byte and two sums for each
//! person in arrays as large as the graph, and answers each touch in place. It draws
//! the same luck and counts the same totals, which is asserted.
//!
//! The third row is the bound of these touches: given who is touched and in which
//! order, it draws what has to be drawn, many people side by side, and visits each
//! reader's byte, and does nothing else. It keeps no calendar and no list, and decides
//! nothing.

use divan::{Bencher, counter::ItemsCount};
use groundswell_campaign::action::boost::{Boost, Spend};
use groundswell_campaign::action::post::Post;
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::plan::Plan;
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::strategy::{Campaign, Habits, Strategy};
use groundswell_diffusion::draw::{Hazard, Resistance};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::{TieLuck, TieLucks, World};
use groundswell_graph::aggregates::Aggregates;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

fn main() {
    divan::main();
}

/// Worlds per sample.
const WORLDS: u64 = 4;

const DAYS: u32 = 60;

/// Paid impressions, on average.
const IMPRESSIONS: f64 = 100_000.0;

fn people(count: u32) -> FanGraph {
    let known = Aggregates {
        people: count,
        fans: vec![("x".to_owned(), 20_000)],
        friends: 9.0,
        spread: 0.5,
        ..Default::default()
    };
    known.graph(1).expect("such people can be drawn")
}

fn p(value: f64) -> Probability {
    Probability::new(value).expect("a probability")
}

fn campaign() -> Campaign {
    let answer = Funnel {
        engage: p(0.02),
        buy: p(0.05),
        share: p(0.3),
        ..Funnel::default()
    };
    Campaign {
        days: DAYS,
        habits: vec![Habits {
            organic_reach: p(0.06),
            ..Habits::default()
        }],
        response: Response {
            post: answer,
            boost: answer,
            share: Funnel {
                seen: p(0.3),
                ..answer
            },
            ..Response::default()
        },
        ..Campaign::default()
    }
}

fn strategy() -> Strategy {
    let money = |units| Money::of(units).expect("a small amount");
    let boost = Boost::plain(Spend::Fixed(money(IMPRESSIONS / 100.0)), money(10.0));
    let post = Post {
        per_week: 3.5,
        hours: 0.0,
    };
    Strategy {
        name: "broadcast".to_owned(),
        actions: vec![
            Action::new("boost", "x", DAYS, ActionKind::Boost(boost)),
            Action::new("post", "x", DAYS, ActionKind::Post(post)),
        ],
        ..Strategy::default()
    }
}

/// Touches, people reached, visitors and customers.
type Totals = [i64; 4];

const COUNTED: [Metric; 4] = [
    Metric::Impressions,
    Metric::Reach,
    Metric::Visitors,
    Metric::Customers,
];

/// The engine.
#[divan::bench(args = [1_000_000])]
fn engine(bencher: Bencher, count: u32) {
    let (graph, campaign) = (people(count), campaign());
    let ground = Ground::new(&graph, &campaign);
    let plan = Plan::new(&strategy(), &graph, Money::ZERO).expect("its platform is there");
    let mut journey = Journey::new(&ground);
    let mut run = |index| -> Totals {
        let world = World::new(1, index);
        let total = journey
            .run(&ground, &plan, &IndependentCascade, world)
            .total();
        COUNTED.map(|metric| total.get(metric))
    };
    let mut plain = Plain::new(&graph);
    for index in 0..WORLDS {
        assert_eq!(
            run(index),
            plain.run(World::new(1, index)),
            "the same totals"
        );
    }
    let touches: i64 = (0..WORLDS).map(|index| run(index)[0]).sum();
    bencher
        .counter(ItemsCount::new(touches as u64))
        .bench_local(|| (0..WORLDS).map(|index| run(index)[1]).sum::<i64>());
}

/// The plain loop.
#[divan::bench(args = [1_000_000])]
fn plain_loop(bencher: Bencher, count: u32) {
    let graph = people(count);
    let mut plain = Plain::new(&graph);
    let touches: i64 = (0..WORLDS).map(|i| plain.run(World::new(1, i))[0]).sum();
    bencher
        .counter(ItemsCount::new(touches as u64))
        .bench_local(|| {
            (0..WORLDS)
                .map(|i| plain.run(World::new(1, i))[1])
                .sum::<i64>()
        });
}

/// Nothing but the draws and the visits.
#[divan::bench(args = [1_000_000])]
fn bound(bencher: Bencher, count: u32) {
    let graph = people(count);
    let mut plain = Plain::new(&graph);
    let runs: Vec<Reads> = (0..WORLDS)
        .map(|index| plain.reads(World::new(1, index)))
        .collect();
    let touches: usize = runs.iter().map(|reads| reads.readers.len()).sum();
    let rings = rings(&graph);
    let mut state = rings.clone();
    bencher.counter(ItemsCount::new(touches)).bench_local(|| {
        let worlds = (0..WORLDS).zip(&runs);
        let sums = worlds.map(|(i, reads)| {
            state.copy_from_slice(&rings);
            plain.bound(World::new(1, i), reads, &mut state)
        });
        sums.sum::<u64>()
    });
}

/// Where everybody stands: 2 for fans, 1 for who hears one, 0 for all others.
fn rings(graph: &FanGraph) -> Vec<u8> {
    let platform = &graph.platforms()[0];
    let mut rings = vec![0; graph.people() as usize];
    for &fan in platform.fans.members() {
        for friend in platform.ties.heard_by(fan) {
            rings[friend.index()] |= 1;
        }
    }
    for fan in platform.fans.members() {
        rings[fan.index()] = 2;
    }
    rings
}

/// Who reads, in order; who of them is convinced; and who of these passes it on.
#[derive(Default)]
struct Reads {
    readers: Vec<NodeId>,
    convinced: Vec<NodeId>,
    sharers: Vec<NodeId>,
}

/// This one campaign, written out.
struct Plain<'g> {
    graph: &'g FanGraph,
    /// Seen, engaged, bought, shared: a bit each.
    state: Vec<u8>,
    bought: Vec<Hazard>,
    shared: Vec<Hazard>,
    touched: Vec<NodeId>,
    calendar: Vec<Vec<Entry>>,
    at_most: [u64; 64],
    nearby: u32,
    /// What happens, where somebody wants to know.
    reads: Option<Reads>,
}

#[derive(Clone, Copy)]
enum Entry {
    Boost(NodeId, u32),
    Post(u32),
    Share(NodeId, NodeId),
}

/// The luck of one world's answers.
struct Luck {
    boost: Vec<TieLuck>,
    share: TieLuck,
    engage: Chance,
    buy: Hazard,
    pass: Hazard,
}

impl<'g> Plain<'g> {
    fn new(graph: &'g FanGraph) -> Self {
        let people = graph.people() as usize;
        // Poisson counts of sixteen, as the engine's impressions have them.
        let (mut term, mut sum) = (libm::exp(-16.0), 0.0);
        let mut at_most = [0; 64];
        for (k, at_most) in (1..).zip(&mut at_most) {
            sum += term;
            term *= 16.0 / f64::from(k);
            *at_most = Probability::clamped(sum).chance().digits();
        }
        Self {
            graph,
            state: vec![0; people],
            bought: vec![Hazard::NONE; people],
            shared: vec![Hazard::NONE; people],
            touched: Vec::new(),
            calendar: vec![Vec::new(); DAYS as usize],
            at_most,
            nearby: graph.nodes().filter(|&v| graph.is_nearby(v)).count() as u32,
            reads: None,
        }
    }

    fn run(&mut self, world: World) -> Totals {
        for v in self.touched.drain(..) {
            let v = v.index();
            (self.state[v], self.bought[v], self.shared[v]) = (0, Hazard::NONE, Hazard::NONE);
        }
        self.calendar.iter_mut().for_each(Vec::clear);
        let platform = &self.graph.platforms()[0];
        let most = self.lay_out(world);
        let key = NameKey::of("boost");
        let luck = Luck {
            boost: (0..most)
                .map(|nth| world.touches(platform.key, key, nth))
                .collect(),
            share: world.touches(platform.key, NameKey::of("share"), 0),
            engage: p(0.02).chance(),
            buy: Hazard::of(p(0.05)),
            pass: Hazard::of(p(0.3)),
        };
        let mut totals = [0; 4];
        for day in 0..DAYS as usize {
            let mut next = 0;
            while let Some(&entry) = self.calendar[day].get(next) {
                next += 1;
                match entry {
                    Entry::Boost(v, nth) => {
                        let engages = luck.boost[nth as usize].from_brand(v).under(luck.engage);
                        self.touch(world, &luck, (day, v), engages, &mut totals);
                    }
                    Entry::Share(from, v) => {
                        let engages = luck.share.between(from, v).under(luck.engage);
                        self.touch(world, &luck, (day, v), engages, &mut totals);
                    }
                    Entry::Post(number) => {
                        let touches = world.touches(platform.key, NameKey::of("post"), number);
                        let sees = world.events(NameKey::of("post/seen"), number);
                        for &fan in platform.fans.members() {
                            if sees.under(fan.0, 0, p(0.06).chance()) {
                                let engages = touches.from_brand(fan).under(luck.engage);
                                self.touch(world, &luck, (day, fan), engages, &mut totals);
                            }
                        }
                    }
                }
            }
        }
        totals
    }

    /// Impressions and posts on the calendar; one more than the largest number of an
    /// impression.
    fn lay_out(&mut self, world: World) -> u32 {
        let draws = world.people(NameKey::of("boost/impressions"));
        let cells = IMPRESSIONS / f64::from(self.nearby) * 16.0;
        let (whole, cut) = (cells as u32, (cells.fract() * f64::from(1 << 24)) as u32);
        let mut most = 0;
        for block in 0..self.graph.people().div_ceil(256) {
            let mut met = [0u32; 256];
            for cell in 0..=whole {
                let mut words = draws.several(block, cell).map(|draw| draw.bits());
                let first = words.next().unwrap_or_default();
                let count = self.at_most.partition_point(|&at_most| at_most <= first);
                for word in words.take(count) {
                    let within = word >> 56;
                    let place = (word >> 32) as u32 & 0xff_ffff;
                    let nth = met[within as usize];
                    met[within as usize] += 1;
                    let v = NodeId(block * 256 + within as u32);
                    let live = cell < whole || place < cut;
                    if live && v.0 < self.graph.people() && self.graph.is_nearby(v) {
                        let day = (u64::from(word as u32) * u64::from(DAYS)) >> 32;
                        self.calendar[day as usize].push(Entry::Boost(v, nth));
                        most = most.max(nth + 1);
                    }
                }
            }
        }
        for (number, day) in (0..DAYS).step_by(2).enumerate() {
            self.calendar[day as usize].push(Entry::Post(number as u32));
        }
        most
    }

    fn touch(
        &mut self,
        world: World,
        luck: &Luck,
        (day, v): (usize, NodeId),
        engages: bool,
        totals: &mut Totals,
    ) {
        let at = v.index();
        totals[0] += 1;
        if let Some(reads) = &mut self.reads {
            reads.readers.push(v);
            if engages {
                reads.convinced.push(v);
            }
        }
        if self.state[at] == 0 {
            self.state[at] = 1;
            totals[1] += 1;
            self.touched.push(v);
        }
        if !engages {
            return;
        }
        if self.state[at] & 2 == 0 {
            self.state[at] |= 2;
            totals[2] += 1;
        }
        let resistance = |matter: &str| -> Resistance {
            world.people(NameKey::of(matter)).person(v).resistance()
        };
        if self.state[at] & 4 == 0 && self.graph.is_nearby(v) {
            self.bought[at] = self.bought[at].and(luck.buy);
            if self.bought[at].overcomes(resistance("customer")) {
                self.state[at] |= 4;
                totals[3] += 1;
            }
        }
        if self.state[at] & 8 == 0 {
            self.shared[at] = self.shared[at].and(luck.pass);
            if self.shared[at].overcomes(resistance("share")) {
                self.state[at] |= 8;
                if let Some(reads) = &mut self.reads {
                    reads.sharers.push(v);
                }
                let sees = world.events(NameKey::of("share/seen"), 0);
                for &friend in self.graph.platforms()[0].ties.heard_by(v) {
                    if sees.under(v.0, friend.0, p(0.3).chance()) {
                        self.calendar[day].push(Entry::Share(v, friend));
                    }
                }
            }
        }
    }

    /// Who is touched in `world`.
    fn reads(&mut self, world: World) -> Reads {
        self.reads = Some(Reads::default());
        self.run(world);
        self.reads.take().unwrap_or_default()
    }

    /// What the touches of `reads` cannot do without: the words of all impressions, a
    /// draw a fan and post, a draw and a visit of its reader's byte a touch (who it is, and whether it is
    /// the first), two resistances for each who is convinced, and a draw a friend of those who share.
    fn bound(&self, world: World, reads: &Reads, state: &mut [u8]) -> u64 {
        let platform = &self.graph.platforms()[0];
        let mut sum = 0;
        let draws = world.people(NameKey::of("boost/impressions"));
        let cells = IMPRESSIONS / f64::from(self.nearby) * 16.0;
        for block in 0..self.graph.people().div_ceil(256) {
            for cell in 0..=cells as u32 {
                let mut words = draws.several(block, cell).map(|draw| draw.bits());
                let first = words.next().unwrap_or_default();
                let count = self.at_most.partition_point(|&at_most| at_most <= first);
                sum = words.take(count).fold(sum, |sum, word| sum ^ word);
            }
        }
        for number in 0..DAYS / 2 {
            let sees = world.events(NameKey::of("post/seen"), number);
            let see = sees.people_under(platform.fans.members(), p(0.06).chance());
            sum += see.len() as u64;
        }
        let touches = [world.touches(platform.key, NameKey::of("post"), 0)];
        let touches = TieLucks::new(&touches);
        for readers in reads.readers.chunks(TieLucks::TOGETHER) {
            let told = readers.iter().map(|&v| (v, 0));
            sum += touches.from_brand_under(told, p(0.02).chance());
        }
        let mut reached = [0; 8];
        for v in &reads.readers {
            let state = &mut state[v.index()];
            reached[usize::from(*state & 7)] += 1;
            *state |= 4;
        }
        sum += reached[0] + reached[1] + reached[2];
        let [buys, shares] = ["customer", "share"].map(|what| world.people(NameKey::of(what)));
        let hazard = Hazard::of(p(0.05));
        for &v in &reads.convinced {
            for luck in [buys, shares] {
                sum += u64::from(hazard.overcomes(luck.person(v).resistance()));
            }
        }
        let sees = world.events(NameKey::of("share/seen"), 0);
        for &v in &reads.sharers {
            let friends = platform.ties.heard_by(v);
            let see = sees.friends_under(v, friends, p(0.3).chance());
            sum += see.len() as u64;
        }
        sum
    }
}

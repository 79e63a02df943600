//! What holds for every campaign, on campaigns thrown together at random.
//!
//! All of them come from fixed seeds, so that a failure names its number and comes again.

use groundswell_campaign::action::boost::Spend;
use groundswell_campaign::action::fake_fans::FakeFans;
use groundswell_campaign::action::listen::Listen;
use groundswell_campaign::action::professional::Professional;
use groundswell_campaign::action::prompt::{Delivery, Invitations, Prompt};
use groundswell_campaign::action::reward::Reward;
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::credit::credits;
use groundswell_campaign::exposure::Exposure;
use groundswell_campaign::fatigue::Fatigue;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::metric::{METRICS, Metric};
use groundswell_campaign::monotone::breaches;
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::strategy::{Campaign, Habits};
use groundswell_campaign::surroundings::Integration;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::aggregates::{Aggregates, Further, InGroups};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::name_key::NameKey;

use crate::monotone::GROWS;
use crate::town::{
    action, boost, euros, full, group_posts, listening, moved_to, p, plan, posts, strategy, totals,
};

/// Campaigns thrown together.
const CAMPAIGNS: u64 = 100;

/// Worlds in which each is played.
const WORLDS: u64 = 4;

/// One campaign, its people, and what a strategy does.
struct Thrown {
    graph: FanGraph,
    campaign: Campaign,
    levers: Vec<Action>,
}

/// The luck by which campaign number `.0` is thrown together.
struct Dice(u64);

impl Dice {
    /// A uniform in [0, 1), known by its name.
    fn at(&self, what: &str) -> f64 {
        let draws = World::new(0x6469_6365, self.0).people(NameKey::of(what));
        draws.of(0, 0).unit()
    }

    fn between(&self, what: &str, low: f64, high: f64) -> f64 {
        low + self.at(what) * (high - low)
    }

    fn one_in(&self, many: f64, what: &str) -> bool {
        self.at(what) < 1.0 / many
    }

    fn people(&self, platforms: usize) -> FanGraph {
        let names = ["facebook", "twitter"].map(str::to_owned);
        let fans = |name: &String| (name.clone(), self.between(name, 10.0, 80.0) as u32);
        let groups = InGroups {
            share: 0.4,
            size: 15.0,
            spread: 0.5,
        };
        let known = Aggregates {
            people: self.between("people", 300.0, 1200.0) as u32,
            fans: names[..platforms].iter().map(fans).collect(),
            friends: self.between("friends", 4.0, 30.0),
            nearby: self.between("nearby", 0.4, 1.0),
            further: Further {
                groups: self.one_in(2.0, "groups").then_some(groups),
                ..Further::default()
            },
            ..Aggregates::default()
        };
        known.graph(self.0).unwrap()
    }

    fn funnel(&self, channel: &str, shares: bool) -> Funnel {
        let of = |what: &str, most: f64| p(self.between(&format!("{channel} {what}"), 0.0, most));
        let rarely = |what: &str| match self.one_in(12.0, what) {
            true => of(what, 0.3),
            false => p(0.0),
        };
        Funnel {
            seen: of("seen", 1.0),
            engage: of("engage", 0.4),
            lead: of("lead", 0.5),
            buy: of("buy", 0.5),
            again: of("again", 0.5),
            fan: of("fan", 0.5),
            share: if shares { of("share", 0.5) } else { p(0.0) },
            mention: of("mention", 0.5),
            positive: of("positive", 1.0),
            unfollow: rarely("unfollow"),
            opt_out: rarely("opt out"),
            ..Funnel::default()
        }
    }

    fn campaign(&self, platforms: usize) -> Campaign {
        let whole = full(0.2);
        let has = |what: &str| self.one_in(2.0, what);
        let rarely = |what: &str| self.one_in(12.0, what);
        // Sharing goes one way only, so that with two platforms more may mean less.
        let shares = platforms == 1 || rarely("shares");
        let funnel = |channel| self.funnel(channel, shares);
        let mut segments = whole.segments.clone();
        segments.iter_mut().for_each(|s| s.fit.truncate(platforms));
        let habits = Habits {
            organic_reach: p(self.between("organic reach", 0.0, 0.5)),
            fortune: self.between("fortune", 0.0, 1.0),
            permeability: p(self.at("permeability")),
        };
        let exposures = [
            Exposure::Independent,
            Exposure::Friends(2),
            Exposure::Curve(vec![p(0.5), p(0.4), p(0.1)]),
        ];
        let exposure = (self.at("exposure") * exposures.len() as f64) as usize;
        Campaign {
            habits: vec![habits; platforms],
            exposure: exposures[exposure].clone(),
            response: Response {
                post: funnel("post"),
                boost: funnel("boost"),
                share: funnel("share"),
                invite: funnel("invite"),
                group: funnel("group"),
                reply: funnel("reply"),
                media: funnel("media"),
                word: funnel("word"),
                search: funnel("search"),
                close: p(self.at("close")),
                deters: p(if rarely("deters") { 0.5 } else { 0.0 }),
                ..whole.response
            },
            market: whole.market.filter(|_| has("market")),
            segments: if has("segments") {
                segments
            } else {
                Vec::new()
            },
            strength: whole.strength.filter(|_| has("strength")),
            integration: Integration {
                synergy: if rarely("synergy") { 0.5 } else { 0.0 },
                ..whole.integration
            },
            word: whole.word.filter(|_| has("word")),
            media: whole.media.filter(|_| has("media")),
            search: whole.search.filter(|_| has("search")),
            fatigue: rarely("fatigue").then_some(Fatigue {
                per_touch: p(0.3),
                half_life: Some(7.0),
            }),
            attention: rarely("attention").then_some(2),
            budget: None,
            ..whole
        }
    }

    /// A request to invite.
    fn request(&self) -> Action {
        let via = match self.one_in(12.0, "by post") {
            true => Delivery::Post { per_week: 1.0 },
            false => Delivery::Email,
        };
        let prompt = Prompt {
            via,
            seen: p(self.at("asked")),
            reward: Reward::flat(euros(1.0), euros(self.between("reward", 0.0, 5.0).round())),
            trust: if self.one_in(12.0, "distrust") {
                0.5
            } else {
                1.0
            },
            skip_fans: self.one_in(12.0, "skips fans"),
            ..Prompt::plain(
                p(self.at("takes part")),
                Invitations::Mean(self.between("invitations", 0.0, 8.0)),
            )
        };
        action("request", ActionKind::Prompt(prompt))
    }

    fn levers(&self, platforms: usize) -> Vec<Action> {
        let hired = Professional {
            fee_per_month: euros(100.0),
            hours_per_month: 1.0,
            quality: 1.5,
            replies: 1.0,
            reach: 1.2,
            learning: 10.0,
        };
        let listens = Listen {
            calms: p(0.5),
            ..listening()
        };
        let fakes = FakeFans {
            count: 50,
            per_thousand: euros(50.0),
            dilution: p(0.5),
        };
        let mut levers = vec![
            boost(Spend::Fixed(euros(self.between("spend", 0.0, 8.0).round()))),
            self.request(),
        ];
        let optional = [
            (1.5, posts()),
            (3.0, group_posts()),
            (4.0, action("hired", ActionKind::Professional(hired))),
            (12.0, action("listening", ActionKind::Listen(listens))),
            (12.0, action("fakes", ActionKind::FakeFans(fakes))),
        ];
        for (many, lever) in optional {
            if self.one_in(many, &lever.name) {
                levers.push(lever);
            }
        }
        if platforms > 1 {
            levers.extend(moved_to("twitter", &[posts()]));
        }
        levers
    }
}

fn thrown(number: u64) -> Thrown {
    let dice = Dice(number);
    let platforms = if dice.one_in(2.0, "platforms") { 2 } else { 1 };
    Thrown {
        graph: dice.people(platforms),
        campaign: dice.campaign(platforms),
        levers: dice.levers(platforms),
    }
}

impl Thrown {
    fn play(&self, campaign: &Campaign, levers: &[Action]) -> Vec<[i64; METRICS]> {
        totals((&self.graph, campaign), levers, 11, WORLDS)
    }

    fn is_monotone(&self) -> bool {
        breaches(&self.campaign, &[strategy("x", &self.levers)]).is_empty()
    }

    /// The levers with `change` made to each.
    fn with(&self, change: impl Fn(&mut ActionKind)) -> Vec<Action> {
        let mut levers = self.levers.clone();
        levers.iter_mut().for_each(|lever| change(&mut lever.kind));
        levers
    }
}

#[test]
fn totals_equal_their_parts_and_nobody_is_reached_without_a_message() {
    for number in 0..CAMPAIGNS {
        let thrown = thrown(number);
        for total in thrown.play(&thrown.campaign, &thrown.levers) {
            use Metric as M;
            let sum = |parts: &[M]| parts.iter().map(|part| total[part.index()]).sum::<i64>();
            let by = |whole: M, parts: &[M]| {
                assert_eq!(total[whole.index()], sum(parts), "{whole} of {number}");
            };
            by(
                M::Reach,
                &[M::FansReached, M::FriendsReached, M::FurtherReached],
            );
            by(
                M::Visitors,
                &[M::VisitorsByBrand, M::VisitorsByFriends, M::VisitorsFurther],
            );
            by(M::Mentions, &[M::PositiveMentions, M::NegativeMentions]);
            by(M::Cost, &[M::Media, M::Labour, M::Rewards, M::Fees]);
            by(M::Margin, &[M::Profit, M::Cost]);
            let channels = |first: M, last: M| &M::ALL[first.index()..=last.index()];
            by(
                M::Impressions,
                channels(M::ImpressionsByPost, M::ImpressionsBySearch),
            );
            by(M::Reach, channels(M::ReachedByPost, M::ReachedBySearch));
            by(
                M::Customers,
                channels(M::CustomersByPost, M::CustomersOnTheirOwn),
            );
            let at_most = |few: M, many: M| {
                assert!(
                    total[few.index()] <= total[many.index()],
                    "{few} above {many}"
                );
            };
            at_most(M::Reach, M::Impressions);
            at_most(M::Visitors, M::Reach);
            at_most(M::ReachedOften, M::Reach);
            at_most(M::TookPart, M::Asked);
            at_most(M::InvitationsAccepted, M::InvitationsSent);
            at_most(M::FansReached, M::Reach);
        }
    }
}

#[test]
fn where_a_campaign_is_called_monotone_more_is_never_less() {
    let (mut monotone, mut more_reached) = (0, 0);
    for number in 0..CAMPAIGNS {
        let thrown = thrown(number);
        if !thrown.is_monotone() {
            continue;
        }
        monotone += 1;
        let base = thrown.play(&thrown.campaign, &thrown.levers);
        let mut readier = thrown.campaign.clone();
        readier.response.invite.engage = p(0.8);
        let richer = thrown.with(|kind| {
            if let ActionKind::Boost(boost) = kind {
                boost.budget = Spend::Fixed(euros(20.0));
            }
        });
        let keener = thrown.with(|kind| {
            if let ActionKind::Prompt(prompt) = kind {
                prompt.take_part = p(1.0);
                prompt.invitations = Invitations::Mean(12.0);
            }
        });
        for more in [
            thrown.play(&readier, &thrown.levers),
            thrown.play(&thrown.campaign, &richer),
            thrown.play(&thrown.campaign, &keener),
        ] {
            for (less, more) in base.iter().zip(&more) {
                // Who buys at once where others would first ask is no lead any more.
                for metric in GROWS.into_iter().filter(|m| *m != Metric::Leads) {
                    let at = metric.index();
                    assert!(less[at] <= more[at], "{metric} of campaign {number} falls");
                }
                let reach = Metric::Reach.index();
                more_reached += u32::from(less[reach] < more[reach]);
            }
        }
    }
    assert!(monotone >= 15, "only {monotone} of them are monotone");
    assert!(more_reached >= 100, "only {more_reached} worlds were moved");
}

#[test]
fn a_lever_without_effect_costs_its_price_and_changes_nothing_else() {
    let idle = Prompt {
        seen: p(0.0),
        ..Prompt::plain(p(0.0), Invitations::Each(3))
    };
    let idle = Action {
        fee: euros(10.0),
        ..action("idle", ActionKind::Prompt(idle))
    };
    for number in 0..CAMPAIGNS {
        let thrown = thrown(number);
        let with = [thrown.levers.clone(), vec![idle.clone()]].concat();
        let base = thrown.play(&thrown.campaign, &thrown.levers);
        for (less, more) in base.iter().zip(thrown.play(&thrown.campaign, &with)) {
            for metric in Metric::ALL {
                let changed = more[metric.index()] - less[metric.index()];
                let expected = match metric {
                    Metric::Cost | Metric::Fees => euros(10.0).millionths(),
                    Metric::Profit | Metric::PresentValue => -euros(10.0).millionths(),
                    // It asks, and nobody listens.
                    Metric::Asked => changed,
                    _ => 0,
                };
                assert_eq!(changed, expected, "{metric} of campaign {number}");
            }
        }
    }
}

#[test]
fn credit_sums_to_what_is_above_doing_nothing() {
    for number in 0..CAMPAIGNS / 4 {
        let thrown = thrown(number);
        let ground = Ground::new(&thrown.graph, &thrown.campaign);
        let whole = plan(&thrown.graph, &thrown.levers);
        let worlds = Worlds::new(11, 0..WORLDS);
        let found = credits(&ground, &whole, &worlds, &Crew::of(1), &Watch::default());
        let with = thrown.play(&thrown.campaign, &thrown.levers);
        let without = thrown.play(&thrown.campaign, &[]);
        assert_eq!(without, thrown.play(&thrown.campaign, &[]));
        let levers = thrown.levers.len();
        let orders: i128 = (1..=levers as i128).product();
        for world in 0..WORLDS as usize {
            for metric in Metric::ALL {
                let parts = (0..levers).map(|l| found.shapley_parts(world, l, metric));
                let sum: i128 = parts.map(|part| part.unwrap()).sum();
                let all = with[world][metric.index()] - without[world][metric.index()];
                assert_eq!(sum, orders * i128::from(all), "{metric} of {number}");
            }
        }
    }
}

//! Chains of people who never meet, held to closed forms, and journeys held to chains.

use groundswell_campaign::action::boost::Spend;
use groundswell_campaign::action::professional::Professional;
use groundswell_campaign::action::prompt::{Delivery, Invitations, Prompt, Who};
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::branching::chain::{Chain, Waits};
use groundswell_campaign::branching::chains::Chains;
use groundswell_campaign::branching::friends::Friends;
use groundswell_campaign::branching::{Branching, Fans};
use groundswell_campaign::compare::{Effort, Question, compare, play};
use groundswell_campaign::delay::Delay;
use groundswell_campaign::exposure::Exposure;
use groundswell_campaign::fatigue::Fatigue;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::ledger::Ledger;
use groundswell_campaign::market::{Market, Segment, TieStrength};
use groundswell_campaign::metric::{METRICS, Metric};
use groundswell_campaign::money::Money;
use groundswell_campaign::plan::{Error, Plan};
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::settle::settle;
use groundswell_campaign::strategy::{Campaign, Habits, Strategy};
use groundswell_campaign::surroundings::Word;
use groundswell_diffusion::mean_field::branching::GaltonWatson;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;
use groundswell_seeding::method::Method;

use crate::town::{
    action, boost, euros, everything, full, group_posts, listening, lively, mean, p, posts, prompt,
    strategy,
};

/// So many fans of one platform, everybody with that many friends.
fn fans(fans: u32, friends: Friends) -> Branching {
    let on = Fans {
        platform: "facebook".to_owned(),
        fans,
        friends,
    };
    Branching::new(&[on], Probability::ONE, 4_000_000).unwrap()
}

/// A campaign in which those who accept an invitation become fans, and nothing else happens.
fn invited_join(days: u32, delay: Delay) -> Campaign {
    Campaign {
        days,
        habits: vec![Habits::default()],
        response: Response {
            invite: Funnel {
                engage: p(0.5),
                fan: Probability::ONE,
                delay,
                ..Default::default()
            },
            ..Default::default()
        },
        ..Default::default()
    }
}

/// Fans who invite so many friends that each brings a Poisson number of people, of that mean;
/// half of those invited come.
fn brings(mean: f64, days: u32) -> (Prompt, Action) {
    let prompt = Prompt::plain(Probability::ONE, Invitations::Mean(2.0 * mean));
    let kind = ActionKind::Prompt(prompt.clone());
    (prompt, Action::new("prompt", "facebook", days, kind))
}

/// What `each` makes of each world's ledger where no graph is known.
fn in_worlds<T: Send>(
    audience: &Branching,
    campaign: &Campaign,
    actions: &[Action],
    (seed, worlds): (u64, u64),
    each: impl Fn(&Ledger) -> T + Sync,
) -> Vec<T> {
    let ground = Ground::branching(audience, campaign).unwrap();
    let plan = audience.plan(&strategy("x", actions), Money::ZERO).unwrap();
    let worlds = Worlds::new(seed, 0..worlds);
    let (crew, watch) = (Crew::of(1), Watch::default());
    let results = play(&ground, &[plan], &worlds, &crew, &watch, each);
    results.into_iter().flatten().collect()
}

fn totals(
    audience: &Branching,
    campaign: &Campaign,
    actions: &[Action],
    worlds: (u64, u64),
) -> Vec<[i64; METRICS]> {
    in_worlds(audience, campaign, actions, worlds, |ledger| {
        assert!(!ledger.was_cut());
        ledger.totals()
    })
}

/// Fails unless the numbers have that mean within 4.5 standard errors, and that variance
/// within 4.5 deviations of chi-square, by Wilson and Hilferty's cube root.
#[track_caller]
fn have(numbers: &[f64], (mean, variance): (f64, f64)) {
    let n = numbers.len() as f64;
    let found = numbers.iter().sum::<f64>() / n;
    let z = (found - mean) / (variance / n).sqrt();
    assert!(z.abs() < 4.5, "a mean of {found} for {mean}: {z}");
    let squares = numbers.iter().map(|x| (x - found).powi(2)).sum::<f64>();
    let (freedom, spread) = (n - 1.0, 2.0 / (9.0 * (n - 1.0)));
    let z = ((squares / variance / freedom).cbrt() - 1.0 + spread) / spread.sqrt();
    let found = squares / freedom;
    assert!(z.abs() < 4.5, "a variance of {found} for {variance}: {z}");
}

fn visitors(totals: &[[i64; METRICS]]) -> Vec<f64> {
    let at = Metric::Visitors.index();
    totals.iter().map(|total| total[at] as f64).collect()
}

/// Big seeds of S2 in science.md: founders, R, worlds.
#[test]
fn big_seeds_come_to_what_the_closed_form_says_in_mean_and_variance() {
    for (founders, mean, worlds) in [
        (7_064, 0.7692, 100),
        (900_000, 0.0413, 5),
        (22_582, 0.58, 40),
        (700, 0.7692, 1_000),
        // One founder: far from normal, but with a variance all the same.
        (1, 0.5, 20_000),
    ] {
        let (prompt, action) = brings(mean, 300);
        let campaign = invited_join(300, Delay::Fixed(0));
        let audience = fans(founders, Friends::Each(14));
        let totals = totals(&audience, &campaign, &[action], (7, worlds));
        let chain = Chain::of(&prompt, &campaign.response.invite, founders);
        let law = GaltonWatson::poisson(mean).unwrap();
        let visitors = visitors(&totals);
        let expected = chain.total().unwrap().visitors;
        let all = f64::from(founders) + expected;
        assert!((all - law.total_mean(founders).unwrap()).abs() < 1e-6);
        let variance = law.total_variance(founders).unwrap();
        match founders {
            1 => {
                let n = visitors.len() as f64;
                let found = visitors.iter().sum::<f64>() / n;
                assert!((found - expected).abs() < 4.5 * (variance / n).sqrt());
                // The Borel distribution of the total.
                for size in 0..5 {
                    let truth = law.total_probability(1, size + 1);
                    let is_size = |v: &&f64| **v == f64::from(size);
                    let share = visitors.iter().filter(is_size).count() as f64 / n;
                    let bound = 4.5 * (truth * (1.0 - truth) / n).sqrt();
                    assert!((share - truth).abs() < bound, "{size}: {share} for {truth}");
                }
            }
            _ => have(&visitors, (expected, variance)),
        }
    }
}

#[test]
fn generations_and_days_are_those_of_the_renewal_equation() {
    let (founders, mean, days) = (400, 0.8, 60);
    let asked = Delay::Geometric { mean: 2.0 };
    for read in [
        Delay::Fixed(1),
        Delay::Geometric { mean: 4.0 },
        Delay::LogNormal {
            median: 2.0,
            spread: 1.5,
        },
    ] {
        let (plain, _) = brings(mean, days);
        let prompt = Prompt {
            delay: asked,
            seen: p(0.9),
            ..plain
        };
        let mut campaign = invited_join(days, read);
        campaign.response.invite.buy = p(0.3);
        campaign.response.invite.seen = p(0.7);
        let audience = fans(founders, Friends::Each(25));
        let kind = ActionKind::Prompt(prompt.clone());
        let action = Action::new("prompt", "facebook", days, kind);
        let worlds = 500;
        let runs = in_worlds(&audience, &campaign, &[action], (3, worlds), |ledger| {
            let course = |metric| ledger.running(metric).collect::<Vec<i64>>();
            [Metric::Reach, Metric::Visitors, Metric::Customers].map(course)
        });
        let chain = Chain::of(&prompt, &campaign.response.invite, founders);
        let waits = [asked, read].map(|delay| Waits::of(delay, days as usize));
        let by_day = chain.by_day(&waits[0], &waits[1], days as usize);
        for metric in 0..3 {
            let mut expected = 0.0;
            for (day, met) in by_day.iter().enumerate() {
                expected += [met.reached, met.visitors, met.customers][metric];
                let counts = runs.iter().map(|run| run[metric][day] as f64);
                let found = counts.clone().sum::<f64>() / worlds as f64;
                let squares = counts.map(|x| (x - found).powi(2)).sum::<f64>();
                let error = (squares / (worlds - 1) as f64 / worlds as f64).sqrt();
                let off = (found - expected).abs();
                assert!(off <= 4.5 * error + 1e-9, "{day}: {found} for {expected}");
            }
        }
    }
}

/// A graph on which a fan's invitations meet nobody twice: below each of so many fans a tree
/// in which everybody has `friends` friends, `depth` steps deep; ties lead away from the fans.
fn forest(fans: u32, friends: u32, depth: u32) -> FanGraph {
    let mut ties = Vec::new();
    let (mut row, mut next) = ((0..fans).collect::<Vec<u32>>(), fans);
    for _ in 0..depth {
        let mut below = Vec::new();
        for v in row {
            for _ in 0..friends {
                ties.push((NodeId(v), NodeId(next)));
                below.push(next);
                next += 1;
            }
        }
        row = below;
    }
    let mut builder = GraphBuilder::new(next);
    builder
        .platform("facebook", &ties, Direction::SourceToTarget)
        .unwrap();
    builder.fans("facebook", (0..fans).map(NodeId)).unwrap();
    builder.build()
}

/// A large graph without circles of friends: ties lead from each person to `friends` others,
/// drawn at random.
fn sparse(people: u32, fans: u32, friends: u32) -> FanGraph {
    let luck = World::new(17, 0).people(NameKey::of("friends"));
    let mut ties = Vec::new();
    for v in 0..people {
        let drawn = luck.several(v, 0).take(friends as usize);
        let anybody = |u: f64| NodeId((u * f64::from(people)) as u32);
        ties.extend(drawn.map(|draw| (NodeId(v), anybody(draw.unit()))));
    }
    let mut builder = GraphBuilder::new(people);
    builder
        .platform("facebook", &ties, Direction::SourceToTarget)
        .unwrap();
    builder.fans("facebook", (0..fans).map(NodeId)).unwrap();
    builder.build()
}

fn journeys(
    graph: &FanGraph,
    campaign: &Campaign,
    actions: &[Action],
    (seed, worlds): (u64, u64),
) -> Vec<[i64; METRICS]> {
    let ground = Ground::new(graph, campaign);
    let plans = [Plan::new(&strategy("x", actions), graph, Money::ZERO).unwrap()];
    let worlds = Worlds::new(seed, 0..worlds);
    let (crew, watch) = (Crew::of(1), Watch::default());
    let totals = play(&ground, &plans, &worlds, &crew, &watch, Ledger::totals);
    totals.into_iter().flatten().collect()
}

/// Fails where the means of `metric` differ by more than 4.5 standard errors.
#[track_caller]
fn alike(metric: Metric, first: &[[i64; METRICS]], second: &[[i64; METRICS]]) {
    let moments = |totals: &[[i64; METRICS]]| {
        let (n, mean) = (totals.len() as f64, mean(totals, metric));
        let squares = totals
            .iter()
            .map(|t| (t[metric.index()] as f64 - mean).powi(2));
        (mean, squares.sum::<f64>() / (n - 1.0) / n)
    };
    let ((a, va), (b, vb)) = (moments(first), moments(second));
    let bound = 4.5 * (va + vb).sqrt() + 1e-9;
    assert!((a - b).abs() <= bound, "{metric}: {a} and {b} ± {bound}");
}

#[test]
fn a_journey_on_a_forest_is_a_chain() {
    // Three generations below the fans, and nobody of the last one has friends: the chain ends
    // there as the forest does, because nobody is asked after the third day.
    let graph = forest(60, 8, 4);
    let audience = fans(60, Friends::Each(8));
    let delay = Delay::Fixed(1);
    let answer = |engage| Funnel {
        engage: p(engage),
        lead: p(0.3),
        buy: p(0.3),
        again: p(0.4),
        fan: p(0.6),
        share: p(0.4),
        mention: p(0.3),
        positive: p(0.7),
        unfollow: p(0.05),
        opt_out: p(0.05),
        delay,
        ..Default::default()
    };
    let campaign = Campaign {
        days: 5,
        habits: vec![Habits {
            organic_reach: p(0.4),
            fortune: 0.5,
            ..Default::default()
        }],
        response: Response {
            post: answer(0.4),
            share: answer(0.2),
            invite: Funnel {
                seen: p(0.8),
                ..answer(0.4)
            },
            word: answer(0.3),
            reply: answer(0.1),
            close: p(0.5),
            deters: p(0.3),
            ..Default::default()
        },
        market: Some(Market {
            share: p(0.3),
            fans: p(0.9),
            homophily: p(0.5),
        }),
        // Which ties are strong is the same in all worlds of a graph: here all are, so that
        // the one graph is like any other.
        strength: Some(TieStrength::Strong {
            share: p(1.0),
            strong_times: 1.2,
            weak_times: 0.6,
        }),
        fatigue: Some(Fatigue {
            per_touch: p(0.2),
            half_life: Some(3.0),
        }),
        attention: Some(4),
        word: Some(Word {
            platform: "facebook".to_owned(),
            told: 1.5,
            delay,
        }),
        ..lively(0.0)
    };
    let ask = |via| Prompt {
        via,
        ..match prompt().kind {
            ActionKind::Prompt(prompt) => Prompt {
                delay: Delay::Fixed(0),
                ..prompt
            },
            _ => unreachable!("a prompt"),
        }
    };
    let by_day_five = |action: Action| Action { end: 5, ..action };
    let kinds = [
        ("counter", ActionKind::Prompt(ask(Delivery::Counter))),
        (
            "asking post",
            ActionKind::Prompt(ask(Delivery::Post { per_week: 3.0 })),
        ),
        ("listen", ActionKind::Listen(listening())),
    ];
    let mut actions: Vec<Action> = kinds
        .into_iter()
        .map(|(name, kind)| by_day_five(action(name, kind)))
        .collect();
    actions.push(by_day_five(posts()));
    let chains = totals(&audience, &campaign, &actions, (5, 3_000));
    let journeys = journeys(&graph, &campaign, &actions, (6, 3_000));
    for metric in Metric::ALL {
        alike(metric, &chains, &journeys);
    }
    for metric in [
        Metric::FurtherReached,
        Metric::CustomersByInvite,
        Metric::CustomersByWord,
        Metric::AcceptedByInvited,
        Metric::ReachedByShare,
        Metric::FansLost,
        Metric::Deterred,
        Metric::Replies,
        Metric::RepeatPurchases,
    ] {
        assert!(mean(&chains, metric) > 0.3, "{metric} does not happen");
    }
}

#[test]
fn a_journey_on_a_large_sparse_graph_comes_near_a_chain() {
    // The big seed of 7,064 at a tenth of its size, among a million people.
    let (founders, reproduction, worlds) = (700, 0.7692, 200);
    let (prompt, action) = brings(reproduction, 300);
    let campaign = invited_join(300, Delay::Fixed(0));
    let graph = sparse(1_000_000, founders, 12);
    let journeys = journeys(
        &graph,
        &campaign,
        std::slice::from_ref(&action),
        (8, worlds),
    );
    let chain = Chain::of(&prompt, &campaign.response.invite, founders);
    let expected = chain.total().unwrap().visitors;
    let variance = GaltonWatson::poisson(reproduction).unwrap();
    let variance = variance.total_variance(founders).unwrap();
    let found = mean(&journeys, Metric::Visitors);
    // What overlap there is among a million takes away less than one in a hundred.
    let error = (variance / worlds as f64).sqrt();
    assert!(found < expected + 4.5 * error, "{found} for {expected}");
    assert!(
        found > 0.99 * expected - 4.5 * error,
        "{found} for {expected}"
    );
}

#[test]
fn fans_who_know_nobody_do_the_same_in_both_engines_in_every_world() {
    let audience = fans(500, Friends::Each(0));
    let campaign = Campaign {
        strength: None,
        segments: Vec::new(),
        on_their_own: p(0.0),
        media: None,
        search: None,
        habits: vec![full(0.0).habits[0]],
        ..full(0.3)
    };
    let fees = ActionKind::Professional(Professional {
        fee_per_month: euros(100.0),
        hours_per_month: 2.0,
        quality: 1.5,
        replies: 1.0,
        reach: 1.2,
        learning: 10.0,
    });
    let actions = [
        posts(),
        prompt(),
        action("hired", fees),
        action("listen", ActionKind::Listen(listening())),
    ];
    let chains = totals(&audience, &campaign, &actions, (2, 100));
    let journeys = journeys(audience.fans(), &campaign, &actions, (2, 100));
    assert_eq!(chains, journeys);
    assert!(mean(&chains, Metric::Customers) > 5.0);
}

#[test]
fn a_world_is_the_same_whatever_ran_before_and_beside_it() {
    let audience = fans(50, Friends::Mean(12.0));
    let campaign = lively(0.3);
    let ground = Ground::branching(&audience, &campaign).unwrap();
    let plans = [&everything()[..], &everything()[2..]]
        .map(|actions| audience.plan(&strategy("x", actions), Money::ZERO).unwrap());
    let mut used = Chains::new(&ground);
    for index in (0..20).rev() {
        for plan in &plans {
            let world = World::new(4, index);
            let again = used.run(&ground, plan, world).clone();
            assert_eq!(*Chains::new(&ground).run(&ground, plan, world), again);
        }
    }
    let of = |threads| {
        let worlds = Worlds::new(4, 0..20);
        let (crew, watch) = (Crew::of(threads), Watch::default());
        play(&ground, &plans, &worlds, &crew, &watch, Ledger::totals)
    };
    assert_eq!(of(1), of(2));
}

#[test]
fn more_of_a_chance_a_mean_or_money_never_means_less_in_any_world() {
    let grows = |less: &[[i64; METRICS]], more: &[[i64; METRICS]]| {
        for (less, more) in less.iter().zip(more) {
            for metric in [
                Metric::Reach,
                Metric::Impressions,
                Metric::Visitors,
                Metric::Leads,
                Metric::Customers,
                Metric::Fans,
                Metric::Mentions,
                Metric::Stories,
            ] {
                assert!(less[metric.index()] <= more[metric.index()], "{metric}");
            }
        }
        assert!(mean(less, Metric::Reach) < mean(more, Metric::Reach));
    };
    let campaign = |accept| Campaign {
        on_their_own: p(0.0),
        segments: Vec::new(),
        ..Campaign {
            habits: vec![full(0.0).habits[0]],
            ..full(accept)
        }
    };
    let levers = |spend: f64, invites: f64, share: f64| {
        let asks = match prompt().kind {
            ActionKind::Prompt(prompt) => Prompt {
                invitations: Invitations::Mean(invites),
                share: p(share),
                ..prompt
            },
            _ => unreachable!("a prompt"),
        };
        let boost = boost(Spend::Fixed(euros(spend)));
        vec![posts(), boost, action("prompt", ActionKind::Prompt(asks))]
    };
    let run = |accept, friends, levers: &[Action]| {
        let audience = fans(60, Friends::Mean(friends));
        totals(&audience, &campaign(accept), levers, (3, 60))
    };
    let base = run(0.15, 6.0, &levers(2.0, 1.0, 0.5));
    grows(&base, &run(0.3, 6.0, &levers(2.0, 1.0, 0.5)));
    grows(&base, &run(0.15, 6.0, &levers(6.0, 1.0, 0.5)));
    grows(&base, &run(0.15, 6.0, &levers(2.0, 2.0, 0.5)));
    grows(&base, &run(0.15, 6.0, &levers(2.0, 1.0, 0.8)));
    // Where only some friends are told, one more may take the place of another; where all
    // are, more friends are more.
    let shared = |friends| {
        let audience = fans(60, Friends::Mean(friends));
        let campaign = Campaign {
            word: None,
            ..campaign(0.15)
        };
        let levers = &levers(2.0, 1.0, 0.5)[..2];
        totals(&audience, &campaign, levers, (3, 60))
    };
    grows(&shared(6.0), &shared(8.0));
}

#[test]
fn a_chain_that_grows_for_ever_is_cut_and_says_so() {
    let on = Fans {
        platform: "facebook".to_owned(),
        fans: 10,
        friends: Friends::Each(20),
    };
    let audience = Branching::new(&[on], Probability::ONE, 2_000).unwrap();
    let campaign = invited_join(60, Delay::Fixed(0));
    let ground = Ground::branching(&audience, &campaign).unwrap();
    let actions = [brings(3.0, 60).1];
    let plan = audience
        .plan(&strategy("x", &actions), Money::ZERO)
        .unwrap();
    let mut chains = Chains::new(&ground);
    let ledger = chains.run(&ground, &plan, World::new(1, 0));
    assert!(ledger.was_cut());
    assert_eq!(chains.met(), 2_000);
    // The next world starts anew.
    let actions = [brings(0.1, 60).1];
    let idle = audience
        .plan(&strategy("x", &actions), Money::ZERO)
        .unwrap();
    assert!(!chains.run(&ground, &idle, World::new(1, 0)).was_cut());
    // A comparison counts such worlds.
    let strategies = [Strategy {
        name: "grow".to_owned(),
        ..strategy("grow", &[brings(3.0, 60).1])
    }];
    let (crew, watch) = (Crew::of(1), Watch::default());
    let plans = settle(&ground, &strategies, 1, &crew, &watch).unwrap();
    let question = Question {
        objective: Metric::Visitors,
        reference: "grow".to_owned(),
        effort: Effort::Worlds(20),
        seed: 1,
    };
    let comparison = compare(&ground, &plans, &question, &crew, &watch);
    assert_eq!(comparison.cut_worlds(), 20);
}

#[test]
fn what_rests_on_who_knows_whom_is_refused() {
    let audience = fans(10, Friends::Each(5));
    let base = lively(0.1);
    let refused = |campaign: Campaign| match Ground::branching(&audience, &campaign) {
        Err(Error::NeedsGraph { what }) => what,
        _ => panic!("not refused"),
    };
    refused(Campaign {
        exposure: Exposure::Friends(2),
        ..base.clone()
    });
    refused(Campaign {
        strength: Some(TieStrength::Weight),
        ..base.clone()
    });
    refused(Campaign {
        segments: full(0.1).segments[..1]
            .iter()
            .map(|segment| Segment {
                fit: vec![1.0],
                ..segment.clone()
            })
            .collect(),
        ..base.clone()
    });
    refused(Campaign {
        on_their_own: p(0.1),
        ..base.clone()
    });
    refused(Campaign {
        habits: vec![Habits {
            permeability: p(0.5),
            ..base.habits[0]
        }],
        ..base.clone()
    });
    let best = Prompt {
        who: Who::best(Method::Degree, 3),
        ..brings(1.0, 40).0
    };
    for action in [group_posts(), action("prompt", ActionKind::Prompt(best))] {
        let plan = audience.plan(&strategy("x", std::slice::from_ref(&action)), Money::ZERO);
        assert!(matches!(plan, Err(Error::NeedsGraph { .. })));
        let ground = Ground::branching(&audience, &base).unwrap();
        let (crew, watch) = (Crew::of(1), Watch::default());
        let settled = settle(&ground, &[strategy("x", &[action])], 1, &crew, &watch);
        assert!(matches!(settled, Err(Error::NeedsGraph { .. })));
    }
}

#[test]
fn more_impressions_than_can_be_followed_are_refused_also_without_fans() {
    let audience = fans(0, Friends::Each(5));
    let campaign = lively(0.1);
    let ground = Ground::branching(&audience, &campaign).unwrap();
    let (crew, watch) = (Crew::of(1), Watch::default());
    let spend = boost(Spend::Fixed(euros(1e6)));
    let settled = settle(&ground, &[strategy("x", &[spend])], 1, &crew, &watch);
    assert!(matches!(settled, Err(Error::TooManyImpressions { .. })));
}

#[test]
fn impressions_meet_strangers_in_a_poisson_number() {
    let audience = fans(1, Friends::Each(0));
    let campaign = Campaign {
        days: 40,
        habits: vec![Habits::default()],
        ..Default::default()
    };
    // Two euros at eight a thousand.
    let bought = 250.0;
    let actions = [boost(Spend::Fixed(euros(2.0)))];
    let totals = totals(&audience, &campaign, &actions, (9, 2_000));
    let at = Metric::FurtherReached.index();
    let met: Vec<f64> = totals.iter().map(|total| total[at] as f64).collect();
    have(&met, (bought, bought));
}

/// S24 in science.md. Of the same mean, log-normal waits bring some early and leave many late.
#[test]
fn log_normal_waits_leave_more_to_come_than_geometric_ones_of_the_same_mean() {
    let days = 2_000;
    let read = Delay::LogNormal {
        median: 1.5,
        spread: 1.5,
    };
    let log_normal = Waits::of(read, days);
    let geometric = Delay::Geometric {
        mean: log_normal.mean(),
    };
    let at_once = Waits::of(Delay::Fixed(0), days);
    let (prompt, action) = brings(0.7692, 200);
    let chain = Chain::of(&prompt, &invited_join(1, read).response.invite, 700);
    let total = chain.total().unwrap().visitors;
    let to_come = |waits: &Waits, day: usize| {
        let by_day = chain.by_day(&at_once, waits, days);
        total - by_day[..day].iter().map(|met| met.visitors).sum::<f64>()
    };
    let exponential = Waits::of(geometric, days);
    // How many times as many are still to come: fewer at first, then more and more.
    let slower = |day| to_come(&log_normal, day) / to_come(&exponential, day);
    let ratios: Vec<f64> = [25, 50, 100, 150, 200].map(slower).to_vec();
    assert!(ratios[0] < 1.0 && ratios[2] > 1.0, "{ratios:?}");
    assert!(ratios.windows(2).all(|w| w[0] < w[1]), "{ratios:?}");
    // The engine says the same as the closed form.
    let audience = fans(700, Friends::Each(20));
    for (delay, waits) in [(read, &log_normal), (geometric, &exponential)] {
        let campaign = invited_join(200, delay);
        let worlds = 200;
        let runs = in_worlds(
            &audience,
            &campaign,
            std::slice::from_ref(&action),
            (12, worlds),
            |ledger| ledger.running(Metric::Visitors).nth(99).unwrap() as f64,
        );
        let expected = total - to_come(waits, 100);
        let found = runs.iter().sum::<f64>() / worlds as f64;
        let squares = runs.iter().map(|x| (x - found).powi(2)).sum::<f64>();
        let error = (squares / (worlds - 1) as f64 / worlds as f64).sqrt();
        assert!(
            (found - expected).abs() < 4.5 * error,
            "{found}, {expected}"
        );
    }
}

/// The first 64 worlds of a lively campaign; what moves them is a decision.
#[test]
fn chains_never_move() {
    let audience = fans(100, Friends::Mean(30.0));
    let totals = totals(&audience, &lively(0.2), &everything(), (1, 64));
    let sum = |metric: Metric| totals.iter().map(|t| t[metric.index()]).sum::<i64>();
    let pinned = [
        Metric::Reach,
        Metric::Visitors,
        Metric::Customers,
        Metric::Cost,
    ];
    assert_eq!(pinned.map(sum), PINNED);
}

const PINNED: [i64; 4] = [52_585, 4_038, 1_259, 10_030_700_000];

#[test]
fn doing_nothing_does_nothing() {
    let audience = fans(30, Friends::Each(10));
    let campaign = lively(0.5);
    let ground = Ground::branching(&audience, &campaign).unwrap();
    let plan = audience.plan(&Strategy::do_nothing(), Money::ZERO).unwrap();
    let mut chains = Chains::new(&ground);
    let ledger = chains.run(&ground, &plan, World::new(1, 0)).clone();
    assert_eq!(ledger.totals(), [0; METRICS]);
    assert_eq!(chains.met(), 0);
    let graph = audience.fans();
    let (bare, plan) = (
        Ground::new(graph, &campaign),
        Plan::new(&Strategy::do_nothing(), graph, Money::ZERO).unwrap(),
    );
    let mut journey = Journey::new(&bare);
    let journey = journey.run(&bare, &plan, &IndependentCascade, World::new(1, 0));
    assert_eq!(*journey, ledger);
}

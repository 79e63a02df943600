//! Laws that hold in every world.

use groundswell_campaign::action::ActionKind;
use groundswell_campaign::action::boost::Spend;
use groundswell_campaign::action::post::Post;
use groundswell_campaign::compare::{Effort, Question, compare, play};
use groundswell_campaign::comparison::{Comparison, readable};
use groundswell_campaign::delay::Delay;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::plan::{Error, Plan};
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::settle::settle;
use groundswell_campaign::strategy::{Campaign, Habits, Strategy};
use groundswell_campaign::worth::Worth;
use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::GraphBuilder;
use groundswell_graph::community::Community;
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

use crate::town::{
    action, boost, euros, everything, full, lively, moved_to, p, plan, posts, prompt, strategy,
    town, two_platforms,
};

#[test]
fn a_cascade_is_a_journey_with_one_channel_and_a_delay_of_one_round() {
    let community = Community {
        people: 300,
        median_friends: 6.0,
        ..Default::default()
    };
    let seeds: Vec<NodeId> = [0, 17, 250].map(NodeId).to_vec();
    let mut builder = GraphBuilder::new(300);
    builder
        .frozen_platform("facebook", community.ties(1).unwrap())
        .unwrap();
    builder.fans("facebook", seeds.iter().copied()).unwrap();
    let graph = builder.build();
    let platform = &graph.platforms()[0];
    for chance in [0.05, 0.15, 0.5] {
        let passes_on = |engage| Funnel {
            engage: p(engage),
            share: Probability::ONE,
            delay: Delay::Fixed(1),
            ..Default::default()
        };
        let campaign = Campaign {
            days: 60,
            habits: vec![Habits::default()],
            response: Response {
                post: passes_on(1.0),
                share: passes_on(chance),
                ..Default::default()
            },
            ..lively(0.0)
        };
        let ground = Ground::new(&graph, &campaign);
        let one_post = action(
            "post",
            ActionKind::Post(Post {
                per_week: 0.1,
                hours: 0.0,
            }),
        );
        let plan = plan(&graph, &[one_post]);
        let activation = Activation::uniform(p(chance));
        let network = Network {
            channel: NameKey::of("share"),
            ..Network::new(platform, &activation)
        };
        let (mut journey, mut cascade) = (Journey::new(&ground), Cascade::new(300));
        for index in 0..500 {
            let world = World::new(3, index);
            let ledger = journey
                .run(&ground, &plan, &IndependentCascade, world)
                .clone();
            let outcome = cascade.run(&network, &IndependentCascade, &seeds, world);
            let mut engaged: Vec<NodeId> = journey.engaged().collect();
            let mut adopters = outcome.adopters().to_vec();
            engaged.sort_unstable();
            adopters.sort_unstable();
            assert_eq!(engaged, adopters, "world {index} at {chance}");
            for (day, visitors) in (0..).zip(ledger.running(Metric::Visitors)) {
                assert_eq!(visitors, i64::from(outcome.spread_by(day)), "day {day}");
            }
        }
    }
}

#[test]
fn more_acceptance_never_means_less_reach_or_fewer_adopters() {
    let graph = town();
    let levels = [0.0, 0.05, 0.14, 0.4, 1.0].map(lively);
    let grounds = levels
        .each_ref()
        .map(|campaign| Ground::new(&graph, campaign));
    let plan = plan(&graph, &everything());
    let mut journeys = grounds.each_ref().map(Journey::new);
    let mut more = 0;
    for index in 0..1000 {
        let mut last = (0, 0, 0, 0);
        for (ground, journey) in grounds.iter().zip(&mut journeys) {
            let world = World::new(8, index);
            let total = journey
                .run(ground, &plan, &IndependentCascade, world)
                .total();
            let got = |metric| total.get(metric);
            let now = (
                got(Metric::Reach),
                got(Metric::Visitors),
                got(Metric::Customers),
                got(Metric::Fans),
            );
            let grown = now.0 >= last.0 && now.1 >= last.1 && now.2 >= last.2 && now.3 >= last.3;
            assert!(grown, "world {index}: {last:?} then {now:?}");
            more += u32::from(now.0 > last.0);
            last = now;
        }
    }
    assert!(more > 2000, "acceptance matters in this scenario: {more}");
}

#[test]
fn a_larger_budget_reaches_everybody_that_a_smaller_one_does() {
    let (graph, campaign) = (town(), lively(0.2));
    let ground = Ground::new(&graph, &campaign);
    let plans = [0.0, 1.0, 5.0, 20.0].map(|spend| {
        plan(
            &graph,
            &[posts(), boost(Spend::Fixed(euros(spend))), prompt()],
        )
    });
    let mut journey = Journey::new(&ground);
    for index in 0..200 {
        let mut last: Vec<NodeId> = Vec::new();
        for plan in &plans {
            journey.run(&ground, plan, &IndependentCascade, World::new(4, index));
            let mut reached = journey.reached().collect::<Vec<_>>();
            reached.sort_unstable();
            assert!(
                last.iter().all(|v| reached.binary_search(v).is_ok()),
                "world {index}"
            );
            last = reached;
        }
    }
}

#[test]
fn no_touch_on_a_platform_reaches_anybody_who_is_not_on_it() {
    let graph = two_platforms();
    let campaign = Campaign {
        habits: vec![lively(0.0).habits[0]; 2],
        ..lively(0.3)
    };
    let ground = Ground::new(&graph, &campaign);
    let mut journey = Journey::new(&ground);
    for platform in graph.platforms() {
        let members = platform.members.as_ref().unwrap();
        let mut actions = everything();
        for action in &mut actions {
            action.platform = Some(platform.name.clone());
        }
        let plan = plan(&graph, &actions);
        let mut reached = 0;
        for index in 0..200 {
            journey.run(&ground, &plan, &IndependentCascade, World::new(9, index));
            assert!(journey.reached().all(|v| members.contains(v)));
            reached += journey.reached().count();
        }
        assert!(reached > 200 * 100, "{reached}");
    }
}

#[test]
fn impressions_paid_for_fall_on_members_and_none_are_lost() {
    // Five hundred impressions on the 600 members nearby, in each of 400 worlds: a
    // Poisson number, whose mean lies within 4.5 standard errors.
    let graph = two_platforms();
    let campaign = Campaign {
        habits: vec![lively(0.0).habits[0]; 2],
        response: Response::default(),
        ..lively(0.0)
    };
    let ground = Ground::new(&graph, &campaign);
    let mut boost = boost(Spend::Fixed(euros(4.0)));
    boost.platform = Some("twitter".to_owned());
    let (plan, mut journey) = (plan(&graph, &[boost]), Journey::new(&ground));
    let worlds = 400;
    let total: i64 = (0..worlds)
        .map(|index| {
            let world = World::new(10, index);
            let ledger = journey.run(&ground, &plan, &IndependentCascade, world);
            ledger.total().get(Metric::Impressions)
        })
        .sum();
    let mean = total as f64 / worlds as f64;
    let error = (500.0 / worlds as f64).sqrt();
    assert!((mean - 500.0).abs() < 4.5 * error, "{mean}");
}

#[test]
fn a_platform_with_everybody_on_it_is_one_without_members() {
    let graph = town();
    let platform = &graph.platforms()[0];
    let mut builder = GraphBuilder::new(graph.people());
    builder
        .frozen_platform("facebook", platform.ties.clone())
        .unwrap();
    builder
        .fans("facebook", platform.fans.members().iter().copied())
        .unwrap();
    let nearby = graph.catchment().unwrap().members();
    builder.catchment(nearby.iter().copied()).unwrap();
    builder.members("facebook", graph.nodes()).unwrap();
    let (said, campaign) = (builder.build(), lively(0.2));
    let grounds = [&graph, &said].map(|graph| Ground::new(graph, &campaign));
    let mut journey = Journey::new(&grounds[0]);
    for index in 0..50 {
        let [unsaid, said] = [&grounds[0], &grounds[1]].map(|ground| {
            let plan = plan(ground.graph(), &everything());
            let world = World::new(11, index);
            journey
                .run(ground, &plan, &IndependentCascade, world)
                .totals()
        });
        assert_eq!(unsaid, said);
    }
}

#[test]
fn totals_equal_their_parts_to_the_cent() {
    let (graph, campaign) = (town(), lively(0.3));
    let ground = Ground::new(&graph, &campaign);
    let plan = plan(&graph, &everything());
    let mut journey = Journey::new(&ground);
    for index in 0..300 {
        let ledger = journey.run(&ground, &plan, &IndependentCascade, World::new(6, index));
        let total = ledger.total();
        let get = |metric| total.get(metric);
        let sum = |metrics: &[Metric]| metrics.iter().map(|&m| get(m)).sum::<i64>();
        let rings = [
            Metric::FansReached,
            Metric::FriendsReached,
            Metric::FurtherReached,
        ];
        let first = [
            Metric::ReachedByPost,
            Metric::ReachedByBoost,
            Metric::ReachedByShare,
            Metric::ReachedByInvite,
        ];
        let won = [
            Metric::CustomersByPost,
            Metric::CustomersByBoost,
            Metric::CustomersByShare,
            Metric::CustomersByInvite,
        ];
        let paid = [Metric::Media, Metric::Labour, Metric::Rewards, Metric::Fees];
        assert_eq!(get(Metric::Reach), sum(&rings));
        assert_eq!(get(Metric::Reach), sum(&first));
        assert_eq!(get(Metric::Customers), sum(&won));
        assert_eq!(get(Metric::Cost), sum(&paid));
        assert_eq!(get(Metric::Profit), get(Metric::Margin) - get(Metric::Cost));
        assert!(get(Metric::Impressions) >= get(Metric::Reach));
        assert!(get(Metric::Reach) >= get(Metric::Visitors));
        assert!(get(Metric::Visitors) >= get(Metric::Customers));
        assert!(get(Metric::InvitationsSent) >= get(Metric::InvitationsAccepted));
        assert!(get(Metric::Asked) >= get(Metric::TookPart));
        // Prices times volumes: four euros of impressions, 45 a customer, posts and
        // questions by the hour, 10 cents an invitation, five euros an acceptance.
        assert_eq!(total.media, euros(4.0));
        assert_eq!(total.fees, euros(10.0));
        assert_eq!(total.margin, euros(45.0) * get(Metric::Customers) as u32);
        // A post every 7/3 days: 18 within 40 days.
        assert_eq!(
            total.labour,
            euros(1.5) * 18 + euros(0.3) * get(Metric::Asked) as u32
        );
        let invitations = euros(0.1) * total.invitations_sent;
        assert_eq!(
            total.rewards,
            invitations + euros(5.0) * total.invitations_accepted
        );
        assert!(
            ledger
                .running(Metric::Reach)
                .eq((0..ledger.days()).scan(0, |sum, day| {
                    let columns = ledger.day(day).iter();
                    *sum += columns.map(|entry| entry.get(Metric::Reach)).sum::<i64>();
                    Some(*sum)
                }))
        );
    }
}

#[test]
fn people_outside_the_catchment_are_reached_but_never_buy() {
    let (graph, campaign) = (town(), lively(1.0));
    let ground = Ground::new(&graph, &campaign);
    let plan = plan(&graph, &everything());
    let mut journey = Journey::new(&ground);
    let (mut far, mut customers) = (0, 0);
    for index in 0..50 {
        journey.run(&ground, &plan, &IndependentCascade, World::new(6, index));
        far += journey.reached().filter(|&v| !graph.is_nearby(v)).count();
        assert!(journey.customers().all(|v| graph.is_nearby(v)));
        customers += journey.customers().count();
    }
    assert!(far > 0 && customers > 0);
}

#[test]
fn doing_nothing_costs_nothing_and_reaches_nobody() {
    let (graph, campaign) = (town(), lively(0.5));
    let ground = Ground::new(&graph, &campaign);
    let nothing = Plan::new(&Strategy::do_nothing(), &graph, Money::ZERO).unwrap();
    let mut journey = Journey::new(&ground);
    let ledger = journey.run(&ground, &nothing, &IndependentCascade, World::new(1, 1));
    assert!(ledger.totals().iter().all(|&total| total == 0));
    assert_eq!(ledger.days(), 40);
}

#[test]
fn removing_a_lever_leaves_the_luck_of_the_others_alone() {
    // Without answers no lever can work on what another one does.
    let graph = town();
    let campaign = Campaign {
        response: Response::default(),
        ..lively(0.0)
    };
    let ground = Ground::new(&graph, &campaign);
    let all = plan(&graph, &everything());
    let turned = plan(&graph, &[prompt(), posts()]);
    let mut journey = Journey::new(&ground);
    for index in 0..100 {
        let world = World::new(2, index);
        let with = journey
            .run(&ground, &all, &IndependentCascade, world)
            .total();
        let without = journey
            .run(&ground, &turned, &IndependentCascade, world)
            .total();
        assert_eq!(with.impressions[0], without.impressions[0]);
        assert_eq!(with.impressions[3], without.impressions[3]);
        assert_eq!(with.took_part, without.took_part);
        assert_eq!(without.impressions[1], 0);
    }
}

#[test]
fn a_used_engine_gives_what_a_new_one_gives() {
    let (graph, campaign) = (town(), lively(0.3));
    let ground = Ground::new(&graph, &campaign);
    let plan = plan(&graph, &everything());
    let mut used = Journey::new(&ground);
    for index in 0..50 {
        let world = World::new(9, index);
        let fresh = Journey::new(&ground)
            .run(&ground, &plan, &IndependentCascade, world)
            .clone();
        assert_eq!(*used.run(&ground, &plan, &IndependentCascade, world), fresh);
    }
}

#[test]
fn paid_impressions_are_as_many_as_the_money_buys() {
    // Forty euros at eight a thousand are 5,000 impressions on average, Poisson; the
    // mean of 400 worlds is within 4.5 standard errors, and reach follows.
    let graph = town();
    let campaign = Campaign {
        response: Response::default(),
        ..lively(0.0)
    };
    let ground = Ground::new(&graph, &campaign);
    let plan = plan(&graph, &[boost(Spend::Fixed(euros(40.0)))]);
    let mut journey = Journey::new(&ground);
    let (mut seen, mut reached) = (0u64, 0u64);
    for index in 0..400 {
        let ledger = journey.run(&ground, &plan, &IndependentCascade, World::new(12, index));
        let total = ledger.total();
        seen += u64::from(total.impressions[1]);
        reached += u64::from(total.reached.iter().sum::<u32>());
    }
    let mean = seen as f64 / 400.0;
    assert!(
        (mean - 5000.0).abs() < 4.5 * (5000.0f64 / 400.0).sqrt(),
        "{mean}"
    );
    // Each of 2,000 people sees none with probability e^−2.5.
    let missed = libm::exp(-2.5);
    let expected = 2000.0 * (1.0 - missed);
    let error = (2000.0 * missed * (1.0 - missed) / 400.0).sqrt();
    let mean = reached as f64 / 400.0;
    assert!(
        (mean - expected).abs() < 4.5 * error,
        "{mean} for {expected}"
    );
}

fn question(effort: Effort) -> Question {
    let (objective, reference) = (Metric::Customers, "broadcast-only".to_owned());
    Question {
        objective,
        reference,
        effort,
        seed: 1,
    }
}

fn strategies() -> [Strategy; 2] {
    [
        strategy("broadcast-only", &[posts(), boost(Spend::Rest)]),
        strategy("invite-friends", &[posts(), prompt()]),
    ]
}

fn compared(crew: &Crew, effort: Effort) -> Comparison {
    let (graph, campaign) = (town(), lively(0.14));
    let ground = Ground::new(&graph, &campaign);
    let plans = settle(&ground, &strategies(), 1, crew, &Watch::default()).unwrap();
    compare(&ground, &plans, &question(effort), crew, &Watch::default())
}

#[test]
fn threads_and_blocks_change_no_bit() {
    let first = compared(&Crew::of(1), Effort::Worlds(100));
    for threads in [2, 7] {
        for block in [1, 5, 64] {
            let crew = Crew::of(threads).with_block(block);
            assert_eq!(
                compared(&crew, Effort::Worlds(100)),
                first,
                "{threads} × {block}"
            );
        }
    }
}

#[test]
fn a_comparison_says_of_each_platform_what_happened_there() {
    let (graph, campaign) = (two_platforms(), full(0.3));
    let ground = Ground::new(&graph, &campaign);
    let mut levers = everything();
    levers.extend(moved_to("twitter", &[posts()]));
    let asked = Question {
        reference: "x".to_owned(),
        ..question(Effort::Worlds(10))
    };
    let (plans, crew, watch) = ([plan(&graph, &levers)], Crew::of(1), Watch::default());
    let comparison = compare(&ground, &plans, &asked, &crew, &watch);
    let mut journey = Journey::new(&ground);
    for index in 0..10 {
        let world = World::new(asked.seed, index);
        let ledger = journey.run(&ground, &plans[0], &IndependentCascade, world);
        for at in 0..2 {
            let here = ledger.platform(at);
            let said = |metric| {
                let sample = comparison.sample_on(0, at, metric).unwrap();
                sample.values()[index as usize]
            };
            assert!(here.reached_here > 0);
            assert_eq!(said(Metric::Reach), f64::from(here.reached_here));
            for metric in Metric::BY_PLATFORM {
                assert_eq!(said(metric), readable(metric, here.get(metric)), "{metric}");
            }
        }
    }
    assert_eq!(comparison.sample_on(0, 0, Metric::Opinion), None);
}

#[test]
fn the_rest_of_the_budget_is_what_the_other_actions_leave() {
    let comparison = compared(&Crew::of(2), Effort::Worlds(20));
    let cost = comparison.estimate(0, Metric::Cost).unwrap();
    assert_eq!((cost.mean, cost.standard_error), (200.0, 0.0));
    assert_eq!(comparison.arms.last().unwrap().name, "do-nothing");
}

#[test]
fn budgets_are_settled_in_worlds_in_which_nothing_is_compared() {
    let graph = town();
    let mut campaign = lively(0.1);
    // Advertising sets nothing off, so that it costs what it spends.
    campaign.response.boost.engage = p(0.0);
    let ground = Ground::new(&graph, &campaign);
    let (crew, watch) = (Crew::of(1), Watch::default());
    let strategies = [strategy("x", &[prompt(), boost(Spend::Rest)])];
    let plans = settle(&ground, &strategies, 1, &crew, &watch).unwrap();
    let gap = |first: u64| {
        let worlds = Worlds::new(1, first..first + 128);
        let costs = play(&ground, &plans[..1], &worlds, &crew, &watch, |ledger| {
            ledger.total().cost().units()
        });
        let sum: f64 = costs.into_iter().flatten().sum();
        (sum / 128.0 - 200.0).abs()
    };
    // In their own worlds the budget is met to the cent, elsewhere by chance.
    assert!(gap(1 << 40) < 0.01, "{}", gap(1 << 40));
    assert!((0.05..5.0).contains(&gap(0)), "{}", gap(0));
}

#[test]
fn a_budget_that_is_not_there_or_too_small_is_said_so() {
    let graph = town();
    let crew = Crew::of(1);
    let poor = Campaign {
        budget: Some(euros(1.0)),
        ..lively(0.1)
    };
    let settled = settle(
        &Ground::new(&graph, &poor),
        &strategies(),
        1,
        &crew,
        &Watch::default(),
    );
    assert!(
        matches!(settled, Err(Error::OverBudget { .. })),
        "{settled:?}"
    );
    let dear = Campaign {
        worth: Worth {
            margin: euros(1e9),
            ..Worth::default()
        },
        ..lively(0.1)
    };
    let settled = settle(
        &Ground::new(&graph, &dear),
        &strategies(),
        1,
        &crew,
        &Watch::default(),
    );
    assert!(
        matches!(settled, Err(Error::TooMuchMoney { .. })),
        "{settled:?}"
    );
    let none = Campaign {
        budget: None,
        ..lively(0.1)
    };
    let settled = settle(
        &Ground::new(&graph, &none),
        &strategies(),
        1,
        &crew,
        &Watch::default(),
    );
    assert!(
        matches!(settled, Err(Error::NoBudget { .. })),
        "{settled:?}"
    );
}

#[test]
fn a_run_to_a_precision_ends_at_a_look_that_has_it() {
    let crew = Crew::of(2);
    let effort = Effort::Precision {
        fraction: 0.1,
        most: 4096,
    };
    let comparison = compared(&crew, effort);
    let worlds = comparison.worlds();
    assert!([256, 512, 1024, 2048, 4096].contains(&worlds), "{worlds}");
    let headline = comparison.estimate(0, Metric::Customers).unwrap().mean;
    let difference = comparison.difference(1, 0, Metric::Customers).unwrap();
    assert!(worlds == 4096 || difference.estimate.half_width() <= 0.1 * headline);
    // The worlds themselves are those of a run of that length.
    let fixed = compared(&crew, Effort::Worlds(worlds as u64));
    assert_eq!(fixed.arms, comparison.arms);
}

//! Each lever does what it says, and nothing where it has no effect.

use std::collections::BTreeSet;

use groundswell_campaign::action::boost::{Boost, Spend};
use groundswell_campaign::action::fake_fans::FakeFans;
use groundswell_campaign::action::group_post::GroupPost;
use groundswell_campaign::action::listen::Listen;
use groundswell_campaign::action::post::Post;
use groundswell_campaign::action::professional::Professional;
use groundswell_campaign::action::prompt::{Delivery, Incentive, Invitations, Prompt, Who};
use groundswell_campaign::action::reward::{Pay, Reward};
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::creative::Creative;
use groundswell_campaign::fatigue::Fatigue;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::journey::log::What;
use groundswell_campaign::ledger::Split;
use groundswell_campaign::market::Market;
use groundswell_campaign::metric::{METRICS, Metric};
use groundswell_campaign::money::Money;
use groundswell_campaign::plan::Error;
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::sentiment::{Sentiment, Talk};
use groundswell_campaign::settle::settle;
use groundswell_campaign::strategy::{BudgetMode, Campaign, Habits, Strategy};
use groundswell_campaign::worth::{Loyalty, Worth};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;
use groundswell_seeding::method::Method;

use crate::town::{
    action, boost, euros, everything, full, group_posts, listening, lively, mean, moved_to, p,
    plan, posts, prompt, strategy, totals, town, two_platforms,
};

/// Levers of every kind, on two platforms.
fn all_levers() -> Vec<Action> {
    let mut levers = everything();
    levers.push(group_posts());
    levers.push(action("listen", ActionKind::Listen(listening())));
    levers.extend(moved_to("twitter", &everything()));
    levers
}

#[test]
fn in_a_full_campaign_totals_equal_their_parts_by_day_and_by_platform() {
    let (graph, campaign) = (two_platforms(), full(0.3));
    let ground = Ground::new(&graph, &campaign);
    let plan = plan(&graph, &all_levers());
    let mut journey = Journey::new(&ground);
    let mut seen = [false; METRICS];
    for index in 0..40 {
        let world = World::new(2, index);
        let ledger = journey.run(&ground, &plan, &IndependentCascade, world);
        let (total, all) = (ledger.total(), ledger.totals());
        let get = |metric: Metric| all[metric.index()];
        let sum = |metrics: &[Metric]| metrics.iter().map(|&m| get(m)).sum::<i64>();
        for metric in Metric::ALL {
            let on = |at| ledger.platform(at).get(metric);
            let by_platform: i64 = (0..ledger.columns()).map(on).sum();
            assert_eq!(by_platform, total.get(metric), "{metric} by platform");
            // What customers bring after the last day stands behind the days.
            if ![Metric::Margin, Metric::Profit, Metric::PresentValue].contains(&metric) {
                let days = ledger.running(metric).last().unwrap();
                assert_eq!(days, total.get(metric), "{metric} by day");
            }
            seen[metric.index()] |= get(metric) != 0;
        }
        use groundswell_campaign::channel::Channel;
        let each = |of: fn(Channel) -> Metric| sum(&Channel::ALL.map(of));
        assert_eq!(get(Metric::Reach), each(Metric::reached_by));
        assert_eq!(get(Metric::Impressions), each(Metric::impressions_by));
        let alone = get(Metric::CustomersOnTheirOwn);
        assert_eq!(get(Metric::Customers), each(Metric::customers_by) + alone);
        let paid = [Metric::Media, Metric::Labour, Metric::Rewards, Metric::Fees];
        assert_eq!(get(Metric::Cost), sum(&paid));
        assert_eq!(get(Metric::Profit), get(Metric::Margin) - get(Metric::Cost));
        // Nothing is discounted: the present value is the sum.
        assert_eq!(get(Metric::PresentValue), get(Metric::Profit));
        let spoken = [Metric::PositiveMentions, Metric::NegativeMentions];
        assert_eq!(get(Metric::Mentions), sum(&spoken));
        for (less, more) in [
            (Metric::Reach, Metric::Impressions),
            (Metric::Visitors, Metric::Reach),
            (Metric::Leads, Metric::Visitors),
            (Metric::Retained, Metric::Customers),
            (Metric::InvitationsAccepted, Metric::InvitationsSent),
            (Metric::AcceptedByInvited, Metric::InvitationsAccepted),
            (Metric::RootsThatSpread, Metric::VisitorsByBrand),
            (Metric::ReachedOnTwo, Metric::Reach),
            (Metric::ReachedOften, Metric::Reach),
        ] {
            assert!(get(less) <= get(more), "{less} exceed {more}");
        }
        // Everybody is reached on as many platforms as reached them.
        let here = (0..ledger.columns()).map(|at| i64::from(ledger.platform(at).reached_here));
        assert!(here.sum::<i64>() >= get(Metric::Reach) + get(Metric::ReachedOnTwo));
    }
    let quiet: Vec<Metric> = Metric::ALL
        .into_iter()
        .filter(|m| !seen[m.index()])
        .collect();
    let never = [
        Metric::ReachedByReply,
        Metric::New,
        Metric::Earlier,
        Metric::SameDay,
        Metric::Later,
        Metric::Lost,
        Metric::FansLost,
        Metric::FakeFans,
        Metric::OptedOut,
        Metric::Deterred,
        Metric::RepliesDropped,
        Metric::Mended,
        Metric::Opinion,
    ];
    assert!(quiet.iter().all(|m| never.contains(m)), "{quiet:?}");
}

#[test]
fn levers_without_effect_cost_exactly_their_price_and_change_nothing_else() {
    let (graph, campaign) = (two_platforms(), full(0.3));
    let without = totals((&graph, &campaign), &everything(), 5, 40);
    let professional = Professional {
        fee_per_month: euros(600.0),
        hours_per_month: 4.0,
        quality: 1.0,
        replies: 1.0,
        reach: 1.0,
        learning: 10.0,
    };
    let fakes = FakeFans {
        count: 5000,
        per_thousand: euros(12.0),
        dilution: p(0.0),
    };
    let plain = Creative {
        name: "tailored".to_owned(),
        cost: euros(70.0),
        engage: 1.0,
        share: 1.0,
        by_segment: vec![1.0, 1.0],
    };
    let mut tailored = everything();
    tailored
        .iter_mut()
        .for_each(|action| action.creative = Some(plain.clone()));
    let with = |lever: Action| [everything(), vec![lever]].concat();
    for (name, levers, price) in [
        (
            "professional",
            with(action("hire", ActionKind::Professional(professional))),
            euros(20.0) * 40 + euros(2.0) * 40,
        ),
        (
            "fake fans",
            with(action("fakes", ActionKind::FakeFans(fakes))),
            euros(60.0),
        ),
        ("creative", tailored, euros(70.0)),
    ] {
        for (a, b) in without
            .iter()
            .zip(totals((&graph, &campaign), &levers, 5, 40))
        {
            for metric in Metric::ALL {
                let more = Money::from_millionths(b[metric.index()] - a[metric.index()]);
                let expected = match metric {
                    Metric::Cost => price,
                    Metric::Profit | Metric::PresentValue => -price,
                    Metric::Fees | Metric::Labour => continue,
                    Metric::FakeFans | Metric::FollowersCounted => continue,
                    _ => Money::ZERO,
                };
                let off = (more - expected).millionths().abs();
                // A day's share of a fee is rounded to the millionth.
                assert!(off <= 100, "{name}: {metric} {more} for {expected}");
            }
        }
    }
    // Listening answers those who speak; a reply is a touch, and has no other effect.
    let quiet = Campaign {
        response: Response {
            reply: Funnel::default(),
            ..full(0.3).response
        },
        ..full(0.3)
    };
    let listens = with(action("listen", ActionKind::Listen(listening())));
    let without = totals((&graph, &quiet), &everything(), 5, 40);
    let listened = totals((&graph, &quiet), &listens, 5, 40);
    let same = [
        Metric::Reach,
        Metric::Visitors,
        Metric::Leads,
        Metric::Customers,
        Metric::Fans,
        Metric::Mentions,
        Metric::Margin,
    ];
    for (a, b) in without.iter().zip(&listened) {
        assert!(same.iter().all(|m| a[m.index()] == b[m.index()]));
    }
    assert!(mean(&listened, Metric::Replies) > 1.0);
    // Six hours of 15 a week, for forty days.
    let more = mean(&listened, Metric::Labour) - mean(&without, Metric::Labour);
    assert!(
        (more / 1e6 - 6.0 * 15.0 * 40.0 / 7.0).abs() < 0.01,
        "{more}"
    );
}

#[test]
fn fake_fans_raise_the_count_and_not_the_reach() {
    let graph = town();
    let campaign = Campaign {
        habits: vec![Habits {
            organic_reach: p(0.1),
            ..Default::default()
        }],
        response: Response::default(),
        ..lively(0.0)
    };
    let fakes = |dilution| {
        let fakes = FakeFans {
            count: 900,
            per_thousand: euros(10.0),
            dilution: p(dilution),
        };
        vec![posts(), action("fakes", ActionKind::FakeFans(fakes))]
    };
    let run = |levers: &[Action]| totals((&graph, &campaign), levers, 1, 200);
    let (honest, bought, diluted) = (run(&[posts()]), run(&fakes(0.0)), run(&fakes(1.0)));
    let counted = |totals: &[[i64; METRICS]]| mean(totals, Metric::FollowersCounted);
    assert_eq!(counted(&bought) - counted(&honest), 900.0);
    assert_eq!(mean(&bought, Metric::Reach), mean(&honest, Metric::Reach));
    // A hundred fans among a thousand followers: a tenth of the impressions.
    let seen = |totals: &[[i64; METRICS]]| mean(totals, Metric::Impressions);
    let (all, few) = (seen(&honest), seen(&diluted));
    let error = (all / 10.0 / 200.0).sqrt();
    assert!((few - all / 10.0).abs() < 4.5 * error, "{few} of {all}");
}

#[test]
fn permeability_of_nothing_confines_and_of_one_is_as_if_there_were_no_groups() {
    let graph = two_platforms();
    let groups = graph.platforms()[0].groups.clone().unwrap();
    let campaign = |permeability| {
        let passes_on = |engage| Funnel {
            engage: p(engage),
            share: p(1.0),
            ..Default::default()
        };
        Campaign {
            habits: vec![
                Habits {
                    permeability: p(permeability),
                    ..Default::default()
                };
                2
            ],
            response: Response {
                group: passes_on(0.5),
                share: passes_on(0.2),
                ..Default::default()
            },
            ..Default::default()
        }
    };
    let levers = [group_posts()];
    let (closed, open) = (campaign(0.0), campaign(1.0));
    let ground = Ground::new(&graph, &closed);
    let plan = plan(&graph, &levers);
    let mut journey = Journey::new(&ground);
    let mut reached = 0;
    for index in 0..50 {
        journey.run(&ground, &plan, &IndependentCascade, World::new(4, index));
        let inside = |v: NodeId| !groups.joined_by(v).is_empty();
        assert!(journey.reached().all(inside), "world {index}");
        reached += journey.reached().count();
    }
    assert!(reached > 1000);
    let outside =
        |campaign: &Campaign| mean(&totals((&graph, campaign), &levers, 4, 50), Metric::Reach);
    assert!(outside(&open) > 1.2 * outside(&closed));
    // Without groups nobody leaves any: a post to fans spreads the same.
    let mut bare = graph.clone();
    let nobody = groundswell_graph::groups::Groups::of(graph.people(), Vec::new(), Vec::new());
    bare.set_groups("facebook", nobody.unwrap()).unwrap();
    let to_fans = Campaign {
        response: Response {
            post: Funnel {
                engage: p(0.3),
                share: p(1.0),
                ..Default::default()
            },
            ..open.response
        },
        ..open.clone()
    };
    let with_groups = totals((&graph, &to_fans), &[posts()], 4, 30);
    assert_eq!(with_groups, totals((&bare, &to_fans), &[posts()], 4, 30));
}

#[test]
fn moderators_bear_as_much_talk_as_there_is_listening() {
    let (graph, campaign) = (two_platforms(), full(0.2));
    let group = |tolerance, backlash| GroupPost {
        group: None,
        per_week: 7.0,
        hours: 0.0,
        admission: p(1.0),
        tolerance,
        backlash: p(backlash),
    };
    let of = |post| vec![posts(), action("groups", ActionKind::GroupPost(post))];
    let run = |levers: &[Action]| totals((&graph, &campaign), levers, 6, 30);
    let all = run(&of(group(None, 0.0)));
    let borne = run(&of(group(Some(3.0), 0.0)));
    let shut = run(&of(group(Some(3.0), 1.0)));
    let mut heard = of(group(Some(3.0), 0.0));
    heard.push(action("listen", ActionKind::Listen(listening())));
    let heard = run(&heard);
    let by_groups = |totals: &[[i64; METRICS]]| mean(totals, Metric::ImpressionsByGroup);
    let removed = |totals: &[[i64; METRICS]]| mean(totals, Metric::PostsRemoved);
    assert_eq!(removed(&all), 0.0);
    // Three posts of forty are borne in each of the groups.
    let groups = graph.platforms()[0].groups.as_ref().unwrap().len();
    assert_eq!(removed(&borne), f64::from(37 * groups));
    assert_eq!(removed(&shut), f64::from(groups));
    assert!(by_groups(&borne) < 0.1 * by_groups(&all));
    assert_eq!(by_groups(&shut), by_groups(&borne));
    assert!(
        by_groups(&heard) > 2.0 * by_groups(&borne),
        "listening opens doors"
    );
}

#[test]
fn replies_are_given_as_far_as_hours_go_and_do_what_was_planted() {
    let graph = town();
    let speaks = Funnel {
        engage: p(0.5),
        mention: p(1.0),
        positive: p(0.0),
        unfollow: p(0.05),
        ..Default::default()
    };
    let campaign = Campaign {
        days: 40,
        habits: vec![Habits {
            organic_reach: p(0.5),
            ..Default::default()
        }],
        response: Response {
            post: speaks,
            ..Default::default()
        },
        ..Default::default()
    };
    let run = |listen: Option<Listen>| {
        let mut levers = vec![posts()];
        levers.extend(listen.map(|l| action("listen", ActionKind::Listen(l))));
        totals((&graph, &campaign), &levers, 9, 40)
    };
    let nobody = run(None);
    let idle = run(Some(listening()));
    // Hours beyond need answer everybody whose post was not in the last days.
    let busy = Listen {
        hours_per_week: 1000.0,
        ..listening()
    };
    let busy = run(Some(busy));
    let few = run(Some(Listen {
        hours_per_week: 1.0,
        ..listening()
    }));
    assert_eq!(mean(&busy, Metric::RepliesDropped), 0.0);
    // An hour a week at twenty minutes each: three replies a week.
    let weeks = 40.0 / 7.0;
    let given = mean(&few, Metric::Replies);
    assert!(
        (3.0 * weeks - 2.0..=3.0 * weeks).contains(&given),
        "{given}"
    );
    assert!(mean(&few, Metric::RepliesDropped) > 10.0);
    let lost = |totals: &[[i64; METRICS]]| mean(totals, Metric::FansLost);
    assert_eq!(lost(&nobody), lost(&idle));
    // Whoever was answered has no reason left to unfollow, in every world.
    let calm = run(Some(Listen {
        hours_per_week: 1000.0,
        calms: p(1.0),
        mends: p(0.5),
        trust: 1.0,
        ..listening()
    }));
    assert!(lost(&calm) < 0.7 * lost(&nobody), "{}", lost(&calm));
    assert!(mean(&calm, Metric::Visitors) >= mean(&nobody, Metric::Visitors));
    let share = mean(&calm, Metric::Mended) / mean(&calm, Metric::Replies);
    assert!((share - 0.5).abs() < 0.1, "{share}");
}

#[test]
fn who_is_asked_is_whom_the_plan_names() {
    let (graph, campaign) = (two_platforms(), full(0.2));
    let ground = Ground::new(&graph, &campaign);
    let platform = &graph.platforms()[0];
    let asked = |who: Who, share: f64| {
        let prompt = Prompt {
            who,
            share: p(share),
            ..Prompt::plain(p(0.3), Invitations::Each(2))
        };
        let plan = plan(&graph, &[action("prompt", ActionKind::Prompt(prompt))]);
        let mut journey = Journey::new(&ground).with_log();
        journey.run(&ground, &plan, &IndependentCascade, World::new(1, 3));
        let log = journey.log().iter();
        let asked = log.filter(|entry| entry.what == What::Asked);
        let mut asked: Vec<(u32, NodeId)> = asked.map(|entry| (entry.day, entry.person)).collect();
        asked.sort_unstable();
        asked
    };
    let everybody = asked(Who::Everybody, 1.0);
    let day_0 = |asked: &[(u32, NodeId)]| asked.iter().filter(|(day, _)| *day == 0).count();
    assert_eq!(day_0(&everybody), 100);
    assert!(everybody.len() > 100, "those who join are asked too");
    // A share is the beginning of a larger one.
    let (third, half) = (asked(Who::Everybody, 0.3), asked(Who::Everybody, 0.5));
    let of_day_0 = |asked: &[(u32, NodeId)]| -> Vec<NodeId> {
        let first = asked.iter().filter(|(day, _)| *day == 0);
        first.map(|(_, v)| *v).collect()
    };
    let (third, half) = (of_day_0(&third), of_day_0(&half));
    assert!(third.iter().all(|v| half.contains(v)) && third.len() < half.len());
    let segment = asked(Who::Segment(1), 1.0);
    assert!(!segment.is_empty());
    assert!(segment.iter().all(|(_, v)| ground.segment(*v) == Some(1)));
    let mut choices = BTreeSet::new();
    for by in Method::ALL {
        let chosen = asked(Who::best(by, 30), 1.0);
        let mut chosen: Vec<NodeId> = chosen.iter().map(|(_, v)| *v).collect();
        chosen.sort_unstable();
        assert_eq!(chosen.len(), 30, "{by:?}");
        assert!(chosen.iter().all(|v| platform.fans.contains(*v)), "{by:?}");
        let degree = |v: &NodeId| platform.ties.out_degree(*v);
        if by == Method::Degree {
            let least = chosen.iter().map(degree).min().unwrap();
            let others = platform.fans.members().iter();
            let others = others.filter(|v| !chosen.contains(v));
            assert!(others.map(degree).max().unwrap() <= least);
        }
        assert!(choices.insert(chosen), "{by:?} asks whom another asks");
    }
    // A likelier word makes a friend of the chosen worth less.
    let with = |chance| {
        let who = Who::Best {
            by: Method::DegreeDiscount,
            chance: p(chance),
            count: 30,
        };
        asked(who, 1.0)
    };
    assert_ne!(with(0.0), with(0.5));
}

#[test]
fn a_discount_makes_taking_part_likelier_and_costs_what_it_costs() {
    let (graph, campaign) = (town(), lively(0.0));
    let with = |persuades: Option<f64>| {
        let prompt = Prompt {
            incentive: Incentive {
                amount: euros(5.0),
                persuades: persuades.map(p),
            },
            ..Prompt::plain(p(0.2), Invitations::Each(1))
        };
        totals(
            (&graph, &campaign),
            &[action("prompt", ActionKind::Prompt(prompt))],
            3,
            300,
        )
    };
    let (plain, keen) = (with(None), with(Some(0.5)));
    // A hundred fans: 1 − 0.8 × 0.5 take part instead of 0.2.
    for (totals, share) in [(&plain, 0.2f64), (&keen, 0.6)] {
        let part = mean(totals, Metric::TookPart);
        let error = (100.0 * share * (1.0 - share) / 300.0).sqrt();
        assert!((part - 100.0 * share).abs() < 4.5 * error, "{part}");
        let paid = mean(totals, Metric::Rewards) / 5e6;
        assert!((paid - part).abs() < 1e-9, "{paid} for {part}");
    }
    // Whoever took part without it takes part with it.
    let less = plain.iter().zip(&keen);
    let mut part = less.map(|(a, b)| (a[Metric::TookPart.index()], b[Metric::TookPart.index()]));
    assert!(part.all(|(a, b)| a <= b));
}

#[test]
fn every_kind_of_reward_is_paid_by_its_shape() {
    let (graph, campaign) = (town(), lively(0.5));
    let paid = |reward: Reward| {
        let prompt = Prompt {
            reward,
            ..Prompt::plain(p(1.0), Invitations::Each(6))
        };
        let ground = Ground::new(&graph, &campaign);
        let plan = plan(&graph, &[action("prompt", ActionKind::Prompt(prompt))]);
        let mut journey = Journey::new(&ground).with_log();
        journey.run(&ground, &plan, &IndependentCascade, World::new(1, 3));
        let mut by_inviter = std::collections::BTreeMap::<NodeId, u32>::new();
        for entry in journey
            .log()
            .iter()
            .filter(|entry| entry.what == What::Accepts)
        {
            *by_inviter.entry(entry.from.unwrap()).or_default() += 1;
        }
        let by_inviter: Vec<u32> = by_inviter.into_values().collect();
        (journey.ledger().total().rewards, by_inviter)
    };
    let tiers = Pay::Tiered(vec![(1, euros(2.0)), (3, euros(5.0))]);
    let bonus = Pay::Bonus {
        each: euros(1.0),
        at: 2,
        bonus: euros(10.0),
    };
    for pay in [Pay::default(), Pay::Flat(euros(3.0)), tiers, bonus] {
        let friend = euros(1.5);
        let reward = Reward {
            inviter: pay.clone(),
            friend,
        };
        let (rewards, by_inviter) = paid(reward);
        let each = by_inviter.iter().map(|&n| {
            let inviter: Money = (1..=n).map(|nth| pay.for_acceptance(nth)).sum();
            inviter + friend * n
        });
        assert_eq!(rewards, each.sum::<Money>(), "{pay:?}");
        assert!(by_inviter.iter().any(|&n| n >= 3), "{by_inviter:?}");
    }
    // A reward that friends mind lowers acceptance by its factor, and no reward does not.
    let accepted = |reward: Reward, trust: f64| {
        let prompt = Prompt {
            reward,
            trust,
            ..Prompt::plain(p(1.0), Invitations::Each(3))
        };
        let levers = [action("prompt", ActionKind::Prompt(prompt))];
        totals((&graph, &campaign), &levers, 1, 60)
    };
    let (free, minded) = (Reward::default(), Reward::flat(euros(1.0), Money::ZERO));
    assert_eq!(accepted(free.clone(), 0.5), accepted(free, 1.0));
    let [full, half] = [1.0, 0.5].map(|trust| accepted(minded.clone(), trust));
    let pairs = full.iter().zip(&half);
    let accepts = Metric::InvitationsAccepted.index();
    assert!(pairs.clone().all(|(a, b)| b[accepts] <= a[accepts]));
    assert!(
        mean(&half, Metric::InvitationsAccepted) < 0.7 * mean(&full, Metric::InvitationsAccepted)
    );
}

#[test]
fn whoever_is_invited_again_has_another_chance() {
    // Fifty fans with a friend each, whom they invite whenever they are asked to.
    let ties: Vec<_> = (0..50).map(|v| (NodeId(v), NodeId(50 + v))).collect();
    let mut builder = GraphBuilder::new(100);
    builder
        .platform("facebook", &ties, Direction::SourceToTarget)
        .unwrap();
    builder.fans("facebook", (0..50).map(NodeId)).unwrap();
    let graph = builder.build();
    let invite = Funnel {
        engage: p(0.3),
        ..Funnel::default()
    };
    let campaign = Campaign {
        days: 40,
        habits: vec![Habits::default()],
        response: Response {
            invite,
            ..Response::default()
        },
        ..Campaign::default()
    };
    let worlds = 400;
    for requests in 1..=3 {
        let asks = |number| {
            let prompt = Prompt::plain(p(1.0), Invitations::Each(1));
            action(&format!("prompt {number}"), ActionKind::Prompt(prompt))
        };
        let actions: Vec<_> = (0..requests).map(asks).collect();
        let visitors = mean(
            &totals((&graph, &campaign), &actions, 3, worlds),
            Metric::Visitors,
        );
        let expected = 1.0 - 0.7f64.powi(requests);
        let error = (expected * (1.0 - expected) / (50 * worlds) as f64).sqrt();
        // One in 150,000 such comparisons fails by chance.
        assert!(
            (visitors / 50.0 - expected).abs() < 4.5 * error,
            "{requests}: {visitors} of 50"
        );
    }
}

#[test]
fn a_request_by_post_takes_the_place_of_a_post() {
    let (graph, campaign) = (town(), lively(0.1));
    let asks = Prompt {
        via: Delivery::Post { per_week: 1.0 },
        hours: 0.1,
        ..Prompt::plain(p(0.5), Invitations::Each(2))
    };
    let asks = action("ask", ActionKind::Prompt(asks));
    let with = totals((&graph, &campaign), &[posts(), asks.clone()], 2, 50);
    let without = totals((&graph, &campaign), &[posts()], 2, 50);
    let alone = totals((&graph, &campaign), &[asks], 2, 50);
    // Every post costs a tenth of an hour: 18 either way, six of which ask.
    assert_eq!(mean(&with, Metric::Labour), mean(&without, Metric::Labour));
    assert!((mean(&alone, Metric::Labour) - 6.0 * 1.5e6).abs() < 1.0);
    assert!(mean(&with, Metric::TookPart) > 5.0);
    // Only those are asked who see it: a tenth of a hundred fans, six times.
    let asked = mean(&alone, Metric::Asked);
    assert!((40.0..80.0).contains(&asked), "{asked}");
}

#[test]
fn a_cap_stops_spending_and_a_scaled_lever_meets_the_budget() {
    let (graph, base) = (town(), lively(0.1));
    let budget = euros(60.0);
    let capped = Campaign {
        budget: Some(budget),
        budget_mode: BudgetMode::Cap,
        ..base.clone()
    };
    let reward = Prompt {
        reward: Reward::default(),
        per_invitation: euros(0.5),
        ..Prompt::plain(p(0.9), Invitations::Mean(4.0))
    };
    let levers = [
        posts(),
        action("prompt", ActionKind::Prompt(reward.clone())),
    ];
    let free = totals((&graph, &base), &levers, 3, 40);
    let held = totals((&graph, &capped), &levers, 3, 40);
    assert!(mean(&free, Metric::Cost) > 1.5 * 60e6);
    let cost = Metric::Cost.index();
    assert!(held.iter().all(|total| total[cost] <= budget.millionths()));
    assert!(mean(&held, Metric::Cost) > 0.97 * 60e6);

    let expected = Campaign {
        budget: Some(budget),
        ..base
    };
    let ground = Ground::new(&graph, &expected);
    let scaled = |lever: &str, levers: &[Action]| {
        let strategy = Strategy {
            scaled: Some(lever.to_owned()),
            ..strategy("x", levers)
        };
        let (crew, watch) = (Crew::of(1), Watch::default());
        settle(&ground, &[strategy], 1, &crew, &watch).map(|mut plans| plans.remove(0))
    };
    let settled = scaled("prompt", &levers).unwrap();
    assert!(settled.scaled_by < 1.0);
    let mut journey = Journey::new(&ground);
    let costs = (0..200).map(|index| {
        let ledger = journey.run(&ground, &settled, &IndependentCascade, World::new(7, index));
        ledger.total().cost().units()
    });
    let mean = costs.sum::<f64>() / 200.0;
    assert!((mean - 60.0).abs() < 0.05 * 60.0, "{mean}");
    // What the other levers cost is not there to be scaled.
    let too_dear = scaled("post", &levers);
    assert!(
        matches!(too_dear, Err(Error::OverBudget { .. })),
        "{too_dear:?}"
    );
    // Fans who are all asked cannot be asked more: it comes as near as it comes.
    let free = Prompt::plain(p(0.9), Invitations::Mean(4.0));
    let free = scaled(
        "prompt",
        &[posts(), action("prompt", ActionKind::Prompt(free))],
    );
    assert_eq!(free.unwrap().scaled_by, 1.0);
}

#[test]
fn aimed_well_paid_impressions_fall_on_those_in_the_market() {
    let graph = town();
    let market = Market {
        share: p(0.2),
        fans: p(0.2),
        homophily: p(0.0),
    };
    let campaign = Campaign {
        response: Response {
            boost: Funnel {
                engage: p(1.0),
                buy: p(1.0),
                ..Default::default()
            },
            ..Default::default()
        },
        habits: vec![Habits::default()],
        market: Some(market),
        customers_among_fans: p(0.0),
        ..Default::default()
    };
    let aimed = |accuracy: f64| {
        let boost = Boost {
            targeting: p(accuracy),
            ..Boost::plain(Spend::Fixed(euros(0.8)), euros(8.0))
        };
        totals(
            (&graph, &campaign),
            &[action("boost", ActionKind::Boost(boost))],
            3,
            400,
        )
    };
    // A hundred impressions: whoever is in the market buys at once.
    for (accuracy, share) in [(0.0, 0.2), (0.5, 0.6), (1.0, 1.0)] {
        let totals = aimed(accuracy);
        let seen = mean(&totals, Metric::Impressions);
        assert!(
            (seen - 100.0).abs() < 4.5 * (100.0f64 / 400.0).sqrt() + 1.0,
            "{seen}"
        );
        let bought = mean(&totals, Metric::Customers) / mean(&totals, Metric::Reach);
        assert!((bought - share).abs() < 0.02, "{accuracy}: {bought}");
    }
}

#[test]
fn margins_come_when_they_come_and_survive_as_planted() {
    let graph = town();
    let worth = |discount: f64| Worth {
        margin: euros(10.0),
        loyalty: Some(Loyalty {
            per_month: euros(3.0),
            churn: p(0.2),
            horizon: 180,
            referred_margin: 1.0,
            referred_churn: 1.0,
        }),
        discount,
        ..Worth::default()
    };
    let campaign = |discount: f64| Campaign {
        worth: worth(discount),
        ..lively(0.3)
    };
    let levers = everything();
    let flat = totals((&graph, &campaign(0.0)), &levers, 3, 150);
    let customers = mean(&flat, Metric::Customers);
    // Margins of months 1 to 6, each for those who stayed: 0.8 + … + 0.8⁶.
    let months: f64 = (1..=6).map(|k| 0.8f64.powi(k)).sum();
    let per_customer = mean(&flat, Metric::Margin) / 1e6 / customers;
    assert!(
        (per_customer - 10.0 - 3.0 * months).abs() < 0.3,
        "{per_customer}"
    );
    let retained = mean(&flat, Metric::Retained) / customers;
    assert!((retained - 0.8f64.powi(6)).abs() < 0.03, "{retained}");
    for (a, b) in flat
        .iter()
        .zip(totals((&graph, &campaign(0.2)), &levers, 3, 150))
    {
        let at = |metric: Metric| (a[metric.index()], b[metric.index()]);
        let (profit, same) = at(Metric::Profit);
        assert_eq!(profit, same, "discounting moves no money");
        let (sum, present) = at(Metric::PresentValue);
        assert_eq!(sum, profit, "at no discount the present value is the sum");
        assert!(present < sum);
    }
}

#[test]
fn doing_nothing_less_doing_nothing_is_nothing() {
    let (graph, campaign) = (two_platforms(), full(0.3));
    let ground = Ground::new(&graph, &campaign);
    let idle = plan(&graph, &[]);
    let mut journey = Journey::new(&ground);
    let mut came = 0;
    for index in 0..60 {
        let world = World::new(5, index);
        journey.run(&ground, &idle, &IndependentCascade, world);
        let customers = journey.customers_by_id();
        let first = journey.ledger().totals();
        journey.run(&ground, &idle, &IndependentCascade, world);
        let split = Split::of(&journey.customers_by_id(), &customers);
        assert_eq!(first, journey.ledger().totals());
        let same_day = customers.len() as u32;
        let all_the_same = Split {
            same_day,
            ..Split::default()
        };
        assert_eq!(split, all_the_same);
        assert_eq!(journey.ledger().total().cost(), Money::ZERO);
        came += same_day;
    }
    // One in a hundred of a thousand people nearby, and whom they tell.
    assert!((300..1500).contains(&came), "{came}");
}

#[test]
fn the_media_take_up_what_many_speak_of_and_nothing_when_switched_off() {
    let graph = two_platforms();
    let on = full(0.3);
    let off = Campaign {
        media: None,
        ..on.clone()
    };
    let loud = totals((&graph, &on), &all_levers(), 4, 40);
    let quiet = totals((&graph, &off), &all_levers(), 4, 40);
    assert!(mean(&loud, Metric::Stories) > 0.5);
    assert!(mean(&loud, Metric::ReachedByMedia) > 20.0);
    let silent = [Metric::Stories, Metric::ImpressionsByMedia];
    assert!(silent.iter().all(|&metric| mean(&quiet, metric) == 0.0));
    for (a, b) in quiet.iter().zip(&loud) {
        assert!(a[Metric::Reach.index()] <= b[Metric::Reach.index()]);
    }
    // A few mentions make no news.
    let deaf = Campaign {
        media: on
            .media
            .map(|media| groundswell_campaign::surroundings::MediaPickup {
                threshold: 1e6,
                ..media
            }),
        ..on
    };
    let deaf = totals((&graph, &deaf), &all_levers(), 4, 40);
    assert_eq!(deaf, quiet);
}

#[test]
fn a_search_follows_a_mention_only_where_it_is_asked_for() {
    let graph = two_platforms();
    let base = full(0.3);
    let rate = |per_mention: f64| Campaign {
        search: base
            .search
            .map(|search| groundswell_campaign::surroundings::Search {
                per_mention,
                ..search
            }),
        media: None,
        word: None,
        response: Response {
            search: Funnel::default(),
            ..base.response
        },
        ..base.clone()
    };
    let off = Campaign {
        search: None,
        ..rate(1.0)
    };
    let run = |campaign: &Campaign| totals((&graph, campaign), &all_levers(), 8, 40);
    assert_eq!(mean(&run(&off), Metric::ImpressionsBySearch), 0.0);
    let (once, twice) = (run(&rate(1.0)), run(&rate(2.0)));
    let found = |totals: &[[i64; METRICS]]| {
        mean(totals, Metric::ImpressionsBySearch) / mean(totals, Metric::Mentions)
    };
    // Mentions of the last days bring searches that come too late to be seen.
    assert!((found(&once) - 1.0).abs() < 0.1, "{}", found(&once));
    assert!((found(&twice) - 2.0).abs() < 0.2, "{}", found(&twice));
}

#[test]
fn a_professional_multiplies_what_the_brand_says_once_the_job_is_learnt() {
    let graph = town();
    let answers = Funnel {
        engage: p(0.2),
        ..Default::default()
    };
    let campaign = Campaign {
        habits: vec![Habits {
            organic_reach: p(0.2),
            ..Default::default()
        }],
        response: Response {
            post: answers,
            ..Default::default()
        },
        ..Default::default()
    };
    let hire = |quality: f64, learning: f64| {
        let hired = Professional {
            fee_per_month: euros(300.0),
            hours_per_month: 0.0,
            quality,
            replies: 1.0,
            reach: 1.0,
            learning,
        };
        let levers = vec![posts(), action("hire", ActionKind::Professional(hired))];
        mean(
            &totals((&graph, &campaign), &levers, 2, 200),
            Metric::Visitors,
        )
    };
    let (plain, slow, fast) = (hire(1.0, 0.0), hire(2.0, 30.0), hire(2.0, 0.0));
    assert!(plain < slow && slow < fast, "{plain} {slow} {fast}");
    let twice = Campaign {
        response: Response {
            post: Funnel {
                engage: Probability::new(0.4).unwrap(),
                ..answers
            },
            ..Default::default()
        },
        ..campaign
    };
    let doubled = mean(
        &totals((&graph, &twice), &[posts()], 2, 200),
        Metric::Visitors,
    );
    assert_eq!(fast, doubled, "twice the quality is twice the chance");
}

#[test]
fn a_boost_lever_reaches_less_for_its_money_the_nearer_its_limit() {
    let (graph, campaign) = (town(), lively(0.0));
    let reach = |units: f64| {
        let boost = Boost {
            saturates_at: Some(1000.0),
            ..Boost::plain(Spend::Fixed(euros(units)), euros(8.0))
        };
        let levers = [action("boost", ActionKind::Boost(boost))];
        mean(
            &totals((&graph, &campaign), &levers, 2, 100),
            Metric::ImpressionsByBoost,
        )
    };
    let seen = [1.0, 4.0, 16.0, 64.0].map(reach);
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{seen:?}");
    assert!(seen[3] < 1010.0 && seen[3] > 980.0, "{seen:?}");
    // The same money without a limit buys eight times as many.
    let plain = [boost(Spend::Fixed(euros(64.0)))];
    let plain = mean(
        &totals((&graph, &campaign), &plain, 2, 100),
        Metric::ImpressionsByBoost,
    );
    assert!((plain - 8000.0).abs() < 60.0, "{plain}");
}

#[test]
fn opinions_stay_where_nothing_moves_them_and_shift_by_what_was_planted() {
    let graph = town();
    let sentiment = |visit: f64, talk: Talk| Sentiment {
        platform: "facebook".to_owned(),
        before: 0.1,
        unequal: 0.3,
        visit,
        bad_word: 0.0,
        talk,
        rounds: 10,
    };
    let talks = [
        Talk::FriedkinJohnsen {
            susceptibility: p(0.5),
        },
        Talk::BoundedConfidence {
            confidence: 0.4,
            step: 0.3,
        },
    ];
    for talk in talks {
        let opinions = |visit: f64, levers: &[Action]| {
            let campaign = Campaign {
                sentiment: Some(sentiment(visit, talk)),
                ..lively(0.3)
            };
            totals((&graph, &campaign), levers, 3, 12)
        };
        let opinion = |totals: &[[i64; METRICS]]| mean(totals, Metric::Opinion) / 1e6;
        let idle = opinions(0.0, &[]);
        let opinion_of = Metric::Opinion.index();
        for (a, b) in idle.iter().zip(opinions(0.0, &everything())) {
            assert_eq!(a[opinion_of], b[opinion_of], "nothing moves anybody");
        }
        assert!((opinion(&idle) - 0.1).abs() < 0.05, "{}", opinion(&idle));
        let shift = |visit| opinion(&opinions(visit, &everything())) - opinion(&idle);
        let (small, large) = (shift(0.1), shift(0.2));
        // Nobody comes near the ends, so that twice the effect is about twice the shift.
        assert!(
            small > 0.0 && (large / small - 2.0).abs() < 0.3,
            "{small} {large}"
        );
        assert!((-1.0..=1.0).contains(&opinion(&opinions(2.0, &everything()))));
        assert!(shift(-0.2) < 0.0);
    }
}

#[test]
fn posts_spaced_to_be_forgotten_do_better_than_posts_in_a_heap() {
    // A hundred fans see every post and tire by half with each, forgetting half in a
    // week. Twelve posts within twelve days bring fewer visits than one a week; and
    // twelve in twelve weeks bring more than as many weeks with two or half a post.
    let graph = town();
    let campaign = Campaign {
        days: 84,
        habits: vec![Habits::default()],
        response: Response {
            post: Funnel {
                engage: p(0.2),
                mention: p(1.0),
                ..Default::default()
            },
            ..Default::default()
        },
        fatigue: Some(Fatigue {
            per_touch: p(0.5),
            half_life: Some(7.0),
        }),
        ..Default::default()
    };
    let visits = |per_week: f64, end: u32| {
        let post = Post {
            per_week,
            hours: 0.0,
        };
        let levers = [Action::new("post", "facebook", end, ActionKind::Post(post))];
        mean(
            &totals((&graph, &campaign), &levers, 3, 60),
            Metric::Mentions,
        )
    };
    let (heap, spaced) = (visits(7.0, 12), visits(1.0, 84));
    assert!(spaced > 2.0 * heap, "{spaced} of {heap}");
    // Each visit is a mention; what one post brings falls with how often they come.
    let per_post = [0.5, 1.0, 2.0, 4.0].map(|per_week| visits(per_week, 84) / (12.0 * per_week));
    assert!(
        per_post.windows(2).all(|pair| pair[1] < pair[0]),
        "{per_post:?}"
    );
}

#[test]
fn a_response_curve_without_fatigue_only_rises_and_bends_at_its_elbow() {
    // Reach by money from one euro to ten thousand: it never falls. The elbow is where
    // twice the money brings less than half as many people as the last doubling did.
    let (graph, campaign) = (town(), lively(0.0));
    let reach = |units: f64| {
        let levers = [boost(Spend::Fixed(euros(units)))];
        mean(&totals((&graph, &campaign), &levers, 3, 40), Metric::Reach)
    };
    let curve: Vec<f64> = (0..11).map(|k| reach(f64::from(1 << k))).collect();
    assert!(curve.windows(2).all(|pair| pair[0] <= pair[1]), "{curve:?}");
    let gains: Vec<f64> = curve.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let elbow = gains.windows(2).position(|pair| pair[1] < 0.5 * pair[0]);
    // A thousand people nearby, 125 impressions a euro: all are met at some 60 euros.
    let elbow = f64::from(2 << elbow.expect("it bends"));
    assert!((8.0..=64.0).contains(&elbow), "{elbow}: {curve:?}");
}

#[test]
fn what_one_horizon_ranks_first_another_ranks_last() {
    // Customers whom friends bring stay, those whom paid media win leave: by half a year
    // paid media have the larger margin for each customer, by five years friends have.
    let worth = |horizon: u32| Worth {
        margin: euros(0.0),
        loyalty: Some(Loyalty {
            per_month: euros(10.0),
            churn: p(0.15),
            horizon,
            referred_margin: 0.6,
            referred_churn: 0.2,
        }),
        ..Worth::default()
    };
    let graph = town();
    let each = |lever: Action, horizon: u32| {
        let campaign = Campaign {
            worth: worth(horizon),
            response: Response {
                invite: Funnel {
                    engage: p(0.5),
                    buy: p(1.0),
                    ..Default::default()
                },
                boost: Funnel {
                    engage: p(0.5),
                    buy: p(1.0),
                    ..Default::default()
                },
                ..Default::default()
            },
            habits: vec![Habits::default()],
            days: 40,
            ..Campaign::default()
        };
        let totals = totals((&graph, &campaign), &[lever], 3, 40);
        mean(&totals, Metric::Margin) / mean(&totals, Metric::Customers)
    };
    let paid = |horizon| each(boost(Spend::Fixed(euros(2.0))), horizon);
    let friends = |horizon| each(prompt(), horizon);
    assert!(paid(90) > 1.05 * friends(90));
    assert!(friends(1800) > 1.5 * paid(1800));
}

#[test]
fn what_is_bound_to_be_paid_is_set_aside_before_anything_else_and_must_fit_under_a_cap() {
    let graph = town();
    let capped = |units: f64| Campaign {
        budget: Some(euros(units)),
        budget_mode: BudgetMode::Cap,
        ..lively(0.3)
    };
    let dear = Prompt {
        per_invitation: euros(1.0),
        ..Prompt::plain(p(0.9), Invitations::Each(4))
    };
    let levers = [
        boost(Spend::Fixed(euros(50.0))),
        action("prompt", ActionKind::Prompt(dear)),
    ];
    let campaign = capped(60.0);
    let held = totals((&graph, &campaign), &levers, 3, 40);
    let of = |metric: Metric| held.iter().map(move |total| total[metric.index()]);
    assert!(of(Metric::Media).all(|paid| paid == euros(50.0).millionths()));
    assert!(of(Metric::Cost).all(|cost| cost <= euros(60.0).millionths()));
    assert!(
        of(Metric::InvitationsSent).all(|sent| sent == 10),
        "ten euros are left"
    );
    let too_small = capped(40.0);
    let ground = Ground::new(&graph, &too_small);
    let (crew, watch) = (Crew::of(1), Watch::default());
    let settled = settle(&ground, &[strategy("x", &levers)], 1, &crew, &watch);
    assert!(
        matches!(settled, Err(Error::OverBudget { .. })),
        "{settled:?}"
    );
}

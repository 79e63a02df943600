//! More never means less, world by world, where nothing is there that breaks it; and
//! each thing that breaks it does.

use groundswell_campaign::action::boost::Spend;
use groundswell_campaign::action::prompt::{Invitations, Prompt, Who};
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::channel::Channel;
use groundswell_campaign::delay::Delay;
use groundswell_campaign::exposure::Exposure;
use groundswell_campaign::fatigue::Fatigue;
use groundswell_campaign::metric::{METRICS, Metric};
use groundswell_campaign::monotone::{Breach, breaches};
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::strategy::{BudgetMode, Campaign, Habits};
use groundswell_campaign::surroundings::{Integration, Word};
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::id::NodeId;
use groundswell_seeding::method::Method;

use crate::town::{
    action, boost, euros, everything, full, group_posts, mean, moved_to, p, posts, prompt,
    strategy, totals, two_platforms,
};

/// What never falls where more is done.
pub(crate) const GROWS: [Metric; 8] = [
    Metric::Reach,
    Metric::Impressions,
    Metric::Visitors,
    Metric::Leads,
    Metric::Customers,
    Metric::Fans,
    Metric::Mentions,
    Metric::Stories,
];

fn grows(less: &[[i64; METRICS]], more: &[[i64; METRICS]]) {
    for (world, (less, more)) in less.iter().zip(more).enumerate() {
        for metric in GROWS {
            let at = metric.index();
            assert!(less[at] <= more[at], "{metric} falls in world {world}");
        }
    }
    assert!(mean(less, Metric::Reach) < mean(more, Metric::Reach));
}

/// Levers on both platforms, with paid media of so many euros.
fn levers(spend: f64) -> Vec<Action> {
    let mut levers = vec![posts(), boost(Spend::Fixed(euros(spend))), prompt()];
    levers.push(group_posts());
    levers.extend(moved_to("twitter", &everything()));
    levers
}

#[test]
fn more_acceptance_or_budget_never_means_less_of_anything() {
    let graph = two_platforms();
    let exposures = [
        Exposure::Independent,
        Exposure::Friends(2),
        Exposure::Curve(vec![p(0.6), p(0.5), p(0.2)]),
    ];
    for exposure in exposures {
        let campaign = |accept| {
            let mut campaign = full(accept);
            campaign.integration = Integration::default();
            if exposure != Exposure::Independent {
                // Nothing may hang on which of several friends tips the balance.
                for channel in [Channel::Invite, Channel::Share, Channel::Word] {
                    let answer = campaign.response.to_mut(channel);
                    (answer.mention, answer.fan) = (p(0.0), p(0.0));
                }
            }
            campaign.exposure = exposure.clone();
            campaign
        };
        let at = |accept, spend: f64| {
            let campaign = campaign(accept);
            totals((&graph, &campaign), &levers(spend), 3, 60)
        };
        let base = at(0.15, 2.0);
        grows(&base, &at(0.6, 2.0));
        grows(&base, &at(0.15, 6.0));
    }
}

#[test]
fn a_platform_added_without_synergy_never_lowers_reach() {
    let graph = two_platforms();
    let campaign = Campaign {
        integration: Integration::default(),
        ..full(0.3)
    };
    let one = everything();
    let both = [one.clone(), moved_to("twitter", &everything())].concat();
    let run = |levers: &[Action], campaign: &Campaign| totals((&graph, campaign), levers, 7, 60);
    grows(&run(&one, &campaign), &run(&both, &campaign));
    // Platforms that get in each other's way can lower it: those who follow on both are
    // reached anyway, and pass on less.
    let passes_on = |engage| Funnel {
        engage: p(engage),
        share: p(0.8),
        ..Funnel::default()
    };
    let in_the_way = Campaign {
        integration: Integration {
            synergy: -1.0,
            ..Integration::default()
        },
        response: Response {
            post: passes_on(0.3),
            share: passes_on(0.05),
            ..Response::default()
        },
        ..Campaign::default()
    };
    let in_the_way = Campaign {
        habits: vec![Default::default(); 2],
        ..in_the_way
    };
    let (one, both) = (
        vec![posts()],
        [vec![posts()], moved_to("twitter", &[posts()])].concat(),
    );
    falls(
        &run(&one, &in_the_way),
        &run(&both, &in_the_way),
        "synergy below nothing",
    );
}

/// In some world more is less.
#[track_caller]
fn falls(less: &[[i64; METRICS]], more: &[[i64; METRICS]], what: &str) {
    let reach = Metric::Reach.index();
    let fallen = less.iter().zip(more).filter(|(a, b)| a[reach] > b[reach]);
    assert!(fallen.count() > 0, "{what} breaks nothing");
}

/// Inviting on one platform beside a post that friends pass on: whoever tires of
/// invitations passes on less.
#[test]
fn each_thing_that_breaks_it_lets_more_invitations_reach_fewer() {
    let graph = two_platforms();
    let passes_on = |engage| Funnel {
        engage: p(engage),
        share: p(0.8),
        fan: p(0.3),
        buy: p(0.3),
        mention: p(0.5),
        positive: p(0.2),
        ..Funnel::default()
    };
    let base = Campaign {
        days: 40,
        habits: vec![full(0.0).habits[0]; 2],
        response: Response {
            post: passes_on(0.5),
            share: passes_on(0.1),
            invite: Funnel {
                share: p(0.0),
                ..passes_on(0.3)
            },
            ..Response::default()
        },
        ..Campaign::default()
    };
    let invites = |each: u32, skip_fans: bool, price: f64| {
        let prompt = Prompt {
            skip_fans,
            per_invitation: euros(price),
            ..Prompt::plain(p(0.8), Invitations::Each(each))
        };
        vec![posts(), action("prompt", ActionKind::Prompt(prompt))]
    };
    let run = |campaign: &Campaign, levers: &[Action]| totals((&graph, campaign), levers, 5, 80);
    let breaks = |what: &str, campaign: &Campaign| {
        let (few, many) = (invites(1, false, 0.0), invites(8, false, 0.0));
        falls(&run(campaign, &few), &run(campaign, &many), what);
    };
    // Without any of them it holds.
    grows(
        &run(&base, &invites(1, false, 0.0)),
        &run(&base, &invites(8, false, 0.0)),
    );
    let invite = |change: fn(Funnel) -> Funnel| Campaign {
        response: Response {
            invite: change(base.response.invite),
            ..base.response
        },
        ..base.clone()
    };
    breaks(
        "fatigue",
        &Campaign {
            fatigue: Some(Fatigue {
                per_touch: p(0.5),
                half_life: None,
            }),
            ..base.clone()
        },
    );
    breaks(
        "an attention budget",
        &Campaign {
            attention: Some(1),
            ..base.clone()
        },
    );
    breaks(
        "opting out",
        &invite(|invite| Funnel {
            opt_out: p(0.5),
            ..invite
        }),
    );
    breaks(
        "unfollowing",
        &invite(|invite| Funnel {
            unfollow: p(0.9),
            ..invite
        }),
    );
    breaks(
        "a bad word",
        &Campaign {
            response: Response {
                deters: p(0.5),
                word: passes_on(0.5),
                ..base.response
            },
            word: Some(Word {
                platform: "facebook".to_owned(),
                told: 5.0,
                delay: Delay::Fixed(1),
            }),
            ..base.clone()
        },
    );
    // Fans are skipped: paid media make fans, who then get no invitation to pass on.
    let makes_fans = |engage| Campaign {
        response: Response {
            boost: Funnel {
                share: p(0.0),
                fan: p(0.9),
                ..passes_on(engage)
            },
            invite: passes_on(0.5),
            ..base.response
        },
        ..base.clone()
    };
    let of_day_0 = Prompt {
        skip_fans: true,
        who: Who::best(Method::Random, 100),
        delay: Delay::Fixed(30),
        ..Prompt::plain(p(0.8), Invitations::Each(2))
    };
    let skips = [
        action("prompt", ActionKind::Prompt(of_day_0)),
        boost(Spend::Fixed(euros(10.0))),
    ];
    let (few, many) = (makes_fans(0.1), makes_fans(0.9));
    falls(&run(&few, &skips), &run(&many, &skips), "skipping fans");
    // Money that went into invitations is not there for posts.
    let capped = Campaign {
        budget: Some(euros(40.0)),
        budget_mode: BudgetMode::Cap,
        hour: euros(15.0),
        ..base.clone()
    };
    falls(
        &run(&capped, &invites(1, false, 0.5)),
        &run(&capped, &invites(8, false, 0.5)),
        "a cap",
    );
}

/// Three fans have a friend in common, who alone knows twenty others. Two words move that
/// friend: a fan's invitation and then another's activity, which is passed on to the twenty;
/// or two invitations, which are not.
#[test]
fn the_friend_who_tips_the_balance_decides_what_follows() {
    let fans = [0, 1, 2].map(NodeId);
    let of_fans = fans.map(|fan| (fan, NodeId(3)));
    let others = (4..24).map(|other| (NodeId(3), NodeId(other)));
    let ties: Vec<_> = of_fans.into_iter().chain(others).collect();
    let mut builder = GraphBuilder::new(24);
    builder
        .platform("facebook", &ties, Direction::SourceToTarget)
        .unwrap();
    builder.fans("facebook", fans).unwrap();
    let graph = builder.build();
    let campaign = Campaign {
        days: 40,
        habits: vec![Habits::default()],
        exposure: Exposure::Friends(2),
        response: Response {
            post: Funnel {
                engage: p(0.3),
                share: p(1.0),
                ..Funnel::default()
            },
            share: Funnel {
                share: p(1.0),
                ..Funnel::default()
            },
            invite: Funnel {
                engage: p(1.0),
                ..Funnel::default()
            },
            ..Response::default()
        },
        ..Campaign::default()
    };
    let levers = |take_part| {
        let prompt = Prompt::plain(p(take_part), Invitations::Each(1));
        let later = Action {
            start: 10,
            ..posts()
        };
        [action("prompt", ActionKind::Prompt(prompt)), later]
    };
    let run = |take_part| totals((&graph, &campaign), &levers(take_part), 5, 80);
    falls(&run(0.3), &run(1.0), "the friend who tips the balance");
    let label = breaches(&campaign, &[strategy("x", &levers(0.3))]);
    assert_eq!(label, [Breach::Tipping]);
}

#[test]
fn complex_rules_ask_for_several_friends_and_separate_circles() {
    let graph = two_platforms();
    let base = full(0.4);
    let with = |exposure| {
        let campaign = Campaign {
            exposure,
            ..base.clone()
        };
        totals((&graph, &campaign), &levers(2.0), 3, 30)
    };
    let by_friends = |totals: &[[i64; METRICS]]| {
        mean(totals, Metric::VisitorsByFriends) + mean(totals, Metric::VisitorsFurther)
    };
    let independent = by_friends(&with(Exposure::Independent));
    let one = by_friends(&with(Exposure::Friends(1)));
    let two = by_friends(&with(Exposure::Friends(2)));
    assert!(two < 0.7 * one && two > 0.0, "{two} of {one}");
    assert_eq!(one, independent, "one friend is each friend");
    let alike = by_friends(&with(Exposure::Circles(vec![p(0.5)])));
    let diverse = by_friends(&with(Exposure::Circles(vec![p(0.1), p(0.5)])));
    assert!(diverse < alike && diverse > 0.0, "{diverse} of {alike}");
}

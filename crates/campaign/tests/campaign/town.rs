//! People, campaigns and actions that tests share.

use groundswell_campaign::action::boost::{Boost, Spend};
use groundswell_campaign::action::group_post::GroupPost;
use groundswell_campaign::action::listen::Listen;
use groundswell_campaign::action::post::Post;
use groundswell_campaign::action::prompt::{Invitations, Prompt};
use groundswell_campaign::action::reward::Reward;
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::compare::play;
use groundswell_campaign::delay::Delay;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::ledger::Ledger;
use groundswell_campaign::market::{Market, Members, Segment, TieStrength};
use groundswell_campaign::metric::{METRICS, Metric};
use groundswell_campaign::money::Money;
use groundswell_campaign::plan::Plan;
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::strategy::{Campaign, Habits, Strategy};
use groundswell_campaign::surroundings::{Integration, MediaPickup, Search, Word};
use groundswell_campaign::worth::{Loyalty, Worth};
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::aggregates::{Aggregates, Further, InGroups};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::probability::Probability;

pub(crate) fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

pub(crate) fn euros(units: f64) -> Money {
    Money::of(units).unwrap()
}

/// Two thousand people nearby, a hundred fans, and the fans' friends further off.
pub(crate) fn town() -> FanGraph {
    let known = Aggregates {
        people: 2000,
        fans: vec![("facebook".to_owned(), 100)],
        friends: 40.0,
        nearby: 0.5,
        ..Default::default()
    };
    known.graph(5).unwrap()
}

/// A campaign in which everything happens and nothing breaks monotonicity.
pub(crate) fn lively(accept: f64) -> Campaign {
    let delay = Delay::Geometric { mean: 2.0 };
    let answer = |engage| Funnel {
        engage: p(engage),
        buy: p(0.3),
        fan: p(0.5),
        share: p(0.3),
        delay,
        ..Default::default()
    };
    Campaign {
        days: 40,
        habits: vec![Habits {
            organic_reach: p(0.1),
            fortune: 0.5,
            ..Habits::default()
        }],
        response: Response {
            post: answer(0.1),
            boost: answer(0.05),
            share: Funnel {
                seen: p(0.3),
                ..answer(0.05)
            },
            invite: Funnel {
                seen: p(0.8),
                ..answer(accept)
            },
            ..Response::default()
        },
        customers_among_fans: p(0.25),
        worth: Worth {
            margin: euros(45.0),
            ..Worth::default()
        },
        hour: euros(15.0),
        budget: Some(euros(200.0)),
        ..Campaign::default()
    }
}

pub(crate) fn action(name: &str, kind: ActionKind) -> Action {
    Action::new(name, "facebook", 40, kind)
}

pub(crate) fn posts() -> Action {
    action(
        "post",
        ActionKind::Post(Post {
            per_week: 3.0,
            hours: 0.1,
        }),
    )
}

pub(crate) fn boost(budget: Spend) -> Action {
    action("boost", ActionKind::Boost(Boost::plain(budget, euros(8.0))))
}

pub(crate) fn prompt() -> Action {
    let prompt = Prompt {
        seen: p(0.6),
        delay: Delay::Geometric { mean: 5.0 },
        per_invitation: euros(0.1),
        reward: Reward::flat(euros(2.0), euros(3.0)),
        hours: 0.02,
        ..Prompt::plain(p(0.5), Invitations::Mean(2.5))
    };
    let kind = ActionKind::Prompt(prompt);
    Action {
        start: 3,
        fee: euros(10.0),
        ..action("prompt", kind)
    }
}

pub(crate) fn strategy(name: &str, actions: &[Action]) -> Strategy {
    Strategy {
        name: name.to_owned(),
        actions: actions.to_vec(),
        scaled: None,
    }
}

pub(crate) fn plan(graph: &FanGraph, actions: &[Action]) -> Plan {
    Plan::new(&strategy("x", actions), graph, Money::ZERO).unwrap()
}

/// Everything at once.
pub(crate) fn everything() -> Vec<Action> {
    vec![posts(), boost(Spend::Fixed(euros(4.0))), prompt()]
}

/// Every world's totals under `actions` in the first `worlds` worlds of `seed`.
pub(crate) fn totals(
    (graph, campaign): (&FanGraph, &Campaign),
    actions: &[Action],
    seed: u64,
    worlds: u64,
) -> Vec<[i64; METRICS]> {
    let ground = Ground::new(graph, campaign);
    let plans = [plan(graph, actions)];
    let worlds = Worlds::new(seed, 0..worlds);
    let (crew, watch) = (Crew::of(1), Watch::default());
    let totals = play(&ground, &plans, &worlds, &crew, &watch, Ledger::totals);
    totals.into_iter().flatten().collect()
}

/// The mean of `metric`, in its unit or in millionths of it.
pub(crate) fn mean(totals: &[[i64; METRICS]], metric: Metric) -> f64 {
    let sum: i64 = totals.iter().map(|total| total[metric.index()]).sum();
    sum as f64 / totals.len() as f64
}

/// Two platforms over the same people: a third of them on the smaller, which is
/// the second one; a third of each in groups of about twenty.
pub(crate) fn two_platforms() -> FanGraph {
    let (large, small) = ("facebook".to_owned(), "twitter".to_owned());
    let known = Aggregates {
        people: 2000,
        fans: vec![(large.clone(), 100), (small.clone(), 60)],
        friends: 30.0,
        nearby: 0.5,
        further: Further {
            members: vec![(large.clone(), 0.7), (small.clone(), 0.3)],
            fans_in_common: vec![(large, small, 0.5)],
            groups: Some(InGroups {
                share: 0.3,
                size: 20.0,
                spread: 0.5,
            }),
            ..Default::default()
        },
        ..Default::default()
    };
    known.graph(6).unwrap()
}

/// `actions` on another platform.
pub(crate) fn moved_to(platform: &str, actions: &[Action]) -> Vec<Action> {
    let moved = |action: &Action| Action {
        name: format!("{} on {platform}", action.name),
        platform: Some(platform.to_owned()),
        ..action.clone()
    };
    actions.iter().map(moved).collect()
}

/// A lively campaign on two platforms, with everything else that breaks nothing.
pub(crate) fn full(accept: f64) -> Campaign {
    let base = lively(accept);
    let speaks = |funnel: Funnel| Funnel {
        lead: p(0.3),
        again: p(0.2),
        mention: p(0.2),
        positive: p(0.8),
        ..funnel
    };
    let response = base.response;
    Campaign {
        silent_days: 20,
        habits: vec![base.habits[0]; 2],
        response: Response {
            post: speaks(response.post),
            boost: speaks(response.boost),
            share: speaks(response.share),
            invite: speaks(response.invite),
            group: speaks(response.post),
            reply: response.post,
            media: speaks(response.boost),
            word: speaks(response.share),
            search: speaks(response.post),
            close: p(0.4),
            close_delay: Delay::LogNormal {
                median: 3.0,
                spread: 0.8,
            },
            deters: p(0.0),
        },
        market: Some(Market {
            share: p(0.5),
            fans: p(0.9),
            homophily: p(0.5),
        }),
        segments: vec![
            Segment {
                name: "young".to_owned(),
                members: Members::Share(p(0.3)),
                fit: vec![0.5, 2.0],
                market: 1.2,
                value: 0.5,
            },
            Segment {
                name: "old".to_owned(),
                members: Members::Share(p(0.3)),
                fit: vec![1.5, 0.2],
                market: 0.8,
                value: 2.0,
            },
        ],
        strength: Some(TieStrength::Strong {
            share: p(0.3),
            strong_times: 2.0,
            weak_times: 0.6,
        }),
        integration: Integration {
            synergy: 0.5,
            ..Default::default()
        },
        word: Some(Word {
            platform: "facebook".to_owned(),
            told: 1.5,
            delay: Delay::Geometric { mean: 5.0 },
        }),
        on_their_own: p(0.01),
        media: Some(MediaPickup {
            threshold: 20.0,
            spread: 0.5,
            impressions: 200.0,
            delay: Delay::Geometric { mean: 2.0 },
            most: 5,
        }),
        search: Some(Search {
            per_mention: 0.5,
            delay: Delay::Geometric { mean: 1.0 },
        }),
        worth: Worth {
            margin: euros(45.0),
            revenue: euros(90.0),
            again: euros(10.0),
            loyalty: Some(Loyalty {
                per_month: euros(5.0),
                churn: p(0.1),
                horizon: 360,
                referred_margin: 1.1,
                referred_churn: 0.9,
            }),
            discount: 0.0,
        },
        ..base
    }
}

/// Posts in all groups.
pub(crate) fn group_posts() -> Action {
    let post = GroupPost {
        group: None,
        per_week: 1.0,
        hours: 0.2,
        admission: p(0.8),
        tolerance: None,
        backlash: p(0.0),
    };
    action("groups", ActionKind::GroupPost(post))
}

/// Six hours a week of listening, without any effect.
pub(crate) fn listening() -> Listen {
    Listen {
        hours_per_week: 6.0,
        minutes: 20.0,
        patience: 5,
        trust: 0.0,
        calms: p(0.0),
        mends: p(0.0),
    }
}

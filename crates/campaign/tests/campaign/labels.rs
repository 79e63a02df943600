//! What is called monotone is so in every world, and what is said to break it does.

use std::collections::BTreeSet;

use groundswell_campaign::action::boost::{Boost, Spend};
use groundswell_campaign::action::fake_fans::FakeFans;
use groundswell_campaign::action::group_post::GroupPost;
use groundswell_campaign::action::listen::Listen;
use groundswell_campaign::action::post::Post;
use groundswell_campaign::action::professional::Professional;
use groundswell_campaign::action::prompt::{Delivery, Invitations, Prompt};
use groundswell_campaign::action::reward::Reward;
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::delay::Delay;
use groundswell_campaign::exposure::Exposure;
use groundswell_campaign::fatigue::Fatigue;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::money::Money;
use groundswell_campaign::monotone::{Breach, breaches};
use groundswell_campaign::plan::Plan;
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::strategy::{BudgetMode, Campaign, Habits, Strategy};
use groundswell_campaign::surroundings::{Integration, Word};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::World;
use groundswell_graph::aggregates::Aggregates;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;

fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

fn euros(units: f64) -> Money {
    Money::of(units).unwrap()
}

/// A campaign on one platform in which everybody may do everything that adds messages.
fn lively() -> Campaign {
    let answer = Funnel {
        engage: p(0.1),
        lead: p(0.2),
        buy: p(0.3),
        fan: p(0.5),
        share: p(0.3),
        mention: p(0.5),
        positive: p(0.5),
        ..Funnel::default()
    };
    let share = Funnel {
        seen: p(0.3),
        ..answer
    };
    Campaign {
        days: 40,
        habits: vec![Habits::default()],
        response: Response {
            post: answer,
            boost: answer,
            share,
            invite: share,
            reply: answer,
            word: answer,
            close: p(0.5),
            ..Response::default()
        },
        word: Some(Word {
            platform: "facebook".to_owned(),
            told: 1.0,
            delay: Delay::Fixed(1),
        }),
        budget: Some(euros(100.0)),
        ..Campaign::default()
    }
}

fn action(name: &str, kind: ActionKind) -> Action {
    Action::new(name, "facebook", 40, kind)
}

fn posts() -> Action {
    let post = Post {
        per_week: 2.0,
        hours: 0.0,
    };
    action("post", ActionKind::Post(post))
}

fn boost(budget: f64) -> Action {
    let boost = Boost::plain(Spend::Fixed(euros(budget)), euros(8.0));
    action("boost", ActionKind::Boost(boost))
}

fn asks() -> Prompt {
    Prompt::plain(p(0.3), Invitations::Mean(2.0))
}

fn prompt(prompt: Prompt) -> Action {
    action("prompt", ActionKind::Prompt(prompt))
}

fn strategy(actions: &[Action]) -> Strategy {
    Strategy {
        name: "tried".to_owned(),
        actions: actions.to_vec(),
        scaled: None,
    }
}

fn found(campaign: &Campaign, actions: &[Action]) -> Vec<Breach> {
    breaches(campaign, &[strategy(actions)])
}

fn with(change: impl FnOnce(&mut Campaign)) -> Campaign {
    let mut campaign = lively();
    change(&mut campaign);
    campaign
}

#[test]
fn each_breach_is_found_where_it_is_and_nowhere_else() {
    let usual = [posts(), boost(5.0), prompt(asks())];
    assert_eq!(found(&lively(), &usual), []);
    let tired = Fatigue {
        per_touch: p(0.1),
        half_life: None,
    };
    for (breach, campaign) in [
        (Breach::Fatigue, with(|c| c.fatigue = Some(tired))),
        (Breach::Attention, with(|c| c.attention = Some(2))),
        (Breach::OptOut, with(|c| c.response.boost.opt_out = p(0.1))),
        (
            Breach::Unfollow,
            with(|c| c.response.post.unfollow = p(0.1)),
        ),
        (Breach::Deterrence, with(|c| c.response.deters = p(0.1))),
        (
            Breach::Circles,
            with(|c| c.exposure = Exposure::Circles(vec![p(0.1), p(0.2)])),
        ),
        (
            Breach::Tipping,
            with(|c| {
                c.exposure = Exposure::Friends(2);
                c.response.invite.mention = p(0.5);
            }),
        ),
        (
            Breach::Synergy,
            with(|c| {
                c.integration = Integration {
                    synergy: -0.5,
                    ..Integration::default()
                }
            }),
        ),
        (
            Breach::SharedOnce,
            with(|c| c.habits = vec![Habits::default(); 2]),
        ),
        (Breach::Cap, with(|c| c.budget_mode = BudgetMode::Cap)),
    ] {
        assert_eq!(found(&campaign, &usual), [breach]);
    }
    let rewarded = Reward::flat(euros(1.0), Money::ZERO);
    let group = GroupPost {
        group: None,
        per_week: 1.0,
        hours: 0.0,
        admission: Probability::ONE,
        tolerance: Some(2.0),
        backlash: Probability::ZERO,
    };
    let listen = Listen {
        hours_per_week: 1.0,
        minutes: 10.0,
        patience: 3,
        trust: 0.0,
        calms: Probability::ZERO,
        mends: Probability::ZERO,
    };
    let fakes = FakeFans {
        count: 100,
        per_thousand: euros(10.0),
        dilution: p(0.5),
    };
    let hired = Professional {
        fee_per_month: euros(100.0),
        hours_per_month: 0.0,
        quality: 0.9,
        replies: 1.0,
        reach: 1.0,
        learning: 0.0,
    };
    let elsewhere = Action {
        platform: Some("twitter".to_owned()),
        name: "other".to_owned(),
        ..prompt(asks())
    };
    for (breach, actions) in [
        (
            Breach::SkipsFans,
            vec![prompt(Prompt {
                skip_fans: true,
                ..asks()
            })],
        ),
        (
            Breach::TakesPlaces,
            vec![
                posts(),
                prompt(Prompt {
                    via: Delivery::Post { per_week: 1.0 },
                    ..asks()
                }),
            ],
        ),
        (Breach::FirstWord, vec![prompt(asks()), elsewhere]),
        (
            Breach::Distrust,
            vec![prompt(Prompt {
                trust: 0.5,
                reward: rewarded,
                ..asks()
            })],
        ),
        (
            Breach::Moderators,
            vec![action("group", ActionKind::GroupPost(group))],
        ),
        (
            Breach::Replies,
            vec![action("listen", ActionKind::Listen(listen))],
        ),
        (
            Breach::Dilution,
            vec![action("fakes", ActionKind::FakeFans(fakes))],
        ),
        (
            Breach::Professional,
            vec![action("hired", ActionKind::Professional(hired))],
        ),
    ] {
        assert_eq!(found(&lively(), &actions), [breach]);
    }
    // A reward nobody gets puts nobody off.
    let unpaid = prompt(Prompt {
        trust: 0.5,
        ..asks()
    });
    assert_eq!(found(&lively(), &[unpaid]), []);
}

fn town() -> FanGraph {
    let known = Aggregates {
        people: 600,
        fans: vec![("facebook".to_owned(), 40)],
        friends: 12.0,
        ..Aggregates::default()
    };
    known.graph(3).unwrap()
}

/// In how many of some worlds `more` keeps somebody from being reached or becoming a
/// customer whom `less` reaches or wins.
fn losses(campaign: &Campaign, less: &[Action], more: &[Action]) -> usize {
    losses_in(&town(), campaign, less, more)
}

fn losses_in(graph: &FanGraph, campaign: &Campaign, less: &[Action], more: &[Action]) -> usize {
    let ground = Ground::new(graph, campaign);
    let plans =
        [less, more].map(|actions| Plan::new(&strategy(actions), graph, Money::ZERO).unwrap());
    let mut journey = Journey::new(&ground);
    let mut of = |plan: &Plan, index| -> [BTreeSet<NodeId>; 2] {
        journey.run(&ground, plan, &IndependentCascade, World::new(6, index));
        [journey.reached().collect(), journey.customers().collect()]
    };
    let loses = |index: &u64| {
        let [less, more] = plans.each_ref().map(|plan| of(plan, *index));
        less.iter()
            .zip(&more)
            .any(|(less, more)| !less.is_subset(more))
    };
    (0..300).filter(loses).count()
}

#[test]
fn what_is_called_monotone_never_loses_anybody_and_what_is_not_does() {
    let less = [posts(), boost(0.2), prompt(asks())];
    let more = [posts(), boost(4.0), prompt(asks())];
    assert_eq!(losses(&lively(), &less, &more), 0);
    let tired = Fatigue {
        per_touch: p(0.9),
        half_life: None,
    };
    let dear = euros(0.05);
    for (breach, campaign) in [
        (Breach::Fatigue, with(|c| c.fatigue = Some(tired))),
        (Breach::Attention, with(|c| c.attention = Some(1))),
        (Breach::OptOut, with(|c| c.response.boost.opt_out = p(0.9))),
        (
            Breach::Unfollow,
            with(|c| c.response.boost.unfollow = p(0.9)),
        ),
        (Breach::Deterrence, with(|c| c.response.deters = p(0.9))),
        (Breach::Synergy, with(|c| c.integration.synergy = -1.0)),
    ] {
        assert_eq!(found(&campaign, &more), [breach]);
        assert!(losses(&campaign, &less, &more) > 0, "{breach:?}");
    }
    let capped = with(|c| {
        c.budget_mode = BudgetMode::Cap;
        c.budget = Some(euros(5.0));
    });
    let asking = |spend| {
        let asks = Prompt {
            per_invitation: dear,
            ..asks()
        };
        [posts(), boost(spend), prompt(asks)]
    };
    assert_eq!(found(&capped, &asking(4.0)), [Breach::Cap]);
    assert!(losses(&capped, &asking(0.2), &asking(4.9)) > 0);
    let skipping = |spend| {
        let skips = Prompt {
            skip_fans: true,
            delay: Delay::Fixed(20),
            ..Prompt::plain(Probability::ONE, Invitations::Mean(3.0))
        };
        [posts(), boost(spend), prompt(skips)]
    };
    // Invitations win whom advertising only makes fans.
    let inviting = with(|c| {
        (c.response.invite.engage, c.response.invite.buy) = (p(0.9), p(0.9));
        (c.response.boost.fan, c.response.boost.buy) = (p(0.9), Probability::ZERO);
    });
    assert_eq!(found(&inviting, &skipping(4.0)), [Breach::SkipsFans]);
    assert!(losses(&inviting, &skipping(0.2), &skipping(4.0)) > 0);
    let with_post = |more: &[Action]| [&[posts()], more].concat();
    let reworded = prompt(Prompt {
        via: Delivery::Post { per_week: 2.0 },
        seen: p(0.2),
        ..asks()
    });
    assert!(losses(&lively(), &with_post(&[]), &with_post(&[reworded])) > 0);
    let rewarded = |trust, pay| {
        let rewarded = Prompt {
            trust,
            reward: Reward::flat(euros(pay), Money::ZERO),
            ..asks()
        };
        with_post(&[prompt(rewarded)])
    };
    assert_eq!(
        losses(&lively(), &rewarded(1.0, 0.0), &rewarded(1.0, 1.0)),
        0
    );
    assert!(losses(&lively(), &rewarded(0.2, 0.0), &rewarded(0.2, 1.0)) > 0);
    let fakes = FakeFans {
        count: 1000,
        per_thousand: euros(1.0),
        dilution: Probability::ONE,
    };
    let fakes = action("fakes", ActionKind::FakeFans(fakes));
    assert!(losses(&lively(), &with_post(&[]), &with_post(&[fakes])) > 0);
}

#[test]
fn platforms_compete_for_what_is_said_once() {
    let known = Aggregates {
        people: 600,
        fans: vec![("facebook".to_owned(), 40), ("twitter".to_owned(), 40)],
        friends: 12.0,
        ..Aggregates::default()
    };
    let graph = known.graph(3).unwrap();
    let two = with(|c| c.habits = vec![Habits::default(); 2]);
    let on_twitter = |action: Action| Action {
        name: format!("twitter {}", action.name),
        platform: Some("twitter".to_owned()),
        ..action
    };
    let less = [on_twitter(posts())];
    let more = [on_twitter(posts()), boost(4.0)];
    assert_eq!(found(&two, &more), [Breach::SharedOnce]);
    assert!(losses_in(&graph, &two, &less, &more) > 0);
    // Nobody shares, and only invitations reach anybody but fans.
    let silent = with(|c| {
        c.habits = vec![Habits::default(); 2];
        for funnel in [
            &mut c.response.post,
            &mut c.response.boost,
            &mut c.response.share,
            &mut c.response.invite,
            &mut c.response.reply,
            &mut c.response.word,
        ] {
            funnel.share = Probability::ZERO;
        }
        c.response.boost.fan = Probability::ONE;
    });
    let asking = || prompt(Prompt::plain(Probability::ONE, Invitations::Mean(6.0)));
    let later = || Action {
        start: 10,
        ..on_twitter(asking())
    };
    let boosted = |spend| [asking(), later(), boost(spend)];
    assert_eq!(found(&silent, &boosted(4.0)), [Breach::FirstWord]);
    assert!(losses_in(&graph, &silent, &boosted(0.1), &boosted(4.0)) > 0);
}

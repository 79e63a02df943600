//! Every lever of a campaign has its words: a file with them gives what they say, and
//! what is wrong with them has its place.

use std::path::Path;

use groundswell_campaign::action::boost::{Boost, Spend};
use groundswell_campaign::action::fake_fans::FakeFans;
use groundswell_campaign::action::group_post::GroupPost;
use groundswell_campaign::action::listen::Listen;
use groundswell_campaign::action::professional::Professional;
use groundswell_campaign::action::prompt::{Delivery, Incentive, Invitations, Prompt, Who};
use groundswell_campaign::action::reward::{Pay, Reward};
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::creative::Creative;
use groundswell_campaign::delay::Delay;
use groundswell_campaign::exposure::Exposure;
use groundswell_campaign::fatigue::Fatigue;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::market::{Market, Members, Segment, TieStrength};
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::response::Funnel;
use groundswell_campaign::settle::settle;
use groundswell_campaign::strategy::{BudgetMode, Campaign};
use groundswell_campaign::surroundings::{Integration, MediaPickup, Search, Word};
use groundswell_campaign::worth::{Loyalty, Worth};
use groundswell_diffusion::model::exposure_curve::ExposureCurve;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_graph::probability::Probability;
use groundswell_scenario::diagnostic::{Diagnostic, Severity};
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::scenario::Scenario;
use groundswell_seeding::method::Method;

const FILE: &str = r#"format = 1
name = "Shop"

[audience]
kind = "from-aggregates"
people = 2_000
fans = { facebook = 100, twitter = 50 }
friends = 40
groups = { share = "30%", size = 20 }

[platform.facebook]
organic_reach = "6%"

[platform.twitter]
organic_reach = "10%"

[response]
post = { engage = "2%", buy = "5%" }
invite = { customer = "14%" }

[money]
budget = 300

[[strategy]]
name = "now"
actions = [{ kind = "post", per_week = 3, platform = "facebook" }]
"#;

fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

fn euros(units: f64) -> Money {
    Money::of(units).unwrap()
}

/// The scenario of the file with `more` behind it; its effective scenario says the same.
fn with(more: &str) -> Scenario {
    read(&format!("{FILE}{more}"))
}

/// The file with `keys` in the section `header`.
fn within(header: &str, keys: &str) -> Scenario {
    assert!(FILE.contains(header), "{header}");
    read(&FILE.replacen(header, &format!("{header}\n{keys}"), 1))
}

fn read(text: &str) -> Scenario {
    let scenario = Scenario::parse(text)
        .unwrap_or_else(|mistakes| panic!("{text}{mistakes:#?}"))
        .scenario;
    let effective = scenario.effective();
    let again = Scenario::parse(&effective)
        .unwrap_or_else(|mistakes| panic!("{effective}{mistakes:#?}"))
        .scenario;
    assert_eq!(again.campaign, scenario.campaign, "{effective}");
    assert_eq!(again.strategies, scenario.strategies, "{effective}");
    assert_eq!(again.objective, scenario.objective);
    assert_eq!(again.hash(), scenario.hash(), "{effective}");
    assert_eq!(again.effective(), effective);
    scenario
}

/// The kinds of the actions that `inline` describes, as the strategy "tried".
fn tried(inline: &str) -> Vec<Action> {
    let file = format!("\n[[strategy]]\nname = \"tried\"\nactions = [{inline}]\n");
    with(&file).strategy("tried").unwrap().actions
}

fn kind(inline: &str) -> ActionKind {
    tried(inline).remove(0).kind
}

/// The only mistake of the file with `more` behind it: its id, what stands at its
/// place, and its message.
fn mistake(more: &str) -> (Diagnostic, String) {
    let text = format!("{FILE}{more}");
    let all = Scenario::parse(&text).expect_err(more);
    let errors: Vec<_> = all
        .into_iter()
        .filter(|d| d.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{more}: {errors:#?}");
    let place = errors[0].span.clone().map(|span| text[span].to_owned());
    (errors[0].clone(), place.unwrap_or_default())
}

fn doubts(more: &str) -> Vec<&'static str> {
    let parsed = Scenario::parse(&format!("{FILE}{more}")).unwrap();
    parsed.warnings.iter().map(|doubt| doubt.id).collect()
}

#[test]
fn what_is_not_said_changes_nothing_and_is_not_shown() {
    let scenario = with("");
    let campaign = &scenario.campaign;
    let plain = Campaign {
        habits: campaign.habits.clone(),
        response: campaign.response,
        budget: campaign.budget,
        ..Campaign::default()
    };
    assert_eq!(*campaign, plain);
    let effective = scenario.effective();
    for word in [
        "lead",
        "mention",
        "segment",
        "reply",
        "search",
        "market",
        "ties",
        "silent",
        "discount",
        "permeability",
        "coordination",
    ] {
        assert!(!effective.contains(word), "{word}: {effective}");
    }
    // What is not shown may be varied all the same.
    let varied = Overrides::none()
        .with("response.post.lead", 0.2)
        .with("response.group.engage", 0.1);
    let varied = scenario.with(&varied).unwrap();
    assert_eq!(varied.campaign.response.post.lead, p(0.2));
    assert_eq!(varied.campaign.response.group.engage, p(0.1));
    assert_ne!(varied.hash(), scenario.hash());
    assert!(scenario.assumption("response.post.lead").is_some());
    assert!(
        scenario
            .assumptions()
            .all(|q| q.path != "response.post.lead")
    );
}

#[test]
fn exposure_rules_are_those_of_the_campaign() {
    let rule = |said: &str| {
        within("[response]", &format!("exposure = {said}"))
            .campaign
            .exposure
    };
    assert_eq!(rule("\"independent\""), Exposure::Independent);
    assert_eq!(rule("{ friends = 2 }"), Exposure::Friends(2));
    assert_eq!(
        rule("{ curve = [\"2%\", { guess = \"1%\" }] }"),
        Exposure::Curve(vec![p(0.02), p(0.01)])
    );
    assert_eq!(
        rule("{ circles = [\"2%\", 0.05] }"),
        Exposure::Circles(vec![p(0.02), p(0.05)])
    );
    let Exposure::Curve(chances) = rule("{ saturating = { limit = \"40%\", scale = 3 } }") else {
        panic!("a saturating rule is a curve");
    };
    assert_eq!(
        chances,
        ExposureCurve::saturating_chances(p(0.4), 3.0).unwrap()
    );
    let varied = within("[response]", "exposure = { curve = [\"2%\", \"1%\"] }")
        .with(&Overrides::none().with("response.exposure.curve.2", 0.03))
        .unwrap();
    assert_eq!(
        varied.campaign.exposure,
        Exposure::Curve(vec![p(0.02), p(0.03)])
    );
}

#[test]
fn tiring_attention_leads_and_bad_words_are_read() {
    let keys = r#"fatigue = { per_touch = "5%", half_life = 7 }
attention = 4
close = "30%"
close_delay = { median = 6, spread = 1.2 }
deters = "1%""#;
    let campaign = within("[response]", keys).campaign;
    let fatigue = Fatigue {
        per_touch: p(0.05),
        half_life: Some(7.0),
    };
    assert_eq!(campaign.fatigue, Some(fatigue));
    assert_eq!(campaign.attention, Some(4));
    assert_eq!(campaign.response.close, p(0.3));
    let delay = Delay::LogNormal {
        median: 6.0,
        spread: 1.2,
    };
    assert_eq!(campaign.response.close_delay, delay);
    assert_eq!(campaign.response.deters, p(0.01));
    let forever = within("[response]", "fatigue = { per_touch = { guess = 0.1 } }");
    assert_eq!(forever.campaign.fatigue.unwrap().half_life, None);
}

#[test]
fn every_channel_has_the_whole_funnel() {
    let steps = r#"engage = 0.1, lead = 0.2, buy = 0.3, again = 0.4, fan = 0.5, share = 0.6,
        mention = 0.7, positive = 0.8, unfollow = 0.01, opt_out = 0.02"#;
    for channel in [
        "boost", "share", "group", "reply", "media", "word", "search",
    ] {
        let key = format!("{channel} = {{ {steps} }}");
        let response = within("[response]", &key).campaign.response;
        let all = groundswell_campaign::channel::Channel::ALL;
        let channel = all.into_iter().find(|c| c.name() == channel).unwrap();
        let funnel = Funnel {
            engage: p(0.1),
            lead: p(0.2),
            buy: p(0.3),
            again: p(0.4),
            fan: p(0.5),
            share: p(0.6),
            mention: p(0.7),
            positive: p(0.8),
            unfollow: p(0.01),
            opt_out: p(0.02),
            ..Funnel::default()
        };
        assert_eq!(*response.to(channel), funnel);
    }
    let group = within("[response]", "group = { seen = 0.3, customer = 0.2 }");
    let group = group.campaign.response.group;
    assert_eq!(
        (group.seen, group.engage, group.buy),
        (p(0.3), p(0.2), p(1.0))
    );
    let share = within("[response]", "share = { delay = { days = 2 } }");
    assert_eq!(share.campaign.response.share.delay, Delay::Fixed(2));
    // Word of mouth has its delay in [word], and a search is a look.
    for odd in ["word = { delay = 1 }", "search = { seen = 0.1 }"] {
        let text = FILE.replacen("[response]", &format!("[response]\n{odd}"), 1);
        assert_eq!(Scenario::parse(&text).unwrap_err()[0].id, "GS0101");
    }
}

#[test]
fn markets_segments_and_ties_are_read() {
    let more = r#"
[market]
share = "30%"
fans = "60%"
homophily = { guess = "50%" }
on_their_own = "1%"
rival_mentions = 400

[[segment]]
name = "young"
share = "40%"
market = 1.5
value = 0.8
fit = { twitter = 2 }

[[segment]]
name = "old people"
share = "20%"

[ties]
strong = "20%"
strong_times = 2
weak_times = 0.5
"#;
    let scenario = with(more);
    let campaign = &scenario.campaign;
    let market = Market {
        share: p(0.3),
        fans: p(0.6),
        homophily: p(0.5),
    };
    assert_eq!(campaign.market, Some(market));
    assert_eq!(campaign.on_their_own, p(0.01));
    assert_eq!(campaign.rival_mentions, 400.0);
    let segment = |name: &str, share, fit, market, value| Segment {
        name: name.to_owned(),
        members: Members::Share(p(share)),
        fit,
        market,
        value,
    };
    assert_eq!(
        campaign.segments,
        [
            segment("young", 0.4, vec![1.0, 2.0], 1.5, 0.8),
            segment("old people", 0.2, vec![1.0, 1.0], 1.0, 1.0)
        ]
    );
    let strength = TieStrength::Strong {
        share: p(0.2),
        strong_times: 2.0,
        weak_times: 0.5,
    };
    assert_eq!(campaign.strength, Some(strength));
    let varied = Overrides::none()
        .with("segment.young.fit.facebook", 3.0)
        .with("segment.\"old people\".share", 0.1);
    let varied = scenario.with(&varied).unwrap().campaign;
    assert_eq!(varied.segments[0].fit, [3.0, 2.0]);
    assert_eq!(varied.segments[1].members, Members::Share(p(0.1)));
    // Without more words fans are like everybody, and without a share so are all.
    let fans = with("[market]\nshare = 0.3\n")
        .campaign
        .market
        .unwrap()
        .fans;
    assert_eq!(fans, p(0.3));
    assert_eq!(with("[market]\non_their_own = 0.1\n").campaign.market, None);
}

#[test]
fn what_happens_to_every_strategy_alike_is_read() {
    let more = r#"
[integration]
coordination = "80%"
synergy = -0.2
often = 5
[word]
platform = "facebook"
told = { guess = 1.5 }
delay = 4
[media]
threshold = 50
spread = 0.5
impressions = 10_000
delay = { days = 1 }
most = 3
[search]
delay = { median = 2, spread = 1 }
"#;
    let campaign = with(more).campaign;
    let integration = Integration {
        coordination: p(0.8),
        synergy: -0.2,
        often: 5,
    };
    assert_eq!(campaign.integration, integration);
    let word = Word {
        platform: "facebook".to_owned(),
        told: 1.5,
        delay: Delay::Geometric { mean: 4.0 },
    };
    assert_eq!(campaign.word, Some(word));
    let media = MediaPickup {
        threshold: 50.0,
        spread: 0.5,
        impressions: 10_000.0,
        delay: Delay::Fixed(1),
        most: 3,
    };
    assert_eq!(campaign.media, Some(media));
    let search = Search {
        per_mention: 0.1,
        delay: Delay::LogNormal {
            median: 2.0,
            spread: 1.0,
        },
    };
    assert_eq!(campaign.search, Some(search));
    let habits = within("[platform.twitter]", "permeability = \"40%\"");
    assert_eq!(habits.campaign.habits[1].permeability, p(0.4));
    let run = with("[run]\ndays = 20\nsilent_days = 30\n").campaign;
    assert_eq!((run.days, run.silent_days), (20, 30));
}

#[test]
fn money_comes_in_over_time() {
    let keys = r#"margin_per_customer = 45
revenue_per_customer = 60
margin_per_repeat = 5
discount = "8%"
horizon = "2 years"
equal_budget = "planned"
loyalty = { per_month = { guess = 9, low = 5 }, churn = "4%", referred_churn = 0.8 }"#;
    let scenario = within("[money]", keys);
    let loyalty = Loyalty {
        per_month: euros(9.0),
        churn: p(0.04),
        horizon: 730,
        referred_margin: 1.0,
        referred_churn: 0.8,
    };
    let worth = Worth {
        margin: euros(45.0),
        revenue: euros(60.0),
        again: euros(5.0),
        loyalty: Some(loyalty),
        discount: 0.08,
    };
    assert_eq!(scenario.campaign.worth, worth);
    assert_eq!(scenario.campaign.budget_mode, BudgetMode::Planned);
    assert_eq!(scenario.terms.horizon, "2 years");
    let later = scenario.with(&Overrides::none().with("money.horizon", 365.0));
    let later = later.unwrap();
    assert_eq!(later.campaign.worth.loyalty.unwrap().horizon, 365);
    assert_eq!(later.terms.horizon, "365 days");
    let counted = within("[money]", "horizon = 90\nequal_budget = \"cap\"");
    assert_eq!(counted.terms.horizon, "90 days");
    assert_eq!(counted.campaign.budget_mode, BudgetMode::Cap);
}

#[test]
fn every_objective_has_its_word() {
    for (word, objective) in [
        ("leads", Metric::Leads),
        ("positive-mentions", Metric::PositiveMentions),
        ("present-value", Metric::PresentValue),
        ("visitors", Metric::Visitors),
    ] {
        let key = format!("objective = \"{word}\"");
        assert_eq!(within("name = \"Shop\"", &key).objective, objective);
    }
}

#[test]
fn boosts_are_aimed_and_presented() {
    let more = r#"
[[segment]]
name = "young"
share = 0.4
[creative.puppy]
cost = 50
engage = 1.2
share = 2
segments = { young = 1.5 }
[[strategy]]
name = "tried"
actions = [{ kind = "boost", platform = "twitter", budget = 20, per_thousand = 8,
    saturates_at = 5_000, targeting = "60%", segment = "young", creative = "puppy" }]
"#;
    let actions = with(more).strategies[1].actions.clone();
    let boost = Boost {
        budget: Spend::Fixed(euros(20.0)),
        per_thousand: euros(8.0),
        saturates_at: Some(5000.0),
        targeting: p(0.6),
        segment: Some(0),
    };
    assert_eq!(actions[0].kind, ActionKind::Boost(boost));
    let creative = Creative {
        name: "puppy".to_owned(),
        cost: euros(50.0),
        engage: 1.2,
        share: 2.0,
        by_segment: vec![1.5],
    };
    assert_eq!(actions[0].creative, Some(creative));
}

#[test]
fn requests_say_whom_they_ask_and_what_they_give() {
    let said = |more: &str| {
        let action = format!(
            "{{ kind = \"prompt\", platform = \"facebook\", via = \"email\", seen = 0.5, take_part = 0.2, invitations = 2{more} }}"
        );
        match kind(&action) {
            ActionKind::Prompt(prompt) => prompt,
            other => panic!("{other:?}"),
        }
    };
    let plain = Prompt {
        via: Delivery::Email,
        seen: p(0.5),
        delay: Delay::of_mean(14.0),
        nearby_only: true,
        ..Prompt::plain(p(0.2), Invitations::Mean(2.0))
    };
    assert_eq!(said(""), plain);
    for (word, by) in Method::words() {
        let who = Who::best(by, 50);
        assert_eq!(said(&format!(", ask = {{ {word} = 50 }}")).who, who);
    }
    let likelier = Who::Best {
        by: Method::DegreeDiscount,
        chance: p(0.05),
        count: 50,
    };
    let ask = ", ask = { degree-discount = 50, chance = \"5%\" }";
    assert_eq!(said(ask).who, likelier);
    assert_eq!(said(", ask = \"everybody\"").who, Who::Everybody);
    let given = said(
        ", share = 0.5, incentive = { amount = 2, persuades = \"10%\" }, skip_fans = true, trust = 0.7",
    );
    let incentive = Incentive {
        amount: euros(2.0),
        persuades: Some(p(0.1)),
    };
    let expected = Prompt {
        share: p(0.5),
        incentive,
        skip_fans: true,
        trust: 0.7,
        ..plain
    };
    assert_eq!(given, expected);
    let tiers = said(", reward = { tiers = [[1, 2], [5, { guess = 4 }]], friend = 1 }");
    let expected = Reward {
        inviter: Pay::Tiered(vec![(1, euros(2.0)), (5, euros(4.0))]),
        friend: euros(1.0),
    };
    assert_eq!(tiers.reward, expected);
    let bonus = said(", reward = { each = 2, at = 5, bonus = 20 }");
    let expected = Pay::Bonus {
        each: euros(2.0),
        at: 5,
        bonus: euros(20.0),
    };
    assert_eq!(bonus.reward.inviter, expected);
    let flat = said(", reward = { two-sided = [2, 3] }").reward;
    assert_eq!(flat, Reward::flat(euros(2.0), euros(3.0)));
    let by_post = r#"{ kind = "prompt", platform = "facebook", via = "post", per_week = 1, seen = 1, take_part = 0.1, invitations = 2 }"#;
    let ActionKind::Prompt(by_post) = kind(by_post) else {
        panic!("a prompt");
    };
    assert_eq!(by_post.via, Delivery::Post { per_week: 1.0 });
    assert_eq!(by_post.delay, Delay::Fixed(0));
    let segment = "[[segment]]\nname = \"young\"\nshare = 0.4\n[[strategy]]\nname = \"tried\"\nactions = [{ kind = \"prompt\", platform = \"facebook\", via = \"email\", seen = 1, take_part = 1, invitations = 1, ask = { segment = \"young\" } }]\n";
    let ActionKind::Prompt(prompt) = with(segment).strategies[1].actions[0].kind.clone() else {
        panic!("a prompt");
    };
    assert_eq!(prompt.who, Who::Segment(0));
}

#[test]
fn groups_listening_professionals_and_bought_followers_are_actions() {
    let group = GroupPost {
        group: Some("group 1".to_owned()),
        per_week: 2.0,
        hours: 0.5,
        admission: p(0.8),
        tolerance: Some(3.0),
        backlash: p(0.1),
    };
    let said = r#"{ kind = "group", platform = "facebook", group = "group 1", per_week = 2, hours = 0.5, admission = "80%", tolerance = 3, backlash = "10%" }"#;
    assert_eq!(kind(said), ActionKind::GroupPost(group));
    let listen = Listen {
        hours_per_week: 4.0,
        minutes: 6.0,
        patience: 2,
        trust: 0.5,
        calms: p(0.3),
        mends: p(0.2),
    };
    let said = r#"{ kind = "listen", platform = "facebook", hours_per_week = 4, minutes = 6, patience = 2, trust = 0.5, calms = 0.3, mends = 0.2 }"#;
    assert_eq!(kind(said), ActionKind::Listen(listen));
    let professional = Professional {
        fee_per_month: euros(500.0),
        hours_per_month: 3.0,
        quality: 1.2,
        replies: 2.0,
        reach: 1.1,
        learning: 30.0,
    };
    let said = r#"{ kind = "professional", fee_per_month = 500, hours_per_month = 3, quality = 1.2, replies = 2, reach = 1.1, learning = 30 }"#;
    let action = tried(said).remove(0);
    assert_eq!(action.kind, ActionKind::Professional(professional));
    assert_eq!(action.platform, None);
    let on = tried(&said.replace("{ kind", "{ platform = \"twitter\", kind"));
    assert_eq!(on[0].platform.as_deref(), Some("twitter"));
    let fakes = FakeFans {
        count: 1000,
        per_thousand: euros(12.0),
        dilution: p(0.5),
    };
    let said = r#"{ kind = "fake-fans", platform = "twitter", count = 1_000, per_thousand = 12, dilution = "50%" }"#;
    assert_eq!(kind(said), ActionKind::FakeFans(fakes));
}

#[test]
fn one_action_may_go_from_platform_to_platform() {
    let actions = tried(
        r#"{ kind = "post", per_week = 3, platforms = ["twitter", "facebook"], stagger = 7, start = 2 }"#,
    );
    let found: Vec<_> = actions
        .iter()
        .map(|a| (a.name.as_str(), a.platform.as_deref(), a.start, a.end))
        .collect();
    assert_eq!(
        found,
        [
            ("post on twitter", Some("twitter"), 2, 56),
            ("post on facebook", Some("facebook"), 9, 56)
        ]
    );
    let late = r#"
[[strategy]]
name = "tried"
actions = [{ kind = "post", per_week = 3, platforms = ["twitter", "facebook"], stagger = 60 }]
"#;
    let (late, place) = mistake(late);
    assert_eq!((late.id, place.as_str()), ("GS0106", "60"));
}

#[test]
fn a_strategy_may_extend_another_and_scale_an_action() {
    let more = r#"
[[strategy]]
name = "both"
extends = "more"
scale = "twitter post"
actions = [{ kind = "post", name = "twitter post", per_week = 1, platform = "twitter" }]
[[strategy]]
name = "more"
extends = "now"
"#;
    let scenario = with(more);
    let both = scenario.strategy("both").unwrap();
    let names: Vec<_> = both.actions.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["post", "twitter post"]);
    assert_eq!(both.scaled.as_deref(), Some("twitter post"));
    let now = scenario.strategy("now").unwrap();
    assert_eq!(scenario.strategy("more").unwrap().actions, now.actions);
    let path = |action: &str| scenario.path_in("both", action, "per_week");
    assert_eq!(path("post").unwrap(), "strategy.now.post.per_week");
    let own = "strategy.both.\"twitter post\".per_week";
    assert_eq!(path("twitter post").unwrap(), own);
    assert_eq!(path("prompt"), None);
    assert!(scenario.assumption(own).is_some());
    // One number, wherever the action stands.
    let rarer = Overrides::none().with("strategy.now.post.per_week", 1.0);
    let rarer = scenario.with(&rarer).unwrap();
    let actions = rarer.strategy("both").unwrap().actions;
    let ActionKind::Post(post) = &actions[0].kind else {
        panic!("a post");
    };
    assert_eq!(post.per_week, 1.0);
}

#[test]
fn mistakes_have_their_place_and_a_suggestion() {
    let strategy = |keys: &str| format!("\n[[strategy]]\nname = \"tried\"\n{keys}\n");
    let action = |keys: &str| strategy(&format!("actions = [{{ {keys} }}]"));
    let post = "kind = \"post\", per_week = 3, platform = \"facebook\"";
    let prompt = "kind = \"prompt\", platform = \"facebook\", via = \"email\", seen = 1, take_part = 1, invitations = 1";
    let segment = "\n[[segment]]\nname = \"young\"\nshare = 0.4\n";
    for (more, id, place, help) in [
        (strategy("extends = \"nov\""), "GS0108", "\"nov\"", "now"),
        (strategy("extends = \"tried\""), "GS0106", "\"tried\"", ""),
        (
            strategy(
                "extends = \"now\"\nactions = [{ kind = \"post\", per_week = 1, platform = \"twitter\" }]",
            ),
            "GS0107",
            "\"now\"",
            "",
        ),
        (
            strategy("extends = \"now\"\nscale = \"pots\""),
            "GS0108",
            "\"pots\"",
            "post",
        ),
        (
            strategy(
                "scale = \"professional\"\nactions = [{ kind = \"professional\", fee_per_month = 1 }]",
            ),
            "GS0106",
            "\"professional\"",
            "",
        ),
        (
            action(&format!("{post}, creative = \"pupy\"")) + "[creative.puppy]\n",
            "GS0108",
            "\"pupy\"",
            "puppy",
        ),
        (action(&format!("{post}, stagger = 3")), "GS0106", "3", ""),
        (
            action("kind = \"post\", per_week = 3, platforms = [\"facebok\", \"twitter\"]"),
            "GS0108",
            "\"facebok\"",
            "facebook",
        ),
        (
            action(&format!("{prompt}, ask = {{ segment = \"yung\" }}")) + segment,
            "GS0108",
            "\"yung\"",
            "young",
        ),
        (
            action(&format!("{prompt}, per_week = 3")),
            "GS0106",
            "3",
            "",
        ),
        (
            action(&format!(
                "{prompt}, reward = {{ tiers = [[5, 1], [2, 3]] }}"
            )),
            "GS0106",
            "[2, 3]",
            "",
        ),
        (
            action(&format!(
                "{prompt}, incentive = {{ amount = 1, persuade = 0.1 }}"
            )),
            "GS0101",
            "persuade",
            "persuades",
        ),
        (
            format!("{segment}fit = {{ twiter = 2 }}\n"),
            "GS0108",
            "twiter",
            "twitter",
        ),
        (
            format!(
                "{segment}{}",
                segment.replace("young", "old").replace("0.4", "0.7")
            ),
            "GS0114",
            "",
            "",
        ),
        (
            "\n[[segment]]\nname = \"a\"\ncolumn = \"b\"\nis = \"c\"\n".to_owned(),
            "GS0106",
            "\"b\"",
            "",
        ),
        ("\n[market]\nfans = 0.5\n".to_owned(), "GS0102", "", ""),
        (
            "\n[ties]\nstrng = 0.5\nstrong = 0.2\n".to_owned(),
            "GS0101",
            "strng",
            "strong",
        ),
        ("\n[word]\ntold = 2\n".to_owned(), "GS0102", "", ""),
        (
            "\n[media]\nthreshold = 5\nimpressions = 10_000_000\nmost = 100\n".to_owned(),
            "GS0112",
            "10_000_000",
            "",
        ),
        (
            "\n[search]\ndelay = { days = 2, median = 3, spread = 1 }\n".to_owned(),
            "GS0106",
            "{ days = 2, median = 3, spread = 1 }",
            "",
        ),
        (
            "\n[creative.a]\nsegments = { yung = 2 }\n".to_owned() + segment,
            "GS0108",
            "yung",
            "young",
        ),
    ] {
        let (found, at) = mistake(&more);
        assert_eq!(found.id, id, "{more}: {found:?}");
        assert!(place.is_empty() || at == place, "{more}: {at}, {found:?}");
        let suggested = found.help.unwrap_or_default();
        assert!(suggested.contains(help), "{more}: {suggested}");
    }
    for (keys, id) in [
        ("horizon = \"soon\"", "GS0104"),
        ("horizon = \"365\"", "GS0104"),
        ("loyalty = { per_month = 9 }", "GS0102"),
        ("equal_budget = \"capped\"", "GS0105"),
    ] {
        let text = FILE.replacen("[money]", &format!("[money]\n{keys}"), 1);
        assert_eq!(Scenario::parse(&text).unwrap_err()[0].id, id, "{keys}");
    }
    let slip = action(&format!("{prompt}, ask = {{ most-conected = 5 }}"));
    let slips = Scenario::parse(&format!("{FILE}{slip}")).unwrap_err();
    let ids: Vec<_> = slips.iter().map(|slip| slip.id).collect();
    assert_eq!(ids, ["GS0102", "GS0101"]);
    assert_eq!(
        slips[1].help.as_deref(),
        Some("did you mean `most-connected`?")
    );
    let no_budget = FILE.replace("budget = 300", "equal_budget = \"cap\"");
    assert_eq!(Scenario::parse(&no_budget).unwrap_err()[0].id, "GS0106");
    let no_groups = FILE.replace("groups = { share = \"30%\", size = 20 }", "");
    let group = action("kind = \"group\", platform = \"facebook\", per_week = 1");
    let mistakes = Scenario::parse(&format!("{no_groups}{group}")).unwrap_err();
    assert_eq!(mistakes[0].id, "GS0106");
}

#[test]
fn a_circle_of_strategies_is_told_once_for_each() {
    let more = r#"
[[strategy]]
name = "a"
extends = "b"
[[strategy]]
name = "b"
extends = "a"
[[strategy]]
name = "c"
extends = "a"
"#;
    let mistakes = Scenario::parse(&format!("{FILE}{more}")).unwrap_err();
    let ids: Vec<_> = mistakes.iter().map(|m| m.id).collect();
    assert_eq!(ids, ["GS0106", "GS0106"], "{mistakes:#?}");
}

#[test]
fn levers_that_come_to_nothing_raise_doubts() {
    let action = |keys: &str| format!("\n[[strategy]]\nname = \"tried\"\nactions = [{keys}]\n");
    assert_eq!(doubts(""), ["GS0203"]);
    let costs = |keys: &str| {
        let mut found = doubts(&action(keys));
        found.retain(|id| *id != "GS0203");
        found
    };
    let group = r#"{ kind = "group", platform = "facebook", per_week = 1, fee = 1 }"#;
    assert_eq!(costs(group), ["GS0204"]);
    let listen = r#"{ kind = "listen", platform = "facebook", hours_per_week = 1, fee = 1 }"#;
    assert_eq!(costs(listen), ["GS0204"]);
    let hire = r#"{ kind = "professional", fee_per_month = 1 }"#;
    assert_eq!(costs(hire), [] as [&str; 0]);
    assert_eq!(
        doubts("[word]\nplatform = \"facebook\"\ntold = 2\n"),
        ["GS0203", "GS0204"]
    );
    assert_eq!(doubts("[search]\n"), ["GS0203", "GS0204", "GS0204"]);
    let leads = FILE.replace("post = { engage", "post = { lead = \"10%\", engage");
    let found = Scenario::parse(&leads).unwrap().warnings;
    assert!(found.iter().any(|d| d.id == "GS0205"), "{found:?}");
    let closed = leads.replace("[response]", "[response]\nclose = \"20%\"");
    let found = Scenario::parse(&closed).unwrap().warnings;
    assert!(found.iter().all(|d| d.id != "GS0205"), "{found:?}");
}

#[test]
fn a_scenario_says_what_breaks_more_never_means_less() {
    let told = |scenario: Scenario| scenario.monotone().unwrap();
    assert_eq!(told(with("")), "monotone: more never means less");
    let tired = within("[response]", "fatigue = { per_touch = 0.1 }\nattention = 2");
    assert_eq!(told(tired), "not monotone: people tire; attention runs out");
    let capped = within("[money]", "equal_budget = \"cap\"");
    assert_eq!(told(capped), "not monotone: the budget is a cap");
}

#[test]
fn a_file_may_say_everything_at_once_and_its_numbers_are_varied() {
    let scenario = read(include_str!("every_lever.toml"));
    let everything = scenario.strategy("everything").unwrap();
    assert_eq!(everything.actions.len(), 9);
    for quantity in scenario.assumptions() {
        let (low, high) = quantity.range();
        let bound = if quantity.value == high { low } else { high };
        let varied = Overrides::none().with(&quantity.path, bound);
        let varied = scenario.with(&varied).unwrap_or_else(|m| panic!("{m:#?}"));
        let found = varied.assumption(&quantity.path);
        assert_eq!(found.map(|q| q.value), Some(bound), "{}", quantity.path);
    }
}

#[test]
fn a_file_that_says_everything_can_be_played() {
    let scenario = read(include_str!("every_lever.toml"));
    let (graph, _) = scenario.audience.graph(Path::new("."), 1).unwrap();
    let ground = Ground::new(&graph, &scenario.campaign);
    let (crew, watch) = (Crew::of(1), Watch::default());
    let plans = settle(&ground, &scenario.strategies, 1, &crew, &watch).unwrap();
    let mut journey = Journey::new(&ground);
    let reach = plans.iter().map(|plan| {
        let ledger = journey.run(&ground, plan, &IndependentCascade, World::new(1, 0));
        ledger.total().get(Metric::Reach)
    });
    let reach: Vec<i64> = reach.collect();
    assert!(reach.iter().all(|&people| people > 0), "{reach:?}");
}

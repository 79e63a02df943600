//! A finished comparison like the neighbourhood bakery's, made up in its numbers.

#![allow(dead_code, reason = "no test uses all of it")]

use groundswell_campaign::channel::CHANNELS;
use groundswell_campaign::comparison::{Arm, Comparison, Row};
use groundswell_campaign::credit::Credit;
use groundswell_campaign::ledger::{Entry, Ledger};
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::verdict::{Spending, Verdict};
use groundswell_estimate::sample::Sample;
use groundswell_experiment::credit::{Credited, Lever};
use groundswell_experiment::flip::{Crossing, Flip};
use groundswell_experiment::tornado::Swing;
use groundswell_report::chart::Unit;
use groundswell_report::findings::{Assumption, Findings, Provenance};

const DAYS: u32 = 56;

/// What a strategy brings on an average day.
#[derive(Clone, Copy, Default)]
pub(crate) struct Plan {
    pub(crate) reached: [f64; 3],
    pub(crate) reached_by: [f64; 4],
    pub(crate) customers: [f64; 4],
    pub(crate) invitations: f64,
    pub(crate) media: f64,
    pub(crate) rewards: f64,
    /// Visitors a day besides one in twelve of those reached.
    pub(crate) visitors: f64,
}

pub(crate) const NOTHING: Plan = Plan {
    reached: [0.5, 1.2, 0.1],
    reached_by: [0.0, 0.0, 1.8, 0.0],
    customers: [0.0, 0.0, 0.02, 0.0],
    invitations: 0.0,
    media: 0.0,
    rewards: 0.0,
    visitors: 0.0,
};

pub(crate) const BROADCAST: Plan = Plan {
    reached: [9.0, 40.0, 245.0],
    reached_by: [10.0, 276.0, 8.0, 0.0],
    customers: [0.09, 0.06, 0.03, 0.0],
    invitations: 0.0,
    media: 4.6,
    rewards: 0.0,
    visitors: 0.0,
};

pub(crate) const INVITE: Plan = Plan {
    reached: [8.4, 5.3, 0.6],
    reached_by: [8.2, 0.0, 1.7, 4.4],
    customers: [0.09, 0.0, 0.07, 0.63],
    invitations: 4.9,
    media: 0.0,
    rewards: 3.1,
    visitors: 0.0,
};

/// A number from 0 to 1 that looks like luck.
fn luck(world: u32, day: u32, of: u32) -> f64 {
    let mut x = u64::from(world) << 40 | u64::from(day) << 20 | u64::from(of);
    for _ in 0..3 {
        x = (x ^ (x >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (x >> 40) as f64 / f64::from(1 << 24)
}

fn ledger(plan: &Plan, world: u32) -> Ledger {
    let fortune = 0.7 + 0.6 * luck(world, 999, 0);
    let days = (0..DAYS).map(|day| {
        let pace = 1.7 * (1.0 - f64::from(day) / f64::from(DAYS)) + 0.15;
        let some = |mean: f64, of: u32| (mean * fortune * pace + luck(world, day, of)) as u32;
        let few = |mean: f64, of: u32| u32::from(luck(world, day, of) < mean * fortune * pace);
        let mut each = 0;
        let mut many = |means: [f64; 4]| {
            means.map(|mean| {
                each += 1;
                if mean == 0.0 { 0 } else { some(mean, each) }
            })
        };
        let reached_by = many(plan.reached_by);
        let total: u32 = reached_by.iter().sum();
        let all: f64 = plan.reached.iter().sum();
        let fans = (f64::from(total) * plan.reached[0] / all) as u32;
        let friends = (f64::from(total) * plan.reached[1] / all) as u32;
        let customers = [0, 1, 2, 3].map(|c| few(plan.customers[c], 20 + c as u32));
        let won: u32 = customers.iter().sum();
        let sent = if plan.invitations > 0.0 {
            some(plan.invitations, 30)
        } else {
            0
        };
        let on_channels = |first: [u32; 4]| {
            let mut all = [0; CHANNELS];
            all[..4].copy_from_slice(&first);
            all
        };
        Entry {
            impressions: on_channels(reached_by.map(|n| n * 2)),
            reached: [fans, friends, total - fans - friends],
            reached_here: total,
            reached_by: on_channels(reached_by),
            visitors: [total / 12 + plan.visitors as u32, 0, 0],
            customers: on_channels(customers),
            fans: won / 2,
            asked: sent * 2,
            took_part: sent / 2,
            invitations_sent: sent,
            invitations_accepted: customers[3],
            media: Money::of(plan.media).unwrap(),
            labour: Money::of(if plan.media + plan.rewards > 0.0 {
                0.75
            } else {
                0.0
            })
            .unwrap(),
            rewards: Money::of(plan.rewards * f64::from(customers[3])).unwrap(),
            margin: Money::of(45.0 * f64::from(won)).unwrap(),
            ..Entry::default()
        }
    });
    let away = Entry::default();
    Ledger::of(
        1,
        days.flat_map(|on_platform| [on_platform, away]).collect(),
    )
}

/// The strategies in so many worlds, the last of them the one that does nothing.
pub(crate) fn comparison(arms: &[(&str, Plan)], worlds: u32) -> Comparison {
    let followed = vec![Metric::Reach, Metric::Customers, Metric::Profit];
    let arm = |&(name, plan): &(&str, Plan)| Arm {
        name: name.to_owned(),
        rows: (0..worlds)
            .map(|world| Row::of(&ledger(&plan, world), &followed))
            .collect(),
    };
    Comparison {
        days: DAYS,
        platforms: vec!["facebook".to_owned()],
        rival_mentions: 0.0,
        loyalty: false,
        arms: arms.iter().map(arm).collect(),
        reference: 0,
        followed: followed.clone(),
        level: 0.95,
    }
}

/// Broadcasting, inviting and doing nothing.
pub(crate) fn bakery(worlds: u32) -> Comparison {
    comparison(
        &[
            ("broadcast-only", BROADCAST),
            ("invite-friends", INVITE),
            ("do-nothing", NOTHING),
        ],
        worlds,
    )
}

/// What surrounds a comparison.
pub(crate) struct Surroundings {
    pub(crate) audience: Vec<String>,
    pub(crate) assumptions: Vec<Assumption>,
    pub(crate) flips: Vec<Flip>,
    pub(crate) swings: Vec<Swing>,
    pub(crate) credits: Vec<Credited>,
    pub(crate) warnings: Vec<String>,
    pub(crate) stamp: Vec<(String, String)>,
}

pub(crate) fn surroundings() -> Surroundings {
    use Provenance::{Default, Guess, Plain, Preset, Value};
    let share = || Unit::Share;
    let euro = || Unit::Money("EUR".to_owned());
    let number = || Unit::Other(String::new());
    let value = |shown: &str| match shown.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok().map(|value| value / 100.0),
        None => shown.trim_start_matches('€').replace(',', "").parse().ok(),
    };
    let assumption = |(path, shown, unit, provenance, source, range): (
        &str,
        &str,
        Unit,
        Provenance,
        &str,
        Option<(f64, f64)>,
    )| Assumption {
        path: path.to_owned(),
        shown: shown.to_owned(),
        value: value(shown),
        unit,
        provenance,
        source: source.to_owned(),
        date: if provenance == Preset { "2014-02" } else { "" }.to_owned(),
        low: range.map(|(low, _)| low),
        high: range.map(|(_, high)| high),
    };
    let bank = "bank referral study, secondary";
    let assumptions = [
        ("audience.people", "20,000", Unit::People, Plain, "", None),
        (
            "audience.fans.facebook",
            "640",
            Unit::People,
            Plain,
            "",
            None,
        ),
        (
            "audience.friends",
            "155",
            number(),
            Value,
            "median Facebook friends",
            None,
        ),
        (
            "audience.nearby",
            "25%",
            share(),
            Guess,
            "",
            Some((0.1, 0.4)),
        ),
        (
            "platform.facebook.organic_reach",
            "6.15%",
            share(),
            Preset,
            "page study",
            None,
        ),
        (
            "platform.facebook.share_reach",
            "12%",
            share(),
            Preset,
            "page study",
            None,
        ),
        (
            "response.post.engage",
            "2%",
            share(),
            Guess,
            "",
            Some((0.007, 0.06)),
        ),
        (
            "response.post.buy",
            "5%",
            share(),
            Guess,
            "",
            Some((0.017, 0.15)),
        ),
        (
            "response.boost.engage",
            "0.9%",
            share(),
            Guess,
            "",
            Some((0.003, 0.027)),
        ),
        (
            "response.boost.buy",
            "3%",
            share(),
            Guess,
            "",
            Some((0.01, 0.09)),
        ),
        (
            "response.invite.customer",
            "14%",
            share(),
            Value,
            bank,
            None,
        ),
        ("response.fatigue", "none", number(), Default, "", None),
        ("money.hour", "€15", euro(), Plain, "", None),
        (
            "money.margin_per_customer",
            "€45",
            euro(),
            Guess,
            "",
            Some((20.0, 80.0)),
        ),
        (
            "invite-friends.prompt.seen",
            "60%",
            share(),
            Guess,
            "",
            Some((0.2, 1.0)),
        ),
        (
            "invite-friends.prompt.take_part",
            "33%",
            share(),
            Value,
            bank,
            None,
        ),
        (
            "invite-friends.prompt.invitations",
            "2.5",
            number(),
            Guess,
            "",
            Some((0.8, 7.5)),
        ),
        (
            "broadcast-only.boost.per_thousand",
            "€8",
            euro(),
            Guess,
            "",
            Some((2.7, 24.0)),
        ),
    ]
    .map(assumption)
    .into();
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    Surroundings {
        audience: lines(&[
            "20,000 people in the catchment",
            "640 fans on facebook, 3.2% of the people",
            "99,200 friendships of fans, a quarter of them nearby",
        ]),
        assumptions,
        swings: vec![Swing {
            path: "response.invite.customer".to_owned(),
            low: 0.03,
            high: 0.2,
            lead_at_low: -1.5,
            lead_at_high: 52.0,
        }],
        flips: vec![
            Flip {
                path: "response.invite.customer".to_owned(),
                now: 0.14,
                range: (0.0, 0.5),
                crossings: vec![Crossing {
                    value: 0.032,
                    low: 0.029,
                    high: 0.034,
                    below: "broadcast-only".to_owned(),
                    above: "invite-friends".to_owned(),
                }],
            },
            Flip {
                path: "money.margin_per_customer".to_owned(),
                now: 45.0,
                range: (20.0, 80.0),
                crossings: Vec::new(),
            },
        ],
        credits: vec![credited()],
        warnings: Vec::new(),
        stamp: [
            ("groundswell", "0.1.0"),
            ("values", "1"),
            ("seed", "1"),
            ("scenario", "6f1d0a9bb3e94f0c9e2c7d5a1b8840aa"),
            ("graph", "c0f1e2d3b4a5968778695a4b3c2d1e0f"),
            ("luck", "tie and touch"),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into(),
    }
}

/// Two levers of inviting, one of which is a professional.
fn credited() -> Credited {
    let estimate = |mean: f64| {
        let sample = Sample::new(vec![mean - 1.0, mean, mean + 1.0]);
        sample.estimate().unwrap()
    };
    let metrics = vec![
        Metric::Customers,
        Metric::Reach,
        Metric::Profit,
        Metric::Cost,
    ];
    let lever = |name: &str, mean: f64| Lever {
        name: name.to_owned(),
        credit: metrics
            .iter()
            .map(|_| Credit {
                lever: name.to_owned(),
                removal: estimate(mean),
                shapley: Some(estimate(mean / 2.0)),
            })
            .collect(),
        break_even_hours: None,
    };
    let professional = Lever {
        break_even_hours: Some(estimate(12.0)),
        ..lever("agency", 6.0)
    };
    Credited {
        arm: 1,
        worlds: 3,
        level: 0.95,
        levers: vec![professional, lever("prompt", 40.0)],
        metrics,
    }
}

/// The findings of a comparison on `objective`, where a tenth of the reference
/// matters.
pub(crate) fn findings<'a>(
    comparison: &'a Comparison,
    objective: Metric,
    around: &'a Surroundings,
) -> Findings<'a> {
    let verdict = Verdict::of(comparison, objective, 0.1).unwrap();
    Findings {
        title: "Neighbourhood bakery",
        comparison,
        verdict,
        spending: Spending::of(comparison, &verdict).unwrap(),
        currency: "EUR",
        budget: Money::of(300.0),
        knowledge: None,
        audience: &around.audience,
        assumptions: &around.assumptions,
        flips: &around.flips,
        swings: &around.swings,
        credits: &around.credits,
        film: None,
        warnings: &around.warnings,
        stamp: &around.stamp,
        partial: false,
        recipe: None,
    }
}

//! How often intervals of a paired difference hold the truth, over whole campaigns.
//!
//! The truth is what a hundred thousand other worlds say, known ten times as well as what
//! is tested. `covers_in_full` repeats the small comparison ten thousand times:
//!
//! ```text
//! cargo nextest run --release -p groundswell-experiment --run-ignored ignored-only
//! ```
//!
//! False alarm: 4.5 standard errors of a coverage of 95% around 94 to 96%.

use std::path::Path;

use groundswell_campaign::compare::play;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::plan::Plan;
use groundswell_campaign::settle::settle;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::cluster::Clustered;
use groundswell_estimate::difference::Difference;
use groundswell_estimate::sample::Sample;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_scenario::audience::Audience;
use groundswell_scenario::scenario::Scenario;

const TOWN: &str = r#"
format = 1
name = "Small town"

[audience]
kind = "from-aggregates"
people = 400
fans = { facebook = 40 }
friends = 20
nearby = 0.6

[platform.facebook]
organic_reach = 0.3
fortune = 0.5

[response]
post = { engage = 0.1, buy = 0.3, share = 0.3 }
share = { seen = 0.3, engage = 0.1, buy = 0.3 }
invite = { customer = 0.2, fan = 0.3 }

[[strategy]]
name = "post"
actions = [{ kind = "post", per_week = 2 }]

[[strategy]]
name = "invite"
actions = [{ kind = "prompt", via = "counter", seen = 0.5, take_part = 0.5, invitations = 2, delay = 3 }]

[run]
days = 21
"#;

fn scenario() -> Scenario {
    Scenario::parse(TOWN).unwrap().scenario
}

fn plans(ground: &Ground<'_>, scenario: &Scenario) -> Vec<Plan> {
    let (crew, watch) = (Crew::of(1), Watch::default());
    settle(ground, &scenario.strategies, 1, &crew, &watch).unwrap()
}

/// Customers of both strategies in `worlds`.
fn customers(ground: &Ground<'_>, plans: &[Plan], worlds: &Worlds) -> [Sample; 2] {
    let (crew, watch) = (Crew::of(0), Watch::default());
    let rows = play(ground, plans, worlds, &crew, &watch, |ledger| {
        ledger.total().get(Metric::Customers) as f64
    });
    [0, 1].map(|arm| rows.iter().map(|row| row[arm]).collect())
}

/// The share of `repetitions` whose interval from `worlds` worlds holds the truth.
fn coverage(repetitions: u64, worlds: u64, truth_from: u64) -> f64 {
    let scenario = scenario();
    let (graph, _) = scenario.audience.graph(Path::new(""), 1).unwrap();
    let ground = Ground::new(&graph, &scenario.campaign);
    let plans = plans(&ground, &scenario);
    let [post, invite] = customers(&ground, &plans, &Worlds::new(99, 0..truth_from));
    let truth = Difference::paired(&invite, &post).unwrap().estimate.mean;
    let all = customers(&ground, &plans, &Worlds::new(7, 0..repetitions * worlds));
    let holds = (0..repetitions as usize).filter(|repetition| {
        let one = |arm: usize| -> Sample {
            let values = all[arm].values().iter();
            let worlds = worlds as usize;
            values
                .skip(repetition * worlds)
                .take(worlds)
                .copied()
                .collect()
        };
        let estimate = Difference::paired(&one(1), &one(0)).unwrap().estimate;
        (estimate.low..=estimate.high).contains(&truth)
    });
    holds.count() as f64 / repetitions as f64
}

fn within(found: f64, repetitions: u64) {
    let error = (0.95 * 0.05 / repetitions as f64).sqrt();
    println!("{found} of {repetitions} intervals hold the truth");
    let band = 0.94 - 4.5 * error..=0.96 + 4.5 * error;
    assert!(band.contains(&found), "{found}, not in {band:?}");
}

#[test]
fn intervals_of_a_difference_hold_the_truth_as_often_as_they_say() {
    within(coverage(400, 60, 60_000), 400);
}

#[test]
#[ignore = "half a minute: the ten thousand repetitions"]
fn covers_in_full() {
    let repetitions = 10_000;
    let found = coverage(repetitions, 60, 600_000);
    println!("{found} of {repetitions} intervals hold the truth");
    assert!((0.94..=0.96).contains(&found), "{found}");
}

/// The mean difference on graphs of their own, a few worlds on each: the graph is the
/// unit, and the truth that of graphs like these.
fn coverage_over_graphs(repetitions: usize, graphs: usize, truth_from: usize) -> f64 {
    let scenario = scenario();
    let Audience::FromAggregates(known) = &scenario.audience else {
        unreachable!("the town is drawn");
    };
    let each = 3;
    let differences = |seed: u64| -> Vec<f64> {
        let graph: FanGraph = known.graph(seed).unwrap();
        let ground = Ground::new(&graph, &scenario.campaign);
        let plans = plans(&ground, &scenario);
        let worlds = Worlds::new(seed, 0..each);
        let [post, invite] = customers(&ground, &plans, &worlds);
        let pairs = invite.values().iter().zip(post.values());
        pairs.map(|(a, b)| a - b).collect()
    };
    let all: Vec<Vec<f64>> = (0..repetitions * graphs + truth_from)
        .map(|seed| differences(seed as u64))
        .collect();
    let (tried, others) = all.split_at(repetitions * graphs);
    let truth = others.iter().flatten().sum::<f64>() / (others.len() as f64 * each as f64);
    let holds = tried.chunks(graphs).filter(|units| {
        let worlds: Sample = units.iter().flatten().copied().collect();
        let clustered = Clustered::in_order(&worlds, each as usize);
        let estimate = clustered.estimate_at(0.95).unwrap().estimate;
        (estimate.low..=estimate.high).contains(&truth)
    });
    holds.count() as f64 / repetitions as f64
}

#[test]
fn with_graphs_for_units_intervals_hold_the_truth_about_graphs() {
    let found = coverage_over_graphs(60, 30, 3_000);
    // The truth is known to a twentieth of what is tested; 4.5 standard errors of 60.
    println!("{found} of 60 intervals hold the truth");
    assert!(
        found >= 0.95 - 4.5 * f64::sqrt(0.95 * 0.05 / 60.0),
        "{found}"
    );
}

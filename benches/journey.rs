//! What one world of the bakery costs, lever by lever.

use std::path::Path;

use divan::{Bencher, counter::ItemsCount};
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::plan::Plan;
use groundswell_campaign::strategy::Strategy;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::World;
use groundswell_scenario::scenario::Scenario;

fn main() {
    divan::main();
}

/// Worlds per sample.
const WORLDS: u64 = 20;

/// One lever alone; items are touches seen.
#[divan::bench(args = ["post", "boost", "prompt"])]
fn lever(bencher: Bencher, name: &str) {
    let text = include_str!("../scenarios/neighbourhood-bakery.toml");
    let scenario = Scenario::parse(text).expect("the bakery is fine").scenario;
    let (graph, _) = scenario
        .audience
        .graph(Path::new(""), 1)
        .expect("its people are drawn");
    let ground = Ground::new(&graph, &scenario.campaign);
    let actions = scenario.strategies.iter().flat_map(|s| &s.actions);
    let actions = actions
        .filter(|action| action.name == name)
        .take(1)
        .cloned()
        .collect();
    let strategy = Strategy {
        name: name.to_owned(),
        actions,
        scaled: None,
    };
    let rest = Money::of(264.0).expect("a small amount");
    let plan = Plan::new(&strategy, &graph, rest).expect("its platform is there");
    let mut journey = Journey::new(&ground);
    let mut run = |index| {
        let world = World::new(1, index);
        journey
            .run(&ground, &plan, &IndependentCascade, world)
            .total()
            .get(Metric::Impressions)
    };
    let touches: i64 = (0..WORLDS).map(&mut run).sum();
    let touches = ItemsCount::new(touches as u64);
    bencher
        .counter(touches)
        .bench_local(|| (0..WORLDS).map(&mut run).sum::<i64>());
}

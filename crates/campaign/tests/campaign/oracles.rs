//! Inviting and broadcasting held to the exact answers of enumeration.

use std::path::PathBuf;

use groundswell_campaign::action::post::Post;
use groundswell_campaign::action::prompt::{Invitations, Prompt};
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::compare::play;
use groundswell_campaign::creative::Creative;
use groundswell_campaign::delay::Delay;
use groundswell_campaign::exposure::Visitor;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::ledger::Ledger;
use groundswell_campaign::market::{Members, Segment, TieStrength};
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::response::{Funnel, Response};
use groundswell_campaign::strategy::{Campaign, Habits};
use groundswell_diffusion::contagion::Contagion;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_graph::attributes::Column;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;
use serde_json::Value;

use crate::town::{p, plan};

const WORLDS: u64 = 40_000;

/// The cases of the file of exact answers; none, with a message, where it is missing.
fn cases() -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("../../../shared/oracles/exact-spread.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no oracles at {}", path.display());
        return Vec::new();
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    all["cases"].as_array().unwrap().clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

/// Ties of a case with their chances as weights, and what else it needs.
fn graph_of(case: &Value, ties: &Value, both_ways: bool) -> GraphBuilder {
    let mut arcs = Vec::new();
    for tie in ties.as_array().unwrap() {
        let [u, v] = [0, 1].map(|i| NodeId(number(&tie[i]) as u32));
        arcs.push((u, v, number(&tie[2])));
        if both_ways {
            arcs.push((v, u, number(&tie[2])));
        }
    }
    let mut builder = GraphBuilder::new(case["n"].as_u64().unwrap() as u32);
    builder.weighted_platform("x", &arcs).unwrap();
    builder
}

/// A funnel in which whoever engages does what comes next for sure.
fn sure(delay: u32) -> Funnel {
    Funnel {
        engage: Probability::ONE,
        delay: Delay::Fixed(delay),
        ..Default::default()
    }
}

/// How often each person adopts, and the numbers of adopters, in all worlds.
fn adopters(
    graph: &FanGraph,
    campaign: &Campaign,
    action: Action,
    always: &[NodeId],
) -> (Vec<u64>, Vec<u64>) {
    struct Count<'c>(&'c Ground<'c>, &'c Action, &'c [NodeId]);
    impl Visitor for Count<'_> {
        type Output = (Vec<u64>, Vec<u64>);
        fn visit<C: Contagion>(self, model: &C) -> Self::Output {
            let Self(ground, action, always) = self;
            let plan = plan(ground.graph(), std::slice::from_ref(action));
            let people = ground.graph().people() as usize;
            let (mut each, mut sizes) = (vec![0; people], vec![0; people + 1]);
            let mut journey = Journey::new(ground);
            for index in 0..WORLDS {
                journey.run(ground, &plan, model, World::new(31, index));
                let mut engaged: Vec<NodeId> = journey.engaged().chain(always.to_vec()).collect();
                engaged.sort_unstable();
                engaged.dedup();
                engaged.iter().for_each(|v| each[v.index()] += 1);
                sizes[engaged.len()] += 1;
            }
            (each, sizes)
        }
    }
    let ground = Ground::new(graph, campaign);
    campaign
        .exposure
        .with(graph, Count(&ground, &action, always))
}

/// Each person's chance, the mean, and every size's chance within 4.5 standard errors.
fn agrees(case: &Value, (each, sizes): (Vec<u64>, Vec<u64>)) {
    let (expected, n) = (&case["expected"], WORLDS as f64);
    let near = |what: &str, found: f64, truth: f64, variance: f64| {
        let bound = 4.5 * (variance.max(0.0) / n).sqrt() + 1e-9;
        let off = (found - truth).abs();
        assert!(off <= bound, "{}, {what}: {found} for {truth}", case["id"]);
    };
    for (v, count) in each.iter().enumerate() {
        let truth = number(&expected["activation"][v]);
        near("a person", *count as f64 / n, truth, truth * (1.0 - truth));
    }
    let mean = each.iter().sum::<u64>() as f64 / n;
    let variance = number(&expected["variance"]);
    near(
        "the mean",
        mean,
        number(&expected["expected_spread"]),
        variance,
    );
    for (size, truth) in expected["size_distribution"].as_object().unwrap() {
        let (size, truth): (usize, f64) = (size.parse().unwrap(), number(truth));
        near(
            "a size",
            sizes[size] as f64 / n,
            truth,
            truth * (1.0 - truth),
        );
    }
}

#[test]
fn inviting_so_many_friends_each_is_what_enumeration_says() {
    let mut held = 0;
    for case in cases().iter().filter(|case| case["model"] == "invite") {
        let seeds = case["seeds"].as_array().unwrap();
        let seeds: Vec<NodeId> = seeds.iter().map(|v| NodeId(number(v) as u32)).collect();
        let mut builder = graph_of(case, &case["accept"], false);
        builder.fans("x", seeds.iter().copied()).unwrap();
        let graph = builder.build();
        let days = 30;
        let campaign = Campaign {
            days,
            habits: vec![Habits::default()],
            response: Response {
                // Those who accept become fans, and are asked in turn.
                invite: Funnel {
                    fan: Probability::ONE,
                    ..sure(0)
                },
                ..Default::default()
            },
            strength: Some(TieStrength::Weight),
            ..Default::default()
        };
        let most = case["params"]["max_invites"].as_u64().unwrap() as u32;
        let prompt = Prompt::plain(Probability::ONE, Invitations::Each(most));
        let action = Action::new("prompt", "x", days, ActionKind::Prompt(prompt));
        agrees(case, adopters(&graph, &campaign, action, &seeds));
        held += 1;
    }
    println!("{held} cases of inviting agree");
}

#[test]
fn broadcasting_with_friends_passing_on_is_what_enumeration_says() {
    let mut held = 0;
    let broadcast = |case: &&Value| {
        let id = case["id"].as_str().unwrap();
        case["model"] == "ic" && id.contains("broadcast")
    };
    for case in cases().iter().filter(broadcast) {
        let both_ways = case["directed"] == false;
        let mut builder = graph_of(case, &case["edges"], both_ways);
        let people = case["n"].as_u64().unwrap() as u32;
        let fans = (0..people).map(NodeId);
        builder.fans("x", fans).unwrap();
        // Everybody is a sort of people with a chance of their own to answer a post.
        let names: Vec<String> = (0..people).map(|v| format!("p{v}")).collect();
        let cells = names.iter().map(String::as_str);
        builder.attribute(Column::of_cells("who", cells));
        let graph = builder.build();
        let segment = |name: &String| Segment {
            name: name.clone(),
            members: Members::Attribute {
                column: "who".to_owned(),
                is: name.clone(),
            },
            fit: vec![1.0],
            market: 1.0,
            value: 1.0,
        };
        let days = 30;
        let campaign = Campaign {
            days,
            habits: vec![Habits::default()],
            response: Response {
                post: Funnel {
                    share: Probability::ONE,
                    ..sure(0)
                },
                share: Funnel {
                    share: Probability::ONE,
                    ..sure(1)
                },
                ..Default::default()
            },
            segments: names.iter().map(segment).collect(),
            strength: Some(TieStrength::Weight),
            ..Default::default()
        };
        let post = Post {
            per_week: 0.1,
            hours: 0.0,
        };
        let reach = case["seed_probabilities"].as_array().unwrap();
        let creative = Creative {
            name: "to each their own".to_owned(),
            cost: Money::ZERO,
            engage: 1.0,
            share: 1.0,
            by_segment: reach.iter().map(number).collect(),
        };
        let action = Action {
            creative: Some(creative),
            ..Action::new("post", "x", days, ActionKind::Post(post))
        };
        agrees(case, adopters(&graph, &campaign, action, &[]));
        held += 1;
    }
    println!("{held} cases of broadcasting agree");
}

/// The toy brand of science.md, O14: two fans, three friends, eight arcs; counting the
/// brand itself.
#[test]
fn the_toy_brand_broadcasts_and_invites_as_enumerated() {
    let arcs = [(0, 1), (1, 0), (0, 2), (0, 3), (1, 3), (1, 4)];
    for (chance, mean, variance) in [
        (0.1, 1.415_731_2, 0.536_372_0),
        (0.3, 1.631_462_4, 1.260_706_1),
    ] {
        let mut builder = GraphBuilder::new(5);
        let ties: Vec<_> = arcs.iter().map(|&(u, v)| (NodeId(u), NodeId(v))).collect();
        builder
            .platform("x", &ties, Direction::SourceToTarget)
            .unwrap();
        builder.fans("x", [NodeId(0), NodeId(1)]).unwrap();
        let graph = builder.build();
        let campaign = Campaign {
            days: 10,
            habits: vec![Habits {
                organic_reach: p(0.16),
                ..Default::default()
            }],
            response: Response {
                post: Funnel {
                    share: Probability::ONE,
                    ..sure(0)
                },
                share: Funnel {
                    engage: p(chance),
                    share: Probability::ONE,
                    ..sure(1)
                },
                ..Default::default()
            },
            ..Default::default()
        };
        let post = Post {
            per_week: 0.1,
            hours: 0.0,
        };
        let plans = [plan(
            &graph,
            &[Action::new("post", "x", 10, ActionKind::Post(post))],
        )];
        let ground = Ground::new(&graph, &campaign);
        let worlds = Worlds::new(3, 0..WORLDS);
        let (crew, watch) = (Crew::of(1), Watch::default());
        let visitors = play(
            &ground,
            &plans,
            &worlds,
            &crew,
            &watch,
            |ledger: &Ledger| ledger.total().get(Metric::Visitors),
        );
        let sum: i64 = visitors.iter().flatten().sum();
        let found = 1.0 + sum as f64 / WORLDS as f64;
        let bound = 4.5 * f64::sqrt(variance / WORLDS as f64);
        assert!((found - mean).abs() < bound, "{found} for {mean} ± {bound}");
    }
}

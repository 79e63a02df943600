//! Sweeps against what is known: single studies, closed forms, and themselves in other
//! orders.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use groundswell_campaign::compare::Effort;
use groundswell_campaign::metric::Metric;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_estimate::decision::Decision;
use groundswell_experiment::diffusion_study::DiffusionStudy;
use groundswell_experiment::store::Store;
use groundswell_experiment::study::Study;
use groundswell_experiment::sweep::analysis::{Gathering, Told};
use groundswell_experiment::sweep::cell::{Done, Found, Result as CellResult, results};
use groundswell_experiment::sweep::held::held;
use groundswell_experiment::sweep::layout::Layout;
use groundswell_experiment::sweep::merge::missing;
use groundswell_experiment::sweep::probe::Probe;
use groundswell_experiment::sweep::record::Record;
use groundswell_experiment::sweep::work::{Ended, Means, Shard, Wish, work};
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::scenario::Scenario;

/// Two hundred fans whom nobody knows; half of them invite two friends each, of whom a
/// seventh buy. Advertising sells to ten. Inviting wins where 400 × the share who take
/// part × the share who accept is more than ten.
fn shop(sweep: &str) -> String {
    format!(
        r#"
format = 1
name = "Shop"

[audience]
kind = "branching"
fans = {{ facebook = 200 }}
friends = 60

[response]
boost = {{ engage = 0.2, buy = 0.05 }}
invite = {{ customer = 0.14, share = 0.0 }}

[money]
budget = 8
margin_per_customer = 45

[[strategy]]
name = "advertise"
actions = [{{ kind = "boost", budget = 8, per_thousand = 8 }}]

[[strategy]]
name = "invite"
actions = [
  {{ kind = "prompt", via = "counter", seen = 1.0, take_part = 0.5, invitations = 2, delay = 1,
    reward = {{ inviter = 2 }} }},
]

[run]
days = 60
worlds = 400

{sweep}
"#
    )
}

const ACCEPT: &str = "response.invite.customer";
const TAKE_PART: &str = "strategy.invite.prompt.take_part";

/// A folder that goes when it is no longer needed.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("groundswell-sweeps-{}-{number}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn layout(text: &str) -> Layout {
    let scenario = Scenario::parse(text).unwrap_or_else(|found| panic!("{found:#?}"));
    let effort = Study::effort_of(&scenario.scenario);
    Layout::new(scenario.scenario, Path::new(""), 1, effort).unwrap()
}

fn shard(number: u32, of: u32) -> Shard {
    let [number, of] = [number, of].map(|number| NonZeroU32::new(number).unwrap());
    Shard { number, of }
}

/// Does one of so many parts of the work.
fn part_of(number: u32, of: u32, layout: &mut Layout, store: &Store) -> Ended {
    let means = Means {
        store,
        wish: Wish {
            shard: shard(number, of),
            fail_fast: false,
            retry: false,
        },
        crew: &Crew::of(2),
        watch: &Watch::default(),
        tell: &|_| (),
    };
    work(layout, &means).unwrap()
}

/// A sweep that has been carried out.
struct Swept {
    layout: Layout,
    results: Vec<CellResult>,
    told: Vec<Told>,
    _folder: Scratch,
}

fn swept(text: &str) -> Swept {
    let folder = Scratch::new();
    let store = Store::open(&folder.0).unwrap();
    let crew = Crew::of(2);
    let mut layout = layout(text);
    assert_eq!(part_of(1, 1, &mut layout, &store), Ended::Complete);
    let mut gathering = Gathering::new(&layout);
    let mut all = Vec::new();
    for (_, result) in results(&layout, &store, &crew) {
        let result = result.unwrap();
        gathering.add(&result);
        all.push(result);
    }
    let told = gathering.told();
    Swept {
        layout,
        results: all,
        told,
        _folder: folder,
    }
}

impl Swept {
    fn done(&self, cell: usize) -> &Done {
        match &self.results[cell] {
            CellResult::Done(done) => done,
            other => panic!("cell {cell}: {other:?}"),
        }
    }

    /// The values of a metric under a strategy in the worlds of a cell.
    fn values(&self, cell: usize, strategy: &str, metric: Metric) -> Vec<f64> {
        let Found::Strategies(comparison) = &self.done(cell).found else {
            panic!("there are strategies");
        };
        let arm = comparison.arm(strategy).unwrap();
        comparison.sample(arm, metric).values().to_vec()
    }
}

fn grid(accept: &str, take_part: &str) -> String {
    format!("[sweep]\nvary.\"{ACCEPT}\" = {accept}\nvary.\"{TAKE_PART}\" = {take_part}\n")
}

#[test]
fn a_cell_is_what_a_study_with_the_same_numbers_is() {
    let text = shop(&grid("[0.05, 0.14]", "[0.25, 0.5]"));
    let swept = swept(&text.replace("worlds = 400", "worlds = 100"));
    assert_eq!(swept.layout.points()[2], [0.14, 0.25]);
    for (cell, point) in swept.layout.points().iter().enumerate() {
        let overrides = Overrides::none()
            .with(ACCEPT, point[0])
            .with(TAKE_PART, point[1]);
        let scenario = Scenario::parse(&shop(""))
            .unwrap()
            .scenario
            .with(&overrides)
            .unwrap();
        let crew = Crew::of(1);
        let study = Study::new(scenario, Path::new(""), 1, Effort::Worlds(100), &crew).unwrap();
        let outcome = study.run(&crew, &Watch::default()).unwrap();
        for (arm, name) in ["advertise", "invite", "do-nothing"].iter().enumerate() {
            for metric in [
                Metric::Customers,
                Metric::Profit,
                Metric::Reach,
                Metric::New,
            ] {
                let expected = outcome.comparison.sample(arm, metric);
                assert_eq!(
                    swept.values(cell, name, metric),
                    expected.values(),
                    "{metric}"
                );
            }
        }
    }
}

#[test]
fn the_break_even_map_contains_the_closed_form() {
    let ranges = [
        (
            "{ range = { from = 0.02, to = 0.2, count = 4 } }",
            "{ range = { from = 0.2, to = 0.8, count = 4 } }",
        ),
        (
            "{ log = { from = 0.02, to = 0.2, count = 4 } }",
            "{ log = { from = 0.2, to = 0.8, count = 4 } }",
        ),
    ];
    for (at, (accept, take_part)) in ranges.into_iter().enumerate() {
        let map =
            grid(accept, take_part).replace("[sweep]", "[sweep]\ndesign = \"map\"\nrefine = 2");
        let swept = swept(&shop(&map).replace("worlds = 400", "worlds = 200"));
        // Far fewer than the 13 by 13 points of the finest grid.
        let cells = swept.layout.cells().len();
        assert!((30..130).contains(&cells), "{cells}");
        let plane = swept.told[0].plane.as_ref().unwrap();
        let divide = plane.divide.as_ref().unwrap();
        let told = |value: f64| if at == 1 { libm::log(value) } else { value };
        // 400 × accept × take_part = 10.
        let mut inside = 0;
        for step in 0..=200 {
            let accept = 0.02 + 0.18 * f64::from(step) / 200.0;
            let take_part = 10.0 / 400.0 / accept;
            if (0.2..=0.8).contains(&take_part) {
                assert!(
                    divide.contains(told(accept), told(take_part)),
                    "{accept} {take_part}"
                );
                inside += 1;
            }
        }
        assert!(inside > 90, "{inside}");
        // And it is a band, not everything: some way off it is sure who wins.
        for (accept, take_part) in [(0.15, 0.5), (0.03, 0.4)] {
            assert!(
                !divide.contains(told(accept), told(take_part)),
                "{accept} {take_part}"
            );
        }
        assert!(!divide.contours.is_empty());
    }
}

#[test]
fn rewards_move_the_break_even_line_as_the_arithmetic_says() {
    // Profit by inviting: 200 × accept × (45 − reward); by advertising: 10 × 45 − 8.
    let reward = "strategy.invite.prompt.reward.inviter";
    let sweep = format!(
        "[sweep]\nvary.\"{ACCEPT}\" = {{ range = {{ from = 0.03, to = 0.15, count = 7 }} }}\n\
         vary.\"{reward}\" = {{ range = {{ from = 0, to = 40, count = 7 }} }}\n"
    );
    let text = shop(&sweep).replace("name = \"Shop\"", "name = \"Shop\"\nobjective = \"profit\"");
    let swept = swept(&text);
    let divide = swept.told[0]
        .plane
        .as_ref()
        .unwrap()
        .divide
        .as_ref()
        .unwrap();
    for step in 0..=100 {
        let accept = 0.03 + 0.12 * f64::from(step) / 100.0;
        let reward = 45.0 - 442.0 / (200.0 * accept);
        if (0.0..=40.0).contains(&reward) {
            assert!(divide.contains(accept, reward), "{accept} {reward}");
        }
    }
    assert!(!divide.contains(0.05, 30.0) && !divide.contains(0.14, 5.0));
}

#[test]
fn neither_blocks_nor_threads_nor_shards_change_what_comes_out() {
    let text = shop(&grid("[0.03, 0.06, 0.14]", "[0.5]"));
    let whole = swept(&text);
    for block in [64, 100, 256] {
        let other = swept(&text.replace("[sweep]", &format!("[sweep]\nblock = {block}")));
        assert_eq!(other.results, whole.results, "{block}");
    }
    // Three processes with a folder each: none has all, together they have.
    let text = text.replace("[sweep]", "[sweep]\nblock = 64");
    let shared = Scratch::new();
    let store = Store::open(&shared.0).unwrap();
    let mut seen = BTreeSet::new();
    for number in [3, 1, 2] {
        let folder = Scratch::new();
        let own = Store::open(&folder.0).unwrap();
        let mut layout = layout(&text);
        Record::of(&layout).publish(&own).unwrap();
        assert_eq!(part_of(number, 3, &mut layout, &own), Ended::ShardDone);
        for key in own.keys().unwrap() {
            assert!(seen.insert(key), "{key:?} was run twice");
            let groundswell_experiment::store::Part::Whole(bytes) = own.read(key).unwrap() else {
                panic!("{key:?}");
            };
            store.publish(key, &bytes).unwrap();
        }
    }
    let mut layout = layout(&text);
    assert_eq!(seen.len(), 3 * 7);
    assert_eq!(missing(&mut layout, &store, &Crew::of(2)).unwrap(), []);
    let crew = Crew::of(1);
    let merged = results(&layout, &store, &crew).map(|(_, result)| result.unwrap());
    assert_eq!(merged.collect::<Vec<_>>(), whole.results);
}

#[test]
fn what_is_held_of_a_sweep_is_what_its_cells_can_need() {
    let text = shop(&grid("[0.03, 0.06, 0.14]", "[0.5]"));
    let text = text.replace("[sweep]", "[sweep]\nblock = 100");
    let folder = Scratch::new();
    let store = Store::open(&folder.0).unwrap();
    let mut all = layout(&text);
    assert_eq!(part_of(1, 1, &mut all, &store), Ended::Complete);
    let parts = |text: &str, shard| held(&layout(text), &store, shard).unwrap().len();
    assert_eq!(parts(&text, Shard::WHOLE), 3 * 4);
    let thirds = [1, 2, 3].map(|number| parts(&text, shard(number, 3)));
    assert_eq!(thirds, [4, 4, 4]);
    // Not those behind the last world, nor those of other cells.
    let fewer = text.replace("worlds = 400", "worlds = 200");
    assert_eq!(parts(&fewer, Shard::WHOLE), 3 * 2);
    let others = text.replace("0.03, 0.06", "0.03, 0.07");
    assert_eq!(parts(&others, Shard::WHOLE), 2 * 4);
}

#[test]
fn a_cell_is_known_by_what_decides_it_and_by_nothing_else() {
    let keys = |text: &str| {
        let layout = layout(text);
        let cells = layout.cells().iter();
        cells.map(|cell| cell.key).collect::<Vec<_>>()
    };
    let few = keys(&shop(&grid("[0.05, 0.14]", "[0.5]")));
    let more = keys(&shop(&grid("[0.14, 0.1, 0.05]", "[0.25, 0.5]")));
    assert!(few.iter().all(|key| more.contains(key)));
    assert_eq!(more.iter().collect::<BTreeSet<_>>().len(), 6);
    // The order of factors, comments, and how many worlds are run, change nothing.
    let turned = format!(
        "[sweep] # other\nvary.\"{TAKE_PART}\" = [0.5]\nvary.\"{ACCEPT}\" = [0.05, 0.14]\n"
    );
    assert_eq!(keys(&shop(&turned)), few);
    let longer = shop(&grid("[0.05, 0.14]", "[0.5]")).replace("worlds = 400", "worlds = 900");
    assert_eq!(keys(&longer), few);
    // Another number anywhere, another seed, another block do.
    for (from, to) in [
        ("friends = 60", "friends = 61"),
        ("budget = 8, per", "budget = 7, per"),
        ("[sweep]", "[sweep]\nseeds = [7]"),
        ("[sweep]", "[sweep]\nblock = 100"),
    ] {
        let other = shop(&grid("[0.05, 0.14]", "[0.5]")).replace(from, to);
        assert!(keys(&other).iter().all(|key| !few.contains(key)), "{to}");
    }
}

#[test]
fn worlds_are_spent_where_it_is_not_decided() {
    let sweep = "[sweep]\nuntil = \"decided\"\nmost_worlds = 4096\n";
    let vary = format!("vary.\"{ACCEPT}\" = [0.02, 0.048, 0.05, 0.052, 0.15]\n");
    let swept = swept(&shop(&format!("{sweep}{vary}")));
    let worlds: Vec<u64> = (0..5).map(|cell| swept.done(cell).worlds).collect();
    let decisions: Vec<_> = (0..5)
        .map(|cell| swept.done(cell).decision.unwrap())
        .collect();
    // Far from the break-even point at 5 % the first look is enough; at it nothing is.
    assert_eq!(
        (worlds[0], worlds[2], worlds[4]),
        (256, 4096, 256),
        "{worlds:?}"
    );
    assert_eq!(decisions[0], Decision::Best(0));
    assert_eq!(decisions[2], Decision::Open);
    assert_eq!(decisions[4], Decision::Best(1));
    assert!(worlds[1] > 256 && worlds[3] > 256, "{worlds:?}");
}

#[test]
fn cells_run_until_they_are_as_precise_as_was_asked() {
    let text = shop(&format!("[sweep]\nvary.\"{ACCEPT}\" = [0.05, 0.3]\n"));
    let swept = swept(&text.replace("worlds = 400", "precision = \"5%\""));
    for cell in 0..2 {
        let Found::Strategies(comparison) = &swept.done(cell).found else {
            panic!("there are strategies");
        };
        let headline = comparison.estimate(0, Metric::Customers).unwrap().mean;
        let difference = comparison.difference(1, 0, Metric::Customers).unwrap();
        let half = difference.estimate.half_width();
        assert!(half <= 0.05 * headline, "{half} of {headline}");
    }
    // More is accepted where there is more luck, too.
    assert!(swept.done(1).worlds > swept.done(0).worlds);
}

#[test]
fn indices_of_a_product_are_those_of_the_formula() {
    // The lead is 400 × accept × take_part − 10, both evenly between 0.1 and 0.3: a product
    // of independent factors with mean μ and variance v has first-order indices
    // μ²v / (2μ²v + v²), and total ones (μ²v + v²) / (2μ²v + v²).
    let sweep = format!(
        "[sweep]\ndesign = \"saltelli\"\npoints = 128\n\
         vary.\"{ACCEPT}\" = {{ range = {{ from = 0.1, to = 0.3 }} }}\n\
         vary.\"{TAKE_PART}\" = {{ range = {{ from = 0.1, to = 0.3 }} }}\n"
    );
    let swept = swept(&shop(&sweep).replace("worlds = 400", "worlds = 60"));
    let (mean, variance) = (0.2, 0.2 * 0.2 / 12.0);
    let one = mean * mean * variance;
    let all = 2.0 * one + variance * variance;
    let (first, total) = (one / all, (one + variance * variance) / all);
    for indices in swept.told[0].indices.as_ref().unwrap() {
        let (f, t) = (indices.first, indices.total);
        assert!(f.low < first && first < f.high, "{first} {f:?}");
        assert!(t.low < total && total < t.high, "{total} {t:?}");
    }
}

#[test]
fn elementary_effects_of_a_plane_are_its_slopes() {
    // Over take_part from 0.25 to 0.75 inviting gains 400 × 0.14 × 0.5 = 28 customers; the
    // price of impressions does nothing to who is invited, but halves what is bought.
    let sweep = format!(
        "[sweep]\ndesign = \"trajectories\"\ntrajectories = 12\n\
         vary.\"{TAKE_PART}\" = {{ range = {{ from = 0.25, to = 0.75 }} }}\n\
         vary.\"money.margin_per_customer\" = {{ range = {{ from = 20, to = 80 }} }}\n"
    );
    let swept = swept(&shop(&sweep).replace("worlds = 400", "worlds = 100"));
    let effects = swept.told[0].effects.as_ref().unwrap();
    let gained = effects[0].mean;
    assert!((gained.mean - 28.0).abs() < 1.6, "{gained:?}");
    // What a customer brings moves no customer.
    assert_eq!(effects[1].absolute.mean, 0.0);
}

#[test]
fn variance_is_split_into_factors_graphs_and_worlds() {
    let text = r#"
format = 1
name = "Town"
objective = "reach"

[audience]
kind = "from-aggregates"
people = 600
fans = { facebook = 40 }
friends = 12

[response]
invite = { customer = 0.3 }

[[strategy]]
name = "quiet"
actions = []

[[strategy]]
name = "invite"
actions = [{ kind = "prompt", via = "counter", seen = 1.0, take_part = 0.5, invitations = 3 }]

[run]
days = 20
worlds = 20
reference = "quiet"

[sweep]
graphs = 30
seeds = 2
vary."strategy.invite.prompt.take_part" = [0.2, 0.5, 0.8]
"#;
    let swept = swept(text);
    assert_eq!(swept.layout.cells().len(), 3 * 30 * 2);
    let variance = swept.told[0].variance.unwrap();
    let graphs = variance.graphs.unwrap();
    assert!((variance.factors + graphs + variance.worlds - 1.0).abs() < 1e-9);
    assert!(variance.factors > 0.5, "{variance:?}");
    // Graphs are other graphs, the first of them the scenario's own for both seeds.
    let prints: Vec<u128> = (0..60).map(|cell| swept.done(cell).fingerprint).collect();
    assert_eq!(prints.iter().collect::<BTreeSet<_>>().len(), 30);
    assert_eq!(prints[0], prints[1]);
    // The same graphs at every point.
    assert_eq!(swept.done(60).fingerprint, prints[0]);
    // Thirty graphs are the units of a level's interval.
    let level = swept.told[0].responses[0].levels[1].answer;
    assert_eq!(level.worlds, 30);
}

#[test]
fn a_question_about_diffusion_is_swept_as_it_is_asked() {
    let text = |sweep: &str| {
        format!(
            "format = 1\nname = \"Club\"\n[audience]\nkind = \"built-in\"\ngraph = \"karate\"\n\
             [diffusion]\nmodel = \"ic\"\nweights = \"uniform:0.1\"\nseeds = \"degree:2\"\n\
             [run]\nworlds = 1000\n{sweep}"
        )
    };
    let sweep = "[sweep]\nblock = 300\nvary.\"diffusion.weights\" = [0.05, 0.1, 0.3]\n\
                 vary.\"diffusion.seeds\" = [1, 2]\n";
    let swept = swept(&text(sweep));
    let graph = swept
        .layout
        .scenario()
        .audience
        .graph(Path::new(""), 1)
        .unwrap()
        .0;
    for (cell, point) in swept.layout.points().iter().enumerate() {
        let asked = text("")
            .replace("uniform:0.1", &format!("uniform:{}", point[0]))
            .replace("degree:2", &format!("degree:{}", point[1]));
        let question = Scenario::parse(&asked).unwrap().scenario.diffusion.unwrap();
        let effort = Effort::Worlds(1000);
        let study = DiffusionStudy::new(question, graph.clone(), Path::new(""), 1, effort).unwrap();
        let crew = Crew::of(2);
        let sizes = study.sizes(0..1000, &crew, &Watch::default()).unwrap();
        let Found::Spread(spread) = &swept.done(cell).found else {
            panic!("there is a spread");
        };
        let sizes: Vec<f64> = sizes.into_iter().map(f64::from).collect();
        assert_eq!(spread.values(), sizes, "{point:?}");
    }
    // More is never less: the coins are the same.
    let mean = |cell: usize| match &swept.done(cell).found {
        Found::Spread(sizes) => sizes.estimate().unwrap().mean,
        Found::Strategies(_) => unreachable!(),
    };
    assert!(mean(0) < mean(2) && mean(2) < mean(4) && mean(0) < mean(1));
}

#[test]
fn a_cell_that_cannot_be_carried_out_stops_no_other() {
    // Fans outnumber the people of a small town.
    let text = r#"
format = 1
name = "Town"
[audience]
kind = "from-aggregates"
people = 1_000
fans = { facebook = 40 }
friends = 12
[platform.facebook]
organic_reach = 0.1
[response]
post = { engage = 0.1, buy = 0.1 }
[[strategy]]
name = "post"
actions = [{ kind = "post", per_week = 3 }]
[run]
days = 10
worlds = 20
[sweep]
vary."audience.fans.facebook" = [40, 2_000, 80]
"#;
    let swept = swept(text);
    assert!(matches!(&swept.results[1], CellResult::Refused(reason) if !reason.is_empty()));
    assert_eq!(swept.done(0).worlds, 20);
    assert_eq!(swept.done(2).worlds, 20);
    assert_ne!(swept.done(0).fingerprint, swept.done(2).fingerprint);
}

#[test]
fn a_probe_tries_cells_of_every_kind() {
    let (crew, watch) = (Crew::of(2), Watch::default());
    let club = "format = 1\nname = \"Club\"\n[audience]\nkind = \"built-in\"\ngraph = \"karate\"\n\
                [diffusion]\nmodel = \"ic\"\nweights = \"uniform:0.1\"\nseeds = \"degree:2\"\n\
                [sweep]\nvary.\"diffusion.weights\" = [0.05, 0.1, 0.3]\n";
    for (text, cells) in [(club, 3), (&shop(&grid("[0.05, 0.1]", "[0.5]")), 2)] {
        let layout = layout(text);
        let probe = Probe::new(&layout, &crew, &watch);
        probe.draw();
        assert_eq!(probe.settle(), [""; 0]);
        assert_eq!(
            (probe.cells(), probe.graphs(), probe.all_graphs()),
            (cells, 1, 1)
        );
        // A byte a world at least for each column that varies.
        assert!(probe.run(300) >= probe.run(30) + 270.0);
    }
}

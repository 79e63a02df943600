//! Every scenario and preset about campaigns, and the cells of a sweep.

use std::fs;

use groundswell_campaign::compare::Effort;
use groundswell_campaign::comparison::Comparison;
use groundswell_campaign::metric::Metric;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::store::Store;
use groundswell_experiment::study::Study;
use groundswell_experiment::sweep::cell::{Found, Result as CellResult, results as cells};
use groundswell_experiment::sweep::layout::Layout;
use groundswell_experiment::sweep::work::{Ended, Means, Shard, Wish, work};
use groundswell_scenario::presets::PRESETS;

use crate::diffusion::scenario;
use crate::{Results, file};

/// The worlds of a scenario and of a preset.
const WORLDS: u64 = 4;

pub(crate) fn add(results: &mut Results, crew: &Crew) {
    let mut scenarios: Vec<_> = fs::read_dir(file("scenarios"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    scenarios.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    scenarios.sort();
    for path in scenarios {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        compare(results, &format!("scenario {name}"), &text, crew);
    }
    for preset in PRESETS {
        if scenario(preset.text).diffusion.is_none() {
            compare(
                results,
                &format!("preset {}", preset.name),
                preset.text,
                crew,
            );
        }
    }
    sweep(results, crew);
}

fn compare(results: &mut Results, name: &str, text: &str, crew: &Crew) {
    let scenario = scenario(text);
    let seed = scenario.run.seed.unwrap_or(1);
    let effort = Effort::Worlds(WORLDS);
    let study = Study::new(scenario, &file("scenarios"), seed, effort, crew).unwrap();
    let outcome = study.run(crew, &Watch::default()).unwrap();
    tell(results, name, &outcome.comparison);
    let lead = outcome.verdict.difference.estimate;
    results.number(format!("{name}: the lead"), lead.mean);
    results.number(format!("{name}: the lead at least"), lead.low);
}

/// What strategies come to, and the hash of all that was counted in a world.
fn tell(results: &mut Results, name: &str, comparison: &Comparison) {
    for (arm, strategy) in comparison.arms.iter().enumerate() {
        for metric in [Metric::Reach, Metric::Customers, Metric::Cost] {
            let estimate = comparison.estimate(arm, metric).unwrap();
            results.number(
                format!("{name}, {}: {metric}", strategy.name),
                estimate.mean,
            );
        }
        let last = strategy.rows.last().unwrap().hash();
        results.word(
            format!("{name}, {}: last world", strategy.name),
            format!("{last:016x}"),
        );
    }
}

fn sweep(results: &mut Results, crew: &Crew) {
    let text = fs::read_to_string(file("scenarios/bakery-map.toml")).unwrap();
    // Sixteen points of the map, its corners among them.
    let scenario = scenario(&text.replace("count = 20", "count = 4"));
    let folder = file("scenarios");
    let mut layout = Layout::new(scenario, &folder, 1, Effort::Worlds(2)).unwrap();
    let scratch = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pinned-sweep");
    let _ = fs::remove_dir_all(&scratch);
    let store = Store::open(&scratch).unwrap();
    let means = Means {
        store: &store,
        wish: Wish {
            shard: Shard {
                number: 1.try_into().unwrap(),
                of: 1.try_into().unwrap(),
            },
            fail_fast: false,
            retry: false,
        },
        crew,
        watch: &Watch::default(),
        tell: &|_| (),
    };
    assert_eq!(work(&mut layout, &means).unwrap(), Ended::Complete);
    for (cell, result) in cells(&layout, &store, crew) {
        let CellResult::Done(done) = result.unwrap() else {
            panic!("cell {} is done", cell.index);
        };
        let Found::Strategies(comparison) = &done.found else {
            panic!("it compares strategies");
        };
        let values = layout.values(cell).iter().map(f64::to_string);
        let name = format!("cell {}", values.collect::<Vec<_>>().join(" "));
        for (arm, strategy) in comparison.arms.iter().enumerate() {
            let estimate = comparison
                .estimate(arm, layout.scenario().objective)
                .unwrap();
            results.number(format!("{name}, {}", strategy.name), estimate.mean);
        }
    }
}

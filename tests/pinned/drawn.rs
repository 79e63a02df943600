//! Every drawn graph by its fingerprint, and measures of graphs.

use groundswell_diffusion::worlds::Crew;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::generate::registry::{KINDS, from_settings};
use groundswell_graph::import::Import;
use groundswell_graph::measure::stats::{Options, Stats};
use groundswell_scenario::built_in::BuiltIn;

use crate::Results;

pub(crate) fn add(results: &mut Results, crew: &Crew) {
    for kind in KINDS {
        for seed in [1, 2] {
            let model = from_settings(kind.name, &[]).unwrap();
            let graph = crew.run(|| model.graph(seed)).unwrap();
            let name = format!("graph {} of seed {seed}", kind.name);
            results.word(name.clone(), format!("{:032x}", graph.fingerprint()));
            if seed == 1 {
                measure(results, &name, &graph, crew);
            }
        }
    }
    for (name, built_in) in BuiltIn::ALL {
        let (graph, _) = built_in.graph(&Import::default()).unwrap();
        measure(results, &format!("graph {name}"), &graph, crew);
    }
}

fn measure(results: &mut Results, name: &str, graph: &FanGraph, crew: &Crew) {
    let stats = crew.run(|| Stats::of(graph, &Options::default())).unwrap();
    results.number(format!("{name}: modularity"), stats.modularity);
    results.number(format!("{name}: transitivity"), stats.transitivity.value);
    let foremost = stats.most_heard[0];
    results.number(format!("{name}: highest PageRank"), foremost.1);
    if let Some(between) = stats.most_between {
        results.number(format!("{name}: most between"), between[0].1.value);
    }
}

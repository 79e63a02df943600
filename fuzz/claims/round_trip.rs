//! What is read from any bytes of GraphML, written and read again is the same.

use groundswell_graph::fan_graph::{FanGraph, Platform};
use groundswell_graph::import::Import;
use groundswell_graph::marks::restore;
use groundswell_graph::read::{Reading, graphml};
use groundswell_graph::write;

use super::graphs::MOST;

fn graph(bytes: &[u8]) -> Option<FanGraph> {
    let reading = Reading {
        most_bytes: MOST,
        ..Reading::default()
    };
    let draft = graphml::read(bytes, &reading).ok()?;
    restore(draft.import(&Import::default()).ok()?.0).ok()
}

fn bits(column: &Option<Vec<f64>>) -> Vec<u64> {
    // A column in which nothing is known is as good as none.
    let known = column.iter().flatten().any(|x| !x.is_nan());
    let column = column.iter().flatten().map(|x| x.to_bits());
    column.filter(|_| known).collect()
}

fn same(one: &Platform, other: &Platform) {
    assert_eq!(one.name, other.name);
    assert_eq!(one.fans, other.fans);
    assert_eq!(one.members, other.members);
    assert!(one.ties.iter().eq(other.ties.iter()));
    if one.ties.count() > 0 {
        assert_eq!(one.ties.is_mutual(), other.ties.is_mutual());
        assert_eq!(bits(&one.weights), bits(&other.weights));
        assert_eq!(bits(&one.times), bits(&other.times));
        assert_eq!(one.multiplicity, other.multiplicity);
    }
}

/// Of GraphML.
pub fn round_trip(bytes: &[u8]) {
    let Some(before) = graph(bytes) else { return };
    let mut file = Vec::new();
    if write::graphml::write(&before, &mut file).is_err() {
        return;
    }
    let after = graph(&file).expect("what is written can be read");
    assert_eq!(before.ids(), after.ids());
    assert_eq!(before.catchment(), after.catchment());
    assert_eq!(before.platforms().len(), after.platforms().len());
    for (one, other) in before.platforms().iter().zip(after.platforms()) {
        same(one, other);
    }
    assert_eq!(before.attributes().len(), after.attributes().len());
    for (one, other) in before.attributes().iter().zip(after.attributes()) {
        assert_eq!(one.name, other.name);
        for v in before.nodes() {
            assert_eq!(one.cell(v), other.cell(v));
        }
    }
}

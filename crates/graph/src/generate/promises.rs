//! What every drawn graph keeps, for the tests of the models.

use crate::generate::Drawn;
use crate::id::NodeId;
use crate::ties::Ties;

/// Asserts that a graph is simple, that mutual ties stand both ways, that what
/// was left out is counted, and that communities, if any, are everybody's.
pub(super) fn keeps_graph_promises(drawn: &Drawn) {
    let ties = &drawn.ties;
    for v in (0..ties.people()).map(NodeId) {
        assert!(ties.heard_by(v).windows(2).all(|w| w[0] < w[1]));
    }
    for (_, source, target) in ties.iter() {
        assert!(source != target && target.0 < ties.people());
        assert!(!ties.is_mutual() || ties.edge(target, source).is_some());
    }
    let imported = &drawn.imported;
    let per_pair = if ties.is_mutual() { 2 } else { 1 };
    let kept = per_pair * (imported.pairs - imported.self_loops) - imported.duplicates;
    assert_eq!(imported.ties, ties.count());
    assert_eq!(kept, u64::from(ties.count()));
    if let Some(communities) = &drawn.communities {
        assert_eq!(communities.len(), ties.people() as usize);
    }
}

/// Mean over people of the share of their friends' pairs that are friends, 0 for
/// those with fewer than two friends (Watts & Strogatz 1998).
pub(super) fn clustering(ties: &Ties) -> f64 {
    let mut sum = 0.0;
    for v in (0..ties.people()).map(NodeId) {
        let friends = ties.heard_by(v);
        let mut closed = 0u32;
        for (nth, &a) in friends.iter().enumerate() {
            closed += friends[nth + 1..]
                .iter()
                .filter(|&&b| ties.edge(a, b).is_some())
                .count() as u32;
        }
        let pairs = friends.len() * friends.len().saturating_sub(1) / 2;
        sum += f64::from(closed) / pairs.max(1) as f64;
    }
    sum / f64::from(ties.people())
}

//! Chances that follow from who hears whom.

use groundswell_graph::activation::Activation;
use groundswell_graph::builder::graph;
use groundswell_graph::probability::Probability;

#[test]
fn in_a_weighted_cascade_everybody_shares_one_among_those_they_hear() {
    // 1 hears two people and is heard by three; 3 hears one.
    let graph = graph("0->1 2->1 1->3 1->4 1->5 4->5");
    let ties = &graph.platforms()[0].ties;
    let activation = Activation::weighted_cascade(ties);
    let chances = ties.iter().map(|(edge, source, target)| {
        let chance = activation.chance(edge, source, target);
        (source.0, target.0, Probability::from(chance).get())
    });
    let mut chances: Vec<_> = chances.collect();
    chances.sort_by_key(|&(source, target, _)| (target, source));
    assert_eq!(
        chances,
        [
            (0, 1, 0.5),
            (2, 1, 0.5),
            (1, 3, 1.0),
            (1, 4, 1.0),
            (1, 5, 0.5),
            (4, 5, 0.5),
        ]
    );
}

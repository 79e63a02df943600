//! Who convinced whom in the largest of a hundred cascades, and how viral was it?

mod hubs;
mod network;

use std::error::Error;

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::cascade_tree::CascadeTree;
use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::world::World;
use groundswell_graph::activation::Activation;
use groundswell_graph::probability::Probability;

fn main() -> Result<(), Box<dyn Error>> {
    let graph = network::friends()?;
    let fifth = Activation::uniform(Probability::clamped(0.2));
    let networks = [Network::new(&graph.platforms()[0], &fifth)];
    let seeds = &hubs::most_connected(&graph)[..1];
    let mut cascade = Cascade::new(graph.people());
    let mut run = |tree: &mut CascadeTree, index| {
        let world = World::new(7, index);
        tree.begin(world);
        let model = &IndependentCascade;
        let outcome = cascade.run_seen_by(&networks, model, seeds, world, tree);
        outcome.spread()
    };

    // A world is looked up, not remembered: the largest cascade of a hundred runs again.
    let mut tree = CascadeTree::new(graph.people());
    let largest = (0..100).max_by_key(|&index| run(&mut tree, index));
    run(&mut tree, largest.unwrap_or_default());

    for &v in tree.adopters().iter().take(20) {
        let round = tree.round(v).unwrap_or_default();
        let from = match tree.parent(v) {
            Some(parent) => format!("convinced by {}", graph.original_id(parent)),
            None => "a seed".to_owned(),
        };
        println!("round {round}: {}, {from}", graph.original_id(v));
    }
    for shape in tree.trees() {
        println!("generations: {:?}", shape.generations);
        println!("depth {}, virality {:.2}", shape.depth(), shape.virality);
    }
    Ok(())
}

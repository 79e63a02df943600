//! Who would have convinced somebody chosen at random? Linear threshold, asked backwards.

mod network;

use std::error::Error;

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::model::linear_threshold::LiveThreshold;
use groundswell_diffusion::reverse::Reverse;
use groundswell_diffusion::world::World;
use groundswell_graph::activation::Activation;
use groundswell_graph::id::{NodeId, PerNode};

fn main() -> Result<(), Box<dyn Error>> {
    let graph = network::friends()?;
    let platform = &graph.platforms()[0];
    let weights = Activation::weighted_cascade(&platform.ties);
    let networks = [Network::new(platform, &weights)];
    let model = LiveThreshold::new(&networks)?;

    // Everybody is asked in a hundred worlds: u is in the RR set of v exactly where v
    // is reached from u, so that u's mean spread is its sets over the worlds.
    let mut backwards = Reverse::new(graph.people());
    let mut sets = PerNode::filled(0u32, graph.people());
    for root in graph.nodes() {
        for index in 0..100 {
            let set = backwards.run(&networks, &model, root, World::new(7, index));
            set.iter().for_each(|&u| sets[u] += 1);
        }
    }
    let mut people: Vec<NodeId> = graph.nodes().collect();
    people.sort_by_key(|&u| std::cmp::Reverse(sets[u]));
    println!("person  mean spread alone");
    for &u in people.iter().take(5) {
        let spread = f64::from(sets[u]) / 100.0;
        println!("{:>6}  {spread:17.2}", graph.original_id(u));
    }
    Ok(())
}

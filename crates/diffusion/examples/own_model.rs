//! What if some people believe nothing that they have heard on one platform only?
//!
//! The model of the page `docs/adding-a-model.md`, which shows this file, held to the
//! value that can be worked out by hand.

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Contact, Contagion, Network};
use groundswell_diffusion::world::World;
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

/// Adopt once convinced: doubters on two platforms, others on one.
#[derive(Debug, Clone, Copy)]
pub struct SecondSource {
    doubters: Chance,
    matter: NameKey,
}

impl SecondSource {
    /// Everybody is a doubter with probability `doubters`.
    pub fn new(doubters: Probability) -> Self {
        Self {
            doubters: doubters.chance(),
            matter: NameKey::of("doubt"),
        }
    }
}

impl Contagion for SecondSource {
    /// On which platforms somebody was convinced, one bit each.
    type Memory = u64;

    fn convinces(&self, platforms: &mut u64, contact: Contact<'_, u64>, world: World) -> bool {
        if !contact.luck.under(contact.chance) {
            return false;
        }
        *platforms |= 1 << contact.layer;
        let doubt = world.people(self.matter).person(contact.target);
        let needed = if doubt.under(self.doubters) { 2 } else { 1 };
        platforms.count_ones() >= needed
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // One friend on two platforms, whose word convinces on each with probability 1/2.
    let mut builder = GraphBuilder::new(2);
    let pair = [(NodeId(0), NodeId(1))];
    builder.platform("facebook", &pair, Direction::Mutual)?;
    builder.platform("twitter", &pair, Direction::Mutual)?;
    let graph = builder.build();
    let half = Activation::uniform(Probability::clamped(0.5));
    let networks = [0, 1].map(|layer| Network::new(&graph.platforms()[layer], &half));

    let model = SecondSource::new(Probability::clamped(0.4));
    let mut cascade = Cascade::new(graph.people());
    let adopts = |&index: &u64| {
        let world = World::new(7, index);
        cascade
            .run_on(&networks, &model, &[NodeId(0)], world)
            .reached(NodeId(1))
    };
    let share = (0..10_000).filter(adopts).count() as f64 / 10_000.0;
    // Three worlds of four convince somebody on one platform, one of four on both.
    let exact = 0.6 * 0.75 + 0.4 * 0.25;
    println!("the friend adopts in {share:.3} of 10000 worlds; exactly {exact:.3}");
    Ok(())
}

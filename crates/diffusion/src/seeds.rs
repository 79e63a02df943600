//! Who adopts before anyone is persuaded: the same in every world, or by chance.

use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

use crate::world::{World, WorldBlock};

/// A seed set, or the chance of each person to be in it.
///
/// Fractional seeds stand for a broadcast that reaches some of its audience, or for
/// a discount that makes taking part likelier. Raising a chance only adds seeds, in
/// every world.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seeds {
    /// Seeds in every world.
    pub always: Vec<NodeId>,
    /// Seeds with a probability, independently of each other.
    pub perhaps: Vec<(NodeId, Probability)>,
}

impl Seeds {
    /// These people, in every world.
    pub fn these(people: impl IntoIterator<Item = NodeId>) -> Self {
        Self {
            always: people.into_iter().collect(),
            perhaps: Vec::new(),
        }
    }

    /// The seeds of `world`, into `seeds`.
    pub fn of_world(&self, world: World, seeds: &mut Vec<NodeId>) {
        seeds.clear();
        seeds.extend(&self.always);
        let luck = world.touches(matter(), matter(), 0);
        let perhaps = self.perhaps.iter();
        seeds.extend(perhaps.filter_map(|&(v, p)| luck.person(v).under(p.chance()).then_some(v)));
    }

    /// The seeds of 64 worlds, with those of the worlds `asked` in which they are.
    pub fn of_block(&self, block: WorldBlock, asked: u64) -> impl Iterator<Item = (NodeId, u64)> {
        let luck = block.touches(matter(), matter(), 0);
        let always = self.always.iter().map(move |&v| (v, asked));
        let perhaps = self.perhaps.iter();
        always.chain(perhaps.map(move |&(v, p)| (v, luck.under(NodeId(0), v, p.chance(), asked))))
    }
}

fn matter() -> NameKey {
    NameKey::of("seed")
}

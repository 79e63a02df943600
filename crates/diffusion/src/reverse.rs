//! Asking backwards: everyone who could have convinced a given person.
//!
//! Where a model turns a world into a plain graph, the people from whom a person
//! is reached along live edges are its RR set. A seed set reaches the person in
//! this world exactly when it meets the RR set.
//!
//! Source: Borgs, Brautbar, Chayes & Lucier, SODA 2014, section 3.

use groundswell_graph::id::{NodeId, PerNode};

use crate::contagion::{Contact, LiveEdge, Network};
use crate::world::World;

/// The engine for RR sets, with its scratch: one byte per person.
#[derive(Debug, Clone)]
pub struct Reverse {
    met: PerNode<bool>,
    set: Vec<NodeId>,
}

impl Reverse {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            met: PerNode::filled(false, people),
            set: Vec::new(),
        }
    }

    /// The RR set of `root` in `world`: `root` itself first, the others by the number
    /// of live edges between, in no stated order.
    ///
    /// Cost: all ties into the set, each found by a binary search.
    pub fn run<C: LiveEdge>(
        &mut self,
        networks: &[Network<'_>],
        model: &C,
        root: NodeId,
        world: World,
    ) -> &[NodeId] {
        for v in self.set.drain(..) {
            self.met[v] = false;
        }
        self.meet(root);
        let mut next = 0;
        while let Some(&target) = self.set.get(next) {
            next += 1;
            for (layer, network) in networks.iter().enumerate() {
                let luck = world.touches(network.platform, network.channel, 0);
                for &source in network.ties.hears(target) {
                    if self.met[source] {
                        continue;
                    }
                    let edge = network.ties.edge(source, target);
                    let edge = edge.expect("who is heard has a tie to the one who hears");
                    let (first, second) = match network.coins.turns(source, target) {
                        false => (source, target),
                        true => (target, source),
                    };
                    let contact = Contact {
                        source: Some(source),
                        target,
                        edge: Some(edge),
                        layer,
                        chance: network.activation.chance(edge, source, target),
                        luck: luck.between(first, second),
                        step: 1,
                        said: None,
                    };
                    if model.convinces(&mut (), contact, world) {
                        self.meet(source);
                    }
                }
            }
        }
        &self.set
    }

    fn meet(&mut self, v: NodeId) {
        self.met[v] = true;
        self.set.push(v);
    }
}

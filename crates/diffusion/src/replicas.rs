//! Coupled replicas: a person is somebody else on every platform, and may carry
//! word across.
//!
//! On each platform where somebody is a member they have a replica, which adopts by
//! itself. A replica that adopts speaks there in the next round, and makes one
//! attempt to switch on each of the same person's other replicas. Where every
//! attempt succeeds, a person adopts on all platforms together, and who adopts is
//! what several networks with one state give.
//!
//! Source: Kuhnle, Alim, Li, Zhang & Thai, *IEEE Transactions on Computational Social
//! Systems* 5(2), 2018 (multiplex influence maximization); Zhang, Nguyen, Zhang &
//! Thai, *IEEE/ACM Transactions on Networking* 24(2), 2016 (coupling of networks).

use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::probability::Chance;

use crate::contagion::{Contact, LiveEdge, Network};
use crate::world::World;

/// One platform: its ties, its members, and how word leaves it.
#[derive(Debug, Clone)]
pub struct Layer<'g> {
    /// Ties and activations.
    pub network: Network<'g>,
    /// Who has a replica here; `None` for everybody.
    pub members: Option<PerNode<bool>>,
    /// The chance that a replica here switches on the same person's in each layer,
    /// in the order of the layers. Its own entry means nothing.
    pub carries: Vec<Chance>,
}

/// The engine for coupled replicas, with its scratch: one byte a replica.
#[derive(Debug, Clone)]
pub struct Replicas {
    people: u32,
    adopted: Vec<PerNode<bool>>,
    /// Replicas in the order of adoption: layer and person.
    adopters: Vec<(usize, NodeId)>,
    on: PerNode<bool>,
    reached: Vec<NodeId>,
}

impl Replicas {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            people,
            adopted: Vec::new(),
            adopters: Vec::new(),
            on: PerNode::filled(false, people),
            reached: Vec::new(),
        }
    }

    /// Runs `model` on `layers` from `seeds`, each a layer and a person, until nobody
    /// new adopts. A seed who is no member of its layer is passed over.
    pub fn run<C: LiveEdge>(
        &mut self,
        layers: &[Layer<'_>],
        model: &C,
        seeds: &[(usize, NodeId)],
        world: World,
    ) -> &Self {
        for (layer, v) in self.adopters.drain(..) {
            self.adopted[layer][v] = false;
        }
        for v in self.reached.drain(..) {
            self.on[v] = false;
        }
        let everybody = PerNode::filled(false, self.people);
        self.adopted.resize(layers.len(), everybody);
        for &(layer, seed) in seeds {
            self.adopt(layers, layer, seed);
        }
        let (mut next, mut round, mut last) = (0, 1, self.adopters.len());
        while let Some(&(at, source)) = self.adopters.get(next) {
            if next == last {
                (round, last) = (round + 1, self.adopters.len());
            }
            next += 1;
            let network = &layers[at].network;
            let luck = world.touches(network.platform, network.channel, 0);
            for (edge, target) in network.ties.edges_of(source) {
                if self.adopted[at][target] {
                    continue;
                }
                let (first, second) = match network.coins.turns(source, target) {
                    false => (source, target),
                    true => (target, source),
                };
                let contact = Contact {
                    source: Some(source),
                    target,
                    edge: Some(edge),
                    layer: at,
                    chance: network.activation.chance(edge, source, target),
                    luck: luck.between(first, second),
                    step: round,
                    said: None,
                };
                if model.convinces(&mut (), contact, world) {
                    self.adopt(layers, at, target);
                }
            }
            for (to, &chance) in layers[at].carries.iter().enumerate() {
                if to != at && to < layers.len() && !self.adopted[to][source] {
                    let luck = world.touches(network.platform, layers[to].network.platform, 0);
                    if luck.between(source, source).under(chance) {
                        self.adopt(layers, to, source);
                    }
                }
            }
        }
        self
    }

    fn adopt(&mut self, layers: &[Layer<'_>], layer: usize, v: NodeId) {
        let is_member = layers[layer]
            .members
            .as_ref()
            .is_none_or(|members| members[v]);
        if is_member && !std::mem::replace(&mut self.adopted[layer][v], true) {
            self.adopters.push((layer, v));
            if !std::mem::replace(&mut self.on[v], true) {
                self.reached.push(v);
            }
        }
    }

    /// People who adopted on at least one platform.
    pub fn spread(&self) -> u32 {
        self.reached.len() as u32
    }

    /// Replicas that adopted: layer and person, in the order of their rounds.
    pub fn adopters(&self) -> &[(usize, NodeId)] {
        &self.adopters
    }

    /// Whether `v` adopted on any platform.
    pub fn reached(&self, v: NodeId) -> bool {
        self.on[v]
    }

    /// Whether `v` adopted in `layer`.
    pub fn reached_in(&self, layer: usize, v: NodeId) -> bool {
        self.adopted[layer][v]
    }
}

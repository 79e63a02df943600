//! Several layers of ties over the same people, as on several platforms.
//!
//! The first layer is drawn as it is. Of each further layer a given share of
//! friendships stands in the first layer too: *overlap*. The others are drawn
//! afresh from the layer's own model, without those of the first layer. A further
//! layer may be for some of the people only; the others have no ties there.
//!
//! A layer has as many friendships as its model draws among its people. Where the
//! first layer has too few of them for the overlap, or the model too few others,
//! the layer gets smaller; its overlap is the one asked for all the same.
//!
//! Who is popular in the first layer is so in the others as far as they overlap
//! and, in models whose ids tell (hubs among the low ids, communities in id
//! order), beyond it.
//!
//! - **Draws:** three streams a layer besides those of its model.
//! - **Cost:** that of the models, and one draw for each friendship of the first layer
//!   and of the further one.
//! - **Source:** edge overlap as in Bianconi, *Physical Review E* 87, 062806
//!   (2013), measured against the further layer.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::Error;
use crate::attributes::{Column, Values};
use crate::builder::{Direction, GraphBuilder};
use crate::community::{below, stream};
use crate::fan_graph::FanGraph;
use crate::generate::{Drawn, Generator, blocks_of};
use crate::id::NodeId;
use crate::people::PeopleSet;
use crate::ties::Ties;

/// The most layers that are drawn.
pub const MOST_LAYERS: u64 = 64;

/// Streams for what this file draws; a layer's model has its own seed.
const MEMBERS: u64 = 0;
const FROM_FIRST: u64 = 1;
const AFRESH: u64 = 2;

/// One layer beyond the first.
#[derive(Debug)]
pub struct Further {
    /// What its own friendships are drawn from, for as many people as the first.
    pub model: Box<dyn Generator>,
    /// Share of its friendships that stand in the first layer too, 0 to 1.
    pub overlap: f64,
    /// Share of people who are on it, 0 to 1, chosen at random.
    pub members: f64,
}

/// Layers over the same people.
#[derive(Debug)]
pub struct Multiplex {
    /// What the first layer is drawn from; everybody is on it.
    pub first: Box<dyn Generator>,
    /// The others.
    pub further: Vec<Further>,
}

/// One layer as it was drawn.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its ties and communities. Of a further layer nothing is left out: loops and
    /// repeats of its model are not among the pairs counted there.
    pub drawn: Drawn,
    /// Who is on it.
    pub members: PeopleSet,
    /// Share of its friendships that stand in the first layer too; 1 for the first
    /// layer, 0 for a layer without friendships.
    pub overlap: f64,
}

/// Takes so many of a number of tickets; every choice is as likely as any other.
///
/// Source: algorithm S, Knuth, *The Art of Computer Programming* 2, section 3.4.2.
struct Lottery {
    wins: u64,
    tickets: u64,
}

impl Lottery {
    fn new(wins: u64, tickets: u64) -> Self {
        Self { wins, tickets }
    }

    /// Whether the next ticket wins.
    fn draw(&mut self, random: &mut ChaCha8Rng) -> bool {
        let at = below(random, self.tickets as u32);
        let wins = u64::from(at) < self.wins;
        self.tickets -= 1;
        self.wins -= u64::from(wins);
        wins
    }
}

/// Friendships once each, or one-way ties, in blocks of people.
type Blocks = Vec<Vec<(NodeId, NodeId)>>;

/// The ties of `ties` that `keep` keeps; a friendship stands once.
fn pairs(ties: &Ties, keep: impl Fn(NodeId, NodeId) -> bool + Sync) -> Blocks {
    blocks_of(ties.people(), 0)
        .into_par_iter()
        .map(|(_, people)| {
            let mut pairs = Vec::new();
            for v in people.map(NodeId) {
                let once = |w: &NodeId| !ties.is_mutual() || v < *w;
                let kept = ties.heard_by(v).iter().copied().filter(once);
                pairs.extend(kept.filter(|&w| keep(v, w)).map(|w| (v, w)));
            }
            pairs
        })
        .collect()
}

fn number_of(blocks: &Blocks) -> u64 {
    blocks.iter().map(|block| block.len() as u64).sum()
}

/// Keeps so many of the pairs.
fn thin(blocks: &mut Blocks, wanted: u64, random: &mut ChaCha8Rng) {
    let mut lottery = Lottery::new(wanted, number_of(blocks));
    for block in blocks {
        block.retain(|_| lottery.draw(random));
        block.shrink_to_fit();
    }
}

impl Multiplex {
    /// A single layer.
    pub fn single(model: Box<dyn Generator>) -> Self {
        Self {
            first: model,
            further: Vec::new(),
        }
    }

    /// Whether layers can be drawn at all.
    ///
    /// # Errors
    ///
    /// Those of the models, [`Error::BadParameter`] for a share outside 0 to 1,
    /// [`Error::Impossible`] where models are for different numbers of people.
    pub fn check(&self) -> Result<(), Error> {
        self.first.check()?;
        for layer in &self.further {
            layer.model.check()?;
            if layer.model.people() != self.first.people() {
                return Err(Error::Impossible {
                    what: "all layers are over the same people, as many as the first has",
                });
            }
            for (key, share) in [("overlap", layer.overlap), ("members", layer.members)] {
                if !(0.0..=1.0).contains(&share) {
                    let kind = layer.model.kind();
                    return Err(kind.bad(key, share, "a number from 0 to 1"));
                }
            }
        }
        Ok(())
    }

    /// Bytes that drawing takes at the peak, about, besides those of the program.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub fn bytes(&self) -> Result<u64, Error> {
        let people = u64::from(self.first.people());
        let mut most = self.first.bytes()?;
        let mut before = 0;
        let mut model = &self.first;
        for layer in &self.further {
            // Offsets and ties of a layer that is drawn, and who is on it.
            before += 8 * people + 4 * model.check()? as u64;
            most = most.max(before + layer.model.bytes()?);
            model = &layer.model;
        }
        Ok(most)
    }

    /// The layers as platforms of one graph: `ties` where there is one, otherwise
    /// `layer-1`, `layer-2` and so on. Planted communities of the first layer are
    /// the attribute `community`.
    ///
    /// # Errors
    ///
    /// As [`draw`](Self::draw).
    pub fn graph(&self, seed: u64) -> Result<FanGraph, Error> {
        let layers = self.draw(seed)?;
        let several = layers.len() > 1;
        let mut builder = GraphBuilder::new(self.first.people());
        for (number, layer) in (1..).zip(layers) {
            let name = match several {
                true => format!("layer-{number}"),
                false => "ties".to_owned(),
            };
            builder.frozen_platform(&name, layer.drawn.ties)?;
            if layer.members.len() < layer.members.people() {
                builder.members(&name, layer.members.members().iter().copied())?;
            }
            if let (1, Some(communities)) = (number, layer.drawn.communities) {
                builder.attribute(Column {
                    name: "community".to_owned(),
                    values: Values::Numbers(communities.into_iter().map(f64::from).collect()),
                });
            }
        }
        Ok(builder.build())
    }

    /// All layers, the first one first; the same for the same `seed`. The first is
    /// what its model draws with that seed, whatever layers follow.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check); [`Error::TooManyTies`];
    /// [`Error::Impossible`] where friendships meet one-way ties.
    pub fn draw(&self, seed: u64) -> Result<Vec<Layer>, Error> {
        self.check()?;
        let people = self.first.people();
        let mut layers = vec![Layer {
            drawn: self.first.draw(seed)?,
            members: PeopleSet::of(people, (0..people).map(NodeId)),
            overlap: 1.0,
        }];
        for (nth, layer) in (0u64..).zip(&self.further) {
            // Two seeds a layer: its model's, and the one for what is drawn here.
            let mut seeds = stream(seed, u64::MAX - 1 - nth);
            let (model, own) = (seeds.next_u64(), seeds.next_u64());
            let drawn = layer.draw(&layers[0].drawn.ties, model, own)?;
            layers.push(drawn);
        }
        Ok(layers)
    }
}

impl Further {
    fn draw(&self, first: &Ties, model_seed: u64, seed: u64) -> Result<Layer, Error> {
        let people = first.people();
        let count = libm::round(self.members * f64::from(people)) as u64;
        let mut lottery = Lottery::new(count, people.into());
        let mut random = stream(seed, MEMBERS);
        let chosen = (0..people).map(NodeId);
        let chosen: Vec<NodeId> = chosen.filter(|_| lottery.draw(&mut random)).collect();
        let members = PeopleSet::of(people, chosen);
        let both = |v, w| members.contains(v) && members.contains(w);

        let drawn = self.model.draw(model_seed)?;
        if drawn.ties.is_mutual() != first.is_mutual() {
            return Err(Error::Impossible {
                what: "the ties of all layers are mutual, or those of none",
            });
        }
        let mut afresh = pairs(&drawn.ties, both);
        drop(drawn.ties);
        let size = number_of(&afresh);
        afresh
            .par_iter_mut()
            .for_each(|block| block.retain(|&(v, w)| first.edge(v, w).is_none()));
        let mut from_first = pairs(first, both);
        let (others, shared) = split(
            size,
            self.overlap,
            number_of(&afresh),
            number_of(&from_first),
        );
        thin(&mut from_first, shared, &mut stream(seed, FROM_FIRST));
        thin(&mut afresh, others, &mut stream(seed, AFRESH));
        afresh.extend(from_first);

        let direction = if first.is_mutual() {
            Direction::Mutual
        } else {
            Direction::SourceToTarget
        };
        Ok(Layer {
            drawn: Drawn {
                communities: drawn.communities,
                ..Drawn::of(people, afresh, direction)?
            },
            members,
            overlap: shared as f64 / ((shared + others) as f64).max(1.0),
        })
    }
}

/// How many friendships a layer of about `size` has afresh and from the first, of
/// the `afresh` and `first` that there are, so that the overlap is as asked.
fn split(size: u64, overlap: f64, afresh: u64, first: u64) -> (u64, u64) {
    let mut size = size as f64;
    if overlap > 0.0 {
        size = size.min(first as f64 / overlap);
    }
    if overlap < 1.0 {
        size = size.min(afresh as f64 / (1.0 - overlap));
    }
    let shared = libm::round(overlap * size);
    let others = libm::round(size - shared);
    ((others as u64).min(afresh), (shared as u64).min(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::barabasi_albert::BarabasiAlbert;
    use crate::generate::block_model::BlockModel;
    use crate::generate::erdos_renyi::{Density, ErdosRenyi};
    use crate::generate::promises::keeps_graph_promises;
    use crate::generate::r_mat::RMat;

    fn two(model: fn() -> Box<dyn Generator>, overlap: f64, members: f64) -> Vec<Layer> {
        let layers = Multiplex {
            first: model(),
            further: vec![Further {
                model: model(),
                overlap,
                members,
            }],
        };
        layers.draw(7).unwrap()
    }

    /// Share of the ties of the second layer that stand in the first.
    fn shared(layers: &[Layer]) -> f64 {
        let (first, second) = (&layers[0].drawn.ties, &layers[1].drawn.ties);
        let shared = second
            .iter()
            .filter(|&(_, v, w)| first.edge(v, w).is_some());
        shared.count() as f64 / f64::from(second.count())
    }

    #[test]
    fn layers_overlap_as_asked_whatever_the_model() {
        let models: [fn() -> Box<dyn Generator>; 3] = [
            || Box::new(BarabasiAlbert::default()),
            || Box::new(BlockModel::default()),
            || Box::new(RMat::default()),
        ];
        for model in models {
            for overlap in [0.0, 0.25, 0.5, 0.9, 1.0] {
                let layers = two(model, overlap, 1.0);
                let found = shared(&layers);
                // Rounding to whole friendships is all that is off.
                let whole = 2.0 / f64::from(layers[1].drawn.ties.count());
                assert!((found - overlap).abs() <= whole, "{overlap}: {found}");
                assert!((found - layers[1].overlap).abs() < 1e-12);
                keeps_graph_promises(&layers[1].drawn);
            }
        }
    }

    #[test]
    fn the_first_layer_is_what_its_model_draws() {
        let layers = two(|| Box::new(BarabasiAlbert::default()), 0.5, 0.5);
        let alone = BarabasiAlbert::default().draw(7).unwrap();
        assert!(layers[0].drawn.ties.iter().eq(alone.ties.iter()));
        assert_eq!(layers[0].members.len(), 1000);
    }

    #[test]
    fn only_members_have_ties() {
        let layers = two(|| Box::new(BlockModel::default()), 0.3, 0.6);
        let second = &layers[1];
        assert_eq!(second.members.len(), 600);
        let both = |v, w| second.members.contains(v) && second.members.contains(w);
        assert!(second.drawn.ties.iter().all(|(_, v, w)| both(v, w)));
        assert!((shared(&layers) - 0.3).abs() < 0.001);
        // About 0.6² of the friendships are left: within a tenth.
        let left = f64::from(second.drawn.ties.count()) / f64::from(layers[0].drawn.ties.count());
        assert!((left / 0.36 - 1.0).abs() < 0.1, "{left}");
    }

    #[test]
    fn a_layer_shrinks_where_its_overlap_can_not_be_had_otherwise() {
        // Everybody knows everybody: nothing is left to be drawn afresh.
        let full = || -> Box<dyn Generator> {
            Box::new(ErdosRenyi {
                people: 30,
                density: Density::Chance(1.0),
                direction: Direction::Mutual,
            })
        };
        assert_eq!(two(full, 0.5, 1.0)[1].drawn.ties.count(), 0);
        assert_eq!(two(full, 1.0, 1.0)[1].drawn.ties.count(), 870);
        assert_eq!(split(100, 0.5, 1000, 20), (20, 20));
        assert_eq!(split(100, 0.5, 10, 1000), (10, 10));
        assert_eq!(split(100, 0.25, 100, 100), (75, 25));
    }

    #[test]
    fn layers_of_different_people_are_refused() {
        let layers = Multiplex {
            first: Box::new(BarabasiAlbert::default()),
            further: vec![Further {
                model: Box::new(RMat::default()),
                overlap: 0.5,
                members: 1.0,
            }],
        };
        assert!(matches!(layers.draw(1), Err(Error::Impossible { .. })));
    }
}

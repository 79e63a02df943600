//! Pairs on their way into the layers of a draft: what the readers of GraphML,
//! GML and Pajek share.
//!
//! A layer of a draft is directed or it is not. Where a file mixes arcs and
//! friendships in one layer, the layer becomes directed and each friendship two
//! pairs, one after the other, where it stood.
//!
//! - **Cost:** constant a pair; 8 bytes a pair and 8 a column.

use std::collections::HashMap;

use crate::Error;
use crate::draft::Layer;
use crate::id::NodeId;
use crate::read::Allowance;

/// Pairs to a block.
const BLOCK: usize = 1 << 16;
/// Platforms that one file may name. Each costs every person a few bytes, so
/// that a file could ask for much more than it holds.
pub(crate) const MOST_LAYERS: usize = 1 << 12;
/// What would do where there are more.
pub(crate) const FEWER_LAYERS: &str = "at most 4096 platforms";

/// One pair, as a file has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) ends: (NodeId, NodeId),
    pub(crate) directed: bool,
    pub(crate) weight: Option<f64>,
    pub(crate) time: Option<f64>,
    pub(crate) multiplicity: Option<u32>,
}

/// The layers of a file so far, in the order in which they were first named.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    // Keyed at random by the standard library, so that no file can bring it
    // down; the order is never asked for.
    numbers: HashMap<Box<str>, usize>,
    layers: Vec<Growing>,
}

#[derive(Debug)]
struct Growing {
    layer: Layer,
    pairs: usize,
    kind: Option<Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Arcs,
    Friendships,
    Mixed,
}

impl Layers {
    /// The number of the layer called `name`, a new one if it is new; `None` where
    /// there would be too many.
    pub(crate) fn number(&mut self, name: &str) -> Option<usize> {
        if let Some(&number) = self.numbers.get(name) {
            return Some(number);
        }
        let number = self.layers.len();
        if number == MOST_LAYERS {
            return None;
        }
        self.numbers.insert(name.into(), number);
        self.layers.push(Growing {
            layer: Layer {
                name: name.to_owned(),
                ..Layer::default()
            },
            pairs: 0,
            kind: None,
        });
        Some(number)
    }

    /// Adds a pair to a layer that has a number. What it leaves open is 1 for a
    /// weight or a multiplicity, and not a number for a time, where other pairs of
    /// the layer have one.
    ///
    /// # Errors
    ///
    /// [`Error::TooMuchMemory`].
    pub(crate) fn push(
        &mut self,
        layer: usize,
        pair: Pair,
        allowance: &mut Allowance,
    ) -> Result<(), Error> {
        let growing = &mut self.layers[layer];
        let kind = match (growing.kind, pair.directed) {
            (None | Some(Kind::Arcs), true) => Kind::Arcs,
            (None | Some(Kind::Friendships), false) => Kind::Friendships,
            (Some(Kind::Friendships), true) => {
                growing.spell_out(allowance)?;
                Kind::Mixed
            }
            (Some(Kind::Arcs | Kind::Mixed), _) => Kind::Mixed,
        };
        growing.kind = Some(kind);
        growing.push(pair, allowance)?;
        let (a, b) = pair.ends;
        if kind == Kind::Mixed && !pair.directed && a != b {
            growing.push(
                Pair {
                    ends: (b, a),
                    ..pair
                },
                allowance,
            )?;
        }
        Ok(())
    }

    /// The layers, at least one. Those without a pair are directed where
    /// `directed` says so, and left out where they have no name either.
    pub(crate) fn finish(mut self, directed: bool) -> Vec<Layer> {
        self.layers
            .retain(|growing| growing.pairs > 0 || !growing.layer.name.is_empty());
        self.numbers.clear();
        if self.layers.is_empty() {
            self.number("");
        }
        let finish = |mut growing: Growing| {
            let kind = growing.kind;
            growing.layer.directed = Some(kind.map_or(directed, |kind| kind != Kind::Friendships));
            growing.layer
        };
        self.layers.into_iter().map(finish).collect()
    }
}

impl Growing {
    fn push(&mut self, pair: Pair, allowance: &mut Allowance) -> Result<(), Error> {
        let layer = &mut self.layer;
        if layer
            .blocks
            .last()
            .is_none_or(|block| block.len() == block.capacity())
        {
            // The first block is small: many layers may hold few pairs.
            let size = self.pairs.clamp(64, BLOCK);
            allowance.take(size * size_of::<(NodeId, NodeId)>())?;
            layer.blocks.push(Vec::with_capacity(size));
        }
        let last = layer.blocks.len() - 1;
        layer.blocks[last].push(pair.ends);
        follow(&mut layer.weights, pair.weight, 1.0, self.pairs, allowance)?;
        follow(&mut layer.times, pair.time, f64::NAN, self.pairs, allowance)?;
        follow(
            &mut layer.multiplicity,
            pair.multiplicity,
            1,
            self.pairs,
            allowance,
        )?;
        self.pairs += 1;
        Ok(())
    }

    /// Each friendship so far as two pairs.
    fn spell_out(&mut self, allowance: &mut Allowance) -> Result<(), Error> {
        let old = std::mem::take(&mut self.layer);
        self.layer.name = old.name;
        self.pairs = 0;
        self.kind = Some(Kind::Mixed);
        for (at, (a, b)) in old.blocks.into_iter().flatten().enumerate() {
            let pair = Pair {
                ends: (a, b),
                directed: false,
                weight: old.weights.as_ref().map(|weights| weights[at]),
                time: old.times.as_ref().map(|times| times[at]),
                multiplicity: old.multiplicity.as_ref().map(|m| m[at]),
            };
            self.push(pair, allowance)?;
            if a != b {
                let ends = (b, a);
                self.push(Pair { ends, ..pair }, allowance)?;
            }
        }
        Ok(())
    }
}

/// Adds the entry of pair number `pairs` to a column that begins with its first
/// entry.
fn follow<T: Copy>(
    column: &mut Option<Vec<T>>,
    entry: Option<T>,
    otherwise: T,
    pairs: usize,
    allowance: &mut Allowance,
) -> Result<(), Error> {
    match (column.as_mut(), entry) {
        (None, None) => {}
        (None, Some(entry)) => {
            allowance.take((pairs + 1) * size_of::<T>())?;
            let mut all = vec![otherwise; pairs];
            all.push(entry);
            *column = Some(all);
        }
        (Some(all), entry) => {
            allowance.take(size_of::<T>())?;
            all.push(entry.unwrap_or(otherwise));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: u32, b: u32, directed: bool, weight: Option<f64>) -> Pair {
        Pair {
            ends: (NodeId(a), NodeId(b)),
            directed,
            weight,
            time: None,
            multiplicity: None,
        }
    }

    fn layer(pairs: &[Pair]) -> Layer {
        let mut layers = Layers::default();
        let mut allowance = Allowance::of(1 << 20);
        let number = layers.number("").unwrap();
        for &pair in pairs {
            layers.push(number, pair, &mut allowance).unwrap();
        }
        layers.finish(false).remove(0)
    }

    #[test]
    fn friendships_among_arcs_are_two_pairs_where_they_stood() {
        let mixed = layer(&[
            pair(0, 1, false, Some(2.0)),
            pair(3, 3, false, None),
            pair(1, 2, true, None),
            pair(2, 0, false, Some(3.0)),
        ]);
        let number = |(a, b): (NodeId, NodeId)| (a.0, b.0);
        let pairs: Vec<_> = mixed.blocks.concat().into_iter().map(number).collect();
        assert_eq!(pairs, [(0, 1), (1, 0), (3, 3), (1, 2), (2, 0), (0, 2)]);
        assert_eq!(mixed.weights.unwrap(), [2.0, 2.0, 1.0, 1.0, 3.0, 3.0]);
        assert_eq!(mixed.directed, Some(true));
    }

    #[test]
    fn friendships_alone_stand_once() {
        let friends = layer(&[pair(0, 1, false, None), pair(1, 2, false, Some(5.0))]);
        assert_eq!((friends.pairs(), friends.directed), (2, Some(false)));
        assert_eq!(friends.weights.unwrap(), [1.0, 5.0]);
    }

    #[test]
    fn more_pairs_than_may_be_held_are_refused() {
        let mut layers = Layers::default();
        let mut allowance = Allowance::of(10_000);
        let number = layers.number("").unwrap();
        let refused = (0..10_000).find_map(|v| {
            layers
                .push(number, pair(v, v + 1, true, None), &mut allowance)
                .err()
        });
        assert_eq!(refused, Some(Error::TooMuchMemory { most: 10_000 }));
    }
}

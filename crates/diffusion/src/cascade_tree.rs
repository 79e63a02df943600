//! Who convinced whom: the tree of a cascade, its generations and its shape.

use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::name_key::NameKey;

use crate::contagion::Phase;
use crate::draw::Draw;
use crate::witness::{Witness, Word};
use crate::world::{Draws, World};

/// A witness that keeps who convinced whom, and when.
///
/// Where several convinced somebody in the same round, one of them, drawn at random,
/// has the credit; so no order of ties or seeds shows in the tree. Of somebody who
/// adopts again, the first adoption counts. Memory: 28 bytes a person.
#[derive(Debug, Clone)]
pub struct CascadeTree {
    luck: Draws,
    credit: PerNode<Option<(Draw, NodeId)>>,
    round: PerNode<u32>,
    /// Adopters in the order of their rounds.
    adopters: Vec<NodeId>,
    /// Everybody with an entry.
    touched: Vec<NodeId>,
}

/// No round yet.
const NEVER: u32 = u32::MAX;

impl CascadeTree {
    /// A tree for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            luck: credit(World::new(0, 0)),
            credit: PerNode::filled(None, people),
            round: PerNode::filled(NEVER, people),
            adopters: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// Forgets what was seen, and looks at `world` next.
    pub fn begin(&mut self, world: World) {
        self.luck = credit(world);
        for v in self.touched.drain(..) {
            self.credit[v] = None;
        }
        for v in self.adopters.drain(..) {
            self.round[v] = NEVER;
        }
    }

    /// Adopters in the order of their rounds, the seeds first.
    pub fn adopters(&self) -> &[NodeId] {
        &self.adopters
    }

    /// When `v` adopted for the first time.
    pub fn round(&self, v: NodeId) -> Option<u32> {
        Some(self.round[v]).filter(|&round| round != NEVER)
    }

    /// Who convinced `v`; nobody for a seed and for whoever did not adopt.
    pub fn parent(&self, v: NodeId) -> Option<NodeId> {
        match self.round[v] {
            NEVER | 0 => None,
            _ => self.credit[v].map(|(_, source)| source),
        }
    }

    /// One entry for each seed, in the order of adopters.
    pub fn trees(&self) -> Vec<Shape> {
        let mut place = PerNode::filled(0u32, self.round.len() as u32);
        for (at, &v) in self.adopters.iter().enumerate() {
            place[v] = at as u32;
        }
        let parents = self.adopters.iter().map(|&v| {
            let parent = self.parent(v);
            parent.map(|parent| place[parent] as usize)
        });
        shapes(&parents.collect::<Vec<_>>())
    }
}

fn credit(world: World) -> Draws {
    world.people(NameKey::of("credit"))
}

impl Witness for CascadeTree {
    fn convinced(&mut self, word: Word) {
        // A later round's word to somebody who has adopted earns nothing.
        if self.round[word.target] != NEVER {
            return;
        }
        let draw = self.luck.between(word.source, word.target);
        let entry = &mut self.credit[word.target];
        match entry {
            None => self.touched.push(word.target),
            Some(first) if *first <= (draw, word.source) => return,
            Some(_) => (),
        }
        *entry = Some((draw, word.source));
    }

    fn adopts(&mut self, v: NodeId, round: u32) {
        if self.round[v] == NEVER {
            self.round[v] = round;
            self.adopters.push(v);
        }
    }

    fn becomes(&mut self, _: NodeId, _: Phase, _: u32) {}
}

/// The shape of one tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// People in it, the root included.
    pub size: u32,
    /// People in each generation, the root's first.
    pub generations: Vec<u32>,
    /// Mean distance between two different people of the tree; 0 for one alone.
    ///
    /// A star of n has 2 − 2/n, a path (n + 1)/3.
    ///
    /// Source: Goel, Anderson, Hofman & Watts, *Management Science* 62(1), 2016,
    /// section 3.
    pub virality: f64,
}

impl Shape {
    /// The number of steps from the root to the last generation.
    pub fn depth(&self) -> u32 {
        self.generations.len() as u32 - 1
    }
}

/// The shapes of a forest: `parents` has for each node the place of its parent, which
/// stands before it, or nothing for a root. One entry a root, in their order.
///
/// Cost: one pass. Each edge lies between a subtree of k nodes and the n − k others,
/// so the distances of all pairs sum to Σ k (n − k).
pub fn shapes(parents: &[Option<usize>]) -> Vec<Shape> {
    let mut below = vec![1u64; parents.len()];
    for (v, parent) in parents.iter().enumerate().rev() {
        if let Some(parent) = *parent {
            assert!(parent < v, "parents stand before their children");
            below[parent] += below[v];
        }
    }
    let mut trees: Vec<Shape> = Vec::new();
    let mut distances: Vec<u128> = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(parents.len());
    for (v, parent) in parents.iter().enumerate() {
        let (tree, depth) = match *parent {
            None => {
                trees.push(Shape {
                    size: below[v] as u32,
                    generations: Vec::new(),
                    virality: 0.0,
                });
                distances.push(0);
                (trees.len() - 1, 0)
            }
            Some(parent) => {
                let (tree, depth) = places[parent];
                let others = u64::from(trees[tree].size) - below[v];
                distances[tree] += u128::from(below[v]) * u128::from(others);
                (tree, depth + 1)
            }
        };
        places.push((tree, depth));
        let generations = &mut trees[tree].generations;
        if generations.len() == depth {
            generations.push(0);
        }
        generations[depth] += 1;
    }
    for (tree, distance) in trees.iter_mut().zip(distances) {
        let n = f64::from(tree.size);
        if tree.size > 1 {
            tree.virality = distance as f64 / (n * (n - 1.0) / 2.0);
        }
    }
    trees
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cascade::Cascade;
    use crate::contagion::Network;
    use crate::model::complex_contagion::ComplexContagion;
    use groundswell_graph::activation::Activation;
    use groundswell_graph::builder::graph;
    use groundswell_graph::probability::Probability;

    #[test]
    fn the_virality_of_stars_paths_and_trees_is_as_in_the_closed_forms() {
        let star: Vec<_> = (0..10).map(|v| (v > 0).then_some(0)).collect();
        let path: Vec<_> = (0..10usize).map(|v| v.checked_sub(1)).collect();
        let binary: Vec<_> = (0..15usize)
            .map(|v| v.checked_sub(1).map(|v| v / 2))
            .collect();
        for (parents, virality, depth) in [
            (star, 1.8, 1),
            (path, 11.0 / 3.0, 9),
            (binary, 3.504_762, 3),
        ] {
            let shape = &shapes(&parents)[0];
            assert!((shape.virality - virality).abs() < 1e-6, "{shape:?}");
            assert_eq!(shape.depth(), depth);
        }
    }

    #[test]
    fn every_root_has_a_tree() {
        let trees = shapes(&[None, None, Some(0), Some(0), Some(2)]);
        assert_eq!(trees[0].generations, [1, 2, 1]);
        assert_eq!(
            trees[1],
            Shape {
                size: 1,
                generations: vec![1],
                virality: 0.0
            }
        );
    }

    #[test]
    fn credit_goes_to_all_who_convinced_alike() {
        // Both 0 and 1 convince 2 in the first round; in half of the worlds it is 0.
        let graph = graph("0->2 1->2 2->3");
        let activation = Activation::uniform(Probability::ONE);
        let network = [Network::new(&graph.platforms()[0], &activation)];
        let model = ComplexContagion::contacts(4, 1);
        let (mut cascade, mut tree) = (Cascade::new(4), CascadeTree::new(4));
        let n = 2000;
        let mut first = 0;
        for index in 0..n {
            let world = World::new(1, index);
            tree.begin(world);
            cascade.run_seen_by(&network, &model, &[NodeId(0), NodeId(1)], world, &mut tree);
            first += u32::from(tree.parent(NodeId(2)) == Some(NodeId(0)));
            assert_eq!(tree.parent(NodeId(3)), Some(NodeId(2)));
            assert_eq!(tree.trees().iter().map(|tree| tree.size).sum::<u32>(), 4);
        }
        // Bound 4.5 standard errors.
        let error = (n as f64 / 4.0).sqrt();
        assert!(
            (f64::from(first) - n as f64 / 2.0).abs() < 4.5 * error,
            "{first}"
        );
    }
}

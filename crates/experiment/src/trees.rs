//! Who convinced whom: the shape of cascades over some worlds, and one world as a log.

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::cascade_tree::CascadeTree;
use groundswell_diffusion::contagion::{Contagion, Network, Phase};
use groundswell_diffusion::continuous::TimedContagion;
use groundswell_diffusion::looking::{Looking, Order};
use groundswell_diffusion::opinion::schedule::Schedule;
use groundswell_diffusion::seeds::Seeds;
use groundswell_diffusion::witness::{Witness, Word};
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::Error;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;
use groundswell_graph::id::NodeId;
use groundswell_scenario::opinions::Start;

use crate::dispatch::{FirstOpinion, Visitor};

/// Worlds whose trees are looked at, at most.
pub const WORLDS: u64 = 1000;

/// The shape of cascades.
#[derive(Debug, Clone, PartialEq)]
pub struct Trees {
    /// Steps from a seed to the last generation of the deepest tree of a world.
    pub generations: Estimate,
    /// People in the largest tree of a world, its seed included.
    pub largest: Estimate,
    /// Structural virality of that tree: the mean distance between two of its
    /// people.
    pub virality: Estimate,
    /// Mean number of people in each generation over all trees of a world, that of
    /// the seeds first.
    pub by_generation: Vec<f64>,
    /// World 0, adoption by adoption.
    pub events: Vec<Event>,
}

/// One adoption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub round: u32,
    /// Who.
    pub person: NodeId,
    /// Who convinced them, and the place of the network on which; nobody for a seed.
    pub from: Option<(NodeId, usize)>,
}

/// What of one world's trees is kept.
struct Shapes {
    generations: Vec<u32>,
    largest: u32,
    virality: f64,
}

/// Looks at the trees of the first worlds.
pub(crate) struct Look<'a> {
    pub(crate) crew: &'a Crew,
    pub(crate) watch: &'a Watch,
    pub(crate) networks: &'a [Network<'a>],
    pub(crate) seeds: &'a Seeds,
    pub(crate) worlds: Worlds,
    pub(crate) max_rounds: u32,
    pub(crate) people: u32,
}

impl Visitor for Look<'_> {
    /// Nothing for models without rounds of words.
    type Answer = Result<Option<Trees>, Error>;

    fn any<C: Contagion>(self, model: &C) -> Self::Answer {
        let events = self.log(model);
        let scratch = || {
            let cascade = Cascade::<C::Memory>::new(self.people).stopping_after(self.max_rounds);
            (cascade, CascadeTree::new(self.people), Vec::new())
        };
        let job = |(cascade, tree, seeds): &mut (Cascade<C::Memory>, CascadeTree, Vec<NodeId>),
                   world: World| {
            self.seeds.of_world(world, seeds);
            tree.begin(world);
            cascade.run_seen_by(self.networks, model, seeds, world, tree);
            shapes(tree)
        };
        let all = self.worlds.map(self.crew, self.watch, scratch, job);
        let estimate = |of: fn(&Shapes) -> f64| all.iter().map(of).collect::<Sample>().estimate();
        let deepest = all.iter().map(|world| world.generations.len()).max();
        let mean = |at: usize| {
            let people = all.iter().map(|world| world.generations.get(at).copied());
            people.map(|n| u64::from(n.unwrap_or(0))).sum::<u64>() as f64 / all.len() as f64
        };
        Ok(Some(Trees {
            generations: estimate(|world| world.generations.len().saturating_sub(1) as f64)?,
            largest: estimate(|world| f64::from(world.largest))?,
            virality: estimate(|world| world.virality)?,
            by_generation: (0..deepest.unwrap_or(0)).map(mean).collect(),
            events,
        }))
    }

    fn in_time<C: TimedContagion>(self, _: &C) -> Self::Answer {
        Ok(None)
    }

    fn looking<L: Looking>(self, _: &L, _: Order) -> Self::Answer {
        Ok(None)
    }

    fn opinions<O: FirstOpinion, S: Schedule<O>>(
        self,
        _: Start,
        _: impl Fn(&[O]) -> S + Sync,
    ) -> Self::Answer {
        Ok(None)
    }
}

impl Look<'_> {
    fn log<C: Contagion>(&self, model: &C) -> Vec<Event> {
        let world = World::new(self.worlds.seed(), 0);
        let mut log = Log {
            tree: CascadeTree::new(self.people),
            words: Vec::new(),
        };
        let mut seeds = Vec::new();
        self.seeds.of_world(world, &mut seeds);
        log.tree.begin(world);
        Cascade::<C::Memory>::new(self.people)
            .stopping_after(self.max_rounds)
            .run_seen_by(self.networks, model, &seeds, world, &mut log);
        log.events()
    }
}

/// A tree and every word that convinced.
struct Log {
    tree: CascadeTree,
    words: Vec<Word>,
}

impl Log {
    fn events(mut self) -> Vec<Event> {
        self.words
            .sort_by_key(|word| (word.target, word.source, word.round, word.layer));
        let layer = |person: NodeId, parent: NodeId, round: u32| {
            let wanted = (person, parent, round);
            let at = self
                .words
                .partition_point(|word| (word.target, word.source, word.round) < wanted);
            (parent, self.words.get(at).map_or(0, |word| word.layer))
        };
        let mut events: Vec<Event> = Vec::new();
        for &person in self.tree.adopters() {
            let round = self.tree.round(person).unwrap_or(0);
            let parent = self.tree.parent(person);
            events.push(Event {
                round,
                person,
                from: parent.map(|parent| layer(person, parent, round)),
            });
        }
        events.sort_by_key(|event| (event.round, event.person));
        events
    }
}

impl Witness for Log {
    fn convinced(&mut self, word: Word) {
        self.tree.convinced(word);
        self.words.push(word);
    }

    fn adopts(&mut self, v: NodeId, round: u32) {
        self.tree.adopts(v, round);
    }

    fn becomes(&mut self, _: NodeId, _: Phase, _: u32) {}
}

fn shapes(tree: &CascadeTree) -> Shapes {
    let trees = tree.trees();
    let deepest = trees.iter().map(|tree| tree.generations.len()).max();
    let mut generations = vec![0; deepest.unwrap_or(0)];
    for tree in &trees {
        for (sum, people) in generations.iter_mut().zip(&tree.generations) {
            *sum += people;
        }
    }
    // Of several largest trees the first counts: that of the first seed.
    let mut largest = (0, 0.0);
    for tree in &trees {
        if tree.size > largest.0 {
            largest = (tree.size, tree.virality);
        }
    }
    Shapes {
        generations,
        largest: largest.0,
        virality: largest.1,
    }
}

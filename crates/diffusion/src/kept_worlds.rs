//! Many worlds of a live-edge model, kept to be asked again and again what one more seed
//! would add.
//!
//! Each is a [`Snapshot`]; seeds that were taken stay taken, and what they reach is never
//! searched again.
//!
//! Source: Cheng, Shen, Huang, Zhang & Cheng, CIKM 2013, keep their worlds in this way.

use groundswell_graph::id::NodeId;
use rayon::prelude::*;

use crate::contagion::{LiveEdge, Network};
use crate::error::Error;
use crate::live_ties::{Candidates, LiveTies64, lanes};
use crate::snapshot::Snapshot;
use crate::worlds::{Crew, Watch, Worlds};

/// The worlds, and what the seeds taken so far reach in them.
#[derive(Debug, Clone)]
pub struct KeptWorlds {
    people: u32,
    snapshots: Vec<Snapshot>,
}

impl KeptWorlds {
    /// Those of `worlds`, without a seed. A stop leaves the first of them.
    ///
    /// Memory: up to 16 bytes a person and 8 a live tie for each world.
    ///
    /// # Errors
    ///
    /// [`Error::OtherPeople`] where the networks are over different people.
    pub fn new<C: LiveEdge>(
        crew: &Crew,
        watch: &Watch,
        networks: &[Network<'_>],
        model: &C,
        worlds: &Worlds,
    ) -> Result<Self, Error> {
        let candidates = Candidates::new(networks, model)?;
        let people = candidates.people();
        let scratch = || LiveTies64::new(&candidates);
        let (blocks, _) = worlds.map_blocks(crew, watch, scratch, |live, block, asked| {
            live.toss(block, asked);
            let take = |lane| {
                let mut snapshot = Snapshot::new(people);
                snapshot.take(live, lane);
                snapshot.lets_go();
                snapshot
            };
            lanes(asked).map(take).collect::<Vec<_>>()
        });
        Ok(Self {
            people,
            snapshots: blocks.into_iter().flatten().collect(),
        })
    }

    /// Number of worlds.
    pub fn len(&self) -> usize {
        self.snapshots.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.snapshots.is_empty()
    }

    /// Number of people in each.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// For everybody by id, how many people a seed there would add, summed over the worlds.
    pub fn gains(&mut self, crew: &Crew) -> Vec<u64> {
        let people = self.people as usize;
        let part = self.snapshots.len().div_ceil(crew.threads()).max(1);
        let of = |snapshots: &mut [Snapshot]| {
            let mut sums = vec![0; people];
            for snapshot in snapshots {
                snapshot.gains(|v, gain| sums[v.index()] += u64::from(gain));
            }
            sums
        };
        let add = |mut sums: Vec<u64>, more: Vec<u64>| {
            sums.iter_mut().zip(more).for_each(|(a, b)| *a += b);
            sums
        };
        let parts = || {
            let parts = self.snapshots.par_chunks_mut(part).map(of);
            parts.reduce_with(add).unwrap_or_else(|| vec![0; people])
        };
        crew.run(parts)
    }

    /// How many people a seed at `v` would add, summed over the worlds.
    ///
    /// # Panics
    ///
    /// If `v` is nobody.
    pub fn gain(&mut self, crew: &Crew, v: NodeId) -> u64 {
        self.sum(crew, |snapshot| snapshot.gain(v))
    }

    /// `v` is a seed from now on; how many people this adds, summed over the worlds.
    ///
    /// # Panics
    ///
    /// If `v` is nobody.
    pub fn take(&mut self, crew: &Crew, v: NodeId) -> u64 {
        self.sum(crew, |snapshot| snapshot.keep(v))
    }

    fn sum(&mut self, crew: &Crew, of: impl Fn(&mut Snapshot) -> u32 + Sync) -> u64 {
        // A look into a world takes less time than handing it to a thread.
        const TOGETHER: usize = 16;
        let sums = || {
            let each = self.snapshots.par_iter_mut().with_min_len(TOGETHER);
            each.map(|snapshot| u64::from(of(snapshot))).sum()
        };
        crew.run(sums)
    }
}

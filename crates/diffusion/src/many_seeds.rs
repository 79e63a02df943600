//! How far word spreads from each of many seed sets, in the same worlds.
//!
//! Each world is gone through once, as a [`Snapshot`], and every seed set is looked up
//! in it. The answers are those of [`spread`](crate::spread::spread), to the bit.

use groundswell_graph::id::NodeId;

use crate::contagion::{LiveEdge, Network};
use crate::error::Error;
use crate::live_ties::{Candidates, LiveTies64, lanes};
use crate::seeds::Seeds;
use crate::snapshot::Snapshot;
use crate::worlds::{Crew, Watch, Worlds};

/// People who ever adopt by a live-edge model, for each seed set one entry per world, in
/// world order.
///
/// A thread keeps 8 bytes a tie and the [`Snapshot`] of one world at a time. A stop
/// leaves whole blocks of 64 worlds, as many for each seed set.
///
/// # Errors
///
/// [`Error::OtherPeople`] where the networks are over different people, and
/// [`Error::NoSuchPerson`] for the first seed whom they do not have.
pub fn spreads<C: LiveEdge>(
    crew: &Crew,
    watch: &Watch,
    networks: &[Network<'_>],
    model: &C,
    worlds: &Worlds,
    seed_sets: &[Seeds],
) -> Result<Vec<Vec<u32>>, Error> {
    let candidates = Candidates::new(networks, model)?;
    let people = candidates.people();
    if let Some(person) = seed_sets.iter().flat_map(named).find(|v| v.0 >= people) {
        return Err(Error::NoSuchPerson { person, people });
    }
    let scratch = || {
        let live = LiveTies64::new(&candidates);
        (live, Snapshot::new(people), Vec::new())
    };
    // Worlds one after the other, each with one entry per seed set.
    let (blocks, _) = worlds.map_blocks(
        crew,
        watch,
        scratch,
        |(live, snapshot, drawn), block, asked| {
            live.toss(block, asked);
            let mut sizes = Vec::with_capacity(asked.count_ones() as usize * seed_sets.len());
            for lane in lanes(asked) {
                snapshot.take(live, lane);
                for seeds in seed_sets {
                    let seeds = match seeds.perhaps.is_empty() {
                        true => &seeds.always,
                        false => {
                            seeds.of_world(block.world(lane as u64), drawn);
                            &*drawn
                        }
                    };
                    sizes.push(snapshot.spread(seeds));
                }
            }
            sizes
        },
    );
    let of = |set: usize| {
        let worlds = blocks
            .iter()
            .flat_map(|block| block.chunks(seed_sets.len()));
        worlds.map(|sizes| sizes[set]).collect()
    };
    Ok((0..seed_sets.len()).map(of).collect())
}

/// Everybody who may be a seed.
fn named(seeds: &Seeds) -> impl Iterator<Item = NodeId> {
    let perhaps = seeds.perhaps.iter().map(|&(v, _)| v);
    seeds.always.iter().copied().chain(perhaps)
}

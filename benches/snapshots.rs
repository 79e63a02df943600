//! What one more seed set costs where worlds are kept: rows for the table of
//! `docs/performance.md`.
//!
//! ```text
//! cargo bench --bench snapshots
//! ```
//!
//! NetHEPT, independent cascade with 0.1, 32 seed sets of 50 people in 64 worlds, one
//! thread. Fresh cascades by the one-world engine and snapshots by turns, so that a slow
//! minute of the machine strikes both; medians of the turns in microseconds. Both must
//! give the same spread for every seed set in every world.

use std::path::Path;
use std::time::Instant;

use groundswell_diffusion::cascade::Cascade;
use groundswell_diffusion::contagion::{Coins, Network};
use groundswell_diffusion::live_ties::{Candidates, LiveTies64};
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::snapshot::Snapshot;
use groundswell_diffusion::world::{World, WorldBlock};
use groundswell_graph::activation::Activation;
use groundswell_graph::builder::Direction;
use groundswell_graph::id::NodeId;
use groundswell_graph::import::Import;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::open::{Opening, open};
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

const SETS: usize = 32;
const SEEDS: usize = 50;
const WORLDS: u64 = 64;
const TURNS: usize = 11;

fn main() {
    let Some(ties) = nethept() else {
        eprintln!("skipped: there is no nethept");
        return;
    };
    println!("coins\tseeds among\tspread\tfresh\ttake\tlook up\tfresh / look up\ttake / fresh");
    for (coins, name) in [
        (Coins::PerFriendship, "one a friendship"),
        (Coins::PerDirection, "one a direction"),
    ] {
        for most in [SEEDS, 10 * SEEDS, ties.people() as usize] {
            row(&ties, (coins, name), most);
        }
    }
}

/// The ties of the shared data; nothing where they are missing.
fn nethept() -> Option<Ties> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("../shared/data/nethept/edges.tsv.gz");
    let opening = Opening {
        import: Import {
            direction: Some(Direction::Mutual),
            ..Import::default()
        },
        ..Opening::default()
    };
    let opened = open(&file, &opening).ok()?;
    Some(opened.graph.platforms()[0].ties.clone())
}

/// Seed sets drawn from the `most` people who have the most ties.
fn seed_sets(ties: &Ties, most: usize) -> Vec<Vec<NodeId>> {
    let mut people: Vec<NodeId> = (0..ties.people()).map(NodeId).collect();
    people.sort_by_key(|&v| (std::cmp::Reverse(ties.out_degree(v)), v));
    people.truncate(most);
    let set = |set: usize| {
        let key = |v: &NodeId| NameKey::of(&format!("set {set} person {}", v.0)).0;
        let mut people = people.clone();
        people.sort_by_key(key);
        people.truncate(SEEDS);
        people
    };
    (0..SETS).map(set).collect()
}

fn row(ties: &Ties, (coins, name): (Coins, &str), most: usize) {
    let activation = Activation::uniform(Probability::clamped(0.1));
    let networks = [Network {
        ties,
        platform: NameKey::of("facebook"),
        channel: NameKey::of("tie"),
        activation: &activation,
        coins,
    }];
    let sets = seed_sets(ties, most);
    let candidates = Candidates::new(&networks, &IndependentCascade).expect("one network");
    let mut cascade = Cascade::new(ties.people());
    let mut live = LiveTies64::new(&candidates);
    let mut snapshot = Snapshot::new(ties.people());
    let (mut fresh, mut take, mut look) = (Vec::new(), Vec::new(), Vec::new());
    let mut mean = 0.0;
    for turn in 0..=TURNS as u64 {
        let mut spreads = Vec::new();
        let begun = Instant::now();
        for lane in 0..WORLDS {
            let world = World::new(1, turn * WORLDS + lane);
            for seeds in &sets {
                let outcome = cascade.run_on(&networks, &IndependentCascade, seeds, world);
                spreads.push(outcome.spread());
            }
        }
        let fresh_took = begun.elapsed().as_secs_f64();

        let mut looked_up = Vec::with_capacity(spreads.len());
        let begun = Instant::now();
        live.toss(WorldBlock::new(1, turn), u64::MAX);
        let mut take_took = begun.elapsed().as_secs_f64();
        let mut look_took = 0.0;
        for lane in 0..WORLDS as usize {
            let begun = Instant::now();
            snapshot.take(&live, lane);
            let taken = Instant::now();
            looked_up.extend(sets.iter().map(|seeds| snapshot.spread(seeds)));
            look_took += taken.elapsed().as_secs_f64();
            take_took += (taken - begun).as_secs_f64();
        }
        assert_eq!(spreads, looked_up);
        mean = spreads.iter().map(|&s| f64::from(s)).sum::<f64>() / spreads.len() as f64;
        // The first turn warms up.
        if turn > 0 {
            let worlds = WORLDS as f64 / 1e6;
            fresh.push(fresh_took / worlds / SETS as f64);
            take.push(take_took / worlds);
            look.push(look_took / worlds / SETS as f64);
        }
    }
    let [fresh, take, look] = [fresh, take, look].map(median);
    println!(
        "{name}\t{most}\t{mean:.0}\t{fresh:.2}\t{take:.2}\t{look:.3}\t{:.0}\t{:.1}",
        fresh / look,
        take / fresh
    );
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

//! The orders in which coins of worlds are read, one after the other, as a stream.

use groundswell_diffusion::world::{World, WorldBlock};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

/// What each is called.
pub(crate) const ORDERS: [&str; 10] = [
    "target",
    "source",
    "digit",
    "world",
    "grid",
    "bit",
    "seed",
    "person",
    "threshold",
    "event",
];

/// The ends of the one tie that some orders keep to.
const SOURCE: NodeId = NodeId(3);
const TARGET: NodeId = NodeId(4);

/// How many ties the grid has from each person.
const REACH: u32 = 64;

/// The world whose coins are read one by one.
pub(crate) const WORLD: u64 = 5;

/// The words of an order; nothing where there is no such order.
pub(crate) fn words(order: &str, seed: u64) -> Option<Box<dyn Iterator<Item = u64>>> {
    let (platform, matter) = (NameKey::of("facebook"), NameKey::of("customer"));
    let ids = || (0..=u32::MAX).map(NodeId);
    let ties = WorldBlock::new(seed, 0).ties(platform);
    let world = World::new(seed, 0);
    Some(match order {
        "target" => Box::new(ids().map(move |v| ties.word(SOURCE, v, 0))),
        "source" => Box::new(ids().map(move |v| ties.word(v, SOURCE, 0))),
        "digit" => {
            let digits = move |v| (0..64).map(move |k| ties.word(SOURCE, v, k));
            Box::new(ids().flat_map(digits))
        }
        "world" => {
            let block = move |index| WorldBlock::new(seed, index).ties(platform);
            Box::new((0..).map(move |index| block(index).word(SOURCE, TARGET, 0)))
        }
        "grid" => Box::new(rows().flat_map(move |u| row(u).map(move |v| ties.word(u, v, 0)))),
        "bit" => {
            let ties = World::new(seed, WORLD).ties(platform);
            let half = Probability::clamped(0.5).chance();
            let coin = move |u, v| u64::from(ties.between(u, v).under(half));
            Box::new(rows().map(move |u| row(u).fold(0, |coins, v| coins << 1 | coin(u, v))))
        }
        "seed" => {
            let ties = move |i| WorldBlock::new(seed.wrapping_add(i), 0).ties(platform);
            Box::new((0..).map(move |i| ties(i).word(SOURCE, TARGET, 0)))
        }
        "person" => {
            let people = world.people(matter);
            Box::new(ids().map(move |v| people.person(v).bits()))
        }
        "threshold" => {
            let thresholds = world.thresholds(platform);
            Box::new(ids().map(move |v| thresholds.person(v).digits()))
        }
        "event" => {
            let occurrence = move |nth| world.events(matter, nth);
            Box::new((0..=u32::MAX).map(move |nth| occurrence(nth).between(SOURCE, TARGET).bits()))
        }
        _ => return None,
    })
}

/// Everybody of the grid who has ties of their own.
fn rows() -> impl Iterator<Item = NodeId> {
    (0..u32::MAX - REACH).map(NodeId)
}

/// Whom `source` has ties to in the grid.
fn row(source: NodeId) -> impl Iterator<Item = NodeId> {
    (1..=REACH).map(move |step| NodeId(source.0 + step))
}

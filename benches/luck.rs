//! What a draw costs.

use divan::{Bencher, black_box, counter::ItemsCount};
use groundswell_diffusion::world::{TieLucks, World, WorldBlock};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

fn main() {
    divan::main();
}

const DRAWS: u32 = 10_000;

fn chance(p: f64) -> groundswell_graph::probability::Chance {
    Probability::clamped(p).chance()
}

/// One tie decided in one world.
#[divan::bench(args = [0.01, 0.1, 0.5])]
fn tie_draw(bencher: Bencher, p: f64) {
    let luck = World::new(1, 5).ties(NameKey::of("facebook"));
    let chance = chance(p);
    bencher.counter(ItemsCount::new(DRAWS)).bench(|| {
        let live = |v| luck.between(NodeId(3), NodeId(black_box(v))).under(chance);
        (0..DRAWS).filter(|&v| live(v)).count()
    });
}

/// One tie decided in 64 worlds.
#[divan::bench(args = [0.01, 0.1, 0.5])]
fn tie_draw_in_64_worlds(bencher: Bencher, p: f64) {
    let luck = WorldBlock::new(1, 5).ties(NameKey::of("facebook"));
    let chance = chance(p);
    bencher.counter(ItemsCount::new(64 * DRAWS)).bench(|| {
        let live = |v| luck.under(NodeId(3), NodeId(black_box(v)), chance, u64::MAX);
        (0..DRAWS).map(|v| live(v).count_ones()).sum::<u32>()
    });
}

/// One step of one person.
#[divan::bench]
fn person_draw(bencher: Bencher) {
    let luck = World::new(1, 5).people(NameKey::of("customer"));
    let chance = chance(0.1);
    bencher.counter(ItemsCount::new(DRAWS)).bench(|| {
        let yes = |v| luck.person(NodeId(black_box(v))).under(chance);
        (0..DRAWS).filter(|&v| yes(v)).count()
    });
}

/// The same of many people side by side.
#[divan::bench]
fn person_draw_side_by_side(bencher: Bencher) {
    let luck = World::new(1, 5).people(NameKey::of("customer"));
    let chance = chance(0.1);
    let people: Vec<NodeId> = (0..DRAWS).map(NodeId).collect();
    bencher
        .counter(ItemsCount::new(DRAWS))
        .bench(|| luck.people_under(black_box(&people), chance).len());
}

/// Whom one message of the brand convinces.
#[divan::bench(args = [0.02, 0.5])]
fn message_draw_side_by_side(bencher: Bencher, p: f64) {
    let lucks = [World::new(1, 5).touches(NameKey::of("facebook"), NameKey::of("post"), 0)];
    let lucks = TieLucks::new(&lucks);
    let chance = chance(p);
    let people: Vec<NodeId> = (0..DRAWS).map(NodeId).collect();
    bencher.counter(ItemsCount::new(DRAWS)).bench(|| {
        let told = black_box(&people).chunks(TieLucks::TOGETHER);
        let told = told.map(|some| some.iter().map(|&v| (v, 0)));
        told.map(|some| lucks.from_brand_under(some, chance).count_ones())
            .sum::<u32>()
    });
}

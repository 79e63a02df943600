//! What a sweep costs besides its worlds.
//!
//! `cargo bench --bench sweep` prints, for cells of the bakery's map: what a block of 256
//! worlds takes on one thread, what keeping it takes (bytes, checksum, two flushes, a
//! rename), and what laying out and listing ten thousand cells takes.

use std::path::{Path, PathBuf};

use divan::Bencher;
use groundswell_campaign::compare::Effort;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::store::{Key, Store};
use groundswell_experiment::sweep::layout::Layout;
use groundswell_experiment::sweep::probe::Probe;
use groundswell_scenario::scenario::Scenario;

fn main() {
    divan::main();
}

/// The bakery's map with so many values of each factor.
fn map(values: u32) -> Scenario {
    let text = include_str!("../scenarios/bakery-map.toml");
    let text = text.replace("count = 20", &format!("count = {values}"));
    let parsed = Scenario::parse(&text);
    parsed.unwrap_or_else(|found| panic!("{found:?}")).scenario
}

fn layout(values: u32) -> Layout {
    let layout = Layout::new(map(values), Path::new(""), 1, Effort::Worlds(256));
    layout.expect("the map can be laid out")
}

/// A folder on the disk that the build is on.
fn folder(name: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join(format!("bench-sweep-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// Eight blocks, one after the other, with what stands before them.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn eight_blocks(bencher: Bencher<'_, '_>) {
    let (layout, crew, watch) = (layout(20), Crew::of(1), Watch::default());
    let probe = Probe::new(&layout, &crew, &watch);
    probe.draw();
    assert!(probe.settle().is_empty());
    bencher.bench_local(|| probe.run(256));
}

/// Keeping eight parts of the size that these blocks have.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn keeping_eight_parts(bencher: Bencher<'_, '_>) {
    let (layout, crew, watch) = (layout(20), Crew::of(1), Watch::default());
    let bytes = Probe::new(&layout, &crew, &watch).run(256) as usize;
    let contents: Vec<u8> = (0..bytes).map(|i| (i * 2_654_435_761) as u8).collect();
    let folder = folder("parts");
    let store = Store::open(&folder).expect("the build's disk takes files");
    let mut cell = 0u128;
    bencher.bench_local(|| {
        for _ in 0..8 {
            // Over all folders of the store, as hashes are.
            cell = cell.wrapping_add(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
            let key = Key { cell, block: 0 };
            store.publish(key, &contents).expect("the disk has room");
        }
    });
    let _ = std::fs::remove_dir_all(&folder);
}

/// Laying out ten thousand cells and looking which of them are there.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn ten_thousand_cells(bencher: Bencher<'_, '_>) {
    let scenario = map(100);
    let folder = folder("cells");
    let store = Store::open(&folder).expect("the build's disk takes files");
    for cell in layout(100).cells() {
        let part = folder
            .join("parts")
            .join(format!("{:02x}", cell.key >> 120));
        std::fs::create_dir_all(&part).expect("the disk has room");
        let name = format!("{:032x}-00000000.part", cell.key);
        std::fs::write(part.join(name), []).expect("the disk has room");
    }
    bencher.bench_local(|| {
        let layout = Layout::new(scenario.clone(), Path::new(""), 1, Effort::Worlds(256));
        let layout = layout.expect("the map can be laid out");
        let keys = store.keys().expect("the store can be listed");
        assert_eq!((layout.cells().len(), keys.len()), (10_000, 10_000));
    });
    let _ = std::fs::remove_dir_all(&folder);
}

//! What reading, freezing, saving and drawing a graph cost.
//!
//! `cargo bench --bench graph`. Each is a million pairs among 65,536 people; a
//! plain scan for line ends, and a plain loop over bytes with a sort, stand beside
//! the reader.

use std::io::Cursor;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use groundswell_graph::binary;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::generate::Generator;
use groundswell_graph::generate::r_mat::RMat;
use groundswell_graph::id::NodeId;
use groundswell_graph::import::Import;
use groundswell_graph::read::{Reading, edge_list};

fn main() {
    divan::main();
}

const SCALE: u32 = 16;

fn drawn() -> FanGraph {
    let model = RMat {
        scale: SCALE,
        ..RMat::default()
    };
    let drawn = model.draw(1).expect("the numbers are fine");
    let mut builder = GraphBuilder::new(1 << SCALE);
    builder
        .frozen_platform("ties", drawn.ties)
        .expect("as many people");
    builder.build()
}

/// The ties as pairs, in an order that no file would have been sorted into.
fn pairs() -> Vec<(NodeId, NodeId)> {
    let graph = drawn();
    let ties = &graph.platforms()[0].ties;
    let mut pairs: Vec<_> = ties.iter().map(|(_, a, b)| (a, b)).collect();
    pairs.sort_unstable_by_key(|(a, b)| (a.0 ^ b.0).wrapping_mul(0x9e37_79b1).rotate_left(13));
    pairs
}

fn text() -> Vec<u8> {
    let line = |(a, b): &(NodeId, NodeId)| format!("{}\t{}\n", a.0, b.0);
    pairs().iter().map(line).collect::<String>().into_bytes()
}

/// From text to frozen ties.
#[divan::bench]
fn edge_list_to_graph(bencher: Bencher) {
    let text = text();
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| {
            let draft = edge_list::read(&text[..], &Reading::default()).expect("plain pairs");
            draft.import(&Import::default()).expect("few ties")
        });
}

/// The same by a plain loop over the bytes and a sort.
#[divan::bench]
fn edge_list_by_a_plain_loop(bencher: Bencher) {
    let text = text();
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| {
            let (mut pairs, mut number, mut first) = (Vec::new(), 0u32, 0u32);
            for &byte in &text {
                match byte {
                    b'\t' => first = std::mem::take(&mut number),
                    b'\n' => pairs.push((first, std::mem::take(&mut number))),
                    digit => number = number * 10 + u32::from(digit - b'0'),
                }
            }
            pairs.sort_unstable();
            pairs.dedup();
            let mut offsets = vec![0u32; (1 << SCALE) + 1];
            for &(source, _) in &pairs {
                offsets[source as usize + 1] += 1;
            }
            for v in 1..offsets.len() {
                offsets[v] += offsets[v - 1];
            }
            let targets: Vec<u32> = pairs.into_iter().map(|(_, target)| target).collect();
            (offsets, targets)
        });
}

/// Nothing but the ends of lines: what no reader can be faster than.
#[divan::bench]
fn line_ends(bencher: Bencher) {
    let text = text();
    let count = || memchr::memchr_iter(b'\n', black_box(&text)).count();
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(count);
}

/// Pairs in any order to rows.
#[divan::bench]
fn freeze(bencher: Bencher) {
    let pairs = pairs();
    bencher
        .counter(ItemsCount::new(pairs.len()))
        .bench_local(|| {
            let mut builder = GraphBuilder::new(1 << SCALE);
            let direction = Direction::SourceToTarget;
            builder
                .platform("ties", &pairs, direction)
                .expect("ids are fine");
            builder
        });
}

/// A binary graph file, everything checked.
#[divan::bench]
fn binary_file_read(bencher: Bencher) {
    let mut file = Cursor::new(Vec::new());
    binary::write::write(&drawn(), &mut file).expect("memory does not refuse");
    let file = file.into_inner();
    bencher
        .counter(BytesCount::new(file.len()))
        .bench_local(|| binary::read::read(Cursor::new(&file), u64::MAX).expect("it is whole"));
}

/// An R-MAT graph, drawn and frozen.
#[divan::bench]
fn r_mat(bencher: Bencher) {
    let model = RMat {
        scale: SCALE,
        ..RMat::default()
    };
    let pairs = 16usize << SCALE;
    bencher
        .counter(ItemsCount::new(pairs))
        .bench_local(|| model.draw(1).expect("the numbers are fine"));
}

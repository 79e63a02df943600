//! One edge list, read and frozen once: seconds and peak MiB, on one line.
//!
//! `cargo bench --bench load -- FILE`; `benches/peers/load_graph.sh` runs it beside
//! other loaders. Without a file it does nothing.

use std::fs::{self, File};
use std::time::Instant;

use groundswell_graph::import::Import;
use groundswell_graph::read::{Reading, read};

fn main() {
    let mut files = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'));
    let Some(file) = files.next() else {
        return;
    };
    let start = Instant::now();
    let source = File::open(&file).expect("the file is there");
    let draft = read(&file, source, &Reading::default()).expect("it is an edge list");
    let (graph, _) = draft.import(&Import::default()).expect("it can be held");
    let seconds = start.elapsed().as_secs_f64();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak: f64 = peak
        .and_then(|peak| peak.split_whitespace().next()?.parse().ok())
        .unwrap_or(f64::NAN);
    let ties = graph.platforms()[0].ties.count();
    println!(
        "groundswell {seconds:.3} {:.0} ({} people, {ties} ties)",
        peak / 1024.0,
        graph.people()
    );
}

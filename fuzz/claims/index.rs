//! Any bytes as an influence index, with a checksum that is right: it is refused, or what
//! it answers lies between nobody and everybody.

use groundswell_graph::id::NodeId;
use groundswell_seeding::index::Asking;
use groundswell_seeding::index::file::{Of, read, write};
use xxhash_rust::xxh3::xxh3_64;

use super::graphs::MOST;

const OF: Of = Of {
    question: 7,
    graph: 8,
};

/// Of index files, whose checksum is put right.
pub fn index(bytes: &[u8]) {
    let _ = read(bytes, OF, MOST);
    let body = &bytes[..bytes.len().saturating_sub(8)];
    let whole = [body, &xxh3_64(body).to_le_bytes()].concat();
    let Ok(index) = read(&whole[..], OF, MOST) else {
        return;
    };
    let mut file = Vec::new();
    write(&index, OF, &mut file).expect("memory takes all of it");
    assert_eq!(file, whole);
    let people = index.people();
    let mut asking = Asking::new(&index);
    let seeds: Vec<NodeId> = (0..people).step_by(3).map(NodeId).collect();
    let answer = asking.spread(&seeds).expect("these are people");
    assert!(
        (0.0..=f64::from(people)).contains(&answer.spread),
        "{answer:?}"
    );
    assert!(answer.low <= answer.spread + 1e-9 && answer.spread <= answer.high + 1e-9);
    let next = asking
        .best_next(&seeds, |_| true)
        .expect("these are people");
    if let Some((person, with)) = next {
        assert!(person.0 < people && with.spread >= answer.spread);
    }
}

//! Any bytes read as a binary graph file: no panic, no hang, no more memory than
//! allowed; and what is read can be written.

#![no_main]

use std::io::Cursor;

use groundswell_graph::binary;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(graph) = binary::read::read(Cursor::new(bytes), 16 << 20) {
        let mut file = Cursor::new(Vec::new());
        binary::write::write(&graph, &mut file).expect("memory takes all of it");
        let again = binary::read::read(Cursor::new(file.into_inner()), 16 << 20);
        let again = again.expect("what is written can be read");
        assert_eq!(graph.fingerprint(), again.fingerprint());
    }
});

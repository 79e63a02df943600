//! Any bytes read as GML: no panic, no hang, no more memory than allowed; and
//! what is read can be made a graph.

#![no_main]

use groundswell_graph::import::Import;
use groundswell_graph::read::{Reading, gml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for lenient in [false, true] {
        let reading = Reading {
            lenient,
            most_bytes: 16 << 20,
            ..Reading::default()
        };
        if let Ok(draft) = gml::read(bytes, &reading) {
            let _ = draft.import(&Import::default());
        }
    }
});

//! Any bytes read as a graph: no panic, no hang, no more memory than allowed; and what is
//! read can be made a graph.

use std::io::Cursor;

use groundswell_graph::Error;
use groundswell_graph::binary;
use groundswell_graph::draft::Draft;
use groundswell_graph::import::Import;
use groundswell_graph::read::{self, Reading};

/// Bytes that reading may take.
pub const MOST: u64 = 16 << 20;

fn claim(read: impl Fn(&Reading) -> Result<Draft, Error>) {
    for lenient in [false, true] {
        let reading = Reading {
            lenient,
            most_bytes: MOST,
            ..Reading::default()
        };
        if let Ok(draft) = read(&reading) {
            let _ = draft.import(&Import::default());
        }
    }
}

/// Of edge lists.
pub fn edge_list(bytes: &[u8]) {
    claim(|reading| read::edge_list::read(bytes, reading));
}

/// Of GraphML.
pub fn graphml(bytes: &[u8]) {
    claim(|reading| read::graphml::read(bytes, reading));
}

/// Of GML.
pub fn gml(bytes: &[u8]) {
    claim(|reading| read::gml::read(bytes, reading));
}

/// Of Pajek networks.
pub fn pajek(bytes: &[u8]) {
    claim(|reading| read::pajek::read(bytes, reading));
}

/// Of binary files; and what is read can be written and read again.
pub fn gsw(bytes: &[u8]) {
    if let Ok(graph) = binary::read::read(Cursor::new(bytes), MOST) {
        let mut file = Cursor::new(Vec::new());
        binary::write::write(&graph, &mut file).expect("memory takes all of it");
        let again = binary::read::read(Cursor::new(file.into_inner()), MOST);
        let again = again.expect("what is written can be read");
        assert_eq!(graph.fingerprint(), again.fingerprint());
    }
}

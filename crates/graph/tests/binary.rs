//! The binary graph file: all there and back, and nothing damaged gets through.

use std::fs::{self, File};
use std::io::Cursor;
use std::path::PathBuf;

use groundswell_graph::Error;
use groundswell_graph::attributes::Column;
use groundswell_graph::binary::map::map;
use groundswell_graph::binary::read::read;
use groundswell_graph::binary::write::write;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::groups::Groups;
use groundswell_graph::id::NodeId;
use groundswell_graph::ids::Ids;
use groundswell_graph::import::{Duplicates, Import};
use groundswell_graph::order::Order;
use groundswell_graph::read::{Reading, edge_list};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const PLENTY: u64 = 1 << 30;

fn bytes_of(graph: &FanGraph) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    write(graph, &mut bytes).unwrap();
    bytes.into_inner()
}

fn read_from(bytes: &[u8]) -> Result<FanGraph, Error> {
    read(Cursor::new(bytes), PLENTY)
}

fn on_disk(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// A graph with everything that one may hold, people in the order of their ids.
fn everything() -> FanGraph {
    everything_in(Order::AsFound)
}

fn everything_in(order: Order) -> FanGraph {
    let text = "layer,source,target,weight,time\nf,ana,ben,.5,1\nf,ben,zoe,-2,2\nt,7,ana,1e-300,3\nt,7,ana,3,4\n";
    let draft = edge_list::read(text.as_bytes(), &Reading::default()).unwrap();
    let import = Import {
        by_platform: vec![("f".into(), Direction::Mutual)],
        duplicates: Duplicates::Count,
        order,
        ..Import::default()
    };
    let (mut graph, _) = draft.import(&import).unwrap();
    graph.set_fans("f", [NodeId(1), NodeId(3)]).unwrap();
    graph.set_catchment([NodeId(0), NodeId(2)]).unwrap();
    let groups = vec![(NodeId(2), 0), (NodeId(0), 1)];
    let names = vec!["bakers".into(), "a \"b\"".into()];
    graph
        .set_groups("t", Groups::of(4, names, groups).unwrap())
        .unwrap();
    graph.set_attribute(Column::of_cells("age", ["40", "", "7", "1e9"].into_iter()));
    graph.set_attribute(Column::of_cells(
        "town",
        ["Ulm", "", "Ulm", "Köln"].into_iter(),
    ));
    graph
}

fn plain(people: u32) -> FanGraph {
    let mut builder = GraphBuilder::new(people);
    let pairs: Vec<_> = (1..people).map(|v| (NodeId(v - 1), NodeId(v))).collect();
    builder.platform("ties", &pairs, Direction::Mutual).unwrap();
    builder.build()
}

#[test]
fn what_was_written_is_read_to_the_last_bit() {
    let by_degree = everything_in(Order::ByDegree);
    for graph in [everything(), by_degree, plain(0), plain(1), plain(1000)] {
        let again = read_from(&bytes_of(&graph)).unwrap();
        assert_eq!(again.fingerprint(), graph.fingerprint());
        assert_eq!(again.ids(), graph.ids());
        assert_eq!(bytes_of(&again), bytes_of(&graph));
    }
    let wide = Ids::of(["9", "18446744073709551615"]).unwrap();
    let mut builder = GraphBuilder::new(2);
    builder.platform("x", &[], Direction::Mutual).unwrap();
    builder.original_ids(wide.clone());
    assert_eq!(*read_from(&bytes_of(&builder.build())).unwrap().ids(), wide);
}

#[test]
fn a_mapped_graph_is_the_graph_that_is_read() {
    let graph = plain(1000);
    let path = on_disk("mapped.gsw", &bytes_of(&graph));
    let mapped = map(File::open(path).unwrap()).unwrap();
    assert_eq!(mapped.fingerprint(), graph.fingerprint());
    assert_eq!(
        mapped.platforms()[0].ties.hears(NodeId(5)),
        [NodeId(4), NodeId(6)]
    );
    assert_eq!(mapped.platforms()[0].ties.fault(), None);
    assert_eq!(bytes_of(&mapped), bytes_of(&graph));
    let path = on_disk("columns.gsw", &bytes_of(&everything()));
    assert!(matches!(
        map(File::open(path).unwrap()),
        Err(Error::NotAGraphFile { .. })
    ));
}

#[test]
fn people_numbered_by_degree_stay_in_that_order_in_the_file() {
    let import = Import {
        order: Order::ByDegree,
        ..Import::default()
    };
    let names = |graph: &FanGraph| graph.ids().iter().map(String::from).collect::<Vec<_>>();
    for (name, text, expected) in [
        ("counted", "0 2\n1 2\n1 3\n", ["1", "2", "0", "3"]),
        ("numbers", "9 20\n10 20\n10 30\n", ["10", "20", "9", "30"]),
        ("texts", "a y\nb y\nb z\n", ["b", "y", "a", "z"]),
    ] {
        let draft = edge_list::read(text.as_bytes(), &Reading::default()).unwrap();
        let (graph, _) = draft.import(&import).unwrap();
        assert_eq!(names(&graph), expected);
        let bytes = bytes_of(&graph);
        let path = on_disk(&format!("by-degree-{name}.gsw"), &bytes);
        let mapped = map(File::open(path).unwrap()).unwrap();
        for again in [read_from(&bytes).unwrap(), mapped] {
            assert_eq!(again.ids(), graph.ids());
            assert_eq!(again.fingerprint(), graph.fingerprint());
            assert_eq!(again.ids().find(expected[3]), Some(NodeId(3)));
        }
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_noticed() {
    for graph in [everything(), everything_in(Order::ByDegree), plain(40)] {
        let bytes = bytes_of(&graph);
        let mut padding = 0;
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            // Only the gaps between sections say nothing.
            match read_from(&flipped) {
                Ok(again) => {
                    assert_eq!(bytes[at], 0, "byte {at}");
                    assert_eq!(again.fingerprint(), graph.fingerprint());
                    padding += 1;
                }
                Err(Error::NotAGraphFile { .. }) => {}
                Err(other) => panic!("byte {at}: {other}"),
            }
        }
        assert!(padding < bytes.len() / 2);
        for length in 0..bytes.len() {
            let cut = read_from(&bytes[..length]);
            assert!(matches!(cut, Err(Error::NotAGraphFile { .. })), "{length}");
        }
    }
}

/// A file that lies and has its checksums right all the same.
fn forged(change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    use xxhash_rust::xxh3::xxh3_64;
    let mut bytes = bytes_of(&plain(40));
    change(&mut bytes);
    let long = |bytes: &[u8], at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    let sections = u32::from_le_bytes(bytes[16..20].try_into().unwrap()) as usize;
    for entry in (0..sections).map(|number| 64 + 32 * number) {
        let (at, length) = (
            long(&bytes, entry + 8) as usize,
            long(&bytes, entry + 16) as usize,
        );
        if let Some(section) = bytes.get(at..at.saturating_add(length)) {
            let checksum = xxh3_64(section);
            bytes[entry + 24..entry + 32].copy_from_slice(&checksum.to_le_bytes());
        }
    }
    bytes[56..64].fill(0);
    let checksum = xxh3_64(&bytes[..64 + 32 * sections]);
    bytes[56..64].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// Where the targets begin in the file of `plain(40)`: after head and offsets.
fn targets() -> usize {
    let bytes = bytes_of(&plain(40));
    u64::from_le_bytes(bytes[64 + 64 + 8..][..8].try_into().unwrap()) as usize
}

/// A change of a file's bytes.
type Lie = Box<dyn Fn(&mut Vec<u8>)>;

#[test]
fn lies_with_the_right_checksum_are_noticed_too() {
    assert!(read_from(&forged(|_| {})).is_ok());
    let first = |id: u32| -> Lie {
        Box::new(move |b| b[targets()..][..4].copy_from_slice(&id.to_le_bytes()))
    };
    let lies: [(&str, Lie); 6] = [
        ("nobody", first(99)),
        ("oneself", first(0)),
        ("one side", first(7)),
        ("offsets", Box::new(|b| b[64 + 16] ^= 1)),
        ("people", Box::new(|b| b[20] = 41)),
        ("a huge section", Box::new(|b| b[64 + 64 + 16 + 6] = 0x7f)),
    ];
    for (lie, change) in lies {
        let read = read_from(&forged(change));
        assert!(
            matches!(read, Err(Error::NotAGraphFile { .. })),
            "{lie}: {read:?}"
        );
    }
}

#[test]
fn a_bad_id_in_a_mapped_file_is_an_error_when_it_is_met() {
    let bytes = forged(|b| b[targets() + 4..][..4].copy_from_slice(&1_000_000u32.to_le_bytes()));
    let path = on_disk("bad-id.gsw", &bytes);
    let graph = map(File::open(path).unwrap()).unwrap();
    let ties = &graph.platforms()[0].ties;
    assert_eq!(ties.heard_by(NodeId(20)), [NodeId(19), NodeId(21)]);
    assert_eq!(ties.fault(), None);
    assert!(ties.heard_by(NodeId(1)).is_empty());
    assert!(matches!(ties.fault(), Some(Error::NotAGraphFile { .. })));
}

#[test]
fn a_thousand_mutants_do_no_harm() {
    let bytes = bytes_of(&everything());
    let mut random = ChaCha8Rng::seed_from_u64(3);
    for _ in 0..1000 {
        let mut mutant = bytes.clone();
        for _ in 0..1 + random.next_u32() % 4 {
            let at = random.next_u32() as usize % mutant.len();
            match random.next_u32() % 3 {
                0 => mutant[at] = random.next_u32() as u8,
                1 => mutant.truncate(at.max(1)),
                _ => mutant.insert(at, random.next_u32() as u8),
            }
        }
        if let Ok(graph) = read_from(&mutant) {
            assert_eq!(graph.fingerprint(), everything().fingerprint());
        }
        let path = on_disk("mutant.gsw", &mutant);
        if let Ok(graph) = map(File::open(path).unwrap()) {
            graph.fingerprint();
        }
    }
}

#[test]
fn a_file_that_needs_more_than_it_may_is_refused() {
    let bytes = bytes_of(&plain(1000));
    let refused = read(Cursor::new(&bytes), 1000);
    assert_eq!(refused.unwrap_err(), Error::TooMuchMemory { most: 1000 });
}

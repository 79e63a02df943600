//! Networks of twelve shapes, in every format of people and ties.

use std::fmt::Write;
use std::io::Cursor;

use groundswell_graph::binary;
use groundswell_graph::draft::Draft;
use groundswell_graph::import::Import;
use groundswell_graph::read::{Reading, edge_list, gml, graphml, pajek};

use crate::Trial;

/// Ties of a network of the smallest size.
const TIES: u64 = 1000;

/// Ties of an edge list that threads share from the start, since it is read in blocks.
const MANY_TIES: u64 = 100_000;

type Pairs = Vec<(String, String)>;

fn numbered(pairs: impl Iterator<Item = (u64, u64)>) -> Pairs {
    pairs.map(|(a, b)| (a.to_string(), b.to_string())).collect()
}

/// The shape's name, and that many of its ties.
type Shape = (&'static str, fn(u64) -> Pairs);

const SHAPES: [Shape; 12] = [
    ("a path", |n| numbered((0..n).map(|i| (i, i + 1)))),
    ("a path from its end", |n| {
        numbered((0..n).rev().map(|i| (i + 1, i)))
    }),
    ("a hub that speaks", |n| numbered((1..=n).map(|i| (0, i)))),
    ("a hub that hears", |n| numbered((1..=n).map(|i| (i, 0)))),
    ("one tie again and again", |n| {
        numbered((0..n).map(|_| (0, 1)))
    }),
    ("everybody with themselves", |n| {
        numbered((0..n).map(|i| (i, i)))
    }),
    ("each tie both ways", |n| {
        numbered((0..n).map(|i| (i / 2 + i % 2, i / 2 + 1 - i % 2)))
    }),
    ("pairs that know nobody else", |n| {
        numbered((0..n).map(|i| (2 * i, 2 * i + 1)))
    }),
    ("everybody with everybody", |n| {
        let side = n.isqrt();
        numbered((0..side * side).map(|i| (i / side, i % side)))
    }),
    ("numbers far apart", |n| {
        let far = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 1;
        numbered((0..n).map(|i| (far(i), far(i + 1))))
    }),
    ("words", |n| {
        let word = |i| format!("person {i}");
        (0..n).map(|i| (word(i), word(i + 1))).collect()
    }),
    ("words that begin alike", |n| {
        let word = |i| format!("{}{i}", "ab".repeat(6));
        (0..n).map(|i| (word(n - i), word(i))).collect()
    }),
];

/// A name, how pairs are written, and how that is read.
struct Format {
    name: &'static str,
    write: fn(&Pairs) -> String,
    read: fn(&str) -> Draft,
}

const FORMATS: [Format; 5] = [
    Format {
        name: "edge list",
        write: |pairs| {
            let line = |(a, b): &(String, String)| format!("{a},{b}\n");
            pairs.iter().map(line).collect()
        },
        read: |text| edge_list::read(text.as_bytes(), &Reading::default()).unwrap(),
    },
    Format {
        name: "multiplex",
        write: |pairs| {
            let mut text = "layer,source,target,weight\n".to_owned();
            for (at, (a, b)) in pairs.iter().enumerate() {
                writeln!(text, "p{},\"{a}\",{b},0.{at}", at % 30).unwrap();
            }
            text
        },
        read: |text| edge_list::read(text.as_bytes(), &Reading::default()).unwrap(),
    },
    Format {
        name: "GraphML",
        write: |pairs| {
            let mut text = "<graphml><graph edgedefault='directed'>\n".to_owned();
            for id in people(pairs) {
                writeln!(text, "<node id='{id}'/>").unwrap();
            }
            for (a, b) in pairs {
                writeln!(text, "<edge source='{a}' target='{b}'/>").unwrap();
            }
            text + "</graph></graphml>\n"
        },
        read: |text| graphml::read(text.as_bytes(), &Reading::default()).unwrap(),
    },
    Format {
        name: "GML",
        write: |pairs| {
            let mut text = "graph [\n".to_owned();
            let people = people(pairs);
            let number = |id: &String| people.binary_search(&id).unwrap();
            for (at, id) in people.iter().enumerate() {
                writeln!(text, "node [ id {at} label \"{id}\" ]").unwrap();
            }
            for (a, b) in pairs {
                writeln!(text, "edge [ source {} target {} ]", number(a), number(b)).unwrap();
            }
            text + "]\n"
        },
        read: |text| gml::read(text.as_bytes(), &Reading::default()).unwrap(),
    },
    Format {
        name: "Pajek",
        write: |pairs| {
            let people = people(pairs);
            let number = |id: &String| people.binary_search(&id).unwrap() + 1;
            let mut text = format!("*Vertices {}\n", people.len());
            for (at, id) in people.iter().enumerate() {
                writeln!(text, "{} \"{id}\"", at + 1).unwrap();
            }
            text += "*Arcs\n";
            for (a, b) in pairs {
                writeln!(text, "{} {} 1", number(a), number(b)).unwrap();
            }
            text
        },
        read: |text| pajek::read(text.as_bytes(), &Reading::default()).unwrap(),
    },
];

/// Everybody who is in a pair, once.
fn people(pairs: &Pairs) -> Vec<&String> {
    let mut people: Vec<&String> = pairs.iter().flat_map(|(a, b)| [a, b]).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// A binary file of these ties.
fn binary_file(pairs: &Pairs) -> Vec<u8> {
    let text = (FORMATS[0].write)(pairs);
    let draft = (FORMATS[0].read)(&text);
    let (graph, _) = draft.import(&Import::default()).unwrap();
    let mut file = Cursor::new(Vec::new());
    binary::write::write(&graph, &mut file).unwrap();
    file.into_inner()
}

/// Each shape in each format, read and made a graph.
pub(crate) fn trials() -> Vec<Trial> {
    let mut all = Vec::new();
    for (shape, ties) in SHAPES {
        for Format { name, write, read } in FORMATS {
            all.push(Trial::new(format!("{name}, {shape}"), move |size| {
                let text = write(&ties(TIES * size as u64));
                Box::new(move || {
                    read(&text).import(&Import::default()).unwrap();
                })
            }));
        }
        let Format { name, write, read } = &FORMATS[0];
        all.push(Trial::new(format!("long {name}, {shape}"), move |size| {
            let text = write(&ties(MANY_TIES * size as u64));
            Box::new(move || drop(read(&text)))
        }));
        all.push(Trial::new(format!("binary file, {shape}"), move |size| {
            let file = binary_file(&ties(TIES * size as u64));
            Box::new(move || {
                binary::read::read(Cursor::new(&file), 1 << 30).unwrap();
            })
        }));
    }
    all
}

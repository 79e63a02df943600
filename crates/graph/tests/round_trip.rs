//! What is written reads back to the same graph, what other programs write reads
//! as they meant it, and whoever gets another number stays who they are.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Cursor;

use groundswell_graph::attributes::{Column, Values, Words};
use groundswell_graph::binary;
use groundswell_graph::draft::{Draft, Layer};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::ids::{Ids, by_id};
use groundswell_graph::import::Import;
use groundswell_graph::marks::restore;
use groundswell_graph::order::Order;
use groundswell_graph::read::people::PeopleFile;
use groundswell_graph::read::{Reading, edge_list, gml, graphml, pajek};
use groundswell_graph::write::{csv, edge_list as edge_lists, graphml as graphmls};
use proptest::prelude::*;

/// Ids of every kind; the last ones only where ids may be anything.
const IDS: [&str; 24] = [
    "0",
    "1",
    "2",
    "7",
    "10",
    "007",
    "-3",
    "1.5",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "ana",
    "Ana Maria",
    " blank ",
    "a,b;c\td",
    "say \"hi\"",
    "\"",
    "it's <b> & co",
    "#1",
    "%",
    "Zoë 東京 🦀",
    "=1+1",
    "two\nlines\r",
    "",
];
/// How many of them one line can hold.
const ONE_LINE: usize = 22;
const WORDS: [&str; 11] = [
    "shop",
    "Café, bar",
    "a\"b",
    " x ",
    "=1+1",
    "<&>",
    "ü",
    "7",
    "NA",
    "",
    "two\nlines",
];
/// How many of them a table keeps as they are.
const PLAIN_WORDS: usize = 7;

type Ends = (usize, usize);
/// Pairs, mutual, weights, times, multiplicities.
type Platform = (
    Vec<Ends>,
    bool,
    Option<Vec<f64>>,
    Option<Vec<f64>>,
    Option<Vec<u32>>,
);

fn finite() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |x| x.is_finite()),
        Just(0.1),
        Just(1e300),
        Just(5e-324),
        Just(-0.0),
        Just(9007199254740993.0),
    ]
}

fn platform(columns: Option<(bool, bool, bool)>) -> impl Strategy<Value = Platform> {
    let columns = match columns {
        Some(columns) => Just(columns).boxed(),
        None => any::<(bool, bool, bool)>().boxed(),
    };
    (
        prop::collection::vec((0..64usize, 0..64usize), 0..12),
        any::<bool>(),
        columns,
    )
        .prop_flat_map(|(pairs, mutual, (weights, times, multiplicity))| {
            let n = pairs.len();
            (
                Just(pairs),
                Just(mutual),
                prop::collection::vec(finite(), n).prop_map(move |w| weights.then_some(w)),
                prop::collection::vec(finite(), n).prop_map(move |t| times.then_some(t)),
                prop::collection::vec(1..9u32, n).prop_map(move |m| multiplicity.then_some(m)),
            )
        })
}

/// What files say of graphs with ids out of the first `ids`, words out of the first
/// `words`; all platforms with the same columns where they are to be `alike`.
fn drafts(ids: usize, words: usize, alike: bool) -> impl Strategy<Value = Draft> {
    let alike = any::<(bool, bool, bool)>().prop_map(move |c| alike.then_some(c));
    let platforms = alike.prop_flat_map(|c| prop::collection::vec(platform(c), 1..4));
    let cell = move || prop::option::of(0..words);
    (
        prop::collection::btree_set(0..ids, 1..12),
        platforms,
        prop::collection::vec(any::<u8>(), 12),
        prop::collection::vec(cell(), 12),
        prop::collection::vec(prop::option::of(finite()), 12),
        any::<(bool, bool)>(),
    )
        .prop_map(
            |(ids, platforms, bits, cells, numbers, (members, nearby))| {
                let ids = Ids::of(ids.into_iter().map(|at| IDS[at])).unwrap();
                let people = ids.people() as usize;
                let mark = |name: String, bit: u32| {
                    let cells = bits[..people]
                        .iter()
                        .map(|b| ["no", "yes"][usize::from(b >> bit & 1)]);
                    Column::of_cells(&name, cells)
                };
                // The first has a word, or a table could not tell that they are words.
                let mut words: Vec<_> = cells[..people]
                    .iter()
                    .map(|at| at.map(|at| WORDS[at]))
                    .collect();
                words[0] = Some("shop");
                let numbers = numbers[..people].iter().map(|x| x.unwrap_or(f64::NAN));
                let mut attributes = vec![
                    Column {
                        name: "a \"city\"".into(),
                        values: Values::Words(Words::of(words)),
                    },
                    Column {
                        name: "age;<1>".into(),
                        values: Values::Numbers(numbers.collect()),
                    },
                ];
                let mut layers = Vec::new();
                for (at, (pairs, mutual, weights, times, multiplicity)) in
                    platforms.into_iter().enumerate()
                {
                    let name = ["face & book", "\"x\"", "#z,1"][at];
                    attributes.push(mark(format!("fan:{name}"), at as u32));
                    if members && at != 1 {
                        attributes.push(mark(format!("member:{name}"), 3 + at as u32));
                    }
                    let person = |at: usize| NodeId((at % people) as u32);
                    let pairs: Vec<_> = pairs
                        .into_iter()
                        .map(|(a, b)| (person(a), person(b)))
                        .collect();
                    // Without a tie there is nothing of which anything could be said.
                    let none = pairs.iter().all(|(a, b)| a == b);
                    layers.push(if none {
                        Layer {
                            name: name.into(),
                            directed: Some(true),
                            ..Layer::default()
                        }
                    } else {
                        let directed = Some(!mutual);
                        Layer {
                            name: name.into(),
                            blocks: vec![pairs],
                            weights,
                            times,
                            multiplicity,
                            directed,
                        }
                    });
                }
                if nearby {
                    attributes.push(mark("nearby".into(), 6));
                }
                Draft {
                    ids,
                    attributes,
                    layers,
                    header: None,
                    skipped: 0,
                }
            },
        )
}

/// Graphs of such drafts.
fn graphs(ids: usize, words: usize, alike: bool) -> impl Strategy<Value = FanGraph> {
    drafts(ids, words, alike).prop_map(|draft| numbered(draft, Order::AsFound))
}

fn numbered(draft: Draft, order: Order) -> FanGraph {
    let import = Import {
        order,
        ..Import::default()
    };
    let (graph, summary) = draft.import(&import).unwrap();
    assert_eq!(summary.order, order);
    restore(graph).unwrap()
}

fn same(one: &FanGraph, other: &FanGraph) -> Result<(), TestCaseError> {
    prop_assert_eq!(one.ids(), other.ids());
    prop_assert_eq!(one.platforms().len(), other.platforms().len());
    prop_assert_eq!(one.attributes().len(), other.attributes().len());
    for (a, b) in one.platforms().iter().zip(other.platforms()) {
        prop_assert_eq!(&a.name, &b.name);
        prop_assert!(a.ties.iter().eq(b.ties.iter()));
        prop_assert_eq!(&a.fans, &b.fans);
        prop_assert_eq!(&a.members, &b.members);
        prop_assert_eq!(a.ties.is_mutual(), b.ties.is_mutual());
        prop_assert_eq!(format!("{:?}", a.weights), format!("{:?}", b.weights));
        prop_assert_eq!(&a.times, &b.times);
        prop_assert_eq!(&a.multiplicity, &b.multiplicity);
    }
    prop_assert_eq!(one.catchment(), other.catchment());
    for (a, b) in one.attributes().iter().zip(other.attributes()) {
        prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
    }
    prop_assert_eq!(one.fingerprint(), other.fingerprint());
    Ok(())
}

/// Every tie with all that is said of it, by the ids of its ends.
fn ties(graph: &FanGraph) -> Vec<String> {
    let mut ties = Vec::new();
    for platform in graph.platforms() {
        for (tie, a, b) in platform.ties.iter() {
            let ends = (graph.original_id(a), graph.original_id(b));
            let bits =
                |column: &Option<Vec<f64>>| column.as_ref().map(|c| c[tie.index()].to_bits());
            let times = platform.multiplicity.as_ref().map(|m| m[tie.index()]);
            let said = (bits(&platform.weights), bits(&platform.times), times);
            ties.push(format!("{} {ends:?} {said:?}", platform.name));
        }
    }
    ties
}

/// All that is said of each person but their ties, by their id.
fn people(graph: &FanGraph) -> BTreeMap<String, String> {
    let mut people = BTreeMap::new();
    for v in graph.nodes() {
        let mut said = format!(
            "nearby {} {:?}",
            graph.is_nearby(v),
            graph.catchment().is_some()
        );
        for platform in graph.platforms() {
            let (fan, member) = (platform.fans.contains(v), platform.is_member(v));
            write!(said, " {:?} {fan} {member}", platform.name).unwrap();
        }
        for column in graph.attributes() {
            write!(said, " {:?} {:?}", column.name, column.cell(v)).unwrap();
        }
        people.insert(graph.original_id(v), said);
    }
    people
}

/// Ties out and in of `v`, on all platforms.
fn degree(graph: &FanGraph, v: NodeId) -> u32 {
    let ties = graph.platforms().iter().map(|platform| &platform.ties);
    ties.map(|ties| ties.out_degree(v) + ties.in_degree(v))
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn people_numbered_by_degree_are_who_they_were(draft in drafts(IDS.len(), WORDS.len(), false)) {
        let found = numbered(draft.clone(), Order::AsFound);
        let graph = numbered(draft.clone(), Order::ByDegree);
        prop_assert_eq!(people(&found), people(&graph));
        let sorted = |graph: &FanGraph| {
            let mut ties = ties(graph);
            ties.sort_unstable();
            ties
        };
        prop_assert_eq!(sorted(&found), sorted(&graph));
        for (a, b) in found.platforms().iter().zip(graph.platforms()) {
            prop_assert_eq!(a.ties.is_mutual(), b.ties.is_mutual());
        }
        for v in graph.nodes() {
            let id = graph.original_id(v);
            prop_assert_eq!(graph.ids().find(&id), Some(v));
            prop_assert_eq!(degree(&graph, v), degree(&found, found.ids().find(&id).unwrap()));
        }
        let all: Vec<NodeId> = graph.nodes().collect();
        for pair in all.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|v| degree(&graph, v));
            let earlier = by_id(&graph.original_id(pair[0]), &graph.original_id(pair[1])).is_lt();
            prop_assert!(a > b || a == b && earlier);
        }
        same(&graph, &numbered(draft, Order::ByDegree))?;
        let mut file = Cursor::new(Vec::new());
        binary::write::write(&graph, &mut file).unwrap();
        same(&graph, &binary::read::read(file, 1 << 30).unwrap())?;
    }

    #[test]
    fn graphml_keeps_everything(graph in graphs(IDS.len(), WORDS.len(), false)) {
        let mut file = Vec::new();
        graphmls::write(&graph, &mut file).unwrap();
        let draft = graphml::read(&file[..], &Reading::default()).unwrap();
        same(&graph, &restore(draft.import(&Import::default()).unwrap().0).unwrap())?;
    }

    #[test]
    fn tables_keep_everything(graph in graphs(ONE_LINE, PLAIN_WORDS, true)) {
        let (mut people, mut pairs) = (Vec::new(), Vec::new());
        csv::people(&graph, &mut people, csv::Cells::AsTheyAre).unwrap();
        let by_platform = csv::ties(&graph, &mut pairs, csv::Cells::AsTheyAre).unwrap();
        let people = PeopleFile::read(&people[..], &Reading::default()).unwrap();
        let ids = people.ids().unwrap();
        let mut draft = edge_list::read(&pairs[..], &Reading::default()).unwrap().among(ids.clone()).unwrap();
        draft.attributes = people.attributes(&ids);
        let import = Import { by_platform, ..Import::default() };
        same(&graph, &restore(draft.import(&import).unwrap().0).unwrap())?;
    }

    #[test]
    fn edge_lists_keep_every_tie(graph in graphs(ONE_LINE, PLAIN_WORDS, true)) {
        let mut file = Vec::new();
        let by_platform = edge_lists::write(&graph, &mut file).unwrap();
        let draft = edge_list::read(&file[..], &Reading::default()).unwrap();
        let platform = graph.platforms()[0].name.clone();
        let import = Import { by_platform, platform, ..Import::default() };
        let (back, _) = draft.import(&import).unwrap();
        prop_assert_eq!(ties(&graph), ties(&back));
    }

    #[test]
    fn gml_reads_as_it_was_meant(
        ids in prop::collection::btree_set(any::<u64>(), 1..10),
        pairs in prop::collection::vec((0..10usize, 0..10usize, finite()), 0..12),
        labels in prop::collection::vec(0..WORDS.len(), 10),
        directed in any::<bool>(),
    ) {
        let ids: Vec<u64> = ids.into_iter().collect();
        let (mut text, n) = (format!("graph [\n directed {}\n", u8::from(directed)), ids.len());
        for (id, &label) in ids.iter().zip(&labels).rev() {
            let label = WORDS[label].replace('&', "&amp;").replace('"', "&quot;").replace('ü', "&uuml;");
            writeln!(text, " node [ id {id}\n  label \"{label}\" ]").unwrap();
        }
        for (a, b, weight) in &pairs {
            let (a, b) = (ids[a % n], ids[b % n]);
            writeln!(text, " edge [ target {b} weight {weight:e} source {a} skip [ x 1 ] ]").unwrap();
        }
        text.push(']');
        let draft = gml::read(text.as_bytes(), &Reading::default()).unwrap();
        prop_assert_eq!(&draft.ids, &Ids::of_numbers(ids).unwrap());
        let layer = &draft.layers[0];
        let person = |at: &usize| NodeId((at % n) as u32);
        let expected: Vec<_> = pairs.iter().map(|(a, b, _)| (person(a), person(b))).collect();
        prop_assert_eq!(layer.blocks.concat(), expected);
        prop_assert_eq!(layer.directed, Some(directed));
        let bits = |x: f64| x.to_bits();
        let weights: Vec<_> = layer.weights.iter().flatten().copied().map(bits).collect();
        prop_assert_eq!(weights, pairs.iter().map(|p| bits(p.2)).collect::<Vec<_>>());
        for (v, label) in labels[..n].iter().enumerate() {
            prop_assert_eq!(draft.attributes[0].cell(NodeId(v as u32)), WORDS[*label]);
        }
    }

    #[test]
    fn pajek_reads_as_it_was_meant(
        n in 1..10u32,
        lines in prop::collection::vec((0..10u32, 0..10u32, finite(), any::<bool>()), 0..12),
    ) {
        let mut text = format!("*Vertices {n}\n");
        (1..=n).rev().for_each(|v| writeln!(text, "{v} \"person {v}, é\" 0.5 0.5").unwrap());
        let mut expected = Vec::new();
        let mixed = lines.iter().any(|line| line.3);
        for &(a, b, weight, directed) in &lines {
            let (a, b) = (a % n, b % n);
            let heading = if directed { "*Arcs" } else { "*Edges" };
            writeln!(text, "{heading}\n{} {} {weight:e}", a + 1, b + 1).unwrap();
            expected.push((NodeId(a), NodeId(b), weight.to_bits()));
            if mixed && !directed && a != b {
                expected.push((NodeId(b), NodeId(a), weight.to_bits()));
            }
        }
        let draft = pajek::read(text.as_bytes(), &Reading::default()).unwrap();
        let layer = &draft.layers[0];
        let weights = layer.weights.iter().flatten().map(|w| w.to_bits());
        let found: Vec<_> = layer.blocks.concat().into_iter().zip(weights).map(|((a, b), w)| (a, b, w)).collect();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(layer.directed, Some(mixed || lines.is_empty()));
        prop_assert_eq!(draft.attributes[0].cell(NodeId(n - 1)), format!("person {n}, é"));
    }
}

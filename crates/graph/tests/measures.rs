//! The measures against reference values of real graphs, against definitions and
//! against petgraph.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::measure::assortativity::degree_assortativity;
use groundswell_graph::measure::betweenness::Betweenness;
use groundswell_graph::measure::communities::{Communities, modularity};
use groundswell_graph::measure::components::Components;
use groundswell_graph::measure::cores::{core_numbers, degeneracy};
use groundswell_graph::measure::degrees::{Degrees, top};
use groundswell_graph::measure::diameter::Diameter;
use groundswell_graph::measure::friendships::Friendships;
use groundswell_graph::measure::joined::joined;
use groundswell_graph::measure::pagerank::{PageRank, Walk};
use groundswell_graph::measure::reciprocity::reciprocity;
use groundswell_graph::measure::spectral_radius::SpectralRadius;
use groundswell_graph::measure::stats::{Options, Stats};
use groundswell_graph::measure::strong_components::strong_components;
use groundswell_graph::measure::triangles::Triangles;
use groundswell_graph::petgraph_bridge::to_petgraph;
use groundswell_graph::ties::Ties;
use petgraph::algo::tarjan_scc;
use proptest::prelude::*;
use serde_json::Value;

// Real graphs.

fn shared() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    if folder.join("oracles").is_dir() && folder.join("data").is_dir() {
        return Some(folder.to_owned());
    }
    println!("skipped: no reference data beside the repository");
    None
}

fn cases(shared: &Path, file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(shared.join("oracles").join(file)).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    all["cases"].as_array().unwrap().clone()
}

/// A data set: a platform for each layer, and how many people each layer's lines
/// name with themselves only.
struct DataSet {
    graph: FanGraph,
    lines: usize,
    named_alone: HashMap<String, u32>,
}

/// Reads a data set of `people` people, whose ids are their numbers.
fn data_set(shared: &Path, name: &str, people: u32, directed: bool) -> DataSet {
    let folder = shared.join("data").join(name);
    let plain = folder.join("edges.tsv");
    let source: Box<dyn Read> = if plain.is_file() {
        Box::new(File::open(plain).unwrap())
    } else {
        Box::new(MultiGzDecoder::new(
            File::open(folder.join("edges.tsv.gz")).unwrap(),
        ))
    };
    let mut rows = BufReader::new(source).lines().map(Result::unwrap);
    let header = rows.next().unwrap();
    let columns: Vec<&str> = header.split('\t').collect();
    let column = |name: &str| columns.iter().position(|&c| c == name);
    let (from, to) = (column("source").unwrap(), column("target").unwrap());
    let layer = column("layer");
    let mut layers: Vec<(String, Vec<(NodeId, NodeId)>)> = Vec::new();
    let mut lines = 0;
    for row in rows {
        let fields: Vec<&str> = row.split('\t').collect();
        let id = |at: usize| NodeId(fields[at].parse().unwrap());
        let name = layer.map_or("ties", |at| fields[at]);
        if layers.last().is_none_or(|(last, _)| last != name) {
            layers.push((name.to_owned(), Vec::new()));
        }
        layers.last_mut().unwrap().1.push((id(from), id(to)));
        lines += 1;
    }
    let direction = match directed {
        true => Direction::SourceToTarget,
        false => Direction::Mutual,
    };
    let mut builder = GraphBuilder::new(people);
    let mut named_alone = HashMap::new();
    for (name, pairs) in layers {
        builder.platform(&name, &pairs, direction).unwrap();
        let mut named = vec![0u8; people as usize];
        for (a, b) in pairs {
            named[a.index()] |= if a == b { 1 } else { 2 };
            named[b.index()] |= if a == b { 1 } else { 2 };
        }
        named_alone.insert(name, named.iter().filter(|&&n| n == 1).count() as u32);
    }
    DataSet {
        graph: builder.build(),
        lines,
        named_alone,
    }
}

fn equal(case: &Value, key: &str, ours: impl Into<u64>) {
    if let Some(expected) = case.get(key) {
        assert_eq!(
            ours.into(),
            expected.as_u64().unwrap(),
            "{}: {key}",
            case["dataset"]
        );
    }
}

fn close(case: &Value, key: &str, ours: f64) {
    if let Some(expected) = case.get(key) {
        let expected = expected.as_f64().unwrap();
        let apart = (ours - expected).abs();
        let bound = 1e-6 * expected.abs().max(1.0);
        assert!(
            apart <= bound,
            "{}: {key} is {ours}, not {expected}",
            case["dataset"]
        );
    }
}

#[test]
fn every_measure_of_every_real_graph_is_the_reference() {
    let Some(shared) = shared() else { return };
    let cases = cases(&shared, "graph-metrics.json");
    assert!(cases.len() >= 24, "{}", cases.len());
    for case in &cases {
        let people = case["nodes"].as_u64().unwrap() as u32;
        let directed = case["directed"].as_bool().unwrap();
        let set = data_set(&shared, case["dataset"].as_str().unwrap(), people, directed);
        equal(case, "edge_lines", set.lines as u64);

        let ties = joined(&set.graph).unwrap();
        let ties: &Ties = &ties;
        let friends = Friendships::of(ties);
        equal(case, "undirected_simple_edges", friends.count());
        let degrees = Degrees::of(&friends.degrees());
        equal(case, "isolated_nodes", degrees.isolated());
        equal(case, "max_degree", degrees.max());
        close(case, "mean_degree", degrees.mean());
        let foremost: Vec<(u64, u64)> = top(&friends.degrees(), 10)
            .iter()
            .map(|(v, d)| (v.0.into(), (*d).into()))
            .collect();
        let pair = |x: &Value| (x[0].as_u64().unwrap(), x[1].as_u64().unwrap());
        let listed: Vec<_> = case["top10_degree_undirected"]
            .as_array()
            .unwrap()
            .iter()
            .map(pair)
            .collect();
        assert_eq!(foremost, listed, "{}", case["dataset"]);

        let components = Components::of(&friends);
        equal(case, "weak_components", components.count());
        equal(case, "largest_weak_component", components.largest());
        let triangles = Triangles::of(&friends);
        equal(case, "triangles", triangles.total());
        close(case, "transitivity", triangles.transitivity());
        close(
            case,
            "average_clustering_zero_for_low_degree",
            triangles.average_clustering(),
        );
        equal(case, "degeneracy", degeneracy(&core_numbers(&friends)));
        close(
            case,
            "degree_assortativity",
            degree_assortativity(&friends).unwrap(),
        );
        close(
            case,
            "spectral_radius_undirected",
            SpectralRadius::of(&friends).value,
        );

        equal(case, "distinct_arcs", ties.count());
        let most = |degree: &dyn Fn(NodeId) -> u32| set.graph.nodes().map(degree).max().unwrap();
        equal(case, "max_out_degree", most(&|v| ties.out_degree(v)));
        equal(case, "max_in_degree", most(&|v| ties.in_degree(v)));
        close(case, "reciprocity", reciprocity(ties).unwrap());
        equal(
            case,
            "largest_strong_component",
            strong_components(ties).largest(),
        );

        for platform in set.graph.platforms() {
            let Some(layer) = case.get("layers").and_then(|all| all.get(&platform.name)) else {
                continue;
            };
            let friends = Friendships::of(&platform.ties);
            let active = people - Degrees::of(&friends.degrees()).isolated();
            equal(
                layer,
                "active_nodes",
                active + set.named_alone[&platform.name],
            );
        }
    }
}

#[test]
fn ranks_and_cores_of_real_graphs_are_the_reference() {
    let Some(shared) = shared() else { return };
    for case in cases(&shared, "deterministic-heuristics.json") {
        let people = case["nodes"].as_u64().unwrap() as u32;
        let name = case["dataset"].as_str().unwrap();
        let set = data_set(&shared, name, people, false);
        let ties = joined(&set.graph).unwrap();
        let friends = Friendships::of(&ties);
        assert_eq!(friends.count(), case["edges"].as_u64().unwrap());
        for walk in [Walk::WithTheWord, Walk::AgainstTheWord] {
            let ranks = PageRank {
                walk,
                ..Default::default()
            }
            .of(&ties)
            .unwrap();
            for listed in case["pagerank_top10"].as_array().into_iter().flatten() {
                let v = NodeId(listed[0].as_u64().unwrap() as u32);
                let rank = listed[1].as_f64().unwrap();
                assert!(
                    (ranks[v] - rank).abs() < 1e-9,
                    "{name}: {v:?} {} {rank}",
                    ranks[v]
                );
            }
        }
        let cores = Degrees::of(&core_numbers(&friends));
        let listed = case["core_numbers_histogram"].as_object().unwrap();
        assert_eq!(cores.counts().len(), listed.len(), "{name}");
        for (core, people) in cores.counts() {
            assert_eq!(
                listed[&core.to_string()].as_u64(),
                Some((*people).into()),
                "{name}: {core}"
            );
        }
    }
}

#[test]
fn the_communities_of_the_karate_club_are_the_best_that_are_known() {
    let Some(shared) = shared() else { return };
    let set = data_set(&shared, "karate", 34, false);
    let communities = Communities::of(&Friendships::of(&set.graph.platforms()[0].ties));
    // Agarwal & Kempe, European Physical Journal B 66, 2008, table 1.
    assert!(
        (communities.modularity() - 0.4198).abs() < 5e-5,
        "{}",
        communities.modularity()
    );
    assert_eq!(communities.count(), 4);
}

#[test]
fn stats_do_not_depend_on_the_number_of_threads() {
    let Some(shared) = shared() else { return };
    let set = data_set(&shared, "lfr-1000", 1000, false);
    let options = Options {
        betweenness_effort: 1 << 20,
        count_triangles_up_to: 0,
        ..Default::default()
    };
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| Stats::of(&set.graph, &options).unwrap())
    };
    let one = with(1);
    assert_eq!(one, with(3));
    assert!(
        one.most_between
            .unwrap()
            .iter()
            .all(|(_, between)| !between.is_exact())
    );
}

// Random graphs.

/// Directed ties among at most `most` people.
fn arcs(most: u32) -> impl Strategy<Value = (u32, Vec<(u32, u32)>)> {
    (1..=most).prop_flat_map(|people| {
        let pair = (0..people, 0..people);
        (
            Just(people),
            prop::collection::vec(pair, 0..3 * people as usize),
        )
    })
}

fn ties(people: u32, arcs: &[(u32, u32)]) -> FanGraph {
    let pairs: Vec<_> = arcs.iter().map(|&(a, b)| (NodeId(a), NodeId(b))).collect();
    let mut builder = GraphBuilder::new(people);
    builder
        .platform("ties", &pairs, Direction::SourceToTarget)
        .unwrap();
    builder.build()
}

/// Steps between every two people, `None` where no path leads; by Floyd and Warshall.
fn all_distances(friends: &Friendships) -> Vec<Vec<Option<u32>>> {
    let n = friends.people() as usize;
    let mut steps = vec![vec![None; n]; n];
    for v in friends.nodes() {
        steps[v.index()][v.index()] = Some(0);
        for w in friends.friends_of(v) {
            steps[v.index()][w.index()] = Some(1);
        }
    }
    for via in 0..n {
        for a in 0..n {
            for b in 0..n {
                if let (Some(x), Some(y)) = (steps[a][via], steps[via][b])
                    && steps[a][b].is_none_or(|now| x + y < now)
                {
                    steps[a][b] = Some(x + y);
                }
            }
        }
    }
    steps
}

/// Number of shortest paths between every two people.
fn path_counts(friends: &Friendships, steps: &[Vec<Option<u32>>]) -> Vec<Vec<f64>> {
    let n = friends.people() as usize;
    let mut counts = vec![vec![0.0; n]; n];
    for (a, counts) in counts.iter_mut().enumerate() {
        let mut order: Vec<usize> = (0..n).filter(|&b| steps[a][b].is_some()).collect();
        order.sort_by_key(|&b| steps[a][b]);
        counts[a] = 1.0;
        for &b in order.iter().filter(|&&b| b != a) {
            let row = friends
                .friends_of(NodeId(b as u32))
                .iter()
                .map(|w| w.index());
            let before = row.filter(|&w| steps[a][w].map(|s| s + 1) == steps[a][b]);
            counts[b] = before.map(|w| counts[w]).sum();
        }
    }
    counts
}

fn triangles_by_definition(friends: &Friendships, v: NodeId) -> u64 {
    let row = friends.friends_of(v);
    let pairs = row
        .iter()
        .enumerate()
        .flat_map(|(i, &a)| row[..i].iter().map(move |&b| (a, b)));
    pairs
        .filter(|&(a, b)| friends.friends_of(a).contains(&b))
        .count() as u64
}

/// The core number of everybody by taking away, again and again, who has too few.
fn cores_by_definition(friends: &Friendships) -> Vec<u32> {
    let mut cores = vec![0; friends.people() as usize];
    for k in 1..=friends.people() {
        let mut left: Vec<NodeId> = friends.nodes().collect();
        loop {
            let enough = |v: &&NodeId| {
                friends
                    .friends_of(**v)
                    .iter()
                    .filter(|w| left.contains(w))
                    .count()
                    >= k as usize
            };
            let now: Vec<NodeId> = left.iter().filter(enough).copied().collect();
            if now.len() == left.len() {
                break;
            }
            left = now;
        }
        for v in left {
            cores[v.index()] = k;
        }
    }
    cores
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn components_are_petgraphs((people, arcs) in arcs(40)) {
        let graph = ties(people, &arcs);
        let theirs = to_petgraph(&graph.platforms()[0]);
        let strong = strong_components(&graph.platforms()[0].ties);
        let scc = tarjan_scc(&theirs);
        prop_assert_eq!(scc.len() as u32, strong.count());
        for component in scc {
            let first = NodeId(component[0].index() as u32);
            prop_assert!(component.iter().all(|v| strong.joins(first, NodeId(v.index() as u32))));
            let size = strong.sizes()[strong.component_of(first) as usize];
            prop_assert_eq!(size, component.len() as u32);
        }
        let weak = Components::of(&Friendships::of(&graph.platforms()[0].ties));
        prop_assert_eq!(weak.count() as usize, petgraph::algo::connected_components(&theirs));
    }

    #[test]
    fn triangles_and_cores_are_what_their_definitions_say((people, arcs) in arcs(40)) {
        let graph = ties(people, &arcs);
        let friends = Friendships::of(&graph.platforms()[0].ties);
        let triangles = Triangles::of(&friends);
        for v in friends.nodes() {
            prop_assert_eq!(triangles.through()[v], triangles_by_definition(&friends, v));
        }
        let sum: u64 = triangles.through().as_slice().iter().sum();
        prop_assert_eq!(3 * triangles.total(), sum);
        let cores = core_numbers(&friends);
        prop_assert_eq!(cores.as_slice(), cores_by_definition(&friends));
    }

    #[test]
    fn the_diameter_is_the_largest_distance_and_bounds_hold_for_any_effort(
        (people, arcs) in arcs(40),
        effort in 0u64..4000,
    ) {
        let graph = ties(people, &arcs);
        let friends = Friendships::of(&graph.platforms()[0].ties);
        let largest = all_distances(&friends).iter().flatten().flatten().copied().max().unwrap();
        let exact = Diameter::within(&friends, u64::MAX);
        prop_assert_eq!((exact.low, exact.high), (largest, largest));
        let rough = Diameter::within(&friends, effort);
        prop_assert!(rough.low <= largest && largest <= rough.high, "{:?}, {}", rough, largest);
    }

    #[test]
    fn betweenness_is_the_share_of_shortest_paths((people, arcs) in arcs(14)) {
        let graph = ties(people, &arcs);
        let friends = Friendships::of(&graph.platforms()[0].ties);
        let steps = all_distances(&friends);
        let paths = path_counts(&friends, &steps);
        let between = Betweenness::exact(&friends);
        for v in 0..people as usize {
            let mut sum = 0.0;
            for a in (0..people as usize).filter(|&a| a != v) {
                for b in (0..a).filter(|&b| b != v) {
                    if let (Some(x), Some(y), Some(all)) = (steps[a][v], steps[v][b], steps[a][b])
                        && x + y == all
                    {
                        sum += paths[a][v] * paths[v][b] / paths[a][b];
                    }
                }
            }
            let ours = between.values().as_slice()[v];
            prop_assert!((ours - sum).abs() < 1e-9 * (1.0 + sum), "{}: {} {}", v, ours, sum);
        }
    }

    #[test]
    fn communities_are_connected_and_no_worse_than_everybody_alone((people, arcs) in arcs(40)) {
        let graph = ties(people, &arcs);
        let friends = Friendships::of(&graph.platforms()[0].ties);
        let communities = Communities::of(&friends);
        prop_assert_eq!(communities.sizes().iter().sum::<u32>(), people);
        let together = |&(v, w): &(NodeId, NodeId)| {
            communities.community_of(v) == communities.community_of(w)
        };
        let kept: Vec<_> = friends.pairs().filter(together).map(|(v, w)| (v.0, w.0)).collect();
        let inside = ties(people, &kept);
        let islands = Components::of(&Friendships::of(&inside.platforms()[0].ties));
        prop_assert_eq!(islands.count(), communities.count());
        let alone = modularity(&friends, &friends.nodes().map(|v| v.0).collect());
        prop_assert!(communities.modularity() >= alone);
    }

    #[test]
    fn relabelling_people_changes_no_measure(
        (people, arcs, order) in arcs(40).prop_flat_map(|(people, arcs)| {
            let order = Just((0..people).collect::<Vec<_>>()).prop_shuffle();
            (Just(people), Just(arcs), order)
        })
    ) {
        let other: Vec<_> =
            arcs.iter().map(|&(a, b)| (order[a as usize], order[b as usize])).collect();
        let (ours, theirs) = (ties(people, &arcs), ties(people, &other));
        let new = |v: NodeId| NodeId(order[v.index()]);
        let (a, b) = (&ours.platforms()[0].ties, &theirs.platforms()[0].ties);
        let (f, g) = (Friendships::of(a), Friendships::of(b));
        prop_assert_eq!(Degrees::of(&f.degrees()), Degrees::of(&g.degrees()));
        prop_assert_eq!(reciprocity(a), reciprocity(b));
        prop_assert_eq!(degree_assortativity(&f), degree_assortativity(&g));
        prop_assert_eq!(Components::of(&f).count(), Components::of(&g).count());
        prop_assert_eq!(Components::of(&f).largest(), Components::of(&g).largest());
        prop_assert_eq!(strong_components(a).count(), strong_components(b).count());
        prop_assert_eq!(strong_components(a).largest(), strong_components(b).largest());
        prop_assert_eq!(Diameter::within(&f, u64::MAX).low, Diameter::within(&g, u64::MAX).low);
        let radii = (SpectralRadius::of(&f).value, SpectralRadius::of(&g).value);
        prop_assert!((radii.0 - radii.1).abs() <= 2e-6 * radii.0, "{:?}", radii);
        let (s, t) = (Triangles::of(&f), Triangles::of(&g));
        let (cores, others) = (core_numbers(&f), core_numbers(&g));
        let same = |x: &PerNode<f64>, y: &PerNode<f64>| {
            f.nodes().all(|v| (x[v] - y[new(v)]).abs() <= 1e-9 * (1.0 + x[v].abs()))
        };
        for v in f.nodes() {
            prop_assert_eq!(s.through()[v], t.through()[new(v)]);
            prop_assert_eq!(s.clustering_of(v), t.clustering_of(new(v)));
            prop_assert_eq!(cores[v], others[new(v)]);
        }
        let rank = |ties: &Ties| PageRank::default().of(ties).unwrap();
        prop_assert!(same(&rank(a), &rank(b)));
        prop_assert!(same(Betweenness::exact(&f).values(), Betweenness::exact(&g).values()));
    }
}

//! What the report says of a graph.

use groundswell_graph::builder::{Direction, GraphBuilder, graph};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::measure::stats::{Options, Stats};
use groundswell_report::chart::Picture;
use groundswell_report::graph_stats::document::{SCHEMA, document};
use groundswell_report::graph_stats::picture::picture;
use groundswell_report::graph_stats::summary::summary;
use groundswell_report::graph_stats::{GraphFindings, write};
use serde_json::Value;

fn measured(graph: &FanGraph, options: &Options) -> Stats {
    Stats::of(graph, options).unwrap()
}

fn findings<'a>(graph: &'a FanGraph, stats: &'a Stats) -> GraphFindings<'a> {
    GraphFindings {
        title: "Some people",
        graph,
        stats,
        imported: &[],
    }
}

#[test]
fn the_document_has_every_number_under_its_own_key() {
    let mut builder = GraphBuilder::new(5);
    let pairs = [(0, 1), (1, 0), (1, 2), (2, 0), (3, 3)].map(|(a, b)| (NodeId(a), NodeId(b)));
    let imported = [builder
        .platform("facebook", &pairs, Direction::SourceToTarget)
        .unwrap()];
    builder.fans("facebook", [NodeId(0)]).unwrap();
    let graph = builder.build();
    let stats = measured(&graph, &Options::default());
    let findings = GraphFindings {
        imported: &imported,
        ..findings(&graph, &stats)
    };
    let json: Value = serde_json::from_str(&document(&findings).unwrap()).unwrap();
    assert_eq!(json["schema"], SCHEMA);
    let whole = |key: &str| {
        json[key]
            .as_f64()
            .unwrap_or_else(|| panic!("{key}: {}", json[key]))
    };
    assert_eq!(
        (whole("people"), whole("ties"), whole("arcs")),
        (5.0, 3.0, 4.0)
    );
    assert_eq!((whole("self_loops"), whole("duplicates")), (1.0, 0.0));
    assert_eq!(
        (whole("components"), whole("largest_component")),
        (3.0, 3.0)
    );
    assert_eq!(json["triangles"].as_u64(), Some(1));
    assert_eq!(whole("transitivity"), 1.0);
    assert_eq!(whole("clustering"), 0.6);
    assert_eq!(json["degree"]["isolated"], 2);
    assert_eq!(json["degree"]["distribution"][1]["share_at_least"], 0.6);
    assert_eq!(json["cores"][1]["people"], 3);
    assert_eq!(json["standard_errors"]["triangles"], Value::Null);
    assert_eq!(json["fans"]["friends_of_fans"], 1);
    assert_eq!(json["platforms"][0]["name"], "facebook");
}

#[test]
fn the_summary_groups_plain_words_beside_the_textbooks() {
    let graph = graph("0-1 1-2 2-0 2->3");
    let stats = measured(&graph, &Options::default());
    let text = summary(&findings(&graph, &stats));
    for words in [
        "Some people\n",
        "\nSize\n",
        "(reciprocity)",
        "(diameter)",
        "2 steps",
        "(betweenness)",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(!text.contains('±') && !text.contains("\nFans\n"), "{text}");
    assert!(text.lines().all(|line| line.trim_end() == line));
}

#[test]
fn a_sampled_value_says_so() {
    let graph = graph("0-1 1-2 2-0 2-3 3-4");
    let options = Options {
        count_triangles_up_to: 0,
        ..Options::default()
    };
    let stats = measured(&graph, &options);
    let text = summary(&findings(&graph, &stats));
    assert!(
        text.contains('±') && text.contains("standard error"),
        "{text}"
    );
    let json: Value = serde_json::from_str(&document(&findings(&graph, &stats)).unwrap()).unwrap();
    assert!(json["standard_errors"]["transitivity"].as_f64().unwrap() > 0.0);
}

#[test]
fn what_a_terminal_would_obey_is_taken_out() {
    let graph = graph("0-1");
    let stats = measured(&graph, &Options::default());
    let wild = GraphFindings {
        title: "a\u{1b}[31mb\u{202e}",
        ..findings(&graph, &stats)
    };
    assert!(summary(&wild).starts_with("a[31mb\n"));
    assert!(document(&wild).unwrap().contains("\\u001b[31mb\\u202e"));
}

#[test]
fn the_picture_tells_its_finding_and_leaves_out_who_has_no_friends() {
    let star = graph("0-1 0-2 0-3 0-4 6-5 7->7");
    let stats = measured(&star, &Options::default());
    let named = picture(&findings(&star, &stats)).unwrap();
    let Picture::Log(chart) = &named.picture else {
        panic!("it is logarithmic")
    };
    assert_eq!(
        chart.title,
        "Half have at most 1 friend, the best connected 4"
    );
    assert!(
        chart.note.contains("One person without friends"),
        "{}",
        chart.note
    );
    assert_eq!(chart.series[0].points, [(1.0, 7.0), (4.0, 1.0)]);
    let alone = GraphBuilder::new(3).build();
    let stats = measured(&alone, &Options::default());
    assert!(picture(&findings(&alone, &stats)).is_none());
}

#[test]
fn document_and_picture_are_filed_together() {
    let folder =
        std::env::temp_dir().join(format!("groundswell-graph-stats-{}", std::process::id()));
    let graph = graph("0-1 1-2");
    let stats = measured(&graph, &Options::default());
    let written = write(&findings(&graph, &stats), &folder).unwrap();
    let names: Vec<_> = written
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "graph-stats.json",
            "degree-distribution.svg",
            "degree-distribution.png",
            "degree-distribution.csv"
        ]
    );
    assert!(written.iter().all(|path| path.is_file()));
    std::fs::remove_dir_all(folder).unwrap();
}

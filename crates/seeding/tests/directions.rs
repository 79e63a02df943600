//! The way in which a file is read decides who is heard, and the degree heuristic
//! follows it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use groundswell_graph::builder::Direction;
use groundswell_graph::import::Import;
use groundswell_graph::read::{Reading, read, unpack::unpacked};
use groundswell_seeding::Seeder;
use groundswell_seeding::degree::Degree;

/// The ten ids that stand most often in `column`, of equals the smaller first.
fn most_often(text: &str, column: usize) -> Vec<u32> {
    let mut counts = std::collections::BTreeMap::new();
    for line in text.lines().skip(1) {
        let id: u32 = line.split('\t').nth(column).unwrap().parse().unwrap();
        *counts.entry(id).or_insert(0u32) += 1;
    }
    let mut ranked: Vec<(u32, u32)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    ranked.into_iter().take(10).map(|(id, _)| id).collect()
}

#[test]
fn wiki_vote_read_in_both_directions_has_different_and_right_seeds() {
    let data = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/wiki-vote/edges.tsv.gz"
    );
    let path = Path::new(data);
    if !path.is_file() {
        println!("skipped: there is no {data}");
        return;
    }
    let mut text = String::new();
    let mut plain = unpacked(File::open(path).unwrap()).unwrap();
    plain.read_to_string(&mut text).unwrap();
    let seeds = |direction: Direction| -> Vec<u32> {
        let draft = read(data, File::open(path).unwrap(), &Reading::default()).unwrap();
        let import = Import {
            direction: Some(direction),
            ..Import::default()
        };
        let (graph, summary) = draft.import(&import).unwrap();
        assert_eq!(summary.platforms[0].direction, direction);
        let all: Vec<_> = graph.nodes().collect();
        let chosen = Degree.choose(&graph.platforms()[0], &all, 10);
        chosen
            .iter()
            .map(|&v| graph.original_id(v).parse().unwrap())
            .collect()
    };
    let (voters, candidates) = (
        seeds(Direction::SourceToTarget),
        seeds(Direction::TargetToSource),
    );
    assert_eq!(voters, most_often(&text, 0));
    assert_eq!(candidates, most_often(&text, 1));
    assert_ne!(voters, candidates);
}

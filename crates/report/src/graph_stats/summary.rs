//! A graph's measures in plain text: plain words, with the textbook's name beside
//! them.

use std::fmt::Write as _;

use groundswell_graph::id::NodeId;
use groundswell_graph::measure::fans::FanReach;
use groundswell_graph::measure::measured::Measured;

use crate::graph_stats::GraphFindings;
use crate::number;
use crate::svg::clean;

/// How many people a list names.
const NAMED: usize = 3;

/// The summary: groups of lines, each a label and a value; ends with a line break.
pub fn summary(findings: &GraphFindings<'_>) -> String {
    let groups = [
        size(findings),
        friends(findings),
        hanging_together(findings),
        knit(findings),
        fans(findings),
        foremost(findings),
    ];
    let widest = groups
        .iter()
        .flat_map(|group| &group.lines)
        .map(|(label, _)| length(label))
        .max();
    let column = widest.unwrap_or(0) + 2;
    let mut text = clean(findings.title);
    text.push('\n');
    for group in groups.iter().filter(|group| !group.lines.is_empty()) {
        let _ = write!(text, "\n{}\n", group.name);
        for (label, value) in &group.lines {
            let pad = column - length(label);
            let _ = writeln!(text, "  {label}{:pad$}{value}", "");
        }
    }
    if groups
        .iter()
        .flat_map(|group| &group.lines)
        .any(|(_, value)| value.contains('±'))
    {
        text.push_str("\n± is one standard error: the value was sampled, the graph being large.\n");
    }
    text
}

/// Lines under one heading.
struct Group {
    name: &'static str,
    lines: Vec<(String, String)>,
}

impl Group {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            lines: Vec::new(),
        }
    }

    fn line(&mut self, label: &str, value: impl Into<String>) {
        self.lines.push((label.to_owned(), value.into()));
    }
}

fn size(findings: &GraphFindings<'_>) -> Group {
    let stats = findings.stats;
    let mut group = Group::new("Size");
    group.line("people (nodes)", number::count(stats.people.into()));
    group.line(
        "friendships (undirected edges)",
        number::count(stats.friendships),
    );
    group.line(
        "directed ties (arcs)",
        number::count(stats.directed_ties.into()),
    );
    if let Some(share) = stats.reciprocity() {
        group.line("ties returned (reciprocity)", percent(share));
    }
    if let (Some(loops), Some(repeats)) = (findings.self_loops(), findings.duplicates()) {
        group.line("left out: with oneself (self-loops)", number::count(loops));
        group.line("left out: repeats (duplicates)", number::count(repeats));
    }
    if let platforms @ [_, _, ..] = &stats.platforms[..] {
        for platform in platforms {
            let people = number::count(platform.active.into());
            let friendships = number::count(platform.friendships);
            let label = format!("on {}", clean(&platform.name));
            group.line(
                &label,
                format!("{people} people with {friendships} friendships"),
            );
        }
    }
    group
}

fn friends(findings: &GraphFindings<'_>) -> Group {
    let stats = findings.stats;
    let degrees = &stats.degrees;
    let mut group = Group::new("Friends (degree)");
    group.line("mean", number::short(degrees.mean()));
    group.line("median", number::short(degrees.median()));
    group.line("most", number::count(degrees.max().into()));
    if !stats.mutual {
        group.line(
            "most who hear one (out-degree)",
            number::count(stats.max_out_degree.into()),
        );
        group.line(
            "most heard by one (in-degree)",
            number::count(stats.max_in_degree.into()),
        );
    }
    group.line(
        "without friends (isolated)",
        number::count(degrees.isolated().into()),
    );
    if let Some(sorted) = stats.degree_assortativity {
        group.line(
            "hubs befriend hubs (assortativity)",
            number::with_plus(sorted, number::decimal(sorted, 3)),
        );
    }
    group
}

fn hanging_together(findings: &GraphFindings<'_>) -> Group {
    let stats = findings.stats;
    let share = |people: u32| match stats.people {
        0 => String::new(),
        all => format!(" ({})", percent(f64::from(people) / f64::from(all))),
    };
    let mut group = Group::new("Holding together");
    let weak = stats.weak_components;
    group.line(
        "separate parts (components)",
        number::count(weak.count.into()),
    );
    group.line(
        "people in the largest",
        number::count(weak.largest.into()) + &share(weak.largest),
    );
    if !stats.mutual {
        let strong = stats.strong_components;
        group.line(
            "largest where all reach all (strong)",
            number::count(strong.largest.into()) + &share(strong.largest),
        );
    }
    let diameter = stats.diameter;
    group.line(
        "furthest apart (diameter)",
        match diameter.is_exact() {
            true => format!("{} steps", number::count(diameter.low.into())),
            false => format!("between {} and {} steps", diameter.low, diameter.high),
        },
    );
    group
}

fn knit(findings: &GraphFindings<'_>) -> Group {
    let stats = findings.stats;
    let mut group = Group::new("How tightly knit");
    group.line(
        "threes who are all friends (triangles)",
        counted(stats.triangles),
    );
    group.line(
        "friends of one are friends (transitivity)",
        share(stats.transitivity),
    );
    group.line(
        "the same, mean of people (clustering)",
        share(stats.average_clustering),
    );
    group.line(
        "friends in the densest part (core)",
        stats.degeneracy.to_string(),
    );
    group.line(
        "communities (Leiden method)",
        number::count(stats.communities.count.into()),
    );
    group.line(
        "people in the largest community",
        number::count(stats.communities.largest.into()),
    );
    group.line(
        "how clear-cut (modularity)",
        number::decimal(stats.modularity, 3),
    );
    let radius = stats.spectral_radius.value;
    group.line("growth of paths (spectral radius)", number::short(radius));
    if radius > 0.0 {
        group.line(
            "word lasts from this chance a tie, about",
            number::percent(1.0 / radius, 2),
        );
    }
    group
}

fn fans(findings: &GraphFindings<'_>) -> Group {
    let stats = findings.stats;
    let mut group = Group::new("Fans");
    if stats.fans.fans == 0 {
        return group;
    }
    let mut reach = |label: &str, reach: &FanReach| {
        let (fans, friends) = (
            number::count(reach.fans.into()),
            number::count(reach.friends_of_fans.into()),
        );
        let word = if reach.fans == 1 { "fan" } else { "fans" };
        let mut told = format!("{fans} {word}, {friends} friends of fans");
        if let (Some(ratio), Some(heard)) = (reach.friends_per_fan(), reach.fans_heard) {
            let (ratio, heard) = (number::short(ratio), number::short(heard));
            let _ = write!(told, "; {ratio} a fan, each hears {heard}");
        }
        group.line(label, told);
    };
    if let platforms @ [_, _, ..] = &stats.platforms[..] {
        for platform in platforms {
            reach(&format!("on {}", clean(&platform.name)), &platform.fans);
        }
    }
    reach("in all", &stats.fans);
    group
}

fn foremost(findings: &GraphFindings<'_>) -> Group {
    let stats = findings.stats;
    let mut group = Group::new("Foremost, by id");
    let name = |v: NodeId| clean(&findings.graph.original_id(v));
    let list = |named: Vec<String>| named.join(", ");
    if stats.friendships == 0 {
        return group;
    }
    let most = stats.best_connected.iter().take(NAMED);
    let most = most.map(|&(v, degree)| format!("{} ({})", name(v), number::count(degree.into())));
    group.line("most friends (degree)", list(most.collect()));
    let most = stats.most_heard.iter().take(NAMED);
    let most = most.map(|&(v, rank)| format!("{} ({})", name(v), percent(rank)));
    group.line("heard by the heard (PageRank)", list(most.collect()));
    if let Some(most) = &stats.most_between {
        let most = most.iter().take(NAMED);
        let most = most.map(|&(v, between)| format!("{} ({})", name(v), counted(between)));
        group.line("between most pairs (betweenness)", list(most.collect()));
    }
    group
}

/// A count, with its error where it was sampled: `794,953`, `29.7 M ± 5.1 M`.
fn counted(measured: Measured) -> String {
    match measured.standard_error {
        None if measured.value.fract() == 0.0 && measured.value < 1e15 => {
            number::count(measured.value as u64)
        }
        None => number::short(measured.value),
        Some(error) => format!(
            "{} ± {}",
            number::short(measured.value),
            number::short(error)
        ),
    }
}

/// A share, with its error where it was sampled: `23.2%`, `23.2% ± 0.1`.
fn share(measured: Measured) -> String {
    match measured.standard_error {
        None => percent(measured.value),
        Some(error) => {
            // One digit of the error, or two that begin with a one.
            let error = error * 100.0;
            let places = (0..6)
                .find(|&n| error * libm::pow(10.0, n.into()) >= 1.95)
                .unwrap_or(6);
            let places = places as usize;
            let (value, error) = (
                number::percent(measured.value, places),
                number::decimal(error, places),
            );
            format!("{value} ± {error}")
        }
    }
}

/// A share with digits that mean something: `100%`, `23.2%`, `0.070%`.
fn percent(share: f64) -> String {
    match share {
        0.0 | 1.0 => number::percent(share, 0),
        s if s >= 0.01 => number::percent(s, 1),
        s => number::percent(s, 3),
    }
}

/// Width on a terminal, in characters.
fn length(text: &str) -> usize {
    text.chars().count()
}

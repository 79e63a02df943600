//! What became of a file: what an import chose and did, in words and as JSON.

use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::import::{Duplicates, Summary};
use groundswell_graph::order::Order;
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;
use crate::json::written;
use crate::number::count;
use crate::schema::Published;

/// The version of the document's keys.
const SCHEMA: &str = "groundswell-graph-1";

/// What was chosen and done, a line for each platform, and what was passed over.
/// Every line ends with a line break.
pub fn summary(summary: &Summary) -> String {
    let mut told = String::new();
    for platform in &summary.platforms {
        let imported = &platform.imported;
        let said = if platform.said_by_file {
            ", as the file says"
        } else {
            ""
        };
        told.push_str(&format!(
            "{}: {} pairs, {} directed ties ({}{said}); left out: {} self-loops, {} duplicates{}\n",
            platform.name,
            count(imported.pairs),
            count(imported.ties.into()),
            platform.direction,
            count(imported.self_loops),
            count(imported.duplicates),
            match summary.duplicates {
                _ if imported.duplicates == 0 => "",
                Duplicates::First => " (the first of each stands)",
                Duplicates::Sum => " (their weights are added)",
                Duplicates::Any => " (their weights are combined as chances)",
                Duplicates::Count => " (counted as multiplicity)",
            }
        ));
    }
    if summary.order == Order::ByDegree {
        told.push_str("people are numbered by degree, those with most ties first\n");
    }
    if let Some(line) = summary.header {
        told.push_str(&format!("line {} is taken for a header\n", count(line)));
    }
    if summary.skipped > 0 {
        let lines = count(summary.skipped);
        told.push_str(&format!(
            "{lines} lines could not be read and were passed over\n"
        ));
    }
    told
}

/// What the graph holds, in one line without a line break.
pub fn contents(graph: &FanGraph) -> String {
    let ties: u64 = graph
        .platforms()
        .iter()
        .map(|p| u64::from(p.ties.count()))
        .sum();
    let platforms = match graph.platforms() {
        [_] => "1 platform".to_owned(),
        all => format!("{} platforms", all.len()),
    };
    format!(
        "{} people, {} directed ties, {platforms}; fingerprint {:032x}",
        count(graph.people().into()),
        count(ties),
        graph.fingerprint()
    )
}

/// A graph that was imported, generated or converted, as `graph import`, `generate` and `convert` print it.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    schema: &'static str,
    people: u32,
    ties: u64,
    platforms: Vec<Platform<'a>>,
    attributes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<Imported<'a>>,
    files: &'a [String],
    fingerprint: String,
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Document<'_>>(SCHEMA)
}

#[derive(Serialize, JsonSchema)]
struct Platform<'a> {
    name: &'a str,
    mutual: bool,
    ties: u32,
    members: u32,
    fans: u32,
    groups: u32,
    weights: bool,
    times: bool,
    multiplicity: bool,
}

#[derive(Serialize, JsonSchema)]
struct Imported<'a> {
    duplicates: &'static str,
    skipped_lines: u64,
    header_line: Option<u64>,
    order: &'static str,
    platforms: Vec<Pairs<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Pairs<'a> {
    name: &'a str,
    direction: &'static str,
    said_by_file: bool,
    pairs: u64,
    ties: u32,
    self_loops: u64,
    duplicates: u64,
}

/// The document of a graph that was imported, converted or drawn, and of the
/// `files` that were written; ends with a line break.
///
/// # Errors
///
/// [`Error::Json`] if it cannot be written.
pub fn document(
    graph: &FanGraph,
    summary: Option<&Summary>,
    files: &[String],
) -> Result<String, Error> {
    let platforms: Vec<Platform<'_>> = graph
        .platforms()
        .iter()
        .map(|platform| Platform {
            name: &platform.name,
            mutual: platform.ties.is_mutual(),
            ties: platform.ties.count(),
            members: platform
                .members
                .as_ref()
                .map_or(graph.people(), |m| m.len()),
            fans: platform.fans.len(),
            groups: platform.groups.as_ref().map_or(0, |groups| groups.len()),
            weights: platform.weights.is_some(),
            times: platform.times.is_some(),
            multiplicity: platform.multiplicity.is_some(),
        })
        .collect();
    let imported = summary.map(|summary| Imported {
        duplicates: summary.duplicates.name(),
        skipped_lines: summary.skipped,
        header_line: summary.header,
        order: summary.order.name(),
        platforms: summary
            .platforms
            .iter()
            .map(|platform| Pairs {
                name: &platform.name,
                direction: platform.direction.name(),
                said_by_file: platform.said_by_file,
                pairs: platform.imported.pairs,
                ties: platform.imported.ties,
                self_loops: platform.imported.self_loops,
                duplicates: platform.imported.duplicates,
            })
            .collect(),
    });
    let document = Document {
        schema: SCHEMA,
        people: graph.people(),
        ties: platforms
            .iter()
            .map(|platform| u64::from(platform.ties))
            .sum(),
        platforms,
        attributes: graph
            .attributes()
            .iter()
            .map(|column| column.name.as_str())
            .collect(),
        imported,
        files,
        fingerprint: format!("{:032x}", graph.fingerprint()),
    };
    written(&document)
}

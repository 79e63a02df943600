//! A graph's measures as one JSON document.
//!
//! `ties` counts friendships, pairs of people with a tie either way; `arcs` counts
//! directed ties, so a friendship both ways is one tie and two arcs. A value that
//! was sampled stands under its key like any other, and `standard_errors` names
//! it; bounds that do not meet are told as `low` and `high`. Shares lie between 0
//! and 1, distances are in steps, what does not apply is `null`.

use groundswell_graph::id::NodeId;
use groundswell_graph::measure::fans::FanReach;
use groundswell_graph::measure::measured::Measured;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use crate::error::Error;
use crate::graph_stats::GraphFindings;
use crate::json::written;
use crate::schema::Published;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-graph-stats-1";

/// A graph in numbers, as `graph stats` prints it.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    schema: &'static str,
    title: &'a str,
    people: u32,
    ties: u64,
    arcs: u32,
    returned_arcs: u64,
    reciprocity: Option<f64>,
    self_loops: Option<u64>,
    duplicates: Option<u64>,
    degree: DegreeOut,
    components: u32,
    largest_component: u32,
    strong_components: u32,
    largest_strong_component: u32,
    triangles: Number,
    transitivity: f64,
    clustering: f64,
    standard_errors: ErrorsOut,
    degeneracy: u32,
    cores: Vec<CoreOut>,
    degree_assortativity: Option<f64>,
    spectral_radius: f64,
    communities: u32,
    largest_community: u32,
    modularity: f64,
    diameter: DiameterOut,
    fans: FansOut,
    platforms: Vec<PlatformOut<'a>>,
    best_connected: Vec<ForemostOut<u32>>,
    most_heard: Vec<ForemostOut<f64>>,
    most_between: Option<Vec<BetweenOut>>,
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Document<'_>>(SCHEMA)
}

#[derive(Serialize, JsonSchema)]
struct DegreeOut {
    mean: f64,
    median: f64,
    max: u32,
    max_out: u32,
    max_in: u32,
    isolated: u32,
    distribution: Vec<CountOut>,
    bins: Vec<BinOut>,
}

#[derive(Serialize, JsonSchema)]
struct CountOut {
    degree: u32,
    people: u32,
    share_at_least: f64,
}

#[derive(Serialize, JsonSchema)]
struct BinOut {
    low: u32,
    high: u32,
    people: u32,
    density: f64,
}

/// Of what was sampled; `null` for what was counted out.
#[derive(Serialize, JsonSchema)]
struct ErrorsOut {
    triangles: Option<f64>,
    transitivity: Option<f64>,
    clustering: Option<f64>,
}

#[derive(Serialize, JsonSchema)]
struct CoreOut {
    core: u32,
    people: u32,
}

#[derive(Serialize, JsonSchema)]
struct DiameterOut {
    low: u32,
    high: u32,
    exact: bool,
}

#[derive(Serialize, JsonSchema)]
struct FansOut {
    fans: u32,
    friends_of_fans: u32,
    friends_per_fan: Option<f64>,
    fans_heard: Option<f64>,
}

#[derive(Serialize, JsonSchema)]
struct PlatformOut<'a> {
    name: &'a str,
    members: u32,
    active: u32,
    ties: u64,
    arcs: u32,
    fans: FansOut,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct ForemostOut<T> {
    id: String,
    value: T,
}

#[derive(Serialize, JsonSchema)]
struct BetweenOut {
    id: String,
    value: f64,
    standard_error: Option<f64>,
}

impl From<&FanReach> for FansOut {
    fn from(reach: &FanReach) -> Self {
        Self {
            fans: reach.fans,
            friends_of_fans: reach.friends_of_fans,
            friends_per_fan: reach.friends_per_fan(),
            fans_heard: reach.fans_heard,
        }
    }
}

/// The document; ends with a line break. Keys stand in a fixed order, and equal
/// findings give equal bytes.
///
/// # Errors
///
/// [`Error::Json`] if it cannot be written.
pub fn document(findings: &GraphFindings<'_>) -> Result<String, Error> {
    let stats = findings.stats;
    let id = |v: NodeId| findings.graph.original_id(v);
    let error = |measured: Measured| measured.standard_error;
    let degrees = &stats.degrees;
    let distribution = degrees.counts().iter().zip(degrees.at_least());
    let document = Document {
        schema: SCHEMA,
        title: findings.title,
        people: stats.people,
        ties: stats.friendships,
        arcs: stats.directed_ties,
        returned_arcs: stats.returned_ties,
        reciprocity: stats.reciprocity(),
        self_loops: findings.self_loops(),
        duplicates: findings.duplicates(),
        degree: DegreeOut {
            mean: degrees.mean(),
            median: degrees.median(),
            max: degrees.max(),
            max_out: stats.max_out_degree,
            max_in: stats.max_in_degree,
            isolated: degrees.isolated(),
            distribution: distribution
                .map(|(&(degree, people), (_, share_at_least))| CountOut {
                    degree,
                    people,
                    share_at_least,
                })
                .collect(),
            bins: degrees
                .bins()
                .into_iter()
                .map(|bin| BinOut {
                    low: bin.low,
                    high: bin.high,
                    people: bin.people,
                    density: bin.density,
                })
                .collect(),
        },
        components: stats.weak_components.count,
        largest_component: stats.weak_components.largest,
        strong_components: stats.strong_components.count,
        largest_strong_component: stats.strong_components.largest,
        triangles: count(stats.triangles),
        transitivity: stats.transitivity.value,
        clustering: stats.average_clustering.value,
        standard_errors: ErrorsOut {
            triangles: error(stats.triangles),
            transitivity: error(stats.transitivity),
            clustering: error(stats.average_clustering),
        },
        degeneracy: stats.degeneracy,
        cores: stats
            .cores
            .iter()
            .map(|&(core, people)| CoreOut { core, people })
            .collect(),
        degree_assortativity: stats.degree_assortativity,
        spectral_radius: stats.spectral_radius.value,
        communities: stats.communities.count,
        largest_community: stats.communities.largest,
        modularity: stats.modularity,
        diameter: DiameterOut {
            low: stats.diameter.low,
            high: stats.diameter.high,
            exact: stats.diameter.is_exact(),
        },
        fans: (&stats.fans).into(),
        platforms: stats
            .platforms
            .iter()
            .map(|platform| PlatformOut {
                name: &platform.name,
                members: platform.members,
                active: platform.active,
                ties: platform.friendships,
                arcs: platform.directed_ties,
                fans: (&platform.fans).into(),
            })
            .collect(),
        best_connected: foremost(&stats.best_connected, id),
        most_heard: foremost(&stats.most_heard, id),
        most_between: stats.most_between.as_ref().map(|most| {
            let of = |&(v, between): &(NodeId, Measured)| BetweenOut {
                id: id(v),
                value: between.value,
                standard_error: between.standard_error,
            };
            most.iter().map(of).collect()
        }),
    };
    written(&document)
}

/// A whole number where it was counted out, the estimate as it is otherwise.
fn count(measured: Measured) -> Number {
    let estimate = Number::from_f64(measured.value).filter(|_| !measured.is_exact());
    estimate.unwrap_or_else(|| Number::from(measured.value as u64))
}

fn foremost<T: Copy>(most: &[(NodeId, T)], id: impl Fn(NodeId) -> String) -> Vec<ForemostOut<T>> {
    most.iter()
        .map(|&(v, value)| ForemostOut { id: id(v), value })
        .collect()
}

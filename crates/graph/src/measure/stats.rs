//! Everything there is to say about a graph, measured at once.
//!
//! - **Cost:** linear, but for triangles, which are counted up to a size and
//!   sampled above it, and distances and betweenness, which get a fixed effort.
//!   Defaults are set so that 20,000 people with 170,000 friendships take a
//!   fraction of a second.

use crate::Error;
use crate::fan_graph::{FanGraph, Platform};
use crate::id::{NodeId, PerNode};
use crate::measure::assortativity::degree_assortativity;
use crate::measure::betweenness::Betweenness;
use crate::measure::clustering_sample::ClusteringSample;
use crate::measure::communities::Communities;
use crate::measure::components::Components;
use crate::measure::cores::{core_numbers, degeneracy};
use crate::measure::degrees::{Degrees, top};
use crate::measure::diameter::Diameter;
use crate::measure::fans::FanReach;
use crate::measure::friendships::Friendships;
use crate::measure::joined::joined;
use crate::measure::measured::Measured;
use crate::measure::pagerank::PageRank;
use crate::measure::reciprocity::returned;
use crate::measure::spectral_radius::SpectralRadius;
use crate::measure::strong_components::strong_components;
use crate::measure::triangles::Triangles;
use crate::ties::Ties;

/// How much is measured, and how hard.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What samples are drawn from.
    pub seed: u64,
    /// Triangles are counted up to so many friendships and sampled above.
    pub count_triangles_up_to: u64,
    /// Draws of each kind where triangles are sampled.
    pub triangle_draws: u32,
    /// Ties that may be followed to narrow the bounds on the diameter.
    pub distance_effort: u64,
    /// Ties that may be followed for betweenness. It is exact where they are enough
    /// for everybody, sampled otherwise, and left out where they are too few for
    /// 32 people.
    pub betweenness_effort: u64,
    /// How many people the lists of the foremost name.
    pub foremost: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            count_triangles_up_to: 20_000_000,
            triangle_draws: 100_000,
            distance_effort: 1 << 25,
            betweenness_effort: 1 << 25,
            foremost: 10,
        }
    }
}

/// Fewer sources than this give no betweenness worth telling.
const FEWEST_SOURCES: u64 = 32;

/// A graph in numbers, over all its platforms together: two people are friends if
/// one hears the other on any of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// Number of people.
    pub people: u32,
    /// Number of friendships: pairs with a tie either way.
    pub friendships: u64,
    /// Number of directed ties; a friendship both ways is two.
    pub directed_ties: u32,
    /// Whether all ties were declared to run both ways.
    pub mutual: bool,
    /// Directed ties whose opposite is there too.
    pub returned_ties: u64,
    /// How many friends people have.
    pub degrees: Degrees,
    /// Most people who hear one person.
    pub max_out_degree: u32,
    /// Most people whom one person hears.
    pub max_in_degree: u32,
    /// Groups that hang together, directions aside.
    pub weak_components: Groups,
    /// Groups within which word can travel from everybody to everybody.
    pub strong_components: Groups,
    /// Number of triangles: three people who all know each other.
    pub triangles: Measured,
    /// Share of pairs of friends of one person who know each other, over all such
    /// pairs, 0 to 1.
    pub transitivity: Measured,
    /// The mean over people of that share of their own pairs, 0 to 1; zero for
    /// people below two friends.
    pub average_clustering: Measured,
    /// The largest core number.
    pub degeneracy: u32,
    /// (core number, people who have it), by core number.
    pub cores: Vec<(u32, u32)>,
    /// Correlation between the degrees of friends, −1 to 1; `None` where all
    /// degrees are alike.
    pub degree_assortativity: Option<f64>,
    /// How fast paths multiply with their length.
    pub spectral_radius: SpectralRadius,
    /// Communities found by the Leiden method.
    pub communities: Groups,
    /// Their modularity.
    pub modularity: f64,
    /// The largest distance between two people whom a path joins.
    pub diameter: Diameter,
    /// Those with the most friends, the first first.
    pub best_connected: Vec<(NodeId, u32)>,
    /// Those with the highest PageRank, walking from listener to source.
    pub most_heard: Vec<(NodeId, f64)>,
    /// Those who stand between the most pairs, in pairs; `None` where the effort is
    /// too small for the graph.
    pub most_between: Option<Vec<(NodeId, Measured)>>,
    /// Fans and friends of fans, over all platforms.
    pub fans: FanReach,
    /// Each platform on its own, in the graph's order.
    pub platforms: Vec<PlatformStats>,
}

/// A division of people in two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Groups {
    /// How many groups.
    pub count: u32,
    /// People in the largest.
    pub largest: u32,
}

impl From<&Components> for Groups {
    fn from(components: &Components) -> Self {
        Self {
            count: components.count(),
            largest: components.largest(),
        }
    }
}

impl From<&Communities> for Groups {
    fn from(communities: &Communities) -> Self {
        Self {
            count: communities.count(),
            largest: communities.largest(),
        }
    }
}

/// One platform in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PlatformStats {
    /// Its name.
    pub name: String,
    /// People who are on it.
    pub members: u32,
    /// People with a tie on it.
    pub active: u32,
    /// Friendships: pairs with a tie either way.
    pub friendships: u64,
    /// Directed ties.
    pub directed_ties: u32,
    /// Fans and friends of fans.
    pub fans: FanReach,
}

impl PlatformStats {
    fn of(platform: &Platform, friends: &Friendships) -> Self {
        Self {
            name: platform.name.clone(),
            members: platform
                .members
                .as_ref()
                .map_or(friends.people(), |members| members.len()),
            active: friends.nodes().filter(|&v| friends.degree(v) > 0).count() as u32,
            friendships: friends.count(),
            directed_ties: platform.ties.count(),
            fans: FanReach::on(platform),
        }
    }
}

impl Stats {
    /// Measures `graph`.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyTies`] where all platforms together have 2³² ties or more,
    /// [`Error::Impossible`] for options without a draw.
    pub fn of(graph: &FanGraph, options: &Options) -> Result<Self, Error> {
        graph.check_mapped()?;
        let ties = joined(graph)?;
        let ties: &Ties = &ties;
        let friends = Friendships::of(ties);
        let degrees = friends.degrees();
        let cores = core_numbers(&friends);
        // Communities take one thread for as long as the rest takes the others.
        let (communities, (most_between, diameter)) = rayon::join(
            || Communities::of(&friends),
            || {
                let between = most_between(&friends, options);
                (between, Diameter::within(&friends, options.distance_effort))
            },
        );
        let (triangles, transitivity, average_clustering) = clustering(&friends, options)?;
        let (max_out_degree, max_in_degree) = most_heard_and_hearing(ties);
        let weak = Components::of(&friends);
        let strong_components = match ties.is_mutual() {
            true => Groups::from(&weak),
            false => Groups::from(&strong_components(ties)),
        };
        let platforms = graph
            .platforms()
            .iter()
            .map(|platform| match graph.platforms() {
                [_] => PlatformStats::of(platform, &friends),
                _ => PlatformStats::of(platform, &Friendships::of(&platform.ties)),
            });
        Ok(Self {
            people: graph.people(),
            friendships: friends.count(),
            directed_ties: ties.count(),
            mutual: ties.is_mutual(),
            returned_ties: returned(ties),
            max_out_degree,
            max_in_degree,
            weak_components: Groups::from(&weak),
            strong_components,
            triangles,
            transitivity,
            average_clustering,
            degeneracy: degeneracy(&cores),
            cores: Degrees::of(&cores).counts().to_vec(),
            degree_assortativity: degree_assortativity(&friends),
            spectral_radius: SpectralRadius::of(&friends),
            communities: Groups::from(&communities),
            modularity: communities.modularity(),
            diameter,
            best_connected: top(&degrees, options.foremost),
            most_heard: top(&PageRank::default().of(ties)?, options.foremost),
            most_between: most_between?,
            degrees: Degrees::of(&degrees),
            fans: FanReach::everywhere(graph),
            platforms: platforms.collect(),
        })
    }

    /// Share of directed ties that are returned, 0 to 1; `None` without ties.
    pub fn reciprocity(&self) -> Option<f64> {
        let ties = f64::from(self.directed_ties);
        (ties > 0.0).then(|| self.returned_ties as f64 / ties)
    }
}

/// Triangles, transitivity and average clustering.
fn clustering(
    friends: &Friendships,
    options: &Options,
) -> Result<(Measured, Measured, Measured), Error> {
    if friends.count() > options.count_triangles_up_to {
        let sample = ClusteringSample::of(friends, options.triangle_draws, options.seed)?;
        return Ok((
            sample.triangles,
            sample.transitivity,
            sample.average_clustering,
        ));
    }
    let counted = Triangles::of(friends);
    Ok((
        Measured::exact(counted.total() as f64),
        Measured::exact(counted.transitivity()),
        Measured::exact(counted.average_clustering()),
    ))
}

/// The largest out-degree and the largest in-degree.
fn most_heard_and_hearing(ties: &Ties) -> (u32, u32) {
    let people = || (0..ties.people()).map(NodeId);
    let out = people().map(|v| ties.out_degree(v)).max();
    let into = people().map(|v| ties.in_degree(v)).max();
    (out.unwrap_or(0), into.unwrap_or(0))
}

fn most_between(
    friends: &Friendships,
    options: &Options,
) -> Result<Option<Vec<(NodeId, Measured)>>, Error> {
    let people = friends.people();
    // A search follows every tie from both ends, forth and back.
    let cost = (4 * friends.count() + u64::from(people)).max(1);
    let sources = (options.betweenness_effort / cost).min(people.into());
    if sources < FEWEST_SOURCES.min(people.into()) {
        return Ok(None);
    }
    let between = match sources == u64::from(people) {
        true => Betweenness::exact(friends),
        false => Betweenness::sampled(friends, sources as u32, options.seed)?,
    };
    let values: &PerNode<f64> = between.values();
    let foremost = top(values, options.foremost).into_iter();
    Ok(Some(foremost.map(|(v, _)| (v, between.of(v))).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Direction, GraphBuilder, graph};

    #[test]
    fn small_graphs_are_measured_exactly() {
        let stats = Stats::of(&graph("0-1 1-2 2-0 2->3"), &Options::default()).unwrap();
        assert_eq!(
            (stats.people, stats.friendships, stats.directed_ties),
            (4, 4, 7)
        );
        assert_eq!(stats.reciprocity(), Some(6.0 / 7.0));
        assert_eq!((stats.max_out_degree, stats.max_in_degree), (3, 2));
        assert_eq!(
            stats.weak_components,
            Groups {
                count: 1,
                largest: 4
            }
        );
        assert_eq!(
            stats.strong_components,
            Groups {
                count: 2,
                largest: 3
            }
        );
        assert_eq!(stats.triangles, Measured::exact(1.0));
        assert_eq!((stats.diameter.low, stats.diameter.high), (2, 2));
        assert_eq!(stats.cores, [(1, 1), (2, 3)]);
        assert_eq!(stats.best_connected[0], (NodeId(2), 3));
        let between = stats.most_between.unwrap();
        assert_eq!(between[0], (NodeId(2), Measured::exact(2.0)));
    }

    #[test]
    fn above_a_size_triangles_are_sampled_and_say_so() {
        let options = Options {
            count_triangles_up_to: 3,
            ..Default::default()
        };
        let stats = Stats::of(&graph("0-1 1-2 2-0 2-3"), &options).unwrap();
        assert!(!stats.triangles.is_exact());
    }

    #[test]
    fn a_graph_of_nobody_and_one_without_platforms_have_stats_too() {
        for people in [0, 3] {
            let stats = Stats::of(&GraphBuilder::new(people).build(), &Options::default()).unwrap();
            assert_eq!((stats.people, stats.friendships), (people, 0));
            assert_eq!(stats.degrees.isolated(), people);
        }
    }

    #[test]
    fn each_platform_is_told_apart_from_all_of_them() {
        let mut builder = GraphBuilder::new(4);
        builder
            .platform("x", &[(NodeId(0), NodeId(1))], Direction::Mutual)
            .unwrap();
        builder
            .platform("y", &[(NodeId(2), NodeId(0))], Direction::SourceToTarget)
            .unwrap();
        builder.fans("x", [NodeId(0)]).unwrap();
        let stats = Stats::of(&builder.build(), &Options::default()).unwrap();
        assert_eq!((stats.friendships, stats.directed_ties), (2, 3));
        let active: Vec<_> = stats
            .platforms
            .iter()
            .map(|p| (p.name.as_str(), p.active))
            .collect();
        assert_eq!(active, [("x", 2), ("y", 2)]);
        assert_eq!(stats.platforms[0].fans.friends_of_fans, 1);
        assert_eq!(stats.fans.friends_of_fans, 1);
    }
}

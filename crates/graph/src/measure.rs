//! What a graph is like, in numbers: its size, its hubs, how tightly people are
//! knit, how far apart they are, and who stands between them.
//!
//! Most measures look at [`Friendships`](friendships::Friendships), the simple
//! undirected graph behind directed ties; those that need directions look at
//! [`Ties`](crate::ties::Ties). [`Stats`](stats::Stats) holds them all. None
//! depends on the number of threads: whole numbers are exact, and sums of
//! floating-point numbers run in a fixed order.
//!
//! ```
//! use groundswell_graph::builder::graph;
//! use groundswell_graph::measure::friendships::Friendships;
//! use groundswell_graph::measure::triangles::Triangles;
//!
//! // A triangle of friends, and somebody whom one of them talks to.
//! let graph = graph("0-1 1-2 2-0 0->3");
//! let friends = Friendships::of(&graph.platforms()[0].ties);
//! assert_eq!(friends.count(), 4);
//! let triangles = Triangles::of(&friends);
//! assert_eq!(triangles.total(), 1);
//! assert_eq!(triangles.transitivity(), 3.0 / 5.0);
//! ```

pub mod assortativity;
pub mod betweenness;
pub mod clustering_sample;
pub mod communities;
pub mod components;
pub mod cores;
pub mod degrees;
pub mod diameter;
pub mod fans;
pub mod friendships;
pub mod joined;
pub mod measured;
pub mod pagerank;
pub mod reciprocity;
mod search;
pub mod spectral_radius;
pub mod stats;
mod steady;
pub mod strong_components;
pub mod triangles;

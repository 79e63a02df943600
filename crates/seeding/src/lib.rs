//! Whom to start with: seed sets by name.
//!
//! Every rule of thumb passes through one neck, [`Seeder`]: so many people of a
//! platform, out of those who may be chosen, best first; [`Method`](method::Method) knows
//! all of them by name. [`maximize`](maximize::maximize) knows the model of how word
//! spreads and answers a whole [`Problem`](problem::Problem), with a
//! [`Certificate`](certificate::Certificate); [`celf`] chooses by worlds that are kept.
//!
//! ```
//! use groundswell_graph::{builder::graph, id::NodeId};
//! use groundswell_seeding::{Seeder, degree::Degree};
//!
//! let star = graph("0-1 0-2 0-3");
//! let everybody: Vec<_> = star.nodes().collect();
//! assert_eq!(Degree.choose(&star.platforms()[0], &everybody, 1), [NodeId(0)]);
//! ```

pub mod betweenness;
pub mod celf;
pub mod central;
pub mod certificate;
pub mod collective_influence;
pub mod coverage;
pub mod degree;
pub mod degree_discount;
pub mod error;
pub mod fair;
pub mod friends_of_fans;
pub mod fringe;
mod imm;
mod improve;
pub mod index;
pub mod k_shell;
mod lazy_greedy;
pub mod maximize;
pub mod maximized;
pub mod method;
pub mod offers;
mod opim;
pub mod problem;
pub mod random;
pub mod single_discount;
pub mod swaps;
mod trial;
pub mod vote_rank;

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::NodeId;

/// A way of choosing whom to start with.
pub trait Seeder {
    /// `count` of `candidates`, best first; all of them if they are fewer.
    ///
    /// The order of candidates makes no difference.
    fn choose(&self, platform: &Platform, candidates: &[NodeId], count: usize) -> Vec<NodeId>;
}

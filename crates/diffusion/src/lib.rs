//! How word spreads: worlds, models and cascade engines.
//!
//! A [`World`](world::World) holds all the luck of one replicate, fixed before it runs. A
//! model is the rule of one contact ([`contagion::Contagion`]); an engine owns the frontier:
//! [`cascade::Cascade`] runs any model in one world, [`sixty_four::Cascade64`] runs
//! independent cascade in 64 worlds at once, to the same bits.
//! [`Worlds`](worlds::Worlds) spreads worlds over threads and collects them in order.
//!
//! ```
//! use groundswell_diffusion::{cascade::Cascade, contagion::Network};
//! use groundswell_diffusion::{model::independent_cascade::IndependentCascade, world::World};
//! use groundswell_graph::{activation::Activation, builder::graph, id::NodeId};
//! use groundswell_graph::probability::Probability;
//!
//! let path = graph("0->1 1->2 2->3");
//! let activation = Activation::uniform(Probability::new(0.5).unwrap());
//! let network = Network::new(&path.platforms()[0], &activation);
//! let mut cascade = Cascade::new(path.people());
//!
//! let spread: u32 = (0..1000)
//!     .map(|i| cascade.run(&network, &IndependentCascade, &[NodeId(0)], World::new(7, i)).spread())
//!     .sum();
//! // One person and a half, a quarter and an eighth of those who follow: 1.875.
//! assert!((f64::from(spread) / 1000.0 - 1.875).abs() < 0.15);
//! ```

pub mod cascade;
pub mod cascade_tree;
pub mod contagion;
pub mod continuous;
pub mod draw;
pub mod error;
mod lanes;
mod luck;
pub mod mean_field;
pub mod model;
pub mod opinion;
pub mod replicas;
pub mod reverse;
pub mod seeds;
pub mod sixty_four;
pub mod spread;
pub mod witness;
pub mod world;
pub mod worlds;

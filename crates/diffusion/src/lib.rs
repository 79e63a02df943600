//! How word spreads: worlds, models and cascade engines.
//!
//! In the order in which one meets them:
//!
//! - A [`World`](world::World) holds all the luck of one replicate, fixed before it runs.
//! - A [`Network`](contagion::Network) is the ties along which word spreads, and how likely
//!   each is to carry it.
//! - A model is the rule of one contact: [`Contagion`](contagion::Contagion). The
//!   textbook's stand in [`model`], one file each.
//! - An engine owns the rounds and runs a model: [`Cascade`](cascade::Cascade) runs any, in
//!   one world.
//! - [`Worlds`](worlds::Worlds) hands out worlds to a [`Crew`](worlds::Crew) of threads and
//!   collects them in order.
//! - [`spread`](spread::spread) answers a [`Question`](spread::Question): from these
//!   [`Seeds`](seeds::Seeds), how far, round by round, and who?
//!
//! | engine | runs | answers |
//! | --- | --- | --- |
//! | [`cascade`] | any model of contacts | what happens in one world; a [`witness`] sees who convinced whom, such as a [`cascade_tree`] |
//! | [`sixty_four`] | live-edge models | the same in 64 worlds at once, to the same bits |
//! | [`skipping`] | independent cascade with one chance | the same by jumping from live tie to live tie, on [luck of its own](skip) |
//! | [`snapshot`] | live-edge models | how far word comes from each of many seed sets in one world |
//! | [`kept_worlds`] | live-edge models | what one more seed adds, in many worlds that are kept |
//! | [`reverse`] | live-edge models | who would have convinced somebody: RR sets |
//! | [`rr_sets`] | live-edge models | the same for many people drawn at random, in bulk |
//! | [`replicas`] | live-edge models | the same where people are somebody else on every platform |
//! | [`continuous::outbreak`] | models in [`continuous`] time | when it happens, from event to event |
//! | [`looking::market`] | models of people who [look](looking) round | how a market fills, round by round |
//! | [`opinion::discussion`] | models of [`opinion`]s | what people end up thinking, where everyone listens |
//!
//! [`mean_field`] has companions without luck: what very many people would do. The page
//! `docs/models.md` tells each model, and `docs/adding-a-model.md` how to write another;
//! the folder `examples` has programs of a page.
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
mod coins;
pub mod contagion;
pub mod continuous;
pub mod draw;
pub mod error;
pub mod kept_worlds;
pub mod lanes;
pub mod live_ties;
pub mod looking;
mod luck;
pub mod many_seeds;
pub mod mean_field;
pub mod model;
pub mod opinion;
pub mod replicas;
pub mod reverse;
pub mod rr_sets;
pub mod seeds;
mod simd;
pub mod sixty_four;
pub mod skip;
pub mod skipping;
pub mod snapshot;
pub mod spread;
mod together;
mod weights;
pub mod wide;
pub mod witness;
pub mod world;
pub mod worlds;

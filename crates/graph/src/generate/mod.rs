//! Graphs drawn from textbook models, seeded and reproducible.
//!
//! Each model is a struct of public fields with a [`Default`], and a
//! [`Generator`]: it checks its numbers and draws. [`registry`] knows all of
//! them by their textbook names and reads their settings from text;
//! [`multiplex`] draws several layers over the same people.
//!
//! Every graph is simple: nobody is tied to themselves, no tie stands twice, and
//! where ties are mutual each stands both ways. What was left out on the way is
//! counted in [`Drawn::imported`].
//!
//! - **Draws:** ChaCha8, one stream for each block of people or pairs. The size
//!   of a block is fixed, so that a graph depends on its model and seed alone,
//!   never on the number of threads.
//! - **Cost:** linear in people and ties unless a model says otherwise. A wish
//!   for 2³² ties or more is refused before anything is allocated.
//!
//! ```
//! use groundswell_graph::generate::Generator;
//! use groundswell_graph::generate::barabasi_albert::BarabasiAlbert;
//! use groundswell_graph::generate::registry;
//!
//! let model = BarabasiAlbert { people: 500, links: 3 };
//! let drawn = model.draw(7)?;
//! assert_eq!(drawn.ties.people(), 500);
//!
//! let settings = [("people", "500"), ("links", "3")].map(|(k, v)| (k.to_owned(), v.to_owned()));
//! let same = registry::generator("barabasi-albert", &settings)?.draw(7)?;
//! assert!(same.ties.iter().eq(drawn.ties.iter()));
//! # Ok::<(), groundswell_graph::Error>(())
//! ```

pub mod barabasi_albert;
pub mod block_model;
mod community;
pub mod configuration;
pub mod erdos_renyi;
pub mod forest_fire;
pub mod geometric;
pub mod holme_kim;
pub mod hyperbolic;
pub mod kind;
pub mod lfr;
mod matching;
pub mod multiplex;
mod power_law;
#[cfg(test)]
mod promises;
pub mod r_mat;
pub mod registry;
mod shuffle;
mod skip;
pub mod watts_strogatz;

use std::fmt;

use crate::Error;
use crate::builder::{Direction, Imported};
use crate::freeze::freeze;
use crate::generate::kind::Kind;
use crate::id::NodeId;
use crate::ties::Ties;

/// People per stream of random numbers.
const PEOPLE_PER_STREAM: u32 = 4096;

/// Pairs per stream of random numbers, and per block of pairs.
const PAIRS_PER_STREAM: usize = 1 << 16;

/// A model of which graphs can be drawn.
pub trait Generator: fmt::Debug + Send + Sync {
    /// The model's name, source and parameters.
    fn kind(&self) -> &'static Kind;

    /// How many people its graphs have.
    fn people(&self) -> u32;

    /// Whether graphs can be drawn at all, and how many ties are then to be expected.
    ///
    /// # Errors
    ///
    /// [`Error::BadParameter`] for a number out of its range or against another,
    /// [`Error::TooManyTies`] where 2³² ties or more are to be expected.
    fn check(&self) -> Result<f64, Error>;

    /// Bytes that drawing takes at the peak, about, besides those of the program.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    fn bytes(&self) -> Result<u64, Error> {
        let (ties, takes) = (self.check()?, self.kind().takes);
        let people = u64::from(self.people()) * u64::from(takes.person);
        Ok(people + (ties * f64::from(takes.tie)) as u64)
    }

    /// A graph, the same for the same `seed`.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check); [`Error::TooManyTies`] also where luck alone
    /// goes so far.
    fn draw(&self, seed: u64) -> Result<Drawn, Error>;
}

/// A graph of one layer as it was drawn.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Who hears whom.
    pub ties: Ties,
    /// The community of each person, one entry a person in id order, numbered
    /// from 0, where the model plants communities.
    pub communities: Option<Vec<u32>>,
    /// What became of the drawn pairs: loops and repeats are left out.
    pub imported: Imported,
}

impl Drawn {
    /// The frozen pairs of a model without planted communities.
    fn of(
        people: u32,
        blocks: Vec<Vec<(NodeId, NodeId)>>,
        direction: Direction,
    ) -> Result<Self, Error> {
        let (ties, imported) = freeze(people, blocks, direction)?;
        Ok(Self {
            ties,
            communities: None,
            imported,
        })
    }
}

/// The ties of `direction` that `pairs`, as expected, come to, if they can be held.
fn can_be_held(pairs: f64, direction: Direction) -> Result<f64, Error> {
    let ties = match direction {
        Direction::Mutual => 2.0 * pairs,
        Direction::SourceToTarget | Direction::TargetToSource => pairs,
    };
    if ties <= f64::from(u32::MAX) {
        Ok(ties)
    } else {
        Err(Error::TooManyTies { ties: ties as u64 })
    }
}

/// The blocks of people that have a stream each: (number of the stream from
/// `first_stream` on, the people).
fn blocks_of(people: u32, first_stream: u64) -> Vec<(u64, std::ops::Range<u32>)> {
    let blocks = people.div_ceil(PEOPLE_PER_STREAM);
    let block = |b: u32| {
        let first = b * PEOPLE_PER_STREAM;
        (
            first_stream + u64::from(b),
            first..first.saturating_add(PEOPLE_PER_STREAM).min(people),
        )
    };
    (0..blocks).map(block).collect()
}

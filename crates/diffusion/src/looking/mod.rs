//! Looking round: whoever has not adopted yet looks round once a round, and may.
//!
//! In a cascade adopters speak; here the others look, and see how many of those they
//! hear have adopted by now. Nobody falls silent, people may come to it by
//! themselves, and a market fills in the end. So this is an engine of its own:
//!
//! ```text
//! rule    how likely it is to adopt after such a glance   (Looking)
//! market  lets everybody look, at once or in turn, until all have adopted
//! ```
//!
//! | model | adopts | source |
//! | --- | --- | --- |
//! | [`discrete_bass::DiscreteBass`] | by itself, or by the share of adopters among those it hears | Bass 1969, as agents |
//! | [`talk_of_the_network::TalkOfTheNetwork`] | by advertising, by each adopter it hears, by each it meets | Goldenberg, Libai & Muller 2001 |
//!
//! ```
//! use groundswell_diffusion::looking::{Order, discrete_bass::DiscreteBass, market::Market};
//! use groundswell_diffusion::world::World;
//! use groundswell_graph::{builder::graph, id::NodeId, probability::Probability};
//!
//! // Imitation is certain: word goes one tie a round.
//! let path = graph("0-1 1-2 2-3");
//! let model = DiscreteBass::new(Probability::ZERO, Probability::ONE);
//! let mut market = Market::new(path.people()).stopping_after(1);
//! let ties = &path.platforms()[0].ties;
//! let filled = market.run(ties, &model, Order::AtOnce, &[NodeId(3)], World::new(1, 0));
//! assert!(filled.spread() <= 2);
//! ```

pub mod discrete_bass;
pub mod market;
pub mod talk_of_the_network;

use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;

use crate::world::Draws;

/// Who looks when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// All at once: everybody sees who had adopted by the round before.
    AtOnce,
    /// One after the other, in an order drawn anew in every round: those who come
    /// later see who adopted before them in the same round.
    InTurn,
}

/// The rule of one person who looks round.
///
/// The engine owns the rounds; a model never loops over the graph, never sees a
/// thread, never owns a generator.
pub trait Looking: Sync {
    /// The chance to adopt in this round, after such a glance.
    fn chance(&self, glance: Glance<'_>) -> Probability;
}

/// What somebody sees who has not adopted.
#[derive(Debug, Clone, Copy)]
pub struct Glance<'a> {
    /// Who looks.
    pub person: NodeId,
    hears: &'a [NodeId],
    adopted: &'a [bool],
    meetings: Draws,
}

impl Glance<'_> {
    /// How many people they hear.
    #[inline]
    pub fn heard(self) -> u32 {
        self.hears.len() as u32
    }

    /// How many of these have adopted.
    #[inline]
    pub fn adopters(self) -> u32 {
        let adopted = self.hears.iter().filter(|v| self.adopted[v.index()]);
        adopted.count() as u32
    }

    /// How many adopters are among so many `meetings` with strangers by chance: anybody
    /// but themselves and those they hear, perhaps somebody twice. New ones every round;
    /// none where there are no strangers.
    pub fn adopters_met(self, meetings: u32) -> u32 {
        let people = self.adopted.len() as u32;
        if self.heard() + 1 >= people {
            return 0;
        }
        let draws = self.meetings.several(self.person.0, 0);
        let anybody = draws.map(|draw| NodeId(draw.one_of(people)));
        let stranger = |v: &NodeId| *v != self.person && self.hears.binary_search(v).is_err();
        let met = anybody.filter(stranger).take(meetings as usize);
        met.filter(|v| self.adopted[v.index()]).count() as u32
    }
}

//! What most models of opinion are: the rule of one listener.

use groundswell_graph::id::NodeId;
use groundswell_graph::ties::Ties;

use crate::opinion::Opinion;
use crate::opinion::turn::Turn;

/// Somebody who is about to make up their mind, and what they hear.
#[derive(Debug, Clone, Copy)]
pub struct Listener<'a, O> {
    /// Who listens.
    pub person: NodeId,
    hears: &'a [NodeId],
    opinions: &'a [O],
}

impl<'a, O: Opinion> Listener<'a, O> {
    /// `person` among people who think `opinions`, one per person in id order.
    pub(crate) fn new(person: NodeId, ties: &'a Ties, opinions: &'a [O]) -> Self {
        Self {
            person,
            hears: ties.hears(person),
            opinions,
        }
    }

    /// What the listener thinks so far.
    #[inline]
    pub fn own(self) -> O {
        self.opinions[self.person.index()]
    }

    /// How many people the listener hears.
    #[inline]
    pub fn count(self) -> u32 {
        self.hears.len() as u32
    }

    /// Everybody the listener hears and what they think, in id order.
    #[inline]
    pub fn heard(self) -> impl Iterator<Item = (NodeId, O)> + use<'a, O> {
        self.hears
            .iter()
            .map(move |&u| (u, self.opinions[u.index()]))
    }

    /// What people think whom the listener asks at random: as many as are taken,
    /// with repetition, and nobody where nobody is heard.
    pub fn asks(self, turn: Turn) -> impl Iterator<Item = O> + use<'a, O> {
        let picks = turn.picks(self.count());
        picks.map(move |nth| self.opinions[self.hears[nth as usize].index()])
    }

    /// Whether everybody heard is within `tolerance` of the listener.
    pub fn agrees_with_all(self, tolerance: f64) -> bool {
        self.heard()
            .all(|(_, opinion)| opinion.distance(self.own()) <= tolerance)
    }
}

/// The rule of one listener: what does it think next?
///
/// The engine owns the rounds; a model never loops over the graph, never sees a
/// thread, never owns a generator.
pub trait Listening<O: Opinion>: Sync {
    /// What `listener` thinks after listening. Who hears nobody changes nothing.
    fn thinks(&self, listener: Listener<'_, O>, turn: Turn) -> O;

    /// Whether no turn, whatever its luck, moves `listener` by more than `tolerance`
    /// as long as the others stay where they are.
    fn rests(&self, listener: Listener<'_, O>, tolerance: f64) -> bool;
}

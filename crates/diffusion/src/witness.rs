//! Who looks on while word spreads. Nothing is paid when nobody does.

use groundswell_graph::id::NodeId;

use crate::contagion::Phase;

/// Somebody's word that convinced somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Who spoke.
    pub source: NodeId,
    /// Who was convinced.
    pub target: NodeId,
    /// Place of the network among those of the run.
    pub layer: usize,
    /// When.
    pub round: u32,
}

/// Whoever is told what happens in a cascade. `()` is nobody, and costs nothing.
///
/// Several may convince the same person in the same round; each of them is told.
pub trait Witness {
    /// Whether anything is asked for.
    const ASKS: bool = true;

    /// A contact convinced; whether the target adopts is told by
    /// [`adopts`](Self::adopts), at the end of the round.
    fn convinced(&mut self, word: Word);

    /// Somebody adopts; in round 0 the seeds.
    fn adopts(&mut self, v: NodeId, round: u32);

    /// An adopter is something else from the next round on.
    fn becomes(&mut self, v: NodeId, phase: Phase, round: u32);
}

impl Witness for () {
    const ASKS: bool = false;

    fn convinced(&mut self, _: Word) {}

    fn adopts(&mut self, _: NodeId, _: u32) {}

    fn becomes(&mut self, _: NodeId, _: Phase, _: u32) {}
}

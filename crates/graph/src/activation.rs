//! How likely one contact along a tie is to succeed.

use crate::id::{EdgeId, NodeId};
use crate::probability::{Chance, Probability};
use crate::ties::Ties;

/// The activation probability of every tie of one platform: by a rule, which
/// costs no memory, or one by one.
#[derive(Debug, Clone, PartialEq)]
pub enum Activation {
    /// The same for every tie.
    Uniform(Chance),
    /// One entry per tie, in [`EdgeId`] order.
    PerTie(Vec<Chance>),
    /// 1 / in-degree of the target: the weighted cascade.
    ///
    /// Source: Kempe, Kleinberg & Tardos, KDD 2003, section 4.
    WeightedCascade(Vec<Chance>),
}

impl Activation {
    /// The same probability for every tie.
    pub fn uniform(p: Probability) -> Self {
        Self::Uniform(p.chance())
    }

    /// One probability per tie, in [`EdgeId`] order.
    pub fn per_tie(probabilities: impl IntoIterator<Item = Probability>) -> Self {
        Self::PerTie(probabilities.into_iter().map(Probability::chance).collect())
    }

    /// 1 / in-degree of the target, for the given ties.
    pub fn weighted_cascade(ties: &Ties) -> Self {
        let of = |v| Probability::clamped(1.0 / f64::from(ties.in_degree(v).max(1))).chance();
        Self::WeightedCascade((0..ties.people()).map(|v| of(NodeId(v))).collect())
    }

    /// The chance of the tie `edge`, which leads to `target`.
    #[inline]
    pub fn chance(&self, edge: EdgeId, target: NodeId) -> Chance {
        match self {
            Self::Uniform(chance) => *chance,
            Self::PerTie(chances) => chances[edge.index()],
            Self::WeightedCascade(chances) => chances[target.index()],
        }
    }
}

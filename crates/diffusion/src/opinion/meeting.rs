//! The other kind of model: the rule of two people who meet.

use groundswell_graph::id::NodeId;
use groundswell_graph::ties::Ties;

use crate::opinion::Opinion;

/// To whom somebody turns whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partner {
    /// To one of those it hears.
    Heard,
    /// To one of those who hear it.
    Hearer,
}

impl Partner {
    /// Those to whom `v` may turn, in id order.
    pub(crate) fn of(self, v: NodeId, ties: &Ties) -> &[NodeId] {
        match self {
            Self::Heard => ties.hears(v),
            Self::Hearer => ties.heard_by(v),
        }
    }

    /// Those who may turn to `v`, in id order.
    pub(crate) fn turning_to(self, v: NodeId, ties: &Ties) -> &[NodeId] {
        match self {
            Self::Heard => ties.heard_by(v),
            Self::Hearer => ties.hears(v),
        }
    }
}

/// What a meeting comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect<O> {
    /// Both think as before.
    Nothing,
    /// What the two think from now on. Whoever does not hear the other is not moved.
    Pair {
        /// Whose turn it was.
        starter: O,
        /// To whom the starter turned.
        partner: O,
    },
    /// The two agree, and everybody who hears either takes up what they think.
    Convinces,
}

/// The rule of one meeting. All luck is in who meets whom, and that is the
/// engine's.
pub trait Meeting<O: Opinion>: Sync {
    /// To whom somebody turns whose turn it is.
    const PARTNER: Partner;

    /// What comes of it when one who thinks `starter` turns to one who thinks
    /// `partner`.
    fn meet(&self, starter: O, partner: O) -> Effect<O>;
}

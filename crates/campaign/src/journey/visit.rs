//! Who came, and who convinced them.

use groundswell_graph::id::NodeId;

use crate::channel::Channel;

/// Somebody's first visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Who came.
    pub visitor: NodeId,
    /// On which day.
    pub day: u32,
    /// What brought them.
    pub channel: Channel,
    /// Who convinced them; nobody where the brand did itself.
    pub by: Option<NodeId>,
    /// How many steps from the brand, or from a fan who was asked to invite.
    pub generation: u32,
}

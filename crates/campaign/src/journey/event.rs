//! What stands on the calendar.

use groundswell_graph::id::NodeId;

use crate::channel::Channel;

/// Something that will happen on a day.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    /// Post number `number` of an action.
    Post { step: u32, number: u32 },
    /// Post number `number` in groups.
    GroupPost { step: u32, number: u32 },
    /// Post number `number` that asks fans to invite.
    AskingPost { step: u32, number: u32 },
    /// The day's impressions of a boost.
    Impressions { step: u32 },
    /// A friend's activity comes by.
    Share {
        platform: u32,
        source: NodeId,
        target: NodeId,
    },
    /// A fan who was asked decides to take part.
    TakePart { step: u32, fan: NodeId },
    /// A friend's invitation is read.
    Invite {
        step: u32,
        source: NodeId,
        target: NodeId,
        nth: u32,
    },
    /// A friend's bad word is heard.
    BadWord {
        platform: u32,
        source: NodeId,
        target: NodeId,
    },
    /// A customer tells a friend.
    Word { source: NodeId, target: NodeId },
    /// Somebody meets a story in the media.
    Story { target: NodeId, nth: u32 },
    /// Somebody searches, after a mention.
    Search {
        mentioner: NodeId,
        target: NodeId,
        nth: u32,
    },
    /// A lead makes up its mind.
    Close {
        lead: NodeId,
        channel: Channel,
        column: u32,
    },
    /// Somebody becomes a customer without being touched.
    Comes { person: NodeId },
}

impl Event {
    /// To whom it happens, where it is one person.
    pub(super) fn target(&self) -> Option<NodeId> {
        match *self {
            Self::Share { target, .. }
            | Self::Invite { target, .. }
            | Self::BadWord { target, .. }
            | Self::Word { target, .. }
            | Self::Story { target, .. }
            | Self::Search { target, .. } => Some(target),
            Self::TakePart { fan: person, .. }
            | Self::Close { lead: person, .. }
            | Self::Comes { person } => Some(person),
            Self::Post { .. }
            | Self::GroupPost { .. }
            | Self::AskingPost { .. }
            | Self::Impressions { .. } => None,
        }
    }
}

//! The ways in which one message reaches one person.

use groundswell_graph::name_key::NameKey;

/// A channel: what kind of message a touch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// The brand's own post, seen by some of its fans.
    Post,
    /// A paid impression.
    Boost,
    /// A friend's activity, seen in passing.
    Share,
    /// A friend's personal message.
    Invite,
}

impl Channel {
    /// All channels, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Post, Self::Boost, Self::Share, Self::Invite];

    /// The name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Boost => "boost",
            Self::Share => "share",
            Self::Invite => "invite",
        }
    }

    /// The stable hash by which luck knows the channel.
    pub fn key(self) -> NameKey {
        NameKey::of(self.name())
    }

    /// Position in [`ALL`](Self::ALL).
    pub fn index(self) -> usize {
        self as usize
    }
}

//! The ways in which one message reaches one person.

use groundswell_graph::name_key::NameKey;

/// A channel: what kind of message a touch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// The brand's own post, seen by some of its fans.
    Post,
    /// A paid impression.
    Boost,
    /// A friend's activity, seen in passing.
    Share,
    /// A friend's personal message.
    Invite,
    /// A post in a community.
    Group,
    /// The brand answers somebody.
    Reply,
    /// Somebody else's media take up the story.
    Media,
    /// Word of mouth away from all platforms.
    Word,
    /// Somebody finds the brand by searching, after others have spoken of it.
    Search,
}

/// Number of channels.
pub const CHANNELS: usize = Channel::ALL.len();

impl Channel {
    /// All channels, in the order of reports.
    pub const ALL: [Self; 9] = [
        Self::Post,
        Self::Boost,
        Self::Share,
        Self::Invite,
        Self::Group,
        Self::Reply,
        Self::Media,
        Self::Word,
        Self::Search,
    ];

    /// The name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Boost => "boost",
            Self::Share => "share",
            Self::Invite => "invite",
            Self::Group => "group",
            Self::Reply => "reply",
            Self::Media => "media",
            Self::Word => "word",
            Self::Search => "search",
        }
    }

    /// What it is, for people: "a post", "paid impressions".
    pub fn label(self) -> &'static str {
        match self {
            Self::Post => "a post",
            Self::Boost => "paid impressions",
            Self::Share => "a friend's activity",
            Self::Invite => "an invitation",
            Self::Group => "a post in a group",
            Self::Reply => "a reply",
            Self::Media => "the media",
            Self::Word => "word of mouth",
            Self::Search => "a search",
        }
    }

    /// Whether a friend brings it. What friends bring is answered by the campaign's
    /// exposure rule.
    pub fn is_from_friends(self) -> bool {
        matches!(self, Self::Share | Self::Invite | Self::Word)
    }

    /// The stable hash by which luck knows the channel.
    pub fn key(self) -> NameKey {
        NameKey::of(self.name())
    }

    /// Position in [`ALL`](Self::ALL).
    pub const fn index(self) -> usize {
        self as usize
    }
}

//! What happened in one world, one entry at a time.

use groundswell_graph::id::NodeId;

use crate::channel::Channel;

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happening {
    /// On which day.
    pub day: u32,
    /// What.
    pub what: What,
    /// To whom.
    pub person: NodeId,
    /// By which channel, where one played a part.
    pub channel: Option<Channel>,
    /// Place of the platform; that after the last one for what happens away from all.
    pub platform: usize,
    /// From whom; nobody where it was the brand.
    pub from: Option<NodeId>,
}

/// What can happen to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// A touch is seen.
    Sees,
    /// A touch convinces.
    Engages,
    /// An invitation is accepted.
    Accepts,
    /// Becomes a lead.
    Lead,
    /// Becomes a customer.
    Customer,
    /// Buys again.
    BuysAgain,
    /// Becomes a fan.
    Fan,
    /// Shares it with all friends.
    Shares,
    /// Is asked to invite friends.
    Asked,
    /// Takes part.
    TakesPart,
    /// Sends an invitation; the person is the friend.
    Invited,
    /// Speaks well of the brand.
    SpeaksWell,
    /// Speaks badly of the brand.
    SpeaksBadly,
    /// Is put off by a friend's bad word.
    Deterred,
    /// Gets a reply.
    Answered,
    /// Stops following.
    Unfollows,
    /// Wants to hear no more.
    OptsOut,
}

impl What {
    /// The word for it in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sees => "sees",
            Self::Engages => "engages",
            Self::Accepts => "accepts",
            Self::Lead => "lead",
            Self::Customer => "customer",
            Self::BuysAgain => "buys-again",
            Self::Fan => "fan",
            Self::Shares => "shares",
            Self::Asked => "asked",
            Self::TakesPart => "takes-part",
            Self::Invited => "invited",
            Self::SpeaksWell => "speaks-well",
            Self::SpeaksBadly => "speaks-badly",
            Self::Deterred => "deterred",
            Self::Answered => "answered",
            Self::Unfollows => "unfollows",
            Self::OptsOut => "opts-out",
        }
    }
}

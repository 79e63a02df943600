//! How people answer a touch: seen, engaged, customer; becoming a fan; sharing.

use groundswell_graph::probability::Probability;

use crate::channel::Channel;
use crate::delay::Delay;

/// What follows from one touch on one channel. Each chance is that of the step
/// named, given the step before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Funnel {
    /// Touch to seen. A post's organic reach comes on top.
    pub seen: Probability,
    /// Seen to engaged: a visit, or an invitation accepted.
    pub engage: Probability,
    /// Engaged to customer.
    pub buy: Probability,
    /// Engaged to fan of the platform on which it happened.
    pub fan: Probability,
    /// Engaged to sharing it with all friends there, at most once a campaign.
    pub share: Probability,
    /// Days from sending to seeing.
    pub delay: Delay,
}

impl Default for Funnel {
    /// Everybody sees at once and nobody does anything.
    fn default() -> Self {
        Self {
            seen: Probability::ONE,
            engage: Probability::ZERO,
            buy: Probability::ZERO,
            fan: Probability::ZERO,
            share: Probability::ZERO,
            delay: Delay::Fixed(0),
        }
    }
}

/// A funnel for each channel.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Response {
    /// Answers to the brand's posts.
    pub post: Funnel,
    /// Answers to paid impressions.
    pub boost: Funnel,
    /// Answers to a friend's activity.
    pub share: Funnel,
    /// Answers to a friend's invitation.
    pub invite: Funnel,
}

impl Response {
    /// The funnel of `channel`.
    #[inline]
    pub fn to(&self, channel: Channel) -> &Funnel {
        match channel {
            Channel::Post => &self.post,
            Channel::Boost => &self.boost,
            Channel::Share => &self.share,
            Channel::Invite => &self.invite,
        }
    }
}

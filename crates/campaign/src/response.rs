//! How people answer a touch: seen, engaged, lead, customer; becoming a fan,
//! sharing, speaking about it; and turning away.

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
    /// Engaged to lead: leaves an address, asks for an offer.
    pub lead: Probability,
    /// Engaged to customer at once.
    pub buy: Probability,
    /// Engaged to buying again, for those who are customers already.
    pub again: Probability,
    /// Engaged to fan of the platform on which it happened.
    pub fan: Probability,
    /// Engaged to sharing it with all friends there, at most once a campaign.
    pub share: Probability,
    /// Engaged to a public mention of the brand.
    pub mention: Probability,
    /// Mentions that are positive; the others are negative.
    pub positive: Probability,
    /// Seen to unfollowing the brand on that platform.
    pub unfollow: Probability,
    /// Seen to hearing nothing more, from anybody, for the rest of the campaign.
    pub opt_out: Probability,
    /// Days from sending to seeing.
    pub delay: Delay,
}

impl Default for Funnel {
    /// Everybody sees at once and nobody does anything.
    fn default() -> Self {
        Self {
            seen: Probability::ONE,
            engage: Probability::ZERO,
            lead: Probability::ZERO,
            buy: Probability::ZERO,
            again: Probability::ZERO,
            fan: Probability::ZERO,
            share: Probability::ZERO,
            mention: Probability::ZERO,
            positive: Probability::ONE,
            unfollow: Probability::ZERO,
            opt_out: Probability::ZERO,
            delay: Delay::Fixed(0),
        }
    }
}

/// A funnel for each channel, and what becomes of leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// Answers to the brand's posts.
    pub post: Funnel,
    /// Answers to paid impressions.
    pub boost: Funnel,
    /// Answers to a friend's activity.
    pub share: Funnel,
    /// Answers to a friend's invitation.
    pub invite: Funnel,
    /// Answers to a post in a group.
    pub group: Funnel,
    /// Answers to a reply of the brand.
    pub reply: Funnel,
    /// Answers to what the media say.
    pub media: Funnel,
    /// Answers to word of mouth.
    pub word: Funnel,
    /// What those do who come by a search.
    pub search: Funnel,
    /// Chance that a lead becomes a customer.
    pub close: Probability,
    /// Days from lead to customer.
    pub close_delay: Delay,
    /// Chance that somebody who sees a friend's negative mention will not become a
    /// customer.
    pub deters: Probability,
}

impl Default for Response {
    /// Everybody sees at once and nobody does anything.
    fn default() -> Self {
        let none = Funnel::default();
        Self {
            post: none,
            boost: none,
            share: none,
            invite: none,
            group: none,
            reply: none,
            media: none,
            word: none,
            search: none,
            close: Probability::ZERO,
            close_delay: Delay::Fixed(0),
            deters: Probability::ZERO,
        }
    }
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
            Channel::Group => &self.group,
            Channel::Reply => &self.reply,
            Channel::Media => &self.media,
            Channel::Word => &self.word,
            Channel::Search => &self.search,
        }
    }

    /// The same, to change it.
    pub fn to_mut(&mut self, channel: Channel) -> &mut Funnel {
        match channel {
            Channel::Post => &mut self.post,
            Channel::Boost => &mut self.boost,
            Channel::Share => &mut self.share,
            Channel::Invite => &mut self.invite,
            Channel::Group => &mut self.group,
            Channel::Reply => &mut self.reply,
            Channel::Media => &mut self.media,
            Channel::Word => &mut self.word,
            Channel::Search => &mut self.search,
        }
    }
}

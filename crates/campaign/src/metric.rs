//! What is counted and paid: the names, units and directions of all numbers.

use std::fmt;

use groundswell_estimate::direction::Direction;

use crate::channel::Channel;

/// The metrics, in the order of reports: each with its name in files, its name for
/// people, and what it counts.
macro_rules! metrics {
    ($(#[doc = $about:literal] $metric:ident, $name:literal, $label:literal, $unit:ident;)*) => {
        /// One number of a world's ledger.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Metric {
            $(#[doc = $about] $metric,)*
        }

        impl Metric {
            /// All metrics, in the order of reports.
            pub const ALL: [Self; [$(Self::$metric),*].len()] = [$(Self::$metric),*];

            /// The name in files: `snake_case`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$metric => $name,)* }
            }

            /// The name for people: a few words.
            pub fn label(self) -> &'static str {
                match self { $(Self::$metric => $label,)* }
            }

            /// What it counts.
            pub fn unit(self) -> Unit {
                match self { $(Self::$metric => Unit::$unit,)* }
            }

            /// What it is, in a sentence; "of these" speaks of the [whole](Self::whole).
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$metric => $about,)* }.trim()
            }
        }
    };
}

metrics! {
    /// People who saw at least one touch, each once.
    Reach, "reach", "people reached", People;
    /// Of these, day-0 fans.
    FansReached, "fans_reached", "fans reached", People;
    /// Of these, friends of day-0 fans.
    FriendsReached, "friends_of_fans_reached", "friends of fans reached", People;
    /// Of these, everybody further out.
    FurtherReached, "further_reached", "people further out reached", People;
    /// People whose first touch was a post.
    ReachedByPost, "reached_by_post", "first reached by a post", People;
    /// People whose first touch was paid impressions.
    ReachedByBoost, "reached_by_boost", "first reached by paid impressions", People;
    /// People whose first touch was a friend's activity.
    ReachedByShare, "reached_by_share", "first reached by a friend's activity", People;
    /// People whose first touch was an invitation.
    ReachedByInvite, "reached_by_invite", "first reached by an invitation", People;
    /// People whose first touch was a post in a group.
    ReachedByGroup, "reached_by_group", "first reached by a post in a group", People;
    /// People whose first touch was a reply.
    ReachedByReply, "reached_by_reply", "first reached by a reply", People;
    /// People whose first touch was the media.
    ReachedByMedia, "reached_by_media", "first reached by the media", People;
    /// People whose first touch was word of mouth.
    ReachedByWord, "reached_by_word", "first reached by word of mouth", People;
    /// People whose first touch was a search.
    ReachedBySearch, "reached_by_search", "first reached by a search", People;
    /// People whom two platforms at least have reached.
    ReachedOnTwo, "reached_on_two_platforms", "reached on two platforms", People;
    /// People reached as often as counts as enough.
    ReachedOften, "reached_often", "reached often enough", People;
    /// Touches that were seen, on all channels.
    Impressions, "impressions", "impressions", Messages;
    /// Of these, those by a post.
    ImpressionsByPost, "impressions_by_post", "impressions by a post", Messages;
    /// Of these, those by paid impressions.
    ImpressionsByBoost, "impressions_by_boost", "impressions by paid impressions", Messages;
    /// Of these, those by a friend's activity.
    ImpressionsByShare, "impressions_by_share", "impressions by a friend's activity", Messages;
    /// Of these, those by an invitation.
    ImpressionsByInvite, "impressions_by_invite", "impressions by an invitation", Messages;
    /// Of these, those by a post in a group.
    ImpressionsByGroup, "impressions_by_group", "impressions by a post in a group", Messages;
    /// Of these, those by a reply.
    ImpressionsByReply, "impressions_by_reply", "impressions by a reply", Messages;
    /// Of these, those by the media.
    ImpressionsByMedia, "impressions_by_media", "impressions by the media", Messages;
    /// Of these, those by word of mouth.
    ImpressionsByWord, "impressions_by_word", "impressions by word of mouth", Messages;
    /// Of these, those by a search.
    ImpressionsBySearch, "impressions_by_search", "impressions by a search", Messages;
    /// People who engaged at least once.
    Visitors, "visitors", "visitors", People;
    /// Of these, those whom nobody else convinced.
    VisitorsByBrand, "visitors_by_brand", "visitors whom the brand convinced", People;
    /// Of these, those whom one of those convinced.
    VisitorsByFriends, "visitors_by_friends", "visitors whom these convinced", People;
    /// Of these, everybody further down.
    VisitorsFurther, "visitors_further", "visitors further down", People;
    /// Visitors by the brand who convinced somebody.
    RootsThatSpread, "roots_that_spread", "of the first, those who convinced somebody", People;
    /// How far down the last visitor is: 0 where nobody convinced anybody.
    Depth, "depth", "steps from the brand to the last visitor", Steps;
    /// People who became leads.
    Leads, "leads", "leads", People;
    /// People who became customers.
    Customers, "customers", "new customers", People;
    /// Of these, those whom a post won.
    CustomersByPost, "customers_by_post", "customers won by a post", People;
    /// Of these, those whom paid impressions won.
    CustomersByBoost, "customers_by_boost", "customers won by paid impressions", People;
    /// Of these, those whom a friend's activity won.
    CustomersByShare, "customers_by_share", "customers won by a friend's activity", People;
    /// Of these, those whom an invitation won.
    CustomersByInvite, "customers_by_invite", "customers won by an invitation", People;
    /// Of these, those whom a post in a group won.
    CustomersByGroup, "customers_by_group", "customers won by a post in a group", People;
    /// Of these, those whom a reply won.
    CustomersByReply, "customers_by_reply", "customers won by a reply", People;
    /// Of these, those whom the media won.
    CustomersByMedia, "customers_by_media", "customers won by the media", People;
    /// Of these, those whom word of mouth won.
    CustomersByWord, "customers_by_word", "customers won by word of mouth", People;
    /// Of these, those whom a search won.
    CustomersBySearch, "customers_by_search", "customers won by a search", People;
    /// Of these, those who came by themselves.
    CustomersOnTheirOwn, "customers_on_their_own", "customers who came by themselves", People;
    /// Of all new customers, those who are still there at the horizon.
    Retained, "retained", "new customers who stay", People;
    /// Customers whom doing nothing would not have won.
    New, "new", "customers that doing nothing does not win", People;
    /// Customers whom doing nothing would have won later.
    Earlier, "earlier", "customers won earlier", People;
    /// Customers whom doing nothing would have won on the same day.
    SameDay, "same_day", "customers won the same day", People;
    /// Customers whom doing nothing would have won earlier.
    Later, "later", "customers won later", People;
    /// Customers whom only doing nothing would have won.
    Lost, "lost", "customers lost", People;
    /// Purchases of people who were customers already.
    RepeatPurchases, "repeat_purchases", "repeat purchases", Messages;
    /// People who became fans.
    Fans, "fans", "new fans", People;
    /// Fans who left.
    FansLost, "fans_lost", "fans lost", People;
    /// Followers who are nobody.
    FakeFans, "fake_fans", "followers who are nobody", People;
    /// What the page shows: fans gained, less those who left, and those who are nobody.
    FollowersCounted, "followers_counted", "more followers counted", People;
    /// People who want to hear no more.
    OptedOut, "opted_out", "people who opted out", People;
    /// People whom a friend's bad word keeps from becoming customers.
    Deterred, "deterred", "people deterred", People;
    /// Fans who were asked to invite friends, each as often as asked.
    Asked, "asked", "fans asked", People;
    /// Fans who took part.
    TookPart, "took_part", "fans who took part", People;
    /// Invitations sent.
    InvitationsSent, "invitations_sent", "invitations sent", Messages;
    /// Invitations accepted.
    InvitationsAccepted, "invitations_accepted", "invitations accepted", Messages;
    /// Of these, those of people who had accepted one themselves.
    AcceptedByInvited, "accepted_by_invited", "accepted from those invited", Messages;
    /// Public mentions of the brand.
    Mentions, "mentions", "mentions", Messages;
    /// Of these, positive ones.
    PositiveMentions, "positive_mentions", "positive mentions", Messages;
    /// Of these, negative ones.
    NegativeMentions, "negative_mentions", "negative mentions", Messages;
    /// Replies that the brand gave.
    Replies, "replies", "replies", Messages;
    /// Mentions that nobody answered in time.
    RepliesDropped, "replies_dropped", "mentions left unanswered", Messages;
    /// Negative mentions that a reply made up for.
    Mended, "mended", "bad words made up for", Messages;
    /// Posts in groups that moderators removed.
    PostsRemoved, "posts_removed", "posts removed by moderators", Messages;
    /// Stories that the media took up.
    Stories, "stories", "stories in the media", Messages;
    /// Everything that was paid.
    Cost, "cost", "cost", Money;
    /// Of this, paid impressions.
    Media, "media", "paid media", Money;
    /// Of this, working hours.
    Labour, "labour", "working hours", Money;
    /// Of this, invitations, incentives and rewards.
    Rewards, "rewards", "invitations and rewards", Money;
    /// Of this, fees, tools and what was made or bought.
    Fees, "fees", "fees and tools", Money;
    /// What was taken in.
    Revenue, "revenue", "revenue", Money;
    /// What customers bring over the horizon.
    Margin, "margin", "margin", Money;
    /// Margin less cost.
    Profit, "profit", "profit", Money;
    /// Profit with later money counting less.
    PresentValue, "present_value", "present value", Money;
    /// Mean opinion of the brand in the end, from −1 to 1.
    Opinion, "opinion", "mean opinion", Opinion;
}

/// What a metric counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Persons, each once.
    People,
    /// Messages, purchases and other things that happen.
    Messages,
    /// Steps from friend to friend.
    Steps,
    /// The scenario's currency, in millionths.
    Money,
    /// From −1 to 1, in millionths.
    Opinion,
}

/// Number of metrics.
pub const METRICS: usize = Metric::ALL.len();

impl Metric {
    /// The metrics that may be a campaign's objective.
    pub const OBJECTIVES: [Self; 8] = [
        Self::Customers,
        Self::Reach,
        Self::Visitors,
        Self::Leads,
        Self::Fans,
        Self::PositiveMentions,
        Self::Profit,
        Self::PresentValue,
    ];

    /// The metrics that are known for each platform besides.
    pub const BY_PLATFORM: [Self; 9] = [
        Self::Impressions,
        Self::Visitors,
        Self::Leads,
        Self::Customers,
        Self::Fans,
        Self::FansLost,
        Self::Mentions,
        Self::Cost,
        Self::Margin,
    ];

    /// People whose first touch came by `channel`.
    pub const fn reached_by(channel: Channel) -> Self {
        Self::ALL[Self::ReachedByPost as usize + channel.index()]
    }

    /// Touches that were seen on `channel`.
    pub const fn impressions_by(channel: Channel) -> Self {
        Self::ALL[Self::ImpressionsByPost as usize + channel.index()]
    }

    /// Customers whom `channel` won.
    pub const fn customers_by(channel: Channel) -> Self {
        Self::ALL[Self::CustomersByPost as usize + channel.index()]
    }

    /// Whether more of it is better.
    pub fn more_is_better(self) -> bool {
        !matches!(
            self,
            Self::Later
                | Self::Lost
                | Self::FansLost
                | Self::FakeFans
                | Self::OptedOut
                | Self::Deterred
                | Self::NegativeMentions
                | Self::RepliesDropped
                | Self::PostsRemoved
                | Self::Cost
                | Self::Media
                | Self::Labour
                | Self::Rewards
                | Self::Fees
        )
    }

    /// Which way is better.
    pub fn direction(self) -> Direction {
        match self.more_is_better() {
            true => Direction::More,
            false => Direction::Less,
        }
    }

    /// The metric of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// The metric of which this one is a part, where it is a part of one.
    pub fn whole(self) -> Option<Self> {
        let is_part = |metric: Self| metric.meaning().starts_with("Of th");
        let before = Self::ALL[..self.index()].iter().rev().copied();
        is_part(self).then(|| before.into_iter().find(|&metric| !is_part(metric)))?
    }

    /// Position in [`ALL`](Self::ALL).
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_where_it_says_and_has_a_name_of_its_own() {
        for (i, metric) in Metric::ALL.into_iter().enumerate() {
            assert_eq!(metric.index(), i);
            assert_eq!(Metric::named(metric.name()), Some(metric));
        }
    }

    #[test]
    fn every_part_has_a_whole() {
        assert_eq!(Metric::FansReached.whole(), Some(Metric::Reach));
        assert_eq!(Metric::Labour.whole(), Some(Metric::Cost));
        assert_eq!(Metric::Profit.whole(), None);
        for metric in Metric::ALL {
            let is_part = metric.meaning().starts_with("Of th");
            assert_eq!(is_part, metric.whole().is_some(), "{metric}");
            assert!(metric.meaning().ends_with('.'), "{metric}");
        }
    }

    #[test]
    fn every_channel_has_metrics_of_its_own() {
        for channel in Channel::ALL {
            let name = channel.name();
            let of = |metric: Metric| metric.name().to_owned();
            assert_eq!(
                of(Metric::reached_by(channel)),
                format!("reached_by_{name}")
            );
            assert_eq!(
                of(Metric::impressions_by(channel)),
                format!("impressions_by_{name}")
            );
            assert_eq!(
                of(Metric::customers_by(channel)),
                format!("customers_by_{name}")
            );
        }
    }
}

//! What is counted and paid: the names, units and directions of all numbers.

use std::fmt;

/// One number of a world's ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// People who saw at least one touch, each once.
    Reach,
    /// Of these, day-0 fans.
    FansReached,
    /// Of these, friends of day-0 fans.
    FriendsReached,
    /// Of these, everybody further out.
    FurtherReached,
    /// People whose first touch was a post.
    ReachedByPost,
    /// People whose first touch was a paid impression.
    ReachedByBoost,
    /// People whose first touch was a friend's activity.
    ReachedByShare,
    /// People whose first touch was an invitation.
    ReachedByInvite,
    /// Touches that were seen, on all channels.
    Impressions,
    /// People who engaged at least once.
    Visitors,
    /// People who became customers.
    Customers,
    /// Of these, those whom a post won.
    CustomersByPost,
    /// Of these, those whom a paid impression won.
    CustomersByBoost,
    /// Of these, those whom a friend's activity won.
    CustomersByShare,
    /// Of these, those whom an invitation won.
    CustomersByInvite,
    /// People who became fans.
    Fans,
    /// Fans who were asked to invite friends.
    Asked,
    /// Fans who took part.
    TookPart,
    /// Invitations sent.
    InvitationsSent,
    /// Invitations accepted.
    InvitationsAccepted,
    /// Everything that was paid.
    Cost,
    /// Of this, paid impressions.
    Media,
    /// Of this, working hours.
    Labour,
    /// Of this, invitations and rewards.
    Rewards,
    /// Of this, fixed fees.
    Fees,
    /// What new customers bring over the horizon.
    Margin,
    /// Margin less cost.
    Profit,
}

/// What a metric counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Persons, each once.
    People,
    /// Messages.
    Messages,
    /// The scenario's currency.
    Money,
}

/// Number of metrics.
pub const METRICS: usize = Metric::ALL.len();

impl Metric {
    /// All metrics, in the order of reports.
    pub const ALL: [Self; 27] = [
        Self::Reach,
        Self::FansReached,
        Self::FriendsReached,
        Self::FurtherReached,
        Self::ReachedByPost,
        Self::ReachedByBoost,
        Self::ReachedByShare,
        Self::ReachedByInvite,
        Self::Impressions,
        Self::Visitors,
        Self::Customers,
        Self::CustomersByPost,
        Self::CustomersByBoost,
        Self::CustomersByShare,
        Self::CustomersByInvite,
        Self::Fans,
        Self::Asked,
        Self::TookPart,
        Self::InvitationsSent,
        Self::InvitationsAccepted,
        Self::Cost,
        Self::Media,
        Self::Labour,
        Self::Rewards,
        Self::Fees,
        Self::Margin,
        Self::Profit,
    ];

    /// The metrics that may be a campaign's objective.
    pub const OBJECTIVES: [Self; 5] = [
        Self::Customers,
        Self::Reach,
        Self::Visitors,
        Self::Fans,
        Self::Profit,
    ];

    /// The name in files: `snake_case`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reach => "reach",
            Self::FansReached => "fans_reached",
            Self::FriendsReached => "friends_of_fans_reached",
            Self::FurtherReached => "further_reached",
            Self::ReachedByPost => "reached_by_post",
            Self::ReachedByBoost => "reached_by_boost",
            Self::ReachedByShare => "reached_by_share",
            Self::ReachedByInvite => "reached_by_invite",
            Self::Impressions => "impressions",
            Self::Visitors => "visitors",
            Self::Customers => "customers",
            Self::CustomersByPost => "customers_by_post",
            Self::CustomersByBoost => "customers_by_boost",
            Self::CustomersByShare => "customers_by_share",
            Self::CustomersByInvite => "customers_by_invite",
            Self::Fans => "fans",
            Self::Asked => "asked",
            Self::TookPart => "took_part",
            Self::InvitationsSent => "invitations_sent",
            Self::InvitationsAccepted => "invitations_accepted",
            Self::Cost => "cost",
            Self::Media => "media",
            Self::Labour => "labour",
            Self::Rewards => "rewards",
            Self::Fees => "fees",
            Self::Margin => "margin",
            Self::Profit => "profit",
        }
    }

    /// The name for people: a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reach => "people reached",
            Self::FansReached => "fans reached",
            Self::FriendsReached => "friends of fans reached",
            Self::FurtherReached => "people further out reached",
            Self::ReachedByPost => "first reached by a post",
            Self::ReachedByBoost => "first reached by paid impressions",
            Self::ReachedByShare => "first reached by a friend's activity",
            Self::ReachedByInvite => "first reached by an invitation",
            Self::Impressions => "impressions",
            Self::Visitors => "visitors",
            Self::Customers => "new customers",
            Self::CustomersByPost => "customers won by a post",
            Self::CustomersByBoost => "customers won by paid impressions",
            Self::CustomersByShare => "customers won by a friend's activity",
            Self::CustomersByInvite => "customers won by an invitation",
            Self::Fans => "new fans",
            Self::Asked => "fans asked",
            Self::TookPart => "fans who took part",
            Self::InvitationsSent => "invitations sent",
            Self::InvitationsAccepted => "invitations accepted",
            Self::Cost => "cost",
            Self::Media => "paid media",
            Self::Labour => "working hours",
            Self::Rewards => "invitations and rewards",
            Self::Fees => "fees",
            Self::Margin => "margin",
            Self::Profit => "profit",
        }
    }

    /// What it counts.
    pub fn unit(self) -> Unit {
        match self {
            Self::Impressions | Self::InvitationsSent | Self::InvitationsAccepted => Unit::Messages,
            Self::Cost
            | Self::Media
            | Self::Labour
            | Self::Rewards
            | Self::Fees
            | Self::Margin
            | Self::Profit => Unit::Money,
            _ => Unit::People,
        }
    }

    /// Whether more of it is better.
    pub fn more_is_better(self) -> bool {
        !matches!(
            self,
            Self::Cost | Self::Media | Self::Labour | Self::Rewards | Self::Fees
        )
    }

    /// The metric of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// Position in [`ALL`](Self::ALL).
    pub fn index(self) -> usize {
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
}

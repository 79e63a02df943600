//! Everything counted and paid in one world, by day and platform.

use std::ops::AddAssign;

use crate::channel::{CHANNELS, Channel};
use crate::metric::{METRICS, Metric};
use crate::money::Money;

/// Where somebody stands seen from the brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// A day-0 fan on some platform.
    Fan,
    /// No fan, but hears one.
    Friend,
    /// Neither.
    Further,
}

/// Defines the entry with its fields, and how two of them add up, so that a new field
/// cannot be forgotten.
macro_rules! entry {
    (
        counts { $($(#[$c:meta])* $count:ident,)* }
        by_channel { $($(#[$b:meta])* $by:ident,)* }
        amounts { $($(#[$a:meta])* $amount:ident,)* }
    ) => {
        /// What happened on one day on one platform, or away from all of them. People
        /// are counted on the day and platform of their first time.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Entry {
            /// People reached for the first time, by [`Ring`].
            pub reached: [u32; 3],
            /// Visitors: whom the brand convinced, whom one of these did, all others.
            pub visitors: [u32; 3],
            $($(#[$b])* pub $by: [u32; CHANNELS],)*
            $($(#[$c])* pub $count: u32,)*
            $($(#[$a])* pub $amount: Money,)*
        }

        impl AddAssign<&Entry> for Entry {
            fn add_assign(&mut self, other: &Entry) {
                fn add<const N: usize>(sum: &mut [u32; N], counts: &[u32; N]) {
                    sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
                }
                add(&mut self.reached, &other.reached);
                add(&mut self.visitors, &other.visitors);
                $(add(&mut self.$by, &other.$by);)*
                $(self.$count += other.$count;)*
                $(self.$amount += other.$amount;)*
            }
        }
    };
}

entry! {
    counts {
        /// People reached for the first time on this platform, wherever else they were.
        reached_here,
        /// People whom a second platform has reached.
        reached_on_two,
        /// People who have been reached often enough.
        reached_often,
        /// Visitors by the brand who convinced their first friend.
        roots_that_spread,
        /// New leads.
        leads,
        /// New customers who came by themselves.
        on_their_own,
        /// Of the day's new customers, those who stay until the horizon.
        retained,
        /// Purchases of people who were customers already.
        repeat_purchases,
        /// New fans.
        fans,
        /// Fans who left.
        fans_lost,
        /// Followers bought.
        fake_fans,
        /// People who opted out.
        opted_out,
        /// People deterred by a friend's bad word.
        deterred,
        /// Fans asked to invite.
        asked,
        /// Fans who took part.
        took_part,
        /// Invitations sent.
        invitations_sent,
        /// Invitations accepted.
        invitations_accepted,
        /// Of these, those of people who had accepted one themselves.
        accepted_by_invited,
        /// Positive mentions.
        positive_mentions,
        /// Negative mentions.
        negative_mentions,
        /// Replies given.
        replies,
        /// Mentions for whose answer nobody waits any more.
        replies_dropped,
        /// Negative mentions made up for.
        mended,
        /// Posts removed from groups.
        posts_removed,
        /// Stories taken up.
        stories,
    }
    by_channel {
        /// Touches seen, by [`Channel`].
        impressions,
        /// People reached for the first time, by the channel of that touch.
        reached_by,
        /// New customers, by the channel that won them.
        customers,
    }
    amounts {
        /// Paid impressions.
        media,
        /// Working hours at their price.
        labour,
        /// Invitations, incentives and rewards.
        rewards,
        /// Fees, tools and what was made or bought.
        fees,
        /// What was taken in.
        revenue,
        /// What customers brought.
        margin,
        /// Margin less cost, with later money counting less.
        present_value,
    }
}

impl Entry {
    /// Everything that was paid.
    pub fn cost(&self) -> Money {
        self.media + self.labour + self.rewards + self.fees
    }

    /// New customers.
    pub fn all_customers(&self) -> u32 {
        self.customers.iter().sum::<u32>() + self.on_their_own
    }

    /// The number that `metric` names: people and messages as they are, money in
    /// millionths. What compares with doing nothing, and how deep the cascade went,
    /// is in no entry: [`Ledger`] knows it.
    pub fn get(&self, metric: Metric) -> i64 {
        let sum = |counts: &[u32]| counts.iter().map(|&c| i64::from(c)).sum();
        let of = |counts: &[u32; CHANNELS], first: Metric| {
            i64::from(counts[metric.index() - first.index()])
        };
        let count = |count: u32| i64::from(count);
        use Metric as M;
        match metric {
            M::Reach => sum(&self.reached),
            M::FansReached => count(self.reached[Ring::Fan as usize]),
            M::FriendsReached => count(self.reached[Ring::Friend as usize]),
            M::FurtherReached => count(self.reached[Ring::Further as usize]),
            M::ReachedByPost
            | M::ReachedByBoost
            | M::ReachedByShare
            | M::ReachedByInvite
            | M::ReachedByGroup
            | M::ReachedByReply
            | M::ReachedByMedia
            | M::ReachedByWord
            | M::ReachedBySearch => of(&self.reached_by, Metric::reached_by(Channel::Post)),
            M::ReachedOnTwo => count(self.reached_on_two),
            M::ReachedOften => count(self.reached_often),
            M::Impressions => sum(&self.impressions),
            M::ImpressionsByPost
            | M::ImpressionsByBoost
            | M::ImpressionsByShare
            | M::ImpressionsByInvite
            | M::ImpressionsByGroup
            | M::ImpressionsByReply
            | M::ImpressionsByMedia
            | M::ImpressionsByWord
            | M::ImpressionsBySearch => {
                of(&self.impressions, Metric::impressions_by(Channel::Post))
            }
            M::Visitors => sum(&self.visitors),
            M::VisitorsByBrand => count(self.visitors[0]),
            M::VisitorsByFriends => count(self.visitors[1]),
            M::VisitorsFurther => count(self.visitors[2]),
            M::RootsThatSpread => count(self.roots_that_spread),
            M::Leads => count(self.leads),
            M::Customers => count(self.all_customers()),
            M::CustomersByPost
            | M::CustomersByBoost
            | M::CustomersByShare
            | M::CustomersByInvite
            | M::CustomersByGroup
            | M::CustomersByReply
            | M::CustomersByMedia
            | M::CustomersByWord
            | M::CustomersBySearch => of(&self.customers, Metric::customers_by(Channel::Post)),
            M::CustomersOnTheirOwn => count(self.on_their_own),
            M::Retained => count(self.retained),
            M::RepeatPurchases => count(self.repeat_purchases),
            M::Fans => count(self.fans),
            M::FansLost => count(self.fans_lost),
            M::FakeFans => count(self.fake_fans),
            M::FollowersCounted => count(self.fans) + count(self.fake_fans) - count(self.fans_lost),
            M::OptedOut => count(self.opted_out),
            M::Deterred => count(self.deterred),
            M::Asked => count(self.asked),
            M::TookPart => count(self.took_part),
            M::InvitationsSent => count(self.invitations_sent),
            M::InvitationsAccepted => count(self.invitations_accepted),
            M::AcceptedByInvited => count(self.accepted_by_invited),
            M::Mentions => count(self.positive_mentions) + count(self.negative_mentions),
            M::PositiveMentions => count(self.positive_mentions),
            M::NegativeMentions => count(self.negative_mentions),
            M::Replies => count(self.replies),
            M::RepliesDropped => count(self.replies_dropped),
            M::Mended => count(self.mended),
            M::PostsRemoved => count(self.posts_removed),
            M::Stories => count(self.stories),
            M::Cost => self.cost().millionths(),
            M::Media => self.media.millionths(),
            M::Labour => self.labour.millionths(),
            M::Rewards => self.rewards.millionths(),
            M::Fees => self.fees.millionths(),
            M::Revenue => self.revenue.millionths(),
            M::Margin => self.margin.millionths(),
            M::Profit => (self.margin - self.cost()).millionths(),
            M::PresentValue => self.present_value.millionths(),
            M::Depth | M::New | M::Earlier | M::SameDay | M::Later | M::Lost | M::Opinion => 0,
        }
    }
}

/// A strategy's customers against those of doing nothing in the same world, person
/// by person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Split {
    /// Won by the strategy alone.
    pub new: u32,
    /// Won by both, earlier by the strategy.
    pub earlier: u32,
    /// Won by both on one day.
    pub same_day: u32,
    /// Won by both, later by the strategy.
    pub later: u32,
    /// Won by doing nothing alone.
    pub lost: u32,
}

impl Split {
    /// Of customers with their days, in the order of ids.
    pub fn of<T: Ord + Copy>(strategy: &[(T, u32)], nothing: &[(T, u32)]) -> Self {
        let mut split = Self::default();
        let mut others = nothing.iter().peekable();
        for (person, day) in strategy {
            while others.next_if(|(other, _)| other < person).is_some() {
                split.lost += 1;
            }
            match others.next_if(|(other, _)| other == person) {
                None => split.new += 1,
                Some((_, other)) if day < other => split.earlier += 1,
                Some((_, other)) if day > other => split.later += 1,
                Some(_) => split.same_day += 1,
            }
        }
        split.lost += others.count() as u32;
        split
    }
}

/// One world's entries under one strategy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// Platforms, and one more for what happens away from them.
    columns: usize,
    /// Day by day, and within a day by column.
    entries: Vec<Entry>,
    /// By column: what customers bring after the last day.
    after: Vec<Entry>,
    /// Steps from the brand to the visitor furthest down.
    pub(crate) depth: u32,
    /// Mean opinion in the end, in millionths.
    pub(crate) opinion: i64,
    /// The customers against those of doing nothing.
    pub split: Split,
    /// Whether people were left out because no more could be met.
    pub(crate) cut: bool,
}

impl Ledger {
    /// The ledger of these entries: day by day, and within a day by platform, and last
    /// what happened away from them.
    pub fn of(platforms: usize, entries: Vec<Entry>) -> Self {
        Self {
            columns: platforms + 1,
            entries,
            after: vec![Entry::default(); platforms + 1],
            ..Self::default()
        }
    }

    /// An empty ledger for so many days and platforms.
    pub(crate) fn clear(&mut self, days: u32, platforms: usize) {
        self.columns = platforms + 1;
        self.entries.clear();
        let entries = days as usize * self.columns;
        self.entries.resize(entries, Entry::default());
        self.after.clear();
        self.after.resize(self.columns, Entry::default());
        self.depth = 0;
        self.opinion = 0;
        self.split = Split::default();
        self.cut = false;
    }

    /// Whether people were left out, in chains that grew beyond those who may be met
    /// in one world: then everything here is too small.
    pub fn was_cut(&self) -> bool {
        self.cut
    }

    /// The entry of that day and platform.
    #[inline]
    pub(crate) fn at(&mut self, day: u32, platform: usize) -> &mut Entry {
        &mut self.entries[day as usize * self.columns + platform]
    }

    /// What comes on that platform after the last day.
    pub(crate) fn after(&mut self, platform: usize) -> &mut Entry {
        &mut self.after[platform]
    }

    /// Platforms, and one more for what happens away from them.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Days of the ledger.
    pub fn days(&self) -> usize {
        self.entries.len() / self.columns.max(1)
    }

    /// The entries of one day, by platform, and last what happened away from them.
    pub fn day(&self, day: usize) -> &[Entry] {
        &self.entries[day * self.columns..][..self.columns]
    }

    /// All days and platforms, and what comes after them.
    pub fn total(&self) -> Entry {
        let mut total = Entry::default();
        let all = self.entries.iter().chain(&self.after);
        all.for_each(|entry| total += entry);
        total
    }

    /// All days, and what comes after them, on the platform at that place; the place
    /// after the last platform is what happened away from them.
    pub fn platform(&self, at: usize) -> Entry {
        let mut total = self.after[at];
        let days = self.entries.iter().skip(at).step_by(self.columns);
        days.for_each(|entry| total += entry);
        total
    }

    /// The totals of all metrics, in the order of [`Metric::ALL`].
    pub fn totals(&self) -> [i64; METRICS] {
        let total = self.total();
        let split = self.split;
        Metric::ALL.map(|metric| match metric {
            Metric::Depth => self.depth.into(),
            Metric::Opinion => self.opinion,
            Metric::New => split.new.into(),
            Metric::Earlier => split.earlier.into(),
            Metric::SameDay => split.same_day.into(),
            Metric::Later => split.later.into(),
            Metric::Lost => split.lost.into(),
            metric => total.get(metric),
        })
    }

    /// `metric` up to and including each day; what comes after the last day is in
    /// none of them.
    pub fn running(&self, metric: Metric) -> impl Iterator<Item = i64> + '_ {
        let days = self.entries.chunks(self.columns.max(1));
        days.scan(0, move |sum, columns| {
            *sum += columns.iter().map(|entry| entry.get(metric)).sum::<i64>();
            Some(*sum)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_day_by_day_and_within_a_day_by_platform() {
        let entry = |leads| Entry {
            leads,
            ..Entry::default()
        };
        let ledger = Ledger::of(1, (1..=6).map(entry).collect());
        assert_eq!((ledger.days(), ledger.columns()), (3, 2));
        assert_eq!(ledger.day(1), [entry(3), entry(4)]);
        assert_eq!(ledger.platform(0).leads, 1 + 3 + 5);
        assert_eq!(ledger.total().leads, 21);
        assert!(ledger.running(Metric::Leads).eq([3, 10, 21]));
    }

    #[test]
    fn customers_are_told_apart_person_by_person() {
        let nothing = [(1, 5), (3, 5), (4, 5), (5, 5), (9, 2)];
        let strategy = [(2, 0), (3, 4), (4, 5), (5, 6)];
        let split = Split::of(&strategy, &nothing);
        let as_counted = Split {
            new: 1,
            earlier: 1,
            same_day: 1,
            later: 1,
            lost: 2,
        };
        assert_eq!(split, as_counted);
        assert_eq!(Split::of(&nothing, &nothing).same_day, 5);
    }
}

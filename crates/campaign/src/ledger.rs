//! Everything counted and paid in one world, by day.

use std::ops::AddAssign;

use crate::channel::Channel;
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

/// What happened on one day. People are counted on the day of their first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Day {
    /// Touches seen, by [`Channel`].
    pub impressions: [u32; 4],
    /// People reached for the first time, by [`Ring`].
    pub reached: [u32; 3],
    /// The same people, by the channel of that first touch.
    pub reached_by: [u32; 4],
    /// People who engaged for the first time.
    pub visitors: u32,
    /// New customers, by the channel that won them.
    pub customers: [u32; 4],
    /// New fans.
    pub fans: u32,
    /// Fans asked to invite.
    pub asked: u32,
    /// Fans who took part.
    pub took_part: u32,
    /// Invitations sent.
    pub invitations_sent: u32,
    /// Invitations accepted.
    pub invitations_accepted: u32,
    /// Paid impressions.
    pub media: Money,
    /// Working hours at their price.
    pub labour: Money,
    /// Invitations and rewards.
    pub rewards: Money,
    /// Fixed fees.
    pub fees: Money,
    /// What the day's new customers bring over the horizon.
    pub margin: Money,
}

impl Day {
    /// Everything that was paid.
    pub fn cost(&self) -> Money {
        self.media + self.labour + self.rewards + self.fees
    }

    /// The number that `metric` names: people and messages as they are, money in
    /// millionths.
    pub fn get(&self, metric: Metric) -> i64 {
        let sum = |counts: &[u32]| counts.iter().map(|&c| i64::from(c)).sum();
        let of = |counts: &[u32; 4], channel: Channel| i64::from(counts[channel.index()]);
        match metric {
            Metric::Reach => sum(&self.reached),
            Metric::FansReached => self.reached[Ring::Fan as usize].into(),
            Metric::FriendsReached => self.reached[Ring::Friend as usize].into(),
            Metric::FurtherReached => self.reached[Ring::Further as usize].into(),
            Metric::ReachedByPost => of(&self.reached_by, Channel::Post),
            Metric::ReachedByBoost => of(&self.reached_by, Channel::Boost),
            Metric::ReachedByShare => of(&self.reached_by, Channel::Share),
            Metric::ReachedByInvite => of(&self.reached_by, Channel::Invite),
            Metric::Impressions => sum(&self.impressions),
            Metric::Visitors => self.visitors.into(),
            Metric::Customers => sum(&self.customers),
            Metric::CustomersByPost => of(&self.customers, Channel::Post),
            Metric::CustomersByBoost => of(&self.customers, Channel::Boost),
            Metric::CustomersByShare => of(&self.customers, Channel::Share),
            Metric::CustomersByInvite => of(&self.customers, Channel::Invite),
            Metric::Fans => self.fans.into(),
            Metric::Asked => self.asked.into(),
            Metric::TookPart => self.took_part.into(),
            Metric::InvitationsSent => self.invitations_sent.into(),
            Metric::InvitationsAccepted => self.invitations_accepted.into(),
            Metric::Cost => self.cost().millionths(),
            Metric::Media => self.media.millionths(),
            Metric::Labour => self.labour.millionths(),
            Metric::Rewards => self.rewards.millionths(),
            Metric::Fees => self.fees.millionths(),
            Metric::Margin => self.margin.millionths(),
            Metric::Profit => (self.margin - self.cost()).millionths(),
        }
    }
}

impl AddAssign<&Day> for Day {
    fn add_assign(&mut self, day: &Day) {
        fn add<const N: usize>(sum: &mut [u32; N], counts: &[u32; N]) {
            sum.iter_mut()
                .zip(counts)
                .for_each(|(sum, count)| *sum += count);
        }
        // Taken apart, so that a new field cannot be forgotten here.
        let Day {
            impressions,
            reached,
            reached_by,
            visitors,
            customers,
            fans,
            asked,
            took_part,
            invitations_sent,
            invitations_accepted,
            media,
            labour,
            rewards,
            fees,
            margin,
        } = day;
        add(&mut self.impressions, impressions);
        add(&mut self.reached, reached);
        add(&mut self.reached_by, reached_by);
        add(&mut self.customers, customers);
        self.visitors += visitors;
        self.fans += fans;
        self.asked += asked;
        self.took_part += took_part;
        self.invitations_sent += invitations_sent;
        self.invitations_accepted += invitations_accepted;
        self.media += *media;
        self.labour += *labour;
        self.rewards += *rewards;
        self.fees += *fees;
        self.margin += *margin;
    }
}

/// One world's days under one strategy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// One entry per day, from day 0.
    pub days: Vec<Day>,
}

impl Ledger {
    /// All days together.
    pub fn total(&self) -> Day {
        let mut total = Day::default();
        self.days.iter().for_each(|day| total += day);
        total
    }

    /// The totals of all metrics, in the order of [`Metric::ALL`].
    pub fn totals(&self) -> [i64; METRICS] {
        let total = self.total();
        Metric::ALL.map(|metric| total.get(metric))
    }

    /// `metric` up to and including each day.
    pub fn running(&self, metric: Metric) -> impl Iterator<Item = i64> + '_ {
        self.days.iter().scan(0, move |sum, day| {
            *sum += day.get(metric);
            Some(*sum)
        })
    }
}

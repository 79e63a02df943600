//! A request to fans: invite your friends.

use groundswell_graph::probability::Probability;
use groundswell_seeding::method::{Method, Terms};

use crate::action::reward::Reward;
use crate::delay::Delay;
use crate::money::Money;

/// A request to fans: invite your friends.
///
/// Where it is delivered in person, by e-mail or on a receipt, every fan is asked
/// once, some days after the action starts or after becoming a fan. Where it is a
/// post, it takes the place of one of the brand's posts on that platform, and
/// whoever sees it is asked, again with each such post. Those who take part invite
/// some of their friends, once.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// How the request is delivered.
    pub via: Delivery,
    /// Who is asked.
    pub who: Who,
    /// Share of them who are asked.
    pub share: Probability,
    /// Chance that a fan sees the request; for a post, on top of organic reach.
    pub seen: Probability,
    /// Chance that a fan who saw it takes part.
    pub take_part: Probability,
    /// What is given to those who take part, so that more do.
    pub incentive: Incentive,
    /// How many friends one who takes part invites.
    pub invitations: Invitations,
    /// Days until a fan meets the request.
    pub delay: Delay,
    /// Whether only friends within the catchment are invited.
    pub nearby_only: bool,
    /// Whether friends who are fans already are left out, and others get their
    /// invitations. Then more fans may mean less reach.
    pub skip_fans: bool,
    /// Price of one invitation, paid when it is sent.
    pub per_invitation: Money,
    /// What is paid for every acceptance.
    pub reward: Reward,
    /// Factor on how readily an invitation is accepted that brings a reward: 1 where
    /// friends do not mind.
    pub trust: f64,
    /// Working hours for asking one fan; for a post, for one post.
    pub hours: f64,
}

impl Prompt {
    /// Everybody is asked at once in person, at no price and for no reward.
    pub fn plain(take_part: Probability, invitations: Invitations) -> Self {
        Self {
            via: Delivery::Counter,
            who: Who::Everybody,
            share: Probability::ONE,
            seen: Probability::ONE,
            take_part,
            incentive: Incentive::default(),
            invitations,
            delay: Delay::Fixed(0),
            nearby_only: false,
            skip_fans: false,
            per_invitation: Money::ZERO,
            reward: Reward::default(),
            trust: 1.0,
            hours: 0.0,
        }
    }

    /// Whether what it costs depends on how many fans there are and what they do.
    pub(crate) fn costs_depend_on_fans(&self) -> bool {
        let is_post = matches!(self.via, Delivery::Post { .. });
        let per_fan = [
            self.incentive.amount,
            self.per_invitation,
            self.reward.most(),
        ];
        per_fan.into_iter().any(|amount| amount != Money::ZERO) || (self.hours > 0.0 && !is_post)
    }
}

/// How many friends somebody invites. More of the mean never takes one away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Invitations {
    /// A Poisson number with this mean, at most 500.
    Mean(f64),
    /// So many each, or all friends where they are fewer.
    Each(u32),
}

impl Invitations {
    /// The mean, as long as nobody runs out of friends.
    pub fn mean(self) -> f64 {
        match self {
            Self::Mean(mean) => mean,
            Self::Each(number) => number.into(),
        }
    }
}

/// How a request reaches a fan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Delivery {
    /// In person, when the fan comes by.
    Counter,
    /// By e-mail.
    Email,
    /// Printed on the receipt.
    Receipt,
    /// A post to the fans, so many a week; above 0.
    Post {
        /// Posts a week.
        per_week: f64,
    },
}

/// Which fans are asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// All of them, those who join later too.
    Everybody,
    /// Those of a segment, by its place; those who join later too.
    Segment(usize),
    /// So many of the first day's fans, chosen on the platform.
    Best {
        /// How they are chosen; at random once for all worlds.
        by: Method,
        /// The chance that a word is taken up, for methods that make something of it.
        chance: Probability,
        /// How many.
        count: u32,
    },
}

impl Who {
    /// `count` of the first day's fans, chosen by `by`, with a chance of one in a hundred.
    pub fn best(by: Method, count: u32) -> Self {
        let chance = Terms::default().chance;
        Self::Best { by, chance, count }
    }
}

/// What those get who take part, whatever comes of it.
///
/// A discount makes somebody a seed by chance: a fractional seed of Yang et al.,
/// *Continuous Influence Maximization*, SIGMOD 2016.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Incentive {
    /// Paid to each who takes part.
    pub amount: Money,
    /// Chance that it brings somebody to take part who would not have.
    pub persuades: Option<Probability>,
}

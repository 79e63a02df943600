//! What a brand can do: the levers of a strategy.

use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::Probability;

use crate::delay::Delay;
use crate::money::Money;

/// One lever of a strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The name by which files, reports and luck know it. Actions of one name in
    /// two strategies meet the same luck.
    pub name: String,
    /// The platform on which it happens.
    pub platform: String,
    /// First day, from 0.
    pub start: u32,
    /// The day after the last one; at most the campaign's days.
    pub end: u32,
    /// A price paid once, on the first day.
    pub fee: Money,
    /// What is done.
    pub kind: ActionKind,
}

impl Action {
    /// The stable hash of the name.
    pub fn key(&self) -> NameKey {
        NameKey::of(&self.name)
    }
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub enum ActionKind {
    /// The brand posts to its fans.
    Post(Post),
    /// The brand pays for impressions on people of the catchment.
    Boost(Boost),
    /// The brand asks fans to invite friends.
    Prompt(Prompt),
}

impl ActionKind {
    /// The word for it in the scenario file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Post(_) => "post",
            Self::Boost(_) => "boost",
            Self::Prompt(_) => "prompt",
        }
    }
}

/// Posts to the fans, spread evenly over the action's days.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Posts a week; above 0.
    pub per_week: f64,
    /// Working hours for one post.
    pub hours: f64,
}

impl Post {
    /// The days of the posts between `start` and `end`.
    pub fn days(&self, start: u32, end: u32) -> impl Iterator<Item = u32> + use<> {
        let gap = 7.0 / self.per_week;
        (0u32..)
            .map(move |i| f64::from(start) + f64::from(i) * gap)
            .take_while(move |&day| day < f64::from(end))
            .map(|day| day as u32)
    }
}

/// Paid impressions, spread evenly over the action's days, each on a person of
/// the catchment drawn at random.
#[derive(Debug, Clone, PartialEq)]
pub struct Boost {
    /// What is paid in all.
    pub budget: Spend,
    /// Price of a thousand impressions; above 0.
    pub per_thousand: Money,
}

impl Boost {
    /// The impressions that `spend` buys, on average.
    pub fn impressions(&self, spend: Money) -> f64 {
        1000.0 * spend.units() / self.per_thousand.units()
    }
}

/// An amount that may be left to the rest of the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spend {
    /// This much.
    Fixed(Money),
    /// What the strategy's other actions are expected to leave of the budget.
    Rest,
}

/// A request to fans: invite your friends.
///
/// Every fan is asked once, some days after the action starts or after becoming
/// a fan. Those who see the request and take part invite some of their friends.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// How the request is delivered.
    pub via: Delivery,
    /// Chance that a fan sees the request; for a post, on top of organic reach.
    pub seen: Probability,
    /// Chance that a fan who saw it takes part.
    pub take_part: Probability,
    /// Mean number of friends that one who takes part invites (Poisson); at most 500.
    pub invitations: f64,
    /// Days until a fan meets the request.
    pub delay: Delay,
    /// Whether only friends within the catchment are invited.
    pub nearby_only: bool,
    /// Price of one invitation, paid when it is sent.
    pub per_invitation: Money,
    /// What is paid for every acceptance.
    pub reward: Reward,
    /// Working hours for asking one fan.
    pub hours: f64,
}

/// How a request reaches a fan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// In person, when the fan comes by.
    Counter,
    /// By e-mail.
    Email,
    /// Printed on the receipt.
    Receipt,
}

impl Delivery {
    /// All of them, by their words in the scenario file.
    pub const ALL: [(&'static str, Self); 3] = [
        ("counter", Self::Counter),
        ("email", Self::Email),
        ("receipt", Self::Receipt),
    ];
}

/// What an accepted invitation is rewarded with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reward {
    /// To the one who invited.
    pub inviter: Money,
    /// To the one who accepted.
    pub friend: Money,
}

impl Reward {
    /// Both together.
    pub fn total(self) -> Money {
        self.inviter + self.friend
    }
}

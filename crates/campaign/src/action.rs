//! What a brand can do: the levers of a strategy.

pub mod boost;
pub mod fake_fans;
pub mod group_post;
pub mod listen;
pub mod post;
pub mod professional;
pub mod prompt;
pub mod reward;

use groundswell_graph::name_key::NameKey;

use crate::creative::Creative;
use crate::money::Money;
use boost::Boost;
use fake_fans::FakeFans;
use group_post::GroupPost;
use listen::Listen;
use post::Post;
use professional::Professional;
use prompt::Prompt;

/// One lever of a strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The name by which files, reports and luck know it. Actions of one name in
    /// two strategies meet the same luck.
    pub name: String,
    /// The platform on which it happens; `None` for what concerns all of them,
    /// which only a professional may.
    pub platform: Option<String>,
    /// First day, from 0.
    pub start: u32,
    /// The day after the last one; at most the campaign's days.
    pub end: u32,
    /// A price paid once, on the first day.
    pub fee: Money,
    /// What the message is made of, where it is not plain.
    pub creative: Option<Creative>,
    /// What is done.
    pub kind: ActionKind,
}

impl Action {
    /// An action of that kind and name on `platform`, from the first day to the day
    /// before `end`.
    pub fn new(name: &str, platform: &str, end: u32, kind: ActionKind) -> Self {
        Self {
            name: name.to_owned(),
            platform: Some(platform.to_owned()),
            start: 0,
            end,
            fee: Money::ZERO,
            creative: None,
            kind,
        }
    }

    /// The stable hash of the name.
    pub fn key(&self) -> NameKey {
        NameKey::of(&self.name)
    }

    /// The same with `times` its volume: posts a week, money, hours, or the share of
    /// fans who are asked, as far as there are such.
    #[must_use]
    pub fn scaled(mut self, times: f64) -> Self {
        match &mut self.kind {
            ActionKind::Post(post) => post.per_week *= times,
            ActionKind::Boost(boost) => boost.budget = boost.budget.scaled(times),
            ActionKind::Prompt(prompt) => prompt.share = prompt.share.times(times),
            ActionKind::GroupPost(post) => post.per_week *= times,
            ActionKind::Listen(listen) => listen.hours_per_week *= times,
            ActionKind::FakeFans(fakes) => {
                fakes.count = (f64::from(fakes.count) * times).round_ties_even() as u32;
            }
            ActionKind::Professional(_) => {}
        }
        self
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
    /// The brand posts in communities.
    GroupPost(GroupPost),
    /// The brand listens, and answers those who speak about it.
    Listen(Listen),
    /// Somebody who knows how is hired.
    Professional(Professional),
    /// The brand buys followers who are nobody.
    FakeFans(FakeFans),
}

impl ActionKind {
    /// The word for it in the scenario file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Post(_) => "post",
            Self::Boost(_) => "boost",
            Self::Prompt(_) => "prompt",
            Self::GroupPost(_) => "group",
            Self::Listen(_) => "listen",
            Self::Professional(_) => "professional",
            Self::FakeFans(_) => "fake-fans",
        }
    }
}

/// The days of something that happens `per_week` times a week between `start` and
/// `end`, as evenly as whole days allow.
pub(crate) fn days(per_week: f64, start: u32, end: u32) -> impl Iterator<Item = u32> {
    let gap = 7.0 / per_week;
    (0u32..)
        .map(move |i| f64::from(start) + f64::from(i) * gap)
        .take_while(move |&day| day < f64::from(end))
        .map(|day| day as u32)
}

//! Whether more never means less: what, if anything, breaks it.
//!
//! In a monotone campaign, people who answer more readily, more money for paid
//! impressions and one more action never keep anybody from being reached or from
//! becoming a customer: not on average, and not in any world. That is so because every
//! draw belongs to the thing it decides, and every answer only adds messages. It is
//! said of settled amounts: what a budget leaves for one action is less where another
//! takes more.
//!
//! Everything that may take a message away again, or let one come instead of another,
//! breaks it, and is a [`Breach`]. Nothing is wrong with that: life is not monotone.
//! But what was found in one world need not hold in the next.

use std::fmt;

use groundswell_graph::probability::Probability;

use crate::action::prompt::{Delivery, Prompt};
use crate::action::{Action, ActionKind};
use crate::channel::Channel;
use crate::creative::Creative;
use crate::exposure::Exposure;
use crate::response::Funnel;
use crate::strategy::{BudgetMode, Campaign, Strategy};

/// Something by which more may mean less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Breach {
    /// People tire.
    Fatigue,
    /// People take in only so many touches a day.
    Attention,
    /// People who have heard enough opt out.
    OptOut,
    /// Fans who have heard enough unfollow.
    Unfollow,
    /// Bad words keep friends from becoming customers.
    Deterrence,
    /// Friends who know each other count as one circle, so that one more friend may
    /// make fewer circles.
    Circles,
    /// Where several friends have to speak, the last of them tips the balance, and what
    /// follows is by that friend's word.
    Tipping,
    /// Platforms get in each other's way, or help each other, so that a word that comes
    /// before another platform's help may be lost.
    Synergy,
    /// People share once, on the platform where they were moved first.
    SharedOnce,
    /// What is spent early is not there later.
    Cap,
    /// Invitations pass over fans.
    SkipsFans,
    /// A request that is a post takes the place of a plain one.
    TakesPlaces,
    /// Two requests compete for being the first word to a friend, and a first word is
    /// not like a second one.
    FirstWord,
    /// Invitations that bring a reward convince less.
    Distrust,
    /// Moderators remove what is too much, or shut the brand out.
    Moderators,
    /// Those who speak wait for a reply in turn, and some in vain.
    Replies,
    /// Bought followers dilute what true fans see.
    Dilution,
    /// A professional makes something worse.
    Professional,
}

impl Breach {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 18] = [
        Self::Fatigue,
        Self::Attention,
        Self::OptOut,
        Self::Unfollow,
        Self::Deterrence,
        Self::Circles,
        Self::Tipping,
        Self::Synergy,
        Self::SharedOnce,
        Self::Cap,
        Self::SkipsFans,
        Self::TakesPlaces,
        Self::FirstWord,
        Self::Distrust,
        Self::Moderators,
        Self::Replies,
        Self::Dilution,
        Self::Professional,
    ];

    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Fatigue => "people tire",
            Self::Attention => "attention runs out",
            Self::OptOut => "people opt out",
            Self::Unfollow => "fans unfollow",
            Self::Deterrence => "bad words deter",
            Self::Circles => "friends who know each other count as one",
            Self::Tipping => "what follows hangs on the friend who tips the balance",
            Self::Synergy => "it matters which platform comes first",
            Self::SharedOnce => "people share once, on one platform",
            Self::Cap => "the budget is a cap",
            Self::SkipsFans => "invitations pass over fans",
            Self::TakesPlaces => "a request takes the place of a post",
            Self::FirstWord => "two requests compete for the first word",
            Self::Distrust => "rewards make invitations less welcome",
            Self::Moderators => "moderators remove posts",
            Self::Replies => "replies are waited for in turn",
            Self::Dilution => "bought followers dilute reach",
            Self::Professional => "a professional makes something worse",
        }
    }

    /// Whether it is at work in `campaign`, whatever a strategy does.
    fn is_in(self, campaign: &Campaign) -> bool {
        let response = &campaign.response;
        let any = |has: fn(&Funnel) -> f64| {
            let funnels = Channel::ALL.iter().map(|&channel| response.to(channel));
            funnels.into_iter().any(|funnel| has(funnel) > 0.0)
        };
        let platforms = campaign.habits.len();
        match self {
            Self::Fatigue => campaign
                .fatigue
                .is_some_and(|fatigue| fatigue.per_touch.get() > 0.0),
            Self::Attention => campaign.attention.is_some(),
            Self::OptOut => any(|funnel| funnel.opt_out.get()),
            Self::Unfollow => any(|funnel| funnel.unfollow.get()),
            Self::Deterrence => {
                let bad = |funnel: &Funnel| funnel.mention.get() * (1.0 - funnel.positive.get());
                response.deters.get() > 0.0 && response.share.seen.get() > 0.0 && any(bad)
            }
            Self::Circles => match &campaign.exposure {
                Exposure::Circles(chances) => chances.windows(2).any(|pair| pair[0] != pair[1]),
                _ => false,
            },
            Self::Synergy => {
                let away = campaign.word.is_some()
                    || campaign.media.is_some()
                    || campaign.search.is_some();
                campaign.integration.times() != 1.0 && (platforms > 1 || away)
            }
            Self::SharedOnce => {
                platforms > 1 && response.share.seen.get() > 0.0 && any(|f| f.share.get())
            }
            _ => false,
        }
    }

    /// Whether `strategy` sets it to work in `campaign`.
    fn is_set_off_by(self, campaign: &Campaign, strategy: &Strategy) -> bool {
        let actions = &strategy.actions;
        let any = |does: &dyn Fn(&ActionKind) -> bool| actions.iter().any(|a| does(&a.kind));
        match self {
            Self::Cap => {
                let is_cap = campaign.budget_mode == BudgetMode::Cap;
                is_cap && campaign.budget.is_some() && !actions.is_empty()
            }
            Self::Tipping => {
                let invites = any(&|kind| prompt(kind).is_some());
                let counts_words = match &campaign.exposure {
                    Exposure::Friends(needed) => *needed > 1,
                    Exposure::Curve(chances) => chances.len() > 1,
                    Exposure::Independent | Exposure::Circles(_) => false,
                };
                counts_words && words_differ(campaign, invites)
            }
            Self::SkipsFans => any(&|kind| prompt(kind).is_some_and(|prompt| prompt.skip_fans)),
            Self::TakesPlaces => actions.iter().any(|asking| {
                is_asking_post(asking)
                    && actions.iter().any(|post| {
                        matches!(post.kind, ActionKind::Post(_)) && post.platform == asking.platform
                    })
            }),
            Self::FirstWord => {
                let words = || actions.iter().filter_map(first_word);
                words().any(|word| words().any(|other| word != other))
            }
            Self::Distrust => any(&|kind| prompt(kind).is_some_and(|prompt| trust(prompt) < 1.0)),
            Self::Moderators => any(&|kind| match kind {
                ActionKind::GroupPost(post) => {
                    let removed = post.tolerance.is_some() || post.admission.get() < 1.0;
                    post.tolerance.is_some() || removed && post.backlash.get() > 0.0
                }
                _ => false,
            }),
            Self::Replies => any(&|kind| match kind {
                ActionKind::Listen(listen) => {
                    let convinces = campaign.response.reply.engage.get() > 0.0;
                    convinces || listen.trust != 0.0 || listen.calms.get() > 0.0
                }
                _ => false,
            }),
            Self::Dilution => any(&|kind| match kind {
                ActionKind::FakeFans(fakes) => fakes.count > 0 && fakes.dilution.get() > 0.0,
                _ => false,
            }),
            Self::Professional => any(&|kind| match kind {
                ActionKind::Professional(hired) => {
                    let factors = [hired.quality, hired.reach, hired.replies];
                    factors.iter().any(|&factor| factor < 1.0)
                }
                _ => false,
            }),
            _ => false,
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// What breaks "more never means less" in `campaign` and any of `strategies`; nothing
/// where they are monotone.
pub fn breaches(campaign: &Campaign, strategies: &[Strategy]) -> Vec<Breach> {
    let is_there = |breach: &Breach| {
        let by = |strategy: &Strategy| breach.is_set_off_by(campaign, strategy);
        breach.is_in(campaign) || strategies.iter().any(by)
    };
    Breach::ALL.into_iter().filter(is_there).collect()
}

fn prompt(kind: &ActionKind) -> Option<&Prompt> {
    match kind {
        ActionKind::Prompt(prompt) => Some(prompt),
        _ => None,
    }
}

fn is_asking_post(action: &Action) -> bool {
    let prompt = prompt(&action.kind);
    prompt.is_some_and(|prompt| matches!(prompt.via, Delivery::Post { .. }))
}

/// The factor that a prompt's reward puts on its invitations.
fn trust(prompt: &Prompt) -> f64 {
    match prompt.reward.most().millionths() > 0 {
        true => prompt.trust,
        false => 1.0,
    }
}

/// What decides how an invitation of `action` is met, beside its number.
fn first_word(action: &Action) -> Option<(Option<&str>, f64, Option<&Creative>)> {
    let prompt = prompt(&action.kind)?;
    Some((
        action.platform.as_deref(),
        trust(prompt),
        action.creative.as_ref(),
    ))
}

/// Whether it makes a difference which friend's word somebody answers, where friends
/// may invite or not.
fn words_differ(campaign: &Campaign, invites: bool) -> bool {
    let response = &campaign.response;
    let shares = Channel::ALL
        .iter()
        .any(|&channel| response.to(channel).share.get() > 0.0);
    let heard = [
        (Channel::Invite, invites),
        (
            Channel::Share,
            shares && response.share.seen > Probability::ZERO,
        ),
        (Channel::Word, campaign.word.is_some()),
    ];
    let heard = heard.into_iter().filter(|&(_, is_heard)| is_heard);
    let mut funnels = heard.map(|(channel, _)| response.to(channel));
    let follows = |f: &Funnel| [f.lead, f.buy, f.fan, f.share];
    let Some(first) = funnels.next() else {
        return false;
    };
    // A mention hangs on the very word.
    let by_the_word = |f: &Funnel| f.mention.get() > 0.0;
    let here = |f: &Funnel| campaign.habits.len() > 1 && f.fan.get() > 0.0;
    by_the_word(first)
        || here(first)
        || funnels.any(|f| by_the_word(f) || here(f) || follows(f) != follows(first))
}

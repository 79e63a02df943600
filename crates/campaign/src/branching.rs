//! The campaign where no graph is known: everybody met is somebody new.
//!
//! Fans are counted, and so are the friends of one person; who knows whom is not known. Each
//! friend is then a fresh person whose own friends nobody has met before, and the people of a
//! world are trees, one below each fan and each stranger. A [`Chains`](chains::Chains) plays a plan on them day
//! by day and keeps the same [`Ledger`](crate::ledger::Ledger) as a
//! [`Journey`](crate::journey::Journey).
//!
//! ```text
//! brand ── fan ──────── friend 0
//!      │       └─────── friend 1 ── friend 0 ── …
//!      └─ stranger ──── friend 0            met by paid impressions, media or a search
//! ```
//!
//! It answers quickly, and it is what a journey on a large and loosely knit graph comes near to.
//! It is too favourable where circles of friends overlap: there a second invitation reaches
//! somebody who has been reached before, and here never. What rests on who knows whom is refused:
//! groups, segments, words that count together, weights of ties, the best connected fans.
//!
//! - **Luck:** everybody has a key of 64 bits, mixed from that of the friend through whom they
//!   are met and their place among that friend's friends; a fan's is its number. Draws are
//!   looked up by it as a journey looks them up by id.
//! - **Cost:** follows the touches, the fans of each post and prompt, and the friends of
//!   those who share or invite.
//! - **Source:** invitations with delays as a branching process: Iribarren & Moro, *Physical
//!   Review Letters* 103(3), 2009; van der Lans, van Bruggen, Eliashberg & Wierenga, *Marketing
//!   Science* 29(2), 2010, whose three doors are the prompt, the invitation and the paid
//!   impression.

mod answers;
pub mod chain;
pub mod chains;
pub mod friends;
mod messages;
mod news;

use groundswell_graph::builder::{Direction, GraphBuilder};
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;
use groundswell_seeding::method::Method;

use crate::action::prompt::Who;
use crate::action::{Action, ActionKind};
use crate::branching::friends::Friends;
use crate::exposure::Exposure;
use crate::market::TieStrength;
use crate::money::Money;
use crate::plan::{Error, Plan};
use crate::strategy::{Campaign, Habits, Strategy};

/// What is known of a platform without its graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Fans {
    /// The platform.
    pub platform: String,
    /// How many fans the brand has there; no one is counted on two platforms.
    pub fans: u32,
    /// How many friends a person has there whom nobody has met before.
    pub friends: Friends,
}

/// The audience where no graph is known.
#[derive(Debug)]
pub struct Branching {
    /// The fans, who know nobody: their ids on each platform follow one another.
    fans: FanGraph,
    /// By platform.
    friends: Vec<Friends>,
    nearby: Probability,
    most_people: u32,
}

impl Branching {
    /// An audience of those fans.
    ///
    /// A share of `nearby` of all friends live in the catchment; fans and strangers who are met
    /// all do. In one world at most `most_people` people are met: a chain in which
    /// everybody brings more than one grows until the days or the people run out, and a
    /// ledger [`was_cut`](crate::ledger::Ledger::was_cut) where it is the people.
    ///
    /// Fans are numbered through all platforms: with another number of fans on one of them,
    /// those of the platforms behind it meet other luck.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyFans`] if there are more fans than `most_people`;
    /// [`Error::PlatformTwice`]; [`Error::NotFriends`] where a number of friends is out of
    /// range.
    pub fn new(platforms: &[Fans], nearby: Probability, most_people: u32) -> Result<Self, Error> {
        let fans: u64 = platforms.iter().map(|on| u64::from(on.fans)).sum();
        let Some(people) = u32::try_from(fans).ok().filter(|&fans| fans <= most_people) else {
            return Err(Error::TooManyFans { fans, most_people });
        };
        let mut builder = GraphBuilder::new(people);
        let mut first = 0;
        for on in platforms {
            let twice = |_| Error::PlatformTwice {
                platform: on.platform.clone(),
            };
            on.friends.check(&on.platform)?;
            builder
                .platform(&on.platform, &[], Direction::SourceToTarget)
                .map_err(twice)?;
            let ids = (first..first + on.fans).map(NodeId);
            builder.fans(&on.platform, ids).map_err(twice)?;
            first += on.fans;
        }
        Ok(Self {
            fans: builder.build(),
            friends: platforms.iter().map(|on| on.friends.clone()).collect(),
            nearby,
            most_people,
        })
    }

    /// The fans as a graph without a tie, on which plans are made.
    pub fn fans(&self) -> &FanGraph {
        &self.fans
    }

    /// People who are met in one world at most.
    pub fn most_people(&self) -> u32 {
        self.most_people
    }

    /// Refuses a campaign for which it matters who knows whom.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsGraph`], with what cannot be had without one.
    pub fn check(&self, campaign: &Campaign) -> Result<(), Error> {
        let several = self.friends.len() > 1;
        let in_groups = |of: &Habits| of.permeability != Probability::ONE;
        let needs = [
            (
                campaign.exposure != Exposure::Independent,
                "an exposure rule by which words of several friends count together",
            ),
            (!campaign.segments.is_empty(), "a segment"),
            (
                campaign.strength == Some(TieStrength::Weight),
                "a strength of ties by their weights",
            ),
            (
                several && campaign.integration.times() != 1.0,
                "synergy between platforms, which have people in common",
            ),
            (
                campaign.habits.iter().any(in_groups),
                "a permeability of groups",
            ),
            (
                campaign.on_their_own != Probability::ZERO,
                "a share of people who come on their own",
            ),
        ];
        match needs.iter().find(|(is_asked_for, _)| *is_asked_for) {
            Some(&(_, what)) => Err(Error::NeedsGraph { what }),
            None => Ok(()),
        }
    }

    /// Refuses a strategy for which it matters who knows whom.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsGraph`], with what cannot be had without one.
    pub fn check_strategy(&self, strategy: &Strategy) -> Result<(), Error> {
        let needs = |action: &Action| match &action.kind {
            ActionKind::GroupPost(_) => Some("a post in groups"),
            ActionKind::Boost(boost) => boost.segment.map(|_| "a segment"),
            ActionKind::Prompt(prompt) => match &prompt.who {
                Who::Segment(_) => Some("a segment"),
                // Without ties all are connected as little as anybody.
                Who::Best {
                    by: Method::Random | Method::Fringe,
                    ..
                }
                | Who::Everybody => None,
                Who::Best { .. } => Some("a choice of fans by whom they know"),
            },
            _ => None,
        };
        match strategy.actions.iter().find_map(needs) {
            Some(what) => Err(Error::NeedsGraph { what }),
            None => Ok(()),
        }
    }

    /// `strategy` among these fans, with `rest` where it spends the rest of the budget.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsGraph`], and those of [`Plan::new`].
    pub fn plan(&self, strategy: &Strategy, rest: Money) -> Result<Plan, Error> {
        self.check_strategy(strategy)?;
        Plan::new(strategy, &self.fans, rest)
    }

    /// How many people and ties a world can have: people at most, ties on average then.
    pub(crate) fn most_people_and_ties(&self) -> (f64, f64) {
        let friends = self.friends.iter().map(Friends::mean).sum::<f64>();
        let people = f64::from(self.most_people);
        (people, people * friends)
    }
}

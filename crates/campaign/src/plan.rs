//! A strategy made ready: amounts settled, names turned into keys and places.

use std::fmt;

use groundswell_diffusion::draw::Hazard;
use groundswell_graph::fan_graph::{FanGraph, Platform};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_seeding::method::Terms;

use crate::action::boost::Spend;
use crate::action::group_post::GroupPost;
use crate::action::prompt::{Delivery, Prompt, Who};
use crate::action::{self, Action, ActionKind};
use crate::channel::Channel;
use crate::ground::Ground;
use crate::money::Money;
use crate::response::Funnel;
use crate::strategy::{BudgetMode, Campaign, Strategy};

/// Arrivals that one boost may draw in one world.
const MOST_IMPRESSIONS: f64 = 50e6;
/// Steps up to which betweenness is counted out, for a plan is made in seconds.
const EFFORT: u64 = 1 << 30;

/// Why a strategy cannot be run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// An action on a platform that the graph does not have.
    NoSuchPlatform {
        /// The strategy.
        strategy: String,
        /// The action.
        action: String,
        /// The platform it names; empty where it names none.
        platform: String,
    },
    /// An action in a group that the platform does not have.
    NoSuchGroup {
        /// The strategy.
        strategy: String,
        /// The action.
        action: String,
        /// The group it names.
        group: String,
    },
    /// A boost that buys more impressions than can be followed one by one.
    TooManyImpressions {
        /// The strategy.
        strategy: String,
        /// The action.
        action: String,
        /// How many it would buy.
        impressions: u64,
    },
    /// Amounts that could add up to more than can be counted.
    TooMuchMoney {
        /// The strategy.
        strategy: String,
    },
    /// The budget is asked for, and there is none.
    NoBudget {
        /// The strategy.
        strategy: String,
    },
    /// The other actions are expected to cost more than the budget.
    OverBudget {
        /// The strategy.
        strategy: String,
        /// What they are expected to cost.
        expected: Money,
        /// What there is.
        budget: Money,
    },
    /// Something that rests on who knows whom, where no graph is known.
    NeedsGraph {
        /// What it is.
        what: &'static str,
    },
    /// A number of friends that cannot be.
    NotFriends {
        /// The platform.
        platform: String,
    },
    /// Two platforms of one name.
    PlatformTwice {
        /// The name.
        platform: String,
    },
    /// More fans than people may be met.
    TooManyFans {
        /// How many fans there are.
        fans: u64,
        /// People who may be met.
        most_people: u32,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchPlatform {
                strategy,
                action,
                platform,
            } => write!(
                f,
                "strategy \"{strategy}\": action \"{action}\" is on platform \"{platform}\", \
                 which the audience does not have"
            ),
            Self::NoSuchGroup {
                strategy,
                action,
                group,
            } => write!(
                f,
                "strategy \"{strategy}\": action \"{action}\" is in group \"{group}\", which its \
                 platform does not have"
            ),
            Self::TooManyImpressions {
                strategy,
                action,
                impressions,
            } => write!(
                f,
                "strategy \"{strategy}\": action \"{action}\" buys {impressions} impressions, \
                 more than can be followed one by one; lower its budget or raise per_thousand"
            ),
            Self::TooMuchMoney { strategy } => write!(
                f,
                "strategy \"{strategy}\": prices and margins could add up to more than a million \
                 million over so many people; lower them"
            ),
            Self::NoBudget { strategy } => {
                write!(
                    f,
                    "strategy \"{strategy}\" spends by the budget; set money.budget"
                )
            }
            Self::OverBudget {
                strategy,
                expected,
                budget,
            } => write!(
                f,
                "strategy \"{strategy}\" is expected to cost {expected} of a budget of {budget} \
                 before what is fitted to it; lower its volume or raise money.budget"
            ),
            Self::NeedsGraph { what } => write!(
                f,
                "{what} rests on who knows whom, and no graph is known; leave it out or give the \
                 audience a graph"
            ),
            Self::NotFriends { platform } => write!(
                f,
                "the number of friends on platform \"{platform}\" is out of range; a mean lies \
                 between 0 and 500, and weights are not negative and add up to more than 0"
            ),
            Self::PlatformTwice { platform } => {
                write!(f, "platform \"{platform}\" stands twice in the audience")
            }
            Self::TooManyFans { fans, most_people } => write!(
                f,
                "there are {fans} fans, and {most_people} people may be met in one world"
            ),
        }
    }
}

impl std::error::Error for Error {}

/// A strategy whose every amount is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The strategy's name.
    pub name: String,
    /// By how much the volume of its scaled action was multiplied; 1 where none is.
    pub scaled_by: f64,
    pub(crate) steps: Vec<Step>,
    /// By platform and day: what professionals and fake fans make of other levers.
    /// Empty where there are neither.
    craft: Vec<Vec<Craft>>,
}

/// Factors on other levers on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Craft {
    /// On engaging with what the brand says itself.
    pub(crate) quality: f64,
    /// On how often posts are seen.
    pub(crate) reach: f64,
    /// On replies an hour.
    pub(crate) replies: f64,
}

impl Craft {
    const PLAIN: Self = Self {
        quality: 1.0,
        reach: 1.0,
        replies: 1.0,
    };
}

/// An action with its key and the place of its platform.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) action: Action,
    pub(crate) key: NameKey,
    /// Place of its platform; that after the last one where it has none.
    pub(crate) platform: usize,
    /// What a boost spends; zero for other actions.
    pub(crate) spend: Money,
    /// What works towards taking part in a prompt; none for other actions.
    pub(crate) take_part: Hazard,
    /// Which of the first day's fans are asked, where they are chosen; by id.
    pub(crate) chosen: Option<Vec<NodeId>>,
    /// The groups of a group post, with the keys of what moderators decide.
    pub(crate) groups: Vec<(u32, NameKey)>,
}

impl Step {
    /// The key of one matter of this action. The slash keeps it apart from matters
    /// that are no action's.
    pub(crate) fn matter(&self, what: &str) -> NameKey {
        NameKey::of(&format!("{}/{what}", self.action.name))
    }

    /// The prompt that this step is.
    ///
    /// # Panics
    ///
    /// If it is none.
    pub(crate) fn prompt(&self) -> &Prompt {
        match &self.action.kind {
            ActionKind::Prompt(prompt) => prompt,
            _ => unreachable!("only prompts make fans invite"),
        }
    }

    /// What `strategy` does by `action` on `graph`.
    fn of(
        strategy: &Strategy,
        action: &Action,
        graph: &FanGraph,
        rest: Money,
    ) -> Result<Self, Error> {
        let platforms = graph.platforms();
        let platform = match &action.platform {
            Some(name) => platforms.iter().position(|p| p.name == *name),
            None => matches!(action.kind, ActionKind::Professional(_)).then_some(platforms.len()),
        };
        let platform = platform.ok_or_else(|| Error::NoSuchPlatform {
            strategy: strategy.name.clone(),
            action: action.name.clone(),
            platform: action.platform.clone().unwrap_or_default(),
        })?;
        let mut step = Self {
            key: action.key(),
            action: action.clone(),
            platform,
            spend: Money::ZERO,
            take_part: Hazard::NONE,
            chosen: None,
            groups: Vec::new(),
        };
        match &action.kind {
            ActionKind::Boost(boost) => {
                step.spend = match boost.budget {
                    Spend::Fixed(amount) => amount,
                    Spend::Rest => rest,
                }
            }
            ActionKind::Prompt(prompt) => {
                let persuaded = prompt.incentive.persuades.map(Hazard::of);
                let willing = Hazard::of(prompt.take_part);
                step.take_part = willing.and(persuaded.unwrap_or_default());
                step.chosen = chosen(prompt, &platforms[platform]);
            }
            ActionKind::GroupPost(post) => {
                let groups = groups(post, &platforms[platform]);
                step.groups = groups.ok_or_else(|| Error::NoSuchGroup {
                    strategy: strategy.name.clone(),
                    action: action.name.clone(),
                    group: post.group.clone().unwrap_or_default(),
                })?;
                for (_, key) in &mut step.groups {
                    *key = NameKey::of(&format!("{}/{:016x}", action.name, key.0));
                }
            }
            ActionKind::Post(_)
            | ActionKind::Listen(_)
            | ActionKind::Professional(_)
            | ActionKind::FakeFans(_) => {}
        }
        Ok(step)
    }
}

/// The fans whom `prompt` chooses, by id; `None` where it chooses none.
fn chosen(prompt: &Prompt, platform: &Platform) -> Option<Vec<NodeId>> {
    let Who::Best { by, chance, count } = prompt.who else {
        return None;
    };
    let terms = Terms {
        chance,
        effort: EFFORT,
        ..Terms::default()
    };
    let fans = platform.fans.members();
    let mut chosen = by.seeder(terms).choose(platform, fans, count as usize);
    chosen.sort_unstable();
    Some(chosen)
}

/// The groups in which `post` is made, with the keys of their names; `None` if it
/// names one that is not there, or there is none at all.
fn groups(post: &GroupPost, platform: &Platform) -> Option<Vec<(u32, NameKey)>> {
    let groups = platform.groups.as_ref()?;
    let named = |(name, _): &(&String, u32)| post.group.as_ref().is_none_or(|g| g == *name);
    let groups = groups.names().iter().zip(0..).filter(named);
    let groups: Vec<_> = groups
        .map(|(name, number)| (number, NameKey::of(name)))
        .collect();
    (!groups.is_empty()).then_some(groups)
}

impl Plan {
    /// `strategy` on `graph`, with `rest` where it spends the rest of the budget.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPlatform`], [`Error::NoSuchGroup`].
    pub fn new(strategy: &Strategy, graph: &FanGraph, rest: Money) -> Result<Self, Error> {
        let steps = strategy.actions.iter();
        let steps = steps.map(|action| Step::of(strategy, action, graph, rest));
        let mut steps: Vec<Step> = steps.collect::<Result<_, _>>()?;
        // What happens on one day happens in this order, wherever an action stands in
        // its list.
        steps.sort_by_key(|step| step.key);
        Ok(Self::of_steps(strategy.name.clone(), steps, graph))
    }

    /// The plan of these steps, which stand in their order.
    pub(crate) fn of_steps(name: String, steps: Vec<Step>, graph: &FanGraph) -> Self {
        Self {
            name,
            scaled_by: 1.0,
            craft: craft(&steps, graph),
            steps,
        }
    }

    /// What other levers are multiplied by on that day and platform.
    pub(crate) fn craft(&self, platform: usize, day: u32) -> Craft {
        let craft = self
            .craft
            .get(platform)
            .and_then(|days| days.get(day as usize));
        craft.copied().unwrap_or(Craft::PLAIN)
    }

    /// Days of the posts that ask fans to invite, of a campaign of so many days, on the
    /// platform at that place.
    pub(crate) fn days_taken(&self, platform: usize, campaign: u32) -> Vec<u32> {
        let mut days = Vec::new();
        for step in self.steps.iter().filter(|step| step.platform == platform) {
            if let ActionKind::Prompt(Prompt {
                via: Delivery::Post { per_week },
                ..
            }) = step.action.kind
            {
                let end = step.action.end.min(campaign);
                days.extend(action::days(per_week, step.action.start, end));
            }
        }
        days.sort_unstable();
        days
    }

    /// Whether any of its levers makes a touch more or less convincing.
    pub(crate) fn varies(&self) -> bool {
        let factor = |step: &Step| {
            let minds = match &step.action.kind {
                ActionKind::Prompt(prompt) => prompt.trust != 1.0,
                _ => false,
            };
            minds || step.action.creative.is_some()
        };
        !self.craft.is_empty() || self.steps.iter().any(factor)
    }

    /// What those of its boosts spend that spend the rest of the budget.
    pub(crate) fn spends_of_rest(&self) -> Money {
        let takes_rest = |step: &&Step| spends_rest_of(&step.action);
        self.steps
            .iter()
            .filter(takes_rest)
            .map(|step| step.spend)
            .sum()
    }

    /// Whether somebody may be asked to invite by two steps; by each, everybody takes
    /// part once.
    pub(crate) fn invites_again(&self) -> bool {
        let asks = |step: &&Step| matches!(step.action.kind, ActionKind::Prompt(_));
        self.steps.iter().filter(asks).count() > 1
    }

    /// Whether what it costs is left to chance.
    pub(crate) fn costs_depend_on_luck(&self) -> bool {
        let depend = |step: &Step| match &step.action.kind {
            ActionKind::Prompt(prompt) => prompt.costs_depend_on_fans(),
            _ => false,
        };
        self.steps.iter().any(depend)
    }

    /// Whether anybody can meet a message on `channel`: what the brand itself does not
    /// send nobody meets, while friends, media and searches answer to whatever is done.
    fn sends(&self, channel: Channel) -> bool {
        let sends = |step: &Step| match (channel, &step.action.kind) {
            (Channel::Post, ActionKind::Post(_))
            | (Channel::Boost, ActionKind::Boost(_))
            | (Channel::Group, ActionKind::GroupPost(_))
            | (Channel::Invite, ActionKind::Prompt(_))
            | (Channel::Reply, ActionKind::Listen(_)) => true,
            (Channel::Post, ActionKind::Prompt(prompt)) => {
                matches!(prompt.via, Delivery::Post { .. })
            }
            _ => false,
        };
        match channel {
            Channel::Post | Channel::Boost | Channel::Group | Channel::Invite | Channel::Reply => {
                self.steps.iter().any(sends)
            }
            Channel::Share | Channel::Media | Channel::Word | Channel::Search => true,
        }
    }

    /// `campaign` as far as it has a bearing on this plan: two campaigns of which that is
    /// the same give the same results in the same worlds.
    pub fn relevant(&self, campaign: &Campaign) -> Campaign {
        let mut campaign = campaign.clone();
        for channel in Channel::ALL {
            if !self.sends(channel) {
                *campaign.response.to_mut(channel) = Funnel::default();
            }
        }
        if campaign.budget_mode != BudgetMode::Cap {
            // What the budget leaves is in the plan already.
            campaign.budget = None;
        }
        campaign
    }
}

fn craft(steps: &[Step], graph: &FanGraph) -> Vec<Vec<Craft>> {
    let matters = |step: &&Step| {
        let kind = &step.action.kind;
        matches!(kind, ActionKind::Professional(_) | ActionKind::FakeFans(_))
    };
    if !steps.iter().any(|step| matters(&step)) {
        return Vec::new();
    }
    let days = steps.iter().map(|step| step.action.end).max().unwrap_or(0);
    let on = |(at, platform): (usize, &Platform)| {
        let mut days = vec![Craft::PLAIN; days as usize];
        for step in steps.iter().filter(matters) {
            let (start, end) = (step.action.start, step.action.end);
            if step.platform != at && step.platform != graph.platforms().len() {
                continue;
            }
            match &step.action.kind {
                ActionKind::Professional(hired) => {
                    for (day, craft) in (0..end).zip(&mut days).skip(start as usize) {
                        craft.quality *= hired.learnt(hired.quality, day - start);
                        craft.reach *= hired.learnt(hired.reach, day - start);
                        craft.replies *= hired.learnt(hired.replies, day - start);
                    }
                }
                ActionKind::FakeFans(fakes) => {
                    let factor = fakes.dilutes(platform.fans.members().len() as u32);
                    // Followers are bought once, and stay.
                    days.iter_mut()
                        .skip(start as usize)
                        .for_each(|craft| craft.reach *= factor);
                }
                _ => {}
            }
        }
        days
    };
    graph.platforms().iter().enumerate().map(on).collect()
}

/// Units of money that one world may turn over, so that sums hold.
const MOST_MONEY: f64 = 1e12;

/// Refuses amounts that could add up to more than can be counted, if everybody
/// did everything.
///
/// # Errors
///
/// [`Error::TooMuchMoney`].
pub(crate) fn check_money(ground: &Ground<'_>, strategy: &Strategy) -> Result<(), Error> {
    let campaign = ground.campaign();
    let (people, ties) = ground.most_people_and_ties();
    let days = f64::from(campaign.all_days());
    let hour = campaign.hour.units();
    let weeks = days / 7.0 + 1.0;
    let cost = |action: &Action| {
        let varying = match &action.kind {
            ActionKind::Post(post) => weeks * post.per_week * post.hours * hour,
            ActionKind::Boost(boost) => match boost.budget {
                Spend::Fixed(amount) => amount.units(),
                Spend::Rest => campaign.budget.unwrap_or_default().units(),
            },
            ActionKind::Prompt(prompt) => {
                let each = prompt.reward.most() + prompt.incentive.amount;
                let posts = match prompt.via {
                    Delivery::Post { per_week } => weeks * per_week,
                    _ => people,
                };
                people * each.units()
                    + posts * prompt.hours * hour
                    + ties * prompt.per_invitation.units()
            }
            ActionKind::GroupPost(post) => weeks * post.per_week * post.hours * hour,
            ActionKind::Listen(listen) => weeks * listen.hours_per_week * hour,
            ActionKind::Professional(hired) => {
                let month = hired.fee_per_month.units() + hired.hours_per_month * hour;
                month * days / 30.0
            }
            ActionKind::FakeFans(fakes) => {
                f64::from(fakes.count) * fakes.per_thousand.units() / 1000.0
            }
        };
        let creative = action.creative.as_ref().map_or(0.0, |c| c.cost.units());
        action.fee.units() + creative + varying
    };
    let value = campaign.segments.iter().map(|segment| segment.value);
    let value = value.fold(1.0, f64::max);
    // Somebody who buys again does so at most with every touch; a touch a day each is
    // more than ever happens.
    let again = campaign.worth.again.units() * days;
    let margin = people * value * (campaign.worth.most() + campaign.worth.revenue.units() + again);
    let most = margin + strategy.actions.iter().map(cost).sum::<f64>();
    match most <= MOST_MONEY {
        true => Ok(()),
        false => Err(Error::TooMuchMoney {
            strategy: strategy.name.clone(),
        }),
    }
}

/// Refuses boosts that would have to be followed for too long: every arrival on the
/// `blocks` of ids that hold people of the catchment costs its time.
///
/// # Errors
///
/// [`Error::TooManyImpressions`].
pub(crate) fn check_impressions(ground: &Ground<'_>, plan: &Plan) -> Result<(), Error> {
    for step in &plan.steps {
        if let ActionKind::Boost(boost) = &step.action.kind {
            let impressions = boost.impressions(step.spend);
            let mut drawn = impressions * ground.ids_per_person(step.platform);
            // Where few are aimed at, arrivals are drawn for all.
            if boost.targeting.get() > 0.0 && ground.campaign().market.is_some() {
                drawn /= ground.share_in_market(step.platform).max(1e-9);
            }
            if let Some(segment) = boost.segment {
                let here = f64::from(ground.crowd(step.platform).people);
                drawn *= here / f64::from(ground.crowd_of(step.platform, segment).max(1));
            }
            if drawn.is_nan() || drawn > MOST_IMPRESSIONS {
                return Err(Error::TooManyImpressions {
                    strategy: plan.name.clone(),
                    action: step.action.name.clone(),
                    impressions: impressions as u64,
                });
            }
        }
    }
    Ok(())
}

/// Whether some action of `strategy` spends the rest of the budget.
pub(crate) fn spends_rest(strategy: &Strategy) -> bool {
    strategy.actions.iter().any(spends_rest_of)
}

fn spends_rest_of(action: &Action) -> bool {
    matches!(&action.kind, ActionKind::Boost(boost) if boost.budget == Spend::Rest)
}

/// What is left of the campaign's budget after an expected cost, shared by the
/// boosts that spend the rest.
///
/// # Errors
///
/// [`Error::NoBudget`], [`Error::OverBudget`].
pub(crate) fn rest_of(
    campaign: &Campaign,
    strategy: &Strategy,
    expected: Money,
) -> Result<Money, Error> {
    let name = || strategy.name.clone();
    let budget = campaign
        .budget
        .ok_or_else(|| Error::NoBudget { strategy: name() })?;
    if expected > budget {
        return Err(Error::OverBudget {
            strategy: name(),
            expected,
            budget,
        });
    }
    let takers = strategy
        .actions
        .iter()
        .filter(|action| spends_rest_of(action));
    Ok((budget - expected).at_rate(1.0 / takers.count().max(1) as f64))
}

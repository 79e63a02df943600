//! A strategy made ready: amounts settled, names turned into keys and places.

use std::fmt;

use groundswell_diffusion::draw::Hazard;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::name_key::NameKey;

use crate::action::{Action, ActionKind, Spend};
use crate::ground::Ground;
use crate::money::Money;
use crate::strategy::{Campaign, Strategy};

/// Arrivals that one boost may draw in one world.
const MOST_IMPRESSIONS: f64 = 50e6;

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
        /// The platform it names.
        platform: String,
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
    /// The rest of a budget is asked for, and there is no budget.
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
                    "strategy \"{strategy}\" spends the rest of a budget; set money.budget"
                )
            }
            Self::OverBudget {
                strategy,
                expected,
                budget,
            } => write!(
                f,
                "strategy \"{strategy}\" is expected to cost {expected} of a budget of {budget} \
                 before its boost; lower its volume or raise money.budget"
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
    pub(crate) steps: Vec<Step>,
}

/// An action with its key and the place of its platform.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) action: Action,
    pub(crate) key: NameKey,
    pub(crate) platform: usize,
    /// What a boost spends; zero for other actions.
    pub(crate) spend: Money,
    /// What works towards taking part in a prompt; none for other actions.
    pub(crate) take_part: Hazard,
}

impl Step {
    /// The key of one matter of this action. The slash keeps it apart from matters
    /// that are no action's.
    pub(crate) fn matter(&self, what: &str) -> NameKey {
        NameKey::of(&format!("{}/{what}", self.action.name))
    }
}

impl Plan {
    /// `strategy` on `graph`, with `rest` where it spends the rest of the budget.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPlatform`].
    pub fn new(strategy: &Strategy, graph: &FanGraph, rest: Money) -> Result<Self, Error> {
        let step = |action: &Action| {
            let platform = graph
                .platforms()
                .iter()
                .position(|p| p.name == action.platform);
            let platform = platform.ok_or_else(|| Error::NoSuchPlatform {
                strategy: strategy.name.clone(),
                action: action.name.clone(),
                platform: action.platform.clone(),
            })?;
            let spend = match &action.kind {
                ActionKind::Boost(boost) => match boost.budget {
                    Spend::Fixed(amount) => amount,
                    Spend::Rest => rest,
                },
                _ => Money::ZERO,
            };
            let take_part = match &action.kind {
                ActionKind::Prompt(prompt) => Hazard::of(prompt.take_part),
                _ => Hazard::NONE,
            };
            Ok(Step {
                key: action.key(),
                action: action.clone(),
                platform,
                spend,
                take_part,
            })
        };
        let mut steps: Vec<Step> = strategy
            .actions
            .iter()
            .map(step)
            .collect::<Result<_, _>>()?;
        // What happens on one day happens in this order, wherever an action stands in
        // its list.
        steps.sort_by_key(|step| step.key);
        Ok(Self {
            name: strategy.name.clone(),
            steps,
        })
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

    /// Whether fans are asked to invite; without that no answer to an invitation
    /// matters, and every world costs the same.
    pub fn asks_to_invite(&self) -> bool {
        let asks = |step: &Step| matches!(step.action.kind, ActionKind::Prompt(_));
        self.steps.iter().any(asks)
    }
}

/// Units of money that one world may turn over, so that sums hold.
const MOST_MONEY: f64 = 1e12;

/// Refuses amounts that could add up to more than can be counted, if everybody
/// did everything.
///
/// # Errors
///
/// [`Error::TooMuchMoney`].
pub(crate) fn check_money(
    graph: &FanGraph,
    campaign: &Campaign,
    strategy: &Strategy,
) -> Result<(), Error> {
    let people = f64::from(graph.people());
    let hour = campaign.hour.units();
    let cost = |action: &Action| {
        let varying = match &action.kind {
            ActionKind::Post(post) => {
                let weeks = f64::from(campaign.days) / 7.0 + 1.0;
                weeks * post.per_week * post.hours * hour
            }
            ActionKind::Boost(boost) => match boost.budget {
                Spend::Fixed(amount) => amount.units(),
                Spend::Rest => campaign.budget.unwrap_or_default().units(),
            },
            ActionKind::Prompt(prompt) => {
                let ties = graph.platforms().iter().map(|p| f64::from(p.ties.count()));
                let each = prompt.reward.total().units() + prompt.hours * hour;
                people * each + ties.sum::<f64>() * prompt.per_invitation.units()
            }
        };
        action.fee.units() + varying
    };
    let margin = people * campaign.margin_per_customer.units().abs();
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
            let drawn = impressions * ground.ids_per_person(step.platform);
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

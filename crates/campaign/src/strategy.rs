//! A strategy: a named list of actions; and the campaign in which strategies
//! compete.

use groundswell_graph::probability::Probability;

use crate::action::Action;
use crate::exposure::Exposure;
use crate::fatigue::Fatigue;
use crate::market::{Market, Segment, TieStrength};
use crate::money::Money;
use crate::response::Response;
use crate::sentiment::Sentiment;
use crate::surroundings::{Integration, MediaPickup, Search, Word};
use crate::worth::Worth;

/// The strategy that spends nothing; every comparison runs it.
pub const DO_NOTHING: &str = "do-nothing";

/// A named list of actions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strategy {
    /// The name in files and reports.
    pub name: String,
    /// Names within a strategy differ.
    pub actions: Vec<Action>,
    /// The action whose volume is fitted to the budget, if one is.
    pub scaled: Option<String>,
}

impl Strategy {
    /// The strategy without actions.
    pub fn do_nothing() -> Self {
        Self {
            name: DO_NOTHING.to_owned(),
            ..Self::default()
        }
    }
}

/// Everything that all strategies share.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// Days on which strategies act, from day 0.
    pub days: u32,
    /// Days after them on which what was begun runs on, and nobody acts.
    pub silent_days: u32,
    /// One entry per platform of the graph, in its order.
    pub habits: Vec<Habits>,
    /// How people answer.
    pub response: Response,
    /// When what friends say convinces.
    pub exposure: Exposure,
    /// How people tire; `None` where they do not.
    pub fatigue: Option<Fatigue>,
    /// Touches that somebody takes in on one day; `None` where there is no limit.
    pub attention: Option<u32>,
    /// Who could become a customer; everybody where it is `None`.
    pub market: Option<Market>,
    /// Sorts of people.
    pub segments: Vec<Segment>,
    /// How much stronger some friends' word is.
    pub strength: Option<TieStrength>,
    /// How platforms work together.
    pub integration: Integration,
    /// Word of mouth.
    pub word: Option<Word>,
    /// Share of people of the catchment who become customers by themselves, within
    /// all the days.
    pub on_their_own: Probability,
    /// Media pickup.
    pub media: Option<MediaPickup>,
    /// Spill-over to search.
    pub search: Option<Search>,
    /// What people think of the brand; `None` where nobody asks.
    pub sentiment: Option<Sentiment>,
    /// Others' mentions on all days together, with which the brand's share the
    /// public's ear.
    pub rival_mentions: f64,
    /// Share of day-0 fans who are customers already.
    pub customers_among_fans: Probability,
    /// What one new customer brings.
    pub worth: Worth,
    /// Price of a working hour.
    pub hour: Money,
    /// What a strategy may spend; `None` where there is no limit.
    pub budget: Option<Money>,
    /// What the budget means.
    pub budget_mode: BudgetMode,
}

impl Default for Campaign {
    /// Eight weeks, no platforms, and nobody answers anything.
    fn default() -> Self {
        Self {
            days: 56,
            silent_days: 0,
            habits: Vec::new(),
            response: Response::default(),
            exposure: Exposure::default(),
            fatigue: None,
            attention: None,
            market: None,
            segments: Vec::new(),
            strength: None,
            integration: Integration::default(),
            word: None,
            on_their_own: Probability::ZERO,
            media: None,
            search: None,
            sentiment: None,
            rival_mentions: 0.0,
            customers_among_fans: Probability::ZERO,
            worth: Worth::default(),
            hour: Money::ZERO,
            budget: None,
            budget_mode: BudgetMode::default(),
        }
    }
}

impl Campaign {
    /// All days that are simulated.
    pub fn all_days(&self) -> u32 {
        self.days + self.silent_days
    }
}

/// What makes strategies comparable in money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BudgetMode {
    /// The named lever of each strategy is scaled, in pilot worlds, until the
    /// strategy is expected to spend the budget.
    #[default]
    Expected,
    /// A strategy stops paying when the budget is spent. Not monotone: what is spent
    /// early is not there later.
    Cap,
    /// Strategies cost what they cost.
    Planned,
}

/// What is usual on a platform.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Habits {
    /// Chance that a fan sees one post of the brand.
    pub organic_reach: Probability,
    /// How unequal the fortunes of posts are: standard deviation of the
    /// logarithm of a factor, of mean one, that everybody shares.
    pub fortune: f64,
    /// What is left of a friend's word that leaves the groups of the one who says
    /// it: 0 keeps it in, 1 makes groups no matter.
    pub permeability: Probability,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            organic_reach: Probability::ONE,
            fortune: 0.0,
            permeability: Probability::ONE,
        }
    }
}

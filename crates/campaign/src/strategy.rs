//! A strategy: a named list of actions; and the campaign in which strategies
//! compete.

use groundswell_graph::probability::Probability;

use crate::action::Action;
use crate::money::Money;
use crate::response::Response;

/// The strategy that spends nothing; every comparison runs it.
pub const DO_NOTHING: &str = "do-nothing";

/// A named list of actions.
#[derive(Debug, Clone, PartialEq)]
pub struct Strategy {
    /// The name in files and reports.
    pub name: String,
    /// Names within a strategy differ.
    pub actions: Vec<Action>,
}

impl Strategy {
    /// The strategy without actions.
    pub fn do_nothing() -> Self {
        Self {
            name: DO_NOTHING.to_owned(),
            actions: Vec::new(),
        }
    }
}

/// Everything that all strategies share.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// Days that are simulated, from day 0.
    pub days: u32,
    /// One entry per platform of the graph, in its order.
    pub habits: Vec<Habits>,
    /// How people answer.
    pub response: Response,
    /// Share of day-0 fans who are customers already.
    pub customers_among_fans: Probability,
    /// What one new customer brings over the horizon.
    pub margin_per_customer: Money,
    /// Price of a working hour.
    pub hour: Money,
    /// What a strategy may spend; `None` where there is no limit.
    pub budget: Option<Money>,
}

/// What is usual on a platform.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Habits {
    /// Chance that a fan sees one post of the brand.
    pub organic_reach: Probability,
    /// How unequal the fortunes of posts are: standard deviation of the
    /// logarithm of a factor, of mean one, that everybody shares.
    pub fortune: f64,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            organic_reach: Probability::ONE,
            fortune: 0.0,
        }
    }
}

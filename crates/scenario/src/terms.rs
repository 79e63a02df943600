//! `[money]`: what may be spent, and what a customer brings.

use groundswell_campaign::money::Money;

use crate::document::Section;
use crate::quantity::{AMOUNT, AMOUNT_EACH, Absent};

/// What makes strategies comparable in money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EqualBudget {
    /// "The rest of the budget" is what other actions leave of it in expectation.
    Expected,
}

/// Words about money that results do not depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The currency, as it is shown.
    pub currency: String,
    /// What makes strategies comparable.
    pub equal_budget: EqualBudget,
    /// Over what time a customer's margin is counted, as it is shown.
    pub horizon: String,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            currency: "EUR".to_owned(),
            equal_budget: EqualBudget::Expected,
            horizon: "365 days".to_owned(),
        }
    }
}

/// `[money]`, as far as the campaign needs it.
pub(crate) struct Amounts {
    pub(crate) budget: Option<Money>,
    pub(crate) hour: Money,
    pub(crate) margin_per_customer: Money,
}

/// `[money]`.
pub(crate) fn read(mut section: Section<'_>) -> (Terms, Amounts) {
    let modes = [("expected", EqualBudget::Expected)];
    let default = Terms::default();
    let terms = Terms {
        currency: section.text("currency", 8, &default.currency),
        equal_budget: section
            .word("equal_budget", &modes, Some(default.equal_budget))
            .unwrap_or(default.equal_budget),
        horizon: section.text("horizon", 100, &default.horizon),
    };
    let amounts = Amounts {
        budget: section
            .optional("budget", AMOUNT, "no limit")
            .and_then(Money::of),
        hour: section.money("hour", AMOUNT_EACH, Absent::Default(0.0)),
        margin_per_customer: section.money(
            "margin_per_customer",
            AMOUNT_EACH,
            Absent::Default(0.0),
        ),
    };
    section.end();
    (terms, amounts)
}

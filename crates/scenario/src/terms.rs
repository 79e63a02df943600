//! `[money]`: what may be spent, and what a customer brings.

use groundswell_campaign::money::Money;
use groundswell_campaign::strategy::BudgetMode;
use groundswell_campaign::worth::{Loyalty, Worth};

use crate::diagnostic::{CONTRADICTION, Diagnostic, WRONG_TYPE};
use crate::document::{Section, if_default};
use crate::effective::{Line, quoted};
use crate::quantity::{AMOUNT, AMOUNT_EACH, Absent, Ask, FRACTION, Provenance, TIMES, Unit};

/// Words about money that results do not depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The currency, as it is shown.
    pub currency: String,
    /// Over what time a customer's margin is counted, as it is shown.
    pub horizon: String,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            currency: "EUR".to_owned(),
            horizon: "365 days".to_owned(),
        }
    }
}

/// `[money]`, as far as the campaign needs it.
pub(crate) struct Amounts {
    pub(crate) budget: Option<Money>,
    pub(crate) budget_mode: BudgetMode,
    pub(crate) hour: Money,
    pub(crate) worth: Worth,
}

const HORIZON: Ask = Ask::new(Unit::Days, 1.0, 36_500.0).whole();

/// Days of the words for times.
const TIMES_OF: [(&str, f64); 4] = [
    ("day", 1.0),
    ("week", 7.0),
    ("month", 30.0),
    ("year", 365.0),
];

/// `[money]`.
pub(crate) fn read(mut section: Section<'_>) -> (Terms, Amounts) {
    let modes = [
        ("expected", BudgetMode::Expected),
        ("cap", BudgetMode::Cap),
        ("planned", BudgetMode::Planned),
    ];
    let default = Terms::default();
    let currency = section.text("currency", 8, &default.currency);
    let budget_mode = section.word("equal_budget", &modes, Some(BudgetMode::Expected));
    let (horizon, days) = horizon(&mut section, &default.horizon);
    let budget = section
        .optional("budget", AMOUNT, "no limit")
        .and_then(Money::of);
    if budget_mode == Some(BudgetMode::Cap) && budget.is_none() {
        let message =
            "money.equal_budget is \"cap\", but money.budget says not at what; an amount would do";
        let place = section.place_of("equal_budget");
        section.report(Diagnostic::new(CONTRADICTION, message).at(place));
    }
    let nothing = Absent::Neutral(0.0);
    let amounts = Amounts {
        budget,
        budget_mode: budget_mode.unwrap_or_default(),
        hour: section.money("hour", AMOUNT_EACH, Absent::Default(0.0)),
        worth: Worth {
            margin: section.money("margin_per_customer", AMOUNT_EACH, Absent::Default(0.0)),
            revenue: section.money("revenue_per_customer", AMOUNT_EACH, nothing),
            again: section.money("margin_per_repeat", AMOUNT_EACH, nothing),
            loyalty: match section.has("loyalty") {
                true => Some(section.on_one_line("loyalty", |table| loyalty(table, days))),
                false => section.value("loyalty").and(None),
            },
            discount: section.number("discount", FRACTION, nothing),
        },
    };
    section.end();
    (Terms { currency, horizon }, amounts)
}

/// Over what time customers count, as it is shown and in days: `"6 years"`, or a number
/// of days.
fn horizon(section: &mut Section<'_>, default: &str) -> (String, u32) {
    let path = section.path_of("horizon");
    let value = section.value("horizon");
    let text = match value.map(|value| value.get_ref().as_str()) {
        Some(text) => text,
        None => Some(default),
    };
    let days = text.and_then(days);
    if let (Some(value), Some(text), None) = (value, text, days) {
        let help = text.trim().parse::<f64>().is_ok().then(|| {
            format!(
                "write {} without quotes, or \"{} days\"",
                text.trim(),
                text.trim()
            )
        });
        let message = format!(
            "{path} is {}; a number of days, or a time such as \"365 days\", \"18 months\" or \"6 years\" would do",
            quoted(text)
        );
        section.report(
            Diagnostic::new(WRONG_TYPE, message)
                .at(value.span())
                .help(help),
        );
        return (default.to_owned(), 365);
    }
    let (stated, absent) = match days {
        // What is said in words is taken as if it were the default, which it is not.
        Some(days) => (None, Absent::Default(days)),
        None => (value, Absent::Error),
    };
    let Some(mut quantity) = section.reading().quantity(&path, stated, HORIZON, absent) else {
        return (default.to_owned(), 365);
    };
    let number = quantity.value as u32;
    let in_words = text.filter(|_| quantity.provenance == Provenance::Default);
    let shown = in_words.map_or_else(|| format!("{number} days"), str::to_owned);
    section.note(match in_words {
        Some(words) => {
            if value.is_some() {
                quantity.provenance = Provenance::Plain;
            }
            let line = Line::new("horizon", quoted(words)).comment(if_default(words == default));
            // Without loyalty it is no more than a word beside the margin.
            match section.has("loyalty") {
                true => line.with(vec![quantity]),
                false => line,
            }
        }
        None => quantity.line("horizon", absent),
    });
    (shown, number)
}

/// The days that words such as `18 months` say.
fn days(text: &str) -> Option<f64> {
    let (number, unit) = text.trim().split_once(' ')?;
    let unit = unit.trim();
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let (_, each) = TIMES_OF.iter().find(|(word, _)| *word == unit)?;
    let days = (number.parse::<f64>().ok()? * each).round();
    (1.0..=36_500.0).contains(&days).then_some(days)
}

fn loyalty(mut section: Section<'_>, horizon: u32) -> Loyalty {
    let loyalty = Loyalty {
        per_month: section.money("per_month", AMOUNT_EACH, Absent::Error),
        churn: section.probability("churn", Absent::Error),
        horizon,
        referred_margin: section.number("referred_margin", TIMES, Absent::Neutral(1.0)),
        referred_churn: section.number("referred_churn", TIMES, Absent::Neutral(1.0)),
    };
    section.end();
    loyalty
}

//! `reward`: what an accepted invitation is paid with.

use groundswell_campaign::action::reward::{Pay, Reward};
use groundswell_campaign::money::Money;
use toml::de::DeValue;

use crate::diagnostic::{CONTRADICTION, Diagnostic, OUT_OF_RANGE};
use crate::document::{Section, join};
use crate::effective::{Line, quoted};
use crate::quantity::{AMOUNT_EACH, Absent, Ask, Quantity, Unit};

/// Tiers that a reward may have.
const MOST_TIERS: usize = 20;

/// Which acceptance of one inviter's invitations it is.
const NTH: Ask = Ask::new(Unit::Number, 1.0, 1e6).whole();

/// `"none"`, `{ inviter = 2 }`, `{ two-sided = [2, 2] }`, `{ tiers = [[1, 2], [5, 4]] }` or
/// `{ each = 2, at = 5, bonus = 20 }`, the last two with `friend` beside them if wanted.
pub(crate) fn reward(section: &mut Section<'_>) -> Reward {
    let table = section
        .named("reward")
        .and_then(|value| value.get_ref().as_table());
    let grows = |key| table.is_some_and(|table| table.contains_key(key));
    match (
        grows("tiers"),
        ["each", "at", "bonus"].into_iter().any(grows),
    ) {
        (false, false) => flat(section),
        (true, _) => section.on_one_line("reward", |mut reward| {
            let tiers = tiers(&mut reward);
            let friend = reward.money("friend", AMOUNT_EACH, Absent::Neutral(0.0));
            reward.end();
            Reward {
                inviter: Pay::Tiered(tiers),
                friend,
            }
        }),
        (false, true) => section.on_one_line("reward", |mut reward| {
            let inviter = Pay::Bonus {
                each: reward.money("each", AMOUNT_EACH, Absent::Error),
                at: reward.count("at", NTH, Absent::Error),
                bonus: reward.money("bonus", AMOUNT_EACH, Absent::Error),
            };
            let friend = reward.money("friend", AMOUNT_EACH, Absent::Neutral(0.0));
            reward.end();
            Reward { inviter, friend }
        }),
    }
}

/// `[[1, 2], [5, 4]]`: from so many acceptances on, so much for each. The amounts have
/// the paths `tiers.1` and `tiers.5`.
fn tiers(reward: &mut Section<'_>) -> Vec<(u32, Money)> {
    const EXPECTED: &str = "a pair such as [5, 4], from the 5th acceptance on 4 for each,";
    let path = reward.path_of("tiers");
    let value = reward.value("tiers");
    let items = value.map(|value| reward.list_of(&path, value));
    let items = items.unwrap_or_default();
    let mut tiers: Vec<(u32, Quantity)> = Vec::new();
    for item in items.iter().copied() {
        let pair = match item.get_ref() {
            DeValue::Array(pair) if pair.len() == 2 => pair,
            _ => {
                reward.wrong_type(&path, item, EXPECTED);
                continue;
            }
        };
        let from = match pair[0].get_ref() {
            DeValue::Integer(from) => u32::from_str_radix(from.as_str(), from.radix()).ok(),
            _ => None,
        };
        let Some(from) = from.filter(|from| (1..=1_000_000).contains(from)) else {
            reward.wrong_type(&path, &pair[0], "a whole number from 1 to 1000000");
            continue;
        };
        if tiers.last().is_some_and(|(before, _)| *before >= from) {
            let message = format!("{path} goes back to {from}; ascending numbers would do");
            reward.report(Diagnostic::new(CONTRADICTION, message).at(item.span()));
            continue;
        }
        let path = join(&path, &from.to_string());
        let amount = reward
            .reading()
            .quantity(&path, Some(&pair[1]), AMOUNT_EACH, Absent::Error);
        tiers.extend(amount.map(|amount| (from, amount)));
    }
    if let Some(value) =
        value.filter(|value| value.get_ref().is_array() && !(1..=MOST_TIERS).contains(&items.len()))
    {
        let message = format!(
            "{path} has {} entries; 1 to {MOST_TIERS} would do",
            items.len()
        );
        reward.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
    }
    let written = |with_words| {
        let pairs = tiers
            .iter()
            .map(|(from, amount)| format!("[{from}, {}]", amount.toml(with_words)));
        format!("[{}]", pairs.collect::<Vec<_>>().join(", "))
    };
    let line = Line {
        identity: Some(written(false)),
        ..Line::new("tiers", written(true))
    };
    let amounts = tiers.iter().map(|(_, amount)| amount.clone());
    reward.note(line.with(amounts.collect()));
    let money = |amount: f64| Money::of(amount).unwrap_or_default();
    let tiers = tiers.into_iter();
    tiers
        .map(|(from, amount)| (from, money(amount.value)))
        .collect()
}

/// The same for each acceptance: `"none"`, `{ inviter = 2 }` or `{ two-sided = [2, 2] }`.
fn flat(section: &mut Section<'_>) -> Reward {
    const EXPECTED: &str = "\"none\", { inviter = 2 }, { two-sided = [2, 2] }, { tiers = [[1, 2], [5, 4]] } or { each = 2, at = 5, bonus = 20 }";
    let path = section.path_of("reward");
    let Some(value) = section.value("reward") else {
        section.note(Line::new("reward", quoted("none")).comment("default"));
        return Reward::default();
    };
    let (words, sides) = match value.get_ref() {
        DeValue::String(none) if none == "none" => {
            section.note(Line::new("reward", quoted("none")).comment("default"));
            return Reward::default();
        }
        DeValue::Table(table) if table.len() == 1 => {
            match (
                table.get("inviter"),
                table.get("two-sided").map(|v| (v, v.get_ref())),
            ) {
                (Some(inviter), _) => (("{ inviter = ", " }"), vec![("inviter", inviter)]),
                (None, Some((_, DeValue::Array(both)))) if both.len() == 2 => (
                    ("{ two-sided = [", "] }"),
                    vec![("inviter", &both[0]), ("friend", &both[1])],
                ),
                _ => {
                    section.wrong_type(&path, value, EXPECTED);
                    return Reward::default();
                }
            }
        }
        _ => {
            section.wrong_type(&path, value, EXPECTED);
            return Reward::default();
        }
    };
    let sides = sides.into_iter().filter_map(|(side, value)| {
        section
            .reading()
            .quantity(&join(&path, side), Some(value), AMOUNT_EACH, Absent::Error)
    });
    let sides: Vec<_> = sides.collect();
    let amounts: Vec<Money> = sides
        .iter()
        .map(|side| Money::of(side.value).unwrap_or_default())
        .collect();
    let (before, after) = words;
    let written = |with_words| {
        let sides: Vec<String> = sides.iter().map(|side| side.toml(with_words)).collect();
        format!("{before}{}{after}", sides.join(", "))
    };
    let mut line = Line::new("reward", written(true));
    line.identity = Some(written(false));
    line.quantities = sides;
    section.note(line);
    let side = |at: usize| amounts.get(at).copied().unwrap_or_default();
    Reward::flat(side(0), side(1))
}

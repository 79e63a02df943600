//! `[[strategy]]`: named lists of actions.

use groundswell_campaign::action::boost::{Boost, Spend};
use groundswell_campaign::action::post::Post;
use groundswell_campaign::action::prompt::{Delivery, Incentive, Invitations, Prompt, Who};
use groundswell_campaign::action::reward::Reward;
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::delay::Delay;
use groundswell_campaign::money::Money;
use groundswell_campaign::strategy::{DO_NOTHING, Strategy};
use groundswell_graph::probability::Probability;
use toml::de::DeValue;

use crate::diagnostic::{
    CONTRADICTION, Diagnostic, MISSING_KEY, NAME, NO_SUCH_NAME, REST_OF_NOTHING,
};
use crate::document::{Section, choices, join};
use crate::effective::{self, Line, bare, quoted};
use crate::quantity::{AMOUNT, AMOUNT_EACH, Absent, Ask, DAYS, HOURS, Unit};
use crate::suggestion::suggestion;

/// Strategies that a file may have, and actions that a strategy may have.
const MOST: usize = 100;

const PER_WEEK: Ask = Ask::new(Unit::PerWeek, 0.0, 1000.0).above();
const INVITATIONS: Ask = Ask::new(Unit::Invitations, 0.0, 500.0);
const PRICE: Ask = AMOUNT_EACH.above();

/// Days until a fan meets a request, where nobody has counted: a guess.
const PROMPT_DELAY: f64 = 14.0;

/// Ways of asking somebody in person.
const IN_PERSON: [(&str, Delivery); 3] = [
    ("counter", Delivery::Counter),
    ("email", Delivery::Email),
    ("receipt", Delivery::Receipt),
];

/// What actions need to know of the rest of the file.
pub(crate) struct Surroundings<'a> {
    pub(crate) platforms: &'a [String],
    pub(crate) days: u32,
    pub(crate) has_budget: bool,
}

/// All strategies of `top`, in file order.
pub(crate) fn read(top: &mut Section<'_>, around: &Surroundings<'_>) -> Vec<Strategy> {
    let sections = top.sections("strategy", "[[strategy]]", MOST);
    let mut strategies: Vec<Strategy> = Vec::new();
    for mut section in sections {
        let name = section.name("name");
        let taken = strategies.iter().any(|strategy| strategy.name == name);
        if taken || name == DO_NOTHING {
            let why = if taken {
                "stands twice"
            } else {
                "always runs and is not declared"
            };
            let message = format!("strategy \"{name}\" {why}; another name would do");
            section.report(Diagnostic::new(NAME, message).at(section.place_of("name")));
        }
        section.called(join("strategy", &bare(&name)));
        let actions = actions(&mut section, around);
        section.end();
        strategies.push(Strategy {
            name,
            actions,
            scaled: None,
        });
    }
    let is_list = top
        .named("strategy")
        .is_some_and(|value| value.get_ref().is_array());
    if strategies.is_empty() && is_list {
        let message = "the file has no strategy; one [[strategy]] would do";
        top.report(Diagnostic::new(MISSING_KEY, message).at(top.place_of("strategy")));
    }
    strategies
}

fn actions(strategy: &mut Section<'_>, around: &Surroundings<'_>) -> Vec<Action> {
    let path = strategy.path().to_owned();
    let mut actions: Vec<Action> = Vec::new();
    for section in strategy.sections("actions", "[[strategy.actions]]", MOST) {
        let place = section.place_of("name");
        let Some(action) = action(section, &path, around) else {
            continue;
        };
        if actions.iter().any(|other| other.name == action.name) {
            let message = format!(
                "{path} has two actions called \"{}\"; another `name` would do",
                action.name
            );
            strategy.report(Diagnostic::new(NAME, message).at(place));
        }
        actions.push(action);
    }
    if actions.is_empty() {
        strategy.note(Line::new("actions", effective::list::<&str>(&[])));
    }
    actions
}

fn action(mut section: Section<'_>, strategy: &str, around: &Surroundings<'_>) -> Option<Action> {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Post,
        Boost,
        Prompt,
    }
    let kinds = [
        ("post", Kind::Post),
        ("boost", Kind::Boost),
        ("prompt", Kind::Prompt),
    ];
    // Without its kind nothing is known about an action.
    let kind = section.word("kind", &kinds, None)?;
    let word = kinds
        .iter()
        .find(|(_, k)| *k == kind)
        .map_or("", |(word, _)| word);
    let name = section.name_or("name", word);
    section.called(join(strategy, &bare(&name)));
    let platform = platform(&mut section, around.platforms);
    let whole_days = Ask::new(Unit::Days, 0.0, around.days.into()).whole();
    let start = section.count("start", whole_days, Absent::Default(0.0));
    let end = section.count("end", whole_days, Absent::Default(around.days.into()));
    if start > end {
        let message = format!(
            "{} starts on day {start} and ends before day {end}",
            section.path()
        );
        section.report(Diagnostic::new(CONTRADICTION, message).at(section.place_of("start")));
    }
    let fee = section.money("fee", AMOUNT, Absent::Default(0.0));
    let kind = match kind {
        Kind::Post => ActionKind::Post(post(&mut section)),
        Kind::Boost => ActionKind::Boost(boost(&mut section, around.has_budget)),
        Kind::Prompt => ActionKind::Prompt(prompt(&mut section)),
    };
    section.end();
    Some(Action {
        name,
        platform: Some(platform),
        start,
        end,
        fee,
        creative: None,
        kind,
    })
}

fn platform(section: &mut Section<'_>, platforms: &[String]) -> String {
    let known = || platforms.iter().map(String::as_str);
    match platforms {
        [only] => {
            let platform = section.name_or("platform", only);
            check_platform(section, &platform, platforms);
            platform
        }
        // What is wrong with the audience has been said there.
        [] => section.optional_text("platform", 100).unwrap_or_default(),
        _ if section.has("platform") => {
            let platform = section.name("platform");
            check_platform(section, &platform, platforms);
            platform
        }
        _ => {
            section.value("platform");
            let message = format!(
                "{} has no `platform`; {} would do",
                section.path(),
                choices(known())
            );
            section.report(Diagnostic::new(MISSING_KEY, message).at(section.place()));
            String::new()
        }
    }
}

fn check_platform(section: &Section<'_>, platform: &str, platforms: &[String]) {
    if platform.is_empty() || platforms.iter().any(|known| known == platform) {
        return;
    }
    let known = || platforms.iter().map(String::as_str);
    let message = format!(
        "{} is \"{platform}\", which is no platform of the audience; {} would do",
        section.path_of("platform"),
        choices(known())
    );
    let help = suggestion(platform, known());
    let place = section.place_of("platform");
    section.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
}

fn post(section: &mut Section<'_>) -> Post {
    Post {
        per_week: section.number("per_week", PER_WEEK, Absent::Error),
        hours: section.number("hours", HOURS, Absent::Default(0.0)),
    }
}

fn boost(section: &mut Section<'_>, has_budget: bool) -> Boost {
    let rest = section
        .named("budget")
        .is_some_and(|value| value.get_ref().as_str() == Some("rest"));
    let budget = if rest {
        section.value("budget");
        if !has_budget {
            let message = format!(
                "{} is \"rest\", but money.budget says not of what; an amount would do",
                section.path_of("budget")
            );
            let place = section.place_of("budget");
            section.report(Diagnostic::new(REST_OF_NOTHING, message).at(place));
        }
        section.note(Line::new("budget", quoted("rest")));
        Spend::Rest
    } else {
        Spend::Fixed(section.money("budget", AMOUNT, Absent::Error))
    };
    Boost::plain(budget, section.money("per_thousand", PRICE, Absent::Error))
}

fn prompt(section: &mut Section<'_>) -> Prompt {
    let to = [("nearby", true), ("anyone", false)];
    Prompt {
        via: section
            .word("via", &IN_PERSON, None)
            .unwrap_or(Delivery::Counter),
        who: Who::Everybody,
        share: Probability::ONE,
        seen: section.probability("seen", Absent::Error),
        take_part: section.probability("take_part", Absent::Error),
        incentive: Incentive::default(),
        invitations: Invitations::Mean(section.number("invitations", INVITATIONS, Absent::Error)),
        delay: Delay::of_mean(section.number("delay", DAYS, Absent::Guess(PROMPT_DELAY))),
        nearby_only: section.word("to", &to, Some(true)).unwrap_or(true),
        skip_fans: false,
        per_invitation: section.money("per_invitation", AMOUNT_EACH, Absent::Default(0.0)),
        reward: reward(section),
        trust: 1.0,
        hours: section.number("hours", HOURS, Absent::Default(0.0)),
    }
}

/// `"none"`, `{ inviter = 2 }` or `{ two-sided = [2, 2] }`.
fn reward(section: &mut Section<'_>) -> Reward {
    const EXPECTED: &str = "\"none\", { inviter = 2 } or { two-sided = [2, 2] }";
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

//! `[audience]` of kind `from-aggregates`: the numbers that a page's owner knows.
//!
//! Few are needed. The others ask for more of the people who are drawn; each of
//! them is checked against the rest before anything is drawn, and `check` tells
//! what came of it.

use std::ops::Range;

use groundswell_graph::Error;
use groundswell_graph::aggregates::{Aggregates, Further, InGroups};
use groundswell_graph::contradiction::Bound;
use groundswell_graph::known::Known;
use toml::de::DeValue;

use crate::audience::{FANS, MOST_PEOPLE, MOST_PLATFORMS};
use crate::catalogue::{ADULTS, CATALOGUE};
use crate::diagnostic::{
    CONTRADICTION, Diagnostic, IMPOSSIBLE, MISSING_KEY, NAME, NO_SUCH_NAME, TOO_MUCH, UNKNOWN_WORD,
};
use crate::document::{Section, choices, shortened};
use crate::effective::{self, Line, grouped, quoted};
use crate::preset::TOP_100_PAGES;
use crate::quantity::{Absent, Ask, FRACTION, Figure, Unit};
use crate::suggestion::suggestion;

/// Directed ties that one platform may have.
const MOST_TIES: f64 = u32::MAX as f64;

const PEOPLE: Ask = Ask::new(Unit::People, 1.0, MOST_PEOPLE).whole();
const FRIENDS: Ask = Ask::new(Unit::Friends, 0.0, 5000.0).above();
const FRIENDS_SPREAD: Ask = Ask::new(Unit::LogDeviation, 0.0, 3.0);
const NEARBY: Ask = FRACTION.above();
const OVERLAP: Ask = Ask::new(Unit::Friends, 1.0, 1000.0);
const FRIENDS_OF_FANS: Ask = Ask::new(Unit::Friends, 0.0, 5000.0).above();
const GROUP_SIZE: Ask = Ask::new(Unit::People, 1.0, 1e6);
const GROUP_SPREAD: Ask = Ask::new(Unit::LogDeviation, 0.0, 3.0);

/// Fans that each far friend knows, where nobody has counted: a guess.
const OVERLAP_ESTIMATE: f64 = 1.5;
/// Friends who are the same people on another platform, where nobody has counted:
/// a guess.
const SAME_FRIENDS: f64 = 0.5;

/// The numbers, as far as they are there.
pub(crate) fn from_aggregates(section: &mut Section<'_>) -> Aggregates {
    let mistakes = section.reading().mistakes();
    let people = section.count("people", PEOPLE, Absent::Error);
    let (fans, by_platform) = fans_by_platform(section);
    let names: Vec<String> = fans.iter().map(|(name, _)| name.clone()).collect();
    let known = Aggregates {
        people,
        fans,
        friends: section.number("friends", FRIENDS, Absent::Error),
        spread: section.number("friends_spread", FRIENDS_SPREAD, Absent::Default(0.8)),
        nearby: section.number("nearby", NEARBY, Absent::Default(1.0)),
        sharing: overlap(section),
        further: further(section, &names),
    };
    if section.reading().mistakes() == mistakes {
        check_fans(&known, &by_platform);
        check_ties(&known, section);
    }
    if section.reading().mistakes() == mistakes && known.further != Further::default() {
        check_together(&known, section);
    }
    known
}

/// How many fans there are on each platform, and the table that says so.
pub(crate) fn fans_by_platform<'t>(section: &mut Section<'t>) -> (Vec<(String, u32)>, Section<'t>) {
    let by_platform = section.required_section("fans");
    let mut fans = Vec::new();
    for (platform, place) in by_platform.names() {
        if fans.len() == MOST_PLATFORMS {
            let message = format!(
                "{} has more than {MOST_PLATFORMS} platforms",
                by_platform.path()
            );
            by_platform.report(Diagnostic::new(TOO_MUCH, message).at(place));
            break;
        }
        let count =
            by_platform.number_called(&platform, by_platform.named(&platform), FANS, Absent::Error);
        let count = count.unwrap_or_default() as u32;
        fans.push((platform, count));
    }
    if fans.is_empty() && !by_platform.is_broken() {
        let message = "audience.fans names no platform; { facebook = 640 } would do";
        section.report(Diagnostic::new(MISSING_KEY, message).at(by_platform.place()));
    }
    (fans, by_platform)
}

fn overlap(section: &mut Section<'_>) -> f64 {
    let value = section.value("overlap");
    let estimated = value.is_some_and(|value| value.get_ref().as_str() == Some("estimate"));
    let value = value.filter(|_| !estimated);
    let absent = Absent::Guess(OVERLAP_ESTIMATE);
    section
        .number_called("overlap", value, OVERLAP, absent)
        .unwrap_or(OVERLAP_ESTIMATE)
}

fn check_fans(known: &Aggregates, section: &Section<'_>) {
    for (platform, fans) in known.fans.iter().filter(|(_, fans)| *fans > known.people) {
        let message = format!(
            "{} is {fans}; fans are among the {} of audience.people",
            section.path_of(&effective::bare(platform)),
            known.people
        );
        section.report(Diagnostic::new(TOO_MUCH, message).at(section.place_of(platform)));
    }
}

/// Refuses numbers whose graph could not be held, before anything is built.
fn check_ties(known: &Aggregates, section: &Section<'_>) {
    // The mean of a log-normal lies above its median.
    let others = known.further.friends.iter().map(|&(_, friends)| friends);
    let median = others.fold(known.friends, f64::max);
    let friends = (median * libm::exp(known.spread * known.spread / 2.0)).min(5000.0);
    let most_fans = known.fans.iter().map(|&(_, fans)| fans).max().unwrap_or(0);
    let near = f64::from(known.people) * friends * known.nearby;
    let far = 2.0 * f64::from(most_fans) * friends * (1.0 - known.nearby);
    if near + far > MOST_TIES / 2.0 {
        let message = format!(
            "audience.friends makes about {} ties; at most {} would do, with fewer people or friends",
            grouped((near + far) as i64),
            grouped((MOST_TIES / 2.0) as i64),
        );
        section.report(Diagnostic::new(TOO_MUCH, message).at(section.place_of("friends")));
    }
}

/// What else is known; every key may be left out, and then nothing of it is asked.
fn further(section: &mut Section<'_>, platforms: &[String]) -> Further {
    let none = |_: &str, _: &str| None;
    let friends = by_platform(
        section,
        "friends_on",
        "`friends` holds on every platform",
        platforms,
        FRIENDS,
        none,
    );
    let friends_of_fans = by_platform(
        section,
        "friends_of_fans",
        "as many as `friends`, `nearby` and `overlap` make",
        platforms,
        FRIENDS_OF_FANS,
        |_, word| (word == TOP_100_PAGES.preset).then_some(TOP_100_PAGES),
    );
    let clustering = section.optional("clustering", FRACTION, "as it comes");
    let members = by_platform(
        section,
        "members",
        "everybody is on every platform",
        platforms,
        NEARBY,
        |platform, word| {
            let entry = CATALOGUE.into_iter().find(|entry| entry.name == platform)?;
            entry.adults.filter(|_| word == ADULTS)
        },
    );
    let members_in_common = by_pair(
        section,
        "members_in_common",
        "who is on one platform says nothing of another",
        platforms,
    );
    let fans_in_common = by_pair(
        section,
        "fans_in_common",
        "as many as live where the brand is liked",
        platforms,
    );
    let groups = groups(section);
    let mut further = Further {
        friends,
        friends_of_fans,
        clustering,
        members,
        members_in_common,
        fans_in_common,
        same_friends: None,
        groups,
    };
    further.same_friends = same_friends(section, platforms, further == Further::default());
    further
}

/// What `same_friends` asks for. Where nothing else is asked either, platforms are
/// drawn each on its own.
fn same_friends(section: &mut Section<'_>, platforms: &[String], apart: bool) -> Option<f64> {
    if !section.has("same_friends") && (apart || platforms.len() < 2) {
        return section.optional(
            "same_friends",
            FRACTION,
            "each platform is drawn on its own",
        );
    }
    Some(section.number("same_friends", FRACTION, Absent::Guess(SAME_FRIENDS)))
}

fn groups(section: &mut Section<'_>) -> Option<InGroups> {
    let mut groups = optional_section(section, "groups", "there are none")?;
    let read = InGroups {
        share: groups.number("share", FRACTION, Absent::Error),
        size: groups.number("size", GROUP_SIZE, Absent::Error),
        spread: groups.number("size_spread", GROUP_SPREAD, Absent::Guess(1.0)),
    };
    groups.end();
    Some(read)
}

/// The table at `key`; without one a remark on what that means.
fn optional_section<'t>(
    section: &mut Section<'t>,
    key: &'static str,
    otherwise: &'static str,
) -> Option<Section<'t>> {
    if section.has(key) {
        return Some(section.section(key));
    }
    section.value(key);
    let line = Line::new(key, String::new()).comment(otherwise).aside();
    section.note(Line {
        value: None,
        ..line
    });
    None
}

/// Numbers by platform. In the place of a number a word may stand for a published
/// one, where `figure` knows it.
fn by_platform(
    section: &mut Section<'_>,
    key: &'static str,
    otherwise: &'static str,
    platforms: &[String],
    ask: Ask,
    figure: impl Fn(&str, &str) -> Option<Figure>,
) -> Vec<(String, f64)> {
    let Some(table) = optional_section(section, key, otherwise) else {
        return Vec::new();
    };
    let mut numbers = Vec::new();
    for (platform, place) in table.names() {
        if !is_platform(&table, &platform, place, platforms) {
            continue;
        }
        let value = table.named(&platform);
        let word = value.and_then(|value| match value.get_ref() {
            DeValue::String(word) if !word.trim_end().ends_with('%') => Some(word.as_ref()),
            _ => None,
        });
        let number = match word.map(|word| (word, figure(&platform, word))) {
            Some((word, Some(figure))) => Some(quoted_figure(&table, &platform, word, figure, ask)),
            Some((_, None)) if key != "friends_on" => {
                unknown_word(&table, &platform, key, &figure);
                None
            }
            _ => table.number_called(&platform, value, ask, Absent::Error),
        };
        numbers.extend(number.map(|number| (platform, number)));
    }
    numbers
}

/// A published number, asked for by its name.
fn quoted_figure(table: &Section<'_>, platform: &str, word: &str, figure: Figure, ask: Ask) -> f64 {
    let path = table.path_of(&effective::bare(platform));
    let absent = Absent::Preset(figure);
    let quantity = table.reading().quantity(&path, None, ask, absent);
    let Some(mut quantity) = quantity else {
        return figure.value;
    };
    quantity.span = table.place_of(platform);
    let number = quantity.value;
    let mut line = quantity.line(platform, absent);
    if number == figure.value {
        line.value = Some(quoted(word));
    }
    table.note(line);
    number
}

fn unknown_word(
    table: &Section<'_>,
    platform: &str,
    key: &str,
    figure: &impl Fn(&str, &str) -> Option<Figure>,
) {
    let known = [ADULTS, TOP_100_PAGES.preset];
    let known = known
        .into_iter()
        .filter(|word| figure(platform, word).is_some());
    let known: Vec<&str> = known.collect();
    let found = table
        .named(platform)
        .map(|value| table.reading().found(value));
    let would_do = match known.is_empty() {
        true => "a number would do".to_owned(),
        false => format!("a number or {} would do", choices(known.iter().copied())),
    };
    let message = format!(
        "audience.{key}.{} is {}; {would_do}",
        effective::bare(platform),
        found.unwrap_or_default(),
    );
    let place = table.place_of(platform);
    table.report(Diagnostic::new(UNKNOWN_WORD, message).at(place));
}

/// Shares by pair of platforms: `{ facebook.twitter = "30%" }`.
fn by_pair(
    section: &mut Section<'_>,
    key: &'static str,
    otherwise: &'static str,
    platforms: &[String],
) -> Vec<(String, String, f64)> {
    let Some(table) = optional_section(section, key, otherwise) else {
        return Vec::new();
    };
    let mut pairs: Vec<(String, String, f64)> = Vec::new();
    for (one, place) in table.names() {
        if !is_platform(&table, &one, place, platforms) {
            continue;
        }
        let with = table.section_called(&one, table.named(&one));
        for (other, place) in with.names() {
            if !is_platform(&with, &other, place.clone(), platforms) {
                continue;
            }
            let path = with.path_of(&effective::bare(&other));
            let twice = |(a, b, _): &(String, String, f64)| *a == other && *b == one;
            if one == other {
                let message = format!("{path} is a platform with itself; another would do");
                with.report(Diagnostic::new(CONTRADICTION, message).at(place));
            } else if pairs.iter().any(twice) {
                let message = format!("{path} stands twice, in either order; once would do");
                with.report(Diagnostic::new(NAME, message).at(place));
            } else {
                let value = with.named(&other);
                let share = with.number_called(&other, value, FRACTION, Absent::Error);
                pairs.push((one.clone(), other, share.unwrap_or_default()));
            }
        }
    }
    pairs
}

/// Whether the audience has the platform; a mistake where not.
fn is_platform(
    section: &Section<'_>,
    name: &str,
    place: Range<usize>,
    platforms: &[String],
) -> bool {
    // Without any, what is wrong with the fans has been said.
    let known = platforms.iter().any(|platform| platform == name);
    if !known && !platforms.is_empty() {
        let names = || platforms.iter().map(String::as_str);
        let message = format!(
            "{} is no platform of audience.fans; {} would do",
            section.path_of(&shortened(name)),
            choices(names())
        );
        let help = suggestion(name, names());
        section.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
    }
    known
}

/// Refuses numbers that no people could have together.
fn check_together(known: &Aggregates, section: &Section<'_>) {
    let (message, place) = match known.check() {
        Ok(()) => return,
        Err(Error::Contradiction {
            asked,
            people,
            bound,
            because,
        }) => {
            let (side, limit) = match bound {
                Bound::AtLeast(least) => ("at least", least),
                Bound::AtMost(most) => ("at most", most),
            };
            let because: Vec<String> = because.iter().map(path_of).collect();
            let because = match because.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
                _ => because.concat(),
            };
            let message = format!(
                "{} asks for {}; {side} {} follows from {}",
                path_of(&asked),
                grouped(people as i64),
                grouped(limit as i64),
                because
            );
            (message, place_of(&asked, section))
        }
        Err(other) => (format!("audience: {other}"), section.place()),
    };
    section.report(Diagnostic::new(IMPOSSIBLE, message).at(place));
}

/// The path of a number in the file.
fn path_of(known: &Known) -> String {
    let key = known.key();
    match known {
        // One number for all platforms.
        Known::Friends(_)
        | Known::FriendsSpread(_)
        | Known::Nearby(_)
        | Known::Clustering(_)
        | Known::SameFriends(..)
        | Known::InGroups(_)
        | Known::GroupSize(_) => format!("audience.{key}"),
        _ => {
            let names = known.platforms();
            let names: Vec<String> = names.into_iter().map(effective::bare).collect();
            ["audience".to_owned(), key.to_owned()]
                .into_iter()
                .chain(names)
                .collect::<Vec<_>>()
                .join(".")
        }
    }
}

/// Where the number stands, as far in as its table goes.
fn place_of(known: &Known, section: &Section<'_>) -> Option<Range<usize>> {
    let mut at = section.named(known.key());
    let mut place = section.place_of(known.key());
    for platform in known.platforms() {
        let Some(value) = at.and_then(|value| value.get_ref().get(platform)) else {
            break;
        };
        at = Some(value);
        place = Some(value.span());
    }
    place
}

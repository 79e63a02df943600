//! `kind = "prompt"`: a request to fans to invite friends.

use std::iter;

use groundswell_campaign::action::prompt::{Delivery, Incentive, Invitations, Prompt, Who};
use groundswell_campaign::delay::Delay;
use groundswell_graph::probability::Probability;
use groundswell_seeding::method::{Method, Terms};

use crate::audience::FANS;
use crate::delay::delay;
use crate::diagnostic::{CONTRADICTION, Diagnostic};
use crate::document::Section;
use crate::levers::{PER_WEEK, segment};
use crate::quantity::{AMOUNT_EACH, Absent, Ask, FRACTION, HOURS, TIMES, Unit};
use crate::reward::reward;
use crate::strategy::Surroundings;

const INVITATIONS: Ask = Ask::new(Unit::Invitations, 0.0, 500.0);

/// Days until a fan meets a request, where nobody has counted: a guess.
const DELAY: f64 = 14.0;

#[derive(Clone, Copy, PartialEq)]
enum Via {
    InPerson(Delivery),
    Post,
}

const WAYS: [(&str, Via); 4] = [
    ("counter", Via::InPerson(Delivery::Counter)),
    ("email", Via::InPerson(Delivery::Email)),
    ("receipt", Via::InPerson(Delivery::Receipt)),
    ("post", Via::Post),
];

pub(crate) fn prompt(section: &mut Section<'_>, around: &Surroundings<'_>) -> Prompt {
    let to = [("nearby", true), ("anyone", false)];
    let via = section.word("via", &WAYS, None);
    let via = via.unwrap_or(Via::InPerson(Delivery::Counter));
    Prompt {
        via: delivery(section, via),
        who: who(section, around),
        share: section.probability("share", Absent::Neutral(1.0)),
        seen: section.probability("seen", Absent::Error),
        take_part: section.probability("take_part", Absent::Error),
        incentive: incentive(section),
        invitations: invitations(section),
        delay: match via {
            Via::InPerson(_) => delay(section, "delay", Absent::Guess(DELAY)),
            // A post is met on its day.
            Via::Post => {
                refuse(
                    section,
                    "delay",
                    "a request that is a post, which is met on its day",
                );
                Delay::Fixed(0)
            }
        },
        nearby_only: section.word("to", &to, Some(true)).unwrap_or(true),
        skip_fans: section.says_yes("skip_fans"),
        per_invitation: section.money("per_invitation", AMOUNT_EACH, Absent::Default(0.0)),
        reward: reward(section),
        trust: section.number("trust", TIMES, Absent::Neutral(1.0)),
        hours: section.number("hours", HOURS, Absent::Default(0.0)),
    }
}

/// A mean, or `{ each = 2 }`.
fn invitations(section: &mut Section<'_>) -> Invitations {
    let table = section.named("invitations");
    let table = table.and_then(|value| value.get_ref().as_table());
    if !table.is_some_and(|table| table.contains_key("each")) {
        return Invitations::Mean(section.number("invitations", INVITATIONS, Absent::Error));
    }
    section.on_one_line("invitations", |mut table| {
        let each = table.count("each", INVITATIONS, Absent::Error);
        table.end();
        Invitations::Each(each)
    })
}

fn delivery(section: &mut Section<'_>, via: Via) -> Delivery {
    match via {
        Via::InPerson(delivery) => {
            let why = "a request that is made once; via = \"post\" would do";
            refuse(section, "per_week", why);
            delivery
        }
        Via::Post => Delivery::Post {
            per_week: section.number("per_week", PER_WEEK, Absent::Error),
        },
    }
}

/// Complains where `key` stands beside something that has none.
fn refuse(section: &mut Section<'_>, key: &'static str, beside: &str) {
    if section.value(key).is_some() {
        let message = format!("{} stands beside {beside}", section.path_of(key));
        let place = section.place_of(key);
        section.report(Diagnostic::new(CONTRADICTION, message).at(place));
    }
}

/// `"everybody"`, `{ segment = "…" }`, or a number of fans chosen in one of some ways.
fn who(section: &mut Section<'_>, around: &Surroundings<'_>) -> Who {
    if !section.has_table("ask") {
        // What is asked of everybody needs no line.
        if section.value("ask").is_some() {
            section.word("ask", &[("everybody", ())], None);
        }
        return Who::Everybody;
    }
    section.on_one_line("ask", |mut ask| {
        let keys = iter::once("segment").chain(Method::words().map(|(word, _)| word));
        let keys: Vec<&'static str> = keys.collect();
        let who = match ask.only_one_of(&keys) {
            Some("segment") => segment(&mut ask, around).map(Who::Segment),
            Some(word) => Method::parse(word).map(|by| {
                let count = ask.count(word, FANS, Absent::Error);
                let usual = Terms::default().chance;
                let chance = match by.takes_chance() {
                    true => ask.probability("chance", Absent::Default(usual.get())),
                    false => usual,
                };
                Who::Best { by, chance, count }
            }),
            None => None,
        };
        ask.end();
        who.unwrap_or(Who::Everybody)
    })
}

/// `{ amount = 2, persuades = "10%" }`.
fn incentive(section: &mut Section<'_>) -> Incentive {
    if !section.has("incentive") {
        section.value("incentive");
        return Incentive::default();
    }
    section.on_one_line("incentive", |mut table| {
        let incentive = Incentive {
            amount: table.money("amount", AMOUNT_EACH, Absent::Error),
            persuades: table
                .if_said("persuades", FRACTION)
                .map(Probability::clamped),
        };
        table.end();
        incentive
    })
}

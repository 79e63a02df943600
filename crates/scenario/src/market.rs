//! `[market]`, `[[segment]]` and `[ties]`: who could become a customer, what sorts of
//! people there are, and how much friends' word counts.

use std::ops::Range;

use groundswell_campaign::market::{Market, Members, Segment, TieStrength};
use groundswell_graph::probability::Probability;

use crate::audience::Audience;
use crate::diagnostic::{CONTRADICTION, Diagnostic, IMPOSSIBLE, NAME};
use crate::document::{Section, join};
use crate::effective::bare;
use crate::quantity::{Absent, Ask, FRACTION, TIMES, Unit};

/// Segments that a file may have.
const MOST: usize = 100;

const MENTIONS: Ask = Ask::new(Unit::Number, 0.0, 1e9);

/// `[market]`.
pub(crate) struct InMarket {
    pub(crate) market: Option<Market>,
    pub(crate) on_their_own: Probability,
    pub(crate) rival_mentions: f64,
}

/// `[market]`; everybody is in the market where it does not say who.
pub(crate) fn read(mut section: Section<'_>) -> InMarket {
    let keys = ["share", "fans", "homophily"];
    let market = match keys.iter().any(|key| section.has(key)) {
        true => {
            let share = section.number("share", FRACTION, Absent::Error);
            Some(Market {
                share: Probability::clamped(share),
                fans: section.probability("fans", Absent::Neutral(share)),
                homophily: section.probability("homophily", Absent::Neutral(0.0)),
            })
        }
        false => {
            for key in keys {
                section.value(key);
            }
            None
        }
    };
    let read = InMarket {
        market,
        on_their_own: section.probability("on_their_own", Absent::Neutral(0.0)),
        rival_mentions: section.number("rival_mentions", MENTIONS, Absent::Neutral(0.0)),
    };
    section.end();
    read
}

/// Every `[[segment]]` of `top`, in file order.
pub(crate) fn segments(
    top: &mut Section<'_>,
    audience: &Audience,
    platforms: &[String],
) -> Vec<Segment> {
    if !top.has("segment") {
        top.value("segment");
        return Vec::new();
    }
    let mut segments: Vec<Segment> = Vec::new();
    let mut place = None;
    for section in top.sections("segment", "[[segment]]", MOST) {
        place = section.place();
        let named = section.place_of("name");
        let segment = segment(section, audience, platforms);
        if segments.iter().any(|other| other.name == segment.name) {
            let message = format!(
                "segment \"{}\" stands twice; another name would do",
                segment.name
            );
            top.report(Diagnostic::new(NAME, message).at(named));
        }
        segments.push(segment);
    }
    check_shares(top, &segments, place);
    segments
}

/// Segments follow one another, so that all shares together are a share.
fn check_shares(top: &Section<'_>, segments: &[Segment], last: Option<Range<usize>>) {
    let shares = segments.iter().map(|segment| match &segment.members {
        Members::Share(share) => share.get(),
        Members::Attribute { .. } => 0.0,
    });
    let all: f64 = shares.sum();
    // So much rounding may do.
    if all > 1.0 + 1e-9 && top.reading().mistakes() == 0 {
        let message = format!(
            "the segments are {:.1}% of all people together; at most 100% would do",
            100.0 * all
        );
        top.report(Diagnostic::new(IMPOSSIBLE, message).at(last));
    }
}

fn segment(mut section: Section<'_>, audience: &Audience, platforms: &[String]) -> Segment {
    let name = section.name("name");
    section.called(join("segment", &bare(&name)));
    let segment = Segment {
        members: members(&mut section, audience),
        market: section.number("market", TIMES, Absent::Neutral(1.0)),
        value: section.number("value", TIMES, Absent::Neutral(1.0)),
        fit: section.on_one_line("fit", |fit| {
            factors(fit, platforms, "platform of the audience")
        }),
        name,
    };
    section.end();
    segment
}

/// A share of all people, or those of whom a column of the people file says so.
fn members(section: &mut Section<'_>, audience: &Audience) -> Members {
    let members = match section.only_one_of(&["share", "column"]) {
        Some("column") => {
            let with_people = matches!(audience, Audience::File(files) if files.people.is_some());
            if !with_people {
                let message = format!(
                    "{} names a column, but audience.people names no file; `share` would do",
                    section.path_of("column")
                );
                let place = section.place_of("column");
                section.report(Diagnostic::new(CONTRADICTION, message).at(place));
            }
            return Members::Attribute {
                column: section.name("column"),
                is: section.name("is"),
            };
        }
        Some(_) => Members::Share(section.probability("share", Absent::Error)),
        None => Members::Share(Probability::ZERO),
    };
    if section.value("is").is_some() {
        let message = format!(
            "{} says what stands in a column, but none is named",
            section.path_of("is")
        );
        let place = section.place_of("is");
        section.report(Diagnostic::new(CONTRADICTION, message).at(place));
    }
    members
}

/// A factor for each of `names`, 1 for those that the table leaves out; `what` says of
/// what they are names.
pub(crate) fn factors(table: Section<'_>, names: &[String], what: &str) -> Vec<f64> {
    table.no_strangers(names.iter().map(String::as_str), what);
    let factor = |name: &String| {
        let value = table.named(name);
        table.number_called(name, value, TIMES, Absent::Neutral(1.0))
    };
    names
        .iter()
        .map(|name| factor(name).unwrap_or(1.0))
        .collect()
}

/// `[ties]`, if it is there.
pub(crate) fn ties(top: &mut Section<'_>) -> Option<TieStrength> {
    let mut section = top.section_if_there("ties")?;
    if section.only_one_of(&["strong", "by"]) == Some("by") {
        section.word("by", &[("weight", ())], None);
        for key in ["strong_times", "weak_times"] {
            if section.value(key).is_some() {
                let message = format!(
                    "{} stands beside ties.by, which takes each tie's weight for its factor",
                    section.path_of(key)
                );
                let place = section.place_of(key);
                section.report(Diagnostic::new(CONTRADICTION, message).at(place));
            }
        }
        section.end();
        return Some(TieStrength::Weight);
    }
    let strength = TieStrength::Strong {
        share: section.probability("strong", Absent::Error),
        strong_times: section.number("strong_times", TIMES, Absent::Default(1.0)),
        weak_times: section.number("weak_times", TIMES, Absent::Default(1.0)),
    };
    section.end();
    Some(strength)
}

//! What each kind of action says of itself, but for requests to invite: posts, paid
//! impressions, posts in groups, listening, professionals, bought followers.

use groundswell_campaign::action::boost::{Boost, Spend};
use groundswell_campaign::action::fake_fans::FakeFans;
use groundswell_campaign::action::group_post::GroupPost;
use groundswell_campaign::action::listen::Listen;
use groundswell_campaign::action::post::Post;
use groundswell_campaign::action::professional::Professional;

use crate::audience::FANS;
use crate::diagnostic::{CONTRADICTION, Diagnostic, REST_OF_NOTHING};
use crate::document::Section;
use crate::effective::{Line, quoted};
use crate::quantity::{AMOUNT, AMOUNT_EACH, Absent, Ask, DAYS, HOURS, TIMES, Unit};
use crate::strategy::Surroundings;

/// How often something is done.
pub(crate) const PER_WEEK: Ask = Ask::new(Unit::PerWeek, 0.0, 1000.0).above();

const PRICE: Ask = AMOUNT_EACH.above();
const LIMIT: Ask = Ask::new(Unit::Number, 0.0, 1e9).above();
const MINUTES: Ask = Ask::new(Unit::Number, 0.0, 10_000.0).above();
const PER_REPLY: Ask = Ask::new(Unit::Number, 0.0, 1e6);
const TRUST: Ask = Ask::new(Unit::Number, 0.0, 1000.0);

/// Minutes for a reply, where nobody has counted: a guess.
const REPLY_MINUTES: f64 = 10.0;

/// Days for which people wait for a reply, where nobody has counted: a guess.
const PATIENCE: f64 = 3.0;

pub(crate) fn post(section: &mut Section<'_>) -> Post {
    Post {
        per_week: section.number("per_week", PER_WEEK, Absent::Error),
        hours: section.number("hours", HOURS, Absent::Default(0.0)),
    }
}

pub(crate) fn boost(section: &mut Section<'_>, around: &Surroundings<'_>) -> Boost {
    let rest = section
        .named("budget")
        .is_some_and(|value| value.get_ref().as_str() == Some("rest"));
    let budget = if rest {
        section.value("budget");
        if !around.has_budget {
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
    Boost {
        budget,
        per_thousand: section.money("per_thousand", PRICE, Absent::Error),
        saturates_at: section.if_said("saturates_at", LIMIT),
        targeting: section.probability("targeting", Absent::Neutral(0.0)),
        segment: segment(section, around),
    }
}

/// The place of the segment that `section` names.
pub(crate) fn segment(section: &mut Section<'_>, around: &Surroundings<'_>) -> Option<usize> {
    let known = around.segments.iter().map(String::as_str);
    section.one_of_names("segment", known, "segment of the file")
}

pub(crate) fn group(section: &mut Section<'_>, around: &Surroundings<'_>) -> GroupPost {
    if !around.has_groups {
        let message = format!(
            "{} posts in groups, but nobody of the audience is in one; audience.groups would do",
            section.path()
        );
        let place = section.place_of("kind");
        section.report(Diagnostic::new(CONTRADICTION, message).at(place));
    }
    let group = section.optional_text("group", 1000);
    if let Some(group) = &group {
        section.note(Line::new("group", quoted(group)));
    }
    GroupPost {
        group,
        per_week: section.number("per_week", PER_WEEK, Absent::Error),
        hours: section.number("hours", HOURS, Absent::Default(0.0)),
        admission: section.probability("admission", Absent::Default(1.0)),
        tolerance: section.if_said("tolerance", PER_REPLY),
        backlash: section.probability("backlash", Absent::Neutral(0.0)),
    }
}

pub(crate) fn listen(section: &mut Section<'_>) -> Listen {
    let none = Absent::Neutral(0.0);
    Listen {
        hours_per_week: section.number("hours_per_week", HOURS, Absent::Error),
        minutes: section.number("minutes", MINUTES, Absent::Guess(REPLY_MINUTES)),
        patience: section.count("patience", DAYS, Absent::Guess(PATIENCE)),
        trust: section.number("trust", TRUST, none),
        calms: section.probability("calms", none),
        mends: section.probability("mends", none),
    }
}

pub(crate) fn professional(section: &mut Section<'_>) -> Professional {
    let same = Absent::Neutral(1.0);
    Professional {
        fee_per_month: section.money("fee_per_month", AMOUNT_EACH, Absent::Error),
        hours_per_month: section.number("hours_per_month", HOURS, Absent::Default(0.0)),
        quality: section.number("quality", TIMES, same),
        replies: section.number("replies", TIMES, same),
        reach: section.number("reach", TIMES, same),
        learning: section.number("learning", DAYS, Absent::Neutral(0.0)),
    }
}

pub(crate) fn fake_fans(section: &mut Section<'_>) -> FakeFans {
    FakeFans {
        count: section.count("count", FANS, Absent::Error),
        per_thousand: section.money("per_thousand", AMOUNT_EACH, Absent::Error),
        dilution: section.probability("dilution", Absent::Neutral(0.0)),
    }
}

//! `[response]`: how people answer what reaches them.

use groundswell_campaign::delay::Delay;
use groundswell_campaign::response::{Funnel, Response};
use groundswell_graph::probability::Probability;

use crate::diagnostic::{CONTRADICTION, Diagnostic};
use crate::document::Section;
use crate::quantity::{Absent, DAYS};

/// Days from an invitation to its being seen, where nobody has counted: a guess.
const INVITE_DELAY: f64 = 3.0;

/// `[response]`.
pub(crate) fn read(mut section: Section<'_>) -> Response {
    // The only ones so far; the keys are here so that files say what they mean.
    section.word("exposure", &[("independent", ())], Some(()));
    section.word("fatigue", &[("none", ())], Some(()));
    let at_once = Absent::Default(0.0);
    let response = Response {
        // A post is met on its day, and a paid impression is one that was seen.
        post: funnel(section.section("post"), &["seen"], at_once),
        boost: funnel(section.section("boost"), &[], at_once),
        share: funnel(section.section("share"), &["seen", "delay"], at_once),
        invite: funnel(
            section.section("invite"),
            &["seen", "delay"],
            Absent::Guess(INVITE_DELAY),
        ),
        ..Response::default()
    };
    section.end();
    response
}

/// A channel's answers; `before` are the steps before engaging that it has.
fn funnel(mut section: Section<'_>, before: &[&str], delay: Absent) -> Funnel {
    let seen = match before.contains(&"seen") {
        true => section.probability("seen", Absent::Default(1.0)),
        false => Probability::ONE,
    };
    let (engage, buy) = if section.has("customer") {
        // Short for engaging that always ends in buying.
        for key in ["engage", "buy"] {
            if section.value(key).is_some() {
                let message = format!(
                    "{} stands beside {}.customer, which says both `engage` and `buy`",
                    section.path_of(key),
                    section.path()
                );
                let place = section.place_of(key);
                section.report(Diagnostic::new(CONTRADICTION, message).at(place));
            }
        }
        (
            section.probability("customer", Absent::Error),
            Probability::ONE,
        )
    } else {
        let engage = section.probability("engage", Absent::Default(0.0));
        section.value("customer");
        (engage, section.probability("buy", Absent::Default(0.0)))
    };
    let funnel = Funnel {
        seen,
        engage,
        buy,
        fan: section.probability("fan", Absent::Default(0.0)),
        share: section.probability("share", Absent::Default(0.0)),
        delay: match before.contains(&"delay") {
            true => Delay::of_mean(section.number("delay", DAYS, delay)),
            false => Delay::Fixed(0),
        },
        ..Funnel::default()
    };
    section.end();
    funnel
}

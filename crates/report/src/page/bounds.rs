//! What would change the verdict, who the people are, and what cannot be told.

use maud::{Markup, html};

use crate::findings::Findings;
use crate::sentence;
use crate::svg::clean;

pub(super) fn flips(findings: &Findings<'_>) -> Markup {
    let flips = sentence::flips(findings);
    html! {
        h2 { "What would change the verdict" }
        @if flips.is_empty() {
            p { "No search for values at which the winner flips was made in this run." }
        } @else {
            ul { @for flip in &flips { li { (flip) } } }
        }
        @if let Some(next) = sentence::measure_next(findings) {
            p { (next) }
        }
        @if let Some(rests_on) = sentence::rests_on(findings) {
            p { (rests_on) }
        }
    }
}

pub(super) fn audience(findings: &Findings<'_>) -> Markup {
    html! {
        @if !findings.audience.is_empty() {
            h2 { "The people" }
            ul { @for line in findings.audience { li { (clean(line)) } } }
        }
    }
}

/// What the result cannot tell.
pub(super) fn limits(findings: &Findings<'_>) -> Markup {
    let days = findings.comparison.days;
    html! {
        h2 { "What this cannot tell" }
        ul {
            li {
                "Whether the assumptions hold. Worlds differ in luck alone; an interval covers "
                "luck, never a wrong guess."
            }
            li {
                "What the scenario does not name: rivals, seasons, the press and talk offline "
                "count only as far as it does."
            }
            li {
                "What happens after day " (days) ", save the margin that customers bring over the "
                "scenario’s horizon."
            }
            li {
                "Who in particular is reached: the people are drawn after the description of the "
                "audience, unless the scenario names them."
            }
        }
    }
}

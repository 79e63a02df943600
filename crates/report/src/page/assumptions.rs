//! What was put in, with who says so.

use maud::{Markup, html};

use crate::findings::{Assumption, Findings, Provenance};
use crate::svg::clean;
use crate::{figure, folder, number};

/// Assumptions for which there is room on paper.
const MOST_ON_PAPER: usize = 60;

/// All assumptions, the least certain first.
pub(super) fn assumptions(findings: &Findings<'_>) -> Markup {
    let sorted = findings.by_provenance();
    // On paper there is room for what somebody said, not for what nobody changed.
    let mut said = 0;
    let on_paper: Vec<bool> = sorted
        .iter()
        .map(|assumption| {
            let is_said = assumption.provenance != Provenance::Default;
            said += usize::from(is_said);
            is_said && said <= MOST_ON_PAPER
        })
        .collect();
    let left = said.saturating_sub(MOST_ON_PAPER);
    html! {
        @if !sorted.is_empty() {
            h2 { "Assumptions, guesses first" }
            div.wide.sources tabindex="0" role="region" aria-label="Assumptions" {
                table.assumptions {
                    thead {
                        tr {
                            th scope="col" { "Assumption" }
                            th scope="col" { "Value" }
                            th scope="col" { "Plausible" }
                            th scope="col" { "From" }
                            th scope="col" { "Source" }
                        }
                    }
                    tbody {
                        @for (assumption, on_paper) in sorted.into_iter().zip(on_paper) {
                            tr.guess[assumption.provenance == Provenance::Guess]
                                .extra[!on_paper] {
                                th scope="row" { (clean(&assumption.path)) }
                                td { (clean(&assumption.shown)) }
                                td { (plausible(assumption)) }
                                td { (assumption.provenance.label()) }
                                td { (source(assumption)) }
                            }
                        }
                    }
                }
            }
            @if left > 0 {
                p.note.paper { "And " (left) " more, on the screen and in " (folder::DOCUMENT) "." }
            }
        }
    }
}

/// The range of an assumption, if it has one.
fn plausible(assumption: &Assumption) -> String {
    let told = |value| figure::input(value, &assumption.unit);
    match (assumption.low, assumption.high) {
        (Some(low), Some(high)) => format!("{} to {}", told(low), told(high)),
        (Some(low), None) => format!("from {}", told(low)),
        (None, Some(high)) => format!("up to {}", told(high)),
        (None, None) => number::MISSING.to_owned(),
    }
}

/// Who says so, and of when.
fn source(assumption: &Assumption) -> String {
    let (source, date) = (clean(&assumption.source), clean(&assumption.date));
    match (source.is_empty(), date.is_empty()) {
        (true, true) => number::MISSING.to_owned(),
        (true, false) => date,
        (false, true) => source,
        (false, false) => format!("{source}, {date}"),
    }
}

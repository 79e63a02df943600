//! The decision and what it rests on, then what a reader should doubt.

use maud::{Markup, html};

use crate::error::Error;
use crate::findings::Findings;
use crate::sentence::{self, Gain};
use crate::svg::clean;
use crate::{figure, number};

/// The verdict, its three uncertainties apart, and whether spending was equal.
pub(super) fn decision(findings: &Findings<'_>) -> Result<Markup, Error> {
    let gain = Gain::of(findings);
    let verdict = &findings.verdict;
    let best = findings.name(verdict.best);
    let rival = findings.name(verdict.rival);
    let objective = verdict.objective;
    let reversals = sentence::reversals(findings)?;
    Ok(html! {
        p.verdict { (sentence::decision(findings)) }
        @for reversal in &reversals {
            p.reversal { (reversal.sentence(findings)) }
        }
        dl.facts {
            @if findings.knowledge.is_some() { (knowledge(findings)) }
            div {
                dt { "Difference" }
                dd.number { (gain.figure.signed(verdict.difference.estimate.mean)) }
                dd {
                    (sentence::noun(objective)) ", " (best) " less " (rival) ". "
                    strong { "Error: " } (gain.interval(findings))
                    @if findings.arms().len() > 2 { ", for all pairs of strategies at once" }
                    "; more worlds narrow it."
                }
            }
            div {
                dt { "Luck" }
                dd.number { (figure::share(gain.ahead)) }
                dd {
                    "of " (number::count(findings.comparison.worlds() as u64))
                    " worlds have " (best) " ahead; more worlds do not change it."
                }
            }
            @if findings.knowledge.is_none() { (knowledge(findings)) }
        }
        p.check {
            strong { "Objective: " } (objective.label()) ". "
            strong { "Spending: " } (sentence::spending(findings)?) " "
            strong { "Worlds: " } (number::count(findings.comparison.worlds() as u64))
            ", " (findings.comparison.days) " days each, the same luck for every strategy."
        }
    })
}

/// Whether the verdict survives other assumptions: told first where it is known.
fn knowledge(findings: &Findings<'_>) -> Markup {
    let known = findings.knowledge.map(|known| figure::share(known.share()));
    html! {
        div {
            dt { "Knowledge" }
            dd.number { (known.as_deref().unwrap_or("not asked")) }
            dd { (sentence::knowledge(findings)) }
        }
    }
}

/// What a reader should know before relying on the verdict.
pub(super) fn doubts(findings: &Findings<'_>) -> Markup {
    html! {
        @if !findings.warnings.is_empty() {
            aside.warnings aria-label="Doubts" {
                ul { @for warning in findings.warnings { li { (clean(warning)) } } }
            }
        }
    }
}

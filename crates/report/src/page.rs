//! The report as one HTML page that stands alone.
//!
//! First the decision and what it rests on, then what would change it. The page
//! needs neither network nor script, follows the reader's choice of light or
//! dark, and prints on two or three sheets.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::chart::Picture;
use crate::error::Error;
use crate::figure;
use crate::findings::{Assumption, Findings, Provenance};
use crate::folder;
use crate::pictures::{Named, further, pictures};
use crate::policy::{base64, policy};
use crate::sentence::{self, Gain};
use crate::size::Size;
use crate::svg::clean;
use crate::table::{self, Table};
use crate::theme::Theme;
use crate::{draw, font, number};

/// The page.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn html(findings: &Findings<'_>) -> Result<String, Error> {
    with(findings, &pictures(findings)?, &further(findings)?)
}

/// The page with these pictures, and those further behind.
pub(crate) fn with(
    findings: &Findings<'_>,
    pictures: &[Named],
    further: &[Named],
) -> Result<String, Error> {
    let title = clean(findings.title);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(&[]));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) " – groundswell" }
                style { (PreEscaped(typeface())) (PreEscaped(STYLE)) }
            }
            body {
                main {
                    section.sheet {
                        (head(findings, &title))
                        (decision(findings)?)
                        (doubts(findings))
                        (side_by_side("The strategies", &table::table(findings)?))
                        (figures("How it came about", pictures))
                    }
                    section.sheet {
                        div.columns {
                            div {
                                (flips(findings))
                                (audience(findings))
                            }
                            div {
                                (limits(findings))
                            }
                        }
                        (figures("What lies behind it", further))
                        (tables(findings)?)
                        (assumptions(findings))
                        (downloads(pictures.iter().chain(further)))
                        (stamp(findings))
                    }
                }
            }
        }
    };
    Ok(page.into_string())
}

fn head(findings: &Findings<'_>, title: &str) -> Markup {
    html! {
        header {
            p.brand { "groundswell" }
            h1 { (title) }
        }
        @if let Some(interrupted) = sentence::interrupted(findings) {
            p.warnings { (interrupted) }
        }
    }
}

/// What a reader should know before relying on the verdict.
fn doubts(findings: &Findings<'_>) -> Markup {
    html! {
        @if !findings.warnings.is_empty() {
            aside.warnings aria-label="Doubts" {
                ul { @for warning in findings.warnings { li { (clean(warning)) } } }
            }
        }
    }
}

/// The verdict, its three uncertainties apart, and whether spending was equal.
fn decision(findings: &Findings<'_>) -> Result<Markup, Error> {
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

/// A table under its heading.
fn side_by_side(heading: &str, table: &Table) -> Markup {
    html! {
        h2 { (heading) }
        div.wide tabindex="0" role="region" aria-label=(heading) {
            table.strategies {
                thead {
                    tr {
                        td {}
                        @for name in &table.columns { th scope="col" { (name) } }
                    }
                }
                tbody {
                    @for row in &table.rows {
                        // On paper there is no room for saying it twice.
                        tr.part[row.part].extra[row.elsewhere] {
                            th scope="row" { (row.label) }
                            @for cell in &row.cells { td { (cell) } }
                        }
                    }
                }
            }
        }
        @if !table.note.is_empty() { p.note { (table.note) } }
    }
}

/// What each lever brought, what happened where, and what is one number over another.
fn tables(findings: &Findings<'_>) -> Result<Markup, Error> {
    let ratios = table::ratios::table(findings)?;
    let platforms = table::platforms::table(findings)?;
    let mut levers = table::credit::tables(findings);
    // What holds for all of them is said once, under the last.
    for (_, table) in levers.iter_mut().rev().skip(1) {
        table.note.clear();
    }
    Ok(html! {
        div.behind {
            @for (strategy, levers) in levers {
                (side_by_side(&format!("Which lever of {strategy} brought it about"), &levers))
            }
            @if let Some(ratios) = ratios { (side_by_side("What it cost and how it went on", &ratios)) }
            @if let Some(platforms) = platforms { (side_by_side("By platform", &platforms)) }
        }
    })
}

/// The pictures, lines before bars, each in the reader's choice of light or dark.
fn figures(heading: &str, pictures: &[Named]) -> Markup {
    html! {
        h2.figures-title { (heading) }
        div.figures {
            @for (place, named) in pictures.iter().enumerate() {
                @let size = size(&named.picture);
                // On paper there is room for two courses over the days.
                @let course = matches!(named.picture, Picture::Lines(_) | Picture::Stack(_));
                figure.extra[place > 1 && course] {
                    div.light { (PreEscaped(draw::svg(&named.picture, size, Theme::Light))) }
                    div.dark { (PreEscaped(draw::svg(&named.picture, size, Theme::Dark))) }
                }
            }
        }
    }
}

/// As high as what it holds.
fn size(picture: &Picture) -> Size {
    let rows = match picture {
        Picture::Bars(chart) => chart.bars.len(),
        Picture::Dots(chart) => chart.groups.iter().map(|group| group.rows.len()).sum(),
        Picture::Lines(_)
        | Picture::Stack(_)
        | Picture::Log(_)
        | Picture::Curves(_)
        | Picture::Heat(_) => return Size::COLUMN,
    };
    match rows {
        0..=6 => Size::STRIP,
        _ => Size::COLUMN,
    }
}

fn flips(findings: &Findings<'_>) -> Markup {
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

fn audience(findings: &Findings<'_>) -> Markup {
    html! {
        @if !findings.audience.is_empty() {
            h2 { "The people" }
            ul { @for line in findings.audience { li { (clean(line)) } } }
        }
    }
}

/// What the result cannot tell.
fn limits(findings: &Findings<'_>) -> Markup {
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

/// All assumptions, the least certain first.
fn assumptions(findings: &Findings<'_>) -> Markup {
    let sorted = findings.by_provenance();
    html! {
        @if !sorted.is_empty() {
            h2 { "Assumptions, guesses first" }
            div.wide tabindex="0" role="region" aria-label="Assumptions" {
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
                        @for assumption in sorted {
                            // On paper there is room for what somebody said, not for
                            // what nobody changed.
                            tr.guess[assumption.provenance == Provenance::Guess]
                                .extra[assumption.provenance == Provenance::Default] {
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

/// Links to the files that are written beside the page.
fn downloads<'a>(pictures: impl Iterator<Item = &'a Named>) -> Markup {
    html! {
        section.downloads {
            h2 { "The numbers" }
            p { "Beside this page stand:" }
            ul {
                @for (file, holds) in folder::TABLES {
                    li { a href=(file) download { (file) } " – " (holds) }
                }
                li { a href=(folder::DOCUMENT) download { (folder::DOCUMENT) } " – everything" }
                @for named in pictures {
                    li {
                        (named.stem) ": "
                        @for (i, kind) in ["svg", "png", "csv"].into_iter().enumerate() {
                            @if i > 0 { ", " }
                            @let file = format!("{}.{kind}", named.stem);
                            a href=(file) download { (kind.to_uppercase()) }
                        }
                    }
                }
            }
        }
    }
}

/// How to make the result again.
fn stamp(findings: &Findings<'_>) -> Markup {
    html! {
        @if !findings.stamp.is_empty() {
            footer {
                h2 { "Stamp" }
                dl.stamp {
                    @for (key, value) in findings.stamp {
                        div { dt { (clean(key)) } dd { (clean(value)) } }
                    }
                }
            }
        }
    }
}

/// The page's typeface, carried within it.
pub(crate) fn typeface() -> String {
    let face = |bytes, weight| {
        format!(
            "@font-face{{font-family:Inter;font-weight:{weight};\
             src:url(data:font/ttf;base64,{}) format(\"truetype\")}}\n",
            base64(bytes)
        )
    };
    face(font::REGULAR, 400) + &face(font::SEMIBOLD, 600)
}

/// How the page looks; its colours are the pictures'.
pub(crate) const STYLE: &str = include_str!("page.css");

//! A sweep as one HTML page that stands alone.
//!
//! What was found and what was varied, the pictures, and where points make a grid what
//! came out at each of them: as a table, and where scripts run under two sliders.

use maud::{Markup, html};
use serde_json::json;

use crate::dossier::unit_of_input;
use crate::error::Error;
use crate::figure;
use crate::number::{self, MISSING};
use crate::page::downloads::downloads;
use crate::page::figures::figures;
use crate::page::numbers::numbers;
use crate::page::shell::Shell;
use crate::page::{DAYS, SAVE};
use crate::pictures::Named;
use crate::svg::clean;
use crate::sweep::SweepFindings;
use crate::sweep::cells::Cells;
use crate::sweep::summary;

/// Points that stand in the table.
const MOST_ROWS: usize = 120;

/// Cells that could not be carried out and are told of.
const MOST_REFUSED: usize = 5;

/// The page with these pictures, beside which these tables stand.
///
/// # Errors
///
/// [`Error::Csv`] if a table cannot be written.
pub(crate) fn html(
    findings: &SweepFindings<'_>,
    pictures: &[Named],
    tables: &[(String, &str)],
) -> Result<String, Error> {
    let cells = Cells::of(findings);
    let beside = tables.iter().map(|(name, holds)| (name.as_str(), *holds));
    let finding = summary::sentence(findings);
    let main = html! {
        section.sheet {
            p.verdict { (finding) }
            (doubts(findings))
            (varied(findings))
            @if let Some(cells) = &cells { (points(cells)) }
            @if !pictures.is_empty() { (figures("What came out", pictures.iter())) }
            (downloads(beside, pictures.iter()))
        }
    };
    let shell = Shell {
        title: &findings.layout.scenario().name,
        finding: &finding,
        main,
        stamp: &stamp(findings),
        numbers: &json!({
            "strategies": [],
            "pictures": numbers(pictures.iter(), 0)?,
            "cells": cells.as_ref().map(Cells::json),
        }),
        style: "",
        scripts: &[SLIDERS, DAYS, SAVE],
    };
    Ok(shell.document())
}

/// Goes through the points of a grid.
const SLIDERS: &str = include_str!("sliders.js");

/// What is missing, and what could not be carried out.
fn doubts(findings: &SweepFindings<'_>) -> Markup {
    let refused = &findings.standing.refused;
    html! {
        @if !refused.is_empty() {
            aside.warnings aria-label="Doubts" {
                p { (number::count(refused.len() as u64)) " cells cannot be carried out:" }
                ul {
                    @for (cell, reason) in refused.iter().take(MOST_REFUSED) {
                        li { "cell " (cell) ": " (clean(reason)) }
                    }
                    @if refused.len() > MOST_REFUSED {
                        li { "and " (refused.len() - MOST_REFUSED) " more, in failures.csv" }
                    }
                }
            }
        }
    }
}

/// The factors, with what they are in the scenario and what they became.
fn varied(findings: &SweepFindings<'_>) -> Markup {
    let layout = findings.layout;
    html! {
        h2 { "What was varied" }
        div.wide tabindex="0" role="region" aria-label="What was varied" {
            table.varied {
                thead {
                    tr {
                        th scope="col" { "Number" }
                        th scope="col" { "In the scenario" }
                        th scope="col" { "From" }
                        th scope="col" { "To" }
                        th scope="col" { "Values" }
                    }
                }
                tbody {
                    @for (at, factor) in layout.factors().iter().enumerate() {
                        @let unit = unit_of_input(factor.unit, findings.currency());
                        @let values = taken(findings, at);
                        @let told = |value: f64| figure::input(value, &unit);
                        tr {
                            th scope="row" {
                                (clean(&factor.path))
                                @for path in &factor.also { ", " (clean(path)) }
                            }
                            td { (told(factor.now)) }
                            td { (values.first().map_or(MISSING.to_owned(), |&v| told(v))) }
                            td { (values.last().map_or(MISSING.to_owned(), |&v| told(v))) }
                            td { (number::count(values.len() as u64)) }
                        }
                    }
                }
            }
        }
        p.note {
            "Design: " (layout.sweep().design.name())
            ". The luck of a seed is the same at every point."
        }
    }
}

/// The values that a factor took, ascending, each once.
fn taken(findings: &SweepFindings<'_>, factor: usize) -> Vec<f64> {
    let points = findings.layout.points().iter();
    let mut values: Vec<f64> = points.map(|point| point[factor]).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// What came out at every point.
fn points(cells: &Cells) -> Markup {
    let is_won = cells.points.iter().any(|told| !told.winner.is_empty());
    html! {
        h2 #points { "What comes out where" }
        div.wide tabindex="0" role="region" aria-label="What comes out where" {
            table.points {
                thead {
                    tr {
                        @for axis in &cells.axes { th scope="col" { (axis.path) } }
                        @for answer in &cells.answers { th scope="col" { (answer) } }
                        @if is_won { th scope="col" { "Winner" } }
                    }
                }
                tbody {
                    @for told in cells.points.iter().take(MOST_ROWS) {
                        tr {
                            @for (axis, &place) in cells.axes.iter().zip(&told.at) {
                                td { (axis.values[place]) }
                            }
                            @for answer in &told.answers { td { (answer) } }
                            @if is_won { td { (told.winner) } }
                        }
                    }
                }
            }
        }
        p.note {
            "Mean, and the interval that holds at all points at once."
            @if cells.points.len() > MOST_ROWS {
                " " (number::count((cells.points.len() - MOST_ROWS) as u64))
                " more points stand in cells.csv."
            }
        }
    }
}

/// How to make the sweep again.
fn stamp(findings: &SweepFindings<'_>) -> Vec<(String, String)> {
    let standing = findings.standing;
    let of = |key: &str, value: String| (key.to_owned(), value);
    vec![
        of("program", format!("groundswell {}", findings.program)),
        of(
            "scenario",
            format!("{:016x}", findings.layout.scenario().hash()),
        ),
        of("seed", findings.layout.seed().to_string()),
        of("cells", number::count(standing.done as u64)),
        of("worlds", number::count(standing.worlds)),
        of(
            "values version",
            groundswell_scenario::stamp::VALUES_VERSION.to_string(),
        ),
    ]
}

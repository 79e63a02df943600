//! The report as one HTML page that stands alone.
//!
//! First the decision and what it rests on, then what would change it. The page
//! needs no network, follows the reader's choice of light or dark, and prints on
//! two sheets. All of it is there without scripts; where they run, the strategies
//! can be shown and hidden, the days gone through, and pictures saved.

mod assumptions;
mod bounds;
mod decision;
pub(crate) mod downloads;
pub(crate) mod figures;
pub(crate) mod numbers;
pub(crate) mod shell;
mod stamp;
mod tables;
mod tones;
pub(crate) mod typeface;

use maud::{Markup, PreEscaped, html};
use serde_json::json;

use crate::chart::Picture;
use crate::error::Error;
use crate::film::{Screening, player};
use crate::findings::Findings;
use crate::page::assumptions::assumptions;
use crate::page::bounds::{audience, flips, limits};
use crate::page::decision::{decision, doubts};
use crate::page::downloads::downloads;
use crate::page::figures::{figure, figures};
use crate::page::numbers::numbers;
use crate::page::shell::Shell;
use crate::page::tables::{Columns, side_by_side, tables};
use crate::pictures::{Named, further, pictures};
use crate::{folder, sentence, table};

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
    let document = (folder::DOCUMENT, "everything");
    let files = folder::TABLES.into_iter().chain([document]);
    #[cfg(feature = "xlsx")]
    let files = files.chain([(folder::WORKBOOK, "the same as a workbook")]);
    // What each assumption alone does stands beside what would change the verdict.
    let is_turning = |named: &&Named| matches!(named.picture, Picture::Swings(_));
    let (turning, behind): (Vec<&Named>, Vec<&Named>) = further.iter().partition(is_turning);
    let main = html! {
        section.sheet {
            @if let Some(interrupted) = sentence::interrupted(findings) {
                p.warnings { (interrupted) }
            }
            (decision(findings)?)
            (doubts(findings))
            (side_by_side("The strategies", Columns::Strategies, &table::table(findings)?))
            (figures("How it came about", pictures.iter()))
        }
        section.sheet {
            div.columns {
                div {
                    (flips(findings))
                    (audience(findings))
                }
                div {
                    (limits(findings))
                    @for named in &turning { (figure(named, false)) }
                }
            }
            div.behind {
                (one_world(findings))
                (figures("What lies behind it", behind.into_iter()))
                (tables(findings)?)
            }
            (assumptions(findings))
            (downloads(files, pictures.iter().chain(further)))
        }
    };
    let strategies: Vec<String> = findings.arms().map(|arm| findings.name(arm)).collect();
    let drawn = numbers(pictures.iter().chain(further), strategies.len())?;
    let (style, scripts): (&str, &[&str]) = match findings.film {
        Some(_) => (player::STYLE, &[DAYS, SAVE, player::SCRIPT]),
        None => ("", &[DAYS, SAVE]),
    };
    let shell = Shell {
        title: findings.title,
        finding: &sentence::decision(findings),
        main,
        stamp: findings.stamp,
        numbers: &json!({ "strategies": strategies, "pictures": drawn }),
        style,
        scripts,
    };
    let page = shell.document();
    match findings.film {
        Some(_) if page.len() > MOST_BYTES => {
            let film = None;
            let without = Findings {
                film,
                ..findings.clone()
            };
            with(&without, pictures, further)
        }
        _ => Ok(page),
    }
}

/// Bytes beyond which a page is long in coming by mail; a world to play is left out then.
const MOST_BYTES: usize = 1_000_000;

/// One of the worlds to play, where it was filmed.
fn one_world(findings: &Findings<'_>) -> Markup {
    let title = findings.title;
    html! {
        @if let Some(film) = findings.film {
            h2 { "One of the worlds" }
            p.note {
                "One possible course of things, neither the likeliest nor the mean. The verdict is of all worlds."
            }
            (PreEscaped(player::fragment(&Screening { title, film })))
        }
    }
}

/// Shows and hides strategies, and goes through the days.
pub(crate) const DAYS: &str = include_str!("page/days.js");

/// Saves pictures and their numbers out of the page.
pub(crate) const SAVE: &str = include_str!("page/save.js");

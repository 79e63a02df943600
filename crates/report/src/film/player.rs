//! A film on a page: played, stepped through, and searched by day.
//!
//! The fragment holds everything that is seen; the script only shows and hides. With
//! scripts off the end is shown. [`SCRIPT`] is the same for every film, so that one
//! digest allows it.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use groundswell_experiment::film::{Film, Plot};

use crate::film::animated::{group, moving, opening};
use crate::film::motion::Motion;
use crate::film::stage::Stage;
use crate::film::{PICTURE, PIXELS, STILL, Screening, style};
use crate::page::shell::Shell;
use crate::svg::escaped;
use crate::theme::Theme;

/// What plays the fragments of a page, once for all of them: the text of one script,
/// to stand behind them.
pub const SCRIPT: &str = include_str!("player.js");

/// How a fragment looks, beside the style sheet of the page.
pub(crate) const STYLE: &str = include_str!("player.css");

/// What stands in a page of its own: the film and what plays it.
///
/// It needs [`STYLE`] and [`SCRIPT`], and a page whose policy allows the script. A
/// page has one fragment, as the colours of marks are told with it.
pub(crate) fn fragment(screening: &Screening<'_>) -> String {
    let stage = Stage::of(screening);
    let last = screening.last();
    let moment = match screening.film.plot {
        Plot::Campaign => "Day",
        Plot::Cascade => "Round",
    };
    let pace = Motion::of(screening.steps()).step;
    let markup = html! {
        section.replay data-pace=(pace) aria-label="One world, step by step" {
            style { (PreEscaped(colours(stage.radius))) }
            div.controls data-part="controls" hidden {
                button type="button" data-part="play" { "Play" }
                button type="button" data-part="back" aria-label="One step back" { "◀" }
                button type="button" data-part="next" aria-label="One step on" { "▶" }
                label.seek {
                    (moment)
                    input type="range" data-part="slider" min="0" max=(last) value=(last);
                }
                label {
                    "Speed"
                    select data-part="speed" {
                        option value="0.25" { "¼" }
                        option value="0.5" { "½" }
                        option value="1" selected { "1" }
                        option value="2" { "2" }
                        option value="4" { "4" }
                    }
                }
            }
            div.stage tabindex="0" role="group" aria-label="Space plays, the arrow keys step" {
                (PreEscaped(picture(&stage, screening)))
            }
            p.said data-part="said" aria-live="polite" { (said(screening, last)) }
        }
    };
    markup.into_string()
}

/// A page with nothing but the film.
pub fn page(screening: &Screening<'_>) -> String {
    let Film { world, seed, .. } = screening.film;
    let shell = Shell {
        title: &format!("{}: one world", screening.title),
        finding: &screening.ending().join(" "),
        main: html! {
            (PreEscaped(fragment(screening)))
            (beside())
        },
        stamp: &[("world", world), ("seed", seed)]
            .map(|(name, value)| (name.into(), value.to_string())),
        numbers: &Value::Null,
        style: STYLE,
        scripts: &[SCRIPT],
    };
    shell.document()
}

/// The other files.
fn beside() -> Markup {
    html! {
        p.note {
            "One world is one possible course of things, neither the likeliest nor the mean. \
             Beside this page stand "
            a href=(PICTURE) download { (PICTURE) } " and "
            a href=(PIXELS) download { (PIXELS) } ", which move by themselves, and "
            a href=(STILL) download { (STILL) } ", the end."
        }
    }
}

/// The picture with all its steps, of which the last is seen.
fn picture(stage: &Stage<'_>, screening: &Screening<'_>) -> String {
    let steps = screening.steps();
    let mut svg = opening(stage, screening);
    svg.push_str(&stage.ground());
    for step in 0..steps {
        // A step without changes has a group, too: they are counted.
        let _ = writeln!(svg, "<g class=\"p\">\n{}</g>", stage.changes(step));
    }
    svg.push_str(&stage.fans());
    for step in 0..steps {
        let on = if step + 1 == steps { " on" } else { "" };
        let said = escaped(&said(screening, step));
        let _ = writeln!(svg, "<g class=\"o{on}\" data-say=\"{said}\">");
        svg.push_str(&stage.lines(step));
        group(&mut svg, "f", &moving(stage, step));
        svg.push_str(&stage.numbers(step));
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>");
    svg
}

/// One step in words.
fn said(screening: &Screening<'_>, step: usize) -> String {
    let takes = 0..screening.film.takes.len();
    let takes: Vec<String> = takes.map(|take| screening.said(take, step)).collect();
    format!("{}. {}", screening.moment(step), takes.join(" "))
}

/// The colours on light and on dark ground.
fn colours(radius: f64) -> String {
    format!(
        "{}@media screen and (prefers-color-scheme: dark){{{}}}",
        style::sheet(Theme::Light, radius),
        style::sheet(Theme::Dark, radius)
    )
}

//! A film as an SVG picture that moves by itself, without any script.
//!
//! It goes round for ever. Where somebody wants less motion, and where a viewer knows
//! no animations, the end is shown.

use std::fmt::Write as _;

use crate::film::Screening;
use crate::film::marks::{Point, dot, tenth};
use crate::film::motion::Motion;
use crate::film::stage::Stage;
use crate::film::style;
use crate::svg::{clean, escaped};
use crate::theme::Theme;

/// The film as one SVG document; equal films give equal bytes.
pub fn svg(screening: &Screening<'_>, theme: Theme) -> String {
    let stage = Stage::of(screening);
    let steps = screening.steps();
    let mut svg = opening(&stage, screening);
    let _ = writeln!(
        svg,
        "<style>{}{}</style>",
        style::sheet(theme, stage.radius),
        motions(steps)
    );
    svg.push_str(&stage.ground());
    for step in 0..steps {
        group(&mut svg, &format!("p{step}"), &stage.changes(step));
    }
    svg.push_str(&stage.fans());
    for step in 0..steps {
        let end = if step + 1 == steps { " end" } else { "" };
        let shown = format!("{}{}", stage.numbers(step), stage.lines(step));
        group(&mut svg, &format!("o o{step}{end}"), &shown);
        let moving = moving(&stage, step);
        group(&mut svg, &format!("o f{step}"), &moving);
    }
    svg.push_str("</svg>\n");
    svg
}

/// The beginning of the document, with its title and its description in words.
pub(super) fn opening(stage: &Stage<'_>, screening: &Screening<'_>) -> String {
    let (width, height) = (stage.width, tenth(stage.height));
    let title = escaped(&clean(screening.title));
    let moment = screening.moment(screening.last());
    let about = screening.about();
    let ending = screening.ending().join(" ");
    let about = escaped(&format!("{about}. {moment}: {ending}"));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"gsr\" role=\"img\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <title>{title}</title>\n<desc>{about}</desc>\n"
    )
}

/// Words on their way in a step: each dot knows how far it goes.
pub(super) fn moving(stage: &Stage<'_>, step: usize) -> String {
    let mut svg = String::new();
    for (class, from, to) in stage.moving(step) {
        let mut outline = String::new();
        dot(&mut outline, from);
        let [x, y] = way(from, to);
        let _ = writeln!(
            svg,
            "<path class=\"d{class}\" d=\"{outline}\" style=\"--x:{x}px;--y:{y}px\"/>"
        );
    }
    svg
}

fn way(from: Point, to: Point) -> [f64; 2] {
    [to.0 - from.0, to.1 - from.1].map(tenth)
}

/// Adds a group of that class, unless it is empty.
pub(super) fn group(svg: &mut String, class: &str, what: &str) {
    if !what.is_empty() {
        let _ = writeln!(svg, "<g class=\"{class}\">\n{what}</g>");
    }
}

/// When what is seen, as rules and keyframes.
fn motions(steps: usize) -> String {
    let motion = Motion::of(steps);
    let whole = motion.whole() / 1000.0;
    let mut css = String::from(".gsr .o{visibility:hidden}.gsr .end{visibility:visible}");
    for step in 0..steps {
        let at = |time: f64| (time / motion.whole() * 1e5).round() / 1e3;
        let begins = at(motion.begins(step));
        let arrives = at(motion.arrives(step));
        let ends = at(motion.ends(step));
        let mut moves = |name: &str, whom: &str, how: &str, frames: &str| {
            let _ = write!(
                css,
                ".gsr .{name}{step}{whom}{{animation:{name}{step}{} {whole}s {how} infinite}}\
                 @keyframes {name}{step}{}{{{frames}}}",
                whom.trim(),
                whom.trim()
            );
        };
        let (off, on) = ("visibility:hidden", "visibility:visible");
        moves(
            "p",
            "",
            "step-end",
            &format!("0%{{{off}}}{arrives}%{{{on}}}"),
        );
        let before = if begins > 0.0 {
            format!("0%{{{off}}}")
        } else {
            String::new()
        };
        let after = if ends < 100.0 {
            format!("{ends}%,100%{{{off}}}")
        } else {
            String::new()
        };
        moves(
            "o",
            "",
            "step-end",
            &format!("{before}{begins}%{{{on}}}{after}"),
        );
        moves(
            "f",
            "",
            "step-end",
            &format!("{before}{begins}%{{{on}}}{arrives}%,100%{{{off}}}"),
        );
        moves(
            "f",
            " path",
            "linear",
            &format!(
                "0%,{begins}%{{transform:none}}\
                 {arrives}%,100%{{transform:translate(var(--x),var(--y))}}"
            ),
        );
    }
    css.push_str("@media(prefers-reduced-motion:reduce){.gsr *{animation:none!important}}");
    css
}

//! What is wrong with a scenario file, and where.
//!
//! A diagnostic names the place, what stands there and what would do. All of a
//! file are collected before any is shown; [`render`] underlines them in the
//! file's text, [`one_line`] suits editors and logs.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// The scenario can be run, but probably does not say what was meant.
    Warning,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of mistake: what an id stands for. Ids never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// The stable id, like `GS0103`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means and what to do, in whole sentences.
    pub meaning: &'static str,
}

/// Declares each cause as a constant, and all of them as [`CAUSES`].
macro_rules! causes {
    ($($name:ident $id:literal $severity:ident $meaning:literal)*) => {
        $(#[doc = $meaning] pub const $name: Cause = Cause {
            id: $id,
            severity: Severity::$severity,
            meaning: $meaning,
        };)*
        /// Every kind of mistake, by id.
        pub const CAUSES: &[Cause] = &[$($name),*];
    };
}

causes! {
    TOO_LARGE "GS0001" Error
        "A scenario file has at most 1 MiB. Data belong into files of their own, which the scenario names."
    SYNTAX "GS0002" Error
        "The file is not valid TOML. Texts stand in quotes, tables in brackets, and each key has one line."
    UNKNOWN_KEY "GS0101" Error
        "No such key exists in this place. The message lists the keys there are."
    MISSING_KEY "GS0102" Error
        "A key that the section needs is not there."
    OUT_OF_RANGE "GS0103" Error
        "A number lies outside the range in which it has a meaning. Chances are written as \"2%\" or 0.02, never as 2."
    WRONG_TYPE "GS0104" Error
        "The key is known, but another type of value belongs there."
    UNKNOWN_WORD "GS0105" Error
        "The key takes one of a few words, and this is none of them."
    CONTRADICTION "GS0106" Error
        "Two keys exclude each other, or one needs another that is not there."
    NAME "GS0107" Error
        "A name is empty, reserved, too long or stands twice. Names, not positions, identify things."
    NO_SUCH_NAME "GS0108" Error
        "A name refers to something that the file does not declare."
    BOUNDS "GS0109" Error
        "The low end of an assumption must not lie above its value, nor the high end below it."
    NO_SUCH_NUMBER "GS0110" Error
        "A number was to be varied by a path that no number of this scenario has."
    REST_OF_NOTHING "GS0111" Error
        "An action spends the rest of the budget, but there is no budget."
    TOO_MUCH "GS0112" Error
        "The numbers are fine one by one, but together describe more people, ties or money than can be counted."
    FORMAT "GS0113" Error
        "The file says that it is written in another format than this program reads."
    IMPOSSIBLE "GS0114" Error
        "The numbers are fine one by one, but no people could have all of them. The message names those that do not go together."
    PRACTICE_FIGURE "GS0201" Warning
        "A figure from a preset or a published study stands in for one that you could measure yourself."
    SUPERCRITICAL "GS0202" Warning
        "Every fan brings at least one more fan, so the chain never dies out by itself. That is rare, and usually a slip in one of the chances."
    BUDGET_UNSPENT "GS0203" Warning
        "There is a budget, but none of the strategy's actions costs anything."
    NOBODY_ANSWERS "GS0204" Warning
        "An action sends messages on a channel on which nobody engages, or something happens that nobody minds."
    NEVER_CLOSES "GS0205" Warning
        "People become leads, but no lead ever becomes a customer."
}

/// One mistake or doubt, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable id of its [`Cause`].
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The place, what stands there and what would do.
    pub message: String,
    /// The bytes of the file that it speaks of; `None` for the file as a whole.
    pub span: Option<Range<usize>>,
    /// What to write instead, where that can be said.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic for the file as a whole.
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self {
            id: cause.id,
            severity: cause.severity,
            message: message.into(),
            span: None,
            help: None,
        }
    }

    /// The same, at a place of the file.
    pub fn at(mut self, span: impl Into<Option<Range<usize>>>) -> Self {
        self.span = span.into();
        self
    }

    /// The same, with what to write instead.
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }
}

/// Line and column of the byte at `offset`, both from 1; columns count characters.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..boundary(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// `file:line:column: error[GS0103]: message`.
pub fn one_line(diagnostic: &Diagnostic, text: &str, file: &str) -> String {
    let place = match &diagnostic.span {
        Some(span) => {
            let (line, column) = line_and_column(text, span.start);
            format!("{file}:{line}:{column}")
        }
        None => file.to_owned(),
    };
    let (severity, id) = (diagnostic.severity.name(), diagnostic.id);
    format!("{place}: {severity}[{id}]: {}", diagnostic.message)
}

/// The diagnostics as paragraphs: the message, the underlined place in `text`,
/// and the help; one blank line between two.
pub fn render(diagnostics: &[Diagnostic], text: &str, file: &str, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let paragraphs: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| {
            let level = match diagnostic.severity {
                Severity::Error => Level::ERROR,
                Severity::Warning => Level::WARNING,
            };
            let title = level.primary_title(&diagnostic.message).id(diagnostic.id);
            let help = diagnostic.help.as_deref();
            let help = help.map(|help| Level::HELP.message(help));
            let group = match &diagnostic.span {
                Some(span) => {
                    let (lines, first, span) = lines_of(text, span);
                    let snippet = Snippet::source(lines).line_start(first).path(file);
                    title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
                }
                None => Group::with_title(title).element(annotate_snippets::Origin::path(file)),
            };
            renderer.render(&[group.elements(help)])
        })
        .collect();
    paragraphs.join("\n\n")
}

/// The lines on which `span` stands, the number of the first, and the span
/// within them. Only the first line of a longer span is shown.
fn lines_of<'t>(text: &'t str, span: &Range<usize>) -> (&'t str, usize, Range<usize>) {
    let start = boundary(text, span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line_end = line_start + text[line_start..line_end].trim_end_matches('\r').len();
    let end = boundary(text, span.end).clamp(start.min(line_end), line_end);
    let (line, _) = line_and_column(text, start);
    (
        &text[line_start..line_end],
        line,
        start.min(line_end) - line_start..end - line_start,
    )
}

/// The nearest place at or before `offset` where a character begins.
fn boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_ascending() {
        assert!(CAUSES.windows(2).all(|pair| pair[0].id < pair[1].id));
    }

    #[test]
    fn a_mistake_is_underlined_and_has_line_and_column() {
        let text = "a = 1\nbe = 1.3\n";
        let mistake = Diagnostic::new(OUT_OF_RANGE, "be is 1.3; it should not")
            .at(11..14)
            .help("write 0.3".to_owned());
        assert_eq!(
            one_line(&mistake, text, "x.toml"),
            "x.toml:2:6: error[GS0103]: be is 1.3; it should not"
        );
        let shown = render(&[mistake], text, "x.toml", false);
        for part in [
            "error[GS0103]",
            "x.toml:2:6",
            "be = 1.3",
            "^^^",
            "help: write 0.3",
        ] {
            assert!(shown.contains(part), "{part} in\n{shown}");
        }
    }

    #[test]
    fn spans_past_the_end_or_inside_a_character_are_shown_nearby() {
        for span in [0..99, 1..2, 3..3, 90..99] {
            let mistake = Diagnostic::new(SYNTAX, "odd").at(span);
            render(&[mistake], "ä\r\n", "x.toml", false);
        }
    }
}

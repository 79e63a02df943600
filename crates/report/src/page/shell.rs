//! The document around a page: what it may load and run, its typeface and style.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use crate::page::stamp::stamp;
use crate::page::tones::sheet;
use crate::page::typeface::typeface;
use crate::policy::policy;
use crate::svg::clean;

/// A page with all that it needs.
pub(crate) struct Shell<'a> {
    /// What the page is about.
    pub(crate) title: &'a str,
    /// What was found, in a sentence; where the page is shared, it stands beside the title.
    pub(crate) finding: &'a str,
    /// What stands in it.
    pub(crate) main: Markup,
    /// How to make the result again: names and values, in order.
    pub(crate) stamp: &'a [(String, String)],
    /// What the scripts read; they find it by its id, `numbers`. Null where they read nothing.
    pub(crate) numbers: &'a Value,
    /// How that looks which no other page has.
    pub(crate) style: &'a str,
    /// The scripts, in the order in which they run.
    pub(crate) scripts: &'a [&'a str],
}

impl Shell<'_> {
    /// The whole document.
    pub(crate) fn document(&self) -> String {
        let title = clean(self.title);
        let finding = clean(self.finding);
        let main = &self.main.0;
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy(self.scripts));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    meta name="description" content=(finding);
                    meta property="og:type" content="article";
                    meta property="og:title" content=(title);
                    meta property="og:description" content=(finding);
                    title { (title) " – groundswell" }
                    style #typeface { (PreEscaped(typeface())) }
                    style { (PreEscaped(sheet(main))) (PreEscaped(STYLE)) (PreEscaped(self.style)) }
                }
                body {
                    a.skip href="#content" { "Skip to the content" }
                    header {
                        p.brand { "groundswell" }
                        h1 { (title) }
                    }
                    main #content tabindex="-1" { (PreEscaped(main)) }
                    (stamp(self.stamp))
                    @if !self.numbers.is_null() {
                        script #numbers type="application/json" { (PreEscaped(inert(self.numbers))) }
                    }
                    @for script in self.scripts { script { (PreEscaped(script)) } }
                }
            }
        };
        page.into_string()
    }
}

/// A value as text that ends no element, whatever its words are.
fn inert(value: &Value) -> String {
    // Outside of texts, JSON has no such letter.
    value.to_string().replace('<', "\\u003c")
}

/// How a page looks; its colours are the pictures'.
const STYLE: &str = include_str!("../page.css");

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_word_ends_the_numbers() {
        let words = json!({ "</script>": "<!-- <script>" });
        let text = inert(&words);
        assert!(!text.contains('<'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), words);
    }
}

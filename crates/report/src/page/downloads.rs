//! The files beside the page.

use maud::{Markup, html};

use crate::pictures::Named;

/// Links to the files that are written beside the page: each with what it holds, then the
/// pictures'.
pub(crate) fn downloads<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
    pictures: impl Iterator<Item = &'a Named>,
) -> Markup {
    html! {
        section.downloads {
            h2 { "The numbers" }
            p { "Beside this page stand:" }
            ul {
                @for (file, holds) in files {
                    li { a href=(file) download { (file) } " – " (holds) }
                }
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

//! How to make the result again.

use maud::{Markup, html};

use crate::svg::clean;

/// The stamp, each of its values under its name; nothing without any.
pub(super) fn stamp(stamp: &[(String, String)]) -> Markup {
    html! {
        @if !stamp.is_empty() {
            footer {
                h2 { "Stamp" }
                dl.stamp {
                    @for (key, value) in stamp {
                        div { dt { (clean(key)) } dd { (clean(value)) } }
                    }
                }
            }
        }
    }
}

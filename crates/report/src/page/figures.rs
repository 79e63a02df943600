//! Pictures, alone and under a heading.

use maud::{Markup, PreEscaped, html};

use crate::chart::Picture;
use crate::draw;
use crate::page::tones::both;
use crate::pictures::Named;
use crate::size::Size;
use crate::theme::Theme;

/// The pictures, lines before bars.
pub(crate) fn figures<'a>(heading: &str, pictures: impl Iterator<Item = &'a Named>) -> Markup {
    html! {
        h2.figures-title { (heading) }
        div.figures {
            @for (place, named) in pictures.enumerate() {
                // On paper there is room for two courses over the days.
                @let is_course = matches!(named.picture, Picture::Lines(_) | Picture::Stack(_));
                (figure(named, place > 1 && is_course))
            }
        }
    }
}

/// One picture, in the reader's choice of light or dark; `extra` is left out on paper.
pub(super) fn figure(named: &Named, extra: bool) -> Markup {
    let size = size(&named.picture);
    let [light, dark] =
        [Theme::Light, Theme::Dark].map(|theme| draw::svg(&named.picture, size, theme));
    html! {
        figure.extra[extra] data-picture=(named.stem) {
            div.drawing { (PreEscaped(both(&light, &dark))) }
        }
    }
}

/// As high as what it holds.
fn size(picture: &Picture) -> Size {
    let rows = match picture {
        Picture::Bars(chart) => chart.bars.len(),
        Picture::Dots(chart) => chart.groups.iter().map(|group| group.rows.len()).sum(),
        Picture::Swings(chart) => chart.rows.len(),
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

//! Pictures under a heading.

use maud::{Markup, PreEscaped, html};

use crate::chart::Picture;
use crate::draw;
use crate::pictures::Named;
use crate::size::Size;
use crate::theme::Theme;

/// The pictures, lines before bars, each in the reader's choice of light or dark.
pub(crate) fn figures(heading: &str, pictures: &[Named]) -> Markup {
    html! {
        h2.figures-title { (heading) }
        div.figures {
            @for (place, named) in pictures.iter().enumerate() {
                @let size = size(&named.picture);
                // On paper there is room for two courses over the days.
                @let course = matches!(named.picture, Picture::Lines(_) | Picture::Stack(_));
                figure.extra[place > 1 && course] data-picture=(named.stem) {
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

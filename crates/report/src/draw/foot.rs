//! What stands under a plot: the figures of what was varied, and what it is
//! called.

use plotters::element::PathElement;

use super::lines::{TICK, stroke};
use super::{Sheet, fine, put};
use crate::chart::{Scale, there};
use crate::font::{self, Weight};
use crate::scale::varied::Varied;
use crate::svg::{Side, Text, clean};

/// How much height the foot takes, in sizes of its type.
pub(super) const HEIGHT: f64 = 2.9;

/// How far below a plot its figures stand, and what they are figures of, in sizes of type.
pub(super) const DROPS: [f64; 2] = [1.55, 2.95];

/// The axis from `left` to `right` that holds these values; those without a place
/// on it are passed over.
pub(super) fn axis(
    sheet: &Sheet,
    scale: &Scale,
    values: impl Iterator<Item = f64>,
    (left, right): (f64, f64),
) -> Varied {
    let size = sheet.points(TICK);
    let extent = |words: &str| font::width(words, size, Weight::Regular) + size * 1.2;
    let bounds = bounds(values.filter_map(|value| scale.placed(value)));
    let length = right - left;
    let axis = Varied::over(bounds, scale.logarithmic, &scale.unit, 8, (length, extent));
    axis.only_whole(scale.whole)
}

/// The smallest and the largest of these values, of what is not missing.
pub(super) fn bounds(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let values = values.filter_map(|value| there(&[value], 0));
    values.fold(None, |bounds, value| {
        let (low, high) = bounds.unwrap_or((value, value));
        Some((value.min(low), value.max(high)))
    })
}

/// Writes the figures of an axis under a plot, each under a short line, and what it is
/// called.
pub(super) fn write(
    sheet: &mut Sheet,
    scale: &Scale,
    axis: &Varied,
    (left, right): (f64, f64),
    bottom: f64,
) {
    let size = sheet.points(TICK);
    let style = stroke(sheet.theme.axis(), sheet.points(1.0));
    let at = |value: f64| left + axis.share(value) * (right - left);
    let down = sheet.points(4.0);
    sheet.document.shapes(&[], |canvas| {
        for (value, _) in &axis.ticks {
            let ends = [fine(at(*value), bottom), fine(at(*value), bottom + down)];
            put(canvas.draw(&PathElement::new(ends, style)));
        }
    });
    let figures = axis.ticks.iter().map(|(value, words)| {
        // The last figure gives way a little to what stands beside the plot.
        let half = font::width(words, size, Weight::Regular) / 2.0;
        let x = at(*value);
        let over = (x + half - right - size).clamp(0.0, size);
        (x - over, words.clone())
    });
    figures_and_label(sheet, figures, &scale.label, (left, right), bottom, DROPS);
}

/// Writes figures under a plot from `left` to `right`, each at its place across, and under
/// them what they are figures of: so many sizes of type below `bottom`.
pub(super) fn figures_and_label(
    sheet: &mut Sheet,
    figures: impl Iterator<Item = (f64, String)>,
    label: &str,
    (left, right): (f64, f64),
    bottom: f64,
    [first, second]: [f64; 2],
) {
    let (size, weight) = (sheet.points(TICK), Weight::Regular);
    let colour = sheet.theme.quiet();
    let mut line = |words, x, drop| {
        sheet.document.text(&Text {
            words,
            x,
            y: bottom + size * drop,
            side: Side::Middle,
            size,
            weight,
            colour,
        });
    };
    for (x, words) in figures {
        line(words, x, first);
    }
    let words = font::fit(&clean(label), right - left, size, weight);
    line(words, (left + right) / 2.0, second);
}

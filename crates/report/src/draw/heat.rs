//! What came out over a plane, in colours.

use super::Sheet;
use crate::chart::HeatChart;
use crate::size::Size;
use crate::theme::Theme;

pub(super) fn draw(chart: &HeatChart, size: Size, theme: Theme) -> String {
    let sheet = Sheet::new(size, theme, &chart.title, &chart.alt);
    sheet.document.finish()
}

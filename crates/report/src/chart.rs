//! What a chart says, before anything is drawn.
//!
//! A chart is plain values: what it is called, what its axes mean, and its
//! numbers. How it looks is decided by [`crate::draw`], how its numbers are
//! filed by [`crate::rows`].

use crate::number;
use crate::theme::Role;

/// A picture: one chart, or several under one another.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there are a handful of pictures to a report"
)]
pub enum Picture {
    /// Values over days.
    Lines(LineChart),
    /// What wholes are made of.
    Bars(BarChart),
    /// Panels over the same days, the first the largest; two or three find room.
    /// The first panel's title is the picture's.
    Stack(Vec<LineChart>),
    /// Points and lines over two logarithmic axes.
    Log(LogChart),
    /// Dots and what lies around them, row by row over one axis.
    Dots(DotChart),
    /// Values over a number that was varied.
    Curves(CurveChart),
    /// What came out over a plane of two numbers that were varied.
    Heat(HeatChart),
    /// What each assumption alone does to a lead: a tornado.
    Swings(SwingChart),
}

/// Values over days, one line to a series.
///
/// The axis of values always holds zero, so that a difference looks as large as
/// it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LineChart {
    /// The finding, in a few words.
    pub title: String,
    /// What is measured, in what, and what the band means.
    pub subtitle: String,
    /// A sentence that states the finding to who cannot see the picture.
    pub alt: String,
    /// A line at the foot: worlds, seed, limits. Empty for none.
    pub note: String,
    /// The days.
    pub x: Days,
    /// The values.
    pub y: Axis,
    /// The lines, in the order in which they are told.
    pub series: Vec<Series>,
    /// Draw a line at zero and write values with their sign: for differences.
    pub zero_line: bool,
}

/// The days along the foot of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// What stands under the days.
    pub label: String,
    /// The day of every series' first entry.
    pub first: u32,
    /// Whether they make weeks; rounds do not.
    pub weeks: bool,
}

impl Default for Days {
    /// "Day", from day 0.
    fn default() -> Self {
        Self {
            label: "Day".to_owned(),
            first: 0,
            weeks: true,
        }
    }
}

/// What the values are and how they are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Axis {
    /// What stands over the values; empty for nothing.
    pub label: String,
    /// In what the values are counted.
    pub unit: Unit,
}

/// In what values are counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Unit {
    /// People.
    #[default]
    People,
    /// Money, in units of the currency with this ISO 4217 code.
    Money(String),
    /// Shares of one, written as percentages.
    Share,
    /// Anything else, by its name; `""` for a bare number.
    Other(String),
}

/// One line, with what is known of its luck.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What the line is called, at its end.
    pub name: String,
    /// What it stands for.
    pub role: Role,
    /// One value a day; what is not finite is missing.
    pub mean: Vec<f64>,
    /// Where the values lie in most worlds.
    pub band: Option<Band>,
    /// Draw the line dashed.
    pub dashed: bool,
}

/// The lower and upper edge of a band, one value a day each; days on which
/// either is missing, or the line is, have no band.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Band {
    /// The lower edge.
    pub low: Vec<f64>,
    /// The upper edge.
    pub high: Vec<f64>,
}

/// Values that span many sizes, over others that do: both axes are logarithmic, so
/// that equal ratios look equal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LogChart {
    /// The finding, in a few words.
    pub title: String,
    /// What is measured, and in what.
    pub subtitle: String,
    /// A sentence that states the finding to who cannot see the picture.
    pub alt: String,
    /// A line at the foot. Empty for none.
    pub note: String,
    /// What is told across.
    pub x: Axis,
    /// What is told upwards.
    pub y: Axis,
    /// The series, in the order in which they are told.
    pub series: Vec<LogSeries>,
}

/// One series of points, from the left to the right.
#[derive(Debug, Clone, PartialEq)]
pub struct LogSeries {
    /// What the points are, beside the last of them.
    pub name: String,
    /// What they stand for.
    pub role: Role,
    /// (across, up); points of which either is not above zero have no place on
    /// the axes.
    pub points: Vec<(f64, f64)>,
    /// Whether a line joins the points; otherwise each is a dot.
    pub joined: bool,
}

/// Dots over one axis, row by row, with the ranges that lie around them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DotChart {
    /// The finding, in a few words.
    pub title: String,
    /// What is measured, and in what.
    pub subtitle: String,
    /// A sentence that states the finding to who cannot see the picture.
    pub alt: String,
    /// A line at the foot. Empty for none.
    pub note: String,
    /// What is told across.
    pub x: Axis,
    /// Whether equal ratios look equal. What is not above zero has no dot then.
    pub logarithmic: bool,
    /// Draw bars from zero instead of dots, and ranges as lines over them: for
    /// differences. Not over a logarithmic axis, which has no zero.
    pub from_zero: bool,
    /// What the dots are, for tables: `mean`.
    pub value: String,
    /// What the ends of the ranges are, for tables, the widest range first.
    pub ranges: Vec<(String, String)>,
    /// What is told beside the dots in numbers of their own, for tables, with its
    /// unit: `best in (share of worlds)`.
    pub beside: Vec<String>,
    /// Rows that belong together, from the top.
    pub groups: Vec<DotGroup>,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DotGroup {
    /// What they are called, at their left.
    pub name: String,
    /// The rows, from the top.
    pub rows: Vec<DotRow>,
}

/// One dot.
#[derive(Debug, Clone, PartialEq)]
pub struct DotRow {
    /// What it is called, for tables.
    pub name: String,
    /// What it stands for.
    pub role: Role,
    /// Where it is; what is not finite is missing.
    pub value: f64,
    /// What stands beside it.
    pub told: String,
    /// The ranges around it, the widest first.
    pub ranges: Vec<(f64, f64)>,
    /// The numbers told beside it, for tables.
    pub beside: Vec<f64>,
}

/// Values over a number that was varied.
///
/// The axis of values always holds zero, so that a difference looks as large as
/// it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CurveChart {
    /// The finding, in a few words.
    pub title: String,
    /// What is measured, in what, and what the band means.
    pub subtitle: String,
    /// A sentence that states the finding to who cannot see the picture.
    pub alt: String,
    /// A line at the foot: worlds, seed, limits. Empty for none.
    pub note: String,
    /// What was varied.
    pub x: Scale,
    /// The values.
    pub y: Axis,
    /// Draw a line at zero and write values with their sign: for differences.
    pub zero_line: bool,
    /// The curves, in the order in which they are told.
    pub series: Vec<Curve>,
}

/// What is told along an axis on which something was varied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scale {
    /// What was varied; empty for nothing.
    pub label: String,
    /// In what it is counted.
    pub unit: Unit,
    /// Whether equal ratios look equal. What is not above zero has no place then.
    pub logarithmic: bool,
    /// Whether it is counted in whole numbers, so that no figure stands between them.
    pub whole: bool,
}

/// One curve, with what is known of its luck.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What the curve is called, at its end.
    pub name: String,
    /// What it stands for.
    pub role: Role,
    /// From the left to the right; a missing mean breaks the line.
    pub points: Vec<CurvePoint>,
    /// Draw the line dashed.
    pub dashed: bool,
}

/// What came out at one value of what was varied; what is not finite is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// What was put in.
    pub x: f64,
    /// What came out.
    pub mean: f64,
    /// The lower edge of the band; there is none where either edge or the mean is
    /// missing.
    pub low: f64,
    /// The upper edge of the band.
    pub high: f64,
}

/// What came out over a plane of two numbers that were varied, in colours.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatChart {
    /// The finding, in a few words.
    pub title: String,
    /// What is measured, and in what.
    pub subtitle: String,
    /// A sentence that states the finding to who cannot see the picture.
    pub alt: String,
    /// A line at the foot. Empty for none.
    pub note: String,
    /// What was varied across.
    pub x: Scale,
    /// What was varied upwards.
    pub y: Scale,
    /// What the colours tell, and in what.
    pub value: Axis,
    /// What wins where values are above zero, and where they are below; with them
    /// the colours part at zero.
    pub sides: Option<[HeatSide; 2]>,
    /// Rectangles, each with its value, that may differ in size.
    pub tiles: Vec<Tile>,
    /// Areas in which it is not certain on which side of zero the value lies:
    /// polygons over the plane, closed, hatched over the tiles. They may touch and
    /// overlap.
    pub doubtful: Vec<Vec<(f64, f64)>>,
    /// Lines over the tiles, such as where the value is zero.
    pub contours: Vec<Vec<(f64, f64)>>,
    /// What the contour is called: "equally good". Empty for none.
    pub contour_name: String,
    /// A point of the plane that is marked, such as the scenario as it is, with
    /// its name.
    pub mark: Option<(f64, f64, String)>,
}

/// What wins on one side of zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatSide {
    /// Its name, as it stands before "better here" or "ahead".
    pub name: String,
    /// What it stands for.
    pub role: Role,
}

/// A rectangle of the plane and what came out in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tile {
    /// Its left and right edge.
    pub x: (f64, f64),
    /// Its lower and upper edge.
    pub y: (f64, f64),
    /// What came out; what is not finite leaves the tile blank.
    pub value: f64,
}

/// What each of several assumptions alone does to a lead: one row to an assumption,
/// from the lead at its least plausible value to that at its greatest.
///
/// The axis always holds zero, at which the other side takes the lead.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SwingChart {
    /// The finding, in a few words.
    pub title: String,
    /// Whose lead over whom, and in what.
    pub subtitle: String,
    /// A sentence that states the finding to who cannot see the picture.
    pub alt: String,
    /// A line at the foot. Empty for none.
    pub note: String,
    /// The lead.
    pub x: Axis,
    /// Who is ahead where the lead is above zero, and who where it is below.
    pub sides: Option<[HeatSide; 2]>,
    /// The assumptions, from the top.
    pub rows: Vec<SwingRow>,
}

/// One assumption, at both ends of what is plausible.
#[derive(Debug, Clone, PartialEq)]
pub struct SwingRow {
    /// What the assumption is called.
    pub name: String,
    /// At its least plausible value.
    pub low: SwingEnd,
    /// At its greatest.
    pub high: SwingEnd,
}

/// One end of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct SwingEnd {
    /// What is put in.
    pub input: f64,
    /// The same as it stands beside the end.
    pub told: String,
    /// The lead with it; what is not finite is missing.
    pub lead: f64,
}

/// What wholes are made of: one horizontal bar to a strategy, one segment to a
/// source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BarChart {
    /// The finding, in a few words.
    pub title: String,
    /// What is measured, and in what.
    pub subtitle: String,
    /// A sentence that states the finding to who cannot see the picture.
    pub alt: String,
    /// A line at the foot. Empty for none.
    pub note: String,
    /// In what the bars are counted.
    pub unit: Unit,
    /// The sources, from the left.
    pub segments: Vec<Segment>,
    /// The bars, from the top.
    pub bars: Vec<Bar>,
}

/// One source, the same in every bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// What the source is called, over the first bar.
    pub name: String,
    /// What it stands for.
    pub role: Role,
}

/// One whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    /// What the bar is called, at its left.
    pub name: String,
    /// One value to a segment, in their order; what is missing or below zero
    /// takes no room.
    pub values: Vec<f64>,
}

impl Series {
    /// A line without a band.
    pub fn line(name: &str, role: Role, mean: Vec<f64>) -> Self {
        Self {
            name: name.to_owned(),
            role,
            mean,
            band: None,
            dashed: false,
        }
    }

    /// The same line with a band.
    pub fn with_band(self, low: Vec<f64>, high: Vec<f64>) -> Self {
        Self {
            band: Some(Band { low, high }),
            ..self
        }
    }

    /// The edges of the band on a day counted from the first, if both are there
    /// and so is the line.
    pub(crate) fn band_at(&self, day: usize) -> Option<(f64, f64)> {
        there(&self.mean, day)?;
        let band = self.band.as_ref()?;
        Some((there(&band.low, day)?, there(&band.high, day)?))
    }
}

impl LogSeries {
    /// The points that have a place on logarithmic axes.
    pub(crate) fn shown(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let placed = |v: f64| (1e-300..=1e300).contains(&v);
        let points = self.points.iter().copied();
        points.filter(move |&(x, y)| placed(x) && placed(y))
    }
}

impl Scale {
    /// `value`, if it has a place on the axis.
    pub(crate) fn placed(&self, value: f64) -> Option<f64> {
        let value = there(&[value], 0)?;
        (!self.logarithmic || value >= 1e-300).then_some(value)
    }
}

impl CurvePoint {
    /// What came out, if it is there.
    pub(crate) fn mean(&self) -> Option<f64> {
        there(&[self.mean], 0)
    }

    /// The edges of the band, if both are there and so is the mean.
    pub(crate) fn band(&self) -> Option<(f64, f64)> {
        self.mean()?;
        Some((there(&[self.low], 0)?, there(&[self.high], 0)?))
    }
}

impl Bar {
    /// The value of a segment as it is drawn: zero if missing or below zero.
    pub(crate) fn value(&self, segment: usize) -> f64 {
        there(&self.values, segment).unwrap_or(0.0).max(0.0)
    }

    /// The sum of what is drawn for the first `segments` segments.
    pub(crate) fn total(&self, segments: usize) -> f64 {
        (0..segments).map(|s| self.value(s)).sum()
    }
}

impl Unit {
    /// A single value, as a label tells it: `17,240`, `€1.24 M`, `12.5%`.
    pub(crate) fn value(&self, value: f64) -> String {
        match self {
            Self::People if value.abs() < 999_999.5 => people(value),
            Self::Share => number::percent(value, 1),
            Self::Money(currency) if value.abs() >= 0.01 && value.abs() < 99.995 => {
                number::in_currency(&number::decimal(value, 2), currency)
            }
            // Beside hundreds, cents say nothing.
            Self::Money(currency) if value.abs() >= 99.995 && value.abs() < 999_999.5 => {
                number::in_currency(&number::decimal(value, 0), currency)
            }
            Self::Money(currency) => number::in_currency(&number::short(value), currency),
            Self::People | Self::Other(_) => number::short(value),
        }
    }

    /// Values that stand near one another, as labels tell them: people, as far as they
    /// are few, with the same decimals.
    pub(crate) fn alike(&self, values: &[f64]) -> Vec<String> {
        let values = values.iter().copied();
        let sizes = values.clone().filter(|v| v.is_finite()).map(f64::abs);
        let largest = sizes.clone().fold(0.0, f64::max);
        let are_whole = sizes.clone().all(|size| size.fract() == 0.0);
        let are_few = *self == Self::People && (FEW..99.95).contains(&largest);
        match are_few && !are_whole {
            true => values
                .map(|value| number::decimal(value, usize::from(value != 0.0)))
                .collect(),
            false => values.map(|value| self.value(value)).collect(),
        }
    }

    /// [`Self::value`] with a plus sign before what is above zero.
    pub(crate) fn signed(&self, value: f64) -> String {
        number::with_plus(value, self.value(value))
    }

    /// As the header of a table names it; empty for a bare number.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::People => "people",
            Self::Money(currency) => currency,
            Self::Share => "share of 1",
            Self::Other(name) => name,
        }
    }
}

/// From here on people have one decimal, where they have any.
const FEW: f64 = 0.95;

/// So many people, on average, with two digits at most where they are few: `13`,
/// `9.4`, `0.11`.
fn people(value: f64) -> String {
    let places = match value.abs() {
        size if size >= 9.5 || size == 0.0 => 0,
        size if size >= FEW => 1,
        size if size >= 0.095 => 2,
        size if size >= 0.0095 => 3,
        _ => return number::short(value),
    };
    let text = number::decimal(value, places);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// The entry at `place`, if there is one and it is a number a picture can show.
pub(crate) fn there(values: &[f64], place: usize) -> Option<f64> {
    // Beyond these bounds the arithmetic of the axis itself would overflow.
    values.get(place).copied().filter(|v| v.abs() <= 1e300)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_told_in_its_unit() {
        assert_eq!(Unit::People.value(17_240.4), "17,240");
        assert_eq!(Unit::People.signed(1_240.0), "+1,240");
        assert_eq!(Unit::People.signed(-3.25), "−3.2");
        assert_eq!(Unit::Money("EUR".into()).signed(1_240_000.0), "+€1.24 M");
        assert_eq!(Unit::Money("EUR".into()).value(-3.5), "−€3.50");
        assert_eq!(Unit::Money("EUR".into()).value(299.61), "€300");
        assert_eq!(Unit::Share.value(0.125), "12.5%");
    }

    #[test]
    fn few_people_have_two_digits_and_neighbours_as_many_decimals() {
        let alone = [0.0, 3e-6, 0.1064, 0.96, 9.41, 9.5, 44.06].map(|v| Unit::People.value(v));
        assert_eq!(alone, ["0", "3e−6", "0.11", "1", "9.4", "10", "44"]);
        let told = |values: &[f64]| Unit::People.alike(values).join(" ");
        assert_eq!(told(&[10.04, 9.41, 0.0]), "10.0 9.4 0");
        assert_eq!(told(&[12.0, 4.0]), "12 4");
        assert_eq!(told(&[13_286.4, 0.31]), "13,286 0.31");
        assert_eq!(told(&[0.106, f64::NAN]), "0.11 –");
    }

    #[test]
    fn what_is_not_a_number_is_missing() {
        assert_eq!(there(&[1.0, f64::NAN], 0), Some(1.0));
        assert_eq!(there(&[1.0, f64::NAN], 1), None);
        assert_eq!(there(&[f64::INFINITY], 0), None);
        assert_eq!(there(&[], 0), None);
    }
}

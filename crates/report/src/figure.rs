//! A number with no more digits than its error leaves.

use groundswell_estimate::estimate::Estimate;

use crate::chart::Unit;
use crate::number;

/// How the numbers around one estimate are written: all with the same decimals.
pub(crate) struct Figure {
    unit: Unit,
    places: usize,
}

impl Figure {
    /// As fits `estimate`: its half width keeps one digit, or two that begin
    /// with a one.
    pub(crate) fn of(estimate: &Estimate, unit: Unit) -> Self {
        let money = matches!(unit, Unit::Money(_));
        let places = match estimate.half_width() {
            0.0 if estimate.mean == estimate.mean.round() => 0,
            half if half >= 1.95 => 0,
            _ if money => 2,
            half if half >= 0.195 => 1,
            half if half >= 0.0195 || half == 0.0 => 2,
            _ => 3,
        };
        Self { unit, places }
    }

    /// The value in its unit: `34.1`, `€1,240`.
    pub(crate) fn value(&self, value: f64) -> String {
        // Beyond ten million the digits are many, and the last mean nothing.
        let text = match value.abs() < 1e7 {
            true => number::decimal(value, self.places),
            false => number::short(value),
        };
        match &self.unit {
            Unit::Money(currency) => number::in_currency(&text, currency),
            Unit::Share => number::percent(value, self.places.max(1)),
            Unit::People | Unit::Other(_) => text,
        }
    }

    /// [`value`](Self::value) with a plus sign before what is above zero.
    pub(crate) fn signed(&self, value: f64) -> String {
        number::with_plus(value, self.value(value))
    }
}

/// The mean and half the width of its interval: `34.1 ± 0.4`; alone where it is
/// known exactly.
pub(crate) fn mean_and_half(estimate: &Estimate, unit: Unit) -> String {
    let figure = Figure::of(estimate, unit);
    let mean = figure.value(estimate.mean);
    match estimate.half_width() {
        0.0 => mean,
        half => format!("{mean} ± {}", figure.value(half)),
    }
}

/// A share of worlds, never rounded to all or none: `99.6%`, `more than 99.9%`.
pub(crate) fn share(share: f64) -> String {
    match share {
        s if s <= 0.0 || s >= 1.0 => number::percent(s, 0),
        s if s > 0.999 => "more than 99.9%".to_owned(),
        s if s < 0.001 => "less than 0.1%".to_owned(),
        s if (0.01..=0.99).contains(&s) => number::percent(s, 0),
        s => number::percent(s, 1),
    }
}

/// The level of an interval: `95%`, `98.8%`.
pub(crate) fn level(level: f64) -> String {
    let text = number::percent(level, 1);
    text.replace(".0%", "%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_estimate::sample::Sample;

    #[test]
    fn digits_end_where_the_error_begins() {
        let told = |values: &[f64], unit| {
            mean_and_half(&Sample::new(values.to_vec()).estimate().unwrap(), unit)
        };
        let spread = |half: f64| [100.3 - half, 100.3 + half, 100.3 - half, 100.3 + half];
        assert_eq!(told(&spread(10.0), Unit::People), "100 ± 18");
        assert_eq!(told(&spread(0.3), Unit::People), "100.3 ± 0.6");
        assert_eq!(told(&[300.0; 4], Unit::Money("EUR".into())), "€300");
        assert_eq!(told(&[299.5; 4], Unit::Money("EUR".into())), "€299.50");
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(share(1.0), "100%");
        assert_eq!(share(0.9996), "more than 99.9%");
        assert_eq!(share(0.996), "99.6%");
        assert_eq!(share(0.58), "58%");
        assert_eq!(level(0.95), "95%");
    }
}

//! A number with no more digits than its error leaves.

use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::ratio::Ratio;

use crate::chart::Unit;
use crate::number;

/// How the numbers around one estimate are written: all with the same decimals.
pub(crate) struct Figure {
    unit: Unit,
    places: usize,
    /// Half the width of the interval, in these decimals; empty where it is
    /// nothing.
    half: String,
}

impl Figure {
    /// As fits `estimate`: its half width keeps one digit, or two that begin
    /// with a one.
    pub(crate) fn of(estimate: &Estimate, unit: Unit) -> Self {
        let money = matches!(unit, Unit::Money(_));
        // Below this, what sums of many worlds leave behind.
        let half = match estimate.half_width() {
            half if half <= 1e-9 * estimate.mean.abs() => 0.0,
            half => half,
        };
        let whole = half == 0.0 && (estimate.mean - estimate.mean.round()).abs() < 5e-3;
        let places = match half {
            _ if whole || half >= 1.95 => 0,
            _ if money => 2,
            half if half >= 0.195 => 1,
            half if half >= 0.0195 || half == 0.0 => 2,
            _ => 3,
        };
        let told = plain(half, places);
        let nothing = told.bytes().all(|b| !(b'1'..=b'9').contains(&b));
        Self {
            unit,
            places,
            half: if nothing { String::new() } else { told },
        }
    }

    /// The value in its unit: `34.1`, `€1,240`.
    pub(crate) fn value(&self, value: f64) -> String {
        let text = plain(value, self.places);
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

/// The value in so many decimals, without its unit.
fn plain(value: f64, places: usize) -> String {
    // Beyond ten million the digits are many, and the last mean nothing.
    match value.abs() < 1e7 {
        true => number::decimal(value, places),
        false => number::short(value),
    }
}

/// The mean and half the width of its interval: `34.1 ± 0.4`; alone where that
/// is nothing.
pub(crate) fn mean_and_half(estimate: &Estimate, unit: Unit) -> String {
    let figure = Figure::of(estimate, unit);
    let mean = figure.value(estimate.mean);
    match figure.half.is_empty() {
        true => mean,
        false => format!("{mean} ± {}", figure.half),
    }
}

/// A ratio and half the width of its interval: `€6.80 ± 0.30`, `12.5 ± 0.4%`.
pub(crate) fn ratio(ratio: &Ratio, unit: &Unit) -> String {
    let percent = *unit == Unit::Share;
    let scale = if percent { 100.0 } else { 1.0 };
    let estimate = Estimate {
        mean: ratio.value * scale,
        standard_error: ratio.standard_error * scale,
        low: ratio.low * scale,
        high: ratio.high * scale,
        worlds: ratio.units,
        deviation: 0.0,
    };
    match percent {
        true => mean_and_half(&estimate, Unit::Other(String::new())) + "%",
        false => mean_and_half(&estimate, unit.clone()),
    }
}

/// A number that was put in, as it may have been typed: `14%`, `€45`, `2.5`.
pub(crate) fn input(value: f64, unit: &Unit) -> String {
    match unit {
        Unit::Share => {
            number::percent(value, 2)
                .trim_end_matches('%')
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_owned()
                + "%"
        }
        Unit::Money(currency) if (0.01..999_999.5).contains(&value.abs()) => {
            let text = number::decimal(value, 2).replace(".00", "");
            number::in_currency(&text, currency)
        }
        Unit::People | Unit::Other(_) => number::short(value),
        unit => unit.value(value),
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
    fn a_share_keeps_its_error_in_per_cent() {
        let ratio = |half| Ratio {
            value: 0.125,
            standard_error: half / 2.0,
            low: 0.125 - half,
            high: 0.125 + half,
            units: 40,
        };
        assert_eq!(super::ratio(&ratio(0.004), &Unit::Share), "12.5 ± 0.4%");
        let euro = Unit::Money("EUR".into());
        assert_eq!(super::ratio(&ratio(0.05), &euro), "€0.12 ± 0.05");
    }

    #[test]
    fn what_was_put_in_keeps_no_idle_zeros() {
        assert_eq!(input(0.14, &Unit::Share), "14%");
        assert_eq!(input(0.1, &Unit::Share), "10%");
        assert_eq!(input(0.032, &Unit::Share), "3.2%");
        assert_eq!(input(45.0, &Unit::Money("EUR".into())), "€45");
        assert_eq!(input(123.5, &Unit::Money("EUR".into())), "€123.50");
        assert_eq!(input(2.55, &Unit::People), "2.55");
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

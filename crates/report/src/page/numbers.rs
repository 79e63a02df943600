//! What the scripts of a page read: the numbers behind its pictures.
//!
//! ```text
//! { "pictures": [ { "stem", "csv"?, "panels": [ { "first", "series": [
//!     { "name", "strategy"?, "light", "dark", "mean", "told" } ] } ] } ] }
//! ```
//!
//! `csv` is the file beside the page, to the letter, as long as it is small. `panels` is
//! there for what goes over days: day `first + i` has `mean[i]` and, as it is told to
//! people, `told[i]`, both missing where the picture has no value. `strategy` is the
//! place among the strategies, doing nothing last.

use serde_json::{Value, json};

use crate::chart::{LineChart, Picture, Series, there};
use crate::error::Error;
use crate::pictures::Named;
use crate::rows;
use crate::theme::{Role, Theme};

/// The longest table that a page carries, in bytes: a longer one is beside it only.
const LONGEST: usize = 64 * 1024;

/// The numbers behind `pictures`; of so many strategies, doing nothing is the last.
///
/// # Errors
///
/// [`Error::Csv`] if a table cannot be written.
pub(crate) fn numbers<'a>(
    pictures: impl Iterator<Item = &'a Named>,
    strategies: usize,
) -> Result<Vec<Value>, Error> {
    pictures.map(|named| picture(named, strategies)).collect()
}

fn picture(named: &Named, strategies: usize) -> Result<Value, Error> {
    let mut told = json!({ "stem": named.stem });
    let csv = rows::csv(&named.picture)?;
    if csv.len() <= LONGEST {
        told["csv"] = csv.into();
    }
    let panels = match &named.picture {
        Picture::Lines(chart) => std::slice::from_ref(chart),
        Picture::Stack(panels) => panels,
        _ => return Ok(told),
    };
    let panels = panels.iter().map(|chart| panel(chart, strategies));
    told["panels"] = panels.collect();
    Ok(told)
}

fn panel(chart: &LineChart, strategies: usize) -> Value {
    let series = chart.series.iter().map(|series| {
        let days = 0..series.mean.len();
        let mean = |day| there(&series.mean, day).map(placed);
        json!({
            "name": series.name,
            "strategy": strategy(series.role, strategies),
            "light": Theme::Light.line(series.role).code(),
            "dark": Theme::Dark.line(series.role).code(),
            "mean": days.clone().map(mean).collect::<Vec<_>>(),
            "told": days.map(|day| value(chart, series, day)).collect::<Vec<_>>(),
        })
    });
    json!({ "first": chart.x.first, "series": series.collect::<Vec<_>>() })
}

/// Which strategy a line is of, if it is of one.
fn strategy(role: Role, strategies: usize) -> Option<usize> {
    match role {
        Role::Strategy(place) => Some(place),
        Role::Baseline => strategies.checked_sub(1),
        _ => None,
    }
}

/// To six digits: enough for where a point stands on a picture.
fn placed(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// A day's value with the band around it, as the picture would write them.
fn value(chart: &LineChart, series: &Series, day: usize) -> Option<String> {
    let unit = &chart.y.unit;
    let tell = |value: f64| match chart.zero_line {
        true => unit.signed(value),
        false => unit.value(value),
    };
    let mean = tell(there(&series.mean, day)?);
    Some(match series.band_at(day) {
        Some((low, high)) => format!("{mean} ({} to {})", tell(low), tell(high)),
        None => mean,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_with_its_band_and_a_missing_one_is_missing() {
        let lead = Series::line("lead", Role::Difference, vec![0.123_456_789, f64::NAN])
            .with_band(vec![-1.0, 0.0], vec![2.5, 0.0]);
        let named = Named {
            stem: "lead".into(),
            picture: Picture::Lines(LineChart {
                series: vec![Series::line("none", Role::Baseline, vec![1.0, 2.0]), lead],
                zero_line: true,
                ..LineChart::default()
            }),
        };
        let told = numbers([&named].into_iter(), 3).unwrap();
        let series = &told[0]["panels"][0]["series"];
        assert_eq!(series[0]["strategy"], 2);
        assert_eq!(series[1]["strategy"], Value::Null);
        assert_eq!(series[1]["mean"], json!([0.123457, null]));
        assert_eq!(series[1]["told"], json!(["+0.12 (−1 to +2.5)", null]));
        assert!(told[0]["csv"].as_str().unwrap().contains("lead,1,,0,0\n"));
    }
}

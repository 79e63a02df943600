//! The comparison as tidy CSV: one row to an observation, every number with as
//! many digits as it takes to read it back unchanged.
//!
//! What is not a number is an empty cell; names that a spreadsheet would take for
//! formulas are defused.

use std::io::Write;

use groundswell_campaign::comparison::Row;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::ratio::Ratio;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::ratio::Ratio as Known;

use crate::defuse::defuse;
use crate::error::Error;
use crate::findings::Findings;
use crate::svg::clean;

/// One row per strategy and metric: its expected value with error.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds, [`Error::Csv`] if `to` takes no more.
pub fn summary(findings: &Findings<'_>, to: impl Write) -> Result<(), Error> {
    let mut file = File::to(to);
    file.row([
        "strategy",
        "metric",
        "unit",
        "mean",
        "standard_error",
        "low",
        "high",
        "worlds",
        "level",
    ])?;
    let level = cell(findings.comparison.level);
    for arm in findings.arms() {
        for metric in Metric::ALL {
            let estimate = findings.comparison.estimate(arm, metric)?;
            file.row([
                &*name(findings, arm),
                metric.name(),
                &unit(findings, metric),
                &cell(estimate.mean),
                &cell(estimate.standard_error),
                &cell(estimate.low),
                &cell(estimate.high),
                &estimate.worlds.to_string(),
                &level,
            ])?;
        }
    }
    file.end()
}

/// One row per pair of strategies and metric: what `of` has over `against`, world
/// by world. All are set against the reference and against doing nothing.
///
/// # Errors
///
/// As [`summary`].
pub fn differences(findings: &Findings<'_>, to: impl Write) -> Result<(), Error> {
    let mut file = File::to(to);
    file.row([
        "of",
        "against",
        "metric",
        "unit",
        "mean",
        "standard_error",
        "low",
        "high",
        "probability_better",
        "probability_equal",
        "variance_gain",
    ])?;
    for (of, against) in findings.pairs() {
        for metric in Metric::ALL {
            let difference = findings.comparison.difference(of, against, metric)?;
            let estimate = difference.estimate;
            file.row([
                &*name(findings, of),
                &name(findings, against),
                metric.name(),
                &unit(findings, metric),
                &cell(estimate.mean),
                &cell(estimate.standard_error),
                &cell(estimate.low),
                &cell(estimate.high),
                &cell(findings.probability_better(of, against, metric)?),
                &cell(difference.equal),
                &cell(difference.variance_gain),
            ])?;
        }
    }
    file.end()
}

/// One row per strategy and ratio, and one per pair of strategies with what `strategy`
/// has over `against`; no value where a ratio is not defined.
///
/// # Errors
///
/// As [`summary`].
pub fn ratios(findings: &Findings<'_>, to: impl Write) -> Result<(), Error> {
    let mut file = File::to(to);
    file.row([
        "strategy",
        "against",
        "ratio",
        "unit",
        "value",
        "standard_error",
        "low",
        "high",
    ])?;
    let alone = findings.arms().map(|arm| (arm, None));
    let pairs = findings.pairs().into_iter();
    let pairs = pairs.map(|(of, against)| (of, Some(against)));
    for (of, against) in alone.chain(pairs) {
        for ratio in Ratio::ALL {
            let known = match against {
                None => findings.comparison.ratio(of, ratio)?,
                Some(other) => findings.comparison.ratio_difference(of, other, ratio)?,
            };
            let number = |number: fn(&Known) -> f64| known.as_ref().map_or(f64::NAN, number);
            file.row([
                &*name(findings, of),
                &against.map_or_else(String::new, |arm| name(findings, arm)),
                ratio.name(),
                &defuse(findings.unit_of_ratio(ratio).name()),
                &cell(number(|known| known.value)),
                &cell(number(|known| known.standard_error)),
                &cell(number(|known| known.low)),
                &cell(number(|known| known.high)),
            ])?;
        }
    }
    file.end()
}

/// One row per strategy, platform and metric; no platform for what happens away from
/// all. Whoever is reached on two platforms is in `reach` of both.
///
/// # Errors
///
/// As [`summary`].
pub fn platforms(findings: &Findings<'_>, to: impl Write) -> Result<(), Error> {
    let mut file = File::to(to);
    file.row([
        "strategy",
        "platform",
        "metric",
        "unit",
        "mean",
        "standard_error",
        "low",
        "high",
    ])?;
    let comparison = findings.comparison;
    for arm in findings.arms() {
        for (at, place) in findings.places().into_iter().enumerate() {
            let place = place.unwrap_or_default();
            for metric in std::iter::once(Metric::Reach).chain(Metric::BY_PLATFORM) {
                let Some(sample) = comparison.sample_on(arm, at, metric) else {
                    continue;
                };
                let estimate = sample.estimate_at(comparison.level)?;
                file.row([
                    &*name(findings, arm),
                    &defuse(&place),
                    metric.name(),
                    &unit(findings, metric),
                    &cell(estimate.mean),
                    &cell(estimate.standard_error),
                    &cell(estimate.low),
                    &cell(estimate.high),
                ])?;
            }
        }
    }
    file.end()
}

/// One row per strategy, lever, metric and kind of credit: `removal` is what is missing
/// without the lever, `shapley` its fair share; and the `break_even_hours` of
/// professionals.
///
/// # Errors
///
/// [`Error::Csv`] if `to` takes no more.
pub fn credit(findings: &Findings<'_>, to: impl Write) -> Result<(), Error> {
    let mut file = File::to(to);
    file.row([
        "strategy",
        "lever",
        "credit",
        "metric",
        "unit",
        "mean",
        "standard_error",
        "low",
        "high",
        "worlds",
    ])?;
    for credited in findings.credits {
        for lever in &credited.levers {
            let lever_name = defuse(&clean(&lever.name)).into_owned();
            let mut row = |kind: &str, metric: &str, unit: &str, estimate: &Estimate| {
                file.row([
                    &*name(findings, credited.arm),
                    &lever_name,
                    kind,
                    metric,
                    unit,
                    &cell(estimate.mean),
                    &cell(estimate.standard_error),
                    &cell(estimate.low),
                    &cell(estimate.high),
                    &estimate.worlds.to_string(),
                ])
            };
            for (&metric, credit) in credited.metrics.iter().zip(&lever.credit) {
                let unit = unit(findings, metric);
                row("removal", metric.name(), &unit, &credit.removal)?;
                if let Some(share) = &credit.shapley {
                    row("shapley", metric.name(), &unit, share)?;
                }
            }
            if let Some(hours) = &lever.break_even_hours {
                row("break_even_hours", "profit", "hours", hours)?;
            }
        }
    }
    file.end()
}

/// One row per strategy, followed metric and day: everything up to and including
/// that day, with its error (`low`, `high`: 95 % interval of the mean) and its
/// luck (`tenth`, `ninetieth`: eight worlds in ten lie between).
///
/// # Errors
///
/// As [`summary`].
pub fn by_day(findings: &Findings<'_>, to: impl Write) -> Result<(), Error> {
    let mut file = File::to(to);
    file.row([
        "strategy",
        "metric",
        "unit",
        "day",
        "mean",
        "low",
        "high",
        "tenth",
        "ninetieth",
    ])?;
    for arm in findings.arms() {
        for &metric in &findings.comparison.followed {
            let Some(curve) = findings.comparison.curve(arm, metric) else {
                continue;
            };
            let curve = curve?;
            for day in 0..curve.days() {
                file.row([
                    &*name(findings, arm),
                    metric.name(),
                    &unit(findings, metric),
                    &day.to_string(),
                    &cell(curve.mean[day]),
                    &cell(curve.low[day]),
                    &cell(curve.high[day]),
                    &cell(curve.tenth[day]),
                    &cell(curve.ninetieth[day]),
                ])?;
            }
        }
    }
    file.end()
}

/// One row per strategy and world with the totals of all metrics, the unit of
/// each in its header, and what names them: a [hash](Row::hash) that the same world has
/// wherever it is run again. Rows of the same `world` share their luck.
///
/// # Errors
///
/// [`Error::Csv`] if `to` takes no more.
pub fn worlds(findings: &Findings<'_>, to: impl Write) -> Result<(), Error> {
    let mut file = File::to(to);
    let mut header = vec!["strategy".to_owned(), "world".to_owned()];
    header.extend(Metric::ALL.map(|metric| format!("{metric} ({})", findings.unit(metric).name())));
    header.push("hash".to_owned());
    file.row(&header)?;
    for arm in findings.arms() {
        let strategy = name(findings, arm);
        let samples = Metric::ALL.map(|metric| findings.comparison.sample(arm, metric));
        for world in 0..findings.comparison.worlds() {
            let mut row = vec![strategy.clone(), world.to_string()];
            row.extend(samples.iter().map(|sample| cell(sample.values()[world])));
            let kept: &Row = &findings.comparison.arms[arm].rows[world];
            row.push(format!("{:016x}", kept.hash()));
            file.row(&row)?;
        }
    }
    file.end()
}

/// A CSV file being written.
struct File<W: Write>(csv::Writer<W>);

impl<W: Write> File<W> {
    fn to(to: W) -> Self {
        Self(csv::Writer::from_writer(to))
    }

    fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Result<(), Error> {
        self.0.write_record(cells).map_err(Error::Csv)
    }

    fn end(mut self) -> Result<(), Error> {
        self.0.flush().map_err(|cause| Error::Csv(cause.into()))
    }
}

fn name(findings: &Findings<'_>, arm: usize) -> String {
    defuse(&findings.name(arm)).into_owned()
}

fn unit(findings: &Findings<'_>, metric: Metric) -> String {
    defuse(findings.unit(metric).name()).into_owned()
}

fn cell(value: f64) -> String {
    match value.is_finite() {
        true => value.to_string(),
        false => String::new(),
    }
}

//! What the sheets of a comparison hold.

use groundswell_campaign::metric::Metric;
use groundswell_estimate::curve::Curve;
use groundswell_estimate::estimate::Estimate;

use crate::error::Error;
use crate::figure;
use crate::findings::Findings;
use crate::number;
use crate::sentence;
use crate::table;
use crate::workbook::grid::{Cell, Grid, exactly, shown};

/// Columns of the sheet of days.
pub(super) const STRATEGY: u16 = 1;
pub(super) const DAY: u16 = 2;
pub(super) const MEAN: u16 = 3;

/// The verdict, and under it every strategy's headline numbers: those of the objective
/// first, strategy beside strategy.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub(super) fn summary(findings: &Findings<'_>) -> Result<Grid, Error> {
    let mut rows = Vec::new();
    for metric in table::headlines(findings) {
        let arms = findings.arms().map(|arm| {
            let estimate = findings.comparison.estimate(arm, metric)?;
            Ok((vec![text(&findings.name(arm))], estimate, Vec::new()))
        });
        rows.extend(block(findings, metric, arms.collect::<Result<_, Error>>()?));
    }
    let interrupted = sentence::interrupted(findings);
    let verdict = sentence::decision(findings);
    Ok(Grid {
        above: std::iter::once(findings.title.to_owned())
            .chain(interrupted)
            .chain([verdict, note(findings)])
            .collect(),
        columns: vec![
            ("what", 30.0),
            ("strategy", 22.0),
            ("mean", 12.0),
            ("low", 12.0),
            ("high", 12.0),
            ("unit", 14.0),
        ],
        rows,
        elsewhere: "summary.csv",
    })
}

/// What low and high are.
fn note(findings: &Findings<'_>) -> String {
    format!(
        "Means of {} worlds over {} days; low and high are the ends of their {} intervals.",
        number::count(findings.comparison.worlds() as u64),
        number::count(findings.comparison.days.into()),
        figure::level(findings.comparison.level)
    )
}

/// One strategy's course by one metric, and where it stands on the sheet of days.
pub(super) struct Course {
    pub(super) metric: Metric,
    pub(super) arm: usize,
    pub(super) curve: Curve,
    pub(super) first_row: u32,
}

impl Course {
    pub(super) fn last_row(&self) -> u32 {
        self.first_row + self.curve.days() as u32 - 1
    }
}

/// Everything that was followed from day to day, the objective first.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub(super) fn courses(findings: &Findings<'_>) -> Result<Vec<Course>, Error> {
    let objective = findings.verdict.objective;
    let mut followed = findings.comparison.followed.clone();
    followed.sort_by_key(|&metric| metric != objective);
    // The header is the first row.
    let mut first_row = 1;
    let mut courses = Vec::new();
    for metric in followed {
        for arm in findings.arms() {
            let Some(curve) = findings.comparison.curve(arm, metric) else {
                continue;
            };
            let curve = curve?;
            let days = curve.days() as u32;
            if days > 0 {
                courses.push(Course {
                    metric,
                    arm,
                    curve,
                    first_row,
                });
            }
            first_row += days;
        }
    }
    Ok(courses)
}

/// Everything up to and including each day.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub(super) fn per_day(findings: &Findings<'_>) -> Result<Grid, Error> {
    let mut rows = Vec::new();
    for course in courses(findings)? {
        let (unit, curve) = (findings.unit(course.metric), &course.curve);
        let name = findings.name(course.arm);
        let most = curve.ninetieth.iter().chain(&curve.high);
        let form = shown(&unit, most.fold(0.0, |most: f64, &value| most.max(value)));
        for day in 0..curve.days() {
            let columns = [
                &curve.mean,
                &curve.low,
                &curve.high,
                &curve.tenth,
                &curve.ninetieth,
            ];
            let mut row = vec![
                text(course.metric.label()),
                text(&name),
                Cell::Number(day as f64, "0"),
            ];
            row.extend(columns.map(|column| Cell::Number(column[day], form)));
            row.push(text(unit.name()));
            rows.push(row);
        }
    }
    Ok(Grid {
        above: Vec::new(),
        columns: vec![
            ("what", 30.0),
            ("strategy", 24.0),
            ("day", 7.0),
            ("mean", 12.0),
            ("low", 12.0),
            ("high", 12.0),
            ("a tenth of worlds below", 24.0),
            ("a tenth of worlds above", 24.0),
            ("unit", 14.0),
        ],
        rows,
        elsewhere: "by_day.csv",
    })
}

/// What happens on each platform, and away from all of them.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub(super) fn per_platform(findings: &Findings<'_>) -> Result<Grid, Error> {
    let comparison = findings.comparison;
    let mut rows = Vec::new();
    for metric in std::iter::once(Metric::Reach).chain(Metric::BY_PLATFORM) {
        if !findings.happens(metric) {
            continue;
        }
        let mut there = Vec::new();
        for (at, place) in findings.places().into_iter().enumerate() {
            let place = place.unwrap_or_else(|| "elsewhere".to_owned());
            for arm in findings.arms() {
                if let Some(sample) = comparison.sample_on(arm, at, metric) {
                    let estimate = sample.estimate_at(comparison.level)?;
                    let names = vec![text(&place), text(&findings.name(arm))];
                    there.push((names, estimate, Vec::new()));
                }
            }
        }
        rows.extend(block(findings, metric, there));
    }
    Ok(Grid {
        above: Vec::new(),
        columns: vec![
            ("what", 36.0),
            ("platform", 20.0),
            ("strategy", 24.0),
            ("mean", 12.0),
            ("low", 12.0),
            ("high", 12.0),
            ("unit", 14.0),
        ],
        rows,
        elsewhere: "platforms.csv",
    })
}

/// What one strategy has over another, world by world.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub(super) fn differences(findings: &Findings<'_>) -> Result<Grid, Error> {
    let mut rows = Vec::new();
    for metric in table::headlines(findings) {
        let pairs = findings.pairs().into_iter().map(|(of, against)| {
            let difference = findings.comparison.difference(of, against, metric)?;
            let better = findings.probability_better(of, against, metric)?;
            let names = vec![text(&findings.name(of)), text(&findings.name(against))];
            let shares = [better, difference.equal];
            let shares = shares.map(|share| Cell::Number(share, "0.0%"));
            Ok((names, difference.estimate, shares.into()))
        });
        rows.extend(block(
            findings,
            metric,
            pairs.collect::<Result<_, Error>>()?,
        ));
    }
    Ok(Grid {
        above: Vec::new(),
        columns: vec![
            ("what", 36.0),
            ("strategy", 24.0),
            ("against", 24.0),
            ("mean", 12.0),
            ("low", 12.0),
            ("high", 12.0),
            ("unit", 14.0),
            ("worlds better", 15.0),
            ("worlds equal", 15.0),
        ],
        rows,
        elsewhere: "differences.csv",
    })
}

/// Every number that was put in, the least certain first.
pub(super) fn assumptions(findings: &Findings<'_>) -> Grid {
    let rows = findings.by_provenance().into_iter().map(|assumption| {
        let form = exactly(&assumption.unit);
        let number = |value: Option<f64>| match value {
            Some(value) => Cell::Number(value, form),
            None => Cell::Empty,
        };
        vec![
            text(&assumption.path),
            match assumption.value {
                Some(value) => Cell::Number(value, form),
                None => text(&assumption.shown),
            },
            number(assumption.low),
            number(assumption.high),
            text(assumption.unit.name()),
            text(assumption.provenance.label()),
            text(&assumption.source),
            text(&assumption.date),
        ]
    });
    Grid {
        above: Vec::new(),
        columns: vec![
            ("assumption", 48.0),
            ("value", 12.0),
            ("low", 12.0),
            ("high", 12.0),
            ("unit", 16.0),
            ("provenance", 14.0),
            ("source", 60.0),
            ("date", 12.0),
        ],
        rows: rows.collect(),
        elsewhere: "report.json",
    }
}

/// How to make the result again, who the people are, and what to know before trusting it.
pub(super) fn stamp(findings: &Findings<'_>) -> Grid {
    let stamp = findings.stamp.iter();
    let stamp = stamp.map(|(name, value)| vec![text(name), whole(value)]);
    let line = |name: &'static str| move |line: &String| vec![text(name), text(line)];
    let audience = findings.audience.iter().map(line("audience"));
    let warnings = findings.warnings.iter().map(line("doubt"));
    Grid {
        above: Vec::new(),
        columns: vec![("name", 22.0), ("value", 90.0)],
        rows: stamp.chain(audience).chain(warnings).collect(),
        elsewhere: "report.json",
    }
}

/// The rows of one metric, all shown alike: its name, the cells before the numbers, mean, low
/// and high with their unit, and the cells after them.
fn block(
    findings: &Findings<'_>,
    metric: Metric,
    rows: Vec<(Vec<Cell>, Estimate, Vec<Cell>)>,
) -> Vec<Vec<Cell>> {
    let unit = findings.unit(metric);
    let values = |estimate: &Estimate| [estimate.mean, estimate.low, estimate.high];
    let sizes = rows.iter().flat_map(|(_, estimate, _)| values(estimate));
    let sizes = sizes.map(f64::abs).filter(|size| size.is_finite());
    let form = shown(&unit, sizes.fold(0.0, f64::max));
    let row = |(before, estimate, after): (Vec<Cell>, Estimate, Vec<Cell>)| {
        let mut row = vec![text(metric.label())];
        row.extend(before);
        row.extend(values(&estimate).map(|value| Cell::Number(value, form)));
        row.push(text(unit.name()));
        row.extend(after);
        row
    };
    rows.into_iter().map(row).collect()
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

/// A whole number where `value` is a small one, so that no digit is lost; else words.
fn whole(value: &str) -> Cell {
    match value.parse::<u32>() {
        Ok(number) if number.to_string() == value => Cell::Number(number.into(), "0"),
        _ => text(value),
    }
}

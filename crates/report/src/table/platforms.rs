//! What happens on which platform.

use groundswell_campaign::metric::Metric;

use crate::error::Error;
use crate::figure::mean_and_half;
use crate::findings::Findings;
use crate::table::{Row, Table, note};

/// What is told by platform, where it happens.
const METRICS: [Metric; 6] = [
    Metric::Reach,
    Metric::Impressions,
    Metric::Visitors,
    Metric::Leads,
    Metric::Customers,
    Metric::Cost,
];

/// Each metric in all, and as its parts by platform; `None` where there is one platform.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn table(findings: &Findings<'_>) -> Result<Option<Table>, Error> {
    if findings.comparison.platforms.len() < 2 {
        return Ok(None);
    }
    let mut rows = Vec::new();
    for metric in METRICS {
        if !findings.happens(metric) {
            continue;
        }
        let label = match metric {
            Metric::Reach => "people reached, each once",
            metric => metric.label(),
        };
        rows.push(super::row(findings, metric, label, false)?);
        for (at, place) in findings.places().into_iter().enumerate() {
            rows.extend(part(findings, metric, at, place)?);
        }
    }
    Ok(Some(Table {
        columns: findings.arms().map(|arm| findings.name(arm)).collect(),
        rows,
        note: format!(
            "{} Whoever is reached on two platforms counts on both, and once in the total.",
            note(findings)
        ),
    }))
}

/// The metric on one platform; nothing where none of it happens away from all.
fn part(
    findings: &Findings<'_>,
    metric: Metric,
    at: usize,
    place: Option<String>,
) -> Result<Option<Row>, Error> {
    let comparison = findings.comparison;
    let mut cells = Vec::new();
    let mut happens = false;
    for arm in findings.arms() {
        let Some(sample) = comparison.sample_on(arm, at, metric) else {
            return Ok(None);
        };
        happens |= sample.values().iter().any(|&value| value != 0.0);
        let estimate = sample.estimate_at(comparison.level)?;
        cells.push(mean_and_half(&estimate, findings.unit(metric)));
    }
    Ok((happens || place.is_some()).then(|| Row {
        label: place.unwrap_or_else(|| "away from all".to_owned()),
        part: true,
        elsewhere: false,
        cells,
    }))
}

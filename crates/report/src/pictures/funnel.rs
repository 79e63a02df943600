//! From people reached to customers, step by step.

use groundswell_campaign::metric::Metric;

use crate::chart::{Axis, DotChart, DotGroup, DotRow, Unit};
use crate::error::Error;
use crate::findings::Findings;
use crate::number;
use crate::pictures::{role, worlds_and_days};

/// The steps that are told where they happen.
const STEPS: [(Metric, &str); 4] = [
    (Metric::Reach, "Reached"),
    (Metric::Visitors, "Visitors"),
    (Metric::Leads, "Leads"),
    (Metric::Customers, "Customers"),
];

/// How many people each strategy has at each step, and what share of the step before.
pub(super) fn funnel(findings: &Findings<'_>) -> Result<DotChart, Error> {
    let mean = |arm, metric| Ok::<_, Error>(findings.comparison.estimate(arm, metric)?.mean);
    let steps: Vec<_> = STEPS
        .into_iter()
        .filter(|&(metric, _)| findings.happens(metric))
        .collect();
    // Who reaches nobody has no place on a scale of powers.
    let mut arms = Vec::new();
    for arm in findings.arms() {
        if mean(arm, Metric::Reach)? > 0.0 {
            arms.push(arm);
        }
    }
    let mut groups = Vec::new();
    for (place, &(metric, name)) in steps.iter().enumerate() {
        let mut rows = Vec::new();
        for &arm in &arms {
            let value = mean(arm, metric)?;
            let before = match place.checked_sub(1) {
                Some(before) => mean(arm, steps[before].0)?,
                None => 0.0,
            };
            let share = match value <= before && before > 0.0 {
                true => format!(" ({})", share(value / before)),
                false => String::new(),
            };
            rows.push(DotRow {
                name: findings.name(arm),
                role: role(findings, arm),
                value,
                told: format!(
                    "{} {}{share}",
                    findings.name(arm),
                    Unit::People.value(value)
                ),
                ranges: Vec::new(),
                beside: Vec::new(),
            });
        }
        groups.push(DotGroup {
            name: name.to_owned(),
            rows,
        });
    }
    let mut told = Vec::new();
    for arm in [findings.verdict.best, findings.verdict.rival] {
        let (reach, customers) = (mean(arm, Metric::Reach)?, mean(arm, Metric::Customers)?);
        if reach > 0.0 {
            let won = in_a_thousand(customers / reach);
            let name = findings.name(arm);
            told.push(match told.is_empty() {
                true => format!("{name} wins {won} of 1,000 people it reaches"),
                false => format!("{name} {won}"),
            });
        }
    }
    let alt = groups.iter().map(|group| {
        let rows: Vec<_> = group.rows.iter().map(|row| row.told.as_str()).collect();
        format!("{}: {}.", group.name, rows.join("; "))
    });
    Ok(DotChart {
        alt: alt.collect::<Vec<_>>().join(" "),
        title: match told.is_empty() {
            true => "Nobody yet".to_owned(),
            false => told.join("; "),
        },
        subtitle: "People at each step, and their share of the step before; each gridline is \
                   ten times the one before"
            .to_owned(),
        note: worlds_and_days(findings),
        x: Axis {
            label: String::new(),
            unit: Unit::People,
        },
        logarithmic: true,
        value: "mean".to_owned(),
        groups,
        ..DotChart::default()
    })
}

fn share(share: f64) -> String {
    number::percent(share, if share < 0.0995 { 1 } else { 0 })
}

fn in_a_thousand(share: f64) -> String {
    match share * 1000.0 {
        many if many >= 9.95 => number::decimal(many, 0),
        few if few >= 0.05 => number::decimal(few, 1),
        none => number::short(none),
    }
}

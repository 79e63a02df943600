//! Awareness against engagement, where two strategies share the lead.

use groundswell_campaign::metric::Metric;

use crate::chart::{Axis, LogChart, LogSeries};
use crate::error::Error;
use crate::findings::Findings;
use crate::number;
use crate::pictures::{capital, role, worlds_and_days};
use crate::sentence::{noun, verb};
use crate::trade_off::trade_off;

/// People reached across, visitors or positive mentions upwards, a dot to a strategy
/// with what it costs. `None` where one strategy has the most of both.
pub(super) fn awareness(findings: &Findings<'_>) -> Result<Option<LogChart>, Error> {
    let engagement = match findings.verdict.objective {
        Metric::PositiveMentions => Metric::PositiveMentions,
        _ => Metric::Visitors,
    };
    let mean = |arm, metric| Ok::<_, Error>(findings.comparison.estimate(arm, metric)?.mean);
    let mut points = Vec::new();
    for arm in findings.arms() {
        points.push((mean(arm, Metric::Reach)?, mean(arm, engagement)?));
    }
    let most = |of: fn(&(f64, f64)) -> f64| {
        let arms = findings.arms().rev();
        arms.max_by(|&a, &b| of(&points[a]).total_cmp(&of(&points[b])))
    };
    let (Some(seen), Some(visited)) = (most(|point| point.0), most(|point| point.1)) else {
        return Ok(None);
    };
    if seen == visited {
        return Ok(None);
    }
    let found = trade_off(findings)?;
    let mut series = Vec::new();
    let mut alt = Vec::new();
    for arm in findings.arms() {
        let name = findings.name(arm);
        let cost = findings.unit(Metric::Cost).value(mean(arm, Metric::Cost)?);
        let (reach, engaged) = points[arm];
        alt.push(format!(
            "{name}: {} people reached, {} {}, for {cost}.",
            number::short(reach),
            number::short(engaged),
            noun(engagement)
        ));
        series.push(LogSeries {
            name: format!("{name}, {cost}"),
            role: role(findings, arm),
            points: vec![(reach, engaged)],
            joined: false,
        });
    }
    let surpassed = findings.arms().filter_map(|arm| {
        let by = found.dominated_by[arm]?;
        Some(format!(
            "{} surpasses {} in everything told here.",
            findings.name(by),
            findings.name(arm)
        ))
    });
    let told = std::iter::once(worlds_and_days(findings)).chain(surpassed);
    let axis = |metric: Metric| Axis {
        label: capital(metric.label()),
        unit: findings.unit(metric),
    };
    Ok(Some(LogChart {
        title: format!(
            "{} reaches the most people; {} {} the most {}",
            findings.name(seen),
            findings.name(visited),
            verb(engagement),
            noun(engagement)
        ),
        subtitle: "Awareness across, engagement upwards, both in powers of ten; beside each \
                   strategy what it costs"
            .to_owned(),
        alt: alt.join(" "),
        note: told.collect::<Vec<_>>().join(" "),
        x: axis(Metric::Reach),
        y: axis(engagement),
        series,
    }))
}

//! What each strategy brings for what it costs, and which of them nobody surpasses in
//! both.

use groundswell_campaign::metric::Metric;
use groundswell_estimate::pareto::{Criterion, dominators};

use crate::chart::{Axis, Curve, CurveChart, CurvePoint, Scale};
use crate::error::Error;
use crate::figure;
use crate::findings::Findings;
use crate::number;
use crate::pictures::{capital, role};
use crate::theme::Role;

/// Cost across and the objective upwards, a dot to a strategy, and a line through those
/// that are not surpassed. `None` where nobody pays, or where the objective is counted in
/// money itself.
pub(super) fn frontier(findings: &Findings<'_>) -> Result<Option<CurveChart>, Error> {
    let objective = findings.verdict.objective;
    let is_money = findings.unit(objective) == findings.unit(Metric::Cost);
    if is_money || !findings.happens(Metric::Cost) {
        return Ok(None);
    }
    let money = findings.unit(Metric::Cost);
    let mut points = Vec::new();
    for arm in findings.arms() {
        let cost = findings.comparison.estimate(arm, Metric::Cost)?.mean;
        let brought = findings.comparison.estimate(arm, objective)?;
        points.push(CurvePoint {
            x: cost,
            mean: brought.mean,
            low: brought.low,
            high: brought.high,
        });
    }
    let surpassed = surpassed(findings, &points)?;
    let mut line: Vec<CurvePoint> = findings
        .arms()
        .filter(|&arm| surpassed[arm].is_none())
        .map(|arm| CurvePoint {
            low: f64::NAN,
            high: f64::NAN,
            ..points[arm]
        })
        .collect();
    line.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.mean.total_cmp(&b.mean)));
    let mut series = vec![Curve {
        name: String::new(),
        role: Role::Baseline,
        points: line,
        dashed: true,
    }];
    let mut alt = Vec::new();
    for arm in findings.arms() {
        let name = format!("{}, {}", findings.name(arm), money.value(points[arm].x));
        let value = findings.unit(objective).value(points[arm].mean);
        alt.push(format!("{name}: {value}."));
        series.push(Curve {
            name,
            role: role(findings, arm),
            points: vec![points[arm]],
            dashed: false,
        });
    }
    let by = |arm: usize| {
        let by = surpassed[arm]?;
        let (name, other) = (findings.name(arm), findings.name(by));
        Some(format!("{other} brings more than {name} for no more money"))
    };
    let told: Vec<String> = findings.arms().filter_map(by).collect();
    Ok(Some(CurveChart {
        title: match told.first() {
            None => "Whoever wants more has to pay more".to_owned(),
            Some(first) => first.clone(),
        },
        subtitle: format!(
            "{} over cost. Dot: mean of {} worlds; line through strategies that none surpasses \
             in both; bars: {} intervals",
            capital(objective.label()),
            number::count(findings.comparison.worlds() as u64),
            figure::level(findings.comparison.level),
        ),
        alt: alt.join(" "),
        note: match told.get(1..) {
            Some(more) if !more.is_empty() => format!("{}.", more.join("; ")),
            _ => String::new(),
        },
        x: Scale {
            label: capital(Metric::Cost.label()),
            unit: money,
            ..Scale::default()
        },
        y: Axis {
            label: capital(objective.label()),
            unit: findings.unit(objective),
        },
        zero_line: false,
        series,
    }))
}

/// For each arm one that costs no more and clearly brings more, or as much and clearly
/// costs less: by more than the widest interval of a difference.
fn surpassed(findings: &Findings<'_>, points: &[CurvePoint]) -> Result<Vec<Option<usize>>, Error> {
    let mut criteria = Vec::new();
    for metric in [Metric::Cost, findings.verdict.objective] {
        let mut tolerance = 0.0_f64;
        for arm in findings.arms() {
            for other in 0..arm {
                let gap = findings.comparison.difference(arm, other, metric)?.estimate;
                tolerance = tolerance.max(gap.half_width());
            }
        }
        criteria.push(Criterion {
            direction: metric.direction(),
            tolerance,
        });
    }
    let arms: Vec<Vec<f64>> = points
        .iter()
        .map(|point| vec![point.x, point.mean])
        .collect();
    Ok(dominators(&arms, &criteria))
}

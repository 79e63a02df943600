//! What is paid, and what customers bring for it.

use groundswell_campaign::metric::Metric;

use crate::chart::{Bar, BarChart, Segment};
use crate::error::Error;
use crate::figure::Figure;
use crate::findings::Findings;
use crate::pictures::worlds_and_days;
use crate::theme::{Paid, Role};

/// The kinds of cost.
const KINDS: [(Metric, &str, Paid); 4] = [
    (Metric::Media, "Media", Paid::Media),
    (Metric::Labour, "Hours", Paid::Labour),
    (Metric::Rewards, "Rewards", Paid::Rewards),
    (Metric::Fees, "Fees", Paid::Fees),
];

/// Two bars to a strategy: its cost by kind, and its margin. `None` where nobody pays
/// or brings anything.
pub(super) fn cost_and_return(findings: &Findings<'_>) -> Result<Option<BarChart>, Error> {
    if !findings.happens(Metric::Cost) || !findings.happens(Metric::Margin) {
        return Ok(None);
    }
    let unit = findings.unit(Metric::Cost);
    let kinds: Vec<_> = KINDS
        .into_iter()
        .filter(|&(metric, ..)| findings.happens(metric))
        .collect();
    let mean = |arm, metric| Ok::<_, Error>(findings.comparison.estimate(arm, metric)?.mean);
    let mut bars = Vec::new();
    let mut alt = Vec::new();
    for arm in findings.arms() {
        let name = findings.name(arm);
        let margin = mean(arm, Metric::Margin)?;
        let mut cost = Vec::new();
        for &(metric, ..) in &kinds {
            cost.push(mean(arm, metric)?);
        }
        let paid: f64 = cost.iter().sum();
        alt.push(format!(
            "{name} pays {} and brings {}.",
            unit.value(paid),
            unit.value(margin)
        ));
        cost.push(0.0);
        let mut brought = vec![0.0; kinds.len()];
        brought.push(margin);
        for (what, sum, values) in [("Cost", paid, cost), ("Margin", margin, brought)] {
            if sum != 0.0 {
                bars.push(Bar {
                    name: format!("{what}, {name}"),
                    values,
                });
            }
        }
    }
    let segments = kinds
        .iter()
        .map(|&(_, name, paid)| (name, Role::Cost(paid)));
    let segments = segments.chain([("Margin", Role::Margin)]);
    Ok(Some(BarChart {
        title: title(findings)?,
        subtitle: "What is paid, by kind, and what new customers bring over the horizon".to_owned(),
        alt: alt.join(" "),
        note: worlds_and_days(findings),
        unit,
        segments: segments
            .map(|(name, role)| Segment {
                name: name.to_owned(),
                role,
            })
            .collect(),
        bars,
    }))
}

/// What is left of the margin under the verdict's two.
fn title(findings: &Findings<'_>) -> Result<String, Error> {
    let mut told = Vec::new();
    for arm in [findings.verdict.best, findings.verdict.rival] {
        let profit = findings.comparison.estimate(arm, Metric::Profit)?;
        let says = if profit.mean < 0.0 { "loses" } else { "makes" };
        let figure = Figure::of(&profit, findings.unit(Metric::Profit));
        let amount = figure.value(profit.mean.abs());
        told.push(format!("{} {says} {amount}", findings.name(arm)));
    }
    Ok(told.join("; "))
}

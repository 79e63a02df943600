//! Which strategies nobody needs, whatever matters to them.

use groundswell_campaign::metric::Metric;
use groundswell_estimate::pareto::{Criterion, dominators};

use crate::error::Error;
use crate::findings::Findings;

/// What is told of every strategy, and which are surpassed in all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TradeOff {
    /// In what strategies are compared: the objective, reach, visitors, customers and
    /// positive mentions as far as they happen, and cost.
    pub criteria: Vec<Metric>,
    /// For each arm the first that is no worse in any of it, and clearly better in
    /// one: by more than the widest interval of a difference.
    pub dominated_by: Vec<Option<usize>>,
}

/// The trade-off between awareness, engagement and cost.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn trade_off(findings: &Findings<'_>) -> Result<TradeOff, Error> {
    let comparison = findings.comparison;
    let mut criteria = vec![findings.verdict.objective];
    for metric in [
        Metric::Reach,
        Metric::Visitors,
        Metric::Customers,
        Metric::PositiveMentions,
        Metric::Cost,
    ] {
        if !criteria.contains(&metric) && findings.happens(metric) {
            criteria.push(metric);
        }
    }
    let mut arms = vec![Vec::new(); comparison.arms.len()];
    let mut ways = Vec::new();
    for &metric in &criteria {
        let mut tolerance = 0.0_f64;
        for arm in findings.arms() {
            arms[arm].push(comparison.estimate(arm, metric)?.mean);
            for other in 0..arm {
                let gap = comparison.difference(arm, other, metric)?.estimate;
                tolerance = tolerance.max(gap.half_width());
            }
        }
        ways.push(Criterion {
            direction: metric.direction(),
            tolerance,
        });
    }
    Ok(TradeOff {
        dominated_by: dominators(&arms, &ways),
        criteria,
    })
}

//! The strategies side by side.

use comfy_table::{CellAlignment, ColumnConstraint, Table as Grid, Width, presets};
use groundswell_campaign::metric::Metric;

use crate::error::Error;
use crate::figure::{self, mean_and_half};
use crate::findings::Findings;
use crate::number;

/// Widest column of a strategy; longer names go over several lines.
const WIDEST: u16 = 22;

/// Metrics down, strategies across.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The strategies, in the order of the scenario, doing nothing last.
    pub strategies: Vec<String>,
    /// The metrics, the objective first.
    pub rows: Vec<Row>,
    /// What the numbers are.
    pub note: String,
}

/// One metric under every strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What is counted.
    pub label: String,
    /// Whether it is a part of the row above that is not.
    pub part: bool,
    /// Mean ± half the interval, one to a strategy.
    pub cells: Vec<String>,
}

/// Objective, customers, profit, reach and its parts, cost, and what else is not
/// zero everywhere.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn table(findings: &Findings<'_>) -> Result<Table, Error> {
    let objective = findings.verdict.objective;
    let mut rows = vec![row(findings, objective, objective.label(), false)?];
    rows.push(above_nothing(findings, objective)?);
    for metric in [Metric::Customers, Metric::Profit, Metric::Reach] {
        if metric != objective {
            rows.push(row(findings, metric, metric.label(), false)?);
        }
        if metric == Metric::Reach {
            let parts = [
                (Metric::FansReached, "fans"),
                (Metric::FriendsReached, "friends of fans"),
                (Metric::FurtherReached, "further out"),
            ];
            // Under the reach, also where it is the objective and stands first.
            let at = if objective == Metric::Reach {
                2
            } else {
                rows.len()
            };
            for (i, (part, label)) in parts.into_iter().enumerate() {
                rows.insert(at + i, row(findings, part, label, true)?);
            }
        }
    }
    for metric in [
        Metric::Visitors,
        Metric::InvitationsSent,
        Metric::InvitationsAccepted,
        Metric::Fans,
        Metric::Cost,
    ] {
        let always = metric == Metric::Cost;
        if metric != objective && (always || findings.happens(metric)) {
            rows.push(row(findings, metric, metric.label(), false)?);
        }
    }
    Ok(Table {
        strategies: findings.arms().map(|arm| findings.name(arm)).collect(),
        rows,
        note: format!(
            "Mean of {} worlds ± half its {} interval: error, not luck.",
            number::count(findings.comparison.worlds() as u64),
            figure::level(findings.comparison.level)
        ),
    })
}

fn row(findings: &Findings<'_>, metric: Metric, label: &str, part: bool) -> Result<Row, Error> {
    let cells = findings.arms().map(|arm| {
        let estimate = findings.comparison.estimate(arm, metric)?;
        Ok(mean_and_half(&estimate, findings.unit(metric)))
    });
    Ok(Row {
        label: label.to_owned(),
        part,
        cells: cells.collect::<Result<_, Error>>()?,
    })
}

/// What every strategy has of `metric` above doing nothing, world by world.
fn above_nothing(findings: &Findings<'_>, metric: Metric) -> Result<Row, Error> {
    let nothing = findings.do_nothing();
    let cells = findings.arms().map(|arm| {
        if arm == nothing {
            return Ok(number::MISSING.to_owned());
        }
        let difference = findings.comparison.difference(arm, nothing, metric)?;
        Ok(mean_and_half(&difference.estimate, findings.unit(metric)))
    });
    Ok(Row {
        label: "above doing nothing".to_owned(),
        part: true,
        cells: cells.collect::<Result<_, Error>>()?,
    })
}

impl Table {
    /// The table for a terminal `width` columns wide: strategies that do not fit
    /// beside the others stand below them.
    pub fn text(&self, width: usize) -> String {
        let mut text = String::new();
        let mut from = 0;
        while from < self.strategies.len() {
            let mut to = self.strategies.len();
            let mut grid = self.grid(from..to);
            while to > from + 1 && widest(&grid) > width {
                to -= 1;
                grid = self.grid(from..to);
            }
            text.push_str(&grid);
            text.push_str("\n\n");
            from = to;
        }
        text.push_str(&self.note);
        text.push('\n');
        text
    }

    /// The table of some of the strategies.
    fn grid(&self, strategies: std::ops::Range<usize>) -> String {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING);
        let names = self.strategies[strategies.clone()].iter().cloned();
        grid.set_header(std::iter::once(String::new()).chain(names));
        for row in &self.rows {
            let label = match row.part {
                true => format!("  {}", row.label),
                false => row.label.clone(),
            };
            let cells = row.cells[strategies.clone()].iter().cloned();
            grid.add_row(std::iter::once(label).chain(cells));
        }
        for column in grid.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(WIDEST)));
        }
        grid.trim_fmt()
    }
}

/// Width of the widest line, in characters.
fn widest(text: &str) -> usize {
    text.lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
}

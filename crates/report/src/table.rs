//! The strategies side by side.

pub mod credit;
pub mod platforms;
pub mod ratios;

use comfy_table::{CellAlignment, ColumnConstraint, Table as Grid, Width, presets};
use groundswell_campaign::metric::Metric;
use groundswell_campaign::ratio::Ratio;

use crate::error::Error;
use crate::figure::{self, mean_and_half};
use crate::findings::Findings;
use crate::number;

/// Widest column of a strategy; longer names go over several lines.
const WIDEST: u16 = 22;

/// The most rows of the table that is shown first.
const MOST: usize = 25;

/// Numbers with what they are: metrics down, strategies across.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the columns are: the strategies, in the order of the scenario, doing
    /// nothing last.
    pub columns: Vec<String>,
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
    /// Whether the report tells it elsewhere, too.
    pub elsewhere: bool,
    /// Mean ± half the interval, one to a strategy.
    pub cells: Vec<String>,
}

/// A row with how readily it gives way where there are too many: 0 never does.
struct Line {
    row: Row,
    rank: u8,
}

/// The objective, customers, profit, reach and cost with their parts, and of what else
/// happens, or can be divided, as much as finds room: what bears on the objective
/// first.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn table(findings: &Findings<'_>) -> Result<Table, Error> {
    let objective = findings.verdict.objective;
    let mut lines = Vec::new();
    for metric in headlines(findings) {
        lines.extend(block(findings, metric)?);
    }
    for ratio in ratios::told(findings)? {
        if let Some(label) = label_of_ratio(ratio) {
            let row = ratios::row(findings, ratio, label)?;
            lines.push(Line {
                row: Row {
                    elsewhere: true,
                    ..row
                },
                rank: rank_of_ratio(ratio, objective),
            });
        }
    }
    while lines.len() > MOST {
        let (last, rank) = lines
            .iter()
            .enumerate()
            .map(|(at, line)| (at, line.rank))
            .max_by_key(|&(at, rank)| (rank, at))
            .expect("there are lines");
        if rank == 0 {
            break;
        }
        lines.remove(last);
    }
    Ok(Table {
        columns: findings.arms().map(|arm| findings.name(arm)).collect(),
        rows: lines.into_iter().map(|line| line.row).collect(),
        note: note(findings),
    })
}

/// What is told besides the objective, in this order.
const METRICS: [Metric; 15] = [
    Metric::Customers,
    Metric::Profit,
    Metric::PresentValue,
    Metric::Retained,
    Metric::Reach,
    Metric::Visitors,
    Metric::Leads,
    Metric::PositiveMentions,
    Metric::NegativeMentions,
    Metric::Replies,
    Metric::InvitationsSent,
    Metric::InvitationsAccepted,
    Metric::Fans,
    Metric::FansLost,
    Metric::Cost,
];

/// The objective, and what is told besides it.
pub(crate) fn headlines(findings: &Findings<'_>) -> Vec<Metric> {
    let objective = findings.verdict.objective;
    let told = |&metric: &Metric| metric != objective && worth_telling(findings, metric);
    let besides = METRICS.into_iter().filter(told);
    std::iter::once(objective).chain(besides).collect()
}

/// Whether the metric says something that no other row does.
fn worth_telling(findings: &Findings<'_>, metric: Metric) -> bool {
    let rows = || findings.comparison.arms.iter().flat_map(|arm| &arm.rows);
    let repeats = |other| rows().all(|row| row.total(metric) == row.total(other));
    match metric {
        Metric::Customers | Metric::Profit | Metric::Reach | Metric::Cost => true,
        Metric::PresentValue => findings.happens(metric) && !repeats(Metric::Profit),
        Metric::Retained => findings.happens(metric) && !repeats(Metric::Customers),
        _ => findings.happens(metric),
    }
}

fn rank(metric: Metric, objective: Metric) -> u8 {
    let of_mentions = objective == Metric::PositiveMentions;
    match metric {
        Metric::Customers | Metric::Profit | Metric::Reach | Metric::Cost => 0,
        Metric::Visitors | Metric::Leads | Metric::InvitationsAccepted => 1,
        Metric::PositiveMentions | Metric::NegativeMentions | Metric::Replies if of_mentions => 1,
        Metric::PositiveMentions | Metric::Fans | Metric::InvitationsSent => 2,
        Metric::NegativeMentions | Metric::FansLost | Metric::Retained => 3,
        Metric::PresentValue => 3,
        _ => 4,
    }
}

/// What the ratio is called where room is short; `None` for those that are told
/// elsewhere.
fn label_of_ratio(ratio: Ratio) -> Option<&'static str> {
    Some(match ratio {
        Ratio::CostPerVisitor | Ratio::CostPerLead | Ratio::CostPerCustomer => ratio.label(),
        Ratio::NetSentiment | Ratio::ShareOfVoice => ratio.label(),
        Ratio::IncrementalReturn => "incremental return",
        Ratio::Reproduction => "convinced per visitor (R)",
        Ratio::KFactor => "accepted per accepted (K)",
        _ => return None,
    })
}

fn rank_of_ratio(ratio: Ratio, objective: Metric) -> u8 {
    let close: &[Ratio] = match objective {
        Metric::Reach | Metric::Visitors | Metric::Fans => &[Ratio::CostPerVisitor],
        Metric::Leads => &[Ratio::CostPerLead, Ratio::IncrementalReturn],
        Metric::PositiveMentions => &[Ratio::NetSentiment, Ratio::ShareOfVoice],
        _ => &[Ratio::CostPerCustomer, Ratio::IncrementalReturn],
    };
    match ratio {
        ratio if close.contains(&ratio) => 1,
        Ratio::CostPerCustomer | Ratio::IncrementalReturn => 2,
        Ratio::KFactor | Ratio::Reproduction | Ratio::CostPerLead => 3,
        _ => 4,
    }
}

/// The metric's row, what belongs under the objective, and the metric's parts.
fn block(findings: &Findings<'_>, metric: Metric) -> Result<Vec<Line>, Error> {
    let objective = findings.verdict.objective;
    let is_objective = metric == objective;
    let rank = if is_objective {
        0
    } else {
        rank(metric, objective)
    };
    let mut lines = vec![Line {
        row: row(findings, metric, metric.label(), false)?,
        rank,
    }];
    let mut part = |row, rank| lines.push(Line { row, rank });
    if is_objective {
        part(above_nothing(findings, metric)?, 0);
        if findings.arms().len() > 2 {
            let [first, regret] = standings(findings)?;
            part(first, 1);
            part(regret, 2);
        }
    }
    let of_money = matches!(
        objective,
        Metric::Customers | Metric::Profit | Metric::PresentValue
    );
    let always = metric == Metric::Reach;
    for (of, label) in parts(findings, metric) {
        if always || findings.happens(of) {
            let rank = match metric {
                Metric::Reach => 1,
                Metric::Customers if of_money => 1,
                _ => 2,
            };
            let elsewhere = metric == Metric::Cost;
            let row = row(findings, of, label, true)?;
            part(Row { elsewhere, ..row }, rank);
        }
    }
    Ok(lines)
}

/// What the metric is made of.
fn parts(findings: &Findings<'_>, metric: Metric) -> Vec<(Metric, &'static str)> {
    match metric {
        Metric::Reach => vec![
            (Metric::FansReached, "fans"),
            (Metric::FriendsReached, "friends of fans"),
            (Metric::FurtherReached, "further out"),
        ],
        Metric::Customers if wins_without_acting(findings) => vec![
            (Metric::New, "new"),
            (Metric::Earlier, "earlier than anyway"),
            (Metric::SameDay, "same day as anyway"),
            (Metric::Later, "later than anyway"),
            (Metric::Lost, "lost"),
        ],
        Metric::Cost => vec![
            (Metric::Media, Metric::Media.label()),
            (Metric::Labour, Metric::Labour.label()),
            (Metric::Rewards, Metric::Rewards.label()),
            (Metric::Fees, Metric::Fees.label()),
        ],
        _ => Vec::new(),
    }
}

/// Whether doing nothing wins customers, so that there is something to tell apart.
fn wins_without_acting(findings: &Findings<'_>) -> bool {
    let nothing = &findings.comparison.arms[findings.do_nothing()];
    let mut rows = nothing.rows.iter();
    rows.any(|row| row.total(Metric::Customers) != 0)
}

/// In how many worlds each strategy comes first, and what choosing it gives away.
fn standings(findings: &Findings<'_>) -> Result<[Row; 2], Error> {
    let objective = findings.verdict.objective;
    let unit = findings.unit(objective);
    let standings = findings.comparison.standings(objective)?.arms;
    let row = |label: &str, cells| Row {
        label: label.to_owned(),
        part: true,
        elsewhere: true,
        cells,
    };
    let first = standings.iter().map(|arm| figure::share(arm.first));
    // Next to nothing is nothing.
    let told = |regret: f64, mean: f64| match regret > 1e-4 * mean.abs() {
        true => unit.value(regret),
        false => unit.value(0.0),
    };
    let regret = standings
        .iter()
        .map(|arm| told(arm.choice_regret, arm.mean));
    Ok([
        row("first in so many worlds", first.collect()),
        row("choosing it gives away", regret.collect()),
    ])
}

/// What the numbers of a table are.
fn note(findings: &Findings<'_>) -> String {
    format!(
        "Mean of {} worlds ± half its {} interval: error, not luck.",
        number::count(findings.comparison.worlds() as u64),
        figure::level(findings.comparison.level)
    )
}

fn row(findings: &Findings<'_>, metric: Metric, label: &str, part: bool) -> Result<Row, Error> {
    let cells = findings.arms().map(|arm| {
        let estimate = findings.comparison.estimate(arm, metric)?;
        Ok(mean_and_half(&estimate, findings.unit(metric)))
    });
    Ok(Row {
        label: label.to_owned(),
        part,
        elsewhere: false,
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
        elsewhere: false,
        cells: cells.collect::<Result<_, Error>>()?,
    })
}

impl Table {
    /// The table for a terminal `width` columns wide: strategies that do not fit
    /// beside the others stand below them.
    pub fn text(&self, width: usize) -> String {
        let mut text = String::new();
        let mut from = 0;
        while from < self.columns.len() {
            let mut to = self.columns.len();
            let mut grid = self.grid(from..to);
            while to > from + 1 && widest(&grid) > width {
                to -= 1;
                grid = self.grid(from..to);
            }
            text.push_str(&grid);
            text.push_str("\n\n");
            from = to;
        }
        let mut room = 0;
        for word in self.note.split_whitespace() {
            let length = word.chars().count();
            if length < room {
                text.push(' ');
                room -= length + 1;
            } else {
                // The first word begins a line that is there.
                if room > 0 {
                    text.push('\n');
                }
                room = width.saturating_sub(length).max(1);
            }
            text.push_str(word);
        }
        text.push('\n');
        text
    }

    /// The table of some of the strategies.
    fn grid(&self, strategies: std::ops::Range<usize>) -> String {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING);
        let names = self.columns[strategies.clone()].iter().cloned();
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

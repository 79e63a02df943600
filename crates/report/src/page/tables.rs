//! Tables: the strategies side by side, and what lies behind them.

use maud::{Markup, html};

use crate::error::Error;
use crate::findings::Findings;
use crate::table::{self, Table};

/// The strategies, a column each, or what else the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// The strategies, in the order of the scenario, doing nothing last.
    Strategies,
    /// Anything else.
    Others,
}

/// A table under its heading.
pub(super) fn side_by_side(heading: &str, columns: Columns, table: &Table) -> Markup {
    html! {
        h2 { (heading) }
        div.wide tabindex="0" role="region" aria-label=(heading) {
            table.strategies.by-strategy[columns == Columns::Strategies] {
                thead {
                    tr {
                        td {}
                        @for name in &table.columns { th scope="col" { (name) } }
                    }
                }
                tbody {
                    @for row in &table.rows {
                        // On paper there is no room for saying it twice.
                        tr.part[row.part].extra[row.elsewhere] {
                            th scope="row" { (row.label) }
                            @for cell in &row.cells { td { (cell) } }
                        }
                    }
                }
            }
        }
        @if !table.note.is_empty() { p.note { (table.note) } }
    }
}

/// What each lever brought, what happened where, and what is one number over another.
pub(super) fn tables(findings: &Findings<'_>) -> Result<Markup, Error> {
    let ratios = table::ratios::table(findings)?;
    let platforms = table::platforms::table(findings)?;
    let mut levers = table::credit::tables(findings);
    // What holds for all of them is said once, under the last.
    for (_, table) in levers.iter_mut().rev().skip(1) {
        table.note.clear();
    }
    let of_lever = |strategy: &str| format!("Which lever of {strategy} brought it about");
    Ok(html! {
        @for (strategy, levers) in levers {
            (side_by_side(&of_lever(&strategy), Columns::Others, &levers))
        }
        @if let Some(ratios) = ratios {
            (side_by_side("What it cost and how it went on", Columns::Strategies, &ratios))
        }
        @if let Some(platforms) = platforms {
            (side_by_side("By platform", Columns::Strategies, &platforms))
        }
    })
}

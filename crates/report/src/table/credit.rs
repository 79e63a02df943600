//! Which lever brought it about.

use groundswell_campaign::credit::Credit;
use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::credit::{Credited, Lever};

use crate::chart::Unit;
use crate::figure::{self, mean_and_half};
use crate::findings::Findings;
use crate::number;
use crate::table::{Row, Table};

/// Levers down; across what is missing of the objective without each, and its fair
/// share of the objective, reach, customers, profit and cost. One table to a strategy,
/// with the strategy's name.
pub fn tables(findings: &Findings<'_>) -> Vec<(String, Table)> {
    let credits = findings.credits.iter();
    let named = credits.map(|credited| (findings.name(credited.arm), table(findings, credited)));
    named.collect()
}

fn table(findings: &Findings<'_>, credited: &Credited) -> Table {
    let objective = findings.verdict.objective;
    let shares = credited.metrics.iter().map(|metric| metric.label());
    let shares = shares.map(|label| format!("fair share of {label}"));
    let mut columns = vec![format!("{} missing without it", objective.label())];
    columns.extend(shares);
    let hours = credited.levers.iter().any(|l| l.break_even_hours.is_some());
    if hours {
        columns.push("hours it would pay".to_owned());
    }
    let pays = match hours {
        true => " Hours it would pay: what it earns before its own cost, at the price of an hour.",
        false => "",
    };
    Table {
        columns,
        rows: credited
            .levers
            .iter()
            .map(|lever| row(findings, credited, lever, hours))
            .collect(),
        note: format!(
            "Mean of {} fresh worlds ± half its {} interval. Levers keep their volume; what is \
             missing without each need not add up, fair shares (Shapley values) do.{pays}",
            number::count(credited.worlds as u64),
            figure::level(credited.level)
        ),
    }
}

fn row(findings: &Findings<'_>, credited: &Credited, lever: &Lever, hours: bool) -> Row {
    let told = |estimate: Option<&Estimate>, unit: Unit| match estimate {
        Some(estimate) => mean_and_half(estimate, unit),
        None => number::MISSING.to_owned(),
    };
    let with_metrics = || credited.metrics.iter().zip(&lever.credit);
    let removal = with_metrics().take(1);
    let removal = removal.map(|(&m, credit)| told(Some(&credit.removal), findings.unit(m)));
    let share = |credit: &Credit, unit| told(credit.shapley.as_ref(), unit);
    let shares = with_metrics().map(|(&m, credit)| share(credit, findings.unit(m)));
    let mut cells: Vec<String> = removal.chain(shares).collect();
    if hours {
        let unit = Unit::Other("hours".to_owned());
        cells.push(told(lever.break_even_hours.as_ref(), unit));
    }
    Row {
        label: crate::svg::clean(&lever.name),
        part: false,
        elsewhere: false,
        cells,
    }
}

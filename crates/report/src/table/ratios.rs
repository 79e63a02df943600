//! What is one number over another, under every strategy.

use groundswell_campaign::ratio::Ratio;

use crate::error::Error;
use crate::figure;
use crate::findings::Findings;
use crate::table::{Row, Table, note};

/// What stands where a ratio has no value.
pub const NOT_DEFINED: &str = "not defined";

/// All ratios that say something; `None` if none does.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn table(findings: &Findings<'_>) -> Result<Option<Table>, Error> {
    let told = told(findings)?;
    let rows: Vec<Row> = told
        .into_iter()
        .map(|ratio| row(findings, ratio, ratio.label()))
        .collect::<Result<_, _>>()?;
    Ok((!rows.is_empty()).then(|| Table {
        columns: findings.arms().map(|arm| findings.name(arm)).collect(),
        rows,
        note: format!(
            "Ratios of expectations. {} {NOT_DEFINED}: what is divided by might as well be \
             nothing.",
            note(findings)
        ),
    }))
}

/// The ratios of which some strategy has more than nothing.
pub(super) fn told(findings: &Findings<'_>) -> Result<Vec<Ratio>, Error> {
    let mut told = Vec::new();
    for ratio in Ratio::ALL {
        for arm in findings.arms() {
            let known = findings.comparison.ratio(arm, ratio)?;
            if known.is_some_and(|known| known.value != 0.0) {
                told.push(ratio);
                break;
            }
        }
    }
    Ok(told)
}

pub(super) fn row(findings: &Findings<'_>, ratio: Ratio, label: &str) -> Result<Row, Error> {
    let unit = findings.unit_of_ratio(ratio);
    let cells = findings.arms().map(|arm| {
        let known = findings.comparison.ratio(arm, ratio)?;
        let told = known.map(|known| figure::ratio(&known, &unit));
        Ok(told.unwrap_or_else(|| NOT_DEFINED.to_owned()))
    });
    Ok(Row {
        label: label.to_owned(),
        part: false,
        elsewhere: false,
        cells: cells.collect::<Result<_, Error>>()?,
    })
}

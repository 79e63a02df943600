//! Who was chosen, as tidy CSV: names that a spreadsheet would take for formulas are
//! defused.

use crate::choice::ChoiceFindings;
use crate::defuse::defuse;
use crate::diffusion::tables::table;
use crate::error::Error;

/// One row for each way of choosing and person it chose, best first.
///
/// # Errors
///
/// [`Error::Csv`] if it cannot be written.
pub fn seeds(findings: &ChoiceFindings<'_>) -> Result<String, Error> {
    let rows = findings.choices.all.iter().flat_map(|choice| {
        choice.seeds.iter().zip(1..).map(|(&v, rank): (_, u32)| {
            let by = choice.by.name().to_owned();
            vec![by, rank.to_string(), defuse(&findings.id(v)).into_owned()]
        })
    });
    table(&["method", "rank", "id"], rows)
}

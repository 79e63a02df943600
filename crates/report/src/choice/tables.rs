//! Who was chosen, as tidy CSV: names that a spreadsheet would take for formulas are
//! defused.

use crate::choice::{ChoiceFindings, Offer};
use crate::defuse::defuse;
use crate::diffusion::tables::table;
use crate::error::Error;

/// One row for each way of choosing and person it chose, best first, with what is offered to
/// them where seeds are not sure.
///
/// # Errors
///
/// [`Error::Csv`] if it cannot be written.
pub fn seeds(findings: &ChoiceFindings<'_>) -> Result<String, Error> {
    let rows = findings.choices.all.iter().flat_map(|choice| {
        choice.seeds.iter().enumerate().map(|(at, &v)| {
            let by = choice.by.name().to_owned();
            let rank = (at + 1).to_string();
            let offer = choice.offers.get(at).and_then(|&at| findings.offer(at));
            let of = |number: fn(Offer) -> f64| {
                offer.map_or(String::new(), |offer| number(offer).to_string())
            };
            let (cost, chance) = (of(|offer| offer.cost), of(|offer| offer.chance));
            vec![by, rank, defuse(&findings.id(v)).into_owned(), cost, chance]
        })
    });
    table(&["method", "rank", "id", "offer", "chance"], rows)
}

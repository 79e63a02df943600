//! What a sweep came to, in words and a small table for the terminal.

use std::fmt::Write as _;

use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::sweep::analysis::Told;
use groundswell_scenario::scenario::Scenario;

use crate::dossier::unit_of_input;
use crate::figure::{self, mean_and_half};
use crate::number;
use crate::svg::clean;
use crate::sweep::pictures::{subject, weight, where_it_wins};
use crate::sweep::{SweepFindings, unit};

/// Factors that are told of.
const FACTORS: usize = 8;

/// Cells that could not be carried out and are told of.
const TOLD: usize = 5;

/// The finding in one sentence or two, without a line break.
pub fn sentence(findings: &SweepFindings<'_>) -> String {
    let standing = findings.standing;
    let partial = match standing.is_complete() {
        true => String::new(),
        false => format!(
            "Not complete: {} of {} cells are missing. So far: ",
            number::count(standing.missing as u64),
            number::count(standing.cells() as u64)
        ),
    };
    let wins = standing.wins.iter().filter(|(_, cells)| *cells > 0);
    let wins: Vec<String> = wins
        .map(|(name, cells)| {
            let share = *cells as f64 / standing.done.max(1) as f64;
            format!(
                "{} in {} ({})",
                clean(name),
                number::count(*cells as u64),
                figure::share(share)
            )
        })
        .collect();
    let open = match standing.open {
        0 => String::new(),
        open => format!(
            " In {} of them it is not decided.",
            number::count(open as u64)
        ),
    };
    match wins.is_empty() {
        true => format!(
            "{partial}{} cells of {} worlds in all.",
            number::count(standing.done as u64),
            number::count(standing.worlds)
        ),
        false => format!(
            "{partial}Of {} cells the winner by {} is {}.{open}",
            number::count(standing.done as u64),
            findings.layout.scenario().objective.label(),
            wins.join(", ")
        ),
    }
}

/// What a few worlds of one cell came to, while others are run: `lead in new customers
/// 12.3 ± 1.4`.
pub fn on_the_way(scenario: &Scenario, answer: &Estimate) -> String {
    let subject = match scenario.diffusion {
        Some(_) => "people who adopt".to_owned(),
        None => format!("lead in {}", scenario.objective.label()),
    };
    format!("{subject} {}", mean_and_half(answer, unit(scenario)))
}

/// What each factor does and where the winner changes; ends with a line break.
pub fn summary(findings: &SweepFindings<'_>) -> String {
    let mut text = String::new();
    for told in findings.told {
        let _ = writeln!(text, "\n{}:", capital(&subject(findings, told)));
        factors(findings, told, &mut text);
        if let Some(variance) = told.variance {
            let graphs = variance.graphs.map_or(String::new(), |share| {
                format!(", {} from which graph is drawn", figure::share(share))
            });
            let _ = writeln!(
                text,
                "In one world {} of the variance comes from what is varied{graphs}, {} from luck.",
                figure::share(variance.factors),
                figure::share(variance.worlds)
            );
        }
        if let Some(plane) = &told.plane
            && let Some(divide) = &plane.divide
        {
            let _ = match (divide.contours.len(), where_it_wins(plane)) {
                (0, _) => writeln!(text, "Nowhere on the map the winner changes."),
                (_, Some(share)) => writeln!(
                    text,
                    "{} wins on {} of the map; where the two are equally good is the line in \
                     map.svg.",
                    clean(&told.of),
                    figure::share(share)
                ),
                (_, None) => Ok(()),
            };
        }
    }
    let refused = &findings.standing.refused;
    if !refused.is_empty() {
        let _ = writeln!(text, "\n{} cells cannot be carried out:", refused.len());
        for (cell, reason) in refused.iter().take(TOLD) {
            let _ = writeln!(text, "  cell {cell}: {}", clean(reason));
        }
        if refused.len() > TOLD {
            let _ = writeln!(text, "  and {} more, in failures.csv", refused.len() - TOLD);
        }
    }
    text
}

/// The factors that do most, one a line.
fn factors(findings: &SweepFindings<'_>, told: &Told, text: &mut String) {
    let mut places: Vec<usize> = (0..findings.layout.factors().len()).collect();
    places.sort_by(|&a, &b| weight(told, b).total_cmp(&weight(told, a)));
    for &at in places.iter().take(FACTORS) {
        let factor = &findings.layout.factors()[at];
        let unit = unit_of_input(factor.unit, findings.currency());
        let path = clean(&factor.path);
        if let Some(effects) = told.effects.as_ref().and_then(|effects| effects.get(at)) {
            let effect = mean_and_half(&effects.absolute, findings.unit());
            let _ = writeln!(text, "  {path}: moves it by {effect} from end to end");
            continue;
        }
        let levels = told
            .responses
            .get(at)
            .map_or(&[][..], |response| &response.levels);
        let (Some(first), Some(last)) = (levels.first(), levels.last()) else {
            continue;
        };
        let share = told.responses.get(at).and_then(|response| response.share);
        let share = share.map_or(String::new(), |share| {
            format!(
                "; by itself {} of the variance between cells",
                figure::share(share)
            )
        });
        let total = told.indices.as_ref().and_then(|indices| indices.get(at));
        let total = total.map_or(share, |indices| {
            format!(
                "; {} of the variance between cells by itself, {} with others",
                // By luck an estimate of nothing lies below it.
                number::percent(indices.first.value.max(0.0), 0),
                number::percent(indices.total.value.max(0.0), 0)
            )
        });
        let _ = writeln!(
            text,
            "  {path}: {} at {}, {} at {}{total}",
            mean_and_half(&first.answer, findings.unit()),
            figure::input(first.middle(), &unit),
            mean_and_half(&last.answer, findings.unit()),
            figure::input(last.middle(), &unit),
        );
    }
    if places.len() > FACTORS {
        let more = places.len() - FACTORS;
        let _ = writeln!(text, "  and {more} more that do less, in sweep.json");
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use groundswell_campaign::metric::Metric;
    use groundswell_estimate::sample::Sample;

    use super::*;

    #[test]
    fn what_comes_on_the_way_has_a_name_and_a_unit() {
        let text = include_str!("../../../../scenarios/neighbourhood-bakery.toml");
        let mut scenario = Scenario::parse(text).unwrap().scenario;
        let answer = Sample::new(vec![10.0, 12.0, 14.0, 16.0])
            .estimate()
            .unwrap();
        scenario.objective = Metric::Customers;
        let told = on_the_way(&scenario, &answer);
        assert_eq!(told, "lead in new customers 13 ± 4");
        scenario.objective = Metric::Profit;
        assert_eq!(on_the_way(&scenario, &answer), "lead in profit €13 ± 4");
    }
}

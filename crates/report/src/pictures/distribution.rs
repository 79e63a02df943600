//! How the objective differs from world to world.

use crate::chart::{Axis, DotChart, DotGroup, DotRow};
use crate::error::Error;
use crate::figure;
use crate::findings::Findings;
use crate::number;
use crate::pictures::{capital, role};
use crate::sentence::Gain;

/// Half of all worlds, and nine in ten, around the middle one.
pub(super) fn distribution(findings: &Findings<'_>) -> Result<DotChart, Error> {
    let objective = findings.verdict.objective;
    let unit = findings.unit(objective);
    let mut groups = Vec::new();
    let mut told = Vec::new();
    for arm in findings.arms() {
        let sample = findings.comparison.sample(arm, objective);
        let at = |share| sample.quantile(share);
        let (low, high) = (at(0.05)?, at(0.95)?);
        let name = findings.name(arm);
        let [from, to] = [low, high].map(|value| unit.value(value));
        told.push(format!("{name}: {from} to {to}"));
        groups.push(DotGroup {
            name: name.clone(),
            rows: vec![DotRow {
                name,
                role: role(findings, arm),
                value: at(0.5)?,
                told: match from == to {
                    true => from,
                    false => format!("{from} to {to}"),
                },
                ranges: vec![(low, high), (at(0.25)?, at(0.75)?)],
            }],
        });
    }
    let ahead = match Gain::of(findings).ahead {
        1.0 => "every world".to_owned(),
        ahead => format!("{} of worlds", figure::share(ahead)),
    };
    let ends = |low: &str, high: &str| (low.to_owned(), high.to_owned());
    Ok(DotChart {
        title: format!(
            "{} is ahead of {} in {ahead}",
            findings.name(findings.verdict.best),
            findings.name(findings.verdict.rival),
        ),
        subtitle: format!(
            "{} in {} worlds: dot, the middle world; dark, half of them; light, nine in ten",
            capital(objective.label()),
            number::count(findings.comparison.worlds() as u64),
        ),
        alt: format!("In nine worlds of ten {}.", told.join("; ")),
        note: "Luck: more worlds do not make it narrower.".to_owned(),
        x: Axis {
            label: String::new(),
            unit,
        },
        logarithmic: false,
        value: "median".to_owned(),
        ranges: vec![
            ends("one in twenty is below", "one in twenty is above"),
            ends("lower quarter", "upper quarter"),
        ],
        groups,
    })
}

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
    let best_in = best_in(findings);
    let mut groups = Vec::new();
    let mut told = Vec::new();
    for arm in findings.arms() {
        let sample = findings.comparison.sample(arm, objective);
        let at = |share| sample.quantile(share);
        let (low, high) = (at(0.05)?, at(0.95)?);
        let name = findings.name(arm);
        let [from, to] = [low, high].map(|value| unit.value(value));
        let best = format!("best in {}", figure::share(best_in[arm]));
        told.push(format!("{name}: {from} to {to}, {best}"));
        groups.push(DotGroup {
            name: name.clone(),
            rows: vec![DotRow {
                name,
                role: role(findings, arm),
                value: at(0.5)?,
                told: match from == to {
                    true => format!("{from}; {best}"),
                    false => format!("{from} to {to}; {best}"),
                },
                ranges: vec![(low, high), (at(0.25)?, at(0.75)?)],
                beside: vec![best_in[arm]],
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
            "{} in {} worlds: dot, the middle world; dark, half of them; light, nine in ten; \
             beside it in how many it is the best of all",
            capital(objective.label()),
            number::count(findings.comparison.worlds() as u64),
        ),
        alt: format!("In nine worlds of ten {}.", told.join("; ")),
        note: format!(
            "Luck: more worlds do not make it narrower.{}",
            level(&best_in)
        ),
        x: Axis {
            label: String::new(),
            unit,
        },
        value: "median".to_owned(),
        ranges: vec![
            ends("one in twenty is below", "one in twenty is above"),
            ends("lower quarter", "upper quarter"),
        ],
        beside: vec!["best in (share of worlds)".to_owned()],
        groups,
        ..DotChart::default()
    })
}

/// For each strategy the share of worlds in which it is ahead of all others.
fn best_in(findings: &Findings<'_>) -> Vec<f64> {
    let objective = findings.verdict.objective;
    let samples: Vec<_> = findings
        .arms()
        .map(|arm| findings.comparison.sample(arm, objective))
        .collect();
    let worlds = findings.comparison.worlds();
    let mut won = vec![0_u32; samples.len()];
    for world in 0..worlds {
        let lead = |arm: usize| objective.direction().upward(samples[arm].values()[world]);
        let best = findings.arms().map(lead).fold(f64::NEG_INFINITY, f64::max);
        let mut ahead = findings.arms().filter(|&arm| lead(arm) == best);
        if let (Some(arm), None) = (ahead.next(), ahead.next()) {
            won[arm] += 1;
        }
    }
    won.into_iter()
        .map(|won| f64::from(won) / worlds.max(1) as f64)
        .collect()
}

/// In how many worlds nobody is ahead of all others, if in any.
fn level(best_in: &[f64]) -> String {
    match 1.0 - best_in.iter().sum::<f64>() {
        level if level > 1e-9 => {
            let share = figure::share(level);
            format!(" In {share} of them the best are level.")
        }
        _ => String::new(),
    }
}

//! The pictures of how far word spread: the course over the rounds, how much it differs
//! from world to world, and how deep it goes.

pub mod depth;

use groundswell_experiment::diffusion_study::Round;

use crate::chart::{Axis, Bar, BarChart, Days, LineChart, Picture, Segment, Series, Unit};
use crate::diffusion::SpreadFindings;
use crate::error::Error;
use crate::figure::{self, Figure};
use crate::number;
use crate::pictures::Named;
use crate::svg::clean;
use crate::theme::Role;
use groundswell_scenario::model::Model;

/// Bars of the distribution, at most.
const BARS: u32 = 12;

/// The course over the rounds: who ever adopted, with the interval of the mean; for
/// models of epidemics also who is infectious and who has recovered.
pub fn spread(findings: &SpreadFindings<'_>) -> Named {
    let outcome = findings.outcome;
    let question = findings.study.diffusion();
    let rounds = &outcome.by_round;
    let of = |value: fn(&Round) -> f64| rounds.iter().map(value).collect::<Vec<f64>>();
    let figure = Figure::of(&outcome.spread, Unit::People);
    let mean = figure.value(outcome.spread.mean);
    let people = number::count(findings.study.graph().people().into());
    let epidemic = question.model.is_epidemic();
    let ever = match &question.model {
        Model::Opinions(_) => "on the seeds' side",
        _ if epidemic => "ever infected",
        _ => "adopted",
    };
    let is_in_time = matches!(question.model, Model::InTime(_));
    let mut series = vec![
        Series::line(ever, Role::Strategy(0), of(|round| round.spread.mean))
            .with_band(of(|round| round.spread.low), of(|round| round.spread.high)),
    ];
    if epidemic {
        if question.model.has_waiting() {
            series.push(Series::line(
                "exposed",
                Role::Strategy(3),
                of(|round| round.waiting),
            ));
        }
        series.push(Series::line(
            "infectious",
            Role::Strategy(1),
            of(|round| round.speaking),
        ));
        if question.model.has_removed() {
            series.push(Series::line(
                "recovered",
                Role::Strategy(2),
                of(|round| round.removed),
            ));
        }
    }
    let mut dashed = String::new();
    if let Some(companion) = &outcome.companion {
        let lines = [
            (&companion.spread, ever, 0),
            (&companion.speaking, "infectious", 1),
        ];
        for (line, name, role) in lines {
            // Without a line of the worlds beside it, one of equations says nothing.
            if let Some(line) = line.as_ref().filter(|_| role == 0 || epidemic) {
                let name = format!("{name}, by equations");
                // Equations know fractions of people that a label need not tell.
                let line = line.iter().map(|x| (x * 100.0).round() / 100.0).collect();
                let mut line = Series::line(&name, Role::Strategy(role), line);
                line.dashed = true;
                series.push(line);
            }
        }
        dashed = format!("; short dashes: {}", companion.name);
    }
    let level = figure::level(outcome.level);
    let worlds = number::count(findings.worlds());
    let enough = |round: &Round| 2.0 * round.spread.mean >= outcome.spread.mean;
    let half = number::count(rounds.iter().position(enough).unwrap_or(0) as u64);
    let last = number::count(rounds.len().saturating_sub(1) as u64);
    let name = clean(findings.title);
    let verb = question.model.verb();
    let title = format!("On average {mean} of {people} people of {name} {verb}");
    Named {
        stem: "spread".into(),
        picture: Picture::Lines(LineChart {
            subtitle: format!(
                "{}: people up to each {}. Line: mean of {worlds} worlds; band: its {level} \
                 interval{dashed}",
                question.name,
                if is_in_time { "moment" } else { "round" }
            ),
            alt: match question.model {
                Model::Opinions(_) => format!("{title}, after {last} rounds."),
                _ if is_in_time => format!("{title}, half of them by time {half} of {last}."),
                _ => format!("{title}, half of them by round {half} of {last}."),
            },
            title,
            note: note(findings),
            x: Days {
                label: if is_in_time { "Time" } else { "Round" }.to_owned(),
                first: 0,
                weeks: false,
            },
            y: Axis {
                label: "People".to_owned(),
                unit: Unit::People,
            },
            series,
            zero_line: false,
        }),
    }
}

/// What people think in world 0 after each round, where there is more than two sides.
pub fn opinions(findings: &SpreadFindings<'_>) -> Option<Named> {
    let thoughts = findings.outcome.opinions.as_ref()?;
    let course = &thoughts.course;
    let last = course.last()?;
    let names = ["lowest", "a quarter", "half", "three quarters", "highest"];
    let line = |at: usize| course.iter().map(|round| round[at]).collect::<Vec<f64>>();
    // The outer and the inner pair share a colour; the middle stands out.
    let series =
        (0..5).map(|at| Series::line(names[at], Role::Strategy([2, 1, 0, 1, 2][at]), line(at)));
    let width = number::decimal(last[4] - last[0], 2);
    let camps = number::short(thoughts.camps.mean);
    let title = format!("In the end the most distant opinions are {width} apart");
    Some(Named {
        stem: "opinions".into(),
        picture: Picture::Lines(LineChart {
            subtitle: format!(
                "{}: opinions of one world. Lines: what so many people do not exceed",
                findings.study.diffusion().name
            ),
            alt: format!(
                "{title} in one world; over all worlds there are {camps} camps on average."
            ),
            title,
            note: note(findings),
            x: Days {
                label: "Round".to_owned(),
                first: 0,
                weeks: false,
            },
            y: Axis {
                label: "Opinion".to_owned(),
                unit: Unit::Other(String::new()),
            },
            series: series.collect(),
            zero_line: false,
        }),
    })
}

/// How many worlds have which spread, in bins as wide as one another.
///
/// # Errors
///
/// [`Error::Estimate`] below two worlds.
pub fn sizes(findings: &SpreadFindings<'_>) -> Result<Named, Error> {
    let outcome = findings.outcome;
    let least = outcome.distribution.first().map_or(0, |&(size, _)| size);
    let most = outcome.distribution.last().map_or(0, |&(size, _)| size);
    let width = bin_width(most - least + 1);
    let first = least / width * width;
    let bins = (most - first) / width + 1;
    let worlds = findings.worlds() as f64;
    let bar = |bin: u32| {
        let from = first + bin * width;
        let high = from + (width - 1);
        // Where nobody at all never happens, the first bar does not speak of it.
        let low = from.max(least.min(1));
        let within = |&&(size, _): &&(u32, u64)| (low..=high).contains(&size);
        let counted = outcome.distribution.iter().filter(within);
        let count: u64 = counted.map(|&(_, worlds)| worlds).sum();
        Bar {
            name: match width {
                1 => number::count(low.into()),
                _ => format!(
                    "{}–{}",
                    number::count(low.into()),
                    number::count(high.into())
                ),
            },
            values: vec![count as f64 / worlds],
        }
    };
    let (tenth, ninetieth) = (outcome.quantile(0.1)?, outcome.quantile(0.9)?);
    let verb = findings.study.diffusion().model.verb();
    let title = format!(
        "In eight worlds of ten between {} and {} people {verb}",
        number::count(tenth.round() as u64),
        number::count(ninetieth.round() as u64)
    );
    Ok(Named {
        stem: "sizes".into(),
        picture: Picture::Bars(BarChart {
            subtitle: format!(
                "{} on {}: share of {} worlds by the number of people who {verb}",
                findings.study.diffusion().name,
                clean(findings.title),
                number::count(findings.worlds())
            ),
            alt: format!("{title}; the least is {least}, the most {most}."),
            title,
            note: note(findings),
            unit: Unit::Share,
            segments: vec![Segment {
                name: String::new(),
                role: Role::Strategy(0),
            }],
            bars: (0..bins).map(bar).collect(),
        }),
    })
}

/// A width of 1, 2 or 5 times a power of ten with which so many sizes fit into
/// [`BARS`] bars.
fn bin_width(sizes: u32) -> u32 {
    let widths = (0..10).flat_map(|power| [1u64, 2, 5].map(|digit| digit * 10u64.pow(power)));
    // One bar more than the sizes need, since the first bin may begin before them.
    let fits = |width: &u64| {
        u64::from(sizes).div_ceil(*width) < u64::from(BARS) || *width == 1 && sizes <= BARS
    };
    let width = widths.into_iter().find(fits);
    u32::try_from(width.unwrap_or(1)).unwrap_or(u32::MAX)
}

fn note(findings: &SpreadFindings<'_>) -> String {
    let question = findings.study.diffusion();
    let seeds = findings.study.seeds();
    let count = number::count(seeds.always.len() as u64);
    let chance = match seeds.perhaps.is_empty() {
        true => "",
        false => " and others by chance",
    };
    let partial = match findings.outcome.partial {
        true => " Interrupted: not all worlds were run.",
        false => "",
    };
    let weights = match question.model.uses_weights() {
        true => format!("Weights {}; seeds", clean(&question.weights.to_string())),
        false => "Seeds".to_owned(),
    };
    format!(
        "{weights}: {count}{chance}; luck named by {}.{partial}",
        findings.study.seed()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_few_and_round() {
        assert_eq!([1, 12, 13, 34, 100].map(bin_width), [1, 1, 2, 5, 10]);
        for sizes in [1u32, 7, 12, 13, 99, 1234, 5_000_000, u32::MAX] {
            let width = bin_width(sizes);
            let worst = u64::from(sizes).div_ceil(u64::from(width)) + u64::from(width > 1);
            assert!(worst <= u64::from(BARS), "{sizes}: {width}");
        }
    }
}

//! The spread over the number of seeds, one curve a way of choosing.

use groundswell_experiment::choice::Choice;

use crate::chart::{Axis, Curve, CurveChart, CurvePoint, Picture, Scale, Unit};
use crate::choice::ChoiceFindings;
use crate::choice::summary::standing;
use crate::number;
use crate::pictures::Named;
use crate::svg::clean;
use crate::theme::Role;

/// How far word spreads from the first so many of the seeds.
pub fn spread(findings: &ChoiceFindings<'_>) -> Named {
    let all = findings.choices.all.iter().enumerate();
    let series = all.map(|(place, choice)| curve(findings, place, choice));
    let question = findings.study.diffusion();
    let worlds = findings.chosen().by_count.first();
    let worlds = worlds.map_or(0, |(_, estimate)| estimate.worlds as u64);
    let already = match findings.choices.already {
        Some(_) => "; who was a seed already adopts as well",
        None => "",
    };
    let title = standing(findings);
    Named {
        stem: "spread-over-seeds".into(),
        picture: Picture::Curves(CurveChart {
            alt: format!("{title}, by the number of seeds."),
            title,
            subtitle: format!(
                "{} on {}: people who adopt. Mean of {} worlds that no choice has seen; \
                 bands: its 95% interval{already}",
                question.name,
                clean(findings.title),
                number::count(worlds)
            ),
            note: match question.model.uses_weights() {
                true => format!(
                    "Weights {}; luck named by {}.",
                    clean(&question.weights.to_string()),
                    findings.study.seed()
                ),
                false => format!("Luck named by {}.", findings.study.seed()),
            },
            x: Scale {
                label: "Seeds".to_owned(),
                unit: Unit::Other(String::new()),
                logarithmic: false,
                whole: true,
            },
            y: Axis {
                label: "People".to_owned(),
                unit: Unit::People,
            },
            zero_line: false,
            series: series.collect(),
        }),
    }
}

fn curve(findings: &ChoiceFindings<'_>, place: usize, choice: &Choice) -> Curve {
    let none = findings.choices.already.map(|already| (0, already));
    let points = none.into_iter().chain(choice.by_count.iter().copied());
    let point = |(seeds, estimate): (u32, groundswell_estimate::estimate::Estimate)| CurvePoint {
        x: seeds.into(),
        mean: estimate.mean,
        low: estimate.low,
        high: estimate.high,
    };
    Curve {
        name: choice.by.name().to_owned(),
        role: Role::Strategy(place),
        points: points.map(point).collect(),
        dashed: place > 0,
    }
}

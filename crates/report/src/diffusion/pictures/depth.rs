//! How far down word is passed on: the people in each generation, and how much a cascade
//! is a chain or a broadcast.
//!
//! # Source
//!
//! Goel, Anderson, Hofman & Watts, *Management Science* 62(1), 2016: structural virality,
//! the mean distance between two people of a tree.

use crate::chart::{Axis, Curve, CurveChart, CurvePoint, Picture, Scale, Unit};
use crate::diffusion::SpreadFindings;
use crate::diffusion::pictures::note;
use crate::figure::Figure;
use crate::number;
use crate::pictures::Named;
use crate::svg::clean;
use crate::theme::Role;

/// The people so many steps from a seed; `None` where nobody asked who convinced whom.
pub fn depth(findings: &SpreadFindings<'_>) -> Option<Named> {
    let trees = findings.trees?;
    let steps = Unit::Other(String::new());
    let figure = Figure::of(&trees.virality, steps.clone());
    let virality = figure.value(trees.virality.mean);
    let generations = Figure::of(&trees.generations, steps).value(trees.generations.mean);
    let title = format!("Word goes {generations} steps deep; structural virality {virality}");
    let points = (0_u32..).zip(&trees.by_generation);
    let points = points.map(|(step, &people)| CurvePoint {
        x: step.into(),
        mean: people,
        low: f64::NAN,
        high: f64::NAN,
    });
    let largest = Figure::of(&trees.largest, Unit::People).value(trees.largest.mean);
    Some(Named {
        stem: "depth".into(),
        picture: Picture::Curves(CurveChart {
            alt: format!("{title}. The largest tree of a world has {largest} people."),
            title,
            subtitle: format!(
                "{} on {}: people by steps from the seed that set it off. Mean of {} worlds; \
                 virality: mean steps between two people of a world’s largest tree",
                findings.study.diffusion().name,
                clean(findings.title),
                number::count(trees.generations.worlds as u64),
            ),
            note: note(findings),
            x: Scale {
                label: "Steps from a seed".to_owned(),
                unit: Unit::Other(String::new()),
                whole: true,
                ..Scale::default()
            },
            y: Axis {
                label: "People".to_owned(),
                unit: Unit::People,
            },
            zero_line: false,
            series: vec![Curve {
                name: "people".to_owned(),
                role: Role::Strategy(0),
                points: points.collect(),
                dashed: false,
            }],
        }),
    })
}

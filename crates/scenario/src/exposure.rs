//! `response.exposure`: when what friends say convinces.

use groundswell_campaign::exposure::Exposure;
use groundswell_diffusion::model::exposure_curve::ExposureCurve;
use groundswell_graph::probability::Probability;

use crate::document::Section;
use crate::quantity::{Absent, Ask, FRACTION, Unit};

/// Chances that a list may hold.
const MOST: usize = 200;

const FRIENDS: Ask = Ask::new(Unit::Friends, 1.0, 1000.0);
const SCALE: Ask = Ask::new(Unit::Number, 1e-3, 1e6);

/// `"independent"`, or a table with the one rule that holds instead.
pub(crate) fn exposure(section: &mut Section<'_>) -> Exposure {
    if !section.has_table("exposure") {
        section.word("exposure", &[("independent", ())], Some(()));
        return Exposure::Independent;
    }
    section.on_one_line("exposure", |mut rule| {
        let exposure = match rule.only_one_of(&["friends", "curve", "saturating", "circles"]) {
            Some("friends") => Exposure::Friends(rule.count("friends", FRIENDS, Absent::Error)),
            Some("curve") => Exposure::Curve(chances(&mut rule, "curve")),
            Some("saturating") => rule.on_one_line("saturating", saturating),
            Some(_) => Exposure::Circles(chances(&mut rule, "circles")),
            None => Exposure::Independent,
        };
        rule.end();
        exposure
    })
}

fn chances(rule: &mut Section<'_>, key: &'static str) -> Vec<Probability> {
    let chances = rule.numbers(key, FRACTION, MOST).into_iter();
    let mut chances: Vec<_> = chances.map(Probability::clamped).collect();
    if chances.is_empty() {
        // Said already; a rule has an entry.
        chances.push(Probability::ZERO);
    }
    chances
}

fn saturating(mut curve: Section<'_>) -> Exposure {
    let limit = curve.probability("limit", Absent::Error);
    let scale = curve.number("scale", SCALE, Absent::Error);
    curve.end();
    // A scale out of range has been reported.
    let chances = ExposureCurve::saturating_chances(limit, scale);
    Exposure::Curve(chances.unwrap_or_else(|_| vec![limit]))
}

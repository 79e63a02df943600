//! The pictures of a sweep: the plane of two factors, what each factor does, and which of
//! them matter.

use groundswell_experiment::contour::Leaf;
use groundswell_experiment::sensitivity::variance::Index;
use groundswell_experiment::sweep::analysis::{Plane, Told};
use groundswell_scenario::sweep::Factor;

use crate::chart::{
    Axis, Curve, CurveChart, CurvePoint, DotChart, DotGroup, DotRow, HeatChart, HeatSide, Picture,
    Scale, Tile, Unit,
};
use crate::dossier::unit_of_input;
use crate::figure::{self, Figure};
use crate::number;
use crate::pictures::Named;
use crate::svg::clean;
use crate::sweep::SweepFindings;
use crate::theme::Role;

/// What pictures are called; the second one of a kind has a number behind it.
const KINDS: [&str; 3] = ["map", "response", "effects"];

/// Factors whose responses are drawn, those that do most.
const MOST_RESPONSES: usize = 8;

/// Rows that find room in the picture of effects.
const MOST_ROWS: usize = 20;

/// All pictures that there is something to show on.
pub(crate) fn pictures(findings: &SweepFindings<'_>) -> Vec<Named> {
    let mut pictures = Vec::new();
    for (at, told) in findings.told.iter().enumerate() {
        if let Some(plane) = &told.plane {
            let picture = map(findings, told, plane);
            pictures.extend(picture.map(|picture| named("map", at, Picture::Heat(picture))));
        }
    }
    let factors = most_telling(findings);
    for (at, &factor) in factors.iter().take(MOST_RESPONSES).enumerate() {
        let picture = response(findings, factor);
        pictures.extend(picture.map(|picture| named("response", at, Picture::Curves(picture))));
    }
    for (at, told) in findings.told.iter().enumerate() {
        let picture = effects(findings, told);
        pictures.extend(picture.map(|picture| named("effects", at, Picture::Dots(picture))));
    }
    pictures
}

/// The picture number `at` of its kind.
fn named(kind: &str, at: usize, picture: Picture) -> Named {
    Named {
        stem: stem_of(kind, at).into(),
        picture,
    }
}

fn stem_of(kind: &str, at: usize) -> String {
    match at {
        0 => kind.to_owned(),
        at => format!("{kind}-{}", at + 1),
    }
}

/// Whether a picture is called that.
pub(crate) fn is_stem(stem: &str) -> bool {
    let (kind, at) = match stem.rsplit_once('-') {
        Some((kind, number)) => (kind, number.parse::<usize>().unwrap_or(0)),
        None => (stem, 1),
    };
    let called = |at: usize| stem_of(kind, at - 1) == stem;
    at > 0 && KINDS.contains(&kind) && called(at)
}

/// The factors, those that do most first, else in the order of the file.
fn most_telling(findings: &SweepFindings<'_>) -> Vec<usize> {
    let weight = |factor: usize| {
        let all = findings.told.iter().map(|told| weight(told, factor));
        all.fold(0.0, f64::max)
    };
    let mut factors: Vec<usize> = (0..findings.layout.factors().len()).collect();
    factors.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
    factors
}

/// How much a factor does, by what is known best.
pub(crate) fn weight(told: &Told, factor: usize) -> f64 {
    if let Some(indices) = &told.indices {
        indices[factor].total.value
    } else if let Some(effects) = &told.effects {
        effects[factor].absolute.mean
    } else {
        let response = told.responses.get(factor);
        response.and_then(|response| response.share).unwrap_or(0.0)
    }
}

/// What the answer is called: `customers: invite-friends less broadcast-only`.
pub(crate) fn subject(findings: &SweepFindings<'_>, told: &Told) -> String {
    let scenario = findings.layout.scenario();
    match told.of.is_empty() {
        true => "people who adopt".to_owned(),
        false => format!(
            "{}, {} less {}",
            scenario.objective.label(),
            clean(&told.of),
            clean(&scenario.run.reference)
        ),
    }
}

/// Worlds and seed, at the foot of every picture.
fn note(findings: &SweepFindings<'_>) -> String {
    let standing = findings.standing;
    let worlds = match standing.fewest == standing.most {
        true => number::count(standing.most),
        false => format!(
            "{} to {}",
            number::count(standing.fewest),
            number::count(standing.most)
        ),
    };
    let partial = match standing.is_complete() {
        true => String::new(),
        false => format!("; {} not yet", number::count(standing.missing as u64)),
    };
    let refused = match standing.refused.len() {
        0 => String::new(),
        refused => format!("; {} cannot be carried out", number::count(refused as u64)),
    };
    format!(
        "{} cells of {worlds} worlds{partial}{refused}; seed {}",
        number::count(standing.done as u64),
        findings.layout.seed()
    )
}

fn scale(findings: &SweepFindings<'_>, factor: &Factor) -> Scale {
    let more = match factor.also.len() {
        0 => String::new(),
        1 => " and one alike".to_owned(),
        more => format!(" and {more} alike"),
    };
    Scale {
        label: clean(&factor.path) + &more,
        unit: unit_of_input(factor.unit, findings.currency()),
        logarithmic: factor.values.is_logarithmic(),
        whole: false,
    }
}

fn map(findings: &SweepFindings<'_>, told: &Told, plane: &Plane) -> Option<HeatChart> {
    let [x, y] = findings.layout.factors() else {
        return None;
    };
    let back = |factor: &Factor, value: f64| match factor.values.is_logarithmic() {
        true => libm::exp(value),
        false => value,
    };
    let point = |&(across, up): &(f64, f64)| (back(x, across), back(y, up));
    let line = |points: &Vec<(f64, f64)>| points.iter().map(point).collect::<Vec<_>>();
    let lines = |lines: &[Vec<(f64, f64)>]| lines.iter().map(line).collect::<Vec<_>>();
    let divide = plane.divide.as_ref();
    let scenario = findings.layout.scenario();
    let role = |name: &str| {
        let place = scenario
            .strategies
            .iter()
            .position(|other| other.name == name);
        place.map_or(Role::Baseline, Role::Strategy)
    };
    let side = |name: &str| HeatSide {
        name: clean(name),
        role: role(name),
    };
    let is_won = divide.is_some();
    let title = match (is_won, where_it_wins(plane)) {
        (false, _) => "How many people adopt".to_owned(),
        (true, Some(share)) if share >= 0.995 => {
            format!("{} wins everywhere here", clean(&told.of))
        }
        (true, Some(share)) if share <= 0.005 => {
            format!("{} wins everywhere here", clean(&scenario.run.reference))
        }
        (true, Some(share)) => format!(
            "{} wins on {} of this map",
            clean(&told.of),
            figure::share(share)
        ),
        (true, None) => "Where the winner changes".to_owned(),
    };
    let mark = (x.now, y.now, "as the scenario has it".to_owned());
    let is_on = |factor: &Factor, at: fn(&Leaf) -> (f64, f64)| {
        let ends = || plane.leaves.iter().map(at);
        let low = ends().map(|(low, _)| low).fold(f64::INFINITY, f64::min);
        let high = ends()
            .map(|(_, high)| high)
            .fold(f64::NEG_INFINITY, f64::max);
        (back(factor, low)..=back(factor, high)).contains(&factor.now)
    };
    let shows_mark = is_on(x, |leaf| leaf.x) && is_on(y, |leaf| leaf.y);
    let subject = subject(findings, told);
    let doubt = match is_won {
        true => "; hatched where it is not sure, at 95% for the whole map",
        false => "",
    };
    Some(HeatChart {
        alt: format!(
            "Map of {subject} over {} and {}. {title}.",
            clean(&x.path),
            clean(&y.path)
        ),
        title,
        subtitle: format!("Mean {subject}{doubt}"),
        note: note(findings),
        x: scale(findings, x),
        y: scale(findings, y),
        value: Axis {
            label: String::new(),
            unit: findings.unit(),
        },
        sides: is_won.then(|| [side(&told.of), side(&scenario.run.reference)]),
        tiles: plane
            .leaves
            .iter()
            .map(|leaf| tile(leaf, x, y, &back))
            .collect(),
        doubtful: divide.map_or_else(Vec::new, |divide| lines(&divide.doubtful)),
        contours: divide.map_or_else(Vec::new, |divide| lines(&divide.contours)),
        contour_name: match is_won {
            true => "equally good".to_owned(),
            false => String::new(),
        },
        mark: shows_mark.then_some(mark),
    })
}

/// A rectangle with the mean of its corners.
fn tile(leaf: &Leaf, x: &Factor, y: &Factor, back: &dyn Fn(&Factor, f64) -> f64) -> Tile {
    Tile {
        x: (back(x, leaf.x.0), back(x, leaf.x.1)),
        y: (back(y, leaf.y.0), back(y, leaf.y.1)),
        value: middle(leaf).unwrap_or(f64::NAN),
    }
}

fn middle(leaf: &Leaf) -> Option<f64> {
    let sum: Option<f64> = leaf
        .corners
        .iter()
        .map(|lead| Some(lead.as_ref()?.mean))
        .sum();
    Some(sum? / 4.0)
}

/// The share of a plane on which the mean lead is above zero, by area as it is drawn.
pub(crate) fn where_it_wins(plane: &Plane) -> Option<f64> {
    let (mut wins, mut all) = (0.0, 0.0);
    for leaf in &plane.leaves {
        let area = (leaf.x.1 - leaf.x.0) * (leaf.y.1 - leaf.y.0);
        if let Some(middle) = middle(leaf) {
            all += area;
            wins += if middle > 0.0 { area } else { 0.0 };
        }
    }
    (all > 0.0).then(|| wins / all)
}

fn response(findings: &SweepFindings<'_>, at: usize) -> Option<CurveChart> {
    let factor = &findings.layout.factors()[at];
    let scenario = findings.layout.scenario();
    let is_won = scenario.diffusion.is_none();
    let curve = |told: &Told| {
        let place = scenario
            .strategies
            .iter()
            .position(|other| other.name == told.of);
        let points = told
            .responses
            .get(at)?
            .levels
            .iter()
            .map(|level| CurvePoint {
                x: level.middle(),
                mean: level.answer.mean,
                low: level.answer.low,
                high: level.answer.high,
            });
        Some(Curve {
            name: match told.of.is_empty() {
                true => "spread".to_owned(),
                false => clean(&told.of),
            },
            role: place.map_or(Role::Difference, Role::Strategy),
            points: points.collect(),
            dashed: false,
        })
    };
    let series: Vec<Curve> = findings.told.iter().filter_map(curve).collect();
    if series.iter().all(|curve| curve.points.len() < 2) {
        return None;
    }
    let path = clean(&factor.path);
    let share = findings
        .told
        .iter()
        .filter_map(|told| told.responses.get(at)?.share);
    let share = share.fold(0.0, f64::max);
    let what = match is_won {
        true => format!(
            "{} more than {}",
            scenario.objective.label(),
            clean(&scenario.run.reference)
        ),
        false => "people who adopt".to_owned(),
    };
    let title = format!(
        "What {path} does: {} of the variance between cells",
        figure::share(share)
    );
    Some(CurveChart {
        alt: format!("{what} over {path}. {title}."),
        title,
        subtitle: format!("Mean {what}, whatever else is varied; bands: 95% interval of the mean"),
        note: note(findings),
        x: scale(findings, factor),
        y: Axis {
            label: String::new(),
            unit: findings.unit(),
        },
        zero_line: is_won,
        series,
    })
}

/// Which factors matter: indices after Saltelli, elementary effects after Morris.
fn effects(findings: &SweepFindings<'_>, told: &Told) -> Option<DotChart> {
    let factors = findings.layout.factors();
    let mut groups: Vec<(f64, DotGroup)> = Vec::new();
    let dot = |name: &str, role: Role, value: f64, told: String, range: (f64, f64)| DotRow {
        name: name.to_owned(),
        role,
        value,
        told,
        ranges: vec![range],
        beside: Vec::new(),
    };
    let (title, subtitle, unit) = if let Some(indices) = &told.indices {
        for (factor, indices) in factors.iter().zip(indices) {
            let row = |name: &str, role: Role, index: &Index| {
                let told = format!("{name} {}", number::percent(index.value, 0));
                dot(name, role, index.value, told, (index.low, index.high))
            };
            groups.push((
                indices.total.value,
                DotGroup {
                    name: clean(&factor.path),
                    rows: vec![
                        row("total", Role::Difference, &indices.total),
                        row("alone", Role::Baseline, &indices.first),
                    ],
                },
            ));
        }
        let subtitle = "Share of the variance of the mean between cells that a factor accounts \
                        for, alone and with others; bars: 95% intervals";
        ("Which factors decide", subtitle.to_owned(), Unit::Share)
    } else if let Some(effects) = &told.effects {
        for (factor, effects) in factors.iter().zip(effects) {
            let absolute = &effects.absolute;
            let told = Figure::of(absolute, findings.unit()).value(absolute.mean);
            let row = dot(
                "absolute effect",
                Role::Difference,
                absolute.mean,
                told,
                // A mean of sizes is nowhere below zero, whatever its interval by Student is.
                (absolute.low.max(0.0), absolute.high),
            );
            groups.push((
                absolute.mean,
                DotGroup {
                    name: clean(&factor.path),
                    rows: vec![row],
                },
            ));
        }
        let subtitle = format!(
            "Mean absolute change of {} from one end of a factor's range to the other; bars: \
             95% intervals",
            subject(findings, told)
        );
        ("Which factors matter at all", subtitle, findings.unit())
    } else {
        return None;
    };
    groups.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let rows = groups.first().map_or(1, |(_, group)| group.rows.len());
    let more = groups.len().saturating_sub(MOST_ROWS / rows);
    groups.truncate(MOST_ROWS / rows);
    let first = groups.first().map(|(_, group)| group.name.clone());
    let mut more = match more {
        0 => String::new(),
        more => format!("; {more} factors with less are left out"),
    };
    let mut shown = groups.iter().flat_map(|(_, group)| &group.rows);
    if shown.any(|row| row.value < 0.0) {
        more += "; a share below zero is luck";
    }
    Some(DotChart {
        title: match &first {
            Some(first) => format!("{title}: {first} most of all"),
            None => title.to_owned(),
        },
        alt: format!("{title}, for {}.", subject(findings, told)),
        subtitle,
        note: note(findings) + &more,
        x: Axis {
            label: String::new(),
            unit,
        },
        value: "value".to_owned(),
        ranges: vec![("low".to_owned(), "high".to_owned())],
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        ..DotChart::default()
    })
}

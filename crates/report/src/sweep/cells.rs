//! What came out at every point of a grid, told for whoever goes through it.

use groundswell_estimate::estimate::Estimate;
use groundswell_experiment::contour::Lead;
use groundswell_scenario::sweep::{Design, Factor, Values};
use serde_json::{Value, json};

use crate::dossier::unit_of_input;
use crate::figure::{self, Figure};
use crate::number;
use crate::svg::clean;
use crate::sweep::SweepFindings;
use crate::sweep::pictures::subject;

/// The most points that a page carries.
const MOST: usize = 5_000;

/// The points of a grid, the last factor's value changing fastest.
pub(crate) struct Cells {
    /// What is varied.
    pub(crate) axes: Vec<Axis>,
    /// What is answered: the lead of a strategy, or the spread.
    pub(crate) answers: Vec<String>,
    /// The points.
    pub(crate) points: Vec<Told>,
}

/// One factor of a grid.
pub(crate) struct Axis {
    /// Its path.
    pub(crate) path: String,
    /// Its values, in the order of the file.
    pub(crate) values: Vec<String>,
    /// Which of them is nearest to what the scenario has.
    pub(crate) now: usize,
}

/// What came out at a point.
pub(crate) struct Told {
    /// Where it is: a place among the values of each factor.
    pub(crate) at: Vec<usize>,
    /// One entry an answer: mean and interval.
    pub(crate) answers: Vec<String>,
    /// Who wins there, and whether that is certain; empty where nothing is won.
    pub(crate) winner: String,
}

impl Cells {
    /// Those of a sweep over a grid, of a map its first stage; `None` where points lie
    /// otherwise, or are too many for a page.
    pub(crate) fn of(findings: &SweepFindings<'_>) -> Option<Self> {
        let layout = findings.layout;
        if !matches!(layout.sweep().design, Design::Grid | Design::Map { .. }) {
            return None;
        }
        let factors = layout.factors();
        let values: Vec<Vec<f64>> = factors.iter().map(values).collect();
        let count = values
            .iter()
            .try_fold(1usize, |product, values| product.checked_mul(values.len()))?;
        let is_grid = layout.points().len() >= count && !factors.is_empty() && count > 1;
        if !is_grid || count * findings.told.len().max(1) > MOST {
            return None;
        }
        let axes = factors.iter().zip(&values).map(|(factor, values)| {
            let unit = unit_of_input(factor.unit, findings.currency());
            Axis {
                path: clean(&factor.path),
                values: values
                    .iter()
                    .map(|&value| figure::input(value, &unit))
                    .collect(),
                now: nearest(values, factor.now),
            }
        });
        let points = (0..count).map(|point| told(findings, &values, point));
        Some(Self {
            axes: axes.collect(),
            answers: findings
                .told
                .iter()
                .map(|told| subject(findings, told))
                .collect(),
            points: points.collect(),
        })
    }

    /// As a page's script reads them.
    pub(crate) fn json(&self) -> Value {
        let axes = self.axes.iter();
        let axes =
            axes.map(|axis| json!({ "path": axis.path, "values": axis.values, "now": axis.now }));
        let points = self.points.iter();
        let points = points.map(|told| json!({ "answers": told.answers, "winner": told.winner }));
        json!({
            "axes": axes.collect::<Vec<_>>(),
            "answers": self.answers,
            "points": points.collect::<Vec<_>>(),
        })
    }
}

/// The values of a factor on a grid.
fn values(factor: &Factor) -> Vec<f64> {
    match &factor.values {
        Values::These { values, .. } => values.clone(),
        Values::Between { low, high, .. } => vec![*low, *high],
    }
}

/// Which of `values` is nearest to `now`.
fn nearest(values: &[f64], now: f64) -> usize {
    let away = |at: usize| (values[at] - now).abs();
    (0..values.len())
        .min_by(|&a, &b| away(a).total_cmp(&away(b)))
        .unwrap_or(0)
}

fn told(findings: &SweepFindings<'_>, values: &[Vec<f64>], point: usize) -> Told {
    let mut at = vec![0; values.len()];
    let mut rest = point;
    for (place, values) in at.iter_mut().zip(values).rev() {
        (*place, rest) = (rest % values.len(), rest / values.len());
    }
    let leads: Vec<Option<Lead>> = findings.told.iter().map(|told| told.leads[point]).collect();
    let is_won = findings.layout.scenario().diffusion.is_none();
    let of: Vec<String> = findings.told.iter().map(|told| clean(&told.of)).collect();
    let reference = clean(&findings.layout.scenario().run.reference);
    let winner = match leads.iter().copied().collect::<Option<Vec<Lead>>>() {
        Some(leads) if is_won => winner(&of, &reference, &leads),
        _ => String::new(),
    };
    Told {
        at,
        answers: leads
            .iter()
            .map(|lead| answer(findings, is_won, *lead))
            .collect(),
        winner,
    }
}

/// A lead with its interval, which holds at all points at once.
fn answer(findings: &SweepFindings<'_>, is_won: bool, lead: Option<Lead>) -> String {
    let Some(Lead { mean, half }) = lead else {
        return number::MISSING.to_owned();
    };
    let estimate = Estimate {
        mean,
        standard_error: f64::NAN,
        low: mean - half,
        high: mean + half,
        worlds: 0,
        deviation: f64::NAN,
    };
    let figure = Figure::of(&estimate, findings.unit());
    let tell = |value: f64| match is_won {
        true => figure.signed(value),
        false => figure.value(value),
    };
    format!(
        "{} ({} to {})",
        tell(mean),
        tell(mean - half),
        tell(mean + half)
    )
}

/// Who has the most, of the reference and those whose `leads` over it are told.
fn winner(of: &[String], reference: &str, leads: &[Lead]) -> String {
    let nothing = Lead {
        mean: 0.0,
        half: 0.0,
    };
    let all: Vec<(&str, Lead)> = [(reference, nothing)]
        .into_iter()
        .chain(of.iter().map(String::as_str).zip(leads.iter().copied()))
        .collect();
    let by_mean = |&a: &usize, &b: &usize| all[a].1.mean.total_cmp(&all[b].1.mean);
    let best = (0..all.len())
        .rev()
        .max_by(by_mean)
        .expect("there is a reference");
    let (name, lead) = all[best];
    let clear = |(at, (_, other)): (usize, &(&str, Lead))| {
        at == best || lead.mean - lead.half > other.mean + other.half
    };
    match all.iter().enumerate().all(clear) {
        true => format!("{name} wins"),
        false => format!("too close to call; {name} has more by the mean"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wins_is_certain_only_where_no_interval_reaches_the_best() {
        let lead = |mean, half| Lead { mean, half };
        let of = ["invite".to_owned(), "both".to_owned()];
        let told = |leads: [Lead; 2]| winner(&of, "post", &leads);
        assert_eq!(told([lead(3.0, 1.0), lead(9.0, 2.0)]), "both wins");
        assert_eq!(told([lead(-3.0, 1.0), lead(-9.0, 2.0)]), "post wins");
        let close = "too close to call; both has more by the mean";
        assert_eq!(told([lead(3.0, 4.0), lead(9.0, 2.0)]), close);
        assert_eq!(told([lead(-3.0, 1.0), lead(1.0, 2.0)]), close);
        let close = "too close to call; post has more by the mean";
        assert_eq!(told([lead(-3.0, 1.0), lead(-1.0, 2.0)]), close);
    }

    #[test]
    fn the_nearest_value_stands_for_what_the_scenario_has() {
        assert_eq!(nearest(&[0.1, 0.2, 0.4], 0.28), 1);
        assert_eq!(nearest(&[0.1, 0.2, 0.4], 9.0), 2);
    }
}

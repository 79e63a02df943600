//! Whether a result is what its scenario expects.

use std::fmt;

use groundswell_campaign::comparison::Comparison;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::ratio::Ratio;
use groundswell_scenario::expect::{Expectation, Measure, Subject};

use crate::diffusion_study::{Outcome, Round};
use crate::trees::Trees;

/// An expectation beside what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What was expected.
    pub expectation: Expectation,
    /// What came of it.
    pub found: Found,
}

/// What a result came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found {
    /// A mean over worlds, with its standard error; the error is 0 where there is none.
    Mean {
        /// The mean.
        mean: f64,
        /// Its standard error.
        standard_error: f64,
    },
    /// Something that never happened in so many worlds, so that there is no mean.
    Never {
        /// How many.
        worlds: u64,
    },
    /// Nothing: there is no such result.
    Nothing,
}

impl Finding {
    /// Whether the result is as expected.
    pub fn is_met(&self) -> bool {
        match self.found {
            Found::Mean {
                mean,
                standard_error,
            } => self.expectation.band.holds(mean, standard_error),
            Found::Never { .. } | Found::Nothing => false,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Expectation { of, band, .. } = &self.expectation;
        match self.found {
            Found::Mean {
                mean,
                standard_error,
            } => {
                write!(f, "{of}: {}", short(mean))?;
                if standard_error > 0.0 {
                    write!(f, " (standard error {})", short(standard_error))?;
                }
            }
            Found::Never { worlds } => write!(f, "{of}: never in {worlds} worlds")?,
            Found::Nothing => write!(f, "{of}: no such result")?,
        }
        let verdict = match self.is_met() {
            true => "as expected",
            false => "not as expected",
        };
        write!(f, ", {verdict}: {band}")
    }
}

/// Four digits that count.
fn short(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return x.to_string();
    }
    let places = 3 - libm::floor(libm::log10(x.abs())) as i32;
    format!("{x:.*}", places.clamp(0, 9) as usize)
}

impl From<&Estimate> for Found {
    fn from(estimate: &Estimate) -> Self {
        Self::Mean {
            mean: estimate.mean,
            standard_error: estimate.standard_error,
        }
    }
}

/// The numbers of adopters, among `people`, whose time a study has to tell so that
/// `expectations` can be judged.
pub fn milestones(expectations: &[Expectation], people: u32) -> Vec<u32> {
    let share = |expectation: &Expectation| match expectation.of {
        Subject::Time { share } => Some(milestone(share, people)),
        _ => None,
    };
    let mut milestones: Vec<u32> = expectations.iter().filter_map(share).collect();
    milestones.sort_unstable();
    milestones.dedup();
    milestones
}

/// The least number of people that is such a share of them.
fn milestone(share: f64, people: u32) -> u32 {
    // A share such as 0.55 is not exact, and must not ask for one more than it says.
    libm::ceil(share * f64::from(people) - 1e-6).max(0.0) as u32
}

/// Whether it has to be known who convinced whom, so that `expectations` can be judged.
pub fn asks_for_trees(expectations: &[Expectation]) -> bool {
    let mut subjects = expectations.iter().map(|expectation| &expectation.of);
    subjects.any(|of| *of == Subject::Virality)
}

/// What a question about diffusion among `people` came to, beside what was expected;
/// `trees` where they were looked at.
pub fn of_diffusion(
    expectations: &[Expectation],
    outcome: &Outcome,
    trees: Option<&Trees>,
    people: u32,
) -> Vec<Finding> {
    let rounds = &outcome.by_round;
    let by = |round: Option<u32>| {
        let last = rounds.len().checked_sub(1)?;
        let at = round.map_or(last, |round| last.min(round as usize));
        Some(&rounds[at].spread)
    };
    let found = |of: &Subject| match *of {
        Subject::Spread { round } => by(round).map_or(Found::Nothing, Found::from),
        Subject::Share { round } => by(round).map_or(Found::Nothing, |spread| Found::Mean {
            mean: spread.mean / f64::from(people.max(1)),
            standard_error: spread.standard_error / f64::from(people.max(1)),
        }),
        Subject::Time { share } => {
            let wanted = milestone(share, people);
            let mut all = outcome.milestones.iter();
            let told = all.find(|milestone| milestone.people == wanted);
            match told.map(|milestone| (milestone.missed, &milestone.round)) {
                Some((0, Some(round))) => round.into(),
                Some((missed @ 1.., _)) => Found::Never { worlds: missed },
                _ => Found::Nothing,
            }
        }
        Subject::Peak => peak(rounds).map_or(Found::Nothing, |round| Found::Mean {
            mean: round as f64,
            standard_error: 0.0,
        }),
        Subject::Virality => trees.map_or(Found::Nothing, |trees| (&trees.virality).into()),
        Subject::Strategy { .. } => Found::Nothing,
    };
    findings(expectations, found)
}

/// The round in which most adopt on average; of equals the first.
fn peak(rounds: &[Round]) -> Option<usize> {
    let gain = |round: usize| rounds[round].spread.mean - rounds[round - 1].spread.mean;
    (1..rounds.len())
        .rev()
        .max_by(|&a, &b| gain(a).total_cmp(&gain(b)))
}

/// What the strategies of a comparison came to, beside what was expected.
pub fn of_comparison(expectations: &[Expectation], comparison: &Comparison) -> Vec<Finding> {
    let found = |of: &Subject| {
        let Subject::Strategy {
            measure,
            strategy,
            against,
        } = of
        else {
            return None;
        };
        let arm = comparison.arm(strategy)?;
        let against = match against {
            Some(against) => Some(comparison.arm(against)?),
            None => None,
        };
        Some(match (*measure, against) {
            (Measure::Metric(metric), None) => (&comparison.estimate(arm, metric).ok()?).into(),
            (Measure::Metric(metric), Some(against)) => {
                let difference = comparison.difference(arm, against, metric).ok()?;
                (&difference.estimate).into()
            }
            (Measure::Ratio(ratio), None) => found_ratio(comparison.ratio(arm, ratio).ok()?),
            (Measure::Ratio(ratio), Some(against)) => {
                found_ratio(comparison.ratio_difference(arm, against, ratio).ok()?)
            }
        })
    };
    findings(expectations, |of| found(of).unwrap_or(Found::Nothing))
}

/// A ratio that is not defined is no result.
fn found_ratio(ratio: Option<Ratio>) -> Found {
    ratio.map_or(Found::Nothing, |ratio| Found::Mean {
        mean: ratio.value,
        standard_error: ratio.standard_error,
    })
}

fn findings(expectations: &[Expectation], found: impl Fn(&Subject) -> Found) -> Vec<Finding> {
    let each = expectations.iter().map(|expectation| Finding {
        expectation: expectation.clone(),
        found: found(&expectation.of),
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::diffusion_study::{DiffusionStudy, Wish};
    use groundswell_campaign::compare::Effort;
    use groundswell_diffusion::worlds::{Crew, Watch};
    use groundswell_graph::builder::graph;
    use groundswell_scenario::scenario::Scenario;

    fn expecting(expect: &str) -> Vec<Expectation> {
        let text = format!(
            "format = 1\nname = \"Path\"\n[audience]\nkind = \"built-in\"\ngraph = \"karate\"\n\
             [diffusion]\nmodel = \"ic\"\nweights = \"uniform:1\"\nseeds = \"0\"\n{expect}"
        );
        Scenario::parse(&text).unwrap().scenario.expectations
    }

    /// Along a path of four whose ties never fail, in one round each.
    fn findings(expect: &str, weights: &str) -> Vec<Finding> {
        let expectations = expecting(expect);
        let question = groundswell_scenario::diffusion::Diffusion::parse(
            &groundswell_scenario::diffusion::Written {
                model: "ic".to_owned(),
                weights: vec![weights.to_owned()],
                seeds: vec!["0".to_owned()],
                ..Default::default()
            },
        );
        let path = graph("0->1 1->2 2->3");
        let people = path.people();
        let effort = Effort::Worlds(100);
        let study = DiffusionStudy::new(question.unwrap(), path, Path::new(""), 1, effort);
        let study = study.unwrap();
        let study = study.with_milestones(milestones(&expectations, people));
        let outcome = study
            .run(&Wish::default(), &Crew::of(2), &Watch::default())
            .unwrap();
        let trees = study.trees(&outcome, &Crew::of(2), &Watch::default());
        of_diffusion(&expectations, &outcome, Some(&trees.unwrap()), people)
    }

    #[test]
    fn each_result_of_a_certain_path_is_met_where_it_should() {
        let expect = "[[expect]]\nmetric = \"spread\"\nvalue = 4\ntolerance = 0\n\
                      [[expect]]\nmetric = \"spread\"\nround = 1\nvalue = 2\ntolerance = 0\n\
                      [[expect]]\nmetric = \"share\"\nround = 99\nlow = 1\n\
                      [[expect]]\nmetric = \"time\"\nshare = \"75%\"\nvalue = 2\ntolerance = 0\n\
                      [[expect]]\nmetric = \"peak\"\nvalue = 1\ntolerance = 0\n\
                      [[expect]]\nmetric = \"virality\"\nlow = 1.66\nhigh = 1.67\n\
                      [[expect]]\nmetric = \"spread\"\nabove = 4\n";
        let findings = findings(expect, "uniform:1");
        let met: Vec<bool> = findings.iter().map(Finding::is_met).collect();
        assert_eq!(met, [true, true, true, true, true, true, false]);
        assert_eq!(
            findings[6].to_string(),
            "people who adopted: 4.000, not as expected: above 4"
        );
    }

    #[test]
    fn what_some_world_never_reached_is_not_met() {
        let expect = "[[expect]]\nmetric = \"time\"\nshare = \"100%\"\nlow = 0\n";
        let [finding] = &findings(expect, "uniform:0.5")[..] else {
            panic!("one finding");
        };
        assert!(matches!(finding.found, Found::Never { worlds: 1.. }));
        assert!(!finding.is_met());
        assert!(finding.to_string().contains("never in "), "{finding}");
    }

    #[test]
    fn a_share_is_the_least_number_of_people() {
        let of = |share, people| milestone(share, people);
        assert_eq!([of(0.5, 500), of(0.5, 5), of(0.55, 100)], [250, 3, 55]);
        assert_eq!([of(1.0, 7), of(0.95, 3000)], [7, 2850]);
    }
}

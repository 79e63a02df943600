//! `[[expect]]`: what a result should be, on whose word, and how nearly.
//!
//! An expectation belongs to the file and not to the question: it moves no result, and
//! files that differ in nothing else have the same identity. Whether it was met is
//! found out when the scenario has run.

use std::fmt;

use groundswell_campaign::metric::Metric;
use groundswell_campaign::ratio::Ratio;
use groundswell_campaign::strategy::{DO_NOTHING, Strategy};

use crate::diagnostic::{BOUNDS, CONTRADICTION, Diagnostic, MISSING_KEY, NO_SUCH_NAME};
use crate::diffusion::MOST_ROUNDS;
use crate::document::{Section, choices};
use crate::effective::{Line, quoted};
use crate::quantity::{Ask, FRACTION, Unit};
use crate::suggestion::suggestion;

/// Expectations that a file may have.
const MOST: usize = 100;

/// Letters that a source or a date may have.
const LONGEST: usize = 300;

const ANY: Ask = Ask::new(Unit::Number, -1e15, 1e15);
const NOT_NEGATIVE: Ask = Ask::new(Unit::Number, 0.0, 1e15);

/// Something that a file expects of its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Of which result.
    pub of: Subject,
    /// Where it should lie.
    pub band: Band,
    /// Who says so.
    pub source: Option<String>,
    /// When they said so, as written.
    pub date: Option<String>,
    /// How far the figure may be trusted.
    pub trust: Option<Trust>,
}

/// A result that can be expected to be something.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// People who ever adopted; or by this round.
    Spread {
        /// The round; the last where none is named.
        round: Option<u32>,
    },
    /// The same as a share of all people.
    Share {
        /// The round; the last where none is named.
        round: Option<u32>,
    },
    /// Rounds until this share of all people has adopted.
    Time {
        /// The share, above 0.
        share: f64,
    },
    /// The round in which most people adopt, on average over worlds.
    Peak,
    /// The structural virality of the largest tree of who convinced whom.
    Virality,
    /// What a strategy comes to, or has over another one.
    Strategy {
        /// In this number.
        measure: Measure,
        /// The strategy.
        strategy: String,
        /// The other one, if it is about a difference.
        against: Option<String>,
    },
}

/// A number of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A mean over worlds.
    Metric(Metric),
    /// A ratio of means.
    Ratio(Ratio),
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Metric(metric) => metric.label(),
            Self::Ratio(ratio) => ratio.label(),
        })
    }
}

/// Where a result should lie. What is `None` is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Band {
    /// Near a value.
    pub near: Option<Near>,
    /// At least this.
    pub low: Option<f64>,
    /// At most this.
    pub high: Option<f64>,
    /// More than this.
    pub above: Option<f64>,
    /// Less than this.
    pub below: Option<f64>,
}

/// Near a value that somebody reported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The value.
    pub value: f64,
    /// Its standard error; 0 where it is exact or nobody told.
    pub error: f64,
    /// How far off a result may be whatever the errors are.
    pub tolerance: f64,
    /// And so many standard errors of the difference besides.
    pub standard_errors: f64,
}

/// How far a figure may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It was read in the source itself.
    Read,
    /// It was read in a secondary source.
    Reported,
    /// It was computed.
    Computed,
}

impl Trust {
    /// All of them by their words.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("read", Self::Read),
        ("reported", Self::Reported),
        ("computed", Self::Computed),
    ];

    /// The same in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "read in the source",
            Self::Reported => "reported by a secondary source",
            Self::Computed => "computed",
        }
    }
}

impl Band {
    /// Whether `mean`, known with this standard error, lies where it should.
    pub fn holds(&self, mean: f64, standard_error: f64) -> bool {
        let is_near = |near: Near| {
            let error = libm::hypot(near.error, standard_error);
            (mean - near.value).abs() <= near.tolerance + near.standard_errors * error
        };
        self.near.is_none_or(is_near)
            && self.low.is_none_or(|low| mean >= low)
            && self.high.is_none_or(|high| mean <= high)
            && self.above.is_none_or(|above| mean > above)
            && self.below.is_none_or(|below| mean < below)
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(near) = self.near {
            let own = match near.error {
                0.0 => String::new(),
                error => format!(" (known to {error})"),
            };
            let margins = [
                (near.tolerance, ""),
                (near.standard_errors, " standard errors"),
            ];
            let margins = margins.iter().filter(|(margin, _)| *margin > 0.0);
            let margins: Vec<String> = margins.map(|(by, of)| format!("{by}{of}")).collect();
            parts.push(match margins.is_empty() {
                true => format!("{}{own}", near.value),
                false => format!("{}{own} within {}", near.value, margins.join(" and ")),
            });
        }
        let bounds = [
            ("at least", self.low),
            ("at most", self.high),
            ("above", self.above),
            ("below", self.below),
        ];
        for (words, bound) in bounds {
            parts.extend(bound.map(|bound| format!("{words} {bound}")));
        }
        f.write_str(&parts.join(", "))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = |round: &Option<u32>| match round {
            Some(round) => format!(" by round {round}"),
            None => String::new(),
        };
        match self {
            Self::Spread { round } => write!(f, "people who adopted{}", by(round)),
            Self::Share { round } => write!(f, "share of people who adopted{}", by(round)),
            Self::Time { share } => write!(f, "rounds until {}% have adopted", percent(*share)),
            Self::Virality => write!(f, "structural virality of the largest tree"),
            Self::Peak => write!(f, "round in which most adopt"),
            Self::Strategy {
                measure,
                strategy,
                against,
            } => {
                write!(f, "{measure} of {strategy}")?;
                match against {
                    Some(against) => write!(f, " over {against}"),
                    None => Ok(()),
                }
            }
        }
    }
}

/// A share in percent, without digits that only the conversion made.
fn percent(share: f64) -> f64 {
    libm::round(share * 1e8) / 1e6
}

/// What can be expected of a file.
pub(crate) enum Asked<'a> {
    /// It asks about diffusion.
    Diffusion,
    /// It compares these strategies.
    Comparison(&'a [Strategy]),
}

/// The words for results of diffusion.
#[derive(Clone, Copy, PartialEq)]
enum Word {
    Spread,
    Share,
    Time,
    Peak,
    Virality,
}

/// All expectations of `top`, in file order.
pub(crate) fn read(top: &mut Section<'_>, asked: &Asked<'_>) -> Vec<Expectation> {
    if top.value("expect").is_none() {
        return Vec::new();
    }
    let sections = top.sections("expect", "[[expect]]", MOST);
    sections.filter_map(|section| one(section, asked)).collect()
}

fn one(mut section: Section<'_>, asked: &Asked<'_>) -> Option<Expectation> {
    let before = section.reading().mistakes();
    let of = match asked {
        Asked::Diffusion => of_diffusion(&mut section),
        Asked::Comparison(strategies) => of_strategy(&mut section, strategies),
    };
    let shares = matches!(of, Some(Subject::Share { .. }));
    let band = band(&mut section, shares);
    let source = words(&mut section, "source");
    let date = words(&mut section, "date");
    let trust = match section.has("trust") {
        true => section.word("trust", &Trust::WORDS, None),
        false => section.value("trust").and(None),
    };
    // What is expected moves no result.
    section.set_aside();
    let fine = section.reading().mistakes() == before;
    section.end();
    let expectation = Expectation {
        of: of?,
        band,
        source,
        date,
        trust,
    };
    fine.then_some(expectation)
}

fn of_diffusion(section: &mut Section<'_>) -> Option<Subject> {
    let words = [
        ("spread", Word::Spread),
        ("share", Word::Share),
        ("time", Word::Time),
        ("peak", Word::Peak),
        ("virality", Word::Virality),
    ];
    Some(match section.word("metric", &words, None)? {
        Word::Peak => Subject::Peak,
        Word::Virality => Subject::Virality,
        Word::Spread => Subject::Spread {
            round: round(section),
        },
        Word::Share => Subject::Share {
            round: round(section),
        },
        Word::Time => {
            if !section.has("share") {
                section.missing("share");
            }
            let share = number(section, "share", FRACTION.above());
            Subject::Time { share: share? }
        }
    })
}

fn of_strategy(section: &mut Section<'_>, strategies: &[Strategy]) -> Option<Subject> {
    let metrics = Metric::ALL.map(|metric| (metric.name(), Measure::Metric(metric)));
    let ratios = Ratio::ALL.map(|ratio| (ratio.name(), Measure::Ratio(ratio)));
    let measures: Vec<(&str, Measure)> = metrics.into_iter().chain(ratios).collect();
    let measure = section.word("metric", &measures, None);
    let strategy = section.name("strategy");
    let against = match section.has("against") {
        true => Some(section.name("against")),
        false => section.value("against").and(None),
    };
    for (key, name) in [("strategy", Some(&strategy)), ("against", against.as_ref())] {
        let known = || {
            let names = strategies.iter().map(|strategy| strategy.name.as_str());
            names.chain([DO_NOTHING])
        };
        let Some(name) = name.filter(|name| !known().any(|known| known == *name)) else {
            continue;
        };
        let message = format!(
            "{} is \"{name}\", which is no strategy; {} would do",
            section.path_of(key),
            choices(known())
        );
        let mistake = Diagnostic::new(NO_SUCH_NAME, message).at(section.place_of(key));
        section.report(mistake.help(suggestion(name, known())));
    }
    Some(Subject::Strategy {
        measure: measure?,
        strategy,
        against,
    })
}

fn round(section: &mut Section<'_>) -> Option<u32> {
    let round = section.integer("round", 0..i64::from(MOST_ROUNDS) + 1)?;
    section.note(Line::new("round", round.to_string()));
    Some(round as u32)
}

fn band(section: &mut Section<'_>, shares: bool) -> Band {
    let (any, margin) = match shares {
        true => (FRACTION, FRACTION),
        false => (ANY, NOT_NEGATIVE),
    };
    let value = number(section, "value", any);
    let error = number(section, "error", margin);
    let tolerance = number(section, "tolerance", margin);
    let standard_errors = number(section, "standard_errors", NOT_NEGATIVE);
    let [low, high, above, below] =
        ["low", "high", "above", "below"].map(|key| number(section, key, any));
    let path = section.path().to_owned();
    let complain = |cause, words: &str| {
        let message = format!("{path}: {words}");
        section.report(Diagnostic::new(cause, message).at(section.place()));
    };
    let margins = tolerance.is_some() || standard_errors.is_some();
    match value {
        Some(_) if !margins => complain(
            MISSING_KEY,
            "a value needs `tolerance` or `standard_errors`: how near is near enough?",
        ),
        None if margins || error.is_some() => complain(
            CONTRADICTION,
            "`tolerance`, `error` and `standard_errors` are about a `value`, which is not there",
        ),
        None if [low, high, above, below].iter().all(Option::is_none) => complain(
            MISSING_KEY,
            "nothing is expected; `value`, `low`, `high`, `above` or `below` would do",
        ),
        _ => {}
    }
    let least = low.into_iter().chain(above).fold(f64::MIN, f64::max);
    let most = high.into_iter().chain(below).fold(f64::MAX, f64::min);
    if least > most {
        complain(BOUNDS, "no number is as large as that and as small");
    }
    Band {
        near: value.map(|value| Near {
            value,
            error: error.unwrap_or(0.0),
            tolerance: tolerance.unwrap_or(0.0),
            standard_errors: standard_errors.unwrap_or(0.0),
        }),
        low,
        high,
        above,
        below,
    }
}

/// The number at `key`, if it is there.
fn number(section: &mut Section<'_>, key: &'static str, ask: Ask) -> Option<f64> {
    match section.has(key) {
        true => section.optional(key, ask, ""),
        false => section.value(key).and(None),
    }
}

fn words(section: &mut Section<'_>, key: &'static str) -> Option<String> {
    let words = section.optional_text(key, LONGEST)?;
    section.note(Line::new(key, quoted(&words)));
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn file(expect: &str) -> String {
        format!(
            "format = 1\nname = \"Club\"\n[audience]\nkind = \"built-in\"\ngraph = \"karate\"\n\
             [diffusion]\nmodel = \"ic\"\nseeds = \"0\"\n{expect}"
        )
    }

    fn expected(expect: &str) -> Vec<Expectation> {
        let parsed = Scenario::parse(&file(expect)).unwrap_or_else(|m| panic!("{m:?}"));
        parsed.scenario.expectations
    }

    fn message(expect: &str) -> String {
        let mistakes = Scenario::parse(&file(expect)).unwrap_err();
        mistakes[0].message.clone()
    }

    const TIME: &str = "[[expect]]\nmetric = \"time\"\nshare = \"50%\"\nvalue = 14.39\n\
                        error = 0.14\nstandard_errors = 3\nsource = \"somebody\"\n\
                        date = \"2010\"\ntrust = \"computed\"\n";

    #[test]
    fn an_expectation_is_of_something_near_something_on_somebodys_word() {
        let [time] = &expected(TIME)[..] else {
            panic!("one expectation");
        };
        assert_eq!(time.of, Subject::Time { share: 0.5 });
        assert_eq!(time.of.to_string(), "rounds until 50% have adopted");
        assert_eq!(
            time.band.to_string(),
            "14.39 (known to 0.14) within 3 standard errors"
        );
        assert_eq!(time.source.as_deref(), Some("somebody"));
        assert_eq!(time.trust, Some(Trust::Computed));
        let two = "[[expect]]\nmetric = \"spread\"\nabove = 3\n\
                   [[expect]]\nmetric = \"share\"\nround = 4\nlow = \"10%\"\nhigh = 0.2\n";
        let two = expected(two);
        assert_eq!(two[1].of, Subject::Share { round: Some(4) });
        assert_eq!(two[1].band.to_string(), "at least 0.1, at most 0.2");
    }

    #[test]
    fn a_band_holds_what_lies_in_it() {
        let near = |tolerance, standard_errors| Band {
            near: Some(Near {
                value: 10.0,
                error: 0.3,
                tolerance,
                standard_errors,
            }),
            ..Band::default()
        };
        // The error of the difference is 0.5.
        assert!(near(0.0, 3.0).holds(11.5, 0.4) && !near(0.0, 3.0).holds(11.6, 0.4));
        assert!(near(1.0, 0.0).holds(9.0, 0.4) && !near(1.0, 0.0).holds(8.9, 0.4));
        assert!(near(1.0, 2.0).holds(12.0, 0.4) && !near(1.0, 2.0).holds(12.1, 0.4));
        let band = Band {
            low: Some(1.0),
            below: Some(2.0),
            ..Band::default()
        };
        assert!(band.holds(1.0, 9.0) && !band.holds(2.0, 0.0) && !band.holds(0.9, 9.0));
    }

    #[test]
    fn what_is_expected_moves_no_identity_and_stands_in_the_effective_file() {
        let parse = |text: &str| Scenario::parse(text).unwrap().scenario;
        let (with, without) = (parse(&file(TIME)), parse(&file("")));
        assert_eq!(with.hash(), without.hash());
        let again = parse(&with.effective());
        assert_eq!(again.expectations, with.expectations);
        assert_eq!(with.assumptions().count(), without.assumptions().count());
    }

    #[test]
    fn mistakes_say_what_would_do() {
        let begins = |expect: &str, words: &str| {
            let found = message(&format!("[[expect]]\n{expect}"));
            assert!(found.contains(words), "{found}");
        };
        begins(
            "metric = \"tmie\"\nlow = 3",
            "\"spread\", \"share\", \"time\"",
        );
        begins("metric = \"spread\"", "nothing is expected");
        begins("metric = \"spread\"\nvalue = 3", "how near");
        begins(
            "metric = \"spread\"\nlow = 3\ntolerance = 1",
            "about a `value`",
        );
        begins("metric = \"time\"\nlow = 3", "has no `share`");
        begins("metric = \"spread\"\nlow = 3\nhigh = 2", "as small");
        begins("metric = \"peak\"\nround = 2\nlow = 3", "no key `round`");
        begins("metric = \"share\"\nlow = 3", "between 0 and 1");
    }

    #[test]
    fn a_strategy_may_be_expected_to_have_more_than_another() {
        let shop = include_str!("../../../scenarios/karate-club.toml");
        let scenario = Scenario::parse(shop).unwrap().scenario;
        let name = &scenario.strategies[0].name;
        let expect = |strategy: &str| {
            let more = format!(
                "\n[[expect]]\nmetric = \"reach\"\nstrategy = \"{strategy}\"\n\
                 against = \"do-nothing\"\nabove = 0\n"
            );
            Scenario::parse(&(shop.to_owned() + &more))
        };
        let found = expect(name).unwrap().scenario;
        assert_eq!(found.hash(), scenario.hash());
        assert!(
            found.expectations[0]
                .of
                .to_string()
                .contains("over do-nothing")
        );
        let slip = expect("nobody").unwrap_err();
        assert!(slip[0].message.contains("no strategy"), "{slip:?}");
    }
}

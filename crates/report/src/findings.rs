//! Everything a report tells: a finished comparison, and what its maker knows.

use groundswell_campaign::comparison::Comparison;
use groundswell_campaign::metric::{self, Metric};
use groundswell_campaign::money::Money;
use groundswell_campaign::ratio;
use groundswell_campaign::verdict::{Spending, Verdict};
use groundswell_experiment::credit::Credited;
use groundswell_experiment::film::Film;
use groundswell_experiment::flip::Flip;
use groundswell_experiment::knowledge::Knowledge;
use groundswell_experiment::tornado::Swing;

use crate::chart::Unit;
use crate::recipe::Recipe;
use crate::svg::clean;

/// A finished comparison and what surrounds it. Text is taken as it comes: every
/// output makes it harmless in its own way.
#[derive(Debug, Clone)]
pub struct Findings<'a> {
    /// The scenario's name.
    pub title: &'a str,
    /// The strategies in the same worlds, at least two of each.
    pub comparison: &'a Comparison,
    /// The verdict on that comparison.
    pub verdict: Verdict,
    /// How equally the two sides of the verdict spent.
    pub spending: Spending,
    /// ISO 4217 code of the currency.
    pub currency: &'a str,
    /// What each strategy may spend, if the scenario says.
    pub budget: Option<Money>,
    /// How often the best still wins under other plausible assumptions; `None`
    /// where the assumptions were not varied.
    pub knowledge: Option<&'a Knowledge>,
    /// What the people and their ties are, a line to a fact.
    pub audience: &'a [String],
    /// Every number that was put in.
    pub assumptions: &'a [Assumption],
    /// Where the winner flips, the most telling first.
    pub flips: &'a [Flip],
    /// What each assumption alone does to the winner's lead, the most telling first.
    pub swings: &'a [Swing],
    /// What the levers of the verdict's two are credited with.
    pub credits: &'a [Credited],
    /// What a reader should know before trusting the result.
    pub warnings: &'a [String],
    /// One of the worlds, to be watched.
    pub film: Option<&'a Film>,
    /// How to make the result again: name and value, shown in this order.
    pub stamp: &'a [(String, String)],
    /// Whether the run was interrupted, so that there are fewer worlds than asked.
    pub partial: bool,
    /// How it is made again, where that is known.
    pub recipe: Option<&'a Recipe>,
}

/// One number that was put in, and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// Its path in the scenario file.
    pub path: String,
    /// Its value as the reader sees it.
    pub shown: String,
    /// Its value, in `unit`; `None` if it is not a number.
    pub value: Option<f64>,
    /// In what it is counted; also of a [`Flip`] along the same path.
    pub unit: Unit,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Who says so; empty if nobody does.
    pub source: String,
    /// Of when; empty if unknown.
    pub date: String,
    /// The least that is plausible.
    pub low: Option<f64>,
    /// The most that is plausible.
    pub high: Option<f64>,
}

/// Where an assumption comes from, the least certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// Guessed, and said to be.
    Guess,
    /// A bare number, without a source.
    Plain,
    /// Not given: groundswell's own default.
    Default,
    /// From a shipped preset.
    Preset,
    /// Given with a source.
    Value,
}

impl Provenance {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Plain => "plain",
            Self::Default => "default",
            Self::Preset => "preset",
            Self::Value => "value",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Plain => "no source",
            Self::Default => "default",
            Self::Preset => "preset",
            Self::Value => "sourced",
        }
    }
}

impl Findings<'_> {
    /// The strategy's name, fit to be read.
    pub(crate) fn name(&self, arm: usize) -> String {
        match clean(&self.comparison.arms[arm].name) {
            name if name.is_empty() => format!("strategy {}", arm + 1),
            name => name,
        }
    }

    /// Position of the arm that does nothing.
    pub(crate) fn do_nothing(&self) -> usize {
        self.comparison.arms.len() - 1
    }

    /// Positions of all arms.
    pub(crate) fn arms(&self) -> std::ops::Range<usize> {
        0..self.comparison.arms.len()
    }

    /// Which arms are set against which: all against the reference, all against
    /// doing nothing, and the verdict's two.
    pub(crate) fn pairs(&self) -> Vec<(usize, usize)> {
        let reference = self.comparison.reference;
        let mut pairs: Vec<_> = self.arms().map(|arm| (arm, reference)).collect();
        pairs.extend(self.arms().map(|arm| (arm, self.do_nothing())));
        pairs.push((self.verdict.best, self.verdict.rival));
        let mut seen = Vec::new();
        pairs.retain(|&pair| {
            let new = pair.0 != pair.1 && !seen.contains(&pair);
            seen.push(pair);
            new
        });
        pairs
    }

    /// Whether any strategy has any of `metric` in any world.
    pub(crate) fn happens(&self, metric: Metric) -> bool {
        let arms = self.comparison.arms.iter();
        arms.flat_map(|arm| &arm.rows)
            .any(|row| row.total(metric) != 0)
    }

    /// In what `metric` is counted.
    pub(crate) fn unit(&self, metric: Metric) -> Unit {
        unit_of(metric, self.currency)
    }

    /// In what `ratio` is counted.
    pub(crate) fn unit_of_ratio(&self, ratio: ratio::Ratio) -> Unit {
        match ratio.unit() {
            ratio::Unit::Money => Unit::Money(clean(self.currency)),
            ratio::Unit::Share => Unit::Share,
            ratio::Unit::Number => Unit::Other(String::new()),
        }
    }

    /// The platforms by name, and last what happens away from all of them.
    pub(crate) fn places(&self) -> Vec<Option<String>> {
        let names = self.comparison.platforms.iter();
        names.map(|name| Some(clean(name))).chain([None]).collect()
    }

    /// The assumptions, the least certain first, else in their own order.
    pub(crate) fn by_provenance(&self) -> Vec<&Assumption> {
        let mut sorted: Vec<_> = self.assumptions.iter().collect();
        sorted.sort_by_key(|assumption| assumption.provenance);
        sorted
    }

    /// In what the assumption at `path` is counted.
    pub(crate) fn unit_at(&self, path: &str) -> Unit {
        self.assumptions
            .iter()
            .find(|assumption| assumption.path == path)
            .map_or(Unit::Other(String::new()), |found| found.unit.clone())
    }

    /// Share of worlds in which `of` is better than `against`: luck.
    ///
    /// # Errors
    ///
    /// [`TooFewWorlds`](groundswell_estimate::Error::TooFewWorlds) below two worlds.
    pub(crate) fn probability_better(
        &self,
        of: usize,
        against: usize,
        metric: Metric,
    ) -> Result<f64, groundswell_estimate::Error> {
        let (larger, smaller) = match metric.more_is_better() {
            true => (of, against),
            false => (against, of),
        };
        Ok(self.comparison.difference(larger, smaller, metric)?.better)
    }
}

/// In what `metric` is counted.
pub(crate) fn unit_of(metric: Metric, currency: &str) -> Unit {
    match metric.unit() {
        metric::Unit::People => Unit::People,
        metric::Unit::Messages => Unit::Other("messages".to_owned()),
        metric::Unit::Steps => Unit::Other("steps".to_owned()),
        metric::Unit::Opinion => Unit::Other("from −1 to 1".to_owned()),
        metric::Unit::Money => Unit::Money(clean(currency)),
    }
}

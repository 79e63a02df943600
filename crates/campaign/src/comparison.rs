//! Strategies side by side in the same worlds.

use groundswell_estimate::Error;
use groundswell_estimate::curve::Curve;
use groundswell_estimate::difference::Difference;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;

use crate::ledger::Ledger;
use crate::metric::{METRICS, Metric, Unit};
use crate::money::Money;

/// What is kept of one world under one strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Totals in the order of [`Metric::ALL`]; money in millionths.
    totals: [i64; METRICS],
    /// The followed metrics, one after the other: up to and including each day.
    running: Box<[i64]>,
}

impl Row {
    /// What `ledger` comes to, following `followed` by day.
    pub fn of(ledger: &Ledger, followed: &[Metric]) -> Self {
        Self {
            totals: ledger.totals(),
            running: followed
                .iter()
                .flat_map(|&metric| ledger.running(metric))
                .collect(),
        }
    }

    /// The total of `metric`; money in millionths.
    pub fn total(&self, metric: Metric) -> i64 {
        self.totals[metric.index()]
    }
}

/// One strategy in all worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The strategy's name.
    pub name: String,
    /// One entry per world, in world order.
    pub rows: Vec<Row>,
}

/// Strategies in the same worlds: row `w` of every arm comes from world `w`.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Days simulated.
    pub days: u32,
    /// The strategies in the order of the scenario, and last the one that does
    /// nothing.
    pub arms: Vec<Arm>,
    /// Position of the arm that the others are compared with.
    pub reference: usize,
    /// The metrics whose course over the days is known.
    pub followed: Vec<Metric>,
    /// Level of all intervals, such as 0.95. Higher where a run looked more than
    /// once and paid for it.
    pub level: f64,
}

/// The number as people read it: money in units of the currency.
fn readable(metric: Metric, number: i64) -> f64 {
    match metric.unit() {
        Unit::Money => Money::from_millionths(number).units(),
        Unit::People | Unit::Messages => number as f64,
    }
}

impl Comparison {
    /// Number of worlds.
    pub fn worlds(&self) -> usize {
        self.arms.first().map_or(0, |arm| arm.rows.len())
    }

    /// Position of the arm of that name.
    pub fn arm(&self, name: &str) -> Option<usize> {
        self.arms.iter().position(|arm| arm.name == name)
    }

    /// `metric` under arm `arm`, one entry per world.
    pub fn sample(&self, arm: usize, metric: Metric) -> Sample {
        self.arms[arm]
            .rows
            .iter()
            .map(|row| readable(metric, row.total(metric)))
            .collect()
    }

    /// The expected value of `metric` under arm `arm`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn estimate(&self, arm: usize, metric: Metric) -> Result<Estimate, Error> {
        self.sample(arm, metric).estimate_at(self.level)
    }

    /// What arm `of` has over arm `against` of `metric`, world by world.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn difference(
        &self,
        of: usize,
        against: usize,
        metric: Metric,
    ) -> Result<Difference, Error> {
        let (of, against) = (self.sample(of, metric), self.sample(against, metric));
        Difference::paired_at(&of, &against, self.level)
    }

    /// Where the course of `metric` begins in a row, if it was followed.
    fn course(&self, metric: Metric) -> Option<usize> {
        let place = self
            .followed
            .iter()
            .position(|&followed| followed == metric)?;
        Some(place * self.days as usize)
    }

    /// `metric` under arm `arm` up to and including each day; `None` if it was not
    /// followed.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn curve(&self, arm: usize, metric: Metric) -> Option<Result<Curve, Error>> {
        let start = self.course(metric)?;
        let at = |day| {
            let rows = self.arms[arm].rows.iter();
            rows.map(|row| readable(metric, row.running[start + day]))
                .collect()
        };
        Some(Curve::over(self.days as usize, self.level, at))
    }

    /// What arm `of` has over arm `against` of `metric` up to and including each
    /// day; `None` if it was not followed.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn difference_curve(
        &self,
        of: usize,
        against: usize,
        metric: Metric,
    ) -> Option<Result<Curve, Error>> {
        let start = self.course(metric)?;
        let at = |day| {
            let pairs = self.arms[of].rows.iter().zip(&self.arms[against].rows);
            pairs
                .map(|(a, b)| readable(metric, a.running[start + day] - b.running[start + day]))
                .collect()
        };
        Some(Curve::over(self.days as usize, self.level, at))
    }
}

//! Strategies side by side in the same worlds.

use groundswell_estimate::Error;
use groundswell_estimate::best::{Standings, standings};
use groundswell_estimate::curve::Curve;
use groundswell_estimate::difference::Difference;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;
use xxhash_rust::xxh3::xxh3_64;

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
    /// By platform, and last away from all: people reached there, and
    /// [`Metric::BY_PLATFORM`].
    platforms: Box<[i64]>,
    /// Whether people were left out because no more could be met.
    cut: bool,
}

/// Numbers that are kept for each platform.
const ON_PLATFORM: usize = Metric::BY_PLATFORM.len() + 1;

impl Row {
    /// What `ledger` comes to, following `followed` by day.
    pub fn of(ledger: &Ledger, followed: &[Metric]) -> Self {
        Self {
            totals: ledger.totals(),
            running: followed
                .iter()
                .flat_map(|&metric| ledger.running(metric))
                .collect(),
            platforms: (0..ledger.columns())
                .flat_map(|at| {
                    let entry = ledger.platform(at);
                    let others = Metric::BY_PLATFORM.map(|metric| entry.get(metric));
                    std::iter::once(entry.reached_here.into()).chain(others)
                })
                .collect(),
            cut: ledger.was_cut(),
        }
    }

    /// A row of which the totals alone are known, in the order of [`Metric::ALL`], and
    /// whether people were left out.
    pub fn of_totals(totals: [i64; METRICS], cut: bool) -> Self {
        Self {
            totals,
            running: Box::default(),
            platforms: Box::default(),
            cut,
        }
    }

    /// Whether people were left out because no more could be met.
    pub fn was_cut(&self) -> bool {
        self.cut
    }

    /// The row as numbers, from which [`of_numbers`](Self::of_numbers) makes it again.
    pub fn numbers(&self) -> Vec<i64> {
        let mut numbers = vec![self.cut.into()];
        numbers.extend(self.totals);
        numbers.extend(&self.running);
        numbers.extend(&self.platforms);
        numbers
    }

    /// The row of these numbers, of so many days, followed metrics and platforms; `None`
    /// where they are another row's.
    pub fn of_numbers(
        numbers: &[i64],
        days: u32,
        followed: usize,
        platforms: usize,
    ) -> Option<Self> {
        let (&cut, rest) = numbers.split_first()?;
        let (&totals, rest) = rest.split_first_chunk::<METRICS>()?;
        let (running, platforms_of) = rest.split_at_checked(days as usize * followed)?;
        let fits = platforms_of.len() == (platforms + 1) * ON_PLATFORM;
        (fits && (0..=1).contains(&cut)).then(|| Self {
            totals,
            running: running.into(),
            platforms: platforms_of.into(),
            cut: cut == 1,
        })
    }

    /// How many numbers a row is, for so many days, followed metrics and platforms.
    pub fn length(days: u32, followed: usize, platforms: usize) -> usize {
        1 + METRICS + days as usize * followed + (platforms + 1) * ON_PLATFORM
    }

    /// Bytes of one row, for so many days, followed metrics and platforms.
    pub(crate) fn bytes(days: u32, followed: usize, platforms: usize) -> u64 {
        let numbers = days as usize * followed + (platforms + 1) * ON_PLATFORM;
        (size_of::<Self>() + numbers * size_of::<i64>()) as u64
    }

    /// People reached on the platform at that place, each once; the place after the
    /// last platform is what happened away from them.
    pub fn reached_on(&self, platform: usize) -> i64 {
        self.platforms[platform * ON_PLATFORM]
    }

    /// One of [`Metric::BY_PLATFORM`] on that platform; `None` for other metrics.
    pub fn on_platform(&self, platform: usize, metric: Metric) -> Option<i64> {
        let mut known = Metric::BY_PLATFORM.iter();
        let place = known.position(|&other| other == metric)?;
        Some(self.platforms[platform * ON_PLATFORM + 1 + place])
    }

    /// The total of `metric`; money in millionths.
    pub fn total(&self, metric: Metric) -> i64 {
        self.totals[metric.index()]
    }

    /// Names the totals in one number, so that a world that is run again can be told
    /// to be the same: their xxh3-64, each as eight bytes, the least first.
    pub fn hash(&self) -> u64 {
        let bytes: Vec<u8> = self.totals.iter().flat_map(|t| t.to_le_bytes()).collect();
        xxh3_64(&bytes)
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
    /// The platforms, in the order of the graph.
    pub platforms: Vec<String>,
    /// Rivals' mentions on all days together.
    pub rival_mentions: f64,
    /// Whether it is known how long customers stay.
    pub loyalty: bool,
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

/// The number as people read it: money in units of the currency, opinions as shares.
pub fn readable(metric: Metric, number: i64) -> f64 {
    match metric.unit() {
        Unit::Money | Unit::Opinion => Money::from_millionths(number).units(),
        Unit::People | Unit::Messages | Unit::Steps => number as f64,
    }
}

impl Comparison {
    /// Number of worlds.
    pub fn worlds(&self) -> usize {
        self.arms.first().map_or(0, |arm| arm.rows.len())
    }

    /// Worlds in which some strategy's chains grew beyond the people who may be met: what it
    /// says of them is too small. None where there is a graph.
    pub fn cut_worlds(&self) -> usize {
        let is_cut = |world: &usize| self.arms.iter().any(|arm| arm.rows[*world].cut);
        (0..self.worlds()).filter(is_cut).count()
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

    /// One of [`Metric::BY_PLATFORM`] under arm `arm` on the platform at that place, one
    /// entry per world; people reached there where `metric` is [`Metric::Reach`].
    pub fn sample_on(&self, arm: usize, platform: usize, metric: Metric) -> Option<Sample> {
        let number = |row: &Row| match metric {
            Metric::Reach => Some(row.reached_on(platform)),
            metric => row.on_platform(platform, metric),
        };
        let rows = self.arms[arm].rows.iter();
        rows.map(|row| Some(readable(metric, number(row)?)))
            .collect()
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

    /// Where all arms stand by `metric`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds, [`Error::TooFewArms`] below two arms.
    pub fn standings(&self, metric: Metric) -> Result<Standings, Error> {
        let arms: Vec<Sample> = (0..self.arms.len())
            .map(|arm| self.sample(arm, metric))
            .collect();
        standings(&arms, metric.direction(), self.level)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Entry;

    #[test]
    fn equal_totals_have_one_hash_and_one_person_more_another() {
        let row = |leads| {
            let entry = Entry {
                leads,
                ..Entry::default()
            };
            Row::of(&Ledger::of(0, vec![entry]), &[])
        };
        assert_eq!(row(1).hash(), row(1).hash());
        assert_ne!(row(1).hash(), row(2).hash());
        // The course over the days has no part in it.
        let apart = Ledger::of(0, vec![Entry::default(); 3]);
        let followed = Row::of(&apart, &[Metric::Leads]);
        assert_eq!(followed.hash(), row(0).hash());
    }
}

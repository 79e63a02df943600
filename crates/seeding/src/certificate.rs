//! How far a seed set's spread is from the best there can be, proven by RR sets.
//!
//! ```text
//! lower   the spread of the seeds, at least: from sets that had no part in the choice
//! upper   the spread of the best choice, at most: from those that it was made by
//! ```
//!
//! Each fails with the probability it is given; where one looks several times, the i-th
//! look may fail with 1 / (i (i + 1)) of what all may, so that no number of looks need be
//! known beforehand.
//!
//! - **Source:** Tang, Tang, Xiao & Yuan, SIGMOD 2018, lemmas 4.2 and 4.3. They fix the
//!   number of looks and split evenly; the sum of ours is at most the whole.

/// What is certain of a seed set, with a confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// The spread of the seeds is at least this. Where some were seeded before, what is
    /// added to their spread.
    pub lower: f64,
    /// The spread of no choice is above this.
    pub upper: f64,
    /// Their ratio, 0 to 1: the seeds are at least so good.
    pub ratio: f64,
    /// Probability with which all of this holds, however often it was looked at.
    pub confidence: f64,
}

/// RR sets that were met, out of how many, and what all people together are worth.
#[derive(Debug, Clone, Copy)]
pub struct Met {
    /// Sets that were met, or that can be met at most.
    pub sets: f64,
    /// Out of so many.
    pub of: u64,
    /// Number of people, or the sum of their values.
    pub worth: f64,
}

impl Met {
    /// The estimate: the share of sets that were met, of all people.
    pub fn spread(&self) -> f64 {
        self.sets / (self.of as f64) * self.worth
    }

    /// What the spread is at least, but with this probability.
    pub fn at_least(&self, failure: f64) -> f64 {
        let a = -libm::log(failure);
        let root = (self.sets + 2.0 * a / 9.0).sqrt() - (a / 2.0).sqrt();
        // Below nothing the square would grow again.
        let sets = root.max(0.0) * root.max(0.0) - a / 18.0;
        sets.max(0.0) / self.of as f64 * self.worth
    }

    /// What the spread is at most, but with this probability.
    pub fn at_most(&self, failure: f64) -> f64 {
        let a = -libm::log(failure);
        let root = (self.sets + a / 2.0).sqrt() + (a / 2.0).sqrt();
        (root * root / self.of as f64).min(1.0) * self.worth
    }
}

impl Certificate {
    /// From `seeds` as they were met by sets that had no part in the choice, and `best`,
    /// which no choice exceeds on those that had, at look number `look`, from 1 on, of
    /// those that together may fail with probability `failure`.
    pub fn new(seeds: Met, best: Met, look: u32, failure: f64) -> Self {
        let look = f64::from(look);
        let each = failure / (look * (look + 1.0)) / 2.0;
        let (lower, upper) = (seeds.at_least(each), best.at_most(each));
        let ratio = if upper > 0.0 {
            (lower / upper).min(1.0)
        } else {
            1.0
        };
        Self {
            lower,
            upper,
            ratio,
            confidence: 1.0 - failure,
        }
    }
}

/// Natural logarithm of the number of ways to choose `count` of `people`.
pub(crate) fn log_ways(people: usize, count: usize) -> f64 {
    let count = count.min(people);
    let log = |n: usize| libm::lgamma(n as f64 + 1.0);
    log(people) - log(count) - log(people - count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Probability that at least `sets` of `of` are met, each with probability `p`.
    fn at_least(sets: u32, of: u32, p: f64) -> f64 {
        let log = |k: u32| {
            let (n, k) = (f64::from(of), f64::from(k));
            libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
                + k * libm::log(p)
                + (n - k) * libm::log1p(-p)
        };
        (sets..=of).map(|k| libm::exp(log(k))).sum()
    }

    #[test]
    fn bounds_fail_no_more_often_than_they_may() {
        // The exact probability of failure, over all numbers of sets that may be met.
        let of = 400;
        for p in [0.005, 0.03, 0.2, 0.6, 0.95] {
            for failure in [0.2, 0.05, 0.001] {
                let met = |sets: u32| Met {
                    sets: sets.into(),
                    of: of.into(),
                    worth: 1.0,
                };
                let above = (0..=of).find(|&sets| met(sets).at_least(failure) > p);
                let wrong = above.map_or(0.0, |sets| at_least(sets, of, p));
                assert!(wrong <= failure, "{p} {failure}: {wrong}");
                let below = (0..=of).rev().find(|&sets| met(sets).at_most(failure) < p);
                let wrong = below.map_or(0.0, |sets| 1.0 - at_least(sets + 1, of, p));
                assert!(wrong <= failure, "{p} {failure}: {wrong}");
            }
        }
    }

    #[test]
    fn looks_share_what_may_fail_and_more_sets_tell_more() {
        let met = |of: u64| Met {
            sets: of as f64 * 0.3,
            of,
            worth: 100.0,
        };
        let first = Certificate::new(met(1000), met(1000), 1, 0.01);
        assert!(first.lower < 30.0 && first.upper > 30.0 && first.confidence == 0.99);
        let later = Certificate::new(met(1000), met(1000), 9, 0.01);
        assert!(later.ratio < first.ratio);
        assert!(Certificate::new(met(4000), met(4000), 9, 0.01).ratio > first.ratio);
        let nothing = Met {
            sets: 0.0,
            ..met(10)
        };
        assert_eq!(nothing.at_least(0.01), 0.0);
        assert_eq!(met(10).at_most(1e-9), 100.0);
    }

    #[test]
    fn ways_to_choose_are_counted() {
        assert!((log_ways(5, 2) - libm::log(10.0)).abs() < 1e-12);
        assert!(log_ways(5, 9).abs() < 1e-12);
    }
}

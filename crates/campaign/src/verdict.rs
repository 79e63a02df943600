//! Who wins, by how much, and how sure we are.

use groundswell_estimate::Error;
use groundswell_estimate::best::of_each_pair;
use groundswell_estimate::difference::Difference;
use groundswell_estimate::distribution::normal_quantile;

use crate::comparison::Comparison;
use crate::metric::Metric;
use crate::money::Money;

/// What the interval of the difference allows to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The best strategy is better by a difference that matters.
    Better,
    /// It is better, but by less than matters.
    BetterByLittle,
    /// Whichever is better, it is by less than matters.
    Equivalent,
    /// The worlds that were run do not tell.
    Undecided,
}

/// The best strategy against its closest rival.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// What was compared.
    pub objective: Metric,
    /// Position of the arm with the best expected objective.
    pub best: usize,
    /// Position of the arm that comes closest to it.
    pub rival: usize,
    /// What the best has over the rival, with its interval and the share of worlds.
    pub difference: Difference,
    /// The smallest difference that matters, in the objective's unit.
    pub matters: f64,
    /// What may be said.
    pub decision: Decision,
}

impl Verdict {
    /// The verdict on `objective`, where a difference matters from the fraction
    /// `matters` of the reference's mean on.
    ///
    /// With more than two arms the intervals are simultaneous (Bonferroni over all
    /// pairs of arms, for the same worlds also picked the best), and the rival is the
    /// arm whose interval leaves the best the smallest lead.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds, [`Error::TooFewArms`] below two arms.
    pub fn of(comparison: &Comparison, objective: Metric, matters: f64) -> Result<Self, Error> {
        let standings = comparison.standings(objective)?;
        let arms = standings.arms.len();
        let best = standings.leader;
        let leads = standings.arms.iter().enumerate();
        let leads = leads.filter_map(|(arm, standing)| Some((arm, standing.behind?.low)));
        let Some((rival, lead)) = leads.min_by(|(_, a), (_, b)| a.total_cmp(b)) else {
            return Err(Error::TooFewArms { arms });
        };
        let difference = Difference::paired_at(
            &comparison.sample(best, objective),
            &comparison.sample(rival, objective),
            of_each_pair(comparison.level, arms),
        )?;
        let matters = matters
            * comparison
                .estimate(comparison.reference, objective)?
                .mean
                .abs();
        let most = difference
            .estimate
            .low
            .abs()
            .max(difference.estimate.high.abs());
        let decision = if lead > matters {
            Decision::Better
        } else if most <= matters {
            if lead > 0.0 {
                Decision::BetterByLittle
            } else {
                Decision::Equivalent
            }
        } else if lead > 0.0 {
            // Better for sure; whether by enough to matter is what the mean says.
            match difference.estimate.mean.abs() >= matters {
                true => Decision::Better,
                false => Decision::BetterByLittle,
            }
        } else {
            Decision::Undecided
        };
        Ok(Self {
            objective,
            best,
            rival,
            difference,
            matters,
            decision,
        })
    }

    /// How likely the best's expected objective is better than the rival's, given
    /// these worlds: *error*, which more worlds push to 0 or 1.
    pub fn confidence(&self) -> f64 {
        let estimate = self.difference.estimate;
        if estimate.standard_error == 0.0 {
            return if estimate.mean == 0.0 { 0.5 } else { 1.0 };
        }
        let z = estimate.mean.abs() / estimate.standard_error;
        groundswell_estimate::distribution::normal_cdf(z.min(-normal_quantile(1e-12)))
    }
}

/// How equally the strategies spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spending {
    /// Both sides of the verdict spend the same within two per cent.
    Equal,
    /// The best spends less than its rival, by this much in expectation.
    BestSpendsLess(Money),
    /// The best spends more than its rival, by this much in expectation: the
    /// verdict is not one at equal budget.
    BestSpendsMore(Money),
}

impl Spending {
    /// How the two sides of `verdict` spend.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewWorlds`] below two worlds.
    pub fn of(comparison: &Comparison, verdict: &Verdict) -> Result<Self, Error> {
        let best = comparison.estimate(verdict.best, Metric::Cost)?.mean;
        let rival = comparison.estimate(verdict.rival, Metric::Cost)?.mean;
        let gap = Money::of((best - rival).abs()).unwrap_or_default();
        Ok(if (best - rival).abs() <= 0.02 * best.max(rival) {
            Self::Equal
        } else if best < rival {
            Self::BestSpendsLess(gap)
        } else {
            Self::BestSpendsMore(gap)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::{Arm, Row};
    use crate::ledger::{Entry, Ledger};

    /// Arms with so many leads, world by world; the first is the reference.
    fn arms(leads: &[[u32; 4]]) -> Comparison {
        let arm = |leads: &[u32; 4]| Arm {
            name: String::new(),
            rows: leads
                .map(|leads| {
                    let entry = Entry {
                        leads,
                        ..Entry::default()
                    };
                    Row::of(&Ledger::of(0, vec![entry]), &[])
                })
                .into(),
        };
        Comparison {
            days: 1,
            platforms: Vec::new(),
            rival_mentions: 0.0,
            loyalty: false,
            arms: leads.iter().map(arm).collect(),
            reference: 0,
            followed: Vec::new(),
            level: 0.95,
        }
    }

    #[test]
    fn the_interval_and_what_matters_decide() {
        // A tenth of the first arm's hundred matters; t of three degrees of freedom is 3.18.
        for (leads, interval, decision) in [
            ([120, 121, 120, 121], (19.6, 21.4), Decision::Better),
            ([108, 114, 109, 114], (6.2, 16.4), Decision::Better),
            ([105, 111, 106, 111], (3.2, 13.4), Decision::BetterByLittle),
            ([101, 102, 101, 102], (0.6, 2.4), Decision::BetterByLittle),
            ([101, 99, 102, 100], (-1.6, 2.6), Decision::Equivalent),
            ([100, 160, 90, 170], (-34.9, 94.9), Decision::Undecided),
        ] {
            let verdict = Verdict::of(&arms(&[[100; 4], leads]), Metric::Leads, 0.1).unwrap();
            assert_eq!(verdict.matters, 10.0);
            let estimate = verdict.difference.estimate;
            let (low, high) = interval;
            let off = (estimate.low - low).abs().max((estimate.high - high).abs());
            assert!(
                off < 0.1,
                "{leads:?}: {} to {}",
                estimate.low,
                estimate.high
            );
            assert_eq!(verdict.decision, decision, "{leads:?}");
        }
    }

    #[test]
    fn the_best_of_three_is_set_against_the_closest_with_an_interval_for_all_pairs() {
        let comparison = arms(&[[1, 2, 1, 3], [9, 8, 9, 7], [7, 7, 6, 7]]);
        let verdict = Verdict::of(&comparison, Metric::Leads, 0.1).unwrap();
        assert_eq!((verdict.best, verdict.rival), (1, 2));
        let [b, c] = [1, 2].map(|arm| comparison.sample(arm, Metric::Leads));
        let of_three = Difference::paired_at(&b, &c, 1.0 - 0.05 / 3.0).unwrap();
        assert_eq!(verdict.difference, of_three);
    }
}

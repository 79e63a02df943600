//! Which of several arms is best, and what it costs to choose another.
//!
//! - *Luck*: how often each arm comes first in a world, and what it leaves to the
//!   one that does. More worlds do not change it.
//! - *Error*: what choosing an arm is expected to give away, and how far the best
//!   arm lies ahead of the others. More worlds settle it.

use crate::Error;
use crate::direction::Direction;
use crate::distribution::normal_cdf;
use crate::estimate::Estimate;
use crate::sample::Sample;

/// Where the arms stand, one per arm, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Standings {
    /// Position of the arm with the best mean; of equals, the first.
    pub leader: usize,
    /// Whether the leader is best: its interval lies above zero against every
    /// other arm.
    pub leader_is_best: bool,
    /// One per arm.
    pub arms: Vec<Standing>,
}

/// Where one arm stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Its mean over worlds.
    pub mean: f64,
    /// Probability of coming first in a world: *luck*. Arms that tie share the
    /// world equally, so that the probabilities of all arms sum to one.
    pub first: f64,
    /// Share of worlds in which it comes first together with another arm.
    pub tied: f64,
    /// What it lacks in the mean to the arm that comes first in each world: the
    /// regret of somebody who could have known the world. *Luck*; never below zero
    /// and above zero for the leader, too.
    pub hindsight_regret: f64,
    /// What choosing it is expected to give away: the expected largest of the true
    /// means, less its own. *Error*; the leader's shrinks to zero with more worlds,
    /// the others' to their distance from it.
    ///
    /// True means are taken to lie around the sample means as errors do (normal).
    /// With two arms this is exact; with more, what rivals may have over the leader
    /// is added up over rivals, so that it is rather too large.
    pub choice_regret: f64,
    /// By how much the leader is better, turned so that more is better, with an
    /// interval that holds simultaneously for all arms; `None` for the leader.
    pub behind: Option<Estimate>,
}

/// Where these arms stand, of which each has a number in every one of the same
/// worlds; `level` is that of all intervals together.
///
/// The intervals share the error among all pairs of arms (Bonferroni), not only
/// among the leader's rivals, because the same worlds also picked the leader.
///
/// # Errors
///
/// [`Error::TooFewArms`] below two, [`Error::Unpaired`] unless all come from as many
/// worlds, [`Error::TooFewWorlds`] below two worlds.
///
/// # Source
///
/// Raiffa & Schlaifer, *Applied Statistical Decision Theory*, 1961: the normal
/// distribution's linear loss. Chick & Inoue, *Operations Research* 49(5), 2001: its
/// sum over rivals bounds the expected loss of a choice.
pub fn standings(arms: &[Sample], direction: Direction, level: f64) -> Result<Standings, Error> {
    let Leads {
        leader,
        means,
        behind,
    } = leads(arms, direction, level, Sample::estimate_at)?;
    let may_be_ahead: f64 = behind.iter().flatten().map(loss).sum();
    let luck = luck(arms, direction);
    let standing = |arm: usize| Standing {
        mean: means[arm],
        first: luck[arm].first,
        tied: luck[arm].tied,
        hindsight_regret: luck[arm].regret,
        choice_regret: may_be_ahead + behind[arm].map_or(0.0, |gap| gap.mean),
        behind: behind[arm],
    };
    Ok(Standings {
        leader,
        leader_is_best: behind.iter().flatten().all(is_ahead),
        arms: (0..arms.len()).map(standing).collect(),
    })
}

/// Who leads, and by how much.
pub(crate) struct Leads {
    /// Position of the arm with the best mean; of equals, the first.
    pub(crate) leader: usize,
    /// One per arm.
    pub(crate) means: Vec<f64>,
    /// One per arm, as [`Standing::behind`].
    pub(crate) behind: Vec<Option<Estimate>>,
}

/// The lead over each other arm, with intervals by `estimate`, which is given a
/// sample and a level; `level` is that of all pairs together.
pub(crate) fn leads(
    arms: &[Sample],
    direction: Direction,
    level: f64,
    estimate: impl Fn(&Sample, f64) -> Result<Estimate, Error>,
) -> Result<Leads, Error> {
    let [one, others @ ..] = arms else {
        return Err(Error::TooFewArms { arms: 0 });
    };
    if others.is_empty() {
        return Err(Error::TooFewArms { arms: 1 });
    }
    for other in others {
        one.paired_with(other)?;
    }
    let mut means = Vec::with_capacity(arms.len());
    for arm in arms {
        means.push(arm.moments()?.mean);
    }
    let upward = |arm: usize| direction.upward(means[arm]);
    let leader = (0..arms.len())
        .rev()
        .max_by(|&a, &b| upward(a).total_cmp(&upward(b)))
        .unwrap_or(0);

    let each = of_each_pair(level, arms.len());
    let mut behind = vec![None; arms.len()];
    for rival in (0..arms.len()).filter(|&arm| arm != leader) {
        let gaps: Sample = arms[leader]
            .minus(&arms[rival])?
            .values()
            .iter()
            .map(|&gap| direction.upward(gap))
            .collect();
        behind[rival] = Some(estimate(&gaps, each)?);
    }
    Ok(Leads {
        leader,
        means,
        behind,
    })
}

/// Whether a lead is one for certain.
pub(crate) fn is_ahead(lead: &Estimate) -> bool {
    lead.low > 0.0
}

/// The level of the interval of each difference between two of so many arms, where
/// all of them together are to hold at `level` (Bonferroni).
pub fn of_each_pair(level: f64, arms: usize) -> f64 {
    let pairs = (arms * (arms - 1) / 2) as f64;
    1.0 - (1.0 - level) / pairs
}

/// What a lead of that mean and error is expected to fall short of zero by.
fn loss(lead: &Estimate) -> f64 {
    if lead.standard_error == 0.0 {
        return 0.0;
    }
    let z = lead.mean / lead.standard_error;
    let density = libm::exp(-z * z / 2.0) / libm::sqrt(std::f64::consts::TAU);
    lead.standard_error * (density - z * normal_cdf(-z)).max(0.0)
}

/// What the worlds themselves say of one arm.
#[derive(Debug, Clone, Copy, Default)]
struct Luck {
    first: f64,
    tied: f64,
    regret: f64,
}

fn luck(arms: &[Sample], direction: Direction) -> Vec<Luck> {
    let worlds = arms[0].worlds();
    let mut luck = vec![Luck::default(); arms.len()];
    for world in 0..worlds {
        let value = |arm: &Sample| direction.upward(arm.values()[world]);
        let best = arms.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
        let winners = arms.iter().filter(|arm| value(arm) == best).count();
        for (luck, arm) in luck.iter_mut().zip(arms) {
            luck.regret += best - value(arm);
            if value(arm) == best {
                luck.first += 1.0 / winners as f64;
                luck.tied += f64::from(u8::from(winners > 1));
            }
        }
    }
    for luck in &mut luck {
        luck.first /= worlds as f64;
        luck.tied /= worlds as f64;
        luck.regret /= worlds as f64;
    }
    luck
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::Difference;

    fn arms(values: &[&[f64]]) -> Vec<Sample> {
        values.iter().map(|v| Sample::new(v.to_vec())).collect()
    }

    fn all<const N: usize>(standings: &Standings, of: fn(&Standing) -> f64) -> [f64; N] {
        let values: Vec<f64> = standings.arms.iter().map(of).collect();
        values.try_into().unwrap()
    }

    #[test]
    fn arms_that_tie_share_the_world() {
        let arms = arms(&[
            &[4.0, 2.0, 1.0, 7.0],
            &[4.0, 3.0, 1.0, 0.0],
            &[0.0, 1.0, 1.0, 9.0],
        ]);
        let found = standings(&arms, Direction::More, 0.95).unwrap();
        let third = 1.0 / 3.0;
        let first: [f64; 3] = all(&found, |arm| arm.first);
        for (found, expected) in first
            .into_iter()
            .zip([0.5 + third, 1.5 + third, 1.0 + third])
        {
            assert!((found - expected / 4.0).abs() < 1e-15);
        }
        assert_eq!(all(&found, |arm| arm.tied), [0.5, 0.5, 0.25]);
        assert_eq!(all(&found, |arm| arm.hindsight_regret), [0.75, 2.25, 1.5]);
        assert_eq!(all(&found, |arm| arm.mean), [3.5, 2.0, 2.75]);
        assert_eq!(found.leader, 0);
        assert!(!found.leader_is_best);
    }

    #[test]
    fn of_costs_the_least_is_best() {
        let arms = arms(&[&[3.0, 4.0, 5.0], &[1.0, 2.0, 3.5]]);
        let found = standings(&arms, Direction::Less, 0.95).unwrap();
        assert_eq!((found.leader, found.leader_is_best), (1, true));
        assert_eq!(all(&found, |arm| arm.first), [0.0, 1.0]);
        assert!(found.arms[0].behind.unwrap().low > 0.0);
        assert_eq!(found.arms[1].behind, None);
        assert!((found.arms[0].hindsight_regret - 5.5 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn two_arms_have_the_interval_of_their_difference() {
        let arms = arms(&[&[1.0, 2.0, 4.0, 3.0], &[2.0, 3.5, 4.0, 6.0]]);
        let found = standings(&arms, Direction::More, 0.9).unwrap();
        let difference = Difference::paired_at(&arms[1], &arms[0], 0.9).unwrap();
        assert_eq!(found.arms[0].behind, Some(difference.estimate));
    }

    #[test]
    fn intervals_widen_with_the_number_of_pairs() {
        let values: [&[f64]; 3] = [&[5.0, 6.0, 8.0], &[4.0, 3.0, 5.0], &[1.0, 2.0, 0.0]];
        let two = standings(&arms(&values[..2]), Direction::More, 0.95).unwrap();
        let three = standings(&arms(&values), Direction::More, 0.95).unwrap();
        let half = |found: &Standings| found.arms[1].behind.unwrap().half_width();
        assert!(half(&three) > half(&two));
        let each = arms(&values)[0].minus(&arms(&values)[1]).unwrap();
        let each = each.estimate_at(1.0 - 0.05 / 3.0).unwrap();
        assert_eq!(three.arms[1].behind, Some(each));
    }

    #[test]
    fn a_choice_gives_away_its_distance_and_what_is_not_known() {
        // Leads of x standard errors of 2 each: φ(x) − x·Φ(−x) of these errors.
        for (x, loss) in [(1.0, 0.083_315_5), (2.0, 0.008_490_7)] {
            let (lead, spread) = (2.0 * x, 24f64.sqrt());
            let leader = vec![lead - spread, lead + spread, lead, lead];
            let arms = [Sample::new(leader), Sample::new(vec![0.0; 4])];
            let found = standings(&arms, Direction::More, 0.95).unwrap();
            let error = found.arms[1].behind.unwrap().standard_error;
            assert!((error - 2.0).abs() < 1e-12);
            let regrets: [f64; 2] = all(&found, |arm| arm.choice_regret);
            assert!((regrets[0] - 2.0 * loss).abs() < 2e-7, "{regrets:?}");
            assert!((regrets[1] - 2.0 * (x + loss)).abs() < 2e-7, "{regrets:?}");
        }
    }

    #[test]
    fn what_never_varies_is_known_and_regrets_its_distance() {
        let arms = arms(&[&[2.0; 5], &[5.0; 5], &[5.0; 5]]);
        let found = standings(&arms, Direction::More, 0.95).unwrap();
        assert_eq!(all(&found, |arm| arm.choice_regret), [3.0, 0.0, 0.0]);
        assert_eq!(all(&found, |arm| arm.first), [0.0, 0.5, 0.5]);
        // Of equals the first leads, and is not best.
        assert_eq!((found.leader, found.leader_is_best), (1, false));
    }

    #[test]
    fn a_ranking_needs_two_arms_of_the_same_worlds() {
        let sample = Sample::new(vec![1.0, 2.0]);
        for few in 0..2 {
            let found = standings(&vec![sample.clone(); few], Direction::More, 0.95);
            assert_eq!(found, Err(Error::TooFewArms { arms: few }));
        }
        let unlike = [sample, Sample::new(vec![1.0])];
        let found = standings(&unlike, Direction::More, 0.95);
        assert_eq!(found, Err(Error::Unpaired { of: 2, against: 1 }));
    }
}

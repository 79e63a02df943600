//! Intervals for any time: they may be looked at after every world, and whoever
//! stops when they like what they see fails no more often than was promised.
//!
//! [`looks`](crate::looks::looks) are few and planned, and narrower in the end:
//! at 95 % the last reaches two standard errors to either side, where intervals for
//! any time reach 3.25 at 256 worlds, 3.04 at 1,024, 3.41 at 32,768. These are
//! for runs that no plan ends: watched, broken off, gone on with.
//!
//! Nothing is carried from one time to the next. An interval may lie partly outside
//! an earlier one; all of them hold together, yet they are not intersected, because
//! where they fail the intersection is narrow or empty and hides it.

use crate::Error;
use crate::best::leads;
use crate::decision::Decision;
use crate::direction::Direction;
use crate::estimate::Estimate;
use crate::sample::Sample;

/// Worlds before the first interval. Before them a deviation is not known well
/// enough, and a mean of skewed numbers is not normal enough.
///
/// Of runs that are watched at every world from here to the 4,096th, fewer than 5 %
/// are ever wrong for numbers of a skewness up to 3.2. Of the sizes of long cascades,
/// with a skewness of 9.3, 11 % are, and 4 % if intervals are looked at from 1,024
/// worlds on; a difference of two such arms, whose skewness partly cancels, fails no
/// more than it says (`tests/coverage`).
pub const LEAST: usize = 256;

/// ρ² in the paper, which may be any number that the worlds had no part in. With
/// this one intervals at 95 % are as narrow as can be at 1,024 worlds; at 256 they
/// are 7 % wider than the best ρ makes them there, at 32,768 12 %.
const RHO_SQUARED: f64 = 0.008;

/// How many standard errors an interval reaches to either side after so many
/// worlds, at `level` for all times together.
///
/// # Source
///
/// Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, *Annals of Statistics* 52(6),
/// 2024, theorem 2.2: Robbins' normal mixture with the sample deviation. That no
/// more than was promised fails is true in the limit of a late first time (Bibaut,
/// Kallus & Lindon, arXiv 2212.14411); from [`LEAST`] worlds on it is tried in
/// `tests/coverage`.
pub fn reach(worlds: usize, level: f64) -> f64 {
    let scaled = worlds as f64 * RHO_SQUARED;
    let log = libm::log1p(scaled) - 2.0 * libm::log(1.0 - level);
    libm::sqrt((scaled + 1.0) / scaled * log)
}

impl Sample {
    /// The mean with its standard error, and the interval at `level` that holds at
    /// all numbers of worlds together. Of a paired difference, take that of the
    /// differences ([`minus`](Self::minus)).
    ///
    /// As in [`estimate_at`](Self::estimate_at), a number that never varied is
    /// known: of what happens in one world of hundreds, wait for more worlds.
    ///
    /// # Errors
    ///
    /// [`Error::TooEarly`] below [`LEAST`] worlds.
    ///
    /// # Source
    ///
    /// That of [`reach`].
    pub fn anytime_at(&self, level: f64) -> Result<Estimate, Error> {
        let worlds = self.worlds();
        if worlds < LEAST {
            return Err(Error::TooEarly { worlds });
        }
        let moments = self.moments()?;
        Ok(Estimate::reaching(moments, || reach(worlds, level)))
    }
}

/// What these worlds settle about the arms, whenever it is asked: as
/// [`decide`](crate::decision::decide), with intervals of all pairs of arms that
/// hold together at all times.
///
/// The cost is one step a world and arm, so ask after every batch of worlds rather
/// than after every world.
///
/// # Errors
///
/// As [`standings`](crate::best::standings), and [`Error::TooEarly`] below
/// [`LEAST`] worlds.
pub fn decide_anytime(
    arms: &[Sample],
    direction: Direction,
    level: f64,
    matters: f64,
) -> Result<Decision, Error> {
    let leads = leads(arms, direction, level, Sample::anytime_at)?;
    Ok(Decision::of(&leads, matters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swinging(worlds: usize, mean: f64) -> Sample {
        (0..worlds).map(|w| mean + (w % 9) as f64 - 4.0).collect()
    }

    #[test]
    fn an_interval_for_any_time_is_the_papers() {
        // √(2 (tρ² + 1) / (t² ρ²) · ln(√(tρ² + 1) / α)) deviations, by hand for
        // t = 1125, ρ² = 0.008, α = 0.05: √(20 / 10125 · ln(20 √10)).
        let estimate = swinging(1125, 3.0).anytime_at(0.95).unwrap();
        let half = estimate.deviation * (20.0 / 10_125.0 * 4.147_024_820_051_014f64).sqrt();
        assert!((estimate.mean - 3.0).abs() < 1e-12);
        assert!((estimate.half_width() - half).abs() < 1e-12);
    }

    #[test]
    fn any_time_is_wider_than_one_time_and_narrows() {
        let of = |worlds: usize| {
            let sample = swinging(worlds, 0.0);
            let any = sample.anytime_at(0.95).unwrap();
            assert!(any.half_width() > 1.5 * sample.estimate().unwrap().half_width());
            any.half_width()
        };
        assert!(of(1024) < of(512) && of(512) < of(256));
    }

    #[test]
    fn any_time_begins_at_256_worlds() {
        let early = Error::TooEarly { worlds: 255 };
        assert_eq!(swinging(255, 0.0).anytime_at(0.95), Err(early));
        assert!(swinging(256, 0.0).anytime_at(0.95).is_ok());
        let arms = [swinging(255, 0.0), swinging(255, 9.0)];
        let found = decide_anytime(&arms, Direction::More, 0.95, 0.0);
        assert_eq!(found, Err(early));
    }

    #[test]
    fn what_never_varied_is_known() {
        let found = Sample::new(vec![7.5; 300]).anytime_at(0.95).unwrap();
        assert_eq!((found.low, found.high), (7.5, 7.5));
    }

    #[test]
    fn a_decision_at_any_time_shares_the_error_among_pairs() {
        let unlike = |factor: usize, mean: f64| -> Sample {
            let swing = |w: usize| mean + (w * factor % 7) as f64;
            (0..700).map(swing).collect()
        };
        let decided = |ahead: f64, arms: usize| {
            let all = [unlike(1, ahead), unlike(3, 0.0), unlike(2, -5.0)];
            decide_anytime(&all[..arms], Direction::More, 0.95, 0.0).unwrap()
        };
        let lead = unlike(1, 0.0).minus(&unlike(3, 0.0)).unwrap();
        let [alone, shared] =
            [0.95, 1.0 - 0.05 / 3.0].map(|level| lead.anytime_at(level).unwrap().half_width());
        let between = (alone + shared) / 2.0;
        assert_eq!(decided(between, 2), Decision::Best(0));
        assert_eq!(decided(between, 3), Decision::Open);
        assert_eq!(decided(shared * 1.01, 3), Decision::Best(0));
    }
}

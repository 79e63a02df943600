//! Trajectories: walks on a grid on which each factor moves once.
//!
//! They are what [elementary effects](crate::sensitivity::elementary) are worked out from:
//! with few points, which factors matter at all.
//!
//! - **Draws:** for each trajectory a starting level and a turn for each factor.
//! - **Source:** Morris, *Technometrics* 33(2), 1991, section 2.

use groundswell_diffusion::world::World;
use groundswell_graph::name_key::NameKey;

use crate::design::{Error, Point, check};

/// The most levels of a factor.
const MOST_LEVELS: u32 = 64;

/// How far a factor moves on a grid of `levels` levels: half of its range and a little
/// more, so that every level is as likely.
pub fn step(levels: u32) -> f64 {
    f64::from(levels) / (2.0 * f64::from(levels - 1))
}

/// `trajectories` groups of `factors` + 1 points on a grid of `levels` levels. Each point
/// differs from the one before in one factor, by one [`step`] up or down.
///
/// # Errors
///
/// [`Error::Factors`], [`Error::Points`], [`Error::Levels`].
pub fn trajectories(
    trajectories: u32,
    factors: usize,
    levels: u32,
    seed: u64,
) -> Result<Vec<Point>, Error> {
    check(trajectories, factors)?;
    if !levels.is_multiple_of(2) || !(2..=MOST_LEVELS).contains(&levels) {
        return Err(Error::Levels { levels });
    }
    let draws = |what| World::new(seed, 0).people(NameKey::of(what));
    let (start, turn) = (draws("trajectory/start"), draws("trajectory/turn"));
    let mut all = Vec::with_capacity(trajectories as usize * (factors + 1));
    for trajectory in 0..trajectories {
        let level = |factor| (start.of(trajectory, factor).unit() * f64::from(levels)) as u32;
        let mut at: Vec<u32> = (0..factors as u32).map(level).collect();
        let mut order: Vec<u32> = (0..factors as u32).collect();
        order.sort_by_key(|&factor| (turn.of(trajectory, factor).bits(), factor));
        let place = |at: &[u32]| -> Point {
            let last = f64::from(levels - 1);
            at.iter().map(|&level| f64::from(level) / last).collect()
        };
        all.push(place(&at));
        for factor in order {
            let level = &mut at[factor as usize];
            // Half of the levels can go up only, the others down only.
            *level = match *level < levels / 2 {
                true => *level + levels / 2,
                false => *level - levels / 2,
            };
            all.push(place(&at));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_factor_moves_once_by_a_step() {
        let all = trajectories(30, 5, 4, 1).unwrap();
        for walk in all.chunks(6) {
            let mut moved = vec![0; 5];
            for pair in walk.windows(2) {
                let differs = |&factor: &usize| pair[0][factor] != pair[1][factor];
                let factors: Vec<usize> = (0..5).filter(differs).collect();
                let [factor] = factors[..] else {
                    panic!("{factors:?} moved at once");
                };
                let by = (pair[1][factor] - pair[0][factor]).abs();
                assert!((by - step(4)).abs() < 1e-12);
                moved[factor] += 1;
            }
            assert_eq!(moved, [1; 5]);
        }
    }

    #[test]
    fn levels_are_as_likely_as_each_other() {
        // Binomial numbers around a quarter of four thousand, within 4.5 deviations.
        let all = trajectories(4000, 1, 4, 2).unwrap();
        for level in 0..4 {
            let here = |p: &&Point| (p[0] * 3.0).round() as u32 == level;
            let count = all.chunks(2).map(|walk| &walk[0]).filter(here).count() as f64;
            assert!((count - 1000.0).abs() < 4.5 * 750f64.sqrt(), "{count}");
        }
    }

    #[test]
    fn odd_grids_are_refused() {
        for levels in [0, 1, 5, 66] {
            let refused = trajectories(1, 1, levels, 1);
            assert_eq!(refused, Err(Error::Levels { levels }));
        }
    }
}

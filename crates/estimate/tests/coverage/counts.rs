//! Means, shares and curves over a fixed number of worlds.

use groundswell_estimate::curve::Curve;
use groundswell_estimate::distribution::wilson;
use groundswell_estimate::tally::Tally;

use super::luck::{FEW, Luck, MANY, allowance, covers_as_promised, samples, share, within};

/// Leads of a campaign: a geometric number besides what chance brings, 4 in expectation.
fn means(repetitions: u64) {
    let coverage = share(31, repetitions, |luck| {
        let [sample] = samples(256, || [luck.poisson(3.0) + luck.geometric(0.5)]);
        let found = sample.estimate().unwrap();
        within(4.0, found.low, found.high)
    });
    covers_as_promised(coverage, repetitions);
}

#[test]
fn intervals_of_means_cover() {
    means(FEW);
}

#[test]
#[ignore = "in full: 10,000 repetitions"]
fn intervals_of_means_cover_in_full() {
    means(MANY);
}

fn tallies(repetitions: u64) {
    let coverage = share(32, repetitions, |luck| {
        let mut tally = Tally::default();
        for _ in 0..512 {
            tally.add(luck.cascade(0.5) as u32);
        }
        let found = tally.estimate(0.95).unwrap();
        within(2.0, found.low, found.high)
    });
    covers_as_promised(coverage, repetitions);
}

#[test]
fn intervals_of_tallies_cover() {
    tallies(FEW);
}

#[test]
#[ignore = "in full: 10,000 repetitions"]
fn intervals_of_tallies_cover_in_full() {
    tallies(MANY);
}

/// A share of 200 that may be any, alike likely: Wilson's interval holds on the mean over them.
/// At a share of its own it holds a little more or less often, for counts are whole.
fn shares(repetitions: u64) {
    let coverage = share(33, repetitions, |luck| {
        let truth = luck.uniform();
        let successes = (0..200).filter(|_| luck.uniform() < truth).count();
        let (low, high) = wilson(successes as u64, 200, 0.95);
        within(truth, low, high)
    });
    println!("covers {coverage}");
    let least = 0.95 - allowance(repetitions);
    assert!(coverage >= least, "covers {coverage}, not 0.95");
}

#[test]
fn wilsons_interval_covers_shares() {
    shares(FEW);
}

#[test]
#[ignore = "in full: 10,000 repetitions"]
fn wilsons_interval_covers_shares_in_full() {
    shares(MANY);
}

/// Visitors by day of a campaign that grows: each day's band is an interval of its own.
fn curves(repetitions: u64) {
    const DAYS: usize = 5;
    let mut covered = [0; DAYS];
    for repetition in 0..repetitions {
        let mut luck = Luck::new(34, repetition);
        let by_day: [_; DAYS] = samples(256, || {
            let mut total = 0.0;
            std::array::from_fn(|_| {
                total += luck.geometric(0.5);
                total
            })
        });
        let curve = Curve::over(DAYS, 0.95, |day| by_day[day].values().to_vec()).unwrap();
        for (day, covered) in covered.iter_mut().enumerate() {
            let truth = (day + 1) as f64;
            *covered += u64::from(within(truth, curve.low[day], curve.high[day]));
        }
    }
    for covered in covered {
        covers_as_promised(covered as f64 / repetitions as f64, repetitions);
    }
}

#[test]
fn bands_of_curves_cover_on_every_day() {
    curves(FEW);
}

#[test]
#[ignore = "in full: 10,000 repetitions"]
fn bands_of_curves_cover_on_every_day_in_full() {
    curves(MANY);
}

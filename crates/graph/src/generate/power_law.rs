//! Whole numbers that follow a power law between two ends: the chance of k is
//! proportional to k to the power of minus the exponent.
//!
//! Cost: a table with one entry for each possible number; a binary search a draw.

use rand_chacha::ChaCha8Rng;

use crate::community::unit;

/// A power law, cut at both ends.
pub(super) struct PowerLaw {
    least: u32,
    /// Sums of weights up to and including each number from `least` on.
    cumulative: Vec<f64>,
}

impl PowerLaw {
    /// Numbers from `least`, which is above 0, to `most`, which is not below it.
    pub(super) fn new(exponent: f64, least: u32, most: u32) -> Self {
        Self::with_first(exponent, least, most, 1.0)
    }

    /// The same, where the weight of `least` itself is multiplied by `first`.
    fn with_first(exponent: f64, least: u32, most: u32, first: f64) -> Self {
        let mut sum = 0.0;
        let cumulative = (least..=most)
            .map(|k| {
                let weight = weight(k, exponent);
                sum += if k == least { weight * first } else { weight };
                sum
            })
            .collect();
        Self { least, cumulative }
    }

    /// Numbers up to `most` whose mean is `mean`. The lower end lies between two
    /// whole numbers: the smaller one keeps just the weight that makes the mean
    /// exact. Where even numbers from 1 on have a larger mean, that mean.
    pub(super) fn with_mean(exponent: f64, mean: f64, most: u32) -> Result<Self, f64> {
        // From the top down, the weights and the weighted numbers above k.
        let (mut weights, mut numbers) = (0.0, 0.0);
        for k in (1..=most).rev() {
            let own = weight(k, exponent);
            let (with_own, with_number) = (weights + own, numbers + own * f64::from(k));
            if with_number <= mean * with_own {
                // (first·own·k + numbers) / (first·own + weights) = mean
                let gap = own * (mean - f64::from(k));
                let first = if gap > 0.0 {
                    ((numbers - mean * weights) / gap).clamp(0.0, 1.0)
                } else {
                    1.0
                };
                return Ok(Self::with_first(exponent, k, most, first));
            }
            (weights, numbers) = (with_own, with_number);
        }
        Err(numbers / weights)
    }

    /// The mean of the numbers.
    pub(super) fn mean(&self) -> f64 {
        let mut before = 0.0;
        let mut sum = 0.0;
        for (k, &upto) in (self.least..).zip(&self.cumulative) {
            sum += f64::from(k) * (upto - before);
            before = upto;
        }
        sum / before
    }

    /// One number.
    pub(super) fn draw(&self, random: &mut ChaCha8Rng) -> u32 {
        let last = self.cumulative.len() - 1;
        let at = unit(random) * self.cumulative[last];
        self.least
            + self
                .cumulative
                .partition_point(|&upto| upto <= at)
                .min(last) as u32
    }
}

fn weight(k: u32, exponent: f64) -> f64 {
    libm::pow(f64::from(k), -exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::community::stream;

    #[test]
    fn numbers_are_drawn_as_often_as_the_law_says() {
        // Weights 1, 1/4, 1/9 over 49/36; 4.5 binomial standard errors.
        let law = PowerLaw::new(2.0, 1, 3);
        let mut random = stream(1, 0);
        let mut counts = [0u32; 4];
        for _ in 0..100_000 {
            counts[law.draw(&mut random) as usize] += 1;
        }
        for (count, share) in counts[1..]
            .iter()
            .zip([36.0 / 49.0, 9.0 / 49.0, 4.0 / 49.0])
        {
            let error = libm::sqrt(100_000.0 * share * (1.0 - share));
            assert!((f64::from(*count) - 100_000.0 * share).abs() < 4.5 * error);
        }
        assert!((law.mean() - (36.0 + 18.0 + 12.0) / 49.0).abs() < 1e-12);
    }

    #[test]
    fn the_mean_is_the_one_asked_for() {
        for (exponent, mean, most) in [(2.0, 15.0, 50), (2.5, 12.0, 60), (3.0, 50.0, 50)] {
            let law = PowerLaw::with_mean(exponent, mean, most).ok().unwrap();
            assert!((law.mean() - mean).abs() < 1e-9, "{}", law.mean());
        }
        // With numbers from 1 to 2 and exponent 1 the mean is 4/3 or more.
        let least = PowerLaw::with_mean(1.0, 1.2, 2).err().unwrap();
        assert!((least - 4.0 / 3.0).abs() < 1e-12);
    }
}

//! What a population thinks, in one number.

use crate::opinion::Opinion;

/// The mean opinion: for two sides, the share of those who think `true`. Zero for
/// nobody.
pub fn mean<O: Opinion>(opinions: &[O]) -> f64 {
    let sum: f64 = opinions.iter().map(|opinion| opinion.number()).sum();
    sum / opinions.len().max(1) as f64
}

/// The mean squared distance from the mean opinion. Zero for nobody.
pub fn variance<O: Opinion>(opinions: &[O]) -> f64 {
    let mean = mean(opinions);
    let square = |opinion: &O| (opinion.number() - mean) * (opinion.number() - mean);
    opinions.iter().map(square).sum::<f64>() / opinions.len().max(1) as f64
}

/// The share of people who think exactly `opinion`, 0 to 1. Zero for nobody.
pub fn share<O: Opinion>(opinions: &[O], opinion: O) -> f64 {
    let count = opinions.iter().filter(|&&other| other == opinion).count();
    count as f64 / opinions.len().max(1) as f64
}

/// How far apart the two most distant opinions are. Zero for nobody.
pub fn width(opinions: &[f64]) -> f64 {
    let lowest = opinions.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = opinions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (highest - lowest).max(0.0)
}

/// How many camps there are: groups of opinions with a gap of more than `gap`
/// between one group and the next. Cost: sorts a copy.
pub fn camps(opinions: &[f64], gap: f64) -> usize {
    let mut sorted = opinions.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let gaps = sorted.windows(2).filter(|pair| pair[1] - pair[0] > gap);
    gaps.count() + usize::from(!sorted.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_four_people() {
        let opinions = [0.0, 1.0, 0.25, 0.75];
        assert_eq!(mean(&opinions), 0.5);
        assert_eq!(variance(&opinions), (0.5 + 0.125) / 4.0);
        assert_eq!(width(&opinions), 1.0);
        assert_eq!(share(&opinions, 1.0), 0.25);
        assert_eq!([0.2, 0.25, 0.5].map(|gap| camps(&opinions, gap)), [4, 2, 1]);
        assert_eq!(mean(&[true, false, true, true]), 0.75);
    }

    #[test]
    fn nobody_thinks_nothing() {
        let numbers = [mean, variance, width].map(|summary: fn(&[f64]) -> f64| summary(&[]));
        assert_eq!(numbers, [0.0; 3]);
        assert_eq!((share(&[], true), camps(&[], 0.1)), (0.0, 0));
    }
}

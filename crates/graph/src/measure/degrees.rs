//! How many friends people have: the summary and the distribution.
//!
//! - **Cost:** one pass over the people and a counting sort.
//! - **Source:** Newman, *Networks*, 2nd ed. 2018, section 10.4, for
//!   logarithmic bins and cumulative distributions.

use crate::id::{NodeId, PerNode};

/// The numbers of friends of all people, each kept with how many have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Degrees {
    people: u32,
    /// (degree, people who have it), by degree; only those that somebody has.
    counts: Vec<(u32, u32)>,
}

/// One bin of a distribution over degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DegreeBin {
    /// The smallest degree in the bin.
    pub low: u32,
    /// The largest degree in the bin.
    pub high: u32,
    /// How many people are in it.
    pub people: u32,
    /// Share of all people per degree: the bin's people over all people and over
    /// the degrees that the bin spans.
    pub density: f64,
}

impl DegreeBin {
    /// The geometric mean of the bin's ends: where it stands on a logarithmic axis.
    pub fn middle(&self) -> f64 {
        libm::sqrt(f64::from(self.low) * f64::from(self.high))
    }
}

impl Degrees {
    /// The distribution of `degrees`, one entry per person.
    pub fn of(degrees: &PerNode<u32>) -> Self {
        let mut sorted = degrees.as_slice().to_vec();
        sorted.sort_unstable();
        let counts = sorted.chunk_by(|a, b| a == b);
        Self {
            people: degrees.len() as u32,
            counts: counts.map(|same| (same[0], same.len() as u32)).collect(),
        }
    }

    /// Number of people.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// (degree, number of people who have it), by degree; degrees that nobody
    /// has are left out.
    pub fn counts(&self) -> &[(u32, u32)] {
        &self.counts
    }

    /// People without friends.
    pub fn isolated(&self) -> u32 {
        match self.counts.first() {
            Some(&(0, people)) => people,
            _ => 0,
        }
    }

    /// Mean degree; zero without people.
    pub fn mean(&self) -> f64 {
        let ends: u64 = self
            .counts
            .iter()
            .map(|&(d, n)| u64::from(d) * u64::from(n))
            .sum();
        ends as f64 / f64::from(self.people.max(1))
    }

    /// The largest degree.
    pub fn max(&self) -> u32 {
        self.counts.last().map_or(0, |&(degree, _)| degree)
    }

    /// The median: half of the people have at most so many friends, half at
    /// least. Between two people in the middle it is their mean.
    pub fn median(&self) -> f64 {
        match self.people {
            0 => 0.0,
            n => (f64::from(self.at((n - 1) / 2)) + f64::from(self.at(n / 2))) / 2.0,
        }
    }

    /// The degree at `place` of all people in ascending order.
    fn at(&self, place: u32) -> u32 {
        let mut before = 0;
        for &(degree, people) in &self.counts {
            before += people;
            if place < before {
                return degree;
            }
        }
        self.max()
    }

    /// The complementary cumulative distribution: for each degree that somebody
    /// has, the share of people who have that many friends or more, 0 to 1.
    pub fn at_least(&self) -> Vec<(u32, f64)> {
        let mut above = self.people;
        let share = |&(degree, people): &(u32, u32)| {
            let here = (degree, f64::from(above) / f64::from(self.people));
            above -= people;
            here
        };
        self.counts.iter().map(share).collect()
    }

    /// The distribution in bins whose ends grow by powers of √2, degree zero left
    /// out: 1, 2, 3, 4–5, 6–8, 9–11, 12–16, … Bins without people are left out.
    pub fn bins(&self) -> Vec<DegreeBin> {
        let mut bins: Vec<DegreeBin> = Vec::new();
        for &(degree, people) in self.counts.iter().filter(|&&(degree, _)| degree > 0) {
            match bins.last_mut() {
                Some(bin) if degree <= bin.high => bin.people += people,
                _ => {
                    let (low, high) = bin_of(degree);
                    bins.push(DegreeBin {
                        low,
                        high,
                        people,
                        density: 0.0,
                    });
                }
            }
        }
        for bin in &mut bins {
            let width = f64::from(bin.high) - f64::from(bin.low) + 1.0;
            bin.density = f64::from(bin.people) / f64::from(self.people) / width;
        }
        bins
    }
}

/// The ends of the bin that holds `degree`, which is not zero: each bin runs from
/// above 2^(k/2) to 2^((k+1)/2), cut to whole numbers.
fn bin_of(degree: u32) -> (u32, u32) {
    // The largest degree d with d² ≤ 2^k, in whole numbers.
    let end = |k: u32| (1u128 << k).isqrt() as u64;
    let k = (0..=65)
        .find(|&k| end(k) >= u64::from(degree))
        .expect("2³² is below 2^(65/2)");
    let low = if k == 0 { 1 } else { end(k - 1) + 1 };
    (low as u32, end(k).min(u32::MAX.into()) as u32)
}

/// The `count` people with the largest values, largest first; of equals the
/// smaller id comes first.
pub fn top<T: Copy + PartialOrd>(values: &PerNode<T>, count: usize) -> Vec<(NodeId, T)> {
    let mut people: Vec<(NodeId, T)> = (0..)
        .map(NodeId)
        .zip(values.as_slice().iter().copied())
        .collect();
    let order = |a: &(NodeId, T), b: &(NodeId, T)| {
        b.1.partial_cmp(&a.1)
            .unwrap_or(std::cmp::Ordering::Equal)
            .then(a.0.cmp(&b.0))
    };
    if count < people.len() {
        people.select_nth_unstable_by(count, order);
        people.truncate(count);
    }
    people.sort_unstable_by(order);
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    fn degrees(values: &[u32]) -> Degrees {
        Degrees::of(&values.to_vec().into())
    }

    #[test]
    fn the_summary_is_that_of_the_list() {
        let degrees = degrees(&[3, 0, 1, 1, 7]);
        assert_eq!((degrees.isolated(), degrees.max()), (1, 7));
        assert_eq!((degrees.mean(), degrees.median()), (2.4, 1.0));
        assert_eq!(degrees.counts(), [(0, 1), (1, 2), (3, 1), (7, 1)]);
        assert_eq!(degrees.at_least(), [(0, 1.0), (1, 0.8), (3, 0.4), (7, 0.2)]);
    }

    #[test]
    fn an_even_number_of_people_has_its_median_between_two() {
        assert_eq!(degrees(&[1, 2, 5, 9]).median(), 3.5);
        assert_eq!((degrees(&[]).median(), degrees(&[]).mean()), (0.0, 0.0));
    }

    #[test]
    fn bins_touch_without_gap_and_hold_everybody_with_friends() {
        let mut low = 1;
        let mut ends = Vec::new();
        while low < 1_000_000 {
            let bin = bin_of(low);
            assert_eq!(bin, bin_of(bin.1));
            assert_eq!(bin.0, low);
            ends.push(bin.1);
            low = bin.1 + 1;
        }
        assert_eq!(ends[..7], [1, 2, 4, 5, 8, 11, 16]);
        assert_eq!(bin_of(u32::MAX).1, u32::MAX);

        let all = degrees(&(0..1000).collect::<Vec<_>>());
        let bins = all.bins();
        assert_eq!(bins.iter().map(|bin| bin.people).sum::<u32>(), 999);
        assert_eq!(bins[0].density, 0.001);
    }

    #[test]
    fn of_equals_the_smaller_id_comes_first() {
        let values = PerNode::from(vec![2, 5, 5, 1, 2]);
        let ids: Vec<u32> = top(&values, 3).iter().map(|(v, _)| v.0).collect();
        assert_eq!(ids, [1, 2, 0]);
        assert_eq!(top(&values, 9).len(), 5);
    }
}

//! Who stands at the root of an RR set: anybody, or people in proportion to their value.

use groundswell_graph::id::NodeId;

use super::stream::Stream;
use crate::error::Error;

/// How the roots of RR sets are drawn, and what all roots together are worth.
#[derive(Debug, Clone)]
pub struct Roots {
    people: u32,
    worth: f64,
    by_value: Option<ByValue>,
}

impl Roots {
    /// Anybody of `people` people, each as likely; each is worth one.
    pub fn anybody(people: u32) -> Self {
        Self {
            people,
            worth: f64::from(people),
            by_value: None,
        }
    }

    /// People in proportion to `values`, one per person, each zero or more.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a value that is below zero or no number, or if their sum
    /// is none above zero; [`Error::Empty`] for none.
    pub fn by_value(values: &[f64]) -> Result<Self, Error> {
        let fails = |value| Error::OutOfRange {
            name: "the value of a person",
            value,
            range: "0 or more, and above 0 for somebody",
        };
        if values.is_empty() {
            return Err(Error::Empty { name: "values" });
        }
        if let Some(&value) = values.iter().find(|value| value.is_nan() || **value < 0.0) {
            return Err(fails(value));
        }
        let worth: f64 = values.iter().sum();
        if !(worth > 0.0 && worth.is_finite()) {
            return Err(fails(worth));
        }
        Ok(Self {
            people: values.len() as u32,
            worth,
            by_value: Some(ByValue::new(values, worth)),
        })
    }

    /// Number of people who may be drawn from.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// What everybody together is worth: the number of people, or the sum of values. The
    /// spread of a seed set is this times the share of RR sets that it meets.
    pub fn worth(&self) -> f64 {
        self.worth
    }

    /// The root that a stream's next word names.
    #[inline(always)]
    pub(crate) fn draw(&self, stream: &mut Stream) -> NodeId {
        match &self.by_value {
            None => NodeId(stream.below(self.people)),
            Some(by_value) => by_value.at(stream.word()),
        }
    }
}

/// Sums of values up to each person, to be searched by a word.
#[derive(Debug, Clone)]
struct ByValue {
    /// Entry v: the share of people up to and including v, in units of 2⁻⁶⁴; all ones
    /// from the last who has a value on.
    up_to: Vec<u64>,
    /// For each cell of words the person with whom a search begins.
    guide: Vec<u32>,
}

impl ByValue {
    fn new(values: &[f64], worth: f64) -> Self {
        let mut sum = 0.0;
        let last = values.iter().rposition(|&value| value > 0.0);
        let last = last.expect("somebody has a value");
        let share = |(v, &value): (usize, &f64)| {
            sum += value;
            match v < last {
                // A share just below one may round to it.
                true => ((sum / worth) * 18_446_744_073_709_551_616.0) as u64,
                false => u64::MAX,
            }
        };
        let up_to: Vec<u64> = values.iter().enumerate().map(share).collect();
        let cells = values.len();
        let guide = (0..cells).map(|cell| {
            let least = (((cell as u128) << 64) / cells as u128) as u64;
            up_to.partition_point(|&share| share <= least && share < u64::MAX) as u32
        });
        Self {
            guide: guide.collect(),
            up_to,
        }
    }

    #[inline]
    fn at(&self, word: u64) -> NodeId {
        let cell = (u128::from(word) * self.guide.len() as u128) >> 64;
        let mut v = self.guide[cell as usize] as usize;
        // All ones stand for one, which no word reaches.
        while self.up_to[v] <= word && self.up_to[v] < u64::MAX {
            v += 1;
        }
        NodeId(v as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::super::stream::RrLuck;
    use super::*;
    use groundswell_graph::name_key::NameKey;

    #[test]
    fn people_are_drawn_in_proportion_to_their_values() {
        let values = [0.0, 3.0, 0.0, 1.0, 0.5, 5.5, 0.0];
        let roots = Roots::by_value(&values).unwrap();
        assert_eq!((roots.people(), roots.worth()), (7, 10.0));
        let luck = RrLuck::new(1, NameKey::of("roots"));
        let mut counts = [0u32; 7];
        const N: u32 = 100_000;
        for number in 0..N {
            counts[roots.draw(&mut luck.stream(number.into())).index()] += 1;
        }
        // 4.5 standard errors for each: one false alarm in 20,000 for all.
        for (count, value) in counts.into_iter().zip(values) {
            let (n, p) = (f64::from(N), value / 10.0);
            let off = (f64::from(count) - n * p).abs();
            assert!(off <= 4.5 * (n * p * (1.0 - p)).sqrt(), "{counts:?}");
        }
    }

    #[test]
    fn every_word_has_its_person() {
        let values: Vec<f64> = (0..100).map(|v| f64::from(v % 7)).collect();
        let roots = ByValue::new(&values, values.iter().sum());
        let words = (0..4000u64).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for word in words.chain([0, u64::MAX]) {
            let slowly = roots.up_to.partition_point(|&share| share <= word);
            let last = roots.up_to.iter().position(|&share| share == u64::MAX);
            assert_eq!(roots.at(word).index(), slowly.min(last.unwrap()));
        }
    }

    #[test]
    fn values_that_make_no_sense_are_refused() {
        for values in [
            &[][..],
            &[-1.0, 2.0],
            &[0.0, 0.0],
            &[f64::NAN],
            &[f64::MAX, f64::MAX],
        ] {
            assert!(Roots::by_value(values).is_err(), "{values:?}");
        }
    }
}

//! Configuration model: everybody's number of friends is given, everything else
//! is luck.
//!
//! Each person has as many open ends as wished friends; ends are joined at
//! random. Joins of one person with itself and repeated joins are left out and
//! counted, so that hubs may end up with a few friends less than given. With an
//! odd number of ends one stays open.
//!
//! - **Draws:** one stream per 4,096 people for the numbers; those of the shuffle.
//! - **Cost:** linear in the friendships; 12 bytes each at the peak, then freezing.
//! - **Source:** Bollobás, *European Journal of Combinatorics* 1(4), 1980;
//!   Newman, Strogatz & Watts, *Physical Review E* 64, 026118 (2001). Erased
//!   version: Britton, Deijfen & Martin-Löf, *Journal of Statistical Physics*
//!   124, 2006.

use rayon::prelude::*;

use crate::Error;
use crate::builder::Direction;
use crate::community::stream;
use crate::generate::kind::{Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::power_law::PowerLaw;
use crate::generate::shuffle::{STREAMS, shuffled};
use crate::generate::{Drawn, Generator, PAIRS_PER_STREAM, blocks_of, can_be_held};
use crate::id::NodeId;

/// How many friends people are to have.
#[derive(Debug, Clone, PartialEq)]
pub enum Degrees {
    /// So many each, one entry a person in id order.
    Given(Vec<u32>),
    /// Drawn for each person from a power law.
    PowerLaw {
        /// How many people there are, 1 to 2³⁰.
        people: u32,
        /// The chance of k friends falls off as k to the power of minus this; 0 to 10.
        exponent: f64,
        /// Nobody has fewer friends, 1 or more.
        least: u32,
        /// Nobody has more friends; from `least` to below `people`.
        most: u32,
    },
}

/// A graph of given numbers of friends.
#[derive(Debug, Clone, PartialEq)]
pub struct Configuration {
    /// How many friends people are to have.
    pub degrees: Degrees,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            degrees: Degrees::PowerLaw {
                people: 1000,
                exponent: 2.5,
                least: 3,
                most: 100,
            },
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "configuration",
    makes: "numbers of friends are given, one by one or by a power law; the rest is luck",
    source: "Newman, Strogatz & Watts, Physical Review E 64, 2001",
    takes: Takes {
        person: 11,
        tie: 12,
    },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people there are; not together with degrees",
            default: "1000",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "exponent",
            meaning: "how fast large numbers of friends get rare; not together with degrees",
            default: "2.5",
            range: Range::Number(0.0, 10.0),
        },
        Parameter {
            key: "least",
            meaning: "fewest friends; not together with degrees",
            default: "3",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "most",
            meaning: "most friends, below people; not together with degrees",
            default: "100",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "degrees",
            meaning: "everybody's number of friends, in id order, in place of a power law",
            default: "",
            range: Range::List,
        },
    ],
    read: |settings| {
        if !settings.has("degrees") {
            return Ok(Box::new(Configuration {
                degrees: Degrees::PowerLaw {
                    people: settings.count("people")?,
                    exponent: settings.number("exponent")?,
                    least: settings.count("least")?,
                    most: settings.count("most")?,
                },
            }));
        }
        settings.not_together("degrees", &["people", "exponent", "least", "most"])?;
        Ok(Box::new(Configuration {
            degrees: Degrees::Given(settings.list("degrees")?),
        }))
    },
};

/// As many entries of each person as there are friends to be had.
pub(super) fn open_ends(degrees: &[u32]) -> Vec<NodeId> {
    let ends: usize = degrees.iter().map(|&d| d as usize).sum();
    let mut all = Vec::with_capacity(ends);
    for (v, &degree) in (0..).map(NodeId).zip(degrees) {
        all.extend(std::iter::repeat_n(v, degree as usize));
    }
    all
}

impl Configuration {
    fn degrees(&self, seed: u64) -> Vec<u32> {
        match &self.degrees {
            Degrees::Given(degrees) => degrees.clone(),
            &Degrees::PowerLaw {
                people,
                exponent,
                least,
                most,
            } => drawn_degrees(people, &PowerLaw::new(exponent, least, most), seed, STREAMS),
        }
    }
}

/// A number of friends for each of `people`, with the streams from `first_stream` on.
pub(super) fn drawn_degrees(people: u32, law: &PowerLaw, seed: u64, first_stream: u64) -> Vec<u32> {
    let blocks: Vec<Vec<u32>> = blocks_of(people, first_stream)
        .into_par_iter()
        .map(|(number, people)| {
            let mut random = stream(seed, number);
            people.map(|_| law.draw(&mut random)).collect()
        })
        .collect();
    blocks.concat()
}

impl Generator for Configuration {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        match &self.degrees {
            Degrees::Given(degrees) => u32::try_from(degrees.len()).unwrap_or(u32::MAX),
            Degrees::PowerLaw { people, .. } => *people,
        }
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[("people", self.people().into())])?;
        let ends = match &self.degrees {
            Degrees::Given(degrees) => {
                let most = self.people() - 1;
                if let Some(&degree) = degrees.iter().find(|&&d| d > most) {
                    let expected = format!("numbers from 0 to {most}, below the people");
                    return Err(KIND.bad("degrees", degree, expected));
                }
                degrees.iter().map(|&d| u64::from(d)).sum::<u64>() as f64
            }
            &Degrees::PowerLaw {
                people,
                exponent,
                least,
                most,
            } => {
                KIND.check(&[
                    ("exponent", exponent),
                    ("least", least.into()),
                    ("most", most.into()),
                ])?;
                if most < least || most >= people {
                    let above = people.saturating_sub(1);
                    let expected = format!("from least, {least}, to {above}, below the people");
                    return Err(KIND.bad("most", most, expected));
                }
                f64::from(people) * PowerLaw::new(exponent, least, most).mean()
            }
        };
        can_be_held(ends / 2.0, Direction::Mutual)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let degrees = self.degrees(seed);
        let ends: u64 = degrees.iter().map(|&d| u64::from(d)).sum();
        can_be_held(ends as f64 / 2.0, Direction::Mutual)?;
        let ends = shuffled(open_ends(&degrees), seed, 0);
        let blocks = ends
            .par_chunks(2 * PAIRS_PER_STREAM)
            .map(|ends| {
                ends.chunks_exact(2)
                    .map(|pair| (pair[0], pair[1]))
                    .collect()
            })
            .collect();
        drop(ends);
        Drawn::of(self.people(), blocks, Direction::Mutual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(degrees: Vec<u32>) -> Configuration {
        Configuration {
            degrees: Degrees::Given(degrees),
        }
    }

    #[test]
    fn what_is_missing_is_what_was_counted() {
        let drawn = Configuration::default().draw(1).unwrap();
        let degrees = Configuration::default().degrees(1);
        let ends: u32 = degrees.iter().sum();
        let imported = drawn.imported;
        assert_eq!(imported.pairs, u64::from(ends / 2));
        let left_out = 2 * imported.self_loops + imported.duplicates;
        assert_eq!(u64::from(drawn.ties.count()) + left_out, 2 * imported.pairs);
        for (v, &degree) in degrees.iter().enumerate() {
            assert!(drawn.ties.out_degree(NodeId(v as u32)) <= degree);
        }
        assert!(left_out < u64::from(ends) / 20, "{imported:?}");
    }

    #[test]
    fn a_hub_meets_itself_as_often_as_chance_says() {
        // One person of h ends among h of one end each, 300 graphs. Joined at
        // random, ends i and j meet with chance 1 / (2h − 1), two given pairs of
        // ends with chance 1 / (2h − 1)(2h − 3): mean and variance are exact.
        let (h, graphs) = (300.0, 300.0);
        let mut degrees = vec![1; 301];
        degrees[0] = 300;
        let model = given(degrees);
        let loops: u64 = (0..300)
            .map(|seed| model.draw(seed).unwrap().imported.self_loops)
            .sum();
        let mean = h * (h - 1.0) / 2.0 / (2.0 * h - 1.0);
        let twos = mean * (h - 2.0) * (h - 3.0) / 2.0 / (2.0 * h - 3.0);
        let error = libm::sqrt(graphs * (twos + mean - mean * mean));
        let gap = loops as f64 - graphs * mean;
        assert!(gap.abs() < 4.5 * error, "{gap}, {error}");
    }

    #[test]
    fn a_power_law_is_followed_in_its_tail() {
        let model = Configuration {
            degrees: Degrees::PowerLaw {
                people: 20_000,
                exponent: 2.5,
                least: 2,
                most: 1000,
            },
        };
        let ties = model.draw(5).unwrap().ties;
        // Maximum likelihood after Clauset, Shalizi & Newman, SIAM Review 51,
        // 2009, equation 3.7, from 10 friends on: within a tenth.
        let degrees = (0..20_000).map(|v| ties.out_degree(NodeId(v)));
        let tail: Vec<f64> = degrees.filter(|&d| d >= 10).map(f64::from).collect();
        let logs: f64 = tail.iter().map(|d| libm::log(d / 9.5)).sum();
        let exponent = 1.0 + tail.len() as f64 / logs;
        assert!((exponent - 2.5).abs() < 0.25, "{exponent}");
    }

    #[test]
    fn an_odd_end_stays_open_and_too_many_friends_are_refused() {
        assert_eq!(given(vec![1, 1, 1]).draw(1).unwrap().ties.count(), 2);
        let said = given(vec![3, 1, 1]).draw(1).unwrap_err().to_string();
        assert_eq!(
            said,
            "configuration: degrees is 3; numbers from 0 to 2, below the people"
        );
    }
}

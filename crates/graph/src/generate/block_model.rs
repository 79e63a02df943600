//! Stochastic block model: chances of ties depend on the communities of both.
//!
//! Everybody belongs to one community, and two people are friends with the chance
//! that the matrix gives for theirs. The planted partition is the case of two
//! chances: one inside every community, one between them.
//!
//! - **Draws:** one stream per 4,096 people.
//! - **Cost:** linear in the ties that stand, on all threads; with a matrix one draw
//!   besides for each two communities, and for each block of people and community.
//! - **Source:** Holland, Laskey & Leinhardt, *Social Networks* 5(2), 1983;
//!   planted partition: Condon & Karp, *Random Structures & Algorithms* 18(2),
//!   2001; drawn after Batagelj & Brandes 2005.

use std::ops::Range as Span;

use rayon::prelude::*;

use crate::Error;
use crate::builder::Direction;
use crate::community::stream;
use crate::generate::kind::{Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::skip::skip;
use crate::generate::{Drawn, Generator, blocks_of, can_be_held};
use crate::id::NodeId;

/// The most communities that a matrix is taken for.
const MOST_ROWS: usize = 4096;

/// Chances of friendship by the communities of both people.
#[derive(Debug, Clone, PartialEq)]
pub enum Chances {
    /// One chance within every community, one between any two; 0 to 1.
    Planted {
        /// For two people of one community.
        inside: f64,
        /// For two people of different communities.
        outside: f64,
    },
    /// One row and column a community, symmetric; 0 to 1.
    Matrix(Vec<Vec<f64>>),
}

/// A graph of planted communities. Ids are given community by community.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockModel {
    /// People of each community.
    pub sizes: Vec<u32>,
    /// Chances of friendship.
    pub chances: Chances,
}

impl Default for BlockModel {
    fn default() -> Self {
        Self {
            sizes: vec![250; 4],
            chances: Chances::Planted {
                inside: 0.05,
                outside: 0.002,
            },
        }
    }
}

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "block-model",
    makes: "planted communities; chances of ties depend on the communities of both",
    source: "Holland, Laskey & Leinhardt, Social Networks 5, 1983",
    takes: Takes { person: 9, tie: 12 },
    parameters: &[
        Parameter {
            key: "sizes",
            meaning: "people of each community",
            default: "4x250",
            range: Range::List,
        },
        Parameter {
            key: "inside",
            meaning: "chance of a tie within a community; not together with matrix",
            default: "0.05",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "outside",
            meaning: "chance of a tie between communities; not together with matrix",
            default: "0.002",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "matrix",
            meaning: "chances by the communities of both, symmetric, one row a community",
            default: "",
            range: Range::Matrix,
        },
    ],
    read: |settings| {
        let chances = if settings.has("matrix") {
            settings.not_together("matrix", &["inside", "outside"])?;
            Chances::Matrix(settings.matrix("matrix")?)
        } else {
            Chances::Planted {
                inside: settings.number("inside")?,
                outside: settings.number("outside")?,
            }
        };
        Ok(Box::new(BlockModel {
            sizes: settings.list("sizes")?,
            chances,
        }))
    },
};

impl BlockModel {
    /// The community of each person, in id order.
    fn communities(&self) -> Vec<u32> {
        let mut all = Vec::with_capacity(self.people() as usize);
        for (community, &size) in (0..).zip(&self.sizes) {
            all.extend(std::iter::repeat_n(community, size as usize));
        }
        all
    }

    /// The people of each community.
    fn spans(&self) -> Vec<Span<u32>> {
        let mut first = 0;
        let span = |&size: &u32| {
            first += size;
            first - size..first
        };
        self.sizes.iter().map(span).collect()
    }

    /// Friendships expected.
    fn expected(&self) -> f64 {
        let within = |size: &u32| f64::from(*size) * f64::from(size.saturating_sub(1)) / 2.0;
        match &self.chances {
            &Chances::Planted { inside, outside } => {
                let inner: f64 = self.sizes.iter().map(within).sum();
                inner * inside + (within(&self.people()) - inner).max(0.0) * outside
            }
            Chances::Matrix(rows) => {
                let mut sum = 0.0;
                for (a, row) in rows.iter().enumerate() {
                    sum += row[a] * within(&self.sizes[a]);
                    for (chance, &size) in row[..a].iter().zip(&self.sizes) {
                        sum += chance * f64::from(self.sizes[a]) * f64::from(size);
                    }
                }
                sum
            }
        }
    }

    fn check_matrix(&self, rows: &[Vec<f64>]) -> Result<(), Error> {
        let communities = self.sizes.len();
        let expected = format!("one row and column for each of {communities} communities");
        if let Some(row) = rows.iter().find(|row| row.len() != communities) {
            return Err(KIND.bad("matrix", format!("a row of {}", row.len()), expected));
        }
        if rows.len() != communities {
            return Err(KIND.bad("matrix", format!("{} rows", rows.len()), expected));
        }
        if communities > MOST_ROWS {
            let expected = format!("a matrix of at most {MOST_ROWS} communities");
            return Err(KIND.bad("sizes", communities, expected));
        }
        for (a, row) in rows.iter().enumerate() {
            for (b, &chance) in row.iter().enumerate() {
                if !(0.0..=1.0).contains(&chance) {
                    return Err(KIND.bad("matrix", chance, "chances from 0 to 1"));
                }
                if chance != rows[b][a] {
                    let expected = format!("the same as its mirror image, {}", rows[b][a]);
                    return Err(KIND.bad("matrix", chance, expected));
                }
            }
        }
        Ok(())
    }
}

impl Generator for BlockModel {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        let people: u64 = self.sizes.iter().map(|&size| u64::from(size)).sum();
        u32::try_from(people).unwrap_or(u32::MAX)
    }

    fn check(&self) -> Result<f64, Error> {
        let people = u64::from(self.people());
        if !(1..=MOST_PEOPLE).contains(&people) {
            let expected = format!("sizes that add up to 1 to {MOST_PEOPLE} people");
            return Err(KIND.bad("sizes", people, expected));
        }
        match &self.chances {
            &Chances::Planted { inside, outside } => {
                KIND.check(&[("inside", inside), ("outside", outside)])?;
            }
            Chances::Matrix(rows) => self.check_matrix(rows)?,
        }
        can_be_held(self.expected(), Direction::Mutual)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let communities = self.communities();
        let spans = self.spans();
        let start = |v: u32| spans[communities[v as usize] as usize].start;
        let blocks = blocks_of(self.people(), 0)
            .into_par_iter()
            .map(|(number, rows)| {
                let mut random = stream(seed, number);
                let mut pairs = Vec::new();
                match &self.chances {
                    &Chances::Planted { inside, outside } => {
                        let before = |v| start(v);
                        skip(rows.clone(), before, outside, &mut random, |v, w| {
                            pairs.push((NodeId(v), NodeId(w)));
                        });
                        let own = |v| v - start(v);
                        skip(rows, own, inside, &mut random, |v, w| {
                            pairs.push((NodeId(v), NodeId(start(v) + w)));
                        });
                    }
                    Chances::Matrix(matrix) => {
                        let (first, last) = (communities[rows.start as usize], rows.end - 1);
                        for a in first..=communities[last as usize] {
                            let span = &spans[a as usize];
                            let rows = rows.start.max(span.start)..rows.end.min(span.end);
                            for b in 0..=a {
                                let columns = &spans[b as usize];
                                let length = |v| {
                                    if a == b {
                                        v - span.start
                                    } else {
                                        columns.len() as u32
                                    }
                                };
                                let chance = matrix[a as usize][b as usize];
                                skip(rows.clone(), length, chance, &mut random, |v, w| {
                                    pairs.push((NodeId(v), NodeId(columns.start + w)));
                                });
                            }
                        }
                    }
                }
                pairs
            })
            .collect();
        let drawn = Drawn::of(self.people(), blocks, Direction::Mutual)?;
        Ok(Drawn {
            communities: Some(communities),
            ..drawn
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friendships between each two communities, a ≥ b.
    fn counts(drawn: &Drawn, communities: usize) -> Vec<Vec<u32>> {
        let of = drawn.communities.as_ref().unwrap();
        let mut counts = vec![vec![0; communities]; communities];
        for (_, a, b) in drawn.ties.iter().filter(|(_, a, b)| a > b) {
            counts[of[a.index()] as usize][of[b.index()] as usize] += 1;
        }
        counts
    }

    #[test]
    fn communities_are_tied_as_the_matrix_says() {
        let sizes = vec![3000, 500, 1500];
        let matrix = vec![
            vec![0.004, 0.001, 0.0],
            vec![0.001, 0.05, 0.002],
            vec![0.0, 0.002, 0.01],
        ];
        let model = BlockModel {
            sizes: sizes.clone(),
            chances: Chances::Matrix(matrix.clone()),
        };
        let drawn = model.draw(1).unwrap();
        let counts = counts(&drawn, 3);
        for a in 0..3 {
            for b in 0..=a {
                let size = |c: usize| f64::from(sizes[c]);
                let possible = if a == b {
                    size(a) * (size(a) - 1.0) / 2.0
                } else {
                    size(a) * size(b)
                };
                let chance = matrix[a][b];
                // 4.5 binomial standard errors.
                let error = libm::sqrt(possible * chance * (1.0 - chance));
                let gap = f64::from(counts[a][b]) - possible * chance;
                assert!(gap.abs() <= 4.5 * error, "{a} {b}: {gap}");
            }
        }
        assert_eq!(drawn.imported.duplicates + drawn.imported.self_loops, 0);
    }

    #[test]
    fn a_planted_partition_is_its_matrix() {
        let model = BlockModel {
            sizes: vec![40; 125],
            chances: Chances::Planted {
                inside: 0.3,
                outside: 0.001,
            },
        };
        let counts = counts(&model.draw(2).unwrap(), 125);
        let inside: u32 = (0..125).map(|c| counts[c][c]).sum();
        let outside: u32 = counts.iter().flatten().sum::<u32>() - inside;
        let pairs = (125.0 * 780.0, 5000.0 * 4999.0 / 2.0 - 125.0 * 780.0);
        for (found, possible, chance) in [(inside, pairs.0, 0.3), (outside, pairs.1, 0.001)] {
            // 4.5 binomial standard errors.
            let error = libm::sqrt(possible * chance * (1.0 - chance));
            let gap = f64::from(found) - possible * chance;
            assert!(gap.abs() < 4.5 * error, "{chance}: {gap}");
        }
    }

    #[test]
    fn a_matrix_that_does_not_fit_is_refused() {
        let refused = |matrix| {
            let model = BlockModel {
                sizes: vec![10, 10],
                chances: Chances::Matrix(matrix),
            };
            model.draw(1).unwrap_err().to_string()
        };
        assert_eq!(
            refused(vec![vec![0.5]]),
            "block-model: matrix is a row of 1; one row and column for each of 2 communities"
        );
        assert_eq!(
            refused(vec![vec![0.5, 0.1], vec![0.2, 0.5]]),
            "block-model: matrix is 0.1; the same as its mirror image, 0.2"
        );
        assert_eq!(
            refused(vec![vec![0.5, 1.1], vec![1.1, 0.5]]),
            "block-model: matrix is 1.1; chances from 0 to 1"
        );
    }

    #[test]
    fn empty_communities_do_no_harm() {
        let model = BlockModel {
            sizes: vec![0, 5, 0, 5, 0],
            chances: Chances::Matrix(vec![vec![1.0; 5]; 5]),
        };
        assert_eq!(model.draw(1).unwrap().ties.count(), 90);
    }
}

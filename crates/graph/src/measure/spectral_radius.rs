//! The spectral radius: how fast paths multiply with their length.
//!
//! Word that passes each friendship with a chance above 1/radius can, roughly,
//! sustain itself.
//!
//! - **Cost:** one pass over the friendships a step, on all threads; a few dozen
//!   steps as a rule.
//! - **Source:** the Lanczos method as in Golub & Van Loan, *Matrix Computations*,
//!   4th ed. 2013, section 10.1; the bound on the error from section 10.1.5; the
//!   threshold from Wang, Chakrabarti, Wang & Faloutsos, *SRDS* 2003.

use rayon::prelude::*;

use crate::id::NodeId;
use crate::measure::friendships::Friendships;
use crate::measure::steady;

/// How close the value has to be, relative to itself.
const TOLERANCE: f64 = 1e-6;
/// Steps after which the value is given as it stands.
const MOST_STEPS: usize = 500;
/// People to a unit of work.
const BLOCK: usize = 1024;

/// The largest eigenvalue of the friendships, from below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpectralRadius {
    /// The value; the true one is not smaller.
    pub value: f64,
    /// An eigenvalue lies no further from the value than this.
    pub within: f64,
}

impl SpectralRadius {
    /// The spectral radius of `friends`, to a millionth of itself.
    ///
    /// Where even 500 steps are too few, [`within`](Self::within) says how far it
    /// came.
    pub fn of(friends: &Friendships) -> Self {
        let people = friends.people() as usize;
        if friends.count() == 0 {
            return Self {
                value: 0.0,
                within: 0.0,
            };
        }
        // Everybody begins with their degree: no component is left out.
        let mut now: Vec<f64> = friends
            .nodes()
            .map(|v| f64::from(friends.degree(v)))
            .collect();
        let length = norm(&now);
        now.par_iter_mut().for_each(|x| *x /= length);
        let mut before = vec![0.0; people];
        let mut next = vec![0.0; people];
        let mut lanczos = Tridiagonal::default();
        let mut beta = 0.0;
        loop {
            next.par_chunks_mut(BLOCK)
                .enumerate()
                .for_each(|(block, next)| {
                    for (v, next) in (block * BLOCK..).zip(next) {
                        let row = friends.friends_of(NodeId(v as u32));
                        let sum: f64 = row.iter().map(|&w| now[w.index()]).sum();
                        *next = sum - beta * before[v];
                    }
                });
            let alpha = steady::sum(people, |v| next[v] * now[v]);
            next.par_iter_mut()
                .zip(&now)
                .for_each(|(x, y)| *x -= alpha * y);
            beta = norm(&next);
            lanczos.diagonal.push(alpha);
            let steps = lanczos.diagonal.len();
            if steps.is_multiple_of(4) || beta < 1e-12 * length || steps >= people.min(MOST_STEPS) {
                let (value, last) = lanczos.largest();
                let within = beta * last;
                if within <= TOLERANCE * value || beta < 1e-12 || steps >= MOST_STEPS {
                    return Self { value, within };
                }
            }
            lanczos.beside.push(beta);
            next.par_iter_mut().for_each(|x| *x /= beta);
            std::mem::swap(&mut before, &mut now);
            std::mem::swap(&mut now, &mut next);
        }
    }
}

fn norm(x: &[f64]) -> f64 {
    libm::sqrt(steady::sum(x.len(), |i| x[i] * x[i]))
}

/// What the steps so far know of the matrix: a symmetric matrix with entries on
/// and beside its diagonal only.
#[derive(Debug, Default)]
struct Tridiagonal {
    diagonal: Vec<f64>,
    beside: Vec<f64>,
}

impl Tridiagonal {
    /// The largest eigenvalue, and the size of the last entry of its unit vector.
    fn largest(&self) -> (f64, f64) {
        let at = |i: usize| {
            if i < self.beside.len() {
                self.beside[i].abs()
            } else {
                0.0
            }
        };
        let around = |i: usize| at(i) + if i > 0 { at(i - 1) } else { 0.0 };
        let size = self.diagonal.len();
        // No eigenvalue is larger than that (Gershgorin), none of a graph negative.
        let reach = (0..size)
            .map(|i| self.diagonal[i] + around(i))
            .fold(0.0, f64::max);
        let (mut low, mut high) = (self.diagonal[0].min(0.0), reach);
        while high - low > 1e-14 * reach {
            let middle = low + (high - low) / 2.0;
            if middle <= low || middle >= high {
                break;
            }
            if self.has_larger(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        (high, self.last_entry(high))
    }

    /// Whether an eigenvalue is larger than `x`: whether a pivot of the matrix
    /// less x times identity is positive.
    fn has_larger(&self, x: f64) -> bool {
        let mut pivot = self.diagonal[0] - x;
        for (diagonal, beside) in self.diagonal[1..].iter().zip(&self.beside) {
            if pivot > 0.0 {
                return true;
            }
            // A pivot of zero stands for one just below it.
            let below = if pivot == 0.0 {
                -f64::MIN_POSITIVE
            } else {
                pivot
            };
            pivot = diagonal - x - beside * beside / below;
        }
        pivot > 0.0
    }

    /// The last entry of the unit vector of eigenvalue `x`, by the recurrence from
    /// the last entry back, in which the entries grow.
    fn last_entry(&self, x: f64) -> f64 {
        let size = self.diagonal.len();
        let (mut after, mut here, mut squares) = (0.0, 1.0f64, 1.0f64);
        for i in (1..size).rev() {
            let beyond = if i < size - 1 {
                self.beside[i] * after
            } else {
                0.0
            };
            let earlier = ((x - self.diagonal[i]) * here - beyond) / self.beside[i - 1];
            (after, here) = (here, earlier);
            squares += here * here;
            // Once the entries are that large, the last one is nothing beside them.
            if squares > 1e200 {
                return 1e-100;
            }
        }
        1.0 / libm::sqrt(squares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    fn of(text: &str) -> f64 {
        SpectralRadius::of(&Friendships::of(&graph(text).platforms()[0].ties)).value
    }

    #[test]
    fn the_radius_of_known_graphs_is_what_the_books_say() {
        // A complete graph has one less than its people, a star the root of its
        // arms, a path of n people 2 cos(π/(n + 1)).
        for (text, radius) in [
            ("0-1 0-2 0-3 1-2 1-3 2-3", 3.0),
            ("0-1 0-2 0-3 0-4", 2.0),
            ("0-1", 1.0),
            (
                "0-1 1-2 2-3 3-4",
                2.0 * libm::cos(std::f64::consts::PI / 6.0),
            ),
            ("0-1 2-3 3-4 4-2", 2.0),
            ("", 0.0),
        ] {
            assert!((of(text) - radius).abs() < 1e-9, "{text}: {}", of(text));
        }
    }
}

//! How far apart two people can be: the diameter, exact where that is cheap, and
//! otherwise between two bounds.
//!
//! The diameter is the largest number of steps between two people whom a path
//! joins; pairs that none joins do not count.
//!
//! - **Cost:** bounded by the caller. Often a few dozen searches are enough,
//!   where trying everybody would take one for each.
//! - **Source:** iFUB after four sweeps, Crescenzi, Grossi, Habib, Lanzi & Marino,
//!   *Theoretical Computer Science* 514, 2013.

use rayon::prelude::*;

use crate::id::NodeId;
use crate::measure::components::Components;
use crate::measure::friendships::Friendships;
use crate::measure::search::Search;

/// Searches done at a time. The bounds are looked at after each lot, whatever the
/// number of threads.
const LOT: usize = 16;

/// Bounds on the diameter, in steps; equal where it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Diameter {
    /// Some pair is that far apart.
    pub low: u32,
    /// No pair is further apart.
    pub high: u32,
    /// How many searches it took.
    pub searches: u32,
}

impl Diameter {
    /// The diameter of `friends`, following at most about `effort` ties; the five
    /// searches that give the first bounds are always made.
    ///
    /// An effort of `u64::MAX` makes it exact, however long that takes.
    pub fn within(friends: &Friendships, effort: u64) -> Self {
        let components = Components::of(friends);
        let mut islands: Vec<Island> = Vec::with_capacity(components.count() as usize);
        for v in friends.nodes() {
            let number = components.component_of(v) as usize;
            if number == islands.len() {
                islands.push(Island {
                    people: 0,
                    ties: 0,
                    hub: v,
                });
            }
            let island = &mut islands[number];
            island.people += 1;
            island.ties += u64::from(friends.degree(v));
            if friends.degree(v) > friends.degree(island.hub) {
                island.hub = v;
            }
        }
        islands.sort_by_key(|island| std::cmp::Reverse(island.people));
        let mut bounds = Self {
            low: 0,
            high: 0,
            searches: 0,
        };
        let mut effort = effort;
        let mut search = Search::new(friends.people());
        for island in islands {
            // So many people can at most stand in a line.
            let line = island.people - 1;
            if line <= bounds.low {
                break;
            }
            if bounds.searches > 0 && effort < 4 * island.cost() {
                bounds.high = bounds.high.max(line);
                continue;
            }
            island.measure(friends, &mut search, &mut bounds, &mut effort);
        }
        bounds.high = bounds.high.max(bounds.low);
        bounds
    }

    /// Whether the bounds meet.
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }
}

/// One component.
struct Island {
    people: u32,
    ties: u64,
    /// The person with the most friends.
    hub: NodeId,
}

impl Island {
    /// Ties followed by one search, people counting too.
    fn cost(&self) -> u64 {
        self.ties + u64::from(self.people)
    }

    fn measure(
        &self,
        friends: &Friendships,
        search: &mut Search,
        bounds: &mut Diameter,
        effort: &mut u64,
    ) {
        // Two double sweeps: to the end, to the other end, back to the middle.
        let mut middle = self.hub;
        let mut low = 0;
        for _ in 0..2 {
            search.from(friends, middle);
            let end = search.met()[search.met().len() - 1];
            low = low.max(search.from(friends, end));
            let other = search.met()[search.met().len() - 1];
            middle = search.half_way_to(friends, other);
        }
        let furthest = search.from(friends, middle);
        bounds.searches += 5;
        *effort = effort.saturating_sub(5 * self.cost());
        low = low.max(furthest).max(bounds.low);
        // Whoever is further than `level` from the middle has been tried; two others
        // are at most twice that level apart.
        let people: Vec<(u32, NodeId)> = search
            .met()
            .iter()
            .rev()
            .map(|&v| (search.distance(v), v))
            .collect();
        let mut high = low.max(2 * furthest);
        let mut left = people.len();
        for lot in people.chunks(LOT) {
            high = low.max(2 * lot[0].0);
            let cost = lot.len() as u64 * self.cost();
            if low == high || *effort < cost {
                break;
            }
            *effort -= cost;
            bounds.searches += lot.len() as u32;
            // A search of one's own costs a place for everybody, which many small
            // parts are not worth.
            let found = if cost < friends.people().into() {
                lot.iter().map(|&(_, v)| search.from(friends, v)).max()
            } else {
                lot.par_iter()
                    .map_init(
                        || Search::new(friends.people()),
                        |search, &(_, v)| search.from(friends, v),
                    )
                    .max()
            };
            low = low.max(found.unwrap_or(0));
            left -= lot.len();
        }
        if left == 0 {
            high = low;
        }
        bounds.low = low;
        bounds.high = bounds.high.max(high);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;
    use crate::community::Community;

    fn friends(text: &str) -> Friendships {
        Friendships::of(&graph(text).platforms()[0].ties)
    }

    #[test]
    fn a_line_is_as_long_as_its_ties_and_the_longest_line_counts() {
        for (text, steps) in [
            ("0-1 1-2 2-3 3-4", 4),
            ("0-1 2-3 3-4 4-5", 3),
            ("0-1 1-2 2-0", 1),
        ] {
            let diameter = Diameter::within(&friends(text), u64::MAX);
            assert_eq!((diameter.low, diameter.high), (steps, steps), "{text}");
        }
        assert!(Diameter::within(&friends(""), 0).is_exact());
    }

    #[test]
    fn with_less_effort_the_bounds_still_hold() {
        let ties = Community {
            people: 3000,
            median_friends: 3.0,
            ..Default::default()
        };
        let friends = Friendships::of(&ties.ties(5).unwrap());
        let exact = Diameter::within(&friends, u64::MAX);
        assert!(exact.is_exact());
        let rough = Diameter::within(&friends, 0);
        assert!(
            rough.low <= exact.low && exact.low <= rough.high,
            "{rough:?}, {exact:?}"
        );
        assert_eq!(rough.searches, 5);
    }
}

//! How deep in the crowd people stand: core numbers.
//!
//! The k-core is what is left when everybody with fewer than k friends among
//! those left goes, again and again. A person's core number is the largest k
//! whose core they are in.
//!
//! - **Cost:** one pass over the friendships.
//! - **Source:** Batagelj & Zaveršnik, "An O(m) algorithm for cores decomposition
//!   of networks", 2003.

use crate::id::{NodeId, PerNode};
use crate::measure::friendships::Friendships;

/// Everybody's core number.
pub fn core_numbers(friends: &Friendships) -> PerNode<u32> {
    let people = friends.people() as usize;
    let mut left = friends.degrees();
    let largest = left.as_slice().iter().copied().max().unwrap_or(0) as usize;
    // People in order of friends left; `start[d]` is the place of the first with d.
    let mut start = vec![0u32; largest + 2];
    for &degree in left.as_slice() {
        start[degree as usize + 1] += 1;
    }
    for d in 0..=largest {
        start[d + 1] += start[d];
    }
    let mut next = start.clone();
    let mut order = vec![NodeId(0); people];
    let mut place = PerNode::filled(0u32, people as u32);
    for v in friends.nodes() {
        let at = &mut next[left[v] as usize];
        order[*at as usize] = v;
        place[v] = *at;
        *at += 1;
    }
    for at in 0..people {
        let v = order[at];
        for &w in friends.friends_of(v) {
            if left[w] <= left[v] {
                continue;
            }
            // To the front of its own degree, which then begins one place later.
            let front = start[left[w] as usize].max(at as u32 + 1);
            let there = order[front as usize];
            order.swap(front as usize, place[w] as usize);
            place[there] = place[w];
            place[w] = front;
            start[left[w] as usize] = front + 1;
            left[w] -= 1;
        }
    }
    left
}

/// The largest core number; zero without people.
pub fn degeneracy(cores: &PerNode<u32>) -> u32 {
    cores.as_slice().iter().copied().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    #[test]
    fn a_tail_has_one_a_ring_two_and_four_who_all_know_each_other_three() {
        let graph = graph("0-1 0-2 0-3 1-2 1-3 2-3 3-4 4-5 5-6 6-3 6-7");
        let cores = core_numbers(&Friendships::of(&graph.platforms()[0].ties));
        assert_eq!(cores.as_slice(), [3, 3, 3, 3, 2, 2, 2, 1]);
        assert_eq!(degeneracy(&cores), 3);
    }
}

//! Whether the well-connected befriend the well-connected: degree assortativity.
//!
//! - **Cost:** one pass over the friendships. Sums are whole numbers, so that the
//!   numbering of people cannot matter.
//! - **Source:** Newman, *Physical Review Letters* 89, 208701 (2002), equation 4.

use rayon::prelude::*;

use crate::measure::friendships::Friendships;

/// The correlation between the degrees at the two ends of a friendship, −1 to 1;
/// `None` where all ends have the same degree, or there is no friendship.
pub fn degree_assortativity(friends: &Friendships) -> Option<f64> {
    if friends.count() == 0 {
        return None;
    }
    let nodes = || (0..friends.people()).into_par_iter().map(crate::id::NodeId);
    let ends = friends.count() as i128 * 2;
    let squares: i128 = nodes().map(|v| i128::from(friends.degree(v)).pow(2)).sum();
    // Degrees are taken from a whole number near their mean, so that the
    // difference below cancels nothing but the rest of that mean.
    let near = squares / ends;
    let from = |v| i128::from(friends.degree(v)) - near;
    let first: i128 = nodes()
        .map(|v| i128::from(friends.degree(v)) * from(v))
        .sum();
    let second: i128 = nodes()
        .map(|v| i128::from(friends.degree(v)) * from(v).pow(2))
        .sum();
    let product: i128 = nodes()
        .map(|v| from(v) * friends.friends_of(v).iter().map(|&w| from(w)).sum::<i128>())
        .sum();
    let mean = first as f64 / ends as f64;
    let variance = second as f64 / ends as f64 - mean * mean;
    let covariance = product as f64 / ends as f64 - mean * mean;
    (variance > 0.0).then(|| covariance / variance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    fn of(text: &str) -> Option<f64> {
        degree_assortativity(&Friendships::of(&graph(text).platforms()[0].ties))
    }

    #[test]
    fn a_star_is_as_disassortative_as_can_be() {
        assert_eq!(of("0-1 0-2 0-3 0-4"), Some(-1.0));
    }

    #[test]
    fn a_ring_and_a_pair_apart_sort_by_degree() {
        assert_eq!(of("0-1 1-2 2-0 3-4"), Some(1.0));
    }

    #[test]
    fn where_all_have_as_many_friends_there_is_no_correlation() {
        assert_eq!(of("0-1 1-2 2-0"), None);
        assert_eq!(of(""), None);
    }
}

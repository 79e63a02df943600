//! How many ties are returned.
//!
//! - **Cost:** one pass over the ties, in both directions.
//! - **Source:** Newman, *Networks*, 2nd ed. 2018, section 7.7.

use rayon::prelude::*;

use crate::id::NodeId;
use crate::ties::Ties;

/// Number of directed ties whose opposite is there too; each of the two counts.
pub fn returned(ties: &Ties) -> u64 {
    if ties.is_mutual() {
        return ties.count().into();
    }
    (0..ties.people())
        .into_par_iter()
        .map(|v| shared(ties.heard_by(NodeId(v)), ties.hears(NodeId(v))))
        .sum()
}

/// Share of directed ties that are returned, 0 to 1; `None` without ties.
pub fn reciprocity(ties: &Ties) -> Option<f64> {
    (ties.count() > 0).then(|| returned(ties) as f64 / f64::from(ties.count()))
}

/// How many stand in both of two ascending rows.
fn shared(a: &[NodeId], b: &[NodeId]) -> u64 {
    let (mut i, mut j, mut found) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (left, right) = (a[i], b[j]);
        found += u64::from(left == right);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    #[test]
    fn a_friendship_and_two_one_way_ties_return_half() {
        let graph = graph("0-1 1->2 2->3");
        assert_eq!(reciprocity(&graph.platforms()[0].ties), Some(0.5));
    }

    #[test]
    fn without_ties_there_is_no_share() {
        assert_eq!(reciprocity(&graph("").platforms()[0].ties), None);
    }
}

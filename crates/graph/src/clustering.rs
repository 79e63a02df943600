//! Clustering: how often two friends of one person are friends themselves.
//!
//! - **Cost:** for each of the people looked at, the ties of their friends; at
//!   most a thousand people are looked at, evenly spaced among those who count.
//! - **Source:** the mean local coefficient of Watts & Strogatz, *Nature* 393,
//!   1998, over people with at least two friends.

use rayon::prelude::*;

use crate::id::NodeId;
use crate::ties::Ties;

/// People who are looked at.
const SAMPLE: usize = 1000;

/// The mean local clustering among people `0..people`, as if nobody else were
/// there; 0 where nobody has two friends. Its standard error is below 0.016.
pub(crate) fn clustering(ties: &Ties, people: u32) -> f64 {
    // Rows are ascending, so those of the first ids stand in front.
    let friends = |v: NodeId| {
        let row = ties.heard_by(v);
        &row[..row.partition_point(|friend| friend.0 < people)]
    };
    let counts: Vec<NodeId> = (0..people)
        .map(NodeId)
        .filter(|&v| friends(v).len() > 1)
        .collect();
    let sample = counts.len().min(SAMPLE);
    let local: Vec<f64> = (0..sample)
        .into_par_iter()
        .map(|at| {
            let v = counts[(at as u64 * counts.len() as u64 / sample as u64) as usize];
            let mine = friends(v);
            let closed: usize = mine.iter().map(|&w| in_both(mine, friends(w))).sum();
            closed as f64 / (mine.len() as f64 * (mine.len() - 1) as f64)
        })
        .collect();
    match sample {
        0 => 0.0,
        // In the order of ids, whatever the threads did.
        _ => local.iter().sum::<f64>() / sample as f64,
    }
}

/// How many people two ascending rows share.
fn in_both(one: &[NodeId], other: &[NodeId]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        both += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::graph;

    #[test]
    fn a_triangle_is_closed_and_a_tail_opens_it() {
        let of = |text: &str| clustering(&graph(text).platforms()[0].ties, 4);
        assert_eq!(of("0-1 1-2 2-0 3->0"), 1.0);
        // 0 and 1 see one closed pair of one; 2 sees one of three.
        assert!((of("0-1 1-2 2-0 2-3") - (1.0 + 1.0 + 1.0 / 3.0) / 3.0).abs() < 1e-12);
        assert_eq!(of("0-1 1-2 2-3"), 0.0);
    }

    #[test]
    fn people_beyond_the_first_are_no_friends() {
        let graph = graph("0-1 1-2 2-0 0-3 0-4");
        assert_eq!(clustering(&graph.platforms()[0].ties, 3), 1.0);
    }
}

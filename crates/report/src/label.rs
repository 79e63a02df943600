//! Labels side by side that want the same place, pushed apart.

/// Centres for labels of these `sizes`, as near to where they are `wanted` as
/// can be without two of them overlapping or one leaving `from..to`.
///
/// Order is kept: who wanted to be lower is lower, and of equals the first
/// comes first. Nearest in the sum of squared moves. `None` if all together do
/// not fit.
///
/// # Source
///
/// Ayer, Brunk, Ewing, Reid & Silverman, *Annals of Mathematical Statistics*
/// 26(4), 1955: with each label's wanted place taken relative to those before
/// it, the task is an isotonic regression, solved by pooling adjacent violators.
pub(crate) fn apart(wanted: &[f64], sizes: &[f64], from: f64, to: f64) -> Option<Vec<f64>> {
    let total: f64 = sizes.iter().sum();
    if total > to - from {
        return None;
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));

    // Each pool is a run of labels that touch: the sum of where its members
    // would have it begin, and how many they are.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let mut before = 0.0;
    for &label in &order {
        let mut pool = (wanted[label] - sizes[label] / 2.0 - before, 1);
        before += sizes[label];
        while let Some(&(sum, members)) = pools.last() {
            if sum / members as f64 <= pool.0 / pool.1 as f64 {
                break;
            }
            pool = (pool.0 + sum, pool.1 + members);
            pools.pop();
        }
        pools.push(pool);
    }

    let begins = pools.iter().flat_map(|&(sum, members)| {
        std::iter::repeat_n((sum / members as f64).clamp(from, to - total), members)
    });
    let mut centres = vec![0.0; wanted.len()];
    let mut before = 0.0;
    for (&label, begin) in order.iter().zip(begins) {
        centres[label] = begin + before + sizes[label] / 2.0;
        before += sizes[label];
    }
    Some(centres)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(
            apart(&[50.0, 20.0], &[10.0, 10.0], 0.0, 100.0),
            Some(vec![50.0, 20.0])
        );
    }

    #[test]
    fn labels_that_want_one_place_share_it_evenly() {
        assert_eq!(
            apart(&[50.0, 50.0], &[10.0, 10.0], 0.0, 100.0),
            Some(vec![45.0, 55.0])
        );
    }

    #[test]
    fn nothing_leaves_the_room_and_nothing_overlaps() {
        let wanted = [99.0, 100.0, 2.0, -40.0, 98.0];
        let sizes = [20.0, 10.0, 10.0, 10.0, 20.0];
        let centres = apart(&wanted, &sizes, 0.0, 100.0).unwrap();
        let mut spans: Vec<_> = centres
            .iter()
            .zip(sizes)
            .map(|(c, s)| (c - s / 2.0, c + s / 2.0))
            .collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(spans[0].0 >= 0.0 && spans[4].1 <= 100.0);
        assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1e-9));
    }

    #[test]
    fn too_many_labels_are_refused() {
        assert_eq!(apart(&[1.0, 2.0], &[60.0, 60.0], 0.0, 100.0), None);
    }
}

//! Positions that each are taken with the same chance, without a look at the
//! others.
//!
//! The gap to the next taken position is geometric: one uniform and one
//! logarithm for a position taken, nothing for one passed over.
//!
//! - **Source:** Batagelj & Brandes, *Physical Review E* 71, 036113 (2005),
//!   section II A.

use std::ops::Range;

use rand_chacha::ChaCha8Rng;

use crate::community::unit;

/// Calls `take` with row and column of every position taken. Row `v` of `rows`
/// has `length(v)` columns, and each position is taken with chance `chance`,
/// 0 to 1.
pub(super) fn skip(
    rows: Range<u32>,
    length: impl Fn(u32) -> u32,
    chance: f64,
    random: &mut ChaCha8Rng,
    mut take: impl FnMut(u32, u32),
) {
    if chance <= 0.0 {
        return;
    }
    let passed = libm::log1p(-chance);
    let mut row = rows.start;
    let mut column = 0u64;
    loop {
        if chance < 1.0 {
            // The cast saturates: a gap too long for u64 ends the walk.
            let gap = libm::log(1.0 - unit(random)) / passed;
            column = column.saturating_add(gap as u64);
        }
        while row < rows.end && column >= u64::from(length(row)) {
            column -= u64::from(length(row));
            row += 1;
        }
        if row >= rows.end {
            return;
        }
        take(row, column as u32);
        column += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::community::stream;

    fn taken(rows: Range<u32>, chance: f64) -> Vec<(u32, u32)> {
        let mut all = Vec::new();
        skip(
            rows,
            |v| v,
            chance,
            &mut stream(1, 0),
            |row, column| {
                all.push((row, column));
            },
        );
        all
    }

    #[test]
    fn certainty_takes_every_position_once_and_impossibility_none() {
        assert_eq!(taken(0..4, 1.0).len(), 6);
        assert_eq!(taken(2..4, 1.0), [(2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]);
        assert!(taken(0..4, 0.0).is_empty());
        assert!(taken(0..4, 1e-300).is_empty());
    }

    #[test]
    fn every_column_is_taken_as_often_as_its_chance_says() {
        // 40,000 rows of ten columns: 4.5 binomial standard errors a column.
        let mut counts = [0u32; 10];
        skip(
            0..40_000,
            |_| 10,
            0.3,
            &mut stream(2, 0),
            |_, column| {
                counts[column as usize] += 1;
            },
        );
        let error = libm::sqrt(40_000.0 * 0.3 * 0.7);
        for count in counts {
            assert!((f64::from(count) - 12_000.0).abs() < 4.5 * error, "{count}");
        }
    }
}

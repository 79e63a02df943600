//! What a checksum cannot know of ties.

use rayon::prelude::*;

use crate::Error;
use crate::binary::layout::wrong;
use crate::id::NodeId;

/// Checks that each row ascends, names people that there are, and not its own;
/// and that `mutual` ties stand on both sides. Cost: one pass over all ties.
///
/// # Errors
///
/// [`Error::NotAGraphFile`].
pub(crate) fn rows_are_fine<'a>(
    platform: &str,
    people: u32,
    mutual: bool,
    row: impl Fn(NodeId) -> &'a [NodeId] + Sync,
) -> Result<(), Error> {
    // Each tie is mixed with its turned one, and by turns added and taken away:
    // friendships come to nothing.
    let checked = |source: u32| {
        let row = row(NodeId(source));
        let ascending = row.windows(2).all(|pair| pair[0] < pair[1]);
        let known = row.last().is_none_or(|last| last.0 < people);
        let mut balance = 0u64;
        let mut own = false;
        for target in row {
            own |= target.0 == source;
            let mixed = mixed(source.min(target.0), source.max(target.0));
            balance = match source < target.0 {
                true => balance.wrapping_add(mixed),
                false => balance.wrapping_sub(mixed),
            };
        }
        (ascending && known && !own, balance)
    };
    let (fine, balance) = (0..people)
        .into_par_iter()
        .with_min_len(4096)
        .map(checked)
        .reduce(|| (true, 0), |a, b| (a.0 && b.0, a.1.wrapping_add(b.1)));
    if !fine {
        return Err(wrong(format!(
            "a row of platform \"{platform}\" names nobody, oneself, or somebody twice"
        )));
    }
    if mutual && balance != 0 {
        return Err(wrong(format!(
            "a friendship of platform \"{platform}\" stands on one side only"
        )));
    }
    Ok(())
}

/// A friendship as 64 mixed bits.
fn mixed(low: u32, high: u32) -> u64 {
    let pair = (u64::from(low) << 32 | u64::from(high)).wrapping_add(1);
    let once = (pair ^ pair >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (once ^ once >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

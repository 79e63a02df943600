//! Paid impressions: on whom they fall, and when.
//!
//! Every person meets a Poisson stream of impressions along an axis of intensity,
//! one per unit on average; money decides how far along the axis they are live. So
//! a larger budget adds impressions and moves none.
//!
//! ```text
//! intensity   0 ────────┬─────────┬─────────┬──────►
//!             cell 0    │ cell 1  │ cell 2  ┆ the money ends within a cell
//! ```
//!
//! People are taken in blocks of 256 ids, so that an intensity far below one costs
//! next to nothing, and the axis in cells: a keyed word tells how many impressions
//! a block meets within a cell, and one word each on whom, where in the cell and
//! when. Ids that nobody has, people outside the catchment and people who are not
//! on the platform waste theirs.
//!
//! - **Draws:** one word a cell and block, one word an impression.
//! - **Source:** the count of a Poisson stream in a cell and the uniform places
//!   within it: Kingman, *Poisson Processes*, 1993, section 2.4.

use groundswell_diffusion::world::Draws;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;

/// People per block; a part of luck, never changed.
pub(crate) const BLOCK: u32 = 256;

/// Impressions of a block within a cell, on average; a part of luck, never changed.
const PER_CELL: f64 = 16.0;

/// The most of them; beyond it the probability is below 2⁻⁶⁴.
const MOST: usize = 64;

/// The streams of impressions, and the table from which their counts are read.
#[derive(Debug)]
pub(crate) struct Impressions {
    /// Probability of at most 0, 1, 2, … impressions, as luck compares it.
    at_most: [u64; MOST],
}

/// One impression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Impression {
    pub(crate) target: NodeId,
    /// The cell of its block, and where in the cell it lies, in 2⁻²⁴ of it.
    cell: u32,
    place: u32,
    /// Its number among those that the target could meet.
    pub(crate) nth: u32,
    /// When, in 2⁻³² of the time for which impressions are bought.
    pub(crate) when: u32,
}

impl Impression {
    /// The intensity per person from which on it is live.
    pub(crate) fn from(&self) -> f64 {
        let place = f64::from(self.place) / f64::from(1 << 24);
        (f64::from(self.cell) + place) * PER_CELL / f64::from(BLOCK)
    }
}

impl Impressions {
    pub(crate) fn new() -> Self {
        let (mut term, mut sum) = (libm::exp(-PER_CELL), 0.0);
        let mut at_most = [0; MOST];
        for (k, at_most) in (1..).zip(&mut at_most) {
            sum += term;
            term *= PER_CELL / f64::from(k);
            *at_most = Probability::clamped(sum).chance().digits();
        }
        Self { at_most }
    }

    /// Calls `each` with every impression on the people of `blocks`, up to the
    /// intensity `per_person`.
    pub(crate) fn up_to(
        &self,
        per_person: f64,
        draws: Draws,
        blocks: &[u32],
        mut each: impl FnMut(Impression),
    ) {
        let cells = per_person * f64::from(BLOCK) / PER_CELL;
        let (whole, cut) = (cells as u32, (cells.fract() * f64::from(1 << 24)) as u32);
        let mut met = [0u32; BLOCK as usize];
        let mut live = [(0, 0); MOST];
        for &block in blocks {
            met.fill(0);
            for cell in 0..=whole {
                let mut words = draws.several(block, cell).map(|draw| draw.bits());
                let count = words.next().map_or(0, |word| self.count(word));
                let paid = if cell < whole { 1 << 24 } else { cut };
                let mut paid_for = 0;
                for word in words.take(count) {
                    let (within, place) = (Self::within(word), Self::place(word));
                    // What nobody paid for is numbered with the rest, so that a number
                    // never depends on the money.
                    let met = &mut met[within as usize];
                    // Written whether it counts or not: which of them do, no processor
                    // can guess.
                    live[paid_for % MOST] = (word, *met);
                    paid_for += usize::from(place < paid);
                    *met += 1;
                }
                for &(word, nth) in &live[..paid_for] {
                    each(Impression {
                        target: NodeId(block * BLOCK + u32::from(Self::within(word))),
                        cell,
                        place: Self::place(word),
                        nth,
                        when: word as u32,
                    });
                }
            }
        }
    }

    /// On whom of the block an impression falls: the first 8 bits of its word.
    fn within(word: u64) -> u8 {
        (word >> 56) as u8
    }

    /// Where in the cell it lies: the next 24 bits. The last 32 say when.
    fn place(word: u64) -> u32 {
        (word >> 32) as u32 & 0xff_ffff
    }

    /// The Poisson count at the uniform `u`.
    fn count(&self, u: u64) -> usize {
        self.at_most.partition_point(|&at_most| at_most <= u)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_diffusion::world::World;
    use groundswell_graph::name_key::NameKey;

    fn draws(index: u64) -> Draws {
        World::new(1, index).people(NameKey::of("boost/impressions"))
    }

    fn bought(per_person: f64, index: u64) -> Vec<Impression> {
        let mut all = Vec::new();
        Impressions::new().up_to(per_person, draws(index), &[0, 3], |i| all.push(i));
        all
    }

    #[test]
    fn more_money_adds_impressions_and_moves_none() {
        for index in 0..50 {
            let mut last = Vec::new();
            for per_person in [0.0, 0.001, 0.0626, 0.5, 0.51, 3.0] {
                let now = bought(per_person, index);
                assert!(last.iter().all(|impression| now.contains(impression)));
                last = now;
            }
        }
    }

    #[test]
    fn people_meet_poisson_numbers_of_their_own() {
        // 512 people in 200 worlds at 1.3 each: mean and variance of the numbers, and
        // the covariance of neighbours, within 4.5 standard errors.
        let (per_person, worlds) = (1.3, 200);
        let mut numbers = Vec::new();
        for index in 0..worlds {
            let mut met = [0.0; 1024];
            bought(per_person, index)
                .iter()
                .for_each(|i| met[i.target.index()] += 1.0);
            numbers.extend_from_slice(&met[..256]);
            numbers.extend_from_slice(&met[768..]);
            assert!(met[256..768].iter().all(|&n| n == 0.0));
        }
        let n = numbers.len() as f64;
        let mean = numbers.iter().sum::<f64>() / n;
        assert!(
            (mean - per_person).abs() < 4.5 * (per_person / n).sqrt(),
            "{mean}"
        );
        let variance = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
        // The variance of (x − m)² is m + 2m² for a Poisson number.
        let error = ((per_person + 2.0 * per_person * per_person) / n).sqrt();
        assert!((variance - per_person).abs() < 4.5 * error, "{variance}");
        let neighbours = numbers.windows(2).map(|w| (w[0] - mean) * (w[1] - mean));
        let covariance = neighbours.sum::<f64>() / n;
        assert!(
            covariance.abs() < 4.5 * per_person / n.sqrt(),
            "{covariance}"
        );
    }

    #[test]
    fn numbers_count_up_per_person() {
        let mut met = vec![0; 1024];
        for impression in bought(5.0, 7) {
            // Gaps are what lies beyond the money, in the last cell only.
            assert!(impression.nth >= met[impression.target.index()]);
            met[impression.target.index()] = impression.nth + 1;
        }
    }
}

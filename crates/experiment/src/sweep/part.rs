//! What a block of worlds came to, as bytes.
//!
//! ```text
//! 1 | fingerprint 16 | worlds 4 | arms 2 | columns 2 | a column for each arm and metric
//! 2 | why the cell was refused, in UTF-8
//!
//! column: the least value 8 | step 8 | width 1 | (value − least) / step, `width` bytes each
//! ```
//!
//! A column that does not vary takes seventeen bytes, whatever the number of worlds; one of
//! small counts takes a byte a world.

/// What a block of a cell came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Its worlds.
    Worlds(Worlds),
    /// The cell cannot be carried out, and why.
    Refused(String),
}

/// The worlds of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Worlds {
    /// Of the graph on which they were played.
    pub fingerprint: u128,
    /// One row for each arm, one column for each of its metrics; as many entries as there
    /// are worlds, in their order.
    pub arms: Vec<Vec<Vec<i64>>>,
}

impl Worlds {
    /// How many worlds there are.
    pub fn count(&self) -> usize {
        let first = self.arms.first().and_then(|columns| columns.first());
        first.map_or(0, Vec::len)
    }
}

impl Part {
    /// As bytes.
    ///
    /// # Panics
    ///
    /// If arms or columns are not of equal length.
    pub fn bytes(&self) -> Vec<u8> {
        let worlds = match self {
            Self::Refused(reason) => return [&[2], reason.as_bytes()].concat(),
            Self::Worlds(worlds) => worlds,
        };
        let columns = worlds.arms.first().map_or(0, Vec::len);
        let mut bytes = vec![1];
        bytes.extend(worlds.fingerprint.to_le_bytes());
        bytes.extend((worlds.count() as u32).to_le_bytes());
        bytes.extend((worlds.arms.len() as u16).to_le_bytes());
        bytes.extend((columns as u16).to_le_bytes());
        for arm in &worlds.arms {
            assert_eq!(arm.len(), columns, "arms have the same metrics");
            for column in arm {
                assert_eq!(column.len(), worlds.count(), "columns have all worlds");
                write_column(column, &mut bytes);
            }
        }
        bytes
    }

    /// From bytes; `None` for what is none, or is of a size that `fits` does not hold for.
    ///
    /// A column that does not vary takes as many bytes however many worlds it is said to
    /// have, so that the size is asked about before it is believed.
    pub fn of_bytes(bytes: &[u8], fits: impl Fn(Size) -> bool) -> Option<Self> {
        let (&kind, rest) = bytes.split_first()?;
        match kind {
            2 => Some(Self::Refused(String::from_utf8(rest.to_vec()).ok()?)),
            1 => {
                let mut rest = rest;
                let fingerprint = u128::from_le_bytes(take(&mut rest)?);
                let count = u32::from_le_bytes(take(&mut rest)?) as usize;
                let arms = u16::from_le_bytes(take(&mut rest)?);
                let columns = u16::from_le_bytes(take(&mut rest)?);
                let size = Size {
                    worlds: count,
                    arms: arms.into(),
                    columns: columns.into(),
                };
                if count > MOST_WORLDS || !fits(size) {
                    return None;
                }
                let mut read = Vec::new();
                for _ in 0..arms {
                    let mut arm = Vec::new();
                    for _ in 0..columns {
                        arm.push(read_column(&mut rest, count)?);
                    }
                    read.push(arm);
                }
                rest.is_empty().then_some(Self::Worlds(Worlds {
                    fingerprint,
                    arms: read,
                }))
            }
            _ => None,
        }
    }
}

/// What a part says of its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Worlds of the block.
    pub worlds: usize,
    /// Arms.
    pub arms: usize,
    /// Columns of each arm.
    pub columns: usize,
}

impl Size {
    /// Numbers in all.
    pub fn numbers(self) -> usize {
        self.worlds.saturating_mul(self.arms * self.columns)
    }
}

/// The most worlds that a part is believed to have.
const MOST_WORLDS: usize = 1_000_000;

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*taken)
}

fn write_column(column: &[i64], bytes: &mut Vec<u8>) {
    let least = column.iter().copied().min().unwrap_or(0);
    // Differences of two i64 fit into a u64.
    let above = |value: &i64| value.wrapping_sub(least) as u64;
    let step = column.iter().map(above).fold(0, greatest_common_divisor);
    let most = column.iter().map(above).max().unwrap_or(0);
    let width = match most.checked_div(step).unwrap_or(0) {
        0 => 0,
        most => (most.ilog2() / 8 + 1) as usize,
    };
    bytes.extend(least.to_le_bytes());
    bytes.extend(step.to_le_bytes());
    bytes.push(width as u8);
    if width > 0 {
        for value in column {
            bytes.extend(&(above(value) / step).to_le_bytes()[..width]);
        }
    }
}

fn read_column(rest: &mut &[u8], count: usize) -> Option<Vec<i64>> {
    let least = i64::from_le_bytes(take(rest)?);
    let step = u64::from_le_bytes(take(rest)?);
    let [width] = take(rest)?;
    let width = usize::from(width);
    if width > 8 {
        return None;
    }
    let (steps, left) = rest.split_at_checked(width * count)?;
    *rest = left;
    if width == 0 {
        return Some(vec![least; count]);
    }
    let value = |steps: &[u8]| {
        let mut wide = [0; 8];
        wide[..width].copy_from_slice(steps);
        least.wrapping_add(u64::from_le_bytes(wide).wrapping_mul(step) as i64)
    };
    Some(steps.chunks_exact(width).map(value).collect())
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(arms: Vec<Vec<Vec<i64>>>) -> Part {
        Part::Worlds(Worlds {
            fingerprint: 7,
            arms,
        })
    }

    fn of_bytes(bytes: &[u8]) -> Option<Part> {
        Part::of_bytes(bytes, |_| true)
    }

    #[test]
    fn what_was_written_is_read() {
        let columns = vec![
            vec![0, 0, 0],
            vec![5, 5, 5],
            vec![1, 2, 300],
            vec![i64::MIN, i64::MAX, 0],
            vec![-45_000_000, 90_000_000, 0],
        ];
        for written in [
            part(vec![columns.clone(), columns]),
            part(vec![vec![vec![]]]),
            part(Vec::new()),
            Part::Refused("the budget cannot be met, “at all”".to_owned()),
        ] {
            assert_eq!(of_bytes(&written.bytes()), Some(written));
        }
    }

    #[test]
    fn amounts_of_whole_units_take_a_byte() {
        let money: Vec<i64> = (0..200).map(|i| -1_000_000_000 + 45_000_000 * i).collect();
        let bytes = part(vec![vec![money]]).bytes();
        assert_eq!(bytes.len(), 1 + 16 + 4 + 2 + 2 + 17 + 200);
    }

    #[test]
    fn what_is_cut_or_too_long_is_no_part() {
        let bytes = part(vec![vec![vec![1, 2, 3], vec![4, 4, 4]]]).bytes();
        for end in 0..bytes.len() {
            assert_eq!(of_bytes(&bytes[..end]), None, "{end}");
        }
        assert_eq!(of_bytes(&[&bytes[..], &[0]].concat()), None);
        assert_eq!(of_bytes(&[3]), None);
        assert_eq!(of_bytes(&[2, 0xff]), None);
        // A count that nobody could have meant takes no memory.
        let mut many = bytes;
        many[17..21].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(of_bytes(&many), None);
    }

    #[test]
    fn what_is_said_of_its_size_is_asked_about_before_it_is_believed() {
        // 60,000 columns of a million equal numbers would take half a terabyte.
        let mut bomb = vec![1; 17];
        bomb.extend(1_000_000_u32.to_le_bytes());
        bomb.extend(60_000_u16.to_le_bytes());
        bomb.extend(1_u16.to_le_bytes());
        bomb.extend([0; 60_000 * 17]);
        let is_small = |size: Size| size.numbers() <= 1_000_000;
        assert_eq!(Part::of_bytes(&bomb, is_small), None);
    }
}

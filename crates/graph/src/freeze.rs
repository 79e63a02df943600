//! From pairs in any order to frozen ties.
//!
//! A radix sort in two steps. Each block of pairs is put in the order of buckets,
//! where it stands: a bucket is a run of neighbouring sources with about 32,768
//! ties. Then each bucket is gathered from all blocks, sorted by (source, target),
//! least digit first, and written to its place. Both steps stay within the cache
//! of a core and run on all threads. Which thread did what cannot be seen in the
//! outcome: sorting is stable, in the order of the pairs.
//!
//! - **Cost:** linear, and more where columns come along; `docs/performance.md` has
//!   figures.
//! - **Memory:** 12 bytes a tie while it runs, 16 with columns.

use rayon::prelude::*;

use crate::Error;
use crate::builder::{Direction, Imported};
use crate::id::NodeId;
use crate::import::Duplicates;
use crate::ties::Ties;

type Pair = (NodeId, NodeId);

/// Ties to a bucket, about.
const BUCKET: usize = 1 << 15;
/// Buckets at most, so that a thread can write to all of them in turn.
const MOST_BUCKETS: usize = 1 << 10;
/// Pairs to a block, where blocks have to be made.
const BLOCK: usize = 1 << 16;

/// What comes along with pairs.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// One entry per pair.
    pub(crate) weights: Option<Vec<f64>>,
    /// One entry per pair.
    pub(crate) times: Option<Vec<f64>>,
    /// How often each pair stands, where it is more than once; one entry per pair.
    pub(crate) multiplicity: Option<Vec<u32>>,
    /// What becomes of repeats.
    pub(crate) duplicates: Duplicates,
}

/// Ties with what came along; columns have one entry per tie.
#[derive(Debug)]
pub(crate) struct Frozen {
    pub(crate) ties: Ties,
    pub(crate) weights: Option<Vec<f64>>,
    pub(crate) times: Option<Vec<f64>>,
    pub(crate) multiplicity: Option<Vec<u32>>,
    pub(crate) imported: Imported,
}

/// The ties of pairs among `people` people, and what was left out: pairs of one
/// person with itself, and ties that stood before.
///
/// # Errors
///
/// [`Error::TooManyTies`] from 2³² ties on, [`Error::NoSuchPerson`] for an id
/// outside `0..people`.
pub(crate) fn freeze(
    people: u32,
    blocks: Vec<Vec<Pair>>,
    direction: Direction,
) -> Result<(Ties, Imported), Error> {
    let layout = Layout::of(people, &blocks, direction);
    let blocks = layout.bucketed::<Pair>(blocks, direction)?;
    // Half the memory has to be moved where a key fits 32 bits.
    let (ties, imported, _) = if layout.key_bits() <= 32 {
        sort::<Pair, u32, ()>(&layout, blocks, direction, |_| ())?
    } else {
        sort::<Pair, u64, ()>(&layout, blocks, direction, |_| ())?
    };
    Ok((ties, imported))
}

/// As [`freeze`], with columns that follow their ties.
///
/// # Errors
///
/// As [`freeze`], and [`Error::NotAProbability`] where weights are combined as
/// probabilities and one is none.
pub(crate) fn freeze_columns(
    people: u32,
    blocks: Vec<Vec<Pair>>,
    direction: Direction,
    columns: Columns,
) -> Result<Frozen, Error> {
    let counting = columns.counting();
    if columns.weights.is_none() && columns.times.is_none() && !counting {
        let (ties, imported) = freeze(people, blocks, direction)?;
        return Ok(Frozen {
            ties,
            weights: None,
            times: None,
            multiplicity: None,
            imported,
        });
    }
    if columns.duplicates == Duplicates::Any
        && let Some(weight) = columns
            .weights
            .iter()
            .flatten()
            .find(|w| !(0.0..=1.0).contains(*w))
    {
        return Err(Error::NotAProbability {
            value: weight.to_string(),
        });
    }
    let layout = Layout::of(people, &blocks, direction);
    if u32::try_from(layout.pairs).is_err() {
        return Err(Error::TooManyTies { ties: layout.pairs });
    }
    let blocks = layout.bucketed::<(Pair, u32)>(blocks, direction)?;
    let (ties, imported, along) =
        sort::<(Pair, u32), (u64, u32), Along>(&layout, blocks, direction, |sorted| {
            columns.along(sorted)
        })?;
    let mut all = Along::with_capacity(&columns, ties.count() as usize);
    along.into_iter().for_each(|some| all.append(some));
    if !all.weights.iter().all(|weight| weight.is_finite()) {
        return Err(Error::Impossible {
            what: "the weights of a tie that stands more than once are too large to be added",
        });
    }
    Ok(Frozen {
        ties,
        weights: columns.weights.is_some().then_some(all.weights),
        times: columns.times.is_some().then_some(all.times),
        multiplicity: counting.then_some(all.multiplicity),
        imported,
    })
}

/// Columns of the ties of one bucket, in their order.
#[derive(Default)]
struct Along {
    weights: Vec<f64>,
    times: Vec<f64>,
    multiplicity: Vec<u32>,
}

impl Along {
    fn with_capacity(columns: &Columns, ties: usize) -> Self {
        let wanted = |there: bool| if there { ties } else { 0 };
        Self {
            weights: Vec::with_capacity(wanted(columns.weights.is_some())),
            times: Vec::with_capacity(wanted(columns.times.is_some())),
            multiplicity: Vec::with_capacity(wanted(columns.counting())),
        }
    }

    fn append(&mut self, mut other: Self) {
        self.weights.append(&mut other.weights);
        self.times.append(&mut other.times);
        self.multiplicity.append(&mut other.multiplicity);
    }
}

impl Columns {
    /// Whether ties have a multiplicity: lines are counted, or the file had
    /// counted before.
    fn counting(&self) -> bool {
        self.duplicates == Duplicates::Count || self.multiplicity.is_some()
    }

    /// The columns of sorted ties, repeats put together.
    fn along(&self, sorted: &[(u64, u32)]) -> Along {
        let mut along = Along::default();
        for same in sorted.chunk_by(|a, b| a.0 == b.0) {
            let first = same[0].1 as usize;
            if let Some(weights) = &self.weights {
                let each = same.iter().map(|&(_, pair)| weights[pair as usize]);
                along.weights.push(match self.duplicates {
                    Duplicates::First | Duplicates::Count => weights[first],
                    Duplicates::Sum => each.sum(),
                    Duplicates::Any if same.len() == 1 => weights[first],
                    Duplicates::Any => 1.0 - each.map(|p| 1.0 - p).product::<f64>(),
                });
            }
            if let Some(times) = &self.times {
                along.times.push(times[first]);
            }
            if let Some(multiplicity) = &self.multiplicity {
                let each = same.iter().map(|&(_, pair)| multiplicity[pair as usize]);
                along.multiplicity.push(each.fold(0, u32::saturating_add));
            } else if self.duplicates == Duplicates::Count {
                along.multiplicity.push(same.len() as u32);
            }
        }
        along
    }
}

/// How ties are spread over buckets.
struct Layout {
    people: u32,
    /// Sources `b << shift` and the following ones belong to bucket b.
    shift: u32,
    /// Binary digits of a target.
    target_bits: u32,
    buckets: usize,
    pairs: u64,
}

/// A block in the order of buckets.
struct Bucketed<H> {
    held: Vec<H>,
    /// One more than buckets: bucket b stands at `starts[b]..starts[b + 1]`.
    starts: Vec<u32>,
    self_loops: u64,
}

impl Layout {
    fn of(people: u32, blocks: &[Vec<Pair>], direction: Direction) -> Self {
        let pairs: usize = blocks.iter().map(Vec::len).sum();
        let sides = if direction == Direction::Mutual { 2 } else { 1 };
        let wished = (pairs * sides / BUCKET).clamp(1, MOST_BUCKETS) as u32;
        let width = u64::from(people.div_ceil(wished).max(1)).next_power_of_two();
        Self {
            people,
            shift: width.trailing_zeros(),
            target_bits: u32::BITS - people.saturating_sub(1).leading_zeros(),
            buckets: u64::from(people).div_ceil(width).max(1) as usize,
            pairs: pairs as u64,
        }
    }

    fn key_bits(&self) -> u32 {
        self.shift + self.target_bits
    }

    /// A tie within its bucket, in the order of (source, target).
    #[inline]
    fn key(&self, (source, target): Pair) -> u64 {
        let low = u64::from(source.0) & ((1 << self.shift) - 1);
        low << self.target_bits | u64::from(target.0)
    }

    /// The bucket of the ties of `source`.
    #[inline]
    fn bucket_of(&self, source: NodeId) -> usize {
        // The one bucket of very many people is as wide as their numbers.
        (u64::from(source.0) >> self.shift) as usize
    }

    /// The ties of all blocks, in the order of the pairs but for their buckets.
    fn bucketed<H: Held>(
        &self,
        mut blocks: Vec<Vec<Pair>>,
        direction: Direction,
    ) -> Result<Vec<Bucketed<H>>, Error> {
        // Many small blocks would have more starts than ties.
        if blocks.len() > 1 && blocks.len() * self.buckets > self.pairs as usize {
            let all: Vec<Pair> = blocks.into_iter().flatten().collect();
            blocks = all.chunks(BLOCK).map(<[Pair]>::to_vec).collect();
        }
        let mut first = 0u64;
        let mut numbered = Vec::with_capacity(blocks.len());
        for block in blocks {
            let pairs = block.len() as u64;
            numbered.push((first, block));
            first += pairs;
        }
        numbered
            .into_par_iter()
            .with_max_len(1)
            .map_init(Vec::new, |scratch, (first, block)| {
                self.bucket(first, block, direction, scratch)
            })
            .collect()
    }

    /// One block, whose first pair has the number `first`.
    fn bucket<H: Held>(
        &self,
        first: u64,
        block: Vec<Pair>,
        direction: Direction,
        scratch: &mut Vec<Pair>,
    ) -> Result<Bucketed<H>, Error> {
        let largest = block.iter().map(|(a, b)| a.0.max(b.0)).max();
        if let Some(id) = largest.filter(|&id| id >= self.people) {
            return Err(Error::NoSuchPerson {
                id: id.into(),
                people: self.people,
            });
        }
        scratch.clear();
        scratch.extend_from_slice(&block);
        let mut starts = vec![0u32; self.buckets + 1];
        let mut self_loops = 0;
        for &(a, b) in scratch.iter() {
            if a == b {
                self_loops += 1;
                continue;
            }
            if direction != Direction::TargetToSource {
                starts[self.bucket_of(a) + 1] += 1;
            }
            if direction != Direction::SourceToTarget {
                starts[self.bucket_of(b) + 1] += 1;
            }
        }
        for bucket in 1..starts.len() {
            starts[bucket] += starts[bucket - 1];
        }
        let mut held = H::room(block, starts[self.buckets] as usize);
        let mut next = starts.clone();
        let mut put = |arc: Pair, pair: u32| {
            let at = &mut next[self.bucket_of(arc.0)];
            held[*at as usize] = H::of(arc, pair);
            *at += 1;
        };
        for (&(a, b), pair) in scratch.iter().zip(first..) {
            if a != b {
                // Positions are used only where there are fewer than 2³² pairs.
                let pair = pair as u32;
                match direction {
                    Direction::SourceToTarget => put((a, b), pair),
                    Direction::TargetToSource => put((b, a), pair),
                    Direction::Mutual => {
                        put((a, b), pair);
                        put((b, a), pair);
                    }
                }
            }
        }
        Ok(Bucketed {
            held,
            starts,
            self_loops,
        })
    }
}

/// A tie as blocks hold it.
trait Held: Copy + Default + Send + Sync {
    fn of(arc: Pair, pair: u32) -> Self;
    fn arc(self) -> Pair;
    fn pair(self) -> u32;
    /// Room for so many, in the place of `block` where that is possible.
    fn room(block: Vec<Pair>, ties: usize) -> Vec<Self>;
}

impl Held for Pair {
    fn of(arc: Pair, _: u32) -> Self {
        arc
    }
    fn arc(self) -> Pair {
        self
    }
    fn pair(self) -> u32 {
        0
    }
    fn room(mut block: Vec<Pair>, ties: usize) -> Vec<Self> {
        block.resize(ties, Self::default());
        block
    }
}

impl Held for (Pair, u32) {
    fn of(arc: Pair, pair: u32) -> Self {
        (arc, pair)
    }
    fn arc(self) -> Pair {
        self.0
    }
    fn pair(self) -> u32 {
        self.1
    }
    fn room(_: Vec<Pair>, ties: usize) -> Vec<Self> {
        vec![Self::default(); ties]
    }
}

/// A tie as it is sorted: its key, and its pair's position where that is wanted.
trait Piece: Copy + Default + Send + Sync {
    fn new(key: u64, pair: u32) -> Self;
    fn key(self) -> u64;
}

impl Piece for u32 {
    fn new(key: u64, _: u32) -> Self {
        key as u32
    }
    fn key(self) -> u64 {
        self.into()
    }
}

impl Piece for u64 {
    fn new(key: u64, _: u32) -> Self {
        key
    }
    fn key(self) -> u64 {
        self
    }
}

impl Piece for (u64, u32) {
    fn new(key: u64, pair: u32) -> Self {
        (key, pair)
    }
    fn key(self) -> u64 {
        self.0
    }
}

/// Frozen ties, what was left out, and what `along` makes of the sorted pieces of
/// each bucket.
fn sort<H: Held, P: Piece, A: Send>(
    layout: &Layout,
    blocks: Vec<Bucketed<H>>,
    direction: Direction,
    along: impl Fn(&[P]) -> A + Sync,
) -> Result<(Ties, Imported, Vec<A>), Error> {
    let mut sizes = vec![0usize; layout.buckets];
    for block in &blocks {
        for (size, range) in sizes.iter_mut().zip(block.starts.windows(2)) {
            *size += (range[1] - range[0]) as usize;
        }
    }
    let given: usize = sizes.iter().sum();
    // Zeros that nobody has touched yet cost nothing.
    let mut neighbours = vec![0u32; given];
    let mut offsets = vec![0u32; layout.people as usize + 1];
    let width = 1usize << layout.shift;
    let rows = split(&mut neighbours, &sizes);
    let degrees = offsets[1..].chunks_mut(width);
    let mut work: Vec<_> = rows.into_iter().zip(degrees).collect();
    // Nobody is nobody's neighbour: there may be a bucket and no one in it.
    work.truncate(layout.buckets);
    let mask = (1u64 << layout.target_bits) - 1;
    let sorted: Vec<(usize, A)> = work
        .par_iter_mut()
        .enumerate()
        .with_max_len(1)
        .map_init(
            || (Vec::new(), Vec::new()),
            |(pieces, scratch), (bucket, (row, degrees))| {
                pieces.clear();
                for block in &blocks {
                    let range = block.starts[bucket] as usize..block.starts[bucket + 1] as usize;
                    let piece = |held: &H| P::new(layout.key(held.arc()), held.pair());
                    pieces.extend(block.held[range].iter().map(piece));
                }
                in_order(pieces, scratch, layout.key_bits());
                let mut kept = 0;
                let mut last = u64::MAX;
                for piece in pieces.iter() {
                    let key = piece.key();
                    if key != last {
                        row[kept] = (key & mask) as u32;
                        degrees[(key >> layout.target_bits) as usize] += 1;
                        kept += 1;
                        last = key;
                    }
                }
                (kept, along(pieces))
            },
        )
        .collect();
    drop(work);
    let self_loops = blocks.iter().map(|block| block.self_loops).sum();
    drop(blocks);
    let kept: usize = sorted.iter().map(|&(kept, _)| kept).sum();
    if kept > u32::MAX as usize {
        return Err(Error::TooManyTies { ties: kept as u64 });
    }
    for v in 1..offsets.len() {
        offsets[v] += offsets[v - 1];
    }
    if kept < given {
        let (mut from, mut to) = (0, 0);
        for (size, (kept, _)) in sizes.iter().zip(&sorted) {
            neighbours.copy_within(from..from + kept, to);
            from += size;
            to += kept;
        }
        neighbours.truncate(kept);
        neighbours.shrink_to_fit();
    }
    let neighbours = neighbours.into_iter().map(NodeId).collect();
    let imported = Imported {
        pairs: layout.pairs,
        ties: kept as u32,
        self_loops,
        duplicates: (given - kept) as u64,
    };
    let ties = Ties::from_rows(offsets, neighbours, direction == Direction::Mutual);
    let along = sorted.into_iter().map(|(_, along)| along).collect();
    Ok((ties, imported, along))
}

/// Cuts `all` into pieces of those sizes.
fn split<'a>(mut all: &'a mut [u32], sizes: &[usize]) -> Vec<&'a mut [u32]> {
    let mut pieces = Vec::with_capacity(sizes.len());
    for &size in sizes {
        let (piece, rest) = all.split_at_mut(size);
        pieces.push(piece);
        all = rest;
    }
    pieces
}

/// Binary digits that one pass of the radix sort looks at.
const DIGIT: u32 = 11;

/// Puts pieces in the order of their keys; equal keys stay in the order in which
/// they stood.
fn in_order<P: Piece>(pieces: &mut Vec<P>, other: &mut Vec<P>, key_bits: u32) {
    if pieces.is_sorted_by_key(|piece| piece.key()) {
        return;
    }
    if pieces.len() < 1 << DIGIT {
        pieces.sort_by_key(|piece| piece.key());
        return;
    }
    let digit = |piece: P, pass: u32| (piece.key() >> (pass * DIGIT)) as usize & ((1 << DIGIT) - 1);
    other.clear();
    other.resize(pieces.len(), P::default());
    for pass in 0..key_bits.div_ceil(DIGIT) {
        let mut next = [0u32; 1 << DIGIT];
        pieces
            .iter()
            .for_each(|&piece| next[digit(piece, pass)] += 1);
        if next.contains(&(pieces.len() as u32)) {
            continue;
        }
        let mut sum = 0;
        for count in &mut next {
            sum += std::mem::replace(count, sum);
        }
        for &piece in pieces.iter() {
            let at = &mut next[digit(piece, pass)];
            other[*at as usize] = piece;
            *at += 1;
        }
        std::mem::swap(pieces, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same by a plain sort.
    fn plainly(pairs: &[Pair], direction: Direction) -> Vec<Pair> {
        let mut arcs = Vec::new();
        for &(a, b) in pairs.iter().filter(|(a, b)| a != b) {
            match direction {
                Direction::SourceToTarget => arcs.push((a, b)),
                Direction::TargetToSource => arcs.push((b, a)),
                Direction::Mutual => arcs.extend([(a, b), (b, a)]),
            }
        }
        arcs.sort_unstable();
        arcs.dedup();
        arcs
    }

    fn scattered(people: u32, pairs: usize) -> Vec<Pair> {
        use crate::community::{below, stream};
        let mut random = stream(7, 0);
        let mut pair = || NodeId(below(&mut random, people));
        (0..pairs).map(|_| (pair(), pair())).collect()
    }

    #[test]
    fn ties_of_many_buckets_come_out_sorted_whatever_the_blocks() {
        // Narrow keys and wide ones, dense rows and sparse ones.
        for people in [40, 70_000, 9_000_000] {
            let pairs = scattered(people, 150_000);
            for direction in [
                Direction::SourceToTarget,
                Direction::TargetToSource,
                Direction::Mutual,
            ] {
                let expected = plainly(&pairs, direction);
                for block in [1000, 60_000, 1_000_000] {
                    let blocks = pairs.chunks(block).map(<[Pair]>::to_vec).collect();
                    let (ties, imported) = freeze(people, blocks, direction).unwrap();
                    assert!(
                        ties.iter()
                            .map(|(_, a, b)| (a, b))
                            .eq(expected.iter().copied())
                    );
                    let loops = pairs.iter().filter(|(a, b)| a == b).count() as u64;
                    assert_eq!(imported.self_loops, loops);
                    let sides = if direction == Direction::Mutual { 2 } else { 1 };
                    assert_eq!(
                        imported.duplicates + u64::from(imported.ties),
                        (imported.pairs - loops) * sides
                    );
                }
            }
        }
    }

    #[test]
    fn columns_follow_their_ties_and_repeats_are_put_together_as_asked() {
        let (a, b, c) = (NodeId(0), NodeId(1), NodeId(2));
        let pairs = vec![(b, c), (a, b), (c, c), (a, b), (a, c)];
        let froze = |duplicates| {
            let columns = Columns {
                weights: Some(vec![0.3, 0.5, 0.9, 0.25, 0.1]),
                times: Some(vec![1.0, 2.0, 3.0, 4.0, 5.0]),
                multiplicity: None,
                duplicates,
            };
            freeze_columns(3, vec![pairs.clone()], Direction::SourceToTarget, columns).unwrap()
        };
        let first = froze(Duplicates::First);
        assert_eq!(first.weights.unwrap(), [0.5, 0.1, 0.3]);
        assert_eq!(first.times.unwrap(), [2.0, 5.0, 1.0]);
        assert_eq!(froze(Duplicates::Sum).weights.unwrap(), [0.75, 0.1, 0.3]);
        assert_eq!(froze(Duplicates::Any).weights.unwrap(), [0.625, 0.1, 0.3]);
        assert_eq!(froze(Duplicates::Count).multiplicity.unwrap(), [2, 1, 1]);
        let columns = Columns {
            weights: Some(vec![1.5]),
            duplicates: Duplicates::Any,
            ..Columns::default()
        };
        let wrong = freeze_columns(2, vec![vec![(a, b)]], Direction::Mutual, columns);
        let value = "1.5".to_owned();
        assert_eq!(wrong.unwrap_err(), Error::NotAProbability { value });
    }

    #[test]
    fn the_outcome_is_the_same_on_any_number_of_threads() {
        let pairs = scattered(5000, 300_000);
        let weights: Vec<f64> = (0..pairs.len()).map(|at| at as f64).collect();
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| {
                let blocks = pairs.chunks(7000).map(<[Pair]>::to_vec).collect();
                let columns = Columns {
                    weights: Some(weights.clone()),
                    ..Columns::default()
                };
                let frozen = freeze_columns(5000, blocks, Direction::Mutual, columns).unwrap();
                (frozen.ties.iter().collect::<Vec<_>>(), frozen.weights)
            })
        };
        let one = on(1);
        assert_eq!(one, on(2));
        assert_eq!(one, on(5));
    }

    proptest! {
        #[test]
        fn small_graphs_freeze_as_a_plain_sort_would(
            pairs in prop::collection::vec((0u32..9, 0u32..9), 0..60),
        ) {
            let pairs: Vec<Pair> = pairs.into_iter().map(|(a, b)| (NodeId(a), NodeId(b))).collect();
            for direction in [Direction::SourceToTarget, Direction::Mutual] {
                let (ties, _) = freeze(9, vec![pairs.clone()], direction).unwrap();
                let ours: Vec<Pair> = ties.iter().map(|(_, a, b)| (a, b)).collect();
                prop_assert_eq!(ours, plainly(&pairs, direction));
            }
        }
    }
}

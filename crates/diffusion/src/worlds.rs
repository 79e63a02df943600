//! Many worlds on many threads, collected in world order.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::lanes::Lanes;
use crate::world::{LANES, WideBlock, World, WorldBlock};

/// A range of the worlds that a seed names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worlds {
    seed: u64,
    range: Range<u64>,
}

/// How far a run is, and the wish that it stop: shared with whoever watches.
#[derive(Debug, Default)]
pub struct Watch {
    done: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    /// Another reason to stop.
    pause: Option<Arc<AtomicBool>>,
}

impl Watch {
    /// Worlds finished so far.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Counts so many more as finished.
    pub(crate) fn count(&self, finished: u64) {
        self.done.fetch_add(finished, Ordering::Relaxed);
    }

    /// A watch that stops with this one and counts for itself.
    pub fn aside(&self) -> Self {
        Self {
            done: Arc::default(),
            stop: Arc::clone(&self.stop),
            pause: None,
        }
    }

    /// A watch that counts with this one, and stops with it or when `pause` is set.
    pub fn until(&self, pause: &Arc<AtomicBool>) -> Self {
        Self {
            done: Arc::clone(&self.done),
            stop: Arc::clone(&self.stop),
            pause: Some(Arc::clone(pause)),
        }
    }

    /// Asks the run to stop after the worlds in flight.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked the run to stop.
    pub fn stopped(&self) -> bool {
        let paused = |pause: &Arc<AtomicBool>| pause.load(Ordering::Relaxed);
        self.stop.load(Ordering::Relaxed) || self.pause.as_ref().is_some_and(paused)
    }
}

/// The threads that do the work: a pool of our own, so that a caller's is left
/// alone.
#[derive(Debug)]
pub struct Crew {
    pool: ThreadPool,
    block: u64,
}

impl Crew {
    /// A crew of `threads` threads; one per processor for zero.
    ///
    /// # Panics
    ///
    /// If the system refuses to start threads.
    pub fn of(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        Self {
            pool: pool.expect("the system starts threads"),
            block: 8,
        }
    }

    /// The same crew, handing out `block` worlds at a time. No result depends on it.
    #[must_use]
    pub fn with_block(mut self, block: u64) -> Self {
        self.block = block.max(1);
        self
    }

    /// Number of threads.
    pub fn threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Runs `job` with the crew's threads at hand for work in parallel.
    pub fn run<T: Send>(&self, job: impl FnOnce() -> T + Send) -> T {
        self.pool.install(job)
    }
}

impl Worlds {
    /// The worlds `range` of `seed`.
    pub fn new(seed: u64, range: Range<u64>) -> Self {
        Self { seed, range }
    }

    /// Number of worlds.
    pub fn count(&self) -> u64 {
        self.range.end.saturating_sub(self.range.start)
    }

    /// The seed that names them.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Which of the seed's worlds they are.
    pub fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    /// What `job` gives for each world, in world order. Every thread makes itself
    /// one scratch and keeps it.
    ///
    /// Where `watch` is asked to stop, the worlds from the first one up to some
    /// world are there and none behind it.
    pub fn map<S: Send, T: Send>(
        &self,
        crew: &Crew,
        watch: &Watch,
        scratch: impl Fn() -> S + Sync,
        job: impl Fn(&mut S, World) -> T + Sync,
    ) -> Vec<T> {
        self.map_keeping(crew, watch, scratch, job).0
    }

    /// The same, and the scratch of each thread at the end, in no stated order: for
    /// sums of whole numbers over the worlds that are there.
    pub fn map_keeping<S: Send, T: Send>(
        &self,
        crew: &Crew,
        watch: &Watch,
        scratch: impl Fn() -> S + Sync,
        job: impl Fn(&mut S, World) -> T + Sync,
    ) -> (Vec<T>, Vec<S>) {
        let range = self.range.clone();
        let (blocks, kept) = in_order(crew, watch, range, crew.block, scratch, |scratch, part| {
            let each = part.map(|index| {
                let result = job(scratch, World::new(self.seed, index));
                watch.done.fetch_add(1, Ordering::Relaxed);
                result
            });
            each.collect::<Vec<T>>()
        });
        (blocks.into_iter().flatten().collect(), kept)
    }

    /// What `job` gives for each block of 64 worlds that has any of these, in order,
    /// told which of its worlds are asked for, one bit each; and the scratch of each
    /// thread. A stop leaves whole blocks.
    pub fn map_blocks<S: Send, T: Send>(
        &self,
        crew: &Crew,
        watch: &Watch,
        scratch: impl Fn() -> S + Sync,
        job: impl Fn(&mut S, WorldBlock, u64) -> T + Sync,
    ) -> (Vec<T>, Vec<S>) {
        let blocks = self.blocks();
        let (parts, kept) = in_order(crew, watch, blocks, 1, scratch, |scratch, part| {
            let each = part.map(|index| {
                let asked = self.asked(index);
                let result = job(scratch, WorldBlock::new(self.seed, index), asked);
                watch
                    .done
                    .fetch_add(asked.count_ones().into(), Ordering::Relaxed);
                result
            });
            each.collect::<Vec<T>>()
        });
        (parts.into_iter().flatten().collect(), kept)
    }

    /// The same for `32·N` worlds at a time, the first of which are those of the first
    /// block of 64 that has any of these. A stop leaves whole jobs.
    pub fn map_wide<const N: usize, S: Send, T: Send>(
        &self,
        crew: &Crew,
        watch: &Watch,
        scratch: impl Fn() -> S + Sync,
        job: impl Fn(&mut S, &WideBlock<N>, Lanes<N>) -> T + Sync,
    ) -> (Vec<T>, Vec<S>) {
        let (blocks, words) = (self.blocks(), Lanes::<N>::WORDS);
        in_order(
            crew,
            watch,
            blocks,
            words as u64,
            scratch,
            |scratch, part| {
                let mut asked = Lanes::NONE;
                for (word, index) in part.clone().enumerate() {
                    asked = asked.or(Lanes::only(word, self.asked(index)));
                }
                let result = job(scratch, &WideBlock::new(self.seed, part.start), asked);
                watch.done.fetch_add(asked.count(), Ordering::Relaxed);
                result
            },
        )
    }

    /// The blocks of 64 worlds that have any of these.
    fn blocks(&self) -> Range<u64> {
        let Range { start, end } = self.range;
        match start < end {
            true => start / LANES..end.div_ceil(LANES),
            false => 0..0,
        }
    }

    /// Which worlds of block `index`, one of [`blocks`](Self::blocks), are of these.
    fn asked(&self, index: u64) -> u64 {
        let Range { start, end } = self.range;
        let first = start.saturating_sub(index * LANES).min(LANES);
        let last = (end - index * LANES).min(LANES);
        (u64::MAX >> (LANES - (last - first))) << first
    }
}

/// What `job` gives for the parts of `range`, `length` numbers each, in order, and
/// the scratch of each thread.
pub(crate) fn in_order<S: Send, T: Send>(
    crew: &Crew,
    watch: &Watch,
    range: Range<u64>,
    length: u64,
    scratch: impl Fn() -> S + Sync,
    job: impl Fn(&mut S, Range<u64>) -> T + Sync,
) -> (Vec<T>, Vec<S>) {
    // Parts are taken in order from one counter, so that a stop leaves no holes but
    // those in flight, and these are finished.
    let next = AtomicU64::new(range.start);
    let (finished, kept) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let shift = || {
        let mut scratch = scratch();
        while !watch.stopped() {
            let first = next.fetch_add(length, Ordering::Relaxed);
            if first >= range.end {
                break;
            }
            let part = job(
                &mut scratch,
                first..range.end.min(first.saturating_add(length)),
            );
            finished.lock().expect(UNHARMED).push((first, part));
        }
        kept.lock().expect(UNHARMED).push(scratch);
    };
    crew.pool.scope(|scope| {
        for _ in 0..crew.threads() {
            scope.spawn(|_| shift());
        }
    });
    let mut finished = finished.into_inner().expect(UNHARMED);
    finished.sort_unstable_by_key(|&(first, _)| first);
    let parts = finished.into_iter().map(|(_, part)| part).collect();
    (parts, kept.into_inner().expect(UNHARMED))
}

const UNHARMED: &str = "no thread panics holding it";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_come_back_in_order_for_any_threads_and_blocks() {
        for threads in [1, 2, 7] {
            for block in [1, 3, 64, 1000] {
                let crew = Crew::of(threads).with_block(block);
                let worlds = Worlds::new(1, 10..210);
                let indices = worlds.map(&crew, &Watch::default(), || (), |(), w| w.index());
                assert!(indices.into_iter().eq(10..210));
            }
        }
    }

    #[test]
    fn where_there_are_no_worlds_nothing_is_done_wherever_they_would_begin() {
        for at in [0, 10, 64, 1000] {
            let (worlds, watch) = (Worlds::new(1, at..at), Watch::default());
            let each = worlds.map(&Crew::of(2), &watch, || (), |(), w| w.index());
            let together = worlds.map_blocks(&Crew::of(2), &watch, || (), |(), _, asked| asked);
            let wide = worlds.map_wide::<16, _, _>(
                &Crew::of(2),
                &watch,
                || (),
                |(), _, asked| asked.count(),
            );
            assert!(each.is_empty() && together.0.is_empty() && wide.0.is_empty());
            assert_eq!(watch.done(), 0);
        }
    }

    #[test]
    fn a_stopped_run_keeps_a_prefix() {
        let watch = Watch::default();
        let crew = Crew::of(3).with_block(4);
        let kept = Worlds::new(1, 0..10_000).map(
            &crew,
            &watch,
            || (),
            |(), w| {
                if w.index() == 100 {
                    watch.stop();
                }
                w.index()
            },
        );
        assert!(kept.len() > 100 && kept.len() < 10_000, "{}", kept.len());
        assert!(kept.iter().copied().eq(0..kept.len() as u64));
        assert_eq!(watch.done(), kept.len() as u64);
    }
}

//! Worlds that are done stay done: what a run has finished, kept in its folder, so that
//! the same run goes on from there.
//!
//! A run asks for its worlds in stretches. When it is time to keep what is finished, the
//! stretch at hand ends early, everything finished goes into the [`Store`], and another
//! stretch begins behind it. Worlds do not know in how many stretches they were run, so
//! a run that goes on comes to the same as one that was never interrupted. When it is
//! done, what was kept [goes](Kept::forget).

use std::collections::VecDeque;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use groundswell_diffusion::worlds::{Watch, Worlds};

use crate::store::{Error, Key, Part, Store};

/// What consecutive worlds came to.
pub(crate) trait Stretch: Sized {
    /// How many there are.
    fn worlds(&self) -> u64;

    /// Both together, where `later` has the worlds behind these.
    fn followed_by(self, later: Self) -> Self;

    /// As bytes.
    fn bytes(&self) -> Vec<u8>;
}

/// The worlds that a run finished, in its folder.
pub struct Kept {
    folder: PathBuf,
    /// What decides every result of the run.
    run: u128,
    /// Kept by an earlier run, and not yet used.
    earlier: VecDeque<Vec<u8>>,
    /// Finished and not on the disk.
    waiting: Vec<Vec<u8>>,
    /// Parts on the disk that are of use.
    parts: u32,
    due: Arc<AtomicBool>,
    fault: Option<Error>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("folder", &self.folder)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

/// Bytes before those of a stretch: its first world and how many there are.
const HEADER: usize = 16;

impl Kept {
    /// What is kept in `folder` of the run whose results that number decides.
    ///
    /// # Errors
    ///
    /// [`Error`] where something is there that cannot be read.
    pub fn new(folder: &Path, run: u128) -> Result<Self, Error> {
        let mut earlier = VecDeque::new();
        if let Some(store) = Store::there(folder) {
            for block in 0.. {
                match store.read(Key { cell: run, block })? {
                    Part::Whole(bytes) if bytes.len() >= HEADER => earlier.push_back(bytes),
                    // What comes behind a gap is run again.
                    _ => break,
                }
            }
        }
        Ok(Self {
            folder: folder.to_owned(),
            run,
            earlier,
            waiting: Vec::new(),
            parts: 0,
            due: Arc::default(),
            fault: None,
        })
    }

    /// How many worlds an earlier run left.
    pub fn worlds(&self) -> u64 {
        let counts = self.earlier.iter().map(|part| header(part).1);
        // One that lies may say that there are more than there could be.
        counts.fold(0, u64::saturating_add)
    }

    /// To be set whenever what is finished should be kept.
    pub fn due(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.due)
    }

    /// Why what was finished could not be kept, where that is so.
    pub fn fault(&self) -> Option<&Error> {
        self.fault.as_ref()
    }

    /// What `worlds` come to: what is kept of them, and what `ask` gives for the others,
    /// all that it is asked for or, where its watch is stopped, the first of them.
    ///
    /// `of_bytes` gives what so many worlds came to, or `None` where the bytes say
    /// something else.
    pub(crate) fn in_stretches<T: Stretch>(
        &mut self,
        worlds: &Worlds,
        watch: &Watch,
        of_bytes: impl Fn(&[u8], u64) -> Option<T>,
        mut ask: impl FnMut(Worlds, &Watch) -> T,
    ) -> T {
        let mut so_far: Option<T> = None;
        let (mut next, end) = (worlds.range().start, worlds.range().end);
        while let Some(part) = self.earlier.pop_front() {
            let (first, count) = header(&part);
            let fits = first == next && count > 0 && count <= end - next;
            let stretch = fits.then(|| of_bytes(&part[HEADER..], count)).flatten();
            let Some(stretch) = stretch.filter(|stretch| stretch.worlds() == count) else {
                // It belongs behind these worlds; or it is of no use, and neither is
                // what follows.
                if first >= end {
                    self.earlier.push_front(part);
                } else {
                    self.earlier.clear();
                }
                break;
            };
            next += count;
            self.parts += 1;
            so_far = joined(so_far, stretch);
        }
        let pausing = watch.until(&self.due);
        loop {
            let stretch = ask(Worlds::new(worlds.seed(), next..end), &pausing);
            let (first, count) = (next, stretch.worlds());
            next += count;
            if count > 0 {
                let mut part = Vec::from(first.to_le_bytes());
                part.extend(count.to_le_bytes());
                part.extend(stretch.bytes());
                self.waiting.push(part);
            }
            so_far = joined(so_far, stretch);
            if self.due.swap(false, Ordering::Relaxed) || watch.stopped() {
                self.keep();
            }
            if next >= end || watch.stopped() {
                break;
            }
        }
        so_far.expect("there is a last stretch")
    }

    /// Puts what is finished on the disk. Where that fails nothing is lost yet, and the
    /// [fault](Self::fault) tells why.
    pub fn keep(&mut self) {
        if self.fault.is_some() || self.waiting.is_empty() {
            return;
        }
        let published = Store::open(&self.folder).and_then(|store| {
            for part in self.waiting.drain(..) {
                let (cell, block) = (self.run, self.parts);
                store.publish(Key { cell, block }, &part)?;
                self.parts += 1;
            }
            Ok(())
        });
        self.fault = published.err();
    }

    /// Takes away what is kept, for the run is done.
    ///
    /// # Errors
    ///
    /// [`Error`] where something stays.
    pub fn forget(self) -> Result<(), Error> {
        let Some(store) = Store::there(&self.folder) else {
            return Ok(());
        };
        for block in store.blocks(self.run)? {
            let cell = self.run;
            store.forget(Key { cell, block })?;
        }
        // Folders in which others keep something stay.
        if store.keys()?.is_empty() {
            store.remove(&[])?;
        }
        Ok(())
    }
}

fn joined<T: Stretch>(so_far: Option<T>, stretch: T) -> Option<T> {
    Some(match so_far {
        Some(so_far) => so_far.followed_by(stretch),
        None => stretch,
    })
}

/// The first world of a part, and how many there are.
fn header(part: &[u8]) -> (u64, u64) {
    let number = |at: usize| {
        let bytes = part[at..at + 8].try_into();
        u64::from_le_bytes(bytes.expect("eight bytes"))
    };
    (number(0), number(8))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use groundswell_diffusion::worlds::Crew;

    use super::*;

    /// The numbers of worlds.
    #[derive(Debug, PartialEq)]
    struct Numbers(Vec<u64>);

    impl Stretch for Numbers {
        fn worlds(&self) -> u64 {
            self.0.len() as u64
        }

        fn followed_by(mut self, later: Self) -> Self {
            self.0.extend(later.0);
            self
        }

        fn bytes(&self) -> Vec<u8> {
            self.0.iter().flat_map(|n| n.to_le_bytes()).collect()
        }
    }

    fn of_bytes(bytes: &[u8], _: u64) -> Option<Numbers> {
        let numbers = bytes.chunks_exact(8);
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("eight"));
        numbers
            .remainder()
            .is_empty()
            .then(|| Numbers(numbers.map(number).collect()))
    }

    /// Runs worlds `0..1000` in two requests, stopping at world `until`; gives the worlds
    /// that are there, and how many were run for it.
    fn run(kept: &mut Kept, until: u64, pause_each: u64) -> (Numbers, u64) {
        let (crew, watch) = (Crew::of(2).with_block(3), Watch::default());
        let due = kept.due();
        let mut all = Numbers(Vec::new());
        for range in [0..400, 400..1000] {
            let stretch =
                kept.in_stretches(&Worlds::new(7, range), &watch, of_bytes, |part, watch| {
                    let job = |(): &mut (), world: groundswell_diffusion::world::World| {
                        if world.index() == until {
                            watch.stop();
                        }
                        if world.index() % pause_each == pause_each - 1 {
                            due.store(true, Ordering::Relaxed);
                        }
                        world.index()
                    };
                    Numbers(part.map(&crew, watch, || (), job))
                });
            all = all.followed_by(stretch);
            if watch.stopped() {
                break;
            }
        }
        (all, watch.done())
    }

    fn folder(name: &str) -> PathBuf {
        let name = format!("groundswell-kept-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn a_run_goes_on_where_it_was_stopped_and_comes_to_the_same() {
        for stops in [[17, 650], [399, 400], [500, 900]] {
            let folder = folder("on");
            let mut ran = 0;
            for (stop, pause_each) in stops.into_iter().zip([10_000, 150]) {
                let mut kept = Kept::new(&folder, 9).unwrap();
                let before = kept.worlds();
                let (some, done) = run(&mut kept, stop, pause_each);
                assert!(some.0.iter().copied().eq(0..some.worlds()));
                assert_eq!(some.worlds(), before + done);
                assert!(kept.fault().is_none());
                ran += done;
            }
            let mut kept = Kept::new(&folder, 9).unwrap();
            assert_eq!(kept.worlds(), ran);
            assert_eq!(Kept::new(&folder, 8).unwrap().worlds(), 0);
            let (all, done) = run(&mut kept, u64::MAX, 10_000);
            assert!(all.0.iter().copied().eq(0..1000));
            assert_eq!(ran + done, 1000);
            kept.forget().unwrap();
            assert!(!folder.join("parts").exists());
            fs::remove_dir_all(&folder).unwrap();
        }
    }

    #[test]
    fn what_nobody_asks_to_be_kept_leaves_no_folder() {
        let folder = folder("none");
        let mut kept = Kept::new(&folder, 9).unwrap();
        let (all, _) = run(&mut kept, u64::MAX, 10_000);
        assert_eq!(all.worlds(), 1000);
        kept.forget().unwrap();
        assert!(!folder.exists());
    }

    #[test]
    fn what_is_kept_while_a_run_lasts_is_there_when_it_is_killed() {
        let folder = folder("killed");
        let mut kept = Kept::new(&folder, 9).unwrap();
        run(&mut kept, u64::MAX, 300);
        // As if it had been killed now, it neither stops nor forgets.
        drop(kept);
        let kept = Kept::new(&folder, 9).unwrap();
        assert!((897..1000).contains(&kept.worlds()), "{}", kept.worlds());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_damaged_part_and_what_follows_it_is_run_again() {
        let folder = folder("damaged");
        let mut kept = Kept::new(&folder, 9).unwrap();
        run(&mut kept, 800, 100);
        let store = Store::there(&folder).unwrap();
        let whole = store.blocks(9).unwrap().len() as u32;
        assert!(whole > 4, "{whole} parts");
        // One is lost, and another says that it has more worlds than it has.
        store.forget(Key { cell: 9, block: 3 }).unwrap();
        let mut part = 100u64.to_le_bytes().to_vec();
        part.extend(u64::MAX.to_le_bytes());
        store.publish(Key { cell: 9, block: 1 }, &part).unwrap();
        let mut kept = Kept::new(&folder, 9).unwrap();
        assert_eq!(kept.worlds(), u64::MAX);
        let (all, done) = run(&mut kept, u64::MAX, 10_000);
        assert!(all.0.iter().copied().eq(0..1000));
        assert!((800..900).contains(&done), "{done}");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_written_stops_no_run() {
        let folder = folder("refused");
        fs::write(&folder, b"a file").unwrap();
        let mut kept = Kept::new(&folder, 9).unwrap();
        let (all, _) = run(&mut kept, u64::MAX, 300);
        assert_eq!(all.worlds(), 1000);
        assert!(kept.fault().is_some());
        fs::remove_file(&folder).unwrap();
    }
}

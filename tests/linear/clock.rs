//! How much work something was.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// Long enough for a thread to be taken from its processor; what it used is told only then.
const PAUSE: Duration = Duration::from_micros(200);

/// Processor time of this process so far, all threads together, where the system tells it.
fn processor_time() -> Option<Duration> {
    thread::sleep(PAUSE);
    let threads = fs::read_dir("/proc/self/task").ok()?;
    let of_thread = |entry: fs::DirEntry| {
        let told = fs::read_to_string(entry.path().join("schedstat")).ok()?;
        told.split(' ')
            .next()?
            .parse()
            .ok()
            .map(Duration::from_nanos)
    };
    threads.flatten().map(of_thread).sum()
}

/// How long `work` keeps processors busy; where the system does not tell, how long it takes.
pub(crate) fn cost(work: impl FnOnce()) -> Duration {
    let before = processor_time();
    let started = Instant::now();
    work();
    let took = started.elapsed();
    match (before, processor_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => took,
    }
}

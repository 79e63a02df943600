//! Tasks that are taken in turn, each by one thread.
//!
//! These are threads of the system, not of a pool: a pool's thread that waits inside a
//! task takes up another one, and would wait for itself where the two share a graph that
//! is being drawn.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use groundswell_diffusion::worlds::{Crew, Watch};

/// What `job` gives for the tasks 0, 1, … below `count`, in their order, as many of which
/// are run at a time as `crew` has threads; each is given a crew of one. Where `watch` is
/// asked to stop, those that were begun.
pub(crate) fn each<T: Send>(
    crew: &Crew,
    watch: &Watch,
    count: usize,
    job: impl Fn(&Crew, usize) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let finished = Mutex::new(Vec::new());
    let shift = || {
        let alone = Crew::of(1);
        while !watch.stopped() {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= count {
                break;
            }
            let result = job(&alone, task);
            let mut finished = finished.lock().expect("nobody panics holding it");
            finished.push((task, result));
        }
    };
    thread::scope(|scope| {
        for _ in 0..crew.threads().min(count) {
            scope.spawn(shift);
        }
    });
    let mut finished = finished.into_inner().expect("nobody panics holding it");
    finished.sort_by_key(|&(task, _)| task);
    finished.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_tasks() {
        let crew = Crew::of(3);
        let squares = each(&crew, &Watch::default(), 50, |_, task| task * task);
        let expected: Vec<usize> = (0..50).map(|task| task * task).collect();
        assert_eq!(squares, expected);
        assert!(each(&crew, &Watch::default(), 0, |_, task| task).is_empty());
    }

    #[test]
    fn whoever_stops_takes_no_more() {
        let watch = Watch::default();
        let done = each(&Crew::of(1), &watch, 50, |_, task| {
            if task == 4 {
                watch.stop();
            }
            task
        });
        assert_eq!(done, [0, 1, 2, 3, 4]);
    }
}

//! Reading takes time in proportion to the file, whatever its shape: no shape makes a
//! reader compare everything with everything.

mod clock;
mod documents;
mod networks;
mod tables;
mod texts;

use std::time::Duration;

use clock::cost;

/// What is read, in which shape, and the reading of the size that is asked for. Making the
/// file is not measured; it is done when the size is named.
struct Trial {
    name: String,
    /// Gives what reads a file `size` times as large.
    of_size: Box<dyn Fn(usize) -> Box<dyn Fn()>>,
}

impl Trial {
    fn new(name: String, of_size: impl Fn(usize) -> Box<dyn Fn()> + 'static) -> Self {
        Self {
            name,
            of_size: Box::new(of_size),
        }
    }
}

/// By how much the work may grow when a file is twice as large. Twice is right; a tenth and
/// more is for sorting, and for what no longer fits the caches.
const GROWTH: f64 = 2.3;

/// How often a size is measured, at most. Others who use the machine make single ones long.
const TRIES: usize = 9;

/// What reading the smallest file takes, at least, unless it is refused at once.
const LEAST: Duration = Duration::from_millis(2);

/// By how much larger a file may be made to come to that.
const LARGEST: usize = 8;

/// By how much larger the files are of those that grew by more at first: where memory of one
/// kind ends and that of another begins, there is a step, which is left behind.
const FURTHER: [usize; 3] = [1, 2, 4];

/// By how much the work grows from a file to one of twice and to one of four times its size,
/// the larger of the two; by the least of several beginnings.
fn growth(trial: &Trial) -> f64 {
    let mut size = 1;
    while size < LARGEST && cost((trial.of_size)(size)) < LEAST {
        size *= 2;
    }
    let mut least = f64::INFINITY;
    for further in FURTHER {
        least = growth_from(further * size, trial).min(least);
        if least <= GROWTH {
            break;
        }
    }
    least
}

/// The same from that size, by the middle one of several measurements of each.
fn growth_from(size: usize, trial: &Trial) -> f64 {
    let reads = [1, 2, 4].map(|times| (trial.of_size)(times * size));
    let mut taken: [Vec<Duration>; 3] = Default::default();
    loop {
        for (taken, read) in taken.iter_mut().zip(&reads) {
            taken.push(cost(read));
            taken.sort_unstable();
        }
        let tries = taken[0].len();
        let middle = [0, 1, 2].map(|at| taken[at][tries / 2]);
        // What is refused at once does not grow.
        let seconds = middle.map(|middle| middle.as_secs_f64().max(1e-3));
        let worst = f64::max(seconds[1] / seconds[0], seconds[2] / seconds[1]);
        if tries == TRIES || tries >= 3 && worst <= GROWTH {
            println!("{:60} {worst:.2} {middle:.2?}", trial.name);
            return worst;
        }
    }
}

/// What compares everything with everything, which the measure has to tell.
fn pairs() -> Trial {
    Trial::new("everything with everything".to_owned(), |size| {
        let numbers: Vec<u64> = (0..700 * size as u64).collect();
        Box::new(move || {
            let others = |a: &u64| numbers.iter().map(move |b| a ^ b).max();
            assert!(numbers.iter().map(others).max() > Some(Some(0)));
        })
    })
}

// All in one test, so that nothing else of this process is measured.
#[test]
fn twice_the_file_is_about_twice_the_work_in_every_shape() {
    assert!(growth(&pairs()) > 3.0, "the measure tells nothing");
    let mut trials = networks::trials();
    trials.extend(texts::trials());
    trials.extend(tables::trials());
    trials.extend(documents::trials());
    let count = trials.len();
    let grown = trials.iter().map(|trial| (growth(trial), &trial.name));
    let steep: Vec<_> = grown.filter(|&(growth, _)| growth > GROWTH).collect();
    println!("{count} shapes");
    assert!(steep.is_empty(), "{steep:?}");
    assert!(count >= 200, "only {count}");
}

//! How far a long run is, on stderr.

use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use groundswell_diffusion::worlds::Watch;
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::Progress;
use crate::exit::tell;

/// Nothing is shown for runs shorter than this.
const PATIENCE: Duration = Duration::from_millis(700);

/// How often a plain line is printed.
const PLAIN: Duration = Duration::from_secs(10);

/// Runs `work` while showing how many worlds are done: of at most `total`, or, where
/// nobody knows how many there will be, for the sake of `purpose`.
pub(crate) fn shown<T>(
    how: Progress,
    total: Result<u64, &'static str>,
    watch: &Watch,
    work: impl FnOnce() -> T,
) -> T {
    shown_with(how, total, watch, &Mutex::default(), work)
}

/// The same, with the latest `news` behind it.
pub(crate) fn shown_with<T>(
    how: Progress,
    total: Result<u64, &'static str>,
    watch: &Watch,
    news: &Mutex<String>,
    work: impl FnOnce() -> T,
) -> T {
    let bar = match how {
        Progress::None => return work(),
        Progress::Auto => stderr().is_terminal(),
        Progress::Bar => true,
        Progress::Plain => false,
    };
    thread::scope(|scope| {
        let (finished, waiting) = channel::<()>();
        scope.spawn(move || {
            let step = if bar {
                Duration::from_millis(100)
            } else {
                PLAIN
            };
            let start = Instant::now();
            let mut shown: Option<ProgressBar> = None;
            while waiting.recv_timeout(step) == Err(RecvTimeoutError::Timeout) {
                let (done, time) = (watch.done(), start.elapsed());
                if time < PATIENCE {
                    continue;
                }
                let news = news.lock().map_or(String::new(), |news| news.clone());
                if bar {
                    let bar = shown.get_or_insert_with(|| new_bar(total));
                    bar.set_position(done);
                    if total.is_ok() {
                        bar.set_message(news);
                    }
                } else {
                    tell(format_args!("{}{news}", plain(done, total, time)));
                }
            }
            if let Some(bar) = shown {
                bar.finish_and_clear();
            }
        });
        let result = work();
        drop(finished);
        result
    })
}

fn new_bar(total: Result<u64, &'static str>) -> ProgressBar {
    let style = match total {
        Ok(_) => "{bar:32} {pos}/{len} worlds, {per_sec}, {eta} left{msg}",
        Err(_) => "{msg}: {pos} worlds, {per_sec}",
    };
    let style = ProgressStyle::with_template(style).expect("the template is fixed and fine");
    let bar = match total {
        Ok(total) => ProgressBar::new(total),
        Err(purpose) => ProgressBar::no_length().with_message(purpose),
    };
    bar.with_style(style)
}

fn plain(done: u64, total: Result<u64, &'static str>, time: Duration) -> String {
    let speed = done as f64 / time.as_secs_f64();
    let total = match total {
        Ok(total) => total,
        Err(purpose) => return format!("{purpose}: {done} worlds, {speed:.0} a second"),
    };
    let left = (total.saturating_sub(done)) as f64 / speed;
    let left = match left.is_finite() {
        true => format!("about {left:.0} s left"),
        false => "time left not known yet".to_owned(),
    };
    format!("{done} of at most {total} worlds, {speed:.0} a second, {left}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_line_tells_speed_and_time_left() {
        let line = plain(250, Ok(1000), Duration::from_secs(5));
        assert_eq!(
            line,
            "250 of at most 1000 worlds, 50 a second, about 15 s left"
        );
        assert!(plain(0, Ok(1000), Duration::from_secs(5)).ends_with("not known yet"));
        let line = plain(50, Err("what if"), Duration::from_secs(5));
        assert_eq!(line, "what if: 50 worlds, 10 a second");
    }
}

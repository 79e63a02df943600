//! How far a long run is, on stderr.

use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use groundswell_diffusion::worlds::Watch;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::arguments::Progress;
use crate::exit::tell as say;

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
    let style = match how {
        Progress::None => return work(),
        Progress::Auto if stderr().is_terminal() => Style::Bar,
        Progress::Bar => Style::Bar,
        Progress::Auto | Progress::Plain => Style::Plain,
        Progress::Json => Style::Json,
    };
    thread::scope(|scope| {
        let (finished, waiting) = channel::<()>();
        scope.spawn(move || {
            let start = Instant::now();
            let mut shown: Option<ProgressBar> = None;
            while waiting.recv_timeout(style.step()) == Err(RecvTimeoutError::Timeout) {
                let (done, time) = (watch.done(), start.elapsed());
                if time < PATIENCE {
                    continue;
                }
                let news = news.lock().map_or(String::new(), |news| news.clone());
                match style {
                    Style::Bar => {
                        let bar = shown.get_or_insert_with(|| new_bar(total));
                        bar.set_position(done);
                        if total.is_ok() {
                            bar.set_message(news);
                        }
                    }
                    Style::Plain => say(format_args!("{}{news}", plain(done, total, time))),
                    Style::Json => say(json(done, total, time, &news)),
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

/// Makes `words` the latest news.
pub(crate) fn tell(news: &Mutex<String>, words: String) {
    if let Ok(mut news) = news.lock() {
        *news = words;
    }
}

/// How progress looks.
#[derive(Debug, Clone, Copy)]
enum Style {
    Bar,
    Plain,
    Json,
}

impl Style {
    /// How often it is brought up to date.
    fn step(self) -> Duration {
        match self {
            Self::Bar => Duration::from_millis(100),
            Self::Plain => PLAIN,
            Self::Json => Duration::from_secs(1),
        }
    }
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

/// One document a line. What is not known is `null`.
fn json(done: u64, total: Result<u64, &'static str>, time: Duration, news: &str) -> String {
    let speed = done as f64 / time.as_secs_f64();
    let left = total
        .ok()
        .map(|total| total.saturating_sub(done) as f64 / speed);
    let line = json!({
        "schema": "groundswell-progress-1",
        "stage": total.err().unwrap_or("worlds"),
        "worlds_done": done,
        "worlds_at_most": total.ok(),
        "worlds_per_second": speed,
        "seconds": time.as_secs_f64(),
        "seconds_left": left.filter(|left| left.is_finite()),
        "news": news.trim_start_matches("; "),
    });
    line.to_string()
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
    fn a_line_tells_speed_and_time_left() {
        let line = plain(250, Ok(1000), Duration::from_secs(5));
        assert_eq!(
            line,
            "250 of at most 1000 worlds, 50 a second, about 15 s left"
        );
        assert!(plain(0, Ok(1000), Duration::from_secs(5)).ends_with("not known yet"));
        let line = json(250, Ok(1000), Duration::from_secs(5), "; so far so good");
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line["seconds_left"], 15.0);
        assert_eq!(line["news"], "so far so good");
        let line = json(0, Ok(1000), Duration::from_secs(5), "");
        assert!(line.contains("\"seconds_left\":null"), "{line}");
        let line = plain(50, Err("what if"), Duration::from_secs(5));
        assert_eq!(line, "what if: 50 worlds, 10 a second");
    }
}

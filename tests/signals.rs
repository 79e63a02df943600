//! Ctrl-C, or being asked to end, at any moment: the program is out soon, what is there is
//! whole, and the same command then comes to what it would have come to.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use files::{Tree, tree};
use luck::Luck;
use run::{Run, folder, program, run};
use shop::SHOP;

mod files;
mod luck;
mod run;
mod shop;

const SPREAD: &str = r#"
format = 1
name = "Word of mouth"

[audience]
kind = "generate"
model = "watts-strogatz"
set = { people = 3000 }

[diffusion]
model = "independent-cascade"
weights = "uniform:0.2"
seeds = "random:2"
"#;

/// Verbs that work for a while and write what they find.
const VERBS: [(&str, &[&str]); 7] = [
    (
        "compare",
        &[
            "compare",
            "campaign.toml",
            "--worlds=1000",
            "-qq",
            "--out=out",
        ],
    ),
    (
        "run",
        &["run", "spread.toml", "--worlds=3000", "-qq", "--out=out"],
    ),
    ("sweep", &["sweep", "sweep.toml", "-qq", "--out=out"]),
    (
        "maximize",
        &[
            "maximize",
            "--graph=ties.gsw",
            "--model=ic",
            "--weights=uniform:0.1",
            "--k=5",
            "--worlds=2000",
            "-qq",
            "--out=out",
        ],
    ),
    (
        "generate",
        &[
            "graph",
            "generate",
            "watts-strogatz",
            "--set=people=200000",
            "-o=out/x.gsw",
        ],
    ),
    ("stats", &["graph", "stats", "ties.gsw", "--out=out"]),
    (
        "replay",
        &["replay", "spread.toml", "--world=1", "--out=out"],
    ),
];

/// A verb in a folder of its own, with what it comes to when it is let alone.
struct Place {
    line: &'static [&'static str],
    folder: PathBuf,
    whole: Tree,
    takes: Duration,
}

impl Place {
    fn of(name: &str, line: &'static [&'static str], test: &str) -> Self {
        let folder = folder(&format!("signals/{test}/{name}"));
        let campaign = SHOP.replace("nearby = 0.5", "nearby = 1");
        let sweep = "worlds = 40\n[sweep]\nblock = 10\n\
                     vary.\"money.margin_per_customer\" = [10, 20, 30]\n";
        fs::write(folder.join("campaign.toml"), &campaign).unwrap();
        fs::write(folder.join("sweep.toml"), campaign + sweep).unwrap();
        fs::write(folder.join("spread.toml"), SPREAD).unwrap();
        let ties = ["--set=people=5000", "-o=ties.gsw"];
        let draw = [&["graph", "generate", "watts-strogatz"], &ties[..]].concat();
        run(&folder, &draw).ends(0);
        let out = folder.join("out");
        fs::create_dir(&out).unwrap();
        let clock = Instant::now();
        run(&folder, line).ends(0);
        let (takes, whole) = (clock.elapsed(), tree(&out));
        assert!(!whole.is_empty(), "{name} writes nothing");
        Self {
            line,
            folder,
            whole,
            takes,
        }
    }

    /// Sends `signal` at some moment; how long the program took to end, if it did by that.
    fn interrupted(&self, signal: Signal, luck: &mut Luck) -> Option<Duration> {
        let out = self.folder.join("out");
        fs::remove_dir_all(&out).unwrap();
        fs::create_dir(&out).unwrap();
        let mut command = program(&self.folder, self.line);
        let running = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let running = running.spawn().unwrap();
        let moment = luck.below(self.takes.as_micros() as u64 + 1);
        thread::sleep(Duration::from_micros(moment));
        let clock = Instant::now();
        // It may have ended before.
        let mut kill = Command::new("kill");
        kill.args([signal.option(), &running.id().to_string()]);
        kill.stderr(Stdio::null()).status().unwrap();
        let run = Run::from(running.wait_with_output().unwrap());
        let took = clock.elapsed();
        let what = format!("{} after {moment} µs: {}", self.line.join(" "), run.err);
        assert!(!run.err.contains("panicked"), "{what}");
        let left = tree(&out);
        match (signal, run.code) {
            (_, Some(0)) => assert!(left == self.whole, "{what}"),
            (Signal::Interrupt, Some(130)) => {
                let beside = left.keys().find(|name| name.ends_with(".partial"));
                assert_eq!(beside, None, "{what}");
            }
            // Before it heeds the one, and always by the other, the system ends it.
            (Signal::Interrupt, None) => assert!(left.is_empty(), "{what}"),
            (Signal::End, None) => {}
            (_, code) => panic!("it ended with {code:?}: {what}"),
        }
        for (name, bytes) in &left {
            assert!(is_whole(name, bytes), "{name} is not whole: {what}");
        }
        run_again(self, &what);
        (run.code != Some(0)).then_some(took)
    }
}

/// Gives the command again; fails unless that comes to what it comes to alone.
#[track_caller]
fn run_again(place: &Place, what: &str) {
    run(&place.folder, place.line).ends(0);
    let found = tree(&place.folder.join("out"));
    let all = place.whole.keys().chain(found.keys());
    let differ: Vec<_> = all
        .filter(|name| found.get(*name) != place.whole.get(*name))
        .collect();
    assert!(differ.is_empty(), "{what}: {differ:?}");
}

#[derive(Clone, Copy)]
enum Signal {
    Interrupt,
    End,
}

impl Signal {
    fn option(self) -> &'static str {
        match self {
            Self::Interrupt => "-INT",
            Self::End => "-TERM",
        }
    }
}

/// Whether a file of that name ends as such files do.
fn is_whole(name: &str, bytes: &[u8]) -> bool {
    // Parts have checksums, which whoever goes on looks at; others wait for their names.
    if name.starts_with("parts/") || name.ends_with(".partial") {
        return true;
    }
    let (_, kind) = name.rsplit_once('.').unwrap_or_default();
    match kind {
        "csv" | "txt" | "md" | "toml" => bytes.ends_with(b"\n"),
        "json" => serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
        "svg" => bytes.trim_ascii_end().ends_with(b"</svg>"),
        "html" => bytes.trim_ascii_end().ends_with(b"</html>"),
        "png" | "apng" => bytes.ends_with(b"IEND\xaeB`\x82"),
        "parquet" => bytes.ends_with(b"PAR1"),
        "xlsx" => bytes[bytes.len().saturating_sub(22)..].starts_with(b"PK\x05\x06"),
        "gsw" => bytes.starts_with(b"GS"),
        _ => panic!("nobody knows how {name} ends"),
    }
}

/// Interrupts every verb so many times; gives how long it then took to end, in order.
fn interrupted(test: &str, times: u32) -> Vec<Duration> {
    let mut luck = Luck(u64::from(times));
    let mut took = Vec::new();
    for (at, (name, line)) in (0..).zip(VERBS) {
        let place = Place::of(name, line, test);
        for time in 0..times {
            let signal = match (at + time) % 3 {
                1 => Signal::End,
                _ => Signal::Interrupt,
            };
            took.extend(place.interrupted(signal, &mut luck));
        }
    }
    took.sort();
    println!(
        "{} ended early; the slowest in {:?}",
        took.len(),
        took.last()
    );
    assert!(!took.is_empty(), "nothing was interrupted");
    took
}

#[test]
fn whoever_is_interrupted_is_out_soon_and_leaves_what_is_whole() {
    let took = interrupted("some", 1);
    // Two seconds on a machine that does nothing else.
    assert!(took.iter().all(|took| took.as_secs() < 10), "{took:?}");
}

#[test]
#[ignore = "takes minutes, on a machine that does nothing else"]
fn whoever_is_interrupted_a_hundred_times_is_out_within_two_seconds() {
    let took = interrupted("many", 18);
    assert!(took.len() >= 60, "{} of them", took.len());
    let in_time = took.iter().filter(|took| took.as_secs() < 2).count();
    assert!(in_time * 100 >= took.len() * 99, "{took:?}");
}

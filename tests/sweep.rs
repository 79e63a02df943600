//! Sweeps from end to end: whatever happens to them on the way, the files in the end are
//! those of a sweep to which nothing happened.
//!
//! Runs are killed, refused by the system, filled to the brim, damaged, shared out and
//! interrupted; then the same command is given again. What needs tools that are not
//! everywhere (strace, namespaces) says so and is passed over without them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use files::{Tree, lay, tree};
use luck::Luck;
use run::{Run, folder, json, program, run};
use shop::SHOP;
use trace::{PROGRAM, may_trace, reached, space, traced};

mod files;
mod luck;
mod run;
mod shop;
mod trace;

/// Six cells of two blocks.
const GRID: &str = r#"
worlds = 8

[sweep]
block = 4
vary."response.invite.customer" = [0.05, 0.1, 0.3]
vary."money.margin_per_customer" = [10, 30]
"#;

/// Cells that stop when they are precise.
const PRECISE: &str = r#"
precision = "10%"

[sweep]
block = 128
vary."response.invite.customer" = [0.02, 0.2, 0.9]
"#;

/// Cells that stop when it is decided which strategy is best, some earlier than others.
const DECIDED: &str = r#"
[sweep]
block = 64
until = "decided"
most_worlds = 512
vary."response.invite.customer" = [0.02, 0.2, 0.4, 0.9]
"#;

/// A plane that is refined where the winner changes, twice.
const MAP: &str = r#"
worlds = 24

[sweep]
design = "map"
refine = 2
block = 12
vary."response.invite.customer" = [0.02, 0.9]
vary."strategy.invite.prompt.invitations" = [1, 8]
"#;

/// Three cells, the first of which has less money than its posts cost.
const REFUSED: &str = r#"
worlds = 8

[sweep]
block = 4
vary."money.budget" = [1, 20, 40]
"#;

/// A question about diffusion, on two graphs that are drawn.
const SPREAD: &str = r#"
format = 1
name = "Word of mouth"

[audience]
kind = "generate"
model = "watts-strogatz"
set = { people = 60 }

[diffusion]
model = "independent-cascade"
weights = "uniform:0.2"
seeds = "random:2"

[run]
worlds = 16
seed = 1

[sweep]
block = 8
graphs = 2
vary."diffusion.weights" = [0.1, 0.3]
"#;

impl Run {
    /// Fails unless what it printed has all of `parts`.
    #[track_caller]
    fn prints(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.out.contains(part), "{part} in\n{}", self.out);
        }
        self
    }

    fn json(&self) -> Value {
        json(&self.out)
    }
}

fn read_json(file: &Path) -> Value {
    json(&fs::read_to_string(file).unwrap())
}

fn is_part(name: &str) -> bool {
    name.starts_with("parts/") && name.ends_with(".part")
}

/// A scenario in a folder of its own, and the files of a run of its sweep to which nothing
/// happened.
struct Place {
    folder: PathBuf,
    clean: Tree,
}

impl Place {
    /// A new place, named after the test, with a campaign of the shop.
    fn of(name: &str, sweep: &str) -> Self {
        Self::with(name, &format!("{SHOP}{sweep}"))
    }

    fn with(name: &str, scenario: &str) -> Self {
        let folder = folder(&format!("sweeps/{name}"));
        fs::write(folder.join("campaign.toml"), scenario).unwrap();
        let mut place = Self {
            folder,
            clean: Tree::new(),
        };
        let run = place.sweep("clean", &[]);
        assert!(matches!(run.code, Some(0 | 3)), "{}", run.err);
        place.clean = tree(&place.at("clean"));
        let left = |name: &String| name.ends_with(".partial");
        assert!(!place.clean.keys().any(left), "{:?}", place.clean.keys());
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        program(&self.folder, arguments)
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(&self.folder, arguments)
    }

    /// The command that sweeps into the folder `out`.
    fn sweeping(&self, out: &str, more: &[&str]) -> Command {
        let mut command = self.command(&sweep(out));
        command.args(more);
        command
    }

    fn sweep(&self, out: &str, more: &[&str]) -> Run {
        self.sweeping(out, more).output().unwrap().into()
    }

    /// Fails unless the folder `out` has the files of the clean run, to the byte, and no
    /// others.
    #[track_caller]
    fn is_clean(&self, out: &str, what: &str) {
        let found = tree(&self.at(out));
        let names = |tree: &Tree| tree.keys().cloned().collect::<BTreeSet<_>>();
        let (found_names, clean_names) = (names(&found), names(&self.clean));
        let differ: Vec<_> = found_names.symmetric_difference(&clean_names).collect();
        assert!(differ.is_empty(), "{what}: {differ:?}");
        let differ: Vec<_> = found
            .iter()
            .filter(|(n, b)| self.clean[*n] != **b)
            .collect();
        let differ: Vec<_> = differ.iter().map(|(name, _)| name).collect();
        assert!(differ.is_empty(), "{what}: {differ:?} have other bytes");
    }

    /// Fails unless every part in `out` is whole.
    #[track_caller]
    fn has_whole_parts(&self, out: &str, what: &str) {
        if !self.at(out).exists() {
            return;
        }
        for (name, bytes) in tree(&self.at(out)) {
            if is_part(&name) {
                assert!(self.clean.get(&name) == Some(&bytes), "{what}: {name}");
            }
        }
    }

    fn remove(&self, out: &str) {
        if self.at(out).exists() {
            fs::remove_dir_all(self.at(out)).unwrap();
        }
    }

    /// Puts these files into the folder `out`, which is made anew.
    fn lay(&self, out: &str, files: &Tree) {
        lay(&self.at(out), files);
    }

    /// The parts of the clean run.
    fn parts(&self) -> Vec<&String> {
        self.clean.keys().filter(|name| is_part(name)).collect()
    }
}

fn sweep(out: &str) -> [&str; 8] {
    let one = ["--threads", "1", "--progress", "none"];
    let [a, b, c, d] = one;
    ["sweep", "campaign.toml", "--out", out, a, b, c, d]
}

// Killed.

/// Kills sweeps `kills` times and gives the same command again each time, until it ends;
/// then from the beginning.
fn killed(name: &str, sweep: &str, kills: u32) {
    let place = Place::of(name, sweep);
    let clock = Instant::now();
    place.sweep("timed", &[]).ends(0);
    let whole = clock.elapsed().as_micros() as u64;
    let mut luck = Luck(u64::from(kills));
    let (mut left, mut ended) = (kills, 0);
    while left > 0 {
        place.remove("out");
        loop {
            let mut command = place.sweeping("out", &[]);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            let mut running = command.spawn().unwrap();
            if left > 0 {
                // Whatever has been done already shortens what is still to do.
                thread::sleep(Duration::from_micros(luck.below(whole)));
                running.kill().unwrap();
            }
            let status = running.wait().unwrap();
            place.has_whole_parts("out", "after a kill");
            match status.code() {
                Some(0) => break,
                None => left -= 1,
                Some(code) => panic!("it ended with {code}"),
            }
        }
        place.is_clean("out", &format!("with {left} kills left"));
        ended += 1;
    }
    println!("{kills} kills, {ended} sweeps");
}

#[test]
fn a_sweep_that_is_killed_at_any_moment_ends_as_if_nothing_had_happened() {
    killed("killed", GRID, 20);
}

#[test]
#[ignore = "takes a minute"]
fn a_sweep_that_is_killed_two_hundred_times_ends_as_if_nothing_had_happened() {
    killed("killed-often", GRID, 150);
    killed("killed-maps", MAP, 50);
}

/// What a killed process left that was writing that part.
fn left_beside(part: &str, number: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap();
    format!("{folder}/.{name}.{number}.partial")
}

#[test]
fn what_killed_runs_left_beside_is_cleared_and_what_others_have_there_is_not() {
    let place = Place::of("left", GRID);
    let mut left = place.clean.clone();
    let part = place.parts()[0].clone();
    for name in [
        left_beside(&part, "77.0"),
        left_beside(&part, "4000000000.3"),
        ".plan.json.77.0.partial".to_owned(),
        ".cells.csv.77.0.partial".to_owned(),
        ".response.png.1.12.partial".to_owned(),
        ".failures.csv.1.0.partial".to_owned(),
    ] {
        left.insert(name, b"half a fi".to_vec());
    }
    place.lay("out", &left);
    place.sweep("out", &[]).ends(0);
    place.is_clean("out", "what was left");

    let others = [
        "film.mp4.partial",
        ".notes.txt.77.0.partial",
        "parts/notes.txt",
    ];
    for name in others {
        left.insert(name.to_owned(), b"mine".to_vec());
    }
    place.lay("out", &left);
    place.sweep("out", &[]).ends(0);
    for name in others {
        assert_eq!(fs::read(place.at("out").join(name)).unwrap(), b"mine");
        fs::remove_file(place.at("out").join(name)).unwrap();
    }
    place.is_clean("out", "with files of others");
}

// Refused by the system.

/// System calls in which something may fail; each word is what strace calls one kind.
const CALLS: [&str; 4] = [
    "write",
    "fsync,fdatasync",
    "?rename,renameat,renameat2",
    "openat",
];

const FAULTS: [&str; 3] = ["error=ENOSPC", "error=EIO", "signal=KILL"];

/// Lets the n-th calls fail of sweeps that begin with nothing, with a record, and with all
/// parts; strace counts the calls of each thread for itself, and so reaches those of the
/// second thread and those at the end. Of each kind of call and beginning the first and
/// one more are tried, or, with `all`, every one.
fn faults(name: &str, all: bool) {
    if !may_trace() {
        return;
    }
    let place = Place::of(name, GRID);
    let only = |is: &dyn Fn(&str) -> bool| -> Tree {
        let files = place.clean.iter().filter(|(name, _)| is(name));
        files.map(|(n, bytes)| (n.clone(), bytes.clone())).collect()
    };
    let beginnings = [
        ("nothing", only(&|_| false)),
        ("a record", only(&|name| name == "plan.json")),
        (
            "all parts",
            only(&|name| is_part(name) || name == "plan.json"),
        ),
    ];
    let mut luck = Luck(7);
    let (mut turn, mut tried) = (0, 0);
    for (begins, files) in &beginnings {
        for calls in CALLS {
            place.lay("out", files);
            let (run, trace) = traced(&place.folder, &sweep("out"), calls, None);
            run.ends(0);
            place.is_clean("out", "traced");
            let (first, last) = reached(&trace, "\"campaign.toml\"");
            let chosen: Vec<u64> = match all {
                true => (first..=last).collect(),
                false => {
                    vec![first, first + luck.below(last - first + 1)]
                }
            };
            for n in chosen {
                for (at, fault) in FAULTS.iter().enumerate() {
                    if !all && at != turn % FAULTS.len() {
                        continue;
                    }
                    let what = format!("{fault} in call {n} of {calls}, beginning with {begins}");
                    place.lay("out", files);
                    fault_at(&place, calls, fault, n, &what);
                    tried += 1;
                }
                turn += 1;
            }
            turn += 1;
        }
    }
    println!("{tried} faults");
}

fn fault_at(place: &Place, calls: &str, fault: &str, n: u64, what: &str) {
    let (run, trace) = traced(
        &place.folder,
        &sweep("out"),
        calls,
        Some(&format!("{fault}:when={n}")),
    );
    assert!(!run.err.contains("panicked"), "{what}: {}", run.err);
    match (fault, run.code) {
        ("signal=KILL", Some(0)) => {}
        ("signal=KILL", code) => assert_eq!(code, None, "{what}: {}", run.err),
        (_, Some(74)) => {
            let hits = trace.lines().filter(|line| line.contains("INJECTED"));
            let hits: Vec<&str> = hits.collect();
            assert!(!hits.is_empty(), "{what}: {}", run.err);
            // The main thread, too, has an n-th call: to say what is wrong.
            if hits.iter().any(|hit| hit.contains("write(2,")) {
                return goes_on(place, what);
            }
            // The file that was refused, or the folder it stands in.
            let named = ["out", "campaign.toml", "standard output"];
            let is_named = named.iter().any(|part| run.err.contains(part));
            assert!(is_named, "{what}: {}", run.err);
            let words = match fault {
                "error=EIO" => &["Input/output error"][..],
                // Where something is written.
                _ if calls != "openat" && !run.err.contains("standard output") => {
                    &["No space left on device", "what was done is kept"]
                }
                _ => &["No space left on device"],
            };
            run.says(words);
        }
        // What is looked up only to clear away or to count processors.
        (_, code) => assert_eq!(code, Some(0), "{what}: {}\n{trace}", run.err),
    }
    goes_on(place, what);
}

/// Fails unless the parts in the folder are whole and the same command ends well.
fn goes_on(place: &Place, what: &str) {
    place.has_whole_parts("out", what);
    place.sweep("out", &[]).ends(0);
    place.is_clean("out", what);
}

#[test]
fn whatever_the_system_refuses_is_told_and_the_same_command_goes_on() {
    faults("faults", false);
}

#[test]
#[ignore = "takes many minutes"]
fn whatever_call_the_system_refuses_is_told_and_the_same_command_goes_on() {
    faults("all-faults", true);
}

#[test]
fn a_full_disk_is_told_and_with_more_room_the_same_command_goes_on() {
    let place = Place::of("full", GRID);
    let Some(space) = space(&place.folder) else {
        return;
    };
    // Room for some parts, for all parts and no results, for some of these; then enough.
    let steps = ["32k", "128k", "192k", "16m"];
    let script = r#"
        mount -t tmpfs -o size=32k tmpfs disk || exit 9
        for size in "$@"; do
            mount -o remount,size=$size disk || exit 9
            "$PROGRAM" sweep campaign.toml --out disk/out --threads 1 --progress none \
                > said-$size 2>&1
            echo $? > code-$size
        done
        cp -r disk/out out
    "#;
    let mut command = Command::new(space[0]);
    command.args(&space[1..]).args(["sh", "-c", script, "sh"]);
    command
        .args(steps)
        .env("PROGRAM", PROGRAM)
        .env("NO_COLOR", "1");
    let output = command.current_dir(&place.folder).output().unwrap();
    Run::from(output).ends(0);
    let read = |name: String| fs::read_to_string(place.at(&name)).unwrap();
    for size in &steps[..3] {
        let said = read(format!("said-{size}"));
        assert_eq!(read(format!("code-{size}")).trim(), "74", "{size}: {said}");
        for part in [
            "disk/out",
            "No space left on device",
            "what was done is kept",
        ] {
            assert!(said.contains(part), "{size}: {said}");
        }
    }
    assert_eq!(read("code-16m".to_owned()).trim(), "0");
    place.is_clean("out", "after a full disk");
}

// Damaged.

#[test]
fn parts_that_are_damaged_are_made_again() {
    let place = Place::of("damaged", GRID);
    assert_eq!(place.parts().len(), 12);
    type Damage = fn(&mut Vec<u8>, usize);
    let damages: [(&str, Damage); 9] = [
        ("its first bit", |bytes, _| bytes[0] ^= 1),
        ("a bit of its key", |bytes, _| bytes[12] ^= 0x10),
        ("a bit of its length", |bytes, _| bytes[30] ^= 0x80),
        ("a bit of its contents", |bytes, _| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 4;
        }),
        ("its last bit", |bytes, _| {
            *bytes.last_mut().unwrap() ^= 0x80
        }),
        ("its last byte", |bytes, _| bytes.truncate(bytes.len() - 1)),
        ("its end", |bytes, at| bytes.truncate(100 * at)),
        ("everything", |bytes, _| bytes.clear()),
        ("its size", |bytes, _| bytes.push(0)),
    ];
    for (what, damage) in damages {
        let mut damaged = place.clean.clone();
        let parts = damaged.iter_mut().filter(|(name, _)| is_part(name));
        parts
            .enumerate()
            .for_each(|(at, (_, bytes))| damage(bytes, at));
        place.lay("out", &damaged);
        place.sweep("out", &[]).ends(0);
        place.is_clean("out", what);
    }
    // Each in the place of the next.
    let mut moved = place.clean.clone();
    let parts = place.parts();
    for (at, name) in parts.iter().enumerate() {
        let other = place.clean[parts[(at + 1) % parts.len()]].clone();
        moved.insert((*name).clone(), other);
    }
    place.lay("out", &moved);
    let shown = place.run(&["runs", "show", "out", "--json"]).ends(0).json();
    assert_eq!((&shown["done"], &shown["missing"]), (&0.into(), &6.into()));
    place.sweep("out", &[]).ends(0);
    place.is_clean("out", "each in the place of the next");
    // One of them.
    let mut one = place.clean.clone();
    one.insert(parts[5].clone(), Vec::new());
    place.lay("out", &one);
    let shown = place.run(&["runs", "show", "out", "--json"]).ends(0).json();
    assert_eq!((&shown["done"], &shown["missing"]), (&5.into(), &1.into()));
    place.sweep("out", &[]).ends(0);
    place.is_clean("out", "one of them");
}

#[test]
fn other_files_that_are_damaged_or_missing_are_written_again() {
    let place = Place::of("damaged-files", GRID);
    type Damage = fn(&[u8]) -> Option<Vec<u8>>;
    let damages: [(&str, Damage); 4] = [
        ("half", |bytes| Some(bytes[..bytes.len() / 2].to_vec())),
        ("a bit", |bytes| {
            let mut flipped = bytes.to_vec();
            flipped[bytes.len() / 3] ^= 1;
            Some(flipped)
        }),
        ("all", |_| Some(Vec::new())),
        ("itself", |_| None),
    ];
    for (what, damage) in damages {
        for of in ["plan.json", "cells.csv", ""] {
            let mut files = Tree::new();
            for (name, bytes) in &place.clean {
                let is_hit = !is_part(name) && (of == name || of.is_empty());
                let left = match is_hit {
                    true => damage(bytes),
                    false => Some(bytes.clone()),
                };
                files.extend(left.map(|bytes| (name.clone(), bytes)));
            }
            place.lay("out", &files);
            let shown = place.run(&["runs", "show", "out"]);
            assert!(matches!(shown.code, Some(0 | 2)), "{}", shown.err);
            assert!(!shown.err.contains("panicked"), "{}", shown.err);
            place.sweep("out", &[]).ends(0);
            place.is_clean("out", &format!("without {what} of {of}"));
        }
    }
}

// Shared out.

/// All orders of three.
const ORDERS: [[usize; 3]; 6] = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
];

const SHARDS: [&str; 3] = ["1/3", "2/3", "3/3"];

const FOLDERS: [&str; 3] = ["one", "two", "three"];

/// Runs each shard in a folder of its own, and merges the folders in these orders.
fn merged(place: &Place, orders: &[[usize; 3]]) {
    for (shard, folder) in SHARDS.iter().zip(FOLDERS) {
        place.remove(folder);
        let said = place.sweep(folder, &["--shard", shard]).ends(0);
        said.prints(&["Next: groundswell merge"]);
        assert!(!place.at(folder).join("cells.csv").exists());
    }
    for order in orders {
        place.remove("out");
        let [a, b, c] = order.map(|at| FOLDERS[at]);
        place.run(&["merge", a, b, c, "--out", "out"]).ends(0);
        place.is_clean("out", &format!("{order:?}"));
    }
    // Into the first of them, where nothing else is said; twice is as good as once.
    for _ in 0..2 {
        place.run(&["merge", "two", "one", "three"]).ends(0);
        place.is_clean("two", "merged in place");
    }
}

/// Runs the shards one after the other in one folder, in all orders.
fn in_one_folder(place: &Place) {
    for order in ORDERS {
        place.remove("out");
        for at in order {
            place.sweep("out", &["--shard", SHARDS[at]]).ends(0);
        }
        place.is_clean("out", &format!("{order:?}"));
    }
}

/// Runs the shards at the same time in one folder.
fn at_the_same_time(place: &Place, times: u32) {
    for _ in 0..times {
        place.remove("out");
        let quiet = |shard: &&str| {
            let mut command = place.sweeping("out", &["--shard", shard]);
            command.stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().unwrap()
        };
        let running: Vec<Child> = SHARDS.iter().map(quiet).collect();
        for one in running {
            Run::from(one.wait_with_output().unwrap()).ends(0);
        }
        place.is_clean("out", "three at the same time");
    }
}

#[test]
fn shards_of_a_grid_come_to_the_whole_in_any_order_and_at_the_same_time() {
    let place = Place::of("shards-grid", GRID);
    merged(&place, &ORDERS);
    in_one_folder(&place);
    at_the_same_time(&place, 2);
}

#[test]
fn whole_sweeps_at_the_same_time_in_one_folder_are_in_nobodys_way() {
    let place = Place::of("same-time", GRID);
    for _ in 0..3 {
        place.remove("out");
        let same = || {
            let mut command = place.sweeping("out", &[]);
            command.stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().unwrap()
        };
        let running: Vec<Child> = (0..3).map(|_| same()).collect();
        for one in running {
            Run::from(one.wait_with_output().unwrap()).ends(0);
        }
        place.is_clean("out", "three at the same time");
    }
}

#[test]
fn shards_of_sweeps_to_a_precision_or_a_decision_or_of_diffusion_come_to_the_whole() {
    for place in [
        Place::of("shards-precise", PRECISE),
        Place::of("shards-decided", DECIDED),
        Place::with("shards-spread", SPREAD),
    ] {
        merged(&place, &ORDERS[3..5]);
        place.remove("out");
        for shard in SHARDS {
            place.sweep("out", &["--shard", shard]).ends(0);
        }
        place.is_clean("out", "in one folder");
        at_the_same_time(&place, 1);
    }
}

#[test]
fn shards_of_a_map_go_on_stage_by_stage() {
    let place = Place::of("shards-map", MAP);
    assert!(read_json(&place.at("clean/sweep.json"))["cells"].as_u64() > Some(9));
    for (shard, folder) in SHARDS.iter().zip(FOLDERS) {
        place.sweep(folder, &["--shard", shard]).ends(0);
    }
    let merge = ["merge", "three", "one", "two", "--out", "out"];
    // What the second stage consists of is known only now.
    let said = place.run(&merge).ends(1);
    said.says(&["are not there yet: cell 4", "groundswell sweep"]);
    assert!(!place.at("out/cells.csv").exists());
    place.sweep("out", &[]).ends(0);
    place.is_clean("out", "merged after the first stage");

    // The same stage by stage, all three in one folder.
    place.remove("out");
    for stage in 0..4 {
        for shard in SHARDS {
            place.sweep("out", &["--shard", shard]).ends(0);
        }
        let is_done = place.at("out/cells.csv").exists();
        assert!(stage < 3 || is_done, "a map of three stages");
        if is_done {
            break;
        }
    }
    place.is_clean("out", "in one folder");
    place.run(&["merge", "out"]).ends(0);
    place.is_clean("out", "merged with nothing");

    // All stages are compared, not the first alone.
    let cells = &read_json(&place.at("clean/sweep.json"))["cells"];
    let diff = place.run(&["runs", "diff", "clean", "out", "--json"]);
    let diff = diff.ends(0).json();
    assert_eq!((&diff["cells"][0], &diff["cells"][1]), (cells, cells));
    assert_eq!((&diff["in_both"], &diff["same"]), (cells, cells));
}

#[test]
fn merging_refuses_gaps_other_sweeps_and_parts_that_differ() {
    let place = Place::of("refused-merges", GRID);
    for (shard, folder) in SHARDS.iter().zip(FOLDERS) {
        place.sweep(folder, &["--shard", shard]).ends(0);
    }
    let merge = |folders: &[&str]| place.run(&[&["merge"], folders].concat());
    let gap = merge(&["one", "three", "--out", "gap"]).ends(1);
    gap.says(&[
        "2 of 6 cells are not there yet: cell 1, blocks 0 to 1",
        "--out gap",
    ]);
    assert!(!place.at("gap/cells.csv").exists());
    // A part that is not whole is none.
    let part = place.parts()[0];
    let holds = FOLDERS
        .iter()
        .find(|folder| place.at(folder).join(part).exists());
    let path = place.at(holds.unwrap()).join(part);
    fs::write(&path, &place.clean[part][..50]).unwrap();
    let gap = merge(&["one", "two", "three", "--out", "cut"]).ends(1);
    gap.says(&["1 of 6 cells are not there yet"]);
    fs::write(&path, &place.clean[part]).unwrap();

    place.sweep("other", &["--seed", "2"]).ends(0);
    let other = merge(&["one", "two", "three", "other", "--out", "mixed"]).ends(2);
    other.says(&["other holds another sweep than one"]);
    merge(&["one", "nowhere", "--out", "mixed"])
        .ends(2)
        .says(&["nowhere"]);
    assert!(!place.at("mixed").exists());

    // The last block of a cell with fewer worlds has the same name and other contents.
    place.sweep("fewer", &["--worlds", "6"]).ends(0);
    let fewer = tree(&place.at("fewer"));
    let differs = |name: &&&String| fewer.get(**name).is_some_and(|b| *b != place.clean[**name]);
    let parts = place.parts();
    let differing = parts.iter().find(differs).expect("a block of two worlds");
    let mut files = place.clean.clone();
    files.insert((**differing).clone(), fewer[*differing].clone());
    place.lay("differing", &files);
    let differ = merge(&["clean", "differing", "--out", "mixed"]).ends(2);
    differ.says(&["differing holds other results of block 1"]);
    // Blocks of fewer worlds than are asked for are made again.
    place.sweep("differing", &[]).ends(0);
    place.is_clean("differing", "with a block of fewer worlds");
}

// Threads, interruption.

#[test]
fn the_files_are_the_same_whatever_the_number_of_threads() {
    for (place, name) in [
        (Place::of("threads-grid", GRID), "grid"),
        (Place::of("threads-map", MAP), "map"),
        (Place::of("threads-decided", DECIDED), "decided"),
        (Place::with("threads-spread", SPREAD), "spread"),
    ] {
        for threads in ["2", "3"] {
            let mut arguments = sweep("out");
            arguments[5] = threads;
            place.remove("out");
            place.run(&arguments).ends(0);
            place.is_clean("out", name);
        }
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_sweep_ends_soon_marks_what_it_has_and_goes_on() {
    let many = GRID.replace("worlds = 8", "worlds = 160");
    let place = Place::of("interrupted", &many);
    let all = place.parts().len();
    let parts = || {
        let folders = fs::read_dir(place.at("out/parts")).into_iter().flatten();
        let files = folders.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".part")).count()
    };
    for threads in ["1", "3"] {
        place.remove("out");
        let mut arguments = sweep("out");
        arguments[5] = threads;
        let mut command = place.command(&arguments);
        let running = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let running = running.spawn().unwrap();
        let clock = Instant::now();
        while parts() < 8 {
            assert!(clock.elapsed() < Duration::from_secs(60), "no parts");
            thread::sleep(Duration::from_millis(5));
        }
        let id = running.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        let clock = Instant::now();
        let run = Run::from(running.wait_with_output().unwrap()).ends(130);
        assert!(
            clock.elapsed() < Duration::from_secs(2),
            "{:?}",
            clock.elapsed()
        );
        run.prints(&["To go on: groundswell sweep campaign.toml --out out"]);
        assert!((8..all).contains(&parts()), "{} parts", parts());
        place.has_whole_parts("out", "interrupted");
        let document = read_json(&place.at("out/sweep.json"));
        assert_eq!(document["partial"], true);
        assert!(document["missing"].as_u64() > Some(0), "{document:#}");
        place.sweep("out", &[]).ends(0);
        place.is_clean("out", "interrupted");
    }
}

// Cells that cannot be carried out.

/// A place whose first cell cannot be carried out.
fn refusing(name: &str) -> Place {
    let place = Place::of(name, REFUSED);
    let failures = fs::read_to_string(place.at("clean/failures.csv"));
    assert!(
        failures.unwrap().starts_with("cell,reason\n0,"),
        "the first"
    );
    place
}

#[test]
fn a_cell_that_cannot_be_carried_out_is_listed_and_the_others_are_done() {
    let place = refusing("refused");
    let said = place.sweep("out", &[]).ends(3);
    said.prints(&["failures.csv", "--retry"]);
    place.is_clean("out", "refused");
    let document = read_json(&place.at("out/sweep.json"));
    assert_eq!(document["done"], 2);
    assert_eq!(document["failed"], 1);
    assert_eq!(document["partial"], false);
    assert_eq!(document["failures"][0]["cell"], 0);
    let reason = document["failures"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("money.budget"), "{reason}");
    let cells = fs::read_to_string(place.at("out/cells.csv")).unwrap();
    assert!(cells.contains("\n1,20,") && cells.contains("\n2,40,"));
    assert!(!cells.contains("\n0,1,"));

    // It is known, and not tried anew unless somebody asks.
    let part = |key: &str| key.contains("-00000000.part");
    let first = place
        .parts()
        .into_iter()
        .min_by_key(|name| place.clean[*name].len());
    let first = first.filter(|name| part(name)).unwrap();
    let made = || {
        fs::metadata(place.at("out").join(first))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = made();
    place.sweep("out", &[]).ends(3);
    assert_eq!(made(), before);
    place.sweep("out", &["--retry"]).ends(3);
    assert!(made() > before);
    place.is_clean("out", "tried anew");
}

#[test]
fn cells_that_could_not_be_carried_out_are_tried_anew_once_somebody_asks() {
    let place = refusing("retry");
    let refused = |name: &str| {
        let parts = place
            .clean
            .iter()
            .filter(|(path, bytes)| path.ends_with(".part") && bytes.get(36) == Some(&2));
        let nodes = parts.map(|(path, _)| {
            let path = place.at(name).join(path);
            fs::metadata(path).unwrap().modified().unwrap()
        });
        nodes.collect::<Vec<_>>()
    };
    let before = refused("clean");
    assert!(!before.is_empty());
    place.sweep("clean", &[]).ends(3);
    assert_eq!(refused("clean"), before);
    place.sweep("clean", &["--retry"]).ends(3);
    let anew = refused("clean");
    assert!(anew.iter().zip(&before).all(|(anew, before)| anew > before));
    place.is_clean("clean", "tried anew");
}

#[test]
fn what_a_file_of_seeds_says_is_part_of_what_is_asked() {
    let scenario = SPREAD.replace("random:2", "@first.txt");
    // There is no such file.
    let place = Place::with("seeds", &scenario);
    let tables = |name: &str| {
        let all = tree(&place.at(name)).into_iter();
        let all = all.filter(|(path, _)| !path.contains("parts"));
        all.collect::<Vec<_>>()
    };
    place
        .run(&["runs", "show", "clean"])
        .ends(0)
        .prints(&["first.txt"]);
    for (folder, seeds) in [("one", "3\n5\n"), ("other", "3\n6\n")] {
        fs::write(place.at("first.txt"), seeds).unwrap();
        place.sweep(folder, &[]).ends(0);
        // The same command is another question, and the old folder no hindrance.
        place.sweep("clean", &[]).ends(0);
        assert_eq!(tables("clean"), tables(folder));
    }
    assert_ne!(tables("one"), tables("other"));
    place
        .run(&["merge", "one", "other", "--out", "all"])
        .ends(2);
}

#[test]
fn a_sweep_that_fails_fast_stops_at_the_first_cell_and_goes_on_without() {
    let place = refusing("fail-fast");
    let said = place.sweep("out", &["--fail-fast"]).ends(3);
    said.prints(&["To go on: "]);
    let document = read_json(&place.at("out/sweep.json"));
    assert_eq!(
        (&document["done"], &document["missing"]),
        (&0.into(), &2.into())
    );
    assert_eq!(document["partial"], true);
    // What cannot be carried out still cannot.
    place.sweep("out", &["--fail-fast"]).ends(3);
    let document = read_json(&place.at("out/sweep.json"));
    assert_eq!(document["missing"], 2, "it stops there again");
    place.sweep("out", &[]).ends(3);
    place.is_clean("out", "without --fail-fast");
}

#[test]
fn merging_shards_with_a_cell_that_cannot_be_carried_out_tells_of_it() {
    let place = refusing("merge-refused");
    for (shard, folder) in SHARDS.iter().zip(FOLDERS) {
        place.sweep(folder, &["--shard", shard]);
    }
    let [a, b, c] = FOLDERS;
    place.run(&["merge", c, b, a, "--out", "out"]).ends(3);
    place.is_clean("out", "merged");
}

// What there is.

#[test]
fn plan_says_what_a_sweep_takes_and_what_of_it_is_done() {
    let place = Place::of("plan", GRID);
    let plan = |out: &str, more: &[&str]| {
        let command = [
            &["plan", "campaign.toml", "--out", out, "--threads", "1"],
            more,
        ];
        place.run(&command.concat()).ends(0)
    };
    let nothing = plan("out", &["--json"]).json();
    assert_eq!(nothing["schema"], "groundswell-plan-1");
    assert_eq!(nothing["cells"], 6);
    assert_eq!(nothing["blocks"], 12);
    assert_eq!(nothing["blocks_done"], 0);
    assert_eq!(nothing["worlds_per_cell"]["high"], 8);
    assert!(
        nothing["seconds"]["high"].as_f64() > Some(0.0),
        "{nothing:#}"
    );
    assert!(nothing["disk_bytes"].as_u64() > Some(0), "{nothing:#}");
    assert!(!place.at("out").exists(), "it only says");
    assert_eq!(plan("clean", &["--json"]).json()["blocks_done"], 12);
    place.is_clean("clean", "planned");
    let unasked = plan("out", &["--json", "--no-probe"]).json();
    assert_eq!(
        (&unasked["cells"], &unasked["seconds"]),
        (&6.into(), &Value::Null)
    );

    let list = plan("out", &["--list", "--no-probe"]).out;
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 7, "{list}");
    assert!(lines[0].starts_with("cell\tresponse.invite.customer\tmoney.margin_per_customer"));
    for line in &lines[1..] {
        let key = line.rsplit('\t').next().unwrap();
        let parts = place.parts();
        assert_eq!(parts.iter().filter(|name| name.contains(key)).count(), 2);
    }
    plan("out", &[]).prints(&[
        "6 of 8 worlds",
        "12, 0 of them done",
        "Next: groundswell sweep",
    ]);
    let place = refusing("plan-refused");
    let plan = place
        .run(&["plan", "campaign.toml", "--json"])
        .ends(0)
        .json();
    assert!(
        plan["refused"][0]
            .as_str()
            .unwrap()
            .contains("money.budget"),
        "{plan:#}"
    );
}

#[test]
fn runs_lists_and_shows_sweeps_that_are_done_begun_and_damaged() {
    let place = Place::of("runs", GRID);
    place.sweep("deep/er/begun", &["--shard", "1/3"]).ends(0);
    place.lay("damaged", &place.clean);
    fs::write(place.at("damaged/plan.json"), "{").unwrap();
    let list = place.run(&["runs", "list", "--json"]).ends(0).json();
    let runs = list["runs"].as_array().unwrap();
    let told = |at: usize, key: &str| runs[at][key].clone();
    assert_eq!(runs.len(), 2, "{list:#}");
    assert_eq!(told(0, "folder"), "./clean");
    assert_eq!((told(0, "cells"), told(0, "begun")), (6.into(), 6.into()));
    assert_eq!(
        (told(0, "title"), told(0, "design")),
        ("Corner".into(), "grid".into())
    );
    assert_eq!(told(1, "folder"), "./deep/er/begun");
    assert_eq!(told(1, "begun"), 2);
    let list = place.run(&["runs", "list"]).ends(0);
    list.prints(&[
        "clean: Corner, 6 of 6 cells",
        "damaged: plan.json is damaged",
    ]);
    fs::create_dir(place.at("empty")).unwrap();
    place
        .run(&["runs", "list", "empty"])
        .ends(0)
        .prints(&["There are no sweeps in empty"]);

    let shown = place.run(&["runs", "show", "clean", "--json"]).ends(0).out;
    assert_eq!(shown.as_bytes(), place.clean["sweep.json"]);
    place
        .run(&["runs", "show", "clean"])
        .ends(0)
        .prints(&["Of 6 cells", "wins"]);
    let begun = place
        .run(&["runs", "show", "deep/er/begun", "--json"])
        .ends(0)
        .json();
    assert_eq!(
        (&begun["partial"], &begun["missing"]),
        (&true.into(), &4.into())
    );
    place
        .run(&["runs", "show", "damaged"])
        .ends(2)
        .says(&["plan.json is damaged"]);
    place
        .run(&["runs", "show", "empty"])
        .ends(2)
        .says(&["there is no sweep"]);
    place.is_clean("clean", "looked at");
}

#[test]
fn runs_diff_tells_what_was_asked_and_what_came_out() {
    let place = Place::of("diff", GRID);
    place.lay("copy", &place.clean);
    let diff = |other: &str| {
        place
            .run(&["runs", "diff", "clean", other, "--json"])
            .ends(0)
            .json()
    };
    let same = diff("copy");
    assert_eq!(same["asked"], json("[]"));
    assert_eq!((&same["in_both"], &same["same"]), (&6.into(), &6.into()));
    place.sweep("seeded", &["--seed", "2"]).ends(0);
    let seeded = diff("seeded");
    assert_eq!(seeded["asked"], json(r#"["- seed 1", "+ seed 2"]"#));
    assert_eq!(seeded["in_both"], 0);
    place.sweep("begun", &["--shard", "1/2"]).ends(0);
    let begun = diff("begun");
    let both = (&begun["in_both"], &begun["same"]);
    assert_eq!(both, (&6.into(), &3.into()));
    // Another list of values shares the cells that it has in common.
    let text = format!("{SHOP}{GRID}").replace("[10, 30]", "[10, 20]");
    fs::write(place.at("campaign.toml"), text).unwrap();
    place.sweep("moved", &[]).ends(0);
    let moved = diff("moved");
    assert_eq!(
        (&moved["cells"], &moved["in_both"]),
        (&json("[6, 6]"), &3.into())
    );
    assert_eq!(moved["same"], 3);
    let asked = moved["asked"].to_string();
    assert!(asked.contains("money.margin_per_customer"), "{asked}");
    let said = place.run(&["runs", "diff", "clean", "moved"]).ends(0);
    said.prints(&["6 and 6 cells, 3 of them in both; 3 of these came to the same"]);
}

#[test]
fn runs_rm_removes_what_the_sweep_wrote_and_nothing_else() {
    let place = refusing("rm");
    place.lay("only", &place.clean);
    place
        .run(&["runs", "rm", "only"])
        .ends(2)
        .says(&["nothing was removed", "--yes"]);
    place.is_clean("only", "not removed");
    place.run(&["runs", "rm", "only", "--yes"]).ends(0);
    assert!(!place.at("only").exists());

    let mut files = place.clean.clone();
    let part = place.parts()[0].clone();
    for left in [
        ".plan.json.77.0.partial".to_owned(),
        ".cells.csv.77.0.partial".to_owned(),
        left_beside(&part, "77.4"),
    ] {
        files.insert(left, b"half a fi".to_vec());
    }
    let mut others = Tree::new();
    for name in [
        "notes.txt",
        "mapping.png",
        "map-of-town.csv",
        "response-letter.svg",
        "map-1.png",
        "film.mp4.partial",
        "cells.xlsx",
        "parts/notes.txt",
        "parts/00/notes.part",
        "more/cells.csv",
    ] {
        others.insert(name.to_owned(), name.into());
    }
    others.insert(
        format!("parts/zz/{}", part.rsplit('/').next().unwrap()),
        b"mine".to_vec(),
    );
    files.extend(others.clone());
    place.lay("shared", &files);
    place.run(&["runs", "rm", "shared", "--yes"]).ends(0);
    assert_eq!(tree(&place.at("shared")), others);
    place
        .run(&["runs", "rm", "shared", "--yes"])
        .ends(2)
        .says(&["no sweep"]);
    place
        .run(&["runs", "rm", "nowhere", "--yes"])
        .ends(2)
        .says(&["no sweep"]);
}

#[test]
fn runs_describe_says_what_the_columns_of_the_tables_are() {
    let place = Place::of("describe", GRID);
    let tables = ["clean/cells.csv", "clean/cells.parquet"];
    for table in tables.iter().filter(|table| place.at(table).exists()) {
        let said = place.run(&["runs", "describe", table]).ends(0);
        said.prints(&[
            "response.invite.customer",
            "value of the number with that path",
            "standard_error",
            "standard error of the mean",
            "cell_key",
        ]);
    }
    place
        .run(&["runs", "describe", "nothing.csv"])
        .ends(74)
        .says(&["nothing.csv"]);
}

//! What the program takes is what it says, and what it may not take it refuses before it
//! takes any of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use groundswell_campaign::compare::Effort;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::store::Store;
use groundswell_experiment::sweep::layout::Layout;
use groundswell_experiment::sweep::work::{Means, Shard, Wish, work};
use groundswell_scenario::scenario::Scenario;

use peak::{peak, told};
use run::{Run, folder, json, run};
use shop::SHOP;
use trace::{PROGRAM, may_trace};

mod peak;
mod run;
mod shop;
mod trace;

const MIB: u64 = 1 << 20;

/// Fails unless `said` is within −10% and +30% of `taken`.
#[track_caller]
fn is_about(said: u64, taken: u64, what: &str) {
    let share = said as f64 / taken as f64;
    let (said, taken) = (said / MIB, taken / MIB);
    println!("{what}: said {said} MiB, taken {taken} MiB, {share:.2}");
    assert!(
        (0.9..=1.3).contains(&share),
        "{what}: said {said} MiB, taken {taken} MiB"
    );
}

/// A shop among so many people, all of whom live nearby.
fn shop(people: u32, friends: u32, days: u32, worlds: u32) -> String {
    let text = SHOP
        .replace("people = 300", &format!("people = {people}"))
        .replace("friends = 12", &format!("friends = {friends}"))
        .replace("nearby = 0.5", "nearby = 1")
        .replace("days = 7", &format!("days = {days}"));
    format!("{text}worlds = {worlds}\n")
}

fn spread(people: u32, worlds: u32) -> String {
    format!(
        "format = 1\nname = \"Word\"\n[audience]\nkind = \"generate\"\nmodel = \
         \"watts-strogatz\"\nset = {{ people = {people} }}\n[diffusion]\nmodel = \"ic\"\n\
         weights = \"uniform:0.1\"\nseeds = \"random:2\"\n[run]\nworlds = {worlds}\n"
    )
}

fn varied(cells: u32) -> String {
    format!(
        "[sweep]\nvary.\"money.margin_per_customer\" = {{ range = {{ from = 1, to = {cells}, \
         step = 1 }} }}\n"
    )
}

/// Holds what `plan` says against what the scenarios take.
fn planned(name: &str, cases: &[(&str, String)]) {
    let folder = folder(name);
    for (at, (verb, text)) in cases.iter().enumerate() {
        fs::write(folder.join("a.toml"), text).unwrap();
        let plan = run(&folder, &["plan", "a.toml", "--threads=2", "--json"]).ends(0);
        let said = json(&plan.out)["memory_bytes"].as_u64();
        let out = format!("--out=out-{at}");
        let line = [*verb, "a.toml", "-qq", "--threads=2", &out];
        let Some((run, taken)) = peak(&folder, &line) else {
            return;
        };
        run.ends(0);
        is_about(said.unwrap(), taken, &format!("{verb} {at}"));
    }
}

#[test]
fn a_plan_says_how_much_memory_is_taken() {
    planned(
        "planned",
        &[
            ("compare", shop(20_000, 12, 7, 8_000)),
            ("run", spread(100_000, 2_000)),
            ("sweep", shop(3_000, 12, 7, 4) + &varied(500)),
        ],
    );
}

#[test]
#[ignore = "takes minutes"]
fn plans_of_all_sizes_say_how_much_memory_is_taken() {
    planned(
        "planned-all",
        &[
            ("compare", shop(20_000, 12, 7, 1_000)),
            ("compare", shop(20_000, 12, 7, 20_000)),
            ("compare", shop(3_000, 12, 56, 8_000)),
            ("compare", shop(500_000, 30, 7, 400)),
            ("compare", shop(200_000, 100, 56, 200)),
            ("run", spread(10_000, 100_000)),
            ("run", spread(2_000_000, 100)),
            ("run", spread(1_000, 3_000_000)),
            ("sweep", shop(20_000, 12, 7, 32) + &varied(200)),
            ("sweep", shop(3_000, 12, 7, 4) + &varied(2_000)),
            ("sweep", shop(3_000, 12, 7, 5_000) + &varied(10)),
        ],
    );
}

/// What the program has before it draws anything.
const PROGRAM_ALONE: u64 = 15 * MIB;

/// Models with settings of which drawing takes some 100 MiB.
const DRAWN: [(&str, &str); 12] = [
    ("erdos-renyi", "people=200000 chance=0.0002"),
    ("watts-strogatz", "people=500000 rewiring=0.5"),
    ("barabasi-albert", "people=500000"),
    ("holme-kim", "people=300000"),
    ("configuration", "people=500000 least=6"),
    (
        "block-model",
        "sizes=200000,200000 inside=0.0001 outside=0.00001",
    ),
    ("lfr", "people=300000"),
    ("r-mat", "scale=19"),
    ("geometric", "people=300000 radius=0.004"),
    ("hyperbolic", "people=300000"),
    ("community", "people=200000"),
    ("watts-strogatz", "people=300000 layers=3"),
];

/// The bytes of which a refusal says that it would take.
fn refused_bytes(run: &Run) -> u64 {
    let (_, rest) = run.err.split_once("takes about ").unwrap();
    let mib: u64 = rest.split(' ').next().unwrap().parse().unwrap();
    mib * MIB
}

#[test]
fn drawing_takes_as_much_memory_as_is_said_when_it_is_refused() {
    let folder = folder("drawn");
    for (model, settings) in DRAWN {
        let mut line = vec!["graph", "generate", model, "-o", "x.gsw", "--threads=2"];
        for pair in settings.split(' ') {
            line.extend(["--set", pair]);
        }
        let refusing = [&line[..], &["--max-memory=1M"]].concat();
        let said = refused_bytes(&run(&folder, &refusing).ends(1));
        // Threads that wait for a processor hold what they have: on a busy machine one run
        // may take more than another.
        let mut taken = u64::MAX;
        for _ in 0..3 {
            let Some((run, peak)) = peak(&folder, &line) else {
                return;
            };
            run.ends(0);
            taken = taken.min(peak);
        }
        is_about(said + PROGRAM_ALONE, taken, &format!("{model} {settings}"));
    }
}

/// What is far too large, by its command, and what the refusal says.
fn too_large(folder: &Path) -> Vec<(Vec<String>, &'static str)> {
    let mut cases = Vec::new();
    let mut case = |line: &str, says| {
        let words = line.split(' ').map(str::to_owned);
        cases.push((words.collect::<Vec<_>>(), says));
    };
    for settings in [
        "erdos-renyi --set people=10000000 --set pairs=1000000000",
        "watts-strogatz --set people=400000000",
        "watts-strogatz --set people=10000000 --set layers=8",
        "barabasi-albert --set people=100000000",
        "holme-kim --set people=400000000",
        "configuration --set people=400000000",
        "block-model --set sizes=20000000,20000000 --set inside=0.000001 --set outside=0.0000001",
        "lfr --set people=100000000",
        "r-mat --set scale=26",
        "r-mat --set scale=28 --set edge_factor=8",
        "geometric --set people=3000000 --set radius=0.01",
        "hyperbolic --set people=400000000",
        "forest-fire --set people=400000000",
        "community --set people=10000000",
    ] {
        case(
            &format!("graph generate {settings} -o x.gsw"),
            "may be used",
        );
    }
    for settings in [
        "r-mat --set scale=40",
        "r-mat --set scale=30",
        "erdos-renyi --set people=1000000000000",
        "erdos-renyi --set people=1000000000",
        "lfr --set people=400000000",
        "block-model --set sizes=1000000000,1000000000",
        "configuration --set degrees=1000000000x5",
        "barabasi-albert --set people=1000000000",
    ] {
        case(&format!("graph generate {settings} -o x.gsw"), "error");
    }
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let drawn = "model = \"watts-strogatz\"\nset = { people = 60 }";
    let audience = |audience: &str| {
        spread(1, 8).replace("model = \"watts-strogatz\"\nset = { people = 1 }", audience)
    };
    assert_ne!(audience(drawn), spread(1, 8));
    write("many.toml", &shop(20_000_000, 30, 7, 8));
    write(
        "crowd.toml",
        &shop(1, 12, 7, 8).replace("people = 1\n", "people = 1000000000000\n"),
    );
    write("ties.toml", &shop(50_000_000, 5_000, 7, 8));
    write(
        "alone.toml",
        &shop(300, 12, 7, 8)
            .replace("nearby = 1", "nearby = 0.5")
            .replace("\"estimate\"", "1"),
    );
    write(
        "r-mat.toml",
        &audience("model = \"r-mat\"\nset = { scale = 26 }"),
    );
    write(
        "scale.toml",
        &audience("model = \"r-mat\"\nset = { scale = 40 }"),
    );
    write(
        "cells.toml",
        &(shop(300, 12, 7, 8)
            + &varied(1000)
            + "vary.\"money.hour\" = { range = { from = 1, to = 100, step = 0.01 } }\nvary.\"money.budget\" = { range = { from = 1, to = 1000, step = 0.1 } }\n"),
    );
    write(
        "points.toml",
        &(shop(300, 12, 7, 8)
            + "[sweep]\nvary.\"money.hour\" = { range = { from = 0, to = 1000000, step = 0.0000001 } }\n"),
    );
    write("shop.toml", &shop(300, 12, 7, 8));
    for (file, says) in [
        ("many.toml", "may be used"),
        ("crowd.toml", "audience.people"),
        ("ties.toml", "audience.friends"),
        ("alone.toml", "may be used"),
    ] {
        for verb in ["compare", "plan", "check", "replay --world 1", "break-even"] {
            case(&format!("{verb} {file}"), says);
        }
    }
    for (file, says) in [("r-mat.toml", "may be used"), ("scale.toml", "scale is 40")] {
        for verb in ["run", "plan", "check", "replay --world 1"] {
            case(&format!("{verb} {file}"), says);
        }
    }
    for verb in ["sweep", "plan", "run"] {
        case(&format!("{verb} cells.toml"), "at most");
        case(&format!("{verb} points.toml"), "10_000 would do");
    }
    case("compare shop.toml --worlds 10000000", "at most");
    case("run shop.toml --worlds 10000000", "at most");
    case("break-even shop.toml --worlds 10000000", "at most");
    case("compare shop.toml --worlds 10000000000", "--worlds");
    // Files that announce more than they hold.
    write(
        "vertices.net",
        "*Vertices 4294967290\n1 \"a\"\n*Arcs\n1 2\n",
    );
    write("pairs.txt", "0 1\n1 4000000000\n");
    write("nobody.csv", "source,target\n1,2\n");
    case("graph stats vertices.net", "vertices.net");
    case("graph stats nobody.csv --people 4294967294", "nobody.csv");
    case(
        "graph convert nobody.csv x.gsw --people 4000000000",
        "nobody.csv",
    );
    case(
        "run --graph nobody.csv --people 4000000000 --model ic --seeds 1 --weights uniform:0.1",
        "nobody.csv",
    );
    let gsw = folder.join("announced.gsw");
    run(folder, &["graph", "convert", "nobody.csv", "announced.gsw"]).ends(0);
    let mut bytes = fs::read(&gsw).unwrap();
    for byte in &mut bytes[8..48] {
        *byte = 0x7f;
    }
    fs::write(&gsw, bytes).unwrap();
    case("graph stats announced.gsw", "announced.gsw");
    case("graph stats announced.gsw --map", "announced.gsw");
    cases
}

#[test]
fn what_is_far_too_large_is_refused_in_under_a_second_before_it_is_taken() {
    let folder = folder("too-large");
    let cases = too_large(&folder);
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let is_there = Command::new("sh").args(["-c", "ulimit -v 600000"]).status();
    let limits = is_there.is_ok_and(|status| status.success());
    if !limits {
        eprintln!("passed over: memory cannot be limited here");
        return;
    }
    for (line, says) in &cases {
        let what = line.join(" ");
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v 600000; exec \"$@\"", "sh", PROGRAM]);
        command.args(line).current_dir(&folder).env("NO_COLOR", "1");
        let clock = Instant::now();
        let run: Run = command.stdin(Stdio::null()).output().unwrap().into();
        let took = clock.elapsed();
        assert!(
            matches!(run.code, Some(1 | 2)),
            "{what}: {:?} {}",
            run.code,
            run.err
        );
        assert!(run.err.contains(says), "{what}: {}", run.err);
        assert!(!run.err.contains("panicked"), "{what}: {}", run.err);
        if *says == "may be used" {
            assert_eq!(run.code, Some(1), "{what}: {}", run.err);
        }
        // A second on a machine that does nothing else.
        assert!(took < Duration::from_secs(3), "{what}: {took:?}");
    }
    println!("{} refused", cases.len());
}

#[test]
fn a_limit_that_is_asked_for_refuses_as_the_systems_does() {
    let folder = folder("asked-for");
    for (line, name) in [
        ("graph generate r-mat --set scale=20 -o x.gsw", "r-mat"),
        ("compare a.toml", "a.toml"),
        ("break-even a.toml", "a.toml"),
        ("plan a.toml", "a.toml"),
        ("sweep b.toml", "b.toml"),
    ] {
        fs::write(folder.join("a.toml"), shop(500_000, 30, 7, 8)).unwrap();
        fs::write(folder.join("b.toml"), shop(500_000, 30, 7, 8) + &varied(5)).unwrap();
        let line: Vec<&str> = line.split(' ').chain(["--max-memory=50M"]).collect();
        let refused = run(&folder, &line).ends(1);
        refused.says(&[name, "takes about", "and 50 MiB may be used"]);
    }
}

#[test]
fn a_file_that_is_cut_short_while_it_is_read_is_an_error_of_the_system() {
    if !may_trace() {
        return;
    }
    let folder = folder("cut-short");
    // Long enough for several reads.
    let ties: String = (0..40_000).map(|v| format!("{v} {}\n", v + 1)).collect();
    fs::write(folder.join("ties.txt"), ties).unwrap();
    run(&folder, &["graph", "convert", "ties.txt", "ties.gsw"]).ends(0);
    for file in ["ties.txt", "ties.gsw"] {
        let line = ["graph", "stats", file, "--threads=1"];
        let path = folder.join(file);
        let mut refused = 0;
        for n in 2..5 {
            let mut command = Command::new("strace");
            command.args(["-f", "-qq", "-o", "trace", "-P"]).arg(&path);
            command.args(["-e", "trace=read", "-e"]);
            command.arg(format!("inject=read:retval=0:when={n}+"));
            command.arg(PROGRAM).args(line).current_dir(&folder);
            let run: Run = command.stdin(Stdio::null()).output().unwrap().into();
            assert!(!run.err.contains("panicked"), "{file}: {}", run.err);
            if run.code == Some(0) {
                // It was read to its end before.
                continue;
            }
            run.ends(74).says(&[file]);
            refused += 1;
        }
        assert!(refused > 0, "{file} was never cut short");
    }
}

// Again and again.

/// Carries out so many small sweeps in this process; gives what it has after the first
/// tenth of them, and in the end.
fn repeated(name: &str, times: u32) -> Option<(u64, u64)> {
    let folder = folder(name);
    let text =
        shop(300, 12, 7, 8) + "[sweep]\nblock = 4\nvary.\"money.margin_per_customer\" = [10, 30]\n";
    let has = || told("/proc/self/status", "VmRSS:");
    let crew = Crew::of(2);
    let watch = Watch::default();
    let mut begun = 0;
    for time in 0..times {
        let scenario = Scenario::parse(&text).unwrap().scenario;
        let mut layout = Layout::new(scenario, Path::new(""), 1, Effort::Worlds(8)).unwrap();
        let out: PathBuf = folder.join(time.to_string());
        let store = Store::open(&out).unwrap();
        let kept = AtomicU32::new(0);
        let means = Means {
            store: &store,
            wish: Wish {
                shard: Shard::WHOLE,
                fail_fast: false,
                retry: false,
            },
            crew: &crew,
            watch: &watch,
            tell: &|_| {
                kept.fetch_add(1, Ordering::Relaxed);
            },
        };
        work(&mut layout, &means).unwrap();
        assert_eq!(kept.into_inner(), 4);
        fs::remove_dir_all(&out).unwrap();
        if time == times / 10 {
            begun = has()?;
        }
    }
    Some((begun, has()?))
}

fn does_not_grow(name: &str, times: u32) {
    let Some((begun, ended)) = repeated(name, times) else {
        eprintln!("passed over: the system does not tell how much memory a program has");
        return;
    };
    println!("{times} sweeps: {begun} bytes, then {ended}");
    assert!(
        ended < begun + begun / 20 + 2 * MIB,
        "{begun} to {ended} bytes"
    );
}

#[test]
fn sweep_after_sweep_takes_no_more_memory() {
    does_not_grow("repeated", 200);
}

#[test]
#[ignore = "takes two hours"]
fn sweep_after_sweep_for_two_hours_takes_no_more_memory() {
    let clock = Instant::now();
    while clock.elapsed() < Duration::from_secs(7200) {
        does_not_grow("repeated-long", 5_000);
    }
}

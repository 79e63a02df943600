//! Every file that the program writes is whole or absent, and the old one stays until the
//! new one is whole: whatever the system refuses, whenever the program is killed.
//!
//! Each command begins with a folder of old files, and comes to an end that it should not
//! have come to; then it is given again. `tests/sweep.rs` has the same for sweeps, which go
//! on from what they have. What needs tools that are not everywhere (strace, namespaces)
//! says so and is passed over without them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use files::{Tree, lay, tree};
use luck::Luck;
use run::{Run, folder, program, run};
use shop::SHOP;
use trace::{PROGRAM, may_trace, reached, space, traced};

mod files;
mod luck;
mod run;
mod shop;
mod trace;

const TIES: &str = "a b\nb c\nc d\nd a\na c\nd e\ne f\nf a\n";

const SPREAD: &str = r#"
format = 1
name = "Word of mouth"

[audience]
kind = "generate"
model = "watts-strogatz"
set = { people = 30 }

[diffusion]
model = "independent-cascade"
weights = "uniform:0.2"
seeds = "random:2"
"#;

/// How one command is put, what its own input is called, and whether it leaves parts.
struct Verb {
    name: &'static str,
    line: &'static [&'static str],
    /// What stands in the first call that is about its input.
    own: &'static str,
}

/// Every verb that writes, once for each way of writing that it has.
const VERBS: [Verb; 16] = [
    Verb {
        name: "compare",
        line: &["compare", "campaign.toml", "--worlds=20", "-q", "--out=out"],
        own: "campaign.toml",
    },
    Verb {
        name: "run",
        line: &[
            "run",
            "--graph=ties.txt",
            "--undirected",
            "--model=ic",
            "--weights=uniform:0.3",
            "--seeds=a",
            "--worlds=50",
            "--per-person",
            "--sizes",
            "--trees",
            "--pictures=dark",
            "-q",
            "--out=out",
        ],
        own: "ties.txt",
    },
    Verb {
        name: "maximize",
        line: &[
            "maximize",
            "--graph=ties.txt",
            "--undirected",
            "--model=ic",
            "--weights=uniform:0.3",
            "--k=2",
            "--worlds=50",
            "-q",
            "--out=out",
        ],
        own: "ties.txt",
    },
    Verb {
        name: "to-gsw",
        line: &["graph", "convert", "ties.txt", "out/x.gsw"],
        own: "ties.txt",
    },
    Verb {
        name: "to-graphml",
        line: &["graph", "convert", "ties.txt", "out/x.graphml"],
        own: "ties.txt",
    },
    Verb {
        name: "to-xml",
        line: &["graph", "convert", "ties.txt", "out/x.xml"],
        own: "ties.txt",
    },
    Verb {
        name: "to-csv",
        line: &["graph", "convert", "ties.txt", "out/x.csv"],
        own: "ties.txt",
    },
    Verb {
        name: "to-tsv",
        line: &["graph", "convert", "ties.txt", "out/x.tsv"],
        own: "ties.txt",
    },
    Verb {
        name: "import",
        line: &["graph", "import", "ties.txt", "-o", "out/x.gsw"],
        own: "ties.txt",
    },
    Verb {
        name: "generate",
        line: &[
            "graph",
            "generate",
            "watts-strogatz",
            "--set=people=3000",
            "-o",
            "out/x.gsw",
        ],
        own: "out/",
    },
    Verb {
        name: "stats",
        line: &["graph", "stats", "ties.txt", "--out=out"],
        own: "ties.txt",
    },
    Verb {
        name: "film",
        line: &["replay", "spread.toml", "--world=1", "--out=out"],
        own: "spread.toml",
    },
    Verb {
        name: "log",
        line: &["replay", "campaign.toml", "--world=1", "--log=out/log.csv"],
        own: "campaign.toml",
    },
    Verb {
        name: "init",
        line: &["init", "out", "--force"],
        own: "out",
    },
    Verb {
        name: "copy",
        line: &[
            "presets",
            "copy",
            "goldenberg-2001",
            "--to=out/p.toml",
            "--force",
        ],
        own: "out/",
    },
    Verb {
        name: "man",
        line: &["man", "--out=out"],
        own: "out",
    },
];

/// A verb in a folder of its own, with what it writes when nothing happens to it.
struct Place {
    verb: &'static Verb,
    folder: PathBuf,
    old: Tree,
    new: Tree,
    takes: Duration,
}

impl Place {
    fn of(verb: &'static Verb, test: &str) -> Self {
        let folder = folder(&format!("faults/{test}/{}", verb.name));
        // Everybody lives nearby: with an overlap of one, which a comparison tries, a handful
        // of fans would be among millions.
        let campaign = SHOP.replace("nearby = 0.5", "nearby = 1") + "worlds = 8\n";
        for (name, text) in [
            ("campaign.toml", campaign.as_str()),
            ("spread.toml", SPREAD),
            ("ties.txt", TIES),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
        let out = folder.join("out");
        fs::create_dir(&out).unwrap();
        let clock = Instant::now();
        run(&folder, verb.line).ends(0);
        let takes = clock.elapsed();
        let new = tree(&out);
        assert!(!new.is_empty(), "{} writes nothing", verb.name);
        let old = |name: &String| (name.clone(), format!("the old {name}").into_bytes());
        let old = new.keys().map(old).collect();
        Self {
            verb,
            folder,
            old,
            new,
            takes,
        }
    }

    fn out(&self) -> PathBuf {
        self.folder.join("out")
    }

    fn begin(&self) {
        lay(&self.out(), &self.old);
    }

    /// Fails unless every file is the old one or the new one.
    #[track_caller]
    fn is_whole(&self, killed: bool, what: &str) {
        for (name, bytes) in tree(&self.out()) {
            let left = name.ends_with(".partial");
            // Parts are what a comparison goes on from; they have checksums.
            if name.starts_with("parts/") || (left && killed) {
                continue;
            }
            let (old, new) = (self.old.get(&name), self.new.get(&name));
            let whole = [old, new].contains(&Some(&bytes));
            assert!(whole, "{what}: {name} is neither the old nor the new one");
        }
        for name in self.old.keys() {
            assert!(self.out().join(name).exists(), "{what}: {name} is gone");
        }
    }

    /// Gives the command again; fails unless what is there then is what it writes.
    #[track_caller]
    fn again(&self, what: &str) {
        run(&self.folder, self.verb.line).ends(0);
        let found = tree(&self.out());
        let differ: Vec<_> = self
            .new
            .keys()
            .chain(found.keys())
            .filter(|name| found.get(*name) != self.new.get(*name))
            .collect();
        assert!(differ.is_empty(), "{what}: {differ:?}");
    }
}

// Refused by the system.

/// System calls in which something may fail; each word is what strace calls one kind.
const CALLS: [&str; 5] = [
    "write",
    "fsync,fdatasync",
    "?rename,renameat,renameat2",
    "openat",
    "close",
];

const FAULTS: [&str; 4] = ["error=ENOSPC", "error=EIO", "signal=KILL", "error=EINTR"];

/// Whether that fault can befall these calls, and be anything that systems do.
fn happens(fault: &str, calls: &str) -> bool {
    match fault {
        // Renaming is not interrupted; and who is told that closing was has closed.
        "error=EINTR" => !calls.contains("rename"),
        "error=ENOSPC" => calls != "close",
        _ => true,
    }
}

/// Lets single calls of every verb fail: `times` of one kind, or every one of all kinds.
fn refused(test: &str, times: Option<u64>) {
    if !may_trace() {
        return;
    }
    let mut luck = Luck(11);
    let (mut turn, mut tried, mut told) = (0, 0, 0);
    for (number, verb) in VERBS.iter().enumerate() {
        let place = Place::of(verb, test);
        for (kind, calls) in CALLS.into_iter().enumerate() {
            if times.is_some() && kind != number % CALLS.len() {
                continue;
            }
            place.begin();
            let (run, trace) = traced(&place.folder, verb.line, calls, None);
            run.ends(0);
            let (first, last) = reached(&trace, verb.own);
            let faults = FAULTS.iter().filter(|fault| happens(fault, calls));
            let faults: Vec<_> = faults.collect();
            let mut chosen: Vec<(u64, &str)> = Vec::new();
            match times {
                None => {
                    for n in first..=last {
                        chosen.extend(faults.iter().map(|&&fault| (n, fault)));
                    }
                }
                Some(times) => {
                    for _ in 0..times {
                        let n = first + luck.below(last - first + 1);
                        chosen.push((n, faults[turn % faults.len()]));
                        turn += 1;
                    }
                }
            }
            for (n, fault) in chosen {
                let what = format!("{}: {fault} in call {n} of {calls}", verb.name);
                told += u32::from(fault_at(&place, calls, fault, n, &what));
                tried += 1;
            }
        }
    }
    println!("{tried} faults, {told} of them told as what they are");
    assert!(told > 0, "nothing was refused");
}

/// Whether it was told.
fn fault_at(place: &Place, calls: &str, fault: &str, n: u64, what: &str) -> bool {
    place.begin();
    let inject = format!("{fault}:when={n}");
    let (run, trace) = traced(&place.folder, place.verb.line, calls, Some(&inject));
    let Run { code, err, .. } = &run;
    assert!(!err.contains("panicked"), "{what}: {err}");
    let is_told = match (fault, code) {
        ("signal=KILL", None | Some(0)) => false,
        // Whoever is interrupted asks again.
        ("error=EINTR", Some(0)) => false,
        (_, Some(74)) => {
            let hits = trace.lines().filter(|line| line.contains("INJECTED"));
            let silent = hits.clone().any(|hit| hit.contains("write(2,"));
            let reasons = match fault {
                "error=EIO" => "Input/output error",
                "error=EINTR" => "Interrupted system call",
                _ => "No space left on device",
            };
            // The file that was refused, or the folder it stands in.
            let named = ["out", ".toml", "ties.txt", "standard output"];
            let is_named = named.iter().any(|part| err.contains(part));
            assert!(
                silent || (is_named && err.contains(reasons)),
                "{what}: {err}"
            );
            true
        }
        // What is looked up only to clear away or to count processors.
        (_, Some(0)) => false,
        // The loader's own.
        (_, Some(127)) if err.contains("shared librar") => false,
        (_, code) => panic!("{what}: it ended with {code:?}: {err}\n{trace}"),
    };
    place.is_whole(fault == "signal=KILL", what);
    place.again(what);
    is_told
}

#[test]
fn whatever_the_system_refuses_files_are_the_old_or_the_new_ones() {
    refused("refused", Some(2));
}

#[test]
#[ignore = "takes half an hour"]
fn whichever_call_the_system_refuses_files_are_the_old_or_the_new_ones() {
    refused("refused-all", None);
}

// Killed.

/// Kills every verb so many times, at any moment.
fn killed(test: &str, times: u32) {
    let mut luck = Luck(u64::from(times));
    let mut kills = 0;
    for verb in &VERBS {
        let place = Place::of(verb, test);
        for _ in 0..times {
            place.begin();
            let mut command = program(&place.folder, verb.line);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            let mut running = command.spawn().unwrap();
            thread::sleep(Duration::from_micros(
                luck.below(place.takes.as_micros() as u64 + 1),
            ));
            running.kill().unwrap();
            let code = running.wait().unwrap().code();
            assert!(matches!(code, None | Some(0)), "{}: {code:?}", verb.name);
            kills += u32::from(code.is_none());
            let what = format!("{} killed", verb.name);
            place.is_whole(true, &what);
            place.again(&what);
        }
    }
    println!("{kills} kills");
    assert!(kills > 0, "nothing was killed");
}

#[test]
fn whoever_is_killed_leaves_old_or_new_files() {
    killed("killed", 1);
}

#[test]
#[ignore = "takes minutes"]
fn whoever_is_killed_often_leaves_old_or_new_files() {
    killed("killed-often", 40);
}

// No room.

#[test]
fn a_full_disk_is_told_with_the_file_and_leaves_the_old_ones() {
    let script = r#"
        mount -t tmpfs -o size=16m tmpfs disk || exit 9
        cp -r out disk/out || exit 9
        # Besides what is there, room for nothing, and for some of what comes.
        used=$(du -sk disk/out | cut -f1)
        for more in 0 24; do
            mount -o remount,size=$((used + more))k disk || exit 9
            "$PROGRAM" "$@" > said-$more 2>&1
            echo $? > code-$more
            rm -rf found-$more && cp -r disk/out found-$more
        done
    "#;
    let mut told = 0;
    for verb in &VERBS {
        let place = Place::of(verb, "full");
        let Some(space) = space(&place.folder) else {
            return;
        };
        place.begin();
        let line: Vec<String> = verb
            .line
            .iter()
            .map(|part| match part.strip_prefix("out") {
                Some(_) => format!("disk/{part}"),
                None => part.replace("=out", "=disk/out"),
            })
            .collect();
        let mut command = Command::new(space[0]);
        command.args(&space[1..]).args(["sh", "-c", script, "sh"]);
        command.args(&line).env("PROGRAM", PROGRAM);
        command.env("NO_COLOR", "1").current_dir(&place.folder);
        Run::from(command.output().unwrap()).ends(0);
        for more in ["0", "24"] {
            let read = |name: String| fs::read_to_string(place.folder.join(name)).unwrap();
            let (code, said) = (read(format!("code-{more}")), read(format!("said-{more}")));
            let what = format!("{} with {more} KiB: {said}", verb.name);
            match code.trim() {
                "74" => {
                    assert!(said.contains("disk/out"), "{what}");
                    assert!(said.contains("No space left on device"), "{what}");
                    told += 1;
                }
                code => assert_eq!(code, "0", "{what}"),
            }
            for (name, bytes) in tree(&place.folder.join(format!("found-{more}"))) {
                let known = [place.old.get(&name), place.new.get(&name)];
                let whole = name.starts_with("parts/") || known.contains(&Some(&bytes));
                assert!(whole, "{what}: {name}");
            }
        }
    }
    assert!(told >= VERBS.len(), "{told} times without room");
}

// Changed on the disk.

/// A bit of each file that is read again is flipped: it is told, or makes no difference.
#[test]
fn a_flipped_bit_in_a_binary_graph_is_told_wherever_it_is() {
    let place = Place::of(&VERBS[3], "flipped");
    let whole = &place.new["x.gsw"];
    let mut luck = Luck(5);
    for _ in 0..60 {
        let at = luck.below(8 * whole.len() as u64) as usize;
        let mut flipped = whole.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        fs::write(place.folder.join("flipped.gsw"), flipped).unwrap();
        let told = run(
            &place.folder,
            &["graph", "convert", "flipped.gsw", "again.gsw"],
        );
        assert!(!told.err.contains("panicked"), "bit {at}: {}", told.err);
        if told.code == Some(0) {
            let again = fs::read(place.folder.join("again.gsw")).unwrap();
            assert!(again == *whole, "bit {at} went through");
        } else {
            told.ends(2).says(&["flipped.gsw"]);
        }
    }
}

//! The same bits come out of a processor without wide arithmetic: every byte that
//! the program prints and writes, natively and under an emulated Nehalem of 2008,
//! which knows neither AVX nor fused multiply-add.
//!
//! Libraries look for such instructions while they run, so the one built program
//! takes other paths there. The emulator is QEMU's `qemu-x86_64`; Debian has it as
//! `qemu-user`. Where it is missing the tests say so and pass.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_groundswell");

/// The emulator's name, where there is one that can run the program.
fn emulator() -> Option<&'static str> {
    let runs = |name: &&str| {
        let mut version = Command::new(name);
        let version = version.arg("--version").stdout(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    };
    if !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        return None;
    }
    ["qemu-x86_64", "qemu-x86_64-static"].into_iter().find(runs)
}

/// Runs the program in a new folder of that name. Gives what it printed and every
/// file that it wrote, by name.
fn made(mut program: Command, name: &str, arguments: &[&str]) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(folder.join("report")).unwrap();
    program.args(arguments).current_dir(&folder);
    let output = program.stdin(Stdio::null()).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {err}");
    let mut made = BTreeMap::from([(PathBuf::from("what was printed"), output.stdout)]);
    for within in [&folder, &folder.join("report")] {
        for entry in fs::read_dir(within).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&folder).unwrap().to_owned();
                made.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    made
}

/// Fails unless `arguments` give the same bytes on both processors, with the files
/// named in `files` among them.
#[track_caller]
fn the_same(name: &str, arguments: &[&str], files: &[&str]) {
    the_same_on("Nehalem", name, arguments, files);
}

#[track_caller]
fn the_same_on(processor: &str, name: &str, arguments: &[&str], files: &[&str]) {
    let Some(emulator) = emulator() else {
        eprintln!("skipped: no qemu-x86_64 to run {name} on an older processor");
        return;
    };
    let mut old = Command::new(emulator);
    old.args(["-cpu", processor, PROGRAM]);
    let here = made(Command::new(PROGRAM), &format!("{name}, here"), arguments);
    let there = made(old, &format!("{name}, {processor}"), arguments);
    for file in files {
        assert!(here.contains_key(Path::new(file)), "{file} was not written");
    }
    let names: Vec<_> = here.keys().collect();
    assert_eq!(names, there.keys().collect::<Vec<_>>());
    for (file, bytes) in &here {
        assert!(bytes == &there[file], "{} differs", file.display());
    }
}

#[test]
fn a_comparison_and_its_report_are_the_same_bytes_on_an_older_processor() {
    let club = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/karate-club.toml");
    let club = club.to_str().unwrap();
    the_same(
        "karate-club",
        &[
            "compare", club, "--worlds", "20", "--json", "--out", "report",
        ],
        &[
            "report/report.json",
            "report/summary.csv",
            "report/reach.svg",
        ],
    );
}

#[test]
fn a_drawn_graph_is_the_same_file_on_an_older_processor() {
    the_same(
        "lfr",
        &[
            "graph", "generate", "lfr", "--seed", "5", "-o", "a.gsw", "--json",
        ],
        &["a.gsw"],
    );
}

#[test]
fn models_of_every_kind_spread_the_same_on_an_older_processor() {
    // Many worlds at once, one world, continuous time with its logarithms, opinions.
    for (model, seeds) in [
        ("independent-cascade", "0,33"),
        ("sir", "0"),
        ("continuous-seir", "0,1"),
        ("deffuant", "0"),
    ] {
        let files = ["report/run.json", "report/spread.csv", "report/sizes.csv"];
        let question = [
            "run", "--graph", "karate", "--model", model, "--seeds", seeds,
        ];
        let rest = ["--worlds", "100", "--out", "report", "-qq"];
        the_same(model, &[&question[..], &rest[..]].concat(), &files);
    }
}

#[test]
fn worlds_at_once_are_the_same_by_any_instructions() {
    // Nehalem has registers of 128 bits, Haswell of 256; here they may be wider.
    let files = ["report/run.json", "report/sizes.csv"];
    for processor in ["Nehalem", "Haswell"] {
        for engine in ["64-worlds", "256-worlds", "512-worlds"] {
            for weights in ["uniform:0.15", "weighted-cascade"] {
                let name = format!("{engine}, {weights}");
                let question = [
                    "run", "--graph", "karate", "--model", "ic", "--seeds", "0,33",
                ];
                let rest = ["--weights", weights, "--engine", engine, "--worlds", "600"];
                let question = [&question[..], &rest[..], &["--out", "report", "-qq"]].concat();
                the_same_on(processor, &name, &question, &files);
            }
        }
    }
}

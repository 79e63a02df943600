//! Running the program while the system refuses it things: by strace, and on file systems of
//! its own. Where these tools are missing, whoever asks passes over and says so.

#![allow(dead_code, reason = "no test uses all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::Run;

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_groundswell");

/// Whether there is strace and it may trace; says so where not.
pub(crate) fn may_trace() -> bool {
    let mut command = Command::new("strace");
    command.args(["-f", "-o", "/dev/null", "-e", "inject=fsync:error=EIO"]);
    let output = command.args([PROGRAM, "--version"]).output();
    let may = output.is_ok_and(|output| output.status.success());
    if !may {
        eprintln!("passed over: strace is missing, or may not trace");
    }
    may
}

/// The program's run in a folder, under strace that looks at these calls and does to them
/// what `inject` says; how it ended, and the trace.
pub(crate) fn traced(
    within: &Path,
    arguments: &[&str],
    calls: &str,
    inject: Option<&str>,
) -> (Run, String) {
    let log = within.join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&log);
    command.args(["-e", &format!("trace={calls}")]);
    if let Some(inject) = inject {
        command.args(["-e", &format!("inject={calls}:{inject}")]);
    }
    command.arg(PROGRAM).args(arguments);
    command.current_dir(within).env("NO_COLOR", "1");
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.into(), fs::read_to_string(log).unwrap())
}

/// The first and the last call of a thread that are the program's own: those before the
/// first that has `own` in it are the loader's.
pub(crate) fn reached(trace: &str, own: &str) -> (u64, u64) {
    let mut threads: BTreeMap<&str, u64> = BTreeMap::new();
    let mut first = 1;
    for line in trace.lines().filter(|line| !line.contains("resumed>")) {
        let (thread, call) = line.split_once(' ').unwrap();
        let count = threads.entry(thread).or_default();
        *count += 1;
        if call.contains(own) && first == 1 {
            first = *count;
        }
    }
    (first, threads.into_values().max().unwrap_or(first))
}

/// What to put before a command so that it may mount file systems that nobody else sees;
/// `None`, and it is said, where nobody may. The folder `disk` in `within` is made.
pub(crate) fn space(within: &Path) -> Option<&'static [&'static str]> {
    const SPACES: [&[&str]; 2] = [&["unshare", "-rm"], &["unshare", "-m"]];
    fs::create_dir_all(within.join("disk")).unwrap();
    let can = |space: &&&[&str]| {
        let mut command = Command::new(space[0]);
        command.args(&space[1..]);
        command.args(["mount", "-t", "tmpfs", "tmpfs", "disk"]);
        let output = command.current_dir(within).output();
        output.is_ok_and(|output| output.status.success())
    };
    let found = SPACES.iter().find(can).copied();
    if found.is_none() {
        eprintln!("passed over: no file system can be mounted here");
    }
    found
}

//! How much memory a run of the program has at its peak, as the system tells while it runs.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::run::{Run, program};

/// A number of bytes from a file of the system; `None` where it does not tell.
pub(crate) fn told(file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib << 10)
}

/// The program's run in a folder, and its peak; `None`, and it is said, where the system does
/// not tell.
pub(crate) fn peak(within: &Path, arguments: &[&str]) -> Option<(Run, u64)> {
    let mut command = program(within, arguments);
    let running = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let running = running.spawn().unwrap();
    let status = format!("/proc/{}/status", running.id());
    let output = thread::spawn(move || running.wait_with_output().unwrap());
    let mut most = 0;
    while !output.is_finished() {
        most = most.max(told(&status, "VmHWM:").unwrap_or(0));
        thread::sleep(Duration::from_millis(1));
    }
    if most == 0 {
        eprintln!("passed over: the system does not tell how much memory a program has");
        return None;
    }
    Some((output.join().unwrap().into(), most))
}

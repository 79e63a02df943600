//! Folders for claims about files.

use std::env;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// Folders so far, so that claims on several threads have one each.
static FOLDERS: AtomicU64 = AtomicU64::new(0);

/// Where there is such a folder, it is memory, and flushing takes no time.
const MEMORY: &str = "/dev/shm";

/// The path of a folder that is not there yet.
pub(super) fn scratch() -> PathBuf {
    let nth = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let name = format!("groundswell-claim-{}-{nth}", process::id());
    match Path::new(MEMORY).is_dir() {
        true => Path::new(MEMORY).join(name),
        false => env::temp_dir().join(name),
    }
}

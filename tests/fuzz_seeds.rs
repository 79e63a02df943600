//! What the fuzz targets claim of any bytes holds of the files that are kept in
//! `fuzz/seeds`, and of each of them cut short.

#[allow(
    unreachable_pub,
    reason = "it is a crate of its own where it is fuzzed"
)]
#[path = "../fuzz/claims/lib.rs"]
mod claims;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use claims::CLAIMS;
use xxhash_rust::xxh3::xxh3_64_with_seed;

fn seeds(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let files = fs::read_dir(folder.join(target)).unwrap();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn what_is_claimed_of_any_bytes_holds_of_the_seeds_whole_and_cut() {
    for (target, claim) in CLAIMS {
        for path in seeds(target) {
            println!("{}", path.display());
            let bytes = fs::read(&path).unwrap();
            claim(&bytes);
            // Few of the cuts, where each takes long.
            for end in (0..bytes.len()).step_by(1 + bytes.len() / 20) {
                claim(&bytes[..end]);
            }
        }
    }
}

/// Spoilt copies of each target's seeds; `GROUNDSWELL_MUTANTS` asks for more of them.
fn mutants() -> u64 {
    let asked = env::var("GROUNDSWELL_MUTANTS").ok();
    asked.map_or(1000, |asked| asked.parse().expect("a number"))
}

/// Flips a byte, leaves some out, repeats some, or moves some, as `luck` has it.
fn spoil(bytes: &mut Vec<u8>, luck: u64) {
    if bytes.is_empty() {
        return;
    }
    let at = (luck as u16 as usize * bytes.len()) >> 16;
    let end = (at + 1 + (luck >> 16) as usize % 40).min(bytes.len());
    match luck >> 32 & 3 {
        0 => bytes[at] = (luck >> 40) as u8,
        1 => drop(bytes.drain(at..end)),
        2 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        _ => {
            let piece: Vec<u8> = bytes.drain(at..end).collect();
            let to = (luck >> 40) as usize % (bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
    }
}

#[test]
fn what_is_claimed_of_any_bytes_holds_of_spoilt_seeds() {
    for (target, claim) in CLAIMS {
        let started = Instant::now();
        let seeds: Vec<Vec<u8>> = seeds(target)
            .iter()
            .map(|path| fs::read(path).unwrap())
            .collect();
        for nth in 0..mutants() {
            let mut luck = xxh3_64_with_seed(target.as_bytes(), nth);
            let mut bytes = seeds[nth as usize % seeds.len()].clone();
            for _ in 0..1 + (luck >> 60) % 4 {
                luck = xxh3_64_with_seed(&luck.to_le_bytes(), nth);
                spoil(&mut bytes, luck);
            }
            let asked = Instant::now();
            claim(&bytes);
            assert!(asked.elapsed() < Duration::from_secs(5), "{target}, {nth}");
        }
        println!(
            "{target}: {} spoilt seeds, {:?}",
            mutants(),
            started.elapsed()
        );
    }
}

#[test]
fn every_target_has_seeds_and_they_are_few_and_small() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut targets: Vec<String> = fs::read_dir(fuzz.join("fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let mut claimed: Vec<&str> = CLAIMS.iter().map(|(target, _)| *target).collect();
    targets.sort();
    claimed.sort_unstable();
    assert_eq!(targets, claimed);
    for target in claimed {
        let seeds = seeds(target);
        assert!((1..50).contains(&seeds.len()), "{target}");
        for path in seeds {
            let size = fs::metadata(&path).unwrap().len();
            assert!(size < 200_000, "{}: {size} bytes", path.display());
        }
    }
}

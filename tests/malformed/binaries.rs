//! Binary graph files. They have no lines.

use std::fs;
use std::path::Path;

use crate::Case;
use crate::run::run;

/// A good file, cut and changed.
pub(crate) fn cases(within: &Path) -> Vec<Case> {
    run(within, &["graph", "convert", "karate", "good.gsw"]).ends(0);
    let good = fs::read(within.join("good.gsw")).unwrap();
    let case = |contents: Vec<u8>| {
        let arguments = "graph stats spoilt.gsw";
        Case::new("binary graph", arguments, "spoilt.gsw", contents, None)
    };
    let cut = |nth: usize| case(good[..good.len() * nth / 16].to_vec());
    // Wherever a byte is changed, a checksum tells; but between sections nothing stands.
    let flip = |at: usize| {
        let mut spoilt = good.clone();
        spoilt[at] ^= 0x40;
        case(spoilt)
    };
    let flips = (0..64).step_by(4).map(flip);
    (1..16).map(cut).chain(flips).collect()
}

//! What the program wrote and somebody changed: the record of a sweep, and documents that
//! `reproduce` makes again.

use std::fs;
use std::path::Path;

use crate::Case;
use crate::run::run;

/// A sweep of two cells.
const SWEEP: &str = r#"format = 1
name = "Small"

[audience]
kind = "built-in"
graph = "karate"

[diffusion]
model = "independent-cascade"
weights = "uniform:0.1"
seeds = "0"

[run]
worlds = 2

[sweep]
design = "grid"
vary."diffusion.weights" = [0.1, 0.2]
"#;

/// The document with something else in the place of a piece of it, and on which line the
/// piece stands, where a mistake there is one of JSON.
fn changed(good: &str, old: &str, new: &str, is_json: bool) -> (Vec<u8>, Option<u64>) {
    let at = good
        .find(old)
        .unwrap_or_else(|| panic!("no {old} in {good}"));
    let line = good[..at].matches('\n').count() as u64 + 1;
    (
        good.replacen(old, new, 1).into_bytes(),
        (!is_json).then_some(line),
    )
}

/// Records and documents.
pub(crate) fn cases(within: &Path) -> Vec<Case> {
    fs::write(within.join("sweep.toml"), SWEEP).unwrap();
    run(within, &["sweep", "sweep.toml", "--out", "swept"]).ends(0);
    let record = fs::read_to_string(within.join("swept/plan.json")).unwrap();
    let asked =
        "run --graph karate --model ic --weights uniform:0.1 --seeds 0 --worlds 4 --out ran";
    let asked: Vec<&str> = asked.split(' ').collect();
    run(within, &asked).ends(0);
    let document = fs::read_to_string(within.join("ran/run.json")).unwrap();
    let mut all = records(&record);
    all.extend(stamps(&document));
    all
}

fn records(good: &str) -> Vec<Case> {
    let case = |(text, line): (Vec<u8>, Option<u64>)| {
        Case::new(
            "record of a sweep",
            "runs show swept",
            "swept/plan.json",
            text,
            line,
        )
    };
    let slip = |old, new| case(changed(good, old, new, false));
    let sense = |old, new| case(changed(good, old, new, true));
    let cut = |share: usize| case((good.as_bytes()[..good.len() * share / 8].to_vec(), None));
    let mut all: Vec<Case> = (0..8).map(cut).collect();
    all.extend([
        slip("\"seed\": ", "\"seed\": -"),
        slip("\"seed\": ", "\"seed\": 1.5, \"x\": "),
        slip("\"seed\": ", "seed: "),
        slip(
            "\"values_version\": ",
            "\"values_version\": 4294967296, \"x\": ",
        ),
        slip("\"worlds\": ", "\"worlds\": \"many\", \"x\": "),
        slip("\"name\": ", "\"name\": 7, \"x\": "),
        slip("\"name\": ", "\"name\": \"\u{1}\", \"x\": "),
        sense("\"values_version\": ", "\"values_version\": 9999, \"x\": "),
        sense("\"worlds\": ", "\"worldz\": "),
        sense("groundswell-sweep-plan-1", "groundswell-sweep-plan-9"),
        sense("format = 1", "format = 2"),
        sense("[sweep]", "[sweeep]"),
        case((b"null".to_vec(), None)),
        case((b"[]".to_vec(), Some(1))),
        case(("[".repeat(100_000).into_bytes(), None)),
        case((b"\xff".to_vec(), Some(1))),
        case((vec![0; 1000], Some(1))),
    ]);
    all
}

fn stamps(good: &str) -> Vec<Case> {
    let case = |(text, line): (Vec<u8>, Option<u64>)| {
        Case::new("stamp", "reproduce spoilt.json", "spoilt.json", text, line)
    };
    let sense = |old, new| case(changed(good, old, new, true));
    let cut = |share: usize| {
        let text = &good[..good.len() * share / 12];
        let line = text.matches('\n').count() as u64 + 1;
        case((text.as_bytes().to_vec(), Some(line)))
    };
    let mut all: Vec<Case> = (1..12).map(cut).collect();
    let asks = "\"--worlds=4\"";
    let others = [
        "\"--worlds=-4\"",
        "\"--worlds=99999999999999999999\"",
        "\"--out=/tmp/elsewhere\"",
        "\"--out=elsewhere\"",
        "\"--files-anywhere\"",
        "\"--threads=1024\"",
        "\"--help\"",
        "\"--version\"",
        "\"-q\"",
        "\"--seeds=@/etc/passwd\"",
        "\"--seeds=0+@../../secret.txt\"",
        "\"--people=/etc/passwd\"",
        "\"another.toml\"",
        "\"\"",
        "\"--\"",
        "\"--list\"",
    ];
    all.extend(others.map(|other| sense(asks, other)));
    all.extend([
        sense("\"verb\": \"run\"", "\"verb\": \"sweep\""),
        sense("\"verb\": \"run\"", "\"verb\": \"graph\""),
        sense("\"verb\": \"run\"", "\"verb\": \"\""),
        sense("\"verb\": \"run\"", "\"verb\": \"--help\""),
        sense("\"verb\": \"run\"", "\"verb\": 7"),
        sense("\"--graph=karate\"", "\"--graph=/etc/passwd\""),
        sense("\"--graph=karate\"", "\"--graph=../karate\""),
        sense(
            "\"--graph=karate\"",
            "\"--graph=no-such-file.csv\", \"--graph=x\"",
        ),
        sense("\"--graph=karate\"", "7"),
        sense("\"recipe\"", "\"receipt\""),
        sense("\"values_version\"", "\"values\""),
        case((b"".to_vec(), Some(1))),
        case((b"[]".to_vec(), None)),
        case((b"null".to_vec(), None)),
        case((b"{}".to_vec(), None)),
        case((b"\n\n{\"a\":\n}".to_vec(), Some(4))),
        case((b"\xff\xfe{\0}\0".to_vec(), Some(1))),
        case(("[".repeat(200_000).into_bytes(), Some(1))),
        case((vec![0; 1000], Some(1))),
    ]);
    all
}

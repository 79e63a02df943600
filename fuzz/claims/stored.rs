//! Any bytes as what a sweep stores: they are a part or a record, or are not, and what is
//! one stays what it is.

use std::path::Path;

use groundswell_experiment::sweep::part::{Part, Size};
use groundswell_experiment::sweep::record::Record;

/// Numbers that a part may have.
const MOST_NUMBERS: usize = 1 << 20;

/// Of the contents of parts.
pub fn part(bytes: &[u8]) {
    let fits = |size: Size| size.numbers() <= MOST_NUMBERS;
    if let Some(part) = Part::of_bytes(bytes, fits) {
        assert!(Part::of_bytes(&part.bytes(), fits) == Some(part));
    }
}

/// Of the file `plan.json`; and what it lays out is the same after it is written again.
pub fn record(bytes: &[u8]) {
    let Ok(record) = serde_json::from_slice::<Record>(bytes) else {
        return;
    };
    let again: Record = serde_json::from_slice(&record.bytes()).expect("it was written as JSON");
    assert_eq!(again.bytes(), record.bytes());
    if let Ok(layout) = record.layout(Path::new("")) {
        let again = Record::of(&layout).layout(Path::new(""));
        let again = again.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(again.points(), layout.points());
    }
}

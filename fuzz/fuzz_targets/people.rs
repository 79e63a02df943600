//! Any bytes read as a table of people: no panic, no hang.

#![no_main]

use groundswell_graph::people_file::PeopleFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = PeopleFile::read(bytes);
});

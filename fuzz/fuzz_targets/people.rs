#![no_main]

use groundswell_fuzz::people::people;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| people(bytes));

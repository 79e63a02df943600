#![no_main]

use groundswell_fuzz::index::index;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| index(bytes));

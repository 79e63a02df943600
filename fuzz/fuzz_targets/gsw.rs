#![no_main]

use groundswell_fuzz::graphs::gsw;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| gsw(bytes));

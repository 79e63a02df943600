#![no_main]

use groundswell_fuzz::graphs::pajek;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| pajek(bytes));

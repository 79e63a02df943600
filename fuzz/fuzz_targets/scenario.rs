#![no_main]

use groundswell_fuzz::scenario::scenario;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| scenario(bytes));

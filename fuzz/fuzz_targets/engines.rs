#![no_main]

use groundswell_fuzz::engines::engines;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| engines(bytes));

#![no_main]

use groundswell_fuzz::tables::points;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| points(bytes));

#![no_main]

use groundswell_fuzz::tables::numbers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| numbers(bytes));

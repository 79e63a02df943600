#![no_main]

use groundswell_fuzz::tables::seed_file;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| seed_file(bytes));

#![no_main]

use groundswell_fuzz::tables::groups;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| groups(bytes));

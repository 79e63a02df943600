#![no_main]

use groundswell_fuzz::stored::record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| record(bytes));

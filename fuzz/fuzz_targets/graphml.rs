#![no_main]

use groundswell_fuzz::graphs::graphml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| graphml(bytes));

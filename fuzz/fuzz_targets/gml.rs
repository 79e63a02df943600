#![no_main]

use groundswell_fuzz::graphs::gml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| gml(bytes));

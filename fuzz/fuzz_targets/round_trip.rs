#![no_main]

use groundswell_fuzz::round_trip::round_trip;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| round_trip(bytes));

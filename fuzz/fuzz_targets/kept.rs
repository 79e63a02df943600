#![no_main]

use groundswell_fuzz::kept::kept;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| kept(bytes));

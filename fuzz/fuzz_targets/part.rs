#![no_main]

use groundswell_fuzz::stored::part;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| part(bytes));

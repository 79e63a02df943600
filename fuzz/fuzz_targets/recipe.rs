#![no_main]

use groundswell_fuzz::recipe::recipe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| recipe(bytes));

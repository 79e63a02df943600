#![no_main]

use groundswell_fuzz::graphs::edge_list;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| edge_list(bytes));

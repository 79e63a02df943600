//! Any bytes read as a table of people: no panic, no hang.

#![no_main]

use groundswell_graph::read::Reading;
use groundswell_graph::read::people::PeopleFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for lenient in [false, true] {
        let reading = Reading {
            lenient,
            most_bytes: 16 << 20,
            ..Reading::default()
        };
        if let Ok(people) = PeopleFile::read(bytes, &reading)
            && let Ok(ids) = people.ids()
        {
            assert_eq!(ids.people() as usize, people.len());
            people.attributes(&ids);
        }
    }
});

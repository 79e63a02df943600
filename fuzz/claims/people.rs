//! Any bytes read as a table of people: no panic, no hang, and everybody has one id.

use groundswell_graph::read::Reading;
use groundswell_graph::read::people::PeopleFile;

use super::graphs::MOST;

/// Of tables of people.
pub fn people(bytes: &[u8]) {
    for lenient in [false, true] {
        let reading = Reading {
            lenient,
            most_bytes: MOST,
            ..Reading::default()
        };
        if let Ok(people) = PeopleFile::read(bytes, &reading)
            && let Ok(ids) = people.ids()
        {
            assert_eq!(ids.people() as usize, people.len());
            people.attributes(&ids);
        }
    }
}

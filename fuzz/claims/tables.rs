//! Any bytes as a table beside a scenario or a command line: it is read, or refused by name
//! and by one of its lines.

use std::fs;
use std::path::Path;

use groundswell_graph::builder::graph;
use groundswell_scenario::per_person;
use groundswell_scenario::scenario::Scenario;
use groundswell_scenario::seed_set::SeedSet;
use groundswell_scenario::sweep_list;

use super::scratch::scratch;

/// The table's name.
const TABLE: &str = "table.csv";

/// A comparison among four friends, some of them in groups.
const SCENARIO: &str = r#"format = 1
name = "Groups"

[audience]
kind = "file"
ties = "ties.csv"
groups = "table.csv"
direction = "mutual"
platform = "facebook"
fans = { random = 1 }

[platform.facebook]
organic_reach = "20%"

[response]
post = { engage = "2%", buy = "5%" }

[money]
budget = 300

[[strategy]]
name = "broadcast"
actions = [{ kind = "post", per_week = 3 }]
"#;

/// What `read` says of a folder with the table: nothing where it is fine.
fn claim(bytes: &[u8], read: impl Fn(&Path) -> Option<String>) {
    let folder = scratch();
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(folder.join("ties.csv"), "0,1\n1,2\n2,3\n").expect("the folder can be written");
    fs::write(folder.join(TABLE), bytes).expect("the folder can be written");
    let refused = read(&folder);
    fs::remove_dir_all(&folder).expect("the folder can be removed");
    let Some(refused) = refused else { return };
    let (_, rest) = refused.split_once(TABLE).expect("the file is named");
    let lines = bytes.split(|&byte| byte == b'\n').count();
    if let Some(rest) = rest.strip_prefix(", line ") {
        let digits = rest.split_once(|c: char| !c.is_ascii_digit());
        let line: usize = digits
            .and_then(|(line, _)| line.parse().ok())
            .expect("a number");
        assert!((1..=lines).contains(&line), "{line} of {lines}: {refused}");
    }
}

fn scenario() -> Scenario {
    Scenario::parse(SCENARIO)
        .expect("it is a scenario")
        .scenario
}

/// Of groups.
pub fn groups(bytes: &[u8]) {
    let scenario = scenario();
    claim(bytes, |folder| {
        let read = scenario.audience.graph(folder, 1);
        read.err().map(|error| error.to_string())
    });
}

/// Of seeds, an id a line.
pub fn seed_file(bytes: &[u8]) {
    let friends = graph("0-1 1-2 2-3");
    let seeds = SeedSet::parse("@table.csv").expect("it is a file of seeds");
    claim(bytes, |folder| {
        match seeds.people(&friends, &[], folder, 1) {
            Ok(found) => {
                assert!(found.always.iter().all(|v| v.0 < friends.people()));
                None
            }
            // Nobody in it is no mistake of a line.
            Err(mistake) => Some(mistake.to_string()).filter(|told| told.contains(TABLE)),
        }
    });
}

/// Of numbers per person, such as costs.
pub fn numbers(bytes: &[u8]) {
    let friends = graph("0-1 1-2 2-3");
    claim(bytes, |folder| {
        match per_person::read(&folder.join(TABLE), &friends) {
            Ok(numbers) => {
                assert_eq!(numbers.len(), friends.people() as usize);
                let mut said = numbers.iter().flatten();
                assert!(said.all(|&x| x >= 0.0 && x.is_finite()));
                None
            }
            Err(mistake) => Some(mistake.to_string()),
        }
    });
}

/// Of points of a sweep.
pub fn points(bytes: &[u8]) {
    let scenario = scenario();
    claim(bytes, |folder| {
        match sweep_list::points(&scenario, TABLE, folder) {
            Ok((factors, points)) => {
                assert!(points.iter().all(|point| point.len() == factors.len()));
                assert!(points.iter().flatten().all(|number| number.is_finite()));
                None
            }
            Err(error) => Some(error.to_string()),
        }
    });
}

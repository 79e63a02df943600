//! Tables beside a scenario or a command line: ties by platform, people, groups, seeds,
//! costs, points of a sweep.

use std::fs;
use std::path::Path;

use crate::Case;

/// A scenario about files, without its last keys.
const SCENARIO: &str = r#"format = 1
name = "Files"

[response]
post = { engage = "2%", buy = "5%" }

[money]
budget = 300

[platform.facebook]
organic_reach = "20%"

[[strategy]]
name = "broadcast"
actions = [{ kind = "post", per_week = 3 }]

[run]
worlds = 2
"#;

/// A file with a mistake on one of its lines.
type Spoilt = (&'static [u8], Option<u64>);

const TIES: [Spoilt; 14] = [
    (b"a,b\nc\n", Some(2)),
    (b"a,b\nb,c\nc,\n", Some(3)),
    (b"a,b\n\n\n,c\n", Some(4)),
    (b"a,b\n\"b,c\n", Some(2)),
    (b"a,b\nb,zoe\n", Some(2)),
    (b"zoe,a\n", Some(1)),
    (b"# ties\n% more\na,b\nb,c\nzoe,c\n", Some(5)),
    (b"source,target,weight\na,b,1\nb,c,heavy\n", Some(3)),
    (b"source,target,weight\na,b,1\nb,c,1e999\n", Some(3)),
    (b"a,b\nb,\xe9\n", Some(2)),
    (b"\xff\xfea\0,\0b\0\n\0", Some(1)),
    (b"a,b\n\0\0\0\n", Some(2)),
    (b"a\tb\nb c\n", Some(2)),
    (b"a,b\n\"b\"x,c\n", Some(2)),
];

const GROUPS: [Spoilt; 10] = [
    (b"person,group\na,x\nzoe,x\n", Some(3)),
    (b"person,group\nzoe,x\n", Some(2)),
    (b"person,group\na,x\n\n# more\nb,x\nmax,y\n", Some(6)),
    (b"person,group\na\n", Some(2)),
    (b"person,group\na,x\nb,\n", Some(3)),
    (b"person,group\n,x\n", Some(2)),
    (b"person,group\n\"a,x\n", Some(2)),
    (b"person,group\na,\xff\n", Some(2)),
    (b"who,where\na,x\n", Some(1)),
    (b"person\na\n", Some(1)),
];

const PEOPLE: [Spoilt; 12] = [
    (b"id,fan\na,yes\na,no\nb,\nc,\n", Some(3)),
    (b"id,fan\na,yes,x\nb,\nc,\n", Some(2)),
    (b"id,fan\na\nb,\nc,\n", Some(2)),
    (b"id,fan\na,yes\n,no\n", Some(3)),
    (b"id,fan\na,yes\n\"b,no\n", Some(3)),
    (b"id,fan\na,yes\nb,\xc3\n", Some(3)),
    (b"id,fan\na,yes\nb,no\n\0", Some(4)),
    (b"id,id\na,yes\n", Some(1)),
    (b"id,fan,fan\na,1,0\n", Some(1)),
    (b"", None),
    (b"id,fans\na,1\nb,1\nc,0\n", None),
    (b"\n\n\n", None),
];

const SEEDS: [Spoilt; 10] = [
    (b"0\n99\n", Some(2)),
    (b"# seeds\n\n0\n-1\n", Some(4)),
    (b"nobody\n", Some(1)),
    (b"0\n1,2\n", Some(2)),
    (b"0\n\xff\n", Some(2)),
    (b"0\n1 # one\n", Some(2)),
    (b"\xff\xfe0\0\n\0", Some(1)),
    (b"0\n\0\n", Some(2)),
    (b"0\n1\n2\n99999999999999999999999999\n", Some(4)),
    (b"<html>\n", Some(1)),
];

const COSTS: [Spoilt; 12] = [
    (b"0,1\n1,much\n", Some(2)),
    (b"0,1\n1,-1\n", Some(2)),
    (b"0,1\n1,nan\n", Some(2)),
    (b"0,1\n1,inf\n", Some(2)),
    (b"0,1\n1,1e999\n", Some(2)),
    (b"0,1\n99,1\n", Some(2)),
    (b"id,cost\n0,1\nzoe,1\n", Some(3)),
    (b"0,1\n\n1\n", Some(3)),
    (b"0,1\n,1\n", Some(2)),
    (b"0,1\n1,\xff\n", Some(2)),
    (b"0,1\n1,\n", Some(2)),
    (b"0;1\n1;2;x\n", Some(2)),
];

const POINTS: [Spoilt; 14] = [
    (b"money.budget\n100\nmany\n", Some(3)),
    (b"money.budget\n100\n\n\nmany\n", Some(5)),
    (b"money.budgets\n100\n", Some(1)),
    (b"money.budget,money.budget\n100,200\n", Some(1)),
    (b"money.budget\n100,200\n", Some(2)),
    (b"money.budget,response.post.buy\n100\n", Some(2)),
    (b"money.budget\n-5\n", Some(2)),
    (b"money.budget\nnan\n", Some(2)),
    (b"money.budget\n1e999\n", Some(2)),
    (b"response.post.buy\n0.5\n150%\n", Some(3)),
    (b"money.budget\n\xff\n", Some(2)),
    (b"money.budget\n100\n\"200\n", Some(3)),
    (b"", None),
    (b"money.budget\n", None),
];

/// Every table, in the place where the program reads it.
pub(crate) fn cases(within: &Path) -> Vec<Case> {
    let audience = |keys: &str| {
        format!(
            "{SCENARIO}[audience]\nkind = \"file\"\ndirection = \"mutual\"\nplatform = \"facebook\"\n{keys}\n"
        )
    };
    let points = "\n[sweep]\ndesign = \"list\"\nfile = \"points.csv\"\n";
    for (name, text) in [
        ("good-ties.csv", "a,b\nb,c\n".to_owned()),
        ("good-people.csv", "id,fan\na,yes\nb,no\nc,no\n".to_owned()),
        (
            "ties.toml",
            audience("ties = \"ties.csv\"\npeople = \"good-people.csv\"\nfans = { column = \"fan\" }"),
        ),
        (
            "platforms.toml",
            audience("ties = { facebook = \"ties.csv\" }\npeople = \"good-people.csv\"\nfans = { column = \"fan\" }")
                .replace("platform = \"facebook\"\n", ""),
        ),
        (
            "groups.toml",
            audience("ties = \"good-ties.csv\"\ngroups = \"groups.csv\"\nfans = { random = 1 }"),
        ),
        (
            "people.toml",
            audience("ties = \"good-ties.csv\"\npeople = \"people.csv\"\nfans = { column = \"fan\" }"),
        ),
        (
            "points.toml",
            audience("ties = \"good-ties.csv\"\nfans = { random = 1 }") + points,
        ),
    ] {
        fs::write(within.join(name), text).unwrap();
    }
    let line = "--model ic --weights uniform:0.1 --graph karate";
    let mut all = Vec::new();
    let mut add = |kind, arguments: &str, file, spoilt: &[Spoilt]| {
        let case = |&(text, line): &Spoilt| Case::new(kind, arguments, file, text, line);
        all.extend(spoilt.iter().map(case));
    };
    add("ties", "check ties.toml", "ties.csv", &TIES);
    add(
        "ties by platform",
        "check platforms.toml",
        "ties.csv",
        &TIES,
    );
    add("groups", "check groups.toml", "groups.csv", &GROUPS);
    add(
        "people of a scenario",
        "check people.toml",
        "people.csv",
        &PEOPLE,
    );
    add("points", "plan points.toml", "points.csv", &POINTS);
    let seeds = format!("run {line} --worlds 2 --json --seeds @seeds.txt");
    add("seeds", &seeds, "seeds.txt", &SEEDS);
    let costs = format!("maximize {line} --worlds 2 --json --budget 3 --costs costs.csv");
    add("costs", &costs, "costs.csv", &COSTS);
    let values = format!("maximize {line} --worlds 2 --json --k 2 --values values.csv");
    add("values", &values, "values.csv", &COSTS);
    all
}

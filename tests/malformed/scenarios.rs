//! Scenario files.

use crate::Case;

const GOOD: &str = r#"format = 1
name = "Shop"

[audience]
kind = "from-aggregates"
people = 2_000
fans = { facebook = 100 }
friends = 40

[platform.facebook]
preset = "facebook-2014"

[response]
post = { engage = "2%", buy = "5%" }
invite = { customer = "14%" }

[money]
budget = 300

[[strategy]]
name = "broadcast"
actions = [{ kind = "post", per_week = 3 }]

[[strategy]]
name = "invite"
actions = [{ kind = "prompt", via = "counter", seen = "60%", take_part = "33%", invitations = 2.5 }]

[sweep]
design = "grid"
vary."money.budget" = [100, 200]
"#;

/// What stands in the file, and what somebody wrote there instead.
const SLIPS: [(&str, &str); 62] = [
    ("format = 1", "format = 2"),
    ("format = 1", "format = \"1\""),
    ("format = 1", "format == 1"),
    ("format = 1", "= 1"),
    ("format = 1", "format"),
    ("name = \"Shop\"", "name = \"Shop"),
    ("name = \"Shop\"", "name = Shop"),
    ("name = \"Shop\"", "name = \"\""),
    ("name = \"Shop\"", "name = \"a\\nb\""),
    ("name = \"Shop\"", "name = \"\\q\""),
    ("name = \"Shop\"", "name = ['Shop']"),
    ("name = \"Shop\"", "name = \"\\u0007\""),
    ("name = \"Shop\"", "nmae = \"Shop\""),
    ("[audience]", "[audience"),
    ("[audience]", "[[audience]]"),
    ("kind = \"from-aggregates\"", "kind = \"from-agregates\""),
    ("kind = \"from-aggregates\"", "kind = 1"),
    ("people = 2_000", "people = 2__000"),
    ("people = 2_000", "people = -5"),
    ("people = 2_000", "people = 0"),
    ("people = 2_000", "people = 2.5"),
    ("people = 2_000", "people = nan"),
    ("people = 2_000", "people = inf"),
    ("people = 2_000", "people = 1e999"),
    ("people = 2_000", "people = 99999999999999999999999"),
    ("people = 2_000", "people = \"many\""),
    ("people = 2_000", "people = true"),
    ("people = 2_000", "people = 1979-05-27"),
    ("people = 2_000", "people = [2000]"),
    ("people = 2_000", "people = { value = 1 }"),
    ("people = 2_000", "people = 2_000\npeople = 2_000"),
    ("fans = { facebook = 100 }", "fans = { facebook = 5_000 }"),
    ("fans = { facebook = 100 }", "fans = { facebook = -1 }"),
    ("fans = { facebook = 100 }", "fans = { facebook = 100"),
    ("fans = { facebook = 100 }", "fans = 100"),
    (
        "fans = { facebook = 100 }",
        "fans = { facebook = 100, facebook = 2 }",
    ),
    ("friends = 40", "friends = \"40%\""),
    ("friends = 40", "freinds = 40"),
    ("preset = \"facebook-2014\"", "preset = \"facebook-2041\""),
    (
        "preset = \"facebook-2014\"",
        "preset = \"../../etc/passwd\"",
    ),
    ("preset = \"facebook-2014\"", "organic_reach = \"200%\""),
    ("buy = \"5%\"", "buy = 5"),
    ("buy = \"5%\"", "buy = \"-5%\""),
    ("buy = \"5%\"", "buy = \"5 %%\""),
    ("buy = \"5%\"", "buy = \"five\""),
    ("buy = \"5%\"", "buy = { value = 0.05, value = 0.06 }"),
    (
        "buy = \"5%\"",
        "buy = { guess = 0.05, low = 0.5, high = 0.1 }",
    ),
    ("buy = \"5%\"", "bye = \"5%\""),
    ("budget = 300", "budget = -300"),
    ("budget = 300", "budget = \"300\""),
    ("budget = 300", "budget = {}"),
    ("name = \"invite\"", "name = \"broadcast\""),
    ("name = \"invite\"", "name = \"do-nothing\""),
    ("kind = \"post\"", "kind = \"poste\""),
    ("per_week = 3", "per_week = -3"),
    ("per_week = 3", "per_week = 1e12"),
    ("per_week = 3", "perweek = 3"),
    ("invitations = 2.5", "invitations = -1"),
    ("design = \"grid\"", "design = \"gird\""),
    (
        "vary.\"money.budget\" = [100, 200]",
        "vary.\"money.budgte\" = [100, 200]",
    ),
    (
        "vary.\"money.budget\" = [100, 200]",
        "vary.\"money.budget\" = []",
    ),
    (
        "vary.\"money.budget\" = [100, 200]",
        "vary.\"money.budget\" = [-1]",
    ),
];

/// Whole files, and the line of what is wrong.
fn whole() -> Vec<(Vec<u8>, Option<u64>)> {
    let deep = |open: &str| format!("a = {}", open.repeat(100_000)).into_bytes();
    let extends = |of: &str| {
        GOOD.replace(
            "name = \"invite\"",
            &format!("name = \"invite\"\nextends = {of}"),
        )
        .into_bytes()
    };
    vec![
        (Vec::new(), None),
        (b"\n\n\n".to_vec(), None),
        (b"\0\0\0\0".to_vec(), Some(1)),
        (b"\xff\xfe\x66\0".to_vec(), None),
        (b"format = 1\nname = \"\xe9\"\n".to_vec(), None),
        (vec![b'#'; 2 << 20], None),
        (vec![b'\n'; 2 << 20], None),
        (b"{\"format\": 1}".to_vec(), Some(1)),
        (b"format: 1\nname: Shop\n".to_vec(), Some(1)),
        (b"<xml/>".to_vec(), Some(1)),
        (b"format = 1\n\n[[[x]]]\n".to_vec(), Some(3)),
        (b"format = 1\n\"\"\"\n".to_vec(), Some(2)),
        (b"format = 1\nformat = 1\n".to_vec(), Some(2)),
        (deep("["), Some(1)),
        (deep("{a="), Some(1)),
        (extends("\"nobody\""), Some(26)),
        (extends("\"invite\""), Some(26)),
        (extends("\"../../../etc/passwd\""), Some(26)),
        (extends("7"), Some(26)),
        (extends("[\"broadcast\"]"), Some(26)),
    ]
}

/// The slips in a good file, and whole files that are none.
pub(crate) fn cases() -> Vec<Case> {
    let case =
        |text: Vec<u8>, line| Case::new("scenario", "check spoilt.toml", "spoilt.toml", text, line);
    let slip = |&(old, new): &(&str, &str)| {
        let at = GOOD.find(old).unwrap_or_else(|| panic!("no {old}"));
        let before = GOOD[..at].matches('\n').count() as u64;
        // What is written a second time is wrong where it stands for the second time.
        let line = before + 1 + new.matches('\n').count() as u64;
        case(GOOD.replacen(old, new, 1).into_bytes(), Some(line))
    };
    let whole = whole().into_iter().map(|(text, line)| case(text, line));
    SLIPS.iter().map(slip).chain(whole).collect()
}

#[test]
fn the_good_file_is_good() {
    let within = crate::run::folder("malformed-good");
    std::fs::write(within.join("good.toml"), GOOD).unwrap();
    crate::run::run(&within, &["check", "good.toml"]).ends(0);
}

//! Scenario files, and what the program itself wrote: records of sweeps and their parts.

use groundswell_experiment::sweep::part::{Part, Worlds};
use groundswell_experiment::sweep::record::Record;
use groundswell_scenario::diagnostic::render;
use groundswell_scenario::scenario::Scenario;

use crate::Trial;

/// Lines, or what stands for them, of a file of the smallest size.
const LINES: usize = 500;

/// A comparison, without a last section.
const SHOP: &str = r#"format = 1
name = "Shop"
[audience]
kind = "from-aggregates"
people = 2_000
fans = { facebook = 100 }
friends = 40
[response]
post = { engage = "2%", buy = "5%" }
[money]
budget = 300
[[strategy]]
name = "broadcast"
actions = [{ kind = "post", per_week = 3 }]
"#;

/// So many lines of that, behind the shop.
fn shop(count: usize, line: impl Fn(usize) -> String) -> String {
    SHOP.to_owned() + &(0..count).map(line).collect::<String>()
}

/// The shape's name, and the text of so many lines.
type Shape = (&'static str, fn(usize) -> String);

const SHAPES: [Shape; 18] = [
    ("comments only", |n| shop(20 * n, |_| "# nothing\n".into())),
    ("empty lines", |n| shop(50 * n, |_| "\n".into())),
    ("strategies", |n| {
        shop(n, |i| {
            format!(
                "[[strategy]]\nname = \"s{i}\"\nactions = [{{ kind = \"post\", per_week = 3 }}]\n"
            )
        })
    }),
    ("strategies of one name", |n| {
        shop(n, |_| "[[strategy]]\nname = \"s\"\nactions = []\n".into())
    }),
    ("actions of one strategy", |n| {
        let action = |i| format!("{{ kind = \"post\", name = \"a{i}\", per_week = 1 }},\n");
        let actions: String = (0..n).map(action).collect();
        shop(1, |_| {
            format!("[[strategy]]\nname = \"s\"\nactions = [{actions}]\n")
        })
    }),
    ("sections that nobody knows", |n| {
        shop(n, |i| format!("[x{i}]\ny = 1\n"))
    }),
    ("keys that nobody knows", |n| {
        shop(4 * n, |i| format!("x{i} = 1\n"))
    }),
    ("one key again and again", |n| {
        shop(4 * n, |_| "x = 1\n".into())
    }),
    ("platforms", |n| {
        shop(n, |i| format!("[platform.p{i}]\norganic_reach = \"20%\"\n"))
    }),
    ("expectations", |n| {
        shop(n, |i| {
            format!("[[expect]]\nstrategy = \"s{i}\"\nmetric = \"reach\"\nat_least = {i}\n")
        })
    }),
    ("values of a sweep", |n| {
        let values: String = (0..4 * n).map(|i| format!("{i}, ")).collect();
        shop(1, |_| {
            format!("[sweep]\nvary.\"money.budget\" = [{values}]\n")
        })
    }),
    ("factors of a sweep", |n| {
        shop(1, |_| "[sweep]\n".into())
            + &(0..n)
                .map(|i| format!("vary.\"x{i}\" = [1]\n"))
                .collect::<String>()
    }),
    ("brackets", |n| format!("{SHOP}x = {}", "[".repeat(50 * n))),
    ("tables within tables", |n| {
        format!("{SHOP}x = {}", "{a=".repeat(20 * n))
    }),
    ("dots", |n| format!("{SHOP}{}x = 1\n", "a.".repeat(20 * n))),
    ("a long text", |n| {
        format!("{SHOP}x = \"{}\"\n", "é\\n".repeat(20 * n))
    }),
    ("a text without end", |n| {
        format!("{SHOP}x = '''{}", "line\n".repeat(20 * n))
    }),
    ("no scenario at all", |n| "what is this?\n".repeat(20 * n)),
];

/// Each of them, checked and told of; parts and records.
pub(crate) fn trials() -> Vec<Trial> {
    let scenario = |(shape, text): Shape| {
        Trial::new(format!("scenario, {shape}"), move |size| {
            let text = text(LINES * size);
            Box::new(move || match Scenario::parse(&text) {
                Ok(parsed) => drop(parsed.scenario.effective()),
                Err(mistakes) => drop(render(&mistakes, &text, "x.toml", false)),
            })
        })
    };
    let part = |(shape, worlds, columns): (&str, usize, usize)| {
        Trial::new(format!("part of a sweep, {shape}"), move |size| {
            let column = |of: usize| (0..worlds * size).map(move |i| (i * of) as i64).collect();
            let arm: Vec<Vec<i64>> = (0..columns).map(column).collect();
            let (fingerprint, arms) = (1, vec![arm]);
            let bytes = Part::Worlds(Worlds { fingerprint, arms }).bytes();
            Box::new(move || assert!(Part::of_bytes(&bytes, |_| true).is_some()))
        })
    };
    let record = |(shape, text): Shape| {
        Trial::new(format!("record of a sweep, {shape}"), move |size| {
            let text = text(LINES * size);
            Box::new(move || drop(serde_json::from_slice::<Record>(text.as_bytes())))
        })
    };
    let records: [Shape; 4] = [
        ("keys that nobody knows", |n| {
            let keys: String = (0..20 * n).map(|i| format!("\"x{i}\": [{i}], ")).collect();
            format!("{{{keys}\"schema\": 1}}")
        }),
        ("brackets", |n| "[".repeat(100 * n)),
        ("a long text", |n| {
            format!("{{\"scenario\": \"{}\"}}", "\\u00e9\\n".repeat(20 * n))
        }),
        ("blanks", |n| format!("{{{}}}", " \n".repeat(100 * n))),
    ];
    let parts = [
        ("long columns", 10_000, 20),
        ("many columns", 10, 20_000),
        ("one column", 15_000, 1),
    ];
    let mut all: Vec<Trial> = SHAPES.into_iter().map(scenario).collect();
    all.extend(parts.map(part));
    all.extend(records.map(record));
    all
}

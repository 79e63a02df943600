//! Tables beside a scenario or a command line, each in twelve shapes: people, groups, seeds,
//! numbers per person, points of a sweep.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use groundswell_graph::builder::graph;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::read::Reading;
use groundswell_graph::read::people::PeopleFile;
use groundswell_scenario::per_person;
use groundswell_scenario::scenario::Scenario;
use groundswell_scenario::seed_set::SeedSet;
use groundswell_scenario::sweep_list;

use crate::Trial;

/// Rows of a table of the smallest size.
const ROWS: usize = 2000;

/// People of the graph whose ids the tables name.
const PEOPLE: usize = 1000;

/// The shape's name, and its rows: `id` comes first in each, `value` after it.
type Shape = (&'static str, fn(usize, &Table) -> String);

/// How a table is written: the id of row `i` of many, and what stands behind it.
struct Table {
    header: &'static str,
    id: fn(usize) -> String,
    value: fn(usize) -> String,
}

impl Table {
    fn rows(&self, which: impl Iterator<Item = usize>) -> String {
        let row = |i| format!("{}{}\n", (self.id)(i), (self.value)(i));
        self.header.to_owned() + &which.map(row).collect::<String>()
    }
}

const SHAPES: [Shape; 12] = [
    ("in order", |n, table| table.rows(0..n)),
    ("from its end", |n, table| table.rows((0..n).rev())),
    ("one row again and again", |n, table| {
        table.rows((0..n).map(|_| 0))
    }),
    ("in leaps", |n, table| {
        table.rows((0..n).map(|i| i.wrapping_mul(0x9e37_79b9) % n))
    }),
    ("comments only", |n, table| {
        table.header.to_owned() + &"# nothing\n".repeat(8 * n)
    }),
    ("empty lines", |n, table| {
        table.header.to_owned() + &"\n".repeat(20 * n)
    }),
    ("blanks", |n, table| {
        table
            .rows(0..n / 4)
            .replace('\n', &format!("{}\n", " ".repeat(40)))
    }),
    ("carriage returns", |n, table| {
        table.rows(0..n).replace('\n', "\r\n")
    }),
    ("no last line", |n, table| {
        table.rows(0..n).trim_end().to_owned()
    }),
    ("long words that nobody knows", |n, table| {
        table.rows(0..1) + &format!("{}\n", "x".repeat(900)).repeat(n / 50)
    }),
    ("one long line", |n, table| {
        table.rows(0..1) + &"7,".repeat(10 * n)
    }),
    ("quotes", |n, table| {
        table.rows(0..1) + &"\"\"\"\",\n".repeat(2 * n)
    }),
];

/// A file of that table in that shape, in a folder of its own.
fn written(of: &str, name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("linear")
        .join(of);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// A circle of friends with the ids 0 and up.
fn circle() -> FanGraph {
    let tie = |i| format!("{i}-{} ", (i + 1) % PEOPLE);
    graph((0..PEOPLE).map(tie).collect::<String>().trim())
}

/// A scenario whose audience names that file by that key.
fn scenario(keys: &str) -> Scenario {
    let text = format!(
        "format = 1\nname = \"Files\"\n[audience]\nkind = \"file\"\ndirection = \"mutual\"\n\
         fans = {{ random = 1 }}\nplatform = \"p\"\nties = \"ties.csv\"\n{keys}\n\
         [platform.p]\norganic_reach = \"20%\"\n[response]\npost = {{ engage = \"2%\", buy = \"5%\" }}\n[money]\nbudget = 300\n\
         [[strategy]]\nname = \"s\"\nactions = [{{ kind = \"post\", per_week = 3 }}]\n"
    );
    Scenario::parse(&text).unwrap().scenario
}

fn named(i: usize) -> String {
    (i % PEOPLE).to_string()
}

/// Each table in each shape. What is wrong in a table is refused, in no more time.
pub(crate) fn trials() -> Vec<Trial> {
    let mut all = Vec::new();
    for (at, (shape, rows)) in SHAPES.into_iter().enumerate() {
        all.push(Trial::new(format!("people, {shape}"), move |size| {
            let table = Table {
                header: "id,fan,age,city\n",
                id: |i| format!("person {i}"),
                value: |i| format!(",yes,{i},\"Leeds, UK\""),
            };
            let text = rows(ROWS * size, &table);
            Box::new(move || {
                let people = PeopleFile::read(text.as_bytes(), &Reading::default());
                if let Ok(people) = people {
                    people.attributes(&people.ids().unwrap());
                }
            })
        }));
        all.push(Trial::new(format!("groups, {shape}"), move |size| {
            let table = Table {
                header: "person,group\n",
                id: named,
                value: |i| format!(",{}", i / 3),
            };
            let folder = format!("groups-{at}-{size}");
            let tie = |i| format!("{i},{}\n", i + 1);
            written(
                &folder,
                "ties.csv",
                &(0..PEOPLE).map(tie).collect::<String>(),
            );
            let path = written(&folder, "groups.csv", &rows(ROWS * size, &table));
            let scenario = scenario("groups = \"groups.csv\"");
            Box::new(move || drop(scenario.audience.graph(path.parent().unwrap(), 1)))
        }));
        let friends = Rc::new(circle());
        let graph = Rc::clone(&friends);
        all.push(Trial::new(format!("seeds, {shape}"), move |size| {
            let table = Table {
                header: "",
                id: named,
                value: |_| String::new(),
            };
            let folder = format!("seeds-{at}-{size}");
            let path = written(&folder, "seeds.txt", &rows(ROWS * size, &table));
            let (seeds, graph) = (SeedSet::parse("@seeds.txt").unwrap(), Rc::clone(&graph));
            Box::new(move || drop(seeds.people(&graph, &[], path.parent().unwrap(), 1)))
        }));
        all.push(Trial::new(
            format!("numbers per person, {shape}"),
            move |size| {
                let table = Table {
                    header: "id,cost\n",
                    id: named,
                    value: |i| format!(",{i}.5"),
                };
                let folder = format!("costs-{at}-{size}");
                let path = written(&folder, "costs.csv", &rows(ROWS * size, &table));
                let graph = Rc::clone(&friends);
                Box::new(move || drop(per_person::read(&path, &graph)))
            },
        ));
        all.push(Trial::new(
            format!("points of a sweep, {shape}"),
            move |size| {
                let table = Table {
                    header: "money.budget,response.post.buy\n",
                    id: |i| i.to_string(),
                    value: |i| format!(",{}%", i % 100),
                };
                let folder = format!("points-{at}-{size}");
                let path = written(&folder, "points.csv", &rows(ROWS * size, &table));
                let scenario = scenario("");
                Box::new(move || {
                    let folder = path.parent().unwrap();
                    drop(sweep_list::points(&scenario, "points.csv", folder));
                })
            },
        ));
    }
    all
}

//! Other people's programs read what this one writes; each is skipped where it is not there.

mod run;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use run::{folder, run};

const CAMPAIGN: &str = r#"format = 1
name = "Small"
objective = "customers"

[audience]
kind = "from-aggregates"
people = 200
fans = { facebook = 40 }
friends = 8
nearby = "50%"

[platform.facebook]
organic_reach = "20%"

[response]
post = { engage = "5%", buy = "20%" }
invite = { customer = "14%" }

[money]
currency = "EUR"
hour = 15
margin_per_customer = 45

[[strategy]]
name = "=posts"
actions = [{ kind = "post", per_week = 3 }]

[[strategy]]
name = "invite"
actions = [{ kind = "prompt", via = "counter", seen = "60%", take_part = "33%", invitations = 2 }]

[run]
days = 4
reference = "=posts"
worlds = 10
"#;

const SWEEP: &str = "\n[sweep]\nvary.\"response.invite.customer\" = { values = [0.05, 0.2] }\n";

/// What another program says, if it is there.
fn other(program: &str, arguments: &[&str], within: &Path) -> Option<Output> {
    let done = Command::new(program)
        .args(arguments)
        .current_dir(within)
        .stdin(Stdio::null())
        .output();
    if done.is_err() {
        println!("skipped: there is no {program}");
    }
    done.ok()
}

/// Runs Python with these packages; nothing where one of them is missing.
fn python(packages: &str, lines: &str, within: &Path) {
    let python = std::env::var("GROUNDSWELL_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = format!(
        "import sys\ntry:\n    import {packages}\nexcept ImportError:\n    sys.exit(77)\n{lines}"
    );
    let Some(done) = other(&python, &["-c", &script], within) else {
        return;
    };
    match done.status.code() {
        Some(0) => {}
        Some(77) => println!("skipped: no Python with {packages}; GROUNDSWELL_PYTHON names one"),
        _ => panic!("{}", String::from_utf8_lossy(&done.stderr)),
    }
}

#[test]
fn pandas_and_duckdb_read_the_parquet_of_a_sweep() {
    let within = folder("readers-parquet");
    fs::write(within.join("s.toml"), format!("{CAMPAIGN}{SWEEP}")).unwrap();
    run(&within, &["sweep", "s.toml", "--out", "swept", "-qq"]).ends(0);
    let lines = "csv = pandas.read_csv('swept/cells.csv')\n\
                 table = pandas.read_parquet('swept/cells.parquet')\n\
                 assert len(table) == len(csv) > 10, (len(table), len(csv))\n\
                 assert '=posts' in set(table['strategy'])\n\
                 assert \"'=posts\" in set(csv['strategy'])\n\
                 assert table['cell'].nunique() == 2\n\
                 asked = \"select count(*) from 'swept/cells.parquet'\"\n\
                 count = duckdb.sql(asked).fetchall()[0][0]\n\
                 assert count == len(csv), count\n";
    python("pandas, pyarrow, duckdb", lines, &within);
}

#[test]
fn libreoffice_and_openpyxl_read_the_workbook_of_a_comparison() {
    let within = folder("readers-workbook");
    fs::write(within.join("s.toml"), CAMPAIGN).unwrap();
    let words = [
        "compare",
        "s.toml",
        "--worlds",
        "4",
        "--threads",
        "1",
        "--out",
        "out",
        "-qq",
    ];
    run(&within, &words).ends(0);
    let lines = "import csv\n\
                 book = openpyxl.load_workbook('out/report.xlsx')\n\
                 names = ['Summary', 'Per day', 'Differences', 'Assumptions', 'Stamp']\n\
                 assert book.sheetnames == names, book.sheetnames\n\
                 cells = [c for s in book for row in s.iter_rows() for c in row]\n\
                 assert not any(c.data_type == 'f' for c in cells)\n\
                 assert any(c.value == '=posts' for c in cells)\n\
                 assert len(book['Summary']._charts) == 1\n\
                 rows = list(book['Summary'].iter_rows(values_only=True))\n\
                 head = rows.index(('what', 'strategy', 'mean', 'low', 'high', 'unit'))\n\
                 found = {(r[0], r[1]): r[2] for r in rows[head + 1:]}\n\
                 for row in csv.DictReader(open('out/summary.csv', encoding='utf-8')):\n    \
                 if row['metric'] == 'customers':\n        \
                 name = row['strategy'].lstrip(\"'\")\n        \
                 assert found['new customers', name] == float(row['mean']), row\n";
    python("openpyxl", lines, &within);

    let profile = format!(
        "-env:UserInstallation=file://{}",
        within.join("lo").display()
    );
    let words = [
        &*profile,
        "--headless",
        "--convert-to",
        "csv",
        "out/report.xlsx",
    ];
    if other("libreoffice", &words, &within).is_some() {
        let read = fs::read_to_string(within.join("report.csv")).unwrap();
        assert!(read.contains("what,strategy,mean,low,high,unit"), "{read}");
        assert!(read.contains("new customers,invite,"), "{read}");
    }
}

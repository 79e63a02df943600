//! The fenced blocks of a page, and what is to be done with each.

/// What is to be done with a block.
#[derive(Debug, PartialEq)]
pub(crate) enum Deed {
    /// Its commands are run, and print what stands below them.
    Compare,
    /// Its commands are run, and succeed.
    Run,
    /// It is written to the file of this name.
    Write(String),
    /// It is there to be read.
    Show,
}

/// One fenced block.
#[derive(Debug)]
pub(crate) struct Block<'a> {
    pub(crate) deed: Deed,
    /// Its lines, without the fences.
    pub(crate) lines: Vec<&'a str>,
    /// Where the first of them stands in the page, counted from 0.
    pub(crate) first_line: usize,
}

/// Languages of blocks that are there to be read.
const SHOWN: [&str; 10] = [
    "bibtex", "csv", "json", "markdown", "python", "r", "rust", "sql", "text", "toml",
];

/// Languages of blocks that may be files.
const FILES: [&str; 4] = ["csv", "json", "text", "toml"];

/// Why commands may be left out:
/// they build or install something, take minutes, are a form to fill in, or need
/// a tool that is no part of groundswell.
const REASONS: [&str; 4] = ["builds", "minutes", "form", "tool"];

/// What the words behind a fence ask for, or what is wrong with them.
fn deed(info: &str) -> Result<Deed, String> {
    let (language, mark) = match info.split_once(',') {
        Some((language, mark)) => (language, Some(mark)),
        None => (info, None),
    };
    match (language, mark.map(|mark| mark.split_once('='))) {
        ("console", None) => Ok(Deed::Compare),
        ("sh", None) => Ok(Deed::Run),
        ("sh", Some(Some(("no-run", reason)))) if REASONS.contains(&reason) => Ok(Deed::Show),
        (language, None) if SHOWN.contains(&language) => Ok(Deed::Show),
        (language, Some(Some(("file", name)))) if FILES.contains(&language) => {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
            if name.is_empty()
                || name.starts_with('/')
                || name.contains("..")
                || !name.chars().all(plain)
            {
                return Err(format!("a file cannot be called {name:?}"));
            }
            Ok(Deed::Write(name.to_owned()))
        }
        _ => Err(format!(
            "{info:?} says nothing of what to do with the block; console, sh, sh,no-run={}, \
             {} and {} with ,file=NAME would do",
            REASONS.join("|"),
            SHOWN.join(", "),
            FILES.join(", "),
        )),
    }
}

/// The blocks of a page, in the order in which they stand.
///
/// # Errors
///
/// Number of the line, and what is wrong with it.
pub(crate) fn blocks(page: &str) -> Result<Vec<Block<'_>>, String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let opened = line.trim_start();
        let info = opened.trim_start_matches('`');
        let fence = &opened[..opened.len() - info.len()];
        if fence.len() < 3 || info.contains('`') {
            continue;
        }
        let deed = deed(info.trim()).map_err(|mistake| format!("{}: {mistake}", number + 1))?;
        let mut block = Block {
            deed,
            lines: Vec::new(),
            first_line: number + 1,
        };
        loop {
            let Some((_, line)) = lines.next() else {
                return Err(format!("{}: a block that never ends", number + 1));
            };
            if line.trim() == fence {
                break;
            }
            block.lines.push(line);
        }
        blocks.push(block);
    }
    Ok(blocks)
}

#[test]
fn a_mark_that_nobody_knows_is_a_mistake() {
    for info in [
        "",
        "bash",
        "shell",
        "sh,norun",
        "sh,no-run",
        "sh,no-run=lazy",
        "console,no-run=form",
        "toml,flie=a.toml",
        "sh,file=a.sh",
        "toml,file=../a.toml",
    ] {
        let page = format!("text\n```{info}\ntrue\n```\n");
        assert!(
            blocks(&page).is_err_and(|mistake| mistake.starts_with("2: ")),
            "{info}"
        );
    }
    assert!(blocks("```sh\ntrue\n").is_err());
}

#[test]
fn blocks_are_found_with_their_lines_and_deeds() {
    let page = "one\n```toml,file=a/b.toml\nx = 1\n```\n````text\n```sh\n````\n`a` ```b```\n```sh\ntrue\n\n```\n";
    let found = blocks(page).unwrap();
    let deeds: Vec<_> = found.iter().map(|block| &block.deed).collect();
    assert_eq!(
        deeds,
        [&Deed::Write("a/b.toml".to_owned()), &Deed::Show, &Deed::Run]
    );
    assert_eq!(found[1].lines, ["```sh"]);
    assert_eq!((found[2].first_line, found[2].lines.len()), (9, 2));
}

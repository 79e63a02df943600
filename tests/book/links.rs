//! Links, anchors and pictures of all pages, and the table of contents.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::{pages, read, root};

/// The table of contents, which mdBook reads as well.
const CONTENTS: &str = "docs/SUMMARY.md";

/// A link or picture.
struct Link {
    /// Number of its line.
    line: usize,
    /// What it is called; of a picture, what is read aloud in its place.
    words: String,
    leads_to: String,
    picture: bool,
}

/// The lines of a page outside its fenced blocks, with their numbers, and
/// without what stands in backticks.
fn prose(page: &str) -> Vec<(usize, String)> {
    let mut fence: Option<&str> = None;
    let mut prose = Vec::new();
    for (number, line) in page.lines().enumerate() {
        let opened = line.trim_start();
        let ticks = &opened[..opened.len() - opened.trim_start_matches('`').len()];
        match fence {
            Some(opening) if line.trim() == opening => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => prose.push((
                number + 1,
                line.split('`').step_by(2).collect::<Vec<_>>().join("`"),
            )),
        }
    }
    prose
}

fn links(page: &str) -> Vec<Link> {
    let mut links = Vec::new();
    for (line, text) in prose(page) {
        for (at, _) in text.match_indices("](") {
            let before = &text[..at];
            let mut depth = 1;
            let from = before.char_indices().rev().find_map(|(from, sign)| {
                depth += i32::from(sign == ']') - i32::from(sign == '[');
                (depth == 0).then_some(from)
            });
            let Some(from) = from else { continue };
            let after = &text[at + 2..];
            let leads_to = &after[..after.find(')').unwrap_or(after.len())];
            links.push(Link {
                line,
                words: before[from + 1..].to_owned(),
                leads_to: leads_to.to_owned(),
                picture: before[..from].ends_with('!'),
            });
        }
    }
    links
}

/// The anchors of a page's headings, as code hosts and mdBook make them.
fn anchors(page: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut fenced = false;
    let mut anchors = Vec::new();
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let title = line.trim_start_matches('#');
        if fenced || title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let kept = |sign: &char| sign.is_alphanumeric() || " -_".contains(*sign);
        let anchor: String = title.trim().to_lowercase().chars().filter(kept).collect();
        let anchor = anchor.replace(' ', "-");
        let times = seen.entry(anchor.clone()).or_default();
        anchors.push(match *times {
            0 => anchor,
            earlier => format!("{anchor}-{earlier}"),
        });
        *times += 1;
    }
    anchors
}

/// A path without `..` in it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    plain
}

#[test]
fn every_link_leads_somewhere_and_every_picture_says_what_it_shows() {
    let mut wrong = Vec::new();
    for name in pages() {
        let page = read(&name);
        for Link {
            line,
            words,
            leads_to,
            picture,
        } in links(&page)
        {
            let mut mistake = |what: &str| wrong.push(format!("{name}:{line}: {leads_to}: {what}"));
            if picture && words.split_whitespace().count() < 3 {
                mistake("a picture says in some words what it shows");
            }
            if leads_to.starts_with("https://") {
                continue;
            }
            let (path, anchor) = match leads_to.split_once('#') {
                Some((path, anchor)) => (path, Some(anchor)),
                None => (&*leads_to, None),
            };
            let file = match path {
                "" => PathBuf::from(&name),
                path => plain(&Path::new(&name).parent().unwrap().join(path)),
            };
            if !root().join(&file).exists() {
                mistake("there is no such file");
            } else if let Some(anchor) = anchor
                && !anchors(&read(file.to_str().unwrap()))
                    .iter()
                    .any(|known| known == anchor)
            {
                mistake("there is no such heading");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_table_of_contents_has_every_page_once() {
    let contents = links(&read(CONTENTS));
    let mut listed: Vec<String> = contents
        .iter()
        .map(|link| format!("docs/{}", link.leads_to))
        .collect();
    listed.sort();
    let inside = |page: &String| page.starts_with("docs/") && page != CONTENTS;
    let pages: Vec<String> = pages().into_iter().filter(inside).collect();
    assert_eq!(listed, pages);
}

#[test]
fn every_picture_is_shown_somewhere() {
    let shown: Vec<PathBuf> = pages()
        .iter()
        .flat_map(|name| {
            let folder = Path::new(name).parent().unwrap().to_owned();
            let pictures = links(&read(name)).into_iter().filter(|link| link.picture);
            pictures
                .map(move |link| plain(&folder.join(link.leads_to)))
                .collect::<Vec<_>>()
        })
        .collect();
    let mut folders = vec![PathBuf::from("docs/images")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            match path.extension().and_then(|ending| ending.to_str()) {
                None => folders.push(path),
                Some("sh") => {}
                Some(_) => assert!(shown.contains(&path), "{} is shown nowhere", path.display()),
            }
        }
    }
}

#[test]
fn links_and_anchors_are_found() {
    let page = "# A `b`, c\n[x](a.md#b) ![p [q] r](i.png) `[no](no.md)`\n```text\n# no\n[no](no)\n```\n## A b c\n";
    let found = links(page);
    let found: Vec<_> = found
        .iter()
        .map(|link| (&*link.words, &*link.leads_to, link.picture))
        .collect();
    assert_eq!(found, [("x", "a.md#b", false), ("p [q] r", "i.png", true)]);
    assert_eq!(anchors(page), ["a-b-c", "a-b-c-1"]);
}

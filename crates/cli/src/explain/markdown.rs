//! A page of the documents as text for a terminal.

use crate::compare::wrapped;

/// The section of `page` whose heading is that name in backquotes, without the heading.
pub(super) fn section<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    // One level down it is the end of the same line.
    let heading = format!("### `{name}`\n");
    let (_, behind) = page.split_once(&heading)?;
    let end = behind.find("\n##").map_or(behind.len(), |at| at + 1);
    Some(&behind[..end])
}

/// `text` without its marks, in lines of at most 80 characters. Pictures are left out,
/// and commands stand as they are.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut paragraph = String::new();
    let mut literal = false;
    for line in text.lines() {
        if line.starts_with("```") {
            flush(&mut paragraph, &mut plain);
            literal = !literal;
            continue;
        }
        if literal {
            plain.push_str(&format!("    {line}\n"));
            continue;
        }
        let begins = line.starts_with("- ") || line.trim().is_empty();
        if begins || line.starts_with("![") {
            flush(&mut paragraph, &mut plain);
        }
        if line.trim().is_empty() {
            if !plain.is_empty() && !plain.ends_with("\n\n") {
                plain.push('\n');
            }
        } else if !line.starts_with("![") {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    flush(&mut paragraph, &mut plain);
    let end = plain.trim_end().len();
    plain.truncate(end);
    plain + "\n"
}

fn flush(paragraph: &mut String, plain: &mut String) {
    if !paragraph.is_empty() {
        plain.push_str(&wrapped(&unmarked(paragraph)));
        paragraph.clear();
    }
}

/// A line without emphasis, backquotes and the targets of links.
fn unmarked(line: &str) -> String {
    let mut left = line.replace("**", "").replace('`', "");
    // [words](target) → words
    while let Some(middle) = left.find("](") {
        let (Some(start), Some(end)) = (left[..middle].rfind('['), left[middle..].find(')')) else {
            break;
        };
        let words = left[start + 1..middle].to_owned();
        left.replace_range(start..=middle + end, &words);
    }
    // *words*, but not a product.
    let starts = |at: usize| left[at + 1..].starts_with(|c: char| !c.is_whitespace());
    let ends = |at: usize| left[..at].ends_with(|c: char| !c.is_whitespace());
    let marks: Vec<usize> = left
        .match_indices('*')
        .map(|(at, _)| at)
        .filter(|&at| starts(at) != ends(at) || at + 1 == left.len())
        .collect();
    let kept = left.char_indices().filter(|(at, _)| !marks.contains(at));
    kept.map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let text = "*How far* is [the `page`](page.md)?\n\n![a picture](x.svg)\n\n- **One:** 2 * 3\n- two\n\n```sh\nrun  this\n```\n";
        let told = "How far is the page?\n\n- One: 2 * 3\n- two\n\n    run  this\n";
        assert_eq!(plain(text), told);
    }

    #[test]
    fn a_section_ends_at_the_next_heading() {
        let page = "# P\n\n### `one`\n\nfirst\n\n### `two`\n\nsecond\n";
        assert_eq!(section(page, "one"), Some("\nfirst\n\n"));
        assert_eq!(section(page, "two"), Some("\nsecond\n"));
        assert_eq!(section(page, "three"), None);
    }
}

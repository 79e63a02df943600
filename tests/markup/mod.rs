//! The elements and attributes of a document, to be set against those of another.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements with one of their attributes, or with none.
pub(crate) type Inventory = BTreeSet<(String, String)>;

/// What there is in XML; fails unless it is well-formed.
pub(crate) fn xml(text: &str) -> Inventory {
    let mut found = Inventory::new();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        match reader.read_event().expect("XML is well-formed") {
            Event::Start(start) => {
                depth += 1;
                note(&start, &mut found);
            }
            Event::Empty(start) => note(&start, &mut found),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    found
}

fn note(start: &BytesStart<'_>, found: &mut Inventory) {
    let element = start.name().as_ref().to_owned();
    found.insert((element.clone(), String::new()));
    for attribute in start.attributes() {
        let attribute = attribute.expect("attributes are well-formed");
        let name = attribute.key.as_ref().to_owned();
        found.insert((element.clone(), name));
    }
}

/// The words between the tags of XML that says nothing else.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let pieces = text
        .split("</t>")
        .filter_map(|piece| piece.rsplit_once("<t"));
    for (_, piece) in pieces {
        let (_, words) = piece.split_once('>').expect("a tag ends");
        let words = quick_xml::escape::unescape(words).expect("words are escaped well");
        found.insert(words.into_owned());
    }
    found
}

/// What there is in HTML, as a browser would divide it: what stands in a script or a style is
/// no element.
pub(crate) fn html(text: &str) -> Inventory {
    let mut found = Inventory::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let end = comment.find("-->").expect("a comment ends");
            found.insert(("!--".to_owned(), String::new()));
            rest = &comment[end + 3..];
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (element, attributes, after) = tag(rest);
        found.insert((element.clone(), String::new()));
        for attribute in attributes {
            found.insert((element.clone(), attribute));
        }
        rest = after;
        if ["script", "style", "textarea", "title"].contains(&element.as_str()) {
            let close = format!("</{element}");
            let lower = rest.to_ascii_lowercase();
            rest = &rest[lower.find(&close).expect("it is closed")..];
        }
    }
    found
}

/// The name of the tag that begins here, its attributes' names, and what follows it.
fn tag(text: &str) -> (String, Vec<String>, &str) {
    let ends = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
    let end = text.find(ends).expect("a tag ends");
    let element = text[..end].to_ascii_lowercase();
    let mut attributes = Vec::new();
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (element, attributes, after);
        }
        let end = rest
            .find(|c: char| ends(c) || c == '=')
            .expect("an attribute ends");
        attributes.push(rest[..end].to_ascii_lowercase());
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            continue;
        };
        let value = value.trim_start();
        rest = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let end = value[1..].find(quote).expect("a value ends");
                &value[end + 2..]
            }
            _ => &value[value.find(ends).expect("a value ends")..],
        };
    }
}

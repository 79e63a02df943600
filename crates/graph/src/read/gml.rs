//! People and ties from GML, nested lists of keys and values.
//!
//! ```text
//! graph [ directed 0
//!   node [ id 1 label "Ana" ]
//!   node [ id 2 label "Ben" ]
//!   edge [ source 1 target 2 weight 2.5 ]
//! ]
//! ```
//!
//! The `id` of a node, a whole number, is the person's id; its other numbers and
//! texts become columns, `label` among them. An edge's `weight`, `time`, `layer`
//! and `multiplicity` are those of the pair; other keys are passed over, and so
//! are lists inside of nodes and edges. A key that stands several times, as some
//! programs write lists, counts with its first value. Without `directed 1` pairs
//! are friendships. Whole numbers from 2⁵³ on make their column one of words, so
//! that they stay what they are.
//!
//! Texts are UTF-8; in them `&amp;`, `&#233;`, `&eacute;` and the like stand for
//! characters, as far as ISO 8859-1 has names.
//!
//! - **Cost:** linear; one look-up an id.
//! - **Source:** Himsolt, *GML: A portable graph file format*, University of
//!   Passau, 1997.

use std::io::BufRead;

use crate::Error;
use crate::draft::Draft;
use crate::id::NodeId;
use crate::read::layers::{FEWER_LAYERS, Layers};
use crate::read::nodes::{Cell, Mistakes, Nodes};
use crate::read::said::{OfEdge, Said, check_wishes};
use crate::read::unpack::read_error;
use crate::read::{Allowance, Reading, graphml};

/// Lists inside each other.
const DEEPEST: u32 = 64;
/// Bytes that a key, a number or a text may have.
const LONGEST: usize = 1 << 20;
/// Different keys of edges whose names are kept, for telling what there is.
const MOST_NAMES: usize = 64;

/// Reads the nodes and edges of `source`, which is unpacked already.
///
/// # Errors
///
/// [`Error::BadLines`], [`Error::NoSuchColumn`] where an attribute that was asked
/// for is none of an edge, [`Error::Read`] if the system refuses,
/// [`Error::TooManyPeople`], [`Error::TooMuchMemory`].
pub fn read(source: impl BufRead, reading: &Reading) -> Result<Draft, Error> {
    let mut file = File {
        reading,
        tokens: Tokens::new(source),
        allowance: Allowance::of(reading.most_bytes),
        mistakes: Mistakes::new(reading.lenient),
        nodes: Nodes::default(),
        layers: Layers::default(),
        edge_names: Vec::new(),
        directed: false,
    };
    let mut seen = false;
    loop {
        match file.next()? {
            Token::End => break,
            Token::Word => {}
            _ => return Err(file.refuse("a key, such as graph")),
        }
        let is_graph = file.tokens.text() == Some("graph");
        match file.next()? {
            Token::Open if is_graph && seen => return Err(file.refuse("one graph a file")),
            Token::Open if is_graph => {
                seen = true;
                file.graph()?;
            }
            Token::Open => file.pass()?,
            Token::Close | Token::End => return Err(file.refuse("a value after the key")),
            _ => {}
        }
    }
    if !seen {
        return Err(file.refuse("graph [ … ]"));
    }
    file.finish()
}

struct File<'a, R> {
    reading: &'a Reading,
    tokens: Tokens<R>,
    allowance: Allowance,
    mistakes: Mistakes,
    nodes: Nodes,
    layers: Layers,
    /// Some of the keys of edges, for telling what there is.
    edge_names: Vec<String>,
    directed: bool,
}

/// A value that is no list, and where it stands.
struct Value {
    key: String,
    text: String,
    is_text: bool,
    line: u64,
}

impl Value {
    fn shown(&self) -> String {
        format!("{} {}", self.key, self.text)
    }
}

impl<R: BufRead> File<'_, R> {
    fn next(&mut self) -> Result<Token, Error> {
        match self.tokens.next() {
            Ok(token) => Ok(token),
            Err(Broken::Read(error)) => Err(error),
            Err(Broken::Expected(expected)) => Err(self.refuse(expected)),
        }
    }

    /// The mistake after which nothing more can be read, at the last token.
    fn refuse(&mut self, expected: &str) -> Error {
        let shown = String::from_utf8_lossy(&self.tokens.bytes);
        std::mem::take(&mut self.mistakes).last(self.tokens.begun, &shown, expected)
    }

    /// The next key of a list, or `None` where the list ends.
    fn key(&mut self) -> Result<Option<String>, Error> {
        match self.next()? {
            Token::Close => Ok(None),
            Token::Word => match self.tokens.text() {
                Some(key) => Ok(Some(key.to_owned())),
                None => Err(self.refuse("text in UTF-8")),
            },
            Token::End => Err(self.refuse("] before the file ends")),
            _ => Err(self.refuse("a key, or ] for the end of the list")),
        }
    }

    /// The next key and value that is no list; lists are passed over.
    fn value(&mut self) -> Result<Option<Value>, Error> {
        loop {
            let Some(key) = self.key()? else {
                return Ok(None);
            };
            let token = self.next()?;
            match token {
                Token::Open => self.pass()?,
                Token::Close | Token::End => return Err(self.refuse("a value after the key")),
                Token::Text | Token::Number | Token::Word => {
                    let line = self.tokens.begun;
                    let is_text = token == Token::Text;
                    match self.tokens.text() {
                        Some(text) => {
                            let text = match is_text {
                                true => unescaped(text),
                                false => text.to_owned(),
                            };
                            return Ok(Some(Value {
                                key,
                                text,
                                is_text,
                                line,
                            }));
                        }
                        None => {
                            let shown = String::from_utf8_lossy(&self.tokens.bytes);
                            self.mistakes.add(line, &shown, "text in UTF-8");
                        }
                    }
                }
            }
        }
    }

    /// Passes over the rest of a list.
    fn pass(&mut self) -> Result<(), Error> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Token::Open if depth == DEEPEST => {
                    return Err(self.refuse("at most 64 lists inside each other"));
                }
                Token::Open => depth += 1,
                Token::Close => depth -= 1,
                Token::End => return Err(self.refuse("] before the file ends")),
                _ => {}
            }
        }
        Ok(())
    }

    fn graph(&mut self) -> Result<(), Error> {
        while let Some(key) = self.key()? {
            let line = self.tokens.begun;
            match (key.as_str(), self.next()?) {
                ("node", Token::Open) => self.node(line)?,
                ("edge", Token::Open) => self.edge(line)?,
                (_, Token::Open) => self.pass()?,
                (_, Token::Close | Token::End) => {
                    return Err(self.refuse("a value after the key"));
                }
                ("directed", _) => match self.tokens.text() {
                    Some("0") => self.directed = false,
                    Some("1") => self.directed = true,
                    _ => {
                        let shown = String::from_utf8_lossy(&self.tokens.bytes);
                        let shown = format!("directed {shown}");
                        self.mistakes.add(line, &shown, "directed 0 or directed 1");
                    }
                },
                ("node" | "edge", _) => {
                    let expected = "a list in brackets after node or edge";
                    self.mistakes.add(line, &key, expected);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn node(&mut self, line: u64) -> Result<(), Error> {
        let mut id = None;
        let mut whole = true;
        // What is said before the id has to wait for it.
        let mut said: Vec<Value> = Vec::new();
        let mut waiting = 0;
        while let Some(value) = self.value()? {
            if value.key != "id" {
                // It is let go with the node.
                waiting += size_of::<Value>() + value.key.len() + value.text.len();
                self.allowance.clone().take(waiting)?;
                said.push(value);
                continue;
            }
            match whole_number(&value) {
                Some(number) if id.is_none() => id = Some(number),
                found => {
                    let expected = match found {
                        Some(_) => "one id a node",
                        None => "a whole number for an id",
                    };
                    self.mistakes.add(value.line, &value.shown(), expected);
                    whole = false;
                }
            }
        }
        let Some(id) = id.filter(|_| whole) else {
            if whole {
                self.mistakes.add(line, "node [ … ]", "an id for the node");
            }
            return Ok(());
        };
        let Some(v) = self.nodes.declare(&id, line, &mut self.allowance)? else {
            let shown = format!("node [ id {id} … ]");
            self.mistakes
                .add(line, &shown, "an id that no node before has");
            return Ok(());
        };
        for value in said {
            let cell = match value.is_text {
                true => Ok(Some(Cell::Word(value.text.clone()))),
                false => Cell::number(&value.text),
            };
            let attributes = &mut self.nodes.attributes;
            match (cell, attributes.column(&value.key, value.is_text)) {
                (Ok(Some(cell)), Some(column)) => {
                    attributes.set(column, v, &cell, &mut self.allowance)?;
                }
                (Ok(None), _) => {}
                (Ok(_), None) => {
                    let expected = "at most 4096 different keys";
                    self.mistakes.add(value.line, &value.shown(), expected);
                }
                (Err(()), _) => {
                    let expected = "a finite number, or a text in quotes";
                    self.mistakes.add(value.line, &value.shown(), expected);
                }
            }
        }
        Ok(())
    }

    fn edge(&mut self, line: u64) -> Result<(), Error> {
        let mut ends: [Option<NodeId>; 2] = [None; 2];
        let mut said = Said::default();
        let mut whole = true;
        while let Some(value) = self.value()? {
            let end = ["source", "target"]
                .iter()
                .position(|end| *end == value.key);
            let expected = match (end, whole_number(&value)) {
                (Some(at), Some(_)) if ends[at].is_some() => Some("one source and one target"),
                (Some(at), Some(id)) => {
                    let number = self.nodes.number(&id, line, &mut self.allowance)?;
                    ends[at] = Some(number);
                    None
                }
                (Some(_), None) => Some("the id of a node, a whole number"),
                (None, _) => {
                    if self.edge_names.len() < MOST_NAMES && !self.edge_names.contains(&value.key) {
                        self.edge_names.push(value.key.clone());
                    }
                    let what = OfEdge::called(&value.key, self.reading);
                    said.take(what, &value.text).err()
                }
            };
            if let Some(expected) = expected {
                self.mistakes.add(value.line, &value.shown(), expected);
                whole = false;
            }
        }
        let [Some(source), Some(target)] = ends else {
            if whole {
                let expected = "a source and a target for the edge";
                self.mistakes.add(line, "edge [ … ]", expected);
            }
            return Ok(());
        };
        if !whole {
            return Ok(());
        }
        let name = said.layer.as_deref().unwrap_or_default();
        match self.layers.number(name) {
            Some(layer) => {
                let pair = said.pair((source, target), false);
                self.layers.push(layer, pair, &mut self.allowance)
            }
            None => {
                self.mistakes.add(line, name, FEWER_LAYERS);
                Ok(())
            }
        }
    }

    fn finish(self) -> Result<Draft, Error> {
        check_wishes(self.reading, self.edge_names)?;
        let mut layers = self.layers.finish(self.directed);
        for layer in &mut layers {
            layer.directed = Some(self.directed);
        }
        self.nodes.finish(layers, self.mistakes, self.allowance)
    }
}

/// The whole number of `value` in the one usual way of writing it.
fn whole_number(value: &Value) -> Option<String> {
    let number = value.text.parse::<i128>().ok()?;
    (!value.is_text).then(|| number.to_string())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    End,
    Open,
    Close,
    Word,
    Number,
    Text,
}

enum Broken {
    Read(Error),
    Expected(&'static str),
}

/// Keys and values, one after the other.
struct Tokens<R> {
    source: R,
    line: u64,
    /// The line on which the last token began.
    begun: u64,
    /// The bytes of the last token, a text without its quotes.
    bytes: Vec<u8>,
    started: bool,
}

impl<R: BufRead> Tokens<R> {
    fn new(source: R) -> Self {
        Self {
            source,
            line: 1,
            begun: 1,
            bytes: Vec::new(),
            started: false,
        }
    }

    /// The last token, where it is UTF-8.
    fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Takes bytes as long as `wanted` holds, keeping them where `keep` says so;
    /// gives the byte after them, which is not taken.
    fn run(&mut self, keep: bool, wanted: impl Fn(u8) -> bool) -> Result<Option<u8>, Broken> {
        loop {
            let chunk = match self.source.fill_buf() {
                Ok([]) => return Ok(None),
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Broken::Read(read_error(error))),
            };
            let end = chunk.iter().position(|&byte| !wanted(byte));
            let (run, next) = match end {
                Some(end) => (&chunk[..end], Some(chunk[end])),
                None => (chunk, None),
            };
            self.line += run.iter().filter(|&&byte| byte == b'\n').count() as u64;
            if keep {
                let room = LONGEST + 1 - self.bytes.len().min(LONGEST + 1);
                self.bytes.extend_from_slice(&run[..run.len().min(room)]);
            }
            let length = run.len();
            self.source.consume(length);
            if self.bytes.len() > LONGEST {
                return Err(Broken::Expected("a key or value of at most 1 MiB"));
            }
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    fn next(&mut self) -> Result<Token, Broken> {
        self.bytes.clear();
        let first = loop {
            // A byte-order mark is what some programs put first.
            let mark = !self.started;
            let blank =
                |byte: u8| byte.is_ascii_whitespace() || mark && [0xef, 0xbb, 0xbf].contains(&byte);
            let next = self.run(false, blank)?;
            self.started = true;
            match next {
                Some(b'#') => {
                    self.run(false, |byte| byte != b'\n')?;
                }
                Some(byte) => break byte,
                None => {
                    self.begun = self.line;
                    return Ok(Token::End);
                }
            }
        };
        self.begun = self.line;
        match first {
            b'[' | b']' => {
                self.source.consume(1);
                self.bytes.push(first);
                Ok(if first == b'[' {
                    Token::Open
                } else {
                    Token::Close
                })
            }
            b'"' => {
                self.source.consume(1);
                match self.run(true, |byte| byte != b'"')? {
                    Some(_) => self.source.consume(1),
                    None => return Err(Broken::Expected("\" at the end of the text")),
                }
                Ok(Token::Text)
            }
            _ => {
                let ends = |byte: u8| byte.is_ascii_whitespace() || b"[]\"".contains(&byte);
                self.run(true, |byte| !ends(byte))?;
                match first {
                    b'_' | b'a'..=b'z' | b'A'..=b'Z' => Ok(Token::Word),
                    b'0'..=b'9' | b'+' | b'-' | b'.' => Ok(Token::Number),
                    _ => Err(Broken::Expected(
                        "a key, a number, a text in quotes or a bracket",
                    )),
                }
            }
        }
    }
}

/// `text` with its references to characters resolved; what is none stays.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        // The longest name has six letters, the longest number eight digits.
        let end = after.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(&after[..end])?, end))) {
            Some((character, end)) => {
                plain.push(character);
                rest = &after[end + 1..];
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The character of that name or number.
fn character(name: &str) -> Option<char> {
    graphml::referred(name).or_else(|| {
        let at = LATIN.iter().position(|known| *known == name)?;
        char::from_u32(0xa0 + at as u32)
    })
}

/// The names of the characters from 160 to 255 of ISO 8859-1, as HTML has them.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Draft, Error> {
        super::read(text.as_bytes(), &Reading::default())
    }

    fn bad(text: &str) -> (u64, String) {
        match read(text) {
            Err(Error::BadLines { first, .. }) => (first[0].line, first[0].expected.clone()),
            other => panic!("{other:?}"),
        }
    }

    // As Gephi writes it, nested graphics and all.
    const GEPHI: &str = r##"graph
[
  Creator "Gephi"
  directed 0
  node
  [
    id 3
    label "Jos&#233; &quot;Pepe&quot;"
    graphics
    [
      x -216.77
      fill "#c0c0c0"
      deep [ deeper [ x 1 ] ]
    ]
    Degree 2
  ]
  node
  [
    id 11
    label "Rosa"
    Degree 1.5
  ]
  edge
  [
    id 0
    source 3
    target 11
    value 2.0
  ]
]
"##;

    #[test]
    fn a_file_of_gephi_has_people_and_columns() {
        let reading = Reading {
            weight: Some("value".into()),
            ..Reading::default()
        };
        let draft = super::read(GEPHI.as_bytes(), &reading).unwrap();
        assert_eq!(draft.ids.iter().collect::<Vec<_>>(), ["3", "11"]);
        let names: Vec<_> = draft.attributes.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["label", "Degree"]);
        assert_eq!(draft.attributes[0].cell(NodeId(0)), "José \"Pepe\"");
        assert_eq!(draft.attributes[1].cell(NodeId(1)), "1.5");
        let layer = &draft.layers[0];
        assert_eq!(layer.directed, Some(false));
        assert_eq!(layer.weights, Some(vec![2.0]));
        assert_eq!(layer.blocks, [[(NodeId(0), NodeId(1))]]);
    }

    // As igraph writes it: the direction first, ids from 0, names as texts.
    const IGRAPH: &str = "Creator \"igraph version 0.10.4 Mon Jan  1 2024\"\nVersion 1\ngraph\n[\n  \
        directed 1\n  node\n  [\n    id 0\n    name \"a &amp; b\"\n  ]\n  node\n  [\n    id 1\n    \
        name \"c\"\n  ]\n  edge\n  [\n    source 1\n    target 0\n    weight 0.5\n  ]\n]\n";

    #[test]
    fn a_file_of_igraph_has_directed_ties_with_weights() {
        let draft = read(IGRAPH).unwrap();
        assert_eq!(draft.ids, crate::ids::Ids::Counted(2));
        assert_eq!(draft.attributes[0].cell(NodeId(0)), "a & b");
        assert_eq!(draft.layers[0].directed, Some(true));
        assert_eq!(draft.layers[0].blocks, [[(NodeId(1), NodeId(0))]]);
        assert_eq!(draft.layers[0].weights, Some(vec![0.5]));
    }

    #[test]
    fn what_comes_late_counts_all_the_same() {
        let text = "graph [ edge [ target 1 source 2 ]\n# a comment ]\nnode [ size 5 id 1 ] \
                    node [ id +002 size \"big\" ] directed 1 ]";
        let draft = read(text).unwrap();
        assert_eq!(draft.ids.iter().collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(draft.layers[0].blocks, [[(NodeId(1), NodeId(0))]]);
        assert_eq!(draft.layers[0].directed, Some(true));
        assert_eq!(draft.attributes[0].cell(NodeId(0)), "5");
        assert_eq!(draft.attributes[0].cell(NodeId(1)), "big");
    }

    #[test]
    fn a_mistake_has_its_line() {
        for (text, line) in [
            ("graph [\nnode [ label \"a\" ]\n]", 2),
            ("graph [ node [ id 1 ]\nnode [ id 1 ] ]", 2),
            ("graph [ node [\nid 1\nid 2 ] ]", 3),
            ("graph [\n\nnode [ id \"a\" ] ]", 3),
            ("graph [ node [ id 1 ]\nedge [ source 1 target 2 ] ]", 2),
            ("graph [ node [ id 1 ]\nedge [ source 1 ] ]", 2),
            ("graph [ node [ id 1 size\n1e999 ] ]", 2),
            (
                "graph [ node [ id 1 ]\nedge [ source 1 target 1\nweight x ] ]",
                3,
            ),
            ("graph [\n7 ]", 2),
            ("graph [ directed\n2 ]", 1),
            ("graph [ node\n\"open ]", 2),
            ("graph [ node [ id 1 ]\n", 2),
            ("\n\n{}", 3),
            ("graph [ ]\ngraph [ ]", 2),
            ("Creator \"x\"\n", 2),
        ] {
            assert_eq!(bad(text).0, line, "{text}");
        }
    }

    #[test]
    fn lists_are_passed_over_to_a_depth() {
        let nested = |depth: usize| {
            format!(
                "graph [ x {}{} ]",
                "[ x ".repeat(depth),
                "1 ]".repeat(depth)
            )
        };
        assert!(read(&nested(60)).is_ok());
        assert!(bad(&nested(100_000)).1.contains("64 lists"));
    }

    #[test]
    fn what_is_no_reference_stays() {
        assert_eq!(
            unescaped("a & b &lt;&yuml;&#x20ac; &; &what;"),
            "a & b <ÿ€ &; &what;"
        );
    }
}

//! People and ties from GraphML.
//!
//! | in the file | in the draft |
//! | --- | --- |
//! | `<node id="…">` | a person of that id, whatever text it is |
//! | `<data>` of a node | an entry of a column: a number for `int`, `long`, `float` and `double`, a word for `string` and `boolean` (`true`, `false`) |
//! | `<edge source="…" target="…">` | a pair; `edgedefault` and `directed` say whether it has a direction |
//! | `<data>` of an edge called `weight`, `time`, `layer` or `multiplicity` | the pair's weight, time, platform, and how often it stands; other names are passed over |
//! | a node attribute called `fan:NAME` | besides its column, a platform of that name, with or without ties |
//!
//! Defaults of keys stand where a node or edge says nothing. An `int` or `long`
//! from 2⁵³ on makes its column one of words, so that it stays what it is. A pair
//! without a weight, time or multiplicity among others that have one weighs 1,
//! has no number for its time, and stands once.
//!
//! Passed over: descriptions, ports, data of the graph as a whole, keys without
//! `attr.name`, and values that are elements themselves (drawings, as yEd keeps
//! them). Mistakes: hyperedges, graphs inside nodes, and locators. Refused: every
//! `DOCTYPE`, so that no entity is ever declared and nothing outside of the file
//! is ever opened; encodings other than UTF-8; a second graph.
//!
//! - **Cost:** linear; one look-up an id.
//! - **Source:** Brandes, Eiglsperger, Herman, Himsolt & Marshall, *Graph Drawing
//!   2001*, LNCS 2265; the GraphML primer.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::Error;
use crate::draft::Draft;
use crate::id::NodeId;
use crate::read::layers::{FEWER_LAYERS, Layers};
use crate::read::nodes::{Cell, Mistakes, Nodes};
use crate::read::said::{OfEdge, Said, check_wishes};
use crate::read::watched::{LONGEST_PIECE, Watched};
use crate::read::{Allowance, Reading};

/// Elements inside each other.
const DEEPEST: usize = 64;
/// Keys that a file may declare.
const MOST_KEYS: usize = 1 << 12;
const ENTITIES: &str =
    "&amp;, &lt;, &gt;, &quot;, &apos; or a character by its number; no other entity is read";

/// Reads the nodes and edges of `source`, which is unpacked already.
///
/// # Errors
///
/// [`Error::BadLines`], [`Error::NoSuchColumn`] where an attribute that was asked
/// for is none of an edge, [`Error::Read`] if the system refuses,
/// [`Error::TooManyPeople`], [`Error::TooMuchMemory`].
pub fn read(source: impl BufRead, reading: &Reading) -> Result<Draft, Error> {
    let mut file = File::new(reading);
    let mut xml = Reader::from_reader(Watched::new(source));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let line = xml.get_mut().begin();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return file.finish(line),
            Ok(event) => file.take(event, line)?,
            Err(quick_xml::Error::Io(_)) if xml.get_ref().is_too_long() => {
                let expected = "at most 1 MiB from one < to the next";
                return Err(file.mistakes.last(line, "", expected));
            }
            Err(quick_xml::Error::Io(error)) => {
                return Err(Error::Read {
                    reason: error.to_string(),
                });
            }
            Err(quick_xml::Error::Encoding(_)) => {
                return Err(file.mistakes.last(line, "", "text in UTF-8"));
            }
            Err(error) => {
                let expected = "XML in which every element is closed in its turn";
                return Err(file.mistakes.last(line, &error.to_string(), expected));
            }
        }
    }
}

struct File<'a> {
    reading: &'a Reading,
    allowance: Allowance,
    mistakes: Mistakes,
    nodes: Nodes,
    layers: Layers,
    keys: HashMap<Box<str>, Key>,
    /// The names of keys for edges, for telling what there is.
    edge_names: Vec<String>,
    edge_defaults: Said,
    /// The elements that are open, outermost first.
    open: Vec<Element>,
    /// The text of the innermost element, where it is wanted.
    text: String,
    edge: Edge,
    seen_root: bool,
    /// `edgedefault` of the graph, once it was there.
    directed: Option<bool>,
}

/// An element that is open.
#[derive(Debug, Clone)]
enum Element {
    GraphMl,
    Key(Box<str>),
    /// The default of a key.
    Default(Box<str>),
    Graph,
    /// `None` for one that could not be taken.
    Node(Option<NodeId>),
    Edge,
    /// A value of a key; `None` for one that is not wanted.
    Data(Option<Key>, u64),
    /// An element of which nothing is wanted.
    Passed(Box<str>),
}

impl Element {
    fn name(&self) -> &str {
        match self {
            Self::GraphMl => "graphml",
            Self::Key(_) => "key",
            Self::Default(_) => "default",
            Self::Graph => "graph",
            Self::Node(_) => "node",
            Self::Edge => "edge",
            Self::Data(..) => "data",
            Self::Passed(name) => name,
        }
    }
}

/// What a key declares.
#[derive(Debug, Clone, Copy)]
struct Key {
    kind: Kind,
    /// The column of nodes; `None` where it is not for nodes.
    column: Option<usize>,
    /// `None` where it is not for edges.
    of_edge: Option<OfEdge>,
    /// Whether it has a name; drawings have none.
    named: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Real,
    Whole,
    Boolean,
    Word,
}

/// The edge that is open.
#[derive(Debug, Default)]
struct Edge {
    line: u64,
    /// `None` for one that could not be taken.
    ends: Option<(NodeId, NodeId)>,
    directed: bool,
    said: Said,
}

impl<'a> File<'a> {
    fn new(reading: &'a Reading) -> Self {
        Self {
            reading,
            allowance: Allowance::of(reading.most_bytes),
            mistakes: Mistakes::new(reading.lenient),
            nodes: Nodes::default(),
            layers: Layers::default(),
            keys: HashMap::new(),
            edge_names: Vec::new(),
            edge_defaults: Said::default(),
            open: Vec::new(),
            text: String::new(),
            edge: Edge::default(),
            seen_root: false,
            directed: None,
        }
    }

    /// The mistake after which nothing more can be read.
    fn refuse(&mut self, line: u64, text: &str, expected: &str) -> Error {
        std::mem::take(&mut self.mistakes).last(line, text, expected)
    }

    fn take(&mut self, event: Event<'_>, line: u64) -> Result<(), Error> {
        match event {
            Event::Start(start) => self.start(&start, line),
            Event::Empty(start) => {
                self.start(&start, line)?;
                self.end(line)
            }
            Event::End(_) => self.end(line),
            Event::Text(text) => {
                // A line may end in two ways and means the same, says XML 1.0, 2.11.
                let text = text.xml10_content();
                self.text(&text, line)
            }
            Event::CData(text) => {
                let text = text.xml10_content();
                self.text(&text, line)
            }
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let Some(character) = referred(&name) else {
                    return Err(self.refuse(line, &format!("&{name};"), ENTITIES));
                };
                self.text(character.encode_utf8(&mut [0; 4]), line)
            }
            Event::Decl(declaration) => match declaration.encoding() {
                Some(Ok(encoding))
                    if !["utf-8", "utf8", "us-ascii", "ascii"]
                        .iter()
                        .any(|known| encoding.eq_ignore_ascii_case(known)) =>
                {
                    let encoding = encoding.into_owned();
                    Err(self.refuse(line, &encoding, "the encoding UTF-8"))
                }
                _ => Ok(()),
            },
            Event::DocType(doctype) => {
                let expected = "no DOCTYPE: a file declares no entities here, and names no other";
                Err(self.refuse(line, &doctype, expected))
            }
            Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, line: u64) -> Result<(), Error> {
        if self.open.len() == DEEPEST {
            let expected = format!("at most {DEEPEST} elements inside each other");
            return Err(self.refuse(line, &shown(start), &expected));
        }
        let name = start.local_name();
        let name: &str = name.as_ref();
        let element = match (self.open.last_mut(), name) {
            (None, "graphml") if !self.seen_root => {
                self.seen_root = true;
                Element::GraphMl
            }
            (None, _) => {
                let expected = "one <graphml> element, and nothing around it";
                return Err(self.refuse(line, &shown(start), expected));
            }
            (Some(Element::GraphMl), "key") => self.key(start, line)?,
            (Some(Element::GraphMl), "graph") => self.graph(start, line)?,
            (Some(Element::Key(id)), "default") => {
                self.text.clear();
                Element::Default(id.clone())
            }
            (Some(Element::Graph), "node") => self.node(start, line)?,
            (Some(Element::Graph), "edge") => self.edge(start, line)?,
            (Some(Element::Node(_)), "data") => self.data(start, line, true)?,
            (Some(Element::Edge), "data") => self.data(start, line, false)?,
            (Some(Element::Graph | Element::Node(_) | Element::Edge), "graph" | "locator")
            | (Some(Element::Graph), "hyperedge") => {
                let expected = "nodes and edges of this file; nothing inside a node or elsewhere, \
                                and no hyperedge";
                self.mistakes.add(line, &shown(start), expected);
                Element::Passed(name.into())
            }
            (Some(Element::Graph), other) if !["data", "desc"].contains(&other) => {
                self.mistakes
                    .add(line, &shown(start), "a <node> or an <edge>");
                Element::Passed(name.into())
            }
            (Some(outer), _) => {
                // A value that holds elements is a drawing or the like.
                if let Element::Data(wanted, _) = outer {
                    *wanted = None;
                }
                Element::Passed(name.into())
            }
        };
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self, line: u64) -> Result<(), Error> {
        match self.open.pop() {
            Some(Element::Default(id)) => {
                self.default(&id, line);
                Ok(())
            }
            Some(Element::Data(Some(key), line)) => self.value(key, line),
            Some(Element::Edge) => self.pair(),
            _ => Ok(()),
        }
    }

    fn text(&mut self, text: &str, line: u64) -> Result<(), Error> {
        match self.open.last() {
            Some(Element::Default(_) | Element::Data(Some(_), _)) => {
                self.text.push_str(text);
                if self.text.len() > LONGEST_PIECE {
                    return Err(self.refuse(line, text, "a value of at most 1 MiB"));
                }
            }
            Some(Element::Passed(_) | Element::Data(None, _)) => {}
            outer => {
                let inside = outer.is_some();
                // A byte-order mark is what some programs put first.
                let rest =
                    text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{feff}');
                if rest.is_empty() {
                    return Ok(());
                }
                let before = &text[..text.len() - rest.len()];
                let line = line + before.matches('\n').count() as u64;
                if !inside {
                    return Err(self.refuse(line, rest, "a <graphml> element"));
                }
                self.mistakes.add(line, rest, "no text but in <data>");
            }
        }
        Ok(())
    }

    /// The wanted attributes of an element, or what would have done.
    fn attributes<'s, const N: usize>(
        &mut self,
        start: &'s BytesStart<'_>,
        line: u64,
        names: [&str; N],
    ) -> Result<[Option<Cow<'s, str>>; N], Error> {
        attributes(start, names).map_err(|expected| self.refuse(line, &shown(start), expected))
    }

    fn key(&mut self, start: &BytesStart<'_>, line: u64) -> Result<Element, Error> {
        let names = ["id", "for", "attr.name", "attr.type"];
        let [id, whose, name, kind] = self.attributes(start, line, names)?;
        let Some(id) = id else {
            self.mistakes.add(line, &shown(start), "an id for the key");
            return Ok(Element::Passed("key".into()));
        };
        if self.keys.len() == MOST_KEYS {
            let expected = format!("at most {MOST_KEYS} keys");
            return Err(self.refuse(line, &shown(start), &expected));
        }
        let kind = match kind.as_deref() {
            Some("float" | "double") => Kind::Real,
            Some("int" | "integer" | "long") => Kind::Whole,
            Some("boolean" | "bool") => Kind::Boolean,
            None | Some("string") => Kind::Word,
            Some(_) => {
                let expected = "attr.type boolean, int, long, float, double or string";
                self.mistakes.add(line, &shown(start), expected);
                Kind::Word
            }
        };
        let whose = whose.as_deref().unwrap_or("all");
        let named = name.is_some();
        let mut key = Key {
            kind,
            column: None,
            of_edge: None,
            named,
        };
        if let Some(name) = name.as_deref() {
            if ["node", "all"].contains(&whose) {
                let words = matches!(kind, Kind::Word | Kind::Boolean);
                key.column = self.nodes.attributes.column(name, words);
                if let Some(platform) = name.strip_prefix("fan:")
                    && self.layers.number(platform).is_none()
                {
                    self.mistakes.add(line, &shown(start), FEWER_LAYERS);
                }
            }
            if ["edge", "all"].contains(&whose) {
                key.of_edge = Some(OfEdge::called(name, self.reading));
                self.edge_names.push(name.to_owned());
            }
        }
        self.allowance.take(2 * id.len() + 256)?;
        if self.keys.insert(id.as_ref().into(), key).is_some() {
            self.mistakes
                .add(line, &shown(start), "an id that no key before has");
        }
        Ok(Element::Key(id.into()))
    }

    fn default(&mut self, id: &str, line: u64) {
        let Some(&key) = self.keys.get(id) else {
            return;
        };
        if !key.named {
            return;
        }
        if let Some(column) = key.column {
            match key.kind.cell(&self.text) {
                Ok(cell) => self.nodes.attributes.otherwise(column, cell),
                Err(expected) => self.mistakes.add(line, &self.text, expected),
            }
        }
        if let Some(what) = key.of_edge
            && let Err(expected) = self.edge_defaults.take(what, &self.text)
        {
            self.mistakes.add(line, &self.text, expected);
        }
    }

    fn graph(&mut self, start: &BytesStart<'_>, line: u64) -> Result<Element, Error> {
        if self.directed.is_some() {
            return Err(self.refuse(line, &shown(start), "one graph a file"));
        }
        let [default] = self.attributes(start, line, ["edgedefault"])?;
        self.directed = Some(match default.as_deref() {
            Some("directed") => true,
            Some("undirected") => false,
            _ => {
                let expected = "edgedefault=\"directed\" or edgedefault=\"undirected\"";
                self.mistakes.add(line, &shown(start), expected);
                true
            }
        });
        Ok(Element::Graph)
    }

    fn node(&mut self, start: &BytesStart<'_>, line: u64) -> Result<Element, Error> {
        let [id] = self.attributes(start, line, ["id"])?;
        let Some(id) = id else {
            self.mistakes.add(line, &shown(start), "an id for the node");
            return Ok(Element::Node(None));
        };
        let node = self.nodes.declare(&id, line, &mut self.allowance)?;
        if node.is_none() {
            let expected = "an id that no node before has";
            self.mistakes.add(line, &shown(start), expected);
        }
        Ok(Element::Node(node))
    }

    fn edge(&mut self, start: &BytesStart<'_>, line: u64) -> Result<Element, Error> {
        let names = ["source", "target", "directed"];
        let [source, target, directed] = self.attributes(start, line, names)?;
        let ends = match (source, target) {
            (Some(source), Some(target)) => {
                let allowance = &mut self.allowance;
                Some((
                    self.nodes.number(&source, line, allowance)?,
                    self.nodes.number(&target, line, allowance)?,
                ))
            }
            _ => {
                let expected = "a source and a target for the edge";
                self.mistakes.add(line, &shown(start), expected);
                None
            }
        };
        self.edge = Edge {
            line,
            ends,
            directed: self.directed.unwrap_or(true),
            said: Said::default(),
        };
        match directed.as_deref() {
            None => {}
            Some("true" | "1") => self.edge.directed = true,
            Some("false" | "0") => self.edge.directed = false,
            Some(_) => {
                let expected = "directed=\"true\" or directed=\"false\"";
                self.mistakes.add(line, &shown(start), expected);
                self.edge.ends = None;
            }
        }
        Ok(Element::Edge)
    }

    fn data(&mut self, start: &BytesStart<'_>, line: u64, of_node: bool) -> Result<Element, Error> {
        let [id] = self.attributes(start, line, ["key"])?;
        self.text.clear();
        let key = id.and_then(|id| self.keys.get(&*id)).copied();
        let fits = |key: &Key| match of_node {
            true => key.column.is_some(),
            false => key.of_edge.is_some(),
        };
        match key {
            Some(key) if fits(&key) => Ok(Element::Data(Some(key), line)),
            Some(key) if !key.named => Ok(Element::Data(None, line)),
            _ => {
                let expected = match of_node {
                    true => "a key that is declared for nodes",
                    false => "a key that is declared for edges",
                };
                self.mistakes.add(line, &shown(start), expected);
                Ok(Element::Data(None, line))
            }
        }
    }

    /// Takes the value that has just ended.
    fn value(&mut self, key: Key, line: u64) -> Result<(), Error> {
        match (self.open.last(), key.column, key.of_edge) {
            (Some(&Element::Node(Some(v))), Some(column), _) => match key.kind.cell(&self.text) {
                Ok(None) => {}
                Ok(Some(cell)) => {
                    let attributes = &mut self.nodes.attributes;
                    if !attributes.set(column, v, &cell, &mut self.allowance)? {
                        self.mistakes.add(line, &self.text, "one value a key");
                    }
                }
                Err(expected) => self.mistakes.add(line, &self.text, expected),
            },
            (Some(Element::Edge), _, Some(what)) => {
                if let Err(expected) = self.edge.said.take(what, &self.text) {
                    self.mistakes.add(line, &self.text, expected);
                    self.edge.ends = None;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes the edge that has just ended.
    fn pair(&mut self) -> Result<(), Error> {
        let Some(ends) = self.edge.ends else {
            return Ok(());
        };
        let said = std::mem::take(&mut self.edge.said).or(&self.edge_defaults);
        let name = said.layer.as_deref().unwrap_or_default();
        match self.layers.number(name) {
            Some(layer) => {
                let pair = said.pair(ends, self.edge.directed);
                self.layers.push(layer, pair, &mut self.allowance)
            }
            None => {
                self.mistakes.add(self.edge.line, name, FEWER_LAYERS);
                Ok(())
            }
        }
    }

    fn finish(mut self, line: u64) -> Result<Draft, Error> {
        if let Some(element) = self.open.last() {
            let expected = format!("</{}> before the file ends", element.name());
            return Err(self.refuse(line, "", &expected));
        }
        let Some(directed) = self.directed else {
            let expected = "a <graph> inside of a <graphml> element";
            return Err(self.refuse(line, "", expected));
        };
        check_wishes(self.reading, self.edge_names)?;
        let layers = self.layers.finish(directed);
        self.nodes.finish(layers, self.mistakes, self.allowance)
    }
}

impl Kind {
    /// What `text` says; `None` where it says that nothing is known, otherwise
    /// what would have done.
    fn cell(self, text: &str) -> Result<Option<Cell>, &'static str> {
        match self {
            Self::Word => Ok(Some(Cell::Word(text.to_owned()))),
            Self::Boolean => match text.trim() {
                "true" | "True" | "TRUE" | "1" => Ok(Some(Cell::Word("true".to_owned()))),
                "false" | "False" | "FALSE" | "0" => Ok(Some(Cell::Word("false".to_owned()))),
                _ => Err("true or false"),
            },
            // Some programs write an empty value where there is none.
            Self::Real | Self::Whole if text.trim().is_empty() => Ok(None),
            Self::Real => Cell::real(text).map_err(|()| "a finite number"),
            Self::Whole => Cell::number(text).map_err(|()| "a finite number"),
        }
    }
}

/// An element as a message shows it.
fn shown(start: &BytesStart<'_>) -> String {
    let text: &str = start;
    format!("<{}>", text.trim_end())
}

/// The values of the attributes of those names, without a look at others.
fn attributes<'s, const N: usize>(
    start: &'s BytesStart<'_>,
    names: [&str; N],
) -> Result<[Option<Cow<'s, str>>; N], &'static str> {
    let mut found = [const { None }; N];
    // The check for repeats would compare each with all before it.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| "attributes such as id=\"ana\"")?;
        let name: &str = attribute.key.as_ref();
        if let Some(at) = names.iter().position(|wanted| *wanted == name) {
            let value = plain(attribute.value).ok_or(ENTITIES)?;
            if found[at].replace(value).is_some() {
                return Err("each attribute once");
            }
        }
    }
    Ok(found)
}

/// The value of an attribute: references resolved, white space made blanks (XML
/// 1.0, section 3.3.3). `None` where there is a reference to an entity.
fn plain(value: Cow<'_, str>) -> Option<Cow<'_, str>> {
    if !value.contains(['&', '\t', '\n', '\r']) {
        return Some(value);
    }
    let blanks = value.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
    let mut plain = String::with_capacity(blanks.len());
    let mut rest = blanks.as_str();
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, after) = after.split_once(';')?;
        plain.push(referred(name)?);
        rest = after;
    }
    plain.push_str(rest);
    Some(Cow::Owned(plain))
}

/// The character that `&name;` stands for, where it needs no declaration.
pub(crate) fn referred(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let (digits, base) = match number.strip_prefix('x') {
                Some(digits) => (digits, 16),
                None => (number, 10),
            };
            // A sign is none of the digits.
            digits.bytes().next().filter(u8::is_ascii_alphanumeric)?;
            let code = u32::from_str_radix(digits, base).ok()?;
            char::from_u32(code).filter(|&c| is_xml(c))?
        }
    })
}

/// Whether XML has that character (XML 1.0, section 2.2).
pub(crate) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributes::Values;

    fn read(text: &str) -> Result<Draft, Error> {
        super::read(text.as_bytes(), &Reading::default())
    }

    /// A file with that inside of its graph.
    fn graph(inside: &str) -> Result<Draft, Error> {
        read(&format!(
            "<graphml>\n<key id='w' for='edge' attr.name='weight' attr.type='double'/>\n\
             <key id='n' for='node' attr.name='size' attr.type='int'/>\n\
             <graph edgedefault='directed'>\n{inside}\n</graph></graphml>"
        ))
    }

    fn bad(result: Result<Draft, Error>) -> (u64, String, u64) {
        match result {
            Err(Error::BadLines { first, count }) => {
                (first[0].line, first[0].expected.clone(), count)
            }
            other => panic!("{other:?}"),
        }
    }

    // As networkx 3 writes it.
    const NETWORKX: &str = r#"<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="d3" for="edge" attr.name="since" attr.type="string" />
  <key id="d2" for="edge" attr.name="weight" attr.type="double" />
  <key id="d1" for="node" attr.name="city" attr.type="string"><default>Leeds</default></key>
  <key id="d0" for="node" attr.name="age" attr.type="long" />
  <graph edgedefault="undirected">
    <node id="Ana &amp; Co"><data key="d0">41</data></node>
    <node id="Ben"><data key="d1">Y&#246;rk</data></node>
    <node id="7" />
    <edge source="Ana &amp; Co" target="Ben"><data key="d2">0.25</data><data key="d3">2019</data></edge>
    <edge source="Ben" target="7" />
  </graph>
</graphml>
"#;

    #[test]
    fn a_file_of_networkx_has_people_columns_and_weights() {
        let draft = read(NETWORKX).unwrap();
        let ids: Vec<_> = draft.ids.iter().collect();
        assert_eq!(ids, ["7", "Ana & Co", "Ben"]);
        let layer = &draft.layers[0];
        assert_eq!(layer.directed, Some(false));
        let pairs = [(NodeId(1), NodeId(2)), (NodeId(2), NodeId(0))];
        assert_eq!(layer.blocks, [pairs]);
        assert_eq!(layer.weights, Some(vec![0.25, 1.0]));
        let [city, age] = draft.attributes.as_slice() else {
            panic!("two columns, in the order of their keys")
        };
        assert_eq!(city.cell(NodeId(0)), "Leeds");
        assert_eq!(city.cell(NodeId(2)), "Yörk");
        assert!(matches!(age.values, Values::Numbers(_)));
        assert_eq!(
            (age.cell(NodeId(1)), age.cell(NodeId(2))),
            ("41".into(), "".into())
        );
    }

    #[test]
    fn edges_may_differ_in_direction_and_layer() {
        let draft = read(
            "<graphml><key id='l' for='edge' attr.name='layer'/>
             <key id='f' for='node' attr.name='fan:x' attr.type='boolean'/>
             <graph edgedefault='directed'>
             <edge source='a' target='b' directed='false'><data key='l'>y</data></edge>
             <edge source='b' target='a'><data key='l'>z</data></edge>
             <node id='a'><data key='f'>1</data></node><node id='b'/></graph></graphml>",
        )
        .unwrap();
        let layers = draft.layers.iter();
        let layers: Vec<_> = layers
            .map(|l| (l.name.as_str(), l.pairs(), l.directed))
            .collect();
        let expected = [
            ("x", 0, Some(true)),
            ("y", 1, Some(false)),
            ("z", 1, Some(true)),
        ];
        assert_eq!(layers, expected);
        assert_eq!(draft.attributes[0].cell(NodeId(0)), "true");
    }

    #[test]
    fn a_mistake_has_its_line() {
        let (line, expected, count) = bad(graph("<node id='a'/>\n<node id='a'/>\n<node/>"));
        assert_eq!((line, count), (6, 2));
        assert!(expected.contains("no node before"), "{expected}");
        for (inside, line) in [
            ("<edge source='a' target='b'/>", 5),
            ("\n<edge source='a'/>", 6),
            ("<node id='a'>\n\n<data key='n'>many</data></node>", 7),
            ("<node id='a'>\n<data key='x'>1</data></node>", 6),
            (
                "<node id='a'/>\n<edge source='a' target='a'><data key='w'>inf</data></edge>",
                6,
            ),
            ("<node id='a'/>\n<hyperedge/>", 6),
            (
                "<node id='a'>\n<graph edgedefault='directed'><node id='b'/></graph></node>",
                6,
            ),
            ("\n\n<node id='a' id='b'/>", 7),
            ("\n<node id='a'></edge>", 6),
            ("\n<node id='&nbsp;'/>", 6),
            ("\n<node id='a'>", 7),
            ("<!-- \n --> <node id='a'>\n&lol;</node>", 7),
        ] {
            assert_eq!(bad(graph(inside)).0, line, "{inside}");
        }
    }

    #[test]
    fn nothing_is_declared_and_nothing_outside_is_read() {
        for doctype in [
            "<!DOCTYPE graphml [<!ENTITY lol 'lol'>]>",
            "<!DOCTYPE graphml SYSTEM 'file:///etc/passwd'>",
        ] {
            let (line, expected, _) = bad(read(&format!("\n{doctype}<graphml/>")));
            assert_eq!(line, 2);
            assert!(expected.contains("DOCTYPE"), "{expected}");
        }
        let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><graphml/>";
        assert_eq!(bad(read(latin)).1, "the encoding UTF-8");
    }

    #[test]
    fn mistakes_may_be_passed_over() {
        let lenient = Reading {
            lenient: true,
            ..Reading::default()
        };
        let text = "<graphml><graph edgedefault='directed'><node id='a'/><node id='b'/><node/>\
                    <edge source='a' target='b'/><edge source='a' target='c'/></graph></graphml>";
        let draft = super::read(text.as_bytes(), &lenient).unwrap();
        assert_eq!((draft.ids.people(), draft.layers[0].pairs()), (2, 1));
        assert_eq!(draft.skipped, 2);
    }

    #[test]
    fn an_attribute_that_was_asked_for_has_to_be_there() {
        let reading = Reading {
            weight: Some("strength".into()),
            ..Reading::default()
        };
        let missing = super::read(NETWORKX.as_bytes(), &reading);
        assert!(
            matches!(missing, Err(Error::NoSuchColumn { .. })),
            "{missing:?}"
        );
        let reading = Reading {
            time: Some("since".into()),
            ..Reading::default()
        };
        let draft = super::read(NETWORKX.as_bytes(), &reading).unwrap();
        assert_eq!(draft.layers[0].times.as_ref().unwrap()[0], 2019.0);
    }
}

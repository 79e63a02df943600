//! People and ties from Pajek's `.net` files.
//!
//! ```text
//! *Vertices 3
//! 1 "Ana"
//! 2 "Ben"
//! *Arcs :1 "follows"
//! 1 2 0.5
//! *Edges :2 "friends"
//! 2 3
//! ```
//!
//! Vertices are known by their numbers, `1` and so on; their labels become a
//! column called `label`. A third number of an arc or edge is its weight, and the
//! weight is 1 where others have one and it has none. `*Arcs` and `*Edges` may
//! stand in one file: where they belong to the same relation, an edge is an arc
//! both ways. A relation (`:1 "follows"`, or `1:` before a line) is a platform,
//! called by its name or else by its number. `*Arcslist`, `*Edgeslist` and
//! `*Matrix` are read as well.
//!
//! Passed over: coordinates, colours, shapes, times in brackets, the size of the
//! first mode of a two-mode network, and, in projects (`.paj`), partitions,
//! vectors and the like. A second network is refused.
//!
//! - **Cost:** linear; 8 bytes a vertex from the moment they are announced.
//! - **Source:** Batagelj & Mrvar, *Pajek: reference manual*, University of
//!   Ljubljana, section on the structure of input files.

use std::collections::HashMap;
use std::io::{BufRead, Read};

use crate::Error;
use crate::draft::Draft;
use crate::id::NodeId;
use crate::ids::Ids;
use crate::read::layers::{FEWER_LAYERS, Layers, Pair};
use crate::read::nodes::{Attributes, Cell, Mistakes};
use crate::read::unpack::read_error;
use crate::read::{Allowance, Reading};

/// Bytes that one line may have.
const LONGEST_LINE: u64 = 1 << 20;
/// Bytes that each vertex costs, whatever comes: its id, and its place in a graph.
const VERTEX: usize = 13;

/// Reads the network of `source`, which is unpacked already.
///
/// # Errors
///
/// [`Error::BadLines`], [`Error::Read`] if the system refuses,
/// [`Error::TooManyPeople`], [`Error::TooMuchMemory`].
pub fn read(mut source: impl BufRead, reading: &Reading) -> Result<Draft, Error> {
    let mut network = Network {
        allowance: Allowance::of(reading.most_bytes),
        mistakes: Mistakes::new(reading.lenient),
        vertices: None,
        labels: Attributes::default(),
        layers: Layers::default(),
        relations: HashMap::new(),
        section: Section::Start,
    };
    let mut bytes = Vec::new();
    let mut last = 1;
    for number in 1.. {
        bytes.clear();
        let line = (&mut source)
            .take(LONGEST_LINE + 1)
            .read_until(b'\n', &mut bytes);
        match line {
            Ok(0) => break,
            Ok(_) => last = number,
            Err(error) => return Err(read_error(error)),
        }
        if bytes.len() as u64 > LONGEST_LINE {
            let start = String::from_utf8_lossy(&bytes[..80]).into_owned();
            return Err(network.refuse(number, &start, "a line of at most 1 MiB"));
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => network.line(number, text.trim_start_matches('\u{feff}').trim())?,
            Err(_) => {
                let text = String::from_utf8_lossy(&bytes);
                network.mistakes.add(number, &text, "text in UTF-8");
            }
        }
    }
    network.finish(last)
}

struct Network {
    allowance: Allowance,
    mistakes: Mistakes,
    /// How many there are, once they are announced.
    vertices: Option<u32>,
    labels: Attributes,
    layers: Layers,
    /// The layer of each relation, by its number.
    relations: HashMap<u64, usize>,
    section: Section,
}

/// What the lines after a heading hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// There was no heading yet.
    Start,
    Vertices,
    /// One pair a line.
    Pairs {
        layer: usize,
        directed: bool,
    },
    /// One person and all they have a tie to.
    Lists {
        layer: usize,
        directed: bool,
    },
    /// One row of weights for each person.
    Matrix {
        layer: usize,
        row: u32,
    },
    /// Something that does not belong to the network.
    Passed {
        object: bool,
    },
}

impl Network {
    /// The mistake after which nothing more can be read.
    fn refuse(&mut self, line: u64, text: &str, expected: &str) -> Error {
        std::mem::take(&mut self.mistakes).last(line, text, expected)
    }

    fn line(&mut self, line: u64, text: &str) -> Result<(), Error> {
        if text.is_empty() || text.starts_with('%') {
            return Ok(());
        }
        if let Some(heading) = text.strip_prefix('*') {
            return self.heading(line, text, heading);
        }
        let done = match self.section {
            Section::Start => {
                return Err(self.refuse(line, text, "*Vertices and their number"));
            }
            Section::Passed { .. } => Ok(()),
            Section::Vertices => self.vertex(text)?,
            Section::Pairs { layer, directed } => self.pair(text, layer, directed)?,
            Section::Lists { layer, directed } => self.list(text, layer, directed)?,
            Section::Matrix { layer, row } => self.row(text, layer, row)?,
        };
        if let Err(expected) = done {
            self.mistakes.add(line, text, expected);
        }
        Ok(())
    }

    fn heading(&mut self, line: u64, text: &str, heading: &str) -> Result<(), Error> {
        let (word, rest) = heading
            .split_once(|c: char| c.is_whitespace() || c == ':')
            .map_or((heading, ""), |(word, _)| {
                (word, heading[word.len()..].trim())
            });
        if let Section::Matrix { row, .. } = self.section
            && Some(row) < self.vertices
        {
            self.mistakes
                .add(line, text, "a row of the matrix for each vertex");
        }
        let word = word.to_ascii_lowercase();
        let in_object = self.section == Section::Passed { object: true };
        match word.as_str() {
            "network" if self.vertices.is_none() => {
                self.section = Section::Passed { object: false }
            }
            "network" => return Err(self.refuse(line, text, "one network a file")),
            "vertices" if in_object => {}
            "vertices" if self.vertices.is_some() => {
                return Err(self.refuse(line, text, "one network a file"));
            }
            "vertices" => {
                let announced = rest.split_whitespace().next();
                let Some(number) = announced.and_then(|n| n.parse::<u64>().ok()) else {
                    return Err(self.refuse(line, text, "*Vertices and their number"));
                };
                // Before a byte is asked for.
                let bytes = number.saturating_mul(VERTEX as u64);
                self.allowance
                    .take(usize::try_from(bytes).unwrap_or(usize::MAX))?;
                let vertices = u32::try_from(number).ok().filter(|&n| n < u32::MAX);
                self.vertices = Some(vertices.ok_or(Error::TooManyPeople)?);
                self.section = Section::Vertices;
            }
            "arcs" | "edges" | "arcslist" | "edgeslist" | "matrix" => {
                if self.vertices.is_none() {
                    return Err(self.refuse(line, text, "*Vertices before them"));
                }
                let Ok(layer) = self.relation(rest) else {
                    let expected = "a relation such as :1 \"friends\", or nothing";
                    self.mistakes.add(line, text, expected);
                    self.section = Section::Passed { object: false };
                    return Ok(());
                };
                let Some(layer) = layer else {
                    self.mistakes.add(line, text, FEWER_LAYERS);
                    self.section = Section::Passed { object: false };
                    return Ok(());
                };
                let directed = word.starts_with("arcs");
                self.section = match word.as_str() {
                    "matrix" => Section::Matrix { layer, row: 0 },
                    "arcs" | "edges" => Section::Pairs { layer, directed },
                    _ => Section::Lists { layer, directed },
                };
            }
            "partition" | "vector" | "permutation" | "cluster" | "hierarchy" => {
                self.section = Section::Passed { object: true };
            }
            _ => {
                let expected = "*Vertices, *Arcs, *Edges, *Arcslist, *Edgeslist or *Matrix";
                self.mistakes.add(line, text, expected);
                self.section = Section::Passed { object: false };
            }
        }
        Ok(())
    }

    /// The layer of what follows a heading, `:1 "friends"` or nothing; `None`
    /// where there are too many.
    fn relation(&mut self, text: &str) -> Result<Option<usize>, ()> {
        let Some(rest) = text.strip_prefix(':') else {
            // What else stands there says how the section is written.
            return Ok(self.layers.number(""));
        };
        let rest = rest.trim_start();
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let number: u64 = rest[..end].parse().map_err(|_| ())?;
        let name = word(rest[end..].trim_start()).ok_or(())?.0;
        Ok(self.numbered(number, name))
    }

    /// The layer of the relation of that number, called `name` where it is new.
    fn numbered(&mut self, number: u64, name: &str) -> Option<usize> {
        if let Some(&layer) = self.relations.get(&number) {
            return Some(layer);
        }
        let layer = match name {
            "" => self.layers.number(&number.to_string()),
            name => self.layers.number(name),
        }?;
        self.relations.insert(number, layer);
        Some(layer)
    }

    /// The person of that number, from 1.
    fn person(&self, number: &str) -> Option<NodeId> {
        let number: u32 = number.parse().ok()?;
        let person = number.checked_sub(1)?;
        (Some(person) < self.vertices).then_some(NodeId(person))
    }

    fn vertex(&mut self, text: &str) -> Result<Result<(), &'static str>, Error> {
        let (number, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let Some(v) = self.person(number) else {
            return Ok(Err("a number from 1 to that of the vertices, and a label"));
        };
        let Some((label, _)) = word(rest.trim_start()) else {
            return Ok(Err("a label whose quotes are closed"));
        };
        if rest.trim().is_empty() {
            return Ok(Ok(()));
        }
        let Some(column) = self.labels.column("label", true) else {
            unreachable!("one column is never too many")
        };
        let cell = Cell::Word(label.to_owned());
        let first = self.labels.set(column, v, &cell, &mut self.allowance)?;
        Ok(if first {
            Ok(())
        } else {
            Err("a vertex that no line before has")
        })
    }

    fn pair(
        &mut self,
        text: &str,
        mut layer: usize,
        directed: bool,
    ) -> Result<Result<(), &'static str>, Error> {
        let mut words = text.split_whitespace().peekable();
        if let Some(number) = words.peek().and_then(|word| word.strip_suffix(':')) {
            let Ok(number) = number.parse() else {
                return Ok(Err("the number of a relation before the colon"));
            };
            let Some(other) = self.numbered(number, "") else {
                return Ok(Err(FEWER_LAYERS));
            };
            layer = other;
            words.next();
        }
        let mut person = || words.next().and_then(|number| self.person(number));
        let (Some(a), Some(b)) = (person(), person()) else {
            return Ok(Err("the numbers of two vertices, and a weight or nothing"));
        };
        let weight = match words.next().map(|word| (word, word.parse::<f64>())) {
            Some((_, Ok(weight))) if weight.is_finite() => Some(weight),
            // A letter begins what only a drawing needs, a bracket a time.
            Some((word, Err(_))) if word.starts_with(|c: char| c.is_alphabetic() || c == '[') => {
                None
            }
            Some(_) => return Ok(Err("a finite number for a weight")),
            None => None,
        };
        self.push(layer, (a, b), directed, weight).map(Ok)
    }

    fn list(
        &mut self,
        text: &str,
        layer: usize,
        directed: bool,
    ) -> Result<Result<(), &'static str>, Error> {
        let people: Option<Vec<NodeId>> = text.split_whitespace().map(|n| self.person(n)).collect();
        let Some((&first, rest)) = people.as_deref().and_then(<[_]>::split_first) else {
            return Ok(Err("the numbers of vertices"));
        };
        for &other in rest {
            self.push(layer, (first, other), directed, None)?;
        }
        Ok(Ok(()))
    }

    fn row(
        &mut self,
        text: &str,
        layer: usize,
        row: u32,
    ) -> Result<Result<(), &'static str>, Error> {
        let vertices = self.vertices.unwrap_or_default();
        self.section = Section::Matrix {
            layer,
            row: row.saturating_add(1),
        };
        if row >= vertices {
            return Ok(Err("no more rows than there are vertices"));
        }
        if text.split_whitespace().count() != vertices as usize {
            return Ok(Err("as many numbers as there are vertices"));
        }
        if !text.split_whitespace().all(|word| finite(word).is_some()) {
            return Ok(Err("finite numbers"));
        }
        for (column, word) in (0..vertices).zip(text.split_whitespace()) {
            match finite(word) {
                Some(weight) if weight != 0.0 => {
                    let ends = (NodeId(row), NodeId(column));
                    self.push(layer, ends, true, Some(weight))?;
                }
                _ => {}
            }
        }
        Ok(Ok(()))
    }

    fn push(
        &mut self,
        layer: usize,
        ends: (NodeId, NodeId),
        directed: bool,
        weight: Option<f64>,
    ) -> Result<(), Error> {
        let pair = Pair {
            ends,
            directed,
            weight,
            time: None,
            multiplicity: None,
        };
        self.layers.push(layer, pair, &mut self.allowance)
    }

    fn finish(mut self, line: u64) -> Result<Draft, Error> {
        let Some(vertices) = self.vertices else {
            return Err(self.refuse(line, "", "*Vertices and their number"));
        };
        if let Section::Matrix { row, .. } = self.section
            && row < vertices
        {
            let expected = "a row of the matrix for each vertex";
            self.mistakes.add(line, "", expected);
        }
        let skipped = self.mistakes.check()?;
        let layers = self.layers.finish(true);
        for _ in &layers {
            self.allowance.take(vertices as usize * 5)?;
        }
        let attributes = self.labels.finish(vertices, Some, &mut self.allowance)?;
        Ok(Draft {
            ids: Ids::of_numbers((1..=u64::from(vertices)).collect())?,
            attributes,
            layers,
            skipped,
            header: None,
        })
    }
}

/// The word that `text` begins with, in quotes or not, and what follows it;
/// `None` where quotes are left open.
fn word(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"'),
        None => Some(text.split_once(char::is_whitespace).unwrap_or((text, ""))),
    }
}

fn finite(word: &str) -> Option<f64> {
    word.parse().ok().filter(|x: &f64| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Draft, Error> {
        super::read(text.as_bytes(), &Reading::default())
    }

    fn pairs(draft: &Draft, layer: usize) -> Vec<(u32, u32)> {
        let blocks = draft.layers[layer].blocks.iter().flatten();
        blocks.map(|(a, b)| (a.0, b.0)).collect()
    }

    // Coordinates, colours and comments, arcs beside edges.
    const CLASSIC: &str = "% drawn by hand\r\n*Vertices 4\r\n\
        1 \"Ana Maria\" 0.1 0.2 0.5 ellipse ic Red\r\n2 Ben 0.3 0.4\r\n4 \"\"\r\n\
        *Arcs\r\n1 2 2.5 c Blue\r\n2 1 1\r\n*Edges\r\n3 4\r\n2 3 0.5 l \"7\"\r\n";

    #[test]
    fn arcs_and_edges_may_stand_in_one_file() {
        let draft = read(CLASSIC).unwrap();
        assert_eq!(draft.ids.iter().collect::<Vec<_>>(), ["1", "2", "3", "4"]);
        let expected = [(0, 1), (1, 0), (2, 3), (3, 2), (1, 2), (2, 1)];
        assert_eq!(pairs(&draft, 0), expected);
        let layer = &draft.layers[0];
        assert_eq!(layer.weights, Some(vec![2.5, 1.0, 1.0, 1.0, 0.5, 0.5]));
        assert_eq!(layer.directed, Some(true));
        let labels = &draft.attributes[0];
        assert_eq!(labels.cell(NodeId(0)), "Ana Maria");
        assert_eq!(labels.cell(NodeId(1)), "Ben");
        assert_eq!(labels.cell(NodeId(2)), "");
    }

    #[test]
    fn relations_are_platforms() {
        let text = "*Vertices 3\n*Arcs :1 \"follows us\"\n1 2\n*Edges :2\n2 3 4\n*Arcs\n1: 3 1\n";
        let draft = read(text).unwrap();
        let layers = draft.layers.iter().map(|l| (l.name.as_str(), l.directed));
        let layers: Vec<_> = layers.collect();
        assert_eq!(layers, [("follows us", Some(true)), ("2", Some(false))]);
        assert_eq!(pairs(&draft, 0), [(0, 1), (2, 0)]);
        assert_eq!(draft.layers[1].weights, Some(vec![4.0]));
        assert!(draft.attributes.is_empty());
    }

    #[test]
    fn lists_and_matrices_are_read() {
        let draft = read("*vertices 3\n*arcslist\n1 2 3\n*edgeslist\n2 3\n").unwrap();
        assert_eq!(pairs(&draft, 0), [(0, 1), (0, 2), (1, 2), (2, 1)]);
        let draft = read("*Vertices 2\n*Matrix\n0 1.5\n-2 0\n").unwrap();
        assert_eq!(pairs(&draft, 0), [(0, 1), (1, 0)]);
        assert_eq!(draft.layers[0].weights, Some(vec![1.5, -2.0]));
    }

    #[test]
    fn a_project_has_more_than_its_network() {
        let text =
            "*Network friends\n*Vertices 2\n*Edges\n1 2\n*Partition sex\n*Vertices 2\n1\n2\n";
        let draft = read(text).unwrap();
        assert_eq!((draft.ids.people(), pairs(&draft, 0)), (2, vec![(0, 1)]));
        let two = read(&format!("{text}*Network more\n"));
        assert!(matches!(two, Err(Error::BadLines { .. })), "{two:?}");
    }

    #[test]
    fn a_mistake_has_its_line() {
        for (text, line) in [
            ("1 2\n", 1),
            ("\n*Arcs\n1 2\n", 2),
            ("*Vertices many\n", 1),
            ("*Vertices 2\n3 \"c\"\n", 2),
            ("*Vertices 2\n1 \"a\"\n1 \"b\"\n", 3),
            ("*Vertices 2\n1 \"a\n", 2),
            ("*Vertices 2\n*Arcs\n1 2\n0 1\n", 4),
            ("*Vertices 2\n*Arcs\n1\n", 3),
            ("*Vertices 2\n*Arcs\n1 2 nan\n", 3),
            ("*Vertices 2\n*Arcs\n1 2 -\n", 3),
            ("*Vertices 2\n*Arcs :x\n1 2\n", 2),
            ("*Vertices 2\n*Edgeslist\n1 2 3\n", 3),
            ("*Vertices 2\n*Matrix\n0 1 1\n0 0\n", 3),
            ("*Vertices 2\n*Matrix\n0 1\n", 3),
            ("*Vertices 2\n*Teapot\n0 1\n", 2),
            ("*Vertices 2\n*Vertices 2\n", 2),
            ("% nothing\n", 1),
        ] {
            match read(text) {
                Err(Error::BadLines { first, .. }) => assert_eq!(first[0].line, line, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn many_announced_vertices_are_refused_before_they_cost_anything() {
        for announced in ["4000000000", "18446744073709551615", "100000"] {
            let reading = Reading {
                most_bytes: 1 << 20,
                ..Reading::default()
            };
            let refused = super::read(format!("*Vertices {announced}\n").as_bytes(), &reading);
            assert_eq!(refused, Err(Error::TooMuchMemory { most: 1 << 20 }));
        }
    }
}

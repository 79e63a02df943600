//! A graph as GraphML, with everything but groups.
//!
//! | in the graph | in the file |
//! | --- | --- |
//! | people, with ties or not | `<node>`, known by their ids |
//! | fans, members, catchment | boolean attributes `fan:PLATFORM`, `member:PLATFORM` where not everybody is on it, and `nearby` where there is one |
//! | attributes | `double` for numbers, `string` for words; nothing where nothing is known |
//! | a friendship | one undirected `<edge>` |
//! | a tie | a directed `<edge>` |
//! | platform, weight, time, multiplicity | attributes `layer`, `weight`, `time`, `multiplicity` of the edge |
//!
//! Reading and [`restore`](crate::marks::restore) give the same graph, except that
//! a platform without a tie is mutual where every other is.

use std::io::{BufWriter, Write};

use crate::Error;
use crate::attributes::Values;
use crate::fan_graph::FanGraph;
use crate::marks::{FAN, MEMBER, NEARBY};
use crate::read::graphml::is_xml;
use crate::write::csv::check_names;
use crate::write::{Number, stands_once, write_error, written};

/// Writes `graph`.
///
/// # Errors
///
/// [`Error::Write`] if the system refuses; [`Error::NotWritable`] for text with a
/// character that XML has not, such as the NUL byte, and for an attribute that is
/// called as one of the others is.
pub fn write(graph: &FanGraph, to: impl Write) -> Result<(), Error> {
    check_names(graph, "an attribute beside those of a graph")?;
    let mut file = File {
        to: BufWriter::with_capacity(1 << 16, to),
    };
    file.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    )?;
    let once: Vec<bool> = graph.platforms().iter().map(stands_once).collect();
    let directed = !once.iter().all(|once| *once);
    file.keys(graph)?;
    let default = if directed { "directed" } else { "undirected" };
    file.raw("<graph edgedefault=\"")?;
    file.raw(default)?;
    file.raw("\">\n")?;
    file.nodes(graph)?;
    file.edges(graph, &once, directed)?;
    file.raw("</graph>\n</graphml>\n")?;
    file.to.flush().map_err(write_error)
}

struct File<W: Write> {
    to: BufWriter<W>,
}

impl<W: Write> File<W> {
    fn raw(&mut self, text: &str) -> Result<(), Error> {
        self.to.write_all(text.as_bytes()).map_err(write_error)
    }

    /// Writes `text` so that it reads back as it is, within quotes or without.
    fn text(&mut self, text: &str) -> Result<(), Error> {
        let mut done = 0;
        for (at, c) in text.char_indices() {
            let reference = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                // White space would become blanks in an attribute.
                '\t' => "&#9;",
                '\n' => "&#10;",
                '\r' => "&#13;",
                c if is_xml(c) => continue,
                _ => {
                    return Err(Error::NotWritable {
                        text: text.to_owned(),
                        format: "text in XML",
                    });
                }
            };
            self.raw(&text[done..at])?;
            self.raw(reference)?;
            done = at + c.len_utf8();
        }
        self.raw(&text[done..])
    }

    fn key(&mut self, id: &str, whose: &str, name: &str, kind: &str) -> Result<(), Error> {
        write!(self.to, "<key id=\"{id}\" for=\"{whose}\" attr.name=\"").map_err(write_error)?;
        self.text(name)?;
        write!(self.to, "\" attr.type=\"{kind}\"").map_err(write_error)?;
        // Nobody is a fan of whom nothing is said.
        match kind {
            "boolean" => self.raw("><default>false</default></key>\n"),
            _ => self.raw("/>\n"),
        }
    }

    fn data(&mut self, key: &str, text: &str) -> Result<(), Error> {
        write!(self.to, "<data key=\"{key}\">").map_err(write_error)?;
        self.text(text)?;
        self.raw("</data>")
    }

    fn number(&mut self, key: &str, number: f64) -> Result<(), Error> {
        write!(self.to, "<data key=\"{key}\">{}</data>", Number(number)).map_err(write_error)
    }

    fn keys(&mut self, graph: &FanGraph) -> Result<(), Error> {
        for (at, platform) in graph.platforms().iter().enumerate() {
            let name = format!("{FAN}{}", platform.name);
            self.key(&format!("fan{at}"), "node", &name, "boolean")?;
            if platform.members.is_some() {
                let name = format!("{MEMBER}{}", platform.name);
                self.key(&format!("member{at}"), "node", &name, "boolean")?;
            }
        }
        if graph.catchment().is_some() {
            self.key(NEARBY, "node", NEARBY, "boolean")?;
        }
        for (at, column) in graph.attributes().iter().enumerate() {
            let kind = match column.values {
                Values::Numbers(_) => "double",
                Values::Words(_) => "string",
            };
            self.key(&format!("v{at}"), "node", &column.name, kind)?;
        }
        self.key("layer", "edge", "layer", "string")?;
        let platforms = graph.platforms();
        if platforms.iter().any(|p| p.weights.is_some()) {
            self.key("weight", "edge", "weight", "double")?;
        }
        if platforms.iter().any(|p| p.times.is_some()) {
            self.key("time", "edge", "time", "double")?;
        }
        if platforms.iter().any(|p| p.multiplicity.is_some()) {
            self.key("multiplicity", "edge", "multiplicity", "long")?;
        }
        Ok(())
    }

    fn nodes(&mut self, graph: &FanGraph) -> Result<(), Error> {
        for v in graph.nodes() {
            self.raw("<node id=\"")?;
            self.text(&graph.ids().of_person(v))?;
            self.raw("\">")?;
            for (at, platform) in graph.platforms().iter().enumerate() {
                if platform.fans.contains(v) {
                    self.data(&format!("fan{at}"), "true")?;
                }
                if platform.members.as_ref().is_some_and(|m| m.contains(v)) {
                    self.data(&format!("member{at}"), "true")?;
                }
            }
            if graph.catchment().is_some_and(|c| c.contains(v)) {
                self.data(NEARBY, "true")?;
            }
            for (at, column) in graph.attributes().iter().enumerate() {
                match &column.values {
                    Values::Numbers(numbers) if !numbers[v.index()].is_nan() => {
                        self.number(&format!("v{at}"), numbers[v.index()])?;
                    }
                    Values::Numbers(_) => {}
                    Values::Words(words) => {
                        if let Some(word) = words.get(v) {
                            self.data(&format!("v{at}"), word)?;
                        }
                    }
                }
            }
            self.raw("</node>\n")?;
        }
        Ok(())
    }

    fn edges(&mut self, graph: &FanGraph, once: &[bool], directed: bool) -> Result<(), Error> {
        for (platform, &once) in graph.platforms().iter().zip(once) {
            for (tie, a, b) in written(platform, once) {
                self.raw("<edge source=\"")?;
                self.text(&graph.ids().of_person(a))?;
                self.raw("\" target=\"")?;
                self.text(&graph.ids().of_person(b))?;
                self.raw(match directed && once {
                    true => "\" directed=\"false\">",
                    false => "\">",
                })?;
                self.data("layer", &platform.name)?;
                if let Some(weights) = &platform.weights {
                    self.number("weight", weights[tie.index()])?;
                }
                if let Some(times) = &platform.times
                    && !times[tie.index()].is_nan()
                {
                    self.number("time", times[tie.index()])?;
                }
                if let Some(multiplicity) = &platform.multiplicity {
                    self.data("multiplicity", &multiplicity[tie.index()].to_string())?;
                }
                self.raw("</edge>\n")?;
            }
        }
        Ok(())
    }
}

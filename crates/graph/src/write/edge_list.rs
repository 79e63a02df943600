//! Ties as a text file with one pair of people a line, fields separated by tabs.
//!
//! ```text
//! source  target  weight  time
//! ana     ben     0.5     12
//! ```
//!
//! Columns of weights, times and multiplicities stand where a platform has them,
//! and a column called `layer` stands first where there are several platforms. A
//! platform without weights among others with weights has the weight 1.
//!
//! People without ties, fans, members, the catchment and attributes are not in an
//! edge list; [`csv`](super::csv) and [`graphml`](super::graphml) have them.

use std::io::{BufWriter, Write};

use crate::Error;
use crate::builder::Direction;
use crate::fan_graph::FanGraph;
use crate::write::{Number, stands_once, write_error, written};

/// Writes the ties of `graph`. Gives each platform with the way in which its lines
/// are to be read, as [`Import::by_platform`](crate::import::Import::by_platform)
/// takes it: a friendship stands once.
///
/// # Errors
///
/// [`Error::Write`] if the system refuses; [`Error::NotWritable`] for an id or
/// platform that is empty or holds the end of a line, or a time that is not known
/// among others that are.
pub fn write(graph: &FanGraph, to: impl Write) -> Result<Vec<(String, Direction)>, Error> {
    let several = graph.platforms().len() > 1;
    Table::new(to, '\t', false).ties(graph, several)
}

/// A file of lines and fields.
pub(super) struct Table<W: Write> {
    to: BufWriter<W>,
    delimiter: char,
    /// Puts an apostrophe before what a spreadsheet would take for a formula.
    guarded: bool,
    /// The fields of the line so far.
    fields: usize,
}

impl<W: Write> Table<W> {
    pub(super) fn new(to: W, delimiter: char, guarded: bool) -> Self {
        Self {
            to: BufWriter::with_capacity(1 << 16, to),
            delimiter,
            guarded,
            fields: 0,
        }
    }

    /// Writes `text` as the next field, in quotes where it would read otherwise.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Error> {
        if text.contains('\n') {
            return Err(Error::NotWritable {
                text: text.to_owned(),
                format: "a field of one line",
            });
        }
        self.delimit()?;
        let guard = match self.guarded && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            true => "'",
            false => "",
        };
        // A line that begins with # or % would be a comment, and the first line
        // tells which delimiter the file has.
        let plain = !text.is_empty()
            && text.trim() == text
            && !text.contains(['"', '\r', '\t', ';', ','])
            && !text.starts_with(['#', '%']);
        match plain {
            true => write!(self.to, "{guard}{text}"),
            false => write!(self.to, "\"{guard}{}\"", text.replace('"', "\"\"")),
        }
        .map_err(write_error)
    }

    /// As [`text`](Self::text), for what names somebody or something.
    pub(super) fn name(&mut self, text: &str) -> Result<(), Error> {
        match text.is_empty() {
            true => Err(Error::NotWritable {
                text: String::new(),
                format: "a name",
            }),
            false => self.text(text),
        }
    }

    /// Writes what needs no quotes.
    pub(super) fn bare(&mut self, value: impl std::fmt::Display) -> Result<(), Error> {
        self.delimit()?;
        write!(self.to, "{value}").map_err(write_error)
    }

    pub(super) fn end_line(&mut self) -> Result<(), Error> {
        self.fields = 0;
        self.to.write_all(b"\n").map_err(write_error)
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.to.flush().map_err(write_error)
    }

    fn delimit(&mut self) -> Result<(), Error> {
        self.fields += 1;
        match self.fields {
            1 => Ok(()),
            _ => write!(self.to, "{}", self.delimiter).map_err(write_error),
        }
    }

    /// Writes the ties of all platforms, with a column that names the platform
    /// where `layers` asks for it.
    pub(super) fn ties(
        mut self,
        graph: &FanGraph,
        layers: bool,
    ) -> Result<Vec<(String, Direction)>, Error> {
        let platforms = graph.platforms();
        let weights = platforms.iter().any(|p| p.weights.is_some());
        let times = platforms.iter().any(|p| p.times.is_some());
        let multiplicity = platforms.iter().any(|p| p.multiplicity.is_some());
        for (name, there) in [
            ("layer", layers),
            ("source", true),
            ("target", true),
            ("weight", weights),
            ("time", times),
            ("multiplicity", multiplicity),
        ] {
            if there {
                self.bare(name)?;
            }
        }
        self.end_line()?;
        let ids = graph.ids();
        let mut directions = Vec::with_capacity(platforms.len());
        for platform in platforms {
            let once = stands_once(platform);
            for (tie, a, b) in written(platform, once) {
                if layers {
                    self.name(&platform.name)?;
                }
                self.name(&ids.of_person(a))?;
                self.name(&ids.of_person(b))?;
                if weights {
                    let weights = platform.weights.as_ref();
                    self.bare(Number(weights.map_or(1.0, |w| w[tie.index()])))?;
                }
                if times {
                    let times = platform.times.as_ref();
                    let time = times.map_or(f64::NAN, |t| t[tie.index()]);
                    if time.is_nan() {
                        return Err(Error::NotWritable {
                            text: "a time that is not known".to_owned(),
                            format: "a number",
                        });
                    }
                    self.bare(Number(time))?;
                }
                if multiplicity {
                    let multiplicity = platform.multiplicity.as_ref();
                    self.bare(multiplicity.map_or(1, |m| m[tie.index()]))?;
                }
                self.end_line()?;
            }
            let direction = match once {
                true => Direction::Mutual,
                false => Direction::SourceToTarget,
            };
            directions.push((platform.name.clone(), direction));
        }
        self.finish()?;
        Ok(directions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{GraphBuilder, graph};
    use crate::id::NodeId;
    use crate::ids::Ids;

    fn text(graph: &FanGraph) -> String {
        let mut text = Vec::new();
        write(graph, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_friendship_stands_once_and_a_tie_as_it_is() {
        let mut builder = GraphBuilder::new(2);
        let pair = [(NodeId(1), NodeId(0))];
        builder.platform("x", &pair, Direction::Mutual).unwrap();
        builder.original_ids(Ids::of(["#ana", "b\ten"]).unwrap());
        assert_eq!(
            text(&builder.build()),
            "source\ttarget\n\"#ana\"\t\"b\ten\"\n"
        );
        assert_eq!(
            text(&graph("1->0 0-2")),
            "source\ttarget\n0\t2\n1\t0\n2\t0\n"
        );
    }

    #[test]
    fn several_platforms_have_a_column_for_their_names() {
        let mut builder = GraphBuilder::new(2);
        let (a, b) = (NodeId(0), NodeId(1));
        builder.weighted_platform("x", &[(a, b, 0.5)]).unwrap();
        builder.platform("y", &[(a, b)], Direction::Mutual).unwrap();
        let expected = "layer\tsource\ttarget\tweight\nx\t0\t1\t0.5\ny\t0\t1\t1\n";
        assert_eq!(text(&builder.build()), expected);
    }

    #[test]
    fn what_one_line_cannot_hold_is_refused() {
        let mut builder = GraphBuilder::new(2);
        let pair = [(NodeId(0), NodeId(1))];
        builder.platform("x", &pair, Direction::Mutual).unwrap();
        builder.original_ids(Ids::of(["two\nlines", "b"]).unwrap());
        let refused = write(&builder.build(), Vec::new());
        assert!(
            matches!(refused, Err(Error::NotWritable { .. })),
            "{refused:?}"
        );
    }
}

//! Ties from a text file with one pair of people a line.
//!
//! Any of tab, semicolon, comma or white space between the fields; `#` and `%`
//! comments; plain or gzip. A first line that names columns (`source`, `target`
//! and the like) is a header; otherwise the first two fields are the pair.
//! Anything may serve as an id. People are numbered in the order of their ids
//! (whole numbers by size, before texts by bytes), so that the order of lines
//! changes nothing.

use std::io::Read;

use rustc_hash::FxHashMap;

use crate::Error;
use crate::id::NodeId;
use crate::ids::by_id;
use crate::rows::{BadLines, for_each_row};

/// Pairs of people as a file names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EdgeList {
    /// The ids, in the order by which people are numbered.
    pub ids: Vec<String>,
    /// One entry per line of data, in file order.
    pub pairs: Vec<(NodeId, NodeId)>,
    /// The names of the two columns, where the file had a header.
    pub header: Option<(String, String)>,
}

/// Column names by which a header gives itself away.
const SOURCES: [&str; 7] = ["source", "from", "src", "i", "u", "ego", "person"];
const TARGETS: [&str; 7] = ["target", "to", "dst", "j", "v", "alter", "friend"];

impl EdgeList {
    /// Reads all pairs of `source`.
    ///
    /// # Errors
    ///
    /// [`Error::BadLines`] with the first five lines that hold no pair,
    /// [`Error::Read`] if the system refuses, [`Error::TooManyPeople`].
    pub fn read(source: impl Read) -> Result<Self, Error> {
        let mut names = Names::default();
        let mut pairs = Vec::new();
        let mut header = None;
        let (mut columns, mut first) = ((0, 1), true);
        let mut bad = BadLines::default();
        for_each_row(source, &mut bad, |row, bad| {
            if std::mem::take(&mut first)
                && let Some(found) = header_columns(&row.fields)
            {
                columns = found;
                header = Some((row.fields[found.0].clone(), row.fields[found.1].clone()));
                return;
            }
            match (row.fields.get(columns.0), row.fields.get(columns.1)) {
                (Some(a), Some(b)) if !a.is_empty() && !b.is_empty() => {
                    pairs.push((names.number(a), names.number(b)));
                }
                _ => bad.add(row.line, &row.text, "two ids, as in \"ana,ben\""),
            }
        })?;
        bad.check()?;
        let (ids, renumbered) = names.in_order()?;
        for (a, b) in &mut pairs {
            (*a, *b) = (renumbered[a.index()], renumbered[b.index()]);
        }
        Ok(Self { ids, pairs, header })
    }
}

/// The columns of source and target, if the first line is a header.
fn header_columns(fields: &[String]) -> Option<(usize, usize)> {
    let find = |names: &[&str]| {
        fields
            .iter()
            .position(|field| names.contains(&field.to_lowercase().as_str()))
    };
    find(&SOURCES).zip(find(&TARGETS)).filter(|(a, b)| a != b)
}

/// Ids in the order in which they were met.
#[derive(Default)]
pub(crate) struct Names {
    numbers: FxHashMap<String, u32>,
}

impl Names {
    /// The number of `name`, a new one if it is new. Past 2³² names the numbers
    /// wrap; [`in_order`](Self::in_order) refuses them.
    pub(crate) fn number(&mut self, name: &str) -> NodeId {
        if let Some(&number) = self.numbers.get(name) {
            return NodeId(number);
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(name.to_owned(), number);
        NodeId(number)
    }

    /// The names in their own order, and for each number its place there.
    pub(crate) fn in_order(self) -> Result<(Vec<String>, Vec<NodeId>), Error> {
        if self.numbers.len() > u32::MAX as usize {
            return Err(Error::TooManyPeople);
        }
        let mut names: Vec<(String, u32)> = self.numbers.into_iter().collect();
        names.sort_by(|(a, _), (b, _)| by_id(a, b));
        let mut renumbered = vec![NodeId(0); names.len()];
        for (place, (_, number)) in names.iter().enumerate() {
            renumbered[*number as usize] = NodeId(place as u32);
        }
        Ok((
            names.into_iter().map(|(name, _)| name).collect(),
            renumbered,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<EdgeList, Error> {
        EdgeList::read(text.as_bytes())
    }

    #[test]
    fn comments_headers_and_delimiters_are_understood() {
        let expected = vec![(NodeId(0), NodeId(1)), (NodeId(1), NodeId(2))];
        for text in [
            "0 1\n1 2\n",
            "# karate\n% again\n0\t1\n\n1\t2",
            "source,target,weight\n0,1,4\n1,2,5\n",
            "weight;to;from\n4;1;0\n5;2;1\n",
            "\u{feff}0,1\r\n1,2\r\n",
        ] {
            assert_eq!(read(text).unwrap().pairs, expected, "{text}");
        }
    }

    #[test]
    fn people_are_numbered_by_their_ids_whatever_the_order_of_lines() {
        let list = read("10 9\nzoe ana\n").unwrap();
        assert_eq!(list.ids, ["9", "10", "ana", "zoe"]);
        assert_eq!(list.pairs[0], (NodeId(1), NodeId(0)));
        assert_eq!(read("zoe ana\n10 9\n").unwrap().ids, list.ids);
    }

    #[test]
    fn a_bad_line_is_named_by_number_and_text() {
        let Err(Error::BadLines { first, count }) = read("0 1\n2\n3 4\n5\n") else {
            panic!("lines without a pair are errors");
        };
        assert_eq!((first[0].line, first[0].text.as_str(), count), (2, "2", 2));
    }

    #[test]
    fn gzip_is_read_as_it_stands() {
        use std::io::Write;
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(b"0 1\n1 2\n").unwrap();
        let packed = gz.finish().unwrap();
        assert_eq!(
            EdgeList::read(&packed[..]).unwrap(),
            read("0 1\n1 2\n").unwrap()
        );
        // Cut short, it is an error and not a shorter list.
        let cut = EdgeList::read(&packed[..packed.len() - 6]);
        assert!(matches!(cut, Err(Error::Read { .. })), "{cut:?}");
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let long = vec![b'7'; 2 << 20];
        assert!(matches!(
            EdgeList::read(&long[..]),
            Err(Error::BadLines { .. })
        ));
    }
}

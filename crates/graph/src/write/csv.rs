//! A graph as two tables: people, and ties.
//!
//! ```text
//! people: id,fan:facebook,member:facebook,nearby,age
//!         ana,yes,yes,no,41
//! ties:   layer,source,target,weight,time,multiplicity
//!         facebook,ana,ben,0.5,12,1
//! ```
//!
//! People have a column `fan:PLATFORM` for each platform, `member:PLATFORM` where
//! not everybody is on it, `nearby` where there is a catchment, and their
//! attributes; [`restore`](crate::marks::restore) takes the first three out again.
//! Ties have the columns that one of the platforms needs.
//!
//! Reading gives the same graph, with two things that a table cannot tell: words
//! that look like numbers in all of a column become numbers, and the words `NA`,
//! `nan` and the empty one become unknown. Spreadsheets take text that begins with
//! `=`, `+`, `-` or `@` for a formula. As reading has to give what was written,
//! such text stands as it is, unless [`Cells::ForSpreadsheets`] is asked for.

use std::io::Write;

use crate::Error;
use crate::attributes::Values;
use crate::builder::Direction;
use crate::fan_graph::FanGraph;
use crate::marks::{FAN, MEMBER, NEARBY};
use crate::write::Number;
use crate::write::edge_list::Table;

/// How text stands in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cells {
    /// As it is, so that reading gives the same.
    #[default]
    AsTheyAre,
    /// With an apostrophe before what a spreadsheet would take for a formula. Ids
    /// and words that begin so read back with the apostrophe.
    ForSpreadsheets,
}

/// Writes the people of `graph`, one a line, with those who have no ties.
///
/// # Errors
///
/// [`Error::Write`] if the system refuses; [`Error::NotWritable`] for an id that is
/// empty, for text that holds the end of a line, and for an attribute that is
/// called as one of the other columns is.
pub fn people(graph: &FanGraph, to: impl Write, cells: Cells) -> Result<(), Error> {
    let mut table = Table::new(to, ',', cells == Cells::ForSpreadsheets);
    check_names(graph, "a column beside those of a graph")?;
    table.bare("id")?;
    for platform in graph.platforms() {
        table.text(&format!("{FAN}{}", platform.name))?;
        if platform.members.is_some() {
            table.text(&format!("{MEMBER}{}", platform.name))?;
        }
    }
    if graph.catchment().is_some() {
        table.bare(NEARBY)?;
    }
    for column in graph.attributes() {
        table.text(&column.name)?;
    }
    table.end_line()?;
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    for v in graph.nodes() {
        table.name(&graph.ids().of_person(v))?;
        for platform in graph.platforms() {
            table.bare(yes(platform.fans.contains(v)))?;
            if let Some(members) = &platform.members {
                table.bare(yes(members.contains(v)))?;
            }
        }
        if let Some(catchment) = graph.catchment() {
            table.bare(yes(catchment.contains(v)))?;
        }
        for column in graph.attributes() {
            match &column.values {
                Values::Numbers(numbers) => match numbers[v.index()] {
                    unknown if unknown.is_nan() => table.bare("")?,
                    number => table.bare(Number(number))?,
                },
                Values::Words(words) => match words.get(v) {
                    None => table.bare("")?,
                    Some(word) => table.text(word)?,
                },
            }
        }
        table.end_line()?;
    }
    table.finish()
}

/// Writes the ties of `graph`, one a line. Gives each platform with the way in
/// which its lines are to be read, as
/// [`Import::by_platform`](crate::import::Import::by_platform) takes it.
///
/// # Errors
///
/// As [`edge_list::write`](super::edge_list::write).
pub fn ties(
    graph: &FanGraph,
    to: impl Write,
    cells: Cells,
) -> Result<Vec<(String, Direction)>, Error> {
    Table::new(to, ',', cells == Cells::ForSpreadsheets).ties(graph, true)
}

/// Whether no attribute is called as a column that says something else.
pub(super) fn check_names(graph: &FanGraph, format: &'static str) -> Result<(), Error> {
    let taken = |name: &str| name.starts_with(FAN) || name.starts_with(MEMBER) || name == NEARBY;
    match graph.attributes().iter().find(|column| taken(&column.name)) {
        Some(column) => Err(Error::NotWritable {
            text: column.name.clone(),
            format,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributes::Column;
    use crate::builder::GraphBuilder;
    use crate::id::NodeId;
    use crate::ids::Ids;

    fn neighbours() -> FanGraph {
        let mut builder = GraphBuilder::new(3);
        let pair = [(NodeId(0), NodeId(1))];
        builder.platform("x", &pair, Direction::Mutual).unwrap();
        builder.original_ids(Ids::of(["=1+1", "b,en", "cleo"]).unwrap());
        builder.fans("x", [NodeId(2)]).unwrap();
        builder.catchment([NodeId(0)]).unwrap();
        let cells = ["0.5", "", "-2"].into_iter();
        builder.attribute(Column::of_cells("age", cells));
        builder.build()
    }

    fn text(cells: Cells) -> (String, String) {
        let (mut some, mut other) = (Vec::new(), Vec::new());
        people(&neighbours(), &mut some, cells).unwrap();
        ties(&neighbours(), &mut other, cells).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(some), text(other))
    }

    #[test]
    fn people_stand_with_all_that_is_known_of_them() {
        let (people, ties) = text(Cells::AsTheyAre);
        assert_eq!(
            people,
            "id,fan:x,nearby,age\n=1+1,no,yes,0.5\n\"b,en\",no,no,\ncleo,yes,no,-2\n"
        );
        assert_eq!(ties, "layer,source,target\nx,=1+1,\"b,en\"\n");
    }

    #[test]
    fn a_spreadsheet_is_kept_from_computing() {
        let (people, ties) = text(Cells::ForSpreadsheets);
        assert!(people.contains("\n'=1+1,no"), "{people}");
        // Numbers are no text.
        assert!(people.contains(",-2\n"), "{people}");
        assert!(ties.contains("x,'=1+1,"), "{ties}");
    }
}

//! Who is a fan, a member, or nearby, as columns of a file say it.
//!
//! | column | says |
//! | --- | --- |
//! | `fan:PLATFORM` | who is a fan on that platform, which there is even without ties |
//! | `member:PLATFORM` | who is on that platform besides its fans and those with ties; without it everybody is |
//! | `nearby` | who could become a customer; without it everybody could |
//!
//! Cells say yes as [`says_yes`] has it. The writers of GraphML and CSV put these
//! columns into files, [`restore`] takes them out again.

use crate::Error;
use crate::attributes::Column;
use crate::fan_graph::{FanGraph, Platform};
use crate::id::NodeId;
use crate::people::PeopleSet;
use crate::read::people::says_yes;
use crate::ties::Ties;

/// What the name of a column of fans begins with.
pub const FAN: &str = "fan:";
/// What the name of a column of members begins with.
pub const MEMBER: &str = "member:";
/// The name of the column of those who could become customers.
pub const NEARBY: &str = "nearby";

/// Platforms that columns may add. Each costs every person a few bytes.
const MOST_PLATFORMS: usize = 1 << 12;

/// The graph with fans, members and catchment as its attributes say, and without
/// those attributes. Platforms stand in the order of their columns of fans, those
/// without one after them. Cost: one pass over each such column.
///
/// # Errors
///
/// [`Error::NoSuchPlatform`] for members of a platform that is not there,
/// [`Error::Impossible`] from 4,097 platforms on.
///
/// # Examples
///
/// ```
/// use groundswell_graph::id::NodeId;
/// use groundswell_graph::import::Import;
/// use groundswell_graph::marks::restore;
/// use groundswell_graph::read::{Reading, read};
///
/// let file = r#"<graphml>
///   <key id="f" for="node" attr.name="fan:facebook" attr.type="boolean"/>
///   <key id="l" for="edge" attr.name="layer" attr.type="string"/>
///   <graph edgedefault="undirected">
///     <node id="ana"><data key="f">true</data></node> <node id="ben"/>
///     <edge source="ana" target="ben"><data key="l">facebook</data></edge>
///   </graph>
/// </graphml>"#;
/// let draft = read("friends.graphml", file.as_bytes(), &Reading::default())?;
/// let graph = restore(draft.import(&Import::default())?.0)?;
/// assert_eq!(graph.platform("facebook").unwrap().fans.members(), [NodeId(0)]);
/// # Ok::<(), groundswell_graph::Error>(())
/// ```
pub fn restore(mut graph: FanGraph) -> Result<FanGraph, Error> {
    let is_mark = |column: &Column| {
        let name = column.name.as_str();
        name.starts_with(FAN) || name.starts_with(MEMBER) || name == NEARBY
    };
    let attributes = std::mem::take(&mut graph.attributes);
    let (marks, attributes) = attributes.into_iter().partition::<Vec<_>, _>(is_mark);
    graph.attributes = attributes;
    let people = graph.people;
    let mut first = Vec::new();
    for column in &marks {
        let Some(name) = column.name.strip_prefix(FAN) else {
            continue;
        };
        let at = graph.platforms.iter().position(|p| p.name == name);
        let mut platform = match at {
            Some(at) => graph.platforms.remove(at),
            None if first.len() + graph.platforms.len() < MOST_PLATFORMS => {
                let nobody = vec![0; people as usize + 1];
                Platform::new(name, Ties::from_rows(nobody, Vec::new(), false))
            }
            None => {
                return Err(Error::Impossible {
                    what: "columns for more than 4096 platforms",
                });
            }
        };
        platform.fans = PeopleSet::of(people, marked(column, people));
        platform.members = None;
        first.push(platform);
    }
    first.append(&mut graph.platforms);
    graph.platforms = first;
    for column in &marks {
        if let Some(name) = column.name.strip_prefix(MEMBER) {
            let found = graph.platforms.iter_mut().find(|p| p.name == name);
            let platform = found.ok_or_else(|| Error::NoSuchPlatform {
                name: name.to_owned(),
            })?;
            let tied = platform.ties.iter().flat_map(|(_, a, b)| [a, b]);
            let fans = platform.fans.members().iter().copied();
            let all = marked(column, people).chain(fans).chain(tied);
            platform.members = Some(PeopleSet::of(people, all));
        } else if column.name == NEARBY {
            graph.catchment = Some(PeopleSet::of(people, marked(column, people)));
        }
    }
    Ok(graph)
}

/// Those for whom `column` says yes.
fn marked(column: &Column, people: u32) -> impl Iterator<Item = NodeId> + '_ {
    let everybody = (0..people).map(NodeId);
    everybody.filter(|&v| says_yes(&column.cell(v)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Direction, GraphBuilder};

    #[test]
    fn columns_say_who_is_a_fan_a_member_and_nearby() {
        let (a, b, c) = (NodeId(0), NodeId(1), NodeId(2));
        let mut builder = GraphBuilder::new(3);
        builder.platform("x", &[(a, b)], Direction::Mutual).unwrap();
        for (name, cells) in [
            ("fan:y", ["no", "", "yes"]),
            ("age", ["1", "2", "3"]),
            ("fan:x", ["1", "0", "0"]),
            ("member:x", ["0", "0", "1"]),
            ("nearby", ["true", "false", "x"]),
        ] {
            builder.attribute(Column::of_cells(name, cells.into_iter()));
        }
        let graph = restore(builder.build()).unwrap();
        let names: Vec<_> = graph.platforms().iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["y", "x"]);
        assert_eq!(graph.platforms()[0].fans.members(), [c]);
        assert_eq!(graph.platforms()[1].fans.members(), [a]);
        let members = graph.platforms()[1].members.as_ref().unwrap();
        assert_eq!(members.members(), [a, b, c]);
        assert_eq!(graph.catchment().unwrap().members(), [a, c]);
        assert_eq!(graph.attributes().len(), 1);
    }

    #[test]
    fn members_of_no_platform_are_a_mistake() {
        let mut builder = GraphBuilder::new(1);
        builder.attribute(Column::of_cells("member:x", ["1"].into_iter()));
        let name = "x".to_owned();
        let missing = restore(builder.build()).unwrap_err();
        assert_eq!(missing, Error::NoSuchPlatform { name });
    }
}

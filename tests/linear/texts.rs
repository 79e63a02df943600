//! Files that are awkward in the way that their format allows, rather than by their ties.

use groundswell_graph::Error;
use groundswell_graph::import::Import;
use groundswell_graph::read::{Reading, edge_list, gml, graphml, pajek};

use crate::Trial;

/// Lines, or what stands for them, of a file of the smallest size.
const LINES: usize = 2000;

type Read = fn(&[u8], &Reading) -> Result<(), Error>;

/// The format and the shape, how it is read, and the text of so many lines.
type Shape = (&'static str, Read, fn(usize) -> String);

const EDGES: Read = |text, reading| {
    let draft = edge_list::read(text, reading)?;
    draft.import(&Import::default()).map(|_| ())
};
const GRAPHML: Read = |text, reading| {
    let draft = graphml::read(text, reading)?;
    draft.import(&Import::default()).map(|_| ())
};
const GML: Read = |text, reading| {
    let draft = gml::read(text, reading)?;
    draft.import(&Import::default()).map(|_| ())
};
const PAJEK: Read = |text, reading| {
    let draft = pajek::read(text, reading)?;
    draft.import(&Import::default()).map(|_| ())
};

/// So many lines of that.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// GraphML with that inside its graph.
fn inside(text: &str) -> String {
    format!("<graphml><graph edgedefault='directed'>\n{text}</graph></graphml>")
}

const SHAPES: [Shape; 36] = [
    ("edge list, comments only", EDGES, |n| {
        "# nothing\n".repeat(8 * n)
    }),
    ("edge list, empty lines", EDGES, |n| "\n".repeat(20 * n)),
    ("edge list, blanks", EDGES, |n| {
        format!("a{:9}b\n", "").repeat(n)
    }),
    ("edge list, long quoted ids", EDGES, |n| {
        lines(n / 20, |i| {
            format!("\"{}{i}\",\"{0}\"\n", "x, \"\"y\"\" ".repeat(80))
        })
    }),
    ("edge list, carriage returns", EDGES, |n| {
        lines(n, |i| format!("{i},{}\r\n", i / 2))
    }),
    ("edge list, columns that nobody asked for", EDGES, |n| {
        format!("source,target{}\n", ",x".repeat(40))
            + &lines(n / 10, |i| format!("{i},0{}\n", ",7".repeat(40)))
    }),
    ("edge list, mistakes only", EDGES, |n| "a\n".repeat(4 * n)),
    ("multiplex, weights of many digits", EDGES, |n| {
        "source,target,weight\n".to_owned()
            + &lines(n / 10, |i| format!("{i},1,0.{}\n", "3".repeat(400)))
    }),
    ("multiplex, times that go back", EDGES, |n| {
        "source,target,time\n".to_owned() + &lines(n, |i| format!("{},1,{}\n", i % 7, n - i))
    }),
    ("GraphML, comments only", GRAPHML, |n| {
        inside(&"<!-- nothing -->\n".repeat(4 * n))
    }),
    ("GraphML, long comments", GRAPHML, |n| {
        inside(&format!("<!--{}-->\n", "- ".repeat(20_000)).repeat(n / 2000))
    }),
    ("GraphML, many attributes of one node", GRAPHML, |n| {
        inside(&format!(
            "<node id='a'{}/>",
            lines(n, |i| format!(" x{i}=''"))
        ))
    }),
    ("GraphML, attributes that are there twice", GRAPHML, |n| {
        inside(&format!("<node id='a'{}/>", " x=''".repeat(n)))
    }),
    ("GraphML, entities", GRAPHML, |n| {
        inside(&lines(n, |i| format!("<node id='&amp;&#x41;{i}'/>")))
    }),
    ("GraphML, texts as CDATA", GRAPHML, |n| {
        format!(
            "<graphml><key id='k' for='node' attr.name='x' attr.type='string'/>\
             <graph edgedefault='directed'>{}</graph></graphml>",
            lines(n, |i| format!(
                "<node id='{i}'><data key='k'><![CDATA[<{i}>]]></data></node>"
            ))
        )
    }),
    ("GraphML, deep nesting", GRAPHML, |n| {
        inside(&format!("{}{}", "<port>".repeat(n), "</port>".repeat(n)))
    }),
    ("GraphML, blanks", GRAPHML, |n| {
        inside(&format!("{}<node id='a'/>", " \n".repeat(20 * n)))
    }),
    ("GraphML, instructions", GRAPHML, |n| {
        inside(&"<?x y?>\n".repeat(4 * n))
    }),
    ("GraphML, all of one column", GRAPHML, |n| {
        format!(
            "<graphml><key id='k' for='node' attr.name='x' attr.type='double'><default>1</default></key>\
             <graph edgedefault='undirected'>{}</graph></graphml>",
            lines(n, |i| format!("<node id='{}'/>", n - i))
        )
    }),
    ("GML, comments only", GML, |n| {
        format!("graph [\n{}]", "# nothing\n".repeat(8 * n))
    }),
    ("GML, deep nesting", GML, |n| {
        format!("graph [ {}{} ]", "x [ ".repeat(n), "] ".repeat(n))
    }),
    ("GML, lists beside each other", GML, |n| {
        format!("graph [ {} ]", "x [ y [ z 1 ] ] ".repeat(n))
    }),
    ("GML, keys that nobody knows", GML, |n| {
        let keys = lines(40, |i| format!("x{i} {i} "));
        format!(
            "graph [ {} ]",
            lines(n / 40, |i| format!("node [ id {i} {keys} ]\n"))
        )
    }),
    ("GML, one key again and again", GML, |n| {
        format!("graph [ node [ id 1 {} ] ]", "x 1 ".repeat(n))
    }),
    ("GML, long labels", GML, |n| {
        format!(
            "graph [ {} ]",
            lines(n / 20, |i| format!(
                "node [ id {i} label \"{i}{}\" ]\n",
                "&amp; ".repeat(100)
            ))
        )
    }),
    ("GML, one word a line", GML, |n| {
        format!(
            "graph\n[\n{}]",
            lines(n, |i| format!("node\n[\nid\n{i}\n]\n"))
        )
    }),
    ("Pajek, comments only", PAJEK, |n| {
        format!("*Vertices 1\n{}", "% nothing\n".repeat(8 * n))
    }),
    ("Pajek, empty lines", PAJEK, |n| {
        format!("*Vertices 1\n{}", "\n".repeat(20 * n))
    }),
    ("Pajek, nobody with a label", PAJEK, |n| {
        format!("*Vertices {}\n", 10 * n)
    }),
    ("Pajek, long labels", PAJEK, |n| {
        format!("*Vertices {}\n", n / 20)
            + &lines(n / 20, |i| {
                format!("{} \"{}\"\n", i + 1, "x y ".repeat(100))
            })
    }),
    ("Pajek, one long list of friends", PAJEK, |n| {
        format!(
            "*Vertices {n}\n*Arcslist\n1{}\n",
            lines(n, |i| format!(" {}", i + 1))
        )
    }),
    ("Pajek, a matrix", PAJEK, |n| {
        let side = n.isqrt() * 2;
        format!(
            "*Vertices {side}\n*Matrix\n{}",
            format!("{}\n", "0 ".repeat(side)).repeat(side)
        )
    }),
    ("Pajek, relations beside each other", PAJEK, |n| {
        format!(
            "*Vertices 9\n{}",
            lines(n / 10, |i| format!("*Arcs :{}\n1 2 1\n", i % 30 + 1))
        )
    }),
    ("Pajek, blanks", PAJEK, |n| {
        format!("*Vertices 2\n*Arcs\n{}", format!("1{:30}2\n", "").repeat(n))
    }),
    ("Pajek, shapes that nobody asked for", PAJEK, |n| {
        format!("*Vertices {n}\n")
            + &lines(n, |i| {
                format!("{} \"v\" 0.5 0.5 ellipse x_fact 2 ic Red\n", i + 1)
            })
    }),
    ("Pajek, weights of many digits", PAJEK, |n| {
        format!(
            "*Vertices 2\n*Edges\n{}",
            format!("1 2 0.{}\n", "3".repeat(400)).repeat(n / 10)
        )
    }),
];

/// Each of them, read strictly and leniently.
pub(crate) fn trials() -> Vec<Trial> {
    let trial = |(name, read, text): Shape| {
        [false, true].map(|lenient| {
            let how = if lenient { ", leniently" } else { "" };
            Trial::new(format!("{name}{how}"), move |size| {
                let text = text(LINES * size);
                let reading = Reading {
                    lenient,
                    ..Reading::default()
                };
                // Refusing may take no longer, either.
                Box::new(move || drop(read(text.as_bytes(), &reading)))
            })
        })
    };
    SHAPES.into_iter().flat_map(trial).collect()
}

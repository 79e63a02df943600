//! Files of people and ties.

use crate::Case;
use crate::graph_files::mistakes;

/// The mistakes of `crates/graph/tests/hostile`, brought to `graph stats`, and files that
/// announce more than there is room for.
pub(crate) fn cases() -> Vec<Case> {
    let case = |(kind, line, text): (&'static str, u64, String)| {
        let (file, arguments) = match kind {
            "GraphML" => ("spoilt.graphml", "graph stats spoilt.graphml"),
            "GML" => ("spoilt.gml", "graph stats spoilt.gml"),
            "Pajek" => ("spoilt.net", "graph stats spoilt.net"),
            "people" => (
                "people.csv",
                "graph stats good-ties.csv --people people.csv",
            ),
            _ => ("spoilt.txt", "graph stats spoilt.txt --format edge-list"),
        };
        Case::new(kind, arguments, file, text, line)
    };
    let mut all: Vec<Case> = mistakes().into_iter().map(case).collect();
    for ties in [
        "a,b\nb,c\n",
        "0,1\n1,2\n",
        "layer,source,target\nx,a,b\ny,b,c\n",
    ] {
        let arguments = "graph stats few.csv --people 3000000000 --max-memory 1G";
        all.push(Case::new("announced", arguments, "few.csv", ties, None));
    }
    for people in ["300000000", "4294967295", "99999999999999999999"] {
        let text = format!("*Vertices {people}\n*Arcs\n1 2\n");
        let arguments = "graph stats many.net --max-memory 1G";
        all.push(Case::new("announced", arguments, "many.net", text, None));
    }
    all
}

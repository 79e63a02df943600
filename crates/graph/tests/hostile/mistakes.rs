//! Files of people and ties with one mistake each, and the line that it stands on.

/// Format, line of the mistake, text.
pub(crate) fn mistakes() -> Vec<(&'static str, u64, String)> {
    let mut all: Vec<(&'static str, u64, String)> = Vec::new();
    let mut add = |name, line, text: &str| all.push((name, line, text.to_owned()));
    for (line, text) in [
        (2, "0 1\n2\n3 4\n"),
        (1, "0\n"),
        (3, "0,1\n1,2\n,3\n"),
        (3, "a,b\n\nc\n"),
        (2, "a,b\nc,\n"),
        (4, "# one\n% two\na,b\n\"c,d\n"),
        (2, "a,b\n\"c\"d,e\n"),
        (3, "a\tb\nc\td\ne f\n"),
    ] {
        add("edge list", line, text);
    }
    for (line, text) in [
        (2, "source,target,weight\na,b,nan\n"),
        (2, "source,target,weight\na,b,inf\n"),
        (3, "source,target,weight\na,b,1\na,c\n"),
        (2, "source,target,weight\na,b,\n"),
        (2, "source,target,weight\na,b,1;5\n"),
        (2, "source,target,time\na,b,1e999\n"),
        (2, "layer,source,target\n,a,b\n"),
        (3, "layer,source,target\nx,a,b\nx,a\n"),
        (2, "source,target,multiplicity\na,b,0\n"),
        (2, "source,target,multiplicity\na,b,-1\n"),
        (2, "source,target,multiplicity\na,b,4294967296\n"),
    ] {
        add("multiplex", line, text);
    }
    for (line, text) in [
        (3, "id,fan\na,1\na,0\n"),
        (2, "id,fan\na\n"),
        (2, "id,fan\na,1,2\n"),
        (3, "id,fan\n\n,1\n"),
        (2, "id,fan\n\"a,1\n"),
        (2, "fan,id\n1,\n"),
    ] {
        add("people", line, text);
    }
    for (line, inside) in [
        (3, "<node id='a'/><node id='a'/>"),
        (4, "\n<node/>"),
        (4, "\n<node id='a' id='b'/>"),
        (4, "\n<node id='a"),
        (4, "\n<node id=a/>"),
        (4, "<node id='a'/>\n<edge source='a' target='b'/>"),
        (4, "\n<edge source='a'/>"),
        (4, "\n<edge target='a'/>"),
        (
            5,
            "<node id='a'/>\n\n<edge source='a' target='a' directed='maybe'/>",
        ),
        (
            4,
            "<node id='a'/>\n<edge source='a' target='a'><data key='w'>NaN</data></edge>",
        ),
        (
            4,
            "<node id='a'/>\n<edge source='a' target='a'><data key='w'>x</data></edge>",
        ),
        (
            4,
            "<node id='a'/>\n<edge source='a' target='a'><data key='s'>1</data></edge>",
        ),
        (4, "<node id='a'>\n<data key='s'>1e999</data></node>"),
        (4, "<node id='a'>\n<data key='b'>perhaps</data></node>"),
        (
            5,
            "<node id='a'>\n<data key='s'>1</data>\n<data key='s'>2</data></node>",
        ),
        (4, "<node id='a'>\n<data key='nobody'>1</data></node>"),
        (4, "<node id='a'>\n<data>1</data></node>"),
        (4, "\n<hyperedge><endpoint node='a'/></hyperedge>"),
        (4, "<node id='a'>\n<graph edgedefault='directed'/></node>"),
        (4, "\n<locator href='file:///etc/passwd'/>"),
        (4, "\n<person id='a'/>"),
        (4, "\nwords<node id='a'/>"),
        (4, "\n</node>"),
        (4, "<node id='a'>\n</graph>"),
        (4, "\n<node id='&outside;'/>"),
        (4, "\n<node id='&#0;'/>"),
        (4, "\n<node id='&#xd800;'/>"),
        (4, "<node id='a'>\n<data key='b'>&lol;</data></node>"),
        (4, "\n<![CDATA[ words ]]>"),
        (4, "\n<!-- no end"),
        (4, "\n<![CDATA[ no end"),
        (4, "\n<? no end"),
    ] {
        let keys = "<key id='w' for='edge' attr.name='weight' attr.type='double'/>\
                    <key id='s' for='node' attr.name='size' attr.type='int'/>\
                    <key id='b' for='node' attr.name='is' attr.type='boolean'/>";
        let graph = "<graph edgedefault='directed'>";
        add(
            "GraphML",
            line,
            &format!("<graphml>\n{keys}\n{graph}{inside}</graph></graphml>"),
        );
    }
    let laughs: String = (1..10)
        .map(|n| {
            format!(
                "<!ENTITY l{n} \"{}\">\n",
                format!("&l{};", n - 1).repeat(10)
            )
        })
        .collect();
    for (line, text) in [
        (1, ""),
        (1, "graphml"),
        (1, "<gexf></gexf>"),
        (1, "<graphml></graphml>"),
        (1, "<graphml>"),
        (
            2,
            "<graphml><graph edgedefault='directed'/>\n<graph edgedefault='directed'/></graphml>",
        ),
        (2, "<graphml>\n<graph/></graphml>"),
        (
            2,
            "<graphml><graph edgedefault='directed'/></graphml>\n<graphml/>",
        ),
        (
            2,
            "<?xml version='1.0'?>\n<!DOCTYPE graphml SYSTEM 'graphml.dtd'><graphml/>",
        ),
        (1, "<?xml version='1.0' encoding='ISO-8859-1'?>\n<graphml/>"),
        (1, "<?xml version='1.0' encoding='UTF-16'?>\n<graphml/>"),
        (2, "<graphml>\n<key for='node' attr.name='x'/></graphml>"),
        (
            3,
            "<graphml>\n<key id='x' attr.name='x'/>\n<key id='x' attr.name='y'/></graphml>",
        ),
        (
            2,
            "<graphml>\n<key id='x' attr.name='x' attr.type='colour'/></graphml>",
        ),
        (
            2,
            "<graphml><key id='x' attr.name='x' attr.type='int'>\n<default>x</default></key></graphml>",
        ),
        (
            1,
            &format!("<!DOCTYPE lolz [\n<!ENTITY l0 \"lol\">\n{laughs}]>\n<graphml>&l9;</graphml>"),
        ),
        (
            1,
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><graphml>&e;</graphml>",
        ),
        (1, &"<graphml>".repeat(100_000)),
        (2, &format!("<graphml>\n{}", "<x>".repeat(100_000))),
    ] {
        add("GraphML", line, text);
    }
    for (line, text) in [
        (1, ""),
        (1, "graph"),
        (2, "graph [\n"),
        (2, "graph [\nnode [ label \"a\" ] ]"),
        (2, "graph [ node [ id 1 ]\nnode [ id 1 ] ]"),
        (2, "graph [ node [ id 1\nid 2 ] ]"),
        (2, "graph [ node [\nid 1.5 ] ]"),
        (2, "graph [ node [\nid \"one\" ] ]"),
        (
            2,
            "graph [ node [\nid 99999999999999999999999999999999999999999 ] ]",
        ),
        (2, "graph [ node [ id 1 ]\nedge [ source 1 target 2 ] ]"),
        (2, "graph [ node [ id 1 ]\nedge [ source 1 ] ]"),
        (
            3,
            "graph [ node [ id 1 ]\nedge [ source 1 target 1\nsource 1 ] ]",
        ),
        (
            3,
            "graph [ node [ id 1 ]\nedge [ source 1 target 1\nweight NAN ] ]",
        ),
        (
            3,
            "graph [ node [ id 1 ]\nedge [ source 1 target 1\nmultiplicity -2 ] ]",
        ),
        (2, "graph [ node [ id 1\nsize +INF ] ]"),
        (2, "graph [\nnode 7 ]"),
        (2, "graph [\n] ]"),
        (2, "graph [\n[ ] ]"),
        (2, "graph [ node [\nlabel \"no end ] ]"),
        (2, "graph [ ]\ngraph [ ]"),
        (2, "graph [\n\u{0} ]"),
        (2, &format!("graph [\nx {}", "[ x ".repeat(100_000))),
    ] {
        add("GML", line, text);
    }
    for (line, text) in [
        (1, ""),
        (1, "1 2\n"),
        (1, "*Vertices\n"),
        (1, "*Vertices -1\n"),
        (1, "*Vertices 99999999999999999999999\n"),
        (2, "*Vertices 2\n0 \"a\"\n"),
        (2, "*Vertices 2\n3 \"a\"\n"),
        (2, "*Vertices 2\n-1 \"a\"\n"),
        (3, "*Vertices 2\n1 \"a\"\n1 \"b\"\n"),
        (2, "*Vertices 2\n1 \"a\n"),
        (3, "*Vertices 2\n*Arcs\n1\n"),
        (3, "*Vertices 2\n*Arcs\n1 3\n"),
        (3, "*Vertices 2\n*Arcs\n1 2 1e999\n"),
        (3, "*Vertices 2\n*Arcs\n1 2 NaN\n"),
        (3, "*Vertices 2\n*Edges\nana ben\n"),
        (2, "*Vertices 2\n*Arcs :x\n1 2\n"),
        (3, "*Vertices 2\n*Arcs\n99999999999999999999: 1 2\n"),
        (3, "*Vertices 2\n*Arcslist\n1 2 3\n"),
        (3, "*Vertices 2\n*Matrix\n0\n0 0\n"),
        (5, "*Vertices 2\n*Matrix\n0 0\n0 0\n0 0\n"),
        (2, "*Vertices 2\n*Vertices 2\n"),
        (2, "*Vertices 2\n*Colours\n"),
        (1, "*Arcs\n1 2\n"),
    ] {
        add("Pajek", line, text);
    }
    all
}

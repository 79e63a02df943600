//! Audiences become graphs, and files that hold no graph are told from those
//! that do.

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_graph::fan_graph::FanGraph;
use groundswell_scenario::people_and_ties::AudienceError;
use groundswell_scenario::scenario::Scenario;

/// A folder of its own for each test, with the files of the story in it.
fn folder(test: &str, ties: &str, people: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("friends.csv"), ties).unwrap();
    fs::write(folder.join("people.csv"), people).unwrap();
    folder
}

fn scenario(audience: &str) -> Scenario {
    let text = format!(
        "format = 1\nname = \"x\"\n[audience]\n{audience}\n[[strategy]]\nname = \"ask\"\nactions = []\n"
    );
    let parsed = Scenario::parse(&text);
    parsed
        .unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
        .scenario
}

fn files(rest: &str) -> Scenario {
    scenario(&format!("kind = \"file\"\nties = \"friends.csv\"\n{rest}"))
}

fn ids(graph: &FanGraph) -> Vec<String> {
    let fans = graph.platforms()[0].fans.members();
    fans.iter().map(|&v| graph.original_id(v)).collect()
}

const TIES: &str = "# who knows whom\nperson,friend\nana,ben\nben,ana\n\nben,cleo\ncleo,cleo\n";
const PEOPLE: &str = "id,fan,kind,near\ncleo,yes,a,1\nana,no,b,1\nben,no,b,0\ndora,yes,b,1\n";

#[test]
fn people_without_ties_are_people_too() {
    let folder = folder("isolated", TIES, PEOPLE);
    let audience = files(
        "direction = \"mutual\"\npeople = \"people.csv\"\nfans = { column = \"fan\" }\nnearby = { column = \"near\" }",
    )
    .audience;
    let (graph, summary) = audience.graph(&folder, 1).unwrap();
    assert_eq!(graph.people(), 4);
    assert_eq!(ids(&graph), ["cleo", "dora"]);
    assert_eq!(graph.catchment().unwrap().len(), 3);
    assert_eq!(
        summary,
        [
            "friends.csv: 4 pairs, 4 directed ties (mutual: both of a pair hear each other); left out: 1 self-loops, 2 duplicates",
            "ties: 4 people, 2 fans, 4 directed ties",
        ]
    );
    let kind =
        "direction = \"mutual\"\npeople = \"people.csv\"\nfans = { column = \"kind\", is = \"b\" }";
    assert_eq!(
        ids(&files(kind).audience.graph(&folder, 1).unwrap().0),
        ["ana", "ben", "dora"]
    );
}

#[test]
fn a_tie_to_somebody_without_a_row_is_named_by_file_line_and_id() {
    let folder = folder("no_row", &format!("{TIES}ana,maria\nmaria,ben\n"), PEOPLE);
    let audience =
        files("direction = \"mutual\"\npeople = \"people.csv\"\nfans = { random = 1 }").audience;
    let error = audience.graph(&folder, 1).unwrap_err().to_string();
    assert_eq!(
        error,
        "friends.csv, line 8: \"maria\" has no row in people.csv; nor do people in 1 more ties"
    );
}

#[test]
fn bad_lines_missing_files_and_missing_columns_name_their_file() {
    let folder = folder("bad", "ana,ben\nben\n", PEOPLE);
    let error = |audience: Scenario| audience.audience.graph(&folder, 1).unwrap_err();
    let bad = error(files("direction = \"mutual\"\nfans = { random = 1 }"));
    assert!(
        bad.to_string()
            .starts_with("friends.csv, line 2: \"ben\"; "),
        "{bad}"
    );
    let gone = error(scenario(
        "kind = \"file\"\nties = \"gone.csv\"\ndirection = \"mutual\"\nfans = { random = 1 }",
    ));
    assert!(matches!(gone, AudienceError::Unreadable { .. }), "{gone}");
    let fine = self::folder("column", TIES, PEOPLE);
    let column = "direction = \"mutual\"\npeople = \"people.csv\"\nfans = { column = \"fans\" }";
    let column = files(column).audience.graph(&fine, 1).unwrap_err();
    assert_eq!(
        column.to_string(),
        "people.csv: no column \"fans\"; the columns are id, fan, kind, near"
    );
}

#[test]
fn direction_is_never_assumed_and_turns_ties() {
    let text = "format = 1\nname = \"x\"\n[audience]\nkind = \"file\"\nties = \"t\"\nfans = { random = 1 }\n[[strategy]]\nname = \"a\"\nactions = []\n";
    let mistakes = Scenario::parse(text).unwrap_err();
    assert_eq!(
        mistakes[0].message,
        "audience has no `direction`, which it needs"
    );
    let folder = folder("direction", "a,b\n", PEOPLE);
    for (direction, listeners) in [
        ("mutual", [1, 1]),
        ("source-to-target", [1, 0]),
        ("target-to-source", [0, 1]),
    ] {
        let audience = format!("direction = \"{direction}\"\nfans = {{ ids = [\"a\"] }}");
        let (graph, _) = files(&audience).audience.graph(&folder, 1).unwrap();
        let degrees: Vec<u32> = graph
            .nodes()
            .map(|v| graph.platforms()[0].ties.out_degree(v))
            .collect();
        assert_eq!(degrees, listeners, "{direction}");
    }
}

#[test]
fn fans_are_chosen_by_share_number_ties_or_name() {
    let karate = |fans: &str| {
        let audience = format!("kind = \"built-in\"\ngraph = \"karate\"\nfans = {{ {fans} }}");
        scenario(&audience)
            .audience
            .graph(Path::new("."), 7)
            .map(|(graph, _)| ids(&graph))
    };
    assert_eq!(karate("most_connected = 2").unwrap(), ["0", "33"]);
    assert_eq!(karate("ids = [33, \"5\"]").unwrap(), ["5", "33"]);
    assert_eq!(karate("random = \"50%\"").unwrap().len(), 17);
    let (few, more) = (
        karate("random = 5").unwrap(),
        karate("random = 12").unwrap(),
    );
    assert!(few.len() == 5 && few.iter().all(|id| more.contains(id)));
    assert_eq!(
        karate("ids = [77]").unwrap_err(),
        AudienceError::NoSuchFan {
            id: "77".to_owned()
        }
    );
    let many = AudienceError::TooManyFans {
        fans: 35,
        people: 34,
    };
    assert_eq!(karate("random = 35").unwrap_err(), many);
    assert_eq!(karate("most_connected = 35").unwrap_err(), many);
}

#[test]
fn columns_need_a_file_of_people_and_fans_one_choice() {
    for (fans, id) in [
        ("{ column = \"fan\" }", "GS0106"),
        ("{ random = 1, ids = [] }", "GS0106"),
        ("{}", "GS0106"),
        ("{ random = 1, is = \"x\" }", "GS0101"),
        ("3", "GS0104"),
        ("{ random = 1 }\nnearby = { column = \"near\" }", "GS0106"),
    ] {
        let text = format!(
            "format = 1\nname = \"x\"\n[audience]\nkind = \"file\"\nties = \"t\"\ndirection = \"mutual\"\nfans = {fans}\n[[strategy]]\nname = \"a\"\nactions = []\n"
        );
        let mistakes = Scenario::parse(&text).unwrap_err();
        assert_eq!(
            (mistakes.len(), mistakes[0].id),
            (1, id),
            "{fans}: {mistakes:#?}"
        );
    }
}

#[test]
fn aggregates_make_the_same_graph_for_the_same_seed() {
    let audience = scenario(
        "kind = \"from-aggregates\"\npeople = 500\nfans = { b = 20, a = 10 }\nfriends = 12\nnearby = \"50%\"",
    )
    .audience;
    let (graph, summary) = audience.graph(Path::new("."), 3).unwrap();
    let names: Vec<&str> = graph.platforms().iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["b", "a"]);
    assert_eq!(summary.len(), 3);
    let again = audience.graph(Path::new("."), 3).unwrap().0;
    assert_eq!(again.fingerprint(), graph.fingerprint());
}

#[test]
fn platforms_of_one_file_or_of_several_share_their_people() {
    let folder = folder("platforms", TIES, PEOPLE);
    let layered = "layer,who,whom\nf,ana,ben\nt,cleo,ana\nx,ben,cleo\nt,ben,ana\n";
    fs::write(folder.join("layers.csv"), layered).unwrap();
    fs::write(folder.join("f.csv"), "ana,ben\n").unwrap();
    fs::write(folder.join("t.csv"), "source,target\ncleo,ana\nben,ana\n").unwrap();
    let one = scenario(
        "kind = \"file\"\nties = \"layers.csv\"\nplatforms = [\"f\", \"t\"]\nsource = \"who\"\ntarget = \"whom\"\n\
         direction = { f = \"mutual\", t = \"target-to-source\" }\nfans = { t = { most_connected = 1 } }",
    );
    let several = scenario(
        "kind = \"file\"\nties = { f = \"f.csv\", t = \"t.csv\" }\n\
         direction = { f = \"mutual\", t = \"target-to-source\" }\nfans = { t = { ids = [\"ana\"] } }",
    );
    let (one, summary) = one.audience.graph(&folder, 1).unwrap();
    let (several, _) = several.audience.graph(&folder, 1).unwrap();
    assert_eq!(one.fingerprint(), several.fingerprint());
    assert_eq!(one.people(), 3);
    let t = one.platform("t").unwrap();
    let ana = one.ids().find("ana").unwrap();
    assert_eq!(t.ties.out_degree(ana), 2);
    assert_eq!(t.fans.members(), [ana]);
    assert_eq!(
        one.platform("f").unwrap().members.as_ref().unwrap().len(),
        2
    );
    assert!(one.platform("f").unwrap().fans.is_empty());
    assert_eq!(
        summary[0],
        "layers.csv: 1 pairs of the platform \"x\" left out"
    );
}

#[test]
fn lines_of_platforms_need_a_word_on_which_are_meant() {
    let folder = folder("layered", TIES, PEOPLE);
    fs::write(
        folder.join("layers.csv"),
        "layer,source,target\nf,ana,ben\nt,cleo,ana\n",
    )
    .unwrap();
    let text =
        "kind = \"file\"\nties = \"layers.csv\"\ndirection = \"mutual\"\nfans = { random = 1 }";
    let error = scenario(text).audience.graph(&folder, 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "layers.csv: its lines are of platforms; audience.platforms has to say which are meant, out of f, t"
    );
}

#[test]
fn a_people_file_with_marks_and_a_ties_file_without_lines_are_fine() {
    let folder = folder(
        "marks",
        "person,friend\n",
        "id,fan:facebook\nana,yes\nben,no\n",
    );
    let audience = files(
        "direction = \"mutual\"\npeople = \"people.csv\"\nfans = { column = \"fan:facebook\" }",
    );
    let (graph, _) = audience.audience.graph(&folder, 1).unwrap();
    assert_eq!(
        (graph.platforms().len(), ids(&graph)),
        (1, vec!["ana".to_owned()])
    );
}

#[test]
fn a_platform_that_no_line_has_and_a_stranger_on_one_are_named() {
    let folder = folder("strangers", TIES, PEOPLE);
    let layered = "layer,source,target\nf,ana,ben\nt,cleo,ana\nf,ana,zoe\n";
    fs::write(folder.join("layers.csv"), layered).unwrap();
    let error = |rest: &str| {
        let text = format!(
            "kind = \"file\"\nties = \"layers.csv\"\ndirection = \"mutual\"\nfans = {{ random = 1 }}\n{rest}"
        );
        scenario(&text)
            .audience
            .graph(&folder, 1)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        error("platforms = [\"f\", \"tt\"]"),
        "layers.csv: no line is of the platform \"tt\"; \"f\" or \"t\" would do"
    );
    assert_eq!(
        error("platforms = [\"t\", \"f\"]\npeople = \"people.csv\""),
        "layers.csv, line 4: \"zoe\" has no row in people.csv"
    );
}

#[test]
fn ties_of_other_formats_are_read_as_well() {
    let folder = folder("gml", TIES, PEOPLE);
    let gml = "graph [ node [ id 1 ] node [ id 7 ] edge [ source 1 target 7 ] ]";
    fs::write(folder.join("ties.gml"), gml).unwrap();
    let text = "kind = \"file\"\nties = \"ties.gml\"\ndirection = \"mutual\"\nfans = { ids = [7] }";
    let (graph, _) = scenario(text).audience.graph(&folder, 1).unwrap();
    assert_eq!((graph.people(), ids(&graph)), (2, vec!["7".to_owned()]));
}

#[test]
fn groups_come_from_a_file_of_who_is_in_which() {
    let folder = folder("groups", TIES, PEOPLE);
    let joined = "person,group\nana,cooks\nben,cooks\nben,bakers\nana,cooks\n";
    fs::write(folder.join("groups.csv"), joined).unwrap();
    fs::write(folder.join("lost.csv"), "person,group\nzoe,cooks\n").unwrap();
    let rest = |groups: &str| {
        files(&format!(
            "direction = \"mutual\"\nfans = {{ random = 1 }}\ngroups = {groups}"
        ))
        .audience
    };
    for groups in ["\"groups.csv\"", "{ ties = \"groups.csv\" }"] {
        let (graph, _) = rest(groups).graph(&folder, 1).unwrap();
        let groups = graph.platforms()[0].groups.as_ref().unwrap();
        let members = groups.names().iter().zip(0..).map(|(name, number)| {
            let members = groups.members(number).iter();
            let members: Vec<_> = members.map(|&v| graph.original_id(v)).collect();
            format!("{name}: {}", members.join(" "))
        });
        let mut members: Vec<String> = members.collect();
        members.sort();
        assert_eq!(members, ["bakers: ben", "cooks: ana ben"]);
    }
    let error = rest("\"lost.csv\"").graph(&folder, 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "lost.csv, line 2: \"zoe\" is in a group, but not in the graph"
    );
}

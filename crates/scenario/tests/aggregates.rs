//! What a page's owner may know of the audience, as the file says it.

use std::path::Path;

use groundswell_graph::name_key::NameKey;
use groundswell_scenario::audience::Audience;
use groundswell_scenario::diagnostic::{Diagnostic, Severity, one_line};
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::quantity::Provenance;
use groundswell_scenario::scenario::{Parsed, Scenario};

const AUDIENCE: &str = r#"kind = "from-aggregates"
people = 6_000
fans = { facebook = 300, twitter = 120 }
friends = 40
friends_on = { twitter = 25 }
nearby = "50%"
friends_of_fans = { facebook = { value = 15, source = "page statistics" } }
clustering = { guess = 0.15, low = 0.1, high = 0.2 }
members = { facebook = "adults", twitter = "35%" }
members_in_common = { twitter.facebook = "90%" }
fans_in_common = { facebook.twitter = "40%" }
same_friends = { guess = "60%" }
groups = { share = "30%", size = 25 }

[audience.survey.twitter]
asked = 400
on_platform = 60
target = 120
both = 30

[audience.survey.linkedin]
asked = 400
on_platform = 100
target = 120
both = 20
"#;

fn text(audience: &str) -> String {
    format!(
        "format = 1\nname = \"Shop\"\n[audience]\n{audience}\n[platform.twitter]\npreset = \"twitter-2014\"\n\
         [[strategy]]\nname = \"wait\"\nactions = []\n"
    )
}

fn parse(audience: &str) -> Parsed {
    Scenario::parse(&text(audience)).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// The only mistake of the audience with `new` in place of `old`.
fn mistake(old: &str, new: &str) -> Diagnostic {
    assert!(AUDIENCE.contains(old), "{old}");
    let text = text(&AUDIENCE.replacen(old, new, 1));
    let found = Scenario::parse(&text).expect_err(new);
    let errors: Vec<_> = found
        .into_iter()
        .filter(|d| d.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    errors[0].clone()
}

#[test]
fn what_is_asked_is_got_and_told() {
    let scenario = parse(AUDIENCE).scenario;
    let (graph, summary) = scenario.audience.graph(Path::new("."), 1).unwrap();
    for line in [
        "fans (facebook): asked 300, got 300",
        "members (facebook): asked 0.710, got 0.710",
        "friends_of_fans (facebook): asked 15, got 15",
        "groups.share (twitter): asked 0.300, got 0.300",
        "fans_in_common (facebook, twitter): asked 0.400, got 0.400",
        "members_in_common (twitter, facebook): asked 0.900, got 0.900",
    ] {
        assert!(
            summary.iter().any(|found| found == line),
            "{line}: {summary:#?}"
        );
    }
    assert!(
        summary.iter().all(|line| !line.contains("not met")),
        "{summary:#?}"
    );
    let platform = &graph.platforms()[0];
    assert_eq!(platform.key, NameKey::of("facebook"));
    assert_eq!(platform.friends_of_fans().len(), 15 * 300);
}

#[test]
fn what_is_missed_is_told_as_well() {
    let summary = |clustering: &str| {
        let audience = AUDIENCE.replacen("{ guess = 0.15, low = 0.1, high = 0.2 }", clustering, 1);
        let graph = parse(&audience).scenario.audience.graph(Path::new("."), 1);
        graph.unwrap().1
    };
    let missed = summary("0.9");
    let missed = missed
        .iter()
        .find(|line| line.starts_with("clustering (facebook)"));
    let missed = missed.unwrap();
    assert!(
        missed.contains("not met; it does not go together with")
            && missed.contains("friends_spread"),
        "{missed}"
    );
}

#[test]
fn the_effective_scenario_says_the_same() {
    let scenario = parse(AUDIENCE).scenario;
    let effective = scenario.effective();
    let again = Scenario::parse(&effective).unwrap_or_else(|m| panic!("{m:#?}\n{effective}"));
    assert_eq!(again.scenario.hash(), scenario.hash(), "{effective}");
    assert_eq!(again.scenario.audience, scenario.audience);
    assert_eq!(again.scenario.surveys, scenario.surveys);
    assert!(
        effective.contains("facebook = \"adults\"  # preset adults"),
        "{effective}"
    );
}

#[test]
fn nothing_new_leaves_the_identity_and_the_people_alone() {
    let few =
        "kind = \"from-aggregates\"\npeople = 6_000\nfans = { a = 30, twitter = 20 }\nfriends = 40";
    let scenario = parse(few).scenario;
    let Audience::FromAggregates(known) = &scenario.audience else {
        panic!("another kind");
    };
    assert_eq!(known.further, Default::default());
    let effective = scenario.effective();
    for key in [
        "members",
        "same_friends",
        "clustering",
        "groups",
        "fans_in_common",
    ] {
        assert!(
            effective.contains(&format!("# {key} is not set: ")),
            "{effective}"
        );
    }
    // A survey decides nothing.
    let survey = "[audience.survey.a]\nasked = 10\non_platform = 5\ntarget = 4\nboth = 3\n";
    let asked = parse(&format!("{few}\n{survey}")).scenario;
    assert_eq!(asked.hash(), scenario.hash());
    let clustered = parse(&format!("{few}\nclustering = 0.1")).scenario;
    assert_ne!(clustered.hash(), scenario.hash());
}

#[test]
fn numbers_keep_their_paths_and_provenance() {
    let scenario = parse(AUDIENCE).scenario;
    let of = |path: &str| {
        scenario
            .assumption(path)
            .unwrap_or_else(|| panic!("{path}"))
    };
    let adults = of("audience.members.facebook");
    assert_eq!(
        (adults.value, adults.provenance),
        (0.71, Provenance::Preset)
    );
    assert!(adults.source.as_ref().unwrap().contains("Pew"));
    assert_eq!(adults.date.as_deref(), Some("2014"));
    assert_eq!(
        of("audience.friends_of_fans.facebook").provenance,
        Provenance::Value
    );
    assert_eq!(of("audience.clustering").range(), (0.1, 0.2));
    assert_eq!(of("audience.fans_in_common.facebook.twitter").value, 0.4);
    assert_eq!(
        of("audience.groups.size_spread").provenance,
        Provenance::Guess
    );
    let varied = Overrides::none()
        .with("audience.members.facebook", 0.5)
        .with("audience.same_friends", 0.2);
    let varied = scenario.with(&varied).unwrap();
    let Audience::FromAggregates(known) = &varied.audience else {
        panic!("another kind");
    };
    assert_eq!(known.further.members[0].1, 0.5);
    assert_eq!(known.further.same_friends, Some(0.2));
}

#[test]
fn a_figure_of_others_is_a_doubt() {
    let warnings = parse(AUDIENCE).warnings;
    let adults = warnings
        .iter()
        .find(|d| d.message.starts_with("audience.members.facebook"));
    assert!(adults.is_some_and(|d| d.id == "GS0201" && d.span.is_some()));
    let large = AUDIENCE
        .replace(
            "{ value = 15, source = \"page statistics\" }",
            "\"top-100-pages\"",
        )
        .replace("friends = 40", "friends = 155");
    let large = parse(&large);
    let ratio = large
        .scenario
        .assumption("audience.friends_of_fans.facebook");
    assert_eq!(ratio.unwrap().value, 34.0);
    let reach = large
        .scenario
        .assumption("platform.twitter.organic_reach")
        .unwrap();
    assert_eq!(reach.provenance, Provenance::Guess);
}

#[test]
fn surveys_rank_platforms_and_presets_tell_what_they_know() {
    let asides = parse(AUDIENCE).scenario.asides();
    assert_eq!(asides.len(), 3, "{asides:#?}");
    assert_eq!(
        asides[0],
        "twitter, fit number 1: 50% (38% to 62%) of its people are in the target, 1.67 (1.02 to \
         2.54) times as many as of all; 25% (18% to 33%) of the target are on it"
    );
    assert!(asides[1].starts_with("linkedin, fit number 2: 20%"));
    assert!(
        asides[2].starts_with("twitter, by preset twitter-2014: followers on Twitter hear one way"),
        "{}",
        asides[2]
    );
}

#[test]
fn mistakes_are_told_with_their_place() {
    let at = |d: &Diagnostic, text: &str| one_line(d, text, "shop.toml");
    for (old, new, expected) in [
        (
            "friends_on = { twitter",
            "friends_on = { twiter",
            "shop.toml:8:16: error[GS0108]: audience.friends_on.twiter is no platform of audience.fans; \"facebook\" or \"twitter\" would do",
        ),
        (
            "members = { facebook = \"adults\", twitter = \"35%\" }",
            "members = { facebook = \"grown-ups\", twitter = \"35%\" }",
            "shop.toml:12:24: error[GS0105]: audience.members.facebook is \"grown-ups\"; a number or \"adults\" would do",
        ),
        (
            "fans_in_common = { facebook.twitter = \"40%\" }",
            "fans_in_common = { facebook.facebook = \"40%\" }",
            "shop.toml:14:29: error[GS0106]: audience.fans_in_common.facebook.facebook is a platform with itself; another would do",
        ),
        (
            "fans_in_common = { facebook.twitter = \"40%\" }",
            "fans_in_common = { facebook.twitter = \"40%\", twitter.facebook = \"40%\" }",
            "shop.toml:14:54: error[GS0107]: audience.fans_in_common.twitter.facebook stands twice, in either order; once would do",
        ),
        (
            "fans_in_common = { facebook.twitter = \"40%\" }",
            "fans_in_common = { facebook = \"40%\" }",
            "shop.toml:14:31: error[GS0104]: audience.fans_in_common.facebook is \"40%\"; a table would do",
        ),
        (
            "clustering = { guess = 0.15, low = 0.1, high = 0.2 }",
            "clustering = 15",
            "shop.toml:11:14: error[GS0103]: audience.clustering is 15; a probability lies between 0 and 1, or \"0%\" and \"100%\"",
        ),
        (
            "groups = { share = \"30%\", size = 25 }",
            "groups = { share = \"30%\" }",
            "shop.toml:16:10: error[GS0102]: audience.groups has no `size`, which it needs",
        ),
        (
            "groups = { share",
            "groups = { zz = 1, share",
            "shop.toml:16:12: error[GS0101]: audience.groups has no key `zz`; the keys are share, size, size_spread",
        ),
        (
            "both = 30",
            "both = 61",
            "shop.toml:18:1: error[GS0114]: audience.survey.twitter.both is 61; between 0 and 60 would do",
        ),
        (
            "asked = 400\non_platform = 60",
            "on_platform = 60",
            "shop.toml:18:1: error[GS0102]: audience.survey.twitter has no `asked`, which it needs",
        ),
        (
            "{ value = 15, source = \"page statistics\" }",
            "90",
            "shop.toml:10:32: error[GS0114]: audience.friends_of_fans.facebook asks for 25_650; at most 17_351 follows from audience.friends and audience.friends_spread",
        ),
        (
            "twitter = \"35%\" }",
            "twitter = \"1%\" }",
            "shop.toml:6:36: error[GS0114]: audience.fans.twitter asks for 120; at most 60 follows from audience.members.twitter",
        ),
        (
            "members_in_common = { twitter.facebook = \"90%\" }",
            "members_in_common = { twitter.facebook = \"1%\" }",
            "shop.toml:13:42: error[GS0114]: audience.members_in_common.twitter.facebook asks for 21; at least 360 follows from audience.members.twitter, audience.members.facebook and audience.people",
        ),
    ] {
        let found = mistake(old, new);
        let text = text(&AUDIENCE.replacen(old, new, 1));
        let line = at(&found, &text);
        assert_eq!(line, expected, "{new}");
    }
}

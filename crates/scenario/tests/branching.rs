//! Audiences without a graph, as the file says them.

use std::path::Path;

use groundswell_campaign::branching::Fans;
use groundswell_campaign::branching::friends::Friends;
use groundswell_campaign::plan::Error;
use groundswell_scenario::audience::Audience;
use groundswell_scenario::branching::GraphFree;
use groundswell_scenario::diagnostic::{Diagnostic, Severity};
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::people_and_ties::AudienceError;
use groundswell_scenario::scenario::Scenario;

const AUDIENCE: &str = r#"kind = "branching"
fans = { facebook = 640, twitter = 200 }
friends = { facebook = { guess = 155, low = 100, high = 200 }, twitter = { each = 60 } }
nearby = "25%"
most_people = 20_000
customers_among_fans = "10%"
"#;

fn text(audience: &str) -> String {
    format!(
        "format = 1\nname = \"Shop\"\n[audience]\n{audience}\n\
         [[strategy]]\nname = \"wait\"\nactions = []\n"
    )
}

fn scenario(audience: &str) -> Scenario {
    let parsed = Scenario::parse(&text(audience));
    parsed.unwrap_or_else(|found| panic!("{found:#?}")).scenario
}

fn known(scenario: &Scenario) -> &GraphFree {
    match &scenario.audience {
        Audience::Branching(known) => known,
        other => panic!("{other:?}"),
    }
}

fn friends(of: &str) -> Vec<Friends> {
    let audience = format!("kind = \"branching\"\nfans = {{ a = 3, b = 4 }}\nfriends = {of}\n");
    let scenario = scenario(&audience);
    let platforms = known(&scenario).platforms.iter();
    platforms.map(|on| on.friends.clone()).collect()
}

/// The only mistake of the audience with `new` in place of `old`.
fn mistake(old: &str, new: &str) -> Diagnostic {
    assert!(AUDIENCE.contains(old), "{old}");
    let found = Scenario::parse(&text(&AUDIENCE.replacen(old, new, 1))).expect_err(new);
    let errors = found.into_iter().filter(|d| d.severity == Severity::Error);
    let errors: Vec<_> = errors.collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    errors[0].clone()
}

#[test]
fn fans_and_friends_are_as_the_file_says() {
    let scenario = scenario(AUDIENCE);
    let fans = |platform: &str, fans, friends| Fans {
        platform: platform.to_owned(),
        fans,
        friends,
    };
    let known = known(&scenario);
    assert_eq!(
        known.platforms,
        [
            fans("facebook", 640, Friends::Mean(155.0)),
            fans("twitter", 200, Friends::Each(60))
        ]
    );
    assert_eq!(scenario.audience.platforms(), ["facebook", "twitter"]);
    assert_eq!((known.nearby.get(), known.most_people), (0.25, 20_000));
    let (audience, told) = known.audience().unwrap();
    assert_eq!(audience.fans().people(), 840);
    assert_eq!(
        told,
        [
            "no graph: everybody met is somebody new, at most 20,000 people in a world",
            "facebook: 640 fans, 155 friends on average",
            "twitter: 200 fans, 60 friends each"
        ]
    );
}

#[test]
fn one_number_of_friends_holds_on_every_platform() {
    let both = |friends: Friends| vec![friends.clone(), friends];
    assert_eq!(friends("12.5"), both(Friends::Mean(12.5)));
    assert_eq!(
        friends("{ value = 12, source = \"a count\" }"),
        both(Friends::Mean(12.0))
    );
    assert_eq!(friends("{ each = 7 }"), both(Friends::Each(7)));
    let apart = [Friends::Each(7), Friends::Mean(2.0)];
    assert_eq!(friends("{ b = 2, a = { each = 7 } }"), apart);
}

#[test]
fn the_effective_scenario_says_the_same() {
    let plain = "kind = \"branching\"\nfans = { a = 3 }\nfriends = ";
    let each = format!("{plain}{{ each = 7 }}\n");
    let guessed = format!("{plain}{{ guess = 7 }}\n");
    for audience in [AUDIENCE, &each, &guessed] {
        let scenario = scenario(audience);
        let effective = scenario.effective();
        let again = Scenario::parse(&effective).unwrap_or_else(|m| panic!("{m:#?}\n{effective}"));
        assert_eq!(again.scenario.hash(), scenario.hash(), "{effective}");
        assert_eq!(again.scenario.audience, scenario.audience);
    }
}

#[test]
fn every_number_of_it_can_be_varied() {
    let scenario = scenario(AUDIENCE);
    let overrides = Overrides::none()
        .with("audience.fans.facebook", 10.0)
        .with("audience.friends.facebook", 99.5)
        .with("audience.friends.twitter.each", 5.0)
        .with("audience.most_people", 5_000.0);
    let varied = scenario.with(&overrides).unwrap();
    let known = known(&varied);
    assert_eq!(known.platforms[0].fans, 10);
    assert_eq!(known.platforms[0].friends, Friends::Mean(99.5));
    assert_eq!(known.platforms[1].friends, Friends::Each(5));
    assert_eq!(known.most_people, 5_000);
}

#[test]
fn what_cannot_be_is_told_with_what_would_do() {
    for (old, new, words) in [
        (
            "guess = 155, low = 100, high = 200",
            "value = 501",
            "between 0 and 500",
        ),
        ("each = 60", "each = 1.5", "whole number"),
        ("each = 60", "each = 60, guess = 3", "guess"),
        (
            "twitter = { each = 60 }",
            "twiter = { each = 60 }, twitter = 3",
            "twiter",
        ),
        (", twitter = { each = 60 }", "", "`twitter`"),
        (
            "most_people = 20_000",
            "most_people = 839",
            "audience.fans are 840",
        ),
        ("twitter = 200", "twitter = 2.5", "whole number"),
        ("nearby", "people = 3\nnearby", "people"),
    ] {
        let mistake = mistake(old, new);
        assert!(
            mistake.message.contains(words),
            "{new}: {}",
            mistake.message
        );
    }
    let found = Scenario::parse(&text("kind = \"branching\"\nfans = { a = 3 }\n")).unwrap_err();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.contains("`friends`"), "{found:#?}");
}

#[test]
fn a_question_about_diffusion_needs_a_graph() {
    let text = "format = 1\nname = \"Crowd\"\n[audience]\nkind = \"branching\"\nfans = { a = 3 }\n\
                friends = 2\n[diffusion]\nmodel = \"ic\"\nseeds = \"degree:1\"\n";
    let found = Scenario::parse(text).unwrap_err();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.contains("has no graph"), "{found:#?}");
}

#[test]
fn it_makes_no_graph() {
    let scenario = scenario(AUDIENCE);
    let error = scenario.audience.graph(Path::new(""), 1).unwrap_err();
    assert_eq!(error, AudienceError::NoGraph);
    let crowded = GraphFree {
        most_people: 1,
        ..known(&scenario).clone()
    };
    let error = crowded.audience().unwrap_err();
    assert!(
        matches!(error, Error::TooManyFans { fans: 840, .. }),
        "{error}"
    );
}

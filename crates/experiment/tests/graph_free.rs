//! Studies of an audience without a graph: everything that is told of them is played on chains.

use std::path::Path;

use groundswell_campaign::compare::Effort;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::plan;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::credit::credit;
use groundswell_experiment::flip::flips;
use groundswell_experiment::knowledge::knowledge;
use groundswell_experiment::study::{Error, Outcome, Study};
use groundswell_experiment::tornado::tornado;
use groundswell_scenario::scenario::Scenario;

/// 200 fans, of whom half invite two friends each, of whom `accept` buy: nobody in a world
/// without ties. Advertising sells to ten of 10,000.
fn shop(accept: f64, further: &str) -> String {
    format!(
        r#"
format = 1
name = "Shop"
objective = "customers"

[audience]
kind = "branching"
fans = {{ facebook = {{ guess = 200, low = 150, high = 250 }} }}
friends = {{ guess = 60, low = 40, high = 90 }}

[response]
boost = {{ engage = {{ guess = "2%", low = "1.5%", high = "2.5%" }}, buy = 0.05 }}
invite = {{ customer = {accept}, share = 0.0 }}

[platform.facebook]
organic_reach = 0.1

[money]
budget = 80

[[strategy]]
name = "advertise"
actions = [{{ kind = "boost", budget = 80, per_thousand = 8 }}]

[[strategy]]
name = "invite"
actions = [
  {{ kind = "prompt", via = "counter", seen = 1.0, take_part = 0.5, invitations = 2, delay = 1 }},
  {{ kind = "post", per_week = 1 }},
]

{further}
"#
    )
}

const ASKED: &str = "[run]\ndays = 60\nuncertain = [\"assumptions\", \"graph\"]";

fn made(text: &str, crew: &Crew) -> Result<Study, Error> {
    let scenario = Scenario::parse(text).expect("the shop is fine").scenario;
    Study::new(scenario, Path::new(""), 1, Effort::Worlds(200), crew)
}

fn study(text: &str, crew: &Crew) -> (Study, Outcome) {
    let study = made(text, crew).unwrap();
    let outcome = study.run(crew, &Watch::default()).unwrap();
    (study, outcome)
}

#[test]
fn a_comparison_is_played_on_chains() {
    let crew = Crew::of(2);
    let (study, outcome) = study(&shop(0.14, ASKED), &crew);
    assert!(study.audience()[0].starts_with("no graph"));
    let arm = outcome.comparison.arm("invite").unwrap();
    let customers = outcome.comparison.sample(arm, Metric::Customers);
    let mean = customers.values().iter().sum::<f64>() / customers.values().len() as f64;
    // A seventh of 200 invitations, which nobody gets twice: 28, and a deviation of 6.1 by
    // luck of accepting and of taking part, over the root of 200.
    assert!((mean - 28.0).abs() < 4.5 * 6.2 / f64::sqrt(200.0), "{mean}");
    assert_eq!(outcome.comparison.arms[outcome.verdict.best].name, "invite");
}

#[test]
fn what_would_change_the_verdict_is_played_on_chains() {
    let (crew, watch) = (Crew::of(2), Watch::default());
    let (study, outcome) = study(&shop(0.14, ASKED), &crew);
    let flips = flips(&study, &outcome, &crew, &watch);
    let accepted = flips.iter().find(|f| f.path == "response.invite.customer");
    // Ten of 200 invitations are five per cent.
    let crossing = &accepted.unwrap().crossings[0];
    assert!(crossing.low < 0.05 && 0.05 < crossing.high, "{crossing:?}");
    let known = knowledge(&study, &outcome, &crew, &watch).unwrap();
    assert_eq!((known.wins, known.audience_held), (known.sets, false));
    // There is no graph to draw.
    assert!(known.variance.is_none_or(|shares| shares.graph.is_none()));
    let swings = tornado(&study, &outcome, &crew, &watch);
    let of_fans = swings.iter().find(|s| s.path == "audience.fans.facebook");
    let of_fans = of_fans.unwrap_or_else(|| panic!("{swings:?}"));
    // Those who invite sell in proportion to the fans; luck is the same.
    assert!(of_fans.lead_at_high > of_fans.lead_at_low, "{of_fans:?}");
    let credits = credit(&study, &outcome, &crew, &watch).unwrap();
    let prompt = credits[0]
        .levers
        .iter()
        .find(|lever| lever.name == "prompt");
    let customers = &prompt.unwrap().credit[0].removal.mean;
    assert!((customers - 28.0).abs() < 10.0, "{customers}");
}

#[test]
fn what_needs_a_graph_is_refused_in_words() {
    let crew = Crew::of(1);
    let segments = format!("[[segment]]\nname = \"young\"\nshare = 0.3\n{ASKED}");
    let error = made(&shop(0.14, &segments), &crew).unwrap_err();
    assert_eq!(
        error,
        Error::Plan(plan::Error::NeedsGraph { what: "a segment" })
    );
    let study = made(&shop(0.14, ASKED), &crew).unwrap();
    let error = study.replay(None, 0, &crew, &Watch::default()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("a replay of one world rests on"),
        "{error}"
    );
}

#[test]
fn worlds_that_were_cut_are_counted() {
    let crew = Crew::of(1);
    let text = shop(0.14, ASKED).replace("friends =", "most_people = 260\nfriends =");
    let (_, outcome) = study(&text, &crew);
    assert!(outcome.comparison.cut_worlds() > 0);
}

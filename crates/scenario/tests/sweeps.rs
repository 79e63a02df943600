//! `[sweep]`: what each design and each way to say values comes to, and what people are
//! told who get them wrong.

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_campaign::metric::Metric;
use groundswell_scenario::diagnostic::{Diagnostic, Severity};
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::scenario::Scenario;
use groundswell_scenario::sweep::{Design, Factor, HEADLINES, Sweep, Values};
use groundswell_scenario::sweep_list::{ListError, points};

const FILE: &str = r#"format = 1
name = "Shop"

[audience]
kind = "from-aggregates"
people = { guess = 2_000 }
fans = { facebook = 100 }
friends = { guess = 40, low = 20, high = 80 }

[platform.facebook]
organic_reach = "6%"

[response]
post = { engage = "2%", buy = "5%" }
invite = { customer = { guess = "14%" } }

[money]
budget = 300

[[strategy]]
name = "broadcast"
actions = [{ kind = "post", per_week = 3 }]

[[strategy]]
name = "invite"
actions = [{ kind = "prompt", via = "counter", seen = "60%", take_part = { value = "33%", low = 0, high = "50%" }, invitations = 2.5, reward = { two-sided = [2, 3] } }]

[[strategy]]
name = "a \"loud\" one"
actions = [{ kind = "post", per_week = 9 }]
"#;

const CUSTOMER: &str = "response.invite.customer";

/// The file with this section.
fn file(sweep: &str) -> String {
    format!("{FILE}\n[sweep]\n{sweep}\n")
}

/// The sweep of a file, which its effective scenario has, too, and of which the scenario
/// takes no notice.
fn read(text: &str) -> Sweep {
    let plain = &text[..text.find("\n[sweep").unwrap()];
    let plain = Scenario::parse(plain).unwrap().scenario;
    let scenario = Scenario::parse(text)
        .unwrap_or_else(|mistakes| panic!("{text}{mistakes:#?}"))
        .scenario;
    assert_eq!(plain.sweep, None);
    assert_eq!(plain.hash(), scenario.hash(), "{text}");
    assert!(plain.assumptions().eq(scenario.assumptions()), "{text}");
    let effective = scenario.effective();
    let again = Scenario::parse(&effective)
        .unwrap_or_else(|mistakes| panic!("{effective}{mistakes:#?}"))
        .scenario;
    assert_eq!(again.sweep, scenario.sweep, "{effective}");
    assert_eq!(again.effective(), effective);
    assert_eq!(again.hash(), scenario.hash());
    scenario.sweep.unwrap()
}

fn sweep(section: &str) -> Sweep {
    read(&file(section))
}

/// The only factor of a sweep over the number at `path`.
fn factor(design: &str, path: &str, values: &str) -> Factor {
    let mut sweep = sweep(&format!(
        "design = \"{design}\"\nvary.\"{path}\" = {values}"
    ));
    assert_eq!(sweep.factors.len(), 1);
    sweep.factors.remove(0)
}

fn values(path: &str, said: &str) -> Vec<f64> {
    match factor("grid", path, said).values {
        Values::These { values, .. } => values,
        between => panic!("{between:?}"),
    }
}

fn between(low: f64, high: f64, logarithmic: bool) -> Values {
    Values::Between {
        low,
        high,
        logarithmic,
    }
}

/// All mistakes of the file with this section, each with what stands at its place.
fn mistakes(section: &str) -> Vec<(Diagnostic, String)> {
    let text = file(section);
    let all = Scenario::parse(&text).expect_err(section);
    let errors = all.into_iter().filter(|d| d.severity == Severity::Error);
    let with_place = |mistake: Diagnostic| {
        let place = mistake.span.clone().map(|span| text[span].to_owned());
        (mistake, place.unwrap_or_default())
    };
    errors.map(with_place).collect()
}

/// Expects one mistake with this id, what stands at its place, and its message.
fn one(section: &str, id: &str, place: &str, message: &str) -> Option<String> {
    let all = mistakes(section);
    assert_eq!(all.len(), 1, "{section}: {all:#?}");
    let (mistake, found) = &all[0];
    assert_eq!(
        (mistake.id, found.as_str(), mistake.message.as_str()),
        (id, place, message)
    );
    mistake.help.clone()
}

#[test]
fn what_is_not_said_has_its_default() {
    let asked = sweep("vary.\"response.invite.customer\" = [0.1]");
    let expected = Sweep {
        design: Design::Grid,
        factors: asked.factors.clone(),
        seeds: Vec::new(),
        graphs: 1,
        of: vec!["invite".to_owned(), "a \"loud\" one".to_owned()],
        metrics: HEADLINES.to_vec(),
        per_world: false,
        block: 256,
        decided: None,
    };
    assert_eq!(asked, expected);
    let scenario = Scenario::parse(FILE).unwrap().scenario;
    let one_point = Sweep {
        factors: Vec::new(),
        ..expected
    };
    assert_eq!(Sweep::of_one_point(&scenario), one_point);
}

#[test]
fn every_design_has_its_word_and_its_numbers() {
    let vary = "vary.\"money.budget\" = { range = { from = 1, to = 3, count = 3 } }";
    for (said, design) in [
        ("grid\"", Design::Grid),
        ("zip\"", Design::Zip),
        ("latin-hypercube\"", Design::LatinHypercube { points: 64 }),
        (
            "latin-hypercube\"\npoints = 9",
            Design::LatinHypercube { points: 9 },
        ),
        ("sobol\"", Design::Sobol { points: 64 }),
        ("sobol\"\npoints = 65_536", Design::Sobol { points: 65_536 }),
        ("saltelli\"", Design::Saltelli { points: 64 }),
        ("saltelli\"\npoints = 2", Design::Saltelli { points: 2 }),
        (
            "trajectories\"",
            Design::Trajectories {
                trajectories: 16,
                levels: 4,
            },
        ),
        (
            "trajectories\"\ntrajectories = 5\nlevels = 64",
            Design::Trajectories {
                trajectories: 5,
                levels: 64,
            },
        ),
    ] {
        let asked = sweep(&format!("design = \"{said}\n{vary}"));
        assert_eq!(asked.design, design);
        let fills = !matches!(design, Design::Grid | Design::Zip);
        assert_eq!(asked.factors[0].values == between(1.0, 3.0, false), fills);
        assert!(said.starts_with(design.name()));
    }
    let two = format!("{vary}\nvary.\"money.hour\" = [1, 2]");
    let map = |refine: &str| sweep(&format!("design = \"map\"\n{refine}\n{two}")).design;
    assert_eq!(map(""), Design::Map { refine: 2 });
    assert_eq!(map("refine = 0"), Design::Map { refine: 0 });
    let list = sweep("design = \"list\"\nfile = \"points.csv\"");
    let file = "points.csv".to_owned();
    assert_eq!((list.design, list.factors), (Design::List { file }, vec![]));
}

#[test]
fn values_are_those_that_a_person_would_write() {
    let customer = |said: &str| values(CUSTOMER, said);
    assert_eq!(customer("[0.3, \"10%\", 0]"), [0.3, 0.1, 0.0]);
    assert_eq!(customer("{ values = [\"6.15%\"] }"), [0.0615]);
    let eighth = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4];
    let by_step = "{ range = { from = 0.05, to = 0.4, step = 0.05 } }";
    assert_eq!(customer(by_step), eighth);
    let in_percent = "{ range = { from = \"5%\", to = \"40%\", step = \"5%\" } }";
    assert_eq!(customer(in_percent), eighth);
    let by_count = "{ range = { from = 0.05, to = \"40%\", count = 8 } }";
    assert_eq!(customer(by_count), eighth);
    let short = "{ range = { from = 0.1, to = 0.35, step = 0.1 } }";
    assert_eq!(customer(short), [0.1, 0.2, 0.3]);
    let thirds = "{ range = { from = 0, to = 1, count = 4 } }";
    assert_eq!(customer(thirds), [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
    let budget = |said: &str| values("money.budget", said);
    let hundreds = "{ range = { from = 100, to = 300, count = 3 } }";
    assert_eq!(budget(hundreds), [100.0, 200.0, 300.0]);
    let decades = "{ log = { from = 1, to = 1_000_000, count = 7 } }";
    assert_eq!(budget(decades), [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6]);
    for steps in 1..=1000u32 {
        let said = format!(
            "{{ range = {{ from = 0, to = 1, step = {} }} }}",
            f64::from(steps) / 1e3
        );
        for (value, i) in customer(&said).into_iter().zip(0..) {
            assert_eq!(value, f64::from(i * steps) / 1e3, "{said}");
        }
    }
    for count in [2u32, 11, 21, 101, 1001, 10_000] {
        let said = format!("{{ range = {{ from = 0.1, to = 0.9, count = {count} }} }}");
        let values = customer(&said);
        assert_eq!(values.len(), count as usize);
        assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{said}");
        let share = |i: u32| f64::from(1000 + 8000 / (count - 1) * i) / 1e4;
        if 8000 % (count - 1) == 0 {
            assert!(values.iter().copied().eq((0..count).map(share)), "{said}");
        }
    }
}

#[test]
fn whole_numbers_stay_whole() {
    let people = |said: &str| values("audience.people", said);
    let halves = "{ range = { from = 10, to = 15, count = 3 } }";
    assert_eq!(people(halves), [10.0, 13.0, 15.0]);
    let log = "{ log = { from = 1, to = 1000, count = 5 } }";
    assert_eq!(people(log), [1.0, 6.0, 32.0, 178.0, 1000.0]);
    let plausible = people("{ plausible = 3 }");
    assert_eq!(plausible, [667.0, 2000.0, 6000.0]);
    let free = factor("sobol", "audience.people", "{ plausible = true }").values;
    assert_eq!(free, between(667.0, 6000.0, true));
    one(
        "vary.\"audience.people\" = { log = { from = 1, to = 3, count = 9 } }",
        "GS0106",
        "\"audience.people\"",
        "sweep.vary.\"audience.people\" has 1 twice; different values would do",
    );
    let odd = "vary.\"audience.people\" = { range = { from = 1, to = 3, step = 0.5 } }";
    assert_eq!(mistakes(odd)[0].1, "0.5");
}

#[test]
fn logarithmic_values_and_plausible_ones_keep_what_they_are() {
    let customer = |design, said| factor(design, CUSTOMER, said);
    let log = customer(
        "grid",
        "{ log = { from = \"1%\", to = \"4%\", count = 3 } }",
    );
    let expected = Values::These {
        values: vec![0.01, 0.02, 0.04],
        logarithmic: true,
    };
    assert_eq!(log.values, expected);
    // A guess may be off by a factor of three.
    let guess = customer("zip", "{ plausible = 3 }").values;
    assert!(guess.is_logarithmic());
    let Values::These { values: three, .. } = guess else {
        panic!("{guess:?}")
    };
    assert_eq!(three, [0.14 / 3.0, 0.14, 0.14 * 3.0]);
    // Down to zero there are no equal ratios.
    let part = "strategy.invite.prompt.take_part";
    assert_eq!(values(part, "{ plausible = 3 }"), [0.0, 0.25, 0.5]);
    let hexadecimal = values(part, "{ plausible = 0x10 }");
    assert_eq!(hexadecimal.len(), 16);
    for said in ["{ plausible = true }", "{ plausible = 7 }"] {
        let free = customer("latin-hypercube", said).values;
        assert_eq!(free, between(0.14 / 3.0, 0.14 * 3.0, true));
        assert_eq!(
            factor("saltelli", part, said).values,
            between(0.0, 0.5, false)
        );
    }
    for said in [
        "{ log = { from = 0.1, to = 0.4 } }",
        "{ log = { from = 0.1, to = 0.4, count = 5 } }",
    ] {
        assert_eq!(customer("sobol", said).values, between(0.1, 0.4, true));
    }
    let range = "{ range = { from = 0, to = 1, step = 0.1 } }";
    assert_eq!(
        customer("trajectories", range).values,
        between(0.0, 1.0, false)
    );
}

#[test]
fn a_factor_tells_what_it_is_now_and_what_goes_along() {
    let said =
        "{ values = [1, 2], also = [\"strategy.invite.prompt.reward.friend\", \"money.hour\"] }";
    let path = "strategy.invite.prompt.reward.inviter";
    let asked = factor("grid", path, said);
    assert_eq!((asked.path.as_str(), asked.now), (path, 2.0));
    assert_eq!(
        asked.also,
        ["strategy.invite.prompt.reward.friend", "money.hour"]
    );
    let loud = sweep(r#"vary."strategy.\"a \\\"loud\\\" one\".post.per_week" = [1, 2]"#);
    assert_eq!(loud.factors[0].now, 9.0);
    let neutral = factor("grid", "platform.facebook.organic_reach", "[1]");
    assert_eq!(neutral.now, 0.06);
    // Dotted keys, an inline table and a table of its own are the same.
    let inline = sweep("vary = { \"money.budget\" = [1], \"money.hour\" = [2] }");
    let dotted = sweep("vary.\"money.budget\" = [1]\nvary.\"money.hour\" = [2]");
    let table = sweep("[sweep.vary]\n\"money.budget\" = [1]\n\"money.hour\" = [2]");
    assert_eq!((&inline, &inline), (&dotted, &table));
}

#[test]
fn all_assumptions_are_those_that_are_uncertain() {
    let asked = sweep("design = \"saltelli\"\nvary = \"assumptions\"");
    let factors: Vec<_> = asked
        .factors
        .iter()
        .map(|factor| (factor.path.as_str(), factor.values.clone()))
        .collect();
    assert!(factors.contains(&("audience.people", between(667.0, 6000.0, true))));
    assert!(factors.contains(&("audience.friends", between(20.0, 80.0, true))));
    assert!(factors.contains(&("strategy.invite.prompt.take_part", between(0.0, 0.5, false))));
    let scenario = Scenario::parse(FILE).unwrap().scenario;
    let uncertain = scenario.assumptions().filter(|q| q.is_uncertain());
    assert!(
        uncertain
            .map(|q| q.path.as_str())
            .eq(factors.iter().map(|(path, _)| *path))
    );
}

#[test]
fn coordinates_become_values() {
    let these = Values::These {
        values: vec![3.0, 1.0, 2.0],
        logarithmic: false,
    };
    assert_eq!(
        [0.0, 0.34, 0.99, 1.0].map(|x| these.at(x)),
        [3.0, 1.0, 2.0, 2.0]
    );
    assert_eq!(
        [0.0, 0.5, 1.0].map(|x| between(1.0, 3.0, false).at(x)),
        [1.0, 2.0, 3.0]
    );
    let log = between(0.01, 1.0, true);
    assert_eq!([log.at(0.0), log.at(1.0)], [0.01, 1.0]);
    assert!((log.at(0.5) - 0.1).abs() < 1e-12);
}

#[test]
fn seeds_graphs_and_what_is_told_are_as_said() {
    let asked = sweep(
        "vary.\"money.budget\" = [1]\nseeds = 3\ngraphs = 10_000\nof = \"invite\"\nblock = 64\n\
         metrics = [\"reach\", \"profit\", \"reach\"]\nuntil = \"decided\"\nper_world = true",
    );
    assert_eq!(asked.seeds, [1, 2, 3]);
    assert_eq!((asked.graphs, asked.block), (10_000, 64));
    assert_eq!(asked.of, ["invite"]);
    assert_eq!(asked.metrics, [Metric::Reach, Metric::Profit]);
    assert_eq!(asked.decided, Some(16_384));
    assert!(asked.per_world);
    let asked = sweep(
        "vary.\"money.budget\" = [1]\nseeds = [9, 0, 9_223_372_036_854_775_807]\n\
         of = [\"do-nothing\", \"invite\", \"do-nothing\"]\nmetrics = \"all\"\n\
         until = \"decided\"\nmost_worlds = 256\nper_world = false",
    );
    assert_eq!(asked.seeds, [9, 0, i64::MAX as u64]);
    assert_eq!(asked.of, ["do-nothing", "invite"]);
    assert_eq!(asked.metrics, Metric::ALL);
    assert_eq!(asked.decided, Some(256));
    assert!(!asked.per_world);
    let asked = sweep("vary.\"money.budget\" = [1]\nmetrics = []\nuntil = \"run\"\nseeds = 10_000");
    assert_eq!((asked.metrics.len(), asked.decided), (0, None));
    assert_eq!(asked.seeds.len(), 10_000);
}

#[test]
fn a_question_about_diffusion_is_swept_too() {
    let club = |rest: &str| {
        let of = "weights = \"uniform:0.1\"\nseeds = \"degree:3\"";
        format!(
            "format = 1\nname = \"Club\"\n[audience]\nkind = \"built-in\"\ngraph = \"karate\"\n\
             [diffusion]\nmodel = \"sir\"\n{of}\nrecovery = {{ guess = 0.2 }}\n[run]\nworlds = 9\n\
             \n[sweep]\n{rest}\n"
        )
    };
    let asked = read(&club(
        "vary.\"diffusion.weights\" = { range = { from = 0.1, to = 0.3, step = 0.1 } }\n\
         vary.\"diffusion.seeds\" = { log = { from = 1, to = 16, count = 5 } }\n\
         vary.\"diffusion.recovery\" = { plausible = 3 }",
    ));
    let of = |at: usize| match &asked.factors[at].values {
        Values::These { values, .. } => values.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(of(0), [0.1, 0.2, 0.3]);
    assert_eq!(of(1), [1.0, 2.0, 4.0, 8.0, 16.0]);
    assert_eq!(of(2), [0.2 / 3.0, 0.2, 0.2 * 3.0]);
    assert_eq!(
        (asked.block, asked.of.len(), asked.metrics.len()),
        (4096, 0, 0)
    );
    let errors = |rest: &str| -> Vec<String> {
        let all = Scenario::parse(&club(rest)).unwrap_err();
        all.into_iter().map(|mistake| mistake.message).collect()
    };
    for key in [
        "of = \"x\"",
        "metrics = \"all\"",
        "until = \"run\"",
        "most_worlds = 256",
    ] {
        let all = errors(&format!("vary.\"diffusion.seeds\" = [1]\n{key}"));
        assert!(
            all.len() == 1 && all[0].starts_with("sweep has no key"),
            "{all:?}"
        );
    }
    let all = errors("vary.\"diffusion.seeds\" = [1.5]\nvary.\"diffusion.weights\" = [10]");
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].ends_with("lies between 0 and 50_000_000"), "{all:?}");
}

#[test]
fn words_with_numbers_are_numbers_that_can_be_varied() {
    let read = |of: &str| {
        let text = format!(
            "format = 1\nname = \"Club\"\n[audience]\nkind = \"built-in\"\ngraph = \"karate\"\n\
             [diffusion]\n{of}\n"
        );
        Scenario::parse(&text)
            .unwrap_or_else(|m| panic!("{m:#?}"))
            .scenario
    };
    let paths = |scenario: &Scenario| -> Vec<(String, f64)> {
        let tuned = scenario.assumptions();
        let tuned = tuned.filter(|q| q.path.contains("weights") || q.path.contains("seeds"));
        tuned.map(|q| (q.path.clone(), q.value)).collect()
    };
    let ic = "model = \"independent-cascade\"\n";
    for (weights, seeds) in [
        ("given", "0,33"),
        ("weighted-cascade", "none"),
        ("trivalency", "0+chance:0.1"),
        ("trivalency", "degree:2+random:3"),
    ] {
        let read = read(&format!("{ic}weights = \"{weights}\"\nseeds = \"{seeds}\""));
        assert_eq!(paths(&read), [], "{weights} {seeds}");
    }
    for (kind, number, other) in [
        ("degree", 5.0, 7.0),
        ("betweenness", 1_000.0, 0.0),
        ("random", 3.0, 34.0),
        ("chance", 0.25, 0.0),
    ] {
        let said = |number| format!("{ic}seeds = \"{kind}:{number}\"");
        let scenario = read(&said(number));
        assert_eq!(paths(&scenario), [("diffusion.seeds".to_owned(), number)]);
        let varied = scenario
            .with(&Overrides::none().with("diffusion.seeds", other))
            .unwrap();
        assert_eq!(varied.diffusion, read(&said(other)).diffusion, "{kind}");
        assert_eq!(varied.hash(), read(&said(other)).hash(), "{kind}");
        for wrong in [-1.0, f64::NAN, f64::INFINITY, 1e9] {
            let wrong = Overrides::none().with("diffusion.seeds", wrong);
            let mistakes = scenario.with(&wrong).unwrap_err();
            assert_eq!((mistakes.len(), mistakes[0].id), (1, "GS0103"), "{kind}");
        }
    }
    let rounded = read(&format!("{ic}seeds = \"degree:5\""));
    let rounded = rounded
        .with(&Overrides::none().with("diffusion.seeds", 6.6))
        .unwrap();
    assert_eq!(paths(&rounded)[0].1, 7.0);
    let said =
        |p| format!("{ic}seeds = \"0\"\nweights = {{ ties = \"uniform-multiplicity:{p}\" }}");
    let scenario = read(&said(0.5));
    let path = "diffusion.weights.ties";
    assert_eq!(paths(&scenario), [(path.to_owned(), 0.5)]);
    let varied = scenario.with(&Overrides::none().with(path, 0.75)).unwrap();
    assert_eq!(varied.hash(), read(&said(0.75)).hash());
    let brands = "model = \"competitive-cascade\"\nseeds = { A = \"degree:1\", B = \"random:2\" }";
    let brands: Vec<String> = paths(&read(brands))
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(brands, ["diffusion.seeds.A", "diffusion.seeds.B"]);
}

#[test]
fn a_scenario_at_a_point_has_no_sweep() {
    let text = file("vary.\"money.budget\" = [1, 2]\nseeds = 2");
    let scenario = Scenario::parse(&text).unwrap().scenario;
    let at = scenario
        .with(&Overrides::none().with("money.budget", 2.0))
        .unwrap();
    assert_eq!(at.sweep, None);
    assert!(!at.effective().contains("sweep"));
    let plain = Scenario::parse(&FILE.replace("budget = 300", "budget = 2")).unwrap();
    assert_eq!(at.hash(), plain.scenario.hash());
    let same = scenario.with(&Overrides::none()).unwrap();
    assert_eq!(same.sweep, scenario.sweep);
}

#[test]
fn the_effective_scenario_says_values_as_the_file_does() {
    let text = file(
        "vary.\"response.invite.customer\" = { range = { from = \"5%\", to = 0.4, step = \"5%\" } }\n\
         vary.\"money.budget\" = { log = { from = 100, to = 20_000, count = 4 }, also = [\"money.hour\"] }\n\
         vary.\"money.hour\" = [1, 2]\nseeds = [1, 2, 3]\nof = \"invite\"",
    )
    .replace("vary.\"money.hour\" = [1, 2]\n", "vary.\"audience.people\" = [30_000, 20]\n");
    let effective = Scenario::parse(&text).unwrap().scenario.effective();
    let expected = "\n[sweep]\ndesign = \"grid\"  # default\nseeds = 3\ngraphs = 1  # default\n\
        of = [\"invite\"]\nmetrics = [\"reach\", \"visitors\", ";
    assert!(effective.contains(expected), "{effective}");
    let expected = "\n[sweep.vary]\n\
        \"response.invite.customer\" = { range = { from = 0.05, to = 0.4, step = 0.05 } }\n\
        \"money.budget\" = { log = { from = 100, to = 20_000, count = 4 }, also = [\"money.hour\"] }\n\
        \"audience.people\" = { values = [30_000, 20] }\n";
    assert!(effective.contains(expected), "{effective}");
}

#[test]
fn paths_that_no_number_has_are_told_with_what_was_meant() {
    let nobody = |path: &str| {
        format!(
            "no number of the scenario is called {path}; groundswell show --effective names all"
        )
    };
    let help = one(
        "vary.\"response.invite.custmer\" = [0.1]",
        "GS0110",
        "\"response.invite.custmer\"",
        &nobody("response.invite.custmer"),
    );
    assert_eq!(
        help.as_deref(),
        Some("did you mean `response.invite.customer`?")
    );
    let help = one(
        "vary.response.invite.customer = [0.1]",
        "GS0110",
        "response",
        &nobody("response"),
    );
    let quotes = "the whole path stands in quotes: vary.\"response.invite.customer\"";
    assert_eq!(help.as_deref(), Some(quotes));
    let help = one(
        "vary.money.budget = { range = { from = 1, to = 2, count = 2 } }",
        "GS0110",
        "money",
        &nobody("money"),
    );
    let quotes = "the whole path stands in quotes: vary.\"money.budget\"";
    assert_eq!(help.as_deref(), Some(quotes));
    let help = one(
        "vary.\"money.budget\" = { values = [1], also = [\"money.houre\"] }",
        "GS0110",
        "\"money.houre\"",
        &nobody("money.houre"),
    );
    assert_eq!(help.as_deref(), Some("did you mean `money.hour`?"));
}

#[test]
fn a_mistake_elsewhere_makes_no_path_wrong() {
    let vary = "vary.\"audience.people\" = [100]\nvary.\"strategy.invite.prompt.seen\" = [0.1]";
    for (old, new) in [
        ("\"from-aggregates\"", "\"from-agregates\""),
        ("kind = \"prompt\"", "kind = \"promt\""),
    ] {
        let all = Scenario::parse(&file(vary).replacen(old, new, 1)).unwrap_err();
        assert_eq!(all.len(), 1, "{all:#?}");
    }
    let without = &FILE[..FILE.find("[[strategy]]").unwrap()];
    let text = format!(
        "{without}[sweep]\nvary.\"money.budget\" = [1]\nof = \"invite\"\nmetrics = \"all\""
    );
    let all = Scenario::parse(&text).unwrap_err();
    assert_eq!(all.len(), 1, "{all:#?}");
    let slip = file("vary.\"response.invite.custmer\" = [0.1]").replacen(
        "per_week = 3",
        "per_week = -3",
        1,
    );
    assert_eq!(Scenario::parse(&slip).unwrap_err().len(), 2);
}

#[test]
fn numbers_that_are_none_or_too_large_are_told() {
    let customer = |said: &str| format!("vary.\"{CUSTOMER}\" = {said}");
    let here = "sweep.vary.\"response.invite.customer\"";
    let share = "a probability lies between 0 and 1, or \"0%\" and \"100%\"";
    let help = one(
        &customer("[0.1, 10]"),
        "GS0103",
        "10",
        &format!("{here} is 10; {share}"),
    );
    assert_eq!(help.as_deref(), Some("write \"10%\" or 0.1"));
    let help = one(
        &customer("{ range = { from = 2, to = \"30%\", count = 5 } }"),
        "GS0103",
        "2",
        &format!("{here}.range.from is 2; {share}"),
    );
    assert_eq!(help.as_deref(), Some("write \"2%\" or 0.02"));
    let help = one(
        &customer("{ range = { from = 0.1, to = 0.4, step = 10 } }"),
        "GS0103",
        "10",
        &format!("{here}.range.step is 10; a share lies above 0 and is at most 1, or \"100%\""),
    );
    assert_eq!(help.as_deref(), Some("write \"10%\" or 0.1"));
    let many = "this number is a whole number that lies between 2 and 10_000";
    for (said, place, message) in [
        (
            "{ range = { from = 0.1, to = 0.4, count = \"20%\" } }",
            "\"20%\"",
            "range.count is \"20%\"; a number would do".to_owned(),
        ),
        (
            "{ log = { from = 0.1, to = 0.4, count = 1 } }",
            "1",
            format!("log.count is 1; {many}"),
        ),
        (
            "{ range = { from = 0.1, to = 0.4, count = 1_000_000_000 } }",
            "1_000_000_000",
            format!("range.count is 1_000_000_000; {many}"),
        ),
        (
            "{ range = { from = 0.1, to = 0.4, count = 2.5 } }",
            "2.5",
            format!("range.count is 2.5; {many}"),
        ),
        (
            "{ plausible = 1_000_000_000 }",
            "1_000_000_000",
            format!("plausible is 1_000_000_000; {many}"),
        ),
        (
            "{ plausible = true }",
            "true",
            "plausible is true; how many values, from 2 on, would do".to_owned(),
        ),
        (
            "{ range = { from = 0.1, to = 0.4, step = 0 } }",
            "0",
            "range.step is 0; a share lies above 0 and is at most 1, or \"100%\"".to_owned(),
        ),
        (
            "{ range = { from = 0.1, to = 0.4, step = 1e-9 } }",
            "1e-9",
            "range makes 300_000_001 values; 2 to 10_000 would do".to_owned(),
        ),
        (
            "{ range = { from = 0.1, to = 0.4, step = 5e-324 } }",
            "5e-324",
            "range makes 1000000000000000 values; 2 to 10_000 would do".to_owned(),
        ),
        (
            "{ range = { from = 0.1, to = 0.4, step = 0.5 } }",
            "0.5",
            "range.step is 0.5, more than all the way from 0.1 to 0.4".to_owned(),
        ),
        (
            "{ range = { from = 0.4, to = 0.1, step = 0.1 } }",
            "{ from = 0.4, to = 0.1, step = 0.1 }",
            "range goes from 0.4 to 0.1; from < to would do".to_owned(),
        ),
        (
            "{ log = { from = 0, to = 0.1, count = 2 } }",
            "{ from = 0, to = 0.1, count = 2 }",
            "log goes from 0 to 0.1; 0 < from < to would do".to_owned(),
        ),
        (
            "{ range = { from = 0.1, count = 2 } }",
            "{ from = 0.1, count = 2 }",
            "range has no `to`, which it needs".to_owned(),
        ),
        (
            "{ range = { from = 0.1, to = 0.2 } }",
            "{ from = 0.1, to = 0.2 }",
            "range has neither `step` nor `count`".to_owned(),
        ),
        (
            "{ log = { from = 0.1, to = 0.2 } }",
            "{ from = 0.1, to = 0.2 }",
            "log has no `count`, which it needs".to_owned(),
        ),
        (
            "{ range = { from = 0.1, to = 0.2, step = 0.1, count = 2 } }",
            "{ from = 0.1, to = 0.2, step = 0.1, count = 2 }",
            "range has `step` and `count`; one of them would do".to_owned(),
        ),
        (
            "{ range = [0.1, 0.2] }",
            "[0.1, 0.2]",
            "range is a list; { from = …, to = …, count = … } would do".to_owned(),
        ),
        (
            "{ values = 0.1 }",
            "0.1",
            "values is 0.1; a list in [brackets] would do".to_owned(),
        ),
    ] {
        let ids = ["GS0103", "GS0104", "GS0109", "GS0102", "GS0106"];
        let all = mistakes(&customer(said));
        assert_eq!(all.len(), 1, "{all:#?}");
        assert!(ids.contains(&all[0].0.id));
        let message = format!("{here}.{message}").replace(".values is", " is");
        assert_eq!(
            (
                all[0].1.as_str(),
                &all[0].0.message.replace(".values is", " is")
            ),
            (place, &message)
        );
    }
    for (said, message) in [
        ("[]", "has 0 values; 1 to 10_000 would do"),
        (
            "{}",
            "has no values; one of values, range, log, plausible would do",
        ),
        (
            "{ values = [0.1], log = { from = 0.1, to = 1, count = 2 } }",
            "has values and log; one of values, range, log, plausible would do",
        ),
        (
            "0.1",
            "is 0.1; a list of values, or { range = … }, { log = … }, { plausible = … }, would do",
        ),
        (
            "{ values = [0.1, 0.5], also = [\"audience.people\"] }",
            "becomes 0.1, and audience.people with it; a number of people is a whole number that \
             lies between 1 and 50_000_000",
        ),
    ] {
        let all = mistakes(&customer(said));
        assert_eq!(all.len(), 1, "{all:#?}");
        assert_eq!(
            (all[0].0.message.as_str(), all[0].1.as_str()),
            (&*format!("{here} {message}"), said)
        );
    }
    let list = ["0.5"; 10_001].join(", ");
    let all = mistakes(&customer(&format!("[{list}]")));
    assert_eq!(
        all[0].0.message,
        format!("{here} has 10_001 values; 1 to 10_000 would do")
    );
    let certain = "vary.\"money.budget\" = { plausible = 3 }";
    let message = "money.budget has one plausible value only; give it low and high, or say range = \
                   { from = …, to = … }";
    one(certain, "GS0109", "3", message);
}

#[test]
fn misspelt_keys_are_told_with_what_was_meant() {
    let keys = "sweep has no key `desgin`; the keys are design, vary, seeds, graphs, of, metrics, \
                per_world, block, until, most_worlds";
    let help = one(
        "desgin = \"grid\"\nvary.\"money.hour\" = [1]",
        "GS0101",
        "desgin",
        keys,
    );
    assert_eq!(help.as_deref(), Some("did you mean `design`?"));
    let message =
        "sweep.vary.\"money.hour\".range has no key `cuont`; the keys are from, to, step, count";
    let help = one(
        "vary.\"money.hour\" = { range = { from = 1, to = 2, cuont = 2 } }",
        "GS0101",
        "cuont",
        message,
    );
    assert_eq!(help.as_deref(), Some("did you mean `count`?"));
    let message = "sweep.vary.\"money.hour\".log has no key `step`; the keys are from, to, count";
    one(
        "vary.\"money.hour\" = { log = { from = 1, to = 2, step = 2 } }",
        "GS0101",
        "step",
        message,
    );
    let help = one(
        "design = \"sobbol\"\npoints = 9\nvary.\"money.hour\" = { range = { from = 1, to = 2 } }",
        "GS0105",
        "\"sobbol\"",
        "sweep.design is \"sobbol\"; \"grid\", \"zip\", \"list\", \"latin-hypercube\", \"sobol\", \
         \"saltelli\", \"trajectories\" or \"map\" would do",
    );
    assert_eq!(help.as_deref(), Some("did you mean `sobol`?"));
    assert_eq!(mistakes("design = \"lits\"\nfile = \"x.csv\"").len(), 1);
    let help = one(
        "design = \"sobol\"\nvary = \"asumptions\"",
        "GS0105",
        "\"asumptions\"",
        "sweep.vary is \"asumptions\"; a table of paths, or \"assumptions\", would do",
    );
    assert_eq!(help.as_deref(), Some("did you mean `assumptions`?"));
    let message = "sweep.vary is a list; a table of paths, or \"assumptions\", would do";
    one(
        "vary = [\"money.hour\"]",
        "GS0104",
        "[\"money.hour\"]",
        message,
    );
}

#[test]
fn designs_and_factors_go_together() {
    one(
        "",
        "GS0102",
        "[sweep]",
        "sweep has no `vary`, which it needs",
    );
    one(
        "vary = {}",
        "GS0103",
        "{}",
        "sweep.vary names 0 numbers; 1 to 1000 would do",
    );
    one(
        "design = \"zip\"\nvary.\"money.hour\" = [1, 2]\nvary.\"money.budget\" = [1, 2, 3]",
        "GS0106",
        "\"money.budget\"",
        "sweep.vary has 2 values of money.hour and 3 of money.budget, which are no pairs; as many \
         of each would do",
    );
    let three = "vary.\"money.hour\" = [1, 2]\nvary.\"money.budget\" = [1, 2]\nvary.\"audience.people\" = [1, 2]";
    let place = "\"audience.people\"";
    one(
        &format!("design = \"map\"\n{three}"),
        "GS0106",
        place,
        "a map has 2 factors, not 3",
    );
    one(
        "design = \"map\"\nvary.\"money.hour\" = [1, 2]",
        "GS0106",
        "\"money.hour\"",
        "a map has 2 factors, not 1",
    );
    one(
        "design = \"map\"\nvary.\"money.hour\" = [1, 2]\nvary.\"money.budget\" = [1]",
        "GS0106",
        "\"money.budget\"",
        "sweep.vary.\"money.budget\" has one value; a map begins with 2 of each factor at least",
    );
    one(
        "design = \"list\"\nfile = \"x.csv\"\nvary.\"money.hour\" = [1]",
        "GS0106",
        "vary",
        "sweep.vary and sweep.file both say what is varied; a list has its columns for factors",
    );
    one(
        "design = \"list\"",
        "GS0102",
        "[sweep]",
        "sweep has no `file`, which it needs",
    );
    one(
        "design = \"trajectories\"\nlevels = 5\ntrajectories = 9\nvary = \"assumptions\"",
        "GS0103",
        "5",
        "sweep.levels is 5; an even number would do",
    );
    one(
        "design = \"sobol\"\npoints = 65_537\nvary = \"assumptions\"",
        "GS0103",
        "65_537",
        "sweep.points is 65_537; a whole number between 2 and 65536 would do",
    );
    one(
        "vary = \"assumptions\"",
        "GS0106",
        "\"assumptions\"",
        "sweep.vary is \"assumptions\", which has bounds and no values; design = \
         \"latin-hypercube\", \"sobol\", \"saltelli\" or \"trajectories\" would do",
    );
    let help = one(
        "vary.\"money.hour\" = { values = [1], also = [\"money.budget\"] }\nvary.\"money.budget\" = [1]",
        "GS0106",
        "\"money.budget\"",
        "sweep.vary varies money.budget twice",
    );
    assert_eq!(help, None);
    one(
        "vary.\"money.hour\" = { values = [1], also = [\"money.hour\"] }",
        "GS0106",
        "\"money.hour\"",
        "sweep.vary varies money.hour twice",
    );
    one(
        "vary.\"money.hour\" = [1, 2, 1]",
        "GS0106",
        "\"money.hour\"",
        "sweep.vary.\"money.hour\" has 1 twice; different values would do",
    );
    sweep("design = \"zip\"\nvary.\"money.hour\" = [1, 1]\nvary.\"money.budget\" = [1, 2]");
    let certain = "format = 1\nname = \"Club\"\n[audience]\nkind = \"built-in\"\n\
                   graph = \"karate\"\n[diffusion]\nmodel = \"ic\"\nseeds = \"0\"\n[sweep]\n\
                   design = \"sobol\"\nvary = \"assumptions\"";
    let message = "sweep.vary is \"assumptions\", but no number of the scenario is uncertain; \
                   give some of them low and high";
    assert_eq!(Scenario::parse(certain).unwrap_err()[0].message, message);
}

#[test]
fn what_stands_beside_the_factors_is_checked() {
    let with = |rest: &str| format!("vary.\"money.hour\" = [1]\n{rest}");
    let how = "how many, 1 to 10_000, or a list of different whole numbers, would do";
    for (said, found) in [
        ("0", "0"),
        ("-1", "-1"),
        ("10_001", "10_001"),
        ("99999999999999999999", "99999999999999999999"),
        ("[]", "a list"),
        ("[1, -2]", "a list"),
        ("[1.5]", "a list"),
        ("\"3\"", "\"3\""),
    ] {
        let message = format!("sweep.seeds is {found}; {how}");
        one(&with(&format!("seeds = {said}")), "GS0104", said, &message);
    }
    let message = format!("sweep.seeds has 7 twice; {how}");
    one(&with("seeds = [7, 1, 7]"), "GS0106", "[7, 1, 7]", &message);
    let of = "which is no strategy besides the reference; \"invite\", \"a \"loud\" one\" or \"do-nothing\" would do";
    let message = format!("sweep.of is \"invit\", {of}");
    let help = one(&with("of = \"invit\""), "GS0108", "\"invit\"", &message);
    assert_eq!(help.as_deref(), Some("did you mean `invite`?"));
    let message = format!("sweep.of is \"broadcast\", {of}");
    one(
        &with("of = [\"invite\", \"broadcast\"]"),
        "GS0108",
        "\"broadcast\"",
        &message,
    );
    one(
        &with("of = []"),
        "GS0102",
        "[]",
        "sweep.of names no strategy; without the key all are told",
    );
    one(
        &with("of = 3"),
        "GS0104",
        "3",
        "sweep.of is 3; a list in [brackets] would do",
    );
    let message = "sweep.metrics is \"reach\"; \"all\", or a list in [brackets], would do";
    one(&with("metrics = \"reach\""), "GS0104", "\"reach\"", message);
    let all = mistakes(&with("metrics = [\"reech\"]"));
    assert_eq!((all[0].0.id, all[0].1.as_str()), ("GS0105", "\"reech\""));
    assert_eq!(all[0].0.help.as_deref(), Some("did you mean `reach`?"));
    let message = "sweep.most_worlds is for cells that run until they are decided; until = \
                   \"decided\" would do";
    one(&with("most_worlds = 512"), "GS0106", "512", message);
    let message = "sweep.graphs is 0; a whole number between 1 and 10000 would do";
    one(&with("graphs = 0"), "GS0103", "0", message);
    let message = "sweep.block is 1_000_000_000; a whole number between 1 and 1000000 would do";
    one(
        &with("block = 1_000_000_000"),
        "GS0103",
        "1_000_000_000",
        message,
    );
    one(
        &with("per_world = 1"),
        "GS0104",
        "1",
        "sweep.per_world is 1; true or false would do",
    );
    let message = "sweep.until is \"decide\"; \"run\" or \"decided\" would do";
    one(
        &with("until = \"decide\"\nmost_worlds = 512"),
        "GS0105",
        "\"decide\"",
        message,
    );
}

#[test]
fn all_mistakes_of_a_sweep_are_told_at_once() {
    let all = mistakes(
        "design = \"trajectories\"\nlevels = 3\ntrajectories = 1\nponts = 4\nseeds = [1, 1]\n\
         graphs = 0\nof = [\"x\", \"broadcast\"]\nmetrics = [\"x\"]\nblock = 0\nmost_worlds = 1\n\
         vary.\"money.hour\" = { range = { from = -1, to = \"x\", step = 0 }, also = [\"x\", 3] }\n\
         vary.\"response.invite.customer\" = { log = { from = 2, to = 3 }, bySo = 1 }\n\
         vary.\"nobody\" = [1]",
    );
    let places: Vec<&str> = all.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "3",
            "1",
            "ponts",
            "[1, 1]",
            "0",
            "\"x\"",
            "\"broadcast\"",
            "\"x\"",
            "0",
            "1",
            "-1",
            "\"x\"",
            "0",
            "\"x\"",
            "3",
            "2",
            "3",
            "bySo",
            "\"nobody\""
        ],
        "{all:#?}"
    );
}

/// A file of points of this test's own.
fn list(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweeps");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), bytes).unwrap();
    folder
}

fn listed(name: &str, bytes: &[u8]) -> Result<(Vec<Factor>, Vec<Vec<f64>>), ListError> {
    let folder = list(name, bytes);
    points(&Scenario::parse(FILE).unwrap().scenario, name, &folder)
}

#[test]
fn a_list_has_its_columns_for_factors_and_its_rows_for_points() {
    let text = "\u{feff}response.invite.customer, money.hour ,\"strategy.\"\"a \\\"\"loud\\\"\" one\"\".post.per_week\"\r\n\
                14%,10,3\r\n\r\n 0.5 , 1e1,\"4\"\r\n6.15%,-0,3\r\n";
    let (factors, points) = listed("good.csv", text.as_bytes()).unwrap();
    let expected = [[0.14, 10.0, 3.0], [0.5, 10.0, 4.0], [0.0615, 0.0, 3.0]];
    assert_eq!(points, expected);
    assert!(points[2][1].is_sign_positive());
    let paths: Vec<&str> = factors.iter().map(|factor| factor.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            CUSTOMER,
            "money.hour",
            "strategy.\"a \\\"loud\\\" one\".post.per_week"
        ]
    );
    let sorted = Values::These {
        values: vec![0.0615, 0.14, 0.5],
        logarithmic: false,
    };
    assert_eq!((factors[0].now, &factors[0].values), (0.14, &sorted));
}

#[test]
fn a_list_that_is_wrong_is_told_with_its_line() {
    let share = "a probability lies between 0 and 1, or \"0%\" and \"100%\"";
    let head = "response.invite.customer,audience.people\n";
    for (name, text, told) in [
        ("short.csv", format!("{head}1%,2\n3%\n"), ", line 3: 1 values in a row; 2, one for each column, would do".to_owned()),
        ("long.csv", format!("{head}1%,2,3\n"), ", line 2: 3 values in a row; 2, one for each column, would do".to_owned()),
        ("bare.csv", head.to_owned(), ": there are no rows under the header".to_owned()),
        ("empty.csv", String::new(), ": there are no rows under the header".to_owned()),
        ("slip.csv", "money.huor\n1\n".to_owned(), ", line 1: no number of the scenario is called \"money.huor\"; did you mean `money.hour`?".to_owned()),
        ("later.csv", "\n\nxyzzy\n1\n".to_owned(), ", line 3: no number of the scenario is called \"xyzzy\"".to_owned()),
        ("twice.csv", "money.hour,money.hour\n1,2\n".to_owned(), ", line 1: there are two columns money.hour".to_owned()),
        ("blank.csv", "money.hour\r\n1\r\n\r\n\r\n-1\r\n".to_owned(), ", line 5: money.hour is \"-1\"; an amount lies between 0 and 1_000_000".to_owned()),
        ("windows.csv", format!("{head}1%,2\r\n1%\r\n"), ", line 3: 1 values in a row; 2, one for each column, would do".to_owned()),
        ("nan.csv", format!("{head}NaN,1\n"), format!(", line 2: {CUSTOMER} is \"NaN\"; {share}")),
        ("inf.csv", "money.hour\n1\ninf\n".to_owned(), ", line 3: money.hour is \"inf\"; an amount lies between 0 and 1_000_000".to_owned()),
        ("ten.csv", format!("{head}10,1\n"), format!(", line 2: {CUSTOMER} is \"10\"; {share}")),
        ("percent.csv", format!("{head}1%,20%\n"), ", line 2: audience.people is \"20%\"; a number of people is a whole number that lies between 1 and 50_000_000".to_owned()),
        ("half.csv", format!("{head}1%,2.5\n"), ", line 2: audience.people is \"2.5\"; a number of people is a whole number that lies between 1 and 50_000_000".to_owned()),
        ("hole.csv", format!("{head},1\n"), format!(", line 2: {CUSTOMER} is \"\"; {share}")),
    ] {
        let error = listed(name, text.as_bytes()).expect_err(name);
        assert_eq!(error.to_string(), format!("{name}{told}"));
        assert!(!error.unreadable);
    }
    let error = listed("latin.csv", b"money.hour\n1\n\xe4\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "latin.csv, line 3: this is no text in UTF-8"
    );
    let error = listed("latin-head.csv", b"\xe4\n1\n").unwrap_err();
    assert!(
        error.to_string().ends_with("this is no text in UTF-8"),
        "{error}"
    );
}

#[test]
fn a_list_that_is_missing_or_too_large_is_told() {
    let folder = list("large.csv", b"");
    let scenario = Scenario::parse(FILE).unwrap().scenario;
    let error = points(&scenario, "missing.csv", &folder).unwrap_err();
    assert!(error.unreadable && error.line.is_none(), "{error}");
    assert!(points(&scenario, ".", &folder).unwrap_err().unreadable);
    let large = fs::File::create(folder.join("large.csv")).unwrap();
    large.set_len((256 << 20) + 1).unwrap();
    let error = points(&scenario, "large.csv", &folder).unwrap_err();
    let told = "large.csv: the file has 268435457 bytes; a list has at most 268435456";
    assert_eq!(error.to_string(), told);
    fs::remove_file(folder.join("large.csv")).unwrap();
}

/// `[sweep]` in the reference of the scenario file.
fn documented() -> &'static str {
    let document = include_str!("../../../docs/scenario.md");
    let start = document.find("\n## `[sweep]`").unwrap();
    let section = &document[start + 1..];
    &section[..section.find("\n## ").unwrap()]
}

#[test]
fn the_document_lists_every_key_of_a_sweep() {
    let keys = |section: &str| {
        let all = mistakes(section);
        let mut messages = all.iter().map(|(mistake, _)| mistake.message.as_str());
        let keys = messages.find_map(|message| message.split_once("; the keys are "));
        let keys = keys.unwrap().1.split(", ");
        keys.map(str::to_owned).collect::<Vec<_>>()
    };
    for design in [
        "grid",
        "zip",
        "list",
        "latin-hypercube",
        "sobol",
        "saltelli",
        "trajectories",
        "map",
    ] {
        let word = format!("| `{design}` |");
        assert!(documented().contains(&word), "{word}");
        for key in keys(&format!("zz = 1\ndesign = \"{design}\"")) {
            assert!(
                documented().contains(&format!("| `{key}` |")),
                "{design}: {key}"
            );
        }
    }
    let headlines = HEADLINES.map(|metric| metric.name()).join(", ");
    assert!(documented().contains(&format!("| {headlines} |")));
    for key in keys("vary.\"money.hour\" = { values = [1], zz = 1 }") {
        assert!(documented().contains(&format!("| `{key}` |")), "{key}");
    }
}

#[test]
fn every_example_of_the_document_works() {
    let examples: Vec<&str> = documented()
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    let designs: Vec<String> = examples
        .iter()
        .map(|example| read(&format!("{FILE}\n{example}")).design.name().to_owned())
        .collect();
    for design in [
        "grid",
        "zip",
        "list",
        "latin-hypercube",
        "sobol",
        "saltelli",
        "trajectories",
        "map",
    ] {
        assert!(designs.iter().any(|other| other == design), "{design}");
    }
    let rows = documented().split("```csv\n").nth(1).unwrap();
    let rows = rows.split("```").next().unwrap();
    assert_eq!(
        listed("documented.csv", rows.as_bytes()).unwrap().0.len(),
        2
    );
}

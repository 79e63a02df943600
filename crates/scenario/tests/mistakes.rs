//! What people get wrong, and what they are told.

use groundswell_scenario::diagnostic::{Diagnostic, Severity, one_line, render};
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::quantity::Provenance;
use groundswell_scenario::scenario::{Parsed, Scenario};

const FILE: &str = r#"format = 1
name = "Shop"

[audience]
kind = "from-aggregates"
people = 2_000
fans = { facebook = 100 }
friends = { guess = 40 }

[platform.facebook]
preset = "facebook-2014"

[response]
post = { engage = { guess = "2%" }, buy = "5%" }
boost = { engage = { guess = "0.9%", low = "0.5%" }, buy = { value = 0.03, source = "till", date = 2024-05-01 } }
invite = { customer = { guess = "14%" } }

[money]
budget = 300

[[strategy]]
name = "broadcast"
actions = [{ kind = "post", per_week = 3 }, { kind = "boost", budget = "rest", per_thousand = 8 }]

[[strategy]]
name = "invite"
actions = [{ kind = "prompt", via = "counter", seen = "60%", take_part = "33%", invitations = 2.5, reward = { two-sided = [2, { guess = 3 }] } }]
"#;

fn parse(text: &str) -> Parsed {
    Scenario::parse(text).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

fn with(old: &str, new: &str) -> String {
    assert!(FILE.contains(old), "{old}");
    FILE.replacen(old, new, 1)
}

/// The mistakes of the file with `new` in place of `old`.
fn mistakes(old: &str, new: &str) -> Vec<Diagnostic> {
    Scenario::parse(&with(old, new)).expect_err(new)
}

/// The only mistake.
fn mistake(old: &str, new: &str) -> Diagnostic {
    let all = mistakes(old, new);
    let errors: Vec<_> = all
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{all:#?}");
    errors[0].clone()
}

#[test]
fn five_different_mistakes_give_five_located_messages() {
    let text = FILE
        .replace("people = 2_000", "people = \"many\"")
        .replace("\"facebook-2014\"", "\"facebook-2041\"")
        .replace("buy = \"5%\"", "buy = 5")
        .replace("per_week", "perweek")
        .replace("via = \"counter\", ", "");
    let found = Scenario::parse(&text).unwrap_err();
    let lines: Vec<String> = found
        .iter()
        .map(|d| one_line(d, &text, "shop.toml"))
        .collect();
    let expected = [
        "shop.toml:6:10: error[GS0104]: audience.people is \"many\"; a number would do",
        "shop.toml:11:10: error[GS0105]: platform.facebook.preset is \"facebook-2041\"; ",
        "shop.toml:14:43: error[GS0103]: response.post.buy is 5; a probability lies between 0 and 1, or \"0%\" and \"100%\"",
        "shop.toml:23:12: error[GS0102]: strategy.broadcast.post has no `per_week`, which it needs",
        "shop.toml:23:29: error[GS0101]: strategy.broadcast.post has no key `perweek`; the keys are kind, name, platform, platforms, stagger, start, end, fee, creative, per_week, hours",
        "shop.toml:27:12: error[GS0102]: strategy.invite.prompt has no `via`, which it needs",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}\n{expected}");
    }
    let help: Vec<_> = found.iter().filter_map(|d| d.help.as_deref()).collect();
    assert_eq!(
        help,
        [
            "did you mean `facebook-2014`?",
            "write \"5%\" or 0.05",
            "did you mean `per_week`?"
        ]
    );
    let shown = render(&found, &text, "shop.toml", false);
    assert!(
        shown.contains("perweek = 3") && shown.contains("^^^^^^^"),
        "{shown}"
    );
}

#[test]
fn unknown_keys_are_mistakes_in_every_section() {
    for section in [
        "format = 1",
        "[audience]",
        "friends = { guess = 40",
        "[platform.facebook]",
        "[response]",
        "post = {",
        "[money]",
        "[[strategy]]",
        "kind = \"post\"",
        "kind = \"boost\"",
        "kind = \"prompt\"",
    ] {
        let separator = match section {
            "post = {" => " zz = 1,",
            s if s.starts_with('[') || s.starts_with("format") => "\nzz = 1",
            _ => ", zz = 1",
        };
        let found = mistake(section, &format!("{section}{separator}"));
        assert_eq!(found.id, "GS0101", "{section}: {found:?}");
    }
    let run = format!("{FILE}[run]\nzz = 1\n");
    assert_eq!(Scenario::parse(&run).unwrap_err()[0].id, "GS0101");
}

#[test]
fn percentages_are_fractions_and_exact() {
    let response = parse(FILE).scenario.campaign.response;
    assert_eq!(response.post.engage.get(), 0.02);
    assert_eq!(response.post.buy.get(), 0.05);
    assert_eq!(response.boost.engage.get(), 0.009);
    assert_eq!(response.invite.engage.get(), 0.14);
    assert_eq!(response.invite.buy.get(), 1.0);
    for odd in [
        "\"5\"",
        "\"%\"",
        "\"5%%\"",
        "\"five%\"",
        "true",
        "[5]",
        "{}",
        "2024-05-01",
    ] {
        let id = mistake("buy = \"5%\"", &format!("buy = {odd}")).id;
        assert!(["GS0104", "GS0102"].contains(&id), "{odd}: {id}");
    }
    for odd in [
        "nan",
        "inf",
        "-0.1",
        "\"-1%\"",
        "\"101%\"",
        "9999999999999999999",
    ] {
        assert_eq!(
            mistake("buy = \"5%\"", &format!("buy = {odd}")).id,
            "GS0103",
            "{odd}"
        );
    }
}

#[test]
fn every_number_knows_on_whose_word_it_stands() {
    let scenario = parse(FILE).scenario;
    let number = |path: &str| {
        let found = scenario.assumption(path);
        found.unwrap_or_else(|| panic!("{path}"))
    };
    let buy = number("response.boost.buy");
    assert_eq!(buy.provenance, Provenance::Value);
    assert_eq!(
        (buy.source.as_deref(), buy.date.as_deref()),
        (Some("till"), Some("2024-05-01"))
    );
    assert_eq!(buy.range(), (0.03, 0.03));
    assert_eq!(number("response.post.buy").provenance, Provenance::Plain);
    assert_eq!(number("response.post.fan").provenance, Provenance::Default);
    let reach = number("platform.facebook.organic_reach");
    assert_eq!(
        (reach.provenance, reach.range()),
        (Provenance::Preset, (0.0615 / 1.5, 0.0615 * 1.5))
    );
    assert_eq!(
        number("response.boost.engage").range(),
        (0.005, 0.009 * 3.0)
    );
    // A guess near the end of its range is cut there.
    assert_eq!(number("audience.overlap").range(), (1.0, 4.5));
    assert_eq!(number("strategy.invite.prompt.reward.friend").value, 3.0);
}

#[test]
fn any_number_can_be_varied_by_its_path() {
    let scenario = parse(FILE).scenario;
    for quantity in scenario.assumptions() {
        let (least, most) = quantity.valid();
        let value = quantity.value.clamp(least, most);
        let same = scenario
            .with(&Overrides::none().with(&quantity.path, value))
            .unwrap();
        assert_eq!(same.campaign, scenario.campaign, "{}", quantity.path);
        assert_eq!(same.strategies, scenario.strategies, "{}", quantity.path);
    }
    let changed = Overrides::none()
        .with("response.invite.customer", 0.03)
        .with("audience.fans.facebook", 150.4)
        .with("strategy.invite.prompt.invitations", 4.0);
    let changed = scenario.with(&changed).unwrap();
    assert_eq!(changed.campaign.response.invite.engage.get(), 0.03);
    assert_eq!(
        changed.assumption("audience.fans.facebook").unwrap().value,
        150.0
    );
    assert_ne!(changed.hash(), scenario.hash());
    let effective = parse(&changed.effective()).scenario;
    assert_eq!(effective.campaign, changed.campaign);
    assert_eq!(effective.hash(), changed.hash());
    let twice = changed
        .with(&Overrides::none().with("response.post.fan", 0.5))
        .unwrap();
    assert_eq!(twice.campaign.response.invite.engage.get(), 0.03);
}

#[test]
fn varying_what_is_not_there_or_out_of_range_is_a_mistake() {
    let scenario = parse(FILE).scenario;
    let mistake = |path: &str, value| {
        let found = scenario
            .with(&Overrides::none().with(path, value))
            .unwrap_err();
        (found[0].id, found[0].help.clone())
    };
    let help = Some("did you mean `response.invite.customer`?".to_owned());
    assert_eq!(mistake("response.invite.custmer", 0.1), ("GS0110", help));
    for (path, value) in [
        ("response.invite.customer", 1.3),
        ("response.invite.customer", f64::NAN),
        ("audience.people", 1e12),
        ("strategy.broadcast.boost.per_thousand", 0.0),
    ] {
        assert_eq!(mistake(path, value).0, "GS0103", "{path}");
    }
}

#[test]
fn keys_that_exclude_each_other_are_named() {
    for (old, new, id) in [
        ("customer = {", "engage = 0.1, customer = {", "GS0106"),
        ("customer = {", "buy = 0.1, customer = {", "GS0106"),
        ("{ guess = 40 }", "{ guess = 40, value = 40 }", "GS0106"),
        ("{ guess = 40 }", "{ low = 40 }", "GS0102"),
        ("{ guess = 40 }", "{ guess = 40, low = 50 }", "GS0109"),
        ("{ guess = 40 }", "{ guess = 40, high = 30 }", "GS0109"),
        ("\nbudget = 300", "", "GS0111"),
        ("preset = \"facebook-2014\"", "", "GS0102"),
        ("[platform.facebook]", "[platform.twitter]", "GS0108"),
        ("name = \"invite\"", "name = \"broadcast\"", "GS0107"),
        ("name = \"invite\"", "name = \"do-nothing\"", "GS0107"),
        (
            "kind = \"boost\"",
            "kind = \"boost\", name = \"post\"",
            "GS0107",
        ),
        (
            "kind = \"boost\"",
            "kind = \"boost\", platform = \"twitter\"",
            "GS0108",
        ),
        (
            "kind = \"boost\"",
            "kind = \"boost\", start = 9, end = 8",
            "GS0106",
        ),
        ("facebook = 100", "facebook = 2001", "GS0112"),
        (
            "{ guess = 40 }",
            "5000, friends_spread = 3, x = { }",
            "GS0002",
        ),
        ("format = 1", "format = 2", "GS0113"),
        ("[money]", "[run]\nreference = \"none\"\n[money]", "GS0108"),
        (
            "[money]",
            "[run]\nworlds = 3\nprecision = \"2%\"\n[money]",
            "GS0106",
        ),
        ("[money]", "[run]\nworlds = 1\n[money]", "GS0103"),
        ("[money]", "[run]\ndays = 3651\n[money]", "GS0103"),
    ] {
        let all = mistakes(old, new);
        assert!(all.iter().any(|d| d.id == id), "{new}: {all:#?}");
    }
}

#[test]
fn audiences_too_large_to_hold_are_refused_before_they_are_built() {
    let text = with("people = 2_000", "people = 50_000_000").replace("{ guess = 40 }", "4000");
    assert_eq!(Scenario::parse(&text).unwrap_err()[0].id, "GS0112");
    let text = with("facebook = 100", "facebook = 1_000_000")
        .replace(
            "people = 2_000",
            "people = 1_000_000\nnearby = 1e-6\noverlap = 1000",
        )
        .replace("{ guess = 40 }", "5000");
    assert_eq!(Scenario::parse(&text).unwrap_err()[0].id, "GS0112");
}

#[test]
fn doubts_are_warnings_and_the_file_still_runs() {
    let ids = |text: &str| -> Vec<&str> { parse(text).warnings.iter().map(|w| w.id).collect() };
    assert_eq!(ids(FILE), ["GS0201"]);
    assert_eq!(
        ids(&with(
            "preset = \"facebook-2014\"",
            "organic_reach = \"9%\""
        )),
        [""; 0]
    );
    let chain = with("{ guess = \"14%\" }", "1, fan = 1").replace("= 2.5", "= 25");
    assert!(ids(&chain).contains(&"GS0202"));
    let unspent = with(", reward = { two-sided = [2, { guess = 3 }] }", "");
    assert!(ids(&unspent).contains(&"GS0203"));
    let silent = with("{ guess = \"14%\" }", "0");
    assert!(ids(&silent).contains(&"GS0204"));
}

#[test]
fn syntax_errors_come_with_whatever_else_is_certain() {
    let text = with("name = \"Shop\"", "name = \"Shop").replace("= \"5%\"", "= 5");
    let found = Scenario::parse(&text).unwrap_err();
    let ids: Vec<_> = found.iter().map(|d| d.id).collect();
    assert_eq!(ids, ["GS0002", "GS0103"]);
}

#[test]
fn a_file_beyond_a_mebibyte_is_refused() {
    let long = format!("{FILE}#{}", "x".repeat(1 << 20));
    assert_eq!(Scenario::parse(&long).unwrap_err()[0].id, "GS0001");
}

#[test]
fn comments_order_sources_and_seeds_leave_the_hash_alone() {
    let hash = |text: &str| parse(text).scenario.hash();
    let same = with(
        "name = \"Shop\"",
        "# a shop\nobjective = \"customers\"\nname = 'Shop'",
    )
    .replace("source = \"till\", ", "")
    .replace("\"5%\"", "0.05");
    assert_eq!(hash(&same), hash(FILE));
    assert_eq!(
        hash(&format!("{FILE}[run]\nseed = 7\nworlds = 9\n")),
        hash(FILE)
    );
    assert_ne!(hash(&with("\"5%\"", "0.06")), hash(FILE));
    assert_ne!(hash(&with("{ guess = 40 }", "{ value = 40 }")), hash(FILE));
}

#[test]
fn a_doubt_about_a_strategy_points_at_that_strategy() {
    let text = with(", reward = { two-sided = [2, { guess = 3 }] }", "");
    let warnings = parse(&text).warnings;
    let unspent = warnings.iter().find(|w| w.id == "GS0203").unwrap();
    assert!(
        one_line(unspent, &text, "x").starts_with("x:25:1: "),
        "{unspent:?}"
    );
}

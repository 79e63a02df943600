//! What the report says in words, for every decision and every spending.

mod sample;

use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::verdict::{Decision, Spending};
use groundswell_experiment::knowledge::Knowledge;
use groundswell_report::{sentence, table};
use sample::{BROADCAST, INVITE, NOTHING, Plan};

fn money(units: f64) -> Money {
    Money::of(units).unwrap()
}

#[test]
fn every_decision_is_told_as_it_is_with_what_it_spends() {
    let comparison = sample::bakery(100);
    let around = sample::surroundings();
    let mut findings = sample::findings(&comparison, Metric::Customers, &around);
    let openings = [
        (Decision::Better, "invite-friends wins"),
        (
            Decision::BetterByLittle,
            "invite-friends is ahead, but by less than matters",
        ),
        (Decision::Equivalent, "No difference that matters"),
        (Decision::Undecided, "These 100 worlds do not tell"),
    ];
    for (decision, opening) in openings {
        findings.verdict.decision = decision;

        findings.spending = Spending::Equal;
        let said = sentence::decision(&findings);
        assert!(said.starts_with(opening), "{said}");
        assert!(said.contains("at equal spend"), "{said}");
        assert!(said.contains("95% interval"), "{said}");
        assert!(said.contains("ahead in"), "{said}");

        findings.spending = Spending::BestSpendsLess(money(84.0));
        let said = sentence::decision(&findings);
        assert!(said.starts_with(opening), "{said}");
        assert!(said.contains("€84 less."), "{said}");

        findings.spending = Spending::BestSpendsMore(money(120.5));
        let said = sentence::decision(&findings);
        assert!(
            said.starts_with("Not a verdict at equal budget: invite-friends spends €120 more"),
            "{said}"
        );
        assert!(!said.contains("wins"), "{said}");
    }
}

#[test]
fn a_lead_that_may_not_matter_says_so() {
    let comparison = sample::bakery(100);
    let around = sample::surroundings();
    let mut findings = sample::findings(&comparison, Metric::Customers, &around);
    assert!(!sentence::decision(&findings).contains("not certain"));
    findings.verdict.matters = findings.verdict.difference.estimate.mean;
    assert!(sentence::decision(&findings).contains("is not certain"));
}

#[test]
fn where_nothing_pays_doing_nothing_wins() {
    let dear = Plan {
        media: 90.0,
        ..BROADCAST
    };
    let comparison = sample::comparison(&[("broadcast-only", dear), ("do-nothing", NOTHING)], 50);
    let around = sample::surroundings();
    let findings = sample::findings(&comparison, Metric::Profit, &around);
    let said = sentence::decision(&findings);
    assert!(
        said.starts_with(
            "Doing nothing wins, for no strategy earns what it costs: do-nothing makes €"
        ),
        "{said}"
    );
    assert!(said.contains("more profit than broadcast-only"), "{said}");
    assert!(said.contains("spending nothing"), "{said}");
}

#[test]
fn against_doing_nothing_spending_is_a_price_and_no_reproach() {
    let comparison = sample::comparison(&[("invite-friends", INVITE), ("do-nothing", NOTHING)], 50);
    let around = sample::surroundings();
    let findings = sample::findings(&comparison, Metric::Customers, &around);
    let said = sentence::decision(&findings);
    assert!(said.starts_with("invite-friends wins: it brings"), "{said}");
    assert!(said.contains(", for €"), "{said}");
}

#[test]
fn reach_and_customers_may_disagree() {
    let comparison = sample::bakery(100);
    let around = sample::surroundings();
    let findings = sample::findings(&comparison, Metric::Customers, &around);
    let reversals = sentence::reversals(&findings).unwrap();
    assert_eq!(reversals.len(), 1);
    let said = reversals[0].sentence(&findings);
    assert!(
        said.starts_with("Reach says otherwise: broadcast-only reaches 16,"),
        "{said}"
    );

    let findings = sample::findings(&comparison, Metric::Reach, &around);
    let metrics: Vec<_> = sentence::reversals(&findings)
        .unwrap()
        .iter()
        .map(|reversal| reversal.metric)
        .collect();
    assert_eq!(metrics, [Metric::Customers, Metric::Profit]);
}

#[test]
fn flips_guesses_and_knowledge_have_a_sentence_each() {
    let comparison = sample::bakery(20);
    let around = sample::surroundings();
    let mut findings = sample::findings(&comparison, Metric::Customers, &around);
    assert_eq!(
        sentence::flips(&findings),
        [
            "The winner flips where response.invite.customer is 3.2% (2.9% to 3.4%; now 14%): \
             broadcast-only below it, invite-friends above it.",
            "No flip for money.margin_per_customer between €20 and €80 (now €45).",
        ]
    );
    assert_eq!(
        sentence::rests_on(&findings).unwrap(),
        "The verdict rests on 9 guesses: audience.nearby, response.post.engage, \
         response.post.buy, response.boost.engage and 5 more; and on 3 numbers without a source."
    );
    assert!(sentence::knowledge(&findings).contains("not varied"));
    let known = Knowledge {
        sets: 32,
        wins: 27,
        audience_held: true,
        variance: None,
    };
    findings.knowledge = Some(&known);
    assert_eq!(
        sentence::knowledge(&findings),
        "invite-friends wins under 27 of 32 sets of plausible assumptions. What is assumed of \
         the audience was not varied."
    );
    findings.assumptions = &[];
    assert_eq!(sentence::rests_on(&findings), None);
}

#[test]
fn an_interrupted_run_says_so_first() {
    let comparison = sample::bakery(20);
    let around = sample::surroundings();
    let warnings = ["fans are few".to_owned()];
    let mut findings = sample::findings(&comparison, Metric::Customers, &around);
    findings.partial = true;
    findings.warnings = &warnings;
    let told = sentence::warnings(&findings);
    assert!(told[0].starts_with("Interrupted: these are the 20 worlds"));
    assert_eq!(told[1], "fans are few");
}

#[test]
fn a_terminal_table_keeps_to_its_width() {
    let around = sample::surroundings();
    let five = [
        ("broadcast-only", BROADCAST),
        ("invite-friends", INVITE),
        ("both", INVITE),
        ("a strategy whose name is long beyond any column", BROADCAST),
        ("vouchers", BROADCAST),
        ("do-nothing", NOTHING),
    ];
    for arms in [&five[..2], &five[..3], &five[..]] {
        let comparison = sample::comparison(arms, 30);
        let findings = sample::findings(&comparison, Metric::Reach, &around);
        let table = table::table(&findings).unwrap();
        let text = table.text(80);
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert!(table.columns.iter().all(|name| {
            let first = name.split(' ').next().unwrap();
            text.contains(first)
        }));
        assert_eq!(table.rows[0].label, "people reached");
        assert!(table.rows.len() <= 25, "{text}");
        let labels: Vec<_> = table.rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels[1], "above doing nothing");
        let parts = ["fans", "friends of fans", "further out"];
        assert!(labels.windows(3).any(|three| three == parts), "{text}");
        assert!(
            labels.contains(&"cost") && labels.contains(&"paid media"),
            "{text}"
        );
        assert_eq!(labels.contains(&"choosing it gives away"), arms.len() > 2);
        assert!(!labels.contains(&"leads"), "{text}");
    }
}

#[test]
fn a_ratio_over_nothing_is_not_defined_and_one_platform_needs_no_table() {
    let comparison = sample::bakery(40);
    let around = sample::surroundings();
    let findings = sample::findings(&comparison, Metric::Customers, &around);
    let told = table::ratios::table(&findings).unwrap().unwrap();
    let row = told.rows.iter().find(|row| row.label == "profit over cost");
    assert_eq!(row.unwrap().cells[2], table::ratios::NOT_DEFINED);
    assert!(told.rows.iter().all(|row| row.label != "net sentiment"));
    assert_eq!(table::platforms::table(&findings).unwrap(), None);
}

#[test]
fn levers_stand_with_their_credit_and_the_hours_that_a_professional_would_pay() {
    let comparison = sample::bakery(20);
    let around = sample::surroundings();
    let findings = sample::findings(&comparison, Metric::Customers, &around);
    let tables = table::credit::tables(&findings);
    let [(strategy, levers)] = &tables[..] else {
        panic!("one strategy is credited");
    };
    assert_eq!(strategy, "invite-friends");
    assert_eq!(levers.columns.len(), levers.rows[0].cells.len());
    assert_eq!(levers.columns.last().unwrap(), "hours it would pay");
    assert!(levers.rows[0].cells.last().unwrap().starts_with("12"));
    assert_eq!(levers.rows[1].cells.last().unwrap(), "–");
}

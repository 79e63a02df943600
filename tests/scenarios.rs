//! Every scenario that comes along is fine, runs, and says what it is there to say.

use std::fs;
use std::path::{Path, PathBuf};

use groundswell_campaign::channel::Channel;
use groundswell_campaign::compare::Effort;
use groundswell_campaign::comparison::Comparison;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::verdict::{Decision, Verdict};
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_experiment::diffusion_study::{DiffusionStudy, Wish};
use groundswell_experiment::expectation;
use groundswell_experiment::flip::flip;
use groundswell_experiment::study::{Outcome, Study};
use groundswell_scenario::audience::Audience;
use groundswell_scenario::diagnostic::render;
use groundswell_scenario::diffusion::Diffusion;
use groundswell_scenario::model::{MODELS, Model};
use groundswell_scenario::scenario::{Parsed, Scenario};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// Every scenario that comes along, by its path; folders within folders too.
fn all() -> Vec<PathBuf> {
    scenarios_in(folder())
}

/// Those that compare strategies.
fn campaigns() -> Vec<PathBuf> {
    let mut all = all();
    all.retain(|path| parse(path).scenario.diffusion.is_none());
    all
}

fn scenarios_in(folder: PathBuf) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn parse(path: &Path) -> Parsed {
    let text = fs::read_to_string(path).unwrap();
    let name = path.display().to_string();
    Scenario::parse(&text).unwrap_or_else(|found| panic!("{}", render(&found, &text, &name, false)))
}

fn study(path: &Path, worlds: u64, crew: &Crew) -> Study {
    let scenario = parse(path).scenario;
    let seed = scenario.run.seed.unwrap_or(1);
    let effort = Effort::Worlds(worlds);
    Study::new(scenario, path.parent().unwrap(), seed, effort, crew)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn run(study: &Study, crew: &Crew) -> Outcome {
    study.run(crew, &Watch::default()).unwrap()
}

fn mean(comparison: &Comparison, arm: &str, metric: Metric) -> f64 {
    let arm = comparison.arm(arm).unwrap();
    comparison.estimate(arm, metric).unwrap().mean
}

/// What holds in every world, whatever is asked.
fn accounts_balance(comparison: &Comparison, people: u32) {
    use Metric::*;
    for arm in &comparison.arms {
        for (world, row) in arm.rows.iter().enumerate() {
            let place = format!("{}, world {world}", arm.name);
            let of = |metric| row.total(metric);
            let sum = |metrics: &[Metric]| metrics.iter().map(|&m| of(m)).sum::<i64>();
            let at_most = |less: Metric, more: Metric| {
                assert!(of(less) <= of(more), "{place}: {less:?} exceed {more:?}");
            };

            assert!(of(Reach) <= people.into(), "{place}: more than there are");
            at_most(Reach, Impressions);
            at_most(Visitors, Reach);
            let won_by_touch = of(Customers) - of(CustomersOnTheirOwn);
            assert!(won_by_touch <= of(Reach), "{place}: customers exceed reach");
            at_most(TookPart, Asked);
            at_most(InvitationsAccepted, InvitationsSent);
            let rings = [FansReached, FriendsReached, FurtherReached];
            assert_eq!(of(Reach), sum(&rings), "{place}: rings");
            let first = Channel::ALL.map(Metric::reached_by);
            assert_eq!(of(Reach), sum(&first), "{place}: channels");
            let seen = Channel::ALL.map(Metric::impressions_by);
            assert_eq!(of(Impressions), sum(&seen), "{place}: impressions");
            let won = Channel::ALL.map(Metric::customers_by);
            let alone = of(CustomersOnTheirOwn);
            assert_eq!(of(Customers), sum(&won) + alone, "{place}: customers");
            let split = [New, Earlier, SameDay, Later];
            assert_eq!(of(Customers), sum(&split), "{place}: new, earlier, later");
            let visits = [VisitorsByBrand, VisitorsByFriends, VisitorsFurther];
            assert_eq!(of(Visitors), sum(&visits), "{place}: visitors");
            at_most(Leads, Visitors);
            let paid = [Media, Labour, Rewards, Fees];
            assert_eq!(of(Cost), sum(&paid), "{place}: cost");
            assert_eq!(of(Profit), of(Margin) - of(Cost), "{place}: profit");
            let may_be_below = [Profit, PresentValue, FollowersCounted];
            let others = Metric::ALL.into_iter();
            for metric in others.filter(|metric| !may_be_below.contains(metric)) {
                assert!(of(metric) >= 0, "{place}: {metric:?} below nothing");
            }
        }
    }
}

#[test]
fn the_scenarios_are_found() {
    let names: Vec<_> = all()
        .iter()
        .map(|path| path.strip_prefix(folder()).unwrap().display().to_string())
        .collect();
    assert!(names.len() >= 4, "{names:?}");
    assert!(names.iter().any(|name| name.starts_with("starter")));
}

#[test]
fn every_scenario_passes_the_checker_and_says_what_its_numbers_rest_on() {
    for path in all() {
        let scenario = parse(&path).scenario;
        let has_numbers = scenario.diffusion.is_none();
        assert!(
            !has_numbers || scenario.assumptions().count() > 0,
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_scenario_runs_and_its_accounts_balance() {
    let crew = Crew::of(0);
    // The million people of the big brand have a test of their own.
    for path in campaigns()
        .iter()
        .filter(|path| !path.ends_with("big-brand.toml"))
    {
        let study = study(path, 4, &crew);
        let outcome = run(&study, &crew);
        assert_eq!(outcome.comparison.worlds(), 4);
        assert!(!outcome.partial);
        let arms = outcome.comparison.arms.len();
        assert_eq!(
            arms,
            study.scenario().strategies.len() + 1,
            "and do-nothing"
        );
        // Without a graph there are as many people as are met.
        let people = match study.scenario().audience {
            Audience::Branching(_) => u32::MAX,
            _ => study.graph().people(),
        };
        accounts_balance(&outcome.comparison, people);
        let nothing = outcome.comparison.arms.last().unwrap();
        let idle = |metric| nothing.rows.iter().all(|row| row.total(metric) == 0);
        assert!(idle(Metric::Cost), "{}", path.display());
        // Where nobody comes by themselves nothing happens at all.
        let nobody_comes = study.scenario().campaign.on_their_own.get() == 0.0;
        let all = Metric::ALL.into_iter().all(idle);
        assert!(all || !nobody_comes, "{}", path.display());
    }
}

#[test]
fn every_model_has_a_scenario_of_its_own_and_spreads_in_it() {
    let crew = Crew::of(0);
    for kind in &MODELS {
        let path = folder().join(format!("models/{}.toml", kind.name));
        let scenario = parse(&path).scenario;
        let asked = scenario.diffusion.unwrap();
        assert_eq!(asked.name, kind.name);
        let (graph, _) = scenario.audience.graph(&folder(), 1).unwrap();
        let effort = Effort::Worlds(64);
        let study = DiffusionStudy::new(asked, graph, &folder(), 1, effort)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let wish = Wish::default();
        let outcome = study.run(&wish, &crew, &Watch::default()).unwrap();
        let seeds = study.seeds().always.len() as f64;
        let people = f64::from(study.graph().people());
        let mean = outcome.spread.mean;
        let begins = match asked_opinions(study.diffusion()) {
            true => 0.0..=people,
            false => seeds + 1e-9..=people,
        };
        assert!(begins.contains(&mean), "{}: {mean}", kind.name);
        let kinds: f64 = outcome.kinds.iter().map(|(_, kind)| kind.mean).sum();
        let all_are_told = outcome.kinds.is_empty() || (kinds - mean).abs() < 1e-9;
        assert!(all_are_told, "{}: {kinds} of {mean}", kind.name);
        assert_eq!(outcome.by_round.last().unwrap().spread.mean, mean);
    }
}

#[test]
fn the_page_on_models_shows_a_picture_of_each() {
    let documents = folder().join("../docs");
    let page = std::fs::read_to_string(documents.join("models.md")).unwrap();
    for kind in &MODELS {
        let picture = format!("images/models/{}.svg", kind.name);
        assert!(page.contains(&format!("]({picture})")), "{picture}");
        assert!(documents.join(&picture).is_file(), "{picture}");
        // What was drawn came from the model's scenario as it is.
        let told = std::fs::read_to_string(documents.join(&picture)).unwrap();
        assert!(told.contains(&format!("{}:", kind.name)), "{picture}");
    }
}

/// Whether people may turn away from what seeds think.
fn asked_opinions(diffusion: &Diffusion) -> bool {
    matches!(diffusion.model, Model::Opinions(_))
}

#[test]
fn at_the_bakery_reach_favours_broadcasting_and_customers_favour_inviting() {
    let crew = Crew::of(0);
    let study = study(&folder().join("neighbourhood-bakery.toml"), 300, &crew);
    let outcome = run(&study, &crew);
    let comparison = &outcome.comparison;
    let [broadcast, invite] = ["broadcast-only", "invite-friends"];

    let best = &comparison.arms[outcome.verdict.best].name;
    assert_eq!(
        (best.as_str(), outcome.verdict.objective),
        (invite, Metric::Customers)
    );
    assert_eq!(outcome.verdict.decision, Decision::Better);
    let reach = |arm| mean(comparison, arm, Metric::Reach);
    let customers = |arm| mean(comparison, arm, Metric::Customers);
    assert!(reach(broadcast) > 5.0 * reach(invite), "reach");
    assert!(customers(invite) > 2.0 * customers(broadcast), "customers");
    for arm in [broadcast, invite] {
        let budget = 300.0 * 1.01;
        assert!(mean(comparison, arm, Metric::Cost) <= budget, "{arm}");
    }

    let path = "response.invite.customer";
    let found = flip(
        &study,
        path,
        [invite, broadcast],
        60,
        &crew,
        &Watch::default(),
    );
    let found = found.expect("this assumption can be varied");
    let [crossing] = &found.crossings[..] else {
        panic!("one crossing, not {:?}", found.crossings);
    };
    assert!((0.015..=0.06).contains(&crossing.value), "{crossing:?}");
    assert_eq!(
        (crossing.below.as_str(), crossing.above.as_str()),
        (broadcast, invite)
    );
}

#[test]
fn to_choose_whom_to_ask_pays_where_friends_overlap_and_not_where_few_are_invited() {
    let crew = Crew::of(0);
    let study = study(&folder().join("whom-to-ask.toml"), 100, &crew);
    let outcome = run(&study, &crew);
    let of = |arm: &str, metric| mean(&outcome.comparison, arm, metric);
    let reach = |arm: &str| of(arm, Metric::Reach);
    // As many are asked by every strategy.
    for arm in &outcome.comparison.arms[..10] {
        assert_eq!(of(&arm.name, Metric::Asked), 30.0, "{}", arm.name);
    }
    assert!(reach("village-most-connected") > 1.25 * reach("village-anybody"));
    assert!(reach("village-friends-of-fans") > 1.15 * reach("village-most-connected"));
    assert!(reach("village-core") < reach("village-anybody"));
    let visitors = |arm: &str| of(arm, Metric::Visitors);
    assert!(visitors("village-most-connected") > 1.04 * visitors("village-friends-of-fans"));
    let ratio = reach("city-friends-of-fans") / reach("city-most-connected");
    assert!((0.98..1.04).contains(&ratio), "{ratio}");
    assert!(reach("city-most-connected") > 1.4 * reach("city-anybody"));
    for choice in ["most-connected", "friends-of-fans"] {
        let ratio = reach(&format!("three-each-{choice}")) / reach("three-each-anybody");
        assert!((0.95..1.05).contains(&ratio), "{choice}: {ratio}");
    }
    // Neither of the city's choices is better by as much as matters.
    assert_ne!(outcome.verdict.decision, Decision::Better);
}

#[test]
fn for_the_big_brand_broadcasting_wins_customers() {
    let crew = Crew::of(0);
    let study = study(&folder().join("big-brand.toml"), 2, &crew);
    let outcome = run(&study, &crew);
    accounts_balance(&outcome.comparison, study.graph().people());
    let customers = |arm| mean(&outcome.comparison, arm, Metric::Customers);
    assert!(customers("broadcast-only") > 2.0 * customers("invite-friends"));
    let best = &outcome.comparison.arms[outcome.verdict.best].name;
    assert_eq!(best, "broadcast-only");
}

#[test]
fn scenarios_of_real_networks_run_where_the_data_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("../shared/data");
    if !data.is_dir() {
        println!("skipped: there is no {}", data.display());
        return;
    }
    let crew = Crew::of(2);
    for path in scenarios_in(root.join("tests/shared")) {
        let study = study(&path, 20, &crew);
        assert!(study.graph().platforms().iter().any(|p| !p.fans.is_empty()));
        let comparison = run(&study, &crew).comparison;
        let reached = |arm: &str| mean(&comparison, arm, Metric::Reach);
        assert!(reached("broadcast-only") > 0.0, "{}", path.display());
        assert_eq!(reached("do-nothing"), 0.0, "{}", path.display());
    }
}

/// Every sentence that a test of the workspace has for its name, and every bench.
fn tests_of_the_workspace() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = Vec::new();
    let mut waiting = vec![root.join("crates"), root.join("tests")];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(path).unwrap();
                let tests = text.split("#[test]").skip(1);
                let name = |test: &str| {
                    let after = test.split_once("fn ")?.1;
                    Some(after.split_once('(')?.0.to_owned())
                };
                names.extend(tests.filter_map(name));
            }
        }
    }
    names
}

#[test]
fn each_part_of_a_campaign_is_shown_to_work_by_something_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/campaigns.md")).unwrap();
    let tests = tests_of_the_workspace();
    for row in 1..=26 {
        let begins = format!("| R{row} | ");
        let line = page.lines().find(|line| line.starts_with(&begins));
        let line = line.unwrap_or_else(|| panic!("no row R{row}"));
        let shown: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        assert!(!shown.is_empty(), "R{row} is shown by nothing");
        for what in shown {
            let is_file = what.contains('/') && root.join(what).is_file();
            // The optimiser comes later; until then the verb is what there is.
            let is_verb = row == 11 && what == "groundswell break-even";
            let there = is_file || is_verb || tests.iter().any(|test| test == what);
            assert!(there, "R{row}: there is no {what}");
        }
    }
}

#[test]
fn every_campaign_meets_what_its_file_expects() {
    let crew = Crew::of(0);
    for path in campaigns() {
        let scenario = parse(&path).scenario;
        if scenario.expectations.is_empty() || path.starts_with(folder().join("presets")) {
            continue;
        }
        let study = study(&path, 150, &crew);
        let outcome = run(&study, &crew);
        let found = expectation::of_comparison(&scenario.expectations, &outcome.comparison);
        for finding in found {
            assert!(finding.is_met(), "{}: {finding}", path.display());
        }
    }
}

#[test]
fn at_the_reluctant_bakery_no_difference_matters() {
    let crew = Crew::of(0);
    let study = study(&folder().join("too-close-to-call.toml"), 500, &crew);
    let outcome = run(&study, &crew);
    let close = [Decision::Equivalent, Decision::Undecided];
    assert!(
        close.contains(&outcome.verdict.decision),
        "{:?}",
        outcome.verdict
    );
}

#[test]
fn what_wins_awareness_does_not_win_engagement() {
    let crew = Crew::of(0);
    let study = study(&folder().join("awareness-or-engagement.toml"), 100, &crew);
    let comparison = run(&study, &crew).comparison;
    let best = |metric| {
        let verdict = Verdict::of(&comparison, metric, 0.0).unwrap();
        assert_eq!(verdict.decision, Decision::Better, "{metric}");
        comparison.arms[verdict.best].name.clone()
    };
    assert_eq!(best(Metric::Reach), "be-seen");
    assert_eq!(best(Metric::PositiveMentions), "be-spoken-of");
}

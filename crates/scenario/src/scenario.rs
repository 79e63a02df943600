//! A scenario: everything that a file asks for, checked and turned into values.

use std::ops::Range;
use std::sync::Arc;

use groundswell_campaign::action::boost::Spend;
use groundswell_campaign::action::prompt::Prompt;
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::channel::Channel;
use groundswell_campaign::fit::{Share, Survey, audience_fit};
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::strategy::{Campaign, DO_NOTHING, Strategy};
use groundswell_campaign::worth::Worth;
use xxhash_rust::xxh3::xxh3_128;

use crate::audience::{self, Audience};
use crate::diagnostic::{
    BUDGET_UNSPENT, CONTRADICTION, Diagnostic, FORMAT, NO_SUCH_NAME, NOBODY_ANSWERS,
    PRACTICE_FIGURE, SUPERCRITICAL, TOO_MUCH,
};
use crate::diffusion::Diffusion;
use crate::diffusion_section;
use crate::document::{self, Reading, Section, choices};
use crate::effective::{self, Block, Line, bare};
use crate::expect::{self, Asked, Expectation};
use crate::overrides::Overrides;
use crate::platform;
use crate::preset;
use crate::quantity::{FRACTION, Quantity};
use crate::response;
use crate::run::{self, Run};
use crate::strategy::{self, Surroundings};
use crate::suggestion::suggestion;
use crate::terms::{self, Terms};

/// The format of scenario files that this version reads.
const FORMAT_VERSION: i64 = 1;

/// Units of money that a strategy may cost at the very most, so that sums hold.
const MOST_MONEY: f64 = 1e12;

/// What a file asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// What makes the headline.
    pub objective: Metric,
    /// The least difference that matters, as a share of the reference's headline.
    pub matters: Option<f64>,
    /// Who could be reached.
    pub audience: Audience,
    /// What all strategies share.
    pub campaign: Campaign,
    /// The strategies of the file, in its order; at least one, unless the file asks
    /// about diffusion. `do-nothing` is not among them.
    pub strategies: Vec<Strategy>,
    /// What the file asks about diffusion, if it does; then there are no strategies.
    pub diffusion: Option<Diffusion>,
    /// Words about money.
    pub terms: Terms,
    /// How the comparison is run.
    pub run: Run,
    /// What the file expects of its result.
    pub expectations: Vec<Expectation>,
    /// What surveys found on each platform, in the order of the file.
    pub surveys: Vec<(String, Survey)>,
    /// What is published of the platforms whose presets are used.
    published: Vec<String>,
    blocks: Vec<Block>,
    text: Arc<str>,
    overrides: Overrides,
}

/// A scenario, with the doubts that its file raises.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The scenario.
    pub scenario: Scenario,
    /// By place in the file.
    pub warnings: Vec<Diagnostic>,
}

impl Scenario {
    /// The scenario that `text` describes.
    ///
    /// # Errors
    ///
    /// Every mistake of the file, by place.
    pub fn parse(text: &str) -> Result<Parsed, Vec<Diagnostic>> {
        Self::read(text.into(), Overrides::none())
    }

    /// The same scenario with other numbers at some paths.
    ///
    /// A varied number is a plain one: it has no bounds and no source. Where
    /// whole numbers are asked for it is rounded. Numbers varied before stay so,
    /// unless they are varied again.
    ///
    /// # Errors
    ///
    /// A path that no number has, a number outside its range, and whatever else
    /// does not go together then.
    pub fn with(&self, overrides: &Overrides) -> Result<Self, Vec<Diagnostic>> {
        let overrides = self.overrides.clone().and(overrides);
        Self::read(self.text.clone(), overrides).map(|parsed| parsed.scenario)
    }

    fn read(text: Arc<str>, overrides: Overrides) -> Result<Parsed, Vec<Diagnostic>> {
        let (document, broken) = document::parse(&text).map_err(|mistake| vec![mistake])?;
        let reading = Reading::new(&text, &overrides);
        let mut scenario = whole(Section::top(&reading, document.get_ref()));
        let finished = reading.finish();
        if !broken.is_empty() {
            let others = finished.err().unwrap_or_default();
            let others = document::certain(others, &broken, &text);
            return Err(document::in_order([broken, others].concat()));
        }
        let (blocks, mut warnings) = finished?;
        scenario.blocks = blocks;
        warnings.extend(scenario.borrowed_figures());
        scenario.text = text.clone();
        scenario.overrides = overrides;
        Ok(Parsed {
            scenario,
            warnings: document::in_order(warnings),
        })
    }

    /// The strategy of that name; `do-nothing` always is one.
    pub fn strategy(&self, name: &str) -> Option<Strategy> {
        let found = self
            .strategies
            .iter()
            .find(|strategy| strategy.name == name);
        found
            .cloned()
            .or_else(|| (name == DO_NOTHING).then(Strategy::do_nothing))
    }

    /// Every number of the scenario, in the order of the effective scenario.
    pub fn assumptions(&self) -> impl Iterator<Item = &Quantity> {
        let lines = self.blocks.iter().flat_map(|block| &block.lines);
        lines.flat_map(|line| &line.quantities)
    }

    /// The path of the number `key` of an action: `strategy.NAME.ACTION.KEY`, with
    /// quotes where a name needs them.
    pub fn path_of(strategy: &str, action: &str, key: &str) -> String {
        format!("strategy.{}.{}.{key}", bare(strategy), bare(action))
    }

    /// How the paths of all numbers of a strategy begin.
    pub fn paths_of(strategy: &str) -> String {
        format!("strategy.{}.", bare(strategy))
    }

    /// The number at `path`.
    pub fn assumption(&self, path: &str) -> Option<&Quantity> {
        self.assumptions().find(|quantity| quantity.path == path)
    }

    /// The scenario as a file that leaves nothing unsaid.
    pub fn effective(&self) -> String {
        effective::text(&self.blocks)
    }

    /// The scenario's identity: the same for files that say the same.
    ///
    /// XXH3-128 of the effective scenario without comments, sources, dates, paths
    /// of files, and the seed and number of worlds, which a stamp names itself.
    pub fn hash(&self) -> u128 {
        xxh3_128(effective::identity(&self.blocks).as_bytes())
    }

    /// What stands beside the numbers, in lines for people: how well each surveyed
    /// platform fits, the best first, and what presets say besides. None of it
    /// decides anything in a world.
    pub fn asides(&self) -> Vec<String> {
        let percent = |share: &Share| {
            let of = |x: f64| format!("{:.0}%", 100.0 * x);
            format!(
                "{} ({} to {})",
                of(share.value),
                of(share.low),
                of(share.high)
            )
        };
        let fits = audience_fit(&self.surveys);
        let fits = fits.iter().zip(1..).map(|(fit, rank)| {
            format!(
                "{}, fit number {rank}: {} of its people are in the target, {:.2} ({:.2} to {:.2}) \
                 times as many as of all; {} of the target are on it",
                fit.platform,
                percent(&fit.fit),
                fit.lift.value,
                fit.lift.low,
                fit.lift.high,
                percent(&fit.coverage)
            )
        });
        fits.chain(self.published.iter().cloned()).collect()
    }

    /// The text from which it was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn borrowed_figures(&self) -> impl Iterator<Item = Diagnostic> {
        self.assumptions()
            .filter(|quantity| preset::is_borrowed(quantity))
            .map(|quantity| {
                let source = quantity.source.as_deref().unwrap_or("a preset");
                let date = quantity
                    .date
                    .as_ref()
                    .map(|date| format!(", {date}"))
                    .unwrap_or_default();
                let message = format!(
                    "{} is {}, a figure of {source}{date}; replace it by your own",
                    quantity.path,
                    quantity.shown()
                );
                Diagnostic::new(PRACTICE_FIGURE, message).at(quantity.span.clone())
            })
    }
}

/// The sections in the order in which they need each other.
fn whole(mut top: Section<'_>) -> Scenario {
    format(&mut top);
    let name = top.name("name");
    if top.has("diffusion") {
        return of_diffusion(top, name);
    }
    let objectives = Metric::OBJECTIVES.map(|metric| (metric.name(), metric));
    let objective = top.word("objective", &objectives, Some(Metric::Customers));
    let matters = top.optional("matters", FRACTION, "every difference counts");
    let (audience, customers_among_fans, surveys) =
        audience::read(top.required_section("audience"));
    let (terms, amounts) = terms::read(top.section("money"));
    let mut run_section = top.section("run");
    let days = run::days(&mut run_section);
    let platforms = audience.platforms();
    let around = Surroundings {
        platforms: &platforms,
        days,
        has_budget: amounts.budget.is_some(),
    };
    let strategies = strategy::read(&mut top, &around);
    let reference_place = run_section.place_of("reference");
    let first = strategies
        .first()
        .map_or(DO_NOTHING, |first| first.name.as_str());
    let run = run::read(run_section, first);
    check_reference(&top, &run, &strategies, reference_place);
    let posted_on = |platform: &str| {
        let mut actions = strategies.iter().flat_map(|strategy| &strategy.actions);
        actions.any(|action| {
            action.platform.as_deref() == Some(platform)
                && matches!(action.kind, ActionKind::Post(_))
        })
    };
    let (habits, published) = platform::read(top.section("platform"), &platforms, posted_on);
    let response = response::read(top.section("response"));
    let expectations = expect::read(&mut top, &Asked::Comparison(&strategies));
    let scenario = Scenario {
        name,
        objective: objective.unwrap_or(Metric::Customers),
        matters,
        audience,
        campaign: Campaign {
            days,
            habits,
            response,
            customers_among_fans,
            worth: Worth {
                margin: amounts.margin_per_customer,
                ..Worth::default()
            },
            hour: amounts.hour,
            budget: amounts.budget,
            ..Campaign::default()
        },
        strategies,
        diffusion: None,
        terms,
        run,
        expectations,
        surveys,
        published,
        blocks: Vec::new(),
        text: "".into(),
        overrides: Overrides::none(),
    };
    if top.reading().mistakes() == 0 {
        check_margin(&top, &scenario);
        for (at, strategy) in scenario.strategies.iter().enumerate() {
            let place = top.place_of_item("strategy", at);
            check_strategy(&top, &scenario, strategy, place);
        }
    }
    top.end();
    scenario
}

/// A file that asks about diffusion has a model instead of strategies, and says
/// nothing about campaigns.
fn of_diffusion(mut top: Section<'_>, name: String) -> Scenario {
    if top.has("strategy") {
        let message = "the file has [diffusion] and strategies; a file asks how far word spreads \
                       by a model, or which strategy wins";
        let place = top.place_of("strategy");
        top.report(Diagnostic::new(CONTRADICTION, message).at(place));
        top.value("strategy");
    }
    let audience = audience::read_plain(top.required_section("audience"));
    let platforms = audience.platforms();
    let diffusion = diffusion_section::read(top.section("diffusion"), &platforms);
    let run = run::read_plain(top.section("run"));
    let expectations = expect::read(&mut top, &Asked::Diffusion);
    top.end();
    // Of a campaign there is nothing but what has to stand somewhere.
    Scenario {
        name,
        objective: Metric::Customers,
        matters: None,
        audience,
        campaign: Campaign::default(),
        strategies: Vec::new(),
        diffusion,
        terms: Terms::default(),
        run,
        expectations,
        surveys: Vec::new(),
        published: Vec::new(),
        blocks: Vec::new(),
        text: "".into(),
        overrides: Overrides::none(),
    }
}

fn format(top: &mut Section<'_>) {
    if !top.has("format") {
        top.missing("format");
    }
    let version = top.integer("format", i64::MIN..i64::MAX);
    if let Some(other) = version.filter(|&version| version != FORMAT_VERSION) {
        let message = format!("format is {other}; this program reads {FORMAT_VERSION}");
        top.report(Diagnostic::new(FORMAT, message).at(top.place_of("format")));
    }
    top.note(Line::new("format", FORMAT_VERSION.to_string()));
}

fn check_reference(
    top: &Section<'_>,
    run: &Run,
    strategies: &[Strategy],
    place: Option<Range<usize>>,
) {
    let known = || {
        strategies
            .iter()
            .map(|s| s.name.as_str())
            .filter(|&name| name != DO_NOTHING)
            .chain([DO_NOTHING])
    };
    if strategies.is_empty() || known().any(|name| name == run.reference) {
        return;
    }
    let message = format!(
        "run.reference is \"{}\", which is no strategy; {} would do",
        run.reference,
        choices(known())
    );
    let help = suggestion(&run.reference, known());
    top.report(Diagnostic::new(NO_SUCH_NAME, message).at(place).help(help));
}

fn check_margin(top: &Section<'_>, scenario: &Scenario) {
    if scenario.campaign.worth.margin.units() * people(scenario) > MOST_MONEY {
        let message = format!(
            "money.margin_per_customer is {}, which everybody together could not pay; less than {} in all would do",
            scenario.campaign.worth.margin,
            effective::grouped(MOST_MONEY as i64)
        );
        let place = top.place_of("money");
        top.report(Diagnostic::new(TOO_MUCH, message).at(place));
    }
}

/// What can only be seen with the strategy and its surroundings together.
fn check_strategy(
    top: &Section<'_>,
    scenario: &Scenario,
    strategy: &Strategy,
    place: Option<Range<usize>>,
) {
    let path = format!("strategy.{}", bare(&strategy.name));
    let campaign = &scenario.campaign;
    let dearest = dearest(scenario, strategy);
    if dearest > MOST_MONEY {
        let message = format!(
            "{path} could cost more than {} {}; smaller amounts would do",
            effective::grouped(MOST_MONEY as i64),
            scenario.terms.currency
        );
        top.report(Diagnostic::new(TOO_MUCH, message).at(place.clone()));
    }
    if let Some(budget) = campaign.budget
        && budget > Money::ZERO
        && !strategy.actions.is_empty()
        && dearest == 0.0
    {
        let message = format!(
            "{path} spends nothing of money.budget, which is {budget}; a boost, a fee, a reward or hours would do"
        );
        top.report(Diagnostic::new(BUDGET_UNSPENT, message).at(place.clone()));
    }
    for action in &strategy.actions {
        let channel = match action.kind {
            ActionKind::Post(_) => Channel::Post,
            ActionKind::Boost(_) => Channel::Boost,
            ActionKind::Prompt(_) => Channel::Invite,
            _ => continue,
        };
        if campaign.response.to(channel).engage.get() == 0.0 {
            let channel = channel.name();
            let message = format!(
                "{path}.{} sends on a channel on which nobody engages; response.{channel}.engage above 0 would do",
                bare(&action.name)
            );
            top.report(Diagnostic::new(NOBODY_ANSWERS, message).at(place.clone()));
        }
    }
    let invite = &campaign.response.invite;
    let bring = |prompt: &Prompt| {
        let asked = prompt.seen.get() * prompt.take_part.get() * prompt.invitations.mean();
        asked * invite.seen.get() * invite.engage.get() * invite.fan.get()
    };
    let fans_per_fan: f64 = strategy
        .actions
        .iter()
        .filter_map(|action| match &action.kind {
            ActionKind::Prompt(prompt) => Some(bring(prompt)),
            _ => None,
        })
        .sum();
    if fans_per_fan >= 1.0 {
        let message = format!(
            "{path} lets every fan bring {fans_per_fan:.2} new fans, so that the chain never dies out; below 1 is usual"
        );
        top.report(Diagnostic::new(SUPERCRITICAL, message).at(place));
    }
}

/// How many people there are at least, as far as the file alone tells.
fn people(scenario: &Scenario) -> f64 {
    match &scenario.audience {
        Audience::FromAggregates(known) => f64::from(known.people),
        // Not known before files are read or a model draws; amounts are bounded one by one.
        Audience::File(_) | Audience::Generated(_) | Audience::BuiltIn { .. } => 1.0,
    }
}

/// What a strategy costs if everybody does everything, in units; 0 only if it is
/// free whatever happens.
fn dearest(scenario: &Scenario, strategy: &Strategy) -> f64 {
    let campaign = &scenario.campaign;
    let people = people(scenario);
    let hour = campaign.hour.units();
    let cost = |action: &Action| {
        let varying = match &action.kind {
            ActionKind::Post(post) => {
                let posts = post.per_week * f64::from(campaign.days) / 7.0;
                (posts + 1.0) * post.hours * hour
            }
            ActionKind::Boost(boost) => match boost.budget {
                Spend::Fixed(budget) => budget.units(),
                Spend::Rest => campaign.budget.unwrap_or_default().units(),
            },
            ActionKind::Prompt(prompt) => {
                let each = prompt.reward.most().units()
                    + prompt.per_invitation.units() * (prompt.invitations.mean() + 1.0)
                    + prompt.hours * hour;
                people * each
            }
            _ => 0.0,
        };
        action.fee.units() + varying
    };
    strategy.actions.iter().map(cost).sum()
}

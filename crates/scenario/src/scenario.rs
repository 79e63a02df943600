//! A scenario: everything that a file asks for, checked and turned into values.

use std::ops::Range;
use std::sync::Arc;

use groundswell_campaign::action::ActionKind;
use groundswell_campaign::action::prompt::Delivery;
use groundswell_campaign::fit::{Share, Survey, audience_fit};
use groundswell_campaign::metric::Metric;
use groundswell_campaign::monotone::breaches;
use groundswell_campaign::strategy::{Campaign, DO_NOTHING, Strategy};
use xxhash_rust::xxh3::xxh3_128;

use crate::audience::{self, Audience};
use crate::creative;
use crate::diagnostic::{CONTRADICTION, Diagnostic, FORMAT, NO_SUCH_NAME, PRACTICE_FIGURE};
use crate::diffusion::Diffusion;
use crate::diffusion_section;
use crate::document::{self, Reading, Section, choices};
use crate::doubts;
use crate::effective::{self, Block, Line, bare};
use crate::expect::{self, Asked, Expectation};
use crate::market::{self, InMarket};
use crate::overrides::Overrides;
use crate::platform;
use crate::preset;
use crate::quantity::{FRACTION, Quantity};
use crate::response::{self, Answers};
use crate::run::{self, Run};
use crate::strategy::{self, Surroundings};
use crate::suggestion::suggestion;
use crate::surroundings;
use crate::sweep::Sweep;
use crate::sweep_section;
use crate::terms::{self, Terms};

/// The format of scenario files that this version reads.
const FORMAT_VERSION: i64 = 1;

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
    /// What the file asks to be varied, if it does; a scenario with other numbers at some
    /// paths is one point, and has none.
    pub sweep: Option<Sweep>,
    /// What the file expects of its result.
    pub expectations: Vec<Expectation>,
    /// What surveys found on each platform, in the order of the file.
    pub surveys: Vec<(String, Survey)>,
    /// What is published of the platforms whose presets are used.
    published: Vec<String>,
    /// The path of each action's numbers, by strategy.
    numbers: Vec<Vec<String>>,
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

    /// Every number of the scenario, in the order of the effective scenario; but for
    /// those that change nothing.
    pub fn assumptions(&self) -> impl Iterator<Item = &Quantity> {
        let shown = self.lines().filter(|line| !line.is_hidden);
        shown.flat_map(|line| &line.quantities)
    }

    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.blocks.iter().flat_map(|block| &block.lines)
    }

    /// The path of the number `key` of an action: `strategy.NAME.ACTION.KEY`, with
    /// quotes where a name needs them.
    pub fn path_of(strategy: &str, action: &str, key: &str) -> String {
        format!("strategy.{}.{}.{key}", bare(strategy), bare(action))
    }

    /// The path of the number `key` of an action of the strategy, wherever it is written
    /// down: an action may come from a strategy that is extended, or stand for several
    /// platforms. `None` where there is no such action.
    pub fn path_in(&self, strategy: &str, action: &str, key: &str) -> Option<String> {
        let mut all = self.strategies.iter().zip(&self.numbers);
        let (strategy, numbers) = all.find(|(other, _)| other.name == strategy)?;
        let mut actions = strategy.actions.iter().zip(numbers);
        let (_, path) = actions.find(|(other, _)| other.name == action)?;
        Some(format!("{path}.{key}"))
    }

    /// How the paths of all numbers of a strategy begin.
    pub fn paths_of(strategy: &str) -> String {
        format!("strategy.{}.", bare(strategy))
    }

    /// The number at `path`, also one that changes nothing as it is.
    pub fn assumption(&self, path: &str) -> Option<&Quantity> {
        let mut all = self.lines().flat_map(|line| &line.quantities);
        all.find(|quantity| quantity.path == path)
    }

    /// The scenario as a file that leaves nothing unsaid.
    pub fn effective(&self) -> String {
        effective::text(&self.blocks)
    }

    /// The scenario's identity: the same for files that say the same.
    ///
    /// XXH3-128 of the effective scenario without comments, sources, dates, paths
    /// of files, the seed and number of worlds, which a stamp names itself, and the
    /// precision, which comes to a number of worlds.
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

    /// Whether more never means less in it, in one line: `monotone`, or what breaks
    /// that. `None` for a question about diffusion.
    pub fn monotone(&self) -> Option<String> {
        if self.diffusion.is_some() {
            return None;
        }
        let breaches = breaches(&self.campaign, &self.strategies);
        let told: Vec<String> = breaches.iter().map(ToString::to_string).collect();
        Some(match told.is_empty() {
            true => "monotone: more never means less".to_owned(),
            false => format!("not monotone: {}", told.join("; ")),
        })
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
    let objectives = Metric::OBJECTIVES.map(|metric| (in_files(metric), metric));
    let objective = top.word("objective", &objectives, Some(Metric::Customers));
    let matters = top.optional("matters", FRACTION, "every difference counts");
    let (audience, customers_among_fans, surveys) =
        audience::read(top.required_section("audience"));
    let (terms, amounts) = terms::read(top.section("money"));
    let mut run_section = top.section("run");
    let days = run::days(&mut run_section);
    let silent_days = run::silent_days(&mut run_section);
    let platforms = audience.platforms();
    let InMarket {
        market,
        on_their_own,
        rival_mentions,
    } = market::read(top.section("market"));
    let segments = market::segments(&mut top, &audience, &platforms);
    let names: Vec<String> = segments
        .iter()
        .map(|segment| segment.name.clone())
        .collect();
    let creatives = creative::read(top.section("creative"), &names);
    let around = Surroundings {
        platforms: &platforms,
        segments: &names,
        creatives: &creatives,
        has_groups: audience.has_groups(),
        days,
        has_budget: amounts.budget.is_some(),
    };
    let read = strategy::read(&mut top, &around);
    let (strategies, numbers): (Vec<_>, Vec<_>) = read
        .into_iter()
        .map(|read| (read.strategy, read.paths))
        .unzip();
    let reference_place = run_section.place_of("reference");
    let first = strategies
        .first()
        .map_or(DO_NOTHING, |first| first.name.as_str());
    let run = run::read(run_section, first);
    check_reference(&top, &run, &strategies, reference_place);
    let posted_on = |platform: &str| {
        let mut actions = strategies.iter().flat_map(|strategy| &strategy.actions);
        actions.any(|action| {
            let is_post = match &action.kind {
                ActionKind::Post(_) => true,
                ActionKind::Prompt(prompt) => matches!(prompt.via, Delivery::Post { .. }),
                _ => false,
            };
            is_post && action.platform.as_deref() == Some(platform)
        })
    };
    let (habits, published) = platform::read(top.section("platform"), &platforms, posted_on);
    let Answers {
        response,
        exposure,
        fatigue,
        attention,
    } = response::read(top.section("response"));
    let expectations = expect::read(&mut top, &Asked::Comparison(&strategies));
    let sweep = swept(&mut top, &strategies, &run.reference);
    let scenario = Scenario {
        name,
        objective: objective.unwrap_or(Metric::Customers),
        matters,
        audience,
        campaign: Campaign {
            days,
            silent_days,
            habits,
            response,
            exposure,
            fatigue,
            attention,
            market,
            segments,
            strength: market::ties(&mut top),
            integration: surroundings::integration(top.section("integration")),
            word: surroundings::word(&mut top, &platforms),
            on_their_own,
            media: surroundings::media(&mut top),
            search: surroundings::search(&mut top),
            sentiment: surroundings::opinions(&mut top, &platforms),
            rival_mentions,
            customers_among_fans,
            worth: amounts.worth,
            hour: amounts.hour,
            budget: amounts.budget,
            budget_mode: amounts.budget_mode,
        },
        strategies,
        diffusion: None,
        terms,
        run,
        sweep,
        expectations,
        surveys,
        published,
        numbers,
        blocks: Vec::new(),
        text: "".into(),
        overrides: Overrides::none(),
    };
    if top.reading().mistakes() == 0 {
        doubts::check(&top, &scenario);
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
    let sweep = swept(&mut top, &[], "");
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
        sweep,
        expectations,
        surveys: Vec::new(),
        published: Vec::new(),
        numbers: Vec::new(),
        blocks: Vec::new(),
        text: "".into(),
        overrides: Overrides::none(),
    }
}

/// `[sweep]`, unless the file is read for one of its points.
fn swept(top: &mut Section<'_>, strategies: &[Strategy], reference: &str) -> Option<Sweep> {
    match top.reading().is_varied() {
        true => {
            top.value("sweep");
            None
        }
        false => sweep_section::read(top, strategies, reference),
    }
}

/// The word of an objective; words of the file have hyphens.
fn in_files(objective: Metric) -> &'static str {
    match objective {
        Metric::PositiveMentions => "positive-mentions",
        Metric::PresentValue => "present-value",
        other => other.name(),
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

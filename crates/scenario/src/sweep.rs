//! `[sweep]`: at which points of the space of assumptions a scenario is carried out.
//!
//! ```toml
//! [sweep]
//! design = "grid"
//! vary."response.invite.customer" = { range = { from = "2%", to = "30%", count = 20 } }
//! vary."money.margin_per_customer" = { log = { from = 10, to = 100, count = 5 } }
//! ```
//!
//! Every number of the scenario can be varied by its path. The section belongs to the file
//! and not to a point: it moves no result of any point, and is no part of its identity.

use std::ops::Range;

use groundswell_campaign::metric::Metric;
use groundswell_campaign::strategy::{DO_NOTHING, Strategy};
use toml::Spanned;
use toml::de::DeValue;

use crate::diagnostic::{
    BOUNDS, CONTRADICTION, Diagnostic, MISSING_KEY, NO_SUCH_NAME, NO_SUCH_NUMBER, OUT_OF_RANGE,
    UNKNOWN_WORD, WRONG_TYPE,
};
use crate::document::{Section, Value, choices, if_default, join, shortened, unknown_keys};
use crate::effective::{Line, bare, list, number, quoted};
use crate::quantity::{Ask, Quantity, Unit};
use crate::scenario::Scenario;
use crate::suggestion::suggestion;

/// Values that a factor may have.
const MOST_VALUES: usize = 10_000;

/// Factors of a sweep.
const MOST_FACTORS: usize = 1_000;

/// Names in a list.
const MOST_NAMES: usize = 1_000;

/// Other numbers that are varied alike with one.
const MOST_ALIKE: usize = 100;

/// Graphs or seeds of one point.
const MOST_REPEATS: usize = 10_000;

/// Points of a design that fills a space.
const MOST_POINTS: i64 = 1 << 16;

/// Worlds at the utmost, where a cell runs until it is decided and nothing is said.
const MOST_WORLDS: u32 = 1 << 14;

/// What a file asks to be varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// Which points.
    pub design: Design,
    /// What is varied, in the order of the file.
    pub factors: Vec<Factor>,
    /// Seeds of luck, each of which every point is carried out with; empty for the run's.
    pub seeds: Vec<u64>,
    /// On how many graphs every point is carried out; one is the run's.
    pub graphs: u32,
    /// The strategies whose lead over the reference is told; empty for a question about
    /// diffusion.
    pub of: Vec<String>,
    /// Which metrics stand in the table of results, besides the objective.
    pub metrics: Vec<Metric>,
    /// Whether the table of worlds is written, too.
    pub per_world: bool,
    /// Worlds in one block.
    pub block: u32,
    /// Whether each cell runs until it is decided which strategy is best, and then with how
    /// many worlds at the utmost.
    pub decided: Option<u32>,
}

/// Which points of the space are taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Design {
    /// Every value of each factor with every value of the others.
    Grid,
    /// The first values of all factors, then the second ones, and so on.
    Zip,
    /// The rows of a file, whose columns are factors.
    List {
        /// The file, seen from the scenario's folder.
        file: String,
    },
    /// A Latin hypercube.
    LatinHypercube {
        /// How many points.
        points: u32,
    },
    /// The first points of a Sobol sequence.
    Sobol {
        /// How many points.
        points: u32,
    },
    /// Saltelli's design: points for first and total indices.
    Saltelli {
        /// How many base points; each has as many neighbours as there are factors, and one.
        points: u32,
    },
    /// Morris's trajectories, for elementary effects.
    Trajectories {
        /// How many.
        trajectories: u32,
        /// Levels of each factor.
        levels: u32,
    },
    /// A grid over two factors that is refined where the winner changes.
    Map {
        /// How often a rectangle in doubt is divided.
        refine: u32,
    },
}

impl Sweep {
    /// The sweep that is no more than `scenario` itself: one point, at which nothing is
    /// varied.
    pub fn of_one_point(scenario: &Scenario) -> Self {
        let is_campaign = scenario.diffusion.is_none();
        let names = scenario.strategies.iter();
        let names = names.map(|strategy| strategy.name.clone());
        Self {
            design: Design::Grid,
            factors: Vec::new(),
            seeds: Vec::new(),
            graphs: 1,
            of: names
                .filter(|name| *name != scenario.run.reference)
                .collect(),
            metrics: if is_campaign {
                HEADLINES.to_vec()
            } else {
                Vec::new()
            },
            per_world: false,
            block: block_of(is_campaign),
            decided: None,
        }
    }
}

/// Worlds in a block, where nothing is said: enough that keeping it costs next to nothing.
fn block_of(is_campaign: bool) -> u32 {
    if is_campaign { 256 } else { 4096 }
}

impl Design {
    /// The word of it in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Zip => "zip",
            Self::List { .. } => "list",
            Self::LatinHypercube { .. } => "latin-hypercube",
            Self::Sobol { .. } => "sobol",
            Self::Saltelli { .. } => "saltelli",
            Self::Trajectories { .. } => "trajectories",
            Self::Map { .. } => "map",
        }
    }

    /// Whether it takes any values between two bounds.
    fn fills_a_space(&self) -> bool {
        matches!(
            self,
            Self::LatinHypercube { .. }
                | Self::Sobol { .. }
                | Self::Saltelli { .. }
                | Self::Trajectories { .. }
        )
    }
}

/// One number that is varied, or several that are varied alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The number's path.
    pub path: String,
    /// Other numbers that always have the same value.
    pub also: Vec<String>,
    /// What it counts.
    pub unit: Unit,
    /// Whether it takes whole numbers only.
    pub whole: bool,
    /// What it is in the file.
    pub now: f64,
    /// What it becomes.
    pub values: Values,
}

/// The values of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// These.
    These {
        /// In the order of the file.
        values: Vec<f64>,
        /// Whether equal ratios of them are equal steps.
        logarithmic: bool,
    },
    /// Anything between two bounds.
    Between {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// Whether equal ratios are equally likely.
        logarithmic: bool,
    },
}

impl Values {
    /// The value at a coordinate, 0 to 1.
    pub fn at(&self, coordinate: f64) -> f64 {
        match *self {
            Self::These { ref values, .. } => {
                let place = (coordinate * values.len() as f64) as usize;
                values[place.min(values.len() - 1)]
            }
            Self::Between {
                low,
                high,
                logarithmic: false,
            } => (low + coordinate * (high - low)).clamp(low, high),
            Self::Between { low, high, .. } => {
                (low * libm::exp(coordinate * libm::log(high / low))).clamp(low, high)
            }
        }
    }

    /// Whether equal ratios are equal steps.
    pub fn is_logarithmic(&self) -> bool {
        match self {
            Self::These { logarithmic, .. } | Self::Between { logarithmic, .. } => *logarithmic,
        }
    }
}

/// `[sweep]` of a file with these strategies, none for a question about diffusion, of which
/// `reference` is what the others are compared with; `None` where there is no such section,
/// or something is wrong with it, which has been said.
pub(crate) fn read(
    top: &mut Section<'_>,
    strategies: &[Strategy],
    reference: &str,
) -> Option<Sweep> {
    let is_campaign = !top.has("diffusion");
    let mut section = top.section_if_there("sweep")?;
    let before = section.reading().mistakes();
    let numbers = Numbers {
        known: section.reading().quantities(),
        are_all: before == 0,
    };
    let design = design(&mut section);
    let factors = factors(&mut section, &numbers, design.as_ref());
    let seeds = seeds(&mut section);
    let graphs = section.integer("graphs", 1..MOST_REPEATS as i64 + 1);
    let graphs = noted(&mut section, "graphs", graphs, 1);
    let of = match is_campaign {
        true => of(&mut section, strategies, reference),
        false => Vec::new(),
    };
    let metrics = match is_campaign {
        true => metrics(&mut section),
        false => Vec::new(),
    };
    let per_world = section.says_yes("per_world");
    let usual = block_of(is_campaign);
    let block = section.integer("block", 1..1_000_001);
    let block = noted(&mut section, "block", block, usual);
    let decided = match is_campaign {
        true => decided(&mut section),
        false => None,
    };
    section.set_aside();
    let fine = section.reading().mistakes() == before;
    section.end();
    Some(Sweep {
        design: design.filter(|_| fine)?,
        factors,
        seeds,
        graphs,
        of,
        metrics,
        per_world,
        block,
        decided,
    })
}

/// The numbers of the scenario, as far as they were read.
struct Numbers {
    known: Vec<Quantity>,
    /// Whether there are no others: after a mistake some were never asked for.
    are_all: bool,
}

/// A whole number as it holds, noted.
fn noted(section: &mut Section<'_>, key: &str, said: Option<i64>, usual: u32) -> u32 {
    let value = said.map_or(usual, |value| value as u32);
    let comment = if_default(value == usual);
    section.note(Line::new(key, value.to_string()).comment(comment));
    value
}

fn design(section: &mut Section<'_>) -> Option<Design> {
    #[derive(Clone, Copy, PartialEq)]
    enum Word {
        Grid,
        Zip,
        List,
        LatinHypercube,
        Sobol,
        Saltelli,
        Trajectories,
        Map,
    }
    let words = [
        ("grid", Word::Grid),
        ("zip", Word::Zip),
        ("list", Word::List),
        ("latin-hypercube", Word::LatinHypercube),
        ("sobol", Word::Sobol),
        ("saltelli", Word::Saltelli),
        ("trajectories", Word::Trajectories),
        ("map", Word::Map),
    ];
    let before = section.reading().mistakes();
    let word = section.word("design", &words, Some(Word::Grid))?;
    if section.reading().mistakes() > before {
        // Which keys belong here is not known without the design.
        for key in ["file", "points", "trajectories", "levels", "refine"] {
            section.value(key);
        }
        return None;
    }
    let mut whole = |key: &'static str, range: Range<i64>, usual: u32| {
        let said = section.integer(key, range);
        noted(section, key, said, usual)
    };
    Some(match word {
        Word::Grid => Design::Grid,
        Word::Zip => Design::Zip,
        Word::List => {
            let file = section.file("file");
            if file.is_none() {
                section.missing("file");
            }
            Design::List {
                file: file.unwrap_or_default(),
            }
        }
        Word::LatinHypercube => Design::LatinHypercube {
            points: whole("points", 2..MOST_POINTS + 1, 64),
        },
        Word::Sobol => Design::Sobol {
            points: whole("points", 2..MOST_POINTS + 1, 64),
        },
        Word::Saltelli => Design::Saltelli {
            points: whole("points", 2..MOST_POINTS + 1, 64),
        },
        Word::Trajectories => {
            let trajectories = whole("trajectories", 2..MOST_POINTS + 1, 16);
            let levels = whole("levels", 2..65, 4);
            if levels % 2 == 1 {
                let message = format!("sweep.levels is {levels}; an even number would do");
                let place = section.place_of("levels");
                section.report(Diagnostic::new(OUT_OF_RANGE, message).at(place));
            }
            Design::Trajectories {
                trajectories,
                levels,
            }
        }
        Word::Map => Design::Map {
            refine: whole("refine", 0..9, 2),
        },
    })
}

/// What is varied: a table of paths, or the word for all that is assumed.
fn factors(section: &mut Section<'_>, numbers: &Numbers, design: Option<&Design>) -> Vec<Factor> {
    let of_file = matches!(design, Some(Design::List { .. }));
    match section.value("vary") {
        None if of_file || (design.is_none() && section.has("file")) => Vec::new(),
        None => {
            section.missing("vary");
            Vec::new()
        }
        Some(value) if of_file => {
            let message = "sweep.vary and sweep.file both say what is varied; a list has its \
                           columns for factors";
            section.report(Diagnostic::new(CONTRADICTION, message).at(value.span()));
            Vec::new()
        }
        Some(value) if !value.get_ref().is_table() => assumptions(section, numbers, value, design),
        Some(value) => {
            let vary = section.section("vary");
            let names = vary.names();
            if !(1..=MOST_FACTORS).contains(&names.len()) {
                let message = format!(
                    "sweep.vary names {} numbers; 1 to {} would do",
                    number(names.len() as f64),
                    number(MOST_FACTORS as f64)
                );
                vary.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
                return Vec::new();
            }
            let mut factors: Vec<(Factor, Range<usize>)> = Vec::new();
            for (path, place) in names {
                let Some(value) = vary.named(&path) else {
                    continue;
                };
                let factor = factor(&vary, numbers, &path, value, place.clone(), design);
                factors.extend(factor.map(|factor| (factor, place)));
            }
            vary.set_aside();
            check(section, &factors, design);
            factors.into_iter().map(|(factor, _)| factor).collect()
        }
    }
}

/// All numbers that are uncertain, over what is plausible.
fn assumptions(
    section: &Section<'_>,
    numbers: &Numbers,
    value: &Value<'_>,
    design: Option<&Design>,
) -> Vec<Factor> {
    let (word, would_do) = (
        "assumptions",
        "a table of paths, or \"assumptions\", would do",
    );
    match value.get_ref() {
        DeValue::String(text) if text == word => {}
        other => {
            let found = section.reading().found(value);
            let message = format!("sweep.vary is {found}; {would_do}");
            let (cause, help) = match other {
                DeValue::String(text) => (UNKNOWN_WORD, suggestion(text, [word])),
                _ => (WRONG_TYPE, None),
            };
            section.report(Diagnostic::new(cause, message).at(value.span()).help(help));
            return Vec::new();
        }
    }
    if design.is_some_and(|design| !design.fills_a_space()) {
        let message = "sweep.vary is \"assumptions\", which has bounds and no values; \
                       design = \"latin-hypercube\", \"sobol\", \"saltelli\" or \"trajectories\" \
                       would do";
        section.report(Diagnostic::new(CONTRADICTION, message).at(value.span()));
    }
    section.note(Line::new("vary", quoted(word)));
    let factor = |quantity: &Quantity| {
        Some(Factor {
            values: plausible(quantity)?,
            also: Vec::new(),
            unit: quantity.unit,
            whole: quantity.is_whole(),
            now: quantity.value,
            path: quantity.path.clone(),
        })
    };
    let factors: Vec<Factor> = numbers.known.iter().filter_map(factor).collect();
    if factors.is_empty() && numbers.are_all {
        let message = "sweep.vary is \"assumptions\", but no number of the scenario is uncertain; \
                       give some of them low and high";
        section.report(Diagnostic::new(CONTRADICTION, message).at(value.span()));
    }
    factors
}

/// Evenly on the logarithm between the bounds, or evenly where they reach down to zero;
/// `None` where there is one plausible value only. Of whole numbers, those within.
fn plausible(quantity: &Quantity) -> Option<Values> {
    let (low, high) = quantity.range();
    let (low, high) = match quantity.ask().is_whole() {
        true => (libm::ceil(low), libm::floor(high)),
        false => (low, high),
    };
    (low < high).then_some(Values::Between {
        low,
        high,
        logarithmic: low > 0.0,
    })
}

/// Whether the factors, each with its place, go together with the design and with each
/// other.
fn check(section: &Section<'_>, factors: &[(Factor, Range<usize>)], design: Option<&Design>) {
    let report = |cause, message: String, place: &Range<usize>| {
        section.report(Diagnostic::new(cause, message).at(place.clone()));
    };
    let mut paths: Vec<&str> = Vec::new();
    for (factor, place) in factors {
        for path in std::iter::once(&factor.path).chain(&factor.also) {
            if paths.contains(&path.as_str()) {
                report(
                    CONTRADICTION,
                    format!("sweep.vary varies {path} twice"),
                    place,
                );
            }
            paths.push(path);
        }
    }
    let count = |factor: &Factor| match &factor.values {
        Values::These { values, .. } => values.len(),
        Values::Between { .. } => 0,
    };
    if matches!(design, Some(Design::Grid | Design::Map { .. })) {
        for (factor, place) in factors {
            if let Some(twice) = value_twice(&factor.values) {
                let (path, twice) = (quoted(&factor.path), number(twice));
                let message =
                    format!("sweep.vary.{path} has {twice} twice; different values would do");
                report(CONTRADICTION, message, place);
            }
        }
    }
    match (design, factors) {
        (Some(Design::Zip), [(first, _), others @ ..]) => {
            let odd = others
                .iter()
                .find(|(other, _)| count(other) != count(first));
            if let Some((odd, place)) = odd {
                let message = format!(
                    "sweep.vary has {} values of {} and {} of {}, which are no pairs; as many of \
                     each would do",
                    count(first),
                    first.path,
                    count(odd),
                    odd.path
                );
                report(CONTRADICTION, message, place);
            }
        }
        (Some(Design::Map { .. }), [(x, x_place), (y, y_place)]) => {
            for (factor, place) in [(x, x_place), (y, y_place)] {
                if count(factor) < 2 {
                    let message = format!(
                        "sweep.vary.{} has one value; a map begins with 2 of each factor at least",
                        quoted(&factor.path)
                    );
                    report(CONTRADICTION, message, place);
                }
            }
        }
        // Of those that are wrong in themselves that has been said.
        (Some(Design::Map { .. }), [.., (_, place)])
            if section.reading().mistakes() == 0 || factors.len() > 2 =>
        {
            let message = format!("a map has 2 factors, not {}", factors.len());
            report(CONTRADICTION, message, place);
        }
        _ => {}
    }
}

/// A value that stands among them twice.
fn value_twice(values: &Values) -> Option<f64> {
    let Values::These { values, .. } = values else {
        return None;
    };
    let mut sorted = values.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let twice = sorted.windows(2).find(|pair| pair[0] == pair[1])?;
    Some(twice[0])
}

/// The ways to say values.
const WAYS: [&str; 4] = ["values", "range", "log", "plausible"];

/// What becomes of the number at `path`.
fn factor(
    vary: &Section<'_>,
    numbers: &Numbers,
    path: &str,
    value: &Value<'_>,
    place: Range<usize>,
    design: Option<&Design>,
) -> Option<Factor> {
    let quantity = known(vary, numbers, path, place, value)?;
    let here = vary.path_of(&quoted(path));
    // Without a design it is not known whether there have to be steps.
    let fills = design.is_none_or(Design::fills_a_space);
    let mut also = Some(Vec::new());
    let values = match value.get_ref() {
        DeValue::Array(_) => these(vary, &here, value, quantity),
        DeValue::Table(table) => {
            let keys = [&WAYS[..], &["also"]].concat();
            vary.reading().report_all(unknown_keys(table, &here, &keys));
            if let Some(others) = table.get("also") {
                also = alike(vary, numbers, &format!("{here}.also"), others);
            }
            let said: Vec<&str> = WAYS
                .into_iter()
                .filter(|key| table.contains_key(*key))
                .collect();
            let way = match said[..] {
                [way] => table.get(way).map(|inner| (way, inner)),
                _ => None,
            };
            match way {
                Some(("values", inner)) => these(vary, &here, inner, quantity),
                Some(("plausible", inner)) => over_plausible(vary, &here, inner, quantity, fills),
                Some((way, inner)) => spaced(
                    vary,
                    &format!("{here}.{way}"),
                    inner,
                    quantity,
                    way == "log",
                    fills,
                ),
                None => {
                    let (cause, said) = match said.is_empty() {
                        true => (MISSING_KEY, "no values".to_owned()),
                        false => (CONTRADICTION, said.join(" and ")),
                    };
                    let message = format!("{here} has {said}; one of {} would do", WAYS.join(", "));
                    vary.report(Diagnostic::new(cause, message).at(value.span()));
                    None
                }
            }
        }
        _ => {
            let expected = "a list of values, or { range = … }, { log = … }, { plausible = … },";
            vary.wrong_type(&here, value, expected);
            None
        }
    };
    let (Written { values, text }, also) = (values?, also?);
    for other in &also {
        fits(vary, &here, value, &values, other);
    }
    let also: Vec<String> = also.into_iter().map(|other| other.path.clone()).collect();
    let with = match also.is_empty() {
        true => String::new(),
        false => format!(", also = {}", list(&also)),
    };
    vary.note(Line::new(path, format!("{{ {text}{with} }}")));
    Some(Factor {
        path: path.to_owned(),
        also,
        unit: quantity.unit,
        whole: quantity.is_whole(),
        now: quantity.value,
        values,
    })
}

/// The numbers that `others` names; `None` where one of them is none.
fn alike<'n>(
    vary: &Section<'_>,
    numbers: &'n Numbers,
    here: &str,
    others: &Value<'_>,
) -> Option<Vec<&'n Quantity>> {
    let DeValue::Array(items) = others.get_ref() else {
        vary.wrong_type(here, others, "a list in [brackets]");
        return None;
    };
    if items.len() > MOST_ALIKE {
        let message = format!(
            "{here} names {} numbers; at most {MOST_ALIKE} would do",
            number(items.len() as f64)
        );
        vary.report(Diagnostic::new(OUT_OF_RANGE, message).at(others.span()));
        return None;
    }
    let named = |item: &Value<'_>| match item.get_ref() {
        DeValue::String(path) => known(vary, numbers, path, item.span(), item),
        _ => {
            vary.wrong_type(here, item, "a path in quotes");
            None
        }
    };
    let named: Vec<Option<&Quantity>> = items.iter().map(named).collect();
    named.into_iter().collect()
}

/// Says so where `other`, which is varied alike, cannot have these values.
fn fits(vary: &Section<'_>, here: &str, value: &Value<'_>, values: &Values, other: &Quantity) {
    let ends;
    let values = match values {
        Values::These { values, .. } => &values[..],
        Values::Between { low, high, .. } => {
            ends = [*low, *high];
            &ends[..]
        }
    };
    if let Some(odd) = values.iter().find(|&&value| !other.ask().admits(value)) {
        let message = format!(
            "{here} becomes {}, and {} with it; {}",
            number(*odd),
            other.path,
            other.ask().range()
        );
        vary.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
    }
}

/// The number at `path`, as the scenario has it.
fn known<'n>(
    vary: &Section<'_>,
    numbers: &'n Numbers,
    path: &str,
    place: Range<usize>,
    value: &Value<'_>,
) -> Option<&'n Quantity> {
    let all = &numbers.known;
    let found = all.iter().find(|quantity| quantity.path == path);
    if found.is_some() {
        return found;
    }
    let help = match nested(path, value) {
        Some(whole) => Some(format!(
            "the whole path stands in quotes: vary.{}",
            quoted(&shortened(&whole))
        )),
        None => suggestion(path, all.iter().map(|quantity| quantity.path.as_str())),
    };
    let parent = |path: &str| path.rsplit_once('.').map(|(parent, _)| parent.to_owned());
    let has_neighbours = || all.iter().any(|other| parent(&other.path) == parent(path));
    if numbers.are_all || help.is_some() || has_neighbours() {
        let message = format!(
            "no number of the scenario is called {}; groundswell show --effective names all",
            shortened(path)
        );
        vary.report(
            Diagnostic::new(NO_SUCH_NUMBER, message)
                .at(place)
                .help(help),
        );
    }
    None
}

/// The path that was meant where its parts have become tables, for want of quotes.
fn nested(path: &str, value: &Value<'_>) -> Option<String> {
    let (mut whole, mut value, mut is_nested) = (bare(path), value, false);
    while let DeValue::Table(table) = value.get_ref() {
        let says_values = |key: &str| WAYS.contains(&key) || key == "also";
        if table.iter().any(|(key, _)| says_values(key.get_ref())) {
            break;
        }
        let first = table.iter().min_by_key(|(key, _)| key.span().start);
        let Some((key, inner)) = first else {
            break;
        };
        whole = join(&whole, &bare(key.get_ref()));
        (value, is_nested) = (inner, true);
    }
    is_nested.then_some(whole)
}

/// Values, and how the effective scenario says them.
struct Written {
    values: Values,
    text: String,
}

fn these(
    vary: &Section<'_>,
    path: &str,
    value: &Value<'_>,
    quantity: &Quantity,
) -> Option<Written> {
    let DeValue::Array(items) = value.get_ref() else {
        vary.wrong_type(path, value, "a list in [brackets]");
        return None;
    };
    if items.is_empty() || items.len() > MOST_VALUES {
        let message = format!(
            "{path} has {} values; 1 to {} would do",
            number(items.len() as f64),
            number(MOST_VALUES as f64)
        );
        vary.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
        return None;
    }
    let read = |item| vary.reading().plain_number(path, item, quantity.ask());
    let values: Vec<Option<f64>> = items.iter().map(read).collect();
    let values: Vec<f64> = values.into_iter().collect::<Option<_>>()?;
    let texts: Vec<String> = values.iter().map(|&value| number(value)).collect();
    Some(Written {
        text: format!("values = [{}]", texts.join(", ")),
        values: Values::These {
            values,
            logarithmic: false,
        },
    })
}

/// So many values over what is plausible; `true` for a design that takes any.
fn over_plausible(
    vary: &Section<'_>,
    path: &str,
    value: &Value<'_>,
    quantity: &Quantity,
    fills: bool,
) -> Option<Written> {
    let path = format!("{path}.plausible");
    let Some(Values::Between {
        low,
        high,
        logarithmic,
    }) = plausible(quantity)
    else {
        let message = format!(
            "{} has one plausible value only; give it low and high, or say \
             range = {{ from = …, to = … }}",
            quantity.path
        );
        vary.report(Diagnostic::new(BOUNDS, message).at(value.span()));
        return None;
    };
    let spread = Spread {
        low,
        high,
        logarithmic,
        whole: quantity.ask().is_whole(),
    };
    match value.get_ref() {
        DeValue::Boolean(true) if fills => Some(spread.between()),
        DeValue::Integer(_) => {
            let count = vary.reading().plain_number(&path, value, COUNT)?;
            match fills {
                true => Some(spread.between()),
                false => Some(spread.of(count as usize)),
            }
        }
        _ => {
            let expected = match fills {
                true => "true",
                false => "how many values, from 2 on,",
            };
            vary.wrong_type(&path, value, expected);
            None
        }
    }
}

/// How many values.
const COUNT: Ask = Ask::new(Unit::Number, 2.0, MOST_VALUES as f64).whole();

/// Equal steps between two ends, or for a design that fills a space the ends alone.
fn spaced(
    vary: &Section<'_>,
    path: &str,
    value: &Value<'_>,
    quantity: &Quantity,
    logarithmic: bool,
    fills: bool,
) -> Option<Written> {
    let ask = quantity.ask();
    let DeValue::Table(table) = value.get_ref() else {
        vary.wrong_type(path, value, "{ from = …, to = …, count = … }");
        return None;
    };
    let known: &[&'static str] = match logarithmic {
        true => &["from", "to", "count"],
        false => &["from", "to", "step", "count"],
    };
    let before = vary.reading().mistakes();
    vary.reading().report_all(unknown_keys(table, path, known));
    let is_misspelt = vary.reading().mistakes() > before;
    let read = |key: &str, ask: Ask| {
        let item = table.get(key)?;
        vary.reading()
            .plain_number(&format!("{path}.{key}"), item, ask)
    };
    let end = |key: &str| {
        if !table.contains_key(key) {
            let message = format!("{path} has no `{key}`, which it needs");
            vary.report(Diagnostic::new(MISSING_KEY, message).at(value.span()));
        }
        read(key, ask)
    };
    let (low, high) = (end("from"), end("to"));
    let above = Ask::new(ask.unit(), 0.0, quantity.valid().1).above();
    let above = if ask.is_whole() { above.whole() } else { above };
    let (step, count) = (read("step", above), read("count", COUNT));
    let (low, high) = (low?, high?);
    let least = if logarithmic {
        "0 < from < to"
    } else {
        "from < to"
    };
    if low >= high || (logarithmic && low <= 0.0) {
        let message = format!(
            "{path} goes from {} to {}; {least} would do",
            number(low),
            number(high)
        );
        vary.report(Diagnostic::new(BOUNDS, message).at(value.span()));
        return None;
    }
    let spread = Spread {
        low,
        high,
        logarithmic,
        whole: ask.is_whole(),
    };
    let has_step = !logarithmic && table.contains_key("step");
    match (has_step, table.contains_key("count")) {
        (true, true) => {
            let message = format!("{path} has `step` and `count`; one of them would do");
            vary.report(Diagnostic::new(CONTRADICTION, message).at(value.span()));
            None
        }
        (false, false) if !fills && !is_misspelt => {
            let message = match logarithmic {
                true => format!("{path} has no `count`, which it needs"),
                false => format!("{path} has neither `step` nor `count`"),
            };
            vary.report(Diagnostic::new(MISSING_KEY, message).at(value.span()));
            None
        }
        // Whatever lies between is taken.
        _ if fills => Some(spread.between()),
        (true, false) => {
            let place = table.get("step").map(Spanned::span);
            spread.by(step?, path).map_or_else(
                |mistake| {
                    vary.report(mistake.at(place));
                    None
                },
                Some,
            )
        }
        _ => Some(spread.of(count? as usize)),
    }
}

/// From where to where values go.
struct Spread {
    low: f64,
    high: f64,
    logarithmic: bool,
    /// Whether they are whole numbers.
    whole: bool,
}

impl Spread {
    fn text(&self, steps: &str) -> String {
        let way = if self.logarithmic { "log" } else { "range" };
        let (low, high) = (number(self.low), number(self.high));
        format!("{way} = {{ from = {low}, to = {high}{steps} }}")
    }

    /// Anything between the ends.
    fn between(&self) -> Written {
        Written {
            values: Values::Between {
                low: self.low,
                high: self.high,
                logarithmic: self.logarithmic,
            },
            text: self.text(""),
        }
    }

    /// So many values, both ends among them.
    fn of(&self, count: usize) -> Written {
        let Self { low, high, .. } = *self;
        let last = (count - 1) as f64;
        let at = |i: usize| {
            let share = i as f64 / last;
            let value = match self.logarithmic {
                _ if i == 0 => low,
                _ if i + 1 == count => high,
                true => tidied(low * libm::exp(share * libm::log(high / low)), 0.0),
                false => tidied(low + share * (high - low), low),
            };
            if self.whole { value.round() } else { value }
        };
        Written {
            values: Values::These {
                values: (0..count).map(at).collect(),
                logarithmic: self.logarithmic,
            },
            text: self.text(&format!(", count = {}", number(count as f64))),
        }
    }

    /// The values at equal steps from the lower end, as far as they go.
    fn by(&self, step: f64, path: &str) -> Result<Written, Diagnostic> {
        let Self { low, high, .. } = *self;
        // A last step that is short of the end by rounding still reaches it.
        let count = libm::floor((high - low) / step + 1e-9) + 1.0;
        if count < 2.0 {
            let message = format!(
                "{path}.step is {}, more than all the way from {} to {}",
                number(step),
                number(low),
                number(high)
            );
            return Err(Diagnostic::new(BOUNDS, message));
        }
        if count > MOST_VALUES as f64 {
            let message = format!(
                "{path} makes {} values; 2 to {} would do",
                number(count.min(1e15)),
                number(MOST_VALUES as f64)
            );
            return Err(Diagnostic::new(OUT_OF_RANGE, message));
        }
        let at = |i: usize| match low + step * i as f64 {
            value if value > high || (high - value) < 1e-9 * step => high,
            value => tidied(value, low),
        };
        Ok(Written {
            values: Values::These {
                values: (0..count as usize).map(at).collect(),
                logarithmic: false,
            },
            text: self.text(&format!(", step = {}", number(step))),
        })
    }
}

/// The number that was meant where arithmetic that began at `start` was off by its last
/// digits: 0.15 instead of 0.15000000000000002.
fn tidied(value: f64, start: f64) -> f64 {
    let written: Option<f64> = format!("{value:.12e}").parse().ok();
    let slack = 16.0 * f64::EPSILON * (value.abs() + start.abs());
    written
        .filter(|near| (near - value).abs() <= slack)
        .unwrap_or(value)
}

fn seeds(section: &mut Section<'_>) -> Vec<u64> {
    let Some(value) = section.value("seeds") else {
        return Vec::new();
    };
    let whole = |item: &Value<'_>| match item.get_ref() {
        DeValue::Integer(seed) => i64::from_str_radix(seed.as_str(), seed.radix()).ok(),
        _ => None,
    };
    let would_do = format!(
        "how many, 1 to {}, or a list of different whole numbers",
        number(MOST_REPEATS as f64)
    );
    let seeds = match value.get_ref() {
        DeValue::Integer(_) => whole(value)
            .filter(|&count| (1..=MOST_REPEATS as i64).contains(&count))
            .map(|count| (1..=count as u64).collect::<Vec<u64>>()),
        DeValue::Array(items) if (1..=MOST_REPEATS).contains(&items.len()) => {
            let seeds = items.iter().map(|item| u64::try_from(whole(item)?).ok());
            seeds.collect()
        }
        _ => None,
    };
    let Some(seeds) = seeds else {
        let expected = format!("{would_do},");
        section.wrong_type("sweep.seeds", value, &expected);
        return Vec::new();
    };
    let mut sorted = seeds.clone();
    sorted.sort_unstable();
    if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        let message = format!("sweep.seeds has {} twice; {would_do}, would do", twice[0]);
        section.report(Diagnostic::new(CONTRADICTION, message).at(value.span()));
    }
    let written = match seeds.iter().copied().eq(1..=seeds.len() as u64) {
        true => seeds.len().to_string(),
        false => {
            let written: Vec<String> = seeds.iter().map(u64::to_string).collect();
            format!("[{}]", written.join(", "))
        }
    };
    section.note(Line::new("seeds", written));
    seeds
}

/// The strategies whose lead is told: those named, or all but the reference.
fn of(section: &mut Section<'_>, strategies: &[Strategy], reference: &str) -> Vec<String> {
    let names = || {
        let names = strategies.iter().map(|strategy| strategy.name.as_str());
        names.filter(|&name| name != reference)
    };
    let known = || {
        let nothing = [DO_NOTHING].into_iter();
        let nothing = nothing.filter(|&nothing| nothing != reference);
        names().filter(|&name| name != DO_NOTHING).chain(nothing)
    };
    let Some(value) = section.value("of") else {
        let all: Vec<String> = names().map(str::to_owned).collect();
        section.note(Line::new("of", list(&all)).comment("default"));
        return all;
    };
    let items = match value.get_ref() {
        DeValue::String(_) => vec![value],
        _ => section.list_of("sweep.of", value),
    };
    if value.get_ref().is_array() && items.is_empty() {
        let message = "sweep.of names no strategy; without the key all are told";
        section.report(Diagnostic::new(MISSING_KEY, message).at(value.span()));
    }
    let mut of: Vec<String> = Vec::new();
    for item in few(section, "sweep.of", value, items) {
        let Some(name) = section.text_of("sweep.of", item, 100) else {
            continue;
        };
        if !strategies.is_empty() && !known().any(|known| known == name) {
            let would_do = choices(known());
            let message = format!(
                "sweep.of is \"{name}\", which is no strategy besides the reference; {would_do} would do"
            );
            let help = suggestion(&name, known());
            section.report(
                Diagnostic::new(NO_SUCH_NAME, message)
                    .at(item.span())
                    .help(help),
            );
        }
        if !of.contains(&name) {
            of.push(name);
        }
    }
    let is_default = names().eq(of.iter().map(String::as_str));
    section.note(Line::new("of", list(&of)).comment(if_default(is_default)));
    of
}

/// The items of the list `value` at `path`; none where there are too many, which is said.
fn few<'t>(
    section: &Section<'_>,
    path: &str,
    value: &Value<'_>,
    items: Vec<&'t Value<'t>>,
) -> Vec<&'t Value<'t>> {
    if items.len() <= MOST_NAMES {
        return items;
    }
    let message = format!(
        "{path} has {} entries; at most {MOST_NAMES} would do",
        number(items.len() as f64)
    );
    section.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
    Vec::new()
}

/// The metrics of the table of results where none are named.
pub const HEADLINES: [Metric; 14] = [
    Metric::Reach,
    Metric::Visitors,
    Metric::Leads,
    Metric::Customers,
    Metric::New,
    Metric::Fans,
    Metric::InvitationsSent,
    Metric::InvitationsAccepted,
    Metric::PositiveMentions,
    Metric::NegativeMentions,
    Metric::Cost,
    Metric::Rewards,
    Metric::Margin,
    Metric::Profit,
];

fn metrics(section: &mut Section<'_>) -> Vec<Metric> {
    let headlines = || HEADLINES.iter().map(|metric| metric.name());
    let usual = |section: &Section<'_>| {
        let names: Vec<&str> = headlines().collect();
        section.note(Line::new("metrics", list(&names)).comment("default"));
        HEADLINES.to_vec()
    };
    let Some(value) = section.value("metrics") else {
        return usual(section);
    };
    match value.get_ref() {
        DeValue::String(text) if text == "all" => {
            section.note(Line::new("metrics", quoted("all")));
            return Metric::ALL.to_vec();
        }
        DeValue::Array(items)
            if items
                .iter()
                .map(|item| item.get_ref().as_str())
                .eq(headlines().map(Some)) =>
        {
            return usual(section);
        }
        DeValue::Array(items) if items.is_empty() => {
            section.note(Line::new("metrics", "[]".to_owned()));
            return Vec::new();
        }
        DeValue::Array(_) => {}
        _ => {
            section.wrong_type("sweep.metrics", value, "\"all\", or a list in [brackets],");
            return Vec::new();
        }
    }
    let known: Vec<(&'static str, Metric)> = Metric::ALL
        .iter()
        .map(|&metric| (metric.name(), metric))
        .collect();
    let items = section.list_of("sweep.metrics", value);
    match few(section, "sweep.metrics", value, items).is_empty() {
        true => Vec::new(),
        false => section.words("metrics", &known),
    }
}

fn decided(section: &mut Section<'_>) -> Option<u32> {
    #[derive(Clone, Copy, PartialEq)]
    enum Until {
        Run,
        Decided,
    }
    let words = [("run", Until::Run), ("decided", Until::Decided)];
    let before = section.reading().mistakes();
    let until = section.word("until", &words, Some(Until::Run))?;
    let most = section.integer("most_worlds", 256..32_769);
    if until == Until::Run {
        if section.has("most_worlds") && section.reading().mistakes() == before {
            let message = "sweep.most_worlds is for cells that run until they are decided; \
                           until = \"decided\" would do";
            let place = section.place_of("most_worlds");
            section.report(Diagnostic::new(CONTRADICTION, message).at(place));
        }
        return None;
    }
    Some(noted(section, "most_worlds", most, MOST_WORLDS))
}

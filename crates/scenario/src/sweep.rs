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
use toml::de::DeValue;

use crate::diagnostic::{
    BOUNDS, CONTRADICTION, Diagnostic, MISSING_KEY, NO_SUCH_NAME, NO_SUCH_NUMBER, OUT_OF_RANGE,
    UNKNOWN_WORD, WRONG_TYPE,
};
use crate::document::{Section, Value, choices, if_default, shortened, unknown_keys};
use crate::effective::{Line, list, number, quoted};
use crate::quantity::{Ask, Quantity, Unit};
use crate::scenario::Scenario;
use crate::suggestion::suggestion;

/// Values that a factor may have.
const MOST_VALUES: usize = 10_000;

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
    let mut section = top.section_if_there("sweep")?;
    let before = section.reading().mistakes();
    let design = design(&mut section);
    let factors = factors(&mut section, design.as_ref());
    let seeds = seeds(&mut section);
    let graphs = section.integer("graphs", 1..MOST_REPEATS as i64 + 1);
    let graphs = noted(&mut section, "graphs", graphs, 1);
    let is_campaign = !strategies.is_empty();
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
    let word = section.word("design", &words, Some(Word::Grid))?;
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
            Design::List { file: file? }
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
            let levels = whole("levels", 2..65, 4);
            if levels % 2 == 1 {
                let message = format!("sweep.levels is {levels}; an even number would do");
                let place = section.place_of("levels");
                section.report(Diagnostic::new(OUT_OF_RANGE, message).at(place));
                return None;
            }
            let said = section.integer("trajectories", 2..MOST_POINTS + 1);
            Design::Trajectories {
                trajectories: noted(section, "trajectories", said, 16),
                levels,
            }
        }
        Word::Map => Design::Map {
            refine: whole("refine", 0..9, 2),
        },
    })
}

/// What is varied: a table of paths, or the word for all that is assumed.
fn factors(section: &mut Section<'_>, design: Option<&Design>) -> Vec<Factor> {
    let of_file = matches!(design, Some(Design::List { .. }));
    match section.value("vary") {
        None if of_file => Vec::new(),
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
        Some(value) if matches!(value.get_ref(), DeValue::String(_)) => {
            assumptions(section, value, design)
        }
        Some(_) => {
            let vary = section.section("vary");
            let mut factors: Vec<Factor> = Vec::new();
            for (path, place) in vary.names() {
                let Some(value) = vary.named(&path) else {
                    continue;
                };
                if let Some(factor) = factor(&vary, &path, value, place, design) {
                    factors.push(factor);
                }
            }
            let place = vary.place();
            vary.set_aside();
            check(section, &factors, design, place);
            factors
        }
    }
}

/// All numbers that are uncertain, over what is plausible.
fn assumptions(section: &Section<'_>, value: &Value<'_>, design: Option<&Design>) -> Vec<Factor> {
    let is_word = matches!(value.get_ref(), DeValue::String(text) if text == "assumptions");
    if !is_word {
        let found = section.reading().found(value);
        let message =
            format!("sweep.vary is {found}; a table of paths, or \"assumptions\", would do");
        section.report(Diagnostic::new(UNKNOWN_WORD, message).at(value.span()));
        return Vec::new();
    }
    if design.is_some_and(|design| !design.fills_a_space()) {
        let message = "sweep.vary is \"assumptions\", which has bounds and no values; \
                       design = \"latin-hypercube\", \"sobol\", \"saltelli\" or \"trajectories\" \
                       would do";
        section.report(Diagnostic::new(CONTRADICTION, message).at(value.span()));
    }
    section.note(Line::new("vary", quoted("assumptions")));
    let uncertain = section.reading().quantities();
    let uncertain: Vec<Quantity> = uncertain
        .into_iter()
        .filter(Quantity::is_uncertain)
        .collect();
    if uncertain.is_empty() {
        let message = "sweep.vary is \"assumptions\", but no number of the scenario is uncertain; \
                       give some of them low and high";
        section.report(Diagnostic::new(CONTRADICTION, message).at(value.span()));
    }
    let factor = |quantity: Quantity| Factor {
        values: plausible(&quantity),
        also: Vec::new(),
        unit: quantity.unit,
        now: quantity.value,
        path: quantity.path,
    };
    uncertain.into_iter().map(factor).collect()
}

/// Evenly on the logarithm between the bounds, or evenly where they reach down to zero.
fn plausible(quantity: &Quantity) -> Values {
    let (low, high) = quantity.range();
    Values::Between {
        low,
        high,
        logarithmic: low > 0.0,
    }
}

/// Whether the factors go together with the design and with each other.
fn check(
    section: &Section<'_>,
    factors: &[Factor],
    design: Option<&Design>,
    place: Option<Range<usize>>,
) {
    let report = |cause, message: String| {
        section.report(Diagnostic::new(cause, message).at(place.clone()));
    };
    let mut paths: Vec<&str> = factors
        .iter()
        .flat_map(|factor| std::iter::once(&factor.path).chain(&factor.also))
        .map(String::as_str)
        .collect();
    paths.sort_unstable();
    if let Some(twice) = paths.windows(2).find(|pair| pair[0] == pair[1]) {
        report(
            CONTRADICTION,
            format!("sweep.vary varies {} twice", twice[0]),
        );
    }
    let counts = factors.iter().map(|factor| match &factor.values {
        Values::These { values, .. } => values.len(),
        Values::Between { .. } => 0,
    });
    let counts: Vec<usize> = counts.collect();
    match design {
        Some(Design::Zip) if counts.windows(2).any(|pair| pair[0] != pair[1]) => {
            let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
            let counts = counts.join(" and ");
            report(
                CONTRADICTION,
                format!(
                    "sweep.vary has {counts} values, which are no pairs; as many of each would do"
                ),
            );
        }
        Some(Design::Map { .. }) => {
            if factors.len() != 2 {
                let message = format!("a map has 2 factors, not {}", factors.len());
                report(CONTRADICTION, message);
            } else if counts.iter().any(|&count| count < 2) {
                let message = "a map begins with 2 values of each factor at least".to_owned();
                report(CONTRADICTION, message);
            }
        }
        _ => {}
    }
}

/// What becomes of the number at `path`.
fn factor(
    vary: &Section<'_>,
    path: &str,
    value: &Value<'_>,
    place: Range<usize>,
    design: Option<&Design>,
) -> Option<Factor> {
    let quantity = known(vary, path, place, value)?;
    let here = vary.path_of(&quoted(path));
    let ask = quantity.ask();
    let fills = design.is_some_and(Design::fills_a_space);
    let mut also = Vec::new();
    let values = match value.get_ref() {
        DeValue::Array(_) => these(vary, &here, value, ask)?,
        DeValue::Table(table) => {
            vary.reading().report_all(unknown_keys(
                table,
                &here,
                &["values", "range", "log", "plausible", "also"],
            ));
            if let Some(others) = table.get("also") {
                for item in vary.list_of(&format!("{here}.also"), others) {
                    let other = vary.text_of(&here, item, 300)?;
                    known(vary, &other, item.span(), item)?;
                    also.push(other);
                }
            }
            let said: Vec<&str> = ["values", "range", "log", "plausible"]
                .into_iter()
                .filter(|key| table.contains_key(*key))
                .collect();
            let [kind] = said[..] else {
                let message = format!(
                    "{here} has {}; one of values, range, log, plausible would do",
                    if said.is_empty() {
                        "no values".to_owned()
                    } else {
                        said.join(" and ")
                    }
                );
                let cause = if said.is_empty() {
                    MISSING_KEY
                } else {
                    CONTRADICTION
                };
                vary.report(Diagnostic::new(cause, message).at(value.span()));
                return None;
            };
            let inner = table.get(kind)?;
            match kind {
                "values" => these(vary, &here, inner, ask)?,
                "plausible" => over_plausible(vary, &here, inner, &quantity, fills)?,
                _ => spaced(
                    vary,
                    &format!("{here}.{kind}"),
                    inner,
                    ask,
                    kind == "log",
                    fills,
                )?,
            }
        }
        _ => {
            let expected = "a list of values, or { range = … }, { log = … }, { plausible = … }";
            vary.wrong_type(&here, value, expected);
            return None;
        }
    };
    note(vary, path, &values, &also);
    Some(Factor {
        path: path.to_owned(),
        also,
        unit: quantity.unit,
        now: quantity.value,
        values,
    })
}

/// The number at `path`, as the scenario has it.
fn known(
    vary: &Section<'_>,
    path: &str,
    place: Range<usize>,
    value: &Value<'_>,
) -> Option<Quantity> {
    let all = vary.reading().quantities();
    let found = all.iter().find(|quantity| quantity.path == path);
    if found.is_none() {
        let nested = matches!(value.get_ref(), DeValue::Table(table)
            if !["values", "range", "log", "plausible"].iter().any(|key| table.contains_key(*key)));
        let help = match nested {
            true => Some(format!(
                "the whole path stands in quotes: vary.\"{path}.…\""
            )),
            false => suggestion(path, all.iter().map(|quantity| quantity.path.as_str())),
        };
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
    found.cloned()
}

fn these(vary: &Section<'_>, path: &str, value: &Value<'_>, ask: Ask) -> Option<Values> {
    let DeValue::Array(items) = value.get_ref() else {
        vary.wrong_type(path, value, "a list in [brackets]");
        return None;
    };
    if items.is_empty() || items.len() > MOST_VALUES {
        let message = format!(
            "{path} has {} values; 1 to {MOST_VALUES} would do",
            items.len()
        );
        vary.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
        return None;
    }
    let read = |item| vary.reading().plain_number(path, item, ask);
    let values: Vec<Option<f64>> = items.iter().map(read).collect();
    let values: Vec<f64> = values.into_iter().collect::<Option<_>>()?;
    Some(Values::These {
        values,
        logarithmic: false,
    })
}

/// So many values over what is plausible; `true` for a design that takes any.
fn over_plausible(
    vary: &Section<'_>,
    path: &str,
    value: &Value<'_>,
    quantity: &Quantity,
    fills: bool,
) -> Option<Values> {
    let path = format!("{path}.plausible");
    let between = plausible(quantity);
    let Values::Between { low, high, .. } = between else {
        return None;
    };
    if low >= high {
        let message = format!(
            "{} has one plausible value only; give it low and high, or say \
             range = {{ from = …, to = … }}",
            quantity.path
        );
        vary.report(Diagnostic::new(BOUNDS, message).at(value.span()));
        return None;
    }
    let count = match value.get_ref() {
        DeValue::Boolean(true) if fills => return Some(between),
        DeValue::Integer(count) => count.as_str().replace('_', "").parse::<usize>().ok(),
        _ => None,
    };
    let fine = count.filter(|count| (2..=MOST_VALUES).contains(count));
    let Some(count) = fine else {
        let expected = match fills {
            true => "true",
            false => "a number of values from 2 on",
        };
        vary.wrong_type(&path, value, expected);
        return None;
    };
    match fills {
        true => Some(between),
        false => Some(steps(low, high, count, low > 0.0)),
    }
}

/// Equal steps between two ends, or for a design that fills a space the ends alone.
fn spaced(
    vary: &Section<'_>,
    path: &str,
    value: &Value<'_>,
    ask: Ask,
    logarithmic: bool,
    fills: bool,
) -> Option<Values> {
    let DeValue::Table(table) = value.get_ref() else {
        vary.wrong_type(path, value, "{ from = …, to = …, count = … }");
        return None;
    };
    let known: &[&'static str] = match logarithmic {
        true => &["from", "to", "count"],
        false => &["from", "to", "step", "count"],
    };
    vary.reading().report_all(unknown_keys(table, path, known));
    let end = |key: &str| {
        let Some(item) = table.get(key) else {
            let message = format!("{path} has no `{key}`, which it needs");
            vary.report(Diagnostic::new(MISSING_KEY, message).at(value.span()));
            return None;
        };
        vary.reading()
            .plain_number(&format!("{path}.{key}"), item, ask)
    };
    let (low, high) = (end("from"), end("to"));
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
    if fills {
        // Whatever lies between is taken.
        return Some(Values::Between {
            low,
            high,
            logarithmic,
        });
    }
    let too_many = |count: f64| {
        let message = format!(
            "{path} makes {} values; 2 to {MOST_VALUES} would do",
            number(count.min(1e15))
        );
        vary.report(Diagnostic::new(OUT_OF_RANGE, message).at(value.span()));
    };
    match (table.get("step"), table.get("count")) {
        (None, Some(count)) => {
            let whole = Ask::new(Unit::Number, 2.0, MOST_VALUES as f64).whole();
            let count = vary
                .reading()
                .plain_number(&format!("{path}.count"), count, whole)?;
            Some(steps(low, high, count as usize, logarithmic))
        }
        (Some(step), None) => {
            let above = Ask::new(ask.unit(), 0.0, 1e15).above();
            let step = vary
                .reading()
                .plain_number(&format!("{path}.step"), step, above)?;
            // A last step that is short of the end by rounding still reaches it.
            let count = libm::floor((high - low) / step + 1e-9) + 1.0;
            if count > MOST_VALUES as f64 {
                too_many(count);
                return None;
            }
            let at = |i: usize| match low + step * i as f64 {
                value if value > high || (high - value) < 1e-9 * step => high,
                value => tidied(value, step),
            };
            Some(Values::These {
                values: (0..count as usize).map(at).collect(),
                logarithmic: false,
            })
        }
        (Some(_), Some(_)) => {
            let message = format!("{path} has `step` and `count`; one of them would do");
            vary.report(Diagnostic::new(CONTRADICTION, message).at(value.span()));
            None
        }
        (None, None) => {
            let message = format!("{path} has neither `step` nor `count`");
            vary.report(Diagnostic::new(MISSING_KEY, message).at(value.span()));
            None
        }
    }
}

/// The number that was meant where steps were added up: 0.15 instead of
/// 0.15000000000000002.
fn tidied(value: f64, step: f64) -> f64 {
    let written: Option<f64> = format!("{value:.12}").parse().ok();
    written
        .filter(|near| (near - value).abs() < 1e-9 * step)
        .unwrap_or(value)
}

/// So many values from `low` to `high`, both among them.
fn steps(low: f64, high: f64, count: usize, logarithmic: bool) -> Values {
    let last = (count - 1) as f64;
    let at = |i: usize| {
        let share = i as f64 / last;
        match logarithmic {
            _ if i == 0 => low,
            _ if i + 1 == count => high,
            true => low * libm::exp(share * libm::log(high / low)),
            false => tidied(low + share * (high - low), (high - low) / last),
        }
    };
    Values::These {
        values: (0..count).map(at).collect(),
        logarithmic,
    }
}

fn note(vary: &Section<'_>, path: &str, values: &Values, also: &[String]) {
    let mut parts = Vec::new();
    match values {
        Values::These { values, .. } => {
            let values: Vec<String> = values.iter().map(|&value| number(value)).collect();
            parts.push(format!("values = [{}]", values.join(", ")));
        }
        Values::Between {
            low,
            high,
            logarithmic,
        } => {
            let kind = if *logarithmic { "log" } else { "range" };
            let (low, high) = (number(*low), number(*high));
            parts.push(format!("{kind} = {{ from = {low}, to = {high} }}"));
        }
    }
    if !also.is_empty() {
        parts.push(format!("also = {}", list(also)));
    }
    vary.note(Line::new(path, format!("{{ {} }}", parts.join(", "))));
}

fn seeds(section: &mut Section<'_>) -> Vec<u64> {
    let Some(value) = section.value("seeds") else {
        return Vec::new();
    };
    let whole = |item: &Value<'_>| match item.get_ref() {
        DeValue::Integer(seed) => i64::from_str_radix(seed.as_str(), seed.radix()).ok(),
        _ => None,
    };
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
    let mut sorted = seeds.clone().unwrap_or_default();
    sorted.sort_unstable();
    sorted.dedup();
    if seeds
        .as_ref()
        .is_none_or(|seeds| sorted.len() < seeds.len())
    {
        let message = format!(
            "sweep.seeds is {}; how many, or a list of different whole numbers, would do",
            section.reading().found(value)
        );
        section.report(Diagnostic::new(WRONG_TYPE, message).at(value.span()));
    }
    let seeds = seeds.unwrap_or_default();
    let written: Vec<String> = seeds.iter().map(u64::to_string).collect();
    section.note(Line::new("seeds", format!("[{}]", written.join(", "))));
    seeds
}

/// The strategies whose lead is told: those named, or all but the reference.
fn of(section: &mut Section<'_>, strategies: &[Strategy], reference: &str) -> Vec<String> {
    let names = || {
        let names = strategies.iter().map(|strategy| strategy.name.as_str());
        names.filter(|&name| name != reference)
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
    let mut of: Vec<String> = Vec::new();
    for item in items {
        let Some(name) = section.text_of("sweep.of", item, 100) else {
            continue;
        };
        if !names().chain([DO_NOTHING]).any(|known| known == name) || name == reference {
            let known = choices(names());
            let message = format!(
                "sweep.of is \"{name}\", which is no strategy besides the reference; {known} would do"
            );
            let help = suggestion(&name, names());
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
    section.note(Line::new("of", list(&of)));
    of
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
    let Some(value) = section.value("metrics") else {
        let names: Vec<&str> = HEADLINES.iter().map(|metric| metric.name()).collect();
        section.note(Line::new("metrics", list(&names)).comment("default"));
        return HEADLINES.to_vec();
    };
    let all = matches!(value.get_ref(), DeValue::String(text) if text == "all");
    if all {
        section.note(Line::new("metrics", quoted("all")));
        return Metric::ALL.to_vec();
    }
    let known: Vec<(&'static str, Metric)> = Metric::ALL
        .iter()
        .map(|&metric| (metric.name(), metric))
        .collect();
    section.words("metrics", &known)
}

fn decided(section: &mut Section<'_>) -> Option<u32> {
    #[derive(Clone, Copy, PartialEq)]
    enum Until {
        Run,
        Decided,
    }
    let words = [("run", Until::Run), ("decided", Until::Decided)];
    let until = section.word("until", &words, Some(Until::Run))?;
    if until == Until::Run {
        return None;
    }
    let most = section.integer("most_worlds", 256..32_769);
    Some(noted(section, "most_worlds", most, MOST_WORLDS))
}

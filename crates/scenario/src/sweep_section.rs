//! How `[sweep]` is read: its design, what is varied, and how often and how long.

use std::ops::Range;

use groundswell_campaign::metric::Metric;
use groundswell_campaign::strategy::{DO_NOTHING, Strategy};
use toml::de::DeValue;

use crate::diagnostic::{
    CONTRADICTION, Diagnostic, MISSING_KEY, NO_SUCH_NAME, OUT_OF_RANGE, UNKNOWN_WORD, WRONG_TYPE,
};
use crate::document::{Section, Value, choices, if_default};
use crate::effective::{Line, list, number, quoted};
use crate::quantity::Quantity;
use crate::suggestion::suggestion;

use crate::sweep::{Design, Factor, HEADLINES, Sweep, Values, block_of};
use crate::sweep_values::{Numbers, factor, plausible};

/// Factors of a sweep.
const MOST_FACTORS: usize = 1_000;

/// Names in a list.
const MOST_NAMES: usize = 1_000;

/// Graphs or seeds of one point.
const MOST_REPEATS: usize = 10_000;

/// Points of a design that fills a space.
const MOST_POINTS: i64 = 1 << 16;

/// Worlds at the utmost, where a cell runs until it is decided and nothing is said.
const MOST_WORLDS: u32 = 1 << 14;

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

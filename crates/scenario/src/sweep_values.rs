//! What becomes of a number in a sweep: values one by one, in steps, or over what is
//! plausible.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::diagnostic::{
    BOUNDS, CONTRADICTION, Diagnostic, MISSING_KEY, NO_SUCH_NUMBER, OUT_OF_RANGE,
};
use crate::document::{Section, Value, join, shortened, unknown_keys};
use crate::effective::{Line, bare, list, number, quoted};
use crate::quantity::{Ask, Quantity, Unit};
use crate::suggestion::suggestion;

use crate::sweep::{Design, Factor, Values};

/// Values that a factor may have.
const MOST_VALUES: usize = 10_000;

/// Other numbers that are varied alike with one.
const MOST_ALIKE: usize = 100;

/// The numbers of the scenario, as far as they were read.
pub(crate) struct Numbers {
    pub(crate) known: Vec<Quantity>,
    /// Whether there are no others: after a mistake some were never asked for.
    pub(crate) are_all: bool,
}

/// The ways to say values.
const WAYS: [&str; 4] = ["values", "range", "log", "plausible"];

/// What becomes of the number at `path`.
pub(crate) fn factor(
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

/// Evenly on the logarithm between the bounds, or evenly where they reach down to zero;
/// `None` where there is one plausible value only. Of whole numbers, those within.
pub(crate) fn plausible(quantity: &Quantity) -> Option<Values> {
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

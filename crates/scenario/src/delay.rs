//! Waiting times: a mean, a fixed time, or a median with its spread.

use groundswell_campaign::delay::Delay;

use crate::document::Section;
use crate::quantity::{Absent, Ask, DAYS, Unit};

const MEDIAN: Ask = DAYS.above();
const SPREAD: Ask = Ask::new(Unit::LogDeviation, 0.0, 5.0).above();

/// The waiting time at `key`: a number of days on average, `{ days = 2 }` for always
/// so many, or `{ median = 2, spread = 1.4 }`.
pub(crate) fn delay(section: &mut Section<'_>, key: &'static str, absent: Absent) -> Delay {
    let table = section
        .named(key)
        .and_then(|value| value.get_ref().as_table());
    let laws = ["days", "median", "spread"];
    let is_law = table.is_some_and(|table| laws.iter().any(|law| table.contains_key(*law)));
    if !is_law {
        return Delay::of_mean(section.number(key, DAYS, absent));
    }
    section.on_one_line(key, |mut law| {
        let delay = match law.only_one_of(&["days", "median"]) {
            Some("days") => Delay::Fixed(law.count("days", DAYS, Absent::Error)),
            Some(_) => Delay::LogNormal {
                median: law.number("median", MEDIAN, Absent::Error),
                spread: law.number("spread", SPREAD, Absent::Error),
            },
            None => {
                law.value("spread");
                Delay::Fixed(0)
            }
        };
        law.end();
        delay
    })
}

//! Where the gridlines of an axis stand and what is written at them.
//!
//! Steps are 1, 2 or 5 times a power of ten; days also take weeks. Powers of ten
//! are read from decimal text, so a tick is the nearest number to what its label
//! says, on every machine.

pub(crate) mod varied;

use crate::chart::Unit;
use crate::number::{self, Scale};

/// An axis of values, from `low` to `high`, with gridlines between them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Values {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) ticks: Vec<(f64, String)>,
}

impl Values {
    /// The axis that holds zero, `min` and `max` with about `steps` steps, and
    /// never more than `most`.
    ///
    /// It ends at a gridline where one is near, else a little beyond the values.
    pub(crate) fn over(
        (min, max): (f64, f64),
        (steps, most): (usize, usize),
        unit: &Unit,
        signed: bool,
    ) -> Self {
        let (min, max) = (min.min(0.0), max.max(0.0));
        let span = max - min;
        let mut step = Step::at_least(span / steps.max(1) as f64);
        // A single gridline beside zero says little.
        if span > 0.0 && span / step.value(1) < 2.0 && span / step.finer().value(1) <= most as f64 {
            step = step.finer();
        }
        let size = step.value(1);
        let (mut from, mut to) = ((min / size).floor() as i64, (max / size).ceil() as i64);
        let (mut low, mut high) = (step.value(from), step.value(to));
        let (under, over) = (min - low, high - max);
        if under > NEAR * size && to - from > 1 {
            (from, low) = (from + 1, min - BEYOND * span);
        }
        if over > NEAR * size && to - from > 1 {
            (to, high) = (to - 1, max + BEYOND * span);
        }
        if from == to {
            (to, high) = (to + 1, step.value(to + 1));
        }
        let largest = step.value(from).abs().max(step.value(to).abs());
        let ticks = (from..=to)
            .map(|n| {
                let value = step.value(n);
                let text = label(value, step, largest, unit);
                (
                    value,
                    if signed {
                        number::with_plus(value, text)
                    } else {
                        text
                    },
                )
            })
            .collect();
        Self { low, high, ticks }
    }
}

/// How near a gridline must be for the axis to end at it, in steps.
const NEAR: f64 = 0.3;

/// How far an axis goes on beyond the values, as a share of their span.
const BEYOND: f64 = 0.04;

/// A logarithmic axis, from `low` to `high`, with gridlines at powers of ten.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Powers {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) ticks: Vec<(f64, String)>,
}

impl Powers {
    /// The axis that holds all `values`, which are above zero, with at most about
    /// `most` gridlines; around one without values.
    ///
    /// It ends a little beyond the values, or at a power of ten that is near.
    /// Within a single power of ten gridlines stand at 1, 2 and 5 times it.
    pub(crate) fn over(values: impl Iterator<Item = f64>, most: usize) -> Self {
        let (mut min, mut max) = (f64::INFINITY, 0.0_f64);
        for value in values {
            (min, max) = (min.min(value), max.max(value));
        }
        if max == 0.0 {
            (min, max) = (1.0, 1.0);
        }
        let (from, to) = (libm::log10(min), libm::log10(max));
        let beyond = (to - from).max(0.5) * BEYOND;
        let (mut low, mut high) = (from - beyond, to + beyond);
        // A power of ten close by is where the axis begins or ends.
        let near = 0.2;
        if from - from.floor() < near {
            low = low.min(from.floor());
        }
        if to.ceil() - to < near {
            high = high.max(to.ceil());
        }
        // Within one power of ten the axis holds all of it, so that something is
        // written at two places at least.
        if to - from < 1.0 {
            low = low.min(from.floor());
            high = high.max(to.ceil()).max(low + 1.0);
        }
        let (first, last) = (low.ceil() as i32, high.floor() as i32);
        let digits: &[i64] = if last - first < 2 { &[1, 2, 5] } else { &[1] };
        let every = ((last - first) as usize / most.max(2) + 1) as i32;
        let mut ticks = Vec::new();
        for power in first - 1..=last {
            for &digit in digits {
                let step = Step { digit, power };
                let at = libm::log10(step.value(1));
                if power.rem_euclid(every) == 0 && at >= low - 1e-9 && at <= high + 1e-9 {
                    ticks.push((step.value(1), power_label(step)));
                }
            }
        }
        Self { low, high, ticks }
    }

    /// How far along the axis `value` stands, 0 to 1.
    pub(crate) fn share(&self, value: f64) -> f64 {
        (libm::log10(value) - self.low) / (self.high - self.low)
    }
}

/// What stands at a gridline of a logarithmic axis: `0.01`, `1`, `1,000`, `10 M`.
fn power_label(step: Step) -> String {
    match step.power {
        -4..0 => number::decimal(step.value(1), step.power.unsigned_abs() as usize),
        0..12 => number::short(step.value(1)),
        _ => number::powered(step.value(1), 0),
    }
}

/// The days to name between `first` and `last`, at most `most` of them.
pub(crate) fn days(first: u32, last: u32, most: usize) -> Vec<u32> {
    ticks(first, last, most, &[1, 2, 5, 7, 10, 14, 20, 28, 30, 50])
}

/// The rounds to name between `first` and `last`, at most `most` of them: they have no
/// weeks.
pub(crate) fn rounds(first: u32, last: u32, most: usize) -> Vec<u32> {
    ticks(first, last, most, &[1, 2, 5, 10, 20, 50])
}

/// Multiples of one of the `small` steps, or of a larger round one.
fn ticks(first: u32, last: u32, most: usize, small: &[u32]) -> Vec<u32> {
    let span = last - first;
    let most = u32::try_from(most.max(2)).unwrap_or(u32::MAX);
    let steps = || {
        let powers = (0..9).map(|power| 10_u32.pow(power));
        let small = small.iter().copied();
        small
            .chain(
                powers
                    .skip(2)
                    .flat_map(|p| [p, p.saturating_mul(2), p.saturating_mul(5)]),
            )
            .filter(move |step| span / step < most)
    };
    let smallest = steps().next().unwrap_or(u32::MAX);
    // A somewhat wider step is worth it where the last day then is a tick.
    let step = steps()
        .take_while(|step| f64::from(*step) <= 2.5 * f64::from(smallest))
        .find(|step| first.is_multiple_of(*step) && span.is_multiple_of(*step))
        .unwrap_or(smallest);
    let start = first.div_ceil(step).saturating_mul(step);
    let ticks: Vec<u32> = (0..most)
        .map_while(|k| start.checked_add(k.checked_mul(step)?))
        .take_while(|d| *d <= last)
        .collect();
    if ticks.is_empty() { vec![first] } else { ticks }
}

/// `digit` (1, 2 or 5) times ten to the `power`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    digit: i64,
    power: i32,
}

impl Step {
    /// The smallest step that is not below `room`; one if there is no room.
    fn at_least(room: f64) -> Self {
        if room < 1e-290 {
            return Self { digit: 1, power: 0 };
        }
        let text = format!("{room:e}");
        let power = text
            .split_once('e')
            .and_then(|(_, p)| p.parse().ok())
            .unwrap_or(0);
        [1, 2, 5, 10]
            .map(|digit| Self { digit, power })
            .into_iter()
            .find(|step| step.value(1) >= room)
            .map_or(
                Self {
                    digit: 1,
                    power: power + 1,
                },
                |step| match step.digit {
                    10 => Self {
                        digit: 1,
                        power: power + 1,
                    },
                    _ => step,
                },
            )
    }

    /// The next smaller step.
    fn finer(self) -> Self {
        match self.digit {
            1 => Self {
                digit: 5,
                power: self.power - 1,
            },
            2 => Self { digit: 1, ..self },
            _ => Self { digit: 2, ..self },
        }
    }

    /// The next larger step.
    fn coarser(self) -> Self {
        match self.digit {
            1 => Self { digit: 2, ..self },
            2 => Self { digit: 5, ..self },
            _ => Self {
                digit: 1,
                power: self.power + 1,
            },
        }
    }

    /// `n` steps.
    fn value(self, n: i64) -> f64 {
        format!("{}e{}", n * self.digit, self.power)
            .parse()
            .expect("digits and a power of ten")
    }
}

/// What stands at a gridline, with as many decimals as the steps need.
fn label(value: f64, step: Step, largest: f64, unit: &Unit) -> String {
    if value == 0.0 && *unit != Unit::Share {
        return number::decimal(0.0, 0);
    }
    let decimals = |shift: i32| usize::try_from(shift - step.power).unwrap_or(0);
    if *unit == Unit::Share && step.power >= -6 && largest < 1e6 {
        return number::percent(value, decimals(-2));
    }
    let scale = Scale::of(largest);
    let text = if step.power < -6 || largest >= 999.5e12 {
        number::powered(value, 3)
    } else {
        let shift = match scale {
            Scale::One => 0,
            Scale::Million => 6,
            Scale::Billion => 9,
            Scale::Trillion => 12,
        };
        format!(
            "{}{}",
            number::decimal(value / scale.one(), decimals(shift)),
            scale.suffix()
        )
    };
    match unit {
        Unit::Money(currency) => number::in_currency(&text, currency),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(min: f64, max: f64, unit: &Unit) -> Vec<String> {
        Values::over((min, max), (5, 9), unit, false)
            .ticks
            .into_iter()
            .map(|(_, text)| text)
            .collect()
    }

    #[test]
    fn gridlines_stand_at_round_numbers() {
        assert_eq!(
            labels(0.0, 17_240.0, &Unit::People),
            ["0", "5,000", "10,000", "15,000"]
        );
        assert_eq!(
            labels(-3.9, 6.0, &Unit::People),
            ["−4", "−2", "0", "2", "4", "6"]
        );
        assert_eq!(
            labels(0.0, 1.9e6, &Unit::Money("EUR".into())),
            ["0", "€0.5 M", "€1.0 M", "€1.5 M", "€2.0 M"]
        );
        assert_eq!(
            labels(0.0, 0.095, &Unit::Share),
            ["0%", "2%", "4%", "6%", "8%", "10%"]
        );
        assert_eq!(
            labels(0.0, 3e-9, &Unit::People),
            ["0", "1e−9", "2e−9", "3e−9"]
        );
        assert_eq!(labels(0.0, 0.0, &Unit::People), ["0", "1"]);
    }

    #[test]
    fn a_logarithmic_axis_names_powers_of_ten() {
        let told = |values: &[f64], most| {
            let axis = Powers::over(values.iter().copied(), most);
            assert!(
                values
                    .iter()
                    .all(|v| (-1e-9..=1.0 + 1e-9).contains(&axis.share(*v)))
            );
            axis.ticks
                .into_iter()
                .map(|(_, text)| text)
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&[1.0, 709.0], 9), ["1", "10", "100", "1,000"]);
        assert_eq!(
            told(&[0.004, 22_470.0], 9),
            ["0.01", "0.1", "1", "10", "100", "1,000", "10,000"]
        );
        assert_eq!(told(&[1.0, 17.0], 9), ["1", "2", "5", "10"]);
        assert_eq!(told(&[1.0, 2e9], 5), ["1", "100", "10,000", "1 M", "100 M"]);
        assert!(told(&[3.0, 4.0], 9).len() >= 2);
        assert!(told(&[], 9).len() >= 2);
        assert!(told(&[1e-300, 1e300], 9).len() <= 10);
    }

    #[test]
    fn no_number_is_too_large_or_too_small_for_an_axis() {
        for max in [1e-300, 1e-12, 0.3, 1.0, 7e8, 1e15, 3e18, 1e300] {
            for min in [0.0, -max] {
                let axis = Values::over((min, max), (5, 9), &Unit::People, true);
                assert!(
                    axis.low <= min && axis.high >= max,
                    "{min} to {max}: {axis:?}"
                );
                assert!(
                    (2..=9).contains(&axis.ticks.len()),
                    "{min} to {max}: {axis:?}"
                );
                assert!(
                    axis.ticks.iter().all(|(_, text)| text.len() < 16),
                    "{axis:?}"
                );
            }
        }
    }

    #[test]
    fn days_are_told_in_even_steps_that_meet_the_end_where_they_can() {
        assert_eq!(days(0, 30, 9), [0, 5, 10, 15, 20, 25, 30]);
        assert_eq!(days(0, 28, 9), [0, 7, 14, 21, 28]);
        assert_eq!(days(0, 90, 9), [0, 30, 60, 90]);
        assert_eq!(days(1, 30, 9), [5, 10, 15, 20, 25, 30]);
        assert_eq!(days(4, 4, 9), [4]);
        assert_eq!(days(0, u32::MAX, 3).first(), Some(&0));
    }
}

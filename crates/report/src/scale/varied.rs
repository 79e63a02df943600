//! An axis along which something was varied, and the figures beside it.

use super::{Step, label};
use crate::chart::Unit;
use crate::number;

/// An axis that holds its values and nothing beyond them.
///
/// Unlike [`super::Values`] it need not hold zero: what was varied from 5 to 7 is
/// told from 5 to 7.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Varied {
    /// The first and the last value, as their logarithms on a logarithmic axis.
    low: f64,
    high: f64,
    logarithmic: bool,
    /// Round numbers within, each with what is written at it.
    pub(crate) ticks: Vec<(f64, String)>,
}

impl Varied {
    /// The axis over these `bounds`, both above zero if it is `logarithmic`, with
    /// at most `most` ticks; around a single value there is room on both sides.
    ///
    /// `length` is that of the axis and `extent` what a text takes of it. No two
    /// texts meet. An axis without values goes from zero, or from one, upwards.
    pub(crate) fn over(
        bounds: Option<(f64, f64)>,
        logarithmic: bool,
        unit: &Unit,
        most: usize,
        (length, extent): (f64, impl Fn(&str) -> f64),
    ) -> Self {
        let (low, high) = match bounds.map(|bounds| room(bounds, logarithmic)) {
            Some(bounds) => bounds,
            None if logarithmic => (1.0, 10.0),
            None => (0.0, 1.0),
        };
        let mut axis = Self {
            low,
            high,
            logarithmic,
            ticks: Vec::new(),
        };
        if logarithmic {
            (axis.low, axis.high) = (libm::log10(low), libm::log10(high));
        }
        let apart = |ticks: &[(f64, String)]| {
            ticks.windows(2).all(|pair| {
                let [a, b] = [&pair[0], &pair[1]];
                let between = (axis.share(b.0) - axis.share(a.0)) * length;
                between >= (extent(&a.1) + extent(&b.1)) / 2.0 && a.1 != b.1
            })
        };
        let mut tried = Vec::new();
        if logarithmic {
            tried.extend(powers(axis.low, axis.high, unit));
        }
        // Even steps are also what is left within less than a power of ten.
        tried.extend(even(low, high, unit));
        // Where numbers have no more digits, a step may leave the axis.
        for ticks in &mut tried {
            ticks.retain(|(value, _)| (-1e-6..=1.0 + 1e-6).contains(&axis.share(*value)));
        }
        let fits = |ticks: &Vec<_>| ticks.len() <= most.max(2) && apart(ticks);
        let enough = tried
            .iter()
            .position(|ticks| ticks.len() > 2 && fits(ticks));
        let chosen = enough.or_else(|| {
            let found = tried.iter().enumerate().filter(|(_, ticks)| fits(ticks));
            found
                .max_by_key(|(place, ticks)| (ticks.len(), usize::MAX - place))
                .map(|(i, _)| i)
        });
        axis.ticks = chosen.map_or_else(Vec::new, |place| tried.swap_remove(place));
        axis
    }

    /// Without ticks between whole numbers, if it holds `whole` ones only.
    pub(crate) fn only_whole(mut self, whole: bool) -> Self {
        self.ticks.retain(|(at, _)| !whole || at.fract() == 0.0);
        self
    }

    /// [`Self::ticks`] with their signs.
    pub(crate) fn signed(mut self) -> Self {
        for (value, text) in &mut self.ticks {
            *text = number::with_plus(*value, std::mem::take(text));
        }
        self
    }

    /// How far along the axis `value` stands, 0 to 1.
    pub(crate) fn share(&self, value: f64) -> f64 {
        let at = if self.logarithmic {
            libm::log10(value)
        } else {
            value
        };
        // Halves, for the whole may be beyond the largest number.
        (at / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)
    }
}

/// Bounds with room between them.
fn room((low, high): (f64, f64), logarithmic: bool) -> (f64, f64) {
    // Closer than this, numbers have no digits left to tell ticks apart.
    let close = high - low <= 1e-9 * low.abs().max(high.abs());
    match () {
        () if !close => (low, high),
        () if logarithmic => (low / 2.0, high * 2.0),
        () if low == 0.0 => (-0.5, 0.5),
        () => (low - low.abs() / 2.0, high + high.abs() / 2.0),
    }
}

/// Ticks on an even axis, the closest first; those at quarters last, which are only
/// for where round steps are too few or too many.
fn even(low: f64, high: f64, unit: &Unit) -> Vec<Vec<(f64, String)>> {
    let mut step = Step::at_least((high / 20.0 - low / 20.0).abs());
    let mut steps = Vec::new();
    for _ in 0..5 {
        steps.push(step);
        step = step.coarser();
    }
    let twos: Vec<_> = steps
        .iter()
        .filter(|step| step.digit == 2)
        .copied()
        .collect();
    steps.extend(twos.into_iter().map(|two| Step {
        digit: 25,
        power: two.power - 1,
    }));
    let largest = low.abs().max(high.abs());
    let ticks = |step: Step| {
        let size = step.value(1);
        // A step may miss a bound by the last bit.
        let slack = 1e-9;
        let from = (low / size - slack).ceil() as i64;
        let to = (high / size + slack).floor() as i64;
        let tick = |n| {
            let value = step.value(n);
            (value, label(value, step, largest, unit))
        };
        (from..=to).map(tick).collect()
    };
    steps.into_iter().map(ticks).collect()
}

/// Ticks at powers of ten, with 2 and 5 times them where there is room, the
/// closest first.
fn powers(low: f64, high: f64, unit: &Unit) -> Vec<Vec<(f64, String)>> {
    let (first, last) = (low.floor() as i32, high.ceil() as i32);
    let choices: [(&[i64], i32); 7] = [
        (&[1, 2, 5], 1),
        (&[1], 1),
        (&[1], 2),
        (&[1], 3),
        (&[1], 6),
        (&[1], 50),
        (&[1], 200),
    ];
    let ticks = |(digits, every): (&[i64], i32)| {
        let steps = (first..=last).filter(|power| power.rem_euclid(every) == 0);
        let steps = steps.flat_map(|power| digits.iter().map(move |&digit| Step { digit, power }));
        let told = steps.map(|step| (step.value(1), step));
        let within = told.filter(|(value, _)| {
            let at = libm::log10(*value);
            *value > 0.0 && value.is_finite() && at >= low - 1e-9 && at <= high + 1e-9
        });
        within
            .map(|(value, step)| (value, label(value, step, value, unit)))
            .collect()
    };
    choices.into_iter().map(ticks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(bounds: (f64, f64), logarithmic: bool, unit: &Unit, length: f64) -> Varied {
        let extent = |text: &str| 8.0 * text.chars().count() as f64;
        Varied::over(Some(bounds), logarithmic, unit, 8, (length, extent))
    }

    fn told(bounds: (f64, f64), logarithmic: bool, unit: &Unit) -> Vec<String> {
        let axis = axis(bounds, logarithmic, unit, 400.0);
        axis.ticks.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_stand_at_round_numbers_within_the_bounds() {
        assert_eq!(
            told((5.0, 7.1), false, &Unit::People),
            ["5.0", "5.5", "6.0", "6.5", "7.0"]
        );
        assert_eq!(
            told((0.0, 0.3), false, &Unit::Share),
            ["0%", "5%", "10%", "15%", "20%", "25%", "30%"]
        );
        assert_eq!(
            told((-40.0, 100.0), false, &Unit::People),
            ["−40", "−20", "0", "20", "40", "60", "80", "100"]
        );
    }

    #[test]
    fn quarters_help_where_round_steps_are_too_few() {
        let axis = Varied::over(
            Some((-430.0, 850.0)),
            false,
            &Unit::People,
            5,
            (400.0, |_: &str| 20.0),
        );
        let told: Vec<_> = axis
            .signed()
            .ticks
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(told, ["−250", "0", "+250", "+500", "+750"]);
    }

    #[test]
    fn equal_ratios_have_ticks_of_equal_ratios() {
        assert_eq!(
            told((1.0, 100.0), true, &Unit::People),
            ["1", "2", "5", "10", "20", "50", "100"]
        );
        assert_eq!(
            told((0.0005, 0.5), true, &Unit::Share),
            ["0.1%", "1%", "10%"]
        );
        assert_eq!(
            told((3.0, 4.5), true, &Unit::People),
            ["3.0", "3.2", "3.4", "3.6", "3.8", "4.0", "4.2", "4.4"]
        );
    }

    #[test]
    fn the_first_value_is_at_the_start_and_the_last_at_the_end() {
        for logarithmic in [false, true] {
            let axis = axis((2.0, 50.0), logarithmic, &Unit::People, 300.0);
            assert_eq!((axis.share(2.0), axis.share(50.0)), (0.0, 1.0));
        }
    }

    #[test]
    fn no_two_figures_meet_however_little_room_there_is() {
        let euros = Unit::Money("EUR".into());
        let most = [1e-280, 1e-9, 0.7, 1.0, 3.0, 999.0, 1e7, 1e15, 1e290];
        for high in most {
            for low in [high * 0.999_999, high / 3.0, high / 1e5, high / 1e9] {
                for (logarithmic, length) in
                    [(true, 60.0), (false, 60.0), (true, 600.0), (false, 600.0)]
                {
                    let axis = axis((low, high), logarithmic, &euros, length);
                    let places: Vec<_> = axis.ticks.iter().map(|(v, _)| axis.share(*v)).collect();
                    assert!(
                        places.iter().all(|p| (-1e-6..=1.0 + 1e-6).contains(p)),
                        "{axis:?}"
                    );
                    let wide = length > 500.0 && high / low > 2.0;
                    assert!(!wide || axis.ticks.len() >= 2, "{axis:?}");
                    for pair in axis.ticks.windows(2) {
                        let room =
                            4.0 * (pair[0].1.chars().count() + pair[1].1.chars().count()) as f64;
                        assert!((axis.share(pair[1].0) - axis.share(pair[0].0)) * length >= room);
                    }
                }
            }
        }
    }

    #[test]
    fn a_single_value_stands_in_the_middle() {
        for value in [0.0, 7.0, -3.0, 1e300] {
            let axis = axis((value, value), false, &Unit::People, 300.0);
            assert!((axis.share(value) - 0.5).abs() < 0.01, "{axis:?}");
        }
        assert!((axis((7.0, 7.0), true, &Unit::People, 300.0).share(7.0) - 0.5).abs() < 0.01);
    }
}

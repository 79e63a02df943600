//! The colours in which values over a plane are told.

use crate::chart::HeatChart;
use crate::draw::foot;
use crate::theme::{Colour, Theme};

/// So many tints lead from nothing to the most.
const LEVELS: f64 = 40.0;

/// How much of the full colour the least and the most of a side have: the least so
/// that a side can be told from zero, the most so that words over it can be read.
const LEAST: f64 = 0.13;
const MOST: f64 = 0.88;

/// Which colour tells which value.
///
/// With sides, the tint deepens away from zero, equally on both sides, towards the
/// colour of what wins there; without, from the smallest value to the largest.
#[derive(Debug, Clone)]
pub(super) struct Tints {
    /// The smallest and the largest value; with sides, zero lies within.
    pub(super) low: f64,
    pub(super) high: f64,
    neutral: Colour,
    /// Above and below zero.
    sides: Option<[Colour; 2]>,
    much: Colour,
}

impl Tints {
    /// `None` if no tile has a value.
    pub(super) fn of(chart: &HeatChart, theme: Theme) -> Option<Self> {
        let (low, high) = foot::bounds(chart.tiles.iter().map(|tile| tile.value))?;
        let parted = chart.sides.is_some();
        let sides = chart.sides.as_ref();
        Some(Self {
            low: if parted { low.min(0.0) } else { low },
            high: if parted { high.max(0.0) } else { high },
            neutral: theme.neutral(),
            sides: sides.map(|sides| sides.each_ref().map(|side| theme.line(side.role))),
            much: theme.much(),
        })
    }

    pub(super) fn colour(&self, value: f64) -> Colour {
        let (full, depth) = match self.sides {
            Some(_) if value == 0.0 => return self.neutral,
            Some([above, below]) => {
                let most = self.high.max(-self.low);
                let full = if value > 0.0 { above } else { below };
                (full, value.abs() / most)
            }
            // Halves, for the whole may be beyond the largest number.
            None => {
                let span = self.high / 2.0 - self.low / 2.0;
                let above = value / 2.0 - self.low / 2.0;
                (self.much, if span > 0.0 { above / span } else { 0.5 })
            }
        };
        let depth = (depth.clamp(0.0, 1.0) * LEVELS).round() / LEVELS;
        self.neutral.mixed(full, LEAST + (MOST - LEAST) * depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{HeatSide, Tile};
    use crate::theme::Role;

    fn tints(values: &[f64], parted: bool) -> Tints {
        let side = |place| HeatSide {
            name: String::new(),
            role: Role::Strategy(place),
        };
        let tile = |&value| Tile {
            x: (0.0, 1.0),
            y: (0.0, 1.0),
            value,
        };
        let chart = HeatChart {
            tiles: values.iter().map(tile).collect(),
            sides: parted.then(|| [side(0), side(1)]),
            ..HeatChart::default()
        };
        Tints::of(&chart, Theme::Light).unwrap()
    }

    #[test]
    fn the_colours_part_at_zero() {
        let tints = tints(&[-2.0, 8.0, f64::NAN], true);
        let (blue, orange) = (tints.colour(1e-9), tints.colour(-1e-9));
        assert!(blue.2 > blue.0 && orange.0 > orange.2);
        assert_eq!(tints.colour(0.0), Theme::Light.neutral());
    }

    #[test]
    fn the_same_distance_from_zero_is_equally_deep_on_both_sides() {
        let tints = tints(&[-2.0, 8.0], true);
        let gray = |c: Colour| c.contrast(Theme::Light.neutral());
        assert!(gray(tints.colour(-2.0)) < gray(tints.colour(8.0)));
        assert!(gray(tints.colour(-2.0)) < gray(tints.colour(-8.0)));
    }

    #[test]
    fn more_is_deeper_where_nothing_is_compared() {
        for theme in [Theme::Light, Theme::Dark] {
            let one = Tints {
                neutral: theme.neutral(),
                much: theme.much(),
                ..tints(&[0.95, 1.0], false)
            };
            let depth = |v| one.colour(v).contrast(theme.neutral());
            assert!(depth(0.95) < depth(0.97) && depth(0.97) < depth(1.0));
        }
        assert_eq!(
            tints(&[5.0], false).colour(5.0),
            tints(&[-1.0], false).colour(-1.0)
        );
    }
}

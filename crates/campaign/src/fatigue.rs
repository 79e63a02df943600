//! Tiring of a brand, and having only so much attention to give.
//!
//! Both break monotonicity: what comes in between may cost more than it brings.

use groundswell_graph::probability::Probability;

/// Every touch seen makes the next less welcome, until it is forgotten.
///
/// Somebody who carries n touches engages with the chance that is left of
/// (1 − `per_touch`)ⁿ; n falls by half in `half_life` days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fatigue {
    /// What one touch takes away from the next.
    pub per_touch: Probability,
    /// Days in which half of it is forgotten; `None` for never.
    pub half_life: Option<f64>,
}

/// What a person carries.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Strain {
    /// Touches not forgotten.
    carried: f64,
    /// Day of the last touch.
    day: u32,
    /// Touches seen that day.
    today: u32,
}

impl Strain {
    /// Whether there is attention left on `day`, of `attention` touches a day.
    pub(crate) fn has_attention(&self, day: u32, attention: u32) -> bool {
        self.day != day || self.today < attention
    }

    /// Takes note of a touch on `day`; the factor that earlier ones leave of it.
    pub(crate) fn bears(&mut self, day: u32, fatigue: Option<&Fatigue>) -> f64 {
        let mut left = 1.0;
        if let Some(fatigue) = fatigue {
            if let Some(half_life) = fatigue.half_life {
                let days = f64::from(day.saturating_sub(self.day));
                self.carried *= libm::exp2(-days / half_life);
            }
            left = libm::pow(1.0 - fatigue.per_touch.get(), self.carried);
            self.carried += 1.0;
        }
        if self.day != day {
            (self.day, self.today) = (day, 0);
        }
        self.today += 1;
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touches_tire_and_are_forgotten() {
        let fatigue = Fatigue {
            per_touch: Probability::new(0.5).unwrap(),
            half_life: Some(7.0),
        };
        let mut strain = Strain::default();
        let mut bears = |day| strain.bears(day, Some(&fatigue));
        assert_eq!((bears(0), bears(0)), (1.0, 0.5));
        // Two touches carried on day 0 are one on day 7.
        assert!((bears(7) - 0.5).abs() < 1e-12);
        assert!((bears(14) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn attention_is_new_every_day() {
        let mut strain = Strain::default();
        assert!(strain.has_attention(0, 1));
        strain.bears(0, None);
        assert!(!strain.has_attention(0, 1) && strain.has_attention(0, 2));
        assert!(strain.has_attention(1, 1));
    }
}

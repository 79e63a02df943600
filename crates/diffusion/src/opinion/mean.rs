//! A weighted mean that never leaves the range of what it is the mean of.

/// Weights and weighted opinions added up so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mean {
    weight: f64,
    sum: f64,
    lowest: f64,
    highest: f64,
}

impl Mean {
    /// Of nothing yet.
    pub(crate) const EMPTY: Self = Self {
        weight: 0.0,
        sum: 0.0,
        lowest: f64::INFINITY,
        highest: f64::NEG_INFINITY,
    };

    /// With `opinion` counted `weight` times.
    #[inline]
    #[must_use]
    pub(crate) fn with(self, opinion: f64, weight: f64) -> Self {
        if weight == 0.0 {
            return self;
        }
        Self {
            weight: self.weight + weight,
            sum: self.sum + weight * opinion,
            lowest: self.lowest.min(opinion),
            highest: self.highest.max(opinion),
        }
    }

    /// The mean, or `otherwise` where nothing weighs.
    #[inline]
    pub(crate) fn or(self, otherwise: f64) -> f64 {
        if self.weight == 0.0 {
            return otherwise;
        }
        // Rounding may carry the quotient past the ends: those who agree would drift.
        (self.sum / self.weight).max(self.lowest).min(self.highest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_the_same_is_the_same() {
        let mean = (0..10).fold(Mean::EMPTY, |mean, _| mean.with(0.1, 0.7));
        assert_eq!(mean.or(5.0).to_bits(), 0.1f64.to_bits());
    }

    #[test]
    fn what_weighs_nothing_is_not_counted() {
        assert_eq!(Mean::EMPTY.with(3.0, 0.0).or(5.0), 5.0);
        assert_eq!(Mean::EMPTY.with(3.0, 0.0).with(1.0, 2.0).or(5.0), 1.0);
    }
}

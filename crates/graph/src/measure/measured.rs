//! A measured value that says whether it was counted or sampled.

/// One value, exact or sampled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The value, or its estimate.
    pub value: f64,
    /// The standard error of an estimate; `None` for an exact value.
    pub standard_error: Option<f64>,
}

impl Measured {
    /// A value that was counted out.
    pub fn exact(value: f64) -> Self {
        Self {
            value,
            standard_error: None,
        }
    }

    /// An estimate with its standard error.
    pub fn sampled(value: f64, standard_error: f64) -> Self {
        Self {
            value,
            standard_error: Some(standard_error),
        }
    }

    /// The share of `draws` that were `hits`, 0 to 1.
    ///
    /// The error is √(p(1 − p)/n) with two hits and two misses added, so that it
    /// is not zero where all draws agree.
    ///
    /// # Source
    ///
    /// Agresti & Coull, *The American Statistician* 52(2), 1998, for the two and two.
    pub(crate) fn share(hits: u64, draws: u64) -> Self {
        let n = draws as f64 + 4.0;
        let p = (hits as f64 + 2.0) / n;
        Self::sampled(hits as f64 / draws as f64, libm::sqrt(p * (1.0 - p) / n))
    }

    /// The same measurement in other units: value and error times `factor`.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            standard_error: self.standard_error.map(|error| error * factor),
        }
    }

    /// Whether it was counted out.
    pub fn is_exact(&self) -> bool {
        self.standard_error.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_never_varied_still_has_an_error() {
        let never = Measured::share(0, 100);
        assert_eq!(never.value, 0.0);
        assert!(never.standard_error.unwrap() > 0.0);
        assert!(!never.is_exact());
        assert_eq!(
            never.times(2.0).standard_error,
            never.standard_error.map(|e| 2.0 * e)
        );
    }
}
